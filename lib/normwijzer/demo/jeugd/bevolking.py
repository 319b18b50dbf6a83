"""The invented population of the demo regions, in data/landelijk, marked as such."""

import hashlib
import os
import tempfile
import tomllib
from pathlib import Path
from random import Random

from normwijzer.demo.soorten import Wereld
from normwijzer.demo.tabel import maak_csv

JAREN, LEEFTIJDEN = range(2020, 2027), range(100)
GROEI = 0.004  # per year


def schrijf_bevolking(data: Path, werelden: list[Wereld]) -> bool:
    """Write data/landelijk/bevolking.csv (regio;jaar;leeftijd;aantal) and beside it bevolking.toml, which says that it
    is invented and which bytes it is about.

    Returns:
        False when a bevolking.csv lies there that is not the demo's own: it stays as it is.
    """
    doel = data / "landelijk" / "bevolking.csv"
    if (doel.exists() or doel.is_symlink()) and not _is_eigen(doel):
        return False
    inhoud = maak_csv(("regio", "jaar", "leeftijd", "aantal"), [rij for wereld in werelden for rij in _tel(wereld)])
    doel.parent.mkdir(parents=True, exist_ok=True)
    som = hashlib.sha256(inhoud).hexdigest()
    _zet_neer(doel.with_suffix(".toml"), f'bron = "synthetisch"\nsha256 = "{som}"\n'.encode())
    _zet_neer(doel, inhoud)
    return True


def _is_eigen(pad: Path) -> bool:
    try:
        merk = tomllib.loads(pad.with_suffix(".toml").read_text(encoding="utf-8"))
        som = hashlib.sha256(pad.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return False
    return merk.get("bron") == "synthetisch" and merk.get("sha256") == som


def _tel(wereld: Wereld):
    """Rows of one region: its inwoners_per_leeftijd spread over the gemeenten by their weight."""
    totaal = sum(g.gewicht for g in wereld.gemeenten)
    for gemeente in wereld.gemeenten:
        r = Random(f"{wereld.zaad}/bevolking/{gemeente.code}")
        basis = wereld.jeugd.verloop["inwoners_per_leeftijd"] * gemeente.gewicht / totaal
        for jaar in JAREN:
            for leeftijd in LEEFTIJDEN:
                aantal = basis * _vorm(leeftijd) * (1 + GROEI * (jaar - JAREN[0])) * r.uniform(0.97, 1.03)
                yield f"GM{gemeente.code}", jaar, leeftijd, round(aantal)


def _vorm(leeftijd: int) -> float:
    """Size of an age group relative to the children."""
    if leeftijd < 18:
        return 1.0
    return 1.15 if leeftijd < 65 else 1.15 * (100 - leeftijd) / 35


def _zet_neer(pad: Path, inhoud: bytes) -> None:
    """Write whole or not at all."""
    greep, tijdelijk = tempfile.mkstemp(prefix=".demo_", dir=pad.parent)
    try:
        with os.fdopen(greep, "wb") as bestand:
            bestand.write(inhoud)
        os.chmod(tijdelijk, 0o644)
        os.replace(tijdelijk, pad)
    except BaseException:
        os.unlink(tijdelijk)
        raise
