"""What of the norm report may stand in the shared edition: nothing that tells of fewer than ten clients.

The candidates count over the aanbieders, and those that may be shown stand beside them with their counts. So what is
summed over all aanbieders is rounded, or the difference would tell of the small ones.
"""

import math
from itertools import combinations

import numpy as np
import pandas as pd

from normwijzer.normen.kandidaten import ABC_DEEL, KWARTIEL
from normwijzer.normen.richting import hoger_is_beter
from normwijzer.privacy import KLEINSTE_GROEP, is_te_klein

_MEESTE_JAREN = 6
"""Years of which every set is counted in `tel_verborgen`; of more years only the last."""

_DECIMALEN = 3
"""Of fractions that are shown in tenths of a percent: with all digits a fraction tells the counts it was made from."""

_UIT_DE_FIT = ("gekrompen", "betrouwbaarheid", "kans_slechter")
_PER_JAAR = ("waarde", "onder", "boven", "verschil", "verschil_onder", "verschil_boven")
_SPELING = 1e-9


def bescherm_kandidaten(tabel: pd.DataFrame, geteld: pd.DataFrame, richting: str) -> pd.DataFrame:
    """Candidates with column te_klein: true where fewer than ten clients made the number.

    Args:
        tabel: of `verkenning.kandidaten_tabel`. geteld: the counts it was made from (aanbieder, teller, noemer).

    N4 is the rate of one aanbieder (or of several with the same), N5 and N6 pool the best; the others rest on all
    clients, or on aanbieders that may be shown themselves.
    """
    y, n = geteld["teller"].to_numpy(dtype=float), geteld["noemer"].to_numpy(dtype=float)
    mensen = [_clienten(rij, y, n, richting) for rij in tabel.itertuples()]
    return tabel.assign(te_klein=np.array(mensen, dtype=float) < KLEINSTE_GROEP)


def rond_kandidaten(tabel: pd.DataFrame) -> pd.DataFrame:
    """Candidates in whole percent, with n to the nearest 5."""
    return tabel.assign(norm=tabel["norm_heel"], n=rond_aantal(tabel["n"]))


def bescherm_per_jaar(tabel: pd.DataFrame) -> pd.DataFrame:
    """The years of all aanbieders together (`stabiliteit.per_jaar`) in whole percent, without teller or small years."""
    groot = tabel[tabel["noemer"].ge(KLEINSTE_GROEP)].reset_index(drop=True)
    heel = {naam: groot[naam].astype("float64").round(2) for naam in _PER_JAAR}
    teller = pd.array([pd.NA] * len(groot), dtype="Int64")
    return groot.assign(**heel, teller=teller, noemer=rond_aantal(groot["noemer"]))


