"""Demo regions made once per test session."""

import pytest
from normwijzer.demo import inrichting, maak_demo, maken


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory):
    """Data folder with both demo regions at full size, seed 1."""
    data = tmp_path_factory.mktemp("demo")
    maak_demo(data, zaad=1)
    return data


@pytest.fixture
def klein(monkeypatch):
    """Regions of 40 clients, so that a test can make them several times."""

    def laad(zaad, schaal):
        werelden = inrichting.laad_werelden(zaad, schaal)
        for wereld in werelden:
            wereld.aantal = 40 * schaal
        return werelden

    monkeypatch.setattr(maken, "laad_werelden", laad)
