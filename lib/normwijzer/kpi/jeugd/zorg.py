"""The Jeugdwet state as the KPI's need it: integer days and codes, soort per row, actief_tot, births."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...perioden import OPEN, to_dagen
from ...regio import Regio
from ..levering import CODES, SLEUTEL, add_actief_tot, make_codes, product_date, select_wet, take_product, to_codes

if TYPE_CHECKING:
    from ...toestand import Toestand

WET = "jw"

NIET_TOM = ("pleegzorg", "gezinshuis", "behandeld_wonen", "crisis", "overig_verblijf")
TOM = ("tom_instroom", "tom_uitstroom")

VERBLIJF = (*NIET_TOM, *TOM)
"""Soorten of verblijf in the order of the contract (`kpi-specificatie` 5.30)."""

_PRESTATIE = ["wet", *CODES, "toewijzingnummer", "categorie", "code", "periode_begin", "periode_einde", "volume",
              "eenheid", "debet_credit", "status"]  # fmt: skip

GEZINSGERICHT = ("pleegzorg", "gezinshuis")
AMBULANT = "ambulant"

BASISJAAR = 2023
"""The year that targets are relative to, and whose length of history every year gets in an equal look-back."""


@dataclass(frozen=True, eq=False)
class Zorg:
    """Jeugdwet frames with default index; days as numbers (`OPEN` = none), names as codes (−1 = empty).

    bekend_op: K as day number. eerste_dag: first day of the data (`bekend_sinds` of toewijzingen, Dagtekening of
    starts and stops; see `_first_day`); `OPEN` without data. clienten, aanbieders, gemeenten, partijen: what the codes
    stand for. partij_van: partij code per aanbieder code (its contractpartij, else the aanbieder itself; 5.34).

    perioden: delivery periods that count, with a begin and a client: levering, client, aanbieder, gemeente, partij,
    soort ('' = none), categorie, code, begin, einde (einde_effectief), stop (Einddatum of the selected definitive
    stop), reden (of that stop, else NA), stop_bekend (its Dagtekening), tijdelijk_op, tijdelijk_bekend (only when
    tijdelijk_gestopt), einde_bekend (Dagtekening of the stop that ended it on `einde`), status, heeft_start, afgeleid
    (einde without a stop message), t_reden (RedenWijziging of its toewijzing, also when that one names no client),
    t (row in toewijzingen, −1 = none), toewijzingnummer.

    toewijzingen: not deleted, with a client: client, aanbieder, gemeente, partij, soort, categorie, code, van,
    einddatum, tot (actief_tot, `kpi-specificatie` 5.27), loopt (ever runs), reden_wijziging, volume, eenheid,
    frequentie, toewijzingnummer.

    prestaties: claim lines: client, aanbieder, soort, begin, einde (of the ProductPeriode), volume, eenheid,
    teken (+1 debit, −1 credit), status.

    geboortejaar, geboortemaand: per client code, −1 = unknown. zonder_client: rows left out, per frame.
    geheugen: tables that several KPI's share.
    """

    bekend_op: int
    eerste_dag: int
    clienten: pd.Index
    aanbieders: pd.Index
    gemeenten: pd.Index
    partijen: pd.Index
    partij_van: np.ndarray
    perioden: pd.DataFrame
    toewijzingen: pd.DataFrame
    prestaties: pd.DataFrame
    geboortejaar: np.ndarray
    geboortemaand: np.ndarray
    zonder_client: dict[str, int]
    regio: Regio
    geheugen: dict = field(default_factory=dict, repr=False)

    def last_day(self, tot: int) -> np.ndarray:
        """Per row of perioden the last leveringsdag; an open end at the earlier of K and `tot`."""
        einde = self.perioden.einde.to_numpy()
        return np.where(einde >= OPEN, min(self.bekend_op, tot), einde)

    def only(self, wie: np.ndarray) -> "Zorg":
        """The rows of some clients, with the same codes; who has somebody else's toewijzing must be among them with
        that person.

        Args:
            wie: bool per client code.
        """
        mee = np.append(wie[self.toewijzingen.client.to_numpy()], False)  # last: no toewijzing
        perioden = self.perioden[wie[self.perioden.client.to_numpy()]].reset_index(drop=True)
        t = perioden.t.to_numpy()
        bekend = np.append(wie, False)  # last: no client
        return replace(
            self,
            perioden=perioden.assign(t=np.where(mee[t], (np.cumsum(mee) - 1)[t], -1)),
            toewijzingen=self.toewijzingen[mee[:-1]].reset_index(drop=True),
            prestaties=self.prestaties[bekend[self.prestaties.client.to_numpy()]].reset_index(drop=True),
            geheugen={},
        )


def prepare(toestand: "Toestand", regio: Regio) -> Zorg:
    """Select and index what the Jeugd KPI's use. Pure; the state is not changed."""
    alle = select_wet(toestand.toewijzingen, WET)
    alle_perioden = select_wet(toestand.leverperioden, WET)
    prestaties = select_wet(toestand.prestaties[_PRESTATIE], WET)
    codes = make_codes(alle, alle_perioden, prestaties)
    partijen, partij_van = _parties(codes["aanbieder"], regio)

    toewijzingen = alle[~alle.verwijderd.astype(bool)].reset_index(drop=True)
    toewijzingen = _add_soort(add_actief_tot(toewijzingen, alle_perioden), regio, toewijzingen.ingangsdatum)
    met_client = toewijzingen.client.notna().to_numpy()
    perioden = _add_soort(alle_perioden, regio, product_date(alle_perioden))
    perioden = _link_toewijzing(perioden, toewijzingen, np.where(met_client, np.cumsum(met_client) - 1, -1))
    perioden = perioden[perioden.telt.astype(bool) & perioden.begindatum.notna()]
    geboren = _births(toestand.clienten, codes["client"])
    return Zorg(
        bekend_op=int(to_dagen(toestand.bekend_op, leeg=-OPEN)),
        eerste_dag=_first_day(alle, alle_perioden),
        clienten=codes["client"],
        aanbieders=codes["aanbieder"],
        gemeenten=codes["gemeente"],
        partijen=partijen,
        partij_van=partij_van,
        perioden=_periode_kolommen(to_codes(perioden[perioden.client.notna()], codes), partij_van),
        toewijzingen=_toewijzing_kolommen(to_codes(toewijzingen[met_client], codes), partij_van),
        prestaties=_prestatie_kolommen(prestaties, alle, codes, regio),
        geboortejaar=geboren["geboortejaar"],
        geboortemaand=geboren["geboortemaand"],
        zonder_client={
            "toewijzingen": int((~met_client).sum()),
            "leveringen": int(perioden.client.isna().sum()),
        },
        regio=regio,
    )


