"""What one aanbieder can mend: every point in words with how often, and for inside use the messages to look up."""

from html import escape

import pandas as pd

from normwijzer.kpi.proces.herstel import Herstelpunt, load_herstelpunten
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import WETTEN, Rapport
from normwijzer.rapport.proces.cellen import frame, kies, naam_wet
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

NIET_PER_BERICHT = ("volgens_plan_met_vervolg",)
"""Points of which a list of messages would tell the aanbieder which client has help elsewhere."""

_ELDERS = (
    "De berichten staan hier niet bij: daaruit zou blijken welke cliënt ook elders hulp heeft. Bespreek ze met de "
    "gemeente."
)
_MEESTE = 2000
"""Messages in one table; the page says how many more there are."""


def tabel_punten(rapport: Rapport, agb: str) -> Tabel:
    """One row per point with a case: how often, per law and together."""
    rijen = []
    for sleutel, punt in _punten(rapport, agb).items():
        per_wet = [_aantal(rapport, agb, sleutel, wet) for wet in WETTEN]
        getallen = [aantal for aantal in per_wet if aantal is not None]
        samen = TE_KLEIN if TE_KLEIN in getallen else sum(getallen)
        rijen.append((punt.titel, *("" if aantal is None else aantal for aantal in per_wet), samen))
    kolommen = (
        Kolom("Punt", rijkop=True), *(Kolom(naam, "aantal") for naam in WETTEN.values()), Kolom("Samen", "aantal"),
    )  # fmt: skip
    slot = "Geteld zijn gevallen, en geen cliënten. Eén geval kan bij meer punten tellen."
    return Tabel(f"Wat u kunt herstellen, {rapport.jaar}", kolommen, rijen, slot, leeg="er is niets gevonden.")


def tabel_berichten(rapport: Rapport, agb: str, punt: str) -> Tabel:
    """The messages of one point by BerichtIdentificatie; only the internal edition has them."""
    regels = _berichten(rapport, agb, punt)
    rijen = [
        (
            rij.identificatie if rij.identificatie else "niet bekend",
            naam_wet(rij.wet), rij.berichttype, opmaak.datum(rij.dagtekening),
            rapport.naam_gemeente(rij.gemeente) if rij.gemeente else "", rij.aantal,
        )
        for rij in regels.head(_MEESTE).itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Kenmerk van het bericht", rijkop=True), Kolom("Wet"), Kolom("Bericht"), Kolom("Dagtekening", "datum"),
        Kolom("Gemeente"), Kolom("Aantal", "aantal"),
    )  # fmt: skip
    meer = len(regels) - len(rijen)
    slot = f"Dit zijn de eerste {opmaak.aantal(_MEESTE)}; er zijn er nog {opmaak.aantal(meer)}." if meer > 0 else ""
    return Tabel(f"{load_herstelpunten()[punt].titel}: de berichten, {rapport.jaar}", kolommen, rijen, slot)


def html_punten(rapport: Rapport, agb: str) -> str:
    """The table of points and per point what it means, what to do and, for inside use, the messages."""
    delen = [als_html(tabel_punten(rapport, agb))]
    for sleutel, punt in _punten(rapport, agb).items():
        delen += [
            f"<h3>{escape(punt.titel)}</h3>",
            f"<p><strong>Hoe vaak:</strong> {escape(_hoe_vaak(rapport, agb, sleutel))}</p>",
            f"<p><strong>Wat het betekent:</strong> {escape(punt.uitleg)}</p>",
            f"<p><strong>Wat u kunt doen:</strong> {escape(punt.actie)}</p>",
        ]
        if rapport.editie == "intern":
            delen.append(_html_berichten(rapport, agb, sleutel))
    return "\n".join(delen)


def _html_berichten(rapport: Rapport, agb: str, punt: str) -> str:
    if punt in NIET_PER_BERICHT:
        return f'<p class="toelichting">{escape(_ELDERS)}</p>'
    tabel = tabel_berichten(rapport, agb, punt)
    return als_html(tabel) if tabel.rijen else ""


def _punten(rapport: Rapport, agb: str) -> dict[str, Herstelpunt]:
    """The points that this aanbieder has a case of, in the order of the report."""
    eigen = set(_rijen(rapport, agb)["punt"]) if len(_rijen(rapport, agb)) else set()
    return {sleutel: punt for sleutel, punt in load_herstelpunten().items() if sleutel in eigen}


def _rijen(rapport: Rapport, agb: str) -> pd.DataFrame:
    return kies(frame(rapport, "herstelpunten"), aanbieder=agb, wie="aanbieder")


def _berichten(rapport: Rapport, agb: str, punt: str) -> pd.DataFrame:
    """Rows of herstelregels of a point, oldest first; what is not known is empty text."""
    regels = kies(frame(rapport, "herstelregels"), aanbieder=agb, wie="aanbieder", punt=punt)
    if regels.empty:
        return regels
    regels = regels.assign(
        **{kolom: regels[kolom].astype("str").where(regels[kolom].notna(), "") for kolom in _TEKST}
    )
    return regels.sort_values(["dagtekening", *_TEKST], kind="stable")


_TEKST = ("identificatie", "berichttype", "gemeente")


def _aantal(rapport: Rapport, agb: str, punt: str, wet: str):
    """How often under one law; None for never, words for too few clients."""
    rij = next(kies(_rijen(rapport, agb), punt=punt, wet=wet).itertuples(), None)
    if rij is None:
        return None
    return TE_KLEIN if rij.te_klein else int(rij.aantal)


def _hoe_vaak(rapport: Rapport, agb: str, punt: str) -> str:
    """12 keer; or per law when there are two: Wmo 12 keer, Jeugdwet te klein om te tonen (<10)."""
    per_wet = {wet: _aantal(rapport, agb, punt, wet) for wet in WETTEN}
    woorden = {
        naam_wet(wet): aantal if isinstance(aantal, str) else f"{opmaak.aantal(aantal)} keer"
        for wet, aantal in per_wet.items()
        if aantal is not None
    }
    return opmaak.als_zin(", ".join(f"{wet} {tekst}" for wet, tekst in woorden.items()))
