"""KPI's: frames in, frames out; no paths, no clock."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..fouten import DataFout
from ..regio import Regio, suggest
from . import wmo
from .jeugd import kwaliteit, transformatie
from .opties import check_opties, state_variants
from .uitkomst import Uitkomst

if TYPE_CHECKING:
    from ..registraties import Bronnen
    from ..toestand import Toestand

__all__ = ["FAMILIES", "Uitkomst", "bereken", "check_opties", "state_variants"]

FAMILIES = {familie.FAMILIE: familie.bereken for familie in (wmo, transformatie, kwaliteit)}
"""Families that can be computed, and by what."""


def bereken(
    familie: str,
    toestand: "Toestand",
    regio: Regio,
    jaar: int,
    *,
    andere_toestanden: "Mapping[str, Toestand] | None" = None,
    bronnen: "Bronnen | None" = None,
) -> Uitkomst:
    """Every outcome of one family for one region and calendar year. Pure.

    Args:
        familie: one of `FAMILIES`.
        toestand: what is known at K = toestand.bekend_op.
        regio: percelen and options.
        jaar: the year Y.
        andere_toestanden: variant (`optie=waarde`, see `state_variants`) -> the state rebuilt with it, at the same K;
            each becomes a variant in `uitkomsten`.
        bronnen: sources that are not messages; None = there are none.

    Raises:
        DataFout: an unknown family, or options that cannot be.
    """
    if familie not in FAMILIES:
        raise DataFout(
            f"{regio.map}/regio.toml, families",
            f"'{familie}' kan niet worden berekend{suggest(familie, FAMILIES)}",
            ", ".join(FAMILIES),
        )
    return FAMILIES[familie](toestand, regio, jaar, andere_toestanden or {}, bronnen)
