"""Outcome rows and side figures as a report may show them in its edition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from normwijzer.kpi.catalogus import Catalogus
from normwijzer.normen.besluit import Besluit
from normwijzer.normen.oordeel import beoordeel
from normwijzer.privacy import EDITIES, OVERIGE, Leden, bepaal_leden, voeg_samen
from normwijzer.privacy.verbanden import laad_verbanden
from normwijzer.statistiek import wilson
from normwijzer.uitvoering.beschermen_cijfers_mensen import OMVANG, tel_mensen
from normwijzer.uitvoering.beschermen_cijfers_oordeel import toon_oordelen
from normwijzer.uitvoering.beschermen_cijfers_staten import bepaal_staten
from normwijzer.uitvoering.beschermen_cijfers_tonen import toon_basis, toon_varianten
from normwijzer.uitvoering.tekstkolommen import als_tekst

PER_AANBIEDER = ("", "per_aanbieder", "zeven_of_hoger", "geaccepteerd")
"""Side figures that a report tells per aanbieder; "" is the KPI itself."""

_SLEUTEL = ("jaar", "kpi", "kenmerk", "variant", *OMVANG)


def bescherm_cijfers(
    cijfers: pd.DataFrame,
    uitkomsten: pd.DataFrame,
    boek: Catalogus,
    editie: str,
    mensen: pd.DataFrame | None = None,
    besluiten: Sequence[Besluit] = (),
) -> pd.DataFrame:
    """Outcome rows (judged) or side figures, as the edition shows them.

    Edition `intern` keeps every row and number. In `deelbaar` small aanbieders are one row `overige`, in every table
    the same ones; rows per gemeente disappear unless they are what the family is about; a variant is only told of the
    region, without counts. Rows about few people, and those that would tell of them, lose their numbers. The others
    are rounded. Of a family with two laws the rows per aanbieder are those per law.

    Args:
        cijfers: exact rows to protect, with the scope columns; side figures have a column kenmerk. When it has no
            column jaar, all of one year.
        uitkomsten: exact outcome rows of the same year or years, to know the people and aanbieders from.
        mensen: the frame of that name of the same year or years, for KPI's that count something else than people.
        besluiten: decisions on norms, for outcome rows; verdicts are made on the exact numbers.

    Returns:
        The rows, index 0 …, with extra columns te_klein (bool), tekst (what stands in place of the value; empty when
        it is shown) and stap (of the value of a variant and of provisional bounds; NaN else), and for outcomes those
        of `beoordeel`.

    Raises:
        ValueError: an unknown edition.

    Source: rules of the shared edition (docs/privacy.md).
    """
    cijfers = _judge(cijfers, editie, besluiten)
    if editie == "intern":
        return _exact(cijfers)
    uitkomsten = als_tekst(uitkomsten, *OMVANG)
    if "jaar" not in cijfers:
        uitkomsten = uitkomsten.assign(jaar=0)
        mensen = None if mensen is None else mensen.assign(jaar=0)
    rijen = _prepare(cijfers, uitkomsten, boek, mensen)
    if "kenmerk" not in cijfers:
        return _show(cijfers, _merge(rijen, _alle_leden(rijen, rijen)), None, boek, besluiten)[0]
    bron = _prepare(uitkomsten, uitkomsten, boek, mensen)
    leden = _alle_leden(bron, rijen)
    andere = _met_staten(_merge(bron, leden), boek, None)
    return _show(cijfers, _merge(rijen, leden), andere, boek, besluiten)[0]


@dataclass(frozen=True, eq=False)
class Beschermd:
    """Outcome rows of all years and side figures of one year as the edition shows them, and jaar -> who are Overige
    aanbieders (nobody in edition `intern`, where nobody needs to know)."""

    uitkomsten: pd.DataFrame
    nevencijfers: pd.DataFrame
    leden: Mapping[int, Leden]


def bescherm_familie(
    uitkomsten: pd.DataFrame,
    nevencijfers: pd.DataFrame,
    jaar: int,
    boek: Catalogus,
    editie: str,
    mensen: pd.DataFrame | None = None,
    besluiten: Sequence[Besluit] = (),
) -> Beschermd:
    """`bescherm_cijfers` of the outcomes and of the side figures, and `leden_van`, with what they share done once.

    Args:
        uitkomsten: exact, of every year of the region. nevencijfers: exact, of `jaar`, without column jaar. mensen:
            of every year. Others: as for `bescherm_cijfers`.
    """
    cijfers, neven = _judge(uitkomsten, editie, besluiten), als_tekst(nevencijfers, *OMVANG)
    if editie == "intern":
        return Beschermd(_exact(cijfers), _exact(neven), {})
    uitkomsten = als_tekst(uitkomsten, *OMVANG)
    rijen = _prepare(cijfers, uitkomsten, boek, mensen)
    alle = _alle_leden(rijen, rijen)
    getoond, basis = _show(cijfers, _merge(rijen, alle), None, boek, besluiten)
    samen = set(uitkomsten["wet"])
    zelfde = {ander for ander, van in uitkomsten["wet"].groupby(uitkomsten["jaar"]) if set(van) == samen}
    leden = {ander: alle[ander] if ander in zelfde else leden_van(uitkomsten, boek, ander, mensen) for ander in alle}
    if jaar not in zelfde:  # another set of laws: its rows per aanbieder are others
        van_jaar = uitkomsten[uitkomsten["jaar"].eq(jaar)]
        mensen = None if mensen is None else mensen[mensen["jaar"].eq(jaar)].drop(columns="jaar")
        return Beschermd(getoond, bescherm_cijfers(nevencijfers, van_jaar, boek, editie, mensen), leden)
    eigen = _prepare(neven.assign(jaar=jaar), uitkomsten, boek, mensen)
    erin = _alle_leden(rijen[rijen["jaar"].eq(jaar)], eigen)
    beschermd, _ = _show(neven, _merge(eigen, erin), basis[basis["jaar"].eq(jaar)], boek, ())
    return Beschermd(getoond, beschermd, leden)


def leden_van(uitkomsten: pd.DataFrame, boek: Catalogus, jaar: int, mensen: pd.DataFrame | None = None) -> Leden:
    """Who are Overige aanbieders in this family and year.

    Args:
        uitkomsten: exact outcome rows, of any years. mensen: as for `bescherm_cijfers`.

    Returns:
        Leden whose groep is the perceel, or empty text in a family without percelen; whose tabel is kpi|wet|soort.
    """
    van_jaar = als_tekst(uitkomsten[uitkomsten["jaar"].eq(jaar)], *OMVANG)
    if mensen is not None and "jaar" in mensen:
        mensen = mensen[mensen["jaar"].eq(jaar)]
    rijen = _prepare(van_jaar, van_jaar, boek, mensen)
    return bepaal_leden(_tabellen(rijen))


def _judge(cijfers: pd.DataFrame, editie: str, besluiten: Sequence[Besluit]) -> pd.DataFrame:
    """The rows with their scope as text and, of outcomes, the verdicts on the exact numbers."""
    if editie not in EDITIES:
        raise ValueError(f"onbekende editie {editie!r}")
    cijfers = als_tekst(cijfers, *OMVANG)
    return beoordeel(cijfers, besluiten) if _kan_oordeel(cijfers) else cijfers


def _exact(cijfers: pd.DataFrame) -> pd.DataFrame:
    return cijfers.assign(te_klein=False, tekst=pd.Series("", index=cijfers.index, dtype="str"), stap=np.nan)


def _show(
    cijfers: pd.DataFrame,
    rijen: pd.DataFrame,
    andere: pd.DataFrame | None,
    boek: Catalogus,
    besluiten: Sequence[Besluit],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Merged rows as they may be shown, with the columns of `cijfers`; and the exact basis rows with their staat."""
    basis = _met_staten(rijen, boek, andere)
    getoond = toon_basis(basis, boek)
    if _kan_oordeel(cijfers):
        getoond = toon_oordelen(getoond, basis, besluiten)
    varianten = rijen[rijen["variant"].ne("basis")]
    delen = [getoond, toon_varianten(varianten, basis, boek)] if len(varianten) else [getoond]
    kolommen = [*cijfers.columns, "te_klein", "tekst", "stap"]
    return _sort(pd.concat(delen))[kolommen].reset_index(drop=True), basis


