"""Hand-counted cases: W1 and the shared rules of uitstroom. Numbers such as 5.21: kpi-specificatie."""

import pytest
from kpi.wereld import levering, periode, stop, toewijzing, versie, zorg

W1, W2, W3, W4 = "doelrealisatie_uitstroom", "doelrealisatie_afschaling", "doelrealisatie_ander_perceel", "uitval"
A, B = "99990001", "99990002"


def test_uitstroom_met_19_zonder_vervolg_telt(tel):
    assert tel(W1, *zorg(1, "a", "1-2-2023", "10-3", "19"), *zorg(2, "b", "1-2-2023")) == (1, 2)


@pytest.mark.parametrize(("begin", "teller"), [("7-4", 0), ("8-4", 1), ("10-3", 0)])
def test_vervolg_op_de_laatste_dag_van_het_venster_telt_en_een_dag_later_niet(tel, begin, teller):
    # 10 March + 28 = 7 April. The new one is in perceel 4, elsewhere: any follow-up counts.
    vervolg = toewijzing(2, "a", versie(begin, code="02A04"), aanbieder=B)
    assert tel(W1, *zorg(1, "a", "1-2-2023", "10-3", "19"), vervolg) == (teller, 1)


def test_product_in_perceel_5_of_zonder_perceel_is_geen_vervolg(tel):
    delen = [toewijzing(2, "a", versie("11-3", code="04A01")), toewijzing(3, "a", versie("11-3", code="01A01"))]
    assert tel(W1, *zorg(1, "a", "1-2-2023", "10-3", "19"), *delen) == (1, 1)


def test_een_verwijderde_toewijzing_is_geen_vervolg_en_haar_levering_telt_niet(tel):
    # 5.3: no leveringsdag, no stop, no follow-up.
    weg = [toewijzing(2, "a", versie("11-3", "11-3"), verwijderd=True), levering(2, "a", periode("11-3"))]
    assert tel(W1, *zorg(1, "a", "1-2-2023", "10-3", "19"), *weg) == (1, 1)
    alleen = [toewijzing(3, "b", versie("11-3", "11-3"), verwijderd=True), levering(3, "b", periode("11-3"))]
    assert tel(W1, *alleen) == (0, 0)


def test_een_toewijzing_zonder_levering_is_geen_leveringsdag(tel):
    # 5.4
    los = toewijzing(1, "a", versie("1-2"))
    assert tel(W1, los) == (0, 0)
    assert tel(W1, los, variant="noemer_basis=toewijzing") == (0, 1)


def test_terugkeer_in_hetzelfde_jaar_maakt_de_uitstroom_ongedaan(tel):
    # 5.1: back on 1 September, running on; a return in January after d* + W does not undo it.
    weg = zorg(1, "a", "1-2-2023", "10-3", "19")
    assert tel(W1, *weg, *zorg(2, "a", "1-9")) == (0, 1)
    assert tel(W1, *weg, *zorg(2, "a", "1-1-2025")) == (1, 1)


def test_terugkeer_in_januari_binnen_het_venster_maakt_een_uitstroom_in_december_ongedaan(tel):
    weg = zorg(1, "a", "1-2-2023", "20-12", "19")
    assert tel(W1, *weg, *zorg(2, "a", "17-1-2025")) == (0, 1)
    assert tel(W1, *weg, *zorg(2, "a", "18-1-2025")) == (1, 1)


def test_een_levering_die_doorloopt_is_vervolg_ook_zonder_toewijzing(tel):
    # 5.2: taakgericht in perceel 4 at somebody else.
    doorloop = levering(None, "a", periode("1-1-2024"), code="02A04", aanbieder=B)
    assert tel(W1, *zorg(1, "a", "1-2-2023", "10-3", "19"), doorloop) == (0, 1)


@pytest.mark.parametrize("reden", ["02", "31"])
def test_overlijden_en_verhuizen_gaan_uit_de_noemer(tel, reden):
    delen = (*zorg(1, "a", "1-2-2023", "10-3", reden), *zorg(2, "b", "1-2-2023"))
    assert tel(W1, *delen) == (0, 1)
    assert tel(W1, *delen, variant="noemer_uitsluiten={}") == (0, 2)


def test_reden_39_gaat_alleen_in_de_variant_uit_de_noemer(tel):
    delen = zorg(1, "a", "1-2-2023", "10-3", "39")
    assert tel(W1, *delen) == (0, 1)
    assert tel(W1, *delen, variant="noemer_uitsluiten={02,31,39}") == (0, 0)


