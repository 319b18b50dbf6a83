"""The counts that a sheet of the norm report is computed from: all of them, or in the shared edition the shown ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from normwijzer.normen.bandbreedte import KLEINSTE
from normwijzer.normen.cijfers import BASIS, rijen, tel
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.rapport.norm.gegevens import in_elk_jaar
from normwijzer.uitvoering.beschermen_norm import kies_getoond

CIJFERS = ["jaar", "variant", "aanbieder", "teller", "noemer", "status"]

_REGIO = ["jaar", "teller", "noemer", "waarde", "onder", "boven", "status", "te_klein", "tekst"]
_MEESTE_JAREN = 6
"""Years of which every set is counted in `tel_verborgen`; of more years only the last."""

_SAMEN = "regio"
"""Stands for an aanbieder where a KPI has none and only the region can be counted."""


@dataclass(frozen=True, eq=False)
class Bron:
    """Counts of one onderwerp up to `jaar`.

    cijfers: per aanbieder that takes part (`normen.cijfers`): inside all with cases and every variant, shared only the
    shown ones, basis only. alle: basis counts of all aanbieders (of a KPI without any the region), shared only of years
    in which the region is shown: only for what adds them all up. met_gevallen: jaar, aanbieder of everybody with cases.
    regio: see `Normblad.regio`. regio_nu: exact counts of the region in `jaar`; None when not shown.
    """

    jaar: int
    richting: str
    deelbaar: bool
    alleen_regio: bool
    cijfers: pd.DataFrame
    alle: pd.DataFrame
    met_gevallen: pd.DataFrame
    regio: pd.DataFrame
    regio_nu: tuple[int, int] | None

    @property
    def te_klein(self) -> bool:
        """Whether the region has no numbers in the year of the report."""
        return bool(self.regio["te_klein"].iloc[-1])

    @property
    def basis(self) -> pd.DataFrame:
        """`cijfers` with the definition of the region."""
        return self.cijfers[self.cijfers["variant"].eq(BASIS)]

    @property
    def van_jaar(self) -> pd.DataFrame:
        """`basis` in the year of the report."""
        return self.basis[self.basis["jaar"].eq(self.jaar)]

    @property
    def nu(self) -> pd.DataFrame:
        """Counts per aanbieder in the year of the report."""
        return tel(self.basis, [self.jaar])

    @property
    def getoonde_jaren(self) -> list[int]:
        """Years in which the region has numbers."""
        return self.regio.loc[~self.regio["te_klein"], "jaar"].tolist()

    def som(self, jaren: Sequence[int]) -> tuple[int, int] | None:
        """teller and noemer of all aanbieders over these years; None when one of them is not shown or has none."""
        alle = rijen(self.alle, jaren, BASIS)
        alle = alle[alle["noemer"].gt(0)]
        if not set(jaren) <= set(alle["jaar"]) & set(self.getoonde_jaren):
            return None
        return int(alle["teller"].sum()), int(alle["noemer"].sum())


def lees_bron(
    onderwerp: Onderwerp, exact: pd.DataFrame, beschermd: pd.DataFrame, jaar: int, *, deelbaar: bool
) -> Bron:
    """What takes part, of the rows of one onderwerp: see `normblad.maak_blad`."""
    volledig = _cijfers(exact)
    cijfers = _cijfers(kies_getoond(exact, beschermd)) if deelbaar else volledig
    regio = _regio(beschermd, jaar)
    basis = volledig[volledig["variant"].eq(BASIS)]
    alle = basis if len(volledig) else _als_cijfers(exact[exact["variant"].eq(BASIS)])
    if deelbaar:
        alle = alle[alle["jaar"].isin(regio.loc[~regio["te_klein"], "jaar"])].reset_index(drop=True)
    return Bron(
        jaar=jaar,
        richting=onderwerp.definitie.richting,
        deelbaar=deelbaar,
        alleen_regio=volledig.empty,
        cijfers=cijfers,
        alle=alle,
        met_gevallen=basis[["jaar", "aanbieder"]].reset_index(drop=True),
        regio=_met_aantallen(regio, basis, cijfers, deelbaar),
        regio_nu=_regio_nu(exact, regio, jaar),
    )


def tel_verborgen(bron: Bron) -> pd.DataFrame:
    """Per set of years how many aanbieders with cases take no part because they are not shown in each of those years.

    Returns:
        jaren ("2023+2024"), variant (basis), aanbieders (int64; 0 inside); of the last six years every set.
    """
    jaren = sorted(bron.met_gevallen["jaar"].unique())[-_MEESTE_JAREN:]
    uit = []
    for hoeveel in range(1, len(jaren) + 1):
        for keuze in combinations(jaren, hoeveel):
            alle = bron.met_gevallen[bron.met_gevallen["jaar"].isin(keuze)]["aanbieder"].nunique()
            mee = in_elk_jaar(bron.basis, keuze)["aanbieder"].nunique() if bron.deelbaar else alle
            uit.append(("+".join(map(str, keuze)), BASIS, alle - mee))
    return pd.DataFrame(uit, columns=["jaren", "variant", "aanbieders"]).astype({"aanbieders": "int64"})


def _cijfers(uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """Counts per aanbieder with cases: the columns of `normen.cijfers`."""
    mee = uitkomsten["aanbieder"].ne("") & _met_gevallen(uitkomsten)
    return _tellingen(uitkomsten[mee])


def _als_cijfers(uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """The row of the region as if it were one aanbieder, for a KPI that has no figures per aanbieder."""
    mee = uitkomsten["aanbieder"].eq("") & _met_gevallen(uitkomsten)
    return _tellingen(uitkomsten[mee].assign(aanbieder=_SAMEN))


def _met_gevallen(uitkomsten: pd.DataFrame) -> pd.Series:
    return uitkomsten["noemer"].astype("Float64").gt(0).fillna(False).astype(bool)


def _tellingen(uitkomsten: pd.DataFrame) -> pd.DataFrame:
    return uitkomsten[CIJFERS].astype({"teller": "Int64", "noemer": "Int64"}).reset_index(drop=True)


def _regio(beschermd: pd.DataFrame, jaar: int) -> pd.DataFrame:
    """One row per year of the region itself, the year of the report last, also when it has no row."""
    basis = beschermd[beschermd["variant"].eq(BASIS) & beschermd["aanbieder"].eq("")]
    basis = basis if "tekst" in basis else basis.assign(tekst="")
    regio = basis[_REGIO].sort_values("jaar", ignore_index=True)
    if jaar not in set(regio["jaar"]):
        leeg = {"jaar": jaar, "teller": 0, "noemer": 0, "status": "definitief", "te_klein": False, "tekst": ""}
        regio = pd.concat([regio, pd.DataFrame([leeg])], ignore_index=True)
    return regio.astype({"jaar": "int64", "te_klein": "bool"})


def _met_aantallen(regio: pd.DataFrame, basis: pd.DataFrame, cijfers: pd.DataFrame, deelbaar: bool) -> pd.DataFrame:
    """With how many aanbieders have cases, and how many of those are large enough or, shared, shown."""
    mee = cijfers if deelbaar else basis[basis["noemer"].ge(KLEINSTE)]
    aantallen = {naam: regio["jaar"].map(per["jaar"].value_counts()).fillna(0).astype("int64") for naam, per in
                 (("aanbieders", basis), ("groot", mee))}  # fmt: skip
    return regio.assign(**aantallen)


def _regio_nu(exact: pd.DataFrame, regio: pd.DataFrame, jaar: int) -> tuple[int, int] | None:
    if regio["te_klein"].iloc[-1]:
        return None
    mee = exact["variant"].eq(BASIS) & exact["aanbieder"].eq("") & exact["jaar"].eq(jaar) & _met_gevallen(exact)
    tellingen = exact.loc[mee, ["teller", "noemer"]].to_numpy(dtype=float, na_value=np.nan)
    return None if not len(tellingen) else (round(tellingen[0, 0]), round(tellingen[0, 1]))
