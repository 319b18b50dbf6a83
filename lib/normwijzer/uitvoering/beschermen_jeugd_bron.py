"""What the frames of youth care need to know of the outcome rows, looked up once for all frames and years."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from normwijzer.kpi.catalogus import Catalogus
from normwijzer.privacy import KLEINSTE_GROEP, vul_aan
from normwijzer.rapport.jeugd.oordeel import Weegbron
from normwijzer.uitvoering.tekstkolommen import als_tekst

_GEZINSGERICHT = ("pleegzorg", "gezinshuis")
_KOLOMMEN = ["kpi", "jaar", "soort", "aanbieder", "tekst"]


@dataclass(frozen=True, eq=False)
class Jeugdbron:
    """Outcome rows of every year of a family: precies exact, getoond the same rows protected (None: not known)."""

    boek: Catalogus
    precies: pd.DataFrame
    getoond: pd.DataFrame | None

    @cached_property
    def weegbron(self) -> Weegbron:
        """What a verdict on exact numbers needs."""
        return Weegbron(self.boek.definities, self.precies)

    @cached_property
    def verborgen(self) -> pd.DataFrame:
        """kpi, jaar, soort, aanbieder, tekst of the basis rows that are hidden."""
        if self.getoond is None:
            return pd.DataFrame(columns=_KOLOMMEN)
        rijen = self.getoond[self.getoond["te_klein"] & self.getoond["variant"].eq("basis")]
        rijen = als_tekst(rijen, "soort", "aanbieder", "gemeente")
        return rijen.loc[rijen["gemeente"].eq(""), _KOLOMMEN]

    def tells_vorm(self, kpi: str, jaar: int) -> bool:
        """Whether the number of a KPI without gezinsgericht would tell of a hidden soort: it splits the soorten into
        two wholes, and in one of these the hidden ones would need one more (`privacy.vul_aan`)."""
        return (kpi, jaar) in self._vormen

    @cached_property
    def _vormen(self) -> frozenset[tuple[str, int]]:
        """Every KPI and year of which `tells_vorm` holds."""
        rijen = als_tekst(self.precies[self.precies["variant"].eq("basis")], "soort", "aanbieder", "gemeente")
        rijen = rijen[rijen["soort"].ne("") & rijen["aanbieder"].eq("") & rijen["gemeente"].eq("")]
        n = rijen["noemer"].astype("Float64").fillna(rijen["teller"].astype("Float64")).fillna(0)
        weg = self.verborgen[~self.verborgen["tekst"].str.contains("ongeveer")]
        dicht = set(zip(weg["kpi"], weg["jaar"], weg["soort"], strict=True))
        paren = list(zip(rijen["kpi"], rijen["jaar"], strict=True))
        mee = [(*paar, soort) in dicht for paar, soort in zip(paren, rijen["soort"], strict=True)]
        staten = pd.Series(staat_aantal(n), index=n.index, dtype="str")
        staten = staten.mask(pd.Series(mee, index=n.index, dtype=bool) & staten.eq("vol"), "niet_getoond")
        helft = rijen.groupby(["kpi", "jaar", rijen["soort"].isin(_GEZINSGERICHT)], sort=False).ngroup()
        aangevuld, gezakt = vul_aan(None, n, staten, helft)
        mis = aangevuld.ne(staten) | helft.isin(gezakt)
        return frozenset(paar for paar, erbij in zip(paren, mis, strict=True) if erbij)


def staat_aantal(n: pd.Series) -> np.ndarray:
    """State of a number that is no share, by the people behind it."""
    return np.select([n.eq(0), n.lt(KLEINSTE_GROEP)], ["leeg", "weg"], "vol")
