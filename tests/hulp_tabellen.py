"""Row tables made by hand, with the dtypes that `berichten.open_tabellen` gives: for tests only."""

import hashlib
import json
from types import SimpleNamespace

import pandas as pd
from normwijzer.berichten.kolommen import DAG, GETAL, MOMENT, TABELLEN, TEKST

_DTYPES = {TEKST: "str", GETAL: "Int64", DAG: "datetime64[s]", MOMENT: "datetime64[s]"}
_VAN_GEMEENTE = {"301", "302", "319", "320", "325"}
_LEESSIGNALEN = ("signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand", "aantal", "toelichting")


def lege_tabellen() -> SimpleNamespace:
    """All tables, without rows, plus empty `leessignalen`."""
    return maak_tabellen({})


def maak_tabellen(rijen: dict[str, list[dict]]) -> SimpleNamespace:
    """Tables from dicts: table name -> list of rows; what a row does not name is empty.

    In `berichten` these are filled in when absent: kopieen 1; wet `wmo`; release 3.2; afzender and ontvanger from
    gemeente and aanbieder (or the reverse); bestand; bron; and inhoud, a digest of the message and its rows.
    """
    onbekend = set(rijen) - set(TABELLEN)
    assert not onbekend, f"onbekende tabellen: {onbekend}"
    per_bericht = _rijen_per_bericht(rijen)
    rijen = dict(rijen)
    rijen["berichten"] = [_vul_aan(rij, per_bericht) for rij in rijen.get("berichten", [])]
    tabellen = {naam: maak_tabel(naam, rijen.get(naam, [])) for naam in TABELLEN}
    tabellen["leessignalen"] = pd.DataFrame({kolom: pd.Series(dtype="str") for kolom in _LEESSIGNALEN})
    return SimpleNamespace(**tabellen)


def maak_tabel(naam: str, rijen: list[dict]) -> pd.DataFrame:
    """One table with the right dtypes; an unknown column is an error."""
    kolommen = TABELLEN[naam]
    vreemd = {sleutel for rij in rijen for sleutel in rij} - {kolom.naam for kolom in kolommen}
    assert not vreemd, f"{naam} heeft geen kolommen {vreemd}"
    return pd.DataFrame(
        {k.naam: pd.Series([rij.get(k.naam) for rij in rijen], dtype=_DTYPES[k.soort]) for k in kolommen}
    )


def _rijen_per_bericht(rijen: dict[str, list[dict]]) -> dict:
    per_bericht: dict = {}
    for tabel in sorted(rijen):
        if tabel != "berichten":
            for rij in rijen[tabel]:
                inhoud = {sleutel: waarde for sleutel, waarde in rij.items() if sleutel != "bericht"}
                per_bericht.setdefault(rij["bericht"], []).append((tabel, inhoud))
    return per_bericht


def _vul_aan(rij: dict, per_bericht: dict) -> dict:
    rij = {"kopieen": 1, "wet": "wmo", "release": "3.2", **rij}
    rij.setdefault("bestand", f"{rij['bericht']}.xml")
    rij.setdefault("bron", hashlib.sha256(rij["bestand"].encode()).hexdigest())
    if "afzender" not in rij and "ontvanger" not in rij:
        partijen = [rij.get("gemeente"), rij.get("aanbieder")]
        rij["afzender"], rij["ontvanger"] = partijen if rij["berichttype"] in _VAN_GEMEENTE else partijen[::-1]
    for partij in ("afzender", "ontvanger"):
        code = rij.get(partij) or ""
        if code.isdigit() and len(code) in (4, 8):
            rij.setdefault("gemeente" if len(code) == 4 else "aanbieder", code)
    if "inhoud" not in rij:
        buiten = {"bericht", "bestand", "bron", "kopieen", "inhoud"}
        kop = {s: w for s, w in rij.items() if s not in buiten and not s.startswith("envelop")}
        inhoud = sorted(json.dumps(deel, sort_keys=True, default=str) for deel in per_bericht.get(rij["bericht"], []))
        tekst = json.dumps([kop, inhoud], sort_keys=True, default=str)
        rij["inhoud"] = hashlib.sha256(tekst.encode()).hexdigest()
    return rij
