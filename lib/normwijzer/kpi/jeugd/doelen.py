"""The targets of the source beside the figures: the line from the base year to the target year, and how far we are."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ..catalogus import Catalogus, Definitie, Doel

KOLOMMEN = [
    "kpi", "soort", "basisjaar", "doeljaar", "vorm", "doel", "basiswaarde", "streefwaarde", "waarde", "voortgang",
    "lijn", "gehaald", "eenheid", "n", "basis_n",
]  # fmt: skip
ZONDER_GEZINSGERICHT = "zonder_gezinsgericht"
_GELIJK = 1e-9
"""Smallest difference that is more than rounding of a computer."""

Gemeten = dict[tuple[str, str], tuple[float, float]]
"""(kpi, soort) -> value of one year and the number of people or periods behind it; soort '' = all."""

_NIETS = (np.nan, np.nan)


def list_doelen(catalogus: Catalogus, jaar: int, measure: Callable[[int], Gemeten]) -> pd.DataFrame:
    """One row per target of the catalogue, in its order.

    Columns: kpi; soort ('' = all, `zonder_gezinsgericht`, or one soort); basisjaar; doeljaar; vorm (`waarde`: doel is
    the value to reach, `verandering`: the share of change since basisjaar); doel; basiswaarde; streefwaarde (to reach
    in doeljaar); waarde (of `jaar`); voortgang (share of the way from basiswaarde to streefwaarde, can be below 0 or
    above 1; empty without a base, or when the base was at the target or better: then there is no way to go); lijn
    (straight from base to target in `jaar`; streefwaarde
    after doeljaar, and when the base was there already; empty before basisjaar); gehaald (whether
    waarde is at streefwaarde or better; NA unknown); eenheid; n and basis_n (people or periods behind waarde and
    basiswaarde: the noemer, or the teller of a count).

    Args:
        measure: the values of a year on one and the same state; a KPI without a value may be absent.
    """
    jaren: dict[int, Gemeten] = {}
    rijen = []
    for definitie in catalogus.definities.values():
        for doel in definitie.doelen:
            nu, basis = (
                jaren.setdefault(j, measure(j) if j not in jaren else {}).get((definitie.kpi, doel.soort), _NIETS)
                for j in (jaar, doel.basisjaar)
            )
            rijen.append(_row(definitie, doel, jaar, nu, basis))
    tabel = pd.DataFrame(rijen, columns=KOLOMMEN).astype(
        dict.fromkeys(("doel", "basiswaarde", "streefwaarde", "waarde", "voortgang", "lijn", "n", "basis_n"), "float64")
    )
    typen = {"kpi": "str", "soort": "str", "vorm": "str", "eenheid": "str", "gehaald": "boolean"}
    return tabel.astype(typen | {"basisjaar": "int64", "doeljaar": "int64"})


def _row(definitie: Definitie, doel: Doel, jaar: int, nu: tuple[float, float], toen: tuple[float, float]) -> tuple:
    (waarde, n), (basis, basis_n) = nu, toen
    streef = basis * (1 + doel.doel) if doel.vorm == "verandering" else doel.doel
    weg, al_bereikt = streef - basis, _reached(definitie.richting, basis, streef) is True
    voortgang = np.nan if al_bereikt else (waarde - basis) / weg
    deel = min(1.0, (jaar - doel.basisjaar) / (doel.doeljaar - doel.basisjaar))
    lijn = np.nan if deel < 0 else streef if al_bereikt else basis + weg * deel
    return (
        definitie.kpi, doel.soort, doel.basisjaar, doel.doeljaar, doel.vorm, doel.doel, basis, streef, waarde,
        voortgang, lijn, _reached(definitie.richting, waarde, streef), definitie.eenheid, n, basis_n,
    )  # fmt: skip


def _reached(richting: str, waarde: float, streef: float) -> object:
    if np.isnan(waarde) or np.isnan(streef):
        return pd.NA
    return bool(waarde >= streef - _GELIJK if richting == "hoger_is_beter" else waarde <= streef + _GELIJK)
