"""Family `jeugd_kwaliteit`: K1, K2, K31–K34 (001, the harmonised outcome indicators), every option as a variant."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...regio import Regio
from ...registraties import Bronnen
from ..basisteller import Basisteller
from ..catalogus import laad
from ..opties import opties_voor, resolve, state_deviations, variants
from ..uitkomst import Uitkomst
from .geen_bron import list_geen_bron, no_sources
from .herhaald_beroep import K32, count_herhaald_beroep, judge_einden, side_herhaald_beroep
from .neven import join_neven
from .opgave import KPIS_KWALITEIT, count_dekking, count_opgave, count_respons, side_opgave, side_zeven_of_hoger
from .rijen import finish
from .uitval import K1, count_uitval, side_uitval
from .verloop import count_kwaliteit, count_verloop, list_niet_ingedeeld
from .zorg import AMBULANT, VERBLIJF, Zorg, prepare

if TYPE_CHECKING:
    from ...toestand import Toestand

FAMILIE = "jeugd_kwaliteit"
SOORTEN = (*VERBLIJF, AMBULANT)

_Tel = Callable[[Zorg, int, Mapping[str, Any]], pd.DataFrame]
_Neven = Callable[[Zorg, int, Mapping[str, Any]], list[pd.DataFrame]]
BERICHTEN: dict[str, tuple[_Tel, _Neven]] = {
    K1: (count_uitval, side_uitval),
    K32: (count_herhaald_beroep, side_herhaald_beroep),
}
"""KPI's that the messages tell, and how they and their side figures are counted; the aanbieders report the others."""

KPIS = (*BERICHTEN, *KPIS_KWALITEIT)


def bereken(toestand: "Toestand", regio: Regio, jaar: int, bronnen: Bronnen | None = None) -> Uitkomst:
    """Every outcome of the family for one region and year; see `kpi.bereken`.

    Frames: redenen (soort, aanbieder, reden, aantal: why care ended, verblijf and ambulant, see `count_verloop`),
    respons (`count_respons`), geen_bron (`list_geen_bron`).
    """
    bronnen = no_sources() if bronnen is None else bronnen
    zorg = prepare(toestand, regio)
    opties = {kpi: resolve(regio, FAMILIE, kpi) for kpi in BERICHTEN}
    uitkomsten = _outcomes(zorg, bronnen, jaar)
    einden = judge_einden(zorg, jaar, opties[K32])
    extra = [("nog_niet_beoordeelbaar", None, int((~einden.beoordeelbaar).sum()), len(einden))]
    extra += count_dekking(zorg, bronnen, jaar, KPIS_KWALITEIT)
    signalen = pd.concat([toestand.signalen, bronnen.signalen], ignore_index=True)
    return Uitkomst(
        uitkomsten=uitkomsten,
        nevencijfers=_side_figures(zorg, bronnen, jaar, opties),
        kwaliteit=count_kwaliteit(zorg, jaar, SOORTEN, signalen, extra),
        niet_ingedeeld=list_niet_ingedeeld(zorg, jaar),
        frames={
            "redenen": count_verloop(zorg, jaar, SOORTEN, opties[K1]["tie_volgorde_jeugd"])[1],
            "respons": count_respons(bronnen, jaar),
            "geen_bron": list_geen_bron(laad(FAMILIE), uitkomsten, bronnen, jaar),
        },
    )


def bereken_afwijkend(
    toestand: "Toestand", regio: Regio, jaar: int, variant: str, bronnen: Bronnen | None = None
) -> pd.DataFrame:
    """Rows of one variant that asks for a state of its own, of the KPI's that know it; see `kpi.bereken_afwijkend`."""
    zorg, keuze = prepare(toestand, regio), state_deviations(regio, FAMILIE)[variant]
    frames = [
        tel(zorg, jaar, resolve(regio, FAMILIE, kpi) | keuze).assign(kpi=kpi, variant=variant)
        for kpi, (tel, _) in BERICHTEN.items()
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
        lambda kpi, jaar, opties: _count(kpi, zorg, bronnen, jaar, opties),
        lambda frames, jaar: finish(list(frames), zorg.regio.map, jaar, FAMILIE, zorg.bekend_op),
        lambda kies: _basisteller(zorg.only(kies(zorg.clienten)), bronnen),
    )


def _count(kpi: str, zorg: Zorg, bronnen: Bronnen, jaar: int, opties: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of one KPI with these options."""
    if kpi in BERICHTEN:
        return BERICHTEN[kpi][0](zorg, jaar, opties)
    return count_opgave(zorg, bronnen, jaar, kpi, opties, per_aanbieder=True)


def _outcomes(zorg: Zorg, bronnen: Bronnen, jaar: int) -> pd.DataFrame:
    """Rows of every KPI: the basis, and one option at a time."""
    frames = [
        _count(kpi, zorg, bronnen, jaar, opties).assign(kpi=kpi, variant=naam)
        for kpi in KPIS
        for naam, opties in variants(zorg.regio, FAMILIE, kpi)
    ]
    return finish(frames, zorg.regio.map, jaar, FAMILIE, zorg.bekend_op)


def _side_figures(zorg: Zorg, bronnen: Bronnen, jaar: int, opties: dict[str, dict[str, Any]]) -> pd.DataFrame:
    rijen = [rij for kpi, (_, neven) in BERICHTEN.items() for rij in neven(zorg, jaar, opties[kpi])]
    rijen += [rij for kpi in KPIS_KWALITEIT for rij in side_opgave(bronnen, jaar, kpi)]
    return join_neven(rijen + side_zeven_of_hoger(bronnen, jaar))
