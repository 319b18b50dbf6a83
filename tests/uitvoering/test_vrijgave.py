"""Files enter reports/ together and only when the gate lets every one of them through."""

import datetime
import json
from pathlib import Path

import pandas as pd
import pytest
from normwijzer.paden import Paden
from normwijzer.rapport.boek import Boek, maak_boek
from normwijzer.rapport.tabel import Tabel
from normwijzer.uitvoering import notebooks
from normwijzer.uitvoering.matrix import Vak
from normwijzer.uitvoering.vangnet import Mislukking, probeer
from normwijzer.uitvoering.vrijgave import Tegengehouden, geef_vrij, lees_toegestaan

PAGINA = b'<!DOCTYPE html><html lang="nl"><head><title>a</title></head><body><h1>Wmo</h1><p>%b</p></body></html>'
AGB, VREEMD = "99990001", "99998888"
TOML = 'naam = "P"\njaren = [2024]\nfamilies = ["wmo"]\nsynthetisch = true\n[gemeenten]\n9901 = "Aadorp"\n'


@pytest.fixture
def paden(tmp_path):
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    for regio, agb in (("een", AGB), ("twee", "99990002")):
        map_ = paden.regio(regio)
        map_.mkdir(parents=True)
        (map_ / "regio.toml").write_text(TOML, encoding="utf-8")
        (map_ / "producten.csv").write_text("wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot\n")
        (map_ / "aanbieders.csv").write_text(f"agb;naam\n{agb};Zorg\n", encoding="utf-8")
        paden.werk(regio).mkdir(parents=True)
        kop = "signaal;wet;berichttype;gemeente;aanbieder;bestand;aantal\n"
        paden.signalen(regio).write_text(f"{kop}x;wmo;305;9901;9999001{len(regio)};a.xml;1\n", encoding="utf-8")
    (paden.werk("een") / "pseudoniem.sleutel").write_text("ab" * 32 + "\n", encoding="ascii")
    return paden


def _pad(paden, naam="een/2024/wmo.html"):
    return paden.reports / naam


def test_een_schoon_bestand_komt_op_zijn_plaats(paden):
    geef_vrij(paden, "een", {_pad(paden): PAGINA % AGB.encode(), _pad(paden, "run.json"): b"{}"})
    assert _pad(paden).is_file()
    assert _pad(paden, "run.json").is_file()


def test_een_lek_in_een_van_de_bestanden_houdt_alles_tegen_en_het_oude_blijft(paden):
    geef_vrij(paden, "een", {_pad(paden): PAGINA % b"goed"})
    oud = _pad(paden).read_bytes()
    with pytest.raises(Tegengehouden) as fout:
        geef_vrij(paden, "een", {_pad(paden): PAGINA % b"nieuw", _pad(paden, "een/2024/a.html"): PAGINA % b"999990019"})
    assert _pad(paden).read_bytes() == oud
    assert not _pad(paden, "een/2024/a.html").exists()
    assert [pad.name for pad in _pad(paden).parent.iterdir()] == ["wmo.html"]
    melding = str(fout.value)
    assert melding.startswith("een/2024/a.html: niet vrijgegeven")
    assert "onder 'Wmo': een nummer van negen cijfers" in melding
    assert "999990019" not in melding


def test_ook_langs_een_omweg_gaat_niets_de_poort_voorbij(paden, monkeypatch):
    paden.reports.mkdir()
    monkeypatch.chdir(paden.reports.parent)
    los = Paden(paden.data, Path("reports"))
    for pad in (paden.reports / "a.html", paden.data / ".." / "reports" / "a.html", Path("reports") / "a.html"):
        with pytest.raises(Tegengehouden):
            geef_vrij(los, "een", {pad: PAGINA % b"999990019"})


def test_een_bestandsnaam_met_een_lek_wordt_niet_herhaald(paden):
    with pytest.raises(Tegengehouden) as fout:
        geef_vrij(paden, "een", {_pad(paden, "een/999990019.html"): PAGINA % b"a"})
    assert "999990019" not in str(fout.value)


