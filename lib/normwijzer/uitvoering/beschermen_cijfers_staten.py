"""State of each row of a shared table, completed along every whole it is part of."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from normwijzer.kpi.catalogus import Catalogus
from normwijzer.privacy import staat, vul_aan
from normwijzer.privacy.aanvullen import vind_onveilig
from normwijzer.privacy.staten import GETOOND
from normwijzer.privacy.verbanden import Delen, Getal, laad_verbanden, te_verbergen
from normwijzer.uitvoering.beschermen_cijfers_mensen import OMVANG

GEZINSGERICHT = ("pleegzorg", "gezinshuis")
"""Soorten whose sum is told too: the whole less what is told `zonder_gezinsgericht`."""

_GEHEEL_WEG = ("wet", "perceel")
"""Never hide a perceel or a law: the row of all of them goes."""

_DICHT = ("weg", "niet_getoond")
_RONDES = 5


def bepaal_staten(rijen: pd.DataFrame, boek: Catalogus, andere: pd.DataFrame | None = None) -> pd.Series:
    """States of the basis rows of one family, of all years.

    Args:
        rijen: exact, Overige aanbieders merged: jaar, kpi, kenmerk (empty for an outcome), scope columns as text,
            teller, noemer, eenheid, mensen.
        andere: for side figures the outcome rows, in the same form with their `staat`: a side figure is hidden where
            its KPI is, and may lie inside it.
    """
    rijen = rijen.assign(is_deel=_is_deel(rijen, boek), aantal=_aantal(rijen, boek))
    staten = staat(rijen["mensen"], rijen["teller"].where(rijen["is_deel"]), rijen["noemer"].where(rijen["is_deel"]))
    if andere is not None:
        staten = _hide(staten, _kpi_dicht(rijen, andere))
    gevoelig = ~staten.isin(GETOOND)
    for _ in range(_RONDES):
        vorig = staten
        verraad = _van_verbanden(rijen, staten, boek.familie, andere)
        staten, gevoelig = _hide(staten, verraad), gevoelig | verraad
        staten = _vul_delen(rijen, staten, gevoelig, boek.familie)
        for niveau in ("wet", "perceel", "soort", "gemeente", "aanbieder"):
            staten = _vul_niveau(rijen, staten, gevoelig, niveau)
        if staten.equals(vorig):
            break
    return staten


def _is_deel(rijen: pd.DataFrame, boek: Catalogus) -> pd.Series:
    """Shares of people or cases; of a share of the population only the people in the teller are at stake."""
    telling = rijen["noemer"].notna() & rijen["teller"].notna()
    return rijen["eenheid"].eq("fractie") & ~_van_kleinste(rijen, boek) & telling


def _van_kleinste(rijen: pd.DataFrame, boek: Catalogus) -> pd.Series:
    return rijen["kpi"].map({kpi: d.groep == "kleinste" for kpi, d in boek.definities.items()}).eq(True)


def _aantal(rijen: pd.DataFrame, boek: Catalogus) -> pd.Series:
    """What adds up where a row is no share of people."""
    noemer, teller = rijen["noemer"].astype("Float64"), rijen["teller"].astype("Float64")
    return noemer.fillna(teller).mask(_van_kleinste(rijen, boek), teller).fillna(0).round().astype("int64")


def _hide(staten: pd.Series, mee: pd.Series) -> pd.Series:
    return staten.mask(mee & ~staten.isin(["leeg", "weg"]), "niet_getoond")


def _sleutel(rijen: pd.DataFrame, zonder: Iterable[str] = ()) -> pd.Series:
    kolommen = [kolom for kolom in ("jaar", "kpi", "kenmerk", *OMVANG) if kolom not in zonder]
    delen = [rijen[kolom].astype("str") for kolom in kolommen]
    return delen[0].str.cat(delen[1:], sep="|")


def _kpi_dicht(rijen: pd.DataFrame, andere: pd.DataFrame) -> pd.Series:
    """Where a side figure holds a number of its KPI in the same scope, and the KPI does not show its numbers."""
    boven = andere.assign(sleutel=_sleutel(andere, ["kenmerk"])).set_index("sleutel")
    boven = boven.reindex(_sleutel(rijen, ["kenmerk"]))
    dicht = boven["staat"].isin(_DICHT).to_numpy()
    t, n = (rijen[kolom].astype("Float64").fillna(-1).to_numpy(dtype=float) for kolom in ("teller", "noemer"))
    zelfde = np.zeros(len(rijen), dtype=bool)
    for kolom in ("teller", "noemer"):
        getal = boven[kolom].astype("Float64").fillna(-2).to_numpy(dtype=float)
        zelfde |= (t == getal) | (n == getal) | (n - t == getal)
    return pd.Series(dicht & (zelfde | boven["staat"].eq("weg").to_numpy()), index=rijen.index)


def _vul_niveau(rijen: pd.DataFrame, staten: pd.Series, gevoelig: pd.Series, niveau: str) -> pd.Series:
    """Complete the rows that differ in this scope column only, under the row where it is empty."""
    ander = {"aanbieder", "gemeente"} - {niveau}
    mee = rijen[niveau].ne("") & np.logical_and.reduce([rijen[kolom].eq("") for kolom in sorted(ander)])
    onder = _sleutel(rijen.assign(**{niveau: ""}))
    boven = rijen[niveau].eq("")
    ouder = dict(zip(onder[boven], staten[boven], strict=True))
    if niveau in _GEHEEL_WEG:  # a whole that is hidden tells nothing of them
        mee &= ~onder.map(ouder).eq("niet_getoond")
    for puur in (False, True):
        deel = mee & rijen["is_deel"].ne(puur)
        if not deel.any():
            continue
        staten, partitie = staten.copy(), onder[deel]
        teller = None if puur else rijen.loc[deel, "teller"]
        noemer = rijen.loc[deel, "aantal" if puur else "noemer"]
        if niveau in _GEHEEL_WEG:
            staten = _hide(staten, boven & onder.isin(vind_onveilig(teller, noemer, staten[deel], partitie, ouder)))
            continue
        if niveau == "soort":
            helft = partitie + rijen.loc[deel, "soort"].isin(GEZINSGERICHT).map({True: "|gezin", False: "|ander"})
            staten[deel], _ = vul_aan(teller, noemer, staten[deel], helft, ouder_mag=False, gevoelig=gevoelig[deel])
        staten[deel], _ = vul_aan(
            teller, noemer, staten[deel], partitie, ouder_mag=False, ouder=ouder, gevoelig=gevoelig[deel]
        )
    return staten


def _van_verbanden(rijen: pd.DataFrame, staten: pd.Series, familie: str, andere: pd.DataFrame | None) -> pd.Series:
    """Rows that would tell of a small group together with a row that holds it."""
    alles = rijen.assign(staat=staten) if andere is None else pd.concat([andere, rijen.assign(staat=staten)])
    scope = _sleutel(alles, ["kpi", "kenmerk"])
    mee = pd.Series(False, index=rijen.index)

    def kies(getal: Getal) -> pd.DataFrame:
        mee = alles["kpi"].eq(getal.kpi) & alles["kenmerk"].eq(getal.kenmerk)
        return alles.set_index(scope)[mee.to_numpy()]

    for paar in laad_verbanden(familie).paren:
        hier = rijen["kpi"].eq(paar.b.kpi) & rijen["kenmerk"].eq(paar.b.kenmerk)
        if hier.any():
            weg = te_verbergen(paar, lambda g: kies(g)[g.kolom], lambda g: kies(g)["staat"].isin(_DICHT))
            mee |= hier & _sleutel(rijen, ["kpi", "kenmerk"]).isin(set(weg.index[weg]))
    return mee


def _vul_delen(rijen: pd.DataFrame, staten: pd.Series, gevoelig: pd.Series, familie: str) -> pd.Series:
    """Side figures whose tellers together are a number of the KPI."""
    for delen in laad_verbanden(familie).delen:
        mee = _in(rijen, delen)
        if mee.any():
            staten = staten.copy()
            gevuld, _ = vul_aan(
                rijen.loc[mee, "teller"], rijen.loc[mee, "noemer"], staten[mee], _sleutel(rijen[mee], ["kenmerk"]),
                ouder_mag=False, gevoelig=gevoelig[mee],
            )  # fmt: skip
            staten[mee] = gevuld
    return staten


def _in(rijen: pd.DataFrame, delen: Delen) -> pd.Series:
    namen = {(getal.kpi, getal.kenmerk) for getal in delen.delen}
    mee = [plek in namen for plek in zip(rijen["kpi"], rijen["kenmerk"], strict=True)]
    return pd.Series(mee, index=rijen.index, dtype=bool) & rijen["is_deel"]
