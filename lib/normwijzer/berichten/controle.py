"""Check the input without making a report: read it, validate it when there are XSDs, and say what was found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from lxml import etree

from ..paden import Paden
from .bronnen import Bestand, Weigering, zoek_bestanden
from .inlezen import Leesverslag, Voortgang, lees_berichten
from .leessignalen import schrijf_signalen, tel_signalen
from .meldingen import Grenzen, Onleesbaar
from .opslag import lees_manifest
from .parsers import ONVOORZIEN, maak_stroomparser
from .processen import tel_kernen, voer_taken_uit
from .soorten import Soort, herken
from .uitpakken import Omhulsel
from .verdelen import verdeel
from .werker import lees_documenten
from .xsd import Bevinding, Schemas, Validatie, uitleg_xsd

KOLOMMEN = ("afzender", "wet", "berichttype", "element", "regel", "fout", "berichten", "aantal", "voorbeeld")
_RELEASE = "3.2"
_BLOK = 1 << 20
_KOP = 64 << 10
_DOOR_GEMEENTE = {"301", "306", "308", "316", "318", "319", "325"}
_TONEN = 40


@dataclass(frozen=True)
class Controleverslag:
    """What checking one region gave.

    gelezen: see `Leesverslag`; gevalideerd: messages that were validated; zonder_schema: messages
    per type that no XSD was there for; afgebroken: messages with so many errors that only the first
    were counted; xsd_fouten: one row per kind of error, columns `KOLOMMEN`: who made the message
    ("aanbieder 12345678" or "gemeente 1234"), law, type, element, key of the kind, Dutch
    explanation, messages and elements it occurs in, path of one such file; regels: text for the screen.
    """

    gelezen: Leesverslag
    gevalideerd: int
    zonder_schema: dict[str, int]
    afgebroken: int
    xsd_fouten: pd.DataFrame
    regels: tuple[str, ...]


def controleer(
    paden: Paden, regio: str, xsd: Path | None = None, *, taken: int | None = None, voortgang: Voortgang | None = None
) -> Controleverslag:
    """Read what is new, and validate every 3.2 message against the XSDs in `xsd` (default data/xsd).

    Without XSDs it says so. Schema errors never keep a message out of the tables. A file that lies
    in the folder more than once is validated once. The text for the screen names no files, as a name may hold
    personal data; `signalen.csv` in the work folder does: the signals of reading, and of every kind of schema error
    the first file.

    Raises:
        DataFout: as `lees_berichten`; an XSD that is no good; a folder `xsd` was given and holds no XSD.
    """
    taken = taken or tel_kernen()
    schemas = Schemas(xsd or paden.xsd, verplicht=xsd is not None)
    gelezen = lees_berichten(paden, regio, taken=taken, voortgang=voortgang)
    telling = _Telling()
    if schemas:
        lijst = [_Keurtaak(groep, schemas.map) for groep in verdeel(_eenmaal(paden, regio), taken)]
        for _, deel in voer_taken_uit(_keur, lijst, taken):
            telling.voeg_toe(deel)
    fouten = telling.frame()
    schrijf_signalen(paden.signalen(regio), gelezen.signalen, _als_signalen(fouten))
    regels = (*_over_lezen(regio, gelezen), *_over_xsd(schemas, telling, fouten))
    if not (gelezen.signalen.empty and fouten.empty):
        regels += (f"In welke bestanden dit is, staat in {paden.signalen(regio)}.",)
    return Controleverslag(
        gelezen, telling.gevalideerd, dict(sorted(telling.zonder.items())), telling.afgebroken, fouten, regels
    )


@dataclass(frozen=True)
class _Keurtaak:
    bestanden: tuple[Bestand, ...]
    xsd: Path


@dataclass
class _Telling:
    """Counts of validation. fouten: (afzender, wet, berichttype, element, regel) -> [berichten, aantal, voorbeeld]."""

    gevalideerd: int = 0
    afgebroken: int = 0
    zonder: Counter = field(default_factory=Counter)
    fouten: dict[tuple[str, ...], list] = field(default_factory=dict)

    def neem(self, soort: Soort, bevinding: Bevinding, bestand: str) -> None:
        self.gevalideerd += 1
        self.afgebroken += bevinding.afgebroken
        for fout, aantal in bevinding.fouten.items():
            sleutel = (_afzender(soort, bevinding), soort.wet, soort.berichttype, fout.element, fout.regel)
            self._tel_op(sleutel, [1, aantal, bestand])

    def voeg_toe(self, ander: "_Telling") -> None:
        self.gevalideerd += ander.gevalideerd
        self.afgebroken += ander.afgebroken
        self.zonder.update(ander.zonder)
        for sleutel, waarden in ander.fouten.items():
            self._tel_op(sleutel, waarden)

    def frame(self) -> pd.DataFrame:
        rijen = [
            (*sleutel, uitleg_xsd()[sleutel[-1]], berichten, aantal, voorbeeld)
            for sleutel, (berichten, aantal, voorbeeld) in sorted(self.fouten.items())
        ]
        tekst = {kolom: "str" for kolom in KOLOMMEN if kolom not in ("berichten", "aantal")}
        return pd.DataFrame(rijen, columns=list(KOLOMMEN)).astype(tekst | {"berichten": "int64", "aantal": "int64"})

    def _tel_op(self, sleutel: tuple[str, ...], waarden: list) -> None:
        berichten, aantal, voorbeeld = self.fouten.get(sleutel, (0, 0, waarden[2]))
        self.fouten[sleutel] = [berichten + waarden[0], aantal + waarden[1], min(voorbeeld, waarden[2])]


def _eenmaal(paden: Paden, regio: str) -> list[Bestand]:
    """One file per distinct content: the first by path."""
    manifest = lees_manifest(paden.werk(regio))
    gekozen: dict[str, Bestand] = {}
    for bestand in zoek_bestanden(paden.berichten(regio)).bestanden:
        spoor = manifest.bestanden.get(bestand.sleutel) if manifest else None
        if spoor:
            gekozen.setdefault(spoor.bron, bestand)
    return list(gekozen.values())


def _keur(taak: _Keurtaak) -> _Telling:
    """Validate the messages in these files; files and messages that cannot be read were signalled at reading."""
    schemas, telling = Schemas(taak.xsd), _Telling()
    for bestand in taak.bestanden:
        try:
            with open(bestand.pad, "rb") as stroom:
                for lid in lees_documenten(stroom):
                    if not isinstance(lid, Weigering):
                        _keur_document(lid[1], bestand.naam + lid[0], schemas, telling)
        except OSError:
            continue
    return telling


def _keur_document(stroom, naam: str, schemas: Schemas, telling: _Telling) -> None:
    keuring = _Keuring(schemas, Grenzen().omhulsels)
    try:
        while blok := stroom.read(_BLOK):
            keuring.voer(blok)
        gevonden = keuring.sluit()
    except (Onleesbaar, *ONVOORZIEN):  # the reader has said so
        return
    if gevonden is None:
        return
    soort, bevinding = gevonden
    if bevinding is None:
        telling.zonder[soort.wet + soort.berichttype] += 1
    else:
        telling.neem(soort, bevinding, naam)


class _Keuring:
    """A document that is fed: validated when it is a message of 3.2, opened when it is a wrapper.

    `sluit` gives the kind of message and its Bevinding (None: no schema for it), or None when it is
    no message or one of another release.
    """

    def __init__(self, schemas: Schemas, omhulsels: int) -> None:
        self._schemas, self._omhulsels = schemas, omhulsels
        self._begin = bytearray()
        self._gekozen = False
        self._soort: Soort | None = None
        self._lezer: Validatie | Omhulsel | None = None

    def voer(self, bytes_: bytes) -> None:
        if not self._gekozen:
            self._begin += bytes_
            if len(self._begin) < _KOP:
                return
            bytes_ = self._kies()
        if self._lezer:
            self._lezer.voer(bytes_)

    def sluit(self) -> tuple[Soort, Bevinding | None] | None:
        if not self._gekozen:
            begin = self._kies()
            if self._lezer:
                self._lezer.voer(begin)
        if isinstance(self._lezer, Omhulsel):
            return self._lezer.sluit()[0]
        if self._lezer is None:
            return (self._soort, None) if self._soort and self._soort.release == _RELEASE else None
        bevinding = self._lezer.sluit()
        return (self._soort, bevinding) if bevinding else None

    def _kies(self) -> bytes:
        self._gekozen = True
        begin, self._begin = bytes(self._begin), bytearray()
        tag = _wortel(begin)
        self._soort = herken(tag)
        if self._soort is None:
            if self._omhulsels == 0:
                raise Onleesbaar("te_diep", "te veel enveloppen in elkaar")
            self._lezer = Omhulsel(lambda: _Keuring(self._schemas, self._omhulsels - 1), Grenzen())
        elif self._soort.release == _RELEASE and self._schemas.heeft(self._soort):
            self._lezer = self._schemas.open(self._soort)
        return begin


def _wortel(begin: bytes) -> str:
    parser = maak_stroomparser()
    try:
        parser.feed(begin)
    except etree.XMLSyntaxError:
        pass  # what comes before the error may hold the root
    _, wortel = next(iter(parser.read_events()), (None, None))
    if wortel is None or wortel.getroottree().docinfo.internalDTD is not None:
        raise Onleesbaar("onleesbaar_bestand", "geen begin van een bericht")
    return wortel.tag


def _afzender(soort: Soort, bevinding: Bevinding) -> str:
    """Who made the message: of a retour that is not Afzender, which is copied from the message it answers."""
    lengte, wie = (4, "gemeente") if soort.berichttype in _DOOR_GEMEENTE else (8, "aanbieder")
    codes = (bevinding.afzender, bevinding.ontvanger)
    code = next((c for c in codes if len(c) == lengte and c.isascii() and c.isdigit()), "onbekend")
    return f"{wie} {code}"


def _als_signalen(fouten: pd.DataFrame) -> pd.DataFrame:
    """A row per kind of schema error, with the first file that has it; several kinds in one file are added up."""
    return fouten.assign(
        signaal="xsd_fout",
        gemeente=fouten["afzender"].str.extract(r"^gemeente ([0-9]+)$", expand=False),
        aanbieder=fouten["afzender"].str.extract(r"^aanbieder ([0-9]+)$", expand=False),
        bestand=fouten["voorbeeld"],
    )


def _over_lezen(regio: str, gelezen: Leesverslag) -> Iterator[str]:
    yield (
        f"Regio {regio}: {gelezen.gevonden} bestanden gevonden, {gelezen.nieuw} nieuw gelezen, "
        f"{gelezen.ongewijzigd} al bekend, {gelezen.verwijderd} verdwenen, {gelezen.kopieen} kopieën."
    )
    yield from gelezen.meldingen
    if gelezen.berichten:
        yield "Berichten: " + ", ".join(f"{soort} {aantal}" for soort, aantal in gelezen.berichten.items()) + "."
    else:
        yield "Er zijn geen berichten gevonden."
    if gelezen.signalen.empty:
        yield "Geen signalen bij het lezen."
        return
    yield "Signalen bij het lezen:"
    for rij in tel_signalen(gelezen.signalen).itertuples():
        yield f"  {rij.signaal}: {rij.aantal} keer in {rij.bestanden} bestanden."
        if rij.uitleg:
            yield f"    {rij.uitleg}"


def _over_xsd(schemas: Schemas, telling: _Telling, fouten: pd.DataFrame) -> Iterator[str]:
    if not schemas:
        yield (
            f"Niet gevalideerd: in {schemas.map} staan geen XSD-schema's. Zet daar de officiële schema's van iWmo en "
            "iJw 3.2 neer, of wijs een map aan met --xsd. Voor het rapport is dit niet nodig."
        )
        return
    yield f"Gevalideerd tegen de XSD-schema's: {telling.gevalideerd} berichten van release {_RELEASE}."
    if telling.zonder:
        soorten = ", ".join(f"{soort} {aantal}" for soort, aantal in sorted(telling.zonder.items()))
        yield f"Zonder schema, dus niet gevalideerd: {soorten}."
    if telling.afgebroken:
        yield f"In {telling.afgebroken} berichten staan zo veel fouten dat alleen de eerste zijn geteld."
    if fouten.empty and telling.gevalideerd:
        yield "Geen fouten tegen de schema's."
    for rij in fouten.head(_TONEN).itertuples():
        yield (
            f"  {rij.afzender}, {rij.wet}{rij.berichttype}, {rij.element}: {rij.fout} "
            f"({rij.aantal} keer in {rij.berichten} berichten)."
        )
    if len(fouten) > _TONEN:
        yield f"  En nog {len(fouten) - _TONEN} andere soorten fouten."
    if not fouten.empty:
        yield "Berichten met zulke fouten tellen gewoon mee; meld ze bij de afzender."
