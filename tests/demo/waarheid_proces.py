"""The judge: A1–A11 of the administrative process, counted from waarheid/ and registraties/ by slow and obvious code.

Nothing of the product is used, only files and the text of `kpi-specificatie` (section 5) with the default options at
default K. Every KPI is a list of cases; one that is not due yet has op_tijd None and is in neither teller nor noemer.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path

from demo.waarheid_stand import Stand, Toewijzing, lees_dag, lees_stand, rijen

WETTEN = {"wmo": "", "jw": "jeugd/"}
WACHT_DAGEN, MELD_WERKDAGEN, BETAAL_WERKDAGEN, AANVRAAG_DAGEN, DECLAREER_MAANDEN = 28, 5, 10, 56, 1
INTREKKEND = ("13", "09", "05")
REGISTRATIES = ("aanvragen", "afwijzingen", "betalingen")
Sleutel = tuple[str, str]  # gemeente, toewijzingnummer


@dataclass
class Geval:
    jaar: int
    wet: str
    aanbieder: str
    gemeente: str
    op_tijd: bool | None  # None = not yet due
    wie: tuple = ()


@dataclass
class Regel:
    """One claim line."""

    toewijzing: Sleutel
    einde: date
    debet: bool
    vorige: str
    status: str


@dataclass
class Declaratie:
    wet: str
    gemeente: str
    aanbieder: str
    identificatie: str
    nummer: str
    verstuurd: date
    eerste_antwoord: date | None
    antwoord: date | None
    geheel_afgewezen: bool
    toegekend: int
    betaald: date | None  # as the demo knows it
    betaalwijze: str
    regels: list[Regel] = field(default_factory=list)


@dataclass
class Regio:
    k: date
    standen: dict[str, Stand]
    toewijzingen: dict[str, dict[Sleutel, Toewijzing]]
    declaraties: list[Declaratie]
    registraties: dict[str, list[dict] | None]


def lees(map_: Path) -> Regio:
    standen = {wet: lees_stand(map_, wet) for wet in WETTEN}
    declaraties = [d for wet, eigen in WETTEN.items() for d in _lees_declaraties(map_ / "waarheid" / eigen, wet)]
    paden = {naam: map_ / "registraties" / f"{naam}.csv" for naam in REGISTRATIES}
    return Regio(
        standen["wmo"].k, standen,
        {wet: {(t.gemeente, t.nummer): t for t in stand.toewijzingen} for wet, stand in standen.items()},
        declaraties, {naam: rijen(pad) if pad.exists() else None for naam, pad in paden.items()},
    )  # fmt: skip


def bereken(regio: Regio) -> dict[str, list[Geval] | None]:
    """kpi -> cases of all years; None = no source."""
    aanvragen, afwijzingen, betalingen = (regio.registraties[naam] for naam in REGISTRATIES)
    return {
        "wachttijd": _a1(regio),
        "beoordeling_aanvraag": None if aanvragen is None else _a2(regio, aanvragen),
        "toewijzing_voor_ingangsdatum": _a3(regio),
        "tijdig_startbericht": _a4(regio),
        "tijdig_stopbericht": _a5(regio),
        "afwijzen_toewijzing": None if afwijzingen is None else _a6(regio, afwijzingen),
        "intrekken_toewijzing": None if afwijzingen is None else _a7(regio, afwijzingen),
        "tijdig_declareren": _a8(regio),
        "beoordeling_declaratie": _a9(regio),
        "tijdig_betalen": None if betalingen is None else _a10(regio, betalingen),
        "kwaliteit_declaraties": _a11(regio),
    }


def tel(gevallen: list[Geval], jaar: int) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    """(wet, aanbieder, gemeente) -> (on time, due, not yet due); '' = all. Never by aanbieder and gemeente together."""
    goed: Counter = Counter()
    alle: Counter = Counter()
    later: Counter = Counter()
    for g in gevallen:
        if g.jaar != jaar:
            continue
        for plek in set(product(("", g.wet), ("", g.aanbieder), ("", g.gemeente))):
            if not (plek[1] and plek[2]):
                later[plek] += g.op_tijd is None
                alle[plek] += g.op_tijd is not None
                goed[plek] += g.op_tijd is True
    plekken = {("", "", ""), *alle}
    return {plek: (goed[plek], alle[plek], later[plek]) for plek in plekken}


def geaccepteerd(regio: Regio, jaar: int) -> dict[str, tuple[int, int]]:
    """Side figure of A6: wet or aanbieder ('' = all) -> (without refusal, all) of the toewijzingen of that year."""
    afgewezen = {
        (rij["wet"], rij["gemeente"], rij["toewijzingnummer"])
        for rij in regio.registraties["afwijzingen"] or []
        if lees_dag(rij["datum_afwijzing"]) <= regio.k
    }
    goed: Counter = Counter()
    alle: Counter = Counter()
    for wet, stand in regio.standen.items():
        for t in stand.toewijzingen:
            if t.bekend_sinds.year == jaar:
                for plek in ("", wet, t.aanbieder):
                    alle[plek] += 1
                    goed[plek] += (wet, t.gemeente, t.nummer) not in afgewezen
    return {plek: (goed[plek], aantal) for plek, aantal in alle.items()}


@cache
def vrije_dagen(jaar: int) -> frozenset[date]:
    """Public holidays of the Algemene termijnenwet, with 5 May every year and Good Friday."""
    pasen = _pasen(jaar)
    koningsdag = date(jaar, 4, 27)
    if koningsdag.weekday() == 6:
        koningsdag = date(jaar, 4, 26)
    vast = {date(jaar, 1, 1), koningsdag, date(jaar, 5, 5), date(jaar, 12, 25), date(jaar, 12, 26)}
    return frozenset(vast | {pasen + timedelta(days=n) for n in (-2, 1, 39, 50)})


def werkdagen(a: date, b: date) -> int:
    """Working days after a up to and including b."""
    return _nummer(b) - _nummer(a) if b > a else 0


@cache
def _nummer(dag: date) -> int:
    """How many working days there are since the first of January 2015, the day itself included."""
    begin, aantal = date(2015, 1, 1), 0
    if dag.year > 2015:
        begin, aantal = date(dag.year, 1, 1), _nummer(date(dag.year - 1, 12, 31))
    while begin <= dag:
        aantal += begin.weekday() < 5 and begin not in vrije_dagen(begin.year)
        begin += timedelta(days=1)
    return aantal


def _pasen(jaar: int) -> date:
    """Easter Sunday (Gauss, Gregorian, for 1900–2099)."""
    a, b, c = jaar % 19, jaar % 4, jaar % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    dag = 22 + d + e
    if d == 29 and e == 6:
        dag = 50
    if d == 28 and e == 6 and a > 10:
        dag = 49
    return date(jaar, 3, 1) + timedelta(days=dag - 1)


def _binnen(van: date, tot: date | None, k: date, termijn: int) -> bool | None:
    """Whether it was done in so many working days; None = not done, and not yet late."""
    if tot is not None:
        return werkdagen(van, tot) <= termijn
    return False if werkdagen(van, k) > termijn else None


def _lees_declaraties(map_: Path, wet: str) -> list[Declaratie]:
    uit = {}
    for rij in rijen(map_ / "declaraties.csv"):
        uit[rij["aanbieder"], rij["identificatie"]] = Declaratie(
            wet, rij["gemeente"], rij["aanbieder"], rij["identificatie"], rij["declaratienummer"],
            lees_dag(rij["verstuurd"]), lees_dag(rij["eerste_antwoord"]), lees_dag(rij["antwoord"]),
            rij["geheel_afgewezen"] == "1", int(rij["toegekend"] or 0), lees_dag(rij["betaald"]), rij["betaalwijze"],
        )  # fmt: skip
    for rij in rijen(map_ / "prestaties.csv"):
        uit[rij["aanbieder"], rij["declaratie"]].regels.append(
            Regel(
                (rij["gemeente"], rij["toewijzingnummer"]), lees_dag(rij["einde"]), rij["debet_credit"] == "D",
                rij["vorige"], rij["status"],
            )
        )  # fmt: skip
    return list(uit.values())


def _a1(regio: Regio) -> list[Geval]:
    uit = []
    for wet, stand in regio.standen.items():
        begin: dict[Sleutel, date] = {}
        for p in stand.perioden:
            sleutel = p.gemeente, p.nummer
            begin[sleutel] = min(begin.get(sleutel, p.begin), p.begin)
        for t in stand.toewijzingen:
            ingang = t.keten[0].ingang
            uiterlijk = ingang + timedelta(days=WACHT_DAGEN)
            if not t.verwijderd:
                gestart = begin.get((t.gemeente, t.nummer), date.max) <= uiterlijk
                op_tijd = gestart if uiterlijk <= regio.k else None
                uit.append(Geval(ingang.year, wet, t.aanbieder, t.gemeente, op_tijd))
    return uit


def _a2(regio: Regio, aanvragen: list[dict]) -> list[Geval]:
    uit = []
    for rij in aanvragen:
        ontvangen, einde = lees_dag(rij["datum_ontvangst"]), lees_dag(rij["datum_einde_melding"])
        if ontvangen > regio.k:
            continue
        klaar = einde is not None and einde <= regio.k
        dagen = ((einde if klaar else regio.k) - ontvangen).days - int(rij["opschorting_dagen"] or 0)
        op_tijd = dagen <= AANVRAAG_DAGEN
        uit.append(Geval(ontvangen.year, "", "", rij["gemeente"], op_tijd if klaar or not op_tijd else None))
        uit[-1].wie = (rij["aanvraag"],)
    return uit


def _a3(regio: Regio) -> list[Geval]:
    return [
        Geval(t.keten[0].ingang.year, wet, t.aanbieder, t.gemeente, t.afgifte < t.keten[0].ingang)
        for wet, stand in regio.standen.items()
        for t in stand.toewijzingen
        if not t.verwijderd and t.afgifte is not None
    ]


def _a4(regio: Regio) -> list[Geval]:
    uit = []
    for wet, stand in regio.standen.items():
        for p in stand.perioden:
            t = p.toewijzing
            if p.heeft_start and not (t is not None and t.verwijderd):
                klok = p.begin if t is None else max(p.begin, t.bekend_sinds)
                op_tijd = werkdagen(klok, p.start_gemeld_op) <= MELD_WERKDAGEN
                uit.append(Geval(p.begin.year, wet, p.aanbieder, p.gemeente, op_tijd))
    return uit


def _a5(regio: Regio) -> list[Geval]:
    uit = []
    for wet, stand in regio.standen.items():
        for p in stand.perioden:
            if p.toewijzing is not None and p.toewijzing.verwijderd:
                continue
            einde, dagtekening = (p.stop, p.stop_gemeld_op) if p.tijdelijk is None else (
                p.tijdelijk, p.tijdelijk_gemeld_op
            )  # fmt: skip
            if einde is not None:
                op_tijd = werkdagen(einde, dagtekening) <= MELD_WERKDAGEN
                uit.append(Geval(einde.year, wet, p.aanbieder, p.gemeente, op_tijd))
    return uit


def _a6(regio: Regio, afwijzingen: list[dict]) -> list[Geval]:
    uit = []
    for rij in afwijzingen:
        dag, van = lees_dag(rij["datum_afwijzing"]), lees_dag(rij["datum_ontvangst"])
        t = regio.toewijzingen[rij["wet"]].get((rij["gemeente"], rij["toewijzingnummer"]))
        if van is None and t is not None:
            van = t.bekend_sinds
        if dag <= regio.k and van is not None:
            op_tijd = werkdagen(van, dag) <= MELD_WERKDAGEN
            uit.append(Geval(van.year, rij["wet"], rij["agb"], rij["gemeente"], op_tijd))
    return uit


def _a7(regio: Regio, afwijzingen: list[dict]) -> list[Geval]:
    uit = []
    for rij in afwijzingen:
        dag, tot = lees_dag(rij["datum_afwijzing"]), ingetrokken(regio, rij)[0]
        if dag <= regio.k:
            op_tijd = _binnen(dag, tot, regio.k, MELD_WERKDAGEN)
            uit.append(Geval(dag.year, rij["wet"], rij["agb"], rij["gemeente"], op_tijd))
    return uit


def ingetrokken(regio: Regio, rij: dict) -> tuple[date | None, str]:
    """When the gemeente took a refused toewijzing back, and where that is told."""
    geregistreerd = lees_dag(rij["datum_intrekking"])
    if geregistreerd is not None and geregistreerd <= regio.k:
        return geregistreerd, "registratie"
    t = regio.toewijzingen[rij["wet"]].get((rij["gemeente"], rij["toewijzingnummer"]))
    dagen = []
    for plek, versie in enumerate(t.keten if t is not None else []):
        voor = t.keten[plek - 1].eind or date.max if plek else date.min
        korter = versie.eind is not None and versie.eind < voor
        if versie.bekend >= lees_dag(rij["datum_afwijzing"]) and (korter or versie.reden in INTREKKEND):
            dagen.append(versie.bekend)
    return (min(dagen), "bericht") if dagen else (None, "")


def _a8(regio: Regio) -> list[Geval]:
    uit = []
    for d in regio.declaraties:
        for regel in d.regels:
            if regel.debet and not regel.vorige and not d.geheel_afgewezen:
                t = regio.toewijzingen[d.wet].get(regel.toewijzing)
                peil = regel.einde if t is None else max(regel.einde, t.bekend_sinds)
                maanden = (d.verstuurd.year - peil.year) * 12 + d.verstuurd.month - peil.month
                op_tijd = maanden <= DECLAREER_MAANDEN
                uit.append(Geval(d.verstuurd.year, d.wet, d.aanbieder, d.gemeente, op_tijd))
    return uit


def _a9(regio: Regio) -> list[Geval]:
    return [
        Geval(
            d.verstuurd.year, d.wet, d.aanbieder, d.gemeente,
            _binnen(d.verstuurd, d.eerste_antwoord, regio.k, BETAAL_WERKDAGEN),
        )
        for d in regio.declaraties
    ]  # fmt: skip


def _a10(regio: Regio, betalingen: list[dict]) -> list[Geval]:
    per_sleutel: dict[tuple, list[tuple[date, int]]] = {}
    for rij in betalingen:
        dag = lees_dag(rij["datum_betaling"])
        if dag <= regio.k:
            sleutel = rij["wet"], rij["gemeente"], rij["agb"], rij["declaratienummer"]
            per_sleutel.setdefault(sleutel, []).append((dag, int(rij["bedrag"].replace(",", ""))))
    claims: dict[tuple, list[Declaratie]] = {}
    for d in regio.declaraties:
        if d.toegekend > 0:
            claims.setdefault((d.wet, d.gemeente, d.aanbieder, d.nummer), []).append(d)
    uit = []
    for sleutel, groep in claims.items():
        nodig = 0
        for d in sorted(groep, key=lambda d: (d.antwoord, d.identificatie)):
            nodig += d.toegekend
            op_tijd = _binnen(d.antwoord, _gehaald(per_sleutel.get(sleutel, []), nodig), regio.k, BETAAL_WERKDAGEN)
            uit.append(Geval(d.antwoord.year, d.wet, d.aanbieder, d.gemeente, op_tijd))
            uit[-1].wie = (d.aanbieder, d.identificatie)
    return uit


def _gehaald(betalingen: list[tuple[date, int]], bedrag: int) -> date | None:
    """First day at whose end the payments amount to so much."""
    for dag in sorted({dag for dag, _ in betalingen}):
        if sum(deel for op, deel in betalingen if op <= dag) >= bedrag:
            return dag
    return None


def _a11(regio: Regio) -> list[Geval]:
    return [
        Geval(
            d.verstuurd.year, d.wet, d.aanbieder, d.gemeente,
            None if d.eerste_antwoord is None else regel.status == "toegekend",
        )
        for d in regio.declaraties
        for regel in d.regels
        if regel.debet
    ]  # fmt: skip
