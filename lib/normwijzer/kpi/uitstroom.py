"""Uitstroom: the last day d* of each client in each scope, its reason, and whether something follows.

Source: `kpi-specificatie` 1 (Vervolg, Uitstroom), 4.0, 4.1, 5.24, 5.25, 5.39.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..perioden import OPEN, Koppeling, follows
from .begeleiding import Begeleiding
from .groep import Groep, Venster

TIJDELIJK, ONBEKEND = "20", "onbekend"
PGB = "08"


@dataclass(frozen=True)
class Keuzes:
    """The options that decide about uitstroom; the field names are those of opties_wmo.toml."""

    opvolg_venster_dagen: int
    tie_volgorde: tuple[str, ...]
    begeleiding_set: tuple[str, ...] = ()
    jaar_op: str = "einddatum"
    opvolging_bereik: str = "alles"
    pgb_is_opvolging: bool = True
    uitstroom_alle_producten: bool = True
    tijdelijk_wordt_uitstroom_na: int | None = None
    zonder_stop: str = "uitsluiten"

    @classmethod
    def of(cls, opties: dict[str, Any]) -> "Keuzes":
        return cls(**{naam: opties[naam] for naam in cls.__dataclass_fields__ if naam in opties})


@dataclass(frozen=True, eq=False)
class Stops:
    """Per row of begeleiding.perioden: dag of its end (`OPEN` = none), jaardag (which decides the year), reden as
    rank, and the texts of the ranks."""

    dag: np.ndarray
    jaardag: np.ndarray
    rang: np.ndarray
    redenen: tuple[str, ...]


def select_stops(b: Begeleiding, keuzes: Keuzes) -> Stops:
    """Definitive stops, with temporary stops and ends without a stop where the options say so."""
    p = b.perioden
    dag, reden = p.stop.to_numpy().copy(), p.reden.astype(object).where(p.reden.notna(), "").to_numpy()
    jaardag = p.stop_bekend.to_numpy().copy() if keuzes.jaar_op == "dagtekening" else dag.copy()
    extra = []
    if keuzes.tijdelijk_wordt_uitstroom_na is not None:
        extra.append((pauses(b, keuzes.tijdelijk_wordt_uitstroom_na), p.tijdelijk_op.to_numpy(), TIJDELIJK))
    if keuzes.zonder_stop == "onbekend":
        extra.append((expired(b), p.einde.to_numpy(), ONBEKEND))
    for waar, wanneer, code in extra:
        dag, jaardag = np.where(waar, wanneer, dag), np.where(waar, wanneer, jaardag)
        reden = np.where(waar, code, reden)
    vast = (*keuzes.tie_volgorde, TIJDELIJK, ONBEKEND)
    redenen = (*vast, *sorted(set(reden) - set(vast)))
    rang = pd.Index(redenen).get_indexer(reden)
    return Stops(dag, jaardag, rang, redenen)


def expired(b: Begeleiding) -> np.ndarray:
    """Rows of perioden that ended without any stop: the toewijzing ran out under a running delivery."""
    p = b.perioden
    return (p.status.eq("lopend") & p.laatste & p.afgeleid & (p.einde < OPEN)).to_numpy()


def pauses(b: Begeleiding, dagen: int) -> np.ndarray:
    """Rows of perioden: the last of their delivery, temporarily stopped, and so many days ago by K."""
    p = b.perioden
    return (p.status.eq("tijdelijk_gestopt") & p.laatste & (p.tijdelijk_op + dagen <= b.bekend_op)).to_numpy()


def departures(groep: Groep, venster: Venster, keuzes: Keuzes) -> pd.DataFrame:
    """d*, r* and vervolg per scope and client, for clients with a d* in the year.

    Columns: sc (unique, sorted), dag (d*), reden (r*), vervolg (bool).
    """
    if (venster, keuzes) in groep.geheugen:
        return groep.geheugen[venster, keuzes]
    stops = select_stops(groep.begeleiding, keuzes)
    kandidaten = candidates(groep, venster, stops)
    vrij = ~_returns(groep, venster, keuzes, kandidaten)
    laatste = kandidaten[vrij].sort_values(["sc", "dag"]).drop_duplicates("sc", keep="last").reset_index(drop=True)
    return groep.geheugen.setdefault((venster, keuzes), judge(groep, keuzes, stops, laatste))


def candidates(groep: Groep, venster: Venster, stops: Stops) -> pd.DataFrame:
    """Every (sc, dag) with a stop whose year it is, once."""
    rijen, sc = groep.perioden
    dag, jaardag = stops.dag[rijen], stops.jaardag[rijen]
    mee = (dag < OPEN) & (jaardag >= venster.begin) & (jaardag <= venster.einde)
    return pd.DataFrame({"sc": sc[mee], "dag": dag[mee]}).drop_duplicates().reset_index(drop=True)


def judge(groep: Groep, keuzes: Keuzes, stops: Stops, vertrek: pd.DataFrame) -> pd.DataFrame:
    """Add reden (the first of tie_volgorde among the stops on that very day) and vervolg to rows (sc, dag)."""
    b = groep.begeleiding
    links, rijen = stops_on_day(groep, stops, vertrek)
    rang = np.full(len(vertrek), len(stops.redenen), dtype="int64")
    np.minimum.at(rang, links, stops.rang[rijen])
    reden = np.array([*stops.redenen, ""], dtype=object)[rang]
    vervolg = _follow_up(groep, keuzes, vertrek, links, rijen)
    if keuzes.pgb_is_opvolging and len(links):
        pgb = b.perioden.t_reden.eq(PGB).to_numpy(dtype=bool)
        vervolg[links[pgb[rijen]]] = True
    return vertrek.assign(reden=reden, vervolg=vervolg).sort_values(["sc", "dag"]).reset_index(drop=True)


def stops_on_day(groep: Groep, stops: Stops, vertrek: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (row of vertrek, row of perioden) of the stops in scope on that day."""
    links, rechts = groep.perioden_per_sc.pairs(vertrek.sc.to_numpy())
    rijen = groep.perioden[0][rechts]
    zelfde = stops.dag[rijen] == vertrek.dag.to_numpy()[links]
    return links[zelfde], rijen[zelfde]


