"""Codes that the list of their law does not know: kept, and signalled (reconstructie 9, decision 63)."""

import numpy as np
import pandas as pd

from normwijzer.codelijsten import bekend
from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen

_CODES = {
    "toewijzing_regels": ("categorie", "reden_wijziging", "eenheid", "frequentie"),
    "start_regels": ("categorie", "status_aanlevering"),
    "stop_regels": ("categorie", "status_aanlevering", "reden_beeindiging"),
    "aanvraag_regels": ("categorie", "eenheid", "frequentie"),
    "wijzigingsverzoek_regels": ("categorie", "eenheid", "frequentie"),
    "prestaties": ("categorie", "eenheid"),
}
"""Row table -> columns with a code list of the same name."""


def meld_onbekende_codes(selectie: Selectie, tabellen: object, signalen: Signalen) -> None:
    """Count every code of a counted message that is not in the list of its law; an empty code is no code."""
    berichten = selectie.berichten
    per_bericht = pd.Index(berichten["bericht"])
    for tabel, kolommen in _CODES.items():
        rijen = getattr(tabellen, tabel)
        plaats = per_bericht.get_indexer(rijen["bericht"])
        for kolom in kolommen:
            signalen.meld("code_niet_in_codelijst", berichten, _vreemd(berichten["wet"], plaats, rijen[kolom], kolom))


def _vreemd(wet: pd.Series, plaats: np.ndarray, codes: pd.Series, lijst: str) -> np.ndarray:
    nummers, waarden = pd.factorize(codes)
    wetnummers, wetten = pd.factorize(wet)
    vreemd = np.zeros((len(wetten), len(waarden) + 1), dtype=bool)  # last column: empty code
    for nummer, naam in enumerate(wetten):  # two laws
        vreemd[nummer, :-1] = ~pd.Index(waarden).isin(bekend(lijst, naam))
    geldig = (plaats >= 0) & (nummers >= 0)
    plaats, nummers = plaats[geldig], nummers[geldig]
    met_wet = wetnummers[plaats] >= 0
    plaats, nummers = plaats[met_wet], nummers[met_wet]
    return plaats[vreemd[wetnummers[plaats], nummers]]
