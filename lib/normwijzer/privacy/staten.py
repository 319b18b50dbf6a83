"""What of a row may be told, and the words that stand in place of what may not."""

import numpy as np
import pandas as pd

from normwijzer.privacy.afronden import rond_aantal
from normwijzer.privacy.grenzen import KLEINSTE_DEEL, KLEINSTE_GROEP, NIET_GETOOND, TE_KLEIN

STATEN = ("vol", "leeg", "klein_deel", "klein_rest", "weg", "niet_getoond")
"""vol: shown; leeg: nobody, shown; klein_deel: fewer than five in the teller; klein_rest: fewer than five outside it;
weg: fewer than ten people; niet_getoond: hidden, or a hidden row could be computed from it."""

GETOOND = ("vol", "leeg")


def staat(mensen: pd.Series, teller: pd.Series | None, noemer: pd.Series | None) -> pd.Series:
    """State of each row, before what is hidden is completed (`vul_aan`).

    Args:
        mensen: people behind the row; empty counts as too few. teller, noemer: exact counts. A row without noemer
            (None or empty) is a plain count: then only the number of people decides.

    Returns:
        one of the first five of STATEN per row. Nobody (0) is `leeg`, 1 to 9 people `weg`. With ten or more, a teller
        of 0 to 4 is `klein_deel`; else a rest (noemer − teller) of 0 to 4 is `klein_rest`.
    """
    wie = mensen.to_numpy(dtype=float, na_value=np.nan)
    t = _getallen(teller, mensen.index)
    n = _getallen(noemer, mensen.index)
    with np.errstate(invalid="ignore"):
        gekozen = np.select(
            [wie == 0, ~(wie >= KLEINSTE_GROEP), t - 0 * n < KLEINSTE_DEEL, n - t < KLEINSTE_DEEL],
            ["leeg", "weg", "klein_deel", "klein_rest"],
            "vol",
        )
    return pd.Series(gekozen, index=mensen.index, dtype="str")


def tekst_van(staten: pd.Series, noemer: pd.Series) -> pd.Series:
    """Words in place of the value of each row; empty where it is shown.

    The noemer is told per five, and the percentage follows from that: no noemer that is told so has a higher one.
    """
    rond = rond_aantal(noemer)
    laagst = np.maximum(rond.to_numpy(dtype=float, na_value=np.nan) - KLEINSTE_DEEL // 2, KLEINSTE_GROEP)
    met_noemer = staten.isin(["klein_deel", "klein_rest"])
    grens = pd.Series(np.ceil(100 * KLEINSTE_DEEL / laagst), index=staten.index).where(met_noemer, 0)
    van, onder = _in_duizendtallen(rond.where(met_noemer, 0)), grens.astype("Int64")
    woorden = {
        "klein_deel": f"minder dan {KLEINSTE_DEEL} van ongeveer " + van + " (onder " + onder.astype("str") + " %)",
        "klein_rest": f"op minder dan {KLEINSTE_DEEL} na alle ongeveer " + van
        + " (boven " + (100 - onder).astype("str") + " %)",
        "weg": pd.Series(TE_KLEIN, index=staten.index),
        "niet_getoond": pd.Series(NIET_GETOOND, index=staten.index),
    }  # fmt: skip
    tekst = pd.Series("", index=staten.index, dtype="str")
    for naam, woord in woorden.items():
        tekst = tekst.mask(staten.eq(naam), woord)
    return tekst


def _in_duizendtallen(aantallen: pd.Series) -> pd.Series:
    """1.610, as everywhere in a report."""
    return aantallen.astype("int64").map("{:,}".format).astype("str").str.replace(",", ".", regex=False)


def _getallen(waarden: pd.Series | None, index: pd.Index) -> np.ndarray:
    if waarden is None:
        return np.full(len(index), np.nan)
    return waarden.to_numpy(dtype=float, na_value=np.nan)
