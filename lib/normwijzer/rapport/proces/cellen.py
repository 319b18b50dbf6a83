"""Rows of the frames of the chain, and their numbers as words and cells."""

import math

import pandas as pd

from normwijzer.privacy import KLEINSTE_GROEP, NIET_GETOOND
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import WETTEN, Rapport
from normwijzer.rapport.tabel import Cel, Kolom

KLEIN = f"<{KLEINSTE_GROEP}"

NOG_NIET = "nog niet bereikt"
"""A median or percentile that lies beyond what has happened so far."""

_ENKEL = {"werkdagen": "werkdag", "dagen": "dag", "maanden": "maand"}

_ROND_DAG = ("toewijzing_voor_ingangsdatum",)
_ZONDER_TERMIJN = ("kwaliteit_declaraties",)
_ZONDER_WET = {"beoordeling_aanvraag": "Alle aanvragen"}
"""KPI of neither law -> its only row: a request comes before it is known under which law it falls."""

TIJDEN = (
    Kolom("Op tijd", "procent"),
    Kolom("Gevallen", "aantal"),
    Kolom("Te laat", "aantal"),
    Kolom("Termijn loopt nog", "aantal"),
    Kolom("Ontbreekt", "aantal"),
    Kolom("Helft binnen (mediaan)", "bereik"),
    Kolom("90 % binnen (P90)", "bereik"),
    Kolom("Gemiddeld", "bereik"),
)
"""Columns of `tijden`."""

TIJDEN_GOED = (
    Kolom("Goed", "procent"),
    Kolom("Beantwoord", "aantal"),
    Kolom("Niet goed", "aantal"),
    Kolom("Nog geen antwoord", "aantal"),
)
"""The same for a KPI that tells good from not good, and has neither term nor duration: the first of `tijden`."""

TIJDEN_ROND_DAG = (
    Kolom("Op tijd", "procent"),
    Kolom("Gevallen", "aantal"),
    Kolom("Te laat", "aantal"),
    Kolom("Ontbreekt", "aantal"),
    Kolom("In het midden (mediaan)", "bereik"),
    Kolom("90 % niet later dan (P90)", "bereik"),
    Kolom("Gemiddeld", "bereik"),
)
"""The same for days before or after a day, where no term runs: `tijden` without the fourth."""

UITLEG_GOED = (
    "Goed en niet goed zijn samen wat is beantwoord. Nog geen antwoord telt niet mee. Deze KPI gaat over de inhoud en "
    "kent geen termijn."
)
UITLEG_ROND_DAG = (
    "Gevallen zijn op tijd of te laat. Ontbreekt: zonder datum niet te beoordelen, dus niet meegeteld. Mediaan, P90 en "
    "gemiddelde zijn de dagen tussen verzending en ingangsdatum: ervoor of erna."
)
UITLEG_TIJDEN = (
    "Gevallen zijn op tijd of te laat. Termijn loopt nog: nog niet gebeurd en nog niet te laat, dus niet meegeteld. "
    "Ontbreekt: zonder bericht of datum niet te beoordelen, dus niet meegeteld. Mediaan en P90 tellen ook mee wat te "
    "laat is en nog niet is gebeurd, als langer dan alle andere; het gemiddelde kan dat niet en is daarom te gunstig."
)


def frame(rapport: Rapport, naam: str) -> pd.DataFrame:
    """A frame of the family for the year; an empty one without columns when it was not made."""
    return rapport.frames.get(naam, pd.DataFrame())


def kies(tabel: pd.DataFrame, **scope) -> pd.DataFrame:
    """Rows with these values; a column that the frame lacks matches everything, and an empty frame stays empty."""
    for kolom, waarde in scope.items():
        if kolom in tabel:
            tabel = tabel[tabel[kolom].eq(waarde).fillna(False).astype(bool)]
    return tabel


def doorlooptijd(rapport: Rapport, kpi: str) -> pd.DataFrame:
    """Rows of a KPI for the whole year, every scope."""
    tabel = kies(frame(rapport, "doorlooptijd"), kpi=kpi)
    return tabel if tabel.empty else tabel[tabel["maand"].isna()]


def rij_van(tabel: pd.DataFrame, wet: str = "", aanbieder: str = "", gemeente: str = ""):
    """The row of one scope, or None."""
    return next(kies(tabel, wet=wet, aanbieder=aanbieder, gemeente=gemeente).itertuples(), None)


def duur(waarde, eenheid: str, *, onbereikt: str = opmaak.NIET_BEKEND) -> str:
    """A duration in words: 3 werkdagen, 1 dag, 2,5 maanden; `onbereikt` for what has not been reached."""
    if pd.isna(waarde):
        return onbereikt
    getal = float(waarde)
    if math.isinf(getal):
        return NOG_NIET
    tekst = opmaak.getal(getal, 0 if getal.is_integer() else 1)
    return f"{tekst} {_ENKEL.get(eenheid, eenheid) if tekst == '1' else eenheid}"


