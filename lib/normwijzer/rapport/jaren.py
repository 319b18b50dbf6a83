"""The years of a region side by side."""

import pandas as pd
from matplotlib.ticker import FuncFormatter

from normwijzer.rapport import opmaak
from normwijzer.rapport.cijfers import CIJFERS, cijfers, heeft_clienten, waarde
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.figuur import MERKEN, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeel import heeft_oordeel, oordeel_cel, oordeelcellen, oordeelkolommen, woord_van
from normwijzer.rapport.tabel import Kolom, Tabel, als_html


def tabel_jaren(rapport: Rapport, kpi: str) -> Tabel:
    """One row per perceel or soort, one column per year; a year that is still voorlopig says so in its heading.

    A year in which a norm is in force has the verdict in a column of its own.
    """
    per_jaar = {jaar: rapport.getoond(kpi, jaar=jaar).set_index("groep", drop=False) for jaar in rapport.jaren}
    kolommen = [Kolom(rapport.groep.capitalize(), rijkop=True)]
    for jaar, rijen in per_jaar.items():
        kolommen.append(Kolom(f"{jaar}{_voorlopig(rijen)}", "waarde"))
        kolommen += [Kolom(f"Oordeel {jaar}")] if heeft_oordeel(rijen) else []
    rijen = [
        (rapport.naam_groep(groep), *(cel for deel in per_jaar.values() for cel in _cellen(rapport, deel, groep)))
        for groep in rapport.groepen(kpi)
    ]
    wie = "jeugdigen" if rapport.groep == "soort" else "cliënten"
    slot = f"De jaren delen {wie}: een verschil tussen twee jaren is een aanwijzing, geen bewijs."
    return Tabel(f"{titel_kpi(rapport, kpi)} per jaar", tuple(kolommen), rijen, slot)


def tabel_jaren_lang(rapport: Rapport, kpi: str) -> Tabel:
    """One row per perceel or soort and year, with teller, noemer and interval."""
    per_jaar = {jaar: rapport.getoond(kpi, jaar=jaar) for jaar in rapport.jaren}
    erbij = oordeelkolommen(pd.concat(per_jaar.values()))
    rijen = [
        (rapport.naam_groep(groep), jaar, *cijfers(rij), *oordeelcellen(rapport, rij, erbij))
        for groep in rapport.groepen(kpi)
        for jaar, deel in per_jaar.items()
        for rij in deel[deel["groep"].eq(groep)].itertuples()
    ]
    kolommen = (Kolom(rapport.groep.capitalize(), rijkop=True), Kolom("Jaar", "jaar"), *CIJFERS, *erbij)
    return Tabel(f"{titel_kpi(rapport, kpi)}: {rapport.groep} en jaar", kolommen, rijen)


def html_jaren(rapport: Rapport, kpi: str) -> str:
    """Table of the years and, when there are at least two with a value, a figure."""
    tabel = als_html(tabel_jaren(rapport, kpi))
    punten = punten_per_jaar(rapport, kpi)
    if rapport.groep == "soort":  # soorten differ too much in size for one axis
        punten = punten[punten["groep"].eq("")]
    if punten.empty or punten["jaar"].nunique() < 2:
        return tabel
    return f"{tabel}\n{_figuur(rapport, kpi, punten)}"


def punten_per_jaar(rapport: Rapport, kpi: str) -> pd.DataFrame:
    """What can be drawn: groep, jaar, waarde, onder, boven, status, maat; nothing that is hidden or empty."""
    rijen = [
        (rij.groep, jaar, float(rij.waarde), rij.onder, rij.boven, rij.status, rij.maat)
        for jaar in rapport.jaren
        for rij in rapport.getoond(kpi, jaar=jaar).itertuples()
        if heeft_clienten(rij) and not rij.te_klein and not pd.isna(rij.waarde)
    ]
    tabel = pd.DataFrame(rijen, columns=["groep", "jaar", "waarde", "onder", "boven", "status", "maat"])
    return tabel.astype({"onder": "float64", "boven": "float64"})


