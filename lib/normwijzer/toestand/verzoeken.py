"""Requests of providers and what became of them (reconstructie 7)."""

import numpy as np
import pandas as pd

from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.vector import groepnummers, koppel, neem

TERMIJN_DAGEN = 56
"""Eight weeks after the Dagtekening of the request the final answer must be there (OP274, OP346)."""

_LINK = ["wet", "aanbieder", "referentie_aanbieder"]
"""What a request is known by, in its answers too: the gemeente has no part in it."""
_SLEUTEL = [*_LINK, "soort"]
_KOLOMMEN = ["wet", "gemeente", "aanbieder", "referentie_aanbieder", "soort", "client"]


def bouw_verzoeken(
    selectie: Selectie, tabellen: object, peildatum: pd.Timestamp, signalen: Signalen
) -> pd.DataFrame:
    """One row per (wet, aanbieder, ReferentieAanbieder, soort).

    Of a request that was sent again with the same reference, to the same gemeente or to another, the row with the
    earliest Dagtekening counts, with its gemeente and client (tie: lowest digest of the message, then the first row).

    The first final answer counts: a 319 with 1, or a 301 row with the reference in any accepted message; on the same
    day the 301 wins, and of two rejections the lowest reason. `in_onderzoek_op` is the first 319 with 2. A request
    without reference cannot be answered and stays open. `over_termijn`: no final answer and more than 56 days old
    on the peildatum.
    """
    verzoeken = _verzoeken(selectie, tabellen, signalen)
    antwoord = _met_bericht(selectie, tabellen.antwoorden)
    onderzoek = antwoord[antwoord["verzoek_antwoord"] == "2"]
    afwijzing = antwoord[antwoord["verzoek_antwoord"] == "1"].assign(status="afgewezen", voorrang=1)
    toewijzing = _met_bericht(selectie, tabellen.toewijzing_regels).assign(status="toegewezen", voorrang=0)
    kolommen = [*_LINK, "dagtekening", "status", "voorrang", "reden_afwijzing"]
    besluit = pd.concat([afwijzing, toewijzing.assign(reden_afwijzing=pd.Series(dtype="str"))], ignore_index=True)
    besluit = besluit[kolommen].sort_values(["dagtekening", "voorrang", "reden_afwijzing"], kind="stable")
    eerste = _eerste_per_verzoek(verzoeken, besluit.reset_index(drop=True))
    onderzoek = onderzoek.sort_values("dagtekening", kind="stable", ignore_index=True)
    in_onderzoek = _eerste_per_verzoek(verzoeken, onderzoek)

    onderzocht = in_onderzoek["dagtekening"].notna().to_numpy()
    status = eerste["status"].fillna(pd.Series(np.where(onderzocht, "in_onderzoek", "open"), dtype="str"))
    termijn = verzoeken["ingediend"] + pd.Timedelta(days=TERMIJN_DAGEN)
    return verzoeken[_KOLOMMEN].assign(
        status=status.astype("str"),
        ingediend=verzoeken["ingediend"],
        in_onderzoek_op=in_onderzoek["dagtekening"],
        besluitdatum=eerste["dagtekening"],
        reden_afwijzing=eerste["reden_afwijzing"],
        over_termijn=((termijn < peildatum) & eerste["dagtekening"].isna()).to_numpy(dtype=bool),
    )


def _verzoeken(selectie: Selectie, tabellen: object, signalen: Signalen) -> pd.DataFrame:
    soorten = {"VOT": tabellen.aanvraag_regels, "VOW": tabellen.wijzigingsverzoeken}
    delen = [_met_bericht(selectie, tabel).assign(soort=soort) for soort, tabel in soorten.items()]
    rijen = pd.concat(delen, ignore_index=True).astype({"soort": "str"})
    zonder = rijen["referentie_aanbieder"].isna().to_numpy()
    los = np.where(zonder, np.arange(len(rijen)), -1)
    sleutel = groepnummers([*(rijen[kolom] for kolom in _SLEUTEL), los])
    _, eerste = np.unique(sleutel, return_index=True)  # within a soort rows are in order of Dagtekening
    eerste = np.sort(eerste)
    plaats = rijen["plaats"].to_numpy()
    signalen.meld("verzoek_zonder_referentie", selectie.berichten, plaats[zonder])
    signalen.meld("verzoek_dubbel", selectie.berichten, np.delete(plaats, eerste))
    rijen = rijen.rename(columns={"dagtekening": "ingediend"})
    return rijen.iloc[eerste][[*_KOLOMMEN, "ingediend"]].reset_index(drop=True)


def _met_bericht(selectie: Selectie, tabel: pd.DataFrame) -> pd.DataFrame:
    regels = selectie.regels(tabel)
    for kolom in ("wet", "gemeente", "aanbieder", "dagtekening"):
        regels[kolom] = selectie.van_bericht(kolom, regels["plaats"].to_numpy())
    return regels


def _eerste_per_verzoek(verzoeken: pd.DataFrame, antwoorden: pd.DataFrame) -> pd.DataFrame:
    """The first of the (sorted) answers per request, empty where there is none."""
    antwoorden = antwoorden[antwoorden["referentie_aanbieder"].notna()].reset_index(drop=True)
    rij = koppel([verzoeken[kolom] for kolom in _LINK], [antwoorden[kolom] for kolom in _LINK])
    kolommen = [kolom for kolom in antwoorden.columns if kolom not in _LINK]
    return pd.DataFrame({kolom: neem(antwoorden[kolom], rij) for kolom in kolommen})
