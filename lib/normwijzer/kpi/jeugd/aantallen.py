"""J1–J3: how many jeugdigen are in verblijf, of whom, and beside ambulant care (001; `kpi-specificatie` 4.2, 5.30)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import overlaps, runs_on
from ..groep import contractjaar
from .intervallen import Keuzes
from .neven import make_neven
from .rijen import is_definitief, join_rijen, make_rijen
from .zorg import AMBULANT, BASISJAAR, GEZINSGERICHT, VERBLIJF, Zorg

J1, J2, J3 = "jeugdigen_in_verblijf", "verblijf_per_populatie", "verblijf_per_ambulant"
LEEFTIJDEN = {"0-17": (0, 17), "0-22": (0, 22)}


def count_aantal(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of J1: the total, and per soort and per aanbieder with anybody."""
    jeugdigen = in_zorg(zorg, select_soorten(opties), jaar, opties["basis"])
    definitief = is_definitief(zorg, jaar, opties)
    per_soort, per_aanbieder = count_scopes(zorg, jeugdigen)
    return join_rijen(
        make_rijen(jeugdigen.client.nunique(), eenheid="aantal", definitief=definitief),
        make_rijen(per_soort, eenheid="aantal", definitief=definitief, soort=per_soort.index),
        make_rijen(per_aanbieder, eenheid="aantal", definitief=definitief, aanbieder=per_aanbieder.index),
    )


