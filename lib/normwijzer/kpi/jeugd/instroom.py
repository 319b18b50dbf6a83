"""J15: for how many of the verblijfsperioden that began it was the first time (001; `kpi-specificatie` 5.35)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import add_months, dagnummer
from .afsluiting import equal_lookback
from .neven import make_neven
from .rijen import is_definitief, make_rijen
from .verblijfsperioden import make_verblijfsperioden
from .zorg import Zorg

J15 = "eerste_keer_verblijf"


def count_eerste_keer(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of J15: noemer = periods with their first day in the year, however they ended; teller = first times."""
    begonnen = list_begun(zorg, jaar, opties)
    return make_rijen(
        begonnen.eerste.sum(), len(begonnen), eenheid="fractie", definitief=is_definitief(zorg, jaar, opties)
    )


def list_begun(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Verblijfsperioden with their first day in the year: columns of `make_verblijfsperioden` and bool eerste.

    eerste: no earlier period of the jeugdige with a last day on or after begin minus terugkijk_maanden. The one just
    before decides: it ended the latest.
    """
    perioden = make_verblijfsperioden(zorg, opties)
    zelfde = perioden.client.to_numpy()[1:] == perioden.client.to_numpy()[:-1]
    recent = perioden.einde.to_numpy()[:-1] >= add_months(perioden.begin, -opties["terugkijk_maanden"])[1:]
    eerder = np.append(np.zeros(min(1, len(perioden)), dtype=bool), zelfde & recent)
    begonnen = perioden.begin.between(dagnummer(jaar, 1, 1), dagnummer(jaar, 12, 31))
    return perioden.assign(eerste=~eerder)[begonnen].reset_index(drop=True)


def side_eerste_keer(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J15: gelijke_terugkijk (looking back no longer than the base year can, see `equal_lookback`) and
    links_afgekapt (begins that may lie before the data)."""
    gelijk = {"terugkijk_maanden": min(opties["terugkijk_maanden"], equal_lookback(zorg))}
    begonnen = list_begun(zorg, jaar, {**opties, **gelijk})
    return [
        make_neven(J15, "gelijke_terugkijk", begonnen.eerste.sum(), len(begonnen)),
        make_neven(J15, "links_afgekapt", begonnen.links_afgekapt.sum()),
    ]
