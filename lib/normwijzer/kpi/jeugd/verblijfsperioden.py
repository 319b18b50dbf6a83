"""Verblijfsperioden: the unions of verblijf of one jeugdige, across aanbieders and gemeenten, over gaps of months.

Source: `kpi-specificatie` 3.2, 5.4, 5.5, 5.7, 5.29, 5.30, 5.34; the options mean what opties_jeugd_transformatie.toml
says. An option that is not given is at its default.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import OPEN, add_months, union, union_number
from .intervallen import SLEUTEL_VORM, Keuzes, make_intervals
from .zorg import VERBLIJF, Zorg

OVERGANG = ("36", "37", "38")
"""Reasons of a stop after which a next aanbieder took the contract over."""

LINKS_DAGEN, RAND_18 = 31, 31
"""Days after the first day of the data in which a begin may really lie earlier; days around the birthday month."""


def make_verblijfsperioden(zorg: Zorg, opties: Mapping[str, Any]) -> pd.DataFrame:
    """One row per verblijfsperiode, sorted by client and begin; index and `periode` run from 0.

    Columns: periode, client, begin, einde (last day, `OPEN` = still open; a told end after K counts as told); bool
    afgeleid (every delivery that ends on the last day has no stop message), administratief (some delivery that ends on
    it has reden 02 or 35, or RedenWijziging 07 or 11), achttien (ends around the eighteenth birthday), links_afgekapt
    (begins at most 31 days after the first day of the data), contractovergang (an aanbieder took over); vorm (soort
    by option vorm_toewijzing), dagen (gaps included) and leveringsdagen (distinct), −1 while open; aanbieders
    (contractpartijen, by option negeer_contractovergang); bekend_einde (day the end was told: the last
    Dagtekening of the stops on the last day, without one the last day; `OPEN` while open).
    """
    keuzes = Keuzes.of(opties)
    tabel, aanbieders = _base(zorg, keuzes)
    return tabel.assign(
        vorm=_vorm(zorg, keuzes, opties.get("vorm_toewijzing", "langste")),
        aanbieders=aanbieders["zonder_overgang" if opties.get("negeer_contractovergang", False) else "alle"],
    )


def link(zorg: Zorg, opties: Mapping[str, Any]) -> pd.DataFrame:
    """The intervals of verblijf and the verblijfsperiode they are part of.

    Columns: those of `make_intervals` (client, begin, einde, soort, partij, …, rij: the row of perioden, toewijzingen
    or prestaties it comes from, by option datum_bron) and periode.
    """
    return _link(zorg, Keuzes.of(opties))


def _link(zorg: Zorg, keuzes: Keuzes) -> pd.DataFrame:
    if ("link", keuzes) not in zorg.geheugen:
        stukken = make_intervals(zorg, keuzes)
        grens = {"maanden": keuzes.gat_maanden} if keuzes.gat_dagen is None else {"dagen": keuzes.gat_dagen}
        nummer = union_number(stukken.client, stukken.begin, stukken.einde, inclusief=keuzes.gat_inclusief, **grens)
        zorg.geheugen["link", keuzes] = stukken.assign(periode=nummer)
    return zorg.geheugen["link", keuzes]


def _base(zorg: Zorg, keuzes: Keuzes) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Everything but the vorm and the choice of aanbieders, once per set of options that shape the periods."""
    if ("perioden", keuzes) not in zorg.geheugen:
        stukken = _link(zorg, keuzes)
        groepen = stukken.groupby("periode", sort=True)
        tabel = groepen.agg(client=("client", "first"), begin=("begin", "min"), einde=("einde", "max")).reset_index()
        tabel = _add_ends(tabel, stukken)
        tabel["achttien"] = _around_18(zorg, tabel)
        tabel["links_afgekapt"] = tabel.begin <= zorg.eerste_dag + LINKS_DAGEN
        aanbieders = _count_parties(stukken, len(tabel))
        tabel["contractovergang"] = aanbieders.pop("overgang")
        open_ = tabel.einde.to_numpy() >= OPEN
        tabel["dagen"] = np.where(open_, -1, tabel.einde - tabel.begin + 1)
        tabel["leveringsdagen"] = np.where(open_, -1, _distinct_days(stukken, zorg.bekend_op, len(tabel)))
        zorg.geheugen["perioden", keuzes] = tabel, aanbieders
    return zorg.geheugen["perioden", keuzes]


