"""Everything one report shows, protected already: the sections only pick, format and lay out."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from normwijzer.kpi.catalogus import Catalogus, Definitie
from normwijzer.normen.besluit import Besluit, geldend
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.privacy import OVERIGE, TE_KLEIN

SAMEN = {"perceel": "alle percelen samen", "soort": "hele regio", "wet": "beide wetten samen"}
"""Column that groups the rows of a family -> words for the row of all groups together."""


WETTEN = {"wmo": "Wmo", "jw": "Jeugdwet"}
"""Key of a law -> words, in the order of reports."""

_BEIDE_WETTEN = frozenset({"administratief_proces"})
"""Families that cover both laws and split their numbers by them."""


@dataclass(frozen=True)
class Rapport:
    """One region × year × family.

    uitkomsten: outcome rows of every year of the region, protected, with columns te_klein and tekst (what stands in
        place of a hidden value); scope columns wet, perceel, aanbieder, gemeente, soort (wet only needed by a family
        that covers both laws). In the shared edition small aanbieders are one row `privacy.OVERIGE`.
    nevencijfers, kwaliteit: of `jaar`, protected, with te_klein and tekst; kwaliteit has perceel and soort as scope.
    niet_ingedeeld, signalen: of `jaar` (signalen: of the whole input), counts of rows, protected likewise.
    frames: name -> frame of the family for `jaar`, protected, with columns te_klein and tekst.
    jaarframes: the same for the frames that are shown over the years, every year, with an extra column jaar;
        a name that is not there is shown for `jaar` alone.
    catalogus: title, source and definitions of the family.
    aanbieders: AGB -> name. gemeenten: code -> name. woorden: key of a reason,
    signal or quality figure -> words. opties: kpi, optie,
    waarde, afwijkend (bool), uitleg. verantwoording: heading -> value in words, in order.
    bevolking_bron: where figures of the population came from: cbs, synthetisch, or empty when none were used.
    besluiten: norm decisions of the family, every norm year, in the order of recording. herijking: one row per decision
        that was computed again (`uitvoering.herijken`), exact; empty when there are none.
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
    kwaliteit: pd.DataFrame
    niet_ingedeeld: pd.DataFrame
    signalen: pd.DataFrame
    catalogus: Catalogus
    aanbieders: Mapping[str, str]
    woorden: Mapping[str, str]
    opties: pd.DataFrame
    verantwoording: Mapping[str, str]
    frames: Mapping[str, pd.DataFrame]
    jaarframes: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    bevolking_bron: str = ""
    gemeenten: Mapping[str, str] = field(default_factory=dict)
    besluiten: tuple[Besluit, ...] = ()
    herijking: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def redenen(self) -> pd.DataFrame:
        """Reasons of what ended, of `jaar`."""
        return self.frames["redenen"]

    @property
    def stroom(self) -> pd.DataFrame:
        """Beginstand, instroom, uitstroom and eindstand, of `jaar`."""
        return self.frames["stroom"]

    def over_jaren(self, naam: str) -> pd.DataFrame:
        """A frame of the family for every year up to and including `jaar`, with column jaar."""
        frame = self.jaarframes.get(naam)
        if frame is None:
            frame = self.frames[naam].assign(jaar=self.jaar)
        return frame[frame["jaar"].le(self.jaar)]

    @property
    def titel(self) -> str:
        return f"{self.catalogus.titel}, {self.naam}, {self.jaar}"

    @property
    def definities(self) -> Mapping[str, Definitie]:
        """kpi id -> definition, in the order of the report."""
        return self.catalogus.definities

    @property
    def jaren(self) -> list[int]:
        """Years with outcomes before that of the report, and that year itself."""
        return sorted({int(jaar) for jaar in self.uitkomsten["jaar"].unique() if jaar < self.jaar} | {self.jaar})

    def regels(self, kpi: str, *, jaar: int | None = None, variant: str = "basis") -> pd.DataFrame:
        """Rows of one KPI, year and variant, for every scope, with column maat; empty scope columns are empty text."""
        return self._delen.get((kpi, variant, jaar or self.jaar), self._leeg)

    @property
    def regels_van_jaar(self) -> pd.DataFrame:
        """Every outcome row of the year of the report, of all variants and scopes."""
        return pd.concat([rijen for (_, _, jaar), rijen in self._delen.items() if jaar == self.jaar] or [self._leeg])

    @cached_property
    def _delen(self) -> dict[tuple[str, str, int], pd.DataFrame]:
        """(kpi, variant, jaar) -> rows; cut once, because a page asks for thousands of them."""
        rijen = self.uitkomsten
        rijen = rijen.assign(
            maat=rijen["kpi"].map({kpi: self.maat(kpi) for kpi in self.definities}),
            **{kolom: rijen[kolom].fillna("") for kolom in _OMVANG if kolom in rijen},
            **{kolom: leeg for kolom, leeg in ZONDER_OORDEEL.items() if kolom not in rijen},
            **({} if "tekst" in rijen else {"tekst": tekst_klein(rijen["te_klein"])}),
        )
        return dict(list(rijen.groupby(["kpi", "variant", "jaar"], sort=False)))

    @cached_property
    def _geordend(self) -> dict[tuple[str, str, int], pd.DataFrame]:
        """What `per_groep` made before."""
        return {}

    @cached_property
    def _leeg(self) -> pd.DataFrame:
        return self.uitkomsten.head(0).assign(**{"maat": "", "tekst": "", **ZONDER_OORDEEL})

    def is_voorlopig(self, kpi: str, jaar: int) -> bool:
        """Whether an outcome of the KPI in that year can still change."""
        return bool(self.regels(kpi, jaar=jaar)["status"].eq("voorlopig").any())

    def maat(self, kpi: str) -> str:
        """The unit in which a value of the KPI is shown: see `eenheden.EENHEDEN`.

        Its eenheid, but a mean of counts is a ratio, and a share of the population gets a decimal more.
        """
        definitie = self.definities[kpi]
        if definitie.eenheid == "aantal" and definitie.noemer != "geen":
            return "ratio"
        return "bevolkingsdeel" if "bevolking" in definitie.gegevens else definitie.eenheid

    @property
    def groep(self) -> str:
        """The column by which this family splits its KPI's: perceel, soort, or wet when it covers both laws."""
        if self.familie in _BEIDE_WETTEN:
            return "wet"
        return "perceel" if any(definitie.percelen for definitie in self.definities.values()) else "soort"

    def per_groep(self, kpi: str, *, jaar: int | None = None, variant: str = "basis") -> pd.DataFrame:
        """Rows of one KPI per perceel, soort or wet (column `groep`), without aanbieder and gemeente.

        Percelen in order and all of them together last, only when there are several; of soorten and laws all together
        comes first and the others stand in the order of the report.
        """
        sleutel = (kpi, variant, jaar or self.jaar)
        if sleutel not in self._geordend:
            self._geordend[sleutel] = self._order(self.regels(kpi, jaar=jaar, variant=variant))
        return self._geordend[sleutel]

    def _order(self, rijen: pd.DataFrame) -> pd.DataFrame:
        rijen = rijen[rijen["aanbieder"].eq("") & rijen["gemeente"].eq("")].assign(groep=lambda r: r[self.groep])
        if self.groep != "perceel":
            return rijen.sort_values("groep", key=lambda kolom: kolom.map(_PLAATS[self.groep]))
        samen = rijen["groep"].eq("")
        apart = rijen[~samen].sort_values("groep")
        return pd.concat([apart, rijen[samen]]) if len(apart) != 1 else apart

    def getoond(self, kpi: str, *, jaar: int | None = None, variant: str = "basis") -> pd.DataFrame:
        """The rows of `per_groep` to lay side by side: every perceel, or the total and every soort or law."""
        rijen = self.per_groep(kpi, jaar=jaar, variant=variant)
        return rijen if self.groep != "perceel" else rijen[rijen["groep"].ne("")]

    def groepen(self, kpi: str) -> list[str]:
        """Every perceel, soort or law that `getoond` has in some year, in order."""
        namen = {groep for jaar in self.jaren for groep in self.getoond(kpi, jaar=jaar)["groep"]}
        return self.op_volgorde(namen)

    def op_volgorde(self, groepen: Iterable[str]) -> list[str]:
        """Percelen, soorten or laws in the order of the report."""
        return sorted(groepen, key=_PLAATS.get(self.groep))

    def per_aanbieder(self, kpi: str, groep: str) -> pd.DataFrame:
        """Rows of one KPI and perceel or soort per aanbieder, ordered by name (column `naam`), Overige last."""
        rijen = self.regels(kpi)
        rijen = rijen[rijen["aanbieder"].ne("") & rijen[self.groep].eq(groep)]
        rijen = rijen.assign(
            naam=[self.naam_aanbieder(agb) for agb in rijen["aanbieder"]], overig=rijen["aanbieder"].eq(OVERIGE)
        )
        return rijen.sort_values(["overig", "naam", "aanbieder"]).drop(columns="overig")

    def per_gemeente(self, kpi: str) -> pd.DataFrame:
        """Rows of one KPI per perceel or soort (column `groep`) × gemeente; none in the shared edition."""
        rijen = self.regels(kpi)
        return rijen[rijen["gemeente"].ne("")].assign(groep=lambda r: r[self.groep]).sort_values(["groep", "gemeente"])

    def onderwerp(self, kpi: str, groep: str) -> Onderwerp:
        """What a norm on this KPI and perceel or soort is about."""
        return Onderwerp(self.familie, kpi, **{self.groep: groep})

    def norm(self, kpi: str, groep: str, *, jaar: int | None = None) -> Besluit | None:
        """The decision in force for a KPI and perceel or soort in a year, default that of the report; None without."""
        return geldend(self.besluiten, self.onderwerp(kpi, groep), jaar or self.jaar) if self.besluiten else None

    def naam_aanbieder(self, agb: str) -> str:
        """Name from aanbieders.csv, with the AGB behind it when two share a name; else the AGB. The small ones that a
        shared report takes together are Overige aanbieders."""
        if agb == OVERIGE:
            return "Overige aanbieders"
        naam = self.aanbieders.get(agb, "")
        if not naam:
            return f"AGB {agb}"
        vaker = Counter(self.aanbieders.values())[naam] > 1
        return f"{naam} ({agb})" if vaker else naam

    def naam_gemeente(self, code: str) -> str:
        """Name from regio.toml; else the code."""
        return self.gemeenten.get(code) or f"Gemeente {code}"

    def naam_groep(self, groep: str) -> str:
        """Perceel 1, Pleegzorg, Jeugdwet, or the words for all of them together."""
        if not groep:
            return SAMEN[self.groep].capitalize()
        if self.groep == "wet":
            return WETTEN.get(groep, groep)
        return f"Perceel {groep}" if self.groep == "perceel" else naam_soort(groep)


