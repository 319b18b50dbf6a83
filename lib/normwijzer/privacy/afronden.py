"""Numbers of the shared edition: counts per five, whole percents, differences and limits in steps."""

import numpy as np
import pandas as pd

from normwijzer.privacy.grenzen import KLEINSTE_DEEL, KLEINSTE_GROEP

STAPPEN = (0.01, 0.02, 0.05, 0.10, 0.20, 0.25, 0.50)
"""Possible steps of a fraction, fine to coarse."""

_SPELING = 1e-9  # a half that floating point puts just below a half is still a half


def rond_aantal(aantallen: pd.Series) -> pd.Series:
    """Counts to the nearest five as Int64, half up: 0–2 → 0, 3–7 → 5. Empty stays empty."""
    getallen = _getallen(aantallen)
    return _als_int(np.floor(getallen / KLEINSTE_DEEL + 0.5) * KLEINSTE_DEEL, aantallen.index)


def rond_fractie(fracties: pd.Series) -> pd.Series:
    """Fractions to whole percents (2 decimals), half up, as float64. Empty is NaN."""
    return pd.Series(np.floor(_getallen(fracties) * 100 + 0.5 + _SPELING) / 100, index=fracties.index)


def stap(noemers: pd.Series) -> pd.Series:
    """The smallest of STAPPEN that is at least five people of n; NaN below KLEINSTE_GROEP and for an empty n."""
    n = _getallen(noemers)
    genoeg = n[:, None] * np.asarray(STAPPEN) >= KLEINSTE_DEEL - _SPELING
    gevonden = np.asarray(STAPPEN)[genoeg.argmax(axis=1)]
    return pd.Series(np.where(n >= KLEINSTE_GROEP, gevonden, np.nan), index=noemers.index)


def rond_op_stap(verschil: pd.Series, stappen: pd.Series) -> pd.Series:
    """Differences to the nearest multiple of their step, half away from zero; NaN without step or difference."""
    waarden, per = _getallen(verschil), _getallen(stappen)
    keer = np.floor(np.abs(waarden) / per + 0.5 + _SPELING)
    return pd.Series(np.round(np.sign(waarden) * keer * per, 2) + 0.0, index=verschil.index)


def rond_naar_buiten(onder: pd.Series, boven: pd.Series, stappen: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Lower bounds down and upper bounds up to a multiple of the step, within 0 to 1; NaN without step or bound."""
    per = _getallen(stappen)
    laag = np.floor(_getallen(onder) / per + _SPELING) * per
    hoog = np.ceil(_getallen(boven) / per - _SPELING) * per
    return (
        pd.Series(np.round(np.clip(laag, 0, 1), 2), index=onder.index),
        pd.Series(np.round(np.clip(hoog, 0, 1), 2), index=boven.index),
    )


def _getallen(waarden: pd.Series) -> np.ndarray:
    return waarden.to_numpy(dtype=float, na_value=np.nan)


def _als_int(getallen: np.ndarray, index: pd.Index) -> pd.Series:
    return pd.Series(pd.array(getallen, dtype="Float64"), index=index).astype("Int64")
