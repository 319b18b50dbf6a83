"""Numbers of rows that may be told: rounded, and variants in steps beside their basis."""

import numpy as np
import pandas as pd

from normwijzer.kpi.catalogus import Catalogus
from normwijzer.privacy import (
    KLEINSTE_DEEL,
    KLEINSTE_GROEP,
    NIET_GETOOND,
    TE_KLEIN,
    rond_aantal,
    rond_fractie,
    rond_naar_buiten,
    rond_op_stap,
    stap,
    tekst_van,
)
from normwijzer.privacy.staten import GETOOND
from normwijzer.uitvoering.beschermen_cijfers_mensen import OMVANG

GETALLEN = ("teller", "noemer", "waarde", "onder", "boven", "grens_onder", "grens_boven")
_WAARDEN = ("waarde", "onder", "boven")
_TELLINGEN = ("aantal", "etmalen")
_BREUK = 4  # decimals of a share of the population: two behind the percent
_ANDERS = 1  # decimals of months, days and other ratios
_SPELING = 1e-6


def toon_basis(rijen: pd.DataFrame, boek: Catalogus) -> pd.DataFrame:
    """Rows with `staat`, rounded; hidden ones without numbers. With te_klein, tekst and stap of provisional bounds."""
    verborgen = ~rijen["staat"].isin(GETOOND)
    uit = rijen.assign(
        teller=rond_aantal(rijen["teller"]), noemer=rond_aantal(rijen["noemer"]), te_klein=verborgen,
        tekst=tekst_van(rijen["staat"], rijen["noemer"]), stap=np.nan,
    )  # fmt: skip
    for kolom in [kolom for kolom in _WAARDEN if kolom in rijen]:
        uit[kolom] = _rond(rijen, rijen[kolom], boek)
    if "grens_onder" in rijen:
        uit = uit.assign(**_grenzen(rijen))
    for kolom in [kolom for kolom in (*GETALLEN, "stap") if kolom in uit]:
        uit[kolom] = uit[kolom].mask(verborgen)
    return uit


def toon_varianten(rijen: pd.DataFrame, basis: pd.DataFrame, boek: Catalogus) -> pd.DataFrame:
    """Variant rows without counts, at whole steps from the basis row of the same scope.

    Args:
        rijen: exact variant rows with mensen. basis: exact basis rows with `staat`. A variant of a hidden basis, or of
            fewer than KLEINSTE_GROEP people, has no value; nor has one so near to nobody or everybody that fewer than
        KLEINSTE_DEEL tellers are at that step.
    """
    sleutel = [kolom for kolom in ("jaar", "kpi", *OMVANG) if kolom in rijen]
    erbij = rijen[sleutel].merge(
        basis[[*sleutel, "teller", "noemer", "waarde", "staat"]], on=sleutel, how="left", validate="m:1"
    )
    erbij.index = rijen.index
    klein = ~rijen["mensen"].ge(KLEINSTE_GROEP).fillna(False).astype(bool)
    kleinste = np.fmin(*(tabel["noemer"].to_numpy(dtype=float, na_value=np.nan) for tabel in (rijen, erbij)))
    per = _stap_van(rijen, pd.Series(kleinste, index=rijen.index), boek)
    in_heel = rond_op_stap(rijen["waarde"] - erbij["waarde"], per)
    in_stappen = (_rond(rijen, erbij["waarde"], boek) + in_heel).clip(0, 1)
    krap = _is_krap(erbij["waarde"], in_heel, per, rijen["noemer"]) & ~_van_bevolking(rijen, boek)
    verborgen = klein | ~erbij["staat"].isin(GETOOND) | krap
    waarde = in_stappen.where(rijen["eenheid"].eq("fractie"), _rond(rijen, rijen["waarde"], boek))
    leeg = {kolom: rijen[kolom].mask(np.ones(len(rijen), dtype=bool)) for kolom in GETALLEN if kolom in rijen}
    leeg["teller"], leeg["noemer"] = leeg["teller"].astype("Int64"), leeg["noemer"].astype("Int64")
    tekst = pd.Series("", index=rijen.index, dtype="str").mask(verborgen, NIET_GETOOND).mask(klein, TE_KLEIN)
    return rijen.assign(
        **leeg | {"waarde": waarde.mask(verborgen)}, te_klein=verborgen, tekst=tekst, stap=per.mask(verborgen)
    )


