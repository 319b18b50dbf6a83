"""Which verblijfsperioden ended in a year, which of them count, which can be judged (`kpi-specificatie` 5.5, 5.6)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import OPEN, add_months, dagnummer
from .intervallen import Keuzes
from .rijen import is_assessable
from .verblijfsperioden import make_verblijfsperioden
from .zorg import BASISJAAR, Zorg

MEESTE_TERUGKIJK = 60

_KEUZES = (
    *Keuzes.__dataclass_fields__, "vorm_toewijzing", "negeer_contractovergang", "jaar_op", "administratief_einde",
    "uitstroom_18", "einde_zonder_stop", "eenheid", "registratielag_dagen",
)  # fmt: skip
"""Options that decide about the ended periods; those that agree on them share one table."""


def list_ended(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Every verblijfsperiode that ended in the year (option jaar_op), whether it counts or not.

    Columns of `make_verblijfsperioden`, and bool telt (not left out by administratief_einde, uitstroom_18,
    einde_zonder_stop; of those only the last one per jeugdige under eenheid = jeugdige) and beoordeelbaar (5.6).
    Default index.
    """
    sleutel = ("einden", jaar, *((naam, opties.get(naam)) for naam in _KEUZES))
    if sleutel not in zorg.geheugen:
        zorg.geheugen[sleutel] = _judge(zorg, jaar, opties)
    return zorg.geheugen[sleutel]


def list_counted(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The ended periods that count, with column mee: in the figure itself.

    Not mee are those that cannot be judged yet, unless onvolledig = als_uitstroom; they make up the bounds.
    """
    einden = list_ended(zorg, jaar, opties)
    einden = einden[einden.telt].reset_index(drop=True)
    return einden.assign(mee=einden.beoordeelbaar | (opties["onvolledig"] == "als_uitstroom"))


def equal_lookback(zorg: Zorg, basisjaar: int = BASISJAAR) -> int:
    """Whole months from the first day of the data to 1 January of the base year: 0 at least, 60 at most."""
    maanden = np.arange(MEESTE_TERUGKIJK + 1)
    return max(0, int((add_months(zorg.eerste_dag, maanden) <= dagnummer(basisjaar, 1, 1)).sum()) - 1)


def _judge(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    perioden = make_verblijfsperioden(zorg, opties)
    dag = perioden.bekend_einde if opties["jaar_op"] == "dagtekening" else perioden.einde
    in_jaar = dag.between(dagnummer(jaar, 1, 1), dagnummer(jaar, 12, 31)) & (perioden.einde < OPEN)
    einden = perioden[in_jaar].reset_index(drop=True)
    telt = np.ones(len(einden), dtype=bool)
    if opties["administratief_einde"] == "uitsluiten":
        telt &= ~einden.administratief.to_numpy()
    if opties["uitstroom_18"] == "uitsluiten":
        telt &= ~einden.achttien.to_numpy()
    if opties["einde_zonder_stop"] == "uitsluiten":
        telt &= ~einden.afgeleid.to_numpy()
    if opties["eenheid"] == "jeugdige":
        telt &= _last_of_client(einden, telt)
    return einden.assign(telt=telt, beoordeelbaar=is_assessable(zorg, einden.einde, opties))


def _last_of_client(einden: pd.DataFrame, telt: np.ndarray) -> np.ndarray:
    laatste = einden[telt].sort_values(["client", "einde"]).drop_duplicates("client", keep="last").index
    return einden.index.isin(laatste)
