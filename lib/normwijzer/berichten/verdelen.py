"""Divide files over tasks: about equal in bytes, and files that may have the same bytes together."""

from itertools import groupby

from .bronnen import Bestand
from .werker import hash_bestand

_PER_BESTAND = 4096
_KLEINST, _GROOTST = 1 << 20, 64 << 20
_PER_PROCES = 4


def verdeel(bestanden: list[Bestand], taken: int) -> list[tuple[Bestand, ...]]:
    """Groups of files, the largest first, enough of them to keep `taken` processes at work.

    Equal files have an equal size, so files of one size stay together and are read once; only where
    they are too many for one task are they told apart by their content first.
    """
    doel = _GROOTST
    if taken > 1:
        doel = min(max(sum(map(gewicht, bestanden)) // (taken * _PER_PROCES), _KLEINST), _GROOTST)
    eenheden = [(sum(map(gewicht, eenheid)), eenheid) for eenheid in _eenheden(bestanden, doel)]
    groepen: list[tuple[Bestand, ...]] = []
    huidige: list[Bestand] = []
    vol = 0
    for omvang, eenheid in sorted(eenheden, key=lambda e: (-e[0], e[1][0].sleutel)):
        if huidige and vol + omvang > doel:
            groepen.append(tuple(huidige))
            huidige, vol = [], 0
        huidige += eenheid
        vol += omvang
    return [*groepen, tuple(huidige)] if huidige else groepen


def gewicht(bestand: Bestand) -> int:
    """Bytes, and what opening a file costs, expressed in bytes."""
    return bestand.grootte + _PER_BESTAND


def _eenheden(bestanden: list[Bestand], doel: int) -> list[tuple[Bestand, ...]]:
    eenheden = []
    for _, groep in groupby(sorted(bestanden, key=lambda b: (b.grootte, b.sleutel)), key=lambda b: b.grootte):
        zelfde = tuple(groep)
        past = len(zelfde) == 1 or sum(map(gewicht, zelfde)) <= doel
        eenheden += [zelfde] if past else _per_inhoud(zelfde)
    return eenheden


def _per_inhoud(bestanden: tuple[Bestand, ...]) -> list[tuple[Bestand, ...]]:
    per_hash: dict[str, list[Bestand]] = {}
    for bestand in bestanden:
        per_hash.setdefault(_hash(bestand), []).append(bestand)
    return [tuple(groep) for groep in per_hash.values()]


def _hash(bestand: Bestand) -> str:
    """Content, or the name where the file cannot be read: the reading task says so."""
    try:
        return hash_bestand(bestand.pad)
    except OSError:
        return f"onleesbaar {bestand.sleutel}"
