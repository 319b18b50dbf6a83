"""One sheet of a workbook: title, a way back, one table with a fixed heading and filters, and the notes below it."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from textwrap import wrap

import pandas as pd
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from normwijzer.rapport import opmaak
from normwijzer.rapport.tabel import GETALSOORTEN, Cel, Kolom, Tabel, schrijf

BREEDST, SMALST = 60, 9
KOPREGEL = 4
"""Row of the heading on every sheet with a table."""

TABEL = Kolom("Tabel", rijkop=True)
"""Extra first column where several tables stand below each other: which one a row is of."""

_DECIMALEN = {
    "aantal": 0, "getal": 1, "getal2": 2, "procent": 0, "procent0": 0, "procent2": 2, "punten": 0, "punten2": 2,
    "verschil": 1, "verschil2": 2, "relatief": 0,
}  # fmt: skip
"""Kind of a number -> decimals that a shared report shows of it; of percentages in percent."""

_EXACT = _DECIMALEN | {"procent": 1, "punten": 1, "relatief": 1}
_IN_PROCENT = frozenset({"procent", "procent0", "procent2", "relatief"})
_MAAL_HONDERD = frozenset({"punten", "punten2"})
_MET_TEKEN = frozenset({"punten", "punten2", "verschil", "verschil2", "relatief"})
_JAAR = re.compile(r"(?:19|20)\d\d")
_GETAL = re.compile(r"([+\-\u2212])?(0|[1-9]\d{0,2}(?:\.\d{3})*)(?:,(\d{1,4}))?([ \u00a0\u202f]?%)?")
_CODES = frozenset({"code", "categorie", "product", "bericht", "berichttype", "optie", "onderwerp", "versie"})
"""Headings of columns whose figures are names."""

GEWOON, VET, GROOT = Font("Calibri", 11), Font("Calibri", 11, bold=True), Font("Calibri", 14, bold=True)
LINK = Font("Calibri", 11, color="01689B", underline="single")
"""Always with a name: without one every program picks another letter."""

_REGEL, _HOOGST = 15.0, 409.0
"""Height of a line of text, and the most that Excel takes for a row, in points."""

_VLAK = PatternFill("solid", fgColor="E8F1F6")
_LIJN = Border(bottom=Side(style="thin", color="01689B"))


def schrijf_blad(blad, titel: str, tabellen: Sequence[Tabel], *, exact: bool, terug: str) -> int:
    """Fill a sheet with tables whose columns go together; returns how many rows they have.

    Args:
        exact: write numbers as they are; otherwise each is stored with no more digits than are shown.
        terug: name of the sheet to link back to.
    """
    blad.append([titel])
    blad.cell(1, 1).font = GROOT
    blad.append([f"Terug naar {terug}"])
    cel = blad.cell(2, 1)
    cel.hyperlink, cel.font = Hyperlink(ref="A2", location=f"'{terug}'!A1"), LINK
    vol = [tabel for tabel in tabellen if tabel.rijen]
    blad.append([_bijschrift(vol)])
    blad.cell(3, 1).font = VET
    if vol:
        _vul_tabel(blad, *_samen(vol), exact)
    noten = [tabel.toelichting for tabel in vol if tabel.toelichting]
    noten += [f"{tabel.bijschrift}: {tabel.leeg}" for tabel in tabellen if not tabel.rijen]
    for noot in dict.fromkeys(noten):
        blad.append([])
        blad.append([noot])
        blad.cell(blad.max_row, 1).data_type = "s"
    _voor_de_printer(blad, titel)
    return sum(len(tabel.rijen) for tabel in vol)


def _bijschrift(vol: list[Tabel]) -> str:
    if len(vol) == 1:
        return vol[0].bijschrift
    return f"{len(vol)} tabellen onder elkaar; kies er een met het filter van de eerste kolom" if vol else ""


def _samen(vol: list[Tabel]) -> tuple[list[Kolom], list[list]]:
    """Columns, and rows of (value, kind) as (empty text, tekst) where a table does not have the column."""
    if len(vol) == 1:
        (tabel,) = vol
        return list(tabel.kolommen), [_rij(rij, tabel.kolommen) for rij in tabel.rijen]
    kolommen = list(max(vol, key=lambda tabel: len(tabel.kolommen)).kolommen)
    rijen = []
    for tabel in vol:
        for rij in tabel.rijen:
            eigen = dict(zip([kolom.kop for kolom in tabel.kolommen], _rij(rij, tabel.kolommen), strict=True))
            rijen.append([(tabel.bijschrift, "tekst"), *(eigen.get(kolom.kop, ("", "tekst")) for kolom in kolommen)])
    return [TABEL, *kolommen], rijen


def _rij(rij: tuple, kolommen: Sequence[Kolom]) -> list[tuple]:
    return [_ontvouw(ruw, kolom.soort) for ruw, kolom in zip(rij, kolommen, strict=True)]


def _ontvouw(ruw, soort: str) -> tuple:
    """A cell that brings its own kind as value and kind."""
    return (ruw.waarde, ruw.soort) if isinstance(ruw, Cel) else (ruw, soort)


def _vul_tabel(blad, kolommen: list[Kolom], rijen: list[list], exact: bool) -> None:
    blad.append([kolom.kop for kolom in kolommen])
    for cel in blad[KOPREGEL]:
        cel.data_type, cel.font, cel.fill, cel.border = "s", VET, _VLAK, _LIJN
        cel.alignment = Alignment(vertical="top", wrap_text=True)
    for regel, rij in enumerate(rijen, start=KOPREGEL + 1):
        for nummer, ((waarde, soort), kolom) in enumerate(zip(rij, kolommen, strict=True), start=1):
            _zet(blad.cell(regel, nummer), *als_waarde(waarde, soort, kolom.kop, exact=exact))
    laatste = f"{get_column_letter(len(kolommen))}{KOPREGEL + len(rijen)}"
    blad.freeze_panes = f"A{KOPREGEL + 1}"
    blad.auto_filter.ref = f"A{KOPREGEL}:{laatste}"
    blad.print_title_rows = f"{KOPREGEL}:{KOPREGEL}"
    breedtes = []
    for nummer, kolom in enumerate(kolommen, start=1):
        langst = max((len(schrijf(*rij[nummer - 1])) for rij in rijen), default=0)
        breedtes.append(_breedte(kolom.kop, langst))
        blad.column_dimensions[get_column_letter(nummer)].width = breedtes[-1]
    zet_hoogte(blad, KOPREGEL, breedtes)
    for regel in range(KOPREGEL + 1, KOPREGEL + 1 + len(rijen)):
        zet_hoogte(blad, regel, breedtes)


def zet_hoogte(blad, regel: int, breedtes: Sequence[int]) -> None:
    """Room for every line of the longest text in the row; programs do not all make it themselves."""
    cellen = [(blad.cell(regel, nummer).value, breedte - 1) for nummer, breedte in enumerate(breedtes, start=1)]
    lang = [(tekst, breedte) for tekst, breedte in cellen if isinstance(tekst, str) and len(tekst) > breedte]
    regels = max((len(wrap(tekst, breedte)) for tekst, breedte in lang), default=1)
    if regels > 1:
        blad.row_dimensions[regel].height = min(_HOOGST, regels * _REGEL)


def _breedte(kop: str, langst: int) -> int:
    """Room for the longest word of the heading with the button of its filter, and for the cells up to a limit."""
    woord = max((len(woord) for woord in kop.split()), default=0) + 4
    return max(SMALST, woord, min(langst + 2, BREEDST), min(len(kop) + 4, 18))


def _zet(cel, waarde, vorm: str) -> None:
    if waarde == "":
        return
    cel.value = waarde
    if isinstance(waarde, str):
        cel.data_type = "s"  # a text that starts with = is no formula
    else:
        cel.number_format = vorm
    cel.alignment = Alignment(vertical="top", wrap_text=isinstance(waarde, str))


def als_waarde(waarde, soort: str, kop: str = "", *, exact: bool) -> tuple[object, str]:
    """What goes into a cell and how it is shown: a number stays a number, a text (also one instead of a number) a text.

    Args:
        kop: heading of the column: one about euros gives an amount, one about a year a number of a text of four digits,
            and in one of codes a text of figures stays a text.
        exact: with all its digits; otherwise no more than are shown.
    """
    if isinstance(waarde, str):
        return _uit_tekst(waarde, kop)
    if waarde is None or pd.isna(waarde):
        return schrijf(waarde, soort), ""
    if soort == "jaar":
        return int(waarde), "0"
    if soort == "datum":
        return pd.Timestamp(waarde).to_pydatetime(), "dd-mm-yyyy"
    if soort not in GETALSOORTEN:
        return schrijf(waarde, soort), ""
    return _getal(waarde, soort, exact), _vorm(soort, "euro" in kop.lower(), exact)


def _uit_tekst(tekst: str, kop: str) -> tuple[object, str]:
    """A text that is nothing but a number as readers write it is that number, unless it is a code."""
    if "jaar" in kop.lower() and _JAAR.fullmatch(tekst):
        return int(tekst), "0"
    gevonden = None if kop.lower() in _CODES else _GETAL.fullmatch(tekst)
    if gevonden is None:
        return tekst, ""
    teken, geheel, rest, procent = (deel or "" for deel in gevonden.groups())
    kaal = Decimal(f"{'-' if teken in ('-', opmaak.MINTEKEN) else ''}{geheel.replace('.', '')}.{rest or 0}")
    getal = float(kaal / 100 if procent else kaal)
    cijfers = "0" + (f".{'0' * len(rest)}" if rest else "") + ("%" if procent else "")
    vorm = f"+{cijfers};-{cijfers};{cijfers}" if teken == "+" else cijfers if procent else f"#,##{cijfers}"
    return int(getal) if not rest and not procent else getal, vorm


def _getal(waarde, soort: str, exact: bool) -> float | int:
    getal = Decimal(repr(float(waarde))) * (100 if soort in _MAAL_HONDERD else 1)
    if not exact:
        schaal = _DECIMALEN[soort] + (2 if soort in _IN_PROCENT else 0)
        getal = getal.quantize(Decimal(1).scaleb(-schaal), rounding=ROUND_HALF_UP)
    return int(getal) if soort == "aantal" and getal == getal.to_integral_value() else float(getal)


def _vorm(soort: str, euro: bool, exact: bool) -> str:
    decimalen = (_EXACT if exact else _DECIMALEN)[soort]
    cijfers = "0" + ("." + "0" * decimalen if decimalen else "")
    if soort in _IN_PROCENT:
        cijfers += "%"
    if soort in _MET_TEKEN:
        return f"+{cijfers};-{cijfers};{cijfers}"
    if soort in _IN_PROCENT:
        return cijfers
    return f'"€" #,##{cijfers}' if euro else f"#,##{cijfers}"


def _voor_de_printer(blad, titel: str) -> None:
    blad.page_setup.orientation, blad.page_setup.paperSize, blad.page_setup.fitToHeight = "landscape", 9, 0
    blad.sheet_properties.pageSetUpPr.fitToPage = True
    blad.oddFooter.left.text = titel.replace("&", "&&")
    blad.oddFooter.right.text = "&P / &N"
