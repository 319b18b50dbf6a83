"""Good and broken input, made by code: messages of people who do not exist, and all that can be wrong with files."""

import base64
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping

AGB, GEMEENTE = "42420001", "9901"


def startbericht(nummer: int = 1, *, regels: int = 1, extra: str = "", bsn: str = "999900006") -> bytes:
    """An XSD-valid WMO305; `nummer` makes it unlike others, `extra` is put before the end of the root."""
    starts = "".join(
        f"<w:StartProduct><w:ToewijzingNummer>{nummer * 10 + regel}</w:ToewijzingNummer><w:Product>"
        "<b:Categorie>01</b:Categorie><b:Code>01A11</b:Code></w:Product>"
        "<w:ToewijzingIngangsdatum>2025-04-01</w:ToewijzingIngangsdatum><w:Begindatum>2025-04-03</w:Begindatum>"
        "<w:StatusAanlevering>1</w:StatusAanlevering></w:StartProduct>"
        for regel in range(regels)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<w:Bericht xmlns:b="http://www.istandaarden.nl/iwmo/3_2/basisschema/schema" '
        'xmlns:w="http://www.istandaarden.nl/iwmo/3_2/wmo305/schema"><w:Header><w:BerichtCode>418</w:BerichtCode>'
        "<w:BerichtVersie>3</w:BerichtVersie><w:BerichtSubversie>2</w:BerichtSubversie>"
        f"<w:Afzender>{AGB}</w:Afzender><w:Ontvanger>{GEMEENTE}</w:Ontvanger><w:BerichtIdentificatie>"
        f"<b:Identificatie>{nummer}</b:Identificatie><b:Dagtekening>2025-04-05</b:Dagtekening></w:BerichtIdentificatie>"
        "<w:XsdVersie><b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie>"
        "<b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie></w:XsdVersie></w:Header>"
        f"<w:Client><w:Bsn>{bsn}</w:Bsn><w:Geboortedatum><b:Datum>1967-08-13</b:Datum></w:Geboortedatum>"
        "<w:Geslacht>1</w:Geslacht><w:Naam><b:Geslachtsnaam><b:Achternaam>Verzonnen</b:Achternaam></b:Geslachtsnaam>"
        "<b:Voornamen>Test</b:Voornamen><b:Voorletters>T</b:Voorletters></w:Naam>"
        f"<w:StartProducten>{starts}</w:StartProducten></w:Client>{extra}</w:Bericht>"
    ).encode()


