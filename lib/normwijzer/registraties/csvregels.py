"""Records of a csv file with `;`, with damage kept to the lines that are damaged."""

import csv
import io
import re

_LANGST = 50
_LIJKT_REGEL = re.compile(r'\s*"?\d{7,8}"?\s*;\s*"?\d{4}"?\s*;')
_SCHEIDING = re.compile(r'"?sep=.?"?\s*', re.IGNORECASE)


def read_regels(
    tekst: str, lijkt_regel: re.Pattern[str] = _LIJKT_REGEL
) -> tuple[list[tuple[int, list[str]]], list[int]]:
    """(line, fields) of every record with something in it, and the lines whose quotes do not close.

    A field between quotes may go on over lines, but not over a line that looks like a row: its quote was forgotten
    then, and only the line where it was opened is left out. Lines count from 1; a first line `sep=;`, which Excel
    understands, is passed over.

    Args:
        lijkt_regel: how a row begins; without it rows of an aanbiederopgave (agb;jaar;…).
    """
    lijnen = list(io.StringIO(tekst, newline=""))
    plaats = 1 if lijnen and _SCHEIDING.fullmatch(lijnen[0]) else 0
    vlot = _read_vlot(lijnen, plaats)
    if vlot is not None:
        return vlot, []
    regels, kapot = [], []
    while plaats < len(lijnen):
        velden, gebruikt = _read_regel(lijnen, plaats, lijkt_regel)
        if velden is None:
            kapot.append(plaats + 1)
        elif any(veld.strip() for veld in velden):
            regels.append((plaats + 1, velden))
        plaats += gebruikt
    return regels, kapot


def _read_vlot(lijnen: list[str], plaats: int) -> list[tuple[int, list[str]]] | None:
    """All records at once when each of them is one sound line, else None."""
    lezer = csv.reader(lijnen[plaats:], delimiter=";", strict=True)
    try:
        records = list(lezer)
    except csv.Error:
        return None
    if len(records) != len(lijnen) - plaats:
        return None
    return [(nummer, velden) for nummer, velden in enumerate(records, start=plaats + 1) if "".join(velden).strip()]


def _read_regel(lijnen: list[str], plaats: int, lijkt_regel: re.Pattern[str]) -> tuple[list[str] | None, int]:
    """Fields of the record that starts here (None when its quotes are wrong) and how many lines it takes."""
    einde = min(len(lijnen), plaats + _LANGST)
    lezer = csv.reader((lijnen[nummer] for nummer in range(plaats, einde)), delimiter=";", strict=True)
    try:
        velden = next(lezer)
    except csv.Error:
        return None, 1
    gebruikt = lezer.line_num
    if any(lijkt_regel.match(lijn) for lijn in lijnen[plaats + 1 : plaats + gebruikt]):
        return None, 1
    return velden, gebruikt
