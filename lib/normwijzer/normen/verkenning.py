"""Exploring a norm before it is set: candidates, what each would do, and where every provider would stand.

Everything here takes `cijfers`, the counts of one onderwerp (see `normen.cijfers`), and years, pooled by adding the
counts. Whether a year is still voorlopig changes no figure: the verdicts here are those that the counts would get.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from normwijzer.normen import kandidaten as kandidaat
from normwijzer.normen.bandbreedte import KLEINSTE, Bandbreedte, grens, grens_ver, maak_bandbreedte
from normwijzer.normen.betabinomiaal import BetaBinomiaal, betrouwbaarheid, fit_betabinomiaal, kans_slechter, krimp
from normwijzer.normen.cijfers import BASIS, DEFINITIEF, VOORLOPIG, jaartekst, rijen, tel
from normwijzer.normen.gevolgen import faalt, fdr, kans_op_falen, tel_gevolgen, wie_faalt
from normwijzer.normen.oordeel import oordeel
from normwijzer.normen.richting import hoger_is_beter
from normwijzer.normen.spreiding import meet_spreiding, met_gevallen
from normwijzer.statistiek.aandeel import wilson

MET_SPREIDING = "trechter_spreiding"
BANDEN = ("vast5", "vast10", "trechter", MET_SPREIDING, "klassen")
"""Bandwidths laid side by side: fixed at 5 and 10 percentage points, the funnel without and with the differences that
exist between providers (a choice of policy), and the published classes."""

GROOTTES = (10, 20, 30, 50, 100, 200, 300)
SLECHTER = (0.10, 0.15)
"""How much worse than the norm a provider truly is, in the table of power."""

MARGE = 5
"""Whole percents that the norm-choice line goes on beyond the worst and the best provider."""

Maker = Callable[[float], Bandbreedte]
Band = str | Bandbreedte | Maker


def kandidaten_tabel(cijfers: pd.DataFrame, jaren: Iterable[int], richting: str) -> pd.DataFrame:
    """All candidates of these years pooled: the columns of `kandidaten.kandidaten` and jaren ("2024", "2023+2024").

    Without cases every norm is NaN, k and n 0. Source: norm-specificatie 1.1.
    """
    jaren = list(jaren)
    geteld = tel(cijfers, jaren)
    return kandidaat.kandidaten(geteld["teller"], geteld["noemer"], richting).assign(jaren=jaartekst(cijfers, jaren))


def tau2_trechter(teller: ArrayLike, noemer: ArrayLike) -> float:
    """Variance between providers for the funnel that allows for it: additive, winsorised, around their own mean.

    0 when the likelihood-ratio test shows no differences beyond chance, and without providers: the funnel is then
    that of chance alone. Source: norm-specificatie 1.3, 1.6 B2.
    """
    return meet_spreiding(teller, noemer).tau2_w if _fit(teller, noemer).verschillen else 0.0


def maak_band(naam: str, norm: float, tau2: float = 0.0) -> Bandbreedte:
    """The bandwidth of a name of BANDEN at this norm, or of "vast" with any whole number of percentage points.

    Args:
        norm: a fraction 0–1; classes follow from it.
        tau2: of `tau2_trechter`; only trechter_spreiding uses it.

    Raises:
        ValueError: an unknown name.
    """
    vast = re.fullmatch(r"vast(\d{1,2})", naam)
    if vast:
        return maak_bandbreedte("vast", norm, breedte=int(vast.group(1)) / 100)
    if naam not in BANDEN:
        raise ValueError(f"een bandbreedte heet vast met een getal, of {', '.join(BANDEN[2:])}")
    if naam == MET_SPREIDING:
        return maak_bandbreedte("trechter", norm, tau2=tau2)
    return maak_bandbreedte(naam, norm)


def gevolgen_tabel(
    cijfers: pd.DataFrame,
    jaren: Iterable[int],
    richting: str,
    normen: Iterable[float],
    banden: Iterable[str] | Mapping[str, Band] = BANDEN,
) -> pd.DataFrame:
    """What each norm with each bandwidth would have done to these providers.

    Args:
        normen: fractions 0–1; NaN (a candidate without providers) and repeats are left out.
        banden: names for `maak_band`, or name -> bandwidth: a name, a Bandbreedte, or norm -> Bandbreedte.

    Returns:
        One row per norm × band, in the given order; counts of providers unless said otherwise: norm, band, k (noemer
        >= 10: only those can get a verdict, and only those are in what follows), te_klein (the others), voldoet,
        binnen, onder (as the verdicts), onder_ver (of `onder` those beyond the 99.8 % limit too), vals_alarm_norm,
        vals_alarm_grens (expected number worse than the norm, or than their limit, if all truly performed at the
        norm), kans_slechter (Σ P(true rate worse | data); NaN when differences are not beyond chance), onder_wilson,
        onder_toets (see `gevolgen.Gevolgen`).

    Raises:
        ValueError: a norm outside 0–1, an unknown richting or bandwidth.

    Source: norm-specificatie 1.5, 1.6.
    """
    alle = _tellingen(cijfers, jaren)
    (y, n), fit = _oordeelbaar(*alle), _fit(*alle)
    te_klein = len(alle[1]) - len(n)
    paren = banden.items() if isinstance(banden, Mapping) else ((naam, naam) for naam in banden)
    makers = {naam: _maker(band, alle) for naam, band in paren}
    uit = []
    for norm in dict.fromkeys(float(norm) for norm in normen if not math.isnan(norm)):
        kandidaat.expert(norm)
        faalt_norm, ver = faalt(y, n, norm, richting), faalt(y, n, grens_ver(norm, n, richting), richting)
        for naam, maak in makers.items():
            limiet = grens(maak(norm), norm, n, richting)
            gevolg = tel_gevolgen(y, n, norm, richting, limiet, fit)
            onder = faalt_norm & faalt(y, n, limiet, richting)
            uit.append({
                "norm": norm, "band": naam, "k": gevolg.k, "te_klein": te_klein,
                "voldoet": gevolg.k - gevolg.onder_norm, "binnen": gevolg.onder_norm - int(onder.sum()),
                "onder": int(onder.sum()), "onder_ver": int((onder & ver).sum()),
                "vals_alarm_norm": gevolg.vals_alarm_norm, "vals_alarm_grens": gevolg.vals_alarm_grens,
                "kans_slechter": gevolg.kans_slechter, "onder_wilson": gevolg.onder_wilson,
                "onder_toets": gevolg.onder_toets,
            })  # fmt: skip
    return pd.DataFrame(uit, columns=list(_GEVOLGEN)).astype(_GEVOLGEN)


def keuzelijn(cijfers: pd.DataFrame, jaren: Iterable[int], richting: str, band: Band = "trechter") -> pd.DataFrame:
    """How many providers fall below, for every norm in whole percent: the norm-choice chart.

    Args:
        band: as in `gevolgen_tabel`; a Bandbreedte stays the same for every norm, a name moves along with it.

    Returns:
        norm (rising, whole percents as a fraction), onder_norm (worse than the norm), onder_grens (worse than the
        limit too), vals_alarm_grens (as `gevolgen_tabel`), over providers with noemer >= 10; from MARGE percent below
        the lowest rate to MARGE above the highest, within 0–100. Empty without such a provider.

    Source: norm-specificatie 1.5; presentatie (norm-choice chart).
    """
    alle = _tellingen(cijfers, jaren)
    (y, n), maak = _oordeelbaar(*alle), _maker(band, alle)
    hoger_is_beter(richting)
    if len(n):
        laagste, hoogste = math.floor((y / n).min() * 100) - MARGE, math.ceil((y / n).max() * 100) + MARGE
        normen = np.arange(max(0, laagste), min(100, hoogste) + 1) / 100
    else:
        normen = np.empty(0)
    grenzen = np.array([grens(maak(norm), norm, n, richting) for norm in normen]).reshape(len(normen), len(n))
    onder_norm = faalt(y, n, normen[:, None], richting)
    kans = kans_op_falen(n, grenzen, normen[:, None], richting)
    return pd.DataFrame({
        "norm": normen,
        "onder_norm": onder_norm.sum(axis=1).astype("int64"),
        "onder_grens": (onder_norm & faalt(y, n, grenzen, richting)).sum(axis=1).astype("int64"),
        "vals_alarm_grens": np.array([math.fsum(rij) for rij in kans], dtype=float),
    })  # fmt: skip


def kracht_tabel(norm: float, richting: str) -> pd.DataFrame:
    """What a norm can see of providers of GROOTTES: chance of failing at the norm, and the power of the exact 5 % rule.

    Returns:
        noemer, faalt_0, faalt_5, faalt_10 (chance that a provider truly at the norm fails the norm, or 5 or 10 points
        beyond it), drempel (fails with fewer; when lower is better with more), omvang (its chance of a false alarm),
        kracht_10_slechter, kracht_15_slechter (chance that it finds a provider truly that many points worse; NaN when
        no rate can be that much worse).

    Raises:
        ValueError: a norm outside 0–1, an unknown richting.

    Source: norm-specificatie 1.5.
    """
    kant = -1 if hoger_is_beter(richting) else 1
    kandidaat.expert(norm)
    waar = {f"kracht_{round(v * 100)}_slechter": round(norm + kant * v, 12) for v in SLECHTER}
    kan = {naam: w for naam, w in waar.items() if 0 <= w <= 1}
    tabel = wie_faalt(GROOTTES, norm, werkelijk=tuple(kan.values()), richting=richting)
    vast = [naam for naam in tabel.columns if not naam.startswith("kracht_")]
    tabel.columns = [*vast, *kan]
    return tabel.reindex(columns=[*vast, *waar]).astype(dict.fromkeys(waar, "float64"))


def per_aanbieder(
    cijfers: pd.DataFrame, jaren: Iterable[int], richting: str, norm: float, band: Band = "trechter"
) -> pd.DataFrame:
    """Where every provider would stand at this norm and bandwidth.

    Returns:
        One row per provider, sorted: aanbieder, teller, noemer, waarde, onder, boven (Wilson 95 %; NaN at noemer 0),
        grens, grens_ver, oordeel, ver, kans (of `oordeel.oordeel`), gekrompen, betrouwbaarheid (of
        `betabinomiaal`, from all providers together), kans_slechter and fdr (Benjamini–Hochberg of kans), both NaN
        below noemer 10, kans_slechter also when differences are not beyond chance; status (voorlopig when one of
        its years is; it does not change the verdict here).

    Source: norm-specificatie 1.2, 1.3, 1.6.
    """
    jaren = list(jaren)
    basis = rijen(cijfers, jaren, BASIS)
    uit = tel(cijfers, jaren)
    y, n = (uit[naam].to_numpy(dtype=float) for naam in ("teller", "noemer"))
    fit = _fit(y, n)
    uit["waarde"] = y / np.where(n > 0, n, math.nan)
    uit["onder"], uit["boven"] = wilson(y, n)
    keuze = _maker(band, (y, n))(norm)
    stand = oordeel(uit["teller"], uit["noemer"], [DEFINITIEF] * len(uit), norm, keuze, richting)
    uit = uit.join(stand[["grens", "grens_ver", "oordeel", "ver", "kans"]])
    uit["gekrompen"] = krimp(fit, y, n)
    uit["betrouwbaarheid"] = betrouwbaarheid(n, fit.gemiddelde, fit.tau2)
    uit["kans_slechter"] = np.where(n >= KLEINSTE, kans_slechter(fit, y, n, norm, richting), math.nan)
    uit["fdr"] = fdr(uit["kans"].to_numpy(dtype=float))
    voorlopig = set(basis.loc[basis["status"] == VOORLOPIG, "aanbieder"])
    uit["status"] = np.where(uit["aanbieder"].isin(voorlopig), VOORLOPIG, DEFINITIEF)
    return uit.astype({"status": "str"})


_GEVOLGEN = {
    "norm": "float64", "band": "str", "k": "int64", "te_klein": "int64", "voldoet": "int64", "binnen": "int64",
    "onder": "int64", "onder_ver": "int64", "vals_alarm_norm": "float64", "vals_alarm_grens": "float64",
    "kans_slechter": "float64", "onder_wilson": "int64", "onder_toets": "int64",
}  # fmt: skip


def kies_band(band: Band, norm: float, cijfers: pd.DataFrame, jaren: Iterable[int]) -> Bandbreedte:
    """The bandwidth at this norm: of a name (trechter_spreiding with the differences of these counts), or as given."""
    return _maker(band, _tellingen(cijfers, jaren))(norm)


def _tellingen(cijfers: pd.DataFrame, jaren: Iterable[int]) -> tuple[np.ndarray, np.ndarray]:
    geteld = tel(cijfers, jaren)
    return geteld["teller"].to_numpy(dtype=float), geteld["noemer"].to_numpy(dtype=float)


def _oordeelbaar(y: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts of the providers that can get a verdict."""
    return y[n >= KLEINSTE], n[n >= KLEINSTE]


def _maker(band: Band, tellingen: tuple[np.ndarray, np.ndarray]) -> Maker:
    if isinstance(band, Bandbreedte):
        return lambda _: band
    if isinstance(band, str):
        tau2 = tau2_trechter(*tellingen) if band == MET_SPREIDING else 0.0
        return lambda norm: maak_band(band, norm, tau2)
    return band


def _fit(teller: ArrayLike, noemer: ArrayLike) -> BetaBinomiaal:
    y, n = met_gevallen(teller, noemer)
    return _fit_van(tuple(y), tuple(n))


@lru_cache(maxsize=64)
def _fit_van(y: tuple[float, ...], n: tuple[float, ...]) -> BetaBinomiaal:
    """The search takes milliseconds, and every table of one onderwerp needs the same one."""
    return fit_betabinomiaal(y, n)
