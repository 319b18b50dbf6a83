"""Share of the jeugdigen in verblijf that was in each soort, over the years."""

import pandas as pd
from matplotlib.figure import Figure

from normwijzer.rapport import opmaak
from normwijzer.rapport.cijfers import heeft_clienten
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.figuur import BLAUW, ZWART, html_figuur
from normwijzer.rapport.gegevens import Rapport, naam_soort
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

_NIET_TE_TONEN = "…"
"""In place of a bar of which the number is hidden."""

_NAAST = 4
"""Panels next to each other."""


def tabel_verdeling(rapport: Rapport, kpi: str) -> Tabel:
    """One row for all and one per soort, a column per year: how many, and what share of all, hidden soorten included.

    A jeugdige can be in several soorten of a year, so the shares are no parts of one whole and are never rescaled.
    """
    delen = _delen(rapport, kpi)
    jaren = sorted(delen["jaar"].unique())
    per = {(rij.soort, rij.jaar): rij for rij in delen.itertuples()}
    rijen = [
        (rapport.naam_groep(soort), *(_cel(per.get((soort, jaar))) for jaar in jaren))
        for soort in rapport.op_volgorde(delen["soort"].unique())
    ]
    kolommen = (Kolom("Soort", rijkop=True), *(Kolom(str(jaar), "bereik") for jaar in jaren))
    slot = (
        "Aandeel in alle jeugdigen van de regio, ook die in een soort die te klein is om te tonen. Wie in een jaar in "
        "twee soorten was, telt in beide: samen kan het meer dan 100 % zijn."
    )
    return Tabel(
        f"{titel_kpi(rapport, kpi)}: verdeling over soorten", kolommen, rijen, slot, leeg="er is geen soort te tonen."
    )


def html_verdeling(rapport: Rapport, kpi: str) -> str:
    """A panel per soort with a bar per year, and the table; only the table when there is nothing to draw."""
    delen, tabel = _delen(rapport, kpi), tabel_verdeling(rapport, kpi)
    getekend = delen[delen["soort"].ne("")]
    if getekend["deel"].isna().all():
        return als_html(tabel)
    bijschrift = (
        f"{titel_kpi(rapport, kpi)}: per soort welk deel van alle jeugdigen er in het jaar was. Wie in twee soorten "
        f"was, telt in beide. Zonder staaf: niemand (–){_klein(getekend)}."
    )
    return html_figuur(_teken(rapport, getekend), _alt(rapport, kpi, getekend), bijschrift, tabel)


def _klein(delen: pd.DataFrame) -> str:
    return f" of niet te tonen ({_NIET_TE_TONEN})" if delen["te_klein"].any() else ""


def _delen(rapport: Rapport, kpi: str) -> pd.DataFrame:
    """soort (empty: all), jaar, waarde, deel (of all), te_klein, tekst; only who has anybody."""
    rijen = [
        (rij.groep, jaar, rij.waarde, bool(rij.te_klein), rij.tekst)
        for jaar in rapport.jaren
        for rij in rapport.per_groep(kpi, jaar=jaar).itertuples()
        if heeft_clienten(rij)
    ]
    delen = pd.DataFrame(rijen, columns=["soort", "jaar", "waarde", "te_klein", "tekst"])
    delen = delen.astype({"waarde": "Float64"}).astype({"waarde": "float64"})
    alle = delen[delen["soort"].eq("")].set_index("jaar")["waarde"]
    return delen.assign(deel=delen["waarde"] / delen["jaar"].map(alle).astype("float64"))


def _teken(rapport: Rapport, delen: pd.DataFrame) -> Figure:
    soorten, jaren = rapport.op_volgorde(delen["soort"].unique()), sorted(int(jaar) for jaar in delen["jaar"].unique())
    hoog = -(-len(soorten) // _NAAST)
    figuur = Figure(figsize=(8.0, 0.4 + 2.0 * hoog), dpi=110, layout="constrained")
    vakken = figuur.subplots(hoog, _NAAST, sharey=True, squeeze=False).ravel()
    for vak in vakken[len(soorten) :]:
        vak.set_visible(False)
    for vak, soort in zip(vakken, soorten, strict=False):
        _teken_soort(vak, naam_soort(soort), delen[delen["soort"].eq(soort)].set_index("jaar"), jaren)
    vakken[0].set_ylim(0, float(delen["deel"].max()) * 1.25)
    return figuur


def _teken_soort(vak, naam: str, deel: pd.DataFrame, jaren: list[int]) -> None:
    vak.set_title(naam, fontsize=9, loc="left", fontweight="bold")
    vak.spines[["top", "right", "left"]].set_visible(False)
    vak.tick_params(left=False, labelleft=False, labelsize=8)
    vak.set_xticks(range(len(jaren)), [f"’{jaar % 100:02d}" if len(jaren) > 4 else str(jaar) for jaar in jaren])
    vak.set_xlim(-0.6, len(jaren) - 0.4)
    for plaats, jaar in enumerate(jaren):
        klein = jaar in deel.index and bool(deel.at[jaar, "te_klein"])
        hoogte = float(deel.at[jaar, "deel"]) if jaar in deel.index and not klein else 0.0
        vak.bar([plaats], [hoogte], width=0.7, color=BLAUW)
        tekst = _NIET_TE_TONEN if klein else opmaak.procent(hoogte, 0) if jaar in deel.index else opmaak.STREEP
        vak.annotate(
            tekst, (plaats, hoogte), xytext=(0, 2), textcoords="offset points", ha="center", fontsize=8, color=ZWART
        )


def _alt(rapport: Rapport, kpi: str, delen: pd.DataFrame) -> str:
    zinnen = []
    for jaar in dict.fromkeys((int(delen["jaar"].min()), int(delen["jaar"].max()))):
        stand = " (voorlopig)" if rapport.is_voorlopig(kpi, jaar) else ""
        reeks = [
            f"{opmaak.in_zin(naam_soort(rij.soort))} {rij.tekst if rij.te_klein else opmaak.procent(rij.deel, 0)}"
            for rij in delen[delen["jaar"].eq(jaar)].itertuples()
        ]
        zinnen.append(f"In {jaar}{stand}: {opmaak.opsomming(reeks)}.")
    return f"Staven per soort: welk deel van alle jeugdigen in verblijf er was. {' '.join(zinnen)}"


def _cel(rij) -> str:
    if rij is None:
        return "0"
    if rij.te_klein:
        return rij.tekst
    return f"{opmaak.aantal(rij.waarde)} ({opmaak.procent(rij.deel, 0)})" if rij.soort else opmaak.aantal(rij.waarde)