def aandeel_op_tijd(rij) -> float | None:
    """Share on time of a row; None without cases. A shared row has it in whole percents of the exact numbers."""
    if hasattr(rij, "aandeel"):
        return None if pd.isna(rij.aandeel) else float(rij.aandeel)
    return None if pd.isna(rij.gevallen) or not rij.gevallen else float(rij.op_tijd) / float(rij.gevallen)


def tijden(rij) -> tuple:
    """Share on time, counts and durations of one row of `doorlooptijd`, in the order of TIJDEN."""
    if rij is None:
        return (opmaak.STREEP, 0, 0, 0, 0, "", "", "")
    if rij.te_klein:
        return (rij.tekst, "", "", "", "", "", "", "")
    deel = aandeel_op_tijd(rij)
    return (
        opmaak.STREEP if deel is None else deel,
        rij.gevallen,
        rij.te_laat,
        of_verborgen(rij.nog_niet),
        of_verborgen(rij.ontbreekt),
        midden(rij),
        p90(rij),
        _gemiddeld(rij),
    )


def of_verborgen(aantal):
    """A count, or that it is not shown."""
    return NIET_GETOOND if pd.isna(aantal) else aantal


def tijden_van(kpi: str) -> tuple[tuple[Kolom, ...], tuple[int, ...], str]:
    """(columns, which of `tijden` they are, explanation) that fit what a KPI measures."""
    if kpi in _ZONDER_TERMIJN:
        return TIJDEN_GOED, (0, 1, 2, 3), UITLEG_GOED
    if kpi in _ROND_DAG:
        return TIJDEN_ROND_DAG, (0, 1, 2, 4, 5, 6, 7), UITLEG_ROND_DAG
    return TIJDEN, tuple(range(len(TIJDEN))), UITLEG_TIJDEN


def midden(rij) -> str:
    """The median over all cases, unfinished late ones included; empty text when nothing is measured."""
    return _tijd(rij, rij.mediaan, rij.mediaan_alle)


def p90(rij) -> str:
    """The 90th percentile over all cases, as `midden`."""
    return _tijd(rij, rij.p90, rij.p90_alle)


def is_rond_dag(rij) -> bool:
    """Whether its duration is the number of days before (negative) or after a day, and not how long something took."""
    return rij.kpi in _ROND_DAG


def _tijd(rij, klaar, alle) -> str:
    if pd.isna(klaar):
        return ""
    if is_rond_dag(rij) and not pd.isna(alle) and not math.isinf(alle):
        return _rond_dag(alle, rij.eenheid)
    return duur(alle, rij.eenheid, onbereikt=NOG_NIET)


def _gemiddeld(rij) -> str:
    if pd.isna(rij.gemiddelde):
        return ""
    if is_rond_dag(rij):
        return _rond_dag(round(float(rij.gemiddelde), 1), rij.eenheid)
    return f"{opmaak.getal(rij.gemiddelde)} {rij.eenheid}"


def _rond_dag(waarde, eenheid: str) -> str:
    """5 dagen ervoor, op de dag zelf, 3 dagen erna."""
    if not waarde:
        return "op de dag zelf"
    return f"{duur(abs(waarde), eenheid)} {'ervoor' if waarde < 0 else 'erna'}"


def naam_wet(wet: str) -> str:
    """Wmo, Jeugdwet, or both together."""
    return WETTEN.get(wet, wet) if wet else "Beide wetten samen"


def naam_rij(kpi: str, wet: str) -> str:
    """As `naam_wet`, for a row of this KPI."""
    return naam_wet(wet) if wet else _ZONDER_WET.get(kpi, naam_wet(wet))


def heeft_wetten(kpi: str) -> bool:
    """Whether every case of the KPI is of one law."""
    return kpi not in _ZONDER_WET


def op_wet(wetten) -> list[str]:
    """Laws in the order of reports, both together first."""
    volgorde = ["", *WETTEN]
    return sorted(set(wetten), key=lambda wet: (volgorde.index(wet) if wet in volgorde else len(volgorde), wet))


def euro(centen) -> Cel:
    """An amount in whole euros as a cell; n.b. when it is not known."""
    return Cel(pd.NA if pd.isna(centen) else float(centen) / 100, "aantal")


def in_euro(centen) -> str:
    """An amount in words: € 12.345."""
    return opmaak.NIET_BEKEND if pd.isna(centen) else f"€\u202f{opmaak.aantal(float(centen) / 100)}"