@pytest.mark.parametrize(
    ("rw", "t_einde", "noemer"), [("02", "10-3", 0), ("07", "10-3", 0), ("06", "10-3", 1), ("02", "10-3-2025", 1)]
)
def test_overlijden_alleen_op_de_toewijzing_gaat_uit_de_noemer(tel, rw, t_einde, noemer):
    # 5.21: no stop at all; the toewijzing ended in the year with RedenWijziging 02 or 07.
    delen = zorg(1, "a", "1-2-2023", t_einde=t_einde, rw=rw)
    assert tel(W1, *delen) == (0, noemer)
    assert tel(W1, *delen, variant="gebruik_reden_wijziging=false") == (0, 1)


def test_alleen_de_laatste_toewijzing_telt_voor_het_overlijden(tel):
    # 5.21: an open one is later; 5.46: one that never runs is not the latest.
    weg = zorg(1, "a", "1-2-2023", t_einde="10-3", rw="02")
    assert tel(W1, *weg, toewijzing(2, "a", versie("1-1"))) == (0, 1)
    nooit = zorg(2, "a", "1-6", t_einde="1-12-2025")[0]
    gestopt = levering(2, "a", periode("1-5", stop("19", "2-5-2023"), start=False))
    assert tel(W1, *weg, nooit) == (0, 1)
    assert tel(W1, *weg, nooit, gestopt) == (0, 0)


def test_gelijk_eindigende_toewijzingen_volstaat_er_een_met_de_reden(tel):
    weg = zorg(1, "a", "1-2-2023", t_einde="10-3", rw="07")
    assert tel(W1, *weg, toewijzing(2, "a", versie("1-1", "10-3"))) == (0, 0)


def test_pgb_op_de_gestopte_toewijzing_is_vervolg(tel):
    # 5.39, on any definitive stop on d*.
    delen = zorg(1, "a", "1-2-2023", "10-3", "19", rw="08")
    assert tel(W1, *delen) == (0, 1)
    assert tel(W1, *delen, variant="pgb_is_opvolging=false") == (1, 1)
    ander = zorg(2, "b", "1-2-2023", "10-3", "19")
    tweede = zorg(3, "b", "1-2-2023", "10-3", "19", rw="08", code="02A02")
    assert tel(W1, *ander, *tweede) == (0, 1)


def test_de_stop_beeindigt_ook_de_toewijzing_die_langer_liep(tel):
    # 5.27: actief_tot is the stop, so the own toewijzing is no follow-up; another aanbieder's delivery does not end it.
    assert tel(W1, *zorg(1, "a", "1-2-2023", "10-3", "19", t_einde="31-12-2026")) == (1, 1)
    t, lev = zorg(1, "a", "1-2-2023", "10-3", "19", t_einde="31-12-2026")
    assert tel(W1, t, lev | {"aanbieder": B}) == (0, 1)


def test_een_herstart_houdt_de_toewijzing_open(tel):
    # 5.27: the last period decides; here it runs on after a definitive stop of the first.
    t = toewijzing(1, "a", versie("1-2-2023"))
    lev = levering(1, "a", periode("1-2-2023", stop("19", "10-3")), periode("1-12-2025"))
    assert tel(W1, t, lev, K="1-1-2026") == (0, 1)


def test_een_stop_na_de_einddatum_van_de_toewijzing_verlengt_haar(tel):
    # 5.26, 5.27: not clipped; d* is 10 April.
    delen = zorg(1, "a", "1-2-2023", "10-4", "19", t_einde="31-12-2023")
    assert tel(W1, *delen) == (1, 1)
    assert tel(W1, *delen, toewijzing(2, "a", versie("8-5", code="02A04"))) == (0, 1)


def test_bij_gelijke_einddatum_wint_de_eerste_uit_de_volgorde(tel):
    # 5.24 over two deliveries: 02 goes before 19, 19 before 21.
    dood = [*zorg(1, "a", "1-2-2023", "10-3", "19"), *zorg(2, "a", "1-2-2023", "10-3", "02", code="02A02")]
    assert tel(W1, *dood) == (0, 0)
    plan = [*zorg(1, "a", "1-2-2023", "10-3", "21"), *zorg(2, "a", "1-2-2023", "10-3", "19", code="02A02")]
    assert tel(W1, *plan) == (1, 1)
    assert tel(W4, *plan) == (0, 1)
    assert tel(W4, *plan, perceel="1") == (1, 1)


def test_een_tijdelijke_stop_is_geen_uitstroom(tel):
    delen = zorg(1, "a", "1-2-2023", "10-3", "20")
    assert tel(W1, *delen) == (0, 1)
    assert tel(W4, *delen) == (0, 0)
    assert tel(W4, *delen, variant="tijdelijk_wordt_uitstroom_na=91") == (0, 1)
    assert tel(W4, *delen, variant="tijdelijk_wordt_uitstroom_na=91", K="8-6") == (0, 0)  # 10 March + 91 = 9 June


