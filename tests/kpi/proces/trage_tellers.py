"""What is counted over the slow twin's cases: rows of uitkomsten and the frames beside them, by plain loops."""

from collections import defaultdict
from datetime import date, timedelta
from math import exp, inf, log, sqrt
from statistics import NormalDist

from kpi.proces.trage_tweeling import NOG_NIET, ONTBREEKT, OP_TIJD, TE_LAAT

Z = NormalDist().inv_cdf(0.975)
GEEN = (None, None, None)
GETALLEN = ("teller", "noemer", "waarde", "onder", "boven", "grens_onder", "grens_boven")


def scopes(zaken: list[dict], alleen_gemeente: bool = False) -> dict[tuple, list[dict]]:
    """(wet, aanbieder, gemeente) -> its cases; the total is always there, also without any."""
    uit = defaultdict(list, {GEEN: list(zaken)})
    for z in zaken:
        wet, aanbieder, gemeente = z["wet"], z["aanbieder"], z["gemeente"]
        eigen = {(None, None, gemeente)}
        if not alleen_gemeente:
            eigen |= {(wet, None, None), (None, aanbieder, None)}
            eigen |= {(wet, aanbieder, None)} if aanbieder else set()
            eigen |= {(wet, None, gemeente)} if gemeente else set()
        for sleutel in eigen - {GEEN}:
            uit[sleutel].append(z)
    return uit


def aantal(zaken: list[dict], *standen: int) -> int:
    return sum(z["stand"] in standen for z in zaken)


def clienten(zaken: list[dict]) -> int:
    """Distinct people of the cases that count, or when none counts of all."""
    return len({client for z in judged(zaken) or zaken for client in z["clienten"]})


def judged(zaken: list[dict]) -> list[dict]:
    return [z for z in zaken if z["stand"] in (OP_TIJD, TE_LAAT)]


def wilson(teller: int, noemer: int) -> tuple[float, float] | tuple[None, None]:
    """Wilson 95 %, from its definition: the shares p with |teller/noemer − p| = z √(p(1 − p)/noemer)."""
    if not noemer:
        return None, None
    a, b, c = 1 + Z * Z / noemer, -(2 * teller / noemer + Z * Z / noemer), (teller / noemer) ** 2
    wortel = sqrt(max(0.0, b * b - 4 * a * c))
    return (-b - wortel) / (2 * a), (-b + wortel) / (2 * a)


def uitkomsten(zaken: list[dict], K: date, jaar: int, lag: int, alleen_gemeente: bool = False) -> dict[tuple, dict]:
    """{(wet, aanbieder, gemeente): row}; rows of a scope only with noemer > 0, the total always (5.36, 5.37, 5.42)."""
    definitief = K >= date(jaar, 12, 31) + timedelta(days=28 + lag)
    uit = {}
    for sleutel, groep in scopes(zaken, alleen_gemeente).items():
        teller, noemer, onzeker = aantal(groep, OP_TIJD), aantal(groep, OP_TIJD, TE_LAAT), aantal(groep, NOG_NIET)
        if sleutel != GEEN and not noemer:
            continue
        onder, boven = wilson(teller, noemer)
        alle = noemer + onzeker
        grenzen = (None, None) if definitief or not alle else (teller / alle, (teller + onzeker) / alle)
        waarde = teller / noemer if noemer else None
        getallen = (teller, noemer, waarde, onder, boven, *grenzen)
        uit[sleutel] = dict(zip(GETALLEN, getallen, strict=True)) | {
            "eenheid": "fractie", "status": "definitief" if definitief else "voorlopig"
        }  # fmt: skip
    return uit


def quantile(waarden: list[float], deel: float) -> float | None:
    """Type 7; None when it is not there or not reached (infinitely long)."""
    if not waarden:
        return None
    waarden = sorted(waarden)
    plek = deel * (len(waarden) - 1)
    laag = int(plek)
    uit = waarden[laag]
    if plek > laag:
        uit = inf if waarden[laag + 1] == inf else uit + (plek - laag) * (waarden[laag + 1] - uit)
    return None if uit == inf else uit


def doorlooptijd(zaken: list[dict], alleen_gemeente: bool = False) -> dict[tuple, dict]:
    """{(wet, aanbieder, gemeente, month or None): row}; per month without the crossed scopes."""
    uit = {}
    for sleutel, groep in scopes(zaken, alleen_gemeente).items():
        uit[*sleutel, None] = to_row(groep)
        if sum(deel is not None for deel in sleutel) < 2:
            for maand in {z["dag"].month for z in groep}:
                uit[*sleutel, maand] = to_row([z for z in groep if z["dag"].month == maand])
    return uit


