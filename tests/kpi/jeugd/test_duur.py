"""J5–J7 by hand: which periods count, how long they lasted, and what is not certain yet."""

from datetime import date

import numpy as np
import pytest
from kpi.jeugd.hulp import Staat, dag, to_regio
from normwijzer.kpi.jeugd.afsluiting import equal_lookback, list_ended
from normwijzer.kpi.jeugd.duur import (
    J5,
    J6,
    J7,
    calendar_months,
    count_gemiddeld,
    count_korter,
    count_mediaan,
    side_duur,
)
from normwijzer.kpi.jeugd.neven import join_neven
from normwijzer.kpi.opties import resolve
from normwijzer.perioden import to_dagen

TEL = {J5: count_gemiddeld, J6: count_mediaan, J7: count_korter}


@pytest.fixture
def tel(tmp_path):
    """The row of one scope, empty text for an empty soort."""

    def _tel(staat, kpi=J5, jaar=2024, soort="", **opties):
        zorg = staat.zorg(tmp_path)
        rijen = TEL[kpi](zorg, jaar, resolve(zorg.regio, "jeugd_transformatie", kpi) | opties)
        rijen = rijen[rijen.soort.fillna("") == soort]
        return rijen.iloc[0] if len(rijen) else None

    return _tel


@pytest.fixture
def neven(tmp_path):
    """kenmerk -> row of the side figures, total only."""

    def _neven(staat, kpi=J5, jaar=2024, **opties):
        zorg = staat.zorg(tmp_path)
        rijen = join_neven(side_duur(zorg, jaar, resolve(zorg.regio, "jeugd_transformatie", kpi) | opties, kpi))
        return rijen.set_index("kenmerk")

    return _neven


def dagen(begin: str, einde: str) -> int:
    return (dag(einde) - dag(begin)).days + 1


def test_gemiddelde_mediaan_en_aandeel_van_drie_perioden(tel):
    staat = Staat()
    stukken = [("1-1-2024", "31-3-2024"), ("1-1-2023", "30-6-2024"), ("1-1-2024", "29-9-2024")]
    for i, (begin, einde) in enumerate(stukken):
        staat.lever(f"c{i}", "pleegzorg", begin, einde)
    lengte = [dagen(*stuk) for stuk in stukken]
    assert lengte == [91, 547, 273]
    j5, j6, j7 = tel(staat), tel(staat, J6), tel(staat, J7)
    assert j5.teller == pytest.approx(911 / 30.4375)
    assert j5.noemer == 3
    assert j5.waarde == pytest.approx(911 / 30.4375 / 3)
    assert j5.eenheid == "maanden"
    assert np.isnan(j5.onder)
    assert j6.waarde == pytest.approx(273 / 30.4375)
    assert j6.noemer == 3
    assert np.isnan(j6.teller)
    assert (j7.teller, j7.noemer) == (2, 3)
    assert j7.onder == pytest.approx(0.2077, abs=1e-4)
    assert j5.status == "definitief"
    assert np.isnan(j5.grens_onder)


def test_mediaan_van_een_even_aantal_ligt_in_het_midden(tel):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "10-1-2024").lever("b", "pleegzorg", "1-1-2024", "21-1-2024")
    assert tel(staat, J6).waarde == pytest.approx(15.5 / 30.4375)


@pytest.mark.parametrize(("begin", "einde", "strikt", "t_m"), [
    ("1-1-2024", "29-9-2024", 1, 1),  # a day short of nine months
    ("1-1-2024", "30-9-2024", 0, 1),  # exactly nine: the day after is 1 October
    ("1-1-2024", "1-10-2024", 0, 0),
    ("31-5-2023", "28-2-2024", 0, 1),  # 31 May plus nine months is 29 February, the day after 28-2
    ("30-6-2023", "28-3-2024", 1, 1), ("30-6-2023", "29-3-2024", 0, 1),
])  # fmt: skip
def test_korter_dan_negen_kalendermaanden(tel, begin, einde, strikt, t_m):
    staat = Staat().lever("a", "pleegzorg", begin, einde)
    assert tel(staat, J7).teller == strikt
    assert tel(staat, J7, drempel="t_m").teller == t_m


def test_zonder_gaten_telt_het_aantal_leveringsdagen(tel):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "31-3-2024").lever("a", "pleegzorg", "1-7-2024", "30-9-2024")
    assert tel(staat).teller == pytest.approx(274 / 30.4375)
    assert tel(staat, tel_gaten_mee=False).teller == pytest.approx((91 + 92) / 30.4375)
    assert (tel(staat, J7).teller, tel(staat, J7, tel_gaten_mee=False).teller) == (0, 1)


@pytest.mark.parametrize(("begin", "einde", "maanden"), [
    ("1-1-2024", "31-1-2024", 1), ("1-1-2024", "29-2-2024", 2), ("15-1-2024", "14-2-2024", 1),
    ("31-1-2024", "28-2-2024", 1),  # 31 January plus a month is 29 February, the day after
    ("1-1-2024", "15-2-2024", 1 + 15 / 29), ("1-2-2023", "1-2-2023", 1 / 28),
    ("31-1-2023", "14-3-2023", 1 + 15 / 31),  # 28-2 up to 14-3 is 15 days; that month runs 28-2 to 31-3
])  # fmt: skip
def test_kalendermaanden(begin, einde, maanden):
    grenzen = [to_dagen(np.array([dag(tekst)], dtype="datetime64[D]")) for tekst in (begin, einde)]
    assert calendar_months(*grenzen)[0] == pytest.approx(maanden)


