"""Hand-made verblijfsperioden: what is one period, where it begins and ends, and what is marked on it."""

from datetime import date, timedelta

import pytest
from kpi.jeugd.hulp import AANBIEDER, ANDERE, BUURGEMEENTE, DERDE, GEMEENTE, Staat, dagnr
from normwijzer.kpi.jeugd.verblijfsperioden import link, make_verblijfsperioden
from normwijzer.perioden import OPEN


@pytest.fixture
def maak(tmp_path):
    return lambda staat, partijen=None, **opties: make_verblijfsperioden(
        staat.zorg(tmp_path, partijen=partijen), opties
    )


@pytest.fixture
def reeks(maak):
    """[(begin, einde)] as d-m-yyyy, in order of client and begin; einde None = open."""

    def _reeks(staat, **opties):
        return [(_tekst(b), _tekst(e)) for b, e in maak(staat, **opties)[["begin", "einde"]].to_numpy()]

    return _reeks


def _tekst(nummer):
    d = date(1970, 1, 1) + timedelta(days=int(nummer)) if nummer < OPEN else None
    return d and f"{d.day}-{d.month}-{d.year}"


def twee(einde: str, begin: str, **rest) -> Staat:
    return Staat().lever("a", "pleegzorg", "1-6-2022", einde, **rest).lever("a", "crisis", begin, "1-8-2024")


@pytest.mark.parametrize(
    ("einde", "begin"),
    [
        ("31-10-2023", "29-2-2024"),  # the last day of October plus 4 months is the last day of February, a leap year
        ("30-10-2023", "29-2-2024"),  # 30-10 is cut off to the same day
        ("31-10-2022", "28-2-2023"),  # not a leap year
        ("29-2-2024", "29-6-2024"),  # from the leap day the 29th, not the last day
        ("15-3-2024", "15-7-2024"),  # exactly four months
        ("15-3-2024", "16-3-2024"),  # adjoining
        ("15-3-2024", "1-1-2024"),  # overlapping
    ],
)
def test_onderbreking_tot_en_met_vier_maanden_hoort_erbij(reeks, einde, begin):
    assert reeks(twee(einde, begin)) == [("1-6-2022", "1-8-2024")]


@pytest.mark.parametrize(
    ("einde", "begin"),
    [
        ("30-10-2023", "1-3-2024"),
        ("31-10-2022", "1-3-2023"),
        ("29-2-2024", "30-6-2024"),
        ("15-3-2024", "16-7-2024"),
    ],
)
def test_een_dag_langer_is_een_nieuwe_periode(reeks, einde, begin):
    assert reeks(twee(einde, begin)) == [("1-6-2022", einde), (begin, "1-8-2024")]


def test_zonder_de_grens_zelf_begint_op_vier_maanden_een_nieuwe_periode(reeks):
    grens = twee("15-3-2024", "15-7-2024")
    assert reeks(grens, gat_inclusief=False) == [("1-6-2022", "15-3-2024"), ("15-7-2024", "1-8-2024")]
    assert len(reeks(twee("15-3-2024", "14-7-2024"), gat_inclusief=False)) == 1


def test_gat_in_dagen_vervangt_de_maanden(reeks):
    # 15-3 plus 122 days is 15-7
    assert len(reeks(twee("15-3-2024", "15-7-2024"), gat_dagen=122)) == 1
    assert len(reeks(twee("15-3-2024", "15-7-2024"), gat_dagen=121)) == 2
    assert len(reeks(twee("15-3-2024", "16-3-2024"), gat_dagen=0)) == 2


@pytest.mark.parametrize(("maanden", "aantal"), [(1, 2), (3, 2), (4, 1), (6, 1)])
def test_gat_in_andere_maanden(reeks, maanden, aantal):
    assert len(reeks(twee("15-3-2024", "20-6-2024"), gat_maanden=maanden)) == aantal


def test_tom_en_daarna_verblijf_is_een_periode_en_zonder_tom_niet(maak):
    staat = Staat().lever("a", "tom_instroom", "1-1-2024", "31-3-2024").lever("a", "gezinshuis", "1-5-2024", "1-9-2024")
    met, zonder = maak(staat), maak(staat, tom_als_verblijf=False)
    assert met[["begin", "einde", "vorm"]].to_numpy().tolist() == [[dagnr("1-1-2024"), dagnr("1-9-2024"), "gezinshuis"]]
    assert zonder[["begin", "einde"]].to_numpy().tolist() == [[dagnr("1-5-2024"), dagnr("1-9-2024")]]


