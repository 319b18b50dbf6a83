"""Rows of registrations from csv files and Excel workbooks, each cell with its place."""

from pathlib import Path
from typing import Any

import pandas as pd

from ..fouten import leesfout
from .csvregels import read_regels
from .getallen import is_leeg
from .meldingen import Melding
from .werkboek import MEEST_REGELS, Blad, WerkboekFout, read_bladen

KOLOMMEN = ("agb", "jaar", "halfjaar", "indicator", "teller", "noemer", "waarde", "opmerking")
VERPLICHT = ("agb", "jaar", "indicator", "teller", "noemer", "waarde")
UITLEGKOLOMMEN = ("periode", "vraag", "wat is de teller?", "wat is de noemer?")
"""Columns of the form that only explain; reading passes over them."""
UITLEGBLADEN = ("Toelichting", "Definities", "Keuzelijsten")
INVULBLAD = "Opgave"
"""Sheets of the form: those that only explain, and the one to fill in."""
_GETALLEN = tuple(KOLOMMEN.index(kolom) for kolom in ("teller", "noemer", "waarde"))
_ZOEKDIEPTE = 20
_GROOTST = 50_000_000


def read_opgave(pad: Path, naam: str, *, ook_leeg: bool = False) -> tuple[pd.DataFrame, list[Melding]]:
    """Rows of one .csv or .xlsx file in which something was filled in, as typed.

    Args:
        naam: what people call the file. ook_leeg: also rows in which no number was filled in.

    Returns:
        (rows, problems). Rows: `KOLOMMEN` as found (text, number, None, `getallen.FORMULE`), bestand (= naam),
        blad (its name when it is one of the form, else its number; empty for csv), regel (line or row, from 1), kop
        (column -> letters, empty for csv). A row without teller, noemer and waarde is left out by default: nothing was
        reported there.
    """
    try:
        inhoud = pad.read_bytes() if pad.stat().st_size <= _GROOTST else None
    except OSError as fout:
        return _lege_rijen(), [Melding("opgave_bestand_onleesbaar", naam, extra=f" ({leesfout(fout)})")]
    if inhoud is None:
        return _lege_rijen(), [Melding("opgave_bestand_onleesbaar", naam, extra=" (het is te groot voor een opgave)")]
    lees = _read_xlsx if pad.suffix.lower() == ".xlsx" else _read_csv
    rijen, meldingen = lees(inhoud, naam)
    if not ook_leeg:
        rijen = [rij for rij in rijen if not all(is_leeg(rij[plaats]) for plaats in _GETALLEN)]
    if not rijen:
        return _lege_rijen(), meldingen
    return pd.DataFrame(rijen, columns=[*KOLOMMEN, "bestand", "blad", "regel", "kop"], dtype="object"), meldingen


def plek(rij: Any, kolom: str = "") -> str:
    """Place in the file of one row of `read_opgave`, or of its cell in `kolom`."""
    if rij.blad:
        return f"blad {rij.blad}, cel {rij.kop[kolom]}{rij.regel}" if kolom else f"blad {rij.blad}, regel {rij.regel}"
    return f"regel {rij.regel}, kolom {kolom}" if kolom else f"regel {rij.regel}"


def _lege_rijen() -> pd.DataFrame:
    return pd.DataFrame(columns=[*KOLOMMEN, "bestand", "blad", "regel", "kop"], dtype="object")


def _read_csv(inhoud: bytes, naam: str) -> tuple[list[tuple], list[Melding]]:
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [], [Melding("opgave_bestand_onleesbaar", naam, extra=" (het is UTF-16; kies bij opslaan 'CSV UTF-8')")]
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Melding("opgave_bestand_onleesbaar", naam, extra=" (het is geen UTF-8)")]
    regels, kapot = read_regels(tekst)
    meldingen = [Melding("opgave_aanhalingsteken", naam, f"regel {regel}") for regel in kapot]
    if not regels:
        return [], meldingen or [Melding("opgave_bestand_onleesbaar", naam, extra=" (het is leeg)")]
    kop, nieuw = _kop(regels[0][1], naam, f"regel {regels[0][0]}")
    meldingen += nieuw
    if not kop:
        return [], meldingen
    rijen = []
    for regel, velden in regels[1:]:
        if len(velden) != len(regels[0][1]):
            meldingen.append(Melding("opgave_regel_onleesbaar", naam, f"regel {regel}"))
        else:
            rijen += _rij(kop, velden, (naam, "", regel, {}))
    return rijen, meldingen


