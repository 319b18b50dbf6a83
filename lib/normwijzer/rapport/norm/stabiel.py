"""How firm the number is: over the years, without any one aanbieder, among other aanbieders."""

import math

import pandas as pd

from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.woorden import titel, zin_wie
from normwijzer.rapport.tabel import Cel, Kolom, Tabel

_WEINIG = 10
"""Below this many aanbieders the interval is too narrow."""


def tabel_per_jaar(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per year: N1, and how far it moved from the year before; rounded in the shared edition."""
    exact, cijfers = rapport.is_exact, 1 if rapport.is_exact else 0
    rijen = [
        (
            str(int(rij.jaar)), Cel(rij.waarde, "procent" if exact else "procent0"), *([rij.teller] if exact else []),
            rij.noemer, rij.k, opmaak.bereik(rij.onder, rij.boven, cijfers), _punten(rij.verschil, cijfers),
            _bereik_punten(rij.verschil_onder, rij.verschil_boven, cijfers), rij.status,
        )
        for rij in blad.per_jaar.itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Jaar", rijkop=True), Kolom("Waarde", "waarde"), *([Kolom("Teller", "aantal")] if exact else []),
        Kolom("Noemer" if exact else "Noemer, ongeveer", "aantal"), Kolom("Aanbieders", "aantal"),
        Kolom("95 %-interval", "bereik"), Kolom("Verschil met het jaar ervoor", "bereik"),
        Kolom("95 %-interval van het verschil", "bereik"), Kolom("Status"),
    )  # fmt: skip
    slot = (
        "Alle aanbieders samen (N1); het verschil in procentpunten. De jaren delen cliënten: het interval van het "
        "verschil is indicatief."
    )
    return Tabel(f"Jaar op jaar: {titel(rapport, blad)}", kolommen, rijen, slot)


def tabel_zonder_een(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per aanbieder: N1 without it, largest difference first; shared over the aanbieders that are shown."""
    rijen = [
        (rapport.naam_aanbieder(rij.aanbieder), rij.norm, rij.verschil)
        for rij in blad.zonder_een.itertuples()
        if not math.isnan(rij.norm)
    ]
    kolommen = (Kolom("Zonder", rijkop=True), Kolom("Gewogen gemiddelde", "procent"), Kolom("Verschil", "punten"))
    slot = f"Verschil in procentpunten. {zin_wie(rapport, blad)}".strip()
    return Tabel(f"Zonder één aanbieder: {titel(rapport, blad)}", kolommen, rijen, slot)


def zinnen_stabiel(rapport: Normrapport, blad: Normblad) -> list[str]:
    """The years, the weight of one aanbieder, the interval over aanbieders and the quarters, a sentence each."""
    cijfers = 1 if rapport.is_exact else 0
    over = [_zin_zonder(rapport, blad, cijfers), _zin_bootstrap(rapport, blad, cijfers)]
    wie = zin_wie(rapport, blad) if any(over) else ""
    return [zin for zin in (_zin_jaren(blad, cijfers), wie, *over) if zin]


def _zin_jaren(blad: Normblad, cijfers: int) -> str:
    laatste = next(blad.per_jaar.tail(1).itertuples(), None)
    if laatste is None or pd.isna(laatste.verschil):
        return "Er is geen jaar ervoor om mee te vergelijken."
    bereik = _bereik_punten(laatste.verschil_onder, laatste.verschil_boven, cijfers)
    toeval = (
        f"dat is {laatste.verandering} dan toeval alleen verklaart"
        if laatste.verandering
        else "dat kan toeval zijn"
    )
    return (
        f"Ten opzichte van {int(laatste.jaar) - 1} veranderde de waarde met {_punten(laatste.verschil, cijfers)} "
        f"procentpunt (indicatief, 95 %-interval {bereik}): {toeval}."
    )


def _zin_zonder(rapport: Normrapport, blad: Normblad, cijfers: int) -> str:
    bekend = blad.zonder_een[blad.zonder_een["norm"].notna()]
    if bekend.empty:
        return ""
    meest = next(bekend.head(1).itertuples())
    laagst, hoogst = (opmaak.procent(norm, cijfers) for norm in (bekend["norm"].min(), bekend["norm"].max()))
    tussen = f"blijft het gewogen gemiddelde {laagst}"
    if laagst != hoogst:
        tussen = f"ligt het gewogen gemiddelde tussen {laagst} en {hoogst}"
    return (
        f"Zonder één aanbieder {tussen}. {rapport.naam_aanbieder(meest.aanbieder)} weegt het zwaarst: zonder deze "
        f"aanbieder scheelt het {opmaak.punten(meest.verschil, cijfers)} procentpunt."
    )


def _zin_bootstrap(rapport: Normrapport, blad: Normblad, cijfers: int) -> str:
    onder, boven = blad.bootstrap
    hoeveel = int(blad.nu.aanbieders if rapport.is_exact else blad.nu.groot)
    if math.isnan(onder):
        return ""
    weinig = (
        f" Met {hoeveel} aanbieders is dat interval te smal." if hoeveel < _WEINIG else ""
    )
    van, tot = opmaak.procent(onder, cijfers), opmaak.procent(boven, cijfers)
    return (
        f"Met andere aanbieders zoals deze was het gewogen gemiddelde ergens tussen {van} en {tot} uitgekomen (95 %, "
        f"2.000 trekkingen met vast begin).{weinig}"
    )


def _punten(verschil, cijfers: int) -> str:
    return "" if pd.isna(verschil) else opmaak.punten(verschil, cijfers)


def _bereik_punten(onder, boven, cijfers: int) -> str:
    if pd.isna(onder) or pd.isna(boven):
        return ""
    return f"{opmaak.punten(onder, cijfers)} {opmaak.STREEP} {opmaak.punten(boven, cijfers)}"
