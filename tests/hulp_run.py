"""Helpers: a data folder with one demo region, and run_all.py as a user starts it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import PROJECT

REGIO = "zeldermeer"


def neem_regio(bron: Path, data: Path) -> Path:
    """A copy of the smallest demo region, with the national figures, in an otherwise empty data folder."""
    shutil.copytree(bron / "regios" / REGIO, data / "regios" / REGIO)
    shutil.copytree(bron / "landelijk", data / "landelijk")
    return data


def run_all(*argumenten: str | Path, data: Path, reports: Path | None) -> subprocess.CompletedProcess:
    """Run `python run_all.py`, from a folder that is not the project's."""
    slot = ["--data", str(data), *(["--reports", str(reports)] if reports else [])]
    return subprocess.run(
        [sys.executable, str(PROJECT / "run_all.py"), *map(str, argumenten), *slot],
        cwd=data.parent,
        env={naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(("NORMWIJZER", "PYTHONPATH"))},
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=600,
    )  # fmt: skip
