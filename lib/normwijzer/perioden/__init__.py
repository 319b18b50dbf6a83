"""Intervals of days with inclusive ends: months, days, unions, clipping, follow-up.

Everything works on arrays of day numbers (`to_dagen`, `to_datums`); `OPEN` is an open end.
"""

from .dagen import (
    DAGEN_PER_MAAND,
    OPEN,
    add_months,
    dagnummer,
    length_in_dagen,
    shorter_than_maanden,
    to_dagen,
    to_datums,
)
from .intervallen import clip, connects, count_dagen, follows, overlaps, runs_on, union, union_number
from .koppeling import Koppeling

__all__ = [
    "DAGEN_PER_MAAND",
    "OPEN",
    "Koppeling",
    "add_months",
    "clip",
    "connects",
    "count_dagen",
    "dagnummer",
    "follows",
    "length_in_dagen",
    "overlaps",
    "runs_on",
    "shorter_than_maanden",
    "to_dagen",
    "to_datums",
    "union",
    "union_number",
]
