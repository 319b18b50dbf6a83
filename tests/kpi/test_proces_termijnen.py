"""The terms of the standard: days around the holidays, who counts and who does not."""

import numpy as np
import pandas as pd
import pytest
from kpi.hulp_keten import AANBIEDER, ANDERE, BUURGEMEENTE, GEMEENTE, JW, Keten, rij
from normwijzer.kpi import catalogus
from normwijzer.kpi.opties import resolve
from normwijzer.kpi.proces import antwoord, melding, termijnen
from normwijzer.kpi.proces.doorlooptijd import make_doorlooptijd
from normwijzer.kpi.proces.termijnen import count_termijnen, load_termijnen

STANDEN = ["op_tijd", "te_laat", "nog_niet", "ontbreekt"]


def standen(basis, termijn: str, **wie) -> tuple[int, ...] | None:
    tabel = count_termijnen(basis)
    gevonden = rij(tabel[tabel.termijn.eq(termijn)], **wie)
    return None if gevonden is None else tuple(gevonden[STANDEN])


def test_woorden_en_code_hebben_dezelfde_termijnen():
    boek = load_termijnen()
    assert [t.termijn for t in boek.values() if not t.bericht and not t.kpi] == list(termijnen._VERZOEK)
    assert {t.kpi for t in boek.values() if t.kpi} == set(termijnen._KPI)
    assert {t.kpi for t in boek.values() if t.kpi} <= set(catalogus.laad("administratief_proces").definities)
    retours = {naam: t.bericht for naam, t in boek.items() if t.bericht}
    assert retours == {f"retour_{int(bericht) + 1}": bericht for bericht in retours.values()}
    assert set(retours.values()) == {"301", "305", "307", "315", "317", "319"}


def test_elke_termijn_zegt_wat_de_partij_kan_doen():
    for termijn in load_termijnen().values():
        assert termijn.wie in ("aanbieder", "gemeente"), termijn.termijn
        assert termijn.eenheid in ("werkdagen", "dagen"), termijn.termijn
        for tekst in (termijn.uitleg, termijn.actie):
            assert tekst[0].isupper(), termijn.termijn
            assert tekst.endswith("."), termijn.termijn
        assert termijn.bron.startswith("OP"), termijn.termijn


def test_de_dagen_in_de_woorden_zijn_die_van_de_kpis():
    boek = load_termijnen()
    assert boek["start_305"].dagen == boek["stop_307"].dagen == melding.WERKDAGEN
    assert boek["antwoord_325"].dagen == antwoord.WERKDAGEN


@pytest.mark.parametrize(
    ("retour", "verwacht"),
    [
        ("2024-03-27", (1, 0, 0, 0)),
        ("2024-04-03", (1, 0, 0, 0)),  # 28-3, 2-4 and 3-4 are working days; Good Friday and Easter Monday are not
        ("2024-04-04", (0, 1, 0, 0)),
        (None, (0, 0, 0, 1)),
    ],
)
def test_een_retour_komt_binnen_drie_werkdagen_of_ontbreekt(retour, verwacht):
    keten = Keten()
    bericht = keten.toewijzing("2024-03-27")
    if retour:
        keten.retour("302", keten.naam(bericht), retour)
    assert standen(keten.basis(), "retour_302") == verwacht


def test_een_afgekeurd_bericht_telt_mee_en_de_eerste_retour_beslist():
    keten = Keten()
    bericht = keten.toewijzing("2024-06-03")
    keten.retour("302", keten.naam(bericht), "2024-06-20")
    keten.retour("302", keten.naam(bericht), "2024-06-05", "9332")
    assert standen(keten.basis(), "retour_302") == (1, 0, 0, 0)


def test_een_retour_van_na_de_kennisdatum_is_er_nog_niet():
    keten = Keten()
    bericht = keten.toewijzing("2024-06-03")
    keten.retour("302", keten.naam(bericht), "2024-06-05")
    assert standen(keten.basis(K="2024-06-04"), "retour_302") == (0, 0, 0, 1)


def test_een_termijn_valt_in_het_jaar_van_het_bericht():
    keten = Keten()
    bericht = keten.toewijzing("2023-12-29")
    keten.retour("302", keten.naam(bericht), "2024-01-02")
    assert standen(keten.basis(jaar=2024), "retour_302") == (0, 0, 0, 0)
    assert standen(keten.basis(jaar=2023), "retour_302") == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("antwoord_op", "K", "verwacht"),
    [
        ("2024-05-08", "2025-01-01", (1, 0, 0, 0)),  # 2, 3, 6, 7 and 8 May
        ("2024-05-10", "2025-01-01", (0, 1, 0, 0)),  # the day after Ascension Day is the sixth
        (None, "2024-05-08", (0, 0, 1, 0)),
        (None, "2024-05-09", (0, 0, 1, 0)),  # no working day: nothing has run out yet
        (None, "2024-05-10", (0, 1, 0, 0)),
    ],
)
def test_het_eerste_antwoord_op_een_verzoek_komt_binnen_vijf_werkdagen(antwoord_op, K, verwacht):
    keten = Keten()
    keten.verzoek("2024-05-01", "r1")
    if antwoord_op:
        keten.besluit(antwoord_op, "r1", "2")
    assert standen(keten.basis(K=K), "verzoek_eerste") == verwacht


