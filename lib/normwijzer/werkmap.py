"""Excel workbooks with the same bytes every time they are written."""

import io
import re
import zipfile
from datetime import datetime

from openpyxl import Workbook

_MOMENT = (1980, 1, 1, 0, 0, 0)
_GETAL = re.compile(rb"<v>(-?\d+\.\d+(?:[eE][+-]?\d+)?)</v>")
_GEWIJZIGD = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")


def to_bytes(boek: Workbook, moment: datetime) -> bytes:
    """The workbook as bytes that depend on its content alone; `moment` is what it says about creation and change."""
    boek.properties.creator, boek.properties.created = "Normwijzer", moment
    ruw, uit = io.BytesIO(), io.BytesIO()
    boek.save(ruw)
    with zipfile.ZipFile(ruw) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for lid in oud.infolist():
            deel = oud.read(lid)
            if lid.filename.startswith("xl/worksheets/"):
                deel = _GETAL.sub(_vijftien_cijfers, deel)
            if lid.filename == "docProps/core.xml":
                deel = _GEWIJZIGD.sub(rb"\g<1>" + f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<2>", deel)
            nieuw.writestr(zipfile.ZipInfo(lid.filename, _MOMENT), deel, zipfile.ZIP_DEFLATED)
    return uit.getvalue()


def _vijftien_cijfers(gevonden: re.Match) -> bytes:
    """The number with the fifteen digits that a sheet can hold: openpyxl writes sixteen, and then 8.2 has a tail."""
    return b"<v>%.15g</v>" % float(gevonden.group(1))
