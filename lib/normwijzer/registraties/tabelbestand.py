"""Rows of registrations from csv files and Excel workbooks, each cell with its place."""

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd

from ..fouten import leesfout
from .getallen import is_leeg
from .meldingen import Melding
from .werkboek import WerkboekFout, read_bladen

KOLOMMEN = ("agb", "jaar", "halfjaar", "indicator", "teller", "noemer", "waarde", "opmerking")
VERPLICHT = ("agb", "jaar", "indicator", "teller", "noemer", "waarde")
UITLEGKOLOMMEN = ("periode", "vraag", "wat is de teller?", "wat is de noemer?")
"""Columns of the form that only explain; reading passes over them."""
_GETALLEN = tuple(KOLOMMEN.index(kolom) for kolom in ("teller", "noemer", "waarde"))
_ZOEKDIEPTE = 20
_GROOTST = 50_000_000


def read_opgave(pad: Path, naam: str, *, ook_leeg: bool = False) -> tuple[pd.DataFrame, list[Melding]]:
    """Rows of one .csv or .xlsx file in which something was filled in, as typed.

    Args:
        naam: what people call the file. ook_leeg: also rows in which no number was filled in.

    Returns:
        (rows, problems). Rows: `KOLOMMEN` as found (text, number, None, `getallen.FORMULE`), bestand (= naam),
        blad (empty for csv), regel (line or row, from 1), kop (column -> letters, empty for csv). A row without
        teller, noemer and waarde is left out by default: nothing was reported there.
    """
    try:
        inhoud = pad.read_bytes() if pad.stat().st_size <= _GROOTST else None
    except OSError as fout:
        return _lege_rijen(), [Melding("opgave_bestand_onleesbaar", naam, extra=f" ({leesfout(fout)})")]
    if inhoud is None:
        return _lege_rijen(), [Melding("opgave_bestand_onleesbaar", naam, extra=" (het is te groot voor een opgave)")]
    lees = _read_xlsx if pad.suffix.lower() == ".xlsx" else _read_csv
    rijen, meldingen = lees(inhoud, naam)
    if not ook_leeg:
        rijen = [rij for rij in rijen if not all(is_leeg(rij[plaats]) for plaats in _GETALLEN)]
    if not rijen:
        return _lege_rijen(), meldingen
    return pd.DataFrame(rijen, columns=[*KOLOMMEN, "bestand", "blad", "regel", "kop"], dtype="object"), meldingen


def plek(rij: Any, kolom: str = "") -> str:
    """Place in the file of one row of `read_opgave`, or of its cell in `kolom`."""
    if rij.blad:
        return f"blad {rij.blad}, cel {rij.kop[kolom]}{rij.regel}" if kolom else f"blad {rij.blad}, regel {rij.regel}"
    return f"regel {rij.regel}, kolom {kolom}" if kolom else f"regel {rij.regel}"


def _lege_rijen() -> pd.DataFrame:
    return pd.DataFrame(columns=[*KOLOMMEN, "bestand", "blad", "regel", "kop"], dtype="object")


def _read_csv(inhoud: bytes, naam: str) -> tuple[list[tuple], list[Melding]]:
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Melding("opgave_bestand_onleesbaar", naam, extra=" (het is geen UTF-8)")]
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=";", strict=True)
    regels = []
    try:
        for velden in lezer:
            if any(veld.strip() for veld in velden):
                regels.append((lezer.line_num, velden))
    except csv.Error:
        return [], [
            Melding("opgave_bestand_onleesbaar", naam, f"regel {lezer.line_num}", extra=" (aanhalingsteken sluit niet)")
        ]
    if not regels:
        return [], [Melding("opgave_bestand_onleesbaar", naam, extra=" (het is leeg)")]
    kop, meldingen = _kop(regels[0][1], naam, f"regel {regels[0][0]}", {})
    if not kop:
        return [], meldingen
    rijen = []
    for regel, velden in regels[1:]:
        if len(velden) != len(regels[0][1]):
            meldingen.append(Melding("opgave_regel_onleesbaar", naam, f"regel {regel}"))
        else:
            rijen += _rij(kop, velden, (naam, "", regel, {}))
    return rijen, meldingen


def _read_xlsx(inhoud: bytes, naam: str) -> tuple[list[tuple], list[Melding]]:
    try:
        bladen = read_bladen(inhoud)
    except WerkboekFout as fout:
        return [], [Melding("opgave_bestand_onleesbaar", naam, extra=f" ({fout})")]
    rijen, meldingen, gevonden = [], [], False
    for blad, regels in bladen.items():
        plaats = next((nummer for nummer, cellen in enumerate(regels[:_ZOEKDIEPTE]) if _is_kop(cellen)), None)
        if plaats is None:
            continue
        gevonden = True
        kop, nieuw = _kop(regels[plaats], naam, f"blad {blad}, regel {plaats + 1}", {"blad": blad})
        meldingen += nieuw
        letters = {kolom: _letters(nummer) for kolom, nummer in kop.items()}
        for nummer, cellen in enumerate(regels[plaats + 1 :], start=plaats + 2):
            if kop:
                rijen += _rij(kop, cellen, (naam, blad, nummer, letters))
    if not gevonden:
        meldingen.append(Melding("opgave_kopregel", naam))
    return rijen, meldingen


def _is_kop(cellen: list) -> bool:
    return {"agb", "indicator"} <= {_naam(cel) for cel in cellen}


def _kop(cellen: list, naam: str, waar: str, blad: dict) -> tuple[dict[str, int], list[Melding]]:
    """Column -> position; empty when a required column is absent or there twice."""
    namen = [_naam(cel) for cel in cellen]
    if any(namen.count(kolom) > 1 for kolom in KOLOMMEN) or not set(VERPLICHT) <= set(namen):
        return {}, [Melding("opgave_kopregel", naam, waar)]
    bekend = {*KOLOMMEN, *UITLEGKOLOMMEN, ""}
    vreemd = [Melding("opgave_kolom_onbekend", naam, waar) for kolom in namen if kolom not in bekend]
    return {kolom: namen.index(kolom) for kolom in KOLOMMEN if kolom in namen}, vreemd


def _naam(cel: Any) -> str:
    return cel.strip().lower() if isinstance(cel, str) else ""


def _rij(kop: dict[str, int], cellen: list, herkomst: tuple) -> list[tuple]:
    """The row in a list, or nothing when it is empty."""
    waarden = {kolom: cellen[plaats] if plaats < len(cellen) else None for kolom, plaats in kop.items()}
    if all(is_leeg(cel) for cel in waarden.values()):
        return []
    return [(*(waarden.get(kolom) for kolom in KOLOMMEN), *herkomst)]


def _letters(nummer: int) -> str:
    rest, letter = divmod(nummer, 26)
    return (_letters(rest - 1) if rest else "") + chr(65 + letter)
