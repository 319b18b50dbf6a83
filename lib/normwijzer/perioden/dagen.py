"""Dates as whole day numbers, and calendar months with clipping.

Inside calculations a day is an int64 (days since 1970-01-01): comparing and adding is then plain
arithmetic and an open end is just a very late day (`OPEN`).
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

OPEN = 10_000_000
"""Day number of an end that has no date; later than any date that can occur."""

DAGEN_PER_MAAND = 30.4375
"""For printed mean lengths only; thresholds are calendar arithmetic (`kpi-specificatie` 1)."""


def to_dagen(datums: ArrayLike, leeg: int = OPEN) -> np.ndarray:
    """Day numbers of dates; empty dates become `leeg`.

    Args:
        datums: datetime64 array or Series, or one date. Time of day is cut off.
        leeg: day number for NaT; `OPEN` for ends.
    """
    if isinstance(datums, (pd.Series, pd.Index)):
        datums = datums.to_numpy(dtype="datetime64[s]")
    dagen = np.asarray(datums, dtype="datetime64[D]")
    return np.where(np.isnat(dagen), leeg, dagen.astype("int64"))


def to_datums(dagen: ArrayLike) -> np.ndarray:
    """datetime64[s] of day numbers; `OPEN` and later become NaT."""
    dagen = np.asarray(dagen, dtype="int64")
    datums = np.where(dagen >= OPEN, np.iinfo("int64").min, dagen).astype("datetime64[D]")
    return datums.astype("datetime64[s]")


def dagnummer(jaar: int, maand: int, dag: int) -> int:
    """Day number of one calendar date."""
    return int(np.datetime64(f"{jaar:04d}-{maand:02d}-{dag:02d}", "D").astype("int64"))


def add_months(dagen: ArrayLike, maanden: int | ArrayLike) -> np.ndarray:
    """The same day of the month so many calendar months later, at most the last day of that month.

    31-10 + 4 is 28-02, or 29-02 in a leap year. Not reversible: 30-10 + 4 gives that same day.
    `OPEN` stays `OPEN`. Monotone: a later date never gives an earlier result.

    Args:
        dagen: day numbers.
        maanden: whole months, may be negative.
    """
    dagen = np.asarray(dagen, dtype="int64")
    veilig = np.where(dagen >= OPEN, 0, dagen).astype("datetime64[D]")
    maand = veilig.astype("datetime64[M]")
    dag_in_maand = (veilig - maand.astype("datetime64[D]")).astype("int64")
    doel = maand + np.asarray(maanden, dtype="int64")
    eerste = doel.astype("datetime64[D]").astype("int64")
    laatste = (doel + 1).astype("datetime64[D]").astype("int64") - 1
    return np.where(dagen >= OPEN, OPEN, np.minimum(eerste + dag_in_maand, laatste))


def length_in_dagen(begin: ArrayLike, einde: ArrayLike) -> np.ndarray:
    """Days from begin to einde, both inclusive; `OPEN` for an open end."""
    begin, einde = np.asarray(begin, dtype="int64"), np.asarray(einde, dtype="int64")
    return np.where(einde >= OPEN, OPEN, einde - begin + 1)


def shorter_than_maanden(begin: ArrayLike, einde: ArrayLike, maanden: int) -> np.ndarray:
    """Whether [begin, einde] is shorter than so many calendar months: einde + 1 < add_months(begin, n), strict.

    1-1 … 30-9 is exactly nine months, so not shorter. An open end is never shorter.
    Source: `kpi-specificatie` 3.2.
    """
    return np.asarray(einde, dtype="int64") + 1 < add_months(begin, maanden)
