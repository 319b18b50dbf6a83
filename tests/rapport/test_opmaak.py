"""Numbers and dates as Dutch readers write them."""

import numpy as np
import pandas as pd
import pytest
from normwijzer.rapport import opmaak


@pytest.mark.parametrize(
    ("waarde", "decimalen", "tekst"),
    [
        (1234.5, 1, "1.234,5"),
        (0, 0, "0"),
        (1234567, 0, "1.234.567"),
        (-1.25, 1, "−1,3"),
        (2.5, 0, "3"),
        (-0.04, 1, "0,0"),
    ],
)
def test_getal_met_komma_en_punten_en_halven_van_nul_af(waarde, decimalen, tekst):
    assert opmaak.getal(waarde, decimalen) == tekst


@pytest.mark.parametrize(("fractie", "tekst"), [(0.314, "31,4 %"), (0, "0,0 %"), (1.0, "100,0 %"), (0.0125, "1,3 %")])
def test_procent_heeft_een_dunne_vaste_spatie(fractie, tekst):
    assert opmaak.procent(fractie) == tekst.replace(" ", "\u202f")


@pytest.mark.parametrize("leeg", [None, np.nan, pd.NA, pd.NaT])
def test_leeg_is_niet_nul(leeg):
    assert opmaak.getal(leeg) == opmaak.procent(leeg) == opmaak.datum(leeg) == opmaak.punten(leeg) == "n.b."
    assert opmaak.aantal(0) == "0"


def test_datum_is_dag_maand_jaar():
    assert opmaak.datum("2024-12-31") == opmaak.datum(pd.Timestamp(2024, 12, 31)) == "31-12-2024"


@pytest.mark.parametrize(("verschil", "tekst"), [(0.012, "+1,2"), (-0.05, "−5,0"), (0.0, "+0,0"), (-0.0004, "+0,0")])
def test_punten_dragen_altijd_een_teken(verschil, tekst):
    assert opmaak.punten(verschil) == tekst


def test_een_verschil_van_nul_in_hele_procenten_heeft_geen_teken():
    with opmaak.hele_procenten():
        assert [opmaak.punten(verschil) for verschil in (0.004, -0.004, 0.006, -0.006)] == ["0", "0", "+1", "−1"]


def test_van_tot_noemt_een_getal_een_keer():
    assert [opmaak.van_tot(1020, 1020), opmaak.van_tot(20, 1045)] == ["1.020", "20 tot 1.045"]


def test_bereik_is_leeg_als_een_kant_ontbreekt():
    assert opmaak.bereik(0.1, None) == ""
    assert opmaak.bereik(0.1, 0.25) == "10,0\u202f% – 25,0\u202f%"


def test_opsomming_en_meervoud():
    assert [opmaak.opsomming(list(tekst)) for tekst in ("", "a", "ab", "abc")] == ["", "a", "a en b", "a, b en c"]
    assert opmaak.meervoud(1, "cliënt", "cliënten") == "1 cliënt"
    assert opmaak.meervoud(0, "cliënt", "cliënten") == "0 cliënten"
