"""What the slow twin takes as given: percelen, default options, the product table."""

from datetime import date

from kpi.wereld import PRODUCTEN

NOOIT = date.max
SET = {1, 2, 3, 4, 6}
PERCELEN = {
    "doelrealisatie_uitstroom": (1, 2),
    "doelrealisatie_afschaling": (3,),
    "doelrealisatie_ander_perceel": (6,),
    "uitval": (1, 2, 3, 4, 6),
}
BASIS = {
    "opvolg_venster_dagen": 28, "registratielag_dagen": 56, "begeleiding_set": (), "jaar_op": "einddatum",
    "tie_volgorde": ("02", "31", "39", "19", "21", "22", "23", "38", "36", "37"),
    "opvolging_bereik": "alles", "pgb_is_opvolging": True, "uitstroom_alle_producten": True, "noemer_basis": "levering",
    "noemer_uitsluiten": (), "gebruik_reden_wijziging": True, "overstap_uit_noemer": False, "attributie": "laatste",
    "min_blootstelling_dagen": 0, "min_daling": 0.01, "afschaling_meting": "netto", "intensiteit": "uren_equivalent",
    "tbgt_oprekken": "onbepaald", "onbepaald": "in_noemer", "lichter_perceel_telt": False, "vervolg_bereik": "alles",
    "contractjaar_start": "01-01", "direct_dagen": 28, "overlap_dagen": 28, "ook_andere_aanbieder": True,
    "parallel_p6_blokkeert": True, "alleen_voor_einddatum": False, "code23_uitval": True,
    "tijdelijk_wordt_uitstroom_na": None, "bw_vervolg_geen_uitval": False, "zonder_stop": "uitsluiten",
    "meervoudig": "laatste",
}  # fmt: skip


def lees_producten(tekst=PRODUCTEN):
    def dag(t):
        if not t:
            return None
        return date.fromisoformat(t if t[4] == "-" else "-".join(reversed(t.split("-"))))

    rijen = [regel.split(";") for regel in tekst.strip().split("\n")[1:]]
    return [(r[1], r[2], int(r[3]) if r[3] else 0, dag(r[6]), dag(r[7])) for r in rijen if r[0] == "wmo"]
