"""Counts per aanbieder of one onderwerp, from which a norm is explored.

`cijfers`: the rows of ONE onderwerp (percelen are never folded), one per jaar × variant × aanbieder: jaar (int),
variant ("basis" or "optie=waarde"), aanbieder (never empty), teller, noemer (Int64), status. Rows with an empty teller
or noemer say nothing and are left out; so are years without rows.
"""

from collections.abc import Iterable

import pandas as pd

BASIS = "basis"
DEFINITIEF, VOORLOPIG = "definitief", "voorlopig"

_SOORTEN = {
    "jaar": "int64", "variant": "str", "aanbieder": "str", "teller": "int64", "noemer": "int64", "status": "str",
}  # fmt: skip


def rijen(cijfers: pd.DataFrame, jaren: Iterable[int] | None = None, variant: str | None = None) -> pd.DataFrame:
    """The rows that count, of these years and this variant (None = all), sorted; jaar, teller, noemer as int64.

    Raises:
        ValueError: a jaar × variant × aanbieder that occurs twice, or an empty aanbieder.
    """
    mee = cijfers["teller"].notna() & cijfers["noemer"].notna()
    if variant is not None:
        mee &= cijfers["variant"] == variant
    if jaren is not None:
        mee &= cijfers["jaar"].isin(list(jaren))
    uit = cijfers.loc[mee, ["jaar", "variant", "aanbieder", "teller", "noemer", "status"]]
    uit = uit.astype(_SOORTEN)
    if uit.duplicated(["jaar", "variant", "aanbieder"]).any():
        raise ValueError("een aanbieder heeft in een jaar en variant hoogstens een rij")
    if (uit["aanbieder"].fillna("") == "").any():
        raise ValueError("elke rij is van een aanbieder")
    return uit.sort_values(["variant", "aanbieder", "jaar"], ignore_index=True)


def tel(cijfers: pd.DataFrame, jaren: Iterable[int], variant: str = BASIS) -> pd.DataFrame:
    """Counts per provider, summed over jaren.

    Returns:
        aanbieder (sorted), teller, noemer (int64); a provider without rows in these years is not there, one with
        noemer 0 is. Errors as `rijen`.
    """
    mee = rijen(cijfers, jaren, variant)
    return mee.groupby("aanbieder", as_index=False)[["teller", "noemer"]].sum()


def jaartekst(cijfers: pd.DataFrame, jaren: Iterable[int]) -> str:
    """The years of these that have basis rows, as "2023+2024"; empty when none has."""
    return "+".join(map(str, sorted(rijen(cijfers, jaren, BASIS)["jaar"].unique())))


def jaarkeuzes(cijfers: pd.DataFrame, jaar: int, meeste: int = 3) -> list[tuple[int, ...]]:
    """Years that a norm of `jaar` can rest on: that year alone, then pooled with the 1 … meeste − 1 years before it.

    Only years in a row that have a basis row with cases; empty when `jaar` itself has none.
    Source: norm-specificatie 1.1.
    """
    basis = rijen(cijfers, variant=BASIS)
    aanwezig = set(basis.loc[basis["noemer"] > 0, "jaar"])
    uit: list[tuple[int, ...]] = []
    while len(uit) < meeste and jaar - len(uit) in aanwezig:
        uit.append(tuple(range(jaar - len(uit), jaar + 1)))
    return uit
