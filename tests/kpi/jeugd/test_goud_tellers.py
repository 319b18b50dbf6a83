"""Golden cases of youth care: TOM, counts, etmalen, uitval, opgaven; worked out by hand, for product and twin."""

import pytest
from kpi.jeugd.trage_tweeling import Tweeling
from kpi.jeugd.tweeling_regels import BASIS, OPGAVE
from kpi.jeugd.vergelijking import by_product, by_tweeling, compute, make_tel
from kpi.jeugd.wereld import (
    AM,
    BW,
    CR,
    GH,
    PZ,
    TI,
    TU,
    WISSEL,
    levering,
    periode,
    regel,
    stop,
    to_bronnen,
    toewijzing,
    verblijf,
    versie,
    wereld,
)

J5, J6, J7 = "maanden_verblijf_gemiddeld", "maanden_verblijf_mediaan", "verblijf_korter_dan_9_maanden"
J12, J13, J15 = "een_verblijfsaanbieder", "aanbieders_per_periode", "eerste_keer_verblijf"
J4, J8 = "tom_instroom_zonder_uithuisplaatsing", "tom_uitstroom_duurzaam"


@pytest.fixture(params=[by_product, by_tweeling], ids=["product", "tweeling"])
def tel(request, tmp_path):
    return make_tel(request.param, tmp_path)


def test_tom_gevolgd_door_verblijf_binnen_vier_maanden(tel):
    # TOM-instroom ends 31-10-2023: verblijf that begins up to and with 29-2-2024 fails, 1-3 does not.
    tom = verblijf(1, "a", "1-8-2023", "31-10-2023", code=TI)
    assert tel(J4, *tom, jaar=2023) == (1, 1)
    assert tel(J4, *tom, *verblijf(2, "a", "29-2"), jaar=2023) == (0, 1)
    assert tel(J4, *tom, *verblijf(2, "a", "1-3"), jaar=2023) == (1, 1)
    # Running at the closing fails, ended the day before does not.
    assert tel(J4, *tom, *verblijf(2, "a", "1-9-2023", "31-10-2023"), jaar=2023) == (0, 1)
    assert tel(J4, *tom, *verblijf(2, "a", "1-9-2023", "30-10-2023"), jaar=2023) == (1, 1)
    # TOM-uitstroom and ambulant are no uithuisplaatsing, unless chosen.
    daarna = verblijf(2, "a", "1-11-2023", code=TU)
    assert tel(J4, *tom, *daarna, jaar=2023) == (1, 1)
    assert tel(J4, *tom, *daarna, jaar=2023, variant="tom_uitstroom_telt=true") == (0, 1)
    assert tel(J4, *tom, *verblijf(2, "a", "1-11-2023", code=AM), jaar=2023) == (1, 1)


def test_tom_gevolgd_door_verblijf_is_een_verblijfsperiode(tel):
    # TOM counts as verblijf: 1-1 … 31-1 and 1-4 … 30-6 make 182 days; without TOM 91 days of behandeld wonen.
    delen = (*verblijf(1, "a", "1-1", "31-1", code=TI), *verblijf(2, "a", "1-4", "30-6", code=BW))
    assert tel(J5, *delen, kolom="waarde") == pytest.approx(182 / 30.4375)
    assert tel(J5, *delen, variant="tom_als_verblijf=false", kolom="waarde") == pytest.approx(91 / 30.4375)
    # vorm: 91 days of behandeld wonen against 31 of TOM-instroom.
    assert tel(J5, *delen, soort="behandeld_wonen")[1] == 1
    assert tel(J5, *delen, soort="tom_instroom") is None
    assert tel(J5, *delen, soort="tom_instroom", variant="vorm_toewijzing=eerste")[1] == 1


def test_tijdelijke_stop_sluit_tom_niet(tel):
    tom = levering(None, "a", periode("1-1", stop("20", "31-3")), code=TI)
    assert tel(J4, tom) == (0, 0)
    assert tel(J4, levering(None, "a", periode("1-1", stop("20", "31-3"), stop("31", "30-4")), code=TI)) == (1, 1)


