"""What may be shown of the names people give to files, and files that exist but are closed to us."""

import re
from collections.abc import Collection
from pathlib import Path

_CIJFERS = re.compile(r"\d(?:[-. \u00a0]?\d){6,}")


def maskeer_naam(naam: str, agb: Collection[str] = ()) -> str:
    """A file name or path with '…' for every seven or more digits, also with hyphens, points or spaces between.

    Args:
        agb: AGB codes that may stay, because the forms carry them.
    """
    bekend = "|".join(map(re.escape, sorted(agb)))
    delen = re.split(rf"(?<!\d)({bekend})(?!\d)", naam) if bekend else [naam]
    return "".join(deel if nummer % 2 else _CIJFERS.sub("…", deel) for nummer, deel in enumerate(delen))


def bestaat(pad: Path) -> bool:
    """Whether there is a file; also when we may not look, so that reading it tells why."""
    try:
        pad.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
