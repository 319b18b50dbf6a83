"""KPI's of this family without an outcome, with the name of the file that is missing."""

import pandas as pd

from ..jeugd.geen_bron import KOLOMMEN

REDEN = "Het bestand ontbreekt: de gemeenten hebben deze registratie nog niet aangeleverd."


def list_geen_bron(bestanden: dict[str, str]) -> pd.DataFrame:
    """One row per KPI: kpi, bestand, reden (a Dutch sentence).

    Args:
        bestanden: KPI -> name of its registration that is not there.
    """
    rijen = [(kpi, f"registraties/{naam}.csv", REDEN) for kpi, naam in bestanden.items()]
    return pd.DataFrame(rijen, columns=KOLOMMEN).astype("str")
