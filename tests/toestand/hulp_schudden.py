"""The same messages lying there in another order."""

from types import SimpleNamespace

import numpy as np

from normwijzer.berichten.kolommen import TABELLEN


def schud(tabellen: SimpleNamespace, toeval: np.random.Generator) -> SimpleNamespace:
    """Rows of every table in random order and messages numbered anew."""
    oud = tabellen.berichten["bericht"].to_numpy(dtype=int)
    nieuw = dict(zip(oud, toeval.permutation(len(oud)) + int(toeval.integers(1000)), strict=True))
    uit = {}
    for naam in TABELLEN:
        tabel = getattr(tabellen, naam)
        tabel = tabel.iloc[toeval.permutation(len(tabel))].reset_index(drop=True)
        uit[naam] = tabel.assign(bericht=tabel["bericht"].map(nieuw).astype("Int64"))
    return SimpleNamespace(**uit)
