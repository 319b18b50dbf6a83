"""One message held as a tree -> rows as text: the header, the rows per client, requests, answers, return codes."""

import hashlib
from dataclasses import dataclass, field

from lxml import etree

from . import velden
from .soorten import RETOUREN, Soort
from .uitpakken import Envelop
from .velden import lokaal

DOMEIN = b"normwijzer/bericht/1\n"
"""Put before all content that is hashed, so the digest is of no use elsewhere."""

KOP_PADEN = (
    "BerichtCode", "BerichtVersie", "BerichtSubversie", "Afzender", "Ontvanger",
    "BerichtIdentificatie/Identificatie", "BerichtIdentificatie/Dagtekening",
    "IdentificatieRetour", "DagtekeningRetour", "DeclaratieIdentificatie/Identificatie",
)  # fmt: skip
STUURGEGEVENS = ("referentienummer", "crossRefnummer", "tijdstipBericht")
_KLANT_PADEN = ("Bsn", "Geboortedatum/Datum", "Geboortedatum/DatumGebruik")
_VERZOEK_PADEN = ("ReferentieAanbieder", "RedenVerzoek")
_ANTWOORD_PADEN = ("ReferentieAanbieder", "VerzoekAntwoord", "RedenAfwijzingVerzoek", "Woonplaatsbeginsel/Gemeente")

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

    The digest is the SHA-256 of DOMEIN and the canonical XML (C14N 1.0) of `wortel`, which was parsed without blank
    text, comments and processing instructions; the same whether the message came bare or in an envelope.
    """
    canoniek = etree.tostring(wortel, method="c14n")
    digest = hashlib.sha256(DOMEIN + canoniek).hexdigest()
    tekst = canoniek.decode()
    if soort.berichttype in velden.PER_CLIENT and (snel := _snel(tekst, wortel.prefix, soort.berichttype)):
        return Inhoud(snel[0], digest, snel[1])
    kop = kind(wortel, "Header")
    if kop is None:
        return None
    inhoud = Inhoud(velden.lees_velden(kop, KOP_PADEN), digest, {})
    if soort.berichttype in RETOUREN:
        inhoud.regels["retourcodes"] = Regels(retourcodes(wortel))
    elif soort.berichttype == "319":
        _lees_antwoord(wortel, inhoud)
    elif soort.berichttype == "317":
        _lees_verzoek(wortel, inhoud)
    else:
        _lees_clienten(wortel, soort, inhoud)
    return inhoud


def lees_foutbericht(wortel: etree._Element) -> tuple[str, Envelop]:
    """Digest and stuurgegevens of a Fo01; its texts are free and stay out."""
    digest = hashlib.sha256(DOMEIN + etree.tostring(wortel, method="c14n")).hexdigest()
    gegevens = kind(wortel, "stuurgegevens")
    return digest, Envelop(*velden.lees_velden(gegevens, STUURGEGEVENS) if gegevens is not None else ())


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

    It takes only what it accounts for completely: Header, then one Client as last child of Bericht, all row
    elements in the standard's order, and no escaped characters.
    """
    if "&" in tekst:
        return None
    m = f"{prefix}:" if prefix else ""
    begin = tekst.find(f"<{m}BerichtIdentificatie><") + len(m) + 23
    basis = tekst[begin : tekst.find(">", begin)].rpartition(":")[0] or None
    patronen = velden.patronen(berichttype, prefix, basis)
    kop = patronen.kop.match(tekst, tekst.find(">") + 1)
    if not kop:
        return None
    einde_kop = f"</{m}Header>"
    klant = patronen.klant.match(tekst, tekst.find(einde_kop, kop.end()) + len(einde_kop))
    if not klant or not klant[2].strip() or not tekst.endswith(f"</{m}Client></{m}Bericht>"):
        return None
    rijen = patronen.rij.findall(tekst, klant.end())
    rij = velden.PER_CLIENT[berichttype]
    if tekst.count(f"{rij.element}>") != 2 * len(rijen) or tekst.count("Client>") != 2 or tekst.count("Header>") != 2:
        return None
    bsn, geboren, gebruik = klant.groups("")
    return (*kop.groups(), "", "", ""), {
        "clienten": Regels([(geboren, gebruik)], [bsn]),
        rij.tabel: Regels(rijen, [bsn] * len(rijen)),
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
    bsn, geboren, gebruik = velden.lees_velden(client, _KLANT_PADEN)
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
