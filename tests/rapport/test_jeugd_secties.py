"""Units, words, length of stay and what every number of youth care counts, from rows that can be counted by hand."""

from dataclasses import replace

import pytest
from lxml import html
from normwijzer.kpi import catalogus
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.beloop import tabel_redenen_breed
from normwijzer.rapport.cijfers import hoe_geteld, zin_waarde
from normwijzer.rapport.definitie import html_definitie
from normwijzer.rapport.eenheden import EENHEDEN, eenheid_van
from normwijzer.rapport.gegevens import plaats_soort, soorten
from normwijzer.rapport.gevoeligheid import samenvatting, tabel_gevoeligheid
from normwijzer.rapport.jaren import tabel_jaren
from normwijzer.rapport.jeugd.bron import zin_bevolking
from normwijzer.rapport.jeugd.kop import zin_kpi
from normwijzer.rapport.jeugd.kpi import html_kpi, tabel_opgave, tabel_soorten
from normwijzer.rapport.jeugd.respons import zin_respons
from normwijzer.rapport.jeugd.verblijfsduur import html_verblijfsduur, tabel_duur_jaren, tabel_verblijfsduur
from normwijzer.rapport.kwaliteit import tabel_kwaliteit
from normwijzer.regio.producten import SOORTEN as PRODUCTSOORTEN
from rapport.hulp_rapport import OPGAVE, PER_SOORT, maak_rapport

FAMILIES = ("jeugd_transformatie", "jeugd_kwaliteit")
J1, J5, J11 = "jeugdigen_in_verblijf", "maanden_verblijf_gemiddeld", "gezinsgericht"


@pytest.fixture(scope="module")
def rapport():
    return maak_rapport()


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
        (J1, "192 jeugdigen.", "Definitief."),
        ("etmalen_verblijf", "43.200 etmalen.", "Definitief."),
        (J5, "14,4 maanden", "(2.160,0 maanden in 150 afgesloten perioden). Definitief."),
        ("maanden_verblijf_mediaan", "9,6 maanden", "(over 150 afgesloten perioden). Definitief."),
        ("aanbieders_per_periode", "1,34", "(samen 202 keer een aanbieder in 150 afgesloten perioden). Definitief."),
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


@pytest.mark.parametrize("familie", FAMILIES)
def test_elke_kpi_zegt_wat_haar_rijen_tellen(familie):
    rapport = maak_rapport(familie)
    tekst = {kpi: hoe_geteld(rapport, kpi) for kpi in rapport.definities}
    for kpi, definitie in rapport.definities.items():
        assert ("zelf opgaven" in tekst[kpi]) == ("aanbiederopgave" in definitie.gegevens), kpi
        assert ("per aanbieder één keer" in tekst[kpi]) == (kpi == J1), kpi
        if kpi in PER_SOORT or kpi == "uitval":
            assert tekst[kpi] in html.fromstring(f"<div>{html_kpi(rapport, kpi)}</div>").text_content(), kpi


def test_redenen_zeggen_dat_de_hele_regio_iets_anders_telt():
    tabel = tabel_redenen_breed(maak_rapport())
    assert [kolom.kop for kolom in tabel.kolommen][:3] == [
        "Reden van beëindiging", "Hele regio: verblijfsperioden", "Pleegzorg",
    ]  # fmt: skip
    assert "elke verblijfsperiode één keer" in tabel.toelichting
    kwaliteit = tabel_redenen_breed(maak_rapport("jeugd_kwaliteit"))
    assert "verblijfsperioden" not in " ".join(kolom.kop for kolom in kwaliteit.kolommen)
    assert "elke verblijfsperiode" not in kwaliteit.toelichting


def test_getallen_die_op_een_ander_lijken_zeggen_waarom_zij_verschillen(rapport):
    for kpi, woorden in (("verblijf_per_populatie", "18 jaar of ouder"), ("eerste_keer_verblijf", "‘Ingestroomd’")):
        assert woorden in html_kpi(rapport, kpi).split("<details")[0]
    assert "wie bij twee aanbieders was, telt twee keer" in html_kpi(rapport, "netwerkpleegzorg")
    assert "J15" in tabel_verblijfsduur(rapport).toelichting
    assert "eindstand" in tabel_verblijfsduur(rapport).toelichting


def test_maanden_teruggekeken_zijn_heel(rapport):
    rijen = {rij[1]: rij[2] for rij in tabel_verblijfsduur(rapport).cellen()}
    assert rijen["Maanden teruggekeken, in elk jaar"] == "36"


def test_zinnen_eindigen_op_een_punt_en_houden_hun_hoofdletters():
    assert [opmaak.in_zin(t) for t in ("Hele regio", "TOM-instroom")] == ["hele regio", "TOM-instroom"]
    assert [opmaak.als_zin(t) for t in ("iJw-berichten", "op koers", "Klaar.", "")] == [
        "iJw-berichten.", "Op koers.", "Klaar.", "",
    ]  # fmt: skip
    zonder, klein = maak_rapport(zonder_bron=True), maak_rapport(deler=100)
    assert zin_kpi(zonder, J1)[0] == "geen bron."
    assert zin_kpi(zonder, J1)[1].endswith(f"Bestand: {OPGAVE}.")
    assert zin_kpi(klein, J1)[0] == f"{TE_KLEIN}."
    definitie = html.fromstring(html_definitie(maak_rapport(), J1)).text_content()
    assert "iJw-berichten." in definitie
    assert "IJw" not in definitie


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
