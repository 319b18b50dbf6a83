"""Who are Overige aanbieders: small aanbieders, in every table of a report the same ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from normwijzer.privacy.grenzen import KLEINSTE_GROEP, OVERIGE


@dataclass(frozen=True)
class Leden:
    """overige: groep -> the aanbieders that are one row `overige` there. dun: (groep, tabel) without rows per
    aanbieder, because fewer than half of them have enough people or because no merge is large enough."""

    overige: dict[str, frozenset[str]] = field(default_factory=dict)
    dun: frozenset[tuple[str, str]] = frozenset()


def bepaal_leden(tabellen: pd.DataFrame) -> Leden:
    """Decide who are merged, once for all tables of one family and year.

    A table is thin when fewer than half of its aanbieders have KLEINSTE_GROEP people. Merged is who has 1 to 9 people
    in a table that is not thin. The merge has two members or more, and in every table in which it has somebody at
    least KLEINSTE_GROEP people; else the next smallest joins (people over all tables, then code). When everybody would
    be in it, no table of the groep has rows per aanbieder.

    Args:
        tabellen: one row per groep × tabel × aanbieder with mensen; empty counts as too few, nobody (0) as absent.
    """
    overige, dun = {}, set()
    rijen = tabellen[~tabellen["mensen"].eq(0).fillna(False)]
    rijen = rijen.assign(groot=rijen["mensen"].ge(KLEINSTE_GROEP).fillna(False).astype(bool))
    for groep, van in rijen.groupby("groep", sort=True):
        dunne = {tabel for tabel, groot in van.groupby("tabel")["groot"].mean().items() if groot < 0.5}
        dik = van[~van["tabel"].isin(dunne)]
        samen = _merge(dik)
        if samen is None:
            dunne, samen = set(van["tabel"]), frozenset()
        dun |= {(groep, tabel) for tabel in dunne}
        overige[groep] = samen
    return Leden(overige, frozenset(dun))


def voeg_samen(
    rijen: pd.DataFrame, leden: Leden, *, groep: str, tabel: str, sommen: Sequence[str], verder: Sequence[str] = ()
) -> pd.DataFrame:
    """The rows with Overige aanbieders as one row per groep × tabel × `verder`.

    Args:
        rijen: with column aanbieder; empty text is no aanbieder and stays. groep, tabel: columns that name the
            membership and the table. sommen: columns to add up; an empty number among them makes the sum empty.
            verder: further keys. Other columns of a merged row keep what all its members share, and are empty where
            they differ.

    Returns:
        the rows without those of thin tables; merged rows come last, with aanbieder `overige`.
    """
    eigen = rijen["aanbieder"].ne("").to_numpy(dtype=bool)
    dun = eigen & np.array([plek in leden.dun for plek in zip(rijen[groep], rijen[tabel], strict=True)], dtype=bool)
    paren = zip(rijen[groep], rijen["aanbieder"], strict=True)
    erin = eigen & ~dun & np.array([agb in leden.overige.get(g, ()) for g, agb in paren], dtype=bool)
    rest = rijen[~erin & ~dun]
    if not erin.any():
        return rest.reset_index(drop=True)
    sleutel = list(dict.fromkeys([groep, tabel, *verder]))
    kleine = rijen[erin].reset_index(drop=True)
    code = kleine.groupby(sleutel, sort=False, dropna=False).ngroup().to_numpy()
    eerste = np.unique(code, return_index=True)[1]
    een = kleine.iloc[eerste].reset_index(drop=True).assign(aanbieder=OVERIGE)
    for kolom in rijen.columns.difference([*sleutel, *sommen, "aanbieder"]):
        waarde = pd.factorize(kleine[kolom], use_na_sentinel=False)[0]
        gelijk = _per_groep_alle(waarde == waarde[eerste][code], code)
        if not gelijk.all():
            een[kolom] = een[kolom].where(gelijk)
    for kolom in sommen:
        som = kleine[kolom].groupby(code).sum()
        een[kolom] = som.where(_per_groep_alle(kleine[kolom].notna().to_numpy(), code))
    return pd.concat([rest, een], ignore_index=True)


def _per_groep_alle(waar: np.ndarray, code: np.ndarray) -> np.ndarray:
    """Per group, numbered by `code`, whether something holds for all of its rows."""
    alle = np.ones(code.max() + 1, dtype=bool)
    alle[code[~waar]] = False
    return alle


def _merge(dik: pd.DataFrame) -> frozenset[str] | None:
    """Members of one groep; None when no aanbieder would be left."""
    volgorde = _from_small_to_large(dik)
    leden = set(dik.loc[~dik["groot"], "aanbieder"])
    if not leden:
        return frozenset()
    while not _is_genoeg(dik, leden):
        over = [agb for agb in volgorde if agb not in leden]
        if not over:
            return None
        leden.add(over[0])
    return frozenset(leden) if len(leden) < len(volgorde) else None


def _is_genoeg(dik: pd.DataFrame, leden: set[str]) -> bool:
    van = dik[dik["aanbieder"].isin(leden)]
    per_tabel = van.groupby("tabel")["mensen"].sum()
    return len(leden) >= 2 and bool(per_tabel.ge(KLEINSTE_GROEP).all())


def _from_small_to_large(dik: pd.DataFrame) -> list[str]:
    som = dik.groupby("aanbieder")["mensen"].sum().reset_index()
    return som.sort_values(["mensen", "aanbieder"])["aanbieder"].tolist()