def test_overlap_van_twee_aanbieders_is_een_periode_met_twee_aanbieders(maak):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "30-6-2024")
    staat.lever("a", "crisis", "1-3-2024", "31-3-2024", aanbieder=ANDERE)
    rij = maak(staat).iloc[0]
    # 31 + 29 + 31 + 30 + 31 + 30 days; the overlap counts once
    assert (rij.dagen, rij.leveringsdagen, rij.aanbieders, rij.vorm) == (182, 182, 2, "pleegzorg")
    assert rij.einde == dagnr("30-6-2024")


def test_een_contractpartij_is_een_aanbieder(maak):
    staat = (
        Staat()
        .lever("a", "crisis", "1-1-2024", "31-1-2024")
        .lever("a", "crisis", "1-2-2024", "1-3-2024", aanbieder=ANDERE)
    )
    assert maak(staat).aanbieders.tolist() == [2]
    assert maak(staat, partijen={AANBIEDER: "Groep", ANDERE: "Groep"}).aanbieders.tolist() == [1]


def test_gat_over_een_wissel_van_gemeente(maak):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "31-3-2024", gemeente=GEMEENTE)
    staat.lever("a", "pleegzorg", "31-7-2024", "31-8-2024", gemeente=BUURGEMEENTE)
    rij = maak(staat).iloc[0]
    # 1-1 to 31-8: 244 days in a leap year; January to March 91 and 31-7 to 31-8 32
    assert (rij.dagen, rij.leveringsdagen) == (244, 91 + 32)


def test_kort_verblijf_in_een_lang_kort_de_periode_niet_in(reeks):
    staat = Staat().lever("a", "pleegzorg", "1-1-2022", "31-12-2023").lever("a", "crisis", "1-2-2022", "10-2-2022")
    staat.lever("a", "gezinshuis", "30-4-2024", "31-5-2024")
    assert reeks(staat) == [("1-1-2022", "31-5-2024")]


def test_twee_jeugdigen_blijven_apart(maak):
    staat = Staat().lever("b", "pleegzorg", "1-1-2023", "1-2-2023").lever("a", "pleegzorg", "1-3-2023", "1-4-2023")
    tabel = maak(staat)
    assert tabel.periode.tolist() == [0, 1]
    assert tabel.begin.tolist() == [dagnr("1-3-2023"), dagnr("1-1-2023")]


def test_ambulant_en_onbekend_product_zijn_geen_verblijf(maak):
    staat = Staat().lever("a", "ambulant", "1-1-2023", "1-2-2023").lever("a", "", "1-1-2023", "1-2-2023")
    assert maak(staat).empty


def test_zonder_jeugdigen_is_de_tabel_leeg_met_kolommen(maak, tmp_path):
    tabel = maak(Staat(eerste=None))
    assert tabel.empty
    assert {"periode", "vorm", "aanbieders", "bekend_einde"} <= set(tabel)
    assert link(Staat(eerste=None).zorg(tmp_path), {}).empty


def test_open_verblijf_is_een_open_periode(maak):
    rij = maak(twee("1-3-2024", "1-4-2024").lever("a", "pleegzorg", "1-7-2024")).iloc[0]
    assert (rij.einde, rij.dagen, rij.leveringsdagen, rij.bekend_einde) == (OPEN, -1, -1, OPEN)
    assert not (rij.afgeleid)
    assert not (rij.administratief)
    assert not (rij.achttien)


def test_onmogelijke_levering_telt_niet(maak):
    assert maak(Staat().lever("a", "pleegzorg", "1-3-2024", "1-2-2024", telt=False)).empty


def test_tijdelijke_stop_zonder_herstart_eindigt_de_periode(maak):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", "1-3-2024", reden="20", bekend="5-4-2024")
    rij = maak(staat).iloc[0]
    assert (rij.einde, rij.bekend_einde, rij.afgeleid) == (dagnr("1-3-2024"), dagnr("5-4-2024"), False)


def test_afgeleid_is_een_einde_zonder_enig_stopbericht_op_de_laatste_dag(maak):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", "1-3-2024", afgeleid=True)
    staat.lever("b", "pleegzorg", "1-1-2023", "1-3-2024", afgeleid=True)
    staat.lever("b", "crisis", "1-1-2024", "1-3-2024", reden="31", bekend="20-3-2024")
    tabel = maak(staat)
    assert tabel.afgeleid.tolist() == [True, False]
    assert tabel.bekend_einde.tolist() == [dagnr("1-3-2024"), dagnr("20-3-2024")]


