"""Consequences of a norm: who fails, how often by bad luck, and what a rule can see.

A provider fails a limit when its rate lies strictly on the wrong side; on the limit it does not fail.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from normwijzer.normen.betabinomiaal import BetaBinomiaal, kans_slechter
from normwijzer.normen.richting import HOGER, hoger_is_beter
from normwijzer.statistiek.aandeel import check_tellingen, kans_hoogstens, kans_minstens, wilson

ALFA = 0.05
KLASSEN = (10, 25, 50, 100, 200)
"""Lower bounds of the classes of size in the published bandwidth."""

_SPELING = 1e-9
"""Slack where noemer times a norm is compared with a whole number."""


@dataclass(frozen=True)
class Gevolgen:
    """What a norm does to these providers: counts of providers, unless said otherwise.

    k: with cases. onder_norm: rate worse than the norm. onder_grens: worse than their own limit. onder_wilson: whole
    Wilson interval worse than the norm. onder_toets: exact one-sided p-value below 0.05. vals_alarm_norm,
    vals_alarm_grens: expected number that fails the norm, or their limit, if all truly performed at the norm.
    kans_slechter: Σ P(true rate worse | data); NaN without a fit that shows differences. NaN limits: never fails.
    """

    k: int
    onder_norm: int
    onder_grens: int
    onder_wilson: int
    onder_toets: int
    vals_alarm_norm: float
    vals_alarm_grens: float
    kans_slechter: float


def tel_gevolgen(
    teller: ArrayLike,
    noemer: ArrayLike,
    norm: float,
    richting: str,
    grens: ArrayLike = math.nan,
    fit: BetaBinomiaal | None = None,
) -> Gevolgen:
    """The four read-outs of a candidate norm, with two tests beside them.

    Args:
        teller, noemer: counts per provider; noemer 0 or empty = takes no part.
        norm: a fraction 0–1.
        richting: hoger_is_beter or lager_is_beter.
        grens: limit of the bandwidth per provider, a fraction; NaN = no limit (too small for a verdict).
        fit: beta-binomial of the providers; None = no `kans_slechter`.

    Raises:
        ValueError: counts that cannot be, an unknown richting, a norm outside 0–1.

    Source: norm-specificatie 1.4, 1.5.
    """
    y, n = check_tellingen(teller, noemer)
    mee = (n > 0) & ~np.isnan(y)
    grens = np.broadcast_to(np.asarray(grens, dtype=float), n.shape)[mee]
    y, n = y[mee], n[mee]
    onder, boven = wilson(y, n)
    mis_wilson = boven < norm if hoger_is_beter(richting) else onder > norm
    bekend = fit is not None and fit.verschillen
    return Gevolgen(
        k=len(n),
        onder_norm=int(faalt(y, n, norm, richting).sum()),
        onder_grens=int(faalt(y, n, grens, richting).sum()),
        onder_wilson=int(mis_wilson.sum()),
        onder_toets=int((p_waarde(y, n, norm, richting) < ALFA).sum()),
        vals_alarm_norm=math.fsum(kans_op_falen(n, norm, norm, richting)),
        vals_alarm_grens=math.fsum(kans_op_falen(n, grens, norm, richting)),
        kans_slechter=math.fsum(kans_slechter(fit, y, n, norm, richting)) if bekend else math.nan,
    )


def faalt(teller: ArrayLike, noemer: ArrayLike, grens: ArrayLike, richting: str = HOGER) -> np.ndarray:
    """Bool: rate strictly worse than grens, decided on whole counts. False without cases or limit.

    Source: norm-specificatie 1.5.
    """
    y, n = check_tellingen(teller, noemer)
    drempel = faaldrempel(n, grens, richting)
    return (y < drempel if hoger_is_beter(richting) else y > drempel) & (n > 0)


def faaldrempel(noemer: ArrayLike, grens: ArrayLike, richting: str = HOGER) -> np.ndarray:
    """The count at which one just does not fail a limit: fails with less, or with more when lower is better.

    The smallest whole number >= noemer · grens (largest <=); float, NaN without a limit.
    """
    product = check_tellingen(0, noemer)[1] * np.asarray(grens, dtype=float)
    return np.ceil(product - _SPELING) if hoger_is_beter(richting) else np.floor(product + _SPELING)


def kans_op_falen(noemer: ArrayLike, grens: ArrayLike, werkelijk: ArrayLike, richting: str = HOGER) -> np.ndarray:
    """P(fails the limit) for a provider whose true rate is `werkelijk`.

    Args:
        noemer: cases per provider. grens: limit, a fraction; NaN = none, so chance 0.
        werkelijk: true rate, a fraction 0–1. Shapes broadcast.

    Returns:
        Chance 0–1; NaN for noemer 0 or empty.

    Source: norm-specificatie 1.5.
    """
    n = check_tellingen(0, noemer)[1]
    return _kans_voorbij(n, faaldrempel(n, grens, richting), werkelijk, richting)


def p_waarde(teller: ArrayLike, noemer: ArrayLike, norm: float, richting: str = HOGER) -> np.ndarray:
    """Exact one-sided p-value of "worse than the norm": the chance of this count or a worse one at the norm.

    NaN for noemer 0 or an empty count. Source: norm-specificatie 1.2.
    """
    return (kans_hoogstens if hoger_is_beter(richting) else kans_minstens)(teller, noemer, norm)


def exacte_regel(noemer: ArrayLike, norm: float, richting: str = HOGER, alfa: float = ALFA) -> np.ndarray:
    """The count of the rule "fails with less than this" that a provider at the norm fails with chance <= alfa.

    Args:
        noemer: whole cases per provider. norm: a fraction 0–1. alfa: largest chance of a false alarm.
        richting: when lower is better the rule is "fails with more than this".

    Returns:
        The highest such count (lowest when lower is better), float; 0 (noemer) = nobody of this size can fail;
        NaN for noemer 0 or empty.

    Source: norm-specificatie 1.5.
    """
    n = check_tellingen(0, noemer)[1]
    hoger = hoger_is_beter(richting)
    theta = norm if hoger else 1 - norm
    laag, hoog = np.zeros(n.shape), np.where(n > 0, n, 0.0)  # P(X < laag) <= alfa; the answer is laag … hoog
    while np.any(laag < hoog):
        midden = np.ceil((laag + hoog) / 2)
        past = ~(kans_hoogstens(midden - 1, n, theta) > alfa)
        laag, hoog = np.where(past, midden, laag), np.where(past, hoog, midden - 1)
    return np.where(n > 0, laag if hoger else n - laag, np.nan)


def wie_faalt(
    noemers: ArrayLike,
    norm: float,
    *,
    banden: tuple[float, ...] = (0.0, 0.05, 0.10),
    werkelijk: tuple[float, ...] = (),
    richting: str = HOGER,
    alfa: float = ALFA,
) -> pd.DataFrame:
    """What a norm asks of providers by size: chance of failing at the norm, and the power of the exact rule.

    Args:
        noemers: sizes, one row each. norm: a fraction 0–1.
        banden: distances below the norm (above when lower is better), fractions; 0 = strict.
        werkelijk: true rates for which the power is wanted.

    Returns:
        noemer, faalt_<pp> per band in percentage points (P(fail | true rate = norm)), drempel (of `exacte_regel`),
        omvang (its chance of a false alarm) and kracht_<percent> per true rate; NaN for noemer 0.

    Source: norm-specificatie 1.5.
    """
    n = np.asarray(noemers, dtype=float)
    kant = -1 if hoger_is_beter(richting) else 1
    drempel = exacte_regel(n, norm, richting, alfa)
    faal = {f"faalt_{_procent(band)}": kans_op_falen(n, norm + kant * band, norm, richting) for band in banden}
    kracht = {f"kracht_{_procent(waar)}": _kans_voorbij(n, drempel, waar, richting) for waar in werkelijk}
    omvang = _kans_voorbij(n, drempel, norm, richting)
    return pd.DataFrame({"noemer": n.astype(int), **faal, "drempel": drempel, "omvang": omvang, **kracht})


def klassenband(norm: float, klassen: tuple[int, ...] = KLASSEN, alfa: float = ALFA) -> pd.DataFrame:
    """Bandwidth by class of size, fit for publication: z √(norm (1 − norm)/n) at the lower bound of the class.

    Args:
        norm: a fraction 0–1. klassen: rising lower bounds of noemer. alfa: one-sided chance of a false alarm.

    Returns:
        One row per class: van, tot_en_met (both inclusive; NA = no end), breedte (unrounded), breedte_heel (whole
        percentage points, half up), both as fractions.

    Raises:
        ValueError: a norm outside 0–1, or bounds that do not rise from 1 or more.

    Source: norm-specificatie 1.6 B3.
    """
    van = np.asarray(klassen, dtype=int)
    if not 0 <= norm <= 1:
        raise ValueError("een norm is een fractie van 0 tot en met 1")
    if not len(van) or van[0] < 1 or np.any(np.diff(van) < 1):
        raise ValueError("de ondergrenzen van de klassen stijgen, vanaf 1 of meer")
    breedte = NormalDist().inv_cdf(1 - alfa) * np.sqrt(norm * (1 - norm) / van)
    tot = pd.array([*(van[1:] - 1), pd.NA], dtype="Int64")
    heel = np.floor(breedte * 100 + 0.5 + _SPELING) / 100
    return pd.DataFrame({"van": van, "tot_en_met": tot, "breedte": breedte, "breedte_heel": heel})


def klassebreedte(noemer: ArrayLike, band: pd.DataFrame) -> np.ndarray:
    """breedte_heel of `klassenband` for each noemer; NaN below the first class or for an empty noemer."""
    n = check_tellingen(0, noemer)[1]
    plek = np.searchsorted(band["van"].to_numpy(), n, side="right") - 1
    return np.where((plek < 0) | np.isnan(n), np.nan, band["breedte_heel"].to_numpy()[np.maximum(plek, 0)])


def fdr(p_waarden: ArrayLike) -> np.ndarray:
    """Benjamini–Hochberg adjusted p-values, for a screening list of many providers; NaN stays and counts not.

    Source: norm-specificatie 1.6.
    """
    p = np.asarray(p_waarden, dtype=float)
    bekend = np.flatnonzero(~np.isnan(p))
    volgorde = bekend[np.argsort(-p[bekend], kind="stable")]
    rang = np.arange(len(bekend), 0, -1)
    uit = np.full(p.shape, np.nan)
    uit[volgorde] = np.minimum.accumulate(np.minimum(p[volgorde] * len(bekend) / rang, 1))
    return uit


def _kans_voorbij(n: np.ndarray, drempel: np.ndarray, werkelijk: ArrayLike, richting: str) -> np.ndarray:
    """P(fewer than drempel), or P(more) when lower is better; 0 without drempel, NaN without cases."""
    n, drempel = np.broadcast_arrays(n, drempel)
    leeg = np.isnan(drempel)
    if hoger_is_beter(richting):
        kans = kans_hoogstens(np.clip(np.where(leeg, 0, drempel) - 1, -1, n), n, werkelijk)
    else:
        kans = kans_minstens(np.clip(np.where(leeg, n, drempel) + 1, 0, n + 1), n, werkelijk)
    return np.where(leeg & (n > 0), 0.0, kans)


def _procent(deel: float) -> str:
    return f"{deel * 100:.6g}"
