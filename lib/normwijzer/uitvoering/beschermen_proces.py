"""Frames of the administrative process as a report may show them: by the number of clients behind each row."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from normwijzer.privacy import is_te_klein
from normwijzer.uitvoering.tekstkolommen import als_tekst

GROOTSTE_DEEL = 0.8
"""An amount of which one aanbieder has more than this share would tell its turnover to the others."""

ALLEEN_INTERN = ("herstelregels",)
"""Frames with rows about single messages."""

_SCOPE = ("wet", "aanbieder", "gemeente")


def _hide(frame: pd.DataFrame, editie: str, getallen: Sequence[str], te_klein: pd.Series | None = None) -> pd.DataFrame:
    """The frame with te_klein, and in the shared edition without the numbers of rows about 1 to 9 clients."""
    frame = als_tekst(frame, *_SCOPE)
    if editie == "intern":
        return frame.assign(te_klein=False)
    klein = is_te_klein(frame["clienten"].astype("Float64")) if te_klein is None else te_klein
    verborgen = {kolom: frame[kolom].astype("Float64").mask(klein) for kolom in (*getallen, "clienten")}
    return frame.assign(**verborgen, te_klein=klein)


def _numbers(*sleutels: str) -> Callable[[pd.DataFrame, str], pd.DataFrame]:
    """Hide every column but these keys."""

    def bescherm(frame: pd.DataFrame, editie: str) -> pd.DataFrame:
        vrij = {*sleutels, *_SCOPE, "eenheid", "clienten", "volgroeid"}
        return _hide(frame, editie, [kolom for kolom in frame.columns if kolom not in vrij])

    return bescherm


def _verdeling(frame: pd.DataFrame, editie: str) -> pd.DataFrame:
    """Cumulative share per duration (`aandeel`); in the shared edition in whole percents and without the counts."""
    frame = als_tekst(frame, "wet").sort_values(["kpi", "wet", "dag"], kind="stable", ignore_index=True)
    groep = frame.groupby(["kpi", "wet"], sort=False)
    van = frame["van"].astype("float64")
    frame = frame.assign(aandeel=groep["aantal"].cumsum() / van.where(van > 0))
    klein = is_te_klein(groep["clienten"].transform("sum").astype("Float64")) | is_te_klein(van.astype("Float64"))
    frame = _hide(frame, editie, ["aantal", "van", "aandeel"], klein)
    if editie == "intern":
        return frame
    return frame.drop(columns=["aantal", "clienten"]).assign(aandeel=frame["aandeel"].round(2))


def _kalender(frame: pd.DataFrame, editie: str) -> pd.DataFrame:
    """Per day for inside use; shared per week."""
    deel = frame[frame["per"].eq("dag" if editie == "intern" else "week")].reset_index(drop=True)
    return _hide(deel.assign(dag=deel["dag"].astype("datetime64[s]")), editie, ["gevallen", "te_laat"])


def _wachtcurve(frame: pd.DataFrame, editie: str) -> pd.DataFrame:
    """A curve stops where fewer than the smallest group wait; who started in one week is for inside use."""
    frame = als_tekst(frame, "wet")
    if editie == "intern":
        return frame.assign(te_klein=False)
    weg = is_te_klein(frame["in_wacht"].astype("Float64")) | frame["in_wacht"].eq(0)
    return frame[~weg].drop(columns=["gestart", "gecensureerd"]).assign(te_klein=False).reset_index(drop=True)


def _afkeurredenen(frame: pd.DataFrame, editie: str) -> pd.DataFrame:
    """An amount of one aanbieder is for inside use."""
    beschermd = _hide(frame, editie, ["regels", "bedrag"])
    if editie == "intern":
        return beschermd
    return beschermd.assign(bedrag=beschermd["bedrag"].mask(beschermd["aanbieder"].ne("")))


def _kosten(frame: pd.DataFrame, editie: str) -> pd.DataFrame:
    bedragen = ["netto", "in_behandeling", "afgewezen"]
    beschermd = _hide(frame, editie, [*bedragen, "regels", "grootste_aandeel"])
    if editie == "intern":
        return beschermd
    van_een = np.asarray(frame["grootste_aandeel"].astype("float64") > GROOTSTE_DEEL)
    beschermd = beschermd.drop(columns="grootste_aandeel")
    return beschermd.assign(
        **{kolom: beschermd[kolom].mask(van_een) for kolom in bedragen}, te_klein=beschermd["te_klein"] | van_een
    )


PROCESFRAMES: dict[str, Callable[[pd.DataFrame, str], pd.DataFrame]] = {
    "doorlooptijd": _numbers("kpi", "maand"),
    "verdeling": _verdeling,
    "kalender": _kalender,
    "wachtcurve": _wachtcurve,
    "termijnen": _numbers("termijn"),
    "herstelpunten": _numbers("punt", "wie"),
    "herstel_samen": _numbers("punt", "wie"),
    "herstelregels": lambda frame, editie: als_tekst(frame, *_SCOPE).assign(te_klein=False),
    "afkeurredenen": _afkeurredenen,
    "declaratiekwaliteit": _numbers(),
    "kosten": _kosten,
    "kosten_samen": _kosten,
    "volledigheid": _numbers("maand", "ouderdom"),
}
"""Frame -> how it is protected; as in `beschermen`, a frame that is not here never reaches a report."""
