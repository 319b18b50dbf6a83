"""Targets, verdicts, progress figures and heat table of youth care, from rows that can be counted by hand."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from lxml import html
from normwijzer.kpi import catalogus
from normwijzer.rapport import opmaak
from normwijzer.rapport.jeugd.doelen import _teken, html_doelen, tabel_doelen, van_jaar
from normwijzer.rapport.jeugd.hitte import tabel_hitte
from normwijzer.rapport.jeugd.kop import html_onderdelen
from normwijzer.rapport.jeugd.kpi import html_kpi
from normwijzer.rapport.jeugd.oordeel import (
    ACHTER,
    BASISJAAR,
    BOVEN,
    ERVOOR,
    GEEN_UITSPRAAK,
    GEHAALD,
    KORT,
    NIET_GEHAALD,
    NOG_OPEN,
    ONDER,
    OP_KOERS,
    oordeel,
    oordelen,
    zin_voortgang,
)
from normwijzer.rapport.jeugd.stroom import html_stroom_jaren
from normwijzer.rapport.jeugd.verdeling import html_verdeling
from normwijzer.rapport.kaal import stijl
from normwijzer.rapport.tabel import als_html
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


_AANDEEL = {"kpi": J11, "vorm": "waarde", "doel": 0.7, "basiswaarde": 0.5, "lijn": 0.5667, "streefwaarde": 0.7}
_AL_GEHAALD = _AANDEEL | {"basiswaarde": 0.8, "lijn": 0.7, "voortgang": float("nan")}


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
        (_AANDEEL | {"waarde": 0.6}, OP_KOERS),
        (_AANDEEL | {"waarde": 0.56}, ACHTER),
        # Base unknown, but the target is a value: reached can be said, on course cannot.
        (_AANDEEL | {"waarde": 0.8, "basiswaarde": float("nan"), "lijn": float("nan"), "gehaald": True}, GEHAALD),
        (_AANDEEL | {"waarde": 0.6, "basiswaarde": float("nan"), "lijn": float("nan")}, GEEN_UITSPRAAK),
        # Met in the base year: there is no way to go, only a side of the target to be on.
        (_AL_GEHAALD | {"waarde": 0.72, "gehaald": True}, GEHAALD),
        (_AL_GEHAALD | {"waarde": 0.69}, ONDER),
        (_AL_GEHAALD | {"waarde": 0.69, "jaar": 2026}, NIET_GEHAALD),
        (_AL_GEHAALD | {"waarde": 0.8, "jaar": 2023}, BASISJAAR),
        ({"basiswaarde": 160.0, "lijn": 170.0, "waarde": 175.0}, BOVEN),
    ],
)  # fmt: skip
def test_oordeel_volgt_uit_waarde_lijn_en_doel(velden, verwacht):
    assert oordeel(LATER, _doel(**velden)) == verwacht


@pytest.mark.parametrize(("bekend_op", "verwacht"), [("2024-12-30", GEEN_UITSPRAAK), ("2024-12-31", OP_KOERS)])
def test_een_jaar_dat_nog_loopt_krijgt_geen_oordeel(bekend_op, verwacht):
    assert oordeel(maak_rapport(bekend_op=bekend_op), _doel()) == verwacht


def test_zin_over_een_doel_noemt_doel_lijn_en_oordeel(rapport):
    assert zin_voortgang(rapport, _doel()) == (
        "Doel: 15\u202f% minder in 2026 dan in 2023 (170 jeugdigen). De rechte lijn staat in 2024 op 190 jeugdigen.",
        "Op koers.",
        "",
    )
    zonder = _doel(soort="zonder_gezinsgericht", waarde=195.0)
    assert zin_voortgang(rapport, zonder) == (
        "Doel, zonder gezinsgericht: 15\u202f% minder in 2026 dan in 2023 (170 jeugdigen). Nu 195 jeugdigen. "
        "De rechte lijn staat in 2024 op 190 jeugdigen.",
        "Achter op de rechte lijn.",
        "Let op: " + opmaak.in_zin(_kanttekening(J1, "gezinshuis_2023")),
    )
    al = zin_voortgang(rapport, _doel(**_AL_GEHAALD | {"waarde": 0.69}))
    assert al[:2] == ("Doel: 70\u202f% in 2026. Dat was in 2023 al gehaald.", "Onder het doel.")
    leeg = float("nan")
    onbekend = _doel(basiswaarde=leeg, streefwaarde=leeg, lijn=leeg, gehaald=pd.NA)
    assert zin_voortgang(rapport, onbekend)[1] == "Nog geen uitspraak, want de waarde van 2023 is niet bekend."


def test_klein_doel_zegt_alleen_wat_het_doel_is():
    klein = maak_rapport(deler=100)
    rij = next(klein.frames["doelen"].assign(jaar=2024).itertuples())
    assert zin_voortgang(klein, rij) == ("Doel: 15\u202f% minder in 2026 dan in 2023.", "", "")


def _kanttekening(kpi: str, sleutel: str) -> str:
    definitie = catalogus.laad("jeugd_transformatie").definities[kpi]
    return next(k.tekst for k in definitie.kanttekeningen if k.sleutel == sleutel)


def test_voorbehoud_staat_bij_elk_oordeel_dat_erop_rust(rapport):
    doelen = {(kpi, doel.soort): doel for kpi, d in rapport.definities.items() for doel in d.doelen}
    met = {
        (kpi, soort): _kanttekening(kpi, doel.voorbehoud) for (kpi, soort), doel in doelen.items() if doel.voorbehoud
    }
    assert {(J11, ""), (J1, "zonder_gezinsgericht"), (J5, "zonder_gezinsgericht")} <= set(met)
    merk = {zin: f"({nummer})" for nummer, zin in enumerate(dict.fromkeys(met.values()), start=1)}
    tabel, hitte = tabel_doelen(rapport), tabel_hitte(rapport)
    for bron in (tabel, hitte):
        for zin, teken in merk.items():
            assert f"{teken} Let op: {opmaak.in_zin(zin)}" in bron.toelichting
    van_hitte = {rij[0]: rij[1:] for rij in hitte.cellen()}
    boom = html.fromstring(f"<div>{html_doelen(rapport)}</div>")
    panelen = {paneel.xpath("./p")[0].text_content(): paneel for paneel in boom.xpath("//div[@class='paneel']")}
    for rij, cellen in zip(van_jaar(rapport).itertuples(), tabel.cellen(), strict=True):
        teken = merk.get(met.get((rij.kpi, rij.soort)), "")
        assert cellen[-1].endswith(")") == bool(teken)
        assert cellen[-1].endswith(teken)
        assert van_hitte[cellen[0]][-1].endswith(teken)
        assert "(" not in van_hitte[cellen[0]][0]  # 2020: before the base year nothing rests on it
        if cellen[0] in panelen:
            zin = f"Let op: {opmaak.in_zin(met[rij.kpi, rij.soort])}" if teken else "Let op"
            for tekst in (*panelen[cellen[0]].xpath(".//img/@alt"), panelen[cellen[0]].xpath(".//figcaption")[0].text):
                assert (zin in tekst) == bool(teken)


def test_voorbehoud_staat_in_de_kop_en_bij_de_kpi(rapport):
    zin = "Let op: " + opmaak.in_zin(_kanttekening(J11, "gezinshuis_2023"))
    for tekst in (html_onderdelen(rapport), html_kpi(rapport, J11)):
        assert zin in html.fromstring(f"<div>{tekst}</div>").text_content()


def test_figuur_van_een_doel_dat_al_was_gehaald_heeft_een_vlakke_lijn(rapport):
    rijen = pd.DataFrame([vars(_doel(**_AL_GEHAALD | {"waarde": 0.69, "oordeel": ONDER}))])
    assen = _teken(rapport, rijen, next(rijen.itertuples())).axes[0]
    streep = next(lijn for lijn in assen.lines if list(lijn.get_xdata()) == [2023, 2026])
    assert list(streep.get_ydata()) == [0.7, 0.7]
    gewoon = pd.DataFrame([vars(_doel(**_AANDEEL | {"waarde": 0.6, "oordeel": OP_KOERS}))])
    streep = _teken(rapport, gewoon, next(gewoon.itertuples())).axes[0].lines[0]
    assert list(streep.get_ydata()) == [0.5, 0.7]


@pytest.mark.parametrize(
    ("grenzen", "verwacht"),
    [((0.61, 0.64), OP_KOERS), ((0.50, 0.64), NOG_OPEN), ((0.61, 0.75), NOG_OPEN), ((None, None), OP_KOERS)],
)
def test_voorlopig_oordeel_dat_nog_kan_kantelen_is_geen_oordeel(grenzen, verwacht):
    rapport = maak_rapport(status="voorlopig")
    uitkomsten = rapport.uitkomsten.copy()
    eigen = uitkomsten["kpi"].eq(J11) & uitkomsten["jaar"].eq(2024)
    uitkomsten["grens_onder"] = uitkomsten["grens_onder"].mask(eigen, grenzen[0])
    uitkomsten["grens_boven"] = uitkomsten["grens_boven"].mask(eigen, grenzen[1])
    rij = _doel(**_AANDEEL | {"waarde": 0.63})
    assert oordeel(replace(rapport, uitkomsten=uitkomsten), rij) == verwacht
    definitief = replace(rapport, uitkomsten=uitkomsten.assign(status="definitief"))
    assert oordeel(definitief, rij) == OP_KOERS


@pytest.mark.parametrize(("grenzen", "verwacht"), [((0.61, 0.64), NOG_OPEN), ((0.63, 0.63), OP_KOERS)])
def test_een_deel_zonder_eigen_grenzen_is_open_zolang_het_geheel_dat_is(grenzen, verwacht):
    rapport = maak_rapport(status="voorlopig")
    uitkomsten = rapport.uitkomsten.copy()
    eigen = uitkomsten["kpi"].eq(J11) & uitkomsten["jaar"].eq(2024)
    for kolom, grens in zip(("grens_onder", "grens_boven"), grenzen, strict=True):
        uitkomsten[kolom] = uitkomsten[kolom].mask(eigen, grens)
    deel = _doel(**_AANDEEL | {"waarde": 0.63, "soort": "zonder_gezinsgericht"})
    assert oordeel(replace(rapport, uitkomsten=uitkomsten), deel) == verwacht


def test_voorlopig_staat_in_elke_cel_met_een_waarde_en_in_elke_alt():
    rapport = maak_rapport(status="voorlopig")
    for _, *cellen in tabel_hitte(rapport).cellen():
        assert all("voorlopig" in cel for cel in cellen if "\n" in cel), cellen
    for tekst in (html_doelen(rapport), html_verdeling(rapport, J1), html_stroom_jaren(rapport)):
        for alt in html.fromstring(f"<div>{tekst}</div>").xpath("//img/@alt"):
            assert "2024 (voorlopig)" in alt


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
        assert re.sub(r" \(\d\)$", "", cel.text_content().split("\n")[1]) in KORT.values()
    assert boom.xpath("//td[contains(@class, 'hitte-1')]")
    assert all(cel.text_content().strip() for cel in boom.xpath("//td"))


def test_kleuren_van_de_hittetabel_zijn_leesbaar_en_lopen_op():
    vlak = {n: re.search(rf"\.hitte-{n} {{ background: (#[0-9a-f]{{6}})", stijl()).group(1) for n in (1, 2, 3)}
    met_wit = [_contrast(vlak[n]) for n in (1, 2, 3)]
    assert met_wit == sorted(met_wit)  # one hue, lighter to darker
    inkt = _contrast("#1a1a1a")
    assert all(inkt / contrast >= 4.5 for contrast in met_wit[:2])  # dark text on the two light ones
    assert met_wit[2] >= 4.5  # white text on the dark one
