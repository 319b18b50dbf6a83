"""The judge: KPI's of jeugd_transformatie and jeugd_kwaliteit, counted from waarheid/jeugd by slow and obvious code.

Nothing of the product is used, only files and the text of `kpi-specificatie` (sections 1, 3.2, 4.2, 5) with the default
options at default K. Every KPI gives {(soort, aanbieder): (teller, noemer, waarde)}; '' = all, None = empty.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from demo.waarheid_stand import OPEN, Periode, Stand, deel_in, lees_dag, lees_stand, rijen

NIET_TOM = ["pleegzorg", "gezinshuis", "behandeld_wonen", "crisis", "overig_verblijf"]
VERBLIJF = [*NIET_TOM, "tom_instroom", "tom_uitstroom"]
GAT_MAANDEN, TOM_MAANDEN, K32_MAANDEN, TERUGKIJK_MAANDEN, REGISTRATIE_DAGEN = 4, 12, 12, 60, 56
KORT_VERBLIJF, DEELTIJD_ETMALEN, MIN_DAGEN = 9, 4, 14
MAAND = 30.4375
Uitkomst = dict[tuple[str, str], tuple]


@dataclass
class Prestatie:
    client: str
    aanbieder: str
    soort: str
    begin: date
    volume: int
    eenheid: str
    teken: int
    status: str


@dataclass
class Verblijfsperiode:
    client: str
    begin: date
    einde: date
    delen: list[Periode]


@dataclass
class Jeugd:
    stand: Stand
    perioden: list[Periode]  # those that count
    prestaties: list[Prestatie]
    partij: dict[str, str]  # agb -> contractpartij, else itself
    verblijf: list[Verblijfsperiode]
    per_client: dict[str, list[Periode]]

    @property
    def k(self) -> date:
        return self.stand.k


def bereken(jeugd: Jeugd, jaar: int) -> dict[str, Uitkomst]:
    """kpi -> scope -> (teller, noemer, waarde)."""
    af = [v for v in jeugd.verblijf if v.einde.year == jaar and v.einde != OPEN and _telt_als_einde(jeugd, v)]
    return {
        "jeugdigen_in_verblijf": _j1(jeugd, jaar),
        "verblijf_per_ambulant": _j3(jeugd, jaar),
        "tom_instroom_zonder_uithuisplaatsing": _tom(jeugd, jaar, "tom_instroom", GAT_MAANDEN),
        "maanden_verblijf_gemiddeld": _per_vorm(af, _gemiddelde),
        "maanden_verblijf_mediaan": _per_vorm(af, _mediaan),
        "verblijf_korter_dan_9_maanden": _per_vorm(af, _kort),
        "tom_uitstroom_duurzaam": _tom(jeugd, jaar, "tom_uitstroom", TOM_MAANDEN),
        "deeltijdpleegzorg": _j9(jeugd, jaar),
        "etmalen_verblijf": _j10(jeugd, jaar),
        "gezinsgericht": _j11(jeugd, jaar),
        "een_verblijfsaanbieder": {("", ""): _deel([len(_partijen(jeugd, v)) == 1 for v in af])},
        "aanbieders_per_periode": _ratio(sum(len(_partijen(jeugd, v)) for v in af), len(af)),
        "eerste_keer_verblijf": _j15(jeugd, jaar),
        "uitval": _k1(jeugd, jaar),
        "herhaald_beroep": _k32(jeugd, jaar),
    }


def lees(map_: Path) -> Jeugd:
    stand = lees_stand(map_, "jw")
    partij = {rij["agb"]: rij["contractpartij"] or rij["agb"] for rij in rijen(map_ / "aanbieders.csv")}
    perioden = [p for p in stand.perioden if p.telt]
    jeugd = maak(stand, perioden, partij)
    ingang = {(t.gemeente, t.nummer): t.van for t in stand.toewijzingen}
    for rij in rijen(map_ / "waarheid" / "jeugd" / "prestaties.csv"):
        begin = lees_dag(rij["begin"])
        op = ingang.get((rij["gemeente"], rij["toewijzingnummer"]), begin)
        _, soort = deel_in(stand.producten, rij["categorie"], rij["code"], op)
        teken = -1 if rij["debet_credit"] == "C" else 1
        jeugd.prestaties.append(
            Prestatie(
                rij["client"], rij["aanbieder"], soort, begin, int(rij["volume"]), rij["eenheid"], teken, rij["status"]
            )
        )
    return jeugd


def maak(stand: Stand, perioden: list[Periode], partij: dict[str, str]) -> Jeugd:
    """What follows from the delivery periods that count, without claims."""
    per_client: dict[str, list[Periode]] = {}
    for p in perioden:
        per_client.setdefault(p.client, []).append(p)
    return Jeugd(stand, perioden, [], partij, _verblijfsperioden(per_client), per_client)


def plus_maanden(dag: date, maanden: int) -> date:
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    return date(jaar, maand + 1, min(dag.day, monthrange(jaar, maand + 1)[1]))


def _verblijfsperioden(per_client: dict[str, list[Periode]]) -> list[Verblijfsperiode]:
    """3.2: across aanbieders and gemeenten, overlaps united, breaks of at most four months inside."""
    uit = []
    for client, delen in per_client.items():
        huidig = None
        for p in sorted((p for p in delen if p.soort in VERBLIJF), key=lambda p: p.begin):
            if huidig is not None and (huidig.einde == OPEN or p.begin <= plus_maanden(huidig.einde, GAT_MAANDEN)):
                huidig.einde = max(huidig.einde, p.einde)
                huidig.delen.append(p)
            else:
                huidig = Verblijfsperiode(client, p.begin, p.einde, [p])
                uit.append(huidig)
    return uit


def _beoordeelbaar(jeugd: Jeugd, dag: date, maanden: int) -> bool:
    return plus_maanden(dag, maanden) + timedelta(days=REGISTRATIE_DAGEN) <= jeugd.k


def _telt_als_einde(jeugd: Jeugd, v: Verblijfsperiode) -> bool:
    """5.5, 5.6: assessable and not administratively ended."""
    for p in v.delen:
        reden_wijziging = p.toewijzing.reden if p.toewijzing is not None else ""
        if p.einde == v.einde and (p.stop is not None and p.reden in ("02", "35") or reden_wijziging in ("07", "11")):
            return False
    return _beoordeelbaar(jeugd, v.einde, GAT_MAANDEN)


def _partijen(jeugd: Jeugd, v: Verblijfsperiode) -> set[str]:
    return {jeugd.partij.get(p.aanbieder, p.aanbieder) for p in v.delen}


def _levert_in(p: Periode, jaar: int, k: date) -> bool:
    return p.begin <= min(k, date(jaar, 12, 31)) and p.einde >= date(jaar, 1, 1)


def _dagen(p: Periode, jaar: int, k: date) -> set[date]:
    """The days of delivery in the year."""
    einde = min(k, date(jaar, 12, 31)) if p.einde == OPEN else min(p.einde, date(jaar, 12, 31))
    begin = max(p.begin, date(jaar, 1, 1))
    return {begin + timedelta(days=n) for n in range((einde - begin).days + 1)}


def _in_zorg(jeugd: Jeugd, jaar: int, soorten: list[str], aanbieder: str = "") -> set[str]:
    return {
        p.client
        for p in jeugd.perioden
        if p.soort in soorten and aanbieder in ("", p.aanbieder) and _levert_in(p, jaar, jeugd.k)
    }


def _deel(goed: list[bool]) -> tuple:
    return sum(goed), len(goed), sum(goed) / len(goed) if goed else None


def _ratio(teller: float, noemer: int) -> Uitkomst:
    return {("", ""): (teller, noemer, teller / noemer if noemer else None)}


def _j1(jeugd: Jeugd, jaar: int) -> Uitkomst:
    uit = {("", ""): len(_in_zorg(jeugd, jaar, VERBLIJF))}
    uit |= {(soort, ""): len(_in_zorg(jeugd, jaar, [soort])) for soort in VERBLIJF}
    uit |= {("", a): len(_in_zorg(jeugd, jaar, VERBLIJF, a)) for a in {p.aanbieder for p in jeugd.perioden}}
    return _tellingen(uit)


def _tellingen(uit: dict[tuple, int]) -> Uitkomst:
    return {scope: (aantal, None, aantal) for scope, aantal in uit.items() if aantal or scope == ("", "")}


def _j3(jeugd: Jeugd, jaar: int) -> Uitkomst:
    return _ratio(len(_in_zorg(jeugd, jaar, VERBLIJF)), len(_in_zorg(jeugd, jaar, ["ambulant"])))


def _tom(jeugd: Jeugd, jaar: int, soort: str, maanden: int) -> Uitkomst:
    """5.31: J4 and J8."""
    goed = []
    for eigen in jeugd.per_client.values():
        sluitingen = [p.einde for p in eigen if p.soort == soort and (p.stop is not None or p.afgeleid)]
        in_jaar = [dag for dag in sluitingen if dag != OPEN and dag.year == jaar]
        if not in_jaar or not _beoordeelbaar(jeugd, max(in_jaar), maanden):
            continue
        e, mis = max(in_jaar), False
        for p in eigen:
            if p.soort not in NIET_TOM:
                continue
            if soort == "tom_instroom":
                mis = mis or p.begin <= plus_maanden(e, maanden) and p.einde >= e
            else:
                later = e + timedelta(days=31)
                mis = mis or e < p.begin <= plus_maanden(e, maanden) or p.begin <= later <= p.einde
        goed.append(not mis)
    return {("", ""): _deel(goed)}


def _lengte(v: Verblijfsperiode) -> int:
    return (v.einde - v.begin).days + 1


def _vorm(v: Verblijfsperiode) -> str:
    """5.29: the soort with most distinct days; tie: first in the contract's order."""
    dagen: dict[str, set[date]] = {}
    for p in v.delen:
        dagen.setdefault(p.soort, set()).update(
            p.begin + timedelta(days=n) for n in range((p.einde - p.begin).days + 1)
        )
    return min(dagen, key=lambda soort: (-len(dagen[soort]), VERBLIJF.index(soort)))


