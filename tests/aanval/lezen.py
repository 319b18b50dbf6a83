"""The shared files of a batch as an outsider opens them: tables, and every other piece of text with its place."""

import base64
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from lxml import etree, html

_NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_JAAR = re.compile(r"\b(20\d\d)\b")
_WIT = re.compile(r"[ \s]+")
_DATA_URL = re.compile(r"data:image/[a-z+]+;base64,([A-Za-z0-9+/=]+)")
_KNIPJES = re.compile(r"url\(data:[^)]*\)|data:[a-z/+-]+;base64,[A-Za-z0-9+/=]+")


@dataclass(frozen=True)
class Plaats:
    """Where something stands. `jaar` is the year of the report, `kop` the last heading before it."""

    bestand: str
    regio: str
    jaar: int
    familie: str
    kop: str = ""


@dataclass(frozen=True)
class Tabel:
    """One table: what stands in its cells as text (HTML) or as the stored number (Excel)."""

    plaats: Plaats
    titel: str
    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    getallen: bool = False


@dataclass
class Batch:
    """Everything that was shared; `teksten`: place, kind (zin, alt, opmerking, kenmerk or metadata) and text."""

    tabellen: list[Tabel] = field(default_factory=list)
    teksten: list[tuple[Plaats, str, str]] = field(default_factory=list)


def lees_batch(map_: Path) -> Batch:
    """All HTML and Excel files below the folder, without the internal edition, plus run.json as text."""
    batch = Batch()
    for pad in sorted(map_.rglob("*")):
        deel = pad.relative_to(map_).parts
        if deel[0] == "intern" or not pad.is_file():
            continue
        plaats = _plaats(pad, deel)
        if pad.suffix == ".html":
            _lees_html(batch, plaats, pad)
        elif pad.suffix == ".xlsx":
            _lees_xlsx(batch, plaats, pad)
        elif pad.suffix in {".json", ".csv", ".txt"}:
            batch.teksten.append((plaats, "zin", pad.read_text(encoding="utf-8")))
    return batch


def _plaats(pad: Path, deel: tuple[str, ...]) -> Plaats:
    regio = deel[0] if len(deel) > 1 else ""
    jaar = int(deel[1]) if len(deel) > 2 and _JAAR.fullmatch(deel[1]) else 0
    return Plaats("/".join(deel), regio, jaar, pad.stem if len(deel) == 3 else "/".join(deel[2:-1]))


def schoon(tekst: str | None) -> str:
    return _WIT.sub(" ", tekst or "").strip()


def _lees_html(batch: Batch, plaats: Plaats, pad: Path) -> None:
    ruw = pad.read_text(encoding="utf-8")
    for png in _DATA_URL.findall(ruw):
        batch.teksten += [(plaats, "metadata", tekst) for tekst in png_teksten(base64.b64decode(png))]
    boom = html.fromstring(_KNIPJES.sub("", ruw))
    kop = ""
    for knoop in boom.iter():
        if isinstance(knoop, etree._Comment):
            batch.teksten.append((plaats, "opmerking", schoon(knoop.text)))
            continue
        if not isinstance(knoop.tag, str) or knoop.tag in {"script", "style"}:
            continue
        hier = Plaats(plaats.bestand, plaats.regio, plaats.jaar, plaats.familie, kop)
        if knoop.tag in {"h1", "h2", "h3", "h4"}:
            kop = schoon(knoop.text_content()) if knoop.tag != "h4" else kop
        if knoop.tag == "table":
            batch.tabellen.append(_html_tabel(hier, knoop))
        for naam, waarde in knoop.attrib.items():
            soort = "alt" if naam in {"alt", "aria-label", "title"} else "kenmerk"
            if naam not in {"class", "id", "href", "scope", "src", "style", "role", "tabindex"}:
                batch.teksten.append((hier, soort, schoon(waarde)))
        if knoop.tag in {"p", "li", "figcaption", "dd", "dt", "summary", "h1", "h2", "h3", "h4", "caption"}:
            batch.teksten.append((hier, "zin", schoon(knoop.text_content())))


def _html_tabel(plaats: Plaats, knoop) -> Tabel:
    titel = knoop.find("caption")
    rijen, over = [], {}
    for tr in knoop.iter("tr"):
        rij: list[str] = []
        cellen = iter([cel for cel in tr if cel.tag in {"th", "td"}])
        while True:
            if len(rij) in over:
                tekst, nog = over.pop(len(rij))
                if nog > 1:
                    over[len(rij)] = (tekst, nog - 1)
                rij.append(tekst)
                continue
            cel = next(cellen, None)
            if cel is None:
                break
            tekst = schoon(cel.text_content())
            if int(cel.get("rowspan", 1)) > 1:
                over[len(rij)] = (tekst, int(cel.get("rowspan")) - 1)
            rij += [tekst] * int(cel.get("colspan", 1))
        rijen.append(tuple(rij))
    koppen = rijen[0] if rijen else ()
    return Tabel(plaats, schoon(titel.text_content()) if titel is not None else "", koppen, tuple(rijen[1:]))


