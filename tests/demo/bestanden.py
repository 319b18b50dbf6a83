"""Reading the demo's files in the plainest way, for tests only."""

import base64
import hashlib
import tarfile
import zipfile
from pathlib import Path


def vingerafdruk(map_: Path) -> dict[str, str]:
    """Relative path -> SHA-256 of every file."""
    return {
        pad.relative_to(map_).as_posix(): hashlib.sha256(pad.read_bytes()).hexdigest()
        for pad in sorted(map_.rglob("*"))
        if pad.is_file()
    }


def alle_inhoud(map_: Path):
    """(path with `!` before an archive member, bytes) of everything below map_; a broken archive gives nothing."""
    for pad in sorted(map_.rglob("*")):
        naam = pad.relative_to(map_).as_posix()
        if pad.suffix == ".zip" and zipfile.is_zipfile(pad):
            with zipfile.ZipFile(pad) as kist:
                for lid in kist.namelist():
                    yield f"{naam}!{lid}", kist.read(lid)
        elif naam.endswith(".tar.gz"):
            with tarfile.open(pad) as kist:
                for lid in kist:
                    yield f"{naam}!{lid.name}", kist.extractfile(lid).read()
        elif pad.is_file() and pad.suffix != ".zip":
            yield naam, pad.read_bytes()


def uit_envelop(inhoud: bytes) -> bytes:
    """The message inside a GGk envelope, or the content itself."""
    begin = inhoud.find(b"<GGK:xmlBestand>")
    if begin < 0:
        return inhoud
    return base64.b64decode(inhoud[begin + 16 : inhoud.index(b"</GGK:xmlBestand>")])
