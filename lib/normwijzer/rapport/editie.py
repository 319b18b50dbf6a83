"""What the front door of a report does with the edition: a shared page has whole percentages only."""

from collections.abc import Callable
from functools import wraps

from normwijzer.rapport.opmaak import hele_procenten

GEDEELD_AFGEROND = (
    "Aantallen zijn afgerond op vijftallen en percentages op hele procenten, elk voor zich uit de precieze cijfers; "
    "zij tellen daarom niet precies op."
)
"""Once at the top of every shared report."""

GEDEELD_OVERIGE = (
    "Kleine aanbieders staan samen als Overige aanbieders, zonder oordeel. Waar een getal iets over te weinig mensen "
    "zou vertellen, staat er tekst."
)
"""Once, after it, where a report has such rows."""


def in_editie(functie: Callable) -> Callable:
    """A function of a report (its first argument, with `editie`) that writes percentages as that edition does."""

    @wraps(functie)
    def geschreven(rapport, *rest, **anders):
        with hele_procenten(rapport.editie != "intern"):
            return functie(rapport, *rest, **anders)

    return geschreven
