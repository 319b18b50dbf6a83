"""What really happens to a client: allocations and deliveries, day by day, until the last known day."""

from datetime import date
from random import Random

from normwijzer.demo.omvang import kies_omvang, schaal_volume
from normwijzer.demo.soorten import Aanbieder, Client, Dag, Periode, Product, Toewijzing, Versie, Wereld

CONTRACTSTART = date(2022, 1, 1).toordinal()
EERSTE_BERICHT = date(2022, 1, 3).toordinal()
MEESTE_TOEWIJZINGEN = 8
UITVAL = ("21", "22", "23")
VREEMDE_REDEN = "15"  # not in the list of RedenWijziging
DUREN = {0: (365, 730, 1096), 5: (365, 365, 730), 6: (91, 182, 273)}
GEWONE_DUREN = (182, 273, 365, 365, 548, 730)
LICHTE_GEVOLGEN = ("doel", "uitval", "domein", "gemeente", "pgb", "overleden", "verhuisd", "overstap")


def leef(client: Client, wereld: Wereld) -> None:
    """Give the client its toewijzingen and delivery periods up to and including wereld.slot."""
    r = Random(f"{wereld.zaad}/leven/{client.nummer}")
    begin = CONTRACTSTART if r.random() < 0.33 else r.randint(CONTRACTSTART + 7, wereld.slot - 25)
    _volg_spoor(client, wereld, r, begin, None)
    if r.random() < 0.17:
        eerste = client.toewijzingen[0].product
        aantal = len(client.toewijzingen)
        _volg_spoor(client, wereld, r, begin + r.randint(0, 240), eerste)
        if r.random() < 0.45:
            _stop_tegelijk(client.toewijzingen[aantal - 1], client.toewijzingen[-1], r)
    for dag, reden in ((client.overleden, "02"), (client.verhuisd, "31")):
        if dag is not None:
            _kap_af(client, dag, reden)


def _volg_spoor(client: Client, wereld: Wereld, r: Random, dag: Dag, ander: Product | None) -> None:
    """One chain of allocations, each following from the end of the former; `ander` = product not to double."""
    product = kies_product(wereld, r, dag, ander)
    aanbieder = kies_aanbieder(wereld, r, product)
    gemeente, vorige = client.gemeente, None
    for _ in range(MEESTE_TOEWIJZINGEN):
        if dag > wereld.slot:
            return
        toewijzing = _wijs_toe(client, gemeente, aanbieder, product, r, dag, vorige)
        client.toewijzingen.append(toewijzing)
        if r.random() < 0.035 and not product.taakgericht:
            dag += r.randint(5, 40)
            _begin_nooit(toewijzing, r, wereld.slot)
            continue
        einde = _lever(toewijzing, wereld, r)
        if einde is None:
            return
        volgt = _vervolg(toewijzing, wereld, r, einde)
        if volgt is None:
            return
        dag, product, aanbieder, gemeente, vorige = volgt


def _stop_tegelijk(eerste: Toewijzing, tweede: Toewijzing, r: Random) -> None:
    """Let the last deliveries of two tracks end on one day, each with its own reason."""
    if eerste is tweede or not (eerste.afgesloten and eerste.perioden and tweede.perioden):
        return
    dag, periode = eerste.perioden[-1].einde, tweede.perioden[-1]
    if dag is not None and periode.begin <= dag and (periode.tijdelijk is None or periode.tijdelijk <= dag):
        periode.einde, periode.reden = dag, r.choice([code for code in UITVAL if code != eerste.perioden[-1].reden])


def kies_product(wereld: Wereld, r: Random, dag: Dag, ander: Product | None = None, perceel=None) -> Product:
    """A product that is valid on the day, in the wanted perceel and of another kind than `ander`."""
    mogelijk = [
        p
        for p in wereld.producten
        if p.geldig(dag)
        and (perceel is None or p.perceel == perceel)
        and (ander is None or (p.categorie, p.soort) != (ander.categorie, ander.soort))
    ]
    return r.choices(mogelijk, [p.gewicht for p in mogelijk])[0]


