"""Synthetic people: test BSNs, invented names, ages that fit Wmo care."""

from datetime import date
from random import Random

from normwijzer.demo.soorten import Client, Wereld

ACHTERNAMEN = (
    "Testma", "Proefstra", "Fictema", "Voorbeeldsma", "Verzonneman", "Demostra", "Schijnema", "Oefenaar",
    "Bedachtsma", "Nepstra", "Modelman", "Namaakster",
)  # fmt: skip
VOORLETTERS = "ABCDEFGHJKLMNPRSTVW"
EERSTE_TEST_BSN, LAATSTE_TEST_BSN = 999900006, 999999990
BUITEN_TESTREEKS = 200000000


def maak_clienten(werelden: list[Wereld]) -> list[list[Client]]:
    """Clients per region, each with a BSN no other client in any region has.

    BSNs come from the official test range (elfproef valid, 9999xxxxx); what does not fit in it gets
    nine digits that fail the elfproef, so that none can belong to a real person.
    """
    bsns = _bsns(sum(wereld.aantal for wereld in werelden))
    return [[_client(wereld, nummer, next(bsns)) for nummer in range(1, wereld.aantal + 1)] for wereld in werelden]


def voldoet_aan_elfproef(bsn: str) -> bool:
    """Whether nine digits pass the BSN check: 9a+8b+…+2h-i is a multiple of eleven."""
    return (sum((9 - plaats) * int(cijfer) for plaats, cijfer in enumerate(bsn[:8])) - int(bsn[8])) % 11 == 0


def _bsns(aantal: int):
    test = [n for n in range(EERSTE_TEST_BSN, LAATSTE_TEST_BSN + 1) if voldoet_aan_elfproef(str(n))]
    yield from map(str, test[:aantal])
    nummer = BUITEN_TESTREEKS
    for _ in range(aantal - len(test)):
        while voldoet_aan_elfproef(str(nummer)):
            nummer += 1
        yield str(nummer)
        nummer += 1


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
