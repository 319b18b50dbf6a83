"""Frames that only the families of youth care have, as a shared report may show them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from normwijzer.privacy import (
    KLEINSTE_DEEL,
    KLEINSTE_GROEP,
    NIET_GETOOND,
    OVERIGE,
    Leden,
    rond_aantal,
    rond_fractie,
    tekst_van,
    vul_aan,
)
from normwijzer.privacy import staat as staat_van
from normwijzer.rapport.jeugd.oordeel import al_gehaald, oordeel
from normwijzer.rapport.jeugd.overleving import MAANDEN
from normwijzer.uitvoering.beschermen_delen import toon_aandelen, toon_alles
from normwijzer.uitvoering.beschermen_jeugd_bron import Jeugdbron, staat_aantal
from normwijzer.uitvoering.beschermen_stroom import leden_van_groep
from normwijzer.uitvoering.tekstkolommen import als_tekst

ZONDER_GEZINSGERICHT = "zonder_gezinsgericht"
_GETALLEN = ["basiswaarde", "streefwaarde", "waarde", "voortgang", "lijn"]


def bescherm_doelen(doelen: pd.DataFrame, jaar: int, editie: str, bron: Jeugdbron) -> pd.DataFrame:
    """Frame `doelen` of one year with the verdict on its exact numbers, and was_gehaald: met in the base year already.

    In the shared edition a target is shown when its value and that of the base year are: neither group too small, none
    of the KPI's rows hidden, and the part without gezinsgericht not 1 to 4 people less than the whole.
    """
    doelen = als_tekst(doelen, "soort").assign(te_klein=False, jaar=jaar)
    rijen = list(doelen.itertuples())
    doelen = doelen.assign(
        oordeel=pd.Series([oordeel(bron.weegbron, rij) for rij in rijen], index=doelen.index, dtype="str"),
        was_gehaald=pd.Series([al_gehaald(bron.weegbron, rij) for rij in rijen], index=doelen.index, dtype=bool),
    ).drop(columns="jaar")
    if editie == "intern" or doelen.empty:
        return toon_alles(doelen)
    nu, toen = (_staat_doel(doelen, waarde, n) for waarde, n in (("waarde", "n"), ("basiswaarde", "basis_n")))
    goed = nu.isin(["vol", "leeg"])
    tekst = tekst_van(nu, _heel(doelen["n"])).mask(goed & ~toen.isin(["vol", "leeg"]), NIET_GETOOND)
    for kolom, n in ((pd.Series(jaar, index=doelen.index), "n"), (doelen["basisjaar"], "basis_n")):
        buiten = _hidden_kpi(doelen, kolom, bron.verborgen) | _almost_all(doelen, n)
        paren = zip(doelen["kpi"], kolom, strict=True)
        vertelt = pd.Series([bron.tells_vorm(*paar) for paar in paren], index=doelen.index, dtype=bool)
        buiten |= vertelt & doelen["soort"].eq(ZONDER_GEZINSGERICHT)
        tekst = tekst.mask(tekst.eq("") & buiten, NIET_GETOOND)
    return _round(
        doelen, tekst, [*_GETALLEN], ["n", "basis_n"], {"gehaald": pd.NA, "oordeel": "", "was_gehaald": False}
    )


def bescherm_verblijfsduur(duur: pd.DataFrame, jaar: int, editie: str, bron: Jeugdbron) -> pd.DataFrame:
    """Frame `verblijfsduur` of one year.

    In the shared edition only what a report shows: every measure for all and without gezinsgericht, those at the end
    also per vorm. A measure needs KLEINSTE_GROEP periods, a share KLEINSTE_DEEL on either side, the interval of a
    median 30. n stays only where the KPI has it too, and how many periods a curve leaves out goes: those numbers lie
    too close to each other. Hidden with it: a row of which the KPI hides its own, a part that differs from the whole by
    1 to 4, and the part without gezinsgericht when it would tell of a hidden vorm.
    """
    duur = als_tekst(duur, "soort")
    if editie == "intern" or duur.empty:
        return toon_alles(duur)
    samen = duur["soort"].isin(["", ZONDER_GEZINSGERICHT])
    duur = duur[(samen | duur["maat"].isin(_KPI_VAN)) & ~duur["maat"].str.endswith("links_afgekapt")]
    duur = duur.reset_index(drop=True)
    deel = duur["eenheid"].eq("fractie")
    teller = (duur["waarde"].fillna(0) * duur["n"]).round().astype("int64").where(deel, duur["n"])
    staat = pd.Series(
        np.where(deel, staat_van(duur["n"], teller, duur["n"]), staat_aantal(duur["n"])), index=duur.index
    )
    tekst = tekst_van(staat, duur["n"])
    buiten = _hidden_duur(duur, jaar, bron.verborgen) | _nested(duur)
    if any(bron.tells_vorm(kpi, jaar) for kpi in _KPI_VAN.values()):
        buiten |= duur["soort"].eq(ZONDER_GEZINSGERICHT) & duur["maat"].isin([*_KPI_VAN, *_ZELFDE_N])
    tekst = tekst.mask(tekst.eq("") & buiten, NIET_GETOOND)
    smal = duur["maat"].str.contains("mediaan") & duur["n"].lt(_MEDIAAN_INTERVAL)
    duur = duur.assign(
        onder=duur["onder"].mask(smal), boven=duur["boven"].mask(smal),
        n=duur["n"].astype("Int64").where(duur["maat"].isin(_KPI_VAN)),
    )  # fmt: skip
    return _round(duur, tekst, ["waarde", "onder", "boven"], ["n"], {})


def bescherm_overleving(curven: pd.DataFrame, editie: str) -> pd.DataFrame:
    """Frame `overleving`.

    In the shared edition a curve ends where fewer than KLEINSTE_GROEP are in care. Of the months in tables it has only
    those before which, since the point before, at least KLEINSTE_DEEL have left. How many left or were lost in one
    month is for inside use.
    """
    if editie == "intern":
        return toon_alles(curven)
    delen = [_thin(deel) for _, deel in curven.groupby(["curve", "jaar"], sort=False)]
    dun = pd.concat(delen, ignore_index=True) if delen else curven
    dun = dun.drop(columns=["einden", "gecensureerd"])
    fracties = {kolom: rond_fractie(dun[kolom]) for kolom in ("s", "onder", "boven")}
    return toon_alles(dun.assign(in_zorg=rond_aantal(dun["in_zorg"]), **fracties))


def bescherm_respons(
    respons: pd.DataFrame, jaar: int, editie: str, leden: Leden | None, bron: Jeugdbron
) -> pd.DataFrame:
    """Frame `respons`: a share like that of a KPI, with the same Overige aanbieders; hidden where the KPI hides how
    many answered."""
    respons = als_tekst(respons, "aanbieder")
    if editie == "intern" or respons.empty:
        return toon_alles(respons)
    overige = leden_van_groep(leden, "")
    respons = respons.assign(aanbieder=respons["aanbieder"].mask(respons["aanbieder"].isin(overige), OVERIGE))
    respons = respons.groupby(["kpi", "aanbieder"], as_index=False, sort=False)[["gemeten", "totaal"]].sum()
    respons = respons.assign(**{naam: _heel(respons[naam]) for naam in ("gemeten", "totaal")})
    staat = staat_van(respons["totaal"], respons["gemeten"], respons["totaal"])
    staat = staat.mask(
        staat.eq("vol") & _hidden_rows(respons, jaar, bron.verborgen, alleen_zonder_noemer=True), "niet_getoond"
    )
    deel = respons["aanbieder"].ne("")
    dun = staat[deel].eq("vol").groupby(respons.loc[deel, "kpi"]).mean()
    mee = ~(deel & respons["kpi"].isin(dun.index[dun < 0.5]))
    respons, staat, deel = (kolom[mee].reset_index(drop=True) for kolom in (respons, staat, deel))
    boven = dict(zip(respons.loc[~deel, "kpi"], staat[~deel], strict=True))
    gevuld, gezakt = vul_aan(
        respons.loc[deel, "gemeten"], respons.loc[deel, "totaal"], staat[deel], respons.loc[deel, "kpi"], ouder=boven
    )
    staat.loc[deel] = gevuld
    staat = staat.mask(~deel & respons["kpi"].isin(gezakt), "niet_getoond")
    return toon_aandelen(respons, "gemeten", "totaal", staat, "waarde")


_KPI_VAN = {
    "gemiddelde_bij_einde": "maanden_verblijf_gemiddeld",
    "mediaan_bij_einde": "maanden_verblijf_mediaan",
    "aandeel_korter_9": "verblijf_korter_dan_9_maanden",
}
"""Measure at the end -> the KPI that is the same number."""

_MEDIAAN_INTERVAL = 30


def _heel(getallen: pd.Series) -> pd.Series:
    return getallen.fillna(0).round().astype("int64")


def _staat_doel(doelen: pd.DataFrame, waarde: str, n: str) -> pd.Series:
    deel, aantal = doelen["eenheid"].eq("fractie"), _heel(doelen[n])
    teller = _heel(doelen[waarde] * aantal).where(deel, aantal)
    return pd.Series(np.where(deel, staat_van(aantal, teller, aantal), staat_aantal(aantal)), index=doelen.index)


def _hidden_kpi(doelen: pd.DataFrame, jaar: pd.Series, weg: pd.DataFrame) -> pd.Series:
    """Whether the KPI of each target hides its row of all in that year; a part never shows when the whole does not."""
    weg = weg[weg["soort"].eq("") & weg["aanbieder"].eq("")]
    dicht = set(zip(weg["kpi"], weg["jaar"], strict=True))
    return pd.Series([paar in dicht for paar in zip(doelen["kpi"], jaar, strict=True)], index=doelen.index, dtype=bool)


def _hidden_rows(
    rijen: pd.DataFrame, jaar: int, weg: pd.DataFrame, *, alleen_zonder_noemer: bool = False
) -> pd.Series:
    """Whether the KPI hides its row per aanbieder; with `alleen_zonder_noemer` only when it hides the noemer too."""
    weg = weg[weg["jaar"].eq(jaar) & weg["soort"].eq("")]
    if alleen_zonder_noemer:
        weg = weg[~weg["tekst"].str.contains("ongeveer")]
    dicht = set(zip(weg["kpi"], weg["aanbieder"], strict=True))
    return pd.Series([paar in dicht for paar in zip(rijen["kpi"], rijen["aanbieder"], strict=True)], index=rijen.index,
                     dtype=bool)  # fmt: skip


def _almost_all(doelen: pd.DataFrame, n: str) -> pd.Series:
    """Whether a part is 1 to 4 people less than the whole of the same KPI."""
    geheel = doelen[doelen["soort"].eq("")].set_index("kpi")[n]
    verschil = doelen["kpi"].map(geheel) - doelen[n]
    return doelen["soort"].ne("") & verschil.between(1, KLEINSTE_DEEL - 1)


def _hidden_duur(duur: pd.DataFrame, jaar: int, weg: pd.DataFrame) -> pd.Series:
    weg = weg[weg["jaar"].eq(jaar) & weg["aanbieder"].eq("")]
    dicht = set(zip(weg["kpi"], weg["soort"], strict=True))
    kpi = duur["maat"].map(_KPI_VAN)
    return pd.Series([paar in dicht for paar in zip(kpi, duur["soort"], strict=True)], index=duur.index, dtype=bool)


def _nested(duur: pd.DataFrame) -> pd.Series:
    """Parts that differ by 1 to 4 periods from their whole: without gezinsgericht of all, and without the periods of
    uncertain begin of all that ended."""
    n = duur.set_index(["soort", "maat"])["n"]
    alle = pd.Series([n.get(("", maat), np.nan) for maat in duur["maat"]], index=duur.index)
    einde = pd.Series([n.get((soort, "gemiddelde_bij_einde"), np.nan) for soort in duur["soort"]], index=duur.index)
    zonder = duur["soort"].eq(ZONDER_GEZINSGERICHT) & (alle - duur["n"]).between(1, KLEINSTE_DEEL - 1)
    onzeker = duur["maat"].eq("zonder_links_afgekapt_gemiddeld") & (einde - duur["n"]).between(1, KLEINSTE_DEEL - 1)
    return zonder | onzeker


_ZELFDE_N = ("gelijke_terugkijk_gemiddeld", "gelijke_terugkijk_mediaan", "gelijke_terugkijk_maanden")


def _thin(curve: pd.DataFrame) -> pd.DataFrame:
    """The points of one curve to show."""
    curve = curve.sort_values("maand")
    weg = curve["einden"].cumsum() - curve["einden"]  # before each month
    houd, laatste = [], None
    for plek, maand, in_zorg, s, tot in zip(
        curve.index, curve["maand"], curve["in_zorg"], curve["s"], weg, strict=True
    ):
        if in_zorg < KLEINSTE_GROEP or pd.isna(s):
            break
        if maand in MAANDEN and (laatste is None or tot - laatste >= KLEINSTE_DEEL):
            houd, laatste = [*houd, plek], tot
    return curve.loc[houd]


def _round(
    frame: pd.DataFrame, tekst: pd.Series, waarden: list[str], aantallen: list[str], leeg: Mapping[str, object]
) -> pd.DataFrame:
    """Values rounded by their eenheid and counts to fives, emptied where there is a text in their place."""
    verborgen = tekst.ne("")
    uit = {kolom: _round_value(frame[kolom], frame["eenheid"]).mask(verborgen) for kolom in waarden}
    uit |= {kolom: rond_aantal(frame[kolom]).mask(verborgen) for kolom in aantallen}
    uit |= {kolom: frame[kolom].mask(verborgen, waarde) for kolom, waarde in leeg.items()}
    return frame.assign(**uit, te_klein=verborgen, tekst=tekst)


def _round_value(waarde: pd.Series, eenheid: pd.Series) -> pd.Series:
    """Fractions and shares of the way in whole percent, counts in fives, the rest with one decimal."""
    deel = eenheid.eq("fractie") if waarde.name != "voortgang" else pd.Series(True, index=waarde.index)
    aantal = eenheid.eq("aantal") & ~deel
    vijf = rond_aantal(waarde.where(aantal).round()).astype("float64")
    return rond_fractie(waarde).where(deel, vijf.where(aantal, waarde.round(1)))
