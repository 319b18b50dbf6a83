"""Curves and calendars as a shared report may show them: thinned until between two points nobody stands out."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from normwijzer.privacy import KLEINSTE_DEEL, KLEINSTE_GROEP, rond_fractie, staat, vul_aan
from normwijzer.rapport.proces.oplopend import DAGEN, TERMIJN, eenheid_van_kpi

_WACHTTIJD = "wachttijd"
_MINSTE_PUNTEN = 5
"""With fewer points that all laws can share, the region is drawn alone, if that gives more."""

_VER = tuple(range(70, 183, 14))
"""Days of the waiting curve after those of its distribution."""


def bescherm_verdeling(frame: pd.DataFrame, uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """Frame `verdeling`: kpi, wet, dag, aandeel (cumulative, whole percents), only on days that `kies_dagen` leaves.

    A line per law only when both laws and the region are shown in `uitkomsten`: the third could be worked out.
    """
    delen = [_curves(deel, kpi, _shown_laws(uitkomsten, kpi)) for kpi, deel in frame.groupby("kpi", sort=False)]
    kolommen = ["kpi", "wet", "dag", "aandeel"]
    leeg = frame.head(0)[["kpi", "wet", "dag"]].assign(aandeel=np.zeros(0))
    tabel = pd.concat([deel for deel in delen if len(deel)] or [leeg], ignore_index=True)[kolommen]
    return tabel.assign(te_klein=False, tekst="")


def bescherm_kalender(frame: pd.DataFrame, uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """Frame `kalender` per week: share too late in whole percents (`aandeel`), without counts.

    A week is shown when 10 or more cases and clients, 5 or more too late and 5 or more on time, and when no hidden week
    follows from the year. Of a KPI of which fewer than half of the weeks can be shown there are no rows at all.
    """
    weken = frame[frame["per"].eq("week")].reset_index(drop=True)
    jaar = weken.groupby("kpi", as_index=False)[["gevallen", "te_laat"]].sum()
    boven = {kpi: "niet_getoond" for kpi in jaar["kpi"] if not _is_shown(uitkomsten, kpi)}
    staten = staat(weken[["gevallen", "clienten"]].min(axis=1), weken["te_laat"], weken["gevallen"])
    staten, _ = vul_aan(weken["te_laat"], weken["gevallen"], staten, weken["kpi"], ouder_mag=False, ouder=boven)
    vol = staten.eq("vol")
    mee = vol.groupby(weken["kpi"]).transform("mean").ge(0.5).astype(bool)
    weken, vol = weken[mee].reset_index(drop=True), vol[mee].reset_index(drop=True)
    deel = rond_fractie((weken["te_laat"] / weken["gevallen"]).astype("float64")).where(vol)
    uit = weken[["kpi", "per"]].assign(dag=weken["dag"].astype("datetime64[s]"), aandeel=deel)
    return uit.assign(te_klein=~vol, tekst=pd.Series("", index=uit.index).mask(~vol, "niet getoond").astype("str"))


def bescherm_wachtcurve(
    frame: pd.DataFrame, uitkomsten: pd.DataFrame, verdeling: pd.DataFrame | None
) -> pd.DataFrame:
    """Frame `wachtcurve`: wet, dag, s, onder, boven in whole percents.

    Up to the last day of the distribution on the same days as that: two curves of one group with different points would
    tell what lies between. After it at least KLEINSTE_DEEL start between two points, of every line, and KLEINSTE_GROEP
    still wait. A line per law only when both are shown in `uitkomsten`.
    """
    wetten = _shown_laws(uitkomsten, _WACHTTIJD)
    bekend = [] if verdeling is None else sorted(set(verdeling.loc[verdeling["kpi"].eq(_WACHTTIJD), "dag"]))
    getoond = set(verdeling.loc[verdeling["kpi"].eq(_WACHTTIJD), "wet"]) if bekend else set()
    rijen = frame[frame["wet"].isin([wet for wet in wetten if wet in getoond])]
    wacht = rijen.pivot(index="dag", columns="wet", values="in_wacht").sort_index()
    dagen = [int(dag) for dag in bekend if dag in wacht.index and wacht.loc[dag].ge(KLEINSTE_GROEP).all()]
    begonnen = rijen.pivot(index="dag", columns="wet", values="gestart").sort_index().cumsum()
    for dag in _VER:
        if not dagen or dag not in wacht.index or wacht.loc[dag].lt(KLEINSTE_GROEP).any():
            break
        # whole weeks that lie between: a week is counted at its first day, and s is after its day
        if (begonnen.loc[dag - 7] - begonnen.loc[dagen[-1]]).ge(KLEINSTE_DEEL).all():
            dagen.append(dag)
    rijen = rijen[rijen["dag"].isin(dagen)].reset_index(drop=True)
    rond = {naam: rond_fractie(rijen[naam].astype("float64")) for naam in ("s", "onder", "boven")}
    return rijen[["wet", "dag"]].assign(**rond, te_klein=False, tekst="")


def bescherm_volledigheid(frame: pd.DataFrame) -> pd.DataFrame:
    """Frame `volledigheid`: all grown-up months together (maand empty) per law; aandeel in whole percents.

    An age is shown when since the last one at least KLEINSTE_DEEL clients were claimed for the first time, of every
    line, and after it as many; the last age always. Months apart are for inside use.
    """
    heel = frame[frame["volgroeid"].astype(bool)]
    som = heel.groupby(["wet", "ouderdom"], as_index=False)[["bedrag", "totaal", "clienten"]].sum()
    som = som[som["totaal"].gt(0)]
    leeg = frame.head(0)[["wet", "maand", "ouderdom"]].assign(aandeel=np.zeros(0), te_klein=False, tekst="")
    if som.empty:
        return leeg.assign(volgroeid=pd.Series(dtype=bool))
    mensen = som.pivot(index="ouderdom", columns="wet", values="clienten").sort_index()
    wetten = _whole_lines([wet for wet in mensen if mensen[wet].iloc[-1] >= KLEINSTE_GROEP])
    mensen = mensen[wetten]
    laatste = mensen.index[-1]
    dagen = kies_dagen(mensen.to_numpy(dtype="float64"), list(mensen.index), mensen.iloc[-1].to_numpy(dtype="float64"))
    uit = som[som["wet"].isin(wetten) & som["ouderdom"].isin([*dagen, laatste])].reset_index(drop=True)
    aandeel = rond_fractie((uit["bedrag"] / uit["totaal"]).astype("float64"))
    maand = pd.Series(pd.NA, index=uit.index, dtype="Int64")
    return uit[["wet", "ouderdom"]].assign(maand=maand, aandeel=aandeel, volgroeid=True, te_klein=False, tekst="")


def kies_dagen(som: np.ndarray, dagen: Sequence[int], alle: np.ndarray, vast: int | None = None) -> list[int]:
    """The days of cumulative curves that can be shown together: in every curve at least KLEINSTE_DEEL cases before the
    first day, between two days, and after the last.

    Args:
        som: cases up to and including each day, a column per curve. dagen: the days, in order.
        alle: all cases of each curve, those without a duration too.
        vast: a day that is known from elsewhere and so counts as shown; days that lie too near it are left out. When
            it is too near the beginning or the end itself there are no days.
    """
    if vast is None or vast not in dagen:
        return [dagen[plek] for plek in _spread(som, np.zeros(som.shape[1]), alle)]
    midden = list(dagen).index(vast)
    voor, na = som[:midden], som[midden + 1 :]
    grens = som[midden]
    if (grens < KLEINSTE_DEEL).any() or (alle - grens < KLEINSTE_DEEL).any():
        return []
    plekken = [*_spread(voor, np.zeros(som.shape[1]), grens), midden]
    plekken += [midden + 1 + plek for plek in _spread(na, grens, alle)]
    return [dagen[plek] for plek in plekken]


def _spread(som: np.ndarray, begin: np.ndarray, einde: np.ndarray) -> list[int]:
    """Rows that lie KLEINSTE_DEEL or more after the one before, from `begin`, and as far before `einde`."""
    uit, laatste = [], begin
    for plek, nu in enumerate(som):
        if (nu - laatste >= KLEINSTE_DEEL).all() and (einde - nu >= KLEINSTE_DEEL).all():
            uit.append(plek)
            laatste = nu
    return uit


def _curves(frame: pd.DataFrame, kpi: str, wetten: list[str]) -> pd.DataFrame:
    """The shown points of one KPI; with the laws, or when that leaves few, of the region alone."""
    if not wetten or kpi not in TERMIJN:
        return frame.head(0)
    tel = frame.pivot(index="dag", columns="wet", values="aantal").sort_index().cumsum()
    mensen = frame.assign(mee=frame[["aantal", "clienten"]].min(axis=1))
    mensen = mensen.pivot(index="dag", columns="wet", values="mee").sort_index().cumsum()
    van = frame.groupby("wet")["van"].first()
    keuzes = []
    for lijnen in dict.fromkeys([tuple(wetten), ("",)]):
        dagen = [dag for dag in DAGEN[eenheid_van_kpi(kpi)] if dag in tel.index]
        som, alle = (np.minimum(tel, mensen).loc[dagen, list(lijnen)], van[list(lijnen)])
        over = alle - tel.iloc[-1][list(lijnen)]
        alle = np.minimum(tel, mensen).iloc[-1][list(lijnen)] + over
        keuzes.append((kies_dagen(som.to_numpy("float64"), dagen, alle.to_numpy("float64"), TERMIJN[kpi]), lijnen))
    ruim = len(keuzes[0][0]) >= min(len(keuzes[-1][0]), _MINSTE_PUNTEN)
    gekozen, lijnen = keuzes[0] if ruim else keuzes[-1]
    deel = (tel / van).stack().rename("aandeel").reset_index()
    deel = deel[deel["dag"].isin(gekozen) & deel["wet"].isin(lijnen)]
    rond = rond_fractie(deel["aandeel"].astype("float64"))
    return deel.assign(aandeel=rond, kpi=kpi).sort_values(["wet", "dag"], ignore_index=True)


def _shown_laws(uitkomsten: pd.DataFrame, kpi: str) -> list[str]:
    """The lines of a KPI that may be drawn: the region when it is shown, and the laws when all of them are."""
    regio = uitkomsten["kpi"].eq(kpi) & uitkomsten["aanbieder"].eq("") & uitkomsten["gemeente"].eq("")
    rijen = uitkomsten[regio & uitkomsten["noemer"].astype("Float64").ne(0).fillna(True)]
    if not rijen["wet"].eq("").any() or rijen.loc[rijen["wet"].eq(""), "te_klein"].any():
        return []
    return [""] if rijen["te_klein"].any() else _whole_lines(list(rijen["wet"]))


def _whole_lines(wetten: Sequence[str]) -> list[str]:
    """The region, and the laws when there are two of them: one alone says the same as the region or tells the other."""
    apart = sorted(wet for wet in wetten if wet)
    return ["", *(apart if len(apart) > 1 else [])]


def _is_shown(uitkomsten: pd.DataFrame, kpi: str) -> bool:
    return bool(_shown_laws(uitkomsten, kpi))
