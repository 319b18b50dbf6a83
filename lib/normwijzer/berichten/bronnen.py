"""Which files lie in the folder with messages, and which of them are refused before reading.

The extension only says whether a file is looked at; what it is, follows from its first bytes. So
what a file gives depends on its bytes alone, never on its name.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

EXTENSIES = (".xml", ".zip", ".tar.gz", ".tgz")
_ROMMEL = {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information"}
_FORMULE = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Bestand:
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
    wortel = os.path.realpath(map_)
    gevonden = list(_loop(wortel, wortel, ""))
    bestanden = sorted((v for v in gevonden if isinstance(v, Bestand)), key=lambda b: b.sleutel)
    weigeringen = sorted((v for v in gevonden if isinstance(v, Weigering)), key=lambda w: (w.naam, w.signaal))
    return Vondst(tuple(bestanden), tuple(weigeringen))


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


def _loop(map_: str, wortel: str, boven: str) -> Iterator[Bestand | Weigering]:
    try:
        with os.scandir(map_) as inhoud:
            regels = [regel for regel in inhoud if not is_rommel(regel.name)]
    except OSError as fout:
        yield Weigering(
            "bestand_niet_te_openen", toon_naam(boven.rstrip("/")), f"map is niet te lezen ({fout.strerror})"
        )
        return
    for regel in regels:
        yield from _beoordeel(regel, wortel, boven)


def _beoordeel(regel: os.DirEntry, wortel: str, boven: str) -> Iterator[Bestand | Weigering]:
    sleutel = boven + regel.name
    naam = toon_naam(sleutel)
    try:
        staat = regel.stat(follow_symlinks=False)
        if stat.S_ISLNK(staat.st_mode) or (
            stat.S_ISDIR(staat.st_mode) and os.path.realpath(regel.path) != os.path.join(wortel, *sleutel.split("/"))
        ):
            yield from _koppeling(regel, wortel, naam)
        elif stat.S_ISDIR(staat.st_mode):
            yield from _loop(regel.path, wortel, sleutel + "/")
        elif not regel.name.lower().endswith(EXTENSIES):
            yield Weigering("onbekend_bestandstype", naam, "de naam eindigt niet op .xml, .zip, .tar.gz of .tgz")
        elif not stat.S_ISREG(staat.st_mode):
            yield Weigering("bestand_niet_te_openen", naam, "dit is geen gewoon bestand")
        else:
            yield Bestand(regel.path, naam, sleutel, staat.st_size, staat.st_mtime_ns, staat.st_ctime_ns)
    except OSError as fout:
        yield Weigering(
            "bestand_niet_te_openen", naam, f"gegevens van het bestand zijn niet te lezen ({fout.strerror})"
        )


def _koppeling(regel: os.DirEntry, wortel: str, naam: str) -> Iterator[Weigering]:
    """Refuse a link that leaves the folder or leads nowhere; one inside is found by its target."""
    doel = os.path.realpath(regel.path)
    if not os.path.exists(doel):
        yield Weigering("bestand_niet_te_openen", naam, "koppeling naar iets wat er niet is")
    elif os.path.commonpath([doel, wortel]) != wortel:
        yield Weigering("koppeling_buiten_map", naam, "koppeling die de map met berichten verlaat")
