"""J11 `gezinsgericht`: pleegzorg and gezinshuis as a share of verblijf (001; `kpi-specificatie` 4.2)."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .aantallen import in_zorg, on_day, select_soorten
from .etmalen import select_etmalen
from .neven import make_neven
from .rijen import is_definitief, make_rijen
from .zorg import GEZINSGERICHT, Zorg

J11 = "gezinsgericht"


def count_gezinsgericht(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of J11.

    Option gewicht: jeugdigen of the year, of its last day, or net claimed etmalen. Those last can be less than 0 for
    one soort, so they have no interval; waarde is empty unless their total is above 0.
    """
    teller, noemer = (_weigh(zorg, soorten, jaar, opties) for soorten in _soorten(opties))
    interval = opties["gewicht"] != "etmalen"
    definitief = is_definitief(zorg, jaar, opties)
    return make_rijen(teller, noemer, eenheid="fractie", definitief=definitief, interval=interval)


def side_gezinsgericht(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J11: in_pleegzorg and in_gezinshuis, of the same noemer. Somebody can be in both."""
    gekozen, alle = _soorten(opties)
    noemer = _weigh(zorg, alle, jaar, opties)
    return [make_neven(J11, f"in_{soort}", _weigh(zorg, (soort,), jaar, opties), noemer) for soort in gekozen]


def _soorten(opties: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(gezinsgericht, all) as far as they are verblijf under the options."""
    alle = select_soorten(opties)
    return tuple(soort for soort in alle if soort in GEZINSGERICHT), alle


def _weigh(zorg: Zorg, soorten: tuple[str, ...], jaar: int, opties: Mapping[str, Any]) -> float:
    if opties["gewicht"] == "etmalen":
        return float(select_etmalen(zorg, soorten, jaar).etmalen.sum())
    kies = on_day if opties["gewicht"] == "peildatum" else in_zorg
    return float(kies(zorg, soorten, jaar).client.nunique())
