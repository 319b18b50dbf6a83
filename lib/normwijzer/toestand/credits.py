"""Credits: an accepted credit line undoes an accepted debit line (reconstructie 6, OP366)."""

import numpy as np
import pandas as pd

from normwijzer.toestand.oordeel import GECREDITEERD, INGEDIEND, TOEGEKEND
from normwijzer.toestand.vector import groepnummers, rang_in_groep, voeg_samen

_GELIJK = ["client", "toewijzingnummer", "categorie", "code", "periode_begin", "periode_einde", "bedrag"]


def verwerk_credits(
    regels: pd.DataFrame, oordeel: np.ndarray, credit: np.ndarray, zender: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Status per line after all verdicts, accepted credits without a debit, and credits still waiting (masks).

    A credit undoes one toegekend debit of the same wet and aanbieder with ReferentieNummer = its VorigReferentieNummer.
    When a ReferentieNummer occurs more than once, a debit equal in client, allocation, product, period and amount
    goes first (IV091); what is left pairs in order of claim and line. A debit is credited at most once; a credit line
    is never credited. The credit line itself stays toegekend, so that its negative amount cancels the debit.

    Args:
        regels: claim lines in order; oordeel: verdict per line; credit: which are credit lines;
        zender: number of (wet, sender of the claim) per line.
    """
    status = oordeel.copy()
    geldig = credit & (oordeel == TOEGEKEND)
    verwijst = geldig & regels["vorig_referentienummer"].notna().to_numpy()
    bedoeld = regels["referentienummer"].isin(regels.loc[verwijst, "vorig_referentienummer"]).to_numpy()
    debets = np.flatnonzero(bedoeld & ~credit & (oordeel == TOEGEKEND) & regels["referentienummer"].notna().to_numpy())
    credits = np.flatnonzero(verwijst)
    verwijzing = groepnummers(
        [
            np.concatenate([zender[debets], zender[credits]]),
            voeg_samen(regels["referentienummer"].iloc[debets], regels["vorig_referentienummer"].iloc[credits]),
        ]
    )
    gelijk = groepnummers(
        [verwijzing, *(voeg_samen(regels[k].iloc[debets], regels[k].iloc[credits]) for k in _GELIJK)]
    )
    vrij = np.ones(len(verwijzing), dtype=bool)
    for sleutel in (gelijk, verwijzing):
        vrij &= ~_gepaard(sleutel, vrij, len(debets))
    status[debets[~vrij[: len(debets)]]] = GECREDITEERD
    los = geldig.copy()
    los[credits[~vrij[len(debets) :]]] = False
    return status, los, credit & (oordeel == INGEDIEND)


def _gepaard(sleutel: np.ndarray, vrij: np.ndarray, aantal_debet: int) -> np.ndarray:
    """Which free rows pair off: the nth debit of a key with its nth credit."""
    links, rechts = np.flatnonzero(vrij[:aantal_debet]), np.flatnonzero(vrij[aantal_debet:]) + aantal_debet
    rang = np.concatenate([rang_in_groep(sleutel[links]), rang_in_groep(sleutel[rechts])])
    paar = groepnummers([np.concatenate([sleutel[links], sleutel[rechts]]), rang])
    beide = np.isin(paar[: len(links)], paar[len(links) :])
    uit = np.zeros(len(vrij), dtype=bool)
    uit[links[beide]] = True
    uit[rechts[np.isin(paar[len(links) :], paar[: len(links)])]] = True
    return uit