def _per_vorm(af: list[Verblijfsperiode], maat) -> Uitkomst:
    per_vorm: dict[str, list[Verblijfsperiode]] = {}
    for v in af:
        per_vorm.setdefault(_vorm(v), []).append(v)
    return {("", ""): maat(af)} | {(vorm, ""): maat(eigen) for vorm, eigen in per_vorm.items()}


def _gemiddelde(af: list[Verblijfsperiode]) -> tuple:
    som = sum(map(_lengte, af)) / MAAND
    return som, len(af), som / len(af) if af else None


def _mediaan(af: list[Verblijfsperiode]) -> tuple:
    lengten = sorted(map(_lengte, af))
    midden = len(lengten) // 2
    if not lengten:
        return None, 0, None
    return None, len(lengten), (lengten[midden] + lengten[-1 - midden]) / 2 / MAAND


def _kort(af: list[Verblijfsperiode]) -> tuple:
    return _deel([v.einde + timedelta(days=1) < plus_maanden(v.begin, KORT_VERBLIJF) for v in af])


def _j9(jeugd: Jeugd, jaar: int) -> Uitkomst:
    """5.32."""
    goed = []
    alle = [r for r in jeugd.prestaties if r.soort == "pleegzorg" and r.eenheid == "14" and r.begin.year == jaar]
    for client in _in_zorg(jeugd, jaar, ["pleegzorg"]):
        perioden = [p for p in jeugd.per_client[client] if p.soort == "pleegzorg"]
        dagen = set().union(*(_dagen(p, jaar, jeugd.k) for p in perioden))
        if len(dagen) < MIN_DAGEN:
            continue
        regels = [r for r in alle if r.client == client and r.status != "afgewezen"]
        etmalen = sum(r.teken * r.volume for r in regels)
        if etmalen > 0:
            goed.append(Fraction(etmalen) * 7 / len(dagen) < DEELTIJD_ETMALEN)
        else:
            laatste = max((p for p in perioden if _dagen(p, jaar, jeugd.k)), key=lambda p: (p.begin, int(p.nummer)))
            per_week = _etmalen_per_week(laatste)
            goed.append(per_week is not None and per_week < DEELTIJD_ETMALEN)
    return {("", ""): _deel(goed)}