def kies_aanbieder(wereld: Wereld, r: Random, product: Product, niet: Aanbieder | None = None) -> Aanbieder:
    """A contracted aanbieder for the product, large ones more often; another than `niet` when there is one."""
    mogelijk = [a for a in wereld.aanbieders if levert(a, product) and a is not niet]
    mogelijk = mogelijk or [a for a in wereld.aanbieders if levert(a, product)]
    return r.choices(mogelijk, [a.gewicht for a in mogelijk])[0]


def levert(aanbieder: Aanbieder, product: Product) -> bool:
    if product.taakgericht or aanbieder.taakgericht and product.categorie != "07":
        return product.taakgericht and aanbieder.taakgericht
    return product.perceel in aanbieder.percelen


def _wijs_toe(client, gemeente, aanbieder, product, r: Random, dag: Dag, vorige) -> Toewijzing:
    besluit = dag + r.randint(1, 40) if r.random() < 0.1 and dag > CONTRACTSTART else dag - r.randint(0, 21)
    duur = r.choice(DUREN.get(product.perceel, GEWONE_DUREN))
    volume, eenheid, frequentie, budget = kies_omvang(product, r)
    if vorige is not None and vorige[0].eenheid and product.code == vorige[2]:
        oud = vorige[0]
        volume, eenheid, frequentie = schaal_volume(oud.volume, vorige[1]), oud.eenheid, oud.frequentie
    eindig = frequentie in ("2", "6") or budget is not None or r.random() < 0.7
    versie = Versie(
        datum=besluit,
        tijd=_tijd(r),
        ingang=dag,
        eind=dag + duur - 1 if eindig else None,
        volume=volume,
        eenheid=eenheid,
        frequentie=frequentie,
        budget=budget,
        reden="",
        meld_op=max(besluit, EERSTE_BERICHT) + r.choice((0, 0, 0, 1, 2, 6)),
    )
    return Toewijzing(client, gemeente, aanbieder, product, [versie], kwijt=r.random() < 0.004)


def _begin_nooit(toewijzing: Toewijzing, r: Random, slot: Dag) -> None:
    """A toewijzing that leads to no delivery: mostly withdrawn, sometimes just forgotten."""
    versie = toewijzing.laatste
    toewijzing.uitkomst = "nooit_begonnen"
    if r.random() < 0.65:
        wijzig(toewijzing, r, slot, op=versie.meld_op + r.randint(1, 60), eind=versie.ingang, reden="13")
        if r.random() < 0.05:
            wijzig(toewijzing, r, slot, op=toewijzing.laatste.meld_op + r.randint(1, 20), eind=versie.ingang + 181)


def wijzig(toewijzing: Toewijzing, r: Random, slot: Dag, *, op: Dag, reden: str = "", **velden) -> bool:
    """Add a version decided on `op` (not before the former one); False when that is after the last day."""
    oud = toewijzing.laatste
    datum = max(op, oud.datum + 1)
    meld_op = max(datum + r.choice((0, 0, 1, 3)), oud.meld_op + 1)
    if meld_op > slot:
        return False
    nieuw = {veld: velden.get(veld, getattr(oud, veld)) for veld in ("eind", "volume")}
    toewijzing.versies.append(
        Versie(
            datum, _tijd(r), oud.ingang, nieuw["eind"], nieuw["volume"], oud.eenheid, oud.frequentie, oud.budget,
            reden, meld_op,
        )
    )  # fmt: skip
    return True


