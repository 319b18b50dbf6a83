"""Golden cases of youth care: small worlds whose outcome is worked out by hand, for the product and for the twin."""

import pytest
from kpi.jeugd.vergelijking import by_product, by_tweeling, make_tel
from kpi.jeugd.wereld import (
    BW,
    levering,
    periode,
    stop,
    to_toestand,
    toewijzing,
    verblijf,
    versie,
    wereld,
)
from kpi.wereld import to_regio as to_wmo_regio
from normwijzer import kpi as product

J5, J6, J7 = "maanden_verblijf_gemiddeld", "maanden_verblijf_mediaan", "verblijf_korter_dan_9_maanden"
J12, J13, J15 = "een_verblijfsaanbieder", "aanbieders_per_periode", "eerste_keer_verblijf"
J4, J8 = "tom_instroom_zonder_uithuisplaatsing", "tom_uitstroom_duurzaam"


@pytest.fixture(params=[by_product, by_tweeling], ids=["product", "tweeling"])
def tel(request, tmp_path):
    return make_tel(request.param, tmp_path)


# Two stays of one jeugdige: 1-7-2023 … einde and begin … 1-6-2024.
def _twee(einde, begin, **tweede):
    return (*verblijf(1, "a", "1-7-2023", einde), *verblijf(2, "a", begin, "1-6", **tweede))


def test_van_31_oktober_tot_29_februari_is_vier_maanden(tel):
    # add_months(31-10-2023, 4) = 31-2-2024, clipped to 29-2-2024: one period of 1-7-2023 … 1-6-2024 = 337 days.
    assert tel(J12, *_twee("31-10-2023", "29-2-2024")) == (1, 1)
    assert tel(J5, *_twee("31-10-2023", "29-2-2024"), kolom="waarde") == pytest.approx(337 / 30.4375)
    assert tel(J7, *_twee("31-10-2023", "29-2-2024")) == (0, 1)


def test_van_30_oktober_tot_1_maart_is_meer_dan_vier_maanden(tel):
    # add_months(30-10-2023, 4) = 29-2-2024 < 1-3-2024: the second stay is a period of its own,
    # 93 days, and not the first time.
    assert tel(J5, *_twee("30-10-2023", "1-3-2024"), kolom="waarde") == pytest.approx(93 / 30.4375)
    assert tel(J7, *_twee("30-10-2023", "1-3-2024")) == (1, 1)
    assert tel(J15, *_twee("30-10-2023", "1-3-2024")) == (0, 1)
    assert tel(J15, *_twee("31-10-2023", "29-2-2024")) == (0, 0)


def test_in_een_gewoon_jaar_eindigt_de_vierde_maand_op_28_februari(tel):
    # add_months(31-10-2022, 4) = 28-2-2023; on 1-3-2023 a new period of 1-3 … 30-6-2023 = 122 days begins.
    op_tijd = (*verblijf(1, "a", "1-10-2022", "31-10-2022"), *verblijf(2, "a", "28-2-2023", "30-6-2023"))
    te_laat = (*verblijf(1, "a", "1-10-2022", "31-10-2022"), *verblijf(2, "a", "1-3-2023", "30-6-2023"))
    assert tel(J5, *op_tijd, jaar=2023, kolom="waarde") == pytest.approx(273 / 30.4375)
    assert tel(J5, *te_laat, jaar=2023, kolom="waarde") == pytest.approx(122 / 30.4375)


def test_schrikkeldag_telt_als_dag_en_als_einde(tel):
    # 1-2-2024 … 29-2-2024 = 29 days; the next stay on 29-6 (= add_months(29-2, 4)) belongs to it, on 30-6 not.
    een = verblijf(1, "a", "1-2", "29-2")
    assert tel(J5, *een, kolom="teller") == pytest.approx(29 / 30.4375)
    assert tel(J15, *een, *verblijf(2, "a", "29-6", "1-7")) == (1, 1)
    assert tel(J15, *een, *verblijf(2, "a", "30-6", "1-7")) == (1, 2)


