"""Values of options: how they are read from a file, checked and written."""

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .opties import Optie

Waarde = int | float | bool | str | tuple[str, ...] | None
"""Resolved value: sets and lists of days are sorted tuples, orders tuples as given, 'nooit' is None."""

MEEST = 36_500
"""Highest whole number of any option: days in a century."""


def format_waarde(waarde: Waarde) -> str:
    """As in the column variant: true/false in lower case, sets as {02,31}, no value as nooit."""
    if waarde is None:
        return "nooit"
    if isinstance(waarde, bool):
        return str(waarde).lower()
    if isinstance(waarde, tuple):
        return "{" + ",".join(waarde) + "}"
    return f"{waarde:.12g}" if isinstance(waarde, float) else str(waarde)


def as_toml(waarde: Any) -> str:
    """As somebody would type it in regio.toml."""
    if isinstance(waarde, bool):
        return str(waarde).lower()
    if isinstance(waarde, list):
        return "[" + ", ".join(as_toml(deel) for deel in waarde) + "]"
    return f'"{waarde}"' if isinstance(waarde, str) else str(waarde)


def _read_geheel(optie: "Optie", _: str, ruw: Any) -> tuple[bool, Waarde]:
    return type(ruw) is int and ruw >= (optie.minimum or 0) and ruw <= MEEST, ruw


def _read_getal(optie: "Optie", _: str, ruw: Any) -> tuple[bool, Waarde]:
    goed = type(ruw) in (int, float) and (optie.minimum or 0) <= ruw <= (optie.maximum or 1)
    return goed, float(ruw) if goed else None


def _read_keuze(optie: "Optie", kpi: str, ruw: Any) -> tuple[bool, Waarde]:
    tekst = format_waarde(ruw) if type(ruw) in (int, float) else ruw  # 30 and "30" are the same choice
    return isinstance(tekst, str) and tekst in optie.toegestaan[kpi], tekst


def _read_verzameling(optie: "Optie", kpi: str, ruw: Any) -> tuple[bool, Waarde]:
    goed = isinstance(ruw, list) and all(isinstance(deel, str) and deel in optie.toegestaan[kpi] for deel in ruw)
    return goed, tuple(sorted(set(ruw))) if goed else None


def _read_volgorde(optie: "Optie", kpi: str, ruw: Any) -> tuple[bool, Waarde]:
    goed = isinstance(ruw, list) and all(isinstance(deel, str) for deel in ruw)
    goed = goed and sorted(ruw) == sorted(optie.toegestaan[kpi])
    return goed, tuple(ruw) if goed else None


def _read_dagen(_: "Optie", __: str, ruw: Any) -> tuple[bool, Waarde]:
    """Days as ISO text; TOML has dates of its own, which mean the same."""
    if not isinstance(ruw, list) or not all(type(dag) in (str, date) for dag in ruw):
        return False, None
    dagen = {str(dag) for dag in ruw}
    goed = all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", dag) and _is_dag(dag) for dag in dagen)
    return goed, tuple(sorted(dagen)) if goed else None


def _is_dag(tekst: str) -> bool:
    try:
        date.fromisoformat(tekst)
    except ValueError:
        return False
    return True


LEZERS: dict[str, Callable[["Optie", str, Any], tuple[bool, Waarde]]] = {
    "geheel": _read_geheel,
    "geheel_of_nooit": lambda optie, kpi, ruw: (True, None) if ruw == "nooit" else _read_geheel(optie, kpi, ruw),
    "getal": _read_getal,
    "ja_nee": lambda optie, kpi, ruw: (isinstance(ruw, bool), ruw),
    "keuze": _read_keuze,
    "verzameling": _read_verzameling,
    "volgorde": _read_volgorde,
    "dag": lambda optie, kpi, ruw: (
        isinstance(ruw, str) and bool(re.fullmatch(r"(0[1-9]|1\d|2[0-8])-(0[1-9]|1[0-2])", ruw)), ruw
    ),
    "dagen": _read_dagen,
}  # fmt: skip
"""soort of an option -> (option, kpi, value as typed) -> whether it may be, and the value as code uses it."""