def test_laatste_afsluiting_van_tom_telt_per_jeugdige(tel):
    # Two closings in 2024; the one on 31-3 is followed by verblijf of 1-5, the one on 30-9 by nothing.
    delen = (
        *verblijf(1, "a", "1-1", "31-3", code=TI), *verblijf(2, "a", "1-5", "31-5"),
        *verblijf(3, "a", "1-8", "30-9", code=TI),
    )  # fmt: skip
    assert tel(J4, *delen) == (1, 1)
    assert tel(J4, *delen, variant="eenheid=toewijzing") == (1, 2)


def test_tom_uitstroom_is_duurzaam_zonder_verblijf_in_twaalf_maanden(tel):
    # Ends 29-2-2024; add_months 12 = 28-2-2025.
    tom = verblijf(1, "a", "1-1", "29-2", code=TU)
    assert tel(J8, *tom) == (1, 1)
    assert tel(J8, *tom, *verblijf(2, "a", "28-2-2025")) == (0, 1)
    assert tel(J8, *tom, *verblijf(2, "a", "1-3-2025")) == (1, 1)
    # Running on the closing itself is allowed as long as it has stopped before e + 31 = 31-3-2024.
    assert tel(J8, *tom, *verblijf(2, "a", "1-1", "30-3")) == (1, 1)
    assert tel(J8, *tom, *verblijf(2, "a", "1-1", "31-3")) == (0, 1)


def test_afsluiting_die_nog_niet_te_beoordelen_is(tel):
    # e = 30-6-2024: assessable from 30-10-2024 + 56 days = 25-12-2024 on.
    een = verblijf(1, "a", "1-1", "30-6")
    assert tel(J7, *een, K="25-12") == (1, 1)
    assert tel(J7, *een, K="24-12") == (0, 0)
    assert tel(J7, *een, K="24-12", kolom="grens_onder") == 0
    assert tel(J7, *een, K="24-12", kolom="grens_boven") == 1
    assert tel(J5, *een, K="24-12", kolom="grens_boven") == pytest.approx(182 / 30.4375)
    assert tel(J7, *een, K="24-12", variant="onvolledig=als_uitstroom") == (1, 1)
    # The year: 31-12-2024 + 4 months = 30-4-2025, + 56 days = 25-6-2025.
    assert tel(J7, *een, K="24-6-2025", kolom="status") == "voorlopig"
    assert tel(J7, *een, K="25-6-2025", kolom="status") == "definitief"


def test_etmalen_met_credits(tel):
    # 31 + 30 - 31 (credit) + 28 pending = 58; rejected lines, hours, ambulant and last year's months do not count.
    regels = [
        regel("a", "1-1", 31), regel("a", "1-2", 30, status="gecrediteerd"), regel("a", "1-1", 31, dc="C"),
        regel("a", "1-3", 28, status="ingediend", code=BW), regel("a", "1-4", 30, status="afgewezen"),
        regel("a", "1-5", 8, eenheid="04"), regel("a", "1-6", 9, code=AM), regel("a", "1-12-2023", 31),
        regel(None, "1-1", 5, code=CR, aanbieder="99990002"),
    ]  # fmt: skip
    assert tel("etmalen_verblijf", *regels) == (63, None)
    assert tel("etmalen_verblijf", *regels, soort="pleegzorg") == (30, None)
    assert tel("etmalen_verblijf", *regels, soort="crisis") == (5, None)
    assert tel("etmalen_verblijf", *regels, soort="ambulant") is None
    assert tel("etmalen_verblijf", *regels, aanbieder="99990001") == (58, None)
    assert tel("etmalen_verblijf", *regels, kolom="eenheid") == "etmalen"
    # gezinsgericht in etmalen: 30 of 63.
    assert tel("gezinsgericht", *regels, variant="gewicht=etmalen") == (30, 63)


