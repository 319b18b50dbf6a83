"""Control charts against examples counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from normwijzer.normen import kies_kaart, overspreiding, p_chart, regels, xmr
from normwijzer.normen.spc import XMR_FACTOR


def test_xmr_rekent_met_de_gemiddelde_schommeling():
    # Mean 12; moving ranges 2, 3, 1, 4 with mean 2.5; limits 12 ± 3 · 2.5 / 1.128.
    kaart = xmr([10, 12, 15, 14, 10])
    assert kaart["midden"].tolist() == pytest.approx([12.2] * 5)
    assert kaart["onder"].tolist() == pytest.approx([12.2 - 7.5 / 1.128] * 5)
    assert kaart["boven"].tolist() == pytest.approx([12.2 + 7.5 / 1.128] * 5)
    assert not kaart[list(regels())].to_numpy().any()


def test_xmr_neemt_geen_schommeling_over_een_gat():
    # Without the gap only |12 − 10| and |21 − 20| count: mean 1.5.
    kaart = xmr([10, 12, np.nan, 20, 21])
    assert kaart["midden"].iloc[0] == pytest.approx(63 / 4)
    assert (kaart["boven"] - kaart["midden"]).iloc[0] == pytest.approx(XMR_FACTOR * 1.5)
    assert np.isnan(kaart["waarde"].iloc[2])


@pytest.mark.parametrize("waarden", [[], [3.0], [np.nan, 3.0, np.nan], [1.0, np.nan, 9.0]])
def test_te_weinig_punten_geeft_geen_grenzen_en_geen_gebroken_regel(waarden):
    kaart = xmr(waarden)
    assert kaart["boven"].isna().all()
    assert not kaart[list(regels())].to_numpy().any()


def test_p_kaart_heeft_grenzen_per_omvang():
    # p = 60/200 = .3; sigma = sqrt(.21/100) = .045826 and sqrt(.21/50) = .064807.
    kaart = p_chart([30, 20, 10], [100, 50, 50])
    assert kaart["midden"].tolist() == pytest.approx([0.3] * 3)
    assert kaart["boven"].tolist() == pytest.approx([0.437477, 0.494422, 0.494422], abs=1e-6)
    assert kaart["onder"].tolist() == pytest.approx([0.162523, 0.105578, 0.105578], abs=1e-6)


def test_p_kaart_blijft_tussen_nul_en_een_en_slaat_lege_maanden_over():
    kaart = p_chart([9, 0, 1, np.nan], [10, 0, 10, np.nan])
    assert kaart["midden"].iloc[0] == pytest.approx(0.5)
    assert kaart["onder"].iloc[0] == pytest.approx(0.5 - 3 * np.sqrt(0.025))
    assert kaart["waarde"].isna().tolist() == [False, True, False, True]
    hoog = p_chart([10, 9], [10, 10])
    assert hoog["boven"].tolist() == [1, 1]


def test_een_teller_boven_de_noemer_is_een_fout():
    with pytest.raises(ValueError, match="teller"):
        p_chart([3], [2])


def test_een_punt_buiten_de_grens_wordt_gevonden_en_de_andere_niet():
    # 90 of 1000 against p = 590/11000 = .0536: sigma .00712, upper limit .0750.
    kaart = p_chart([50] * 10 + [90], [1000] * 11)
    assert kaart["buiten_grens"].tolist() == [False] * 10 + [True]


def test_reeks_begint_bij_acht_maanden_aan_een_kant():
    zeven = xmr([1, -1] * 4 + [-4] + [1] * 7 + [-4])
    acht = xmr([1, -1] * 4 + [-4] + [1] * 8 + [-4])
    assert not zeven["reeks"].any()
    assert np.flatnonzero(acht["reeks"]).tolist() == list(range(9, 17))


def test_een_maand_zonder_waarde_breekt_een_reeks():
    waarden = [-4.0, *[1.0] * 4, np.nan, *[1.0] * 4, -4.0]
    assert not xmr(waarden)["reeks"].any()


def test_een_punt_op_het_midden_breekt_een_reeks():
    # Mean is 0 exactly: the fifth point lies on it.
    waarden = [1.0] * 4 + [0.0] + [1.0] * 4 + [-4.0, -4.0]
    kaart = xmr(waarden)
    assert kaart["midden"].iloc[0] == 0
    assert not kaart["reeks"].any()


def test_twee_van_drie_in_het_buitenste_derde_deel():
    # p = .5, n = 100: sigma .05, outer third above .6 (below .4), limit .65.
    basis = [50, 50, 50, 50, 50, 50]
    assert not p_chart([*basis, 62, 50, 50, 38], [100] * 10)["twee_van_drie"].any()  # too far apart, other sides
    kaart = p_chart([*basis, 62, 50, 62, 38, 50, 38], [100] * 12)
    assert np.flatnonzero(kaart["twee_van_drie"]).tolist() == [6, 8, 9, 11]
    assert not kaart["buiten_grens"].any()


def test_trend_is_zes_maanden_op_rij_dezelfde_kant_op():
    vijf = xmr([5, 1, 2, 3, 4, 5, 1, 6])
    zes = xmr([9, 1, 2, 3, 4, 5, 6, 1])
    dalend = xmr([1, 9, 8, 7, 6, 5, 4, 9])
    assert not vijf["trend"].any()
    assert np.flatnonzero(zes["trend"]).tolist() == [1, 2, 3, 4, 5, 6]
    assert np.flatnonzero(dalend["trend"]).tolist() == [1, 2, 3, 4, 5, 6]


def test_gelijke_waarden_zijn_geen_trend_en_geen_reeks():
    kaart = xmr([0.1 + 0.2] * 20)
    assert not kaart[list(regels())].to_numpy().any()


def test_sterk_wisselende_maanden_krijgen_grenzen_uit_de_schommeling():
    rustig, wild = [50, 48, 52, 51, 49, 50], [20, 80, 25, 75, 22, 78]
    assert overspreiding(rustig, [100] * 6) == pytest.approx(np.mean([0, 4, 4, 1, 1, 0]) / 25)
    assert kies_kaart(rustig, [100] * 6)[0] == "p"
    soort, kaart = kies_kaart(wild, [100] * 6)
    assert soort == "xmr"
    assert not kaart["buiten_grens"].any()
    assert p_chart(wild, [100] * 6)["buiten_grens"].all()
    assert kaart["boven"].iloc[0] == 1
    assert kaart["onder"].iloc[0] == 0


def test_elke_regel_heeft_woorden():
    assert list(regels()) == ["buiten_grens", "reeks", "twee_van_drie", "trend"]
    assert all(regel.naam and regel.uitleg for regel in regels().values())


@given(st.lists(st.floats(0, 100) | st.just(float("nan")), max_size=30))
def test_de_spiegel_van_een_reeks_breekt_dezelfde_regels(waarden):
    boven, onder = xmr(waarden), xmr([-waarde for waarde in waarden])
    assert (boven[list(regels())].to_numpy() == onder[list(regels())].to_numpy()).all()
