"""The three doelrealisatie KPI's of the Wmo: W1 uitstroom, W2 afschaling, W3 ander perceel.

Each is a function of a group of percelen, a year and its options, for all scopes at once.
Source: 000; `kpi-specificatie` 2, 4.1, 5.19–5.22, 5.39, 5.45, 5.46.
"""

from typing import Any

import numpy as np
import pandas as pd

from ..perioden import Koppeling, count_dagen
from .afschaling import Meting, measure_year
from .groep import Groep, Venster, contractjaar
from .telling import Telling, count
from .uitstroom import Keuzes, actief_tot, departures

VOLGENS_PLAN, OVERSTAP = "19", "38"
REDEN_VAN_WIJZIGING = {"02": "02", "07": "31", "06": "39"}
"""RedenWijziging of a toewijzing -> the RedenBeeindiging it stands for."""

Opties = dict[str, Any]


def count_uitstroom(groep: Groep, jaar: int, opties: Opties) -> Telling:
    """W1 `doelrealisatie_uitstroom`: left with reason 19 and nothing follows, of the clients of the year."""
    return count_uitstroom_in(groep, contractjaar(jaar), opties)


def count_uitstroom_in(groep: Groep, venster: Venster, opties: Opties) -> Telling:
    """As `count_uitstroom`, with this window as the year."""
    keuzes = Keuzes.of(opties)
    vertrek = departures(groep, venster, keuzes)
    uitgestroomd = vertrek[~vertrek.vervolg]
    uitgesloten = opties["noemer_uitsluiten"]
    weg = [uitgestroomd.sc[uitgestroomd.reden.isin(uitgesloten)].to_numpy()]
    if opties["gebruik_reden_wijziging"]:
        weg.append(_left_by_toewijzing(groep, venster, uitgesloten))
    if opties["overstap_uit_noemer"]:
        weg.append(vertrek.sc[vertrek.reden.eq(OVERSTAP)].to_numpy())
    noemer = np.setdiff1d(groep.in_care(venster, opties["noemer_basis"]), np.concatenate(weg))
    if opties["min_blootstelling_dagen"] > 0:
        noemer = np.intersect1d(noemer, _exposed(groep, venster, opties["min_blootstelling_dagen"]))
    teller = uitgestroomd.sc[uitgestroomd.reden.eq(VOLGENS_PLAN)].to_numpy()
    if opties["attributie"] == "elk":
        teller = np.union1d(teller, noemer[np.isin(groep.perceel_sc(noemer), teller)])
    return count(
        groep, venster, noemer, teller, _open_ends(groep, vertrek, opties),
        na=opties["opvolg_venster_dagen"], lag=opties["registratielag_dagen"],
    )  # fmt: skip


def count_afschaling(groep: Groep, jaar: int, opties: Opties) -> Telling:
    """W2 `doelrealisatie_afschaling`: intensity went down, or left with 19 and nothing follows."""
    return count_afschaling_in(groep, contractjaar(jaar, opties["contractjaar_start"]), opties)


def count_afschaling_in(groep: Groep, venster: Venster, opties: Opties) -> Telling:
    """As `count_afschaling`, with this window as the year."""
    vertrek = departures(groep, venster, Keuzes.of(opties))
    uitgestroomd = vertrek[~vertrek.vervolg]
    meting = measure_year(groep, venster, opties)
    weg = uitgestroomd.sc[uitgestroomd.reden.isin(opties["noemer_uitsluiten"])].to_numpy()
    noemer = np.setdiff1d(groep.in_care(venster, opties["noemer_basis"]), weg)
    if opties["onbepaald"] == "uitsluiten":
        noemer = np.intersect1d(noemer, meting.bepaald)
    plan = uitgestroomd.sc[uitgestroomd.reden.eq(VOLGENS_PLAN)].to_numpy()
    onzeker = np.union1d(_open_ends(groep, vertrek, opties), _open_last_days(groep, meting, opties))
    return count(
        groep, venster, noemer, np.union1d(meting.afgeschaald, plan), onzeker,
        na=opties["opvolg_venster_dagen"], lag=opties["registratielag_dagen"],
    )  # fmt: skip


def undetermined(groep: Groep, jaar: int, opties: Opties) -> np.ndarray:
    """sc of the clients of W2's noemer whose intensity cannot be determined (`kpi-specificatie` 5.20)."""
    venster = contractjaar(jaar, opties["contractjaar_start"])
    noemer = count_afschaling(groep, jaar, opties | {"onbepaald": "in_noemer"}).noemer
    return np.setdiff1d(noemer, measure_year(groep, venster, opties).bepaald)


