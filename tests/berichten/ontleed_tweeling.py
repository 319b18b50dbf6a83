"""The slow, obvious reader that judges the quick one: ElementTree, element by element, one value at a time."""

import datetime
import io
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable

import pyarrow as pa
from normwijzer.berichten.kolommen import LANGST, TABELLEN
from normwijzer.berichten.ontleden import LeesSignaal, Ontleder

OMVANG = {"volume": "Omvang/Volume", "eenheid": "Omvang/Eenheid", "frequentie": "Omvang/Frequentie"}
PRODUCT = {"categorie": "Product/Categorie", "code": "Product/Code"}
LEVERING = {
    "toewijzingnummer": "ToewijzingNummer", **PRODUCT, "toewijzing_ingangsdatum": "ToewijzingIngangsdatum",
    "begindatum": "Begindatum", "status_aanlevering": "StatusAanlevering",
}  # fmt: skip
REGELS = {
    "301": ("ToegewezenProduct", "toewijzing_regels", {
        "toewijzingnummer": "ToewijzingNummer", "referentie_aanbieder": "ReferentieAanbieder", **PRODUCT,
        "toewijzingsdatum": "Toewijzingsdatum", "toewijzingstijd": "Toewijzingstijd", "ingangsdatum": "Ingangsdatum",
        "einddatum": "Einddatum", "reden_wijziging": "RedenWijziging", **OMVANG, "budget": "Budget"}),
    "305": ("StartProduct", "start_regels", LEVERING),
    "307": ("StopProduct", "stop_regels", {
        **LEVERING, "reden_beeindiging": "RedenBeeindiging", "einddatum": "Einddatum"}),
    "315": ("AangevraagdProduct", "aanvraag_regels", {
        "referentie_aanbieder": "ReferentieAanbieder", **PRODUCT, "toewijzing_ingangsdatum": "ToewijzingIngangsdatum",
        "toewijzing_einddatum": "ToewijzingEinddatum", **OMVANG, "budget": "Budget",
        "verwijzer_type": "Verwijzer/Type"}),
    "323": ("Prestatie", "prestaties", {
        "referentienummer": "ProductReferentie/ReferentieNummer",
        "vorig_referentienummer": "ProductReferentie/VorigReferentieNummer",
        "toewijzingnummer": "ToewijzingNummer", "categorie": "ProductCategorie", "code": "ProductCode",
        "periode_begin": "ProductPeriode/Begindatum", "periode_einde": "ProductPeriode/Einddatum",
        "volume": "GeleverdVolume", "eenheid": "Eenheid", "tarief": "ProductTarief",
        "bedrag": "IngediendBedrag/Bedrag", "debet_credit": "IngediendBedrag/DebetCredit"}),
}  # fmt: skip
REGELS["325"] = ("Prestatie", "antwoord_prestaties", {
    kolom: pad for kolom, pad in REGELS["323"][2].items()
    if kolom in {"referentienummer", "toewijzingnummer", "code", "periode_begin", "periode_einde", "bedrag"}
})  # fmt: skip
WIJZIGING = {
    "toewijzingnummer": "ToewijzingNummer", **PRODUCT, "gewenste_ingangsdatum": "GewensteIngangsdatum",
    "einddatum": "Einddatum", **OMVANG, "budget": "Budget",
}  # fmt: skip
SOORT = {"OngewijzigdProduct": "ongewijzigd", "TeWijzigenProduct": "te_wijzigen", "NieuwProduct": "nieuw"}
BUITEN = {"bron", "bestand", "inhoud", "envelop_referentie", "envelop_kruisreferentie", "envelop_tijdstip", "kopieen"}
"""Columns of `berichten` that the twin leaves to other tests."""
ONLEESBAAR = "onleesbaar"
"""For a toewijzingnummer that is there and no number."""

Tabellen = dict[str, list[dict]]


