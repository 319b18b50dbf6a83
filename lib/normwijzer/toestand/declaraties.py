"""Claims: verdict per line, per claim, credits, totals (reconstructie 6; kpi-specificatie 5.14, 5.44)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from normwijzer.fouten import DataFout
from normwijzer.toestand.antwoorden import Antwoorden, zoek_antwoorden
from normwijzer.toestand.credits import verwerk_credits
from normwijzer.toestand.oordeel import AFGEWEZEN, GECREDITEERD, INGEDIEND, TOEGEKEND, beoordeel_regels
from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.toewijzingen import Toewijzingen
from normwijzer.toestand.vector import groepnummers, is_herhaling, koppel, neem, neem_categorie

_STATUS = pd.Series(["ingediend", "afgewezen", "toegekend", "gecrediteerd"], dtype="str")
_GEEN_NUMMER = np.iinfo(np.int64).min
_CATEGORIEEN = ("client", "categorie", "code", "eenheid", "debet_credit")
assert (INGEDIEND, AFGEWEZEN, TOEGEKEND, GECREDITEERD) == (0, 1, 2, 3)


@dataclass(frozen=True)
class Declaraties:
    """`declaraties` and `prestaties` as in `Toestand`, both with index 0, 1, 2 …

    `prestaties.declaratie` (int32): position of the claim of a line in `declaraties`; lines follow their claims.
    """

    declaraties: pd.DataFrame
    prestaties: pd.DataFrame


def bouw_declaraties(
    selectie: Selectie, tabellen: object, toewijzingen: Toewijzingen, signalen: Signalen
) -> Declaraties:
    """Claims and their lines.

    Amounts of a claim are sums of its lines, whatever its header says (lines lead); a line without readable amount
    adds nothing. A claim without lines that was answered without error is toegekend.

    Raises:
        DataFout: amounts so high that their sum does not fit.
    """
    kop = _koppen(selectie, tabellen.declaraties)
    antwoorden = zoek_antwoorden(selectie, tabellen, kop, signalen)
    regels = selectie.regels(tabellen.prestaties)
    plaats = regels["plaats"].to_numpy()
    van_bericht = np.full(len(selectie.berichten), -1, dtype=np.int32)
    van_bericht[kop["plaats"]] = np.arange(len(kop))
    declaratie = van_bericht[plaats]
    if (declaratie < 0).any():  # lines in a message that is no 323 cannot be claimed
        regels, plaats = regels[declaratie >= 0].reset_index(drop=True), plaats[declaratie >= 0]
        declaratie = declaratie[declaratie >= 0]

    bedrag = regels["bedrag"].fillna(0).to_numpy(dtype=np.int64)
    _eis_optelbaar(bedrag)
    credit = (regels["debet_credit"] == "C").to_numpy(dtype=bool)
    oordeel, codes = beoordeel_regels(selectie, tabellen, regels, declaratie, antwoorden, signalen)
    totaal = _tel_op(kop, declaratie, np.where(credit, -bedrag, bedrag), oordeel)
    del bedrag
    zender = groepnummers([selectie.berichten["wet"], selectie.berichten["zender"]])
    status, los, wachtend = verwerk_credits(regels, oordeel, credit, zender.astype(np.int32)[plaats])
    signalen.meld("credit_zonder_debet", selectie.berichten, plaats[los])
    signalen.meld("credit_in_behandeling", selectie.berichten, plaats[wachtend])
    _meld_toewijzing(selectie, regels, toewijzingen, signalen)
    _meld_mogelijk_dubbel(selectie, regels, status, credit, signalen)
    _meld_totalen(selectie, kop, totaal, antwoorden, signalen)
    return Declaraties(
        _declaratieframe(selectie, kop, totaal, antwoorden),
        _prestatieframe(selectie, kop, regels, declaratie, credit, status, codes),
    )


def _eis_optelbaar(bedrag: np.ndarray) -> None:
    """Refuse amounts that whole numbers of 64 bits cannot add up.

    Of all amounts together the absolute sum must stay below 2**62 cents, so that no sum of any choice of lines, here or
    later, can wrap round. Reading keeps an amount to 12 digits: it takes over four million of the highest to get there.
    """
    if np.abs(bedrag.astype(np.float64)).sum() >= 2.0**62:
        raise DataFout(
            "prestaties",
            "de bedragen zijn samen te hoog om op te tellen",
            "bedragen van hoogstens 12 cijfers; lees de berichten opnieuw in",
        )


def _koppen(selectie: Selectie, tabel: pd.DataFrame) -> pd.DataFrame:
    """One row per counted 323, with the fields of its Declaratie element (empty when it has none)."""
    plaatsen = np.flatnonzero((selectie.berichten["berichttype"] == "323").to_numpy())
    elementen = selectie.regels(tabel)
    rij = koppel([plaatsen], [elementen["plaats"]])
    kop = pd.DataFrame({kolom: neem(elementen[kolom], rij) for kolom in ("declaratienummer", "ingediend_bedrag")})
    return kop.assign(plaats=plaatsen)


@dataclass(frozen=True)
class _Totaal:
    """Per claim: whole cents and numbers of lines by verdict (before credits)."""

    ingediend: np.ndarray
    toegekend: np.ndarray
    regels: np.ndarray
    regels_toegekend: np.ndarray
    regels_afgewezen: np.ndarray


def _tel_op(kop: pd.DataFrame, declaratie: np.ndarray, bedrag: np.ndarray, oordeel: np.ndarray) -> _Totaal:
    def som(masker: np.ndarray) -> np.ndarray:
        uit = np.zeros(len(kop), dtype=np.int64)
        np.add.at(uit, declaratie[masker], bedrag[masker])
        return uit

    def aantal(masker: np.ndarray) -> np.ndarray:
        return np.bincount(declaratie[masker], minlength=len(kop))

    goed, fout, alle = oordeel == TOEGEKEND, oordeel == AFGEWEZEN, np.ones(len(oordeel), dtype=bool)
    return _Totaal(som(alle), som(goed), aantal(alle), aantal(goed), aantal(fout))


def _declaratieframe(
    selectie: Selectie, kop: pd.DataFrame, totaal: _Totaal, antwoorden: Antwoorden
) -> pd.DataFrame:
    plaats = kop["plaats"].to_numpy()
    beantwoord, geheel = antwoorden.beslissend >= 0, antwoorden.geheel_afgewezen
    alles_fout = (totaal.regels > 0) & (totaal.regels_afgewezen == totaal.regels)
    status = np.select(
        [~beantwoord, geheel | alles_fout, totaal.regels_afgewezen == 0],
        ["ingediend", "afgewezen", "toegekend"],
        default="deels_toegekend",
    )
    wie = {kolom: selectie.van_bericht(kolom, plaats) for kolom in ("wet", "aanbieder", "identificatie", "gemeente")}
    return pd.DataFrame(
        {
            **wie,
            "declaratienummer": kop["declaratienummer"],
            "dagtekening": selectie.van_bericht("dagtekening", plaats),
            "ingediend": pd.Series(totaal.ingediend, dtype="Int64"),
            "toegekend": pd.Series(totaal.toegekend, dtype="Int64").mask(~beantwoord),
            "status": pd.Series(status, dtype="str"),
            "geheel_afgewezen": geheel,
            "dagtekening_antwoord": selectie.van_bericht("dagtekening", antwoorden.beslissend),
            "eerste_dagtekening_antwoord": selectie.van_bericht("dagtekening", antwoorden.eerste),
        }
    )


def _prestatieframe(
    selectie: Selectie,
    kop: pd.DataFrame,
    regels: pd.DataFrame,
    declaratie: np.ndarray,
    credit: np.ndarray,
    status: np.ndarray,
    codes: pd.Series,
) -> pd.DataFrame:
    plaats = regels.pop("plaats").to_numpy()
    berichten = selectie.berichten
    wie = ("wet", "gemeente", "aanbieder", "identificatie")
    kolommen = ["regel", "client", "referentienummer", "vorig_referentienummer", "toewijzingnummer"]
    kolommen += ["categorie", "code", "periode_begin", "periode_einde", "volume", "eenheid", "tarief"]
    return pd.DataFrame(
        {
            **{kolom: neem_categorie(berichten[kolom], plaats) for kolom in wie},
            "declaratienummer": neem_categorie(kop["declaratienummer"], declaratie),
            **{kolom: _compact(regels.pop(kolom)) for kolom in kolommen},
            "bedrag": _met_teken(regels.pop("bedrag"), credit),
            "debet_credit": _compact(regels.pop("debet_credit")),
            "status": neem_categorie(_STATUS, status),
            "retourcodes": codes,
            "declaratie": declaratie,
        },
        copy=False,  # millions of lines: a second copy of every column would set the peak of the whole state
    )


def _compact(kolom: pd.Series) -> pd.Series:
    """Columns with few different texts as category: a number per line instead of a text."""
    return neem_categorie(kolom) if kolom.name in _CATEGORIEEN else kolom


def _met_teken(bedrag: pd.Series, credit: np.ndarray) -> pd.Series:
    teken = np.where(credit, np.int8(-1), np.int8(1))
    return bedrag * teken


def _meld_toewijzing(
    selectie: Selectie, regels: pd.DataFrame, toewijzingen: Toewijzingen, signalen: Signalen
) -> None:
    plaats = regels["plaats"].to_numpy()
    partij = groepnummers([selectie.berichten["wet"], selectie.berichten["gemeente"]])
    eigen = toewijzingen.toewijzingen
    van_partij = koppel([eigen["wet"], eigen["gemeente"]], [selectie.berichten["wet"], selectie.berichten["gemeente"]])
    eigen_nummer, nummer = (_getallen(frame["toewijzingnummer"]) for frame in (eigen, regels))
    nummers = pd.Index(np.unique(eigen_nummer))
    breedte = len(nummers) + 1  # a number that no toewijzing has is the last one
    eigen_sleutel = partij[van_partij] * breedte + nummers.get_indexer(eigen_nummer)
    sleutel = partij[plaats] * breedte + nummers.get_indexer(nummer) % breedte
    bij = pd.Index(eigen_sleutel).get_indexer(sleutel)
    bij[nummer == _GEEN_NUMMER] = -1
    verwijderd = np.append(eigen["verwijderd"].to_numpy(dtype=bool), False)[bij]
    signalen.meld("prestatie_zonder_toewijzing", selectie.berichten, plaats[bij < 0])
    signalen.meld("prestatie_op_verwijderde_toewijzing", selectie.berichten, plaats[verwijderd])


def _getallen(kolom: pd.Series) -> np.ndarray:
    """Numbers as int64, `_GEEN_NUMMER` for an empty one."""
    return kolom.fillna(_GEEN_NUMMER).to_numpy(dtype=np.int64)


def _meld_mogelijk_dubbel(
    selectie: Selectie, regels: pd.DataFrame, status: np.ndarray, credit: np.ndarray, signalen: Signalen
) -> None:
    """Accepted debits for the same month, product and allocation (TR389); booked on each one after the first."""
    masker = (status == TOEGEKEND) & ~credit
    masker &= regels["toewijzingnummer"].notna().to_numpy() & regels["periode_begin"].notna().to_numpy()
    rijen = np.flatnonzero(masker).astype(np.int32)
    partij = groepnummers([selectie.berichten[kolom] for kolom in ("wet", "gemeente", "aanbieder")]).astype(np.int32)
    maand = regels["periode_begin"].to_numpy()[rijen].astype("datetime64[M]").astype(np.int64).astype(np.int32)
    plaats = regels["plaats"].to_numpy()[rijen]
    nummer = _getallen(regels["toewijzingnummer"])[rijen]
    product = [regels[kolom].iloc[rijen] for kolom in ("categorie", "code")]
    herhaald = is_herhaling([nummer, partij[plaats], maand, *product])
    signalen.meld("mogelijk_dubbele_prestatie", selectie.berichten, plaats[herhaald])


def _meld_totalen(
    selectie: Selectie, kop: pd.DataFrame, totaal: _Totaal, antwoorden: Antwoorden, signalen: Signalen
) -> None:
    plaats = kop["plaats"].to_numpy()
    opgegeven = kop["ingediend_bedrag"]
    fout = ((opgegeven != totaal.ingediend) & opgegeven.notna()).fillna(False).to_numpy(dtype=bool)
    signalen.meld("ingediend_bedrag_klopt_niet", selectie.berichten, plaats[fout])
    opgegeven = antwoorden.toegekend_bedrag
    fout = ((opgegeven != totaal.toegekend) & opgegeven.notna()).fillna(False).to_numpy(dtype=bool)
    signalen.meld("toegekend_bedrag_klopt_niet", selectie.berichten, antwoorden.beslissend[fout])
