"""The gate for a page: text, attributes, comments, style, script and the pictures inside it."""

import base64
import binascii
import re
from collections.abc import Iterator

from lxml import etree, html

from normwijzer.privacy.poort_beeld import keur_png
from normwijzer.privacy.poort_tekst import BUITEN, EEN_DATUM, GEBOORTEDATUM, GEBOREN, VERPAKT, Toegestaan, vind

_IN_ZIN = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time u "
    "var wbr".split()
)
"""Elements that do not break a text: a number may be cut in pieces by them."""

_KOPPEN = frozenset({"title", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "summary"})
_LADERS = frozenset({"iframe", "frame", "object", "embed", "base", "applet", "audio", "video", "source", "track"})
_LAADT = frozenset(
    {"src", "srcset", "href", "poster", "data", "background", "action", "formaction", "xlink:href", "manifest", "ping"}
)
_PLAATJE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]*)\Z")
_BINNEN = re.compile(r"(?:#[\w.:-]*|(?:\.\./|\./)*(?!/)[\w%.-]+(?:/[\w%.-]+)*(?:\?[^#]*)?(?:#[\w.:-]*)?)?\Z")
_ELDERS = re.compile(r"@import|url\(\s*[\"']?(?!#)|(?:https?|wss?|ftp):(?!//www\.w3\.org/)", re.IGNORECASE)
_KLEUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")


def keur_html(inhoud: bytes, toegestaan: Toegestaan) -> Iterator[tuple[str, str]]:
    """(kind, where) of everything in the page that may not leave; where is the heading above it."""
    try:
        tekst = inhoud.decode("utf-8")
        boom = html.document_fromstring(inhoud, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (UnicodeDecodeError, etree.ParserError, etree.XMLSyntaxError, ValueError):
        yield VERPAKT, "de hele pagina"
        return
    if "\0" in tekst:
        yield VERPAKT, "de hele pagina"
    yield from ((soort, "het begin van de pagina") for soort in vind(boom.getroottree().docinfo.doctype, toegestaan))
    lezer = _Lezer(toegestaan)
    wortel = boom.getroottree().getroot()
    try:
        for knoop in (*wortel.itersiblings(preceding=True), wortel, *wortel.itersiblings()):
            lezer.lees(knoop)
    except RecursionError:
        yield VERPAKT, "de hele pagina"
    yield from lezer.vondsten


class _Lezer:
    """Walks through the page; `vondsten` holds what was found so far."""

    def __init__(self, toegestaan: Toegestaan) -> None:
        self.vondsten: list[tuple[str, str]] = []
        self._toegestaan, self._regel, self._kop = toegestaan, [], "het begin van de pagina"

    def lees(self, knoop) -> None:
        """This node and everything below it, not the text behind it."""
        if not isinstance(knoop.tag, str):
            self._meld(vind(knoop.text or "", self._toegestaan), "commentaar, ")
            return
        naam = str(knoop.tag).lower()
        self._keur_element(knoop, naam)
        breekt = naam not in _IN_ZIN
        if breekt:
            self._sluit()
        if naam in ("style", "script"):
            self._keur_code(knoop, naam)
        else:
            self._regel.append(knoop.text or "")
            for kind in knoop:
                self.lees(kind)
                self._regel.append(kind.tail or "")
        if naam == "table":
            self._keur_tabel(knoop)
        if breekt:
            regel = self._sluit()
            if naam in _KOPPEN:
                self._kop = self._als_plaats(regel)

    def _sluit(self) -> str:
        """End of a run of text: look at it as the reader sees it, in one line."""
        regel = " ".join("".join(self._regel).split())
        self._regel.clear()
        if regel:
            self._meld(vind(regel, self._toegestaan))
        return regel

    def _als_plaats(self, kop: str) -> str:
        return "een kop" if vind(kop, self._toegestaan) else f"onder '{kop[:80]}'"

    def _meld(self, soorten: list[str], waar: str = "") -> None:
        self.vondsten += [(soort, f"{waar}{self._kop}") for soort in soorten]

    def _keur_element(self, knoop, naam: str) -> None:
        if naam in _LADERS or naam == "svg" or (naam == "link" and "href" in knoop.attrib):
            self._meld([BUITEN if naam != "svg" else VERPAKT], f"element {naam}, ")
        if naam == "meta" and "http-equiv" in knoop.attrib and "url" in knoop.get("content", "").lower():
            self._meld([BUITEN], "element meta, ")
        for eigenschap, waarde in knoop.attrib.items():
            self._keur_eigenschap(naam, str(eigenschap).lower(), waarde)

    def _keur_eigenschap(self, naam: str, eigenschap: str, waarde: str) -> None:
        waar = f"eigenschap {eigenschap if not vind(eigenschap, self._toegestaan) else '…'} van {naam}, "
        if eigenschap in _LAADT:
            plaatje = _PLAATJE.match(waarde.strip())
            if plaatje and naam == "img":
                self._meld(self._keur_plaatje(plaatje.group(1)), "afbeelding, ")
                return
            link = naam in ("a", "area") and eigenschap == "href"
            if not (link and (_BINNEN.match(waarde) or waarde.startswith("mailto:"))):
                self._meld([BUITEN], waar)
        if eigenschap == "style":
            waarde = self._zonder_kleur(waarde, waar)
        self._meld(vind(f"{eigenschap}: {waarde}", self._toegestaan), waar)

    def _keur_plaatje(self, tekst: str) -> list[str]:
        try:
            return keur_png(base64.b64decode("".join(tekst.split()), validate=True), self._toegestaan)
        except (binascii.Error, ValueError):
            return [VERPAKT]

    def _keur_code(self, knoop, naam: str) -> None:
        tekst = self._zonder_kleur("".join(knoop.itertext()), f"{naam}, ")
        for regel in tekst.splitlines():
            self._meld(vind(regel, self._toegestaan), f"{naam}, ")

    def _zonder_kleur(self, tekst: str, waar: str) -> str:
        if _ELDERS.search(tekst):
            self._meld([BUITEN], waar)
        return _KLEUR.sub(" ", tekst)

    def _keur_tabel(self, knoop) -> None:
        """A column of birth dates has the word in its heading and the days far from it."""
        koppen = " ".join("".join(kop.itertext()) for kop in knoop.iter("th", "caption"))
        if GEBOREN.search(koppen) and any(EEN_DATUM.search("".join(cel.itertext())) for cel in knoop.iter("td")):
            self._meld([GEBOORTEDATUM])