def pseudoniem(bsn: str) -> str | None:
    """Stands in for the keyed one; the text of the Bsn does not occur in it."""
    letters = bsn.translate(str.maketrans("0123456789", "abcdefghij"))
    return None if bsn in {"", "000000000", "999999999"} else f"p_{letters}"


def lees(*documenten: bytes, brok: int = 50_000, **opties) -> tuple[Tabellen, list[LeesSignaal]]:
    """Rows per table and signals as the product code reads them; rows without their message left out."""
    delen: dict[str, list[pa.Table]] = defaultdict(list)
    signalen: list[LeesSignaal] = []
    ontleder = Ontleder(
        pseudoniem=pseudoniem, schrijf=lambda tabel, rijen: delen[tabel].append(rijen), signaleer=signalen.append,
        brok=brok, **opties,
    )  # fmt: skip
    for nummer, document in enumerate(documenten):
        ontleder.lees(io.BytesIO(document), bron=f"{nummer:064x}", bestand=f"{nummer}.xml")
    ontleder.sluit()
    rijen = {tabel: pa.concat_tables(deel).to_pylist() for tabel, deel in delen.items()}
    echt = {rij["bericht"] for rij in rijen.get("berichten", [])}
    return {tabel: [rij for rij in deel if rij["bericht"] in echt] for tabel, deel in rijen.items()}, signalen


def zonder_buiten(tabellen: Tabellen) -> Tabellen:
    kaal = {tabel: [{k: v for k, v in rij.items() if tabel != "berichten" or k not in BUITEN} for rij in rijen]
            for tabel, rijen in tabellen.items()}  # fmt: skip
    for rij in (rij for rijen in kaal.values() for rij in rijen):
        if isinstance(rij.get("toewijzingnummer"), int) and rij["toewijzingnummer"] < 0:
            rij["toewijzingnummer"] = ONLEESBAAR
    kaal.get("retourcodes", []).sort(key=str)  # of a 325 the codes of lines come first
    return {tabel: rijen for tabel, rijen in sorted(kaal.items()) if rijen}


def lees_langzaam(document: bytes) -> Tabellen:
    """The rows of one bare message; bericht is 0."""
    return zonder_buiten(Tweeling(document).tabellen)


