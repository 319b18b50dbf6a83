"""The catalogue: what each KPI means, as data beside the code that counts it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..fouten import DataFout
from ..regio import suggest
from .opties import Optie, opties_voor

_HIER = Path(__file__).parent
_RICHTINGEN, _NORMEN = ("hoger_is_beter", "lager_is_beter"), ("te_bepalen", "geen")
_VELDEN = (
    "titel", "definitie", "teller", "noemer", "eenheid", "richting", "percelen", "norm", "normtekst", "kanttekeningen",
)  # fmt: skip


@dataclass(frozen=True)
class Kanttekening:
    """sleutel; tekst; bron: the source that names it, empty when it is ours."""

    sleutel: str
    tekst: str
    bron: str


@dataclass(frozen=True)
class Definitie:
    """One KPI in words.

    richting: hoger_is_beter or lager_is_beter. norm: te_bepalen or geen; normtekst says it in words.
    pilot_jaren: years in which a norm may not be asked (empty: none). bron, versie: source document.
    """

    kpi: str
    familie: str
    titel: str
    definitie: str
    teller: str
    noemer: str
    eenheid: str
    richting: str
    percelen: tuple[int, ...]
    norm: str
    normtekst: str
    pilot_jaren: tuple[int, ...]
    kanttekeningen: tuple[Kanttekening, ...]
    bron: str
    versie: str

    @property
    def opties(self) -> dict[str, Optie]:
        """The choices that can change this KPI."""
        return opties_voor(self.kpi)


@dataclass(frozen=True)
class Catalogus:
    """One family: its title, source, who answers for what, and its KPI's in the order of reports."""

    familie: str
    titel: str
    bron: str
    versie: str
    verantwoordelijk: dict[str, str]
    definities: dict[str, Definitie]


@cache
def laad(familie: str) -> Catalogus:
    """The catalogue of one family, checked on completeness.

    Raises:
        DataFout: no such family, or an entry in <familie>.toml that is incomplete or unknown.
    """
    bestaand = sorted(pad.stem for pad in _HIER.glob("*.toml") if pad.stem not in ("opties", "kanttekeningen"))
    if familie not in bestaand:
        raise DataFout("catalogus", f"er is geen familie '{familie}'{suggest(familie, bestaand)}", ", ".join(bestaand))
    ruw = _read(familie)
    kop = ruw["familie"]
    kanttekeningen = {k: Kanttekening(k, v["tekst"], v["bron"]) for k, v in _read("kanttekeningen").items()}
    definities = {kpi: _to_definitie(familie, kpi, velden, kop, kanttekeningen) for kpi, velden in ruw["kpi"].items()}
    return Catalogus(familie, kop["titel"], kop["bron"], kop["versie"], ruw["verantwoordelijk"], definities)


def require_norm(familie: str, kpi: str, jaar: int | None = None) -> Definitie:
    """The definition of a KPI that may have a norm in that year.

    A norm state `geen` means never, also outside the pilot years, until the source sets one.

    Raises:
        DataFout: unknown KPI, or one without a norm.
    """
    catalogus = laad(familie)
    if kpi not in catalogus.definities:
        toegestaan = ", ".join(catalogus.definities)
        raise DataFout("norm", f"'{kpi}' is geen kpi van {familie}{suggest(kpi, catalogus.definities)}", toegestaan)
    definitie = catalogus.definities[kpi]
    if definitie.norm == "geen":
        wanneer = f" in {jaar}" if jaar else ""
        toegestaan = ", ".join(k for k, d in catalogus.definities.items() if d.norm != "geen")
        raise DataFout("norm", f"{kpi} heeft{wanneer} geen norm ({definitie.normtekst})", toegestaan)
    return definitie


def _read(naam: str) -> dict[str, Any]:
    with (_HIER / f"{naam}.toml").open("rb") as bestand:
        return tomllib.load(bestand)


def _to_definitie(
    familie: str, kpi: str, velden: dict[str, Any], kop: dict[str, str], kanttekeningen: dict[str, Kanttekening]
) -> Definitie:
    waar = f"{familie}.toml, kpi {kpi}"
    vreemd = sorted(set(velden) - {*_VELDEN, "pilot_jaren"})
    ontbreekt = [veld for veld in _VELDEN if not velden.get(veld)]
    if vreemd or ontbreekt:
        raise DataFout(waar, f"onbekend: {vreemd}; ontbreekt: {ontbreekt}", ", ".join(_VELDEN))
    onbekend = [sleutel for sleutel in velden["kanttekeningen"] if sleutel not in kanttekeningen]
    if onbekend or velden["richting"] not in _RICHTINGEN or velden["norm"] not in _NORMEN:
        raise DataFout(waar, "heeft een onbekende kanttekening, richting of norm", ", ".join(_RICHTINGEN + _NORMEN))
    eigen = velden | {
        "percelen": tuple(velden["percelen"]),
        "pilot_jaren": tuple(velden.get("pilot_jaren", ())),
        "kanttekeningen": tuple(kanttekeningen[sleutel] for sleutel in velden["kanttekeningen"]),
    }
    return Definitie(kpi=kpi, familie=familie, bron=kop["bron"], versie=kop["versie"], **eigen)