def to_row(groep: list[dict]) -> dict:
    duren = [z["duur"] for z in judged(groep) if z["duur"] is not None]
    alle = [inf if z["duur"] is None else z["duur"] for z in judged(groep)]
    return {
        "gevallen": aantal(groep, OP_TIJD, TE_LAAT), "op_tijd": aantal(groep, OP_TIJD),
        "te_laat": aantal(groep, TE_LAAT), "nog_niet": aantal(groep, NOG_NIET), "ontbreekt": aantal(groep, ONTBREEKT),
        "mediaan": quantile(duren, 0.5), "p90": quantile(duren, 0.9),
        "gemiddelde": sum(duren) / len(duren) if duren else None,
        "mediaan_alle": quantile(alle, 0.5), "p90_alle": quantile(alle, 0.9), "clienten": clienten(groep),
    }  # fmt: skip


def verdeling(zaken: list[dict]) -> dict[tuple, dict]:
    """{(wet or None, day 0 … 61): row} of the days that have a case; 61 = more than 60."""
    uit = {}
    for wet in {None, *(z["wet"] for z in zaken)}:
        groep = [z for z in judged(zaken) if wet in (None, z["wet"])]
        for dag in {min(61, z["duur"]) for z in groep if z["duur"] is not None}:
            deze = [z for z in groep if z["duur"] is not None and min(61, z["duur"]) == dag]
            uit[wet, dag] = {"aantal": len(deze), "van": len(groep), "clienten": clienten(deze)}
    return uit


def mensen(zaken: list[dict], alleen_gemeente: bool = False) -> dict[tuple, dict]:
    """{(wet, aanbieder, gemeente): row}: people behind each basis row of uitkomsten."""
    groepen = scopes(zaken, alleen_gemeente)
    return {s: {"clienten": clienten(groep)} for s, groep in groepen.items() if judged(groep) or s == GEEN}


def kalender(zaken: list[dict]) -> dict[tuple, dict]:
    """{("dag", last day on time): row}, and the same per week under ("week", its Monday)."""
    uit = {}
    for per in ("dag", "week"):
        for dag in {first_day(z, per) for z in judged(zaken)}:
            deze = [z for z in judged(zaken) if first_day(z, per) == dag]
            uit[per, dag] = {"gevallen": len(deze), "te_laat": aantal(deze, TE_LAAT), "clienten": clienten(deze)}
    return uit


def first_day(z: dict, per: str) -> date:
    return z["uiterlijk"] - timedelta(days=z["uiterlijk"].weekday() if per == "week" else 0)


def wachtcurve(zaken: list[dict], K: date) -> dict[tuple, dict]:
    """{(wet or None, 0, 7 … 182): row}: Kaplan–Meier over all cases of A1, by its definition."""
    uit = {}
    for wet in {None, *(z["wet"] for z in zaken)}:
        tijden = [follow(z, K) for z in zaken if wet in (None, z["wet"])]
        for dag in range(0, 183, 7):
            s, som, laatste = 1.0, 0.0, max((t for t, _ in tijden), default=0)
            for tijd in sorted({t for t, begon in tijden if begon and t <= dag}):
                r, d = sum(t >= tijd for t, _ in tijden), sum(t == tijd and begon for t, begon in tijden)
                s *= 1 - d / r
                som += d / (r * (r - d)) if r > d else 0
            bekend = dag <= laatste or s == 0
            onder = boven = None
            if bekend and 0 < s < 1:
                macht = exp(Z * sqrt(som) / -log(s))
                onder, boven = s**macht, s ** (1 / macht)
            uit[wet, dag] = {
                "in_wacht": sum(t >= dag for t, _ in tijden),
                "gestart": sum(dag <= t < dag + 7 and begon for t, begon in tijden),
                "gecensureerd": sum(dag <= t < dag + 7 and not begon for t, begon in tijden),
                "s": s if bekend and tijden else None, "onder": onder, "boven": boven,
            }  # fmt: skip
    return uit


def follow(z: dict, K: date) -> tuple[int, bool]:
    """(days waited, whether it began then); who has not begun at K was seen until K or the Einddatum."""
    if z["start"] and z["start"] <= K:
        return z["duur"], True
    return max(0, (min(K, z["einddatum"] or K) - z["van"]).days), False


def mediaan_curve(zaken: list[dict], K: date) -> int | None:
    """The first day on which at most half still waits, by the curve; None when it does not come that low."""
    tijden = [follow(z, K) for z in zaken]
    s = 1.0
    for tijd in sorted({t for t, begon in tijden if begon}):
        r, d = sum(t >= tijd for t, _ in tijden), sum(t == tijd and begon for t, begon in tijden)
        s *= 1 - d / r
        if s <= 0.5 + 1e-12:
            return tijd
    return None
