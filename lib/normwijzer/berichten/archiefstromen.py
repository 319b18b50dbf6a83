"""Streams that archives are read through: damage becomes `Onleesbaar`, and growth is bounded."""

import errno
import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from .meldingen import Onleesbaar

MB = 1 << 20
BLOK = 256 << 10
SCHADE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error,
    EOFError, ValueError, OverflowError, struct.error, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the standard library raises on damaged archives; besides these an OSError without a number, or EINVAL."""


@dataclass(frozen=True)
class ArchiefGrenzen:
    """Bounds for one file in the folder, archives inside it included.

    leden: members; uitgepakt: bytes after unpacking, together; verhouding: bytes after unpacking
    per byte before, judged above `vrij` bytes; genest: bytes of a zip inside an archive, which is
    held in memory; register: bytes of a zip's list of members or of one tar header.
    """

    leden: int = 200_000
    uitgepakt: int = 32 << 30
    verhouding: int = 300
    vrij: int = 16 * MB
    genest: int = 128 * MB
    register: int = 64 * MB


@dataclass
class Ruimte:
    """What is left of the bounds while one file is read."""

    grenzen: ArchiefGrenzen
    leden: int
    uitgepakt: int


def is_bom(uitgepakt: int, ingepakt: int, grenzen: ArchiefGrenzen) -> bool:
    return uitgepakt > grenzen.vrij and uitgepakt > grenzen.verhouding * max(ingepakt, 1)


def beschrijf_schade(fout: Exception) -> str:
    """Explanation of damage; an error of the disk itself is passed on."""
    if isinstance(fout, OSError) and fout.errno not in (None, errno.EINVAL):
        raise fout
    return "het archief is afgebroken of beschadigd; wat wel te lezen was, telt mee"


class Bewaakt(io.RawIOBase):
    """A member whose damage shows as `Onleesbaar`, whatever library finds it."""

    def __init__(self, bron: BinaryIO) -> None:
        self._bron = bron

    def readable(self) -> bool:
        return True

    def readinto(self, doel: bytearray) -> int:
        try:
            stuk = self._bron.read(len(doel))
        except (*SCHADE, OSError) as fout:
            raise Onleesbaar("archief_beschadigd", beschrijf_schade(fout)) from None
        doel[: len(stuk)] = stuk
        return len(stuk)


class Teller:
    """Counts the bytes read from a stream."""

    def __init__(self, bron: BinaryIO) -> None:
        self._bron, self.gelezen = bron, 0

    def read(self, aantal: int = -1) -> bytes:
        stuk = self._bron.read(aantal)
        self.gelezen += len(stuk)
        return stuk


class Uitpakker(Teller):
    """Unpacked bytes of a tar.gz, refused as soon as they pass the bounds."""

    def __init__(self, bron: BinaryIO, inpak: Teller, ruimte: Ruimte) -> None:
        super().__init__(bron)
        self._inpak, self._ruimte, self._vorige = inpak, ruimte, 0
        self._grens: int | None = ruimte.grenzen.register + 2 * BLOK

    def volgende(self, archief: tarfile.TarFile) -> tarfile.TarInfo | None:
        """Next header; it may not take more bytes than `register` after the previous member's end."""
        self._grens = self._vorige + self._ruimte.grenzen.register + 2 * BLOK
        info = archief.next()
        self._grens = None
        archief.members.clear()
        self._vorige = info.offset_data + info.size if info else self._vorige
        return info

    def read(self, aantal: int = -1) -> bytes:
        stuk = super().read(aantal)
        self._ruimte.uitgepakt -= len(stuk)
        if (
            self._ruimte.uitgepakt < 0
            or is_bom(self.gelezen, self._inpak.gelezen, self._ruimte.grenzen)
            or (self._grens is not None and self.gelezen > self._grens)
        ):
            raise Onleesbaar(
                "archief_te_groot", "het archief wordt bij uitpakken onwaarschijnlijk groot; de rest is niet gelezen"
            )
        return stuk


class Tarkop(tarfile.TarInfo):
    """A header block; a damaged one is an error everywhere, not only at the start of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes, encoding: str, errors: str) -> tarfile.TarInfo:
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError:
            if buf.strip(b"\0"):
                raise tarfile.ReadError("beschadigde kop") from None
            raise
