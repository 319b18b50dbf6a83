"""Options: what a region may choose otherwise, as data in opties_<familie>.toml, checked and resolved here."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..fouten import DataFout
from ..regio import FAMILIES, Regio, suggest
from .optiewaarden import LEZERS, MEEST, Waarde, as_toml, format_waarde

_HIER = Path(__file__).parent
_WET_VAN_VOLGORDE = {"tie_volgorde": "wmo", "tie_volgorde_jeugd": "jw"}


@dataclass(frozen=True)
class Optie:
    """One option of one family: see the head of opties_wmo.toml. What is per KPI has its ids as keys."""

    naam: str
    soort: str
    kort: str
    uitleg: str
    minimum: float | None
    maximum: float | None
    toegestaan: Mapping[str, tuple[str, ...]]
    standaard: Mapping[str, Waarde]
    varianten: Mapping[str, tuple[Waarde, ...]]
    voor_toestand: bool

    @property
    def kpi(self) -> tuple[str, ...]:
        return tuple(self.standaard)

    def allowed(self, kpi: str | None = None) -> str:
        """What may be filled in for that KPI (None: for any of its KPI's), in plain Dutch."""
        onder = "" if self.minimum is None else f" vanaf {format_waarde(self.minimum)}"
        boven = "" if self.maximum is None else f" tot en met {format_waarde(self.maximum)}"
        kpis = self.kpi if kpi is None else (kpi,)
        keuzes = ", ".join(dict.fromkeys(keuze for k in kpis for keuze in self.toegestaan[k]))
        return {
            "geheel": f"een geheel getal{onder} tot en met {MEEST}",
            "geheel_of_nooit": f'een geheel getal{onder} tot en met {MEEST}, of "nooit"',
            "getal": f"een getal{onder}{boven}",
            "ja_nee": "true, false",
            "keuze": keuzes,
            "verzameling": f"een lijst van {keuzes}",
            "volgorde": f"een lijst met elk één keer {keuzes}",
            "dag": "dag en maand als dd-mm, tot en met dag 28",
            "dagen": 'een lijst met dagen als "jjjj-mm-dd"',
        }[self.soort]

    def parse(self, ruw: Any, kpi: str) -> tuple[bool, Waarde]:
        """Whether that KPI allows this value as it stands in a file, and the value as code uses it."""
        goed, waarde = LEZERS[self.soort](self, kpi, ruw)
        return goed, waarde if goed else None


def families() -> tuple[str, ...]:
    """The families that have options, in the order of the contract."""
    return tuple(familie for familie in FAMILIES if (_HIER / f"opties_{familie}.toml").is_file())


@cache
def load_opties(familie: str) -> dict[str, Optie]:
    """Every known option of a family by name, in the order of its file."""
    with (_HIER / f"opties_{familie}.toml").open("rb") as bestand:
        return {naam: _to_optie(naam, ruw) for naam, ruw in tomllib.load(bestand).items()}


def opties_voor(familie: str, kpi: str) -> dict[str, Optie]:
    """The options that act on one KPI of a family."""
    return {naam: optie for naam, optie in load_opties(familie).items() if kpi in optie.kpi}


def resolve(regio: Regio, familie: str, kpi: str) -> dict[str, Waarde]:
    """The value of every option of `kpi` in this region.

    The closest wins: [opties.<familie>.<kpi>], [opties.<kpi>], [opties.<familie>], [opties], else the default. A value
    in [opties] or [opties.<familie>] that this KPI does not know is for the other KPI's.

    Raises:
        DataFout: see `check_opties`.
    """
    check_opties(regio)
    return {naam: _chosen(optie, regio, familie, kpi) for naam, optie in opties_voor(familie, kpi).items()}


def state_variants(regio: Regio) -> dict[str, dict[str, Any]]:
    """'basis' and every 'optie=waarde' that asks for a state of its own -> keyword arguments of `reconstrueer`.

    Over all families of the region: two families that ask for the same state share it.

    Raises:
        DataFout: see `check_opties`.
    """
    check_opties(regio)
    mee, basis = _with_state(regio), _own_state(regio)
    afwijkend: dict[str, dict[str, Waarde]] = {}
    for familie in mee:
        afwijkend |= {naam: basis | keuze for naam, keuze in state_deviations(regio, familie).items()}
    return {variant: _to_argumenten(keuze) for variant, keuze in ({"basis": basis} | afwijkend).items()}


def state_arguments(regio: Regio, keuze: Mapping[str, Waarde]) -> dict[str, Any]:
    """Keyword arguments of `reconstrueer`: the region's own choices with these options for the state in their place.

    Raises:
        DataFout: see `check_opties`.
    """
    check_opties(regio)
    return _to_argumenten(_own_state(regio) | dict(keuze))


def state_deviations(regio: Regio, familie: str) -> dict[str, dict[str, Waarde]]:
    """'optie=waarde' -> the one option that differs from the region's own choice, of the family's state options."""
    uit = {}
    for optie in _state_opties(familie):
        kpi = optie.kpi[0]
        for waarde in (*optie.varianten[kpi], optie.standaard[kpi]):
            if _anders(waarde, _regionwide(optie, regio)):
                uit[f"{optie.naam}={format_waarde(waarde)}"] = {optie.naam: waarde}
    return uit


def variants(regio: Regio, familie: str, kpi: str) -> list[tuple[str, dict[str, Waarde]]]:
    """('basis', options) and then ('optie=waarde', options) for every single deviation, in the order of the file.

    When a region's own choice differs from the default, the default is a variant too. The follow-up windows are
    all there, also the one that equals the basis. Options for the state are not here: see `state_variants`.
    """
    basis = resolve(regio, familie, kpi)
    uit = [("basis", basis)]
    for naam, optie in opties_voor(familie, kpi).items():
        if optie.voor_toestand:
            continue
        altijd = naam == "opvolg_venster_dagen"
        waarden = dict.fromkeys((*optie.varianten[kpi], *(() if altijd else (optie.standaard[kpi],))))
        for waarde in waarden:
            if altijd or _anders(waarde, basis[naam]):
                uit.append((f"{naam}={format_waarde(waarde)}", basis | {naam: waarde}))
    return uit


def check_opties(regio: Regio) -> None:
    """Check [opties] of regio.toml: known names, on a family or KPI they act on, with allowed values.

    Raises:
        DataFout: names the option, what is wrong and what is allowed.
    """
    _check_tabel(regio.opties, list(families()), None, _waar(regio), "", regio)


def _check_tabel(tabel: dict, mee: list[str], kpi: str | None, waar: str, pad: str, regio: Regio) -> None:
    """One table of regio.toml: `mee` are the families it can speak of, `kpi` the KPI it is about (None: all)."""
    plek = f"{waar}, [opties{pad}]" if pad else waar
    for naam, waarde in tabel.items():
        if isinstance(waarde, dict):
            eigen, eigen_kpi = _about(naam, mee, kpi, plek, pad)
            _check_tabel(waarde, eigen, eigen_kpi, waar, f"{pad}.{naam}", regio)
        else:
            _check_waarde(naam, waarde, mee, kpi, plek, bool(pad), regio)


def _about(naam: str, mee: list[str], kpi: str | None, waar: str, pad: str) -> tuple[list[str], str | None]:
    """Families and KPI that a table of this name speaks of."""
    if kpi is None and not pad and naam in mee:
        return [naam], None
    kpis = {k for familie in mee for optie in load_opties(familie).values() for k in optie.kpi}
    if kpi is None and naam in kpis:
        return [familie for familie in mee if any(naam in optie.kpi for optie in load_opties(familie).values())], naam
    bekend = any(naam in load_opties(familie) for familie in mee)
    soort = "is een optie en geen tabel" if bekend else f"is geen kpi{suggest(naam, kpis)}"
    raise DataFout(waar, f"[opties{pad}.{naam}] {soort}", ", ".join(sorted(kpis | (set() if pad else set(mee)))))


def _check_waarde(
    naam: str, waarde: Any, mee: list[str], kpi: str | None, waar: str, in_tabel: bool, regio: Regio
) -> None:
    """An option that the region's own families know must suit one of them; else one of any family."""
    register = {n: optie for familie in mee for n, optie in load_opties(familie).items() if kpi in (None, *optie.kpi)}
    overal = {n: optie for familie in mee for n, optie in load_opties(familie).items()}
    if naam not in overal:
        raise DataFout(waar, f"de optie '{naam}' is onbekend{suggest(naam, overal)}", ", ".join(sorted(register)))
    if in_tabel and overal[naam].voor_toestand:
        raise DataFout(waar, f"de optie '{naam}' geldt voor de hele regio", "zet haar in [opties] zelf")
    if naam not in register:
        raise DataFout(waar, f"de optie '{naam}' werkt niet op {kpi}", ", ".join(overal[naam].kpi))
    kennen = {f: o for f in mee if (o := load_opties(f).get(naam)) and kpi in (None, *o.kpi)}
    kan = [optie for familie, optie in kennen.items() if familie in regio.families] or list(kennen.values())
    if not any(optie.parse(waarde, k)[0] for optie in kan for k in ((kpi,) if kpi else optie.kpi)):
        toegestaan = "; of ".join(dict.fromkeys(optie.allowed(kpi) for optie in kan))
        raise DataFout(waar, f"{naam} = {as_toml(waarde)} kan niet", toegestaan)


def _chosen(optie: Optie, regio: Regio, familie: str, kpi: str) -> Waarde:
    for tabel in _tables(regio.opties, familie, kpi):
        if optie.naam in tabel and not isinstance(tabel[optie.naam], dict):
            goed, waarde = optie.parse(tabel[optie.naam], kpi)
            if goed:
                return waarde
    return optie.standaard[kpi]


def _tables(opties: dict[str, Any], familie: str, kpi: str) -> Iterator[dict[str, Any]]:
    """The tables that can speak of one KPI of a family, closest first."""
    van_familie = opties.get(familie, {})
    yield from (van_familie.get(kpi, {}), opties.get(kpi, {}), van_familie, opties)


def _state_opties(familie: str) -> list[Optie]:
    return [optie for optie in load_opties(familie).values() if optie.voor_toestand]


def _with_state(regio: Regio) -> list[str]:
    return [familie for familie in families() if familie in regio.families] or ["wmo"]


def _own_state(regio: Regio) -> dict[str, Waarde]:
    """Option for the state -> the region's choice, over all its families."""
    return {o.naam: _regionwide(o, regio) for familie in _with_state(regio) for o in _state_opties(familie)}


def _regionwide(optie: Optie, regio: Regio) -> Waarde:
    kpi = optie.kpi[0]
    goed, waarde = optie.parse(regio.opties.get(optie.naam), kpi)
    return waarde if goed else optie.standaard[kpi]


def _to_argumenten(keuze: dict[str, Waarde]) -> dict[str, Any]:
    """As `reconstrueer` wants them: the order of reasons is per law there."""
    volgorde = {wet: keuze[naam] for naam, wet in _WET_VAN_VOLGORDE.items() if naam in keuze}
    return {naam: waarde for naam, waarde in keuze.items() if naam not in _WET_VAN_VOLGORDE} | {
        "tie_volgorde": volgorde
    }


def _anders(a: Waarde, b: Waarde) -> bool:
    return type(a) is not type(b) or a != b


def _waar(regio: Regio) -> str:
    return f"{regio.map}/regio.toml, opties"


def _to_optie(naam: str, ruw: dict[str, Any]) -> Optie:
    """One entry of the file; its own values must be allowed by itself, else this raises ValueError."""
    per_kpi = {kpi: ruw | ruw.get("afwijkend", {}).get(kpi, {}) for kpi in ruw["kpi"]}
    if ruw["soort"] == "volgorde":
        per_kpi = {kpi: eigen | {"toegestaan": ruw["standaard"]} for kpi, eigen in per_kpi.items()}
    toegestaan = {kpi: tuple(eigen.get("toegestaan", ())) for kpi, eigen in per_kpi.items()}
    standaard: dict[str, Waarde] = {}
    varianten: dict[str, tuple[Waarde, ...]] = {}
    optie = Optie(
        naam, ruw["soort"], ruw["kort"], ruw["uitleg"], ruw.get("minimum"), ruw.get("maximum"), toegestaan, standaard,
        varianten, ruw.get("voor_toestand", False),
    )  # fmt: skip
    for kpi, eigen in per_kpi.items():
        standaard[kpi] = _own(optie, eigen["standaard"], kpi)
        varianten[kpi] = tuple(_own(optie, waarde, kpi) for waarde in eigen["varianten"])
    return optie


def _own(optie: Optie, ruw: Any, kpi: str) -> Waarde:
    goed, waarde = optie.parse(ruw, kpi)
    if not goed:
        raise ValueError(f"{optie.naam} = {ruw!r} staat niet toe wat {kpi} zelf gebruikt")
    return waarde
