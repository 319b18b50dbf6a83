"""Terms: how long something took, whether that was on time, and whether it can still be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ...perioden import OPEN
from ...perioden.werkdagen import Kalender
from .basis import Basis
from .zaken import GEEN_DUUR, NOG_NIET, ONTBREEKT, OP_TIJD, TE_LAAT, Zaken, make_tabel


@dataclass(frozen=True)
class Klok:
    """A term of so many days; the day after `van` is day 1. kalender: whose working days; None = calendar days."""

    dagen: int
    kalender: Kalender | None = None

    @property
    def eenheid(self) -> str:
        return "dagen" if self.kalender is None else "werkdagen"

    def duration(self, van: ArrayLike, tot: ArrayLike) -> np.ndarray:
        """(Working) days after van up to and including tot, 0 when tot is no later; `OPEN` for an open tot."""
        if self.kalender is not None:
            return self.kalender.werkdagen(van, tot)
        van, tot = np.asarray(van, dtype="int64"), np.asarray(tot, dtype="int64")
        return np.where(tot >= OPEN, OPEN, np.maximum(tot - van, 0))

    def last_day(self, van: ArrayLike) -> np.ndarray:
        """The last (working) day of the term; `OPEN` stays `OPEN`."""
        if self.kalender is not None:
            return self.kalender.plus(van, self.dagen)
        van = np.asarray(van, dtype="int64")
        return np.where(van >= OPEN, OPEN, van + self.dagen)


def make_klok(opties: Mapping[str, Any], werkdagen: int, kalenderdagen: int) -> Klok:
    """The term by the options termijn, bevrijdingsdag, goede_vrijdag and extra_dagen."""
    if opties["termijn"] == "kalenderdagen":
        return Klok(kalenderdagen)
    return Klok(werkdagen, Kalender(opties["bevrijdingsdag"], opties["goede_vrijdag"], tuple(opties["extra_dagen"])))


def judge_cases(
    kpi: str,
    klok: Klok,
    basis: Basis,
    wie: pd.DataFrame,
    dag: np.ndarray,
    van: np.ndarray,
    tot: np.ndarray,
    **over: Any,
) -> Zaken:
    """Zaken with one case per row of `wie`, from van to tot within the term; see `judge`.

    Args:
        wie: those of the columns wet, aanbieder, gemeente and client that are known. dag: decides the year.
        over: personen of `Zaken`.
    """
    kolommen = {k: wie[k].to_numpy() for k in ("wet", "aanbieder", "gemeente", "client") if k in wie}
    tabel = make_tabel(len(wie), **kolommen, dag_van_jaar=dag, **judge(klok, van, tot, basis.bekend_op))
    return Zaken(kpi, klok.eenheid, basis.namen, tabel, **over)


def judge(klok: Klok, van: np.ndarray, tot: np.ndarray, bekend_op: int) -> dict[str, np.ndarray]:
    """Columns van, tot, uiterlijk, stand and duur of cases.

    Without van a case cannot be judged (ONTBREEKT). What has not happened (tot `OPEN`) is late when the term has run
    out at K, else NOG_NIET.

    Args:
        van, tot: day numbers, `OPEN` = none.
    """
    bekend, klaar = van < OPEN, tot < OPEN
    duur = klok.duration(van, np.where(klaar, tot, bekend_op))
    laat = duur > klok.dagen
    stand = np.select([~bekend, laat, klaar], [ONTBREEKT, TE_LAAT, OP_TIJD], NOG_NIET)
    duur = np.where(bekend & klaar, duur, GEEN_DUUR)
    return {"van": van, "tot": tot, "uiterlijk": klok.last_day(van), "stand": stand, "duur": duur}
