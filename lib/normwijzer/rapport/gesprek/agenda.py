"""The agenda of a contractmanagementgesprek as data: its points in the order and words of source 002."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Deel:
    """Part of a point: see agenda.toml for the fields. letter: empty for what the source does not letter."""

    titel: str
    zonder: str
    vraag: str
    letter: str = ""
    stroom: bool = False
    openstaand: bool = False
    goed: bool = False
    beter: bool = False
    kpis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Punt:
    """One numbered point; `delen` is empty for one that is only talked about."""

    nummer: int
    titel: str
    delen: tuple[Deel, ...]


@dataclass(frozen=True)
class Agenda:
    """invulvelden: what is filled in by hand above the points; soort: the kind of talk."""

    invulvelden: tuple[str, ...]
    soort: str
    punten: tuple[Punt, ...]


@cache
def lees_agenda() -> Agenda:
    """The agenda of agenda.toml."""
    ruw = tomllib.loads(Path(__file__).with_name("agenda.toml").read_text(encoding="utf-8"))
    punten = tuple(
        Punt(nummer, punt["titel"], tuple(_deel(deel) for deel in punt.get("deel", [])))
        for nummer, punt in enumerate(ruw["punt"], start=1)
    )
    return Agenda(tuple(ruw["invulvelden"]), ruw["type"], punten)


def _deel(ruw: dict) -> Deel:
    return Deel(**{**ruw, "kpis": {familie: tuple(kpis) for familie, kpis in ruw.get("kpis", {}).items()}})
