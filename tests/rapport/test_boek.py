"""A workbook: what is in its cells, how it is laid out, and whether LibreOffice reads the same."""

import datetime
import io
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.privacy.poort import Toegestaan, keur
from normwijzer.rapport.boek import Boek, bladnaam, groepeer, maak_boek
from normwijzer.rapport.boekblad import KOPREGEL, als_waarde
from normwijzer.rapport.editie import GEDEELD_AFGEROND
from normwijzer.rapport.opmaak import hele_procenten
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, schrijf

KOLOMMEN = (
    Kolom("Aanbieder", rijkop=True), Kolom("Waarde", "procent"), Kolom("Teller", "aantal"), Kolom("Verschil", "punten"),
    Kolom("Bedrag (euro)", "aantal"), Kolom("Jaar", "jaar"), Kolom("Op", "datum"), Kolom("Los", "waarde"),
)  # fmt: skip
RIJEN = [
    ("Zorg A", 0.3146, 1235, 0.0312, 999911120.4, 2024, pd.Timestamp("2024-12-31"), Cel(14.26, "getal")),
    ("=SOM(1)", "minder dan 5 van ongeveer 40", 40, -0.031, pd.NA, 2024, None, Cel(0.5, "procent")),
    ("Zorg & C <b>", pd.NA, 0, 0.0, 0, 2023, pd.NaT, "tekst"),
]
FEITEN = Tabel(
    "Verantwoording", (Kolom("Onderwerp", rijkop=True), Kolom("Waarde")), [("Jaar", "2024"), ("Digest", "ab" * 32)]
)


def _tabel(bijschrift: str = "Uitval per aanbieder", **anders) -> Tabel:
    return Tabel(bijschrift, KOLOMMEN, RIJEN, **anders)


def _boek(bladen: dict, editie: str = "deelbaar") -> Boek:
    return Boek("Wmo, Regio Proef, 2024", editie, True, datetime.datetime(2026, 3, 31), FEITEN, bladen)


def _open(bladen: dict, editie: str = "deelbaar"):
    return openpyxl.load_workbook(io.BytesIO(maak_boek(_boek(bladen, editie))))


def _rijen(blad) -> list[tuple]:
    return [rij for rij in blad.iter_rows(min_row=KOPREGEL, values_only=True) if any(cel is not None for cel in rij)]


def test_getallen_zijn_getallen_en_teksten_blijven_tekst():
    blad = _open({"Aanbieders": [_tabel()]})["Aanbieders"]
    kop, een, twee, drie = _rijen(blad)
    assert kop == tuple(kolom.kop for kolom in KOLOMMEN)
    assert een == ("Zorg A", 0.31, 1235, 3, 999911120, 2024, datetime.datetime(2024, 12, 31), 14.3)
    assert twee == ("=SOM(1)", "minder dan 5 van ongeveer 40", 40, -3, "n.b.", 2024, "n.b.", 0.5)
    assert drie == ("Zorg & C <b>", "n.b.", 0, 0, 0, 2023, "n.b.", "tekst")
    assert blad["A6"].data_type == "s"


@pytest.mark.parametrize(("editie", "waarde", "vorm", "verschil"), [
    ("deelbaar", 0.31, "0%", "+0;-0;0"), ("intern", 0.3146, "0.0%", "+0.0;-0.0;0.0"),
])  # fmt: skip
def test_getalvormen_per_editie(editie, waarde, vorm, verschil):
    blad = _open({"Aanbieders": [_tabel()]}, editie)["Aanbieders"]
    assert blad["B5"].value == waarde
    assert [blad.cell(5, nummer).number_format for nummer in range(2, 9)] == [
        vorm, "#,##0", verschil, '"€" #,##0', "0", "dd-mm-yyyy", "#,##0.0",
    ]  # fmt: skip


