"""Norm decisions as the shared edition may tell of them.

What was decided is public: the norm, its bandwidth, the words. What it rested on is told beside the value of today, in
steps of at least five people: the same year on two days of knowledge would tell of the few people between them.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from normwijzer.normen.besluit import Basis, Besluit
from normwijzer.privacy import KLEINSTE_DEEL, KLEINSTE_GROEP, rond_aantal
from normwijzer.uitvoering.beschermen_norm import breedte_stap, tel_op, zet_naast

_ZELFDE = 0.005
_LEEG = ("waarde_oude_opties", "d_definitie", "d_rest")
_TELLINGEN = tuple(f"{wat}_{wanneer}" for wat in ("teller", "noemer") for wanneer in ("toen", "nu", "laatst"))


def bescherm_besluit(besluit: Besluit, nu: tuple[int, int] | None) -> Besluit:
    """The decision without what tells of hidden aanbieders or of few people.

    Args:
        nu: exact teller and noemer of today, all aanbieders together over the years of the basis; None when the region
            is not shown in one of these years.

    Returns:
        basis: waarde in steps beside that of today, noemer per 5, no teller, no number of aanbieders; noemer 0 and an
        empty waarde when it may not be shown. kandidaten: only the chosen one, at the norm. digest: without uitkomst,
        which could be tried until it fits.
    """
    gekozen = [
        replace(k, norm=besluit.norm)
        for k in besluit.kandidaten
        if k.methode == besluit.methode and abs(k.norm - besluit.norm) <= _ZELFDE
    ]
    return replace(
        besluit,
        basis=_basis(besluit.basis, nu),
        digest=replace(besluit.digest, uitkomst=""),
        kandidaten=tuple(gekozen[:1]),
    )


def bescherm_herijking(
    rijen: pd.DataFrame, besluiten: Sequence[Besluit], nu: Sequence[tuple[int, int] | None]
) -> pd.DataFrame:
    """Decisions of one onderwerp computed again (`normen.herijking`), with values in steps and no counts.

    Args:
        rijen: one per decision, in order of year and volgnummer, of years up to that of the report.
        besluiten, nu: the exact decisions of the same rows, and their counts of today: see `bescherm_besluit`.

    Returns:
        As given, with te_klein and stap. waarde_laatst is that of today, waarde_toen as the protected basis has it,
        waarde_nu in steps beside waarde_toen; all empty where te_klein.
    """
    if rijen.empty:
        return rijen
    per_rij = zip(rijen.itertuples(), besluiten, nu, strict=True)
    nieuw = [_herijkt(rij, besluit, stand) for rij, besluit, stand in per_rij]
    vast = pd.DataFrame(nieuw, index=rijen.index)
    leeg = {naam: math.nan for naam in _LEEG if naam in rijen}
    geen = {naam: pd.array([pd.NA] * len(rijen), dtype="Int64") for naam in _TELLINGEN if naam in rijen}
    return rijen.assign(**leeg, **geen, **{naam: vast[naam] for naam in vast})


def _basis(basis: Basis, nu: tuple[int, int] | None) -> Basis:
    waarde, _ = _naast(nu, basis.teller, basis.noemer)
    if math.isnan(waarde):
        return Basis(0, 0, math.nan, 0, 0, basis.jaren)
    verschil = math.floor((basis.noemer - nu[1]) / KLEINSTE_DEEL + 0.5) * KLEINSTE_DEEL
    noemer = max(KLEINSTE_GROEP, int(rond_aantal(pd.Series([nu[1] + verschil])).iloc[0]))
    return Basis(0, noemer, waarde, 0, 0, basis.jaren)


def _herijkt(rij, besluit: Besluit, nu: tuple[int, int] | None) -> dict[str, object]:
    """What the shared edition tells of one row; all of it or nothing."""
    basis = besluit.basis
    leeg = dict.fromkeys(("waarde_toen", "waarde_nu", "waarde_laatst", "stap"), math.nan) | {"te_klein": True}
    toen, breedte = _naast(nu, basis.teller, basis.noemer)
    if math.isnan(toen):
        return leeg
    laatst = float(tel_op(nu, pd.Series([0.0])).iloc[0])
    uit = {"waarde_toen": toen, "waarde_nu": math.nan, "waarde_laatst": laatst, "stap": breedte, "te_klein": False}
    if pd.isna(rij.noemer_nu):
        return uit
    opnieuw, stap_nu = _naast((basis.teller, basis.noemer), int(rij.teller_nu), int(rij.noemer_nu))
    if math.isnan(opnieuw):
        return leeg
    sprong = opnieuw - float(tel_op((basis.teller, basis.noemer), pd.Series([0.0])).iloc[0])
    return uit | {"waarde_nu": round(min(1.0, max(0.0, toen + sprong)), 2), "stap": max(breedte, stap_nu)}


def _naast(nu: tuple[int, int] | None, teller: int, noemer: int) -> tuple[float, float]:
    """A value in steps beside another one, and the step; both NaN when it may not be told."""
    if nu is None or noemer < KLEINSTE_GROEP:
        return math.nan, math.nan
    breedte = breedte_stap(min(noemer, nu[1]))
    verschil, mag = zet_naast(nu, pd.Series([teller / noemer]), pd.Series([float(noemer)]), breedte)
    return (float(tel_op(nu, verschil).iloc[0]), breedte) if mag.iloc[0] else (math.nan, math.nan)