def count_ander_perceel(groep: Groep, jaar: int, opties: Opties) -> Telling:
    """W3 `doelrealisatie_ander_perceel`: perceel 6 ended into perceel 1, 2 or 3, or left with 19."""
    venster = contractjaar(jaar)
    vertrek = departures(groep, venster, Keuzes.of(opties))
    plan = vertrek.sc[~vertrek.vervolg & vertrek.reden.eq(VOLGENS_PLAN)].to_numpy()
    rijen, sc = _ended(groep, venster)
    over = _moved_on(groep, rijen, opties)
    na, lag = opties["direct_dagen"], opties["registratielag_dagen"]
    laat = groep.begeleiding.toewijzingen.tot.to_numpy()[rijen] + na + lag > groep.begeleiding.bekend_op
    onzeker = np.union1d(sc[laat], _open_ends(groep, vertrek, opties))
    noemer = groep.in_care(venster, opties["noemer_basis"])
    na = max(na, opties["opvolg_venster_dagen"])
    return count(groep, venster, noemer, np.union1d(sc[over], plan), onzeker, na=na, lag=lag)


def _open_ends(groep: Groep, vertrek: pd.DataFrame, opties: Opties) -> np.ndarray:
    """sc whose d* is so recent that follow-up can still become known."""
    laat = vertrek.dag + opties["opvolg_venster_dagen"] + opties["registratielag_dagen"] > groep.begeleiding.bekend_op
    return vertrek.sc[laat].to_numpy()


def _open_last_days(groep: Groep, meting: Meting, opties: Opties) -> np.ndarray:
    """sc whose last day with a toewijzing is recent while none runs on the day after."""
    grens = groep.begeleiding.bekend_op - opties["opvolg_venster_dagen"] - opties["registratielag_dagen"]
    return meting.sc[(meting.laatste_dag > grens) & ~meting.loopt_door]


def _left_by_toewijzing(groep: Groep, venster: Venster, uitgesloten: tuple[str, ...]) -> np.ndarray:
    """sc without a definitive stop in the year whose latest toewijzing ended in it with a reason that excludes.

    Latest = highest actief_tot, open goes last of all; at a tie any of them is enough. Source: 5.21, 5.46.
    """
    b = groep.begeleiding
    rijen, sc = groep.toewijzingen
    tabel = pd.DataFrame({"sc": sc, "tot": b.toewijzingen.tot.to_numpy()[rijen]})
    reden = b.toewijzingen.reden_wijziging.map(REDEN_VAN_WIJZIGING)
    tabel["raak"] = reden.isin(uitgesloten).to_numpy()[rijen]
    laatste = tabel[tabel.tot == tabel.groupby("sc").tot.transform("max")]
    in_jaar = laatste.raak & laatste.tot.between(venster.begin, venster.einde)
    p_rijen, p_sc = groep.perioden
    stop = b.perioden.stop.to_numpy()[p_rijen]
    gestopt = p_sc[(stop >= venster.begin) & (stop <= venster.einde)]
    return np.setdiff1d(laatste.sc[in_jaar].to_numpy(), gestopt)


def _exposed(groep: Groep, venster: Venster, dagen: int) -> np.ndarray:
    """sc with at least so many distinct leveringsdagen in the year."""
    rijen, sc = groep.perioden
    begin, einde = groep.begeleiding.perioden.begin.to_numpy()[rijen], groep.last_day(venster)[rijen]
    geteld = count_dagen(sc, begin, einde, venster.begin, venster.einde)
    return geteld.index[geteld >= dagen].to_numpy(dtype="int64")


def _ended(groep: Groep, venster: Venster) -> tuple[np.ndarray, np.ndarray]:
    """(row in toewijzingen, sc) of toewijzingen in scope with actief_tot in the year."""
    rijen, sc = groep.toewijzingen
    tot = groep.begeleiding.toewijzingen.tot.to_numpy()[rijen]
    mee = (tot >= venster.begin) & (tot <= venster.einde)
    return rijen[mee], sc[mee]


def _moved_on(groep: Groep, rijen: np.ndarray, opties: Opties) -> np.ndarray:
    """Whether each ended perceel-6 toewijzing was directly followed by perceel 1, 2 or 3 and by no perceel 6."""
    t = groep.begeleiding.toewijzingen
    tot = actief_tot(groep.begeleiding, None)
    loopt, perceel, van = t.loopt.to_numpy(), t.perceel.to_numpy(), t.van.to_numpy()
    client, aanbieder, einde = t.client.to_numpy(), t.aanbieder.to_numpy(), tot[rijen]

    def any_of(kant: np.ndarray, test: Any) -> np.ndarray:
        i, j = Koppeling(client[kant]).pairs(client[rijen])
        raak = np.zeros(len(rijen), dtype=bool)
        raak[i[test(i, kant[j])]] = True
        return raak

    def follows_directly(i: np.ndarray, j: np.ndarray) -> np.ndarray:
        op_tijd = (van[j] >= einde[i] - opties["overlap_dagen"]) & (van[j] <= einde[i] + opties["direct_dagen"])
        return op_tijd & (opties["ook_andere_aanbieder"] | (aanbieder[j] == aanbieder[rijen[i]]))

    def goes_on(i: np.ndarray, j: np.ndarray) -> np.ndarray:
        na = (van[j] <= einde[i] + opties["direct_dagen"]) & (tot[j] > einde[i])
        return na & (opties["parallel_p6_blokkeert"] | (van[j] > einde[i]))

    lichter = any_of(np.flatnonzero(loopt & np.isin(perceel, (1, 2, 3))), follows_directly)
    return lichter & ~any_of(np.flatnonzero(loopt & (perceel == 6)), goes_on)
