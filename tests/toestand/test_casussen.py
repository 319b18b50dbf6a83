"""The worked cases: expected state, snapshots, and the same whatever the order of the messages."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from normwijzer.berichten import lees_berichten, open_tabellen
from normwijzer.paden import Paden
from normwijzer.toestand import Toestand, reconstrueer
from toestand.hulp_casus import in_casuswoorden, lees_casussen, tabellen_van_casus
from toestand.hulp_schudden import partijen, verveelvoudig

NUMMERS = [1, 2, 3, 5, 7, 8, 9, 10, 12, 13, 14, 15, 16, 18, 20, 21, 23, 24, 26, 28, 30, 32]
FRAMES = ("toewijzingen", "versies", "leveringen", "leverperioden", "declaraties", "prestaties", "verzoeken")
VOLGORDES = 20


@pytest.fixture(scope="session")
def casussen(gedeeld: Path) -> dict[str, dict]:
    return {casus["id"]: casus for casus in lees_casussen(gedeeld / "casussen")}


def _vergelijk(verwacht: dict, toestand: Toestand) -> None:
    gevonden = in_casuswoorden(toestand)
    for lijst, rijen in verwacht.items():
        if lijst == "peildatum":
            continue
        if lijst == "signalen":
            assert gevonden[lijst] == sorted(rijen)
            continue
        over = list(gevonden[lijst])
        for rij in rijen:
            passend = [kandidaat for kandidaat in over if _bevat(kandidaat, rij)]
            assert passend, f"{lijst}: niet gevonden {json.dumps(rij)}; wel {json.dumps(over)}"
            over.remove(passend[0])
        assert not over, f"{lijst}: te veel {json.dumps(over)}"


def _bevat(geheel: object, deel: object) -> bool:
    if isinstance(deel, dict) and isinstance(geheel, dict):
        return all(sleutel in geheel and _bevat(geheel[sleutel], waarde) for sleutel, waarde in deel.items())
    if isinstance(deel, list) and isinstance(geheel, list):
        return len(geheel) == len(deel) and all(_bevat(een, ander) for een, ander in zip(geheel, deel, strict=True))
    return geheel == deel


def _toets(tabellen, casus: dict) -> None:
    _vergelijk(casus["verwacht"], reconstrueer(tabellen, peildatum=casus["verwacht"]["peildatum"]))
    for moment in casus.get("momentopnamen", []):
        peildatum = moment.get("peildatum", moment["bekend_op"])
        toestand = reconstrueer(tabellen, bekend_op=moment["bekend_op"], peildatum=peildatum)
        _vergelijk(moment["verwacht"], toestand)


def test_alle_casussen_staan_in_de_lijst(casussen: dict) -> None:
    assert sorted(casussen) == [f"C{nummer:02}" for nummer in NUMMERS]


@pytest.mark.parametrize("nummer", NUMMERS)
def test_casus_geeft_de_verwachte_toestand_en_momentopnamen(nummer: int, casussen: dict) -> None:
    casus = casussen[f"C{nummer:02}"]
    _toets(tabellen_van_casus(casus), casus)


@pytest.mark.parametrize("nummer", NUMMERS)
def test_casus_uit_xml_geeft_in_elke_volgorde_de_verwachte_toestand(
    nummer: int, casussen: dict, gedeeld: Path, tmp_path: Path
) -> None:
    casus, paden = casussen[f"C{nummer:02}"], Paden(tmp_path / "data", tmp_path / "reports")
    shutil.copytree(gedeeld / "casussen" / "xml" / casus["id"], paden.berichten("proef"))
    lees_berichten(paden, "proef", taken=1)
    tabellen = open_tabellen(paden.werk("proef"))
    _toets(tabellen, casus)
    stapel = verveelvoudig(tabellen, VOLGORDES, np.random.default_rng(nummer))
    _toets_stapel(stapel, tabellen, casus["verwacht"], {"peildatum": casus["verwacht"]["peildatum"]})
    for moment in casus.get("momentopnamen", []):
        dagen = {"bekend_op": moment["bekend_op"], "peildatum": moment.get("peildatum", moment["bekend_op"])}
        _toets_stapel(stapel, tabellen, moment["verwacht"], dagen)


def _toets_stapel(stapel, tabellen, verwacht: dict, dagen: dict) -> None:
    """Each of the shuffled copies in the pile has the expected state."""
    samen = reconstrueer(stapel, **dagen)
    for nummer in range(VOLGORDES):
        terug = {nieuw: oud for oud, nieuw in partijen(tabellen, nummer).items()}
        eigen = {}
        for naam in (*FRAMES, "signalen"):
            frame = getattr(samen, naam)
            frame = frame[frame["gemeente"].isin(terug)]
            eigen[naam] = frame.assign(gemeente=frame["gemeente"].map(terug))
        _vergelijk(verwacht, replace(samen, **eigen))
