"""Which 325 decides which 323 (reconstructie 6; kpi-specificatie 5.14, 5.44)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from normwijzer.codelijsten import RETOURCODES_TOEGEWEZEN
from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.vector import (
    eerste_van_groep,
    groepnummers,
    koppel,
    laatste_van_groep,
    neem,
    teksten_per_groep,
)

_KOPKLASSEN = ("Header", "DeclaratieAntwoord")


@dataclass(frozen=True)
class Antwoorden:
    """Per claim, in the order of the claims; places are positions in `Selectie.berichten`, -1 = no answer.

    beslissend: the answer with the highest Dagtekening (tie: lowest digest of its content).
    eerste: the answer with the lowest Dagtekening.
    geheel_afgewezen: the deciding answer has an error on its header or on DeclaratieAntwoord.
    kopcodes: those errors, sorted, joined with a space.
    toegekend_bedrag: TotaalToegekendBedrag of the deciding answer; empty when it has none.
    """

    beslissend: np.ndarray
    eerste: np.ndarray
    geheel_afgewezen: np.ndarray
    kopcodes: pd.Series
    toegekend_bedrag: pd.Series


def zoek_antwoorden(selectie: Selectie, tabellen: object, kop: pd.DataFrame, signalen: Signalen) -> Antwoorden:
    """Match on (wet, aanbieder, DeclaratieIdentificatie), else on DeclaratieNummer when that is unique.

    A 325 that names a 323 we have is never used for another one; a 323 that was answered by identification is not
    answered by number.
    """
    berichten = selectie.berichten
    plaatsen = np.flatnonzero((berichten["berichttype"] == "325").to_numpy())
    elementen = selectie.regels(tabellen.declaratie_antwoorden)
    element = koppel([plaatsen], [elementen["plaats"]])
    nummer = neem(elementen["declaratienummer"], element)
    doel = _koppel_aan_declaratie(berichten, plaatsen, nummer, kop)

    signalen.meld("antwoord_zonder_declaratie", berichten, plaatsen[doel < 0])
    volgorde = np.flatnonzero(doel >= 0)
    dag = groepnummers([berichten["dagtekening"].iloc[plaatsen[volgorde]]])
    volgorde = volgorde[np.lexsort((-plaatsen[volgorde], dag, doel[volgorde]))]  # equal day: lowest digest last
    beslissend, eerste = np.full(len(kop), -1), np.full(len(kop), -1)
    laatsten = volgorde[laatste_van_groep(doel[volgorde])]
    eersten = volgorde[eerste_van_groep(doel[volgorde])]
    beslissend[doel[laatsten]] = plaatsen[laatsten]
    eerste[doel[eersten]] = plaatsen[eersten]
    gekozen = np.full(len(kop), -1)
    gekozen[doel[laatsten]] = laatsten

    declaratieplaats = kop["plaats"].to_numpy()
    per_declaratie = np.bincount(doel[doel >= 0], minlength=len(kop))
    signalen.meld("meer_antwoorden_op_declaratie", berichten, declaratieplaats[per_declaratie > 1])
    signalen.meld("declaratie_zonder_antwoord", berichten, declaratieplaats[per_declaratie == 0])
    codes = _kopcodes(selectie, tabellen.retourcodes)
    kopcodes = neem(codes, beslissend).fillna("")
    rij = np.where(gekozen >= 0, element[gekozen] if len(element) else -1, -1)
    bedrag = neem(elementen["toegekend_bedrag"], rij)
    return Antwoorden(beslissend, eerste, (kopcodes != "").to_numpy(dtype=bool), kopcodes, bedrag)


def _koppel_aan_declaratie(
    berichten: pd.DataFrame, plaatsen: np.ndarray, nummer: pd.Series, kop: pd.DataFrame
) -> np.ndarray:
    """Position of the claim per answer; -1 when none."""
    declaratie = berichten.iloc[kop["plaats"]].reset_index(drop=True)
    antwoord = berichten.iloc[plaatsen].reset_index(drop=True)
    wie = ["wet", "aanbieder"]
    links = [antwoord[kolom] for kolom in (*wie, "declaratie_identificatie")]
    rechts = [declaratie[kolom] for kolom in (*wie, "identificatie")]
    doel = koppel(links, rechts)
    doel[antwoord["declaratie_identificatie"].isna().to_numpy()] = -1

    beantwoord = np.zeros(len(kop), dtype=bool)
    beantwoord[doel[doel >= 0]] = True
    sleutel = groepnummers([*(declaratie[kolom] for kolom in wie), kop["declaratienummer"]])
    uniek = np.bincount(sleutel)[sleutel] == 1 if len(sleutel) else np.zeros(0, dtype=bool)
    rechts = [*(declaratie[kolom] for kolom in wie), kop["declaratienummer"]]
    op_nummer = koppel([*(antwoord[kolom] for kolom in wie), nummer], rechts)
    bruikbaar = (op_nummer >= 0) & nummer.notna().to_numpy()
    bruikbaar &= np.append(uniek & ~beantwoord, False)[op_nummer]
    return np.where(doel >= 0, doel, np.where(bruikbaar, op_nummer, -1))


def _kopcodes(selectie: Selectie, tabel: pd.DataFrame) -> pd.Series:
    """Codes that reject a whole claim, per message; empty text when none."""
    fout = tabel["klasse"].isin(_KOPKLASSEN) & tabel["code"].notna() & ~tabel["code"].isin(RETOURCODES_TOEGEWEZEN)
    regels = selectie.regels(tabel[fout])
    return teksten_per_groep(regels["plaats"].to_numpy(), regels["code"], aantal=len(selectie.berichten))
