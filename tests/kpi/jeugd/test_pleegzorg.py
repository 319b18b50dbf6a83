"""Hand-counted cases: J9. Numbers such as 5.32: kpi-specificatie."""

import math

import pytest
from kpi.jeugd.hulp import Staat
from kpi.jeugd.rekenhulp import keuzes, neven, rij_van, telling
from normwijzer.kpi.jeugd import pleegzorg

J9 = "deeltijdpleegzorg"


@pytest.fixture
def j9(tmp_path):
    def _j9(staat, jaar=2024, **opties):
        return telling(pleegzorg.count_deeltijdpleegzorg(staat.zorg(tmp_path), jaar, keuzes(J9, **opties)))

    return _j9


def vier_weken(client="a", **omvang) -> Staat:
    """28 days of pleegzorg, 1 to 28 January 2024."""
    staat = Staat().lever(client, "pleegzorg", "1-1-2024", "28-1-2024")
    staat.toewijzingen[-1] |= omvang
    return staat


def declareer(staat, volume, begin="1-1-2024", einde="28-1-2024", **w) -> Staat:
    return staat.declareer("a", "pleegzorg", begin, einde, volume, **w)


def test_zonder_iemand_is_er_een_lege_regel(j9):
    assert j9(Staat()) == (0, 0)


@pytest.mark.parametrize(("etmalen", "teller"), [(15, 1), (16, 0), (17, 0)])
def test_precies_vier_etmalen_per_week_is_geen_deeltijd(j9, etmalen, teller):
    assert j9(declareer(vier_weken(), etmalen)) == (teller, 1)


def test_een_schrikkeljaar_heeft_366_dagen(j9):
    # 209 × 7 / 366 = 3.997 etmalen a week; over 365 days it would be 4.008
    staat = Staat().lever("a", "pleegzorg", "1-1-2023")
    assert j9(declareer(staat, 209, einde="31-1-2024")) == (1, 1)


@pytest.mark.parametrize(
    ("status", "teller"), [("ingediend", 0), ("toegekend", 0), ("gecrediteerd", 0), ("afgewezen", 1)]
)
def test_alleen_afgewezen_regels_tellen_niet(j9, status, teller):
    assert j9(declareer(declareer(vier_weken(), 1), 20, status=status)) == (teller, 1)


def test_credits_gaan_eraf(j9):
    assert j9(declareer(declareer(vier_weken(), 20), 5, debet="C")) == (1, 1)


@pytest.mark.parametrize("credit", [20, 25])
def test_met_credits_gelijk_aan_of_groter_dan_debet_telt_de_omvang(j9, credit):
    def met(volume):
        staat = declareer(vier_weken(volume=volume, eenheid="14", frequentie="2"), 20)
        return j9(declareer(staat, credit, debet="C"))

    assert met(5) == (0, 1)
    assert met(3) == (1, 1)


def test_alleen_regels_van_het_jaar_van_deze_jeugdige_en_in_etmalen_tellen(j9):
    staat = declareer(vier_weken(), 10)
    declareer(staat, 20, begin="31-12-2023", einde="31-1-2024")
    staat.declareer("b", "pleegzorg", "1-1-2024", "28-1-2024", 20).declareer("a", "crisis", "1-1-2024", "28-1-2024", 20)
    staat.declareer(None, "pleegzorg", "1-1-2024", "28-1-2024", 20)
    declareer(staat, 20).prestaties[-1]["eenheid"] = "04"
    assert j9(staat) == (1, 1)


@pytest.mark.parametrize(
    ("omvang", "teller"),
    [
        ({"volume": 3, "eenheid": "14", "frequentie": "2"}, 1),
        ({"volume": 4, "eenheid": "14", "frequentie": "2"}, 0),
        ({"volume": 1, "eenheid": "14", "frequentie": "1"}, 0),
        ({"volume": 17, "eenheid": "14", "frequentie": "4"}, 1),  # 17 × 12 / 52.1775 = 3.91
        ({"volume": 18, "eenheid": "14", "frequentie": "4"}, 0),  # 4.14
        ({"volume": 3, "eenheid": "04", "frequentie": "2"}, 0),  # hours: not known
        ({"volume": 15, "eenheid": "14", "frequentie": "6"}, 0),  # total without an end: not known
        ({}, 0),
    ],
)
def test_zonder_declaratie_telt_de_omvang_van_de_toewijzing(j9, omvang, teller):
    assert j9(vier_weken(**omvang)) == (teller, 1)


