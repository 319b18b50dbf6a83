"""Tables that people keep, from csv files and Excel workbooks: columns by name, each cell with its place.

A `Vorm` says what a table looks like; what is in the cells is for the caller to judge. Nothing raises: what could not
be read is a `Gebrek`, which never repeats what somebody typed.
"""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..fouten import leesfout
from .csvkolommen import Kolommen, read_kolommen
from .csvregels import read_regels
from .getallen import is_leeg
from .werkboek import GROOTST_UITGEPAKT, MEEST_REGELS, Blad, WerkboekFout, read_bladen

UITLEGBLADEN = ("Toelichting", "Definities", "Keuzelijsten")
"""Sheets that only explain."""
_ZOEKDIEPTE = 20


@dataclass(frozen=True)
class Vorm:
    """What one kind of table looks like.

    kolommen: names, lower case. verplicht: those that must be there. herken, herken_minstens: a row with at least so
    many of these names is the header of a sheet. uitleg: columns that are known and not read. bladen: sheets that may
    be named. lijkt_regel: see `read_regels`. lang: it may have very many rows. grootst: bytes of the largest file;
    te_groot: what a larger one is called.
    """

    kolommen: tuple[str, ...]
    verplicht: tuple[str, ...]
    herken: tuple[str, ...]
    herken_minstens: int
    uitleg: tuple[str, ...] = ()
    bladen: tuple[str, ...] = UITLEGBLADEN
    lijkt_regel: re.Pattern[str] | None = None
    lang: bool = False
    meest_regels: int = MEEST_REGELS
    grootst: int = 50_000_000
    grootst_uitgepakt: int = GROOTST_UITGEPAKT
    te_groot: str = "het is te groot"

    def is_kop(self, namen: set[str]) -> bool:
        """Whether cells with these names are the header."""
        return len(namen & set(self.herken)) >= self.herken_minstens


@dataclass(frozen=True)
class Gebrek:
    """What could not be read.

    soort: bestand_onleesbaar, kopregel, kolom_onbekend, blad_onbekend, blad_verborgen, te_veel_regels, aanhalingsteken
    or regel_onleesbaar. plek: place in the file, empty = the file. extra: more words. regel: its line, 0 = none.
    ontbreekt, dubbel: columns of a wrong header. kolom: the unknown name itself; somebody typed it, so never show it.
    """

    soort: str
    plek: str = ""
    extra: str = ""
    regel: int = 0
    ontbreekt: tuple[str, ...] = ()
    dubbel: tuple[str, ...] = ()
    kolom: str = ""


@dataclass(frozen=True)
class Deel:
    """The filled rows of a csv file or of one sheet, column by column.

    blad: name of the sheet when it is one of the form, else its number; empty for csv. letters: column -> letters,
    empty for csv. regels: line or row of each, from 1. cellen: column -> cells as found (text, number, date, None,
    `getallen.FORMULE`; a Series of text when all are text); a column that is absent is not there.
    """

    blad: str
    letters: dict[str, str] = field(default_factory=dict)
    regels: Sequence[int] = field(default_factory=list)
    cellen: dict[str, Sequence] = field(default_factory=dict)


def read_delen(pad: Path, vorm: Vorm) -> tuple[list[Deel], list[Gebrek]]:
    """The tables in one .csv or .xlsx file, rows without anything in a known column left out; and what was not read."""
    try:
        inhoud = pad.read_bytes() if pad.stat().st_size <= vorm.grootst else None
    except OSError as fout:
        return [], [_onleesbaar(leesfout(fout))]
    if inhoud is None:
        return [], [_onleesbaar(vorm.te_groot)]
    return (_read_xlsx if pad.suffix.lower() == ".xlsx" else _read_csv)(inhoud, vorm)


def plaats_van(blad: str, letters: dict[str, str], regel: int, kolom: str = "") -> str:
    """Place in the file of a row, or of its cell in `kolom`."""
    if blad:
        return f"blad {blad}, cel {letters[kolom]}{regel}" if kolom in letters else f"blad {blad}, regel {regel}"
    return f"regel {regel}, kolom {kolom}" if kolom else f"regel {regel}"


def _onleesbaar(waarom: str) -> Gebrek:
    return Gebrek("bestand_onleesbaar", extra=f" ({waarom})")


def _read_csv(inhoud: bytes, vorm: Vorm) -> tuple[list[Deel], list[Gebrek]]:
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [], [_onleesbaar("het is UTF-16; kies bij opslaan 'CSV UTF-8'")]
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [_onleesbaar("het is geen UTF-8")]
    kolommen = read_kolommen(inhoud.removeprefix(codecs.BOM_UTF8)) if vorm.lang else None
    return _from_kolommen(kolommen, vorm) if kolommen else _from_regels(tekst, vorm)


def _from_kolommen(gelezen: Kolommen, vorm: Vorm) -> tuple[list[Deel], list[Gebrek]]:
    kop, gebreken = _kop(gelezen.namen, vorm, f"regel {gelezen.kopregel}")
    if not kop:
        return [], gebreken
    gebreken += [Gebrek("regel_onleesbaar", f"regel {regel}", regel=regel) for regel in gelezen.fout]
    cellen = {kolom: gelezen.velden[plaats].str.strip() for kolom, plaats in kop.items()}
    gevuld = np.logical_or.reduce([(veld != "").to_numpy(dtype=bool) for veld in cellen.values()])
    if not gevuld.all():
        cellen = {kolom: veld[gevuld].reset_index(drop=True) for kolom, veld in cellen.items()}
    return [Deel("", {}, gelezen.regels[gevuld], cellen)], gebreken