def test_precies_vier_maanden_en_een_dag_meer(tel):
    # add_months(15-1-2024, 4) = 15-5-2024.
    def delen(begin):
        return (*verblijf(1, "a", "1-1", "15-1"), *verblijf(2, "a", begin, "1-6"))

    assert tel(J12, *delen("15-5")) == (1, 1)
    assert tel(J12, *delen("16-5")) == (2, 2)
    assert tel(J12, *delen("15-5"), variant="gat_inclusief=false") == (2, 2)
    assert tel(J12, *delen("14-5"), variant="gat_inclusief=false") == (1, 1)
    # 15-1 + 122 days = 16-5-2024 (16 January days, 29, 31, 30 = 106 to 30-4, and 16).
    assert tel(J12, *delen("16-5"), variant="gat_dagen=122") == (1, 1)
    assert tel(J12, *delen("17-5"), variant="gat_dagen=122") == (2, 2)


def test_verblijf_op_de_laatste_dag_hoort_altijd_bij_dezelfde_periode(tel):
    # Also with a gap of 0 months that has to be shorter: 15-1 and 15-1 overlap, 15-1 and 16-1 do not.
    def delen(begin):
        return (*verblijf(1, "a", "1-1", "15-1"), *verblijf(2, "a", begin, "1-6"))

    streng = "gat_maanden=0 en gat_inclusief=false"
    assert tel(J12, *delen("15-1"), variant=streng) == (1, 1)
    assert tel(J12, *delen("16-1"), variant=streng) == (2, 2)
    assert tel(J12, *delen("16-1"), variant="gat_maanden=0") == (2, 2)


def test_onderbreking_telt_mee_in_de_duur_tenzij_gekozen(tel):
    # 1-1 … 15-1 and 15-5 … 1-6: 153 days with the gap, 15 + 18 = 33 without.
    delen = (*verblijf(1, "a", "1-1", "15-1"), *verblijf(2, "a", "15-5", "1-6"))
    assert tel(J5, *delen, kolom="waarde") == pytest.approx(153 / 30.4375)
    assert tel(J5, *delen, variant="tel_gaten_mee=false", kolom="waarde") == pytest.approx(33 / 30.4375)


def test_precies_negen_maanden_is_niet_korter(tel):
    # From 1-1-2024 nine months are full on 30-9-2024: the day after it is 1-10 = add_months(1-1, 9).
    assert tel(J7, *verblijf(1, "a", "1-1", "30-9")) == (0, 1)
    assert tel(J7, *verblijf(1, "a", "1-1", "29-9")) == (1, 1)
    assert tel(J7, *verblijf(1, "a", "1-1", "30-9"), variant="drempel=t_m") == (1, 1)
    assert tel(J7, *verblijf(1, "a", "1-1", "1-10"), variant="drempel=t_m") == (0, 1)
    # From 31-5-2023 nine months later is 29-2-2024 (clipped): up to and with 27-2 is shorter, 28-2 is exactly nine.
    assert tel(J7, *verblijf(1, "a", "31-5-2023", "27-2")) == (1, 1)
    assert tel(J7, *verblijf(1, "a", "31-5-2023", "28-2")) == (0, 1)


def test_kalendermaanden_met_een_rest(tel):
    # 31-1 … 14-3-2024: 29-2 is one month, 15-3 the day after; 15 days of the 31 from 29-2 to 31-3.
    assert tel(J5, *verblijf(1, "a", "31-1", "14-3"), variant="maand=kalender", kolom="waarde") == pytest.approx(
        1 + 15 / 31
    )
    assert tel(J5, *verblijf(1, "a", "31-1", "14-3"), variant="maand=30", kolom="waarde") == pytest.approx(44 / 30)


