"""Stored frames as a report may show them in its edition: what belongs together, and how many people that is."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from normwijzer.kpi.catalogus import Catalogus
from normwijzer.kpi.proces.neven import ZELFDE_MENSEN
from normwijzer.privacy import bescherm_cellen, bescherm_groepen, bescherm_uitkomsten
from normwijzer.uitvoering.beschermen_proces import ALLEEN_INTERN, PROCESFRAMES
from normwijzer.uitvoering.tekstkolommen import als_tekst
from normwijzer.uitvoering.uitkomsten import lees_frame

_OMVANG = ["wet", "perceel", "aanbieder", "gemeente", "soort"]
_OVER_AANBIEDERS = "opgave_"
_STROOM = ["beginstand", "instroom", "uitstroom", "eindstand"]


def bescherm_cijfers(
    cijfers: pd.DataFrame, uitkomsten: pd.DataFrame, boek: Catalogus, editie: str, mensen: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Outcome rows or side figures, protected by the number of people behind each (`Definitie.groep`).

    Args:
        cijfers: rows to protect, with the scope columns; when it has no column jaar, all of one year.
        uitkomsten: outcome rows of the same year or years. Where the group of a KPI is that of another KPI, the row of
            that one for the same year and scope tells how many people there are.
        mensen: the frame of that name of the same year or years, for KPI's that count something else than people.
    """
    cijfers = als_tekst(cijfers, *_OMVANG)
    omvang = _count_mensen(cijfers, als_tekst(uitkomsten, *_OMVANG), boek)
    if mensen is not None:
        van_clienten = cijfers["kpi"].map({kpi: d.groep == "clienten" for kpi, d in boek.definities.items()}).eq(True)
        omvang = omvang.mask(van_clienten, _find_clienten(cijfers, als_tekst(mensen, *_OMVANG)))
    return bescherm_uitkomsten(cijfers, editie, mensen=omvang, gemeente_deelbaar=boek.gemeente_deelbaar)


def bescherm_kwaliteit(map_: Path, editie: str) -> pd.DataFrame:
    """Quality figures; a count of rows or of aanbieders (`opgave_…`) is not about a group of people, and stays."""
    tabel = als_tekst(lees_frame(map_, "kwaliteit"), "kenmerk", "perceel", "soort")
    geen_mensen = tabel["van"].isna() | tabel["kenmerk"].str.startswith(_OVER_AANBIEDERS)
    beschermd = bescherm_groepen(
        tabel.assign(groep=tabel["van"]),
        editie,
        sleutels=["kenmerk", "perceel", "soort"],
        groep=["groep"],
        getallen=["aantal", "van"],
    )
    beschermd.loc[geen_mensen, "te_klein"] = False
    for kolom in ("aantal", "van"):
        beschermd.loc[geen_mensen, kolom] = tabel.loc[geen_mensen, kolom]
    return beschermd.drop(columns="groep")


def bescherm_niet_ingedeeld(map_: Path, editie: str) -> pd.DataFrame:
    """Products that count in no KPI."""
    return bescherm_groepen(
        lees_frame(map_, "niet_ingedeeld"), editie, sleutels=["wet", "categorie", "code"], groep=["clienten"],
        getallen=["toewijzingen", "leveringen", "clienten"],
    )  # fmt: skip


def bescherm_frames(map_: Path, editie: str) -> dict[str, pd.DataFrame]:
    """Every frame of the family that lies in its folder, by name."""
    return {
        naam: bescherm(lees_frame(map_, naam), editie)
        for naam, bescherm in (_FRAMES | PROCESFRAMES).items()
        if (map_ / f"{naam}.parquet").is_file() and (editie == "intern" or naam not in ALLEEN_INTERN)
    }


def _count_mensen(cijfers: pd.DataFrame, uitkomsten: pd.DataFrame, boek: Catalogus) -> pd.Series:
    """Per row the number of people it speaks of; empty when that cannot be told."""
    gewoon, teller = _noemer_of_teller(cijfers), cijfers["teller"].astype("Float64")
    groep = cijfers["kpi"].map({kpi: d.groep for kpi, d in boek.definities.items()})
    mensen = gewoon.mask(groep.eq("kleinste"), pd.concat([gewoon, teller], axis=1).min(axis=1))
    for kpi in sorted(set(groep) & set(boek.definities)):
        mee = groep.eq(kpi)
        mensen = mensen.mask(mee, _of_other(cijfers, uitkomsten, kpi))
    return mensen


def _of_other(cijfers: pd.DataFrame, uitkomsten: pd.DataFrame, kpi: str) -> pd.Series:
    """People in the basis row of `kpi` with the same year and scope."""
    sleutel = [kolom for kolom in ("jaar", *_OMVANG) if kolom in cijfers]
    bron = uitkomsten[uitkomsten["kpi"].eq(kpi) & uitkomsten["variant"].eq("basis")]
    bron = bron.assign(mensen=_noemer_of_teller(bron))
    gevonden = cijfers[sleutel].merge(bron[[*sleutel, "mensen"]], on=sleutel, how="left")["mensen"]
    return pd.Series(gevonden.array, index=cijfers.index)


