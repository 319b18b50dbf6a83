"""Two sets of axes beside each other, in the style of all figures."""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from normwijzer.rapport import opmaak

DPI = 90
_LANGSTE_NAAM = 26


def panelen(hoogte: float, verhouding: Sequence[float] = (1, 1)) -> tuple[Figure, Sequence]:
    """Empty figure with as many sets of axes as there are ratios."""
    figuur = Figure(figsize=(9.6, hoogte), dpi=DPI, layout="constrained")
    assen = figuur.subplots(1, len(verhouding), width_ratios=list(verhouding), squeeze=False)[0]
    for deel in assen:
        deel.spines[["top", "right"]].set_visible(False)
        deel.set_axisbelow(True)
        deel.tick_params(labelsize=8.5)
    return figuur, assen


def in_procenten(as_, *, raster: str) -> None:
    """Whole percents at the ticks of one axis, with a light grid along it."""
    as_.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.procent(waarde, 0)))
    as_.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    as_.axes.grid(axis=raster, color="#D9D9D9", linewidth=0.6)


def in_aantallen(as_) -> None:
    """Whole numbers at the ticks of one axis."""
    as_.set_major_locator(MaxNLocator(6, integer=True))
    as_.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde)))


def kort(naam: str) -> str:
    """A name that fits beside an axis."""
    return naam if len(naam) <= _LANGSTE_NAAM else f"{naam[: _LANGSTE_NAAM - 1].rstrip()}…"
