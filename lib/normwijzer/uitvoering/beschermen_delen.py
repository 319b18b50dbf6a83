"""Rows of a frame as the shared edition has them, and which rows of counts to hide so that no other can be told.

The reader is taken to know every shown number exactly, and the whole as well: the sum of what is hidden is known. A
hidden number is safe when at least KLEINSTE_DEEL whole numbers are still possible for it. Shares are completed by
`privacy.vul_aan`; here a row has several counts, of which all are hidden or none.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from normwijzer.privacy import KLEINSTE_DEEL, NIET_GETOOND, rond_aantal, rond_fractie, tekst_van

MINDER_DAN_5 = f"minder dan {KLEINSTE_DEEL}"

GETOOND = ("vol", "leeg")
"""States of a row that is shown."""


def vul_rijen(
    aantallen: pd.DataFrame, verborgen: pd.Series, partitie: pd.Series, bekend: pd.DataFrame | None = None
) -> tuple[pd.Series, set]:
    """Rows of counts of which a hidden one loses all its numbers, completed: the smallest shown row goes first.

    A column in which the hidden rows are all 0 needs no more rows: nobody is there.

    Args:
        aantallen: exact counts that each add up over the rows of a whole; a hidden one tells only that it is 0 or more.
        bekend: which counts a reader knows all the same; None: none.

    Returns:
        which rows to hide, and the wholes of which every part is hidden and still not safe: they must be hidden too.
    """
    verborgen, gezakt = verborgen.copy(), set()
    for deel, rijen in partitie.groupby(partitie, sort=False):
        plekken = rijen.index
        getallen = aantallen.loc[plekken].to_numpy(dtype="int64")
        eigen = verborgen.loc[plekken].to_numpy(dtype=bool, copy=True)
        los = np.ones_like(getallen, dtype=bool) if bekend is None else ~bekend.loc[plekken].to_numpy(dtype=bool)
        volgorde = np.argsort(getallen.sum(axis=1), kind="stable")
        while not _is_veilig(getallen, los & eigen[:, None]):
            over = [plek for plek in volgorde if not eigen[plek] and getallen[plek].any()]
            if not over:
                gezakt.add(deel)
                break
            eigen[over[0]] = True
        verborgen.loc[plekken] = eigen
    return verborgen, gezakt


def _is_veilig(getallen: np.ndarray, onbekend: np.ndarray) -> bool:
    """Whether in every column of which somebody is in the unknown rows, each of these keeps KLEINSTE_DEEL possible
    values: 0 up to their sum, or no choice at all for one alone."""
    som = np.where(onbekend, getallen, 0).sum(axis=0)
    return bool(((som == 0) | ((onbekend.sum(axis=0) > 1) & (som >= KLEINSTE_DEEL - 1))).all())


def toon_aandelen(frame: pd.DataFrame, teller: str, noemer: str, staat: pd.Series, deel: str) -> pd.DataFrame:
    """The frame with rounded counts, `deel` = whole percentage of the exact counts, te_klein and tekst."""
    verborgen = ~staat.isin(GETOOND)
    precies = (frame[teller] / frame[noemer].where(frame[noemer].ne(0))).astype("Float64")
    return frame.assign(
        **{
            teller: rond_aantal(frame[teller]).mask(verborgen),
            noemer: rond_aantal(frame[noemer]).mask(verborgen),
            deel: rond_fractie(precies.astype("float64")).mask(verborgen),
            "te_klein": verborgen,
            "tekst": tekst_van(staat, frame[noemer]),
        }
    )


def toon_rijen(frame: pd.DataFrame, aantallen: Sequence[str], verborgen: pd.Series, tekst: str = NIET_GETOOND):
    """The frame with rounded counts, te_klein and tekst."""
    rond = {kolom: rond_aantal(frame[kolom]).mask(verborgen) for kolom in aantallen}
    return frame.assign(**rond, te_klein=verborgen, tekst=pd.Series("", index=frame.index).mask(verborgen, tekst))


def toon_alles(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of an edition that hides nothing."""
    return frame.assign(te_klein=False, tekst="")
