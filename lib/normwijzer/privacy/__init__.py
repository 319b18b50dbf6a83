"""Protection: the last thing before output."""

from normwijzer.privacy.aanvullen import vul_aan
from normwijzer.privacy.afronden import rond_aantal, rond_fractie, rond_naar_buiten, rond_op_stap, stap
from normwijzer.privacy.grenzen import EDITIES, KLEINSTE_DEEL, KLEINSTE_GROEP, NIET_GETOOND, OVERIGE, TE_KLEIN
from normwijzer.privacy.leden import Leden, bepaal_leden, voeg_samen
from normwijzer.privacy.staten import GETOOND, STATEN, staat, tekst_van
from normwijzer.privacy.tekst import maskeer

__all__ = [
    "EDITIES",
    "GETOOND",
    "KLEINSTE_DEEL",
    "KLEINSTE_GROEP",
    "NIET_GETOOND",
    "OVERIGE",
    "STATEN",
    "TE_KLEIN",
    "Leden",
    "bepaal_leden",
    "maskeer",
    "rond_aantal",
    "rond_fractie",
    "rond_naar_buiten",
    "rond_op_stap",
    "staat",
    "stap",
    "tekst_van",
    "voeg_samen",
    "vul_aan",
]