def _lees_xlsx(batch: Batch, plaats: Plaats, pad: Path) -> None:
    """Sheets as stored: cached strings and full numbers, not as displayed; every other part as text."""
    with zipfile.ZipFile(pad) as boek:
        namen = set(boek.namelist())
        delen = _delen(boek) if "xl/sharedStrings.xml" in namen else []
        procenten = _procentstijlen(_xml(boek, "xl/styles.xml"))
        relaties = {r.get("Id"): r.get("Target") for r in _xml(boek, "xl/_rels/workbook.xml.rels")}
        for blad in _xml(boek, "xl/workbook.xml").iterfind(".//s:sheet", _NS):
            doel = relaties[blad.get(_REL)].removeprefix("/xl/").removeprefix("/")
            rijen = _bladrijen(_xml(boek, f"xl/{doel}"), delen, procenten)
            batch.tabellen += _bladtabellen(plaats, blad.get("name"), rijen)
            batch.teksten += [(plaats, "zin", cel) for rij in rijen for cel in rij if cel[:1].isalpha() and " " in cel]
        for naam in sorted(namen):
            if naam.startswith(("docProps/", "xl/comments", "xl/drawings")) and naam.endswith(".xml"):
                batch.teksten.append((plaats, "metadata", schoon(" ".join(_xml(boek, naam).itertext()))))
            if naam.endswith(".png"):
                batch.teksten += [(plaats, "metadata", tekst) for tekst in png_teksten(boek.read(naam))]


def _xml(boek: zipfile.ZipFile, naam: str):
    return etree.fromstring(boek.read(naam))


def _delen(boek: zipfile.ZipFile) -> list[str]:
    return ["".join(si.itertext()) for si in _xml(boek, "xl/sharedStrings.xml")]


def _procentstijlen(stijlen) -> set[str]:
    """Numbers of the cell styles that show a number as a percentage."""
    eigen = {f.get("numFmtId"): f.get("formatCode") for f in stijlen.iterfind(".//s:numFmt", _NS)}
    vormen = [xf.get("numFmtId") for xf in stijlen.iterfind("s:cellXfs/s:xf", _NS)]
    return {str(nummer) for nummer, v in enumerate(vormen) if v in {"9", "10"} or "%" in eigen.get(v, "")}


def _als_procent(tekst: str) -> str:
    """All digits that the workbook stores, also those it does not show."""
    getal = round(Decimal(tekst) * 100, 10).normalize()  # beyond that is how computers store 0.07
    return f"{format(getal, 'f')} %".replace(".", ",")


def _bladrijen(blad, delen: list[str], procenten: set[str]) -> list[tuple[str, ...]]:
    rijen = []
    for row in blad.iterfind(".//s:row", _NS):
        rij: dict[int, str] = {}
        for cel in row.iterfind("s:c", _NS):
            waarde = cel.find("s:v", _NS)
            tekst = (
                "".join(cel.itertext()) if cel.get("t") == "inlineStr" else waarde.text if waarde is not None else ""
            )
            tekst = delen[int(tekst)] if cel.get("t") == "s" and tekst else tekst
            if tekst and cel.get("t", "n") == "n" and cel.get("s") in procenten:
                tekst = _als_procent(tekst)
            rij[_kolom(cel.get("r"))] = schoon(tekst)
        rijen += [()] * (int(row.get("r")) - 1 - len(rijen))  # a row without cells is not stored
        rijen.append(tuple(rij.get(k, "") for k in range(max(rij, default=-1) + 1)))
    return rijen


def _kolom(adres: str) -> int:
    nummer = 0
    for letter in re.match(r"[A-Z]+", adres)[0]:
        nummer = nummer * 26 + ord(letter) - 64
    return nummer - 1


def _bladtabellen(plaats: Plaats, naam: str, rijen: list[tuple[str, ...]]) -> list[Tabel]:
    """A line with one filled cell is a title, the next full line the header, until an empty line."""
    tabellen, titel, kop, inhoud = [], naam, None, []
    for rij in [*rijen, ()]:
        vol = [cel for cel in rij if cel]
        if kop is None and len(vol) == 1:
            titel = vol[0]
        elif kop is None and len(vol) > 1:
            kop, inhoud = rij, []
        elif kop is not None and not vol:
            tabellen += _gesplitst(Plaats(*_kaal(plaats), naam), titel, kop, inhoud)
            titel, kop = naam, None
        elif kop is not None:
            inhoud.append(rij + ("",) * (len(kop) - len(rij)))
    return tabellen


def _gesplitst(plaats: Plaats, titel: str, kop: tuple[str, ...], rijen: list[tuple[str, ...]]) -> list[Tabel]:
    """Tables of one subject can stand below each other, with a first column that names the table."""
    if kop[0] != "Tabel":
        return [Tabel(plaats, titel, kop, tuple(rijen), getallen=True)]
    per: dict[str, list] = {}
    for rij in rijen:
        per.setdefault(rij[0] if len([cel for cel in rij if cel]) > 1 else "", []).append(rij[1:])
    return [Tabel(plaats, naam, kop[1:], tuple(deel), getallen=True) for naam, deel in per.items() if naam]


def _kaal(plaats: Plaats) -> tuple:
    return plaats.bestand, plaats.regio, plaats.jaar, plaats.familie


def png_teksten(ruw: bytes) -> list[str]:
    """Every text or EXIF chunk of a PNG."""
    teksten, plek = [], 8
    while plek + 8 <= len(ruw):
        lengte, soort = struct.unpack(">I4s", ruw[plek : plek + 8])
        inhoud = ruw[plek + 8 : plek + 8 + lengte]
        if soort in {b"tEXt", b"iTXt", b"eXIf", b"tIME"}:
            teksten.append(inhoud.decode("latin-1"))
        elif soort == b"zTXt":
            teksten.append(zlib.decompress(inhoud.split(b"\0", 1)[1][1:]).decode("latin-1"))
        plek += 12 + lengte
    return teksten
