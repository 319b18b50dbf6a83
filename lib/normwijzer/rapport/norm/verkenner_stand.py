"""What somebody tries out in the explorer, and what that would mean; every number comes from `normen`."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from normwijzer.normen.bandbreedte import KLEINSTE, Bandbreedte
from normwijzer.normen.cijfers import BASIS, VOORLOPIG, rijen, tel
from normwijzer.normen.kandidaten import gewogen_gemiddelde, rond_norm
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.normen.verkenning import gevolgen_tabel, kies_band, kracht_tabel, per_aanbieder
from normwijzer.privacy import rond_aantal, rond_fractie
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport, in_elk_jaar

VAST = "vast"
"""Name of the bandwidth that needs a width; the others are names of `verkenning.BANDEN`."""


_FRACTIES = ("waarde", "onder", "boven", "grens", "kans")


@dataclass(frozen=True)
class Keuze:
    """What is tried: jaren rising; variant "basis" or "optie=waarde"; norm in whole percent; bandbreedte VAST,
    trechter, trechter_spreiding or klassen; breedte in whole percentage points, only used by VAST."""

    onderwerp: Onderwerp
    jaren: tuple[int, ...]
    variant: str
    norm: int
    bandbreedte: str
    breedte: int = 5

    @property
    def fractie(self) -> float:
        """The norm as a fraction."""
        return self.norm / 100

    @property
    def band(self) -> str:
        """Its name for `verkenning.maak_band`."""
        return f"{VAST}{self.breedte}" if self.bandbreedte == VAST else self.bandbreedte


@dataclass(frozen=True)
class Stand:
    """What a choice means.

    gevolg: the row of `verkenning.gevolgen_tabel`. te_klein: aanbieders with 1 to 9 cases, shown nowhere by name.
    punten: rows of `verkenning.per_aanbieder` with noemer >= 10, best first, with naam. kracht: of
    `verkenning.kracht_tabel`. gemiddeld: N1 of the cijfers of the explorer, a fraction; NaN without cases.
    voorlopig: whether a counted row can still change.
    """

    blad: Normblad
    keuze: Keuze
    band: Bandbreedte
    gevolg: object
    te_klein: int
    punten: pd.DataFrame
    kracht: pd.DataFrame
    gemiddeld: float
    voorlopig: bool


def reken(rapport: Normrapport, keuze: Keuze) -> Stand:
    """The consequences of one choice, from the protected cijfers of the report: tens of milliseconds."""
    blad = rapport.bladen[keuze.onderwerp]
    jaren = list(keuze.jaren)
    cijfers = telt_mee(rapport, blad, jaren, keuze.variant)
    band = kies_band(keuze.band, keuze.fractie, cijfers, jaren)
    gevolg = next(gevolgen_tabel(cijfers, jaren, blad.richting, [keuze.fractie], {keuze.band: band}).itertuples())
    punten = per_aanbieder(cijfers, jaren, blad.richting, keuze.fractie, band)
    return Stand(
        blad=blad,
        keuze=keuze,
        band=band,
        gevolg=gevolg,
        te_klein=int(gevolg.te_klein) + rapport.hoeveel_verborgen(keuze.onderwerp, jaren, keuze.variant),
        punten=_geordend(rapport, blad, punten[punten["noemer"].ge(KLEINSTE)].pipe(_zoals_getoond, rapport)),
        kracht=kracht_tabel(keuze.fractie, blad.richting),
        gemiddeld=gemiddelde(rapport, blad, jaren, keuze.variant),
        voorlopig=bool(rijen(cijfers, jaren, BASIS)["status"].eq(VOORLOPIG).any()),
    )


def gemiddelde(rapport: Normrapport, blad: Normblad, jaren: Sequence[int], variant: str = BASIS) -> float:
    """N1 of the aanbieders of the explorer, a fraction; NaN without cases."""
    geteld = tel(telt_mee(rapport, blad, jaren, variant), jaren)
    return gewogen_gemiddelde(geteld["teller"], geteld["noemer"])


def telt_mee(rapport: Normrapport, blad: Normblad, jaren: Sequence[int], variant: str) -> pd.DataFrame:
    """The cijfers as if this variant were the definition; in the shared edition of the aanbieders that are shown in
    each of these years."""
    cijfers = blad.cijfers
    cijfers = cijfers[cijfers["variant"].eq(variant)].assign(variant=BASIS)
    return cijfers if rapport.is_exact else in_elk_jaar(cijfers, jaren)


def beginkeuze(rapport: Normrapport, onderwerp: Onderwerp) -> Keuze:
    """Where the explorer starts: the year of the report (else the last one there is), and the norm of the report."""
    blad = rapport.bladen[onderwerp]
    aanwezig = jaren_met(blad)
    jaren = (rapport.jaar,) if rapport.jaar in aanwezig or not aanwezig else aanwezig[-1:]
    norm = blad.beeld.norm if blad.beeld is not None else rond_norm(gemiddelde(rapport, blad, jaren))
    return Keuze(onderwerp, jaren, BASIS, 50 if pd.isna(norm) else round(norm * 100), "trechter")


def jaren_met(blad: Normblad, variant: str = BASIS) -> tuple[int, ...]:
    """Years with an aanbieder that can be shown, rising."""
    mee = rijen(blad.cijfers, variant=variant)
    return tuple(sorted({int(jaar) for jaar in mee.loc[mee["noemer"].gt(0), "jaar"]}))


def varianten(blad: Normblad) -> list[str]:
    """The definitions one can try: basis first, the others in order."""
    namen = dict.fromkeys(blad.cijfers["variant"])
    return [BASIS, *sorted(naam for naam in namen if naam != BASIS)]


def _zoals_getoond(punten: pd.DataFrame, rapport: Normrapport) -> pd.DataFrame:
    """Verdicts stay those of the exact counts; shared the numbers are in whole percent and per 5."""
    if rapport.is_exact:
        return punten
    heel = {naam: rond_fractie(punten[naam].astype("float64")) for naam in _FRACTIES}
    return punten.assign(**heel, teller=rond_aantal(punten["teller"]), noemer=rond_aantal(punten["noemer"]))


def _geordend(rapport: Normrapport, blad: Normblad, punten: pd.DataFrame) -> pd.DataFrame:
    kant = 1 if blad.lager else -1
    punten = punten.assign(
        naam=[rapport.naam_aanbieder(agb) for agb in punten["aanbieder"]], _rang=kant * punten["waarde"]
    )
    return punten.sort_values(["_rang", "naam", "aanbieder"], ignore_index=True).drop(columns="_rang")
