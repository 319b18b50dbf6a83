"""The slow twin of the norm part: written from the specification alone, one aanbieder at a time, exact where it can be.

Counts are Python integers, norms and fixed bandwidths fractions (a norm of 0.29 is 29/100), binomial chances sums of
whole numbers. Only what has a root in it (the closed funnel limit, tau2, Wilson) is a float. "Hoger" is worked out;
lower is better is its mirror image: count the others against the other share. Judge in tests only.
"""

import math
from collections import Counter
from fractions import Fraction
from functools import cache
from statistics import NormalDist

HOGER, LAGER = "hoger_is_beter", "lager_is_beter"
KLEINSTE = 10
KANS, KANS_VER = Fraction(5, 100), Fraction(1, 1000)
# Families with norms: KPI -> (better, percelen; none in Jeugd), only of KPI's whose source leaves or sets a number.
DRAAGT_NORM = {
    ("wmo", "doelrealisatie_uitstroom"): (HOGER, "12"),
    ("wmo", "doelrealisatie_afschaling"): (HOGER, "3"),
    ("wmo", "uitval"): (LAGER, "12346"),
    ("jeugd_transformatie", "verblijf_korter_dan_9_maanden"): (HOGER, ""),
    ("jeugd_transformatie", "eigen_gemeente"): (HOGER, ""),
}
KLASSEN = ((10, 24), (25, 49), (50, 99), (100, 199), (200, None))


def breuk(getal) -> Fraction:
    """The decimal number as people write it."""
    return getal if isinstance(getal, Fraction) else Fraction(str(float(getal)))


def spiegel(y: int, n: int, deel, richting: str):
    """(count, share) as if higher were better."""
    return (y, deel) if richting == HOGER else (n - y, 1 - deel)


@cache
def gewichten(n: int, theta: Fraction) -> tuple[tuple[int, ...], int]:
    """C(n, j) a^j (b - a)^(n - j) for j = 0 … n and their sum b^n, with theta = a/b."""
    a, b = theta.numerator, theta.denominator
    return tuple(math.comb(n, j) * a**j * (b - a) ** (n - j) for j in range(n + 1)), b**n


def kans_op(tellers, n: int, theta: Fraction) -> Fraction:
    delen, geheel = gewichten(n, theta)
    return Fraction(sum(delen[j] for j in tellers), geheel)


def p_waarde(y: int, n: int, norm, richting: str) -> Fraction:
    """Chance of a count at least this bad when the true share is the norm."""
    norm = breuk(norm)
    return kans_op(range(y + 1) if richting == HOGER else range(y, n + 1), n, norm)


def _trechter_hoger(norm: Fraction, n: int, kans: Fraction, tau2: float):
    """Lower limit by chance alone, widened for tau2; exact below 50 and where n p (1 - p) < 5."""
    if norm in (0, 1):
        return norm
    if n < 50 or n * norm * (1 - norm) < 5:
        som, r, delen, geheel = 0, -1, *gewichten(n, norm)
        while som < kans * geheel:
            r += 1
            som += delen[r]
        toeval = (r - (som - kans * geheel) / delen[r]) / n
    else:
        toeval = float(norm) + NormalDist().inv_cdf(float(kans)) * math.sqrt(norm * (1 - norm) / n)
    if tau2 > 0:
        toeval = float(norm) + math.sqrt(1 + tau2 * n / float(norm * (1 - norm))) * (float(toeval) - float(norm))
    return max(toeval, 0)


def trechtergrens(norm, n: int, richting: str, kans: Fraction = KANS, tau2: float = 0.0):
    norm = breuk(norm)
    if richting == LAGER:
        return 1 - _trechter_hoger(1 - norm, n, kans, tau2)
    return _trechter_hoger(norm, n, kans, tau2)


def klassebreedten(norm) -> list[tuple[int, int | None, Fraction]]:
    """Class from, up to and including (None = open), width in whole percentage points at the smallest of the class."""
    norm = breuk(norm)
    return [
        (van, tot, Fraction(math.floor(100 * 1.645 * math.sqrt(norm * (1 - norm) / van) + 0.5), 100))
        for van, tot in KLASSEN
    ]


