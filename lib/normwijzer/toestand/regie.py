"""Rows of start and stop messages, made ready: which delivery, which period, still valid or not (reconstructie 5a)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from normwijzer.toestand.aanlevering import Stand, tel_aanleveringen
from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.vector import als_dagen, groepnummers

TIJDELIJK = "20"
_RUIME_RELEASES = ("3.0", "3.1")


@dataclass(frozen=True)
class Regie:
    """All usable rows, and the starts and stops that are valid.

    regels: one per row of a 305 or 307; `levering` (number of its delivery), `is_start`, `dag` of the Dagtekening.
    starts, stops: one per valid start or stop, with `plaats` and `dagtekening` of the row that made it valid.
    """

    regels: pd.DataFrame
    starts: pd.DataFrame
    stops: pd.DataFrame


def bouw_regie(selectie: Selectie, starttabel: pd.DataFrame, stoptabel: pd.DataFrame, signalen: Signalen) -> Regie:
    """Count the StatusAanlevering of starts and stops per day.

    A delivery is (wet, gemeente, aanbieder, client, toewijzingnummer), or with Product instead of a number when
    there is none (taakgericht, IV096). Without number and without client nothing tells whose delivery it is: each
    message is then a delivery of its own, so that unknown persons never end each other's. Rows without a readable
    Begindatum, or stops without Einddatum, cannot be placed in time: they are signalled and left out.
    """
    starts, stops = selectie.regels(starttabel), selectie.regels(stoptabel)
    regels = pd.concat([starts.assign(is_start=True), stops.assign(is_start=False)], ignore_index=True)
    for kolom in ("wet", "gemeente", "aanbieder", "dagtekening", "release"):
        regels[kolom] = selectie.van_bericht(kolom, regels["plaats"].to_numpy())
    regels = _laat_onplaatsbare_weg(regels, selectie, signalen)
    regels["levering"] = _levering(regels)
    regels["dag"] = als_dagen(regels["dagtekening"])
    nummer = regels["levering"].to_numpy(), regels["is_start"].to_numpy()
    wijde = groepnummers([*nummer, *(regels[k] for k in ("categorie", "code", "begindatum", "einddatum"))])
    sleutel = groepnummers([wijde, regels["reden_beeindiging"]])
    status = _status(regels, selectie, signalen)
    wijd = regels["release"].isin(_RUIME_RELEASES).to_numpy() & ~regels["is_start"].to_numpy()
    stand = tel_aanleveringen(sleutel, wijde, regels["dag"].to_numpy(), status, wijd)
    plaats = regels["plaats"].to_numpy()
    signalen.meld("aanlevering_dubbel", selectie.berichten, plaats[stand.te_veel])
    signalen.meld("verwijdering_zonder_aanlevering", selectie.berichten, plaats[stand.te_weinig])

    geldig = _geldige_regels(regels, sleutel, status, stand)
    regels["eerste_aanlevering"] = status == 1
    is_start = geldig["is_start"].to_numpy(dtype=bool)
    return Regie(regels, geldig[is_start].reset_index(drop=True), geldig[~is_start].reset_index(drop=True))


def _laat_onplaatsbare_weg(regels: pd.DataFrame, selectie: Selectie, signalen: Signalen) -> pd.DataFrame:
    zonder_begin = regels["begindatum"].isna()
    zonder_einde = ~zonder_begin & ~regels["is_start"] & regels["einddatum"].isna()
    zonder_client = regels["client"].isna()
    redenen = {
        "levering_zonder_begindatum": zonder_begin,
        "stop_zonder_einddatum": zonder_einde,
        "levering_zonder_client": zonder_client,
    }
    for signaal, geldt in redenen.items():
        signalen.meld(signaal, selectie.berichten, regels.loc[geldt, "plaats"].to_numpy())
    return regels[~(zonder_begin | zonder_einde)].reset_index(drop=True)


def _levering(regels: pd.DataFrame) -> np.ndarray:
    taakgericht = regels["toewijzingnummer"].isna()
    sleutel = [regels[kolom] for kolom in ("wet", "gemeente", "aanbieder", "client", "toewijzingnummer")]
    product = [regels[kolom].where(taakgericht) for kolom in ("categorie", "code")]
    naamloos = (taakgericht & regels["client"].isna()).to_numpy(dtype=bool)
    return groepnummers([*sleutel, *product, np.where(naamloos, regels["plaats"].to_numpy(), -1)])


def _status(regels: pd.DataFrame, selectie: Selectie, signalen: Signalen) -> np.ndarray:
    tekst = regels["status_aanlevering"]
    status = np.select([(tekst == code).to_numpy(dtype=bool) for code in ("1", "2", "3", "9")], [1, 2, 3, 9], 0)
    plaats = regels["plaats"].to_numpy()
    signalen.meld("status_aanlevering_2", selectie.berichten, plaats[status == 2])
    signalen.meld("status_aanlevering_onbekend", selectie.berichten, plaats[status == 0])
    return status


def _geldige_regels(regels: pd.DataFrame, sleutel: np.ndarray, status: np.ndarray, stand: Stand) -> pd.DataFrame:
    """The delivering row of each active key: of the day since which it is active, the first."""
    levert = stand.actief[sleutel] & np.isin(status, (1, 2))
    levert &= regels["dag"].to_numpy() == stand.actief_sinds[sleutel]
    kandidaten = np.flatnonzero(levert)
    _, eerste = np.unique(sleutel[kandidaten], return_index=True)
    return regels.iloc[kandidaten[eerste]]
