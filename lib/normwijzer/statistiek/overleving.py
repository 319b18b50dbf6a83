"""Kaplan–Meier with delayed entry: how long something lasts, when not everything has ended yet.

Reading: S(t) = the share that lasts longer than t. Someone is at risk at time t when entree < t <= duur: seen from
just after entree up to and including duur. An end and a censoring at the same time: the end goes first, so the
censored one was still at risk. Who enters at t is not at risk for an end at t (the convention of R's
`survival`, and with whole days the right one: whoever has lasted t days when a window opens did not end at t in it).
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

_GELIJK = 1e-12
"""Slack where a product of fractions is compared with a round number."""


@dataclass(frozen=True, eq=False)
class Overleving:
    """A survival curve; the arrays have one element per distinct time at which someone ends or is censored.

    tijd: that time, in the unit of `duur`. in_zorg: at risk just before it. einden, gecensureerd: then.
    s: share that lasts longer than tijd. variantie: Greenwood. onder, boven: interval of s by log(-log s), which stays
    inside 0 … 1 and holds its promised coverage in small groups, where s ± 1.96 se does neither; NaN where the
    formula has no value: before the first end (s = 1) and when all have ended (s = 0).
    n: people. eerste_tijd: where the curve begins (s = 1; NaN: no curve). With delayed entry it can lie after 0: the
    curve then holds for those who had lasted that long. laatste_tijd: s is NaN after it (see kaplan_meier).
    entrees: sorted entry of each person. z: standard deviations on either side that the interval takes.
    """

    tijd: np.ndarray
    in_zorg: np.ndarray
    einden: np.ndarray
    gecensureerd: np.ndarray
    s: np.ndarray
    variantie: np.ndarray
    onder: np.ndarray
    boven: np.ndarray
    n: int
    eerste_tijd: float
    laatste_tijd: float
    entrees: np.ndarray
    z: float

    @property
    def mediaan(self) -> float:
        """The first time at which s is at most a half; NaN when the curve does not come that low."""
        return _first(self.tijd, self.s)

    @property
    def mediaan_interval(self) -> tuple[float, float]:
        """Where the band crosses a half (Brookmeyer and Crowley); NaN for a side that does not."""
        return _first(self.tijd, self.onder), _first(self.tijd, self.boven)

    def s_op(self, tijden: ArrayLike) -> np.ndarray:
        """s at these times; NaN before eerste_tijd and after laatste_tijd (0 stays 0)."""
        return self._op(tijden, self.s, 1.0)

    def interval_op(self, tijden: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """(onder, boven) of s at these times; NaN where s or its interval has no value."""
        return self._op(tijden, self.onder, np.nan), self._op(tijden, self.boven, np.nan)

    def in_zorg_op(self, tijden: ArrayLike) -> np.ndarray:
        """How many are at risk at these times, before ends at that time; at time 0 those there from the start."""
        tijden = np.asarray(tijden, dtype=float)
        uit = np.concatenate([[0], np.cumsum(self.einden + self.gecensureerd)])
        binnen = np.searchsorted(self.entrees, tijden, side="left")
        binnen = np.where(tijden <= 0, np.searchsorted(self.entrees, tijden, side="right"), binnen)
        return binnen - uit[np.searchsorted(self.tijd, tijden, side="left")]

    def rmst(self, tau: float) -> tuple[float, float]:
        """(mean time up to tau, its standard error): the area under s from eerste_tijd to tau.

        NaN when s is not known up to tau. Standard error: square root of Σ A² d / (r (r - d)) over the ends up to
        tau, A = the area under s between that end and tau (Klein and Moeschberger 4.5).
        """
        if not (self.eerste_tijd <= tau) or np.isnan(self.s_op([tau])[0]):
            return np.nan, np.nan
        mee = (self.tijd > self.eerste_tijd) & (self.tijd <= tau)
        knopen = np.concatenate([[self.eerste_tijd], self.tijd[mee], [tau]])
        vlakken = np.concatenate([[1.0], self.s[mee]]) * np.diff(knopen)
        rest = np.cumsum(vlakken[::-1])[::-1][1:]
        r, d = self.in_zorg[mee].astype(float), self.einden[mee].astype(float)
        telt = r > d  # r = d ends the curve at 0: nothing of its area is left to be unsure about
        return float(vlakken.sum()), float(np.sqrt(np.sum(rest[telt] ** 2 * d[telt] / (r[telt] * (r[telt] - d[telt])))))

    def _op(self, tijden: ArrayLike, waarden: np.ndarray, begin: float) -> np.ndarray:
        tijden = np.asarray(tijden, dtype=float)
        plek = np.searchsorted(self.tijd, tijden, side="right")
        uit = np.concatenate([[begin], np.where(self.tijd > self.eerste_tijd, waarden, begin)])[plek]
        nul = np.concatenate([[1.0], self.s])[plek] == 0
        bekend = (tijden >= self.eerste_tijd) & ((tijden <= self.laatste_tijd) | nul)
        return np.where(bekend, uit, np.nan)


def kaplan_meier(
    duur: ArrayLike,
    einde: ArrayLike,
    entree: ArrayLike | None = None,
    *,
    minstens: int = 1,
    betrouwbaarheid: float = 0.95,
) -> Overleving:
    """The product-limit curve of lengths, some of which are still unfinished.

    Early risk sets. With delayed entry only few may be at risk at first; when the only one at risk ends, the plain
    product is 0 for ever, however many come in later. Two guards, which change nothing without delayed entry:
    the curve begins where `minstens` people are at risk for the first time (eerste_tijd; ends before it are counted
    in einden and not used), and it breaks off where nobody is left at risk while others still come in (laatste_tijd:
    what happens in between has not been seen).

    Args:
        duur: length at which someone ended or was last seen, finite.
        einde: true = ended at duur; false = censored there.
        entree: length already reached when first seen; None = 0 for all. 0 <= entree < duur.
        minstens: see above; 1 = begin at the earliest entry.
        betrouwbaarheid: of the interval, two-sided.

    Raises:
        ValueError: lengths of different shape, empty or infinite, or not after their entry; minstens < 1.

    Source: kpi-specificatie 3.1; Kaplan and Meier 1958; Greenwood 1926; Borgan and Liestøl 1990 (interval).
    """
    duur, entree, einde = _check(duur, einde, entree, minstens)
    z = NormalDist().inv_cdf((1 + betrouwbaarheid) / 2)
    tijd, plek = np.unique(duur, return_inverse=True)
    einden = np.bincount(plek[einde], minlength=len(tijd))
    uit = np.bincount(plek, minlength=len(tijd))
    entrees = np.sort(entree)
    in_zorg = np.searchsorted(entrees, tijd, side="left") - (np.cumsum(uit) - uit)

    eerste = _first_time(entrees, np.sort(duur), minstens)
    breuk = _break(tijd, in_zorg, einden, uit, entrees, eerste)
    laatste = min(breuk[0], float(tijd[-1])) if len(tijd) else np.nan
    s, variantie = _product(tijd, in_zorg, einden, eerste, laatste, breuk[1])
    onder, boven = _log_log(s, variantie, z)
    return Overleving(
        tijd, in_zorg, einden, uit - einden, s, variantie, onder, boven, len(duur), eerste, laatste, entrees, z
    )


def _check(
    duur: ArrayLike, einde: ArrayLike, entree: ArrayLike | None, minstens: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    duur = np.asarray(duur, dtype=float)
    entree = np.zeros(duur.shape) if entree is None else np.asarray(entree, dtype=float)
    einde = np.asarray(einde, dtype=bool)
    if duur.ndim != 1 or not (duur.shape == entree.shape == einde.shape):
        raise ValueError("duur, einde en entree zijn even lange rijen")
    if not (np.isfinite(duur).all() and (entree >= 0).all() and (entree < duur).all()):
        raise ValueError("elke duur is eindig en ligt na haar entree, en die is 0 of later")
    if minstens < 1:
        raise ValueError("minstens is 1 of meer")
    return duur, entree, einde


def _first_time(entrees: np.ndarray, duren: np.ndarray, minstens: int) -> float:
    """First entry just after which `minstens` are at risk; NaN when that never happens."""
    momenten = np.unique(entrees)
    daarna = np.searchsorted(entrees, momenten, side="right") - np.searchsorted(duren, momenten, side="right")
    genoeg = momenten[daarna >= minstens]
    return float(genoeg[0]) if len(genoeg) else np.nan


def _break(
    tijd: np.ndarray, in_zorg: np.ndarray, einden: np.ndarray, uit: np.ndarray, entrees: np.ndarray, eerste: float
) -> tuple[float, bool]:
    """(last time up to which s is known, whether s at that very time is known too); (inf, True) without a break.

    A break: everyone at risk leaves at a time while others come in then or later. Did they all end, s would drop to
    0, which those who come in contradict: s at that time is not known. Was somebody censored, s still is.
    Others coming in at that very time take over only when s did not drop to 0.
    """
    later = tijd < (entrees[-1] if len(entrees) else -np.inf)
    tegelijk = np.isin(tijd, entrees)
    leeg = (in_zorg == uit) & (tijd > eerste)
    op = leeg & (einden == in_zorg) & (einden > 0) & (later | tegelijk)
    weg = leeg & ~op & later & ~tegelijk
    plekken = np.flatnonzero(op | weg)
    if not len(plekken):
        return np.inf, True
    return float(tijd[plekken[0]]), bool(weg[plekken[0]])


def _product(
    tijd: np.ndarray, r: np.ndarray, d: np.ndarray, eerste: float, laatste: float, ook_laatste: bool
) -> tuple[np.ndarray, np.ndarray]:
    """s and its Greenwood variance per time; NaN outside (eerste, laatste]. At s = 0 the variance is NaN."""
    mee = (tijd > eerste) & (tijd <= laatste if ook_laatste else tijd < laatste)
    r, d = np.where(mee, r, 1).astype(float), np.where(mee, d, 0).astype(float)
    s = np.cumprod(1 - d / r)
    with np.errstate(divide="ignore", invalid="ignore"):
        variantie = s**2 * np.cumsum(d / (r * (r - d)))
    return np.where(mee, s, np.nan), np.where(mee & (s > 0), variantie, np.nan)


def _log_log(s: np.ndarray, variantie: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    binnen = (s > 0) & (s < 1)
    veilig = np.where(binnen, s, 0.5)
    macht = np.exp(z * np.sqrt(np.where(binnen, variantie, 0)) / (veilig * -np.log(veilig)))
    return np.where(binnen, veilig**macht, np.nan), np.where(binnen, veilig ** (1 / macht), np.nan)


def _first(tijd: np.ndarray, waarden: np.ndarray) -> float:
    laag = tijd[waarden <= 0.5 + _GELIJK]
    return float(laag[0]) if len(laag) else np.nan
