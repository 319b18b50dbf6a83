"""reports/index.html: every region, year and family with its state."""

import os
from collections.abc import Iterable
from html import escape
from pathlib import Path

from normwijzer.paden import Paden
from normwijzer.rapport.pagina import stijl
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

_STAAT = {"gemaakt": "bijgewerkt", "ongewijzigd": "actueel", "uitkomsten berekend": "rapport van een eerdere run"}


def schrijf_overzicht(paden: Paden, editie: str, gevraagd: Iterable[tuple[object, str]]) -> None:
    """Write the index of one edition: what lies in its folder, and what this run was asked for but did not make.

    Args:
        gevraagd: (cell with regio, jaar, familie; status) of this run.
    """
    map_ = paden.rapporten(editie)
    staten = {(vak.regio, str(vak.jaar), vak.familie): status for vak, status in gevraagd}
    aanwezig = {pad.relative_to(map_).with_suffix("").parts for pad in map_.glob("*/[0-9][0-9][0-9][0-9]/*.html")}
    if editie != "intern":
        aanwezig = {delen for delen in aanwezig if delen[0] != "intern"}
    regels = [_regel(map_, delen, staten.get(delen)) for delen in sorted(aanwezig | set(staten))]
    map_.mkdir(parents=True, exist_ok=True)
    tijdelijk = map_ / ".index.html.nieuw"
    tijdelijk.write_text(_pagina(editie, regels), encoding="utf-8", newline="\n")
    os.replace(tijdelijk, map_ / "index.html")


def _regel(map_: Path, delen: tuple[str, str, str], status: str | None) -> str:
    regio, jaar, familie = map(escape, delen)
    html = map_.joinpath(*delen[:2], f"{delen[2]}.html")
    if not html.is_file():
        return f"<tr><th scope=\"row\">{regio}</th><td>{jaar}</td><td>{familie}</td><td>{escape(status or '')}</td></tr>"
    doel = escape(f"{delen[0]}/{delen[1]}/{delen[2]}", quote=True)
    staat = "van een eerdere run" if status is None else _STAAT.get(status, f"{status}; het vorige rapport staat er nog")
    boek = f' (<a href="{doel}.xlsx">Excel</a>)' if html.with_suffix(".xlsx").is_file() else ""
    return (
        f'<tr><th scope="row">{regio}</th><td>{jaar}</td><td><a href="{doel}.html">{familie}, {regio} {jaar}</a>{boek}</td>'
        f"<td>{escape(staat)}</td></tr>"
    )


def _pagina(editie: str, regels: list[str]) -> str:
    kop = als_html(Tabel("Rapporten", (Kolom("Regio"), Kolom("Jaar"), Kolom("Rapport"), Kolom("Stand")), [("", "", "", "")]))
    tabel = kop[: kop.index("<tbody>")] + "<tbody>\n" + "\n".join(regels) + "\n</tbody>\n</table>\n</div>"
    titel = "Rapporten (intern)" if editie == "intern" else "Rapporten"
    merk = '<p class="vertrouwelijk"><strong>VERTROUWELIJK</strong> Interne editie met exacte aantallen.</p>\n' if editie == "intern" else ""
    return (
        '<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{titel}</title>\n<style>\n{stijl()}\n</style>\n</head>\n<body>\n"
        '<a class="spring" href="#inhoud">Naar de inhoud</a>\n<header>\n'
        f"<h1>{titel}</h1>\n</header>\n<main id=\"inhoud\">\n{merk}{tabel if regels else '<p>Er is nog geen rapport.</p>'}\n</main>\n</body>\n</html>\n"
    )
