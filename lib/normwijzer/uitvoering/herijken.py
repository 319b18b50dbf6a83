"""Recorded norms computed again, and what a norm year looks like from all sides; kept beside the outcomes."""

from datetime import date
from pathlib import Path

import pandas as pd

from normwijzer import kpi
from normwijzer.berichten import geef_geheugen_terug, open_tabellen
from normwijzer.fouten import DataFout
from normwijzer.kpi.kwartalen import count_kwartalen
from normwijzer.normen.cellen import normfamilies
from normwijzer.normen.combinaties import combineer, join_combinaties
from normwijzer.normen.herijking import Vandaag, herijk_besluiten
from normwijzer.normen.rijping import laat_jaren_rijpen
from normwijzer.paden import Paden
from normwijzer.regio import Regio, lees_regio
from normwijzer.registraties import Bronnen, lees_bronnen
from normwijzer.toestand import reconstrueer, standaard_bekend_op
from normwijzer.uitvoering.bestanden import digest, digest_bestand, lees_json, schrijf_json, schrijf_samen
from normwijzer.uitvoering.normbestand import digest_bronnen, digest_normen, lees_besluiten
from normwijzer.uitvoering.stand import digest_code
from normwijzer.uitvoering.uitkomsten import als_parquet

NORMMAP = "norm_bepalen"
"""Folder beside the families, per year."""

Frames = dict[Path, pd.DataFrame]


def pad_herijking(paden: Paden, regio: str) -> Path:
    """Where it is kept what the decisions were computed again from."""
    return paden.werk(regio) / "herijking.json"


def sleutel_herijking(paden: Paden, regio: str, uitkomsten: str, *, verken: bool) -> str:
    """Key of everything `herijk` depends on.

    Args:
        uitkomsten: key of the outcomes (`stand.sleutel_uitkomsten`): messages, settings, K and program.
    """
    return digest([uitkomsten, digest_normen(paden, regio), verken])


def herijk(paden: Paden, regio: str, bekend_op: date | None, sleutel: str, *, verken: bool) -> dict:
    """Compute every recorded decision again and, when asked, what is needed to decide on a norm.

    The messages must have been read. Writes `data/werk/<regio>/herijking.parquet` (`normen.herijking`) and, with
    `verken`, per year of the region `<jaar>/norm_bepalen/rijping`, `rijping_stappen`, `combinaties` and `kwartalen`
    (`.parquet`; `normen.rijping`, `normen.combinaties`, `kpi.kwartalen`). All or none.

    Args:
        bekend_op: K of today; None = the latest date in the messages (kpi-specificatie 5.38).
        sleutel: see `sleutel_herijking`; kept for `actuele_herijking`.

    Returns:
        What is kept in herijking.json: sleutel, code (digest of the program), normen (digest of the decisions),
        bekend_op (ISO), besluiten (number), ongelijk (number with another outcome for the same K), bestanden (SHA-256
        of each file).

    Raises:
        DataFout: settings, messages or decisions cannot be used.
    """
    instelling = lees_regio(paden, regio)
    besluiten, normen = lees_besluiten(paden, regio), digest_normen(paden, regio)
    bronnen = lees_bronnen(paden, instelling)
    tabellen = open_tabellen(paden.werk(regio))
    dag = (standaard_bekend_op(tabellen) if bekend_op is None else pd.Timestamp(bekend_op)).as_unit("s")
    if pd.isna(dag):
        raise DataFout(
            f"{regio}/berichten",
            "er is geen enkel leesbaar iWmo- of iJw-bericht",
            "zie signalen.csv voor de reden per bestand",
        )
    vandaag = Vandaag(dag, digest_bronnen(paden, regio), digest_code())
    herijking = herijk_besluiten(tabellen, instelling, besluiten, vandaag, bronnen)
    frames: Frames = {paden.werk(regio) / "herijking.parquet": herijking}
    if verken:
        frames |= _verken(paden, instelling, tabellen, dag, bronnen)
    pad_herijking(paden, regio).unlink(missing_ok=True)
    schrijf_samen({pad: als_parquet(frame) for pad, frame in frames.items()})
    stand = {
        "sleutel": sleutel,
        "code": vandaag.code,
        "normen": normen,
        "bekend_op": f"{dag:%Y-%m-%d}",
        "besluiten": len(herijking),
        "ongelijk": int((~herijking["gelijk"]).sum()),
        "bestanden": {pad.relative_to(paden.werk(regio)).as_posix(): digest_bestand(pad) for pad in frames},
    }
    schrijf_json(pad_herijking(paden, regio), stand)
    return stand


def actuele_herijking(paden: Paden, regio: str, sleutel: str) -> dict | None:
    """What `herijk` gave the last time, when its key was this one and its files are still what they were; else None."""
    stand = lees_json(pad_herijking(paden, regio))
    bestanden = stand.get("bestanden", {})
    heel = bool(bestanden) and all(digest_bestand(paden.werk(regio) / naam) == som for naam, som in bestanden.items())
    return stand if heel and stand.get("sleutel") == sleutel else None


def _verken(paden: Paden, regio: Regio, tabellen: object, dag: pd.Timestamp, bronnen: Bronnen) -> Frames:
    """The frames of every year; the state with claims is let go before the days of knowledge are rebuilt."""
    families = normfamilies(regio.families)
    combinaties, kwartalen = _count_now(regio, families, tabellen, dag, bronnen)
    geef_geheugen_terug(kringen=True)
    rijping = laat_jaren_rijpen(tabellen, regio, families, regio.jaren, dag, bronnen)
    frames: Frames = {}
    for jaar in regio.jaren:
        map_ = paden.werk_familie(regio.map, jaar, NORMMAP)
        rijp, stappen = rijping[jaar]
        frames |= {
            map_ / "rijping.parquet": rijp,
            map_ / "rijping_stappen.parquet": stappen,
            map_ / "combinaties.parquet": combinaties[jaar],
            map_ / "kwartalen.parquet": kwartalen[kwartalen["jaar"].eq(jaar)].reset_index(drop=True),
        }
    return frames


def _count_now(
    regio: Regio, families: tuple[str, ...], tabellen: object, dag: pd.Timestamp, bronnen: Bronnen
) -> tuple[dict[int, pd.DataFrame], pd.DataFrame]:
    """Combinations per year, and quarters of all years, on the state of today."""
    toestand = reconstrueer(tabellen, bekend_op=dag, **kpi.state_variants(regio)["basis"])
    tellers = [kpi.prepare_basis(f, toestand, regio, bronnen=bronnen, alleen_regio=True) for f in families]
    kwartalen = count_kwartalen(toestand, regio, regio.jaren if "wmo" in families else ())
    return {jaar: join_combinaties([combineer(teller, jaar) for teller in tellers]) for jaar in regio.jaren}, kwartalen
