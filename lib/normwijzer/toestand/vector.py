"""Whole-column building blocks: group numbers, joins and pairings without a loop over rows."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.types import union_categoricals

Kolom = pd.Series | np.ndarray | pd.api.extensions.ExtensionArray
Waarden = pd.Index | np.ndarray | pa.Array


def groepnummers(kolommen: Sequence[Kolom]) -> np.ndarray:
    """One number per row: equal rows share it, and it follows the lexicographic order of the columns.

    Missing values are equal to each other and come first. Numbers are dense, from 0.
    """
    return _verdicht(_nummer(kolommen))[0]


def is_herhaling(kolommen: Sequence[Kolom]) -> np.ndarray:
    """True on each row that has equal columns with one above it; missing equals missing."""
    return pd.Series(_nummer(kolommen)).duplicated().to_numpy()


def _nummer(kolommen: Sequence[Kolom]) -> np.ndarray:
    """As `groepnummers`, but not dense."""
    nummers, breedte = np.zeros(len(kolommen[0]), dtype=np.int64), 1
    for kolom in kolommen:
        deel, waarden = _op_volgorde(kolom)
        aantal = len(waarden) + 1
        if breedte * aantal > 2**62:
            nummers, breedte = _verdicht(nummers)
        nummers *= aantal
        nummers += deel
        nummers += 1
        breedte *= aantal
    return nummers


def _op_volgorde(kolom: Kolom) -> tuple[np.ndarray, Waarden]:
    """Number per row (-1 = missing) in the order of the values, and values in order that hold at least those in it."""
    soort = getattr(kolom, "dtype", None)
    if isinstance(soort, pd.CategoricalDtype):
        waarden = pd.Series(kolom).array  # not `.cat`: that ties a column to itself until the next round of garbage
        return _hernummer(waarden.codes, waarden.categories, waarden.categories.argsort())
    if isinstance(soort, pd.StringDtype):  # no Python text per row: of millions of messages that is gigabytes
        kort = _als_arrow(kolom).dictionary_encode()
        nummers = kort.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        return _hernummer(nummers, kort.dictionary, pc.sort_indices(kort.dictionary).to_numpy())
    return pd.factorize(kolom, sort=True)


def _hernummer(nummers: np.ndarray, waarden: Waarden, volgorde: np.ndarray) -> tuple[np.ndarray, Waarden]:
    rang = np.full(len(volgorde) + 1, -1, dtype=np.int64)  # last: missing
    rang[volgorde] = np.arange(len(volgorde))
    return rang[nummers], waarden.take(volgorde)


def _als_arrow(kolom: Kolom) -> pa.Array:
    waarden = pa.array(kolom)
    return waarden.combine_chunks() if isinstance(waarden, pa.ChunkedArray) else waarden


def _verdicht(nummers: np.ndarray) -> tuple[np.ndarray, int]:
    waarden, dicht = np.unique(nummers, return_inverse=True)
    return dicht.astype(np.int64, copy=False), max(len(waarden), 1)


def koppel(links: Sequence[Kolom], rechts: Sequence[Kolom]) -> np.ndarray:
    """Position of the first row of `rechts` with equal columns, per row of `links`; -1 when there is none.

    Missing equals missing.
    """
    aantal = len(links[0])
    samen = groepnummers([voeg_samen(een, ander) for een, ander in zip(links, rechts, strict=True)])
    plaats = np.full(int(samen.max(initial=-1)) + 1, -1, dtype=np.int64)
    plaats[samen[aantal:][::-1]] = np.arange(len(samen) - aantal)[::-1]
    return plaats[samen[:aantal]]


def voeg_samen(een: Kolom, ander: Kolom) -> pd.Series:
    """The two columns below each other, with a fresh index; categories only stay when both have them."""
    een, ander = pd.Series(een), pd.Series(ander)
    soorten = [isinstance(kolom.dtype, pd.CategoricalDtype) for kolom in (een, ander)]
    if all(soorten):
        return pd.Series(union_categoricals([een, ander], sort_categories=True))
    if any(soorten):
        een, ander = een.astype("str"), ander.astype("str")
    return pd.concat([een, ander], ignore_index=True)


def rang_in_groep(groep: np.ndarray) -> np.ndarray:
    """0, 1, 2 … within each group, in row order."""
    volgorde = np.argsort(groep, kind="stable")
    rang = np.empty(len(groep), dtype=np.int64)
    rang[volgorde] = np.arange(len(groep)) - np.repeat(*_begin_en_lengte(groep[volgorde]))
    return rang


def _begin_en_lengte(gesorteerd: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    begin = np.flatnonzero(eerste_van_groep(gesorteerd))
    return begin, np.diff(np.append(begin, len(gesorteerd)))


def eerste_van_groep(gesorteerd: np.ndarray) -> np.ndarray:
    """True on the first row of each run of equal values."""
    eerste = np.ones(len(gesorteerd), dtype=bool)
    eerste[1:] = gesorteerd[1:] != gesorteerd[:-1]
    return eerste


def laatste_van_groep(gesorteerd: np.ndarray) -> np.ndarray:
    """True on the last row of each run of equal values."""
    laatste = np.ones(len(gesorteerd), dtype=bool)
    laatste[:-1] = gesorteerd[1:] != gesorteerd[:-1]
    return laatste


def hoogste_per_groep(groep: np.ndarray, *volgorde: np.ndarray, aantal: int) -> np.ndarray:
    """Row with the highest `volgorde` (first column weighs most; tie: last row) per group 0..aantal-1; -1 = none."""
    rijen = np.lexsort((*volgorde[::-1], groep))
    laatste = rijen[laatste_van_groep(groep[rijen])]
    uit = np.full(aantal, -1, dtype=np.int64)
    uit[groep[laatste]] = laatste
    return uit


def laagste_waarde(groep: np.ndarray, waarden: np.ndarray, *, aantal: int, leeg: int) -> np.ndarray:
    """Lowest of the whole numbers per group 0..aantal-1; `leeg` where a group has no rows."""
    uit = np.full(aantal, np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(uit, groep, waarden)
    return np.where(uit == np.iinfo(np.int64).max, leeg, uit)


def meer_waarden(groep: np.ndarray, kolom: Kolom, *, aantal: int) -> np.ndarray:
    """True per group 0..aantal-1 that holds two or more different non-missing values."""
    nummers, waarden = pd.factorize(kolom)
    gevuld = nummers >= 0
    paren = np.unique(groep[gevuld] * max(len(waarden), 1) + nummers[gevuld])
    return np.bincount(paren // max(len(waarden), 1), minlength=aantal)[:aantal] > 1


def teksten_per_groep(groep: np.ndarray, teksten: pd.Series, *, aantal: int) -> pd.Series:
    """Different non-missing texts per group, sorted and joined with a space; empty text when none."""
    nummers, waarden = pd.factorize(teksten, sort=True)
    gevuld = nummers >= 0
    breedte = max(len(waarden), 1)
    paren = np.unique(groep[gevuld].astype(np.int64) * breedte + nummers[gevuld])  # by group, then text
    grenzen = np.searchsorted(paren // breedte, np.arange(aantal + 1)).astype(np.int32)
    per_paar = pa.array(np.asarray(waarden, dtype=object), type=pa.string()).take(pa.array(paren % breedte))
    samen = pc.binary_join(pa.ListArray.from_arrays(pa.array(grenzen), per_paar), " ")
    return pd.Series(samen.cast(pa.large_string()).to_pandas(), dtype="str")


DAGEN_LEEG = np.iinfo(np.int64).min
"""How an empty date is written as a number: before every other."""


def als_dagen(kolom: pd.Series) -> np.ndarray:
    """Dates as whole days since 1970; empty = DAGEN_LEEG."""
    seconden = kolom.to_numpy().astype("datetime64[s]")
    dagen = seconden.astype("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(seconden), DAGEN_LEEG, dagen)


def als_datums(dagen: np.ndarray) -> np.ndarray:
    """Inverse of `als_dagen`, as datetime64[s]."""
    leeg = dagen == DAGEN_LEEG
    datums = np.where(leeg, 0, dagen).astype("datetime64[D]").astype("datetime64[s]")
    datums[leeg] = np.datetime64("NaT")
    return datums


def neem(kolom: pd.Series, rijen: np.ndarray) -> pd.Series:
    """Values at these positions with a fresh index; position -1 gives empty."""
    return pd.Series(kolom.array.take(rijen, allow_fill=True))


def neem_categorie(kolom: pd.Series, rijen: np.ndarray | None = None) -> pd.Series:
    """Texts at these positions (-1 gives empty; None = all, in place) as a category with a fresh index.

    Categories are the texts that occur, in their own order, so that equal texts always give equal columns.
    """
    nummers, namen = _op_volgorde(kolom)
    codes = nummers if rijen is None else np.append(nummers, -1)[rijen]
    komt_voor = np.bincount(codes + 1, minlength=len(namen) + 1)[1:] > 0
    nieuw = np.append(np.where(komt_voor, np.cumsum(komt_voor) - 1, -1), -1)
    namen = pd.Index(namen.to_pandas() if isinstance(namen, pa.Array) else namen, dtype="str")[komt_voor]
    return pd.Series(pd.Categorical.from_codes(nieuw[codes], categories=namen, validate=False))


def sorteer(frame: pd.DataFrame, rijen: np.ndarray, kolommen: Sequence[str]) -> np.ndarray:
    """These rows in ascending order of the columns: missing last, ties in their own order."""
    sleutels = pa.table([_als_arrow(frame[kolom].iloc[rijen]) for kolom in kolommen], names=list(kolommen))
    return rijen[pc.sort_indices(sleutels, [(kolom, "ascending") for kolom in kolommen]).to_numpy()]
