"""Why an aanbieder has its verdict, in plain Dutch with its own numbers."""

import math
import tomllib
from functools import cache
from pathlib import Path

import pandas as pd

from normwijzer.normen.gevolgen import ALFA
from normwijzer.normen.oordeel import BINNEN, ONDER, VOLDOET, VOORLOPIG, oordeel
from normwijzer.normen.richting import hoger_is_beter
from normwijzer.rapport import opmaak
from normwijzer.rapport.cijfers import grenzen_tekst, jaar_loopt, noemer_tekst
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeel import norm_tekst
from normwijzer.rapport.oordeelwoorden import oordeelwoord

_NOEMERS = {10: 2, 100: 2, 1000: 1}
"""Sizes to speak of a chance in, with the fewest times that say enough."""

_GRENS_WOORD = 0.95
_REST = 1e-9


def zin_oordeel(rapport: Rapport, rij) -> str:
    """What happened, the norm, and what the difference says; empty text for a row that was not compared or waits.

    Whether a difference can be chance follows from `kans` (exact, at the norm) and not from the verdict: a fixed
    bandwidth says nothing about chance.
    """
    if rij.oordeel == VOORLOPIG:
        return f"{_feit(rapport, rij)} {_wacht(rapport, rij)}"
    waarom = _WAAROM.get(rij.oordeel)
    return f"{_feit(rapport, rij)} {waarom(rapport, rij)}" if waarom else ""


def heeft_zin(rij) -> bool:
    """Whether a row calls for an explanation: it does not meet the norm, or has to wait."""
    return rij.oordeel in (BINNEN, ONDER, VOORLOPIG) and not pd.isna(rij.waarde)


def gesprek(familie: str) -> str:
    """What the verdicts of a family are for."""
    return teksten()["gesprek"].get(familie, "")


def norm_in_zin(norm: float, richting: str) -> str:
    """minstens 18 %, or hoogstens where lower is better."""
    return f"{'minstens' if hoger_is_beter(richting) else 'hoogstens'} {norm_tekst(norm)}"


def kans_in_woorden(kans: float) -> str:
    """A chance per year as a number of years, whole and half up: in 3 van de 10 jaren, in 12 van de 100 jaren.

    The first size that gives 2 or more. A chance of 0.95 or more reads "in bijna elk jaar", one below 1 in 2.000
    "in minder dan 1 van de 1.000 jaren"; a chance that the shared edition rounds to 0 "in minder dan 1 van de 100".
    """
    if kans == 0:  # rounded to whole percent
        return "in minder dan 1 van de 100 jaren"
    if kans >= _GRENS_WOORD:
        return "in bijna elk jaar"
    for op, minstens in _NOEMERS.items():
        keer = math.floor(kans * op + 0.5)
        if keer >= minstens:
            if keer % 10 == 0 and op > min(_NOEMERS):  # 10 van de 1.000 is 1 van de 100
                keer, op = keer // 10, op // 10
            return f"in {keer} van de {opmaak.aantal(op)} jaren"
    return f"in minder dan 1 van de {opmaak.aantal(max(_NOEMERS))} jaren"


@cache
def teksten() -> dict[str, dict]:
    """The words of oordeelteksten.toml."""
    return tomllib.loads(Path(__file__).with_name("oordeelteksten.toml").read_text(encoding="utf-8"))


def _feit(rapport: Rapport, rij) -> str:
    """Van 22 cliënten vielen er 5 uit (22,7 %). De norm is hoogstens 18 %."""
    van, teller = _hoeveel(rapport, rij), opmaak.aantal(rij.teller)
    if rapport.editie != "intern":
        teller = f"ongeveer {teller}"
    waarde = opmaak.procent(rij.waarde)
    vormen = teksten()["gebeurt"].get(rapport.familie, {}).get(rij.kpi)
    if vormen:
        feit = f"Van {van} {vormen[teller != '1'].format(teller)} ({waarde})."
    else:
        feit = f"Het gaat om {teller} van {van} ({waarde})."
    return f"{feit} De norm is {norm_in_zin(rij.norm, rapport.definities[rij.kpi].richting)}."


def _hoeveel(rapport: Rapport, rij) -> str:
    """22 cliënten; in the shared edition ongeveer 20 cliënten."""
    ongeveer = "" if rapport.editie == "intern" else "ongeveer "
    return ongeveer + noemer_tekst(rapport, rij.kpi, rij.noemer)


