"""W2: the first and last day of a client in the year, and the intensity on both (`kpi-specificatie` 2, 5.19, 5.20)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..perioden import Koppeling, overlaps, runs_on
from .groep import Groep, Venster
from .intensiteit import Intensiteit, Meter, is_higher, is_reduced

ZWAAR, LICHTER = 3, (1, 2)


@dataclass(frozen=True, eq=False)
class Meting:
    """Per (scope, client) with a toewijzing running in the year.

    sc: sorted. laatste_dag: l before it moves. loopt_door: a toewijzing in scope runs on l + 1.
    bepaald, afgeschaald: sorted sc; determinable clients, and those of them with a lower intensity.
    """

    sc: np.ndarray
    laatste_dag: np.ndarray
    loopt_door: np.ndarray
    bepaald: np.ndarray
    afgeschaald: np.ndarray


def measure_year(groep: Groep, venster: Venster, opties: dict[str, Any]) -> Meting:
    """Compare the intensity at the start and at the end of the year, as the options say."""
    meter = _meter(groep, opties)
    dagen = _first_and_last(groep, venster)
    sc = dagen.sc.to_numpy()
    client, eerste = groep.client(sc), dagen.eerste.to_numpy()
    loopt_door = _runs_in_scope(groep, dagen, dagen.laatste.to_numpy() + 1)
    laatste = _move(groep, meter, dagen, loopt_door, opties)
    gemeten = np.ones(len(sc), dtype=bool)
    if opties["afschaling_meting"] == "peildata":
        eerste, laatste = np.full(len(sc), venster.begin), np.full(len(sc), venster.einde)
        gemeten = _runs_in_scope(groep, dagen, eerste)
    voor, na = meter.measure(client, eerste), meter.measure(client, laatste)
    onbepaald = (voor.onbepaald | na.onbepaald) & gemeten
    lager = is_reduced(voor, na, opties["intensiteit"], opties["min_daling"])
    if opties["afschaling_meting"] == "elke_daling":
        lager, onbepaald = _any_drop(meter, client, eerste, laatste, opties)
    if opties["lichter_perceel_telt"]:
        lager |= _lighter_perceel(groep, client, laatste) & _not_more(voor, na, opties["min_daling"])
    bepaald = sc[~onbepaald]
    return Meting(sc, dagen.laatste.to_numpy(), loopt_door, bepaald, sc[lager & gemeten & ~onbepaald])


def _meter(groep: Groep, opties: dict[str, Any]) -> Meter:
    keuze = (opties["begeleiding_set"], opties["tbgt_oprekken"])
    if keuze not in groep.geheugen:
        groep.geheugen[keuze] = Meter(groep.begeleiding, *keuze)
    return groep.geheugen[keuze]


def _first_and_last(groep: Groep, venster: Venster) -> pd.DataFrame:
    """sc, eerste, laatste: first and last day of the year with a running toewijzing in scope."""
    t = groep.begeleiding.toewijzingen
    rijen, sc = groep.toewijzingen
    van, tot = t.van.to_numpy()[rijen], t.tot.to_numpy()[rijen]
    mee = overlaps(van, tot, venster.begin, venster.einde)
    tabel = pd.DataFrame({
        "sc": sc[mee],
        "eerste": np.maximum(van[mee], venster.begin),
        "laatste": np.minimum(tot[mee], venster.einde),
    })  # fmt: skip
    return tabel.groupby("sc", as_index=False).agg(eerste=("eerste", "min"), laatste=("laatste", "max"))


def _runs_in_scope(groep: Groep, dagen: pd.DataFrame, dag: np.ndarray) -> np.ndarray:
    """Whether a toewijzing in the very scope of each row runs on its day."""
    t = groep.begeleiding.toewijzingen
    i, j = groep.toewijzingen_per_sc.pairs(dagen.sc.to_numpy())
    rijen = groep.toewijzingen[0][j]
    loopt = runs_on(t.van.to_numpy()[rijen], t.tot.to_numpy()[rijen], dag[i])
    return np.bincount(i[loopt], minlength=len(dagen)) > 0


def _move(
    groep: Groep, meter: Meter, dagen: pd.DataFrame, loopt_door: np.ndarray, opties: dict[str, Any]
) -> np.ndarray:
    """l, moved to the earliest follow-up in (l, l + W] when nothing in scope runs on l + 1 (5.19)."""
    t, sc, laatste = groep.begeleiding.toewijzingen, dagen.sc.to_numpy(), dagen.laatste.to_numpy()
    i, j = meter.index.pairs(groep.client(sc))
    van = meter.van[j]
    mee = ~loopt_door[i] & (van > laatste[i]) & (van <= laatste[i] + opties["opvolg_venster_dagen"])
    if opties["vervolg_bereik"] == "perceel":
        mee &= t.perceel.to_numpy()[meter.rijen[j]] == ZWAAR
    if opties["vervolg_bereik"] == "aanbieder":
        mee &= _same_aanbieder(groep, dagen, i, t.aanbieder.to_numpy()[meter.rijen[j]])
    verplaatst = np.full(len(dagen), np.iinfo("int64").max)
    np.minimum.at(verplaatst, i[mee], van[mee])
    return np.where(verplaatst < np.iinfo("int64").max, verplaatst, laatste)


def _same_aanbieder(groep: Groep, dagen: pd.DataFrame, rij: np.ndarray, aanbieder: np.ndarray) -> np.ndarray:
    """Whether this aanbieder has a toewijzing in scope running on the last day of that row."""
    t = groep.begeleiding.toewijzingen
    i, j = groep.toewijzingen_per_sc.pairs(dagen.sc.to_numpy())
    rijen = groep.toewijzingen[0][j]
    loopt = runs_on(t.van.to_numpy()[rijen], t.tot.to_numpy()[rijen], dagen.laatste.to_numpy()[i])
    stap = len(groep.begeleiding.aanbieders) + 1
    return np.isin(rij * stap + aanbieder, i[loopt] * stap + t.aanbieder.to_numpy()[rijen[loopt]])


def _any_drop(
    meter: Meter, client: np.ndarray, eerste: np.ndarray, laatste: np.ndarray, opties: dict[str, Any]
) -> tuple[np.ndarray, np.ndarray]:
    """(some drop between two successive moments with care, undetermined at some moment), per row."""
    rij, dag = meter.changes(client, eerste, laatste)
    alle = np.arange(len(client))
    momenten = pd.DataFrame({
        "rij": np.concatenate([alle, alle, rij]), "dag": np.concatenate([eerste, laatste, dag])
    })  # fmt: skip
    momenten = momenten.drop_duplicates().sort_values(["rij", "dag"])
    rij = momenten.rij.to_numpy()
    gemeten = meter.measure(client[rij], momenten.dag.to_numpy())
    onbepaald = np.bincount(rij[gemeten.onbepaald], minlength=len(client)) > 0
    met_zorg = np.flatnonzero((gemeten.totaal > 0) | gemeten.onbepaald)
    rij, gemeten = rij[met_zorg], gemeten.take(met_zorg)
    voor, na = gemeten.take(np.arange(max(0, len(rij) - 1))), gemeten.take(np.arange(1, max(1, len(rij))))
    lager = is_reduced(voor, na, opties["intensiteit"], opties["min_daling"]) & (rij[1:] == rij[:-1])
    return np.bincount(rij[1:][lager], minlength=len(client)) > 0, onbepaald


def _lighter_perceel(groep: Groep, client: np.ndarray, dag: np.ndarray) -> np.ndarray:
    """Whether on that day perceel 1 or 2 runs and perceel 3 no longer, at any aanbieder."""
    t = groep.begeleiding.toewijzingen
    i, j = Koppeling(t.client.to_numpy()).pairs(client)
    loopt = runs_on(t.van.to_numpy()[j], t.tot.to_numpy()[j], dag[i]) & t.loopt.to_numpy()[j]
    perceel = t.perceel.to_numpy()[j]
    licht = np.bincount(i[loopt & np.isin(perceel, LICHTER)], minlength=len(client)) > 0
    return licht & ~(np.bincount(i[loopt & (perceel == ZWAAR)], minlength=len(client)) > 0)


def _not_more(voor: Intensiteit, na: Intensiteit, marge: float) -> np.ndarray:
    return (na.totaal > 0) & ~is_higher(na.totaal, voor.totaal, marge)
