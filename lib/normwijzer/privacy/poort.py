"""The gate: what is in a file that may not leave the building? Bytes in, findings out; reads and writes nothing.

A finding says what kind of thing it is and where, never the thing itself. What cannot be read is refused, and so is
every kind of file that is not known here: executed notebooks, for one, never leave.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from normwijzer.privacy.poort_beeld import keur_png
from normwijzer.privacy.poort_boek import keur_boek
from normwijzer.privacy.poort_html import keur_html
from normwijzer.privacy.poort_tekst import VERPAKT, Toegestaan, soort_nummer, vind

__all__ = ["Toegestaan", "Vondst", "keur"]

ONBEKEND = "een soort bestand dat niet gedeeld mag worden"
_TELLINGEN = frozenset({"aantal", "berichten", "bestanden", "regels", "seconden", "signalen", "tijd", "waarde"})
"""Fields of JSON whose number is a count or a figure, unless it has nine digits."""


@dataclass(frozen=True, order=True)
class Vondst:
    """soort: what kind of thing; waar: where in the file, in words."""

    soort: str
    waar: str


def keur(naam: str, inhoud: bytes, toegestaan: Toegestaan) -> list[Vondst]:
    """Everything in the file that may not leave the building, each once, in order of the file; empty when it may go.

    Args:
        naam: name of the file, with folders below reports/; is looked at too. Its suffix says how to read it.
        toegestaan: what may be named.
    """
    lezers = {".html": keur_html, ".xlsx": keur_boek, ".json": _keur_json, ".png": _keur_beeld}
    gevonden = [Vondst(soort, "de naam van het bestand") for soort in vind(naam, toegestaan)]
    lezer = lezers.get(PurePath(naam).suffix)
    if lezer is None:
        return [*gevonden, Vondst(ONBEKEND, "de naam van het bestand")]
    gevonden += [Vondst(soort, waar) for soort, waar in lezer(inhoud, toegestaan)]
    return list(dict.fromkeys(gevonden))


def _keur_beeld(inhoud: bytes, toegestaan: Toegestaan) -> Iterator[tuple[str, str]]:
    return ((soort, "de afbeelding") for soort in keur_png(inhoud, toegestaan))


def _keur_json(inhoud: bytes, toegestaan: Toegestaan) -> Iterator[tuple[str, str]]:
    try:
        boom = json.loads(inhoud.decode("utf-8"))
    except (ValueError, RecursionError):
        yield VERPAKT, "het hele bestand"
        return
    yield from _keur_waarde(boom, "", "", toegestaan)


def _keur_waarde(waarde, veld: str, plaats: str, toegestaan: Toegestaan) -> Iterator[tuple[str, str]]:
    waar = f"veld {plaats}" if plaats else "het hele bestand"
    if isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            verdacht = vind(sleutel, toegestaan)
            yield from ((soort, f"een naam in {waar}") for soort in verdacht)
            naam = "…" if verdacht else sleutel
            yield from _keur_waarde(deel, sleutel, f"{plaats}.{naam}".lstrip("."), toegestaan)
    elif isinstance(waarde, list):
        for nummer, deel in enumerate(waarde):
            yield from _keur_waarde(deel, veld, f"{plaats}[{nummer}]", toegestaan)
    elif isinstance(waarde, str):
        yield from ((soort, waar) for soort in vind(f"{veld}: {waarde}", toegestaan))
    elif isinstance(waarde, (int, float)) and not isinstance(waarde, bool):
        cijfers = str(abs(int(waarde))) if abs(waarde) < 1e15 else "9" * 16
        telling = veld in _TELLINGEN and len(cijfers) != 9
        if len(cijfers) >= 6 and not telling and (soort := soort_nummer(cijfers, toegestaan)):
            yield soort, waar
