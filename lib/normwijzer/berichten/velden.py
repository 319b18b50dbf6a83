"""The rows in a message as data: which element is a row, which of its children is which column, in XSD order.

A path that ends in `?` is optional in the standard (the quick reader wants the others; the walk does without any).

From one description follow two readers that give the same text per field: a regular expression over the
serialisation that libxml2 makes of the parsed tree (quick, for messages as the XSD has them), and a walk over the
elements by local name (for everything else: other order, unknown or repeated elements, entities). The expression
takes a row whole or not at all, so the caller can count and fall back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml import etree


@dataclass(frozen=True)
class Rij:
    """element: local name of the row element; vorm: its leaves in XSD order, `Groep/Blad` for a complex type,
    with the column in the table or None for what is known and not kept."""

    tabel: str
    element: str
    vorm: tuple[tuple[str, str | None], ...]

    @cached_property
    def velden(self) -> tuple[tuple[str, str | None], ...]:
        """Path and column of every leaf, without the marks of what is optional."""
        return tuple((pad.replace("?", ""), kolom) for pad, kolom in self.vorm)

    @cached_property
    def paden(self) -> tuple[str, ...]:
        """Paths of the kept fields, in the order in which both readers give them."""
        return tuple(pad for pad, kolom in self.velden if kolom)

    @cached_property
    def kolommen(self) -> tuple[str, ...]:
        return tuple(kolom for _, kolom in self.velden if kolom)

    @cached_property
    def bekend(self) -> frozenset[str]:
        """Local names of the children that the standard knows."""
        return frozenset(pad.split("/")[0] for pad, _ in self.velden) | {"RetourCodes"}


_PRODUCT = (("Product?/Categorie", "categorie"), ("Product?/Code?", "code"))
_OMVANG = (
    ("Omvang?/Volume", "volume"), ("Omvang?/Eenheid", "eenheid"), ("Omvang?/Frequentie", "frequentie"),
)  # fmt: skip
_BUDGET = (("Budget?", "budget"),)
_LEVERING = (
    ("ToewijzingNummer?", "toewijzingnummer"), *_PRODUCT,
    ("ToewijzingIngangsdatum?", "toewijzing_ingangsdatum"), ("Begindatum", "begindatum"),
)  # fmt: skip

TOEWIJZING = Rij("toewijzing_regels", "ToegewezenProduct", (
    ("ToewijzingNummer", "toewijzingnummer"), ("ReferentieAanbieder?", "referentie_aanbieder"), *_PRODUCT,
    ("Toewijzingsdatum", "toewijzingsdatum"), ("Toewijzingstijd", "toewijzingstijd"),
    ("Ingangsdatum", "ingangsdatum"), ("Einddatum?", "einddatum"), ("RedenWijziging?", "reden_wijziging"),
    *_OMVANG, *_BUDGET, ("Commentaar?", None),
))  # fmt: skip
START = Rij("start_regels", "StartProduct", (*_LEVERING, ("StatusAanlevering", "status_aanlevering")))
STOP = Rij("stop_regels", "StopProduct", (
    *_LEVERING, ("RedenBeeindiging", "reden_beeindiging"), ("Einddatum", "einddatum"),
    ("StatusAanlevering", "status_aanlevering"),
))  # fmt: skip
AANVRAAG = Rij("aanvraag_regels", "AangevraagdProduct", (
    ("ReferentieAanbieder", "referentie_aanbieder"), ("BeschikkingNummer?", None), *_PRODUCT,
    ("BeschikkingIngangsdatum?", None), ("ToewijzingIngangsdatum", "toewijzing_ingangsdatum"),
    ("ToewijzingEinddatum?", "toewijzing_einddatum"), *_OMVANG, *_BUDGET,
    ("Verwijzer/Type", "verwijzer_type"), ("Verwijzer/Naam?", None), ("Verwijzer/ZorgverlenerCode?", None),
    ("Raamcontract?", None), ("Commentaar?", None),
))  # fmt: skip
WIJZIGING = Rij("wijzigingsverzoek_regels", "", (
    ("ToewijzingNummer", "toewijzingnummer"), *_PRODUCT, ("GewensteIngangsdatum", "gewenste_ingangsdatum"),
    ("Einddatum", "einddatum"), *_OMVANG, *_BUDGET,
))  # fmt: skip
PRESTATIE = Rij("prestaties", "Prestatie", (
    ("ProductReferentie/ReferentieNummer", "referentienummer"),
    ("ProductReferentie/VorigReferentieNummer?", "vorig_referentienummer"),
    ("ToewijzingNummer", "toewijzingnummer"), ("ProductCategorie", "categorie"), ("ProductCode", "code"),
    ("ProductPeriode/Begindatum", "periode_begin"), ("ProductPeriode/Einddatum", "periode_einde"),
    ("GeleverdVolume", "volume"), ("Eenheid", "eenheid"), ("ProductTarief?", "tarief"),
    ("IngediendBedrag/Bedrag", "bedrag"), ("IngediendBedrag/DebetCredit", "debet_credit"),
))  # fmt: skip

PER_CLIENT = {"301": TOEWIJZING, "305": START, "307": STOP, "315": AANVRAAG}
HOUDERS = {
    "301": "ToegewezenProducten", "305": "StartProducten", "307": "StopProducten", "315": "AangevraagdeProducten",
}  # fmt: skip
WIJZIGINGEN = {"OngewijzigdProduct": "ongewijzigd", "TeWijzigenProduct": "te_wijzigen", "NieuwProduct": "nieuw"}

_KOP = (
    "BerichtCode", "BerichtVersie", "BerichtSubversie", "Afzender", "Ontvanger",
    "BerichtIdentificatie/Identificatie", "BerichtIdentificatie/Dagtekening",
)  # fmt: skip
_WIT = r"[ \t\r\n]*+"
_KLANT = ("Bsn", "Geboortedatum/Datum", "Geboortedatum/DatumGebruik?")


def lokaal(element: etree._Element) -> str:
    """Local name of an element."""
    naam = element.tag
    return naam[naam.rfind("}") + 1 :]


def lees_velden(element: etree._Element, paden: tuple[str, ...]) -> tuple[str, ...]:
    """Text per path, by local name, '' when absent; of a repeated element the first that is not blank counts."""
    teksten: dict[str, str] = {}
    for pad, blad in _bladen(element):
        if not teksten.get(pad, "").strip():
            teksten[pad] = blad.text or ""
    return tuple(teksten.get(pad, "") for pad in paden)


def heeft_dubbele(element: etree._Element, paden: tuple[str, ...]) -> bool:
    """Whether one of these paths occurs more than once."""
    gevonden = [pad for pad, _ in _bladen(element) if pad in paden]
    return len(gevonden) > len(set(gevonden))


def _bladen(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Children and their children, each with its path."""
    for kind in element:
        naam = lokaal(kind)
        yield naam, kind
        for blad in kind:
            yield f"{naam}/{lokaal(blad)}", blad


