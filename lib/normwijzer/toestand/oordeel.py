"""Verdict per claim line, from what its deciding answer lists (reconstructie 6)."""

import numpy as np
import pandas as pd

from normwijzer.toestand.antwoorden import Antwoorden
from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.vector import groepnummers, neem, teksten_per_groep, voeg_samen

INGEDIEND, AFGEWEZEN, TOEGEKEND, GECREDITEERD = range(4)

_DETAIL = ["toewijzingnummer", "code", "periode_begin", "periode_einde", "bedrag"]


def beoordeel_regels(
    selectie: Selectie,
    tabellen: object,
    regels: pd.DataFrame,
    declaratie: np.ndarray,
    antwoorden: Antwoorden,
    signalen: Signalen,
) -> tuple[np.ndarray, pd.Series]:
    """Verdict per line (before credits) and its codes as text.

    No answer: ingediend. An error on header or DeclaratieAntwoord, or the line is listed (with any code, 0233 too):
    afgewezen. Else toegekend. A line of a wholly rejected claim shows the codes of the claim unless it is listed.

    Args:
        regels: claim lines; declaratie: position of the claim of each.
    """
    beantwoord = antwoorden.beslissend >= 0
    oordeel = np.where(beantwoord[declaratie], TOEGEKEND, INGEDIEND)
    oordeel[antwoorden.geheel_afgewezen[declaratie]] = AFGEWEZEN
    genoemd, bij_declaratie = _genoemde_regels(selectie, tabellen, antwoorden)
    regel, genoemde = _koppel_genoemd(selectie, regels, declaratie, genoemd, bij_declaratie, signalen)
    oordeel[regel] = AFGEWEZEN
    codes = neem(antwoorden.kopcodes, declaratie)
    if len(regel):
        geraakt, nummer = np.unique(regel, return_inverse=True)
        eigen = _codes_van_genoemd(selectie, tabellen, genoemd)
        rijen = eigen["genoemd"].to_numpy()
        paar = pd.DataFrame({"nummer": nummer, "genoemd": genoemde}).merge(
            pd.DataFrame({"genoemd": rijen, "code": eigen["code"]}), on="genoemd"
        )
        tekst = teksten_per_groep(paar["nummer"].to_numpy(), paar["code"], aantal=len(geraakt))
        codes = codes.astype(object)
        codes.iloc[geraakt] = tekst.where(tekst != "", codes.iloc[geraakt].array).to_numpy(dtype=object)
    return oordeel, codes.astype("str")


def _genoemde_regels(
    selectie: Selectie, tabellen: object, antwoorden: Antwoorden
) -> tuple[pd.DataFrame, np.ndarray]:
    """Lines listed in deciding answers, and the position of the claim they are about."""
    bij = np.full(len(selectie.berichten), -1, dtype=np.int64)
    beslist = np.flatnonzero(antwoorden.beslissend >= 0)
    bij[antwoorden.beslissend[beslist]] = beslist
    genoemd = selectie.regels(tabellen.antwoord_prestaties)
    declaratie = bij[genoemd["plaats"].to_numpy()]
    return genoemd[declaratie >= 0].reset_index(drop=True), declaratie[declaratie >= 0]


def _koppel_genoemd(
    selectie: Selectie,
    regels: pd.DataFrame,
    declaratie: np.ndarray,
    genoemd: pd.DataFrame,
    bij_declaratie: np.ndarray,
    signalen: Signalen,
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (claim line, listed line) on (client, ReferentieNummer) within the claim.

    When several lines share these, number, product, period and amount decide; when those do not single out one
    line, all that remain are rejected and the answer is signalled.
    """
    geraakt = np.zeros(int(max(declaratie.max(initial=-1), bij_declaratie.max(initial=-1))) + 1, dtype=bool)
    geraakt[bij_declaratie] = True
    in_beeld = regels["referentienummer"].isin(genoemd["referentienummer"]).to_numpy()  # empty finds empty
    kandidaat = np.flatnonzero(geraakt[declaratie] & in_beeld)
    lijn = regels[["client", "referentienummer", *_DETAIL]].iloc[kandidaat]
    plaats = genoemd["plaats"].to_numpy()
    aantal = len(kandidaat)
    ruim = groepnummers(
        [
            np.concatenate([declaratie[kandidaat], bij_declaratie]),
            voeg_samen(lijn["client"], genoemd["client"]),
            voeg_samen(lijn["referentienummer"], genoemd["referentienummer"]),
        ]
    )
    smal = groepnummers([ruim, *(voeg_samen(lijn[kolom], genoemd[kolom]) for kolom in _DETAIL)])
    breedte = int(max(ruim.max(initial=-1), smal.max(initial=-1))) + 1
    ruim_aantal = np.bincount(ruim[:aantal], minlength=breedte)[ruim[aantal:]]
    smal_aantal = np.bincount(smal[:aantal], minlength=breedte)[smal[aantal:]]
    onduidelijk = (ruim_aantal > 1) & (smal_aantal != 1)
    signalen.meld("antwoordregel_zonder_prestatie", selectie.berichten, plaats[ruim_aantal == 0])
    signalen.meld("antwoord_niet_eenduidig", selectie.berichten, plaats[onduidelijk])
    via_detail = (ruim_aantal > 1) & (smal_aantal > 0)
    een = _paren(ruim[:aantal], ruim[aantal:], ~via_detail)
    ander = _paren(smal[:aantal], smal[aantal:], via_detail)
    regel, genoemde = (np.concatenate(deel) for deel in zip(een, ander, strict=True))
    return kandidaat[regel], genoemde


def _paren(links: np.ndarray, rechts: np.ndarray, masker: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    gekozen = np.flatnonzero(masker)
    paar = pd.DataFrame({"nummer": rechts[gekozen], "rechts": gekozen}).merge(
        pd.DataFrame({"nummer": links, "links": np.arange(len(links))}), on="nummer"
    )
    return paar["links"].to_numpy(), paar["rechts"].to_numpy()


def _codes_van_genoemd(selectie: Selectie, tabellen: object, genoemd: pd.DataFrame) -> pd.DataFrame:
    """Codes of listed lines: `genoemd` (position in that frame), `code`."""
    codes = selectie.regels(tabellen.retourcodes[tabellen.retourcodes["klasse"] == "Prestatie"])
    sleutels = genoemd[["plaats", "regel"]].assign(genoemd=np.arange(len(genoemd)))
    return codes[["plaats", "regel", "code"]].merge(sleutels, on=["plaats", "regel"])[["genoemd", "code"]]
