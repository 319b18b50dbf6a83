"""Statistics for norms: control limits of a funnel plot."""

from normwijzer.normen.trechter import GRENZEN, grens_exact, grens_gesloten, trechtergrenzen

__all__ = ["GRENZEN", "grens_exact", "grens_gesloten", "trechtergrenzen"]
