"""Side indicators of the Wmo KPI's: what stands beside the number and keeps it honest (`kpi-specificatie` 4.1)."""

from typing import Any

import numpy as np
import pandas as pd

from ..perioden import OPEN
from .doelrealisatie import VOLGENS_PLAN, count_afschaling, count_uitstroom, undetermined
from .groep import Groep, contractjaar
from .telling import Telling, to_rows
from .uitstroom import Keuzes, departures, expired, judge, pauses, select_stops, stops_on_day
from .uitval import UITVAL, before_einddatum, exits, is_uitval, to_beschermd_wonen

TERUGVAL_DAGEN = 365
PAUZE_DAGEN = 91
GEEN_UITVAL = ("36", "37", "38")

KOLOMMEN = ["kpi", "kenmerk", "perceel", "aanbieder", "gemeente", "soort", "teller", "noemer", "waarde", "eenheid"]
"""A count has no noemer: then waarde = teller and eenheid = aantal. Otherwise waarde = teller / noemer, a fraction."""


def side_uitstroom(groep: Groep, jaar: int, opties: dict[str, Any]) -> list[pd.DataFrame]:
    """op_tijd (W1b), uitstroom_19_zonder_einddatum, terugval_365_dagen (W1c), terugval_nog_niet_beoordeelbaar,
    code_19_met_vervolg."""
    telling = count_uitstroom(groep, jaar, opties)
    vertrek = departures(groep, contractjaar(jaar), Keuzes.of(opties))
    plan = vertrek[vertrek.reden.eq(VOLGENS_PLAN)].reset_index(drop=True)
    geteld = plan[plan.sc.isin(telling.teller)].reset_index(drop=True)
    op_tijd, zonder = _on_time(groep, geteld, opties)
    beoordeelbaar, terug = _relapse(groep, jaar - 1, opties)
    kpi = "doelrealisatie_uitstroom"
    return [
        _share(groep, kpi, "op_tijd", geteld.sc[op_tijd], geteld.sc),
        _number(groep, kpi, "uitstroom_19_zonder_einddatum", geteld.sc[zonder]),
        _share(groep, kpi, "terugval_365_dagen", terug, beoordeelbaar[0]),
        _number(groep, kpi, "terugval_nog_niet_beoordeelbaar", beoordeelbaar[1]),
        _share(groep, kpi, "code_19_met_vervolg", plan.sc[plan.vervolg], plan.sc),
    ]


def side_afschaling(groep: Groep, jaar: int, opties: dict[str, Any]) -> list[pd.DataFrame]:
    """onbepaald (share of the noemer) and over_bepaalbare_clienten (the rate without them)."""
    noemer = count_afschaling(groep, jaar, opties | {"onbepaald": "in_noemer"}).noemer
    zonder = count_afschaling(groep, jaar, opties | {"onbepaald": "uitsluiten"})
    kpi = "doelrealisatie_afschaling"
    return [
        _share(groep, kpi, "onbepaald", undetermined(groep, jaar, opties), noemer),
        _share(groep, kpi, "over_bepaalbare_clienten", zonder.teller, zonder.noemer),
    ]


def side_uitval(groep: Groep, jaar: int, opties: dict[str, Any]) -> list[pd.DataFrame]:
    """code_21, code_22, code_23 (share of the uitval), op_of_na_einddatum, vervolg_beschermd_wonen, reden_36, reden_37,
    reden_38, einde_zonder_stopbericht, tijdelijk_gestopt_langer_dan_91_dagen."""
    vertrek = exits(groep, jaar, opties)
    uit = vertrek[is_uitval(groep, vertrek, opties)].reset_index(drop=True)
    later = ~before_einddatum(groep, uit, opties)
    kpi = "uitval"
    rijen = [_share(groep, kpi, f"code_{code}", uit.sc[uit.reden.eq(code)], uit.sc) for code in UITVAL]
    rijen.append(_share(groep, kpi, "op_of_na_einddatum", uit.sc[later], uit.sc))
    rijen.append(_share(groep, kpi, "vervolg_beschermd_wonen", uit.sc[to_beschermd_wonen(groep, uit, opties)], uit.sc))
    rijen += [
        _number(groep, kpi, f"reden_{code}_zonder_vervolg", vertrek.sc[vertrek.reden.eq(code)]) for code in GEEN_UITVAL
    ]
    rijen.append(_number(groep, kpi, "einde_zonder_stopbericht", _expired(groep, jaar, opties)))
    rijen.append(_number(groep, kpi, "tijdelijk_gestopt_langer_dan_91_dagen", _paused(groep, jaar)))
    return rijen


