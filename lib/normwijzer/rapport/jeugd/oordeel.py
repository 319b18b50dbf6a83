"""How far a KPI is on the way to the target of its source, in words. A verdict on numbers, not on chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from normwijzer.kpi.catalogus import Definitie
from normwijzer.rapport import opmaak
from normwijzer.rapport.cijfers import met_telwoord
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import Rapport, naam_soort

GEHAALD, NIET_GEHAALD = "doel gehaald", "doel niet gehaald"
ONDER, BOVEN = "onder het doel", "boven het doel"
OP_KOERS, ACHTER = "op koers", "achter op de rechte lijn"
BASISJAAR, ERVOOR, GEEN_UITSPRAAK = "basisjaar", "vóór het basisjaar", "nog geen uitspraak"
NOG_OPEN = "nog geen uitspraak: kan nog beide kanten op"

KORT = {
    GEHAALD: "gehaald",
    NIET_GEHAALD: "niet gehaald",
    ONDER: "onder doel",
    BOVEN: "boven doel",
    OP_KOERS: "op koers",
    ACHTER: "achter",
    BASISJAAR: "basisjaar",
    ERVOOR: "ervoor",
    GEEN_UITSPRAAK: "geen uitspraak",
    NOG_OPEN: "nog open",
}
"""Verdict -> the words in a narrow cell."""

UITLEG = (
    "Op koers is wie de rechte lijn van het basisjaar naar het doeljaar haalt of beter doet; achter is wie dat niet "
    "haalt. Doel gehaald is de streefwaarde gehaald. Was die in het basisjaar al gehaald, dan is er geen weg meer te "
    "gaan en telt alleen of de waarde nog aan de goede kant van het doel ligt. Het oordeel vergelijkt alleen getallen: "
    "bij weinig jeugdigen kan het verschil toeval zijn. Is de waarde of die van het basisjaar niet bekend, was het "
    "jaar nog niet om, of kan een voorlopige waarde nog een ander oordeel geven, dan staat er ‘nog geen uitspraak’."
)

_REST = 1e-9
_WEEGT = (GEHAALD, NIET_GEHAALD, ONDER, BOVEN, OP_KOERS, ACHTER)


@dataclass(frozen=True)
class Weegbron:
    """What a verdict needs beside its row, without a report: definitions and the exact outcome rows of all years."""

    definities: Mapping[str, Definitie]
    uitkomsten: pd.DataFrame

    @cached_property
    def bekend_op(self) -> pd.Timestamp:
        return pd.Timestamp(self.uitkomsten["bekend_op"].max())

    @cached_property
    def _per_jaar(self) -> dict[tuple[str, int], pd.DataFrame]:
        rijen = self.uitkomsten[self.uitkomsten["variant"].eq("basis")]
        leeg = {kolom: rijen[kolom].fillna("") for kolom in ("aanbieder", "gemeente", "soort")}
        return dict(list(rijen.assign(te_klein=False, **leeg).groupby(["kpi", "jaar"], sort=False)))

    def regels(self, kpi: str, *, jaar: int) -> pd.DataFrame:
        """As `Rapport.regels`."""
        niets = self.uitkomsten.head(0).assign(te_klein=False)
        return self._per_jaar.get((kpi, jaar), niets)


def oordelen(rapport: Rapport) -> pd.DataFrame:
    """Every target and year up to that of the report: the frame `doelen` with the columns jaar and oordeel.

    oordeel is one of the keys of KORT; empty for a hidden row.
    """
    doelen = rapport.over_jaren("doelen")
    return doelen.assign(oordeel=[oordeel_van(rapport, rij) for rij in doelen.itertuples()])


def oordeel_van(rapport: Rapport, rij) -> str:
    """The verdict that came with the row, made on its exact numbers; of a row without, the verdict on the row itself;
    empty for a hidden row."""
    if rij.te_klein:
        return ""
    return getattr(rij, "oordeel", "") or oordeel(rapport, rij)


def oordeel(rapport: Rapport | Weegbron, rij) -> str:
    """The verdict on one row of `doelen` with its jaar.

    While the outcome is voorlopig: NOG_OPEN when its bounds give another verdict than its value. A part of the KPI
    (zonder_gezinsgericht) has no bounds of its own: it is open as long as the whole has bounds that differ.
    """
    if rij.jaar <= rij.basisjaar:
        return BASISJAAR if rij.jaar == rij.basisjaar else ERVOOR
    if pd.isna(rij.waarde) or pd.isna(rij.streefwaarde) or _loopt_nog(rapport, rij.jaar):
        return GEEN_UITSPRAAK
    uitspraak = _weeg(rapport, rij, rij.waarde)
    grenzen = _grenzen(rapport, rij, rij.soort)
    if not grenzen and rij.soort and len(set(_grenzen(rapport, rij, ""))) > 1:
        return NOG_OPEN
    return NOG_OPEN if {_weeg(rapport, rij, grens) for grens in grenzen} - {uitspraak} else uitspraak


def lager_is_beter(rapport: Rapport, rij) -> bool:
    """Whether the target is reached by going down; where the KPI has no direction, the change that is asked tells."""
    richting = rapport.definities[rij.kpi].richting
    if richting == "geen" and rij.vorm == "verandering":
        return rij.doel < 0
    return richting == "lager_is_beter"


def al_gehaald(rapport: Rapport, rij) -> bool:
    """Whether the target was met in the base year already: then there is no straight line to follow. As it came with
    the row, from its exact numbers."""
    if hasattr(rij, "was_gehaald"):
        return bool(rij.was_gehaald)
    bekend = _bekend(rij.basiswaarde) and _bekend(rij.streefwaarde)
    return bekend and _haalt(rapport, rij, rij.basiswaarde, rij.streefwaarde)


def let_op(rapport: Rapport, kpi: str, soort: str) -> str:
    """What a reader of the verdict on this target must know, as a sentence; empty when the catalogue says nothing."""
    definitie = rapport.definities[kpi]
    sleutels = {doel.voorbehoud for doel in definitie.doelen if doel.soort == soort}
    return " ".join(f"Let op: {opmaak.in_zin(k.tekst)}" for k in definitie.kanttekeningen if k.sleutel in sleutels)


def merken(rapport: Rapport) -> dict[str, str]:
    """Sentence of `let_op` -> the mark that stands for it in tables, in the order of the catalogue."""
    zinnen = [let_op(rapport, kpi, doel.soort) for kpi, d in rapport.definities.items() for doel in d.doelen]
    return {zin: f"({nummer})" for nummer, zin in enumerate(dict.fromkeys(filter(None, zinnen)), start=1)}


def met_merk(rapport: Rapport, rij, tekst: str) -> str:
    """A verdict in a table, with the mark of what to mind; before the base year there is nothing to mind."""
    merk = merken(rapport).get(let_op(rapport, rij.kpi, rij.soort), "")
    return f"{tekst} {merk}" if merk and rij.jaar >= rij.basisjaar else tekst


def legenda(rapport: Rapport) -> str:
    """The sentences behind the marks, for below a table; empty when there are none."""
    return " ".join(f"{merk} {zin}" for zin, merk in merken(rapport).items())


def titel_doel(rapport: Rapport, rij) -> str:
    """Title of the KPI, with the soort that the target is about."""
    over = f" ({opmaak.in_zin(naam_soort(rij.soort))})" if rij.soort else ""
    return titel_kpi(rapport, rij.kpi) + over


def doel_in_woorden(rapport: Rapport, rij) -> str:
    """15 % minder in 2026 dan in 2023, or 60 % in 2026."""
    if rij.vorm == "verandering":
        hoe = "minder" if rij.doel < 0 else "meer"
        return f"{opmaak.procent(abs(rij.doel), 0)} {hoe} in {rij.doeljaar} dan in {rij.basisjaar}"
    eenheid = eenheid_van(rapport.maat(rij.kpi))
    waarde = opmaak.procent(rij.doel, 0) if eenheid.naam == "fractie" else eenheid.tekst(rij.doel)
    return f"{waarde} in {rij.doeljaar}"


def zin_voortgang(rapport: Rapport, rij) -> tuple[str, str, str]:
    """(target and where the straight line stands this year, the verdict, what to mind), in sentences."""
    over = f", {opmaak.in_zin(naam_soort(rij.soort))}" if rij.soort else ""
    begin = f"Doel{over}: {doel_in_woorden(rapport, rij)}"
    if rij.te_klein:  # of the whole the value beside it says so
        return " ".join([f"{begin}.", *([opmaak.als_zin(rij.tekst)] if rij.soort else [])]), "", ""
    uitspraak = oordeel_van(rapport, rij)
    if rij.vorm == "verandering" and _bekend(rij.streefwaarde):
        begin += f" ({met_telwoord(rapport, rij.kpi, rij.streefwaarde)})"
    zinnen = [begin]
    if rij.soort and _bekend(rij.waarde):
        zinnen.append(f"Nu {met_telwoord(rapport, rij.kpi, rij.waarde)}")
    if al_gehaald(rapport, rij):
        zinnen.append(f"Dat {WAS_GEHAALD.format(rij.basisjaar)}")
    elif _bekend(rij.lijn) and rij.basisjaar < rij.jaar < rij.doeljaar:
        zinnen.append(f"De rechte lijn staat in {rij.jaar} op {met_telwoord(rapport, rij.kpi, rij.lijn)}")
    slot = met_status(rapport, rij, uitspraak) + _waarom(rapport, rij, uitspraak)
    return ". ".join(zinnen) + ".", opmaak.als_zin(slot), let_op(rapport, rij.kpi, rij.soort)


WAS_GEHAALD = "was in {} al gehaald"
"""Words for a target that was met in the base year."""


def met_status(rapport: Rapport, rij, uitspraak: str) -> str:
    """A verdict, with the word voorlopig as long as the value can change."""
    return f"{uitspraak}, voorlopig" if uitspraak in _WEEGT and rapport.is_voorlopig(rij.kpi, rij.jaar) else uitspraak


def _weeg(rapport: Rapport, rij, waarde: float) -> str:
    """The verdict if this were the value."""
    if _haalt(rapport, rij, waarde, rij.streefwaarde):
        return GEHAALD
    if rij.jaar >= rij.doeljaar:
        return NIET_GEHAALD
    if al_gehaald(rapport, rij):
        return BOVEN if lager_is_beter(rapport, rij) else ONDER
    if pd.isna(rij.lijn):
        return GEEN_UITSPRAAK
    return OP_KOERS if _haalt(rapport, rij, waarde, rij.lijn) else ACHTER


def _haalt(rapport: Rapport, rij, waarde: float, grens: float) -> bool:
    voor = grens - waarde if lager_is_beter(rapport, rij) else waarde - grens
    return voor >= -_REST


def _grenzen(rapport: Rapport, rij, soort: str) -> list[float]:
    """What the value of a soort can still become: the bounds of its outcome row; none when definitief or not known."""
    regels = rapport.regels(rij.kpi, jaar=int(rij.jaar))
    eigen = regels[regels["soort"].eq(soort) & regels["aanbieder"].eq("") & regels["gemeente"].eq("")]
    voorlopig = eigen[eigen["status"].eq("voorlopig") & ~eigen["te_klein"]]
    return [float(g) for kolom in ("grens_onder", "grens_boven") for g in voorlopig[kolom] if _bekend(g)]


def _waarom(rapport: Rapport, rij, uitspraak: str) -> str:
    if uitspraak != GEEN_UITSPRAAK:
        return ""
    if _loopt_nog(rapport, rij.jaar):
        return f", want {rij.jaar} was nog niet om"
    if not _bekend(rij.waarde):
        return ", want er is geen waarde"
    return f", want de waarde van {rij.basisjaar} is niet bekend" if not _bekend(rij.basiswaarde) else ""


def _bekend(waarde) -> bool:
    return not pd.isna(waarde)


def _loopt_nog(rapport: Rapport, jaar: int) -> bool:
    return rapport.bekend_op < pd.Timestamp(int(jaar), 12, 31)
