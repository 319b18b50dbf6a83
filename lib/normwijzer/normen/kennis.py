"""What was known when: the messages of a day of knowledge, and the days on which a year is looked at again."""

import hashlib
from typing import TypeVar

import pandas as pd

from normwijzer.perioden import add_months, dagnummer, to_datums
from normwijzer.toestand.selectie import is_bekend

RIJPMAANDEN = (0, 1, 3, 6, 12)
"""Months after 31 December of the year on which its outcome is computed again."""

T = TypeVar("T")

_REGELS_VAN_DECLARATIES = ("declaraties", "prestaties", "declaratie_antwoorden", "antwoord_prestaties")


def licht(tabellen: T) -> T:
    """The same tables without claim lines: a state of them costs a fraction, and most KPI's never look at claims
    (`kpi.vastgelegd.uses_declaraties` tells which do).

    The messages 323 and 325 themselves stay, so that the standard K and `digest_berichten` do not change.
    """
    berichten, codes = tabellen.berichten, tabellen.retourcodes
    antwoorden = berichten.loc[berichten["berichttype"].eq("325"), "bericht"]
    leeg = {naam: getattr(tabellen, naam).iloc[:0] for naam in _REGELS_VAN_DECLARATIES}
    leeg["retourcodes"] = codes[~codes["bericht"].isin(antwoorden)].reset_index(drop=True)
    return type(tabellen)(**(vars(tabellen) | leeg))


def digest_berichten(tabellen: object, bekend_op: pd.Timestamp) -> str:
    """SHA-256 over the contents of all messages known on `bekend_op`, inclusive: how they were packed or named and how
    often they lie there makes no difference. A message without readable date never counts, a fault message without one
    always (kpi-specificatie 5.38, 5.43).

    Args:
        tabellen: with `berichten`; light or whole.
        bekend_op: K, as anything that is a day.
    """
    berichten = tabellen.berichten
    bekend = berichten.loc[is_bekend(berichten, pd.Timestamp(bekend_op).normalize()), "inhoud"]
    som = hashlib.sha256()
    for inhoud in sorted(set(bekend.dropna())):
        som.update(inhoud.encode() + b"\n")
    return som.hexdigest()


def kennisdagen(jaar: int, bekend_op: pd.Timestamp) -> list[pd.Timestamp]:
    """31 December of the year, and 1, 3, 6 and 12 months later, as far as they lie before `bekend_op`; that day last.

    A year that has not ended by then only has that day.
    """
    einde = dagnummer(jaar, 12, 31)
    dagen = [pd.Timestamp(to_datums(add_months(einde, maanden)).item()).as_unit("s") for maanden in RIJPMAANDEN]
    laatste = pd.Timestamp(bekend_op).normalize().as_unit("s")
    return [dag for dag in dagen if dag < laatste] + [laatste]
