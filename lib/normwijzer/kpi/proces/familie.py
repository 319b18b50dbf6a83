"""Family `administratief_proces`: A1–A11 (001, part 3) of both laws, every scope, every option as a variant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...regio import Regio
from ..opties import opties_voor, resolve, state_deviations, variants
from ..telling import finish
from ..uitkomst import Uitkomst
from . import aanvraag, afgifte, afwijzing, antwoord, betaling, indienen, melding, wachttijd
from .basis import Basis, prepare
from .beloop import make_kalender, make_verdeling
from .doorlooptijd import make_doorlooptijd
from .geen_bron import list_geen_bron
from .keten import count_keten
from .kwaliteit import count_standen_kpi, make_kwaliteit, no_niet_ingedeeld
from .neven import join_per_wet
from .tellen import count_mensen, is_definitief, to_rows
from .zaken import Zaken

if TYPE_CHECKING:
    from ...registraties import Bronnen
    from ...toestand import Toestand

FAMILIE = "administratief_proces"

_Maak = Callable[[Basis, Mapping[str, Any]], Zaken | None]
KPIS: dict[str, _Maak] = {
    wachttijd.KPI: wachttijd.make_zaken,
    aanvraag.KPI: aanvraag.make_zaken,
    afgifte.KPI: afgifte.make_zaken,
    melding.START: melding.make_start,
    melding.STOP: melding.make_stop,
    afwijzing.AFWIJZEN: afwijzing.make_afwijzen,
    afwijzing.INTREKKEN: afwijzing.make_intrekken,
    indienen.TIJDIG: indienen.make_tijdig,
    antwoord.KPI: antwoord.make_zaken,
    betaling.KPI: betaling.make_zaken,
    indienen.KWALITEIT: indienen.make_kwaliteit,
}
"""kpi id -> what makes its cases, in the order A1–A11; None instead of cases = its registration is not there."""

REGISTRATIE = {
    aanvraag.KPI: aanvraag.BESTAND,
    afwijzing.AFWIJZEN: afwijzing.BESTAND,
    afwijzing.INTREKKEN: afwijzing.BESTAND,
    betaling.KPI: betaling.BESTAND,
}
"""kpi id -> the registration without which it cannot be computed."""

MET_VERDELING = tuple(kpi for kpi in KPIS if kpi not in (afgifte.KPI, indienen.KWALITEIT))
"""KPI's with a duration that starts at 0."""

MET_KALENDER = (melding.START, melding.STOP, indienen.TIJDIG, antwoord.KPI)


def bereken(toestand: "Toestand", regio: Regio, jaar: int, bronnen: "Bronnen | None" = None) -> Uitkomst:
    """Every outcome of the family for one region and year; see `kpi.bereken`.

    Frames: mensen (`count_mensen`), doorlooptijd (`make_doorlooptijd`), verdeling (`make_verdeling`), kalender
    (`make_kalender`), wachtcurve (`make_wachtcurve`), geen_bron (`list_geen_bron`) and those of `count_keten`.
    niet_ingedeeld is empty: every product counts.
    """
    basis = prepare(toestand, regio, jaar, bronnen)
    delen = [deel for kpi in KPIS if (deel := _compute(basis, kpi)) is not None]
    gevuld = {deel.kpi for deel in delen}
    return Uitkomst(
        uitkomsten=finish([rij for deel in delen for rij in deel.rijen], regio.map, jaar, FAMILIE, basis.bekend_op),
        nevencijfers=join_per_wet([*wachttijd.side_wachttijd(basis), *afwijzing.side_geaccepteerd(basis)]),
        kwaliteit=make_kwaliteit([rij for deel in delen for rij in deel.standen], toestand.signalen),
        niet_ingedeeld=no_niet_ingedeeld(),
        frames={
            **{naam: _join(delen, naam) for naam in ("mensen", "doorlooptijd", "verdeling", "kalender")},
            "wachtcurve": wachttijd.make_wachtcurve(basis),
            "geen_bron": list_geen_bron({kpi: naam for kpi, naam in REGISTRATIE.items() if kpi not in gevuld}),
            **count_keten(toestand, regio, jaar),
        },
    )


def bereken_afwijkend(
    toestand: "Toestand", regio: Regio, jaar: int, variant: str, bronnen: "Bronnen | None" = None
) -> pd.DataFrame:
    """Rows of one variant that asks for a state of its own, of the KPI's that know it; see `kpi.bereken_afwijkend`."""
    basis, keuze = prepare(toestand, regio, jaar, bronnen), state_deviations(regio, FAMILIE)[variant]
    kpis = [kpi for kpi in KPIS if set(keuze) <= set(opties_voor(FAMILIE, kpi))]
    rijen = [rij for kpi in kpis for rij in _rows(basis, kpi, [(variant, resolve(regio, FAMILIE, kpi) | keuze)])]
    return finish(rijen, regio.map, jaar, FAMILIE, basis.bekend_op)


@dataclass(frozen=True, eq=False)
class _Deel:
    """What one KPI adds to the outcome; frames by name."""

    kpi: str
    rijen: list[pd.DataFrame]
    standen: list[tuple[str, int, int | None]]
    frames: dict[str, pd.DataFrame]


def _compute(basis: Basis, kpi: str) -> _Deel | None:
    """One KPI; None = its registration is not there. Forgets its cases, of which there can be millions."""
    zaken = KPIS[kpi](basis, resolve(basis.regio, FAMILIE, kpi))
    if zaken is None:
        return None
    frames = {"mensen": count_mensen(zaken), "doorlooptijd": make_doorlooptijd(zaken)}
    if kpi in MET_VERDELING:
        frames["verdeling"] = make_verdeling(zaken)
    if kpi in MET_KALENDER:
        frames["kalender"] = make_kalender(zaken)
    standen = count_standen_kpi(zaken)
    del zaken
    rijen = _rows(basis, kpi, variants(basis.regio, FAMILIE, kpi))
    basis.geheugen.pop(kpi, None)
    return _Deel(kpi, rijen, standen, frames)


def _rows(basis: Basis, kpi: str, keuzes: list[tuple[str, dict[str, Any]]]) -> list[pd.DataFrame]:
    """Rows of `uitkomsten` of one KPI with each of these choices: (variant, options)."""
    uit = []
    for variant, opties in keuzes:
        zaken = KPIS[kpi](basis, opties)
        if zaken is not None:
            definitief = is_definitief(basis.jaar, basis.bekend_op, opties["registratielag_dagen"])
            uit.append(to_rows(zaken, definitief=definitief).assign(kpi=kpi, variant=variant))
    return uit


def _join(delen: list[_Deel], naam: str) -> pd.DataFrame:
    frames = [deel.frames[naam] for deel in delen if naam in deel.frames]
    tabel = pd.concat(frames, ignore_index=True)
    return tabel.astype({k: "str" for k in ("kpi", "wet", "aanbieder", "gemeente", "eenheid") if k in tabel})
