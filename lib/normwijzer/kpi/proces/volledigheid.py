"""How much of a care month has been claimed after so many months: the curve of completeness."""

import numpy as np
import pandas as pd

from .basis import Basis
from .regels import AFGEWEZEN, count_distinct, month_number, of_zorgjaar, sum_groups
from .zaken import WETTEN

KOLOMMEN = ("wet", "maand", "ouderdom", "bedrag", "totaal", "aandeel", "volgroeid", "clienten")
OUDST = 12
"""Months after which a care month is called grown up; what comes later is counted at this age."""


def count_volledigheid(basis: Basis) -> pd.DataFrame:
    """Frame `volledigheid`: lines that were not rejected, with the first day of their ProductPeriode in the year.

    One row per wet (empty = both), maand (1–12, of that first day) and ouderdom: months from the care month to the
    month of the Dagtekening of the 323, 0 when that is not later, 12 for 12 or more. A credit counts in the month of
    its own 323. Rows run from 0 to the age that the month has reached at K (at most 12), and so end at totaal; the last
    month may not be over yet on K. A month without such a line, and everything when K is not known, has no rows.
    bedrag: claimed up to and including that age, whole cents, credits negative. totaal: the same, all known at K.
    aandeel: bedrag / totaal, can exceed 1 when credits follow; empty when totaal is 0 or negative.
    volgroeid: care month + 12 <= month of K. clienten: distinct clients on the lines up to and including that age.
    """
    regels = of_zorgjaar(basis).tabel
    regels = regels[regels.status.to_numpy() != AFGEWEZEN]
    eerste = (basis.jaar - 1970) * 12
    maand = month_number(regels.begin.to_numpy()) - eerste
    ouderdom = np.clip(month_number(regels.dag.to_numpy()) - eerste - maand, 0, OUDST)
    bereikt = int(month_number(np.array([basis.bekend_op]))[0]) - eerste - np.arange(12)
    delen = []
    for wet in (-1, *range(len(WETTEN))):
        mee = np.ones(len(regels), dtype=bool) if wet < 0 else regels.wet.to_numpy() == wet
        deel = _curve(maand[mee], ouderdom[mee], regels[mee], bereikt)
        delen.append(deel.assign(wet=pd.Series([None if wet < 0 else WETTEN[wet]] * len(deel), dtype="str")))
    return pd.concat(delen, ignore_index=True)[list(KOLOMMEN)]


def _curve(maand: np.ndarray, ouderdom: np.ndarray, regels: pd.DataFrame, bereikt: np.ndarray) -> pd.DataFrame:
    vorm = (12, OUDST + 1)
    groep = maand * vorm[1] + ouderdom
    som = sum_groups(groep, vorm[0] * vorm[1], {"bedrag": regels.bedrag.to_numpy()})["bedrag"].reshape(vorm)
    bedrag = som.cumsum(axis=1)
    nieuw = _first_ages(maand, ouderdom, regels.client.to_numpy(), vorm)
    met_regel = np.bincount(maand, minlength=12) > 0
    toont = met_regel[:, None] & (np.arange(vorm[1]) <= np.maximum(bereikt, 0)[:, None])
    rij, leeftijd = np.nonzero(toont)
    totaal = bedrag[rij, -1]
    aandeel = np.divide(bedrag[rij, leeftijd], totaal, out=np.full(len(rij), np.nan), where=totaal > 0)
    return pd.DataFrame(
        {
            "maand": pd.Series(rij + 1, dtype="Int64"),
            "ouderdom": leeftijd,
            "bedrag": bedrag[rij, leeftijd],
            "totaal": totaal,
            "aandeel": aandeel,
            "volgroeid": (bereikt >= OUDST)[rij],
            "clienten": nieuw.cumsum(axis=1)[rij, leeftijd],
        }
    )


def _first_ages(maand: np.ndarray, ouderdom: np.ndarray, client: np.ndarray, vorm: tuple[int, int]) -> np.ndarray:
    """Per care month and age the clients who are first claimed for at that age."""
    volgorde = np.argsort(ouderdom, kind="stable")
    volgorde = volgorde[client[volgorde] >= 0]
    breedte = int(client.max(initial=-1)) + 1
    paar = maand[volgorde] * max(breedte, 1) + client[volgorde]
    eerste = volgorde[~pd.Series(paar).duplicated().to_numpy()]
    groep = maand[eerste] * vorm[1] + ouderdom[eerste]
    return count_distinct(groep, np.arange(len(eerste)), vorm[0] * vorm[1]).reshape(vorm)
