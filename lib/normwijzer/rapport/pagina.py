"""An executed notebook as one self-contained HTML page."""

import re
from html import unescape
from itertools import count
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from normwijzer.rapport.kaal import bladvoet, noem_gebieden, stijl

MAP = Path(__file__).parent
_H1 = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_H2 = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_PLAATS = "<!-- inhoud -->"


def maak_pagina(notebook: nbformat.NotebookNode) -> str:
    """HTML of an executed notebook: its headings and displayed HTML, no code, no printed text, no metadata.

    The title is the h1 that the notebook shows; the table of contents holds its h2's.

    Raises:
        ValueError: the notebook shows not exactly one h1 (then it has not run completely).
    """
    koppen = _titels(notebook)
    if len(koppen) != 1:
        raise ValueError(f"een rapport heeft precies één h1, dit notebook {len(koppen)}")
    exporter = HTMLExporter(
        template_name="normwijzer",
        extra_template_basedirs=[str(MAP / "sjabloon")],
        exclude_input=True,
        exclude_anchor_links=True,
    )
    hulp = {
        "titel": koppen[0],
        "stijl": f"{stijl()}\n{bladvoet(koppen[0])}",
        "voet": "Gemaakt met Normwijzer uit het iWmo/iJw-berichtenverkeer.",
    }
    pagina, _ = exporter.from_notebook_node(notebook, resources=hulp)
    regels = [regel.rstrip() for regel in noem_gebieden(_met_inhoud(pagina)).splitlines()]
    return "\n".join(regel for regel in regels if regel) + "\n"


def _titels(notebook: nbformat.NotebookNode) -> list[str]:
    teksten = [
        uitvoer["data"]["text/html"]
        for cel in notebook.cells
        for uitvoer in cel.get("outputs", [])
        if "text/html" in uitvoer.get("data", {})
    ]
    return [unescape(kop) for tekst in teksten for kop in _H1.findall(tekst)]


def _met_inhoud(pagina: str) -> str:
    """Give every h2 an anchor and list them where the template asks for it."""
    koppen = _H2.findall(pagina)
    nummers = count(1)
    pagina = _H2.sub(lambda gevonden: f'<h2 id="deel-{next(nummers)}">{gevonden.group(1)}</h2>', pagina)
    lijst = "\n".join(f'<li><a href="#deel-{nummer}">{kop}</a></li>' for nummer, kop in enumerate(koppen, start=1))
    return pagina.replace(_PLAATS, lijst)
