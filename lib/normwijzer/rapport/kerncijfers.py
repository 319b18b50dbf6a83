"""The headline figures of a report as the index repeats them: value and verdict in words, from protected rows only."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.editie import in_editie
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.jeugd.bron import geen_bron
from normwijzer.rapport.jeugd.oordeel import oordelen
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.oordeel import norm_tekst
from normwijzer.rapport.oordeelwoorden import VER, oordeelwoord
from normwijzer.rapport.proces import oordeel as proces

Kerncijfer = dict[str, Any]
"""kpi, groep (ids), titel, naam, waarde (words), getoond (bool: a value and no words in its place), status, and
oordelen: list of sleutel, woord, teken, klasse. Only text and bool: it goes to JSON and back unchanged."""


@in_editie
def kerncijfers(rapport: Rapport) -> list[Kerncijfer]:
    """One per KPI and perceel, soort or law of the year of the report, and one for all of them together, in the order
    of the report. A hidden row has the words that stand in its place; one without people or source says so."""
    doelen = _doelen(rapport)
    return [
        {
            "kpi": kpi,
            "groep": rij.groep,
            "titel": titel_kpi(rapport, kpi),
            "naam": rapport.naam_groep(rij.groep),
            "waarde": _waarde(rapport, rij),
            "getoond": not rij.te_klein and not pd.isna(rij.waarde),
            "status": rij.status,
            "oordelen": [*_norm(rapport, rij), *_doel(rapport, rij, doelen)],
        }
        for kpi in rapport.definities
        for rij in rapport.per_groep(kpi).itertuples()
    ]


@in_editie
def kerncijfers_norm(rapport: Normrapport) -> list[Kerncijfer]:
    """One per onderwerp: the norm that is in force in the year of the report, or that there is none."""
    return [
        {
            "kpi": onderwerp.kpi,
            "groep": f"{onderwerp.familie} {onderwerp.perceel}{onderwerp.soort}",
            "titel": rapport.naam_kpi(onderwerp),
            "naam": rapport.naam_groep(onderwerp),
            "waarde": _besluit(blad),
            "getoond": True,
            "status": blad.nu.status,
            "oordelen": [],
        }
        for onderwerp, blad in rapport.bladen.items()
    ]


def _waarde(rapport: Rapport, rij) -> str:
    if rij.te_klein:
        return getattr(rij, "tekst", "") or TE_KLEIN
    if pd.isna(rij.waarde) and geen_bron(rapport, rij.kpi):
        return proces.GEEN_BRON
    return eenheid_van(rij.maat).tekst(rij.waarde)


def _norm(rapport: Rapport, rij) -> Iterator[dict[str, str]]:
    """The verdict by a norm that was decided on; none when no norm is in force or there is nothing to judge."""
    if not rij.oordeel or pd.isna(rij.norm):
        return
    sleutel = VER if rij.ver else rij.oordeel
    woord = oordeelwoord(rij.oordeel, ver=bool(rij.ver), richting=rapport.definities[rij.kpi].richting)
    yield {
        "sleutel": sleutel,
        "woord": f"{woord.woord}, norm {norm_tekst(rij.norm)}",
        "teken": woord.teken,
        "klasse": woord.klasse,
    }


def _doel(rapport: Rapport, rij, doelen: dict[tuple[str, str], str]) -> Iterator[dict[str, str]]:
    """The verdict by a target of the source itself, which is no norm."""
    tekst = doelen.get((rij.kpi, rij.groep), "")
    if rapport.groep == "wet":
        doel = proces.doel_van(rapport, rij.kpi)
        tekst = proces.oordeel(rapport, rij.kpi, rij, doel) if doel is not None and not rij.te_klein else ""
    if tekst and tekst != TE_KLEIN:
        yield {"sleutel": _kaal(tekst), "woord": tekst, "teken": "", "klasse": "doel"}


def _doelen(rapport: Rapport) -> dict[tuple[str, str], str]:
    if rapport.groep == "wet" or "doelen" not in rapport.frames:
        return {}
    van_jaar = oordelen(rapport).query("jaar == @rapport.jaar")
    return {(rij.kpi, rij.soort or ""): rij.oordeel for rij in van_jaar.itertuples()}


def _kaal(tekst: str) -> str:
    """A verdict without what is added to it: doel gehaald, of "doel gehaald, voorlopig (verschil kan toeval zijn)"."""
    return tekst.partition(" (")[0].partition(",")[0].partition(":")[0]


def _besluit(blad: Normblad) -> str:
    besluit = blad.beeld.besluit if blad.beeld is not None else None
    return "nog geen norm" if besluit is None else f"norm {norm_tekst(besluit.norm)}, besloten over {besluit.jaar}"