def grens(methode: str, norm, n: int, richting: str, *, breedte=None, tau2: float = 0.0):
    """Limit of the conversation at n; None below 10. A fraction where it is exact."""
    if n < KLEINSTE:
        return None
    if methode == "trechter":
        return trechtergrens(norm, n, richting, KANS, tau2)
    if methode == "klassen":
        breedte = next(b for van, tot, b in klassebreedten(norm) if n >= van and (tot is None or n <= tot))
    limiet = breuk(norm) - breuk(breedte) if richting == HOGER else breuk(norm) + breuk(breedte)
    return min(max(limiet, Fraction(0)), Fraction(1))


def grens_ver(norm, n: int, richting: str):
    return None if n < KLEINSTE else trechtergrens(norm, n, richting, KANS_VER)


def slechter(y: int, n: int, dan, richting: str) -> bool:
    """Strictly worse than a share."""
    return Fraction(y, n) < dan if richting == HOGER else Fraction(y, n) > dan


def oordeel(y: int, n: int, status: str, norm, methode: str, richting: str, *, breedte=None, tau2: float = 0.0) -> dict:
    """One row: oordeel, ver, grens, grens_ver, kans (None = nothing to say)."""
    leeg = {"grens": None, "grens_ver": None, "kans": None, "ver": False}
    if norm is None:
        return {"oordeel": "geen norm", **leeg}
    if n < KLEINSTE:
        return {"oordeel": "te klein", **leeg}
    lijn = grens(methode, norm, n, richting, breedte=breedte, tau2=tau2)
    verre = grens_ver(norm, n, richting)
    uit = {"grens": lijn, "grens_ver": verre, "kans": None, "ver": False}
    if status == "voorlopig":
        return {**uit, "oordeel": "voorlopig"}
    uit["kans"] = p_waarde(y, n, norm, richting)
    if not slechter(y, n, breuk(norm), richting):
        return {**uit, "oordeel": "voldoet"}
    if not slechter(y, n, lijn, richting):
        return {**uit, "oordeel": "binnen bandbreedte"}
    return {**uit, "oordeel": "onder bandbreedte", "ver": slechter(y, n, verre, richting)}


def vals_alarm(n: int, norm, limiet, richting: str) -> Fraction:
    """Chance that an aanbieder exactly at the norm is strictly worse than the limit."""
    gevallen = Fraction(limiet) * n
    fout = range(math.ceil(gevallen)) if richting == HOGER else range(math.floor(gevallen) + 1, n + 1)
    return kans_op(fout, n, breuk(norm))


def wilson(y: int, n: int) -> tuple[float, float]:
    """The two shares whose score test against y/n is exactly at 95 %: the roots of (p - t)² n = z² t (1 - t)."""
    z2 = NormalDist().inv_cdf(0.975) ** 2
    a, b, c = n + z2, -(2 * y + z2), y * y / n
    wortel = math.sqrt(max(b * b - 4 * a * c, 0))
    onder, boven = (-b - wortel) / (2 * a), (-b + wortel) / (2 * a)
    return (0.0 if y == 0 else onder), (1.0 if y == n else boven)


def newcombe(y: int, n: int, y_b: int, n_b: int) -> tuple[float, float, float]:
    """First minus second, with the hybrid score interval."""
    (onder, boven), (onder_b, boven_b), p, p_b = wilson(y, n), wilson(y_b, n_b), y / n, y_b / n_b
    verschil = p - p_b
    return (
        verschil,
        verschil - math.sqrt((p - onder) ** 2 + (boven_b - p_b) ** 2),
        verschil + math.sqrt((boven - p) ** 2 + (p_b - onder_b) ** 2),
    )


def kandidaten(tellingen, richting: str, expert=None, *, met_n8: bool = True) -> list[tuple[str, str, float | None]]:
    """(id, q as text, unrounded norm or None) for N1 … N8; expert: N7, when given; tellingen = (y, n) per aanbieder."""
    gevallen = [(y, n) for y, n in tellingen if n > 0]
    if richting == LAGER:
        anders = None if expert is None else 1 - breuk(expert)
        gespiegeld = kandidaten([(n - y, n) for y, n in gevallen], HOGER, anders, met_n8=met_n8)
        return [(naam, q, None if norm is None else 1 - norm) for naam, q, norm in gespiegeld]
    groot = sorted(Fraction(y, n) for y, n in gevallen if n >= KLEINSTE)
    kwarten = [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)]
    uit = [("N1", "", gepoold(gevallen)), ("N2", "", sum(groot) / len(groot) if groot else None)]
    uit += [("N3", str(float(q)), kwantiel7(groot, q)) for q in kwarten]
    uit += [("N4", str(float(q)), gewogen_kwantiel(gevallen, q)) for q in kwarten]
    uit += [("N5", "", beste(gevallen, Fraction(1, 4), lambda y, n: Fraction(y, n)))]
    uit += [("N6", "", beste(gevallen, Fraction(1, 10), lambda y, n: Fraction(y + 1, n + 2)))]
    uit += [] if expert is None else [("N7", "", breuk(expert))]
    return [*uit, ("N8", "", betabinomiaal(gevallen)[0] if gevallen else None)] if met_n8 else uit


