"""The page of one aanbieder: the agenda of the talk with its figures, and room for what was said."""

from html import escape
from pathlib import Path

from normwijzer.rapport import opmaak
from normwijzer.rapport.editie import GEDEELD_AFGEROND, in_editie
from normwijzer.rapport.gesprek.agenda import Deel, Punt, lees_agenda
from normwijzer.rapport.gesprek.gegevens import Gesprek
from normwijzer.rapport.gesprek.openstaand import html_openstaand
from normwijzer.rapport.gesprek.tabellen import html_cijfers, html_lijst, html_stroom
from normwijzer.rapport.kaal import maak_kale_pagina
from normwijzer.rapport.oordeelzin import gesprek as waarvoor

_VERTROUWELIJK = (
    '<p class="vertrouwelijk"><strong>VERTROUWELIJK</strong> Interne editie met exacte aantallen, ook van kleine '
    "groepen. Alleen voor deze aanbieder en voor wie bij de gemeente deze gegevens mag zien.</p>"
)
_VERZONNEN = '<p class="melding">Verzonnen gegevens: deze regio, haar aanbieders en haar cliënten bestaan niet.</p>'
_NIET_BEWAARD = (
    '<p class="toelichting alleenscherm">Wat u op dit scherm invult, wordt niet bewaard. Druk de bladen af, of kies '
    "bij afdrukken voor bewaren als pdf.</p>"
)


@in_editie
def maak_gesprek(gesprek: Gesprek) -> str:
    """The page, whole and self-contained; it names no other aanbieder."""
    rapport, agenda = gesprek.rapport, lees_agenda()
    delen = [
        _VERTROUWELIJK if gesprek.editie == "intern" else "",
        _VERZONNEN if rapport.synthetisch else "",
        f'<p class="onderkop">AGB-code {escape(gesprek.agb)}. Berichten bekend tot en met '
        f"{opmaak.datum(rapport.bekend_op)}.</p>",
        f"<p>{escape(_inleiding(gesprek))}</p>",
        *(f'<p class="gesprek">{escape(tekst)}</p>' for tekst in _waarvoor(gesprek)),
        f'<p class="toelichting">{escape(GEDEELD_AFGEROND)}</p>' if gesprek.editie != "intern" else "",
        _NIET_BEWAARD,
        _begin(gesprek),
        _inhoud(agenda.punten),
        *(_punt(gesprek, punt) for punt in agenda.punten),
    ]
    titel = f"{agenda.soort} {gesprek.naam}, {rapport.naam}, {rapport.jaar}"
    stijl = Path(__file__).with_name("gesprek.css").read_text(encoding="utf-8").strip()
    return maak_kale_pagina(titel, "\n".join(filter(None, delen)), stijl_erbij=stijl)


def _inleiding(gesprek: Gesprek) -> str:
    rapport = gesprek.rapport
    return (
        f"Dit blad volgt de agenda van het {opmaak.in_zin(lees_agenda().soort)} (bron 002). Bij elk punt staan de "
        f"cijfers van {gesprek.naam} over {rapport.jaar} naast die van {rapport.naam} en naast de norm of het doel, "
        "als die er is, met ruimte voor het verslag. Van andere aanbieders staat hier niets in, behalve dat zij "
        "meetellen in het cijfer van de regio. Herkent u een cijfer niet, vertel het dan: dan kijken we er samen naar."
    )


def _waarvoor(gesprek: Gesprek) -> list[str]:
    """What verdicts are for: of the first family that says it, because the others say less of the same."""
    teksten = [tekst for familie in gesprek.rapporten if (tekst := waarvoor(familie))]
    return teksten[:1]


def _begin(gesprek: Gesprek) -> str:
    agenda = lees_agenda()
    velden = "\n".join(_veld(f"begin-{nummer}", naam) for nummer, naam in enumerate(agenda.invulvelden, start=1))
    return (
        f"<p><strong>Naam aanbieder:</strong> {escape(gesprek.naam)}<br>\n<strong>Type gesprek:</strong> "
        f'{escape(agenda.soort)}</p>\n<fieldset class="verslag begin">\n<legend>Over dit gesprek</legend>\n{velden}\n'
        "</fieldset>"
    )


def _inhoud(punten: tuple[Punt, ...]) -> str:
    regels = "\n".join(f'<li><a href="#punt-{punt.nummer}">{escape(punt.titel)}</a></li>' for punt in punten)
    return f'<nav class="inhoud agenda" aria-label="Agenda">\n<ol>\n{regels}\n</ol>\n</nav>'


def _punt(gesprek: Gesprek, punt: Punt) -> str:
    kop = f'<h2 id="punt-{punt.nummer}">{punt.nummer}. {escape(punt.titel)}</h2>'
    if not punt.delen:
        return f"{kop}\n{_verslag(str(punt.nummer))}"
    return "\n".join([kop, *(_deel(gesprek, punt, deel) for deel in punt.delen)])


def _deel(gesprek: Gesprek, punt: Punt, deel: Deel) -> str:
    nummer = f"{punt.nummer}{deel.letter}"
    kop = f"{nummer}. {deel.titel}" if deel.letter else deel.titel
    return "\n".join([
        f"<h3>{escape(kop)}</h3>",
        _cijfers(gesprek, deel, f"punt {nummer}") or f'<p class="leeg">{escape(deel.zonder)}</p>',
        f'<p class="vraag">{escape(deel.vraag)}</p>',
        _verslag(nummer),
    ])  # fmt: skip


def _cijfers(gesprek: Gesprek, deel: Deel, naam: str) -> str:
    delen = [
        html_stroom(gesprek, naam) if deel.stroom else "",
        html_cijfers(gesprek, deel, naam),
        html_openstaand(gesprek, naam) if deel.openstaand else "",
        html_lijst(gesprek, goed=deel.goed) if deel.goed or deel.beter else "",
    ]
    return "\n".join(filter(None, delen))


def _verslag(nummer: str) -> str:
    """Room for what was said, who acts and when; a group with the name of its point."""
    return (
        f'<fieldset class="verslag">\n<legend>Bij punt {nummer}</legend>\n'
        f'<div class="veld"><label for="verslag-{nummer}">Verslag en actiepunten</label>'
        f'<textarea id="verslag-{nummer}" rows="3" autocomplete="off"></textarea></div>\n'
        f"{_veld(f'actiehouder-{nummer}', 'Actiehouder')}\n{_veld(f'deadline-{nummer}', 'Deadline')}\n</fieldset>"
    )


def _veld(sleutel: str, naam: str) -> str:
    return (
        f'<div class="veld"><label for="{sleutel}">{escape(naam)}</label>'
        f'<input id="{sleutel}" type="text" autocomplete="off"></div>'
    )
