"""regio.toml, producten.csv and aanbieders.csv: what is read, and what a person is told when it is wrong."""

from pathlib import Path

import pandas as pd
import pytest
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from normwijzer.regio import lees_regio

TOML = """naam = "Regio Proef"
jaren = [2025, 2024]
families = ["wmo"]
synthetisch = true
[gemeenten]
9901 = "Aadorp"
9902 = "Beestad"
[opties]
opvolg_venster_dagen = 56
[opties.uitval]
code23_uitval = false
"""
PRODUCTEN = """wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot
wmo;02;02A01;1;begeleiding;Licht;;31-12-2023
wmo;02;02A01;2;begeleiding;Licht;2024-01-01;
wmo;02;;3;begeleiding;Overig;;
wmo;01;;;;Huishouden;;
jw;45;45A04;;ambulant;Ambulant;;
"""


@pytest.fixture
def paden(tmp_path):
    folder = tmp_path / "data" / "regios" / "proef"
    folder.mkdir(parents=True)
    (folder / "regio.toml").write_text(TOML, encoding="utf-8")
    (folder / "producten.csv").write_text(PRODUCTEN, encoding="utf-8")
    return Paden(tmp_path / "data", tmp_path / "reports")


def schrijf(paden: Paden, naam: str, tekst: str | bytes) -> None:
    pad: Path = paden.regio("proef") / naam
    pad.write_bytes(tekst if isinstance(tekst, bytes) else tekst.encode())


def fout(paden: Paden) -> str:
    with pytest.raises(DataFout) as gevangen:
        lees_regio(paden, "proef")
    return str(gevangen.value)


def reeks(*waarden):
    return pd.Series(list(waarden), dtype="str")


def op(*datums):
    return pd.Series(pd.to_datetime(list(datums))).astype("datetime64[s]")


def test_alles_uit_de_bestanden_komt_getypeerd_terug(paden):
    schrijf(paden, "aanbieders.csv", "﻿agb;naam;contractpartij\r\n99990001;Zorghuis;Groep\r\n99990002;Los;\r\n")
    regio = lees_regio(paden, "proef")
    assert (regio.map, regio.naam, regio.jaren, regio.families) == ("proef", "Regio Proef", (2024, 2025), ("wmo",))
    assert regio.gemeenten == {"9901": "Aadorp", "9902": "Beestad"}
    assert regio.synthetisch is True
    assert regio.opties == {"opvolg_venster_dagen": 56, "uitval": {"code23_uitval": False}}
    assert regio.aanbieders.naam.tolist() == ["Zorghuis", "Los"]
    assert regio.aanbieders.contractpartij.isna().tolist() == [False, True]
    assert regio.producten.geldig_tot.iloc[0] == pd.Timestamp("2023-12-31")
    assert regio.producten.geldig_van.dtype == "datetime64[s]"


def test_zonder_aanbiederbestand_zijn_er_geen_aanbieders(paden):
    assert len(lees_regio(paden, "proef").aanbieders) == 0


@pytest.mark.parametrize(
    ("categorie", "code", "datum", "perceel", "soort"),
    [
        ("02", "02A01", "2023-12-31", "1", "begeleiding"),
        ("02", "02A01", "2024-01-01", "2", "begeleiding"),
        ("02", "02A77", "2024-01-01", "3", "begeleiding"),
        ("02", None, "2024-01-01", "3", "begeleiding"),
        ("01", "01A01", "2024-01-01", None, None),
        ("07", "07A01", "2024-01-01", None, None),
        (None, None, "2024-01-01", None, None),
        ("02", "02A01", None, "3", "begeleiding"),
    ],
)
def test_de_meest_precieze_geldige_regel_wint(paden, categorie, code, datum, perceel, soort):
    deel = lees_regio(paden, "proef").deel_in("wmo", reeks(categorie), reeks(code), op(datum)).iloc[0]
    assert (None if pd.isna(deel.perceel) else deel.perceel) == perceel
    assert (None if pd.isna(deel.soort) else deel.soort) == soort


def test_alleen_een_categorie_past_niet_op_een_regel_met_code(paden):
    schrijf(paden, "producten.csv", PRODUCTEN.replace("wmo;02;;3;begeleiding;Overig;;\n", ""))
    deel = lees_regio(paden, "proef").deel_in("wmo", reeks("02"), reeks(None), op("2024-05-01"))
    assert deel.perceel.isna().all()


def test_indelen_houdt_volgorde_en_index_van_de_vraag(paden):
    regio = lees_regio(paden, "proef")
    index = [7, 3, 7]
    vraag = pd.DataFrame({"c": ["45", "02", "02"], "k": ["45A04", "02A01", "02A99"]}, index=index).astype("str")
    datum = op("2024-05-01", "2022-05-01", "2024-05-01").set_axis(index)
    deel = regio.deel_in(pd.Series(["jw", "wmo", "wmo"], index=index), vraag.c, vraag.k, datum)
    assert deel.index.tolist() == index
    assert deel.soort.tolist() == ["ambulant", "begeleiding", "begeleiding"]
    assert deel.perceel.fillna("").tolist() == ["", "1", "3"]
    assert deel.regel.tolist() == [6, 2, 4]


