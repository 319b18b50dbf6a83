"""Stream the members of zip and tar.gz archives, with bounds on everything an archive can make grow.

Nothing is written to disk. A member that is refused gives a `Weigering`, the rest of the archive
goes on; only a tar.gz that unpacks to far too much stops there, because what follows can only be
reached by unpacking it. An archive inside an archive is read one level deep.
"""

import gzip
import io
import re
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from .archiefstromen import (
    BLOK,
    SCHADE,
    ArchiefGrenzen,
    Bewaakt,
    Ruimte,
    Tarkop,
    Teller,
    Uitpakker,
    beschrijf_schade,
    is_bom,
)
from .bronnen import EXTENSIES, Weigering, is_rommel, toon_naam
from .meldingen import Onleesbaar


def soort_bestand(kop: bytes) -> str:
    """`zip`, `tar` (gzip) or `xml` (everything else), from the first four bytes."""
    if kop[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    return "tar" if kop[:2] == b"\x1f\x8b" else "xml"


def lees_leden(
    stroom: BinaryIO, soort: str, grenzen: ArchiefGrenzen | None = None
) -> Iterator[tuple[str, BinaryIO] | Weigering]:
    """Name and stream of every message in the archive; read a stream before asking for the next.

    Names start with `!`. Reading a damaged member raises `Onleesbaar`; an error of the disk stays an OSError.
    """
    grenzen = grenzen or ArchiefGrenzen()
    yield from _lees(stroom, soort, "", 0, Ruimte(grenzen, grenzen.leden, grenzen.uitgepakt))


def _lees(stroom: BinaryIO, soort: str, naam: str, diepte: int, ruimte: Ruimte) -> Iterator:
    lezer = _lees_zip if soort == "zip" else _lees_tar
    try:
        yield from lezer(stroom, naam, diepte, ruimte)
    except Onleesbaar as fout:
        yield Weigering(fout.signaal, naam, fout.toelichting)
    except (*SCHADE, OSError) as fout:
        yield Weigering("archief_beschadigd", naam, beschrijf_schade(fout))


def _lees_zip(stroom: BinaryIO, naam: str, diepte: int, ruimte: Ruimte) -> Iterator:
    if _registergrootte(stroom) > ruimte.grenzen.register:
        raise Onleesbaar("archief_te_groot", "de lijst van leden van het zipbestand is onwaarschijnlijk groot")
    with zipfile.ZipFile(stroom) as archief:
        for info in archief.infolist():
            if info.filename.endswith("/") or _is_rommel(info.filename):
                continue
            lid = f"{naam}!{toon_naam(info.filename)}"
            weigering = _weiger_naam(info.filename, lid) or _weiger_zip(info, lid) or _neem(ruimte, info.file_size, lid)
            yield from [weigering] if weigering else _lees_ziplid(archief, info, lid, diepte, ruimte)


def _lees_ziplid(archief: zipfile.ZipFile, info: zipfile.ZipInfo, lid: str, diepte: int, ruimte: Ruimte) -> Iterator:
    if is_bom(info.file_size, info.compress_size, ruimte.grenzen):
        yield Weigering("archief_te_groot", lid, "het lid wordt bij uitpakken onwaarschijnlijk veel groter")
        return
    try:
        bron = archief.open(info)
    except (*SCHADE, OSError) as fout:
        yield Weigering("archief_beschadigd", lid, beschrijf_schade(fout))
        return
    with bron:
        yield from _lees_lid(bron, info.file_size, lid, diepte, ruimte)


def _lees_tar(stroom: BinaryIO, naam: str, diepte: int, ruimte: Ruimte) -> Iterator:
    inpak = Teller(stroom)
    uitpak = Uitpakker(gzip.GzipFile(fileobj=inpak), inpak, ruimte)
    with tarfile.open(fileobj=uitpak, mode="r|", bufsize=BLOK, tarinfo=Tarkop, ignore_zeros=True) as archief:
        while (info := uitpak.volgende(archief)) is not None:
            if info.isdir() or _is_rommel(info.name):
                continue
            lid = f"{naam}!{toon_naam(info.name)}"
            weigering = _weiger_naam(info.name, lid) or _weiger_tar(info, lid) or _neem(ruimte, 0, lid)
            if weigering:
                yield weigering
            else:
                yield from _lees_lid(archief.extractfile(info), info.size, lid, diepte, ruimte)


def _lees_lid(bron: BinaryIO, grootte: int, lid: str, diepte: int, ruimte: Ruimte) -> Iterator:
    """The message in this member, or the members of the archive in it."""
    stroom = io.BufferedReader(Bewaakt(bron), BLOK)
    try:
        soort = soort_bestand(stroom.peek(4))
    except Onleesbaar as fout:
        yield Weigering(fout.signaal, lid, fout.toelichting)
        return
    if soort == "xml":
        yield lid, stroom
    elif diepte:
        yield Weigering("archief_te_diep", lid, "archief in een archief in een archief; pak het buitenste eerst uit")
    elif soort == "tar":
        yield from _lees(stroom, soort, lid, 1, ruimte)
    elif grootte > ruimte.grenzen.genest:
        yield Weigering("archief_te_groot", lid, "zipbestand in een archief is te groot; pak het buitenste eerst uit")
    else:
        yield from _lees_genest(stroom, lid, ruimte)


def _lees_genest(stroom: BinaryIO, lid: str, ruimte: Ruimte) -> Iterator:
    try:
        inhoud = io.BytesIO(stroom.read())
    except Onleesbaar as fout:
        yield Weigering(fout.signaal, lid, fout.toelichting)
        return
    yield from _lees(inhoud, "zip", lid, 1, ruimte)


def _weiger_naam(naam: str, lid: str) -> Weigering | None:
    if re.match(r"[/\\]|[A-Za-z]:", naam) or ".." in re.split(r"[/\\]", naam):
        return Weigering("archief_lid_geweigerd", lid, "de naam van het lid wijst buiten het archief")
    if not naam.lower().endswith(EXTENSIES):
        return Weigering("onbekend_bestandstype", lid, "de naam eindigt niet op .xml, .zip, .tar.gz of .tgz")
    return None


def _weiger_zip(info: zipfile.ZipInfo, lid: str) -> Weigering | None:
    soort = stat.S_IFMT(info.external_attr >> 16)
    if soort not in (0, stat.S_IFREG):
        return Weigering("archief_lid_geweigerd", lid, "het lid is een koppeling of geen gewoon bestand")
    if info.flag_bits & 0x1:
        return Weigering("archief_lid_versleuteld", lid, "het lid is met een wachtwoord versleuteld")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Weigering(
            "archief_lid_geweigerd", lid, "onbekende manier van inpakken; alleen gewoon zip (deflate) wordt gelezen"
        )
    return None


def _weiger_tar(info: tarfile.TarInfo, lid: str) -> Weigering | None:
    if not info.isreg() or info.issparse():
        return Weigering("archief_lid_geweigerd", lid, "het lid is een koppeling of geen gewoon bestand")
    return None


def _neem(ruimte: Ruimte, grootte: int, lid: str) -> Weigering | None:
    """Take one member of `grootte` bytes from what is left, or refuse it."""
    if ruimte.leden <= 0:
        raise Onleesbaar("archief_te_groot", f"meer dan {ruimte.grenzen.leden} leden; de rest is niet gelezen")
    ruimte.leden -= 1
    if grootte > ruimte.uitgepakt:
        return Weigering("archief_te_groot", lid, "het archief wordt bij uitpakken te groot")
    ruimte.uitgepakt -= grootte
    return None


def _is_rommel(naam: str) -> bool:
    delen = PurePosixPath(naam.replace("\\", "/")).parts
    return any(is_rommel(deel) for deel in delen if deel != "..")


def _registergrootte(stroom: BinaryIO) -> int:
    """Bytes that a zip file says its list of members takes; 0 when it says nothing."""
    einde = stroom.seek(0, io.SEEK_END)
    stroom.seek(max(0, einde - 66_000))
    staart = stroom.read()
    stroom.seek(0)
    plek = staart.rfind(b"PK\x05\x06")
    if plek < 0 or len(staart) < plek + 16:
        return 0
    grootte = int.from_bytes(staart[plek + 12 : plek + 16], "little")
    groot = staart.rfind(b"PK\x06\x06", 0, plek)
    return int.from_bytes(staart[groot + 40 : groot + 48], "little") if groot >= 0 else grootte
