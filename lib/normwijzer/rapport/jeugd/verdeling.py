"""Share of every soort of verblijf over the years."""

import pandas as pd

from normwijzer.privacy import KLEINSTE_GROEP
from normwijzer.rapport import opmaak
from normwijzer.rapport.cijfers import heeft_clienten
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.figuur import html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport, naam_soort
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

_VULLING = [
    ("#01689B", ""), ("#FFFFFF", "///"), ("#7A7A7A", ""), ("#FFFFFF", "..."), ("#275937", ""),
    ("#FFFFFF", "xxx"), ("#B3261E", ""), ("#FFFFFF", "---"),
]  # fmt: skip
"""Fill and hatch per soort: neighbours differ in both, all have a dark edge."""

_KLEINSTE_MET_GETAL = 0.045


def tabel_verdeling(rapport: Rapport, kpi: str) -> Tabel:
    """One row per soort, two columns per year: how many and what share of all soorten together."""
    delen = _delen(rapport, kpi)
    jaren = sorted(delen["jaar"].unique())
    per = {(rij.soort, rij.jaar): rij for rij in delen.itertuples()}
    rijen = [
        (naam_soort(soort), *(_cel(per.get((soort, jaar))) for jaar in jaren))
        for soort in rapport.op_volgorde(delen["soort"].unique())
    ]
    kolommen = (Kolom("Soort", rijkop=True), *(Kolom(str(jaar), "bereik") for jaar in jaren))
    slot = (
        "Aandeel in de som van de soorten: wie in een jaar in twee soorten was, telt in beide. Een soort met minder "
        f"dan {KLEINSTE_GROEP} jeugdigen staat er niet bij."
    )
    return Tabel(
        f"{titel_kpi(rapport, kpi)}: verdeling over soorten", kolommen, rijen, slot, leeg="er is geen soort te tonen."
    )


def html_verdeling(rapport: Rapport, kpi: str) -> str:
    """Stacked bars per year with the table behind them; only the table when there is nothing to draw."""
    delen, tabel = _delen(rapport, kpi), tabel_verdeling(rapport, kpi)
    if delen.empty:
        return als_html(tabel)
    volgorde = "van onder naar boven in de volgorde van de legenda"
    bijschrift = f"{titel_kpi(rapport, kpi)}: aandeel van elke soort per jaar, {volgorde}."
    return html_figuur(_teken(rapport, delen), _alt(rapport, delen), bijschrift, tabel)


def _delen(rapport: Rapport, kpi: str) -> pd.DataFrame:
    """soort, jaar, waarde, deel: of the soorten that may be shown."""
    rijen = [
        (rij.groep, jaar, float(rij.waarde))
        for jaar in rapport.jaren
        for rij in rapport.per_groep(kpi, jaar=jaar).itertuples()
        if rij.groep and heeft_clienten(rij) and not rij.te_klein
    ]
    delen = pd.DataFrame(rijen, columns=["soort", "jaar", "waarde"])
    return delen.assign(deel=delen["waarde"] / delen.groupby("jaar")["waarde"].transform("sum"))


def _teken(rapport: Rapport, delen: pd.DataFrame):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 4.6))
    jaren = sorted(int(jaar) for jaar in delen["jaar"].unique())
    onder = dict.fromkeys(jaren, 0.0)
    for nummer, soort in enumerate(rapport.op_volgorde(delen["soort"].unique())):
        kleur, streep = _VULLING[nummer % len(_VULLING)]
        deel = delen[delen["soort"].eq(soort)].set_index("jaar")["deel"]
        hoogtes = [float(deel.get(jaar, 0.0)) for jaar in jaren]
        assen.bar(
            jaren, hoogtes, bottom=[onder[jaar] for jaar in jaren], width=0.62, facecolor=kleur, edgecolor="#1A1A1A",
            hatch=streep, linewidth=0.8, label=naam_soort(soort),
        )  # fmt: skip
        for jaar, hoogte in zip(jaren, hoogtes, strict=True):
            if hoogte >= _KLEINSTE_MET_GETAL:
                assen.annotate(
                    opmaak.procent(hoogte, 0), (jaar, onder[jaar] + hoogte / 2), ha="center", va="center", fontsize=9,
                    color="#1A1A1A", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
                )  # fmt: skip
            onder[jaar] += hoogte
    assen.set_xticks(jaren)
    assen.set_xlim(jaren[0] - 0.6, jaren[-1] + 0.6)
    assen.set_ylim(0, 1.0)
    handvatten, namen = assen.get_legend_handles_labels()
    assen.legend(
        handvatten[::-1], namen[::-1], fontsize=8.5, loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False,
        handlelength=2.2, handleheight=1.4,
    )  # fmt: skip
    return figuur


def _alt(rapport: Rapport, delen: pd.DataFrame) -> str:
    zinnen = []
    for jaar in (delen["jaar"].min(), delen["jaar"].max()):
        deel = delen[delen["jaar"].eq(jaar)]
        reeks = [f"{naam_soort(rij.soort).lower()} {opmaak.procent(rij.deel, 0)}" for rij in deel.itertuples()]
        zinnen.append(f"In {jaar}: {opmaak.opsomming(reeks)}.")
    return f"Gestapelde staven van het aandeel per soort. {' '.join(dict.fromkeys(zinnen))}"


def _cel(rij) -> str:
    return "" if rij is None else f"{opmaak.aantal(rij.waarde)} ({opmaak.procent(rij.deel, 0)})"
