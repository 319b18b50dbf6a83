"""Files as an archive really holds them: loose, zipped, in envelopes, doubled, a few broken."""

import gzip
import io
import re
import tarfile
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from uuid import UUID

from normwijzer.demo.kapot import kapotte_bestanden
from normwijzer.demo.omhullen import omhul, schrijf_fout
from normwijzer.demo.schrijven import RETOUR_VAN, VAN_GEMEENTE, schrijf_bericht
from normwijzer.demo.soorten import Bericht, Wereld
from normwijzer.demo.wetten import WETTEN

MAP_VAN = {"wmo": "", "jw": "jeugd/"}
LOS_VANAF = date(2026, 1, 1).toordinal()
VAST_MOMENT = (2026, 1, 1, 0, 0, 0)


@dataclass(slots=True, eq=False)
class Bestand:
    """One file to write; kist '' = loose. soort: goed or what is special about it."""

    bericht: Bericht
    kist: str
    naam: str
    soort: str

    @property
    def pad(self) -> str:
        return f"{self.kist}!{self.naam}" if self.kist else self.naam


def nummer(berichten: list[Bericht]) -> list[Bericht]:
    """Sort by day and give every message its Identificatie: unique per type and sender."""
    berichten.sort(key=lambda b: (b.dag, b.soort, b.gemeente.code, b.aanbieder.agb))
    volgnummers: Counter = Counter()
    for bericht in berichten:
        soort = bericht.soort
        van_gemeente = soort in VAN_GEMEENTE if soort not in RETOUR_VAN else soort not in VAN_GEMEENTE
        zender = bericht.gemeente.code if van_gemeente else bericht.aanbieder.agb
        volgnummers[soort, zender] += 1
        bericht.identificatie = f"{soort}{volgnummers[soort, zender]:08d}"
    return berichten


def schrijf_bestanden(map_: Path, berichten: list[Bericht], wereld: Wereld) -> tuple[list[tuple[str, str]], Counter]:
    """Write all files below map_.

    Returns:
        (bestand, soort) of every file that is not simply the one good copy of a message, sorted;
        and the number of files per (berichttype, soort), with soort goed, afgekeurd, kopie, herschikt,
        zelfde_identificatie, dagtekening, afgekapt, onbekende_code or fout.
    """
    r = Random(f"{wereld.zaad}/bestanden")
    for bericht in berichten:
        if bericht.fout or bericht.heen is not None and bericht.heen.envelop and r.random() < 0.9 or r.random() < 0.1:
            bericht.envelop = str(UUID(int=r.getrandbits(128), version=4))
    extra = _andere_inhoud(berichten, wereld, r) + _zonder_dagtekening(berichten, r)
    bestanden = [bestand for bericht in berichten + extra for bestand in _leg_neer(bericht, wereld, r)]
    kisten: dict[str, list[Bestand]] = {}
    for bestand in bestanden:
        kisten.setdefault(bestand.kist, []).append(bestand)
    for kist, inhoud in kisten.items():
        _schrijf_kist(map_, kist, inhoud)
    telling = Counter(("Fo01" if b.soort == "fout" else b.bericht.soort, b.soort) for b in bestanden)
    bijzonder = [(b.pad, b.soort) for b in bestanden if b.soort not in ("goed", "afgekeurd")]
    return sorted(bijzonder), telling


def schrijf_kapotte(map_: Path, eerste: Bericht, plek: str) -> list[tuple[str, str]]:
    """Write the files that are there by accident; (bestand, soort) of each. `eerste`: a message to damage a copy of."""
    bijzonder = []
    for naam, inhoud, soort in kapotte_bestanden(schrijf_bericht(eerste, met_voorvoegsel=False)):
        _schrijf_los(map_ / plek / naam, inhoud)
        bijzonder.append((f"{plek}/{naam}", soort))
    return bijzonder


def _andere_inhoud(berichten: list[Bericht], wereld: Wereld, r: Random) -> list[Bericht]:
    """Two later messages with an Identificatie that was used before: only the first counts."""
    plan, uitval = (f">{code}<" for code in (WETTEN[wereld.wet].plan, WETTEN[wereld.wet].uitval))
    goed = [
        b
        for b in berichten
        if b.soort == "307" and not b.afgekeurd and not b.gebrek and b.dag + 3 <= wereld.slot and plan in b.kern()
    ]
    return [
        replace(b, dag=b.dag + 3, kern=partial(_vervang, b.kern, plan, uitval), gebrek="zelfde_identificatie")
        for b in r.sample(goed, min(2, len(goed)))
    ]


