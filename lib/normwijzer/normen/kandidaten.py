"""Norm candidates: what one could ask of providers, given what they did.

Every function takes the counts of one KPI in one perceel, one element per provider: percelen are never folded.
Providers with noemer 0 or an empty count take no part; without any provider left the candidate is NaN.
A share `q` counts from the bad end: q = 0.25 is the norm that a quarter does not reach, whichever way is better.
"""

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from normwijzer.normen.betabinomiaal import fit_betabinomiaal
from normwijzer.normen.richting import HOGER, hoger_is_beter
from normwijzer.normen.spreiding import met_gevallen
from normwijzer.statistiek.optellen import mean_exact

N_MIN = 10
"""Below this many clients a provider is "te klein"."""

KWARTIEL = 0.25
ABC_DEEL = 0.10
PERCENTIELEN = (0.25, 0.50, 0.75)

_SPELING = 1e-9
"""Slack where a share of whole numbers is compared with a whole number."""


def gewogen_gemiddelde(teller: ArrayLike, noemer: ArrayLike) -> float:
    """N1, the default: Σ teller / Σ noemer, each client counts once. Source: norm-specificatie 1.1."""
    y, n = met_gevallen(teller, noemer)
    return _gedeeld(y, n)


def ongewogen_gemiddelde(teller: ArrayLike, noemer: ArrayLike, n_min: int = N_MIN) -> float:
    """N2: mean of the rates of providers with noemer >= n_min. Source: norm-specificatie 1.1."""
    return mean_exact(_fracties(teller, noemer, n_min))


def percentiel(
    teller: ArrayLike, noemer: ArrayLike, q: float = 0.5, *, n_min: int = N_MIN, richting: str = HOGER
) -> float:
    """N3: type-7 quantile of the rates of providers with noemer >= n_min, q from the bad end; q = 0.5 the median.

    Raises:
        ValueError: q outside 0–1, an unknown richting, or counts that cannot be.

    Source: norm-specificatie 1.1.
    """
    _check_deel(q)
    p = _fracties(teller, noemer, n_min)
    q = q if hoger_is_beter(richting) else 1 - q
    return float(np.quantile(p, q)) if len(p) else math.nan


def gewogen_percentiel(teller: ArrayLike, noemer: ArrayLike, q: float = 0.5, *, richting: str = HOGER) -> float:
    """N4: the first rate from the bad end at which providers of at least q of all clients have been passed.

    Errors as `percentiel`. Source: norm-specificatie 1.1.
    """
    _check_deel(q)
    y, n = met_gevallen(teller, noemer)
    if not len(n):
        return math.nan
    kant = 1 if hoger_is_beter(richting) else -1
    volgorde = np.argsort(kant * y / n, kind="stable")
    plek = np.searchsorted(np.cumsum(n[volgorde]), q * n.sum() - _SPELING)
    return float((y / n)[volgorde[min(plek, len(n) - 1)]])


def beste_kwartiel(teller: ArrayLike, noemer: ArrayLike, deel: float = KWARTIEL, *, richting: str = HOGER) -> float:
    """N5: pooled rate of the best providers that together have at least `deel` of all clients.

    Providers with the same rate as the last one that is needed all take part. Errors as `percentiel`.
    Source: norm-specificatie 1.1.
    """
    y, n = met_gevallen(teller, noemer)
    return _gedeeld(*_besten(y, n, y / n, deel, richting))


def abc(teller: ArrayLike, noemer: ArrayLike, deel: float = ABC_DEEL, *, richting: str = HOGER) -> float:
    """N6, achievable benchmark of care: as `beste_kwartiel`, ranked on (teller + 1)/(noemer + 2).

    That rank keeps one lucky provider with few clients from setting the norm. Source: norm-specificatie 1.1
    (Weissman et al. 1999; Kiefe et al. 1998).
    """
    y, n = met_gevallen(teller, noemer)
    return _gedeeld(*_besten(y, n, (y + 1) / (n + 2), deel, richting))


def expert(norm: float) -> float:
    """N7: a given number. Raises ValueError outside 0–1. Source: norm-specificatie 1.1."""
    _check_deel(norm)
    return float(norm)


