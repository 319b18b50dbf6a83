"""Targets: a table of how far each KPI is, and a small figure per target from base year to target year."""

from html import escape

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.figuur import BLAUW, GRIJS, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.jeugd.oordeel import (
    UITLEG,
    WAS_GEHAALD,
    al_gehaald,
    doel_in_woorden,
    legenda,
    let_op,
    met_merk,
    met_status,
    oordelen,
    titel_doel,
)
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html

_KOLOMMEN = (
    Kolom("KPI", rijkop=True),
    Kolom("Doel"),
    Kolom("Basisjaar", "waarde"),
    Kolom("Waarde", "waarde"),
    Kolom("Op de lijn", "waarde"),
    Kolom("Streefwaarde", "waarde"),
    Kolom("Deel van de weg", "procent"),
    Kolom("Oordeel"),
)


PRECIES = "Het oordeel volgt uit de precieze cijfers, ook waar waarde, lijn en doel afgerond gelijk zijn."
"""Why a shared verdict can seem to contradict its numbers."""

LEESWIJZER = (
    "Punten en doorgetrokken lijn: de waarde per jaar (open: voorlopig). Streepjes: de rechte lijn van het basisjaar "
    "naar het doel, of het doel zelf als dat in het basisjaar al was gehaald. Ster: het doel."
)


def tabel_doelen(rapport: Rapport) -> Tabel:
    """One row per target: base, value, value on the straight line, value to reach, share of the way, verdict."""
    rijen = [_rij(rapport, rij) for rij in van_jaar(rapport).itertuples()]
    gedeeld = "" if rapport.editie == "intern" else f"{PRECIES} "
    slot = (
        "Deel van de weg: hoeveel van het verschil tussen basisjaar en streefwaarde is afgelegd; onder nul is van het "
        f"doel af bewogen. {UITLEG} {gedeeld}{legenda(rapport)}".rstrip()
    )
    return Tabel(f"Doelen en voortgang, {rapport.jaar}", _KOLOMMEN, rijen, slot, leeg="deze bron stelt geen doelen.")


def van_jaar(rapport: Rapport) -> pd.DataFrame:
    """`oordelen` of the year of the report, in the order of the catalogue."""
    rijen = oordelen(rapport)
    volgorde = {kpi: nummer for nummer, kpi in enumerate(rapport.definities)}
    return rijen[rijen["jaar"].eq(rapport.jaar)].sort_values("kpi", key=lambda kpi: kpi.map(volgorde), kind="stable")


def html_doelen(rapport: Rapport) -> str:
    """Table of the targets, and a figure per target that has something to draw."""
    tabel, uitspraken = als_html(tabel_doelen(rapport)), oordelen(rapport)
    figuren = [html_voortgang(rapport, uitspraken, rij.kpi, rij.soort) for rij in van_jaar(rapport).itertuples()]
    figuren = [figuur for figuur in figuren if figuur]
    if not figuren:
        return tabel
    raster = '<div class="raster">\n' + "\n".join(figuren) + "\n</div>"
    return f'{tabel}\n<p class="toelichting">{LEESWIJZER}</p>\n{raster}'


def html_voortgang(rapport: Rapport, uitspraken: pd.DataFrame, kpi: str, soort: str) -> str:
    """Figure of one target from `oordelen`: values per year, the straight line from base to target, the target.

    Empty text when no year has a value that may be shown, or the value to reach is not known.
    """
    eigen = uitspraken["kpi"].eq(kpi) & uitspraken["soort"].eq(soort) & ~uitspraken["te_klein"]
    rijen = uitspraken[eigen].sort_values("jaar")
    getekend = rijen[rijen["waarde"].notna()]
    if getekend.empty or pd.isna(getekend["streefwaarde"].iloc[-1]):
        return ""
    laatste = next(getekend.tail(1).itertuples())
    titel = titel_doel(rapport, laatste)
    figuur = _teken(rapport, getekend, laatste)
    return (
        f'<div class="paneel">\n<p class="paneelkop">{escape(titel)}</p>\n'
        + html_figuur(
            figuur,
            _alt(rapport, titel, getekend, laatste),
            _bijschrift(rapport, laatste),
            _tabel(rapport, titel, rijen),
        )
        + "\n</div>"
    )


