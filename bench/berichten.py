"""How fast messages become Parquet, as a ratio of `xmllint --stream --noout` on the same files in the same run.

Makes its own synthetic messages in a temporary folder and measures the product's own way: `lees_berichten` on a
region's folder, in a process of its own, on one core. Start-up of Python and imports are left out of the times, of
xmllint its start is in. Every number is the best of `--keer` measurements that took turns, so that other work on the
machine weighs as little as possible.
"""

import argparse
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from synthetisch import maak_declaratie, maak_kleine_berichten

PROJECT = Path(__file__).resolve().parents[1]
MB = 1_000_000
DOEL_DECLARATIE, DOEL_KLEIN, DOEL_GEHEUGEN, DOEL_PROCESSEN = 0.30, 0.40, 300, 1.5
_ARGUMENTEN = 2000  # files per call of xmllint: a command line has its limits


@dataclass(frozen=True)
class Meting:
    """seconden: of the work itself; geheugen: peak of the process, in MB (10**6 bytes)."""

    seconden: float
    geheugen: float


@dataclass(frozen=True)
class Regel:
    """One line of the result: a number against its target."""

    wat: str
    uitkomst: str
    doel: str
    gehaald: bool


def main(argumenten: list[str] | None = None) -> int:
    """Measure and print; 0 when every target is met, 1 when not, 2 when xmllint is missing."""
    opties = _opties().parse_args(argumenten)
    if opties.werk:
        print(json.dumps(_werk(Path(opties.werk), opties.taken, opties.kernen)))
        return 0
    if not shutil.which("xmllint"):
        print("xmllint ontbreekt. Debian en Ubuntu: apt-get install libxml2-utils; conda: conda install libxml2.")
        return 2
    with tempfile.TemporaryDirectory(prefix="normwijzer-bench-") as map_:
        regels = meet_alles(Path(map_), opties)
    print(f"\n{datetime.date.today():%d-%m-%Y}, {_machine()}\n")
    print(tabel(regels))
    return 0 if all(regel.gehaald for regel in regels) else 1


def meet_alles(map_: Path, opties: argparse.Namespace) -> list[Regel]:
    """Make the messages, measure, and hold the numbers against the targets."""
    print("synthetische berichten maken …", flush=True)
    groot, klein, vier = (maak_regio(map_ / naam) for naam in ("groot", "klein", "vier"))
    declaratie = [maak_declaratie(groot / "declaratie.xml", opties.megabyte * MB)]
    kleintjes = maak_kleine_berichten(klein, opties.bestanden)
    for nummer in range(4):
        maak_declaratie(vier / f"{nummer}.xml", opties.megabyte * MB // 4, zaad=nummer)
    print("meten …", flush=True)
    kernen = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    regels = []
    for naam, paden, doel in (("declaratie", declaratie, DOEL_DECLARATIE), ("kleine bestanden", kleintjes, DOEL_KLEIN)):
        xmllint, eigen = om_beurten(
            opties.keer,
            lambda p=paden: meet_xmllint(p, kernen[:1]),
            lambda p=paden: meet_inlezen(p[0].parent, 1, kernen[:1]),
        )
        regels.append(_verhouding(naam, paden, xmllint, eigen, doel))
        if naam == "declaratie":
            omvang = paden[0].stat().st_size / MB
            regels.append(Regel(f"geheugen bij {omvang:.0f} MB declaratie", f"{eigen.geheugen:.0f} MB",
                                f"≤ {DOEL_GEHEUGEN} MB", eigen.geheugen <= DOEL_GEHEUGEN))  # fmt: skip
    een, twee = om_beurten(
        opties.keer, lambda: meet_inlezen(vier, 1, kernen[:1]), lambda: meet_inlezen(vier, 2, kernen[:2])
    )  # fmt: skip
    winst = een.seconden / twee.seconden
    regels.append(Regel("twee processen tegen een (vier declaraties)", f"{winst:.2f} ×", f"≥ {DOEL_PROCESSEN} ×",
                        winst >= DOEL_PROCESSEN))  # fmt: skip
    return regels


def maak_regio(map_: Path) -> Path:
    """An empty region; returns its folder for messages."""
    berichten = map_ / "regios" / "bench" / "berichten"
    berichten.mkdir(parents=True)
    return berichten


def om_beurten(keer: int, *metingen: Callable[[], Meting]) -> list[Meting]:
    """The quickest of each, measured in turns; memory is the highest seen."""
    reeksen = list(zip(*([meting() for meting in metingen] for _ in range(keer)), strict=True))
    return [Meting(min(m.seconden for m in reeks), max(m.geheugen for m in reeks)) for reeks in reeksen]


def meet_xmllint(paden: list[Path], kernen: list[int]) -> Meting:
    begin, piek = time.perf_counter(), 0.0
    for eerste in range(0, len(paden), _ARGUMENTEN):
        opdracht = ["xmllint", "--stream", "--noout", *map(str, paden[eerste : eerste + _ARGUMENTEN])]
        piek = max(piek, _draai(opdracht, kernen)[1])
    return Meting(time.perf_counter() - begin, piek)


def meet_inlezen(berichten: Path, taken: int, kernen: list[int]) -> Meting:
    """Read a region's folder from scratch in a new process."""
    data = berichten.parents[2]
    shutil.rmtree(data / "werk", ignore_errors=True)
    opdracht = [sys.executable, __file__, "--werk", str(data), "--taken", str(taken), "--kernen", *map(str, kernen)]
    uitvoer, piek = _draai(opdracht, kernen)
    return Meting(json.loads(uitvoer), piek)


def tabel(regels: list[Regel]) -> str:
    koppen = ("", "uitkomst", "doel", "gehaald")
    rijen = [koppen, *((r.wat, r.uitkomst, r.doel, "ja" if r.gehaald else "nee") for r in regels)]
    breedten = [max(len(rij[kolom]) for rij in rijen) for kolom in range(len(koppen))]
    lijnen = ["| " + " | ".join(cel.ljust(b) for cel, b in zip(rij, breedten, strict=True)) + " |" for rij in rijen]
    return "\n".join([lijnen[0], "|" + "|".join("-" * (b + 2) for b in breedten) + "|", *lijnen[1:]])


def _werk(data: Path, taken: int, kernen: list[int]) -> float:
    """In the measured process: seconds that reading takes."""
    sys.path.insert(0, str(PROJECT / "lib"))
    from normwijzer.berichten import lees_berichten
    from normwijzer.paden import Paden

    if kernen and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, kernen)
    begin = time.perf_counter()
    verslag = lees_berichten(Paden(data, data / "reports"), "bench", taken=taken)
    seconden = time.perf_counter() - begin
    if not verslag.berichten or len(verslag.signalen):
        raise SystemExit(f"het lezen ging niet goed: {verslag.berichten}, {len(verslag.signalen)} signalen")
    return seconden


