"""The bare page around everything: one style sheet inside, nothing from outside."""

from html import escape
from pathlib import Path


def maak_kale_pagina(titel: str, inhoud: str) -> str:
    """A page with one h1 and this HTML below it, in the style of the reports."""
    return (
        '<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{escape(titel)}</title>\n'
        f'<style>\n{stijl()}\n</style>\n</head>\n<body>\n<a class="spring" href="#inhoud">Naar de inhoud</a>\n'
        f'<header>\n<h1>{escape(titel)}</h1>\n</header>\n<main id="inhoud">\n{inhoud}\n</main>\n</body>\n</html>\n'
    )


def stijl() -> str:
    """The style sheet that every page carries inside."""
    return Path(__file__).with_name("stijl.css").read_text(encoding="utf-8").strip()