def _zoals_nu(rapport: Rapport, rij):
    """A provisional row with the verdict it would have if its value stayed."""
    besluit = rapport.norm(rij.kpi, getattr(rij, rapport.groep))
    richting = rapport.definities[rij.kpi].richting
    nu = oordeel([rij.teller], [rij.noemer], "definitief", besluit.norm, besluit.bandbreedte, richting).iloc[0]
    return rij._replace(oordeel=nu["oordeel"], ver=bool(nu["ver"]), kans=float(nu["kans"]))


def _woord(rapport: Rapport, rij) -> str:
    richting = rapport.definities[rij.kpi].richting
    return oordeelwoord(rij.oordeel, ver=rij.ver, richting=richting).woord


def _voldoet(rapport: Rapport, rij) -> str:
    return "De norm is gehaald."


def _wacht(rapport: Rapport, rij) -> str:
    """Why there is no verdict yet and, when the year is over, what it becomes if nothing changes any more."""
    if jaar_loopt(rij):
        return f"{rij.jaar} was nog niet om: daarom is er nog geen oordeel."
    grenzen = grenzen_tekst(rij) if _kan_veranderen(rij) else ""
    kan = f" en kan nog uitkomen op {grenzen}" if grenzen else ""
    waarom_niet = f"De uitkomst is voorlopig{kan}: daarom is er nog geen oordeel."
    if rapport.editie != "intern":  # from rounded counts it could come out differently
        return waarom_niet
    nu = _zoals_nu(rapport, rij)
    als = "is de norm gehaald" if nu.oordeel == VOLDOET else f"wordt het: {_woord(rapport, nu)}"
    waarom = "" if nu.oordeel == VOLDOET else f" {_WAAROM[nu.oordeel](rapport, nu)}"
    return f"{waarom_niet} Blijft het hierbij, dan {als}.{waarom}"


def _kan_veranderen(rij) -> bool:
    return not pd.isna(rij.grens_onder) and not pd.isna(rij.grens_boven) and rij.grens_onder < rij.grens_boven


def _binnen(rapport: Rapport, rij) -> str:
    if rij.kans < ALFA:
        return (
            f"{_bandbreedte(rij)}, dus dit valt erbinnen. Toch is toeval hier geen goede verklaring: {_wie(rij)} "
            f"precies op de norm presteert, komt maar {_hoe_vaak(rapport, rij)} uit."
        )
    return f"Bij {_hoeveel(rapport, rij)} kan dat toeval zijn: {_ook(rapport, rij)}. {_bandbreedte(rij)}."


def _onder(rapport: Rapport, rij) -> str:
    if rij.kans < ALFA:
        toeval = (
            f"{_wie(rij).capitalize()} precies op de norm presteert, komt maar {_hoe_vaak(rapport, rij)} uit: toeval "
            "verklaart dit niet goed."
        )
    else:
        toeval = f"Toch kan het bij {_hoeveel(rapport, rij)} toeval zijn: {_ook(rapport, rij)}."
    ver = f" Ook de tweede grens ({opmaak.procent(rij.grens_ver)}) is gepasseerd." if rij.ver else ""
    return f"{_bandbreedte(rij)} en is gepasseerd. {toeval}{ver}"


def _bandbreedte(rij) -> str:
    if min(rij.grens, 1 - rij.grens) <= _REST:
        return "Bij dit aantal is de bandbreedte zo ruim dat geen enkele waarde erbuiten valt"
    return f"De bandbreedte loopt bij dit aantal tot {opmaak.procent(rij.grens)}"


def _ook(rapport: Rapport, rij) -> str:
    return f"ook {_wie(rij)} precies op de norm presteert, komt {_hoe_vaak(rapport, rij)} uit"


def _wie(rij) -> str:
    return "een aanbieder die" if rij.aanbieder else "wie"


def _hoe_vaak(rapport: Rapport, rij) -> str:
    zo = "zo laag of lager" if hoger_is_beter(rapport.definities[rij.kpi].richting) else "zo hoog of hoger"
    return f"{kans_in_woorden(float(rij.kans))} {zo}"


_WAAROM = {VOLDOET: _voldoet, BINNEN: _binnen, ONDER: _onder}
"""Verdict -> what explains it."""
