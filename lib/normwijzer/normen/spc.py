"""Control charts (statistical process control): limits of chance around a series in time, and rules that break them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

XMR_FACTOR = 3 / 1.128
"""3 / d2, the constant of a moving range of two: limits at mean ± 2.66 · mean moving range."""

_GELIJK = 1e-12


@dataclass(frozen=True)
class Regel:
    """One rule in words (Dutch) and numbers: see spc.toml."""

    regel: str
    soort: str
    naam: str
    uitleg: str
    venster: int = 1
    aantal: int = 0
    deel: float = 0.0


def xmr(waarden: ArrayLike) -> pd.DataFrame:
    """Individuals chart: natural limits from the mean moving range.

    Args:
        waarden: one number per period, in order of time; NaN = nothing known. A moving range is only taken between two
            periods next to each other.

    Returns:
        One row per period, in the given order: waarde, midden (mean), sigma (mean moving range · 2.66 / 3), onder and
        boven (midden ± 3 sigma, not clipped), and per rule of `regels` a bool whether the period is part of what
        broke it. Limits are NaN without two periods next to each other, and then no rule is broken.

    Source: presentatie (XmR, 2.66 · mean moving range).
    """
    x = np.asarray(waarden, dtype=float)
    stappen = np.abs(np.diff(x))
    stappen = stappen[~np.isnan(stappen)]
    bekend = x[~np.isnan(x)]
    midden = bekend.mean() if len(bekend) else np.nan
    sigma = stappen.mean() * XMR_FACTOR / 3 if len(stappen) else np.nan
    return _kaart(x, np.full(len(x), midden), np.full(len(x), sigma))


def p_chart(teller: ArrayLike, noemer: ArrayLike) -> pd.DataFrame:
    """Chart of fractions with limits that follow the size of each period.

    Args:
        teller, noemer: equally long counts per period, in order of time, 0 <= teller <= noemer; a period with noemer 0
            or NaN has no value and no limits.

    Returns:
        As `xmr`, with midden = Σ teller / Σ noemer, sigma = √(midden (1 − midden) / noemer) and limits clipped to 0–1.

    Raises:
        ValueError: a teller outside 0 … noemer.
    """
    y, n = np.asarray(teller, dtype=float), np.asarray(noemer, dtype=float)
    n = np.where(n > 0, n, np.nan)
    y = np.where(np.isnan(n), np.nan, y)
    if np.any((y < 0) | (y > n)):
        raise ValueError("de teller ligt tussen 0 en de noemer")
    totaal = np.nansum(np.where(np.isnan(y), np.nan, n))
    midden = np.nansum(y) / totaal if totaal else np.nan
    kaart = _kaart(y / n, np.full(len(y), midden), np.sqrt(midden * (1 - midden) / n))
    return kaart.assign(onder=kaart["onder"].clip(0, 1), boven=kaart["boven"].clip(0, 1))


def overspreiding(teller: ArrayLike, noemer: ArrayLike) -> float:
    """Mean squared distance of the periods from the middle in units of sigma: about 1 when only chance plays a part.

    NaN without periods, or when the middle is 0 or 1. Source: norm-specificatie 1.3, 1.7.
    """
    kaart = p_chart(teller, noemer)
    afstand = (kaart["waarde"] - kaart["midden"]) / kaart["sigma"].where(kaart["sigma"] > 0)
    return float((afstand**2).mean())


def kies_kaart(teller: ArrayLike, noemer: ArrayLike) -> tuple[str, pd.DataFrame]:
    """The chart that fits fractions: ("p", `p_chart`), or ("xmr", `xmr` of the fractions) when they vary more.

    The limits of a p-chart are too narrow when `overspreiding` is above 1.5: then the moving range sets them, clipped
    to 0–1. Source: norm-specificatie 1.7.
    """
    kaart = p_chart(teller, noemer)
    if not overspreiding(teller, noemer) > TE_WISSELEND:
        return "p", kaart
    kaart = xmr(kaart["waarde"])
    return "xmr", kaart.assign(onder=kaart["onder"].clip(0, 1), boven=kaart["boven"].clip(0, 1))


@cache
def regels() -> dict[str, Regel]:
    """Key -> rule, in the order of reports."""
    return {naam: Regel(naam, **velden) for naam, velden in _lees()["regel"].items()}


def _lees() -> dict:
    return tomllib.loads(Path(__file__).with_name("spc.toml").read_text(encoding="utf-8"))


MINSTE_PUNTEN: int = _lees()["kaart"]["minste_punten"]
"""With fewer periods there is too little to draw limits from."""

TE_WISSELEND: float = _lees()["kaart"]["te_wisselend"]


def _kaart(waarde: np.ndarray, midden: np.ndarray, sigma: np.ndarray) -> pd.DataFrame:
    kaart = pd.DataFrame(
        {"waarde": waarde, "midden": midden, "sigma": sigma, "onder": midden - 3 * sigma, "boven": midden + 3 * sigma}
    )
    afstand = waarde - midden
    return kaart.assign(**{regel.regel: _gebroken(regel, afstand, sigma, waarde) for regel in regels().values()})


def _gebroken(regel: Regel, afstand: np.ndarray, sigma: np.ndarray, waarde: np.ndarray) -> np.ndarray:
    """Bool per period: part of what broke the rule. A period without value breaks every run."""
    if regel.soort == "trend":
        return _trend(regel, waarde, sigma)
    uit = np.zeros(len(afstand), dtype=bool)
    for kant in (1, -1):
        ver = kant * afstand
        if regel.soort == "grens":
            uit |= ver > 3 * sigma + _GELIJK
        else:
            drempel = regel.deel * 3 * sigma + _GELIJK
            nodig = regel.aantal or regel.venster
            uit |= _in_venster(ver > drempel, ~np.isnan(ver) & ~np.isnan(sigma), regel.venster, nodig)
    return uit


def _in_venster(raak: np.ndarray, bekend: np.ndarray, venster: int, nodig: int) -> np.ndarray:
    """The hits inside any window of so many known periods with at least `nodig` hits."""
    uit = np.zeros(len(raak), dtype=bool)
    if len(raak) < venster:
        return uit
    ramen = np.lib.stride_tricks.sliding_window_view
    vol = (ramen(raak, venster).sum(axis=1) >= nodig) & ramen(bekend, venster).all(axis=1)
    for begin in np.flatnonzero(vol):
        uit[begin : begin + venster] |= raak[begin : begin + venster]
    return uit


def _trend(regel: Regel, waarde: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    """Periods in a row of `venster` values that each go the same way: venster − 1 steps."""
    uit = np.zeros(len(waarde), dtype=bool)
    if len(waarde) < regel.venster:
        return uit
    stappen = np.where(np.isnan(sigma[1:]), np.nan, np.diff(waarde))
    for kant in (1, -1):
        ramen = np.lib.stride_tricks.sliding_window_view(kant * stappen > _GELIJK, regel.venster - 1)
        for begin in np.flatnonzero(ramen.all(axis=1)):
            uit[begin : begin + regel.venster] = True
    return uit
