"""How much of a month's care has been claimed after so many months."""

from html import escape

import pandas as pd
from matplotlib.ticker import FuncFormatter

from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import BLAUW, ROOD, WEINIG_KLEUREN, ZWART, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import frame, kies, naam_wet, op_wet
from normwijzer.rapport.proces.regelkaart import MAANDEN
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html

_LIJN = {"": (ZWART, "solid", "o"), "wmo": (BLAUW, (0, (6, 2)), "s"), "jw": (ROOD, (0, (2, 1.5)), "^")}
_SLOT = (
    "Deel van het bedrag dat nu bekend is en niet is afgekeurd. Boven 100 %: er is later meer teruggedraaid dan erbij "
    "kwam. Van een maand die nog geen twaalf maanden oud is, kan het totaal nog stijgen: dan is het deel te gunstig."
)


def tabel_volledigheid(rapport: Rapport) -> Tabel:
    """One row per month of care, a column per age in months: share claimed, both laws together; for inside use only."""
    tabel = kies(frame(rapport, "volledigheid"), wet="")
    tabel = tabel[tabel["maand"].notna()] if len(tabel) else tabel
    leeftijden = sorted(tabel["ouderdom"].astype("int64").unique()) if len(tabel) else []
    rijen = []
    for maand, deel in tabel.groupby("maand") if len(tabel) else []:
        per = {int(rij.ouderdom): _cel(rij) for rij in deel.itertuples()}
        naam = MAANDEN[int(maand) - 1] + ("" if deel["volgroeid"].all() else " (nog niet volgroeid)")
        rijen.append((naam, *(per.get(leeftijd, "") for leeftijd in leeftijden)))
    kolommen = (Kolom("Maand van zorg", rijkop=True), *(Kolom(_na(leeftijd), "waarde") for leeftijd in leeftijden))
    return Tabel(
        f"Hoeveel van een maand is gedeclareerd, {rapport.jaar}",
        kolommen,
        rijen,
        _SLOT,
        leeg="er is niets gedeclareerd.",
    )


def tabel_gemiddeld(rapport: Rapport) -> Tabel:
    """One row per age, a column per law: share of the grown-up months together."""
    punten = gemiddeld(rapport)
    wetten = op_wet(punten["wet"])
    per = {(rij.wet, rij.ouderdom): rij.aandeel for rij in punten.itertuples()}
    rijen = [
        (_na(leeftijd), *(per.get((wet, leeftijd), "") for wet in wetten))
        for leeftijd in sorted(punten["ouderdom"].unique())
    ]
    kolommen = (Kolom("Leeftijd van de maand", rijkop=True), *(Kolom(naam_wet(wet), "procent") for wet in wetten))
    slot = "Alleen maanden die twaalf maanden oud zijn, samen."
    if rapport.editie != "intern":
        slot += " Elke maand apart staat in de interne editie."
    return Tabel(f"Volledigheid naar leeftijd van de maand, {rapport.jaar}", kolommen, rijen, slot,
                 leeg="nog geen enkele maand is twaalf maanden oud.")  # fmt: skip


def gemiddeld(rapport: Rapport) -> pd.DataFrame:
    """wet, ouderdom, aandeel: of the months of care that are twelve months old, summed."""
    tabel = frame(rapport, "volledigheid")
    if tabel.empty:
        return pd.DataFrame(columns=["wet", "ouderdom", "aandeel"])
    heel = tabel[tabel["volgroeid"].astype(bool)]
    if "totaal" not in heel:  # shared: summed before it was protected
        return heel[["wet", "ouderdom", "aandeel"]].astype({"ouderdom": "int64"}).sort_values(["wet", "ouderdom"])
    heel = heel.astype({"bedrag": "float64", "totaal": "float64", "ouderdom": "int64"})
    som = heel.groupby(["wet", "ouderdom"], as_index=False)[["bedrag", "totaal"]].sum()
    return som.assign(aandeel=som["bedrag"] / som["totaal"].where(som["totaal"] > 0)).dropna(subset=["aandeel"])


def html_volledigheid(rapport: Rapport) -> str:
    """The curve over grown-up months, and folded every month."""
    punten = gemiddeld(rapport)
    uitleg = "Zo snel komt een maand binnen: welk deel van het uiteindelijke bedrag was na zoveel maanden gedeclareerd."
    vouw = ""
    if rapport.editie == "intern":
        vouw = f"<details>\n<summary>Elke maand apart</summary>\n{als_html(tabel_volledigheid(rapport))}\n</details>"
    if punten.empty:
        leeg = f"Nog geen enkele maand van {rapport.jaar} is twaalf maanden oud."
        if rapport.editie != "intern":
            leeg = f"{leeg.removesuffix('.')}, of er zijn te weinig cliënten om te tonen."
        return f'<p class="leeg">{leeg}</p>\n{vouw}'
    bijschrift = (
        "Deel van het bedrag dat na zoveel maanden is gedeclareerd, over de maanden van "
        f"{rapport.jaar} die twaalf maanden oud zijn."
    )
    tabel = tabel_gemiddeld(rapport)
    figuur = html_figuur(_teken(punten), _alt(rapport, punten), bijschrift, tabel, kleuren=WEINIG_KLEUREN)
    return f"<p>{escape(uitleg)}</p>\n{figuur}\n{vouw}"


def _teken(punten: pd.DataFrame):
    figuur, assen = nieuwe_figuur(figsize=(8.0, 2.8))
    for wet in op_wet(punten["wet"]):
        deel = punten[punten["wet"].eq(wet)]
        kleur, streep, merk = _LIJN.get(wet, _LIJN[""])
        assen.plot(deel["ouderdom"], deel["aandeel"], color=kleur, linestyle=streep, marker=merk, markersize=4.5,
                   linewidth=1.6, label=naam_wet(wet))  # fmt: skip
    assen.set_ylim(0, max(1.05, float(punten["aandeel"].max()) * 1.05))
    assen.set_xticks(range(13))
    assen.yaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.procent(waarde, 0)))
    assen.set_xlabel("Maanden na de maand van zorg")
    assen.legend(fontsize=8, frameon=True, framealpha=0.95, loc="lower right")
    return figuur


def _alt(rapport: Rapport, punten: pd.DataFrame) -> str:
    zinnen = []
    for wet in op_wet(punten["wet"]):
        per = punten[punten["wet"].eq(wet)].set_index("ouderdom")["aandeel"]
        delen = [
            f"{opmaak.procent(per[leeftijd], 0)} {_na(leeftijd)}" for leeftijd in (0, 1, 2, 3, 6) if leeftijd in per
        ]
        zinnen.append(f"{naam_wet(wet)}: {opmaak.opsomming(delen)}.")
    return f"Oplopende lijnen van de volledigheid van maanden in {rapport.jaar}. {' '.join(zinnen)}"


def _na(leeftijd: int) -> str:
    return "in de maand zelf" if not leeftijd else f"na {leeftijd} {'maand' if leeftijd == 1 else 'maanden'}"


def _cel(rij):
    if rij.te_klein:
        return rij.tekst
    return opmaak.STREEP if pd.isna(rij.aandeel) else Cel(rij.aandeel, "procent0")