def _is_krap(basis: pd.Series, verschil: pd.Series, per: pd.Series, noemer: pd.Series) -> pd.Series:
    """Where fewer than KLEINSTE_DEEL of the tellers 0 to noemer lie at this step from the basis (`rond_op_stap`)."""
    n = noemer.to_numpy(dtype=float, na_value=np.nan)
    laag, hoog = ((basis + verschil + half * per).to_numpy(dtype=float) * n for half in (-0.5, 0.5))
    omhoog, omlaag = verschil.gt(0).to_numpy(), verschil.lt(0).to_numpy()  # a half goes away from zero
    eerste = np.where(omhoog, np.ceil(laag - _SPELING), np.floor(laag + _SPELING) + 1)
    laatste = np.where(omlaag, np.floor(hoog + _SPELING), np.ceil(hoog - _SPELING) - 1)
    return pd.Series(np.minimum(laatste, n) - np.maximum(eerste, 0) + 1 < KLEINSTE_DEEL, index=basis.index)


def _van_bevolking(rijen: pd.DataFrame, boek: Catalogus) -> pd.Series:
    return rijen["kpi"].map({kpi: d.groep == "kleinste" for kpi, d in boek.definities.items()}).eq(True)


def _stap_van(rijen: pd.DataFrame, noemer: pd.Series, boek: Catalogus) -> pd.Series:
    """Step of a share; NaN for what is none."""
    return stap(noemer).where(rijen["eenheid"].eq("fractie"))


def _rond(rijen: pd.DataFrame, waarden: pd.Series, boek: Catalogus) -> pd.Series:
    """Values to the decimals of their unit, half up, as float64."""
    kleinste = _van_bevolking(rijen, boek)
    ruw = waarden.astype("float64")
    anders = _half_op(ruw, _ANDERS).mask(kleinste, _half_op(ruw, 2))
    deel = rond_fractie(ruw).mask(kleinste, _half_op(ruw, _BREUK))
    telling = rond_aantal(ruw).astype("Float64").astype("float64")
    return anders.mask(rijen["eenheid"].eq("fractie"), deel).mask(rijen["eenheid"].isin(_TELLINGEN), telling)


def _half_op(waarden: pd.Series, decimalen: int) -> pd.Series:
    macht = 10**decimalen
    return (np.floor(waarden * macht + 0.5 + 1e-9) / macht).round(decimalen)


def _grenzen(rijen: pd.DataFrame) -> dict[str, pd.Series]:
    """Bounds of a year that is not over yet, outward: of a share in steps, of a count per five, else per decimal."""
    met = rijen["grens_onder"].notna() | rijen["grens_boven"].notna()
    deel, telling = rijen["eenheid"].eq("fractie"), rijen["eenheid"].isin(_TELLINGEN)
    per = stap(rijen["noemer"]).where(deel & met)
    onder, boven = rond_naar_buiten(rijen["grens_onder"], rijen["grens_boven"], per)
    los = pd.Series(10.0**-_ANDERS, index=rijen.index).mask(telling, KLEINSTE_DEEL)
    laag = np.floor(rijen["grens_onder"].astype("float64") / los + 1e-9) * los
    hoog = np.ceil(rijen["grens_boven"].astype("float64") / los - 1e-9) * los
    onder, boven = onder.where(deel, laag.round(2)), boven.where(deel, hoog.round(2))
    return {"grens_onder": onder, "grens_boven": boven, "stap": per}
