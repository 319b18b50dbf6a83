"""Below a table of aanbieders: how many have which verdict, and of everybody who does not meet the norm why."""

from html import escape

import pandas as pd

from normwijzer.normen.oordeel import TE_KLEIN, VOORLOPIG
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeel import heeft_oordeel, tel_oordelen, telling_tekst, verwacht_vals, woord_van
from normwijzer.rapport.oordeelwoorden import Oordeelwoord, oordeelwoord, volgorde, woorden_van
from normwijzer.rapport.oordeelzin import gesprek, heeft_zin, norm_in_zin, zin_oordeel

_GRENS = (
    "Grens bij dit aantal: tot hier loopt de bandbreedte bij het aantal in de noemer van die rij. Bij minder gevallen "
    "kan een waarde door toeval verder van de norm liggen; een vaste bandbreedte houdt daar geen rekening mee."
)
_GEDEELD = (
    " In deze gedeelde editie volgt elk oordeel uit de precieze cijfers, ook waar waarde, norm en grens afgerond "
    "gelijk zijn."
)
_TE_KLEIN_GEDEELD = (
    "minder dan 10 in de noemer, of zo weinig mensen in of buiten de teller dat de waarde er niet staat: daarover "
    "geeft dit rapport geen oordeel."
)
_ZELDEN = 0.01
"""Fewer expected per year than this is hardly ever."""


def html_oordelen(rapport: Rapport, kpi: str, groep: str) -> str:
    """The verdicts on the aanbieders of one perceel or soort in words; empty text when the KPI has no norm anywhere.

    Worst first, then by name. How many would fail by chance alone stands with it, so that nobody reads a list of a few
    as proof.
    """
    rijen = rapport.per_aanbieder(kpi, groep)
    if not heeft_oordeel(rijen):
        return _zonder_norm(rapport, kpi, groep)
    regels = "\n".join(_regel(rapport, rij, rij.naam) for rij in _slechtste_eerst(rijen).itertuples() if heeft_zin(rij))
    lijst = f'<ul class="oordelen">\n{regels}\n</ul>' if regels else ""
    zinnen = f"{telling_zin(rijen)} {_verwacht(rapport, kpi, rijen)}".strip()
    return "\n".join(filter(None, [f"<p>{escape(zinnen)}</p>", lijst]))


def html_oordelen_groepen(rapport: Rapport, kpi: str) -> str:
    """The same for a KPI without aanbieders: the verdict on the whole region and on every soort with a norm."""
    rijen = rapport.getoond(kpi)
    if not heeft_oordeel(rijen):
        return ""
    mee = [rij for rij in rijen.itertuples() if zin_oordeel(rapport, rij)]
    regels = "\n".join(_regel(rapport, rij, rapport.naam_groep(rij.groep)) for rij in mee)
    return f'<ul class="oordelen">\n{regels}\n</ul>' if regels else ""


def html_slot(rapport: Rapport, kpi: str) -> str:
    """What every verdict of the KPI must be read with: signs, and that figures open the talk; empty without a norm."""
    rijen = rapport.regels(kpi)
    if not heeft_oordeel(rijen):
        return ""
    getoond = rijen[rijen["gemeente"].eq("") & rijen[rapport.groep].isin(rapport.getoond(kpi)["groep"])]
    woorden = woorden_van(tel_oordelen(getoond), rapport.definities[kpi].richting)
    tekens = "\n".join(f"<li>{_met_teken(woord)}: {escape(_uitleg(rapport, woord))}</li>" for woord in woorden)
    slot = _GRENS if rapport.editie == "intern" else _GRENS + _GEDEELD
    return (
        f'<p class="gesprek">{escape(gesprek(rapport.familie))}</p>\n'
        f"<details>\n<summary>Wat de oordelen betekenen</summary>\n<ul>\n{tekens}\n</ul>\n"
        f'<p class="toelichting">{slot}</p>\n</details>'
    )


def telling_zin(rijen: pd.DataFrame) -> str:
    """How many aanbieders have which verdict."""
    return f"Aanbieders: {telling_tekst(tel_oordelen(rijen))}."


def zin_regio(rapport: Rapport, rij) -> str:
    """Norm and verdict of a perceel or soort as a whole, and the count of its aanbieders; empty without a norm."""
    besluit, woord = rapport.norm(rij.kpi, rij.groep), woord_van(rapport, rij)
    if besluit is None or woord is None:
        return ""
    norm = norm_in_zin(besluit.norm, rapport.definities[rij.kpi].richting)
    aanbieders = rapport.per_aanbieder(rij.kpi, rij.groep)
    if not heeft_oordeel(aanbieders):
        return f"Norm: {norm}. Oordeel: {woord.met_teken}."
    return f"Norm: {norm}. Samen: {woord.met_teken}. {telling_zin(aanbieders)}"


def _zonder_norm(rapport: Rapport, kpi: str, groep: str) -> str:
    if not heeft_oordeel(rapport.regels(kpi)) or rapport.norm(kpi, groep) is not None:
        return ""
    waar = opmaak.in_zin(rapport.naam_groep(groep))
    return f'<p class="toelichting">Geen norm voor {escape(waar)} in {rapport.jaar}, en dus geen oordeel.</p>'


def _uitleg(rapport: Rapport, woord: Oordeelwoord) -> str:
    if woord == oordeelwoord(TE_KLEIN) and rapport.editie != "intern":
        return _TE_KLEIN_GEDEELD
    return opmaak.in_zin(woord.uitleg)


def _met_teken(woord: Oordeelwoord) -> str:
    return f'<span aria-hidden="true">{escape(woord.teken)}</span> {escape(woord.woord)}'


def _regel(rapport: Rapport, rij, naam: str) -> str:
    woord = woord_van(rapport, rij)
    kop = f'<span aria-hidden="true">{escape(woord.teken)}</span> {escape(naam)}: {escape(woord.woord)}.'
    return f'<li class="{woord.klasse}"><strong>{kop}</strong> {escape(zin_oordeel(rapport, rij))}</li>'


def _slechtste_eerst(rijen: pd.DataFrame) -> pd.DataFrame:
    plaats = {naam: nummer for nummer, naam in enumerate(volgorde())}
    rang = -rijen["oordeel"].map(plaats).where(rijen["oordeel"].ne(VOORLOPIG), 0) - rijen["ver"].astype(int)
    return rijen.assign(rang=rang).sort_values("rang", kind="stable")


def _verwacht(rapport: Rapport, kpi: str, rijen: pd.DataFrame) -> str:
    hoeveel, vals = verwacht_vals(rijen, rapport.definities[kpi].richting)
    if not hoeveel:
        return ""
    wie = "presteerde deze aanbieder" if hoeveel == 1 else f"presteerden alle {hoeveel} met een oordeel"
    return f"Ter vergelijking: {wie} precies op de norm, dan viel {_hoe_vaak(vals)} door toeval buiten de bandbreedte."


def _hoe_vaak(per_jaar: float) -> str:
    if per_jaar >= 1:
        return f"er elk jaar toch ongeveer {opmaak.getal(per_jaar)}"
    if per_jaar >= _ZELDEN:
        return f"er toch ongeveer eens in de {opmaak.aantal(1 / per_jaar)} jaar één"
    return "er vrijwel nooit één"
