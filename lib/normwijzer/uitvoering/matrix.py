"""Which regions × years × families there are, and which of them were asked for."""

from dataclasses import dataclass
from pathlib import Path

from normwijzer.fouten import DataFout
from normwijzer.normen.onderwerp import NORMFAMILIES
from normwijzer.paden import NOTEBOOKS, Paden
from normwijzer.regio import FAMILIES, Regio, suggest
from normwijzer.uitvoering.opdracht import Opdracht

NORM_BEPALEN = "norm_bepalen"
"""The report on norms: made beside the families of a region, when one of them can have norms; named like a family."""

GESPREK = "gesprek"
"""The pages for a talk with one aanbieder: folder beside the reports of a region and year, and their name in a run."""

_BERICHTEN = (".xml", ".zip", ".gz", ".tgz")


@dataclass(frozen=True)
class Vak:
    """One cell of the matrix."""

    regio: str
    jaar: int
    familie: str

    def __str__(self) -> str:
        return f"{self.regio} {self.jaar} {self.familie}"


def families_beschikbaar() -> tuple[str, ...]:
    """The families this version can report on, and the report on norms: those with a notebook."""
    return tuple(naam for naam in (*FAMILIES, NORM_BEPALEN) if (NOTEBOOKS / f"{naam}.ipynb").is_file())


def rapporten_van(regio: Regio) -> tuple[str, ...]:
    """What the region gets per year: its families, and the report on norms when one of them can have norms."""
    met_norm = set(regio.families) & set(NORMFAMILIES)
    return (*regio.families, NORM_BEPALEN) if met_norm else regio.families


def vind_regios(paden: Paden) -> list[str]:
    """Folders under data/regios, by name; hidden ones do not count."""
    if not paden.regios.is_dir():
        return []
    return sorted(pad.name for pad in paden.regios.iterdir() if pad.is_dir() and not pad.name.startswith("."))


def heeft_berichten(paden: Paden, regio: str) -> bool:
    """Whether the region's folder holds at least one file that can be a message or an archive."""
    map_ = paden.berichten(regio)
    return map_.is_dir() and any(_kan_bericht_zijn(pad) for pad in map_.rglob("*"))


def kies_regios(opdracht: Opdracht) -> tuple[list[str], list[str]]:
    """The regions to report on, and those passed over because they have no messages.

    Raises:
        DataFout: a region that was asked for does not exist or has no messages.
    """
    bestaand = vind_regios(opdracht.paden)
    for regio in opdracht.regios:
        if regio not in bestaand:
            raise DataFout(
                "--regio", f"'{regio}' bestaat niet{suggest(regio, bestaand)}", ", ".join(bestaand) or "nog geen enkele"
            )
        if not heeft_berichten(opdracht.paden, regio):
            raise DataFout(
                "--regio",
                f"'{regio}' heeft geen berichten in {opdracht.paden.berichten(regio)}",
                "*.xml, *.zip of *.tar.gz",
            )
    gevraagd = list(opdracht.regios) or bestaand
    met = [regio for regio in gevraagd if heeft_berichten(opdracht.paden, regio)]
    return met, [regio for regio in gevraagd if regio not in met]


def check_families(opdracht: Opdracht) -> None:
    """Raises DataFout when a family was asked for that does not exist or cannot be made yet."""
    beschikbaar = families_beschikbaar()
    for familie in opdracht.families:
        bestaat = (*FAMILIES, NORM_BEPALEN)
        if familie not in bestaat:
            raise DataFout("--familie", f"'{familie}' bestaat niet{suggest(familie, bestaat)}", ", ".join(beschikbaar))
        if familie not in beschikbaar:
            raise DataFout("--familie", f"'{familie}' kan deze versie nog niet maken", ", ".join(beschikbaar))


def kies_vakken(opdracht: Opdracht, regios: list[Regio]) -> list[Vak]:
    """The cells asked for, ordered; families that this version cannot make are among them.

    Only outcomes: then the report on norms has no cell, unless it was asked for by name.

    Raises:
        DataFout: a year or family that was asked for is in none of the regions.
    """
    _check_keuze("--jaar", opdracht.jaren, {jaar for regio in regios for jaar in regio.jaren})
    _check_keuze("--familie", opdracht.families, {naam for regio in regios for naam in rapporten_van(regio)})
    vakken = [
        Vak(regio.map, jaar, familie)
        for regio in regios
        for jaar in regio.jaren
        for familie in rapporten_van(regio)
        if (not opdracht.jaren or jaar in opdracht.jaren)
        and (familie in opdracht.families if opdracht.families else not _overbodig(opdracht, familie))
    ]
    if not vakken:
        bestaand = "; ".join(f"{regio.map}: {_som(regio.jaren)} met {_som(regio.families)}" for regio in regios)
        raise DataFout("--jaar en --familie", "deze combinatie is er in geen van de regio's", bestaand)
    return vakken


def _overbodig(opdracht: Opdracht, naam: str) -> bool:
    return naam == NORM_BEPALEN and (opdracht.alleen_uitkomsten or naam not in families_beschikbaar())


def _check_keuze(optie: str, gevraagd: tuple, bestaand: set) -> None:
    for keuze in gevraagd:
        if keuze not in bestaand:
            raise DataFout(optie, f"{keuze} staat in geen regio.toml van de gekozen regio's", _som(sorted(bestaand)))


def _som(delen) -> str:
    return ", ".join(map(str, delen))


def _kan_bericht_zijn(pad: Path) -> bool:
    return pad.suffix.lower() in _BERICHTEN and not pad.name.startswith(".") and pad.is_file()
