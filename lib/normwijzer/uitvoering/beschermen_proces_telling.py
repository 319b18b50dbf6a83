"""Counts per law, and the quality of claims, as a shared report may show them."""

import pandas as pd

from normwijzer.kpi.proces.declareren import KOLOMMEN as _DECLARATIES
from normwijzer.privacy import KLEINSTE_DEEL, KLEINSTE_GROEP, NIET_GETOOND, TE_KLEIN, rond_aantal, rond_fractie, staat

_KWALITEIT = "kwaliteit_declaraties"
_REGELS = ["afgewezen", "gecrediteerd"]
"""Together the lines that were not good: of these two either both are shown or none."""

_APART = ["in_behandeling", "credits", "geheel_afgewezen"]


def bescherm_herstel(frame: pd.DataFrame) -> pd.DataFrame:
    """Frame `herstel_samen`: per point for the region and its laws; 1 to 9 cases or clients are hidden."""
    weg = verberg_per_wet(frame, "aantal", ["punt"])
    getoond = {naam: rond_aantal(frame[naam]).mask(weg) for naam in ("aantal", "clienten")}
    return frame.assign(**getoond, te_klein=weg, tekst=tekst_aantal(frame, "aantal", weg))


def bescherm_declaratiekwaliteit(frame: pd.DataFrame, uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """Frame `declaratiekwaliteit` for the region and its laws; what an aanbieder does stands with A11.

    beantwoord: lines with an answer, as the noemer of A11; goed_deel: its value. declaraties_beantwoord and
    declaraties_deel: the same of whole claims. A count of 1 to 9 is empty. Rows that `uitkomsten` hides are hidden.
    """
    rijen = frame[frame["aanbieder"].eq("")].reset_index(drop=True)
    regio = uitkomsten["aanbieder"].eq("") & uitkomsten["gemeente"].eq("") & uitkomsten["kpi"].eq(_KWALITEIT)
    uit = uitkomsten[regio].set_index("wet")
    klein = ~rijen["wet"].map(uit["te_klein"]).eq(False)
    tekst = rijen["wet"].map(uit["tekst"]).fillna(NIET_GETOOND).astype("str").where(klein, "")
    weg = {naam: klein | verberg_per_wet(rijen, naam, []) for naam in (*_REGELS, *_APART)}
    weg |= dict.fromkeys(_REGELS, weg[_REGELS[0]] | weg[_REGELS[1]])
    fout = rijen["declaraties_beantwoord"] - rijen["declaraties_goed"]
    weg["geheel_afgewezen"] |= (fout - rijen["geheel_afgewezen"]).abs().between(1, KLEINSTE_DEEL - 1)
    heel = _hide_laws(rijen, staat(rijen["declaraties_beantwoord"], rijen["declaraties_goed"],
                                   rijen["declaraties_beantwoord"]).ne("vol")) | klein  # fmt: skip
    deel = rijen["declaraties_goed"] / rijen["declaraties_beantwoord"].where(rijen["declaraties_beantwoord"].gt(0))
    getoond = rijen.assign(
        beantwoord=rijen["wet"].map(uit["noemer"]).mask(klein),
        goed_deel=rijen["wet"].map(uit["waarde"]).astype("float64").mask(klein),
        **{naam: rond_aantal(rijen[naam]).mask(verborgen) for naam, verborgen in weg.items()},
        declaraties_beantwoord=rond_aantal(rijen["declaraties_beantwoord"]).mask(heel),
        declaraties_deel=rond_fractie(deel.astype("float64")).mask(heel),
        te_klein=klein,
        tekst=tekst,
    )
    open_ = {"regels", "goed", "declaraties", "declaraties_goed", "clienten"}
    return getoond.drop(columns=[kolom for kolom in _DECLARATIES if kolom in open_])


def verberg_per_wet(rijen: pd.DataFrame, aantal: str, sleutel: list[str]) -> pd.Series:
    """Whether a count of the region or of one law is hidden: 1 to 9 cases, or clients of a case.

    Of a law that is hidden the other is hidden too, or the difference with the region would tell it; and with the
    region both. The reader cannot tell which of them was small. Rows of a partner are not looked at.

    Args:
        rijen: with wet (empty = both together), the count, clienten when known, and the columns of `sleutel`.
    """
    regio = pd.Series(True, index=rijen.index)
    for kolom in ("aanbieder", "gemeente"):
        regio &= rijen[kolom].eq("") if kolom in rijen else True
    waarde = rijen[aantal].astype("Int64").fillna(0)
    klein = waarde.between(1, KLEINSTE_GROEP - 1)
    if "clienten" in rijen and sleutel:
        klein |= waarde.gt(0) & rijen["clienten"].astype("Float64").between(1, KLEINSTE_GROEP - 1).fillna(False)
    return _hide_laws(rijen, klein.astype(bool) & regio, sleutel) & regio & waarde.gt(0).astype(bool)


def _hide_laws(rijen: pd.DataFrame, klein: pd.Series, sleutel: list[str] | None = None) -> pd.Series:
    """The rows that are small, and every law of the same group when one of the group is."""
    groep = [rijen[kolom] for kolom in sleutel or []]
    ergens = klein.groupby(groep).transform("any") if groep else pd.Series(klein.any(), index=klein.index)
    return klein | (rijen["wet"].ne("") & ergens)


def tekst_aantal(rijen: pd.DataFrame, aantal: str, weg: pd.Series) -> pd.Series:
    """What stands in place of a hidden count: of a law never whether it was small itself."""
    tekst = rijen["wet"].eq("").map({True: TE_KLEIN, False: NIET_GETOOND})
    return tekst.where(weg, "").astype("str")
