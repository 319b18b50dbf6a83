"""Beta-binomial fit: reference sets, published fits, the boundary, and a slow likelihood as judge."""

import json
import math

import numpy as np
import pytest
from hulp_referentie import HOMOGEEN, NOEMERS, VERSPREID
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.normen.betabinomiaal import betrouwbaarheid, fit_betabinomiaal, kans_slechter, krimp, uit_momenten
from scipy.stats import betabinom, binom

RATTEN = [  # litters of the control group, Weil 1970 (as in Williams 1975): alive at 21 days, born alive
    *[(13, 13), (12, 12), (9, 9), (9, 9), (8, 8), (8, 8), (12, 13), (11, 12)],
    *[(9, 10), (9, 10), (8, 9), (11, 13), (4, 5), (5, 7), (7, 10), (7, 10)],
]
TUMOREN = [  # the 70 historical groups of rats with a tumour, Tarone 1982 (as in Gelman et al., BDA3, table 5.1)
    *[(0, 20)] * 7, *[(0, 19)] * 4, *[(0, 18)] * 2, (0, 17), *[(1, 20)] * 4, *[(1, 19)] * 2, *[(1, 18)] * 2,
    (2, 25), (2, 24), (2, 23), *[(2, 20)] * 6, (1, 10), (5, 49), (2, 19), (5, 46), (3, 27), (2, 17), (7, 49), (7, 47),
    *[(3, 20)] * 2, (2, 13), (9, 48), (10, 50), *[(4, 20)] * 7, (10, 48), *[(4, 19)] * 3, (5, 22), (11, 46), (12, 49),
    *[(5, 20)] * 2, (6, 23), (5, 19), (6, 22), *[(6, 20)] * 3, (16, 52), (15, 46), (15, 47), (9, 24),
]  # fmt: skip
KANKER = [  # stomach cancer in 20 cities, Tsutakawa et al. 1985 (as in Albert, Bayesian Computation with R)
    *[(0, 1083), (0, 855), (2, 3461), (0, 657), (1, 1208), (1, 1025), (0, 527), (2, 1668), (1, 583), (3, 582)],
    *[(0, 917), (1, 857), (1, 680), (1, 917), (54, 53637), (0, 874), (0, 395), (1, 581), (3, 588), (0, 383)],
]


@pytest.fixture
def orakels(gedeeld):
    bestand = gedeeld / "orakels" / "orakels.json"
    if not bestand.is_file():
        pytest.skip("de gepubliceerde uitkomsten zijn hier niet aanwezig")
    return {geval["id"]: geval for geval in json.loads(bestand.read_text(encoding="utf-8"))}


def _aannemelijkheid(y, n, alfa, beta):
    return betabinom.logpmf(y, n, alfa, beta).sum()


def test_homogene_referentieset_toont_geen_verschillen_boven_toeval():
    fit = fit_betabinomiaal(HOMOGEEN, NOEMERS)
    assert fit.alfa == pytest.approx(280.0, abs=0.05)
    assert fit.beta == pytest.approx(622.5, abs=0.05)
    assert fit.lr == pytest.approx(0.0442, abs=5e-5)
    assert fit.p_waarde == pytest.approx(0.4168, abs=5e-5)
    assert not fit.verschillen
    assert (fit.rho, fit.tau2) == (0, 0)
    assert fit.gemiddelde == sum(HOMOGEEN) / sum(NOEMERS)
    assert krimp(fit, HOMOGEEN, NOEMERS) == pytest.approx(fit.gemiddelde)
    assert np.isnan(kans_slechter(fit, HOMOGEEN, NOEMERS, 0.3)).all()


def test_verspreide_referentieset_tot_op_de_gedrukte_cijfers():
    fit = fit_betabinomiaal(VERSPREID, NOEMERS)
    assert fit.alfa == pytest.approx(3.71151, abs=5e-6)
    assert fit.beta == pytest.approx(8.23529, abs=5e-6)
    assert fit.rho == pytest.approx(0.0772391, abs=5e-8)
    assert fit.lr == pytest.approx(42.118, abs=5e-4)
    verwacht = [0.3204, 0.2068, 0.3745, 0.1456, 0.2909, 0.4825, 0.2347, 0.5077, 0.2494, 0.2100, 0.2576, 0.4492]
    assert krimp(fit, VERSPREID, NOEMERS) == pytest.approx(verwacht, abs=5e-5)


def test_controlegroep_van_de_ratten_geeft_de_gepubliceerde_schatting(orakels):
    fit = fit_betabinomiaal(*zip(*RATTEN, strict=True))
    gekregen = [fit.alfa / (fit.alfa + fit.beta), 1 / (fit.alfa + fit.beta)]
    assert gekregen == pytest.approx(orakels["betabin_rats_control"]["expected"], abs=5e-4)


def test_momenten_van_de_tumorgroepen_geven_de_gepubliceerde_beta(orakels):
    y, n = np.array(TUMOREN).T
    assert len(n) == 70
    gemiddelde, sd = np.mean(y / n), np.std(y / n, ddof=1)
    geval = orakels["rat_mom"]
    assert [gemiddelde, sd, *uit_momenten(gemiddelde, sd)] == pytest.approx(geval["expected"], abs=geval["tol"])


def test_waar_de_aannemelijkheid_blijft_stijgen_is_er_geen_verschil_boven_toeval():
    y, n = np.array(KANKER).T
    fit = fit_betabinomiaal(y, n)
    assert (fit.alfa, fit.beta, fit.lr, fit.p_waarde) == (math.inf, math.inf, 0, 1)
    assert (fit.rho, fit.rho_geschat) == (0, 0)
    p = y.sum() / n.sum()
    hoogten = [_aannemelijkheid(y, n, p * m, (1 - p) * m) for m in (1e2, 1e3, 1e4, 1e5, 1e6)]
    assert hoogten == sorted(hoogten)


