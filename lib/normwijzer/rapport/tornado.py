"""The most influential choices of a definition as bars around the basis, one mark per perceel."""

from collections.abc import Sequence

from matplotlib.ticker import FuncFormatter

from normwijzer.rapport import opmaak
from normwijzer.rapport.figuur import MERKEN, html_figuur, nieuwe_figuur
from normwijzer.rapport.tabel import Tabel

MEESTE = 12
"""Choices drawn; the table behind the figure has them all."""

_LANGSTE_NAAM = 52


def html_tornado(titel: str, percelen: Sequence[str], rijen: Sequence[tuple], tabel: Tabel) -> str:
    """Figure of the differences with the basis, largest first, with the table behind it.

    Args:
        titel: of the KPI, for caption and alternative text.
        percelen: names, one per number in a row.
        rijen: (choice in words, difference per perceel as a fraction; anything that is no number is not drawn),
            most influential first.
        tabel: the full table.
    """
    getekend = list(rijen[:MEESTE])
    figuur, assen = nieuwe_figuur(figsize=(8.0, 1.2 + 0.34 * len(getekend)))
    for plaats, (_, *verschillen) in enumerate(getekend):
        getallen = [0.0, *(verschil for verschil in verschillen if isinstance(verschil, float))]
        assen.hlines(plaats, min(getallen), max(getallen), color="#8C8C8C", linewidth=5)
    for nummer, perceel in enumerate(percelen):
        waarden = {plaats: rij[nummer + 1] for plaats, rij in enumerate(getekend) if isinstance(rij[nummer + 1], float)}
        if waarden:
            merk, kleur = MERKEN[nummer % len(MERKEN)]
            assen.scatter(waarden.values(), waarden.keys(), marker=merk, color=kleur, s=34, zorder=3, label=perceel)
    assen.axvline(0, color="#1A1A1A", linewidth=1)
    assen.set_yticks(range(len(getekend)), [_kort(rij[0]) for rij in getekend], fontsize=8)
    assen.invert_yaxis()
    assen.grid(axis="y", visible=False)
    assen.grid(axis="x", color="#D9D9D9", linewidth=0.6)
    assen.xaxis.set_major_formatter(FuncFormatter(lambda waarde, _: opmaak.getal(waarde * 100)))
    assen.set_xlabel("Verschil met de basisdefinitie in procentpunten")
    assen.legend(fontsize=8, frameon=True, framealpha=0.95)
    bijschrift = f"{titel}: hoeveel een andere keuze in de definitie de uitkomst verschuift, de grootste bovenaan."
    return html_figuur(figuur, _alt(titel, percelen, getekend), bijschrift, tabel)


def _kort(naam: str) -> str:
    return naam if len(naam) <= _LANGSTE_NAAM else f"{naam[: _LANGSTE_NAAM - 1].rstrip()}…"


def _alt(titel: str, percelen: Sequence[str], rijen: Sequence[tuple]) -> str:
    zinnen = []
    for naam, *verschillen in rijen[:5]:
        delen = [
            f"{perceel} {'+' if verschil >= 0 else '−'}{opmaak.getal(abs(verschil) * 100)}"
            for perceel, verschil in zip(percelen, verschillen, strict=True)
            if isinstance(verschil, float)
        ]
        zinnen.append(f"{naam}: {', '.join(delen)}.")
    return f"Staafjes van {titel}, verschil met de basis in procentpunten. {' '.join(zinnen)}"