def _etmalen_per_week(p: Periode) -> Fraction | None:
    versie = p.toewijzing.keten[-1] if p.toewijzing is not None else None
    if versie is None or versie.eenheid != "14" or versie.volume is None:
        return None
    if versie.frequentie == "6":
        if versie.eind is None:
            return None
        return Fraction(versie.volume) * 7 / ((versie.eind - versie.ingang).days + 1)
    return versie.volume * {"1": Fraction(7), "2": Fraction(1), "4": 12 / Fraction("52.1775")}[versie.frequentie]


def _j10(jeugd: Jeugd, jaar: int) -> Uitkomst:
    uit: dict[tuple, int] = {("", ""): 0}
    for r in jeugd.prestaties:
        mee = r.status in ("toegekend", "gecrediteerd", "ingediend")
        if mee and r.eenheid == "14" and r.soort in VERBLIJF and r.begin.year == jaar:
            for scope in (("", ""), (r.soort, ""), ("", r.aanbieder)):
                uit[scope] = uit.get(scope, 0) + r.teken * r.volume
    return _tellingen(uit)


def _j11(jeugd: Jeugd, jaar: int) -> Uitkomst:
    in_gezin = len(_in_zorg(jeugd, jaar, ["pleegzorg", "gezinshuis"]))
    return _ratio(in_gezin, len(_in_zorg(jeugd, jaar, VERBLIJF)))


