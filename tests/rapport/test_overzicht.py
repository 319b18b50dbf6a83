"""reports/index.html: what stands on the page, in which order and for whom."""

import json
import re

import pytest
from lxml import html
from normwijzer.rapport.kerncijfers import kerncijfers
from normwijzer.rapport.overzicht import Overzicht, maak_overzicht
from normwijzer.rapport.overzicht_sinds import vergelijk_kern
from rapport.hulp_oordeel import besluit, rij
from rapport.hulp_oordeel import maak_rapport as maak_oordeelrapport
from rapport.hulp_overzicht import SINDS, VER, VOLDOET, cijfer, maak


def _boom(overzicht: Overzicht):
    return html.fromstring(maak_overzicht(overzicht))


def test_een_tabel_per_regio_met_een_rij_per_rapport_en_een_kolom_per_jaar():
    boom = _boom(maak())
    assert [kop.text for kop in boom.xpath("//section[@class='regio']/h2")] == ["Regio Ahoek", "Regio B & co"]
    assert boom.xpath("//section[@data-regio='a']//thead//th/text()") == ["Rapport", "2023", "2024", "2025"]
    assert boom.xpath("//section[@data-regio='b']//thead//th/text()") == ["Rapport", "2024", "2025"]
    assert len(boom.xpath("//section[@data-regio='a']//tbody/tr")) == 2
    assert [rij.text_content() for rij in boom.xpath("//section[@data-regio='a']//td[@class='geen']")] == ["–", "–"]
    assert boom.xpath("//section[@data-regio='a']//p[@class='melding']")
    assert not boom.xpath("//section[@data-regio='b']//p[@class='melding']")


def test_een_mislukt_rapport_noemt_cel_en_melding_en_heeft_geen_link():
    vak = _boom(maak()).xpath("//div[@data-staat='mislukt']")[0]
    assert "wmo.ipynb, cel 7: <geen> uitkomsten" in vak.text_content()
    assert not vak.xpath(".//a")
    assert "niet gevraagd" in _boom(maak()).xpath("//div[@data-staat='niet gevraagd']")[0].text_content()


def test_kerncijfers_en_oordelen_staan_in_woorden():
    vak = _boom(maak()).xpath("//div[@data-jaar='2025' and @data-regio='a']")[0]
    regels = [re.sub(r"\s+", " ", regel.text_content()) for regel in vak.xpath(".//li[@data-oordeel]")]
    assert regels == [
        "Perceel 1: 52 % voorlopig ✕ ver onder bandbreedte, norm 20 %",
        "Perceel 2: 33 % ● voldoet, norm 30 %",
    ]
    assert "Oordelen: 1 ver onder bandbreedte, 1 voldoet" in vak.text_content()
    assert vak.get("data-oordeel") == "ver|voldoet"
    klein = _boom(maak()).xpath("//div[@data-jaar='2023']")[0]
    assert "Perceel 2: minder dan 5 van ongeveer 40" in klein.text_content()


def test_gesprekspaginas_staan_met_de_naam_van_de_aanbieder():
    links = _boom(maak()).xpath("//details[@class='gesprekken']//a")
    assert [(link.text, link.get("href")) for link in links] == [("Zorghuis Café & Co", "a/2024/gesprek/99990001.html")]


def test_zonder_script_is_alles_zichtbaar_en_het_zoekformulier_niet():
    boom = _boom(maak())
    assert all(vouw.get("open") is not None for vouw in boom.xpath("//details"))
    assert boom.xpath("//section[@class='zoeken' and @hidden]")
    assert boom.xpath("//*[@hidden]") == boom.xpath("//section[@class='zoeken']")


def test_koppen_tabellen_en_links_zijn_te_volgen_zonder_te_kijken():
    boom = _boom(maak(sinds=SINDS))
    koppen = [int(kop.tag[1]) for kop in boom.xpath("//h1|//h2|//h3|//h4")]
    assert koppen.count(1) == 1
    assert all(na - voor <= 1 for voor, na in zip(koppen, koppen[1:], strict=False))
    assert all(cel.get("scope") for cel in boom.xpath("//th"))
    assert all(tabel.xpath("./caption") for tabel in boom.xpath("//table"))
    teksten = [re.sub(r"\s+", " ", link.text_content()) for link in boom.xpath("//main//a")]
    assert len(teksten) == len(set(teksten))
    ids = boom.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(boom.xpath("//label/@for")) == set(boom.xpath("//form//input/@id|//form//select/@id"))


