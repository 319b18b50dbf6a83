"""Collecting signals: every contradiction is counted per message source and never stops the work."""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

KENMERKEN = ["wet", "berichttype", "gemeente", "aanbieder", "bestand"]


@cache
def signaalteksten() -> dict[str, dict[str, str]]:
    """Signal -> {betekenis, gevolg} in plain Dutch, for people (reconstructie 9)."""
    return tomllib.loads((Path(__file__).parent / "signalen.toml").read_text(encoding="utf-8"))


class Signalen:
    """Gathers counts; `tabel()` gives one row per signal and source.

    A signal about several messages together is booked on one of them: the earliest that shows it.
    """

    def __init__(self) -> None:
        self._delen: list[pd.DataFrame] = []

    def meld(self, signaal: str, berichten: pd.DataFrame, plaatsen: np.ndarray) -> None:
        """Count once per element of `plaatsen`: positions in `berichten`."""
        aantallen = np.bincount(plaatsen.astype(np.int64), minlength=len(berichten))
        self.meld_aantallen(signaal, berichten, aantallen)

    def meld_aantallen(self, signaal: str, berichten: pd.DataFrame, aantallen: np.ndarray) -> None:
        """Count `aantallen[i]` on row i of `berichten`."""
        if signaal not in signaalteksten():
            raise KeyError(f"signaal zonder uitleg: {signaal}")
        geraakt = np.flatnonzero(aantallen > 0)
        if len(geraakt):
            deel = berichten[KENMERKEN].iloc[geraakt].reset_index(drop=True)
            deel.insert(0, "signaal", signaal)
            deel["aantal"] = np.asarray(aantallen, dtype=np.int64)[geraakt]
            self._delen.append(deel)

    def tabel(self) -> pd.DataFrame:
        """signaal, wet, berichttype, gemeente, aanbieder, bestand | aantal (≥ 1), sorted."""
        kolommen = ["signaal", *KENMERKEN]
        if not self._delen:
            leeg = {kolom: pd.Series(dtype="str") for kolom in kolommen}
            return pd.DataFrame({**leeg, "aantal": pd.Series(dtype="int64")})
        alle = pd.concat(self._delen, ignore_index=True).astype(dict.fromkeys(kolommen, "str"))
        return alle.groupby(kolommen, dropna=False, sort=True, as_index=False)["aantal"].sum()
