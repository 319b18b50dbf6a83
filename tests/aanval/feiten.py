"""From tables to facts: which quantity a cell is about, and what the files together say about it."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from aanval.cellen import OPEN, Schrijfwijze, heel, is_heel, lees_deel, lees_spreiding
from aanval.lezen import Batch, Plaats, Tabel

AFGEROND = "afgerond op vijftallen"
_ALLEN = {"hele regio", "alle aanbieders", "alle percelen samen", "beide wetten samen", "alle aanvragen", "beide",
          "samen", "alle wetten", "verblijfsperioden", "hele regio: verblijfsperioden", "alle verblijf"}  # fmt: skip
_TELLER = {"Teller", "Gemeten", "Op tijd (aantal)"}
_NOEMER = {"Noemer", "Van", "Gevallen", "Beantwoord", "Noemer, ongeveer"}
_REST = {"Te laat", "Niet goed"}
_WAARDE = {"Waarde", "Op tijd", "Goed", "Respons", "Is", "Eigen waarde"}
_GEEN_AANTAL = {"Jaar", "Normjaar", "Code", "Categorie", "Geldt vanaf", "Aanbieders", "Met 10 of meer"}
_VERBORGEN = ("te klein om te tonen", "niet getoond", "<10")
_DEELS = "inder dan 5"
_LABELS = {"Aanbieder", "Gemeente", "Wet", "Perceel", "Soort", "KPI", "Jaar", "Maand", "Kwartaal", "Nevencijfer",
           "Kenmerk", "Over", "Stap", "Wat", "Termijn", "Wie", "Maat", "Reden van beëindiging", "Na", "Binnen",
           "Keuze", "Code", "Categorie", "Product", "Reden", "Punt", "Partner", "Curve", "Kandidaat", "Norm",
           "Signaal", "Leeftijd van de maand", "Maand van zorg", "Bandbreedte", "Onderwerp"}  # fmt: skip
_GEEN_MENSEN = re.compile(
    r"^(Keuze van de norm|Gevolgen per|Gevoeligheid voor de definitie|Norm per onderwerp|"
    r"Bandbreedte in klassen|Toeval bij|Signalen|Volledigheid|Hoeveel van een maand|Gebruikte opties|Verantwoording|"
    r"Definities|Normbesluiten|Alle normbesluiten|Herkomst|Digests|KPI's zonder bron|Doelen en voortgang|Omslag)|"
    r"gevoeligheid voor definitiekeuzes"
)
"""Tables that count aanbieders, messages, euros or percentage points, no people."""
_GEEN_MENSEN_RIJ = re.compile(r"^(Aanbieders (van|met)|Opgegeven cijfers)")
_TITELS = (
    ("wie", re.compile(r"^Trechter (?P<o>.+), (?P<g>perceel \d|hele regio|[a-zë -]+)$")),
    ("wie", re.compile(r"^Per aanbieder: (?P<o>.+), (?P<g>perceel \d|hele regio|[a-z -]+)$")),
    ("wie", re.compile(r"^(?P<o>.+) per aanbieder, (?P<g>.+)$")),
    ("wie", re.compile(r"^(?P<o>.+): opgave per aanbieder$")),
    ("wie", re.compile(r"^(?P<o>(?!Respons|Declaraties|Waarom).+) per aanbieder$")),
    ("gemeente", re.compile(r"^(?P<o>(?!Kosten).+) per gemeente$")),
    ("groep", re.compile(r"^(?P<o>.+) per wet$")),
    ("groepjaar", re.compile(r"^(?P<o>.+): (?:perceel|soort|wet) en jaar$")),
    ("groepxjaar", re.compile(r"^(?P<o>(?!Stroom|Duur|Alle).+) per jaar$")),
    ("kpigroep", re.compile(r"^(?P<o>Uitkomsten per KPI) en (?:perceel|soort)$")),
    ("kpiwie", re.compile(r"^(?P<o>Respons) per KPI en aanbieder$")),
    ("tijd", re.compile(r"^Per kwartaal: (?P<o>.+), (?P<g>perceel \d|hele regio|[a-z -]+)$")),
    ("tijd", re.compile(r"^(?P<o>.+) per maand$")),
)


@dataclass(frozen=True, order=True)
class Sleutel:
    """One quantity: which subject, part (perceel, soort, wet), who, and measure (t, n, c, p or a column name)."""

    regio: str
    jaar: int
    onderwerp: str
    groep: str
    wie: str
    maat: str

    def met(self, **anders) -> "Sleutel":
        return Sleutel(**{**self.__dict__, **anders})


@dataclass
class Feiten:
    """Per quantity the interval that all files together leave, and where each piece was read."""

    grens: dict[Sleutel, tuple[float, float]] = field(default_factory=dict)
    plaatsen: dict[Sleutel, set[str]] = field(default_factory=lambda: defaultdict(set))
    losse: dict[Sleutel, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    verborgen: set[Sleutel] = field(default_factory=set)
    deels: set[Sleutel] = field(default_factory=set)
    gissend: bool = False
    spreiding: dict[Sleutel, list] = field(default_factory=lambda: defaultdict(list))

    def voeg_toe(self, sleutel: Sleutel, grens: tuple[float, float], plaats: str) -> None:
        laag, hoog = self.grens.get(sleutel, (-OPEN, OPEN) if sleutel.maat == "p" else (0, OPEN))
        self.grens[sleutel] = (max(laag, grens[0]), min(hoog, grens[1]))
        self.plaatsen[sleutel].add(plaats)
        if grens not in self.losse[sleutel]:
            self.losse[sleutel].append(grens)

    def sleutels(self) -> set[Sleutel]:
        """Every quantity that the files name, with those that a hidden row would have shown like its neighbours."""
        maten: dict[str, set[str]] = defaultdict(set)
        for s in self.grens:
            maten[s.onderwerp].add(s.maat)
        rijen = self.verborgen | self.deels
        return set(self.grens) | {s.met(maat=m) for s in rijen for m in maten[s.onderwerp] | {"t", "n"}}


def lees_feiten(batch: Batch, *, gissend: bool = False) -> Feiten:
    """All facts of all tables of the batch; `gissend` takes what is not shown to be 10 or more, as it is most often."""
    afgerond = {plaats.bestand for plaats, _, tekst in batch.teksten if AFGEROND in tekst}
    feiten = Feiten(gissend=gissend)
    for tabel in batch.tabellen:
        _lees_tabel(feiten, tabel, Schrijfwijze(tabel.plaats.bestand in afgerond))
    return feiten


def _lees_tabel(feiten: Feiten, tabel: Tabel, wijze: Schrijfwijze) -> None:
    titel = re.sub(r",? \b20\d\d\b( tot en met 20\d\d)?$", "", tabel.titel)
    if _GEEN_MENSEN.search(titel):
        return
    soort, onderwerp, groep = _ontleed_titel(titel, tabel.plaats)
    if "Reden van beëindiging" in tabel.koppen and "Aantal" in tabel.koppen:
        _redenen(feiten, tabel, wijze, onderwerp)
        return
    if soort == "groepxjaar":
        _kruis(feiten, tabel, wijze, onderwerp, jaren=True)
    elif soort == "kruis" and not _heeft_deel(tabel.koppen):
        _kruis(feiten, tabel, wijze, onderwerp, jaren=False)
    else:
        for rij in tabel.rijen:
            sleutel = _rijsleutel(tabel, rij, soort, onderwerp, groep)
            if sleutel is not None:
                _lees_rij(feiten, tabel, rij, sleutel, wijze)


def _redenen(feiten: Feiten, tabel: Tabel, wijze: Schrijfwijze, onderwerp: str) -> None:
    """The workbook lists reasons below one another, the page side by side."""
    bestand = f"{tabel.plaats.bestand} «{tabel.titel}»"
    for groep, reden, aantal, deel, *_ in tabel.rijen:
        sleutel = Sleutel(tabel.plaats.regio, tabel.plaats.jaar, f"{onderwerp}|{gewoon(reden)}", gewoon(groep), "", "t")
        feit = {"t": wijze.aantal(aantal)} if is_heel(aantal) else lees_deel(aantal or deel, wijze)
        for maat, grens in feit.items():
            feiten.voeg_toe(sleutel.met(maat=maat), grens, bestand)


def _ontleed_titel(titel: str, plaats: Plaats) -> tuple[str, str, str]:
    for soort, vorm in _TITELS:
        if gevonden := vorm.match(titel):
            return soort, gevonden["o"], gewoon(gevonden.groupdict().get("g") or "")
    if titel.startswith("Stroom, "):
        return "wie", f"{plaats.familie}/Stroom", gewoon(titel.removeprefix("Stroom, "))
    return "kruis", f"{plaats.familie}/{titel}", ""


def gewoon(naam: str) -> str:
    naam = naam.strip()
    return "" if naam.lower() in _ALLEN else naam[:1].lower() + naam[1:]


def _heeft_deel(koppen: tuple[str, ...]) -> bool:
    return any(kop in _TELLER | _NOEMER | _REST | _WAARDE for kop in koppen)


def _rijsleutel(tabel: Tabel, rij: tuple[str, ...], soort: str, onderwerp: str, groep: str) -> Sleutel | None:
    labels = {kop: cel for kop, cel in zip(tabel.koppen, rij, strict=False) if kop in _LABELS}
    if not labels or not rij:
        return None
    jaar, eerste, wie = tabel.plaats.jaar, next(iter(labels.values())), ""
    if soort == "wie":
        wie = gewoon(eerste)
        over = labels.get("Over", "")
        groep = f"{groep}|{over}" if over and "jaar" not in over else groep
    elif soort == "gemeente":
        naam = gewoon(labels.get("Gemeente", eerste))
        wie = f"gemeente {naam}" if naam else ""
        groep = gewoon(eerste) if "Gemeente" in labels and labels["Gemeente"] != eerste else groep
    elif soort in {"groep", "groepjaar"}:
        groep = gewoon(eerste)
        jaar = int(labels["Jaar"][:4]) if labels.get("Jaar", "")[:4].isdigit() else jaar
    elif soort == "kpigroep":
        onderwerp, groep = eerste, gewoon(list(labels.values())[1])
    elif soort == "kpiwie":
        onderwerp, wie = f"Respons {eerste}", gewoon(list(labels.values())[1])
    else:
        groep = "|".join([groep, *(gewoon(label) for label in labels.values())]).strip("|")
    return Sleutel(tabel.plaats.regio, jaar, onderwerp, groep, wie, "")


def _lees_rij(feiten: Feiten, tabel: Tabel, rij: tuple[str, ...], sleutel: Sleutel, wijze: Schrijfwijze) -> None:
    bestand = f"{tabel.plaats.bestand} «{tabel.titel}»"
    if any(woord in cel for cel in rij for woord in _VERBORGEN):
        feiten.verborgen.add(sleutel)
    if any(_DEELS in cel for cel in rij):
        feiten.deels.add(sleutel)  # its other numbers are hidden
    if feiten.gissend and any("niet getoond" in cel for cel in rij) and _heeft_deel(tabel.koppen):
        feiten.voeg_toe(sleutel.met(maat="n"), (10, OPEN), bestand)  # else it would say <10
    gezien: dict[str, int] = defaultdict(int)
    for plek, (kop, cel) in enumerate(zip(tabel.koppen, rij, strict=False)):
        gezien[kop] += 1
        if not cel or (kop in _LABELS and not lees_deel(cel, wijze)):
            continue
        maat = kop if gezien[kop] == 1 else f"{kop} {gezien[kop]}"
        if "<10" in cel and tabel.plaats.familie == "administratief_proces":
            continue  # there the ten are clients, the columns are cases
        if "<10" in cel and kop not in _WAARDE | _NOEMER and not any(rij[plek + 1 :]):
            continue  # it stands for the whole row, and one of its numbers is small
        for naam, grens in _lees_cel(kop, maat, cel, tabel.getallen, wijze).items():
            feiten.voeg_toe(sleutel.met(maat=naam), grens, bestand)
        if kop == "95 %-interval" and (ends := lees_spreiding(cel, wijze)):
            feiten.spreiding[sleutel].append(ends)


def _lees_cel(kop: str, maat: str, cel: str, getallen: bool, wijze: Schrijfwijze) -> dict:
    if kop in _TELLER | _NOEMER | _REST and is_heel(cel):
        naam = "t" if kop in _TELLER else "n" if kop in _NOEMER else "c"
        return {naam: wijze.aantal(cel)}
    if kop in _WAARDE:
        if getallen and re.fullmatch(r"[01](\.\d+)?(e-\d+)?|\d\.\d+e-\d+", cel):
            return {"p": wijze.breuk(cel)}
        return lees_deel(cel, wijze)
    if kop in {"95 %-interval", "Status", "Norm", "Oordeel"} or kop in _GEEN_AANTAL or kop.startswith("Grens"):
        return {}
    if is_heel(cel) and heel(cel) >= 0:
        return {maat: wijze.aantal(cel)}
    feit = lees_deel(cel, wijze)
    if set(feit) == {"n"}:
        return {maat: feit["n"]}
    return {} if set(feit) <= {"p"} else {f"{maat}/{naam}": grens for naam, grens in feit.items()}


def _kruis(feiten: Feiten, tabel: Tabel, wijze: Schrijfwijze, onderwerp: str, *, jaren: bool) -> None:
    """Rows by columns: the columns are years, or parts (percelen, soorten, wetten)."""
    bestand = f"{tabel.plaats.bestand} «{tabel.titel}»"
    for rij in tabel.rijen:
        labels = [cel for kop, cel in zip(tabel.koppen, rij, strict=False) if kop in _LABELS]
        if not labels or _GEEN_MENSEN_RIJ.match(labels[0]):
            continue
        for kop, cel in zip(tabel.koppen, rij, strict=False):
            if kop in _LABELS or not cel:
                continue
            if jaren:
                if not re.match(r"20\d\d", kop):
                    continue
                sleutel = Sleutel(tabel.plaats.regio, int(kop[:4]), onderwerp, gewoon(labels[0]), "", "")
            else:
                naam = "|".join([onderwerp, *(gewoon(label) for label in labels)])
                sleutel = Sleutel(tabel.plaats.regio, tabel.plaats.jaar, naam, gewoon(kop), "", "")
            if any(woord in cel for woord in _VERBORGEN):
                feiten.verborgen.add(sleutel)
                if tabel.plaats.familie == "administratief_proces":
                    continue
            if _DEELS in cel:
                feiten.deels.add(sleutel)
            feit = {"t": wijze.aantal(cel)} if is_heel(cel) and heel(cel) >= 0 else lees_deel(cel, wijze)
            if tabel.getallen and re.fullmatch(r"0\.\d+", cel):
                feit = {"p": wijze.breuk(cel)}
            if jaren and set(feit) == {"t"}:
                feit = {"n": feit["t"]}
            for maat, grens in feit.items():
                feiten.voeg_toe(sleutel.met(maat=maat), grens, bestand)
