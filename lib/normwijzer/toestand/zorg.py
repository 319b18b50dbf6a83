"""A state of allocations and deliveries only: what most KPI's look at, for who needs many states."""

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd

from normwijzer.berichten import Tabellen
from normwijzer.toestand.clienten import bouw_clienten
from normwijzer.toestand.leveringen import bouw_leveringen
from normwijzer.toestand.model import Toestand
from normwijzer.toestand.reconstructie import orden_kolommen, reconstrueer
from normwijzer.toestand.regie import bouw_regie
from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.toewijzingen import bouw_toewijzingen


class Stil(Signalen):
    """Takes signals and keeps none: for states that nobody reads the signals of."""

    def meld_aantallen(self, signaal, berichten, aantallen) -> None:
        pass

    def meld(self, signaal, berichten, plaatsen) -> None:
        pass


def bouw_zorg(
    selectie: Selectie,
    tabellen: object,
    bekend_op: pd.Timestamp,
    tie_volgorde: Mapping[str, Sequence[str]] | None = None,
) -> Toestand:
    """The state with allocations, deliveries and clients as `reconstrueer` makes them, and all other frames empty.

    Args:
        selectie: the messages that count.
        tabellen: with toewijzing_regels, start_regels, stop_regels, clienten; rows that were left out do not exist.
        bekend_op: K, also the peildatum.
        tie_volgorde: as `reconstrueer`.
    """
    stil = Stil()
    toewijzingen = bouw_toewijzingen(selectie, tabellen.toewijzing_regels, bekend_op, stil)
    regie = bouw_regie(selectie, tabellen.start_regels, tabellen.stop_regels, stil)
    leveringen = bouw_leveringen(selectie, regie, toewijzingen, bekend_op, stil, tie_volgorde)
    leeg = _leeg()
    return Toestand(
        bekend_op=bekend_op,
        peildatum=bekend_op,
        toewijzingen=toewijzingen.toewijzingen,
        versies=toewijzingen.versies,
        leveringen=leveringen.leveringen,
        leverperioden=orden_kolommen(leveringen.leverperioden),
        declaraties=leeg.declaraties,
        prestaties=leeg.prestaties,
        heenberichten=leeg.heenberichten,
        verzoeken=leeg.verzoeken,
        clienten=bouw_clienten(selectie, tabellen.clienten),
        signalen=leeg.signalen,
        telling=selectie.telling,
    )


@cache
def _leeg() -> Toestand:
    return reconstrueer(Tabellen.van(), bekend_op=pd.NaT)
