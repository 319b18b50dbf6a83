"""Who fails: the printed table, binomial sums as judge, and the mirror image."""

import math
from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import pytest
from hulp_referentie import HOMOGEEN, NOEMERS, VERSPREID
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.normen.betabinomiaal import fit_betabinomiaal, kans_slechter
from normwijzer.normen.gevolgen import (
    exacte_regel,
    faalt,
    fdr,
    kans_op_falen,
    klassebreedte,
    klassenband,
    p_waarde,
    tel_gevolgen,
    wie_faalt,
)

HOGER, LAGER = "hoger_is_beter", "lager_is_beter"

GEDRUKT = [  # norm-specificatie 1.5: n, strict, -5pp, -10pp, fail if y <, size, power at .20 and .15
    (10, 0.383, 0.383, 0.149, 1, 0.028, 0.107, 0.197),
    (20, 0.416, 0.238, 0.107, 3, 0.035, 0.206, 0.405),  # size printed as .036; see the test below
    (30, 0.432, 0.281, 0.077, 5, 0.030, 0.255, 0.524),
    (50, 0.447, 0.223, 0.040, 10, 0.040, 0.444, 0.791),
    (100, 0.462, 0.114, 0.009, 23, 0.048, 0.739, 0.978),
    (200, 0.473, 0.051, 0.001, 49, 0.036, 0.931, 1.000),
    (300, 0.478, 0.024, 0.000, 77, 0.043, 0.990, 1.000),
]


def _kans(tellers, n, theta):
    theta = Fraction(theta)
    return sum(comb(n, t) * theta**t * (1 - theta) ** (n - t) for t in tellers)


def test_wie_faalt_geeft_de_gedrukte_tabel():
    tabel = wie_faalt([rij[0] for rij in GEDRUKT], 0.30, werkelijk=(0.20, 0.15))
    assert tabel.columns.tolist() == [
        *["noemer", "faalt_0", "faalt_5", "faalt_10", "drempel", "omvang", "kracht_20", "kracht_15"]
    ]
    assert tabel.to_numpy() == pytest.approx(np.array(GEDRUKT), abs=5.0001e-4)


def test_omvang_bij_twintig_is_de_som_van_drie_kansen():
    # P(X <= 2 | 20, 3/10) = .03548, which is .035 with three decimals (not the .036 of rounding .0355 again).
    som = _kans(range(3), 20, Fraction(3, 10))
    assert float(som) == pytest.approx(0.0354831, abs=5e-8)
    assert wie_faalt([20], 0.30)["omvang"][0] == pytest.approx(float(som), abs=1e-12)


@pytest.mark.parametrize(
    ("tellers", "onder_norm", "onder_wilson", "onder_toets"), [(HOMOGEEN, 5, 0, 0), (VERSPREID, 7, 2, 2)]
)
def test_referentiesets_geven_de_gedrukte_aantallen(tellers, onder_norm, onder_wilson, onder_toets):
    gevolgen = tel_gevolgen(tellers, NOEMERS, 0.30, HOGER)
    assert (gevolgen.k, gevolgen.onder_norm, gevolgen.onder_wilson, gevolgen.onder_toets) == (
        *(12, onder_norm, onder_wilson, onder_toets),
    )
    assert (gevolgen.onder_grens, gevolgen.vals_alarm_grens) == (0, 0)
    assert math.isnan(gevolgen.kans_slechter)


def test_gevolgen_tellen_op_over_aanbieders():
    fit = fit_betabinomiaal(VERSPREID, NOEMERS)
    grens = np.where(np.array(NOEMERS) < 10, np.nan, 0.25)
    gevolgen = tel_gevolgen(VERSPREID, NOEMERS, 0.30, HOGER, grens, fit)
    # Below .25 with at least 10 clients: 4/41, 12/55, 7/31, 24/120 (38/150 = .2533 is not).
    assert gevolgen.onder_grens == 4
    strikt = sum(_kans(range(math.ceil(Fraction(3, 10) * n)), n, Fraction(3, 10)) for n in NOEMERS)
    assert gevolgen.vals_alarm_norm == pytest.approx(float(strikt), abs=1e-9)
    band = sum(_kans(range(math.ceil(Fraction(1, 4) * n)), n, Fraction(3, 10)) for n in NOEMERS if n >= 10)
    assert gevolgen.vals_alarm_grens == pytest.approx(float(band), abs=1e-9)
    assert gevolgen.kans_slechter == pytest.approx(kans_slechter(fit, VERSPREID, NOEMERS, 0.3).sum())


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.integers(1, 90).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=9),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_gevolgen_zijn_gespiegeld_en_onafhankelijk_van_de_volgorde(tellingen, norm, grens):
    y, n = np.array(tellingen).T
    hoger = tel_gevolgen(y, n, norm / 100, HOGER, grens / 100)
    assert repr(tel_gevolgen(y[::-1], n[::-1], norm / 100, HOGER, grens / 100)) == repr(hoger)
    assert repr(tel_gevolgen([*y, 0], [*n, 0], norm / 100, HOGER, grens / 100)) == repr(hoger)
    lager = tel_gevolgen(n - y, n, (100 - norm) / 100, LAGER, (100 - grens) / 100)
    for veld in ("k", "onder_norm", "onder_grens"):
        assert getattr(lager, veld) == getattr(hoger, veld), veld
    assert lager.vals_alarm_norm == pytest.approx(hoger.vals_alarm_norm, abs=1e-9)
    assert lager.vals_alarm_grens == pytest.approx(hoger.vals_alarm_grens, abs=1e-9)


