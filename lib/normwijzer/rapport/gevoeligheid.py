"""How much the outcome depends on choices in the definition."""

from dataclasses import replace
from html import escape

import pandas as pd

from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import naam_variant, titel_kpi
from normwijzer.rapport.gegevens import Rapport, naam_perceel
from normwijzer.rapport.tabel import Kolom, Tabel
from normwijzer.rapport.tornado import html_tornado

UITLEG = (
    "Elke rij verandert één keuze in de definitie en laat de rest staan. Getoond is het verschil met de "
    "basisdefinitie in procentpunten; de eerste rij is de basis zelf."
)

ZICHTBAAR = 0.0005
"""Smallest difference, as a fraction, that is not printed as 0,0."""

ZONDER_INVLOED = "Zonder invloed, of alleen in groepen die te klein zijn om te tonen: "


def tabel_gevoeligheid(rapport: Rapport, kpi: str) -> Tabel:
    """One row per variant, most influential first; per perceel the difference with basis in percentage points."""
    basis = rapport.per_perceel(kpi).set_index("perceel")
    percelen = [perceel for perceel in basis.index if perceel]
    verschillen = {variant: _verschil(rapport, kpi, variant, basis, percelen) for variant in _varianten(rapport, kpi)}
    volgorde = sorted(verschillen, key=lambda variant: -_grootste(verschillen[variant]))
    rijen = [("Basisdefinitie", *(_basiswaarde(rij) for rij in basis.loc[percelen].itertuples()))] if percelen else []
    rijen += [(naam_variant(rapport, kpi, variant), *verschillen[variant]) for variant in volgorde]
    kolommen = (Kolom("Keuze", rijkop=True), *(Kolom(naam_perceel(perceel), "punten") for perceel in percelen))
    return Tabel(
        f"{titel_kpi(rapport, kpi)}: gevoeligheid voor definitiekeuzes, {rapport.jaar}", kolommen, rijen, UITLEG
    )


def html_gevoeligheid(rapport: Rapport, kpi: str) -> str:
    """The most influential choice in a sentence, a figure and table of those that matter, the others in a sentence."""
    tabel = tabel_gevoeligheid(rapport, kpi)
    basis, varianten = tabel.rijen[:1], tabel.rijen[1:]
    doet_iets = [rij for rij in varianten if _grootste(rij[1:]) >= ZICHTBAAR]
    stil = [rij[0] for rij in varianten if _grootste(rij[1:]) < ZICHTBAAR]
    delen = [f'<p class="samenvatting">{_samenvatting(rapport, kpi)}</p>']
    if doet_iets:
        percelen = [kolom.kop for kolom in tabel.kolommen[1:]]
        delen.append(
            html_tornado(titel_kpi(rapport, kpi), percelen, doet_iets, replace(tabel, rijen=basis + doet_iets))
        )
    if stil:
        delen.append(f'<p class="toelichting">{escape(ZONDER_INVLOED + "; ".join(stil))}.</p>')
    return "\n".join(delen)


def _varianten(rapport: Rapport, kpi: str) -> list[str]:
    rijen = rapport.uitkomsten
    rijen = rijen[rijen["kpi"].eq(kpi) & rijen["jaar"].eq(rapport.jaar) & rijen["variant"].ne("basis")]
    volgorde = list(rapport.definities[kpi].opties)

    def plaats(variant: str) -> tuple:
        return volgorde.index(variant.partition("=")[0]), len(variant), variant  # by length: 28 before 182

    return sorted(rijen["variant"].unique(), key=plaats)


def _verschil(rapport: Rapport, kpi: str, variant: str, basis: pd.DataFrame, percelen: list[str]) -> list:
    rijen = rapport.per_perceel(kpi, variant=variant).set_index("perceel")
    return [_cel(rijen, basis, perceel) for perceel in percelen]


def _cel(rijen: pd.DataFrame, basis: pd.DataFrame, perceel: str):
    if perceel not in rijen.index:
        return None
    if rijen.at[perceel, "te_klein"] or basis.at[perceel, "te_klein"]:
        return TE_KLEIN
    verschil = rijen.at[perceel, "waarde"] - basis.at[perceel, "waarde"]
    return None if pd.isna(verschil) else float(verschil)


def _grootste(verschillen: list) -> float:
    return max((abs(verschil) for verschil in verschillen if isinstance(verschil, float)), default=0.0)


def _basiswaarde(rij) -> str:
    return TE_KLEIN if rij.te_klein else opmaak.procent(rij.waarde)


def _samenvatting(rapport: Rapport, kpi: str) -> str:
    tabel = tabel_gevoeligheid(rapport, kpi)
    if len(tabel.rijen) < 2:
        return "Voor deze KPI zijn geen andere keuzes doorgerekend."
    keuze, *verschillen = tabel.rijen[1]
    grootste = _grootste(verschillen)
    if grootste < ZICHTBAAR:
        return "Geen van de doorgerekende keuzes verandert de uitkomst."
    return f"De meeste invloed heeft de keuze ‘{keuze}’: tot {opmaak.getal(grootste * 100)} procentpunt verschil."
