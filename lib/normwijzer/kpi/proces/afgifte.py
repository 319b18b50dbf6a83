"""A3: whether a toewijzing is sent before care may begin (`kpi-specificatie` 5.9, 5.40, 5.41)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...perioden import OPEN, to_dagen
from .basis import Basis
from .zaken import GEEN_DUUR, ONTBREEKT, OP_TIJD, TE_LAAT, Zaken, make_clienten, make_tabel

KPI = "toewijzing_voor_ingangsdatum"


def make_zaken(basis: Basis, opties: Mapping[str, Any]) -> Zaken:
    """One case per toewijzing that is not deleted, with its first Ingangsdatum in the year.

    van: Ingangsdatum of the row that gave it; tot: Dagtekening of that row; duur: days that it came after the
    Ingangsdatum, negative when it came before. ONTBREEKT: no such row, or without Ingangsdatum.
    """
    t = basis.toestand.toewijzingen
    eerste = to_dagen(t.eerste_ingangsdatum)
    rijen = np.flatnonzero(basis.in_year(eerste) & ~t.verwijderd.to_numpy(dtype=bool))
    eigen = t.take(rijen)
    van, tot = to_dagen(eigen.afgifte_ingangsdatum), to_dagen(eigen.afgifte_dagtekening)
    uiterlijk = np.where(van < OPEN, van if opties["gelijk_telt"] else van - 1, OPEN)
    bekend = (van < OPEN) & (tot < OPEN)
    tabel = make_tabel(
        len(eigen),
        **basis.codes(eigen),
        client=make_clienten(eigen.client),
        van=van,
        tot=tot,
        uiterlijk=uiterlijk,
        stand=np.select([~bekend, tot <= uiterlijk], [ONTBREEKT, OP_TIJD], TE_LAAT),
        duur=np.where(bekend, tot - van, GEEN_DUUR),
        dag_van_jaar=eerste[rijen],
    )
    return Zaken(KPI, "dagen", basis.namen, tabel)
