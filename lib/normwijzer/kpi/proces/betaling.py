"""A10: how long the gemeente takes to pay what it approved, from its own registration."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import OPEN, Koppeling, to_dagen
from ...toestand.vector import groepnummers, voeg_samen
from .basis import Basis
from .klok import judge_cases, make_klok
from .zaken import Zaken

KPI = "tijdig_betalen"
BESTAND = "betalingen"
WERKDAGEN, KALENDERDAGEN = 10, 14


def make_zaken(basis: Basis, opties: Mapping[str, Any]) -> Zaken | None:
    """One case per 323 with an approved amount above 0 whose deciding 325 falls in the year. None without registration.

    tot: first day on which what was paid on its declaratienummer reaches all that had been approved on that number, up
    to and including this 323 (see `_paid_on`).
    """
    bron = basis.registration(BESTAND)
    if bron is None:
        return None
    kop = basis.declaraties
    toegekend = basis.toestand.declaraties.toegekend.fillna(0).to_numpy(dtype="int64")
    rijen = np.flatnonzero(basis.in_year(kop.antwoord.to_numpy()) & (toegekend > 0))
    eigen = kop.take(rijen)
    tot = basis.remember(KPI, lambda: _paid_on(basis, bron))[rijen]
    personen = basis.remember(f"{KPI}_clienten", lambda: basis.clients_of(rijen))
    dag = eigen.antwoord.to_numpy()
    klok = make_klok(opties, WERKDAGEN, KALENDERDAGEN)
    return judge_cases(KPI, klok, basis, eigen, dag, dag, tot, personen=personen)


def _paid_on(basis: Basis, bron: pd.DataFrame) -> np.ndarray:
    """Per 323 of the state the first day at or before K on which it is wholly paid; `OPEN` = not.

    Payments are by (wet, gemeente, agb, declaratienummer); so are approved amounts, taken in order of the answer that
    decides and then of identificatie. A payment that is reclaimed later does not undo the day that was reached.
    """
    bron = bron[to_dagen(bron.datum_betaling) <= basis.bekend_op]
    declaraties = basis.toestand.declaraties
    n = len(declaraties)
    samen = groepnummers(
        [
            *(np.concatenate([basis.declaraties[k].to_numpy(), code]) for k, code in basis.codes(bron).items()),
            voeg_samen(declaraties.declaratienummer.astype("str"), bron.declaratienummer.astype("str")),
        ]
    )
    nodig = _cumulated(
        samen[:n],
        [basis.declaraties.antwoord.to_numpy(), groepnummers([declaraties.identificatie])],
        declaraties.toegekend.fillna(0).to_numpy(dtype="int64"),
    )
    dag = to_dagen(bron.datum_betaling)
    betaald = pd.DataFrame({"groep": samen[n:], "dag": dag, "bedrag": bron.bedrag.to_numpy(dtype="int64")})
    betaald = betaald.groupby(["groep", "dag"], as_index=False).bedrag.sum()
    stand = betaald.groupby("groep").bedrag.cumsum().to_numpy()
    zonder_nummer = declaraties.declaratienummer.isna().to_numpy()
    links, rechts = Koppeling(betaald.groep.to_numpy()).pairs(np.where(zonder_nummer, -1, samen[:n]))
    bereikt = stand[rechts] >= nodig[links]
    uit = np.full(n, OPEN, dtype="int64")
    np.minimum.at(uit, links[bereikt], betaald.dag.to_numpy()[rechts[bereikt]])
    return uit


def _cumulated(groep: np.ndarray, volgorde: list[np.ndarray], bedrag: np.ndarray) -> np.ndarray:
    """Sum of `bedrag` within the group, up to and including each row in that order."""
    rijen = np.lexsort((*volgorde[::-1], groep))
    som = pd.Series(bedrag[rijen]).groupby(groep[rijen]).cumsum().to_numpy()
    uit = np.empty(len(bedrag), dtype="int64")
    uit[rijen] = som
    return uit
