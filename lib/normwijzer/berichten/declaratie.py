"""Declaraties (323) and their answers (325), which can be hundreds of MB: read in pieces, rows given off underway.

The tree never holds more than one piece: after each piece the clients that are complete are taken out, and of the
client that is still open all lines but the last. What remains at the end (header, totals, codes) is read then.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from . import velden
from .inhoud import DOMEIN, KOP_PADEN, Tekstrij, kind, retourcodes
from .meldingen import Grenzen, Onleesbaar
from .parsers import maak_stroomparser, weigering
from .soorten import Soort
from .velden import PRESTATIE, lokaal

STUK = 1 << 20
_VELD, _RIJ = "\x1f", "\x1e"  # cannot occur in XML, so fields cannot run into each other
_GROEPEN = 1 + len({pad.split("/")[0] for pad in PRESTATIE.paden if "/" in pad})  # Prestatie itself and its groups
_CLIENT_TAGS = 6  # Client, Bsn and Prestaties, begin and end
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
class Stuk:
    """Lines of one piece. bsn: one per line; regel: number of the first line; codes: (klasse, regel, code)."""

    rijen: list[Tekstrij] = field(default_factory=list)
    bsn: list[str] = field(default_factory=list)
    regel: int = 0
    codes: list[Tekstrij] = field(default_factory=list)
    onbekend: int = 0


@dataclass
class Slot:
    """What is known at the end. kop: values of KOP_PADEN; totalen: values of the fields of the table, or None."""

    kop: Tekstrij
    totalen: Tekstrij | None
    codes: list[Tekstrij]
    digest: str


class Declaratielezer:
    """Reads one 323 or 325 that is fed in pieces or given as a tree; `lever` gets every piece of lines.

    The digest is the SHA-256 over DOMEIN, header fields, totals and all fields of all lines with their Bsn and
    codes. It does not depend on blank text, prefixes, envelope or how the document was cut in pieces; elements that
    are not read are not in it.
    """

    def __init__(self, soort: Soort, lever: Callable[[Stuk], None], grenzen: Grenzen) -> None:
        self._soort, self._lever, self._grenzen = soort, lever, grenzen
        self._parser = maak_stroomparser(tag="{*}Clienten")
        self._clienten: list[etree._Element] = []
        self._gevoerd = self._stil = self._regel = 0
        self._regelsom, self._bsnsom, self._codesom = (hashlib.sha256() for _ in range(3))

    def voer(self, bytes_: bytes) -> None:
        """Take the next bytes of the document; any XML error raises Onleesbaar."""
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

    def sluit(self) -> Slot:
        """The rest, after the last bytes."""
        try:
            wortel = self._parser.close()
        except etree.XMLSyntaxError as fout:
            raise weigering(fout) from None
        self._clienten += [element for _, element in self._parser.read_events()]
        return self._sluit(wortel)

    def lees_boom(self, wortel: etree._Element) -> Slot:
        """A document that is held as a tree already; the tree is used up."""
        self._clienten = list(wortel.iter("{*}Clienten"))
        return self._sluit(wortel)

    def _sluit(self, wortel: etree._Element) -> Slot:
        self._verwerk(einde=True)
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
        digest = hashlib.sha256(DOMEIN + sommen + slot)
        return Slot(kop_tekst, totaal_tekst, codes, digest.hexdigest())

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
        stuk = _lees_snel(groep, houd) if self._soort.berichttype == "323" else None
        stuk = stuk or _lees_elementen(groep, houd, self._regel)
        del groep[: -1 if houd is not None else None]
        if houd is not None and houd is not groep[-1]:
            del houd.getparent()[:-1]
        if stuk.rijen or stuk.codes:
            stuk.regel, self._stil = self._regel, 0
            self._regel += len(stuk.rijen)
            self._regelsom.update((_RIJ.join(map(_VELD.join, stuk.rijen)) + _RIJ).encode())
            self._bsnsom.update((_RIJ.join(stuk.bsn) + _RIJ).encode())
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


def _lees_snel(groep: etree._Element, houd: etree._Element | None) -> Stuk | None:
    """Lines of a 323 in the standard's order, from the serialised piece; None for anything else.

    It takes only what it accounts for completely: every tag in the text belongs to a line that is matched from begin
    to end, or to a Client that has a Bsn followed by its lines.
    """
    tekst = etree.tostring(groep, encoding="unicode", with_tail=False)
    m = f"{groep.prefix}:" if groep.prefix else ""
    if houd is not None:
        if houd.prefix != groep.prefix or houd.attrib or houd.nsmap != groep.nsmap:
            return None  # its tag is not plain, so where it begins in the text is uncertain
        tekst = tekst[: max(tekst.rfind(f"<{m}{lokaal(houd)}>"), tekst.rfind(f"<{m}{lokaal(houd)}/>"))]
    blad = tekst.find("ReferentieNummer>")
    basis = tekst[tekst.rfind("<", 0, blad) + 1 : blad].rpartition(":")[0] or None
    rijen = velden.prestatie_patroon(groep.prefix, basis).findall(tekst)
    if not rijen or "&" in tekst or tekst.count("<") != _verwachte_tags(rijen, houd):
        return None
    bsn = accumulate([rij[0] for rij in rijen], lambda oud, nieuw: nieuw or oud)
    return Stuk([rij[1:] for rij in rijen], list(bsn))


def _verwachte_tags(rijen: list[Tekstrij], houd: etree._Element | None) -> int:
    """Number of tags when a piece holds these lines, with a Client around them where a Bsn stands, and nothing else."""
    clienten = sum([rij[0] != "" for rij in rijen])
    bladen = sum([len(rij) - 1 - rij.count("") + (rij[0] == "") for rij in rijen])
    tags = 1 + 2 * _GROEPEN * len(rijen) + 2 * bladen + _CLIENT_TAGS * clienten
    if houd is None:
        return tags + 1
    return tags if lokaal(houd) == "Client" else tags - 2


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
            nummer = regel + len(stuk.rijen)
            stuk.codes += [("Prestatie", nummer, code) for klasse, _, code in retourcodes(prestatie) if klasse == "Prestatie"]
            stuk.rijen.append(velden.lees_velden(prestatie, PRESTATIE.paden))
            stuk.bsn.append(bsn)
            stuk.onbekend += velden.onbekende_elementen(prestatie, PRESTATIE)
        stuk.codes += [rij for rij in retourcodes(client) if rij[0] != "Prestatie"]
    return stuk
