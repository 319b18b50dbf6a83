"""Which files are read, and which are refused with a reason."""

import os
from pathlib import Path

import pytest
from normwijzer.berichten.bronnen import toon_naam, zoek_bestanden


def _maak(map_, *namen):
    for naam in namen:
        pad = map_ / naam
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_bytes(naam.encode())


def _namen(vondst):
    return [bestand.naam for bestand in vondst.bestanden]


def _weigeringen(vondst):
    return [(weigering.signaal, weigering.naam) for weigering in vondst.weigeringen]


def test_alle_soorten_op_elke_diepte_in_vaste_volgorde(tmp_path):
    _maak(tmp_path, "b.XML", "a/z/1.xml", "a/y.Zip", "a/x.tar.gz", "A.TGZ")
    vondst = zoek_bestanden(tmp_path)
    assert _namen(vondst) == ["A.TGZ", "a/x.tar.gz", "a/y.Zip", "a/z/1.xml", "b.XML"]
    assert vondst.weigeringen == ()
    assert [b.grootte for b in vondst.bestanden] == [5, 10, 7, 9, 5]


def test_resten_van_andere_programmas_worden_stil_overgeslagen(tmp_path):
    _maak(
        tmp_path,
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "~$lijst.xml",
        "._a.xml",
        ".git/x.xml",
        "__MACOSX/a.xml",
        "a.xml",
    )
    vondst = zoek_bestanden(tmp_path)
    assert _namen(vondst) == ["a.xml"]
    assert vondst.weigeringen == ()


def test_andere_bestandstypen_geven_een_signaal(tmp_path):
    _maak(tmp_path, "lijst.xlsx", "map/leesmij.txt", "a.tar", "xml")
    assert _weigeringen(zoek_bestanden(tmp_path)) == [
        ("onbekend_bestandstype", naam) for naam in ("a.tar", "lijst.xlsx", "map/leesmij.txt", "xml")
    ]


def test_map_die_er_niet_is_bevat_niets(tmp_path):
    assert zoek_bestanden(tmp_path / "weg") == zoek_bestanden(tmp_path)


def test_koppeling_naar_buiten_wordt_geweigerd_en_naar_binnen_overgeslagen(tmp_path):
    _maak(tmp_path, "buiten/geheim.xml", "in/a.xml")
    try:
        (tmp_path / "in" / "lek.xml").symlink_to(tmp_path / "buiten" / "geheim.xml")
    except OSError:
        pytest.skip("dit systeem staat geen koppelingen toe")
    (tmp_path / "in" / "lekmap").symlink_to(tmp_path / "buiten")
    (tmp_path / "in" / "kring").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "b.xml").symlink_to(tmp_path / "in" / "a.xml")
    (tmp_path / "in" / "kapot.xml").symlink_to(tmp_path / "nergens.xml")
    vondst = zoek_bestanden(tmp_path / "in")
    assert _namen(vondst) == ["a.xml"]
    assert _weigeringen(vondst) == [
        ("bestand_niet_te_openen", "kapot.xml"),
        ("koppeling_buiten_map", "lek.xml"),
        ("koppeling_buiten_map", "lekmap"),
    ]


def test_map_met_berichten_mag_zelf_een_koppeling_zijn(tmp_path):
    _maak(tmp_path, "echt/a.xml")
    (tmp_path / "berichten").symlink_to(tmp_path / "echt")
    assert _namen(zoek_bestanden(tmp_path / "berichten")) == ["a.xml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="alleen waar pijpen bestaan")
def test_pijp_houdt_het_lezen_niet_op(tmp_path):
    os.mkfifo(tmp_path / "pijp.xml")
    assert _weigeringen(zoek_bestanden(tmp_path)) == [("bestand_niet_te_openen", "pijp.xml")]


@pytest.mark.skipif(os.name == "nt", reason="Windows kent alleen namen die tekst zijn")
def test_naam_die_geen_tekst_is_wordt_gelezen_en_leesbaar_getoond(tmp_path):
    (tmp_path / os.fsdecode(b"a\xff.xml")).write_bytes(b"x")
    (bestand,) = zoek_bestanden(tmp_path).bestanden
    assert bestand.naam == "a\N{REPLACEMENT CHARACTER}.xml"
    assert Path(bestand.pad).read_bytes() == b"x"


@pytest.mark.parametrize(
    ("sleutel", "naam"),
    [
        ("a/b.xml", "a/b.xml"),
        ("=1+1.xml", "./=1+1.xml"),
        ("@x.xml", "./@x.xml"),
        ("a\nb.xml", "a\N{REPLACEMENT CHARACTER}b.xml"),
    ],
)
def test_getoonde_naam_is_een_regel_en_nooit_een_formule(sleutel, naam):
    assert toon_naam(sleutel) == naam


def test_een_map_die_niet_te_lezen_is_geeft_een_signaal_in_het_nederlands_en_de_rest_gaat_door(tmp_path, monkeypatch):
    (tmp_path / "dicht").mkdir()
    (tmp_path / "a.xml").write_bytes(b"<a/>")
    scandir = os.scandir

    def weiger(pad):
        if str(pad).rstrip("/").endswith("dicht"):
            raise PermissionError(13, "Permission denied")
        return scandir(pad)

    monkeypatch.setattr(os, "scandir", weiger)
    vondst = zoek_bestanden(tmp_path)
    assert [bestand.sleutel for bestand in vondst.bestanden] == ["a.xml"]
    assert [(w.naam, w.toelichting) for w in vondst.weigeringen] == [("dicht", "map is niet te lezen (geen rechten)")]
