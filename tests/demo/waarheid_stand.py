"""The state of one law in waarheid/: toewijzingen and delivery periods as the messages could tell them.

Slow and obvious; nothing of the product is used, only files and the text of `reconstructie` and `kpi-specificatie`.
What was never reported is not used either: of leveringen.csv only the gemeld_ columns count.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

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
    soort: str = ""
    bekend_sinds: date = OPEN
    afgifte: date | None = None  # first Dagtekening with a version that was not itself a deletion

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
    soort: str = ""
    toewijzing: Toewijzing | None = None
    start_gemeld_op: date | None = None
    tijdelijk: date | None = None
    tijdelijk_gemeld_op: date | None = None
    stop_gemeld_op: date | None = None  # first told, corrected later or not
    stop_bekend: date | None = None

    @property
    def afgeleid(self) -> bool:
        """Whether the Einddatum of the toewijzing is what ended it."""
        t = self.toewijzing
        return self.laatste_leverdag is None and self.einde != OPEN and t is not None and self.einde == t.keten[-1].eind


@dataclass
class Stand:
    k: date
    producten: list[dict]
    toewijzingen: list[Toewijzing]
    perioden: list[Periode]


def lees_stand(map_: Path, wet: str) -> Stand:
    """Everything the messages of one law could tell, as it stands at the latest Dagtekening of both."""
    waarheid = map_ / "waarheid"
    k = next(
        lees_dag(rij["aantal"]) for rij in rijen(waarheid / "tellingen.csv") if rij["soort"] == "laatste_dagtekening"
    )
    producten = [rij for rij in rijen(map_ / "producten.csv") if rij["wet"] == wet]
    eigen = waarheid if wet == "wmo" else waarheid / "jeugd"
    toewijzingen = _lees_toewijzingen(rijen(eigen / "toewijzingen.csv"), producten)
    perioden = _lees_perioden(rijen(eigen / "leveringen.csv"), producten, toewijzingen, k)
    return Stand(k, producten, list(toewijzingen.values()), perioden)


def rijen(pad: Path) -> list[dict]:
    with pad.open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def lees_dag(tekst: str) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


def deel_in(producten: list[dict], categorie: str, code: str, peildag: date) -> tuple[str, str]:
    """(perceel, soort) of a product on a day; '' = none."""
    passend = [
        rij
        for rij in producten
        if rij["categorie"] == categorie
        and rij["code"] in (code, "")
        and (lees_dag(rij["geldig_van"]) or date.min) <= peildag <= (lees_dag(rij["geldig_tot"]) or date.max)
    ]
    precies = [rij for rij in passend if rij["code"] == code]
    gekozen = precies or passend
    return (gekozen[0]["perceel"], gekozen[0]["soort"]) if gekozen else ("", "")


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
        perceel, soort = deel_in(producten, rij["categorie"], rij["code"], laatste.ingang)
        uit[sleutel] = Toewijzing(
            rij["client"], rij["gemeente"], rij["aanbieder"], rij["toewijzingnummer"], perceel, keten, verwijderd,
            laatste.reden, van=laatste.ingang, soort=soort, bekend_sinds=min(v.bekend for v in versies),
            afgifte=min((v.bekend for v in map(_versie, groep) if v.reden not in ("13", "14")), default=None),
        )  # fmt: skip
    return uit


def _versie(rij: dict) -> Versie:
    return Versie(
        (rij["toewijzingsdatum"], rij["toewijzingstijd"]),
        lees_dag(rij["bekend"]),
        lees_dag(rij["ingangsdatum"]),
        lees_dag(rij["einddatum"]),
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
            perceel, soort = t.perceel, t.soort
        else:
            eigen = (starts or groep)[0]
            perceel, soort = deel_in(producten, eigen["categorie"], eigen["code"], lees_dag(eigen["gemeld_begin"]))
        for nummer, rij in enumerate(groep):
            volgende = lees_dag(groep[nummer + 1]["gemeld_begin"]) if nummer + 1 < len(groep) else None
            periode = _periode(rij, perceel, t, volgende, k)
            periode.soort, periode.toewijzing = soort, t
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
        rij["client"], rij["gemeente"], rij["aanbieder"], rij["toewijzingnummer"], perceel,
        lees_dag(rij["gemeld_begin"]), lees_dag(rij["gemeld_einde"]), rij["gemeld_reden"],
        lees_dag(rij["gemeld_laatste_dag"]), rij["start_gemeld"] == "1",
        start_gemeld_op=lees_dag(rij["start_bekend"]) if rij["start_gemeld"] == "1" else None,
        tijdelijk=lees_dag(rij["gemeld_tijdelijk"]), tijdelijk_gemeld_op=lees_dag(rij["tijdelijk_bekend"]),
        stop_gemeld_op=lees_dag(rij["stop_eerst"]), stop_bekend=lees_dag(rij["stop_bekend"]),
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
