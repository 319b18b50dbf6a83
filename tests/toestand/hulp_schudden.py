"""The same messages lying there in another order."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
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


def verveelvoudig(tabellen: SimpleNamespace, aantal: int, toeval: np.random.Generator) -> SimpleNamespace:
    """One pile with `aantal` shuffled copies of the same messages, each between parties of their own.

    Copy i has other codes for gemeente and aanbieder (`partijen`), so that copies have nothing to do with each other;
    then the whole pile is shuffled.
    """
    delen: dict[str, list] = {naam: [] for naam in TABELLEN}
    breedte = int(tabellen.berichten["bericht"].max()) + 1
    for nummer in range(aantal):
        namen = partijen(tabellen, nummer)
        for naam in TABELLEN:
            tabel = getattr(tabellen, naam)
            tabel = tabel.assign(bericht=tabel["bericht"] + nummer * breedte)
            if naam == "berichten":
                for kolom in ("gemeente", "aanbieder", "afzender", "ontvanger"):
                    tabel[kolom] = tabel[kolom].map(namen).astype("str")
            delen[naam].append(tabel)
    stapel = {naam: pd.concat(lijst, ignore_index=True) for naam, lijst in delen.items()}
    return schud(SimpleNamespace(**stapel), toeval)


def partijen(tabellen: SimpleNamespace, nummer: int) -> dict[str, str]:
    """Code as it was -> code in copy `nummer`."""
    gemeenten = sorted(tabellen.berichten["gemeente"].dropna().unique())
    aanbieders = sorted(tabellen.berichten["aanbieder"].dropna().unique())
    uit = {code: f"{9000 + nummer * 10 + plaats}" for plaats, code in enumerate(gemeenten)}
    return uit | {code: f"{99000000 + nummer * 10 + plaats}" for plaats, code in enumerate(aanbieders)}