def rond_aantal(aantallen: pd.Series) -> pd.Series:
    """Counts to the nearest multiple of 5, half up; Int64. Source: privacyregels 3."""
    return ((aantallen.astype("Int64") + 2) // 5 * 5).astype("Int64")


def bescherm_stand(stand: pd.DataFrame) -> pd.DataFrame:
    """Aanbieders that may be shown (`verkenning.per_aanbieder`); what rests on the fit of all of them as shown."""
    getoond = stand[stand["noemer"].ge(KLEINSTE_GROEP)].reset_index(drop=True)
    return getoond.assign(**{naam: getoond[naam].round(_DECIMALEN) for naam in _UIT_DE_FIT})


def bescherm_zonder_een(tabel: pd.DataFrame, geteld: pd.DataFrame) -> pd.DataFrame:
    """Only aanbieders that may be shown, and of those only where what is left is no small group either; whole percent.

    Args:
        tabel: of `stabiliteit.zonder_een` (aanbieder, norm, verschil). geteld: the counts it was made from.
    """
    noemer = tabel["aanbieder"].map(geteld.set_index("aanbieder")["noemer"])
    mag = noemer.ge(KLEINSTE_GROEP) & (int(geteld["noemer"].sum()) - noemer).ge(KLEINSTE_GROEP)
    getoond = tabel[mag.fillna(False).astype(bool)].reset_index(drop=True)
    return getoond.assign(norm=getoond["norm"].round(2), verschil=math.nan)


def bescherm_tornado(tornado: pd.DataFrame, cijfers: pd.DataFrame, jaar: int) -> pd.DataFrame:
    """Without the variants that count fewer than ten clients in that year; norms in whole percent."""
    samen = cijfers[cijfers["jaar"].eq(jaar)].groupby("variant")["noemer"].sum()
    getoond = tornado[tornado["variant"].map(samen).fillna(0).ge(KLEINSTE_GROEP)].reset_index(drop=True)
    return getoond.assign(norm_variant=getoond["norm_variant"].round(2), verschil=getoond["verschil"].round(_DECIMALEN))


def bescherm_rijping(rijping: pd.DataFrame, editie: str) -> pd.DataFrame:
    """The region on successive days, with te_klein: a small group has no value.

    In the shared edition no row has its counts: two of them side by side would tell of the one client between them.
    """
    if rijping.empty:
        return rijping.assign(te_klein=pd.Series(dtype="bool"))
    if editie == "intern":
        return rijping.assign(te_klein=False)
    klein = is_te_klein(rijping["noemer"].astype("Float64"))
    waarde = rijping["waarde"].mask(klein).round(_DECIMALEN)
    return rijping.assign(te_klein=klein, waarde=waarde, teller=pd.NA, noemer=pd.NA)


def bescherm_stappen(stappen: pd.DataFrame, rijping: pd.DataFrame, editie: str) -> pd.DataFrame:
    """The steps between those days; those of one interval add up, so they all go when either end or a step is small.

    Args:
        rijping: of the same onderwerp, as `bescherm_rijping` gives it.
    """
    if stappen.empty or editie == "intern":
        return stappen
    dagen = set(rijping.loc[rijping["te_klein"], "bekend_op"])
    klein = is_te_klein(stappen["noemer"].astype("Float64")) | stappen["van"].isin(dagen) | stappen["tot"].isin(dagen)
    weg = klein.groupby([stappen["van"], stappen["tot"]]).transform("any")
    waarden = {naam: stappen[naam].mask(weg).round(_DECIMALEN) for naam in ("waarde", "d_waarde")}
    return stappen.assign(**waarden, teller=pd.NA, noemer=pd.NA)


def bescherm_combinaties(tabel: pd.DataFrame, te_klein: bool) -> pd.DataFrame:
    """The range of all combinations, as shown; nothing for a small group."""
    if te_klein or tabel.empty:
        return tabel.head(0)
    return tabel.assign(**{naam: tabel[naam].round(_DECIMALEN) for naam in ("laagste", "hoogste")})


def bescherm_kwartalen(tabel: pd.DataFrame) -> pd.DataFrame:
    """Quarters of which a small one has no numbers, and neither has the next smallest when the year would tell it.

    What is hidden in a year is at least two quarters with together ten clients or more, or nothing.
    """
    uit = tabel.astype({"teller": "Int64", "noemer": "Int64"}).reset_index(drop=True)
    orde = uit.sort_values(["jaar", "noemer", "kwartaal"])
    n = orde["noemer"].fillna(0)
    eerder = n.groupby(orde["jaar"]).cumsum() - n
    rang = (n > 0).groupby(orde["jaar"]).cumsum()
    klein_jaar = (n.between(1, KLEINSTE_GROEP - 1)).groupby(orde["jaar"]).transform("any")
    weg = klein_jaar & n.gt(0) & (n.lt(KLEINSTE_GROEP) | rang.le(2) | eerder.lt(KLEINSTE_GROEP))
    verborgen = weg.reindex(uit.index).astype(bool)
    for kolom in ("teller", "noemer"):
        uit[kolom] = uit[kolom].mask(verborgen)
    return uit


def tel_verborgen(cijfers: pd.DataFrame, getoond: pd.DataFrame) -> pd.DataFrame:
    """Per set of years and variant how many aanbieders with cases have no row at all among those that are shown.

    Returns:
        jaren ("2023+2024"), variant, aanbieders (int64); of the last six years every set.
    """
    jaren = sorted(cijfers["jaar"].unique())[-_MEESTE_JAREN:]
    wie = pd.MultiIndex.from_frame(cijfers[["variant", "aanbieder"]].drop_duplicates())
    alle, zichtbaar = (_aanwezig(deel, wie, jaren) for deel in (cijfers, getoond))
    varianten, nummer = np.unique(wie.get_level_values("variant").to_numpy(dtype=object), return_inverse=True)
    delen = []
    for hoeveel in range(1, len(jaren) + 1):
        for keuze in combinations(range(len(jaren)), hoeveel):
            weg = alle[:, keuze].any(axis=1) & ~zichtbaar[:, keuze].any(axis=1)
            tellingen = np.bincount(nummer, weights=weg, minlength=len(varianten)).astype("int64")
            tekst = "+".join(str(jaren[plek]) for plek in keuze)
            delen.append(pd.DataFrame({"jaren": tekst, "variant": varianten, "aanbieders": tellingen}))
    return pd.concat(delen, ignore_index=True) if delen else pd.DataFrame(columns=["jaren", "variant", "aanbieders"])


def _aanwezig(cijfers: pd.DataFrame, wie: pd.MultiIndex, jaren: list[int]) -> np.ndarray:
    """Bool per variant × aanbieder and year: whether it has a row."""
    rijen = cijfers[cijfers["jaar"].isin(jaren)]
    uit = np.zeros((len(wie), len(jaren)), dtype=bool)
    plek = wie.get_indexer(pd.MultiIndex.from_frame(rijen[["variant", "aanbieder"]]))
    uit[plek, np.searchsorted(jaren, rijen["jaar"])] = True
    return uit


def _clienten(rij, y: np.ndarray, n: np.ndarray, richting: str) -> float:
    """Clients that made the number of one candidate."""
    p = y / n if len(n) else n
    if rij.id == "N4":
        return float(n[np.isclose(p, rij.norm)].sum())
    if rij.id in ("N5", "N6"):
        rang, deel = (p, KWARTIEL) if rij.id == "N5" else ((y + 1) / (n + 2), ABC_DEEL)
        return _van_de_besten(n, rang if hoger_is_beter(richting) else -rang, deel)
    return float(rij.n)


def _van_de_besten(n: np.ndarray, rang: np.ndarray, deel: float) -> float:
    """Clients of the best aanbieders that together have at least this share, ties included: see `kandidaten`."""
    if not len(n):
        return 0.0
    volgorde = np.argsort(-rang, kind="stable")
    plek = np.searchsorted(np.cumsum(n[volgorde]), deel * n.sum() - _SPELING)
    return float(n[rang >= rang[volgorde[min(plek, len(n) - 1)]]].sum())
