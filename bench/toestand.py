"""How much memory and time one process needs for a large region: from stored tables to every outcome.

Makes a synthetic region in a temporary folder (`regio_groot`), then runs in a process of its own what run_all.py does
after reading: `uitvoering.rekenen.reken`, that is opening the tables, the state, every family and year, and the states
of the options that ask for one of their own. Memory is the resident set of the process at its highest, in MB (10**6
bytes); per step where the system can forget an earlier peak (Linux).
"""

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from berichten import MB, PROJECT, _machine

DOEL_GEHEUGEN = 4000
REGELS = 5_000_000


def main(argumenten: list[str] | None = None) -> int:
    """Measure and print; 0 when memory stays within its target, else 1."""
    opties = _opties().parse_args(argumenten)
    if opties.werk:
        print(json.dumps(_meet(Path(opties.werk))))
        return 0
    if opties.maak:
        print(_maak(Path(opties.maak), opties.regels, opties.los))
        return 0
    with tempfile.TemporaryDirectory(prefix="normwijzer-bench-") as map_:
        data = opties.data or map_
        if not opties.data:
            print("synthetische regio maken …", flush=True)
            eigen = ["--maak", data, "--regels", str(opties.regels), *(["--los"] if opties.los else [])]
            print(_draai(eigen), flush=True)
        print("meten …", flush=True)
        stappen = json.loads(_draai(["--werk", data]))
    print(f"\n{datetime.date.today():%d-%m-%Y}, {_machine()}\n\n{_tabel(stappen)}")
    return 0 if max(stap["piek"] for stap in stappen) <= DOEL_GEHEUGEN else 1


class Meter:
    """Per step: its name, seconds, peak during it and resident memory after it (MB)."""

    def __init__(self) -> None:
        self.stappen: list[dict] = []
        self._begin = time.perf_counter()

    def volg(self, plek: object, naam: str, noem: Callable[..., str]) -> None:
        """From now on every call of this function is a step; what lies between two of them has no name."""
        functie = getattr(plek, naam)

        def gemeten(*argumenten, **opties):
            self.sluit("")
            uit = functie(*argumenten, **opties)
            self.sluit(noem(*argumenten, **opties))
            return uit

        setattr(plek, naam, gemeten)

    def sluit(self, naam: str) -> None:
        """Everything since the last call was this step."""
        nu = time.perf_counter()
        stap = {"stap": naam, "seconden": nu - self._begin, "piek": _geheugen("VmHWM"), "na": _geheugen("VmRSS")}
        self.stappen.append(stap)
        self._begin = nu
        _vergeet_piek()


def _meet(data: Path) -> list[dict]:
    """In the measured process: the whole computation, step by step."""
    sys.path.insert(0, str(PROJECT / "lib"))
    from normwijzer import kpi
    from normwijzer.paden import Paden
    from normwijzer.regio import lees_regio
    from normwijzer.uitvoering import rekenen

    paden = Paden(data, data / "reports")
    families = tuple(f for f in lees_regio(paden, "bench").families if f in kpi.FAMILIES)
    meter = Meter()
    meter.volg(rekenen, "open_tabellen", lambda *_: "tabellen openen")
    meter.volg(rekenen, "lees_bronnen", lambda *_, **__: "registraties lezen")
    meter.volg(rekenen, "reconstrueer", _noem_toestand)
    meter.volg(kpi, "bereken", lambda familie, _toestand, _regio, jaar, **__: f"{familie} {jaar}")
    meter.volg(kpi, "bereken_afwijkend", lambda familie, _t, _regio, jaar, naam, **__: f"{familie} {jaar}, {naam}")
    meter.sluit("laden van het programma")
    rekenen.reken(paden, "bench", families, None, "meting")
    meter.sluit("")
    return meter.stappen


def _noem_toestand(_tabellen, bekend_op=None, **opties) -> str:
    return "toestand" + "".join(f", {naam}={waarde}" for naam, waarde in opties.items() if waarde is True)


def _geheugen(veld: str) -> float:
    """VmRSS or VmHWM in MB; without /proc the peak of the process so far for both."""
    status = Path("/proc/self/status")
    if status.exists():
        regel = next(regel for regel in status.read_text().splitlines() if regel.startswith(f"{veld}:"))
        return int(regel.split()[1]) * 1024 / MB
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / MB


def _vergeet_piek() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass  # not Linux: peaks stay those of the process so far


def _maak(data: Path, regels: int, los: bool) -> str:
    sys.path.insert(0, str(PROJECT / "lib"))
    from normwijzer.paden import Paden
    from regio_groot import maak_grote_regio

    o = maak_grote_regio(Paden(data, data / "reports"), regels, los=los)
    return (f"{o.regels} prestaties in {o.declaraties} declaraties, {o.berichten} berichten, "
            f"{o.toewijzingen} toewijzingen")  # fmt: skip


def _draai(argumenten: list[str]) -> str:
    opdracht = [sys.executable, __file__, *argumenten]
    return subprocess.run(opdracht, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def _tabel(stappen: list[dict]) -> str:
    koppen = ("stap", "seconden", "piek in MB", "daarna in MB")
    hoogste, duur = max(s["piek"] for s in stappen), sum(s["seconden"] for s in stappen)
    naamloos = [s for s in stappen if not s["stap"]]
    rest = {"stap": "schrijven en de rest", "seconden": sum(s["seconden"] for s in naamloos),
            "piek": max(s["piek"] for s in naamloos), "na": stappen[-1]["na"]}  # fmt: skip
    rijen = [
        (s["stap"], f"{s['seconden']:.0f}", f"{s['piek']:.0f}", f"{s['na']:.0f}")
        for s in (*(s for s in stappen if s["stap"]), rest)
    ]
    rijen.append(("alles samen", f"{duur:.0f}", f"{hoogste:.0f} (doel ≤ {DOEL_GEHEUGEN})", ""))
    lijnen = ["| " + " | ".join(rij) + " |" for rij in (koppen, *rijen)]
    return "\n".join([lijnen[0], "|" + "---|" * len(koppen), *lijnen[1:]])


def _opties() -> argparse.ArgumentParser:
    lezer = argparse.ArgumentParser(description="Meet geheugen en tijd van het rekenen aan een grote regio.")
    lezer.add_argument("--regels", type=int, default=REGELS, help=f"aantal prestaties (standaard {REGELS})")
    lezer.add_argument("--los", action="store_true", help="elk bericht een eigen bestand, in plaats van in archieven")
    lezer.add_argument("--data", help="map met een eerder gemaakte regio (zie --maak)")
    lezer.add_argument("--maak", metavar="MAP", help="maak alleen de regio in deze map en bewaar die")
    lezer.add_argument("--werk", help=argparse.SUPPRESS)
    return lezer


if __name__ == "__main__":
    raise SystemExit(main())