def _prepare(
    cijfers: pd.DataFrame, uitkomsten: pd.DataFrame, boek: Catalogus, mensen: pd.DataFrame | None
) -> pd.DataFrame:
    """The rows that may be in a shared table at all, with every key column, mensen, groep and tabel."""
    rijen = cijfers.assign(**{kolom: leeg for kolom, leeg in _LEEG.items() if kolom not in cijfers})
    rijen = rijen.assign(mensen=tel_mensen(rijen, uitkomsten, boek, mensen)).reset_index(drop=True)
    per_aanbieder, per_gemeente = rijen["aanbieder"].ne(""), rijen["gemeente"].ne("")
    weg = per_aanbieder & (per_gemeente | rijen["variant"].ne("basis"))
    weg |= per_aanbieder & ~rijen["kenmerk"].isin(PER_AANBIEDER)
    weg |= per_aanbieder & rijen["kpi"].isin(laad_verbanden(boek.familie).elders)
    weg |= per_gemeente & (~np.bool_(boek.gemeente_deelbaar) | rijen["variant"].ne("basis"))
    wetten = [wet for wet in rijen["wet"].unique() if wet]
    if len(wetten) > 1:  # with both, law × aanbieder and law × gemeente would be tables with sums on two sides
        weg |= per_aanbieder & rijen["wet"].eq("")
        weg |= per_gemeente & rijen["wet"].ne("")
    rijen = _sort(rijen[~weg]).reset_index(drop=True)
    tabel = rijen["kpi"] + "|" + rijen["wet"] + "|" + rijen["soort"]
    return rijen.assign(groep=rijen["perceel"], tabel=tabel)


