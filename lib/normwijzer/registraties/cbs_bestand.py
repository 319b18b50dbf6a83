"""A download of CBS table 03759ned as a set of streams: a zip, a folder, or a file with its neighbours."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ..fouten import DataFout, leesfout
from .toegang import maskeer_naam

KAPOT = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What a damaged, encrypted or strangely packed archive gives while it is read."""
_GROOTSTE_UITLEG = 64_000_000


class Download:
    """Names of the csv files in the download -> readable streams.

    naam: file name for people, without folder. Nothing is unpacked on disk; a stream is read as it comes.
    """

    def __init__(self, pad: Path) -> None:
        self.naam = _toon(pad.name)
        self._zip: zipfile.ZipFile | None = None
        self._leden: dict[str, object] = {}
        try:
            if pad.is_file() and zipfile.is_zipfile(pad):
                self._zip = zipfile.ZipFile(pad)
                namen = [lid for lid in self._zip.infolist() if not lid.is_dir() and "__MACOSX" not in lid.filename]
                _check_een_set(self.naam, [lid.filename for lid in namen])
                self._leden = {PurePosixPath(lid.filename).name: lid for lid in namen}
            else:
                map_ = pad if pad.is_dir() else pad.parent
                self._leden = {buur.name: buur for buur in sorted(map_.iterdir()) if buur.is_file()}
                if pad.is_file():
                    self._leden[pad.name] = pad
                elif not pad.exists():
                    raise FileNotFoundError(2, "")
        except OSError as fout:
            raise DataFout(self.naam, f"kan niet worden gelezen ({leesfout(fout)})", _GOED) from None
        except KAPOT:
            raise DataFout(self.naam, "is een beschadigd of versleuteld zip-bestand", _GOED) from None
        self.gekozen = pad.name if pad.is_file() and self._zip is None else ""

    @property
    def namen(self) -> list[str]:
        """Names of the csv files, sorted; hidden ones do not count."""
        return sorted(naam for naam in self._leden if naam.lower().endswith(".csv") and not naam.startswith("."))

    @contextmanager
    def open(self, naam: str) -> Iterator[BinaryIO]:
        """One file as bytes.

        Raises:
            DataFout: it cannot be read, here or while it is being read.
        """
        lid = self._leden[naam]
        try:
            with self._zip.open(lid) if self._zip else lid.open("rb") as stroom:
                yield stroom
        except KAPOT:
            raise DataFout(self.waar(naam), "is beschadigd of versleuteld", "een volledige download") from None
        except OSError as fout:
            raise DataFout(self.waar(naam), f"kan niet worden gelezen ({leesfout(fout)})") from None

    def lees_tekst(self, naam: str) -> str:
        """A file with explanation as text; UTF-8, byte order mark allowed."""
        with self.open(naam) as stroom:
            inhoud = stroom.read(_GROOTSTE_UITLEG + 1)
        if len(inhoud) > _GROOTSTE_UITLEG:
            raise DataFout(self.waar(naam), "is te groot voor een bestand met uitleg")
        self._check_codering(naam, inhoud)
        try:
            return inhoud.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise DataFout(self.waar(naam), "is geen UTF-8", "het bestand zoals het CBS het levert") from None

    def kop(self, naam: str) -> str:
        """The first line, without byte order mark."""
        with self.open(naam) as stroom:
            begin = stroom.read(65_536)
        self._check_codering(naam, begin)
        return io.BytesIO(begin).readline().decode("utf-8-sig", errors="replace").strip()

    def _check_codering(self, naam: str, begin: bytes) -> None:
        if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise DataFout(
                self.waar(naam), "is geen UTF-8 maar UTF-16", "het bestand zoals het CBS het levert, in UTF-8"
            )

    def waar(self, naam: str) -> str:
        """The file as people find it: in which zip."""
        return f"{self.naam}, {_toon(naam)}" if self._zip else _toon(naam)

    def close(self) -> None:
        if self._zip:
            self._zip.close()


_VAN_CBS = re.compile(r"\d{5}ned\w{0,40}\.\w{3}")


def _toon(naam: str) -> str:
    """The name for people; the CBS puts a moment in its own names."""
    return naam if _VAN_CBS.fullmatch(naam) else maskeer_naam(naam)


def _check_een_set(zip_naam: str, namen: list[str]) -> None:
    """One file name in two folders of a zip: it is not clear which of the two is meant."""
    gezien: dict[str, str] = {}
    for naam in sorted(namen):
        kort = PurePosixPath(naam).name
        if kort in gezien and kort.lower().endswith(".csv") and not kort.startswith("."):
            beide = " en ".join(_toon(deel) for deel in (gezien[kort], naam))
            raise DataFout(zip_naam, f"bevat twee sets: {beide}", "één download per zip; haal de andere eruit")
        gezien.setdefault(kort, naam)


_GOED = "een download van CBS-tabel 03759ned: een zip, of het csv-bestand met zijn metadata ernaast"
