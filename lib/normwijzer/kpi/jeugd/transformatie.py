"""Family `jeugd_transformatie`: J1–J22 of verblijf (001), every scope, every option as a variant."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...regio import Regio
from ...registraties import Bronnen
from ..basisteller import Basisteller
from ..catalogus import laad
from ..opties import opties_voor, resolve, state_deviations, variants
from ..uitkomst import Uitkomst
from . import aanbieders, aantallen, duur, etmalen, gezinsgericht, instroom, opgave, pleegzorg, tom
from .doelen import ZONDER_GEZINSGERICHT, Gemeten, list_doelen
from .geen_bron import list_geen_bron, no_sources
from .neven import join_neven
from .rijen import finish
from .verblijfsduur import make_overleving, make_verblijfsduur
from .verloop import count_kwaliteit, count_verloop_verblijf, list_niet_ingedeeld
from .zorg import VERBLIJF, Zorg, prepare

if TYPE_CHECKING:
    from ...toestand import Toestand

FAMILIE = "jeugd_transformatie"

_Opties = dict[str, dict[str, Any]]
_Tel = Callable[[Zorg, int, dict[str, Any]], pd.DataFrame]
_Neven = Callable[[Zorg, int, dict[str, Any]], list[pd.DataFrame]]

BERICHTEN: dict[str, tuple[_Tel, _Neven]] = {
    "jeugdigen_in_verblijf": (aantallen.count_aantal, aantallen.side_aantal),
    "verblijf_per_ambulant": (aantallen.count_per_ambulant, aantallen.side_per_ambulant),
    "tom_instroom_zonder_uithuisplaatsing": (tom.count_tom_instroom, tom.side_tom_instroom),
    duur.J5: (duur.count_gemiddeld, partial(duur.side_duur, kpi=duur.J5)),
    duur.J6: (duur.count_mediaan, partial(duur.side_duur, kpi=duur.J6)),
    duur.J7: (duur.count_korter, partial(duur.side_duur, kpi=duur.J7)),
    "tom_uitstroom_duurzaam": (tom.count_tom_uitstroom, tom.side_tom_uitstroom),
    "deeltijdpleegzorg": (pleegzorg.count_deeltijdpleegzorg, pleegzorg.side_deeltijdpleegzorg),
    "etmalen_verblijf": (etmalen.count_etmalen, etmalen.side_etmalen),
    "gezinsgericht": (gezinsgericht.count_gezinsgericht, gezinsgericht.side_gezinsgericht),
    aanbieders.J12: (aanbieders.count_een_aanbieder, aanbieders.side_een_aanbieder),
    aanbieders.J13: (aanbieders.count_per_periode, aanbieders.side_per_periode),
    instroom.J15: (instroom.count_eerste_keer, instroom.side_eerste_keer),
}
"""KPI's from messages only: how the rows are counted, and the side figures."""

PER_POPULATIE = "verblijf_per_populatie"
KPIS = (*BERICHTEN, PER_POPULATIE, *opgave.KPIS_TRANSFORMATIE)


def bereken(toestand: "Toestand", regio: Regio, jaar: int, bronnen: Bronnen | None = None) -> Uitkomst:
    """Every outcome of the family for one region and year; see `kpi.bereken`.

    Frames: doelen (`list_doelen`), geen_bron, stroom and redenen (`count_verloop_verblijf`), verblijfsduur and
    overleving (`make_verblijfsduur`, `make_overleving`).
    """
    bronnen = no_sources() if bronnen is None else bronnen
    zorg = prepare(toestand, regio)
    opties = {kpi: resolve(regio, FAMILIE, kpi) for kpi in KPIS}
    uitkomsten = _outcomes(zorg, bronnen, jaar)
    stroom, redenen = count_verloop_verblijf(zorg, jaar, opties[duur.J5], opties[duur.J5]["tie_volgorde_jeugd"])
    return Uitkomst(
        uitkomsten=uitkomsten,
        nevencijfers=_side_figures(zorg, bronnen, jaar, opties),
        kwaliteit=count_kwaliteit(
            zorg,
            jaar,
            VERBLIJF,
            pd.concat([toestand.signalen, bronnen.signalen], ignore_index=True),
            opgave.count_dekking(zorg, bronnen, jaar, opgave.KPIS_TRANSFORMATIE),
        ),
        niet_ingedeeld=list_niet_ingedeeld(zorg, jaar),
        frames={
            "stroom": stroom,
            "redenen": redenen,
            "doelen": list_doelen(laad(FAMILIE), jaar, partial(_measure, zorg, bronnen, opties)),
            "verblijfsduur": make_verblijfsduur(zorg, jaar, opties),
            "overleving": make_overleving(zorg, jaar, opties),
            "geen_bron": list_geen_bron(laad(FAMILIE), uitkomsten, bronnen, jaar),
        },
    )


