"""Things to mend in starts and stops."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ...perioden import OPEN, Koppeling, follows, to_dagen
from ...toestand.vector import koppel
from ..levering import add_actief_tot, select_wet
from .basis import Basis
from .vondst import Vondst, make_vondst, no_date
from .zaken import make_clienten

VOLGENS_PLAN = {"wmo": "19", "jw": "31"}
"""RedenBeeindiging 'as planned' per law."""


def find_stop_zonder_start(basis: Basis, dagen: int | None) -> Vondst:
    """Periods only known from a stop; the year of that stop (the definitive one if there is one)."""
    p = basis.toestand.leverperioden
    masker = _alive(basis) & ~p.heeft_start.to_numpy(dtype=bool) & basis.in_year(_stop_day(p))
    return _at_stop(basis, masker)


def find_start_zonder_stop(basis: Basis, dagen: int | None) -> Vondst:
    """Periods without stop that gave way to a next start of the same delivery; the year of that start."""
    p = basis.toestand.leverperioden
    levering, begin = p.levering.to_numpy(), to_dagen(p.begindatum)
    volgorde = np.lexsort((begin, levering))
    volgende = np.full(len(p), OPEN)
    zelfde = levering[volgorde[1:]] == levering[volgorde[:-1]]
    volgende[volgorde[:-1][zelfde]] = begin[volgorde[1:][zelfde]]
    open_gebleven = p.status.eq("lopend").to_numpy() & ~p.einde_afgeleid.to_numpy(dtype=bool)
    return _at_start(basis, _alive(basis) & open_gebleven & basis.in_year(volgende))


def find_nooit_begonnen(basis: Basis, dagen: int | None) -> Vondst:
    """Toewijzingen that are not deleted and have no delivery period, `dagen` days after their first Ingangsdatum.

    That is A1 late and never started; the year of that Ingangsdatum. Source: kpi-specificatie 5.10.
    """
    t = basis.toestand.toewijzingen
    ingang = to_dagen(t.eerste_ingangsdatum)
    masker = ~t.verwijderd.to_numpy(dtype=bool) & basis.in_year(ingang) & (ingang + dagen <= basis.bekend_op)
    masker[_delivered(basis)] = False
    return make_vondst(basis, t, masker, "301", t.identificatie, _message_day(basis, t))


def find_niet_gestopt(basis: Basis, dagen: int | None) -> Vondst:
    """Periods that the Einddatum of the toewijzing ended, without a stop message; the year of that end."""
    p = basis.toestand.leverperioden
    masker = p.einde_afgeleid.to_numpy(dtype=bool) & basis.in_year(to_dagen(p.einde_effectief))
    return _at_start(basis, _alive(basis) & masker)


def find_tijdelijk_zonder_vervolg(basis: Basis, dagen: int | None) -> Vondst:
    """Deliveries of which the last period has been stopped temporarily for more than `dagen` days at K."""
    p = basis.toestand.leverperioden
    gestopt = to_dagen(p.tijdelijk_gestopt_op)
    masker = p.laatste.to_numpy(dtype=bool) & p.status.eq("tijdelijk_gestopt").to_numpy() & basis.in_year(gestopt)
    return _at_stop(basis, _alive(basis) & masker & (basis.bekend_op - gestopt > dagen))


def find_volgens_plan_met_vervolg(basis: Basis, dagen: int | None) -> Vondst:
    """Definitive stops as planned, while the client has other care of the same law after it within `dagen` days.

    Other care: a delivery period that runs on or begins in that time, or a toewijzing that is not deleted, and another
    one than the stopped one, that does. At any aanbieder and gemeente. Source: kpi-specificatie 1, 5.3, 5.27, 5.47.
    """
    p = basis.toestand.leverperioden
    masker = np.zeros(len(p), dtype=bool)
    for wet, reden in VOLGENS_PLAN.items():
        van_wet = np.flatnonzero(p.wet.eq(wet).to_numpy())
        masker[van_wet] = _goes_on(basis, wet, reden, dagen)
    return _at_stop(basis, masker)


def find_start_voor_ingangsdatum(basis: Basis, dagen: int | None) -> Vondst:
    """Periods with a start before the Ingangsdatum of the current version; the year of Begindatum."""
    p = basis.toestand.leverperioden
    ingang = np.append(to_dagen(basis.toestand.toewijzingen.ingangsdatum), -OPEN)[_toewijzing(basis)]
    begin = to_dagen(p.begindatum)
    masker = p.heeft_start.to_numpy(dtype=bool) & (ingang < OPEN) & (begin < ingang) & basis.in_year(begin)
    return _at_start(basis, _alive(basis) & masker)


FINDERS: dict[str, Callable[[Basis, int | None], Vondst]] = {
    "stop_zonder_start": find_stop_zonder_start,
    "start_zonder_stop": find_start_zonder_stop,
    "nooit_begonnen": find_nooit_begonnen,
    "niet_gestopt": find_niet_gestopt,
    "tijdelijk_zonder_vervolg": find_tijdelijk_zonder_vervolg,
    "volgens_plan_met_vervolg": find_volgens_plan_met_vervolg,
    "start_voor_ingangsdatum": find_start_voor_ingangsdatum,
}


def _goes_on(basis: Basis, wet: str, reden: str, dagen: int) -> np.ndarray:
    """Per delivery period of this law: stopped as planned in the year, and followed."""
    p, t = (select_wet(frame, wet) for frame in (basis.toestand.leverperioden, basis.toestand.toewijzingen))
    stop = to_dagen(p.definitief_gestopt_op)
    telt, bekend = p.telt.to_numpy(dtype=bool), p.client.notna().to_numpy()
    stops = np.flatnonzero(telt & bekend & basis.in_year(stop) & p.reden_beeindiging.eq(reden).to_numpy())
    t = add_actief_tot(t[~t.verwijderd.astype(bool) & t.client.notna()].reset_index(drop=True), p)
    van, tot = to_dagen(t.ingangsdatum), t.tot.to_numpy()
    loopt = np.flatnonzero(van <= tot)  # 5.27: a toewijzing of which the stop lies before it never runs
    zorg = np.flatnonzero(telt & bekend)
    client = make_clienten(pd.concat([p.client, t.client], ignore_index=True))
    van_p, van_t = client[: len(p)], client[len(p) :][loopt]
    nummer = koppel([p.gemeente, p.toewijzingnummer], [t.gemeente, t.toewijzingnummer])
    uit = np.zeros(len(p), dtype=bool)
    for wie, begin, einde, eigen in (
        (van_p[zorg], to_dagen(p.begindatum)[zorg], to_dagen(p.einde_effectief)[zorg], np.full(len(zorg), -2)),
        (van_t, van[loopt], tot[loopt], loopt),
    ):
        links, rechts = Koppeling(wie).pairs(van_p[stops])
        rij = stops[links]
        volgt = follows(begin[rechts], einde[rechts], stop[rij], dagen) & (eigen[rechts] != nummer[rij])
        uit[rij[volgt]] = True
    return uit


def _alive(basis: Basis) -> np.ndarray:
    """Per delivery period: its toewijzing, if known, is not deleted."""
    return ~basis.toewijzingen.is_deleted(_toewijzing(basis))


def _toewijzing(basis: Basis) -> np.ndarray:
    """Position of the toewijzing of each delivery period; -1 = none."""

    def zoek() -> np.ndarray:
        p = basis.toestand.leverperioden
        wie = basis.codes(p, ("wet", "gemeente"))
        return basis.toewijzingen.find(wie["wet"], wie["gemeente"], p.toewijzingnummer)

    return basis.remember("toewijzing_van_leverperiode", zoek)


def _delivered(basis: Basis) -> np.ndarray:
    """Positions of toewijzingen with any delivery period."""
    rijen = _toewijzing(basis)
    return np.unique(rijen[rijen >= 0])


def _stop_day(p: pd.DataFrame) -> np.ndarray:
    definitief = to_dagen(p.definitief_gestopt_op)
    return np.where(definitief < OPEN, definitief, to_dagen(p.tijdelijk_gestopt_op))


def _at_start(basis: Basis, masker: np.ndarray) -> Vondst:
    p = basis.toestand.leverperioden
    return make_vondst(basis, p, masker, "305", p.identificatie_start, to_dagen(p.dagtekening_start))


def _at_stop(basis: Basis, masker: np.ndarray) -> Vondst:
    p = basis.toestand.leverperioden
    definitief = p.definitief_gestopt_op.notna().to_numpy()
    dag = np.where(definitief, to_dagen(p.dagtekening_stop), to_dagen(p.dagtekening_tijdelijk))
    return make_vondst(basis, p, masker, "307", p.identificatie_stop, dag)


def _message_day(basis: Basis, t: pd.DataFrame) -> np.ndarray:
    """Dagtekening of the 301 that a toewijzing names; `OPEN` when that message is not there."""
    heen = basis.toestand.heenberichten
    heen = heen[heen.berichttype.eq("301")]
    wie = ["wet", "gemeente", "identificatie"]
    rij = koppel([t[kolom] for kolom in wie], [heen[kolom] for kolom in wie])
    rij[t.identificatie.isna().to_numpy()] = -1
    return np.append(to_dagen(heen.dagtekening), no_date(1))[rij]