def _add_soort(frame: pd.DataFrame, regio: Regio, datum: pd.Series) -> pd.DataFrame:
    deel = regio.deel_in(WET, frame.categorie, frame.code, datum)
    return frame.assign(soort=deel.soort.astype("str").fillna(""))


def _link_toewijzing(perioden: pd.DataFrame, toewijzingen: pd.DataFrame, rij: np.ndarray) -> pd.DataFrame:
    """t, t_reden, and its product in place of the own one when it has a product (`kpi-specificatie` 5.23)."""
    eigen = ["soort", "categorie", "code", "reden_wijziging"]
    met = perioden[SLEUTEL].merge(toewijzingen[[*SLEUTEL, *eigen]].assign(t=rij), on=SLEUTEL, how="left")
    perioden = perioden.assign(t=met.t.fillna(-1).to_numpy(dtype="int64"), t_reden=met.reden_wijziging)
    return take_product(perioden, met, ["soort"])


def _parties(aanbieders: pd.Index, regio: Regio) -> tuple[pd.Index, np.ndarray]:
    bekend = regio.aanbieders.dropna(subset=["contractpartij"]).set_index("agb").contractpartij
    namen = pd.Series(aanbieders, dtype="str")
    namen = namen.map(bekend[bekend != ""]).astype("str").fillna(namen)
    partijen = pd.Index(sorted(namen.unique()), dtype="str")
    return partijen, partijen.get_indexer(namen)


