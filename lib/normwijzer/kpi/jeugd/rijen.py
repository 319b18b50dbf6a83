"""Rows that a counting function returns, and when a case can be judged and a year is definitief."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ...perioden import OPEN, add_months, dagnummer, to_datums
from ...statistiek import wilson
from ..telling import KOLOMMEN as UITKOMSTKOLOMMEN
from ..telling import SLEUTEL
from .zorg import Zorg

KOLOMMEN = (
    "soort", "aanbieder", "teller", "noemer", "waarde", "eenheid", "onder", "boven", "grens_onder", "grens_boven",
    "status",
)  # fmt: skip
GEWOON_VENSTER = 28
"""Days after the year before a KPI without a window of its own can be definitief (`kpi-specificatie` 5.36)."""

_GETALLEN = ("teller", "noemer", "waarde", "onder", "boven", "grens_onder", "grens_boven")


def window_end(dag: ArrayLike, opties: dict[str, Any], maanden: int | None = None) -> np.ndarray:
    """Last day of the window after `dag`: so many calendar months, or by gat_maanden / gat_dagen without `maanden`."""
    if maanden is None and opties["gat_dagen"] is not None:
        dag = np.asarray(dag, dtype="int64")
        return np.where(dag >= OPEN, OPEN, dag + opties["gat_dagen"])
    return add_months(dag, opties["gat_maanden"] if maanden is None else maanden)


def is_assessable(zorg: Zorg, einde: ArrayLike, opties: dict[str, Any], maanden: int | None = None) -> np.ndarray:
    """Whether the window after an end plus registratielag lies on or before K; never for an open end.

    Source: `kpi-specificatie` 5.6. Args: see `window_end`.
    """
    return window_end(einde, opties, maanden) + opties["registratielag_dagen"] <= zorg.bekend_op


def is_definitief(
    zorg: Zorg, jaar: int, opties: dict[str, Any], *, maanden: int | None = None, gat: bool = False
) -> bool:
    """Whether K lies far enough after 31 December of the year (`kpi-specificatie` 5.36).

    Args:
        maanden: the KPI's own window. gat: its window is that of the gap options. Neither: 28 days.
    """
    laatste = dagnummer(jaar, 12, 31)
    if gat or maanden is not None:
        return bool(is_assessable(zorg, laatste, opties, None if gat else maanden))
    return zorg.bekend_op >= laatste + GEWOON_VENSTER + opties["registratielag_dagen"]


def make_rijen(
    teller: ArrayLike,
    noemer: ArrayLike = np.nan,
    *,
    eenheid: str,
    definitief: bool,
    waarde: ArrayLike | None = None,
    soort: ArrayLike | None = None,
    aanbieder: ArrayLike | None = None,
    grenzen: tuple[ArrayLike, ArrayLike] | None = None,
    interval: bool | None = None,
) -> pd.DataFrame:
    """Rows with `KOLOMMEN`, one per scope; scalars are one row, arrays are aligned.

    Args:
        teller, noemer: NaN where the KPI has none. Noemer 0 gives an empty waarde.
        waarde: default teller / noemer, or teller when the noemer is empty (counts).
        soort, aanbieder: names; empty = all.
        grenzen: lower and upper bound; kept only while voorlopig.
        interval: Wilson 95 % on teller/noemer; default for eenheid fractie.
    """
    teller, noemer = np.broadcast_arrays(_floats(teller), _floats(noemer))
    aantal = len(teller)
    if waarde is None:
        deel = np.divide(teller, noemer, out=np.full(aantal, np.nan), where=noemer > 0)
        waarde = np.where(np.isnan(noemer), teller, deel)
    leeg = np.full(aantal, np.nan)
    met_interval = eenheid == "fractie" if interval is None else interval
    onder, boven = wilson(teller, noemer) if met_interval else (leeg, leeg)
    grens_onder, grens_boven = (leeg, leeg) if definitief or grenzen is None else grenzen
    return pd.DataFrame({
        "soort": _names(soort, aantal),
        "aanbieder": _names(aanbieder, aantal),
        "teller": teller,
        "noemer": noemer,
        "waarde": np.broadcast_to(_floats(waarde), aantal),
        "eenheid": eenheid,
        "onder": onder,
        "boven": boven,
        "grens_onder": np.broadcast_to(_floats(grens_onder), aantal),
        "grens_boven": np.broadcast_to(_floats(grens_boven), aantal),
        "status": "definitief" if definitief else "voorlopig",
    })  # fmt: skip


def bound_fraction(teller: ArrayLike, noemer: ArrayLike, onzeker: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """(lower, upper) of a fraction when `onzeker` further cases all count against, respectively for; NaN without cases.

    Args:
        teller, noemer: without the uncertain cases.
    """
    teller, noemer, onzeker = np.broadcast_arrays(_floats(teller), _floats(noemer), _floats(onzeker))
    alle = noemer + onzeker
    leeg = np.full(len(alle), np.nan)
    return (
        np.divide(teller, alle, out=leeg.copy(), where=alle > 0),
        np.divide(teller + onzeker, alle, out=leeg.copy(), where=alle > 0),
    )


def bound_range(waarde: ArrayLike, als_uitstroom: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """(lower, upper) of two values of the same figure, either of which may be empty."""
    paar = np.stack(np.broadcast_arrays(_floats(waarde), _floats(als_uitstroom)))
    return np.fmin(*paar), np.fmax(*paar)


def join_rijen(*rijen: pd.DataFrame) -> pd.DataFrame:
    """The rows of all frames, columns of `KOLOMMEN` with their types, default index; without frames no rows."""
    gevuld = [frame for frame in rijen if len(frame)] or [make_rijen([], eenheid="", definitief=False)]
    return pd.concat(gevuld, ignore_index=True)[list(KOLOMMEN)].astype(dict.fromkeys(_GETALLEN, "float64"))


def finish(frames: list[pd.DataFrame], regio: str, jaar: int, familie: str, bekend_op: int) -> pd.DataFrame:
    """`uitkomsten` of rows with `KOLOMMEN`, kpi and variant: the contract's columns, sorted, empty scopes first."""
    vast = {"regio": regio, "jaar": jaar, "familie": familie, "bekend_op": to_datums(bekend_op)}
    gevuld = [frame for frame in frames if len(frame)] or [join_rijen().assign(kpi="", variant="")]
    tabel = pd.concat(gevuld, ignore_index=True).assign(**vast).reindex(columns=list(UITKOMSTKOLOMMEN))
    tekst = dict.fromkeys(("regio", "familie", *SLEUTEL, "eenheid", "status"), "str")
    tabel = tabel.astype(tekst | dict.fromkeys(_GETALLEN, "float64") | {"jaar": "int64"})
    tabel["bekend_op"] = tabel.bekend_op.astype("datetime64[s]")
    return tabel.sort_values(SLEUTEL, na_position="first", kind="stable").reset_index(drop=True)


def _floats(waarden: ArrayLike) -> np.ndarray:
    if hasattr(waarden, "to_numpy"):
        waarden = waarden.to_numpy(dtype=float, na_value=np.nan)
    return np.atleast_1d(np.asarray(waarden, dtype=float))


def _names(namen: ArrayLike | None, aantal: int) -> pd.Series:
    lijst = [namen] * aantal if namen is None or isinstance(namen, str) else list(namen)
    return pd.Series(lijst, dtype="str")
