"""StUF-GGk envelopes (0210): Di01 forward, Du01 return, and the Fo01 fault."""

import base64
import hashlib
from uuid import UUID

from normwijzer.demo.schrijven import RETOUR_VAN, VAN_GEMEENTE, iso
from normwijzer.demo.soorten import Bericht

STUF = 'xmlns:StUF="http://www.egem.nl/StUF/StUF0301"'


def omhul(bericht: Bericht, inhoud: bytes) -> bytes:
    """The message in its envelope: Du01 for a retour, Di01 for all others (also a 325)."""
    retour = bericht.soort in RETOUR_VAN
    wortel = "envelopRetourbericht-ggk_Du01" if retour else "envelopHeenbericht-ggk_Di01"
    heen = bericht.heen.envelop if retour and bericht.heen is not None else ""
    if retour and not heen:
        heen = _afgeleid(bericht.envelop)  # the forward envelope was not kept
    kruis = f"<StUF:crossRefnummer>{heen}</StUF:crossRefnummer>" if retour else ""
    van_gemeente = (bericht.soort in VAN_GEMEENTE) != retour
    partijen = (bericht.gemeente.code, bericht.aanbieder.agb)
    zender, ontvanger = partijen if van_gemeente else partijen[::-1]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\r\n<GGK:{wortel} {STUF} '
        'xmlns:GGK="http://www.stufstandaarden.nl/koppelvlak/ggk0210"><GGK:stuurgegevens>'
        f"<StUF:berichtcode>{'Du01' if retour else 'Di01'}</StUF:berichtcode>{_partij('zender', zender, 'Zorgsuite')}"
        f"{_partij('ontvanger', ontvanger, 'GGk')}<StUF:referentienummer>{bericht.envelop}</StUF:referentienummer>"
        f"<StUF:tijdstipBericht>{_moment(bericht)}</StUF:tijdstipBericht>{kruis}"
        f"<StUF:functie>{bericht.naam}</StUF:functie></GGK:stuurgegevens><GGK:parameters>"
        "<GGK:applicatieVersie>0001</GGK:applicatieVersie><GGK:applicatieSubversie>0000</GGK:applicatieSubversie>"
        "<GGK:functieVersie>0003</GGK:functieVersie><GGK:functieSubversie>0002</GGK:functieSubversie>"
        f"<GGK:bericht><GGK:xmlBestand>{base64.b64encode(inhoud).decode()}</GGK:xmlBestand></GGK:bericht>"
        f"</GGK:parameters></GGK:{wortel}>\r\n"
    ).encode()


def schrijf_fout(bericht: Bericht) -> bytes:
    """The fault that says this (enveloped) message was never delivered."""
    eigen = _afgeleid(f"fout {bericht.envelop}")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\r\n<StUF:Fo01Bericht {STUF}><StUF:stuurgegevens>'
        f"<StUF:berichtcode>Fo01</StUF:berichtcode>{_partij('zender', 'VECOZO', 'VECOZOWebservice')}"
        f"{_partij('ontvanger', bericht.gemeente.code, 'GGk')}<StUF:referentienummer>{eigen}</StUF:referentienummer>"
        f"<StUF:tijdstipBericht>{_moment(bericht)}</StUF:tijdstipBericht>"
        f"<StUF:crossRefnummer>{bericht.envelop}</StUF:crossRefnummer></StUF:stuurgegevens><StUF:body>"
        "<StUF:code>CC02</StUF:code><StUF:plek>client</StUF:plek>"
        "<StUF:omschrijving>Bericht voldoet niet aan specificatie (bericht niet conform XSD)</StUF:omschrijving>"
        f"<StUF:details>{bericht.naam}-00030002</StUF:details><StUF:detailsXML><root/></StUF:detailsXML>"
        "</StUF:body></StUF:Fo01Bericht>\r\n"
    ).encode()


def _afgeleid(tekst: str) -> str:
    """A UUID (version 4 by form) that follows from the text."""
    return str(UUID(bytes=hashlib.sha256(tekst.encode()).digest()[:16], version=4))


def _partij(naam: str, organisatie: str, applicatie: str) -> str:
    return (
        f"<StUF:{naam}><StUF:organisatie>{organisatie}</StUF:organisatie>"
        f"<StUF:applicatie>{applicatie}</StUF:applicatie></StUF:{naam}>"
    )


def _moment(bericht: Bericht) -> str:
    """Sent on the day of the message, at a time that follows from its number."""
    volgnummer = int(bericht.identificatie[-6:])
    return f"{iso(bericht.dag).replace('-', '')}{8 + volgnummer % 10:02d}{volgnummer % 60:02d}{volgnummer % 53:02d}"
