"""The years of a region side by side."""

import pandas as pd

from normwijzer.rapport import opmaak
from normwijzer.rapport.cijfers import CIJFERS, cijfers, heeft_clienten
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.figuur import MERKEN, html_figuur, nieuwe_figuur
from normwijzer.rapport.gegevens import Rapport, naam_perceel
from normwijzer.rapport.tabel import Kolom, Tabel, als_html


def tabel_jaren(rapport: Rapport, kpi: str) -> Tabel:
    """One row per perceel, one column per year; a year that is still voorlopig says so in its heading."""
    per_jaar = {jaar: rapport.per_perceel(kpi, jaar=jaar).set_index("perceel") for jaar in rapport.jaren}
    percelen = sorted({perceel for rijen in per_jaar.values() for perceel in rijen.index if perceel})
    kolommen = [Kolom("Perceel", rijkop=True)]
    kolommen += [Kolom(f"{jaar}{_voorlopig(rijen)}", "procent") for jaar, rijen in per_jaar.items()]
    rijen = [(naam_perceel(perceel), *(_waarde(rijen, perceel) for rijen in per_jaar.values())) for perceel in percelen]
    slot = "De jaren delen cliënten: een verschil tussen twee jaren is een aanwijzing, geen bewijs."
    return Tabel(f"{titel_kpi(rapport, kpi)} per jaar", tuple(kolommen), rijen, slot)


def tabel_jaren_lang(rapport: Rapport, kpi: str) -> Tabel:
    """One row per perceel and year, with teller, noemer and interval."""
    rijen = [
        (naam_perceel(rij.perceel), str(jaar), *cijfers(rij))
        for jaar in rapport.jaren
        for rij in rapport.per_perceel(kpi, jaar=jaar).itertuples()
        if rij.perceel
    ]
    kolommen = (Kolom("Perceel", rijkop=True), Kolom("Jaar"), *CIJFERS)
    return Tabel(f"{titel_kpi(rapport, kpi)}: perceel en jaar", kolommen, sorted(rijen, key=lambda rij: rij[:2]))


def html_jaren(rapport: Rapport, kpi: str) -> str:
    """Table of the years and, when there are at least two with a value, a figure."""
    tabel = als_html(tabel_jaren(rapport, kpi))
    punten = _punten(rapport, kpi)
    if punten.empty or punten["jaar"].nunique() < 2:
        return tabel
    return f"{tabel}\n{_figuur(rapport, kpi, punten)}"


def _punten(rapport: Rapport, kpi: str) -> pd.DataFrame:
    rijen = [
        (rij.perceel, jaar, float(rij.waarde), rij.onder, rij.boven, rij.status)
        for jaar in rapport.jaren
        for rij in rapport.per_perceel(kpi, jaar=jaar).itertuples()
        if rij.perceel and heeft_clienten(rij) and not rij.te_klein and not pd.isna(rij.waarde)
    ]
    return pd.DataFrame(rijen, columns=["perceel", "jaar", "waarde", "onder", "boven", "status"])


def _figuur(rapport: Rapport, kpi: str, punten: pd.DataFrame) -> str:
    figuur, assen = nieuwe_figuur(figsize=(8.0, 3.8))
    percelen = sorted(punten["perceel"].unique())
    for nummer, perceel in enumerate(percelen):
        deel = punten[punten["perceel"].eq(perceel)]
        merk, kleur = MERKEN[nummer % len(MERKEN)]
        plaats = deel["jaar"] + (nummer - (len(percelen) - 1) / 2) * 0.09
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
            label=naam_perceel(perceel),
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
    assen.set_ylim(-0.01, min(1.02, float(punten["boven"].fillna(punten["waarde"]).max()) * 1.15 + 0.02))
    assen.legend(fontsize=8, frameon=True, framealpha=0.95, ncols=min(5, len(percelen)), loc="upper left")
    titel = f"{titel_kpi(rapport, kpi)}, {min(rapport.jaren)} tot en met {max(rapport.jaren)}"
    bijschrift = f"{titel}: waarde per perceel met 95 %-interval. Een open teken is voorlopig."
    return html_figuur(figuur, _alt(titel, punten), bijschrift, tabel_jaren_lang(rapport, kpi))


def _alt(titel: str, punten: pd.DataFrame) -> str:
    zinnen = []
    for perceel, deel in punten.groupby("perceel"):
        reeks = ", ".join(f"{opmaak.procent(rij.waarde)} in {rij.jaar}" for rij in deel.itertuples())
        zinnen.append(f"{naam_perceel(perceel)}: {reeks}.")
    return f"Figuur van {titel}. " + " ".join(zinnen)


def _voorlopig(rijen: pd.DataFrame) -> str:
    return " (voorlopig)" if rijen["status"].eq("voorlopig").any() else ""


def _waarde(rijen: pd.DataFrame, perceel: str):
    return cijfers(next(rijen.loc[[perceel]].itertuples()))[0] if perceel in rijen.index else None
