"""Everything the norm report shows, computed and protected already: its sections only pick, format and lay out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from normwijzer.kpi.catalogus import Catalogus, Definitie
from normwijzer.normen.bandbreedte import Bandbreedte
from normwijzer.normen.besluit import Besluit
from normwijzer.normen.betabinomiaal import BetaBinomiaal
from normwijzer.normen.cijfers import BASIS, rijen
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.rapport.gegevens import naam_soort

SLEUTEL = ["familie", "kpi", "perceel", "soort"]
"""Columns that name an onderwerp in a frame."""

HERKOMSTEN = ("besluit", "geldend", "voorstel")
"""Where the norm of a section comes from: see `Beeld`."""


@dataclass(frozen=True)
class Beeld:
    """The norm and the bandwidth that the figures of a section are drawn with.

    herkomst: `besluit` = decided on the year of the report; `geldend` = decided on an earlier year and in force in that
        of the report; `voorstel` = nothing decided: N1 in whole percent with the default bandwidth, only to talk about.
    besluit: None for a proposal.
    """

    norm: float
    band: Bandbreedte
    herkomst: str
    besluit: Besluit | None = None


@dataclass(frozen=True)
class Normblad:
    """One onderwerp in the year of the report. Every frame may be empty. In the shared edition everything over
    aanbieders counts only those that are shown, and all but `cijfers` is in whole percent and per 5.

    definitie: of the KPI. beeld: None when there are too few cases to propose anything and nothing was decided.
    regio: one row per year up to that of the report, oldest first: jaar, teller, noemer, waarde, onder, boven, status,
        te_klein (then the numbers are empty), tekst (words in their place), aanbieders (with cases), groot (of those
        with noemer >= 10; shared: of those in this edition).
    cijfers: per aanbieder, year and variant: jaar, variant, aanbieder, teller, noemer, status; in the shared edition
        exact too, of the shown aanbieders and the basis only: what the explorer computes from, never printed as it is.
    verborgen: jaren ("2023+2024": every set of years, oldest first), variant, aanbieders = how many with cases in
        those years are not shown in each of them; 0 in the internal edition.
    kandidaten: of `verkenning.kandidaten_tabel`, for the year alone and for 2 and 3 years together, with te_klein;
        shared N1 counts all aanbieders.
    gevolgen: of `verkenning.gevolgen_tabel`, every candidate in whole percent × every bandwidth, and one row with band
        "eigen": the norm and the bandwidth of `beeld`.
    keuzelijn, aanbieders, tornado, per_jaar: of the function of that name (aanbieders: `verkenning.per_aanbieder`) at
        the norm and bandwidth of `beeld`; shared the tornado is about the region (`beschermen_norm`). kracht: of
        `verkenning.kracht_tabel`; eigen: the same for the sizes that occur here.
    fit: how much aanbieders differ beyond chance; None with fewer than two.
    zonder_een: aanbieder, norm, verschil: N1 without that aanbieder, largest difference first.
    bootstrap: 95 % interval of N1 over aanbieders; NaN with fewer than two.
    kwartaalsoort, kwartalen: chart per quarter (p or xmr, empty text = none): jaar, kwartaal, teller, noemer and the
        columns of the chart. in_controle: whether no quarter of the year of the report breaks a rule; None = no chart.
    combinaties: opties, aantal, laagste, hoogste: one row at most. rijping, stappen: as `normen.rijping` gives them.
        Shared: in steps beside the value of today (verschil, stap), without opties, counts and stappen.
    besluiten: every decision recorded for this onderwerp, in order. herijking: one row per decision: see
        `uitvoering.herijken`. digest_opties, digest_uitkomst: what the candidates were computed with and from.
    opties: option -> value as text, of today.
    """

    onderwerp: Onderwerp
    definitie: Definitie
    beeld: Beeld | None
    regio: pd.DataFrame
    cijfers: pd.DataFrame
    verborgen: pd.DataFrame
    kandidaten: pd.DataFrame
    gevolgen: pd.DataFrame
    keuzelijn: pd.DataFrame
    kracht: pd.DataFrame
    eigen: pd.DataFrame
    aanbieders: pd.DataFrame
    fit: BetaBinomiaal | None
    per_jaar: pd.DataFrame
    zonder_een: pd.DataFrame
    bootstrap: tuple[float, float]
    tornado: pd.DataFrame
    combinaties: pd.DataFrame
    kwartaalsoort: str
    kwartalen: pd.DataFrame
    in_controle: bool | None
    rijping: pd.DataFrame
    stappen: pd.DataFrame
    besluiten: tuple[Besluit, ...]
    herijking: pd.DataFrame
    digest_opties: str
    digest_uitkomst: str
    opties: Mapping[str, str] = field(default_factory=dict)

    @property
    def richting(self) -> str:
        """hoger_is_beter or lager_is_beter."""
        return self.definitie.richting

    @property
    def lager(self) -> bool:
        """Whether lower is better, so that worse is higher."""
        return self.definitie.richting == "lager_is_beter"

    @property
    def nu(self):
        """The row of the region in the year of the report: a named tuple with the columns of `regio`."""
        return next(self.regio.tail(1).itertuples())


@dataclass(frozen=True)
class Normrapport:
    """The norms of one region, seen from one year: everything up to and including `jaar`.

    bladen: onderwerp -> its sheet, in the order of the report. catalogi: familie -> catalogue. aanbieders: AGB ->
    name. verantwoording: heading -> value in words, in order. verkend: whether ripening, combinations and quarters
    were computed for this year.
    """

    regio: str
    naam: str
    jaar: int
    editie: str
    synthetisch: bool
    bekend_op: pd.Timestamp
    bladen: Mapping[Onderwerp, Normblad]
    catalogi: Mapping[str, Catalogus]
    aanbieders: Mapping[str, str]
    verantwoording: Mapping[str, str]
    verkend: bool = False

    @property
    def titel(self) -> str:
        return f"Norm bepalen, {self.naam}, {self.jaar}"

    @property
    def is_exact(self) -> bool:
        """Whether this edition has exact numbers; the shared one rounds what is summed over all aanbieders."""
        return self.editie == "intern"

    @property
    def digest_invoer(self) -> str:
        """Of messages and settings; empty when unknown."""
        return self.verantwoording.get("Digest van de invoer (SHA-256)", "")

    @property
    def onderwerpen(self) -> tuple[Onderwerp, ...]:
        """Everything that has a sheet, in the order of the report."""
        return tuple(self.bladen)

    @property
    def jaren(self) -> list[int]:
        """Every year with a row of some onderwerp, oldest first; the last is that of the report."""
        return sorted({int(jaar) for blad in self.bladen.values() for jaar in blad.regio["jaar"]} | {self.jaar})

    @cached_property
    def cijfers(self) -> pd.DataFrame:
        """`Normblad.cijfers` of all onderwerpen together, with the columns of SLEUTEL in front."""
        delen = [
            blad.cijfers.assign(**{kolom: getattr(onderwerp, kolom) for kolom in SLEUTEL})
            for onderwerp, blad in self.bladen.items()
        ]
        kolommen = [*SLEUTEL, "jaar", "variant", "aanbieder", "teller", "noemer", "status"]
        return pd.concat(delen, ignore_index=True)[kolommen] if delen else pd.DataFrame(columns=kolommen)

    def van_kpi(self, kpi: str) -> list[Normblad]:
        """The sheets of one KPI, in order; empty when it has none."""
        return [blad for onderwerp, blad in self.bladen.items() if onderwerp.kpi == kpi and _is_wmo(onderwerp)]

    def overige(self) -> list[Normblad]:
        """The sheets of families without percelen, in order."""
        return [blad for onderwerp, blad in self.bladen.items() if not _is_wmo(onderwerp)]

    def hoeveel_verborgen(self, onderwerp: Onderwerp, jaren: list[int], variant: str = "basis") -> int:
        """Aanbieders with cases in these years that take no part because they are not shown in each of them."""
        tabel = self.bladen[onderwerp].verborgen
        sleutel = "+".join(map(str, sorted(jaren)))
        return int(tabel.loc[tabel["jaren"].eq(sleutel) & tabel["variant"].eq(variant), "aanbieders"].sum())

    def naam_kpi(self, onderwerp: Onderwerp) -> str:
        """Title of the KPI, with its number when it has one."""
        definitie = self.bladen[onderwerp].definitie
        return f"{definitie.nummer} {definitie.titel}".strip()

    def naam_groep(self, onderwerp: Onderwerp) -> str:
        """Perceel 1, Pleegzorg, or Hele regio."""
        if onderwerp.perceel:
            return f"Perceel {onderwerp.perceel}"
        return naam_soort(onderwerp.soort) if onderwerp.soort else "Hele regio"

    def naam_onderwerp(self, onderwerp: Onderwerp) -> str:
        """KPI and perceel or soort: Uitval, perceel 1."""
        groep = self.naam_groep(onderwerp)
        return f"{self.naam_kpi(onderwerp)}, {groep[:1].lower() + groep[1:]}"

    def naam_aanbieder(self, agb: str) -> str:
        """Name from aanbieders.csv, with the AGB behind it when two share a name; else the AGB."""
        naam = self.aanbieders.get(agb, "")
        if not naam:
            return f"AGB {agb}"
        return f"{naam} ({agb})" if self._namen[naam] > 1 else naam

    @cached_property
    def _namen(self) -> Counter:
        return Counter(self.aanbieders.values())


def in_elk_jaar(cijfers: pd.DataFrame, jaren: Iterable[int]) -> pd.DataFrame:
    """The rows of these years of the aanbieders that have one in each of them, with the definition of the region.

    Of an aanbieder that is shown in one of two years, the sum over both would tell of the other.
    """
    gekozen = set(jaren)
    mee = rijen(cijfers, gekozen, BASIS)
    return mee[mee.groupby("aanbieder")["jaar"].transform("nunique").eq(len(gekozen))].reset_index(drop=True)


def _is_wmo(onderwerp: Onderwerp) -> bool:
    return bool(onderwerp.perceel)