def _find_clienten(cijfers: pd.DataFrame, mensen: pd.DataFrame) -> pd.Series:
    """Clients behind each row, of the basis row of the same KPI and scope."""
    sleutel = [kolom for kolom in ("jaar", "kpi", "wet", "aanbieder", "gemeente") if kolom in cijfers]
    if "kenmerk" in cijfers:
        cijfers = cijfers.assign(kpi=cijfers["kenmerk"].map(ZELFDE_MENSEN).fillna(cijfers["kpi"]))
    gevonden = cijfers[sleutel].merge(mensen[[*sleutel, "clienten"]], on=sleutel, how="left", validate="m:1")
    # A scope without cases has no row in `mensen`: its numbers are 0 and about nobody.
    leeg = cijfers["noemer"].astype("Float64").eq(0).fillna(False).to_numpy(dtype=bool)
    return pd.Series(gevonden["clienten"].astype("Float64").mask(leeg, 0).array, index=cijfers.index)


def _noemer_of_teller(cijfers: pd.DataFrame) -> pd.Series:
    return cijfers["noemer"].astype("Float64").fillna(cijfers["teller"].astype("Float64"))


def _redenen(redenen: pd.DataFrame, editie: str) -> pd.DataFrame:
    """Per perceel or soort, over all aanbieders: a period has one aanbieder, so these add up."""
    groep = _groep(redenen)
    redenen = als_tekst(redenen, groep, "reden")
    samen = redenen.groupby([groep, "reden"], as_index=False)["aantal"].sum()
    return bescherm_groepen(samen, editie, sleutels=[groep], groep=["aantal"], getallen=["aantal"])


def _stroom(stroom: pd.DataFrame, editie: str) -> pd.DataFrame:
    """Per perceel or soort × aanbieder, and with empty aanbieder the sum; a row without either stands for all."""
    groep = _groep(stroom)
    stroom = als_tekst(stroom, groep, "aanbieder")
    per_aanbieder = stroom[stroom["aanbieder"].ne("")]
    samen = per_aanbieder.groupby(groep, as_index=False)[_STROOM].sum().assign(aanbieder="")
    alles = pd.concat([stroom[stroom["aanbieder"].eq("")], samen, stroom[stroom["aanbieder"].ne("")]])
    return bescherm_cellen(alles.reset_index(drop=True), editie, _STROOM)


def _doelen(doelen: pd.DataFrame, editie: str) -> pd.DataFrame:
    doelen = als_tekst(doelen, "soort")
    kleinste = doelen[["n", "basis_n"]].astype("Float64").min(axis=1)
    getallen = ["basiswaarde", "streefwaarde", "waarde", "voortgang", "lijn", "gehaald", "n", "basis_n"]
    return bescherm_groepen(
        doelen.assign(groep=kleinste), editie, sleutels=["kpi", "soort"], groep=["groep"], getallen=getallen
    ).drop(columns="groep")


def _verblijfsduur(duur: pd.DataFrame, editie: str) -> pd.DataFrame:
    return bescherm_groepen(
        als_tekst(duur, "soort"), editie, sleutels=["soort", "maat"], groep=["n"],
        getallen=["n", "waarde", "onder", "boven"],
    )  # fmt: skip


def _overleving(curven: pd.DataFrame, editie: str) -> pd.DataFrame:
    """A curve stops where fewer than the smallest group are in care; who left in one month is for inside use."""
    beschermd = bescherm_cellen(curven, editie, ["in_zorg"])
    if editie != "intern":
        beschermd = beschermd.drop(columns=["einden", "gecensureerd"])
    return beschermd[~beschermd["te_klein"]].reset_index(drop=True)


def _respons(respons: pd.DataFrame, editie: str) -> pd.DataFrame:
    return bescherm_cellen(als_tekst(respons, "aanbieder"), editie, ["gemeten", "totaal"], ["waarde"])


def _geen_bron(geen_bron: pd.DataFrame, editie: str) -> pd.DataFrame:
    return geen_bron.assign(te_klein=False)


_FRAMES: dict[str, Callable[[pd.DataFrame, str], pd.DataFrame]] = {
    "redenen": _redenen,
    "stroom": _stroom,
    "doelen": _doelen,
    "verblijfsduur": _verblijfsduur,
    "overleving": _overleving,
    "respons": _respons,
    "geen_bron": _geen_bron,
}
"""Frame of a family -> how it is protected; a frame that is not here never reaches a report."""


def _groep(tabel: pd.DataFrame) -> str:
    return "perceel" if "perceel" in tabel else "soort"
