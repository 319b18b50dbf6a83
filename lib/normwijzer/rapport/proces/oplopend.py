"""How much was done within so many days: the cumulative share with the line of the term."""

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.figuur import BLAUW, ROOD, WEINIG_KLEUREN, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import frame, kies, naam_wet, op_wet
from normwijzer.rapport.tabel import Kolom, Tabel

TERMIJN = {
    "wachttijd": 28, "beoordeling_aanvraag": 56, "tijdig_startbericht": 5, "tijdig_stopbericht": 5,
    "afwijzen_toewijzing": 5, "intrekken_toewijzing": 5, "tijdig_declareren": 1, "beoordeling_declaratie": 10,
    "tijdig_betalen": 10,
}  # fmt: skip
"""KPI -> last day (A8: month) on which it is on time, of the basic definition; without an entry: no figure."""

_EENHEID = {"wachttijd": "dagen", "beoordeling_aanvraag": "dagen", "tijdig_declareren": "maanden"}
_LIJN = {"": (ZWART, "solid"), "wmo": (BLAUW, (0, (6, 2))), "jw": (ROOD, (0, (2, 1.5)))}
WEINIG_PUNTEN = "Alleen dagen waartussen genoeg gevallen liggen om niemand te laten opvallen."
ALLEEN_INTERN = "Hoe snel het gaat staat in de interne editie: er zijn te weinig gevallen om een lijn te delen."
_LAATSTE = 60
"""Later than this stands in one row of the frame."""

_RIJEN = {
    "werkdagen": (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 60),
    "dagen": (0, 7, 14, 28, 42, 56, 60),
    "maanden": range(13),
}

DAGEN = {**_RIJEN, "dagen": (0, 7, 14, 28, 42, 56)}
"""Unit -> days of which the shared edition may have a point: few, and for the waiting time those of its curve."""


def oplopend(rapport: Rapport, kpi: str) -> pd.DataFrame:
    """wet, dag, aandeel (cumulative): what may be shown, up to day 60; empty when there is nothing.

    Inside use: every day. Shared: only the days that are left.
    """
    rijen = kies(frame(rapport, "verdeling"), kpi=kpi)
    if rijen.empty or kpi not in TERMIJN:
        return pd.DataFrame(columns=["wet", "dag", "aandeel"])
    rijen = rijen[~rijen["te_klein"] & rijen["aandeel"].notna()].astype({"dag": "int64", "aandeel": "float64"})
    rijen = rijen[rijen["dag"].le(_LAATSTE)][["wet", "dag", "aandeel"]]
    return _vul_aan(rijen) if rapport.editie == "intern" else rijen.reset_index(drop=True)


def tabel_oplopend(rapport: Rapport, kpi: str) -> Tabel:
    """One row per number of days, a column per law: share done within it. The term is marked in words."""
    punten, eenheid = oplopend(rapport, kpi), eenheid_van_kpi(kpi)
    wetten = op_wet(punten["wet"])
    per = {(rij.wet, rij.dag): rij.aandeel for rij in punten.itertuples()}
    laatste = int(punten["dag"].max()) if len(punten) else -1
    dagen = [dag for dag in _RIJEN[eenheid] if dag <= laatste]
    if rapport.editie != "intern":
        dagen = sorted(set(punten["dag"]))
    rijen = [(_naam(kpi, dag), *(per.get((wet, dag), "") for wet in wetten)) for dag in dagen]
    kolommen = (Kolom("Binnen", rijkop=True), *(Kolom(naam_wet(wet), "procent0") for wet in wetten))
    slot = "Deel van alle gevallen, ook die te laat zijn en nog niet zijn gebeurd."
    slot += "" if rapport.editie == "intern" else f" {WEINIG_PUNTEN}"
    return Tabel(f"{titel_kpi(rapport, kpi)}: hoeveel binnen zoveel {eenheid}, {rapport.jaar}", kolommen, rijen, slot,
                 leeg="er zijn te weinig gevallen.")  # fmt: skip


def html_oplopend(rapport: Rapport, kpi: str) -> str:
    """The figure with its table; empty text when there is nothing to draw."""
    punten = oplopend(rapport, kpi)
    if punten.empty:
        return "" if rapport.editie == "intern" or kpi not in TERMIJN else f'<p class="leeg">{ALLEEN_INTERN}</p>'
    eenheid = eenheid_van_kpi(kpi)
    bijschrift = (
        f"{titel_kpi(rapport, kpi)}, {rapport.jaar}: welk deel van de gevallen binnen zoveel {eenheid} klaar was. De "
        f"verticale lijn is de termijn van {TERMIJN[kpi]} {_enkel(eenheid, TERMIJN[kpi])}."
    )
    tabel = tabel_oplopend(rapport, kpi)
    alt = _alt(rapport, kpi, punten)
    beeld = _teken(kpi, punten, stap=rapport.editie == "intern")
    figuur = html_figuur(beeld, alt, bijschrift, tabel, kleuren=WEINIG_KLEUREN)
    return f"<h4>Hoe snel het gaat</h4>\n{figuur}"


