"""Units of outcomes: how a value and a difference of two values are written, and what they are called."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from normwijzer.rapport import opmaak
from normwijzer.rapport.tabel import Cel, schrijf


def _verschil(waarde: float, basis: float) -> float:
    return waarde - basis


def _deel_van_basis(waarde: float, basis: float) -> float | None:
    return (waarde - basis) / basis if basis else None


@dataclass(frozen=True)
class Eenheid:
    """How values of one unit are shown.

    naam: as in `uitkomsten`. soort: kind of a value (see tabel.OPMAAK). verschil: kind of a difference. verschil_in,
    meervoud_verschil: what a difference is in, for a reader. zichtbaar: smallest difference, as stored, that is not
    printed as zero. woord: behind a value, empty when the kind says it. teller: kind of the teller. as_decimalen: on
    the axis of a figure. geteld: the value is itself the number of people or etmalen.
    """

    naam: str
    soort: str
    verschil: str
    verschil_in: str
    meervoud_verschil: str
    zichtbaar: float
    woord: str = ""
    teller: str = "aantal"
    as_decimalen: int = 0
    geteld: bool = False
    _verschil: Callable[[float, float], float | None] = _verschil

    def cel(self, waarde) -> Cel:
        """A value as table cell."""
        return Cel(waarde, self.soort)

    def cel_tekst(self, waarde) -> str:
        """A value as in a cell, without its word."""
        return schrijf(waarde, self.soort)

    def in_figuur(self, waarde) -> str:
        """A value beside a point in a figure: percentages whole, the others as in a cell."""
        return opmaak.procent(waarde, 0) if self.naam == "fractie" else self.cel_tekst(waarde)

    def tekst(self, waarde) -> str:
        """A value as a reader sees it, with its word: 31,4 %, 14,2 maanden, 120."""
        return opmaak.met_woord(schrijf(waarde, self.soort), self.woord)

    def op_as(self, waarde) -> str:
        """A value at a tick of an axis."""
        if self.naam == "bevolkingsdeel":
            return opmaak.procent(waarde, 1)
        return opmaak.procent(waarde, 0) if self.naam == "fractie" else opmaak.getal(waarde, self.as_decimalen)

    def bereik(self, onder, boven, *, kort: bool = False) -> str:
        """Two values as a range, the last with its word unless `kort`; empty text when either is empty."""
        if pd.isna(onder) or pd.isna(boven):
            return ""
        return f"{schrijf(onder, self.soort)} {opmaak.STREEP} {self.cel_tekst(boven) if kort else self.tekst(boven)}"

    def verschil_tussen(self, waarde, basis) -> float | None:
        """How far a value is from the basis, in the unit of `verschil`; None when it cannot be said."""
        if pd.isna(waarde) or pd.isna(basis):
            return None
        return self._verschil(float(waarde), float(basis))

    def verschil_tekst(self, verschil) -> str:
        """Size of a difference without its sign, with its word: 10,0 procentpunt."""
        kaal = schrijf(abs(verschil), self.verschil).removeprefix("+")
        return f"{kaal} {self.verschil_in}".strip()


_DEEL = {
    "verschil": "relatief", "verschil_in": "", "meervoud_verschil": "procenten van de basis", "zichtbaar": 0.0005,
    "geteld": True, "_verschil": _deel_van_basis,
}  # fmt: skip
EENHEDEN = MappingProxyType(
    {
        eenheid.naam: eenheid
        for eenheid in (
            Eenheid("fractie", "procent", "punten", "procentpunt", "procentpunten", 0.0005),
            Eenheid("bevolkingsdeel", "procent2", "punten2", "procentpunt", "procentpunten", 0.00005),
            Eenheid("maanden", "getal", "verschil", "maanden", "maanden", 0.05, "maanden", "getal"),
            Eenheid("dagen", "getal", "verschil", "dagen", "dagen", 0.05, "dagen"),
            Eenheid("werkdagen", "getal", "verschil", "werkdagen", "werkdagen", 0.05, "werkdagen"),
            Eenheid("aantal", "aantal", **_DEEL),
            Eenheid("etmalen", "aantal", woord="etmalen", **_DEEL),
            Eenheid("ratio", "getal2", "verschil2", "", "", 0.005, as_decimalen=2),
            Eenheid("index", "getal", "verschil", "indexpunten", "indexpunten", 0.05),
        )
    }
)
"""Unit as in `uitkomsten` -> how it is shown."""


def eenheid_van(naam: str) -> Eenheid:
    """The unit with this name; ratio for a name that is not known, so that a number is never shown as percentage."""
    return EENHEDEN.get(naam, EENHEDEN["ratio"])
