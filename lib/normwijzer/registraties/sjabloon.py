"""The Excel form that one aanbieder gets: what to fill in, what it means, and checks in the cells."""

import tomllib
from datetime import datetime
from functools import cache
from math import ceil
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..werkmap import to_bytes
from .indicatoren import Indicator, laad_indicatoren
from .tabelbestand import INVULBLAD, UITLEGBLADEN, UITLEGKOLOMMEN

PERIODE, VRAAG, TELLER_UITLEG, NOEMER_UITLEG = UITLEGKOLOMMEN
KOP = (
    "agb", "jaar", "halfjaar", "indicator", PERIODE, VRAAG, "teller", "noemer", "waarde", "opmerking", TELLER_UITLEG,
    NOEMER_UITLEG,
)  # fmt: skip
"""Columns of the sheet Opgave, left to right."""
_BREEDTES = (11, 7, 9, 30, 30, 44, 10, 10, 10, 26, 60, 60)
_INVUL = ("teller", "noemer", "waarde", "opmerking")
_HALFJAREN = {None: "heel {jaar}", 1: "1 januari tot en met 30 juni {jaar}", 2: "1 juli tot en met 31 december {jaar}"}
_GEWOON, _VET, _TITEL = Font("Calibri", 11), Font("Calibri", 11, bold=True), Font("Calibri", 14, bold=True)
_LOOP = Alignment(vertical="top", wrap_text=True)
_REGELHOOGTE = 15
_VAST = PatternFill("solid", fgColor="F0F0F0")
_LIJN = Side(style="thin", color="808080")


def maak_sjabloon(agb: str, naam: str, regio: str, jaar: int) -> bytes:
    """The form of one aanbieder over one year as bytes of an .xlsx; the same arguments give the same bytes.

    Sheets: Toelichting, Opgave (row 1 is the header; a row per indicator and period of `Indicator.halfjaren`),
    Definities, Keuzelijsten. Only the cells to fill in are unlocked; the protection has no password.

    Args:
        naam, regio: for people.
    """
    boek = Workbook()
    boek.remove(boek.active)
    naam, regio = _schoon(naam), _schoon(regio)
    velden = {
        "agb": agb, "naam": naam, "jaar": jaar,
        "regio": regio if regio.lower().startswith("regio ") else f"Regio {regio}",
    }  # fmt: skip
    toelichting, definities, keuzelijsten = UITLEGBLADEN
    _toelichting(boek.create_sheet(toelichting), velden)
    _opgave(boek.create_sheet(INVULBLAD), velden)
    _definities(boek.create_sheet(definities))
    _keuzelijsten(boek.create_sheet(keuzelijsten))
    boek.active = 0
    boek.properties.title, boek.properties.language = _teksten()["titel"].format(**velden), "nl-NL"
    return to_bytes(boek, datetime(jaar, 1, 1))


def regels() -> list[tuple[Indicator, int | None]]:
    """Indicator and halfjaar (None = the whole year) of each row of the form, top to bottom."""
    return [(indicator, halfjaar) for indicator in laad_indicatoren().values() for halfjaar in indicator.halfjaren]


@cache
def _teksten() -> dict:
    return tomllib.loads((Path(__file__).parent / "sjabloon.toml").read_text(encoding="utf-8"))


def _schoon(naam: str) -> str:
    """A name without control characters, which a workbook cannot hold."""
    return " ".join(ILLEGAL_CHARACTERS_RE.sub(" ", naam).split())


def _toelichting(blad: Worksheet, velden: dict) -> None:
    _schrijf(blad, 1, 1, _teksten()["titel"].format(**velden)).font = _TITEL
    _schrijf(blad, 2, 1, f"AGB-code {velden['agb']}")
    regel = 4
    for deel in _teksten()["uitleg"]:
        _schrijf(blad, regel, 1, deel["kop"]).font = _VET
        _schrijf(blad, regel + 1, 1, deel["tekst"].format(**velden)).alignment = _LOOP
        regel += 3
    _maak_op(blad, (100,))


def _opgave(blad: Worksheet, velden: dict) -> None:
    for nummer, naam in enumerate(KOP, start=1):
        cel = _schrijf(blad, 1, nummer, naam)
        cel.font, cel.alignment, cel.fill = _VET, _LOOP, _VAST
    for nummer, (indicator, halfjaar) in enumerate(regels(), start=2):
        vast = {
            "agb": velden["agb"], "jaar": velden["jaar"], "halfjaar": halfjaar, "indicator": indicator.indicator,
            PERIODE: _HALFJAREN[halfjaar].format(**velden), VRAAG: f"{indicator.nummer} {indicator.naam}",
            TELLER_UITLEG: indicator.teller, NOEMER_UITLEG: indicator.noemer,
        }  # fmt: skip
        for kolom, naam in enumerate(KOP, start=1):
            cel = _schrijf(blad, nummer, kolom, vast.get(naam))
            cel.alignment = _LOOP
            if naam in _INVUL:
                cel.protection, cel.border = Protection(locked=False), Border(_LIJN, _LIJN, _LIJN, _LIJN)
            else:
                cel.fill = _VAST
        _controles(blad, nummer, indicator)
    _vaste_lijsten(blad, len(regels()) + 1)
    _maak_op(blad, _BREEDTES)


