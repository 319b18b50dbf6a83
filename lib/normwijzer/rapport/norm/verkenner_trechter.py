"""The funnel of the explorer: the norm, the limits on the side that is worse, and a shape per verdict."""

import base64
from html import escape

import numpy as np
import pandas as pd

from normwijzer.normen.bandbreedte import KLEINSTE, grens, grens_ver
from normwijzer.normen.oordeel import ONDER
from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import GRIJS, WEINIG_KLEUREN, ZWART, als_png, nieuwe_figuur
from normwijzer.rapport.norm.gegevens import Normrapport
from normwijzer.rapport.norm.tekening import in_aantallen, in_procenten, kort
from normwijzer.rapport.norm.verkenner_beeld import html_vak, titel
from normwijzer.rapport.norm.verkenner_stand import Stand
from normwijzer.rapport.norm.woorden import aanbieders, slechter_is
from normwijzer.rapport.oordeelwoorden import VER, Oordeelwoord, oordeelwoord

_STREEP_BAND, _STREEP_VER = (0, (5, 3)), (0, (1.3, 1.8))


def html_trechter(rapport: Normrapport, stand: Stand) -> str:
    """The funnel with alternative text and caption; nothing without an aanbieder that can be drawn."""
    if stand.punten.empty:
        return ""
    beeld = base64.b64encode(als_png(_teken(stand), WEINIG_KLEUREN)).decode("ascii")
    return html_vak(
        f'<figure><img alt="{escape(_alt(rapport, stand), quote=True)}" src="data:image/png;base64,{beeld}">'
        f"<figcaption>{escape(_bijschrift(rapport, stand))}</figcaption></figure>"
    )


def _teken(stand: Stand):
    # Fixed margins: fitting them to the words takes as long as all the drawing, and somebody is moving a slider.
    figuur, assen = nieuwe_figuur(figsize=(8.4, 4.3), dpi=100, layout=None)
    figuur.subplots_adjust(left=0.075, right=0.985, bottom=0.115, top=0.88)
    keuze, richting = stand.keuze, stand.blad.richting
    hoogste_n = int(stand.punten["noemer"].max() * 1.12) + 2
    n = np.unique(np.linspace(KLEINSTE, hoogste_n, 240).astype("int64"))
    band, ver = grens(stand.band, keuze.fractie, n, richting), grens_ver(keuze.fractie, n, richting)
    assen.axhline(keuze.fractie, color=ZWART, linewidth=1.2, label=f"norm {opmaak.procent(keuze.fractie, 0)}")
    assen.plot(n, band, color=ZWART, linestyle=_STREEP_BAND, linewidth=1.4, label="grens van de bandbreedte")
    assen.plot(n, ver, color=GRIJS, linestyle=_STREEP_VER, linewidth=1.4, label="tweede grens (1 op 1.000)")
    assen.set_xlim(0, hoogste_n)
    _plaats(assen, stand)
    uiterst = max(keuze.fractie, float(stand.punten["waarde"].max()), float(np.nanmax([*band, *ver])))
    assen.set_ylim(-0.02, min(1.03, uiterst + 0.06))
    in_aantallen(assen.xaxis)
    in_procenten(assen.yaxis, raster="y")
    assen.set_xlabel("Aantal in de noemer")
    assen.legend(loc="lower left", bbox_to_anchor=(-0.06, 1), ncols=3, fontsize=8.5, frameon=False)
    return figuur


def _plaats(assen, stand: Stand) -> None:
    """The points, a shape per verdict; only who is beyond the bandwidth has a name."""
    rechts = assen.get_xlim()[1] * 0.7
    for naam, deel in _per_oordeel(stand.punten):
        woord = _woord(naam)
        assen.scatter(
            deel["noemer"].astype(float), deel["waarde"].astype(float), marker=woord.merk, s=52, edgecolor=woord.kleur,
            facecolor=woord.kleur if woord.vol else "white", linewidth=1.2, zorder=3, label=woord.kort,
        )  # fmt: skip
        for rij in deel[deel["oordeel"].eq(ONDER)].itertuples():
            links = rij.noemer > rechts
            assen.annotate(
                kort(rij.naam), (float(rij.noemer), float(rij.waarde)), xytext=(-7 if links else 7, 5),
                textcoords="offset points", fontsize=8.5, color=ZWART, ha="right" if links else "left",
            )  # fmt: skip


def _per_oordeel(punten: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Verdict, or VER, -> its points."""
    sleutels = punten["oordeel"].mask(punten["ver"].astype(bool), VER)
    return [(naam, punten[sleutels.eq(naam)]) for naam in dict.fromkeys(sleutels)]


def _bijschrift(rapport: Normrapport, stand: Stand) -> str:
    return (
        f"{titel(rapport, stand)}: per aanbieder de waarde tegen het aantal in de noemer. Slechter is hier "
        f"{slechter_is(stand.blad)}; alleen wie slechter is dan de bandbreedte, is benoemd."
    )


def _alt(rapport: Normrapport, stand: Stand) -> str:
    """What the figure shows, in words, from its data."""
    punten = stand.punten
    tellingen = [f"{len(deel)} {_woord(naam).kort}" for naam, deel in _per_oordeel(punten)]
    slechter = [
        f"{rij.naam} ({opmaak.procent(rij.waarde)} van {opmaak.aantal(rij.noemer)})"
        for rij in punten[punten["oordeel"].eq(ONDER)].itertuples()
    ]
    slot = f"Slechter dan de bandbreedte: {opmaak.opsomming(slechter)}." if slechter else ""
    return (
        f"Trechterfiguur van {titel(rapport, stand)} bij een norm van {opmaak.procent(stand.keuze.fractie, 0)}: "
        f"{aanbieders(len(punten))} met {opmaak.aantal(punten['noemer'].min())} tot "
        f"{opmaak.aantal(punten['noemer'].max())} in de noemer: {opmaak.opsomming(tellingen)}. {slot}".rstrip()
    )


def _woord(naam: str) -> Oordeelwoord:
    return oordeelwoord(ONDER if naam == VER else naam, ver=naam == VER)