def _read_xlsx(inhoud: bytes, naam: str) -> tuple[list[tuple], list[Melding]]:
    try:
        bladen = read_bladen(inhoud)
    except WerkboekFout as fout:
        return [], [Melding("opgave_bestand_onleesbaar", naam, extra=f" ({fout})")]
    koppen = [_zoek_kop(blad) for blad in bladen]
    gevonden = any(blad.zichtbaar and plaats is not None for blad, plaats in zip(bladen, koppen, strict=True))
    rijen, meldingen = [], [] if gevonden else [Melding("opgave_kopregel", naam)]
    for blad, plaats in zip(bladen, koppen, strict=True):
        # What somebody called a sheet can be the name of a person.
        wie = blad.naam if blad.naam in (*UITLEGBLADEN, INVULBLAD) else str(blad.nummer)
        if blad.zichtbaar and plaats is not None:
            deel, nieuw = _read_blad(blad, plaats, naam, wie)
            rijen += deel
            meldingen += nieuw
        elif plaats is not None or (gevonden and wie not in UITLEGBLADEN and not _is_leeg_blad(blad)):
            signaal = "opgave_blad_onbekend" if blad.zichtbaar else "opgave_blad_verborgen"
            meldingen.append(Melding(signaal, naam, f"blad {wie}"))
    return rijen, meldingen


def _read_blad(blad: Blad, plaats: int, naam: str, wie: str) -> tuple[list[tuple], list[Melding]]:
    kop, meldingen = _kop(blad.regels[plaats], naam, f"blad {wie}, regel {plaats + 1}")
    if not kop:
        return [], meldingen
    letters = {kolom: _letters(nummer) for kolom, nummer in kop.items()}
    rijen = []
    for nummer, cellen in enumerate(blad.regels[plaats + 1 :], start=plaats + 2):
        rijen += _rij(kop, cellen, (naam, wie, nummer, letters))
    if blad.meer:
        meldingen.append(Melding("opgave_te_veel_regels", naam, f"blad {wie}, vanaf regel {MEEST_REGELS + 1}"))
    return rijen, meldingen


def _zoek_kop(blad: Blad) -> int | None:
    return next((nummer for nummer, cellen in enumerate(blad.regels[:_ZOEKDIEPTE]) if _is_kop(cellen)), None)


def _is_leeg_blad(blad: Blad) -> bool:
    return not blad.meer and all(is_leeg(cel) for cellen in blad.regels for cel in cellen)


def _is_kop(cellen: list) -> bool:
    return {"agb", "indicator"} <= {_naam(cel) for cel in cellen}


def _kop(cellen: list, naam: str, waar: str) -> tuple[dict[str, int], list[Melding]]:
    """Column -> position; empty when a required column is absent or there twice."""
    namen = [_naam(cel) for cel in cellen]
    if any(namen.count(kolom) > 1 for kolom in KOLOMMEN) or not set(VERPLICHT) <= set(namen):
        return {}, [Melding("opgave_kopregel", naam, waar, extra=_scheidingshint(namen))]
    bekend = {*KOLOMMEN, *UITLEGKOLOMMEN, ""}
    vreemd = [Melding("opgave_kolom_onbekend", naam, waar) for kolom in namen if kolom not in bekend]
    return {kolom: namen.index(kolom) for kolom in KOLOMMEN if kolom in namen}, vreemd


def _scheidingshint(namen: list[str]) -> str:
    for teken, woord in ((",", "komma's"), ("\t", "tabs")):
        if len(namen) < len(VERPLICHT) and {"agb", "indicator"} <= {deel.strip(' "') for deel in namen[0].split(teken)}:
            return f"; tussen de kolommen staan {woord} in plaats van puntkomma's"
    return ""


def _naam(cel: Any) -> str:
    return cel.strip().lower() if isinstance(cel, str) else ""


def _rij(kop: dict[str, int], cellen: list, herkomst: tuple) -> list[tuple]:
    """The row in a list, or nothing when it is empty."""
    waarden = {kolom: cellen[plaats] if plaats < len(cellen) else None for kolom, plaats in kop.items()}
    if all(is_leeg(cel) for cel in waarden.values()):
        return []
    return [(*(waarden.get(kolom) for kolom in KOLOMMEN), *herkomst)]


def _letters(nummer: int) -> str:
    rest, letter = divmod(nummer, 26)
    return (_letters(rest - 1) if rest else "") + chr(65 + letter)
