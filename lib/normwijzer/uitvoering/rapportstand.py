"""What is known of one report without opening it: what it was made from, its headline figures, why it failed."""

from collections.abc import Sequence
from pathlib import Path

from normwijzer.paden import Paden
from normwijzer.rapport.kerncijfers import Kerncijfer
from normwijzer.uitvoering.bestanden import digest_bestand, lees_json, schrijf_json
from normwijzer.uitvoering.matrix import Vak
from normwijzer.uitvoering.stand import sleutel_rapport


def is_actueel(paden: Paden, vak: Vak, editie: str, sleutel: str) -> bool:
    """Whether the report lies there as it was made, from what this key stands for (see `stand`)."""
    kenmerk = _lees(paden, vak, editie)
    verwacht = sleutel_rapport(sleutel, vak.familie, vak.jaar, editie)
    return "kern" in kenmerk and kenmerk.get("sleutel") == verwacht and _is_heel(paden, vak, editie, kenmerk)


def onthoud(paden: Paden, vak: Vak, editie: str, sleutel: str, kern: Sequence[Kerncijfer]) -> None:
    """Keep what the report that lies there was made from, with its headline figures; it has not failed."""
    inhoud = {
        "sleutel": sleutel_rapport(sleutel, vak.familie, vak.jaar, editie),
        "bestanden": _bestanden(paden, vak, editie),
        "kern": list(kern),
    }
    schrijf_json(_pad(paden, vak, editie), inhoud)
    vergeet_mislukt(paden, vak, editie)


def onthoud_mislukt(paden: Paden, vak: Vak, editie: str, melding: str) -> None:
    """Keep why the report could not be made; what was known of the one before it stays."""
    schrijf_json(_pad_mislukt(paden, vak, editie), {"melding": melding})


def vergeet_mislukt(paden: Paden, vak: Vak, editie: str) -> None:
    """An attempt that failed no longer counts: the report that lies there is up to date."""
    _pad_mislukt(paden, vak, editie).unlink(missing_ok=True)


def lees_kern(paden: Paden, vak: Vak, editie: str) -> tuple[Kerncijfer, ...]:
    """Headline figures of the report that lies there; empty when they are not known or are those of another file."""
    kenmerk = _lees(paden, vak, editie)
    return tuple(kenmerk.get("kern", ())) if _is_heel(paden, vak, editie, kenmerk) else ()


def lees_melding(paden: Paden, vak: Vak, editie: str) -> str | None:
    """Why the last attempt at the report failed; None when it did not."""
    return lees_json(_pad_mislukt(paden, vak, editie)).get("melding")


def _lees(paden: Paden, vak: Vak, editie: str) -> dict:
    return lees_json(_pad(paden, vak, editie))


def _pad(paden: Paden, vak: Vak, editie: str) -> Path:
    return paden.werk_familie(vak.regio, vak.jaar, vak.familie) / f"rapport-{editie}.json"


def _pad_mislukt(paden: Paden, vak: Vak, editie: str) -> Path:
    return paden.werk_familie(vak.regio, vak.jaar, vak.familie) / f"mislukt-{editie}.json"


def _is_heel(paden: Paden, vak: Vak, editie: str, kenmerk: dict) -> bool:
    bestanden = _bestanden(paden, vak, editie)
    return all(bestanden) and kenmerk.get("bestanden") == bestanden


def _bestanden(paden: Paden, vak: Vak, editie: str) -> list[str]:
    html = paden.rapport(vak.regio, vak.jaar, vak.familie, editie)
    return [digest_bestand(html), digest_bestand(html.with_suffix(".xlsx"))]
