"""Cells as people fill them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normwijzer.registraties.getallen import (
    FORMULE,
    heeft_persoonsgegeven,
    is_leeg,
    parse_aantal,
    parse_code,
    parse_geheel,
    parse_waarde,
)


@pytest.mark.parametrize(
    ("cel", "getal"),
    [
        (12, 12.0),
        (12.0, 12.0),
        ("12", 12.0),
        (" 12 ", 12.0),
        ("0,82", 0.82),
        ("0.82", 0.82),
        ("812.5", 812.5),
        ("-3", -3),
    ],
)
def test_getal_en_tekst_zijn_hetzelfde_getal(cel, getal):
    assert parse_aantal(cel) == (getal, "")


@pytest.mark.parametrize(
    "cel", ["twaalf", "1 234", "1.234", "1.234,5", "1e3", "12%", "∞", "nan", True, "#N/A", "1,2,3"]
)
def test_wat_geen_eenduidig_aantal_is_wordt_geweigerd(cel):
    getal, signaal = parse_aantal(cel)
    assert math.isnan(getal)
    assert signaal == "opgave_geen_getal"


@pytest.mark.parametrize("cel", [None, "", "  ", float("nan")])
def test_leeg_is_leeg_en_geen_nul(cel):
    assert is_leeg(cel)
    getal, signaal = parse_waarde(cel)
    assert math.isnan(getal)
    assert signaal == ""


def test_formule_zonder_uitkomst_is_niet_leeg():
    assert not is_leeg(FORMULE)
    assert parse_waarde(FORMULE)[1] == "opgave_formule_zonder_waarde"


def test_percentage_als_tekst_is_een_deel_van_een():
    assert parse_waarde("82 %") == (0.82, "")
    assert parse_waarde("7,5%") == (0.075, "")
    assert parse_waarde("82") == (82.0, "")


@given(st.integers(0, 999_999), st.sampled_from([".", ","]), st.integers(0, 99))
def test_beide_decimaaltekens_zijn_gelijk(geheel, teken, honderdsten):
    assert parse_waarde(f"{geheel}{teken}{honderdsten:02d}")[0] == pytest.approx(geheel + honderdsten / 100)


def test_codes_uit_excel_verliezen_hun_punt_nul():
    assert parse_code(42420001) == parse_code(42420001.0) == parse_code(" 42420001 ") == "42420001"
    assert parse_code(2420002) == "2420002"  # a lost leading zero stays lost, and is told
    assert parse_code(FORMULE) == ""
    assert (parse_geheel(2025.0), parse_geheel("2025"), parse_geheel(2025.5), parse_geheel("2025a")) == (
        2025,
        2025,
        None,
        None,
    )


@pytest.mark.parametrize(
    "tekst",
    [
        "zie 999900006",
        "9999.00.006",
        "nr 99990000",
        "9999 00 006 graag",
        "9999-00-006",
        "9999/00/006",
        "9999\u00a000\u00a0006",
        "9999 - 00 - 006",
        "tel 0123456789",
        "geb. 01-02-2010",
        "1/2/2010",
        "2010-02-01",
        "01.02.2010",
        "1 feb 2010",
        "geboren 1 maart 2010 te",
        "1-mrt-10",
    ],  # fmt: skip
)
def test_nummer_van_een_persoon_wordt_gezien(tekst):
    assert heeft_persoonsgegeven(tekst)


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "in 2025 begonnen",
        "jaren 2024-2025",
        "2024/2025",
        "stand op 31 december 2025",
        "12 van 34",
        "0,82 of 3-4",
        "geteld van 1 januari 2025 tot en met 30 juni 2025",
        "zie blad 2, regel 12",
    ],  # fmt: skip
)
def test_andere_getallen_zijn_geen_nummer_van_een_persoon(tekst):
    assert not heeft_persoonsgegeven(tekst)
