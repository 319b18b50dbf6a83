"""What the definition does to a norm: one option at a time, the norm it would give and the verdicts it would change.

`cijfers` and years as in `normen.cijfers`. Every variant is laid beside the basis over the same years: those of the
asked years in which both have rows.
"""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from normwijzer.normen.bandbreedte import KLEINSTE, Bandbreedte
from normwijzer.normen.cijfers import BASIS, DEFINITIEF, rijen
from normwijzer.normen.oordeel import oordeel
from normwijzer.normen.verkenning import Band, kies_band

ONDER = "onder bandbreedte"

_TELLINGEN = ["teller", "noemer", "teller_variant", "noemer_variant"]
_KOLOMMEN = {
    "variant": "str", "optie": "str", "jaren": "str", "norm_variant": "float64", "verschil": "float64",
    "status_anders": "int64", "naar_onder": "int64", "uit_onder": "int64", "meetbaar": "int64",
    "niet_meetbaar": "int64",
}  # fmt: skip


def tornado(
    cijfers: pd.DataFrame, jaren: Iterable[int], richting: str, norm: float, band: Band = "trechter"
) -> pd.DataFrame:
    """What each deviating option does to the norm and, with this norm and bandwidth kept, to the verdicts.

    Args:
        norm: a fraction 0–1.
        band: as in `verkenning.gevolgen_tabel`; the same bandwidth judges the basis and every variant.

    Returns:
        One row per variant, largest change first, then by name: variant, optie (before the "="), jaren (that both
        have, as "2023+2024"), norm_variant (N1 with that variant, unrounded; NaN without cases), verschil (with N1 of
        the basis over the same years, a fraction), and counts of providers: status_anders (another verdict),
        naar_onder, uit_onder (to or from "onder bandbreedte"), meetbaar (noemer >= 10 in both), niet_meetbaar (in only
        one of the two: no verdict changed there). Empty without variants.

    Raises:
        ValueError: see `verkenning.gevolgen_tabel` and `cijfers.rijen`.

    Source: norm-specificatie 1.7.
    """
    jaren = list(jaren)
    paren, gedeeld = _paren(cijfers, jaren)
    paren = _met_oordelen(paren, norm, kies_band(band, norm, cijfers, jaren), richting)
    per = paren.groupby("variant")[[*_TELLINGEN, *_VLAGGEN]].sum()
    uit = gedeeld.to_frame("jaren").join(per).fillna(dict.fromkeys([*_TELLINGEN, *_VLAGGEN], 0)).reset_index()
    uit["optie"] = uit["variant"].str.split("=", n=1).str[0]
    uit["norm_variant"] = _deel(uit["teller_variant"], uit["noemer_variant"])
    uit["verschil"] = uit["norm_variant"] - _deel(uit["teller"], uit["noemer"])
    uit = uit.assign(grootte=-uit["verschil"].abs()).sort_values(["grootte", "variant"], ignore_index=True)
    return uit[list(_KOLOMMEN)].astype(_KOLOMMEN)


def wisselingen(
    cijfers: pd.DataFrame, jaren: Iterable[int], richting: str, norm: float, band: Band = "trechter"
) -> pd.DataFrame:
    """Which providers get another verdict under which variant, at the same norm and bandwidth.

    Returns:
        One row per variant × provider whose verdict changes, sorted: variant, aanbieder, teller, noemer,
        teller_variant, noemer_variant (int64), oordeel, oordeel_variant. Arguments and errors as `tornado`.

    Source: norm-specificatie 1.7.
    """
    jaren = list(jaren)
    paren, _ = _paren(cijfers, jaren)
    paren = _met_oordelen(paren, norm, kies_band(band, norm, cijfers, jaren), richting)
    kolommen = ["variant", "aanbieder", *_TELLINGEN, "oordeel", "oordeel_variant"]
    return paren.loc[paren["status_anders"], kolommen].reset_index(drop=True)


_VLAGGEN = ["status_anders", "naar_onder", "uit_onder", "meetbaar", "niet_meetbaar"]


def _paren(cijfers: pd.DataFrame, jaren: list[int]) -> tuple[pd.DataFrame, pd.Series]:
    """Per variant × aanbieder the counts of the basis and of the variant over the years both have, 0 where missing;
    and per variant those years as text."""
    alle = rijen(cijfers, jaren)
    basis, anders = alle[alle["variant"] == BASIS].drop(columns="variant"), alle[alle["variant"] != BASIS]
    samen = anders[["variant", "jaar"]].drop_duplicates().merge(basis[["jaar"]].drop_duplicates(), on="jaar")
    met_basis, met_variant = (
        deel.groupby(["variant", "aanbieder"])[["teller", "noemer"]].sum()
        for deel in (samen.merge(basis, on="jaar"), samen.merge(anders, on=["variant", "jaar"]))
    )
    paren = met_basis.join(met_variant.add_suffix("_variant"), how="outer").fillna(0).astype("int64").sort_index()
    teksten = samen.sort_values("jaar").astype({"jaar": "str"}).groupby("variant")["jaar"].agg("+".join)
    namen = pd.Index(sorted(anders["variant"].unique()), name="variant", dtype="str")
    return paren.reset_index(), teksten.reindex(namen, fill_value="")


def _met_oordelen(paren: pd.DataFrame, norm: float, band: Bandbreedte, richting: str) -> pd.DataFrame:
    """With the verdicts of basis and variant and the flags of `tornado`; every distinct count is judged once."""
    tellingen = paren[_TELLINGEN].to_numpy(dtype="int64").reshape(-1, 2)
    uniek, plek = np.unique(tellingen, axis=0, return_inverse=True)
    woorden = oordeel(uniek[:, 0], uniek[:, 1], [DEFINITIEF] * len(uniek), norm, band, richting)["oordeel"]
    woorden = woorden.to_numpy(dtype=object)[plek.reshape(-1, 2)]
    basis, variant = woorden[:, 0], woorden[:, 1]
    groot, groot_variant = (paren[naam].to_numpy() >= KLEINSTE for naam in ("noemer", "noemer_variant"))
    meetbaar = groot & groot_variant
    anders = meetbaar & (basis != variant)
    return paren.assign(
        oordeel=pd.array(basis, dtype="str"),
        oordeel_variant=pd.array(variant, dtype="str"),
        status_anders=anders,
        naar_onder=anders & (variant == ONDER),
        uit_onder=anders & (basis == ONDER),
        meetbaar=meetbaar,
        niet_meetbaar=groot != groot_variant,
    )


def _deel(teller: pd.Series, noemer: pd.Series) -> pd.Series:
    return teller.astype(float) / noemer.astype(float).where(noemer > 0, math.nan)
