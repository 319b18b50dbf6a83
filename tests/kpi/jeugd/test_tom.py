"""Hand-counted cases: J4 and J8. Numbers such as 5.31: kpi-specificatie."""

import math

import pytest
from kpi.jeugd.hulp import Staat
from kpi.jeugd.rekenhulp import keuzes, neven, rij_van, telling
from normwijzer.kpi.jeugd import tom

J4, J8 = "tom_instroom_zonder_uithuisplaatsing", "tom_uitstroom_duurzaam"
EINDE = "31-10-2023"


@pytest.fixture
def j4(tmp_path):
    def _j4(staat, jaar=2023, **opties):
        return telling(tom.count_tom_instroom(staat.zorg(tmp_path), jaar, keuzes(J4, **opties)))

    return _j4


@pytest.fixture
def j8(tmp_path):
    def _j8(staat, jaar=2023, **opties):
        return telling(tom.count_tom_uitstroom(staat.zorg(tmp_path), jaar, keuzes(J8, **opties)))

    return _j8


def instroom(einde=EINDE, **w) -> Staat:
    return Staat(**w).lever("a", "tom_instroom", "1-3-2023", einde)


def test_zonder_iemand_is_er_een_lege_regel(j4, j8):
    assert j4(Staat()) == j8(Staat()) == (0, 0)


@pytest.mark.parametrize(
    ("begin", "einde", "teller"),
    [
        ("1-1-2023", "30-10-2023", 1),  # verblijf during TOM, ended the day before it was closed
        ("1-1-2023", "31-10-2023", 0),  # still running on the day of closing
        ("31-10-2023", None, 0),  # begins on the day itself
        ("29-2-2024", None, 0),  # 31 October + 4 months = 29 February
        ("1-3-2024", None, 1),
    ],
)
def test_ander_verblijf_op_of_binnen_vier_maanden_na_de_afsluiting_is_uithuisplaatsing(j4, begin, einde, teller):
    assert j4(instroom().lever("a", "behandeld_wonen", begin, einde)) == (teller, 1)


@pytest.mark.parametrize(("begin", "teller"), [("28-2-2023", 0), ("1-3-2023", 1)])
def test_vier_maanden_na_eind_oktober_is_in_een_gewoon_jaar_28_februari(j4, begin, teller):
    staat = Staat().lever("a", "tom_instroom", "1-3-2022", "31-10-2022").lever("a", "crisis", begin)
    assert j4(staat, 2022) == (teller, 1)


def test_verblijf_van_een_ander_of_ambulante_hulp_bederft_niets(j4):
    assert j4(instroom().lever("b", "crisis", EINDE).lever("a", "ambulant", "1-1-2023")) == (1, 1)


@pytest.mark.parametrize(("status", "geteld"), [("31", (1, 1)), ("20", (0, 0))])
def test_een_tijdelijke_stop_sluit_niet(j4, status, geteld):
    assert j4(Staat().lever("a", "tom_instroom", "1-3-2023", EINDE, status)) == geteld


def test_een_afgeleid_einde_sluit_behalve_in_de_variant(j4):
    staat = Staat().lever("a", "tom_instroom", "1-3-2023", EINDE, afgeleid=True)
    assert j4(staat) == (1, 1)
    assert j4(staat, einde_zonder_stop="uitsluiten") == (0, 0)


def test_de_laatste_afsluiting_van_het_jaar_telt_en_een_volgend_jaar_apart(j4):
    staat = Staat().lever("a", "tom_instroom", "1-3-2023", "1-5-2023").lever("a", "crisis", "1-6-2023", "1-7-2023")
    staat.lever("a", "tom_instroom", "1-8-2023", EINDE)
    assert j4(staat) == (1, 1)
    assert j4(staat, eenheid="toewijzing") == (1, 2)
    staat.lever("a", "tom_instroom", "1-1-2024", "1-2-2024").lever("a", "crisis", "2-2-2024", "1-3-2024")
    assert j4(staat, 2024) == (0, 1)
    assert j4(staat) == (0, 1)


def test_per_toewijzing_telt_de_laatste_afsluiting_van_dezelfde_levering(j4):
    staat = Staat().lever("a", "tom_instroom", "1-3-2023", "1-5-2023", levering=7)
    staat.lever("a", "tom_instroom", "1-6-2023", EINDE, levering=7).lever("a", "crisis", "1-9-2023", "1-10-2023")
    assert j4(staat, eenheid="toewijzing") == (1, 1)


def test_tom_uitstroom_is_geen_uithuisplaatsing_behalve_in_de_variant(j4):
    staat = instroom().lever("a", "tom_uitstroom", "1-11-2023")
    assert j4(staat) == (1, 1)
    assert j4(staat, tom_uitstroom_telt=True) == (0, 1)


def test_alleen_gekozen_soorten_zijn_uithuisplaatsing(j4):
    staat = instroom().lever("a", "pleegzorg", EINDE)
    assert j4(staat) == (0, 1)
    assert j4(staat, verblijf_soorten=("behandeld_wonen", "crisis", "overig_verblijf")) == (1, 1)


# 29 February 2024 + 56 days = 25 April 2024
@pytest.mark.parametrize(("K", "geteld"), [("24-4-2024", (0, 0)), ("25-4-2024", (1, 1))])
def test_een_afsluiting_is_te_beoordelen_als_venster_en_meldtijd_om_zijn(j4, K, geteld):
    assert j4(instroom(K=K)) == geteld


