"""Why worse than the norm is no failure yet: chances in the numbers of this perceel itself."""

import pandas as pd

from normwijzer.normen.cijfers import tel
from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.woorden import kort_beeld, titel
from normwijzer.rapport.tabel import Kolom, Tabel

KLEIN_TOT = 50
"""Below about this many cases no rule both protects and detects (norm-specificatie 1.5)."""


def tabel_toeval(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per size that occurs here: chance of a bad figure when truly at the norm, and what a rule can see."""
    return _tabel(f"Toeval bij de aantallen die hier voorkomen: {titel(rapport, blad)}", blad, blad.eigen)


def tabel_kracht(rapport: Normrapport, blad: Normblad) -> Tabel:
    """The same for round sizes."""
    return _tabel(f"Toeval bij ronde aantallen: {titel(rapport, blad)}", blad, blad.kracht)


def zinnen_toeval(rapport: Normrapport, blad: Normblad) -> list[str]:
    """What the chances mean, with the smallest and the largest size that occur here."""
    if blad.eigen.empty or blad.beeld is None:
        return []
    klein, groot = (next(deel.itertuples()) for deel in (blad.eigen.head(1), blad.eigen.tail(1)))
    zinnen = [_zin_kans(blad, klein)]
    if groot.noemer != klein.noemer:
        zinnen.append(f"Bij de grootste aanbieder hier ({opmaak.aantal(groot.noemer)}) is dat "
                      f"{opmaak.procent(groot.faalt_0, 0)}: meer cliënten nemen die kans niet weg.")  # fmt: skip
    zinnen.append(_zin_kracht(blad, klein))
    noemers = tel(blad.cijfers, [int(blad.nu.jaar)])["noemer"]  # those of `aanbieders` may be rounded
    onder, samen = int(noemers.between(10, KLEIN_TOT - 1).sum()), int(noemers.ge(10).sum())
    zinnen.append(
        f"Onder de {KLEIN_TOT} kan geen enkele regel allebei: wie goed werkt beschermen én wie slechter werkt "
        f"opmerken. Hier {'is' if onder == 1 else 'zijn'} er {opmaak.aantal(onder)} van de {opmaak.aantal(samen)} "
        f"aanbieders {'met 10 of meer' if rapport.is_exact else 'in deze editie'} kleiner dan {KLEIN_TOT}."
    )
    zinnen.append("De cijfers openen het gesprek en sluiten het niet.")
    return zinnen


def _zin_kans(blad: Normblad, rij) -> str:
    keer = round(float(rij.faalt_0) * 100)
    return (
        f"Een aanbieder met {opmaak.aantal(rij.noemer)} in de noemer die in werkelijkheid precies op de norm "
        f"({opmaak.procent(blad.beeld.norm, 0)}) zit, komt in {keer} van de 100 jaren door toeval toch slechter uit."
    )


def _zin_kracht(blad: Normblad, rij) -> str:
    kracht = rij.kracht_10_slechter
    if pd.isna(kracht):
        return ""
    return (
        "Andersom: een regel die hoogstens 5 op de 100 keer ten onrechte alarm slaat, ziet bij dit kleinste aantal een "
        f"aanbieder die werkelijk 10 procentpunt slechter is maar {round(float(kracht) * 100)} van de 100 keer."
    )


def _tabel(bijschrift: str, blad: Normblad, frame: pd.DataFrame) -> Tabel:
    kant = "meer" if blad.lager else "minder"
    rijen = [
        (
            opmaak.aantal(rij.noemer), rij.faalt_0, rij.faalt_5, rij.faalt_10, _regel(blad, rij), rij.omvang,
            rij.kracht_10_slechter, rij.kracht_15_slechter,
        )
        for rij in frame.itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Noemer", rijkop=True), Kolom("Kans slechter dan de norm", "procent0"),
        Kolom("Kans meer dan 5 punten slechter", "procent0"), Kolom("Kans meer dan 10 punten slechter", "procent0"),
        Kolom(f"Alarm bij {kant} dan", "aantal"), Kolom("Kans op vals alarm", "procent0"),
        Kolom("Ziet 10 punten slechter", "procent0"), Kolom("Ziet 15 punten slechter", "procent0"),
    )  # fmt: skip
    bij = f" ({kort_beeld(blad.beeld)})" if blad.beeld is not None else ""
    slot = (
        "De eerste drie kansen en het vals alarm gaan over een aanbieder die in werkelijkheid precies op de norm zit"
        f"{bij}. Het alarm is de strengste regel die hem hoogstens 5 op de 100 keer raakt; de laatste twee kolommen "
        "zeggen hoe vaak die regel een aanbieder opmerkt die werkelijk slechter is."
    )
    return Tabel(bijschrift, kolommen, rijen, slot)


def _regel(blad: Normblad, rij):
    """The count of the exact rule; words where nobody of this size can fail."""
    onmogelijk = rij.drempel >= rij.noemer if blad.lager else rij.drempel <= 0
    return "niet mogelijk" if onmogelijk else int(rij.drempel)
