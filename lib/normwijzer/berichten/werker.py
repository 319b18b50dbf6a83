"""One reading task: a list of files in, one part out. Runs in its own process or in that of the caller."""

import gc
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from ..fouten import leesfout
from .archieven import lees_leden, soort_bestand
from .bakken import zonder_vuilnisronde
from .bronnen import Bestand, Weigering
from .delen import SIGNAAL_SCHEMA, SIGNALEN, Deel, DeelSchrijver
from .meldingen import LeesSignaal, Onleesbaar
from .ontleden import Ontleder
from .pseudoniem import Sleutel

_HEX = 64
_KLEIN = 4 << 20
_SIGNALEN_PER_KEER = 4096
_VUILNISRONDE = 64  # documents


@dataclass(frozen=True)
class Taak:
    """Files to read into one part; `bekend`: SHA-256 of contents that need no reading (of these sizes)."""

    bestanden: tuple[Bestand, ...]
    bekend: frozenset[str]
    delen: Path
    versie: str
    sleutel: Sleutel


@dataclass
class Uitslag:
    """What became of a task.

    deel: the part, None when nothing had to be read; sporen: key of each file -> SHA-256;
    gestoord: files that could not be read or changed meanwhile, to be tried again next time.
    """

    deel: Deel | None = None
    sporen: dict[str, str] = field(default_factory=dict)
    gestoord: list[Weigering] = field(default_factory=list)


def voer_uit(taak: Taak) -> Uitslag:
    """Read the files of a task; the same bytes are read once."""
    return _Lezer(taak).lees()


def hash_bestand(pad: str) -> str:
    """SHA-256 (hex) of a file, streamed."""
    with open(pad, "rb", buffering=0) as stroom:
        return hashlib.file_digest(stroom, "sha256").hexdigest()


def lees_documenten(stroom: BinaryIO) -> Iterator[tuple[str, BinaryIO] | Weigering]:
    """The document in this file, with an empty name, or the members of the archive; see `lees_leden`."""
    soort = soort_bestand(stroom.read(4))
    stroom.seek(0)
    if soort == "xml":
        yield "", stroom
    else:
        yield from lees_leden(stroom, soort)


