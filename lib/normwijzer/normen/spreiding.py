"""How much providers differ beyond chance, and funnel limits that allow for it."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from normwijzer.normen.trechter import EXACT_TOT, MINSTE_SPREIDING, grens_exact, grens_gesloten
from normwijzer.statistiek.aandeel import check_tellingen

STAART = 0.10
"""Share of providers on either side whose z-score is pulled in (winsorised)."""

_TIENDEN = 10


@dataclass(frozen=True)
class Spreiding:
    """Between-provider variation around `doel`; NaN where k is 0 or doel is 0 or 1.

    k: providers with cases. doel: the rate compared with. chi2, p_waarde: Σz² and its chance under only chance, k − 1
    degrees of freedom (meant for doel = the pooled rate). phi: mean z². tau2: additive variance between providers,
    a squared fraction. Suffix _w: of winsorised z-scores; _beknot: of truncated ones; _arcsinus: winsorised, on the
    scale of asin √p (squared radians).
    """

    k: int
    doel: float
    chi2: float
    p_waarde: float
    phi: float
    phi_w: float
    phi_beknot: float
    phi_arcsinus: float
    tau2: float
    tau2_w: float
    tau2_beknot: float
    tau2_arcsinus: float


def meet_spreiding(teller: ArrayLike, noemer: ArrayLike, doel: float | None = None) -> Spreiding:
    """All measures of variation between providers.

    Args:
        teller, noemer: counts per provider, 0 <= teller <= noemer; noemer 0 or empty = takes no part.
        doel: rate to compare with, a fraction; None = Σ teller / Σ noemer.

    Returns:
        `Spreiding`; independent of the order of the providers, to the last bit.

    Raises:
        ValueError: a teller outside 0 … noemer, or doel outside 0–1.

    Source: norm-specificatie 1.3 (Spiegelhalter 2005).
    """
    y, n = met_gevallen(teller, noemer)
    doel = float(y.sum() / n.sum()) if doel is None and len(n) else np.nan if doel is None else doel
    z, s = z_scores(y, n, doel), standaardfout(doel, n)
    z_w, mee = winsoriseer(z), beknot(z)
    z_arcsinus, s_arcsinus = winsoriseer(z_scores_arcsinus(y, n, doel)), 1 / (2 * np.sqrt(n))
    k, chi2 = len(z), _kwadratensom(z)
    return Spreiding(
        k=k,
        doel=doel,
        chi2=chi2,
        p_waarde=float(scipy.special.chdtrc(k - 1, chi2)) if k > 1 else np.nan,
        phi=phi(z),
        phi_w=phi(z_w),
        phi_beknot=phi(z[mee]),
        phi_arcsinus=phi(z_arcsinus),
        tau2=tau2_additief(chi2, s),
        tau2_w=tau2_additief(_kwadratensom(z_w), s),
        tau2_beknot=tau2_additief(_kwadratensom(z[mee]), s[mee]),
        tau2_arcsinus=tau2_additief(_kwadratensom(z_arcsinus), s_arcsinus),
    )


def met_gevallen(teller: ArrayLike, noemer: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Counts of the providers with cases, as float arrays in an order of their own, so that sums round alike.

    Raises ValueError as `check_tellingen`, or for rows of different length.
    """
    y, n = check_tellingen(teller, noemer)
    if y.ndim != 1 or y.shape != n.shape:
        raise ValueError("tellers en noemers zijn even lange rijen")
    mee = (n > 0) & ~np.isnan(y)
    volgorde = np.lexsort((y[mee], n[mee]))
    return y[mee][volgorde], n[mee][volgorde]


def standaardfout(doel: float, noemer: ArrayLike) -> np.ndarray:
    """√(doel (1 − doel) / noemer); NaN for noemer 0. Raises ValueError for doel outside 0–1."""
    if doel < 0 or doel > 1:
        raise ValueError("het doel is een fractie van 0 tot en met 1")
    n = np.asarray(noemer, dtype=float)
    return np.sqrt(doel * (1 - doel) / np.where(n > 0, n, np.nan))


