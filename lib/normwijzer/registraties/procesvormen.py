"""processen.toml: the tables of the administrative process, and what is said when something in them is wrong."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..regio import suggest
from .tabellezer import Gebrek, Vorm
from .werkboek import REGELS_IN_EXCEL

_GROOTST, _GROOTST_UITGEPAKT = 1_000_000_000, 4_000_000_000
_GETOOND = 10


@dataclass(frozen=True)
class Kolom:
    """soort: how it is read (`procesvelden`). leeg: a cell may be empty. kolom_mag_ontbreken: so may the column."""

    soort: str
    uitleg: str
    leeg: bool = False
    kolom_mag_ontbreken: bool = False


@dataclass(frozen=True)
class Probleem:
    """One thing that is wrong: its file, its order within (sheet, line, column), its place, the words."""

    bestand: str
    orde: tuple[int, int, int]
    plek: str
    wat: str
    toegestaan: str

    def __str__(self) -> str:
        waar = f"{self.bestand}, {self.plek}" if self.plek else self.bestand
        slot = f" Toegestaan: {self.toegestaan}." if self.toegestaan else ""
        return f"{waar}: {self.wat.rstrip('?.')}{'?' if self.wat.endswith('?') else '.'}{slot}"


class Problemen:
    """What is wrong in a set of files. Of what there is too much of only the number is kept."""

    def __init__(self) -> None:
        self._lijst: list[Probleem] = []
        self._aantal: Counter[str] = Counter()

    def add(self, probleem: Probleem) -> None:
        self._lijst.append(probleem)
        self._aantal[probleem.bestand] += 1

    def add_rest(self, bestand: str, aantal: int) -> None:
        """More of them in a file, all after the first ten that were added one by one."""
        self._aantal[bestand] += aantal

    @property
    def aantal(self) -> int:
        return self._aantal.total()

    def regels(self) -> Iterator[str]:
        """Per file, in the order of the files, the first ten and how many more."""
        for bestand in self._aantal:
            eigen = sorted((p for p in self._lijst if p.bestand == bestand), key=lambda p: p.orde)[:_GETOOND]
            yield from map(str, eigen)
            rest = self._aantal[bestand] - len(eigen)
            if rest:
                yield f"{bestand}: en nog {met_punten(rest)}."


@dataclass(frozen=True)
class Procesvorm:
    """One table. sleutel: columns that together are there once, empty = none. volgorde: pairs of dates of one row, the
    second not before the first."""

    naam: str
    wat: str
    kolommen: dict[str, Kolom]
    sleutel: tuple[str, ...]
    volgorde: tuple[tuple[str, str], ...]

    @property
    def vorm(self) -> Vorm:
        namen = tuple(self.kolommen)
        verplicht = tuple(naam for naam, kolom in self.kolommen.items() if not kolom.kolom_mag_ontbreken)
        return Vorm(
            kolommen=namen,
            verplicht=verplicht,
            herken=namen,
            herken_minstens=(len(verplicht) + 1) // 2,
            lijkt_regel=re.compile(rf'(?:(?:"[^"]*"|[^";]*);){{{len(verplicht) - 1}}}'),
            lang=True,
            meest_regels=REGELS_IN_EXCEL,
            grootst=_GROOTST,
            grootst_uitgepakt=_GROOTST_UITGEPAKT,
        )

    @property
    def uitleg(self) -> str:
        """What the table holds, for people: one sentence per column."""
        kolommen = "; ".join(f"{naam} = {kolom.uitleg}" for naam, kolom in self.kolommen.items())
        return f"Zo hoort {self.naam} eruit te zien ({self.wat}): {kolommen}."

    def lijkt_op(self, kolom: str, aanwezig: Collection[str]) -> str:
        """'; bedoelt u …?' when an unknown name looks like that of a column that may be absent and is, else empty."""
        weg = [naam for naam, k in self.kolommen.items() if k.kolom_mag_ontbreken and naam not in aanwezig]
        return suggest(kolom, weg)

    def probleem(self, bestand: str, gebrek: Gebrek, aanwezig: Collection[str]) -> Probleem:
        """A file or a part of it that could not be read, in words."""
        wat, toegestaan = teksten()[gebrek.soort]
        extra = self.lijkt_op(gebrek.kolom, aanwezig) if gebrek.kolom else gebrek.extra
        if gebrek.soort == "kopregel":
            extra, toegestaan = extra or _kopfout(gebrek), ";".join(self.kolommen)
        return Probleem(bestand, (0, gebrek.regel, 0), gebrek.plek, f"{wat}{extra}", toegestaan)


@cache
def laad_procesvormen() -> dict[str, Procesvorm]:
    """Name -> table, in fixed order."""
    return {
        naam: Procesvorm(
            naam,
            ruw["wat"],
            {kolom: Kolom(**velden) for kolom, velden in ruw["kolommen"].items()},
            tuple(ruw.get("sleutel", ())),
            tuple((eerst, dan) for eerst, dan in ruw.get("volgorde", ())),
        )
        for naam, ruw in _lees_toml()["processen"].items()
    }


@cache
def teksten() -> dict[str, tuple[str, str]]:
    """Key -> (what is wrong, what would have been right)."""
    ruw = _lees_toml()
    return {
        sleutel: (tekst["wat"], tekst["toegestaan"]) for sleutel, tekst in (ruw["soorten"] | ruw["gebreken"]).items()
    }


def som_op(namen: Sequence[str]) -> str:
    """'a', 'a en b', 'a, b en c'."""
    return " en ".join(filter(None, [", ".join(namen[:-1]), namen[-1]]))


def met_punten(aantal: int) -> str:
    """'1.234'."""
    return f"{aantal:,}".replace(",", ".")


@cache
def _lees_toml() -> dict:
    return tomllib.loads((Path(__file__).parent / "processen.toml").read_text(encoding="utf-8"))


def _kopfout(gebrek: Gebrek) -> str:
    delen = []
    if gebrek.ontbreekt:
        delen.append(f"{_kolommen(gebrek.ontbreekt)} {'ontbreekt' if len(gebrek.ontbreekt) == 1 else 'ontbreken'}")
    if gebrek.dubbel:
        delen.append(f"{_kolommen(gebrek.dubbel)} {'staat' if len(gebrek.dubbel) == 1 else 'staan'} er twee keer")
    return f": {'; '.join(delen)}" if delen else ""


def _kolommen(namen: tuple[str, ...]) -> str:
    return f"{'kolom' if len(namen) == 1 else 'kolommen'} {som_op(namen)}"
