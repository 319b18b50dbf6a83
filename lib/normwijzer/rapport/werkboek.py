"""The tables of a report as an Excel workbook: same numbers, same protection, with the definitions."""

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from normwijzer.rapport.aanbieders import tabel_gemeenten, tabellen_aanbieders
from normwijzer.rapport.beloop import tabel_redenen, tabellen_stroom
from normwijzer.rapport.definitie import tabel_definities
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.gevoeligheid import tabel_gevoeligheid, varianten
from normwijzer.rapport.jaren import tabel_jaren_lang
from normwijzer.rapport.jeugd.bron import tabel_geen_bron
from normwijzer.rapport.jeugd.doelen import tabel_doelen
from normwijzer.rapport.jeugd.hitte import tabel_hitte
from normwijzer.rapport.jeugd.kpi import tabel_opgave
from normwijzer.rapport.jeugd.overleving import tabel_overleving_lang
from normwijzer.rapport.jeugd.respons import tabel_respons
from normwijzer.rapport.jeugd.stroom import tabel_stroom_jaren
from normwijzer.rapport.jeugd.verblijfsduur import tabel_duur_jaren, tabel_per_vorm, tabel_verblijfsduur
from normwijzer.rapport.kop import tabel_kop
from normwijzer.rapport.kwaliteit import tabel_kwaliteit, tabel_nevencijfers, tabel_niet_ingedeeld, tabel_signalen
from normwijzer.rapport.oordeelbesluit import tabel_besluiten
from normwijzer.rapport.proces.werkboek import bladen_proces
from normwijzer.rapport.tabel import GETALSOORTEN, Cel, Tabel, schrijf
from normwijzer.rapport.verantwoording import tabel_opties, tabel_verantwoording
from normwijzer.werkmap import to_bytes

_EXCEL = {
    "aantal": "#,##0",
    "getal": "#,##0.0",
    "getal2": "#,##0.00",
    "procent": "0.0%",
    "procent0": "0%",
    "procent2": "0.00%",
    "punten2": "+0.00;-0.00;0.00",
    "punten": "+0.0;-0.0;0.0",
    "verschil": "+0.0;-0.0;0.0",
    "verschil2": "+0.00;-0.00;0.00",
    "relatief": "+0.0%;-0.0%;0.0%",
    "datum": "dd-mm-yyyy",
    "jaar": "0",
}


def maak_werkboek(rapport: Rapport) -> bytes:
    """The workbook as bytes; the same report gives the same bytes."""
    boek = Workbook()
    boek.remove(boek.active)
    titel = rapport.titel + (" (VERTROUWELIJK)" if rapport.editie == "intern" else "")
    for naam, tabellen in _bladen(rapport).items():
        vul_blad(boek.create_sheet(naam), titel, tabellen)
    boek.properties.title = rapport.titel
    return to_bytes(boek, rapport.bekend_op.to_pydatetime())


def _bladen(rapport: Rapport) -> dict[str, list[Tabel]]:
    kpis = list(rapport.definities)
    if rapport.groep == "wet":
        return bladen_proces(rapport)
    bladen = {
        "Overzicht": [tabel_kop(rapport), *([tabel_geen_bron(rapport)] if "geen_bron" in rapport.frames else [])],
        "Definities": [tabel_definities(rapport)],
        **({"Normen": [tabel_besluiten(rapport)]} if rapport.besluiten else {}),
        "Aanbieders": [tabel for kpi in kpis for tabel in _per_aanbieder(rapport, kpi)],
        "Jaren": [tabel_jaren_lang(rapport, kpi) for kpi in kpis],
        "Gevoeligheid": [tabel_gevoeligheid(rapport, kpi) for kpi in kpis if varianten(rapport, kpi)],
        "Nevencijfers": [tabel_nevencijfers(rapport, kpi) for kpi in kpis],
        **_eigen_bladen(rapport),
        "Redenen": [tabel_redenen(rapport)],
        "Stroom": _stroom(rapport),
        "Kwaliteit": [tabel_kwaliteit(rapport), tabel_signalen(rapport), tabel_niet_ingedeeld(rapport)],
        "Verantwoording": [tabel_verantwoording(rapport), tabel_opties(rapport)],
    }
    if rapport.editie == "intern" and rapport.groep == "perceel":
        bladen["Gemeenten"] = [tabel_gemeenten(rapport, kpi) for kpi in kpis]
    return {naam: tabellen for naam, tabellen in bladen.items() if tabellen or rapport.groep == "perceel"}


