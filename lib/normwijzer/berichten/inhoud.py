"""One message held as a tree -> rows as text: the header, the rows per client, requests, answers, return codes."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from . import velden
from .soorten import RETOUREN, Soort
from .uitpakken import Envelop
from .velden import lokaal

KOP_PADEN = (
    "BerichtCode", "BerichtVersie", "BerichtSubversie", "Afzender", "Ontvanger",
    "BerichtIdentificatie/Identificatie", "BerichtIdentificatie/Dagtekening",
    "IdentificatieRetour", "DagtekeningRetour", "DeclaratieIdentificatie/Identificatie",
)  # fmt: skip
STUURGEGEVENS = ("referentienummer", "crossRefnummer", "tijdstipBericht")
KLANT_PADEN = ("Bsn", "Geboortedatum/Datum", "Geboortedatum/DatumGebruik")
_VERZOEK_PADEN = ("ReferentieAanbieder", "RedenVerzoek")
_ANTWOORD_PADEN = ("ReferentieAanbieder", "VerzoekAntwoord", "RedenAfwijzingVerzoek", "Woonplaatsbeginsel/Gemeente")

_RUIMTE = re.compile(r'( xmlns(?::[^\s=":]+)?="[^"]+")')
_WORTEL = re.compile(r'<([^\s">]+)((?: xmlns(?::[^\s=":]+)?="[A-Za-z][A-Za-z0-9+.-]*:[\w./?#:~-]*")*)>', re.ASCII)

Tekstrij = tuple[str | None, ...]


@dataclass
class Regels:
    """Rows of one table in one message; bsn: one per row where the table has `client`, otherwise empty."""

    rijen: list[Tekstrij] = field(default_factory=list)
    bsn: list[str] = field(default_factory=list)


@dataclass
class Inhoud:
    """One message as text. kop: values of KOP_PADEN; regels: table -> rows; onbekend: unknown elements in rows."""

    kop: Tekstrij
    digest: str
    regels: dict[str, Regels]
    onbekend: int = 0


def lees_inhoud(wortel: etree._Element, soort: Soort) -> Inhoud | None:
    """Read a message that is no declaratie; None when it has no Header.

    The digest is that of `digest_van`: `wortel` was parsed without blank text, comments and processing instructions,
    so it is the same whether the message came bare or in an envelope.
    """
    if soort.berichttype in velden.PER_CLIENT:
        tekst = canoniek_snel(etree.tostring(wortel, encoding="unicode"))
        if tekst is not None and (snel := _snel(tekst, wortel.prefix, soort.berichttype)):
            return Inhoud(snel[0], digest_canoniek(tekst.encode()), snel[1])
    inhoud = lees_elementen(wortel, soort)
    if inhoud is not None:
        inhoud.digest = digest_van(wortel)
    return inhoud


def lees_elementen(wortel: etree._Element, soort: Soort) -> Inhoud | None:
    """Read a message by walking over its elements, without its digest; None when it has no Header."""
    kop = kind(wortel, "Header")
    if kop is None:
        return None
    inhoud = Inhoud(velden.lees_velden(kop, KOP_PADEN), "", {})
    if soort.berichttype in RETOUREN:
        inhoud.regels["retourcodes"] = Regels(retourcodes(wortel))
    elif soort.berichttype == "319":
        _lees_antwoord(wortel, inhoud)
    elif soort.berichttype == "317":
        _lees_verzoek(wortel, inhoud)
    else:
        _lees_clienten(wortel, soort, inhoud)
    return inhoud


def digest_van(wortel: etree._Element) -> str:
    """SHA-256 of the canonical XML (C14N 1.0; reconstructie 2).

    C14N 1.0 refuses namespaces that are no absolute URI; such a message has the digest of its C14N 2.0.
    """
    try:
        return digest_canoniek(etree.tostring(wortel, method="c14n"))
    except etree.C14NError:
        return digest_canoniek(etree.canonicalize(etree.tostring(wortel, encoding="unicode")).encode())


def canoniek_snel(tekst: str) -> str | None:
    """Canonical XML from libxml2's serialisation, twice as quick as C14N itself; None where they might differ.

    They are the same but for escapes, empty elements, and the order of attributes and namespace declarations.
    """
    begin = tekst.find(">") + 1
    if "&" in tekst or tekst.find("=", begin) >= 0:
        return None
    if tekst.count("<", begin) != 2 * tekst.count("/", begin) - 1:  # an empty element, or a / in a text
        return None
    wortel = _canonieke_wortel(tekst[:begin])
    return wortel and wortel + tekst[begin:]


@lru_cache(maxsize=256)
def _canonieke_wortel(tag: str) -> str | None:
    """The start tag with its namespace declarations in canonical order; None when it has other attributes, or
    namespaces that C14N might refuse."""
    gevonden = _WORTEL.fullmatch(tag)
    if not gevonden:
        return None
    ruimten = sorted(_RUIMTE.findall(gevonden[2]), key=lambda ruimte: ruimte.partition("=")[0])
    return f"<{gevonden[1]}{''.join(ruimten)}>"


def digest_canoniek(canoniek: bytes) -> str:
    return hashlib.sha256(canoniek).hexdigest()


def lees_foutbericht(wortel: etree._Element) -> tuple[str, Envelop]:
    """Digest and stuurgegevens of a Fo01; its texts are free and stay out."""
    gegevens = kind(wortel, "stuurgegevens")
    return digest_van(wortel), Envelop(*velden.lees_velden(gegevens, STUURGEGEVENS) if gegevens is not None else ())


def kind(element: etree._Element, naam: str) -> etree._Element | None:
    """First child with this local name."""
    return next(element.iterchildren(f"{{*}}{naam}"), None)


def retourcodes(element: etree._Element) -> list[Tekstrij]:
    """(klasse, None, code) of every RetourCode below, in document order."""
    rijen = []
    for code in element.iter("{*}RetourCode"):
        klasse = code.getparent()
        while lokaal(klasse) == "RetourCodes" and klasse.getparent() is not None:
            klasse = klasse.getparent()
        if (code.text or "").strip():
            rijen.append((lokaal(klasse), None, code.text))
    return rijen


def _snel(tekst: str, prefix: str | None, berichttype: str) -> tuple[Tekstrij, dict[str, Regels]] | None:
    """The usual form of a 301, 305, 307 or 315 in one pass; None for anything else, which the walk then reads.

    It takes only what it accounts for completely: Header, then one Client as last child of Bericht, all row elements
    in the standard's order and after the rest of the Client, and no escaped characters.
    """
    begin = tekst.find("BerichtIdentificatie><") + 22
    basis = tekst[begin : tekst.find(">", begin)].rpartition(":")[0] or None
    vorm = velden.kleine_vorm(berichttype, prefix, basis)
    kop = vorm.kop.match(tekst, tekst.find(">") + 1)
    if not kop or not tekst.endswith(vorm.slot):
        return None
    klant = vorm.klant.match(tekst, tekst.find(vorm.einde_kop, kop.end()))
    if not klant or not klant[2].strip():
        return None
    midden = klant.end()
    houder = tekst.find(vorm.houder, midden)
    if houder < 0 or tekst.find("Client>", midden, houder) >= 0 or tekst.find(vorm.rij_tag, midden, houder) >= 0:
        return None
    rijen = vorm.rij.findall(tekst, houder + len(vorm.houder))
    if tekst.count(vorm.rij_tag, houder) != 2 * len(rijen) or tekst.count("Client>", houder) != 1:
        return None
    bsn, geboren, gebruik = klant.groups("")
    return (*kop.groups(), "", "", ""), {
        "clienten": Regels([(geboren, gebruik)], [bsn]),
        vorm.tabel: Regels(rijen, [bsn] * len(rijen)),
    }


def _lees_clienten(wortel: etree._Element, soort: Soort, inhoud: Inhoud) -> None:
    rij = velden.PER_CLIENT[soort.berichttype]
    regels = inhoud.regels.setdefault(rij.tabel, Regels())
    for client in wortel.iter("{*}Client"):
        bsn = _lees_klant(client, inhoud)
        for element in client.iter(f"{{*}}{rij.element}"):
            regels.rijen.append(velden.lees_velden(element, rij.paden))
            regels.bsn.append(bsn)
            inhoud.onbekend += velden.onbekende_elementen(element, rij)


def _lees_klant(client: etree._Element, inhoud: Inhoud) -> str:
    bsn, geboren, gebruik = velden.lees_velden(client, KLANT_PADEN)
    if geboren.strip():
        klanten = inhoud.regels.setdefault("clienten", Regels())
        klanten.rijen.append((geboren, gebruik))
        klanten.bsn.append(bsn)
    return bsn


def _lees_verzoek(wortel: etree._Element, inhoud: Inhoud) -> None:
    verzoeken = inhoud.regels.setdefault("wijzigingsverzoeken", Regels())
    regels = inhoud.regels.setdefault("wijzigingsverzoek_regels", Regels())
    for client in wortel.iter("{*}Client"):
        bsn = _lees_klant(client, inhoud)
        for verzoek in client.iter("{*}Verzoek"):
            verzoeken.rijen.append(velden.lees_velden(verzoek, _VERZOEK_PADEN))
            verzoeken.bsn.append(bsn)
            for element in verzoek.iter(*(f"{{*}}{naam}" for naam in velden.WIJZIGINGEN)):
                regels.rijen.append(
                    (velden.WIJZIGINGEN[lokaal(element)], *velden.lees_velden(element, velden.WIJZIGING.paden))
                )
                inhoud.onbekend += velden.onbekende_elementen(element, velden.WIJZIGING)


def _lees_antwoord(wortel: etree._Element, inhoud: Inhoud) -> None:
    antwoorden = [velden.lees_velden(element, _ANTWOORD_PADEN) for element in wortel.iter("{*}Antwoord")]
    inhoud.regels["antwoorden"] = Regels(antwoorden)