def _teken(rapport: Rapport, rijen: pd.DataFrame, laatste):
    eenheid = eenheid_van(rapport.maat(laatste.kpi))
    figuur, assen = nieuwe_figuur(figsize=(4.2, 3.0))
    if not pd.isna(laatste.basiswaarde):
        assen.plot(
            [laatste.basisjaar, laatste.doeljaar],
            [laatste.streefwaarde if al_gehaald(rapport, laatste) else laatste.basiswaarde, laatste.streefwaarde],
            color=GRIJS, linestyle=(0, (5, 3)), linewidth=1.2, zorder=2,
        )  # fmt: skip
    assen.plot(rijen["jaar"], rijen["waarde"], color=BLAUW, marker="o", linewidth=1.8, markersize=6, zorder=3)
    voorlopig = [jaar for jaar in rijen["jaar"] if rapport.is_voorlopig(laatste.kpi, jaar)]
    open_merk = rijen[rijen["jaar"].isin(voorlopig)]
    assen.scatter(
        open_merk["jaar"], open_merk["waarde"], s=44, facecolor="white", edgecolor=BLAUW, linewidth=1.8, zorder=4
    )
    assen.scatter([laatste.doeljaar], [laatste.streefwaarde], marker="*", s=150, color=ZWART, zorder=5)
    stijgt = laatste.streefwaarde > rijen["waarde"].iloc[-1]
    for rij in rijen.itertuples():
        assen.annotate(
            eenheid.in_figuur(rij.waarde), (rij.jaar, rij.waarde), xytext=(0, 7 if _boven_lijn(rij) else -15),
            textcoords="offset points", ha="center", fontsize=9, color=BLAUW,
        )  # fmt: skip
    assen.annotate(
        f"doel {eenheid.in_figuur(laatste.streefwaarde)}", (laatste.doeljaar, laatste.streefwaarde),
        xytext=(0, 10 if stijgt else -18),
        textcoords="offset points", ha="center", fontsize=9, color=ZWART,
    )  # fmt: skip
    waarden = [*rijen["waarde"], laatste.streefwaarde, *([] if pd.isna(laatste.basiswaarde) else [laatste.basiswaarde])]
    _schaal(assen, min(waarden), max(waarden))
    assen.set_xlim(min(rijen["jaar"].min(), laatste.basisjaar) - 0.5, max(rijen["jaar"].max(), laatste.doeljaar) + 0.6)
    assen.xaxis.set_major_locator(MaxNLocator(integer=True))
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: str(int(waarde))))
    assen.yaxis.set_major_formatter(FuncFormatter(lambda waarde, _: eenheid.op_as(waarde)))
    assen.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=eenheid.geteld))
    return figuur


def _boven_lijn(rij) -> bool:
    """Whether the number fits above the point without crossing the straight line."""
    lijn = rij.basiswaarde if pd.isna(rij.lijn) else rij.lijn
    stijgt = not pd.isna(rij.basiswaarde) and rij.streefwaarde > rij.basiswaarde
    return pd.isna(lijn) or rij.waarde > lijn or (rij.waarde == lijn and not stijgt)


def _schaal(assen, laagste: float, hoogste: float) -> None:
    """From zero, with room above for the numbers: progress must not look larger than it is."""
    assen.set_ylim(min(0.0, laagste), (hoogste or 1) * 1.22)


def _bijschrift(rapport: Rapport, laatste) -> str:
    uitspraak = met_status(rapport, laatste, laatste.oordeel)
    doel = f"Doel: {doel_in_woorden(rapport, laatste)}{_al(rapport, laatste)}. {laatste.jaar}: {uitspraak}."
    return f"{doel} {let_op(rapport, laatste.kpi, laatste.soort)}".rstrip()


def _alt(rapport: Rapport, titel: str, rijen: pd.DataFrame, laatste) -> str:
    eenheid = eenheid_van(rapport.maat(laatste.kpi))
    reeks = ", ".join(f"{eenheid.tekst(rij.waarde)} in {rij.jaar}{_stand(rapport, rij)}" for rij in rijen.itertuples())
    doel = f"Het doel is {eenheid.tekst(laatste.streefwaarde)} in {laatste.doeljaar}{_al(rapport, laatste)}."
    slot = f"Oordeel over {laatste.jaar}: {met_status(rapport, laatste, laatste.oordeel)}."
    return f"Figuur van {titel}: {reeks}. {doel} {slot} {let_op(rapport, laatste.kpi, laatste.soort)}".rstrip()


def _al(rapport: Rapport, rij) -> str:
    return f"; dat {WAS_GEHAALD.format(rij.basisjaar)}" if al_gehaald(rapport, rij) else ""


def _stand(rapport: Rapport, rij) -> str:
    return " (voorlopig)" if rapport.is_voorlopig(rij.kpi, rij.jaar) else ""


def _tabel(rapport: Rapport, titel: str, rijen: pd.DataFrame) -> Tabel:
    kolommen = (Kolom("Jaar", rijkop=True), Kolom("Waarde", "waarde"), Kolom("Op de lijn", "waarde"), Kolom("Oordeel"))
    eenheid = eenheid_van(rapport.maat(rijen["kpi"].iloc[0]))
    return Tabel(
        f"{titel}: waarde en lijn per jaar",
        kolommen,
        [
            (str(rij.jaar), eenheid.cel(rij.waarde), eenheid.cel(rij.lijn), met_status(rapport, rij, rij.oordeel))
            for rij in rijen.itertuples()
        ],
        let_op(rapport, rijen["kpi"].iloc[0], rijen["soort"].iloc[0]),
    )


def _rij(rapport: Rapport, rij) -> tuple:
    titel, doel = titel_doel(rapport, rij), Cel(doel_in_woorden(rapport, rij), "tekst", "streven")
    if rij.te_klein:
        return titel, doel, "", rij.tekst, "", "", "", ""
    eenheid = eenheid_van(rapport.maat(rij.kpi))
    basis, waarde, lijn, streef = (
        eenheid.cel(getal) for getal in (rij.basiswaarde, rij.waarde, rij.lijn, rij.streefwaarde)
    )
    weg = WAS_GEHAALD.format(rij.basisjaar) if al_gehaald(rapport, rij) else Cel(rij.voortgang, "procent0")
    return (
        titel,
        doel,
        basis,
        waarde,
        lijn,
        streef,
        weg,
        Cel(met_merk(rapport, rij, met_status(rapport, rij, rij.oordeel)), "tekst", "oordeel"),
    )
