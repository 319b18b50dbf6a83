"""Reading the semicolon CSV files that a region supplies, with errors a person can mend."""

import csv
import difflib
import io
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ..fouten import DataFout, leesfout


def read_csv(pad: Path, verplicht: tuple[str, ...], optioneel: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Rows of a region's CSV file, each with the key `regel` (line number in the file) and stripped text.

    Args:
        pad: UTF-8 text, byte order mark allowed, `;` between fields, one header row. Empty lines are skipped.
        verplicht, optioneel: the columns that must and may be there, in any order; optional ones that are
            absent come out as empty text.

    Raises:
        DataFout: unreadable, no UTF-8, wrong header, a row with another number of fields.
    """
    try:
        tekst = pad.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fout:
        raise DataFout(
            pad.name, f"is geen UTF-8 (byte {fout.start})", "tekst in UTF-8; kies in Excel 'CSV UTF-8'"
        ) from None
    except OSError as fout:
        raise DataFout(pad.name, f"kan niet worden gelezen ({leesfout(fout)})") from None
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=";", strict=True)
    try:
        regels = [(lezer.line_num, rij) for rij in lezer if any(veld.strip() for veld in rij)]
    except csv.Error:
        raise DataFout(f"{pad.name}, regel {lezer.line_num}", "heeft een aanhalingsteken dat niet sluit") from None
    if not regels:
        raise DataFout(pad.name, "is leeg", f"een kopregel met {';'.join(verplicht + optioneel)}")
    kop = [naam.strip().lower() for naam in regels[0][1]]
    _check_kop(pad.name, kop, verplicht, optioneel)
    return [_to_rij(pad.name, nummer, kop, rij, optioneel) for nummer, rij in regels[1:]]


def parse_datum(tekst: str, waar: str, kolom: str) -> date | None:
    """A date as ISO (2024-12-31) or Dutch (31-12-2024); empty text is None."""
    if not tekst:
        return None
    iso, nl = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", tekst), re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", tekst)
    try:
        if iso:
            return date(*map(int, iso.groups()))
        if nl:
            return date(*map(int, reversed(nl.groups())))
    except ValueError:
        raise DataFout(f"{waar}, kolom {kolom}", f"'{tekst}' bestaat niet als datum", "een kalenderdatum") from None
    raise DataFout(f"{waar}, kolom {kolom}", f"'{tekst}' is geen datum", "jjjj-mm-dd of dd-mm-jjjj")


def suggest(naam: str, bekend: Iterable[str]) -> str:
    """' Bedoelt u …?' when a known name looks like `naam`, else empty text."""
    dichtbij = difflib.get_close_matches(naam, sorted(bekend), n=1, cutoff=0.6)
    return f"; bedoelt u '{dichtbij[0]}'?" if dichtbij else ""


def _check_kop(bestand: str, kop: list[str], verplicht: tuple[str, ...], optioneel: tuple[str, ...]) -> None:
    bekend = verplicht + optioneel
    for naam in kop:
        if naam not in bekend:
            raise DataFout(
                f"{bestand}, kopregel", f"de kolom '{naam}' is onbekend{suggest(naam, bekend)}", ", ".join(bekend)
            )
    dubbel = sorted({naam for naam in kop if kop.count(naam) > 1})
    if dubbel:
        raise DataFout(f"{bestand}, kopregel", f"de kolom '{dubbel[0]}' staat er twee keer", "elke kolom één keer")
    ontbreekt = [naam for naam in verplicht if naam not in kop]
    if ontbreekt:
        raise DataFout(f"{bestand}, kopregel", f"de kolom '{ontbreekt[0]}' ontbreekt", ";".join(bekend))


def _to_rij(bestand: str, nummer: int, kop: list[str], rij: list[str], optioneel: tuple[str, ...]) -> dict[str, str]:
    if len(rij) != len(kop):
        raise DataFout(
            f"{bestand}, regel {nummer}", f"heeft {len(rij)} velden", f"{len(kop)} velden, zoals de kopregel"
        )
    velden = {naam: veld.strip() for naam, veld in zip(kop, rij, strict=True)}
    return {naam: "" for naam in optioneel} | velden | {"regel": str(nummer)}
