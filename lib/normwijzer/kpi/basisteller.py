"""Count the basis of a family, and only that, as often as asked on one prepared state."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..fouten import DataFout
from ..regio import Regio, suggest
from .opties import opties_voor, resolve

Afwijkend = Mapping[str, Mapping[str, Any]]
"""kpi -> option -> a value (as `resolve` gives it) in place of the region's own."""


class Cel(NamedTuple):
    """One figure of the region: perceel and soort (empty text = all), teller and noemer (NaN = none), status."""

    perceel: str
    soort: str
    teller: float
    noemer: float
    status: str


@dataclass(frozen=True, eq=False)
class Basisteller:
    """A prepared state of one family.

    kpis: in the order of the family. tel: (kpi, jaar, every option of it) -> rows of one KPI without kpi and variant.
    sluit: (frames with kpi and variant, jaar) -> rows of `uitkomsten`. beperk: (names of clients -> bool per name) ->
    the same about those people only; who has somebody else's toewijzing must be among them with that person.
    """

    familie: str
    regio: Regio
    kpis: tuple[str, ...]
    tel: Callable[[str, int, dict[str, Any]], pd.DataFrame]
    sluit: Callable[[Sequence[pd.DataFrame], int], pd.DataFrame]
    beperk: Callable[[Callable[[pd.Index], np.ndarray]], "Basisteller"]
    _eigen: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    def rijen(self, jaar: int, *, opties: Afwijkend | None = None, kpis: Iterable[str] | None = None) -> pd.DataFrame:
        """Rows of `uitkomsten` of one year with variant basis: columns and order of `kpi.bereken`.

        Args:
            opties: values in place of the region's own. An option that acts when the state is rebuilt
                (`state_arguments`) only has its full effect when the state was rebuilt with it too.
            kpis: only these; None = all.

        Raises:
            DataFout: a KPI that the family does not have, or an option that does not act on it.
        """
        anders = opties or {}
        gevraagd = self.kpis if kpis is None else tuple(kpis)
        self._check(gevraagd, anders)
        frames = [
            self._count(kpi, jaar, anders.get(kpi, {})).assign(kpi=kpi, variant="basis")
            for kpi in self.kpis
            if kpi in gevraagd
        ]
        return self.sluit(frames, jaar)

    def cellen(self, kpi: str, jaar: int, anders: Mapping[str, Any] | None = None) -> list[Cel]:
        """The figures of one KPI about all aanbieders and gemeenten together: `rijen` without the work of its columns.

        Args:
            anders: option -> value in place of the region's own.

        Raises:
            DataFout: as `rijen`.
        """
        self._check((kpi,), {kpi: anders or {}})
        rijen = self._count(kpi, jaar, anders or {})
        mee = rijen["aanbieder"].isna()
        if "gemeente" in rijen:
            mee &= rijen["gemeente"].isna()
        rijen = rijen[mee]
        leeg = [""] * len(rijen)
        waar = [rijen[naam].fillna("").tolist() if naam in rijen else leeg for naam in ("perceel", "soort")]
        getallen = [rijen[naam].astype("float64").tolist() for naam in ("teller", "noemer")]
        return [Cel(*cel) for cel in zip(*waar, *getallen, rijen["status"].tolist(), strict=True)]

    def _count(self, kpi: str, jaar: int, anders: Mapping[str, Any]) -> pd.DataFrame:
        if kpi not in self._eigen:
            self._eigen[kpi] = resolve(self.regio, self.familie, kpi)
        return self.tel(kpi, jaar, self._eigen[kpi] | dict(anders))

    def _check(self, gevraagd: Iterable[str], anders: Afwijkend) -> None:
        for kpi in (*gevraagd, *anders):
            if kpi not in self.kpis:
                wat = f"'{kpi}' is geen kpi van {self.familie}{suggest(kpi, self.kpis)}"
                raise DataFout("opties", wat, ", ".join(self.kpis))
            bekend = opties_voor(self.familie, kpi)
            for naam in anders.get(kpi, {}):
                if naam not in bekend:
                    wat = f"de optie '{naam}' werkt niet op {kpi}{suggest(naam, bekend)}"
                    raise DataFout(f"opties van {kpi}", wat, ", ".join(bekend))