def z_scores(teller: ArrayLike, noemer: ArrayLike, doel: float) -> np.ndarray:
    """(teller/noemer − doel) in standard errors at the target; NaN for noemer 0 or a target of 0 or 1."""
    y, n = check_tellingen(teller, noemer)
    s = standaardfout(doel, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (y / n - doel) / np.where(s > 0, s, np.nan)


def z_scores_arcsinus(teller: ArrayLike, noemer: ArrayLike, doel: float) -> np.ndarray:
    """(asin √p − asin √doel) · 2√noemer: the variance-stabilised form; NaN for noemer 0.

    Source: norm-specificatie 1.3 (FunnelPlotR, data type "PR").
    """
    y, n = check_tellingen(teller, noemer)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (np.arcsin(np.sqrt(y / n)) - np.arcsin(np.sqrt(doel))) * 2 * np.sqrt(np.where(n > 0, n, np.nan))


def winsoriseer(z: ArrayLike, staart: float = STAART) -> np.ndarray:
    """Values beyond the `staart` and 1 − `staart` type-7 quantiles pulled in to those; NaN stays and counts not."""
    z = np.asarray(z, dtype=float)
    bekend = z[~np.isnan(z)]
    return np.clip(z, *np.quantile(bekend, [staart, 1 - staart])) if len(bekend) else z


def beknot(z: ArrayLike) -> np.ndarray:
    """Bool: the values that stay when about a tenth on either side is left out, instead of pulled in.

    floor(rank · 10 / (k + 1)) lies between 0 and 9, both exclusive; ties share their mean rank. With up to 8 values
    all stay; NaN never. At k = 9, 19, … the rule leaves out one more at the top than at the bottom.
    Source: norm-specificatie 1.3 (the SHMI method of the NHS).
    """
    z = np.asarray(z, dtype=float)
    bekend = ~np.isnan(z)
    _, plek, aantal = np.unique(z[bekend], return_inverse=True, return_counts=True)
    rang = (np.cumsum(aantal) - (aantal - 1) / 2)[plek]
    tiende = np.floor(rang * _TIENDEN / (bekend.sum() + 1))
    mee = np.zeros(z.shape, dtype=bool)
    mee[bekend] = (tiende > 0) & (tiende < _TIENDEN - 1)
    return mee


def phi(z: ArrayLike) -> float:
    """Mean z²: about 1 when only chance plays a part. NaN without values."""
    z = np.asarray(z, dtype=float)
    z = z[~np.isnan(z)]
    return float(np.mean(z**2)) if len(z) else np.nan


def tau2_additief(kwadratensom: float, s: ArrayLike) -> float:
    """Variance between providers that explains a sum of squared z-scores (DerSimonian and Laird).

    Args:
        kwadratensom: Σz² = k φ, with or without winsorising.
        s: standard error per provider, > 0.

    Returns:
        max(0, (Σz² − (k − 1)) / (Σw − Σw²/Σw)) with w = 1/s²; 0 with one provider, NaN with none or with s NaN or 0.

    Source: norm-specificatie 1.3.
    """
    s = np.asarray(s, dtype=float)
    if not len(s) or np.isnan(kwadratensom) or not np.all(s > 0):
        return np.nan
    if len(s) == 1:
        return 0.0
    w = 1 / s**2
    return float(max(0.0, (kwadratensom - (len(s) - 1)) / (w.sum() - (w**2).sum() / w.sum())))


def trechtergrens(doel: float, noemer: ArrayLike, kans: float, *, phi: float = 1.0, tau2: float = 0.0) -> np.ndarray:
    """Funnel limit at each provider's size, with or without allowance for existing differences.

    The limit for chance alone is exact (interpolated) below a noemer of 50 or where n·doel·(1 − doel) < 5, and the
    closed form elsewhere, which is what the PHE Fingertips score limits reduce to. Differences widen its distance
    to doel by √phi (multiplicative, only when phi > 1) or by √(1 + tau2/s²) (additive); on the closed form that is
    exactly doel ± z √phi s and doel ± z √(s² + tau2).

    Args:
        doel: the rate at which the limit is drawn, a fraction 0–1.
        noemer: cases per provider.
        kans: cumulative chance of the limit: 0.025 and 0.975 = 95 % two-sided, 0.05 = one-sided 95 % from below,
            0.001 and 0.999 = 99.8 %.
        phi, tau2: see above; NaN = no allowance. Not both.

    Returns:
        Fractions clipped to 0–1; NaN for noemer 0.

    Raises:
        ValueError: doel outside 0–1, both kinds of allowance, or a negative one.

    Source: norm-specificatie 1.3 and 1.6 B2; Spiegelhalter 2005, appendix A.1.1.
    """
    n = np.asarray(noemer, dtype=float)
    s = standaardfout(doel, n)
    if phi < 0 or tau2 < 0:
        raise ValueError("spreiding is nooit negatief")
    if phi > 1 and tau2 > 0:
        raise ValueError("kies phi of tau2, niet allebei")
    exact = ~(n >= EXACT_TOT) | (n * doel * (1 - doel) < MINSTE_SPREIDING)
    toeval = np.where(exact, grens_exact(doel, n, kans), grens_gesloten(doel, n, kans))
    wijdte = np.sqrt(phi) if phi > 1 else 1.0
    if tau2 > 0:
        wijdte = np.sqrt(1 + tau2 / np.where(s > 0, s, np.inf) ** 2)
    return np.clip(doel + wijdte * (toeval - doel), 0, 1)


def trechtergrens_arcsinus(doel: float, noemer: ArrayLike, kans: float, tau2: float = 0.0) -> np.ndarray:
    """sin²(asin √doel ± z √(1/(4n) + tau2)), tau2 on that scale; NaN for noemer 0.

    The angle is kept within 0 … ½π, so that the limit stays within 0–1 and never turns back.
    Source: norm-specificatie 1.3 (FunnelPlotR).
    """
    standaardfout(doel, noemer)
    n = np.asarray(noemer, dtype=float)
    straal = scipy.special.ndtri(kans) * np.sqrt(1 / (4 * np.where(n > 0, n, np.nan)) + tau2)
    return np.sin(np.clip(np.arcsin(np.sqrt(doel)) + straal, 0, np.pi / 2)) ** 2


def _kwadratensom(z: np.ndarray) -> float:
    return float(np.sum(z**2)) if len(z) else np.nan
