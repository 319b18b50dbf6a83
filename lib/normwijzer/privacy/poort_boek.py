"""The gate for a workbook: every member of the zip, every cell of every sheet, hidden ones too."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree
from openpyxl.writer.theme import theme_xml

from normwijzer.privacy.poort_tekst import (
    BUITEN,
    EEN_DATUM,
    GEBOORTEDATUM,
    GEBOREN,
    VERPAKT,
    Toegestaan,
    soort_nummer,
    vind,
)

_GEWOON = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/theme/theme\d+\.xml|xl/worksheets/sheet\d+\.xml|xl/(?:worksheets/)?_rels/\w+\.xml\.rels"
)
"""Members a workbook of ours is made of; of the others the text is looked at, but the file stays in any case."""

_BLAD = re.compile(r"xl/worksheets/sheet\d+\.xml")
_CELWIJZER = re.compile(r"(?:\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?(?: |\Z))+")
_VORM = frozenset(
    {"r", "s", "t", "rgb", "width", "ht", "min", "max", "spans", "xmlns", "uid", "sheetId", "numFmtId", "calcId"}
)
_VELD = re.compile(r"&[A-Za-z]")
"""In a header or footer: the place of the text, or a field such as the page number."""

_GROOTST = 300_000_000
_NAMEN = {"main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_RELATIE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KORT = 40
"""A heading is at most this long."""


def keur_boek(inhoud: bytes, toegestaan: Toegestaan) -> Iterator[tuple[str, str]]:
    """(kind, where) of everything in the workbook that may not leave; where is a sheet and cell, or a member."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            if archief.comment or sum(lid.file_size for lid in archief.infolist()) > _GROOTST:
                yield VERPAKT, "het hele werkboek"
                return
            if archief.infolist()[0].header_offset or _achteraan(inhoud):
                yield VERPAKT, "voor of achter het werkboek"
            leden = {lid.filename: archief.read(lid) for lid in archief.infolist()}
            dubbel = len(leden) != len(archief.infolist())
            extra = any(lid.extra or lid.comment for lid in archief.infolist())
        if dubbel or extra:
            yield VERPAKT, "het hele werkboek"
        bomen = {naam: _ontleed(deel) for naam, deel in leden.items() if naam.endswith((".xml", ".rels", ".vml"))}
        yield from _keur_leden(leden, bomen, toegestaan)
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, ValueError, KeyError, IndexError, RuntimeError,
            NotImplementedError, EOFError):  # fmt: skip
        yield VERPAKT, "het hele werkboek"


def _achteraan(inhoud: bytes) -> bool:
    """Whether bytes lie behind the end record of the zip."""
    return inhoud.rfind(b"PK\x05\x06") + 22 != len(inhoud)


