"""Rows of an aanbiederopgave from csv files and Excel workbooks, each cell with its place."""

from pathlib import Path
from typing import Any

import pandas as pd

from .getallen import is_leeg
from .meldingen import Melding
from .tabellezer import UITLEGBLADEN, Deel, Vorm, plaats_van, read_delen

__all__ = ["INVULBLAD", "KOLOMMEN", "UITLEGBLADEN", "UITLEGKOLOMMEN", "VERPLICHT", "plek", "read_opgave"]

KOLOMMEN = ("agb", "jaar", "halfjaar", "indicator", "teller", "noemer", "waarde", "opmerking")
VERPLICHT = ("agb", "jaar", "indicator", "teller", "noemer", "waarde")
UITLEGKOLOMMEN = ("periode", "vraag", "wat is de teller?", "wat is de noemer?")
"""Columns of the form that only explain; reading passes over them."""
INVULBLAD = "Opgave"
"""The sheet of the form to fill in."""
_HERKOMST = ("bestand", "blad", "regel", "kop")
_GETALLEN = ("teller", "noemer", "waarde")
_VORM = Vorm(
    kolommen=KOLOMMEN,
    verplicht=VERPLICHT,
    herken=("agb", "indicator"),
    herken_minstens=2,
    uitleg=UITLEGKOLOMMEN,
    bladen=(*UITLEGBLADEN, INVULBLAD),
    te_groot="het is te groot voor een opgave",
)


def read_opgave(pad: Path, naam: str, *, ook_leeg: bool = False) -> tuple[pd.DataFrame, list[Melding]]:
    """Rows of one .csv or .xlsx file in which something was filled in, as typed.

    Args:
        naam: what people call the file. ook_leeg: also rows in which no number was filled in.

    Returns:
        (rows, problems). Rows: `KOLOMMEN` as found (text, number, None, `getallen.FORMULE`), bestand (= naam),
        blad (its name when it is one of the form, else its number; empty for csv), regel (line or row, from 1), kop
        (column -> letters, empty for csv). A row without teller, noemer and waarde is left out by default: nothing was
        reported there.
    """
    delen, gebreken = read_delen(pad, _VORM)
    rijen = [rij for deel in delen for rij in _rijen(deel, naam, ook_leeg)]
    meldingen = [Melding(f"opgave_{gebrek.soort}", naam, gebrek.plek, extra=gebrek.extra) for gebrek in gebreken]
    return pd.DataFrame(rijen, columns=[*KOLOMMEN, *_HERKOMST], dtype="object"), meldingen


def plek(rij: Any, kolom: str = "") -> str:
    """Place in the file of one row of `read_opgave`, or of its cell in `kolom`."""
    return plaats_van(rij.blad, rij.kop, rij.regel, kolom)


def _rijen(deel: Deel, naam: str, ook_leeg: bool) -> list[tuple]:
    leeg = [None] * len(deel.regels)
    kolommen = [deel.cellen.get(kolom, leeg) for kolom in KOLOMMEN]
    getallen = [KOLOMMEN.index(kolom) for kolom in _GETALLEN]
    return [
        (*waarden, naam, deel.blad, regel, deel.letters)
        for regel, *waarden in zip(deel.regels, *kolommen, strict=True)
        if ook_leeg or not all(is_leeg(waarden[plaats]) for plaats in getallen)
    ]
