"""Every KPI by year in one table: value and verdict as text in each cell, the colour only repeats it."""

import pandas as pd

from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.jeugd.bron import geen_bron
from normwijzer.rapport.jeugd.oordeel import (
    ACHTER,
    BASISJAAR,
    BOVEN,
    ERVOOR,
    GEEN_UITSPRAAK,
    GEHAALD,
    KORT,
    NIET_GEHAALD,
    NOG_OPEN,
    ONDER,
    OP_KOERS,
    legenda,
    met_merk,
    oordelen,
    titel_doel,
)
from normwijzer.rapport.opmaak import NIET_BEKEND
from normwijzer.rapport.tabel import Cel, Kolom, Tabel

GEEN_DOEL = "geen doel"
_KLASSE = {
    GEHAALD: "hitte-3",
    OP_KOERS: "hitte-2",
    ACHTER: "hitte-1",
    NIET_GEHAALD: "hitte-1",
    ONDER: "hitte-1",
    BOVEN: "hitte-1",
    BASISJAAR: "",
    ERVOOR: "",
    GEEN_UITSPRAAK: "",
    NOG_OPEN: "",
}
_ZONDER_DOELEN = "De bron stelt voor deze KPI's geen doel: er is dus niets te halen, alleen te volgen."
_SLOT = (
    "In elke cel staat de waarde en daaronder of het doel is gehaald. Hoe donkerder, hoe dichter bij het doel: lichtst "
    "is achter of onder (boven) het doel, dan op koers, donkerst gehaald. Wit heeft geen doel of geen oordeel; "
    "‘ervoor’ is vóór het basisjaar, ‘nog open’ kan nog beide kanten op."
)


def tabel_hitte(rapport: Rapport) -> Tabel:
    """One row per KPI (and per soort with a target of its own), one column per year."""
    uitspraken = oordelen(rapport) if "doelen" in rapport.frames else pd.DataFrame(columns=["kpi", "soort", "jaar"])
    rijen = []
    for kpi in rapport.definities:
        eigen = uitspraken[uitspraken["kpi"].eq(kpi)]
        rijen += [_rij_doel(rapport, eigen[eigen["soort"].eq(soort)]) for soort in eigen["soort"].unique()]
        if "" not in set(eigen["soort"]):
            rijen.append(_rij_zonder(rapport, kpi))
    kolommen = (Kolom("KPI", rijkop=True), *(Kolom(str(jaar)) for jaar in rapport.jaren))
    bijschrift = f"Alle KPI's per jaar, {rapport.jaren[0]} tot en met {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, _slot(rapport) if len(uitspraken) else _ZONDER_DOELEN)


def _slot(rapport: Rapport) -> str:
    return f"{_SLOT} {legenda(rapport)}".strip()


def _rij_doel(rapport: Rapport, rijen: pd.DataFrame) -> tuple:
    per_jaar = {rij.jaar: rij for rij in rijen.itertuples()}
    titel = titel_doel(rapport, next(rijen.itertuples()))
    return titel, *(_cel_doel(rapport, per_jaar.get(jaar)) for jaar in rapport.jaren)


def _cel_doel(rapport: Rapport, rij):
    if rij is None:
        return ""
    if rij.te_klein:
        return rij.tekst
    if pd.isna(rij.waarde):
        return _zonder_waarde(rapport, rij.kpi, rij.jaar)
    waarde = eenheid_van(rapport.maat(rij.kpi)).cel_tekst(rij.waarde)
    oordeel = met_merk(rapport, rij, _met_stand(rapport, rij.kpi, rij.jaar, KORT[rij.oordeel]))
    return Cel(f"{waarde}\n{oordeel}", "tekst", f"hitte {_KLASSE[rij.oordeel]}".strip())


def _rij_zonder(rapport: Rapport, kpi: str) -> tuple:
    return titel_kpi(rapport, kpi), *(_cel_zonder(rapport, kpi, jaar) for jaar in rapport.jaren)


def _cel_zonder(rapport: Rapport, kpi: str, jaar: int):
    rijen = rapport.per_groep(kpi, jaar=jaar)
    rijen = rijen[rijen["groep"].eq("")]
    if rijen.empty:
        return _zonder_waarde(rapport, kpi, jaar)
    rij = next(rijen.itertuples())
    if rij.te_klein:
        return rij.tekst
    if pd.isna(rij.waarde):
        return _zonder_waarde(rapport, kpi, jaar)
    stand = _met_stand(rapport, kpi, jaar, GEEN_DOEL)
    return Cel(f"{eenheid_van(rij.maat).cel_tekst(rij.waarde)}\n{stand}", "tekst", "hitte")


def _met_stand(rapport: Rapport, kpi: str, jaar: int, tekst: str) -> str:
    return f"{tekst}, voorlopig" if rapport.is_voorlopig(kpi, jaar) else tekst


def _zonder_waarde(rapport: Rapport, kpi: str, jaar: int) -> str:
    return "geen bron" if geen_bron(rapport, kpi, jaar) else NIET_BEKEND
