"""What the slow twin takes as given: soorten, default options per KPI, months, medians, intervals."""

import math
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

NOOIT = date.max
ZWAAR = ("pleegzorg", "gezinshuis", "behandeld_wonen", "crisis", "overig_verblijf")
TOM = ("tom_instroom", "tom_uitstroom")
VERBLIJF = (*ZWAAR, *TOM)
SOORTEN = {"jeugd_transformatie": VERBLIJF, "jeugd_kwaliteit": ()}
AFSLUITING = (
    "maanden_verblijf_gemiddeld", "maanden_verblijf_mediaan", "verblijf_korter_dan_9_maanden",
    "een_verblijfsaanbieder", "aanbieders_per_periode",
)  # fmt: skip
BERICHTEN = {
    "jeugd_transformatie": (
        "jeugdigen_in_verblijf", "verblijf_per_ambulant", "tom_instroom_zonder_uithuisplaatsing", *AFSLUITING,
        "tom_uitstroom_duurzaam", "deeltijdpleegzorg", "etmalen_verblijf", "gezinsgericht", "eerste_keer_verblijf",
    ),
    "jeugd_kwaliteit": ("uitval", "herhaald_beroep"),
}  # fmt: skip
OPGAVE = {
    "jeugd_transformatie": (
        "verblijfsplekken_per_periode", "eigen_gemeente", "netwerkpleegzorg", "samen_met_broers_zussen",
        "verklarende_analyse", "tevredenheid_gemeten", "problematiek_gemeten", "doelen_gemeten",
    ),
    "jeugd_kwaliteit": ("clienttevredenheid", "zonder_hulp_verder", "problemen_verminderd", "doelen_gerealiseerd"),
}  # fmt: skip
OPTELBAAR = {
    "verblijfsplekken_per_periode", "tevredenheid_gemeten", "problematiek_gemeten", "doelen_gemeten",
    "clienttevredenheid", "zonder_hulp_verder", "problemen_verminderd", "doelen_gerealiseerd",
}  # fmt: skip
BASIS = {
    "registratielag_dagen": 56, "tom_als_verblijf": True, "verblijf_soorten": tuple(sorted(ZWAAR)),
    "basis": "levering", "leeftijd": "0-17", "populatie": "1jan", "eenheid": "periode", "datum_bron": "levering",
    "einddatum_inclusief": True, "maand": "30.4375", "gat_maanden": 4, "gat_inclusief": True, "gat_dagen": None,
    "tel_gaten_mee": True, "drempel": "strikt", "onvolledig": "uitsluiten", "terugkijk_maanden": 60,
    "uitstroom_18": "meetellen", "administratief_einde": "uitsluiten", "negeer_contractovergang": False,
    "einde_zonder_stop": "toewijzing", "vorm_toewijzing": "langste", "jaar_op": "einddatum",
    "tom_uitstroom_telt": False, "tom_telt": False, "min_dagen": 14, "gewicht": "jeugdigen", "k1_met_35": False,
    "k32_venster": 12,
}  # fmt: skip
EIGEN = {"tom_instroom_zonder_uithuisplaatsing": {"eenheid": "jeugdige"}}


def plus(d: date, n: int) -> date:
    return NOOIT if d == NOOIT else d + timedelta(days=n)


def add_months(d: date, n: int) -> date:
    """n calendar months later, on the month's last day where it has no such day."""
    jaar, maand = d.year, d.month
    for _ in range(abs(n)):
        maand += 1 if n > 0 else -1
        if maand == 13:
            jaar, maand = jaar + 1, 1
        if maand == 0:
            jaar, maand = jaar - 1, 12
    return date(jaar, maand, min(d.day, monthrange(jaar, maand)[1]))


def kalendermaanden(begin: date, daarna: date) -> Fraction:
    """Whole months from begin and the rest as a share of the month that runs then; `daarna` = day after the last."""
    heel = 0
    while add_months(begin, heel + 1) <= daarna:
        heel += 1
    van, tot = add_months(begin, heel), add_months(begin, heel + 1)
    return heel + Fraction((daarna - van).days, (tot - van).days)


def median(getallen: list) -> Fraction:
    op_rij = sorted(getallen)
    midden = len(op_rij) // 2
    if len(op_rij) % 2:
        return Fraction(op_rij[midden])
    return Fraction(op_rij[midden - 1] + op_rij[midden]) / 2


def wilson(teller, noemer) -> tuple[float, float] | tuple[None, None]:
    """95 %; none without noemer or where the teller is no part of it."""
    if not noemer or noemer < 0 or not 0 <= teller <= noemer:
        return None, None
    z, n, p = 1.959963984540054, float(noemer), float(teller) / float(noemer)
    midden, straal = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (midden - straal) / (1 + z * z / n), (midden + straal) / (1 + z * z / n)


def lees_producten(tekst: str) -> list[tuple]:
    def dag(t):
        if not t:
            return None
        return date.fromisoformat(t if t[4] == "-" else "-".join(reversed(t.split("-"))))

    rijen = [regel.split(";") for regel in tekst.strip().split("\n")[1:]]
    return [(r[1], r[2], r[4], dag(r[6]), dag(r[7])) for r in rijen if r[0] == "jw"]


def soort_van(producten: list[tuple], categorie, code, dag) -> str:
    """Soort of a product on a day: its own row goes before that of the whole categorie; '' when there is none."""
    precies = algemeen = None
    for cat, c, soort, van, tot in producten:
        if cat != categorie or (van and dag < van) or (tot and dag > tot):
            continue
        if c == "":
            algemeen = soort
        elif c == code:
            precies = soort
    return (precies if precies is not None else algemeen) or ""
