"""reports/index.html: every region, year and report with its state, its headline figures and what came of the run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from normwijzer.kpi import FAMILIES, catalogus
from normwijzer.rapport.editie import GEDEELD_AFGEROND
from normwijzer.rapport.kaal import maak_kale_pagina
from normwijzer.rapport.kerncijfers import Kerncijfer
from normwijzer.rapport.overzicht_filter import html_filter
from normwijzer.rapport.overzicht_sinds import Sinds, html_sinds
from normwijzer.rapport.overzicht_tabel import html_regio

_VERTROUWELIJK = (
    '<p class="vertrouwelijk"><strong>VERTROUWELIJK</strong> Interne editie met exacte aantallen, '
    "ook van kleine groepen. Niet delen buiten de kring die deze gegevens mag zien.</p>"
)
_UITLEG = (
    '<p class="onderkop">Per regio, jaar en rapport: de stand, de kerncijfers en de oordelen. Een oordeel is het begin '
    f"van een gesprek en niet het einde. {GEDEELD_AFGEROND}</p>"
)
_TITELS = {"norm_bepalen": "Norm bepalen", "gesprek": "Pagina's voor het gesprek"}


@dataclass(frozen=True)
class Vermelding:
    """One report of the matrix, as the index tells of it.

    regio: folder; familie: id, also norm_bepalen. staat: one of STATEN. wanneer: what this run did with it, in words;
    melding: why it failed, in Dutch. html, xlsx: links from the index, empty = there is no such file. kern: headline
    figures, empty when they are not known. gesprekken: (name of the aanbieder, link). brieven: how many letters lie
    there, told in the internal edition only.
    """

    regio: str
    jaar: int
    familie: str
    staat: str
    wanneer: str = ""
    melding: str = ""
    html: str = ""
    xlsx: str = ""
    kern: tuple[Kerncijfer, ...] = ()
    gesprekken: tuple[tuple[str, str], ...] = ()
    brieven: int = 0


@dataclass(frozen=True)
class Overzicht:
    """Everything on the page. namen: folder of a region -> its name, those without a report too; synthetisch: folders
    of invented regions; fouten: (where, what) of what failed before any report."""

    editie: str
    vermeldingen: Sequence[Vermelding]
    namen: Mapping[str, str] = field(default_factory=dict)
    synthetisch: frozenset[str] = frozenset()
    fouten: Sequence[tuple[str, str]] = ()
    sinds: Sinds | None = None


def maak_overzicht(overzicht: Overzicht) -> str:
    """The page: one file that asks nothing of any host. Without script everything on it is visible."""
    regios = sorted({v.regio for v in overzicht.vermeldingen}, key=lambda map_: (overzicht.namen.get(map_, map_), map_))
    titels = {v.familie: titel_familie(v.familie) for v in overzicht.vermeldingen}
    delen = [_VERTROUWELIJK if overzicht.editie == "intern" else _UITLEG, _fouten(overzicht.fouten)]
    if overzicht.sinds is not None:
        delen.append(html_sinds(overzicht.sinds, titels, overzicht.namen))
    if regios:
        delen.append(html_filter(overzicht.vermeldingen, titels, overzicht.namen))
    for regio in regios:
        eigen = [v for v in overzicht.vermeldingen if v.regio == regio]
        naam = overzicht.namen.get(regio, regio)
        if overzicht.editie != "intern":
            eigen = [replace(v, brieven=0) for v in eigen]
        delen.append(html_regio(naam, eigen, titels, verzonnen=regio in overzicht.synthetisch))
    if not regios:
        delen.append("<p>Er is nog geen rapport.</p>")
    titel = "Rapporten (intern)" if overzicht.editie == "intern" else "Rapporten"
    return _met_eigen(maak_kale_pagina(titel, "\n".join(filter(None, delen))))


def titel_familie(familie: str) -> str:
    """What the catalogue calls the family; a report it does not know goes by its own title or its id."""
    return catalogus.laad(familie).titel if familie in FAMILIES else _TITELS.get(familie, familie)


def _fouten(fouten: Sequence[tuple[str, str]]) -> str:
    if not fouten:
        return ""
    regels = "\n".join(f"<li><strong>{escape(waar)}</strong>: {escape(wat)}</li>" for waar, wat in fouten)
    return (
        '<section class="alarm" aria-label="Niet gelukt in de laatste run">\n<p class="alarmkop">'
        f"Niet gelukt in de laatste run</p>\n<ul>\n{regels}\n</ul>\n</section>"
    )


def _met_eigen(pagina: str) -> str:
    """The page with the style and the script of the index inside."""
    stijl = f"<style>\n{_lees('overzicht.css')}\n</style>\n</head>"
    script = f"<script>\n{_lees('overzicht.js')}\n</script>\n</body>"
    return pagina.replace("</head>", stijl, 1).replace("</body>", script, 1)


def _lees(naam: str) -> str:
    return Path(__file__).with_name(naam).read_text(encoding="utf-8").strip()
