"""The command `brief` on a demo region: whole, only of one aanbieder a page, and clear when it cannot be done."""

import re
from collections import Counter

import pandas as pd
import pytest
from hulp_run import REGIO, neem_regio, run_all
from lxml import html as lees_html
from normwijzer.paden import Paden
from normwijzer.rapport.proces.brief_herstel import NIET_PER_BERICHT
from normwijzer.regio import lees_regio
from normwijzer.uitvoering.bestanden import lees_json, schrijf_json
from normwijzer.uitvoering.hoofd import voer_uit
from normwijzer.uitvoering.notebooks import bereid_voor
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.uitkomsten import lees_frame

JAAR, FAMILIE = 2024, "administratief_proces"


@pytest.fixture(scope="module")
def paden(demo_bron, tmp_path_factory):
    """A computed region with one family and one year, and its pages in both editions."""
    map_ = tmp_path_factory.mktemp("brief")
    paden = Paden(neem_regio(demo_bron, map_ / "data"), map_ / "reports")
    instelling = paden.regio(REGIO) / "regio.toml"
    tekst = re.sub(r"(?m)^families = .*$", f'families = ["{FAMILIE}"]', instelling.read_text(encoding="utf-8"))
    instelling.write_text(re.sub(r"(?m)^jaren = .*$", f"jaren = [{JAAR}]", tekst), encoding="utf-8")
    bereid_voor(paden, REGIO)
    for editie in ("deelbaar", "intern"):
        assert _brief(paden, "--editie", editie) == 0
    return paden


def _brief(paden: Paden, *meer: str, regio: str = REGIO, jaar: int = JAAR) -> int:
    plaats = ["--data", str(paden.data), "--reports", str(paden.reports)]
    return voer_uit(["brief", "--regio", regio, "--jaar", str(jaar), *plaats, *meer])


def _bladen(paden: Paden, editie: str) -> dict[str, str]:
    """AGB -> text of the page."""
    map_ = paden.brief(REGIO, JAAR, "", editie).parent
    return {pad.stem: pad.read_text(encoding="utf-8") for pad in sorted(map_.glob("*.html"))}


def _frame(paden: Paden, naam: str) -> pd.DataFrame:
    return lees_frame(paden.werk_familie(REGIO, JAAR, FAMILIE), naam)


def _eigen(paden: Paden, naam: str) -> pd.DataFrame:
    """Rows of what an aanbieder can mend."""
    frame = _frame(paden, naam)
    return frame[frame["wie"].eq("aanbieder") & frame["aanbieder"].notna()]


@pytest.mark.parametrize("editie", ["deelbaar", "intern"])
def test_elke_aanbieder_met_gevallen_krijgt_een_blad(paden, editie):
    verwacht = set(_frame(paden, "doorlooptijd")["aanbieder"].dropna()) - {""}
    assert len(verwacht) > 5
    assert set(_bladen(paden, editie)) == verwacht
    assert not list(paden.reports.rglob(".*"))


@pytest.mark.parametrize("editie", ["deelbaar", "intern"])
def test_geen_blad_noemt_een_andere_aanbieder_of_een_persoon(paden, editie):
    namen = lees_regio(paden, REGIO).aanbieders.set_index("agb")["naam"].to_dict()
    bladen = _bladen(paden, editie)
    assert set(bladen) <= set(namen)
    for agb, tekst in bladen.items():
        boom = lees_html.fromstring(tekst)
        (kop,) = boom.findall(".//h1")
        assert kop.text_content() == f"{namen[agb]}, Regio Zeldermeer, {JAAR}"
        zichtbaar = boom.text_content()
        for ander, naam in namen.items():
            if ander != agb:
                assert ander not in tekst
                assert naam not in zichtbaar
        assert not re.search(r"9999\d{5}(?!\d)|\bp1_", tekst)


def test_interne_lijst_van_berichten_is_die_van_de_aanbieder_zelf(paden):
    regels = _eigen(paden, "herstelregels")
    regels = regels[~regels["punt"].isin(NIET_PER_BERICHT)]
    assert len(regels) > 20
    for agb, tekst in _bladen(paden, "intern").items():
        tabellen = [
            tabel
            for tabel in lees_html.fromstring(tekst).iter("table")
            if ": de berichten, " in tabel.find("caption").text_content()
        ]
        gezien = Counter(kop.text_content() for tabel in tabellen for kop in tabel.findall("tbody/tr/th"))
        assert gezien == Counter(regels.loc[regels["aanbieder"].eq(agb), "identificatie"].fillna("niet bekend"))


def test_deelbaar_noemt_geen_enkel_bericht(paden):
    kenmerken = set(_frame(paden, "herstelregels")["identificatie"].dropna())
    assert len(kenmerken) > 20
    for tekst in _bladen(paden, "deelbaar").values():
        assert not kenmerken & set(re.findall(r"[^\s<>]+", lees_html.fromstring(tekst).text_content()))
        assert "de berichten, " not in tekst


def test_aantallen_om_te_herstellen_tellen_intern_op_tot_die_van_de_regio(paden):
    punten, som = _eigen(paden, "herstelpunten"), 0
    for tekst in _bladen(paden, "intern").values():
        for tabel in lees_html.fromstring(tekst).iter("table"):
            if tabel.find("caption").text_content().startswith("Wat u kunt herstellen"):
                som += sum(int(rij.findall("td")[-1].text_content()) for rij in tabel.findall("tbody/tr"))
    assert som == punten["aantal"].sum() > 0


