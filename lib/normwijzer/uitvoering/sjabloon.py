"""The command `sjabloon`: one Excel form per aanbieder."""

from pathlib import Path

from normwijzer.fouten import DataFout
from normwijzer.regio import Regio, lees_regio, suggest
from normwijzer.registraties.sjabloon import maak_sjabloon
from normwijzer.uitvoering.bestanden import schrijf_heel
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.rechten import schrijffout, zeg_rechten
from normwijzer.uitvoering.voortgang import zeg


@zeg_rechten()
def maak_sjablonen(opdracht: Opdracht) -> int:
    """Write the forms; 0 when all are there, 1 when a changed one was left as it is.

    Raises:
        DataFout: the region or its aanbieders.csv is missing or wrong, an aanbieder that was asked for is not in it,
            or the folder cannot be written.
    """
    regio = lees_regio(opdracht.paden, opdracht.regios[0])
    if not len(regio.aanbieders):
        raise DataFout(
            f"{regio.map}/aanbieders.csv",
            "ontbreekt of heeft geen regels; zonder dat bestand is niet bekend voor wie een formulier nodig is",
            "agb;naam;contractpartij, met een regel per aanbieder",
        )
    _check_aanbieders(opdracht.aanbieders, list(regio.aanbieders["agb"]))
    bleven = []
    for jaar in sorted(opdracht.jaren):
        _check_jaar(jaar)
        map_ = opdracht.uit or opdracht.paden.registraties(regio.map) / "sjablonen" / str(jaar)
        formulieren = _formulieren(
            regio, jaar, opdracht.aanbieders, len(opdracht.jaren) > 1 and opdracht.uit is not None
        )
        bleven += [naam for naam, inhoud in formulieren.items() if not _schrijf(map_ / naam, inhoud)]
        zeg(f"{len(formulieren)} {'formulier' if len(formulieren) == 1 else 'formulieren'} over {jaar} in {map_}")
    for naam in bleven:
        zeg(f"Niet overschreven: {naam} was er al en is veranderd, misschien ingevuld. Verplaats het voor een nieuw.")
    return 1 if bleven else 0


def _formulieren(regio: Regio, jaar: int, gevraagd: tuple[str, ...], met_jaar: bool) -> dict[str, bytes]:
    slot = f"_{jaar}" if met_jaar else ""
    return {
        f"aanbiederopgave_{rij.agb}{slot}.xlsx": maak_sjabloon(rij.agb, rij.naam, regio.naam, jaar)
        for rij in regio.aanbieders.sort_values("agb").itertuples()
        if not gevraagd or rij.agb in gevraagd
    }


def _schrijf(pad: Path, inhoud: bytes) -> bool:
    """Whether the form is there as made; one that differs may have been filled in and stays."""
    try:
        if pad.exists():
            return pad.read_bytes() == inhoud
        schrijf_heel(pad, inhoud)
    except OSError as fout:
        raise schrijffout(pad, fout) from None
    return True


def _check_aanbieders(gevraagd: tuple[str, ...], bekend: list[str]) -> None:
    for agb in gevraagd:
        if agb not in bekend:
            raise DataFout(
                "--aanbieder", f"deze AGB-code staat niet in aanbieders.csv{suggest(agb, bekend)}", ", ".join(bekend)
            )


def _check_jaar(jaar: int) -> None:
    if not 2015 <= jaar <= 2099:
        raise DataFout("--jaar", f"{jaar} kan niet", "een jaar van 2015 tot en met 2099")
