"""The committed notebooks: executed, thin, checked by nbval, and turned into a page that shows no code."""

import os
import re
import subprocess
import sys
from io import BytesIO

import nbformat
import normwijzer
import pytest
from conftest import PROJECT
from hulp_run import REGIO, neem_regio
from lxml import html
from normwijzer.codelijsten import omschrijvingen
from normwijzer.kpi import FAMILIES
from normwijzer.kpi.proces.familie import REGISTRATIE
from normwijzer.paden import Paden
from normwijzer.privacy import NIET_GETOOND, TE_KLEIN
from normwijzer.rapport.gegevens import kenmerken
from normwijzer.uitvoering.lezen import lees_rapport
from normwijzer.uitvoering.matrix import NORM_BEPALEN, Vak
from normwijzer.uitvoering.notebooks import GECONTROLEERD, bereid_voor, maak_rapport
from openpyxl import load_workbook

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
VAK = Vak(REGIO, 2024, "wmo")
PROCES = "administratief_proces"
RAPPORTEN = (*FAMILIES, NORM_BEPALEN)
JEUGD = [familie for familie in FAMILIES if familie.startswith("jeugd_")]


@pytest.fixture(params=NOTEBOOKS, ids=lambda pad: pad.name)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def _codecellen(notebook):
    return [cel for cel in notebook.cells if cel.cell_type == "code"]


def _gemarkeerd(notebook):
    return [cel for cel in notebook.cells if GECONTROLEERD in cel.metadata.get("tags", [])]


def test_er_is_een_notebook_per_familie_en_een_om_normen_te_bepalen():
    assert {pad.stem for pad in NOTEBOOKS} == set(RAPPORTEN)


def test_gemarkeerde_cellen_hebben_een_nummer_en_uitvoer(notebook):
    # nbval passes a marked cell without execution count unread.
    cellen = _gemarkeerd(notebook)
    assert len(cellen) >= 5
    for cel in cellen:
        assert cel.execution_count
        assert re.search(r"\d", "".join(uitvoer.text for uitvoer in cel.outputs))


def test_elke_codecel_is_uitgevoerd(notebook):
    nummers = [cel.execution_count for cel in _codecellen(notebook)]
    assert nummers == list(range(1, len(nummers) + 1))


def test_cellen_zijn_dun(notebook):
    eerste, *rest = _codecellen(notebook)
    assert eerste.metadata.tags == ["parameters"]
    for cel in rest:
        regels = [regel for regel in cel.source.splitlines() if regel.strip()]
        assert len(regels) <= 3, cel.source
        assert not re.search(r"\b(def|for|while|class|lambda|open|Path)\b|[\\/]", cel.source), cel.source


def test_notebook_gebruikt_alleen_de_voordeur(notebook):
    gebruikt = {naam for cel in _codecellen(notebook) for naam in re.findall(r"\bnw\.(\w+)", cel.source)}
    assert gebruikt <= set(normwijzer.__all__)
    assert not re.search(
        r"from normwijzer|import (?!normwijzer as nw)", "\n".join(c.source for c in _codecellen(notebook))
    )


def test_de_voordeur_belooft_niet_meer_dan_de_notebooks_gebruiken():
    bron = "".join(cel.source for pad in NOTEBOOKS for cel in _codecellen(nbformat.read(pad, as_version=4)))
    assert set(re.findall(r"\bnw\.(\w+)", bron)) == set(normwijzer.__all__)


def test_notebook_in_git_heeft_geen_beelden_paden_of_tijden(notebook):
    tekst = nbformat.writes(notebook)
    for verboden in ("image/png", "text/html", str(PROJECT), "/tmp", "papermill", "execution_start", "start_time"):
        assert verboden not in tekst


@pytest.fixture(scope="module")
def gerekend(demo_bron, tmp_path_factory):
    """Paden of a data folder in which the demo region has been read and computed."""
    map_ = tmp_path_factory.mktemp("notebooks")
    paden = Paden(neem_regio(demo_bron, map_ / "data"), map_ / "reports")
    bereid_voor(paden, REGIO)
    return paden


