"""A small norm report of two KPI's and two years, with just what the explorer reads, and the judge of its counts."""

import pandas as pd
from normwijzer.kpi import catalogus
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.normen.oordeel import oordeel
from normwijzer.normen.verkenning import kies_band
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport

UITVAL = Onderwerp("wmo", "uitval", "1")
UITSTROOM = Onderwerp("wmo", "doelrealisatie_uitstroom", "2")
VARIANT = "retour_negeren=true"

KLEIN = "00000009"
"""An aanbieder of fewer than ten clients; only in the internal edition has it rows."""

_AANBIEDERS = {f"0000000{nummer}": f"Zorg {letter}" for nummer, letter in enumerate("ABCDEF", start=1)}
_NOEMERS = {"00000001": 12, "00000002": 30, "00000003": 55, "00000004": 80, "00000005": 140, "00000006": 26}
_SLECHT = {"00000002": 0.16, "00000004": 0.55, "00000006": 0.35}
"""Rate of uitval, .12 for the others; the mirror image for uitstroom."""


def maak_normrapport(*, editie: str = "deelbaar", status: str = "definitief", jaar: int = 2024) -> Normrapport:
    """2023 and 2024; three aanbieders of UITVAL are too small in 2024, none in 2023."""
    bladen = {onderwerp: _blad(onderwerp, editie, status) for onderwerp in (UITVAL, UITSTROOM)}
    return Normrapport(
        regio="proef", naam="Regio Proef", jaar=jaar, editie=editie, synthetisch=True,
        bekend_op=pd.Timestamp("2025-04-30"), bladen=bladen, catalogi={"wmo": catalogus.laad("wmo")},
        aanbieders={**_AANBIEDERS, KLEIN: "Heel Klein"}, verantwoording={},
    )  # fmt: skip


def volgens_de_bibliotheek(
    rapport: Normrapport, onderwerp: Onderwerp, jaren: list[int], variant: str, norm: float, band: str
) -> dict[str, int]:
    """The counts by the verdict on each aanbieder, summed over the years here: another way than the explorer takes."""
    blad = rapport.bladen[onderwerp]
    cijfers = blad.cijfers[blad.cijfers["variant"].eq(variant) & blad.cijfers["jaar"].isin(jaren)]
    som = cijfers.groupby("aanbieder")[["teller", "noemer"]].sum()
    breedte = kies_band(band, norm, cijfers.assign(variant="basis"), jaren)
    stand = oordeel(som["teller"], som["noemer"], "definitief", norm, breedte, blad.richting)["oordeel"]
    telling = {naam: int(stand.eq(naam).sum()) for naam in ("voldoet", "binnen bandbreedte", "onder bandbreedte")}
    klein = int(stand.eq("te klein").sum()) + rapport.hoeveel_verborgen(onderwerp, jaren, variant)
    return telling | {"te klein": klein}


def _blad(onderwerp: Onderwerp, editie: str, status: str) -> Normblad:
    velden = dict.fromkeys(Normblad.__dataclass_fields__, pd.DataFrame())
    klein = pd.DataFrame({"jaren": ["2023", "2024", "2023+2024"], "variant": "basis", "aanbieders": [0, 3, 3]})
    return Normblad(**velden | {
        "onderwerp": onderwerp, "definitie": catalogus.laad("wmo").definities[onderwerp.kpi], "beeld": None,
        "cijfers": _cijfers(onderwerp, editie, status), "fit": None, "bootstrap": (float("nan"),) * 2,
        "kwartaalsoort": "", "in_controle": None, "besluiten": (), "digest_opties": "", "digest_uitkomst": "",
        "opties": {}, "regio": pd.DataFrame({"jaar": [2023, 2024]}),
        "verborgen": klein if editie == "deelbaar" else klein.assign(aanbieders=0),
    })  # fmt: skip


def _cijfers(onderwerp: Onderwerp, editie: str, status: str) -> pd.DataFrame:
    lager = onderwerp is UITVAL
    rijen = []
    for jaar, groei in ((2023, 0), (2024, 7)):
        for agb, noemer in _NOEMERS.items():
            for variant, factor in (("basis", 1.0), (VARIANT, 0.8)):
                deel = _SLECHT.get(agb, 0.12) * factor
                n = noemer + groei
                rijen.append((jaar, variant, agb, round(n * (deel if lager else 1 - deel)), n, status))
        if editie == "intern":
            rijen.append((jaar, "basis", KLEIN, 1, 4, status))
    kolommen = ["jaar", "variant", "aanbieder", "teller", "noemer", "status"]
    return pd.DataFrame(rijen, columns=kolommen).astype({"teller": "Int64", "noemer": "Int64"})
