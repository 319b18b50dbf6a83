"""The message inside an envelope: StUF-GGk (Di01, Du01, 0210 and 0310), SOAP, a wrapper of VECOZO's kind.

Whatever the wrapper is, the message is the first element `Bericht` in an iStandaarden namespace (or a Fo01 fault), or
else the first base64 text that decodes to XML with one. The wrapper is read without keeping a tree, so a declaratie
of hundreds of MB may come in base64.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from lxml import etree

from .meldingen import Grenzen, Onleesbaar
from .parsers import maak_doelparser, te_diep, verboden_dtd, weigering
from .soorten import ISTANDAARDEN

_PROEF = 64
_VERWERK = 1 << 16
_GEGEVENS = {
    "referentienummer": "referentie", "crossRefnummer": "kruisreferentie", "tijdstipBericht": "tijdstip",
}  # fmt: skip
_STUF = "http://www.egem.nl/StUF/"


@dataclass
class Envelop:
    """stuurgegevens as text, '' when absent."""

    referentie: str = ""
    kruisreferentie: str = ""
    tijdstip: str = ""


class Binnenste(Protocol):
    """Reads the document that was found inside; `sluit` gives what was read."""

    def voer(self, bytes_: bytes) -> None: ...
    def sluit(self) -> Any: ...


def is_xml_begin(bytes_: bytes) -> bool:
    """Whether bytes start as XML does, in UTF-8, UTF-16 or any superset of ASCII."""
    if bytes_[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return bytes_.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or bytes_[:4] in (b"<\0?\0", b"\0<\0?")


def is_foutbericht(tag: str) -> bool:
    """Whether a root element is a StUF fault (Fo01)."""
    return tag.startswith("{" + _STUF) and tag.endswith("}Fo01Bericht")


class Omhulsel:
    """Reads a wrapper that is fed in pieces; `sluit` gives what `maak_binnenste().sluit()` gave, and the Envelop."""

    def __init__(self, maak_binnenste: Callable[[], Binnenste], grenzen: Grenzen) -> None:
        self._doel = _Doel(maak_binnenste, grenzen)
        self._parser = maak_doelparser(self._doel)

    def voer(self, bytes_: bytes) -> None:
        try:
            self._parser.feed(bytes_)
        except etree.XMLSyntaxError as fout:
            raise weigering(fout) from None

    def sluit(self) -> tuple[Any, Envelop]:
        try:
            self._parser.close()
        except etree.XMLSyntaxError as fout:
            raise weigering(fout) from None
        doel = self._doel
        if doel.gevonden is None:
            raise doel.fout or _geen_bericht(doel.wortel)
        return doel.gevonden, doel.envelop


def _geen_bericht(wortel: str) -> Onleesbaar:
    if wortel.startswith("envelop"):
        return Onleesbaar("onleesbaar_bestand", "de envelop bevat geen leesbaar bericht")
    return Onleesbaar("onbekend_bericht", "dit is XML, maar geen iWmo- of iJw-bericht")


class _Doel:
    """Parser target: walks through the wrapper and stops looking once a message is read."""

    def __init__(self, maak_binnenste: Callable[[], Binnenste], grenzen: Grenzen) -> None:
        self._maak, self._grenzen = maak_binnenste, grenzen
        self._pad: list[str] = []
        self._ruimten: list[dict[str | None, str]] = [{}]
        self._boom: _Boombouwer | None = None
        self._tekst: _Tekst | None = None
        self.envelop = Envelop()
        self.gevonden: Any = None
        self.fout: Onleesbaar | None = None
        self.wortel = ""

    def doctype(self, *_: object) -> None:
        raise verboden_dtd()

    def start(self, tag: str, attributen: dict[str, str], ruimten: dict[str | None, str]) -> None:
        naam = tag[tag.rfind("}") + 1 :]
        self.wortel = self.wortel or naam
        self._pad.append(naam)
        if len(self._pad) > self._grenzen.diepte:
            raise te_diep(self._grenzen.diepte)
        self._sluit_tekst()
        self._ruimten.append(self._ruimten[-1] | ruimten if ruimten else self._ruimten[-1])
        if self._boom:
            self._boom.start(tag, attributen, ruimten)
        elif self.gevonden is None and _is_bericht(tag, naam):
            self._boom = _Boombouwer(len(self._pad), self._grenzen)
            self._boom.start(tag, attributen, _nodig(self._ruimten[-1], ruimten, tag))
        else:
            self._tekst = _Tekst(self._maak, self._grenzen) if self.gevonden is None else None

    def data(self, tekst: str) -> None:
        if self._boom:
            self._boom.data(tekst)
        elif self._tekst:
            self._tekst.voer(tekst)

    def end(self, tag: str) -> None:
        if self._boom:
            self._boom.end(tag)
            if self._boom.diepte == len(self._pad):
                boom, self._boom = self._boom, None
                self._neem(boom.sluit(self._maak))
        elif self._tekst and len(self._pad) > 1 and self._pad[-2] == "stuurgegevens" and self._pad[-1] in _GEGEVENS:
            setattr(self.envelop, _GEGEVENS[self._pad[-1]], self._tekst.kort)
        self._sluit_tekst()
        self._pad.pop()
        self._ruimten.pop()

    def close(self) -> None:
        """Nothing is left to do; the parser asks for this method."""

    def _sluit_tekst(self) -> None:
        tekst, self._tekst = self._tekst, None
        if tekst:
            self._neem(tekst.sluit)

    def _neem(self, lees: Callable[[], Any]) -> None:
        try:
            self.gevonden = self.gevonden or lees()
        except Onleesbaar as fout:
            self.fout = self.fout or fout


class _Boombouwer:
    """Gathers a message that stands in the wrapper as XML."""

    def __init__(self, diepte: int, grenzen: Grenzen) -> None:
        self.diepte, self._grenzen, self._omvang = diepte, grenzen, 0
        self._bouwer = etree.TreeBuilder()
        self.end = self._bouwer.end

    def start(self, tag: str, attributen: dict[str, str], ruimten: dict[str | None, str]) -> None:
        self._tel(2 * len(tag))
        self._bouwer.start(tag, attributen, {prefix or None: ruimte for prefix, ruimte in ruimten.items()})

    def data(self, tekst: str) -> None:
        self._tel(len(tekst))
        self._bouwer.data(tekst)

    def sluit(self, maak: Callable[[], Binnenste]) -> Callable[[], Any]:
        bytes_ = etree.tostring(self._bouwer.close(), encoding="utf-8")

        def lees() -> Any:
            binnenste = maak()
            binnenste.voer(bytes_)
            return binnenste.sluit()

        return lees

    def _tel(self, omvang: int) -> None:
        self._omvang += omvang
        if self._omvang > self._grenzen.boom_bytes:
            raise Onleesbaar("te_groot", "het bericht in de envelop is te groot om te lezen")


class _Tekst:
    """One text in the wrapper: kept when short, decoded on the way when it turns out to be XML in base64."""

    def __init__(self, maak: Callable[[], Binnenste], grenzen: Grenzen) -> None:
        self._maak, self._grenzen = maak, grenzen
        self._delen: list[str] = []
        self._lengte = self._uitgepakt = 0
        self._rest = ""
        self._binnenste: Binnenste | None = None
        self._afgewezen = False
        self._fout: Onleesbaar | None = None

    @property
    def kort(self) -> str:
        return "" if self._binnenste else "".join(self._delen).strip()

    def voer(self, tekst: str) -> None:
        if self._afgewezen or self._fout:
            return
        self._delen.append(tekst)
        self._lengte += len(tekst)
        if self._lengte >= _VERWERK:
            self._verwerk()

    def sluit(self) -> Any:
        """What the message inside gave; None when this text is no message."""
        if not self._afgewezen and not self._fout and self._lengte >= _PROEF:
            self._verwerk()
        if self._fout:
            raise self._fout
        if self._binnenste is None:
            return None
        if self._rest:
            raise _beschadigd()
        return self._binnenste.sluit()

    def _verwerk(self) -> None:
        tekst = self._rest + "".join("".join(self._delen).split())
        self._delen, self._lengte = [], 0
        heel = len(tekst) // 4 * 4
        if self._binnenste is None:
            if not is_xml_begin(_ontcijfer(tekst[: min(heel, _PROEF)]) or b""):
                self._afgewezen = True
                return
            self._binnenste = self._maak()
        self._rest = tekst[heel:]
        try:
            self._geef_door(_ontcijfer(tekst[:heel]))
        except Onleesbaar as fout:
            self._fout = fout

    def _geef_door(self, bytes_: bytes | None) -> None:
        if bytes_ is None:
            raise _beschadigd()
        self._uitgepakt += len(bytes_)
        if self._uitgepakt > self._grenzen.uitgepakt_bytes:
            raise Onleesbaar("te_groot", "het bericht in de envelop is te groot")
        self._binnenste.voer(bytes_)


def _ontcijfer(tekst: str) -> bytes | None:
    try:
        return base64.b64decode(tekst, validate=True)
    except (binascii.Error, ValueError):
        return None


def _beschadigd() -> Onleesbaar:
    return Onleesbaar("onleesbaar_bestand", "de base64-inhoud van de envelop is beschadigd of onvolledig")


def _is_bericht(tag: str, naam: str) -> bool:
    return (naam == "Bericht" and tag.startswith("{" + ISTANDAARDEN)) or is_foutbericht(tag)


def _nodig(
    bereik: dict[str | None, str], eigen: dict[str | None, str], tag: str
) -> dict[str | None, str]:
    """Prefixes for a message taken out of its wrapper: its own, and those of its standard declared further out."""
    standaard = "/".join(tag[1:].split("/")[:5])
    return {prefix: ruimte for prefix, ruimte in bereik.items() if ruimte.startswith(standaard)} | dict(eigen)
