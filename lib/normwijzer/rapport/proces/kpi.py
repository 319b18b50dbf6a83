"""Everything about one KPI of the chain on one place: value, target, durations, months, partners, choices."""

from html import escape

import pandas as pd

from normwijzer.privacy import OVERIGE
from normwijzer.rapport.cijfers import CIJFERS, cijfers, zin_waarde
from normwijzer.rapport.definitie import html_definitie, normzin, titel_kpi
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.gevoeligheid import samenvatting, tabel_gevoeligheid, varianten
from normwijzer.rapport.jaren import tabel_jaren
from normwijzer.rapport.jeugd.bron import geen_bron, tabel_geen_bron, zin_geen_bron
from normwijzer.rapport.kwaliteit import tabel_nevencijfers
from normwijzer.rapport.opmaak import als_zin
from normwijzer.rapport.proces.cellen import (
    doorlooptijd,
    heeft_wetten,
    naam_rij,
    naam_wet,
    op_wet,
    rij_van,
    tijden,
    tijden_van,
)
from normwijzer.rapport.proces.oordeel import (
    GEEN_DOEL,
    doel_in_woorden,
    doel_van,
    met_nevendoel,
    oordeel,
    rij_kpi,
    rij_neven,
    titel_nevendoel,
)
from normwijzer.rapport.proces.oplopend import html_oplopend, tabel_oplopend
from normwijzer.rapport.proces.regelkaart import html_regelkaart, regelkaart, tabel_regelkaart
from normwijzer.rapport.proces.wachten import KPI as WACHTTIJD
from normwijzer.rapport.proces.wachten import html_wachten, tabel_twee_maten, tabel_wachten
from normwijzer.rapport.tabel import Kolom, Tabel, als_html, zonder_lege_kolommen

_VAN_GEMEENTE = ("beoordeling_declaratie", "tijdig_betalen")
"""KPI's of declaraties of which the step is the gemeente's."""


def html_stap(rapport: Rapport, kpi: str) -> str:
    """The section of one KPI, without its heading; parts without content are left out."""
    delen = [
        f"<p>{escape(rapport.definities[kpi].definitie)}</p>",
        f'<p class="samenvatting">{_samenvatting(rapport, kpi)}</p>',
        *(f"<p>{zin}</p>" for zin in _nevendoelen(rapport, kpi)),
        f'<p class="norm">{escape(normzin(rapport, kpi))}</p>',
        _vouw("Definitie, kanttekeningen en bron", html_definitie(rapport, kpi)),
    ]
    if heeft_uitkomst(rapport, kpi):
        delen += _cijfers(rapport, kpi)
    return "\n".join(delen)


def tabel_tijden(rapport: Rapport, kpi: str) -> Tabel:
    """One row for both laws and one per law: share on time, counts and durations."""
    tabel = doorlooptijd(rapport, kpi)
    totalen = tabel[tabel["aanbieder"].eq("") & tabel["gemeente"].eq("")] if len(tabel) else tabel
    wetten = op_wet(totalen["wet"] if len(totalen) else [])
    kolommen, welke, uitleg = tijden_van(kpi)
    rijen = []
    for wet in wetten:
        cijfers_wet = tijden(rij_van(totalen, wet))
        rijen.append((naam_rij(kpi, wet), *(cijfers_wet[nummer] for nummer in welke)))
    bijschrift = f"{titel_kpi(rapport, kpi)}{' per wet' if heeft_wetten(kpi) else ''}, {rapport.jaar}"
    kop = Kolom("Wet" if heeft_wetten(kpi) else "Wat", rijkop=True)
    return zonder_lege_kolommen(Tabel(bijschrift, (kop, *kolommen), rijen, uitleg))


def tabel_partners(rapport: Rapport, kpi: str, wie: str) -> Tabel:
    """One row for the region and one per aanbieder or gemeente (`wie`), both laws together, with their durations.

    A report without rows over both laws (the shared one, of aanbieders) has one row per law, and a column with it.
    """
    duren = doorlooptijd(rapport, kpi)
    tijdkolommen = tuple(kolom for kolom in tijden_van(kpi)[0] if kolom.soort == "bereik")[:2]
    met_tijd = len(tijdkolommen)
    regio = rij_kpi(rapport, kpi)
    regels = rapport.regels(kpi)
    regels = regels[regels[wie].ne("")]
    beide = regels[regels["wet"].eq("")]
    regels, per_wet = (beide, False) if len(beide) else (regels, True)
    wet = ("Beide",) if per_wet else ()
    rijen = [] if regio is None else [("Hele regio", *wet, *cijfers(regio), *_duren(duren)[:met_tijd])]
    noem = rapport.naam_gemeente if wie == "gemeente" else rapport.naam_aanbieder
    regels = regels.assign(naam=[noem(code) for code in regels[wie]], overig=regels[wie].eq(OVERIGE))
    regels = regels.sort_values(["overig", "naam", wie, "wet"], ascending=[True, True, True, False])
    for rij in regels.itertuples():
        wet = (naam_wet(rij.wet),) if per_wet else ()
        tijd = _duren(duren, wet=rij.wet, **{wie: getattr(rij, wie)})[:met_tijd]
        rijen.append((rij.naam, *wet, *cijfers(rij), *tijd))
    kolom_wet = (Kolom("Wet"),) if per_wet else ()
    kolommen = (Kolom(wie.capitalize(), rijkop=True), *kolom_wet, *CIJFERS, *tijdkolommen)
    tabel = Tabel(f"{titel_kpi(rapport, kpi)} per {wie}, {rapport.jaar}", kolommen, rijen if len(regels) else [])
    return zonder_lege_kolommen(tabel)


