"""Files and folders that the system does not let us read or write, told in plain Dutch."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from normwijzer.fouten import DataFout, leesfout
from normwijzer.registraties.toegang import maskeer_naam

_IN_GEBRUIK = (32, 33)
"""What Windows says of a file that another program holds."""


@contextmanager
def zeg_rechten() -> Iterator[None]:
    """A place that is closed to us becomes a DataFout that names it; also to put above a function."""
    try:
        yield
    except PermissionError as fout:
        waar = toon_pad(Path(fout.filename)) if isinstance(fout.filename, str | Path) else "een bestand of map"
        raise DataFout(waar, f"kan niet worden gelezen ({leesfout(fout)})", "een map met leesrechten") from None


def schrijffout(pad: Path, fout: OSError) -> DataFout:
    """Why a file could not be written, with what helps."""
    waar = toon_pad(pad)
    if getattr(fout, "winerror", None) in _IN_GEBRUIK:
        return DataFout(waar, "kan niet worden geschreven (in gebruik)", "sluit het bestand in Excel")
    toegestaan = "een map met schrijfrechten" if isinstance(fout, PermissionError) else ""
    return DataFout(waar, f"kan niet worden geschreven ({leesfout(fout)})", toegestaan)


def toon_pad(pad: Path) -> str:
    """The path for people; the name of the file may hold a number of a person."""
    return str(pad.parent / maskeer_naam(pad.name))
