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

_STIJL = {"figsize": (8.0, 4.8), "dpi": 110, "layout": "constrained"}


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
    """Figure with caption and alternative text, and below it the table it was drawn from."""
    gegevens = base64.b64encode(als_png(figuur, kleuren)).decode("ascii")
    return (
        f'<figure>\n<img alt="{escape(alt, quote=True)}" src="data:image/png;base64,{gegevens}">\n'
        f"<figcaption>{escape(bijschrift)}</figcaption>\n</figure>\n"
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
