"""Cells as people fill them: Dutch and English decimals, numbers or text, codes that Excel made into numbers."""

import re
from typing import Any

GEEN = float("nan")
FORMULE = object()
"""Stands for a formula of which the file holds no calculated value."""

_GETAL = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?")
_DUIZENDTAL = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_PROCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,15})?)\s*%")
_GROOTST_GEHEEL = 10**9
_TEKEN_TUSSEN_CIJFERS = re.compile(r"(?<=\d)[\s./\\_\u2010-\u2015-]{1,3}(?=\d)")
_NUMMER = re.compile(r"\d{8,}")
_JAREN = re.compile(r"(?<!\d)20\d\d\s?[-/]\s?20\d\d(?!\d)")
_MAANDEN = "jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec"
_PEILDAG = r"1\s+jan|30\s+jun|1\s+jul|31\s+dec"
_DATUM = re.compile(
    r"(?<!\d)(?:\d{1,2}[\s./-]{1,2}\d{1,2}[\s./-]{1,2}(?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
    rf"|(?!{_PEILDAG})\d{{1,2}}[\s.-]{{1,2}}(?:{_MAANDEN})[a-z]*[\s.-]{{1,2}}(?:19|20)?\d\d)(?!\d)",
    re.IGNORECASE,
)


def parse_aantal(cel: Any) -> tuple[float, str]:
    """A teller or noemer as (number, signal): NaN when empty or wrong, signal empty when right.

    Text such as "1.234" is refused: it can be a thousand and more or a little over one.
    """
    if isinstance(cel, str) and _DUIZENDTAL.fullmatch(cel.strip()):
        return GEEN, "opgave_geen_getal"
    return _parse(cel)


def parse_waarde(cel: Any) -> tuple[float, str]:
    """A waarde as (number, signal), as `parse_aantal`; "82 %" as text is 0.82."""
    procent = _PROCENT.fullmatch(cel.strip()) if isinstance(cel, str) else None
    if procent:
        return float(procent[1].replace(",", ".")) / 100, ""
    return _parse(cel)


def parse_geheel(cel: Any) -> int | None:
    """A whole number under a billion from a cell (2025, 2025.0, "2025"); None when empty or something else."""
    if isinstance(cel, bool):
        return None
    if isinstance(cel, int | float):
        return int(cel) if abs(cel) < _GROOTST_GEHEEL and cel == int(cel) else None
    return int(cel) if isinstance(cel, str) and re.fullmatch(r"\d{1,9}", cel.strip()) else None


def parse_code(cel: Any) -> str:
    """A cell as text; a number that Excel made of a code loses its ".0", a lost leading zero stays lost."""
    geheel = parse_geheel(cel)
    if geheel is not None and not isinstance(cel, str):
        return str(geheel)
    return cel.strip() if isinstance(cel, str) else ""


def is_leeg(cel: Any) -> bool:
    """Whether nothing was filled in; a formula without value is not empty."""
    return cel is None or (isinstance(cel, str) and not cel.strip()) or (isinstance(cel, float) and cel != cel)


def heeft_persoonsgegeven(tekst: str) -> bool:
    """Whether the text may point at a person: eight or more digits in a row, also with spaces, points, hyphens or
    slashes between, or a full date (31-01-2012, 31 januari 2012). Years side by side (2024-2025) do not."""
    cijfers = _TEKEN_TUSSEN_CIJFERS.sub("", _JAREN.sub(" ", tekst))
    return bool(_NUMMER.search(cijfers) or _DATUM.search(tekst))


def _parse(cel: Any) -> tuple[float, str]:
    if is_leeg(cel):
        return GEEN, ""
    if cel is FORMULE:
        return GEEN, "opgave_formule_zonder_waarde"
    if isinstance(cel, int | float) and not isinstance(cel, bool):
        # An int too large for a float is too large for anything.
        return float(max(-1e300, min(cel, 1e300))), ""
    if isinstance(cel, str) and _GETAL.fullmatch(cel.strip()):
        return float(cel.strip().replace(",", ".")), ""
    return GEEN, "opgave_geen_getal"
