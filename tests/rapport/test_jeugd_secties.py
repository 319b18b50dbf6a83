"""Targets, heat table, length of stay, curves, flow and shares of youth care, from rows that can be counted by hand."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from lxml import html
from normwijzer.kpi import catalogus
from normwijzer.rapport.cijfers import zin_waarde
from normwijzer.rapport.definitie import html_definitie
from normwijzer.rapport.eenheden import EENHEDEN, eenheid_van
from normwijzer.rapport.gegevens import plaats_soort, soorten
from normwijzer.rapport.gevoeligheid import samenvatting, tabel_gevoeligheid
from normwijzer.rapport.jaren import tabel_jaren
from normwijzer.rapport.jeugd.bron import zin_bevolking
from normwijzer.rapport.jeugd.doelen import html_doelen, tabel_doelen
from normwijzer.rapport.jeugd.hitte import tabel_hitte
from normwijzer.rapport.jeugd.kpi import tabel_opgave, tabel_soorten
from normwijzer.rapport.jeugd.oordeel import (
    ACHTER,
    BASISJAAR,
    ERVOOR,
    GEEN_UITSPRAAK,
    GEHAALD,
    KORT,
    NIET_GEHAALD,
    OP_KOERS,
    oordeel,
    oordelen,
    zin_voortgang,
)
from normwijzer.rapport.jeugd.overleving import curven, html_overleving, tabel_overleving
from normwijzer.rapport.jeugd.respons import zin_respons
from normwijzer.rapport.jeugd.stroom import html_stroom_jaren, tabel_stroom_jaren
from normwijzer.rapport.jeugd.verblijfsduur import html_verblijfsduur, tabel_duur_jaren, tabel_verblijfsduur
from normwijzer.rapport.jeugd.verdeling import tabel_verdeling
from normwijzer.rapport.kaal import stijl
from normwijzer.rapport.kwaliteit import tabel_kwaliteit
from normwijzer.rapport.tabel import als_html
from normwijzer.regio.producten import SOORTEN as PRODUCTSOORTEN
from rapport.hulp_rapport import maak_rapport
from rapport.test_stijl import _contrast

FAMILIES = ("jeugd_transformatie", "jeugd_kwaliteit")
J1, J5, J11 = "jeugdigen_in_verblijf", "maanden_verblijf_gemiddeld", "gezinsgericht"


LATER = maak_rapport(bekend_op="2028-01-31")
"""All years of the targets are over."""


@pytest.fixture(scope="module")
def rapport():
    return maak_rapport()


def _doel(**anders):
    """A target to go down from 200 (2023) to 170 (2026); on the line: 190 in 2024, 180 in 2025."""
    velden = {
        "kpi": J1, "soort": "", "basisjaar": 2023, "doeljaar": 2026, "vorm": "verandering", "doel": -0.15,
        "basiswaarde": 200.0, "streefwaarde": 170.0, "waarde": 190.0, "voortgang": 1 / 3, "lijn": 190.0,
        "gehaald": False, "jaar": 2024, "te_klein": False,
    }  # fmt: skip
    return SimpleNamespace(**{**velden, **anders})


@pytest.mark.parametrize(
    ("velden", "verwacht"),
    [
        ({}, OP_KOERS),  # exactly on the line
        ({"waarde": 190.5}, ACHTER),
        ({"waarde": 171.0}, OP_KOERS),
        ({"waarde": 170.0, "gehaald": True}, GEHAALD),
        ({"waarde": 171.0, "jaar": 2026, "lijn": 170.0}, NIET_GEHAALD),
        ({"waarde": 150.0, "jaar": 2027, "gehaald": True, "lijn": 170.0}, GEHAALD),
        ({"jaar": 2023, "lijn": 200.0, "waarde": 200.0}, BASISJAAR),
        ({"jaar": 2021, "lijn": float("nan")}, ERVOOR),
        ({"waarde": float("nan"), "gehaald": pd.NA}, GEEN_UITSPRAAK),
        ({"basiswaarde": float("nan"), "streefwaarde": float("nan"), "gehaald": pd.NA}, GEEN_UITSPRAAK),
        # A share that must rise, from .50 to .70: .567 in 2024.
        ({"kpi": J11, "vorm": "waarde", "doel": 0.7, "waarde": 0.6, "lijn": 0.5667, "streefwaarde": 0.7}, OP_KOERS),
        ({"kpi": J11, "vorm": "waarde", "doel": 0.7, "waarde": 0.56, "lijn": 0.5667, "streefwaarde": 0.7}, ACHTER),
        # Base unknown, but the target is a value: reached can be said, on course cannot.
        ({"kpi": J11, "vorm": "waarde", "waarde": 0.8, "lijn": float("nan"), "streefwaarde": 0.7, "gehaald": True},
         GEHAALD),
        ({"kpi": J11, "vorm": "waarde", "waarde": 0.6, "lijn": float("nan"), "streefwaarde": 0.7}, GEEN_UITSPRAAK),
    ],
)  # fmt: skip
def test_oordeel_volgt_uit_waarde_lijn_en_doel(velden, verwacht):
    assert oordeel(LATER, _doel(**velden)) == verwacht


@pytest.mark.parametrize(("bekend_op", "verwacht"), [("2024-12-30", GEEN_UITSPRAAK), ("2024-12-31", OP_KOERS)])
def test_een_jaar_dat_nog_loopt_krijgt_geen_oordeel(bekend_op, verwacht):
    assert oordeel(maak_rapport(bekend_op=bekend_op), _doel()) == verwacht


def test_zin_over_een_doel_noemt_doel_lijn_en_oordeel(rapport):
    assert zin_voortgang(rapport, _doel()) == (
        "Doel: 15\u202f% minder in 2026 dan in 2023 (170). Op de rechte lijn hoort in 2024 190.",
        "Op koers.",
    )
    zonder = _doel(soort="zonder_gezinsgericht", waarde=195.0)
    assert zin_voortgang(rapport, zonder) == (
        "Doel, zonder gezinsgericht: 15\u202f% minder in 2026 dan in 2023 (170). Nu 195. "
        "Op de rechte lijn hoort in 2024 190.",
        "Achter op de rechte lijn.",
    )
    leeg = float("nan")
    onbekend = _doel(basiswaarde=leeg, streefwaarde=leeg, lijn=leeg, gehaald=pd.NA)
    assert zin_voortgang(rapport, onbekend)[1] == "Nog geen uitspraak, want de waarde van 2023 is niet bekend."


def test_klein_doel_zegt_alleen_wat_het_doel_is():
    klein = maak_rapport(deler=100)
    rij = next(klein.frames["doelen"].assign(jaar=2024).itertuples())
    assert zin_voortgang(klein, rij) == ("Doel: 15\u202f% minder in 2026 dan in 2023.", "")


def test_doelentabel_schrijft_elke_rij_in_haar_eenheid(rapport):
    rijen = {rij[0]: rij for rij in tabel_doelen(rapport).cellen()}
    # J1 200 -> 192 in 2024; line 200 - 30/3 = 190; way (200-192)/30 = 27 %. J5 15,0 -> 14,4 of 11,25: .6/3.75 = 16 %.
    assert rijen["J1 Aantal jeugdigen in verblijf"][2:] == ["200", "192", "190", "170", "27\u202f%", ACHTER]
    assert rijen["J5 Gemiddeld aantal maanden verblijf bij afsluiten"][2:] == [
        "15,0", "14,4", "13,8", "11,3", "16\u202f%", ACHTER,
    ]  # fmt: skip
    # J9 from 4 % to 6 % in 2024, target 10 %: line 6 %, a third of the way.
    assert rijen["J9 Deeltijdpleegzorg"][2:] == [
        "4,0\u202f%", "6,0\u202f%", "6,0\u202f%", "10,0\u202f%", "33\u202f%", OP_KOERS,
    ]  # fmt: skip
    assert len(rijen) == sum(len(d.doelen) for d in rapport.definities.values())


def test_figuur_per_doel_vertelt_in_woorden_wat_zij_toont(rapport):
    boom = html.fromstring(f"<div>{html_doelen(rapport)}</div>")
    alts = boom.xpath("//img/@alt")
    met_bron = [rij for rij in oordelen(rapport).itertuples() if rij.jaar == 2024 and not pd.isna(rij.waarde)]
    assert len(alts) == len(met_bron)
    assert alts[0] == (
        "Figuur van J1 Aantal jeugdigen in verblijf: 224 in 2020, 216 in 2021, 208 in 2022, 200 in 2023, 192 in 2024. "
        "Het doel is 170 in 2026. Oordeel over 2024: achter op de rechte lijn."
    )


def test_hittetabel_heeft_tekst_in_elke_cel_en_kleur_alleen_als_herhaling(rapport):
    tabel = tabel_hitte(rapport)
    assert [kolom.kop for kolom in tabel.kolommen] == ["KPI", "2020", "2021", "2022", "2023", "2024"]
    rijen = {rij[0]: rij[1:] for rij in tabel.cellen()}
    assert rijen["J1 Aantal jeugdigen in verblijf"] == [
        "224\nervoor", "216\nervoor", "208\nervoor", "200\nbasisjaar", "192\nachter",
    ]  # fmt: skip
    assert rijen["J10 Aantal etmalen verblijf"][-1] == "43.200\ngeen doel"
    assert rijen["J16 Gezinsgericht verblijf in de eigen gemeente"] == ["geen bron"] * 5
    boom = html.fromstring(als_html(tabel))
    for cel in boom.xpath("//td[contains(@class, 'hitte-')]"):
        assert cel.text_content().split("\n")[1] in KORT.values()
    assert boom.xpath("//td[contains(@class, 'hitte-1')]")
    assert all(cel.text_content().strip() for cel in boom.xpath("//td"))


def test_kleuren_van_de_hittetabel_zijn_leesbaar_en_lopen_op():
    vlak = {n: re.search(rf"\.hitte-{n} {{ background: (#[0-9a-f]{{6}})", stijl()).group(1) for n in (1, 2, 3)}
    met_wit = [_contrast(vlak[n]) for n in (1, 2, 3)]
    assert met_wit == sorted(met_wit)  # one hue, lighter to darker
    inkt = _contrast("#1a1a1a")
    assert all(inkt / contrast >= 4.5 for contrast in met_wit[:2])  # dark text on the two light ones
    assert met_wit[2] >= 4.5  # white text on the dark one


def test_eenheden_dekken_het_contract_en_nooit_is_iets_anders_een_percentage():
    assert set(EENHEDEN) == {
        "fractie", "bevolkingsdeel", "maanden", "dagen", "werkdagen", "aantal", "etmalen", "ratio", "index",
    }  # fmt: skip
    waarden = {naam: eenheid.tekst(12.345) for naam, eenheid in EENHEDEN.items()}
    assert waarden["maanden"] == "12,3 maanden"
    assert waarden["etmalen"] == "12 etmalen"
    assert waarden["ratio"] == "12,35"
    assert {naam for naam, tekst in waarden.items() if "%" in tekst} == {"fractie", "bevolkingsdeel"}
    assert eenheid_van("iets nieuws").tekst(0.5) == "0,50"
    assert all(eenheid.tekst(None) == "n.b." for eenheid in EENHEDEN.values())


def test_alle_eenheden_van_de_catalogus_zijn_bekend():
    for familie in FAMILIES:
        rapport = maak_rapport(familie)
        assert {rapport.maat(kpi) for kpi in rapport.definities} <= set(EENHEDEN)


@pytest.mark.parametrize(
    ("kpi", "waarde", "rest"),
    [
        (J1, "192 jeugdigen", "Definitief."),
        ("etmalen_verblijf", "43.200 etmalen", "Definitief."),
        (J5, "14,4 maanden", "(2.160,0 maanden in 150 afgesloten perioden). Definitief."),
        ("maanden_verblijf_mediaan", "9,6 maanden", "(over 150 afgesloten perioden). Definitief."),
        ("aanbieders_per_periode", "1,34", "(202 aanbieders in 150 afgesloten perioden). Definitief."),
        (J11, "42,0\u202f%",
         "(63 van 150 jeugdigen in verblijf; 95 %-interval 35,0\u202f% – 49,0\u202f%). Definitief."),
    ],
)  # fmt: skip
def test_zin_noemt_de_eenheid_en_wat_er_is_geteld(rapport, kpi, waarde, rest):
    assert zin_waarde(rapport, next(rapport.per_groep(kpi).itertuples())) == (waarde, rest)


def test_elke_kpi_heeft_woorden_voor_wat_er_is_geteld():
    for familie in FAMILIES:
        rapport = maak_rapport(familie)
        for kpi in rapport.definities:
            for rij in rapport.per_groep(kpi).itertuples():
                assert "cliënt" not in " ".join(zin_waarde(rapport, rij)), kpi


@pytest.mark.parametrize(
    ("kpi", "verschil", "in_wat"),
    [
        (J11, "+1,3", "1,3 procentpunt"),  # .42 × .03 = .0126
        (J5, "+0,4", "0,4 maanden"),  # 14,4 × .03
        (J1, "+3,0\u202f%", "3,0\u202f%"),  # of the basis
        ("etmalen_verblijf", "+3,0\u202f%", "3,0\u202f%"),
        ("aanbieders_per_periode", "+0,04", "0,04"),
    ],
)
def test_gevoeligheid_staat_in_de_eenheid_van_de_kpi(rapport, kpi, verschil, in_wat):
    assert tabel_gevoeligheid(rapport, kpi).cellen()[1][1] == verschil
    assert f": tot {in_wat} verschil." in samenvatting(tabel_gevoeligheid(rapport, kpi), eenheid_van(rapport.maat(kpi)))


def test_jaren_staan_in_de_eenheid_en_een_soort_zonder_rij_is_nul():
    rapport = maak_rapport()
    rijen = rapport.uitkomsten
    weg = rijen["kpi"].isin([J1, J5]) & rijen["soort"].eq("gezinshuis") & rijen["jaar"].eq(2023)
    rapport = replace(rapport, uitkomsten=rijen[~weg])
    per_soort = {rij[0]: rij[1:] for rij in tabel_jaren(rapport, J1).cellen()}
    assert per_soort["Hele regio"] == ["224", "216", "208", "200", "192"]
    assert per_soort["Gezinshuis"][2:] == ["54", "0", "50"]
    maanden = {rij[0]: rij[1:] for rij in tabel_jaren(rapport, J5).cellen()}
    assert maanden["Hele regio"][-1] == "14,4"
    assert maanden["Gezinshuis"][3] == "–"


def test_tabel_per_soort_volgt_het_contract_en_laat_lege_kolommen_weg(rapport):
    tabel = tabel_soorten(rapport, J1)
    assert [kolom.kop for kolom in tabel.kolommen] == ["Soort", "Waarde", "Teller", "Status"]
    assert [rij[0] for rij in tabel.cellen()][:3] == ["Hele regio", "Pleegzorg", "Gezinshuis"]
    assert set(PRODUCTSOORTEN["jw"]) <= set(soorten())
    assert sorted(PRODUCTSOORTEN["jw"], key=plaats_soort) == list(PRODUCTSOORTEN["jw"])


def test_opgave_per_aanbieder_zegt_over_welk_deel_van_het_jaar(rapport):
    assert tabel_opgave(rapport, "netwerkpleegzorg").cellen() == [
        ["Boerderij De Wilg", "Alleen het eerste halfjaar", "50,0\u202f%", "12", "24"],
        ["Huis <A>", "Heel het jaar", "66,7\u202f%", "20", "30"],
    ]


@pytest.mark.parametrize("editie", ["deelbaar", "intern"])
def test_curve_stopt_in_elke_editie_waar_er_te_weinig_worden_gevolgd(editie):
    rapport = maak_rapport(editie=editie)
    assert (rapport.frames["overleving"]["in_zorg"] < 10).any()
    punten = curven(rapport)
    assert (punten["in_zorg"] >= 10).all()
    for cel in [cel for rij in tabel_overleving(rapport).cellen() for cel in rij[1:] if cel]:
        assert int(re.search(r"\((\d+)\)", cel).group(1)) >= 10


def test_te_weinig_gevolgden_geeft_geen_curve_maar_een_reden():
    tekst = html_overleving(maak_rapport(deler=10))
    assert "<img" not in tekst
    assert "10 of meer" in tekst


def test_figuur_van_overleving_noemt_elk_instroomjaar(rapport):
    alt = html.fromstring(html_overleving(rapport)).xpath("//img/@alt")[0]
    # .945 ** (9 × 1.32) for 2024.
    assert "Instroom 2024: na 9 maanden 51\u202f% en na 24 maanden 17\u202f%." in alt
    assert [jaar for jaar in range(2020, 2025) if f"Instroom {jaar}" in alt] == [*range(2020, 2025)]


def test_verblijfsduur_zet_het_contract_naast_de_andere_maten(rapport):
    rijen = {(rij[0], rij[1]): rij[2:] for rij in tabel_verblijfsduur(rapport).cellen()}
    contract = rijen["Uitgestroomd (contract)", "Gemiddeld aantal maanden bij afsluiten"]
    assert contract == ["14,2", "12,1 – 16,3", "88"] * 2
    assert rijen["Ingestroomd", "Maanden tot de helft uit verblijf is"][0] == "n.b."
    assert len(rijen) == 16
    tekst = html_verblijfsduur(rapport)
    assert "korte historie" in tekst
    assert "minder jeugdigen in" in tekst
    assert [kolom.kop for kolom in tabel_duur_jaren(rapport).kolommen][2:] == ["2020", "2021", "2022", "2023", "2024"]


def test_elke_maat_van_verblijfsduur_heeft_woorden(rapport):
    maten = set(rapport.frames["verblijfsduur"]["maat"])
    assert len(tabel_verblijfsduur(rapport).rijen) == len(maten)


def test_stroom_per_jaar_telt_op_en_is_getekend(rapport):
    rijen = tabel_stroom_jaren(rapport).cellen()
    assert rijen[0] == ["2020", "120", "60", "55", "125"]
    for _, *getallen in rijen:
        begin, erin, eruit, eind = map(int, getallen)
        assert begin + erin - eruit == eind
    alt = html.fromstring(html_stroom_jaren(rapport)).xpath("//img/@alt")[0]
    assert "2020: 60 erin, 55 eruit, stand 125." in alt


def test_verdeling_rekent_over_de_soorten_die_te_zien_zijn(rapport):
    rijen = {rij[0]: rij[1:] for rij in tabel_verdeling(rapport, J1).cellen()}
    # 2024: 58 + 50 + 42 + 35 + 27 + 19 + 12 = 243.
    assert rijen["Pleegzorg"][-1] == "58 (24\u202f%)"
    assert sum(int(rij[-1].split()[0]) for rij in rijen.values()) == 243
    assert tabel_verdeling(maak_rapport(deler=100), J1).rijen == []


@pytest.mark.parametrize(
    ("bron", "begin"), [("cbs", "Bron: CBS"), ("synthetisch", "Verzonnen bevolkingscijfers"), ("", "")]
)
def test_herkomst_van_de_bevolking_staat_erbij(bron, begin):
    zin = zin_bevolking(maak_rapport(bevolking_bron=bron))
    assert zin.startswith(begin)
    assert bool(zin) == bool(begin)


def test_respons_staat_bij_wat_is_gemeten():
    rapport = maak_rapport("jeugd_kwaliteit")
    assert zin_respons(rapport, "clienttevredenheid") == "Respons: 40,0\u202f% (40 van 100)."
    assert zin_respons(rapport, "uitval") == ""
    assert zin_respons(maak_rapport(), J1) == ""


def test_kwaliteit_noemt_bij_een_opgave_de_kpi(rapport):
    rijen = {rij[0]: rij[1:] for rij in tabel_kwaliteit(rapport).cellen()}
    assert rijen["Aanbieders van verblijf met een opgave: J17 Pleegzorg in het eigen sociale netwerk"][0] == (
        "50,0\u202f% (2 van 4)"
    )
    assert rijen["Leveringen met een startbericht"] == ["95,0\u202f% (190 van 200)", "83,3\u202f% (50 van 60)"]


@pytest.mark.parametrize(
    ("familie", "kpi"),
    [(familie, kpi) for familie in FAMILIES for kpi in catalogus.laad(familie).definities],
)
def test_definitie_noemt_doel_gegevens_en_bron(familie, kpi):
    rapport = maak_rapport(familie, zonder_bron=True)
    boom = html.fromstring(html_definitie(rapport, kpi))
    termen = [dt.text_content() for dt in boom.xpath("//dt")]
    assert {"Definitie", "Teller", "Noemer", "Gegevens", "Kanttekeningen", "Wie gaat waarover", "Bron"} <= set(termen)
    assert ("Doel" in termen) == bool(rapport.definities[kpi].doelen)
    assert ("Ondersteunt" in termen) == bool(rapport.definities[kpi].ondersteunt)
