"""Fields of a TOML table that somebody may have edited by hand: taken one by one, each with its own check."""

import re
import tomllib
import unicodedata
from collections.abc import Collection
from datetime import date
from typing import Any

from normwijzer.fouten import DataFout
from normwijzer.regio import suggest

_MEESTE = 10**9


def lees_toml(tekst: str, bestand: str) -> dict[str, Any]:
    """The content of a TOML file, with or without byte order mark. Raises DataFout for what is no TOML."""
    try:
        return tomllib.loads(tekst.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as fout:  # of a number or a nesting without end tomllib says it its own way
        plaats = re.search(r"line (\d+), column (\d+)", str(fout))
        waar = f" (regel {plaats[1]}, teken {plaats[2]})" if plaats else ""
        raise DataFout(bestand, f"is geen geldige TOML{waar}", 'regels als naam = "…" onder [[besluit]]') from None


def is_tekst(tekst: str) -> bool:
    """Whether text can stand in a file, a page and a workbook: no control characters except tab and line ends."""
    return not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r" or c in "\ufffe\uffff" for c in tekst)


class Velden:
    """One table. Every reader raises a DataFout that names the field and what is allowed.

    Args:
        ruw: the table as tomllib gives it.
        waar: where it stands, in Dutch.
        bekend: every field that may be there; another one is an error.
    """

    def __init__(self, ruw: Any, waar: str, bekend: Collection[str]) -> None:
        if not isinstance(ruw, dict):
            raise DataFout(waar, "is geen tabel", "regels als naam = waarde")
        for naam in ruw:
            if naam not in bekend:
                raise DataFout(waar, f"'{naam}' is onbekend{suggest(naam, bekend)}", ", ".join(bekend))
        self.ruw, self.waar = ruw, waar

    def plek(self, naam: str) -> str:
        return f"{self.waar}, {naam}"

    def tekst(self, naam: str, *, verplicht: bool = True) -> str:
        """Text; empty when it is absent and need not be there."""
        waarde = self._neem(naam, verplicht, "")
        if not isinstance(waarde, str):
            raise DataFout(self.plek(naam), "is geen tekst", 'tekst tussen aanhalingstekens, "…"')
        if verplicht and not waarde.strip():
            raise DataFout(self.plek(naam), "is leeg", "een tekst")
        if not is_tekst(waarde):
            raise DataFout(self.plek(naam), "bevat een teken dat geen schrift is", "letters, cijfers en leestekens")
        return waarde

    def keuze(self, naam: str, uit: Collection[str]) -> str:
        waarde = self.tekst(naam)
        if waarde not in uit:
            raise DataFout(self.plek(naam), f"'{waarde}' kan niet{suggest(waarde, uit)}", ", ".join(uit))
        return waarde

    def hex(self, naam: str) -> str:
        waarde = self.tekst(naam)
        if not re.fullmatch("[0-9a-f]+", waarde):
            raise DataFout(self.plek(naam), "is geen controlegetal", "cijfers en de letters a tot en met f")
        return waarde

    def geheel(self, naam: str, laagst: int = 0, hoogst: int = _MEESTE) -> int:
        """Whole number from laagst to hoogst, both inclusive."""
        waarde = self._neem(naam)
        if type(waarde) is not int or not laagst <= waarde <= hoogst:
            raise DataFout(self.plek(naam), "kan niet", f"een geheel getal van {laagst} tot en met {hoogst}")
        return waarde

    def getal(self, naam: str, *, standaard: float | None = None, hoogst: float = 1) -> float:
        """Number from 0 to hoogst, both inclusive; standaard when absent (None: it must be there)."""
        waarde = self._neem(naam, standaard is None, standaard)
        if naam not in self.ruw:
            return waarde
        if type(waarde) not in (int, float) or not 0 <= waarde <= hoogst:
            raise DataFout(self.plek(naam), "kan niet", f"een getal van 0 tot en met {hoogst:g}, met een punt: 0.12")
        return float(waarde)

    def dag(self, naam: str) -> date:
        waarde = self._neem(naam)
        if type(waarde) is not date:
            raise DataFout(self.plek(naam), "is geen datum", "jjjj-mm-dd, zonder aanhalingstekens en zonder tijd")
        return waarde

    def ja_nee(self, naam: str) -> bool:
        waarde = self._neem(naam)
        if not isinstance(waarde, bool):
            raise DataFout(self.plek(naam), "is geen ja of nee", "true, false")
        return waarde

    def jaren(self, naam: str) -> tuple[int, ...]:
        """One or more years, rising."""
        waarde = self._neem(naam)
        goed = isinstance(waarde, list) and waarde and all(type(jaar) is int for jaar in waarde)
        if not goed or waarde != sorted(set(waarde)):
            raise DataFout(self.plek(naam), "is geen lijst van jaren", "oplopende jaren, bijvoorbeeld [2023, 2024]")
        return tuple(waarde)

    def teksten(self, naam: str) -> dict[str, str]:
        """A table of texts."""
        waarde = self._neem(naam)
        kan = isinstance(waarde, dict) and all(isinstance(v, str) and is_tekst(k + v) for k, v in waarde.items())
        if not kan:
            raise DataFout(self.plek(naam), "is geen tabel van teksten", 'regels als naam = "waarde"')
        return dict(waarde)

    def tabel(self, naam: str, bekend: Collection[str]) -> "Velden":
        return Velden(self._neem(naam), self.plek(naam), bekend)

    def tabellen(self, naam: str, bekend: Collection[str]) -> "list[Velden]":
        """Tables in order; none when absent."""
        waarde = self._neem(naam, False, [])
        if not isinstance(waarde, list):
            raise DataFout(self.plek(naam), "is geen reeks tabellen", f"tabellen onder [[…{naam}]]")
        return [Velden(deel, f"{self.plek(naam)} {nr}", bekend) for nr, deel in enumerate(waarde, start=1)]

    def _neem(self, naam: str, verplicht: bool = True, standaard: Any = None) -> Any:
        if verplicht and naam not in self.ruw:
            raise DataFout(self.waar, f"'{naam}' ontbreekt", f"een regel met {naam} = …")
        return self.ruw.get(naam, standaard)
