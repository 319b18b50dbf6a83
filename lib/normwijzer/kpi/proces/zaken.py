"""Cases: the one frame that every KPI of the administrative process makes, and from which all its figures are counted.

A KPI decides what a case is, from when to when it ran and how it ended; `tellen`, `doorlooptijd` and `beloop` then
count any Zaken in the same way. Names are integer codes and days are day numbers, so that millions of claim lines fit.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ...perioden import OPEN

TE_LAAT, OP_TIJD, NOG_NIET, ONTBREEKT = range(4)
"""How a case stands: counted and not on time; counted and on time; term not run out, so in no count yet; left out
because a date or message is missing. Noemer = TE_LAAT + OP_TIJD."""

WETTEN = ("jw", "wmo")
"""Code -> law. -1 = the case has none (A2)."""

SCOPES = ((), ("wet",), ("aanbieder",), ("gemeente",), ("wet", "aanbieder"), ("wet", "gemeente"))
"""The parts of the region for which there are figures; () is the total."""

GEEN_DUUR = np.iinfo(np.int32).min
"""`duur` of a case that has none: not finished, or nothing to measure."""

_VAKKEN = 2**26
"""Group × client pairs that are ticked off one by one in memory (64 MB); more are sought out."""

_TYPEN = {
    "wet": "int8", "aanbieder": "int32", "gemeente": "int32", "client": "int32", "van": "int32", "tot": "int32",
    "uiterlijk": "int32", "stand": "int8", "duur": "int32", "dag_van_jaar": "int32",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Namen:
    """What the codes stand for: sorted names of aanbieders and gemeenten; the place of a name is its code."""

    aanbieders: pd.Index
    gemeenten: pd.Index

    def codes(self, kolom: str, namen: pd.Series) -> np.ndarray:
        """Codes of names in column wet, aanbieder or gemeente; -1 for an empty or unknown name."""
        codes, uniek = pd.factorize(namen)  # few names, many rows
        bij = self._index(kolom).get_indexer(pd.Index(uniek, dtype="str"))
        return np.append(bij, -1).astype("int32")[codes]

    def texts(self, kolom: str, codes: ArrayLike) -> pd.Series:
        """Names of codes; empty for -1."""
        return pd.Series(self._index(kolom).array.take(np.asarray(codes), allow_fill=True), dtype="str")

    def size(self, kolom: str) -> int:
        return len(self._index(kolom))

    def _index(self, kolom: str) -> pd.Index:
        return {"wet": _WETINDEX, "aanbieder": self.aanbieders, "gemeente": self.gemeenten}[kolom]


_SCOPEKOLOMMEN = ("wet", "aanbieder", "gemeente")
_WETINDEX = pd.Index(WETTEN, dtype="str")


@dataclass(frozen=True, eq=False)
class Zaken:
    """The cases of one KPI and one year.

    kpi: its id. eenheid: of `duur`: werkdagen, dagen, maanden, or '' when the KPI measures no duration.
    namen: what the codes stand for.
    tabel: one row per case, any order, default index:
        wet, aanbieder, gemeente: codes, -1 = none. client: code that is only good within this Zaken, -1 = not known.
        van, tot: first and last day of what is measured (day numbers); tot `OPEN` = has not happened at K.
        uiterlijk: the last (working) day on which it was on time; `OPEN` = no term can be given.
        stand: TE_LAAT, OP_TIJD, NOG_NIET or ONTBREEKT. duur: in `eenheid`; `GEEN_DUUR` without one.
        dag_van_jaar: the day that decides in which year, and so in which month, the case falls.
    personen: (row of tabel, client code) pairs when a case can be about more people (a whole 323); None: column client.
    """

    kpi: str
    eenheid: str
    namen: Namen
    tabel: pd.DataFrame
    personen: tuple[np.ndarray, np.ndarray] | None = None

    @property
    def telt(self) -> np.ndarray:
        """Whether a case is in the noemer."""
        return self.tabel.stand.to_numpy() <= OP_TIJD


def make_namen(*frames: pd.DataFrame | None) -> Namen:
    """Namen of every aanbieder (column aanbieder or agb) and gemeente in the frames; None, other columns: no matter."""
    return Namen(_names(frames, ("aanbieder", "agb")), _names(frames, ("gemeente",)))


def make_tabel(aantal: int, **kolommen: ArrayLike) -> pd.DataFrame:
    """`Zaken.tabel` of so many cases. What is not given is empty: codes -1, days `OPEN`, duur `GEEN_DUUR`.

    stand and dag_van_jaar must be given. Days before the range of an int32 are cut off to it.
    """
    leeg = {
        "wet": -1, "aanbieder": -1, "gemeente": -1, "client": -1, "van": OPEN, "tot": OPEN, "uiterlijk": OPEN,
        "duur": GEEN_DUUR,
    }  # fmt: skip
    grens = np.iinfo(np.int32)
    delen = {}
    for kolom, soort in _TYPEN.items():
        waarde = np.asarray(kolommen[kolom] if kolom in kolommen else leeg[kolom])
        delen[kolom] = np.broadcast_to(np.clip(waarde, grens.min, grens.max).astype(soort), aantal)
    return pd.DataFrame(delen, index=pd.RangeIndex(aantal))


def make_clienten(namen: pd.Series) -> np.ndarray:
    """Client codes of pseudonyms, -1 = empty. Only good for telling people apart, within one call."""
    return pd.factorize(namen)[0].astype("int32")


def scope_keys(tabel: pd.DataFrame, kolommen: tuple[str, ...], namen: Namen) -> np.ndarray:
    """One number per row for its values in these scope columns; -1 where one of them is empty."""
    sleutel = np.zeros(len(tabel), dtype="int64")
    leeg = np.zeros(len(tabel), dtype=bool)
    for kolom in kolommen:
        code = tabel[kolom].to_numpy()
        leeg |= code < 0
        sleutel *= namen.size(kolom)
        sleutel += code
    sleutel[leeg] = -1
    return sleutel


def scope_count(kolommen: tuple[str, ...], namen: Namen) -> int:
    """How many numbers `scope_keys` can give."""
    return int(np.prod([namen.size(kolom) for kolom in kolommen], dtype="int64")) if kolommen else 1


def scope_texts(sleutels: np.ndarray, kolommen: tuple[str, ...], namen: Namen) -> pd.DataFrame:
    """wet, aanbieder, gemeente of numbers of `scope_keys`, default index; columns outside the scope are empty."""
    return to_texts(scope_codes(sleutels, kolommen, namen), namen)


def scope_codes(sleutels: np.ndarray, kolommen: tuple[str, ...], namen: Namen) -> np.ndarray:
    """Codes of wet, aanbieder, gemeente (one column each) of numbers of `scope_keys`; -1 outside the scope."""
    rest = np.asarray(sleutels, dtype="int64")
    codes = np.full((len(rest), len(_SCOPEKOLOMMEN)), -1, dtype="int64")
    for kolom in reversed(kolommen):
        codes[:, _SCOPEKOLOMMEN.index(kolom)] = rest % namen.size(kolom)
        rest = rest // namen.size(kolom)
    return codes


def to_texts(codes: np.ndarray, namen: Namen) -> pd.DataFrame:
    """Names of the rows of `scope_codes`, default index."""
    return pd.DataFrame({kolom: namen.texts(kolom, codes[:, i]) for i, kolom in enumerate(_SCOPEKOLOMMEN)})


def count_personen(zaken: Zaken, groep: np.ndarray, aantal: int) -> np.ndarray:
    """Distinct known clients per group 0 … aantal - 1 of cases; groep -1 = in none."""
    bij, client = groep, zaken.tabel.client.to_numpy()
    if zaken.personen is not None:
        rij, client = zaken.personen
        bij = groep[rij]
    mee = (bij >= 0) & (client >= 0)
    breedte = int(client.max(initial=0)) + 1
    paren = bij[mee].astype("int64") * breedte + client[mee]
    if aantal * breedte > _VAKKEN:
        return np.bincount(pd.unique(paren) // breedte, minlength=aantal)
    gezien = np.zeros(aantal * breedte, dtype=bool)
    gezien[paren] = True
    return np.count_nonzero(gezien.reshape(aantal, breedte), axis=1)


def _names(frames: Iterable[pd.DataFrame | None], kolommen: tuple[str, ...]) -> pd.Index:
    namen: set[str] = set()
    for frame in frames:
        for kolom in kolommen:
            if frame is not None and kolom in frame:
                namen.update(frame[kolom].dropna().unique())
    return pd.Index(sorted(namen), dtype="str")
