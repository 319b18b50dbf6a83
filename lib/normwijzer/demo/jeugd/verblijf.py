"""The course of one jeugdige through verblijf: placement after placement until home, 18 years or the last day."""

from dataclasses import replace
from random import Random

from normwijzer.demo.jeugd.keuzes import (
    kies_aanbieder,
    kies_bereik,
    kies_reden,
    kies_uit,
    neem_trend,
    plus_maanden,
)
from normwijzer.demo.jeugd.plaatsen import Plaatsing, wijs_toe
from normwijzer.demo.soorten import Client, Dag, Wereld

MEESTE_PLAATSINGEN = 9
TOM = ("tom_instroom", "tom_uitstroom")
LANG_VERBLIJF = ("pleegzorg", "gezinshuis", "behandeld_wonen")
ADMINISTRATIEF = ("contract", "product")


def leef_in_verblijf(client: Client, wereld: Wereld, r: Random, eerste: Plaatsing, duur: int) -> None:
    """Run the placements from `eerste`, which lasts `duur` days when nothing comes between."""
    plaatsing: Plaatsing | None = eerste
    for _ in range(MEESTE_PLAATSINGEN):
        if plaatsing is None or plaatsing.begin > wereld.slot:
            return
        toewijzing = _plaats(client, wereld, r, plaatsing, duur)
        laatste = toewijzing.perioden[-1]
        if plaatsing.einde is None or laatste.einde is None:
            return
        if r.random() < wereld.verloop["naast"] and plaatsing.soort in LANG_VERBLIJF:
            _plaats_ernaast(client, wereld, r, plaatsing)
        rest = duur - (plaatsing.einde - plaatsing.begin + 1)
        plaatsing, duur = _vervolg(client, wereld, r, plaatsing, rest)


def trek_duur(wereld: Wereld, r: Random, soort: str, dag: Dag) -> int:
    duur = kies_bereik(r, wereld.verloop["duur"][soort])
    return max(2, round(duur * neem_trend(wereld, wereld.verloop["duurfactor"], dag)))


def _plaats(client: Client, wereld: Wereld, r: Random, p: Plaatsing, duur: int):
    """Decide how the placement ends, and write it down."""
    einde, p.lot = p.begin + duur - 1, kies_uit(wereld, r, wereld.verloop["lot"][p.soort], p.begin + duur - 1)
    for dag, lot in _onderbrekingen(client, wereld, r, p):
        if p.begin <= dag < einde:
            einde, p.lot = dag, lot
    p.einde, p.reden = einde, kies_reden(wereld, r, p.lot, einde)
    if einde > wereld.slot:
        p.einde, p.reden = None, ""
    toewijzing = wijs_toe(client, wereld, r, p)
    if p.einde is not None and p.lot == "overleden":
        client.overleden = p.einde
    if p.einde is not None and p.lot == "verhuisd":
        client.verhuisd = p.einde
    p.product = toewijzing.product
    return toewijzing


def _onderbrekingen(client: Client, wereld: Wereld, r: Random, p: Plaatsing) -> list[tuple[Dag, str]]:
    """(last day, why) of what ends a placement before its time, the decisive one last."""
    momenten = []
    achttien, eenentwintig = (plus_maanden(client.geboren, maanden) for maanden in (216, 252))
    door = r.random() < wereld.verloop["na_achttien"]
    grens = eenentwintig - 1 if door else achttien + r.choice((-1, -1, -1, 0, 0, r.randint(-28, 40)))
    momenten.append((grens, "achttien"))
    if p.aanbieder.tot is not None:
        momenten.append((p.aanbieder.tot, "contract"))
    oud = next((q for q in wereld.producten if q.levert == p.soort and q.geldig(p.begin)), None)
    if oud is not None and oud.geldig_tot is not None and r.random() < 0.9:
        momenten.append((oud.geldig_tot, "product"))
    return sorted(momenten, reverse=True)


