"""The one place where unexpected errors are caught: a short Dutch message for people, the rest in the log."""

import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from normwijzer.fouten import DataFout
from normwijzer.privacy import maskeer


@dataclass(frozen=True)
class Mislukking:
    """melding: for people, without personal data; bruikbaar: the user can mend it (no bug)."""

    melding: str
    bruikbaar: bool


class Mislukt(Exception):
    """A notebook that stopped.

    Args:
        notebook: its file name.
        cel: number of the cell that stopped, from 1.
        melding: what it said, without personal data.
        bruikbaar: whether the user can mend it.
    """

    def __init__(self, notebook: str, cel: int, melding: str, bruikbaar: bool) -> None:
        self.notebook, self.cel, self.melding, self.bruikbaar = notebook, cel, melding, bruikbaar
        super().__init__(notebook, cel, melding, bruikbaar)

    def __str__(self) -> str:
        return f"{self.notebook}, cel {self.cel}: {self.melding}"


def probeer(logboek: Path, functie: Callable, *argumenten):
    """Result of functie(*argumenten), or a Mislukking.

    A DataFout becomes its own message. Anything else is a bug of ours: its traceback goes to the log
    (internal, under data/werk) and the message only says what kind of error it was and where to look.
    """
    try:
        return functie(*argumenten)
    except DataFout as fout:
        return Mislukking(str(fout), True)
    except Mislukt as fout:
        return Mislukking(str(fout), fout.bruikbaar)
    except Exception as fout:  # noqa: BLE001 the boundary of the program: a run carries on and nobody sees a traceback
        schrijf_logboek(logboek, traceback.format_exc())
        soort = maskeer(f"{type(fout).__name__}: {fout}".strip(": "), 160)
        return Mislukking(f"onverwachte fout in het programma ({soort}); de details staan in {logboek}", False)


def schrijf_logboek(logboek: Path, tekst: str) -> None:
    """Add an entry with the time; values that could point at a person are masked."""
    logboek.parent.mkdir(parents=True, exist_ok=True)
    with logboek.open("a", encoding="utf-8", newline="\n") as bestand:
        bestand.write(f"--- {datetime.now():%Y-%m-%d %H:%M:%S}\n{maskeer(tekst, 20_000).rstrip()}\n")
    os.chmod(logboek, 0o600)
