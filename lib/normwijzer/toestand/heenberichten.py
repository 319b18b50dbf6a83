"""Forward messages and when their retour came: also those that do not count (reconstructie 2 and 3)."""

import numpy as np
import pandas as pd

from normwijzer.toestand.vector import DAGEN_LEEG, als_dagen, als_datums, laagste_waarde

MET_RETOUR = ("301", "305", "307", "315", "317", "319")
"""Types of message that ask for a retour."""

_KOLOMMEN = ["wet", "berichttype", "gemeente", "aanbieder", "identificatie", "dagtekening"]


def bouw_heenberichten(
    berichten: pd.DataFrame, afgekeurd: np.ndarray, doel: np.ndarray, ontvangen: pd.Series
) -> pd.DataFrame:
    """`heenberichten` as in `Toestand`, in the order of `berichten`.

    Args:
        berichten: forward messages that are known, each once, rejected ones too.
        afgekeurd: per message, whether a retour or a fault message rejects it.
        doel: per known retour the position in `berichten` of the message it judges; -1 = none.
        ontvangen: per known retour its DagtekeningRetour.
    """
    passend = doel >= 0
    dag = als_dagen(ontvangen)[passend]
    eerste = laagste_waarde(doel[passend], dag, aantal=len(berichten), leeg=DAGEN_LEEG)
    rijen = np.flatnonzero(berichten["berichttype"].isin(MET_RETOUR).to_numpy())
    return (
        berichten[_KOLOMMEN]
        .take(rijen)
        .reset_index(drop=True)
        .assign(dagtekening_retour=als_datums(eerste)[rijen], afgekeurd=afgekeurd[rijen])
    )
