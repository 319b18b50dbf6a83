"""The common path for a frame of counts."""

from collections.abc import Sequence

import pandas as pd

from normwijzer.privacy.aanvullen import vul_aan
from normwijzer.privacy.afronden import rond_aantal
from normwijzer.privacy.staten import GETOOND, staat, tekst_van


def bescherm_aantallen(
    frame: pd.DataFrame, aantallen: Sequence[str], mensen: str, partitie: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """Counts of the shared edition: per five, and a row about few people without any of its numbers.

    Args:
        aantallen: count columns. mensen: column with the number of people; empty counts as too few. partitie: column
            or columns that name the parent whose rows add up: then rows are hidden that would tell of another, and
            where that does not help all of them. None = they do not add up.

    Returns:
        a copy with te_klein and tekst.
    """
    staten = staat(frame[mensen], None, None)
    if partitie is not None and len(frame):
        namen = [partitie] if isinstance(partitie, str) else list(partitie)
        onder = pd.Series(frame.groupby(namen, dropna=False, sort=False).ngroup(), index=frame.index)
        for kolom in dict.fromkeys([mensen, *aantallen]):
            staten, _ = vul_aan(None, frame[kolom], staten, onder, ouder_mag=False)
    verborgen = ~staten.isin(GETOOND)
    getallen = {kolom: rond_aantal(frame[kolom]).mask(verborgen) for kolom in dict.fromkeys([mensen, *aantallen])}
    return frame.assign(**getallen, te_klein=verborgen, tekst=tekst_van(staten, frame[mensen]))
