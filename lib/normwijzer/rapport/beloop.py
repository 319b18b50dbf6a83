"""Why support ended, and the flow of clients through the year."""

import pandas as pd

from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport, naam_perceel
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

STROOM = ("beginstand", "instroom", "uitstroom", "eindstand")

_EENHEID = (
    "Geteld zijn aaneengesloten perioden van een cliënt bij één aanbieder in één perceel. Wie overstapt, stroomt bij "
    "de ene uit en bij de andere in. Dit zijn dus meer gevallen dan de cliënten die volgens de KPI zijn uitgestroomd."
)


def tabel_redenen(rapport: Rapport) -> Tabel:
    """One row per perceel and reason of the periods that ended in the year, with its share of the perceel."""
    redenen = rapport.redenen.sort_values(["perceel", "reden"])
    totaal = redenen.groupby("perceel")["aantal"].transform("sum")
    rijen = [
        (naam_perceel(rij.perceel), _reden(rapport, rij.reden), *_aandeel(rij, som))
        for rij, som in zip(redenen.itertuples(), totaal, strict=True)
    ]
    kolommen = (
        Kolom("Perceel", rijkop=True),
        Kolom("Reden van beëindiging"),
        Kolom("Aantal", "aantal"),
        Kolom("Aandeel", "procent"),
    )
    bijschrift = f"Geëindigde perioden naar reden, {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, _EENHEID, leeg="er is geen periode geëindigd.")


def tabel_redenen_breed(rapport: Rapport) -> Tabel:
    """One row per reason, one column per perceel: the count and its share of the perceel."""
    redenen = rapport.redenen.assign(som=rapport.redenen.groupby("perceel")["aantal"].transform("sum"))
    percelen = sorted(redenen["perceel"].unique())
    cellen = {(rij.reden, rij.perceel): _tekst_aandeel(rij) for rij in redenen.itertuples()}
    rijen = [
        (_reden(rapport, reden), *(cellen.get((reden, perceel), "0") for perceel in percelen))
        for reden in sorted(redenen["reden"].unique())
    ]
    kolommen = (Kolom("Reden van beëindiging", rijkop=True), *(Kolom(naam_perceel(perceel)) for perceel in percelen))
    bijschrift = f"Geëindigde perioden naar reden, {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, _EENHEID, leeg="er is geen periode geëindigd.")


def tabellen_stroom(rapport: Rapport) -> list[Tabel]:
    """Per perceel: beginstand + instroom − uitstroom = eindstand, for all aanbieders together and each of them."""
    return [_tabel_stroom(rapport, perceel, deel) for perceel, deel in rapport.stroom.groupby("perceel")]


def html_redenen(rapport: Rapport) -> str:
    return als_html(tabel_redenen_breed(rapport))


def html_stroom(rapport: Rapport) -> str:
    tabellen = [als_html(tabel) for tabel in tabellen_stroom(rapport)] or [
        '<p class="leeg">Er is geen stroom te tonen.</p>'
    ]
    uitleg = f'<p class="toelichting">Beginstand plus instroom min uitstroom is de eindstand. {_EENHEID}</p>'
    return "\n".join([uitleg, *tabellen])


def _tabel_stroom(rapport: Rapport, perceel: str, deel: pd.DataFrame) -> Tabel:
    samen = deel["aanbieder"].eq("")
    namen = ["Alle aanbieders" if not agb else rapport.naam_aanbieder(agb) for agb in deel["aanbieder"]]
    deel = deel.assign(naam=namen, eerst=~samen).sort_values(["eerst", "naam", "aanbieder"])
    rijen = [(rij.naam, *_standen(rij)) for rij in deel.itertuples()]
    kolommen = (Kolom("Aanbieder", rijkop=True), *(Kolom(kolom.capitalize(), "aantal") for kolom in STROOM))
    return Tabel(f"Stroom, {naam_perceel(perceel).lower()}, {rapport.jaar}", kolommen, rijen)


def _standen(rij) -> tuple:
    return (TE_KLEIN, "", "", "") if rij.te_klein else tuple(getattr(rij, kolom) for kolom in STROOM)


def _reden(rapport: Rapport, reden: str) -> str:
    if reden in rapport.woorden:
        return f"{reden} {rapport.woorden[reden]}"
    return f"{reden} (onbekende code)" if reden.isdigit() else reden or "zonder code"


def _aandeel(rij, som) -> tuple:
    if rij.te_klein:
        return TE_KLEIN, ""
    return rij.aantal, rij.aantal / som if som else opmaak.NIET_BEKEND


def _tekst_aandeel(rij) -> str:
    if rij.te_klein:
        return TE_KLEIN
    return f"{opmaak.aantal(rij.aantal)} ({opmaak.procent(rij.aantal / rij.som)})" if rij.som else "0"
