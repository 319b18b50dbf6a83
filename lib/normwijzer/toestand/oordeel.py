"""Verdict per claim line, from what its deciding answer lists (reconstructie 6)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from normwijzer.toestand.antwoorden import Antwoorden
from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.vector import groepnummers, neem_categorie, teksten_per_groep, voeg_samen

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
    """Verdict per line (before credits; int8) and its codes as text (category).

    No answer: ingediend. An error on header or DeclaratieAntwoord, or the line is listed (with any code, 0233 too):
    afgewezen. Else toegekend. A line of a wholly rejected claim shows the codes of the claim unless it is listed.

    Args:
        regels: claim lines; declaratie: position of the claim of each.
    """
    beantwoord = antwoorden.beslissend >= 0
    oordeel = np.where(beantwoord, TOEGEKEND, INGEDIEND).astype(np.int8)[declaratie]
    oordeel[antwoorden.geheel_afgewezen[declaratie]] = AFGEWEZEN
    genoemd, bij_declaratie = _genoemde_regels(selectie, tabellen, antwoorden)
    treffer = _koppel_genoemd(selectie, regels, declaratie, genoemd, bij_declaratie, signalen)
    oordeel[treffer.regel] = AFGEWEZEN
    teksten, nummer = _codes_per_groep(treffer, _codes_van_genoemd(selectie, tabellen, genoemd))
    bron = declaratie.copy()
    gevuld = (teksten != "").to_numpy(dtype=bool)[nummer]
    bron[treffer.regel[gevuld]] = len(antwoorden.kopcodes) + nummer[gevuld]
    return oordeel, neem_categorie(voeg_samen(antwoorden.kopcodes, teksten), bron)


@dataclass(frozen=True)
class _Treffer:
    """Which claim lines are listed. Equal lines share group numbers, so that nothing is written out per pair.

    regel: positions of the listed lines; ruim, smal: per such line its group by the wide and by the narrow key
        (equal `smal` implies equal `ruim`).
    genoemd_ruim, genoemd_smal: per row of the answers the group it points at; -1 where it does not use that key.
    """

    regel: np.ndarray
    ruim: np.ndarray
    smal: np.ndarray
    genoemd_ruim: np.ndarray
    genoemd_smal: np.ndarray


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
) -> _Treffer:
    """Claim lines and listed lines with equal (client, ReferentieNummer) within the claim.

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
    genoemd_ruim = np.where(via_detail | (ruim_aantal == 0), -1, ruim[aantal:])
    genoemd_smal = np.where(via_detail, smal[aantal:], -1)
    ruim, smal = ruim[:aantal], smal[:aantal]
    geraakt = np.isin(ruim, genoemd_ruim) | np.isin(smal, genoemd_smal)
    return _Treffer(kandidaat[geraakt], ruim[geraakt], smal[geraakt], genoemd_ruim, genoemd_smal)


def _codes_per_groep(treffer: _Treffer, codes: pd.DataFrame) -> tuple[pd.Series, np.ndarray]:
    """Codes as text per narrow group, those of its wide group included, and the number of the group of each line."""
    groepen, eerste, nummer = np.unique(treffer.smal, return_index=True, return_inverse=True)
    groep = pd.DataFrame({"nummer": np.arange(len(groepen)), "ruim": treffer.ruim[eerste], "smal": groepen})
    genoemd = codes["genoemd"].to_numpy()
    delen = []
    for kolom, doel in (("ruim", treffer.genoemd_ruim), ("smal", treffer.genoemd_smal)):
        van_groep = pd.DataFrame({kolom: doel[genoemd], "code": codes["code"]}).drop_duplicates()
        delen.append(groep[["nummer", kolom]].merge(van_groep, on=kolom)[["nummer", "code"]])
    paar = pd.concat(delen, ignore_index=True)
    return teksten_per_groep(paar["nummer"].to_numpy(), paar["code"], aantal=len(groepen)), nummer


def _codes_van_genoemd(selectie: Selectie, tabellen: object, genoemd: pd.DataFrame) -> pd.DataFrame:
    """Codes of listed lines: `genoemd` (position in that frame), `code`."""
    codes = selectie.regels(tabellen.retourcodes[tabellen.retourcodes["klasse"] == "Prestatie"])
    sleutels = genoemd[["plaats", "regel"]].assign(genoemd=np.arange(len(genoemd)))
    return codes[["plaats", "regel", "code"]].merge(sleutels, on=["plaats", "regel"])[["genoemd", "code"]]
