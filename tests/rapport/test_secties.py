"""Sections of a report from a few outcome rows that can be counted by hand."""

from datetime import date

import pandas as pd
import pytest
from hulp_klein import bescherm_uitkomsten
from lxml import html
from normwijzer.kpi import catalogus
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport.aanbieders import tabellen_aanbieders
from normwijzer.rapport.cijfers import zin
from normwijzer.rapport.definitie import html_definitie, normzin
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.gevoeligheid import html_gevoeligheid, tabel_gevoeligheid
from normwijzer.rapport.jaren import tabel_jaren
from normwijzer.rapport.kop import html_kop, html_titel
from normwijzer.rapport.tabel import Kolom, Tabel, als_html, als_tekst
from normwijzer.rapport.trechter import alt_trechter, html_trechters, tabel_trechter, trechters

EERSTE, TWEEDE, DERDE, KLEIN = "00000001", "00000002", "00000003", "00000004"


def _rij(kpi="uitval", perceel="1", aanbieder="", teller=30, noemer=100, jaar=2024, variant="basis", **anders):
    waarde = teller / noemer if noemer else None
    return {
        "kpi": kpi, "variant": variant, "jaar": jaar, "perceel": perceel, "aanbieder": aanbieder, "gemeente": "",
        "soort": "",
        "teller": teller, "noemer": noemer, "waarde": waarde, "eenheid": "fractie", "onder": 0.2 if noemer else None,
        "boven": 0.4 if noemer else None, "grens_onder": None, "grens_boven": None, "status": "definitief",
        "bekend_op": date(2025, 6, 30), **anders,  # a date, as the outcome table gives it
    }  # fmt: skip


def _rapport(*rijen, editie="deelbaar", **anders):
    leeg = pd.DataFrame()
    tabel = pd.DataFrame(list(rijen)).astype({"teller": "Int64", "noemer": "Int64", "waarde": "float64"})
    velden = {
        "regio": "r", "naam": "Regio R & Co", "jaar": 2024, "familie": "wmo", "editie": editie, "synthetisch": True,
        "bekend_op": pd.Timestamp("2025-06-30"), "uitkomsten": bescherm_uitkomsten(tabel, editie), "nevencijfers": leeg,
        "frames": {"redenen": leeg, "stroom": leeg}, "kwaliteit": leeg, "niet_ingedeeld": leeg, "signalen": leeg,
        "catalogus": catalogus.laad("wmo"), "woorden": {}, "opties": leeg, "verantwoording": {},
        "aanbieders": {EERSTE: "Zorg <A>", TWEEDE: "Dubbel", DERDE: "Dubbel"},
    }  # fmt: skip
    return Rapport(**{**velden, **anders})


def _eerste_zin(rapport):
    return zin(rapport, next(rapport.getoond("uitval").itertuples()))


def test_zin_noemt_waarde_teller_noemer_interval_en_status():
    kop, rest = _eerste_zin(_rapport(_rij(teller=132, noemer=420)))
    assert kop == "Perceel 1: 31,4\u202f%"
    assert rest == "(132 van 420 cliënten; 95 %-interval 20,0\u202f% – 40,0\u202f%). Definitief."


def test_voorlopig_noemt_de_grenzen_waartussen_het_nog_kan_uitkomen():
    rapport = _rapport(_rij(status="voorlopig", grens_onder=0.25, grens_boven=0.35))
    _, rest = _eerste_zin(rapport)
    assert rest.endswith("Voorlopig: kan nog uitkomen op 25,0\u202f% – 35,0\u202f%.")


def test_midden_in_het_jaar_staan_er_geen_grenzen_die_zekerheid_suggereren():
    rij = _rij(status="voorlopig", grens_onder=0.25, grens_boven=0.35, bekend_op=date(2024, 12, 30))
    _, rest = _eerste_zin(_rapport(rij))
    assert rest.endswith("Voorlopig: het jaar was nog niet om, dus dit kan nog alle kanten op.")


def test_geen_clienten_is_niet_bekend_en_geen_nul_procent():
    kop, rest = _eerste_zin(_rapport(_rij(teller=0, noemer=0)))
    assert kop == "Perceel 1: n.b."
    assert "geen cliënten" in rest


