"""Why support ended, and the flow of clients through the year."""

import pandas as pd

from normwijzer.privacy import OVERIGE
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

STROOM = ("beginstand", "instroom", "uitstroom", "eindstand")
GROEPEN = ("volgens plan", "uitval", "extern", "overig")
"""Reasons of a shared report, which takes the codes together."""

_EENHEID = {
    "perceel": (
        "Geteld zijn aaneengesloten perioden van een cliënt bij één aanbieder in één perceel. Wie overstapt, stroomt "
        "bij de ene uit en bij de andere in. Dit zijn dus meer gevallen dan de cliënten die volgens de KPI zijn "
        "uitgestroomd."
    ),
    "soort": (
        "Geteld zijn aaneengesloten perioden van een jeugdige bij één aanbieder in één soort. Wie overstapt, stroomt "
        "bij de ene uit en bij de andere in. Dit zijn dus meer gevallen dan de verblijfsperioden die zijn geëindigd."
    ),
}


_UITLEG_GROEPEN = (
    "Uitval is eenzijdig beëindigd door de cliënt of de aanbieder, of in overeenstemming voortijdig; extern is "
    "overlijden of verhuizing; overig is al het andere, ook tijdelijk of zonder stopbericht."
)
AFGEROND = " In deze editie zijn de vier getallen elk voor zich afgerond op vijftallen."

_PERIODEN = "Hele regio: verblijfsperioden"
"""Heading of the group without a soort: it counts something else than the soorten beside it."""

_UITLEG_PERIODEN = (
    f"Onder ‘{_PERIODEN}’ staat elke verblijfsperiode één keer, met de reden aan het einde ervan, over alle soorten en "
    "aanbieders heen. In de andere kolommen: "
)


def tabel_redenen(rapport: Rapport) -> Tabel:
    """One row per perceel or soort and reason of the periods that ended in the year, with its share of them."""
    redenen = _redenen(rapport)
    rijen = [
        (_naam_groep(rapport, rij.groep), _reden(rapport, rij.reden), *_aandeel(rij))
        for groep in rapport.op_volgorde(redenen["groep"].unique())
        for rij in redenen[redenen["groep"].eq(groep)].itertuples()
    ]
    kolommen = (
        Kolom(rapport.groep.capitalize(), rijkop=True),
        Kolom("Reden van beëindiging"),
        Kolom("Aantal", "aantal"),
        Kolom("Aandeel", "procent"),
    )
    bijschrift = f"Geëindigde perioden naar reden, {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, _uitleg(rapport, redenen), leeg="er is geen periode geëindigd.")


def tabel_redenen_breed(rapport: Rapport) -> Tabel:
    """One row per reason, one column per perceel or soort: the count and its share of them."""
    redenen = _redenen(rapport)
    groepen = rapport.op_volgorde(redenen["groep"].unique())
    cellen = {(rij.reden, rij.groep): _tekst_aandeel(rij) for rij in redenen.itertuples()}
    rijen = [
        (_reden(rapport, reden), *(cellen.get((reden, groep), "0") for groep in groepen))
        for reden in redenen.sort_values(["rang", "reden"])["reden"].unique()
    ]
    kolommen = (
        Kolom("Reden van beëindiging", rijkop=True),
        *(Kolom(_naam_groep(rapport, groep)) for groep in groepen),
    )
    bijschrift = f"Geëindigde perioden naar reden, {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, _uitleg(rapport, redenen), leeg="er is geen periode geëindigd.")


def tabellen_stroom(rapport: Rapport) -> list[Tabel]:
    """Per perceel or soort: beginstand + instroom − uitstroom = eindstand, for all aanbieders and each of them."""
    stroom = rapport.stroom
    groepen = rapport.op_volgorde(stroom[rapport.groep].unique())
    return [_tabel_stroom(rapport, groep, stroom[stroom[rapport.groep].eq(groep)]) for groep in groepen]


def html_redenen(rapport: Rapport) -> str:
    return als_html(tabel_redenen_breed(rapport))


def html_stroom(rapport: Rapport) -> str:
    tabellen = [als_html(tabel) for tabel in tabellen_stroom(rapport)] or [
        '<p class="leeg">Er is geen stroom te tonen.</p>'
    ]
    afgerond = "" if rapport.editie == "intern" else AFGEROND
    uitleg = (
        f'<p class="toelichting">Beginstand plus instroom min uitstroom is de eindstand.{afgerond} '
        f"{_EENHEID[rapport.groep]}</p>"
    )
    return "\n".join([uitleg, *tabellen])


def _naam_groep(rapport: Rapport, groep: str) -> str:
    return _PERIODEN if rapport.groep == "soort" and not groep else rapport.naam_groep(groep)


def _uitleg(rapport: Rapport, redenen: pd.DataFrame) -> str:
    eenheid = " ".join(filter(None, [_EENHEID[rapport.groep], "" if rapport.editie == "intern" else _UITLEG_GROEPEN]))
    if rapport.groep == "soort" and redenen["groep"].eq("").any():
        return _UITLEG_PERIODEN + opmaak.in_zin(eenheid)
    return eenheid


def _redenen(rapport: Rapport) -> pd.DataFrame:
    """Rows with groep, and rang: the reasons of a shared report in their own order, codes in theirs."""
    redenen = rapport.redenen
    rang = redenen["reden"].map({reden: plek for plek, reden in enumerate(GROEPEN)}).fillna(0)
    return redenen.assign(groep=redenen[rapport.groep], rang=rang).sort_values(["groep", "rang", "reden"])


def _tabel_stroom(rapport: Rapport, groep: str, deel: pd.DataFrame) -> Tabel:
    samen = deel["aanbieder"].eq("")
    alle = "Alle aanbieders" if groep or rapport.groep == "perceel" else "Verblijfsperioden"
    namen = [alle if not agb else rapport.naam_aanbieder(agb) for agb in deel["aanbieder"]]
    deel = deel.assign(naam=namen, eerst=~samen, overig=deel["aanbieder"].eq(OVERIGE))
    deel = deel.sort_values(["eerst", "overig", "naam", "aanbieder"])
    rijen = [(rij.naam, *_standen(rij)) for rij in deel.itertuples()]
    kolommen = (Kolom("Aanbieder", rijkop=True), *(Kolom(kolom.capitalize(), "aantal") for kolom in STROOM))
    return Tabel(f"Stroom, {opmaak.in_zin(rapport.naam_groep(groep))}, {rapport.jaar}", kolommen, rijen)


def _standen(rij) -> tuple:
    return (rij.tekst, "", "", "") if rij.te_klein else tuple(getattr(rij, kolom) for kolom in STROOM)


def _reden(rapport: Rapport, reden: str) -> str:
    if reden in rapport.woorden:
        return f"{reden} {rapport.woorden[reden]}"
    return f"{reden} (onbekende code)" if reden.isdigit() else reden or "zonder code"


def _aandeel(rij) -> tuple:
    if rij.te_klein:
        return rij.tekst, ""
    return rij.aantal, rij.deel if not pd.isna(rij.deel) else opmaak.NIET_BEKEND


def _tekst_aandeel(rij) -> str:
    if rij.te_klein:
        return rij.tekst
    return f"{opmaak.aantal(rij.aantal)} ({opmaak.procent(rij.deel)})" if not pd.isna(rij.deel) else "0"
