"""Flow of verblijfsperioden over the years: in, out and stock."""

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from normwijzer.rapport import opmaak
from normwijzer.rapport.beloop import AFGEROND, STROOM
from normwijzer.rapport.figuur import BLAUW, ROOD, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

_EENHEID = "Geteld zijn verblijfsperioden van de hele regio."
_DUUR = "maanden_verblijf_gemiddeld"


def tabel_stroom_jaren(rapport: Rapport) -> Tabel:
    """One row per year: verblijfsperioden of the whole region at the start, in, out and at the end."""
    rijen = [
        (rij.jaar, *((rij.tekst, "", "", "") if rij.te_klein else tuple(getattr(rij, kolom) for kolom in STROOM)))
        for rij in _regio(rapport).itertuples()
    ]
    kolommen = (Kolom("Jaar", "jaar", rijkop=True), *(Kolom(kolom.capitalize(), "aantal") for kolom in STROOM))
    afgerond = "" if rapport.editie == "intern" else AFGEROND
    slot = f"Beginstand plus instroom min uitstroom is de eindstand.{afgerond} {_EENHEID}"
    return Tabel("Stroom van verblijfsperioden per jaar", kolommen, rijen, slot, leeg="er is geen verblijfsperiode.")


def html_stroom_jaren(rapport: Rapport) -> str:
    """Bars for in and out with a line for the stock, and the table; only the table when there is nothing to draw."""
    tabel, rijen = tabel_stroom_jaren(rapport), _regio(rapport)
    rijen = rijen[~rijen["te_klein"]]
    if rijen.empty:
        return als_html(tabel)
    bijschrift = (
        "Verblijfsperioden per jaar: instroom omhoog (schuin gestreept), uitstroom omlaag (gestippeld), en de stand op "
        "31 december als lijn."
    )
    return html_figuur(_teken(rijen), _alt(rapport, rijen), bijschrift, tabel)


def _regio(rapport: Rapport) -> pd.DataFrame:
    rijen = rapport.over_jaren("stroom")
    return rijen[rijen["soort"].eq("") & rijen["aanbieder"].eq("")].sort_values("jaar")


def _teken(rijen: pd.DataFrame):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 4.4))
    jaren = rijen["jaar"].astype("int64").to_numpy()
    instroom, uitstroom, stand = (
        rijen[kolom].astype("float64").to_numpy() for kolom in ("instroom", "uitstroom", "eindstand")
    )
    assen.bar(
        jaren, instroom, width=0.56, facecolor="white", edgecolor=BLAUW, hatch="///", linewidth=1.2, label="Instroom"
    )
    assen.bar(
        jaren, -uitstroom, width=0.56, facecolor="white", edgecolor=ROOD, hatch="...", linewidth=1.2, label="Uitstroom"
    )
    assen.plot(jaren, stand, color=ZWART, marker="D", markersize=6, linewidth=1.6, label="Stand op 31 december")
    assen.axhline(0, color=ZWART, linewidth=1)
    for jaar, erin, eruit, eind in zip(jaren, instroom, uitstroom, stand, strict=True):
        _getal(assen, jaar, erin, "+" + opmaak.aantal(erin), BLAUW, -12 if abs(erin - eind) < max(stand) * 0.12 else 4)
        _getal(assen, jaar, -eruit, opmaak.MINTEKEN + opmaak.aantal(eruit), ROOD, -13)
        _getal(assen, jaar, eind, opmaak.aantal(eind), ZWART, 7)
    assen.set_xticks(jaren)
    assen.set_ylim(-uitstroom.max() * 1.25 - 1, max(stand.max(), instroom.max()) * 1.3 + 1)
    assen.yaxis.set_major_locator(MaxNLocator(integer=True))
    assen.yaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde)))
    assen.set_ylabel("Verblijfsperioden")
    assen.legend(fontsize=8, frameon=True, framealpha=0.95, ncols=3, loc="upper left")
    return figuur


def _stand(rapport: Rapport, jaar: int) -> str:
    """A year can change as long as an end in it can turn out to be none, like the length of stay."""
    return " (voorlopig)" if rapport.is_voorlopig(_DUUR, jaar) else ""


def _getal(assen, jaar: int, hoogte: float, tekst: str, kleur: str, af: int) -> None:
    assen.annotate(
        tekst, (jaar, hoogte), xytext=(0, af), textcoords="offset points", ha="center", fontsize=9, color=kleur,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8}, zorder=5,
    )  # fmt: skip


def _alt(rapport: Rapport, rijen: pd.DataFrame) -> str:
    zinnen = [
        f"{rij.jaar}{_stand(rapport, rij.jaar)}: {opmaak.aantal(rij.instroom)} erin, {opmaak.aantal(rij.uitstroom)} "
        f"eruit, stand {opmaak.aantal(rij.eindstand)}."
        for rij in rijen.itertuples()
    ]
    return f"Staafjes van instroom en uitstroom met een lijn voor de stand op 31 december. {' '.join(zinnen)}"