def _share(groep: Groep, kpi: str, kenmerk: str, teller: Any, noemer: Any) -> pd.DataFrame:
    noemer = np.unique(np.asarray(noemer, dtype="int64"))
    rijen = to_rows(groep, Telling(noemer, np.intersect1d(teller, noemer), noemer[:0], True))
    return rijen.assign(kpi=kpi, kenmerk=kenmerk, soort=None)[KOLOMMEN]


def _number(groep: Groep, kpi: str, kenmerk: str, wie: Any) -> pd.DataFrame:
    wie = np.unique(np.asarray(wie, dtype="int64"))
    rijen = to_rows(groep, Telling(wie, wie, wie[:0], True))
    return rijen.assign(
        kpi=kpi, kenmerk=kenmerk, soort=None, waarde=rijen.teller.astype(float), noemer=pd.NA, eenheid="aantal"
    )[KOLOMMEN]


def _on_time(groep: Groep, vertrek: pd.DataFrame, opties: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """(ended no later than the first known Einddatum, no such date known), per row of vertrek."""
    b = groep.begeleiding
    stops = select_stops(b, Keuzes.of(opties))
    i, rijen = stops_on_day(groep, stops, vertrek)
    plan = stops.rang[rijen] == stops.redenen.index(VOLGENS_PLAN)
    i, rijen = i[plan], rijen[plan]
    eerste = b.perioden.t_eerste_einddatum.to_numpy()[rijen]
    bekend = eerste < OPEN
    op_tijd = np.bincount(i[bekend & (stops.dag[rijen] <= eerste)], minlength=len(vertrek)) > 0
    return op_tijd, ~(np.bincount(i[bekend], minlength=len(vertrek)) > 0)


def _relapse(groep: Groep, jaar: int, opties: dict[str, Any]) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """((assessable, not yet assessable), those with new begeleiding) of W1's teller of a year, after 365 days."""
    teller = count_uitstroom(groep, jaar, opties).teller
    keuzes = Keuzes.of(opties)
    vertrek = departures(groep, contractjaar(jaar), keuzes)
    vertrek = vertrek[vertrek.sc.isin(teller)].reset_index(drop=True)
    ver = Keuzes.of(opties | {"opvolg_venster_dagen": TERUGVAL_DAGEN, "pgb_is_opvolging": False})
    terug = judge(groep, ver, select_stops(groep.begeleiding, ver), vertrek[["sc", "dag"]]).vervolg
    rijp = vertrek.dag + TERUGVAL_DAGEN + opties["registratielag_dagen"] <= groep.begeleiding.bekend_op
    return (vertrek.sc[rijp].to_numpy(), vertrek.sc[~rijp].to_numpy()), vertrek.sc[rijp & terug].to_numpy()


def _expired(groep: Groep, jaar: int, opties: dict[str, Any]) -> np.ndarray:
    """sc with a delivery that ended in the year without a stop, nothing following."""
    zonder = Keuzes.of(opties | {"zonder_stop": "onbekend"})
    vertrek = departures(groep, contractjaar(jaar), zonder)
    stops = select_stops(groep.begeleiding, zonder)
    i, rijen = stops_on_day(groep, stops, vertrek)
    raak = np.bincount(i[expired(groep.begeleiding)[rijen]], minlength=len(vertrek)) > 0
    return vertrek.sc[raak & ~vertrek.vervolg.to_numpy()].to_numpy()


def _paused(groep: Groep, jaar: int) -> np.ndarray:
    """sc with a delivery temporarily stopped in the year, not restarted 91 days later."""
    venster = contractjaar(jaar)
    rijen, sc = groep.perioden
    op = groep.begeleiding.perioden.tijdelijk_op.to_numpy()
    mee = pauses(groep.begeleiding, PAUZE_DAGEN) & (op >= venster.begin) & (op <= venster.einde)
    return sc[mee[rijen]]
