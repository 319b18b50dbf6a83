"""One reading task: a list of files in, one part out. Runs in its own process or in that of the caller."""

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from .archieven import lees_leden, soort_bestand
from .bronnen import Bestand, Weigering
from .delen import SIGNAAL_SCHEMA, SIGNALEN, Deel, DeelSchrijver
from .meldingen import LeesSignaal, Onleesbaar
from .ontleden import Ontleder
from .pseudoniem import Sleutel

_HEX = 64
_KLEIN = 4 << 20
_SIGNALEN_PER_KEER = 4096


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

    def lees(self) -> Uitslag:
        for bestand in self._taak.bestanden:
            try:
                self._lees_bestand(bestand)
            except OSError as fout:
                self._stoor(bestand, f"het bestand is niet te lezen ({fout.strerror or type(fout).__name__})")
        if self._ontleder is not None:
            self._ontleder.sluit()
            self._leeg_signalen()
            inhouden = self._gelezen - self._bedorven
            self._uitslag.deel = self._schrijver.sluit(inhouden, self._taak.versie, self._taak.sleutel.kenmerk)
        return self._uitslag

    def _lees_bestand(self, bestand: Bestand) -> None:
        with open(bestand.pad, "rb", buffering=0) as stroom:
            if bestand.grootte <= _KLEIN:
                inhoud = stroom.readall()
                bron = hashlib.sha256(inhoud).hexdigest()
                heel = len(inhoud) == bestand.grootte
                stroom = io.BytesIO(inhoud)
            else:
                bron = hashlib.file_digest(stroom, "sha256").hexdigest()
                stroom.seek(0)
                heel = _ongewijzigd(bestand, stroom)
            if heel and bron not in self._taak.bekend and bron not in self._gelezen:
                self._lees_inhoud(stroom, bron)
                heel = isinstance(stroom, io.BytesIO) or _ongewijzigd(bestand, stroom)
                if not heel:
                    self._bedorven.add(bron)  # rows of other bytes may be under this name
        if heel and bron not in self._bedorven:
            self._uitslag.sporen[bestand.sleutel] = bron
        else:
            self._stoor(bestand, "het bestand veranderde tijdens het lezen; het wordt de volgende keer gelezen")

    def _lees_inhoud(self, stroom: BinaryIO, bron: str) -> None:
        ontleder = self._open()
        for lid in lees_documenten(stroom):
            if isinstance(lid, Weigering):
                self._signaleer(LeesSignaal(lid.signaal, None, None, None, None, bron + lid.naam, 1, lid.toelichting))
                continue
            naam, inhoud = lid
            try:
                ontleder.lees(inhoud, bron=bron, bestand=bron + naam)
            except Onleesbaar as fout:
                self._signaleer(
                    LeesSignaal(fout.signaal, fout.wet, fout.berichttype, None, None, bron + naam, 1, fout.toelichting)
                )
        self._gelezen.add(bron)

    def _open(self) -> Ontleder:
        if self._ontleder is None:
            self._schrijver = DeelSchrijver(self._taak.delen)
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


def _ongewijzigd(bestand: Bestand, stroom: BinaryIO) -> bool:
    staat = os.fstat(stroom.fileno())
    return (staat.st_size, staat.st_mtime_ns) == (bestand.grootte, bestand.mtime_ns)
