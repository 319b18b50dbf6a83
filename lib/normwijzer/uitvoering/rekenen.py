"""From read messages to outcome tables: the state once per region, then every year and family."""

from datetime import date
from itertools import product
from pathlib import Path

import pandas as pd

from normwijzer import kpi
from normwijzer.berichten import geef_geheugen_terug, open_tabellen, schrijf_signalen
from normwijzer.fouten import DataFout
from normwijzer.kpi.opties import state_deviations
from normwijzer.normen.kennis import digest_berichten
from normwijzer.paden import Paden
from normwijzer.regio import Regio, lees_regio
from normwijzer.registraties import Bronnen, lees_bronnen
from normwijzer.toestand import reconstrueer, standaard_bekend_op
from normwijzer.uitvoering.bestanden import digest, digest_bestand, lees_json, schrijf_json
from normwijzer.uitvoering.normbestand import digest_bronnen, digest_instellingen
from normwijzer.uitvoering.runs import bewaar_run
from normwijzer.uitvoering.stand import bronbestanden, digest_code
from normwijzer.uitvoering.uitkomsten import ALGEMENE_FRAMES, schrijf_uitkomsten

PROCES = "administratief_proces"
"""The family that needs the registrations of which wrong content is refused."""


def pad_stand(paden: Paden, regio: str) -> Path:
    """Where it is kept what the outcomes of a region were made from."""
    return paden.werk(regio) / "uitkomsten.json"


def reken(paden: Paden, regio: str, families: tuple[str, ...], bekend_op: date | None, sleutel: str) -> dict:
    """Compute the outcomes of every year of the region.

    The messages must have been read. Writes `uitkomsten.csv` and `.parquet` and the side frames under
    `data/werk/<regio>/<jaar>/<familie>/`, and `data/werk/<regio>/signalen.csv`.

    Args:
        families: KPI families to compute.
        bekend_op: knowledge date K; None = the latest date in the messages (`kpi-specificatie` 5.38).
        sleutel: see `stand.sleutel_uitkomsten`; kept with the outcomes for `actuele_stand`.

    Returns:
        What was done, as kept beside the outcomes: sleutel, code (digest of the program), invoer (digest of messages
        and settings, whatever their packing), herkomst (digests for a norm decision: berichten, bronnen, instellingen;
        see `kennis` and `normbestand`), bekend_op (ISO), mislukt (family -> why it could not be computed), bevolking
        (source of the population figures), signalen (sum of their counts), telling (messages by type), bestanden
        (SHA-256 of each file).

    Raises:
        DataFout: settings or messages cannot be used.
    """
    instelling = lees_regio(paden, regio)
    bronnen, families, mislukt = lees_bronnen_voor(paden, instelling, families)
    tabellen = open_tabellen(paden.werk(regio))
    _check_berichten(regio, tabellen, bekend_op)
    invoer, leessignalen = _digest_invoer(paden, regio, tabellen.berichten), tabellen.leessignalen
    inhouden = tabellen.berichten["inhoud"]
    soorten = kpi.state_variants(instelling)
    basis = soorten.pop("basis")
    kennis = standaard_bekend_op(tabellen) if bekend_op is None else bekend_op
    herkomst = {
        "berichten": digest_berichten(tabellen, kennis),
        "bronnen": digest_bronnen(paden, regio),
        "instellingen": digest_instellingen(paden, regio),
    }
    afwijkend = _bereken_afwijkend(tabellen, instelling, families, kennis, soorten, bronnen)
    toestand = reconstrueer(tabellen, bekend_op=kennis, **basis)
    del tabellen  # of millions of lines one copy is enough
    geef_geheugen_terug(kringen=True)

    pad_stand(paden, regio).unlink(missing_ok=True)
    geschreven = []
    for familie, jaar in product(families, instelling.jaren):
        eigen = afwijkend[familie, jaar]
        uitkomst = kpi.bereken(familie, toestand, instelling, jaar, afwijkend=eigen, bronnen=bronnen)
        geschreven += _schrijf(paden, regio, jaar, familie, uitkomst)
    signalen = pd.concat([toestand.signalen, bronnen.signalen], ignore_index=True)
    schrijf_signalen(paden.signalen(regio), leessignalen, signalen)
    stand = {
        "sleutel": sleutel,
        "invoer": invoer,
        "code": digest_code(),
        "herkomst": herkomst,
        "bekend_op": f"{toestand.bekend_op:%Y-%m-%d}",
        "signalen": int(leessignalen["aantal"].sum() + signalen["aantal"].sum()),
        "mislukt": mislukt,
        "bevolking": bronnen.bevolking_bron,
        "telling": toestand.telling.astype(object).to_dict("records"),
        "bestanden": {_naam(paden, regio, pad): digest_bestand(pad) for pad in [*geschreven, paden.signalen(regio)]},
    }
    schrijf_json(pad_stand(paden, regio), stand)
    bewaar_run(paden, instelling, stand, inhouden)
    return stand


