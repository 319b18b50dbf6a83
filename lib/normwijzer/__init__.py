"""Normwijzer: from iWmo/iJw messages to KPI's, norms and reports.

This is the front door for notebooks; everything else is free to change. Names are loaded when first
used, so that reading processes start without the reporting libraries.
"""

import os
from importlib import import_module

# Sums here are small and many: threads of the algebra library would wait for each other longer than they compute, ten
# times as long for the fit behind a norm. Only where nobody chose, and before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_HERKOMST = {
    "lees_rapport": "uitvoering.lezen",
    "toon_titel": "rapport.voordeur",
    "toon_kop": "rapport.voordeur",
    "toon_definitie": "rapport.voordeur",
    "toon_aanbieders": "rapport.voordeur",
    "toon_trechters": "rapport.voordeur",
    "toon_jaren": "rapport.voordeur",
    "toon_gevoeligheid": "rapport.voordeur",
    "toon_redenen": "rapport.voordeur",
    "toon_stroom": "rapport.voordeur",
    "toon_kwaliteit": "rapport.voordeur",
    "toon_niet_ingedeeld": "rapport.voordeur",
    "toon_verantwoording": "rapport.voordeur",
    "toon_kpi": "rapport.voordeur",
    "toon_bronnen": "rapport.voordeur",
    "toon_doelen": "rapport.voordeur",
    "toon_hittetabel": "rapport.voordeur",
    "toon_verblijfsduur": "rapport.voordeur",
    "toon_overleving": "rapport.voordeur",
    "toon_verdeling": "rapport.voordeur",
    "toon_respons": "rapport.voordeur",
    "toon_kalender": "rapport.voordeur",
    "toon_termijnen": "rapport.voordeur",
    "toon_herstel": "rapport.voordeur",
    "toon_declaraties": "rapport.voordeur",
    "toon_kosten": "rapport.voordeur",
    "toon_volledigheid": "rapport.voordeur",
    "lees_norm": "uitvoering.lezen_norm",
    "toon_norm_titel": "rapport.norm.voordeur",
    "toon_norm_kop": "rapport.norm.voordeur",
    "toon_norm_kandidaten": "rapport.norm.voordeur",
    "toon_norm": "rapport.norm.voordeur",
    "toon_norm_jeugd": "rapport.norm.voordeur",
    "toon_norm_besluiten": "rapport.norm.voordeur",
    "toon_norm_verantwoording": "rapport.norm.voordeur",
    "toon_verkenner": "rapport.norm.verkenner",
    "tekst_norm_kop": "rapport.norm.voordeur",
    "tekst_norm": "rapport.norm.voordeur",
    "tekst_norm_besluiten": "rapport.norm.voordeur",
    "tekst_kop": "rapport.voordeur",
    "tekst_kpi": "rapport.voordeur",
    "tekst_redenen": "rapport.voordeur",
    "tekst_stroom": "rapport.voordeur",
    "tekst_kwaliteit": "rapport.voordeur",
    "tekst_doelen": "rapport.voordeur",
    "tekst_bronnen": "rapport.voordeur",
    "tekst_verblijfsduur": "rapport.voordeur",
    "tekst_verdeling": "rapport.voordeur",
    "tekst_respons": "rapport.voordeur",
    "tekst_kalender": "rapport.voordeur",
    "tekst_termijnen": "rapport.voordeur",
    "tekst_herstel": "rapport.voordeur",
    "tekst_declaraties": "rapport.voordeur",
    "tekst_kosten": "rapport.voordeur",
    "tekst_volledigheid": "rapport.voordeur",
}
__all__ = list(_HERKOMST)


def __getattr__(naam: str):
    if naam not in _HERKOMST:
        raise AttributeError(f"module {__name__!r} has no attribute {naam!r}")
    return getattr(import_module(f"normwijzer.{_HERKOMST[naam]}"), naam)