class _Lezer:
    def __init__(self, taak: Taak) -> None:
        self._taak = taak
        self._uitslag = Uitslag()
        self._schrijver: DeelSchrijver | None = None
        self._ontleder: Ontleder | None = None
        self._signalen: list[dict] = []
        self._gelezen: set[str] = set()
        self._bedorven: set[str] = set()
        self._documenten = 0

    def lees(self) -> Uitslag:
        with zonder_vuilnisronde():
            for bestand in self._taak.bestanden:
                try:
                    (self._lees_klein if bestand.grootte <= _KLEIN else self._lees_groot)(bestand)
                except OSError as fout:
                    self._stoor(bestand, f"het bestand is niet te lezen ({leesfout(fout)})")
        if self._ontleder is not None:
            self._ontleder.sluit()
            self._leeg_signalen()
            inhouden = self._gelezen - self._bedorven
            self._uitslag.deel = self._schrijver.sluit(inhouden, self._taak.versie, self._taak.sleutel.kenmerk)
        return self._uitslag

    def _lees_klein(self, bestand: Bestand) -> None:
        """A file that is held in memory; read in one go, so what is read is one state of it or shows by its length."""
        inhoud = _lees_heel(bestand)
        bron = hashlib.sha256(inhoud).hexdigest()
        heel = len(inhoud) == bestand.grootte
        if heel and self._is_nieuw(bron):
            if soort_bestand(inhoud) == "xml":
                self._lees_document(self._open().lees_bytes, inhoud, bron, "")
                self._gelezen.add(bron)
            else:
                self._lees_inhoud(io.BytesIO(inhoud), bron)
        self._leg_vast(bestand, bron, heel)

    def _lees_groot(self, bestand: Bestand) -> None:
        with open(bestand.pad, "rb", buffering=0) as stroom:
            bron = hashlib.file_digest(stroom, "sha256").hexdigest()
            stroom.seek(0)
            heel = _ongewijzigd(bestand, stroom)
            if heel and self._is_nieuw(bron):
                self._lees_inhoud(stroom, bron)
                heel = _ongewijzigd(bestand, stroom)
                if not heel:
                    self._bedorven.add(bron)  # rows of other bytes may be under this name
        self._leg_vast(bestand, bron, heel)

    def _is_nieuw(self, bron: str) -> bool:
        return bron not in self._taak.bekend and bron not in self._gelezen

    def _leg_vast(self, bestand: Bestand, bron: str, heel: bool) -> None:
        if heel and bron not in self._bedorven:
            self._uitslag.sporen[bestand.sleutel] = bron
        else:
            self._stoor(bestand, "het bestand veranderde tijdens het lezen; het wordt de volgende keer gelezen")

    def _lees_inhoud(self, stroom: BinaryIO, bron: str) -> None:
        for lid in lees_documenten(stroom):
            if isinstance(lid, Weigering):
                self._signaleer(LeesSignaal(lid.signaal, None, None, None, None, bron + lid.naam, 1, lid.toelichting))
            else:
                self._lees_document(self._open().lees, lid[1], bron, lid[0])
        self._gelezen.add(bron)

    def _lees_document(self, lees: Callable, document: bytes | BinaryIO, bron: str, lid: str) -> None:
        try:
            lees(document, bron=bron, bestand=bron + lid)
        except Onleesbaar as fout:
            self._signaleer(
                LeesSignaal(fout.signaal, fout.wet, fout.berichttype, None, None, bron + lid, 1, fout.toelichting)
            )
        self._documenten += 1
        if self._documenten % _VUILNISRONDE == 0:
            gc.collect(0)  # what was left behind since the last time; rows that wait are not looked at again

    def _open(self) -> Ontleder:
        if self._ontleder is None:
            self._schrijver = DeelSchrijver(self._taak.delen, self._taak.sleutel.waarde)
            self._ontleder = Ontleder(
                pseudoniem=self._taak.sleutel.pseudonimiseer(), schrijf=self._schrijf, signaleer=self._signaleer
            )
        return self._ontleder

    def _schrijf(self, tabel: str, rijen: pa.Table) -> None:
        if tabel == "berichten":
            plek = rijen.schema.get_field_index("bestand")
            rijen = rijen.set_column(plek, "bestand", pc.utf8_slice_codeunits(rijen["bestand"], _HEX))
        self._schrijver.schrijf(tabel, rijen)

    def _signaleer(self, signaal: LeesSignaal) -> None:
        """Signals come later than the message they are about, so `bestand` carries the SHA-256 with it."""
        rij = {naam: getattr(signaal, naam) for naam in SIGNAAL_SCHEMA.names if naam != "bron"}
        self._signalen.append(rij | {"bron": signaal.bestand[:_HEX], "bestand": signaal.bestand[_HEX:]})
        if len(self._signalen) >= _SIGNALEN_PER_KEER:
            self._leeg_signalen()

    def _leeg_signalen(self) -> None:
        if self._signalen:
            self._schrijver.schrijf(SIGNALEN, pa.Table.from_pylist(self._signalen, SIGNAAL_SCHEMA))
            self._signalen = []

    def _stoor(self, bestand: Bestand, toelichting: str) -> None:
        self._uitslag.gestoord.append(Weigering("bestand_niet_te_openen", bestand.naam, toelichting))


def _lees_heel(bestand: Bestand) -> bytes:
    """All bytes of a file that should have this size; one more when it has more."""
    greep = os.open(bestand.pad, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        inhoud = os.read(greep, bestand.grootte + 1)
        while len(inhoud) < bestand.grootte and (meer := os.read(greep, bestand.grootte + 1 - len(inhoud))):
            inhoud += meer
    finally:
        os.close(greep)
    return inhoud


def _ongewijzigd(bestand: Bestand, stroom: BinaryIO) -> bool:
    staat = os.fstat(stroom.fileno())
    return (staat.st_size, staat.st_mtime_ns) == (bestand.grootte, bestand.mtime_ns)
