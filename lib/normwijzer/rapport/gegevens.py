"""Everything one report shows, protected already: the sections only pick, format and lay out."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from normwijzer.kpi.catalogus import Catalogus, Definitie

SAMEN = "alle percelen samen"


@dataclass(frozen=True)
class Rapport:
    """One region × year × family.

    uitkomsten: outcome rows of every year of the region, protected, with column te_klein.
    nevencijfers, redenen, stroom: of `jaar`, protected, with column te_klein.
    kwaliteit, niet_ingedeeld, signalen: of `jaar` (signalen: of the whole input), counts of rows.
    catalogus: title, source and definitions of the family.
    aanbieders: AGB -> name. woorden: key of a reason, signal or quality figure -> words. opties: kpi, optie,
    waarde, afwijkend (bool), uitleg. verantwoording: heading -> value in words, in order.
    """

    regio: str
    naam: str
    jaar: int
    familie: str
    editie: str
    synthetisch: bool
    bekend_op: pd.Timestamp
    uitkomsten: pd.DataFrame
    nevencijfers: pd.DataFrame
    redenen: pd.DataFrame
    stroom: pd.DataFrame
    kwaliteit: pd.DataFrame
    niet_ingedeeld: pd.DataFrame
    signalen: pd.DataFrame
    catalogus: Catalogus
    aanbieders: Mapping[str, str]
    woorden: Mapping[str, str]
    opties: pd.DataFrame
    verantwoording: Mapping[str, str]

    @property
    def titel(self) -> str:
        return f"{self.catalogus.titel}, {self.naam}, {self.jaar}"

    @property
    def definities(self) -> Mapping[str, Definitie]:
        """kpi id -> definition, in the order of the report."""
        return self.catalogus.definities

    @property
    def jaren(self) -> list[int]:
        """Years with outcomes, up to and including the year of the report."""
        return sorted(int(jaar) for jaar in self.uitkomsten["jaar"].unique() if jaar <= self.jaar)

    def regels(self, kpi: str, *, jaar: int | None = None, variant: str = "basis") -> pd.DataFrame:
        """Rows of one KPI, year and variant, for every scope; empty scope columns are empty text."""
        rijen = self.uitkomsten
        rijen = rijen[rijen["kpi"].eq(kpi) & rijen["variant"].eq(variant) & rijen["jaar"].eq(jaar or self.jaar)]
        return rijen.assign(
            **{kolom: rijen[kolom].fillna("") for kolom in ("perceel", "aanbieder", "gemeente", "soort")}
        )

    def per_perceel(self, kpi: str, *, jaar: int | None = None, variant: str = "basis") -> pd.DataFrame:
        """Rows of one KPI per perceel, ordered; the row of all percelen last and only when there are several."""
        rijen = self.regels(kpi, jaar=jaar, variant=variant)
        rijen = rijen[rijen["aanbieder"].eq("") & rijen["gemeente"].eq("")]
        samen = rijen["perceel"].eq("")
        apart = rijen[~samen].sort_values("perceel")
        return pd.concat([apart, rijen[samen]]) if len(apart) != 1 else apart

    def per_aanbieder(self, kpi: str, perceel: str) -> pd.DataFrame:
        """Rows of one KPI and perceel per aanbieder, ordered by name (column `naam`)."""
        rijen = self.regels(kpi)
        rijen = rijen[rijen["aanbieder"].ne("") & rijen["perceel"].eq(perceel)]
        return rijen.assign(naam=[self.naam_aanbieder(agb) for agb in rijen["aanbieder"]]).sort_values(
            ["naam", "aanbieder"]
        )

    def per_gemeente(self, kpi: str) -> pd.DataFrame:
        """Rows of one KPI per perceel × gemeente; none in the shared edition."""
        rijen = self.regels(kpi)
        return rijen[rijen["gemeente"].ne("")].sort_values(["perceel", "gemeente"])

    def naam_aanbieder(self, agb: str) -> str:
        """Name from aanbieders.csv, with the AGB behind it when two share a name; else the AGB."""
        naam = self.aanbieders.get(agb, "")
        if not naam:
            return f"AGB {agb}"
        vaker = Counter(self.aanbieders.values())[naam] > 1
        return f"{naam} ({agb})" if vaker else naam


def naam_perceel(perceel: str) -> str:
    """Perceel 1, or the words for all percelen together."""
    return f"Perceel {perceel}" if perceel else SAMEN.capitalize()


@cache
def kenmerken() -> dict[str, str]:
    """Key of a side figure or quality figure -> words."""
    return tomllib.loads(Path(__file__).with_name("kenmerken.toml").read_text(encoding="utf-8"))