@pytest.mark.parametrize(("volume", "teller"), [(207, 1), (208, 0)])
def test_een_totaal_wordt_over_de_hele_toewijzing_verdeeld(j9, volume, teller):
    # 1 January to 29 December 2024 = 364 days = 52 weeks
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "29-12-2024", afgeleid=True)
    staat.toewijzingen[-1] |= {"volume": volume, "eenheid": "14", "frequentie": "6"}
    assert j9(staat) == (teller, 1)


def test_de_toewijzing_van_de_levering_die_het_laatst_begint_telt(j9):
    def met(eerste, tweede, tweede_begin):
        staat = vier_weken(volume=eerste, eenheid="14", frequentie="2")
        staat.lever("a", "pleegzorg", tweede_begin, "15-2-2024")
        staat.toewijzingen[-1] |= {"volume": tweede, "eenheid": "14", "frequentie": "2"}
        return j9(staat)

    assert met(3, 5, "2-1-2024") == (0, 1)
    assert met(5, 3, "1-1-2024") == (1, 1), "gelijk begin: het hoogste ToewijzingNummer"
    assert met(3, 5, "31-12-2023") == (1, 1)


def test_een_levering_van_een_ander_jaar_geeft_geen_omvang(j9):
    staat = vier_weken(volume=3, eenheid="14", frequentie="2").lever("a", "pleegzorg", "1-1-2025")
    staat.toewijzingen[-1] |= {"volume": 7, "eenheid": "14", "frequentie": "2"}
    assert j9(staat) == (1, 1)


@pytest.mark.parametrize(("einde", "noemer"), [("13-1-2024", 0), ("14-1-2024", 1)])
def test_minder_dan_veertien_dagen_telt_niet(j9, einde, noemer):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", einde)
    assert j9(staat) == (0, noemer)
    assert j9(staat, min_dagen=1) == (0, 1)


def test_overlappende_leveringen_tellen_elke_dag_een_keer(j9):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "10-1-2024").lever("a", "pleegzorg", "4-1-2024", "13-1-2024")
    assert j9(staat) == (0, 0)


def test_alleen_dagen_van_het_jaar_tellen(j9):
    assert j9(Staat().lever("a", "pleegzorg", "1-6-2023", "13-1-2024")) == (0, 0)


def test_een_open_levering_loopt_tot_de_kennisdatum(j9):
    assert j9(Staat(K="13-1-2024").lever("a", "pleegzorg", "1-1-2024")) == (0, 0)
    assert j9(Staat(K="14-1-2024").lever("a", "pleegzorg", "1-1-2024")) == (0, 1)


def test_nevencijfers_van_j9(tmp_path):
    staat = declareer(vier_weken(), 10)
    staat.lever("b", "pleegzorg", "1-1-2024").lever("c", "pleegzorg", "1-1-2024").lever("d", "pleegzorg", "20-12-2024")
    staat.toewijzingen[1] |= {"volume": 7, "eenheid": "14", "frequentie": "2"}
    rijen = pleegzorg.side_deeltijdpleegzorg(staat.zorg(tmp_path), 2024, keuzes(J9))
    assert neven(rijen, "met_etmalen") == (1, 1.0)
    assert neven(rijen, "met_omvang") == (0, 0.0)
    assert neven(rijen, "zonder_gegevens") == (1, 1 / 3)
    assert neven(rijen, "te_kort") == (1, 1 / 4)


def test_j9_heeft_een_interval_en_zonder_noemer_geen_waarde(tmp_path):
    rij = rij_van(pleegzorg.count_deeltijdpleegzorg(declareer(vier_weken(), 10).zorg(tmp_path), 2024, keuzes(J9)))
    assert rij.boven == 1
    assert 0 < rij.onder < 1
    assert math.isnan(rij_van(pleegzorg.count_deeltijdpleegzorg(Staat().zorg(tmp_path), 2024, keuzes(J9))).waarde)
