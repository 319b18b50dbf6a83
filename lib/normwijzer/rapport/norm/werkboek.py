"""The tables of the norm report as an Excel workbook: same numbers, same protection."""

from collections.abc import Iterable

from normwijzer.rapport.boek import Boek, maak_boek
from normwijzer.rapport.norm.besluit import tabel_herkomst
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.gevoelig import tabel_gevoelig
from normwijzer.rapport.norm.gevolgen import tabel_banden, tabel_gevolgen, tabel_klassen
from normwijzer.rapport.norm.kandidaten import tabel_kandidaten, tabel_uitleg
from normwijzer.rapport.norm.keuze import tabel_keuze
from normwijzer.rapport.norm.kop import tabel_norm_kop
from normwijzer.rapport.norm.spreiding import tabel_krimp
from normwijzer.rapport.norm.stabiel import tabel_per_jaar, tabel_zonder_een
from normwijzer.rapport.norm.stand import tabel_stand
from normwijzer.rapport.norm.tijd import tabel_kwartalen, tabel_rijping
from normwijzer.rapport.norm.toeval import tabel_kracht, tabel_toeval
from normwijzer.rapport.norm.verantwoording import tabel_alle_besluiten, tabel_digests, tabel_norm_verantwoording
from normwijzer.rapport.opmaak import hele_procenten
from normwijzer.rapport.tabel import Tabel

_PER_ONDERWERP = {
    "Kandidaten": tabel_kandidaten,
    "Gevolgen": tabel_gevolgen,
    "Bandbreedtes": tabel_banden,
    "Klassen": tabel_klassen,
    "Keuze": tabel_keuze,
    "Aanbieders": tabel_stand,
    "Toeval": tabel_toeval,
    "Kracht": tabel_kracht,
    "Spreiding": tabel_krimp,
    "Stabiliteit": tabel_per_jaar,
    "Zonder een aanbieder": tabel_zonder_een,
    "Gevoeligheid": tabel_gevoelig,
    "Rijping": tabel_rijping,
    "Kwartalen": tabel_kwartalen,
    "Herkomst": tabel_herkomst,
}
"""Sheet -> the table of every onderwerp on it, those without rows left out."""

_MET_NORM = {"Keuze", "Aanbieders", "Toeval", "Kracht", "Gevolgen", "Bandbreedtes", "Klassen"}
"""Sheets that only have rows where there is a norm to count with."""


def maak_norm_werkboek(rapport: Normrapport) -> bytes:
    """The workbook as bytes; the same report gives the same bytes."""
    with hele_procenten(rapport.editie != "intern"):
        return maak_boek(
            Boek(
                rapport.titel, rapport.editie, rapport.synthetisch, rapport.bekend_op.to_pydatetime(),
                tabel_norm_verantwoording(rapport), _bladen(rapport),
            )
        )  # fmt: skip


def _bladen(rapport: Normrapport) -> dict[str, list[Tabel]]:
    per_onderwerp = {naam: list(_tabellen(rapport, naam)) for naam in _PER_ONDERWERP}
    return {
        "Overzicht": [tabel_norm_kop(rapport)],
        "Uitleg kandidaten": [tabel_uitleg(rapport)],
        "Besluiten": [tabel_alle_besluiten(rapport)],
        **{naam: tabellen for naam, tabellen in per_onderwerp.items() if tabellen},
        "Verantwoording": [tabel_norm_verantwoording(rapport)],
        "Digests en opties": [tabel_digests(rapport)],
    }


def _tabellen(rapport: Normrapport, naam: str) -> Iterable[Tabel]:
    for blad in rapport.bladen.values():
        if naam in _MET_NORM and not _heeft_gevolgen(blad):
            continue
        tabel = _PER_ONDERWERP[naam](rapport, blad)
        if tabel.rijen:
            yield tabel


def _heeft_gevolgen(blad: Normblad) -> bool:
    return blad.beeld is not None and not blad.gevolgen.empty
