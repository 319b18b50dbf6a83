"""What one aanbieder can mend: every point in words with how often, and for inside use the messages to look up."""

from html import escape

import pandas as pd

from normwijzer.kpi.proces.herstel import Herstelpunt, load_herstelpunten
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import WETTEN
from normwijzer.rapport.proces.brief_eigen import Blad
from normwijzer.rapport.proces.cellen import kies, naam_wet
from normwijzer.rapport.proces.herstel import kenmerk_tekst, slot_meer
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

NIET_PER_BERICHT = ("volgens_plan_met_vervolg",)
"""Points of which a list of messages would tell the aanbieder which client has help elsewhere."""

_ELDERS = (
    "De berichten staan hier niet bij: daaruit zou blijken welke cliënt ook elders hulp heeft. Bespreek ze met de "
    "gemeente."
)
_MEESTE = 2000
"""Messages in one table; the page says how many more there are."""


def tabel_punten(blad: Blad) -> Tabel:
    """One row per point with a case: how often, per law and when there are two also together."""
    punten = _punten(blad)
    aantallen = {sleutel: {wet: _aantal(blad, sleutel, wet) for wet in WETTEN} for sleutel in punten}
    wetten = [wet for wet in WETTEN if any(per_wet[wet] is not None for per_wet in aantallen.values())]
    rijen = [
        (punt.titel, *("" if aantallen[sleutel][wet] is None else aantallen[sleutel][wet] for wet in wetten),
         *([_samen(aantallen[sleutel].values())] if len(wetten) > 1 else []))
        for sleutel, punt in punten.items()
    ]  # fmt: skip
    kolommen = [Kolom("Punt", rijkop=True), *(Kolom(WETTEN[wet], "aantal") for wet in wetten)]
    kolommen += [Kolom("Samen", "aantal")] if len(wetten) > 1 else []
    slot = "Geteld zijn gevallen, en geen cliënten. Eén geval kan bij meer punten tellen."
    return Tabel(
        f"Wat u kunt herstellen, {blad.rapport.jaar}", tuple(kolommen), rijen, slot, leeg="er is niets gevonden."
    )


def tabel_berichten(blad: Blad, punt: str) -> Tabel:
    """The messages of one point by BerichtIdentificatie; only the internal edition has them."""
    regels = _berichten(blad, punt)
    rijen = [
        (
            kenmerk_tekst(rij.identificatie) or "niet bekend",
            naam_wet(rij.wet), rij.berichttype, opmaak.datum(rij.dagtekening),
            blad.rapport.naam_gemeente(rij.gemeente) if rij.gemeente else "", rij.aantal,
        )
        for rij in regels.head(_MEESTE).itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Kenmerk van het bericht", rijkop=True), Kolom("Wet"), Kolom("Bericht"), Kolom("Dagtekening", "datum"),
        Kolom("Gemeente"), Kolom("Aantal", "aantal"),
    )  # fmt: skip
    slot = slot_meer(len(rijen), len(regels))
    return Tabel(f"{load_herstelpunten()[punt].titel}: de berichten, {blad.rapport.jaar}", kolommen, rijen, slot)


def html_punten(blad: Blad) -> str:
    """The table of points and per point what it means, what to do and, for inside use, the messages."""
    delen = [als_html(tabel_punten(blad))]
    for sleutel, punt in _punten(blad).items():
        delen += [
            f"<h3>{escape(punt.titel)}</h3>",
            f"<p><strong>Hoe vaak:</strong> {escape(_hoe_vaak(blad, sleutel))}</p>",
            f"<p><strong>Wat het betekent:</strong> {escape(punt.uitleg)}</p>",
            f"<p><strong>Wat u kunt doen:</strong> {escape(punt.actie)}</p>",
        ]
        if blad.rapport.editie == "intern":
            delen.append(_html_berichten(blad, sleutel))
    return "\n".join(delen)


def _html_berichten(blad: Blad, punt: str) -> str:
    if punt in NIET_PER_BERICHT:
        return f'<p class="toelichting">{escape(_ELDERS)}</p>'
    tabel = tabel_berichten(blad, punt)
    return als_html(tabel) if tabel.rijen else ""


def _punten(blad: Blad) -> dict[str, Herstelpunt]:
    """The points that this aanbieder has a case of, in the order of the report."""
    eigen = set(_rijen(blad)["punt"]) if len(_rijen(blad)) else set()
    return {sleutel: punt for sleutel, punt in load_herstelpunten().items() if sleutel in eigen}


def _rijen(blad: Blad) -> pd.DataFrame:
    return kies(blad.frame("herstelpunten"), wie="aanbieder")


def _berichten(blad: Blad, punt: str) -> pd.DataFrame:
    """Rows of herstelregels of a point, oldest first; what is not known is empty text."""
    regels = kies(blad.frame("herstelregels"), wie="aanbieder", punt=punt)
    if regels.empty:
        return regels
    regels = regels.assign(**{kolom: regels[kolom].astype("str").where(regels[kolom].notna(), "") for kolom in _TEKST})
    return regels.sort_values(["dagtekening", *_TEKST], kind="stable")


_TEKST = ("identificatie", "berichttype", "gemeente")


def _aantal(blad: Blad, punt: str, wet: str):
    """How often under one law; None for never, words for too few clients."""
    rij = next(kies(_rijen(blad), punt=punt, wet=wet).itertuples(), None)
    if rij is None:
        return None
    return TE_KLEIN if rij.te_klein else int(rij.aantal)


def _samen(aantallen):
    """The sum; words when one of them has too few clients."""
    bekend = [aantal for aantal in aantallen if aantal is not None]
    return TE_KLEIN if TE_KLEIN in bekend else sum(bekend)


def _hoe_vaak(blad: Blad, punt: str) -> str:
    """12 keer; or per law when there are two: Wmo 12 keer, Jeugdwet te klein om te tonen (<10)."""
    per_wet = {wet: _aantal(blad, punt, wet) for wet in WETTEN}
    woorden = {
        naam_wet(wet): aantal if isinstance(aantal, str) else f"{opmaak.aantal(aantal)} keer"
        for wet, aantal in per_wet.items()
        if aantal is not None
    }
    return opmaak.als_zin(", ".join(f"{wet} {tekst}" for wet, tekst in woorden.items()))
