"""How a year's outcomes ripen: the same count as known on successive days, and what moved it in between."""

from collections.abc import Iterable
from functools import reduce

import numpy as np
import pandas as pd

from normwijzer.normen.cellen import SLEUTEL, vul_aan
from normwijzer.normen.kennis import kennisdagen
from normwijzer.normen.stappen import Stappen
from normwijzer.normen.tijdlijn import Tijdlijn
from normwijzer.regio import Regio
from normwijzer.registraties import Bronnen

RIJPING = [*SLEUTEL, "jaar", "bekend_op", "teller", "noemer", "waarde", "status"]
STAPPEN = [*SLEUTEL, "jaar", "van", "tot", "oorzaak", "teller", "noemer", "waarde", "d_waarde"]


def laat_rijpen(
    tabellen: object,
    regio: Regio,
    families: Iterable[str],
    jaar: int,
    bekend_op: pd.Timestamp,
    bronnen: Bronnen | None = None,
    *,
    stappen: Stappen | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The outcomes of one year on each of `kennisdagen(jaar, bekend_op)`, and the steps between them.

    About the onderwerpen that may have a norm in that year, as far as they follow from messages about allocations and
    deliveries: KPI's that look at claims or that aanbieders report have no rows. Of an onderwerp that has a row on any
    of the days there is one on all.

    Args:
        tabellen, regio, families, bronnen: what is counted and how; options of today.
        bekend_op: K of today.
        stappen: over those same tables, for who asks several years.

    Returns:
        rijping: `RIJPING`; per onderwerp and day. stappen: `STAPPEN`; per onderwerp, pair of successive days (van, tot]
        and oorzaak, in the order of `stappen.OORZAKEN`, the counts after that step; d_waarde is what the step did to
        the waarde, NaN when there is none before or after it. The last step ends on the counts of `tot`. A pair of days
        between which nothing of a KPI changed has no rows of it.
        Counts are Int64; no noemer, no waarde.
    """
    stappen = stappen or Stappen(Tijdlijn(tabellen, regio, families, bronnen))
    dagen = kennisdagen(jaar, bekend_op)
    cellen = {dag: stappen.tijdlijn.cellen(dag, jaar) for dag in dagen}
    index = reduce(pd.MultiIndex.union, [deel.index for deel in cellen.values()])
    rijping = [vul_aan(cellen[dag], index).assign(jaar=jaar, bekend_op=dag) for dag in dagen]
    moment = []
    for van, tot in zip(dagen, dagen[1:], strict=False):
        delen = stappen.ontleed(van, tot, jaar)
        veranderd = next(iter(delen.values())).index
        moment += _follow(vul_aan(cellen[van], index).loc[index.intersection(veranderd)], delen, jaar, van, tot)
    return _finish(rijping, RIJPING), _finish(moment, STAPPEN)


def laat_jaren_rijpen(
    tabellen: object,
    regio: Regio,
    families: Iterable[str],
    jaren: Iterable[int],
    bekend_op: pd.Timestamp,
    bronnen: Bronnen | None = None,
) -> dict[int, tuple[pd.DataFrame, pd.DataFrame]]:
    """jaar -> what `laat_rijpen` gives; a day on which more than one year is looked at is rebuilt once."""
    stappen = Stappen(Tijdlijn(tabellen, regio, families, bronnen))
    per_jaar = {jaar: kennisdagen(jaar, bekend_op) for jaar in jaren}
    for dag in sorted({dag for dagen in per_jaar.values() for dag in dagen}):
        for jaar in (jaar for jaar, dagen in per_jaar.items() if dag in dagen):
            stappen.tijdlijn.cellen(dag, jaar)  # kept there
    return {
        jaar: laat_rijpen(tabellen, regio, families, jaar, bekend_op, bronnen, stappen=stappen) for jaar in per_jaar
    }


def _follow(
    begin: pd.DataFrame, delen: dict[str, pd.DataFrame], jaar: int, van: pd.Timestamp, tot: pd.Timestamp
) -> list[pd.DataFrame]:
    """The counts after each step of one interval."""
    uit, stand = [], begin[["teller", "noemer"]]
    for oorzaak, deel in delen.items():
        na = stand + deel.reindex(begin.index, fill_value=0.0)
        d_waarde = _rate(na) - _rate(stand)
        uit.append(na.assign(jaar=jaar, van=van, tot=tot, oorzaak=oorzaak, d_waarde=d_waarde))
        stand = na
    return uit


def _rate(cellen: pd.DataFrame) -> np.ndarray:
    teller, noemer = cellen["teller"].to_numpy(), cellen["noemer"].to_numpy()
    return np.divide(teller, noemer, out=np.full(len(teller), np.nan), where=noemer > 0)


def _finish(delen: list[pd.DataFrame], kolommen: list[str]) -> pd.DataFrame:
    """One frame, per onderwerp in the order in which the days and steps follow each other."""
    if not delen:
        return _finish([_empty()], kolommen).iloc[:0]
    tabel = pd.concat([deel.assign(waarde=_rate(deel)).reset_index() for deel in delen], ignore_index=True)
    typen = dict.fromkeys(SLEUTEL, "str") | {"jaar": "int64", "teller": "Int64", "noemer": "Int64"}
    typen |= {dag: "datetime64[s]" for dag in ("bekend_op", "van", "tot") if dag in kolommen}
    typen |= {naam: "str" for naam in ("status", "oorzaak") if naam in kolommen}
    return tabel.reindex(columns=kolommen).astype(typen).sort_values(SLEUTEL, kind="stable", ignore_index=True)


def _empty() -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples([("", "", "", "")], names=SLEUTEL)
    return pd.DataFrame({"teller": [0.0], "noemer": [0.0], "jaar": [0]}, index=index)