def test_ook_een_toewijzing_is_een_eerste_antwoord_en_een_wijziging_een_verzoek():
    keten = Keten()
    keten.wijziging("2024-06-03", "r1")
    keten.toewijzing("2024-06-10", referentie_aanbieder="r1")
    keten.besluit("2024-06-20", "r1", "2")
    assert standen(keten.basis(), "verzoek_eerste") == (1, 0, 0, 0)
    assert standen(keten.basis(), "verzoek_definitief") == (0, 0, 0, 0)  # under investigation after the answer


@pytest.mark.parametrize(
    ("besluit_op", "K", "verwacht"),
    [
        ("2024-04-26", "2025-01-01", (1, 0, 0, 0)),  # 56 days after 1 March
        ("2024-04-27", "2025-01-01", (0, 1, 0, 0)),
        (None, "2024-04-26", (0, 0, 1, 0)),
        (None, "2024-04-27", (0, 1, 0, 0)),
    ],
)
def test_een_verzoek_in_onderzoek_is_binnen_acht_weken_beslist(besluit_op, K, verwacht):
    keten = Keten()
    keten.verzoek("2024-03-01", "r1")
    keten.besluit("2024-03-05", "r1", "2")
    if besluit_op:
        keten.toewijzing(besluit_op, referentie_aanbieder="r1")
    assert standen(keten.basis(K=K), "verzoek_definitief") == verwacht
    assert standen(keten.basis(K=K), "verzoek_eerste") == (1, 0, 0, 0)


@pytest.mark.parametrize(("op", "verwacht"), [("2024-03-15", (1, 0, 0, 0)), ("2024-03-16", (0, 1, 0, 0))])
def test_woonplaats_heeft_twee_weken_en_geen_vijf_werkdagen(op, verwacht):
    keten = Keten()
    keten.verzoek("2024-03-01", "r1", **JW)
    keten.besluit(op, "r1", "1", "8", **JW)
    basis = keten.basis()
    assert standen(basis, "woonplaats") == verwacht
    assert standen(basis, "verzoek_eerste") == (0, 0, 0, 0)


def test_een_verzoek_dat_eerst_in_onderzoek_was_heeft_ook_bij_woonplaats_een_eerste_antwoord():
    keten = Keten()
    keten.verzoek("2024-03-01", "r1", **JW)
    keten.besluit("2024-03-04", "r1", "2", **JW)
    keten.besluit("2024-03-14", "r1", "1", "8", **JW)
    basis = keten.basis()
    assert standen(basis, "verzoek_eerste") == (1, 0, 0, 0)
    assert standen(basis, "verzoek_definitief") == (1, 0, 0, 0)
    assert standen(basis, "woonplaats") == (1, 0, 0, 0)


def test_een_andere_afwijzing_is_geen_woonplaats():
    keten = Keten()
    keten.verzoek("2024-03-01", "r1")
    keten.besluit("2024-03-14", "r1", "1", "3")
    assert standen(keten.basis(), "woonplaats") == (0, 0, 0, 0)
    assert standen(keten.basis(), "verzoek_eerste") == (0, 1, 0, 0)


def uitgebreid() -> Keten:
    """A few of everything, at two aanbieders, two gemeenten and both laws."""
    keten = Keten()
    ander = {"aanbieder": ANDERE, "gemeente": BUURGEMEENTE, **JW}
    for nummer, (kop, client) in enumerate([({}, "p1"), ({}, "p2"), (ander, "p3")], start=1):
        eigen = {"toewijzingnummer": nummer, "client": client}
        heen = keten.toewijzing("2024-01-02", kop, ingangsdatum="2024-01-08", **eigen)
        keten.retour("302", keten.naam(heen), f"2024-01-0{nummer + 2}", **kop)
        keten.start(f"2024-01-{10 + nummer * 2}", "2024-01-08", kop, **eigen)
        keten.stop(f"2024-03-{10 + nummer * 2}", "2024-01-08", "2024-03-08", "20", kop, **eigen)
        regel = {"toewijzingnummer": nummer, "client": client, "referentienummer": f"f{nummer}"}
        claim = keten.declaratie("2024-02-05", regel, nummer=f"N{nummer}", **kop)
        keten.antwoord(f"2024-02-{18 + nummer}", keten.naam(claim), **kop)
    keten.declaratie("2024-02-05", {"toewijzingnummer": 1, "client": "p1", "referentienummer": "f9"}, nummer="N9")
    return keten


