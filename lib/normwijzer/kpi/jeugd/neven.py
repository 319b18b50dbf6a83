"""Side figures: what stands beside a number and keeps it honest."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

KOLOMMEN = ("kpi", "kenmerk", "perceel", "aanbieder", "gemeente", "soort", "teller", "noemer", "waarde", "eenheid")
"""A count has no noemer: then waarde = teller."""

_TEKST = ("kpi", "kenmerk", "perceel", "aanbieder", "gemeente", "soort", "eenheid")


def make_neven(
    kpi: str,
    kenmerk: str,
    teller: ArrayLike,
    noemer: ArrayLike = np.nan,
    *,
    waarde: ArrayLike | None = None,
    eenheid: str | None = None,
    soort: ArrayLike | None = None,
    aanbieder: ArrayLike | None = None,
) -> pd.DataFrame:
    """Rows with `KOLOMMEN`, one per scope; scalars are one row, arrays are aligned. `join_neven` sets the types.

    Args:
        waarde: default teller / noemer (empty unless noemer > 0), or teller when the noemer is empty.
        eenheid: default fractie, or aantal when the noemer is empty.
        soort, aanbieder: names; empty = all.
    """
    teller, noemer = np.broadcast_arrays(*(np.atleast_1d(np.asarray(deel, dtype=float)) for deel in (teller, noemer)))
    telling = np.isnan(noemer)
    if waarde is None:
        deel = np.divide(teller, noemer, out=np.full(len(teller), np.nan), where=noemer > 0)
        waarde = np.where(telling, teller, deel)
    if eenheid is None:
        eenheid = "aantal" if telling.all() else "fractie"
    delen = {"kpi": kpi, "kenmerk": kenmerk, "perceel": None, "aanbieder": _names(aanbieder, len(teller)),
             "gemeente": None, "soort": _names(soort, len(teller)), "teller": teller, "noemer": noemer,
             "waarde": np.broadcast_to(np.asarray(waarde, dtype=float), len(teller)), "eenheid": eenheid}  # fmt: skip
    return pd.DataFrame(delen, index=range(len(teller)), columns=list(KOLOMMEN))


def join_neven(rijen: list[pd.DataFrame]) -> pd.DataFrame:
    """All rows, sorted on kpi, kenmerk and scope with empty first, default index."""
    gevuld = [frame for frame in rijen if len(frame)] or [make_neven("", "", [])]
    tabel = pd.concat(gevuld, ignore_index=True)[list(KOLOMMEN)]
    tabel = tabel.astype(dict.fromkeys(_TEKST, "str") | dict.fromkeys(("teller", "noemer", "waarde"), "float64"))
    return tabel.sort_values(list(KOLOMMEN[:6]), na_position="first", kind="stable").reset_index(drop=True)


def _names(namen: ArrayLike | None, aantal: int) -> np.ndarray:
    tekst = np.full(aantal, None, dtype=object)
    tekst[:] = namen if namen is None or isinstance(namen, str) else list(namen)
    return tekst
