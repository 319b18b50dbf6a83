"""Length of stay: the contract's figure beside estimates that also look at who is still there."""

import tomllib
from functools import cache
from html import escape
from pathlib import Path

import pandas as pd

from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import Rapport, naam_soort, plaats_soort
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html

SAMEN = ("", "zonder_gezinsgericht")
"""Scopes that are laid side by side; the others are a vorm of verblijf."""


def tabel_verblijfsduur(rapport: Rapport) -> Tabel:
    """One row per measure: value, interval and number, for all verblijf and without gezinsgericht."""
    duur = rapport.frames["verblijfsduur"]
    rijen = [
        (*_naam(maat), *(cel for soort in SAMEN for cel in _cellen(_rij(duur, soort, maat))))
        for maat in _maten()["maat"]
        if duur["maat"].eq(maat).any()
    ]
    kolommen = [Kolom("Wie", rijkop=True), Kolom("Maat")]
    for soort in SAMEN:
        kop = naam_soort(soort) if soort else "Alle verblijf"
        kolommen += [Kolom(kop, "waarde"), Kolom("95 %-interval", "bereik"), Kolom("Perioden", "aantal")]
    bijschrift = f"Duur van verblijf op verschillende manieren gemeten, {rapport.jaar}"
    return Tabel(
        bijschrift, tuple(kolommen), rijen, _maten()["uitleg"]["niet_bekend"], leeg="er is geen verblijfsperiode."
    )


def tabel_per_vorm(rapport: Rapport) -> Tabel:
    """One row per vorm of verblijf: the contract's three figures and the number of periods."""
    duur = rapport.frames["verblijfsduur"]
    maten = [maat for maat, velden in _maten()["maat"].items() if velden["groep"] == "einde" and "zonder" not in maat]
    vormen = sorted(set(duur["soort"]) - set(SAMEN), key=plaats_soort)
    rijen = []
    for vorm in vormen:
        per_maat = [_rij(duur, vorm, maat) for maat in maten]
        n = next((_cellen(rij)[2] for rij in per_maat if rij is not None), None)
        rijen.append((naam_soort(vorm), *(_cellen(rij)[0] for rij in per_maat), n))
    koppen = [Kolom(_maten()["maat"][maat]["naam"], "waarde") for maat in maten]
    slot = "De vorm is die waarin de jeugdige in de periode het langst verbleef."
    return Tabel(
        f"Duur bij afsluiten per vorm, {rapport.jaar}",
        (Kolom("Vorm", rijkop=True), *koppen, Kolom("Perioden", "aantal")),
        rijen,
        slot,
        leeg="er is geen afgesloten periode.",
    )


def tabel_duur_jaren(rapport: Rapport) -> Tabel:
    """One row per measure, one column per year, all verblijf: equal look-back lets the years be compared."""
    duur = rapport.over_jaren("verblijfsduur")
    jaren = sorted(int(jaar) for jaar in duur["jaar"].unique())
    rijen = [
        (*_naam(maat), *(_cellen(_rij(duur[duur["jaar"].eq(jaar)], "", maat))[0] for jaar in jaren))
        for maat in _maten()["maat"]
        if duur["maat"].eq(maat).any()
    ]
    kolommen = (Kolom("Wie", rijkop=True), Kolom("Maat"), *(Kolom(str(jaar), "waarde") for jaar in jaren))
    return Tabel("Duur van verblijf per jaar, alle verblijf", kolommen, rijen, leeg="er is geen verblijfsperiode.")


def html_verblijfsduur(rapport: Rapport) -> str:
    """What the figures mean, then all of them, per vorm and per year."""
    tabellen = [tabel_verblijfsduur(rapport), tabel_per_vorm(rapport), tabel_duur_jaren(rapport)]
    return "\n".join([f"<p>{escape(_maten()['uitleg']['vertekening'])}</p>", *(als_html(tabel) for tabel in tabellen)])


def _rij(duur: pd.DataFrame, soort: str, maat: str):
    rijen = duur[duur["soort"].eq(soort) & duur["maat"].eq(maat)]
    return next(rijen.itertuples(), None)


def _cellen(rij) -> tuple:
    """(value, interval, number) of one row of the frame; empty text where it has no row."""
    if rij is None:
        return "", "", ""
    eenheid = eenheid_van(rij.eenheid)
    if rij.te_klein:
        return rij.tekst, "", ""
    n = "" if eenheid.geteld or pd.isna(rij.n) else rij.n  # counted: the value is itself the number
    waarde = Cel(rij.waarde, "aantal") if _maten()["maat"][rij.maat].get("heel") else eenheid.cel(rij.waarde)
    return waarde, eenheid.bereik(rij.onder, rij.boven, kort=True), n


def _naam(maat: str) -> tuple[str, str]:
    """(about whom, what) in words."""
    velden = _maten()["maat"][maat]
    return _maten()["groep"][velden["groep"]], velden["naam"]


@cache
def _maten() -> dict[str, dict]:
    return tomllib.loads(Path(__file__).with_name("maten.toml").read_text(encoding="utf-8"))
