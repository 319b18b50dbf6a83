"""Excel workbooks read as plain cells, whoever wrote them."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .getallen import FORMULE

MEEST_REGELS = 20_000
"""Rows of a sheet that are read, unless more is asked for."""
GROOTST_UITGEPAKT = 100_000_000
REGELS_IN_EXCEL = 1_048_576
_MEEST_KOLOMMEN, _STUK = 100, 1 << 20
_FORMULE_TAG = re.compile(rb"<(?:\w+:)?f[\s/>]")
_OUD_OF_VERSLEUTELD = b"\xd0\xcf\x11\xe0"
# openpyxl lets plain exceptions through on damaged content; SyntaxError is the base of XML parse errors.
_BESCHADIGD = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError,
    SyntaxError, EOFError, OSError, RuntimeError, NotImplementedError,
)  # fmt: skip


class WerkboekFout(Exception):
    """The workbook cannot be read; the text says why, in Dutch."""


@dataclass(frozen=True)
class Blad:
    """One sheet: naam as somebody typed it, nummer (from 1, left to right, hidden ones count), regels from row 1 (as
    wide as they are filled), meer: something is below the last row that was asked for and was not read."""

    naam: str
    nummer: int
    zichtbaar: bool
    regels: list
    meer: bool


def read_bladen(
    inhoud: bytes, meest_regels: int = MEEST_REGELS, grootst_uitgepakt: int = GROOTST_UITGEPAKT
) -> list[Blad]:
    """The sheets with their rows, cells as text, number, date or None; a formula gives its calculated value, or
    `FORMULE` when the file holds none.

    Raises:
        WerkboekFout: no workbook, damaged, encrypted or unreasonably large.
    """
    if inhoud.startswith(_OUD_OF_VERSLEUTELD):
        raise WerkboekFout("het is met een wachtwoord beveiligd of een oud .xls-bestand")
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            if sum(lid.file_size for lid in archief.infolist()) > grootst_uitgepakt:
                raise WerkboekFout("het is uitgepakt onwaarschijnlijk groot")
            met_formules = _heeft_formules(archief)
        waarden = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=True)
        formules = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=False) if met_formules else None
        nummers = {naam: nummer for nummer, naam in enumerate(waarden.sheetnames, start=1)}
        return [
            _read_blad(blad, formules[blad.title] if formules else None, nummers[blad.title], meest_regels)
            for blad in waarden.worksheets
        ]
    except _BESCHADIGD:
        raise WerkboekFout("het is geen Excel-werkmap, of beschadigd") from None


def _heeft_formules(archief: zipfile.ZipFile) -> bool:
    for lid in archief.namelist():
        if lid.lower().endswith(".xml") and "worksheets/" in lid.lower() and _heeft_tag(archief, lid):
            return True
    return False


def _heeft_tag(archief: zipfile.ZipFile, lid: str) -> bool:
    with archief.open(lid) as stroom:
        rest = b""
        while stuk := stroom.read(_STUK):
            if _FORMULE_TAG.search(rest + stuk):
                return True
            rest = stuk[-64:]
    return False


def _read_blad(waarden, formules, nummer: int, meest_regels: int) -> Blad:
    waarden.reset_dimensions()
    if formules is None:
        # Without a widest column the rows come as wide as they are: a long sheet costs no padding.
        regels = [rij[:_MEEST_KOLOMMEN] for rij in waarden.iter_rows(max_row=meest_regels, values_only=True)]
    else:
        formules.reset_dimensions()
        paren = zip(waarden.iter_rows(max_row=meest_regels), formules.iter_rows(max_row=meest_regels), strict=True)
        regels = [
            [_cel(cel, formule) for cel, formule in zip(links[:_MEEST_KOLOMMEN], rechts, strict=False)]
            for links, rechts in paren
        ]
    meer = len(regels) >= meest_regels and _heeft_meer(waarden, meest_regels)
    return Blad(waarden.title, nummer, waarden.sheet_state == "visible", regels, meer)


def _heeft_meer(blad, meest_regels: int) -> bool:
    if meest_regels >= REGELS_IN_EXCEL:
        return False
    verder = blad.iter_rows(min_row=meest_regels + 1, max_row=REGELS_IN_EXCEL, max_col=_MEEST_KOLOMMEN)
    return any(cel.value is not None for regel in verder for cel in regel)


def _cel(cel, formule):
    if cel.value is None and formule.data_type == "f":
        return FORMULE
    return cel.value