def _first_day(toewijzingen: pd.DataFrame, perioden: pd.DataFrame) -> int:
    """The day from which messages came: the earliest one, or the first of the month when a few are far older.

    One message with a wrong date would otherwise stretch the history of the whole region: of a hundred messages or
    more the earliest 1 % does not decide alone, only together with those of the month that follows them.
    """
    dagen = [to_dagen(toewijzingen.bekend_sinds)]
    dagen += [to_dagen(perioden[f"dagtekening_{soort}"]) for soort in ("start", "tijdelijk", "definitief")]
    verteld = np.sort(np.concatenate(dagen))
    verteld = verteld[verteld < OPEN]
    if not len(verteld):
        return OPEN
    eerste_van_maand = verteld[len(verteld) // 100].astype("datetime64[D]").astype("datetime64[M]")
    return int(max(verteld[0], eerste_van_maand.astype("datetime64[D]").astype("int64")))


def _births(clienten: pd.DataFrame, index: pd.Index) -> dict[str, np.ndarray]:
    eigen = clienten[clienten.wet.eq(WET)].set_index("client")
    return {
        kolom: eigen[kolom].reindex(index).astype("Int64").fillna(-1).to_numpy(dtype="int64")
        for kolom in ("geboortejaar", "geboortemaand")
    }


def _partij(aanbieder: pd.Series, partij_van: np.ndarray) -> np.ndarray:
    """Partij per aanbieder code; an empty aanbieder (−1) has none."""
    return np.append(partij_van, -1)[aanbieder.to_numpy()]


def _periode_kolommen(frame: pd.DataFrame, partij_van: np.ndarray) -> pd.DataFrame:
    gestopt, tijdelijk = frame.status.eq("gestopt").to_numpy(), frame.status.eq("tijdelijk_gestopt").to_numpy()
    return frame[
        ["levering", "client", "aanbieder", "gemeente", "soort", "categorie", "code", "status", "t", "t_reden",
         "toewijzingnummer"]
    ].assign(
        partij=_partij(frame.aanbieder, partij_van),
        begin=to_dagen(frame.begindatum),
        einde=to_dagen(frame.einde_effectief),
        stop=np.where(gestopt, to_dagen(frame.definitief_gestopt_op), OPEN),
        reden=frame.reden_beeindiging.where(gestopt),
        stop_bekend=np.where(gestopt, to_dagen(frame.dagtekening_stop), OPEN),
        tijdelijk_op=np.where(tijdelijk, to_dagen(frame.tijdelijk_gestopt_op), OPEN),
        tijdelijk_bekend=np.where(tijdelijk, to_dagen(frame.dagtekening_tijdelijk), OPEN),
        einde_bekend=_told(frame, gestopt),
        heeft_start=frame.heeft_start.astype(bool),
        afgeleid=frame.einde_afgeleid.astype(bool),
    )  # fmt: skip


def _told(frame: pd.DataFrame, gestopt: np.ndarray) -> np.ndarray:
    """Dagtekening of the stop whose Einddatum is `einde_effectief`: when both kinds fall on it, of the latest one.

    `OPEN` when the selected stops end on other days, and without a stop.
    """
    einde = to_dagen(frame.einde_effectief)
    op_definitief = gestopt & (to_dagen(frame.definitief_gestopt_op) == einde)
    definitief = np.where(op_definitief, to_dagen(frame.dagtekening_stop, leeg=-OPEN), -OPEN)
    op_tijdelijk = (to_dagen(frame.tijdelijk_gestopt_op) == einde) & (einde < OPEN)
    tijdelijk = np.where(op_tijdelijk, to_dagen(frame.dagtekening_tijdelijk, leeg=-OPEN), -OPEN)
    laatste = np.maximum(definitief, tijdelijk)
    return np.where(laatste > -OPEN, laatste, OPEN)


def _toewijzing_kolommen(frame: pd.DataFrame, partij_van: np.ndarray) -> pd.DataFrame:
    van, tot = to_dagen(frame.ingangsdatum), frame.tot.to_numpy()
    return frame[
        ["client", "aanbieder", "gemeente", "toewijzingnummer", "soort", "categorie", "code", "tot", "reden_wijziging",
         "volume", "eenheid", "frequentie"]
    ].assign(
        partij=_partij(frame.aanbieder, partij_van),
        van=van,
        einddatum=to_dagen(frame.einddatum),
        loopt=(van <= tot) & (van < OPEN),
    )  # fmt: skip


def _prestatie_kolommen(
    regels: pd.DataFrame, alle: pd.DataFrame, codes: dict[str, pd.Index], regio: Regio
) -> pd.DataFrame:
    """Soort by the line's own product on the day its toewijzing, deleted or not, begins (`kpi-specificatie` 5.23)."""
    frame = to_codes(regels, codes)
    kant = to_codes(alle[[*CODES, "toewijzingnummer", "ingangsdatum"]], codes)[[*SLEUTEL, "ingangsdatum"]]
    ingang = frame[SLEUTEL].merge(kant, on=SLEUTEL, how="left").ingangsdatum
    soort = _soort_per_product(frame.categorie, frame.code, ingang.fillna(frame.periode_begin), regio)
    return frame[["client", "aanbieder", "gemeente", "toewijzingnummer", "volume", "eenheid", "status"]].assign(
        soort=soort,
        begin=to_dagen(frame.periode_begin),
        einde=to_dagen(frame.periode_einde),
        teken=np.where(frame.debet_credit.eq("C"), -1, 1),
    )


def _soort_per_product(categorie: pd.Series, code: pd.Series, datum: pd.Series, regio: Regio) -> pd.Series:
    """As `_add_soort`, looking up every product and day once: millions of lines have few of them."""
    sleutel = np.zeros(len(datum), dtype="int64")
    for kolom in (categorie, code, datum):
        nummers, waarden = pd.factorize(kolom)
        sleutel = sleutel * (len(waarden) + 1) + nummers + 1
    _, eerste, bij = np.unique(sleutel, return_index=True, return_inverse=True)
    enig = pd.DataFrame({"categorie": categorie, "code": code}).iloc[eerste].astype("str")
    soort = _add_soort(enig, regio, datum.iloc[eerste]).soort
    return soort.take(bij).reset_index(drop=True)