def test_bekend_einde_is_de_laatste_dagtekening_van_de_stops_op_de_laatste_dag(maak):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", "1-3-2024", bekend="4-3-2024")
    staat.lever("a", "crisis", "1-1-2023", "1-3-2024", bekend="9-3-2024")
    staat.lever("a", "gezinshuis", "1-1-2023", "29-2-2024", bekend="1-12-2024")
    assert maak(staat).bekend_einde.tolist() == [dagnr("9-3-2024")]


@pytest.mark.parametrize(("reden", "rw", "administratief"), [
    ("02", None, True), ("35", None, True), ("31", "07", True), ("31", "11", True), ("31", "02", False),
    ("31", "04", False), ("36", None, False),
])  # fmt: skip
def test_administratief_geeindigd(maak, reden, rw, administratief):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", "1-3-2024", reden=reden, rw=rw)
    assert maak(staat).administratief.tolist() == [administratief]


def test_reden_van_een_eerder_einde_maakt_de_periode_niet_administratief(maak):
    staat = (
        Staat()
        .lever("a", "pleegzorg", "1-1-2023", "1-3-2024", reden="35")
        .lever("a", "pleegzorg", "1-4-2024", "1-8-2024")
    )
    assert maak(staat).administratief.tolist() == [False]


@pytest.mark.parametrize(("einde", "rond"), [
    ("30-4-2024", False), ("1-5-2024", True), ("15-6-2024", True), ("31-7-2024", True), ("1-8-2024", False),
])  # fmt: skip
def test_rond_de_achttiende_verjaardag(maak, einde, rond):
    """Born in June 2006: from 31 days before 1 June 2024 up to 31 days after 30 June 2024."""
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", einde)
    staat.geboren["a"] = (2006, 6)
    assert maak(staat).achttien.tolist() == [rond]


def test_zonder_geboortemaand_is_achttien_onbekend(maak):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", "15-6-2024")
    staat.geboren["a"] = (2006, None)
    assert maak(staat).achttien.tolist() == [False]


@pytest.mark.parametrize(("begin", "afgekapt"), [("1-2-2020", True), ("2-2-2020", False), ("1-1-2019", True)])
def test_links_afgekapt_tot_en_met_31_dagen_na_de_eerste_gegevens(maak, begin, afgekapt):
    staat = Staat(eerste="1-1-2020").lever("a", "pleegzorg", begin, "1-3-2024")
    staat.leverperioden[0]["dagtekening_start"] = date(2020, 3, 1)
    assert maak(staat).links_afgekapt.tolist() == [afgekapt]


@pytest.mark.parametrize(("begin", "reden", "over"), [
    ("31-3-2024", "36", True), ("1-4-2024", "37", True), ("1-4-2024", "38", True), ("2-4-2024", "36", False),
    ("30-3-2024", "36", False), ("1-4-2024", "31", False),
])  # fmt: skip
def test_contractovergang_op_de_dag_zelf_of_de_dag_erna(maak, begin, reden, over):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", "31-3-2024", reden=reden)
    staat.lever("a", "pleegzorg", begin, "1-9-2024", aanbieder=ANDERE)
    assert maak(staat).contractovergang.tolist() == [over]
    assert maak(staat).aanbieders.tolist() == [2]
    assert maak(staat, negeer_contractovergang=True).aanbieders.tolist() == [1 if over else 2]


def test_bij_contractovergang_over_en_weer_blijft_een_aanbieder_over(maak):
    staat = Staat().lever("a", "pleegzorg", "1-1-2023", "31-3-2024", reden="36")
    staat.lever("a", "pleegzorg", "1-4-2024", "1-5-2024", aanbieder=ANDERE, reden="36")
    staat.lever("a", "pleegzorg", "2-5-2024", "1-6-2024", aanbieder=DERDE)
    assert maak(staat, negeer_contractovergang=True).aanbieders.tolist() == [1]


def test_wie_elkaar_op_een_dag_opvolgen_zijn_samen_een_aanbieder(maak):
    staat = Staat().lever("a", "crisis", "1-1-2024", "1-1-2024", reden="36")
    staat.lever("a", "crisis", "1-1-2024", "1-1-2024", aanbieder=ANDERE, reden="37")
    assert maak(staat).aanbieders.tolist() == [2]
    assert maak(staat, negeer_contractovergang=True).aanbieders.tolist() == [1]


def test_einddatum_als_dag_na_de_laatste_dag(maak):
    staat = Staat().lever("a", "pleegzorg", "1-1-2024", "1-3-2024").lever("b", "crisis", "5-5-2024", "5-5-2024")
    staat.lever("c", "crisis", "1-1-2024", "1-3-2024", afgeleid=True)
    tabel = maak(staat, einddatum_inclusief=False)
    # b has no day left, the derived end of c is no stop message
    assert tabel.einde.tolist() == [dagnr("29-2-2024"), dagnr("1-3-2024")]
    assert tabel.dagen.tolist() == [60, 61]


