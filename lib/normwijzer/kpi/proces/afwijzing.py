"""A6 and A7: a toewijzing that the aanbieder rejects, and what the gemeente then does."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import OPEN, Koppeling, to_dagen
from ..jeugd.neven import make_neven
from .basis import Basis
from .klok import judge_cases, make_klok
from .zaken import Zaken, make_clienten

AFWIJZEN, INTREKKEN = "afwijzen_toewijzing", "intrekken_toewijzing"
BESTAND = "afwijzingen"
WERKDAGEN, KALENDERDAGEN = 5, 7
INGETROKKEN = ("13", "09", "05")
"""RedenWijziging that takes a toewijzing back: deleted, other aanbieder, shortened."""


def make_afwijzen(basis: Basis, opties: Mapping[str, Any]) -> Zaken | None:
    """A6: one case per rejection known at K, since receipt of the toewijzing; None without registration.

    van: datum_ontvangst, else the first Dagtekening of that toewijzing; its year counts. Without either ONTBREEKT, in
    the year of the rejection.
    """
    bron = _rejections(basis)
    if bron is None:
        return None
    van = np.where(bron.ontvangst < OPEN, bron.ontvangst, bron.bekend_sinds)
    dag = np.where(van < OPEN, van, bron.afwijzing)
    mee = basis.in_year(dag)
    klok, tot = make_klok(opties, WERKDAGEN, KALENDERDAGEN), bron.afwijzing.to_numpy()[mee]
    return judge_cases(AFWIJZEN, klok, basis, bron[mee], dag[mee], van[mee], tot)


def make_intrekken(basis: Basis, opties: Mapping[str, Any]) -> Zaken | None:
    """A7: one case per rejection in the year known at K, until it is taken back; None without registration.

    tot: datum_intrekking when it is known at K, else the first Dagtekening, on or after the rejection, of a version of
    that toewijzing that takes back or shortens (`_withdrawals`).
    """
    bron = _rejections(basis)
    if bron is None:
        return None
    bron = bron[basis.in_year(bron.afwijzing.to_numpy())]
    afwijzing, eigen = bron.afwijzing.to_numpy(), bron.intrekking.to_numpy()
    tot = np.where(eigen <= basis.bekend_op, eigen, _first_withdrawal(basis, bron.toewijzing.to_numpy(), afwijzing))
    klok = make_klok(opties, WERKDAGEN, KALENDERDAGEN)
    return judge_cases(INTREKKEN, klok, basis, bron, afwijzing, afwijzing, tot)


def side_geaccepteerd(basis: Basis) -> list[pd.DataFrame]:
    """Side figure `geaccepteerd`: of the toewijzingen first sent in the year those without a rejection known at K.

    Deleted ones too; total, per wet (column wet) and per aanbieder (of the current version). Nothing without
    registration.
    """
    bron = _rejections(basis)
    if bron is None:
        return []
    t = basis.toestand.toewijzingen
    afgewezen = np.zeros(len(t), dtype=bool)
    afgewezen[bron.toewijzing[bron.toewijzing >= 0]] = True
    telt = basis.in_year(basis.toewijzingen.bekend_sinds)
    goed = ~afgewezen[telt]
    rijen = [make_neven(AFWIJZEN, "geaccepteerd", int(goed.sum()), int(telt.sum()))]
    codes = basis.codes(t, ("wet", "aanbieder"))
    for wet, teller, noemer in zip(*_count_names(basis, "wet", codes["wet"][telt], goed), strict=True):
        rijen.append(make_neven(AFWIJZEN, "geaccepteerd", teller, noemer).assign(wet=wet))
    namen, teller, noemer = _count_names(basis, "aanbieder", codes["aanbieder"][telt], goed)
    return [*rijen, make_neven(AFWIJZEN, "geaccepteerd", teller, noemer, aanbieder=namen)]


def _count_names(
    basis: Basis, kolom: str, code: np.ndarray, goed: np.ndarray
) -> tuple[pd.Series, np.ndarray, np.ndarray]:
    """(names, how many are good, how many there are) of the names that occur."""
    aantal = basis.namen.size(kolom)
    noemer = np.bincount(code[code >= 0], minlength=aantal)
    teller = np.bincount(code[goed & (code >= 0)], minlength=aantal)
    wie = np.flatnonzero(noemer)
    return basis.namen.texts(kolom, wie), teller[wie], noemer[wie]


def _rejections(basis: Basis) -> pd.DataFrame | None:
    """Rejections known at K: codes (aanbieder = agb), client, toewijzing (position, -1), and days (`OPEN` = none)."""
    if basis.registration(BESTAND) is None:
        return None
    return basis.remember(BESTAND, lambda: _read(basis, basis.registration(BESTAND)))


def _read(basis: Basis, bron: pd.DataFrame) -> pd.DataFrame:
    bron = bron[to_dagen(bron.datum_afwijzing) <= basis.bekend_op]
    codes = basis.codes(bron)
    rij = basis.toewijzingen.find(codes["wet"], codes["gemeente"], bron.toewijzingnummer)
    return pd.DataFrame(
        {
            **codes,
            "client": make_clienten(basis.toewijzingen.clients(rij)),
            "toewijzing": rij,
            "ontvangst": to_dagen(bron.datum_ontvangst),
            "bekend_sinds": basis.toewijzingen.known_since(rij),
            "afwijzing": to_dagen(bron.datum_afwijzing),
            "intrekking": to_dagen(bron.datum_intrekking),
        }
    )


def _first_withdrawal(basis: Basis, toewijzing: np.ndarray, na: np.ndarray) -> np.ndarray:
    """First day on or after `na` that a withdrawal of that toewijzing became known; `OPEN` = none."""
    van, dag = _withdrawals(basis)
    links, rechts = Koppeling(van).pairs(toewijzing)
    later = dag[rechts] >= na[links]
    uit = np.full(len(toewijzing), OPEN, dtype="int64")
    np.minimum.at(uit, links[later], dag[rechts[later]])
    return uit


def _withdrawals(basis: Basis) -> tuple[np.ndarray, np.ndarray]:
    """(toewijzing, day known) of versions with reason 13, 09 or 05, or ending before the version they follow."""
    v = basis.toestand.versies
    codes = basis.codes(v, ("wet", "gemeente"))
    rij = basis.toewijzingen.find(codes["wet"], codes["gemeente"], v.toewijzingnummer)
    volgorde = np.lexsort((v.volgnummer.to_numpy(), rij))
    rij, einde = rij[volgorde], to_dagen(v.einddatum)[volgorde]
    korter = np.zeros(len(rij), dtype=bool)
    korter[1:] = (rij[1:] == rij[:-1]) & (einde[1:] < einde[:-1])
    terug = korter | v.reden_wijziging.isin(INGETROKKEN).to_numpy()[volgorde]
    return rij[terug], to_dagen(v.bekend)[volgorde][terug]