def gepoold(gevallen):
    noemer = sum(n for _, n in gevallen)
    return Fraction(sum(y for y, _ in gevallen), noemer) if noemer else None


def kwantiel7(waarden, q: Fraction):
    """Type 7: position (k - 1) q in the sorted values, straight line in between."""
    if not waarden:
        return None
    plek = (len(waarden) - 1) * q
    links = math.floor(plek)
    rechts = min(links + 1, len(waarden) - 1)
    return waarden[links] + (plek - links) * (waarden[rechts] - waarden[links])


def gewogen_kwantiel(gevallen, q: Fraction):
    """Smallest share that covers q of the clients when read from the worst aanbieder on."""
    if not gevallen:
        return None
    delen = sorted({Fraction(y, n) for y, n in gevallen})
    clienten = sum(n for _, n in gevallen)
    return next(p for p in delen if sum(n for y, n in gevallen if Fraction(y, n) <= p) >= q * clienten)


def beste(gevallen, deel: Fraction, rang):
    """Pooled share of the best aanbieders that together have at least this part of the clients; ties all join."""
    clienten = sum(n for _, n in gevallen)
    for laagste in sorted({rang(y, n) for y, n in gevallen}, reverse=True):
        mee = [(y, n) for y, n in gevallen if rang(y, n) >= laagste]
        if sum(n for _, n in mee) >= deel * clienten:
            return gepoold(mee)
    return None


def aannemelijkheid(keren: list[Counter], mu: float, m: float) -> float:
    """Log likelihood of a beta-binomial with mean mu and alpha + beta = m, without the binomial coefficients.

    keren: how often each teller, each noemer - teller and each noemer occurs.
    """

    def som(keer: Counter, a: float) -> float:
        return sum(hoe_vaak * (math.lgamma(a + x) - math.lgamma(a)) for x, hoe_vaak in keer.items())

    wel, niet, samen = keren
    return som(wel, mu * m) + som(niet, (1 - mu) * m) - som(samen, m)


def betabinomiaal(gevallen) -> tuple[float, float | None, float]:
    """As `_betabinomiaal`, which looks long, once per set of counts."""
    return _betabinomiaal(tuple(sorted(gevallen)))


@cache
def _betabinomiaal(gevallen) -> tuple[float, float | None, float]:
    """(mean, alpha + beta or None when differences are not beyond chance, p-value of the likelihood ratio).

    The maximum comes from a dense grid over logit(mean) and log(alpha + beta) that keeps shrinking around its best.
    """
    p = gepoold(gevallen)
    if p in (0, 1) or len(gevallen) == 1 or max(n for _, n in gevallen) == 1:
        return float(p), None, 1.0
    midden, straal = [math.log(p / (1 - p)), math.log(100)], [3.0, 9.2]
    top, keren = -math.inf, [Counter(y for y, _ in gevallen), Counter(n - y for y, n in gevallen)]
    keren.append(Counter(n for _, n in gevallen))
    for stap in (15, *[4] * 12):
        for i in range(-stap, stap + 1):
            for j in range(-stap, stap + 1):
                x = [midden[0] + straal[0] * i / stap, midden[1] + straal[1] * j / stap]
                hoogte = aannemelijkheid(keren, 1 / (1 + math.exp(-x[0])), math.exp(x[1]))
                if hoogte > top:
                    top, plek = hoogte, x
        midden, straal = plek, [straal[0] / 3, straal[1] / 3]
    ruw = sum((y * math.log(p) if y else 0) + ((n - y) * math.log(1 - p) if n > y else 0) for y, n in gevallen)
    kans = math.erfc(math.sqrt(max(top - ruw, 0))) / 2 if top - ruw > 1e-6 else 1.0
    if kans > 0.10:
        return float(p), None, kans
    return 1 / (1 + math.exp(-midden[0])), math.exp(midden[1]), kans


