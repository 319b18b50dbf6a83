"""The intervals of verblijf that verblijfsperioden are made of, by every source the options allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import OPEN
from .zorg import NIET_TOM, TOM, VERBLIJF, Zorg

SLEUTEL_VORM = len(VERBLIJF)

_REDENEN = ("02", "35")
_WIJZIGINGEN, _WIJZIGINGEN_TOEWIJZING = ("07", "11"), ("02", "07", "11")
_KOLOMMEN = ["client", "begin", "einde", "soort", "partij", "aanbieder"]


@dataclass(frozen=True)
class Keuzes:
    """The options that shape verblijfsperioden; names and defaults are those of the options."""

    tom_als_verblijf: bool = True
    verblijf_soorten: tuple[str, ...] = tuple(sorted(NIET_TOM))
    datum_bron: str = "levering"
    einddatum_inclusief: bool = True
    gat_maanden: int = 4
    gat_inclusief: bool = True
    gat_dagen: int | None = None

    @classmethod
    def of(cls, opties: Mapping[str, Any]) -> "Keuzes":
        return cls(**{naam: opties[naam] for naam in cls.__dataclass_fields__ if naam in opties})

    @property
    def soorten(self) -> tuple[str, ...]:
        """The soorten that are verblijf, in the order of the contract."""
        tom = TOM if self.tom_als_verblijf else ()
        return tuple(soort for soort in VERBLIJF if soort in self.verblijf_soorten or soort in tom)


def make_intervals(zorg: Zorg, keuzes: Keuzes) -> pd.DataFrame:
    """Intervals of verblijf with at least one day, default index.

    Columns: client, begin, einde (`OPEN` = open), soort, partij, aanbieder, stop and reden (of a definitive stop;
    `OPEN` and NA without), afgeleid, administratief (bool; when it ends the period), einde_bekend (Dagtekening of
    the stop that ended it, `OPEN` = none), rij (row in the frame of origin).
    """
    frame = _SOURCES[keuzes.datum_bron](zorg, keuzes)
    mee = frame.soort.isin(keuzes.soorten) & (frame.begin <= frame.einde) & (frame.begin < OPEN) & (frame.client >= 0)
    return frame[mee].rename_axis("rij").reset_index()


def _deliveries(zorg: Zorg, keuzes: Keuzes) -> pd.DataFrame:
    p = zorg.perioden
    gestopt = p.status.isin(["gestopt", "tijdelijk_gestopt"])
    korter = 0 if keuzes.einddatum_inclusief else gestopt.astype("int64")
    administratief = p.reden.isin(_REDENEN) | p.t_reden.isin(_WIJZIGINGEN)
    return p[[*_KOLOMMEN, "stop", "reden", "afgeleid", "einde_bekend"]].assign(
        einde=p.einde - korter, administratief=administratief
    )


def _toewijzingen(zorg: Zorg, keuzes: Keuzes) -> pd.DataFrame:
    t = zorg.toewijzingen.rename(columns={"van": "begin"})
    einde = np.where(t.einddatum >= zorg.bekend_op, OPEN, t.einddatum)
    return _without_stops(t.assign(einde=einde), t.reden_wijziging.isin(_WIJZIGINGEN_TOEWIJZING))


def _claims(zorg: Zorg, keuzes: Keuzes) -> pd.DataFrame:
    r = zorg.prestaties
    goed = (r.teken > 0) & ~r.status.isin(["afgewezen", "gecrediteerd"]) & (r.einde < OPEN)
    partij = np.append(zorg.partij_van, -1)[r.aanbieder.to_numpy()]
    return _without_stops(r.assign(partij=partij)[goed], False)


def _without_stops(frame: pd.DataFrame, administratief: pd.Series | bool) -> pd.DataFrame:
    return frame[_KOLOMMEN].assign(
        stop=OPEN,
        reden=pd.Series(pd.NA, index=frame.index, dtype="str"),
        afgeleid=False,
        einde_bekend=OPEN,
        administratief=administratief,
    )


_SOURCES = {"levering": _deliveries, "toewijzing": _toewijzingen, "declaratie": _claims}
