"""Weekly intensity of a client on a day, from the versions of the toewijzingen (`kpi-specificatie` 2 and 5.20)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..perioden import OPEN, Koppeling, runs_on
from .begeleiding import Begeleiding

WEKEN_PER_MAAND = 52.1775 / 12
UREN_PER = {"01": 1 / 60, "04": 1.0, "16": 4.0}
"""Eenheid -> hours; every other unit is undetermined."""

DAGDEEL = "16"
TBGT = "6"
_RUIS = 1e-9


@dataclass(frozen=True, eq=False)
class Intensiteit:
    """Hours per week per measured moment; dagdelen as four hours, apart from the rest.

    onbepaald: a toewijzing that counts on that day has no Omvang, another unit, or a stretched total.
    """

    uren: np.ndarray
    dagdelen: np.ndarray
    onbepaald: np.ndarray

    @property
    def totaal(self) -> np.ndarray:
        return self.uren + self.dagdelen

    def take(self, rijen: np.ndarray) -> "Intensiteit":
        return Intensiteit(self.uren[rijen], self.dagdelen[rijen], self.onbepaald[rijen])


class Meter:
    """Measures I(client, day) over begeleiding_set.

    Args:
        set_categorieen: option begeleiding_set. oprekken: option tbgt_oprekken.
    """

    def __init__(self, b: Begeleiding, set_categorieen: tuple[str, ...] = (), oprekken: str = "onbepaald") -> None:
        t = b.toewijzingen
        self.rijen = np.flatnonzero(b.in_set(t, set_categorieen) & t.loopt.to_numpy())
        self.client, self.van, self.tot = (t[k].to_numpy()[self.rijen] for k in ("client", "van", "tot"))
        self.index = Koppeling(self.client)
        self.versies = b.versies.sort_values(["toewijzing", "volgnummer"], kind="stable").reset_index(drop=True)
        self.versie_datum = self.versies.datum.to_numpy()
        self.versie_index = Koppeling(self.versies.toewijzing.to_numpy())
        self._uren, self._dagdelen, self._onbepaald = _per_week(self.versies)
        if oprekken == "onbepaald":
            opgerekt = self.versies.toewijzing.isin(_stretched(self.versies)) & self.versies.frequentie.eq(TBGT)
            self._onbepaald = self._onbepaald | opgerekt.to_numpy()

    def measure(self, client: np.ndarray, dag: np.ndarray) -> Intensiteit:
        """I on each (client, dag); nothing running gives 0."""
        i, j = self.index.pairs(client)
        loopt = runs_on(self.van[j], self.tot[j], dag[i])
        i, j = i[loopt], j[loopt]
        versie = self._version_on(self.rijen[j], dag[i])
        n = len(client)
        heeft = versie >= 0
        onbepaald = np.bincount(i[~heeft], minlength=n) > 0
        i, versie = i[heeft], versie[heeft]
        onbepaald |= np.bincount(i, weights=self._onbepaald[versie], minlength=n) > 0
        uren = np.bincount(i, weights=self._uren[versie], minlength=n)
        return Intensiteit(uren, np.bincount(i, weights=self._dagdelen[versie], minlength=n), onbepaald)

    def changes(self, client: np.ndarray, van: np.ndarray, tot: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Days in (van, tot] on which the intensity can change: (row, day) pairs, unordered, with repeats."""
        i, j = self.index.pairs(client)
        vi, vj = self.versie_index.pairs(self.rijen[j])
        rij = np.concatenate([i, i, i[vi]])
        dag = np.concatenate([self.van[j], self.tot[j] + 1, self.versie_datum[vj]])
        mee = (dag > van[rij]) & (dag <= tot[rij])
        return rij[mee], dag[mee]

    def _version_on(self, toewijzing: np.ndarray, dag: np.ndarray) -> np.ndarray:
        """Row of the last version with Toewijzingsdatum <= dag, else of the first; -1 without versions."""
        i, j = self.versie_index.pairs(toewijzing)
        eerste, geldig = np.full(len(toewijzing), len(self.versies)), np.full(len(toewijzing), -1)
        np.minimum.at(eerste, i, j)
        bekend = self.versie_datum[j] <= dag[i]
        np.maximum.at(geldig, i[bekend], j[bekend])
        return np.where(geldig >= 0, geldig, np.where(eerste < len(self.versies), eerste, -1))


def weekly_factor(frequentie: pd.Series, begin: pd.Series, einde: pd.Series) -> np.ndarray:
    """Times per week of each frequentie; NaN when undetermined (`kpi-specificatie` 2, 5.20).

    Args:
        begin, einde: day numbers of the period that a total (TBGT) is for; an open end is undetermined.
    """
    dagen = np.where(einde < OPEN, einde - begin + 1, 0)
    per_week = np.select([frequentie.eq(code) for code in ("1", "2", "4")], [7.0, 1.0, 1 / WEKEN_PER_MAAND], np.nan)
    return np.where(frequentie.eq(TBGT) & (dagen > 0), 7 / np.maximum(dagen, 1), per_week)


def is_lower(na: np.ndarray, voor: np.ndarray, min_daling: float) -> np.ndarray:
    """na < voor × (1 − min_daling), with room for rounding: exactly that much lower is not lower."""
    return na < voor * (1 - min_daling) - _RUIS * voor


def is_higher(na: np.ndarray, voor: np.ndarray, marge: float = 0.0) -> np.ndarray:
    """na > voor × (1 + marge), with room for rounding."""
    return na > voor * (1 + marge) + _RUIS * voor


def is_reduced(voor: Intensiteit, na: Intensiteit, vergelijking: str, min_daling: float) -> np.ndarray:
    """Whether care goes on with a lower intensity (option intensiteit). Undetermined is never reduced."""
    uren, dagdelen = is_lower(na.uren, voor.uren, min_daling), is_lower(na.dagdelen, voor.dagdelen, min_daling)
    if vergelijking == "uren_equivalent":
        lager = is_lower(na.totaal, voor.totaal, min_daling)
    elif vergelijking == "apart":
        lager = uren | dagdelen
    else:
        hoger = is_higher(na.uren, voor.uren) | is_higher(na.dagdelen, voor.dagdelen)
        lager = (uren | dagdelen) & ~hoger
    return lager & (na.totaal > 0) & ~voor.onbepaald & ~na.onbepaald


def _per_week(versies: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per version: hours per week other than dagdelen, dagdelen as hours per week, undetermined."""
    per_week = weekly_factor(versies.frequentie, versies.ingangsdatum, versies.einddatum)
    per_eenheid = versies.eenheid.map(UREN_PER).to_numpy(dtype=float, na_value=np.nan)
    totaal = versies.volume.to_numpy(dtype=float, na_value=np.nan) * per_eenheid * per_week
    onbepaald = np.isnan(totaal)
    totaal = np.where(onbepaald, 0.0, totaal)
    in_dagdelen = versies.eenheid.eq(DAGDEEL).to_numpy(dtype=bool)
    return np.where(in_dagdelen, 0.0, totaal), np.where(in_dagdelen, totaal, 0.0), onbepaald


def _stretched(versies: pd.DataFrame) -> pd.Index:
    """Toewijzingen whose chain holds two versions with equal Volume and different Einddatum."""
    gevuld = versies[versies.volume.notna()]
    soorten = gevuld.groupby(["toewijzing", "volume"]).einddatum.nunique()
    return soorten[soorten > 1].index.get_level_values("toewijzing").unique()
