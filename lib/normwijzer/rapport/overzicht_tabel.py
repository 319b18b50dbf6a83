"""The matrix of one region in the index: a row per report, a column per year; one below the other on a small screen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from normwijzer.rapport.opmaak import aantal, meervoud

if TYPE_CHECKING:
    from normwijzer.rapport.overzicht import Vermelding

DEFINITIEF, VOORLOPIG, MISLUKT, NIET_GEVRAAGD, AANWEZIG = (
    "definitief", "voorlopig", "mislukt", "niet gevraagd", "aanwezig",
)  # fmt: skip
STATEN = {DEFINITIEF: "●", VOORLOPIG: "○", MISLUKT: "✕", NIET_GEVRAAGD: "–", AANWEZIG: "●"}
"""State of a report -> the sign beside the word. aanwezig: it lies there, and nothing more is known of it."""


def html_regio(
    naam: str, vermeldingen: Sequence["Vermelding"], titels: Mapping[str, str], *, verzonnen: bool = False
) -> str:
    """The section of one region. The roles stand there because blocks on a small screen would lose them."""
    jaren = sorted({v.jaar for v in vermeldingen})
    families = list(dict.fromkeys(v.familie for v in vermeldingen))
    per_vak = {(v.familie, v.jaar): v for v in vermeldingen}
    kop = "".join(f'<th scope="col" role="columnheader">{jaar}</th>' for jaar in jaren)
    rijen = [
        f'<tr role="row"><th scope="row" role="rowheader">{escape(titels[familie])}</th>'
        + "".join(_cel(naam, titels[familie], jaar, per_vak.get((familie, jaar))) for jaar in jaren)
        + "</tr>"
        for familie in families
    ]
    bijzin = '<p class="melding">Verzonnen gegevens: deze regio bestaat niet.</p>\n' if verzonnen else ""
    return (
        f'<section class="regio" data-regio="{escape(vermeldingen[0].regio)}">\n<h2>{escape(naam)}</h2>\n{bijzin}'
        f'<table class="matrix" role="table">\n<caption>Rapporten van {escape(naam)}, per jaar</caption>\n'
        f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Rapport</th>{kop}</tr></thead>\n'
        f'<tbody role="rowgroup">\n' + "\n".join(rijen) + "\n</tbody>\n</table>\n</section>"
    )


def sleutels(vermelding: "Vermelding") -> list[str]:
    """The kinds of verdict among its headline figures, each once, in the order in which they come."""
    return list(dict.fromkeys(o["sleutel"] for cijfer in vermelding.kern for o in cijfer["oordelen"]))


def _cel(regio: str, titel: str, jaar: int, vermelding: "Vermelding | None") -> str:
    if vermelding is None:
        return '<td role="cell" class="geen">–</td>'
    over = f'<span class="alleen-gehoor"> {escape(titel)}, {escape(regio)}</span>'
    delen = [
        f'<p class="jaar" aria-hidden="true">{jaar}</p>',
        _staat(vermelding),
        _links(vermelding, over),
        _telling(vermelding),
        _kern(vermelding, over),
        _gesprekken(vermelding, over),
        _brieven(vermelding),
    ]
    gegevens = {
        "regio": vermelding.regio,
        "jaar": str(jaar),
        "familie": vermelding.familie,
        "staat": vermelding.staat,
        "oordeel": "|".join(sleutels(vermelding)),
    }
    kenmerken = "".join(f' data-{naam}="{escape(waarde)}"' for naam, waarde in gegevens.items())
    inhoud = "\n".join(filter(None, delen))
    return f'<td role="cell"><div class="rapport"{kenmerken}>\n{inhoud}\n</div></td>'


def _staat(vermelding: "Vermelding") -> str:
    teken, klasse = STATEN[vermelding.staat], vermelding.staat.replace(" ", "-")
    wanneer = f' <span class="wanneer">{escape(vermelding.wanneer)}</span>' if vermelding.wanneer else ""
    melding = f'\n<p class="waarom">{escape(vermelding.melding)}</p>' if vermelding.melding else ""
    return (
        f'<p class="staat staat-{klasse}"><span aria-hidden="true">{teken}</span> '
        f"<strong>{escape(vermelding.staat)}</strong>{wanneer}</p>{melding}"
    )


def _links(vermelding: "Vermelding", over: str) -> str:
    links = []
    if vermelding.html:
        links.append(f'<a href="{escape(vermelding.html)}">Rapport {vermelding.jaar}{over}</a>')
    if vermelding.xlsx:
        wat = f'<span class="alleen-gehoor"> {vermelding.jaar}</span>{over}'
        links.append(f'<a href="{escape(vermelding.xlsx)}">Excel{wat}</a>')
    return f'<p class="links">{" ".join(links)}</p>' if links else ""


def _telling(vermelding: "Vermelding") -> str:
    """How many of every verdict."""
    telling = Counter(o["sleutel"] for cijfer in vermelding.kern for o in cijfer["oordelen"])
    if not telling:
        return ""
    delen = ", ".join(f"{aantal(hoeveel)} {escape(_woord(sleutel))}" for sleutel, hoeveel in telling.items())
    return f'<p class="telling">Oordelen: {delen}</p>'


def _woord(sleutel: str) -> str:
    return "ver onder bandbreedte" if sleutel == "ver" else sleutel


def _kern(vermelding: "Vermelding", over: str) -> str:
    if not vermelding.kern:
        return ""
    blokken = []
    for titel, cijfers in groupby(vermelding.kern, key=lambda cijfer: cijfer["titel"]):
        regels = "\n".join(_regel(cijfer) for cijfer in cijfers)
        blokken.append(f'<li class="kpi"><span class="titel">{escape(titel)}</span>\n<ul>\n{regels}\n</ul></li>')
    hoeveel = meervoud(len(vermelding.kern), "kerncijfer", "kerncijfers")
    return (
        f'<details class="kern" open>\n<summary>{hoeveel}<span class="alleen-gehoor"> {vermelding.jaar}</span>{over}'
        "</summary>\n<ul>\n" + "\n".join(blokken) + "\n</ul>\n</details>"
    )


def _regel(cijfer: Mapping) -> str:
    oordelen = "".join(
        f' <span class="uitspraak {escape(o["klasse"])}">'
        + (f'<span aria-hidden="true">{escape(o["teken"])}</span> ' if o["teken"] else "")
        + f"{escape(o['woord'])}</span>"
        for o in cijfer["oordelen"]
    )
    open_ = cijfer["getoond"] and cijfer["status"] == VOORLOPIG
    voorlopig = ' <span class="wanneer">voorlopig</span>' if open_ else ""
    merk = escape("|".join(o["sleutel"] for o in cijfer["oordelen"]))
    klasse = "waarde" if cijfer["getoond"] else "waarde zonder"
    return (
        f'<li data-oordeel="{merk}">{escape(cijfer["naam"])}: <span class="{klasse}">{escape(cijfer["waarde"])}</span>'
        f"{voorlopig}{oordelen}</li>"
    )


def _gesprekken(vermelding: "Vermelding", over: str) -> str:
    if not vermelding.gesprekken:
        return ""
    regels = "\n".join(f'<li><a href="{escape(link)}">{escape(naam)}</a></li>' for naam, link in vermelding.gesprekken)
    hoeveel = meervoud(len(vermelding.gesprekken), "pagina", "pagina's")
    return (
        f'<details class="gesprekken" open>\n<summary>{hoeveel} voor een gesprek'
        f'<span class="alleen-gehoor"> {vermelding.jaar}</span>{over}</summary>\n<ul>\n{regels}\n</ul>\n</details>'
    )


def _brieven(vermelding: "Vermelding") -> str:
    if not vermelding.brieven:
        return ""
    wat = meervoud(vermelding.brieven, "brief", "brieven")
    return f'<p class="brieven">{wat} voor aanbieders in de map brieven</p>'
