"""Whether a KPI of the chain reaches the target of its source, in words. A verdict on numbers, not on chance."""

import pandas as pd

from normwijzer.kpi.catalogus import Doel
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.jeugd.bron import geen_bron

GEHAALD, NIET_GEHAALD = "doel gehaald", "doel niet gehaald"
GEEN_DOEL = "geen doel in de bron"
NOG_OPEN = "nog geen uitspraak: kan nog beide kanten op"
JAAR_LOOPT = "nog geen uitspraak: het jaar was nog niet om"
GEEN_WAARDE = "geen uitspraak: er is geen waarde"
GEEN_BRON = "geen bron"
NIET_TE_DELEN = "geen uitspraak: de waarde is niet te tonen"
OP_DE_GRENS = "afgerond gelijk aan het doel"
"""A shared value is in whole percents, and so is a target: when they are the same, nobody can say which is higher."""


UITLEG = (
    "Het oordeel vergelijkt alleen getallen. Staat er ‘verschil kan toeval zijn’, dan ligt het doel binnen het "
    "95 %-interval. Waar de bron geen doel geeft, staat er alleen een termijn."
)
_TOEVAL = " (verschil kan toeval zijn)"
_REST = 1e-9

NEVENDOEL = {"geaccepteerd": "Geaccepteerde toewijzingen"}
"""Side figure that has a target of its own -> words."""


def doel_van(rapport: Rapport, kpi: str, over: str = "") -> Doel | None:
    """The target of a KPI, or of one of its side figures; None when the source gives none."""
    return next((doel for doel in rapport.definities[kpi].doelen if doel.soort == over), None)


def doel_in_woorden(doel: Doel | None) -> str:
    return opmaak.procent(doel.doel, 0) if doel else ""


def oordeel(rapport: Rapport, kpi: str, rij, doel: Doel | None) -> str:
    """The verdict on one outcome row: waarde, and onder, boven, grens_onder, grens_boven, status as far as it has them.

    Provisional, and the bounds lie on both sides of the target: no verdict. A shared value, in whole percents, that is
    equal to the target: neither.
    """
    if rij is None:
        return GEEN_BRON if geen_bron(rapport, kpi) else GEEN_WAARDE
    if doel is None:
        return GEEN_DOEL
    if rij.te_klein:
        return NIET_TE_DELEN
    if pd.isna(rij.waarde):
        return GEEN_WAARDE
    if rapport.bekend_op < pd.Timestamp(int(getattr(rij, "jaar", rapport.jaar)), 12, 31):
        return JAAR_LOOPT
    if rapport.editie != "intern" and abs(rij.waarde - doel.doel) < _REST:
        return OP_DE_GRENS
    gehaald = rij.waarde >= doel.doel - _REST
    grenzen = [getattr(rij, naam, None) for naam in ("grens_onder", "grens_boven")]
    if any(not pd.isna(grens) and (grens >= doel.doel - _REST) != gehaald for grens in grenzen):
        return NOG_OPEN
    status = ", voorlopig" if getattr(rij, "status", "") == "voorlopig" else ""
    onder, boven = getattr(rij, "onder", None), getattr(rij, "boven", None)
    toeval = not pd.isna(onder) and not pd.isna(boven) and onder <= doel.doel <= boven
    return f"{GEHAALD if gehaald else NIET_GEHAALD}{status}{_TOEVAL if toeval else ''}"


def rij_kpi(rapport: Rapport, kpi: str, wet: str = "", jaar: int | None = None):
    """Outcome row of one KPI for both laws together or one of them; None without."""
    rijen = rapport.per_groep(kpi, jaar=jaar)
    return next(rijen[rijen["groep"].eq(wet)].itertuples(), None)


def rij_neven(rapport: Rapport, kpi: str, kenmerk: str, wet: str = ""):
    """Row of a side figure for the whole region; None without."""
    neven = rapport.nevencijfers
    mee = neven["kpi"].eq(kpi) & neven["kenmerk"].eq(kenmerk) & neven["aanbieder"].fillna("").eq("")
    mee &= neven["gemeente"].fillna("").eq("") if "gemeente" in neven else True
    if "wet" in neven:
        mee &= neven["wet"].fillna("").eq(wet)
    elif wet:
        return None
    return next(neven[mee].itertuples(), None)


def met_nevendoel(rapport: Rapport) -> list[tuple[str, str]]:
    """(kpi, kenmerk) of every side figure with a target."""
    return [(kpi, doel.soort) for kpi, d in rapport.definities.items() for doel in d.doelen if doel.soort]


def titel_nevendoel(rapport: Rapport, kpi: str, kenmerk: str) -> str:
    """Title of a side figure with the number of its KPI: A6 Geaccepteerde toewijzingen."""
    return f"{rapport.definities[kpi].nummer} {NEVENDOEL.get(kenmerk, kenmerk)}".strip() or titel_kpi(rapport, kpi)
