"""The state as the KPI's of the administrative process need it: one year, codes instead of names, days as numbers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd

from ...perioden import OPEN, dagnummer, to_dagen
from ...regio import Regio
from .zaken import Namen, make_clienten, make_namen

if TYPE_CHECKING:
    from ...registraties import Bronnen
    from ...toestand import Toestand

_T = TypeVar("_T")
WIE = ("wet", "aanbieder", "gemeente")


@dataclass(frozen=True, eq=False)
class Basis:
    """One state and year, with what several KPI's share.

    bekend_op: K as day number. proces: the region's own registrations; each frame of it None = there is no such file.
    geheugen: what a KPI found out once, for all its variants; see `remember`.
    """

    toestand: "Toestand"
    regio: Regio
    jaar: int
    bekend_op: int
    proces: Any
    namen: Namen
    geheugen: dict[str, Any] = field(default_factory=dict, repr=False)

    def in_year(self, dagen: np.ndarray) -> np.ndarray:
        """Whether a day number lies in the year; `OPEN` never does."""
        return (dagen >= dagnummer(self.jaar, 1, 1)) & (dagen <= dagnummer(self.jaar, 12, 31))

    def codes(self, frame: pd.DataFrame, kolommen: tuple[str, ...] = WIE) -> dict[str, np.ndarray]:
        """Codes of these columns; column agb stands for aanbieder where there is no such column."""
        namen = {kolom: "agb" if kolom == "aanbieder" and "aanbieder" not in frame else kolom for kolom in kolommen}
        return {kolom: self.namen.codes(kolom, frame[bron]) for kolom, bron in namen.items()}

    def registration(self, naam: str) -> pd.DataFrame | None:
        """Frame `naam` of `proces`; None = there is no such source."""
        return None if self.proces is None else getattr(self.proces, naam)

    def remember(self, sleutel: str, maak: Callable[[], _T]) -> _T:
        """What `maak` gives, made once."""
        if sleutel not in self.geheugen:
            self.geheugen[sleutel] = maak()
        return self.geheugen[sleutel]

    @cached_property
    def toewijzingen(self) -> "Toewijzingzoeker":
        return Toewijzingzoeker(self)

    @cached_property
    def declaraties(self) -> pd.DataFrame:
        """All 323's, aligned to the frame of the state: codes wet, aanbieder, gemeente; dag, antwoord (of the answer
        that decides), eerste_antwoord: day numbers, `OPEN` = none; geheel_afgewezen."""
        bron = self.toestand.declaraties
        return pd.DataFrame(self.codes(bron), index=pd.RangeIndex(len(bron))).assign(
            dag=to_dagen(bron.dagtekening),
            antwoord=to_dagen(bron.dagtekening_antwoord),
            eerste_antwoord=to_dagen(bron.eerste_dagtekening_antwoord),
            geheel_afgewezen=bron.geheel_afgewezen.to_numpy(dtype=bool),
        )

    @cached_property
    def year_lines(self) -> tuple[np.ndarray, np.ndarray]:
        """(position, client code) of every claim line in a 323 with Dagtekening in the year; code -1 = not known."""
        mee = self.in_year(self.declaraties.dag.to_numpy())
        rijen = np.flatnonzero(mee[self.toestand.prestaties.declaratie.to_numpy()])
        return rijen, make_clienten(self.toestand.prestaties.client.take(rijen))

    def clients_of(self, declaraties: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(place in `declaraties`, client code) of everybody in these 323's, each pair once.

        Args:
            declaraties: positions of 323's, each once.
        """
        prestaties = self.toestand.prestaties
        plek = np.full(len(self.declaraties), -1, dtype="int64")
        plek[declaraties] = np.arange(len(declaraties))
        if self.in_year(self.declaraties.dag.to_numpy()[declaraties]).all():
            rijen, client = self.year_lines
        else:
            rijen = np.flatnonzero(plek[prestaties.declaratie.to_numpy()] >= 0)
            client = make_clienten(prestaties.client.take(rijen))
        van_regel = plek[prestaties.declaratie.to_numpy()[rijen]]
        breedte = int(client.max(initial=0)) + 2
        paren = pd.unique(van_regel[van_regel >= 0] * breedte + client[van_regel >= 0] + 1)
        return paren // breedte, paren % breedte - 1


