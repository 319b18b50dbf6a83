"""The numbers of one outcome row as table cells and as words; a small group gets words, never numbers."""

import pandas as pd

from normwijzer.privacy import KLEINSTE_GROEP, TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import naam_perceel
from normwijzer.rapport.tabel import Kolom

CIJFERS = (
    Kolom("Waarde", "procent"),
    Kolom("Teller", "aantal"),
    Kolom("Noemer", "aantal"),
    Kolom("95 %-interval", "bereik"),
    Kolom("Status"),
)
"""Columns of `cijfers`."""

UNIEK = (
    "Een cliënt telt per perceel en per aanbieder één keer. Wie bij meer aanbieders of in meer percelen "
    "ondersteuning had, telt bij elk daarvan mee; de aantallen tellen daarom niet op tot het totaal."
)


def cijfers(rij) -> tuple:
    """Value, teller, noemer, interval and status of one outcome row, in the order of CIJFERS."""
    if rij.te_klein:
        return TE_KLEIN, "", f"<{KLEINSTE_GROEP}", "", rij.status
    return rij.waarde, rij.teller, rij.noemer, interval(rij), _status(rij)


def interval(rij) -> str:
    """95 % interval of an outcome row; empty text when there is none."""
    return opmaak.bereik(rij.onder, rij.boven)


def heeft_clienten(rij) -> bool:
    """Whether anybody is in the noemer; a hidden small group has somebody."""
    return bool(rij.te_klein) or (not pd.isna(rij.noemer) and rij.noemer > 0)


def zin(rij) -> tuple[str, str]:
    """One outcome row in words: the value, and what belongs to it."""
    perceel = naam_perceel(rij.perceel)
    if rij.te_klein:
        return f"{perceel}: {TE_KLEIN}", ""
    if pd.isna(rij.waarde):
        return f"{perceel}: {opmaak.NIET_BEKEND}", "Er zijn geen cliënten om over te rekenen."
    ruimte = interval(rij)
    tussen = f"; 95 %-interval {ruimte}" if ruimte else ""
    van = opmaak.meervoud(int(rij.noemer), "cliënt", "cliënten")
    return f"{perceel}: {opmaak.procent(rij.waarde)}", f"({opmaak.aantal(rij.teller)} van {van}{tussen}). {_slot(rij)}"


def _slot(rij) -> str:
    if rij.status != "voorlopig":
        return "Definitief."
    if pd.Timestamp(rij.bekend_op) < pd.Timestamp(int(rij.jaar), 12, 31):
        return "Voorlopig: het jaar was nog niet om, dus dit kan nog alle kanten op."
    grenzen = opmaak.bereik(rij.grens_onder, rij.grens_boven)
    return f"Voorlopig: kan nog uitkomen op {grenzen}." if grenzen else "Voorlopig."


def _status(rij) -> str:
    grenzen = opmaak.bereik(rij.grens_onder, rij.grens_boven) if rij.status == "voorlopig" else ""
    return f"voorlopig ({grenzen})" if grenzen else rij.status