def _vervang(kern, oud: str, nieuw: str) -> str:
    return kern().replace(oud, nieuw)


def _zonder_dagtekening(berichten: list[Bericht], r: Random) -> list[Bericht]:
    """Two extra 301 snapshots whose Dagtekening is no date: they never count."""
    goed = [b for b in berichten if b.soort == "301" and not b.afgekeurd]
    gekozen = r.sample(goed, min(2, len(goed)))
    return [replace(b, identificatie=f"301X{n:07d}", gebrek="dagtekening", envelop="") for n, b in enumerate(gekozen)]


def _leg_neer(bericht: Bericht, wereld: Wereld, r: Random) -> list[Bestand]:
    dag, gemeente = date.fromordinal(bericht.dag), bericht.gemeente
    plek = f"{gemeente.code}/{MAP_VAN[bericht.wet]}{dag.year}/{dag.month:02d}"
    extra = f"_{bericht.gebrek}" if bericht.gebrek in ("zelfde_identificatie", "dagtekening") else ""
    naam = f"{bericht.naam}_{bericht.aanbieder.agb}_{bericht.identificatie}{extra}.xml"
    soort = bericht.gebrek or ("afgekeurd" if bericht.afgekeurd else "goed")
    if gemeente.archief == "los" or bericht.dag >= LOS_VANAF:
        bestanden = [Bestand(bericht, "", f"{plek}/{naam}", soort)]
    else:
        bestanden = [Bestand(bericht, f"{plek}.{gemeente.archief}", naam, soort)]
    if bericht.fout:
        bestanden.append(Bestand(bericht, "", f"{gemeente.code}/fouten/fout_{bericht.envelop}.xml", "fout"))
    kans = r.random()
    if not bericht.gebrek and not bericht.fout and kans < 0.007:
        soort = "kopie" if kans < 0.005 else "herschikt"
        bestanden.append(Bestand(bericht, "", f"{gemeente.code}/herstel/{soort}_{naam}", soort))
    return bestanden


def _maak_inhoud(bestand: Bestand) -> bytes:
    bericht = bestand.bericht
    if bestand.soort == "fout":
        return schrijf_fout(bericht)
    inhoud = schrijf_bericht(bericht, met_voorvoegsel=int(bericht.aanbieder.agb[-1]) % 3 != 0)
    if bestand.soort == "herschikt":
        return re.sub(rb">(?=<)", b">\r\n  ", inhoud)
    if bericht.envelop:
        inhoud = omhul(bericht, inhoud)
    return inhoud[: len(inhoud) * 2 // 3] if bericht.gebrek == "afgekapt" else inhoud


def _schrijf_kist(map_: Path, kist: str, bestanden: list[Bestand]) -> None:
    if not kist:
        for bestand in bestanden:
            _schrijf_los(map_ / bestand.naam, _maak_inhoud(bestand))
        return
    doel = map_ / kist
    doel.parent.mkdir(parents=True, exist_ok=True)
    if kist.endswith(".zip"):
        _schrijf_zip(doel, bestanden)
    else:
        _schrijf_tar(doel, bestanden)


def _schrijf_los(pad: Path, inhoud: bytes) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(inhoud)


def _schrijf_zip(doel: Path, bestanden: list[Bestand]) -> None:
    with zipfile.ZipFile(doel, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as kist:
        for bestand in bestanden:
            kop = zipfile.ZipInfo(bestand.naam, VAST_MOMENT)
            kop.compress_type, kop.external_attr, kop.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            kist.writestr(kop, _maak_inhoud(bestand), compresslevel=4)


def _schrijf_tar(doel: Path, bestanden: list[Bestand]) -> None:
    with doel.open("wb") as ruw, gzip.GzipFile("", "wb", 4, ruw, mtime=0) as uit:
        with tarfile.open(fileobj=uit, mode="w", format=tarfile.USTAR_FORMAT) as kist:
            for bestand in bestanden:
                inhoud = _maak_inhoud(bestand)
                kop = tarfile.TarInfo(bestand.naam)
                kop.size = len(inhoud)
                kist.addfile(kop, io.BytesIO(inhoud))
