"""Wilson score interval of a fraction."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike


def wilson(teller: ArrayLike, noemer: ArrayLike, betrouwbaarheid: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Wilson score interval of the fractions teller/noemer.

    Args:
        teller, noemer: equally shaped counts, 0 <= teller <= noemer; empty (NA, NaN) is allowed.
        betrouwbaarheid: two-sided confidence, strictly between 0 and 1.

    Returns:
        (onder, boven) as float arrays, fractions 0–1; NaN where noemer is 0 or either count is empty.
        The lower bound is exactly 0 at teller 0, the upper exactly 1 at teller = noemer.

    Raises:
        ValueError: a teller outside 0 … noemer, or betrouwbaarheid outside (0, 1).

    Source: norm-specificatie 1.2.
    """
    y, n = _getallen(teller), _getallen(noemer)
    if not 0 < betrouwbaarheid < 1:
        raise ValueError("betrouwbaarheid ligt tussen 0 en 1")
    if np.any((y < 0) | (y > n)):
        raise ValueError("de teller ligt tussen 0 en de noemer")
    z = NormalDist().inv_cdf((1 + betrouwbaarheid) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        deel = np.where(n > 0, y / n, np.nan)
        midden, straal = 2 * y + z * z, z * np.sqrt(z * z + 4 * y * (1 - deel))
        onder = (midden - straal) / (2 * (n + z * z))
        boven = (midden + straal) / (2 * (n + z * z))
    onder = np.where((y == 0) & (n > 0), 0.0, onder)
    boven = np.where((y == n) & (n > 0), 1.0, boven)
    return np.clip(onder, 0, 1), np.clip(boven, 0, 1)


def _getallen(waarden: ArrayLike) -> np.ndarray:
    if hasattr(waarden, "to_numpy"):
        return waarden.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(waarden, dtype=float)
