"""Decisions for tests, all fields filled; what a test is about it says itself."""

from datetime import date

from normwijzer.normen.bandbreedte import maak_bandbreedte
from normwijzer.normen.besluit import Basis, Besluit, Digest, Kandidaat

DIGEST = Digest("ab12", "cd34", "ef56", "0789", "feed")


def maak_besluit(norm=0.12, *, band="trechter", breedte=None, tau2=0.0, **anders):
    """A decision on uitval in perceel 1 on the outcomes of 2024, in force from the year after its jaar."""
    jaar = anders.get("jaar", 2024)
    vast = {
        "familie": "wmo",
        "kpi": "uitval",
        "perceel": "1",
        "soort": "",
        "jaar": jaar,
        "methode": "expert",
        "geldt_vanaf": jaar + 1,
        "besluit": "Vastgesteld in het contractoverleg.",
        "door": "Stuurgroep",
        "datum": date(jaar + 1, 5, 12),
        "bekend_op": date(jaar + 1, 4, 30),
        "voorlopig": False,
        "reden_herziening": "",
        "bandbreedte": maak_bandbreedte(band, norm, breedte=breedte, tau2=tau2),
        "basis": Basis(11, 59, 11 / 59, 4, 3, (jaar,)),
        "digest": DIGEST,
        "opties": {"opvolg_venster_dagen": "28", "jaar_op": "einddatum"},
        "kandidaten": (Kandidaat("N1", "gewogen_gemiddelde", norm=11 / 59), Kandidaat("N3", "mediaan", 0.5, 3 / 14)),
    }
    return Besluit(**vast | {"norm": norm} | anders)
