"""Figures: PNG inside the page, with alternative text and the table behind it."""

import base64
import io
from html import escape

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from PIL import Image

from normwijzer.rapport import opmaak
from normwijzer.rapport.tabel import Tabel, als_html

# Contrast on white at least 3:1 for marks; shape and dash always tell the same as colour.
BLAUW, ROOD, GROEN, GRIJS, ZWART = "#01689B", "#B3261E", "#275937", "#696969", "#1A1A1A"

MERKEN = [("o", BLAUW), ("s", ROOD), ("^", GROEN), ("D", GRIJS), ("P", ZWART)]
"""Shape and colour per perceel."""

_KLEUREN = 32
"""Enough for five colours of marks with their soft edges."""

WEINIG_KLEUREN = 24
"""Enough for lines in four colours: a smaller file that looks the same."""

_PAST_ALTIJD = 4.5
"""Inches: a figure that is no wider can be read on a telephone as it is."""

_SCHUIF = "Figuur: schuif opzij waar hij niet past"

# Sharp at the width of the page and half the bytes of a figure for print: a report with forty of them can be mailed.
_STIJL = {"figsize": (8.0, 4.8), "dpi": 100, "layout": "constrained"}


def nieuwe_figuur(**anders) -> tuple[Figure, object]:
    """Empty figure with one set of axes: percentages upward, light grid, no frame on top and right."""
    figuur = Figure(**{**_STIJL, **anders})
    assen = figuur.subplots()
    assen.spines[["top", "right"]].set_visible(False)
    assen.grid(axis="y", color="#D9D9D9", linewidth=0.6)
    assen.set_axisbelow(True)
    assen.yaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.procent(waarde, 0)))
    return figuur, assen


def html_figuur(figuur: Figure, alt: str, bijschrift: str, tabel: Tabel, *, kleuren: int = _KLEUREN) -> str:
    """Figure with caption and alternative text, and below it the table it was drawn from.

    A wide figure stays readable on a narrow screen: it scrolls sideways, also with the keyboard.
    """
    gegevens = base64.b64encode(als_png(figuur, kleuren)).decode("ascii")
    beeld = f'<img alt="{escape(alt, quote=True)}" src="data:image/png;base64,{gegevens}">'
    if figuur.get_figwidth() > _PAST_ALTIJD:
        beeld = f'<div class="beeld" role="group" aria-label="{_SCHUIF}" tabindex="0">{beeld}</div>'
    return (
        f"<figure>\n{beeld}\n<figcaption>{escape(bijschrift)}</figcaption>\n</figure>\n"
        f"<details>\n<summary>De cijfers achter deze figuur</summary>\n{als_html(tabel)}\n</details>"
    )


def als_png(figuur: Figure, kleuren: int = _KLEUREN) -> bytes:
    """The figure as PNG with a palette, a third of the size of full colour. The same figure gives the same bytes."""
    doek = FigureCanvasAgg(figuur)
    doek.draw()
    breed, hoog = doek.get_width_height(physical=True)
    vlak = Image.frombuffer("RGBA", (breed, hoog), doek.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")
    beeld = io.BytesIO()
    # No metadata: neither a program version nor a date belongs in a shared file.
    # Few colours far apart: a thin line keeps its own, however few pixels it has.
    manier = Image.Quantize.MAXCOVERAGE if kleuren <= WEINIG_KLEUREN else Image.Quantize.MEDIANCUT
    vlak.quantize(kleuren, method=manier, dither=Image.Dither.NONE).save(beeld, format="PNG", optimize=True)
    return beeld.getvalue()
