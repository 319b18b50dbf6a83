"""The store of one region: parts on disk and one manifest that says which of them count.

The manifest is replaced in one step, so an interrupted run leaves the tables of the run before it.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ..fouten import DataFout
from .bronnen import Bestand, Weigering
from .delen import Deel, schrijf_heel

_VORM = 1
_SPEELRUIMTE_NS = 2_000_000_000


class Spoor(NamedTuple):
    """What was seen of a file: SHA-256 of its bytes, size in bytes, times of the file system, when it was seen."""

    bron: str
    grootte: int
    mtime_ns: int
    ctime_ns: int
    gezien_ns: int

    @classmethod
    def van(cls, bestand: Bestand, bron: str, gezien_ns: int) -> "Spoor":
        return cls(bron, bestand.grootte, bestand.mtime_ns, bestand.ctime_ns, gezien_ns)

    def geldt_voor(self, bestand: Bestand) -> bool:
        """Whether the file surely has the same bytes still: nothing differs, and the last change is
        so long before it was seen that a later one would show in the times."""
        zelfde = (self.grootte, self.mtime_ns, self.ctime_ns) == (bestand.grootte, bestand.mtime_ns, bestand.ctime_ns)
        return zelfde and max(self.mtime_ns, self.ctime_ns) + _SPEELRUIMTE_NS < self.gezien_ns


@dataclass(frozen=True)
class Manifest:
    """State of the store.

    versie, sleutel: reader and pseudonym key that made the parts; bestanden: key of each file (see
    `Bestand.sleutel`) -> Spoor; namen: idem -> name as shown; delen: parts that count; weigeringen:
    what was refused in the folder.
    """

    versie: str
    sleutel: str
    bestanden: dict[str, Spoor]
    namen: dict[str, str]
    delen: tuple[Deel, ...]
    weigeringen: tuple[Weigering, ...]

    @cached_property
    def eigenaars(self) -> dict[str, str]:
        """SHA-256 of each content that some part holds -> that part; the first one when several do."""
        return {bron: deel.naam for deel in reversed(self.delen) for bron in deel.inhouden}

    def levend(self, deel: Deel) -> list[str]:
        """Contents of the part that count: a file has them and no earlier part does."""
        return [bron for bron in deel.inhouden if bron in self.bronnen and self.eigenaars[bron] == deel.naam]

    @cached_property
    def bronnen(self) -> dict[str, tuple[str, int]]:
        """SHA-256 of each content -> name of the first file that has it, number of files that have it."""
        telling = Counter(spoor.bron for spoor in self.bestanden.values())
        eerste: dict[str, str] = {}
        for sleutel in sorted(self.bestanden, reverse=True):
            eerste[self.bestanden[sleutel].bron] = self.namen[sleutel]
        return {bron: (eerste[bron], telling[bron]) for bron in telling}


def winkel(werk: Path) -> Path:
    """Folder of the store within the work folder of a region."""
    return werk / "berichten"


def delenmap(werk: Path) -> Path:
    return winkel(werk) / "delen"


def lees_manifest(werk: Path) -> Manifest | None:
    """The manifest, or None when there is none yet or it is of another form or damaged."""
    try:
        ruw = json.loads(_pad(werk).read_bytes())
        if ruw["vorm"] != _VORM:
            return None
        bestanden = {regel[0]: Spoor(*regel[2:]) for regel in ruw["bestanden"]}
        namen = {regel[0]: regel[1] for regel in ruw["bestanden"]}
        delen = tuple(Deel.uit_json(deel) for deel in ruw["delen"])
        weigeringen = tuple(Weigering(*regel) for regel in ruw["weigeringen"])
        return Manifest(ruw["versie"], ruw["sleutel"], bestanden, namen, delen, weigeringen)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, IndexError):
        return None


def bewaar_manifest(werk: Path, manifest: Manifest) -> None:
    """Make this the state of the store, in one step."""
    regels = [
        [sleutel, manifest.namen[sleutel], s.bron, s.grootte, s.mtime_ns, s.ctime_ns, s.gezien_ns]
        for sleutel, s in sorted(manifest.bestanden.items())
    ]
    inhoud = {
        "vorm": _VORM,
        "versie": manifest.versie,
        "sleutel": manifest.sleutel,
        "delen": [deel.naar_json() for deel in manifest.delen],
        "weigeringen": [[w.signaal, w.naam, w.toelichting] for w in manifest.weigeringen],
        "bestanden": regels,
    }
    winkel(werk).mkdir(parents=True, exist_ok=True)
    schrijf_heel(_pad(werk), json.dumps(inhoud, separators=(",", ":")).encode())


@contextmanager
def slot(werk: Path, wacht: float = 5.0) -> Iterator[None]:
    """Keep other runs off the store meanwhile; a run that is killed lets go by itself.

    Raises:
        DataFout: another run holds the store for longer than `wacht` seconds.
    """
    winkel(werk).mkdir(parents=True, exist_ok=True)
    with (winkel(werk) / "slot").open("ab") as bestand:
        einde = time.monotonic() + wacht
        while not _grendel(bestand.fileno()):
            if time.monotonic() > einde:
                raise DataFout(
                    str(winkel(werk)), "een andere run leest deze berichten op dit moment in; wacht tot die klaar is"
                )
            time.sleep(0.1)
        yield


def _pad(werk: Path) -> Path:
    return winkel(werk) / "manifest.json"


if os.name == "nt":
    import msvcrt

    def _grendel(greep: int) -> bool:
        os.lseek(greep, 0, os.SEEK_SET)
        try:
            msvcrt.locking(greep, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _grendel(greep: int) -> bool:
        try:
            fcntl.flock(greep, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
