"""Beta-binomial model: true rates that differ between providers, and what the counts then say."""

from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import ArrayLike

from normwijzer.normen.richting import HOGER, hoger_is_beter
from normwijzer.normen.spreiding import met_gevallen
from normwijzer.statistiek.aandeel import check_tellingen

GRENS_P = 0.10
"""Above this p-value of the likelihood-ratio test the differences are taken as chance (rho 0)."""

_STARTS = (1.0, 10.0, 100.0, 1e4)
_MEESTE = 1e9
"""α + β beyond which the fit counts as binomial."""
_GEEN_WINST = 1e-9


@dataclass(frozen=True)
class BetaBinomiaal:
    """A fitted model; NaN everywhere when there are no cases.

    gemiddelde: mean rate, that of the fitted Beta, or Σy/Σn when rho is 0. alfa, beta: of the Beta at the maximum of
    the likelihood; inf when that lies at "no differences". rho_geschat: 1/(alfa + beta + 1). lr: likelihood ratio
    against the binomial, p_waarde: its ½χ²₁ mixture (1 at lr 0). verschillen: p_waarde <= 0.10; false = "geen
    aanwijzing voor verschillen boven toeval". k, n: providers and cases.
    """

    k: int
    n: int
    gemiddelde: float
    alfa: float
    beta: float
    lr: float
    p_waarde: float

    @property
    def verschillen(self) -> bool:
        return bool(self.p_waarde <= GRENS_P)

    @property
    def rho_geschat(self) -> float:
        return 1 / (self.alfa + self.beta + 1)

    @property
    def rho(self) -> float:
        """Correlation within a provider that is used: 0 when differences are not beyond chance."""
        return self.rho_geschat if self.verschillen else 0.0 if self.k else np.nan

    @property
    def tau2(self) -> float:
        """Variance of the true rates: gemiddelde (1 − gemiddelde) rho."""
        return self.gemiddelde * (1 - self.gemiddelde) * self.rho


def fit_betabinomiaal(teller: ArrayLike, noemer: ArrayLike) -> BetaBinomiaal:
    """Maximum likelihood on logit(mean) and log(α + β), from several starts.

    Args:
        teller, noemer: counts per provider, 0 <= teller <= noemer; noemer 0 or empty = takes no part.

    Returns:
        `BetaBinomiaal`. One provider, all of noemer 1, or nobody or everybody in the teller say nothing about
        differences: lr 0. Independent of the order of the providers, to the last bit.

    Raises:
        ValueError: a teller outside 0 … noemer, or not whole numbers.

    Source: norm-specificatie 1.3 and 1.4; Williams 1975.
    """
    y, n = met_gevallen(teller, noemer)
    if np.any(y != np.floor(y)) or np.any(n != np.floor(n)):
        raise ValueError("tellers en noemers zijn hele getallen")
    if not len(n):
        return BetaBinomiaal(0, 0, *[np.nan] * 5)
    totaal, gemiddeld = int(n.sum()), float(y.sum() / n.sum())
    if gemiddeld > 0.5:  # from the rare side, so that both sides give the same fit
        fit = fit_betabinomiaal(n - y, n)
        gemiddeld = 1 - fit.gemiddelde if fit.verschillen else gemiddeld
        return replace(fit, gemiddelde=gemiddeld, alfa=fit.beta, beta=fit.alfa)
    model = _Aannemelijkheid(y.astype(int), n.astype(int))
    binomiaal = BetaBinomiaal(len(n), totaal, gemiddeld, np.inf, np.inf, 0.0, 1.0)
    if not 0 < gemiddeld < 1 or n.max() == 1 or len(n) == 1:
        return binomiaal
    mu, m = model.maximum(gemiddeld, (*_STARTS, *_moment_start(y / n)))
    lr = 2 * (model(mu, 1 / m) - model(gemiddeld, 0.0))
    if lr < _GEEN_WINST or m >= _MEESTE / 2:
        return binomiaal
    p = float(scipy.special.chdtrc(1, lr)) / 2
    return BetaBinomiaal(len(n), totaal, mu if p <= GRENS_P else gemiddeld, mu * m, (1 - mu) * m, float(lr), p)


def uit_momenten(gemiddelde: float, standaardafwijking: float) -> tuple[float, float]:
    """(alfa, beta) of the Beta with this mean and standard deviation; NaN where no Beta has them."""
    variantie, ruimte = standaardafwijking**2, gemiddelde * (1 - gemiddelde)
    if not 0 < variantie < ruimte:
        return np.nan, np.nan
    m = ruimte / variantie - 1
    return gemiddelde * m, (1 - gemiddelde) * m


