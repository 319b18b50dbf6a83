"""State of each row of a shared table, completed along every whole it is part of."""

import numpy as np
import pandas as pd

from normwijzer.kpi.catalogus import Catalogus
from normwijzer.privacy import KLEINSTE_GROEP, staat, vul_aan
from normwijzer.privacy.aanvullen import vind_onveilig
from normwijzer.privacy.staten import GETOOND
from normwijzer.privacy.verbanden import laad_verbanden
from normwijzer.uitvoering.beschermen_cijfers_sleutels import Samenhang, Sleutels

GEZINSGERICHT = ("pleegzorg", "gezinshuis")
"""Soorten whose sum is told too: the whole less what is told `zonder_gezinsgericht`."""

_GEHEEL_WEG = ("wet", "perceel")
"""Never hide a perceel or a law: the row of all of them goes."""

_NIVEAUS = ("wet", "perceel", "soort", "gemeente", "aanbieder")
_DICHT = ("weg", "niet_getoond")
_RONDES = 5


def bepaal_staten(rijen: pd.DataFrame, boek: Catalogus, andere: pd.DataFrame | None = None) -> pd.Series:
    """States of the basis rows of one family, of all years.

    Args:
        rijen: exact, Overige aanbieders merged: jaar, kpi, kenmerk (empty for an outcome), scope columns as text,
            teller, noemer, eenheid, mensen.
        andere: for side figures the outcome rows, in the same form with their `staat`: a side figure is hidden where
            its KPI is, and may lie inside it.
    """
    is_deel = _is_deel(rijen, boek)
    begin = staat(rijen["mensen"], rijen["teller"].where(is_deel), rijen["noemer"].where(is_deel))
    staten = begin.to_numpy(dtype=object, copy=True)
    sleutels = Sleutels(rijen, andere)
    if andere is not None:
        staten = _hide(staten, _kpi_dicht(rijen, andere, sleutels))
        staten[_bij_kleine_kpi(rijen, andere, sleutels)] = "niet_getoond"
    tafel = rijen.assign(is_deel=is_deel, aantal=_aantal(rijen, boek))
    verbanden, bekend = Samenhang(tafel, andere, sleutels, laad_verbanden(boek.familie)), _vaste_staten(andere)
    niveaus = [_Niveau(tafel, niveau, sleutels) for niveau in _NIVEAUS]
    gevoelig = ~np.isin(staten, GETOOND)
    for _ in range(_RONDES):
        vorig = staten
        verraad = verbanden.verraad(np.isin(np.concatenate([bekend, staten]), _DICHT))
        staten, gevoelig = _hide(staten, verraad), gevoelig | verraad
        staten = _vul_delen(tafel, staten, gevoelig, verbanden)
        for niveau in niveaus:
            staten = niveau.vul(staten, gevoelig)
        if np.array_equal(staten, vorig):
            break
    return pd.Series(staten, index=rijen.index, dtype="str")


class _Niveau:
    """Rows that differ in one scope column only, under the row where it is empty."""

    def __init__(self, rijen: pd.DataFrame, niveau: str, sleutels: Sleutels) -> None:
        ander = {"aanbieder", "gemeente"} - {niveau}
        eigen = rijen[niveau].ne("").to_numpy(dtype=bool)
        self._mee = eigen & np.logical_and.reduce([rijen[kolom].eq("").to_numpy(dtype=bool) for kolom in ander])
        self._rijen, self._niveau, self._boven = rijen, niveau, ~eigen
        self._onder = sleutels.hier(niveau)
        self._is_deel = rijen["is_deel"].to_numpy(dtype=bool)

    def vul(self, staten: np.ndarray, gevoelig: np.ndarray) -> np.ndarray:
        """States completed: a new array, or the same one when there is nothing to complete."""
        if not self._mee.any():
            return staten
        ouder = dict(zip(self._onder[self._boven].tolist(), staten[self._boven], strict=True))
        mee = self._mee
        if self._niveau in _GEHEEL_WEG:  # a whole that is hidden tells nothing of them
            dicht = [sleutel for sleutel, staat_ in ouder.items() if staat_ == "niet_getoond"]
            mee = mee & ~np.isin(self._onder, dicht)
        for puur in (False, True):
            deel = np.flatnonzero(mee & (self._is_deel != puur))
            if len(deel):
                staten = self._vul_deel(staten, gevoelig, deel, ouder, puur=puur)
        return staten

    def _vul_deel(
        self, staten: np.ndarray, gevoelig: np.ndarray, deel: np.ndarray, ouder: dict[int, str], *, puur: bool
    ) -> np.ndarray:
        rijen, onder = self._rijen, self._onder[deel]
        teller = None if puur else rijen["teller"].iloc[deel]
        noemer = rijen["aantal" if puur else "noemer"].iloc[deel]
        partitie = pd.Series(onder, index=noemer.index)
        huidig = pd.Series(staten[deel], index=noemer.index)
        if self._niveau in _GEHEEL_WEG:
            mis = vind_onveilig(teller, noemer, huidig, partitie, ouder)
            return _hide(staten, self._boven & np.isin(self._onder, list(mis)))
        streng = pd.Series(gevoelig[deel], index=noemer.index)
        if self._niveau == "soort":
            helft = 2 * partitie + rijen["soort"].iloc[deel].isin(GEZINSGERICHT)
            huidig, _ = vul_aan(teller, noemer, huidig, helft, ouder_mag=False, gevoelig=streng)
        huidig, _ = vul_aan(teller, noemer, huidig, partitie, ouder_mag=False, ouder=ouder, gevoelig=streng)
        staten = staten.copy()
        staten[deel] = huidig.to_numpy(dtype=object)
        return staten


