"""The judge: the four Wmo KPI's of a demo region, counted from waarheid/ by slow and obvious code.

Nothing of the product is used, only files and the text of `kpi-specificatie` (sections 1, 2, 4.1, 5) at default K.
What was never reported is not used either: of leveringen.csv only the gemeld_ columns count.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from demo.waarheid_stand import OPEN, Periode, Toewijzing, Versie, lees_dag, lees_stand

__all__ = ["OPEN", "Periode", "Regio", "Toewijzing", "Versie", "bereken", "lees"]

VENSTER = 28
MIN_DALING = Fraction(1, 100)
BEGELEIDING = {"1", "2", "3", "4", "6"}
TIE_VOLGORDE = ["02", "31", "39", "19", "21", "22", "23", "38", "36", "37"]
PERCELEN = {
    "doelrealisatie_uitstroom": ["1", "2"],
    "doelrealisatie_afschaling": ["3"],
    "doelrealisatie_ander_perceel": ["6"],
    "uitval": ["1", "2", "3", "4", "6"],
}


@dataclass
class Regio:
    k: date
    toewijzingen: list[Toewijzing]
    perioden: list[Periode]
    perceel6_van: date | None
    per_client: dict[str, tuple[list[Toewijzing], list[Periode]]] = field(default_factory=dict)


def bereken(regio: Regio, jaar: int) -> dict[tuple, tuple[int, int]]:
    """(kpi, perceel, aanbieder, gemeente) -> (teller, noemer); '' = all.

    Rows per aanbieder and per gemeente only with noemer > 0; perceel 6 only for years in which it exists.
    """
    uit: dict[tuple, tuple[int, int]] = {}
    bestaat_zes = regio.perceel6_van is not None and regio.perceel6_van.year <= jaar
    for kpi, percelen in PERCELEN.items():
        if percelen == ["6"] and not bestaat_zes:
            continue
        uit[kpi, "", "", ""] = _tel(kpi, regio, jaar, set(percelen), {})
        for perceel in percelen:
            uit[kpi, perceel, "", ""] = _tel(kpi, regio, jaar, {perceel}, {})
            for veld in ("aanbieder", "gemeente"):
                for waarde in sorted({getattr(p, veld) for p in regio.perioden}):
                    paar = _tel(kpi, regio, jaar, {perceel}, {veld: waarde})
                    plek = (waarde, "") if veld == "aanbieder" else ("", waarde)
                    if paar[1] > 0:
                        uit[(kpi, perceel, *plek)] = paar
    return uit


def lees(map_: Path) -> Regio:
    """Everything the messages could tell, as it stands at the latest Dagtekening."""
    stand = lees_stand(map_, "wmo")
    zes = [lees_dag(rij["geldig_van"]) or date.min for rij in stand.producten if rij["perceel"] == "6"]
    regio = Regio(stand.k, stand.toewijzingen, stand.perioden, min(zes, default=None))
    for toewijzing in regio.toewijzingen:
        regio.per_client.setdefault(toewijzing.client, ([], []))[0].append(toewijzing)
    for periode in regio.perioden:
        regio.per_client.setdefault(periode.client, ([], []))[1].append(periode)
    return regio


def _tel(kpi: str, regio: Regio, jaar: int, percelen: set[str], plek: dict[str, str]) -> tuple[int, int]:
    teller = noemer = 0
    for toewijzingen, perioden in regio.per_client.values():
        in_scope = [
            p
            for p in perioden
            if p.telt and p.perceel in percelen and all(getattr(p, veld) == waarde for veld, waarde in plek.items())
        ]
        scope_toewijzingen = [
            t
            for t in toewijzingen
            if t.telt and t.perceel in percelen and all(getattr(t, veld) == waarde for veld, waarde in plek.items())
        ]
        if not in_scope:
            continue
        reden = _uitstroom(in_scope, toewijzingen, perioden, jaar)
        if kpi == "uitval":
            noemer += reden is not None
            teller += reden in ("21", "22", "23")
            continue
        if not any(_heeft_leverdag(p, jaar, regio.k) for p in in_scope):
            continue
        if kpi == "doelrealisatie_uitstroom":
            if reden in ("02", "31") or _alleen_uit_toewijzing(in_scope, scope_toewijzingen, jaar):
                continue
            gehaald = reden == "19"
        elif kpi == "doelrealisatie_afschaling":
            gehaald = reden == "19" or _afgeschaald(scope_toewijzingen, toewijzingen, jaar)
        else:
            gehaald = reden == "19" or _naar_ander_perceel(scope_toewijzingen, toewijzingen, jaar)
        noemer += 1
        teller += gehaald
    return teller, noemer


def _heeft_leverdag(p: Periode, jaar: int, k: date) -> bool:
    einde = min(k, date(jaar, 12, 31)) if p.einde == OPEN else p.einde
    return max(p.begin, date(jaar, 1, 1)) <= min(einde, date(jaar, 12, 31))


def _plus(dag: date, dagen: int) -> date:
    return dag + timedelta(days=dagen)


def _uitstroom(in_scope: list[Periode], toewijzingen, perioden, jaar: int) -> str | None:
    """The reason of the exit from the scope in the year, or None when the client did not leave."""
    kandidaten = []
    for dag in {p.stop for p in in_scope if p.stop is not None and p.stop.year == jaar}:
        grens = max(date(jaar, 12, 31), _plus(dag, VENSTER))
        if not any(p.begin <= grens and p.einde > dag for p in in_scope):
            kandidaten.append(dag)
    if not kandidaten:
        return None
    d = max(kandidaten)
    gestopt = [p for p in in_scope if p.stop == d]
    for t in toewijzingen:
        if t.telt and t.perceel in BEGELEIDING and t.van <= _plus(d, VENSTER) and t.tot > d:
            return None
        eigen = any((p.gemeente, p.nummer) == (t.gemeente, t.nummer) for p in gestopt)
        if not t.verwijderd and t.reden == "08" and eigen:
            return None
    for p in perioden:
        if p.telt and p.perceel in BEGELEIDING and p.begin <= _plus(d, VENSTER) and p.einde > d:
            return None
    return min((p.reden for p in gestopt), key=lambda r: (TIE_VOLGORDE.index(r) if r in TIE_VOLGORDE else 99, r))


def _alleen_uit_toewijzing(in_scope: list[Periode], scope_toewijzingen: list[Toewijzing], jaar: int) -> bool:
    """5.21: death or moving known from the toewijzing only."""
    if any(p.stop is not None and p.stop.year == jaar for p in in_scope) or not scope_toewijzingen:
        return False
    hoogste = max(t.tot for t in scope_toewijzingen)
    return any(t.tot == hoogste and t.tot.year == jaar and t.reden in ("02", "07") for t in scope_toewijzingen)


def _afgeschaald(scope_toewijzingen: list[Toewijzing], alle: list[Toewijzing], jaar: int) -> bool:
    dag, eerste, laatste = date(jaar, 1, 1), None, None
    while dag.year == jaar:
        if any(t.loopt(dag) for t in scope_toewijzingen):
            eerste = eerste or dag
            laatste = dag
        dag = _plus(dag, 1)
    if laatste is None:
        return False
    kring = [t for t in alle if t.telt and t.perceel in BEGELEIDING]
    if not any(t.loopt(_plus(laatste, 1)) for t in scope_toewijzingen):
        vervolg = [t.van for t in kring if laatste < t.van <= _plus(laatste, VENSTER)]
        laatste = min(vervolg, default=laatste)
    begin = [_intensiteit(t, eerste) for t in kring if t.loopt(eerste)]
    eind = [_intensiteit(t, laatste) for t in kring if t.loopt(laatste)]
    if None in begin or None in eind:
        return False
    return 0 < sum(eind) < sum(begin) * (1 - MIN_DALING)


def _intensiteit(t: Toewijzing, dag: date) -> Fraction | None:
    """Hours per week on a day; None = undetermined."""
    geldig = [v for v in t.keten if date.fromisoformat(v.stempel[0]) <= dag]
    versie = geldig[-1] if geldig else t.keten[0]
    per_eenheid = {"01": Fraction(1, 60), "04": Fraction(1), "16": Fraction(4)}.get(versie.eenheid)
    if versie.volume is None or per_eenheid is None:
        return None
    uren = versie.volume * per_eenheid
    if versie.frequentie == "1":
        return uren * 7
    if versie.frequentie == "2":
        return uren
    if versie.frequentie == "4":
        return uren / (Fraction("52.1775") / 12)
    opgerekt = any(a.volume == b.volume and a.eind != b.eind for a in t.keten for b in t.keten)
    if versie.eind is None or opgerekt:
        return None
    return uren / (Fraction((versie.eind - versie.ingang).days + 1) / 7)


def _naar_ander_perceel(scope_toewijzingen: list[Toewijzing], alle: list[Toewijzing], jaar: int) -> bool:
    for t in scope_toewijzingen:
        if t.tot.year != jaar:
            continue
        vanaf, tot = _plus(t.tot, -VENSTER), _plus(t.tot, VENSTER)
        lichter = [x for x in alle if x.telt and x.perceel in ("1", "2", "3") and vanaf <= x.van <= tot]
        nog_zes = [x for x in alle if x is not t and x.telt and x.perceel == "6" and x.van <= tot and x.tot > t.tot]
        if lichter and not nog_zes:
            return True
    return False
