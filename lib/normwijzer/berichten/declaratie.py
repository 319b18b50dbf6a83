"""Declaraties (323) and their answers (325), which can be hundreds of MB: read in pieces, rows given off underway.

Clients of a 323 in the standard's own form are read from the bytes and kept from the parser (`declaratie_snel`). All
else goes into a tree that never holds more than one piece: after each piece the clients that are complete are taken
out, and of the client that is still open all lines but the last. What remains at the end (header, totals, codes) is
read then.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from . import velden
from .declaratie_snel import CLIENTEN, Snelweg, Stuk, codering_van
from .inhoud import KOP_PADEN, Tekstrij, kind, retourcodes
from .meldingen import Grenzen, Onleesbaar
from .parsers import maak_stroomparser, weigering
from .soorten import Soort
from .velden import PRESTATIE, lokaal

STUK = 1 << 20
_DOMEIN = b"normwijzer/bericht/1\n"
_VELD, _RIJ = "\x1f", "\x1e"  # cannot occur in XML, so fields cannot run into each other
_TOTALEN = {
    "323": (
        "DeclaratieNummer", "DeclaratiePeriode/Begindatum", "DeclaratiePeriode/Einddatum", "DeclaratieDagtekening",
        "TotaalIngediendBedrag/TotaalBedrag", "TotaalIngediendBedrag/DebetCredit",
    ),
    "325": (
        "DeclaratieNummer", "TotaalIngediendBedrag/TotaalBedrag", "TotaalIngediendBedrag/DebetCredit",
        "TotaalToegekendBedrag/TotaalBedrag", "TotaalToegekendBedrag/DebetCredit",
    ),
}  # fmt: skip


@dataclass
class Slot:
    """What is known at the end. kop: values of KOP_PADEN; totalen: values of the fields of the table, or None;
    onbekend: unknown elements in lines."""

    kop: Tekstrij
    totalen: Tekstrij | None
    codes: list[Tekstrij]
    digest: str
    onbekend: int


class Declaratielezer:
    """Reads one 323 or 325 that is fed in pieces; `lever` gets every piece of lines.

    The digest is not that of the canonical XML, as it is for the other types and in reconstructie 2: that would need
    the whole tree. It is the SHA-256 over a fixed text, header fields, totals and all fields of all lines with their
    Bsn and codes. It does not depend on blank text, prefixes, envelope or how the document was cut in pieces;
    elements that are not read are not in it. It serves the same end: a stable choice between two declaraties with
    one key and one Dagtekening, though not always the choice that C14N would give.
    """

    def __init__(self, soort: Soort, lever: Callable[[Stuk], None], grenzen: Grenzen) -> None:
        self._soort, self._lever, self._grenzen = soort, lever, grenzen
        self._parser = maak_stroomparser(tag="{*}Clienten")
        self._clienten: list[etree._Element] = []
        self._wacht = bytearray()
        self._snelweg: Snelweg | None = None
        self._snel = soort.berichttype == "323"
        self._gevoerd = self._stil = self._regel = self._onbekend = 0
        self._regelsom, self._bsnsom, self._codesom = (hashlib.sha256() for _ in range(3))

    def voer(self, bytes_: bytes) -> None:
        """Take the next bytes of the document; any XML error raises Onleesbaar."""
        if not self._snel:
            self._voer_parser(bytes_)
            return
        self._wacht += bytes_
        if len(self._wacht) >= STUK:
            self._neem_wat_kan()

    def sluit(self) -> Slot:
        """The rest, after the last bytes."""
        if self._snel:
            self._neem_wat_kan()
            self._voer_parser(bytes(self._wacht))
        try:
            wortel = self._parser.close()
        except etree.XMLSyntaxError as fout:
            raise weigering(fout) from None
        self._verwerk(einde=True)
        return self._maak_slot(wortel)

    def _neem_wat_kan(self) -> None:
        """Take the clients that are complete from the bytes; leave the rest, or leave everything to the parser."""
        if self._snelweg is None:
            self._snelweg = self._begin_snelweg()
        stuk = self._snelweg.lees(self._wacht) if self._snelweg else None
        if stuk:
            self._lever_stuk(stuk)
        elif not self._snelweg or not self._snelweg.wacht(self._wacht):
            self._snel = False
            self._voer_parser(bytes(self._wacht))
            self._wacht.clear()

    def _begin_snelweg(self) -> Snelweg | None:
        codering, gevonden = codering_van(self._wacht), CLIENTEN.search(self._wacht)
        if not codering or not gevonden:
            return None
        begin = bytes(self._wacht[: gevonden.end()])
        del self._wacht[: gevonden.end()]
        self._voer_parser(begin)
        if len(self._clienten) != 1 or begin.count(b"Clienten") != 1:
            return None  # what was found is perhaps not the element: it may stand in a comment, for instance
        return Snelweg(self._clienten[0].nsmap, self._clienten[0].prefix, codering)

    def _voer_parser(self, bytes_: bytes) -> None:
        try:
            self._parser.feed(bytes_)
        except etree.XMLSyntaxError as fout:
            raise weigering(fout) from None
        self._clienten += [element for _, element in self._parser.read_events()]
        self._gevoerd += len(bytes_)
        self._stil += len(bytes_)
        if self._gevoerd >= STUK:
            self._gevoerd = 0
            self._verwerk(einde=False)
            if self._stil > self._grenzen.boom_bytes:
                raise Onleesbaar("te_groot", "een onderdeel van de declaratie is te groot om te lezen")

    def _maak_slot(self, wortel: etree._Element) -> Slot:
        kop = kind(wortel, "Header")
        if kop is None:
            raise Onleesbaar(
                "onleesbaar_bestand", "het bericht heeft geen Header",
                wet=self._soort.wet, berichttype=self._soort.berichttype,
            )  # fmt: skip
        kop_tekst = velden.lees_velden(kop, KOP_PADEN)
        totalen = kind(wortel, "Declaratie" if self._soort.berichttype == "323" else "DeclaratieAntwoord")
        totaal_tekst = None
        if totalen is not None:
            totaal_tekst = velden.lees_velden(totalen, _TOTALEN[self._soort.berichttype])
        codes = retourcodes(wortel) if self._soort.berichttype == "325" else []
        self._codesom.update(_regels(codes))
        slot = _regels([kop_tekst, totaal_tekst or ()])
        sommen = self._regelsom.digest() + self._bsnsom.digest() + self._codesom.digest()
        digest = hashlib.sha256(_DOMEIN + sommen + slot)
        return Slot(kop_tekst, totaal_tekst, codes, digest.hexdigest(), self._onbekend)

    def _verwerk(self, *, einde: bool) -> None:
        while self._clienten:
            groep = self._clienten[0]
            open_ = not einde and len(self._clienten) == 1
            if len(groep):
                self._geef(groep, _begin_onvoltooid(groep) if open_ else None)
            if open_:
                return
            del self._clienten[0]

    def _geef(self, groep: etree._Element, houd: etree._Element | None) -> None:
        """Hand over the lines before `houd`, the element that may be unfinished, and take them out of the tree."""
        stuk = _lees_elementen(groep, houd, self._regel)
        del groep[: -1 if houd is not None else None]
        if houd is not None and houd is not groep[-1]:
            del houd.getparent()[:-1]
        if stuk.rijen or stuk.codes:
            self._lever_stuk(stuk)

    def _lever_stuk(self, stuk: Stuk) -> None:
        stuk.regel, self._stil = self._regel, 0
        self._regel += len(stuk.rijen)
        self._onbekend += stuk.onbekend
        self._regelsom.update("".join([_VELD.join(rij) + _RIJ for rij in stuk.rijen]).encode())
        self._bsnsom.update("".join([bsn + _RIJ for bsn in stuk.bsn]).encode())
        self._codesom.update(_regels(stuk.codes))
        self._lever(stuk)


def _regels(rijen: Iterable[Tekstrij]) -> bytes:
    return "".join([f"{_VELD.join(map(str, rij))}{_RIJ}" for rij in rijen]).encode()


def _begin_onvoltooid(groep: etree._Element) -> etree._Element:
    """The last Client, or only its last line when it has more; what comes before it is complete."""
    client = groep[-1]
    if [lokaal(deel) for deel in client] == ["Bsn", "Prestaties"] and len(client[1]) > 1:
        return client[1][-1]
    return client


def _lees_elementen(groep: etree._Element, houd: etree._Element | None, regel: int) -> Stuk:
    """The same by walking over the elements; with the codes of lines and clients, which a 325 has."""
    stuk = Stuk()
    for client in groep:
        if client is houd:
            break
        if lokaal(client) != "Client":
            continue
        (bsn,) = velden.lees_velden(client, ("Bsn",))
        for prestatie in client.iter("{*}Prestatie"):
            if prestatie is houd:
                return stuk
            codes = [code for klasse, _, code in retourcodes(prestatie) if klasse == "Prestatie"]
            stuk.codes += [("Prestatie", regel + len(stuk.rijen), code) for code in codes]
            stuk.rijen.append(velden.lees_velden(prestatie, PRESTATIE.paden))
            stuk.bsn.append(bsn)
            stuk.onbekend += velden.onbekende_elementen(prestatie, PRESTATIE)
        stuk.codes += [rij for rij in retourcodes(client) if rij[0] != "Prestatie"]
    return stuk