def test_mediaan_van_een_even_aantal_is_het_midden(tel):
    # 10, 20, 40 and 50 days: type 7 gives 30 days.
    delen = [x for i, n in enumerate((10, 20, 9 + 31, 19 + 31)) for x in verblijf(i, f"c{i}", "1-1", _januari(n))]
    assert tel(J6, *delen) == (None, 4)
    assert tel(J6, *delen, kolom="waarde") == pytest.approx(30 / 30.4375)


def _januari(n):
    return f"{n}-1" if n <= 31 else f"{n - 31}-2"


def test_overlap_van_twee_aanbieders_is_een_periode_met_twee_aanbieders(tel):
    # 1-1 … 31-3 and 1-2 … 30-4: union 1-1 … 30-4-2024 = 121 days, two aanbieders.
    delen = (*verblijf(1, "a", "1-1", "31-3"), *verblijf(2, "a", "1-2", "30-4", aanbieder="99990002"))
    assert tel(J5, *delen, kolom="waarde") == pytest.approx(121 / 30.4375)
    assert tel(J12, *delen) == (0, 1)
    assert tel(J13, *delen) == (2, 1)
    # The same with one contractpartij behind both: one aanbieder.
    partijen = {"99990001": "P", "99990002": "P"}
    assert tel(J12, *delen, partijen=partijen) == (1, 1)
    assert tel(J13, *delen, partijen=partijen) == (1, 1)
    assert tel("jeugdigen_in_verblijf", *delen, partijen=partijen, aanbieder="99990002") == (1, None)


def test_onderbreking_over_een_wissel_van_gemeente_heen(tel):
    # The same number in two gemeenten; 31-1 to 31-5 is exactly four months.
    delen = (*verblijf(1, "a", "1-1", "31-1"), *verblijf(1, "a", "31-5", "30-6", gemeente="9902"))
    assert tel(J13, *delen) == (1, 1)
    assert tel(J5, *delen, kolom="waarde") == pytest.approx(182 / 30.4375)
    assert tel("jeugdigen_in_verblijf", *delen) == (1, None)


def test_code_31_van_de_wmo_raakt_de_jeugdwet_niet_en_omgekeerd(tel):
    # Jeugd 31 is 'volgens plan', Wmo 31 is a move. The Wmo row with the same client, number, code and reason
    # is not seen.
    jeugd = verblijf(1, "a", "1-1", "30-6", "31")
    wmo = verblijf(1, "a", "1-7", "31-7", "31", wet="wmo")
    assert tel("uitval", *jeugd, *wmo) == (0, 1)
    assert tel("uitval", *wmo) == (0, 0)
    assert tel(J5, *jeugd, *wmo, kolom="waarde") == pytest.approx(182 / 30.4375)
    assert tel("herhaald_beroep", *jeugd, *wmo) == (1, 1)


def test_wmo_code_31_blijft_verhuizing_naast_een_jeugdige(tmp_path):
    # Wmo doelrealisatie_uitstroom: 31 takes the client out of the noemer, 19 does not; the youth rows change nothing.
    def uit(*delen):
        tabel = product.bereken("wmo", to_toestand(wereld(*delen)), to_wmo_regio(tmp_path), 2024).uitkomsten
        rij = tabel[(tabel.kpi == "doelrealisatie_uitstroom") & (tabel.variant == "basis") & tabel.perceel.isna()]
        return rij.teller.item(), rij.noemer.item()

    def wmo(client, nummer, reden):
        return verblijf(nummer, client, "1-1", "30-6", reden, code="02A01", wet="wmo")

    beide = (*wmo("a", 1, "31"), *wmo("b", 2, "19"))
    assert uit(*beide) == (1, 1)
    assert uit(*beide, *verblijf(1, "a", "1-1", "30-6", "31"), *verblijf(2, "b", "1-7", code=BW)) == (1, 1)


