"""The command `controleer`: read and check the input, write no report."""

import os

from normwijzer.berichten import controleer
from normwijzer.fouten import DataFout
from normwijzer.kpi import check_opties
from normwijzer.regio import lees_regio, suggest
from normwijzer.registraties import PROCESBESTANDEN, lees_bronnen, lees_proces
from normwijzer.uitvoering.beginhulp import beginvoorbeeld, fout_zonder_instelling, ontbrekende_bestanden
from normwijzer.uitvoering.matrix import heeft_berichten, vind_regios
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.rechten import zeg_rechten
from normwijzer.uitvoering.vangnet import Mislukking, probeer

_PROCES = "administratief_proces"


@zeg_rechten()
def controleer_invoer(opdracht: Opdracht) -> int:
    """Check every region and say what was found; 0 when all settings are usable, else 2.

    Raises:
        DataFout: a region that was asked for is not there, or there is none.
    """
    regios = _kies_regios(opdracht)
    if not regios:
        raise DataFout(
            "regio's",
            f"in {opdracht.paden.regios} staat geen enkele regio",
            "python run_all.py demo maakt verzonnen regio's",
        )
    fouten = [fout for regio in regios for fout in _controleer_regio(opdracht, regio)]
    print(
        f"\n{len(fouten)} keer iets gevonden dat eerst opgelost moet worden."
        if fouten
        else "\nDe invoer is te gebruiken.",
        flush=True,
    )
    return 2 if fouten else 0


def _kies_regios(opdracht: Opdracht) -> list[str]:
    """The regions to check, sorted; also those without messages."""
    bestaand = vind_regios(opdracht.paden)
    for regio in opdracht.regios:
        if regio not in bestaand:
            raise DataFout(
                "--regio", f"'{regio}' bestaat niet{suggest(regio, bestaand)}", ", ".join(bestaand) or "nog geen enkele"
            )
    return sorted(opdracht.regios or bestaand)


def _controleer_regio(opdracht: Opdracht, regio: str) -> list[str]:
    """Messages about what makes this region unusable; everything else is only shown."""
    print(f"\n== {regio}", flush=True)
    fouten = []
    for stap in (_check_berichten, _check_instelling, _check_proces):
        uitkomst = probeer(opdracht.paden.logboek, stap, opdracht, regio)
        mislukt = isinstance(uitkomst, Mislukking)
        if mislukt:
            fouten.append(uitkomst.melding)
        if tekst := uitkomst.melding if mislukt else uitkomst:
            print(tekst, flush=True)
        if mislukt and stap is _check_instelling:
            break  # what the other files may hold is in the settings
    return fouten


@zeg_rechten()
def _check_berichten(opdracht: Opdracht, regio: str) -> str:
    if not heeft_berichten(opdracht.paden, regio):
        return f"Er zijn geen berichten in {opdracht.paden.berichten(regio)}."
    regels = controleer(opdracht.paden, regio, opdracht.xsd, taken=opdracht.taken).regels
    voorbeeld = beginvoorbeeld(opdracht.paden, regio) if ontbrekende_bestanden(opdracht.paden, regio) else ""
    return "\n".join([*regels, f"\n{voorbeeld}\n"] if voorbeeld else regels)


@zeg_rechten()
def _check_instelling(opdracht: Opdracht, regio: str) -> str:
    if ontbrekende_bestanden(opdracht.paden, regio):
        raise fout_zonder_instelling(opdracht.paden, regio)
    instelling = lees_regio(opdracht.paden, regio)
    check_opties(instelling)
    for melding in lees_bronnen(opdracht.paden, instelling).meldingen:
        print(melding)
    return (
        f"Instellingen van {instelling.naam} in orde: jaren {', '.join(map(str, instelling.jaren))}; "
        f"families {', '.join(instelling.families)}; {len(instelling.gemeenten)} gemeenten, "
        f"{len(instelling.producten)} regels in producten.csv, {len(instelling.aanbieders)} aanbieders met een naam."
    )


@zeg_rechten()
def _check_proces(opdracht: Opdracht, regio: str) -> str:
    """The tables of the administrative process, when the region reports on it or has them."""
    instelling = lees_regio(opdracht.paden, regio)
    map_ = opdracht.paden.registraties(regio)
    if _PROCES not in instelling.families and not any(os.path.exists(map_ / naam) for naam in PROCESBESTANDEN):
        return ""
    proces = lees_proces(opdracht.paden, instelling)
    tabellen = {naam: getattr(proces, naam) for naam in ("aanvragen", "afwijzingen", "betalingen")}
    aantallen = (f"{naam} {'geen bestand' if rijen is None else len(rijen)}" for naam, rijen in tabellen.items())
    regels = [*proces.opmerkingen, f"Administratief proces, aantal regels: {', '.join(aantallen)}."]
    return "\n".join(regels)
