"""What a KPI function returns, and how it becomes rows of `uitkomsten`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..perioden import to_datums
from ..statistiek import wilson
from .groep import Groep, Venster

KOLOMMEN = (
    "regio", "jaar", "familie", "kpi", "variant", "wet", "perceel", "aanbieder", "gemeente", "soort", "teller",
    "noemer", "waarde", "eenheid", "onder", "boven", "grens_onder", "grens_boven", "status", "bekend_op",
)  # fmt: skip
"""Columns of `uitkomsten`, in the order of the contract."""

SLEUTEL = ["kpi", "variant", "wet", "perceel", "aanbieder", "gemeente", "soort"]
_TEKST = ("regio", "familie", *SLEUTEL, "eenheid", "status")


@dataclass(frozen=True, eq=False)
class Telling:
    """Clients per scope as sorted unique `sc` numbers (see `groep`).

    teller and onzeker are parts of noemer. onzeker: clients whose outcome new messages can still change, as their end
    plus window plus registratielag lies after K. definitief: K lies far enough after the year.
    """

    noemer: np.ndarray
    teller: np.ndarray
    onzeker: np.ndarray
    definitief: bool


def count(
    groep: Groep, venster: Venster, noemer: np.ndarray, teller: np.ndarray, onzeker: np.ndarray, *, na: int, lag: int
) -> Telling:
    """A Telling: teller and onzeker cut down to the noemer (`kpi-specificatie` 5.22).

    Args:
        na: days after an end in which it can still be undone (W, or the KPI's own window).
        lag: option registratielag_dagen.
    """
    noemer = np.unique(noemer)
    return Telling(
        noemer,
        np.intersect1d(teller, noemer),
        np.intersect1d(onzeker, noemer),
        groep.begeleiding.bekend_op >= venster.einde + na + lag,
    )


def to_rows(groep: Groep, telling: Telling) -> pd.DataFrame:
    """One row per scope: perceel, aanbieder, gemeente, teller, noemer, waarde, onder, boven, bounds, status.

    Always the total and each perceel, other scopes only with noemer > 0. Noemer 0: waarde, interval and bounds empty.
    Bounds only while voorlopig: every uncertain case against, respectively for.
    """
    n = {naam: groep.scope(getattr(telling, naam)) for naam in ("noemer", "teller", "onzeker")}
    vast = groep.scope(np.setdiff1d(telling.teller, telling.onzeker, assume_unique=True))
    scopes = np.union1d(groep.always(), n["noemer"])
    tel = {naam: _count_per(scopes, waarden) for naam, waarden in n.items()}
    zeker = _count_per(scopes, vast)
    noemer = np.where(tel["noemer"] > 0, tel["noemer"], np.nan)
    onder, boven = wilson(tel["teller"], tel["noemer"])
    mogelijk = zeker + tel["onzeker"]
    leeg = np.full(len(scopes), np.nan)
    return groep.describe(scopes).assign(
        teller=tel["teller"],
        noemer=tel["noemer"],
        waarde=tel["teller"] / noemer,
        eenheid="fractie",
        onder=onder,
        boven=boven,
        grens_onder=leeg if telling.definitief else zeker / noemer,
        grens_boven=leeg if telling.definitief else mogelijk / noemer,
        status="definitief" if telling.definitief else "voorlopig",
    )


def finish(frames: list[pd.DataFrame], regio: str, jaar: int, familie: str, bekend_op: int) -> pd.DataFrame:
    """`uitkomsten`: the contract's columns and types, sorted on kpi, variant and scope with empty first."""
    tabel = pd.concat(frames, ignore_index=True)
    tabel = tabel.assign(regio=regio, jaar=jaar, familie=familie, bekend_op=to_datums(np.full(len(tabel), bekend_op)))
    tabel = tabel.reindex(columns=list(KOLOMMEN))
    tabel = tabel.astype({k: "str" for k in _TEKST} | {"jaar": "int64", "teller": "Int64", "noemer": "Int64"})
    tabel["variant"] = tabel["variant"].astype("str")
    return tabel.sort_values(SLEUTEL, na_position="first", kind="stable").reset_index(drop=True)


def merge(delen: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Finished rows of one family and year as one frame, in the same order."""
    tabel = pd.concat(delen, ignore_index=True)
    return tabel.sort_values(SLEUTEL, na_position="first", kind="stable", ignore_index=True)


def _count_per(scopes: np.ndarray, leden: np.ndarray) -> np.ndarray:
    """Number of members per scope (sorted unique numbers)."""
    wie, aantal = np.unique(leden, return_counts=True)
    plek = np.searchsorted(scopes, wie)
    mee = plek < len(scopes)
    mee[mee] = scopes[plek[mee]] == wie[mee]
    uit = np.zeros(len(scopes), dtype="int64")
    uit[plek[mee]] = aantal[mee]
    return uit
