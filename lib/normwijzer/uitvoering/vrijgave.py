"""The only way into reports/: every file is scanned first, then all are put in place together, or none."""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from normwijzer.berichten.pseudoniem import BESTANDSNAAM, OMGEVING
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from normwijzer.privacy.poort import Toegestaan, Vondst, keur
from normwijzer.regio import lees_regio
from normwijzer.uitvoering.bestanden import schrijf_samen

_MET_KENMERKEN = "intern"
"""Folder for the few who mend messages: only there a message may be named by its identification."""

_MEEST = 3
"""Findings that a message names; the others are counted."""


class Tegengehouden(DataFout):
    """A file that may not leave the building; the message says where and what kind of thing, never the value."""


def geef_vrij(paden: Paden, regio: str | None, bestanden: Mapping[Path, bytes]) -> None:
    """Scan the files and put them in place together, whole or not at all; what lay there before stays on refusal.

    Args:
        regio: folder of the region whose aanbieders may be named; None for a file about all regions (index, run.json).
        bestanden: full path -> content; the suffix says what it is (.html, .xlsx, .json, .png). Files outside reports/
            are written along with the others without being looked at.

    Raises:
        Tegengehouden: something in a file may not leave the building.
    """
    toegestaan = lees_toegestaan(paden, regio)
    ruim = replace(toegestaan, kenmerken=_kenmerken(paden, regio)) if regio else toegestaan
    reports = paden.reports.resolve()
    for pad, inhoud in bestanden.items():
        if not pad.resolve().is_relative_to(reports):
            continue
        naam = pad.resolve().relative_to(reports)
        mag = ruim if naam.parts[0] == _MET_KENMERKEN else toegestaan
        if vondsten := keur(naam.as_posix(), inhoud, mag):
            raise _tegengehouden(naam.as_posix(), vondsten)
    schrijf_samen(dict(bestanden))


def lees_toegestaan(paden: Paden, regio: str | None) -> Toegestaan:
    """What files about this region, or about all of them, may name, and the keys that they may not hold."""
    regios = [regio] if regio else sorted(pad.parent.name for pad in paden.regios.glob("*/regio.toml"))
    aanbieders = frozenset(agb for naam in regios for agb in _aanbieders(paden, naam))
    return Toegestaan(aanbieders, tuple(geheim for naam in regios for geheim in _geheimen(paden.werk(naam))))


def _aanbieders(paden: Paden, regio: str) -> set[str]:
    """AGB codes in aanbieders.csv and of every aanbieder that the messages made an outcome or signal of."""
    bekend = set()
    if (paden.regio(regio) / "regio.toml").is_file():
        try:
            bekend |= set(lees_regio(paden, regio).aanbieders["agb"])
        except DataFout:  # another region than the one of this report: the run has told so already
            pass
    for pad in paden.werk(regio).glob("*/*/uitkomsten.parquet"):
        bekend |= set(pd.read_parquet(pad, columns=["aanbieder"])["aanbieder"].dropna().astype(str))
    if paden.signalen(regio).is_file():
        signalen = pd.read_csv(paden.signalen(regio), sep=";", dtype="str", usecols=["aanbieder"])
        bekend |= set(signalen["aanbieder"].dropna())
    return {agb for agb in bekend if len(agb) == len("01234567") and agb.isdigit()}


def _kenmerken(paden: Paden, regio: str) -> frozenset[str]:
    """Identifications of the messages that an aanbieder or gemeente has to mend."""
    paden_regels = paden.werk(regio).glob("*/*/herstelregels.parquet")
    kolommen = [pd.read_parquet(pad, columns=["identificatie"])["identificatie"] for pad in paden_regels]
    return frozenset(kenmerk for kolom in kolommen for kenmerk in kolom.dropna().astype(str))


def _geheimen(werk: Path) -> list[str]:
    """The key of the region in every form in which it can be written."""
    teksten = [os.environ.get(OMGEVING, "")]
    if (werk / BESTANDSNAAM).is_file():
        teksten.append((werk / BESTANDSNAAM).read_text(encoding="ascii", errors="replace"))
    return sorted({vorm for tekst in teksten if tekst.strip() for vorm in _vormen(tekst.strip())})


def _vormen(tekst: str) -> set[str]:
    try:
        ruw = bytes.fromhex(tekst)
    except ValueError:
        try:
            ruw = base64.urlsafe_b64decode(tekst.replace("+", "-").replace("/", "_") + "=" * (-len(tekst) % 4))
        except (binascii.Error, ValueError):
            return {tekst}
    kaal = {base64.b64encode(ruw).decode(), base64.urlsafe_b64encode(ruw).decode()}
    return {tekst, ruw.hex(), *(vorm.rstrip("=") for vorm in kaal)} if ruw else {tekst}


def _tegengehouden(naam: str, vondsten: list[Vondst]) -> Tegengehouden:
    """The message; a file name that is itself the leak is not repeated."""
    lek = any(vondst.waar == "de naam van het bestand" for vondst in vondsten)
    waar = "een bestand voor reports" if lek else naam
    delen = [f"{vondst.waar}: {vondst.soort}" for vondst in vondsten[:_MEEST]]
    rest = len(vondsten) - len(delen)
    slot = f"; en nog {rest} plaatsen" if rest > 1 else "; en nog één plaats" if rest else ""
    return Tegengehouden(
        waar,
        f"niet vrijgegeven, want er staat iets in dat het gebouw niet uit mag ({'; '.join(delen)}{slot}). "
        "Het rapport van eerder blijft staan",
    )
