"""What may not stand in a text that leaves the building: patterns on form alone, for every carrier the same.

Refusing too much is the safe side: a number is only let through when its form says what it is.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

BSN = "een nummer van negen cijfers (mogelijk een BSN)"
PSEUDONIEM = "een pseudoniem van een cliënt"
GEBOORTEDATUM = "een geboortedatum"
POSTCODE = "een postcode"
AGB = "een nummer van acht cijfers dat geen AGB-code van deze regio is"
NUMMER = "een nummer van zes of meer cijfers zonder punten (mogelijk een toewijzingnummer)"
PAD = "een pad van een computer"
FOUTMELDING = "een technische foutmelding"
BERICHT = "de naam van een berichtbestand"
SLEUTEL = "een sleutel"
BUITEN = "een verwijzing naar buiten het bestand"
VERPAKT = "verpakte inhoud die niet te lezen is"


@dataclass(frozen=True)
class Toegestaan:
    """aanbieders: AGB codes that may be named; geheimen: texts that may stand nowhere, such as the pseudonym key.

    kenmerken: identifications of messages that may be named, for a list of what an aanbieder has to mend; one of nine
    digits is never let through.
    """

    aanbieders: frozenset[str] = frozenset()
    geheimen: tuple[str, ...] = ()
    kenmerken: frozenset[str] = frozenset()


_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{12})(?![0-9A-Za-z])"
    r"|\b(?:commit|digest|opties|uitkomsten|code|versie)\W{1,3}[0-9a-f]{7,16}(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_DAG = (
    r"(?:(?:19|20)\d\d[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d)"
)
_DATUM = re.compile(rf"(?<![\d.,]){_DAG}(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{{1,6}})?)?(?:Z|[+-]\d\d:\d\d)?)?(?![\d,])")
_MAANDEN = r"(?:jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
EEN_DATUM = re.compile(rf"(?<!\d)(?:{_DAG}|(?:19|20)\d{{6}}|\d{{1,2}} {_MAANDEN} (?:19|20)\d\d)(?!\d)", re.IGNORECASE)
GEBOREN = re.compile(r"\bgeboren\b|geboorte(?:datum|dag)|\bgeb\.(?! )|\bgeb\b\.? *(?:datum|op)", re.IGNORECASE)
_BIJ_GEBOORTE = 60
"""A date at most this many characters from the word is a birth date."""

_BEDRAG = re.compile(r"(?<![\d.,])(?P<euro>€ ?[-−]?)?(?P<heel>\d{1,3}(?:\.\d{3})+)(?P<rest>,\d{1,2})?(?!\d|[.,]\d)")
_NEGEN = re.compile(
    r"(?<!\d)(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d\d\2\d{3}|\d\d([ .-])\d\d\3\d\d\3\d{3})(?!\d)"
)
_GEKNIPT = re.compile(r"(?<!\d)(?<!\d[ .-])\d(?:[ .-]?\d){8}(?![ .-]?\d)")
_JAAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WOORD = re.compile(r"[^\s,;:()]+")
_REEKS = re.compile(r"\d{6,}")
_POSTCODE = re.compile(r"(?<![0-9A-Za-z#.,])[1-9]\d{3}(?: ([A-Z]{2})|[A-Z]{2}|[a-z]{2})(?![0-9A-Za-z])")
_EENHEDEN = frozenset({"KB", "MB", "GB", "TB", "PB", "EU", "NL", "JW"})
_PATRONEN = {
    PSEUDONIEM: re.compile(r"p1_[0-9a-f]{4}|(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])", re.IGNORECASE),
    PAD: re.compile(
        r"(?<![\w/.)€%*\]])/[\w.~-]+/[\w.~-]|(?<![\w/.])/(?:home|root|tmp|var|usr|opt|mnt|etc|srv|work|Users|Volumes)\b"
        r"|(?<![A-Za-z])[A-Za-z]:[\\/](?!/)|\\\\[\w.$-]+\\|file:/|(?<![:\w])//[\w.-]+/|(?<!\w)~/\w|%USERPROFILE%|\$HOME\b",
        re.IGNORECASE,
    ),
    FOUTMELDING: re.compile(
        r"Traceback|\b[A-Z]\w*(?:Error|Exception|Warning)\b\s*[:(]|File \"[^\"]*\", line \d|<ipython-input|\x1b\[|"
        r"\bdtype: \w"
    ),
    BERICHT: re.compile(
        r"[\w!)-]\.(?:xml|zip|tgz|tar|gz|7z|rar)\b|(?<![A-Za-z])i?(?:WMO|JW)\d{3}[_-]\w", re.IGNORECASE
    ),
    SLEUTEL: re.compile(
        r"NORMWIJZER_SLEUTEL|\.sleutel\b|-----BEGIN|(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{43}=(?!=)", re.IGNORECASE
    ),
    VERPAKT: re.compile(r"[A-Za-z0-9+/_-]{120,}"),
}


def vind(tekst: str, toegestaan: Toegestaan) -> list[str]:
    """Kinds of things in the text that may not leave, each once and in fixed order; never the thing itself."""
    schoon = normaliseer(tekst)
    soorten = [soort for soort, patroon in _PATRONEN.items() if patroon.search(schoon)]
    if any(geheim and geheim.lower() in schoon.lower() for geheim in toegestaan.geheimen):
        soorten.append(SLEUTEL)
    if _is_geboren(schoon):
        soorten.append(GEBOORTEDATUM)
    if any(_is_postcode(gevonden) for gevonden in _POSTCODE.finditer(schoon)):
        soorten.append(POSTCODE)
    return list(dict.fromkeys([*soorten, *_nummers(schoon, toegestaan)]))


def normaliseer(tekst: str) -> str:
    """Every kind of digit and space as the plain one, every dash as a hyphen, without invisible characters."""
    vlak = "".join(teken for teken in unicodedata.normalize("NFKC", tekst) if unicodedata.category(teken) != "Cf")
    cijfers = "".join(
        str(unicodedata.decimal(teken)) if teken.isdecimal() else "-" if teken in "‐‑‒–" else teken for teken in vlak
    )
    return cijfers if cijfers.isprintable() else re.sub(r"[\t\r\n\f\v]+", " ", cijfers)


def _is_geboren(tekst: str) -> bool:
    return any(
        EEN_DATUM.search(tekst[max(0, woord.start() - _BIJ_GEBOORTE) : woord.end() + _BIJ_GEBOORTE])
        for woord in GEBOREN.finditer(tekst)
    )


def _is_postcode(gevonden: re.Match) -> bool:
    """1234AB always; with a space not when the letters are a unit: 2048 KB."""
    return gevonden.group(1) not in _EENHEDEN


def _nummers(tekst: str, toegestaan: Toegestaan) -> Iterator[str]:
    """Kinds of the numbers that are left when what its form explains is taken out: digests, days, amounts."""
    rest = _DATUM.sub(" dag ", _DIGEST.sub(" digest ", tekst))
    if toegestaan.kenmerken:
        rest = _WOORD.sub(lambda woord: _zonder_kenmerk(woord.group(), toegestaan.kenmerken), rest)
    rest = _BEDRAG.sub(_zonder_bedrag, rest)
    if _NEGEN.search(rest) or any(_is_geknipt(gevonden.group()) for gevonden in _GEKNIPT.finditer(rest)):
        yield BSN
    for gevonden in _REEKS.finditer(rest):
        soort = soort_nummer(gevonden.group(), toegestaan)
        if soort:
            yield soort


def soort_nummer(cijfers: str, toegestaan: Toegestaan) -> str:
    """What a bare run of six or more digits may be; empty text for an aanbieder that may be named."""
    if cijfers in toegestaan.aanbieders:
        return ""
    return {9: BSN, 8: AGB}.get(len(cijfers), NUMMER)


def _zonder_kenmerk(woord: str, kenmerken: frozenset[str]) -> str:
    return " kenmerk " if woord in kenmerken and not _NEGEN.fullmatch(woord) else woord


def _zonder_bedrag(gevonden: re.Match) -> str:
    """1.234.567 is a count; of exactly nine digits only with a euro sign or cents, for a BSN is written like that."""
    negen = len(gevonden["heel"]) == len("123.456.789")
    return gevonden.group() if negen and not gevonden["euro"] and not gevonden["rest"] else " bedrag "


def _is_geknipt(tekst: str) -> bool:
    """Nine digits cut up in an unusual way: only a BSN when the check digit is right and no part is a year."""
    cijfers = re.sub(r"\D", "", tekst)
    if len(cijfers) == len(tekst) or _JAAR.search(tekst):
        return False
    gewogen = sum(int(cijfer) * gewicht for cijfer, gewicht in zip(cijfers, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return gewogen % 11 == 0 and int(cijfers) > 0