@pytest.fixture(scope="module")
def paginas(gerekend, rapporten):
    """familie -> (page as text, page as tree, workbook) of the shared edition."""
    uit = {"wmo": rapporten["deelbaar"]}
    for familie in (*JEUGD, PROCES, NORM_BEPALEN):
        maak_rapport(gerekend, Vak(REGIO, 2024, familie), "2026-03-13", "deelbaar")
        pad = gerekend.rapport(REGIO, 2024, familie, "deelbaar")
        tekst = pad.read_text(encoding="utf-8")
        uit[familie] = tekst, html.fromstring(tekst), load_workbook(BytesIO(pad.with_suffix(".xlsx").read_bytes()))
    return uit


def _nbval(pad, paden) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(pad)],
        cwd=paden.data, capture_output=True, text=True, encoding="utf-8", check=False, timeout=600,
        env={**os.environ, "NORMWIJZER_DATA": str(paden.data), "PYTHONPATH": str(PROJECT / "lib")},
    )  # fmt: skip


def test_nbval_keurt_de_notebooks_goed(gerekend):
    for pad in NOTEBOOKS:
        uitkomst = _nbval(pad, gerekend)
        assert uitkomst.returncode == 0, uitkomst.stdout[-4000:]


def test_een_veranderd_getal_in_een_gemarkeerde_cel_laat_nbval_falen(gerekend, tmp_path):
    notebook = nbformat.read(PROJECT / "notebooks" / "wmo.ipynb", as_version=4)
    cel = _gemarkeerd(notebook)[0]
    uitvoer = cel.outputs[0]
    getal = re.search(r"(\d+) %", uitvoer.text)
    ander = f"{int(getal.group(1)) + 1} %"
    uitvoer.text = uitvoer.text[: getal.start()] + ander + uitvoer.text[getal.end() :]
    # Only the cells up to and including this one, to keep the test short.
    notebook.cells = notebook.cells[: notebook.cells.index(cel) + 1]
    nbformat.write(notebook, tmp_path / "anders.ipynb")
    uitkomst = _nbval(tmp_path / "anders.ipynb", gerekend)
    assert uitkomst.returncode == 1, uitkomst.stdout[-4000:]
    assert ander in uitkomst.stdout


@pytest.fixture(scope="module")
def rapporten(gerekend):
    """editie -> (page as text, page as tree, workbook) of one report."""
    uit = {}
    for editie in ("deelbaar", "intern"):
        maak_rapport(gerekend, VAK, "2026-03-13", editie)
        pad = gerekend.rapport(VAK.regio, VAK.jaar, VAK.familie, editie)
        tekst = pad.read_text(encoding="utf-8")
        uit[editie] = tekst, html.fromstring(tekst), load_workbook(BytesIO(pad.with_suffix(".xlsx").read_bytes()))
    return uit


@pytest.mark.parametrize("familie", RAPPORTEN)
def test_pagina_is_een_bestand_zonder_script_en_zonder_verzoek_naar_buiten(paginas, familie):
    tekst, boom, _ = paginas[familie]
    assert not boom.xpath("//script|//link|//iframe|//object|//style[contains(., 'import')]")
    assert not re.search(r"https?://|url\(", tekst)
    assert all(img.get("src").startswith("data:image/png;base64,") for img in boom.xpath("//img"))
    assert all(a.get("href").startswith("#") for a in boom.xpath("//a"))


@pytest.mark.parametrize("familie", RAPPORTEN)
def test_pagina_toont_geen_code_paden_of_gedrukte_tekst(paginas, familie):
    tekst, boom, _ = paginas[familie]
    for verboden in ("nw.", "import normwijzer", "<pre", "/tmp", str(PROJECT), "mislukt", "tekst_kop"):
        assert verboden not in re.sub(r"base64,[^\"]*", "", tekst), verboden
    assert not boom.xpath("//code")


