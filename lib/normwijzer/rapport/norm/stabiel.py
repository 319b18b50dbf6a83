"""How firm the number is: over the years, without any one aanbieder, among other aanbieders."""

import math

import pandas as pd

from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.woorden import titel
from normwijzer.rapport.tabel import Cel, Kolom, Tabel

_WEINIG = 10
"""Below this many aanbieders the interval is too narrow."""


def tabel_per_jaar(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per year: N1, and how far it moved from the year before."""
    rijen = [
        (
            str(int(rij.jaar)), rij.waarde, rij.teller, rij.noemer, rij.k, opmaak.bereik(rij.onder, rij.boven),
            _verschil(rij), _bereik_punten(rij.verschil_onder, rij.verschil_boven), rij.status,
        )
        for rij in blad.per_jaar.itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Jaar", rijkop=True), Kolom("Waarde", "procent"), Kolom("Teller", "aantal"), Kolom("Noemer", "aantal"),
        Kolom("Aanbieders", "aantal"), Kolom("95 %-interval", "bereik"),
        Kolom("Verschil met het jaar ervoor", "waarde"), Kolom("95 %-interval van het verschil", "bereik"),
        Kolom("Status"),
    )  # fmt: skip
    slot = (
        "Alle aanbieders samen (N1); het verschil in procentpunten. De jaren delen cliënten: het interval van het "
        "verschil is indicatief."
    )
    return Tabel(f"Jaar op jaar: {titel(rapport, blad)}", kolommen, rijen, slot)


def tabel_zonder_een(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per aanbieder: N1 without it, largest difference first."""
    rijen = [
        (rapport.naam_aanbieder(rij.aanbieder), rij.norm, rij.verschil)
        for rij in blad.zonder_een.itertuples()
        if not math.isnan(rij.norm)
    ]
    kolommen = (Kolom("Zonder", rijkop=True), Kolom("Gewogen gemiddelde", "procent"), Kolom("Verschil", "punten"))
    return Tabel(f"Zonder één aanbieder: {titel(rapport, blad)}", kolommen, rijen, "Verschil in procentpunten.")


def zinnen_stabiel(rapport: Normrapport, blad: Normblad) -> list[str]:
    """The years, the weight of one aanbieder, the interval over aanbieders and the quarters, a sentence each."""
    return [zin for zin in (_zin_jaren(blad), _zin_zonder(rapport, blad), _zin_bootstrap(blad)) if zin]


def _zin_jaren(blad: Normblad) -> str:
    laatste = next(blad.per_jaar.tail(1).itertuples(), None)
    if laatste is None or pd.isna(laatste.verschil):
        return "Er is geen jaar ervoor om mee te vergelijken."
    bereik = _bereik_punten(laatste.verschil_onder, laatste.verschil_boven)
    toeval = (
        f"dat is {laatste.verandering} dan toeval alleen verklaart"
        if laatste.verandering
        else "dat kan toeval zijn"
    )
    return (
        f"Ten opzichte van {int(laatste.jaar) - 1} veranderde de waarde met {opmaak.punten(laatste.verschil)} "
        f"procentpunt (indicatief, 95 %-interval {bereik}): {toeval}."
    )


def _zin_zonder(rapport: Normrapport, blad: Normblad) -> str:
    bekend = blad.zonder_een[blad.zonder_een["norm"].notna()]
    if bekend.empty:
        return ""
    meest = next(bekend.head(1).itertuples())
    return (
        f"Zonder één aanbieder ligt het gewogen gemiddelde tussen {opmaak.procent(bekend['norm'].min())} en "
        f"{opmaak.procent(bekend['norm'].max())}. {rapport.naam_aanbieder(meest.aanbieder)} weegt het zwaarst: zonder "
        f"deze aanbieder scheelt het {opmaak.punten(meest.verschil)} procentpunt."
    )


def _zin_bootstrap(blad: Normblad) -> str:
    onder, boven = blad.bootstrap
    if math.isnan(onder):
        return ""
    weinig = (
        f" Met {int(blad.nu.aanbieders)} aanbieders is dat interval te smal." if blad.nu.aanbieders < _WEINIG else ""
    )
    return (
        f"Met andere aanbieders zoals deze was het gewogen gemiddelde ergens tussen {opmaak.procent(onder)} en "
        f"{opmaak.procent(boven)} uitgekomen (95 %, 2.000 trekkingen met vast begin).{weinig}"
    )


def _verschil(rij):
    return "" if pd.isna(rij.verschil) else Cel(rij.verschil, "punten")


def _bereik_punten(onder, boven) -> str:
    if pd.isna(onder) or pd.isna(boven):
        return ""
    return f"{opmaak.punten(onder)} {opmaak.STREEP} {opmaak.punten(boven)}"
