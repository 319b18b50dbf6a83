"""J10 and the etmalen of other KPI's: claimed days of verblijf (001; `kpi-specificatie` 4.2, 5.33)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ..groep import contractjaar
from .aantallen import select_soorten
from .neven import make_neven
from .rijen import is_definitief, join_rijen, make_rijen
from .zorg import VERBLIJF, Zorg

J10 = "etmalen_verblijf"
ETMAAL = "14"
TELT_MEE = ("toegekend", "gecrediteerd", "ingediend")
"""Verdicts that count; for a credit too, whatever became of its debit."""


def count_etmalen(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of J10, net of credits: the total, and per soort and aanbieder where it is not 0.

    Lines without a known jeugdige and lines on a deleted toewijzing count too (5.3).
    """
    regels, definitief = select_etmalen(zorg, select_soorten(opties), jaar), is_definitief(zorg, jaar, opties)
    per_soort, per_aanbieder = _sum_scopes(zorg, regels)
    return join_rijen(
        make_rijen(regels.etmalen.sum(), eenheid="etmalen", definitief=definitief),
        make_rijen(per_soort, eenheid="etmalen", definitief=definitief, soort=per_soort.index),
        make_rijen(per_aanbieder, eenheid="etmalen", definitief=definitief, aanbieder=per_aanbieder.index),
    )


def side_etmalen(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J10: nog_in_behandeling (net etmalen without a verdict, inside the figure), afgewezen (net etmalen of
    refused lines, outside it), andere_eenheden (lines of verblijf in another eenheid, outside it, not converted),
    zonder_jeugdige (lines inside the figure whose jeugdige is not known)."""
    regels = select_regels(zorg, select_soorten(opties), jaar)
    mee = select_etmalen(zorg, select_soorten(opties), jaar)
    return [
        make_neven(J10, "nog_in_behandeling", mee.etmalen[mee.status.eq("ingediend")].sum(), eenheid="etmalen"),
        make_neven(J10, "afgewezen", regels.etmalen[regels.status.eq("afgewezen")].sum(), eenheid="etmalen"),
        make_neven(J10, "andere_eenheden", int((~_in_etmalen(regels)).sum()), len(regels), eenheid="fractie"),
        make_neven(J10, "zonder_jeugdige", int((mee.client < 0).sum()), len(mee), eenheid="fractie"),
    ]


def select_regels(zorg: Zorg, soorten: tuple[str, ...], jaar: int) -> pd.DataFrame:
    """Claim lines of these soorten whose ProductPeriode begins in the year, whatever their eenheid and verdict.

    With column etmalen: signed volume (debit +, credit −); 0 in another eenheid or without volume.
    """
    venster, p = contractjaar(jaar), zorg.prestaties
    regels = p[p.soort.isin(soorten) & p.begin.between(venster.begin, venster.einde)].reset_index(drop=True)
    volume = regels.volume.to_numpy(dtype=float, na_value=np.nan)
    etmalen = np.where(_in_etmalen(regels), np.nan_to_num(volume) * regels.teken.to_numpy(), 0.0)
    return regels.assign(etmalen=etmalen)


def select_etmalen(zorg: Zorg, soorten: tuple[str, ...], jaar: int) -> pd.DataFrame:
    """The lines of `select_regels` that count: in etmalen and not refused."""
    regels = select_regels(zorg, soorten, jaar)
    return regels[_in_etmalen(regels) & regels.status.isin(TELT_MEE)].reset_index(drop=True)


def _in_etmalen(regels: pd.DataFrame) -> np.ndarray:
    return regels.eenheid.isin([ETMAAL]).to_numpy()


def _sum_scopes(zorg: Zorg, regels: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Net etmalen per soort (contract's order) and per aanbieder (AGB), those not 0."""
    per_soort = regels.groupby("soort").etmalen.sum()
    per_soort = per_soort.reindex([soort for soort in VERBLIJF if soort in per_soort.index])
    bekend = regels[regels.aanbieder >= 0]
    per_aanbieder = bekend.groupby("aanbieder").etmalen.sum()
    per_aanbieder.index = zorg.aanbieders[per_aanbieder.index.to_numpy(dtype="int64")]
    return per_soort[per_soort != 0], per_aanbieder[per_aanbieder != 0]
