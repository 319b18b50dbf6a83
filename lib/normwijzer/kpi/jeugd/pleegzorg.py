"""J9 `deeltijdpleegzorg`: pleegzorg of fewer than four etmalen a week (001; `kpi-specificatie` 5.32)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import count_dagen, overlaps
from ..groep import contractjaar
from ..intensiteit import is_lower, weekly_factor
from .etmalen import ETMAAL, select_etmalen
from .neven import make_neven
from .rijen import is_definitief, make_rijen
from .zorg import Zorg

J9 = "deeltijdpleegzorg"
PLEEGZORG = ("pleegzorg",)
GRENS = 4.0
"""Etmalen a week; exactly so many is not deeltijd."""

_DAGEN_PER_WEEK = 7


def count_deeltijdpleegzorg(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of J9."""
    wie = measure_pleegzorg(zorg, jaar)
    noemer = wie[wie.dagen >= opties["min_dagen"]]
    definitief = is_definitief(zorg, jaar, opties)
    return make_rijen(int(_is_deeltijd(noemer).sum()), len(noemer), eenheid="fractie", definitief=definitief)


def side_deeltijdpleegzorg(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J9: met_etmalen and met_omvang (the share among those measured that way), zonder_gegevens (in the noemer,
    neither), te_kort (jeugdigen with fewer than min_dagen days, of all in pleegzorg)."""
    wie = measure_pleegzorg(zorg, jaar)
    kort = wie.dagen < opties["min_dagen"]
    noemer = wie[~kort]
    bronnen = [noemer[noemer.bron.eq(bron)] for bron in ("etmalen", "omvang")]
    met = [
        make_neven(J9, f"met_{frame_naam}", int(_is_deeltijd(frame).sum()), len(frame))
        for frame_naam, frame in zip(("etmalen", "omvang"), bronnen, strict=True)
    ]
    zonder = make_neven(J9, "zonder_gegevens", int(noemer.bron.eq("").sum()), len(noemer))
    return [*met, zonder, make_neven(J9, "te_kort", int(kort.sum()), len(wie))]


def measure_pleegzorg(zorg: Zorg, jaar: int) -> pd.DataFrame:
    """Each jeugdige with a leveringsdag pleegzorg in the year: client, dagen (distinct), per_week (etmalen), bron.

    bron: etmalen (net claimed etmalen above 0, over the days / 7), omvang (else: what the toewijzing grants, of the
    delivery period in the year that begins last; tie: highest ToewijzingNummer), '' (neither; per_week NaN).
    """
    venster = contractjaar(jaar)
    p = zorg.perioden.assign(tot=zorg.last_day(venster.einde))
    p = p[p.soort.isin(PLEEGZORG) & overlaps(p.begin.to_numpy(), p.tot.to_numpy(), venster.begin, venster.einde)]
    dagen = count_dagen(p.client, p.begin, p.tot, venster.begin, venster.einde)
    wie = pd.DataFrame({"client": dagen.index.to_numpy(dtype="int64"), "dagen": dagen.to_numpy(dtype="int64")})
    regels = select_etmalen(zorg, PLEEGZORG, jaar)
    netto = wie.client.map(regels.groupby("client").etmalen.sum()).fillna(0.0).to_numpy()
    omvang = wie.client.map(_granted(zorg, p)).to_numpy(dtype=float)
    bron = np.select([netto > 0, ~np.isnan(omvang)], ["etmalen", "omvang"], "")
    return wie.assign(per_week=np.where(netto > 0, netto * _DAGEN_PER_WEEK / wie.dagen, omvang), bron=bron)


def _is_deeltijd(wie: pd.DataFrame) -> np.ndarray:
    per_week = wie.per_week.to_numpy()
    return is_lower(per_week, np.full(len(wie), GRENS), 0.0)


def _granted(zorg: Zorg, perioden: pd.DataFrame) -> pd.Series:
    """Etmalen a week by client of the toewijzing of its last of these periods; NaN when undetermined."""
    nummer = perioden.toewijzingnummer.fillna(-1)
    laatste = perioden.assign(nummer=nummer).sort_values(["client", "begin", "nummer", "t"], kind="stable")
    laatste = laatste.drop_duplicates("client", keep="last")
    laatste = laatste[laatste.t >= 0]
    t = zorg.toewijzingen.iloc[laatste.t.to_numpy()]
    per_week = t.volume.to_numpy(dtype=float, na_value=np.nan) * weekly_factor(t.frequentie, t.van, t.einddatum)
    in_etmalen = t.eenheid.isin([ETMAAL]).to_numpy()
    return pd.Series(np.where(in_etmalen, per_week, np.nan), index=laatste.client.to_numpy())
