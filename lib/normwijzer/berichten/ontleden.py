"""Messages -> row tables: reads one XML document after another and writes typed Arrow tables in bulk."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

import pyarrow as pa
from lxml import etree

from .bakken import VELDEN, Bakken, FoutPerBericht, zonder_vuilnisronde
from .declaratie import Declaratielezer
from .declaratie_snel import Stuk
from .inhoud import Inhoud, Regels, lees_foutbericht, lees_inhoud
from .meldingen import Grenzen, LeesSignaal, Onleesbaar
from .parsers import ONVOORZIEN, lees_worteltag, maak_dieptetoets, maak_parser, te_diep, weiger_dtd, weigering
from .pseudoniem import Onthouden
from .soorten import BERICHTCODES, DECLARATIES, Soort, herken, partij_of_niets, partijen
from .uitpakken import Envelop, Omhulsel, is_foutbericht
from .velden import PRESTATIE
from .vormen import Vormen

__all__ = ["Grenzen", "LeesSignaal", "Onleesbaar", "Ontleder"]

DREMPEL = 1 << 20
"""Documents up to this many bytes are read as one tree; longer ones in pieces."""

_LEESBLOK, _WORTELBLOK = 1 << 18, 1 << 16
_ANTWOORDVELDEN = tuple(PRESTATIE.kolommen.index(kolom) for _, kolom in VELDEN["antwoord_prestaties"])


@dataclass
class Gelezen:
    """A message that was read and waits until its whole document proves right."""

    bericht: int
    soort: Soort | None
    kop: tuple[str | None, ...]
    digest: str
    regels: dict[str, Regels]
    onbekend: int = 0
    envelop: Envelop | None = None


class Ontleder:
    """Reads documents and hands over row tables.

    Args:
        pseudoniem: Bsn -> pseudonym or None; asked once per distinct text. Also for a ToewijzingNummer that is no
            number.
        schrijf: gets a table name and an Arrow table with `kolommen.schema` of that table, whenever `brok` rows wait.
        signaleer: gets remarks on messages that were read; they come with the tables, not at once.
        grenzen: bounds on one document.
        brok: number of rows, over all tables, that is written at once.

    `bericht` numbers count up from 0. A row in `berichten` comes only of a document that was read completely and
    correctly; rows of other tables without their row in `berichten` are void (a long declaratie is written underway).
    """

    def __init__(
        self,
        *,
        pseudoniem: Callable[[str], str | None],
        schrijf: Callable[[str, pa.Table], None],
        signaleer: Callable[[LeesSignaal], None],
        grenzen: Grenzen | None = None,
        brok: int = 50_000,
    ) -> None:
        self.grenzen = grenzen or Grenzen()
        self._signaleer = signaleer
        self._bakken = Bakken(schrijf, self._meld, brok, pseudoniem)
        self._client = Onthouden(pseudoniem)
        self._parser = maak_parser()
        self._vormen = Vormen(self._lees_wortel)
        self._te_diep = maak_dieptetoets(self.grenzen.diepte)
        self._volgend = 0
        self._herkomst: dict[int, tuple[str | None, ...]] = {}
        self._wachtend: FoutPerBericht = Counter()

    def lees(self, stroom: BinaryIO, *, bron: str, bestand: str) -> None:
        """Read one XML document.

        Args:
            stroom: the bytes of the document, unpacked from zip or tar.
            bron, bestand: go into the row in `berichten`; `bestand` also into signals.

        Raises:
            Onleesbaar: the document cannot be read; nothing of it is kept.
        """
        begin = stroom.read(_WORTELBLOK)  # a small number: the stream makes room for all of it
        if len(begin) < min(_WORTELBLOK, DREMPEL):
            self.lees_bytes(begin, bron=bron, bestand=bestand)
            return
        with zonder_vuilnisronde():
            self._neem(lambda: self._lees_stroom(begin, stroom), bron, bestand)

    def lees_bytes(self, document: bytes, *, bron: str, bestand: str) -> None:
        """The same for a document that is held in memory."""
        if len(document) < min(_WORTELBLOK, DREMPEL):
            self._neem(lambda: self.lees_boom(document, self.grenzen.omhulsels), bron, bestand)
        else:
            self.lees(io.BytesIO(document), bron=bron, bestand=bestand)

    def _neem(self, lees: Callable[[], Gelezen], bron: str, bestand: str) -> None:
        try:
            self._leg_vast(lees(), bron, bestand)
        except ONVOORZIEN as fout:
            raise Onleesbaar("onleesbaar_bestand", f"onverwachte vorm ({type(fout).__name__})") from fout
        finally:
            self._wachtend.clear()
        if self._bakken.vol:
            self.sluit()

    def sluit(self) -> None:
        """Write what still waits. The Ontleder can go on reading afterwards."""
        try:
            with zonder_vuilnisronde():
                self._bakken.leeg()
        except ONVOORZIEN as fout:
            raise RuntimeError("rows could not be written") from fout  # of many documents, so not to be taken for one
        self._herkomst.clear()

    def _lees_stroom(self, begin: bytes, stroom: BinaryIO) -> Gelezen:
        invoer, totaal, blok = _Invoer(self, self.grenzen.omhulsels), 0, begin
        while blok:
            totaal += len(blok)
            if totaal > self.grenzen.uitgepakt_bytes:
                raise Onleesbaar("te_groot", "het bestand is uitgepakt te groot")
            invoer.voer(blok)
            blok = stroom.read(_LEESBLOK)
        return invoer.sluit()

    def lees_boom(self, bytes_: bytes, omhulsels: int) -> Gelezen:
        """Read a document that is complete in memory, with at most so many envelopes (for `_Invoer`)."""
        gevonden = self._vormen.lees(bytes_)
        if gevonden:
            return self._neem_inhoud(*gevonden)
        wortel, soort = self._lees_wortel(bytes_)
        if soort is not None:
            return self._lees_bericht(wortel, soort, bytes_)
        if is_foutbericht(wortel.tag):
            digest, envelop = lees_foutbericht(wortel)
            return Gelezen(self.neem_nummer(), None, (), digest, {}, envelop=envelop)
        omhulsel = _Omhulsel(self, omhulsels)
        omhulsel.voer(bytes_)
        return omhulsel.sluit()

    def neem_nummer(self) -> int:
        self._volgend += 1
        return self._volgend - 1

    def voeg_stuk_toe(self, bericht: int, soort: Soort, stuk: Stuk) -> None:
        """Take lines of a declaratie underway (for `_Declaratie`)."""
        clienten = [self._client[bsn] for bsn in stuk.bsn]
        if soort.berichttype == "323":
            self._bakken.voeg_toe("prestaties", bericht, stuk.rijen, clienten=clienten, regel=stuk.regel)
        else:
            rijen = [tuple(map(rij.__getitem__, _ANTWOORDVELDEN)) for rij in stuk.rijen]
            self._bakken.voeg_toe("antwoord_prestaties", bericht, rijen, clienten=clienten, regel=stuk.regel)
            self._bakken.voeg_toe("retourcodes", bericht, stuk.codes)
        if self._bakken.vol:
            self.sluit()

    def _lees_bericht(self, wortel: etree._Element, soort: Soort, bytes_: bytes) -> Gelezen:
        if soort.berichttype in DECLARATIES:
            declaratie = _Declaratie(self, soort)
            declaratie.voer(bytes_)
            return declaratie.sluit()
        inhoud = lees_inhoud(wortel, soort)
        if inhoud is None:
            raise Onleesbaar(
                "onleesbaar_bestand", "het bericht heeft geen Header", wet=soort.wet, berichttype=soort.berichttype
            )
        return self._neem_inhoud(soort, inhoud)

    def _lees_wortel(self, bytes_: bytes) -> tuple[etree._Element, Soort | None]:
        """The document as a tree that is allowed to be, and its kind."""
        try:
            wortel = etree.fromstring(bytes_, self._parser)
        except etree.XMLSyntaxError as fout:
            if not bytes_.strip(b"\0\t\n\r "):
                raise Onleesbaar("onleesbaar_bestand", "het bestand is leeg") from None
            raise weigering(fout) from None
        weiger_dtd(wortel)
        if self._te_diep and self._te_diep(wortel):
            raise te_diep(self.grenzen.diepte)
        return wortel, herken(wortel.tag)

    def _neem_inhoud(self, soort: Soort, inhoud: Inhoud) -> Gelezen:
        return Gelezen(self.neem_nummer(), soort, inhoud.kop, inhoud.digest, inhoud.regels, inhoud.onbekend)

    def _leg_vast(self, gelezen: Gelezen, bron: str, bestand: str) -> None:
        """Make the rows of a message count, and say what there is to say about it."""
        nummer, soort = gelezen.bericht, gelezen.soort
        for tabel, regels in gelezen.regels.items():
            self._bakken.voeg_toe(tabel, nummer, regels.rijen, clienten=[self._client[bsn] for bsn in regels.bsn])
        kop = [(waarde or "").strip() for waarde in gelezen.kop] or [""] * 10
        code, afzender, ontvanger = kop[0], kop[3], kop[4]
        wet, berichttype = (soort.wet, soort.berichttype) if soort else (None, "Fo01")
        gemeente, aanbieder, herkend = partijen(afzender, ontvanger, berichttype)
        envelop = gelezen.envelop or Envelop()
        self._bakken.voeg_toe("berichten", nummer, [(
            bron, bestand, wet, berichttype, soort.release if soort else None, afzender, ontvanger, gemeente,
            aanbieder, *kop[5:10], gelezen.digest, envelop.referentie, envelop.kruisreferentie, envelop.tijdstip,
        )])  # fmt: skip
        # Signals name only what is a code: anything may stand in a field that is filled wrongly.
        self._herkomst[nummer] = (wet, berichttype, *partij_of_niets(gemeente, aanbieder), bestand)
        if self._wachtend:
            self._meld(self._wachtend)
        if gelezen.onbekend:
            self._geef_signaal(nummer, "onbekend_element", gelezen.onbekend, "elementen die de standaard niet kent")
        if soort and code != BERICHTCODES[soort.wet][soort.berichttype]:
            self._geef_signaal(nummer, "afwijkende_berichtcode", 1, "BerichtCode")
        if soort and not herkend:
            self._geef_signaal(nummer, "partij_onbekend", 1, "Afzender of Ontvanger")

    def _meld(self, fouten: FoutPerBericht) -> None:
        """Signals for messages that count; for the message being read they wait until it does."""
        for (bericht, signaal, pad), aantal in sorted(fouten.items()):
            if bericht in self._herkomst:
                self._geef_signaal(bericht, signaal, aantal, pad)
            elif fouten is not self._wachtend:
                self._wachtend[bericht, signaal, pad] += aantal

    def _geef_signaal(self, bericht: int, signaal: str, aantal: int, toelichting: str) -> None:
        self._signaleer(LeesSignaal(signaal, *self._herkomst[bericht], aantal, toelichting))


class _Declaratie:
    """A 323 or 325 whose lines go to the tables while it is read."""

    def __init__(self, ontleder: Ontleder, soort: Soort) -> None:
        self._nummer, self._soort = ontleder.neem_nummer(), soort
        lever = partial(ontleder.voeg_stuk_toe, self._nummer, soort)  # no method of its own: that would be a cycle
        self._lezer = Declaratielezer(soort, lever, ontleder.grenzen)
        self.voer = self._lezer.voer

    def sluit(self) -> Gelezen:
        slot = self._lezer.sluit()
        tabel = "declaraties" if self._soort.berichttype == "323" else "declaratie_antwoorden"
        regels = {tabel: Regels([slot.totalen] if slot.totalen else []), "retourcodes": Regels(slot.codes)}
        return Gelezen(self._nummer, self._soort, slot.kop, slot.digest, regels, slot.onbekend)


class _Omhulsel:
    """A wrapper, with a new `_Invoer` for what is inside."""

    def __init__(self, ontleder: Ontleder, omhulsels: int) -> None:
        if omhulsels == 0:
            raise Onleesbaar("te_diep", f"meer dan {ontleder.grenzen.omhulsels} enveloppen in elkaar")
        self._omhulsel = Omhulsel(lambda: _Invoer(ontleder, omhulsels - 1), ontleder.grenzen)
        self.voer = self._omhulsel.voer

    def sluit(self) -> Gelezen:
        gelezen, envelop = self._omhulsel.sluit()
        gelezen.envelop = gelezen.envelop or envelop
        return gelezen


class _Invoer:
    """A document that is fed: kept until it is clear how to read it, then read as a tree or in pieces."""

    def __init__(self, ontleder: Ontleder, omhulsels: int) -> None:
        self._ontleder, self._omhulsels = ontleder, omhulsels
        self._bytes = bytearray()
        self._lezer: _Declaratie | _Omhulsel | None = None
        self._heel = False

    def voer(self, bytes_: bytes) -> None:
        if self._lezer:
            self._lezer.voer(bytes_)
            return
        self._bytes += bytes_
        if len(self._bytes) >= DREMPEL and not self._heel:
            self._kies()
        if len(self._bytes) > self._ontleder.grenzen.boom_bytes:
            raise Onleesbaar("te_groot", "het bericht is te groot; alleen declaraties mogen groter zijn")

    def sluit(self) -> Gelezen:
        return self._lezer.sluit() if self._lezer else self._ontleder.lees_boom(bytes(self._bytes), self._omhulsels)

    def _kies(self) -> None:
        wortel = lees_worteltag(bytes(self._bytes[:_WORTELBLOK]))
        soort = herken(wortel)
        self._heel = is_foutbericht(wortel) or (soort is not None and soort.berichttype not in DECLARATIES)
        if not self._heel:
            self._lezer = (
                _Declaratie(self._ontleder, soort) if soort else _Omhulsel(self._ontleder, self._omhulsels)
            )
            begin, self._bytes = bytes(self._bytes), bytearray()
            self._lezer.voer(begin)
