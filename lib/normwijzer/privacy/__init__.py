"""Protection: the last thing before output."""

from normwijzer.privacy.klein import (
    EDITIES,
    KLEINSTE_GROEP,
    TE_KLEIN,
    bescherm_cellen,
    bescherm_groepen,
    bescherm_uitkomsten,
    is_te_klein,
)
from normwijzer.privacy.tekst import maskeer

__all__ = [
    "EDITIES",
    "KLEINSTE_GROEP",
    "TE_KLEIN",
    "bescherm_cellen",
    "bescherm_groepen",
    "bescherm_uitkomsten",
    "is_te_klein",
    "maskeer",
]
