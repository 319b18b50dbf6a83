"""Which figures moved between two runs, and how much of it each cause did. Pure: frames in, frames out."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from normwijzer.uitvoering.runs import CEL

PROGRAMMA, NAGEKOMEN, NIEUW, OPTIES, ONVERKLAARD = "programma", "nagekomen", "nieuw", "opties", "onverklaard"
TIJD, TOEWIJZINGEN, START_EN_STOP, CORRECTIES = "tijd", "toewijzingen", "start_en_stop", "correcties"
OORZAKEN = (
    PROGRAMMA, NAGEKOMEN, NIEUW, TIJD, TOEWIJZINGEN, START_EN_STOP, CORRECTIES, OPTIES, ONVERKLAARD,
)  # fmt: skip
"""In the order in which they are shown.

programma: the program, sources beside the messages or messages that are gone: what cannot be computed again.
nagekomen: messages that came in later and are dated on or before the old K. nieuw: messages dated after it, and the
later day itself; where it can be told by kind that is tijd, toewijzingen, start_en_stop and correcties in its place
(`normen.stappen`). opties: other choices in regio.toml. onverklaard: nothing of all this differs.
"""

GETALLEN = ("teller", "noemer", "waarde")
_REST = 1e-9


def verplaatst(voor: pd.DataFrame, na: pd.DataFrame) -> pd.DataFrame:
    """The figures that are others: a row per cell of `CEL` whose teller, noemer or waarde differs.

    Args:
        voor, na: with `CEL`, teller, noemer, waarde (float64, NaN = none), eenheid and status; a cell at most once.

    Returns:
        `CEL`, eenheid, and per number <naam>_voor and <naam>_na, and status_voor, status_na (empty text: the row is
        not there). In order of the cells.
    """
    paar = voor.merge(na, on=CEL, how="outer", suffixes=("_voor", "_na"), validate="one_to_one", sort=True)
    anders = np.zeros(len(paar), dtype=bool)
    for naam in GETALLEN:
        anders |= ~_gelijk(paar[f"{naam}_voor"].to_numpy(), paar[f"{naam}_na"].to_numpy())
    paar = paar[anders].reset_index(drop=True)
    eenheid = paar["eenheid_na"].where(paar["eenheid_na"].notna(), paar["eenheid_voor"])
    paar = paar.assign(eenheid=eenheid, **{naam: paar[naam].fillna("") for naam in ("status_voor", "status_na")})
    return paar.drop(columns=["eenheid_voor", "eenheid_na"])


def ontleed(standen: Sequence[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """What each cause did to the figures that moved from the first to the last of these.

    Args:
        standen: (cause, the figures after it) in the order in which the causes are let in; the first has no cause: it
            is what the first run gave, and the last is what the second run gave. A cause may come more than once.
            None at all: nothing moved.

    Returns:
        `CEL`, oorzaak, d_teller, d_noemer, d_waarde (float64): a row per figure that moved and cause. Summed over the
        causes of a figure they are the whole difference: of counts a row that is not there is 0, and d_waarde is NaN
        where there is no waarde before or after the cause; of such a figure the parts of waarde do not add up.
    """
    if not standen:
        return pd.DataFrame(columns=[*CEL, "oorzaak", *(f"d_{naam}" for naam in GETALLEN)])
    cellen = verplaatst(standen[0][1], standen[-1][1])[CEL]
    index = pd.MultiIndex.from_frame(cellen)
    delen = []
    for (_, vorige), (oorzaak, volgende) in pairwise(standen):
        een, ander = (frame.set_index(CEL)[list(GETALLEN)].reindex(index) for frame in (vorige, volgende))
        verschil = {f"d_{naam}": _verschil(een[naam], ander[naam], naam) for naam in GETALLEN}
        delen.append(cellen.assign(oorzaak=oorzaak, **verschil))
    samen = pd.concat(delen, ignore_index=True)
    return samen.groupby([*CEL, "oorzaak"], sort=False, as_index=False).sum(skipna=False)


def splits_nieuw(stappen: pd.DataFrame, soorten: pd.DataFrame) -> pd.DataFrame:
    """The rows of `NIEUW` replaced by what is known of it by kind, where that adds up to the same counts.

    Args:
        stappen: as `ontleed` gives them.
        soorten: `CEL`, oorzaak, d_teller, d_noemer, d_waarde: of every cell all kinds.
    """
    if soorten.empty:
        return stappen
    som = soorten.groupby(CEL, as_index=False)[["d_teller", "d_noemer"]].sum()
    nieuw = stappen[stappen["oorzaak"].eq(NIEUW)].merge(som, on=CEL, suffixes=("", "_soorten"))
    klopt = _gelijk(nieuw["d_teller"].to_numpy(), nieuw["d_teller_soorten"].to_numpy())
    klopt &= _gelijk(nieuw["d_noemer"].to_numpy(), nieuw["d_noemer_soorten"].to_numpy())
    cellen = pd.MultiIndex.from_frame(nieuw.loc[klopt, CEL])
    erin = stappen["oorzaak"].eq(NIEUW) & pd.MultiIndex.from_frame(stappen[CEL]).isin(cellen)
    mee = soorten[pd.MultiIndex.from_frame(soorten[CEL]).isin(cellen)]
    return pd.concat([stappen[~erin], mee[stappen.columns]], ignore_index=True)


def zonder_nul(stappen: pd.DataFrame) -> pd.DataFrame:
    """Only causes that did something to a figure, in the order of `OORZAKEN` per cell."""
    iets = pd.concat(
        [~stappen[f"d_{naam}"].abs().le(_REST) & stappen[f"d_{naam}"].notna() for naam in GETALLEN], axis=1
    )
    stappen = stappen[iets.any(axis=1)]
    plaats = stappen["oorzaak"].map({oorzaak: nummer for nummer, oorzaak in enumerate(OORZAKEN)})
    return stappen.assign(_plaats=plaats).sort_values([*CEL, "_plaats"], ignore_index=True).drop(columns="_plaats")


def _verschil(een: pd.Series, ander: pd.Series, naam: str) -> np.ndarray:
    voor, na = een.to_numpy(), ander.to_numpy()
    return na - voor if naam == "waarde" else np.nan_to_num(na) - np.nan_to_num(voor)


def _gelijk(een: np.ndarray, ander: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return (np.isnan(een) & np.isnan(ander)) | (np.abs(een - ander) <= _REST)