def test_opnieuw_maken_geeft_dezelfde_bytes(paden):
    voor = _bladen(paden, "deelbaar")
    assert _brief(paden) == 0
    assert _bladen(paden, "deelbaar") == voor


def test_een_aanbieder_geeft_een_blad_en_de_laatste_regel_zegt_dat(paden, tmp_path):
    agb = min(_bladen(paden, "deelbaar"))
    run = run_all(
        "brief", "--regio", REGIO, "--jaar", JAAR, "--aanbieder", agb, data=paden.data, reports=tmp_path / "reports"
    )
    assert run.returncode == 0, run.stderr
    eigen = Paden(paden.data, tmp_path / "reports")
    assert _bladen(eigen, "deelbaar") == {agb: _bladen(paden, "deelbaar")[agb]}
    regels = run.stdout.splitlines()
    assert regels[0] == f"{REGIO} {JAAR}: bladen maken"
    assert regels[-1] == f"1 blad over {JAAR} in {eigen.brief(REGIO, JAAR, agb, 'deelbaar').parent}"


def test_blad_dat_niet_is_vernieuwd_wordt_genoemd(paden, tmp_path, capsys):
    eigen = Paden(paden.data, tmp_path / "reports")
    oud = eigen.brief(REGIO, JAAR, "00000000", "deelbaar")
    oud.parent.mkdir(parents=True)
    oud.write_text("oud", encoding="utf-8")
    assert _brief(eigen) == 0
    assert "niet vernieuwd, want zonder gevallen: 00000000." in capsys.readouterr().out
    assert oud.read_text(encoding="utf-8") == "oud"


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"meer": ("--aanbieder", "00000000")}, "--aanbieder: van deze AGB-code is er over 2024 geen enkel geval"),
        ({"jaar": 2019}, "2019 staat niet in regio.toml"),
        ({"regio": "zeldermer"}, "bedoelt u 'zeldermeer'"),
    ],
)
def test_wat_er_niet_is_geeft_code_twee_met_wat_mag(paden, tmp_path, capsys, anders, melding):
    eigen = Paden(paden.data, tmp_path / "reports")
    meer = anders.pop("meer", ())
    assert _brief(eigen, *meer, **anders) == 2
    fout = capsys.readouterr().err
    assert melding in fout
    assert "Toegestaan: " in fout
    assert "Traceback" not in fout
    assert not eigen.reports.exists()


def test_zonder_uitkomsten_wordt_gezegd_dat_run_all_eerst_moet(demo_bron, tmp_path, capsys):
    paden = Paden(neem_regio(demo_bron, tmp_path / "data"), tmp_path / "reports")
    assert _brief(paden) == 2
    assert "de uitkomsten zijn nog niet berekend. Toegestaan: eerst run_all.py" in capsys.readouterr().err
    assert not paden.reports.exists()


def test_regio_zonder_deze_familie_zegt_wat_er_moet_gebeuren(demo_bron, tmp_path, capsys):
    paden = Paden(neem_regio(demo_bron, tmp_path / "data"), tmp_path / "reports")
    instelling = paden.regio(REGIO) / "regio.toml"
    tekst = re.sub(r"(?m)^families = .*$", 'families = ["wmo"]', instelling.read_text(encoding="utf-8"))
    instelling.write_text(tekst, encoding="utf-8")
    assert _brief(paden) == 2
    assert f"de familie {FAMILIE} staat niet bij families" in capsys.readouterr().err


def test_uitkomsten_van_een_andere_versie_worden_niet_gebruikt(paden, capsys):
    stand = lees_json(pad_stand(paden, REGIO))
    schrijf_json(pad_stand(paden, REGIO), stand | {"code": "oud"})
    try:
        assert _brief(paden) == 2
    finally:
        schrijf_json(pad_stand(paden, REGIO), stand)
    fout = capsys.readouterr().err
    assert "van een andere versie van het programma" in fout
    assert f"run_all.py --regio {REGIO}" in fout


def test_uitkomsten_van_een_mislukte_familie_worden_niet_gebruikt(paden, tmp_path, capsys):
    """What lies there may be of an earlier run."""
    pad = pad_stand(paden, REGIO)
    stand = lees_json(pad)
    schrijf_json(pad, {**stand, "mislukt": {FAMILIE: "afwijzingen.csv, regel 3: is leeg."}})
    try:
        assert _brief(Paden(paden.data, tmp_path / "reports")) == 2
    finally:
        schrijf_json(pad, stand)
    assert "niet berekend. afwijzingen.csv, regel 3: is leeg." in capsys.readouterr().err


def test_map_die_geen_map_is_laat_alles_zoals_het_was(paden, tmp_path, capsys):
    eigen = Paden(paden.data, tmp_path / "reports")
    map_ = eigen.brief(REGIO, JAAR, "", "deelbaar").parent
    map_.parent.mkdir(parents=True)
    map_.write_text("in de weg", encoding="utf-8")
    assert _brief(eigen) == 2
    assert "kan niet worden geschreven" in capsys.readouterr().err
    assert [pad.name for pad in map_.parent.iterdir()] == ["brieven"]


def test_regio_en_jaar_moeten_erbij(capsys):
    with pytest.raises(SystemExit) as fout:
        voer_uit(["brief", "--jaar", "2024"])
    assert fout.value.code == 2
    assert "hier ontbreekt: --regio" in capsys.readouterr().err
