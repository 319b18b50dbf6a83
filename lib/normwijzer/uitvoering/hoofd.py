"""The commands and their exit codes: 0 all made, 1 something failed, 2 wrong use or unusable input."""

import multiprocessing
import sys

from normwijzer.uitvoering.bevolking import lees_bevolking
from normwijzer.uitvoering.brief import maak_brieven
from normwijzer.uitvoering.controle import controleer_invoer
from normwijzer.uitvoering.demobesluiten import maak_demoregios
from normwijzer.uitvoering.norm import norm
from normwijzer.uitvoering.opdracht import Opdracht, parse_opdracht
from normwijzer.uitvoering.opgave import lees_opgave
from normwijzer.uitvoering.rapporten import maak_rapporten
from normwijzer.uitvoering.sjabloon import maak_sjablonen
from normwijzer.uitvoering.vangnet import Mislukking, probeer
from normwijzer.uitvoering.vergelijken_opdracht import vergelijk_runs
from normwijzer.uitvoering.voortgang import zeg


def voer_uit(argumenten: list[str]) -> int:
    """Run one command line; returns the exit code. Never a traceback: a bug is logged and told in one sentence."""
    _zet_uitvoer_op_utf8()
    opdracht = parse_opdracht(argumenten)
    try:
        uitkomst = probeer(opdracht.paden.logboek, _OPDRACHTEN[opdracht.soort], opdracht)
    except KeyboardInterrupt:
        for proces in multiprocessing.active_children():
            proces.terminate()
        print("\nAfgebroken. Wat al gemaakt was, is heel; de volgende keer gaat het daar verder.", file=sys.stderr)
        return 1
    if isinstance(uitkomst, Mislukking):
        print(uitkomst.melding, file=sys.stderr)
        return 2 if uitkomst.bruikbaar else 1
    return uitkomst


def _maak_demo(opdracht: Opdracht) -> int:
    regios = maak_demoregios(opdracht.paden, zaad=opdracht.zaad, schaal=opdracht.schaal, voortgang=zeg)
    zeg(f"Klaar: {', '.join(regios)} in {opdracht.paden.regios}")
    return 0


def _zet_uitvoer_op_utf8() -> None:
    # A Windows console or a pipe may not have every character; a report must not fail on printing one.
    for stroom in (sys.stdout, sys.stderr):
        if hasattr(stroom, "reconfigure"):
            stroom.reconfigure(errors="replace")


_OPDRACHTEN = {
    "rapporten": maak_rapporten,
    "demo": _maak_demo,
    "controleer": controleer_invoer,
    "sjabloon": maak_sjablonen,
    "opgave": lees_opgave,
    "bevolking": lees_bevolking,
    "brief": maak_brieven,
    "norm": norm,
    "vergelijk": vergelijk_runs,
}
