"""Worlds of youth care that live on the edges of the rules, as hypothesis strategies.

Hypothesis draws a seed and the world follows from it, so that every edge keeps the odds it is given here. Days are
fixed edges, or lie on a limit after something the client had before: 1, 3, 4, 6, 9, 12 months, 31 or 122 days, each a
day less and more.
"""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st
from kpi.jeugd.tweeling_regels import OPGAVE, OPTELBAAR, add_months
from kpi.jeugd.wereld import (
    AM,
    BW,
    CR,
    GEEN,
    GH,
    ONBEKEND,
    OV,
    PZ,
    TI,
    TU,
    WISSEL,
    levering,
    periode,
    regel,
    stop,
    toewijzing,
    versie,
    wereld,
)

DAGEN = [
    date(2022, 10, 31), date(2022, 12, 31), date(2023, 1, 31), date(2023, 5, 31), date(2023, 8, 31),
    date(2023, 10, 30), date(2023, 10, 31), date(2023, 11, 29), date(2023, 12, 31), date(2024, 1, 1),
    date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 4, 30), date(2024, 5, 31),
    date(2024, 8, 31), date(2024, 9, 30), date(2024, 10, 31), date(2024, 11, 30), date(2024, 12, 20),
    date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 28),
]  # fmt: skip
CODES = [BW, BW, PZ, PZ, GH, CR, OV, TI, TU, AM, AM, WISSEL, GEEN, ONBEKEND, "44", "45"]
THEMAS = [
    CODES, [BW, PZ, GH, OV], [TI, TI, BW, PZ, TU], [TI, TI, AM, CR], [TU, TU, BW, CR, TI], [PZ, PZ, WISSEL, AM],
    [BW, PZ], [AM, BW, CR],
]  # fmt: skip
AANBIEDERS, GEMEENTEN = ["99990001", "99990002", "99990003"], ["9901", "9902"]
REDENEN = ["31", "31", "31", "31", "32", "33", "34", "35", "02", "36", "37", "38", "39", "20", "20", "20"]
GEBOREN = [
    (2010, 6), (2024, 2), (2025, 1), (2005, 12), (2006, 1), (2001, 3), (2000, 12), (None, None), (2007, None),
]  # fmt: skip


def volgend(r: Random, vorige: list[date]) -> date:
    """A day on an edge, or on a limit after one of the days before, mostly the latest."""
    lot = r.random()
    if not vorige or lot < 0.25:
        return r.choice(DAGEN)
    anker = vorige[-1] if r.random() < 0.6 else r.choice(vorige)
    if lot < 0.4:
        return anker + timedelta(days=r.choice([0, 1, 1, 2]))
    if lot < 0.85:
        return add_months(anker, r.choice([0, 1, 3, 4, 4, 4, 6, 9, 12])) + timedelta(days=r.choice([0, 0, 0, -1, 1]))
    return anker + timedelta(days=r.choice([13, 14, 28, 30, 31, 32, 121, 122, 123]))


def maak_periode(r: Random, bekend: list[date], begin: date) -> dict:
    """A delivery period from `begin` with up to three stops, often more than one on a day."""
    stops, gezien = [], set()
    for _ in range(r.choice([0, 0, 1, 1, 1, 1, 1, 2, 3])):
        if stops and r.random() < 0.5:
            einde = r.choice(stops)["einde"]
        else:
            einde = volgend(r, [*bekend, begin])
        if einde < begin and r.random() < 0.9:
            einde = begin + timedelta(days=r.choice([0, 13, 40, 150]))
        reden = r.choice(REDENEN)
        if (reden, einde) not in gezien:
            gezien.add((reden, einde))
            stops.append(stop(reden, einde, einde + timedelta(days=r.choice([0, 0, 1, 5, 40]))))
    bekend += [s["einde"] for s in stops]
    return periode(begin, *stops, start=r.random() < 0.85)


