"""J12 and J13: how many aanbieders a verblijfsperiode had when it ended (001; `kpi-specificatie` 5.5, 5.34, 5.37)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from .afsluiting import list_counted
from .duur import side_ended
from .neven import make_neven
from .rijen import bound_fraction, bound_range, is_definitief, make_rijen
from .zorg import Zorg

J12, J13 = "een_verblijfsaanbieder", "aanbieders_per_periode"
MEER = 4
"""From this number of aanbieders on the distribution has one class."""


def count_een_aanbieder(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of J12: teller = ended periods with one aanbieder, noemer = ended periods."""
    perioden = list_counted(zorg, jaar, opties)
    mee = perioden[perioden.mee]
    teller = int((mee.aanbieders == 1).sum())
    return make_rijen(
        teller,
        len(mee),
        eenheid="fractie",
        definitief=is_definitief(zorg, jaar, opties, gat=True),
        grenzen=bound_fraction(teller, len(mee), len(perioden) - len(mee)),
    )


def count_per_periode(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of J13: teller = aanbieders of all ended periods together, noemer = ended periods."""
    perioden = list_counted(zorg, jaar, opties)
    aantal = perioden.aanbieders[perioden.mee]
    grenzen = bound_range(*(deel.mean() if len(deel) else np.nan for deel in (aantal, perioden.aanbieders)))
    return make_rijen(
        aantal.sum(),
        len(aantal),
        eenheid="ratio",
        definitief=is_definitief(zorg, jaar, opties, gat=True),
        grenzen=grenzen,
    )


def side_een_aanbieder(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J12: see `side_ended`."""
    return side_ended(zorg, jaar, opties, J12)


def side_per_periode(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J13: see `side_ended`; and the distribution: the share of periods with aanbieders_1, aanbieders_2,
    aanbieders_3 and aanbieders_4_of_meer."""
    perioden = list_counted(zorg, jaar, opties)
    aantal = np.minimum(perioden.aanbieders[perioden.mee].to_numpy(), MEER)
    namen = {n: f"aanbieders_{n}" if n < MEER else f"aanbieders_{n}_of_meer" for n in range(1, MEER + 1)}
    verdeling = [make_neven(J13, naam, (aantal == n).sum(), len(aantal)) for n, naam in namen.items()]
    return side_ended(zorg, jaar, opties, J13) + verdeling
