"""Fractions of counts: intervals, exact chances, the difference of two."""

from statistics import NormalDist

import numpy as np
import scipy  # scipy.special loads at first use: nobody who only counts waits for it
from numpy.typing import ArrayLike

Interval = tuple[np.ndarray, np.ndarray]

_HALVERINGEN = 60


def wilson(teller: ArrayLike, noemer: ArrayLike, betrouwbaarheid: float = 0.95) -> Interval:
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
    y, n = check_tellingen(teller, noemer)
    z = _z(betrouwbaarheid)
    with np.errstate(invalid="ignore", divide="ignore"):
        deel = np.where(n > 0, y / n, np.nan)
        midden, straal = 2 * y + z * z, z * np.sqrt(z * z + 4 * y * (1 - deel))
        onder = (midden - straal) / (2 * (n + z * z))
        boven = (midden + straal) / (2 * (n + z * z))
    return _op_de_rand(y, n, onder, boven)


def wilson_met_correctie(teller: ArrayLike, noemer: ArrayLike, betrouwbaarheid: float = 0.95) -> Interval:
    """Wilson score interval with continuity correction; arguments, edges and errors as `wilson`.

    Never narrower than `wilson`. Source: norm-specificatie 1.2; Newcombe 1998 (Stat Med 17:857), method 4.
    """
    y, n = check_tellingen(teller, noemer)
    z = _z(betrouwbaarheid)
    with np.errstate(invalid="ignore", divide="ignore"):
        deel = np.where(n > 0, y / n, np.nan)
        vast = z * z - 1 / n
        straal_onder = 1 + z * np.sqrt(np.maximum(vast - 2 + 4 * deel * (n - y + 1), 0))
        straal_boven = 1 + z * np.sqrt(np.maximum(vast + 2 + 4 * deel * (n - y - 1), 0))
        onder = (2 * y + z * z - straal_onder) / (2 * (n + z * z))
        boven = (2 * y + z * z + straal_boven) / (2 * (n + z * z))
    return _op_de_rand(y, n, onder, boven)


def clopper_pearson(teller: ArrayLike, noemer: ArrayLike, betrouwbaarheid: float = 0.95) -> Interval:
    """Exact interval from the two one-sided binomial tests; arguments, edges and errors as `wilson`.

    Source: norm-specificatie 1.2; Clopper and Pearson 1934.
    """
    y, n = check_tellingen(teller, noemer)
    staart = _staart(betrouwbaarheid)
    with np.errstate(invalid="ignore"):
        onder = scipy.special.betaincinv(y, n - y + 1, staart)
        boven = scipy.special.betainccinv(y + 1, n - y, staart)
    return _op_de_rand(y, n, onder, boven)


def mid_p(teller: ArrayLike, noemer: ArrayLike, betrouwbaarheid: float = 0.95) -> Interval:
    """Exact interval that counts half the chance of the observed count; arguments, edges and errors as `wilson`.

    The lower bound solves P(X > y) + ½ P(X = y) = α/2, the upper its mirror image.
    Source: norm-specificatie 1.2; Newcombe 1998 (Stat Med 17:857), method 6.
    """
    y, n = check_tellingen(teller, noemer)
    staart = _staart(betrouwbaarheid)
    return _op_de_rand(y, n, _mid_p_onder(y, n, staart), 1 - _mid_p_onder(n - y, n, staart))


def jeffreys(teller: ArrayLike, noemer: ArrayLike, betrouwbaarheid: float = 0.95) -> Interval:
    """Equal-tailed interval of the Beta(y + ½, n − y + ½) distribution; arguments and errors as `wilson`.

    The lower bound is set to 0 at teller 0 and the upper to 1 at teller = noemer (Brown, Cai and DasGupta 2001).
    Source: norm-specificatie 1.2.
    """
    y, n = check_tellingen(teller, noemer)
    staart = _staart(betrouwbaarheid)
    with np.errstate(invalid="ignore"):
        onder = scipy.special.betaincinv(y + 0.5, n - y + 0.5, staart)
        boven = scipy.special.betainccinv(y + 0.5, n - y + 0.5, staart)
    return _op_de_rand(y, n, onder, boven)


def kans_hoogstens(teller: ArrayLike, noemer: ArrayLike, kans: ArrayLike) -> np.ndarray:
    """P(X <= teller) for X binomial(noemer, kans): the exact one-sided p-value of "too few".

    Args:
        teller, noemer: counts, 0 <= teller <= noemer; teller −1 is allowed (chance 0). Shapes broadcast.
        kans: true fraction, 0–1 inclusive.

    Returns:
        Chance 0–1; NaN where noemer is 0 or a count is empty.

    Raises:
        ValueError: a teller outside −1 … noemer, or a kans outside 0–1.

    Source: norm-specificatie 1.2 (exact one-sided test against the norm).
    """
    y, n = _getallen(teller), _getallen(noemer)
    theta = np.asarray(kans, dtype=float)
    if np.any((y < -1) | (y > n)):
        raise ValueError("de teller ligt tussen -1 en de noemer")
    if np.any((theta < 0) | (theta > 1)):
        raise ValueError("een kans ligt tussen 0 en 1")
    y, n, theta = np.broadcast_arrays(y, n, theta)
    bekend = ~np.isnan(y + n + theta) & (n > 0)
    midden = bekend & (y >= 0) & (y < n)
    a, b = np.where(midden, n - y, 1.0), np.where(midden, y + 1, 1.0)
    som = scipy.special.betainc(a, b, 1 - np.where(bekend, theta, 0.5))
    return np.where(midden, som, np.where(bekend, np.where(y < 0, 0.0, 1.0), np.nan))