def tabellen_stap(rapport: Rapport, kpi: str) -> list[Tabel]:
    """What a checked cell prints of one KPI, or why there is nothing."""
    if not heeft_uitkomst(rapport, kpi):
        return [tabel_geen_bron(rapport, kpi)]
    kaart = regelkaart(rapport, kpi)
    tabellen = [
        tabel_tijden(rapport, kpi),
        *(tabel_partners(rapport, kpi, wie) for wie in _partners(rapport, kpi)),
        tabel_oplopend(rapport, kpi),
        *([tabel_wachten(rapport), tabel_twee_maten(rapport)] if kpi == WACHTTIJD else []),
        *([tabel_regelkaart(rapport, kpi, kaart)] if kaart else []),
        tabel_jaren(rapport, kpi),
        *([tabel_gevoeligheid(rapport, kpi)] if varianten(rapport, kpi) else []),
    ]
    return [tabel for tabel in tabellen if tabel.rijen]


def heeft_uitkomst(rapport: Rapport, kpi: str) -> bool:
    """Whether some year has an outcome of the KPI."""
    return any(not rapport.regels(kpi, jaar=jaar).empty for jaar in rapport.jaren)


def _samenvatting(rapport: Rapport, kpi: str) -> str:
    rij, doel = rij_kpi(rapport, kpi), doel_van(rapport, kpi)
    if rij is None or (geen_bron(rapport, kpi) and pd.isna(rij.waarde)):
        return f"<strong>Geen bron.</strong> {escape(zin_geen_bron(rapport, kpi))}"
    waarde, rest = zin_waarde(rapport, rij)
    uitspraak = oordeel(rapport, kpi, rij, doel)
    slot = "" if uitspraak == GEEN_DOEL or rij.te_klein else f" <strong>{escape(als_zin(uitspraak))}</strong>"
    kop = "" if rij.te_klein or pd.isna(rij.waarde) else "Op tijd: " if rapport.definities[kpi].termijn else "Goed: "
    tekst = f"<strong>{kop}{escape(waarde)}</strong> {escape(rest)}".rstrip()
    return f"{tekst}{slot}"


def _nevendoelen(rapport: Rapport, kpi: str) -> list[str]:
    """A sentence per side figure with a target."""
    zinnen = []
    for eigen, kenmerk in met_nevendoel(rapport):
        rij = rij_neven(rapport, kpi, kenmerk) if eigen == kpi else None
        if rij is None:
            continue
        doel = doel_van(rapport, kpi, kenmerk)
        waarde = eenheid_van(rij.eenheid).tekst(rij.waarde) if not rij.te_klein else ""
        if rij.te_klein:
            kop = f"{titel_nevendoel(rapport, kpi, kenmerk)}: <strong>{escape(rij.tekst)}</strong>"
            zinnen.append(f"{kop}, doel {doel_in_woorden(doel)}.")
            continue
        uitspraak = als_zin(oordeel(rapport, kpi, rij, doel))
        kop = f"{titel_nevendoel(rapport, kpi, kenmerk)}: <strong>{escape(waarde)}</strong>".replace(
            " <strong></strong>", ""
        )
        zinnen.append(f"{kop}, doel {doel_in_woorden(doel)}. <strong>{escape(uitspraak)}</strong>")
    return zinnen


def _partners(rapport: Rapport, kpi: str) -> list[str]:
    """Whose figures stand apart: of the party whose step it is first, the other after it."""
    gemeente_eerst = rapport.definities[kpi].onderdeel == "gemeente" or kpi in _VAN_GEMEENTE
    return ["gemeente", "aanbieder"] if gemeente_eerst else ["aanbieder", "gemeente"]


def _duren(duren: pd.DataFrame, **scope: str) -> tuple:
    """Median and 90th percentile of a scope as text; empty where they are not known or not shown."""
    rij = rij_van(duren, **scope)
    return ("", "") if rij is None or rij.te_klein else tijden(rij)[5:7]


def _cijfers(rapport: Rapport, kpi: str) -> list[str]:
    eerst, daarna = (tabel_partners(rapport, kpi, wie) for wie in _partners(rapport, kpi))
    delen = [als_html(tabel_tijden(rapport, kpi))] if len(doorlooptijd(rapport, kpi)) else []
    delen.append(html_wachten(rapport) if kpi == WACHTTIJD else "")
    delen += [html_oplopend(rapport, kpi), html_regelkaart(rapport, kpi)]
    delen += [
        als_html(eerst) if eerst.rijen else "",
        _vouw(daarna.bijschrift, als_html(daarna)) if daarna.rijen else "",
    ]
    delen.append(als_html(tabel_jaren(rapport, kpi)))
    keuzes = tabel_gevoeligheid(rapport, kpi)
    if len(keuzes.rijen) > 1:  # few choices: a figure would say no more than the table
        kort = samenvatting(keuzes, eenheid_van(rapport.maat(kpi)), exact=rapport.editie == "intern")
        delen.append(_vouw(f"Andere keuzes. {kort}", als_html(keuzes)))
    neven = tabel_nevencijfers(rapport, kpi)
    delen.append(_vouw("Nevencijfers", als_html(neven)) if neven.rijen else "")
    return [deel for deel in delen if deel]


def _vouw(kop: str, inhoud: str) -> str:
    return f'<details class="vouw">\n<summary>{escape(kop)}</summary>\n{inhoud}\n</details>'