def _add_ends(tabel: pd.DataFrame, stukken: pd.DataFrame) -> pd.DataFrame:
    """afgeleid, administratief, bekend_einde from the deliveries that end on the last day."""
    aantal, einde = len(tabel), tabel.einde.to_numpy()
    op = stukken[(stukken.einde.to_numpy() == einde[stukken.periode]) & (stukken.einde.to_numpy() < OPEN)]
    periode, verteld = op.periode.to_numpy(), op.einde_bekend.to_numpy()
    bekend = np.full(aantal, -OPEN)
    np.maximum.at(bekend, periode[verteld < OPEN], verteld[verteld < OPEN])
    echt = np.bincount(periode[~op.afgeleid.to_numpy()], minlength=aantal) > 0
    return tabel.assign(
        afgeleid=(einde < OPEN) & ~echt,
        administratief=np.bincount(periode[op.administratief.to_numpy()], minlength=aantal) > 0,
        bekend_einde=np.where(bekend > -OPEN, bekend, einde),
    )


def _around_18(zorg: Zorg, tabel: pd.DataFrame) -> np.ndarray:
    jaar, maand = (geboren[tabel.client.to_numpy()] for geboren in (zorg.geboortejaar, zorg.geboortemaand))
    bekend = (jaar >= 0) & (maand >= 1)
    maanden = np.where(bekend, (jaar + 18 - 1970) * 12 + maand - 1, 0)
    eerste, volgende = add_months(np.zeros_like(maanden), maanden), add_months(np.zeros_like(maanden), maanden + 1)
    einde = tabel.einde.to_numpy()
    return bekend & (einde >= eerste - RAND_18) & (einde <= volgende - 1 + RAND_18)


def _count_parties(stukken: pd.DataFrame, aantal: int) -> dict[str, np.ndarray]:
    """Per periode: partijen (alle), those that did not take a contract over (zonder_overgang), and overgang (bool)."""
    eerste = stukken.groupby(["periode", "partij"], as_index=False).begin.min()
    stops = stukken.loc[stukken.reden.isin(OVERGANG), ["periode", "partij", "stop"]].drop_duplicates()
    paren = eerste.reset_index().merge(stops, on="periode", suffixes=("", "_ander"))
    na = paren.begin - paren.stop
    over = paren.loc[(paren.partij != paren.partij_ander) & na.isin([0, 1]), "index"].unique()
    alle = np.bincount(eerste.periode, minlength=aantal)
    wissels = np.bincount(eerste.periode.to_numpy()[over], minlength=aantal)
    return {"alle": alle, "zonder_overgang": np.maximum(alle - wissels, np.minimum(alle, 1)), "overgang": wissels > 0}


def _distinct_days(stukken: pd.DataFrame, tot: int, aantal: int) -> np.ndarray:
    """Distinct days per periode; an open interval runs to `tot`, and holds its first day at least."""
    los = union(stukken.periode, stukken.begin, _until(stukken, tot), dagen=1)
    return np.bincount(los.sleutel, weights=los.einde - los.begin + 1, minlength=aantal).astype("int64")


def _vorm(zorg: Zorg, keuzes: Keuzes, volgens: str) -> pd.Series:
    """Soort per periode; ties go by the order of the contract."""
    if ("vorm", keuzes, volgens) not in zorg.geheugen:
        stukken = _link(zorg, keuzes)
        soort = pd.Index(VERBLIJF).get_indexer(stukken.soort)
        per = pd.DataFrame({"periode": stukken.periode, "soort": soort, "voor": 0})
        if volgens == "eerste":
            per["voor"] = stukken.begin
        elif volgens == "laatste":
            per["voor"] = -stukken.einde
        else:
            los = union(per.periode * SLEUTEL_VORM + soort, stukken.begin, _until(stukken, zorg.bekend_op), dagen=1)
            dagen = (los.einde - los.begin + 1).groupby(los.sleutel).sum()
            per = pd.DataFrame({
                "periode": dagen.index // SLEUTEL_VORM, "soort": dagen.index % SLEUTEL_VORM, "voor": -dagen.to_numpy()
            })  # fmt: skip
        gekozen = per.sort_values(["periode", "voor", "soort"], kind="stable").drop_duplicates("periode").soort
        zorg.geheugen["vorm", keuzes, volgens] = pd.Series(np.array(VERBLIJF, dtype=object)[gekozen], dtype="str")
    return zorg.geheugen["vorm", keuzes, volgens]


def _until(stukken: pd.DataFrame, tot: int) -> np.ndarray:
    einde = stukken.einde.to_numpy()
    return np.where(einde >= OPEN, np.maximum(stukken.begin.to_numpy(), tot), einde)
