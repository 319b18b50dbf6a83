"""Funnel plot per KPI and perceel: which aanbieder differs from the region by more than chance.

Where a norm is in force the funnel lies around that norm: `oordeeltrechter`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from normwijzer.normen import trechtergrenzen
from normwijzer.privacy import KLEINSTE_GROEP, OVERIGE
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import is_pilot, titel_kpi
from normwijzer.rapport.figuur import BLAUW, GRIJS, GROEN, ROOD, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeeltrechter import UITLEG, Normtrechter, html_normtrechter, normtrechter
from normwijzer.rapport.tabel import Kolom, Tabel

NIET_GETEKEND = (
    "Aanbieders van wie de waarde in deze editie niet is getoond, en Overige aanbieders, staan niet in deze figuren. "
    "Waar geen enkele aanbieder getoond kan worden, is er geen figuur."
)
"""What a shared figure leaves out."""

LIGGING = ("ver onder", "onder", "binnen", "boven", "ver boven")
"""Where an aanbieder lies: outside 99.8 %, outside 95 %, or within the limits that chance allows."""

_MERK = {
    "ver onder": ("v", ROOD),
    "onder": ("v", GRIJS),
    "binnen": ("o", BLAUW),
    "boven": ("^", GRIJS),
    "ver boven": ("^", GROEN),
}
_WOORD = {
    "ver onder": "onder de grens van 99,8 %",
    "onder": "onder de grens van 95 %",
    "binnen": "binnen de grenzen",
    "boven": "boven de grens van 95 %",
    "ver boven": "boven de grens van 99,8 %",
}


@dataclass(frozen=True)
class Trechter:
    """centrum: the region's fraction; punten: naam, teller, noemer, waarde, limits and ligging per aanbieder."""

    titel: str
    centrum: float
    punten: pd.DataFrame


def trechters(rapport: Rapport, kpi: str) -> list[Trechter]:
    """One funnel per perceel without a norm that has a regional value and an aanbieder large enough to show.

    Aanbieders with fewer than KLEINSTE_GROEP clients are never drawn, nor all of those together: their place says
    nothing. A KPI in its pilot gets none: limits would be a verdict.
    """
    if is_pilot(rapport, kpi):
        return []
    zonder_norm = (rij for rij in rapport.getoond(kpi).itertuples() if rapport.norm(kpi, rij.groep) is None)
    mogelijk = (_trechter(rapport, kpi, rij) for rij in zonder_norm)
    return [trechter for trechter in mogelijk if trechter is not None]


def html_trechters(rapport: Rapport, kpi: str) -> str:
    """The funnels of one KPI, or a sentence why there are none."""
    if is_pilot(rapport, kpi):
        return (
            '<p class="leeg">Geen trechterfiguur: in de pilot van 2027 en 2028 horen bij deze KPI geen norm en geen '
            "oordeel.</p>"
        )
    gevonden, met_norm = trechters(rapport, kpi), normtrechters(rapport, kpi)
    if not gevonden and not met_norm:
        wie = f"met {KLEINSTE_GROEP} of meer cliënten" if rapport.editie == "intern" else "van wie de waarde is getoond"
        return f'<p class="leeg">Geen trechterfiguur: er is geen aanbieder {wie}.</p>'
    delen = [f'<p class="toelichting">{UITLEG}</p>', *map(html_normtrechter, met_norm)] if met_norm else []
    if rapport.editie != "intern":
        delen.append(f'<p class="toelichting">{NIET_GETEKEND}</p>')
    if not gevonden:
        return "\n".join(delen)
    uitleg = (
        '<p class="toelichting">Het midden is de waarde van de hele regio in dit perceel, geen norm. Tussen de lijnen '
        "kan een verschil met de regio toeval zijn; hoe minder cliënten, hoe breder. Een plaats buiten de lijnen is "
        "een reden voor een gesprek, geen oordeel.</p>"
    )
    return "\n".join([*delen, uitleg, *(_html(trechter) for trechter in gevonden)])


def normtrechters(rapport: Rapport, kpi: str) -> list[Normtrechter]:
    """One funnel per perceel with a norm in force and an aanbieder large enough to show."""
    mogelijk = (normtrechter(rapport, kpi, rij) for rij in rapport.getoond(kpi).itertuples())
    return [trechter for trechter in mogelijk if trechter is not None]


def _trechter(rapport: Rapport, kpi: str, regio) -> Trechter | None:
    punten = rapport.per_aanbieder(kpi, regio.groep)
    punten = punten[
        punten["noemer"].astype("Float64").ge(KLEINSTE_GROEP).fillna(False).astype(bool)
        & ~punten["te_klein"]
        & punten["aanbieder"].ne(OVERIGE)
    ]
    if regio.te_klein or pd.isna(regio.waarde) or punten.empty:
        return None
    grenzen = trechtergrenzen(regio.waarde, punten["noemer"].astype("int64"))
    punten = punten[["naam", "teller", "noemer", "waarde"]].reset_index(drop=True)
    punten = punten.join(grenzen.drop(columns="noemer"))
    titel = f"{titel_kpi(rapport, kpi)}, {opmaak.in_zin(rapport.naam_groep(regio.groep))}, {rapport.jaar}"
    return Trechter(titel, float(regio.waarde), punten.assign(ligging=_ligging(punten)))


