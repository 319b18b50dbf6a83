"""One placement (or ambulant trajectory) as the administration sees it: toewijzing with versions and periods."""

from dataclasses import dataclass
from random import Random

from normwijzer.demo.jeugd.keuzes import kies_product, neem_trend, plus_maanden
from normwijzer.demo.leven import wijzig
from normwijzer.demo.omvang import kies_omvang
from normwijzer.demo.soorten import Aanbieder, Client, Dag, Gemeente, Periode, Product, Toewijzing, Versie, Wereld

MEESTE_VERSIES = 12
DEELTIJD = (2, 3)


@dataclass(slots=True)
class Plaatsing:
    """What happens: where, from when, to when (einde None: still there on the last day), and what comes next (lot)."""

    soort: str
    begin: Dag
    aanbieder: Aanbieder
    gemeente: Gemeente
    einde: Dag | None = None
    reden: str = ""
    lot: str = ""
    deeltijd: bool | None = None
    product: Product | None = None
    gedeclareerd: bool = True


def wijs_toe(client: Client, wereld: Wereld, r: Random, p: Plaatsing) -> Toewijzing:
    """Give the client the toewijzing of this placement, with its periods of delivery."""
    product = p.product or kies_product(wereld, r, p.soort, p.begin)
    toewijzing = Toewijzing(
        client, p.gemeente, p.aanbieder, product, [_eerste_versie(client, wereld, r, p, product)], uitkomst=p.lot,
        kwijt=r.random() < 0.003 and not client.kalm, gedeclareerd=p.gedeclareerd and r.random() > 0.01,
    )  # fmt: skip
    client.toewijzingen.append(toewijzing)
    if client.kalm:
        toewijzing.perioden.append(Periode(p.begin, einde=p.einde, reden=p.reden))
    else:
        _voeg_perioden_toe(toewijzing, wereld.slot, r, p)
    _verleng(toewijzing, wereld, r, wereld.slot if p.einde is None else p.einde)
    if p.einde is not None:
        _verkort(toewijzing, wereld, r, p)
    return toewijzing


def trek_in(client: Client, wereld: Wereld, r: Random, p: Plaatsing) -> None:
    """A toewijzing that never leads to care: withdrawn by the gemeente, or just forgotten."""
    product = kies_product(wereld, r, p.soort, p.begin)
    versie = _eerste_versie(client, wereld, r, p, product)
    toewijzing = Toewijzing(client, p.gemeente, p.aanbieder, product, [versie], uitkomst="nooit_begonnen")
    client.toewijzingen.append(toewijzing)
    if r.random() < 0.8:
        wijzig(toewijzing, r, wereld.slot, op=versie.meld_op + r.randint(1, 40), eind=versie.ingang, reden="13")


def _eerste_versie(client: Client, wereld: Wereld, r: Random, p: Plaatsing, product: Product) -> Versie:
    laat = not client.kalm and r.random() < (0.5 if p.soort == "crisis" else 0.15)
    besluit = p.begin + r.randint(1, 12) if laat else p.begin - r.randint(0, 14)
    volume, eenheid, frequentie, budget = kies_omvang(product, r)
    deeltijd = p.deeltijd
    if deeltijd is None:
        deeltijd = p.soort == "pleegzorg" and r.random() < neem_trend(wereld, wereld.verloop["deeltijd"], p.begin)
    if deeltijd:
        volume, eenheid, frequentie = r.choice(DEELTIJD), "14", "2"
    duur = r.choice(wereld.verloop["toewijzing"][product.werkelijk])
    achttien = plus_maanden(client.geboren, 216) - 1
    eind = p.begin + duur - 1 if duur and not client.kalm else max(achttien, p.begin + 364)
    ingang = p.begin if client.kalm or r.random() < 0.8 else p.begin - r.randint(1, 10)
    return Versie(
        datum=besluit, tijd=f"{r.randint(8, 17):02d}:{r.randint(0, 59):02d}:{r.randint(0, 59):02d}",
        ingang=ingang, eind=eind, volume=volume, eenheid=eenheid, frequentie=frequentie, budget=budget, reden="",
        meld_op=max(besluit, wereld.vanaf) + r.choice((0, 0, 0, 1, 2)),
    )  # fmt: skip


def _voeg_perioden_toe(toewijzing: Toewijzing, slot: Dag, r: Random, p: Plaatsing) -> None:
    """Periods with pauses: resumed, resumed never but stopped for good later, or left at the temporary stop."""
    begin, grens = p.begin, slot if p.einde is None else p.einde
    while grens - begin > 60 and r.random() < 0.05:
        pauze = r.randint(begin + 10, grens - 40)
        lot = r.random()
        if lot < 0.6:
            toewijzing.perioden.append(Periode(begin, tijdelijk=pauze))
            begin = min(pauze + r.randint(2, 60), grens)
        elif lot < 0.85 and p.einde is not None:
            toewijzing.perioden.append(Periode(begin, tijdelijk=pauze, einde=p.einde, reden=p.reden))
            return
        elif lot > 0.93:
            toewijzing.perioden.append(Periode(begin, tijdelijk=pauze))
            return
    toewijzing.perioden.append(Periode(begin, einde=p.einde, reden=p.reden))


def _verleng(toewijzing: Toewijzing, wereld: Wereld, r: Random, tot: Dag) -> None:
    """Extend before it runs out; now and then that is forgotten and the delivery goes on without."""
    for _ in range(MEESTE_VERSIES):
        eind = toewijzing.laatste.eind
        if eind is None or eind >= tot or r.random() < 0.025:
            return
        erbij = r.choice((182, 365, 365, 730))
        op = max(eind - r.randint(5, 45), toewijzing.laatste.datum + 1)
        if not wijzig(toewijzing, r, wereld.slot, op=op, eind=eind + erbij, reden=r.choice(("04", "04", "12"))):
            return


def _verkort(toewijzing: Toewijzing, wereld: Wereld, r: Random, p: Plaatsing) -> None:
    reden, kans = wereld.verloop["verkorting"][p.lot]
    laatste = toewijzing.laatste
    if (laatste.eind is not None and laatste.eind <= p.einde) or r.random() > kans:
        return
    op = max(p.einde + r.randint(-8, 15), laatste.ingang)
    wijzig(toewijzing, r, wereld.slot, op=op, eind=max(p.einde, laatste.ingang), reden=reden)
