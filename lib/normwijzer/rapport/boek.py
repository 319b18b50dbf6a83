"""A report as an Excel workbook: a cover sheet, then per subject one table that can be filtered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink

from normwijzer.rapport.boekblad import BREEDST, GEWOON, GROOT, LINK, VET, schrijf_blad, zet_hoogte
from normwijzer.rapport.editie import GEDEELD_AFGEROND
from normwijzer.rapport.tabel import Tabel
from normwijzer.werkmap import to_bytes

VOORBLAD = "Voorblad"
VERTROUWELIJK = "VERTROUWELIJK"
_LANGST = 31
_VERBODEN = re.compile(r"[\[\]:*?/\\]")
_BREEDTES = (34, BREEDST + 20, 10)
"""Columns of the cover."""

_INTERN = (
    f"{VERTROUWELIJK}: interne editie met exacte aantallen, ook van kleine groepen. Niet delen buiten de kring die "
    "deze gegevens mag zien."
)
_GEDEELD = (
    f"{GEDEELD_AFGEROND} Waar te weinig mensen achter een getal staan, staat er tekst in plaats van een getal; kleine "
    "aanbieders staan samen als Overige aanbieders. De cellen bevatten niet meer cijfers dan er te zien zijn."
)
_SYNTHETISCH = "Verzonnen gegevens: deze regio, haar aanbieders en haar cliënten bestaan niet."


@dataclass(frozen=True)
class Boek:
    """What a workbook is made of.

    titel: of the report. editie: intern = exact and marked. synthetisch: invented data. verantwoording: facts about
    what it was made from, with two columns. bladen: subject -> its tables, in order.
    """

    titel: str
    editie: str
    synthetisch: bool
    moment: datetime
    verantwoording: Tabel
    bladen: Mapping[str, Sequence[Tabel]]

    @property
    def exact(self) -> bool:
        return self.editie == "intern"


def maak_boek(inhoud: Boek) -> bytes:
    """The workbook as bytes. Tables of one subject that go together stand on one sheet, the others on a next one."""
    boek = Workbook()
    voorblad = boek.active
    voorblad.title = VOORBLAD
    titel = f"{inhoud.titel} ({VERTROUWELIJK})" if inhoud.exact else inhoud.titel
    lijst = []
    for onderwerp, tabellen in inhoud.bladen.items():
        for groep in groepeer(tabellen):
            blad = boek.create_sheet(bladnaam(onderwerp, boek.sheetnames))
            aantal = schrijf_blad(blad, titel, groep, exact=inhoud.exact, terug=VOORBLAD)
            lijst.append((blad.title, _omschrijving(blad.title, groep), aantal))
    _vul_voorblad(voorblad, titel, inhoud, lijst)
    boek.properties.title = titel
    return to_bytes(boek, inhoud.moment)


def groepeer(tabellen: Sequence[Tabel]) -> list[list[Tabel]]:
    """Tables that make one long table together: the same first column, and of the others one has all that the next has.

    A table without rows goes with those before it: it only leaves a line.
    """
    groepen: list[list[Tabel]] = []
    for tabel in tabellen:
        past = next((groep for groep in groepen if _passen(groep, tabel)), None)
        if past is None:
            groepen.append([tabel])
        else:
            past.append(tabel)
    return groepen


def _passen(groep: list[Tabel], tabel: Tabel) -> bool:
    if not tabel.rijen:
        return True
    vol = [lid for lid in groep if lid.rijen]
    if not vol:
        return True
    koppen, eigen = {kolom.kop for lid in vol for kolom in lid.kolommen}, {kolom.kop for kolom in tabel.kolommen}
    return vol[0].kolommen[0].kop == tabel.kolommen[0].kop and (eigen <= koppen or koppen <= eigen)


def bladnaam(onderwerp: str, gebruikt: Sequence[str]) -> str:
    """A name that Excel accepts and that no other sheet has: at most 31 characters, some forbidden, case ignored."""
    kaal = _VERBODEN.sub(" ", onderwerp).strip().strip("'")[:_LANGST].strip() or "Blad"
    bezet, naam, nummer = {ander.casefold() for ander in gebruikt}, kaal, 1
    while naam.casefold() in bezet:
        nummer += 1
        staart = f" {nummer}"
        naam = kaal[: _LANGST - len(staart)].rstrip() + staart
    return naam


def _omschrijving(naam: str, groep: list[Tabel]) -> str:
    """What is on a sheet, for the list on the cover."""
    vol = [tabel for tabel in groep if tabel.rijen] or groep
    return vol[0].bijschrift if len(vol) == 1 else f"{naam}: {len(vol)} tabellen onder elkaar"


def _vul_voorblad(blad, titel: str, inhoud: Boek, lijst: list[tuple[str, str, int]]) -> None:
    blad.append([titel])
    blad.cell(1, 1).font = GROOT
    opmerkingen = [_INTERN if inhoud.exact else _GEDEELD, *([_SYNTHETISCH] if inhoud.synthetisch else [])]
    for opmerking in opmerkingen:
        blad.append([opmerking])
        blad.merge_cells(start_row=blad.max_row, start_column=1, end_row=blad.max_row, end_column=3)
        cel = blad.cell(blad.max_row, 1)
        cel.font, cel.alignment = VET if inhoud.exact else GEWOON, Alignment(wrap_text=True, vertical="top")
        blad.row_dimensions[blad.max_row].height = 45 if len(opmerking) > 120 else 15
    _kop(blad, "Bladen", ("Blad", "Wat erop staat", "Regels"))
    for naam, wat, aantal in lijst:
        blad.append([naam, wat, aantal])
        cel = blad.cell(blad.max_row, 1)
        cel.hyperlink = Hyperlink(ref=cel.coordinate, location=f"'{naam.replace(chr(39), chr(39) * 2)}'!A1")
        cel.font = LINK
        blad.cell(blad.max_row, 3).number_format = "#,##0"
    _kop(blad, inhoud.verantwoording.bijschrift, tuple(kolom.kop for kolom in inhoud.verantwoording.kolommen))
    for rij in inhoud.verantwoording.rijen:
        blad.append([str(waarde) for waarde in rij])
        for cel in blad[blad.max_row]:
            cel.data_type, cel.alignment = "s", Alignment(wrap_text=True, vertical="top")
        zet_hoogte(blad, blad.max_row, _BREEDTES)
    for letter, breedte in zip("ABC", _BREEDTES, strict=True):
        blad.column_dimensions[letter].width = breedte
    blad.page_setup.orientation, blad.page_setup.fitToHeight = "portrait", 0
    blad.sheet_properties.pageSetUpPr.fitToPage = True


def _kop(blad, bijschrift: str, koppen: tuple[str, ...]) -> None:
    blad.append([])
    blad.append([bijschrift])
    blad.cell(blad.max_row, 1).font = VET
    blad.append(list(koppen))
    for cel in blad[blad.max_row]:
        cel.font = VET
