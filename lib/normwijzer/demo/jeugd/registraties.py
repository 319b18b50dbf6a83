"""What aanbieders register about their care, in registraties/aanbiederopgave.csv, with its totals as truth."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

from normwijzer.demo.jeugd.keuzes import neem_trend, plus_maanden
from normwijzer.demo.soorten import Aanbieder, Client, Dag, Wereld
from normwijzer.demo.tabel import schrijf_csv

VERBLIJF = (
    "pleegzorg", "gezinshuis", "behandeld_wonen", "crisis", "overig_verblijf", "tom_instroom", "tom_uitstroom",
)  # fmt: skip
GEZINSGERICHT = ("pleegzorg", "gezinshuis")
KOP = ("agb", "jaar", "halfjaar", "indicator", "teller", "noemer", "waarde", "opmerking")
AANDEEL = {  # share in 2023 and in 2026
    "eigen_gemeente": [0.55, 0.72],
    "netwerkpleegzorg": [0.49, 0.62],
    "samen_met_broers_zussen": [0.9, 0.96],
    "verklarende_analyse": [0.42, 1.0],
    "tevredenheid_gemeten": [0.38, 0.72],
    "problematiek_gemeten": [0.25, 0.6],
    "doelen_gemeten": [0.45, 0.75],
    "beantwoord": [0.85, 0.85],
    "zonder_hulp_verder": [0.48, 0.54],
    "problemen_verminderd": [0.58, 0.64],
    "doelen_gerealiseerd": [0.55, 0.63],
}
GEMETEN = ("tevredenheid_gemeten", "problematiek_gemeten", "doelen_gemeten")
CIJFERS = (4, 5, 6, 6, 7, 7, 7, 8, 8, 8, 9, 10)
VERPLAATST = 0.22  # share of periods with one more place
Verblijf = tuple[Client, str, Dag, Dag]  # who, soort, first and last day (the last day of the demo when it still runs)
Rij = tuple[str, int, int | str, str, int, int]


def schrijf_opgave(map_: Path, wereld: Wereld, clienten: list[Client]) -> None:
    """Write registraties/aanbiederopgave.csv, and waarheid/jeugd/opgave.csv with the totals of what can be used.

    A region with `opgave` in regios.toml lacks the aanbieders and indicators named there, and holds one impossible row.
    """
    gebrek = wereld.verloop.get("opgave", {})
    groepen = _per_aanbieder(wereld, clienten)
    alle = [verblijf for _, verblijven in groepen for verblijf in verblijven]
    rijen = [
        rij
        for aanbieder, verblijven in groepen
        if aanbieder.agb not in gebrek.get("zonder_aanbieder", ())
        for jaar in wereld.jaren
        for rij in _tel_jaar(wereld, aanbieder, verblijven, _gezinnen(alle, jaar), jaar)
        if rij[3] not in gebrek.get("zonder_indicator", ())
    ]
    (map_ / "registraties").mkdir()
    onmogelijk = tuple(gebrek.get("onmogelijk", ()))
    regels = [(*rij[:4], rij[5] + 3, rij[5], "", "") if rij[:4] == onmogelijk else _regel(rij) for rij in rijen]
    schrijf_csv(map_ / "registraties" / "aanbiederopgave.csv", KOP, regels)
    kop = ("indicator", "jaar", "aanbieders", "teller", "noemer")
    schrijf_csv(map_ / "waarheid" / "jeugd" / "opgave.csv", kop, _som([r for r in rijen if r[:4] != onmogelijk]))


def _per_aanbieder(wereld: Wereld, clienten: list[Client]) -> list[tuple[Aanbieder, list[Verblijf]]]:
    """The stays at every aanbieder that has any, in order of the region's list."""
    uit: dict[str, list[Verblijf]] = {}
    for client in clienten:
        for t in client.toewijzingen:
            echt = [p for p in t.perioden if p.begin is not None]
            if t.product.werkelijk in VERBLIJF and echt:
                einde = echt[-1].tijdelijk or echt[-1].einde or wereld.slot
                uit.setdefault(t.aanbieder.agb, []).append((client, t.product.werkelijk, echt[0].begin, einde))
    return [(a, uit[a.agb]) for a in wereld.aanbieders if a.agb in uit]


def _in_jaar(verblijven: list[Verblijf], jaar: int) -> list[Verblijf]:
    van, tot = date(jaar, 1, 1).toordinal(), date(jaar, 12, 31).toordinal()
    return [v for v in verblijven if v[2] <= tot and v[3] >= van]


def _gezinnen(alle: list[Verblijf], jaar: int) -> Counter:
    """Family -> how many of it are in pleegzorg in the year."""
    return Counter(g for g, _ in {(v[0].gezin, v[0].nummer) for v in _in_jaar(alle, jaar) if v[1] == "pleegzorg"} if g)