def test_op_de_norm_faalt_niemand_en_een_minder_wel():
    # Every size and whole percent, judged in whole numbers: as floats 100 * 0.07 > 7 and 100 * 0.29 < 29.
    noemer, procent = (rand.ravel() for rand in np.meshgrid(np.arange(1, 301), np.arange(101)))
    for teller in (-(-procent * noemer // 100), np.maximum(-(-procent * noemer // 100) - 1, 0)):
        exact = 100 * teller < procent * noemer
        assert (faalt(teller, noemer, procent / 100) == exact).all()
        assert (faalt(noemer - teller, noemer, (100 - procent) / 100, LAGER) == exact).all()
    assert exact.any()


@settings(deadline=None, max_examples=60)
@given(noemer=st.integers(1, 70), norm=st.integers(1, 99), alfa=st.sampled_from([0.05, 0.025, 0.001]))
def test_exacte_regel_is_de_strengste_die_zich_aan_alfa_houdt(noemer, norm, alfa):
    theta = Fraction(norm, 100)
    regel = int(exacte_regel([noemer], norm / 100, HOGER, alfa)[0])
    assert _kans(range(regel), noemer, theta) <= alfa
    assert _kans(range(regel + 1), noemer, theta) > alfa
    assert exacte_regel([noemer], (100 - norm) / 100, LAGER, alfa)[0] == noemer - regel


@settings(deadline=None, max_examples=60)
@given(noemer=st.integers(1, 60), norm=st.integers(0, 100), teller=st.integers(0, 60))
def test_p_waarde_is_de_som_van_de_even_slechte_tellers(noemer, norm, teller):
    teller = min(teller, noemer)
    theta = Fraction(norm, 100)
    assert p_waarde([teller], [noemer], norm / 100)[0] == pytest.approx(
        float(_kans(range(teller + 1), noemer, theta)), abs=1e-10
    )
    assert p_waarde([teller], [noemer], norm / 100, LAGER)[0] == pytest.approx(
        float(_kans(range(teller, noemer + 1), noemer, theta)), abs=1e-10
    )


def test_dertig_aanbieders_op_de_norm_geven_hoogstens_driekwart_vals_alarm():
    # norm-specificatie 1.6: k = 30 at one-sided 2.5 %; the exact rule stays below it.
    tabel = wie_faalt(np.arange(20, 50), 0.30, alfa=0.025)
    assert 0.2 < tabel["omvang"].sum() <= 30 * 0.025


def test_slechter_presteren_faalt_vaker():
    waar = np.linspace(0, 1, 21)
    assert (np.diff(kans_op_falen(40, 0.3, waar)) <= 0).all()
    assert (np.diff(kans_op_falen(40, 0.3, waar, LAGER)) >= 0).all()
    assert kans_op_falen(40, 0.3, [0.0, 1.0]).tolist() == [1, 0]
    assert kans_op_falen(40, [-0.1, np.nan], 0.3).tolist() == [0, 0]


def test_zonder_gevallen_geen_kans_geen_regel_geen_oordeel():
    assert np.isnan(kans_op_falen([0, np.nan], 0.3, 0.3)).all()
    assert np.isnan(exacte_regel([0, np.nan], 0.3)).all()
    assert not faalt([0, np.nan], [0, 5], 0.3).any()
    leeg = tel_gevolgen([0], [0], 0.3, HOGER)
    assert (leeg.k, leeg.onder_norm, leeg.vals_alarm_norm) == (0, 0, 0)


def test_klassen_geven_de_gedrukte_bandbreedte():
    # norm-specificatie 1.6 B3 at p = .30.
    band = klassenband(0.30)
    assert band["van"].tolist() == [10, 25, 50, 100, 200]
    assert band["tot_en_met"].tolist()[:4] == [24, 49, 99, 199]
    assert pd.isna(band["tot_en_met"].iloc[4])
    assert band["breedte_heel"].tolist() == [0.24, 0.15, 0.11, 0.08, 0.05]
    assert band["breedte"].tolist() == pytest.approx([1.645 * math.sqrt(0.21 / n) for n in band["van"]], abs=1e-4)
    assert klassebreedte([9, 10, 24, 25, 10_000], band).tolist()[1:] == [0.24, 0.24, 0.15, 0.05]
    assert np.isnan(klassebreedte([9, 0, np.nan], band)).all()


def test_klassen_zijn_voor_beide_richtingen_even_breed():
    assert klassenband(0.12)["breedte"].tolist() == pytest.approx(klassenband(0.88)["breedte"].tolist())
    assert (klassenband(0.0)["breedte_heel"] == 0).all()


def test_fdr_is_die_van_benjamini_en_hochberg():
    # m·p/rank, made to rise with p: .01·4/1, .03·4/3 for both of .02 and .03, .9.
    assert fdr([0.9, 0.01, np.nan, 0.03, 0.02]) == pytest.approx([0.9, 0.04, np.nan, 0.04, 0.04], nan_ok=True)
    assert len(fdr([])) == 0


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_fdr_kiest_dezelfde_als_de_trapregel(p):
    p = np.array(p)
    q = fdr(p)
    gesorteerd = np.sort(p)
    for niveau in (0.05, 0.2):
        gehaald = [r for r in range(len(p)) if gesorteerd[r] * len(p) / (r + 1) <= niveau]
        drempel = gesorteerd[gehaald[-1]] if gehaald else -1
        assert ((q <= niveau) == (p <= drempel)).all()


def test_onmogelijke_invoer_wordt_geweigerd():
    with pytest.raises(ValueError, match="richting"):
        tel_gevolgen([1], [4], 0.3, "geen")
    with pytest.raises(ValueError, match="kans"):
        tel_gevolgen([1], [4], 1.3, HOGER)
    with pytest.raises(ValueError, match="norm"):
        klassenband(30)
    with pytest.raises(ValueError, match="stijgen"):
        klassenband(0.3, (25, 10))