def tau2_trechter(tellingen) -> float:
    """Additive variance between aanbieders from z-scores around their own mean, the outer tenths on either side pulled
    in; only when the likelihood ratio says that they differ beyond chance."""
    gevallen = [(y, n) for y, n in tellingen if n > 0]
    if not gevallen or betabinomiaal(gevallen)[1] is None:
        return 0.0
    p = gepoold(gevallen)
    fouten = [math.sqrt(p * (1 - p) / n) for _, n in gevallen]
    z = sorted((y / n - p) / s for (y, n), s in zip(gevallen, fouten, strict=True))
    laag, hoog = (kwantiel7(z, Fraction(q, 10)) for q in (1, 9))
    som = sum(min(max(x, laag), hoog) ** 2 for x in z)
    w = [1 / s**2 for s in fouten]
    return max(0.0, (som - (len(z) - 1)) / (sum(w) - sum(x * x for x in w) / sum(w))) if len(z) > 1 else 0.0


def beta_onder(x: float, a: float, b: float) -> float:
    """P(Beta(a, b) < x): x^a (1 - x)^b / (a B(a, b)) times 1 + (a+b)/(a+1) x + …, all terms positive."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > a / (a + b):
        return 1 - beta_onder(1 - x, b, a)
    kop = a * math.log(x) + b * math.log(1 - x) - math.lgamma(a) - math.lgamma(b) + math.lgamma(a + b) - math.log(a)
    som, term, j = 0.0, 1.0, 0
    while term > 1e-17 * som:
        som, j = som + term, j + 1
        term *= x * (a + b + j - 1) / (a + j)
    return math.exp(kop) * som


def benjamini_hochberg(p: list[float | None]) -> list[float | None]:
    """Of each p-value the smallest m p / rank among those at least as high (rank = how many are at most that)."""
    bekend = [x for x in p if x is not None]

    def aangepast(x: float) -> float:
        return min(min(1.0, len(bekend) * z / sum(w <= z for w in bekend)) for z in bekend if z >= x)

    return [None if x is None else aangepast(x) for x in p]


def mag_norm(onderwerp: tuple, jaar: int) -> bool:
    """A KPI with a norm, in one of its percelen; perceel 6 not in the pilot."""
    familie, kpi, perceel, soort = onderwerp
    if (familie, kpi) not in DRAAGT_NORM or (perceel == "6" and jaar in (2027, 2028)):
        return False
    percelen = DRAAGT_NORM[familie, kpi][1]
    return (perceel != "" and perceel in percelen and soort == "") if percelen else perceel == ""


def geldend(besluiten: list[dict], onderwerp: tuple, jaar: int) -> int | None:
    """Index of the decision in force: of those that count by then the highest normjaar, of those the last recorded.

    A decision never judges its own normjaar (or one before it).
    """
    beste_jaar, gekozen = -math.inf, None
    for i, besluit in enumerate(besluiten):
        if besluit["onderwerp"] != onderwerp or besluit["geldt_vanaf"] > jaar or besluit["jaar"] >= jaar:
            continue
        if besluit["jaar"] >= beste_jaar:
            beste_jaar, gekozen = besluit["jaar"], i
    return gekozen


def rij(gegeven: dict, besluiten: list[dict]) -> dict:
    """What `beoordeel` says of one outcome row."""
    leeg = {"norm": None, "normjaar": None, "datum": None, "grens": None, "grens_ver": None, "kans": None, "ver": False}
    zonder = gegeven["familie"] == "administratief_proces" or gegeven["eenheid"] != "fractie"
    if zonder or gegeven["variant"] != "basis" or gegeven["gemeente"]:
        return {"oordeel": "", **leeg}
    onderwerp = (gegeven["familie"], gegeven["kpi"], gegeven["perceel"], gegeven["soort"])
    i = geldend(besluiten, onderwerp, gegeven["jaar"])
    if i is None or not mag_norm(onderwerp, gegeven["jaar"]):
        return {"oordeel": "geen norm", **leeg}
    if gegeven["te_klein"]:
        return {"oordeel": "te klein", **leeg}
    besluit = besluiten[i]
    uit = oordeel(
        gegeven["teller"], gegeven["noemer"], gegeven["status"], besluit["norm"], besluit["methode"],
        DRAAGT_NORM[onderwerp[:2]][0], breedte=besluit.get("breedte"), tau2=besluit.get("tau2", 0.0),
    )  # fmt: skip
    return {**uit, "norm": besluit["norm"], "normjaar": besluit["jaar"], "datum": besluit["datum"]}