def _tel_jaar(wereld: Wereld, aanbieder: Aanbieder, verblijven: list[Verblijf], gezinnen: Counter, jaar: int) -> list:
    """All rows of one aanbieder about one year; figures about a group that it does not have are left out."""
    in_jaar = _in_jaar(verblijven, jaar)
    van, tot = date(jaar, 1, 1).toordinal(), date(jaar, 12, 31).toordinal()
    r = Random(f"{wereld.zaad}/opgave/{aanbieder.agb}/{jaar}")
    pleegzorg = [v for v in in_jaar if v[1] == "pleegzorg"]
    met_gezin = [v for v in pleegzorg if gezinnen[v[0].gezin] > 1]
    hier = _gezinnen(verblijven, jaar)
    groepen = {
        "eigen_gemeente": [v for v in in_jaar if v[1] in GEZINSGERICHT],
        "netwerkpleegzorg": pleegzorg,
        "verklarende_analyse": in_jaar,
        "samen_met_broers_zussen": met_gezin,
    }
    rijen = []
    for naam, groep in groepen.items():
        kans = [v for v in groep if hier[v[0].gezin] > 1] if naam == "samen_met_broers_zussen" else groep
        if groep:
            rijen.append((aanbieder.agb, jaar, "", naam, _loot(wereld, r, naam, _aantal(kans), tot), _aantal(groep)))
    perioden = _aanbiederperioden(verblijven)
    for halfjaar, begin, einde in ((1, van, date(jaar, 6, 30).toordinal()), (2, date(jaar, 7, 1).toordinal(), tot)):
        weg = [p for p in perioden if begin <= p[1] <= einde and p[1] < wereld.slot]
        if in_jaar:
            rijen += [(aanbieder.agb, jaar, halfjaar, *paar) for paar in _tel_uitstroom(wereld, r, weg, einde)]
    return rijen


def _tel_uitstroom(wereld: Wereld, r: Random, weg: list[tuple], dag: Dag) -> list[tuple[str, int, int]]:
    """(indicator, teller, noemer) about the periods that ended in one half-year."""
    n = len(weg)
    plekken = sum(aantal + (r.random() < VERPLAATST) for _, _, aantal in weg)
    gemeten = {naam: _loot(wereld, r, naam, n, dag) for naam in GEMETEN}
    cijfers = [r.choice(CIJFERS) for _ in range(gemeten["tevredenheid_gemeten"])]
    antwoorden = _loot(wereld, r, "beantwoord", len(cijfers), dag)
    uit = [("verblijfsplekken_per_periode", plekken, n)]
    uit += [(naam, aantal, n) for naam, aantal in gemeten.items()]
    uit.append(("clienttevredenheid", sum(cijfers), len(cijfers)))
    uit.append(("clienttevredenheid_7_of_hoger", sum(cijfer >= 7 for cijfer in cijfers), len(cijfers)))
    for naam, groep in (
        ("zonder_hulp_verder", antwoorden),
        ("problemen_verminderd", gemeten["problematiek_gemeten"]),
        ("doelen_gerealiseerd", gemeten["doelen_gemeten"]),
    ):
        uit.append((naam, _loot(wereld, r, naam, groep, dag), groep))
    return uit


def _aanbiederperioden(verblijven: list[Verblijf]) -> list[tuple[int, Dag, int]]:
    """(client, last day, stays in it) of the periods at one aanbieder; a break of at most four months stays inside."""
    per_client: dict[int, list[tuple[Dag, Dag]]] = {}
    for client, _, begin, einde in verblijven:
        per_client.setdefault(client.nummer, []).append((begin, einde))
    uit = []
    for nummer, stukken in per_client.items():
        laatste, aantal = None, 0
        for begin, einde in sorted(stukken):
            if laatste is not None and begin > plus_maanden(laatste, 4):
                uit.append((nummer, laatste, aantal))
                laatste, aantal = None, 0
            laatste, aantal = einde if laatste is None else max(laatste, einde), aantal + 1
        uit.append((nummer, laatste, aantal))
    return uit


def _aantal(verblijven: list[Verblijf]) -> int:
    return len({client.nummer for client, *_ in verblijven})


def _loot(wereld: Wereld, r: Random, naam: str, aantal: int, dag: Dag) -> int:
    kans = neem_trend(wereld, AANDEEL[naam], dag)
    return sum(r.random() < kans for _ in range(aantal))


def _regel(rij: Rij) -> tuple:
    *_, indicator, teller, noemer = rij
    cijfers = 1 if indicator in ("clienttevredenheid", "verblijfsplekken_per_periode") else 3
    waarde = f"{teller / noemer:.{cijfers}f}" if noemer else ""
    opmerking = "hele jaar geteld" if indicator == "eigen_gemeente" else ""
    return (*rij, waarde, opmerking)


def _som(rijen: list[Rij]) -> list[tuple]:
    """(indicator, jaar, aanbieders, teller, noemer) over all rows."""
    som: dict[tuple[str, int], list] = {}
    for agb, jaar, _, indicator, teller, noemer in rijen:
        cel = som.setdefault((indicator, jaar), [set(), 0, 0])
        cel[0].add(agb)
        cel[1], cel[2] = cel[1] + teller, cel[2] + noemer
    return [(*sleutel, len(agbs), teller, noemer) for sleutel, (agbs, teller, noemer) in sorted(som.items())]
