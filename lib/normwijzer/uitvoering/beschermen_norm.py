"""What of the norm report may stand in the shared edition: only what follows from rows that are shown.

An aanbieder takes part in nothing when its row is not shown, so no figure over aanbieders can tell of a hidden one. The
sum of all of them (N1) is known where the row of the region is shown. What is no row of its own, such as the region on
another day of knowledge, is told in steps of at least five people beside the value of today (`zet_naast`).
"""

import math

import numpy as np
import pandas as pd

from normwijzer.normen.cijfers import BASIS
from normwijzer.privacy import (
    KLEINSTE_DEEL,
    KLEINSTE_GROEP,
    OVERIGE,
    rond_aantal,
    rond_fractie,
    rond_op_stap,
    staat,
    stap,
)

VOL = "vol"

_GEEN_AANBIEDER = ("", OVERIGE)
_FRACTIES_STAND = (
    "waarde", "onder", "boven", "grens", "grens_ver", "kans", "gekrompen", "betrouwbaarheid", "kans_slechter", "fdr",
)  # fmt: skip
_FRACTIES_JAAR = ("waarde", "onder", "boven", "verschil", "verschil_onder", "verschil_boven")
_SPELING = 1e-9
_TORNADO = ["variant", "optie", "norm_variant", "verschil", "stap"]


def kies_getoond(exact: pd.DataFrame, beschermd: pd.DataFrame) -> pd.DataFrame:
    """The exact basis rows of the aanbieders that have a row with numbers in the protected outcomes of that year.

    Args:
        exact, beschermd: outcome rows of one onderwerp and all years; the second with te_klein.
    """
    mee = beschermd["variant"].eq(BASIS) & ~beschermd["te_klein"] & ~beschermd["aanbieder"].isin(_GEEN_AANBIEDER)
    getoond = pd.MultiIndex.from_frame(beschermd.loc[mee, ["jaar", "aanbieder"]])
    ook = pd.MultiIndex.from_frame(exact[["jaar", "aanbieder"]]).isin(getoond)
    return exact[ook & exact["variant"].eq(BASIS) & ~exact["aanbieder"].isin(_GEEN_AANBIEDER)]


def is_vol(teller: pd.Series, noemer: pd.Series) -> pd.Series:
    """True where counts of people are large enough to show: ten or more, and five or more on either side."""
    aantallen = [getallen.astype("Int64").reset_index(drop=True) for getallen in (noemer, teller, noemer)]
    return staat(*aantallen).eq(VOL).set_axis(noemer.index)


def rond_kandidaten(tabel: pd.DataFrame) -> pd.DataFrame:
    """Candidates in whole percent, with n to the nearest 5."""
    return tabel.assign(norm=tabel["norm_heel"], n=rond_aantal(tabel["n"]))


def rond_stand(stand: pd.DataFrame) -> pd.DataFrame:
    """Aanbieders (`verkenning.per_aanbieder`) as a reader sees them: counts per 5, whole percent."""
    heel = {naam: rond_fractie(stand[naam].astype("float64")) for naam in _FRACTIES_STAND if naam in stand}
    return stand.assign(**heel, teller=rond_aantal(stand["teller"]), noemer=rond_aantal(stand["noemer"]))


def rond_per_jaar(tabel: pd.DataFrame) -> pd.DataFrame:
    """The years of all aanbieders together (`stabiliteit.per_jaar`) in whole percent, without teller."""
    heel = {naam: rond_verschil(tabel[naam]) for naam in _FRACTIES_JAAR}
    geen = pd.array([pd.NA] * len(tabel), dtype="Int64")
    return tabel.assign(**heel, teller=geen, noemer=rond_aantal(tabel["noemer"]))


def rond_zonder_een(tabel: pd.DataFrame) -> pd.DataFrame:
    """`stabiliteit.zonder_een` over shown aanbieders, in whole percent."""
    return tabel.assign(norm=rond_fractie(tabel["norm"]), verschil=rond_verschil(tabel["verschil"]))


def rond_verschil(getallen: pd.Series) -> pd.Series:
    """Fractions that may be below zero, to whole percent, halves away from zero."""
    getallen = getallen.astype("float64")
    return np.sign(getallen) * rond_fractie(getallen.abs())


def bescherm_tornado(beschermd: pd.DataFrame, jaar: int) -> pd.DataFrame:
    """What each choice of definition does to the region: the protected rows of its variants, largest first.

    Returns:
        variant, optie, norm_variant (of the region, a fraction), verschil (with the region, a multiple of stap), stap.
        Nothing about aanbieders: a verdict that changes would tell of the one person between two definitions.
    """
    regio = beschermd[beschermd["aanbieder"].eq("") & beschermd["jaar"].eq(jaar) & ~beschermd["te_klein"]]
    basis = regio.loc[regio["variant"].eq(BASIS), "waarde"]
    anders = regio[regio["variant"].ne(BASIS) & regio["waarde"].notna()]
    if basis.empty or anders.empty:
        return pd.DataFrame(columns=_TORNADO).astype({"verschil": "float64", "norm_variant": "float64"})
    verschil = anders["waarde"].astype("float64") - float(basis.iloc[0])
    uit = anders.assign(
        optie=anders["variant"].str.split("=", n=1).str[0], norm_variant=anders["waarde"],
        verschil=verschil.round(2) + 0.0,
    )  # fmt: skip
    orde = uit.assign(_rang=-uit["verschil"].abs()).sort_values(["_rang", "variant"], ignore_index=True)
    return orde[_TORNADO]


