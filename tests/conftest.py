"""Shared fixtures: where the user's own material lies, when it is there."""

import os
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