class Tweeling:
    def __init__(self, document: bytes) -> None:
        wortel = ET.fromstring(document)
        self.tabellen: Tabellen = defaultdict(list)
        vorm = r"\{http://www.istandaarden.nl/i\w+/(\w+)/(\w+)/schema\}Bericht"
        release, naam = re.fullmatch(vorm, wortel.tag).groups()
        self.wet, self.soort = naam[:-3], naam[-3:]
        kop = [kind for kind in wortel if _naam(kind) == "Header"][0]
        afzender, ontvanger = _tekst(kop, "Afzender"), _tekst(kop, "Ontvanger")
        gemeente, aanbieder = _partijen(afzender or "", ontvanger or "", self.soort)
        self._zet("berichten", {
            "wet": self.wet, "berichttype": self.soort, "release": release.replace("_", "."), "afzender": afzender,
            "ontvanger": ontvanger,
            "gemeente": gemeente, "aanbieder": aanbieder,
            "identificatie": _tekst(kop, "BerichtIdentificatie/Identificatie"),
            "dagtekening": _tekst(kop, "BerichtIdentificatie/Dagtekening"),
            "identificatie_retour": _tekst(kop, "IdentificatieRetour"),
            "dagtekening_retour": _tekst(kop, "DagtekeningRetour"),
            "declaratie_identificatie": _tekst(kop, "DeclaratieIdentificatie/Identificatie"),
        })  # fmt: skip
        if self.soort in {"302", "306", "308", "316", "318", "320"}:
            self._retourcodes(wortel)
        elif self.soort == "319":
            for antwoord in _alle(wortel, "Antwoord"):
                self._zet("antwoorden", {
                    "referentie_aanbieder": _tekst(antwoord, "ReferentieAanbieder"),
                    "verzoek_antwoord": _tekst(antwoord, "VerzoekAntwoord"),
                    "reden_afwijzing": _tekst(antwoord, "RedenAfwijzingVerzoek"),
                    "woonplaats_gemeente": _tekst(antwoord, "Woonplaatsbeginsel/Gemeente"),
                })  # fmt: skip
        else:
            self._clienten(wortel)
        if self.soort in {"323", "325"}:
            self._declaratie(wortel)

    def _clienten(self, wortel: ET.Element) -> None:
        for client in _alle(wortel, "Client"):
            wie = pseudoniem(_tekst(client, "Bsn") or "")
            geboren, gebruik = _tekst(client, "Geboortedatum/Datum"), _tekst(client, "Geboortedatum/DatumGebruik")
            if geboren and self.soort not in {"323", "325"}:
                dag = _dag(geboren)
                self._zet("clienten", {
                    "client": wie, "geboortejaar": dag.year if dag and gebruik != "3" else None,
                    "geboortemaand": dag.month if dag and gebruik not in {"2", "3"} else None,
                })  # fmt: skip
            if self.soort == "317":
                self._verzoeken(client, wie)
                continue
            element, tabel, velden = REGELS[self.soort]
            for regel in _alle(client, element):
                self._zet(tabel, {"client": wie, **{kolom: _tekst(regel, pad) for kolom, pad in velden.items()}})

    def _verzoeken(self, client: ET.Element, wie: str | None) -> None:
        for verzoek in _alle(client, "Verzoek"):
            self._zet("wijzigingsverzoeken", {
                "client": wie, "referentie_aanbieder": _tekst(verzoek, "ReferentieAanbieder"),
                "reden_verzoek": _tekst(verzoek, "RedenVerzoek"),
            })  # fmt: skip
            for regel in verzoek.iter():
                if _naam(regel) in SOORT:
                    velden = {kolom: _tekst(regel, pad) for kolom, pad in WIJZIGING.items()}
                    self._zet("wijzigingsverzoek_regels", {"soort": SOORT[_naam(regel)], **velden})

    def _declaratie(self, wortel: ET.Element) -> None:
        naam = "Declaratie" if self.soort == "323" else "DeclaratieAntwoord"
        for declaratie in [kind for kind in wortel if _naam(kind) == naam][:1]:
            if self.soort == "323":
                self._zet("declaraties", {
                    "declaratienummer": _tekst(declaratie, "DeclaratieNummer"),
                    "periode_begin": _tekst(declaratie, "DeclaratiePeriode/Begindatum"),
                    "periode_einde": _tekst(declaratie, "DeclaratiePeriode/Einddatum"),
                    "declaratie_dagtekening": _tekst(declaratie, "DeclaratieDagtekening"),
                    "ingediend_bedrag": _bedrag(declaratie, "TotaalIngediendBedrag"),
                })  # fmt: skip
            else:
                self._zet("declaratie_antwoorden", {
                    "declaratienummer": _tekst(declaratie, "DeclaratieNummer"),
                    "ingediend_bedrag": _bedrag(declaratie, "TotaalIngediendBedrag"),
                    "toegekend_bedrag": _bedrag(declaratie, "TotaalToegekendBedrag"),
                })  # fmt: skip
        if self.soort == "325":
            self._retourcodes(wortel)

    def _retourcodes(self, wortel: ET.Element) -> None:
        ouders = {kind: ouder for ouder in wortel.iter() for kind in ouder}
        prestaties = _alle(wortel, "Prestatie")
        for code in _alle(wortel, "RetourCode"):
            klasse = ouders[code]
            while _naam(klasse) == "RetourCodes":
                klasse = ouders[klasse]
            regel = prestaties.index(klasse) if self.soort == "325" and klasse in prestaties else None
            if (code.text or "").strip():
                self._zet("retourcodes", {"klasse": _naam(klasse), "regel": regel, "code": code.text.strip()})

    def _zet(self, tabel: str, waarden: dict) -> None:
        rij = {"bericht": 0, "regel": len(self.tabellen[tabel])} | waarden
        getypeerd = {}
        for kolom in TABELLEN[tabel]:
            if tabel == "berichten" and kolom.naam in BUITEN:
                continue
            waarde = rij[kolom.naam]
            if isinstance(waarde, str) and len(waarde) > LANGST.get(kolom.naam, len(waarde)):
                waarde = None
            getypeerd[kolom.naam] = _VORM.get(str(kolom.soort), str)(waarde) if isinstance(waarde, str) else waarde
            if kolom.naam == "toewijzingnummer" and waarde and getypeerd[kolom.naam] is None:
                getypeerd[kolom.naam] = ONLEESBAAR
            if kolom.naam == "toewijzingstijd" and waarde:
                getypeerd[kolom.naam] = _tijd(waarde)
        self.tabellen[tabel].append(getypeerd)