_LEEG = {"jaar": 0, "kenmerk": "", "variant": "basis"} | dict.fromkeys(OMVANG, "")


def _tabellen(rijen: pd.DataFrame) -> pd.DataFrame:
    """Rows per aanbieder, as `bepaal_leden` wants them."""
    eigen = rijen[rijen["aanbieder"].ne("") & rijen["variant"].eq("basis")]
    return eigen[["groep", "tabel", "aanbieder", "mensen"]]


def _alle_leden(uitkomsten: pd.DataFrame, rijen: pd.DataFrame) -> dict[int, Leden]:
    """Membership per year; where the outcomes have no rows per aanbieder, that of the side figures."""
    uit = {}
    for jaar in sorted(set(rijen["jaar"])):
        tabellen = _tabellen(uitkomsten[uitkomsten["jaar"].eq(jaar)])
        if tabellen.empty:
            tabellen = _tabellen(rijen[rijen["jaar"].eq(jaar)])
        uit[jaar] = bepaal_leden(tabellen)
    return uit


def _merge(rijen: pd.DataFrame, leden: Mapping[int, Leden]) -> pd.DataFrame:
    """The rows with Overige aanbieders, whose value and interval follow from the sums."""
    sommen = ["teller", "noemer", "mensen"]
    verder = [kolom for kolom in _SLEUTEL if kolom != "aanbieder"]
    delen = [
        voeg_samen(van, leden.get(jaar, Leden()), groep="groep", tabel="tabel", sommen=sommen, verder=verder)
        for jaar, van in rijen.groupby("jaar", sort=True)
    ]
    samen = pd.concat(delen, ignore_index=True) if delen else rijen
    overig = samen["aanbieder"].eq(OVERIGE)
    if not overig.any():
        return samen
    samen.loc[overig, "waarde"] = _quotient(samen[overig]).to_numpy()
    deel = overig & samen["eenheid"].eq("fractie") & samen["noemer"].gt(0).fillna(False).astype(bool)
    grenzen = wilson(samen.loc[deel, "teller"], samen.loc[deel, "noemer"])
    for kolom, grens in zip(("onder", "boven"), grenzen, strict=True):
        if kolom in samen:
            samen.loc[deel, kolom] = grens
            samen.loc[overig & ~deel, kolom] = np.nan
    if "status" in samen:
        samen.loc[overig, "status"] = samen.loc[overig, "status"].fillna("voorlopig")
    if "oordeel" in samen:
        samen.loc[overig, "oordeel"] = ""
        samen = samen.assign(ver=samen["ver"].where(~overig, False).astype(bool))
    return samen


def _quotient(rijen: pd.DataFrame) -> pd.Series:
    """Value of merged rows: of a share or ratio the quotient, of a count the count, else none."""
    t, n = (rijen[kolom].astype("Float64").astype("float64") for kolom in ("teller", "noemer"))
    quotient = (t / n.where(n > 0)).where(rijen["eenheid"].isin(["fractie", "ratio"]))
    return quotient.mask(rijen["eenheid"].isin(["aantal", "etmalen"]), t)


def _met_staten(rijen: pd.DataFrame, boek: Catalogus, andere: pd.DataFrame | None) -> pd.DataFrame:
    basis = rijen[rijen["variant"].eq("basis")].reset_index(drop=True)
    return basis.assign(staat=bepaal_staten(basis, boek, andere))


def _kan_oordeel(cijfers: pd.DataFrame) -> bool:
    return {"familie", "variant", "status"} <= set(cijfers.columns)


def _sort(rijen: pd.DataFrame) -> pd.DataFrame:
    """In order of their keys; Overige after the aanbieders."""
    laatst = rijen["aanbieder"].eq(OVERIGE)
    return rijen.assign(_laatst=laatst).sort_values(
        [kolom for kolom in _SLEUTEL[:-3]] + ["_laatst", "aanbieder", "gemeente", "soort"], kind="stable"
    ).drop(columns="_laatst")  # fmt: skip
