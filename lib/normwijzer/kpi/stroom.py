"""Reconciliation per perceel and aanbieder: beginstand + instroom − uitstroom = eindstand (`kpi-specificatie` 4.0)."""

import numpy as np
import pandas as pd

from ..perioden import OPEN, union_number
from .begeleiding import SET_PERCELEN, Begeleiding
from .groep import Venster

ZONDER_STOP, TIJDELIJK = "zonder stopbericht", "tijdelijk"
STROOM = ["perceel", "aanbieder", "beginstand", "instroom", "uitstroom", "eindstand"]
REDENEN = ["perceel", "aanbieder", "reden", "aantal"]


def count_stroom(b: Begeleiding, venster: Venster, tie_volgorde: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(stroom, redenen) of the year; one row per perceel × aanbieder with anybody, and per reason among them.

    Unit: a client spell, the union of the delivery periods of one client at one aanbieder in one perceel that
    overlap or adjoin. beginstand: began before the year and its last day is on or after the first day of the year.
    instroom: begins in the year. uitstroom: last day in the year. eindstand: began by the last day and ends later
    or is open. So beginstand + instroom − uitstroom = eindstand, and the reasons add up to uitstroom.

    reden: code of the definitive stop of a period that ends on the last day of the spell (the first of tie_volgorde),
    'tijdelijk' for a temporary stop, 'zonder stopbericht' when the toewijzing ran out.
    """
    p = b.perioden[b.perioden.perceel.isin(SET_PERCELEN)]
    sleutel = ["perceel", "aanbieder"]
    stroom, redenen = count_spells(make_spells(p, sleutel, tie_volgorde), sleutel, venster)
    return _to_text(b, stroom)[STROOM], _to_text(b, redenen)[REDENEN]


def make_spells(perioden: pd.DataFrame, sleutel: list[str], tie_volgorde: tuple[str, ...]) -> pd.DataFrame:
    """Client spells: unions of overlapping or adjoining delivery periods of one client with the same `sleutel`.

    Args:
        perioden: client, the columns of sleutel, begin, einde, stop, reden, tijdelijk_op.

    Returns:
        `sleutel`, client, begin, einde (`OPEN` = open), reden (see `count_stroom`).
    """
    p = perioden[perioden.begin <= perioden.einde]
    groep = p.groupby(["client", *sleutel]).ngroup().to_numpy()
    nummer = union_number(groep, p.begin.to_numpy(), p.einde.to_numpy(), dagen=1)
    tabel = add_reden(p, tie_volgorde)[[*sleutel, "client", "begin", "einde", "reden", "rang"]].assign(nummer=nummer)
    tabel["begin"] = tabel.groupby("nummer").begin.transform("min")
    laatste = tabel.sort_values(["nummer", "einde", "rang"], ascending=[True, False, True])
    return laatste.drop_duplicates("nummer").drop(columns=["nummer", "rang"]).reset_index(drop=True)


def add_reden(perioden: pd.DataFrame, tie_volgorde: tuple[str, ...]) -> pd.DataFrame:
    """`perioden` with reden in words of `count_stroom`, and rang: lowest goes first among those that end together."""
    p = perioden
    reden = p.reden.astype(object).where(p.stop < OPEN, np.where(p.tijdelijk_op < OPEN, TIJDELIJK, ZONDER_STOP))
    reden = reden.where(reden.notna(), "")
    vast = [*tie_volgorde, TIJDELIJK, ZONDER_STOP]
    volgorde = [*tie_volgorde, *sorted(set(reden) - set(vast)), TIJDELIJK, ZONDER_STOP]
    return p.assign(reden=reden, rang=pd.Index(volgorde, dtype=object).get_indexer(reden))


def count_spells(spells: pd.DataFrame, sleutel: list[str], venster: Venster) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(stroom, redenen) per `sleutel` of spells with begin, einde, reden; see `count_stroom`."""
    uit = spells.einde.between(venster.begin, venster.einde)
    spells = spells.assign(
        beginstand=(spells.begin < venster.begin) & (spells.einde >= venster.begin),
        instroom=spells.begin.between(venster.begin, venster.einde),
        uitstroom=uit,
        eindstand=(spells.begin <= venster.einde) & (spells.einde > venster.einde),
    )
    stroom = spells.groupby(sleutel, as_index=False)[STROOM[2:]].sum()
    stroom = stroom[stroom[STROOM[2:]].sum(axis=1) > 0]
    redenen = spells[uit].groupby([*sleutel, "reden"], as_index=False).size().rename(columns={"size": "aantal"})
    return stroom, redenen


def _to_text(b: Begeleiding, frame: pd.DataFrame) -> pd.DataFrame:
    aanbieder = [b.aanbieders[code] if code >= 0 else None for code in frame.aanbieder]
    return frame.assign(
        perceel=frame.perceel.astype("str"), aanbieder=pd.Series(aanbieder, index=frame.index, dtype="str")
    ).reset_index(drop=True)
