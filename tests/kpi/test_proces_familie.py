"""The family as a whole: every KPI its row or its missing source, scopes, status and variants."""

import numpy as np
from kpi.hulp_keten import ANDERE, GEMEENTE, JW, rij, to_regio
from kpi.hulp_proces import A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, FAMILIE, bereken, bronnen, keten
from normwijzer import kpi


def test_elke_kpi_heeft_een_rij_of_een_regel_geen_bron():
    uitkomst = bereken(keten())
    zonder = uitkomst.frames["geen_bron"]
    assert dict(zip(zonder.kpi, zonder.bestand, strict=True)) == {
        A2: "registraties/aanvragen.csv",
        A6: "registraties/afwijzingen.csv",
        A7: "registraties/afwijzingen.csv",
        A10: "registraties/betalingen.csv",
    }
    assert set(uitkomst.uitkomsten.kpi) == {A1, A3, A4, A5, A8, A9, A11}


def test_bron_zonder_regels_van_het_jaar_geeft_een_lege_rij():
    bron = bronnen(
        [{"datum_ontvangst": "2022-01-15"}],
        [{"datum_ontvangst": "2022-01-03", "datum_afwijzing": "2022-01-04"}],
        [{"datum_betaling": "2022-01-03", "bedrag": 5}],
    )
    uitkomst = bereken(keten(), bron=bron)
    assert uitkomst.frames["geen_bron"].empty
    for welke in (A2, A6, A7, A10):
        r = rij(uitkomst.uitkomsten[uitkomst.uitkomsten.kpi.eq(welke) & uitkomst.uitkomsten.variant.eq("basis")])
        assert (r.teller, r.noemer) == (0, 0)
        assert np.isnan(r.waarde)


def test_wetten_aanbieders_en_gemeenten_apart():
    w = keten()
    w.toewijzing("2024-01-02", JW | {"aanbieder": ANDERE}, ingangsdatum="2024-01-01", client="p2")
    tabel = bereken(w).uitkomsten.query("kpi == @A3 and variant == 'basis'")
    assert rij(tabel).noemer == 2
    assert (rij(tabel, wet="wmo").teller, rij(tabel, wet="jw").teller) == (1, 0)
    assert rij(tabel, aanbieder=ANDERE).noemer == 1
    assert rij(tabel, gemeente=GEMEENTE).noemer == 2
    assert rij(tabel, wet="jw", aanbieder=ANDERE).noemer == 1
    assert rij(tabel, wet="wmo", aanbieder=ANDERE) is None
    assert rij(tabel, wet="wmo", gemeente=GEMEENTE).noemer == 1


def test_jaar_wordt_definitief_na_achtentwintig_dagen_en_de_meldtijd():
    # 31 December 2024 + 28 + 56 days = 25 March 2025.
    for K, status in (("2025-03-24", "voorlopig"), ("2025-03-25", "definitief")):
        assert set(bereken(keten(), K=K).uitkomsten.status) == {status}
    kort = bereken(keten(), K="2025-01-28", opties={"registratielag_dagen": 0}).uitkomsten
    assert set(kort[kort.variant.eq("basis")].status) == {"definitief"}
    assert set(kort[kort.variant.eq("registratielag_dagen=56")].status) == {"voorlopig"}


def test_afgekeurd_bericht_telt_alleen_als_retours_worden_genegeerd():
    w = keten()
    bericht = w.start("2024-01-15", "2024-01-10")
    w.retour("306", w.naam(bericht), "2024-01-16", "9001")
    regio, naam = to_regio(), "retour_negeren=true"
    andere = {naam: w.toestand(bekend_op="2025-06-30", retour_negeren=True)}
    tabel = kpi.bereken(FAMILIE, w.toestand(bekend_op="2025-06-30"), regio, 2024, andere_toestanden=andere).uitkomsten
    assert rij(tabel.query("kpi == @A4 and variant == 'basis'")).noemer == 0
    assert rij(tabel.query("kpi == @A4 and variant == @naam")).noemer == 1
    assert tabel[tabel.variant.eq(naam)].kpi.nunique() == 7