def test_een_agb_mag_alleen_in_zijn_eigen_regio_of_in_wat_over_alle_regios_gaat(paden):
    for regio, agb, mag in (("een", AGB, True), ("twee", AGB, False), (None, AGB, True), (None, VREEMD, False)):
        bestanden = {_pad(paden): PAGINA % agb.encode()}
        if mag:
            geef_vrij(paden, regio, bestanden)
        else:
            with pytest.raises(Tegengehouden, match="geen AGB-code van deze regio"):
                geef_vrij(paden, regio, bestanden)


def test_een_agb_uit_de_berichten_mag_ook_zonder_naam(paden):
    assert lees_toegestaan(paden, "een").aanbieders == {AGB, "99990013"}


def test_de_sleutel_van_de_regio_mag_nergens_staan_al_lijkt_hij_op_een_digest(paden, monkeypatch):
    geef_vrij(paden, "een", {_pad(paden): PAGINA % (b"cd" * 32)})
    for vorm in (b"ab" * 32, b"AB" * 32, b"q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="):
        with pytest.raises(Tegengehouden, match="een sleutel"):
            geef_vrij(paden, "een", {_pad(paden): PAGINA % vorm})
    monkeypatch.setenv("NORMWIJZER_SLEUTEL", "cd" * 32)
    with pytest.raises(Tegengehouden, match="een sleutel"):
        geef_vrij(paden, "een", {_pad(paden): PAGINA % (b"cd" * 32)})


def test_wat_niet_onder_reports_komt_wordt_alleen_meegeschreven(paden):
    register = paden.werk("een") / "2024" / "wmo" / "vrijgave.json"
    geef_vrij(paden, "een", {_pad(paden): PAGINA % b"a", register: json.dumps({"t": 999990019}).encode()})
    assert register.is_file()


def test_een_kenmerk_van_een_bericht_mag_alleen_bij_wie_het_herstelt(paden):
    map_ = paden.werk("een") / "2024" / "administratief_proces"
    map_.mkdir(parents=True)
    pd.DataFrame({"identificatie": ["30500000220", None]}).to_parquet(map_ / "herstelregels.parquet")
    for naam, mag in (("intern/een/a.html", True), (f"een/2024/brieven/{AGB}.html", False), ("een/a.html", False)):
        bestanden = {_pad(paden, naam): PAGINA % b"30500000220"}
        if mag:
            geef_vrij(paden, "een", bestanden)
        else:
            with pytest.raises(Tegengehouden):
                geef_vrij(paden, "een", bestanden)


def test_een_rapport_met_een_lek_telt_als_mislukt_en_het_vorige_blijft(paden, monkeypatch):
    boek = maak_boek(Boek("Wmo", "deelbaar", True, datetime.datetime(2026, 3, 31), Tabel("Verantwoording", ()), {}))
    pagina = PAGINA % b"goed"
    monkeypatch.setattr(notebooks, "draai", lambda *_, **__: None)
    monkeypatch.setattr(notebooks, "maak_pagina", lambda _: pagina.decode())
    monkeypatch.setattr(notebooks, "_maak_boek", lambda *_: (boek, {}))
    vak, doel = Vak("een", 2024, "wmo"), _pad(paden)
    notebooks.maak_rapport(paden, vak, "2026-03-31", "deelbaar")
    oud = {pad: pad.read_bytes() for pad in (doel, doel.with_suffix(".xlsx"))}
    pagina = PAGINA % "cliënt 999990019".encode()
    uitkomst = probeer(paden.logboek, notebooks.maak_rapport, paden, vak, "2026-03-31", "deelbaar")
    assert isinstance(uitkomst, Mislukking)
    assert "wmo.html: niet vrijgegeven" in uitkomst.melding
    assert {pad: pad.read_bytes() for pad in oud} == oud
    assert not paden.logboek.exists() or "999990019" not in paden.logboek.read_text(encoding="utf-8")


@pytest.mark.parametrize("naam", ["een/2024/wmo.ipynb", "een/2024/wmo.csv", "een/2024/wmo"])
def test_een_uitgevoerd_notebook_en_elke_onbekende_soort_blijft_buiten_reports(paden, naam):
    with pytest.raises(Tegengehouden, match="een soort bestand dat niet gedeeld mag worden"):
        geef_vrij(paden, "een", {_pad(paden, naam): b"{}"})
