"""Headline of the chain: verdicts in words, the strip, and what is missing."""

import pandas as pd
import pytest
from lxml import html
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport.proces.keten import html_keten, stappen, tabel_keten
from normwijzer.rapport.proces.kop import html_kop_proces, tabel_alle_jaren, tabel_normen, zin_kop
from normwijzer.rapport.proces.oordeel import (
    GEEN_BRON,
    GEEN_DOEL,
    GEHAALD,
    JAAR_LOOPT,
    NIET_GEHAALD,
    NIET_TE_DELEN,
    NOG_OPEN,
    OP_DE_GRENS,
    doel_van,
    oordeel,
    rij_kpi,
)
from rapport.hulp_proces import maak_rapport

A3, A8, A10, A11 = "toewijzing_voor_ingangsdatum", "tijdig_declareren", "tijdig_betalen", "kwaliteit_declaraties"


@pytest.fixture(scope="module")
def rapport():
    return maak_rapport()


@pytest.fixture(scope="module")
def intern():
    return maak_rapport(editie="intern")


def _rij(**velden):
    basis = {"waarde": 0.95, "onder": 0.94, "boven": 0.96, "grens_onder": None, "grens_boven": None,
             "status": "definitief", "te_klein": False, "jaar": 2024}  # fmt: skip
    return next(pd.DataFrame([basis | velden]).itertuples())


@pytest.mark.parametrize(
    ("velden", "verwacht"),
    [
        ({"waarde": 0.95, "onder": 0.951, "boven": 0.96}, GEHAALD),
        ({"waarde": 0.95}, f"{GEHAALD} (verschil kan toeval zijn)"),
        ({"waarde": 0.9499, "boven": 0.9499}, NIET_GEHAALD),
        ({"waarde": 0.97, "onder": 0.96, "status": "voorlopig", "grens_onder": 0.96, "grens_boven": 0.98},
         f"{GEHAALD}, voorlopig"),
        ({"waarde": 0.96, "status": "voorlopig", "grens_onder": 0.93, "grens_boven": 0.98}, NOG_OPEN),
        ({"waarde": 0.94, "status": "voorlopig", "grens_onder": 0.93, "grens_boven": 0.95}, NOG_OPEN),
        ({"te_klein": True, "waarde": None}, NIET_TE_DELEN),
    ],
)  # fmt: skip
def test_oordeel_vergelijkt_met_het_doel_en_zegt_wanneer_het_niet_kan(intern, velden, verwacht):
    assert oordeel(intern, A8, _rij(**velden), doel_van(intern, A8)) == verwacht


def test_gedeelde_waarde_gelijk_aan_het_doel_kan_er_boven_en_onder_liggen(rapport):
    doel = doel_van(rapport, A8)
    gekregen = [oordeel(rapport, A8, _rij(waarde=waarde, onder=0.9, boven=0.93), doel) for waarde in (0.94, 0.95, 0.96)]
    assert gekregen == [NIET_GEHAALD, OP_DE_GRENS, GEHAALD]


def test_midden_in_het_jaar_is_er_geen_oordeel():
    rapport = maak_rapport(bekend_op="2024-12-30")
    assert oordeel(rapport, A8, _rij(), doel_van(rapport, A8)) == JAAR_LOOPT


def test_de_doelen_zijn_die_van_de_bron(rapport):
    doelen = {d.nummer: [(doel.soort, doel.doel) for doel in d.doelen] for d in rapport.definities.values() if d.doelen}
    assert doelen == {"A3": [("", 0.8)], "A6": [("geaccepteerd", 0.98)], "A8": [("", 0.95)], "A11": [("", 0.9)]}
    assert oordeel(rapport, "wachttijd", rij_kpi(rapport, "wachttijd"), doel_van(rapport, "wachttijd")) == GEEN_DOEL


