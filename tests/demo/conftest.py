"""Demo regions made once per test session."""

import pytest
from normwijzer.berichten import lees_berichten, open_tabellen
from normwijzer.demo import inrichting, maak_demo, maken
from normwijzer.paden import Paden
from normwijzer.regio import lees_regio
from normwijzer.toestand import reconstrueer


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory):
    """Data folder with both demo regions at full size, seed 1."""
    data = tmp_path_factory.mktemp("demo")
    maak_demo(data, zaad=1)
    return data


@pytest.fixture(scope="session")
def pijplijn(demo_data):
    """Region -> (Toestand at default K, Regio), read from the messages."""
    paden = Paden(demo_data, demo_data / "reports")
    uit = {}
    for regio in ("brembergen", "zeldermeer"):
        lees_berichten(paden, regio, taken=1)
        uit[regio] = reconstrueer(open_tabellen(paden.werk(regio))), lees_regio(paden, regio)
    return uit


@pytest.fixture
def klein(monkeypatch):
    """Regions of 40 clients and about as many jeugdigen, so that a test can make them several times."""

    def laad(zaad, schaal):
        werelden = inrichting.laad_werelden(zaad, schaal)
        for wereld in werelden:
            wereld.aantal, wereld.jeugd.aantal = 40 * schaal, schaal
        return werelden

    monkeypatch.setattr(maken, "laad_werelden", laad)
