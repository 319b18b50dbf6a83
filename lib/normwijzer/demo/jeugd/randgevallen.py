"""Jeugdigen made by hand: every boundary of the rules once in each region, reported without a fault."""

import tomllib
from datetime import date
from pathlib import Path
from random import Random

from normwijzer.demo.jeugd.plaatsen import Plaatsing, wijs_toe
from normwijzer.demo.personen import maak_client
from normwijzer.demo.soorten import Client, Wereld

LOTEN = {"02": "overleden", "35": "verhuisd"}


class Kalm(Random):
    """Draws that never hit a rare event."""

    def random(self) -> float:
        return 0.5


def maak_randgevallen(wereld: Wereld, bsns, reeds: int) -> list[Client]:
    """The cases of randgevallen.toml; `reeds`: number of the last jeugdige before them."""
    with (Path(__file__).parent / "randgevallen.toml").open("rb") as bestand:
        gevallen = tomllib.load(bestand)["geval"]
    return [_maak(wereld, geval, next(bsns), reeds + plek) for plek, geval in enumerate(gevallen, 1)]


def _maak(wereld: Wereld, geval: dict, bsn: str, nummer: int) -> Client:
    r = Kalm(f"{wereld.zaad}/randgeval/{nummer}")
    client = maak_client(wereld, r, nummer, bsn, geval["geboren"].toordinal())
    client.kalm = True
    client.gemeente = wereld.gemeenten[0]
    for soort, begin, einde, reden, aanbieder, gemeente in geval["plaatsing"]:
        wijs_toe(
            client, wereld, r,
            Plaatsing(
                soort, date.fromisoformat(begin).toordinal(), _aanbieder(wereld, soort, aanbieder),
                wereld.gemeenten[gemeente], date.fromisoformat(einde).toordinal() if einde else None, reden,
                geval.get("lot") or LOTEN.get(reden, "stap"), deeltijd=geval.get("deeltijd", False),
                gedeclareerd=geval.get("gedeclareerd", True),
            ),
        )  # fmt: skip
        if einde and reden == "02":
            client.overleden = date.fromisoformat(einde).toordinal()
    return client


def _aanbieder(wereld: Wereld, soort: str, plek: int):
    """The n-th aanbieder for the soort whose contract does not end; the last one when there are fewer."""
    kan = [a for a in wereld.aanbieders if soort in a.soorten and a.tot is None]
    return kan[min(plek, len(kan) - 1)]
