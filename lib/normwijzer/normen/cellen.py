"""Counts per onderwerp: what a norm of one year can be about."""

from collections.abc import Iterable

import pandas as pd

from normwijzer.kpi import Basisteller
from normwijzer.kpi.catalogus import laad
from normwijzer.kpi.opties import resolve
from normwijzer.kpi.vastgelegd import uses_declaraties
from normwijzer.normen.onderwerp import NORMFAMILIES, Onderwerp, heeft_norm
from normwijzer.regio import Regio

SLEUTEL = ["familie", "kpi", "perceel", "soort"]
"""What an onderwerp is; perceel and soort are empty text where they say nothing."""

BERICHTEN = ("berichten",)


def normkpis(regio: Regio, familie: str, *, alleen_zorg: bool = False) -> tuple[str, ...]:
    """KPI's of the family that may have a norm, in the order of the catalogue.

    Args:
        alleen_zorg: only those that follow from messages about allocations and deliveries, with the region's options:
            no claims, no figures that aanbieders report.
    """
    uit = []
    for kpi, definitie in laad(familie).definities.items():
        if definitie.norm == "geen" or definitie.eenheid != "fractie" or definitie.richting == "geen":
            continue
        zorg = definitie.gegevens == BERICHTEN and not uses_declaraties(kpi, resolve(regio, familie, kpi))
        if zorg or not alleen_zorg:
            uit.append(kpi)
    return tuple(uit)


def normfamilies(families: Iterable[str]) -> tuple[str, ...]:
    """Those of these families that can have norms, in the order of reports."""
    return tuple(familie for familie in NORMFAMILIES if familie in set(families))


def tel_cellen(teller: Basisteller, kpis: Iterable[str], jaar: int) -> list[tuple]:
    """(familie, kpi, perceel, soort, teller, noemer, status) per onderwerp that may have a norm in that year."""
    return [
        (teller.familie, kpi, *cel)
        for kpi in kpis
        for cel in teller.cellen(kpi, jaar)
        if heeft_norm(Onderwerp(teller.familie, kpi, cel.perceel, cel.soort), jaar)
    ]


def maak_tabel(cellen: list[tuple]) -> pd.DataFrame:
    """teller, noemer (float64), status per onderwerp (index `SLEUTEL`, sorted) of what `tel_cellen` gives."""
    tabel = pd.DataFrame(cellen, columns=[*SLEUTEL, "teller", "noemer", "status"])
    typen = dict.fromkeys((*SLEUTEL, "status"), "str") | {"teller": "float64", "noemer": "float64"}
    return tabel.astype(typen).set_index(SLEUTEL).sort_index()


def vul_aan(cellen: pd.DataFrame, index: pd.MultiIndex) -> pd.DataFrame:
    """The counts of these onderwerpen: one without a row has nobody (0 of 0) and the status of its KPI's other rows."""
    status = cellen.groupby(level=["familie", "kpi"])["status"].first()
    uit = cellen.reindex(index)
    kpi = pd.MultiIndex.from_arrays([index.get_level_values("familie"), index.get_level_values("kpi")])
    return uit.assign(
        teller=uit["teller"].fillna(0.0),
        noemer=uit["noemer"].fillna(0.0),
        status=uit["status"].where(uit["status"].notna(), status.reindex(kpi).to_numpy()),
    )
