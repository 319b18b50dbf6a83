"""Intervals and exact chances of fractions: published values, slow sums as judge, edges and mirror images."""

import json
from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.statistiek.aandeel import (
    clopper_pearson,
    jeffreys,
    kans_hoogstens,
    kans_minstens,
    mid_p,
    newcombe_verschil,
    wilson,
    wilson_met_correctie,
)

INTERVALLEN = [wilson, wilson_met_correctie, clopper_pearson, mid_p, jeffreys]
EXACT = {"wilson": wilson, "clopper": clopper_pearson, "midp": mid_p}


def _som(tellers, noemer, kans):
    """Binomial sum in fractions: slow and exact."""
    theta = Fraction(kans)
    return sum(comb(noemer, t) * theta**t * (1 - theta) ** (noemer - t) for t in tellers)


@pytest.mark.parametrize(
    ("interval", "teller", "noemer", "onder", "boven"),
    [  # Newcombe 1998, Stat Med 17:857, table I: methods 3, 4, 5 and 6
        (wilson, 15, 148, 0.0624, 0.1605),
        (wilson, 1, 29, 0.0061, 0.1718),
        (wilson_met_correctie, 81, 263, 0.2535, 0.3682),
        (wilson_met_correctie, 15, 148, 0.0598, 0.1644),
        (wilson_met_correctie, 0, 20, 0.0, 0.2005),
        (wilson_met_correctie, 1, 29, 0.0018, 0.1963),
        (clopper_pearson, 81, 263, 0.2527, 0.3676),
        (clopper_pearson, 0, 20, 0.0, 0.1684),
        (clopper_pearson, 1, 29, 0.0009, 0.1776),
        (mid_p, 81, 263, 0.2544, 0.3658),
        (mid_p, 15, 148, 0.0601, 0.1581),
        (mid_p, 0, 20, 0.0, 0.1391),
        (mid_p, 1, 29, 0.0017, 0.1585),
    ],
)
def test_interval_geeft_de_gepubliceerde_waarden(interval, teller, noemer, onder, boven):
    assert [grens[0] for grens in interval([teller], [noemer])] == pytest.approx([onder, boven], abs=5e-5)


def test_intervallen_en_verschil_zijn_gelijk_aan_alle_orakels(gedeeld):
    bestand = gedeeld / "orakels" / "orakels.json"
    if not bestand.is_file():
        pytest.skip("de gepubliceerde uitkomsten zijn hier niet aanwezig")
    gezien = set()
    for geval in json.loads(bestand.read_text(encoding="utf-8")):
        soort = next((soort for soort in (*EXACT, "newcombe") if soort in geval["id"]), None)
        if soort is None:
            continue
        if soort == "newcombe":
            gekregen = newcombe_verschil(*geval["input"])[1:]
        else:
            gekregen = EXACT[soort](*geval["input"])
        assert [float(grens) for grens in gekregen] == pytest.approx(geval["expected"], abs=geval["tol"]), geval["id"]
        gezien.add(soort)
    assert gezien == {*EXACT, "newcombe"}


def test_jeffreys_staat_op_de_rand_op_nul_en_een_en_lost_daarbinnen_de_betaverdeling_op():
    # Without the edge rule 0/20 would give 2.42e-5 (norm-specificatie 1.2).
    onder, boven = jeffreys([0, 20, 7], [20, 20, 20])
    assert (onder[0], boven[1]) == (0, 1)
    assert boven[0] == pytest.approx(1 - onder[1], abs=1e-12)
    # The density of Beta(y + ½, n − y + ½) integrated by small steps leaves 2.5 % on either side.
    theta = (np.arange(200_000) + 0.5) / 200_000
    dichtheid = theta**6.5 * (1 - theta) ** 12.5
    dichtheid /= dichtheid.sum()
    assert dichtheid[theta < onder[2]].sum() == pytest.approx(0.025, abs=2e-5)
    assert dichtheid[theta > boven[2]].sum() == pytest.approx(0.025, abs=2e-5)


