"""Files with norm decisions: read strictly, written whole, and digests that say what changed."""

from datetime import date

import pytest
from normen.hulp_besluiten import maak_besluit
from normwijzer.fouten import DataFout
from normwijzer.normen.besluitvorm import format_besluiten
from normwijzer.paden import Paden
from normwijzer.uitvoering.normbestand import (
    digest_bronnen,
    digest_instellingen,
    digest_normen,
    houd_vast,
    lees_besluiten,
    pad_normen,
    schrijf_besluiten,
)

REGIO = "proef"


@pytest.fixture
def paden(tmp_path) -> Paden:
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    paden.registraties(REGIO).mkdir(parents=True)
    for naam in ("regio.toml", "producten.csv", "aanbieders.csv", "registraties/aanbiederopgave.csv"):
        (paden.regio(REGIO) / naam).write_text(naam, encoding="utf-8")
    return paden


def test_regio_zonder_map_heeft_geen_besluiten(paden):
    assert lees_besluiten(paden, REGIO) == []
    assert not pad_normen(paden, REGIO, 2024).parent.exists()


def test_wat_is_geschreven_leest_hetzelfde_terug_en_het_oudste_jaar_komt_eerst(paden):
    van_2025 = [maak_besluit(jaar=2025)]
    van_2024 = [
        maak_besluit(0.2),
        maak_besluit(0.15, perceel="2"),
        maak_besluit(0.18, reden_herziening="nieuwe cijfers"),
    ]
    assert schrijf_besluiten(paden, REGIO, 2025, van_2025) == pad_normen(paden, REGIO, 2025)
    schrijf_besluiten(paden, REGIO, 2024, van_2024)
    assert lees_besluiten(paden, REGIO) == [*van_2024, *van_2025]
    assert sorted(pad.name for pad in pad_normen(paden, REGIO, 2024).parent.iterdir()) == ["2024.toml", "2025.toml"]


def test_een_besluit_erbij_voegt_alleen_regels_toe(paden):
    eerste, tweede = maak_besluit(0.2), maak_besluit(0.15, perceel="2")
    voor = schrijf_besluiten(paden, REGIO, 2024, [eerste]).read_text(encoding="utf-8")
    na = schrijf_besluiten(paden, REGIO, 2024, [eerste, tweede]).read_text(encoding="utf-8")
    assert na.startswith(voor)
    assert len(na) > len(voor)


def test_bestand_uit_windows_leest_hetzelfde(paden):
    besluiten = [maak_besluit(0.2, besluit="Gedeeld in Zürich; tekst met 'aanhalingstekens'.")]
    pad = pad_normen(paden, REGIO, 2024)
    pad.parent.mkdir()
    pad.write_bytes(b"\xef\xbb\xbf" + format_besluiten(besluiten).replace("\n", "\r\n").encode())
    assert lees_besluiten(paden, REGIO) == besluiten


@pytest.mark.parametrize("naam", ["2024 (kopie).toml", "oud.toml", "24.toml", "2024.TOML"])
def test_bestand_dat_niet_naar_een_jaar_heet_is_een_fout_want_het_zou_niet_tellen(paden, naam):
    pad = pad_normen(paden, REGIO, 2024).with_name(naam)
    pad.parent.mkdir()
    pad.write_text(format_besluiten([maak_besluit()]), encoding="utf-8")
    with pytest.raises(DataFout, match=r"heet niet naar een jaar.*2024\.toml"):
        lees_besluiten(paden, REGIO)


def test_ander_bestand_in_de_map_telt_niet_mee(paden):
    schrijf_besluiten(paden, REGIO, 2024, [maak_besluit()])
    (pad_normen(paden, REGIO, 2024).parent / "LEESMIJ.md").write_text("uitleg", encoding="utf-8")
    (pad_normen(paden, REGIO, 2024).parent / ".2024.toml-x").write_text("half", encoding="utf-8")
    assert len(lees_besluiten(paden, REGIO)) == 1


