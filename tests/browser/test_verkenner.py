"""The explorer where people use it: a real JupyterLab in a real browser, with keyboard and menu."""

import re
import shutil
import time
from pathlib import Path

import nbformat
import papermill
import pytest
from browser.zorg_voor_browser import vind_browser
from normwijzer.berichten import lees_berichten
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.paden import NOTEBOOKS, Paden
from normwijzer.rapport.norm.gegevens import Normrapport
from normwijzer.uitvoering.lezen_norm import lees_norm
from normwijzer.uitvoering.rekenen import reken
from normwijzer.uitvoering.stand import sleutel_uitkomsten
from rapport.hulp_verkenner import volgens_de_bibliotheek

pytest.importorskip("playwright", reason="het pakket playwright is hier niet geïnstalleerd")

from browser.hulp_jupyter import chromium, draai_alles, jupyterlab, open_notebook  # noqa: E402 after the skip
from playwright.sync_api import Page, expect  # noqa: E402 after the skip

NAAM = "norm_bepalen.ipynb"
EDITIE = "intern"
"""Who sets a norm sees every aanbieder; of the demo the shared edition shows none at all for some onderwerpen."""

GEDULD = 30_000
"""Milliseconds for the page to follow a control, on a machine that has more to do."""


@pytest.fixture(scope="module")
def browserpad() -> str:
    pad = vind_browser()
    if pad is None:
        pytest.skip("er is geen Chromium of Chrome op deze machine (Debian: apt-get install chromium)")
    return pad


@pytest.fixture(scope="module")
def rapport(browserpad, demo_bron, tmp_path_factory) -> tuple[Paden, Normrapport]:
    """The region of the notebook, its Wmo part computed, and the report that the notebook reads."""
    paden = Paden(tmp_path_factory.mktemp("verkenner") / "data", Path())
    velden = papermill.inspect_notebook(str(NOTEBOOKS / NAAM))
    regio, jaar = velden["regio"]["default"].strip("\"'"), int(velden["jaar"]["default"])
    for deel in (f"regios/{regio}", "landelijk", f"werk/{regio}"):
        if (demo_bron / deel).is_dir():
            shutil.copytree(demo_bron / deel, paden.data / deel)
    instelling = paden.regio(regio) / "regio.toml"
    tekst, aantal = re.subn(r"(?ms)^families = \[.*?\]", 'families = ["wmo"]', instelling.read_text(encoding="utf-8"))
    assert aantal == 1
    instelling.write_text(tekst, encoding="utf-8")
    # Only outcomes: ripening and the like take as long as all the rest, and the explorer does not show them.
    digest = lees_berichten(paden, regio, taken=1).digest
    reken(paden, regio, ("wmo",), None, sleutel_uitkomsten(paden, regio, ("wmo",), None, digest))
    return paden, lees_norm(regio, jaar, editie=EDITIE, paden=paden)


@pytest.fixture
def pagina(browserpad, rapport, tmp_path):
    """The notebook open in JupyterLab, as it is in the project but without numbers beside its cells."""
    doel = tmp_path / "notebooks" / NAAM
    doel.parent.mkdir()
    notebook = nbformat.read(NOTEBOOKS / NAAM, as_version=4)
    for cel in _codecellen(notebook):
        cel.execution_count = None
    parameters = _codecellen(notebook)[0]
    assert 'editie = "deelbaar"' in parameters.source
    parameters.source = parameters.source.replace('editie = "deelbaar"', f'editie = "{EDITIE}"')
    nbformat.write(notebook, doel)
    expect.set_options(timeout=GEDULD)
    with jupyterlab(tmp_path, rapport[0].data) as adres, chromium(browserpad) as browser:
        yield open_notebook(browser, adres, NAAM), doel


def test_de_verkenner_volgt_elke_knop_in_jupyterlab(pagina, rapport):
    blad, bestand = pagina
    aantal = len(_codecellen(nbformat.read(bestand, as_version=4)))
    draai_alles(blad, aantal)
    rapport = rapport[1]
    eerste, tweede = rapport.onderwerpen[:2]
    jaar = rapport.jaar
    blad.get_by_label("KPI en perceel of soort").scroll_into_view_if_needed()

    begin = _norm(blad)
    _controleer(blad, rapport, eerste, [jaar], begin, "trechter")
    _check_toetsenbord(blad)

    # The norm, with the arrow keys on the slider, to where somebody gets another verdict.
    anders = _andere_norm(rapport, eerste, jaar, begin)
    trechter = _trechter(blad)
    schuif = blad.locator(".widget-slider [role=slider]")
    schuif.focus()
    for _ in range(abs(anders - begin)):
        blad.keyboard.press("ArrowRight" if anders > begin else "ArrowLeft")
    _controleer(blad, rapport, eerste, [jaar], anders, "trechter")
    expect(blad.locator(".nwv figure img")).not_to_have_attribute("src", trechter)
    expect(blad.get_by_label("Norm in hele procenten")).to_have_value(str(anders))

    # The bandwidth, with the keyboard: the last of the list is the one with a width.
    expect(blad.get_by_label("Breedte in procentpunten")).to_be_hidden()
    trechter = _trechter(blad)
    blad.get_by_label("Bandbreedte", exact=True).focus()
    blad.keyboard.press("End")
    expect(blad.get_by_label("Breedte in procentpunten")).to_be_visible()
    _controleer(blad, rapport, eerste, [jaar], anders, "vast5")
    expect(blad.locator(".nwv figure img")).not_to_have_attribute("src", trechter)

    # Another year beside it, and then another onderwerp, which starts with its own norm.
    blad.get_by_role("checkbox", name=f"jaar {jaar - 1}").focus()
    blad.keyboard.press("Space")
    _controleer(blad, rapport, eerste, [jaar - 1, jaar], anders, "vast5")
    blad.get_by_label("KPI en perceel of soort").focus()
    blad.keyboard.press("ArrowDown")
    expect(blad.locator(".nwv-kop")).to_contain_text(rapport.naam_onderwerp(tweede))
    _controleer(blad, rapport, tweede, [jaar], _norm(blad), "vast5")

    expect(blad.locator(".nwv-melding")).to_have_count(0)
    _check_bewaard(blad, bestand, aantal)


