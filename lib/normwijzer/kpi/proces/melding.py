"""A4 and A5: start and stop reported in time (`kpi-specificatie` 5.3, 5.9, 5.11 to 5.13, 5.47)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import OPEN, to_dagen
from .basis import Basis
from .klok import judge_cases, make_klok
from .zaken import Zaken, make_clienten

START, STOP = "tijdig_startbericht", "tijdig_stopbericht"
WERKDAGEN, KALENDERDAGEN = 5, 7
_PERIODEN = "leverperioden_op_toewijzing"


def make_start(basis: Basis, opties: Mapping[str, Any]) -> Zaken:
    """One case per delivery period with Begindatum in the year, not on a deleted toewijzing; until its first 305.

    van: Begindatum, or the day the toewijzing was first sent when that is later (option terugwerkend letterlijk:
    always Begindatum). ONTBREEKT: the period is only known from a stop, or nothing tells when its start was reported.
    """
    p = _periods(basis)
    p = p[basis.in_year(p.begin.to_numpy())]
    begin, tot = p.begin.to_numpy(), p.start_gemeld.to_numpy()
    bekend = p.bekend_sinds.to_numpy()
    later = opties["terugwerkend"] == "op271"
    van = np.where(later & (bekend < OPEN), np.maximum(begin, bekend), begin)
    van = np.where(p.heeft_start & (tot < OPEN), van, OPEN)
    return judge_cases(START, make_klok(opties, WERKDAGEN, KALENDERDAGEN), basis, p, begin, van, tot)


def make_stop(basis: Basis, opties: Mapping[str, Any]) -> Zaken:
    """One case per delivery period with a stop whose Einddatum lies in the year, not on a deleted toewijzing.

    The temporary stop, or without one the definitive stop (a definitive stop after a temporary one is left out: nobody
    knows since when the aanbieder knew). tot: when a stop of that kind was first reported. ONTBREEKT: nothing tells
    when, or the toewijzing ran out in the year without a stop message.
    """
    p = _periods(basis)
    einde = p.gestopt.to_numpy()
    p = p[basis.in_year(einde)]
    einde, tot = p.gestopt.to_numpy(), p.stop_gemeld.to_numpy()
    van = np.where(tot < OPEN, einde, OPEN)
    return judge_cases(STOP, make_klok(opties, WERKDAGEN, KALENDERDAGEN), basis, p, einde, van, tot)


def _periods(basis: Basis) -> pd.DataFrame:
    """Delivery periods not on a deleted toewijzing, impossible ones included; days as numbers (`OPEN` = none).

    gestopt: Einddatum of the stop that A5 looks at, or the Einddatum of the toewijzing that ended it unreported.
    """
    return basis.remember(_PERIODEN, lambda: _make_periods(basis))


def _make_periods(basis: Basis) -> pd.DataFrame:
    p = basis.toestand.leverperioden
    codes = basis.codes(p)
    rij = basis.toewijzingen.find(codes["wet"], codes["gemeente"], p.toewijzingnummer)
    tijdelijk, definitief = to_dagen(p.tijdelijk_gestopt_op), to_dagen(p.definitief_gestopt_op)
    begin, einde = to_dagen(p.begindatum), to_dagen(p.einde_effectief)
    # What began after its toewijzing had run out never ran (5.26): it misses no stop.
    is_tijdelijk, zonder = tijdelijk < OPEN, p.einde_afgeleid.to_numpy(dtype=bool) & (begin <= einde)
    gemeld = np.where(is_tijdelijk, to_dagen(p.dagtekening_tijdelijk), to_dagen(p.dagtekening_definitief))
    tabel = pd.DataFrame(
        {
            **codes,
            "client": make_clienten(p.client),
            "begin": begin,
            "heeft_start": p.heeft_start.to_numpy(dtype=bool),
            "start_gemeld": to_dagen(p.dagtekening_start),
            "gestopt": np.where(zonder, einde, np.where(is_tijdelijk, tijdelijk, definitief)),
            "stop_gemeld": np.where(zonder, OPEN, gemeld),
            "bekend_sinds": basis.toewijzingen.known_since(rij),
        }
    )
    return tabel[~basis.toewijzingen.is_deleted(rij)]
