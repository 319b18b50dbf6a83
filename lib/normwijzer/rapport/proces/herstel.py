"""What partners can mend: per partner and point how often, with what it is and what to do."""

import re
from html import escape

import pandas as pd

from normwijzer.kpi.proces.herstel import load_herstelpunten
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import frame, kies, naam_wet, op_wet
from normwijzer.rapport.proces.termijnen import naam_partner
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html

NEGEN_CIJFERS = "negen cijfers, niet getoond"
_NEGEN = re.compile(r"\d{9}")
_MEESTE = 500
"""Single messages in the internal table; more stand in the file of the outcomes."""

_SLOT = "Geteld zijn gevallen, niet cliënten."
_SLOT_PARTNERS = "Geteld zijn gevallen, niet cliënten. Een streepje: dit is niet aan deze partner."
_ALLEEN_INTERN = (
    '<p class="toelichting">Per partner zijn het te weinig gevallen om te delen: dat staat in de interne editie, en '
    "elke aanbieder krijgt de eigen punten in een brief.</p>"
)


def tabel_herstel(rapport: Rapport) -> Tabel:
    """One row per point: who can mend it, how often in the region and per law."""
    samen = frame(rapport, "herstel_samen")
    wetten = [wet for wet in op_wet(samen["wet"] if len(samen) else []) if wet]
    rijen = [
        (woorden.titel, woorden.wie, *_aantallen(kies(samen, punt=sleutel), wetten), woorden.actie)
        for sleutel, woorden in load_herstelpunten().items()
        if len(kies(samen, punt=sleutel))
    ]
    kolommen = (
        Kolom("Punt", rijkop=True), Kolom("Wie"), Kolom("Samen", "waarde"),
        *(Kolom(naam_wet(wet), "waarde") for wet in wetten), Kolom("Wat te doen"),
    )  # fmt: skip
    return Tabel(
        f"Wat partners kunnen herstellen, {rapport.jaar}", kolommen, rijen, _SLOT, leeg="er is niets te herstellen."
    )


def tabel_herstel_partners(rapport: Rapport) -> Tabel:
    """One row per partner, a column per point: counts over both laws; for inside use only."""
    punten = frame(rapport, "herstelpunten")
    sleutels = [sleutel for sleutel in load_herstelpunten() if len(kies(punten, punt=sleutel))]
    namen = [naam_partner(rapport, rij.wie, rij) for rij in punten.itertuples()]
    punten = punten.assign(naam=namen) if len(punten) else punten
    rijen = [
        (naam, *(_som(deel[deel["punt"].eq(sleutel)], sleutel, wie) for sleutel in sleutels))
        for (wie, naam), deel in (punten.groupby(["wie", "naam"]) if len(punten) else [])
    ]
    kolommen = (
        Kolom("Partner", rijkop=True),
        *(Kolom(load_herstelpunten()[sleutel].titel, "waarde") for sleutel in sleutels),
    )
    return Tabel(
        f"Wat elke partner kan herstellen, {rapport.jaar}", kolommen, rijen, _SLOT_PARTNERS,
        leeg="er is niets te herstellen.",
    )  # fmt: skip


def tabel_herstelregels(rapport: Rapport) -> Tabel:
    """One row per message to mend, by BerichtIdentificatie; only the internal edition has them."""
    regels = frame(rapport, "herstelregels")
    rijen = [
        (
            load_herstelpunten()[rij.punt].titel, naam_partner(rapport, rij.wie, rij), naam_wet(rij.wet),
            rij.berichttype,
            kenmerk_tekst(rij.identificatie), opmaak.datum(rij.dagtekening), rij.aantal,
        )
        for rij in regels.head(_MEESTE).itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Punt", rijkop=True), Kolom("Partner"), Kolom("Wet"), Kolom("Bericht"), Kolom("Kenmerk van het bericht"),
        Kolom("Dagtekening"), Kolom("Aantal", "aantal"),
    )  # fmt: skip
    slot = slot_meer(len(rijen), len(regels))
    return Tabel(f"Berichten om te herstellen, {rapport.jaar}", kolommen, rijen, slot)


def kenmerk_tekst(identificatie) -> str:
    """A BerichtIdentificatie as it may be printed: nine digits could be a BSN."""
    tekst = "" if pd.isna(identificatie) else str(identificatie)
    return NEGEN_CIJFERS if _NEGEN.fullmatch(tekst) else tekst


def slot_meer(getoond: int, alle: int) -> str:
    """What a list of messages says when it stops early; empty when it does not."""
    if getoond == alle:
        return ""
    return f"Dit zijn de eerste {opmaak.aantal(getoond)}; er zijn er nog {opmaak.aantal(alle - getoond)}."


def html_herstel(rapport: Rapport) -> str:
    """The points, folded per partner and what each means, and in the internal edition the messages."""
    lijst = "\n".join(
        f"<li><strong>{escape(woorden.titel)}</strong>: {escape(woorden.uitleg)}</li>"
        for woorden in load_herstelpunten().values()
    )
    partners = f"<details>\n<summary>Per partner</summary>\n{als_html(tabel_herstel_partners(rapport))}\n</details>"
    delen = [
        als_html(tabel_herstel(rapport)),
        partners if rapport.editie == "intern" else _ALLEEN_INTERN,
        f"<details>\n<summary>Wat elk punt is</summary>\n<ul>\n{lijst}\n</ul>\n</details>",
    ]
    if rapport.editie == "intern" and len(frame(rapport, "herstelregels")):
        tabel = als_html(tabel_herstelregels(rapport))
        delen.append(f"<details>\n<summary>De berichten zelf (alleen intern)</summary>\n{tabel}\n</details>")
    return "\n".join(delen)


def _aantallen(deel: pd.DataFrame, wetten: list[str]) -> tuple:
    """Cells for both laws and each."""
    return tuple(_aantal(deel, wet) for wet in ("", *wetten))


def _aantal(deel: pd.DataFrame, wet: str):
    rij = next(kies(deel, wet=wet).itertuples(), None)
    return Cel(0 if rij is None else rij.aantal, "aantal") if rij is None or not rij.te_klein else rij.tekst


def _som(deel: pd.DataFrame, punt: str, wie: str):
    """The sum; a dash for what is not theirs to mend."""
    if deel.empty:
        return Cel(0, "aantal") if load_herstelpunten()[punt].wie == wie else opmaak.STREEP
    return opmaak.aantal(int(deel["aantal"].sum()))