def kans_minstens(teller: ArrayLike, noemer: ArrayLike, kans: ArrayLike) -> np.ndarray:
    """P(X >= teller): the exact one-sided p-value of "too many". As `kans_hoogstens`; teller 0 … noemer + 1."""
    y, n = _getallen(teller), _getallen(noemer)
    return kans_hoogstens(n - y, n, 1 - np.asarray(kans, dtype=float))


def newcombe_verschil(
    teller: ArrayLike, noemer: ArrayLike, teller_b: ArrayLike, noemer_b: ArrayLike, betrouwbaarheid: float = 0.95
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Difference of two independent fractions, first minus second, with the hybrid score interval.

    Args:
        teller, noemer, teller_b, noemer_b: counts as in `wilson`, shapes broadcast.
        betrouwbaarheid: two-sided confidence, strictly between 0 and 1.

    Returns:
        (verschil, onder, boven), fractions −1 … 1; NaN where a noemer is 0 or a count is empty. Years share clients,
        so between years the interval is only indicative: the groups are not independent.

    Raises:
        ValueError: as `wilson`.

    Source: norm-specificatie 1.2; Newcombe 1998 (Stat Med 17:873), method 10.
    """
    (y, n), (y_b, n_b) = check_tellingen(teller, noemer), check_tellingen(teller_b, noemer_b)
    onder, boven = wilson(y, n, betrouwbaarheid)
    onder_b, boven_b = wilson(y_b, n_b, betrouwbaarheid)
    with np.errstate(invalid="ignore", divide="ignore"):
        p, p_b = y / n, y_b / n_b
    verschil = p - p_b
    omlaag, omhoog = np.hypot(p - onder, boven_b - p_b), np.hypot(boven - p, p_b - onder_b)
    return verschil, np.clip(verschil - omlaag, -1, 1), np.clip(verschil + omhoog, -1, 1)


def check_tellingen(teller: ArrayLike, noemer: ArrayLike) -> Interval:
    """Counts as float arrays, empty as NaN. Raises ValueError for a teller outside 0 … noemer."""
    y, n = _getallen(teller), _getallen(noemer)
    if np.any((y < 0) | (y > n) | (n < 0)):
        raise ValueError("de teller ligt tussen 0 en de noemer")
    return y, n


def _mid_p_onder(y: np.ndarray, n: np.ndarray, staart: float) -> np.ndarray:
    """Root of P(X > y) + ½ P(X = y) = staart, which rises with the true fraction, by halving."""
    y, n = np.broadcast_arrays(y, n)
    midden = (y > 0) & (n > 0)
    a, rest = np.where(midden, y, 1.0), np.where(midden, n - y, 0.0)
    laag, hoog = np.zeros(a.shape), np.ones(a.shape)
    for _ in range(_HALVERINGEN):
        theta = (laag + hoog) / 2
        meer = np.where(rest > 0, scipy.special.betainc(a + 1, np.maximum(rest, 1), theta), 0.0)  # P(X > y)
        te_laag = (scipy.special.betainc(a, rest + 1, theta) + meer) / 2 < staart
        laag, hoog = np.where(te_laag, theta, laag), np.where(te_laag, hoog, theta)
    return np.where(midden, (laag + hoog) / 2, 0.0)


def _op_de_rand(y: np.ndarray, n: np.ndarray, onder: np.ndarray, boven: np.ndarray) -> Interval:
    """Bounds within 0–1, exactly 0 at none and 1 at all, NaN without cases."""
    leeg = np.isnan(y) | ~(n > 0)
    onder, boven = np.where(y == 0, 0.0, np.clip(onder, 0, 1)), np.where(y == n, 1.0, np.clip(boven, 0, 1))
    return np.where(leeg, np.nan, onder), np.where(leeg, np.nan, boven)


def _staart(betrouwbaarheid: float) -> float:
    if not 0 < betrouwbaarheid < 1:
        raise ValueError("betrouwbaarheid ligt tussen 0 en 1")
    return (1 - betrouwbaarheid) / 2


def _z(betrouwbaarheid: float) -> float:
    _staart(betrouwbaarheid)
    return NormalDist().inv_cdf((1 + betrouwbaarheid) / 2)


def _getallen(waarden: ArrayLike) -> np.ndarray:
    if hasattr(waarden, "to_numpy"):
        return waarden.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(waarden, dtype=float)
