"""J12 and J13 by hand."""

import numpy as np
import pytest
from kpi.jeugd.hulp import AANBIEDER, ANDERE, DERDE, Staat
from normwijzer.kpi.jeugd.aanbieders import J12, J13, count_een_aanbieder, count_per_periode, side_per_periode
from normwijzer.kpi.jeugd.neven import join_neven
from normwijzer.kpi.opties import resolve

TEL = {J12: count_een_aanbieder, J13: count_per_periode}


@pytest.fixture
def tel(tmp_path):
    def _tel(staat, kpi, partijen=None, **opties):
        zorg = staat.zorg(tmp_path, partijen=partijen)
        rijen = TEL[kpi](zorg, 2024, resolve(zorg.regio, "jeugd_transformatie", kpi) | opties)
        assert len(rijen) == 1
        return rijen.iloc[0]

    return _tel


def drie_perioden(**rest) -> Staat:
    """a: one aanbieder, b: two at the same time, c: three one after the other, all ended in 2024."""
    staat = Staat(**rest).lever("a", "pleegzorg", "1-1-2024", "1-2-2024").lever("a", "crisis", "1-3-2024", "1-4-2024")
    staat.lever("b", "pleegzorg", "1-1-2024", "1-6-2024")
    staat.lever("b", "crisis", "1-2-2024", "1-3-2024", aanbieder=ANDERE)
    staat.lever("c", "crisis", "1-1-2023", "1-2-2024", reden="36")
    staat.lever("c", "gezinshuis", "2-2-2024", "1-4-2024", aanbieder=ANDERE)
    return staat.lever("c", "gezinshuis", "1-5-2024", "1-6-2024", aanbieder=DERDE)


def test_een_aanbieder_en_gemiddeld_aantal(tel):
    j12, j13 = tel(drie_perioden(), J12), tel(drie_perioden(), J13)
    assert (j12.teller, j12.noemer, j12.eenheid) == (1, 3, "fractie")
    assert 0 < j12.onder < 1 / 3 < j12.boven
    assert (j13.teller, j13.noemer, j13.waarde) == (6, 3, 2.0)
    assert np.isnan(j13.onder)


def test_contractpartij_en_contractovergang(tel):
    een = {ANDERE: "Samen", DERDE: "Samen"}
    assert tel(drie_perioden(), J13, partijen=een).teller == 5
    assert tel(drie_perioden(), J13, negeer_contractovergang=True).teller == 5
    assert tel(drie_perioden(), J12, partijen={AANBIEDER: "Samen"} | een).teller == 3


def test_grenzen_zolang_het_jaar_voorlopig_is(tel):
    # K minus 56 days is 6-11-2024: the periods of a and of b and c (1-6) can be judged, d (10-7) cannot
    staat = drie_perioden(K="1-1-2025").lever("d", "crisis", "1-7-2024", "10-7-2024")
    j12, j13 = tel(staat, J12), tel(staat, J13)
    assert (j12.noemer, j12.grens_onder, j12.grens_boven) == (3, 1 / 4, 2 / 4)
    assert (j13.grens_onder, j13.grens_boven) == (7 / 4, 2.0)


def test_administratief_einde_hoort_er_niet_bij(tel):
    staat = drie_perioden().lever("d", "crisis", "1-7-2024", "10-7-2024", reden="02")
    assert tel(staat, J13).noemer == 3
    assert tel(staat, J13, administratief_einde="meetellen").noemer == 4


def test_zonder_perioden_is_de_rij_leeg(tel):
    for kpi in TEL:
        rij = tel(Staat(), kpi)
        assert (rij.teller, rij.noemer) == (0, 0)
        assert np.isnan(rij.waarde)


def test_verdeling_van_het_aantal_aanbieders(tmp_path):
    staat = drie_perioden()
    for nummer in range(5):
        staat.lever("e", "crisis", "1-1-2024", "1-2-2024", aanbieder=f"9999001{nummer}")
    zorg = staat.zorg(tmp_path)
    rijen = join_neven(side_per_periode(zorg, 2024, resolve(zorg.regio, "jeugd_transformatie", J13)))
    rijen = rijen.set_index("kenmerk")
    namen = ["aanbieders_1", "aanbieders_2", "aanbieders_3", "aanbieders_4_of_meer"]
    assert rijen.teller[namen].tolist() == [1, 1, 1, 1]
    assert set(rijen.noemer[namen]) == {4}
    assert rijen.teller.contractovergang == 1
