"""Everything about one KPI on one place: value, target, definition, soorten, aanbieders, years, choices."""

from html import escape

from normwijzer.privacy import OVERIGE
from normwijzer.rapport.aanbieders import html_aanbieders, tabellen_aanbieders
from normwijzer.rapport.cijfers import CIJFERS, anders_geteld, cijfers, hoe_geteld
from normwijzer.rapport.definitie import html_definitie, normzin, titel_kpi
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.gevoeligheid import html_gevoeligheid, samenvatting, tabel_gevoeligheid, varianten
from normwijzer.rapport.jaren import html_jaren, tabel_jaren
from normwijzer.rapport.jeugd.bron import tabel_geen_bron
from normwijzer.rapport.jeugd.kop import html_zin_doel, zin_kpi, zinnen_doel
from normwijzer.rapport.kwaliteit import tabel_nevencijfers
from normwijzer.rapport.oordeel import oordeelcellen, oordeelkolommen
from normwijzer.rapport.oordeelbesluit import html_besluiten
from normwijzer.rapport.oordeeluitleg import html_oordelen_groepen, html_slot
from normwijzer.rapport.tabel import Kolom, Tabel, als_html, zonder_lege_kolommen

_OPGAVE = ("per_aanbieder", "alleen_halfjaar_1", "alleen_halfjaar_2")


def html_kpi(rapport: Rapport, kpi: str) -> str:
    """The section of one KPI, without its heading; parts without content are left out."""
    waarde, rest = zin_kpi(rapport, kpi)
    delen = [
        f"<p>{escape(rapport.definities[kpi].definitie)}</p>",
        f'<p class="samenvatting"><strong>{escape(waarde)}</strong> {escape(rest)}</p>',
    ]
    if anders_geteld(rapport, kpi):
        delen.append(f"<p>{escape(anders_geteld(rapport, kpi))}</p>")
    delen += [f"<p>{html_zin_doel(*zinnen)}</p>" for zinnen in zinnen_doel(rapport, kpi)]
    delen.append(f'<p class="norm">{escape(normzin(rapport, kpi))}</p>')
    delen += [deel for deel in (html_oordelen_groepen(rapport, kpi), html_besluiten(rapport, kpi)) if deel]
    delen.append(_vouw("Definitie, kanttekeningen en bron", html_definitie(rapport, kpi)))
    if heeft_uitkomst(rapport, kpi):
        delen += [*_cijfers(rapport, kpi), *_keuzes(rapport, kpi)]
    return "\n".join(delen)


def tabel_soorten(rapport: Rapport, kpi: str) -> Tabel:
    """One row for all and one per soort, with teller, noemer, interval and status."""
    getoond = rapport.getoond(kpi)
    erbij = oordeelkolommen(getoond)
    rijen = [
        (rapport.naam_groep(rij.groep), *cijfers(rij), *oordeelcellen(rapport, rij, erbij))
        for rij in getoond.itertuples()
    ]
    kolommen = (Kolom("Soort", rijkop=True), *CIJFERS, *erbij)
    return zonder_lege_kolommen(Tabel(f"{titel_kpi(rapport, kpi)} per soort, {rapport.jaar}", kolommen, rijen))


def tabel_opgave(rapport: Rapport, kpi: str) -> Tabel:
    """What every aanbieder reported of a KPI without outcomes per aanbieder: over which part of the year, and what."""
    neven = rapport.nevencijfers
    neven = neven[neven["kpi"].eq(kpi) & neven["aanbieder"].ne("") & neven["kenmerk"].isin(_OPGAVE)]
    namen = [rapport.naam_aanbieder(agb) for agb in neven["aanbieder"]]
    neven = neven.assign(naam=namen, maat=rapport.maat(kpi), onder=None, boven=None, status="",
                         overig=neven["aanbieder"].eq(OVERIGE)).sort_values(["overig", "naam"])  # fmt: skip
    rijen = [
        (rij.naam, rapport.woorden.get(rij.kenmerk, rij.kenmerk.replace("_", " ")), *cijfers(rij)[:3])
        for rij in neven.itertuples()
    ]
    kolommen = (Kolom("Aanbieder", rijkop=True), Kolom("Over"), *CIJFERS[:3])
    bijschrift = f"{titel_kpi(rapport, kpi)}: opgave per aanbieder, {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, "Een cijfer zonder teller en noemer telt niet mee in het totaal.")


def tabellen_kpi(rapport: Rapport, kpi: str) -> list[Tabel]:
    """What a checked cell prints of one KPI: soorten, aanbieders, years and choices, or why there is nothing."""
    if not heeft_uitkomst(rapport, kpi):
        return [tabel_geen_bron(rapport, kpi)]
    tabellen = [tabel_soorten(rapport, kpi)] if heeft_soorten(rapport, kpi) else []
    per_aanbieder = tabellen_aanbieders(rapport, kpi) or [tabel_opgave(rapport, kpi)]
    tabellen += [tabel for tabel in per_aanbieder if tabel.rijen] + [tabel_jaren(rapport, kpi)]
    return [*tabellen, *([tabel_gevoeligheid(rapport, kpi)] if varianten(rapport, kpi) else [])]


def heeft_uitkomst(rapport: Rapport, kpi: str) -> bool:
    """Whether some year has an outcome of the KPI."""
    return any(not rapport.regels(kpi, jaar=jaar).empty for jaar in rapport.jaren)


def heeft_soorten(rapport: Rapport, kpi: str) -> bool:
    """Whether the KPI is split by soort in the year of the report."""
    return bool(rapport.getoond(kpi)["groep"].ne("").any())


def _cijfers(rapport: Rapport, kpi: str) -> list[str]:
    delen = [als_html(tabel_soorten(rapport, kpi))] if heeft_soorten(rapport, kpi) else []
    if tabellen_aanbieders(rapport, kpi):
        delen.append(html_aanbieders(rapport, kpi))
    elif tabel_opgave(rapport, kpi).rijen:
        delen.append(als_html(tabel_opgave(rapport, kpi)))
    if not tabellen_aanbieders(rapport, kpi):  # those tables say it themselves
        delen.append(f'<p class="toelichting">{escape(hoe_geteld(rapport, kpi))}</p>')
        delen += [slot for slot in [html_slot(rapport, kpi)] if slot]
    if rapport.definities[kpi].doelen:  # its figure stands with those of the other targets
        return [*delen, als_html(tabel_jaren(rapport, kpi))]
    return [*delen, html_jaren(rapport, kpi)]


def _keuzes(rapport: Rapport, kpi: str) -> list[str]:
    delen, tabel = [], tabel_gevoeligheid(rapport, kpi)
    if len(tabel.rijen) > 1:
        kort = samenvatting(tabel, eenheid_van(rapport.maat(kpi)), exact=rapport.editie == "intern")
        delen.append(_vouw(f"Andere keuzes. {kort}", html_gevoeligheid(rapport, kpi)))
    neven = tabel_nevencijfers(rapport, kpi)
    return [*delen, *([_vouw("Nevencijfers", als_html(neven))] if neven.rijen else [])]


def _vouw(kop: str, inhoud: str) -> str:
    return f'<details class="vouw">\n<summary>{escape(kop)}</summary>\n{inhoud}\n</details>'