def _lever(toewijzing: Toewijzing, wereld: Wereld, r: Random) -> Dag | None:
    """Run one delivery; the day it ended for good, or None when it still runs (or nobody knows)."""
    versie = toewijzing.laatste
    begin = versie.ingang + r.choice((0, 0, 0, 1, 2, 4, 7, 14, r.randint(15, 75)))
    begin -= r.randint(1, 4) if r.random() < 0.02 else 0
    if begin > wereld.slot:
        return None
    eind = versie.eind or versie.ingang + r.choice(GEWONE_DUREN)
    uitkomst, eind = _kies_uitkomst(toewijzing, wereld, r, eind)
    einde = max(begin, _einde_levering(uitkomst, r, begin, eind))
    reden = _kies(r, wereld.verloop["reden"][uitkomst])
    if einde > wereld.slot:
        einde, reden = None, ""
    if not _voeg_perioden_toe(toewijzing, wereld.slot, r, begin, einde, reden) or einde is None:
        return None
    toewijzing.afgesloten, toewijzing.uitkomst = True, uitkomst
    _verkort(toewijzing, wereld, r, uitkomst, einde)
    if uitkomst == "overleden":
        toewijzing.client.overleden = einde
    if uitkomst == "verhuisd":
        toewijzing.client.verhuisd = einde
    return einde


def _kies_uitkomst(toewijzing: Toewijzing, wereld: Wereld, r: Random, eind: Dag) -> tuple[str, Dag]:
    """Draw until the outcome ends the toewijzing; extensions and TBGT cuts change it on the way."""
    for beurt in range(5):
        uitkomst = _trek(r, wereld.verloop["uitkomst"], toewijzing)
        if beurt < 4 and uitkomst == "verlengd":
            erbij = r.choice((91, 182, 365))
            nieuw = eind + erbij if toewijzing.laatste.eind is not None else None
            reden = VREEMDE_REDEN if r.random() < 0.003 else "04"
            if not wijzig(toewijzing, r, wereld.slot, op=eind - r.randint(5, 50), eind=nieuw, reden=reden):
                return "gelijk", eind
            eind += erbij
        elif beurt < 4 and uitkomst == "lager" and toewijzing.laatste.frequentie == "6" and r.random() < 0.6:
            volume = schaal_volume(toewijzing.laatste.volume, r.uniform(0.4, 0.85))
            op = r.randint(toewijzing.laatste.ingang + 10, eind)
            wijzig(toewijzing, r, wereld.slot, op=op, volume=volume, reden="05")
        elif uitkomst != "verlengd":
            return uitkomst, eind
    return "doel", eind


def _trek(r: Random, tabel: dict, toewijzing: Toewijzing) -> str:
    gewichten = dict(tabel[str(toewijzing.product.perceel)])
    kwaliteit = toewijzing.aanbieder.kwaliteit
    gewichten["doel"] *= kwaliteit
    gewichten["uitval"] /= kwaliteit
    if "lager" in gewichten:
        gewichten["lager"] *= kwaliteit
    return r.choices(list(gewichten), list(gewichten.values()))[0]


def _kies(r: Random, keuzen: list) -> str:
    return r.choices([keuze[0] for keuze in keuzen], [keuze[1] for keuze in keuzen])[0]


def _einde_levering(uitkomst: str, r: Random, begin: Dag, eind: Dag) -> Dag:
    if eind <= begin + 6:
        return eind
    if uitkomst == "doel":
        return eind if r.random() < 0.6 else max(begin + 5, eind - r.randint(1, 70))
    if uitkomst in ("gelijk", "ander_perceel", "lager", "hoger") and r.random() < 0.5:
        return eind
    return r.randint(begin + 4, eind)


def _voeg_perioden_toe(toewijzing, slot: Dag, r: Random, begin: Dag, einde: Dag | None, reden: str) -> bool:
    """Add the periods; False when a temporary stop was never followed up."""
    perioden = toewijzing.perioden
    grens = slot if einde is None else einde
    while grens - begin > 70 and r.random() < 0.13:
        pauze = r.randint(begin + 15, grens - 40)
        lot = r.random()
        if lot < 0.68:
            perioden.append(Periode(begin, tijdelijk=pauze))
            begin = pauze + r.randint(6, 38)
        elif lot < 0.88 and einde is not None:
            perioden.append(Periode(begin, tijdelijk=pauze, einde=einde, reden=reden))
            return True
        elif lot > 0.95:
            perioden.append(Periode(begin, tijdelijk=pauze))
            return False
    perioden.append(Periode(begin, einde=einde, reden=reden))
    return True


