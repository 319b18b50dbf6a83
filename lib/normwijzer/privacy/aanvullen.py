"""Which further rows must be hidden, so that no hidden number can be computed from the ones that are shown.

The reader is taken to know every shown number exactly, and of every parent the sum of its parts. What remains unknown
of a hidden row is a teller t, a rest c and their sum n, each between two bounds. Such sets add up bound by bound, and
the parent less the sum of the others meets a row's own set in bounds again: so the possible values of each hidden
number follow from sums alone, exactly.

Which rows are hidden may not tell of the small ones either. Therefore words that name a small row ("fewer than five of
about 40") are kept only when one more hidden row is enough; when not, all hidden rows of the partition are only "not
shown", and nobody can tell which of them are small.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from normwijzer.privacy.grenzen import KLEINSTE_DEEL, KLEINSTE_GROEP

VEEL = 10**12
"""More than any number of people: no upper bound."""

_ZICHTBAAR = ("vol", "klein_deel", "klein_rest")
_ONBEKEND = ("klein_deel", "klein_rest", "weg", "niet_getoond")
_OPEN = KLEINSTE_DEEL - 1
_WEG = KLEINSTE_GROEP - 1


def vul_aan(
    teller: pd.Series | None,
    noemer: pd.Series,
    staat: pd.Series,
    partitie: pd.Series,
    *,
    ouder_mag: bool = True,
    ouder: Mapping[object, str] | None = None,
    gevoelig: pd.Series | None = None,
) -> tuple[pd.Series, set]:
    """States completed per partition: rows that together make up one parent of which the numbers are known.

    Beside a row of fewer than ten people the row with the smallest noemer is hidden, when a noemer could be computed;
    beside rows that are told as a small share always the whole row with the smallest noemer (ties: the first). Is that
    not enough, then every hidden row of the partition becomes `niet_getoond`, and the next smallest whole rows with
    them until no number can be computed.

    Args:
        teller: exact, 0 to noemer; None for pure counts. noemer: exact (the count itself for pure counts).
        staat: of each row. partitie: which parent a row lies under.
        ouder_mag: whether the parent may be hidden. When not, a partition that cannot be made safe hides all its rows
            but the empty ones.
        ouder: state of each parent, `vol` when absent. Of one that is a small share only the noemer is known; a hidden
            one takes its parts with it.
        gevoelig: which rows are themselves about few people, when that is not every row that is hidden now: a row that
            was only hidden for another need not stay uncertain, and does for this one.

    Returns:
        the states, and the partitions whose parent must be hidden: their rows are hidden with it (`weg` and `leeg`
        stay). Empty when not ouder_mag.
    """
    if not len(staat):
        return staat.copy(), set()
    tafel = _Tafel(teller, noemer, staat, partitie, ouder or {})
    if gevoelig is not None:
        tafel.klein &= gevoelig.to_numpy(dtype=bool)
    vast = tafel.vul()
    blijft = ("leeg", "weg") if ouder_mag else ("leeg",)
    eigen = np.where(tafel.dicht[tafel.code] & ~np.isin(tafel.staat, ("leeg", "weg")), "niet_getoond", tafel.staat)
    eigen = np.where(vast[tafel.code] & ~np.isin(eigen, blijft), "niet_getoond", eigen)
    return pd.Series(eigen, index=staat.index, dtype="str"), set(tafel.namen[vast]) if ouder_mag else set()


def vind_onveilig(
    teller: pd.Series | None,
    noemer: pd.Series,
    staat: pd.Series,
    partitie: pd.Series,
    ouder: Mapping[object, str] | None = None,
) -> set:
    """Partitions in which, as they are, a hidden number has fewer than KLEINSTE_DEEL possible values."""
    tafel = _Tafel(teller, noemer, staat, partitie, ouder or {})
    return set(tafel.namen[tafel.krap() & ~tafel.dicht])


def ruimte(
    teller: pd.Series | None,
    noemer: pd.Series,
    staat: pd.Series,
    partitie: pd.Series,
    ouder: Mapping[object, str] | None = None,
) -> pd.DataFrame:
    """How many whole numbers are possible for each row: columns teller, rest, noemer; 1 for what is shown."""
    tafel = _Tafel(teller, noemer, staat, partitie, ouder or {})
    return pd.DataFrame(tafel.ruimte(), index=staat.index, columns=["teller", "rest", "noemer"])


class _Tafel:
    """Rows of all partitions as arrays; `staat` changes while it is completed.

    dim: partitions in which nobody can tell which hidden row is small. dicht: those whose parent is hidden.
    """

    def __init__(self, teller, noemer, staat, partitie, ouder: Mapping[object, str]) -> None:
        self.puur = teller is None
        n = noemer.to_numpy(dtype="float64", na_value=0).astype("int64")
        t = n if self.puur else teller.to_numpy(dtype="float64", na_value=0).astype("int64")
        self.t, self.c, self.n = t, np.zeros_like(n) if self.puur else n - t, n
        self.staat = staat.to_numpy(dtype=object, copy=True)
        self.klein = np.isin(self.staat, _ONBEKEND)
        self.code, namen = pd.factorize(partitie)
        self.namen = np.empty(len(namen), dtype=object)
        self.namen[:] = list(namen)
        per = np.array([ouder.get(naam, "vol") for naam in self.namen], dtype=object)
        self.dicht = np.isin(per, ("weg", "niet_getoond"))
        self.ouder = per[self.code]
        self.dim = np.zeros(len(namen), dtype=bool)
        self.volgorde = np.lexsort((np.arange(len(n)), n))

    def vul(self) -> np.ndarray:
        """Hide rows until every partition is safe; True for each partition where that cannot be."""
        self._verberg(self._met("weg", "niet_getoond") & self.krap(2), _ZICHTBAAR)
        if not self.puur:
            erbij = np.zeros(len(self.namen), dtype=bool)
            erbij[self.code[(self.staat == "niet_getoond") & ~self.klein]] = True
            self._verberg(self._met("klein_deel", "klein_rest") & ~erbij, ("vol",))
        self.dim = self.krap() & ~self.dicht
        self.staat[self.dim[self.code] & np.isin(self.staat, _ONBEKEND)] = "niet_getoond"
        vast = np.zeros(len(self.namen), dtype=bool)
        while (open_ := self.krap() & ~vast & ~self.dicht).any():
            vast |= open_ & ~self._verberg(open_, _ZICHTBAAR)
        return vast

    def _met(self, *staten: str) -> np.ndarray:
        """Partitions with a row in one of these states."""
        met = np.zeros(len(self.namen), dtype=bool)
        met[self.code[np.isin(self.staat, staten)]] = True
        return met

    def _verberg(self, waar: np.ndarray, keuze: tuple[str, ...]) -> np.ndarray:
        """Hide the smallest row in one of these states in each of these partitions; True where there was one."""
        plekken = self.volgorde[np.isin(self.staat[self.volgorde], keuze)]
        plekken = plekken[(waar & ~self.dicht)[self.code[plekken]]]
        codes, eerste = np.unique(self.code[plekken], return_index=True)
        self.staat[plekken[eerste]] = "niet_getoond"
        gedaan = np.zeros(len(self.namen), dtype=bool)
        gedaan[codes] = True
        return gedaan

    def krap(self, *kolommen: int) -> np.ndarray:
        """Partitions with a hidden number that has too few possible values; kolommen: of t (0), c (1) and n (2)."""
        aantal = self.ruimte()
        zonder_n = np.isin(self.staat, ("weg", "niet_getoond"))
        deel = self.klein & (not self.puur)
        nodig = np.stack([deel, deel, self.klein & zonder_n], axis=1)  # who is hidden for another is no small row
        mis = nodig & (aantal < KLEINSTE_DEEL) | self._dun() & nodig
        uit = np.zeros(len(self.namen), dtype=bool)
        uit[self.code[mis[:, list(kolommen or (0, 1, 2))].any(axis=1)]] = True
        return uit

    def _dun(self) -> np.ndarray:
        """Where all hidden rows look alike their sum must have room for a small and a whole row either way."""
        onbekend = np.isin(self.staat, _ONBEKEND)[:, None]
        som = self._tel_op(np.where(onbekend, np.stack([self.t, self.c, self.n], axis=1), 0))[self.code]
        nodig = np.array([2 * KLEINSTE_DEEL - 1] * 2 + [KLEINSTE_GROEP + KLEINSTE_DEEL - 1])
        return self.dim[self.code][:, None] & (som < nodig)

    def ruimte(self) -> np.ndarray:
        """Number of possible values of t, c and n per row; 1 for what is shown."""
        laag, hoog = self._grenzen()
        onbekend = np.isin(self.staat, _ONBEKEND)
        laag[~onbekend], hoog[~onbekend] = 0, 0
        som_laag, som_hoog = (self._tel_op(grens)[self.code] for grens in (laag, hoog))
        onder, boven = self._ouder_grenzen(onbekend)
        van = np.maximum(laag, onder - (som_hoog - hoog))
        tot = np.minimum(hoog, boven - (som_laag - laag))
        van_t = np.maximum(van[:, 0], van[:, 2] - tot[:, 1])
        tot_t = np.minimum(tot[:, 0], tot[:, 2] - van[:, 1])
        van_c = np.maximum(van[:, 1], van[:, 2] - tot[:, 0])
        tot_c = np.minimum(tot[:, 1], tot[:, 2] - van[:, 0])
        van_n = np.maximum(van[:, 2], van[:, 0] + van[:, 1])
        tot_n = np.minimum(tot[:, 2], tot[:, 0] + tot[:, 1])
        aantal = np.stack([tot_t - van_t, tot_c - van_c, tot_n - van_n], axis=1) + 1
        aantal[~onbekend] = 1
        return aantal

    def _grenzen(self) -> tuple[np.ndarray, np.ndarray]:
        """What a row's own words tell of t, c and n: bounds that can all be reached."""
        t, c, n, staat = self.t, self.c, self.n, self.staat
        deel, rest, weg = (staat == naam for naam in _ONBEKEND[:3])
        open_ = np.minimum(_OPEN, n)
        veel = np.where(n > _WEG, VEEL, _WEG)  # fewer than ten people may have any number of cases
        dim = self.dim[self.code]
        half = np.where(dim, 0, KLEINSTE_DEEL)
        laag_t = np.select([deel, rest, weg], [0, n - open_, 0], np.minimum(half, t))
        hoog_t = np.select([deel, rest, weg], [open_, n, veel], VEEL)
        laag_c = np.select([deel, rest, weg], [n - open_, 0, 0], np.minimum(half, c))
        hoog_c = np.select([deel, rest, weg], [n, open_, veel], VEEL)
        laag_n = np.select([deel, rest, weg], [n, n, np.minimum(n, 1)], np.where(dim, 0, np.minimum(n, KLEINSTE_GROEP)))
        hoog_n = np.select([deel, rest, weg], [n, n, veel], VEEL)
        if self.puur:
            laag_t, hoog_t, laag_c, hoog_c = laag_n, hoog_n, np.zeros_like(n), np.zeros_like(n)
        return np.stack([laag_t, laag_c, laag_n], axis=1), np.stack([hoog_t, hoog_c, hoog_n], axis=1)

    def _ouder_grenzen(self, onbekend: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Between what the sum of the hidden rows lies, per row of the partition."""
        waarden = np.stack([self.t, self.c, self.n], axis=1)
        rest = self._tel_op(np.where(onbekend[:, None], waarden, 0))[self.code]
        geheel = self._tel_op(waarden)[self.code]
        getoond = geheel - rest
        onder, boven = rest.copy(), rest.copy()
        for naam, klein, groot in (("klein_deel", 0, 1), ("klein_rest", 1, 0)):
            mee = self.ouder == naam
            open_ = np.minimum(_OPEN, geheel[:, 2])
            onder[mee, klein] = np.maximum(0 - getoond[mee, klein], 0)
            boven[mee, klein] = open_[mee] - getoond[mee, klein]
            onder[mee, groot] = (geheel[:, 2] - open_ - getoond[:, groot])[mee]
            boven[mee, groot] = (geheel[:, 2] - getoond[:, groot])[mee]
        return onder, boven

    def _tel_op(self, waarden: np.ndarray) -> np.ndarray:
        som = np.zeros((len(self.namen), waarden.shape[1]), dtype="int64")
        np.add.at(som, self.code, waarden)
        return som