class Toewijzingzoeker:
    """Which toewijzing a (wet, gemeente, toewijzingnummer) is, and what of it others ask for.

    verwijderd, bekend_sinds (day number, `OPEN` = none), client: one per row of the frame of the state.
    """

    def __init__(self, basis: Basis) -> None:
        t = basis.toestand.toewijzingen
        self._basis = basis
        self._nummers, nummer = np.unique(t.toewijzingnummer.to_numpy(dtype="int64"), return_inverse=True)
        sleutel = self._key(basis.codes(t, ("wet", "gemeente")), nummer)
        self._volgorde = np.argsort(sleutel, kind="stable")
        self._gesorteerd = sleutel[self._volgorde]
        self.verwijderd = t.verwijderd.to_numpy(dtype=bool)
        self.bekend_sinds = to_dagen(t.bekend_sinds)
        self.client = t.client

    def find(self, wet: np.ndarray, gemeente: np.ndarray, nummer: pd.Series) -> np.ndarray:
        """Position of each toewijzing; -1 = not known, or no number.

        Args:
            wet, gemeente: codes. nummer: aligned; may be empty.
        """
        leeg = nummer.isna().to_numpy()
        gevuld = nummer.fillna(0).to_numpy(dtype="int64")
        plek = np.searchsorted(self._nummers, gevuld)
        plek[plek == len(self._nummers)] = 0
        bekend = ~leeg & (len(self._nummers) > 0)
        bekend[bekend] = self._nummers[plek[bekend]] == gevuld[bekend]
        sleutel = self._key({"wet": wet, "gemeente": gemeente}, plek)
        rij = np.searchsorted(self._gesorteerd, sleutel)
        rij[rij == len(self._gesorteerd)] = 0
        bekend[bekend] = self._gesorteerd[rij[bekend]] == sleutel[bekend]
        uit = np.full(len(leeg), -1, dtype="int64")
        uit[bekend] = self._volgorde[rij[bekend]]
        return uit

    def known_since(self, rijen: np.ndarray) -> np.ndarray:
        """bekend_sinds of these positions; `OPEN` for -1."""
        return np.append(self.bekend_sinds, OPEN)[rijen]

    def is_deleted(self, rijen: np.ndarray) -> np.ndarray:
        """Whether these are deleted; false for -1."""
        return np.append(self.verwijderd, False)[rijen]

    def clients(self, rijen: np.ndarray) -> pd.Series:
        """Pseudonyms of these positions; empty for -1."""
        return pd.Series(self.client.array.take(rijen, allow_fill=True))

    def _key(self, wie: dict[str, np.ndarray], nummer: np.ndarray) -> np.ndarray:
        """One number per (wet, gemeente, place of the number); an empty gemeente is one of its own."""
        partij = wie["wet"].astype("int64") * (self._basis.namen.size("gemeente") + 1) + wie["gemeente"] + 1
        return partij * max(len(self._nummers), 1) + nummer


def prepare(toestand: "Toestand", regio: Regio, jaar: int, bronnen: "Bronnen | None" = None) -> Basis:
    """The basis of one year. Pure; the state is not changed."""
    proces = None if bronnen is None else bronnen.proces
    eigen = [] if proces is None else [proces.aanvragen, proces.afwijzingen, proces.betalingen]
    namen = make_namen(toestand.toewijzingen, toestand.leverperioden, toestand.declaraties, *eigen)
    return Basis(toestand, regio, jaar, int(to_dagen(toestand.bekend_op, leeg=-OPEN)), proces, namen)