def test_tabel_van_alle_kpis_noemt_termijn_doel_en_oordeel(intern):
    rijen = {rij[0]: rij[1:] for rij in tabel_normen(intern).cellen()}
    assert [naam.split()[0] for naam in rijen] == [
        "A1", "A2", "A3", "A4", "A5", "A6", "A6", "A7", "A8", "A9", "A10", "A11",
    ]  # fmt: skip
    # A3: 304 of 400; Wmo 182 of 240, Jeugdwet 122 of 160.
    assert rijen["A3 Toewijzing vóór de ingangsdatum"] == [
        "vóór de ingangsdatum", "80\u202f%", "76,0\u202f%", "75,8\u202f%", "76,3\u202f%", "Doel niet gehaald",
    ]  # fmt: skip
    assert rijen["A6 Geaccepteerde toewijzingen"][1:3] == ["98\u202f%", "96,5\u202f%"]
    assert rijen["A2 Beoordeling van de aanvraag"][3:5] == ["–", "–"]


def test_kopzin_telt_de_doelen_en_noemt_wat_geen_bron_heeft():
    zin = zin_kop(maak_rapport(zonder_bron=(A10,)))
    assert zin.startswith("Van de 4 doelen uit de bron zijn er in 2024 2 gehaald.")
    assert "Niet gehaald: A3 Toewijzing vóór de ingangsdatum en A6 Geaccepteerde toewijzingen." in zin
    assert zin.endswith("Zonder bron: A10 Declaratie op tijd betaald.")


def test_elke_stap_van_de_keten_staat_in_volgorde_met_deel_en_duur_per_wet(rapport):
    boom = html.fromstring(html_keten(rapport))
    schakels = boom.xpath("//ol/li")
    assert [schakel.xpath("string(p[1]/text())").strip() for schakel in schakels] == [s["naam"] for s in stappen()]
    antwoord = schakels[5].text_content()
    assert "Wmo: 84\u202f% op tijd; helft binnen 4 werkdagen" in antwoord
    assert "Jeugdwet: 84\u202f% op tijd" in antwoord
    assert {rij[0] for rij in tabel_keten(rapport).cellen()} == {s["naam"] for s in stappen()}


def test_stap_zonder_bron_staat_er_zonder_cijfer():
    rapport = maak_rapport(zonder_bron=(A10,))
    boom = html.fromstring(html_keten(rapport))
    laatste = boom.xpath("//ol/li")[-1].text_content()
    assert GEEN_BRON in laatste
    assert "%" not in laatste
    assert tabel_keten(rapport).cellen()[-1][4] == GEEN_BRON
    assert {rij[0].split()[0]: rij[-1] for rij in tabel_normen(rapport).cellen()}["A10"] == "Geen bron"


def test_kleine_regio_toont_woorden_en_geen_getal():
    klein = maak_rapport(deler=400)
    tekst = html.fromstring(f"<div>{html_kop_proces(klein)}</div>").text_content()
    assert TE_KLEIN in tekst
    assert "te laat" not in zin_kop(klein)
    assert all(rij[4] in (TE_KLEIN, "–") for rij in tabel_keten(klein).cellen())


def test_jaren_naast_elkaar_hebben_waarde_en_oordeel(intern):
    rijen = {rij[0].split()[0]: rij[1:] for rij in tabel_alle_jaren(intern).cellen()}
    assert rijen["A8"] == [
        "91,0\u202f%\ndoel niet gehaald", "93,0\u202f%\ndoel niet gehaald", "95,0\u202f%\ndoel gehaald",
        "97,0\u202f%\ndoel gehaald",
    ]  # fmt: skip
    assert rijen["A1"][-1] == "84,0\u202f%\ngeen doel"
    voorlopig = {rij[0].split()[0]: rij[-1] for rij in tabel_alle_jaren(maak_rapport(status="voorlopig")).cellen()}
    assert voorlopig["A11"] == "91,0\u202f%\nnog geen uitspraak, voorlopig"  # 89 % to 93 %
    assert voorlopig["A3"] == "76,0\u202f%\ndoel niet gehaald, voorlopig"
