"""Long csv files with `;` column by column: the same records as `csvregels.read_regels`, where no quotes are used."""

import io
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as pacsv

_SCHEIDING = re.compile(rb"sep=.?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Kolommen:
    """kopregel: line of the header, from 1. namen: its fields. regels: line of each record with as many fields as the
    header. velden: their fields, one column of text per name. fout: lines with another number of fields and something
    in them."""

    kopregel: int
    namen: list[str]
    regels: np.ndarray
    velden: list[pd.Series]
    fout: list[int]


def read_kolommen(inhoud: bytes) -> Kolommen | None:
    """The records, blank ones perhaps among them; None when the file asks for the careful reader: quotes, line ends of
    old systems, one column, an endless line, nothing at all.

    Args:
        inhoud: UTF-8 without byte order mark.
    """
    if b'"' in inhoud or inhoud.count(b"\r") != inhoud.count(b"\r\n"):
        return None
    begin, kopregel = _zoek_kop(inhoud)
    einde = inhoud.find(b"\n", begin)
    einde = len(inhoud) if einde < 0 else einde + 1
    namen = inhoud[begin:einde].decode().rstrip("\r\n").split(";")
    if len(namen) < 2:
        return None
    fout, leeg = [], []

    def op_zij(rij: pacsv.InvalidRow) -> str:
        (fout if rij.text.replace(";", "").strip() else leeg).append(rij.number)
        return "skip"

    romp = inhoud[einde:]
    try:
        tabel = _read(romp, len(namen), op_zij) if romp else None
    except pa.ArrowInvalid:
        return None
    aantal = len(tabel) if tabel is not None else 0
    regels = np.ones(aantal + len(fout) + len(leeg), dtype=bool)
    regels[np.array([*fout, *leeg], dtype="int64") - 1] = False
    velden = [
        pd.Series(tabel.column(nummer).to_pandas() if aantal else [], dtype="str") for nummer in range(len(namen))
    ]
    return Kolommen(
        kopregel, namen, np.flatnonzero(regels) + 1 + kopregel, velden, [kopregel + regel for regel in fout]
    )


def _zoek_kop(inhoud: bytes) -> tuple[int, int]:
    """Where the first line with something in it begins, and its number; a first line `sep=;` is passed over."""
    begin, nummer = 0, 1
    while begin < len(inhoud):
        einde = inhoud.find(b"\n", begin)
        einde = len(inhoud) if einde < 0 else einde + 1
        lijn = inhoud[begin:einde]
        if lijn.decode().replace(";", "").strip() and not (nummer == 1 and _SCHEIDING.fullmatch(lijn)):
            break
        begin, nummer = einde, nummer + 1
    return begin, nummer


def _read(romp: bytes, aantal: int, op_zij) -> pa.Table:
    namen = [str(nummer) for nummer in range(aantal)]
    return pacsv.read_csv(
        io.BytesIO(romp),
        # Only in one thread are the lines counted.
        read_options=pacsv.ReadOptions(column_names=namen, use_threads=False),
        parse_options=pacsv.ParseOptions(
            delimiter=";", quote_char=False, ignore_empty_lines=False, invalid_row_handler=op_zij
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(namen, pa.string()), null_values=[], strings_can_be_null=False
        ),
    )
