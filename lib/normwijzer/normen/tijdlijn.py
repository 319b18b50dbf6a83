"""The state and its counts on successive days of knowledge, shared by all years that are looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from normwijzer import kpi
from normwijzer.kpi import Basisteller
from normwijzer.normen.cellen import maak_tabel, normfamilies, normkpis, tel_cellen
from normwijzer.normen.kennis import licht
from normwijzer.regio import Regio
from normwijzer.registraties import Bronnen
from normwijzer.toestand.model import Toestand
from normwijzer.toestand.selectie import Selectie, selecteer
from normwijzer.toestand.zorg import Stil, bouw_zorg

_GELD = ("323", "325")
_BEWAARD = 3_000_000
"""Messages in the selections that are kept at hand: of a large region one is heavy."""


Kpis = Mapping[str, tuple[str, ...]]
"""familie -> KPI's."""


@dataclass(eq=False)
class Tijdlijn:
    """Rebuilds allocations and deliveries as known on a day, and counts what norms are about.

    tabellen: as `berichten.open_tabellen` gives them; claims are not looked at.
    """

    tabellen: object
    regio: Regio
    families: Iterable[str]
    bronnen: Bronnen | None = None
    _selecties: dict = field(default_factory=dict, repr=False)
    _tellers: dict = field(default_factory=dict, repr=False)
    _cellen: dict = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        tabellen = licht(self.tabellen)
        mee = ~tabellen.berichten["berichttype"].isin(_GELD)
        anders = {"berichten": tabellen.berichten[mee].reset_index(drop=True)}
        self.tabellen = type(tabellen)(**(vars(tabellen) | anders))
        self.kpis: Kpis = {f: normkpis(self.regio, f, alleen_zorg=True) for f in normfamilies(self.families)}
        self._opties = kpi.state_variants(self.regio)["basis"]

    def selectie(self, dag: pd.Timestamp) -> Selectie:
        """The messages that count on that day."""
        if dag not in self._selecties:
            meeste = max(2, _BEWAARD // max(1, len(self.tabellen.berichten)))  # an interval needs two
            while len(self._selecties) >= meeste:
                self._selecties.pop(next(iter(self._selecties)))
            negeren = self._opties["retour_negeren"]
            self._selecties[dag] = selecteer(self.tabellen, dag, Stil(), retour_negeren=negeren)
        return self._selecties[dag]

    def cellen(self, dag: pd.Timestamp, jaar: int) -> pd.DataFrame:
        """Counts of that year as known on that day; see `cellen.maak_tabel`."""
        if (dag, jaar) not in self._cellen:
            if dag not in self._tellers:
                self._tellers = {dag: self.tellers(self.bouw(self.selectie(dag), self.tabellen, dag))}
            self._cellen[dag, jaar] = self.tel(self._tellers[dag], jaar)
        return self._cellen[dag, jaar]

    def bouw(self, selectie: Selectie, tabellen: object, dag: pd.Timestamp) -> Toestand:
        return bouw_zorg(selectie, tabellen, dag, self._opties["tie_volgorde"])

    def tellers(self, toestand: Toestand, kpis: Kpis | None = None) -> list[Basisteller]:
        """Of every family with a KPI among `kpis` (None: all that this line follows)."""
        return [
            kpi.prepare_basis(familie, toestand, self.regio, bronnen=self.bronnen, alleen_regio=True)
            for familie, eigen in (self.kpis if kpis is None else kpis).items()
            if eigen
        ]

    def tel(self, tellers: list[Basisteller], jaar: int, kpis: Kpis | None = None) -> pd.DataFrame:
        """Counts of these KPI's; see `cellen.maak_tabel`."""
        kpis = self.kpis if kpis is None else kpis
        return maak_tabel([cel for teller in tellers for cel in tel_cellen(teller, kpis[teller.familie], jaar)])
