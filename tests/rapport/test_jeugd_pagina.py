"""Pages of the youth families from hand-made frames: whole, too small, voorlopig, halfway the year, without sources."""

import contextlib
import io
import re
from functools import cache
from types import SimpleNamespace

import nbformat
import normwijzer
import pytest
from conftest import PROJECT
from lxml import html
from matplotlib.figure import Figure
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import voordeur
from normwijzer.rapport.boekblad import als_waarde
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.pagina import maak_pagina
from normwijzer.rapport.werkboek import maak_werkboek
from openpyxl import load_workbook
from rapport.hulp_rapport import OPGAVE, maak_rapport

FAMILIES = ("jeugd_transformatie", "jeugd_kwaliteit")
SOORTEN = {
    "vol": {},
    "klein": {"deler": 100},
    "voorlopig": {"status": "voorlopig", "bekend_op": "2025-02-01"},
    "halverwege": {"status": "voorlopig", "bekend_op": "2024-08-01"},
    "zonder_bron": {"zonder_bron": True, "bevolking_bron": ""},
    "intern": {"deler": 40, "editie": "intern"},
}


def _pagina(rapport, monkeypatch, *, teken: bool) -> tuple[str, dict[str, str]]:
    """(page, what each checked cell printed) of the notebook of the family, every cell run with this report.

    Drawing pixels is slow and the same for every report; without `teken` all is done but that.
    """
    notebook = nbformat.read(PROJECT / "notebooks" / f"{rapport.familie}.ipynb", as_version=4)
    getoond, gedrukt = [], {}
    monkeypatch.setattr(voordeur, "display", lambda inhoud: getoond.append(inhoud.data))
    if not teken:
        monkeypatch.setattr(Figure, "savefig", lambda figuur, doel, **_: doel.write(b"beeld"))
    for cel in notebook.cells[2:]:
        if cel.cell_type != "code":
            continue
        getoond.clear()
        with contextlib.redirect_stdout(io.StringIO()) as uit:
            exec(cel.source, {"nw": normwijzer, "rapport": rapport})
        if "nbval-check-output" in cel.metadata.get("tags", []):
            gedrukt[cel.source] = uit.getvalue()
        cel.outputs = [nbformat.v4.new_output("display_data", {"text/html": inhoud}) for inhoud in getoond]
    return maak_pagina(notebook), gedrukt


@cache
def _maak(familie: str, soort: str) -> SimpleNamespace:
    """Everything of one page: familie, soort, rapport, pagina, boom, gedrukt (text per checked cell)."""
    rapport = maak_rapport(familie, **SOORTEN[soort])
    with pytest.MonkeyPatch.context() as monkeypatch:
        pagina, gedrukt = _pagina(rapport, monkeypatch, teken=soort == "vol")
    return SimpleNamespace(
        familie=familie, soort=soort, rapport=rapport, pagina=pagina, boom=html.fromstring(pagina), gedrukt=gedrukt
    )


def _kort(boom) -> str:
    return boom.xpath("//div[contains(@class, 'koppen')]")[0].text_content()


def elke(*soorten: str, families: tuple[str, ...] = FAMILIES):
    """Run the test for the pages of these kinds, default all."""
    paren = [(familie, soort) for familie in families for soort in soorten or SOORTEN]
    return pytest.mark.parametrize("pagina", paren, ids="-".join, indirect=True)


@pytest.fixture
def pagina(request):
    return _maak(*request.param)


@elke()
def test_geen_leeg_getal_lekt_als_code(pagina):
    alts = " ".join(pagina.boom.xpath("//@alt"))
    for tekst in (" ".join(pagina.boom.xpath("//body//text()")), *pagina.gedrukt.values(), alts):
        assert not re.search(r"\b(nan|None|NaT|inf)\b|<NA>|\d{5,}\.\d|e-0\d", tekst)


@elke()
def test_getallen_zijn_nederlands_geschreven(pagina):
    cellen = [cel.text_content() for cel in pagina.boom.xpath("//td[contains(@class, 'getal')]")]
    for tekst in [*cellen, *pagina.gedrukt.values()]:
        assert not re.search(r"\d\.\d(?!\d\d)", tekst), "een punt hoort alleen tussen duizendtallen"


@elke()
def test_pagina_is_toegankelijk(pagina):
    niveaus = [int(kop.tag[1]) for kop in pagina.boom.xpath("//h1|//h2|//h3|//h4")]
    assert niveaus.count(1) == 1
    assert all(volgende <= vorige + 1 for vorige, volgende in zip(niveaus, niveaus[1:], strict=False))
    for tabel in pagina.boom.xpath("//table"):
        assert tabel.xpath("./caption")
        assert all(th.get("scope") for th in tabel.xpath(".//th"))
        assert tabel.xpath("ancestor::div[@role='region' and @tabindex='0' and @aria-label]")
        assert len({len(rij.xpath("./th|./td")) for rij in tabel.xpath(".//tr")}) == 1
    for figuur in pagina.boom.xpath("//figure"):
        assert len(figuur.xpath(".//img/@alt")[0]) > 60
        assert figuur.xpath("./figcaption")
        assert figuur.xpath("./following-sibling::*[1][self::details]//table")


