"""Survival curves: how many of an entry year are still in verblijf after so many months."""

from html import escape

import pandas as pd
from matplotlib.ticker import FuncFormatter

from normwijzer.privacy import KLEINSTE_GROEP
from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import MERKEN, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.tabel import Kolom, Tabel

MAANDEN = (0, 3, 6, 9, 12, 18, 24, 36, 48, 60)
"""Months in the tables; the figure has every month."""

MEESTE = len(MERKEN)
_STREPEN = ["solid", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)), (0, (1, 1))]
_REGEL = 0.055
"""Room for one label, as a share of the height."""


def curven(rapport: Rapport) -> pd.DataFrame:
    """Points that may be shown: at least KLEINSTE_GROEP in care at that time, in every edition."""
    punten = rapport.frames["overleving"]
    genoeg = punten["in_zorg"].astype("Float64").ge(KLEINSTE_GROEP).fillna(False).astype(bool)
    return punten[genoeg & ~punten["te_klein"]].sort_values(["curve", "jaar", "maand"])


def tabel_overleving(rapport: Rapport) -> Tabel:
    """Months down, one column per entry year and one for the period estimate: share still there, and how many."""
    punten = curven(rapport)
    punten = punten[punten["maand"].isin(MAANDEN)]
    koppen = sorted(set(zip(punten["curve"], punten["jaar"], strict=True)))
    cellen = {(rij.curve, rij.jaar, rij.maand): _cel(rij) for rij in punten.itertuples()}
    rijen = [
        (f"{maand} maanden", *(cellen.get((*kop, maand), "") for kop in koppen))
        for maand in MAANDEN
        if punten["maand"].eq(maand).any()
    ]
    kolommen = (Kolom("Na", rijkop=True), *(Kolom(_naam(*kop), "bereik") for kop in koppen))
    slot = (
        "Deel dat na zoveel maanden nog in verblijf is; tussen haakjes hoeveel perioden op dat moment nog gevolgd "
        f"worden. Een lege cel: minder dan {KLEINSTE_GROEP}, of nog niet zo lang geleden."
    )
    return Tabel("Nog in verblijf na instroom", kolommen, rijen, slot, leeg="er zijn te weinig perioden.")


def tabel_overleving_lang(rapport: Rapport) -> Tabel:
    """One row per curve, year and month of MAANDEN, with interval and numbers."""
    punten = curven(rapport)
    rijen = [
        (_naam(rij.curve, rij.jaar), rij.maand, rij.s, opmaak.bereik(rij.onder, rij.boven), rij.in_zorg)
        for rij in punten[punten["maand"].isin(MAANDEN)].itertuples()
    ]
    kolommen = (
        Kolom("Curve", rijkop=True), Kolom("Maand", "aantal"), Kolom("Nog in verblijf", "procent"),
        Kolom("95 %-interval", "bereik"), Kolom("Gevolgd", "aantal"),
    )  # fmt: skip
    return Tabel("Nog in verblijf na instroom, per maand", kolommen, rijen, leeg="er zijn te weinig perioden.")


def html_overleving(rapport: Rapport) -> str:
    """Figure of the cohorts with the numbers followed below it, or a sentence why there is none."""
    punten = curven(rapport)
    cohorten = punten[punten["curve"].eq("cohort")]
    jaren = sorted(int(jaar) for jaar, deel in cohorten.groupby("jaar") if len(deel) > 1)[-MEESTE:]
    if not jaren:
        return (
            f'<p class="leeg">Geen figuur: er is geen instroomjaar met {KLEINSTE_GROEP} of meer perioden die te volgen '
            "zijn.</p>"
        )
    cohorten = cohorten[cohorten["jaar"].isin(jaren)]
    bijschrift = (
        "Deel van de verblijfsperioden dat na zoveel maanden nog loopt, per jaar van instroom. De band is het "
        f"95 %-interval van {jaren[-1]}. Eronder staat hoeveel perioden nog gevolgd worden; een lijn stopt waar dat er "
        f"minder dan {KLEINSTE_GROEP} zijn."
    )
    uitleg = (
        "Elke lijn begint bij 100 %: iedereen die dat jaar in verblijf kwam. Hoe sneller een lijn daalt, hoe korter "
        "het verblijf. Wie er nog is, telt mee zo ver als de gegevens reiken."
    )
    return f"<p>{escape(uitleg)}</p>\n" + html_figuur(
        _teken(cohorten, jaren), _alt(cohorten, jaren), bijschrift, tabel_overleving(rapport)
    )


