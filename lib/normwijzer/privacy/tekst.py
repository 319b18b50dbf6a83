"""Free text that goes to a screen or file: what could identify a person is masked."""

import re

_VERDACHT = re.compile(r"(?<![\w-])p1_\w+|[0-9a-fA-F]{32,}|\d{7,}")


def maskeer(tekst: str, lengte: int = 300) -> str:
    """Text without long digit runs (BSN, toewijzingnummer) and pseudonyms, cut at `lengte` characters.

    Meant for messages of unexpected errors: those may hold a value from the data.
    """
    veilig = _VERDACHT.sub("…", tekst)
    return veilig if len(veilig) <= lengte else veilig[: lengte - 1] + "…"
