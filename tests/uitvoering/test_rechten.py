"""Folders and files that are closed: one Dutch sentence with the place, code 2, never an unexpected error."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from normwijzer.fouten import DataFout
from normwijzer.uitvoering.hoofd import voer_uit
from normwijzer.uitvoering.rechten import schrijffout
from registraties.hulp_cbs import leg_zip, nieuwe_bestanden
from registraties.hulp_opgave import AGB, leg_csv, maak_regio

pytestmark = pytest.mark.skipif(not hasattr(os, "seteuid"), reason="dit systeem kent geen rechten per map")
_NIEMAND = 65534
REGEL = f"{AGB};2025;;netwerkpleegzorg;6;10;;"


@pytest.fixture(scope="module")
def _geladen(tmp_path_factory):
    """Every command ran once: what Python loads on first use may lie where only the superuser can read."""
    paden = maak_regio(tmp_path_factory.mktemp("geladen"))
    leg_csv(paden, REGEL, naam="ontvangen/goed.csv")
    bevolking = ("bevolking", "lezen", str(leg_zip(paden.data / "cbs.zip", nieuwe_bestanden())))
    for argumenten in (SJABLOON, LEES, bevolking, CONTROLEER):
        assert voer_uit([*argumenten, "--data", str(paden.data)]) == 0


@pytest.fixture
def regio(_geladen):
    """A region in a folder of its own, as somebody who is not the superuser."""
    map_ = Path(tempfile.mkdtemp(prefix="normwijzer-"))
    beheerder = os.geteuid() == 0
    if beheerder:
        os.chown(map_, _NIEMAND, _NIEMAND)
        os.seteuid(_NIEMAND)
    try:
        yield maak_regio(map_)
    finally:
        if beheerder:
            os.seteuid(0)
        for pad in [map_, *map_.rglob("*")]:
            if pad.is_dir():
                pad.chmod(0o700)
        shutil.rmtree(map_)


def _met(pad: Path, rechten: int, paden, capsys, *argumenten: str) -> tuple[int, str]:
    """Exit code and all that was said while `pad` has these rights."""
    oud = pad.stat().st_mode
    pad.chmod(rechten)
    try:
        code = voer_uit([*argumenten, "--data", str(paden.data)])
    finally:
        pad.chmod(oud)
    uitvoer = capsys.readouterr()
    tekst = uitvoer.out + uitvoer.err
    assert "onverwachte fout" not in tekst
    assert "Excel" not in uitvoer.err
    return code, tekst


LEES = ("opgave", "lezen", "--regio", "proef")
SJABLOON = ("sjabloon", "--regio", "proef", "--jaar", "2025")
CONTROLEER = ("controleer", "--regio", "proef")


@pytest.mark.parametrize("argumenten", [LEES, SJABLOON, CONTROLEER])
@pytest.mark.parametrize("welke", ["registraties", ".", "..", "../.."])
def test_een_dichte_map_wordt_gezegd(regio, capsys, argumenten, welke):
    leg_csv(regio, REGEL)
    leg_csv(regio, REGEL, naam="ontvangen/terug.csv")
    map_ = (regio.regio("proef") / welke).resolve()
    code, tekst = _met(map_, 0, regio, capsys, *argumenten)
    assert "geen rechten" in tekst
    assert code == (0 if argumenten == CONTROLEER and welke == "registraties" else 2)


def test_een_dicht_formulier_houdt_de_andere_niet_op(regio, capsys):
    leg_csv(regio, REGEL, naam="ontvangen/goed.csv")
    dicht = leg_csv(regio, REGEL, naam="ontvangen/dicht.csv")
    code, tekst = _met(dicht, 0, regio, capsys, *LEES)
    assert code == 1
    assert "dicht.csv: kan niet worden gelezen (geen rechten)" in tekst


@pytest.mark.parametrize("rechten", [0, 0o600])
def test_een_dichte_map_tussen_de_formulieren_wordt_gezegd(regio, capsys, rechten):
    leg_csv(regio, REGEL, naam="ontvangen/goed.csv")
    dicht = leg_csv(regio, REGEL, naam="ontvangen/sub/dicht.csv").parent
    code, tekst = _met(dicht, rechten, regio, capsys, *LEES)
    assert code == 1
    assert "sub" in tekst
    assert "geen rechten" in tekst
    assert "1 nieuw" in tekst


def test_de_map_ontvangen_zelf_is_dicht(regio, capsys):
    map_ = leg_csv(regio, REGEL, naam="ontvangen/goed.csv").parent
    code, tekst = _met(map_, 0, regio, capsys, *LEES)
    assert code == 2
    assert f"{map_}: kan niet worden gelezen (geen rechten)" in tekst


@pytest.mark.parametrize("argumenten", [LEES, SJABLOON])
def test_een_map_waarin_niet_geschreven_mag_worden(regio, capsys, argumenten):
    leg_csv(regio, REGEL, naam="ontvangen/goed.csv")
    code, tekst = _met(regio.registraties("proef"), 0o500, regio, capsys, *argumenten)
    assert code == 2
    assert "kan niet worden geschreven (geen rechten). Toegestaan: een map met schrijfrechten." in tekst


@pytest.mark.parametrize("rechten", [0, 0o500])
def test_een_dichte_map_landelijk(regio, capsys, rechten):
    download = leg_zip(regio.data / "cbs.zip", nieuwe_bestanden())
    regio.bevolking.parent.mkdir(parents=True)
    code, tekst = _met(regio.bevolking.parent, rechten, regio, capsys, "bevolking", "lezen", str(download))
    assert code == 2
    assert "geen rechten" in tekst
    assert list(regio.bevolking.parent.iterdir()) == []
    code, tekst = _met(regio.bevolking.parent, 0, regio, capsys, *CONTROLEER)
    assert code == 0
    assert "bevolking.csv: kan niet worden gelezen (geen rechten)" in tekst


def test_een_dichte_bevolking_gaat_niet_verloren(regio, capsys):
    download = leg_zip(regio.data / "cbs.zip", nieuwe_bestanden())
    regio.bevolking.parent.mkdir(parents=True)
    regio.bevolking.write_text("regio;jaar;leeftijd;aantal\nGM0034;2019;0;5\n", encoding="utf-8")
    code, tekst = _met(regio.bevolking, 0, regio, capsys, "bevolking", "lezen", str(download))
    assert code == 2
    assert "bevolking.csv: kan niet worden gelezen (geen rechten) en zou verloren gaan" in tekst
    assert regio.bevolking.read_text(encoding="utf-8").endswith("GM0034;2019;0;5\n")


def test_alleen_een_bestand_in_gebruik_krijgt_raad_over_excel():
    bezet = PermissionError(13, "x")
    bezet.winerror = 32
    fout = schrijffout(Path("map") / "999900006.csv", bezet)
    assert isinstance(fout, DataFout)
    assert "sluit het bestand in Excel" in str(fout)
    assert "999900006" not in str(fout)
    assert "Excel" not in str(schrijffout(Path("a.csv"), PermissionError(13, "x")))
