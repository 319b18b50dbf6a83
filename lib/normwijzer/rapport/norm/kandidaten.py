"""What one could ask: the candidates for a norm with what speaks for and against each."""

import math

import pandas as pd

from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.woorden import kort_digest, titel, voor_en_tegen
from normwijzer.rapport.oordeelbesluit import woorden_methode
from normwijzer.rapport.tabel import Cel, Kolom, Tabel

GEDEELD = (
    "In deze gedeelde editie telt N1 alle aanbieders, afgerond op hele procenten; de andere kandidaten tellen alleen "
    "de aanbieders die in deze editie staan, en bij meer jaren samen in elk van die jaren. Uit de interne editie komen "
    "de kandidaten waarop een besluit rust: die over alle aanbieders, onafgerond."
)


def tabel_kandidaten(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per candidate; per set of years (the report alone first) unrounded (internal edition only: see
    `beschermen_norm`), in whole percent, from what."""
    rijen = blad.kandidaten.assign(plek=blad.kandidaten.groupby("jaren").cumcount())
    jaren = list(dict.fromkeys(rijen["jaren"]))
    per_plek = [list(deel.itertuples()) for _, deel in rijen.groupby("plek", sort=True)]
    regels = [(_naam(groep[0]), *_cellen(groep, jaren, rapport.is_exact)) for groep in per_plek]
    kolommen = [Kolom("Kandidaat", rijkop=True)]
    for tekst in jaren:
        wanneer = _jaren(tekst)
        precies = [Kolom(f"{wanneer}, onafgerond", "procent2")] if rapport.is_exact else []
        kop = "In hele procenten" if rapport.is_exact else f"{wanneer}, in hele procenten"
        kolommen += [*precies, Kolom(kop, "procent0"), Kolom("Aanbieders (noemer)", "aantal")]
    bijschrift = f"Kandidaten voor de norm: {titel(rapport, blad)}"
    return Tabel(bijschrift, tuple(kolommen), regels, _slot(rapport, blad), leeg="er is niets om uit te kiezen.")


def tabel_uitleg(rapport: Normrapport) -> Tabel:
    """One row per candidate that occurs in this report, with what speaks for and against it; and the given number."""
    gevonden = {(rij.id, rij.methode, rij.q if rij.q == rij.q else None) for blad in rapport.bladen.values()
                for rij in blad.kandidaten.itertuples()}  # fmt: skip
    orde = sorted({*gevonden, ("N7", "expert", None)}, key=lambda k: (k[0], k[2] or 0))
    rijen = [
        (f"{id_} {woorden_methode(methode, math.nan if q is None else q)}", *voor_en_tegen(methode, q))
        for id_, methode, q in orde
    ]
    return Tabel("De kandidaten uitgelegd", (Kolom("Kandidaat", rijkop=True), Kolom("Voor"), Kolom("Tegen")), rijen)


def zin_startnorm(rapport: Normrapport, blad: Normblad) -> str:
    """What a norm on one year is, or that more years are there."""
    meer = [tekst for tekst in dict.fromkeys(blad.kandidaten["jaren"]) if "+" in tekst]
    eerder = blad.beeld is not None and blad.beeld.herkomst == "geldend"
    kaal = (
        f"Er geldt al een norm. Een nieuwe op {rapport.jaar} alleen rust op één jaar: herijken na {rapport.jaar + 1}."
        if eerder
        else f"Een norm op {rapport.jaar} alleen is een startnorm: herijken na {rapport.jaar + 1}."
    )
    if not meer:
        return kaal
    return (
        f"{kaal} De kandidaten over meer jaren samen ({'; '.join(map(_jaren, meer))}) staan "
        "ernaast; die hangen minder af van één toevallig jaar."
    )


def voorstel(blad: Normblad):
    """The row of N1 on the year of the report alone, or None without a number."""
    rijen = blad.kandidaten
    rijen = rijen[rijen["id"].eq("N1") & ~rijen["jaren"].str.contains("+", regex=False)]
    rijen = rijen[rijen["norm"].notna()]
    return next(rijen.itertuples(), None)


def _naam(rij) -> str:
    """Without the explanation: that stands once in the report."""
    return f"{rij.id} {woorden_methode(rij.methode, rij.q).partition(':')[0]}"


def _cellen(groep: list, jaren: list[str], exact: bool) -> list:
    """Three cells per set of years, or two without the unrounded one; empty where the candidate has none."""
    per_jaren = {rij.jaren: rij for rij in groep}
    return [cel for tekst in jaren for cel in _drie(per_jaren.get(tekst), exact)[0 if exact else 1 :]]


def _drie(rij, exact: bool) -> tuple:
    if rij is None:
        return "", "", ""
    if rij.te_klein:
        return (TE_KLEIN, "", "") if exact else ("", TE_KLEIN, "")
    return rij.norm, _heel(rij.norm_heel), f"{opmaak.aantal(rij.k)} ({opmaak.aantal(rij.n)})"


def _jaren(tekst: str) -> str:
    """2023+2024+2025 as 2023 t/m 2025; the years are always in a row."""
    eerste, *_, laatste = [*tekst.split("+"), tekst.split("+")[-1]]
    return eerste if eerste == laatste else f"{eerste} t/m {laatste}"


def _heel(norm):
    return None if pd.isna(norm) else Cel(norm, "procent0")


def _slot(rapport: Normrapport, blad: Normblad) -> str:
    waaruit = f", uitkomsten {kort_digest(blad.digest_uitkomst)}" if rapport.is_exact else ""
    rest = "; bij N2 en N3 alleen aanbieders met 10 of meer." if rapport.is_exact else f". {GEDEELD}"
    return (
        f"Bekend op {opmaak.datum(rapport.bekend_op)}. Invoer {kort_digest(rapport.digest_invoer)}, opties "
        f"{kort_digest(blad.digest_opties)}{waaruit} (begin van de SHA-256). Aanbieders en noemer: waaruit de "
        f"kandidaat is berekend{rest}"
    )
