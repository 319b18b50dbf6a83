"""Funnel plot around a norm in force: the limits of its bandwidth by size, and every aanbieder with its verdict."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from normwijzer.normen.bandbreedte import KLEINSTE, Bandbreedte, grens, grens_ver
from normwijzer.normen.oordeel import ONDER
from normwijzer.privacy import OVERIGE
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.figuur import GRIJS, WEINIG_KLEUREN, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeel import norm_cel, norm_tekst, oordeel_cel, sleutel, tel_oordelen, telling_tekst
from normwijzer.rapport.oordeelwoorden import VER, Oordeelwoord, oordeelwoord, volgorde
from normwijzer.rapport.oordeelzin import norm_in_zin
from normwijzer.rapport.tabel import Cel, Kolom, Tabel

UITLEG = (
    "De doorgetrokken lijn is de norm, de gestreepte lijn de grens van de bandbreedte: die hangt af van het aantal "
    "in de noemer. De gestippelde lijn is de tweede grens. De waarde van de hele regio staat er ter vergelijking bij."
)
"""What a reader of these figures must know."""

_BENOEMD = (ONDER, VER)


@dataclass(frozen=True)
class Normtrechter:
    """One perceel or soort with a norm in force.

    regio: the region's fraction, None when it may not be shown. punten: naam, teller, noemer, waarde, norm, grens,
    grens_ver, sleutel (of `oordeelwoorden`) per aanbieder with at least KLEINSTE cases.
    """

    titel: str
    norm: float
    band: Bandbreedte
    richting: str
    regio: float | None
    punten: pd.DataFrame

    def woord(self, naam: str) -> Oordeelwoord:
        """How to show the verdict with this key."""
        return oordeelwoord(ONDER if naam == VER else naam, ver=naam == VER, richting=self.richting)


def normtrechter(rapport: Rapport, kpi: str, regio) -> Normtrechter | None:
    """The funnel of one perceel or soort around its norm; None without a norm in force or without aanbieders to show.

    Args:
        regio: its row in `Rapport.getoond`.
    """
    besluit = rapport.norm(kpi, regio.groep)
    punten = rapport.per_aanbieder(kpi, regio.groep)
    groot = punten["noemer"].astype("Float64").ge(KLEINSTE).fillna(False).astype(bool)
    punten = punten[groot & ~punten["te_klein"] & punten["aanbieder"].ne(OVERIGE)]
    if besluit is None or punten.empty:
        return None
    return Normtrechter(
        titel=f"{titel_kpi(rapport, kpi)}, {opmaak.in_zin(rapport.naam_groep(regio.groep))}, {rapport.jaar}",
        norm=besluit.norm,
        band=besluit.bandbreedte,
        richting=rapport.definities[kpi].richting,
        regio=None if regio.te_klein or pd.isna(regio.waarde) else float(regio.waarde),
        punten=punten.assign(sleutel=[sleutel(rij) for rij in punten.itertuples()]).reset_index(drop=True),
    )


def tabel_normtrechter(trechter: Normtrechter) -> Tabel:
    """The points of the figure: value, counts, norm, both limits at that number, and the verdict."""
    rijen = [
        (
            punt.naam, punt.waarde, punt.teller, punt.noemer, norm_cel(punt.norm), Cel(punt.grens, "procent"),
            Cel(punt.grens_ver, "procent"), oordeel_cel(trechter.woord(punt.sleutel)),
        )
        for punt in trechter.punten.itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Aanbieder", rijkop=True), Kolom("Waarde", "procent"), Kolom("Teller", "aantal"),
        Kolom("Noemer", "aantal"), Kolom("Norm", "waarde"), Kolom("Grens", "waarde"), Kolom("Tweede grens", "waarde"),
        Kolom("Oordeel"),
    )  # fmt: skip
    return Tabel(f"Trechter {trechter.titel}", kolommen, rijen, _zin_regio(trechter))


def alt_normtrechter(trechter: Normtrechter) -> str:
    """What the figure shows, in words, from its data."""
    punten = trechter.punten
    buiten = [
        f"{punt.naam} ({opmaak.procent(punt.waarde)} van {opmaak.aantal(punt.noemer)}, grens "
        f"{opmaak.procent(punt.grens)})"
        for punt in punten[punten["sleutel"].isin(_BENOEMD)].itertuples()
    ]
    slot = f" Voorbij de grens: {opmaak.opsomming(buiten)}." if buiten else " Niemand is voorbij de grens."
    return (
        f"Trechterfiguur van {trechter.titel}: {opmaak.meervoud(len(punten), 'aanbieder', 'aanbieders')} met "
        f"{opmaak.van_tot(int(punten['noemer'].min()), int(punten['noemer'].max()))} in de noemer "
        f"rond de norm van {norm_in_zin(trechter.norm, trechter.richting)}. {telling_tekst(tel_oordelen(punten))}."
        f"{slot} {_zin_regio(trechter)}"
    ).strip()


def html_normtrechter(trechter: Normtrechter) -> str:
    """Figure with the table behind it."""
    figuur, assen = nieuwe_figuur()
    hoogste_n = int(trechter.punten["noemer"].max() * 1.12) + 1
    noemers = np.unique(np.linspace(KLEINSTE, hoogste_n, 300).astype("int64"))
    grenzen = grens(trechter.band, trechter.norm, noemers, trechter.richting)
    ver = grens_ver(trechter.norm, noemers, trechter.richting)
    assen.axhline(trechter.norm, color=ZWART, linewidth=1.4, label=f"norm: {norm_tekst(trechter.norm)}")
    trap = "steps-post" if trechter.band.methode == "klassen" else "default"
    assen.plot(
        noemers, grenzen, color=GRIJS, linestyle=(0, (6, 3)), linewidth=1.2, drawstyle=trap,
        label="grens van de bandbreedte",
    )  # fmt: skip
    assen.plot(noemers, ver, color=GRIJS, linestyle=(0, (1.5, 2)), linewidth=1.3, label="tweede grens")
    if trechter.regio is not None:
        assen.axhline(
            trechter.regio, color=GRIJS, linestyle=(0, (8, 3, 1.5, 3)), linewidth=1,
            label=f"hele regio: {opmaak.procent(trechter.regio)}",
        )  # fmt: skip
    _plaats_punten(assen, trechter)
    assen.set_xlim(0, hoogste_n)
    hoogste = np.nanmax([*trechter.punten["waarde"].astype("float64"), *grenzen, *ver, trechter.norm])
    assen.set_ylim(-0.02, min(1.02, float(hoogste) * 1.08 + 0.02))
    assen.set_xlabel("Aantal in de noemer")
    assen.xaxis.set_major_locator(MaxNLocator(integer=True))
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde)))
    assen.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, fontsize=8, frameon=False)
    bijschrift = (
        f"{trechter.titel}: per aanbieder de waarde tegen het aantal, met de norm. Alleen wie voorbij de grens ligt is "
        "benoemd."
    )
    return html_figuur(
        figuur, alt_normtrechter(trechter), bijschrift, tabel_normtrechter(trechter), kleuren=WEINIG_KLEUREN
    )


def _plaats_punten(assen, trechter: Normtrechter) -> None:
    for naam in volgorde():
        deel = trechter.punten[trechter.punten["sleutel"].eq(naam)]
        if deel.empty:
            continue
        woord = trechter.woord(naam)
        assen.scatter(
            deel["noemer"].astype("float64"), deel["waarde"].astype("float64"), marker=woord.merk,
            s=70 if naam in _BENOEMD else 48, facecolor=woord.kleur if woord.vol else "white", edgecolor=woord.kleur,
            linewidth=1.4, zorder=3, label=woord.kort,
        )  # fmt: skip
        if naam not in _BENOEMD:
            continue
        for punt in deel.itertuples():
            assen.annotate(
                punt.naam, (float(punt.noemer), float(punt.waarde)), xytext=(7, 5), textcoords="offset points",
                fontsize=8, color=ZWART, ha="right" if punt.noemer > trechter.punten["noemer"].max() * 0.75 else "left",
            )  # fmt: skip


def _zin_regio(trechter: Normtrechter) -> str:
    return "" if trechter.regio is None else f"Hele regio: {opmaak.procent(trechter.regio)}."
