"""A9: how long the gemeente takes over a claim (`kpi-specificatie` 5.9, 5.14)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from .basis import Basis
from .klok import judge_cases, make_klok
from .zaken import Zaken

KPI = "beoordeling_declaratie"
WERKDAGEN, KALENDERDAGEN = 10, 14


def make_zaken(basis: Basis, opties: Mapping[str, Any]) -> Zaken:
    """One case per 323 of the year, from its Dagtekening to that of its first 325."""
    kop = basis.declaraties
    rijen = np.flatnonzero(basis.in_year(kop.dag.to_numpy()))
    eigen = kop.take(rijen)
    dag, tot = eigen.dag.to_numpy(), eigen.eerste_antwoord.to_numpy()
    personen = basis.remember(KPI, lambda: basis.clients_of(rijen))
    klok = make_klok(opties, WERKDAGEN, KALENDERDAGEN)
    return judge_cases(KPI, klok, basis, eigen, dag, dag, tot, personen=personen)
