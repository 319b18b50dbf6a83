"""Family `wmo`: doelrealisatie and uitval of begeleiding (000), every scope, every option as a variant."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..regio import Regio
from .basisteller import Basisteller
from .begeleiding import SET_PERCELEN, Begeleiding, prepare
from .doelrealisatie import count_afschaling, count_ander_perceel, count_uitstroom
from .groep import Groep, contractjaar
from .kwaliteit import count_kwaliteit, list_niet_ingedeeld
from .nevencijfers import KOLOMMEN as NEVENKOLOMMEN
from .nevencijfers import side_afschaling, side_uitstroom, side_uitval
from .opties import resolve, state_deviations, variants
from .stroom import count_stroom
from .telling import Telling, finish, to_rows
from .uitkomst import Uitkomst
from .uitval import count_uitval

if TYPE_CHECKING:
    from ..registraties import Bronnen
    from ..toestand import Toestand

FAMILIE = "wmo"
KPIS: dict[str, tuple[tuple[int, ...], Callable[[Groep, int, dict[str, Any]], Telling]]] = {
    "doelrealisatie_uitstroom": ((1, 2), count_uitstroom),
    "doelrealisatie_afschaling": ((3,), count_afschaling),
    "doelrealisatie_ander_perceel": ((6,), count_ander_perceel),
    "uitval": (SET_PERCELEN, count_uitval),
}
"""kpi id -> (percelen, how it is counted)."""

_NEVEN = {
    "doelrealisatie_uitstroom": side_uitstroom,
    "doelrealisatie_afschaling": side_afschaling,
    "uitval": side_uitval,
}


def bereken(toestand: "Toestand", regio: Regio, jaar: int, bronnen: "Bronnen | None" = None) -> Uitkomst:
    """Every outcome of the family for one region and year; see `kpi.bereken`. Needs no other sources."""
    b = prepare(toestand, regio)
    groepen = {kpi: Groep(b, percelen) for kpi, (percelen, _) in KPIS.items()}
    opties = {kpi: resolve(regio, FAMILIE, kpi) for kpi in KPIS}
    venster = contractjaar(jaar)
    stroom, redenen = count_stroom(b, venster, opties["uitval"]["tie_volgorde"])
    return Uitkomst(
        uitkomsten=_outcomes(b, groepen, regio, jaar),
        nevencijfers=_side_figures(groepen, jaar, opties),
        kwaliteit=count_kwaliteit(b, groepen, jaar, opties, toestand.signalen),
        niet_ingedeeld=list_niet_ingedeeld(b, venster),
        frames={"redenen": redenen, "stroom": stroom},
    )


def bereken_afwijkend(
    toestand: "Toestand", regio: Regio, jaar: int, variant: str, bronnen: "Bronnen | None" = None
) -> pd.DataFrame:
    """The rows of one variant that asks for a state of its own; see `kpi.bereken_afwijkend`."""
    b = prepare(toestand, regio)
    keuze = state_deviations(regio, FAMILIE)[variant]
    frames = [
        _rows(Groep(b, percelen), kpi, variant, jaar, resolve(regio, FAMILIE, kpi) | keuze)
        for kpi, (percelen, _) in KPIS.items()
    ]
    return finish(frames, regio.map, jaar, FAMILIE, b.bekend_op)


def prepare_basis(
    toestand: "Toestand", regio: Regio, bronnen: "Bronnen | None" = None, *, alleen_regio: bool = False
) -> Basisteller:
    """The state made ready to count only the basis; see `kpi.prepare_basis`."""
    return _basisteller(prepare(toestand, regio), regio, alleen_regio)


def _basisteller(b: Begeleiding, regio: Regio, alleen_regio: bool) -> Basisteller:
    groepen = {kpi: Groep(b, percelen, alleen_regio) for kpi, (percelen, _) in KPIS.items()}
    return Basisteller(
        FAMILIE,
        regio,
        tuple(KPIS),
        lambda kpi, jaar, opties: _count(groepen[kpi], kpi, jaar, opties),
        lambda frames, jaar: finish(list(frames), regio.map, jaar, FAMILIE, b.bekend_op),
        lambda kies: _basisteller(b.only(kies(b.clienten)), regio, alleen_regio),
    )


def _outcomes(b: Begeleiding, groepen: dict[str, Groep], regio: Regio, jaar: int) -> pd.DataFrame:
    frames = [
        _rows(groepen[kpi], kpi, naam, jaar, opties) for kpi in KPIS for naam, opties in variants(regio, FAMILIE, kpi)
    ]
    return finish(frames, regio.map, jaar, FAMILIE, b.bekend_op)


def _rows(groep: Groep, kpi: str, variant: str, jaar: int, opties: dict[str, Any]) -> pd.DataFrame:
    return _count(groep, kpi, jaar, opties).assign(kpi=kpi, variant=variant)


def _count(groep: Groep, kpi: str, jaar: int, opties: dict[str, Any]) -> pd.DataFrame:
    return to_rows(groep, KPIS[kpi][1](groep, jaar, opties))


def _side_figures(groepen: dict[str, Groep], jaar: int, opties: dict[str, dict[str, Any]]) -> pd.DataFrame:
    frames = [rij for kpi, maak in _NEVEN.items() for rij in maak(groepen[kpi], jaar, opties[kpi])]
    tabel = pd.concat(frames, ignore_index=True).astype(
        {"soort": "str", "teller": "Int64", "noemer": "Int64", "waarde": "float64"}
    )
    sleutel = NEVENKOLOMMEN[:5]
    return tabel.sort_values(sleutel, na_position="first", kind="stable").reset_index(drop=True)