def eb_mean(teller: ArrayLike, noemer: ArrayLike) -> float:
    """N8: mean of the fitted Beta; Σ teller / Σ noemer when differences are not beyond chance.

    Source: norm-specificatie 1.1, 1.3.
    """
    return fit_betabinomiaal(teller, noemer).gemiddelde


def rond_norm(norm: float) -> float:
    """The norm in whole percent, half up, as a fraction; NaN stays NaN. Source: norm-specificatie 1.1."""
    return math.nan if math.isnan(norm) else math.floor(norm * 100 + 0.5 + _SPELING) / 100


def kandidaten(
    teller: ArrayLike,
    noemer: ArrayLike,
    richting: str,
    *,
    n_min: int = N_MIN,
    percentielen: tuple[float, ...] = PERCENTIELEN,
    norm_expert: float | None = None,
) -> pd.DataFrame:
    """All candidates of one KPI in one perceel.

    Args:
        teller, noemer: counts per provider.
        richting: hoger_is_beter or lager_is_beter.
        n_min: fewest clients of a provider that counts in N2 and N3.
        percentielen: shares for N3 and N4.
        norm_expert: number of N7; None = no such row.

    Returns:
        One row per candidate, in the order of the specification: id (N1 … N8), methode, q (share, else NaN), norm
        (unrounded fraction, NaN without providers), norm_heel (whole percent as a fraction), k and n: the providers
        and clients the choice was made from.

    Raises:
        ValueError: as the single functions.

    Source: norm-specificatie 1.1.
    """
    y, n = met_gevallen(teller, noemer)
    groot = n >= n_min
    alle, genoeg = (len(n), int(n.sum())), (int(groot.sum()), int(n[groot].sum()))
    rijen = [
        ("N1", "gewogen_gemiddelde", math.nan, gewogen_gemiddelde(y, n), *alle),
        ("N2", "ongewogen_gemiddelde", math.nan, ongewogen_gemiddelde(y, n, n_min), *genoeg),
        *[
            (
                "N3",
                "mediaan" if q == 0.5 else "percentiel",
                q,
                percentiel(y, n, q, n_min=n_min, richting=richting),
                *genoeg,
            )
            for q in percentielen
        ],
        *[("N4", "gewogen_percentiel", q, gewogen_percentiel(y, n, q, richting=richting), *alle) for q in percentielen],
        ("N5", "beste_kwartiel", KWARTIEL, beste_kwartiel(y, n, richting=richting), *alle),
        ("N6", "ABC", ABC_DEEL, abc(y, n, richting=richting), *alle),
        ("N8", "eb_mean", math.nan, eb_mean(y, n), *alle),
    ]
    if norm_expert is not None:
        rijen.insert(-1, ("N7", "expert", math.nan, expert(norm_expert), *alle))
    tabel = pd.DataFrame(rijen, columns=["id", "methode", "q", "norm", "k", "n"])
    tabel.insert(4, "norm_heel", [rond_norm(norm) for norm in tabel["norm"]])
    return tabel


def _besten(
    y: np.ndarray, n: np.ndarray, rang: np.ndarray, deel: float, richting: str
) -> tuple[np.ndarray, np.ndarray]:
    _check_deel(deel)
    if not len(n):
        return y, n
    rang = rang if hoger_is_beter(richting) else -rang
    volgorde = np.argsort(-rang, kind="stable")
    plek = np.searchsorted(np.cumsum(n[volgorde]), deel * n.sum() - _SPELING)
    mee = rang >= rang[volgorde[min(plek, len(n) - 1)]]
    return y[mee], n[mee]


def _fracties(teller: ArrayLike, noemer: ArrayLike, n_min: int) -> np.ndarray:
    y, n = met_gevallen(teller, noemer)
    return (y / n)[n >= n_min]


def _gedeeld(y: np.ndarray, n: np.ndarray) -> float:
    return float(y.sum() / n.sum()) if len(n) else math.nan


def _check_deel(deel: float) -> None:
    if not 0 <= deel <= 1:
        raise ValueError("een deel ligt tussen 0 en 1")
