"""Sums that do not depend on the order of the numbers: the same bytes whatever order people come in."""

import math

import numpy as np
from numpy.typing import ArrayLike


def sum_exact(getallen: ArrayLike) -> float:
    """Sum, rounded once; 0 without numbers. (Adding floats one by one rounds differently in another order.)"""
    return math.fsum(np.asarray(getallen, dtype=float))


def mean_exact(getallen: ArrayLike) -> float:
    """Mean of the exact sum; NaN without numbers."""
    getallen = np.asarray(getallen, dtype=float)
    return sum_exact(getallen) / len(getallen) if len(getallen) else math.nan