def _vervolg(client: Client, wereld: Wereld, r: Random, p: Plaatsing, rest: int) -> tuple[Plaatsing | None, int]:
    """The next placement and how long it lasts, or (None, 0) when this was the last."""
    if p.lot in ADMINISTRATIEF:
        ander = p.aanbieder if p.lot == "product" else kies_aanbieder(wereld, r, p.soort, p.einde + 1)
        later = 1 if p.lot == "product" or r.random() < 0.85 else r.randint(2, 12)
        volgt = replace(p, begin=p.einde + later, aanbieder=ander, product=None, deeltijd=None)
        return volgt, max(rest, 20)
    if p.lot in ("achttien", "overleden", "verhuisd"):
        return None, 0
    if p.lot == "huis":
        terug = neem_trend(wereld, wereld.verloop["terug"]["huis"], p.einde) * (0.6 if p.soort in TOM else 1.0)
        if r.random() > terug:
            return None, 0
        dag = plus_maanden(p.einde, 4) + r.randint(1, 800)
        return _begin(client, wereld, r, p, kies_uit(wereld, r, kies_instroom(wereld, dag), dag), dag)
    if p.lot == "tom_uitstroom" and p.einde >= wereld.verloop["tom_vanaf"].toordinal():
        return _begin(client, wereld, r, p, "tom_uitstroom", p.einde + r.choice((1, 1, 1, 4, 15)))
    if p.lot == "tom_uitstroom":
        return None, 0
    soort, dag = p.soort, p.einde + r.choice((1, 1, 1, r.randint(2, 40)))
    if p.lot == "stap" or p.lot == "samenloop" or p.soort in TOM:
        soort = kies_uit(wereld, r, wereld.verloop["stap"].get(p.soort, wereld.verloop["stap"]["tom_instroom"]), dag)
    if p.lot == "samenloop" or p.lot == "stap" and p.soort not in TOM and r.random() < 0.12:
        dag = max(p.einde - r.randint(3, 40), p.begin + 1)
    if p.lot == "gat":
        limiet = plus_maanden(p.einde, 4)
        dag = r.choice((p.einde + r.randint(10, 115), p.einde + r.randint(10, 115), limiet, limiet + 1))
    return _begin(client, wereld, r, p, soort, dag)


def kies_instroom(wereld: Wereld, dag: Dag) -> dict:
    """Shares of soorten among admissions; no TOM before it existed."""
    tabel = wereld.verloop["instroom"]
    if dag >= wereld.verloop["tom_vanaf"].toordinal():
        return tabel
    return {soort: paar for soort, paar in tabel.items() if soort not in TOM}


def _begin(client: Client, wereld: Wereld, r: Random, p: Plaatsing, soort: str, dag: Dag) -> tuple:
    if dag >= plus_maanden(client.geboren, 216) or dag > wereld.slot:
        return None, 0
    niet = p.aanbieder if p.lot == "overstap" else None
    blijft = niet is None and r.random() < wereld.verloop["zelfde_aanbieder"]
    aanbieder = kies_aanbieder(wereld, r, soort, dag, niet=niet, liever=p.aanbieder if blijft else None)
    gemeente = p.gemeente
    if p.lot == "verhuisd_binnen":
        gemeente = r.choice([g for g in wereld.gemeenten if g is not gemeente])
        dag += r.choice((0, 0, 0, r.randint(5, 150)))
        if p.aanbieder.tot is None:
            aanbieder = p.aanbieder
    return Plaatsing(soort, dag, aanbieder, gemeente), trek_duur(wereld, r, soort, dag)


def _plaats_ernaast(client: Client, wereld: Wereld, r: Random, p: Plaatsing) -> None:
    """Part-time pleegzorg at another aanbieder beside a long placement."""
    if p.einde - p.begin < 90:
        return
    begin = r.randint(p.begin + 10, p.einde - 60)
    einde = r.randint(begin + 30, p.einde)
    aanbieder = kies_aanbieder(wereld, r, "pleegzorg", begin, niet=p.aanbieder)
    if aanbieder is p.aanbieder:
        return
    reden = kies_reden(wereld, r, "stap", einde)
    wijs_toe(client, wereld, r, Plaatsing("pleegzorg", begin, aanbieder, p.gemeente, einde, reden, "stap", True))
