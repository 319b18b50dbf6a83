"""Scopes: the same rows seen as the whole family, a perceel, an aanbieder or a gemeente within it.

A (scope, client) pair is one integer, `sc`, so that every KPI is computed for all scopes at once with
set arithmetic on integer arrays.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from ..perioden import OPEN, Koppeling, dagnummer, overlaps, to_dagen
from .begeleiding import Begeleiding, to_perceel


@dataclass(frozen=True)
class Venster:
    """The days [begin, einde], inclusive, that count as the year."""

    begin: int
    einde: int


def contractjaar(jaar: int, start: str = "01-01") -> Venster:
    """The year that begins on `start` (dd-mm) of `jaar` and lasts until the day before that date a year later."""
    dag, maand = (int(deel) for deel in start.split("-"))
    return Venster(dagnummer(jaar, maand, dag), dagnummer(jaar + 1, maand, dag) - 1)


@dataclass(frozen=True, eq=False)
class Groep:
    """The rows of some percelen, once per scope they belong to (`kpi-specificatie` 5.28).

    Scopes: all percelen together, each perceel, perceel × aanbieder, perceel × gemeente. Deliveries go by the
    header of their message, toewijzingen by that of their current version.

    alleen_regio: without the scopes per aanbieder and gemeente, for who does not ask for them.
    """

    begeleiding: Begeleiding
    percelen: tuple[int, ...]
    alleen_regio: bool = False
    geheugen: dict = field(default_factory=dict, repr=False)

    @cached_property
    def perioden(self) -> tuple[np.ndarray, np.ndarray]:
        """(row in begeleiding.perioden, sc), one pair per row and scope."""
        return self.expand(self.begeleiding.perioden)

    @cached_property
    def toewijzingen(self) -> tuple[np.ndarray, np.ndarray]:
        """(row in begeleiding.toewijzingen, sc) of toewijzingen that ever run."""
        rijen, sc = self.expand(self.begeleiding.toewijzingen)
        loopt = self.begeleiding.toewijzingen.loopt.to_numpy()[rijen]
        return rijen[loopt], sc[loopt]

    @cached_property
    def perioden_per_sc(self) -> Koppeling:
        return Koppeling(self.perioden[1])

    @cached_property
    def toewijzingen_per_sc(self) -> Koppeling:
        return Koppeling(self.toewijzingen[1])

    def expand(self, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Rows of a frame with client, perceel, aanbieder and gemeente (codes), once per scope."""
        rijen = np.flatnonzero(frame.perceel.isin(self.percelen).to_numpy())
        perceel, aanbieder, gemeente, client = (
            frame[kolom].to_numpy(dtype="int64")[rijen] for kolom in ("perceel", "aanbieder", "gemeente", "client")
        )
        scopes = [np.zeros_like(perceel), perceel]
        rijen_per = [rijen, rijen]
        for soort, code in () if self.alleen_regio else ((1, aanbieder), (2, gemeente)):
            bekend = code >= 0
            scopes.append(self._scope(soort, code[bekend], perceel[bekend]))
            rijen_per.append(rijen[bekend])
        alle = np.concatenate(rijen_per)
        return alle, np.concatenate(scopes) * self._n + frame.client.to_numpy(dtype="int64")[alle]

    def client(self, sc: np.ndarray) -> np.ndarray:
        return sc % self._n

    def scope(self, sc: np.ndarray) -> np.ndarray:
        return sc // self._n

    def perceel_sc(self, sc: np.ndarray) -> np.ndarray:
        """The same clients in the scope of the whole perceel; the total scope stays the total."""
        return self.scope(sc) % 10 * self._n + self.client(sc)

    def describe(self, scopes: np.ndarray) -> pd.DataFrame:
        """perceel, aanbieder, gemeente as text of scope numbers; empty = all."""
        scopes = np.asarray(scopes, dtype="int64")
        soort, code, perceel = scopes // self._stap, scopes % self._stap // 10, scopes % 10

        def naam(index: pd.Index, waar: np.ndarray) -> pd.Series:
            gekozen = [index[c] if w else None for c, w in zip(code, waar, strict=True)]
            return pd.Series(gekozen, dtype="str")

        return pd.DataFrame({
            "perceel": pd.Series([str(p) if p else None for p in perceel], dtype="str"),
            "aanbieder": naam(self.begeleiding.aanbieders, soort == 1),
            "gemeente": naam(self.begeleiding.gemeenten, soort == 2),
        })  # fmt: skip

    def always(self) -> np.ndarray:
        """Scopes that get a row also when they hold nobody: the total and each perceel."""
        return np.array([0, *self.percelen], dtype="int64")

    def in_care(self, venster: Venster, basis: str = "levering") -> np.ndarray:
        """sc of the clients of the year, sorted (option noemer_basis).

        levering: a leveringsdag in it; an open delivery runs to K at the latest. toewijzing: a toewijzing running in
        it. declaratie: a debit line on a day in it, neither refused nor credited.
        """
        b = self.begeleiding
        if basis == "declaratie":
            return np.unique(self.expand(_claims(b, venster))[1])
        rijen, sc = self.perioden if basis == "levering" else self.toewijzingen
        if basis == "levering":
            begin, einde = b.perioden.begin.to_numpy()[rijen], self.last_day(venster)[rijen]
        else:
            begin, einde = b.toewijzingen.van.to_numpy()[rijen], b.toewijzingen.tot.to_numpy()[rijen]
        return np.unique(sc[overlaps(begin, einde, venster.begin, venster.einde)])

    def last_day(self, venster: Venster) -> np.ndarray:
        """Per row of perioden the last leveringsdag, an open end at the earlier of K and the end of the year."""
        einde = self.begeleiding.perioden.einde.to_numpy()
        return np.where(einde >= OPEN, min(self.begeleiding.bekend_op, venster.einde), einde)

    @property
    def _n(self) -> int:
        return max(1, len(self.begeleiding.clienten))

    @property
    def _stap(self) -> int:
        return 10 * (1 + max(len(self.begeleiding.aanbieders), len(self.begeleiding.gemeenten)))

    def _scope(self, soort: int, code: np.ndarray, perceel: np.ndarray) -> np.ndarray:
        return soort * self._stap + code * 10 + perceel


def _claims(b: Begeleiding, venster: Venster) -> pd.DataFrame:
    """Claimed client × product × aanbieder × gemeente of the year, with perceel (`kpi-specificatie` 5.23)."""
    regels = b.prestaties
    telt = regels.debet_credit.eq("D") & regels.status.isin(["ingediend", "toegekend"]) & regels.client.notna()
    raakt = overlaps(to_dagen(regels.periode_begin), to_dagen(regels.periode_einde), venster.begin, venster.einde)
    regels = regels[telt.to_numpy() & raakt].reset_index(drop=True)
    kant = b.alle_toewijzingen[["gemeente", "toewijzingnummer", "ingangsdatum"]]
    datum = regels[["gemeente", "toewijzingnummer"]].merge(kant, how="left").ingangsdatum.fillna(regels.periode_begin)
    deel = b.regio.deel_in("wmo", regels.categorie, regels.code, datum)
    indexen = {"client": b.clienten, "aanbieder": b.aanbieders, "gemeente": b.gemeenten}
    codes = pd.DataFrame({kolom: index.get_indexer(regels[kolom]) for kolom, index in indexen.items()})
    codes["perceel"] = to_perceel(deel.perceel)
    return codes[codes.client >= 0]
