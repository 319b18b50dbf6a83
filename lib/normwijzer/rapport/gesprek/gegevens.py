"""What one aanbieder may see of all reports of a region and year: its own rows and those of the region."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from normwijzer.kpi.proces.familie import FAMILIE as PROCES
from normwijzer.privacy import KLEINSTE_GROEP, NIET_GETOOND, OVERIGE, TE_KLEIN
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import WETTEN, Rapport
from normwijzer.rapport.proces.cellen import frame, kies

_PER_AANBIEDER = "per_aanbieder"
"""Side figure that is the KPI itself for one aanbieder, where the KPI counts the whole region."""

_CIJFERS = ("onder", "boven", "grens_onder", "grens_boven", "norm", "grens", "grens_ver", "kans")


@dataclass(frozen=True, eq=False)
class Bron:
    """The protected reports of a region and year (familie -> report, in the order of the page), cut up once for the
    pages of all aanbieders."""

    rapporten: Mapping[str, Rapport]

    def rijen(self, familie: str, kpi: str, agb: str) -> dict[str, tuple]:
        """groep -> row of one aanbieder (empty: of the region), in order; a row has columns groep and maat. Where the
        KPI has no rows of the aanbieder, the side figure of that name."""
        sleutel = (familie, kpi, agb)
        return self._uitkomsten.get(sleutel) or (self._neven.get(sleutel, {}) if agb else {})

    def stroom(self, familie: str, agb: str) -> dict[str, tuple]:
        """groep -> row of the flow."""
        return self._stroom.get((familie, agb), {})

    def duren(self, kpi: str, agb: str) -> dict[str, tuple]:
        """wet -> row of the durations of a KPI of the administrative process over the year; both laws together (empty)
        or, as the shared edition has aanbieders, per law."""
        rijen = {wet: self._duur[wet].get((kpi, agb)) for wet in ("", *WETTEN)}
        return {wet: rij for wet, rij in rijen.items() if rij is not None}

    def termijn(self, termijn: str, agb: str):
        """Row of a deadline of the standard; None without."""
        return self._termijn.get((termijn, agb))

    @cached_property
    def _duur(self) -> dict[str, dict[tuple, tuple]]:
        tabel = frame(self.rapporten[PROCES], "doorlooptijd")
        jaar = tabel if tabel.empty else tabel[tabel["maand"].isna()]
        return {wet: _per_aanbieder(jaar, "kpi", wet) for wet in ("", *WETTEN)}

    @cached_property
    def _termijn(self) -> dict[tuple, tuple]:
        return _per_aanbieder(frame(self.rapporten[PROCES], "termijnen"), "termijn")

    @cached_property
    def _uitkomsten(self) -> dict:
        delen = [
            (familie, pd.concat([rapport.regels(kpi) for kpi in rapport.definities]))
            for familie, rapport in self.rapporten.items()
        ]
        return self._verdeel(delen, "kpi", "aanbieder")

    @cached_property
    def _neven(self) -> dict:
        delen = []
        for familie, rapport in self.rapporten.items():
            rijen = rapport.nevencijfers
            rijen = rijen[rijen["kenmerk"].eq(_PER_AANBIEDER) & rijen["kpi"].isin(list(rapport.definities))]
            leeg = {kolom: float("nan") for kolom in _CIJFERS if kolom not in rijen}
            maat = rijen["kpi"].map({kpi: rapport.maat(kpi) for kpi in rapport.definities})
            delen.append((familie, rijen.assign(
                **leeg, maat=maat, status="", jaar=rapport.jaar, bekend_op=rapport.bekend_op, oordeel="", ver=False,
            )))  # fmt: skip
        return self._verdeel(delen, "kpi", "aanbieder")

    @cached_property
    def _stroom(self) -> dict:
        delen = [
            (familie, rapport.frames["stroom"])
            for familie, rapport in self.rapporten.items()
            if {"aanbieder", rapport.groep} <= set(rapport.frames.get("stroom", ()))
        ]
        return self._verdeel(delen, "aanbieder")

    def _verdeel(self, delen: list[tuple[str, pd.DataFrame]], *sleutels: str) -> dict:
        """(familie, *sleutels) -> groep -> row, without rows per gemeente; of an aanbieder the laws
        apart only where they do not stand together."""
        uit = defaultdict(dict)
        for familie, rijen in delen:
            rapport = self.rapporten[familie]
            if "gemeente" in rijen:
                rijen = rijen[rijen["gemeente"].fillna("").eq("")]
            rijen = rijen.assign(groep=rijen[rapport.groep].fillna(""), aanbieder=rijen["aanbieder"].fillna(""))
            if rapport.groep == "wet":  # the shared edition has aanbieders per law only
                samen = rijen["groep"].eq("")
                heeft = samen.groupby([rijen[naam] for naam in sleutels]).transform("any")
                rijen = rijen[samen | ~heeft | rijen["aanbieder"].eq("")]
            plaats = {groep: nummer for nummer, groep in enumerate(rapport.op_volgorde(set(rijen["groep"])))}
            for rij in rijen.sort_values("groep", key=lambda kolom, p=plaats: kolom.map(p), kind="stable").itertuples():
                uit[familie, *(getattr(rij, naam) for naam in sleutels)][rij.groep] = rij
        return uit


@dataclass(frozen=True, eq=False)
class Gesprek:
    """The talk with one aanbieder (`agb`)."""

    agb: str
    bron: Bron

    @property
    def rapporten(self) -> Mapping[str, Rapport]:
        return self.bron.rapporten

    @property
    def rapport(self) -> Rapport:
        """Any of the reports: for what all have in common."""
        return next(iter(self.rapporten.values()))

    @property
    def editie(self) -> str:
        return self.rapport.editie

    @property
    def naam(self) -> str:
        return self.rapport.naam_aanbieder(self.agb)

    def cijfers(self, familie: str, kpi: str) -> list[tuple]:
        """(own row, row of the region or None) per perceel or soort where the aanbieder has anybody."""
        regio = self.bron.rijen(familie, kpi, "")
        eigen = self.bron.rijen(familie, kpi, self.agb)
        return [(rij, regio.get(groep)) for groep, rij in eigen.items() if heeft_iemand(rij)]

    def stroom(self, familie: str) -> list[tuple]:
        """(own row, row of the region or None) of the flow per perceel or soort."""
        regio, eigen = (self.bron.stroom(familie, agb) for agb in ("", self.agb))
        return [(rij, regio.get(groep)) for groep, rij in eigen.items()]


def _per_aanbieder(tabel: pd.DataFrame, sleutel: str, wet: str = "") -> dict[tuple, tuple]:
    """(sleutel, aanbieder) -> row of a law, empty for both together, and of no gemeente; the first when there are
    more."""
    rijen = list(kies(tabel, wet=wet, gemeente="").itertuples())
    return {(getattr(rij, sleutel), rij.aanbieder): rij for rij in reversed(rijen)}


def heeft_iemand(rij) -> bool:
    """Whether a row is about anybody; a hidden one is."""
    omvang = rij.waarde if pd.isna(rij.noemer) else rij.noemer
    return bool(rij.te_klein) or (not pd.isna(omvang) and omvang > 0)


def kies_aanbieders(rapporten: Sequence[Rapport]) -> list[str]:
    """AGB of every aanbieder with enough clients for a page: in one of the tables at least it stands by itself with
    KLEINSTE_GROEP or more; in order."""
    codes = set()
    for rapport in rapporten:
        rijen = rapport.uitkomsten
        rijen = rijen[rijen["jaar"].eq(rapport.jaar) & rijen["variant"].eq("basis")]
        codes |= set(rijen.loc[_groot(rijen), "aanbieder"])
    return sorted(codes - {"", OVERIGE})


def _groot(rijen: pd.DataFrame) -> pd.Series:
    """Rows of an aanbieder by name that are shown, or shown as a small part of a group that is large enough."""
    geteld = rijen["eenheid"].map(lambda naam: eenheid_van(naam).geteld).astype(bool)
    mensen = rijen["waarde"].astype("float64").where(rijen["eenheid"].eq("aantal"))  # days in care are not people
    omvang = rijen["noemer"].astype("float64").where(~geteld, mensen)
    in_woorden = rijen["te_klein"].astype(bool) & ~rijen["tekst"].isin(["", TE_KLEIN, NIET_GETOOND])
    eigen = rijen["aanbieder"].fillna("").ne("") & rijen["gemeente"].fillna("").eq("")
    return eigen & (omvang.ge(KLEINSTE_GROEP) | in_woorden)
