"""The run: read every region, compute every year, make every report; a failure stops nothing else."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

from normwijzer.berichten import lees_berichten
from normwijzer.demo.inrichting import laad_werelden
from normwijzer.fouten import DataFout
from normwijzer.kpi import check_opties
from normwijzer.paden import Paden
from normwijzer.regio import Regio, lees_regio
from normwijzer.uitvoering.beginhulp import beginvoorbeeld, fout_zonder_instelling, ontbrekende_bestanden
from normwijzer.uitvoering.bestanden import digest
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
    vind_regios,
)  # fmt: skip
from normwijzer.uitvoering.normbestand import digest_normen, lees_besluiten
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.overzicht import Kern, schrijf_overzicht
from normwijzer.uitvoering.rapportronde import maak_gesprekken, maak_vakken, onbruikbaar
from normwijzer.uitvoering.rekenen import actuele_stand, reken
from normwijzer.uitvoering.stand import sleutel_uitkomsten
from normwijzer.uitvoering.vangnet import Mislukking, probeer
from normwijzer.uitvoering.verdelen import verdeel
from normwijzer.uitvoering.verslag import Verslag, schrijf_verslag, toon_tabel
from normwijzer.uitvoering.voortgang import Voortgang, zeg
from normwijzer.uitvoering.vrijgave import Tegengehouden


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
    meldingen = {vak: melding for vak in vakken if (melding := onbruikbaar(vak, standen))}
    if len(meldingen) == len(vakken):
        print("\n".join(dict.fromkeys(meldingen.values())), file=sys.stderr)
        return 2
    with _afsluiting(verslag, begin) as voor:
        maak_vakken(opdracht, vakken, standen, verslag, voor)
        maak_gesprekken(opdracht, vakken, standen, verslag)
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
    for naam, uitkomst, seconden in verdeel(opdracht.taken, werk):
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
    for regio, uitkomst, seconden in verdeel(opdracht.taken, werk):
        if isinstance(uitkomst, Mislukking):
            standen[regio] |= {"zonder_normen": uitkomst.melding, "normen": f"{standen[regio]['normen']}-zonder"}
            zeg(f"{regio}: normen niet nagerekend: {uitkomst.melding}")
        else:
            anders = f", {uitkomst['ongelijk']} anders dan bij het besluit" if uitkomst["ongelijk"] else ""
            zeg(f"{regio}: {uitkomst['besluiten']} normbesluiten nagerekend{anders} ({seconden:.1f} s)")


def _reken_veilig(paden: Paden, regio: str, families: tuple, bekend_op: date | None, sleutel: str):
    return probeer(paden.logboek, reken, paden, regio, families, bekend_op, sleutel)


def _herijk_veilig(paden: Paden, regio: str, bekend_op: str, sleutel: str, verken: bool):
    return probeer(paden.logboek, partial(herijk, verken=verken), paden, regio, bekend_op, sleutel)


@contextmanager
def _afsluiting(verslag: Verslag, begin: float) -> Iterator[dict[Vak, Kern | None]]:
    """Whatever happens, also when interrupted: end with the table, run.json and the index.

    Gives a dict to fill: report -> its headline figures before this run made it again.
    """
    voor: dict[Vak, Kern | None] = {}
    try:
        yield voor
    finally:
        for regel in verslag.regels:
            regel.status = "afgebroken" if regel.status == "te maken" else regel.status
        for naam, schrijf in (
            ("index.html", lambda: schrijf_overzicht(verslag, voor)),
            ("run.json", lambda: schrijf_verslag(verslag, time.monotonic() - begin)),
        ):
            try:
                schrijf()
            except Tegengehouden as fout:
                verslag.fouten[naam] = Mislukking(str(fout), True)
        zeg(f"\n{toon_tabel(verslag)}")
