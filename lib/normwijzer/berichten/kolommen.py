"""The columns of every table that reading messages gives: the one place where they are described.

Each row table has one row per element it is named after; `bericht` points to the row of the
message in `berichten`. Text is text (codes keep their leading zeros), dates are days without
time, money is whole euro cents, empty is null. Nothing here identifies a person: `client` is a
keyed pseudonym and of a birth date only year and month are kept.
"""

from dataclasses import dataclass

import pyarrow as pa

TEKST, GETAL, DAG, MOMENT = pa.string(), pa.int64(), pa.date32(), pa.timestamp("s")


@dataclass(frozen=True)
class Kolom:
    """naam; Arrow type; unit ('' when none); where it comes from (element path or origin)."""

    naam: str
    soort: pa.DataType
    eenheid: str
    bron: str


def _k(naam: str, soort: pa.DataType, bron: str, eenheid: str = "") -> Kolom:
    return Kolom(naam, soort, eenheid, bron)


_BERICHT = _k("bericht", GETAL, "number of the message in `berichten`; internal, has no meaning")
_REGEL = _k("regel", GETAL, "ordinal of the element within its message, from 0")
_CLIENT = _k("client", TEKST, "keyed pseudonym of Bsn; null when Bsn is empty, 000000000 or 999999999")
_CATEGORIE = _k("categorie", TEKST, "Product/Categorie")
_CODE = _k("code", TEKST, "Product/Code")
_TOEWIJZINGNUMMER = _k(
    "toewijzingnummer", GETAL,
    "ToewijzingNummer; null = absent; negative = present but unreadable, one per client and text",
)  # fmt: skip
_OMVANG = (
    _k("volume", GETAL, "Omvang/Volume", "the unit in `eenheid`; euro cents for 83"),
    _k("eenheid", TEKST, "Omvang/Eenheid"),
    _k("frequentie", TEKST, "Omvang/Frequentie"),
)
_BUDGET = _k("budget", GETAL, "Budget", "euro cents")

_LEVERING = (
    _BERICHT, _REGEL, _CLIENT,
    _k("toewijzingnummer", GETAL, "ToewijzingNummer; null = taakgericht; negative = present but unreadable"),
    _CATEGORIE, _CODE,
    _k("toewijzing_ingangsdatum", DAG, "ToewijzingIngangsdatum"),
    _k("begindatum", DAG, "Begindatum"),
)  # fmt: skip

