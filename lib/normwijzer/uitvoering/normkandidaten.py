"""The candidates for a norm on one sheet, for the year alone and for two and three years together."""

import math

import pandas as pd

from normwijzer.normen.cijfers import jaarkeuzes, tel
from normwijzer.normen.kandidaten import kandidaten
from normwijzer.rapport.norm.gegevens import in_elk_jaar
from normwijzer.uitvoering.beschermen_norm import rond_kandidaten
from normwijzer.uitvoering.normbron import Bron

_MINSTE_AANBIEDERS = 2


def maak_kandidaten(bron: Bron) -> pd.DataFrame:
    """Columns of `verkenning.kandidaten_tabel` and te_klein (then there is no norm).

    Of a region without aanbieders only N1. Shared: N1 counts all aanbieders, as the decision does; the others count
    those that are shown in each of the years, two at least; all in whole percent.
    """
    if bron.te_klein:
        return _leeg(bron)
    tabellen = [_over(bron, jaren) for jaren in jaarkeuzes(bron.alle, bron.jaar)]
    if not tabellen:
        return kandidaten([], [], bron.richting).head(0).assign(jaren="", te_klein=pd.Series(dtype="bool"))
    return pd.concat(tabellen, ignore_index=True).assign(te_klein=False)


def _over(bron: Bron, jaren: tuple[int, ...]) -> pd.DataFrame:
    tabel = _tel(bron.alle, jaren, bron.richting)
    if bron.alleen_regio:
        tabel = tabel[tabel["id"].eq("N1")].assign(k=0)
    if not bron.deelbaar:
        return tabel
    gewogen = tabel["id"].eq("N1")
    getoond = in_elk_jaar(bron.basis, jaren)
    rest = _tel(getoond, jaren, bron.richting)
    rest = rest[rest["id"].ne("N1")] if getoond["aanbieder"].nunique() >= _MINSTE_AANBIEDERS else rest.head(0)
    return rond_kandidaten(pd.concat([tabel[gewogen], rest], ignore_index=True))


def _tel(cijfers: pd.DataFrame, jaren: tuple[int, ...], richting: str) -> pd.DataFrame:
    geteld = tel(cijfers, jaren)
    return kandidaten(geteld["teller"], geteld["noemer"], richting).assign(jaren="+".join(map(str, jaren)))


def _leeg(bron: Bron) -> pd.DataFrame:
    """One row that says that there is nothing to show."""
    tabel = kandidaten([], [], bron.richting)
    tabel = tabel[tabel["id"].eq("N1")]
    return tabel.assign(norm=math.nan, norm_heel=math.nan, k=0, n=0, jaren=str(bron.jaar), te_klein=True)
