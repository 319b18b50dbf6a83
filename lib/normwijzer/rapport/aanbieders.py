"""Outcomes per aanbieder and, in the internal edition only, per gemeente."""

from normwijzer.rapport.cijfers import CIJFERS, UNIEK, cijfers, heeft_clienten
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import Rapport, naam_perceel
from normwijzer.rapport.tabel import Kolom, Tabel, als_html


def tabellen_aanbieders(rapport: Rapport, kpi: str) -> list[Tabel]:
    """One table per perceel of the KPI: the region first, then every aanbieder by name."""
    return [
        _tabel(rapport, kpi, rij)
        for rij in rapport.per_perceel(kpi).itertuples()
        if rij.perceel and heeft_clienten(rij)
    ]


def tabel_gemeenten(rapport: Rapport, kpi: str) -> Tabel:
    """One row per perceel × gemeente; empty in the shared edition."""
    rijen = [(naam_perceel(rij.perceel), rij.gemeente, *cijfers(rij)) for rij in rapport.per_gemeente(kpi).itertuples()]
    kolommen = (Kolom("Perceel", rijkop=True), Kolom("Gemeente"), *CIJFERS)
    return Tabel(f"{titel_kpi(rapport, kpi)} per gemeente, {rapport.jaar}", kolommen, rijen)


def html_aanbieders(rapport: Rapport, kpi: str) -> str:
    """The tables of one KPI, with what a reader must know to read them."""
    tabellen = tabellen_aanbieders(rapport, kpi)
    if not tabellen:
        return f'<p class="leeg">Er zijn in {rapport.jaar} geen cliënten voor deze KPI.</p>'
    delen = [als_html(tabel) for tabel in tabellen]
    if rapport.editie == "intern":
        delen.append(als_html(tabel_gemeenten(rapport, kpi)))
    return "\n".join([*delen, f'<p class="toelichting">{UNIEK}</p>'])


def _tabel(rapport: Rapport, kpi: str, regio) -> Tabel:
    rijen = [("Hele regio", *cijfers(regio))]
    rijen += [(rij.naam, *cijfers(rij)) for rij in rapport.per_aanbieder(kpi, regio.perceel).itertuples()]
    bijschrift = f"{titel_kpi(rapport, kpi)} per aanbieder, {naam_perceel(regio.perceel).lower()}, {rapport.jaar}"
    return Tabel(bijschrift, (Kolom("Aanbieder", rijkop=True), *CIJFERS), rijen)
