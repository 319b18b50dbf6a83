"""The Wmo state as the KPI's need it: integer days, perceel per row, actief_tot, and who is in which scope."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..perioden import OPEN, to_dagen
from ..regio import Regio
from .levering import SLEUTEL, add_actief_tot, make_codes, product_date, select_wet, take_product, to_codes

if TYPE_CHECKING:
    from ..toestand import Toestand

SET_PERCELEN = (1, 2, 3, 4, 6)
"""Percelen of begeleiding_set (`kpi-specificatie` 1). Perceel 5 has no KPI."""

TERUGVAL_SET = ("02", "07")
"""Categories that make up the set when no Wmo product has a perceel (`kpi-specificatie` 4.0)."""


@dataclass(frozen=True, eq=False)
class Begeleiding:
    """Wmo frames with default index, rows without a client left out.

    bekend_op: K as day number. clienten, aanbieders, gemeenten: what the integer codes stand for.

    toewijzingen (not deleted): client, aanbieder, gemeente (codes), perceel (0 = none), categorie, code, van, tot
    (actief_tot, `kpi-specificatie` 5.27), einddatum, tijdelijk_op (`OPEN` unless the last
    period of its delivery is temporarily stopped), reden_wijziging, loopt (ever runs), heeft_levering.

    perioden (those that count): client, aanbieder, gemeente, perceel, categorie, code, begin, einde (einde_effectief),
    stop (Einddatum of the selected definitive stop, `OPEN` = none), reden, stop_bekend (Dagtekening of that stop),
    tijdelijk_op, status, heeft_start, laatste, afgeleid; of its toewijzing, also when that one names no client:
    t_reden (RedenWijziging), t_einddatum (current), t_eerste_einddatum (first one that was known; `OPEN` = none).

    versies: toewijzing (row in toewijzingen), volgnummer, datum, ingangsdatum, einddatum, volume, eenheid, frequentie.
    zonder_client: rows left out, per frame. prestaties, alle_toewijzingen: as in the state, Wmo only.
    geheugen: indexes that several KPI's share.
    """

    bekend_op: int
    clienten: pd.Index
    aanbieders: pd.Index
    gemeenten: pd.Index
    toewijzingen: pd.DataFrame
    perioden: pd.DataFrame
    versies: pd.DataFrame
    prestaties: pd.DataFrame
    zonder_client: dict[str, int]
    regio: Regio
    alle_toewijzingen: pd.DataFrame = field(repr=False)
    geheugen: dict = field(default_factory=dict, repr=False)

    @cached_property
    def heeft_percelen(self) -> bool:
        producten = self.regio.producten
        return bool((producten.wet.eq("wmo") & producten.perceel.notna()).any())

    def in_set(self, frame: pd.DataFrame, categorieen: tuple[str, ...]) -> np.ndarray:
        """Which rows of toewijzingen or perioden are in begeleiding_set (option of that name)."""
        if not categorieen and not self.heeft_percelen:
            categorieen = TERUGVAL_SET
        return frame.perceel.isin(SET_PERCELEN).to_numpy() | frame.categorie.isin(categorieen).to_numpy()

    def only(self, wie: np.ndarray) -> "Begeleiding":
        """The rows of some clients, with the same codes; who has somebody else's toewijzing must be among them with
        that person.

        Args:
            wie: bool per client code.
        """
        mee = wie[self.toewijzingen.client.to_numpy()]
        versies = self.versies[mee[self.versies.toewijzing.to_numpy()]].reset_index(drop=True)
        return replace(
            self,
            toewijzingen=self.toewijzingen[mee].reset_index(drop=True),
            perioden=self.perioden[wie[self.perioden.client.to_numpy()]].reset_index(drop=True),
            versies=versies.assign(toewijzing=(np.cumsum(mee) - 1)[versies.toewijzing.to_numpy()]),
            prestaties=self.prestaties[self.prestaties.client.isin(self.clienten[wie])].reset_index(drop=True),
            geheugen={},
        )


def prepare(toestand: "Toestand", regio: Regio) -> Begeleiding:
    """Select and index what the Wmo KPI's use. Pure; the state is not changed."""
    alle = select_wet(toestand.toewijzingen, "wmo")
    toewijzingen = alle[~alle.verwijderd.astype(bool)].reset_index(drop=True)
    alle_perioden = select_wet(toestand.leverperioden, "wmo")
    toewijzingen = _add_perceel(toewijzingen, regio, toewijzingen.ingangsdatum)
    toewijzingen = add_actief_tot(toewijzingen, alle_perioden)
    toewijzingen = _add_eerste_einddatum(toewijzingen, select_wet(toestand.versies, "wmo"))
    perioden = _add_toewijzing(_add_perceel(alle_perioden, regio, product_date(alle_perioden)), toewijzingen)
    prestaties = select_wet(toestand.prestaties, "wmo")
    begin_bekend = perioden.begindatum.notna()
    perioden = perioden[perioden.telt.astype(bool) & begin_bekend].reset_index(drop=True)

    zonder = {"toewijzingen": int(toewijzingen.client.isna().sum()), "leveringen": int(perioden.client.isna().sum())}
    codes = make_codes(toewijzingen, alle_perioden, prestaties)
    toewijzingen = toewijzingen[toewijzingen.client.notna()].reset_index(drop=True)
    versies = _link_versies(select_wet(toestand.versies, "wmo"), toewijzingen)
    toewijzingen = to_codes(toewijzingen, codes)
    perioden = to_codes(perioden[perioden.client.notna()], codes)
    return Begeleiding(
        bekend_op=int(to_dagen(toestand.bekend_op, leeg=-OPEN)),
        clienten=codes["client"],
        aanbieders=codes["aanbieder"],
        gemeenten=codes["gemeente"],
        toewijzingen=_toewijzing_kolommen(toewijzingen),
        perioden=_periode_kolommen(perioden),
        versies=versies,
        prestaties=prestaties,
        zonder_client=zonder,
        regio=regio,
        alle_toewijzingen=alle,
    )


