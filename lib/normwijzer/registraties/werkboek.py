"""Excel workbooks read as plain cells, whoever wrote them."""

import io
import zipfile
import zlib
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .getallen import FORMULE

MEEST_REGELS = 20_000
"""Rows of a sheet that are read."""
_MEEST_KOLOMMEN, _GROOTST_UITGEPAKT, _REGELS_IN_EXCEL = 100, 100_000_000, 1_048_576
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
    """One sheet: naam as somebody typed it, nummer (from 1, left to right, hidden ones count), regels from row 1, meer:
    something is below row `MEEST_REGELS` and was not read."""

    naam: str
    nummer: int
    zichtbaar: bool
    regels: list[list]
    meer: bool


def read_bladen(inhoud: bytes) -> list[Blad]:
    """The sheets with their rows, cells as text, number, date or None; a formula gives its calculated value, or
    `FORMULE` when the file holds none.

    Raises:
        WerkboekFout: no workbook, damaged, encrypted or unreasonably large.
    """
    if inhoud.startswith(_OUD_OF_VERSLEUTELD):
        raise WerkboekFout("het is met een wachtwoord beveiligd of een oud .xls-bestand")
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            if sum(lid.file_size for lid in archief.infolist()) > _GROOTST_UITGEPAKT:
                raise WerkboekFout("het is uitgepakt onwaarschijnlijk groot")
        waarden = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=True)
        formules = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=False)
        nummers = {naam: nummer for nummer, naam in enumerate(waarden.sheetnames, start=1)}
        return [_read_blad(blad, formules[blad.title], nummers[blad.title]) for blad in waarden.worksheets]
    except _BESCHADIGD:
        raise WerkboekFout("het is geen Excel-werkmap, of beschadigd") from None


def _read_blad(waarden, formules, nummer: int) -> Blad:
    regels = []
    for blad in (waarden, formules):
        blad.reset_dimensions()
    grens = {"max_row": MEEST_REGELS, "max_col": _MEEST_KOLOMMEN}
    for links, rechts in zip(waarden.iter_rows(**grens), formules.iter_rows(**grens), strict=True):
        regels.append([_cel(cel, formule) for cel, formule in zip(links, rechts, strict=True)])
    meer = len(regels) >= MEEST_REGELS and _heeft_meer(waarden)
    return Blad(waarden.title, nummer, waarden.sheet_state == "visible", regels, meer)


def _heeft_meer(blad) -> bool:
    verder = blad.iter_rows(min_row=MEEST_REGELS + 1, max_row=_REGELS_IN_EXCEL, max_col=_MEEST_KOLOMMEN)
    return any(cel.value is not None for regel in verder for cel in regel)


def _cel(cel, formule):
    if cel.value is None and formule.data_type == "f":
        return FORMULE
    return cel.value