def bereken_afwijkend(
    toestand: "Toestand", regio: Regio, jaar: int, variant: str, bronnen: Bronnen | None = None
) -> pd.DataFrame:
    """Rows of one variant that asks for a state of its own, of the KPI's that know it; see `kpi.bereken_afwijkend`."""
    bronnen = no_sources() if bronnen is None else bronnen
    zorg, keuze = prepare(toestand, regio), state_deviations(regio, FAMILIE)[variant]
    frames = [
        count(kpi, zorg, bronnen, jaar, resolve(regio, FAMILIE, kpi) | keuze).assign(kpi=kpi, variant=variant)
        for kpi in KPIS
        if set(keuze) <= set(opties_voor(FAMILIE, kpi))
    ]
    return finish(frames, regio.map, jaar, FAMILIE, zorg.bekend_op)


def prepare_basis(
    toestand: "Toestand", regio: Regio, bronnen: Bronnen | None = None, *, alleen_regio: bool = False
) -> Basisteller:
    """The state made ready to count only the basis; see `kpi.prepare_basis`. Rows per aanbieder cost nothing here."""
    return _basisteller(prepare(toestand, regio), no_sources() if bronnen is None else bronnen)


def _basisteller(zorg: Zorg, bronnen: Bronnen) -> Basisteller:
    return Basisteller(
        FAMILIE,
        zorg.regio,
        KPIS,
        lambda kpi, jaar, opties: count(kpi, zorg, bronnen, jaar, opties),
        lambda frames, jaar: finish(list(frames), zorg.regio.map, jaar, FAMILIE, zorg.bekend_op),
        lambda kies: _basisteller(zorg.only(kies(zorg.clienten)), bronnen),
    )


def count(kpi: str, zorg: Zorg, bronnen: Bronnen, jaar: int, opties: dict[str, Any]) -> pd.DataFrame:
    """Rows (`rijen.KOLOMMEN`) of one KPI with these options; no rows = no source."""
    if kpi in BERICHTEN:
        return BERICHTEN[kpi][0](zorg, jaar, opties)
    if kpi == PER_POPULATIE:
        return aantallen.count_per_populatie(zorg, bronnen.bevolking, jaar, opties)
    return opgave.count_opgave(zorg, bronnen, jaar, kpi, opties)


def _outcomes(zorg: Zorg, bronnen: Bronnen, jaar: int) -> pd.DataFrame:
    """Rows of every KPI: the basis, and one option at a time."""
    frames = [
        count(kpi, zorg, bronnen, jaar, opties).assign(kpi=kpi, variant=naam)
        for kpi in KPIS
        for naam, opties in variants(zorg.regio, FAMILIE, kpi)
    ]
    return finish(frames, zorg.regio.map, jaar, FAMILIE, zorg.bekend_op)


def _side_figures(zorg: Zorg, bronnen: Bronnen, jaar: int, opties: _Opties) -> pd.DataFrame:
    rijen = [rij for kpi, (_, neven) in BERICHTEN.items() for rij in neven(zorg, jaar, opties[kpi])]
    rijen += aantallen.side_per_populatie(zorg, jaar, opties[PER_POPULATIE])
    rijen += [rij for kpi in opgave.KPIS_TRANSFORMATIE for rij in opgave.side_opgave(bronnen, jaar, kpi)]
    return join_neven(rijen)


def _measure(zorg: Zorg, bronnen: Bronnen, opties: _Opties, jaar: int) -> Gemeten:
    """Value of the basis per KPI and soort in a year and whom it is about, for the KPI's with a target."""
    gemeten: Gemeten = {}
    for kpi, definitie in laad(FAMILIE).definities.items():
        soorten = {doel.soort for doel in definitie.doelen}
        if soorten:
            rijen = count(kpi, zorg, bronnen, jaar, opties[kpi])
            gemeten |= {(kpi, rij.soort): _with_people(rij) for rij in _whole_region(rijen).itertuples()}
        if ZONDER_GEZINSGERICHT in soorten:
            neven = _whole_region(join_neven(BERICHTEN[kpi][1](zorg, jaar, opties[kpi])))
            rij = next(neven[neven.kenmerk.eq(ZONDER_GEZINSGERICHT) & neven.soort.eq("")].itertuples())
            gemeten[kpi, ZONDER_GEZINSGERICHT] = _with_people(rij)
    return gemeten


def _whole_region(rijen: pd.DataFrame) -> pd.DataFrame:
    return rijen[rijen.aanbieder.isna()].assign(soort=rijen.soort.fillna(""))


def _with_people(rij: Any) -> tuple[float, float]:
    return float(rij.waarde), float(rij.teller if pd.isna(rij.noemer) else rij.noemer)
