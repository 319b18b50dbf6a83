"""The run: read every region, compute every year, make every report; a failure stops nothing else."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from normwijzer.berichten import lees_berichten
from normwijzer.demo.inrichting import laad_werelden
from normwijzer.fouten import DataFout
from normwijzer.kpi import check_opties
from normwijzer.normen.onderwerp import NORMFAMILIES
from normwijzer.paden import Paden
from normwijzer.rapport.overzicht import schrijf_overzicht
from normwijzer.regio import Regio, lees_regio
from normwijzer.uitvoering.beginhulp import beginvoorbeeld, fout_zonder_instelling, ontbrekende_bestanden
from normwijzer.uitvoering.bestanden import digest, digest_bestand, lees_json, schrijf_json
from normwijzer.uitvoering.demobesluiten import maak_demoregios
from normwijzer.uitvoering.herijken import actuele_herijking, herijk, sleutel_herijking
from normwijzer.uitvoering.matrix import (
    NORM_BEPALEN,
    Vak,
    check_families,
    families_beschikbaar,
    heeft_berichten,
    kies_regios,
    kies_vakken,
    namen_van_regios,
    vind_regios,
)  # fmt: skip
from normwijzer.uitvoering.normbestand import digest_normen, lees_besluiten
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.rekenen import actuele_stand, reken
from normwijzer.uitvoering.stand import sleutel_rapport, sleutel_uitkomsten
from normwijzer.uitvoering.vangnet import Mislukking, probeer
from normwijzer.uitvoering.verslag import Regel, Verslag, schrijf_verslag, toon_tabel
from normwijzer.uitvoering.voortgang import Voortgang, zeg

_GESTOPT = Mislukking("een proces is onverwacht gestopt, meestal door te weinig geheugen; probeer --taken 1", True)


def maak_rapporten(opdracht: Opdracht) -> int:
    """Do the run and return its exit code; 2 when not one region can be used, then nothing is written to reports.

    Raises:
        DataFout: wrong use: a region, year or family that does not exist.
    """
    begin = time.monotonic()
    check_families(opdracht)
    _zorg_voor_regios(opdracht)
    namen, zonder = kies_regios(opdracht)
    for regio in zonder:
        zeg(f"{regio}: geen berichten, overgeslagen")
    verslag = Verslag(opdracht)
    regios = _lees_instellingen(opdracht, namen, verslag)
    if not regios:
        return _stop(verslag)
    vakken = kies_vakken(opdracht, regios)
    regios = [regio for regio in regios if any(vak.regio == regio.map for vak in vakken)]
    standen = _reken(opdracht, regios, _lees_berichten(opdracht, regios, verslag), verslag)
    if not standen and all(fout.bruikbaar for fout in verslag.fouten.values()):
        return _stop(verslag)
    _herijk(opdracht, vakken, standen)
    onbruikbaar = {str(vak): melding for vak in vakken if (melding := _onbruikbaar(vak, standen))}
    if len(onbruikbaar) == len(vakken):
        print("\n".join(dict.fromkeys(onbruikbaar.values())), file=sys.stderr)
        return 2
    with _afsluiting(verslag, begin):
        _maak(opdracht, vakken, standen, verslag)
    return verslag.code


def _stop(verslag: Verslag) -> int:
    for fout in verslag.fouten.values():
        print(fout.melding, file=sys.stderr)
    return 2


def _zorg_voor_regios(opdracht: Opdracht) -> None:
    paden = opdracht.paden
    if any(heeft_berichten(paden, regio) for regio in vind_regios(paden)):
        return
    demo = [wereld.map for wereld in laad_werelden(1, 1)]
    for regio in opdracht.regios:
        if regio not in demo:
            raise DataFout(
                "--regio",
                f"'{regio}' heeft geen berichten in {paden.regios}",
                f"een map met berichten, of een demoregio: {', '.join(demo)}",
            )
    zeg(f"In {paden.regios} staat geen regio met berichten; eerst worden de verzonnen demoregio's gemaakt.")
    maak_demoregios(paden, voortgang=zeg)


def _lees_instellingen(opdracht: Opdracht, namen: list[str], verslag: Verslag) -> list[Regio]:
    """Settings of every region that has usable ones; the others are failures of the run."""
    regios = []
    for naam in namen:
        uitkomst = probeer(opdracht.paden.logboek, _lees_instelling, opdracht.paden, naam)
        if isinstance(uitkomst, Mislukking):
            verslag.fouten[naam] = uitkomst
            _toon_voorbeeld(opdracht, naam)
        else:
            regios.append(uitkomst)
    return regios


def _lees_instelling(paden: Paden, naam: str) -> Regio:
    if ontbrekende_bestanden(paden, naam):
        raise fout_zonder_instelling(paden, naam)
    regio = lees_regio(paden, naam)
    check_opties(regio)  # now, not after minutes of reading
    lees_besluiten(paden, naam)
    return regio


def _toon_voorbeeld(opdracht: Opdracht, naam: str) -> None:
    if not ontbrekende_bestanden(opdracht.paden, naam):
        return
    verslag = probeer(opdracht.paden.logboek, _lees, opdracht, naam)
    voorbeeld = probeer(opdracht.paden.logboek, beginvoorbeeld, opdracht.paden, naam)
    if not isinstance(verslag, Mislukking) and not isinstance(voorbeeld, Mislukking):
        zeg(f"\n{voorbeeld}\n")


def _lees(opdracht: Opdracht, regio: str):
    gang = Voortgang(f"{regio}: berichten lezen")
    return lees_berichten(opdracht.paden, regio, taken=opdracht.taken, opnieuw=opdracht.opnieuw, voortgang=gang)


def _lees_berichten(opdracht: Opdracht, regios: list[Regio], verslag: Verslag) -> dict[str, str]:
    """Region -> digest of what was read; regions that cannot be read are left out."""
    gelezen = {}
    for regio in regios:
        zeg(f"{regio.map}: berichten lezen")
        uitkomst = probeer(opdracht.paden.logboek, _lees, opdracht, regio.map)
        if isinstance(uitkomst, Mislukking):
            verslag.fouten[regio.map] = uitkomst
            continue
        for melding in uitkomst.meldingen:
            zeg(f"{regio.map}: {melding}")
        som = sum(uitkomst.berichten.values())
        zeg(
            f"{regio.map}: {som} berichten in {uitkomst.gevonden} bestanden, {uitkomst.nieuw} nieuw gelezen "
            f"({uitkomst.seconden:.1f} s)"
        )
        gelezen[regio.map] = uitkomst.digest
    return gelezen


def _reken(opdracht: Opdracht, regios: list[Regio], gelezen: dict[str, str], verslag: Verslag) -> dict[str, dict]:
    """Region -> what its outcomes were made from; regions that failed are left out."""
    paden, beschikbaar = opdracht.paden, families_beschikbaar()
    standen, werk = {}, {}
    for regio in (regio for regio in regios if regio.map in gelezen):
        families = tuple(familie for familie in regio.families if familie in beschikbaar)
        sleutel = sleutel_uitkomsten(paden, regio.map, families, opdracht.bekend_op, gelezen[regio.map])
        stand = None if opdracht.opnieuw else actuele_stand(paden, regio.map, sleutel)
        if stand:
            standen[regio.map] = {**stand, "hergebruikt": True}
            zeg(f"{regio.map}: uitkomsten ongewijzigd, bekend op {stand['bekend_op']}")
        else:
            werk[regio.map] = (_reken_veilig, paden, regio.map, families, opdracht.bekend_op, sleutel)
    for naam, uitkomst, seconden in _verdeel(opdracht.taken, werk):
        if isinstance(uitkomst, Mislukking):
            verslag.fouten[naam] = uitkomst
            continue
        standen[naam] = {**uitkomst, "hergebruikt": False}
        zeg(f"{naam}: uitkomsten berekend, bekend op {uitkomst['bekend_op']} ({seconden:.1f} s)")
    for naam, stand in sorted(standen.items()):
        verslag.regios[naam] = {veld: stand[veld] for veld in ("invoer", "bekend_op", "signalen")}
    return standen


def _herijk(opdracht: Opdracht, vakken: list[Vak], standen: dict[str, dict]) -> None:
    """Compute the decisions on norms again, and for the report on norms what was known when; adds to the standen the
    key of all that (`normen`) and, when it failed, why (`zonder_normen`)."""
    paden, werk = opdracht.paden, {}
    for regio, stand in standen.items() if not opdracht.alleen_uitkomsten else ():
        stand["normen"] = digest([stand["sleutel"], digest_normen(paden, regio)])
        verken = any(vak.regio == regio and vak.familie == NORM_BEPALEN for vak in vakken)
        goed = [sleutel_herijking(paden, regio, stand["sleutel"], verken=soort) for soort in {True, verken}]
        if opdracht.opnieuw or not any(actuele_herijking(paden, regio, sleutel) for sleutel in goed):
            sleutel = sleutel_herijking(paden, regio, stand["sleutel"], verken=verken)
            werk[regio] = (_herijk_veilig, paden, regio, stand["bekend_op"], sleutel, verken)
    for regio, uitkomst, seconden in _verdeel(opdracht.taken, werk):
        if isinstance(uitkomst, Mislukking):
            standen[regio] |= {"zonder_normen": uitkomst.melding, "normen": f"{standen[regio]['normen']}-zonder"}
            zeg(f"{regio}: normen niet nagerekend: {uitkomst.melding}")
        else:
            anders = f", {uitkomst['ongelijk']} anders dan bij het besluit" if uitkomst["ongelijk"] else ""
            zeg(f"{regio}: {uitkomst['besluiten']} normbesluiten nagerekend{anders} ({seconden:.1f} s)")


def _maak(opdracht: Opdracht, vakken: list[Vak], standen: dict[str, dict], verslag: Verslag) -> None:
    regels = {vak: _eerste_regel(opdracht, vak, standen) for vak in vakken}
    verslag.regels = list(regels.values())
    werk = {
        vak: (_rapport_veilig, opdracht.paden, vak, standen[vak.regio]["bekend_op"], opdracht.editie)
        for vak, regel in regels.items()
        if regel.status == "te maken"
    }
    for nummer, (vak, uitkomst, seconden) in enumerate(_verdeel(opdracht.taken, werk), start=1):
        regel = regels[vak]
        regel.seconden = seconden
        if isinstance(uitkomst, Mislukking):
            regel.status, regel.melding = "mislukt", uitkomst.melding
        else:
            regel.status = "gemaakt"
            _onthoud(opdracht, vak, _sleutel(vak, standen[vak.regio]))
        zeg(f"[{nummer}/{len(werk)}] {vak}: {regel.status} ({seconden:.1f} s)")


def _eerste_regel(opdracht: Opdracht, vak: Vak, standen: dict[str, dict]) -> Regel:
    if vak.familie not in families_beschikbaar():
        return Regel(vak, "niet beschikbaar", melding=f"deze versie kent alleen {', '.join(families_beschikbaar())}")
    if vak.regio not in standen:
        return Regel(vak, "mislukt")
    if melding := _onbruikbaar(vak, standen):
        return Regel(vak, "mislukt", melding=melding)
    stand = standen[vak.regio]
    if opdracht.alleen_uitkomsten:
        return Regel(vak, "ongewijzigd" if stand["hergebruikt"] else "uitkomsten berekend", signalen=stand["signalen"])
    gelijk = not opdracht.opnieuw and _is_actueel(opdracht, vak, _sleutel(vak, stand))
    return Regel(vak, "ongewijzigd" if gelijk else "te maken", signalen=stand["signalen"])


def _onbruikbaar(vak: Vak, standen: dict[str, dict]) -> str:
    """What the user has to mend before this family of the region can be computed; empty when there is nothing."""
    stand = standen.get(vak.regio, {})
    if vak.familie == NORM_BEPALEN:
        return stand.get("zonder_normen", "")
    return stand.get("mislukt", {}).get(vak.familie, "")


def _sleutel(vak: Vak, stand: dict) -> str:
    """Key of what the report shows: the outcomes, and where norms can be shown the decisions too."""
    return stand["normen"] if vak.familie in (*NORMFAMILIES, NORM_BEPALEN) else stand["sleutel"]


def _pad_kenmerk(opdracht: Opdracht, vak: Vak) -> Path:
    return opdracht.paden.werk_familie(vak.regio, vak.jaar, vak.familie) / f"rapport-{opdracht.editie}.json"


def _bestanden(opdracht: Opdracht, vak: Vak) -> list[str]:
    html = opdracht.paden.rapport(vak.regio, vak.jaar, vak.familie, opdracht.editie)
    return [digest_bestand(html), digest_bestand(html.with_suffix(".xlsx"))]


def _is_actueel(opdracht: Opdracht, vak: Vak, sleutel: str) -> bool:
    kenmerk = lees_json(_pad_kenmerk(opdracht, vak))
    verwacht = sleutel_rapport(sleutel, vak.familie, vak.jaar, opdracht.editie)
    bestanden = _bestanden(opdracht, vak)
    return all(bestanden) and kenmerk == {"sleutel": verwacht, "bestanden": bestanden}


def _onthoud(opdracht: Opdracht, vak: Vak, sleutel: str) -> None:
    verwacht = sleutel_rapport(sleutel, vak.familie, vak.jaar, opdracht.editie)
    schrijf_json(_pad_kenmerk(opdracht, vak), {"sleutel": verwacht, "bestanden": _bestanden(opdracht, vak)})


def _reken_veilig(paden: Paden, regio: str, families: tuple, bekend_op: date | None, sleutel: str):
    return probeer(paden.logboek, reken, paden, regio, families, bekend_op, sleutel)


def _herijk_veilig(paden: Paden, regio: str, bekend_op: str, sleutel: str, verken: bool):
    return probeer(paden.logboek, partial(herijk, verken=verken), paden, regio, bekend_op, sleutel)


def _rapport_veilig(paden: Paden, vak: Vak, bekend_op: str, editie: str):
    # Imported here: only the processes that run notebooks need papermill, nbconvert and matplotlib.
    from normwijzer.uitvoering.notebooks import maak_rapport

    return probeer(paden.logboek, maak_rapport, paden, vak, bekend_op, editie)


def _verdeel(taken: int, werk: dict) -> Iterator[tuple]:
    """Run every (function, *arguments) in its own process, at most `taken` at once; (key, result, seconds) as ready."""
    if not werk:
        return
    with ProcessPoolExecutor(min(taken, len(werk)), mp_context=multiprocessing.get_context("spawn")) as bak:
        lopend = {bak.submit(_met_tijd, *taak): sleutel for sleutel, taak in werk.items()}
        try:
            for klaar in as_completed(lopend):
                try:
                    uitkomst, seconden = klaar.result()
                except BrokenProcessPool:
                    uitkomst, seconden = _GESTOPT, 0.0
                yield lopend[klaar], uitkomst, seconden
        finally:
            bak.shutdown(wait=False, cancel_futures=True)


def _met_tijd(functie: Callable, *argumenten):
    begin = time.monotonic()
    return functie(*argumenten), time.monotonic() - begin


@contextmanager
def _afsluiting(verslag: Verslag, begin: float) -> Iterator[None]:
    """Whatever happens, also when interrupted: end with the table, run.json and the index."""
    try:
        yield
    finally:
        for regel in verslag.regels:
            regel.status = "afgebroken" if regel.status == "te maken" else regel.status
        schrijf_verslag(verslag, time.monotonic() - begin)
        gedaan = [(regel.vak, regel.status) for regel in verslag.regels]
        paden = verslag.opdracht.paden
        schrijf_overzicht(paden, verslag.opdracht.editie, gedaan, namen_van_regios(paden))
        zeg(f"\n{toon_tabel(verslag)}")
