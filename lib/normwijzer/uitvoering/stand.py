"""What is up to date: keys over everything an outcome or a report depends on."""

import subprocess
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

from normwijzer.paden import NOTEBOOKS, PROJECT, Paden
from normwijzer.registraties import OPGAVEBESTANDEN, PROCESBESTANDEN
from normwijzer.uitvoering.bestanden import digest, digest_bestand

_INSTELLINGEN = ("regio.toml", "producten.csv", "aanbieders.csv")
_PAKKETTEN = (
    "normwijzer", "holidays", "ipykernel", "lxml", "matplotlib", "nbconvert", "numpy", "openpyxl", "pandas",
    "papermill", "pyarrow", "scipy",
)  # fmt: skip


def sleutel_uitkomsten(paden: Paden, regio: str, families, bekend_op, gelezen: str) -> str:
    """Key of everything the outcomes of a region depend on.

    Args:
        gelezen: digest of the contents that were read (`Leesverslag.digest`). File names count as well:
            signals name the file they come from.
    """
    map_ = paden.berichten(regio)
    namen = sorted(pad.relative_to(map_).as_posix() for pad in map_.rglob("*") if pad.is_file())
    bronnen = [digest_bestand(pad) for pad in bronbestanden(paden, regio)]
    return digest([gelezen, namen, bronnen, sorted(families), str(bekend_op), digest_code(), versies()])


def bronbestanden(paden: Paden, regio: str) -> list[Path]:
    """Every file beside the messages that the outcomes of a region depend on, in fixed order; they need not exist."""
    return [
        *(paden.regio(regio) / naam for naam in _INSTELLINGEN),
        *(paden.registraties(regio) / naam for naam in (*OPGAVEBESTANDEN, *PROCESBESTANDEN)),
        paden.bevolking,
        paden.bevolking.with_suffix(".toml"),
    ]


def sleutel_rapport(uitkomsten: str, familie: str, jaar: int, editie: str) -> str:
    """Key of one report: the outcomes it shows, its notebook and its edition."""
    return digest([uitkomsten, familie, jaar, editie, digest_bestand(NOTEBOOKS / f"{familie}.ipynb"), git_commit()])


@cache
def digest_code() -> str:
    """SHA-256 over every file of the package: any change in code, definitions or style counts."""
    pakket = PROJECT / "lib" / "normwijzer"
    bestanden = sorted(pad for pad in pakket.rglob("*") if pad.is_file() and "__pycache__" not in pad.parts)
    return digest([pad.relative_to(pakket).as_posix(), digest_bestand(pad)] for pad in bestanden)


@cache
def versies() -> dict[str, str]:
    """Version of Python and of the packages that make the numbers and the report; empty when not installed."""
    gevonden = {"python": ".".join(map(str, sys.version_info[:3]))}
    for pakket in _PAKKETTEN:
        try:
            gevonden[pakket] = metadata.version(pakket)
        except metadata.PackageNotFoundError:
            gevonden[pakket] = _versie_uit_project() if pakket == "normwijzer" else ""
    return gevonden


@cache
def git_commit() -> str:
    """Commit of the project, with -gewijzigd behind it when files differ; empty outside git."""
    commit = _git("rev-parse", "HEAD")
    if not commit:
        return ""
    return commit + ("-gewijzigd" if _git("status", "--porcelain", "--untracked-files=no") else "")


def _git(*argumenten: str) -> str:
    try:
        uitkomst = subprocess.run(
            ["git", *argumenten], cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return uitkomst.stdout.strip() if uitkomst.returncode == 0 else ""


def _versie_uit_project() -> str:
    regels = Path(PROJECT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    return next((regel.split('"')[1] for regel in regels if regel.startswith("version = ")), "")
