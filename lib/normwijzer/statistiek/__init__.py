"""Formulas on numbers: no frames of the domain, no meaning."""

from .aandeel import wilson
from .optellen import mean_exact, sum_exact
from .overleving import Overleving, kaplan_meier

__all__ = ["Overleving", "kaplan_meier", "mean_exact", "sum_exact", "wilson"]
