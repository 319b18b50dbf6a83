"""How cases are spread: over durations, and over the days on which they were due."""

import numpy as np
import pandas as pd

from ...perioden import OPEN, to_datums
from .tellen import clients_per_group
from .zaken import GEEN_DUUR, TE_LAAT, Zaken, count_personen, scope_count, scope_keys, scope_texts

LAATSTE_DAG = 60
_DAGEN_NA_MAANDAG = 3
"""Day number 0, 1 January 1970, is a Thursday."""
VERDELING = ("kpi", "wet", "dag", "aantal", "van", "clienten")
KALENDER = ("kpi", "per", "dag", "gevallen", "te_laat", "clienten")


def make_verdeling(zaken: Zaken) -> pd.DataFrame:
    """Frame `verdeling` of one KPI: 62 rows for the region (wet empty) and per law with cases that count.

    dag: duration in the unit of the KPI, 0 … 60, and 61 for longer. aantal: finished cases with that duration. van: all
    cases that count, also late ones that have not finished. clienten: behind aantal.
    """
    delen = [_spread(zaken, kolommen) for kolommen in ((), ("wet",))]
    return pd.concat(delen, ignore_index=True).assign(kpi=zaken.kpi)[list(VERDELING)]


def make_kalender(zaken: Zaken) -> pd.DataFrame:
    """Frame `kalender` of one KPI: one row per day that was the last one on time for any case that counts.

    per: `dag`, or `week` for the same cases per week, whose dag is its Monday. gevallen: those cases; te_laat: of them.
    The whole region, both laws.
    """
    dag = zaken.tabel.uiterlijk.to_numpy()
    maandag = dag - (dag + _DAGEN_NA_MAANDAG) % 7
    delen = [_count_days(zaken, dag).assign(per="dag"), _count_days(zaken, maandag).assign(per="week")]
    tabel = pd.concat(delen, ignore_index=True).assign(kpi=zaken.kpi)
    return tabel.astype({"kpi": "str", "per": "str"})[list(KALENDER)]


def _count_days(zaken: Zaken, dag: np.ndarray) -> pd.DataFrame:
    tabel = zaken.tabel
    telt = zaken.telt & (tabel.uiterlijk.to_numpy() < OPEN)
    dagen, plek = np.unique(dag[telt], return_inverse=True)
    groep = np.full(len(tabel), -1, dtype="int64")
    groep[telt] = plek
    laat = tabel.stand.to_numpy()[telt] == TE_LAAT
    return pd.DataFrame(
        {
            "dag": to_datums(dagen),
            "gevallen": np.bincount(plek, minlength=len(dagen)),
            "te_laat": np.bincount(plek[laat], minlength=len(dagen)),
            "clienten": clients_per_group(zaken, groep, len(dagen)),
        }
    )


def _spread(zaken: Zaken, kolommen: tuple[str, ...]) -> pd.DataFrame:
    tabel, breedte = zaken.tabel, LAATSTE_DAG + 2
    aantal = scope_count(kolommen, zaken.namen)
    scope = scope_keys(tabel, kolommen, zaken.namen)
    duur, telt = tabel.duur.to_numpy(), zaken.telt & (scope >= 0)
    van = np.bincount(scope[telt], minlength=aantal)
    groep = np.where(telt & (duur != GEEN_DUUR), scope * breedte + np.clip(duur, 0, LAATSTE_DAG + 1), -1)
    rijen = np.arange(aantal * breedte)
    uit = scope_texts(rijen // breedte, kolommen, zaken.namen).assign(
        dag=rijen % breedte,
        aantal=np.bincount(groep[groep >= 0], minlength=len(rijen)),
        van=van[rijen // breedte],
        clienten=count_personen(zaken, groep, len(rijen)),
    )
    return uit if not kolommen else uit[uit.van > 0]
