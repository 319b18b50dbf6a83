"""The most influential choices of a definition as bars around the basis, one mark per perceel."""

from collections.abc import Sequence

from matplotlib.ticker import FuncFormatter

from normwijzer.rapport import opmaak
from normwijzer.rapport.eenheden import Eenheid
from normwijzer.rapport.figuur import MERKEN, html_figuur, nieuwe_figuur
from normwijzer.rapport.tabel import Tabel, schrijf

MEESTE = 12
"""Choices drawn; the table behind the figure has them all."""

_LANGSTE_NAAM = 52


def html_tornado(titel: str, groepen: Sequence[str], rijen: Sequence[tuple], tabel: Tabel, eenheid: Eenheid) -> str:
    """Figure of the differences with the basis, largest first, with the table behind it.

    Args:
        titel: of the KPI, for caption and alternative text.
        groepen: names, one per number in a row.
        rijen: (choice in words, difference per groep as the unit stores it; anything that is no number is not drawn),
            most influential first.
        tabel: the full table.
        eenheid: unit of the KPI.
    """
    getekend = list(rijen[:MEESTE])
    figuur, assen = nieuwe_figuur(figsize=(8.0, 1.2 + 0.34 * len(getekend)))
    for plaats, (_, *verschillen) in enumerate(getekend):
        getallen = [0.0, *(verschil for verschil in verschillen if isinstance(verschil, float))]
        assen.hlines(plaats, min(getallen), max(getallen), color="#8C8C8C", linewidth=5)
    for nummer, groep in enumerate(groepen):
        waarden = {plaats: rij[nummer + 1] for plaats, rij in enumerate(getekend) if isinstance(rij[nummer + 1], float)}
        if waarden:
            merk, kleur = MERKEN[nummer % len(MERKEN)]
            assen.scatter(waarden.values(), waarden.keys(), marker=merk, color=kleur, s=34, zorder=3, label=groep)
    assen.axvline(0, color="#1A1A1A", linewidth=1)
    assen.set_yticks(range(len(getekend)), [_kort(rij[0]) for rij in getekend], fontsize=8)
    assen.invert_yaxis()
    assen.grid(axis="y", visible=False)
    assen.grid(axis="x", color="#D9D9D9", linewidth=0.6)
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: _op_as(eenheid, waarde)))
    in_wat = f" in {eenheid.meervoud_verschil}" if eenheid.meervoud_verschil else ""
    assen.set_xlabel(f"Verschil met de basisdefinitie{in_wat}")
    assen.legend(fontsize=8, frameon=True, framealpha=0.95)
    bijschrift = f"{titel}: hoeveel een andere keuze in de definitie de uitkomst verschuift, de grootste bovenaan."
    return html_figuur(figuur, _alt(titel, groepen, getekend, eenheid), bijschrift, tabel)


def _kort(naam: str) -> str:
    return naam if len(naam) <= _LANGSTE_NAAM else f"{naam[: _LANGSTE_NAAM - 1].rstrip()}…"


def _op_as(eenheid: Eenheid, waarde: float) -> str:
    """A difference at a tick: without sign or word, those are in the label of the axis."""
    factor = 100 if eenheid.verschil in ("punten", "punten2", "relatief") else 1
    return opmaak.getal(waarde * factor, 2 if eenheid.verschil.endswith("2") else 1)


def _alt(titel: str, groepen: Sequence[str], rijen: Sequence[tuple], eenheid: Eenheid) -> str:
    zinnen = []
    for naam, *verschillen in rijen[:5]:
        delen = [
            f"{groep} {schrijf(verschil, eenheid.verschil)}"
            for groep, verschil in zip(groepen, verschillen, strict=True)
            if isinstance(verschil, float)
        ]
        zinnen.append(f"{naam}: {', '.join(delen)}.")
    in_wat = f" in {eenheid.meervoud_verschil}" if eenheid.meervoud_verschil else ""
    return f"Staafjes van {titel}, verschil met de basis{in_wat}. {' '.join(zinnen)}"