def test_achttien_jaar_is_rond_de_maand_van_de_verjaardag(tel):
    # Born June 2006: 18 in June 2024. Around = 1-5-2024 (31 days before 1-6) up to and with 31-7-2024 (31 after 30-6).
    def uit(einde, maand=6):
        return tel(J5, *verblijf(1, "a", "1-1", einde), variant="uitstroom_18=uitsluiten", geboren={"a": (2006, maand)})

    assert uit("30-4")[1] == 1
    assert uit("1-5") == (0, 0)
    assert uit("31-7") == (0, 0)
    assert uit("1-8")[1] == 1
    assert uit("1-6", None)[1] == 1
    assert tel(J5, *verblijf(1, "a", "1-1", "1-6"), geboren={"a": (2006, 6)})[1] == 1


def test_administratief_einde_telt_niet(tel):
    # 02, 35 and RedenWijziging 07 and 11 are no exit; the next stay within four months makes the end an ordinary one.
    for reden in ("02", "35"):
        assert tel(J5, *verblijf(1, "a", "1-1", "30-6", reden)) == (0, 0)
        assert tel(J7, *verblijf(1, "a", "1-1", "30-6", reden), variant="administratief_einde=meetellen") == (1, 1)
    for rw in ("07", "11"):
        assert tel(J5, *verblijf(1, "a", "1-1", "30-6", rw=rw)) == (0, 0)
    assert tel(J5, *verblijf(1, "a", "1-1", "30-6", rw="02"))[1] == 1
    assert tel(J12, *verblijf(1, "a", "1-1", "30-6", "35"), *verblijf(2, "a", "1-9", "30-9")) == (1, 1)


def test_meer_redenen_op_een_dag_kiest_de_eerste_van_de_jeugdvolgorde(tel):
    # 31 goes before 35 (volgorde 02, 31, 39, 32, …): not administrative, and no uitval. 02 goes before everything.
    def delen(*redenen):
        stops = [stop(reden, "30-6") for reden in redenen]
        return levering(None, "a", periode("1-1", *stops), code=BW)

    assert tel(J5, delen("35", "31"))[1] == 1
    assert tel("uitval", delen("35", "31", "32")) == (0, 1)
    assert tel("uitval", delen("36", "32", "38")) == (1, 1)
    assert tel(J5, delen("31", "02")) == (0, 0)
    assert tel("uitval", delen("31", "02")) == (0, 0)


def test_toewijzing_die_op_de_kennisdatum_eindigt_is_nog_open(tel):
    # Measured with toewijzingen: an Einddatum before K ends the period, one on K or later does not.
    t = toewijzing(1, "a", versie("1-1", "30-6", code=BW))
    een, anders = "datum_bron=toewijzing en onvolledig=als_uitstroom", "datum_bron=levering"
    assert tel(J7, t, K="1-7", variant=een) == (1, 1)
    assert tel(J7, t, K="30-6", variant=een) == (0, 0)
    assert tel(J7, t, K="1-7", variant=anders) == (0, 0)


def test_zonder_eigen_venster_is_een_jaar_definitief_na_28_dagen_en_de_meldtijd(tel):
    # 31-12-2024 + 28 + 56 days = 25-3-2025.
    for kpi in ("jeugdigen_in_verblijf", "etmalen_verblijf", "uitval", J15):
        assert tel(kpi, K="25-3-2025", kolom="status") == "definitief"
        assert tel(kpi, K="24-3-2025", kolom="status") == "voorlopig"


def test_herstart_zonder_stopbericht_eindigt_de_dag_ervoor_ook_als_einddatum_niet_meetelt(tel):
    # 1-1 … 14-1 gave way to the next start without a stop message, so no day goes off; 15-1 … 1-3 loses its last day:
    # 14 + 46 = 60 days, 1-1 … 29-2-2024.
    lev = levering(None, "a", periode("1-1"), periode("15-1", stop("31", "1-3")), code=BW)
    assert tel(J5, lev, kolom="waarde") == pytest.approx(61 / 30.4375)
    los = "einddatum_inclusief=false en tel_gaten_mee=false"
    assert tel(J5, lev, variant=los, kolom="waarde") == pytest.approx(60 / 30.4375)
