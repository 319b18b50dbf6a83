"""KPI's: frames in, frames out; no paths, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING

import pandas as pd

from ..fouten import DataFout
from ..regio import Regio, suggest
from . import wmo
from .basisteller import Afwijkend, Basisteller
from .jeugd import kwaliteit, transformatie
from .opties import check_opties, state_deviations, state_variants
from .proces import familie as proces
from .telling import merge
from .uitkomst import Uitkomst

if TYPE_CHECKING:
    from ..registraties import Bronnen
    from ..toestand import Toestand

__all__ = [
    "BASISFAMILIES", "FAMILIES", "Basisteller", "Uitkomst", "bereken", "bereken_afwijkend", "bereken_basis",
    "check_opties", "prepare_basis", "state_variants",
]  # fmt: skip

FAMILIES = {familie.FAMILIE: familie for familie in (wmo, transformatie, kwaliteit, proces)}
"""Families that can be computed, and the module that does it."""

BASISFAMILIES = (wmo.FAMILIE, transformatie.FAMILIE, kwaliteit.FAMILIE)
"""Families of which `bereken_basis` can count the basis alone."""


def bereken(
    familie: str,
    toestand: "Toestand",
    regio: Regio,
    jaar: int,
    *,
    andere_toestanden: "Mapping[str, Toestand] | None" = None,
    afwijkend: Sequence[pd.DataFrame] = (),
    bronnen: "Bronnen | None" = None,
) -> Uitkomst:
    """Every outcome of one family for one region and calendar year. Pure.

    Args:
        familie: one of `FAMILIES`.
        toestand: what is known at K = toestand.bekend_op.
        regio: percelen and options.
        jaar: the year Y.
        andere_toestanden: variant (`optie=waarde`, see `state_variants`) -> the state rebuilt with it, at the same K;
            each that the family knows becomes a variant in `uitkomsten`.
        afwijkend: the same variants as rows that `bereken_afwijkend` made before, for who cannot hold two states.
        bronnen: sources that are not messages; None = there are none.

    Raises:
        DataFout: an unknown family, or options that cannot be.
    """
    uitkomst = _module(familie, regio).bereken(toestand, regio, jaar, bronnen)
    delen = [uitkomst.uitkomsten, *afwijkend]
    for variant, andere in (andere_toestanden or {}).items():
        if variant in state_deviations(regio, familie):
            delen.append(bereken_afwijkend(familie, andere, regio, jaar, variant, bronnen=bronnen))
    return replace(uitkomst, uitkomsten=merge(delen)) if len(delen) > 1 else uitkomst


def bereken_afwijkend(
    familie: str, toestand: "Toestand", regio: Regio, jaar: int, variant: str, *, bronnen: "Bronnen | None" = None
) -> pd.DataFrame:
    """Rows of `uitkomsten` of one variant, from the state that was rebuilt with it.

    Args:
        variant: `optie=waarde`, one of `state_deviations` of the family.

    Raises:
        DataFout: as `bereken`.
    """
    return _module(familie, regio).bereken_afwijkend(toestand, regio, jaar, variant, bronnen)


def bereken_basis(
    familie: str,
    toestand: "Toestand",
    regio: Regio,
    jaar: int,
    *,
    opties: Afwijkend | None = None,
    bronnen: "Bronnen | None" = None,
) -> pd.DataFrame:
    """The rows of `uitkomsten` with variant basis that `bereken` gives, without the work of all the rest.

    Args:
        familie: one of `BASISFAMILIES`.
        toestand, regio, jaar, bronnen: as `bereken`.
        opties: kpi -> option -> value in place of the region's own; see `Basisteller.rijen`.

    Raises:
        DataFout: a family that cannot be counted so, or a KPI or option that is not there.
    """
    return prepare_basis(familie, toestand, regio, bronnen=bronnen).rijen(jaar, opties=opties)


def prepare_basis(
    familie: str,
    toestand: "Toestand",
    regio: Regio,
    *,
    bronnen: "Bronnen | None" = None,
    alleen_regio: bool = False,
) -> Basisteller:
    """As `bereken_basis`, for who asks several years or options of one state: preparing costs more than counting.

    Args:
        alleen_regio: rows per aanbieder and gemeente are not needed; those that cost time are left out.

    Raises:
        DataFout: a family that cannot be counted so.
    """
    if familie not in BASISFAMILIES:
        wat = f"van de familie '{familie}' is de basis niet los te berekenen{suggest(familie, BASISFAMILIES)}"
        raise DataFout(f"{regio.map}/regio.toml, families", wat, ", ".join(BASISFAMILIES))
    return FAMILIES[familie].prepare_basis(toestand, regio, bronnen, alleen_regio=alleen_regio)


def _module(familie: str, regio: Regio) -> ModuleType:
    if familie not in FAMILIES:
        raise DataFout(
            f"{regio.map}/regio.toml, families",
            f"'{familie}' kan niet worden berekend{suggest(familie, FAMILIES)}",
            ", ".join(FAMILIES),
        )
    return FAMILIES[familie]