def test_deeltijdpleegzorg_is_minder_dan_vier_etmalen_per_week(tel):
    # 1-1 … 28-1-2024 = 28 days = 4 weeks: 15 etmalen = 3.75 a week, 16 = exactly 4.
    thuis = verblijf(1, "a", "1-1", "28-1", code=PZ)
    kpi = "deeltijdpleegzorg"
    assert tel(kpi, *thuis, regel("a", "1-1", 15)) == (1, 1)
    assert tel(kpi, *thuis, regel("a", "1-1", 16)) == (0, 1)
    assert tel(kpi, *thuis, regel("a", "1-1", 16), regel("a", "1-1", 1, dc="C")) == (1, 1)
    assert tel(kpi, *thuis, regel("a", "1-1", 16), regel("a", "1-1", 1, dc="C", status="afgewezen")) == (0, 1)
    # Nothing declared and no Omvang: in the noemer only. 13 days: in neither.
    assert tel(kpi, *thuis) == (0, 1)
    assert tel(kpi, *verblijf(1, "a", "1-1", "13-1", code=PZ)) == (0, 0)
    # The Omvang instead: 3 etmalen a week, 17 a month (17 / (52.1775 / 12) = 3.91), 18 a month (4.14).
    for volume, frequentie, verwacht in ((3, "2", 1), (4, "2", 0), (17, "4", 1), (18, "4", 0), (1, "1", 0)):
        t = toewijzing(1, "a", versie("1-1", volume=volume, frequentie=frequentie))
        assert tel(kpi, t, thuis[1], regel("a", "1-1", 5), regel("a", "1-1", 5, dc="C")) == (verwacht, 1)
    # In total over 1-1 … 31-12-2024 (366 days): 209 / (366 / 7) = 3.997, 210 = 4.02.
    for volume, verwacht in ((209, 1), (210, 0)):
        t = toewijzing(1, "a", versie("1-1", "31-12", volume=volume, frequentie="6"))
        assert tel(kpi, t, thuis[1]) == (verwacht, 1)


def test_jeugdigen_in_verblijf_en_verhouding_tot_ambulant(tel):
    # a and b in verblijf, b and c ambulant; a's verblijf is on 31-12-2023 over, so 2024 has only b.
    delen = (
        *verblijf(1, "a", "1-1-2023", "31-12-2023"), *verblijf(2, "b", "1-12-2023", "1-1", code=GH),
        *verblijf(3, "b", "1-5", "1-6", code=AM), *verblijf(4, "c", "31-12", code=AM),
    )  # fmt: skip
    assert tel("jeugdigen_in_verblijf", *delen) == (1, None)
    assert tel("jeugdigen_in_verblijf", *delen, jaar=2023) == (2, None)
    assert tel("jeugdigen_in_verblijf", *delen, soort="gezinshuis") == (1, None)
    assert tel("jeugdigen_in_verblijf", *delen, soort="behandeld_wonen") is None
    assert tel("verblijf_per_ambulant", *delen) == (1, 2)
    assert tel("gezinsgericht", *delen, jaar=2023) == (1, 2)


def test_verwijderde_toewijzing_telt_niet_maar_haar_declaraties_wel(tel):
    t, lev = verblijf(1, "a", "1-1", "30-6")
    delen = (t | {"verwijderd": True}, lev, regel("a", "1-1", 31, code=BW, nummer=1))
    assert tel("jeugdigen_in_verblijf", *delen) == (0, None)
    assert tel("uitval", *delen) == (0, 0)
    assert tel("etmalen_verblijf", *delen) == (31, None)


def test_herhaald_beroep_kijkt_naar_alle_hulp(tel):
    # Ambulant on the day after is the same spell; a new start up to and with add_months(30-6-2024, 12) = 30-6-2025
    # counts.
    een, kpi = verblijf(1, "a", "1-1", "30-6"), "herhaald_beroep"
    assert tel(kpi, *een) == (1, 1)
    assert tel(kpi, *een, *verblijf(2, "a", "1-7", "31-8", code=AM)) == (1, 1)
    assert tel(kpi, *een, *verblijf(2, "a", "2-7", "1-2-2025", code=AM)) == (0, 1)
    assert tel(kpi, *een, *verblijf(2, "a", "30-6-2025", code=AM)) == (0, 1)
    assert tel(kpi, *een, *verblijf(2, "a", "1-7-2025", code=AM)) == (1, 1)
    # Assessable from 30-6-2025 + 56 days = 25-8-2025 on.
    assert tel(kpi, *een, K="25-8-2025") == (1, 1)
    assert tel(kpi, *een, K="24-8-2025") == (0, 0)
    assert tel(kpi, *een, K="24-8-2025", kolom="grens_boven") == 1


