"""Forward messages and when their retour came: also those that do not count (reconstructie 2 and 3)."""

import numpy as np
import pandas as pd

from normwijzer.toestand.vector import DAGEN_LEEG, als_dagen, als_datums, koppel, laagste_waarde, neem

RETOUR_VAN = {"302": "301", "306": "305", "308": "307", "316": "315", "318": "317", "320": "319"}
"""Retour type -> type of the message it judges."""

MET_RETOUR = tuple(RETOUR_VAN.values())
"""Types of message that ask for a retour."""

_MET_CLIENT = ("toewijzing_regels", "start_regels", "stop_regels", "aanvraag_regels", "wijzigingsverzoeken")
_KOLOMMEN = ["wet", "berichttype", "gemeente", "aanbieder", "identificatie", "dagtekening"]


def bouw_heenberichten(
    tabellen: object, berichten: pd.DataFrame, afgekeurd: np.ndarray, doel: np.ndarray, ontvangen: pd.Series
) -> pd.DataFrame:
    """`heenberichten` as in `Toestand`, in the order of `berichten`.

    Args:
        tabellen: the row tables, for whom a message is about.
        berichten: forward messages that are known, each once, rejected ones too.
        afgekeurd: per message, whether a retour or a fault message rejects it.
        doel: per known retour the position in `berichten` of the message it judges; -1 = none.
        ontvangen: per known retour its DagtekeningRetour.
    """
    passend = doel >= 0
    dag = als_dagen(ontvangen)[passend]
    eerste = laagste_waarde(doel[passend], dag, aantal=len(berichten), leeg=DAGEN_LEEG)
    rijen = np.flatnonzero(berichten["berichttype"].isin(MET_RETOUR).to_numpy())
    gekozen = berichten.take(rijen).reset_index(drop=True)
    return gekozen[_KOLOMMEN].assign(
        client=_clienten(tabellen, gekozen["bericht"]),
        dagtekening_retour=als_datums(eerste)[rijen],
        afgekeurd=afgekeurd[rijen],
    )


def _clienten(tabellen: object, bericht: pd.Series) -> pd.Series:
    """The client of the first row of each message; empty for a 319, and where the message does not tell."""
    regels = pd.concat([getattr(tabellen, naam)[["bericht", "client"]] for naam in _MET_CLIENT], ignore_index=True)
    regels = regels[regels["client"].notna()]
    plaats = koppel([bericht], [regels["bericht"]])
    return neem(regels["client"].reset_index(drop=True), plaats).astype("str")