def _controles(blad: Worksheet, regel: int, indicator: Indicator) -> None:
    """Cell checks of one row; each lets an empty cell be."""
    teksten = _teksten()["controles"]
    t, n, w, o = (f"{get_column_letter(KOP.index(naam) + 1)}{regel}" for naam in _INVUL)
    heel_t, heel_n = (f"ISNUMBER({cel}),{cel}>=0,{cel}=INT({cel})" for cel in (t, n))
    leeg_t, leeg_n = (f'{cel}=""' for cel in (t, n))
    if indicator.soort == "aandeel":
        soort, teller, samen = "teller", f"AND({heel_t},OR({leeg_n},{t}<={n}))", f"{n}>={t}"
    elif indicator.soort == "gemiddelde":
        bij = f"{t}>={n}*{indicator.minimum:g},{t}<={n}*{indicator.maximum:g}"
        soort, teller, samen = "teller_som", f"AND(ISNUMBER({t}),{t}>=0,OR({leeg_n},AND({bij})))", f"AND({bij})"
    else:
        soort, teller = "teller_aantal", f"AND({heel_t},OR({leeg_n},{t}>={n}*{indicator.minimum:g}))"
        samen = f"{t}>={n}*{indicator.minimum:g}"
    _controle(blad, t, teksten[soort], type="custom", formula1=teller)
    _controle(blad, n, teksten["noemer"], type="custom", formula1=f"AND({heel_n},OR({leeg_t},{samen}))")
    grens = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": f"{indicator.minimum:g}"}
    bereik = f"van {indicator.minimum:g} of meer"
    if indicator.maximum is not None:
        grens |= {"operator": "between", "formula2": f"{indicator.maximum:g}"}
        bereik = f"van {indicator.minimum:g} tot en met {indicator.maximum:g}"
    waarde = {naam: tekst.format(bereik=bereik) for naam, tekst in teksten["waarde"].items()}
    _controle(blad, w, waarde, **grens)
    keuzes = len(_teksten()["opmerkingen"]["keuzes"]) + 1
    _controle(
        blad, o, _teksten()["opmerkingen"], type="list", formula1=f"Keuzelijsten!$A$2:$A${keuzes}", errorStyle="warning"
    )


def _vaste_lijsten(blad: Worksheet, laatste: int) -> None:
    """Drop-downs on the fixed codes, for who takes the protection off to add a row."""
    lijsten = {
        "halfjaar": '"1,2"',
        "indicator": f"Definities!$A$2:$A${len(laad_indicatoren()) + 1}",
    }
    for kolom, formule in lijsten.items():
        letter = get_column_letter(KOP.index(kolom) + 1)
        controle = DataValidation(type="list", formula1=formule, allow_blank=kolom == "halfjaar", showErrorMessage=True)
        controle.add(f"{letter}2:{letter}{laatste}")
        blad.add_data_validation(controle)


def _controle(blad: Worksheet, cel: str, teksten: dict, **soort) -> None:
    controle = DataValidation(
        allow_blank=True, showErrorMessage=True, showInputMessage=True, promptTitle=teksten["titel"],
        prompt=teksten["vraag"], errorTitle=teksten["titel"], error=teksten["melding"], **soort,
    )  # fmt: skip
    controle.add(cel)
    blad.add_data_validation(controle)


def _definities(blad: Worksheet) -> None:
    _tabel(
        blad,
        ("indicator", "nummer", "naam", "teller", "noemer", "periode", "waarom"),
        [
            (
                indicator.indicator, indicator.nummer, indicator.naam, indicator.teller, indicator.noemer,
                "per halfjaar" if indicator.optelbaar else "heel jaar", indicator.reden,
            )
            for indicator in laad_indicatoren().values()
        ],
        (32, 9, 40, 60, 60, 14, 60),
    )  # fmt: skip


def _keuzelijsten(blad: Worksheet) -> None:
    _tabel(blad, ("opmerking",), [(keuze,) for keuze in _teksten()["opmerkingen"]["keuzes"]], (32,))


def _tabel(blad: Worksheet, kop: tuple[str, ...], rijen: list[tuple], breedtes: tuple[int, ...]) -> None:
    for regel, rij in enumerate([kop, *rijen], start=1):
        for kolom, waarde in enumerate(rij, start=1):
            cel = _schrijf(blad, regel, kolom, waarde)
            cel.alignment, cel.font = _LOOP, _VET if regel == 1 else _GEWOON
    _maak_op(blad, breedtes)


def _schrijf(blad: Worksheet, regel: int, kolom: int, waarde):
    """A cell; text is text, whatever it starts with."""
    cel = blad.cell(regel, kolom, waarde)
    if isinstance(waarde, str):
        cel.data_type, cel.number_format = "s", "@"
    return cel


def _maak_op(blad: Worksheet, breedtes: tuple[int, ...]) -> None:
    """Widths, heights that fit the text (programs do not all work these out), printing on the page's width, and
    protection without a password."""
    for nummer, breedte in enumerate(breedtes, start=1):
        blad.column_dimensions[get_column_letter(nummer)].width = breedte
    for regel, cellen in enumerate(blad.iter_rows(), start=1):
        hoogste = max(ceil(len(str(cel.value or "")) / (1.05 * breedtes[cel.column - 1])) for cel in cellen)
        blad.row_dimensions[regel].height = _REGELHOOGTE * max(1, hoogste) + 3
    if len(breedtes) > 1:
        blad.freeze_panes, blad.print_title_rows = "A2", "1:1"
    pagina = blad.page_setup
    pagina.orientation, pagina.paperSize = "landscape", blad.PAPERSIZE_A4
    blad.sheet_properties.pageSetUpPr.fitToPage, pagina.fitToWidth, pagina.fitToHeight = True, 1, 0
    blad.protection.sheet = True
    blad.protection.formatColumns = blad.protection.formatRows = False
