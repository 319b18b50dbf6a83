"""Every kind of page in a real browser: WCAG 2.1 AA, keyboard, a narrow screen, paper, and no network."""

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from browser.zorg_voor_browser import vind_browser

pytest.importorskip("playwright", reason="het pakket playwright is hier niet geïnstalleerd")
pytest.importorskip("axe_playwright_python", reason="het pakket axe-playwright-python is hier niet geïnstalleerd")
pytest.importorskip("fcntl", reason="deze machine kent geen sloten op bestanden")

from browser.hulp_jupyter import chromium  # noqa: E402 after the skip
from browser.hulp_paginas import AXE, BREEDTES, JAAR, REGELS, maak_paginas  # noqa: E402 after the skip
from hulp_run import REGIO  # noqa: E402 after the skip
from playwright.sync_api import Browser, Page  # noqa: E402 after the skip

GROOTST = 600_000
"""Bytes of a shared report, so that it can be mailed."""

PAPIER = 680
"""CSS pixels between the margins of an A4 sheet."""

SOORTEN = ("index", "wmo", "jeugd_transformatie", "jeugd_kwaliteit", "administratief_proces", "norm_bepalen", "gesprek",
           "intern")  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    pad = vind_browser()
    if pad is None:
        pytest.skip("er is geen Chromium of Chrome op deze machine (Debian: apt-get install chromium)")
    with chromium(pad) as browser:
        yield browser


@pytest.fixture(scope="module")
def paginas(demo_bron, browser) -> dict[str, list[Path]]:
    """Kind of page -> files."""
    reports = maak_paginas(demo_bron) / "reports"
    map_, intern = reports / REGIO / str(JAAR), reports / "intern" / REGIO / str(JAAR)
    soorten = {naam: [map_ / f"{naam}.html"] for naam in SOORTEN[1:6]}
    bladen, binnen = sorted((map_ / "gesprek").glob("*.html")), sorted((intern / "gesprek").glob("*.html"))
    assert len(bladen) > 2
    assert len(binnen) > len(bladen)
    return {
        "index": [reports / "index.html"], **soorten, "gesprek": [bladen[0], bladen[-1]],
        "intern": [intern / "wmo.html", binnen[0]],
    }  # fmt: skip


@pytest.fixture
def open_op(browser):
    """Opens a page at a width; all are closed afterwards."""
    open_ = []

    def doe(pad: Path, breedte: int) -> Page:
        pagina = browser.new_page(viewport={"width": breedte, "height": 900}, locale="nl-NL")
        open_.append(pagina)
        pagina.goto(pad.as_uri())
        return pagina

    yield doe
    for pagina in open_:
        pagina.close()


@pytest.mark.parametrize("soort", SOORTEN)
def test_axe_vindt_niets(paginas, open_op, soort):
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    for pad in paginas[soort]:
        for breedte in BREEDTES:
            pagina = open_op(pad, breedte)
            pagina.evaluate(axe)
            assert pagina.evaluate(AXE, REGELS) == [], f"{pad.name} op {breedte} pixels"


def test_axe_ziet_een_fout_die_er_is(paginas, open_op):
    pagina = open_op(paginas["wmo"][0], 1280)
    pagina.evaluate("document.querySelectorAll('img').forEach(beeld => beeld.removeAttribute('alt'))")
    pagina.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    assert any(fout.startswith("image-alt") for fout in pagina.evaluate(AXE, REGELS))


@pytest.mark.parametrize("soort", SOORTEN)
def test_pagina_is_af_en_past_op_een_smal_scherm(paginas, open_op, soort):
    """Also what axe leaves out: ids and names that are there twice, headings that jump, columns without scope."""
    for pad in paginas[soort]:
        pagina = open_op(pad, 320)
        vorm = pagina.evaluate(_VORM)
        assert vorm["taal"] == "nl"
        assert vorm["breed"] <= 320
        assert vorm["dubbel"] == []
        assert vorm["niveaus"][0] == 1
        assert vorm["niveaus"].count(1) == 1
        assert all(na - voor <= 1 for voor, na in zip(vorm["niveaus"], vorm["niveaus"][1:], strict=False))
        assert vorm["zonder"] == []
        assert vorm["elders"] == []


_VORM = """() => {
  const alle = (kiezer) => [...document.querySelectorAll(kiezer)];
  const dubbel = (namen) => namen.filter((naam, nummer) => namen.indexOf(naam) !== nummer);
  const gebieden = alle("[role=region]").map(gebied => gebied.getAttribute("aria-label"));
  return {
    taal: document.documentElement.lang, breed: document.documentElement.scrollWidth,
    dubbel: [...dubbel(alle("[id]").map(deel => deel.id)), ...dubbel(gebieden)],
    niveaus: alle("h1, h2, h3, h4, h5, h6").map(kop => Number(kop.tagName[1])),
    zonder: [
      ...alle("th:not([scope])"), ...alle("table:not(:has(caption))"), ...alle("figure:not(:has(figcaption))"),
      ...alle("img:not([alt]), img[alt='']"), ...alle("div.tabel:not([tabindex='0'])"),
      ...alle("main:not(#inhoud)"),
    ].map(deel => deel.outerHTML.slice(0, 100)),
    elders: alle("link[href], script[src], iframe, object").map(deel => deel.outerHTML.slice(0, 100)),
  };
}"""