@pytest.mark.parametrize(("noemer", "verborgen"), [(9, True), (10, False), (11, False)])
def test_kleine_groep_toont_woorden_in_plaats_van_getallen(noemer, verborgen):
    rapport = _rapport(_rij(), _rij(aanbieder=EERSTE, teller=4, noemer=noemer))
    tabel = tabellen_aanbieders(rapport, "uitval")[0]
    _, klein = tabel.cellen()
    assert (klein[1:5] == [TE_KLEIN, "", "", ""]) == verborgen
    assert (klein[2:4] == ["4", str(noemer)]) != verborgen


def test_aanbieders_staan_op_naam_en_gelijke_namen_krijgen_hun_agb():
    rapport = _rapport(_rij(), *(_rij(aanbieder=agb) for agb in (DERDE, TWEEDE, EERSTE, KLEIN)))
    namen = [rij[0] for rij in tabellen_aanbieders(rapport, "uitval")[0].cellen()]
    assert namen == ["Hele regio", "AGB 00000004", "Dubbel (00000002)", "Dubbel (00000003)", "Zorg <A>"]


def test_namen_uit_invoer_worden_nooit_opmaak():
    rapport = _rapport(_rij(), _rij(aanbieder=EERSTE, teller=95))
    bron = als_html(tabellen_aanbieders(rapport, "uitval")[0]) + html_titel(rapport) + html_trechters(rapport, "uitval")
    assert "<A>" not in bron
    assert "Zorg &lt;A&gt;" in bron
    assert "Regio R &amp; Co" in bron


def test_trechter_benoemt_alleen_wie_buiten_de_grenzen_ligt():
    # Centre .30: at n = 100 the limits are .2102/.3898 (95 %) and .1584/.4416 (99.8 %): .30 ± z·sqrt(.21/100).
    rapport = _rapport(
        _rij(), _rij(aanbieder=EERSTE, teller=30), _rij(aanbieder=TWEEDE, teller=40), _rij(aanbieder=DERDE, teller=15),
        _rij(aanbieder=KLEIN, teller=9, noemer=9),
    )  # fmt: skip
    (trechter,) = trechters(rapport, "uitval")
    ligging = dict(zip(trechter.punten["naam"], trechter.punten["ligging"], strict=True))
    assert ligging == {"Zorg <A>": "binnen", "Dubbel (00000002)": "boven", "Dubbel (00000003)": "ver onder"}
    alt = alt_trechter(trechter)
    assert "3 aanbieders met 100 cliënten" in alt
    assert "Dubbel (00000002) ligt boven de grens van 95 %" in alt
    assert "Zorg" not in alt
    assert len(tabel_trechter(trechter).rijen) == 3


def test_kleine_groep_wordt_ook_intern_niet_getekend():
    rapport = _rapport(_rij(), _rij(aanbieder=EERSTE), _rij(aanbieder=TWEEDE, noemer=9, teller=9), editie="intern")
    (trechter,) = trechters(rapport, "uitval")
    assert trechter.punten["naam"].tolist() == ["Zorg <A>"]


def test_kpi_in_pilot_krijgt_geen_trechter_en_geen_norm():
    kpi = "doelrealisatie_ander_perceel"
    rapport = _rapport(_rij(kpi=kpi, perceel="6"), _rij(kpi=kpi, perceel="6", aanbieder=EERSTE))
    assert trechters(rapport, kpi) == []
    assert "<img" not in html_trechters(rapport, kpi)
    assert "2027 en 2028" in normzin(rapport, kpi)
    assert "Nog geen norm vastgesteld" in normzin(rapport, "uitval")


def test_figuur_draagt_alternatieve_tekst_en_de_tabel_erachter():
    boom = html.fromstring(html_trechters(_rapport(_rij(), _rij(aanbieder=EERSTE)), "uitval"))
    assert boom.xpath("//figure//img/@alt")[0].startswith("Trechterfiguur van Uitval, perceel 1, 2024")
    assert boom.xpath("//figure//img/@src")[0].startswith("data:image/png;base64,")
    assert boom.xpath("//details//table/caption")


