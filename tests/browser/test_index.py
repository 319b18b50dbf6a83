"""The index where people use it: a real browser, from a file, by keyboard alone, wide and narrow, with and without
script."""

import pytest
from browser.zorg_voor_browser import vind_browser
from normwijzer.rapport.overzicht import maak_overzicht
from rapport.hulp_overzicht import SINDS, maak

pytest.importorskip("playwright", reason="het pakket playwright is hier niet geïnstalleerd")

from playwright.sync_api import Page, expect, sync_playwright  # noqa: E402 after the skip


@pytest.fixture(scope="module")
def browser():
    pad = vind_browser()
    if pad is None:
        pytest.skip("er is geen Chromium of Chrome op deze machine (Debian: apt-get install chromium)")
    with sync_playwright() as speler:
        chromium = speler.chromium.launch(executable_path=pad, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def bestand(tmp_path_factory) -> str:
    pad = tmp_path_factory.mktemp("index") / "index.html"
    pad.write_text(maak_overzicht(maak(sinds=SINDS)), encoding="utf-8")
    return pad.as_uri()


@pytest.fixture
def open_pagina(browser, bestand):
    """A function that opens the index from its file; requests to anything else, and errors of the script, fail."""
    schoon = []

    def open_(breedte: int = 1280, **anders) -> Page:
        bak = browser.new_context(viewport={"width": breedte, "height": 900}, **anders)
        pagina, fouten = bak.new_page(), []
        pagina.on("request", lambda vraag: fouten.append(vraag.url) if vraag.url != bestand else None)
        pagina.on("pageerror", lambda fout: fouten.append(str(fout)))
        pagina.goto(bestand)
        schoon.append((bak, fouten))
        return pagina

    yield open_
    for bak, fouten in schoon:
        bak.close()
        assert fouten == []


def _staan(pagina: Page) -> list[str]:
    """Region, year and report of everything that is still shown, in the order of the page."""
    return pagina.eval_on_selector_all(
        ".rapport",
        "ds => ds.filter(d => d.offsetParent).map(d => [d.dataset.regio, d.dataset.jaar, d.dataset.familie].join(' '))",
    )


ALLES = 7


def test_met_alleen_toetsen_zoeken_filteren_en_weer_alles_tonen(open_pagina):
    pagina = open_pagina()
    pagina.keyboard.press("Tab")  # the link over the top
    expect(pagina.locator(".spring")).to_be_focused()
    for _ in range(12):
        pagina.keyboard.press("Tab")
        if pagina.evaluate("document.activeElement.id") == "zoek-tekst":
            break
    expect(pagina.locator("#zoek-tekst")).to_be_focused()
    pagina.keyboard.type("zorghuis cafe")  # without the accent, in small letters
    expect(pagina.locator("#zoek-aantal")).to_have_text(f"1 van {ALLES} rapporten getoond")
    assert _staan(pagina) == ["a 2024 gesprek"]
    pagina.keyboard.press("Control+A")
    pagina.keyboard.press("Delete")
    expect(pagina.locator("#zoek-aantal")).to_have_text(f"{ALLES} van {ALLES} rapporten getoond")
    pagina.keyboard.press("Tab")
    expect(pagina.locator("#zoek-regio")).to_be_focused()
    pagina.keyboard.press("ArrowDown")
    expect(pagina.locator("#zoek-aantal")).to_have_text(f"4 van {ALLES} rapporten getoond")
    assert {vak.split()[0] for vak in _staan(pagina)} == {"a"}
    expect(pagina.locator("section[data-regio=b]")).to_be_hidden()
    for _ in range(5):
        pagina.keyboard.press("Tab")
    expect(pagina.locator("button[type=reset]")).to_be_focused()
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#zoek-aantal")).to_have_text(f"{ALLES} van {ALLES} rapporten getoond")
    assert len(_staan(pagina)) == ALLES


@pytest.mark.parametrize(
    ("veld", "waarde", "over"),
    [
        ("jaar", "2025", ["a 2025 wmo", "b 2025 wmo"]),
        ("familie", "gesprek", ["a 2024 gesprek"]),
        ("staat", "mislukt", ["b 2024 wmo"]),
        ("staat", "niet gevraagd", ["b 2025 wmo"]),
        ("oordeel", "ver", ["a 2025 wmo"]),
    ],
)
def test_elk_filter_laat_alleen_staan_wat_past(open_pagina, veld, waarde, over):
    pagina = open_pagina()
    pagina.select_option(f"#zoek-{veld}", waarde)
    expect(pagina.locator("#zoek-aantal")).to_have_text(f"{len(over)} van {ALLES} rapporten getoond")
    assert _staan(pagina) == over
    koppen = {kop for kop in pagina.locator("thead th:visible").all_inner_texts() if kop.isdigit()}
    assert koppen == {vak.split()[1] for vak in over}


def test_een_oordeel_vouwt_zijn_eigen_cijfers_open_en_weer_dicht(open_pagina):
    pagina = open_pagina()
    vak = pagina.locator(".rapport[data-jaar='2025'][data-regio=a]")
    expect(vak.locator("details.kern li li").first).to_be_hidden()
    pagina.select_option("#zoek-oordeel", "ver")
    expect(vak.get_by_text("52 %")).to_be_visible()
    expect(vak.get_by_text("33 %")).to_be_hidden()
    pagina.select_option("#zoek-oordeel", "")
    expect(vak.get_by_text("52 %")).to_be_hidden()
    vak.locator("details.kern summary").focus()
    pagina.keyboard.press("Enter")
    expect(vak.get_by_text("33 %")).to_be_visible()


def test_niets_gevonden_wordt_ook_gezegd_en_het_aantal_is_te_horen(open_pagina):
    pagina = open_pagina()
    pagina.fill("#zoek-tekst", "bestaat nergens")
    expect(pagina.locator("#zoek-aantal")).to_have_text("Geen enkel rapport past hierbij")
    assert pagina.locator("#zoek-aantal").get_attribute("aria-live") == "polite"
    assert _staan(pagina) == []


def test_zonder_script_staat_alles_open_en_ontbreekt_alleen_het_formulier(open_pagina):
    pagina = open_pagina(java_script_enabled=False)
    expect(pagina.locator("#zoek")).to_be_hidden()
    for tekst in ("52 %", "Zorghuis Café & Co", "wmo.ipynb, cel 7"):
        expect(pagina.get_by_text(tekst).last).to_be_visible()


@pytest.mark.parametrize("breedte", [320, 1280])
def test_niets_steekt_buiten_beeld_en_elke_stand_zegt_zijn_jaar(open_pagina, breedte):
    pagina = open_pagina(breedte)
    assert pagina.evaluate("document.documentElement.scrollWidth") <= breedte
    pagina.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert pagina.evaluate("document.documentElement.scrollWidth") <= breedte
    expect(pagina.locator(".rapport .jaar").first).to_be_visible(visible=breedte == 320)
    cel = pagina.get_by_role("table", name="Rapporten van Regio Ahoek, per jaar").get_by_role("rowheader").first
    expect(cel).to_be_visible()


def test_afgedrukt_is_alles_open_en_het_formulier_weg(open_pagina):
    pagina = open_pagina()
    pagina.emulate_media(media="print")
    pagina.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(pagina.locator("#zoek")).to_be_hidden()
    assert pagina.evaluate("[...document.querySelectorAll('details')].every(d => d.open)")
    pagina.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not pagina.evaluate("document.querySelector('details.kern').open")