@pytest.mark.parametrize("familie", RAPPORTEN)
def test_pagina_is_toegankelijk(paginas, familie):
    _, boom, _ = paginas[familie]
    assert boom.get("lang") == "nl"
    assert boom.xpath("string(//title)") == boom.xpath("string(//h1)")
    niveaus = [int(kop.tag[1]) for kop in boom.xpath("//h1|//h2|//h3|//h4")]
    assert niveaus.count(1) == 1
    assert niveaus[0] == 1
    assert all(volgende <= vorige + 1 for vorige, volgende in zip(niveaus, niveaus[1:], strict=False))
    assert boom.xpath("//a[@class='spring' and @href='#inhoud']")
    assert boom.xpath("//main[@id='inhoud']")
    assert len(boom.xpath("//nav//li")) == len(boom.xpath("//h2"))
    assert {a.get("href")[1:] for a in boom.xpath("//nav//a")} == {kop.get("id") for kop in boom.xpath("//h2")}
    for tabel in boom.xpath("//table"):
        assert tabel.xpath("./caption")
        assert all(th.get("scope") for th in tabel.xpath(".//th"))
        assert tabel.xpath("ancestor::div[@role='region' and @tabindex='0' and @aria-label]")
    figuren = boom.xpath("//figure")
    minstens = {"wmo": 6, "jeugd_transformatie": 8, "jeugd_kwaliteit": 2, PROCES: 10, NORM_BEPALEN: 10}
    assert len(figuren) >= minstens[familie]
    for figuur in figuren:
        assert len(figuur.xpath(".//img/@alt")[0]) > 60
        assert figuur.xpath("./figcaption")
        assert figuur.xpath("./following-sibling::*[1][self::details]//table")


def test_elke_sectie_staat_in_het_rapport(rapporten):
    _, boom, _ = rapporten["deelbaar"]
    tekst = " ".join(boom.text_content().split())
    for woorden in (
        "95 %-interval", "Definitief.", "Bron 000", "Wie gaat waarover", "Vastgesteld voor later: ",
        "Over 2024 is er geen norm, en dus geen oordeel",
        "pilot van 2027 en 2028", "tellen daarom niet op tot het totaal", "Beginstand", "Digest van de invoer",
        "Gebruikte opties", "Berichten bekend tot",
        "Verzonnen gegevens", "zonder perceel", "gevoeligheid voor definitiekeuzes", "signalen",
    ):  # fmt: skip
        assert woorden in tekst, woorden


def test_pilot_krijgt_geen_trechter_en_geen_oordeel(rapporten):
    _, boom, _ = rapporten["intern"]
    alts = " ".join(boom.xpath("//img/@alt"))
    assert "Trechterfiguur van Uitval" in alts
    assert "Trechterfiguur van Doelrealisatie: afschaling naar een ander perceel" not in alts


def _regels(boom, rapport, rij) -> list:
    """Rows of one aanbieder in the table of its perceel."""
    kop, naam = f"Uitval per aanbieder, perceel {rij.perceel}, {VAK.jaar}", rapport.naam_aanbieder(rij.aanbieder)
    return boom.xpath("//table[caption=$kop]/tbody/tr[th=$naam]", kop=kop, naam=naam)


def _cellen(boom, rapport, rij) -> list[str]:
    """Value, teller, noemer and interval that the page shows for one aanbieder."""
    return [cel.text_content() for cel in _regels(boom, rapport, rij)[0].xpath("./td")][:4]


def test_deelbaar_verbergt_kleine_groepen_en_intern_toont_ze(gerekend, rapporten):
    rapport = lees_rapport(VAK.regio, VAK.jaar, VAK.familie, editie="intern", paden=gerekend)
    exact = rapport.regels("uitval")
    klein = exact[exact["noemer"].between(1, 9) & exact["gemeente"].eq("") & exact["aanbieder"].ne("")]
    assert len(klein) >= 3
    for rij in klein.itertuples():
        assert not _regels(rapporten["deelbaar"][1], rapport, rij)
        assert _cellen(rapporten["intern"][1], rapport, rij)[1:3] == [str(rij.teller), str(rij.noemer)]
    assert "Overige aanbieders" in rapporten["deelbaar"][1].text_content()
    for woorden in (TE_KLEIN, NIET_GETOOND, "Overige aanbieders", "minder dan 5 van"):
        assert woorden not in rapporten["intern"][1].text_content()


