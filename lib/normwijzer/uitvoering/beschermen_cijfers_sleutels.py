"""Which rows of a table belong together: keys as whole numbers, and the numbers that lie in each other."""

import numpy as np
import pandas as pd

from normwijzer.privacy.verbanden import Getal, Paar, Verbanden, te_verbergen
from normwijzer.uitvoering.beschermen_cijfers_mensen import OMVANG

_KOLOMMEN = ("jaar", "kpi", "kenmerk", *OMVANG)


class Sleutels:
    """Keys of rows, and of other rows that are looked up beside them: equal where the rows are equal in every key
    column but those that are left out. A column that is left out counts as empty text."""

    def __init__(self, rijen: pd.DataFrame, andere: pd.DataFrame | None = None) -> None:
        self._voor = 0 if andere is None else len(andere)
        self._delen, stap = {}, 1
        for kolom in _KOLOMMEN:
            waarden = rijen[kolom] if andere is None else pd.concat([andere[kolom], rijen[kolom]])
            codes, namen = pd.factorize(waarden)
            leeg = np.flatnonzero(namen == "") if kolom != "jaar" else ()
            codes = codes.astype("int64") + 1  # 0 is empty text
            self._delen[kolom] = np.where(codes == leeg[0] + 1, 0, codes) * stap if len(leeg) else codes * stap
            stap *= len(namen) + 1

    def alle(self, *zonder: str) -> np.ndarray:
        """Of the other rows, and then of the rows themselves."""
        return np.sum([deel for kolom, deel in self._delen.items() if kolom not in zonder], axis=0, dtype="int64")

    def daar(self, *zonder: str) -> np.ndarray:
        """Of the other rows."""
        return self.alle(*zonder)[: self._voor]

    def hier(self, *zonder: str) -> np.ndarray:
        """Of the rows themselves."""
        return self.alle(*zonder)[self._voor :]


class Samenhang:
    """The relations of a family (`privacy.verbanden`) as places in its rows.

    delen: per relation of parts the places of its rows and the whole that each of these lies in.
    """

    def __init__(
        self, rijen: pd.DataFrame, andere: pd.DataFrame | None, sleutels: Sleutels, verbanden: Verbanden
    ) -> None:
        kolommen = ["kpi", "kenmerk", "teller", "noemer"]
        self._tafel = rijen[kolommen] if andere is None else pd.concat([andere[kolommen], rijen[kolommen]])
        self._voor = len(self._tafel) - len(rijen)
        self._scope = sleutels.alle("kpi", "kenmerk")
        self._plekken = self._tafel.groupby(["kpi", "kenmerk"], sort=False).indices
        paren = [paar for paar in verbanden.paren if len(self._hier(paar.b))]
        self._gelijk = [paar for paar in paren if paar.gelijk]
        self._vast = np.zeros(len(rijen), dtype=bool)
        for paar in paren:
            if not paar.gelijk:
                self._mark(self._vast, paar, te_verbergen(paar, self._getal, self._getal))
        geheel, deel = sleutels.hier("kenmerk"), rijen["is_deel"].to_numpy(dtype=bool)
        self.delen = []
        for delen in verbanden.delen:
            plekken = np.sort(np.concatenate([self._hier(getal) for getal in dict.fromkeys(_namen(delen.delen))]))
            plekken = plekken[deel[plekken]]
            if len(plekken):
                self.delen.append((plekken, geheel[plekken]))

    def verraad(self, dicht: np.ndarray) -> np.ndarray:
        """Rows that would tell of a small group together with a row that holds it.

        Args:
            dicht: which of the other rows and of the rows hide their numbers.
        """
        mee = self._vast.copy()
        for paar in self._gelijk:
            self._mark(mee, paar, te_verbergen(
                paar, self._getal, lambda getal: self._reeks(getal, lambda plekken: dicht[plekken])
            ))  # fmt: skip
        return mee

    def _mark(self, mee: np.ndarray, paar: Paar, weg: pd.Series) -> None:
        plekken = self._hier(paar.b)
        mee[plekken] |= np.isin(self._scope[plekken + self._voor], weg.index[weg])

    def _getal(self, getal: Getal) -> pd.Series:
        return self._reeks(getal, lambda plekken: self._tafel[getal.kolom].iloc[plekken].array)

    def _reeks(self, getal: Getal, waarden) -> pd.Series:
        """Values per scope of the rows of a number."""
        plekken = self._waar(getal)
        return pd.Series(waarden(plekken), index=self._scope[plekken])

    def _waar(self, getal: Getal) -> np.ndarray:
        return self._plekken.get((getal.kpi, getal.kenmerk), np.array([], dtype="int64"))

    def _hier(self, getal: Getal) -> np.ndarray:
        """Places of a number in the rows themselves."""
        plekken = self._waar(getal)
        return plekken[plekken >= self._voor] - self._voor


def _namen(getallen: tuple[Getal, ...]) -> list[Getal]:
    return [Getal(getal.kpi, getal.kenmerk, "") for getal in getallen]
