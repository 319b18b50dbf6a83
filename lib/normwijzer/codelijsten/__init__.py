"""Code lists per law, as data: a code that is not here is kept and signalled, never dropped.

Each `<lijst>.csv` has at least the columns wet, code, omschrijving. Codes are text with leading
zeros. The same code can mean different things per law (RedenBeeindiging 31: Wmo moved away, Jw
according to plan), so nothing may look up a code without its wet.
"""

import csv
from functools import cache
from pathlib import Path

LIJSTEN = (
    "categorie",
    "eenheid",
    "frequentie",
    "reden_beeindiging",
    "reden_verzoek",
    "reden_wijziging",
    "retourcode",
    "status_aanlevering",
    "verzoek_antwoord",
)

RETOURCODES_ZONDER_AFKEUR = frozenset({"0200", "0233"})
"""In a retour: no remark, and class not checked. Any other code rejects the message (reconstructie 3)."""

RETOURCODES_TOEGEWEZEN = frozenset({"0200", "8001"})
"""In a 325: codes on header and DeclaratieAntwoord that reject nothing (reconstructie 6)."""


@cache
def laad(lijst: str) -> tuple[dict[str, str], ...]:
    """Rows of one code list, in file order, each a dict of the CSV columns."""
    if lijst not in LIJSTEN:
        raise KeyError(f"geen codelijst met de naam {lijst!r}; wel: {', '.join(LIJSTEN)}")
    with (Path(__file__).parent / f"{lijst}.csv").open(encoding="utf-8", newline="") as bestand:
        return tuple(csv.DictReader(bestand, delimiter=";"))


@cache
def bekend(lijst: str, wet: str) -> frozenset[str]:
    """The codes that this list holds for this law (`wmo` or `jw`)."""
    return frozenset(rij["code"] for rij in laad(lijst) if rij["wet"] == wet)


@cache
def omschrijvingen(lijst: str, wet: str) -> dict[str, str]:
    """code -> omschrijving (Dutch) for this law."""
    return {rij["code"]: rij["omschrijving"] for rij in laad(lijst) if rij["wet"] == wet}