def _naam(element: ET.Element) -> str:
    return element.tag.split("}")[-1]


def _alle(element: ET.Element, naam: str) -> list[ET.Element]:
    return [deel for deel in element.iter() if _naam(deel) == naam]


def _tekst(element: ET.Element | None, pad: str) -> str | None:
    """Stripped text at a path of local names; of several the first that is not blank."""
    eerste, _, rest = pad.partition("/")
    for kind in element:
        if _naam(kind) == eerste:
            tekst = _tekst(kind, rest) if rest else (kind.text or "").strip(" \t\r\n")
            if tekst:
                return tekst
    return None


def _partijen(afzender: str, ontvanger: str, soort: str) -> tuple[str | None, str | None]:
    """gemeente and aanbieder: by their number of digits, otherwise by who sends this type."""
    if re.fullmatch("[0-9]{4}", afzender) and not re.fullmatch("[0-9]{4}", ontvanger):
        paar = afzender, ontvanger
    elif re.fullmatch("[0-9]{4}", ontvanger) and not re.fullmatch("[0-9]{4}", afzender):
        paar = ontvanger, afzender
    elif re.fullmatch("[0-9]{8}", afzender) and not re.fullmatch("[0-9]{8}", ontvanger):
        paar = ontvanger, afzender
    elif re.fullmatch("[0-9]{8}", ontvanger) and not re.fullmatch("[0-9]{8}", afzender):
        paar = afzender, ontvanger
    elif soort in {"301", "302", "319", "320", "325"}:
        paar = afzender, ontvanger
    else:
        paar = ontvanger, afzender
    return tuple(code if 0 < len(code) <= 8 else None for code in paar)


def _dag(tekst: str) -> datetime.date | None:
    gevonden = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?", tekst)
    try:
        return datetime.date.fromisoformat(gevonden[1]) if gevonden else None
    except ValueError:
        return None


def _tijd(tekst: str) -> str | None:
    gevonden = re.fullmatch(r"([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?", tekst)
    if not gevonden:
        return None
    if tekst.startswith("24:00:00"):
        return "00:00:00"
    try:
        datetime.time.fromisoformat(gevonden[1])
    except ValueError:
        return None
    deel = (gevonden[2] or "").rstrip("0")
    return gevonden[1] + ("" if deel == "." else deel)


def _getal(tekst: str) -> int | None:
    return int(tekst) if re.fullmatch(r"\+?0*[0-9]{1,12}", tekst) else None


def _bedrag(element: ET.Element, naam: str) -> int | None:
    bedrag = _getal(_tekst(element, f"{naam}/TotaalBedrag") or "")
    return -bedrag if bedrag is not None and _tekst(element, f"{naam}/DebetCredit") == "C" else bedrag


_VORM: dict[str, Callable] = {"date32[day]": _dag, "int64": _getal}
