"""W4 `uitval`: left with reason 21, 22 or 23, of all who left (000; `kpi-specificatie` 2, 4.1)."""

from typing import Any

import numpy as np
import pandas as pd

from ..perioden import Koppeling
from .groep import Groep, Venster, contractjaar
from .telling import Telling, count
from .uitstroom import Keuzes, candidates, departures, judge, select_stops, stops_on_day

UITVAL = ("21", "22", "23")
BESCHERMD_WONEN = ("15", "16", "17", "18")


def count_uitval(groep: Groep, jaar: int, opties: dict[str, Any]) -> Telling:
    """Teller, noemer and uncertain clients of W4 for every scope."""
    return count_uitval_in(groep, contractjaar(jaar), opties)


def count_uitval_in(groep: Groep, venster: Venster, opties: dict[str, Any]) -> Telling:
    """As `count_uitval`, of the exits in this window."""
    vertrek = exits_in(groep, venster, opties)
    mee = vertrek[~vertrek.reden.isin(opties["noemer_uitsluiten"])]
    laat = mee.dag + opties["opvolg_venster_dagen"] + opties["registratielag_dagen"] > groep.begeleiding.bekend_op
    return count(
        groep, venster, mee.sc.to_numpy(), mee.sc[is_uitval(groep, mee, opties)].to_numpy(), mee.sc[laat].to_numpy(),
        na=opties["opvolg_venster_dagen"], lag=opties["registratielag_dagen"],
    )  # fmt: skip


def exits(groep: Groep, jaar: int, opties: dict[str, Any]) -> pd.DataFrame:
    """Uitstroom of the year: sc, dag, reden. One row per client and scope, or with meervoudig = enige_uitval one per
    stop date after which nothing followed."""
    return exits_in(groep, contractjaar(jaar), opties)


def exits_in(groep: Groep, venster: Venster, opties: dict[str, Any]) -> pd.DataFrame:
    """As `exits`, of this window."""
    keuzes = Keuzes.of(opties)
    if opties["meervoudig"] == "enige_uitval":
        stops = select_stops(groep.begeleiding, keuzes)
        vertrek = judge(groep, keuzes, stops, candidates(groep, venster, stops))
    else:
        vertrek = departures(groep, venster, keuzes)
    return vertrek[~vertrek.vervolg].reset_index(drop=True)


def is_uitval(groep: Groep, vertrek: pd.DataFrame, opties: dict[str, Any]) -> np.ndarray:
    """Which rows of `exits` are uitval."""
    codes = UITVAL if opties["code23_uitval"] else UITVAL[:2]
    raak = vertrek.reden.isin(codes).to_numpy()
    if opties["alleen_voor_einddatum"]:
        raak = raak & before_einddatum(groep, vertrek, opties)
    if opties["bw_vervolg_geen_uitval"]:
        raak = raak & ~to_beschermd_wonen(groep, vertrek, opties)
    return raak


def before_einddatum(groep: Groep, vertrek: pd.DataFrame, opties: dict[str, Any]) -> np.ndarray:
    """Whether a stop with that reason on that day lies before the Einddatum of its toewijzing (none: yes)."""
    b = groep.begeleiding
    stops = select_stops(b, Keuzes.of(opties))
    i, rijen = stops_on_day(groep, stops, vertrek)
    zelfde = np.array(stops.redenen, dtype=object)[stops.rang[rijen]] == vertrek.reden.to_numpy(dtype=object)[i]
    i, rijen = i[zelfde], rijen[zelfde]
    ervoor = stops.dag[rijen] < b.perioden.t_einddatum.to_numpy()[rijen]
    return np.bincount(i[ervoor], minlength=len(vertrek)) > 0


def to_beschermd_wonen(groep: Groep, vertrek: pd.DataFrame, opties: dict[str, Any]) -> np.ndarray:
    """Whether a toewijzing in category 15–18 begins in [d, d + W]."""
    t = groep.begeleiding.toewijzingen
    kant = np.flatnonzero(t.categorie.isin(BESCHERMD_WONEN) & t.loopt)
    i, j = Koppeling(t.client.to_numpy()[kant]).pairs(groep.client(vertrek.sc.to_numpy()))
    van, dag = t.van.to_numpy()[kant[j]], vertrek.dag.to_numpy()[i]
    raak = (van >= dag) & (van <= dag + opties["opvolg_venster_dagen"])
    return np.bincount(i[raak], minlength=len(vertrek)) > 0