def _figuur(rapport: Rapport, kpi: str, punten: pd.DataFrame) -> str:
    figuur, assen = nieuwe_figuur(figsize=(8.0, 3.8) if rapport.groep == "perceel" else (5.6, 2.9))
    eenheid = eenheid_van(punten["maat"].iloc[0])
    assen.yaxis.set_major_formatter(FuncFormatter(lambda waarde, _: eenheid.op_as(waarde)))
    groepen = rapport.op_volgorde(punten["groep"].unique())
    for nummer, groep in enumerate(groepen):
        deel = punten[punten["groep"].eq(groep)]
        merk, kleur = MERKEN[nummer % len(MERKEN)]
        plaats = deel["jaar"] + (nummer - (len(groepen) - 1) / 2) * 0.09
        fout = [
            deel["waarde"] - deel["onder"].fillna(deel["waarde"]),
            deel["boven"].fillna(deel["waarde"]) - deel["waarde"],
        ]
        assen.errorbar(
            plaats,
            deel["waarde"],
            yerr=fout,
            color=kleur,
            marker=merk,
            linewidth=1,
            capsize=3,
            label=rapport.naam_groep(groep),
        )
        open_merk = deel["status"].eq("voorlopig")
        assen.scatter(
            plaats[open_merk],
            deel["waarde"][open_merk],
            marker=merk,
            s=44,
            facecolor="white",
            edgecolor=kleur,
            zorder=4,
        )
    assen.set_xticks(sorted(punten["jaar"].unique()))
    assen.set_xlim(punten["jaar"].min() - 0.4, punten["jaar"].max() + 0.4)
    hoogste = float(punten["boven"].fillna(punten["waarde"]).max()) * 1.15
    assen.set_ylim(*((-0.01, min(1.02, hoogste + 0.02)) if eenheid.naam == "fractie" else (0, hoogste or 1)))
    if groepen != [""]:
        assen.legend(fontsize=8, frameon=True, framealpha=0.95, ncols=min(5, len(groepen)), loc="upper left")
    titel = f"{titel_kpi(rapport, kpi)}, {min(rapport.jaren)} tot en met {max(rapport.jaren)}"
    per = " per perceel" if rapport.groep == "perceel" else ""
    met = " met 95 %-interval" if punten["onder"].notna().any() else ""
    bijschrift = f"{titel}: waarde{per}{met}. Een open teken is voorlopig."
    return html_figuur(figuur, _alt(rapport, titel, punten), bijschrift, tabel_jaren_lang(rapport, kpi))


def _alt(rapport: Rapport, titel: str, punten: pd.DataFrame) -> str:
    zinnen, eenheid = [], eenheid_van(punten["maat"].iloc[0])
    for groep, deel in punten.groupby("groep"):
        reeks = ", ".join(f"{eenheid.tekst(rij.waarde)} in {rij.jaar}{_status(rij)}" for rij in deel.itertuples())
        zinnen.append(f"{rapport.naam_groep(groep)}: {reeks}.")
    return f"Figuur van {titel}. " + " ".join(zinnen)


def _status(rij) -> str:
    return " (voorlopig)" if rij.status == "voorlopig" else ""


def _voorlopig(rijen: pd.DataFrame) -> str:
    return " (voorlopig)" if rijen["status"].eq("voorlopig").any() else ""


def _cellen(rapport: Rapport, rijen: pd.DataFrame, groep: str) -> tuple:
    """The value of one year and, when a norm was in force in it, the verdict."""
    if not heeft_oordeel(rijen):
        return (_waarde(rijen, groep),)
    woord = woord_van(rapport, next(rijen.loc[[groep]].itertuples())) if groep in rijen.index else None
    return _waarde(rijen, groep), oordeel_cel(woord) if woord else ""


def _waarde(rijen: pd.DataFrame, groep: str):
    """A soort without a row in a year that was computed had nobody; without any row the year is not known."""
    if groep in rijen.index:
        return waarde(next(rijen.loc[[groep]].itertuples()))
    if not groep or rijen.empty or "" not in rijen.index:
        return None
    eenheid = eenheid_van(rijen["maat"].iloc[0])
    return eenheid.cel(0) if eenheid.geteld else opmaak.STREEP