def _verkort(toewijzing: Toewijzing, wereld: Wereld, r: Random, uitkomst: str, einde: Dag) -> None:
    reden, kans = wereld.verloop["verkorting"][uitkomst]
    laatste = toewijzing.laatste
    te_lang = laatste.eind is None or laatste.eind > einde
    if toewijzing.product.taakgericht or not te_lang or r.random() > kans:
        return
    op = max(einde + r.randint(-12, 15), laatste.ingang - 20)
    wijzig(toewijzing, r, wereld.slot, op=op, eind=max(einde, laatste.ingang), reden=reden)


def _vervolg(toewijzing: Toewijzing, wereld: Wereld, r: Random, einde: Dag) -> tuple | None:
    """What begins next: (day, product, aanbieder, gemeente, (last version, factor, code)), or None."""
    uitkomst, product, aanbieder = toewijzing.uitkomst, toewijzing.product, toewijzing.aanbieder
    versie, gemeente, factor, dag = toewijzing.laatste, toewijzing.gemeente, 1.0, einde + 1
    if uitkomst == "overleden":
        return None
    if uitkomst == "verhuisd":
        if r.random() > 0.15:
            return None
        gemeente = r.choice([g for g in wereld.gemeenten if g is not gemeente])
        dag = einde + r.randint(1, 60)
    elif uitkomst in ("gelijk", "lager", "hoger"):
        factor = {"gelijk": 1.0, "lager": r.uniform(0.35, 0.85), "hoger": r.uniform(1.2, 1.9)}[uitkomst]
        dag += r.choice((0, 0, 0, 0, r.randint(1, 25)))
    elif uitkomst == "ander_perceel" and product.perceel:
        dag = max(einde + r.choice((1, 1, 1, r.randint(2, 45), -r.randint(0, 25))), versie.ingang + 1)
        mogelijk = wereld.verloop["ander_perceel"][str(product.perceel)]
        perceel = r.choice([p for p in mogelijk if p != 6 or dag >= date(2025, 1, 1).toordinal()] or [3])
        product = kies_product(wereld, r, dag, None, perceel)
    elif uitkomst == "overstap":
        aanbieder = kies_aanbieder(wereld, r, product, aanbieder)
        dag += r.choice((0, 0, r.randint(1, 50)))
    else:
        if r.random() > 0.24 or uitkomst == "domein" and r.random() < 0.7:
            return None
        bereik = r.choices(((1, 28), (29, 60), (61, 400)), (30, 15, 55))[0]
        dag = einde + r.randint(*bereik)
        if r.random() < 0.35:
            product = kies_product(wereld, r, dag)
    if not product.geldig(dag):
        product = kies_product(wereld, r, dag, None, 3)
    if not levert(aanbieder, product) or uitkomst in LICHTE_GEVOLGEN and r.random() < 0.3:
        aanbieder = kies_aanbieder(wereld, r, product)
    return dag, product, aanbieder, gemeente, (versie, factor, product.code)


def _kap_af(client: Client, dag: Dag, reden: str) -> None:
    """End everything the client has at this gemeente on the day (other tracks of one who died or moved)."""
    blijft = []
    for t in client.toewijzingen:
        if reden == "31" and (t.gemeente is not client.gemeente or t.uitkomst == "verhuisd"):
            blijft.append(t)
            continue
        if t.versies[0].ingang > dag:
            continue
        t.versies = [v for v in t.versies if v.datum <= dag or v.meld_op <= dag + 30]
        t.perioden = [p for p in t.perioden if p.begin <= dag]
        for periode in t.perioden:
            if periode.tijdelijk is not None and periode.tijdelijk > dag:
                periode.tijdelijk = None
            open_einde = periode.einde is None and periode is t.perioden[-1]
            if open_einde or periode.einde is not None and periode.einde > dag:
                periode.einde, periode.reden = dag, reden
        if t.versies:
            blijft.append(t)
    client.toewijzingen = blijft


def _tijd(r: Random) -> str:
    if r.random() < 0.25:
        return "00:00:00"
    return f"{r.randint(8, 17):02d}:{r.randint(0, 59):02d}:{r.randint(0, 59):02d}"