def _per_aanbieder(rapport: Rapport, kpi: str) -> list[Tabel]:
    tabellen = tabellen_aanbieders(rapport, kpi)
    if tabellen or rapport.groep == "perceel":
        return tabellen
    opgave = tabel_opgave(rapport, kpi)
    return [opgave] if opgave.rijen else []


def _stroom(rapport: Rapport) -> list[Tabel]:
    if "stroom" not in rapport.frames:
        return []
    jaren = [tabel_stroom_jaren(rapport)] if rapport.groep == "soort" else []
    return [*jaren, *tabellen_stroom(rapport)]


def _eigen_bladen(rapport: Rapport) -> dict[str, list[Tabel]]:
    """Sheets of what only some families have, by the frame they are made from."""
    bladen = {
        "doelen": ("Doelen", (tabel_doelen, tabel_hitte)),
        "verblijfsduur": ("Verblijfsduur", (tabel_verblijfsduur, tabel_per_vorm, tabel_duur_jaren)),
        "overleving": ("Overleving", (tabel_overleving_lang,)),
        "respons": ("Respons", (tabel_respons,)),
    }
    return {
        blad: [maak(rapport) for maak in makers] for frame, (blad, makers) in bladen.items() if frame in rapport.frames
    }


def vul_blad(blad, titel: str, tabellen: list[Tabel]) -> None:
    """Fill one sheet: the title, then every table with its caption."""
    blad.append([titel])
    blad.cell(1, 1).font = Font(bold=True, size=14)
    for tabel in tabellen:
        blad.append([])
        _vul_tabel(blad, tabel)
    for nummer in range(1, blad.max_column + 1):
        blad.column_dimensions[get_column_letter(nummer)].width = 34 if nummer == 1 else 22


def _vul_tabel(blad, tabel: Tabel) -> None:
    blad.append([tabel.bijschrift if tabel.rijen else f"{tabel.bijschrift}: {tabel.leeg}"])
    blad.cell(blad.max_row, 1).font = Font(bold=True)
    if not tabel.rijen:
        return
    blad.append([kolom.kop for kolom in tabel.kolommen])
    for cel in blad[blad.max_row]:
        cel.font = Font(bold=True)
    for rij in tabel.rijen:
        blad.append([_waarde(*_ontvouw(ruw, kolom.soort)) for ruw, kolom in zip(rij, tabel.kolommen, strict=True)])
        regel = blad.max_row
        for nummer, (ruw, kolom) in enumerate(zip(rij, tabel.kolommen, strict=True), start=1):
            waarde, soort = _ontvouw(ruw, kolom.soort)
            cel = blad.cell(regel, nummer)
            cel.alignment = Alignment(vertical="top", wrap_text=isinstance(waarde, str))
            if isinstance(waarde, str):
                cel.data_type = "s"  # a text that starts with = is no formula
            elif soort in _EXCEL:
                cel.number_format = _EXCEL[soort]
    if tabel.toelichting:
        blad.append([tabel.toelichting])


def _ontvouw(ruw, soort: str) -> tuple:
    """A cell that brings its own kind as value and kind."""
    return (ruw.waarde, ruw.soort) if isinstance(ruw, Cel) else (ruw, soort)


def _waarde(waarde, soort: str):
    """What goes into the cell: a number stays a number."""
    if isinstance(waarde, str):
        return waarde
    if soort == "jaar":
        return int(waarde)
    if waarde is None or pd.isna(waarde) or soort not in GETALSOORTEN:
        return schrijf(waarde, soort)
    getal = float(waarde)
    if soort in ("punten", "punten2"):
        return getal * 100
    return int(getal) if soort == "aantal" and getal.is_integer() else getal
