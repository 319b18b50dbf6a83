"""Title and headline: per KPI and perceel or soort the value in words."""

from html import escape

import pandas as pd

from normwijzer.privacy import OVERIGE
from normwijzer.rapport import opmaak
from normwijzer.rapport.cijfers import CIJFERS, PER_WET, UNIEK, VERSCHILT, cijfers, zin
from normwijzer.rapport.definitie import normzin, titel_kpi
from normwijzer.rapport.editie import GEDEELD_AFGEROND, GEDEELD_OVERIGE
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.norm.gegevens import Normrapport
from normwijzer.rapport.oordeel import oordeelcellen, oordeelkolommen
from normwijzer.rapport.oordeeluitleg import zin_regio
from normwijzer.rapport.tabel import Kolom, Tabel


def html_titel(rapport: Rapport | Normrapport) -> str:
    """The one h1 of the page, with what the reader must know before reading on."""
    regels = [f"<h1>{escape(rapport.titel)}</h1>"]
    if rapport.editie == "intern":
        regels.append(
            '<p class="vertrouwelijk"><strong>VERTROUWELIJK</strong> Interne editie met exacte aantallen, '
            "ook van kleine groepen. Niet delen buiten de kring die deze gegevens mag zien.</p>"
        )
    else:
        overige = f" {GEDEELD_OVERIGE}" if _heeft_overige(rapport) else ""
        regels.append(f'<p class="toelichting">{GEDEELD_AFGEROND}{overige}</p>')
    if rapport.synthetisch:
        regels.append(
            '<p class="melding">Verzonnen gegevens: deze regio, haar aanbieders en haar cliënten bestaan niet.</p>'
        )
    regels.append(f'<p class="onderkop">Berichten bekend tot en met {opmaak.datum(rapport.bekend_op)}.</p>')
    return "\n".join(regels)


def _heeft_overige(rapport: Rapport | Normrapport) -> bool:
    return isinstance(rapport, Rapport) and bool(rapport.regels_van_jaar["aanbieder"].eq(OVERIGE).any())


def html_kop(rapport: Rapport) -> str:
    """Headline in words: for every KPI a list with one sentence per perceel or soort."""
    blokken = []
    for kpi in rapport.definities:
        regels = "\n".join(f"<li>{_zin_html(rapport, rij)}</li>" for rij in rapport.getoond(kpi).itertuples())
        blokken.append(
            f'<section class="kop">\n<h3>{escape(titel_kpi(rapport, kpi))}</h3>\n<ul>\n{regels}\n</ul>\n'
            f'<p class="norm">{escape(normzin(rapport, kpi))}</p>\n</section>'
        )
    return '<div class="koppen">\n' + "\n".join(blokken) + f'\n</div>\n<p class="toelichting">{UNIEK}</p>'


def tabel_kop(rapport: Rapport) -> Tabel:
    """All headline numbers: one row per KPI and perceel, soort or law, and one for all of them together."""
    alle = pd.concat([rapport.per_groep(kpi) for kpi in rapport.definities])
    erbij = oordeelkolommen(alle)
    rijen = [
        (titel_kpi(rapport, kpi), rapport.naam_groep(rij.groep), *cijfers(rij), *oordeelcellen(rapport, rij, erbij))
        for kpi in rapport.definities
        for rij in rapport.per_groep(kpi).itertuples()
    ]
    kolommen = (Kolom("KPI", rijkop=True), Kolom(rapport.groep.capitalize()), *CIJFERS, *erbij)
    slot = {"perceel": UNIEK, "soort": VERSCHILT, "wet": PER_WET}[rapport.groep]
    return Tabel(f"Uitkomsten per KPI en {rapport.groep}, {rapport.jaar}", kolommen, rijen, slot)


def _zin_html(rapport: Rapport, rij) -> str:
    kop, rest = zin(rapport, rij)
    norm = zin_regio(rapport, rij)
    oordeel = f'<span class="voortgang">{escape(norm)}</span>' if norm else ""
    return f"<strong>{escape(kop)}</strong> {escape(rest)}{oordeel}"
