"""The bare page around everything: one style sheet inside, nothing from outside."""

import re
from html import escape, unescape
from itertools import chain, count
from pathlib import Path

_KOP_OF_NAAM = re.compile(
    r'<h[2-4][^>]*>(?P<kop>.*?)</h[2-4]>|(?<= class="tabel" role="region" )aria-label="(?P<naam>[^"]*)"'
    r'|(?<=<div )aria-label="(?P<eerst>[^"]*)"(?= class="tabel")',
    re.DOTALL,
)
_MARKERING = re.compile(r"<[^>]+>")


def maak_kale_pagina(titel: str, inhoud: str, *, stijl_erbij: str = "") -> str:
    """A page with one h1 and this HTML below it, in the style of the reports; `stijl_erbij` is CSS of its own."""
    return noem_gebieden(
        '<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{escape(titel)}</title>\n'
        f"<style>\n{stijl()}\n{stijl_erbij}\n{bladvoet(titel)}\n</style>\n</head>\n<body>\n"
        '<a class="spring" href="#inhoud">Naar de inhoud</a>\n'
        f'<header>\n<h1>{escape(titel)}</h1>\n</header>\n<main id="inhoud" tabindex="-1">\n{inhoud}\n</main>\n'
        "</body>\n</html>\n"
    )


def stijl() -> str:
    """The style sheet that every page carries inside."""
    return Path(__file__).with_name("stijl.css").read_text(encoding="utf-8").strip()


def bladvoet(titel: str) -> str:
    """Style rule that prints the title at the foot of every sheet; its number stands there for all pages."""
    tekst = "".join(teken if teken.isalnum() or teken in " ,.:;()-" else f"\\{ord(teken):x} " for teken in titel)
    return f'@page {{ @bottom-left {{ content: "{tekst}"; }} }}'


def noem_gebieden(pagina: str) -> str:
    """Give the scroll regions of tables names that differ: a second one of a name gets the heading it stands below, or
    else a number. The captions stay as they are."""
    gebruikt, kop = set(), ""

    def noem(gevonden: re.Match) -> str:
        nonlocal kop
        if gevonden["kop"] is not None:
            kop = unescape(_MARKERING.sub("", gevonden["kop"]).strip())
            return gevonden[0]
        naam = unescape(gevonden["naam"] or gevonden["eerst"] or "")
        keuzes = chain([naam, f"{naam}, {kop}"] if kop else [naam], (f"{naam} ({nummer})" for nummer in count(2)))
        vrij = next(keuze for keuze in keuzes if keuze not in gebruikt)
        gebruikt.add(vrij)
        return f'aria-label="{escape(vrij, quote=True)}"'

    return _KOP_OF_NAAM.sub(noem, pagina)
