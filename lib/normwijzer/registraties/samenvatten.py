"""A year's figures per aanbieder from what was reported over years and half-years."""

import numpy as np
import pandas as pd

from .indicatoren import laad_indicatoren

KOLOMMEN = ["agb", "teller", "noemer", "waarde", "halfjaren"]


def vat_samen(opgave: pd.DataFrame, indicator: str, jaar: int) -> pd.DataFrame:
    """What each aanbieder reported on one indicator over one calendar year.

    Args:
        opgave: `Bronnen.opgave`.

    Returns:
        One row per aanbieder that reported, sorted: agb | teller, noemer (float64, NaN = not given), waarde (float64:
        teller / noemer when both are known and noemer > 0; as reported when there are no counts; else NaN),
        halfjaren: 'jaar' (a row for the whole year, which goes before half-years), '1', '2' or '1+2' (added up, only
        for indicators that add up; half-years of others are left out). '1' and '2' are half the year: the reader must
        be told. Halves reported as waarde alone cannot be added: teller, noemer and waarde of '1+2' are then NaN.

    Raises:
        KeyError: an indicator that aanbieders do not report.
    """
    optelbaar = laad_indicatoren()[indicator].optelbaar
    rijen = opgave[(opgave["indicator"] == indicator) & (opgave["jaar"] == jaar)]
    heel = rijen["halfjaar"].isna()
    half = rijen[~heel & ~rijen["agb"].isin(rijen.loc[heel, "agb"])] if optelbaar else rijen.iloc[:0]
    delen = pd.concat(
        [rijen[heel].assign(halfjaren="jaar"), half.assign(halfjaren=half["halfjaar"].astype("str"))]
    ).sort_values(["agb", "halfjaren"])
    groep = delen.groupby("agb", sort=True)
    uit = pd.DataFrame({
        "teller": groep["teller"].sum(min_count=1).where(groep["teller"].count() == groep.size()),
        "noemer": groep["noemer"].sum(min_count=1).where(groep["noemer"].count() == groep.size()),
        "waarde": groep["waarde"].first().where(groep.size() == 1),
        "halfjaren": groep["halfjaren"].agg("+".join),
    }).reset_index()  # fmt: skip
    geteld = uit["teller"].notna() & uit["noemer"].notna()
    deel = uit["teller"] / uit["noemer"].mask(uit["noemer"] == 0)
    uit["waarde"] = np.where(geteld, deel, uit["waarde"])
    typen = {"agb": "str", "teller": "float64", "noemer": "float64", "waarde": "float64", "halfjaren": "str"}
    return uit[KOLOMMEN].astype(typen)
