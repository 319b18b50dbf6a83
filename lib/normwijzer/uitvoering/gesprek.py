"""The pages for talks of one region and year: read the reports, make a page per aanbieder, let the gate pass them."""

from pathlib import Path

from normwijzer.paden import Paden
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.gesprek.gegevens import Bron, Gesprek, kies_aanbieders
from normwijzer.rapport.gesprek.pagina import maak_gesprek
from normwijzer.regio import FAMILIES, lees_regio
from normwijzer.uitvoering.bestanden import lees_json
from normwijzer.uitvoering.lezen import lees_rapport
from normwijzer.uitvoering.matrix import GESPREK
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.vrijgave import geef_vrij

_BLADEN = "[0-9]" * 8 + ".html"


def schrijf_gesprekken(
    paden: Paden, regio: str, jaar: int, *, editie: str = "deelbaar", bekend_op: str | None = None
) -> list[Path]:
    """Write `gesprek/<agb>.html` beside the reports for every aanbieder with enough clients; the paths, in order.

    All pages or none. A page of an aanbieder that has no longer enough clients is removed: its figures may not be shown
    any more.

    Raises:
        DataFout: no outcomes, those of another knowledge date, or something that may not leave the building.
    """
    rapporten = _lees_rapporten(paden, regio, jaar, editie, bekend_op)
    bron, codes = Bron(rapporten), kies_aanbieders(list(rapporten.values()))
    map_ = paden.rapport(regio, jaar, GESPREK, editie).parent / GESPREK
    bladen = {map_ / f"{agb}.html": maak_gesprek(Gesprek(agb, bron)).encode() for agb in codes}
    if bladen:
        geef_vrij(paden, regio, bladen)
    for pad in map_.glob(_BLADEN):
        if pad not in bladen:
            pad.unlink()
    return sorted(bladen)


def _lees_rapporten(paden: Paden, regio: str, jaar: int, editie: str, bekend_op: str | None) -> dict[str, Rapport]:
    """Family -> protected report, of the families of the region that could be computed, in the order of all reports."""
    mislukt = lees_json(pad_stand(paden, regio)).get("mislukt", {})
    families = [familie for familie in FAMILIES if familie in lees_regio(paden, regio).families]
    return {
        familie: lees_rapport(regio, jaar, familie, bekend_op=bekend_op, editie=editie, paden=paden)
        for familie in families
        if familie not in mislukt
    }
