"""A letter to one partner: its own figures and what it can mend, on a page of its own, to open the talk with."""

from html import escape

from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.kaal import maak_kale_pagina
from normwijzer.rapport.proces.brief_cijfers import (
    tabel_cijfers,
    tabel_duur,
    tabel_wetten,
    uitleg_kpis,
    zin_doelen,
    zin_leeg,
    zin_voorlopig,
)
from normwijzer.rapport.proces.brief_eigen import Blad
from normwijzer.rapport.proces.brief_herstel import html_punten
from normwijzer.rapport.proces.brief_tabellen import tabel_maanden, tabel_redenen_eigen, tabel_termijnen_eigen
from normwijzer.rapport.tabel import Tabel, als_html

_VERTROUWELIJK = (
    '<p class="vertrouwelijk"><strong>VERTROUWELIJK</strong> Interne editie met exacte aantallen, ook van kleine '
    "groepen, en met kenmerken van berichten. Alleen voor deze aanbieder en voor wie bij de gemeente deze gegevens mag "
    "zien.</p>"
)
_VERZONNEN = '<p class="melding">Verzonnen gegevens: deze regio, haar aanbieders en haar cliënten bestaan niet.</p>'


def maak_brief(blad: Blad) -> str:
    """The page of one aanbieder, whole and self-contained.

    Args:
        blad: what `brief_eigen.splits_rapport` gives for it: nothing of anybody else.
    """
    rapport, naam = blad.rapport, blad.naam
    delen = [
        _VERTROUWELIJK if rapport.editie == "intern" else "",
        _VERZONNEN if rapport.synthetisch else "",
        f'<p class="onderkop">AGB-code {escape(blad.agb)}. Editie: {escape(rapport.editie)}. '
        f"Berichten bekend tot en met {opmaak.datum(rapport.bekend_op)}.</p>",
        f"<p>{escape(_inleiding(rapport, naam))}</p>",
        "<h2>Uw cijfers naast die van de regio</h2>",
        *(f"<p>{escape(zin)}</p>" for zin in _zinnen(blad) if zin),
        als_html(tabel_cijfers(blad)),
        *_als_er_is(tabel_duur(blad), tabel_wetten(blad)),
        *_kop("Per maand", tabel_maanden(blad)),
        *_kop("Andere termijnen", tabel_termijnen_eigen(blad)),
        "<h2>Afgekeurde declaratieregels</h2>",
        als_html(tabel_redenen_eigen(blad)),
        "<h2>Wat u kunt herstellen</h2>",
        html_punten(blad),
        _uitleg(blad),
    ]
    return maak_kale_pagina(f"{naam}, {rapport.naam}, {rapport.jaar}", "\n".join(deel for deel in delen if deel))


def _inleiding(rapport: Rapport, naam: str) -> str:
    return (
        f"Dit blad gaat over de berichten en declaraties tussen {naam} en de gemeenten van {rapport.naam} in "
        f"{rapport.jaar}: wat op tijd ging, wat langer duurde en wat nog te herstellen is. De cijfers komen uit de "
        "berichten zelf en kunnen dus ook laten zien dat er iets ontbreekt of anders is geboekt dan bedoeld. Ze openen "
        "het gesprek en sluiten het niet: herkent u iets niet, vertel het dan, dan kijken we er samen naar. Van andere "
        "aanbieders staat hier niets in, behalve dat zij meetellen in het cijfer van de hele regio. Namen en nummers "
        "van personen staan er niet in."
    )


def _zinnen(blad: Blad) -> list[str]:
    return [zin_doelen(blad), zin_voorlopig(blad), zin_leeg(blad)]


def _uitleg(blad: Blad) -> str:
    regels = "\n".join(
        f"<li><strong>{escape(titel)}</strong>: {escape(tekst)}</li>" for titel, tekst in uitleg_kpis(blad)
    )
    return f"<h2>Wat er is gemeten</h2>\n<ul>\n{regels}\n</ul>" if regels else ""


def _als_er_is(*tabellen: Tabel) -> list[str]:
    return [als_html(tabel) for tabel in tabellen if tabel.rijen]


def _kop(kop: str, tabel: Tabel) -> list[str]:
    return [f"<h2>{escape(kop)}</h2>", als_html(tabel)] if tabel.rijen else []