def test_een_getal_in_het_bestand_heeft_geen_staart():
    getallen = [8.2, 82.9, 0.07, 0.29, 1234.5, -0.1, 2.675]
    tabel = Tabel("T", (Kolom("Los", "waarde"),), [(Cel(getal, "getal2"),) for getal in getallen])
    bytes_ = maak_boek(_boek({"T": [tabel]}))
    assert [rij[0] for rij in _rijen(openpyxl.load_workbook(io.BytesIO(bytes_))["T"])[1:]] == [*getallen[:-1], 2.68]
    with zipfile.ZipFile(io.BytesIO(bytes_)) as archief:
        assert not re.search(rb"<v>[^<]{9,}</v>", archief.read("xl/worksheets/sheet2.xml"))


SOORTEN = ["aantal", "getal", "getal2", "procent", "procent0", "procent2", "punten", "punten2", "verschil", "relatief"]


@given(st.sampled_from(SOORTEN), st.floats(-1000, 1000))
def test_een_gedeelde_cel_heeft_niet_meer_cijfers_dan_te_zien_zijn(soort, getal):
    waarde, vorm = als_waarde(getal, soort, exact=False)
    maal = 100 if "%" in vorm else 1
    decimalen = len(vorm.split(";")[0].rstrip("%").partition(".")[2])
    assert round(waarde * maal, decimalen) == pytest.approx(waarde * maal, abs=1e-9)
    # what stands there is what the page says, but for its marks
    with hele_procenten():
        tekst = schrijf(getal, soort)
    cijfers = tekst.replace(".", "").replace(",", ".").replace("\u2212", "-").rstrip("%\u202f")
    assert float(cijfers) == pytest.approx(waarde * maal, abs=1e-9)


@given(st.sampled_from(SOORTEN), st.floats(-1000, 1000))
def test_een_interne_cel_heeft_alle_cijfers(soort, getal):
    waarde, _ = als_waarde(getal, soort, exact=True)
    assert waarde == pytest.approx(getal * (100 if soort.startswith("punten") else 1), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("tekst", "kop", "waarde", "vorm"), [
    ("20\u202f%", "Norm", 0.2, "0%"), ("31,4 %", "Norm", 0.314, "0.0%"), ("1.234", "Hele regio", 1234, "#,##0"),
    ("0", "Hele regio", 0, "#,##0"), ("\u22121,5", "Verschil", -1.5, "#,##0.0"),
    ("+1,2", "Verschil", 1.2, "+0.0;-0.0;0.0"),
    ("2024", "Normjaar", 2024, "0"), ("2024", "Tekst", "2024", ""), ("56", "Code", "56", ""),
    ("0611", "Hele regio", "0611", ""),
    ("70 % (7 van 10)", "Hele regio", "70 % (7 van 10)", ""), ("45A04", "Hele regio", "45A04", ""),
    ("n.b.", "x", "n.b.", ""),
    ("<10", "Noemer", "<10", ""), ("", "x", "", ""), ("1.23", "x", "1.23", ""), ("99990001", "x", "99990001", ""),
])  # fmt: skip
def test_een_tekst_die_een_getal_is_wordt_een_getal_maar_een_code_niet(tekst, kop, waarde, vorm):
    gevonden, gevonden_vorm = als_waarde(tekst, "tekst", kop, exact=False)
    assert (gevonden, gevonden_vorm) == (waarde, vorm)
    assert type(gevonden) is type(waarde)


@given(st.sampled_from(SOORTEN), st.floats(-1000, 1000))
def test_een_geschreven_getal_komt_als_zichzelf_terug(soort, getal):
    with hele_procenten():
        tekst = schrijf(getal, soort)
    verwacht, _ = als_waarde(getal, soort, exact=False)
    terug, _ = als_waarde(tekst, "tekst", exact=False)
    assert terug == pytest.approx(verwacht, abs=1e-9)


