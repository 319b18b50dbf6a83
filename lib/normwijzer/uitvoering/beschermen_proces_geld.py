"""Amounts and reasons of rejection as a shared report may show them."""

import numpy as np
import pandas as pd

from normwijzer.privacy import KLEINSTE_GROEP, NIET_GETOOND, rond_aantal

GROOTSTE_DEEL = 0.8
"""An amount of which one aanbieder has more than this share would tell its turnover to the others."""

BEDRAG_WEG = "niet getoond"
"""In place of a hidden amount: not whether few clients, one aanbieder or another amount is why."""

OVERIGE_REDENEN = "overige"
"""Code of the rare reasons together."""

_HONDERD_EURO = 10_000
_MINSTE_GEMEENTEN = 3
_GETOOND = ("totaal", "maand", "product", "gemeente")
"""Values of `per` of `kosten_samen` that a shared report shows; crossed ones are nearly all small."""


def bescherm_kosten(frame: pd.DataFrame) -> pd.DataFrame:
    """Frame `kosten_samen` per law: netto in whole hundreds of euros (still cents), regels and clienten.

    A row of 1 to 9 clients, or of which one aanbieder has more than GROOTSTE_DEEL, is hidden. The total of its law
    tells what is hidden together: the smallest shown amounts are hidden too until at least two are, and nobody can have
    more than GROOTSTE_DEEL of them. Where that takes every row but the total, the total goes as well. What is not yet
    answered and what is rejected are for inside use: nobody knows how few people an amount is about.
    """
    rijen = frame[frame["per"].isin(_GETOOND) & frame["wet"].ne("")].reset_index(drop=True)
    gemeenten = rijen.loc[rijen["per"].eq("gemeente"), "gemeente"].nunique()
    if gemeenten < _MINSTE_GEMEENTEN:
        rijen = rijen[rijen["per"].ne("gemeente")].reset_index(drop=True)
    weg = _complete(rijen, rijen["clienten"].between(1, KLEINSTE_GROEP - 1) | _dominates(rijen))
    bedrag = (rijen["netto"].astype("float64") / _HONDERD_EURO).round() * _HONDERD_EURO
    return rijen.drop(columns=["in_behandeling", "afgewezen", "grootste_aandeel"]).assign(
        netto=bedrag.mask(weg),
        **{naam: rond_aantal(rijen[naam]).mask(weg) for naam in ("regels", "clienten")},
        te_klein=weg,
        tekst=pd.Series("", index=rijen.index).mask(weg, BEDRAG_WEG),
    )


def bescherm_afkeurredenen(frame: pd.DataFrame) -> pd.DataFrame:
    """Frame `afkeurredenen` per law: reasons with 10 or more lines and clients, and the others together as one row.

    That row has code OVERIGE_REDENEN and at least two reasons; when they are too few together the next smallest reason
    joins. Without two reasons or with too few lines in all a law has one hidden row. Amounts are for inside use.
    """
    rijen = frame[frame["aanbieder"].eq("") & frame["wet"].ne("")]
    delen = [_join_rare(deel) for _, deel in rijen.groupby("wet", sort=True)]
    leeg = rijen.head(0).assign(te_klein=pd.Series(dtype=bool), tekst=pd.Series(dtype="str"))
    tabel = pd.concat(delen, ignore_index=True) if delen else leeg
    return tabel.drop(columns=["bedrag", "clienten"], errors="ignore")


def _dominates(rijen: pd.DataFrame) -> pd.Series:
    return rijen["grootste_aandeel"].astype("float64") > GROOTSTE_DEEL


def _complete(rijen: pd.DataFrame, klein: pd.Series) -> pd.Series:
    """What to hide of every law and kind of part, so that no hidden amount follows from the total."""
    weg = klein.to_numpy(dtype=bool, copy=True)
    totaal = rijen["per"].eq("totaal").to_numpy()
    bedrag, deel = (rijen[naam].to_numpy(dtype="float64") for naam in ("netto", "grootste_aandeel"))
    for wet in sorted(set(rijen["wet"])):
        van_wet = rijen["wet"].eq(wet).to_numpy()
        for per in _GETOOND[1:]:
            plekken = np.flatnonzero(van_wet & rijen["per"].eq(per).to_numpy())
            volgorde = plekken[np.argsort(np.abs(bedrag[plekken]), kind="stable")]
            while weg[plekken].any() and not _is_mixed(bedrag, deel, plekken[weg[plekken]]):
                over = volgorde[~weg[volgorde]]
                if not len(over):
                    weg[van_wet & totaal] = True
                    break
                weg[over[0]] = True
        if weg[van_wet & totaal].any():
            weg[van_wet] = True
    return pd.Series(weg, index=rijen.index)


def _is_mixed(bedrag: np.ndarray, deel: np.ndarray, verborgen: np.ndarray) -> bool:
    """Whether of the hidden amounts together, two or more, nobody can have more than GROOTSTE_DEEL, even if it were the
    same aanbieder that is the largest in each."""
    omvang = np.abs(bedrag[verborgen])
    som = omvang.sum()
    return len(verborgen) > 1 and som > 0 and (omvang * deel[verborgen]).sum() <= GROOTSTE_DEEL * som


def _join_rare(redenen: pd.DataFrame) -> pd.DataFrame:
    """Reasons of one law, most lines first, the rare ones as one row at the end."""
    omvang = redenen[["regels", "clienten"]].min(axis=1)
    redenen = redenen.assign(omvang=omvang).sort_values(["omvang", "code"], ascending=[False, True], kind="stable")
    apart = int(redenen["omvang"].ge(KLEINSTE_GROEP).sum())
    while 0 < apart < len(redenen) and not _is_enough(redenen.iloc[apart:]):
        apart -= 1
    samen = redenen.iloc[apart:]
    uit = redenen.iloc[:apart].assign(te_klein=False, tekst="")
    if len(samen):
        genoeg = _is_enough(samen)
        rij = samen.head(1).assign(
            code=OVERIGE_REDENEN, omschrijving="overige redenen", bekend=True, regels=samen["regels"].sum(),
            te_klein=not genoeg, tekst="" if genoeg else NIET_GETOOND,
        )  # fmt: skip
        uit = pd.concat([uit, rij], ignore_index=True)
    return uit.drop(columns="omvang").assign(regels=rond_aantal(uit["regels"]).mask(uit["te_klein"]))


def _is_enough(samen: pd.DataFrame) -> bool:
    """Whether rare reasons together are about enough lines and, of at least two reasons, people."""
    return len(samen) > 1 and samen["regels"].sum() >= KLEINSTE_GROEP and samen["clienten"].sum() >= KLEINSTE_GROEP
