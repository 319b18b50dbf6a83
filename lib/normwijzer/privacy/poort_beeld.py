"""The gate for a PNG: its pixels are a picture, everything else in it is text or unknown."""

import struct
import zlib
from collections.abc import Iterator

from normwijzer.privacy.poort_tekst import VERPAKT, Toegestaan, vind

_KOP = b"\x89PNG\r\n\x1a\n"
_STIL = frozenset({"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs", "tIME"})
"""Chunks that say how the picture looks."""

_TEKST = frozenset({"tEXt", "zTXt", "iTXt"})
_GROOTST = 1_000_000


def keur_png(inhoud: bytes, toegestaan: Toegestaan) -> list[str]:
    """Kinds of things in the picture's text that may not leave; a picture that cannot be read is refused whole."""
    try:
        teksten = list(_teksten(inhoud))
    except (ValueError, struct.error, zlib.error):
        return [VERPAKT]
    return list(dict.fromkeys(soort for tekst in teksten for soort in vind(tekst, toegestaan)))


def _teksten(inhoud: bytes) -> Iterator[str]:
    """Text of every chunk that holds text.

    Raises:
        ValueError, struct.error, zlib.error: no PNG, a chunk that is not known, or bytes behind the end.
    """
    if not inhoud.startswith(_KOP):
        raise ValueError("no PNG")
    plaats, soort = len(_KOP), ""
    while plaats < len(inhoud):
        if soort == "IEND":
            raise ValueError("bytes behind the end")
        lengte, ruw = struct.unpack_from(">I4s", inhoud, plaats)
        soort = ruw.decode("ascii")
        deel = inhoud[plaats + 8 : plaats + 8 + lengte]
        (som,) = struct.unpack_from(">I", inhoud, plaats + 8 + lengte)
        if zlib.crc32(ruw + deel) != som:
            raise ValueError("damaged chunk")
        if soort in _TEKST:
            yield _lees(soort, deel)
        elif soort not in _STIL:
            raise ValueError("unknown chunk")
        plaats += 12 + lengte
    if soort != "IEND":
        raise ValueError("cut off")


def _lees(soort: str, deel: bytes) -> str:
    """Keyword and text, as latin-1 and as UTF-8: what is hidden in one may be plain in the other."""
    sleutel, _, rest = deel.partition(b"\0")
    if soort == "zTXt":
        rest = _pak_uit(rest[1:])
    if soort == "iTXt":
        verpakt, velden = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
        if len(velden) != 3:
            raise ValueError("damaged text")
        rest = b" ".join([*velden[:2], _pak_uit(velden[2]) if verpakt else velden[2]])
    heel = sleutel + b": " + rest
    return f"{heel.decode('latin-1')}\n{heel.decode('utf-8', 'replace')}"


def _pak_uit(verpakt: bytes) -> bytes:
    lezer = zlib.decompressobj()
    uit = lezer.decompress(verpakt, _GROOTST)
    if lezer.unconsumed_tail or not lezer.eof:
        raise ValueError("too large or cut off")
    return uit
