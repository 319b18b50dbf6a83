"""J15 by hand."""

import pytest
from kpi.jeugd.hulp import Staat
from normwijzer.kpi.jeugd.instroom import J15, count_eerste_keer, side_eerste_keer
from normwijzer.kpi.jeugd.neven import join_neven
from normwijzer.kpi.opties import resolve


@pytest.fixture
def tel(tmp_path):
    def _tel(staat, **opties):
        zorg = staat.zorg(tmp_path)
        rijen = count_eerste_keer(zorg, 2024, resolve(zorg.regio, "jeugd_transformatie", J15) | opties)
        return rijen.iloc[0]

    return _tel


def eerder(einde: str, begin: str = "1-3-2024") -> Staat:
    return Staat(eerste="1-1-2010").lever("a", "pleegzorg", "1-1-2012", einde).lever("a", "pleegzorg", begin)


@pytest.mark.parametrize(("einde", "eerste"), [("1-3-2019", 0), ("28-2-2019", 1), ("31-12-2022", 0)])
def test_vijf_jaar_terugkijken_tot_en_met_de_dag(tel, einde, eerste):
    rij = tel(eerder(einde))
    assert (rij.teller, rij.noemer) == (eerste, 1)


def test_terugkijken_vanaf_een_maandeinde(tel):
    """29 February 2024 minus 60 months is 28 February 2019."""
    assert tel(eerder("28-2-2019", "29-2-2024")).teller == 0
    assert tel(eerder("27-2-2019", "29-2-2024")).teller == 1


def test_kortere_terugkijk_ziet_minder(tel):
    assert tel(eerder("1-6-2021"), terugkijk_maanden=36).teller == 0
    assert tel(eerder("1-6-2021"), terugkijk_maanden=24).teller == 1


def test_onderbreking_van_vier_maanden_is_geen_nieuwe_start(tel):
    assert tel(eerder("1-11-2023")).noemer == 0
    assert tel(eerder("31-10-2023")).noemer == 1
    assert tel(eerder("1-11-2023"), gat_inclusief=False).noemer == 1


def test_elke_periode_die_begint_telt_hoe_zij_ook_eindigt(tel):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "1-2-2024", reden="02").lever("b", "crisis", "31-12-2024")
    staat.lever("c", "crisis", "31-12-2023").lever("a", "pleegzorg", "1-8-2024", "1-12-2025")
    rij = tel(staat)
    assert (rij.teller, rij.noemer) == (2, 3)
    assert rij.eenheid == "fractie"
    assert rij.grens_onder != rij.grens_onder


def test_eerdere_tom_telt_als_verblijf_en_zonder_tom_niet(tel):
    staat = Staat().lever("a", "tom_instroom", "1-1-2022", "1-6-2022").lever("a", "pleegzorg", "1-3-2024")
    assert (tel(staat).teller, tel(staat, tom_als_verblijf=False).teller) == (0, 1)


@pytest.mark.parametrize(("K", "status"), [("24-3-2025", "voorlopig"), ("25-3-2025", "definitief")])
def test_definitief_28_dagen_en_de_lag_na_het_jaar(tel, K, status):
    assert tel(Staat(K=K).lever("a", "pleegzorg", "1-3-2024")).status == status


def test_gelijke_terugkijk_ziet_niet_verder_dan_het_basisjaar_kan(tmp_path):
    """Data from 1-1-2022 give twelve months before 2023, so an end of 2022-08 is out of sight for 1-3-2024."""
    staat = Staat(eerste="1-1-2022").lever("a", "pleegzorg", "1-2-2022", "1-8-2022").lever("a", "pleegzorg", "1-3-2024")
    zorg = staat.zorg(tmp_path)
    rijen = join_neven(side_eerste_keer(zorg, 2024, resolve(zorg.regio, "jeugd_transformatie", J15)))
    assert rijen.set_index("kenmerk").teller.to_dict() == {"gelijke_terugkijk": 1, "links_afgekapt": 0}
