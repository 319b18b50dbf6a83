"""What the chain of messages shows beside A1 … A11: the standard's own terms, things to mend, claims in detail."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from ...regio import Regio
from .afkeur import count_afkeurredenen
from .basis import Basis, prepare
from .declareren import count_declaratiekwaliteit
from .herstel import count_herstel
from .kosten import count_kosten
from .termijnen import count_termijnen
from .volledigheid import count_volledigheid
from .zaken import make_namen

if TYPE_CHECKING:
    from ...toestand import Toestand


def count_keten(toestand: "Toestand", regio: Regio, jaar: int) -> dict[str, pd.DataFrame]:
    """Frames termijnen, herstelpunten, herstel_samen, herstelregels (internal only), afkeurredenen,
    declaratiekwaliteit, kosten, kosten_samen and volledigheid; see the function of each.

    Pure; no other name for a client and no other order of toewijzingen or requests changes anything.
    """
    basis = prepare_keten(toestand, regio, jaar)
    return {
        "termijnen": count_termijnen(basis),
        **count_herstel(basis),
        "afkeurredenen": count_afkeurredenen(basis),
        "declaratiekwaliteit": count_declaratiekwaliteit(basis),
        **count_kosten(basis),
        "volledigheid": count_volledigheid(basis),
    }


def prepare_keten(toestand: "Toestand", regio: Regio, jaar: int) -> Basis:
    """The basis of one year, which also knows partners that only sent what was rejected, or only requests."""
    namen = make_namen(
        toestand.toewijzingen, toestand.leverperioden, toestand.declaraties, toestand.verzoeken, toestand.heenberichten
    )
    return replace(prepare(toestand, regio, jaar), namen=namen)
