"""Hypothesis strategies for worlds that live on the edges of the rules."""

from datetime import date

from hypothesis import strategies as st
from kpi.wereld import TIE, levering, periode, stop, toewijzing, versie

# Ends, W = 28 days later and one more, the ends of the year with and without W, and R = 56 days on.
DAGEN = [
    date(2023, 3, 1), date(2023, 12, 4), date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 28), date(2024, 1, 29),
    date(2024, 3, 10), date(2024, 3, 11), date(2024, 4, 7), date(2024, 4, 8), date(2024, 6, 30), date(2024, 7, 1),
    date(2024, 12, 20), date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 17), date(2025, 1, 18), date(2025, 1, 28),
    date(2025, 1, 29), date(2025, 6, 10),
]  # fmt: skip
K_DAGEN = [
    date(2024, 5, 5),
    date(2024, 7, 1),
    date(2025, 1, 10),
    date(2025, 3, 24),
    date(2025, 3, 25),
    date(2027, 1, 1),
]
CODES = [
    "02A01",
    "02A02",
    "02A03",
    "07A03",
    "02A04",
    "04A01",
    "02A06",
    "02A06",
    "02A09",
    "01A01",
    "15A01",
    "02",
    "02A03",
    "",
]
AANBIEDERS, GEMEENTEN = ["99990001", "99990002"], ["9901", "9902"]

dagen = st.sampled_from(DAGEN)
einden = st.one_of(st.none(), dagen)
codes = st.sampled_from(CODES)
redenen = st.sampled_from([*TIE, "19", "19", "21", "02", "20", "20"])


@st.composite
def versies(draw):
    begin = draw(dagen)
    einde = draw(st.one_of(st.none(), st.sampled_from([d for d in DAGEN if d >= begin])))
    volume = draw(st.sampled_from([None, 99, 100, 100, 100, 400, 600]))
    return versie(
        begin, einde, code=draw(codes), volume=volume, eenheid=draw(st.sampled_from(["01", "04", "16", "14"])),
        frequentie=draw(st.sampled_from(["1", "2", "4", "6", "6"])), datum=draw(dagen),
        reden=draw(st.sampled_from([None, None, "02", "07", "08", "06", "04"])),
    )  # fmt: skip


@st.composite
def toewijzingen(draw, nummer, client, aanbieder, gemeente):
    keten = draw(st.lists(versies(), min_size=1, max_size=3))
    keten.sort(key=lambda v: v["datum"])
    return toewijzing(nummer, client, *keten, aanbieder=aanbieder, gemeente=gemeente,
                      verwijderd=draw(st.integers(0, 9)) == 0)  # fmt: skip


@st.composite
def perioden(draw):
    begin = draw(dagen)
    stops = []
    for reden in draw(st.lists(redenen, max_size=2, unique=True)):
        kans = DAGEN if draw(st.integers(0, 9)) == 0 else [d for d in DAGEN if d >= begin]
        stops.append(stop(reden, draw(st.sampled_from(kans)), draw(dagen)))
    return periode(begin, *stops, start=draw(st.integers(0, 4)) > 0)


@st.composite
def geschiedenissen(draw, client, eerste_nummer):
    """A client with up to three toewijzingen, each perhaps delivered, perhaps by somebody else."""
    delen = []
    for i in range(draw(st.integers(1, 3))):
        nummer, gemeente = eerste_nummer + i, draw(st.sampled_from(GEMEENTEN))
        aanbieder = draw(st.sampled_from(AANBIEDERS))
        soort = draw(st.sampled_from(["beide", "beide", "beide", "toewijzing", "levering", "taakgericht"]))
        if soort in ("beide", "toewijzing"):
            delen.append(draw(toewijzingen(nummer, client, aanbieder, gemeente)))
        if soort != "toewijzing":
            stukken = draw(st.lists(perioden(), min_size=1, max_size=2, unique_by=lambda p: p["begin"]))
            eigen = None if soort == "taakgericht" else nummer
            wie = draw(st.sampled_from([aanbieder, aanbieder, *AANBIEDERS]))
            code = draw(st.sampled_from([c for c in CODES if c]))
            if eigen is None:
                code = f"02A0{i + 1}"
            delen.append(levering(eigen, client, *stukken, code=code, aanbieder=wie, gemeente=gemeente))
    return delen


@st.composite
def declaraties(draw, client, eerste_nummer):
    uit = []
    for _ in range(draw(st.integers(0, 1))):
        begin = draw(dagen)
        uit.append({
            "client": client, "nummer": eerste_nummer + draw(st.integers(0, 2)),
            "aanbieder": draw(st.sampled_from(AANBIEDERS)), "gemeente": draw(st.sampled_from(GEMEENTEN)),
            "code": draw(st.sampled_from(["02A01", "02A03", "02A06", "02A09"])),
            "begin": begin, "einde": draw(st.sampled_from([d for d in DAGEN if d >= begin])),
            "debet_credit": draw(st.sampled_from(["D", "D", "C"])),
            "status": draw(st.sampled_from(["ingediend", "toegekend", "afgewezen", "gecrediteerd"])),
        })  # fmt: skip
    return uit


@st.composite
def werelden(draw, meeste_clienten=4):
    delen, prestaties = [], []
    for i in range(draw(st.integers(1, meeste_clienten))):
        client = f"client{i}"
        delen += draw(geschiedenissen(client, 10 * i))
        prestaties += draw(declaraties(client, 10 * i))
    return {
        "K": draw(st.sampled_from(K_DAGEN)), "toewijzingen": [d for d in delen if "versies" in d],
        "leveringen": [d for d in delen if "perioden" in d], "prestaties": prestaties,
    }  # fmt: skip
