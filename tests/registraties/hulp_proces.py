"""Helpers: tables of the administrative process on disk, a sound row of each, and reading them."""

from pathlib import Path

from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from normwijzer.regio import lees_regio
from normwijzer.registraties import Proces, lees_proces
from registraties.hulp_opgave import AGB, ANDER, leg_xlsx, maak_regio

__all__ = ["AGB", "ANDER", "GOED", "KOPPEN", "fout_van", "leg", "leg_werkmap", "lees", "maak_regio", "met"]

KOPPEN = {
    "aanvragen": ["aanvraag", "gemeente", "datum_ontvangst", "datum_einde_melding", "opschorting_dagen"],
    "afwijzingen": [
        "wet", "gemeente", "toewijzingnummer", "agb", "datum_ontvangst", "datum_afwijzing", "datum_intrekking",
    ],
    "betalingen": ["wet", "gemeente", "agb", "declaratienummer", "datum_betaling", "bedrag"],
}  # fmt: skip
GOED = {
    "aanvragen": ["A-1", "9901", "2025-01-02", "2025-02-03", "14"],
    "afwijzingen": ["wmo", "9901", "12", AGB, "2025-01-02", "2025-01-06", "2025-01-10"],
    "betalingen": ["jw", "9902", AGB, "D0001", "2025-03-04", "1234,56"],
}


def met(tabel: str, **cellen) -> list:
    """The sound row with other cells."""
    return [cellen.get(kolom, cel) for kolom, cel in zip(KOPPEN[tabel], GOED[tabel], strict=True)]


def leg(
    paden: Paden, tabel: str, *rijen: list, kop: list | None = None, einde: str = "\n", codering: str = "utf-8"
) -> Path:
    """The table as csv, cells as they are."""
    regels = [";".join(rij) for rij in (KOPPEN[tabel] if kop is None else kop, *rijen)]
    pad = paden.registraties("proef") / f"{tabel}.csv"
    pad.write_bytes("".join(regel + einde for regel in regels).encode(codering))
    return pad


def leg_werkmap(paden: Paden, tabel: str, *rijen: list, kop: list | None = None, blad: str = "Blad1") -> Path:
    """The table as xlsx with real numbers and dates where the cells are that."""
    return leg_xlsx(paden.registraties("proef") / f"{tabel}.xlsx", [kop or KOPPEN[tabel], *rijen], blad)


def lees(paden: Paden) -> Proces:
    return lees_proces(paden, lees_regio(paden, "proef"))


def fout_van(paden: Paden) -> str:
    """What is said about the tables; they must be wrong."""
    try:
        lees(paden)
    except DataFout as fout:
        return str(fout)
    raise AssertionError("er is niets mis gevonden")