def maak_hulp(r: Random, client, nummer, bekend: list[date], codes: list[str]) -> list[dict]:
    """One stretch of help: a toewijzing, its delivery, or both, perhaps with different ideas about it."""
    delen, wie = [], {"gemeente": r.choice(GEMEENTEN), "aanbieder": r.choice([*AANBIEDERS, AANBIEDERS[0]])}
    wat = r.choice(["beide"] * 6 + ["toewijzing", "levering", "taakgericht"])
    begin, code = volgend(r, bekend), r.choice(codes)
    if wat in ("beide", "toewijzing"):
        einde = volgend(r, [*bekend, begin]) if r.random() < 0.6 else None
        if einde and einde < begin and r.random() < 0.9:
            einde = begin + timedelta(days=r.choice([0, 30, 200]))
        v = versie(
            begin, einde, code=code if r.random() < 0.8 else None, volume=r.choice([None, None, 3, 4, 17, 18]),
            eenheid=r.choice(["14", "14", "14", "01"]), frequentie=r.choice(["1", "2", "2", "4", "6"]),
            reden=r.choice([None, None, None, None, None, "02", "07", "08", "11", "04"]),
        )  # fmt: skip
        t = toewijzing(nummer, client, v, verwijderd=r.random() < 0.07, bekend=r.choice(DAGEN), **wie)
        delen.append(t)
        bekend += [einde] if einde else []
    if wat != "toewijzing":
        begint = begin if r.random() < 0.75 else volgend(r, [*bekend, begin])
        stukken = [maak_periode(r, bekend, begint)]
        if r.random() < 0.25:
            opnieuw = volgend(r, [*bekend, begint])
            if opnieuw != begint:
                stukken.append(maak_periode(r, bekend, opnieuw))
        if r.random() < 0.12:
            wie |= {"aanbieder": r.choice(AANBIEDERS)}
        eigen = code if r.random() < 0.85 else r.choice(CODES)
        delen.append(levering(None if wat == "taakgericht" else nummer, client, *stukken, code=eigen, **wie))
        bekend += [p["begin"] for p in stukken if r.random() < 0.2]
    return delen


def maak_samenloop(r: Random, client, nummer, bekend: list[date]) -> list[dict]:
    """Two stretches that meet where a rule turns: a takeover, two ends on one day, TOM and what follows it."""
    begin, duur = volgend(r, bekend), timedelta(days=r.choice([0, 30, 90, 200]))
    einde, soort = begin + duur, r.choice(["overgang", "zelfde einde", "tom_instroom", "tom_uitstroom"])
    eerst, daarna = r.sample(AANBIEDERS, 2)
    code = {"tom_instroom": TI, "tom_uitstroom": TU}.get(soort, r.choice([BW, PZ, GH]))
    reden = r.choice(["36", "37", "38"]) if soort == "overgang" else r.choice(["31", "02", "38"])
    een = levering(None, client, periode(begin, stop(reden, einde)), code=code, aanbieder=eerst)
    if soort == "zelfde einde":
        t = toewijzing(nummer, client, versie(begin, einde, code=code), aanbieder=daarna)
        return [een, t, levering(nummer, client, periode(begin), code=code, aanbieder=daarna)]
    na = einde + timedelta(days=r.choice([0, 1, 1, 2]))
    if soort != "overgang":
        na = r.choice([na, einde, begin, add_months(einde, 4), add_months(einde, 12)]) + timedelta(r.choice([-1, 0, 1]))
    stops = [stop("31", max(na, einde + timedelta(days=r.choice([-1, 0, 29, 30, 31, 32, 90]))))]
    twee = periode(na, *stops[: r.choice([0, 1, 1, 1])])
    anders = r.choice([BW, PZ, CR, code])
    return [een, levering(None, client, twee, code=anders, aanbieder=r.choice([eerst, daarna, daarna]))]


def maak_declaraties(r: Random, client, nummers: list[int], bekend: list[date]) -> list[dict]:
    uit = []
    for _ in range(r.choice([0, 0, 1, 2, 3])):
        begin = volgend(r, bekend)
        einde = max(begin, volgend(r, [begin])) if r.random() < 0.9 else begin - timedelta(days=1)
        uit.append(regel(
            client if r.random() < 0.9 else None, begin, r.choice([0, 1, 8, 31, 60, 200, None]), einde,
            code=r.choice([PZ, PZ, PZ, GH, BW, TI, AM, WISSEL, GEEN]), eenheid=r.choice(["14"] * 5 + ["04", "82"]),
            dc=r.choice("DDDC"), nummer=r.choice([None, *nummers]),
            status=r.choice(["toegekend", "toegekend", "ingediend", "afgewezen", "gecrediteerd"]),
            aanbieder=r.choice(AANBIEDERS), gemeente=r.choice(GEMEENTEN),
        ))  # fmt: skip
    return uit


def maak_geboorte(r: Random, bekend: list[date]) -> tuple:
    """Year and month around an eighteenth birthday near some day, or a child of school age, or unknown."""
    if r.random() < 0.4:
        rond = add_months(r.choice(bekend), r.randint(-2, 2))
        return rond.year - 18, rond.month
    return r.choice(GEBOREN)


