"""Norm candidates: the reference sets, small cases by hand, mirror images and order."""

import math

import numpy as np
import pandas as pd
import pytest
from hulp_referentie import HOMOGEEN, NOEMERS, VERSPREID
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.normen.kandidaten import (
    abc,
    beste_kwartiel,
    eb_mean,
    expert,
    gewogen_gemiddelde,
    gewogen_percentiel,
    kandidaten,
    ongewogen_gemiddelde,
    percentiel,
    rond_norm,
)

HOGER, LAGER = "hoger_is_beter", "lager_is_beter"
TELLINGEN = st.lists(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=12
)


def test_homogene_referentieset_tot_op_de_gedrukte_cijfers():
    y, n = HOMOGEEN, NOEMERS
    gedrukt = pytest.approx
    assert gewogen_gemiddelde(y, n) == gedrukt(0.310433, abs=5e-7)
    assert ongewogen_gemiddelde(y, n, 1) == gedrukt(0.287821, abs=5e-7)
    assert percentiel(y, n, n_min=1) == gedrukt(0.327193, abs=5e-7)
    assert percentiel(y, n, 0.25, n_min=1) == gedrukt(0.246452, abs=5e-7)
    assert percentiel(y, n, 0.75, n_min=1) == gedrukt(0.351786, abs=5e-7)
    assert gewogen_percentiel(y, n, 0.25) == gedrukt(0.253333, abs=5e-7)
    assert gewogen_percentiel(y, n, 0.50) == gedrukt(0.321053, abs=5e-7)
    assert gewogen_percentiel(y, n, 0.75) == gedrukt(0.357143, abs=5e-7)
    assert beste_kwartiel(y, n) == gedrukt(0.367257, abs=5e-7)
    assert abc(y, n) == gedrukt(0.373239, abs=5e-7)
    assert eb_mean(y, n) == gewogen_gemiddelde(y, n)


def test_verspreide_referentieset_heeft_het_gedrukte_gemiddelde_en_dat_van_de_beta():
    assert gewogen_gemiddelde(VERSPREID, NOEMERS) == pytest.approx(0.33715, abs=5e-6)
    # alpha 3.71151 and beta 8.23529 are printed.
    assert eb_mean(VERSPREID, NOEMERS) == pytest.approx(3.71151 / (3.71151 + 8.23529), abs=1e-6)


def test_beste_kwartiel_en_abc_met_de_hand():
    # 100 clients. Best rates: 3/3, then 18/30 (33 clients >= 25). ABC ranks 19/32 = .59 below (3+1)/(3+2) = .8,
    # 3 clients < 10, so both again; with 2/2 the rank is .75 and still first.
    y, n = [3, 18, 20, 8], [3, 30, 40, 27]
    assert beste_kwartiel(y, n) == pytest.approx(21 / 33)
    assert abc(y, n) == pytest.approx(21 / 33)
    # One lucky client ranks (1+1)/(1+2) = .67, below 27/30 with 28/32 = .875: the ABC leaves it out.
    assert abc([1, 27, 30], [1, 30, 69]) == pytest.approx(27 / 30)
    assert beste_kwartiel([1, 27, 30], [1, 30, 69]) == pytest.approx(28 / 31)


def test_lager_is_beter_neemt_de_laagste_als_besten():
    y, n = [0, 12, 20, 19], [3, 30, 40, 27]
    assert beste_kwartiel(y, n, richting=LAGER) == pytest.approx(12 / 33)
    # From the bad end: 19/27 (27 clients), 20/40 (67), so a quarter is passed at 19/27 and a half at 20/40.
    assert gewogen_percentiel(y, n, 0.25, richting=LAGER) == 19 / 27
    assert gewogen_percentiel(y, n, 0.50, richting=LAGER) == 20 / 40


def test_gelijke_aanbieders_aan_de_rand_doen_allemaal_mee():
    assert beste_kwartiel([8, 16, 1], [10, 20, 70]) == beste_kwartiel([16, 8, 1], [20, 10, 70]) == 24 / 30


def test_precies_het_deel_van_de_clienten_is_genoeg():
    # 0.1 of 30 clients is 3: the first provider alone is enough.
    assert abc([3, 9], [3, 27]) == 1
    assert gewogen_percentiel([0, 9], [3, 27], 0.1) == 0


@settings(deadline=None, max_examples=100)
@given(TELLINGEN, st.floats(0, 1))
def test_gewogen_percentiel_is_het_percentiel_van_de_clienten(tellingen, q):
    y, n = np.array(tellingen).T
    clienten = np.sort(np.repeat(y / n, n))
    nodig = math.ceil(q * len(clienten) - 1e-9)
    assert gewogen_percentiel(y, n, q) == clienten[max(nodig, 1) - 1]


