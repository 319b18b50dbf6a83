"""Validate messages against the official XSDs, streaming, and say what is wrong without ever quoting a value."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

from ..fouten import DataFout
from .soorten import Soort

_XS = "{http://www.w3.org/2001/XMLSchema}"
_NAAM = re.compile(r"Element '(?:\{[^}]*\})?([^']*)'")
_MEEST = 20_000
_SCHEMAFOUT = etree.ErrorTypes.SCHEMAV_NOROOT  # the first code of validation; parser errors come before it
_VREEMD = "(onbekend element)"


@dataclass(frozen=True)
class Fout:
    """Kind of error: element it is about, key in `xsdfouten.toml`."""

    element: str
    regel: str


@dataclass
class Bevinding:
    """What validating one message gave. afzender, ontvanger: as in the Header; afgebroken: too many errors to go on."""

    afzender: str = ""
    ontvanger: str = ""
    fouten: Counter = field(default_factory=Counter)
    afgebroken: bool = False


class Schemas:
    """XSDs in a folder and the folders below it, found by their target namespace."""

    def __init__(self, map_: Path, *, verplicht: bool = False) -> None:
        self.map = map_
        self._paden: dict[str, Path] = {}
        self._klaar: dict[str, tuple[etree.XMLSchema, frozenset[str]]] = {}
        for pad in sorted(map_.rglob("*.xsd")) if map_.is_dir() else []:
            naamruimte = _ontleed(pad).getroot().get("targetNamespace", "")
            self._paden.setdefault(naamruimte, pad)
        if verplicht and not self:
            raise DataFout(str(map_), "hier staan geen XSD-schema's", "een map met de schema's van iWmo of iJw 3.2")

    def __bool__(self) -> bool:
        return any("/basisschema/" not in naamruimte for naamruimte in self._paden)

    def heeft(self, soort: Soort) -> bool:
        return soort.naamruimte in self._paden

    def open(self, soort: Soort) -> "Validatie":
        """A validation of one bare message of this kind, to be fed; see `heeft`.

        Raises:
            DataFout: the schema itself is no good.
        """
        return Validatie(*self._schema(soort.naamruimte))

    def _schema(self, naamruimte: str) -> tuple[etree.XMLSchema, frozenset[str]]:
        if naamruimte not in self._klaar:
            self._klaar[naamruimte] = self._maak(self._paden[naamruimte])
        return self._klaar[naamruimte]

    def _maak(self, pad: Path) -> tuple[etree.XMLSchema, frozenset[str]]:
        """Compile; imported schemas are taken from the same folder tree, whatever their file is called."""
        boom = _ontleed(pad)
        namen = _elementnamen(boom)
        for verwijzing in boom.iter(_XS + "import"):
            doel = self._paden.get(verwijzing.get("namespace", ""))
            if doel is None:
                raise DataFout(str(pad), "het schema verwijst naar een basisschema dat niet in de map staat")
            verwijzing.set("schemaLocation", doel.resolve().as_uri())
            namen |= _elementnamen(_ontleed(doel))
        try:
            return etree.XMLSchema(boom), namen
        except etree.XMLSchemaParseError:
            raise DataFout(str(pad), "dit is geen bruikbaar XSD-schema") from None


class Validatie:
    """Validates one message while it is fed; keeps no more of it than the client or line at hand."""

    def __init__(self, schema: etree.XMLSchema, namen: frozenset[str]) -> None:
        self._namen = namen
        self._bevinding = Bevinding()
        self._heel = self._stuk = False
        self._parser = etree.XMLPullParser(
            events=("end",), tag=("{*}Bericht", "{*}Header", "{*}Client", "{*}Prestatie"), schema=schema,
            resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, collect_ids=False,
        )  # fmt: skip

    def voer(self, bytes_: bytes) -> None:
        """Take the next bytes; after too many errors the rest is passed over."""
        if self._bevinding.afgebroken or self._stuk:
            return
        self._probeer(lambda: self._parser.feed(bytes_))
        self._bevinding.afgebroken = len(self._parser.feed_error_log) > _MEEST

    def sluit(self) -> Bevinding | None:
        """The findings after the last byte; None when it was no well-formed XML."""
        if not self._bevinding.afgebroken:
            self._probeer(self._parser.close)
            if self._stuk or not self._heel:
                return None
        self._bevinding.fouten = _tel(self._parser.feed_error_log, self._namen)
        return self._bevinding

    def _probeer(self, stap: Callable[[], object]) -> None:
        """Do a step of the parser; errors against the schema do not count here, other ones do."""
        try:
            stap()
        except etree.XMLSyntaxError as fout:
            self._stuk = fout.code < _SCHEMAFOUT
        for _, element in self._parser.read_events():
            self._neem(element)

    def _neem(self, element: etree._Element) -> None:
        naam = etree.QName(element).localname
        self._heel = self._heel or naam == "Bericht"
        if naam == "Header":
            self._bevinding.afzender = (element.findtext("{*}Afzender") or "").strip()
            self._bevinding.ontvanger = (element.findtext("{*}Ontvanger") or "").strip()
        element.clear()
        boven = element.getparent()
        while boven is not None and element.getprevious() is not None:
            del boven[0]


@cache
def uitleg_xsd() -> dict[str, str]:
    """Key of a kind of schema error -> Dutch explanation."""
    return tomllib.loads(Path(__file__).with_name("xsdfouten.toml").read_text(encoding="utf-8"))


def _tel(log: etree._ListErrorLog, namen: frozenset[str]) -> Counter:
    """Errors by element and kind. Element names that no schema knows are left out: they could be anything."""
    telling: Counter = Counter()
    for melding in log:
        gevonden = _NAAM.search(melding.message)
        element = gevonden.group(1) if gevonden else ""
        telling[Fout(element if element in namen else _VREEMD, _regel(melding))] += 1
    return telling


def _regel(melding: etree._LogEntry) -> str:
    if melding.type_name == "SCHEMAV_ELEMENT_CONTENT":
        return "element_ontbreekt" if "Missing child" in melding.message else "element_onverwacht"
    naam = melding.type_name.removeprefix("SCHEMAV_").lower()
    return naam if naam in uitleg_xsd() else "overig"


def _ontleed(pad: Path) -> etree._ElementTree:
    try:
        return etree.parse(str(pad), etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True))
    except (etree.XMLSyntaxError, OSError):
        raise DataFout(str(pad), "dit is geen leesbaar XSD-schema") from None


def _elementnamen(boom: etree._ElementTree) -> frozenset[str]:
    return frozenset(element.get("name", "") for element in boom.iter(_XS + "element"))
