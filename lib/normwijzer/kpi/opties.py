"""Options: what a region may choose otherwise, as data in opties.toml, checked and resolved here."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..fouten import DataFout
from ..regio import Regio, suggest

Waarde = int | float | bool | str | tuple[str, ...] | None
"""Resolved value: sets are sorted tuples, orders tuples as given, 'nooit' is None."""


@dataclass(frozen=True)
class Optie:
    """One option: see the head of opties.toml. `standaard` and `varianten` are per KPI it acts on."""

    voor_toestand: bool = field(default=False, kw_only=True)
    kort: str = field(default="", kw_only=True)
    naam: str
    soort: str
    uitleg: str
    toegestaan: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    standaard: Mapping[str, Waarde]
    varianten: Mapping[str, tuple[Waarde, ...]]

    @property
    def kpi(self) -> tuple[str, ...]:
        return tuple(self.standaard)

    def allowed(self) -> str:
        """What may be filled in, in plain Dutch."""
        onder = "" if self.minimum is None else f" vanaf {format_waarde(self.minimum)}"
        boven = "" if self.maximum is None else f" tot en met {format_waarde(self.maximum)}"
        keuzes = ", ".join(self.toegestaan)
        return {
            "geheel": f"een geheel getal{onder}",
            "geheel_of_nooit": f'een geheel getal{onder}, of "nooit"',
            "getal": f"een getal{onder}{boven}",
            "ja_nee": "true, false",
            "keuze": keuzes,
            "verzameling": f"een lijst van {keuzes}",
            "volgorde": f"een lijst met elk één keer {keuzes}",
            "dag": "dag en maand als dd-mm, tot en met dag 28",
        }[self.soort]


@cache
def load_opties() -> dict[str, Optie]:
    """Every known option by name, in the order of opties.toml."""
    with (Path(__file__).parent / "opties.toml").open("rb") as bestand:
        return {naam: _to_optie(naam, ruw) for naam, ruw in tomllib.load(bestand).items()}


def opties_voor(kpi: str) -> dict[str, Optie]:
    """The options that act on one KPI."""
    return {naam: optie for naam, optie in load_opties().items() if kpi in optie.kpi}


def resolve(regio: Regio, kpi: str) -> dict[str, Waarde]:
    """The value of every option of `kpi` in this region: per KPI, else [opties] as a whole, else the default.

    Raises:
        DataFout: see `check_opties`.
    """
    check_opties(regio)
    eigen = regio.opties.get(kpi, {})
    gekozen = {}
    for naam, optie in opties_voor(kpi).items():
        bron = eigen if naam in eigen else regio.opties
        gekozen[naam] = _parse(optie, bron[naam], _waar(regio)) if naam in bron else optie.standaard[kpi]
    return gekozen


def state_variants(regio: Regio) -> dict[str, dict[str, Any]]:
    """'basis' and every 'optie=waarde' that asks for a state of its own -> keyword arguments of `reconstrueer`.

    Raises:
        DataFout: see `check_opties`.
    """
    check_opties(regio)
    basis = {naam: _regionwide(optie, regio) for naam, optie in load_opties().items() if optie.voor_toestand}
    afwijkend = {variant: basis | keuze for variant, keuze in state_deviations(regio).items()}
    return {variant: _to_argumenten(keuze) for variant, keuze in ({"basis": basis} | afwijkend).items()}


def state_deviations(regio: Regio) -> dict[str, dict[str, Waarde]]:
    """'optie=waarde' -> the one option that differs from the region's own choice, of the options for the state."""
    uit = {}
    for naam, optie in load_opties().items():
        kpi = optie.kpi[0]
        for waarde in (*optie.varianten[kpi], optie.standaard[kpi]):
            if optie.voor_toestand and _anders(waarde, _regionwide(optie, regio)):
                uit[f"{naam}={format_waarde(waarde)}"] = {naam: waarde}
    return uit


def variants(regio: Regio, kpi: str) -> list[tuple[str, dict[str, Waarde]]]:
    """('basis', options) and then ('optie=waarde', options) for every single deviation, in the order of opties.toml.

    When a region's own choice differs from the default, the default is a variant too. The follow-up windows are
    all there, also the one that equals the basis. Options for the state are not here: see `state_variants`.
    """
    basis = resolve(regio, kpi)
    uit = [("basis", basis)]
    for naam, optie in opties_voor(kpi).items():
        if optie.voor_toestand:
            continue
        altijd = naam == "opvolg_venster_dagen"
        waarden = dict.fromkeys((*optie.varianten[kpi], *(() if altijd else (optie.standaard[kpi],))))
        for waarde in waarden:
            if altijd or _anders(waarde, basis[naam]):
                uit.append((f"{naam}={format_waarde(waarde)}", basis | {naam: waarde}))
    return uit


def check_opties(regio: Regio) -> None:
    """Check [opties] of regio.toml: known names, on a KPI they act on, with allowed values.

    Raises:
        DataFout: names the option, what is wrong and what is allowed.
    """
    register, waar = load_opties(), _waar(regio)
    kpis = {kpi for optie in register.values() for kpi in optie.kpi}
    for naam, waarde in regio.opties.items():
        if isinstance(waarde, dict):
            _check_tabel(register, kpis, naam, waarde, waar)
        elif naam not in register:
            raise DataFout(waar, f"de optie '{naam}' is onbekend{suggest(naam, register)}", ", ".join(sorted(register)))
        else:
            _parse(register[naam], waarde, waar)


