"""Norms of the demo regions: the data in step with the regions, and the same decisions whoever makes them."""

import shutil
import tomllib
from datetime import date

import pytest
from hulp_run import REGIO, neem_regio
from normwijzer.berichten import lees_berichten
from normwijzer.demo.inrichting import laad_werelden
from normwijzer.kpi.opties import resolve
from normwijzer.kpi.vastgelegd import uses_declaraties
from normwijzer.normen.besluit import geldend, laatste
from normwijzer.normen.onderwerp import onderwerpen
from normwijzer.paden import Paden
from normwijzer.regio import lees_regio
from normwijzer.uitvoering import demobesluiten
from normwijzer.uitvoering.demobesluiten import (
    BESLUITEN,
    besluit_demo,
    laad_vragen,
    maak_demoregios,
    regios_met_besluiten,
    ververs_besluiten,
)
from normwijzer.uitvoering.normbestand import lees_besluiten, map_normen, pad_normen
from normwijzer.uitvoering.stand import digest_code
from normwijzer.uitvoering.vaststellen import check_vraag

K = date(2025, 4, 30)


@pytest.fixture(scope="module")
def bron(demo_bron) -> Paden:
    return Paden(demo_bron, demo_bron / "reports")


def test_elke_demoregio_heeft_besluiten_en_geen_andere():
    assert regios_met_besluiten() == [wereld.map for wereld in laad_werelden(1, 1)]


def test_vragen_passen_bij_hun_regio(bron):
    ruw = tomllib.loads(BESLUITEN.read_text(encoding="utf-8"))
    assert len(ruw["besluit"]) == sum(len(laad_vragen(regio)[2]) for regio in regios_met_besluiten())
    for regio in regios_met_besluiten():
        jaar, bekend_op, vragen = laad_vragen(regio)
        assert (jaar, bekend_op) == (2024, K)
        for vraag in vragen:
            check_vraag(lees_regio(bron, regio), vraag)
            assert bekend_op <= vraag.datum <= date.today()


def test_geen_besluit_van_de_demo_kijkt_naar_declaraties(bron):
    """They are decided on a state without claim lines, which is much faster."""
    for regio in regios_met_besluiten():
        instelling = lees_regio(bron, regio)
        for vraag in laad_vragen(regio)[2]:
            onderwerp = check_vraag(instelling, vraag)
            opties = resolve(instelling, onderwerp.familie, onderwerp.kpi)
            assert not uses_declaraties(onderwerp.kpi, opties), f"{regio}: {onderwerp.kpi}"


def test_besluiten_van_de_demo_laten_alle_vormen_zien(bron):
    besluiten = {regio: lees_besluiten(bron, regio) for regio in regios_met_besluiten()}
    alle = [besluit for per_regio in besluiten.values() for besluit in per_regio]
    assert {besluit.bandbreedte.methode for besluit in alle} == {"vast", "trechter", "klassen"}
    assert any(besluit.bandbreedte.tau2 > 0 for besluit in alle)
    assert {"expert", "gewogen_gemiddelde"} <= {besluit.methode for besluit in alle}
    assert sum(besluit.reden_herziening != "" for besluit in alle) == 1
    for per_regio in besluiten.values():
        assert {"wmo", "jeugd_transformatie"} == {besluit.familie for besluit in per_regio}
        assert {(b.bekend_op, b.digest.code, b.voorlopig) for b in per_regio} == {(K, digest_code(), False)}


def test_2025_wordt_aan_elke_laatste_norm_getoetst_en_2024_aan_geen(bron):
    for regio in regios_met_besluiten():
        besluiten = lees_besluiten(bron, regio)
        for (onderwerp, _), besluit in laatste(besluiten).items():
            assert geldend(besluiten, onderwerp, 2025) is besluit
            assert geldend(besluiten, onderwerp, 2024) is None


def test_niet_elk_onderwerp_heeft_een_norm_zodat_geen_norm_te_zien_is(bron):
    instelling, (_, _, vragen) = lees_regio(bron, REGIO), laad_vragen(REGIO)
    rijen, _ = demobesluiten._reken(bron, instelling, 2024, K, vragen)
    mogelijk = {onderwerp for onderwerp in onderwerpen(instelling.families, rijen) if onderwerp.familie == "wmo"}
    besloten = {besluit.onderwerp for besluit in lees_besluiten(bron, REGIO)}
    assert mogelijk & besloten
    assert mogelijk - besloten


def test_opnieuw_lezen_met_een_andere_sleutel_geeft_dezelfde_bytes(demo_bron, bron, tmp_path):
    """Another pseudonym key, another folder: nothing of that may be in a decision."""
    paden = Paden(neem_regio(demo_bron, tmp_path / "data"), tmp_path / "reports")
    voor = pad_normen(paden, REGIO, 2024).read_bytes()
    assert voor == pad_normen(bron, REGIO, 2024).read_bytes()
    shutil.rmtree(map_normen(paden, REGIO))
    lees_berichten(paden, REGIO, taken=1)
    besluit_demo(paden, REGIO)
    assert pad_normen(paden, REGIO, 2024).read_bytes() == voor


def test_maken_leest_en_besluit_in_elke_regio_en_vertelt_dat(tmp_path, monkeypatch):
    stappen = []
    monkeypatch.setattr(demobesluiten.demo, "maak_demo", lambda data, **_: stappen.append("demo") or ["een", "twee"])
    monkeypatch.setattr(demobesluiten, "lees_berichten", lambda paden, regio, **_: stappen.append(f"lees {regio}"))
    monkeypatch.setattr(demobesluiten, "besluit_demo", lambda paden, regio: stappen.append(f"besluit {regio}"))
    gezegd = []
    assert maak_demoregios(Paden(tmp_path, tmp_path), zaad=3, voortgang=gezegd.append) == ["een", "twee"]
    assert stappen == ["demo", "lees een", "besluit een", "lees twee", "besluit twee"]
    assert [regel.split(":")[0] for regel in gezegd] == ["een", "twee"]


def test_verversen_besluit_alleen_waar_het_programma_anders_is(bron, monkeypatch):
    opnieuw = []
    monkeypatch.setattr(demobesluiten, "besluit_demo", lambda paden, regio: opnieuw.append(regio))
    ververs_besluiten(bron)
    assert opnieuw == []
    monkeypatch.setattr(demobesluiten, "digest_code", lambda: "anders")
    ververs_besluiten(bron)
    assert opnieuw == regios_met_besluiten()