def envelop(bericht: bytes) -> bytes:
    """The message in a StUF-GGk envelope (0210, Di01)."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<G:envelopHeenbericht-ggk_Di01 xmlns:S="http://www.egem.nl/StUF/StUF0301" '
        'xmlns:G="http://www.stufstandaarden.nl/koppelvlak/ggk0210"><G:stuurgegevens><S:berichtcode>Di01</S:berichtcode>'
        "<S:referentienummer>00000000-0000-4000-8000-000000000001</S:referentienummer>"
        "<S:tijdstipBericht>20250405120000</S:tijdstipBericht><S:functie>WMO305</S:functie></G:stuurgegevens>"
        "<G:parameters><G:bericht><G:xmlBestand>"
        f"{base64.b64encode(bericht).decode()}"
        "</G:xmlBestand></G:bericht></G:parameters></G:envelopHeenbericht-ggk_Di01>"
    ).encode()


def _entiteiten(diepte: int = 12) -> bytes:
    regels = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(diepte))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "lol">{regels}]><a>&e{diepte};</a>'.encode()


def foute_documenten(geheim: str = "file:///etc/hostname") -> dict[str, bytes]:
    """Name -> document of which nothing may be taken over."""
    goed = startbericht()
    doctype = goed.replace(b"?>\n", b'?>\n<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', 1)
    extern = goed.replace(b"?>\n", f'?>\n<!DOCTYPE x [<!ENTITY g SYSTEM "{geheim}">]>'.encode(), 1)
    return {
        "leeg": b"",
        "alleen_wit": b" \r\n\t",
        "afgebroken": goed[: len(goed) // 2],
        "afgebroken_in_teken": goed[:-1],
        "geen_xml": b"Beste collega, hierbij de berichten van april.",
        "binair": bytes(range(256)) * 40,
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "verkeerde_tekenset": goed.replace(b"Verzonnen", "Verzönnen".encode("latin-1")),
        "onbekende_tekenset": goed.replace(b"UTF-8", b"KLINGON", 1),
        "utf16_zonder_merk": goed.decode().encode("utf-16-le")[:-1],
        "entiteitenbom": _entiteiten(),
        "externe_entiteit": extern.replace(b"Verzonnen", b"&g;"),
        "externe_dtd": doctype,
        "kwadratische_bom": (b'<!DOCTYPE a [<!ENTITY e "' + b"x" * 50_000 + b'">]><a>' + b"&e;" * 20_000 + b"</a>"),
        "diep_genest": b"<a>" * 5_000 + b"</a>" * 5_000,
        "te_diep_in_bericht": startbericht(extra="<w:x>" * 300 + "</w:x>" * 300),
        "andere_wereld": b'<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:x"><ID>1</ID></Invoice>',
        "verkeerde_naamruimte": goed.replace(
            b"www.istandaarden.nl/iwmo/3_2/wmo305", b"www.istandaarden.nl/iwmo/3_2/wmo999"
        ),
        "geen_naamruimte": b"<Bericht><Header/></Bericht>",
        "envelop_zonder_bericht": envelop(b""),
        "envelop_met_onzin": envelop(b"\x00\x01 onzin"),
        "envelop_met_afgebroken_bericht": envelop(goed[:400]),
        "twee_wortels": goed + goed.split(b"?>\n", 1)[1],
        "nulbyte": goed.replace(b"Verzonnen", b"Ver\0zonnen"),
    }


def maak_zip(leden: Mapping[str, bytes], methode: int = zipfile.ZIP_DEFLATED) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", methode) as archief:
        for naam, inhoud in leden.items():
            archief.writestr(zipfile.ZipInfo(naam), inhoud, methode)
    return uit.getvalue()


def maak_tgz(leden: Mapping[str, bytes], *extra: tarfile.TarInfo) -> bytes:
    uit = io.BytesIO()
    with tarfile.open(fileobj=uit, mode="w:gz") as archief:
        for naam, inhoud in leden.items():
            kop = tarfile.TarInfo(naam)
            kop.size = len(inhoud)
            archief.addfile(kop, io.BytesIO(inhoud))
        for kop in extra:
            archief.addfile(kop)
    return uit.getvalue()


def tarkop(naam: str, soort: bytes, doel: str = "") -> tarfile.TarInfo:
    kop = tarfile.TarInfo(naam)
    kop.type, kop.linkname = soort, doel
    return kop


def zip_met_koppeling(naam: str, doel: str) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        kop = zipfile.ZipInfo(naam)
        kop.create_system, kop.external_attr = 3, 0o120777 << 16
        archief.writestr(kop, doel)
        archief.writestr("goed.xml", startbericht())
    return uit.getvalue()


def zip_versleuteld(leden: Mapping[str, bytes]) -> bytes:
    """Members flagged as encrypted, in both headers of each; the first member only."""
    ruw = bytearray(maak_zip(leden))
    for kenmerk, plek in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = ruw.index(kenmerk)
        ruw[begin + plek] |= 1
    return bytes(ruw)


def zip_kapot_lid(leden: Mapping[str, bytes]) -> bytes:
    """A zip whose first member has damaged data."""
    ruw = bytearray(maak_zip(leden))
    begin = 30 + struct.unpack_from("<H", ruw, 26)[0]
    ruw[begin + 20 : begin + 40] = b"\xff" * 20
    return bytes(ruw)


def zipbom(megabytes: int = 100) -> bytes:
    return maak_zip({"bom.xml": b"<a>" + b" " * (megabytes << 20), "goed.xml": startbericht()})


def tarbom(megabytes: int = 100) -> bytes:
    return maak_tgz({"eerst.xml": startbericht(), "bom.xml": b" " * (megabytes << 20), "laatst.xml": startbericht(2)})


def gzipbom_zonder_tar(megabytes: int = 100) -> bytes:
    pakker = zlib.compressobj(9, zlib.DEFLATED, 31)
    return pakker.compress(b"\0" * (megabytes << 20)) + pakker.flush()
