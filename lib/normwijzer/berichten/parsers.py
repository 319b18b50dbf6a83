"""The XML parser with everything dangerous off, and what its refusals mean in plain Dutch."""

from typing import Any

from lxml import etree

from .meldingen import Onleesbaar

_VEILIG: dict[str, Any] = {
    "resolve_entities": False, "load_dtd": False, "dtd_validation": False, "no_network": True, "huge_tree": False,
    "recover": False, "remove_blank_text": True, "remove_comments": True, "remove_pis": True,
}  # fmt: skip
# Not collect_ids=False, however harmless it sounds: lxml sets it in the field by which libxml2 decides whether to load
# an external DTD, so a DOCTYPE would make it read files.
PARSERDIEPTE = 256
"""Elements inside one another at which libxml2 stops."""

# What lxml and Python raise on a document of a form that nobody thought of. One such document must not end the reading
# of a whole region, so where one document is read these are caught, and only there. MemoryError, and the OSError of a
# disk or a network, are not about the document and pass.
ONVOORZIEN = (
    etree.LxmlError, ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError,
    RecursionError,
)  # fmt: skip

_CODERING = {
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING, etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
    etree.ErrorTypes.ERR_INVALID_ENCODING, etree.ErrorTypes.ERR_ENCODING_NAME,
}  # fmt: skip


def maak_parser() -> etree.XMLParser:
    return etree.XMLParser(**_VEILIG)


def maak_stroomparser(*, tag: str | None = None) -> etree.XMLPullParser:
    """A parser that is fed; it reports the start of elements (with this tag)."""
    return etree.XMLPullParser(events=("start",), tag=tag, **_VEILIG)


def maak_doelparser(doel: Any) -> etree.XMLParser:
    """A parser that is fed and keeps no tree: it calls `doel`. Texts may be long (base64), so that bound is off."""
    return etree.XMLParser(target=doel, **(_VEILIG | {"huge_tree": True, "remove_blank_text": False}))


def weiger_dtd(wortel: etree._Element) -> None:
    if wortel.getroottree().docinfo.internalDTD is not None:
        raise verboden_dtd()


def verboden_dtd() -> Onleesbaar:
    return Onleesbaar("verboden_dtd", "het bestand bevat een DOCTYPE; die hoort niet in een bericht")


def te_diep(diepte: int) -> Onleesbaar:
    return Onleesbaar("te_diep", f"het bestand bevat meer dan {diepte} elementen in elkaar")


def maak_dieptetoets(diepte: int) -> etree.XPath | None:
    """True for a tree that is deeper than allowed; None at the parser's own bound, when nothing is left to test."""
    if diepte >= PARSERDIEPTE:
        return None
    return etree.XPath("boolean(" + "/*" * (diepte + 1) + ")")


def weigering(fout: etree.XMLSyntaxError) -> Onleesbaar:
    """The refusal that goes with a parser error. Parser texts are left out: they quote the document."""
    plaats = f"regel {fout.lineno}, kolom {fout.offset}" if fout.lineno else "plaats onbekend"
    if fout.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT or "xcessive depth" in str(fout.msg):
        if "depth" in str(fout.msg):
            return Onleesbaar("te_diep", f"te veel elementen in elkaar ({plaats})")
        return Onleesbaar("te_groot", f"een onderdeel is te groot of groeit te hard ({plaats})")
    if fout.code in _CODERING:
        return Onleesbaar("onleesbaar_bestand", f"de tekens kloppen niet met de tekencodering ({plaats})")
    return Onleesbaar("onleesbaar_bestand", f"geen geldige of geen volledige XML ({plaats})")


def lees_worteltag(begin: bytes) -> str:
    """Tag of the root of a document of which these are the first bytes."""
    parser = maak_stroomparser()
    try:
        parser.feed(begin)
    except etree.XMLSyntaxError as fout:
        raise weigering(fout) from None
    _, wortel = next(parser.read_events(), (None, None))
    if wortel is None:
        raise Onleesbaar("onleesbaar_bestand", "het bestand begint niet als een bericht")
    weiger_dtd(wortel)
    return wortel.tag