def test_kop_staat_vast_en_elke_kolom_heeft_een_filter():
    blad = _open({"Aanbieders": [_tabel(toelichting="Let op.")]})["Aanbieders"]
    assert blad.freeze_panes == "A5"
    assert blad.auto_filter.ref == "A4:H7"
    assert blad.print_title_rows == "$4:$4"
    assert blad["A1"].value == "Wmo, Regio Proef, 2024"
    assert blad["A3"].value == "Uitval per aanbieder"
    assert blad.cell(blad.max_row, 1).value == "Let op."
    assert all(9 <= blad.column_dimensions[letter].width <= 62 for letter in "ABCDEFGH")


def test_een_lange_tekst_krijgt_de_hoogte_van_al_zijn_regels():
    tabel = Tabel(
        "Definities", (Kolom("KPI"), Kolom("Tekst")), [("a", "woord " * 60), ("b", "kort"), ("c", "x " * 9999)]
    )
    blad = _open({"Definities": [tabel]})["Definities"]
    assert blad.row_dimensions[5].height == 6 * 15  # ten words a line
    assert blad.row_dimensions[6].height is None
    assert blad.row_dimensions[7].height == 409
    assert {cel.font.name for rij in blad.iter_rows() for cel in rij} == {"Calibri"}


def test_tabellen_met_dezelfde_kolommen_staan_onder_elkaar_met_hun_bijschrift():
    kort = Tabel("Doel per aanbieder", KOLOMMEN[:2], [("Zorg B", 0.5)], "Noot.")
    leeg = Tabel("Niets per aanbieder", KOLOMMEN[:2], leeg="er is niets.")
    ander = Tabel("Per gemeente", (Kolom("Gemeente"), Kolom("Waarde", "procent")), [("Aadorp", 0.25)])
    boek = _open({"Aanbieders": [_tabel(), kort, leeg, ander]})
    assert boek.sheetnames == ["Voorblad", "Aanbieders", "Aanbieders 2"]
    rijen = _rijen(boek["Aanbieders"])
    assert rijen[0][:3] == ("Tabel", "Aanbieder", "Waarde")
    assert [rij[0] for rij in rijen[1:5]] == ["Uitval per aanbieder"] * 3 + ["Doel per aanbieder"]
    assert rijen[4] == ("Doel per aanbieder", "Zorg B", 0.5, None, None, None, None, None, None)
    assert [rij[0] for rij in rijen[5:]] == ["Noot.", "Niets per aanbieder: er is niets."]
    assert _rijen(boek["Aanbieders 2"])[1] == ("Aadorp", 0.25)


def test_een_onderwerp_zonder_rijen_zegt_dat_er_niets_is():
    blad = _open({"Geen bron": [Tabel("Geen bron", KOLOMMEN, leeg="alle bronnen zijn er.")]})["Geen bron"]
    assert blad.cell(blad.max_row, 1).value == "Geen bron: alle bronnen zijn er."
    assert blad.auto_filter.ref is None
    assert blad.freeze_panes is None


def test_voorblad_zegt_wat_dit_is_en_verwijst_naar_elk_blad():
    boek = _open({"Aanbieders": [_tabel()], "Wie's wie": [_tabel()]})
    voorblad = boek.worksheets[0]
    assert voorblad.title == "Voorblad"
    teksten = [cel for rij in voorblad.iter_rows(values_only=True) for cel in rij if isinstance(cel, str)]
    assert any(GEDEELD_AFGEROND in tekst for tekst in teksten)
    assert {"Jaar", "2024", "Digest", "ab" * 32, "Aanbieders", "Uitval per aanbieder"} <= set(teksten)
    assert not any("VERTROUWELIJK" in tekst for tekst in teksten)
    links = [cel.hyperlink for rij in voorblad.iter_rows() for cel in rij if cel.hyperlink]
    assert [(link.location, link.target) for link in links] == [("'Aanbieders'!A1", None), ("'Wie''s wie'!A1", None)]


