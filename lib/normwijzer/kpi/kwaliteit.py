"""How firm the ground is: coverage, derived ends, what has no perceel (`kpi-specificatie` 4.0)."""

from typing import Any

import numpy as np
import pandas as pd

from ..perioden import OPEN, overlaps
from .begeleiding import SET_PERCELEN, Begeleiding
from .doelrealisatie import undetermined
from .groep import Groep, Venster, contractjaar
from .uitstroom import Keuzes, departures

KOLOMMEN = ["kenmerk", "perceel", "soort", "aantal", "van"]
NIET_INGEDEELD = ["wet", "categorie", "code", "toewijzingen", "leveringen", "clienten"]


def count_kwaliteit(
    b: Begeleiding, groepen: dict[str, Groep], jaar: int, opties: dict[str, dict[str, Any]], signalen: pd.DataFrame
) -> pd.DataFrame:
    """Rows kenmerk, perceel (empty = all percelen of begeleiding_set), aantal, van (empty when there is no whole).

    leveringen_met_startbericht: delivery periods with a leveringsdag in the year that have a 305.
    einden_met_stopbericht, einden_afgeleid: of those whose last day lies in the year.
    toewijzingen_zonder_levering: of toewijzingen running in the year.
    niet_ingedeeld_*: without a perceel, of all of the Wmo in the year. zonder_client_*: left out, whole file.
    nog_niet_beoordeelbaar: clients with an end in the year that follow-up can still undo, of clients with an end.
    onbepaald: clients of W2 without a determinable intensity. signaal:<naam>: signals of the Wmo, whole file.
    """
    venster = contractjaar(jaar)
    rijen = [(*rij, None) for rij in _overall(b, venster)]
    for perceel in (None, *SET_PERCELEN):
        rijen += [(naam, n, van, perceel) for naam, n, van in _coverage(b, venster, perceel)]
    tabel = pd.DataFrame(rijen, columns=["kenmerk", "aantal", "van", "perceel"])
    tabel["perceel"] = pd.Series([None if pd.isna(p) else str(int(p)) for p in tabel.perceel], dtype="str")
    wmo = signalen[signalen.wet.eq("wmo")].groupby("signaal", as_index=False)["aantal"].sum()
    extra = pd.DataFrame({"kenmerk": "signaal:" + wmo.signaal.astype("str"), "aantal": wmo["aantal"]})
    tabel = pd.concat([tabel, _per_scope(groepen, venster, jaar, opties), extra], ignore_index=True)
    tabel = tabel.reindex(columns=KOLOMMEN).astype({"kenmerk": "str", "perceel": "str", "soort": "str"})
    tabel = tabel.astype({"aantal": "Int64", "van": "Int64"})
    return tabel.sort_values(["kenmerk", "perceel"], na_position="first").reset_index(drop=True)


def list_niet_ingedeeld(b: Begeleiding, venster: Venster) -> pd.DataFrame:
    """Products without a perceel with a day in the year: wet, categorie, code (empty = none given), and how many
    toewijzingen, leveringen and distinct clients. They count in no KPI."""
    t = b.toewijzingen[_in_year(b.toewijzingen.van, b.toewijzingen.tot, venster) & b.toewijzingen.perceel.eq(0)]
    p = b.perioden[_in_year(b.perioden.begin, _until(b, venster), venster) & b.perioden.perceel.eq(0)]
    return tabulate_niet_ingedeeld("wmo", t, p)


def tabulate_niet_ingedeeld(wet: str, t: pd.DataFrame, p: pd.DataFrame) -> pd.DataFrame:
    """wet, categorie, code (empty = none given), toewijzingen, leveringen and distinct clients per product.

    Args:
        t, p: toewijzingen and delivery periods (with levering) that belong nowhere.
    """
    sleutel = ["categorie", "code"]
    beide = pd.concat([t[[*sleutel, "client"]].assign(levering=-1), p[[*sleutel, "client", "levering"]]])
    beide[sleutel] = beide[sleutel].astype("str")
    groepen = beide.groupby(sleutel, dropna=False)
    tabel = pd.DataFrame({
        "toewijzingen": groepen.levering.agg(lambda nummers: int((nummers == -1).sum())),
        "leveringen": groepen.levering.agg(lambda nummers: nummers[nummers >= 0].nunique()),
        "clienten": groepen.client.nunique(),
    }).reset_index()  # fmt: skip
    tabel.insert(0, "wet", wet)
    tabel = tabel.astype({kolom: "int64" for kolom in NIET_INGEDEELD[3:]})
    return tabel[NIET_INGEDEELD].sort_values(sleutel, na_position="first").reset_index(drop=True)


