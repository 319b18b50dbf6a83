"""Who comes into youth care and when: admissions with brothers and sisters, those already there, ambulant care."""

from datetime import date
from random import Random

from normwijzer.demo.jeugd.keuzes import (
    kies_aanbieder,
    kies_bereik,
    kies_reden,
    kies_uit,
    plus_maanden,
)
from normwijzer.demo.jeugd.plaatsen import Plaatsing, trek_in, wijs_toe
from normwijzer.demo.jeugd.randgevallen import maak_randgevallen
from normwijzer.demo.jeugd.verblijf import kies_instroom, leef_in_verblijf, trek_duur
from normwijzer.demo.personen import maak_client
from normwijzer.demo.soorten import Client, Dag, Wereld

EERSTE_GEBOORTE, LAATSTE_GEBOORTE = date(2002, 1, 1).toordinal(), date(2025, 12, 31).toordinal()
AMBULANT_DUUR = [[20, 90, 26], [91, 182, 34], [183, 365, 28], [366, 700, 12]]


def maak_jeugdigen(wereld: Wereld, bsns) -> list[Client]:
    """All jeugdigen of the region with their care up to and including wereld.slot; bsns: iterator of unused numbers."""
    clienten: list[Client] = []
    for nummer in range(_deel(wereld, wereld.verloop["stand_begin"])):
        _kom_binnen(wereld, Random(f"{wereld.zaad}/stand/{nummer}"), bsns, clienten, None)
    for jaar, aantal in wereld.verloop["instroom_per_jaar"].items():
        for nummer in range(_deel(wereld, aantal)):
            _kom_binnen(wereld, Random(f"{wereld.zaad}/verblijf/{jaar}/{nummer}"), bsns, clienten, int(jaar))
    for jaar, aantal in wereld.verloop["ambulant_per_jaar"].items():
        for nummer in range(_deel(wereld, aantal)):
            _begin_ambulant(wereld, Random(f"{wereld.zaad}/ambulant/{jaar}/{nummer}"), bsns, clienten, int(jaar))
    return clienten + maak_randgevallen(wereld, bsns, len(clienten))


def leef_ambulant(client: Client, wereld: Wereld, r: Random, dag: Dag) -> None:
    """Ambulant trajectories one after the other, each new one after a shorter or longer break."""
    for _ in range(4):
        uiterste = min(d for d in (client.overleden, client.verhuisd, wereld.slot) if d is not None)
        if dag > uiterste - 5:
            return
        soort = "" if r.random() < wereld.verloop["jeugdbescherming"] else "ambulant"
        einde = dag + kies_bereik(r, AMBULANT_DUUR)
        p = Plaatsing(soort, dag, kies_aanbieder(wereld, r, soort, dag), client.gemeente, lot="ambulant")
        if einde <= uiterste:
            p.einde, p.reden = einde, kies_reden(wereld, r, "ambulant", einde)
        elif uiterste < wereld.slot:
            p.lot = "overleden" if client.overleden is not None else "verhuisd"
            p.einde, p.reden = uiterste, kies_reden(wereld, r, p.lot, uiterste)
        wijs_toe(client, wereld, r, p)
        if p.einde is None or r.random() > 0.3:
            return
        dag = p.einde + r.choice((1, 1, r.randint(2, 60), r.randint(61, 365), r.randint(366, 700)))


def _begin_ambulant(wereld: Wereld, r: Random, bsns, clienten: list[Client], jaar: int) -> None:
    dag = _dag_in(jaar, r)
    if dag > wereld.slot:
        return
    client = _nieuw(wereld, r, bsns, clienten, dag, "ambulant")
    if r.random() < wereld.verloop["ingetrokken"]:
        aanbieder = kies_aanbieder(wereld, r, "ambulant", dag)
        trek_in(client, wereld, r, Plaatsing("ambulant", dag, aanbieder, client.gemeente))
    else:
        leef_ambulant(client, wereld, r, dag)


def _deel(wereld: Wereld, aantal: int) -> int:
    """The number at this size of the region; aantal is in percent of regios.toml."""
    return max(1, aantal * wereld.aantal // 100)


def _dag_in(jaar: int, r: Random) -> Dag:
    return date(jaar, 1, 1).toordinal() + r.randint(1, 364)


def _nieuw(wereld: Wereld, r: Random, bsns, clienten: list[Client], dag: Dag, groep: str, gezin: int = 0) -> Client:
    jaren = kies_bereik(r, wereld.verloop["leeftijd"][groep])
    geboren = min(max(dag - jaren * 365 - r.randint(1, 364), EERSTE_GEBOORTE), min(LAATSTE_GEBOORTE, dag))
    client = maak_client(wereld, r, len(clienten) + 1, next(bsns), geboren)
    client.gezin = gezin
    clienten.append(client)
    return client


def _kom_binnen(wereld: Wereld, r: Random, bsns, clienten: list[Client], jaar: int | None) -> None:
    """One family comes into verblijf: mostly one jeugdige, sometimes two or three, together or apart."""
    dag, tabel, groep = wereld.vanaf - r.randint(1, 1400), wereld.verloop["stand"], "stand"
    if jaar is not None:
        dag, groep = _dag_in(jaar, r), "verblijf"
        tabel = kies_instroom(wereld, dag)
    if dag > wereld.slot:
        return
    soort = kies_uit(wereld, r, tabel, dag)
    duur = trek_duur(wereld, r, soort, dag)
    aanbieder = kies_aanbieder(wereld, r, soort, dag)
    aantal = r.choice((2, 2, 3)) if r.random() < wereld.verloop["broers_zussen"] else 1
    gezin = len(clienten) + 1 if aantal > 1 else 0
    gemeente = None
    for _ in range(aantal):
        client = _nieuw(wereld, r, bsns, clienten, dag, groep, gezin)
        gemeente = client.gemeente = gemeente or client.gemeente
        if jaar is None:  # has been there for a while: what is left lasts as long as a whole stay
            duur = wereld.vanaf - dag + trek_duur(wereld, r, soort, dag)
        eerste = Plaatsing(soort, dag, aanbieder, gemeente)
        if r.random() > wereld.verloop["samen"] and aantal > 1:
            eerste.begin, duur = dag + r.randint(0, 20), trek_duur(wereld, r, soort, dag)
            eerste.aanbieder = kies_aanbieder(wereld, r, soort, eerste.begin, niet=aanbieder)
        if jaar is not None and r.random() < wereld.verloop["ingetrokken"]:
            elders = kies_aanbieder(wereld, r, soort, dag, niet=aanbieder)
            trek_in(client, wereld, r, Plaatsing(soort, dag, elders, gemeente))
        if eerste.begin < plus_maanden(client.geboren, 216):
            leef_in_verblijf(client, wereld, r, eerste, duur)
        if r.random() < wereld.verloop["ambulant_erbij"]:
            leef_ambulant(client, wereld, r, max(wereld.vanaf, dag + r.randint(-200, 500)))