def test_maand_van_dertig_dagen_en_kalender(tel):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "29-2-2024")
    assert tel(staat, maand="30").teller == pytest.approx(2)
    assert tel(staat, maand="kalender").teller == 2


def test_jaar_is_dat_van_de_laatste_dag(tel):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", "31-12-2024").lever("b", "pleegzorg", "1-1-2023", "31-12-2023")
    staat.lever("c", "pleegzorg", "1-1-2023", "1-1-2025").lever("d", "pleegzorg", "1-1-2023")
    assert tel(staat).noemer == 1


def test_jaar_van_de_dagtekening(tel):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", "28-12-2023", bekend="3-1-2024")
    staat.lever("b", "pleegzorg", "1-1-2023", "28-12-2024", bekend="3-1-2025")
    staat.lever("c", "pleegzorg", "1-1-2023", "28-12-2024", afgeleid=True)
    assert (tel(staat).noemer, tel(staat, jaar_op="dagtekening").noemer) == (2, 2)
    assert tel(staat, jaar_op="dagtekening").teller == pytest.approx((362 + 728) / 30.4375)


def test_administratief_einde_achttien_en_afgeleid_einde(tel, neven):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "1-3-2024", reden="35")
    staat.lever("b", "pleegzorg", "1-1-2024", "1-3-2024").lever("c", "pleegzorg", "1-1-2024", "1-3-2024", afgeleid=True)
    staat.lever("d", "pleegzorg", "1-1-2024", "1-3-2024", rw="07")
    staat.geboren["b"] = (2006, 3)
    assert tel(staat).noemer == 2
    assert tel(staat, administratief_einde="meetellen").noemer == 4
    assert tel(staat, uitstroom_18="uitsluiten").noemer == 1
    assert tel(staat, einde_zonder_stop="uitsluiten").noemer == 1
    n = neven(staat).teller
    assert (n.administratief_geeindigd, n.rond_18, n.einde_afgeleid, n.niet_beoordeelbaar) == (2, 1, 1, 0)


def test_nog_niet_te_beoordelen_telt_niet_en_geeft_grenzen(tel, neven):
    # K minus 56 days is 6-11-2024: ends up to 6-7-2024 can be judged
    staat = Staat(K="1-1-2025").lever("a", "pleegzorg", "1-1-2024", "6-7-2024")
    staat.lever("b", "pleegzorg", "1-7-2024", "7-7-2024")
    j5, j6, j7 = tel(staat), tel(staat, J6), tel(staat, J7)
    assert j5.noemer == 1
    assert j5.status == "voorlopig"
    assert j5.grens_boven == pytest.approx(188 / 30.4375)
    assert j5.grens_onder == pytest.approx((188 + 7) / 2 / 30.4375)
    assert (j6.grens_onder, j6.grens_boven) == (j5.grens_onder, j5.grens_boven)
    assert (j7.teller, j7.noemer, j7.grens_onder, j7.grens_boven) == (1, 1, 0.5, 1)
    assert tel(staat, onvolledig="als_uitstroom").noemer == 2
    assert tel(staat, onvolledig="als_geen").noemer == 1
    assert neven(staat).teller.niet_beoordeelbaar == 1
    assert tel(staat, gat_maanden=3).noemer == 2


def test_alleen_nog_niet_te_beoordelen_perioden(tel):
    rij = tel(Staat(K="1-1-2025").lever("a", "pleegzorg", "1-7-2024", "1-12-2024"), J7)
    assert (rij.teller, rij.noemer, rij.grens_onder, rij.grens_boven) == (0, 0, 0, 1)
    assert np.isnan(rij.waarde)


@pytest.mark.parametrize(("K", "status"), [("24-6-2025", "voorlopig"), ("25-6-2025", "definitief")])
def test_definitief_vanaf_vier_maanden_en_de_lag_na_het_jaar(tel, K, status):
    """31-12-2024 plus four months is 30-4-2025, and 56 days later 25-6-2025."""
    staat = Staat(K=K).lever("a", "pleegzorg", "1-1-2024", "1-3-2024")
    assert tel(staat).status == status
    assert tel(staat, gat_dagen=122).status == "voorlopig"  # 122 days is 2-5-2025, so from 27-6-2025


def test_kennisdatum_midden_in_het_jaar(tel):
    staat = (
        Staat(K="30-6-2024")
        .lever("a", "pleegzorg", "1-1-2023", "1-1-2024")
        .lever("b", "pleegzorg", "1-1-2023", "1-2-2024")
    )
    # 1-1 plus four months plus 56 days is 26-6, 1-2 gives 27-7
    assert (tel(staat).noemer, tel(staat).status) == (1, "voorlopig")


