"""Hand-counted cases: J1–J3 and J11. Numbers such as 5.30: kpi-specificatie."""

import math

import pytest
from kpi.jeugd.hulp import AANBIEDER, ANDERE, BUURGEMEENTE, GEMEENTE, Staat
from kpi.jeugd.rekenhulp import bronnen, keuzes, neven, rij_van, telling
from normwijzer.kpi.jeugd import aantallen, gezinsgericht

J1, J2, J3, J11 = "jeugdigen_in_verblijf", "verblijf_per_populatie", "verblijf_per_ambulant", "gezinsgericht"


@pytest.fixture
def j1(tmp_path):
    def _j1(staat, jaar=2024, **opties):
        return aantallen.count_aantal(staat.zorg(tmp_path), jaar, keuzes(J1, **opties))

    return _j1


def test_zonder_iemand_is_j1_nul_en_zijn_er_geen_regels_per_groep(j1):
    rijen = j1(Staat())
    assert len(rijen) == 1
    assert rijen.teller[0] == rijen.waarde[0] == 0
    assert math.isnan(rijen.noemer[0])
    assert rijen.eenheid[0] == "aantal"


def test_een_jeugdige_telt_een_keer_en_per_soort_en_aanbieder_opnieuw(j1):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "31-3-2024").lever("a", "crisis", "1-3-2024", aanbieder=ANDERE)
    rijen = j1(staat.lever("b", "pleegzorg", "1-6-2024"))
    assert telling(rijen)[0] == 2
    assert [telling(rijen, soort)[0] for soort in ("pleegzorg", "crisis")] == [2, 1]
    assert [telling(rijen, aanbieder=wie)[0] for wie in (AANBIEDER, ANDERE)] == [2, 1]
    assert len(rijen) == 5


@pytest.mark.parametrize(
    ("begin", "einde", "aantal"),
    [("1-1-2023", "31-12-2023", 0), ("1-1-2023", "1-1-2024", 1), ("31-12-2024", None, 1), ("1-1-2025", None, 0)],
)
def test_de_eerste_en_de_laatste_dag_van_het_jaar_tellen(j1, begin, einde, aantal):
    assert telling(j1(Staat().lever("a", "crisis", begin, einde)))[0] == aantal


@pytest.mark.parametrize(("begin", "aantal"), [("30-6-2024", 1), ("1-7-2024", 0)])
def test_een_open_levering_loopt_tot_de_kennisdatum_en_een_latere_begint_nog_niet(j1, begin, aantal):
    assert telling(j1(Staat(K="30-6-2024").lever("a", "crisis", begin)))[0] == aantal


def test_ambulant_en_producten_zonder_soort_zijn_geen_verblijf(j1):
    assert telling(j1(Staat().lever("a", "ambulant", "1-1-2024").lever("b", "", "1-1-2024")))[0] == 0


def test_tom_telt_als_verblijf_behalve_in_de_variant(j1):
    staat = Staat().lever("a", "tom_instroom", "1-1-2024").lever("b", "tom_uitstroom", "1-1-2024")
    assert telling(j1(staat))[0] == 2
    zonder = j1(staat, tom_als_verblijf=False)
    assert telling(zonder)[0] == 0
    assert rij_van(zonder, "tom_instroom") is None


def test_een_keuze_van_soorten_laat_de_andere_weg_maar_tom_niet(j1):
    staat = Staat().lever("a", "crisis", "1-1-2024").lever("b", "pleegzorg", "1-1-2024")
    rijen = j1(staat.lever("c", "tom_instroom", "1-1-2024"), verblijf_soorten=("pleegzorg",))
    assert telling(rijen)[0] == 2
    assert rij_van(rijen, "crisis") is None


def test_een_levering_op_een_verwijderde_toewijzing_telt_niet(j1):
    assert telling(j1(Staat().lever("a", "crisis", "1-1-2024", telt=False)))[0] == 0


@pytest.mark.parametrize(
    ("van", "einddatum", "K", "aantal"),
    [
        ("1-5-2023", "1-1-2024", "1-1-2026", 1),
        ("1-5-2023", "31-12-2023", "1-1-2026", 0),
        ("31-12-2024", None, "1-1-2026", 1),
        ("1-1-2025", None, "1-1-2026", 0),
        ("1-7-2024", None, "30-6-2024", 0),
        ("30-6-2024", None, "30-6-2024", 1),
    ],
)
def test_basis_toewijzing_telt_wie_een_lopende_toewijzing_heeft_ook_zonder_levering(j1, van, einddatum, K, aantal):
    staat = Staat(K=K).toewijzing("a", "crisis", van, einddatum)
    assert telling(j1(staat))[0] == 0
    assert telling(j1(staat, basis="toewijzing"))[0] == aantal


