"""The norm decisions of a region on disk: one file per norm year, written whole or not at all."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from normwijzer.berichten.opslag import slot
from normwijzer.fouten import DataFout, leesfout
from normwijzer.normen.besluit import Besluit
from normwijzer.normen.besluitvorm import format_besluiten, parse_besluiten
from normwijzer.paden import Paden
from normwijzer.uitvoering.bestanden import digest, digest_bestand, schrijf_heel
from normwijzer.uitvoering.rechten import schrijffout, zeg_rechten
from normwijzer.uitvoering.stand import bronbestanden

_GEEN_BRON = ("regio.toml", "aanbieders.csv")
"""Files beside the messages that do not decide what is counted: the options have a digest of their own."""


def map_normen(paden: Paden, regio: str) -> Path:
    return paden.regio(regio) / "normen"


def pad_normen(paden: Paden, regio: str, jaar: int) -> Path:
    """The file with the decisions on one norm year; it need not exist."""
    return map_normen(paden, regio) / f"{jaar}.toml"


@zeg_rechten()
def lees_besluiten(paden: Paden, regio: str) -> list[Besluit]:
    """All decisions of a region, by norm year and then in the order of recording; [] when there are none.

    Raises:
        DataFout: a file cannot be read or holds something that is not a decision, or a .toml file in the folder is not
            called after a year: a decision in it would never count.
    """
    return [besluit for pad in _bestanden(paden, regio) for besluit in _lees(pad, regio)]


def schrijf_besluiten(paden: Paden, regio: str, jaar: int, besluiten: Sequence[Besluit]) -> Path:
    """Make these the decisions on one norm year, whole or not at all; returns the file.

    Raises:
        DataFout: the file cannot be written; then it is as it was.
    """
    pad = pad_normen(paden, regio, jaar)
    tekst = format_besluiten(besluiten)
    if parse_besluiten(tekst, _naam(pad, regio)) != list(besluiten):
        raise ValueError(f"wat in {pad.name} zou komen, leest niet terug als dezelfde besluiten")
    try:
        schrijf_heel(pad, tekst.encode())
    except OSError as fout:
        raise schrijffout(pad, fout) from None
    return pad


@contextmanager
def houd_vast(paden: Paden, regio: str) -> Iterator[None]:
    """Keep others off the region between reading its decisions and writing them, so that none is lost.

    It is the lock of the messages: who decides while they are being read would decide on what is no longer known.

    Raises:
        DataFout: another run holds the region for longer than some seconds.
    """
    with slot(paden.werk(regio)):
        yield


def digest_normen(paden: Paden, regio: str) -> str:
    """SHA-256 over names and bytes of all files with decisions, usable or not; also of none."""
    return digest([pad.name, digest_bestand(pad)] for pad in _tomls(paden, regio))


def digest_bronnen(paden: Paden, regio: str) -> str:
    """SHA-256 over what is counted beside the messages: producten.csv, registrations, population."""
    return digest([pad.name, digest_bestand(pad)] for pad in bronbestanden(paden, regio) if pad.name not in _GEEN_BRON)


def digest_instellingen(paden: Paden, regio: str) -> str:
    """SHA-256 over every file beside the messages that outcomes depend on; another one means other outcomes."""
    return digest([pad.name, digest_bestand(pad)] for pad in bronbestanden(paden, regio))


def _tomls(paden: Paden, regio: str) -> list[Path]:
    map_ = map_normen(paden, regio)
    if not map_.is_dir():
        return []
    return sorted(pad for pad in map_.iterdir() if pad.suffix.lower() == ".toml" and not pad.name.startswith("."))


def _bestanden(paden: Paden, regio: str) -> list[Path]:
    bestanden = _tomls(paden, regio)
    for pad in bestanden:
        if not re.fullmatch(r"20\d\d\.toml", pad.name):
            raise DataFout(
                _naam(pad, regio), "heet niet naar een jaar, dus de besluiten erin tellen niet mee",
                "<jaar>.toml, bijvoorbeeld 2024.toml; een kopie mag ergens anders staan",
            )  # fmt: skip
    return bestanden


def _lees(pad: Path, regio: str) -> list[Besluit]:
    waar = _naam(pad, regio)
    try:
        tekst = pad.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DataFout(waar, "is geen UTF-8", "tekst in UTF-8") from None
    except PermissionError:
        raise
    except OSError as fout:
        raise DataFout(waar, f"kan niet worden gelezen ({leesfout(fout)})") from None
    return parse_besluiten(tekst, waar)


def _naam(pad: Path, regio: str) -> str:
    return f"{regio}/normen/{pad.name}"
