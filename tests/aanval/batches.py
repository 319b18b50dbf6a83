"""Batches to attack, made once per version of the program: shared edition and, for the judge, the internal one."""

import hashlib
import os
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from aanval.drukken import druk
from conftest import PROJECT
from normwijzer.paden import Paden

FAMILIES = ("wmo", "jeugd_transformatie", "jeugd_kwaliteit", "administratief_proces", "norm_bepalen")


def bewaard(naam: str, maak) -> Path:
    """The folder that `maak(map)` filled with this version of the program; made when it is not there."""
    klaar = PROJECT / ".bouw" / f"aanval-{naam}-{_kenmerk()}"
    if not klaar.is_dir():
        klaar.parent.mkdir(exist_ok=True)
        nieuw = Path(tempfile.mkdtemp(dir=klaar.parent))
        maak(nieuw)
        try:
            nieuw.replace(klaar)
        except OSError:  # another process was first
            shutil.rmtree(nieuw)
        for oud in klaar.parent.glob(f"aanval-{naam}-{'[0-9a-f]' * 16}"):
            if oud != klaar:
                shutil.rmtree(oud, ignore_errors=True)
    return klaar


def _kenmerk() -> str:
    som = hashlib.sha256()
    for map_ in (PROJECT / "lib" / "normwijzer", PROJECT / "notebooks", Path(__file__).parent):
        for pad in sorted(map_.rglob("*")):
            if pad.is_file() and pad.suffix in {".py", ".toml", ".csv", ".ipynb", ".j2"}:
                som.update(str(pad.relative_to(map_)).encode() + pad.read_bytes())
    return som.hexdigest()[:16]


def reken_uit(paden: Paden, regios: list[str]) -> None:
    """Compute all outcomes and norms of regions, on all cores; outcomes and norms need nothing of each other."""
    from normwijzer.berichten import lees_berichten

    digests = {regio: lees_berichten(paden, regio, taken=1).digest for regio in regios}
    stappen = [(paden, regio, digest, stap) for regio, digest in digests.items() for stap in ("reken", "herijk")]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(_reken, stappen))


def _reken(opdracht: tuple[Paden, str, str, str]) -> None:
    from normwijzer.regio import lees_regio
    from normwijzer.uitvoering.herijken import herijk, sleutel_herijking
    from normwijzer.uitvoering.rekenen import reken
    from normwijzer.uitvoering.stand import sleutel_uitkomsten

    paden, regio, berichten, stap = opdracht
    families = lees_regio(paden, regio).families
    sleutel = sleutel_uitkomsten(paden, regio, families, None, berichten)
    if stap == "reken":
        reken(paden, regio, families, None, sleutel)
    else:
        herijk(paden, regio, None, sleutel_herijking(paden, regio, sleutel, verken=True), verken=True)


def druk_alles(paden: Paden, vakken: list[tuple[str, int, str]], *, behoud: bool = False) -> None:
    """Both editions of these reports (regio, jaar, familie), on all cores; `behoud` leaves what is there already."""
    werk = [(paden, *vak, editie) for vak in vakken for editie in ("deelbaar", "intern")]
    werk = [w for w in werk if not (behoud and paden.rapport(*w[1:]).is_file())]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(_druk, werk))


def _druk(opdracht: tuple) -> None:
    druk(*opdracht)
