"""From row tables to state: the order of the steps (reconstructie 1 to 9)."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from normwijzer.berichten import geef_geheugen_terug
from normwijzer.toestand.clienten import bouw_clienten
from normwijzer.toestand.codecontrole import meld_onbekende_codes
from normwijzer.toestand.declaraties import bouw_declaraties
from normwijzer.toestand.leveringen import bouw_leveringen
from normwijzer.toestand.model import Toestand
from normwijzer.toestand.regie import bouw_regie
from normwijzer.toestand.selectie import selecteer, standaard_bekend_op
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.toewijzingen import bouw_toewijzingen
from normwijzer.toestand.verzoeken import bouw_verzoeken

Dag = pd.Timestamp | date | str


def reconstrueer(
    tabellen: object,
    *,
    bekend_op: Dag | None = None,
    peildatum: Dag | None = None,
    retour_negeren: bool = False,
    tie_volgorde: Mapping[str, Sequence[str]] | None = None,
) -> Toestand:
    """State from all messages known on `bekend_op`; the order in which they lie there has no meaning.

    Args:
        tabellen: one DataFrame per name in `berichten.kolommen.TABELLEN`, as attributes.
        bekend_op: K, the last Dagtekening that counts; None = `standaard_bekend_op`. NaT = no day at all, which gives
            an empty state: so when no message has a readable date. A fault message (Fo01) that is dated later than K
            does not count yet, also with the standard K (kpi-specificatie 5.38, 5.43).
        peildatum: day for which statuses and derived ends are given; None = K.
        retour_negeren: option of the same name: retours reject nothing.
        tie_volgorde: wet -> reasons, first wins, for definitive stops on one day; a wet that is not in it
            follows kpi-specificatie 5.24.
    """
    kennis = standaard_bekend_op(tabellen) if bekend_op is None else _dag(bekend_op)
    peil = kennis if peildatum is None else _dag(peildatum)
    signalen = Signalen()
    selectie = selecteer(tabellen, kennis, signalen, retour_negeren=retour_negeren)
    geef_geheugen_terug()  # a million messages were laid out in several ways; millions of lines are to come
    toewijzingen = bouw_toewijzingen(selectie, tabellen.toewijzing_regels, peil, signalen)
    regie = bouw_regie(selectie, tabellen.start_regels, tabellen.stop_regels, signalen)
    leveringen = bouw_leveringen(selectie, regie, toewijzingen, peil, signalen, tie_volgorde)
    geef_geheugen_terug()
    declaraties = bouw_declaraties(selectie, tabellen, toewijzingen, signalen)
    verzoeken = bouw_verzoeken(selectie, tabellen, peil, signalen)
    meld_onbekende_codes(selectie, tabellen, signalen)
    return Toestand(
        bekend_op=kennis,
        peildatum=peil,
        toewijzingen=toewijzingen.toewijzingen,
        versies=toewijzingen.versies,
        leveringen=leveringen.leveringen,
        leverperioden=orden_kolommen(leveringen.leverperioden),
        declaraties=declaraties.declaraties,
        prestaties=declaraties.prestaties,
        heenberichten=selectie.heenberichten,
        verzoeken=verzoeken,
        clienten=bouw_clienten(selectie, tabellen.clienten),
        signalen=signalen.tabel(),
        telling=selectie.telling,
    )


def _dag(dag: Dag) -> pd.Timestamp:
    """Midnight of the day; NaT stays NaT."""
    moment = pd.Timestamp(dag)
    return moment if pd.isna(moment) else moment.normalize().as_unit("s")


_PERIODEKOLOMMEN = [
    "levering", "wet", "gemeente", "aanbieder", "client", "toewijzingnummer", "begindatum", "categorie", "code",
    "product_begindatum", "heeft_start", "tijdelijk_gestopt_op", "definitief_gestopt_op", "reden_beeindiging",
    "laatste_leverdag", "status", "laatste", "einde_effectief", "einde_afgeleid", "telt", "dagtekening_start",
    "dagtekening_tijdelijk", "dagtekening_definitief", "dagtekening_stop", "identificatie_start", "identificatie_stop",
]  # fmt: skip


def orden_kolommen(perioden: pd.DataFrame) -> pd.DataFrame:
    """`leverperioden` with its columns in the order of `Toestand`."""
    return perioden[_PERIODEKOLOMMEN]
