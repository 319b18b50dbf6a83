"""One norm candidate for many re-weightings of the same providers at once: left out, or drawn more than once."""

import math

import numpy as np
from numpy.typing import ArrayLike

from normwijzer.normen import kandidaten
from normwijzer.normen.richting import HOGER, hoger_is_beter
from normwijzer.normen.spreiding import met_gevallen

METHODEN = (
    "gewogen_gemiddelde", "ongewogen_gemiddelde", "mediaan", "percentiel", "gewogen_percentiel", "beste_kwartiel",
    "ABC", "eb_mean",
)  # fmt: skip
"""Candidates that follow from the counts: all of norm-specificatie 1.1 but the given number of an expert."""

_SPELING = 1e-9
"""Slack where a share of whole numbers is compared with a whole number: that of `kandidaten`."""


def norm_herwogen(
    gewichten: ArrayLike,
    teller: ArrayLike,
    noemer: ArrayLike,
    methode: str = "gewogen_gemiddelde",
    richting: str = HOGER,
    q: float | None = None,
) -> np.ndarray:
    """The candidate for each row of weights; a row of ones gives, to the last bit, what `kandidaten` gives.

    Args:
        gewichten: whole numbers 0 or more, one row per wanted norm, one column per provider: how often it takes part.
            The columns follow `spreiding.met_gevallen`, the order of its own that does not depend on that of the rows.
        teller, noemer: counts per provider.
        methode: one of METHODEN. eb_mean fits a model per row: some milliseconds each; the others are immediate.
        richting: hoger_is_beter or lager_is_beter.
        q: share from the bad end, needed by percentiel and gewogen_percentiel and used by no other.

    Returns:
        One unrounded norm per row; NaN for a row without any provider that counts.

    Raises:
        ValueError: an unknown methode or richting, q missing or outside 0–1, weights of another width.

    Source: norm-specificatie 1.1, 1.7.
    """
    y, n = met_gevallen(teller, noemer)
    m = np.asarray(gewichten, dtype=np.int64)
    hoger = hoger_is_beter(richting)
    q = check_methode(methode, q)
    if m.ndim != 2 or m.shape[1] != len(n):
        raise ValueError("er is een gewicht per aanbieder met gevallen")
    if not len(n):
        return np.full(len(m), math.nan)
    if methode in ("ongewogen_gemiddelde", "mediaan", "percentiel"):
        groot = n >= kandidaten.N_MIN
        m, p = m[:, groot], (y / n)[groot]
        return _gemiddelden(m, p) if methode == "ongewogen_gemiddelde" else _kwantielen(m, p, q if hoger else 1 - q)
    if methode == "gewogen_percentiel":
        return _gewogen_kwantielen(m, n, y / n if hoger else -y / n, y / n, q)
    if methode == "beste_kwartiel":
        return _besten(m, y, n, y / n if hoger else -y / n, kandidaten.KWARTIEL)
    if methode == "ABC":
        rang = (y + 1) / (n + 2)
        return _besten(m, y, n, rang if hoger else -rang, kandidaten.ABC_DEEL)
    if methode == "eb_mean":
        return np.array([kandidaten.eb_mean(np.repeat(y, rij), np.repeat(n, rij)) for rij in m], dtype=float)
    return _deel(m @ y.astype(np.int64), m @ n.astype(np.int64))


def check_methode(methode: str, q: float | None) -> float:
    """The share that goes with a methode: 0.5 for the median, NaN where none is used. ValueError: `norm_herwogen`."""
    if methode not in METHODEN:
        raise ValueError(f"de methode is een van {', '.join(METHODEN)}")
    if methode not in ("percentiel", "gewogen_percentiel"):
        return 0.5 if methode == "mediaan" else math.nan
    if q is None or not 0 <= q <= 1:
        raise ValueError(f"bij {methode} hoort een deel q van 0 tot en met 1")
    return q


def _gemiddelden(m: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Mean rate per row, from exact sums."""
    sommen = np.array([math.fsum(rij) for rij in m * p], dtype=float)
    return _deel(sommen, m.sum(axis=1))


def _kwantielen(m: np.ndarray, p: np.ndarray, q: float) -> np.ndarray:
    """Type-7 quantile per row, each rate as often as its weight."""
    volgorde = np.argsort(p, kind="stable")
    p, tot = p[volgorde], np.cumsum(m[:, volgorde], axis=1)
    if not len(p):
        return np.full(len(m), math.nan)
    aantal = tot[:, -1]
    plek = (np.maximum(aantal, 1) - 1) * q
    laag = np.floor(plek)
    t = plek - laag
    a, b = (p[_eerste(tot > rang[:, None])] for rang in (laag, np.minimum(laag + 1, np.maximum(aantal, 1) - 1)))
    tussen = np.where(t < 0.5, a + (b - a) * t, b - (b - a) * (1 - t))  # as numpy rounds it
    return np.where(aantal > 0, tussen, math.nan)


def _gewogen_kwantielen(m: np.ndarray, n: np.ndarray, rang: np.ndarray, p: np.ndarray, q: float) -> np.ndarray:
    """Per row the first rate, in the order of rang, at which a share q of the clients has been passed."""
    volgorde = np.argsort(rang, kind="stable")
    tot = np.cumsum((m * n.astype(np.int64))[:, volgorde], axis=1)
    genoeg = (tot >= (q * tot[:, -1] - _SPELING)[:, None]) & (tot > 0)
    return np.where(tot[:, -1] > 0, p[volgorde][_eerste(genoeg)], math.nan)


def _besten(m: np.ndarray, y: np.ndarray, n: np.ndarray, rang: np.ndarray, deel: float) -> np.ndarray:
    """Per row the pooled rate of the highest ranks that together have a share `deel` of the clients, ties included."""
    volgorde = np.argsort(-rang, kind="stable")
    rang, m = rang[volgorde], m[:, volgorde]
    clienten, raak = (np.cumsum(m * x[volgorde].astype(np.int64), axis=1) for x in (n, y))
    nodig = _eerste(clienten >= (deel * clienten[:, -1] - _SPELING)[:, None])
    laatste = np.searchsorted(-rang, -rang[nodig], side="right") - 1
    rij = np.arange(len(m))
    return _deel(raak[rij, laatste], clienten[rij, laatste])


def _eerste(voldoet: np.ndarray) -> np.ndarray:
    """Per row the first column that is true; 0 when none is."""
    return np.argmax(voldoet, axis=1)


def _deel(teller: np.ndarray, noemer: np.ndarray) -> np.ndarray:
    return np.where(noemer > 0, teller / np.where(noemer > 0, noemer, 1), math.nan)