def _vul_delen(
    rijen: pd.DataFrame, staten: np.ndarray, gevoelig: np.ndarray, verbanden: Samenhang
) -> np.ndarray:
    """Side figures whose tellers together are a number of the KPI."""
    for plekken, geheel in verbanden.delen:
        van = rijen.iloc[plekken]
        huidig, waar = pd.Series(staten[plekken], index=van.index), pd.Series(geheel, index=van.index)
        streng = pd.Series(gevoelig[plekken], index=van.index)
        gevuld, _ = vul_aan(van["teller"], van["noemer"], huidig, waar, ouder_mag=False, gevoelig=streng)
        staten = staten.copy()
        staten[plekken] = gevuld.to_numpy(dtype=object)
    return staten


def _is_deel(rijen: pd.DataFrame, boek: Catalogus) -> pd.Series:
    """Shares of people or cases; of a share of the population only the people in the teller are at stake."""
    telling = rijen["noemer"].notna() & rijen["teller"].notna()
    return rijen["eenheid"].eq("fractie") & ~_van_kleinste(rijen, boek) & telling


def _van_kleinste(rijen: pd.DataFrame, boek: Catalogus) -> pd.Series:
    return rijen["kpi"].map({kpi: d.groep == "kleinste" for kpi, d in boek.definities.items()}).eq(True)


def _aantal(rijen: pd.DataFrame, boek: Catalogus) -> pd.Series:
    """What adds up where a row is no share of people."""
    noemer, teller = rijen["noemer"].astype("Float64"), rijen["teller"].astype("Float64")
    return noemer.fillna(teller).mask(_van_kleinste(rijen, boek), teller).fillna(0).round().astype("int64")


def _hide(staten: np.ndarray, mee: np.ndarray) -> np.ndarray:
    return np.where(mee & ~np.isin(staten, ("leeg", "weg")), "niet_getoond", staten)


def _vaste_staten(andere: pd.DataFrame | None) -> np.ndarray:
    return np.array([], dtype=object) if andere is None else andere["staat"].to_numpy(dtype=object)


def _kpi_dicht(rijen: pd.DataFrame, andere: pd.DataFrame, sleutels: Sleutels) -> np.ndarray:
    """Where a side figure holds a number of its KPI in the same scope, and the KPI does not show its numbers."""
    boven = andere[["staat", "teller", "noemer"]].set_index(sleutels.daar("kenmerk"))
    boven = boven.reindex(sleutels.hier("kenmerk"))
    dicht = boven["staat"].isin(_DICHT).to_numpy()
    t, n = (rijen[kolom].astype("Float64").fillna(-1).to_numpy(dtype=float) for kolom in ("teller", "noemer"))
    zelfde = np.zeros(len(rijen), dtype=bool)
    for kolom in ("teller", "noemer"):
        getal = boven[kolom].astype("Float64").fillna(-2).to_numpy(dtype=float)
        zelfde |= (t == getal) | (n == getal) | (n - t == getal)
    return dicht & (zelfde | boven["staat"].eq("weg").to_numpy(dtype=bool))


def _bij_kleine_kpi(rijen: pd.DataFrame, andere: pd.DataFrame, sleutels: Sleutels) -> np.ndarray:
    """Side figures over fewer than ten, beside a KPI of which the teller or the rest is only told to be small: that
    number may be their noemer, and "nobody" or "1 to 9" would tell more of it."""
    boven = andere["staat"].set_axis(sleutels.daar("kenmerk")).reindex(sleutels.hier("kenmerk"))
    noemer = rijen["noemer"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return boven.isin(["klein_deel", "klein_rest"]).to_numpy(dtype=bool) & (noemer < KLEINSTE_GROEP)
