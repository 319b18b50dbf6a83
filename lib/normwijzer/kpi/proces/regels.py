"""Claim lines as whole numbers: one row per chosen line, small enough for millions of them, and sums per scope."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...perioden import OPEN, to_dagen
from .basis import Basis
from .zaken import SCOPES, Namen, make_clienten, scope_count, scope_keys, scope_texts

INGEDIEND, AFGEWEZEN, TOEGEKEND, GECREDITEERD = range(4)
STATUSSEN = ("ingediend", "afgewezen", "toegekend", "gecrediteerd")


@dataclass(frozen=True, eq=False)
class Regels:
    """Chosen claim lines.

    rijen: their positions in `prestaties`.
    tabel: one row per line, default index: declaratie (position); wet, aanbieder, gemeente (codes of the 323); dag
        (Dagtekening of the 323); client (code, -1 = not known); credit (bool: only C is one); status (as STATUSSEN);
        bedrag (cents, a credit negative, unreadable 0); begin, einde (ProductPeriode, day numbers, `OPEN` = empty).
    """

    basis: Basis
    rijen: np.ndarray
    tabel: pd.DataFrame

    @property
    def namen(self) -> Namen:
        return self.basis.namen


def of_declaratiejaar(basis: Basis) -> Regels:
    """The lines of 323's with Dagtekening in the year."""

    def lees() -> Regels:
        in_jaar = basis.in_year(basis.declaraties.dag.to_numpy())
        return read_regels(basis, np.flatnonzero(in_jaar[basis.toestand.prestaties.declaratie.to_numpy()]))

    return basis.remember("regels_declaratiejaar", lees)


def of_zorgjaar(basis: Basis) -> Regels:
    """The lines with the first day of their ProductPeriode in the year; a line without readable day is in no year."""

    def lees() -> Regels:
        begin = basis.toestand.prestaties.periode_begin.to_numpy(dtype="datetime64[s]")
        eerste, volgende = (np.datetime64(f"{jaar:04d}-01-01", "s") for jaar in (basis.jaar, basis.jaar + 1))
        return read_regels(basis, np.flatnonzero((begin >= eerste) & (begin < volgende)))

    return basis.remember("regels_zorgjaar", lees)


def read_regels(basis: Basis, rijen: np.ndarray) -> Regels:
    """The lines at these positions of `prestaties`."""
    bron = basis.toestand.prestaties
    declaratie = bron.declaratie.to_numpy()[rijen]
    van_declaratie = {
        kolom: basis.declaraties[kolom].to_numpy()[declaratie] for kolom in ("wet", "aanbieder", "gemeente", "dag")
    }
    tabel = pd.DataFrame(
        {
            "declaratie": declaratie,
            **van_declaratie,
            "client": make_clienten(bron.client.take(rijen)),
            "credit": text_codes(bron.debet_credit.take(rijen), ("C",)) == 0,
            "status": text_codes(bron.status.take(rijen), STATUSSEN),
            "bedrag": bron.bedrag.take(rijen).fillna(0).to_numpy(dtype="int64"),
            "begin": to_dagen(bron.periode_begin.take(rijen), OPEN).astype("int32"),
            "einde": to_dagen(bron.periode_einde.take(rijen), OPEN).astype("int32"),
        },
        index=pd.RangeIndex(len(rijen)),
    )
    return Regels(basis, rijen, tabel)


def month_number(dag: np.ndarray) -> np.ndarray:
    """Months since January 1970 of day numbers below `OPEN`."""
    return np.asarray(dag, dtype="int64").astype("datetime64[D]").astype("datetime64[M]").astype("int64")


def text_codes(teksten: pd.Series, waarden: tuple[str, ...]) -> np.ndarray:
    """Place of each text in `waarden` as int8; -1 for another or none."""
    codes, uniek = pd.factorize(teksten)
    plaats = pd.Index(waarden, dtype="str").get_indexer(pd.Index(uniek, dtype="str"))
    return np.append(plaats, -1).astype("int8")[codes]


def sum_groups(groep: np.ndarray, aantal: int, waarden: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Whole sums per group 0 … aantal - 1; group -1 is in none."""
    mee = groep >= 0
    uit = {}
    for naam, waarde in waarden.items():
        som = np.zeros(aantal, dtype="int64")
        np.add.at(som, groep[mee], np.asarray(waarde)[mee])
        uit[naam] = som
    return uit


def count_distinct(groep: np.ndarray, wie: np.ndarray, aantal: int) -> np.ndarray:
    """Distinct codes >= 0 in `wie` per group 0 … aantal - 1; group -1 is in none."""
    mee = (groep >= 0) & (wie >= 0)
    breedte = int(wie.max(initial=-1)) + 1
    paren = pd.unique(groep[mee].astype("int64") * breedte + wie[mee])
    return np.bincount(paren // max(breedte, 1), minlength=aantal)


def sum_scopes(
    tabel: pd.DataFrame,
    namen: Namen,
    waarden: Mapping[str, np.ndarray],
    personen: pd.DataFrame,
    scopes: tuple[tuple[str, ...], ...] = SCOPES,
    soorten: int = 1,
) -> pd.DataFrame:
    """Whole sums and distinct clients per scope: the total always, other scopes only with a row in `tabel`.

    Args:
        tabel: wet, aanbieder, gemeente as codes. waarden: whole numbers, aligned to it; their names become columns.
        personen: wet, aanbieder, gemeente, client as codes; becomes column clienten.
        soorten: more than 1: both frames have a column soort, 0 … soorten - 1, that rows are kept apart by as well.

    Returns:
        soort, wet, aanbieder, gemeente (text, empty = all), *waarden, clienten.
    """
    delen = []
    for scope in scopes:
        aantal = scope_count(scope, namen) * soorten
        sleutel, van_persoon = (_with_kind(frame, scope, namen, soorten) for frame in (tabel, personen))
        sommen = sum_groups(sleutel, aantal, waarden)
        clienten = count_distinct(van_persoon, personen.client.to_numpy(), aantal)
        echt = np.bincount(sleutel[sleutel >= 0], minlength=aantal) > 0 if scope else np.ones(aantal, dtype=bool)
        rijen = np.flatnonzero(echt)
        kolommen = {naam: som[echt] for naam, som in sommen.items()} | {"clienten": clienten[echt]}
        teksten = scope_texts(rijen // soorten, scope, namen)
        delen.append(pd.concat([pd.DataFrame({"soort": rijen % soorten}), teksten, pd.DataFrame(kolommen)], axis=1))
    return pd.concat(delen, ignore_index=True)


def _with_kind(frame: pd.DataFrame, scope: tuple[str, ...], namen: Namen, soorten: int) -> np.ndarray:
    sleutel = scope_keys(frame, scope, namen)
    return sleutel if soorten == 1 else np.where(sleutel < 0, -1, sleutel * soorten + frame["soort"].to_numpy())