@pytest.mark.parametrize(
    ("oud", "nieuw", "delen"),
    [
        ("wmo;01;;;;", "wmg;01;;;;", ["regel 5, kolom wet", "'wmg'", "wmo, jw"]),
        ("wmo;01;;;;", "wmo;1;;;;", ["regel 5, kolom categorie", "voorloopnul"]),
        (";02A01;1;", ";2A01;1;", ["regel 2, kolom code", "voorloopnul"]),
        ("wmo;02;;3;", "wmo;02;;7;", ["regel 4, kolom perceel", "'7'", "1 tot en met 6"]),
        (";3;begeleiding", ";3;ambulant", ["regel 4, kolom soort", "geen soort van de wmo", "dagbesteding"]),
        ("31-12-2023", "31-11-2023", ["regel 2, kolom geldig_tot", "31-11-2023", "bestaat niet"]),
        ("31-12-2023", "eind 2023", ["regel 2, kolom geldig_tot", "jjjj-mm-dd of dd-mm-jjjj"]),
        ("31-12-2023", "2024-01-01", ["regel 2 en regel 3", "gelden op één dag", "wmo 02 02A01"]),
        ("geldig_van;", "geldig_vanaf;", ["kopregel", "'geldig_vanaf'", "bedoelt u 'geldig_van'"]),
        (";perceel;", ";soort;", ["kopregel", "twee keer"]),
        ("wet;categorie;code;perceel", "wet;categorie;code;omschrijving", ["kopregel", "twee keer"]),
        ("Huishouden;;", "Huishouden;", ["regel 5", "7 velden", "8 velden"]),
        ("Huishouden", '"Huishouden', ["aanhalingsteken"]),
    ],
)
def test_een_fout_in_producten_noemt_regel_kolom_en_wat_wel_mag(paden, oud, nieuw, delen):
    assert oud in PRODUCTEN
    schrijf(paden, "producten.csv", PRODUCTEN.replace(oud, nieuw, 1))
    melding = fout(paden)
    assert "proef/producten.csv" in melding
    for deel in delen:
        assert deel in melding


def test_twee_regels_voor_een_hele_categorie_botsen_ook(paden):
    schrijf(paden, "producten.csv", PRODUCTEN + "wmo;02;;4;;Dubbel;2030-01-01;\n")
    assert "regel 4 en regel 7" in fout(paden)
    assert "(wmo 02)" in fout(paden)


@pytest.mark.parametrize(
    ("oud", "nieuw", "delen"),
    [
        ("naam =", "nam =", ["'nam' is onbekend", "bedoelt u 'naam'"]),
        ('naam = "Regio Proef"\n', "", ["'naam' ontbreekt"]),
        ('"Regio Proef"', '" "', ["naam", "leeg"]),
        ("[2025, 2024]", "2024", ["jaren", "2024"]),
        ("[2025, 2024]", "[2024, 2024]", ["jaren", "verschillende"]),
        ("[2025, 2024]", '["2024"]', ["jaren"]),
        ('["wmo"]', '["wmoo"]', ["families", "bedoelt u 'wmo'", "jeugd_kwaliteit"]),
        ('["wmo"]', "[]", ["families"]),
        ("9901 =", "990 =", ["gemeenten", "'990'", "vier cijfers"]),
        ('"Aadorp"', '""', ["9901", "geen naam"]),
        ("synthetisch = true", 'synthetisch = "ja"', ["synthetisch", "true, false"]),
        ("jaren = ", "jaren ", ["geen geldige TOML", "regel 2, teken 7"]),
    ],
)
def test_een_fout_in_regio_toml_zegt_wat_er_moet_staan(paden, oud, nieuw, delen):
    assert oud in TOML
    schrijf(paden, "regio.toml", TOML.replace(oud, nieuw, 1))
    melding = fout(paden)
    assert "proef/regio.toml" in melding
    for deel in delen:
        assert deel in melding


@pytest.mark.parametrize(
    ("tekst", "deel"),
    [
        ("agb;naam\n9999001;Zorg\n", "voorloopnul"),
        ("agb;naam\n99990001;\n", "kolom naam"),
        ("agb;naam\n99990001;A\n99990001;B\n", "ook op regel 2"),
        ("", "is leeg"),
        (b"agb;naam\n99990001;Z\xe9\n", "geen UTF-8"),
    ],
)
def test_een_fout_in_aanbieders_wordt_gezegd(paden, tekst, deel):
    schrijf(paden, "aanbieders.csv", tekst)
    assert deel in fout(paden)


def test_een_regio_zonder_map_noemt_de_regio_die_erop_lijkt(paden):
    with pytest.raises(DataFout, match="bedoelt u 'proef'"):
        lees_regio(paden, "proeff")


@pytest.mark.parametrize("bestand", ["regio.toml", "producten.csv"])
def test_een_ontbrekend_bestand_is_een_gewone_melding(paden, bestand):
    (paden.regio("proef") / bestand).unlink()
    assert f"proef/{bestand}: kan niet worden gelezen" in fout(paden)
