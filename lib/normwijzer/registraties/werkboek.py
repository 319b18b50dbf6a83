"""Excel workbooks: read as plain cells whoever wrote them, and written with the same bytes every time."""

import io
import re
import zipfile
import zlib
from datetime import datetime

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .getallen import FORMULE

_MEEST_REGELS, _MEEST_KOLOMMEN, _GROOTST_UITGEPAKT = 20_000, 100, 100_000_000
_OUD_OF_VERSLEUTELD = b"\xd0\xcf\x11\xe0"
_MOMENT = (1980, 1, 1, 0, 0, 0)
_GEWIJZIGD = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
# openpyxl lets plain exceptions through on damaged content; SyntaxError is the base of XML parse errors.
_BESCHADIGD = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError,
    SyntaxError, EOFError, OSError, RuntimeError, NotImplementedError,
)  # fmt: skip


class WerkboekFout(Exception):
    """The workbook cannot be read; the text says why, in Dutch."""


def read_bladen(inhoud: bytes) -> dict[str, list[list]]:
    """Sheet name -> its rows from row 1, cells as text, number, date or None; a formula gives its calculated value,
    or `FORMULE` when the file holds none.

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
        return {
            blad.title: _read_blad(blad, formules[blad.title])
            for blad in waarden.worksheets
            if blad.sheet_state == "visible"
        }
    except _BESCHADIGD:
        raise WerkboekFout("het is geen Excel-werkmap, of beschadigd") from None


def _read_blad(waarden, formules) -> list[list]:
    regels = []
    for blad in (waarden, formules):
        blad.reset_dimensions()
    grens = {"max_row": _MEEST_REGELS, "max_col": _MEEST_KOLOMMEN}
    for links, rechts in zip(waarden.iter_rows(**grens), formules.iter_rows(**grens), strict=True):
        regels.append([_cel(cel, formule) for cel, formule in zip(links, rechts, strict=True)])
    return regels


def _cel(cel, formule):
    if cel.value is None and formule.data_type == "f":
        return FORMULE
    return cel.value


def to_bytes(boek: Workbook, moment: datetime) -> bytes:
    """The workbook as bytes that depend on its content alone; `moment` is what it says about creation and change."""
    boek.properties.creator, boek.properties.created = "Normwijzer", moment
    ruw, uit = io.BytesIO(), io.BytesIO()
    boek.save(ruw)
    with zipfile.ZipFile(ruw) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for lid in oud.infolist():
            deel = oud.read(lid)
            if lid.filename == "docProps/core.xml":
                deel = _GEWIJZIGD.sub(rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<2>", deel)
            nieuw.writestr(zipfile.ZipInfo(lid.filename, _MOMENT), deel, zipfile.ZIP_DEFLATED)
    return uit.getvalue()
