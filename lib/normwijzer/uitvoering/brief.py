"""The command `brief`: a page per aanbieder with only its own figures."""

from pathlib import Path

from normwijzer.fouten import DataFout
from normwijzer.kpi.proces.familie import FAMILIE
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.opmaak import opsomming
from normwijzer.rapport.proces.brief import maak_brief
from normwijzer.rapport.proces.brief_eigen import splits_rapport, vind_aanbieders
from normwijzer.regio import Regio, lees_regio, suggest
from normwijzer.uitvoering.bestanden import lees_json
from normwijzer.uitvoering.lezen import lees_rapport
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.rechten import schrijffout, zeg_rechten
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.stand import digest_code
from normwijzer.uitvoering.voortgang import Voortgang, zeg
from normwijzer.uitvoering.vrijgave import geef_vrij

_BLADEN = "[0-9]" * 8 + ".html"


@zeg_rechten()
def maak_brieven(opdracht: Opdracht) -> int:
    """Write the pages of every year that was asked for, all or none; returns 0.

    Raises:
        DataFout: the region or year is not there or not computed, an aanbieder that was asked for has no cases, a page
            holds what may not leave the building, or the folder cannot be written.
    """
    regio = lees_regio(opdracht.paden, opdracht.regios[0])
    _check_stand(opdracht, regio)
    bladen = {jaar: _maak(opdracht, regio, jaar) for jaar in sorted(opdracht.jaren)}
    _schrijf(opdracht, regio, {pad: inhoud for per_jaar in bladen.values() for pad, inhoud in per_jaar.items()})
    for jaar, per_jaar in bladen.items():
        map_ = opdracht.paden.brief(regio.map, jaar, "", opdracht.editie).parent
        zeg(f"{len(per_jaar)} {'blad' if len(per_jaar) == 1 else 'bladen'} over {jaar} in {map_}")
        _zeg_oude(map_, set(per_jaar), opdracht)
    return 0


def _check_stand(opdracht: Opdracht, regio: Regio) -> None:
    if FAMILIE not in regio.families:
        raise DataFout(
            f"{regio.map}/regio.toml",
            f"de familie {FAMILIE} staat niet bij families",
            f"zet {FAMILIE} erbij en draai eerst run_all.py",
        )
    stand = lees_json(pad_stand(opdracht.paden, regio.map))
    if not stand:
        raise DataFout(
            f"regio {regio.map}", "de uitkomsten zijn nog niet berekend", f"eerst run_all.py --regio {regio.map}"
        )
    if stand.get("code") != digest_code():
        raise DataFout(
            f"regio {regio.map}",
            "de uitkomsten zijn van een andere versie van het programma",
            f"eerst run_all.py --regio {regio.map}",
        )
    if melding := stand.get("mislukt", {}).get(FAMILIE):
        raise DataFout(f"regio {regio.map}", f"de uitkomsten zijn niet berekend. {melding}", "eerst run_all.py")


def _maak(opdracht: Opdracht, regio: Regio, jaar: int) -> dict[Path, bytes]:
    """Path -> page of every aanbieder asked for, in one year."""
    zeg(f"{regio.map} {jaar}: bladen maken")
    precies, gedeeld = (
        lees_rapport(regio.map, jaar, FAMILIE, editie=editie, paden=opdracht.paden) for editie in ("intern", "deelbaar")
    )
    codes = _kies_aanbieders(opdracht, precies)
    gang, bladen = Voortgang(f"{regio.map} {jaar}: bladen maken"), {}
    for nummer, blad in enumerate(splits_rapport(precies, gedeeld, codes, opdracht.editie), start=1):
        bladen[opdracht.paden.brief(regio.map, jaar, blad.agb, opdracht.editie)] = maak_brief(blad).encode()
        gang(nummer, len(codes))
    return bladen


def _kies_aanbieders(opdracht: Opdracht, rapport: Rapport) -> list[str]:
    met = vind_aanbieders(rapport)
    for agb in opdracht.aanbieders:
        if agb not in met:
            raise DataFout(
                "--aanbieder",
                f"van deze AGB-code is er over {rapport.jaar} geen enkel geval{suggest(agb, met)}",
                ", ".join(met) or "geen enkele: er zijn geen gevallen",
            )
    return sorted(opdracht.aanbieders) or met


def _schrijf(opdracht: Opdracht, regio: Regio, bladen: dict[Path, bytes]) -> None:
    try:
        geef_vrij(opdracht.paden, regio.map, bladen)
    except OSError as fout:
        raise schrijffout(next(iter(bladen)).parent, fout) from None


def _zeg_oude(map_: Path, nieuw: set[Path], opdracht: Opdracht) -> None:
    """Pages of an earlier run may hold figures that no longer hold."""
    oud = sorted(pad.stem for pad in map_.glob(_BLADEN) if pad not in nieuw)
    if oud and not opdracht.aanbieders:
        zeg(f"Let op: niet vernieuwd, want zonder gevallen: {opsomming(oud)}. Verwijder die bladen als ze oud zijn.")