def _teken(cohorten: pd.DataFrame, jaren: list[int]):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 4.6 + 0.26 * len(jaren)))
    laatste = int(cohorten["maand"].max())
    for nummer, jaar in enumerate(reversed(jaren)):
        merk, kleur = MERKEN[nummer]
        deel = cohorten[cohorten["jaar"].eq(jaar)]
        if nummer == 0:
            assen.fill_between(
                deel["maand"].astype("float64"), deel["onder"].astype("float64"), deel["boven"].astype("float64"),
                color=kleur, alpha=0.15, linewidth=0,
            )  # fmt: skip
        assen.plot(
            deel["maand"], deel["s"], color=kleur, linestyle=_STREPEN[nummer], linewidth=1.7,
            marker=merk, markevery=[plaats for plaats, maand in enumerate(deel["maand"]) if maand and maand % 6 == 0],
            markersize=5.5,
        )  # fmt: skip
    _label(assen, cohorten, jaren, laatste)
    assen.set_ylim(0, 1.04)
    assen.set_xlim(0, laatste * 1.14 + 1)
    assen.set_xticks([maand for maand in range(0, laatste + 1, 6 if laatste <= 36 else 12)])
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde)))
    assen.set_xlabel("Maanden sinds het begin van de verblijfsperiode")
    assen.set_ylabel("Nog in verblijf")
    _gevolgd(assen, cohorten, jaren)
    return figuur


def _label(assen, cohorten: pd.DataFrame, jaren: list[int], laatste: int) -> None:
    """The year of each line right of the curves, with a thin line to where it ends; never on top of each other."""
    einden = []
    for nummer, jaar in enumerate(reversed(jaren)):
        deel = cohorten[cohorten["jaar"].eq(jaar)].iloc[-1]
        einden.append((float(deel["maand"]), float(deel["s"]), jaar, MERKEN[nummer][1]))
    hoogte = -_REGEL / 2
    for maand, s, jaar, kleur in sorted(einden, reverse=True):  # from below, so that no lines cross
        hoogte = max(s, hoogte + _REGEL)
        assen.annotate(
            str(jaar), (maand, s), xytext=(laatste * 1.05 + 0.5, hoogte), textcoords="data", va="center", fontsize=9,
            fontweight="bold", color=kleur, arrowprops={"arrowstyle": "-", "color": kleur, "linewidth": 0.6},
        )  # fmt: skip


def _gevolgd(assen, cohorten: pd.DataFrame, jaren: list[int]) -> None:
    """Rows below the axis: per entry year how many are still followed at each tick."""
    tikken = assen.get_xticks()
    plek = assen.get_xaxis_transform()
    assen.annotate(
        "Gevolgd", (0, -0.16), xycoords="axes fraction", xytext=(-44, -6), textcoords="offset points", fontsize=8
    )
    for rang, jaar in enumerate(reversed(jaren)):
        deel = cohorten[cohorten["jaar"].eq(jaar)].set_index("maand")["in_zorg"]
        onder = -22 - 14 * rang
        assen.annotate(
            str(jaar), (0, -0.16), xycoords="axes fraction", xytext=(-44, onder), textcoords="offset points",
            fontsize=8, fontweight="bold", color=MERKEN[rang][1],
        )  # fmt: skip
        for tik in tikken:
            if tik in deel.index:
                assen.annotate(
                    opmaak.aantal(deel[tik]), (tik, -0.16), xycoords=plek, xytext=(0, onder),
                    textcoords="offset points", ha="center", fontsize=8,
                )  # fmt: skip


def _alt(cohorten: pd.DataFrame, jaren: list[int]) -> str:
    zinnen = []
    for jaar in jaren:
        deel = cohorten[cohorten["jaar"].eq(jaar)].set_index("maand")
        punten = [
            f"na {maand} maanden {opmaak.procent(deel.at[maand, 's'], 0)}"
            for maand in (9, 24, 48)
            if maand in deel.index
        ]
        zinnen.append(f"Instroom {jaar}: {opmaak.opsomming(punten) or 'nog te kort gevolgd'}.")
    return f"Overlevingscurven van verblijf: het deel dat er nog is. {' '.join(zinnen)}"


def _cel(rij) -> str:
    return f"{opmaak.procent(rij.s, 0)} ({opmaak.aantal(rij.in_zorg)})"


def _naam(curve: str, jaar: int) -> str:
    return f"Instroom {jaar}" if curve == "cohort" else f"Periode {jaar}"
