"""The numbers of one outcome row as table cells and as words; a hidden row has words in place of its value."""

import tomllib
from functools import cache
from pathlib import Path

import pandas as pd

from normwijzer.rapport import opmaak
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.tabel import Cel, Kolom

CIJFERS = (
    Kolom("Waarde", "waarde"),
    Kolom("Teller", "waarde"),
    Kolom("Noemer", "waarde"),
    Kolom("95 %-interval", "bereik"),
    Kolom("Status"),
)
"""Columns of `cijfers`."""

UNIEK = (
    "Een cliënt telt per perceel en per aanbieder één keer. Wie bij meer aanbieders of in meer percelen "
    "ondersteuning had, telt bij elk daarvan mee; de aantallen tellen daarom niet op tot het totaal."
)
"""What a reader must know about unique clients, for a family with percelen."""

VERSCHILT = (
    "Of de soorten optellen tot de hele regio, verschilt per KPI: jeugdigen niet, etmalen en perioden wel. Bij elke "
    "KPI staat wat er is geteld."
)
"""The same for a table with KPI's that count different things."""


PER_WET = (
    "Geteld zijn gevallen, zoals toewijzingen of declaratieregels, en geen cliënten. Elk geval hoort bij één wet: de "
    "wetten zijn samen het totaal, als geen rij te klein is om te tonen."
)
"""The same for a family that covers both laws."""


def cijfers(rij) -> tuple:
    """Value, teller, noemer, interval and status of one outcome row, in the order of CIJFERS."""
    eenheid = eenheid_van(rij.maat)
    if rij.te_klein:
        return rij.tekst, "", "", "", rij.status
    teller = (
        _of_leeg(rij.teller, eenheid.teller)
        if eenheid.naam not in ("fractie", "bevolkingsdeel")
        else Cel(rij.teller, "aantal")
    )
    noemer = "" if eenheid.geteld else Cel(rij.noemer, "aantal")
    return eenheid.cel(rij.waarde), teller, noemer, interval(rij), _status(rij)


def waarde(rij):
    """The value of one outcome row as one cell."""
    return rij.tekst if rij.te_klein else eenheid_van(rij.maat).cel(rij.waarde)


def interval(rij) -> str:
    """95 % interval of an outcome row; empty text when there is none."""
    return eenheid_van(rij.maat).bereik(rij.onder, rij.boven)


def heeft_clienten(rij) -> bool:
    """Whether anybody is in the noemer (or is counted); a hidden small group has somebody."""
    omvang = rij.waarde if eenheid_van(rij.maat).geteld else rij.noemer
    return bool(rij.te_klein) or (not pd.isna(omvang) and omvang > 0)


def hoe_geteld(rapport: Rapport, kpi: str) -> str:
    """What the rows of a KPI count, and whether soorten and aanbieders add up to the whole."""
    if rapport.groep == "perceel":
        return UNIEK
    return _woorden()["telt"][_geteld(rapport, kpi)["telt"]]


def anders_geteld(rapport: Rapport, kpi: str) -> str:
    """Why the number differs from one that looks the same elsewhere in the report; empty when none does."""
    return _geteld(rapport, kpi).get("anders", "")


def met_telwoord(rapport: Rapport, kpi: str, getal) -> str:
    """A value of the KPI with what it counts or its unit: 420 jeugdigen; 31,4 %; 14,2 maanden."""
    eenheid = eenheid_van(rapport.maat(kpi))
    woorden = _geteld(rapport, kpi).get("teller")
    if eenheid.geteld and woorden and not pd.isna(getal):
        return _met_getal(getal, woorden, eenheid.soort)
    return eenheid.tekst(getal)


def noemer_tekst(rapport: Rapport, kpi: str, noemer) -> str:
    """A noemer with what it counts: 22 cliënten."""
    return _met_getal(noemer, _geteld(rapport, kpi).get("noemer", ("cliënt", "cliënten")), "aantal")


def grenzen_tekst(rij) -> str:
    """Between what the value of a provisional row can still come out; empty text when that cannot be told."""
    return "" if jaar_loopt(rij) else _grenzen(rij)


def jaar_loopt(rij) -> bool:
    """Whether the year of an outcome row was not over on its day of knowledge."""
    return pd.Timestamp(rij.bekend_op) < pd.Timestamp(int(rij.jaar), 12, 31)


def zin(rapport: Rapport, rij) -> tuple[str, str]:
    """One outcome row in words: the value of its perceel or soort, and what belongs to it."""
    kop, rest = zin_waarde(rapport, rij)
    return f"{rapport.naam_groep(rij.groep)}: {kop}", rest


def zin_waarde(rapport: Rapport, rij) -> tuple[str, str]:
    """The value in words without the name of its group, and what it was counted from.

    The value ends with a full stop when nothing between brackets follows.
    """
    if rij.te_klein:
        return f"{rij.tekst}.", ""
    if pd.isna(rij.waarde):
        return opmaak.NIET_BEKEND, f"Er zijn geen {_niemand(rapport, rij.kpi)} om over te rekenen."
    ruimte = interval(rij)
    delen = [_waarvan(rapport, rij), f"95 %-interval {ruimte}" if ruimte else ""]
    tussen = "; ".join(deel for deel in delen if deel)
    waarde = met_telwoord(rapport, rij.kpi, rij.waarde)
    return (waarde, f"({tussen}). {_slot(rij)}") if tussen else (f"{waarde}.", _slot(rij))


def _of_leeg(getal, soort: str):
    return "" if pd.isna(getal) else Cel(getal, soort)


def _waarvan(rapport: Rapport, rij) -> str:
    """132 van 420 cliënten; 1.701,3 maanden in 120 afgesloten perioden; over 120 afgesloten perioden."""
    eenheid = eenheid_van(rij.maat)
    if eenheid.geteld:
        return ""
    geteld = _geteld(rapport, rij.kpi)
    van = noemer_tekst(rapport, rij.kpi, rij.noemer)
    verband = geteld.get("verband", "van")
    if pd.isna(rij.teller):
        return f"{'over' if verband == 'van' else verband} {van}"
    delen = [geteld.get("vooraf", ""), _met_getal(rij.teller, geteld.get("teller"), eenheid.teller), verband, van]
    return " ".join(filter(None, delen))


def _met_getal(getal, woorden, soort: str) -> str:
    tekst = opmaak.getal(getal, 1) if soort == "getal" else opmaak.aantal(getal)
    return f"{tekst} {woorden[0] if tekst == '1' else woorden[1]}" if woorden else tekst


def _niemand(rapport: Rapport, kpi: str) -> str:
    return _geteld(rapport, kpi).get("noemer", ("cliënt", "cliënten"))[1]


def _geteld(rapport: Rapport, kpi: str) -> dict:
    return _woorden().get(rapport.familie, {}).get(kpi, {})


@cache
def _woorden() -> dict[str, dict]:
    return tomllib.loads(Path(__file__).with_name("geteld.toml").read_text(encoding="utf-8"))


def _slot(rij) -> str:
    if rij.status != "voorlopig":
        return "Definitief."
    if jaar_loopt(rij):
        return "Voorlopig: het jaar was nog niet om, dus dit kan nog alle kanten op."
    grenzen = _grenzen(rij)
    return f"Voorlopig: kan nog uitkomen op {grenzen}." if grenzen else "Voorlopig."


def _status(rij) -> str:
    grenzen = _grenzen(rij) if rij.status == "voorlopig" else ""
    return f"voorlopig ({grenzen})" if grenzen else rij.status


def _grenzen(rij) -> str:
    return eenheid_van(rij.maat).bereik(rij.grens_onder, rij.grens_boven)
