"""Statistics for norms: control limits of a funnel plot, control charts in time."""

from normwijzer.normen.spc import MINSTE_PUNTEN, Regel, kies_kaart, overspreiding, p_chart, regels, xmr
from normwijzer.normen.trechter import GRENZEN, grens_exact, grens_gesloten, trechtergrenzen

__all__ = [
    "GRENZEN",
    "MINSTE_PUNTEN",
    "Regel",
    "grens_exact",
    "grens_gesloten",
    "kies_kaart",
    "overspreiding",
    "p_chart",
    "regels",
    "trechtergrenzen",
    "xmr",
]
