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


def _kenmerk(*mappen: Path) -> str:
    som = hashlib.sha256()
    for map_ in mappen:
        for pad in sorted(map_.rglob("*")):
            if pad.suffix in {".py", ".toml", ".csv"}:
                som.update(str(pad.relative_to(map_)).encode() + pad.read_bytes())
    return som.hexdigest()[:16]


@pytest.fixture(scope="session")
def demo_bron() -> Path:
    """A data folder with the demo regions and their norms, made once per version of the demo and the reader; the norms
    are decided anew for every version of the program. Read only: copy what you change."""
    from normwijzer.paden import Paden
    from normwijzer.uitvoering import demobesluiten

    bouw, pakket = PROJECT / ".bouw", PROJECT / "lib" / "normwijzer"
    klaar = bouw / f"demo-{_kenmerk(pakket / 'demo', pakket / 'berichten')}"
    bouw.mkdir(exist_ok=True)
    if not klaar.is_dir():
        nieuw = Path(tempfile.mkdtemp(dir=bouw))
        demobesluiten.maak_demoregios(Paden(nieuw, nieuw / "reports"))
        try:
            nieuw.replace(klaar)
        except OSError:  # another process was first, with the same bytes
            shutil.rmtree(nieuw)
    demobesluiten.ververs_besluiten(Paden(klaar, klaar / "reports"))
    return klaar
