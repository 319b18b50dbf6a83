"""A2: how long the gemeente takes over a request for care, from its own registration."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import OPEN, to_dagen
from .basis import Basis
from .klok import Klok, judge_cases
from .zaken import Zaken

KPI = "beoordeling_aanvraag"
BESTAND = "aanvragen"
TERMIJN = 56


def make_zaken(basis: Basis, opties: Mapping[str, Any]) -> Zaken | None:
    """One case per aanvraag received in the year and known at K; None without registration.

    No wet and no aanbieder; each aanvraag is taken for another client. van: day of receipt, moved up by the suspension
    unless option opschorting says negeren. An end after K has not happened yet.
    """
    bron = basis.registration(BESTAND)
    if bron is None:
        return None
    ontvangst = to_dagen(bron.datum_ontvangst)
    rijen = np.flatnonzero(basis.in_year(ontvangst) & (ontvangst <= basis.bekend_op))
    ontvangst, eigen = ontvangst[rijen], bron.take(rijen)
    einde = to_dagen(eigen.datum_einde_melding)
    pauze = 0 if opties["opschorting"] == "negeren" else eigen.opschorting_dagen.to_numpy(dtype="int64")
    tot = np.where(einde > basis.bekend_op, OPEN, einde)
    wie = pd.DataFrame({**basis.codes(eigen, ("gemeente",)), "client": np.arange(len(eigen))})
    return judge_cases(KPI, Klok(TERMIJN), basis, wie, ontvangst, ontvangst + pauze, tot)