def test_gevoeligheid_toont_het_verschil_in_procentpunten_en_de_grootste_eerst():
    rapport = _rapport(
        _rij(teller=30),
        _rij(teller=32, variant="opvolg_venster_dagen=182"),
        _rij(teller=30, variant="opvolg_venster_dagen=28"),
        _rij(teller=20, variant="code23_uitval=false"),
        _rij(teller=9, noemer=9, variant="noemer_uitsluiten={02,31,39}"),
    )
    rijen = tabel_gevoeligheid(rapport, "uitval").cellen()
    venster = "vervolgvenster in dagen"
    assert rijen[0] == ["Basisdefinitie", "30,0\u202f%"]
    assert rijen[1:] == [
        ["reden 23 is uitval: nee", "−10,0"],
        [f"{venster}: 182", "+2,0"],
        [f"{venster}: 28", "+0,0"],
        ["redenen buiten de noemer: 02, 31, 39", TE_KLEIN],
    ]
    pagina = html_gevoeligheid(rapport, "uitval")
    assert pagina.count("<tr>") == 4  # head, basis and the two that matter
    assert f"groepen die niet te tonen zijn: {venster}: 28; redenen buiten de noemer: 02, 31, 39." in pagina


def test_jaren_naast_elkaar_tot_en_met_het_jaar_van_het_rapport():
    rapport = _rapport(
        _rij(jaar=2023, teller=10),
        _rij(jaar=2024, status="voorlopig"),
        _rij(jaar=2025, teller=50),
        _rij(jaar=2023, perceel="2"),
    )
    tabel = tabel_jaren(rapport, "uitval")
    assert [kolom.kop for kolom in tabel.kolommen] == ["Perceel", "2023", "2024 (voorlopig)"]
    assert tabel.cellen() == [["Perceel 1", "10,0\u202f%", "30,0\u202f%"], ["Perceel 2", "30,0\u202f%", "n.b."]]


def test_kop_zegt_dat_unieke_clienten_niet_optellen():
    rapport = _rapport(*(_rij(kpi=kpi) for kpi in catalogus.laad("wmo").definities))
    assert "tellen daarom niet op tot het totaal" in html_kop(rapport)


@pytest.mark.parametrize("kpi", list(catalogus.laad("wmo").definities))
def test_definitie_noemt_bron_kanttekeningen_en_wie_waarover_gaat(kpi):
    boom = html.fromstring(html_definitie(_rapport(_rij()), kpi))
    termen = [dt.text_content() for dt in boom.xpath("//dt")]
    assert termen == [
        "Definitie",
        "Teller",
        "Noemer",
        "Richting",
        "Norm",
        "Kanttekeningen",
        "Wie gaat waarover",
        "Bron",
    ]
    assert "Bron 000" in boom.text_content()


def test_intern_draagt_het_merk_vertrouwelijk():
    assert "VERTROUWELIJK" in html_titel(_rapport(_rij(), editie="intern"))
    assert "VERTROUWELIJK" not in html_titel(_rapport(_rij()))


def test_tabel_als_tekst_lijnt_getallen_rechts_uit():
    tabel = Tabel("Kop", (Kolom("Naam", rijkop=True), Kolom("Aantal", "aantal")), [("a", 5), ("bb", 1234), ("c", None)])
    assert als_tekst(tabel).splitlines() == ["Kop", "Naam | Aantal", "a    |      5", "bb   |  1.234", "c    |   n.b."]


def test_tabel_als_html_heeft_bijschrift_koppen_en_een_bereikbaar_schuifgebied():
    boom = html.fromstring(als_html(Tabel("K & O", (Kolom("Naam", rijkop=True), Kolom("N", "aantal")), [("x", 1)])))
    assert boom.xpath("//caption/text()") == ["K & O"]
    assert boom.xpath("//thead//th/@scope") == ["col", "col"]
    assert boom.xpath("//tbody//th/@scope") == ["row"]
    assert (boom.get("role"), boom.get("tabindex"), boom.get("aria-label")) == ("region", "0", "K & O")


def test_lege_tabel_zegt_dat_er_niets_is():
    assert "geen enkel" in als_html(Tabel("Signalen", (Kolom("a"),), leeg="geen enkel signaal."))


def test_figuur_van_gevoeligheid_vertelt_in_woorden_wat_zij_toont():
    rapport = _rapport(_rij(), _rij(teller=20, variant="code23_uitval=false"), _rij(perceel="2"))
    boom = html.fromstring(f"<div>{html_gevoeligheid(rapport, 'uitval')}</div>")
    (beeld,) = boom.xpath("//img")
    assert "reden 23 is uitval: nee: Perceel 1 −10,0." in beeld.get("alt")
    assert "reden 23 is uitval: nee" in boom.xpath("string(//details//table)")
