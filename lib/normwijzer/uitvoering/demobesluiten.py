"""Demo regions with norms: the messages of the demo, and what an invented meeting decided on them."""

import os
import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from normwijzer import demo, kpi
from normwijzer.berichten import lees_berichten, open_tabellen
from normwijzer.fouten import DataFout
from normwijzer.normen.besluit import Besluit, voeg_toe
from normwijzer.normen.kennis import digest_berichten, licht
from normwijzer.paden import Paden
from normwijzer.regio import Regio, lees_regio
from normwijzer.registraties import lees_bronnen
from normwijzer.toestand import reconstrueer
from normwijzer.uitvoering.normbestand import digest_bronnen, lees_besluiten, schrijf_besluiten
from normwijzer.uitvoering.stand import digest_code
from normwijzer.uitvoering.uitkomsten import vorm_uitkomsten
from normwijzer.uitvoering.vaststellen import Herkomst, Vraag, check_vraag, stel_vast

BESLUITEN = Path(demo.__file__).with_name("besluiten.toml")


def maak_demoregios(
    paden: Paden, *, zaad: int = 1, schaal: int = 1, voortgang: Callable[[str], None] | None = None
) -> list[str]:
    """Write the demo regions, read their messages, and lay down the norms of besluiten.toml.

    The same zaad and schaal give the same files, but for the digest of the program in the decisions. What was read
    stays in data/werk, so that a run afterwards does not read it again.

    Args, returns and errors: as `demo.maak_demo`.
    """
    zeg = voortgang or (lambda tekst: None)
    regios = demo.maak_demo(paden.data, zaad=zaad, schaal=schaal, voortgang=voortgang)
    for regio in regios:
        zeg(f"{regio}: berichten lezen en normen vaststellen")
        lees_berichten(paden, regio, taken=os.cpu_count() or 1)
        besluit_demo(paden, regio)
    return regios


def besluit_demo(paden: Paden, regio: str) -> list[Besluit]:
    """Lay down the norms of one demo region, in place of what there was; its messages must have been read."""
    jaar, bekend_op, vragen = laad_vragen(regio)
    instelling = lees_regio(paden, regio)
    uitkomsten, herkomst = _reken(paden, instelling, jaar, bekend_op, vragen)
    besluiten: list[Besluit] = []
    for vraag in vragen:
        besluiten = voeg_toe(besluiten, stel_vast(instelling, uitkomsten, vraag, herkomst))
    schrijf_besluiten(paden, regio, jaar, besluiten)
    return besluiten


def ververs_besluiten(paden: Paden) -> None:
    """Decide again in every demo region whose decisions are missing or of another version of the program."""
    for regio in regios_met_besluiten():
        if not _zijn_van_nu(paden, regio):
            besluit_demo(paden, regio)


def regios_met_besluiten() -> list[str]:
    """The regions of besluiten.toml, in its order."""
    return list(dict.fromkeys(rij["regio"] for rij in _lees()["besluit"]))


@cache
def laad_vragen(regio: str) -> tuple[int, date, tuple[Vraag, ...]]:
    """The norm year, the day of knowledge, and what is decided in that demo region, in order."""
    ruw = _lees()
    eigen = [{k: v for k, v in rij.items() if k != "regio"} for rij in ruw["besluit"] if rij["regio"] == regio]
    return ruw["jaar"], ruw["bekend_op"], tuple(Vraag(jaar=ruw["jaar"], **rij) for rij in eigen)


def _zijn_van_nu(paden: Paden, regio: str) -> bool:
    try:
        return {besluit.digest.code for besluit in lees_besluiten(paden, regio)} == {digest_code()}
    except DataFout:  # another version may have written them otherwise
        return False


@cache
def _lees() -> dict:
    return tomllib.loads(BESLUITEN.read_text(encoding="utf-8"))


def _reken(
    paden: Paden, instelling: Regio, jaar: int, bekend_op: date, vragen: tuple[Vraag, ...]
) -> tuple[pd.DataFrame, Herkomst]:
    """The outcomes of the families that are decided on, as known on that day."""
    tabellen = licht(open_tabellen(paden.werk(instelling.map)))
    toestand = reconstrueer(tabellen, bekend_op=bekend_op, **kpi.state_variants(instelling)["basis"])
    bronnen = lees_bronnen(paden, instelling)
    families = sorted({check_vraag(instelling, vraag).familie for vraag in vragen})
    rijen = [kpi.bereken_basis(familie, toestand, instelling, jaar, bronnen=bronnen) for familie in families]
    herkomst = Herkomst(
        berichten=digest_berichten(tabellen, bekend_op),
        bronnen=digest_bronnen(paden, instelling.map),
        code=digest_code(),
        vandaag=max(vraag.datum for vraag in vragen),
    )
    return pd.concat([vorm_uitkomsten(frame) for frame in rijen], ignore_index=True), herkomst
