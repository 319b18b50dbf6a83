"""K1 `uitval`: ended early, of all that ended as planned or early (001; `kpi-specificatie` 5.17).

The codes are those of the Jeugdwet: 31 as planned, 32 by the jeugdige, 33 by the aanbieder, 34 early by agreement,
35 by external circumstances. In the Wmo the same numbers mean something else.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..groep import contractjaar
from .neven import make_neven
from .rijen import is_definitief, join_rijen, make_rijen
from .zorg import Zorg

K1 = "uitval"
VOLGENS_PLAN, EXTERN = "31", "35"
UITVAL = ("32", "33", "34")
BUITEN = ("02", EXTERN, "36", "37", "38", "39")
"""Reasons in neither teller nor noemer."""


def count_uitval(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of K1: the total, and per aanbieder with a noemer. Unit: delivery period with a definitive stop."""
    uitval = (*UITVAL, EXTERN) if opties["k1_met_35"] else UITVAL
    einden = list_einden(zorg, jaar, opties)
    einden = einden[einden.reden.isin((VOLGENS_PLAN, *uitval))]
    einden = einden.assign(telt=einden.reden.isin(uitval))
    bekend = einden[einden.aanbieder >= 0]
    per = bekend.groupby("aanbieder").telt.agg(["sum", "size"])
    namen = zorg.aanbieders[per.index.to_numpy(dtype="int64")]
    vast = {"eenheid": "fractie", "definitief": is_definitief(zorg, jaar, opties)}
    return join_rijen(
        make_rijen(int(einden.telt.sum()), len(einden), **vast),
        make_rijen(per["sum"], per["size"], aanbieder=namen, **vast),
    )


def side_uitval(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside K1: reden_32, reden_33, reden_34 (share of 31–34), and of all stops of the year the share of each reason
    that is in neither: reden_02, reden_35, reden_36, reden_37, reden_38, reden_39."""
    einden = list_einden(zorg, jaar, opties)
    binnen = int(einden.reden.isin((VOLGENS_PLAN, *UITVAL)).sum())
    delen = [(reden, binnen) for reden in UITVAL] + [(reden, len(einden)) for reden in BUITEN]
    return [make_neven(K1, f"reden_{reden}", int(einden.reden.eq(reden).sum()), van) for reden, van in delen]


def list_einden(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Delivery periods of products with a soort whose selected definitive stop falls in the year (option jaar_op):
    client, aanbieder, soort, reden, dag."""
    venster, p = contractjaar(jaar), zorg.perioden
    in_jaar = (p.stop_bekend if opties["jaar_op"] == "dagtekening" else p.stop).between(venster.begin, venster.einde)
    einden = p[in_jaar & p.status.eq("gestopt") & p.soort.ne("")]
    return einden[["client", "aanbieder", "soort", "reden"]].assign(dag=einden.stop).reset_index(drop=True)