def onbekende_elementen(element: etree._Element, rij: Rij) -> int:
    """Number of children of a row element that the standard does not know."""
    return sum(lokaal(kind) not in rij.bekend for kind in element)


@dataclass(frozen=True)
class KleineVorm:
    """How a 301, 305, 307 or 315 looks under one pair of prefixes: expressions, and texts that must be there.

    kop matches from the begin of Header, klant from its end tag `einde_kop` on; houder is the begin of the element
    around the rows, rij_tag ends every begin and end tag of a row.
    """

    tabel: str
    kop: re.Pattern[str]
    klant: re.Pattern[str]
    rij: re.Pattern[str]
    rij_tag: str
    houder: str
    einde_kop: str
    slot: str


@lru_cache(maxsize=64)
def kleine_vorm(berichttype: str, bericht_prefix: str | None, basis_prefix: str | None) -> KleineVorm:
    """The quick reader for documents whose message and basisschema namespaces have these prefixes."""
    m, b = _voorzet(bericht_prefix), _voorzet(basis_prefix)
    kaal = f"{bericht_prefix}:" if bericht_prefix else ""
    rij = PER_CLIENT[berichttype]
    return KleineVorm(
        rij.tabel,
        re.compile(f"<{m}Header>" + _reeks([(pad, True) for pad in _KOP], m, b)),
        re.compile(f"</{m}Header><{m}Client>" + _reeks([(pad, True) for pad in _KLANT], m, b)),
        re.compile(_rij(rij, m, b)),
        f"{rij.element}>",
        f"<{kaal}{HOUDERS[berichttype]}>",
        f"</{kaal}Header>",
        f"</{kaal}Client></{kaal}Bericht>",
    )


@lru_cache(maxsize=64)
def prestatie_patroon(bericht_prefix: str | None, basis_prefix: str | None) -> re.Pattern[str]:
    """One Prestatie of a 323 with white space between the tags.

    First group: the Bsn, when this is the first line of its Client; last group: not empty when it is the last.
    """
    m, b = _voorzet(bericht_prefix), _voorzet(basis_prefix)
    begin = f"<{m}Client>{_WIT}<{m}Bsn>([^<]+)</{m}Bsn>{_WIT}<{m}Prestaties>{_WIT}<"
    # Begins with a literal, so that the search can skip to it.
    return re.compile(
        f"<(?:{begin[1:]})?{_rij(PRESTATIE, m, b, _WIT)[1:]}({_WIT}</{m}Prestaties>{_WIT}</{m}Client>)?"
    )


def _voorzet(prefix: str | None) -> str:
    return f"{re.escape(prefix)}:" if prefix else ""


def _rij(rij: Rij, m: str, b: str, wit: str = "") -> str:
    binnen = _reeks([(pad, kolom is not None) for pad, kolom in rij.vorm], m, b, wit)
    return f"<{m}{rij.element}>{binnen}{wit}</{m}{rij.element}>"


def _reeks(vorm: list[tuple[str, bool]], m: str, b: str, wit: str = "") -> str:
    """Leaves in order; the leaves of one group together, in the basisschema namespace."""
    groepen: dict[str, list[tuple[str, bool]]] = {}
    for pad, houd in vorm:
        groep, _, blad = pad.rpartition("/")
        groepen.setdefault(groep or f"={blad}", []).append((blad, houd))
    delen = []
    for groep, bladen in groepen.items():
        if groep.startswith("="):
            delen.append(_blad(m, *bladen[0], wit))
        else:
            binnen = "".join(_blad(b, *blad, wit) for blad in bladen)
            kaal = groep.rstrip("?")
            delen.append(_soms(groep, f"{wit}<{m}{kaal}>{binnen}{wit}</{m}{kaal}>"))
    return "".join(delen)


def _blad(voorzet: str, naam: str, houd: bool, wit: str) -> str:
    kaal = naam.rstrip("?")
    return _soms(naam, f"{wit}<{voorzet}{kaal}>{'([^<]*)' if houd else '[^<]*'}</{voorzet}{kaal}>")


def _soms(naam: str, patroon: str) -> str:
    return f"(?:{patroon})?" if naam.endswith("?") else patroon
