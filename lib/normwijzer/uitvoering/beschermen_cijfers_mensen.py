"""How many people are behind each outcome row or side figure (`Definitie.groep`)."""

import pandas as pd

from normwijzer.kpi.catalogus import Catalogus
from normwijzer.kpi.proces.neven import ZELFDE_MENSEN
from normwijzer.uitvoering.tekstkolommen import als_tekst

OMVANG = ("wet", "perceel", "aanbieder", "gemeente", "soort")


def tel_mensen(
    cijfers: pd.DataFrame, uitkomsten: pd.DataFrame, boek: Catalogus, mensen: pd.DataFrame | None = None
) -> pd.Series:
    """People behind each row of `cijfers`, as Float64; empty when that cannot be told.

    Args:
        cijfers: rows with the scope columns as text; without column jaar all of one year.
        uitkomsten: outcome rows of the same year or years. Where the group of a KPI is that of another KPI, the row of
            that one for the same year and scope tells how many people there are.
        mensen: the frame of that name of the same year or years, for KPI's that count something else than people.
    """
    omvang = _count(cijfers, als_tekst(uitkomsten, *OMVANG), boek)
    if mensen is None:
        return omvang
    van_clienten = cijfers["kpi"].map({kpi: d.groep == "clienten" for kpi, d in boek.definities.items()}).eq(True)
    return omvang.mask(van_clienten, _find_clienten(cijfers, als_tekst(mensen, *OMVANG)))


def noemer_of_teller(cijfers: pd.DataFrame) -> pd.Series:
    """The noemer, and the teller of a KPI without."""
    return cijfers["noemer"].astype("Float64").fillna(cijfers["teller"].astype("Float64"))


def _count(cijfers: pd.DataFrame, uitkomsten: pd.DataFrame, boek: Catalogus) -> pd.Series:
    gewoon, teller = noemer_of_teller(cijfers), cijfers["teller"].astype("Float64")
    groep = cijfers["kpi"].map({kpi: d.groep for kpi, d in boek.definities.items()})
    mensen = gewoon.mask(groep.eq("kleinste"), pd.concat([gewoon, teller], axis=1).min(axis=1))
    for kpi in sorted(set(groep) & set(boek.definities)):
        mee = groep.eq(kpi)
        mensen = mensen.mask(mee, _of_other(cijfers, uitkomsten, kpi))
    return mensen


def _of_other(cijfers: pd.DataFrame, uitkomsten: pd.DataFrame, kpi: str) -> pd.Series:
    """People in the basis row of `kpi` with the same year and scope."""
    sleutel = [kolom for kolom in ("jaar", *OMVANG) if kolom in cijfers and kolom in uitkomsten]
    bron = uitkomsten[uitkomsten["kpi"].eq(kpi) & uitkomsten["variant"].eq("basis")]
    bron = bron.assign(mensen=noemer_of_teller(bron))
    gevonden = cijfers[sleutel].merge(bron[[*sleutel, "mensen"]], on=sleutel, how="left")["mensen"]
    return pd.Series(gevonden.array, index=cijfers.index)


def _find_clienten(cijfers: pd.DataFrame, mensen: pd.DataFrame) -> pd.Series:
    """Clients behind each row, of the basis row of the same KPI and scope."""
    namen = ("jaar", "kpi", "wet", "aanbieder", "gemeente")
    sleutel = [kolom for kolom in namen if kolom in cijfers and kolom in mensen]
    if "kenmerk" in cijfers:
        cijfers = cijfers.assign(kpi=cijfers["kenmerk"].map(ZELFDE_MENSEN).fillna(cijfers["kpi"]))
    gevonden = cijfers[sleutel].merge(mensen[[*sleutel, "clienten"]], on=sleutel, how="left", validate="m:1")
    # A scope without cases has no row in `mensen`: its numbers are 0 and about nobody.
    leeg = cijfers["noemer"].astype("Float64").eq(0).fillna(False).to_numpy(dtype=bool)
    return pd.Series(gevonden["clienten"].astype("Float64").mask(leeg, 0).array, index=cijfers.index)