def test_toewijzing_als_bron_loopt_tot_haar_einddatum(maak):
    staat = Staat(K="1-7-2024").toewijzing("a", "pleegzorg", "1-1-2023", "1-3-2024", rw="02")
    staat.toewijzing("b", "pleegzorg", "1-1-2023").toewijzing("c", "crisis", "1-1-2023", "1-7-2024")
    staat.toewijzing("d", "crisis", "1-1-2023", "30-6-2024").toewijzing("e", "crisis", "1-1-2023", verwijderd=True)
    tabel = maak(staat, datum_bron="toewijzing")
    assert tabel.einde.tolist() == [dagnr("1-3-2024"), OPEN, OPEN, dagnr("30-6-2024")]
    assert tabel.administratief.tolist() == [True, False, False, False]
    assert maak(staat).empty


def test_declaratie_als_bron_neemt_goede_debetregels(maak):
    staat = (
        Staat()
        .declareer("a", "pleegzorg", "1-1-2024", "31-1-2024")
        .declareer("a", "pleegzorg", "1-2-2024", "29-2-2024", status="ingediend")
    )
    staat.declareer("b", "pleegzorg", "1-1-2024", "31-1-2024", status="afgewezen")
    staat.declareer("c", "pleegzorg", "1-1-2024", "31-1-2024", debet="C")
    staat.declareer("d", "pleegzorg", "1-1-2024", "31-1-2024", status="gecrediteerd")
    staat.declareer(None, "pleegzorg", "1-1-2024", "31-1-2024")
    staat.declareer("e", "pleegzorg", "1-2-2024", "31-1-2024")
    tabel = maak(staat, datum_bron="declaratie")
    assert tabel[["begin", "einde", "dagen"]].to_numpy().tolist() == [[dagnr("1-1-2024"), dagnr("29-2-2024"), 60]]


@pytest.mark.parametrize(("volgens", "vorm"), [
    ("langste", "crisis"), ("eerste", "gezinshuis"), ("laatste", "overig_verblijf"),
])  # fmt: skip
def test_vorm_van_de_periode(maak, volgens, vorm):
    staat = Staat().lever("a", "gezinshuis", "1-1-2024", "10-1-2024")
    staat.lever("a", "crisis", "5-1-2024", "20-1-2024").lever("a", "crisis", "15-1-2024", "25-1-2024")
    staat.lever("a", "overig_verblijf", "20-1-2024", "8-2-2024")
    # distinct days: gezinshuis 10, crisis 5-1 to 25-1 = 21, overig 20
    assert maak(staat, vorm_toewijzing=volgens).vorm.tolist() == [vorm]


@pytest.mark.parametrize("volgens", ["langste", "eerste", "laatste"])
def test_bij_gelijk_gaat_de_vorm_naar_de_eerste_van_het_contract(maak, volgens):
    staat = Staat().lever("a", "crisis", "1-1-2024", "10-1-2024").lever("a", "gezinshuis", "1-1-2024", "10-1-2024")
    assert maak(staat, vorm_toewijzing=volgens).vorm.tolist() == ["gezinshuis"]


def test_koppeling_noemt_bij_elk_stuk_zijn_periode(tmp_path):
    zorg = twee("15-3-2024", "16-7-2024").zorg(tmp_path)
    stukken = link(zorg, {})
    assert stukken.periode.tolist() == [0, 1]
    assert stukken.soort.tolist() == ["pleegzorg", "crisis"]
    assert zorg.perioden.begin.to_numpy()[stukken.rij].tolist() == stukken.begin.tolist()


def test_einde_na_de_kennisdatum_geldt_zoals_verteld(maak):
    staat = Staat(K="1-6-2024").lever("a", "pleegzorg", "1-1-2024", "31-12-2024")
    assert maak(staat).einde.tolist() == [dagnr("31-12-2024")]


def test_volgorde_van_de_rijen_maakt_niet_uit(tmp_path, maak):
    staat = Staat()
    for client, maand in [("b", 1), ("a", 2), ("b", 8), ("a", 9), ("c", 3)]:
        staat.lever(client, "pleegzorg", f"1-{maand}-2023", f"20-{maand}-2023")
    eerst = maak(staat)
    staat.leverperioden.reverse()
    assert eerst.equals(maak(staat))
