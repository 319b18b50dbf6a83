"""Search and filters of the index: a form that the script of the page shows; without script it stays away."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from normwijzer.rapport.oordeelwoorden import volgorde
from normwijzer.rapport.overzicht_tabel import STATEN, sleutels

if TYPE_CHECKING:
    from normwijzer.rapport.overzicht import Vermelding

_VER = "ver"


def html_filter(vermeldingen: Sequence["Vermelding"], titels: Mapping[str, str], namen: Mapping[str, str]) -> str:
    """The form, with only what occurs on the page to choose from, and the line that tells how many are left."""
    regios = {v.regio: namen.get(v.regio, v.regio) for v in vermeldingen}
    staten = {v.staat for v in vermeldingen}
    velden = [
        _keuze("regio", "Regio", sorted(regios.items(), key=lambda paar: paar[::-1])),
        _keuze("jaar", "Jaar", [(str(jaar), str(jaar)) for jaar in sorted({v.jaar for v in vermeldingen})]),
        _keuze("familie", "Rapport", [(f, titels[f]) for f in dict.fromkeys(v.familie for v in vermeldingen)]),
        _keuze("staat", "Stand", [(staat, staat) for staat in STATEN if staat in staten]),
        _keuze("oordeel", "Oordeel", _oordelen(vermeldingen)),
    ]
    return (
        '<section class="zoeken" aria-labelledby="zoekkop" hidden>\n<h2 id="zoekkop">Zoeken</h2>\n'
        '<form id="zoek" role="search" aria-labelledby="zoekkop">\n'
        '<p class="veld breed"><label for="zoek-tekst">Zoek op woorden</label>\n'
        '<input type="search" id="zoek-tekst" name="tekst" autocomplete="off" aria-describedby="zoek-uitleg"></p>\n'
        + "\n".join(velden)
        + '\n<p class="veld"><button type="reset">Alles tonen</button></p>\n</form>\n'
        '<p class="toelichting" id="zoek-uitleg">Een rapport blijft staan als alle woorden erin voorkomen: regio, '
        "rapport, KPI, perceel, oordeel, of de naam van een aanbieder met een gesprekspagina.</p>\n"
        '<p id="zoek-aantal" role="status" aria-live="polite"></p>\n</section>'
    )


def _oordelen(vermeldingen: Sequence["Vermelding"]) -> list[tuple[str, str]]:
    """Key and words of every verdict that occurs: by a norm first, then by a target of the source."""
    met = list(dict.fromkeys(sleutel for v in vermeldingen for sleutel in sleutels(v)))
    norm = [sleutel for sleutel in volgorde() if sleutel in met]
    woorden = [*norm, *sorted(sleutel for sleutel in met if sleutel not in norm)]
    return [(sleutel, "ver onder bandbreedte" if sleutel == _VER else sleutel) for sleutel in woorden]


def _keuze(naam: str, label: str, opties: Iterable[tuple[str, str]]) -> str:
    regels = "".join(f'<option value="{escape(waarde)}">{escape(tekst)}</option>' for waarde, tekst in opties)
    return (
        f'<p class="veld"><label for="zoek-{naam}">{label}</label>\n<select id="zoek-{naam}" name="{naam}">'
        f'<option value="">alle</option>{regels}</select></p>'
    )
