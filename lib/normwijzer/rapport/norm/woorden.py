"""Words that every section of the norm report shares; worse is said as such, because for some KPI's worse is higher."""

import tomllib
from functools import cache
from pathlib import Path

import pandas as pd

from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Beeld, Normblad, Normrapport
from normwijzer.rapport.oordeel import norm_tekst
from normwijzer.rapport.oordeelzin import norm_in_zin

BANDEN = {
    "vast5": "vast: 5 procentpunt",
    "vast10": "vast: 10 procentpunt",
    "trechter": "trechter: alleen toeval",
    "trechter_spreiding": "trechter: toeval en bestaande verschillen",
    "klassen": "klassen naar aantal",
}
"""Name of a bandwidth in `verkenning.gevolgen_tabel` -> words."""

BANDKOPPEN = {
    "vast5": "Vast 5 pp", "vast10": "Vast 10 pp", "trechter": "Trechter",
    "trechter_spreiding": "Trechter en verschillen", "klassen": "Klassen",
}  # fmt: skip
"""The same for a narrow column."""

PLAATSEN = {
    "voldoet": "voldoet", "binnen bandbreedte": "binnen de bandbreedte",
    "onder bandbreedte": "slechter dan de bandbreedte", "ver": "ver slechter", "te klein": "te klein",
}  # fmt: skip
"""Key of a verdict -> words that are true whichever way is better, for a legend and for alternative text."""

EIGEN = "eigen"
"""Name in `Normblad.gevolgen` of the bandwidth of the section itself, at its norm."""


def zin_richting(blad: Normblad) -> str:
    """Which way is better, so that nobody reads "slechter" the wrong way round."""
    beter, slechter = ("lager", "hoger") if blad.lager else ("hoger", "lager")
    return f"Bij deze KPI is {beter} beter. Slechter dan de norm betekent hier dus: een {slechter} percentage."


def slechter_is(blad: Normblad) -> str:
    """hoger or lager: which way is worse."""
    return "hoger" if blad.lager else "lager"


def zin_beeld(blad: Normblad) -> str:
    """Which norm the figures of a section use, and what it is worth."""
    beeld = blad.beeld
    if beeld is None:
        return "Er is nog niets om een norm op te baseren."
    getal = norm_in_zin(beeld.norm, blad.richting)
    if beeld.herkomst == "voorstel":
        return (
            f"De figuren gebruiken {getal}: het gewogen gemiddelde in hele procenten. Dat is een rekenvoorbeeld; er is "
            "voor dit onderwerp niets besloten."
        )
    besluit = beeld.besluit
    op = f"vastgesteld op {opmaak.datum(besluit.datum)} met de cijfers van {besluit.jaar}"
    if beeld.herkomst == "besluit":
        return (
            f"De figuren gebruiken {getal}: de norm die is {op}. Hij geldt vanaf {besluit.geldt_vanaf}; "
            f"{besluit.jaar} zelf wordt er niet aan getoetst."
        )
    return f"De figuren gebruiken {getal}: de norm die in dit jaar geldt, {op}."


def kort_beeld(beeld: Beeld) -> str:
    """norm 19 % or voorbeeld 19 %, for a legend."""
    naam = "rekenvoorbeeld" if beeld.herkomst == "voorstel" else "norm"
    return f"{naam} {norm_tekst(beeld.norm)}"


def voor_en_tegen(methode: str, q) -> tuple[str, str]:
    """What speaks for and against a candidate."""
    woorden = _kandidaat(methode)
    return woorden["voor"].format(q=_deel(q)), woorden["tegen"].format(q=_deel(q))


def titel(rapport: Normrapport, blad: Normblad) -> str:
    """Uitval, perceel 1, 2024."""
    return f"{rapport.naam_onderwerp(blad.onderwerp)}, {rapport.jaar}"


def waarde_regio(rij) -> str:
    """The value of the region as text; a small group gets words."""
    return (rij.tekst or TE_KLEIN) if rij.te_klein else opmaak.procent(rij.waarde)


def van(rij) -> str:
    """11 van 59."""
    return "" if rij.te_klein else f"{opmaak.aantal(rij.teller)} van {opmaak.aantal(rij.noemer)}"


def zin_wie(rapport: Normrapport, blad: Normblad) -> str:
    """Over whom a shared figure is computed, so that nobody takes them for all; empty inside."""
    if rapport.is_exact or not blad.nu.groot:
        return ""
    klaar = f"Berekend over de {aanbieders(blad.nu.groot)} die in deze editie {_staan(blad.nu.groot)}"
    buiten = int(blad.nu.aanbieders - blad.nu.groot)
    niet = f"; {opmaak.aantal(buiten)} {_staan(buiten)} er niet in" if buiten else ""
    return f"{klaar}{niet}."


def aanbieders(hoeveel) -> str:
    """1 aanbieder, 4 aanbieders."""
    return opmaak.meervoud(int(hoeveel), "aanbieder", "aanbieders")


def _staan(hoeveel: int) -> str:
    return "staat" if hoeveel == 1 else "staan"


def kort_digest(digest: str) -> str:
    """The first half line of a digest: enough to compare by eye."""
    return digest[:12]


def verwacht(aantal) -> str:
    """An expected number of aanbieders with one decimal; n.b. when it cannot be said."""
    return opmaak.getal(aantal, 1)


def _deel(q) -> str:
    return "" if pd.isna(q) else opmaak.getal(q * 100, 0)


def _kandidaat(methode: str) -> dict[str, str]:
    return _kandidaten()[methode]


@cache
def _kandidaten() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("kandidaten.toml").read_text(encoding="utf-8"))