def actuele_stand(paden: Paden, regio: str, sleutel: str) -> dict | None:
    """What `reken` gave the last time, when its key was this one and its files are still what they were; else None."""
    stand = lees_json(pad_stand(paden, regio))
    return stand if stand.get("sleutel") == sleutel and _is_heel(paden, regio, stand) else None


def lees_bronnen_voor(
    paden: Paden, instelling: Regio, families: tuple[str, ...]
) -> tuple[Bronnen, tuple[str, ...], dict[str, str]]:
    """The other sources, the families that can be computed with them, and of the others what is wrong.

    Raises:
        DataFout: not one family can be computed.
    """
    if PROCES not in families:
        return lees_bronnen(paden, instelling), families, {}
    try:
        return lees_bronnen(paden, instelling, met_proces=True), families, {}
    except DataFout as fout:
        rest = tuple(familie for familie in families if familie != PROCES)
        if not rest:
            raise
        return lees_bronnen(paden, instelling), rest, {PROCES: str(fout)}


def _bereken_afwijkend(
    tabellen, instelling: Regio, families: tuple[str, ...], kennis, soorten: dict[str, dict], bronnen: Bronnen
) -> dict[tuple[str, int], list[pd.DataFrame]]:
    """(familie, jaar) -> rows of the variants that ask for a state of their own; one such state at a time."""
    uit: dict[tuple[str, int], list[pd.DataFrame]] = {vak: [] for vak in product(families, instelling.jaren)}
    for naam, opties in soorten.items():
        andere = reconstrueer(tabellen, bekend_op=kennis, **opties)
        for familie, jaar in uit:
            if naam in state_deviations(instelling, familie):
                rijen = kpi.bereken_afwijkend(familie, andere, instelling, jaar, naam, bronnen=bronnen)
                uit[familie, jaar].append(rijen)
        del andere
        geef_geheugen_terug(kringen=True)
    return uit


def _schrijf(paden: Paden, regio: str, jaar: int, familie: str, uitkomst) -> list[Path]:
    frames = {naam: getattr(uitkomst, naam) for naam in ALGEMENE_FRAMES} | uitkomst.frames
    return schrijf_uitkomsten(paden.werk_familie(regio, jaar, familie), uitkomst.uitkomsten, frames)


def _check_berichten(regio: str, tabellen, bekend_op: date | None) -> None:
    if pd.isna(standaard_bekend_op(tabellen)):
        raise DataFout(
            f"{regio}/berichten",
            "er is geen enkel leesbaar iWmo- of iJw-bericht",
            "zie signalen.csv voor de reden per bestand",
        )
    eerste = tabellen.berichten[["dagtekening", "dagtekening_retour"]].min().min()
    if bekend_op and eerste > pd.Timestamp(bekend_op):
        raise DataFout(
            "--bekend-op", f"op {bekend_op} was van {regio} nog niets bekend", f"een dag vanaf {eerste:%Y-%m-%d}"
        )


def _digest_invoer(paden: Paden, regio: str, berichten: pd.DataFrame) -> str:
    inhouden = sorted(set(berichten["inhoud"].dropna()))
    return digest([inhouden, [digest_bestand(pad) for pad in bronbestanden(paden, regio)]])


def _is_heel(paden: Paden, regio: str, stand: dict) -> bool:
    bestanden = stand.get("bestanden", {})
    return bool(bestanden) and all(digest_bestand(paden.werk(regio) / naam) == som for naam, som in bestanden.items())


def _naam(paden: Paden, regio: str, pad: Path) -> str:
    return pad.relative_to(paden.werk(regio)).as_posix()
