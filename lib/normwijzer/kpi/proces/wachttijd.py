"""A1: how long a client waits after the Ingangsdatum (`kpi-specificatie` 5.9, 5.10, 5.41), and the waiting curve."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import OPEN, to_dagen
from ...statistiek import Overleving, kaplan_meier
from ..jeugd.neven import make_neven
from .basis import Basis
from .zaken import GEEN_DUUR, NOG_NIET, OP_TIJD, TE_LAAT, WETTEN, Zaken, make_clienten, make_tabel

KPI = "wachttijd"
TERMIJN = 28
CURVE_DAGEN = 182
_KOLOMMEN = ("wet", "dag", "in_wacht", "gestart", "gecensureerd", "s", "onder", "boven", "clienten")


def make_zaken(basis: Basis, opties: Mapping[str, Any]) -> Zaken:
    """One case per toewijzing that is not deleted, with its first Ingangsdatum in the year; until its first delivery.

    tot: earliest Begindatum on its number, whoever delivers. duur: days, 0 for an earlier start. NOG_NIET: the 28 days
    have not run out at K, started or not. No option changes it.
    """
    wachten = basis.remember(KPI, lambda: _waits(basis))
    van, tot = wachten.van.to_numpy(), wachten.tot.to_numpy()
    gestart = tot < OPEN
    stand = np.select([van + TERMIJN > basis.bekend_op, tot <= van + TERMIJN], [NOG_NIET, OP_TIJD], TE_LAAT)
    tabel = make_tabel(
        len(wachten),
        **{kolom: wachten[kolom].to_numpy() for kolom in ("wet", "aanbieder", "gemeente", "client")},
        van=van,
        tot=tot,
        uiterlijk=van + TERMIJN,
        stand=stand,
        duur=np.where(gestart, np.maximum(tot - van, 0), GEEN_DUUR),
        dag_van_jaar=van,
    )
    return Zaken(KPI, "dagen", basis.namen, tabel)


def make_wachtcurve(basis: Basis) -> pd.DataFrame:
    """Frame `wachtcurve`: Kaplan–Meier over every toewijzing of the year, 27 rows per law and for both (wet empty).

    dag: days after the Ingangsdatum, every 7 up to 182. s: share that still waits after that day; onder, boven its
    interval; empty where not known. in_wacht: still waiting at the beginning of that day. gestart, gecensureerd: from
    that day up to the next row, so that in_wacht − gestart − gecensureerd is the next in_wacht. An earlier start waits
    0 days. Who has not started at K is censored at K or on the Einddatum, whichever comes first. clienten: behind the
    whole curve.
    """
    wachten = basis.remember(KPI, lambda: _waits(basis))
    delen = [_curve(wachten, basis.bekend_op).assign(wet=None)]
    for code, wet in enumerate(WETTEN):
        deel = wachten[wachten.wet == code]
        if len(deel):
            delen.append(_curve(deel, basis.bekend_op).assign(wet=wet))
    tabel = pd.concat(delen, ignore_index=True)[list(_KOLOMMEN)]
    return tabel.astype({"wet": "str"} | dict.fromkeys(("s", "onder", "boven"), "float64"))


def side_wachttijd(basis: Basis) -> list[pd.DataFrame]:
    """Side figures of A1: naive mean and median of who started, median of the curve, share started before and never."""
    wachten = basis.remember(KPI, lambda: _waits(basis))
    duur, gestart = _durations(wachten, basis.bekend_op)
    naief = duur[gestart]
    n = len(wachten)
    gemiddeld = int(naief.sum()) / len(naief) if len(naief) else np.nan
    curve = _fit(wachten, basis.bekend_op).mediaan - 1
    return [
        _length("wachttijd_gemiddelde_gestart", len(naief), gemiddeld),
        _length("wachttijd_mediaan_gestart", len(naief), float(np.median(naief)) if len(naief) else np.nan),
        _length("wachttijd_mediaan_curve", n, curve),
        make_neven(KPI, "gestart_voor_ingangsdatum", int((wachten.tot < wachten.van).sum()), n),
        make_neven(KPI, "niet_gestart", int((~gestart).sum()), n),
    ]


def _length(kenmerk: str, n: int, waarde: float) -> pd.DataFrame:
    return make_neven(KPI, kenmerk, np.nan, n, waarde=waarde, eenheid="dagen")


def _waits(basis: Basis) -> pd.DataFrame:
    """Per toewijzing of the year: codes, van (first Ingangsdatum), tot (first Begindatum, `OPEN`), einddatum."""
    t = basis.toestand.toewijzingen
    van = to_dagen(t.eerste_ingangsdatum)
    rijen = np.flatnonzero(basis.in_year(van) & ~t.verwijderd.to_numpy(dtype=bool))
    eigen = t.take(rijen)
    return pd.DataFrame(
        {
            **basis.codes(eigen),
            "client": make_clienten(eigen.client),
            "van": van[rijen],
            "tot": _first_start(basis)[rijen],
            "einddatum": to_dagen(eigen.einddatum),
        }
    )


def _first_start(basis: Basis) -> np.ndarray:
    """Earliest Begindatum of any delivery period, per toewijzing of the state; `OPEN` without one."""
    p = basis.toestand.leverperioden
    rij = basis.toewijzingen.find(*basis.codes(p, ("wet", "gemeente")).values(), p.toewijzingnummer)
    eerste = np.full(len(basis.toestand.toewijzingen), OPEN, dtype="int64")
    np.minimum.at(eerste, rij[rij >= 0], to_dagen(p.begindatum)[rij >= 0])
    return eerste


def _durations(wachten: pd.DataFrame, bekend_op: int) -> tuple[np.ndarray, np.ndarray]:
    """(days waited or seen waiting, whether the care had started at K)."""
    van, tot, einde = (wachten[kolom].to_numpy() for kolom in ("van", "tot", "einddatum"))
    gestart = tot <= bekend_op
    gezien = np.where(gestart, tot, np.minimum(bekend_op, einde))
    return np.maximum(gezien - van, 0), gestart


def _fit(wachten: pd.DataFrame, bekend_op: int) -> Overleving:
    """The curve with every day one later: a start on day 0 is an end too, and a curve has none at 0."""
    duur, gestart = _durations(wachten, bekend_op)
    return kaplan_meier(duur + 1, gestart)


def _curve(wachten: pd.DataFrame, bekend_op: int) -> pd.DataFrame:
    curve = _fit(wachten, bekend_op)
    dag = np.arange(0, CURVE_DAGEN + 1, 7)
    plek = np.searchsorted(curve.tijd, np.append(dag, CURVE_DAGEN + 7) + 1, side="left")
    per = {
        naam: np.diff(np.concatenate([[0], np.cumsum(aantal)])[plek])
        for naam, aantal in (("gestart", curve.einden), ("gecensureerd", curve.gecensureerd))
    }
    onder, boven = curve.interval_op(dag + 1)
    return pd.DataFrame(
        {
            "dag": dag, "in_wacht": curve.in_zorg_op(dag + 1), **per, "s": curve.s_op(dag + 1), "onder": onder,
            "boven": boven, "clienten": wachten.client[wachten.client >= 0].nunique(),
        }
    )  # fmt: skip
