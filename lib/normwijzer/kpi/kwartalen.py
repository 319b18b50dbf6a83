"""Wmo KPI's per quarter: the counting of the year with a quarter in its place, for control charts.

A quarter is counted as a year of three months would be: who left in it, of the clients of that quarter. So quarters do
not add up to the year: who is in care in two quarters is in both noemers, and who left in one quarter and came back
more than the follow-up window later in the year left in that quarter and not in the year.
`doelrealisatie_ander_perceel` is left out: it never has a norm.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..perioden import add_months
from ..regio import Regio
from .begeleiding import prepare
from .doelrealisatie import count_afschaling_in, count_uitstroom_in
from .groep import Groep, Venster, contractjaar
from .opties import resolve
from .telling import Telling, to_rows
from .uitval import count_uitval_in
from .wmo import FAMILIE
from .wmo import KPIS as JAARKPIS

if TYPE_CHECKING:
    from ..toestand import Toestand

KWARTALEN = (1, 2, 3, 4)
KOLOMMEN = ["familie", "kpi", "perceel", "soort", "jaar", "kwartaal", "teller", "noemer", "status"]

_TEL: dict[str, Callable[[Groep, Venster, dict[str, Any]], Telling]] = {
    "doelrealisatie_uitstroom": count_uitstroom_in,
    "doelrealisatie_afschaling": count_afschaling_in,
    "uitval": count_uitval_in,
}


def count_kwartalen(toestand: "Toestand", regio: Regio, jaren: tuple[int, ...]) -> pd.DataFrame:
    """teller and noemer (Int64) per kpi, perceel, jaar and kwartaal, with the region's options.

    Quarters follow the contract year of the KPI (option contractjaar_start). One that has not begun by K has no row;
    status is `voorlopig` while messages can still change it. familie is wmo, soort empty text.
    """
    b = prepare(toestand, regio)
    delen = []
    for kpi, tel in _TEL.items():
        groep, opties = Groep(b, JAARKPIS[kpi][0], alleen_regio=True), resolve(regio, FAMILIE, kpi)
        for jaar in jaren:
            for kwartaal in KWARTALEN:
                venster = kwartaal_van(jaar, kwartaal, opties.get("contractjaar_start", "01-01"))
                if venster.begin <= b.bekend_op:
                    rijen = to_rows(groep, tel(groep, venster, opties))
                    delen.append(_per_perceel(rijen).assign(kpi=kpi, jaar=jaar, kwartaal=kwartaal))
    rijen = pd.concat(delen, ignore_index=True) if delen else pd.DataFrame(columns=KOLOMMEN)
    tabel = rijen.assign(familie=FAMILIE, soort="").reindex(columns=KOLOMMEN)
    typen = dict.fromkeys(("familie", "kpi", "perceel", "soort", "status"), "str")
    tabel = tabel.astype(typen | {"jaar": "int64", "kwartaal": "int64", "teller": "Int64", "noemer": "Int64"})
    return tabel.sort_values(["kpi", "perceel", "jaar", "kwartaal"], kind="stable", ignore_index=True)


def kwartaal_van(jaar: int, kwartaal: int, start: str) -> Venster:
    """Three calendar months of the contract year that begins on `start` (dd-mm) of `jaar`."""
    begin = contractjaar(jaar, start).begin
    eerste, volgende = (int(add_months(begin, 3 * aantal)) for aantal in (kwartaal - 1, kwartaal))
    return Venster(eerste, volgende - 1)


def _per_perceel(rijen: pd.DataFrame) -> pd.DataFrame:
    """Percelen are never folded, and the chart is about the region."""
    return rijen[rijen.perceel.notna() & rijen.aanbieder.isna() & rijen.gemeente.isna()]