TABELLEN: dict[str, tuple[Kolom, ...]] = {
    "berichten": (
        _BERICHT,
        _k("bron", TEKST, "SHA-256 (hex) of the file as it lies in the folder"),
        _k("bestand", TEKST, "path below berichten/, `/` between folders, `!` before an archive member"),
        _k("wet", TEKST, "namespace: wmo | jw; null for Fo01"),
        _k("berichttype", TEKST, "301 … 325, or Fo01"),
        _k("release", TEKST, "namespace: 3.2, 3.1, 3.0"),
        _k("afzender", TEKST, "Header/Afzender"),
        _k("ontvanger", TEKST, "Header/Ontvanger"),
        _k("gemeente", TEKST, "the one of Afzender and Ontvanger that has 4 digits; see `soorten.partijen`"),
        _k("aanbieder", TEKST, "the one of Afzender and Ontvanger that has 8 digits (AGB); idem"),
        _k("identificatie", TEKST, "Header/BerichtIdentificatie/Identificatie"),
        _k("dagtekening", DAG, "Header/BerichtIdentificatie/Dagtekening; null = unreadable, never counts"),
        _k("identificatie_retour", TEKST, "Header/IdentificatieRetour (retour messages)"),
        _k("dagtekening_retour", DAG, "Header/DagtekeningRetour (retour messages)"),
        _k("declaratie_identificatie", TEKST, "325: Header/DeclaratieIdentificatie/Identificatie"),
        _k("inhoud", TEKST, "SHA-256 (hex) of the content, independent of packing and white space; hidden on disk"),
        _k("envelop_referentie", TEKST, "stuurgegevens/referentienummer of the GGk envelope"),
        _k("envelop_kruisreferentie", TEKST, "stuurgegevens/crossRefnummer (Du01, Fo01)"),
        _k("envelop_tijdstip", MOMENT, "stuurgegevens/tijdstipBericht"),
        _k("kopieen", GETAL, "files in the folder with these very bytes, ≥ 1; filled when the tables are opened"),
    ),
    "toewijzing_regels": (
        _BERICHT, _REGEL, _CLIENT,
        _TOEWIJZINGNUMMER,
        _k("referentie_aanbieder", TEKST, "ReferentieAanbieder"),
        _CATEGORIE, _CODE,
        _k("toewijzingsdatum", DAG, "Toewijzingsdatum"),
        _k("toewijzingstijd", TEKST, "Toewijzingstijd as HH:MM:SS[.f…]; null = not given"),
        _k("ingangsdatum", DAG, "Ingangsdatum"),
        _k("einddatum", DAG, "Einddatum, inclusive; null = open"),
        _k("reden_wijziging", TEKST, "RedenWijziging"),
        *_OMVANG, _BUDGET,
    ),
    "start_regels": (*_LEVERING, _k("status_aanlevering", TEKST, "StatusAanlevering")),
    "stop_regels": (
        *_LEVERING,
        _k("reden_beeindiging", TEKST, "RedenBeeindiging"),
        _k("einddatum", DAG, "Einddatum, last day, inclusive"),
        _k("status_aanlevering", TEKST, "StatusAanlevering"),
    ),
    "aanvraag_regels": (
        _BERICHT, _REGEL, _CLIENT,
        _k("referentie_aanbieder", TEKST, "AangevraagdProduct/ReferentieAanbieder"),
        _CATEGORIE, _CODE,
        _k("toewijzing_ingangsdatum", DAG, "ToewijzingIngangsdatum (wished)"),
        _k("toewijzing_einddatum", DAG, "ToewijzingEinddatum (wished)"),
        *_OMVANG, _BUDGET,
        _k("verwijzer_type", TEKST, "Verwijzer/Type"),
    ),
    "wijzigingsverzoeken": (
        _BERICHT, _CLIENT,
        _k("referentie_aanbieder", TEKST, "Verzoek/ReferentieAanbieder"),
        _k("reden_verzoek", TEKST, "Verzoek/RedenVerzoek"),
    ),
    "wijzigingsverzoek_regels": (
        _BERICHT, _REGEL,
        _k("soort", TEKST, "ongewijzigd | te_wijzigen | nieuw"),
        _k("toewijzingnummer", GETAL, "ToewijzingNummer; null for nieuw; negative = present but unreadable"),
        _CATEGORIE, _CODE,
        _k("gewenste_ingangsdatum", DAG, "GewensteIngangsdatum"),
        _k("einddatum", DAG, "Einddatum (wished)"),
        *_OMVANG, _BUDGET,
    ),
    "antwoorden": (
        _BERICHT,
        _k("referentie_aanbieder", TEKST, "Antwoord/ReferentieAanbieder"),
        _k("verzoek_antwoord", TEKST, "Antwoord/VerzoekAntwoord: 1 rejected, 2 under investigation"),
        _k("reden_afwijzing", TEKST, "Antwoord/RedenAfwijzingVerzoek"),
        _k("woonplaats_gemeente", TEKST, "Antwoord/Woonplaatsbeginsel/Gemeente"),
    ),
    "declaraties": (
        _BERICHT,
        _k("declaratienummer", TEKST, "Declaratie/DeclaratieNummer"),
        _k("periode_begin", DAG, "DeclaratiePeriode/Begindatum"),
        _k("periode_einde", DAG, "DeclaratiePeriode/Einddatum"),
        _k("declaratie_dagtekening", DAG, "DeclaratieDagtekening"),
        _k("ingediend_bedrag", GETAL, "TotaalIngediendBedrag, C negative", "euro cents"),
    ),
    "prestaties": (
        _BERICHT, _REGEL, _CLIENT,
        _k("referentienummer", TEKST, "ProductReferentie/ReferentieNummer"),
        _k("vorig_referentienummer", TEKST, "ProductReferentie/VorigReferentieNummer"),
        _TOEWIJZINGNUMMER,
        _k("categorie", TEKST, "ProductCategorie"),
        _k("code", TEKST, "ProductCode"),
        _k("periode_begin", DAG, "ProductPeriode/Begindatum"),
        _k("periode_einde", DAG, "ProductPeriode/Einddatum"),
        _k("volume", GETAL, "GeleverdVolume", "the unit in `eenheid`"),
        _k("eenheid", TEKST, "Eenheid"),
        _k("tarief", GETAL, "ProductTarief", "euro cents"),
        _k("bedrag", GETAL, "IngediendBedrag/Bedrag as sent, never negative", "euro cents"),
        _k("debet_credit", TEKST, "IngediendBedrag/DebetCredit: D | C"),
    ),
    "declaratie_antwoorden": (
        _BERICHT,
        _k("declaratienummer", TEKST, "DeclaratieAntwoord/DeclaratieNummer"),
        _k("ingediend_bedrag", GETAL, "TotaalIngediendBedrag, C negative", "euro cents"),
        _k("toegekend_bedrag", GETAL, "TotaalToegekendBedrag, C negative", "euro cents"),
    ),
    "antwoord_prestaties": (
        _BERICHT, _REGEL, _CLIENT,
        _k("referentienummer", TEKST, "Prestatie/ProductReferentie/ReferentieNummer"),
        _k("toewijzingnummer", GETAL, "Prestatie/ToewijzingNummer; negative = present but unreadable"),
        _k("code", TEKST, "Prestatie/ProductCode"),
        _k("periode_begin", DAG, "Prestatie/ProductPeriode/Begindatum"),
        _k("periode_einde", DAG, "Prestatie/ProductPeriode/Einddatum"),
        _k("bedrag", GETAL, "Prestatie/IngediendBedrag/Bedrag", "euro cents"),
    ),
    "retourcodes": (
        _BERICHT,
        _k("klasse", TEKST, "the element that carries RetourCodes: Header, Client, Prestatie, DeclaratieAntwoord, …"),
        _k("regel", GETAL, "325, klasse Prestatie: `regel` in antwoord_prestaties; null elsewhere"),
        _k("code", TEKST, "RetourCode"),
    ),
    "clienten": (
        _BERICHT, _CLIENT,
        _k("geboortejaar", GETAL, "Geboortedatum/Datum; null when DatumGebruik is 3"),
        _k("geboortemaand", GETAL, "idem, 1–12; null when DatumGebruik is 2 or 3"),
    ),
}  # fmt: skip
"""Table name -> columns, in the order of the Parquet files."""

LANGST: dict[str, int] = {
    **dict.fromkeys(("afzender", "ontvanger", "gemeente", "aanbieder"), 8),
    **dict.fromkeys((
        "categorie", "code", "eenheid", "frequentie", "reden_wijziging", "reden_beeindiging", "status_aanlevering",
        "verwijzer_type", "reden_verzoek", "verzoek_antwoord", "reden_afwijzing", "woonplaats_gemeente",
        "debet_credit"), 10),
    "klasse": 30,
    **dict.fromkeys((
        "identificatie", "identificatie_retour", "declaratie_identificatie", "declaratienummer",
        "referentie_aanbieder", "referentienummer", "vorig_referentienummer"), 36),
    **dict.fromkeys(("envelop_referentie", "envelop_kruisreferentie"), 64),
}  # fmt: skip
"""Text columns that come out of a message -> most characters; a longer text becomes null with a signal, so that no
free text can get into the tables through a field that is filled wrongly."""

# `klasse` of a RetourCode is the nearest ancestor that is not `RetourCodes`.


def schema(tabel: str) -> pa.Schema:
    """Arrow schema of one table."""
    return pa.schema([(kolom.naam, kolom.soort) for kolom in TABELLEN[tabel]])