def eenheid_van_kpi(kpi: str) -> str:
    """What the days of a KPI are: werkdagen, dagen or maanden."""
    return _EENHEID.get(kpi, "werkdagen")


def _vul_aan(punten: pd.DataFrame) -> pd.DataFrame:
    """Every day from 0 to the last: a day on which nothing was done keeps the share of the day before."""
    delen = []
    for wet, deel in punten.groupby("wet"):
        dagen = pd.RangeIndex(0, int(deel["dag"].max()) + 1)
        lijn = deel.set_index("dag")["aandeel"].reindex(dagen).ffill().fillna(0.0)
        delen.append(pd.DataFrame({"wet": wet, "dag": dagen, "aandeel": lijn.to_numpy()}))
    return pd.concat(delen, ignore_index=True) if delen else punten


def _teken(kpi: str, punten: pd.DataFrame, *, stap: bool):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 2.7))
    wetten = op_wet(punten["wet"])
    for wet in wetten:
        deel = punten[punten["wet"].eq(wet)]
        kleur, streep = _LIJN.get(wet, (ZWART, "solid"))
        vorm = {"drawstyle": "steps-post"} if stap else {"marker": "o", "markersize": 4}
        assen.plot(deel["dag"], deel["aandeel"], color=kleur, linestyle=streep, linewidth=1.7, label=naam_wet(wet),
                   **vorm)  # fmt: skip
    termijn = TERMIJN[kpi]
    assen.axvline(termijn, color=ZWART, linewidth=1.1)
    assen.annotate(f"termijn: {termijn} {_enkel(eenheid_van_kpi(kpi), termijn)}", (termijn, 0.03), xytext=(5, 0),
                   textcoords="offset points", fontsize=9)  # fmt: skip
    assen.set_ylim(0, 1.03)
    assen.set_xlim(0, max(_zichtbaar(punten), termijn * 1.5))
    assen.xaxis.set_major_locator(MaxNLocator(integer=True))
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde)))
    assen.set_xlabel(eenheid_van_kpi(kpi).capitalize())
    if len(wetten) > 1:
        assen.legend(fontsize=8, frameon=False, ncols=3, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2)
    return figuur


def _zichtbaar(punten: pd.DataFrame) -> float:
    """The day after which hardly anything changes; a shared line can have one point, which is then its own end."""
    if punten.empty:
        return 1.0
    einde = punten.groupby("wet")["aandeel"].transform("max")
    stijgt = punten.loc[punten["aandeel"].lt(einde - 0.01), "dag"]
    return float((stijgt if len(stijgt) else punten["dag"]).max() + 2)


def _alt(rapport: Rapport, kpi: str, punten: pd.DataFrame) -> str:
    eenheid, termijn, zinnen = eenheid_van_kpi(kpi), TERMIJN[kpi], []
    for wet in op_wet(punten["wet"]):
        lijn = punten[punten["wet"].eq(wet)].set_index("dag")["aandeel"]
        delen = [f"{opmaak.procent(lijn.asof(dag), 0)} binnen {dag} {_enkel(eenheid, dag)}"
                 for dag in dict.fromkeys((termijn, 2 * termijn)) if _is_bekend(rapport, lijn, dag)]  # fmt: skip
        zinnen += [f"{naam_wet(wet)}: {opmaak.opsomming(delen)}."] if delen else []
    return f"Oplopende lijnen van {titel_kpi(rapport, kpi)} in {rapport.jaar}. {' '.join(zinnen)}"


def _is_bekend(rapport: Rapport, lijn: pd.Series, dag: int) -> bool:
    return dag <= _LAATSTE if rapport.editie == "intern" else dag in lijn.index


def _naam(kpi: str, dag: int) -> str:
    tekst = f"{dag} {_enkel(eenheid_van_kpi(kpi), dag)}"
    return f"{tekst} (termijn)" if dag == TERMIJN.get(kpi) else tekst


def _enkel(eenheid: str, hoeveel: int) -> str:
    return {"werkdagen": "werkdag", "dagen": "dag", "maanden": "maand"}[eenheid] if hoeveel == 1 else eenheid
