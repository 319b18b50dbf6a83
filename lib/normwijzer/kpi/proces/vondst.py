"""What a point of herstelpunten found: who, how often, and in which message."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...perioden import OPEN
from .basis import Basis
from .zaken import make_clienten


@dataclass(frozen=True, eq=False)
class Vondst:
    """Cases of one point.

    tabel: one row per case: wet, aanbieder, gemeente, client (codes, -1 = none), aantal, bron (row of bronnen).
    bronnen: berichttype, identificatie (empty = not known), dagtekening (day number, `OPEN` = not known).
    personen: wet, aanbieder, gemeente, client when a case is about more people; None = those of tabel.
    """

    tabel: pd.DataFrame
    bronnen: pd.DataFrame
    personen: pd.DataFrame | None = None


def make_vondst(
    basis: Basis,
    frame: pd.DataFrame,
    masker: np.ndarray,
    berichttype: str | np.ndarray,
    identificatie: pd.Series | None,
    dagtekening: np.ndarray,
) -> Vondst:
    """A case per row of a frame of the state (with wet, aanbieder, gemeente, client) for which `masker` is true.

    Args:
        berichttype, identificatie (None = not known), dagtekening (day numbers): aligned to the frame.
    """
    rijen = np.flatnonzero(masker)
    deel = frame.take(rijen)
    tabel = pd.DataFrame({**basis.codes(deel), "client": make_clienten(deel.client)}, index=pd.RangeIndex(len(rijen)))
    soort = np.broadcast_to(np.asarray(berichttype), len(frame))[rijen]
    naam = [None] * len(rijen) if identificatie is None else identificatie.take(rijen).to_numpy()
    bronnen = pd.DataFrame(
        {
            "berichttype": pd.Series(soort, dtype="str"),
            "identificatie": pd.Series(naam, dtype="str"),
            "dagtekening": np.broadcast_to(dagtekening, len(frame))[rijen],
        }
    )
    return Vondst(tabel.assign(aantal=1, bron=np.arange(len(rijen))), bronnen)


def no_date(aantal: int) -> np.ndarray:
    """Day numbers of dates that are not known."""
    return np.full(aantal, OPEN)
