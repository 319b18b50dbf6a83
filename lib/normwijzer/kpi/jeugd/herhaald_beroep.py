"""K32 `herhaald_beroep`: no new jeugdhulp after the end (001; `kpi-specificatie` 5.6, 5.18)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import OPEN, add_months, union
from ..groep import contractjaar
from .neven import make_neven
from .rijen import bound_fraction, is_assessable, is_definitief, make_rijen
from .zorg import Zorg

K32 = "herhaald_beroep"


def count_herhaald_beroep(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of K32; waarde is the share WITHOUT a new start. Unit: spell of jeugdhulp of one jeugdige."""
    einden = judge_einden(zorg, jaar, opties)
    rijp = einden[einden.beoordeelbaar]
    teller, noemer = int(rijp.gelukt.sum()), len(rijp)
    return make_rijen(
        teller,
        noemer,
        eenheid="fractie",
        definitief=is_definitief(zorg, jaar, opties, maanden=opties["k32_venster"]),
        grenzen=bound_fraction(teller, noemer, len(einden) - noemer),
    )


def side_herhaald_beroep(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside K32: met_nieuwe_start (the complement) and niet_beoordeelbaar (of all spells that ended in the year)."""
    einden = judge_einden(zorg, jaar, opties)
    rijp = einden[einden.beoordeelbaar]
    return [
        make_neven(K32, "met_nieuwe_start", int((~rijp.gelukt).sum()), len(rijp)),
        make_neven(K32, "niet_beoordeelbaar", len(einden) - len(rijp), len(einden)),
    ]


def judge_einden(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Spells of jeugdhulp with their last day in the year: client, begin, einde, gelukt (as known at K), beoordeelbaar.

    Spell: union of all delivery periods of products with a soort, ambulant and TOM included, that overlap or adjoin.
    gelukt: no next spell that begins by add_months(einde, k32_venster).
    """
    venster = contractjaar(jaar)
    p = zorg.perioden[zorg.perioden.soort.ne("")]
    hulp = union(p.client, p.begin, p.einde, dagen=1).rename(columns={"sleutel": "client"})
    zelfde = hulp.client.eq(hulp.client.shift(-1)).to_numpy()
    volgende = np.where(zelfde, hulp.begin.shift(-1, fill_value=OPEN), OPEN)
    maanden = opties["k32_venster"]
    hulp = hulp.assign(
        gelukt=volgende > np.minimum(add_months(hulp.einde.to_numpy(), maanden), OPEN - 1),
        beoordeelbaar=is_assessable(zorg, hulp.einde, opties, maanden),
    )
    return hulp[hulp.einde.between(venster.begin, venster.einde)].reset_index(drop=True)
