"""What each candidate would do with each bandwidth, and the bandwidth in the form in which it can be published."""

import numpy as np
import pandas as pd

from normwijzer.normen.bandbreedte import in_woorden, maak_bandbreedte
from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.woorden import BANDEN, BANDKOPPEN, EIGEN, kort_beeld, slechter_is, titel
from normwijzer.rapport.oordeel import norm_tekst
from normwijzer.rapport.tabel import Cel, Kolom, Tabel


def tabel_gevolgen(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per norm in whole percent, with the aanbieders worse than the norm and worse than every bandwidth."""
    rijen = []
    for norm, deel in blad.gevolgen.groupby("norm", sort=True):
        per_band = deel.set_index("band")
        eerste = next(deel.itertuples())
        onder = [_onder(per_band, band) for band in BANDEN]
        rijen.append((
            norm_tekst(norm), _wie(blad, norm), eerste.binnen + eerste.onder,
            Cel(eerste.vals_alarm_norm, "getal"), *onder,
        ))  # fmt: skip
    kolommen = (
        Kolom("Norm", rijkop=True), Kolom("Is"), Kolom("Slechter dan de norm", "aantal"),
        Kolom("Verwacht als iedereen op de norm zit", "waarde"),
        *(Kolom(kop, "aantal") for kop in BANDKOPPEN.values()),
    )  # fmt: skip
    return Tabel(f"Gevolgen per kandidaat: {titel(rapport, blad)}", kolommen, rijen, _slot(rapport, blad))


def tabel_banden(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per bandwidth at the norm of the section: every verdict, false alarms and the tests beside them."""
    deel = blad.gevolgen
    if len(deel) and blad.beeld is not None:
        deel = deel[np.isclose(deel["norm"], blad.beeld.norm)]
    besloten = blad.beeld is not None and blad.beeld.besluit is not None
    namen = {**({EIGEN: "zoals vastgesteld"} if besloten else {}), **BANDEN}
    deel = deel[deel["band"].isin(namen)].sort_values("band", key=lambda k: k.map(list(namen).index), kind="stable")
    rijen = [
        (
            namen[rij.band].capitalize(), rij.voldoet, rij.binnen, rij.onder, rij.onder_ver,
            Cel(rij.vals_alarm_grens, "getal2"),
        )
        for rij in deel.itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Bandbreedte", rijkop=True), Kolom("Voldoet", "aantal"), Kolom("Binnen", "aantal"),
        Kolom("Slechter", "aantal"), Kolom("Waarvan ver", "aantal"), Kolom("Verwacht vals alarm", "waarde"),
    )  # fmt: skip
    bij = f" bij {kort_beeld(blad.beeld)}" if blad.beeld is not None else ""
    return Tabel(f"Gevolgen per bandbreedte{bij}: {titel(rapport, blad)}", kolommen, rijen, _slot_banden(deel))


def tabel_klassen(rapport: Normrapport, blad: Normblad) -> Tabel:
    """The publishable classes at the norm of the section: with so many cases, so far behind is within the bandwidth."""
    rijen = []
    if blad.beeld is not None:
        for klasse in _klassen(blad.beeld):
            tot = "of meer" if klasse.tot_en_met is None else f"tot en met {klasse.tot_en_met}"
            rand = blad.beeld.norm + (klasse.breedte if blad.lager else -klasse.breedte)
            rand = min(1.0, max(0.0, rand))
            breedte = f"{opmaak.getal(klasse.breedte * 100, 0)} procentpunt"
            rijen.append((f"{klasse.van} {tot}", breedte, _rand(blad, rand)))
    kolommen = (Kolom("Aantal in de noemer", rijkop=True), Kolom("Bandbreedte"), Kolom("Gesprek bij"))
    bij = f" bij {kort_beeld(blad.beeld)}" if blad.beeld is not None else ""
    slot = "Onder de 10 is er geen oordeel. De klassen volgen uit de ondergrens van elke klasse, in hele procentpunten."
    return Tabel(f"Bandbreedte in klassen{bij}, geschikt om te publiceren", kolommen, rijen, slot)


def zin_band(blad: Normblad) -> str:
    """The bandwidth that the figures use, in words."""
    if blad.beeld is None:
        return ""
    vooraf = "" if blad.beeld.besluit else "Ook de bandbreedte is een voorbeeld. "
    return vooraf + in_woorden(blad.beeld.band)


def _klassen(beeld) -> tuple:
    if beeld.band.methode == "klassen":
        return beeld.band.klassen
    return maak_bandbreedte("klassen", beeld.norm).klassen


def _rand(blad: Normblad, rand: float) -> str:
    """meer dan 43 %; a limit that nobody can pass says so."""
    if rand >= 1 if blad.lager else rand <= 0:
        return "de bandbreedte reikt tot het uiterste: geen gesprek op dit cijfer"
    return f"{'meer' if blad.lager else 'minder'} dan {opmaak.procent(rand, 0)}"


def _onder(per_band: pd.DataFrame, band: str):
    return per_band.at[band, "onder"] if band in per_band.index else opmaak.STREEP


def _wie(blad: Normblad, norm: float) -> str:
    """Which candidates round to this norm, and whether it is the one of the section."""
    kandidaten = blad.kandidaten[~blad.kandidaten["te_klein"] & np.isclose(blad.kandidaten["norm_heel"], norm)]
    kandidaten = kandidaten[~kandidaten["jaren"].str.contains("+", regex=False)]
    namen = [f"{rij.id}{_deel(rij.q)}" for rij in kandidaten.itertuples()]
    beeld = blad.beeld
    if beeld is not None and beeld.besluit is not None and np.isclose(beeld.norm, norm):
        namen.insert(0, "vastgestelde norm")
    return ", ".join(namen)


def _deel(q) -> str:
    return "" if pd.isna(q) else f" ({opmaak.getal(q * 100, 0)} %)"


def _slot(rapport: Normrapport, blad: Normblad) -> str:
    rij = next(blad.gevolgen.itertuples(), None)
    if rij is None:
        return ""
    klein = f" Daarnaast {_zijn(rij.te_klein)} te klein voor een oordeel." if rij.te_klein else ""
    wie = "met 10 of meer in de noemer" if rapport.is_exact else "die in deze editie te zien zijn"
    return (
        "De laatste vijf kolommen: hoeveel slechter dan die bandbreedte. Aantallen van "
        f"{opmaak.meervoud(int(rij.k), 'aanbieder', 'aanbieders')} {wie}.{klein} Slechter is "
        f"hier {slechter_is(blad)}. Het jaar waarop een norm wordt bepaald, wordt er zelf niet aan getoetst."
    )


def _slot_banden(deel: pd.DataFrame) -> str:
    rij = next(deel.itertuples(), None)
    if rij is None:
        return ""
    slot = (
        f"Zonder bandbreedte: {int(rij.binnen + rij.onder)} slechter dan de norm, van wie er "
        f"{opmaak.getal(rij.vals_alarm_norm, 1)} te verwachten zijn als iedereen in werkelijkheid op de norm zit. Ter "
        f"vergelijking: {int(rij.onder_toets)} bij een exacte toets (5 %), {int(rij.onder_wilson)} met het hele "
        "95 %-interval aan de slechte kant."
    )
    return slot


def _zijn(aantal: int) -> str:
    return "is er 1 aanbieder" if aantal == 1 else f"zijn er {opmaak.aantal(aantal)} aanbieders"
