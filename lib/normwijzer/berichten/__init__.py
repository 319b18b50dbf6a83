"""From files to row tables. Front door; modules are loaded when first used, so that reading processes start fast."""

from importlib import import_module

_HERKOMST = {
    "Controleverslag": "controle",
    "Leesverslag": "inlezen",
    "Sleutel": "pseudoniem",
    "Tabellen": "tabellen",
    "controleer": "controle",
    "geef_geheugen_terug": "tabellen",
    "laad_sleutel": "pseudoniem",
    "lees_berichten": "inlezen",
    "open_leessignalen": "tabellen",
    "open_tabellen": "tabellen",
    "schrijf_signalen": "leessignalen",
    "tel_signalen": "leessignalen",
    "uitleg": "leessignalen",
}
__all__ = sorted(_HERKOMST)


def __getattr__(naam: str):
    if naam not in _HERKOMST:
        raise AttributeError(f"module {__name__!r} has no attribute {naam!r}")
    return getattr(import_module(f".{_HERKOMST[naam]}", __name__), naam)