def bescherm_combinaties(tabel: pd.DataFrame, nu: tuple[int, int] | None) -> pd.DataFrame:
    """The range of all combinations in steps beside the value of the region, without which choices and how many.

    Args:
        nu: exact teller and noemer of the region; None = not shown, and then neither is the range.

    Rounded like every single variant, so that the two together say no more than either.
    """
    if nu is None or tabel.empty:
        return tabel.head(0)
    breedte, noemer = breedte_stap(nu[1]), pd.Series(float(nu[1]), index=tabel.index)
    uit, mag = {}, pd.Series(True, index=tabel.index)
    for naam in ("laagste", "hoogste"):
        verschil, zichtbaar = zet_naast(nu, tabel[naam].astype("float64"), noemer, breedte)
        uit[naam] = tel_op(nu, verschil)
        mag &= zichtbaar
    return tabel.assign(**uit, opties="", aantal=0, stap=breedte)[mag].reset_index(drop=True)


def bescherm_rijping(rijping: pd.DataFrame, nu: tuple[int, int] | None) -> pd.DataFrame:
    """The region on successive days, in steps beside its value of today; a small day has no value, none has counts.

    Args:
        nu: exact teller and noemer of the region in the outcomes; None = not shown.

    Returns:
        As given, with te_klein, verschil (with today, a multiple of stap) and stap.
    """
    if rijping.empty:
        return rijping.assign(te_klein=pd.Series(dtype="bool"))
    teller, noemer = (rijping[naam].astype("float64") for naam in ("teller", "noemer"))
    groot = noemer.ge(KLEINSTE_GROEP) & (nu is not None)
    leeg = rijping.assign(teller=pd.NA, noemer=pd.NA, waarde=math.nan, verschil=math.nan, stap=math.nan, te_klein=True)
    if not groot.any():
        return leeg
    breedte = breedte_stap(min(nu[1], int(noemer[groot].min())))
    verschil, mag = zet_naast(nu, teller / noemer, noemer, breedte)
    mag &= groot
    getoond = {"waarde": tel_op(nu, verschil).where(mag), "verschil": verschil.where(mag)}
    return leeg.assign(**getoond, stap=breedte, te_klein=~mag)


def bescherm_kwartalen(tabel: pd.DataFrame, jaren: list[int]) -> pd.DataFrame:
    """The quarters of years that are shown and of which no quarter with cases is small: all of a year, or none.

    Of a chart that only leaves out its small quarters the middle would be wrong, and the rest would tell of them.
    """
    klein = tabel["noemer"].gt(0).fillna(False).astype(bool) & ~is_vol(tabel["teller"], tabel["noemer"])
    weg = klein.groupby(tabel["jaar"]).transform("any") | ~tabel["jaar"].isin(jaren)
    return tabel[~weg].reset_index(drop=True)


def rond_kwartalen(kaart: pd.DataFrame) -> pd.DataFrame:
    """The chart of `stabiliteit.kwartaalkaart` as a reader sees it: whole percent, n per 5, no teller."""
    heel = {naam: rond_fractie(kaart[naam].astype("float64")) for naam in ("waarde", "midden", "onder", "boven")}
    geen = pd.array([pd.NA] * len(kaart), dtype="Int64")
    return kaart.assign(**heel, teller=geen, noemer=rond_aantal(kaart["noemer"].astype("Int64")))


def breedte_stap(noemer: int) -> float:
    """The step of a group of this size: see `privacy.stap`."""
    return float(stap(pd.Series([noemer])).iloc[0])


def zet_naast(
    nu: tuple[int, int], waarde: pd.Series, noemer: pd.Series, breedte: float
) -> tuple[pd.Series, pd.Series]:
    """How far values lie from that of today, in steps, and whether that may be told.

    Args:
        nu: exact teller and noemer of today. waarde, noemer: of the values, exact.
        breedte: of one step: `breedte_stap` of the smallest noemer that takes part.

    Returns:
        verschil, a multiple of breedte; zichtbaar: whether everything that rounds to it has five people or more on
        either side. So one who sees the step has five possible tellers or more, and one who sees none has too.
    """
    verschil = rond_op_stap(waarde - nu[0] / nu[1], pd.Series(breedte, index=waarde.index)) + 0.0
    midden = nu[0] / nu[1] + verschil
    minste, meeste = (midden - breedte / 2) * noemer, (midden + breedte / 2) * noemer
    binnen = minste.ge(KLEINSTE_DEEL - _SPELING) & meeste.le(noemer - KLEINSTE_DEEL + _SPELING)
    tellers = np.ceil(meeste - _SPELING) - np.floor(minste + _SPELING) - 1
    zichtbaar = binnen & tellers.ge(KLEINSTE_DEEL)
    return verschil.round(2), zichtbaar


def tel_op(nu: tuple[int, int], verschil: pd.Series) -> pd.Series:
    """The value of today in whole percent and steps beside it, within 0–1."""
    heel = float(rond_fractie(pd.Series([nu[0] / nu[1]])).iloc[0])
    return (heel + verschil).clip(0.0, 1.0).round(2)