def krimp(fit: BetaBinomiaal, teller: ArrayLike, noemer: ArrayLike) -> np.ndarray:
    """Empirical-Bayes rate (α + y)/(α + β + n) per provider; the mean when rho is 0 or noemer is 0.

    Only to look at: the verdict of a contract is about y/n. NaN for an empty count. Source: norm-specificatie 1.3.
    """
    y, n = check_tellingen(teller, noemer)
    if not fit.verschillen:
        return np.where(np.isnan(y + n), np.nan, fit.gemiddelde)
    return (fit.alfa + y) / (fit.alfa + fit.beta + n)


def kans_slechter(
    fit: BetaBinomiaal, teller: ArrayLike, noemer: ArrayLike, norm: float, richting: str = HOGER
) -> np.ndarray:
    """P(true rate worse than the norm | data) per provider: below it, or above it when lower is better.

    Plug-in, so too sure of itself below about 15 providers: indicative, never a status.

    Args:
        fit: of the providers together.
        teller, noemer: counts per provider.
        norm: a fraction 0–1. richting: hoger_is_beter or lager_is_beter.

    Returns:
        Chance 0–1; NaN for an empty count, and everywhere when fit shows no differences beyond chance: all providers
        then share one rate and nothing can be said of one of them.

    Raises:
        ValueError: an unknown richting.

    Source: norm-specificatie 1.3.
    """
    y, n = check_tellingen(teller, noemer)
    hoger = hoger_is_beter(richting)
    if not fit.verschillen:
        return np.full(np.broadcast_shapes(y.shape, n.shape), np.nan)
    kans = scipy.special.betainc if hoger else scipy.special.betaincc
    return kans(fit.alfa + y, fit.beta + n - y, norm)


def betrouwbaarheid(noemer: ArrayLike, gemiddelde: float, tau2: float) -> np.ndarray:
    """Share of the variance of a provider's rate that is real: τ²/(τ² + p(1 − p)/n).

    0 at noemer 0 or τ² 0; NaN for an empty noemer. Source: norm-specificatie 1.3.
    """
    n = check_tellingen(0, noemer)[1]
    echt = n * tau2
    return np.where(echt == 0, 0.0, echt / np.where(echt == 0, 1.0, echt + gemiddelde * (1 - gemiddelde)))


class _Aannemelijkheid:
    """Log likelihood in μ (mean) and θ = 1/(α + β), without the binomial coefficients.

    Σ_j c_j log(μ + jθ) + d_j log(1 − μ + jθ) − e_j log(1 + jθ), with c_j, d_j, e_j the providers with more than j in
    the teller, outside it, in the noemer. Exact at θ = 0, where differences of log Γ lose all digits.
    """

    def __init__(self, y: np.ndarray, n: np.ndarray) -> None:
        self.j = np.arange(n.max())
        self.c, self.d, self.e = (_meer_dan(x, len(self.j)) for x in (y, n - y, n))

    def __call__(self, mu: float, theta: float) -> float:
        jt = self.j * theta
        return float(np.sum(self.c * np.log(mu + jt) + self.d * np.log(1 - mu + jt) - self.e * np.log1p(jt)))

    def maximum(self, gemiddeld: float, starts: tuple[float, ...]) -> tuple[float, float]:
        """(μ, α + β) of the highest of the local maxima."""
        logit = float(scipy.special.logit(gemiddeld))
        randen = [(logit - 10, logit + 10), (np.log(1e-4), np.log(_MEESTE))]
        beste = None
        for start in starts:
            uit = scipy.optimize.minimize(
                self._min,
                [logit, np.log(start)],
                jac=True,
                method="L-BFGS-B",
                bounds=randen,
                options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500},
            )
            if beste is None or uit.fun < beste.fun:
                beste = uit
        return float(scipy.special.expit(beste.x[0])), float(np.exp(beste.x[1]))

    def _min(self, x: np.ndarray) -> tuple[float, np.ndarray]:
        mu, theta = float(scipy.special.expit(x[0])), float(np.exp(-x[1]))
        jt = self.j * theta
        a, b = self.c / (mu + jt), self.d / (1 - mu + jt)
        naar_mu, naar_theta = np.sum(a - b), np.sum(self.j * (a + b - self.e / (1 + jt)))
        return -self(mu, theta), -np.array([naar_mu * mu * (1 - mu), -naar_theta * theta])


def _meer_dan(x: np.ndarray, lengte: int) -> np.ndarray:
    """For j = 0 … lengte − 1 how many are more than j."""
    return len(x) - np.cumsum(np.bincount(x, minlength=lengte + 1))[:lengte]


def _moment_start(p: np.ndarray) -> tuple[float, ...]:
    m = sum(uit_momenten(float(np.mean(p)), float(np.std(p, ddof=1))))
    return () if np.isnan(m) else (m,)