def _from_regels(tekst: str, vorm: Vorm) -> tuple[list[Deel], list[Gebrek]]:
    regels, kapot = read_regels(tekst, vorm.lijkt_regel) if vorm.lijkt_regel else read_regels(tekst)
    gebreken = [Gebrek("aanhalingsteken", f"regel {regel}", regel=regel) for regel in kapot]
    if not regels:
        return [], gebreken or [_onleesbaar("het is leeg")]
    (kopregel, namen), rest = regels[0], regels[1:]
    kop, nieuw = _kop(namen, vorm, f"regel {kopregel}")
    gebreken += nieuw
    if not kop:
        return [], gebreken
    gebreken += [
        Gebrek("regel_onleesbaar", f"regel {regel}", regel=regel) for regel, velden in rest if len(velden) != len(namen)
    ]
    heel = [(regel, velden) for regel, velden in rest if len(velden) == len(namen)]
    return [_deel(kop, [regel for regel, _ in heel], [velden for _, velden in heel], "")], gebreken


def _read_xlsx(inhoud: bytes, vorm: Vorm) -> tuple[list[Deel], list[Gebrek]]:
    try:
        bladen = read_bladen(inhoud, vorm.meest_regels, vorm.grootst_uitgepakt)
    except WerkboekFout as fout:
        return [], [_onleesbaar(str(fout))]
    koppen = [_zoek_kop(blad, vorm) for blad in bladen]
    gevonden = any(blad.zichtbaar and plaats is not None for blad, plaats in zip(bladen, koppen, strict=True))
    delen, gebreken = [], [] if gevonden else [Gebrek("kopregel")]
    for blad, plaats in zip(bladen, koppen, strict=True):
        # What somebody called a sheet can be the name of a person.
        wie = blad.naam if blad.naam in vorm.bladen else str(blad.nummer)
        if blad.zichtbaar and plaats is not None:
            deel, nieuw = _read_blad(blad, plaats, wie, vorm)
            delen += deel
            gebreken += nieuw
        elif plaats is not None or (gevonden and wie not in UITLEGBLADEN and not _is_leeg_blad(blad)):
            gebreken.append(Gebrek("blad_onbekend" if blad.zichtbaar else "blad_verborgen", f"blad {wie}"))
    return delen, gebreken


def _read_blad(blad: Blad, plaats: int, wie: str, vorm: Vorm) -> tuple[list[Deel], list[Gebrek]]:
    kop, gebreken = _kop(blad.regels[plaats], vorm, f"blad {wie}, regel {plaats + 1}")
    if not kop:
        return [], gebreken
    if blad.meer:
        gebreken.append(Gebrek("te_veel_regels", f"blad {wie}, vanaf regel {vorm.meest_regels + 1}"))
    nummers = list(range(plaats + 2, len(blad.regels) + 1))
    return [_deel(kop, nummers, blad.regels[plaats + 1 :], wie)], gebreken


def _deel(kop: dict[str, int], nummers: list[int], rijen: list, blad: str) -> Deel:
    cellen = {kolom: [rij[plaats] if plaats < len(rij) else None for rij in rijen] for kolom, plaats in kop.items()}
    gevuld = [not all(map(is_leeg, rij)) for rij in zip(*cellen.values(), strict=True)]
    if not all(gevuld):
        cellen = {kolom: _kies(waarden, gevuld) for kolom, waarden in cellen.items()}
        nummers = _kies(nummers, gevuld)
    letters = {kolom: _letters(plaats) for kolom, plaats in kop.items()} if blad else {}
    return Deel(blad, letters, nummers, cellen)


def _kies(waarden: list, masker: list[bool]) -> list:
    return [waarde for waarde, houd in zip(waarden, masker, strict=True) if houd]


def _zoek_kop(blad: Blad, vorm: Vorm) -> int | None:
    bovenaan = enumerate(blad.regels[:_ZOEKDIEPTE])
    return next((nummer for nummer, cellen in bovenaan if vorm.is_kop({_naam(cel) for cel in cellen})), None)


def _is_leeg_blad(blad: Blad) -> bool:
    return not blad.meer and all(is_leeg(cel) for cellen in blad.regels for cel in cellen)


def _kop(cellen: list, vorm: Vorm, waar: str) -> tuple[dict[str, int], list[Gebrek]]:
    """Column -> position; empty when a required column is absent or there twice."""
    namen = [_naam(cel) for cel in cellen]
    dubbel = tuple(kolom for kolom in vorm.kolommen if namen.count(kolom) > 1)
    ontbreekt = tuple(kolom for kolom in vorm.verplicht if kolom not in namen)
    if dubbel or ontbreekt:
        hint = _scheidingshint(namen, vorm)
        return {}, [Gebrek("kopregel", waar, hint, ontbreekt=() if hint else ontbreekt, dubbel=dubbel)]
    bekend = {*vorm.kolommen, *vorm.uitleg, ""}
    vreemd = [Gebrek("kolom_onbekend", waar, kolom=naam) for naam in namen if naam not in bekend]
    return {kolom: namen.index(kolom) for kolom in vorm.kolommen if kolom in namen}, vreemd


def _scheidingshint(namen: list[str], vorm: Vorm) -> str:
    for teken, woord in ((",", "komma's"), ("\t", "tabs")):
        if len(namen) < len(vorm.verplicht) and vorm.is_kop({deel.strip(' "') for deel in namen[0].split(teken)}):
            return f"; tussen de kolommen staan {woord} in plaats van puntkomma's"
    return ""


def _naam(cel: Any) -> str:
    return cel.strip().lower() if isinstance(cel, str) else ""


def _letters(nummer: int) -> str:
    rest, letter = divmod(nummer, 26)
    return (_letters(rest - 1) if rest else "") + chr(65 + letter)