def test_uitval_per_aanbieder(tel):
    delen = [
        x for i, (reden, code) in enumerate([("31", BW), ("32", AM), ("33", TI), ("34", PZ), ("35", PZ), ("36", PZ)])
        for x in verblijf(i, f"c{i}", "1-1", "30-6", reden, code=code, aanbieder=f"9999000{1 + i % 2}")
    ]  # fmt: skip
    assert tel("uitval", *delen) == (3, 4)
    assert tel("uitval", *delen, aanbieder="99990001") == (1, 2)
    assert tel("uitval", *delen, aanbieder="99990002") == (2, 2)
    assert tel("uitval", *delen, variant="k1_met_35=true") == (4, 5)


def test_contractovergang_kan_buiten_de_telling_blijven(tel):
    # Aanbieder 2 takes over on the day after a stop with 38: two aanbieders, or one when a takeover is no change.
    def delen(reden, begin):
        return (
            *verblijf(1, "a", "1-1", "31-3", reden),
            *verblijf(2, "a", begin, "30-6", aanbieder="99990002"),
        )

    zonder = "negeer_contractovergang=true"
    assert tel(J13, *delen("38", "1-4")) == (2, 1)
    assert tel(J13, *delen("38", "1-4"), variant=zonder) == (1, 1)
    assert tel(J12, *delen("36", "31-3"), variant=zonder) == (1, 1)
    assert tel(J12, *delen("38", "2-4"), variant=zonder) == (0, 1)
    assert tel(J12, *delen("31", "1-4"), variant=zonder) == (0, 1)


def test_lopende_levering_van_een_afgelopen_toewijzing_eindigt_daarmee(tel):
    # Never stopped; the toewijzing ends on 30-6-2024, before K: 182 days, flagged as derived.
    w = verblijf(1, "a", "1-1", t_einde="30-6")
    assert tel(J5, *w, kolom="waarde") == pytest.approx(182 / 30.4375)
    assert tel(J5, *w, variant="einde_zonder_stop=uitsluiten") == (0, 0)
    assert tel(J5, *verblijf(1, "a", "1-1", t_einde="30-6", code=TI), variant="einde_zonder_stop=uitsluiten") == (0, 0)
    assert tel(J4, *verblijf(1, "a", "1-1", t_einde="30-6", code=TI)) == (1, 1)


def test_populatie_van_nul_tot_en_met_zeventien(tmp_path):
    # a born 2024 (0), b 2006 (17 on 1-1-2024), c 2005 (18): teller 2; two gemeenten x 18 ages x 10 = 360.
    delen = [x for i, c in enumerate("abcd") for x in verblijf(i, c, "1-5", "30-6")]
    w = wereld(*delen, geboren={"a": (2024, 5), "b": (2006, 12), "c": (2005, 12)})
    inwoners = [(g, j, x, 10 * (j - 2023)) for g in ("9901", "9902") for j in (2024, 2025) for x in range(23)]
    kpi = "verblijf_per_populatie"

    def tellers(rijen, **o):
        rijen_ = compute(tmp_path, "jeugd_transformatie", w, 2024, o, bronnen=to_bronnen(bevolking=rijen))
        uit = [rijen_.get((kpi, "basis"), {}), Tweeling(w, 2024).uitkomsten(kpi, BASIS | o, bevolking=rijen)]
        return [(r["", ""]["teller"], r["", ""]["noemer"]) if r else None for r in uit]

    assert tellers(inwoners) == [(2, 360)] * 2
    assert tellers(inwoners, leeftijd="0-22") == [(3, 460)] * 2
    assert tellers(inwoners, populatie="gemiddeld") == [(2, 540)] * 2  # (360 + 720) / 2
    assert tellers(inwoners[1:]) == [None] * 2
    assert tellers(inwoners[:-23], populatie="gemiddeld") == [None] * 2


def test_opgaven_van_aanbieders_tellen_op(tmp_path):
    # J14: (12 + 6) / (10 + 5) over two halves of one aanbieder and a year of another: (18 + 2) / (15 + 1).
    rijen = [
        ("99990001", 2024, 1, "verblijfsplekken_per_periode", 12, 10),
        ("99990001", 2024, 2, "verblijfsplekken_per_periode", 6, 5),
        ("99990002", 2024, None, "verblijfsplekken_per_periode", 2, 1),
        ("99990001", 2023, None, "netwerkpleegzorg", 1, 2),
        ("99990001", 2024, None, "netwerkpleegzorg", 3, 4),
        ("99990001", 2024, None, "zonder_hulp_verder", 3, 4),
    ]
    for familie, verwacht in (
        ("jeugd_transformatie", {"verblijfsplekken_per_periode": (20, 16), "netwerkpleegzorg": (3, 4)}),
        ("jeugd_kwaliteit", {"zonder_hulp_verder": (3, 4)}),
    ):
        gekregen = compute(tmp_path, familie, wereld(), 2024, bronnen=to_bronnen(opgave=rijen))
        for kpi in OPGAVE[familie]:
            twee = [gekregen.get((kpi, "basis"), {}), Tweeling(wereld(), 2024).uitkomsten(kpi, BASIS, opgave=rijen)]
            tellers = [(r["", ""]["teller"], r["", ""]["noemer"]) if r else None for r in twee]
            assert tellers == [verwacht.get(kpi)] * 2, kpi


