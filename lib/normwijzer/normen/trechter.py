"""Control limits of a funnel plot for proportions (norm-methode 1.3)."""

import numpy as np
import pandas as pd
import scipy  # scipy.special loads at first use, and scipy.stats never: it takes over half a second

from normwijzer.statistiek.aandeel import kans_hoogstens

GRENZEN: dict[str, float] = {"onder_998": 0.001, "onder_95": 0.025, "boven_95": 0.975, "boven_998": 0.999}
"""Column name -> cumulative probability of the limit: two-sided 95 % and 99.8 %."""

EXACT_TOT = 50
MINSTE_SPREIDING = 5


def trechtergrenzen(centrum: float, noemers) -> pd.DataFrame:
    """Limits within which a group of n cases falls by chance when its true rate is `centrum`.

    The closed form is used where it is accurate; exact binomial limits below n = 50 or where
    n·p·(1−p) < 5. Limits are clipped to 0–1. A group of 0 cases has no limits (NaN). With `centrum`
    0 or 1 there is no chance variation: every limit equals `centrum`.

    Args:
        centrum: the regional rate, a fraction 0–1.
        noemers: whole numbers of cases, one per wanted row.

    Returns:
        One row per noemer, in the given order: noemer and the columns of GRENZEN, fractions 0–1.

    Raises:
        ValueError: `centrum` outside 0–1 or a negative noemer.

    Source: norm-methode 1.3 (Spiegelhalter 2005, appendix A.1.1; closed form of PHE Fingertips), 1.6 B2.
    """
    aantallen = np.asarray(noemers, dtype="int64")
    if not 0 <= centrum <= 1:
        raise ValueError("centrum is een fractie van 0 tot en met 1")
    if (aantallen < 0).any():
        raise ValueError("een noemer is nooit negatief")
    exact = (aantallen < EXACT_TOT) | (aantallen * centrum * (1 - centrum) < MINSTE_SPREIDING)
    kolommen = {
        naam: np.where(exact, grens_exact(centrum, aantallen, kans), grens_gesloten(centrum, aantallen, kans))
        for naam, kans in GRENZEN.items()
    }
    return pd.DataFrame({"noemer": aantallen, **kolommen})


def grens_gesloten(centrum: float, noemers, kans: float) -> np.ndarray:
    """p ± z·√(p(1−p)/n), clipped to 0–1: what the PHE score limits reduce to. NaN for n = 0."""
    aantallen = _aantallen(noemers)
    return np.clip(centrum + scipy.special.ndtri(kans) * np.sqrt(centrum * (1 - centrum) / aantallen), 0, 1)


def grens_exact(centrum: float, noemers, kans: float) -> np.ndarray:
    """Exact binomial limit with linear interpolation between whole counts, clipped to 0–1. NaN for n = 0.

    With r the smallest count for which F(r) ≥ kans and a = (F(r) − kans) / f(r), the limit is (r − a) / n.
    """
    aantallen = _aantallen(noemers)
    if centrum in (0, 1):
        return np.where(np.isnan(aantallen), np.nan, float(centrum))
    n = np.where(np.isnan(aantallen), 1.0, np.floor(aantallen))
    tellers = _kwantiel(n, centrum, kans)
    tot, ervoor = kans_hoogstens(tellers, n, centrum), kans_hoogstens(tellers - 1, n, centrum)
    return np.clip((tellers - (tot - kans) / (tot - ervoor)) / aantallen, 0, 1)


def _kwantiel(noemers: np.ndarray, centrum: float, kans: float) -> np.ndarray:
    """Smallest count r with F(r) >= kans, by halving; kans > 0."""
    laag, hoog = np.full(noemers.shape, -1.0), noemers  # F(laag) < kans <= F(hoog)
    while np.any(hoog - laag > 1):
        midden = np.floor((laag + hoog) / 2)
        genoeg = kans_hoogstens(midden, noemers, centrum) >= kans
        laag, hoog = np.where(genoeg, laag, midden), np.where(genoeg, midden, hoog)
    return hoog


def _aantallen(noemers) -> np.ndarray:
    aantallen = np.asarray(noemers, dtype="float64")
    return np.where(aantallen > 0, aantallen, np.nan)
