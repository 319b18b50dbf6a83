"""Who was asked for an opgave and did not give it, whole or in part."""

import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from ..regio import Regio
from .controle import SLEUTEL, check_onderling
from .indicatoren import laad_indicatoren

_FORMULIER = re.compile(r"aanbiederopgave_(\d{8})(?:_\d{4})?\.xlsx")


def vind_ontbrekend(
    goed: pd.DataFrame, regio: Regio, jaren: Collection[int], aanbieders: Collection[str] | None, sjablonen: Path
) -> list[str]:
    """Per year and aanbieder a sentence on what is not there; an aanbieder that was never asked is not named.

    Args:
        goed: rows of `controle.check_rijen`, old and new.
        aanbieders: AGB codes that may report; None = any.
        sjablonen: folder of the forms that went out, in a folder per year. Asked = a form lies there, or ever
            reported.
    """
    bruikbaar, _ = check_onderling(goed)
    er_is = set(bruikbaar[SLEUTEL].fillna({"halfjaar": 0}).itertuples(index=False, name=None))
    namen = dict(zip(regio.aanbieders["agb"], regio.aanbieders["naam"], strict=True))
    uit = []
    for jaar in sorted(jaren):
        gevraagd = _met_formulier(sjablonen / str(jaar)) | set(goed["agb"])
        for agb in sorted(gevraagd if aanbieders is None else gevraagd & set(aanbieders)):
            wie = f"{agb} {namen.get(agb, '')}".strip()
            mist = [deel for deel in _verwacht() if not _aanwezig(er_is, agb, jaar, *deel)]
            if len(mist) == len(_verwacht()):
                uit.append(f"{wie}: geen opgave over {jaar}")
            elif mist:
                delen = [naam if half is None else f"{naam} (halfjaar {half})" for naam, half in mist]
                uit.append(f"{wie}: over {jaar} niet ingevuld: {', '.join(delen)}")
    return uit


def _met_formulier(map_: Path) -> set[str]:
    try:
        namen = [pad.name for pad in map_.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return set()
    gevonden = (_FORMULIER.fullmatch(naam) for naam in namen)
    return {treffer[1] for treffer in gevonden if treffer}


def _verwacht() -> list[tuple[str, int | None]]:
    return [(naam, half) for naam, indicator in laad_indicatoren().items() for half in indicator.halfjaren]


def _aanwezig(er_is: set, agb: str, jaar: int, indicator: str, half: int | None) -> bool:
    return (agb, jaar, 0, indicator) in er_is or (agb, jaar, half or 0, indicator) in er_is
