"""Numbers of which one contains the other, as data: the difference of two large groups may be a small one."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from normwijzer.privacy.grenzen import KLEINSTE_DEEL

MATEN = {"t": "teller", "n": "noemer"}


@dataclass(frozen=True)
class Getal:
    """A number of a table: kpi, kenmerk (empty: of the KPI itself) and its column, teller or noemer."""

    kpi: str
    kenmerk: str
    kolom: str


@dataclass(frozen=True)
class Paar:
    """a contains b; when gelijk they are the same number."""

    a: Getal
    b: Getal
    gelijk: bool = False


@dataclass(frozen=True)
class Delen:
    """Tellers that together are `geheel`."""

    geheel: Getal
    delen: tuple[Getal, ...]


@dataclass(frozen=True)
class Verbanden:
    """What is known of one family."""

    paren: tuple[Paar, ...]
    delen: tuple[Delen, ...]
    elders: frozenset[str] = frozenset()
    """KPI's of which another family shows the rows per aanbieder."""


@cache
def laad_verbanden(familie: str) -> Verbanden:
    """The relations of a family; none when it has none."""
    ruw = tomllib.loads((Path(__file__).parent / "verbanden.toml").read_text(encoding="utf-8"))
    van = {naam: [rij for rij in rijen if rij["familie"] == familie] for naam, rijen in ruw.items()}
    paren = [
        Paar(_read(rij["a"]), _read(rij["b"]), naam == "gelijk") for naam in ("paar", "gelijk") for rij in van[naam]
    ]
    delen = [Delen(_read(rij["geheel"]), tuple(_read(f"{deel}.t") for deel in rij["delen"])) for rij in van["delen"]]
    return Verbanden(tuple(paren), tuple(delen), frozenset(rij["kpi"] for rij in van["elders"]))


def bijna_gelijk(a: pd.Series, b: pd.Series) -> pd.Series:
    """Where 1 to 4 people are in a and not in b; False where one of them is empty."""
    verschil = a.astype("Float64") - b.astype("Float64")
    return (verschil.ge(1) & verschil.lt(KLEINSTE_DEEL)).fillna(False).astype(bool)


def te_verbergen(paar: Paar, getal: Callable[[Getal], pd.Series], verborgen: Callable[[Getal], pd.Series]) -> pd.Series:
    """Scopes in which b of this pair must be hidden.

    Args:
        getal: gives the exact numbers of a Getal per scope (index). verborgen: gives which scopes hide it.
    """
    b = getal(paar.b)
    if paar.gelijk:
        return verborgen(paar.a).reindex(b.index, fill_value=False).astype(bool)
    return bijna_gelijk(getal(paar.a).reindex(b.index), b)


def _read(naam: str) -> Getal:
    van, _, maat = naam.rpartition(".")
    kpi, _, kenmerk = van.partition(":")
    return Getal(kpi, kenmerk, MATEN[maat])
