"""The judge: the four Wmo KPI's of a demo region, counted from waarheid/ by slow and obvious code.

Nothing of the product is used, only files and the text of `kpi-specificatie` (sections 1, 2, 4.1, 5) at default K.
What was never reported is not used either: of leveringen.csv only the gemeld_ columns count.
"""

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

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
OPEN = date.max


@dataclass
class Versie:
    stempel: tuple
    bekend: date
    ingang: date
    eind: date | None
    volume: int | None
    eenheid: str
    frequentie: str
    budget: str
    reden: str

    @property
    def inhoud(self) -> tuple:
        return (self.ingang, self.eind, self.volume, self.eenheid, self.frequentie, self.budget)


@dataclass
class Toewijzing:
    client: str
    gemeente: str
    aanbieder: str
    nummer: str
    perceel: str
    keten: list[Versie]
    verwijderd: bool
    reden: str
    van: date = OPEN
    tot: date = OPEN  # actief_tot; OPEN = open

    def loopt(self, dag: date) -> bool:
        return self.van <= dag <= self.tot

    @property
    def telt(self) -> bool:
        return not self.verwijderd and self.van <= self.tot


@dataclass
class Periode:
    client: str
    gemeente: str
    aanbieder: str
    nummer: str
    perceel: str
    begin: date
    stop: date | None  # Einddatum of the selected definitive stop
    reden: str
    laatste_leverdag: date | None
    heeft_start: bool
    einde: date = OPEN  # einde_effectief
    telt: bool = True


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
    waarheid = map_ / "waarheid"
    k = next(_dag(rij["aantal"]) for rij in _rijen(waarheid / "tellingen.csv") if rij["soort"] == "laatste_dagtekening")
    producten = _rijen(map_ / "producten.csv")
    toewijzingen = _lees_toewijzingen(_rijen(waarheid / "toewijzingen.csv"), producten)
    perioden = _lees_perioden(_rijen(waarheid / "leveringen.csv"), producten, toewijzingen, k)
    zes = [_dag(rij["geldig_van"]) or date.min for rij in producten if rij["perceel"] == "6"]
    regio = Regio(k, list(toewijzingen.values()), perioden, min(zes, default=None))
    for toewijzing in regio.toewijzingen:
        regio.per_client.setdefault(toewijzing.client, ([], []))[0].append(toewijzing)
    for periode in perioden:
        regio.per_client.setdefault(periode.client, ([], []))[1].append(periode)
    return regio


def _rijen(pad: Path) -> list[dict]:
    with pad.open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def _dag(tekst: str) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


def _perceel(producten: list[dict], categorie: str, code: str, dag: date) -> str:
    """Perceel of a product on a day; '' = none."""
    passend = [
        rij
        for rij in producten
        if rij["wet"] == "wmo"
        and rij["categorie"] == categorie
        and rij["code"] in (code, "")
        and (_dag(rij["geldig_van"]) or date.min) <= dag <= (_dag(rij["geldig_tot"]) or date.max)
    ]
    precies = [rij for rij in passend if rij["code"] == code]
    gekozen = precies or passend
    return gekozen[0]["perceel"] if gekozen else ""


def _lees_toewijzingen(rijen: list[dict], producten: list[dict]) -> dict[tuple, Toewijzing]:
    per_nummer: dict[tuple, list[dict]] = {}
    for rij in rijen:
        if rij["bekend"]:
            per_nummer.setdefault((rij["gemeente"], rij["toewijzingnummer"]), []).append(rij)
    uit = {}
    for sleutel, groep in per_nummer.items():
        versies = [_versie(rij) for rij in groep]
        versies.sort(key=lambda v: (v.stempel, v.bekend))
        keten: list[Versie] = []
        for versie in versies:
            if keten and keten[-1].inhoud == versie.inhoud:
                keten[-1].reden = versie.reden or keten[-1].reden  # neighbours with equal content are one version
                keten[-1].bekend = min(keten[-1].bekend, versie.bekend)
            else:
                keten.append(versie)
        rij, laatste = groep[0], keten[-1]
        verwijderd = laatste.eind == laatste.ingang and laatste.reden in ("13", "01")
        perceel = _perceel(producten, rij["categorie"], rij["code"], laatste.ingang)
        uit[sleutel] = Toewijzing(
            rij["client"], rij["gemeente"], rij["aanbieder"], rij["toewijzingnummer"], perceel, keten, verwijderd,
            laatste.reden, van=laatste.ingang,
        )  # fmt: skip
    return uit