@dataclass(frozen=True, eq=False)
class Vervolgen:
    """Toewijzingen and deliveries that can be a follow-up: client, perceel, aanbieder, van, tot."""

    client: np.ndarray
    perceel: np.ndarray
    aanbieder: np.ndarray
    van: np.ndarray
    tot: np.ndarray


def follow_ups(b: Begeleiding, keuzes: Keuzes) -> Vervolgen:
    """Everything in begeleiding_set that ever runs."""
    t, p = b.toewijzingen, b.perioden
    tot = actief_tot(b, keuzes.tijdelijk_wordt_uitstroom_na)
    mee = b.in_set(t, keuzes.begeleiding_set) & (t.van.to_numpy() <= tot) & (t.van.to_numpy() < OPEN)
    lever = b.in_set(p, keuzes.begeleiding_set)
    return Vervolgen(
        *(np.concatenate([t[k].to_numpy()[mee], p[k].to_numpy()[lever]]) for k in ("client", "perceel", "aanbieder")),
        np.concatenate([t.van.to_numpy()[mee], p.begin.to_numpy()[lever]]),
        np.concatenate([tot[mee], p.einde.to_numpy()[lever]]),
    )


def actief_tot(b: Begeleiding, tijdelijk_na: int | None) -> np.ndarray:
    """actief_tot per toewijzing; with the option a lasting temporary stop ends the toewijzing too."""
    tot, tijdelijk = b.toewijzingen.tot.to_numpy(), b.toewijzingen.tijdelijk_op.to_numpy()
    if tijdelijk_na is None:
        return tot
    return np.where((tijdelijk < OPEN) & (tijdelijk + tijdelijk_na <= b.bekend_op), tijdelijk, tot)


def _follow_up_index(b: Begeleiding, keuzes: Keuzes) -> tuple[Vervolgen, Koppeling]:
    sleutel = (keuzes.begeleiding_set, keuzes.opvolging_bereik, keuzes.tijdelijk_wordt_uitstroom_na)
    if sleutel not in b.geheugen:
        v = follow_ups(b, keuzes)
        b.geheugen[sleutel] = v, Koppeling(_reach(b, keuzes, v.client, v.perceel, v.aanbieder))
    return b.geheugen[sleutel]


def _follow_up(groep: Groep, keuzes: Keuzes, vertrek: pd.DataFrame, links: np.ndarray, rijen: np.ndarray) -> np.ndarray:
    b = groep.begeleiding
    client = groep.client(vertrek.sc.to_numpy())
    wie = np.arange(len(vertrek))
    perceel = aanbieder = np.zeros(len(vertrek), dtype="int64")
    if keuzes.opvolging_bereik != "alles":
        wie, client = links, client[links]
        perceel, aanbieder = b.perioden.perceel.to_numpy()[rijen], b.perioden.aanbieder.to_numpy()[rijen]
    vervolgen, index = _follow_up_index(b, keuzes)
    i, j = index.pairs(_reach(b, keuzes, client, perceel, aanbieder))
    dag = vertrek.dag.to_numpy()[wie[i]]
    raak = follows(vervolgen.van[j], vervolgen.tot[j], dag, keuzes.opvolg_venster_dagen)
    if not keuzes.uitstroom_alle_producten:
        raak &= vervolgen.van[j] > dag
    vervolg = np.zeros(len(vertrek), dtype=bool)
    vervolg[wie[i[raak]]] = True
    return vervolg


def _reach(
    b: Begeleiding, keuzes: Keuzes, client: np.ndarray, perceel: np.ndarray, aanbieder: np.ndarray
) -> np.ndarray:
    """One integer per row: rows with the same number can follow one another (option opvolging_bereik)."""
    if keuzes.opvolging_bereik == "perceel":
        return client * 10 + perceel
    if keuzes.opvolging_bereik == "aanbieder":
        return client * (len(b.aanbieders) + 1) + aanbieder
    return client


def _returns(groep: Groep, venster: Venster, keuzes: Keuzes, kandidaten: pd.DataFrame) -> np.ndarray:
    """Whether a delivery period in scope that began by max(end of year, d + W) ends after d or is open."""
    p = groep.begeleiding.perioden
    links, rechts = groep.perioden_per_sc.pairs(kandidaten.sc.to_numpy())
    rijen, dag = groep.perioden[0][rechts], kandidaten.dag.to_numpy()[links]
    begin = p.begin.to_numpy()[rijen]
    raak = begin <= np.maximum(venster.einde, dag + keuzes.opvolg_venster_dagen)
    raak &= p.einde.to_numpy()[rijen] > dag
    if not keuzes.uitstroom_alle_producten:
        raak &= begin > dag
    terug = np.zeros(len(kandidaten), dtype=bool)
    terug[links[raak]] = True
    return terug
