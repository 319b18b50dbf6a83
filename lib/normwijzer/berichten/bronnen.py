"""Which files lie in the folder with messages, and which of them are refused before reading.

The extension only says whether a file is looked at; what it is, follows from its first bytes. So
what a file gives depends on its bytes alone, never on its name.
"""

import os
import stat
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from ..fouten import leesfout

EXTENSIES = (".xml", ".zip", ".tar.gz", ".tgz")
_ROMMEL = {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information"}
_FORMULE = ("=", "+", "-", "@", "\t")


class Bestand(NamedTuple):
    """One file to read.

    pad: where it lies; naam: path below the folder as shown to people, `/` between folders;
    sleutel: idem, exact (may hold bytes that are no text); grootte in bytes; mtime_ns, ctime_ns
    of the file system.
    """

    pad: str
    naam: str
    sleutel: str
    grootte: int
    mtime_ns: int
    ctime_ns: int


@dataclass(frozen=True)
class Weigering:
    """A path that is not read: key of the signal, name as shown, Dutch explanation."""

    signaal: str
    naam: str
    toelichting: str


@dataclass(frozen=True)
class Vondst:
    """What the folder holds: files to read and refusals, both sorted by path."""

    bestanden: tuple[Bestand, ...]
    weigeringen: tuple[Weigering, ...]


def zoek_bestanden(map_: Path) -> Vondst:
    """Walk the folder and everything below it; a folder that is not there holds nothing.

    Hidden files and what operating systems and office programs leave behind are skipped in
    silence. A symbolic link that stays inside the folder is skipped too, because its target is
    found on its own; one that leaves the folder is refused.
    """
    if not map_.is_dir():
        return Vondst((), ())
    vondst = _Zoektocht(os.path.realpath(map_))
    bestanden = sorted(vondst.bestanden, key=attrgetter("sleutel"))
    return Vondst(tuple(bestanden), tuple(sorted(vondst.weigeringen, key=attrgetter("naam", "signaal"))))


def is_rommel(naam: str) -> bool:
    """Whether a file or folder name is hidden or left behind by other programs."""
    return naam.startswith((".", "~$")) or naam.lower() in _ROMMEL


def toon_naam(sleutel: str) -> str:
    """A path as shown to people: valid text on one line, and never a formula in a spreadsheet."""
    tekst = sleutel
    if not sleutel.isprintable():
        tekst = sleutel.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        tekst = "".join(teken if teken.isprintable() else "\N{REPLACEMENT CHARACTER}" for teken in tekst)
    return f"./{tekst}" if tekst.startswith(_FORMULE) else tekst


class _Zoektocht:
    """One walk; what it finds, in the order in which the file system gives it."""

    def __init__(self, wortel: str) -> None:
        self._wortel = wortel
        self.bestanden: list[Bestand] = []
        self.weigeringen: list[Weigering] = []
        self._loop(wortel, "")

    def _loop(self, map_: str, boven: str) -> None:
        try:
            with os.scandir(map_) as inhoud:
                regels = [regel for regel in inhoud if not is_rommel(regel.name)]
        except OSError as fout:
            self._weiger(boven.rstrip("/"), f"map is niet te lezen ({leesfout(fout)})")
            return
        for regel in regels:
            sleutel = boven + regel.name
            try:
                self._beoordeel(regel, sleutel)
            except OSError as fout:
                self._weiger(sleutel, f"gegevens van het bestand zijn niet te lezen ({leesfout(fout)})")

    def _beoordeel(self, regel: os.DirEntry, sleutel: str) -> None:
        staat = regel.stat(follow_symlinks=False)
        gewoon = stat.S_ISREG(staat.st_mode)
        if gewoon and regel.name.lower().endswith(EXTENSIES):
            naam = toon_naam(sleutel)
            self.bestanden.append(
                Bestand(regel.path, naam, sleutel, staat.st_size, staat.st_mtime_ns, staat.st_ctime_ns)
            )
        elif stat.S_ISLNK(staat.st_mode) or (stat.S_ISDIR(staat.st_mode) and not self._is_zichzelf(regel, sleutel)):
            self._koppeling(regel, sleutel)
        elif stat.S_ISDIR(staat.st_mode):
            self._loop(regel.path, sleutel + "/")
        elif gewoon or not regel.name.lower().endswith(EXTENSIES):
            toelichting = "de naam eindigt niet op .xml, .zip, .tar.gz of .tgz"
            self._weiger(sleutel, toelichting, "onbekend_bestandstype")
        else:
            self._weiger(sleutel, "dit is geen gewoon bestand")

    def _is_zichzelf(self, regel: os.DirEntry, sleutel: str) -> bool:
        """Whether a folder is no link of another kind, such as a junction."""
        return os.path.realpath(regel.path) == os.path.join(self._wortel, *sleutel.split("/"))

    def _koppeling(self, regel: os.DirEntry, sleutel: str) -> None:
        """Refuse a link that leaves the folder or leads nowhere; one inside is found by its target."""
        doel = os.path.realpath(regel.path)
        if not os.path.exists(doel):
            self._weiger(sleutel, "koppeling naar iets wat er niet is")
        elif os.path.commonpath([doel, self._wortel]) != self._wortel:
            self._weiger(sleutel, "koppeling die de map met berichten verlaat", "koppeling_buiten_map")

    def _weiger(self, sleutel: str, toelichting: str, signaal: str = "bestand_niet_te_openen") -> None:
        self.weigeringen.append(Weigering(signaal, toon_naam(sleutel), toelichting))
