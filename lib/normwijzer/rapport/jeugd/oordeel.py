"""How far a KPI is on the way to the target of its source, in words. A verdict on numbers, not on chance."""

import pandas as pd

from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import Rapport, naam_soort

GEHAALD, NIET_GEHAALD = "doel gehaald", "doel niet gehaald"
OP_KOERS, ACHTER = "op koers", "achter op de rechte lijn"
BASISJAAR, ERVOOR, GEEN_UITSPRAAK = "basisjaar", "vóór het basisjaar", "nog geen uitspraak"

KORT = {
    GEHAALD: "gehaald",
    NIET_GEHAALD: "niet gehaald",
    OP_KOERS: "op koers",
    ACHTER: "achter",
    BASISJAAR: "basisjaar",
    ERVOOR: "ervoor",
    GEEN_UITSPRAAK: "geen uitspraak",
}
"""Verdict -> the words in a narrow cell."""

UITLEG = (
    "Op koers is wie de rechte lijn van het basisjaar naar het doeljaar haalt of beter doet; achter is wie dat niet "
    "haalt. Doel gehaald is de streefwaarde gehaald. Het oordeel vergelijkt alleen getallen: bij weinig jeugdigen kan "
    "het verschil toeval zijn. Is de waarde of die van het basisjaar niet bekend, of was het jaar nog niet om, dan "
    "staat er ‘nog geen uitspraak’."
)

_REST = 1e-9


def oordelen(rapport: Rapport) -> pd.DataFrame:
    """Every target and year up to that of the report: the frame `doelen` with the columns jaar and oordeel.

    oordeel is one of the keys of KORT, or that the group is too small.
    """
    doelen = rapport.over_jaren("doelen")
    return doelen.assign(oordeel=[oordeel(rapport, rij) for rij in doelen.itertuples()])


def oordeel(rapport: Rapport, rij) -> str:
    """The verdict on one row of `doelen` with its jaar."""
    if rij.te_klein:
        return TE_KLEIN
    if rij.jaar <= rij.basisjaar:
        return BASISJAAR if rij.jaar == rij.basisjaar else ERVOOR
    if pd.isna(rij.waarde) or pd.isna(rij.streefwaarde) or _loopt_nog(rapport, rij.jaar):
        return GEEN_UITSPRAAK
    if not pd.isna(rij.gehaald) and rij.gehaald:
        return GEHAALD
    if rij.jaar >= rij.doeljaar:
        return NIET_GEHAALD
    if pd.isna(rij.lijn):
        return GEEN_UITSPRAAK
    voor = rij.lijn - rij.waarde if lager_is_beter(rapport, rij) else rij.waarde - rij.lijn
    return OP_KOERS if voor >= -_REST else ACHTER


def lager_is_beter(rapport: Rapport, rij) -> bool:
    """Whether the target is reached by going down; where the KPI has no direction, the change that is asked tells."""
    richting = rapport.definities[rij.kpi].richting
    if richting == "geen" and rij.vorm == "verandering":
        return rij.doel < 0
    return richting == "lager_is_beter"


def titel_doel(rapport: Rapport, rij) -> str:
    """Title of the KPI, with the soort that the target is about."""
    over = f" ({naam_soort(rij.soort).lower()})" if rij.soort else ""
    return titel_kpi(rapport, rij.kpi) + over


def doel_in_woorden(rapport: Rapport, rij) -> str:
    """15 % minder in 2026 dan in 2023, or 60 % in 2026."""
    if rij.vorm == "verandering":
        hoe = "minder" if rij.doel < 0 else "meer"
        return f"{opmaak.procent(abs(rij.doel), 0)} {hoe} in {rij.doeljaar} dan in {rij.basisjaar}"
    eenheid = eenheid_van(rapport.maat(rij.kpi))
    waarde = opmaak.procent(rij.doel, 0) if eenheid.naam == "fractie" else eenheid.tekst(rij.doel)
    return f"{waarde} in {rij.doeljaar}"


def zin_voortgang(rapport: Rapport, rij) -> tuple[str, str]:
    """(target and where the straight line stands this year, the verdict), in sentences."""
    over = f", {naam_soort(rij.soort).lower()}" if rij.soort else ""
    begin = f"Doel{over}: {doel_in_woorden(rapport, rij)}"
    uitspraak = oordeel(rapport, rij)
    if uitspraak == TE_KLEIN:
        return f"{begin}.", ""
    eenheid = eenheid_van(rapport.maat(rij.kpi))
    if rij.vorm == "verandering" and _bekend(rij.streefwaarde):
        begin += f" ({eenheid.tekst(rij.streefwaarde)})"
    zinnen = [begin]
    if rij.soort and _bekend(rij.waarde):
        zinnen.append(f"Nu {eenheid.tekst(rij.waarde)}")
    if _bekend(rij.lijn) and rij.basisjaar < rij.jaar < rij.doeljaar:
        zinnen.append(f"Op de rechte lijn hoort in {rij.jaar} {eenheid.tekst(rij.lijn)}")
    slot = met_voorbehoud(rapport, rij, uitspraak) + _waarom(rapport, rij, uitspraak)
    return ". ".join(zinnen) + ".", f"{slot[:1].upper()}{slot[1:]}."


def met_voorbehoud(rapport: Rapport, rij, uitspraak: str) -> str:
    """A verdict, with the word voorlopig as long as the value can change."""
    weegt = uitspraak in (GEHAALD, NIET_GEHAALD, OP_KOERS, ACHTER)
    return f"{uitspraak}, voorlopig" if weegt and rapport.is_voorlopig(rij.kpi, rij.jaar) else uitspraak


def _waarom(rapport: Rapport, rij, uitspraak: str) -> str:
    if uitspraak != GEEN_UITSPRAAK:
        return ""
    if _loopt_nog(rapport, rij.jaar):
        return f", want {rij.jaar} was nog niet om"
    if not _bekend(rij.waarde):
        return ", want er is geen waarde"
    return f", want de waarde van {rij.basisjaar} is niet bekend" if not _bekend(rij.basiswaarde) else ""


def _bekend(waarde) -> bool:
    return not pd.isna(waarde)


def _loopt_nog(rapport: Rapport, jaar: int) -> bool:
    return rapport.bekend_op < pd.Timestamp(int(jaar), 12, 31)