def _zonder_stijl(tekst: str) -> str:
    """The page without its style sheet, which has a sheet for every edition."""
    return re.sub(r"(?s)<style>.*?</style>", "", tekst)


def _met_gemeente(boom) -> list[str]:
    """Captions of tables per gemeente."""
    return [kop.text_content() for kop in boom.xpath("//caption") if "per gemeente" in kop.text_content()]


def test_intern_is_gemerkt_en_deelbaar_toont_geen_gemeenten(rapporten):
    assert "VERTROUWELIJK" in _zonder_stijl(rapporten["intern"][0])
    per_gemeente = {editie: _met_gemeente(boom) for editie, (_, boom, _) in rapporten.items()}
    assert per_gemeente["intern"]
    assert not per_gemeente["deelbaar"]
    assert "VERTROUWELIJK" not in _zonder_stijl(rapporten["deelbaar"][0])
    assert "Gemeenten" not in rapporten["deelbaar"][2].sheetnames


def test_werkboek_heeft_dezelfde_cijfers_als_de_pagina(gerekend, rapporten):
    rapport = lees_rapport(VAK.regio, VAK.jaar, VAK.familie, paden=gerekend)
    verwacht = {
        (rij.perceel, rij.teller, rij.noemer, round(rij.waarde, 12))
        for rij in rapport.per_groep("uitval").itertuples()
        if not rij.te_klein and rij.noemer > 0
    }
    blad = rapporten["deelbaar"][2]["Overzicht"]
    gevonden = {
        ("" if rij[1].startswith("Alle") else rij[1][-1], rij[3], rij[4], round(rij[2], 12))
        for rij in blad.iter_rows(values_only=True)
        if rij[0] == "Uitval" and isinstance(rij[2], float)
    }
    assert gevonden == verwacht
    assert {"Definities", "Aanbieders", "Verantwoording"} <= set(rapporten["deelbaar"][2].sheetnames)


def test_zelfde_rapport_geeft_dezelfde_bytes(gerekend, rapporten):
    pad = gerekend.rapport(VAK.regio, VAK.jaar, VAK.familie, "deelbaar")
    eerst = pad.read_bytes(), pad.with_suffix(".xlsx").read_bytes()
    maak_rapport(gerekend, VAK, "2026-03-13", "deelbaar")
    assert (pad.read_bytes(), pad.with_suffix(".xlsx").read_bytes()) == eerst


def test_elk_kenmerk_in_een_rapport_heeft_woorden_en_elk_woord_een_kenmerk(gerekend):
    gebruikt = set()
    for familie in FAMILIES:
        rapport = lees_rapport(REGIO, 2024, familie, paden=gerekend)
        gebruikt |= {*rapport.nevencijfers["kenmerk"], *rapport.kwaliteit["kenmerk"]}
        assert set(rapport.signalen["signaal"]) <= set(rapport.woorden)
    gebruikt = {kenmerk.partition(":")[0] for kenmerk in gebruikt if not kenmerk.startswith("signaal:")}
    assert gebruikt <= set(kenmerken())
    bron = "".join(pad.read_text(encoding="utf-8") for pad in (PROJECT / "lib/normwijzer/kpi").rglob("*.py"))
    assert all(f'"{kenmerk}"' in bron for kenmerk in set(kenmerken()) - gebruikt)  # rare ones, absent from the demo


