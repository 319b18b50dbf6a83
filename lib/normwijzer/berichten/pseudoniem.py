"""Keyed pseudonyms: the same person gets the same text, and nobody without the key can go back."""

import base64
import binascii
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ..fouten import DataFout, leesfout

OMGEVING = "NORMWIJZER_SLEUTEL"
BESTANDSNAAM = "pseudoniem.sleutel"
_BYTES, _CIJFERS = 32, 9
_ONBEKEND = {"000000000", "999999999"}
_TOEGESTAAN = "32 bytes, geschreven als 64 hexadecimale tekens of als base64"


@dataclass(frozen=True)
class Sleutel:
    """The secret of one region; `kenmerk` tells keys apart without giving anything away.

    meldingen: what the user should know about the key, in Dutch; nieuw: made just now.
    """

    waarde: bytes = field(repr=False)
    domein: str
    meldingen: tuple[str, ...] = ()
    nieuw: bool = False

    @property
    def kenmerk(self) -> str:
        return hmac.digest(self.waarde, f"normwijzer/kenmerk/{self.domein}".encode(), "sha256")[:8].hex()

    def pseudonimiseer(self) -> Callable[[str], str | None]:
        """Function from Bsn to pseudonym; see `pseudoniem`."""
        voorvoegsel = f"normwijzer/bsn/{self.domein}/".encode()
        waarde = self.waarde

        def pseudoniem(bsn: str) -> str | None:
            """`p1_` and 32 hex digits; None for an empty Bsn, 000000000 and 999999999 (unknown, unborn).

            Leading zeros, spaces, dots and hyphens make no difference. What is no number of at most
            nine digits is taken as text, so that the rows of one person stay together.
            """
            genormaliseerd = normaliseer(bsn)
            if genormaliseerd is None:
                return None
            return (
                "p1_"
                + hmac.digest(waarde, voorvoegsel + genormaliseerd.encode("utf-8", "replace"), "sha256").hex()[:32]
            )

        return pseudoniem


class Onthouden(dict[str, str | None]):
    """Pseudonyms by Bsn as it was written, each asked for once."""

    def __init__(self, pseudoniem: Callable[[str], str | None]) -> None:
        self._pseudoniem = pseudoniem

    def __missing__(self, bsn: str) -> str | None:
        self[bsn] = gevonden = self._pseudoniem(bsn.strip()) if bsn.strip() else None
        return gevonden


def normaliseer(bsn: str | None) -> str | None:
    """Nine digits; the text itself in capitals when it is no number; None when it names nobody."""
    if bsn and len(bsn) == _CIJFERS and bsn.isascii() and bsn.isdigit():
        return None if bsn in _ONBEKEND else bsn
    tekst = "".join((bsn or "").split()).replace(".", "").replace("-", "")
    if tekst.isascii() and tekst.isdigit():
        tekst = tekst.lstrip("0").zfill(_CIJFERS)
        return None if tekst in _ONBEKEND else tekst
    return tekst.upper() or None


def laad_sleutel(werk: Path, regio: str) -> Sleutel:
    """The key from the environment variable, or else from the region's work folder; made there on first use.

    Raises:
        DataFout: the variable or the file holds no key of 32 bytes, or the file cannot be read or written.
    """
    if os.environ.get(OMGEVING):
        return Sleutel(_ontcijfer(os.environ[OMGEVING], f"omgevingsvariabele {OMGEVING}"), regio)
    pad = werk / BESTANDSNAAM
    try:
        if nieuw := not pad.exists():
            _maak(pad)
        return Sleutel(_ontcijfer(pad.read_text(encoding="ascii"), str(pad)), regio, _bescherm(pad), nieuw)
    except UnicodeDecodeError:
        raise _geen_sleutel(str(pad)) from None
    except OSError as fout:
        raise DataFout(str(pad), f"de sleutel is niet te lezen of te maken ({leesfout(fout)})") from None


def vind_sleutel(werk: Path, regio: str) -> Sleutel | None:
    """The same key, but none is made: None when there is none.

    Raises:
        DataFout: as `laad_sleutel`.
    """
    if not os.environ.get(OMGEVING) and not (werk / BESTANDSNAAM).exists():
        return None
    return laad_sleutel(werk, regio)


def _maak(pad: Path) -> None:
    """Write a new key whole or not at all; a key made at the same moment by another run wins."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    tijdelijk = pad.with_name(f"{pad.name}.{secrets.token_hex(6)}.tmp")
    greep = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(greep, "w", encoding="ascii") as bestand:
            bestand.write(secrets.token_hex(_BYTES) + "\n")
            bestand.flush()
            os.fsync(bestand.fileno())
        _zet_neer(tijdelijk, pad)
    finally:
        tijdelijk.unlink(missing_ok=True)


def _zet_neer(tijdelijk: Path, pad: Path) -> None:
    """Give the key its name unless one lies there already."""
    try:
        os.link(tijdelijk, pad)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not pad.exists():
            os.rename(tijdelijk, pad)


def _bescherm(pad: Path) -> tuple[str, ...]:
    """Close the file to others where that was left open, and say so."""
    if os.name == "nt" or not pad.stat().st_mode & 0o077:
        return ()
    try:
        pad.chmod(0o600)
    except OSError:
        pass  # not the owner: the check below says so
    te_ruim = f"De sleutel voor pseudoniemen ({pad}) was leesbaar voor anderen op deze computer."
    if pad.stat().st_mode & 0o077:
        return (f"{te_ruim} De rechten zijn niet te beperken; zorg dat alleen u erbij kunt.",)
    return (f"{te_ruim} De rechten zijn nu beperkt tot u; wie de sleutel al had, kan pseudoniemen herleiden.",)


def _ontcijfer(tekst: str, waar: str) -> bytes:
    schoon = tekst.strip()
    try:
        waarde = bytes.fromhex(schoon) if len(schoon) == 2 * _BYTES else _base64(schoon)
    except (ValueError, binascii.Error):
        raise _geen_sleutel(waar) from None
    if len(waarde) != _BYTES:
        raise _geen_sleutel(waar)
    return waarde


def _base64(tekst: str) -> bytes:
    return base64.b64decode(tekst.replace("-", "+").replace("_", "/") + "=" * (-len(tekst) % 4), validate=True)


def _geen_sleutel(waar: str) -> DataFout:
    return DataFout(
        waar,
        "dit is geen geldige sleutel voor pseudoniemen; zet de juiste sleutel terug, of verwijder hem: dan komt er een "
        "nieuwe, veranderen alle pseudoniemen en worden alle berichten opnieuw gelezen",
        _TOEGESTAAN,
    )
