"""Numbers inside each other."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest
from normwijzer.kpi import catalogus
from normwijzer.privacy import verbanden
from normwijzer.privacy.verbanden import Getal, Paar, bijna_gelijk, laad_verbanden, te_verbergen

RUW = tomllib.loads((Path(verbanden.__file__).parent / "verbanden.toml").read_text(encoding="utf-8"))


def _getallen():
    for familie in {rij["familie"] for soort in RUW.values() for rij in soort}:
        van = laad_verbanden(familie)
        for paar in van.paren:
            yield from ((familie, paar.a), (familie, paar.b))
        for delen in van.delen:
            yield from ((familie, getal) for getal in (delen.geheel, *delen.delen))


@pytest.mark.parametrize(("familie", "getal"), sorted(set(_getallen()), key=str))
def test_iedere_kpi_en_ieder_kenmerk_bestaat(familie, getal):
    assert getal.kpi in catalogus.laad(familie).definities
    bron = Path(catalogus.__file__).parent
    code = "\n".join(pad.read_text(encoding="utf-8") for pad in sorted(bron.rglob("*.py")))
    stam = getal.kenmerk.rstrip("0123456789")
    los = f'"{getal.kenmerk}"' in code or f"'{getal.kenmerk}'" in code
    assert not getal.kenmerk or los or (stam != getal.kenmerk and f'"{stam}' in code) or stam in code


def test_ieder_verband_heeft_een_bekende_soort():
    assert set(RUW) == {"paar", "gelijk", "delen", "elders"}
    assert not laad_verbanden("administratief_proces").paren


def test_wat_per_aanbieder_elders_staat_is_een_kpi_van_de_familie():
    elders = laad_verbanden("jeugd_transformatie").elders
    assert elders == {"tevredenheid_gemeten", "problematiek_gemeten", "doelen_gemeten"}
    assert elders <= set(catalogus.laad("jeugd_transformatie").definities)


@pytest.mark.parametrize(("verschil", "weg"), [(0, False), (1, True), (4, True), (5, False), (-1, False)])
def test_een_tot_en_met_vier_verschil_is_een_kleine_groep(verschil, weg):
    assert bijna_gelijk(pd.Series([30 + verschil]), pd.Series([30]))[0] == weg


def test_gelijk_gaat_mee_en_ongelijk_alleen_in_dezelfde_rij():
    a, b = Getal("a", "", "teller"), Getal("b", "", "teller")
    tellers = {a: pd.Series({"x": 30, "y": 60}), b: pd.Series({"x": 28, "y": 50, "z": 10})}
    dicht = {a: pd.Series({"x": False, "y": True})}
    paar = te_verbergen(Paar(a, b), tellers.__getitem__, dicht.__getitem__)
    assert paar.to_dict() == {"x": True, "y": False, "z": False}
    gelijk = te_verbergen(Paar(a, b, gelijk=True), tellers.__getitem__, dicht.__getitem__)
    assert gelijk.to_dict() == {"x": False, "y": True, "z": False}
