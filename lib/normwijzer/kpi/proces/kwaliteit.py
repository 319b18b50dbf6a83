"""How firm the ground is under the figures of the administrative process."""

from collections.abc import Iterable

import pandas as pd

from ..kwaliteit import KOLOMMEN, NIET_INGEDEELD
from .zaken import NOG_NIET, ONTBREEKT, Zaken

ZONDER_BERICHT = {
    "tijdig_startbericht": "leveringen_met_startbericht",
    "tijdig_stopbericht": "einden_met_stopbericht",
}
"""KPI -> coverage: of the cases of the year, those with the message that it measures."""


def count_standen_kpi(zaken: Zaken) -> list[tuple[str, int, int | None]]:
    """(kenmerk, aantal, van) of one KPI; see `make_kwaliteit`."""
    n, ontbreekt = len(zaken.tabel), int((zaken.tabel.stand == ONTBREEKT).sum())
    nog_niet = int((zaken.tabel.stand == NOG_NIET).sum())
    rijen: list[tuple[str, int, int | None]] = [
        (f"ontbreekt:{zaken.kpi}", ontbreekt, n),
        (f"nog_niet:{zaken.kpi}", nog_niet, n),
    ]
    if zaken.kpi in ZONDER_BERICHT:
        rijen.append((ZONDER_BERICHT[zaken.kpi], n - ontbreekt, n))
    return rijen


def make_kwaliteit(rijen: Iterable[tuple[str, int, int | None]], signalen: pd.DataFrame) -> pd.DataFrame:
    """Rows kenmerk, aantal, van (empty when there is no whole); perceel and soort are always empty.

    ontbreekt:<kpi>, nog_niet:<kpi>: cases of the year that could not be judged, or not yet, of all cases of the year.
    leveringen_met_startbericht, einden_met_stopbericht: coverage of 305 and 307. signaal:<name>: signals of both laws,
    whole file.
    """
    per_signaal = signalen.groupby("signaal")["aantal"].sum()
    alle = [*rijen, *((f"signaal:{naam}", int(aantal), None) for naam, aantal in per_signaal.items())]
    tabel = pd.DataFrame(alle, columns=["kenmerk", "aantal", "van"]).reindex(columns=KOLOMMEN)
    tabel = tabel.astype({"kenmerk": "str", "perceel": "str", "soort": "str", "aantal": "Int64", "van": "Int64"})
    return tabel.sort_values("kenmerk", kind="stable", ignore_index=True)


def no_niet_ingedeeld() -> pd.DataFrame:
    """No rows: this family counts every product, also one without perceel or soort (`kpi-specificatie` 5.9)."""
    typen = dict.fromkeys(NIET_INGEDEELD[:3], "str") | dict.fromkeys(NIET_INGEDEELD[3:], "int64")
    return pd.DataFrame(columns=NIET_INGEDEELD).astype(typen)
