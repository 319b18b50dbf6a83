"""Making the demo: same seed same bytes, nothing of the user's is overwritten, nobody exists."""

import csv
import os
import subprocess
import sys
import tomllib

import pytest
from conftest import PROJECT
from demo.bestanden import alle_inhoud, uit_envelop, vingerafdruk
from normwijzer.demo import is_demo, maak_demo, maken
from normwijzer.demo.personen import voldoet_aan_elfproef
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from normwijzer.regio import lees_regio
from normwijzer.regio.producten import SOORTEN

REGIOS = ["brembergen", "zeldermeer"]


def test_zelfde_zaad_geeft_zelfde_bytes(klein, tmp_path):
    assert maak_demo(tmp_path / "a", zaad=3) == REGIOS
    maak_demo(tmp_path / "b", zaad=3)
    eerste = vingerafdruk(tmp_path / "a")
    assert eerste == vingerafdruk(tmp_path / "b")
    assert len(eerste) > 100


def test_ander_zaad_geeft_andere_berichten(klein, tmp_path):
    maak_demo(tmp_path / "a", zaad=3)
    maak_demo(tmp_path / "b", zaad=4)
    for regio in REGIOS:
        a, b = (vingerafdruk(tmp_path / naam / "regios" / regio) for naam in "ab")
        assert a["waarheid/leveringen.csv"] != b["waarheid/leveringen.csv"]
        assert a["waarheid/jeugd/leveringen.csv"] != b["waarheid/jeugd/leveringen.csv"]
        assert a["producten.csv"] == b["producten.csv"]


def test_uitkomst_hangt_niet_af_van_volgorde_van_verzamelingen(tmp_path):
    code = (
        "import sys; from pathlib import Path; from normwijzer.demo import maken; echt = maken.laad_werelden\n"
        "def laad(zaad, schaal):\n"
        "    werelden = echt(zaad, schaal)\n"
        "    for wereld in werelden: wereld.aantal, wereld.jeugd.aantal = 30, 1\n"
        "    return werelden\n"
        "maken.laad_werelden = laad; maken.maak_demo(Path(sys.argv[1]))"
    )
    for hashzaad in ("1", "2"):
        omgeving = {**os.environ, "PYTHONHASHSEED": hashzaad, "PYTHONPATH": str(PROJECT / "lib"), "TZ": f"X+{hashzaad}"}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / hashzaad)], env=omgeving, check=True)
    assert vingerafdruk(tmp_path / "1") == vingerafdruk(tmp_path / "2")


def test_opnieuw_maken_vervangt_een_demoregio_in_zijn_geheel(klein, tmp_path):
    maak_demo(tmp_path, zaad=3)
    overblijfsel = tmp_path / "regios" / "brembergen" / "berichten" / "oud.xml"
    overblijfsel.write_text("oud")
    maak_demo(tmp_path, zaad=4)
    assert not overblijfsel.exists()
    assert sorted(pad.name for pad in tmp_path.iterdir()) == ["landelijk", "regios"]


@pytest.mark.parametrize("inhoud", ["synthetisch = true\n", "synthetisch = false\n", "geen toml", None])
def test_map_van_een_ander_blijft_onaangeroerd(klein, tmp_path, inhoud):
    eigen = tmp_path / "regios" / "zeldermeer"
    eigen.mkdir(parents=True)
    (eigen / "notitie.txt").write_text("van mij")
    if inhoud is not None:
        (eigen / "regio.toml").write_text(inhoud)
    voor = vingerafdruk(tmp_path)
    with pytest.raises(DataFout, match="zeldermeer.*geen demoregio"):
        maak_demo(tmp_path)
    assert vingerafdruk(tmp_path) == voor
    assert not (tmp_path / "regios" / "brembergen").exists()


def test_bestand_met_de_naam_van_een_demoregio_blijft_staan(klein, tmp_path):
    (tmp_path / "regios").mkdir()
    (tmp_path / "regios" / "brembergen").write_text("geen map")
    with pytest.raises(DataFout, match="brembergen"):
        maak_demo(tmp_path)


def test_afgebroken_schrijven_laat_niets_half_achter(klein, tmp_path, monkeypatch):
    maak_demo(tmp_path, zaad=3)
    voor = vingerafdruk(tmp_path)

    def breek(*_):
        raise OSError("schijf vol")

    monkeypatch.setattr(maken, "schrijf_waarheid", breek)
    with pytest.raises(OSError, match="schijf vol"):
        maak_demo(tmp_path, zaad=4)
    assert vingerafdruk(tmp_path) == voor


