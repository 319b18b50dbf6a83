"""Waiting: the survival curve of who still waits, beside the mean of who has started."""

from html import escape

import pandas as pd
from matplotlib.ticker import FuncFormatter

from normwijzer.privacy import KLEINSTE_GROEP
from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import BLAUW, ROOD, WEINIG_KLEUREN, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import duur, frame, naam_wet, op_wet
from normwijzer.rapport.proces.oordeel import rij_neven
from normwijzer.rapport.proces.oplopend import WEINIG_PUNTEN
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

KPI = "wachttijd"
_LIJN = {"": (ZWART, "solid", "o"), "wmo": (BLAUW, (0, (6, 2)), "s"), "jw": (ROOD, (0, (2, 1.5)), "^")}
_TERMIJN = 28


def curve(rapport: Rapport) -> pd.DataFrame:
    """Points that may be shown: at least KLEINSTE_GROEP still waiting, in every edition. Shared: without in_wacht."""
    punten = frame(rapport, "wachtcurve")
    if punten.empty:
        return pd.DataFrame(columns=["wet", "dag", "in_wacht", "s", "onder", "boven"])
    if "in_wacht" not in punten:
        return punten.sort_values(["wet", "dag"])
    genoeg = punten["in_wacht"].astype("Float64").ge(KLEINSTE_GROEP).fillna(False).astype(bool)
    return punten[genoeg & ~punten["te_klein"]].sort_values(["wet", "dag"])


def tabel_wachten(rapport: Rapport) -> Tabel:
    """One row per day of the curve: share still waiting and how many, per law."""
    punten = curve(rapport)
    wetten = op_wet(punten["wet"])
    cellen = {(rij.wet, int(rij.dag)): _cel(rij) for rij in punten.itertuples()}
    rijen = [
        (f"{dag} dagen" + (" (termijn)" if dag == _TERMIJN else ""), *(cellen.get((wet, dag), "") for wet in wetten))
        for dag in sorted(punten["dag"].astype("int64").unique())
        if dag % 14 == 0 or rapport.editie != "intern"
    ]
    kolommen = (Kolom("Na", rijkop=True), *(Kolom(naam_wet(wet), "bereik") for wet in wetten))
    slot = (
        "Deel dat dan nog wacht; tussen haakjes hoeveel toewijzingen op dat moment nog worden gevolgd. Een lege cel: "
        f"minder dan {KLEINSTE_GROEP}."
    )
    if rapport.editie != "intern":
        slot = f"Deel dat dan nog wacht. {WEINIG_PUNTEN}"
    return Tabel(
        f"Nog in afwachting van zorg, {rapport.jaar}", kolommen, rijen, slot, leeg="er zijn te weinig toewijzingen."
    )


def tabel_twee_maten(rapport: Rapport) -> Tabel:
    """The naive mean and median of who started beside the median of the curve, and who did not start."""
    maten = (
        ("wachttijd_gemiddelde_gestart", "Gemiddeld, alleen wie begon"),
        ("wachttijd_mediaan_gestart", "Helft binnen, alleen wie begon"),
        ("wachttijd_mediaan_curve", "Helft binnen, iedereen (wachtcurve)"), ("niet_gestart", "Nog niet begonnen"),
        ("gestart_voor_ingangsdatum", "Begonnen vóór de ingangsdatum (telt als 0 dagen)"),
    )  # fmt: skip
    wetten = [
        wet for wet in ("", "wmo", "jw") if any(rij_neven(rapport, KPI, maat, wet) is not None for maat, _ in maten)
    ]
    rijen = [
        (woorden, *(_maat(rij_neven(rapport, KPI, maat, wet)) for wet in wetten))
        for maat, woorden in maten
        if any(rij_neven(rapport, KPI, maat, wet) is not None for wet in wetten)
    ]
    kolommen = (Kolom("Maat", rijkop=True), *(Kolom(naam_wet(wet)) for wet in wetten))
    slot = "Wie nog wacht, zit niet in een gemiddelde over wie al begon. De wachtcurve telt iedereen mee."
    return Tabel(
        f"Wachttijd op twee manieren gemeten, {rapport.jaar}", kolommen, rijen, slot, leeg="er is geen wachttijd."
    )