def _draai(opdracht: list[str], kernen: list[int]) -> tuple[bytes, float]:
    """Output and peak memory (MB) of a command, bound to these cores where the system can."""
    oud = os.sched_getaffinity(0) if kernen else None
    if kernen:
        os.sched_setaffinity(0, kernen)
    try:
        proces = subprocess.Popen(opdracht, stdout=subprocess.PIPE)
        uitvoer = proces.stdout.read()
        _, status, gebruik = os.wait4(proces.pid, 0)
    finally:
        if oud:
            os.sched_setaffinity(0, oud)
    proces.returncode = os.waitstatus_to_exitcode(status)
    if proces.returncode:
        raise SystemExit(f"{opdracht[0]} stopte met code {proces.returncode}")
    eenheid = 1 if sys.platform == "darwin" else 1024
    return uitvoer, gebruik.ru_maxrss * eenheid / MB


def _verhouding(naam: str, paden: list[Path], xmllint: Meting, eigen: Meting, doel: float) -> Regel:
    omvang = sum(pad.stat().st_size for pad in paden) / MB
    waarde = xmllint.seconden / eigen.seconden
    hoe = f"{len(paden)} × {1000 * omvang / len(paden):.1f} kB" if len(paden) > 1 else f"{omvang:.0f} MB"
    snelheden = f"{omvang / eigen.seconden:.0f} tegen {omvang / xmllint.seconden:.0f} MB/s"
    return Regel(f"{naam} ({hoe})", f"{waarde:.2f} ({snelheden})", f"≥ {doel:.2f}", waarde >= doel)


def _machine() -> str:
    geheugen = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        geheugen = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1024**3:.0f} GB geheugen"
    return f"{os.cpu_count()} kernen{geheugen}, Python {platform.python_version()}, {platform.system()}"


def _opties() -> argparse.ArgumentParser:
    lezer = argparse.ArgumentParser(description="Meet hoe snel berichten Parquet worden, naast xmllint.")
    lezer.add_argument("--megabyte", type=int, default=460, help="omvang van de grote declaratie (standaard 460)")
    lezer.add_argument("--bestanden", type=int, default=10_000, help="aantal kleine bestanden (standaard 10000)")
    lezer.add_argument("--keer", type=int, default=3, help="metingen per getal; de beste telt (standaard 3)")
    lezer.add_argument("--werk", help=argparse.SUPPRESS)
    lezer.add_argument("--taken", type=int, default=1, help=argparse.SUPPRESS)
    lezer.add_argument("--kernen", type=int, nargs="*", default=[], help=argparse.SUPPRESS)
    return lezer


if __name__ == "__main__":
    raise SystemExit(main())