def tekst_klein(te_klein: pd.Series) -> pd.Series:
    """What stands in place of a value for rows that do not say it themselves."""
    return pd.Series("", index=te_klein.index, dtype="str").mask(te_klein.astype(bool), TE_KLEIN)


def naam_soort(soort: str) -> str:
    """A soort in words: Behandeld wonen; one without words goes by its key with spaces."""
    return soorten().get(soort, soort.replace("_", " ").capitalize())


def plaats_soort(soort: str) -> tuple:
    """Sorting key: all together first, then the contract's order, then by name."""
    volgorde = list(soorten())
    return (volgorde.index(soort) if soort in volgorde else len(volgorde), soort) if soort else (-1, "")


def plaats_wet(wet: str) -> tuple:
    """Sorting key: both laws together first, then in the order of WETTEN."""
    volgorde = ["", *WETTEN]
    return (volgorde.index(wet) if wet in volgorde else len(volgorde), wet)


ZONDER_OORDEEL = {
    "norm": float("nan"), "grens": float("nan"), "grens_ver": float("nan"), "kans": float("nan"), "oordeel": "",
    "ver": False,
}  # fmt: skip
"""Columns of a verdict for rows that were not judged."""

_OMVANG = ("wet", "perceel", "aanbieder", "gemeente", "soort")
_PLAATS = {"soort": plaats_soort, "wet": plaats_wet}
"""Column that groups the rows -> sorting key; percelen sort by themselves."""


@cache
def soorten() -> dict[str, str]:
    """Soort of youth care -> words, in the contract's order."""
    return _lees("soorten")


@cache
def kenmerken() -> dict[str, str]:
    """Key of a side figure or quality figure -> words."""
    return _lees("kenmerken")


def _lees(naam: str) -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name(f"{naam}.toml").read_text(encoding="utf-8"))
