"""Keyed pseudonyms and the care for the key."""

import base64
import hashlib
import hmac
import os
import stat

import pytest
from normwijzer.berichten.pseudoniem import BESTANDSNAAM, OMGEVING, Sleutel, laad_sleutel, normaliseer
from normwijzer.fouten import DataFout

BSN = "999900006"
WAARDE = bytes(range(32))


@pytest.fixture(autouse=True)
def _zonder_omgeving(monkeypatch):
    monkeypatch.delenv(OMGEVING, raising=False)


def test_pseudoniem_is_hmac_over_domein_en_negen_cijfers():
    verwacht = hmac.new(WAARDE, b"normwijzer/bsn/regio/" + BSN.encode(), hashlib.sha256).hexdigest()[:32]
    assert Sleutel(WAARDE, "regio").pseudonimiseer()(BSN) == f"p1_{verwacht}"


def test_schrijfwijze_van_hetzelfde_nummer_maakt_niet_uit():
    pseudoniem = Sleutel(WAARDE, "regio").pseudonimiseer()
    vormen = ["012345671", "12345671", " 12345671\n", "1234.56.71", "000012345671", "12-34-56-71"]
    assert len({pseudoniem(vorm) for vorm in vormen}) == 1


def test_niemand_krijgt_geen_pseudoniem():
    pseudoniem = Sleutel(WAARDE, "regio").pseudonimiseer()
    assert [pseudoniem(bsn) for bsn in ("", "  ", "0", "000000000", "999999999", None)] == [None] * 6


def test_fout_nummer_houdt_de_regels_van_een_client_bij_elkaar():
    pseudoniem = Sleutel(WAARDE, "regio").pseudonimiseer()
    assert pseudoniem("x12") == pseudoniem(" X12 ")
    assert pseudoniem("x12") != pseudoniem("X13")
    assert pseudoniem("1234567890") != pseudoniem("123456789")
    assert normaliseer("\udc80") == "\udc80"
    assert pseudoniem("\udc80").startswith("p1_")


def test_regios_en_sleutels_zijn_gescheiden():
    sleutels = [Sleutel(WAARDE, "een"), Sleutel(WAARDE, "twee"), Sleutel(WAARDE[::-1], "een")]
    assert len({sleutel.pseudonimiseer()(BSN) for sleutel in sleutels}) == 3
    assert len({sleutel.kenmerk for sleutel in sleutels}) == 3
    assert not any(sleutel.waarde.hex()[:16] in sleutel.kenmerk for sleutel in sleutels)


def test_sleutel_verschijnt_niet_op_scherm():
    assert WAARDE.hex() not in repr(Sleutel(WAARDE, "een"))
    assert repr(WAARDE) not in repr(Sleutel(WAARDE, "een"))


def test_sleutel_wordt_een_keer_gemaakt_en_is_alleen_voor_de_eigenaar(tmp_path):
    eerst, daarna = laad_sleutel(tmp_path / "werk", "r"), laad_sleutel(tmp_path / "werk", "r")
    assert (eerst.nieuw, daarna.nieuw) == (True, False)
    assert eerst.waarde == daarna.waarde
    assert len(eerst.waarde) == 32
    assert os.listdir(tmp_path / "werk") == [BESTANDSNAAM]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "werk" / BESTANDSNAAM).stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="rechten werken op Windows anders")
def test_te_ruime_rechten_worden_beperkt_en_gemeld(tmp_path):
    laad_sleutel(tmp_path, "r")
    (tmp_path / BESTANDSNAAM).chmod(0o644)
    (melding,) = laad_sleutel(tmp_path, "r").meldingen
    assert "leesbaar voor anderen" in melding
    assert stat.S_IMODE((tmp_path / BESTANDSNAAM).stat().st_mode) == 0o600
    assert laad_sleutel(tmp_path, "r").meldingen == ()


@pytest.mark.parametrize(
    "tekst",
    [
        WAARDE.hex(),
        WAARDE.hex().upper() + "\n",
        base64.b64encode(WAARDE).decode(),
        base64.urlsafe_b64encode(WAARDE).decode().rstrip("="),
    ],
)
def test_omgevingsvariabele_gaat_voor_en_maakt_geen_bestand(tmp_path, monkeypatch, tekst):
    monkeypatch.setenv(OMGEVING, tekst)
    assert laad_sleutel(tmp_path, "r").waarde == WAARDE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "tekst", ["kort", "g" * 64, base64.b64encode(bytes(31)).decode(), "é" * 44, WAARDE.hex() + "00"]
)
def test_onbruikbare_sleutel_wordt_geweigerd_zonder_hem_te_noemen(tmp_path, monkeypatch, tekst):
    monkeypatch.setenv(OMGEVING, tekst)
    with pytest.raises(DataFout, match="geen geldige sleutel") as uit_omgeving:
        laad_sleutel(tmp_path, "r")
    monkeypatch.delenv(OMGEVING)
    (tmp_path / BESTANDSNAAM).write_text(tekst, encoding="utf-8")
    with pytest.raises(DataFout, match="geen geldige sleutel") as uit_bestand:
        laad_sleutel(tmp_path, "r")
    assert tekst not in str(uit_omgeving.value)
    assert tekst not in str(uit_bestand.value)


def test_leeg_sleutelbestand_wordt_niet_stil_vervangen(tmp_path):
    (tmp_path / BESTANDSNAAM).write_text("", encoding="utf-8")
    with pytest.raises(DataFout, match="opnieuw gelezen"):
        laad_sleutel(tmp_path, "r")
