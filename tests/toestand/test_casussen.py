"""The worked cases: expected state, snapshots, and the same whatever the order of the messages."""

import json
from pathlib import Path

import numpy as np
import pytest
from toestand.hulp_casus import in_casuswoorden, lees_casussen, tabellen_van_casus
from toestand.hulp_schudden import schud

from normwijzer.toestand import reconstrueer

NUMMERS = [1, 2, 3, 5, 7, 8, 9, 10, 12, 13, 14, 15, 16, 18, 20, 21, 23, 24, 26, 28, 30, 32]


@pytest.fixture(scope="session")
def casussen(gedeeld: Path) -> dict[str, dict]:
    return {casus["id"]: casus for casus in lees_casussen(gedeeld / "casussen")}


def _vergelijk(verwacht: dict, toestand) -> None:
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
def test_casus_geeft_in_twintig_geschudde_volgordes_hetzelfde(nummer: int, casussen: dict) -> None:
    casus = casussen[f"C{nummer:02}"]
    tabellen, toeval = tabellen_van_casus(casus), np.random.default_rng(nummer)
    for _ in range(20):
        _toets(schud(tabellen, toeval), casus)
