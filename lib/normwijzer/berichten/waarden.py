"""Text columns as read -> typed Arrow columns, in bulk; what cannot be converted becomes null and is pointed out.

Dates and times repeat a lot, so only the distinct texts are looked at one by one.
"""

import datetime
import re
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_DAG = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_TIJD = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_GETAL = re.compile(r"\+?0*(\d{1,12})", re.ASCII)
_CIJFERS = 12
_MOMENT = re.compile(r"(\d{14})\d{0,3}", re.ASCII)
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_NUL = datetime.datetime(1970, 1, 1)

Fout = np.ndarray
"""Row numbers whose text was not empty and could not be converted."""


def parse_dag(tekst: str) -> int | None:
    """Days since 1970-01-01 of an xs:date (a time zone is left out); None when no such day exists."""
    gevonden = _DAG.fullmatch(tekst)
    if not gevonden:
        return None
    jaar, maand, dag, *_ = gevonden.groups()
    try:
        return datetime.date(int(jaar), int(maand), int(dag)).toordinal() - _EPOCH
    except ValueError:
        return None


def parse_tijd(tekst: str) -> str | None:
    """An xs:time as HH:MM:SS[.f…], without time zone and without trailing zeros; 24:00:00 is 00:00:00."""
    gevonden = _TIJD.fullmatch(tekst)
    if not gevonden:
        return None
    uur, minuut, seconde, deel = gevonden.groups()
    deel = (deel or "").rstrip("0")
    if (uur, minuut, seconde, deel) == ("24", "00", "00", ""):
        return "00:00:00"
    if int(uur) > 23 or int(minuut) > 59 or int(seconde) > 59:
        return None
    return f"{uur}:{minuut}:{seconde}" + (f".{deel}" if deel else "")


def parse_getal(tekst: str) -> int | None:
    """A non-negative integer: perhaps a `+`, leading zeros, at most 12 digits (the longest in the standard, of a total
    amount); None otherwise, as the standard knows no negative numbers."""
    gevonden = _GETAL.fullmatch(tekst)
    return int(gevonden[1]) if gevonden else None


def parse_moment(tekst: str) -> int | None:
    """Seconds since 1970 of a StUF tijdstip yyyymmddhhmmss(nnn), taken as local clock time; None when impossible."""
    gevonden = _MOMENT.fullmatch(tekst)
    if not gevonden:
        return None
    try:
        moment = datetime.datetime.strptime(gevonden[1], "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return int((moment - _NUL).total_seconds())


def tekstkolom(waarden: Sequence[str | None]) -> pa.Array:
    """Stripped text; empty is null."""
    kolom = pc.ascii_trim_whitespace(pa.array(waarden, pa.string()))
    return pc.if_else(pc.equal(kolom, ""), pa.scalar(None, pa.string()), kolom)


def dagkolom(waarden: Sequence[str | None]) -> tuple[pa.Array, Fout]:
    return _per_waarde(tekstkolom(waarden), parse_dag, pa.int32(), pa.date32())


def tijdkolom(waarden: Sequence[str | None]) -> tuple[pa.Array, Fout]:
    return _per_waarde(tekstkolom(waarden), parse_tijd, pa.string(), pa.string())


def momentkolom(waarden: Sequence[str | None]) -> tuple[pa.Array, Fout]:
    return _per_waarde(tekstkolom(waarden), parse_moment, pa.int64(), pa.timestamp("s"))


def getalkolom(waarden: Sequence[str | None]) -> tuple[pa.Array, Fout]:
    """Per value the outcome of `parse_getal`; the quick way only where it can make no difference for any value."""
    tekst = tekstkolom(waarden)
    if pc.all(pc.ascii_is_decimal(tekst)).as_py() is not False and _langste(tekst) <= _CIJFERS:
        return pc.cast(tekst, pa.int64()), np.empty(0, np.int64)
    return _per_waarde(tekst, parse_getal, pa.int64(), pa.int64())


def kort_in(tekst: pa.Array, grens: int) -> tuple[pa.Array, Fout]:
    """Text of more than `grens` characters becomes null."""
    if _langste(tekst) <= grens:
        return tekst, np.empty(0, np.int64)
    lang = pc.greater(pc.utf8_length(tekst), grens)
    return (
        pc.if_else(lang, pa.scalar(None, pa.string()), tekst),
        np.flatnonzero(pc.fill_null(lang, False).to_numpy(zero_copy_only=False)),
    )


def _langste(tekst: pa.Array) -> int:
    """Bytes of the longest text; 0 when there is none."""
    return pc.max(pc.binary_length(tekst)).as_py() or 0


def _per_waarde(
    tekst: pa.Array, parse: Callable[[str], object], tussen: pa.DataType, doel: pa.DataType
) -> tuple[pa.Array, Fout]:
    verdeeld = tekst.dictionary_encode()
    waarden = pa.array([parse(waarde) for waarde in verdeeld.dictionary.to_pylist()], tussen)
    kolom = waarden.take(verdeeld.indices)
    fout = pc.and_(pc.is_valid(tekst), pc.is_null(kolom))
    return kolom.cast(doel), np.flatnonzero(fout.to_numpy(zero_copy_only=False))