def _versie(rij: dict) -> Versie:
    return Versie(
        (rij["toewijzingsdatum"], rij["toewijzingstijd"]),
        _dag(rij["bekend"]),
        _dag(rij["ingangsdatum"]),
        _dag(rij["einddatum"]),
        int(rij["volume"]) if rij["volume"] else None,
        rij["eenheid"],
        rij["frequentie"],
        rij["budget"],
        rij["reden_wijziging"] if rij["reden_bekend"] == "1" else "",
    )


def _lees_perioden(rijen: list[dict], producten, toewijzingen: dict[tuple, Toewijzing], k: date) -> list[Periode]:
    """Delivery periods as reported; sets van/tot (actief_tot) of the toewijzingen on the way."""
    leveringen: dict[tuple, list[dict]] = {}
    for rij in rijen:
        if rij["gemeld_begin"]:
            product = () if rij["toewijzingnummer"] else (rij["categorie"], rij["code"])
            sleutel = (rij["gemeente"], rij["aanbieder"], rij["client"], rij["toewijzingnummer"], *product)
            leveringen.setdefault(sleutel, []).append(rij)
    uit = []
    laatste: dict[tuple, Periode] = {}
    for groep in leveringen.values():
        groep.sort(key=lambda rij: rij["gemeld_begin"])
        t = toewijzingen.get((groep[0]["gemeente"], groep[0]["toewijzingnummer"]))
        starts = [rij for rij in groep if rij["start_gemeld"] == "1"]
        if t is not None and not t.verwijderd:
            perceel = t.perceel
        else:
            eigen = (starts or groep)[0]
            perceel = _perceel(producten, eigen["categorie"], eigen["code"], _dag(eigen["gemeld_begin"]))
        for nummer, rij in enumerate(groep):
            volgende = _dag(groep[nummer + 1]["gemeld_begin"]) if nummer + 1 < len(groep) else None
            periode = _periode(rij, perceel, t, volgende, k)
            uit.append(periode)
            laatste[rij["gemeente"], rij["toewijzingnummer"]] = periode
    for sleutel, t in toewijzingen.items():
        eind = t.keten[-1].eind
        t.tot = eind if eind is not None else OPEN
        if sleutel in laatste and laatste[sleutel].stop is not None:
            t.tot = laatste[sleutel].stop
    return uit


def _periode(rij: dict, perceel: str, t: Toewijzing | None, volgende: date | None, k: date) -> Periode:
    periode = Periode(
        rij["client"], rij["gemeente"], rij["aanbieder"], rij["toewijzingnummer"], perceel, _dag(rij["gemeld_begin"]),
        _dag(rij["gemeld_einde"]), rij["gemeld_reden"], _dag(rij["gemeld_laatste_dag"]),
        rij["start_gemeld"] == "1",
    )  # fmt: skip
    if periode.laatste_leverdag is not None:
        periode.einde = periode.laatste_leverdag
    else:
        grenzen = [volgende - timedelta(days=1)] if volgende is not None else []
        eind = t.keten[-1].eind if t is not None else None
        if eind is not None and eind < k:
            grenzen.append(eind)
        periode.einde = min(grenzen, default=OPEN)
    periode.telt = periode.einde >= periode.begin and not (t is not None and t.verwijderd)
    return periode


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
