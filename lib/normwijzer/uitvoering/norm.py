"""The command `norm`: lay a decision down, show decisions, compare them with what came after."""

from datetime import date

import pandas as pd

from normwijzer.fouten import DataFout
from normwijzer.normen.besluit import Besluit, laatste, voeg_toe
from normwijzer.paden import Paden
from normwijzer.rapport.opmaak import datum
from normwijzer.regio import Regio, lees_regio
from normwijzer.uitvoering.norm_bevestigen import bevestig
from normwijzer.uitvoering.norm_bron import lees_stand, lees_uitkomsten
from normwijzer.uitvoering.norm_tonen import toon_besluiten
from normwijzer.uitvoering.norm_vergelijken import vergelijk
from normwijzer.uitvoering.normbestand import houd_vast, lees_besluiten, schrijf_besluiten
from normwijzer.uitvoering.normwoorden import noem_besluit, percent
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.opdracht_norm import Normopdracht
from normwijzer.uitvoering.rechten import zeg_rechten
from normwijzer.uitvoering.vaststellen import Herkomst, Vraag, check_vraag, stel_vast
from normwijzer.uitvoering.voortgang import zeg


@zeg_rechten()
def norm(opdracht: Opdracht) -> int:
    """Do what was asked; returns 0.

    Raises:
        DataFout: the region or its decisions cannot be read, or what was asked is refused; then nothing has changed.
    """
    regio = lees_regio(opdracht.paden, opdracht.regios[0])
    return _HANDELINGEN[opdracht.norm.handeling](opdracht.paden, regio, opdracht.norm)


def _stel_vast(paden: Paden, regio: Regio, vraag: Normopdracht) -> int:
    lees_besluiten(paden, regio.map)  # before anything else: what cannot be read must not be written over
    besluit, uitkomsten = _besluit(paden, regio, vraag.vraag)
    with houd_vast(paden, regio.map):
        eigen = lees_besluiten(paden, regio.map)
        _check_herziening(eigen, besluit)
        eigen = voeg_toe(eigen, besluit)
        pad = schrijf_besluiten(paden, regio.map, besluit.jaar, [b for b in eigen if b.jaar == besluit.jaar])
    zeg(bevestig(regio, besluit, eigen, uitkomsten, vraag.vraag.met_spreiding))
    zeg(f"\nVastgelegd in {pad}")
    return 0


def _besluit(paden: Paden, regio: Regio, vraag: Vraag) -> tuple[Besluit, pd.DataFrame]:
    """The decision on the stored outcomes, and those outcomes."""
    familie = check_vraag(regio, vraag).familie  # what is wrong anyway is told before what must be computed first
    stand = lees_stand(paden, regio, familie)
    uitkomsten = lees_uitkomsten(paden, regio, vraag.jaar, familie, stand)
    gemaakt = stand["herkomst"]
    herkomst = Herkomst(gemaakt["berichten"], gemaakt["bronnen"], stand["code"], date.today())
    return stel_vast(regio, uitkomsten, vraag, herkomst), uitkomsten


def _check_herziening(besluiten: list[Besluit], nieuw: Besluit) -> None:
    """As `voeg_toe`, in the words of the command line."""
    oud = laatste(besluiten).get((nieuw.onderwerp, nieuw.jaar))
    if oud is not None and not nieuw.reden_herziening:
        raise DataFout(
            noem_besluit(nieuw),
            f"daarover is op {datum(oud.datum)} al besloten: de norm is {percent(oud.norm)}",
            '--herzien "de reden"; het eerdere besluit blijft dan in het bestand staan',
        )
    if oud is None and nieuw.reden_herziening:
        raise DataFout(noem_besluit(nieuw), "er is nog geen besluit om te herzien", "hetzelfde zonder --herzien")


def _toon(paden: Paden, regio: Regio, vraag: Normopdracht) -> int:
    zeg(toon_besluiten(regio, lees_besluiten(paden, regio.map), vraag))
    return 0


def _vergelijk(paden: Paden, regio: Regio, vraag: Normopdracht) -> int:
    zeg(vergelijk(paden, regio, lees_besluiten(paden, regio.map), vraag))
    return 0


_HANDELINGEN = {"vaststellen": _stel_vast, "tonen": _toon, "vergelijken": _vergelijk}