@pytest.mark.parametrize("opties", [{}, {"termijn": "kalenderdagen"}, {"terugwerkend": "letterlijk"}])
def test_de_termijnen_van_een_kpi_hebben_de_cijfers_van_die_kpi(opties):
    basis = uitgebreid().basis(opties={"administratief_proces": opties})
    tabel = count_termijnen(basis)
    for termijn in load_termijnen().values():
        if termijn.kpi:
            maak = termijnen._KPI[termijn.kpi]
            kpi = make_doorlooptijd(maak(basis, resolve(basis.regio, "administratief_proces", termijn.kpi)))
            kpi = kpi[kpi.maand.isna() & (kpi[["wet", "aanbieder", "gemeente"]].notna().sum(axis=1) <= 1)]
            eigen = tabel[tabel.termijn.eq(termijn.termijn)]
            kpi = kpi.assign(mediaan=kpi.mediaan_alle, p90=kpi.p90_alle)
            kolommen = ["wet", "aanbieder", "gemeente", *STANDEN, "mediaan", "p90", "eenheid", "clienten"]
            pd.testing.assert_frame_equal(
                eigen[kolommen].reset_index(drop=True), kpi[kolommen].reset_index(drop=True), check_dtype=False
            )
            assert kpi.op_tijd.iloc[0] + kpi.te_laat.iloc[0] == 3 + (termijn.termijn == "antwoord_325")


def test_wat_te_laat_is_en_niet_is_gebeurd_telt_als_langer_dan_alle_andere():
    keten = Keten()
    for nummer, antwoord_op in enumerate(("2024-05-02", "2024-05-03", None, None), start=1):
        keten.verzoek("2024-05-01", f"r{nummer}", client=f"p{nummer}")
        if antwoord_op:
            keten.besluit(antwoord_op, f"r{nummer}", "2")
        if nummer in (2, 3):
            cijfers = rij(count_termijnen(keten.basis()).query("termijn == 'verzoek_eerste'"))
            assert (cijfers.op_tijd, cijfers.te_laat) == (2, nummer - 2)
            assert cijfers.mediaan == {2: 1.5, 3: 2.0}[nummer]  # 1 and 2 working days, and one without end
            assert cijfers.p90 == pytest.approx({2: 1.9, 3: np.nan}[nummer], nan_ok=True)
    cijfers = rij(count_termijnen(keten.basis()).query("termijn == 'verzoek_eerste'"))
    assert (cijfers.te_laat, np.isnan(cijfers.mediaan)) == (2, True)  # half of the way lies between 2 and endless


def test_een_retour_die_ontbreekt_telt_niet_in_de_duur():
    keten = Keten()
    bericht = keten.toewijzing("2024-06-03")
    keten.toewijzing("2024-06-03", toewijzingnummer=2)
    keten.retour("302", keten.naam(bericht), "2024-06-04")
    cijfers = rij(count_termijnen(keten.basis()).query("termijn == 'retour_302'"))
    assert (cijfers.op_tijd, cijfers.ontbreekt, cijfers.mediaan, cijfers.p90) == (1, 1, 1.0, 1.0)


def test_elk_bereik_heeft_zijn_eigen_rij():
    basis = uitgebreid().basis()
    assert standen(basis, "retour_302") == (3, 0, 0, 0)  # retours after 1, 2 and 3 working days
    assert standen(basis, "retour_302", wet="jw") == (1, 0, 0, 0)
    assert standen(basis, "retour_302", aanbieder=AANBIEDER) == (2, 0, 0, 0)
    assert standen(basis, "retour_302", gemeente=BUURGEMEENTE) == (1, 0, 0, 0)
    assert standen(basis, "retour_316", gemeente=GEMEENTE) is None  # no case, no row
    assert standen(basis, "retour_316") == (0, 0, 0, 0)  # but the total always
    cijfers = rij(count_termijnen(basis).query("termijn == 'retour_302'"))
    assert (cijfers.waarde, cijfers.mediaan, cijfers.p90, cijfers.clienten) == (1.0, 2.0, pytest.approx(2.8), 3)
    assert 0.4 < cijfers.onder < 0.5
    assert cijfers.boven == 1.0


def test_een_aanbieder_met_alleen_afgekeurde_berichten_heeft_een_rij():
    keten = uitgebreid()
    start = keten.start("2024-02-02", "2024-02-01", {"aanbieder": "99990009"})
    keten.retour("306", keten.naam(start), "2024-02-05", "9019", aanbieder="99990009")
    assert standen(keten.basis(), "retour_306", aanbieder="99990009") == (1, 0, 0, 0)


def test_de_lange_weg_van_een_verzoek_telt_elke_client_een_keer():
    keten = Keten()
    for referentie in ("a", "b"):
        keten.verzoek("2024-05-01", referentie, client="p1")
        keten.besluit("2024-05-02", referentie, "2")
    cijfers = rij(count_termijnen(keten.basis()).query("termijn == 'verzoek_eerste'"))
    assert (cijfers.op_tijd, cijfers.clienten) == (2, 1)


def test_retours_over_een_client_gaan_over_een_client():
    keten = Keten()
    for dag in ("2024-06-03", "2024-06-04"):
        bericht = keten.start(dag, "2024-06-01", client="p1")
        keten.retour("306", keten.naam(bericht), "2024-06-05")
    cijfers = rij(count_termijnen(keten.basis()).query("termijn == 'retour_306'"))
    assert (cijfers.op_tijd, cijfers.clienten) == (2, 1)