def _check_toetsenbord(pagina: Page) -> None:
    """The Tab key alone reaches all controls in order, each with a name."""
    pagina.get_by_label("KPI en perceel of soort").focus()
    pagina.keyboard.press("a")  # adds a cell where JupyterLab takes it for itself: see `_check_bewaard`
    namen = []
    for _ in range(9):
        namen.append(pagina.evaluate(_NAAM_VAN_FOCUS))
        pagina.keyboard.press("Tab")
    volgorde = ["KPI en perceel of soort", "Definitie", "Norm (schuif)", "Norm in hele procenten", "Bandbreedte"]
    assert [naam for naam in namen if naam in volgorde] == volgorde
    assert any(naam.startswith("jaar ") for naam in namen)
    assert any(naam.startswith("Neem het gewogen gemiddelde over") for naam in namen)


_NAAM_VAN_FOCUS = """() => {
  const element = document.activeElement;
  const label = element.labels && element.labels[0] ? element.labels[0].innerText : "";
  return (label || element.getAttribute("aria-label") || element.innerText || "").trim();
}"""


def _controleer(pagina: Page, rapport: Normrapport, onderwerp: Onderwerp, jaren: list[int], norm: int, band: str):
    """The page shows exactly what the library counts for this choice."""
    woorden = " en ".join(map(str, jaren))
    kop = pagina.locator(".nwv-kop")
    expect(kop).to_contain_text(f"{rapport.naam_onderwerp(onderwerp)}, {woorden}.")
    expect(kop).to_contain_text(re.compile(rf"norm van (minstens|hoogstens) {norm}\s%:"))
    verwacht = volgens_de_bibliotheek(rapport, onderwerp, jaren, "basis", norm / 100, band)
    for naam, aantal in verwacht.items():
        expect(pagina.locator(f".nwv li[data-oordeel='{naam}'] .nwv-getal")).to_have_text(str(aantal))
    expect(pagina.locator(".nwv figcaption")).to_contain_text(f"{rapport.naam_onderwerp(onderwerp)}, {woorden}:")


def _andere_norm(rapport: Normrapport, onderwerp: Onderwerp, jaar: int, norm: int) -> int:
    """The nearest whole percent at which the counts are others."""
    nu = volgens_de_bibliotheek(rapport, onderwerp, [jaar], "basis", norm / 100, "trechter")
    keuzes = sorted(range(1, 100), key=lambda ander: (abs(ander - norm), ander))
    return next(
        ander for ander in keuzes
        if volgens_de_bibliotheek(rapport, onderwerp, [jaar], "basis", ander / 100, "trechter") != nu
    )  # fmt: skip


def _norm(pagina: Page) -> int:
    return int(pagina.get_by_label("Norm in hele procenten").input_value())


def _trechter(pagina: Page) -> str:
    return pagina.locator(".nwv figure img").get_attribute("src")


def _codecellen(notebook) -> list:
    return [cel for cel in notebook.cells if cel.cell_type == "code"]


def _check_bewaard(pagina: Page, bestand: Path, aantal: int) -> None:
    """Save from the menu, and read in the file that every cell ran and none failed."""
    pagina.get_by_role("menuitem", name="File", exact=True).click()
    pagina.get_by_role("menuitem", name=re.compile("^Save Notebook( |$)")).first.click()
    tot = time.monotonic() + GEDULD / 1000
    while True:
        tekst = bestand.read_text(encoding="utf-8")  # empty at the moment that it is being written
        cellen = _codecellen(nbformat.reads(tekst, as_version=4)) if tekst.rstrip().endswith("}") else []
        if cellen and [cel.execution_count for cel in cellen] == list(range(1, aantal + 1)):
            break
        assert time.monotonic() < tot, "het notebook is niet bewaard"
        time.sleep(0.1)
    uitvoer = [uit for cel in cellen for uit in cel.outputs]
    assert not [uit for uit in uitvoer if uit.output_type == "error"]
    assert not [uit for uit in uitvoer if uit.output_type == "stream" and uit.name == "stderr"]
