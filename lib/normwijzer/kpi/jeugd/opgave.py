"""KPI's that only the aanbieders can report: J14, J16–J22, K2, K31, K33, K34 (001; `kpi-specificatie` 4.2).

An aanbieder gives a teller and a noemer per indicator, for the year or per half-year where halves add up. The total is
the sum over the aanbieders that delivered; a waarde without a noemer cannot be added and stays with its aanbieder.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ...registraties import Bronnen, vat_samen
from ..catalogus import laad
from .aantallen import in_zorg
from .neven import make_neven
from .rijen import is_definitief, join_rijen, make_rijen
from .zorg import VERBLIJF, Zorg

KPIS_TRANSFORMATIE = (
    "verblijfsplekken_per_periode", "eigen_gemeente", "netwerkpleegzorg", "samen_met_broers_zussen",
    "verklarende_analyse", "tevredenheid_gemeten", "problematiek_gemeten", "doelen_gemeten",
)  # fmt: skip
KPIS_KWALITEIT = ("clienttevredenheid", "zonder_hulp_verder", "problemen_verminderd", "doelen_gerealiseerd")
FAMILIES = ("jeugd_transformatie", "jeugd_kwaliteit")
ZEVEN_OF_HOGER = "clienttevredenheid_7_of_hoger"

RESPONS = ["kpi", "aanbieder", "gemeten", "totaal", "waarde"]
_GEMETEN = {
    "clienttevredenheid": "tevredenheid_gemeten",
    "problemen_verminderd": "problematiek_gemeten",
    "doelen_gerealiseerd": "doelen_gemeten",
}
"""kpi -> the indicator that says of how many who left it was measured."""


def count_opgave(
    zorg: Zorg, bronnen: Bronnen, jaar: int, kpi: str, opties: Mapping[str, Any], *, per_aanbieder: bool = False
) -> pd.DataFrame:
    """Rows of a reported KPI: the total, with `per_aanbieder` also each aanbieder that delivered.

    No total when nobody delivered a noemer. A mean mark and a number per period have no interval.

    Args:
        kpi: a reported KPI; its id is that of the indicator.
    """
    cijfers = reported(bronnen, kpi, jaar)
    eenheid = _eenheid(kpi)
    vast = {"eenheid": eenheid, "definitief": is_definitief(zorg, jaar, opties)}
    geteld = cijfers[cijfers.teller.notna() & cijfers.noemer.notna()]
    rijen = [make_rijen(geteld.teller.sum(), geteld.noemer.sum(), **vast)] if len(geteld) else []
    if per_aanbieder:
        cijfers = cijfers[cijfers.noemer.ne(0)]  # `kpi-specificatie` 5.42
        rijen.append(make_rijen(cijfers.teller, cijfers.noemer, waarde=cijfers.waarde, aanbieder=cijfers.agb, **vast))
    return join_rijen(*rijen)


def side_opgave(bronnen: Bronnen, jaar: int, kpi: str) -> list[pd.DataFrame]:
    """What each aanbieder reported: per_aanbieder (the whole year), alleen_halfjaar_1 or alleen_halfjaar_2 (only that).

    Args:
        kpi: a reported KPI.
    """
    cijfers = reported(bronnen, kpi, jaar)
    eenheid = _eenheid(kpi)
    rijen = []
    for helft, kenmerk in (("", "per_aanbieder"), ("1", "alleen_halfjaar_1"), ("2", "alleen_halfjaar_2")):
        deel = cijfers[cijfers.halfjaren.eq(helft) if helft else ~cijfers.halfjaren.isin(("1", "2"))]
        rijen.append(
            make_neven(kpi, kenmerk, deel.teller, deel.noemer, waarde=deel.waarde, eenheid=eenheid, aanbieder=deel.agb)
        )
    return rijen


def side_zeven_of_hoger(bronnen: Bronnen, jaar: int) -> list[pd.DataFrame]:
    """Beside K2: zeven_of_hoger, the share of the marks that is 7 or more; the total and per aanbieder."""
    cijfers = reported(bronnen, ZEVEN_OF_HOGER, jaar)
    geteld = cijfers[cijfers.teller.notna() & cijfers.noemer.notna()]
    kpi, kenmerk = KPIS_KWALITEIT[0], "zeven_of_hoger"
    totaal = [make_neven(kpi, kenmerk, geteld.teller.sum(), geteld.noemer.sum())] if len(geteld) else []
    return [
        *totaal,
        make_neven(
            kpi,
            kenmerk,
            cijfers.teller,
            cijfers.noemer,
            waarde=cijfers.waarde,
            eenheid="fractie",
            aanbieder=cijfers.agb,
        ),
    ]


def count_respons(bronnen: Bronnen, jaar: int) -> pd.DataFrame:
    """Of how many who left each outcome was measured: kpi, aanbieder (empty = all), gemeten, totaal, waarde.

    For K2, K33 and K34 as reported for J20, J21 and J22; for K31 the answers (its noemer) against those who left
    (noemer of J20). Only aanbieders that reported both numbers are in the total.
    """
    vertrek = reported(bronnen, "tevredenheid_gemeten", jaar)
    delen = []
    for kpi in KPIS_KWALITEIT:
        if kpi in _GEMETEN:
            frame = reported(bronnen, _GEMETEN[kpi], jaar)[["agb", "teller", "noemer"]]
        else:
            eigen = reported(bronnen, kpi, jaar)[["agb", "noemer"]].rename(columns={"noemer": "teller"})
            frame = eigen.merge(vertrek[["agb", "noemer"]], on="agb")
        frame = frame.dropna().rename(columns={"agb": "aanbieder", "teller": "gemeten", "noemer": "totaal"})
        if len(frame):
            som = frame[["gemeten", "totaal"]].sum().to_frame().T
            delen.append(pd.concat([som, frame], ignore_index=True).assign(kpi=kpi))
    tabel = pd.concat(delen, ignore_index=True) if delen else pd.DataFrame(columns=RESPONS)
    tabel = tabel.reindex(columns=RESPONS).astype(
        {"kpi": "str", "aanbieder": "str", "gemeten": "float64", "totaal": "float64", "waarde": "float64"}
    )
    return tabel.assign(waarde=(tabel.gemeten / tabel.totaal).where(tabel.totaal > 0))


def count_dekking(
    zorg: Zorg, bronnen: Bronnen, jaar: int, kpis: tuple[str, ...]
) -> list[tuple[str, str | None, int, int | None]]:
    """(kenmerk, soort, aantal, van) about who delivered; `van`: aanbieders with a leveringsdag of verblijf in the year.

    opgave_aanbieders: of them, with at least one usable figure of these KPI's; opgave_aanbieders:<kpi>: with that one.
    opgave_zonder_verblijf: aanbieders that delivered without such a day. opgave_half_jaar: figures (aanbieder × kpi)
    over one half-year only, opgave_zonder_aantallen: figures without teller and noemer, not in the total; of all.
    """
    alle = pd.concat([reported(bronnen, kpi, jaar).assign(kpi=kpi) for kpi in kpis], ignore_index=True)
    codes = in_zorg(zorg, VERBLIJF, jaar).aanbieder.unique()
    actief = set(zorg.aanbieders[codes[codes >= 0]])
    half = alle.halfjaren.isin(("1", "2"))
    los = alle.teller.isna() | alle.noemer.isna()
    rijen = [("opgave_aanbieders", None, len(actief & set(alle.agb)), len(actief))]
    for kpi in kpis:
        rijen.append((f"opgave_aanbieders:{kpi}", None, len(actief & set(alle.agb[alle.kpi.eq(kpi)])), len(actief)))
    return [
        *rijen,
        ("opgave_zonder_verblijf", None, len(set(alle.agb) - actief), alle.agb.nunique()),
        ("opgave_half_jaar", None, int(half.sum()), len(alle)),
        ("opgave_zonder_aantallen", None, int(los.sum()), len(alle)),
    ]


def reported(bronnen: Bronnen, indicator: str, jaar: int) -> pd.DataFrame:
    """What `vat_samen` gives; a reported waarde with a noemer counts as teller = waarde × noemer, so halves add up."""
    opgave = bronnen.opgave
    teller = np.where(opgave.teller.isna(), opgave.waarde * opgave.noemer, opgave.teller)
    return vat_samen(opgave.assign(teller=teller), indicator, jaar)


@cache
def _eenheid(kpi: str) -> str:
    """As the catalogue says."""
    return next(laad(familie).definities[kpi].eenheid for familie in FAMILIES if kpi in laad(familie).definities)