def maak_wmo(r: Random) -> list[dict]:
    """The same client, numbers and codes under the other law: nothing of it may be seen."""
    begin, nummer = r.choice(DAGEN), r.randint(0, 3)
    wie = {"wet": "wmo", "gemeente": r.choice(GEMEENTEN)}
    einde = begin + timedelta(days=r.randint(0, 90))
    return [
        toewijzing(nummer, "client0", versie(begin, code=BW, reden="07"), bekend="1-1-2020", **wie),
        levering(nummer, "client0", periode(begin, stop(r.choice(["31", "02", "19"]), einde)), code=BW, **wie),
        regel("client0", begin, 99, code=PZ, **wie),
    ]


def maak_wereld(r: Random, meeste_clienten: int) -> dict:
    """A world, its K drawn last: on a limit of something that ended, or of the year."""
    delen, dagen, geboren = [], [], {}
    for i in range(r.randint(1, meeste_clienten)):
        bekend, nummers, thema = [], [], r.choice(THEMAS)
        for nummer in range(10 * i, 10 * i + r.choice([1, 2, 2, 3, 3, 4])):
            nummers.append(nummer)
            delen += maak_hulp(r, f"client{i}" if r.random() < 0.97 else None, nummer, bekend, thema)
        if r.random() < 0.4:
            delen += maak_samenloop(r, f"client{i}", 10 * i + 9, bekend)
        delen += maak_declaraties(r, f"client{i}", nummers, bekend)
        dagen += bekend
        if r.random() < 0.9:
            geboren[f"client{i}"] = maak_geboorte(r, bekend or DAGEN)
    if r.random() < 0.3:
        delen += maak_wmo(r)
    K = date(2027, 1, 1)
    if r.random() < 0.7:
        anker = r.choice([date(2023, 12, 31), date(2024, 12, 31)] if r.random() < 0.5 or not dagen else dagen)
        venster = r.choice([0, 1, 3, 4, 4, 6, 12, 12, 24, "28", "122"])
        na = anker + timedelta(days=int(venster)) if isinstance(venster, str) else add_months(anker, venster)
        K = na + timedelta(days=r.choice([56, 56, 55, 0, 7]))
    partijen = r.choice([{}, {"99990001": "P1", "99990002": "P1"}, {"99990002": "99990003"}])
    return wereld(*_one_per_key(delen), K=K, geboren=geboren, partijen=partijen)


def _one_per_key(delen: list[dict]) -> list[dict]:
    """Without a second delivery under one key: reconstruction would make them one."""
    uit, gezien = [], set()
    for deel in delen:
        if deel["is"] == "levering":
            sleutel = [deel[k] for k in ("wet", "gemeente", "aanbieder", "client", "nummer")]
            sleutel += [deel["categorie"], deel["code"]] if deel["nummer"] is None else []
            if tuple(sleutel) in gezien:
                continue
            gezien.add(tuple(sleutel))
        uit.append(deel)
    return uit


def maak_opgave(r: Random, jaar: int) -> list[tuple]:
    """Rows (agb, jaar, halfjaar, indicator, teller, noemer): a whole year, halves, or both."""
    rijen = {}
    for indicator in (*OPGAVE["jeugd_transformatie"], *OPGAVE["jeugd_kwaliteit"]):
        for agb in AANBIEDERS if r.random() < 0.8 else []:
            for halfjaar in r.choice([(), (None,), (None,), (1,), (1, 2), (None, 1)]):
                if halfjaar and indicator not in OPTELBAAR:
                    continue
                noemer = r.choice([0, 1, 10, 33])
                meer = indicator in ("verblijfsplekken_per_periode", "clienttevredenheid")
                teller = noemer * 7 if meer else r.randint(0, noemer)
                rij = (agb, jaar + r.choice([0, 0, 0, 1]), halfjaar, indicator)
                rijen[rij] = (*rij, teller, noemer)
    return list(rijen.values())


def maak_bevolking(r: Random, jaar: int) -> list[tuple]:
    """Rows (gemeente, jaar, leeftijd, aantal), sometimes with a hole; small towns, even empty ones."""
    per = r.choice([0, 1, 7, 500])
    rijen = [(g, j, x, per and per + x % 3) for g in GEMEENTEN for j in (jaar, jaar + 1) for x in range(23)]
    if r.random() < 0.3:
        rijen.pop(r.randrange(len(rijen)))
    return rijen if r.random() < 0.85 else []


zaden = st.integers(0, 2**48)


def werelden(meeste_clienten: int = 5):
    return zaden.map(lambda zaad: maak_wereld(Random(zaad), meeste_clienten))


def opgaven(jaar: int):
    return zaden.map(lambda zaad: maak_opgave(Random(zaad), jaar))


def bevolkingen(jaar: int):
    return zaden.map(lambda zaad: maak_bevolking(Random(zaad), jaar))