def count_per_populatie(zorg: Zorg, bevolking: pd.DataFrame, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of J2; no row when the population of a gemeente or age is not known.

    teller: jeugdigen of J1 of these ages on 1 January, born in the year itself counts as 0; not those without a known
    year of birth. noemer: inhabitants of the region of these ages.

    Args:
        bevolking: `Bronnen.bevolking`.
    """
    noemer = sum_bevolking(zorg, bevolking, jaar, opties)
    if noemer is None:
        return join_rijen()
    van, tot = LEEFTIJDEN[opties["leeftijd"]]
    leeftijd = _ages(zorg, jaar, opties)
    teller = int(((leeftijd >= van) & (leeftijd <= tot)).sum())
    definitief = is_definitief(zorg, jaar, opties)
    return make_rijen(teller, noemer, eenheid="fractie", definitief=definitief, interval=teller <= noemer)


def count_per_ambulant(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of J3: jeugdigen of J1 per jeugdige with ambulant care; a ratio, as one can have both."""
    teller = in_zorg(zorg, select_soorten(opties), jaar, opties["basis"]).client.nunique()
    noemer = in_zorg(zorg, (AMBULANT,), jaar, opties["basis"]).client.nunique()
    return make_rijen(teller, noemer, eenheid="ratio", definitief=is_definitief(zorg, jaar, opties))


def side_aantal(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J1: zonder_gezinsgericht (jeugdigen in another verblijf than pleegzorg and gezinshuis), index and
    index_zonder_gezinsgericht (basisjaar = 100, total and per soort, base counted on the same state; waarde empty
    without anybody in the base), stand_31_december (total and per soort; on K when that is earlier)."""
    soorten = select_soorten(opties)
    zwaar = tuple(soort for soort in soorten if soort not in GEZINSGERICHT)
    nu, toen = (in_zorg(zorg, soorten, j, opties["basis"]) for j in (jaar, BASISJAAR))
    stand = on_day(zorg, soorten, jaar)
    per_soort, _ = count_scopes(zorg, stand)
    return [
        make_neven(J1, "zonder_gezinsgericht", _jeugdigen(nu, zwaar)),
        _index("index", [None, *soorten], [_jeugdigen(nu), *(_jeugdigen(nu, (s,)) for s in soorten)],
               [_jeugdigen(toen), *(_jeugdigen(toen, (s,)) for s in soorten)]),
        _index("index_zonder_gezinsgericht", [None], [_jeugdigen(nu, zwaar)], [_jeugdigen(toen, zwaar)]),
        make_neven(J1, "stand_31_december", stand.client.nunique()),
        make_neven(J1, "stand_31_december", per_soort, soort=per_soort.index),
    ]  # fmt: skip


def side_per_populatie(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J2: 18_plus (18 or older on 1 January) and zonder_geboortejaar, of the jeugdigen of J1."""
    leeftijd = _ages(zorg, jaar, opties)
    return [
        make_neven(J2, "18_plus", int((leeftijd >= 18).sum()), len(leeftijd)),
        make_neven(J2, "zonder_geboortejaar", int((leeftijd < 0).sum()), len(leeftijd)),
    ]


def side_per_ambulant(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J3: ambulant (jeugdigen with ambulant care) and beide (those also in verblijf)."""
    ambulant = in_zorg(zorg, (AMBULANT,), jaar, opties["basis"]).client.unique()
    verblijf = in_zorg(zorg, select_soorten(opties), jaar, opties["basis"]).client.unique()
    return [
        make_neven(J3, "ambulant", len(ambulant)),
        make_neven(J3, "beide", len(np.intersect1d(ambulant, verblijf)), len(ambulant)),
    ]


def select_soorten(opties: Mapping[str, Any]) -> tuple[str, ...]:
    """The soorten that are verblijf under options verblijf_soorten and tom_als_verblijf, in the contract's order."""
    return Keuzes.of(opties).soorten


def in_zorg(zorg: Zorg, soorten: tuple[str, ...], jaar: int, basis: str = "levering") -> pd.DataFrame:
    """Distinct client, aanbieder, soort with a leveringsdag in the year, or with a toewijzing in it (option basis)."""
    venster = contractjaar(jaar)
    if basis == "levering":
        frame = zorg.perioden
        raakt = overlaps(frame.begin.to_numpy(), zorg.last_day(venster.einde), venster.begin, venster.einde)
    else:
        frame = zorg.toewijzingen
        begonnen = frame.van <= min(venster.einde, zorg.bekend_op)
        raakt = (frame.loopt & begonnen & (frame.tot >= venster.begin)).to_numpy(dtype=bool)
    return _distinct(frame[raakt & frame.soort.isin(soorten).to_numpy()])


def on_day(zorg: Zorg, soorten: tuple[str, ...], jaar: int) -> pd.DataFrame:
    """Distinct client, aanbieder, soort with a leveringsdag on 31 December, or on K when that is earlier."""
    dag, p = min(contractjaar(jaar).einde, zorg.bekend_op), zorg.perioden
    loopt = runs_on(p.begin.to_numpy(), p.einde.to_numpy(), dag)
    return _distinct(p[loopt & p.soort.isin(soorten).to_numpy()])


def count_scopes(zorg: Zorg, jeugdigen: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Distinct clients per soort (contract's order) and per aanbieder (AGB), those with anybody."""
    per_soort = jeugdigen.groupby("soort").client.nunique()
    bekend = jeugdigen[jeugdigen.aanbieder >= 0]
    per_aanbieder = bekend.groupby("aanbieder").client.nunique()
    per_aanbieder.index = zorg.aanbieders[per_aanbieder.index.to_numpy(dtype="int64")]
    return per_soort.reindex([soort for soort in VERBLIJF if soort in per_soort.index]), per_aanbieder


def sum_bevolking(zorg: Zorg, bevolking: pd.DataFrame, jaar: int, opties: Mapping[str, Any]) -> float | None:
    """Inhabitants of the region of the ages of option leeftijd, on 1 January or averaged over two years (populatie).

    None unless every gemeente of the region has every age in every year that is needed.
    """
    jaren = (jaar, jaar + 1) if opties["populatie"] == "gemiddeld" else (jaar,)
    van, tot = LEEFTIJDEN[opties["leeftijd"]]
    gemeenten = list(zorg.regio.gemeenten)
    mee = bevolking[bevolking.jaar.isin(jaren) & bevolking.leeftijd.between(van, tot)]
    mee = mee[mee.gemeente.isin(gemeenten)]
    nodig = len(jaren) * (tot - van + 1) * len(gemeenten)
    if len(mee.drop_duplicates(["gemeente", "jaar", "leeftijd"])) < nodig:
        return None
    return float(mee.aantal.sum()) / len(jaren)


def _distinct(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[["client", "aanbieder", "soort"]].drop_duplicates().reset_index(drop=True)


def _jeugdigen(frame: pd.DataFrame, soorten: tuple[str, ...] | None = None) -> int:
    return int((frame if soorten is None else frame[frame.soort.isin(soorten)]).client.nunique())


def _ages(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> np.ndarray:
    """Age on 1 January of each jeugdige of J1, 0 when born in the year or later, −1 when unknown."""
    wie = in_zorg(zorg, select_soorten(opties), jaar, opties["basis"]).client.unique()
    geboren = zorg.geboortejaar[wie]
    return np.where(geboren < 0, -1, np.maximum(jaar - 1 - geboren, 0))


def _index(kenmerk: str, soorten: list[str | None], nu: list[int], toen: list[int]) -> pd.DataFrame:
    noemer = np.array(toen, dtype=float)
    waarde = np.divide(100.0 * np.array(nu), noemer, out=np.full(len(toen), np.nan), where=noemer > 0)
    frame = make_neven(J1, kenmerk, nu, noemer, waarde=waarde, eenheid="index", soort=soorten)
    return frame[frame.soort.isna() | (frame.teller > 0) | (frame.noemer > 0)]
