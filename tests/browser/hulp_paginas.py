"""Helpers: pages of a real run on the demo, made once per version of the program, and what a browser says of a page."""

import fcntl
import hashlib
import shutil
import tempfile
from pathlib import Path

from conftest import PROJECT
from hulp_run import REGIO, neem_regio, run_all

JAAR = 2025
BREEDTES = (1280, 320)
_BRONNEN = {".py", ".toml", ".csv", ".css", ".js", ".j2", ".ipynb"}

REGELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
"""Tags of the rules of axe-core that a page has to keep."""

AXE = """async (tags) => {
  const uit = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return uit.violations.map(fout => `${fout.id}: ${fout.nodes.map(knoop => knoop.html.slice(0, 120)).join(" | ")}`);
}"""


def maak_paginas(demo_bron: Path) -> Path:
    """Folder with reports/ of the smallest demo region over JAAR: all reports, the pages for talks and the index of the
    shared edition, and one report and its pages for inside use."""
    bouw = PROJECT / ".bouw"
    bouw.mkdir(exist_ok=True)
    klaar = bouw / f"paginas-{_kenmerk()}"
    with (bouw / "paginas.slot").open("w") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)  # another worker may be making them
        if not klaar.is_dir():
            for oud in bouw.glob("paginas-*"):
                shutil.rmtree(oud)
            nieuw = Path(tempfile.mkdtemp(dir=bouw))
            try:
                _maak(demo_bron, nieuw)
            except BaseException:
                shutil.rmtree(nieuw)
                raise
            nieuw.replace(klaar)
    return klaar


def _maak(demo_bron: Path, map_: Path) -> None:
    data, reports = neem_regio(demo_bron, map_ / "data"), map_ / "reports"
    shutil.copytree(demo_bron / "werk" / REGIO, data / "werk" / REGIO)  # read already
    for keuze in ([], ["--editie", "intern", "--familie", "wmo"]):
        run = run_all("--regio", REGIO, "--jaar", str(JAAR), *keuze, data=data, reports=reports)
        assert run.returncode == 0, run.stdout + run.stderr


def _kenmerk() -> str:
    som = hashlib.sha256()
    for map_ in (PROJECT / "lib" / "normwijzer", PROJECT / "notebooks"):
        for pad in sorted(map_.rglob("*")):
            if pad.is_file() and pad.suffix in _BRONNEN:
                som.update(str(pad.relative_to(map_)).encode() + pad.read_bytes())
    return som.hexdigest()[:16]
