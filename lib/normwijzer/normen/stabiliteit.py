"""How firm a norm stands: over the years, without any one provider, among other providers, and in quarters.

`cijfers` and years as in `normen.cijfers`: counts of one onderwerp, years pooled by adding.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from normwijzer.normen.cijfers import BASIS, DEFINITIEF, VOORLOPIG, rijen, tel
from normwijzer.normen.herweging import check_methode, norm_herwogen
from normwijzer.normen.kandidaten import N_MIN
from normwijzer.normen.richting import hoger_is_beter
from normwijzer.normen.spc import MINSTE_PUNTEN, kies_kaart, regels
from normwijzer.normen.spreiding import met_gevallen
from normwijzer.statistiek.aandeel import newcombe_verschil, wilson

GEWOGEN = "gewogen_gemiddelde"
STAARTEN = (0.025, 0.975)
BETER, SLECHTER = "beter", "slechter"


@dataclass(frozen=True)
class Weglating:
    """norm: of all providers. laagste, hoogste: of the norms with one provider left out; NaN when none is left.

    k: providers that count. All unrounded fractions.
    """

    norm: float
    laagste: float
    hoogste: float
    k: int


@dataclass(frozen=True, eq=False)
class Kwartaalkaart:
    """soort: "p" or "xmr". kaart: see `kwartaalkaart`. in_control: jaar -> bool, NA = cannot be said."""

    soort: str
    kaart: pd.DataFrame
    in_control: pd.Series


def per_jaar(cijfers: pd.DataFrame, richting: str) -> pd.DataFrame:
    """The norm of each year (N1, all providers together) and how it moved.

    Returns:
        One row per year with basis rows, rising: jaar, teller, noemer, waarde, onder, boven (Wilson 95 %), k (providers
        with cases), verschil with the year before, verschil_onder, verschil_boven (Newcombe 95 %; all three NaN when
        the year before is missing or either has no cases; indicative, because years share clients), verandering
        ("beter" or "slechter" when that interval leaves out 0, else empty), status (voorlopig when a row is).

    Raises:
        ValueError: an unknown richting, counts that cannot be.

    Source: norm-specificatie 1.2, 1.7.
    """
    basis = rijen(cijfers, variant=BASIS)
    beter = 1 if hoger_is_beter(richting) else -1
    basis = basis.assign(k=basis["noemer"] > 0, open=basis["status"] == VOORLOPIG)
    uit = basis.groupby("jaar", as_index=False).agg(
        teller=("teller", "sum"), noemer=("noemer", "sum"), k=("k", "sum"), open=("open", "any")
    )
    y, n, jaar = (uit[naam].to_numpy(dtype=float) for naam in ("teller", "noemer", "jaar"))
    uit["waarde"] = y / np.where(n > 0, n, math.nan)
    uit["onder"], uit["boven"] = wilson(y, n)
    y_vorig, n_vorig = (_vorig_jaar(jaar, x) for x in (y, n))
    verschil, onder, boven = newcombe_verschil(y, n, y_vorig, n_vorig)
    uit["verschil"], uit["verschil_onder"], uit["verschil_boven"] = verschil, onder, boven
    kant = beter * ((onder > 0).astype(int) - (boven < 0).astype(int))
    uit["verandering"] = np.select([kant > 0, kant < 0], [BETER, SLECHTER], "")
    uit["status"] = np.where(uit["open"], VOORLOPIG, DEFINITIEF)
    return uit.astype({"k": "int64", "verandering": "str", "status": "str"})[_JAARKOLOMMEN]


def zonder_een(
    cijfers: pd.DataFrame, jaren: Iterable[int], richting: str, methode: str = GEWOGEN, q: float | None = None
) -> tuple[Weglating, pd.DataFrame]:
    """The norm with each provider left out in turn.

    Args:
        methode, q: see `herweging.norm_herwogen`.

    Returns:
        Weglating over the providers with cases (with noemer >= 10 for the methods that use only those: k), and per
        such provider, sorted: aanbieder, norm (without it; NaN when nobody is left), verschil (with the norm of all).

    Raises:
        ValueError: see `herweging.norm_herwogen`.

    Source: norm-specificatie 1.7.
    """
    geteld = tel(cijfers, jaren)
    telt = geteld[geteld["noemer"] >= _kleinste(methode, q)].reset_index(drop=True)
    y, n = telt["teller"].to_numpy(dtype=float), telt["noemer"].to_numpy(dtype=float)
    volgorde = np.lexsort((y, n))  # the columns of norm_herwogen
    zonder = np.empty((len(n), len(n)), dtype=np.int64)
    zonder[volgorde] = 1 - np.eye(len(n), dtype=np.int64)
    gewichten = np.vstack([np.ones((1, len(n)), dtype=np.int64), zonder])
    norm, *normen = norm_herwogen(gewichten, y, n, methode, richting, q).tolist()
    frame = pd.DataFrame({"aanbieder": telt["aanbieder"], "norm": np.array(normen, dtype=float)})
    frame["verschil"] = frame["norm"] - norm
    laagste, hoogste = (min(normen), max(normen)) if len(n) > 1 else (math.nan, math.nan)
    return Weglating(norm, laagste, hoogste, len(n)), frame


def bootstrap(
    cijfers: pd.DataFrame,
    jaren: Iterable[int],
    richting: str,
    methode: str = GEWOGEN,
    *,
    q: float | None = None,
    zaad: int = 1,
    keer: int = 2000,
) -> tuple[float, float]:
    """95 % interval of the norm if other providers like these had been there: whole providers drawn with replacement.

    Percentile interval of `keer` draws. The same counts and zaad always give the same interval, whatever the order of
    the rows or the names of the providers. Too narrow with few providers: say so below about ten.

    Args:
        methode, q: see `herweging.norm_herwogen`.
        zaad: seed of the draws. keer: number of draws, 1 or more.

    Returns:
        (onder, boven), fractions; (NaN, NaN) with fewer than two providers that count.

    Raises:
        ValueError: see `herweging.norm_herwogen`, or keer below 1.

    Source: norm-specificatie 1.7.
    """
    if keer < 1:
        raise ValueError("een bootstrap trekt minstens een keer")
    kleinste = _kleinste(methode, q)
    hoger_is_beter(richting)
    geteld = tel(cijfers, jaren)
    y, n = met_gevallen(*(geteld.loc[geteld["noemer"] >= kleinste, naam] for naam in ("teller", "noemer")))
    if len(n) < 2:
        return math.nan, math.nan
    trekking = np.random.default_rng(zaad).integers(len(n), size=(keer, len(n)))
    cellen = trekking + len(n) * np.arange(keer)[:, None]
    gewichten = np.bincount(cellen.ravel(), minlength=keer * len(n)).reshape(keer, len(n))
    onder, boven = np.quantile(norm_herwogen(gewichten, y, n, methode, richting, q), STAARTEN)
    return float(onder), float(boven)


def kwartaalkaart(kwartalen: pd.DataFrame) -> Kwartaalkaart:
    """Control chart of the quarters of one onderwerp, and whether each year is free of signals.

    Args:
        kwartalen: jaar, kwartaal (1–4), teller, noemer; at most one row per quarter, in any order.

    Returns:
        kaart: every quarter from the first to the last year, in order of time: jaar, kwartaal, teller, noemer (Int64,
        NA = no row) and the columns of `spc.kies_kaart`; a quarter with noemer below 10 has no value and breaks every
        run. in_control per year: true when no quarter of that year is part of what broke a rule; NA when the year has
        no value, or fewer than spc.MINSTE_PUNTEN quarters have one. Empty without rows.

    Raises:
        ValueError: a quarter that occurs twice or is not 1–4, counts that cannot be.

    Source: norm-specificatie 1.7; presentatie (control chart per quarter, n >= 10).
    """
    frame = _alle_kwartalen(kwartalen)
    y, n = (frame[naam].to_numpy(dtype=float, na_value=np.nan) for naam in ("teller", "noemer"))
    soort, kaart = kies_kaart(y, np.where((n >= N_MIN) & ~np.isnan(y), n, math.nan))
    kaart = pd.concat([frame, kaart], axis=1)
    gebroken = kaart[[regel.regel for regel in regels().values()]].any(axis=1)
    bekend = kaart["waarde"].notna()
    goed = (~gebroken.groupby(kaart["jaar"]).any()).astype("boolean")
    genoeg = bekend.groupby(kaart["jaar"]).any() & (bekend.sum() >= MINSTE_PUNTEN)
    return Kwartaalkaart(soort, kaart, goed.where(genoeg).rename("in_control"))


_JAARKOLOMMEN = [
    "jaar", "teller", "noemer", "waarde", "onder", "boven", "k", "verschil", "verschil_onder", "verschil_boven",
    "verandering", "status",
]  # fmt: skip


def _vorig_jaar(jaar: np.ndarray, x: np.ndarray) -> np.ndarray:
    """x of the year before, NaN when that year is missing; jaar rises."""
    vorige = np.concatenate([[math.nan], x[:-1]])[: len(x)]
    sluit_aan = np.diff(jaar, prepend=-math.inf) == 1
    return np.where(sluit_aan, vorige, math.nan)


def _kleinste(methode: str, q: float | None) -> int:
    """Fewest cases of a provider that counts for this methode."""
    check_methode(methode, q)
    return N_MIN if methode in ("ongewogen_gemiddelde", "mediaan", "percentiel") else 1


def _alle_kwartalen(kwartalen: pd.DataFrame) -> pd.DataFrame:
    frame = kwartalen[["jaar", "kwartaal", "teller", "noemer"]].astype(
        {"jaar": "int64", "kwartaal": "int64", "teller": "Int64", "noemer": "Int64"}
    )
    if frame.duplicated(["jaar", "kwartaal"]).any() or not frame["kwartaal"].between(1, 4).all():
        raise ValueError("elk kwartaal is 1 tot en met 4 en staat er hoogstens een keer")
    jaren = range(frame["jaar"].min(), frame["jaar"].max() + 1) if len(frame) else ()
    rooster = pd.MultiIndex.from_product([list(jaren), range(1, 5)], names=["jaar", "kwartaal"])
    return frame.set_index(["jaar", "kwartaal"]).reindex(rooster).reset_index().astype({"jaar": "int64"})
