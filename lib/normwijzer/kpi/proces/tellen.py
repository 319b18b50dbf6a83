"""From cases to figures per scope: numbers by stand, rows of `uitkomsten`, and how many people that is."""

import numpy as np
import pandas as pd

from ...perioden import dagnummer
from ...statistiek import wilson
from .zaken import (
    NOG_NIET,
    ONTBREEKT,
    OP_TIJD,
    SCOPES,
    TE_LAAT,
    Zaken,
    count_personen,
    scope_codes,
    scope_count,
    scope_keys,
    to_texts,
)

STANDEN = {"op_tijd": OP_TIJD, "te_laat": TE_LAAT, "nog_niet": NOG_NIET, "ontbreekt": ONTBREEKT}
GEWOON_VENSTER = 28
"""Days after the year before it can be definitief, registratielag apart (`kpi-specificatie` 5.36)."""


def is_definitief(jaar: int, bekend_op: int, registratielag: int) -> bool:
    """Whether K lies far enough after 31 December (`kpi-specificatie` 5.36)."""
    return bekend_op >= dagnummer(jaar, 12, 31) + GEWOON_VENSTER + registratielag


def count_standen(groep: np.ndarray, stand: np.ndarray, aantal: int) -> dict[str, np.ndarray]:
    """op_tijd, te_laat, nog_niet, ontbreekt: cases per group 0 … aantal - 1; group -1 is in none."""
    plat = groep * 4 + stand
    tabel = np.bincount(plat[groep >= 0], minlength=aantal * 4).reshape(aantal, 4)
    return {naam: tabel[:, code] for naam, code in STANDEN.items()}


def to_rows(zaken: Zaken, *, definitief: bool) -> pd.DataFrame:
    """One row per scope: wet, aanbieder, gemeente, teller, noemer, waarde, interval, bounds, status.

    The total always, other scopes with noemer > 0. Bounds only while voorlopig: the cases whose term has not run out
    all late, respectively all on time (`kpi-specificatie` 5.8, 5.36, 5.42).
    """
    delen = [_scope(zaken, kolommen) for kolommen in SCOPES]
    teller, te_laat, nog_niet = (np.concatenate([deel[naam] for _, deel in delen]) for naam in _GETELD)
    noemer = teller + te_laat
    alle = noemer + nog_niet
    onder, boven = wilson(teller, noemer)
    leeg = np.full(len(teller), np.nan)
    cijfers = pd.DataFrame(
        {
            "teller": teller,
            "noemer": noemer,
            "waarde": _share(teller, noemer),
            "eenheid": "fractie",
            "onder": onder,
            "boven": boven,
            "grens_onder": leeg if definitief else _share(teller, alle),
            "grens_boven": leeg if definitief else _share(teller + nog_niet, alle),
            "status": "definitief" if definitief else "voorlopig",
        }
    )
    return pd.concat([to_texts(np.concatenate([codes for codes, _ in delen]), zaken.namen), cijfers], axis=1)


def count_mensen(zaken: Zaken) -> pd.DataFrame:
    """kpi, wet, aanbieder, gemeente, clienten: distinct clients in the noemer, one row per row of `to_rows`."""
    delen = [_scope(zaken, kolommen, met_clienten=True) for kolommen in SCOPES]
    tabel = to_texts(np.concatenate([codes for codes, _ in delen]), zaken.namen)
    tabel.insert(0, "kpi", zaken.kpi)
    return tabel.assign(clienten=np.concatenate([deel["clienten"] for _, deel in delen]))


_GETELD = ("op_tijd", "te_laat", "nog_niet")


def _scope(
    zaken: Zaken, kolommen: tuple[str, ...], *, met_clienten: bool = False
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """(codes, numbers by stand) of every part of one kind of scope with noemer > 0, and of the total always."""
    aantal = scope_count(kolommen, zaken.namen)
    groep = scope_keys(zaken.tabel, kolommen, zaken.namen)
    tel = count_standen(groep, zaken.tabel.stand.to_numpy(), aantal)
    if met_clienten:
        tel["clienten"] = clients_per_group(zaken, groep, aantal)
    wie = np.flatnonzero(tel["op_tijd"] + tel["te_laat"]) if kolommen else np.arange(1)
    return scope_codes(wie, kolommen, zaken.namen), {naam: waarden[wie] for naam, waarden in tel.items()}


def clients_per_group(zaken: Zaken, groep: np.ndarray, aantal: int) -> np.ndarray:
    """Distinct known clients of the cases that count, per group; in a group where none counts, of all its cases."""
    telt = zaken.telt
    tellend = count_personen(zaken, np.where(telt, groep, -1), aantal)
    if telt.all():
        return tellend
    met = np.zeros(aantal + 1, dtype=bool)
    met[groep[telt]] = True  # group -1 falls on the spare place
    anders = count_personen(zaken, np.where(met[groep], -1, groep), aantal)
    return np.where(met[:-1], tellend, anders)


def _share(teller: np.ndarray, noemer: np.ndarray) -> np.ndarray:
    return np.divide(teller, noemer, out=np.full(len(noemer), np.nan), where=noemer > 0)
