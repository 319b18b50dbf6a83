"""How far the outcome moves when several choices of definition are made otherwise at once."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from normwijzer.kpi.basisteller import Basisteller, Cel
from normwijzer.kpi.opties import variants
from normwijzer.kpi.optiewaarden import format_waarde
from normwijzer.normen.cellen import SLEUTEL, normkpis
from normwijzer.normen.onderwerp import Onderwerp, heeft_norm

MEESTE_OPTIES = 5
KOLOMMEN = [*SLEUTEL, "opties", "aantal", "laagste", "hoogste"]

_TYPEN = dict.fromkeys((*SLEUTEL, "opties"), "str") | {"aantal": "int64", "laagste": "float64", "hoogste": "float64"}
_DECIMALEN = 9
"""Of influence: equal influence is equal on every machine, and then the order of the file decides."""


def combineer(teller: Basisteller, jaar: int) -> pd.DataFrame:
    """Lowest and highest outcome of the region over all combinations of its most influential options, per onderwerp.

    Per KPI the options that move it most, five at most: each with its own value in the region and the one of its
    variants that moves most. Influence is Σ noemer × |change of waarde| over the onderwerpen of the KPI: about how many
    people it concerns. Options that move nothing, and options for the state, take no part.

    Args:
        teller: a state of the whole region with claims, made ready.
        jaar: the year counted.

    Returns:
        `KOLOMMEN`: opties is `optie=waarde` of the values combined with the region's own, joined with a comma and a
        space (empty: no option moves it), aantal the number of combinations with an outcome, laagste and hoogste
        fractions (the region's own outcome is always one of them). Only onderwerpen with cases, sorted.

    Source: norm-specificatie 1.7.
    """
    kpis = normkpis(teller.regio, teller.familie)
    return _finish(pd.DataFrame([rij for kpi in kpis for rij in _combineer_kpi(teller, kpi, jaar)], columns=KOLOMMEN))


def join_combinaties(delen: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """What `combineer` gave for several families, as one frame; of none an empty one."""
    return _finish(pd.concat([pd.DataFrame(columns=KOLOMMEN).astype(_TYPEN), *delen], ignore_index=True))


def _finish(tabel: pd.DataFrame) -> pd.DataFrame:
    return tabel.astype(_TYPEN).sort_values(SLEUTEL, kind="stable", ignore_index=True)


def _combineer_kpi(teller: Basisteller, kpi: str, jaar: int) -> list[tuple]:
    """Rows as tuples in the order of `KOLOMMEN`."""
    basis = [
        cel
        for cel in teller.cellen(kpi, jaar)
        if cel.noemer > 0 and heeft_norm(Onderwerp(teller.familie, kpi, cel.perceel, cel.soort), jaar)
    ]
    if not basis:
        return []
    plek = {(cel.perceel, cel.soort): nummer for nummer, cel in enumerate(basis)}
    noemer = np.array([cel.noemer for cel in basis])

    def meet(anders: Mapping[str, Any]) -> np.ndarray:
        return _rates(teller.cellen(kpi, jaar, anders), plek)

    gekozen, geteld = _most_influential(teller, kpi, _rates(basis, plek), noemer, meet)
    waarden = []
    for keuze in product((False, True), repeat=len(gekozen)):
        anders = tuple(paar for paar, doe in zip(gekozen, keuze, strict=True) if doe)
        waarden.append(geteld[anders] if anders in geteld else meet(dict(anders)))
    alle = np.array(waarden)
    tekst = ", ".join(f"{naam}={format_waarde(waarde)}" for naam, waarde in gekozen)
    per_cel = zip(basis, (~np.isnan(alle)).sum(axis=0), np.nanmin(alle, axis=0), np.nanmax(alle, axis=0), strict=True)
    return [(teller.familie, kpi, cel.perceel, cel.soort, tekst, *rest) for cel, *rest in per_cel]


def _most_influential(
    teller: Basisteller, kpi: str, basis: np.ndarray, noemer: np.ndarray, meet: Callable[[dict[str, Any]], np.ndarray]
) -> tuple[list[tuple[str, Any]], dict[tuple, np.ndarray]]:
    """(option, its variant) of the most influential ones, in the order of their file; and what was measured already."""
    (_, eigen), *afwijkend = variants(teller.regio, teller.familie, kpi)
    beste: dict[str, tuple[float, Any]] = {}
    geteld: dict[tuple, np.ndarray] = {(): basis}
    for _, opties in afwijkend:
        anders = [(naam, waarde) for naam, waarde in opties.items() if not _same(waarde, eigen[naam])]
        if anders:  # the windows are all there, also the region's own
            ((naam, waarde),) = anders
            geteld[((naam, waarde),)] = meet(dict(anders))
            verschil = np.abs(geteld[((naam, waarde),)] - basis) * noemer
            invloed = round(math.fsum(verschil[~np.isnan(verschil)]), _DECIMALEN)
            if invloed > beste.get(naam, (0.0, None))[0]:
                beste[naam] = invloed, waarde
    meest = sorted(beste, key=lambda naam: -beste[naam][0])[:MEESTE_OPTIES]
    return [(naam, beste[naam][1]) for naam in beste if naam in meest], geteld


def _rates(cellen: Sequence[Cel], plek: Mapping[tuple[str, str], int]) -> np.ndarray:
    """teller / noemer per place; NaN where nobody is counted."""
    uit = np.full(len(plek), np.nan)
    for cel in cellen:
        nummer = plek.get((cel.perceel, cel.soort))
        if nummer is not None and cel.noemer > 0:
            uit[nummer] = cel.teller / cel.noemer
    return uit


def _same(een: Any, ander: Any) -> bool:
    return type(een) is type(ander) and een == ander
