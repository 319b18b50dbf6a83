"""reports/index.html: every region, year and family with its state."""

import os
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from normwijzer.kpi import FAMILIES, catalogus
from normwijzer.paden import Paden
from normwijzer.rapport.kaal import maak_kale_pagina

_VERTROUWELIJK = (
    '<p class="vertrouwelijk"><strong>VERTROUWELIJK</strong> Interne editie met exacte aantallen, '
    "ook van kleine groepen.</p>"
)
_KOP = (
    '<div class="tabel" role="region" aria-label="Rapporten" tabindex="0">\n<table>\n<caption>Rapporten</caption>\n'
    '<thead><tr><th scope="col">Regio</th><th scope="col">Jaar</th><th scope="col">Rapport</th>'
    '<th scope="col">Stand</th></tr></thead>\n<tbody>'
)
_TITELS = {"norm_bepalen": "Norm bepalen"}
_STAAT = {"gemaakt": "bijgewerkt", "ongewijzigd": "actueel", "uitkomsten berekend": "rapport van een eerdere run"}


def schrijf_overzicht(
    paden: Paden, editie: str, gevraagd: Iterable[tuple[object, str]], namen: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write the index of one edition: what lies in its folder, and what this run was asked for but did not make.

    Args:
        gevraagd: (cell with regio, jaar, familie; status) of this run.
        namen: folder of a region -> its name; a folder without one goes by its own name.
    """
    map_ = paden.rapporten(editie)
    staten = {(vak.regio, str(vak.jaar), vak.familie): status for vak, status in gevraagd}
    aanwezig = {pad.relative_to(map_).with_suffix("").parts for pad in map_.glob("*/[0-9][0-9][0-9][0-9]/*.html")}
    if editie != "intern":
        aanwezig = {delen for delen in aanwezig if delen[0] != "intern"}
    regels = [_regel(map_, delen, staten.get(delen), namen) for delen in sorted(aanwezig | set(staten))]
    map_.mkdir(parents=True, exist_ok=True)
    tijdelijk = map_ / ".index.html.nieuw"
    tijdelijk.write_text(_pagina(editie, regels), encoding="utf-8", newline="\n")
    os.replace(tijdelijk, map_ / "index.html")


def _regel(map_: Path, delen: tuple[str, str, str], status: str | None, namen: Mapping[str, str]) -> str:
    regio, jaar, familie = escape(namen.get(delen[0], delen[0])), delen[1], escape(_titel(delen[2]))
    html = map_.joinpath(*delen[:2], f"{delen[2]}.html")
    doel = quote("/".join(delen))
    rapport, staat = familie, escape(status or "")
    if html.is_file():
        rapport = f'<a href="{doel}.html">{familie}, {regio}, {jaar}</a>'
        staat = (
            "van een eerdere run" if status is None else _STAAT.get(status, f"{staat}; het vorige rapport staat er nog")
        )
    if html.with_suffix(".xlsx").is_file():
        rapport += f' (<a href="{doel}.xlsx">Excel</a>)'
    cellen = "".join(f"<td>{cel}</td>" for cel in (jaar, rapport, staat))
    return f'<tr><th scope="row">{regio}</th>{cellen}</tr>'


def _titel(familie: str) -> str:
    """What the catalogue calls the family; a report it does not know goes by its own title or its id."""
    return catalogus.laad(familie).titel if familie in FAMILIES else _TITELS.get(familie, familie)


def _pagina(editie: str, regels: list[str]) -> str:
    titel = "Rapporten (intern)" if editie == "intern" else "Rapporten"
    delen = [_VERTROUWELIJK] if editie == "intern" else []
    delen += [_KOP, *regels, "</tbody>\n</table>\n</div>"] if regels else ["<p>Er is nog geen rapport.</p>"]
    return maak_kale_pagina(titel, "\n".join(delen))
