"""Survival curves: how many of an entry year are still in verblijf after so many months."""

from html import escape

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import ScaledTranslation

from normwijzer.privacy import KLEINSTE_DEEL, KLEINSTE_GROEP
from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import MERKEN, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.tabel import Kolom, Tabel

MAANDEN = (0, 3, 6, 9, 12, 18, 24, 36, 48, 60)
"""Months in the tables; the figure has every month."""

MEESTE = len(MERKEN)
_STREPEN = ["solid", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)), (0, (1, 1))]
_REGEL, _BREED = 0.055, 0.085
"""Room for one label, as a share of the height and of the width."""


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
        f"worden. Een lege cel: minder dan {KLEINSTE_GROEP}, of nog niet zo lang geleden{_of_te_weinig(rapport)}."
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
        f"95 %-interval van {jaren[-1]}. Eronder staat per lijn, van boven naar beneden, hoeveel perioden nog gevolgd "
        f"worden; een lijn stopt waar dat er minder dan {KLEINSTE_GROEP} zijn.{_punten(rapport)}"
    )
    uitleg = (
        "Elke lijn begint bij 100 %: iedereen die dat jaar in verblijf kwam. Hoe sneller een lijn daalt, hoe korter "
        "het verblijf. Wie er nog is, telt mee zo ver als de gegevens reiken."
    )
    return f"<p>{escape(uitleg)}</p>\n" + html_figuur(
        _teken(cohorten, jaren), _alt(cohorten, jaren), bijschrift, tabel_overleving(rapport)
    )


def _of_te_weinig(rapport: Rapport) -> str:
    return "" if rapport.editie == "intern" else f", of minder dan {KLEINSTE_DEEL} einden sinds de cel erboven"


def _punten(rapport: Rapport) -> str:
    if rapport.editie == "intern":
        return ""
    return f" Een punt staat er pas na minstens {KLEINSTE_DEEL} einden; ertussen is de lijn recht getrokken."


def _teken(cohorten: pd.DataFrame, jaren: list[int]):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 4.6 + 0.26 * len(jaren)))
    laatste = int(cohorten["maand"].max())
    for jaar in reversed(jaren):
        merk, kleur, streep = _vorm(jaar, jaren)
        deel = cohorten[cohorten["jaar"].eq(jaar)]
        if jaar == jaren[-1]:
            assen.fill_between(
                deel["maand"].astype("float64"), deel["onder"].astype("float64"), deel["boven"].astype("float64"),
                color=kleur, alpha=0.15, linewidth=0,
            )  # fmt: skip
        assen.plot(
            deel["maand"], deel["s"], color=kleur, linestyle=streep, linewidth=1.7,
            marker=merk, markevery=[plaats for plaats, maand in enumerate(deel["maand"]) if maand and maand % 6 == 0],
            markersize=5.5,
        )  # fmt: skip
    breed = laatste * 1.1 + 1
    _label(assen, cohorten, jaren, breed)
    assen.set_ylim(0, 1.04)
    assen.set_xlim(0, breed)
    assen.set_xticks([maand for maand in range(0, laatste + 1, 6 if laatste <= 36 else 12)])
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde)))
    assen.set_xlabel("Maanden sinds het begin van de verblijfsperiode")
    assen.set_ylabel("Nog in verblijf")
    _gevolgd(figuur, assen, cohorten, jaren)
    return figuur


def _vorm(jaar: int, jaren: list[int]) -> tuple:
    """(marker, colour, dash) of an entry year; the newest always has the same."""
    nummer = jaren[::-1].index(jaar)
    return *MERKEN[nummer], _STREPEN[nummer]


def einden_vrij(cohorten: pd.DataFrame, breed: float) -> bool:
    """Whether the year fits right of where every curve ends, clear of the other curves and of the other years.

    Args:
        breed: months on the axis, by which the room for a label is measured.
    """
    laatste = cohorten.groupby("jaar")["maand"].transform("max")
    for eind in cohorten[cohorten["maand"].eq(laatste)].itertuples():
        ander = cohorten[cohorten["jaar"].ne(eind.jaar)]
        voorbij = ander["maand"].between(eind.maand - _BREED * breed, eind.maand + _BREED * breed)
        if (ander[voorbij]["s"] - eind.s).abs().lt(_REGEL).any():
            return False
    return True


def _label(assen, cohorten: pd.DataFrame, jaren: list[int], breed: float) -> None:
    """The year at the end of each line, or at none: the rows below the figure tell them apart as well."""
    if not einden_vrij(cohorten, breed):
        return
    for jaar in jaren:
        deel = cohorten[cohorten["jaar"].eq(jaar)].iloc[-1]
        assen.annotate(
            str(jaar), (float(deel["maand"]), float(deel["s"])), xytext=(6, 0), textcoords="offset points",
            va="center", fontsize=9, fontweight="bold", color=_vorm(jaar, jaren)[1],
        )  # fmt: skip


def op_hoogte(cohorten: pd.DataFrame) -> list[int]:
    """Entry years from the highest curve to the lowest, at the last month that all of them have."""
    samen = cohorten.groupby("jaar")["maand"].max().min()
    daar = cohorten[cohorten["maand"].eq(samen)].sort_values(["s", "jaar"], ascending=False)
    return [int(jaar) for jaar in daar["jaar"]]


def _gevolgd(figuur, assen, cohorten: pd.DataFrame, jaren: list[int]) -> None:
    """Rows below the axis, in the order of the curves: line and marker, year, how many are followed at each tick."""
    tikken, plek = assen.get_xticks(), assen.get_xaxis_transform()
    links = figuur.dpi_scale_trans + ScaledTranslation(0, -0.16, assen.transAxes)  # inches from below the axis
    assen.annotate(
        "Gevolgd", (0, -0.16), xycoords="axes fraction", xytext=(-78, -6), textcoords="offset points", fontsize=8
    )
    for rang, jaar in enumerate(op_hoogte(cohorten)):
        merk, kleur, streep = _vorm(jaar, jaren)
        deel = cohorten[cohorten["jaar"].eq(jaar)].set_index("maand")["in_zorg"]
        onder = -22 - 14 * rang
        hoogte = (onder + 3) / 72
        for punten, lijn, teken in (((-78, -42), streep, ""), ((-60,), "none", merk)):
            assen.add_line(
                Line2D(
                    [punt / 72 for punt in punten], [hoogte] * len(punten), transform=links, clip_on=False,
                    color=kleur, linestyle=lijn, linewidth=1.7, marker=teken, markersize=5.5,
                )
            )  # fmt: skip
        assen.annotate(
            str(jaar), (0, -0.16), xycoords="axes fraction", xytext=(-38, onder), textcoords="offset points",
            fontsize=8, fontweight="bold", color=kleur,
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