def test_tijdelijk_en_daarna_definitief_neemt_beide_datums_waar_ze_horen(tel):
    # 5.25: temporary 1 December 2023, definitive 10 March 2024: d* in 2024, but no leveringsdag in 2024.
    t = toewijzing(1, "a", versie("1-2-2023"))
    lev = levering(1, "a", periode("1-2-2023", stop("20", "1-12-2023"), stop("19", "10-3")))
    assert tel(W1, t, lev) == (0, 0)  # 5.22: outside the noemer, so never in the teller
    assert tel(W4, t, lev) == (0, 1)
    assert tel(W1, t, lev, jaar=2023) == (0, 1)


def test_een_onmogelijke_periode_telt_nergens(tel):
    # 5.47: stopped before it began; the other delivery is all there is.
    fout = levering(None, "a", periode("1-5", stop("21", "1-4")), code="02A02")
    assert tel(W1, *zorg(1, "a", "1-2-2023", "10-3", "19"), fout) == (1, 1)
    assert tel(W4, fout) == (0, 0)


def test_een_stop_zonder_start_levert_zijn_eigen_begindatum(tel):
    t = toewijzing(1, "a", versie("1-2-2023"))
    assert tel(W1, t, levering(1, "a", periode("1-2-2023", stop("19", "10-3"), start=False))) == (1, 1)


def test_perceel_volgt_de_toewijzing_en_anders_de_levering(tel):
    # 5.23: the toewijzing says perceel 2, the delivery perceel 1; without a known toewijzing the delivery's product.
    t, lev = zorg(1, "a", "1-2-2023", code="02A02")
    assert tel(W1, t, lev | {"code": "02A01"}, perceel="2") == (0, 1)
    assert tel(W1, lev | {"code": "02A01"}, perceel="1") == (0, 1)
    aspecifiek = toewijzing(1, "a", versie("1-2-2023", code=""))
    assert tel(W1, aspecifiek, lev | {"code": "02A01"}, perceel="1") == (0, 1)
    alleen_categorie = toewijzing(1, "a", versie("1-2-2023", code="02"))
    assert tel(W1, alleen_categorie, lev | {"code": "02A01"}) == (0, 0)


def test_de_geldigheid_van_een_product_gaat_over_de_ingangsdatum(tel):
    # 02A09 was perceel 1 until 2023 and is perceel 2 since.
    delen = (*zorg(1, "a", "1-2-2023", code="02A09"), *zorg(2, "b", "1-2", code="02A09"))
    assert tel(W1, *delen, perceel="1") == (0, 1)
    assert tel(W1, *delen, perceel="2") == (0, 1)
    lev = levering(3, "c", periode("1-12-2023", stop("20", "31-12-2023")), periode("1-1"), code="02A09")
    assert tel(W1, lev, perceel="1") == (0, 1)


def test_rijen_zijn_er_voor_elk_perceel_en_alleen_voor_groepen_met_clienten(tel):
    # 5.28; header of the delivery against header of the toewijzing.
    delen = zorg(1, "a", "1-2-2023", "10-3", "19")
    assert tel(W1, *delen, perceel="2") == (0, 0)
    assert tel(W1, *delen, perceel="1", aanbieder=A) == (1, 1)
    assert tel(W1, *delen, perceel="1", gemeente="9901") == (1, 1)
    assert tel(W1, *delen, perceel="2", aanbieder=A) is None
    assert tel(W1, *delen, aanbieder=A) is None


def test_bij_de_oude_aanbieder_is_een_overstap_met_19_geen_uitstroom(tel):
    delen = (*zorg(1, "a", "1-2-2023", "10-3", "19"), *zorg(2, "a", "20-3", aanbieder=B))
    assert tel(W1, *delen, perceel="1", aanbieder=A) == (0, 1)
    assert tel(W1, *delen, perceel="1") == (0, 1)


def test_attributie_elk_rekent_de_laatste_19_ook_aan_eerdere_aanbieders_toe(tel):
    delen = (*zorg(1, "a", "1-2-2023", "10-3", "38"), *zorg(2, "a", "11-3", "1-9", "19", aanbieder=B))
    assert tel(W1, *delen, perceel="1", aanbieder=A) == (0, 1)
    assert tel(W1, *delen, perceel="1", aanbieder=A, variant="attributie=elk") == (1, 1)
    assert tel(W1, *delen, perceel="1", aanbieder=A, variant="overstap_uit_noemer=true") is None


def test_minimale_blootstelling_telt_leveringsdagen(tel):
    # 3 October up to and including 31 December is 90 days.
    delen = (*zorg(1, "a", "3-10"), *zorg(2, "b", "4-10"))
    assert tel(W1, *delen, variant="min_blootstelling_dagen=90") == (0, 1)
