"""Bring the store in step with the folder: read what is new, forget what is gone."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from ..fouten import DataFout
from ..paden import Paden
from .bakken import zonder_vuilnisronde
from .bronnen import Bestand, Vondst, Weigering, zoek_bestanden
from .delen import Deel, is_gaaf, ruim_op, vind_wezen
from .opslag import Manifest, Spoor, bewaar_manifest, delenmap, lees_manifest, slot
from .processen import tel_kernen, voer_taken_uit
from .pseudoniem import OMGEVING, Sleutel, laad_sleutel
from .samenvoegen import Bron, voeg_samen
from .tabellen import NA_VANDAAG, vat_samen
from .verdelen import gewicht, verdeel
from .werker import Taak, Uitslag, voer_uit

Voortgang = Callable[[int, int], None]
"""Called with bytes read so far and bytes to read."""

_PARALLEL_VANAF = 8 << 20


@dataclass(frozen=True)
class Leesverslag:
    """What one reading of a region's folder did.

    gevonden: files = nieuw + ongewijzigd; nieuw: files whose bytes were read now, or that could not
    be opened; ongewijzigd: files whose bytes were read before, under whatever name; verwijderd:
    contents that were there before and are no more; kopieen: files with the bytes of another one;
    berichten: messages per law and type (copies of files count once); signalen: see
    `open_leessignalen`; seconden: duration; digest: SHA-256 over the sorted SHA-256s of the distinct
    file contents; meldingen: what else the user should know, Dutch sentences.
    """

    gevonden: int
    nieuw: int
    ongewijzigd: int
    verwijderd: int
    kopieen: int
    berichten: dict[str, int]
    signalen: pd.DataFrame
    seconden: float
    digest: str
    meldingen: tuple[str, ...]


def lees_berichten(
    paden: Paden, regio: str, *, taken: int | None = None, opnieuw: bool = False, voortgang: Voortgang | None = None
) -> Leesverslag:
    """Read the messages of a region into `data/werk/<regio>/berichten`; `open_tabellen` gives them.

    A file whose bytes were read before is not read again, whatever its name. The result does not
    depend on `taken`, file names, packing or what was read in earlier runs.

    Args:
        taken: processes; default the number of cores.
        opnieuw: forget what earlier runs read.
        voortgang: called after every task.

    Raises:
        DataFout: unusable key, another run at work, or the folder with messages is gone.
    """
    begin = time.monotonic()
    werk, map_ = paden.werk(regio), paden.berichten(regio)
    with slot(werk), zonder_vuilnisronde():
        oud = lees_manifest(werk)
        if oud and oud.bestanden and not map_.is_dir():
            raise DataFout(str(map_), f"de map is er niet meer; eerder stonden er {len(oud.bestanden)} bestanden in")
        sleutel = laad_sleutel(werk, regio)
        vondst = zoek_bestanden(map_)
        gang = _Gang(werk, sleutel, vondst, oud, opnieuw)
        gang.lees(taken or tel_kernen(), voortgang)
        manifest = gang.bewaar()
        berichten, signalen = vat_samen(werk, manifest)
    return Leesverslag(
        gevonden=len(vondst.bestanden),
        nieuw=gang.nieuw,
        ongewijzigd=len(vondst.bestanden) - gang.nieuw,
        verwijderd=len(set(oud.bronnen) - set(manifest.bronnen)) if oud else 0,
        kopieen=len(manifest.bestanden) - len(manifest.bronnen),
        berichten=berichten,
        signalen=signalen,
        seconden=time.monotonic() - begin,
        digest=hashlib.sha256("\n".join(sorted(manifest.bronnen)).encode()).hexdigest(),
        meldingen=(*sleutel.meldingen, *_meld(oud, manifest, sleutel), *_meld_toekomst(signalen)),
    )


@cache
def lezerversie() -> str:
    """Fingerprint of the code that turns messages into rows; another one means reading everything anew."""
    zonder = {
        "__init__.py", "controle.py", "leessignalen.py", "processen.py", "tabellen.py", "verdelen.py", "xsd.py",
    }  # fmt: skip
    bron = hashlib.sha256()
    for pad in sorted(Path(__file__).parent.iterdir()):
        if pad.suffix in (".py", ".xsl") and pad.name not in zonder:
            bron.update(pad.name.encode() + b"\0" + pad.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return bron.hexdigest()[:16]


class _Gang:
    """One run over the store, under its lock."""

    def __init__(self, werk: Path, sleutel: Sleutel, vondst: Vondst, oud: Manifest | None, opnieuw: bool) -> None:
        self._werk, self._sleutel, self._vondst = werk, sleutel, vondst
        self._delen: list[Deel] = []
        self._sporen: dict[str, Spoor] = {}
        self._gestoord: list[Weigering] = []
        self._gezien_ns = time.time_ns()
        self._oud = (
            oud if oud and not opnieuw and (oud.versie, oud.sleutel) == (lezerversie(), sleutel.kenmerk) else None
        )
        self._genoemd = {deel.naam for deel in oud.delen} if oud else set()
        if self._oud:
            self._delen = [deel for deel in self._oud.delen if is_gaaf(delenmap(werk), deel)]
        if opnieuw:
            ruim_op(delenmap(werk), self._genoemd)
        self._wezen = vind_wezen(delenmap(werk), self._genoemd, lezerversie(), sleutel.kenmerk)
        self._delen += self._wezen
        self._bekend = {bron for deel in self._delen for bron in deel.inhouden}
        self.nieuw = 0

    def lees(self, taken: int, voortgang: Voortgang | None) -> None:
        te_lezen = []
        for bestand in self._vondst.bestanden:
            spoor = self._oud.bestanden.get(bestand.sleutel) if self._oud else None
            if spoor and spoor.geldt_voor(bestand) and spoor.bron in self._bekend:
                self._sporen[bestand.sleutel] = spoor
            else:
                te_lezen.append(bestand)
        totaal, gedaan = sum(map(gewicht, te_lezen)), 0
        lijst = [self._taak(groep) for groep in verdeel(te_lezen, taken)]
        for taak, uitslag in voer_taken_uit(voer_uit, lijst, taken if totaal >= _PARALLEL_VANAF else 1):
            self._verwerk(taak, uitslag)
            gedaan += sum(map(gewicht, taak.bestanden))
            if voortgang:
                voortgang(gedaan, totaal)

    def bewaar(self) -> Manifest:
        """Make what was read the state of the store, then delete what no longer counts."""
        namen = {b.sleutel: b.naam for b in self._vondst.bestanden if b.sleutel in self._sporen}
        weigeringen = sorted((*self._vondst.weigeringen, *self._gestoord), key=lambda w: (w.naam, w.signaal))
        ruw = Manifest(
            lezerversie(), self._sleutel.kenmerk, self._sporen, namen, tuple(self._delen), tuple(weigeringen)
        )
        bronnen = [Bron(deel, tuple(ruw.levend(deel))) for deel in self._delen]
        delen = voeg_samen(delenmap(self._werk), bronnen, ruw.versie, self._sleutel)
        manifest = Manifest(ruw.versie, ruw.sleutel, self._sporen, namen, delen, ruw.weigeringen)
        bewaar_manifest(self._werk, manifest)
        ruim_op(delenmap(self._werk), {deel.naam for deel in delen})
        return manifest

    def _taak(self, groep: tuple[Bestand, ...]) -> Taak:
        maten = {bestand.grootte for bestand in groep}
        bekend = {bron for deel in self._wezen for bron in deel.inhouden}
        if self._oud:
            bekend |= {s.bron for s in self._oud.bestanden.values() if s.grootte in maten} & self._bekend
        return Taak(groep, frozenset(bekend), delenmap(self._werk), lezerversie(), self._sleutel)

    def _verwerk(self, taak: Taak, uitslag: Uitslag) -> None:
        gelezen = set(uitslag.deel.inhouden) if uitslag.deel else set()
        if uitslag.deel:
            self._delen.append(uitslag.deel)
        self._gestoord += uitslag.gestoord
        for bestand in taak.bestanden:
            bron = uitslag.sporen.get(bestand.sleutel)
            if bron in gelezen or bron in taak.bekend:
                self._sporen[bestand.sleutel] = Spoor.van(bestand, bron, self._gezien_ns)
            self.nieuw += bron not in taak.bekend


def _meld(oud: Manifest | None, manifest: Manifest, sleutel: Sleutel) -> Iterator[str]:
    """What a change of key or reader meant."""
    if oud is None:
        return
    if oud.sleutel != sleutel.kenmerk:
        oorzaak = (
            "De sleutel voor pseudoniemen was er niet meer; er is een nieuwe gemaakt."
            if sleutel.nieuw
            else f"De sleutel voor pseudoniemen is een andere dan de vorige keer (sleutelbestand of {OMGEVING})."
        )
        yield (
            f"{oorzaak} Alle pseudoniemen zijn daardoor veranderd en alle berichten zijn opnieuw gelezen; "
            "pseudoniemen uit eerdere tabellen passen niet meer bij deze."
        )
        if weg := len(set(oud.bronnen) - set(manifest.bronnen)):
            yield (
                f"{weg} bestanden die eerder gelezen waren, staan niet meer in de map; "
                "hun gegevens zijn weg en zonder die bestanden niet terug te halen."
            )
    elif oud.versie != manifest.versie:
        yield "Het inleesprogramma is gewijzigd; alle berichten zijn opnieuw gelezen."


def _meld_toekomst(signalen: pd.DataFrame) -> Iterator[str]:
    """What messages from the future mean for the date up to which everything is known."""
    if aantal := int(signalen["signaal"].eq(NA_VANDAAG).sum()):
        yield (
            f"De laatste bekende datum (K) ligt misschien in de toekomst: {aantal} keer is de Dagtekening van een "
            f"bericht later dan vandaag. Zoek die berichten op in signalen.csv ({NA_VANDAAG}), "
            "of geef K op met --bekend-op."
        )
