"""Options as they were recorded: from text back to values, and what they ask of the state."""

from collections.abc import Mapping
from typing import Any

from ..regio import Regio
from .opties import Optie, load_opties, opties_voor, resolve, state_arguments
from .optiewaarden import Waarde, format_waarde

_ALTIJD = ("deeltijdpleegzorg", "etmalen_verblijf")
_KEUZES = {"noemer_basis": "declaratie", "datum_bron": "declaratie", "gewicht": "etmalen"}
"""Option -> the choice with which a KPI looks at claims."""


def write_opties(regio: Regio, familie: str, kpi: str) -> dict[str, str]:
    """Every option of the KPI and its value in this region as text (`format_waarde`), in the order of the file.

    Raises:
        DataFout: see `opties.check_opties`.
    """
    return {naam: format_waarde(waarde) for naam, waarde in resolve(regio, familie, kpi).items()}


def read_opties(familie: str, kpi: str, tekst: Mapping[str, str]) -> dict[str, Waarde] | None:
    """The values that `write_opties` wrote; None when they cannot be read any more.

    That is so when an option or a value of it no longer exists. An option that did not exist then has its default:
    what was done before there was a choice.
    """
    bekend = opties_voor(familie, kpi)
    if not set(tekst) <= set(bekend):
        return None
    uit = {naam: optie.standaard[kpi] for naam, optie in bekend.items()}
    for naam, geschreven in tekst.items():
        goed, waarde = _read(bekend[naam], kpi, geschreven)
        if not goed:
            return None
        uit[naam] = waarde
    return uit


def read_toestand(regio: Regio, familie: str, waarden: Mapping[str, Waarde]) -> dict[str, Any]:
    """Keyword arguments of `reconstrueer` for a state with these values; what they do not say is as the region chose.

    Args:
        waarden: options of one KPI of the family, by name.
    """
    eigen = {naam: waarde for naam, waarde in waarden.items() if _acts_on_state(familie, naam)}
    return state_arguments(regio, eigen)


def uses_declaraties(kpi: str, waarden: Mapping[str, Waarde]) -> bool:
    """Whether a KPI looks at claim lines under these options; else a state without them gives the same outcome."""
    return kpi in _ALTIJD or any(waarden.get(naam) == keuze for naam, keuze in _KEUZES.items())


def _acts_on_state(familie: str, naam: str) -> bool:
    optie = load_opties(familie).get(naam)
    return optie is not None and optie.voor_toestand


def _read(optie: Optie, kpi: str, tekst: str) -> tuple[bool, Waarde]:
    """As `Optie.parse`, of the text of `format_waarde`."""
    if optie.soort in ("verzameling", "volgorde", "dagen"):
        if not (tekst.startswith("{") and tekst.endswith("}")):
            return False, None
        return optie.parse([deel for deel in tekst[1:-1].split(",") if deel], kpi)
    if optie.soort == "ja_nee":
        return optie.parse({"true": True, "false": False}.get(tekst), kpi)
    if optie.soort in ("geheel", "geheel_of_nooit", "getal") and tekst != "nooit":
        try:
            return optie.parse(float(tekst) if optie.soort == "getal" else int(tekst), kpi)
        except ValueError:
            return False, None
    return optie.parse(tekst, kpi)
