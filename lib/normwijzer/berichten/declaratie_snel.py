"""The quick way through a 323: clients in the standard's own form are taken from the bytes, the parser gets the rest.

This reads a part of XML without an XML parser, so it takes only what cannot mean anything else. It starts right
after a tag `Clienten` that the parser reported, in a known superset of ASCII. From there up to the last `</Client>`
at hand every tag must belong to a Client with a Bsn and lines in the standard's order: plain tags with the prefixes
that are in scope, no references, no comments, CDATA or instructions, only legal characters. Such a part is balanced,
hence what is left is well-formed exactly when the whole is, and the parser judges what is left. At the first part
that does not comply this way ends, and the parser gets everything from there on.
"""

import re
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from . import velden
from .inhoud import Tekstrij
from .velden import PRESTATIE

CLIENTEN = re.compile(rb"<(?:[A-Za-z_][A-Za-z0-9_.-]*:)?Clienten>")
_VERKLARING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_CODERINGEN = {b"utf-8": "utf-8", b"us-ascii": "ascii", b"iso-8859-1": "latin-1"}
_BOM = b"\xef\xbb\xbf"
_GEDULD = 8 << 20
_GROEPEN = 1 + len({pad.split("/")[0] for pad in PRESTATIE.paden if "/" in pad})  # Prestatie itself and its groups
_CLIENT_TAGS = 6  # Client, Bsn and Prestaties, begin and end


@dataclass
class Stuk:
    """Lines of one piece. bsn: one per line; regel: number of the first line; codes: (klasse, regel, code)."""

    rijen: list[Tekstrij] = field(default_factory=list)
    bsn: list[str] = field(default_factory=list)
    regel: int = 0
    codes: list[Tekstrij] = field(default_factory=list)
    onbekend: int = 0


def codering_van(begin: bytes | bytearray) -> str | None:
    """Python's name of the encoding of a document, when it is one of a few plain ones; otherwise None."""
    kaal = bytes(begin[:200]).removeprefix(_BOM)
    if not kaal.startswith(b"<"):
        return None
    verklaring = _VERKLARING.match(kaal)
    codering = _CODERINGEN.get(verklaring[1].lower()) if verklaring else "utf-8"
    return codering if codering == "utf-8" or not begin.startswith(_BOM) else None


class Snelweg:
    """Takes clients from the front of a buffer; ruimten, prefix: of the element Clienten that they are in."""

    def __init__(self, ruimten: dict[str | None, str], prefix: str | None, codering: str) -> None:
        self._ruimten, self._prefix, self._codering = ruimten, prefix, codering
        self._einde = f"</{prefix}:Client>".encode() if prefix else b"</Client>"
        self._patroon: re.Pattern[str] | None = None

    def lees(self, buffer: bytearray) -> Stuk | None:
        """The lines up to the last complete Client, taken out of the buffer; None when there is no such part."""
        einde = buffer.rfind(self._einde) + len(self._einde)
        if einde < len(self._einde):
            return None
        deel = bytes(buffer[:einde])
        tekst = self._ontcijfer(deel)
        rijen = self._zoek(tekst) if tekst is not None else []
        if not rijen or deel.count(b"<") != _tags(rijen) or not _sluit_aan(rijen):
            return None
        del buffer[:einde]
        bsn = accumulate([rij[0] for rij in rijen], lambda oud, nieuw: nieuw or oud)
        return Stuk([rij[1:-1] for rij in rijen], list(bsn))

    def wacht(self, buffer: bytearray) -> bool:
        """Whether more bytes may still make a part: there is no end of a Client yet, nor too much without."""
        return self._einde not in buffer and len(buffer) < _GEDULD

    def _ontcijfer(self, deel: bytes) -> str | None:
        """Text of a part, or None when it holds what only a parser may judge."""
        tekens = np.frombuffer(deel, np.uint8)
        laag = np.count_nonzero(tekens < 32)
        wit = sum(np.count_nonzero(tekens == teken) for teken in b"\t\n\r")
        if laag != wit or b"&" in deel or b"]]>" in deel:
            return None
        try:
            tekst = deel.decode(self._codering)
        except UnicodeDecodeError:
            return None
        return tekst if tekst.isascii() or ("\ufffe" not in tekst and "\uffff" not in tekst) else None

    def _zoek(self, tekst: str) -> list[Tekstrij]:
        if self._patroon is None:
            blad = tekst.find("ReferentieNummer>")
            basis = tekst[tekst.rfind("<", 0, blad) + 1 : blad].rpartition(":")[0] or None
            if basis is not None and basis not in self._ruimten:
                return []
            self._patroon = velden.prestatie_patroon(self._prefix, basis)
        rijen = self._patroon.findall(tekst)
        # Line ends inside a value: the parser makes them uniform, so it must read these.
        if "\r" in tekst and any("\r" in veld for rij in rijen for veld in rij[:-1]):
            return []
        return rijen


def _tags(rijen: list[Tekstrij]) -> int:
    """Number of tags of these lines and their clients; an empty element counts as absent, so its part does not fit."""
    clienten = sum([rij[0] != "" for rij in rijen])
    leeg = sum([rij.count("") for rij in rijen])
    begrenzingen = clienten + sum([rij[-1] != "" for rij in rijen])
    bladen = len(rijen) * len(rijen[0]) - leeg - begrenzingen
    return 2 * _GROEPEN * len(rijen) + 2 * bladen + _CLIENT_TAGS * clienten


def _sluit_aan(rijen: list[Tekstrij]) -> bool:
    """Whether a Client begins where and only where the one before it ended."""
    begin = [rij[0] != "" for rij in rijen]
    einde = [rij[-1] != "" for rij in rijen]
    return begin[0] and einde[-1] and begin[1:] == einde[:-1]