@pytest.mark.parametrize(
    ("inhoud", "melding"),
    [
        (b"[[besluit]\n", "geen geldige TOML"),
        ("[[besluit]]\nkpi = 'é'\n".encode("latin-1"), "geen UTF-8"),
        (b"[[besluit]]\nkpi = 'uitval'\n", "besluit 1"),
    ],
)
def test_kapot_bestand_wordt_met_naam_genoemd(paden, inhoud, melding):
    pad = pad_normen(paden, REGIO, 2024)
    pad.parent.mkdir()
    pad.write_bytes(inhoud)
    with pytest.raises(DataFout, match=melding) as fout:
        lees_besluiten(paden, REGIO)
    assert str(fout.value).startswith("proef/normen/2024.toml")


def test_bestand_dat_een_map_is_wordt_genoemd(paden):
    pad_normen(paden, REGIO, 2024).mkdir(parents=True)
    with pytest.raises(DataFout, match="is een map"):
        lees_besluiten(paden, REGIO)


def test_mislukt_schrijven_laat_alles_zoals_het_was(paden):
    pad = pad_normen(paden, REGIO, 2024)
    pad.parent.write_text("in de weg", encoding="utf-8")
    with pytest.raises(DataFout, match="kan niet worden geschreven"):
        schrijf_besluiten(paden, REGIO, 2024, [maak_besluit()])
    assert pad.parent.read_text(encoding="utf-8") == "in de weg"


def test_besluit_van_een_ander_jaar_komt_niet_in_het_bestand(paden):
    schrijf_besluiten(paden, REGIO, 2024, [maak_besluit(0.2)])
    with pytest.raises(DataFout, match="jaar"):
        schrijf_besluiten(paden, REGIO, 2024, [maak_besluit(0.2), maak_besluit(jaar=2025)])
    assert lees_besluiten(paden, REGIO) == [maak_besluit(0.2)]


def test_digest_van_de_normen_verandert_met_elk_besluit_en_alleen_daarmee(paden):
    leeg = digest_normen(paden, REGIO)
    schrijf_besluiten(paden, REGIO, 2024, [maak_besluit(0.2)])
    een = digest_normen(paden, REGIO)
    (pad_normen(paden, REGIO, 2024).parent / "LEESMIJ.md").write_text("uitleg", encoding="utf-8")
    assert digest_normen(paden, REGIO) == een != leeg
    schrijf_besluiten(paden, REGIO, 2024, [maak_besluit(0.2, datum=date(2025, 6, 1))])
    assert digest_normen(paden, REGIO) != een
    pad_normen(paden, REGIO, 2024).write_text("kapot", encoding="utf-8")
    assert digest_normen(paden, REGIO) not in (leeg, een)


@pytest.mark.parametrize(
    ("naam", "bronnen", "instellingen"),
    [
        ("producten.csv", True, True),
        ("registraties/aanbiederopgave.csv", True, True),
        ("../../landelijk/bevolking.csv", True, True),
        ("regio.toml", False, True),
        ("aanbieders.csv", False, True),
        ("berichten/een.xml", False, False),
    ],
)
def test_digest_zegt_welk_bestand_ertoe_doet(paden, naam, bronnen, instellingen):
    voor = digest_bronnen(paden, REGIO), digest_instellingen(paden, REGIO)
    pad = paden.regio(REGIO) / naam
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text("anders", encoding="utf-8")
    assert (digest_bronnen(paden, REGIO) != voor[0], digest_instellingen(paden, REGIO) != voor[1]) == (
        bronnen,
        instellingen,
    )


def test_wie_vasthoudt_laat_een_ander_wachten_en_dan_weigeren(paden, monkeypatch):
    from normwijzer.uitvoering import normbestand

    echt = normbestand.slot
    monkeypatch.setattr(normbestand, "slot", lambda werk: echt(werk, wacht=0.2))
    with houd_vast(paden, REGIO), pytest.raises(DataFout, match="andere run"), houd_vast(paden, REGIO):
        pass
    with houd_vast(paden, REGIO):
        pass