def html_wachten(rapport: Rapport) -> str:
    """The curve with its table and the two measures, or why there is no curve."""
    punten, maten = curve(rapport), als_html(tabel_twee_maten(rapport))
    kop = "<h4>Wie er nog wacht</h4>"
    if punten.empty:
        zin = f"Geen wachtcurve: er zijn geen {KLEINSTE_GROEP} of meer toewijzingen om te volgen."
        if rapport.editie != "intern":
            zin = "De wachtcurve staat in de interne editie: er wachten te weinig cliënten om haar te delen."
        return f'{kop}\n<p class="leeg">{escape(zin)}</p>\n{maten}'
    bijschrift = (
        f"Deel van de toewijzingen van {rapport.jaar} waarvan de zorg na zoveel dagen nog niet was begonnen; wie op de "
        f"ingangsdatum zelf of eerder begon, is op dag 0 al geteld. De verticale lijn is de termijn van "
        f"{_TERMIJN} dagen. Een lijn stopt "
        f"waar er minder dan {KLEINSTE_GROEP} nog wachten. De band is het 95 %-interval."
    )
    tabel = tabel_wachten(rapport)
    alt = _alt(rapport, punten)
    figuur = html_figuur(_teken(rapport, punten), alt, bijschrift, tabel, kleuren=WEINIG_KLEUREN)
    return f"{kop}\n{figuur}\n{maten}"


def _teken(rapport: Rapport, punten: pd.DataFrame):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 3.2))
    for wet in op_wet(punten["wet"]):
        deel = punten[punten["wet"].eq(wet)]
        kleur, streep, merk = _LIJN.get(wet, _LIJN[""])
        dagen = deel["dag"].astype("float64")
        if not wet:
            assen.fill_between(dagen, deel["onder"].astype("float64"), deel["boven"].astype("float64"), color=kleur,
                               alpha=0.13, linewidth=0)  # fmt: skip
        assen.plot(dagen, deel["s"].astype("float64"), color=kleur, linestyle=streep, marker=merk, markersize=4,
                   markevery=2 if rapport.editie == "intern" else 1, linewidth=1.6, label=naam_wet(wet))  # fmt: skip
    assen.axvline(_TERMIJN, color=ZWART, linewidth=1.1)
    assen.annotate(
        f"termijn: {_TERMIJN} dagen", (_TERMIJN, 0.95), xytext=(5, 0), textcoords="offset points", fontsize=9
    )
    rij = rij_neven(rapport, KPI, "wachttijd_gemiddelde_gestart")
    if rij is not None and not rij.te_klein and not pd.isna(rij.waarde):
        assen.axvline(float(rij.waarde), color=ZWART, linestyle=(0, (1, 1.5)), linewidth=1.2)
        assen.annotate(
            "gemiddelde van wie begon",
            (float(rij.waarde), 0.84),
            xytext=(5, 0),
            textcoords="offset points",
            fontsize=9,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
    assen.set_ylim(0, 1.03)
    assen.set_xlim(0, float(punten["dag"].max()) * 1.02 + 1)
    assen.set_xticks(range(0, int(punten["dag"].max()) + 1, 14))
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.aantal(waarde)))
    assen.set_xlabel("Dagen na de ingangsdatum")
    assen.set_ylabel("Wacht nog")
    assen.legend(fontsize=8, frameon=True, framealpha=0.95, loc="upper right")
    return figuur


def _alt(rapport: Rapport, punten: pd.DataFrame) -> str:
    zinnen = []
    for wet in op_wet(punten["wet"]):
        deel = punten[punten["wet"].eq(wet)]
        delen = [
            f"na {int(rij.dag)} dagen wacht nog {opmaak.procent(rij.s, 0)}"
            for rij in deel[deel["dag"].isin([14, _TERMIJN, 56])].itertuples()
        ]
        if delen:
            zinnen.append(f"{naam_wet(wet)}: {opmaak.opsomming(delen)}.")
    gemiddeld = rij_neven(rapport, KPI, "wachttijd_gemiddelde_gestart")
    if gemiddeld is not None and not gemiddeld.te_klein:
        zinnen.append(f"Het gemiddelde van alleen wie begon is {_maat(gemiddeld)}.")
    return f"Dalende lijnen van wie nog op zorg wacht, toewijzingen van {rapport.jaar}. {' '.join(zinnen)}"


def _cel(rij) -> str:
    deel = opmaak.procent(rij.s, 0)
    return f"{deel} ({opmaak.aantal(rij.in_wacht)})" if hasattr(rij, "in_wacht") else deel


def _maat(rij) -> str:
    if rij is None:
        return ""
    if rij.te_klein:
        return rij.tekst
    if rij.eenheid == "fractie":
        if pd.isna(rij.waarde):
            return opmaak.NIET_BEKEND
        return f"{opmaak.procent(rij.waarde)} ({opmaak.aantal(rij.teller)} van {opmaak.aantal(rij.noemer)})"
    return duur(rij.waarde, rij.eenheid, onbereikt="nog niet te zeggen")
