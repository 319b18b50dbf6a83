"""A report with norm decisions from outcome rows that can be counted by hand."""

from datetime import date

import pandas as pd
from hulp_klein import bescherm_uitkomsten
from normwijzer.kpi import catalogus
from normwijzer.normen.bandbreedte import maak_bandbreedte
from normwijzer.normen.besluit import Basis, Besluit, Digest, Kandidaat
from normwijzer.normen.oordeel import beoordeel
from normwijzer.rapport.gegevens import Rapport

EERSTE, TWEEDE, DERDE, KLEIN = "00000001", "00000002", "00000003", "00000004"
NAMEN = {EERSTE: "Zorg <A>", TWEEDE: "Beek", DERDE: "Duin", KLEIN: "Klein"}


def rij(kpi="uitval", perceel="1", aanbieder="", teller=30, noemer=100, jaar=2025, **anders) -> dict:
    """One outcome row; variant basis, definitief."""
    return {
        "familie": "wmo", "kpi": kpi, "variant": "basis", "jaar": jaar, "perceel": perceel, "aanbieder": aanbieder,
        "gemeente": "", "soort": "", "teller": teller, "noemer": noemer, "waarde": teller / noemer if noemer else None,
        "eenheid": "fractie", "onder": 0.1, "boven": 0.5, "grens_onder": None, "grens_boven": None,
        "status": "definitief", "bekend_op": date(2026, 6, 30), **anders,
    }  # fmt: skip


def besluit(kpi="uitval", perceel="1", norm=0.18, band="trechter", breedte=None, jaar=2024, **anders) -> Besluit:
    """A decision on 2024 that counts from 2025, set on 62 of 340."""
    velden = {
        "familie": "wmo", "kpi": kpi, "perceel": perceel, "soort": "", "jaar": jaar, "norm": norm,
        "methode": "gewogen_gemiddelde", "geldt_vanaf": jaar + 1, "besluit": "wat allen samen haalden",
        "door": "overleg <x>", "datum": date(2025, 5, 22), "bekend_op": date(2025, 4, 30), "voorlopig": False,
        "reden_herziening": "", "bandbreedte": maak_bandbreedte(band, norm, breedte=breedte),
        "basis": Basis(62, 340, 62 / 340, 7, 5, (jaar,)), "digest": Digest(*["0" * 64] * 5), "opties": {},
        "kandidaten": (Kandidaat("N1", "gewogen_gemiddelde", norm=62 / 340),),
    }  # fmt: skip
    return Besluit(**{**velden, **anders})


def herijkt(over: Besluit, **anders) -> dict:
    """The decision computed again: nothing changed, unless said."""
    basis = over.basis
    getallen = {
        f"{wat}_{wanneer}": getal
        for wanneer in ("toen", "nu", "laatst")
        for wat, getal in (("waarde", basis.waarde), ("teller", basis.teller), ("noemer", basis.noemer))
    }
    zelfde = dict.fromkeys(("berichten_anders", "bronnen_anders", "opties_anders", "code_anders"), False)
    return {
        "familie": over.familie, "kpi": over.kpi, "perceel": over.perceel, "soort": over.soort, "jaar": over.jaar,
        "volgnummer": 0, "bekend_op": pd.Timestamp(over.bekend_op), **getallen, "gelijk": True, **zelfde,
        "waarde_oude_opties": basis.waarde, "d_definitie": 0.0, "d_rest": 0.0, "reden": "", **anders,
    }  # fmt: skip


def maak_rapport(*rijen, besluiten=(), herijking=(), editie="deelbaar", jaar=2025, familie="wmo", **anders) -> Rapport:
    """A report of these rows, protected and judged as `lees_rapport` does it."""
    tabel = pd.DataFrame(list(rijen)).astype({"teller": "Int64", "noemer": "Int64", "waarde": "float64"})
    leeg = pd.DataFrame()
    velden = {
        "regio": "r", "naam": "Regio R", "jaar": jaar, "familie": familie, "editie": editie, "synthetisch": True,
        "bekend_op": pd.Timestamp("2026-06-30"),
        "uitkomsten": beoordeel(bescherm_uitkomsten(tabel, editie), list(besluiten)), "nevencijfers": leeg,
        "kwaliteit": leeg, "niet_ingedeeld": leeg, "signalen": leeg, "catalogus": catalogus.laad(familie),
        "aanbieders": NAMEN, "woorden": {}, "opties": leeg, "verantwoording": {},
        "frames": {"redenen": leeg, "stroom": leeg}, "besluiten": tuple(besluiten),
        "herijking": pd.DataFrame(list(herijking)),
    }  # fmt: skip
    return Rapport(**{**velden, **anders})