@pytest.mark.parametrize(("zaad", "schaal"), [(-1, 1), (1, 0), (1, -3), (1, 1.5), (True, 1)])
def test_onbruikbaar_zaad_of_schaal_wordt_geweigerd(tmp_path, zaad, schaal):
    with pytest.raises(DataFout, match="--zaad|--schaal"):
        maak_demo(tmp_path, zaad=zaad, schaal=schaal)
    assert not list(tmp_path.iterdir())


def _clienten(data, regio, waarheid="waarheid"):
    with (data / "regios" / regio / waarheid / "clienten.csv").open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def _bsns(data):
    mappen = ("waarheid", "waarheid/jeugd")
    return [client["bsn"] for regio in REGIOS for map_ in mappen for client in _clienten(data, regio, map_)]


def test_bsns_komen_uit_de_officiele_testreeks_en_zijn_uniek(demo_data):
    bsns = _bsns(demo_data)
    assert sum(len(_clienten(demo_data, regio)) for regio in REGIOS) == 3500
    assert len(bsns) == len(set(bsns)) > 8000
    assert all(bsn.startswith("9999") and voldoet_aan_elfproef(bsn) for bsn in bsns)


def test_bsn_buiten_de_testreeks_kan_van_niemand_zijn(klein, tmp_path, monkeypatch):
    monkeypatch.setattr("normwijzer.demo.personen.LAATSTE_TEST_BSN", 999900100)
    maak_demo(tmp_path, schaal=2)
    bsns = _bsns(tmp_path)
    buiten = [bsn for bsn in bsns if not bsn.startswith("9999")]
    assert len(bsns) == len(set(bsns)) > 160
    assert len(buiten) > 100
    assert all(len(bsn) == 9 and not voldoet_aan_elfproef(bsn) for bsn in buiten)


@pytest.mark.parametrize(("bsn", "goed"), [("999900006", True), ("111222333", True), ("123456789", False)])
def test_elfproef(bsn, goed):
    assert voldoet_aan_elfproef(bsn) is goed


def test_gemeenten_en_aanbieders_bestaan_niet(demo_data, gedeeld):
    echt = (gedeeld / "istandaarden" / "codelijsten" / "cbs_gemeenten_2026_jeugdregio.csv").read_text(encoding="utf-8")
    namen = {deel.strip().lower() for regel in echt.splitlines() for deel in regel.split(";")}
    for regio in REGIOS:
        instelling = tomllib.loads((demo_data / "regios" / regio / "regio.toml").read_text(encoding="utf-8"))
        assert not namen & {naam.lower() for naam in instelling["gemeenten"].values()}
        assert all(code.startswith("99") for code in instelling["gemeenten"])
        aanbieders = (demo_data / "regios" / regio / "aanbieders.csv").read_text(encoding="utf-8").splitlines()[1:]
        assert all(regel.startswith("9999") for regel in aanbieders)


@pytest.mark.parametrize("regio", REGIOS)
def test_regio_is_leesbaar_en_als_verzonnen_gemerkt(demo_data, regio):
    gelezen = lees_regio(Paden(demo_data, demo_data / "reports"), regio)
    assert gelezen.synthetisch
    assert is_demo(demo_data / "regios" / regio)
    assert gelezen.jaren == (2023, 2024, 2025)
    assert gelezen.families == ("wmo", "jeugd_transformatie", "jeugd_kwaliteit", "administratief_proces")
    verblijf = gelezen.producten[gelezen.producten["wet"] == "jw"]
    assert set(verblijf["soort"].dropna()) == set(SOORTEN["jw"])
    assert verblijf["soort"].isna().sum() == 1
    assert set(gelezen.producten["perceel"].dropna()) == set("123456")


@pytest.mark.parametrize("regio", REGIOS)
def test_geen_adres_of_contact_in_een_bericht(demo_data, regio):
    for naam, inhoud in alle_inhoud(demo_data / "regios" / regio / "berichten"):
        bericht = uit_envelop(inhoud) if b"</GGK:xmlBestand>" in inhoud else inhoud
        for element in (b"Adres>", b"Telefoon", b"Emailadres", b"Commentaar", b"Voornamen"):
            assert element not in bericht, naam


def test_grootte_en_spreiding_van_aanbieders(demo_data):
    with (demo_data / "regios" / "brembergen" / "waarheid" / "leveringen.csv").open(encoding="utf-8") as bestand:
        rijen = [rij for rij in csv.DictReader(bestand, delimiter=";") if rij["gemeld_begin"]]
    clienten: dict[str, set] = {}
    for rij in rijen:
        clienten.setdefault(rij["aanbieder"], set()).add(rij["client"])
    groottes = sorted(map(len, clienten.values()))
    assert groottes[0] <= 10
    assert groottes[-1] > 300
    assert {rij["gemeld_reden"] for rij in rijen} >= {"19", "21", "22", "23", "02", "31", "36", "37", "38", "39"}