def test_per_jeugdige_alleen_de_laatste_periode_die_telt(tel):
    staat = Staat(K="1-1-2025").lever("a", "pleegzorg", "1-1-2023", "10-1-2024")
    staat.lever("a", "pleegzorg", "1-6-2024", "30-6-2024").lever("b", "pleegzorg", "1-1-2024", "10-1-2024")
    staat.lever("b", "pleegzorg", "1-8-2024", "1-12-2024").lever("c", "pleegzorg", "1-1-2024", "10-1-2024")
    staat.lever("c", "pleegzorg", "1-6-2024", "30-6-2024", reden="02")
    assert tel(staat).noemer == 4
    # a: its last; b: its last cannot be judged; c: the last one that counts
    rij = tel(staat, eenheid="jeugdige")
    assert rij.noemer == 2
    assert rij.teller == pytest.approx((30 + 10) / 30.4375)


def test_rij_per_vorm_alleen_met_perioden(tel):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "31-3-2024").lever("a", "crisis", "1-4-2024", "10-4-2024")
    staat.lever("b", "crisis", "1-4-2024", "10-4-2024")
    assert tel(staat, soort="pleegzorg").teller == pytest.approx(101 / 30.4375)
    assert tel(staat, soort="crisis").noemer == 1
    assert tel(staat, soort="gezinshuis") is None
    assert tel(staat, soort="pleegzorg", vorm_toewijzing="laatste") is None


def test_zonder_jeugdigen_is_er_alleen_een_lege_totaalrij(tel, tmp_path):
    for kpi in TEL:
        rij = tel(Staat(), kpi)
        assert rij.noemer == 0
        assert np.isnan(rij.waarde)
    zorg = Staat(eerste=None).zorg(tmp_path)
    assert len(count_gemiddeld(zorg, 2024, resolve(zorg.regio, "jeugd_transformatie", J5))) == 1


def test_nevencijfers_zonder_gezinsgericht_en_zonder_links_afgekapt(neven):
    staat = Staat(eerste="1-1-2024").lever("a", "pleegzorg", "1-3-2024", "30-3-2024")
    staat.lever("b", "crisis", "1-3-2024", "20-3-2024").lever("c", "crisis", "1-1-2024", "9-2-2024")
    n = neven(staat)
    assert n.teller.zonder_gezinsgericht == pytest.approx(60 / 30.4375)
    assert n.noemer.zonder_gezinsgericht == 2
    assert n.teller.zonder_links_afgekapt == pytest.approx(50 / 30.4375)
    assert n.teller.links_afgekapt == 1


@pytest.mark.parametrize(("eerste", "maanden"), [
    ("1-1-2022", 12), ("2-1-2022", 11), ("31-12-2021", 12), ("1-1-2017", 60), ("1-1-2018", 60), ("2-1-2018", 59),
    ("1-1-2023", 0), ("1-6-2023", 0),
])  # fmt: skip
def test_gelijke_terugkijk_is_de_geschiedenis_voor_het_basisjaar(tmp_path, eerste, maanden):
    assert equal_lookback(Staat(eerste=eerste).zorg(tmp_path)) == maanden


def test_gelijke_terugkijk_kapt_het_begin_af_tot_evenveel_geschiedenis(neven):
    """History from 1-1-2022: a year before the base year, so 2024 sees no further back than 1-1-2023."""
    staat = Staat(eerste="1-1-2022").lever("a", "pleegzorg", "1-6-2022", "30-1-2024")
    staat.lever("b", "pleegzorg", "1-1-2024", "10-1-2024")
    n = neven(staat)
    assert n.teller.gelijke_terugkijk == pytest.approx((365 + 30 + 10) / 30.4375)
    met_gat = (
        Staat(eerste="1-1-2022")
        .lever("a", "crisis", "1-6-2022", "31-12-2022")
        .lever("a", "crisis", "1-2-2023", "30-1-2024")
    )
    assert neven(met_gat, tel_gaten_mee=False).teller.gelijke_terugkijk == pytest.approx((365 - 31 + 30) / 30.4375)


def test_lijst_van_einden_zegt_waarom_een_periode_niet_telt(tmp_path):
    staat = (
        Staat(K="1-5-2024")
        .lever("a", "pleegzorg", "1-1-2023", "1-3-2024", reden="02")
        .lever("b", "pleegzorg", "1-1-2023", "2-3-2024")
    )
    zorg = staat.zorg(tmp_path)
    einden = list_ended(zorg, 2024, resolve(zorg.regio, "jeugd_transformatie", J5))
    assert einden.telt.tolist() == [False, True]
    assert einden.beoordeelbaar.tolist() == [False, False]


def test_keuze_van_de_regio_is_de_basis(tmp_path):
    regio = to_regio(tmp_path, {"gat_maanden": 6, "maanden_verblijf_gemiddeld": {"maand": "30"}})
    assert resolve(regio, "jeugd_transformatie", J5)["gat_maanden"] == 6
    assert resolve(regio, "jeugd_transformatie", J5)["maand"] == "30"
    assert date(2024, 1, 1) == dag("1-1-2024")
