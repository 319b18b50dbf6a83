"""Made-up rows in which small groups have no numbers: to test sections with, not how real rows are protected."""

from collections.abc import Sequence

import pandas as pd
from normwijzer.privacy.grenzen import EDITIES, KLEINSTE_GROEP

_GETALLEN = ("teller", "noemer", "waarde", "onder", "boven", "grens_onder", "grens_boven")


def is_te_klein(aantallen: pd.Series) -> pd.Series:
    """True where a group has 1 to 9 clients. Nobody at all (0) is no group; an empty number counts as too small."""
    return ~(aantallen.eq(0) | aantallen.ge(KLEINSTE_GROEP)).fillna(False).astype(bool)


def bescherm_uitkomsten(
    uitkomsten: pd.DataFrame, editie: str, *, mensen: pd.Series | None = None, gemeente_deelbaar: bool = False
) -> pd.DataFrame:
    """Outcome rows that may be shown in this edition.

    Edition `intern` keeps every number. In `deelbaar` a row about fewer than KLEINSTE_GROEP people loses all its
    numbers, and a row per gemeente disappears: per perceel × gemeente is for internal use only (unless
    `gemeente_deelbaar`).

    Args:
        uitkomsten: outcome rows (contract columns), or side figures with teller, noemer, waarde.
        editie: one of EDITIES.
        mensen: number of people behind each row, aligned to it; None = the noemer, or the teller of a KPI without.
            Empty counts as too small.

    Returns:
        A copy with the extra column `te_klein` (bool); numbers of those rows are empty.

    Source: kpi-specificatie 1 (Scope); rules of the shared edition, minimum version.
    """
    _check_editie(editie)
    getoond = uitkomsten.copy()
    if editie == "intern":
        getoond["te_klein"] = False
        return getoond
    if mensen is None:
        mensen = getoond["noemer"].astype("Float64").fillna(getoond["teller"].astype("Float64"))
    getoond["te_klein"] = is_te_klein(mensen)
    if "gemeente" in getoond and not gemeente_deelbaar:
        getoond = getoond[getoond["gemeente"].fillna("").eq("")].copy()
    for kolom in [kolom for kolom in _GETALLEN if kolom in getoond]:
        getoond[kolom] = getoond[kolom].mask(getoond["te_klein"])
    return getoond


def bescherm_groepen(
    tabel: pd.DataFrame, editie: str, *, sleutels: Sequence[str], groep: Sequence[str], getallen: Sequence[str]
) -> pd.DataFrame:
    """Counts that may be shown: all rows of a group of fewer than KLEINSTE_GROEP clients lose their numbers.

    Args:
        tabel: frame with counts.
        sleutels: columns that together name a group; rows with equal keys form one group.
        groep: the count columns whose sum over the group's rows is the number of clients.
        getallen: the columns to empty.

    Returns:
        A copy with the extra column `te_klein` (bool).
    """
    _check_editie(editie)
    getoond = tabel.copy()
    if editie == "intern" or getoond.empty:
        getoond["te_klein"] = False
        return getoond
    per_rij = getoond[list(groep)].astype("Float64").fillna(0).sum(axis=1)
    omvang = per_rij.groupby([getoond[sleutel].fillna("") for sleutel in sleutels]).transform("sum")
    getoond["te_klein"] = is_te_klein(omvang)
    for kolom in getallen:
        getoond[kolom] = getoond[kolom].mask(getoond["te_klein"])
    return getoond


def _check_editie(editie: str) -> None:
    if editie not in EDITIES:
        raise ValueError(f"onbekende editie {editie!r}")
