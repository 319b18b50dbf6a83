"""Synthetic people: test BSNs, invented names, ages that fit Wmo care."""

from collections.abc import Iterator
from datetime import date
from itertools import count, filterfalse
from random import Random

from normwijzer.demo.soorten import Client, Dag, Wereld

ACHTERNAMEN = (
    "Testma", "Proefstra", "Fictema", "Voorbeeldsma", "Verzonneman", "Demostra", "Schijnema", "Oefenaar",
    "Bedachtsma", "Nepstra", "Modelman", "Namaakster",
)  # fmt: skip
VOORLETTERS = "ABCDEFGHJKLMNPRSTVW"
EERSTE_TEST_BSN, LAATSTE_TEST_BSN = 999900006, 999999990
BUITEN_TESTREEKS = 200000000


def maak_clienten(werelden: list[Wereld], bsns: Iterator[str]) -> list[list[Client]]:
    """Wmo clients per region, each with the next number of bsns."""
    return [[_client(wereld, nummer, next(bsns)) for nummer in range(1, wereld.aantal + 1)] for wereld in werelden]


def maak_client(wereld: Wereld, r: Random, nummer: int, bsn: str, geboren: Dag) -> Client:
    """A client of whom only gemeente, sex and name are still to be drawn."""
    return Client(
        nummer=nummer,
        bsn=bsn,
        gemeente=r.choices(wereld.gemeenten, [g.gewicht for g in wereld.gemeenten])[0],
        geboren=geboren,
        geslacht=r.choice("12"),
        achternaam=r.choice(ACHTERNAMEN),
        voorletters=r.choice(VOORLETTERS),
        geboren_onmogelijk=r.random() < 0.0006,
    )


def geef_bsns() -> Iterator[str]:
    """BSNs without end, each once: first those of the official test range (elfproef valid, 9999xxxxx), then nine
    digits that fail the elfproef, so that none can belong to a real person.
    """
    test = (str(n) for n in range(EERSTE_TEST_BSN, LAATSTE_TEST_BSN + 1))
    yield from filter(voldoet_aan_elfproef, test)
    yield from filterfalse(voldoet_aan_elfproef, map(str, count(BUITEN_TESTREEKS)))


def voldoet_aan_elfproef(bsn: str) -> bool:
    """Whether nine digits pass the BSN check: 9a+8b+…+2h-i is a multiple of eleven."""
    return (sum((9 - plaats) * int(cijfer) for plaats, cijfer in enumerate(bsn[:8])) - int(bsn[8])) % 11 == 0


def _client(wereld: Wereld, nummer: int, bsn: str) -> Client:
    r = Random(f"{wereld.zaad}/persoon/{nummer}")
    gemeente = r.choices(wereld.gemeenten, [g.gewicht for g in wereld.gemeenten])[0]
    jaar = r.randint(1930, 1960) if r.random() < 0.45 else r.randint(1955, 2003)
    return Client(
        nummer=nummer,
        bsn=bsn,
        gemeente=gemeente,
        geboren=date(jaar, r.randint(1, 12), r.randint(1, 28)).toordinal(),
        geslacht=r.choice("1222") if jaar < 1945 else r.choice("1122"),
        achternaam=r.choice(ACHTERNAMEN),
        voorletters=r.choice(VOORLETTERS) + (r.choice(VOORLETTERS) if r.random() < 0.4 else ""),
        geboren_onmogelijk=r.random() < 0.0006,
    )
