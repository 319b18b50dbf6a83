"""Which messages count: known on the date, once each, and not rejected (reconstructie 2 and 3)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from normwijzer.codelijsten import RETOURCODES_ZONDER_AFKEUR
from normwijzer.toestand.heenberichten import MET_RETOUR, RETOUR_VAN, bouw_heenberichten
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.vector import DAGEN_LEEG, als_dagen, groepnummers, koppel, laagste_waarde, neem, sorteer

_VAN_GEMEENTE = ("301", "319", "325")

# Columns of a million messages weigh: those that have done their work go.
_NA_VOLGORDE = ["bron", "afzender", "ontvanger", "dagtekening_retour"]
_NA_KEUZE = ["inhoud", "identificatie_retour", "kopieen", "envelop_referentie", "envelop_kruisreferentie",
             "envelop_tijdstip"]  # fmt: skip


@dataclass(frozen=True)
class Selectie:
    """Messages that count, in an order that depends on their content only.

    berichten: forward messages and 325's; columns of the table that are of use from here on, plus `zender` (the party
        that made it) and `kennisdatum`. gemeente and aanbieder are only empty when the header does not name that party
        at all.
    heenberichten, telling: see `Toestand`.
    """

    berichten: pd.DataFrame
    heenberichten: pd.DataFrame
    telling: pd.DataFrame

    def regels(self, tabel: pd.DataFrame) -> pd.DataFrame:
        """Rows of these messages, with `plaats` (position in `berichten`), ordered by message and regel."""
        plaats = pd.Index(self.berichten["bericht"]).get_indexer(tabel["bericht"])
        rijen = np.flatnonzero(plaats >= 0)
        volgorde = (plaats[rijen],)
        if "regel" in tabel:
            volgorde = (tabel["regel"].fillna(-1).to_numpy(dtype=np.int64)[rijen], plaats[rijen])
        rijen = rijen[np.lexsort(volgorde)]
        regels = tabel.drop(columns="bericht")
        if not np.array_equal(rijen, np.arange(len(tabel))):
            regels = regels.take(rijen)
        return regels.reset_index(drop=True).assign(plaats=plaats[rijen])

    def van_bericht(self, kolom: str, plaats: np.ndarray) -> pd.Series:
        """A column of the message for each of these rows."""
        return neem(self.berichten[kolom], plaats)


def standaard_bekend_op(tabellen: object) -> pd.Timestamp:
    """Latest Dagtekening of any forward message or 325, rejected and double ones too, and DagtekeningRetour.

    NaT when there is none. Fault messages (Fo01) do not move it. Source: kpi-specificatie 5.38.
    """
    return _kennisdatum(tabellen.berichten, zonder_fouten=True).max()


def is_bekend(berichten: pd.DataFrame, bekend_op: pd.Timestamp) -> np.ndarray:
    """Per message whether it is known on `bekend_op` (inclusive), copies and rejected ones too: see `selecteer`."""
    return _bekend(berichten, _kennisdatum(berichten), bekend_op)


def selecteer(
    tabellen: object, bekend_op: pd.Timestamp, signalen: Signalen, *, retour_negeren: bool = False
) -> Selectie:
    """Messages known on `bekend_op` (inclusive), without copies and without what was rejected.

    First comes knowledge, then copies: of two messages with one key the earliest counts, so one that becomes known
    later can never hide one that was known before. A message without readable Dagtekening never counts
    (kpi-specificatie 5.38); a fault message without tijdstip always does (5.43). Messages that lack a part of their
    key are one only when their whole content is the same. A gemeente or aanbieder that was not recognised goes by the
    text in the header, so that different unknown parties never share a key.

    Args:
        tabellen: with `berichten`, `retourcodes` and the rows of the messages.
        bekend_op: K; NaT only when no message has a date.
        signalen: receives what stands out.
        retour_negeren: do not let retours reject anything; fault messages still do.
    """
    alle = _vul_partijen(tabellen.berichten)
    alle["zender"] = _zender(alle)
    datum = _kennisdatum(alle)
    signalen.meld("zonder_dagtekening", alle, np.flatnonzero(_is_verplicht_gedateerd(alle) & datum.isna()))
    bekend = _bekend(alle, datum, bekend_op)
    kopieen = alle["kopieen"].fillna(1).to_numpy(dtype=np.int64)
    telling = _begin_telling(alle, kopieen, bekend)

    alle["kennisdatum"] = datum
    volgorde = sorteer(alle, np.flatnonzero(bekend), ["kennisdatum", "inhoud", "bestand", "bron"])
    gekend = alle.drop(columns=_NA_VOLGORDE).take(volgorde).reset_index(drop=True)
    del alle
    groep = _berichtgroep(gekend)
    enig = _kies_een_per_groep(gekend, groep, signalen)
    _meld_datum_na_verzending(gekend, groep, enig, signalen)

    retour = gekend["berichttype"].isin(RETOUR_VAN).to_numpy()
    fout = (gekend["berichttype"] == "Fo01").to_numpy()
    heen = enig[~(retour | fout)[enig]]
    berichten = gekend.drop(columns=_NA_KEUZE).iloc[heen].reset_index(drop=True)
    retours = gekend.drop(columns=_NA_KEUZE).iloc[enig[retour[enig]]]
    doel = _doel_van_retours(retours, berichten, signalen)
    oordeel = _oordeel_retours(retours, tabellen.retourcodes, doel, aantal=len(berichten))
    gefaald = _gefaald(gekend, groep, heen, fout)
    ongeldig = gefaald | (oordeel == _AFGEKEURD)
    heenberichten = bouw_heenberichten(tabellen, berichten, ongeldig, doel, retours["kennisdatum"])
    afgekeurd = gefaald if retour_negeren else ongeldig
    signalen.meld("afgekeurd_bericht", berichten, np.flatnonzero(afgekeurd))
    stil = berichten["berichttype"].isin(MET_RETOUR).to_numpy() & (oordeel == _GEEN) & ~gefaald
    signalen.meld("zonder_retour", berichten, np.flatnonzero(stil))

    telling = _sluit_telling(telling, gekend["berichttype"].iloc[enig], berichten["berichttype"][afgekeurd])
    return Selectie(berichten[~afgekeurd].reset_index(drop=True), heenberichten, telling)


def _vul_partijen(berichten: pd.DataFrame) -> pd.DataFrame:
    """Copy in which an unrecognised gemeente or aanbieder is what the header has in its place.

    That is the text that is not the other, recognised party; when neither was recognised it follows the direction of
    the message: Afzender is the gemeente in a 301, 319 and 325 (and a retour on those), else the aanbieder.
    """
    gemeente, aanbieder = berichten["gemeente"], berichten["aanbieder"]
    afzender, ontvanger = berichten["afzender"], berichten["ontvanger"]
    van_gemeente = berichten["berichttype"].replace(RETOUR_VAN).isin(_VAN_GEMEENTE)
    van_gemeente = van_gemeente.where(gemeente.isna(), (gemeente == afzender).fillna(False).astype(bool))
    alleen_aanbieder = gemeente.isna() & aanbieder.notna()
    van_gemeente = van_gemeente.where(~alleen_aanbieder, (aanbieder != afzender).fillna(True).astype(bool))
    return berichten.assign(
        gemeente=gemeente.fillna(afzender.where(van_gemeente, ontvanger)),
        aanbieder=aanbieder.fillna(ontvanger.where(van_gemeente, afzender)),
    )


def _zender(berichten: pd.DataFrame) -> pd.Series:
    """The party that made the forward message: by shape, so a retour with a turned header is still understood."""
    heentype = berichten["berichttype"].replace(RETOUR_VAN)
    partij = berichten["gemeente"].where(heentype.isin(_VAN_GEMEENTE), berichten["aanbieder"])
    return partij.fillna(berichten["afzender"])


def _is_verplicht_gedateerd(berichten: pd.DataFrame) -> pd.Series:
    return berichten["berichttype"] != "Fo01"


def _bekend(berichten: pd.DataFrame, datum: pd.Series, bekend_op: pd.Timestamp) -> np.ndarray:
    altijd = (berichten["berichttype"] == "Fo01") & datum.isna()
    return ((datum <= bekend_op) | altijd).to_numpy(dtype=bool)


def _kennisdatum(berichten: pd.DataFrame, *, zonder_fouten: bool = False) -> pd.Series:
    """Day on which a message could be known: Dagtekening, DagtekeningRetour, or for Fo01 its tijdstip."""
    soort = berichten["berichttype"]
    datum = berichten["dagtekening"].where(~soort.isin(RETOUR_VAN), berichten["dagtekening_retour"])
    tijdstip = berichten["envelop_tijdstip"].dt.normalize()
    return datum.where(soort != "Fo01", pd.NaT if zonder_fouten else tijdstip)


def _berichtgroep(berichten: pd.DataFrame) -> np.ndarray:
    """Equal number = same message by its key, or by its content where a key field is missing."""
    retour = berichten["berichttype"].isin(RETOUR_VAN)
    fout = berichten["berichttype"] == "Fo01"
    velden = ["identificatie", "zender"]
    compleet = berichten[velden].notna().all(axis=1) & ~fout
    retourvelden = ["gemeente", "aanbieder", "identificatie", "identificatie_retour"]
    compleet &= ~retour | berichten[retourvelden].notna().all(axis=1)
    return groepnummers(
        [
            berichten["wet"],
            berichten["berichttype"],
            berichten["zender"].where(compleet),
            berichten["identificatie"].where(compleet),
            berichten["gemeente"].where(compleet & retour),
            berichten["aanbieder"].where(compleet & retour),
            berichten["identificatie_retour"].where(compleet & retour),
            berichten["envelop_kruisreferentie"].where(fout),
            berichten["inhoud"].where(~compleet),
        ]
    )


def _kies_een_per_groep(berichten: pd.DataFrame, groep: np.ndarray, signalen: Signalen) -> np.ndarray:
    """Positions of the kept messages; `berichten` is sorted so that the first of a group is the one to keep."""
    _, eerste = np.unique(groep, return_index=True)
    versie = groepnummers([groep, berichten["inhoud"]])
    _, eerste_inhoud = np.unique(versie, return_index=True)
    is_eerste = np.zeros(len(berichten), dtype=bool)
    is_eerste[eerste_inhoud] = True
    kopieen = berichten["kopieen"].fillna(1).to_numpy(dtype=np.int64)
    signalen.meld_aantallen("dubbel_bericht", berichten, kopieen - is_eerste)
    afwijkend = np.setdiff1d(eerste_inhoud, eerste)
    signalen.meld("zelfde_identificatie_andere_inhoud", berichten, afwijkend)
    return np.sort(eerste)


def _meld_datum_na_verzending(gekend: pd.DataFrame, groep: np.ndarray, enig: np.ndarray, signalen: Signalen) -> None:
    """A message cannot be dated after it was sent (TR135); only an envelope tells when that was.

    Of copies with the same content the earliest envelope counts, whichever of them is kept.
    """
    versie = groepnummers([groep, gekend["inhoud"]])
    dag = als_dagen(gekend["envelop_tijdstip"])
    met_envelop = dag != DAGEN_LEEG
    aantal = int(versie.max(initial=-1)) + 1
    verzonden = laagste_waarde(versie[met_envelop], dag[met_envelop], aantal=aantal, leeg=np.iinfo(np.int64).max)
    toekomst = als_dagen(gekend["kennisdatum"])[enig] > verzonden[versie[enig]]
    signalen.meld("dagtekening_in_de_toekomst", gekend, enig[toekomst])


_GEEN, _GOED, _AFGEKEURD = 0, 1, 2


def _doel_van_retours(retours: pd.DataFrame, berichten: pd.DataFrame, signalen: Signalen) -> np.ndarray:
    """Position in `berichten` of the message that each retour judges; -1 when we do not have it."""
    heentype = retours["berichttype"].replace(RETOUR_VAN)
    links = [retours["wet"], heentype, retours["zender"], retours["identificatie"]]
    rechts = [berichten["wet"], berichten["berichttype"], berichten["zender"], berichten["identificatie"]]
    doel = koppel(links, rechts)
    doel[retours[["zender", "identificatie"]].isna().any(axis=1).to_numpy()] = -1
    signalen.meld("retour_zonder_bericht", retours, np.flatnonzero(doel < 0))
    return doel


def _oordeel_retours(retours: pd.DataFrame, codes: pd.DataFrame, doel: np.ndarray, *, aantal: int) -> np.ndarray:
    """Verdict per message 0..aantal-1: one error code in any of its retours rejects it whole (OP286)."""
    fout = codes.loc[~codes["code"].isin(RETOURCODES_ZONDER_AFKEUR) & codes["code"].notna(), "bericht"]
    waarde = np.where(retours["bericht"].isin(fout), _AFGEKEURD, _GOED)
    oordeel = np.full(aantal, _GEEN)
    np.maximum.at(oordeel, doel[doel >= 0], waarde[doel >= 0])
    return oordeel


def _gefaald(gekend: pd.DataFrame, groep: np.ndarray, heen: np.ndarray, fout: np.ndarray) -> np.ndarray:
    """Forward messages that never arrived: every envelope in which we hold this content has a fault message.

    Copies are looked at too: the kept one may be bare. A resend in a sound envelope undoes the fault.
    """
    gemeld = gekend.loc[fout, "envelop_kruisreferentie"].dropna()
    versie = groepnummers([groep, gekend["inhoud"]])
    envelop = gekend["envelop_referentie"].notna().to_numpy() & ~fout
    mislukt = gekend["envelop_referentie"].isin(gemeld).to_numpy() & envelop
    aantal = int(versie.max(initial=-1)) + 1
    alle = np.bincount(versie[envelop], minlength=aantal)
    slecht = np.bincount(versie[mislukt], minlength=aantal)
    return ((slecht > 0) & (slecht == alle))[versie[heen]]


def _begin_telling(berichten: pd.DataFrame, kopieen: np.ndarray, bekend: np.ndarray) -> pd.DataFrame:
    deel = pd.DataFrame(
        {
            "berichttype": berichten["berichttype"].astype("str").fillna("onbekend"),
            "gelezen": kopieen,
            "later_bekend": np.where(bekend, 0, kopieen),
        }
    )
    return deel.groupby("berichttype", sort=True).sum()


def _sluit_telling(telling: pd.DataFrame, enig: pd.Series, afgekeurd: pd.Series) -> pd.DataFrame:
    def per_type(berichttype: pd.Series) -> pd.Series:
        return berichttype.fillna("onbekend").value_counts().reindex(telling.index, fill_value=0)

    afgevallen = per_type(afgekeurd)
    telling = telling.assign(
        afgekeurd=afgevallen,
        meegeteld=per_type(enig) - afgevallen,
        dubbel=telling["gelezen"] - telling["later_bekend"] - per_type(enig),
    )
    kolommen = ["gelezen", "dubbel", "afgekeurd", "later_bekend", "meegeteld"]
    return telling[kolommen].astype("int64").reset_index()
