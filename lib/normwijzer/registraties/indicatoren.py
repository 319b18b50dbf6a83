"""What aanbieders report themselves: the indicators, as data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOORTEN = ("aandeel", "gemiddelde", "aantal_per")


@dataclass(frozen=True)
class Indicator:
    """One indicator of indicatoren.toml, where every key is explained.

    indicator: its id, as in kpi-specificatie 4.2. minimum, maximum: bounds of waarde, inclusive; None = no bound.
    """

    indicator: str
    nummer: str
    naam: str
    soort: str
    marge: float
    optelbaar: bool
    reden: str
    teller: str
    noemer: str
    minimum: float | None = None
    maximum: float | None = None

    @property
    def halfjaren(self) -> tuple[int | None, ...]:
        """The periods a form asks for: both half-years when these add up, else the year (None)."""
        return (1, 2) if self.optelbaar else (None,)


@cache
def laad_indicatoren() -> dict[str, Indicator]:
    """indicator -> Indicator, in the order of the form."""
    ruw = tomllib.loads((Path(__file__).parent / "indicatoren.toml").read_text(encoding="utf-8"))
    return {naam: Indicator(indicator=naam, **velden) for naam, velden in ruw.items()}