@settings(deadline=None, max_examples=60)
@given(noemer=st.integers(1, 60), deel=st.floats(0, 1), betrouwbaarheid=st.sampled_from([0.8, 0.95, 0.998]))
def test_op_de_exacte_grenzen_blijft_precies_de_halve_alfa_over(noemer, deel, betrouwbaarheid):
    teller = round(deel * noemer)
    staart = pytest.approx((1 - betrouwbaarheid) / 2, rel=1e-9)
    for interval, gewicht in [(clopper_pearson, Fraction(1)), (mid_p, Fraction(1, 2))]:
        onder, boven = (grens[0] for grens in interval([teller], [noemer], betrouwbaarheid))
        if teller > 0:
            som = _som(range(teller + 1, noemer + 1), noemer, onder) + gewicht * _som([teller], noemer, onder)
            assert float(som) == staart
        if teller < noemer:
            som = _som(range(teller), noemer, boven) + gewicht * _som([teller], noemer, boven)
            assert float(som) == staart


@pytest.mark.parametrize("interval", INTERVALLEN)
@settings(deadline=None, max_examples=80)
@given(noemer=st.integers(1, 5000), deel=st.floats(0, 1))
def test_interval_ligt_om_de_fractie_en_wordt_gespiegeld(interval, noemer, deel):
    teller = round(deel * noemer)
    onder, boven = (grens[0] for grens in interval([teller], [noemer]))
    assert 0 <= onder <= teller / noemer <= boven <= 1
    assert (onder == 0, boven == 1) == (teller == 0, teller == noemer)
    anders = interval([noemer - teller], [noemer])
    assert (1 - anders[1][0], 1 - anders[0][0]) == pytest.approx((onder, boven), abs=1e-11)


@pytest.mark.parametrize("interval", INTERVALLEN)
def test_grenzen_stijgen_met_de_teller_en_versmallen_met_de_noemer(interval):
    onder, boven = interval(np.arange(41), np.full(41, 40))
    assert (np.diff(onder) > 0).all()
    assert (np.diff(boven) > 0).all()
    onder, boven = interval(np.array([3, 30, 300]), np.array([10, 100, 1000]))
    assert (np.diff(boven - onder) < 0).all()


def test_voorzichtiger_methoden_zijn_breder():
    y, n = np.arange(1, 40), np.full(39, 40)
    breedte = {f.__name__: np.subtract(*f(y, n)[::-1]) for f in INTERVALLEN}
    assert (breedte["mid_p"] < breedte["clopper_pearson"]).all()
    assert (breedte["wilson"] < breedte["wilson_met_correctie"]).all()


@pytest.mark.parametrize("interval", INTERVALLEN)
def test_zonder_gevallen_of_zonder_waarde_is_het_interval_leeg(interval):
    onder, boven = interval(pd.Series([0, pd.NA, 1], dtype="Int64"), pd.Series([0, 5, pd.NA], dtype="Int64"))
    assert np.isnan([*onder, *boven]).all()


@pytest.mark.parametrize("interval", INTERVALLEN)
def test_onmogelijke_invoer_wordt_geweigerd(interval):
    with pytest.raises(ValueError, match="teller"):
        interval([5], [4])
    with pytest.raises(ValueError, match="betrouwbaarheid"):
        interval([1], [4], 1.0)


@settings(deadline=None, max_examples=100)
@given(noemer=st.integers(1, 80), teller=st.integers(-1, 80), kans=st.floats(0, 1))
def test_kansen_zijn_de_binomiale_som(noemer, teller, kans):
    teller = min(teller, noemer)
    hoogstens = float(_som(range(teller + 1), noemer, kans))
    assert kans_hoogstens([teller], [noemer], kans)[0] == pytest.approx(hoogstens, abs=1e-12)
    assert kans_minstens([teller + 1], [noemer], kans)[0] == pytest.approx(1 - hoogstens, abs=1e-12)


def test_kansen_zonder_gevallen_zijn_leeg_en_buiten_bereik_geweigerd():
    assert np.isnan(kans_hoogstens([0, np.nan], [0, 5], 0.3)).all()
    with pytest.raises(ValueError, match="teller"):
        kans_hoogstens([6], [5], 0.3)
    with pytest.raises(ValueError, match="kans"):
        kans_hoogstens([1], [5], 1.3)


def test_verschil_van_gelijke_groepen_is_nul_en_omgedraaid_gespiegeld():
    verschil, onder, boven = newcombe_verschil([12, 0], [40, 10], [12, 10], [40, 10])
    assert verschil == pytest.approx([0, -1])
    assert onder[0] == pytest.approx(-boven[0], abs=1e-12)
    assert onder[1] == -1
    terug = newcombe_verschil([12, 10], [40, 10], [12, 0], [40, 10])
    assert [-terug[0], -terug[2], -terug[1]] == [pytest.approx(x) for x in (verschil, onder, boven)]
    assert np.isnan(newcombe_verschil([0], [0], [1], [2])).all()