@pytest.mark.parametrize("soort", ["jeugd_transformatie", "norm_bepalen", "gesprek", "index"])
def test_bestand_alleen_in_een_lege_map_opent_compleet_zonder_netwerk(paginas, browser: Browser, tmp_path, soort):
    alleen = tmp_path / "alleen" / "rapport.html"
    alleen.parent.mkdir()
    shutil.copy(paginas[soort][0], alleen)
    context = browser.new_context(offline=True)
    pagina, gevraagd, klachten = context.new_page(), [], []
    pagina.on("request", lambda vraag: gevraagd.append(vraag.url))
    pagina.on("console", lambda regel: klachten.append(regel.text))
    pagina.on("pageerror", lambda fout: klachten.append(str(fout)))
    pagina.goto(alleen.as_uri())
    beelden = pagina.evaluate("[...document.images].map(beeld => beeld.complete && beeld.naturalWidth > 0)")
    context.close()
    assert [url for url in gevraagd if not url.startswith("data:")] == [alleen.as_uri()]
    assert klachten == []
    assert all(beelden)
    if soort in ("jeugd_transformatie", "norm_bepalen"):
        assert len(beelden) > 5


@pytest.mark.parametrize("soort", ["wmo", "gesprek"])
def test_toetsenbord_komt_overal(paginas, open_op, soort):
    pagina = open_op(paginas[soort][0], 1280)
    pagina.keyboard.press("Tab")
    spring = pagina.evaluate("(() => { const r = document.activeElement.getBoundingClientRect();"
                             "return [document.activeElement.className, r.left >= 0 && r.top >= 0] })()")  # fmt: skip
    assert spring == ["spring", True]
    verwacht = pagina.evaluate(f"{_STOPPEN}.length")
    bereikt = []
    for nummer in range(verwacht):
        bereikt.append(pagina.evaluate(f"{_STOPPEN}.indexOf(document.activeElement)"))
        zichtbaar = pagina.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'")
        assert zichtbaar, f"stop {nummer} heeft geen zichtbare focus"
        pagina.keyboard.press("Tab")
    assert bereikt == list(range(verwacht))
    # The skip link leads past the table of contents.
    pagina.keyboard.press("Home")
    pagina.locator("a.spring").focus()
    pagina.keyboard.press("Enter")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.querySelector('main').contains(document.activeElement)")


_STOPPEN = """[...document.querySelectorAll("a[href], summary, [tabindex='0'], input, textarea")].filter(
  deel => deel.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}))"""


def test_inhoudsopgave_en_uitklappers_werken_met_enter(paginas, open_op):
    pagina = open_op(paginas["wmo"][0], 1280)
    link = pagina.locator("nav[aria-label=Inhoudsopgave] a").last
    link.focus()
    pagina.keyboard.press("Enter")
    doel = pagina.locator(link.get_attribute("href"))
    pagina.wait_for_function("(kop) => kop.getBoundingClientRect().top < innerHeight", arg=doel.element_handle())
    uitklapper = pagina.locator("summary").first
    uitklapper.focus()
    for open_ in (True, False):
        pagina.keyboard.press("Enter")
        assert uitklapper.evaluate("kop => kop.parentElement.open") is open_


@pytest.mark.parametrize("soort", SOORTEN)
def test_op_papier_valt_er_niets_weg(paginas, open_op, soort):
    """Everything that is folded is open, nothing is wider than the sheet, and no table, figure or word is hidden."""
    for pad in paginas[soort]:
        pagina = open_op(pad, PAPIER)
        pagina.emulate_media(media="print")
        weg = pagina.evaluate(_OP_PAPIER)
        assert weg["dicht"] == []
        assert weg["te_breed"] == []


_OP_PAPIER = """() => {
  const breed = document.documentElement.clientWidth, tekst = (deel) => deel.outerHTML.slice(0, 100);
  const zichtbaar = (deel) => deel.checkVisibility({contentVisibilityAuto: true}) && deel.getClientRects().length > 0;
  return {
    dicht: [...document.querySelectorAll("main details > :not(summary), main td, main th, main img")]
      .filter(deel => !zichtbaar(deel) && deel.textContent.trim() !== "\u2013").map(tekst),  // a dash says nothing
    te_breed: [...document.querySelectorAll("main td, main th, main img, main p")]
      .filter(deel => deel.getBoundingClientRect().right > breed + 1).map(tekst),
  };
}"""


@pytest.mark.parametrize("soort", ["wmo", "gesprek", "intern"])
def test_afdruk_is_a4_met_bladnummers(paginas, open_op, soort, tmp_path):
    for pad in paginas[soort]:
        pagina = open_op(pad, 1280)
        pdf = pagina.pdf(prefer_css_page_size=True)
        maten = {
            tuple(round(float(maat)) for maat in vak) for vak in re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", pdf)
        }
        assert maten == {(595, 842)}
        if not shutil.which("pdftotext"):
            continue
        (tmp_path / "blad.pdf").write_bytes(pdf)
        tekst = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "blad.pdf", "-"], capture_output=True, check=True, encoding="utf-8"
        ).stdout
        bladen = tekst.rstrip("\f").split("\f")
        for nummer, blad in enumerate(bladen, start=1):
            assert f"blad {nummer} van {len(bladen)}" in blad
            assert ("VERTROUWELIJK" in blad) == (soort == "intern")
        woorden = re.sub(r"\W+", "", tekst)
        cellen = pagina.evaluate("[...document.querySelectorAll('main tr > :last-child')].map(cel => cel.textContent)")
        assert cellen
        kwijt = [cel for cel in cellen if len(cel.split()) == 1 and re.sub(r"\W+", "", cel) not in woorden]
        assert kwijt == []


@pytest.mark.parametrize("soort", SOORTEN[:-1])
def test_gedeeld_bestand_is_klein_genoeg_om_te_mailen(paginas, soort):
    for pad in paginas[soort]:
        assert pad.stat().st_size <= GROOTST, pad.name
