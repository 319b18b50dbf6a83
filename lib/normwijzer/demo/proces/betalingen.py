"""Payments for approved claims: at once, late, in parts, twice with a refund, too little, or never."""

from datetime import date
from random import Random

from normwijzer.demo.proces.aanvragen import NAGEKOMEN
from normwijzer.demo.schrijven import iso
from normwijzer.demo.soorten import Dag, Declaratie, Wereld

KOP_BETALINGEN = ("wet", "gemeente", "agb", "declaratienummer", "datum_betaling", "bedrag")


def betaal(wereld: Wereld, declaraties: list[Declaratie], kansen: dict) -> list[tuple]:
    """Rows of the registration under one law; notes on each claim how it was paid and since when in full."""
    uit: list[tuple] = []
    vanaf, slot = kansen["vanaf"].toordinal(), wereld.slot + NAGEKOMEN
    for d in declaraties:
        if d.toegekend and d.antwoord >= vanaf:
            r = Random(f"{wereld.zaad}/betaling/{d.claim.gemeente.code}/{d.claim.aanbieder.agb}/{d.claim.dag}")
            delen = _vorder_terug(d, r) if d.toegekend < 0 else _betaal_uit(d, r, kansen["wijze"])
            betaald = [(dag, bedrag) for dag, bedrag in delen if dag <= slot]
            if sum(bedrag for _, bedrag in betaald) >= d.toegekend > 0:
                d.betaald = _eerste_dag(betaald, d.toegekend)
            kop = wereld.wet, d.claim.gemeente.code, d.claim.aanbieder.agb, d.nummer
            uit += [(*kop, iso(dag), _euro(bedrag)) for dag, bedrag in betaald]
    return uit


def _betaal_uit(d: Declaratie, r: Random, wijzen: dict) -> list[tuple[Dag, int]]:
    """(day, euro cents) of each payment."""
    naam = d.betaalwijze = r.choices(list(wijzen), [wijze["gewicht"] for wijze in wijzen.values()])[0]
    if naam == "nooit":
        return []
    dag = _werkdag(d.eerste_antwoord + r.randint(*wijzen[naam]["dagen"]))
    later = _werkdag(dag + r.randint(7, 45))
    if naam == "in_twee_delen" and d.toegekend > 1:
        eerst = max(1, d.toegekend * r.randint(3, 9) // 10)
        return [(dag, eerst), (later, d.toegekend - eerst)]
    if naam == "dubbel":
        return [(dag, d.toegekend), (later, d.toegekend), (_werkdag(later + 21), -d.toegekend)]
    if naam == "te_weinig":
        return [(dag, d.toegekend - min(d.toegekend - 1, r.randint(1, 25000)))] if d.toegekend > 1 else []
    return [(dag, d.toegekend)]


def _vorder_terug(d: Declaratie, r: Random) -> list[tuple[Dag, int]]:
    d.betaalwijze = "teruggevorderd"
    return [(_werkdag(d.antwoord + r.randint(10, 60)), d.toegekend)] if r.random() < 0.8 else []


def _eerste_dag(betaald: list[tuple[Dag, int]], bedrag: int) -> Dag:
    """First day on which the payments reach the amount."""
    som = 0
    for dag, deel in sorted(betaald):
        som += deel
        if som >= bedrag:
            return dag
    raise AssertionError("the payments were known to reach it")


def _werkdag(dag: Dag) -> Dag:
    """The day itself, or the Monday after a weekend."""
    over = date.fromordinal(dag).weekday() - 4
    return dag if over <= 0 else dag + 3 - over


def _euro(centen: int) -> str:
    return f"{'-' if centen < 0 else ''}{abs(centen) // 100},{abs(centen) % 100:02d}"
