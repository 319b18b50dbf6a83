"""Things to mend: what does not fit in the chain, per partner, and in which message it is."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from ...perioden import to_datums
from .basis import Basis
from .herstel_declaratie import FINDERS as DECLARATIE
from .herstel_levering import FINDERS as LEVERING
from .herstel_verzoek import FINDERS as VERZOEK
from .regels import count_distinct, sum_groups, sum_scopes
from .zaken import WETTEN

SLEUTEL = ("punt", "wet", "wie", "aanbieder", "gemeente")
REGELKOLOMMEN = (*SLEUTEL, "berichttype", "identificatie", "dagtekening", "aantal")


@dataclass(frozen=True)
class Herstelpunt:
    """One point of herstelpunten.toml, where every field is explained."""

    punt: str
    titel: str
    bron: str
    wie: str
    uitleg: str
    actie: str
    dagen: int | None = None


@cache
def load_herstelpunten() -> dict[str, Herstelpunt]:
    """punt -> Herstelpunt, in the order of the report."""
    ruw = tomllib.loads((Path(__file__).parent / "herstelpunten.toml").read_text(encoding="utf-8"))
    return {naam: Herstelpunt(punt=naam, **velden) for naam, velden in ruw.items()}


FINDERS = {**LEVERING, **DECLARATIE, **VERZOEK}
"""punt -> function (basis, dagen) -> Vondst; the same keys as herstelpunten.toml."""


def count_herstel(basis: Basis) -> dict[str, pd.DataFrame]:
    """Frames `herstelpunten`, `herstel_samen` and `herstelregels` of the year, in the order of herstelpunten.toml.

    What each point is and in which year it counts stands in that file. Deliveries on a deleted toewijzing are in none.

    herstelpunten: one row per punt, wet and partner that can mend it, with a case: of column aanbieder and column
        gemeente the one that `wie` names is filled (empty too when the messages do not tell). aantal adds up over rows;
        clienten, distinct known clients, does not.
    herstel_samen: the same for the region, per punt and wet and per punt (wet empty); per punt always, also 0.
    herstelregels, internal only: one row per punt, wet, aanbieder, gemeente and message to look at: berichttype,
        identificatie and dagtekening (any of them empty when it is not known which message), aantal. Adds up to
        herstel_samen.
    """
    vondsten = [FINDERS[naam](basis, punt.dagen) for naam, punt in load_herstelpunten().items()]
    tabel = pd.concat([v.tabel.assign(soort=soort) for soort, v in enumerate(vondsten)], ignore_index=True)
    delen = [(v.tabel if v.personen is None else v.personen).assign(soort=i) for i, v in enumerate(vondsten)]
    personen = pd.concat(delen, ignore_index=True)
    return {
        "herstelpunten": _per_partner(basis, tabel, personen),
        "herstel_samen": _together(basis, tabel, personen),
        "herstelregels": _list(basis, tabel, [vondst.bronnen for vondst in vondsten]),
    }


def _per_partner(basis: Basis, tabel: pd.DataFrame, personen: pd.DataFrame) -> pd.DataFrame:
    breedte = 1 + max(basis.namen.size("aanbieder"), basis.namen.size("gemeente"))
    aanbieder_herstelt = np.array([punt.wie == "aanbieder" for punt in load_herstelpunten().values()])

    def sleutels(frame: pd.DataFrame) -> np.ndarray:
        soort, aanbieder, gemeente = (frame[k].to_numpy(dtype="int64") for k in ("soort", "aanbieder", "gemeente"))
        partner = np.where(aanbieder_herstelt[soort], aanbieder, gemeente)
        return (soort * len(WETTEN) + frame.wet.to_numpy()) * breedte + partner + 1

    groepen, groep = np.unique(sleutels(tabel), return_inverse=True)
    aantal = sum_groups(groep, len(groepen), {"aantal": tabel["aantal"].to_numpy()})
    van_persoon = np.searchsorted(groepen, sleutels(personen))  # everybody belongs to a case
    soort, wet, partner = groepen // breedte // len(WETTEN), groepen // breedte % len(WETTEN), groepen % breedte - 1
    wie = {"aanbieder": aanbieder_herstelt[soort], "gemeente": ~aanbieder_herstelt[soort]}
    uit = pd.DataFrame(
        {
            "soort": soort,
            "wet": basis.namen.texts("wet", wet),
            **{kolom: basis.namen.texts(kolom, np.where(eigen, partner, -1)) for kolom, eigen in wie.items()},
            **aantal,
            "clienten": count_distinct(van_persoon, personen.client.to_numpy(), len(groepen)),
        }
    )
    return _name_points(uit)[[*SLEUTEL, "aantal", "clienten"]]


def _together(basis: Basis, tabel: pd.DataFrame, personen: pd.DataFrame) -> pd.DataFrame:
    aantal = {"aantal": tabel["aantal"].to_numpy()}
    uit = sum_scopes(tabel, basis.namen, aantal, personen, ((), ("wet",)), soorten=len(load_herstelpunten()))
    uit = uit.sort_values(["soort", "wet"], na_position="first", ignore_index=True)
    return _name_points(uit)[["punt", "wet", "wie", "aantal", "clienten"]]


def _list(basis: Basis, tabel: pd.DataFrame, bronnen: list[pd.DataFrame]) -> pd.DataFrame:
    """Per message: the rows of one source belong together first, as millions of lines have few messages."""
    begin = np.cumsum([0, *(len(bron) for bron in bronnen[:-1])])
    tabel = tabel.assign(bron=tabel.bron.to_numpy() + begin[tabel.soort.to_numpy()])
    per_bron = tabel.groupby(["soort", "wet", "aanbieder", "gemeente", "bron"], as_index=False)["aantal"].sum()
    bron = pd.concat(bronnen, ignore_index=True).take(per_bron.bron.to_numpy()).reset_index(drop=True)
    uit = pd.DataFrame(
        {
            "soort": per_bron.soort,
            **{kolom: basis.namen.texts(kolom, per_bron[kolom]) for kolom in ("wet", "aanbieder", "gemeente")},
            "berichttype": bron.berichttype.astype("str"),
            "identificatie": bron.identificatie.astype("str"),
            "dagtekening": to_datums(bron.dagtekening),
            "aantal": per_bron["aantal"],
        }
    )
    sleutel = [kolom for kolom in uit if kolom != "aantal"]
    uit = uit.groupby(sleutel, dropna=False, as_index=False)["aantal"].sum()
    return _name_points(uit)[list(REGELKOLOMMEN)]


def _name_points(tabel: pd.DataFrame) -> pd.DataFrame:
    """With columns punt and wie of the number in `soort`."""
    punten = load_herstelpunten()
    soort = tabel.soort.to_numpy(dtype="int64")
    namen, wie = pd.Series(list(punten), dtype="str"), pd.Series([punt.wie for punt in punten.values()], dtype="str")
    return tabel.assign(punt=namen.take(soort).to_numpy(), wie=wie.take(soort).to_numpy()).astype(
        {"punt": "str", "wie": "str", "aantal": "int64"}
    )