def test_een_verwijderde_of_nooit_lopende_toewijzing_telt_ook_met_basis_toewijzing_niet(j1):
    staat = (
        Staat().toewijzing("a", "crisis", "1-1-2024", verwijderd=True).toewijzing("b", "crisis", "2-3-2024", "1-3-2024")
    )
    assert telling(j1(staat, basis="toewijzing"))[0] == 0


@pytest.mark.parametrize(("K", "status"), [("24-3-2025", "voorlopig"), ("25-3-2025", "definitief")])
def test_j1_is_definitief_84_dagen_na_het_jaar(j1, K, status):
    assert j1(Staat(K=K)).status[0] == status


def test_nevencijfers_van_j1(tmp_path):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023").lever("b", "crisis", "1-1-2024", "30-12-2024")
    staat.lever("c", "crisis", "1-3-2023", "1-4-2023").lever("d", "crisis", "1-1-2024", "31-12-2024")
    rijen = aantallen.side_aantal(staat.zorg(tmp_path), 2024, keuzes(J1))
    assert neven(rijen, "zonder_gezinsgericht") == (2, 2)
    assert neven(rijen, "index") == (3, 150)
    assert neven(rijen, "index", "crisis") == (2, 200)
    assert neven(rijen, "index", "pleegzorg") == (1, 100)
    assert neven(rijen, "index", "gezinshuis") is None
    assert neven(rijen, "index_zonder_gezinsgericht") == (2, 200)
    assert neven(rijen, "stand_31_december") == (2, 2)
    assert neven(rijen, "stand_31_december", "crisis") == (1, 1)


def test_zonder_basisjaar_is_de_index_leeg(tmp_path):
    rijen = aantallen.side_aantal(Staat().lever("a", "crisis", "1-1-2024").zorg(tmp_path), 2024, keuzes(J1))
    assert math.isnan(neven(rijen, "index")[1])


def bevolking(*jaren, leeftijden=range(18), gemeenten=(GEMEENTE, BUURGEMEENTE)):
    return [(g, j, leeftijd, 10 * (j - 2022)) for g in gemeenten for j in jaren for leeftijd in leeftijden]


@pytest.fixture
def j2(tmp_path):
    """Born in 2005 … 2024 and one unknown; all in verblijf in 2024 and one until 2023."""
    staat = Staat()
    for jaar in range(2005, 2025):
        staat.lever(f"c{jaar}", "pleegzorg", "1-6-2024")
        staat.geboren[f"c{jaar}"] = (jaar, 6)
    staat.lever("onbekend", "pleegzorg", "1-6-2024").lever("eerder", "crisis", "1-6-2023", "31-12-2023")
    staat.geboren["eerder"] = (2010, 1)
    zorg = staat.zorg(tmp_path)

    def _j2(inwoners, **opties):
        return aantallen.count_per_populatie(zorg, bronnen(bevolking=inwoners).bevolking, 2024, keuzes(J2, **opties))

    _j2.zorg = zorg
    return _j2


def test_leeftijd_is_die_op_1_januari_en_wie_in_het_jaar_is_geboren_is_nul(j2):
    rij = rij_van(j2(bevolking(2024)))
    assert (rij.teller, rij.noemer) == (2024 - 2006 + 1, 2 * 18 * 20)
    assert rij.waarde == 19 / 720
    assert rij.onder < rij.waarde < rij.boven


def test_tot_en_met_22_jaar_heeft_ook_de_oudere_bevolking_nodig(j2):
    assert len(j2(bevolking(2024), leeftijd="0-22")) == 0
    assert telling(j2(bevolking(2024, leeftijden=range(30)), leeftijd="0-22")) == (20, 2 * 23 * 20)


def test_gemiddelde_bevolking_vraagt_ook_het_volgende_jaar(j2):
    assert len(j2(bevolking(2024), populatie="gemiddeld")) == 0
    assert telling(j2(bevolking(2024, 2025), populatie="gemiddeld")) == (19, 2 * 18 * 25)


def test_zonder_een_gemeente_of_een_leeftijd_is_er_geen_regel(j2):
    assert len(j2([])) == 0
    assert len(j2(bevolking(2024, gemeenten=(GEMEENTE,)))) == 0
    assert len(j2(bevolking(2024, leeftijden=range(17)))) == 0
    assert len(j2(bevolking(2023))) == 0