def format_waarde(waarde: Waarde) -> str:
    """As in the column variant: true/false in lower case, sets as {02,31}, no value as nooit."""
    if waarde is None:
        return "nooit"
    if isinstance(waarde, bool):
        return str(waarde).lower()
    if isinstance(waarde, tuple):
        return "{" + ",".join(waarde) + "}"
    return f"{waarde:.12g}" if isinstance(waarde, float) else str(waarde)


def _check_tabel(register: dict[str, Optie], kpis: set[str], kpi: str, tabel: dict, waar: str) -> None:
    if kpi not in kpis:
        soort = "is een optie en geen tabel" if kpi in register else f"is geen kpi{suggest(kpi, kpis)}"
        raise DataFout(waar, f"[opties.{kpi}] {soort}", ", ".join(sorted(kpis)))
    for naam, waarde in tabel.items():
        if naam not in register:
            toegestaan = sorted(opties_voor(kpi))
            raise DataFout(
                f"{waar}, [opties.{kpi}]",
                f"de optie '{naam}' is onbekend{suggest(naam, register)}",
                ", ".join(toegestaan),
            )
        if register[naam].voor_toestand:
            raise DataFout(
                f"{waar}, [opties.{kpi}]", f"de optie '{naam}' geldt voor de hele regio", "zet haar in [opties] zelf"
            )
        if kpi not in register[naam].kpi:
            raise DataFout(
                f"{waar}, [opties.{kpi}]", f"de optie '{naam}' werkt niet op {kpi}", ", ".join(register[naam].kpi)
            )
        _parse(register[naam], waarde, f"{waar}, [opties.{kpi}]")


def _regionwide(optie: Optie, regio: Regio) -> Waarde:
    gekozen = regio.opties.get(optie.naam)
    return optie.standaard[optie.kpi[0]] if gekozen is None else _parse(optie, gekozen, _waar(regio))


def _to_argumenten(keuze: dict[str, Waarde]) -> dict[str, Any]:
    """As `reconstrueer` wants them: the order of reasons is per law there, and these options are the Wmo's."""
    return keuze | {"tie_volgorde": {"wmo": keuze["tie_volgorde"]}}


def _anders(a: Waarde, b: Waarde) -> bool:
    return type(a) is not type(b) or a != b


def _waar(regio: Regio) -> str:
    return f"{regio.map}/regio.toml, opties"


def _to_optie(naam: str, ruw: dict[str, Any]) -> Optie:
    kaal = Optie(
        naam, ruw["soort"], ruw["uitleg"], tuple(ruw.get("toegestaan", ())), ruw.get("minimum"), ruw.get("maximum"),
        {kpi: () for kpi in ruw["kpi"]}, {}, voor_toestand=ruw.get("voor_toestand", False),
        kort=ruw["kort"],
    )  # fmt: skip
    if kaal.soort == "volgorde":
        kaal = _met(kaal, toegestaan=tuple(ruw["standaard"]))
    standaard, varianten = {}, {}
    for kpi in ruw["kpi"]:
        eigen = ruw | ruw.get("afwijkend", {}).get(kpi, {})
        standaard[kpi] = _parse(kaal, eigen["standaard"], "opties.toml")
        varianten[kpi] = tuple(_parse(kaal, waarde, "opties.toml") for waarde in eigen["varianten"])
    return _met(kaal, standaard=standaard, varianten=varianten)


def _met(optie: Optie, **anders: Any) -> Optie:
    return Optie(**{veld: getattr(optie, veld) for veld in Optie.__dataclass_fields__} | anders)


def _parse(optie: Optie, ruw: Any, waar: str) -> Waarde:
    goed, waarde = _LEZERS[optie.soort](optie, ruw)
    if not goed:
        raise DataFout(waar, f"{optie.naam} = {ruw!r} kan niet", optie.allowed())
    return waarde


def _read_geheel(optie: Optie, ruw: Any) -> tuple[bool, Waarde]:
    return type(ruw) is int and ruw >= (optie.minimum or 0) and ruw <= 36_500, ruw


def _read_getal(optie: Optie, ruw: Any) -> tuple[bool, Waarde]:
    goed = type(ruw) in (int, float) and (optie.minimum or 0) <= ruw <= (optie.maximum or 1)
    return goed, float(ruw) if goed else None


def _read_verzameling(optie: Optie, ruw: Any) -> tuple[bool, Waarde]:
    goed = isinstance(ruw, list) and all(isinstance(deel, str) and deel in optie.toegestaan for deel in ruw)
    return goed, tuple(sorted(set(ruw))) if goed else None


def _read_volgorde(optie: Optie, ruw: Any) -> tuple[bool, Waarde]:
    goed = isinstance(ruw, list) and all(isinstance(deel, str) for deel in ruw)
    goed = goed and sorted(ruw) == sorted(optie.toegestaan)
    return goed, tuple(ruw) if goed else None


_LEZERS = {
    "geheel": _read_geheel,
    "geheel_of_nooit": lambda optie, ruw: (True, None) if ruw == "nooit" else _read_geheel(optie, ruw),
    "getal": _read_getal,
    "ja_nee": lambda optie, ruw: (isinstance(ruw, bool), ruw),
    "keuze": lambda optie, ruw: (isinstance(ruw, str) and ruw in optie.toegestaan, ruw),
    "verzameling": _read_verzameling,
    "volgorde": _read_volgorde,
    "dag": lambda optie, ruw: (
        isinstance(ruw, str) and bool(re.fullmatch(r"(0[1-9]|1\d|2[0-8])-(0[1-9]|1[0-2])", ruw)), ruw
    ),
}  # fmt: skip
