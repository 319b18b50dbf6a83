"""Norms: candidates, funnel limits and control charts, what a norm would mean, decisions, and verdicts by them."""

from normwijzer.normen.bandbreedte import Bandbreedte, Klasse, in_woorden, maak_bandbreedte
from normwijzer.normen.besluit import Basis, Besluit, Digest, Kandidaat, geldend, laatste, voeg_toe
from normwijzer.normen.besluitvorm import format_besluiten, parse_besluiten
from normwijzer.normen.onderwerp import NORMFAMILIES, Onderwerp, check_jaar, heeft_norm, onderwerpen, vind_onderwerp
from normwijzer.normen.oordeel import OORDELEN, beoordeel
from normwijzer.normen.spc import MINSTE_PUNTEN, Regel, kies_kaart, overspreiding, p_chart, regels, xmr
from normwijzer.normen.trechter import GRENZEN, grens_exact, grens_gesloten, trechtergrenzen

__all__ = [
    "GRENZEN",
    "MINSTE_PUNTEN",
    "NORMFAMILIES",
    "OORDELEN",
    "Bandbreedte",
    "Basis",
    "Besluit",
    "Digest",
    "Kandidaat",
    "Klasse",
    "Onderwerp",
    "Regel",
    "beoordeel",
    "check_jaar",
    "format_besluiten",
    "geldend",
    "grens_exact",
    "grens_gesloten",
    "heeft_norm",
    "in_woorden",
    "kies_kaart",
    "laatste",
    "maak_bandbreedte",
    "onderwerpen",
    "overspreiding",
    "p_chart",
    "parse_besluiten",
    "regels",
    "trechtergrenzen",
    "vind_onderwerp",
    "voeg_toe",
    "xmr",
]