@elke()
def test_namen_uit_invoer_worden_nooit_opmaak(pagina):
    assert "<A>" not in pagina.pagina


@elke()
def test_elke_kpi_staat_in_het_kort_met_waarde_of_reden(pagina):
    kort = _kort(pagina.boom)
    for definitie in pagina.rapport.definities.values():
        assert f"{definitie.nummer} {definitie.titel}:" in kort, definitie.nummer
    if pagina.familie == "jeugd_transformatie":
        (hoofd,) = pagina.boom.xpath("//section/ul/li[starts-with(normalize-space(), 'J1 ')]")
        assert [li.text_content().strip()[:3] for li in hoofd.xpath("./ul/li")] == ["J2 ", "J3 ", "J10"]


@elke("klein")
def test_kleine_groepen_tonen_woorden_en_geen_beeld(pagina):
    assert TE_KLEIN in pagina.gedrukt["nw.tekst_kop(rapport)"]
    assert not [alt for alt in pagina.boom.xpath("//img/@alt") if "etmalen" not in alt]


@elke("intern")
def test_interne_editie_toont_alles(pagina):
    assert "VERTROUWELIJK" in pagina.pagina
    assert TE_KLEIN not in pagina.boom.text_content()


@elke("zonder_bron")
def test_zonder_bron_noemt_het_bestand_en_geeft_geen_oordeel(pagina):
    kort = _kort(pagina.boom)
    assert kort.count("geen bron") == len(pagina.rapport.definities)
    assert kort.count(OPGAVE) == len(pagina.rapport.definities)
    assert "Op koers" not in kort
    if pagina.familie == "jeugd_transformatie":
        assert "Nog geen uitspraak, want er is geen waarde." in kort
        assert not pagina.boom.xpath("//img[contains(@alt, 'Het doel is')]")


@elke("halverwege", families=FAMILIES[:1])
def test_midden_in_het_jaar_is_er_geen_oordeel(pagina):
    kort = _kort(pagina.boom)
    assert "Nog geen uitspraak, want 2024 was nog niet om." in kort
    assert "chter op de rechte lijn." not in kort
    assert "dit kan nog alle kanten op" in kort


@elke("voorlopig", families=FAMILIES[:1])
def test_een_voorlopig_oordeel_zegt_dat_het_voorlopig_is(pagina):
    kort = _kort(pagina.boom)
    assert "Achter op de rechte lijn, voorlopig." in kort
    assert "Achter op de rechte lijn." not in kort


@elke("vol", families=FAMILIES[:1])
def test_tegenspraak_in_de_bron_staat_zichtbaar_bij_de_kpi(pagina):
    (alinea,) = pagina.boom.xpath("//p[@class='norm' and contains(., '75 %') and contains(., '60 %')]")
    assert not alinea.xpath("ancestor::details")


@elke()
def test_elke_gemarkeerde_cel_drukt_iets_af(pagina):
    assert len(pagina.gedrukt) >= 10
    for bron, tekst in pagina.gedrukt.items():
        assert re.search(r"\d", tekst), bron


@elke()
def test_werkboek_heeft_de_getallen_als_getal(pagina):
    boek = load_workbook(io.BytesIO(maak_werkboek(pagina.rapport)))
    assert {"Voorblad", "Overzicht", "Definities", "Kwaliteit", "Verantwoording"} <= set(boek.sheetnames)
    if pagina.familie == "jeugd_transformatie":
        assert {"Doelen", "Verblijfsduur", "Overleving", "Stroom", "Redenen"} <= set(boek.sheetnames)
    else:
        assert "Respons" in boek.sheetnames
        assert "Stroom" not in boek.sheetnames
    rijen = [rij for rij in boek["Jaren"].iter_rows(values_only=True) if "Hele regio" in rij]
    assert {type(rij[2]) for rij in rijen} <= {int}  # behind the columns Tabel and Soort
    if pagina.soort != "vol":
        return
    assert rijen
    waarden = {rij[0]: rij[2] for rij in boek["Overzicht"].iter_rows(values_only=True) if rij[1] == "Hele regio"}
    for kpi, definitie in pagina.rapport.definities.items():
        rijen = pagina.rapport.per_groep(kpi)
        if len(rijen):
            soort = eenheid_van(pagina.rapport.maat(kpi)).soort
            verwacht, _ = als_waarde(rijen["waarde"].iloc[0], soort, exact=False)
            assert waarden[f"{definitie.nummer} {definitie.titel}"] == verwacht


def test_zelfde_rapport_geeft_hetzelfde_werkboek():
    rapport = maak_rapport("jeugd_kwaliteit")
    assert maak_werkboek(rapport) == maak_werkboek(rapport)