def test_intern_is_overal_gemerkt():
    boek = _open({"Aanbieders": [_tabel()]}, "intern")
    assert all("VERTROUWELIJK" in str(blad["A1"].value) for blad in boek)
    assert "VERTROUWELIJK" in boek.properties.title
    assert not any(GEDEELD_AFGEROND in str(cel) for rij in boek["Voorblad"].iter_rows(values_only=True) for cel in rij)


def test_eigenschappen_noemen_geen_persoon_en_geen_pad():
    with zipfile.ZipFile(io.BytesIO(maak_boek(_boek({"Aanbieders": [_tabel()]})))) as archief:
        kern = archief.read("docProps/core.xml").decode()
        assert {lid.date_time for lid in archief.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "<dc:creator" in kern
    assert "Normwijzer<" in kern
    assert "lastModifiedBy" not in kern
    assert kern.count("2026-03-31T00:00:00Z") == 2


def test_zelfde_inhoud_geeft_dezelfde_bytes_en_gaat_door_de_poort():
    bladen = {"Aanbieders": [_tabel(), _tabel("Nog een")]}
    assert maak_boek(_boek(bladen)) == maak_boek(_boek(bladen))
    assert keur("a.xlsx", maak_boek(_boek(bladen)), Toegestaan()) == []
    assert keur("a.xlsx", maak_boek(_boek(bladen, "intern")), Toegestaan()) == []


@settings(max_examples=60)
@given(st.lists(st.text(max_size=45), min_size=1, max_size=8))
def test_elke_bladnaam_is_geldig_en_uniek(namen):
    gebruikt = ["Voorblad"]
    for naam in namen:
        gebruikt.append(bladnaam(naam, gebruikt))
    assert len({naam.casefold() for naam in gebruikt}) == len(gebruikt)
    for naam in gebruikt:
        assert 1 <= len(naam) <= 31
        assert not set(naam) & set("[]:*?/\\")
        assert not naam.startswith("'")
        assert not naam.endswith("'")


def test_groepeer_houdt_elke_tabel_een_keer():
    tabellen = [_tabel("a"), Tabel("b", (Kolom("Wet"),), [("x",)]), _tabel("c"), Tabel("d", (Kolom("Wet"),))]
    groepen = groepeer(tabellen)
    assert [[tabel.bijschrift for tabel in groep] for groep in groepen] == [["a", "c", "d"], ["b"]]


def test_libreoffice_leest_dezelfde_waarden_zonder_herstel(tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is hier niet aanwezig")
    bron = tmp_path / "boek.xlsx"
    bron.write_bytes(maak_boek(_boek({"Aanbieders": [_tabel(), _tabel("Nog een")], "Per gemeente": [_tabel()]})))
    omgeving = f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}"
    for van, soort, naar in ((bron, "ods", "ods"), (tmp_path / "ods" / "boek.ods", "xlsx", "terug")):
        subprocess.run(
            [soffice, omgeving, "--headless", "--convert-to", soort, "--outdir", tmp_path / naar, van],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    terug = tmp_path / "terug" / "boek.xlsx"
    with zipfile.ZipFile(terug) as archief:
        assert b"LibreOffice" in archief.read("docProps/app.xml")
    eerst, nu = openpyxl.load_workbook(bron), openpyxl.load_workbook(terug)
    assert nu.sheetnames == eerst.sheetnames
    for blad in eerst:  # without a window LibreOffice writes no panes, so what is fixed cannot be compared
        ander = nu[blad.title]
        assert list(ander.iter_rows(values_only=True)) == list(blad.iter_rows(values_only=True)), blad.title
        assert ander.auto_filter.ref == blad.auto_filter.ref
    vormen = [nu["Aanbieders"].cell(5, nummer).number_format for nummer in (3, 4, 8)]
    assert vormen == ["0%", "#,##0", "dd\\-mm\\-yyyy"]
    assert nu["Voorblad"]["A7"].hyperlink.location
