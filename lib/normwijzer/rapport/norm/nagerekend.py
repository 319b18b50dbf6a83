"""What computing a decision again gave, in words; in the shared edition in steps, so that no few people can be read."""

import pandas as pd

from normwijzer.normen.besluit import Besluit
from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Normrapport
from normwijzer.rapport.oordeelalarm import is_anders, zin_anders, zin_herijking
from normwijzer.rapport.oordeelzin import teksten

_KLEIN = "De uitkomst verschilt; de aantallen zijn te klein om te tonen."


def zin_nagerekend(rapport: Normrapport, besluit: Besluit, rij) -> str:
    """The alarm, or that it came out the same; and where the norm year stands by now."""
    if rapport.is_exact:
        return zin_herijking(rapport, besluit, rij)
    if is_anders(rij):
        return f"Alarm. {zin_verschil(rapport, rij)}"
    return f"Met dezelfde dag van kennis kwam hetzelfde uit. {_zin_verschoven(rapport, rij)}".strip()


def zin_verschil(rapport: Normrapport, rij) -> str:
    """How far another outcome on the same day of knowledge is off, and what differs."""
    if rapport.is_exact:
        return zin_anders(rapport, rij)
    anders = [woorden for kolom, woorden in teksten()["anders"].items() if bool(getattr(rij, kolom))]
    wat = f"Niet meer als toen {'is' if len(anders) == 1 else 'zijn'}: {opmaak.opsomming(anders)}." if anders else ""
    return " ".join(filter(None, [_zin_hoeveel(rij), wat, opmaak.als_zin(rij.reden)]))


def _zin_hoeveel(rij) -> str:
    if rij.te_klein:
        return _KLEIN
    toen = f"Bij het besluit ongeveer {opmaak.procent(rij.waarde_toen, 0)}"
    if pd.isna(rij.waarde_nu):
        return f"{toen}; nu komt er niets uit."
    if rij.waarde_nu == rij.waarde_toen:
        return f"{toen}; nu anders, maar minder dan een stap van {_stap(rij)} procentpunt."
    return (
        f"{toen}, nu met dezelfde dag van kennis ({opmaak.datum(rij.bekend_op)}) ongeveer "
        f"{opmaak.procent(rij.waarde_nu, 0)}, in stappen van {_stap(rij)} procentpunt."
    )


def _zin_verschoven(rapport: Normrapport, rij) -> str:
    """Where the norm year stands with what is known by now; empty text when that is within one step."""
    if rij.te_klein or rij.waarde_laatst == rij.waarde_toen:
        return ""
    return (
        f"Met wat nu bekend is ({opmaak.datum(rapport.bekend_op)}) is het {opmaak.procent(rij.waarde_laatst, 0)}; bij "
        f"het besluit ongeveer {opmaak.procent(rij.waarde_toen, 0)}, in stappen van {_stap(rij)} procentpunt. De norm "
        "blijft zoals besloten."
    )


def _stap(rij) -> str:
    return opmaak.getal(rij.stap * 100, 0)
