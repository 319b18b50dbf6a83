"""Hand-counted cases: J10. Numbers such as 5.33: kpi-specificatie."""

import pytest
from kpi.jeugd.hulp import AANBIEDER, ANDERE, Staat
from kpi.jeugd.rekenhulp import keuzes, neven, rij_van
from normwijzer.kpi.jeugd import etmalen

J10 = "etmalen_verblijf"


def declareer(staat, volume, soort="pleegzorg", client="a", begin="1-1-2024", **w) -> Staat:
    return staat.declareer(client, soort, begin, begin, volume, **w)


@pytest.fixture
def j10(tmp_path):
    def _j10(staat, soort=None, aanbieder=None, **opties):
        rij = rij_van(etmalen.count_etmalen(staat.zorg(tmp_path), 2024, keuzes(J10, **opties)), soort, aanbieder)
        return None if rij is None else rij.waarde

    return _j10


def test_zonder_declaraties_is_het_aantal_nul(tmp_path):
    rijen = etmalen.count_etmalen(Staat().zorg(tmp_path), 2024, keuzes(J10))
    assert len(rijen) == 1
    assert rijen.waarde[0] == rijen.teller[0] == 0
    assert rijen.eenheid[0] == "etmalen"
    assert rijen.noemer.isna().all()


@pytest.mark.parametrize(
    ("status", "aantal"), [("toegekend", 10), ("gecrediteerd", 10), ("ingediend", 10), ("afgewezen", 0)]
)
def test_alles_behalve_afgewezen_telt(j10, status, aantal):
    assert j10(declareer(Staat(), 10, status=status)) == aantal


@pytest.mark.parametrize(("status", "aantal"), [("toegekend", 4), ("ingediend", 4), ("afgewezen", 10)])
def test_een_credit_gaat_eraf_tenzij_zij_is_afgewezen(j10, status, aantal):
    assert j10(declareer(declareer(Staat(), 10), 6, debet="C", status=status)) == aantal


def test_een_credit_telt_ook_als_haar_debet_is_afgewezen_of_ontbreekt(j10):
    assert j10(declareer(declareer(Staat(), 10, status="afgewezen"), 10, debet="C")) == -10


@pytest.mark.parametrize(
    ("begin", "aantal"), [("31-12-2023", 0), ("1-1-2024", 10), ("31-12-2024", 10), ("1-1-2025", 0)]
)
def test_het_jaar_is_dat_van_het_begin_van_de_productperiode(j10, begin, aantal):
    assert j10(declareer(Staat(), 10, begin=begin)) == aantal


def test_per_soort_en_per_aanbieder_zonder_regels_met_nul(j10):
    staat = declareer(declareer(Staat(), 10), 5, "crisis", aanbieder=ANDERE)
    declareer(declareer(staat, 3, "gezinshuis"), 3, "gezinshuis", debet="C")
    assert j10(staat) == 15
    assert j10(staat, "pleegzorg") == 10
    assert j10(staat, "crisis") == 5
    assert j10(staat, "gezinshuis") is None
    assert j10(staat, aanbieder=AANBIEDER) == 10
    assert j10(staat, aanbieder=ANDERE) == 5


def test_ambulant_en_andere_eenheden_tellen_niet(j10):
    staat = declareer(declareer(Staat(), 10, "ambulant"), 7)
    staat.prestaties[-1]["eenheid"] = "04"
    assert j10(staat) == 0


def test_tom_telt_als_verblijf_behalve_in_de_variant(j10):
    staat = declareer(declareer(Staat(), 10, "tom_instroom"), 7)
    assert j10(staat) == 17
    assert j10(staat, tom_als_verblijf=False) == 7


def test_regels_op_een_verwijderde_toewijzing_en_zonder_jeugdige_tellen(j10):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", telt=False)
    staat.toewijzingen[-1]["verwijderd"] = True
    declareer(staat, 10).prestaties[-1]["toewijzingnummer"] = staat.toewijzingen[-1]["toewijzingnummer"]
    declareer(staat, 2, client=None)
    assert j10(staat) == 12


def test_nevencijfers_van_j10(tmp_path):
    staat = declareer(declareer(Staat(), 10), 4, status="ingediend")
    declareer(declareer(staat, 1, debet="C", status="ingediend"), 6, status="afgewezen")
    declareer(declareer(staat, 2, client=None), 9).prestaties[-1]["eenheid"] = "16"
    rijen = etmalen.side_etmalen(staat.zorg(tmp_path), 2024, keuzes(J10))
    assert neven(rijen, "nog_in_behandeling") == (3, 3)
    assert neven(rijen, "afgewezen") == (6, 6)
    assert neven(rijen, "andere_eenheden") == (1, 1 / 6)
    assert neven(rijen, "zonder_jeugdige") == (1, 1 / 4)