def _j15(jeugd: Jeugd, jaar: int) -> Uitkomst:
    goed = []
    for v in jeugd.verblijf:
        if v.begin.year == jaar:
            grens = plus_maanden(v.begin, -TERUGKIJK_MAANDEN)
            eerder = [w for w in jeugd.verblijf if w.client == v.client and w.begin < v.begin and w.einde >= grens]
            goed.append(not eerder)
    return {("", ""): _deel(goed)}


def _k1(jeugd: Jeugd, jaar: int) -> Uitkomst:
    gestopt = [
        p
        for p in jeugd.perioden
        if p.soort and p.stop is not None and p.stop.year == jaar and p.reden in ("31", "32", "33", "34")
    ]
    uit = {("", ""): _deel([p.reden != "31" for p in gestopt])}
    for aanbieder in {p.aanbieder for p in gestopt}:
        uit["", aanbieder] = _deel([p.reden != "31" for p in gestopt if p.aanbieder == aanbieder])
    return uit


def _k32(jeugd: Jeugd, jaar: int) -> Uitkomst:
    per_client: dict[str, list[list[date]]] = {}
    for p in sorted((p for p in jeugd.perioden if p.soort), key=lambda p: p.begin):
        reeksen = per_client.setdefault(p.client, [])
        if reeksen and (reeksen[-1][1] == OPEN or p.begin <= reeksen[-1][1] + timedelta(days=1)):
            reeksen[-1][1] = max(reeksen[-1][1], p.einde)
        else:
            reeksen.append([p.begin, p.einde])
    goed = []
    for reeksen in per_client.values():
        for _, einde in reeksen:
            if einde != OPEN and einde.year == jaar and _beoordeelbaar(jeugd, einde, K32_MAANDEN):
                tot = plus_maanden(einde, K32_MAANDEN)
                goed.append(not any(einde < begin <= tot for begin, _ in reeksen))
    return {("", ""): _deel(goed)}