def _ligging(punten: pd.DataFrame) -> np.ndarray:
    waarde = punten["waarde"].astype("float64")
    voorwaarden = [
        waarde < punten["onder_998"], waarde < punten["onder_95"],
        waarde > punten["boven_998"], waarde > punten["boven_95"],
    ]  # fmt: skip
    return np.select(voorwaarden, ["ver onder", "onder", "ver boven", "boven"], "binnen")


def tabel_trechter(trechter: Trechter) -> Tabel:
    """The points of the funnel: value, clients, limits at that number of clients, and where it lies."""
    rijen = [
        (
            punt.naam, punt.waarde, punt.teller, punt.noemer, opmaak.bereik(punt.onder_95, punt.boven_95),
            opmaak.bereik(punt.onder_998, punt.boven_998), _WOORD[punt.ligging],
        )
        for punt in trechter.punten.itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Aanbieder", rijkop=True), Kolom("Waarde", "procent"), Kolom("Teller", "aantal"),
        Kolom("Noemer", "aantal"), Kolom("Grenzen 95 %", "bereik"), Kolom("Grenzen 99,8 %", "bereik"), Kolom("Ligging"),
    )  # fmt: skip
    return Tabel(f"Trechter {trechter.titel}", kolommen, rijen, f"Hele regio: {opmaak.procent(trechter.centrum)}.")


def alt_trechter(trechter: Trechter) -> str:
    """What the figure shows, in words, from its data."""
    punten = trechter.punten
    kleinste, grootste = int(punten["noemer"].min()), int(punten["noemer"].max())
    binnen = int(punten["ligging"].eq("binnen").sum())
    buiten = [
        f"{punt.naam} ligt {_WOORD[punt.ligging]} ({opmaak.procent(punt.waarde)} van {opmaak.aantal(punt.noemer)})"
        for punt in punten[punten["ligging"].ne("binnen")].itertuples()
    ]
    slot = f" {opmaak.opsomming(buiten)}." if buiten else " Geen aanbieder ligt erbuiten."
    return (
        f"Trechterfiguur van {trechter.titel}: {opmaak.meervoud(len(punten), 'aanbieder', 'aanbieders')} met "
        f"{opmaak.van_tot(kleinste, grootste)} cliënten rond de regionale waarde van "
        f"{opmaak.procent(trechter.centrum)}. Binnen de grenzen: {binnen}.{slot}"
    )


def _html(trechter: Trechter) -> str:
    figuur, assen = nieuwe_figuur()
    hoogste_n = int(trechter.punten["noemer"].max() * 1.12) + 1
    lijnen = trechtergrenzen(trechter.centrum, np.unique(np.linspace(KLEINSTE_GROEP, hoogste_n, 300).astype("int64")))
    for naam, stijl, breedte in [("95", (0, (6, 3)), 1.1), ("998", (0, (1.5, 2)), 1.3)]:
        for kant in ("onder", "boven"):
            label = f"grens {'95' if naam == '95' else '99,8'} %" if kant == "boven" else None
            assen.plot(
                lijnen["noemer"], lijnen[f"{kant}_{naam}"], color=GRIJS, linestyle=stijl, linewidth=breedte, label=label
            )
    assen.axhline(trechter.centrum, color=ZWART, linewidth=1.2, label=f"hele regio: {opmaak.procent(trechter.centrum)}")
    _plaats_punten(assen, trechter.punten)
    assen.set_xlim(0, hoogste_n)
    hoogste = max(trechter.punten["waarde"].max(), lijnen["boven_998"].max())
    assen.set_ylim(-0.02, min(1.02, float(hoogste) * 1.08 + 0.02))
    assen.set_xlabel("Aantal cliënten in de noemer")
    assen.xaxis.set_major_locator(MaxNLocator(integer=True))
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde)))
    assen.legend(loc="upper right", fontsize=8, frameon=True, framealpha=0.95)
    bijschrift = (
        f"{trechter.titel}: per aanbieder de waarde tegen het aantal cliënten. "
        "Alleen wie buiten de lijnen ligt is benoemd."
    )
    return html_figuur(figuur, alt_trechter(trechter), bijschrift, tabel_trechter(trechter))


def _plaats_punten(assen, punten: pd.DataFrame) -> None:
    for ligging in LIGGING:
        deel = punten[punten["ligging"].eq(ligging)]
        if deel.empty:
            continue
        merk, kleur = _MERK[ligging]
        ver = ligging.startswith("ver")
        assen.scatter(
            deel["noemer"].astype("float64"), deel["waarde"].astype("float64"), marker=merk, s=70 if ver else 48,
            facecolor=kleur if ver or ligging == "binnen" else "white", edgecolor=kleur, linewidth=1.4, zorder=3,
            label=_WOORD[ligging],
        )  # fmt: skip
        if ligging == "binnen":
            continue
        for punt in deel.itertuples():
            assen.annotate(
                punt.naam, (float(punt.noemer), float(punt.waarde)), xytext=(7, 5), textcoords="offset points",
                fontsize=8, color=ZWART, ha="right" if punt.noemer > assen.get_xlim()[1] * 0.7 else "left",
            )  # fmt: skip
