"""Side figures of a family of both laws: those of `jeugd.neven` with the law as one more scope, and an interval."""

from collections.abc import Sequence

import pandas as pd

from ...statistiek import wilson
from ..jeugd.neven import KOLOMMEN as ZONDER_WET
from ..jeugd.neven import join_neven

ZELFDE_MENSEN = {"geaccepteerd": "toewijzing_voor_ingangsdatum"}
"""Side figure about all toewijzingen -> the KPI that is about the same people."""

KOLOMMEN = (*ZONDER_WET[:2], "wet", *ZONDER_WET[2:], "onder", "boven")


def join_per_wet(rijen: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All rows, those with a column wet for that law and the others for both (empty), as `join_neven` orders them.

    onder, boven: Wilson 95 % of a share (eenheid fractie); empty for what is none.
    """
    delen = [join_neven([rij]).assign(wet=rij["wet"].iloc[0] if "wet" in rij else None) for rij in rijen if len(rij)]
    tabel = pd.concat(delen or [join_neven([]).assign(wet=None)], ignore_index=True)
    deel = tabel["eenheid"].eq("fractie") & tabel["noemer"].gt(0)
    grenzen = wilson(tabel["teller"].where(deel, 0).to_numpy(), tabel["noemer"].where(deel, 0).to_numpy())
    tabel = tabel.assign(onder=grenzen[0], boven=grenzen[1])[list(KOLOMMEN)]
    sleutel = list(KOLOMMEN[:7])
    return tabel.astype({"wet": "str"}).sort_values(sleutel, na_position="first", kind="stable", ignore_index=True)
