"""Signals are explained to people and written as one file."""

import re
from pathlib import Path

import pandas as pd
import pytest
from normwijzer.berichten import inlezen
from normwijzer.berichten.leessignalen import KOLOMMEN, schrijf_signalen, tel_signalen, uitleg

BRON = Path(inlezen.__file__).parent


def _frame(*rijen):
    return pd.DataFrame(rijen, columns=list(KOLOMMEN))


def test_elk_signaal_dat_de_lezer_geeft_is_uitgelegd_en_elke_uitleg_hoort_bij_een_signaal():
    tekst = "\n".join(pad.read_text(encoding="utf-8") for pad in BRON.glob("*.py"))
    gegeven = set(re.findall(r'(?:Onleesbaar|Weigering|_geef_signaal)\(\s*(?:nummer, )?"(\w+)"', tekst))
    assert len(gegeven) >= 12
    assert gegeven <= set(uitleg())
    assert {sleutel for sleutel in uitleg() if f'"{sleutel}"' not in tekst} == set()
    assert all(zin.endswith(".") and len(zin) > 30 for zin in uitleg().values())


def test_bestand_is_gesorteerd_opgeteld_en_zonder_verschil_door_volgorde(tmp_path):
    lezen = _frame(
        ("ongeldige_datum", "wmo", "305", "9901", "42420001", "b.xml", 2),
        ("onleesbaar_bestand", None, None, None, None, "c;d.xml", 1),
        ("ongeldige_datum", "wmo", "305", "9901", "42420001", "b.xml", 3),
    ).assign(toelichting="x")
    toestand = _frame(("dubbel_bericht", "jw", "301", "9901", "42420001", pd.NA, None))
    schrijf_signalen(tmp_path / "werk" / "signalen.csv", lezen, toestand)
    eerste = (tmp_path / "werk" / "signalen.csv").read_bytes()
    assert eerste.decode("utf-8").split("\n") == [
        "signaal;wet;berichttype;gemeente;aanbieder;bestand;aantal",
        "dubbel_bericht;jw;301;9901;42420001;;1",
        "ongeldige_datum;wmo;305;9901;42420001;b.xml;5",
        'onleesbaar_bestand;;;;;"c;d.xml";1',
        "",
    ]
    schrijf_signalen(tmp_path / "werk" / "signalen.csv", toestand, lezen.iloc[::-1])
    assert (tmp_path / "werk" / "signalen.csv").read_bytes() == eerste
    assert [pad.name for pad in (tmp_path / "werk").iterdir()] == ["signalen.csv"]


def test_zonder_signalen_blijft_alleen_de_kop_over(tmp_path):
    schrijf_signalen(tmp_path / "signalen.csv", _frame())
    assert (tmp_path / "signalen.csv").read_text(encoding="utf-8") == ";".join(KOLOMMEN) + "\n"


def test_mislukt_schrijven_laat_het_oude_bestand_staan(tmp_path, monkeypatch):
    schrijf_signalen(tmp_path / "signalen.csv", _frame())
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("vol")))
    with pytest.raises(OSError, match="vol"):
        schrijf_signalen(tmp_path / "signalen.csv", _frame(("a", None, None, None, None, None, 1)))
    assert [pad.name for pad in tmp_path.iterdir()] == ["signalen.csv"]
    assert (tmp_path / "signalen.csv").read_text(encoding="utf-8") == ";".join(KOLOMMEN) + "\n"


def test_telling_per_signaal_met_uitleg_en_voorbeeld():
    datum = uitleg()["ongeldige_datum"]
    telling = tel_signalen(
        _frame(
            ("ongeldige_datum", "wmo", "305", "9901", "42420001", "b.xml", 2),
            ("ongeldige_datum", "wmo", "307", "9901", "42420001", "a.xml", 3),
            ("onbekend_iets", None, None, None, None, None, 1),
        )
    )
    assert telling.to_dict("records") == [
        {"signaal": "onbekend_iets", "bestanden": 1, "aantal": 1, "uitleg": "", "voorbeeld": ""},
        {"signaal": "ongeldige_datum", "bestanden": 2, "aantal": 5, "uitleg": datum, "voorbeeld": "a.xml"},
    ]  # fmt: skip