def _ontleed(deel: bytes):
    boom = etree.fromstring(deel, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    if boom.getroottree().docinfo.doctype:
        raise ValueError("no document type in a workbook")
    return boom


def _keur_leden(leden: dict[str, bytes], bomen: dict, toegestaan: Toegestaan) -> Iterator[tuple[str, str]]:
    bladen, formaten = _bladnamen(bomen), _getalvormen(bomen)
    gedeeld = [
        "".join(tekst.itertext()) for tekst in bomen["xl/sharedStrings.xml"].iterfind("main:si", _NAMEN)
    ] if "xl/sharedStrings.xml" in bomen else []  # fmt: skip
    for naam in leden:
        waar = f"onderdeel {naam}" if _GEWOON.fullmatch(naam) else "een onderdeel dat onze werkboeken niet hebben"
        if naam not in bomen or not _GEWOON.fullmatch(naam):
            yield VERPAKT, waar
        if naam in bomen and leden[naam] != theme_xml.encode():
            if _BLAD.fullmatch(naam):
                titel = bladen.get(naam, "")
                plaats = f"blad '{titel}'" if titel and not vind(titel, toegestaan) else "een blad"
                yield from _Blad(plaats, gedeeld, formaten, toegestaan).keur(bomen[naam])
            else:
                yield from ((soort, waar) for soort in _keur_boom(bomen[naam], toegestaan))


def _bladnamen(bomen: dict) -> dict[str, str]:
    """Member -> name of the sheet."""
    doelen = {
        knoop.get("Id"): knoop.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
        for knoop in bomen["xl/_rels/workbook.xml.rels"]
    }
    return {
        f"xl/{doelen.get(blad.get(_RELATIE), '')}": blad.get("name", "")
        for blad in bomen["xl/workbook.xml"].iterfind("main:sheets/main:sheet", _NAMEN)
    }


def _getalvormen(bomen: dict) -> list[str]:
    """Per style number how its numbers are written; of the built-in forms only what matters here."""
    stijlen = bomen.get("xl/styles.xml")
    if stijlen is None:
        return []
    eigen = {vorm.get("numFmtId"): vorm.get("formatCode", "") for vorm in stijlen.iter("{*}numFmt")}
    vast = {"3": "#,##0", "4": "#,##0.00", **{str(nummer): "dd-mm-yyyy" for nummer in range(14, 23)}}
    return [
        eigen.get(stijl.get("numFmtId"), vast.get(stijl.get("numFmtId"), ""))
        for stijl in stijlen.iterfind("main:cellXfs/main:xf", _NAMEN)
    ]


def _keur_boom(boom, toegestaan: Toegestaan) -> Iterator[str]:
    """Text, attributes and comments of a member that is no sheet; a link to outside is one too."""
    for knoop in boom.iter():
        if not isinstance(knoop.tag, str):
            yield from vind(knoop.text or "", toegestaan)
            continue
        if knoop.get("TargetMode") == "External":
            yield BUITEN
        yield from _keur_eigenschappen(knoop, toegestaan)
        if etree.QName(knoop).localname in ("si", "comment", "text", "p"):
            yield from vind("".join(knoop.itertext()), toegestaan)
        else:
            yield from vind(knoop.text or "", toegestaan)
            yield from vind(knoop.tail or "", toegestaan)


def _keur_eigenschappen(knoop, toegestaan: Toegestaan) -> Iterator[str]:
    for eigenschap, waarde in knoop.attrib.items():
        naam = etree.QName(eigenschap).localname
        relatie = naam in ("Target", "PartName", "Type", "ContentType", "Extension")
        if naam in _VORM or _CELWIJZER.fullmatch(waarde) or (relatie and _is_eigen_lid(waarde)):
            continue
        yield from vind(f"{naam}: {waarde}", toegestaan)


def _is_eigen_lid(waarde: str) -> bool:
    """A part of this workbook, or the official name of a kind of part."""
    return bool(_GEWOON.fullmatch(waarde.removeprefix("/")) or _GEWOON.fullmatch(f"xl/{waarde}")) or waarde.startswith(
        ("http://schemas.openxmlformats.org/", "application/", "rels", "xml")
    )


class _Blad:
    """One sheet: its cells with their values as they are stored, and all the rest as text."""

    def __init__(self, naam: str, gedeeld: list[str], formaten: list[str], toegestaan: Toegestaan) -> None:
        self._naam, self._gedeeld, self._formaten, self._toegestaan = naam, gedeeld, formaten, toegestaan
        self._kop, self._dag = False, False

    def keur(self, boom) -> Iterator[tuple[str, str]]:
        for knoop in boom.iter():
            if not isinstance(knoop.tag, str):
                yield from ((soort, self._naam) for soort in vind(knoop.text or "", self._toegestaan))
                continue
            soortnaam = etree.QName(knoop).localname
            if soortnaam == "c":
                waar = f"{self._naam}, cel {knoop.get('r', '?')[:10]}"
                yield from ((soort, waar) for soort in self._keur_cel(knoop))
            elif soortnaam == "f":
                yield BUITEN, f"{self._naam}, een formule"
            elif soortnaam not in ("v", "t", "is", "r"):
                velden = soortnaam.endswith(("Header", "Footer"))
                tekst = _VELD.sub(" ", knoop.text or "") if velden else knoop.text or ""
                gevonden = [*_keur_eigenschappen(knoop, self._toegestaan), *vind(tekst, self._toegestaan)]
                yield from ((soort, self._naam) for soort in gevonden)
        if self._kop and self._dag:
            yield GEBOORTEDATUM, self._naam

    def _keur_cel(self, cel) -> list[str]:
        waarde = cel.findtext("main:v", "", _NAMEN)
        if cel.get("t") == "s":
            return self._keur_tekst(self._gedeeld[int(waarde)])
        if cel.get("t", "n") != "n":
            return self._keur_tekst(
                waarde + "".join(deel for v in cel.iterfind("main:is", _NAMEN) for deel in v.itertext())
            )
        return self._keur_getal(waarde, cel.get("s", "0")) if waarde else []

    def _keur_tekst(self, tekst: str) -> list[str]:
        self._kop |= len(tekst) <= _KORT and bool(GEBOREN.search(tekst))
        self._dag |= bool(EEN_DATUM.search(tekst))
        return vind(tekst, self._toegestaan)

    def _keur_getal(self, waarde: str, stijl: str) -> list[str]:
        """A whole number of six or more digits needs the form of a count; of nine digits, of an amount in euros."""
        vorm = self._formaten[int(stijl)] if int(stijl) < len(self._formaten) else ""
        if "yy" in vorm:
            self._dag = True
            return []
        cijfers = str(abs(int(float(waarde))))
        telling = "," in vorm and (len(cijfers) != 9 or "€" in vorm)
        soort = "" if len(cijfers) < 6 or telling else soort_nummer(cijfers, self._toegestaan)
        return [soort] if soort else []
