"""Shared fixtures: where the user's own material lies, when it is there."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def gedeeld() -> Path:
    """Folder with specifications, worked cases and official XSDs; the test skips where it is absent."""
    pad = Path(os.environ.get("NORMWIJZER_GEDEELD") or PROJECT.parent / "shared")
    if not (pad / "casussen").is_dir():
        pytest.skip("de map met casussen en officiële XSD's is hier niet aanwezig")
    return pad


def _kenmerk(map_: Path) -> str:
    som = hashlib.sha256()
    for pad in sorted(map_.rglob("*")):
        if pad.suffix in {".py", ".toml", ".csv"}:
            som.update(str(pad.relative_to(map_)).encode() + pad.read_bytes())
    return som.hexdigest()[:16]


@pytest.fixture(scope="session")
def demo_bron() -> Path:
    """A data folder with the demo regions, made once per version of the demo. Read only: copy what you change."""
    from normwijzer import demo

    bouw = PROJECT / ".bouw"
    klaar = bouw / f"demo-{_kenmerk(PROJECT / 'lib' / 'normwijzer' / 'demo')}"
    bouw.mkdir(exist_ok=True)
    if not klaar.is_dir():
        nieuw = Path(tempfile.mkdtemp(dir=bouw))
        demo.maak_demo(nieuw)
        try:
            nieuw.replace(klaar)
        except OSError:  # another process was first, with the same bytes
            shutil.rmtree(nieuw)
    return klaar
