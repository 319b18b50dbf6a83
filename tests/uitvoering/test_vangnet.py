"""Errors by audience: a bug never shows a traceback or a value that points at a person."""

from normwijzer.fouten import DataFout
from normwijzer.uitvoering.bestanden import schrijf_samen
from normwijzer.uitvoering.vangnet import Mislukking, Mislukt, probeer


def _gooi(fout):
    raise fout


def test_goede_uitkomst_gaat_gewoon_door(tmp_path):
    assert probeer(tmp_path / "log", lambda a, b: a + b, 1, 2) == 3


def test_datafout_houdt_zijn_eigen_melding_en_komt_niet_in_het_logboek(tmp_path):
    uitkomst = probeer(tmp_path / "log", _gooi, DataFout("regio.toml", "naam ontbreekt"))
    assert uitkomst == Mislukking("regio.toml: naam ontbreekt.", True)
    assert not (tmp_path / "log").exists()


def test_onverwachte_fout_wijst_naar_het_logboek_zonder_persoonsgegevens(tmp_path):
    uitkomst = probeer(tmp_path / "werk" / "log", _gooi, KeyError("999911120"))
    assert not uitkomst.bruikbaar
    assert str(tmp_path / "werk" / "log") in uitkomst.melding
    tekst = (tmp_path / "werk" / "log").read_text(encoding="utf-8")
    assert "KeyError" in tekst
    assert "999911120" not in tekst + uitkomst.melding


def test_mislukt_notebook_noemt_notebook_cel_en_melding(tmp_path):
    uitkomst = probeer(tmp_path / "log", _gooi, Mislukt("wmo.ipynb", 4, "ValueError: x", False))
    assert uitkomst.melding == "wmo.ipynb, cel 4: ValueError: x"


def test_set_bestanden_blijft_oud_als_er_een_niet_geschreven_kan_worden(tmp_path):
    oud, onmogelijk = tmp_path / "a.html", tmp_path / "bestand" / "b.html"
    oud.write_bytes(b"oud")
    (tmp_path / "bestand").write_bytes(b"geen map")
    uitkomst = probeer(tmp_path / "log", schrijf_samen, {oud: b"nieuw", onmogelijk: b"nieuw"})
    assert isinstance(uitkomst, Mislukking)
    assert oud.read_bytes() == b"oud"
    assert [pad.name for pad in tmp_path.glob(".*")] == []
