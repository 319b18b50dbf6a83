"""How much aanbieders differ beyond chance, and what it means to allow for that or not: a choice of policy."""

import pandas as pd

from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.woorden import titel, verwacht
from normwijzer.rapport.tabel import Cel, Kolom, Tabel

_WEINIG = 15
"""Below this many aanbieders the model is too sure of itself (norm-specificatie 1.3)."""


def zinnen_spreiding(blad: Normblad) -> list[str]:
    """Whether there are differences beyond chance, and what either choice of bandwidth would do."""
    if blad.fit is None:
        return []
    if not blad.fit.verschillen:
        return [
            "Er is geen aanwijzing voor verschillen boven toeval: de aanbieders kunnen in werkelijkheid even goed "
            "zijn, en toch zo verschillend uitkomen. Dat bewijst niet dat zij gelijk zijn; bij deze aantallen is dat "
            "niet te zien. Een bandbreedte met of zonder bestaande verschillen is hier dezelfde."
        ]
    deel = blad.gevolgen[blad.gevolgen["norm"].eq(blad.beeld.norm)].set_index("band")
    zonder, met = int(deel.at["trechter", "onder"]), int(deel.at["trechter_spreiding", "onder"])
    straal = opmaak.getal(blad.fit.tau2**0.5 * 100, 1)
    return [
        f"De aanbieders verschillen meer dan toeval verklaart: hun werkelijke waarden lopen naar schatting zo'n "
        f"{straal} procentpunt uiteen (standaardafwijking).",
        f"Wat daarmee te doen is een keuze van beleid. Wie alleen toeval toestaat, houdt iedereen aan de norm: dan "
        f"zijn er {zonder} slechter dan de bandbreedte. Wie ook de bestaande verschillen toestaat, aanvaardt die: dan "
        f"zijn het er {met}.",
        *_zin_kansen(deel),
    ]


def tabel_krimp(rapport: Normrapport, blad: Normblad) -> Tabel:
    """One row per aanbieder: the value as counted, and what is likely once chance is taken into account."""
    rijen = []
    if blad.fit is not None and blad.fit.verschillen:
        groot = blad.aanbieders[blad.aanbieders["noemer"].ge(10)]
        for rij in groot.sort_values(["noemer", "aanbieder"], ascending=[False, True]).itertuples():
            kans = "" if pd.isna(rij.kans_slechter) else Cel(rij.kans_slechter, "procent0")
            rijen.append((rapport.naam_aanbieder(rij.aanbieder), rij.noemer, rij.waarde, rij.gekrompen,
                          Cel(rij.betrouwbaarheid, "procent0"), kans))  # fmt: skip
    kolommen = (
        Kolom("Aanbieder", rijkop=True), Kolom("Noemer", "aantal"), Kolom("Geteld", "procent"),
        Kolom("Naar het gemiddelde getrokken", "procent"), Kolom("Deel dat geen toeval is", "waarde"),
        Kolom("Kans werkelijk slechter dan de norm", "waarde"),
    )  # fmt: skip
    weinig = f" Met minder dan {_WEINIG} aanbieders is dit model te zeker van zichzelf." if _weinig(blad) else ""
    slot = f"Indicatief, en nooit een oordeel: het contract kijkt naar de getelde waarde.{weinig}"
    return Tabel(f"Toeval eruit gedacht: {titel(rapport, blad)}", kolommen, rijen, slot)


def _zin_kansen(deel: pd.DataFrame) -> list[str]:
    """How many are expected to be truly worse than the norm."""
    kans = deel["kans_slechter"].dropna()
    if kans.empty:
        return []
    return [f"Naar schatting van het model zijn er {verwacht(kans.iloc[0])} aanbieders werkelijk slechter dan de norm."]


def _weinig(blad: Normblad) -> bool:
    return blad.fit is not None and blad.fit.k < _WEINIG
