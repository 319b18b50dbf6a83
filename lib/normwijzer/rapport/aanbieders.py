"""Outcomes per aanbieder and, in the internal edition only, per gemeente."""

from html import escape

from normwijzer.rapport.cijfers import CIJFERS, cijfers, heeft_clienten, hoe_geteld
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeel import oordeelcellen, oordeelkolommen
from normwijzer.rapport.oordeeluitleg import html_oordelen, html_slot
from normwijzer.rapport.opmaak import in_zin
from normwijzer.rapport.tabel import Kolom, Tabel, als_html, zonder_lege_kolommen


def tabellen_aanbieders(rapport: Rapport, kpi: str, *, samen: bool = True) -> list[Tabel]:
    """One table per perceel, soort or law with rows per aanbieder: the region first, then every aanbieder by name.

    Args:
        samen: whether all soorten or laws together have a table too.
    """
    return [tabel for _, tabel in _per_groep(rapport, kpi, samen=samen)]


def tabel_gemeenten(rapport: Rapport, kpi: str) -> Tabel:
    """One row per perceel or soort × gemeente; empty in the shared edition."""
    rijen = [
        (rapport.naam_groep(rij.groep), rij.gemeente, *cijfers(rij)) for rij in rapport.per_gemeente(kpi).itertuples()
    ]
    kolommen = (Kolom(rapport.groep.capitalize(), rijkop=True), Kolom("Gemeente"), *CIJFERS)
    return Tabel(f"{titel_kpi(rapport, kpi)} per gemeente, {rapport.jaar}", kolommen, rijen)


def html_aanbieders(rapport: Rapport, kpi: str) -> str:
    """The tables of one KPI, with what a reader must know to read them."""
    tabellen = _per_groep(rapport, kpi)
    if not tabellen:
        return f'<p class="leeg">Er zijn in {rapport.jaar} geen cliënten voor deze KPI.</p>'
    delen = []
    for groep, tabel in tabellen:
        delen += [als_html(tabel), _niemand(rapport, kpi, groep), html_oordelen(rapport, kpi, groep)]
    delen = [deel for deel in [*delen, html_slot(rapport, kpi)] if deel]
    if rapport.editie == "intern":
        delen.append(als_html(tabel_gemeenten(rapport, kpi)))
    return "\n".join([*delen, f'<p class="toelichting">{escape(hoe_geteld(rapport, kpi))}</p>'])


def _niemand(rapport: Rapport, kpi: str, groep: str) -> str:
    """Of the shared edition: that no aanbieder of this perceel or soort can be shown; empty when there are some."""
    if rapport.editie == "intern" or not rapport.per_aanbieder(kpi, groep).empty:
        return ""
    waar = f" in {in_zin(rapport.naam_groep(groep))}" if groep else ""
    return f'<p class="leeg">Per aanbieder is hier{escape(waar)} niets te tonen: daarvoor zijn de groepen te klein.</p>'


def _per_groep(rapport: Rapport, kpi: str, *, samen: bool = True) -> list[tuple[str, Tabel]]:
    return [
        (rij.groep, _tabel(rapport, kpi, rij))
        for rij in rapport.getoond(kpi).itertuples()
        if (samen or rij.groep)
        and heeft_clienten(rij)
        and (rapport.groep == "perceel" or not rapport.per_aanbieder(kpi, rij.groep).empty)
    ]


def _tabel(rapport: Rapport, kpi: str, regio) -> Tabel:
    alle = rapport.regels(kpi)
    erbij = oordeelkolommen(alle[alle["gemeente"].eq("") & alle[rapport.groep].eq(regio.groep)])
    rijen = [("Hele regio", *cijfers(regio), *oordeelcellen(rapport, regio, erbij))]
    rijen += [
        (rij.naam, *cijfers(rij), *oordeelcellen(rapport, rij, erbij))
        for rij in rapport.per_aanbieder(kpi, regio.groep).itertuples()
    ]
    bijschrift = f"{titel_kpi(rapport, kpi)} per aanbieder, {in_zin(rapport.naam_groep(regio.groep))}, {rapport.jaar}"
    tabel = Tabel(bijschrift, (Kolom("Aanbieder", rijkop=True), *CIJFERS, *erbij), rijen)
    return tabel if rapport.groep == "perceel" else zonder_lege_kolommen(tabel)
