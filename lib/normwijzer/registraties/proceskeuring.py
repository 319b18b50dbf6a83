"""Rows of one table of the administrative process: typed, and what is wrong with them cell by cell and together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .procesvelden import Bekend, parse_kolom, to_tekst
from .procesvormen import Probleem, Problemen, Procesvorm, som_op, teksten
from .tabellezer import Deel, plaats_van

_GETOOND = 10
_TYPEN = {"datum": "datetime64[s]", "dagen": "int64", "nummer": "int64", "bedrag": "int64"}


class Keuring:
    """All rows of one table, of every file, judged.

    Args:
        delen: (file name, part), the parts of one file side by side.
    """

    def __init__(self, vorm: Procesvorm, delen: Sequence[tuple[str, Deel]], bekend: Bekend) -> None:
        self._vorm, self._delen, self._bekend = vorm, delen, bekend
        lengtes = [len(deel.regels) for _, deel in delen]
        self._deel = np.repeat(np.arange(len(delen)), lengtes)
        self._regel = np.concatenate([np.zeros(0, "int64"), *(np.asarray(deel.regels, "int64") for _, deel in delen)])
        # Of each kind of fault: the rows, number of the column, key of the text, words to fill in, row it points at.
        self._fouten: list[tuple[np.ndarray, int, str, dict[str, str], np.ndarray | None]] = []
        self._fout = np.zeros(len(self._regel), dtype=bool)
        self._waarden = pd.DataFrame(index=pd.RangeIndex(len(self._regel)))
        for nummer, naam in enumerate(vorm.kolommen):
            self._keur_kolom(nummer, naam)
        self._keur_volgorde()
        self._keur_dubbel()

    def tabel(self) -> pd.DataFrame:
        """The values, sorted by key and then by all columns; only to be used when nothing is wrong."""
        eerst = [*self._vorm.sleutel, *(naam for naam in self._vorm.kolommen if naam not in self._vorm.sleutel)]
        return self._waarden.sort_values(eerst, ignore_index=True)

    def tel_op(self, problemen: Problemen) -> None:
        """Add what is wrong: per file the first ten one by one, of the others the number."""
        if not self._fouten:
            return
        rij = np.concatenate([fout[0] for fout in self._fouten])
        soort = np.repeat(np.arange(len(self._fouten)), [len(fout[0]) for fout in self._fouten])
        binnen = np.concatenate([np.arange(len(fout[0])) for fout in self._fouten])
        kolom = np.array([fout[1] for fout in self._fouten])[soort]
        volgorde = np.lexsort((soort, kolom, rij))
        namen = np.array([naam for naam, _ in self._delen])[self._deel[rij[volgorde]]]
        for bestand in dict.fromkeys(naam for naam, _ in self._delen):
            eigen = volgorde[namen == bestand]
            for nummer in eigen[:_GETOOND]:
                problemen.add(self._probleem(self._fouten[soort[nummer]], binnen[nummer]))
            problemen.add_rest(bestand, max(0, len(eigen) - _GETOOND))

    def _keur_kolom(self, nummer: int, naam: str) -> None:
        kolom = self._vorm.kolommen[naam]
        stukken = [to_tekst(deel.cellen.get(naam, [""] * len(deel.regels))) for _, deel in self._delen]
        tekst = pd.concat(stukken, ignore_index=True) if stukken else pd.Series(dtype="str")
        waarden, fouten = parse_kolom(kolom.soort, tekst, self._bekend)
        self._waarden[naam] = waarden.astype(_TYPEN.get(kolom.soort, "str"))
        if not kolom.leeg:
            fouten["leeg"] = (tekst == "").to_numpy(dtype=bool)
        for sleutel, masker in fouten.items():
            self._meld(masker, nummer, sleutel)

    def _keur_volgorde(self) -> None:
        for eerst, dan in self._vorm.volgorde:
            te_vroeg = (self._waarden[dan] < self._waarden[eerst]).to_numpy()
            self._meld(te_vroeg, list(self._vorm.kolommen).index(dan), "volgorde", {"eerst": eerst})

    def _keur_dubbel(self) -> None:
        """The same key in any file; of a table without key: the same row in two files, so that it counts twice."""
        sleutel = list(self._vorm.sleutel or self._vorm.kolommen)
        bestand = np.array([naam for naam, _ in self._delen] or [""])[self._deel]
        if not self._vorm.sleutel and len(set(bestand)) < 2:
            return
        goed = np.flatnonzero(~self._fout)
        eerste = goed[_eerste_gelijke(self._waarden.iloc[goed][sleutel])]
        dubbel = goed != eerste if self._vorm.sleutel else bestand[goed] != bestand[eerste]
        masker = np.zeros(len(self._regel), dtype=bool)
        masker[goed[dubbel]] = True
        woorden = {"sleutel": som_op(sleutel)}
        naam = "dubbel" if self._vorm.sleutel else "dubbele_betaling"
        self._meld(masker, -1, naam, woorden, eerste[dubbel])

    def _meld(
        self, masker: np.ndarray, kolom: int, sleutel: str, woorden: dict | None = None, ander: np.ndarray | None = None
    ) -> None:
        if masker.any():
            self._fouten.append((np.flatnonzero(masker), kolom, sleutel, woorden or {}, ander))
            self._fout |= masker

    def _probleem(self, fout: tuple, binnen: int) -> Probleem:
        rijen, kolom, sleutel, woorden, ander = fout
        rij = rijen[binnen]
        naam = list(self._vorm.kolommen)[kolom] if kolom >= 0 else ""
        if ander is not None:
            woorden = woorden | {"ander": ", ".join(self._plek(ander[binnen]))}
        wat, toegestaan = teksten()[sleutel]
        if sleutel == "gemeente":
            toegestaan = ", ".join(sorted(self._bekend.gemeenten))
        bestand, plek = self._plek(rij, naam)
        orde = (int(self._deel[rij]), int(self._regel[rij]), kolom)
        return Probleem(bestand, orde, plek, wat.format(**woorden), toegestaan.format(**woorden))

    def _plek(self, rij: int, kolom: str = "") -> tuple[str, str]:
        bestand, deel = self._delen[self._deel[rij]]
        return bestand, plaats_van(deel.blad, deel.letters, int(self._regel[rij]), kolom)


def _eerste_gelijke(rijen: pd.DataFrame) -> np.ndarray:
    """Per row the position of the first row that is equal to it."""
    groep = rijen.groupby(list(rijen.columns), dropna=False, sort=False).ngroup().to_numpy()
    _, eerste = np.unique(groep, return_index=True)
    return eerste[groep]