def test_codes_betekenen_in_elke_familie_wat_haar_wet_zegt(gerekend):
    woorden = {familie: lees_rapport(REGIO, 2024, familie, paden=gerekend).woorden["31"] for familie in FAMILIES}
    assert woorden["wmo"] != woorden["jeugd_kwaliteit"] == woorden["jeugd_transformatie"]
    rapport = lees_rapport(REGIO, 2024, PROCES, editie="intern", paden=gerekend)  # shared, rare ones are together
    redenen = rapport.frames["afkeurredenen"]
    redenen = redenen[redenen["wet"].ne("") & redenen["code"].notna()]
    assert set(redenen["wet"]) == {"wmo", "jw"}
    for rij in redenen.itertuples():  # both laws in one report: the words of a code are those of the law of its row
        assert rij.omschrijving == omschrijvingen("retourcode", rij.wet).get(rij.code, rij.code)


def test_elke_kpi_van_jeugd_heeft_een_uitkomst_of_een_regel_geen_bron(gerekend):
    for familie in JEUGD:
        rapport = lees_rapport(REGIO, 2024, familie, paden=gerekend)
        met = {kpi for kpi in rapport.definities if len(rapport.regels(kpi))}
        zonder = set(rapport.frames["geen_bron"]["kpi"])
        assert met | zonder == set(rapport.definities)
        assert not met & zonder
        assert zonder  # the demo region leaves some out
        assert rapport.frames["geen_bron"]["bestand"].str.contains("aanbiederopgave").all()


def test_elke_kpi_van_het_proces_heeft_een_uitkomst_of_een_regel_geen_bron(gerekend, paginas):
    rapport = lees_rapport(REGIO, 2024, PROCES, paden=gerekend)
    map_ = gerekend.data / "regios" / REGIO / "registraties"
    zonder = {kpi for kpi, naam in REGISTRATIE.items() if not any(map_.glob(f"{naam}.*"))}
    assert set(rapport.frames["geen_bron"]["kpi"]) == zonder
    assert {kpi for kpi in rapport.definities if len(rapport.regels(kpi))} == set(rapport.definities) - zonder
    koppen = [kop.text_content() for kop in paginas[PROCES][1].xpath("//h3")]
    for definitie in rapport.definities.values():
        assert any(kop.startswith(f"{definitie.nummer} ") for kop in koppen), definitie.nummer


def test_het_proces_toont_geen_mensen_en_alleen_intern_berichten(gerekend, paginas):
    tekst, _, boek = paginas[PROCES]
    bladen = "\n".join(str(cel) for blad in boek for rij in blad.iter_rows(values_only=True) for cel in rij if cel)
    regels = lees_rapport(REGIO, 2024, PROCES, editie="intern", paden=gerekend).frames["herstelregels"]
    kenmerken_bericht = set(regels["identificatie"].dropna())
    assert kenmerken_bericht
    for inhoud in (re.sub(r"base64,[^\"]*", "", tekst), bladen):
        assert not re.search(r"\b9999\d{5}\b", inhoud)  # the BSNs of the demo
        assert not [kenmerk for kenmerk in kenmerken_bericht if kenmerk in inhoud]
        assert "VERTROUWELIJK" not in _zonder_stijl(inhoud)


@pytest.mark.parametrize("familie", JEUGD)
def test_geen_bron_staat_met_de_naam_van_het_bestand_in_het_rapport(paginas, gerekend, familie):
    rapport = lees_rapport(REGIO, 2024, familie, paden=gerekend)
    tekst = " ".join(paginas[familie][1].text_content().split())
    for rij in rapport.frames["geen_bron"].itertuples():
        assert rij.reden in tekst
        assert rij.bestand in tekst


def test_een_kernel_laadt_geen_feestdagen():
    # Only computing needs them; every notebook would pay for their import.
    namen = "import sys, normwijzer as nw; [getattr(nw, naam) for naam in nw.__all__]; print('holidays' in sys.modules)"
    uit = subprocess.run([sys.executable, "-c", namen], capture_output=True, text=True, check=True, timeout=120)
    assert uit.stdout.strip() == "False"
