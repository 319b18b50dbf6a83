"""Things to mend in requests."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ...perioden import to_dagen
from ...toestand.vector import koppel
from .basis import Basis
from .vondst import Vondst, make_vondst

_BERICHT = {"VOT": "315", "VOW": "317"}


def find_verzoek_zonder_antwoord(basis: Basis, dagen: int | None) -> Vondst:
    """Requests of the year that are over the eight weeks without allocation or refusal at K."""
    v = basis.toestand.verzoeken
    dag = to_dagen(v.ingediend)
    soort = v.soort.astype("str").map(_BERICHT)
    masker = v.over_termijn.to_numpy(dtype=bool) & basis.in_year(dag)
    return make_vondst(basis, v, masker, soort.to_numpy(), _message(basis, v, soort), dag)


FINDERS: dict[str, Callable[[Basis, int | None], Vondst]] = {"verzoek_zonder_antwoord": find_verzoek_zonder_antwoord}


def _message(basis: Basis, v: pd.DataFrame, soort: pd.Series) -> pd.Series:
    """The message a request came in: the only accepted one of that kind, partners and day; else empty."""
    heen = basis.toestand.heenberichten
    heen = heen[heen.berichttype.isin(list(_BERICHT.values())) & ~heen.afgekeurd.astype(bool)]
    sleutel = ["wet", "gemeente", "aanbieder", "berichttype", "dagtekening"]
    enig = heen[~heen.duplicated(sleutel, keep=False)].reset_index(drop=True)
    links = [v.wet, v.gemeente, v.aanbieder, soort, v.ingediend]
    rij = koppel(links, [enig[kolom] for kolom in sleutel])
    return pd.Series(np.append(enig.identificatie.to_numpy(dtype=object), None)[rij], dtype="str")
