"""Frames of the administrative process as a report may show them: protected together, because they tell each other."""

from collections.abc import Mapping

import pandas as pd

from normwijzer.privacy import Leden
from normwijzer.uitvoering.beschermen_proces_geld import bescherm_afkeurredenen, bescherm_kosten
from normwijzer.uitvoering.beschermen_proces_kans import bescherm_doorlooptijd, bescherm_termijnen
from normwijzer.uitvoering.beschermen_proces_telling import bescherm_declaratiekwaliteit, bescherm_herstel
from normwijzer.uitvoering.beschermen_proces_tijd import (
    bescherm_kalender,
    bescherm_verdeling,
    bescherm_volledigheid,
    bescherm_wachtcurve,
)
from normwijzer.uitvoering.tekstkolommen import als_tekst

ALLEEN_INTERN = ("herstelregels", "herstelpunten", "kosten")
"""Frames with rows about single messages, or crossed so finely that nearly every cell is about a few people."""

PROCESFRAMES = (
    "doorlooptijd", "verdeling", "kalender", "wachtcurve", "termijnen", "herstelpunten", "herstel_samen",
    "herstelregels", "afkeurredenen", "declaratiekwaliteit", "kosten", "kosten_samen", "volledigheid",
)  # fmt: skip
"""Names of the frames that `bescherm_proces` takes; as in `beschermen`, another never reaches a report."""

PROCES_OVER_JAREN = ("doorlooptijd",)
"""Of these a report shows the years before its own too."""

_SCOPE = ("wet", "aanbieder", "gemeente")


def bescherm_proces(
    frames: Mapping[str, pd.DataFrame], editie: str, leden: Leden | None, uitkomsten: pd.DataFrame | None
) -> dict[str, pd.DataFrame]:
    """Every frame of one year that may be shown, with te_klein and tekst (what stands in place of hidden numbers).

    Edition `intern` keeps every number and row. In the shared edition the frames of ALLEEN_INTERN are left out, counts
    are rounded, shares are whole percents of the exact numbers (`aandeel`, `waarde`), and what a row of `uitkomsten`
    hides is hidden in every frame that says the same.

    Args:
        frames: name -> exact frame of the year, for names of PROCESFRAMES.
        leden: who are Overige aanbieders in this year; None = nobody.
        uitkomsten: PROTECTED outcome rows of the year; without them every number of a KPI is hidden.
    """
    frames = {naam: als_tekst(frame, *_SCOPE) for naam, frame in frames.items() if naam in PROCESFRAMES}
    if editie == "intern":
        return {naam: _intern(naam, frame) for naam, frame in frames.items()}
    getoond = _basis(uitkomsten)
    duur = frames.get("doorlooptijd")
    beschermd = {} if duur is None else {"doorlooptijd": bescherm_doorlooptijd(duur, leden, getoond)}
    verder = {
        "verdeling": lambda frame: bescherm_verdeling(frame, getoond),
        "kalender": lambda frame: bescherm_kalender(frame, getoond),
        "wachtcurve": lambda frame: bescherm_wachtcurve(frame, getoond, beschermd.get("verdeling")),
        "termijnen": lambda frame: bescherm_termijnen(frame, leden, getoond),
        "herstel_samen": bescherm_herstel,
        "afkeurredenen": bescherm_afkeurredenen,
        "declaratiekwaliteit": lambda frame: bescherm_declaratiekwaliteit(frame, getoond),
        "kosten_samen": bescherm_kosten,
        "volledigheid": bescherm_volledigheid,
    }
    for naam, bescherm in verder.items():
        if naam in frames:
            beschermd[naam] = bescherm(frames[naam])
    return beschermd


def _basis(uitkomsten: pd.DataFrame | None) -> pd.DataFrame:
    """Protected outcome rows without variants; empty text for empty scope columns."""
    kolommen = ["kpi", *_SCOPE, "teller", "noemer", "waarde", "onder", "boven", "te_klein", "tekst"]
    if uitkomsten is None:
        return pd.DataFrame(columns=kolommen).astype({"te_klein": bool})
    rijen = als_tekst(uitkomsten[uitkomsten["variant"].eq("basis")], *_SCOPE)
    return rijen[kolommen].reset_index(drop=True)


def _intern(naam: str, frame: pd.DataFrame) -> pd.DataFrame:
    """An exact frame, in the shape that the sections read."""
    if naam == "verdeling":
        frame = frame.sort_values(["kpi", "wet", "dag"], kind="stable", ignore_index=True)
        van = frame["van"].astype("float64")
        som = frame.groupby(["kpi", "wet"], sort=False)["aantal"].cumsum()
        frame = frame.assign(aandeel=som / van.where(van > 0))
    if naam == "termijnen":  # endless
        geteld = (frame["op_tijd"] + frame["te_laat"]).gt(0)
        frame = frame.assign(**{k: frame[k].mask(frame[k].isna() & geteld, float("inf")) for k in ("mediaan", "p90")})
    if naam == "kalender":
        frame = frame[frame["per"].eq("dag")].reset_index(drop=True)
        frame = frame.assign(dag=frame["dag"].astype("datetime64[s]"))
    return frame.assign(te_klein=False, tekst="")
