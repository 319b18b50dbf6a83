"""The pages for talks of a computed demo region: who gets one, where, and what happens to those of before."""

import re
import shutil

import pytest
from hulp_run import REGIO, neem_regio
from lxml import html
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from normwijzer.privacy import KLEINSTE_GROEP, OVERIGE
from normwijzer.rapport.gesprek.agenda import lees_agenda
from normwijzer.uitvoering import gesprek
from normwijzer.uitvoering.gesprek import schrijf_gesprekken
from normwijzer.uitvoering.lezen import lees_rapport
from normwijzer.uitvoering.notebooks import bereid_voor
from normwijzer.uitvoering.uitkomsten import lees_frame
from normwijzer.uitvoering.vrijgave import Tegengehouden

JAAR, FAMILIE = 2024, "wmo"


@pytest.fixture(scope="module")
def paden(demo_bron, tmp_path_factory) -> Paden:
    """A computed region with one family and one year, and its pages in both editions."""
    map_ = tmp_path_factory.mktemp("gesprek")
    paden = Paden(neem_regio(demo_bron, map_ / "data"), map_ / "reports")
    shutil.copytree(demo_bron / "werk" / REGIO, paden.werk(REGIO))  # read already
    instelling = paden.regio(REGIO) / "regio.toml"
    tekst = re.sub(r"(?ms)^families = \[.*?\]", f'families = ["{FAMILIE}"]', instelling.read_text(encoding="utf-8"))
    instelling.write_text(re.sub(r"(?m)^jaren = .*$", f"jaren = [{JAAR}]", tekst), encoding="utf-8")
    bereid_voor(paden, REGIO)
    for editie in ("deelbaar", "intern"):
        schrijf_gesprekken(paden, REGIO, JAAR, editie=editie)
    return paden


def _map(paden: Paden, editie: str = "deelbaar"):
    return paden.rapport(REGIO, JAAR, FAMILIE, editie).parent / "gesprek"


def _codes(paden: Paden, editie: str = "deelbaar") -> set[str]:
    return {pad.stem for pad in _map(paden, editie).iterdir()}


def test_wie_nergens_tien_clienten_heeft_krijgt_geen_blad(paden):
    """Whatever the protection does: seen from the exact numbers."""
    exact = lees_frame(paden.werk_familie(REGIO, JAAR, FAMILIE), "uitkomsten")
    exact = exact[exact["variant"].eq("basis") & exact["aanbieder"].fillna("").ne("")]
    meest = exact[exact["gemeente"].fillna("").eq("")].groupby("aanbieder")["noemer"].max()
    groot = set(meest.index[meest.ge(KLEINSTE_GROEP)])
    assert meest.lt(KLEINSTE_GROEP).any()
    assert _codes(paden, "intern") == groot
    assert len(_codes(paden)) >= 2
    assert _codes(paden) <= groot


def test_gedeeld_blad_is_van_wie_zelf_in_het_gedeelde_rapport_staat(paden):
    rapport = lees_rapport(REGIO, JAAR, FAMILIE, paden=paden)
    rijen = rapport.uitkomsten
    getoond = set(rijen.loc[rijen["variant"].eq("basis") & rijen["noemer"].ge(KLEINSTE_GROEP), "aanbieder"].dropna())
    assert getoond - {"", OVERIGE} <= _codes(paden) <= set(rijen["aanbieder"].dropna()) - {"", OVERIGE}


def test_elk_blad_heeft_de_hele_agenda_en_alleen_de_eigen_naam(paden):
    namen = dict(lees_rapport(REGIO, JAAR, FAMILIE, paden=paden).aanbieders)
    for editie in ("deelbaar", "intern"):
        for pad in _map(paden, editie).iterdir():
            tekst = pad.read_text(encoding="utf-8")
            boom = html.fromstring(tekst)
            koppen = [f"{punt.nummer}. {punt.titel}" for punt in lees_agenda().punten]
            assert [kop.text_content() for kop in boom.iter("h2")] == koppen
            anderen = [naam for agb, naam in namen.items() if agb != pad.stem] + [a for a in namen if a != pad.stem]
            assert [naam for naam in anderen if naam in boom.text_content()] == []
            assert namen[pad.stem] in boom.find(".//h1").text_content()
            assert ("VERTROUWELIJK</strong>" in tekst) == (editie == "intern")


def test_gedeelde_bladen_hebben_hele_procenten_en_vijftallen(paden):
    for pad in _map(paden).iterdir():
        boom = html.fromstring(pad.read_text(encoding="utf-8"))
        cellen = [cel.text_content() for cel in boom.xpath("//main//td[contains(@class, 'getal')]")]
        assert cellen
        assert [cel for cel in cellen if re.search(r",\d\s?%", cel)] == []
        aantallen = [int(cel.replace(".", "")) for cel in cellen if re.fullmatch(r"\d{1,3}(\.\d{3})*", cel)]
        assert aantallen
        assert [aantal for aantal in aantallen if aantal % 5] == []


def test_opnieuw_schrijven_geeft_dezelfde_bytes_en_ruimt_op_wat_niet_meer_mag(paden):
    map_ = _map(paden)
    eerst = {pad.name: pad.read_bytes() for pad in map_.iterdir()}
    (map_ / "99999999.html").write_text("van een eerdere run", encoding="utf-8")
    (map_ / "notitie.txt").write_text("van de gebruiker", encoding="utf-8")
    paden_uit = schrijf_gesprekken(paden, REGIO, JAAR)
    (map_ / "notitie.txt").unlink()
    assert {pad.name: pad.read_bytes() for pad in map_.iterdir()} == eerst
    assert [pad.name for pad in paden_uit] == sorted(eerst)


def test_tegengehouden_blad_laat_alles_van_eerder_staan(paden, monkeypatch):
    eerst = {pad.name: pad.read_bytes() for pad in _map(paden).iterdir()}
    echt = gesprek.maak_gesprek
    monkeypatch.setattr(gesprek, "maak_gesprek", lambda blad: echt(blad).replace("</main>", "<p>123456782</p></main>"))
    with pytest.raises(Tegengehouden):
        schrijf_gesprekken(paden, REGIO, JAAR)
    assert {pad.name: pad.read_bytes() for pad in _map(paden).iterdir()} == eerst


def test_andere_dag_van_kennis_wordt_geweigerd(paden):
    with pytest.raises(DataFout, match="bekend_op"):
        schrijf_gesprekken(paden, REGIO, JAAR, bekend_op="2020-01-01")