def to_perceel(perceel: pd.Series) -> np.ndarray:
    """'1'–'6' as int, empty as 0."""
    return pd.to_numeric(perceel).fillna(0).to_numpy(dtype="int64")


def _add_perceel(frame: pd.DataFrame, regio: Regio, datum: pd.Series) -> pd.DataFrame:
    deel = regio.deel_in("wmo", frame.categorie, frame.code, datum)
    return frame.assign(perceel=to_perceel(deel.perceel))


def _add_eerste_einddatum(toewijzingen: pd.DataFrame, versies: pd.DataFrame) -> pd.DataFrame:
    """The first Einddatum that was ever given: an open first version does not hide it."""
    gegeven = versies[versies.einddatum.notna()].sort_values("volgnummer", kind="stable").drop_duplicates(SLEUTEL)
    met = toewijzingen[SLEUTEL].merge(gegeven[[*SLEUTEL, "einddatum"]], on=SLEUTEL, how="left")
    return toewijzingen.assign(eerste_einddatum=to_dagen(met.einddatum))


def _add_toewijzing(perioden: pd.DataFrame, toewijzingen: pd.DataFrame) -> pd.DataFrame:
    """What the toewijzing says, and its product in place of the own one when it has a product."""
    eigen = ["perceel", "categorie", "code", "reden_wijziging", "einddatum", "eerste_einddatum"]
    met = perioden[SLEUTEL].merge(toewijzingen[[*SLEUTEL, *eigen]], on=SLEUTEL, how="left")
    perioden = perioden.assign(
        t_reden=met.reden_wijziging,
        t_einddatum=to_dagen(met.einddatum),
        t_eerste_einddatum=met.eerste_einddatum.fillna(OPEN).to_numpy(dtype="int64"),
    )
    met = met.assign(perceel=met.perceel.fillna(0))
    return take_product(perioden, met, ["perceel"]).astype({"perceel": "int64"})


def _toewijzing_kolommen(frame: pd.DataFrame) -> pd.DataFrame:
    van = to_dagen(frame.ingangsdatum)
    return frame[
        ["client", "aanbieder", "gemeente", "toewijzingnummer", "perceel", "categorie", "code", "tot", "tijdelijk_op",
         "reden_wijziging", "heeft_levering"]
    ].assign(
        van=van,
        einddatum=to_dagen(frame.einddatum),
        loopt=(van <= frame.tot.to_numpy()) & (van < OPEN),
    )  # fmt: skip


def _periode_kolommen(frame: pd.DataFrame) -> pd.DataFrame:
    gestopt, tijdelijk = frame.status.eq("gestopt").to_numpy(), frame.status.eq("tijdelijk_gestopt").to_numpy()
    return frame[
        [
            "levering",
            "client",
            "aanbieder",
            "gemeente",
            "perceel",
            "categorie",
            "code",
            "status",
            "t_reden",
            "t_einddatum",
            "t_eerste_einddatum",
        ]
    ].assign(
        begin=to_dagen(frame.begindatum),
        einde=to_dagen(frame.einde_effectief),
        stop=np.where(gestopt, to_dagen(frame.definitief_gestopt_op), OPEN),
        reden=frame.reden_beeindiging.where(gestopt),
        stop_bekend=np.where(gestopt, to_dagen(frame.dagtekening_stop), OPEN),
        tijdelijk_op=np.where(tijdelijk, to_dagen(frame.tijdelijk_gestopt_op), OPEN),
        heeft_start=frame.heeft_start.astype(bool),
        laatste=frame.laatste.astype(bool),
        afgeleid=frame.einde_afgeleid.astype(bool),
    )


def _link_versies(versies: pd.DataFrame, toewijzingen: pd.DataFrame) -> pd.DataFrame:
    """Versions of the kept toewijzingen, deleted ones in a revived chain included (`kpi-specificatie` 5.45)."""
    kant = toewijzingen[SLEUTEL].assign(toewijzing=np.arange(len(toewijzingen)))
    met = versies.merge(kant, on=SLEUTEL)
    return met[["toewijzing", "volgnummer", "volume", "eenheid", "frequentie"]].assign(
        datum=to_dagen(met.toewijzingsdatum),
        ingangsdatum=to_dagen(met.ingangsdatum),
        einddatum=to_dagen(met.einddatum),
    )
