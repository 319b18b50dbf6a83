"""What the tests of reading and of the store share: a region in a temporary folder, and comparing tables."""

from normwijzer.berichten import lees_berichten, open_tabellen
from normwijzer.berichten.kolommen import TABELLEN
from normwijzer.berichten.pseudoniem import OMGEVING
from normwijzer.berichten.tabellen import Tabellen
from normwijzer.paden import Paden
from pandas.testing import assert_frame_equal

SLEUTEL = bytes(range(32)).hex()


def lege_regio(tmp_path, monkeypatch) -> Paden:
    """Paths of an empty region `r`, with a fixed key."""
    monkeypatch.setenv(OMGEVING, SLEUTEL)
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    paden.berichten("r").mkdir(parents=True)
    return paden


def leg(paden, leden, regio="r"):
    for naam, inhoud in leden.items():
        pad = paden.berichten(regio) / naam
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_bytes(inhoud)


def lees(paden, **opties):
    verslag = lees_berichten(paden, "r", **{"taken": 1, **opties})
    return verslag, open_tabellen(paden.werk("r"))


def controleer_gelijk(een: Tabellen, ander: Tabellen, zonder=()):
    for tabel in TABELLEN:
        links, rechts = getattr(een, tabel), getattr(ander, tabel)
        weg = [kolom for kolom in zonder if kolom in links]
        assert_frame_equal(links.drop(columns=weg), rechts.drop(columns=weg), obj=tabel)


def nummers(tabellen):
    return sorted(tabellen.berichten["identificatie"].astype(int))
