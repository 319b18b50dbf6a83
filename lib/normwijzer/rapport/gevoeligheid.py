"""How much the outcome depends on choices in the definition."""

from dataclasses import replace
from html import escape

import pandas as pd

from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import naam_variant, titel_kpi
from normwijzer.rapport.eenheden import Eenheid, eenheid_van
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.tabel import Kolom, Tabel
from normwijzer.rapport.tornado import html_tornado

UITLEG = (
    "Elke rij verandert één keuze in de definitie en laat de rest staan. Getoond is het verschil met de "
    "basisdefinitie{in_wat}; de eerste rij is de basis zelf."
)

ZONDER_INVLOED = "Zonder invloed, of alleen in groepen die te klein zijn om te tonen: "
ZONDER_STAP = "Minder verschil dan een halve stap, of alleen in groepen die niet te tonen zijn: "


def tabel_gevoeligheid(rapport: Rapport, kpi: str) -> Tabel:
    """One row per variant, most influential first: the difference with basis in the unit of the KPI.

    One column per perceel or law; for a family with soorten only the total, which every variant has.
    """
    eenheid, basis = _eenheid(rapport, kpi), _rijen(rapport, kpi, "basis")
    groepen = list(basis.index)
    verschillen = {
        variant: _verschil(eenheid, _rijen(rapport, kpi, variant), basis) for variant in varianten(rapport, kpi)
    }
    volgorde = sorted(verschillen, key=lambda variant: -_grootste(verschillen[variant]))
    rijen = [("Basisdefinitie", *(_basiswaarde(eenheid, rij) for rij in basis.itertuples()))] if groepen else []
    rijen += [(naam_variant(rapport, kpi, variant), *verschillen[variant]) for variant in volgorde]
    kolommen = (
        Kolom("Keuze", rijkop=True),
        *(Kolom(rapport.naam_groep(groep), eenheid.verschil) for groep in groepen),
    )
    uitleg = UITLEG.format(in_wat=f" in {eenheid.meervoud_verschil}" if eenheid.meervoud_verschil else "")
    uitleg = " ".join(filter(None, [uitleg, _in_stappen(rapport, kpi, eenheid)]))
    return Tabel(
        f"{titel_kpi(rapport, kpi)}: gevoeligheid voor definitiekeuzes, {rapport.jaar}", kolommen, rijen, uitleg
    )


def html_gevoeligheid(rapport: Rapport, kpi: str) -> str:
    """The most influential choice in a sentence, a figure and table of those that matter, the others in a sentence."""
    tabel, eenheid = tabel_gevoeligheid(rapport, kpi), _eenheid(rapport, kpi)
    basis, varianten = tabel.rijen[:1], tabel.rijen[1:]
    doet_iets = [rij for rij in varianten if _grootste(rij[1:]) >= eenheid.zichtbaar]
    stil = [rij[0] for rij in varianten if _grootste(rij[1:]) < eenheid.zichtbaar]
    exact = rapport.editie == "intern"
    delen = [f'<p class="samenvatting">{escape(samenvatting(tabel, eenheid, exact=exact))}</p>']
    if doet_iets:
        groepen = [kolom.kop for kolom in tabel.kolommen[1:]]
        getoond = replace(tabel, rijen=basis + doet_iets)
        delen.append(html_tornado(titel_kpi(rapport, kpi), groepen, doet_iets, getoond, eenheid))
    if stil:
        delen.append(
            f'<p class="toelichting">{escape((ZONDER_INVLOED if exact else ZONDER_STAP) + "; ".join(stil))}.</p>'
        )
    return "\n".join(delen)


def varianten(rapport: Rapport, kpi: str) -> list[str]:
    """Variants of one KPI that were computed for the year, in the order of its options; empty when it has none."""
    rijen = rapport.uitkomsten
    rijen = rijen[rijen["kpi"].eq(kpi) & rijen["jaar"].eq(rapport.jaar) & rijen["variant"].ne("basis")]
    volgorde = list(rapport.definities[kpi].opties)

    def plaats(variant: str) -> tuple:
        return volgorde.index(variant.partition("=")[0]), len(variant), variant  # by length: 28 before 182

    return sorted(rijen["variant"].unique(), key=plaats)


def _rijen(rapport: Rapport, kpi: str, variant: str) -> pd.DataFrame:
    rijen = rapport.getoond(kpi, variant=variant)
    if rapport.groep == "soort":
        rijen = rijen[rijen["groep"].eq("")]
    return rijen.set_index("groep")


def _in_stappen(rapport: Rapport, kpi: str, eenheid: Eenheid) -> str:
    """How large the steps are in which the shared edition tells a difference; empty when it is exact."""
    if rapport.editie == "intern" or not varianten(rapport, kpi):
        return ""
    rijen = pd.concat([_rijen(rapport, kpi, variant) for variant in varianten(rapport, kpi)])
    groottes = sorted(set(rijen["stap"].dropna())) if "stap" in rijen and eenheid.naam == "fractie" else []
    if not groottes:
        return "Een verschil is genoemd in stappen van minstens vijf mensen; wat kleiner is dan een halve stap is nul."
    *rest, grootste = (opmaak.getal(grootte * 100, 0) for grootte in groottes)
    woorden = f"{', '.join(rest)} of {grootste}" if rest else grootste
    return (
        f"Een verschil is genoemd in stappen van {woorden} procentpunt, minstens vijf mensen; wat kleiner is dan een "
        "halve stap is nul."
    )


def _eenheid(rapport: Rapport, kpi: str) -> Eenheid:
    return eenheid_van(rapport.maat(kpi))


def _verschil(eenheid: Eenheid, rijen: pd.DataFrame, basis: pd.DataFrame) -> list:
    return [_cel(eenheid, rijen, basis, groep) for groep in basis.index]


def _cel(eenheid: Eenheid, rijen: pd.DataFrame, basis: pd.DataFrame, groep: str):
    if groep not in rijen.index:
        return None
    for rij in (basis, rijen):
        if rij.at[groep, "te_klein"]:
            return rij.at[groep, "tekst"]
    return eenheid.verschil_tussen(rijen.at[groep, "waarde"], basis.at[groep, "waarde"])


def _grootste(verschillen: list) -> float:
    return max((abs(verschil) for verschil in verschillen if isinstance(verschil, float)), default=0.0)


def _basiswaarde(eenheid: Eenheid, rij) -> str:
    return rij.tekst if rij.te_klein else eenheid.tekst(rij.waarde)


def samenvatting(tabel: Tabel, eenheid: Eenheid, *, exact: bool = True) -> str:
    """The most influential choice of `tabel_gevoeligheid` in one sentence.

    Args:
        exact: whether the differences are exact; else they are told in steps.
    """
    if len(tabel.rijen) < 2:
        return "Voor deze KPI zijn geen andere keuzes doorgerekend."
    keuze, *verschillen = tabel.rijen[1]
    grootste = _grootste(verschillen)
    if grootste < eenheid.zichtbaar:
        meer = "" if exact else " met een halve stap of meer"
        return f"Geen van de doorgerekende keuzes verandert de uitkomst{meer}."
    tot = "tot" if exact else "tot ongeveer"
    return f"De meeste invloed heeft de keuze ‘{keuze}’: {tot} {eenheid.verschil_tekst(grootste)} verschil."