def _overall(b: Begeleiding, venster: Venster) -> list[tuple[str, int, int | None]]:
    t = b.toewijzingen[_in_year(b.toewijzingen.van, b.toewijzingen.tot, venster)]
    p = b.perioden[_in_year(b.perioden.begin, _until(b, venster), venster)]
    los = p[p.perceel.eq(0)]
    return [
        ("niet_ingedeeld_toewijzingen", int(t.perceel.eq(0).sum()), len(t)),
        ("niet_ingedeeld_leveringen", los.levering.nunique(), p.levering.nunique()),
        *((f"zonder_client_{soort}", aantal, None) for soort, aantal in b.zonder_client.items()),
    ]


def _coverage(b: Begeleiding, venster: Venster, perceel: int | None) -> list[tuple[str, int, int]]:
    percelen = SET_PERCELEN if perceel is None else (perceel,)
    p, tot = b.perioden, _until(b, venster)
    in_zorg = p[_in_year(p.begin, tot, venster) & p.perceel.isin(percelen)]
    einden = p[p.perceel.isin(percelen) & p.einde.between(venster.begin, venster.einde)]
    t = b.toewijzingen
    lopend = t[t.perceel.isin(percelen) & _in_year(t.van, t.tot, venster)]
    return [
        ("leveringen_met_startbericht", int(in_zorg.heeft_start.sum()), len(in_zorg)),
        ("einden_met_stopbericht", int(einden.status.ne("lopend").sum()), len(einden)),
        ("einden_afgeleid", int(einden.afgeleid.sum()), len(einden)),
        ("toewijzingen_zonder_levering", int((~lopend.heeft_levering).sum()), len(lopend)),
    ]


def _per_scope(
    groepen: dict[str, Groep], venster: Venster, jaar: int, opties: dict[str, dict[str, Any]]
) -> pd.DataFrame:
    groep, gekozen = groepen["uitval"], opties["uitval"]
    vertrek = departures(groep, venster, Keuzes.of(gekozen))
    grens = groep.begeleiding.bekend_op - gekozen["opvolg_venster_dagen"] - gekozen["registratielag_dagen"]
    laat = vertrek.sc[vertrek.dag > grens].to_numpy()
    afschaling = groepen["doelrealisatie_afschaling"]
    onbepaald = undetermined(afschaling, jaar, opties["doelrealisatie_afschaling"])
    in_zorg = afschaling.in_care(venster)
    return pd.concat([
        _per_perceel(groep, "nog_niet_beoordeelbaar", laat, vertrek.sc.to_numpy()),
        _per_perceel(afschaling, "onbepaald", onbepaald, in_zorg),
    ])  # fmt: skip


def _per_perceel(groep: Groep, kenmerk: str, wie: np.ndarray, van: np.ndarray) -> pd.DataFrame:
    scopes = groep.always()
    tel = {naam: groep.scope(sc) for naam, sc in (("aantal", wie), ("van", van))}
    waarden = {naam: [int((sc == scope).sum()) for scope in scopes] for naam, sc in tel.items()}
    return groep.describe(scopes)[["perceel"]].assign(kenmerk=kenmerk, **waarden)


def _until(b: Begeleiding, venster: Venster) -> np.ndarray:
    einde = b.perioden.einde.to_numpy()
    return np.where(einde >= OPEN, min(b.bekend_op, venster.einde), einde)


def _in_year(begin: pd.Series, einde: Any, venster: Venster) -> np.ndarray:
    return overlaps(begin.to_numpy(), np.asarray(einde), venster.begin, venster.einde)
