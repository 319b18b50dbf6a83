"""The pages for talks in a run: made again when what they show changed or one is gone."""

from pathlib import Path

from normwijzer.paden import Paden
from normwijzer.uitvoering.bestanden import digest_bestand, lees_json, schrijf_json
from normwijzer.uitvoering.matrix import GESPREK, Vak
from normwijzer.uitvoering.stand import sleutel_rapport
from normwijzer.uitvoering.vangnet import probeer


def te_maken(paden: Paden, vakken: list[Vak], standen: dict[str, dict], editie: str, *, opnieuw: bool) -> list[Vak]:
    """Region and year of these reports whose pages are not there as they would be made now, each once."""
    samen = dict.fromkeys(Vak(vak.regio, vak.jaar, GESPREK) for vak in vakken if vak.regio in standen)
    return [vak for vak in samen if opnieuw or not _is_actueel(paden, vak, standen[vak.regio]["normen"], editie)]


def maak_veilig(paden: Paden, vak: Vak, bekend_op: str, editie: str, sleutel: str):
    """The pages of one region and year; None, or a Mislukking."""
    return probeer(paden.logboek, _maak, paden, vak, bekend_op, editie, sleutel)


def _maak(paden: Paden, vak: Vak, bekend_op: str, editie: str, sleutel: str) -> None:
    # Imported here: only the processes that make pages need matplotlib and the like.
    from normwijzer.uitvoering.gesprek import schrijf_gesprekken

    schrijf_gesprekken(paden, vak.regio, vak.jaar, editie=editie, bekend_op=bekend_op)
    bestanden = {pad.name: digest_bestand(pad) for pad in _paginas(paden, vak, editie)}
    schrijf_json(_pad(paden, vak, editie), {"sleutel": _sleutel(vak, sleutel, editie), "bestanden": bestanden})


def _is_actueel(paden: Paden, vak: Vak, sleutel: str, editie: str) -> bool:
    stand = lees_json(_pad(paden, vak, editie))
    if stand.get("sleutel") != _sleutel(vak, sleutel, editie):
        return False
    map_ = _map(paden, vak, editie)
    return all(digest_bestand(map_ / naam) == som for naam, som in stand["bestanden"].items())


def _sleutel(vak: Vak, sleutel: str, editie: str) -> str:
    return sleutel_rapport(sleutel, vak.familie, vak.jaar, editie)


def _paginas(paden: Paden, vak: Vak, editie: str) -> list[Path]:
    return sorted(_map(paden, vak, editie).glob("*.html"))


def _map(paden: Paden, vak: Vak, editie: str) -> Path:
    return paden.rapport(vak.regio, vak.jaar, vak.familie, editie).parent / GESPREK


def _pad(paden: Paden, vak: Vak, editie: str) -> Path:
    return paden.werk_familie(vak.regio, vak.jaar, GESPREK) / f"rapport-{editie}.json"