@pytest.mark.parametrize("tellingen", [RATTEN, TUMOREN, list(zip(VERSPREID, NOEMERS, strict=True))])
def test_schatting_is_de_top_van_de_trage_aannemelijkheid(tellingen):
    y, n = np.array(tellingen).T
    fit = fit_betabinomiaal(y, n)
    top = _aannemelijkheid(y, n, fit.alfa, fit.beta)
    a, b = (rand.ravel() for rand in np.meshgrid(np.geomspace(0.1, 1000, 40), np.geomspace(0.1, 1000, 40)))
    assert (betabinom.logpmf(y[:, None], n[:, None], a, b).sum(axis=0) <= top + 1e-9).all()
    for a, b in [(1.001, 1), (0.999, 1), (1, 1.001), (1, 0.999), (1.001, 1.001), (0.999, 0.999)]:
        assert _aannemelijkheid(y, n, fit.alfa * a, fit.beta * b) < top
    kaal = binom.logpmf(y, n, y.sum() / n.sum()).sum()
    assert fit.lr == pytest.approx(2 * (top - kaal), abs=1e-6)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=8))
def test_geen_punt_van_een_grof_rooster_ligt_hoger(tellingen):
    y, n = np.array(tellingen).T
    fit = fit_betabinomiaal(y, n)
    kaal = binom.logpmf(y, n, y.sum() / n.sum()).sum()
    mu, m = (rand.ravel() for rand in np.meshgrid(np.linspace(0.02, 0.98, 25), np.geomspace(0.05, 1e5, 15)))
    rooster = betabinom.logpmf(y[:, None], n[:, None], mu * m, (1 - mu) * m).sum(axis=0)
    assert (2 * (rooster - kaal) <= fit.lr + 1e-6).all()


@pytest.mark.parametrize(
    "tellingen", [[(3, 10)], [(1, 1), (0, 1), (1, 1)], [(0, 5), (0, 9)], [(5, 5), (9, 9)], [(4, 8)] * 6]
)
def test_zonder_aanwijzing_voor_verschillen_is_rho_nul(tellingen):
    y, n = np.array(tellingen).T
    fit = fit_betabinomiaal(y, n)
    assert (fit.lr, fit.p_waarde, fit.rho) == (0, 1, 0)
    assert fit.gemiddelde == y.sum() / n.sum()


def test_zonder_aanbieders_is_er_geen_schatting():
    fit = fit_betabinomiaal([0], [0])
    assert fit.k == 0
    assert not fit.verschillen
    assert np.isnan([fit.gemiddelde, fit.rho, fit.tau2, fit.p_waarde]).all()


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=12)
)
def test_schatting_is_gespiegeld_en_onafhankelijk_van_de_volgorde(tellingen):
    y, n = np.array(tellingen).T
    fit = fit_betabinomiaal(y, n)
    assert fit_betabinomiaal(y[::-1], n[::-1]) == fit
    assert fit_betabinomiaal([*y, 0], [*n, 0]) == fit
    omgekeerd = fit_betabinomiaal(n - y, n)
    assert omgekeerd.lr == pytest.approx(fit.lr, abs=1e-6)
    assert omgekeerd.gemiddelde == pytest.approx(1 - fit.gemiddelde, abs=1e-4)
    assert 0 <= fit.rho <= 1
    if fit.verschillen:
        assert ((krimp(fit, y, n) - y / n) * (fit.gemiddelde - y / n) >= -1e-9).all()


def test_kans_slechter_is_het_oppervlak_van_de_betaverdeling_en_gespiegeld():
    fit = fit_betabinomiaal(VERSPREID, NOEMERS)
    kans = kans_slechter(fit, [9], [22], 0.3)[0]
    theta = (np.arange(200_000) + 0.5) / 200_000
    dichtheid = theta ** (fit.alfa + 9 - 1) * (1 - theta) ** (fit.beta + 13 - 1)
    assert kans == pytest.approx(dichtheid[theta < 0.3].sum() / dichtheid.sum(), abs=1e-5)
    assert kans_slechter(fit, [9], [22], 0.3, "lager_is_beter")[0] == pytest.approx(1 - kans, abs=1e-12)
    assert (np.diff(kans_slechter(fit, np.arange(23), np.full(23, 22), 0.3)) < 0).all()
    with pytest.raises(ValueError, match="richting"):
        kans_slechter(fit, [9], [22], 0.3, "geen")


def test_betrouwbaarheid_geeft_de_gedrukte_waarden():
    # norm-specificatie 1.3: tau = .08, p = .30.
    gekregen = betrouwbaarheid([10, 20, 30, 50, 100, 200], 0.30, 0.08**2)
    assert gekregen == pytest.approx([0.23, 0.38, 0.48, 0.60, 0.75, 0.86], abs=5e-3)
    assert betrouwbaarheid([0, 10], 0.3, 0.0064)[0] == 0
    assert (betrouwbaarheid([0, 10], 0.3, 0.0) == 0).all()
    assert np.isnan(betrouwbaarheid([np.nan], 0.3, 0.0064)).all()


def test_onmogelijke_invoer_wordt_geweigerd():
    with pytest.raises(ValueError, match="teller"):
        fit_betabinomiaal([5], [4])
    with pytest.raises(ValueError, match="hele"):
        fit_betabinomiaal([1.5], [4])
    assert np.isnan(uit_momenten(0.5, 0.6)).all()
    assert np.isnan(uit_momenten(0.5, 0.0)).all()