def test_de_pagina_vraagt_niets_van_een_ander():
    tekst = maak_overzicht(maak())
    assert not re.search(r"https?://|@import|url\(|<link|src=", tekst)
    assert not html.fromstring(tekst).xpath("//script[@src]|//img")


def test_interne_editie_is_gemerkt_en_noemt_brieven_en_de_gedeelde_niet():
    intern, deelbaar = (_boom(maak(editie)).xpath("//main")[0].text_content() for editie in ("intern", "deelbaar"))
    assert "VERTROUWELIJK" in intern
    assert "3 brieven" in intern
    assert "VERTROUWELIJK" not in deelbaar
    assert "3 brieven" not in deelbaar


def test_alleen_keuzes_die_voorkomen_staan_in_de_filters():
    boom = _boom(maak())
    keuzes = {veld.get("name"): veld.xpath("./option/@value") for veld in boom.xpath("//form//select")}
    assert keuzes["regio"] == ["", "a", "b"]
    assert keuzes["jaar"] == ["", "2023", "2024", "2025"]
    assert keuzes["staat"] == ["", "definitief", "voorlopig", "mislukt", "niet gevraagd", "aanwezig"]
    assert keuzes["oordeel"] == ["", "voldoet", "ver"]


def test_sinds_de_vorige_run_noemt_rapporten_cijfers_en_oordelen():
    sectie = _boom(maak(sinds=SINDS)).xpath("//section[@class='sinds']")[0]
    tekst = sectie.text_content()
    assert "3 rapporten gevraagd: 1 nieuw, 1 ongewijzigd en 1 mislukt." in tekst
    assert "1 kerncijfer en 1 oordeel" in tekst
    cellen = [[cel.text_content() for cel in rij] for rij in sectie.xpath(".//tbody/tr")]
    assert [
        "Regio Ahoek",
        "Wmo-begeleiding: doelrealisatie en uitval, 2025",
        "Uitval, Perceel 1",
        "51 %",
        "52 %",
    ] in cellen


def test_fouten_van_voor_de_rapporten_staan_bovenaan():
    alarm = _boom(maak(fouten=[("c", "regio.toml ontbreekt")])).xpath("//section[@class='alarm']")[0]
    assert "c: regio.toml ontbreekt" in alarm.text_content()


def test_zonder_rapporten_zegt_de_pagina_dat():
    assert "Er is nog geen rapport." in maak_overzicht(Overzicht("deelbaar", []))


def _vergelijk(voor, na):
    return [(v.voor, v.na, v.oordeel) for v in vergelijk_kern("a", 2024, "wmo", voor, na)]


def test_een_cijfer_dat_anders_leest_is_verschoven_en_een_ander_oordeel_apart():
    voor, na = [cijfer("1", "31 %", VOLDOET)], [cijfer("1", "32 %", VER)]
    assert _vergelijk(voor, na) == [("31 %", "32 %", False), (VOLDOET["woord"], VER["woord"], True)]
    assert _vergelijk(voor, voor) == []
    assert _vergelijk([], na) == []


def test_wat_nu_verborgen_is_wordt_niet_uit_het_vorige_rapport_verteld():
    voor, na = [cijfer("1", "31 %", VOLDOET)], [cijfer("1", "te klein om te tonen (<10)", getoond=False)]
    assert _vergelijk(voor, na) == [
        ("een getal", "te klein om te tonen (<10)", False),
        ("een oordeel", "geen oordeel", True),
    ]
    assert _vergelijk(voor, []) == [("een getal", "niet in het rapport", False), ("een oordeel", "geen oordeel", True)]
    assert _vergelijk(na, voor)[0] == ("te klein om te tonen (<10)", "31 %", False)


@pytest.mark.parametrize("editie", ["deelbaar", "intern"])
def test_kerncijfers_zijn_die_van_het_rapport_in_de_schrijfwijze_van_de_editie(editie):
    rapport = maak_oordeelrapport(rij(teller=31, noemer=97), rij(perceel="2"), besluiten=[besluit()], editie=editie)
    kern = kerncijfers(rapport)
    uitval = [c for c in kern if c["kpi"] == "uitval"]
    assert [c["naam"] for c in uitval] == ["Perceel 1", "Perceel 2"]
    assert uitval[0]["waarde"].replace("\u202f", " ") == ("32,0 %" if editie == "intern" else "32 %")
    assert [o["sleutel"] for o in uitval[0]["oordelen"]] == ["ver"]
    assert "norm 18" in uitval[0]["oordelen"][0]["woord"]
    assert uitval[1]["oordelen"] == []
    assert json.loads(json.dumps(kern)) == kern
