"""J5–J7: how long verblijf lasted when it ended (001; `kpi-specificatie` 3.2, 5.5, 5.6, 5.29, 5.37)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ...perioden import DAGEN_PER_MAAND, add_months, dagnummer, union
from ...statistiek import mean_exact, sum_exact
from .afsluiting import equal_lookback, list_counted, list_ended
from .neven import make_neven
from .rijen import bound_fraction, bound_range, is_definitief, make_rijen
from .verblijfsperioden import link
from .zorg import GEZINSGERICHT, VERBLIJF, Zorg

J5, J6, J7 = "maanden_verblijf_gemiddeld", "maanden_verblijf_mediaan", "verblijf_korter_dan_9_maanden"
GRENS_MAANDEN = 9
"""J7: shorter than this."""


def count_gemiddeld(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of J5: teller = sum of months, noemer = periods; total and per vorm with periods."""
    return _rows(zorg, jaar, opties, J5)


def count_mediaan(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of J6: median of the months (type-7 quantile), no teller, noemer = periods; total and per vorm."""
    return _rows(zorg, jaar, opties, J6)


def count_korter(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of J7: teller = periods shorter than nine calendar months, noemer = periods; total and per vorm."""
    return _rows(zorg, jaar, opties, J7)


def side_duur(zorg: Zorg, jaar: int, opties: Mapping[str, Any], kpi: str) -> list[pd.DataFrame]:
    """Beside J5, J6 and J7, the same figure otherwise (teller, noemer, waarde, eenheid as of the KPI).

    zonder_gezinsgericht: periods whose vorm is not pleegzorg or gezinshuis. zonder_links_afgekapt: without periods that
    began at most 31 days after the first day of the data. gelijke_terugkijk: begins cut so that every year has the same
    length of history behind it (`equal_lookback`), also zonder_gezinsgericht. Then `side_ended`. How a year
    relates to the base year stands in the frame doelen.
    """
    meet, figuur, eenheid = _FIGURES[kpi]
    rijen = []
    for kenmerk, perioden in _selections(zorg, jaar, opties).items():
        f = figuur(meet(perioden[perioden.mee], opties))
        rijen.append(make_neven(kpi, kenmerk, f.teller, f.noemer, waarde=f.waarde, eenheid=eenheid))
    return rijen + side_ended(zorg, jaar, opties, kpi)


def side_ended(zorg: Zorg, jaar: int, opties: Mapping[str, Any], kpi: str) -> list[pd.DataFrame]:
    """Numbers beside J5–J7, J12 and J13, of the periods that ended in the year.

    administratief_geeindigd: of all that ended. niet_beoordeelbaar: that would count but cannot be judged yet. Of those
    that are in the figure: einde_afgeleid, rond_18, contractovergang, links_afgekapt.
    """
    einden = list_ended(zorg, jaar, opties)
    counted = list_counted(zorg, jaar, opties)
    mee = counted[counted.mee]
    return [
        make_neven(kpi, "administratief_geeindigd", einden.administratief.sum()),
        make_neven(kpi, "niet_beoordeelbaar", (~counted.beoordeelbaar).sum()),
        make_neven(kpi, "einde_afgeleid", mee.afgeleid.sum()),
        make_neven(kpi, "rond_18", mee.achttien.sum()),
        make_neven(kpi, "contractovergang", mee.contractovergang.sum()),
        make_neven(kpi, "links_afgekapt", mee.links_afgekapt.sum()),
    ]


def lengths(perioden: pd.DataFrame, opties: Mapping[str, Any]) -> np.ndarray:
    """Months per ended period, by the options maand and tel_gaten_mee."""
    begin, einde = perioden.begin.to_numpy(), _last_day(perioden, opties)
    maand = opties.get("maand", "30.4375")
    if maand != "kalender":
        return (einde - begin + 1) / (DAGEN_PER_MAAND if maand == "30.4375" else 30.0)
    return calendar_months(begin, einde)


def calendar_months(begin: np.ndarray, einde: np.ndarray) -> np.ndarray:
    """Whole calendar months in [begin, einde] and the days left over as a share of the month that then runs.

    That month runs from begin plus the whole months to begin plus one month more.
    """
    na = einde + 1
    verschil = _month_number(na) - _month_number(begin)
    heel = verschil - (add_months(begin, verschil) > na)
    vanaf = add_months(begin, heel)
    return heel + (na - vanaf) / (add_months(begin, heel + 1) - vanaf)


def is_shorter(perioden: pd.DataFrame, opties: Mapping[str, Any]) -> np.ndarray:
    """Whether each ended period is shorter than nine calendar months (options drempel, tel_gaten_mee)."""
    na, grens = _last_day(perioden, opties) + 1, add_months(perioden.begin, GRENS_MAANDEN)
    return na <= grens if opties["drempel"] == "t_m" else na < grens


def _last_day(perioden: pd.DataFrame, opties: Mapping[str, Any]) -> np.ndarray:
    """The last day, or without gaps the day on which that many days have passed since the begin."""
    if opties["tel_gaten_mee"]:
        return perioden.einde.to_numpy()
    return perioden.begin.to_numpy() + perioden.leveringsdagen.to_numpy() - 1


class _Figuur(NamedTuple):
    teller: float
    noemer: int
    waarde: float


def _rows(zorg: Zorg, jaar: int, opties: Mapping[str, Any], kpi: str) -> pd.DataFrame:
    perioden = list_counted(zorg, jaar, opties)
    meet, figuur, eenheid = _FIGURES[kpi]
    waarden, mee = meet(perioden, opties), perioden.mee.to_numpy()
    vorm = pd.Index(VERBLIJF).get_indexer(perioden.vorm)
    bij = {None: np.ones(len(perioden), dtype=bool)} | {soort: vorm == i for i, soort in enumerate(VERBLIJF)}
    bij = {soort: masker for soort, masker in bij.items() if soort is None or (masker & mee).any()}
    figuren = [figuur(waarden[masker & mee]) for masker in bij.values()]
    teller, noemer, waarde = np.array(figuren, dtype=float).T
    als_uitstroom = np.array([figuur(waarden[masker]).waarde for masker in bij.values()])
    alle = np.array([masker.sum() for masker in bij.values()])
    return make_rijen(
        teller,
        noemer,
        waarde=waarde,
        soort=list(bij),
        eenheid=eenheid,
        definitief=is_definitief(zorg, jaar, opties, gat=True),
        grenzen=bound_fraction(teller, noemer, alle - noemer) if kpi == J7 else bound_range(waarde, als_uitstroom),
    )


def _mean(maanden: np.ndarray) -> _Figuur:
    return _Figuur(sum_exact(maanden), len(maanden), mean_exact(maanden))


def _median(maanden: np.ndarray) -> _Figuur:
    return _Figuur(np.nan, len(maanden), np.median(maanden) if len(maanden) else np.nan)


def _share(korter: np.ndarray) -> _Figuur:
    return _Figuur(korter.sum(), len(korter), korter.mean() if len(korter) else np.nan)


_FIGURES = {
    J5: (lengths, _mean, "maanden"),
    J6: (lengths, _median, "maanden"),
    J7: (is_shorter, _share, "fractie"),
}


def _selections(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    perioden = list_counted(zorg, jaar, opties)
    gezins = perioden.vorm.isin(GEZINSGERICHT)
    gelijk = cut_begins(zorg, perioden, jaar, opties)
    return {
        "zonder_gezinsgericht": perioden[~gezins],
        "zonder_links_afgekapt": perioden[~perioden.links_afgekapt],
        "gelijke_terugkijk": gelijk,
        "gelijke_terugkijk_zonder_gezinsgericht": gelijk[~gezins],
    }


def cut_begins(zorg: Zorg, perioden: pd.DataFrame, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Periods as they look with `equal_lookback` months of history before 1 January of the year.

    begin, dagen and leveringsdagen are cut; at least the last day remains.
    """
    grens = np.minimum(add_months(dagnummer(jaar, 1, 1), -equal_lookback(zorg)), perioden.einde)
    begin = np.maximum(perioden.begin, grens)
    stukken = link(zorg, opties).merge(pd.DataFrame({"periode": perioden.periode, "grens": grens}), on="periode")
    los = union(stukken.periode, np.maximum(stukken.begin, stukken.grens), stukken.einde, dagen=1)
    dagen = (los.einde - los.begin + 1).groupby(los.sleutel).sum().reindex(perioden.periode)
    return perioden.assign(begin=begin, dagen=perioden.einde - begin + 1, leveringsdagen=dagen.to_numpy(dtype="int64"))


def _month_number(dagen: np.ndarray) -> np.ndarray:
    return np.asarray(dagen, dtype="int64").astype("datetime64[D]").astype("datetime64[M]").astype("int64")
