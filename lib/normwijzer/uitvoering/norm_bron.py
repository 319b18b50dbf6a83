"""Stored outcomes for who decides on norms: of today's program and settings, and unharmed."""

import pandas as pd

from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from normwijzer.regio import Regio
from normwijzer.uitvoering.bestanden import digest_bestand, lees_json
from normwijzer.uitvoering.normbestand import digest_instellingen
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.stand import digest_code
from normwijzer.uitvoering.uitkomsten import lees_frame


def lees_stand(paden: Paden, regio: Regio, familie: str) -> dict:
    """What the outcomes of the region were made from (see `rekenen.reken`).

    Raises:
        DataFout: they were not computed, not with this program or these settings, or not for this family.
    """
    stand = lees_json(pad_stand(paden, regio.map))
    if not stand:
        raise _eerst_rekenen(regio, "de uitkomsten zijn nog niet berekend")
    if stand.get("code") != digest_code():
        raise _eerst_rekenen(regio, "de uitkomsten zijn van een andere versie van het programma")
    if stand["herkomst"]["instellingen"] != digest_instellingen(paden, regio.map):
        raise _eerst_rekenen(regio, "de instellingen of registraties zijn veranderd sinds de uitkomsten zijn berekend")
    if melding := stand["mislukt"].get(familie):
        raise _eerst_rekenen(regio, f"de uitkomsten zijn niet berekend. {melding}")
    return stand


def lees_uitkomsten(paden: Paden, regio: Regio, jaar: int, familie: str, stand: dict) -> pd.DataFrame:
    """The outcome rows of one year and family, exact.

    Raises:
        DataFout: they are not there, or are not those that were computed.
    """
    map_ = paden.werk_familie(regio.map, jaar, familie)
    uitkomsten = lees_frame(map_, "uitkomsten")
    if stand["bestanden"].get(f"{jaar}/{familie}/uitkomsten.parquet") != digest_bestand(map_ / "uitkomsten.parquet"):
        raise _eerst_rekenen(regio, "de uitkomsten zijn veranderd of beschadigd sinds ze zijn berekend")
    return uitkomsten


def _eerst_rekenen(regio: Regio, wat: str) -> DataFout:
    return DataFout(f"regio {regio.map}", wat, f"eerst run_all.py --regio {regio.map} --alleen-uitkomsten")
