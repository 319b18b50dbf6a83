"""Verdicts of the shared edition: made on exact numbers, told where they tell nothing of a few people."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from normwijzer.normen.besluit import Besluit
from normwijzer.normen.oordeel import GEEN_NORM, TE_KLEIN, beoordeel
from normwijzer.privacy import KLEINSTE_DEEL, OVERIGE, rond_fractie

_KLEIN = ("klein_deel", "klein_rest")
_GRENZEN = ("grens", "grens_ver", "kans")


def toon_oordelen(getoond: pd.DataFrame, precies: pd.DataFrame, besluiten: Sequence[Besluit]) -> pd.DataFrame:
    """The protected rows with the verdicts that may be told.

    Args:
        getoond: protected rows with `staat` and the verdict columns of `beoordeel` on exact numbers.
        precies: the same rows, exact.
    """
    vast = _is_vast(precies, besluiten, getoond["staat"])
    hidden = getoond["te_klein"] & getoond["oordeel"].ne("") & getoond["oordeel"].ne(GEEN_NORM)
    oordeel = getoond["oordeel"].mask(hidden & ~vast, TE_KLEIN).mask(getoond["aanbieder"].eq(OVERIGE), "")
    zonder = (getoond["te_klein"] & ~vast) | getoond["aanbieder"].eq(OVERIGE)
    uit = {kolom: rond_fractie(getoond[kolom]).mask(zonder | getoond["te_klein"]) for kolom in _GRENZEN}
    uit |= {kolom: getoond[kolom].mask(zonder) for kolom in ("norm", "normjaar", "besluit_datum")}
    return getoond.assign(**uit, oordeel=oordeel, ver=getoond["ver"] & ~zonder)


def _is_vast(precies: pd.DataFrame, besluiten: Sequence[Besluit], staten: pd.Series) -> pd.Series:
    """Whether a row of which the teller (or the rest) is only known as 0 to 4 has one verdict for all of these.

    A verdict never gets better as the number gets worse, so the two ends tell.
    """
    vast = pd.Series(False, index=precies.index)
    klein = staten.isin(_KLEIN) & precies["aanbieder"].ne(OVERIGE)
    if not klein.any():
        return vast
    rijen, n = precies[klein], precies.loc[klein, "noemer"]
    rest = staten[klein].eq("klein_rest")
    open_ = n.clip(upper=KLEINSTE_DEEL - 1)
    een = beoordeel(rijen.assign(teller=n.where(rest, 0)), besluiten)
    ander = beoordeel(rijen.assign(teller=(n - open_).where(rest, open_)), besluiten)
    gelijk = een["oordeel"].eq(ander["oordeel"]) & een["ver"].eq(ander["ver"])
    vast[klein] = np.asarray(gelijk, dtype=bool)
    return vast