def test_is_de_laatste_niet_te_beoordelen_dan_telt_de_jeugdige_niet(j4):
    staat = instroom(K="24-4-2024").lever("a", "tom_instroom", "1-3-2022", "1-2-2023")
    assert j4(staat) == (0, 0)
    assert j4(staat, eenheid="toewijzing") == (1, 1)


def test_ook_een_al_mislukte_afsluiting_wacht_op_haar_venster(j4):
    staat = instroom(K="24-4-2024").lever("a", "crisis", "1-11-2023")
    assert j4(staat) == (0, 0)
    assert j4(staat, onvolledig="als_uitstroom") == (0, 1)


def test_onvolledig_telt_met_wat_bekend_is_of_als_niet_geslaagd(j4):
    staat = instroom(K="24-4-2024")
    assert j4(staat, onvolledig="als_uitstroom") == (1, 1)
    assert j4(staat, onvolledig="als_geen") == (0, 1)


def test_grenzen_rekenen_niet_te_beoordelen_afsluitingen_tegen_en_mee(tmp_path):
    staat = Staat(K="1-2-2024").lever("a", "tom_instroom", "1-1-2023", "1-5-2023")
    staat.lever("b", "tom_instroom", "1-1-2023", "1-5-2023").lever("b", "crisis", "1-5-2023")
    staat.lever("c", "tom_instroom", "1-1-2023", "1-12-2023")
    zorg = staat.zorg(tmp_path)
    rij = rij_van(tom.count_tom_instroom(zorg, 2023, keuzes(J4)))
    assert (rij.teller, rij.noemer, rij.waarde, rij.status) == (1, 2, 0.5, "voorlopig")
    assert (rij.grens_onder, rij.grens_boven) == (1 / 3, 2 / 3)
    assert neven(tom.side_tom_instroom(zorg, 2023, keuzes(J4)), "niet_beoordeelbaar") == (1, 1 / 3)


# add_months(31-12-2023, 4) = 30-4-2024, + 56 = 25-6-2024; twelve months: 31-12-2024 + 56 = 25-2-2025
@pytest.mark.parametrize(("K", "status"), [("24-6-2024", "voorlopig"), ("25-6-2024", "definitief")])
def test_j4_is_definitief_na_vier_maanden_en_meldtijd(tmp_path, K, status):
    rij = rij_van(tom.count_tom_instroom(instroom(K=K).zorg(tmp_path), 2023, keuzes(J4)))
    assert rij.status == status
    assert math.isnan(rij.grens_onder) == (status == "definitief")


@pytest.mark.parametrize(("K", "status"), [("24-2-2025", "voorlopig"), ("25-2-2025", "definitief")])
def test_j8_is_definitief_na_twaalf_maanden_en_meldtijd(tmp_path, K, status):
    staat = Staat(K=K).lever("a", "tom_uitstroom", "1-3-2023", "1-4-2023")
    assert rij_van(tom.count_tom_uitstroom(staat.zorg(tmp_path), 2023, keuzes(J8))).status == status


def uitstroom(einde="28-2-2023", **w) -> Staat:
    return Staat(**w).lever("a", "tom_uitstroom", "1-1-2023", einde)


@pytest.mark.parametrize(
    ("begin", "einde", "teller"),
    [
        ("1-1-2023", "30-3-2023", 1),  # ended before the 31st day after 28 February = 31 March
        ("1-1-2023", "31-3-2023", 0),
        ("28-2-2023", "28-2-2023", 1),  # begins on the day of closing and is over 31 days later
        ("1-3-2023", "1-3-2023", 0),  # a new start, however short
        ("28-2-2024", None, 0),  # 28 February + 12 months
        ("29-2-2024", None, 1),
    ],
)
def test_nieuw_verblijf_binnen_een_jaar_of_verblijf_na_31_dagen_is_niet_duurzaam(j8, begin, einde, teller):
    assert j8(uitstroom().lever("a", "pleegzorg", begin, einde)) == (teller, 1)


def test_een_schrikkeldag_plus_een_jaar_is_28_februari(j8):
    staat = Staat(K="1-1-2027").lever("a", "tom_uitstroom", "1-1-2024", "29-2-2024")
    assert j8(staat.lever("a", "crisis", "1-3-2025"), 2024) == (1, 1)
    assert j8(staat.lever("a", "crisis", "28-2-2025"), 2024) == (0, 1)


# 28 February 2024 + 56 days = 24 April 2024
@pytest.mark.parametrize(("K", "geteld"), [("23-4-2024", (0, 0)), ("24-4-2024", (1, 1))])
def test_j8_wacht_een_jaar_en_de_meldtijd(j8, K, geteld):
    assert j8(uitstroom(K=K)) == geteld


def test_tom_na_tom_uitstroom_telt_alleen_in_de_variant(j8):
    staat = uitstroom().lever("a", "tom_instroom", "1-6-2023")
    assert j8(staat) == (1, 1)
    assert j8(staat, tom_telt=True) == (0, 1)


@pytest.mark.parametrize(("levering", "teller"), [(7, 1), (8, 0)])
def test_een_herstart_van_dezelfde_levering_is_geen_andere_tom(j8, levering, teller):
    staat = Staat().lever("a", "tom_uitstroom", "1-1-2023", "28-12-2023", levering=7)
    staat.lever("a", "tom_uitstroom", "1-2-2024", levering=levering)
    assert j8(staat, tom_telt=True) == (teller, 1)


def test_j8_kent_alleen_tom_uitstroom_en_j4_alleen_tom_instroom(j4, j8):
    assert j8(instroom()) == (0, 0)
    assert j4(uitstroom()) == (0, 0)