@settings(deadline=None, max_examples=20)
@given(TELLINGEN)
def test_kandidaten_zijn_gespiegeld_en_onafhankelijk_van_de_volgorde(tellingen):
    y, n = np.array(tellingen).T
    hoger = kandidaten(y, n, HOGER, n_min=5, norm_expert=0.4)
    pd.testing.assert_frame_equal(
        kandidaten(y[::-1], n[::-1], HOGER, n_min=5, norm_expert=0.4), hoger, check_exact=True
    )
    pd.testing.assert_frame_equal(
        kandidaten([0, *y], [0, *n], HOGER, n_min=5, norm_expert=0.4), hoger, check_exact=True
    )
    lager = kandidaten(n - y, n, LAGER, n_min=5, norm_expert=0.6)
    # N8 comes out of a search: its digits stop sooner.
    gelijk = hoger["id"] != "N8"
    assert (1 - lager["norm"])[gelijk].tolist() == pytest.approx(hoger["norm"][gelijk].tolist(), abs=1e-12, nan_ok=True)
    assert 1 - lager["norm"].iloc[-1] == pytest.approx(hoger["norm"].iloc[-1], abs=1e-4)


@settings(deadline=None, max_examples=100)
@given(TELLINGEN)
def test_ambitieuzer_is_nooit_makkelijker(tellingen):
    y, n = np.array(tellingen).T
    p, laagste, hoogste = gewogen_gemiddelde(y, n), (y / n).min(), (y / n).max()
    for reeks in (
        [percentiel(y, n, q, n_min=1) for q in (0, 0.25, 0.5, 0.75, 1)],
        [gewogen_percentiel(y, n, q) for q in (0, 0.25, 0.5, 0.75, 1)],
    ):
        assert reeks == sorted(reeks)
        assert (reeks[0], reeks[-1]) == (laagste, hoogste)
    assert beste_kwartiel(y, n, 1.0) == p
    assert p - 1e-12 <= beste_kwartiel(y, n) <= hoogste
    assert beste_kwartiel(y, n, richting=LAGER) <= p + 1e-12


def test_tabel_noemt_elke_kandidaat_met_zijn_aantallen():
    tabel = kandidaten(HOMOGEEN, NOEMERS, HOGER, norm_expert=0.35)
    assert tabel["id"].tolist() == ["N1", "N2", "N3", "N3", "N3", "N4", "N4", "N4", "N5", "N6", "N7", "N8"]
    assert tabel["methode"].tolist()[2:5] == ["percentiel", "mediaan", "percentiel"]
    # Of 9 and 6 clients two are too small: 10 providers and 786 - 15 clients are left for N2 and N3.
    assert tabel.set_index("id").loc["N2", ["k", "n"]].tolist() == [10, 771]
    assert tabel.set_index("id").loc["N1", ["k", "n"]].tolist() == [12, 786]
    assert tabel["norm_heel"].iloc[[0, 10]].tolist() == [0.31, 0.35]
    assert "N7" not in set(kandidaten(HOMOGEEN, NOEMERS, HOGER)["id"])


def test_afronden_gaat_op_de_helft_omhoog():
    assert [rond_norm(p) for p in (0.125, 0.1249999, 0.145, 0.0, 1.0, 0.005)] == [0.13, 0.12, 0.15, 0.0, 1.0, 0.01]
    assert math.isnan(rond_norm(math.nan))


def test_een_aanbieder_is_zelf_de_norm():
    tabel = kandidaten([3], [12], LAGER)
    assert tabel["norm"].tolist() == [0.25] * len(tabel)


def test_zonder_aanbieders_is_elke_kandidaat_leeg():
    for tabel in (kandidaten([], [], HOGER), kandidaten([0, np.nan], [0, np.nan], LAGER)):
        assert tabel[["norm", "norm_heel"]].isna().all(axis=None)
        assert (tabel[["k", "n"]] == 0).all(axis=None)


def test_alleen_te_kleine_aanbieders_geven_wel_een_gewogen_gemiddelde():
    assert math.isnan(ongewogen_gemiddelde([1, 2], [4, 5]))
    assert math.isnan(percentiel([1, 2], [4, 5]))
    assert gewogen_gemiddelde([1, 2], [4, 5]) == 3 / 9


def test_onmogelijke_invoer_wordt_geweigerd():
    with pytest.raises(ValueError, match="teller"):
        kandidaten([5], [4], HOGER)
    with pytest.raises(ValueError, match="richting"):
        kandidaten([1], [4], "geen")
    with pytest.raises(ValueError, match="deel"):
        expert(35)
    with pytest.raises(ValueError, match="deel"):
        percentiel([1], [4], 1.5)
