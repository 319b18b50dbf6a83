"""Intervals of days with inclusive ends: running on, following up, clipping, joining, union.

All arguments are day numbers (`perioden.to_dagen`); an open end is `OPEN`. An interval whose end
lies before its begin holds no day.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from .dagen import OPEN, add_months


def runs_on(begin: ArrayLike, einde: ArrayLike, dag: ArrayLike) -> np.ndarray:
    """Whether `dag` lies in [begin, einde], both days included."""
    return (np.asarray(begin) <= dag) & (np.asarray(einde) >= dag)


def overlaps(begin: ArrayLike, einde: ArrayLike, van: ArrayLike, tot: ArrayLike) -> np.ndarray:
    """Whether [begin, einde] and [van, tot] share at least one day."""
    return np.maximum(begin, van) <= np.minimum(einde, tot)


def follows(begin: ArrayLike, einde: ArrayLike, dag: ArrayLike, venster: ArrayLike) -> np.ndarray:
    """Follow-up after `dag`: [begin, einde] runs on or begins in (dag, dag + venster].

    That is begin <= dag + venster and einde > dag; an interval ending on `dag` itself is no follow-up.
    Intervals that hold no day must be left out beforehand. Source: `kpi-specificatie` 1, Vervolg.
    """
    return (np.asarray(begin) <= np.add(dag, venster)) & (np.asarray(einde) > dag)


def clip(begin: ArrayLike, einde: ArrayLike, van: int, tot: int) -> tuple[np.ndarray, np.ndarray]:
    """The part of [begin, einde] in [van, tot]; without overlap the result holds no day (end before begin)."""
    return np.maximum(begin, van), np.minimum(einde, tot)


def connects(
    einde: ArrayLike, begin: ArrayLike, *, dagen: int | None = None, maanden: int | None = None, inclusief: bool = True
) -> np.ndarray:
    """Whether an interval that begins on `begin` continues one that ended on `einde`.

    With `maanden` = n: begin <= add_months(einde, n); with `dagen` = n: begin <= einde + n (n = 1: adjoining).
    Exactly one of both is given. 31-10-2023 and 29-02-2024 connect with 4 months, 30-10-2023 and 01-03-2024 do
    not. This is the only form: add_months(begin, -n) <= einde differs at month ends.

    Not `inclusief`: a begin on that very limit does not connect, unless it overlaps (begin <= einde).
    """
    if (dagen is None) == (maanden is None):
        raise ValueError("geef dagen of maanden")
    einde, begin = np.asarray(einde, dtype="int64"), np.asarray(begin, dtype="int64")
    grens = einde + dagen if maanden is None else add_months(einde, maanden)
    return begin <= grens if inclusief else (begin < grens) | (begin <= einde)


def union_number(
    sleutel: ArrayLike,
    begin: ArrayLike,
    einde: ArrayLike,
    *,
    dagen: int | None = None,
    maanden: int | None = None,
    inclusief: bool = True,
) -> np.ndarray:
    """Number of the union each interval belongs to, aligned to the input.

    Intervals of one `sleutel` that overlap or connect (see `connects`) get one number; numbers run from 0 in
    order of (sleutel, begin). An interval that holds no day gets -1 and joins nothing.
    """
    tabel = pd.DataFrame({"sleutel": np.asarray(sleutel), "begin": np.asarray(begin), "einde": np.asarray(einde)})
    echt = tabel[tabel.begin <= tabel.einde].sort_values(["sleutel", "begin", "einde"], kind="stable")
    nummers = np.full(len(tabel), -1, dtype="int64")
    if echt.empty:
        return nummers
    tot_nu_toe = echt.groupby("sleutel", sort=False).einde.cummax().to_numpy()
    zelfde = (echt.sleutel == echt.sleutel.shift()).to_numpy()
    vorige = np.concatenate([[OPEN], tot_nu_toe[:-1]])
    sluit_aan = connects(vorige, echt.begin.to_numpy(), dagen=dagen, maanden=maanden, inclusief=inclusief)
    nieuw = ~(zelfde & sluit_aan)
    nummers[echt.index.to_numpy()] = np.cumsum(nieuw) - 1
    return nummers


def union(
    sleutel: ArrayLike, begin: ArrayLike, einde: ArrayLike, *, dagen: int | None = None, maanden: int | None = None
) -> pd.DataFrame:
    """Union of intervals per key: one row per union, columns sleutel, begin, einde (`OPEN` when open).

    Sorted by sleutel and begin. With dagen=1 adjoining intervals become one; the rows of one key then never
    touch. Gaps that are bridged lie inside the result.
    """
    nummer = union_number(sleutel, begin, einde, dagen=dagen, maanden=maanden)
    tabel = pd.DataFrame({"sleutel": sleutel, "begin": begin, "einde": einde, "nummer": nummer})
    groepen = tabel[tabel.nummer >= 0].groupby("nummer", sort=True)
    return groepen.agg(sleutel=("sleutel", "first"), begin=("begin", "min"), einde=("einde", "max")).reset_index(
        drop=True
    )


def count_dagen(sleutel: ArrayLike, begin: ArrayLike, einde: ArrayLike, van: int, tot: int) -> pd.Series:
    """Number of distinct days per key that lie in an interval and in [van, tot]; keys without a day are absent."""
    begin, einde = clip(begin, einde, van, tot)
    stukken = union(sleutel, begin, einde, dagen=1)
    return (stukken.einde - stukken.begin + 1).groupby(stukken.sleutel).sum()