def test_eerste_keer_kijkt_zestig_maanden_terug_tot_en_met_de_grensdag(tel):
    # A stay from 1-5-2024 looks back to add_months(1-5-2024, -60) = 1-5-2019, that day included; 36 months: 1-5-2021.
    nu = verblijf(2, "a", "1-5")
    assert tel(J15, *verblijf(1, "a", "1-1-2019", "1-5-2019"), *nu) == (0, 1)
    assert tel(J15, *verblijf(1, "a", "1-1-2019", "30-4-2019"), *nu) == (1, 1)
    assert tel(J15, *verblijf(1, "a", "1-1-2019", "30-4-2021"), *nu, variant="terugkijk_maanden=36") == (1, 1)


def test_verblijf_dat_op_de_dag_van_afsluiten_begint_is_geen_nieuw_verblijf(tel):
    # J8 looks at (e, …]: a stay of 29-2 … 15-3 begins on e itself and is over before e + 31 = 31-3.
    tom = verblijf(1, "a", "1-1", "29-2", code=TU)
    assert tel(J8, *tom, *verblijf(2, "a", "29-2", "15-3")) == (1, 1)
    assert tel(J8, *tom, *verblijf(2, "a", "1-3", "15-3")) == (0, 1)


def test_eigen_herstart_van_tom_uitstroom_is_geen_nieuw_verblijf(tel):
    # With tom_telt another TOM counts, but not the closed levering itself when it starts again.
    sluit, opnieuw = periode("1-1", stop("31", "29-2")), periode("1-2-2025")
    eigen = [levering(None, "a", sluit, opnieuw, code=TU)]
    ander = [levering(1, "a", sluit, code=TU), levering(2, "a", opnieuw, code=TU)]
    instroom = [levering(1, "a", sluit, code=TU), levering(2, "a", opnieuw, code=TI)]
    assert [tel(J8, *x, variant="tom_telt=true") for x in (eigen, ander, instroom)] == [(1, 1), (0, 1), (0, 1)]
    assert [tel(J8, *x) for x in (eigen, ander, instroom)] == [(1, 1)] * 3


def test_soort_van_een_regel_gaat_naar_de_ingangsdatum_van_de_toewijzing(tel):
    # This product is behandeld wonen until 31-12-2023 and gezinshuis after it.
    los, vast = regel("a", "1-1", 31, code=WISSEL), regel("a", "1-1", 31, code=WISSEL, nummer=1)
    t = toewijzing(1, "a", versie("1-12-2023", code=WISSEL))
    assert tel("etmalen_verblijf", los, t, soort="gezinshuis") == (31, None)
    assert tel("etmalen_verblijf", vast, t, soort="gezinshuis") is None
    assert tel("etmalen_verblijf", vast, t, soort="behandeld_wonen") == (31, None)


def test_toewijzing_die_nooit_loopt_is_geen_verblijf(tel):
    # Stopped on 1-4, before the current Ingangsdatum 1-5: actief_tot < van, so it never runs.
    t = toewijzing(1, "a", versie("1-5", code=BW))
    lev = levering(1, "a", periode("1-3", stop("31", "1-4")), code=BW)
    assert tel("jeugdigen_in_verblijf", t, lev) == (1, None)
    assert tel("jeugdigen_in_verblijf", t, lev, variant="basis=toewijzing") == (0, None)
    assert tel("jeugdigen_in_verblijf", t, variant="basis=toewijzing") == (1, None)
    # Beginning after K: not yet.
    assert tel("jeugdigen_in_verblijf", t, K="30-4", variant="basis=toewijzing") == (0, None)
