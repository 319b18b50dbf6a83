"""The figure to choose a norm by: who falls where, and how many by bad luck, for every whole percent."""

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import BLAUW, GRIJS, ROOD, WEINIG_KLEUREN, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.woorden import kort_beeld, slechter_is, titel, verwacht
from normwijzer.rapport.tabel import Kolom, Tabel


def tabel_keuze(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per whole percent: worse than the norm, beyond the bandwidth, and how many of those by chance."""
    rijen = [
        (opmaak.procent(rij.norm, 0), rij.onder_norm, rij.onder_grens, rij.vals_alarm_grens)
        for rij in blad.keuzelijn.itertuples()
    ]
    kolommen = (
        Kolom("Norm", rijkop=True), Kolom("Slechter dan de norm", "aantal"),
        Kolom("Slechter dan de bandbreedte", "aantal"), Kolom("Verwacht vals alarm", "getal"),
    )  # fmt: skip
    wie = "met 10 of meer in de noemer" if rapport.is_exact else "die in deze editie te zien zijn"
    slot = (
        f"Aantallen aanbieders {wie}. Verwacht vals alarm: hoeveel van hen slechter dan de "
        "bandbreedte zouden uitkomen als iedereen in werkelijkheid precies op de norm zat."
    )
    return Tabel(f"Keuze van de norm: {titel(rapport, blad)}", kolommen, rijen, slot)


def html_keuze(rapport: Normrapport, blad: Normblad) -> str:
    """The figure, or nothing when there are no aanbieders to count."""
    if blad.keuzelijn.empty or blad.beeld is None:
        return ""
    bijschrift = (
        f"{titel(rapport, blad)}: hoeveel aanbieders bij elke mogelijke norm slechter dan de norm uitkomen, en hoeveel "
        f"slechter dan de bandbreedte. Slechter is hier {slechter_is(blad)}."
    )
    figuur = _teken(blad)
    return html_figuur(figuur, _alt(rapport, blad), bijschrift, tabel_keuze(rapport, blad), kleuren=WEINIG_KLEUREN)


def bij_norm(blad: Normblad, norm: float):
    """The row of `keuzelijn` at a whole percent, or None."""
    dichtbij = blad.keuzelijn[np.isclose(blad.keuzelijn["norm"], norm)]
    return next(dichtbij.itertuples(), None)


def _teken(blad: Normblad):
    lijn = blad.keuzelijn
    figuur, assen = nieuwe_figuur(figsize=(8.0, 3.6), dpi=100)
    assen.step(lijn["norm"], lijn["onder_norm"], where="mid", color=BLAUW, linewidth=1.8, label="slechter dan de norm")
    assen.step(
        lijn["norm"], lijn["onder_grens"], where="mid", color=ROOD, linewidth=2.2, linestyle=(0, (5, 2)),
        label="slechter dan de bandbreedte",
    )  # fmt: skip
    assen.plot(
        lijn["norm"], lijn["vals_alarm_grens"], color=GRIJS, linewidth=1.6, linestyle=(0, (1.2, 1.8)),
        label="verwacht vals alarm",
    )  # fmt: skip
    assen.axvline(blad.beeld.norm, color=ZWART, linewidth=1, label=kort_beeld(blad.beeld))
    assen.set_ylim(-0.15, float(lijn[["onder_norm", "onder_grens"]].max().max()) + 0.6)
    assen.set_xlabel("Mogelijke norm")
    assen.set_ylabel("Aantal aanbieders")
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.procent(waarde, 0)))
    assen.yaxis.set_major_locator(MaxNLocator(integer=True))
    assen.yaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde)))
    assen.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, fontsize=8, frameon=False, borderaxespad=0.2)
    return figuur


def _alt(rapport: Normrapport, blad: Normblad) -> str:
    lijn = blad.keuzelijn
    laag, hoog = next(lijn.head(1).itertuples()), next(lijn.tail(1).itertuples())
    nu = bij_norm(blad, blad.beeld.norm)
    midden = f" Bij {kort_beeld(blad.beeld)}: {_punt(nu)}." if nu is not None else ""
    return (
        f"Lijnen van {titel(rapport, blad)} voor elke norm van {opmaak.procent(laag.norm, 0)} tot "
        f"{opmaak.procent(hoog.norm, 0)}. Bij {opmaak.procent(laag.norm, 0)}: {_punt(laag)}.{midden} Bij "
        f"{opmaak.procent(hoog.norm, 0)}: {_punt(hoog)}."
    )


def _punt(rij) -> str:
    return (
        f"{opmaak.aantal(rij.onder_norm)} slechter dan de norm, {opmaak.aantal(rij.onder_grens)} slechter dan de "
        f"bandbreedte, {verwacht(rij.vals_alarm_grens)} verwacht vals alarm"
    )