def test_achttien_en_ouder_en_zonder_geboortejaar_staan_apart(j2):
    rijen = aantallen.side_per_populatie(j2.zorg, 2024, keuzes(J2))
    assert neven(rijen, "18_plus") == (1, 1 / 21)
    assert neven(rijen, "zonder_geboortejaar") == (1, 1 / 21)


def test_j3_is_een_verhouding_die_boven_een_kan_liggen_en_geen_interval_heeft(tmp_path):
    staat = Staat().lever("a", "ambulant", "1-1-2024").lever("a", "crisis", "1-1-2024").lever("b", "crisis", "1-1-2024")
    zorg = staat.zorg(tmp_path)
    rij = rij_van(aantallen.count_per_ambulant(zorg, 2024, keuzes(J3)))
    assert (rij.teller, rij.noemer, rij.waarde, rij.eenheid) == (2, 1, 2.0, "ratio")
    assert math.isnan(rij.onder)
    rijen = aantallen.side_per_ambulant(zorg, 2024, keuzes(J3))
    assert neven(rijen, "ambulant") == (1, 1)
    assert neven(rijen, "beide") == (1, 1.0)


def test_j3_zonder_ambulant_heeft_geen_waarde(tmp_path):
    rij = rij_van(
        aantallen.count_per_ambulant(Staat().lever("a", "crisis", "1-1-2024").zorg(tmp_path), 2024, keuzes(J3))
    )
    assert (rij.teller, rij.noemer) == (1, 0)
    assert math.isnan(rij.waarde)


def test_j3_met_toewijzingen_telt_ook_ambulante_toewijzingen(tmp_path):
    staat = Staat().toewijzing("a", "ambulant", "1-1-2024").lever("b", "crisis", "1-1-2024")
    tel = aantallen.count_per_ambulant(staat.zorg(tmp_path), 2024, keuzes(J3, basis="toewijzing"))
    assert telling(tel) == (1, 1)


@pytest.fixture
def j11(tmp_path):
    def _j11(staat, **opties):
        return gezinsgericht.count_gezinsgericht(staat.zorg(tmp_path), 2024, keuzes(J11, **opties))

    return _j11


@pytest.fixture
def gemengd():
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "30-6-2024").lever("a", "crisis", "1-7-2024")
    staat.lever("b", "gezinshuis", "1-1-2024", "31-12-2024").lever("c", "tom_instroom", "1-3-2024", "30-12-2024")
    staat.declareer("a", "pleegzorg", "1-1-2024", "31-1-2024", 30).declareer("a", "crisis", "1-7-2024", "31-7-2024", 10)
    return staat


def test_gezinsgericht_naar_jeugdigen_etmalen_en_stand(j11, gemengd):
    assert telling(j11(gemengd)) == (2, 3)
    assert telling(j11(gemengd, gewicht="etmalen")) == (30, 40)
    assert telling(j11(gemengd, gewicht="peildatum")) == (1, 2)
    assert telling(j11(gemengd, tom_als_verblijf=False)) == (2, 2)


def test_zonder_gezinsgericht_in_de_soorten_is_de_teller_nul(j11, gemengd):
    assert telling(j11(gemengd, verblijf_soorten=("behandeld_wonen", "crisis", "overig_verblijf"))) == (0, 2)


def test_de_stand_is_op_de_kennisdatum_als_die_eerder_is(j11):
    staat = Staat(K="30-6-2024").lever("a", "pleegzorg", "1-1-2024").lever("b", "crisis", "1-1-2024", "29-6-2024")
    assert telling(j11(staat, gewicht="peildatum")) == (1, 1)


def test_meer_credit_dan_debet_geeft_geen_aandeel(j11):
    staat = (
        Staat()
        .declareer("a", "pleegzorg", "1-1-2024", "31-1-2024", 5)
        .declareer("b", "crisis", "1-1-2024", "31-1-2024", 9, debet="C")
    )
    rij = rij_van(j11(staat, gewicht="etmalen"))
    assert (rij.teller, rij.noemer) == (5, -4)
    assert math.isnan(rij.waarde)
    assert math.isnan(rij.onder)


def test_aandeel_pleegzorg_en_gezinshuis_apart(tmp_path, gemengd):
    rijen = gezinsgericht.side_gezinsgericht(gemengd.zorg(tmp_path), 2024, keuzes(J11))
    assert neven(rijen, "in_pleegzorg") == (1, 1 / 3)
    assert neven(rijen, "in_gezinshuis") == (1, 1 / 3)
