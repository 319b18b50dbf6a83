"""Formulas on numbers: no frames of the domain, no meaning."""

from .aandeel import wilson
from .overleving import Overleving, kaplan_meier

__all__ = ["Overleving", "kaplan_meier", "wilson"]
