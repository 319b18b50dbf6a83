"""Side figures of a family of both laws: those of `jeugd.neven` with the law as one more scope."""

from collections.abc import Sequence

import pandas as pd

from ..jeugd.neven import KOLOMMEN as ZONDER_WET
from ..jeugd.neven import join_neven

KOLOMMEN = (*ZONDER_WET[:2], "wet", *ZONDER_WET[2:])


def join_per_wet(rijen: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All rows, those with a column wet for that law and the others for both (empty), as `join_neven` orders them."""
    delen = [join_neven([rij]).assign(wet=rij["wet"].iloc[0] if "wet" in rij else None) for rij in rijen if len(rij)]
    tabel = pd.concat(delen or [join_neven([]).assign(wet=None)], ignore_index=True)[list(KOLOMMEN)]
    sleutel = list(KOLOMMEN[:7])
    return tabel.astype({"wet": "str"}).sort_values(sleutel, na_position="first", kind="stable", ignore_index=True)
