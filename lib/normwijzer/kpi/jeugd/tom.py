"""J4 and J8: what happened after Thuis op Maat was closed (001; `kpi-specificatie` 4.2, 5.6, 5.31).

A closing is the last day (einde_effectief) of a TOM delivery period that is gestopt or whose end is derived; a
temporary stop does not close. Per jeugdige (J4 also per levering, option eenheid) the last closing of the year counts.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import Koppeling, add_months, overlaps, runs_on
from ..groep import contractjaar
from .neven import make_neven
from .rijen import bound_fraction, is_assessable, is_definitief, make_rijen
from .zorg import TOM, Zorg

J4, J8 = "tom_instroom_zonder_uithuisplaatsing", "tom_uitstroom_duurzaam"
MAANDEN_J4, MAANDEN_J8 = 4, 12
"""Windows after the closing; fixed by the definitions."""

NA_DAGEN = 31
"""J8: verblijf that runs so many days after the closing is no lasting return home."""


def count_tom_instroom(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of J4: closings without verblijf running at them or beginning within four months."""
    return _count(zorg, judge_instroom(zorg, jaar, opties), jaar, opties, MAANDEN_J4)


def count_tom_uitstroom(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The row of J8: closings without new verblijf in twelve months and none running 31 days later."""
    return _count(zorg, judge_uitstroom(zorg, jaar, opties), jaar, opties, MAANDEN_J8)


def side_tom_instroom(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J4: niet_beoordeelbaar, closings of the year whose window is not over."""
    return _side(J4, judge_instroom(zorg, jaar, opties))


def side_tom_uitstroom(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> list[pd.DataFrame]:
    """Beside J8: niet_beoordeelbaar, closings of the year whose window is not over."""
    return _side(J8, judge_uitstroom(zorg, jaar, opties))


def judge_instroom(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The last closing of TOM-instroom in the year per jeugdige or levering.

    Columns client, levering, dag, gelukt (as known at K), beoordeelbaar. gelukt: no verblijf with begin <=
    add_months(dag, 4) and end >= dag, an open end included; so verblijf that ends on the day itself spoils it.
    """
    sluit = _closings(zorg, "tom_instroom", jaar, opties)
    soorten = list(opties["verblijf_soorten"]) + (["tom_uitstroom"] if opties["tom_uitstroom_telt"] else [])
    p = zorg.perioden[zorg.perioden.soort.isin(soorten)]
    i, j = Koppeling(p.client.to_numpy()).pairs(sluit.client.to_numpy())
    dag = sluit.dag.to_numpy()
    raak = overlaps(p.begin.to_numpy()[j], p.einde.to_numpy()[j], dag[i], add_months(dag, MAANDEN_J4)[i])
    return _finish(zorg, sluit, i[raak], opties, MAANDEN_J4)


def judge_uitstroom(zorg: Zorg, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """As `judge_instroom`, for TOM-uitstroom.

    gelukt: no verblijf that begins in (dag, add_months(dag, 12)] and none that runs on dag + 31. With tom_telt also
    TOM-instroom, and TOM-uitstroom of a levering that is not itself closed on that day.
    """
    sluit = _closings(zorg, "tom_uitstroom", jaar, opties)
    p = zorg.perioden
    mee = p.soort.isin(opties["verblijf_soorten"])
    if opties["tom_telt"]:
        mee |= p.soort.isin(TOM) & ~p.levering.isin(_closed_leveringen(zorg, sluit, opties))
    p = p[mee]
    i, j = Koppeling(p.client.to_numpy()).pairs(sluit.client.to_numpy())
    dag, begin, einde = sluit.dag.to_numpy()[i], p.begin.to_numpy()[j], p.einde.to_numpy()[j]
    nieuw = (begin > dag) & (begin <= add_months(dag, MAANDEN_J8))
    raak = nieuw | runs_on(begin, einde, dag + NA_DAGEN)
    return _finish(zorg, sluit, i[raak], opties, MAANDEN_J8)


def _closings(zorg: Zorg, soort: str, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """client, levering (−1 when closings are per jeugdige), dag: the last closing in the year of each."""
    alle = _closing_periods(zorg, soort, opties)
    venster = contractjaar(jaar)
    alle = alle[alle.einde.between(venster.begin, venster.einde)]
    if opties.get("eenheid", "jeugdige") == "jeugdige":
        alle = alle.assign(levering=-1)
    laatste = alle.groupby(["client", "levering"], as_index=False).einde.max()
    return laatste.rename(columns={"einde": "dag"})


def _closing_periods(zorg: Zorg, soort: str, opties: Mapping[str, Any]) -> pd.DataFrame:
    p = zorg.perioden
    dicht = p.status.eq("gestopt")
    if opties["einde_zonder_stop"] == "toewijzing":
        dicht |= p.afgeleid
    return p.loc[p.soort.eq(soort) & dicht, ["client", "levering", "einde"]]


def _closed_leveringen(zorg: Zorg, sluit: pd.DataFrame, opties: Mapping[str, Any]) -> pd.Series:
    """The leveringen of TOM-uitstroom that end on the closing of their jeugdige."""
    dag = sluit.set_index("client").dag
    alle = _closing_periods(zorg, "tom_uitstroom", opties)
    return alle.levering[alle.einde.eq(alle.client.map(dag))]


def _finish(
    zorg: Zorg, sluit: pd.DataFrame, mislukt: np.ndarray, opties: Mapping[str, Any], maanden: int
) -> pd.DataFrame:
    gelukt = np.ones(len(sluit), dtype=bool)
    gelukt[mislukt] = False
    return sluit.assign(gelukt=gelukt, beoordeelbaar=is_assessable(zorg, sluit.dag, opties, maanden))


def _count(zorg: Zorg, sluit: pd.DataFrame, jaar: int, opties: Mapping[str, Any], maanden: int) -> pd.DataFrame:
    """Option onvolledig: not assessable closings out, or in with what is known, or in as not succeeded."""
    mee, goed = sluit.beoordeelbaar, sluit.gelukt
    if opties["onvolledig"] == "als_geen":
        goed = goed & mee
    if opties["onvolledig"] != "uitsluiten":
        mee = mee | True
    teller, noemer = int((goed & mee).sum()), int(mee.sum())
    return make_rijen(
        teller,
        noemer,
        eenheid="fractie",
        definitief=is_definitief(zorg, jaar, opties, maanden=maanden),
        grenzen=bound_fraction(teller, noemer, len(sluit) - noemer),
    )


def _side(kpi: str, sluit: pd.DataFrame) -> list[pd.DataFrame]:
    """niet_beoordeelbaar: closings whose window is not over, of all closings of the year."""
    return [make_neven(kpi, "niet_beoordeelbaar", int((~sluit.beoordeelbaar).sum()), len(sluit))]
