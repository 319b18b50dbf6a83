"""What is wrong with a registration: one sentence per place for people, counts per source for signalen.csv."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from ..fouten import DataFout

_SIGNAALKOLOMMEN = ("signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand")
_ZONDER_VERLIES = frozenset(
    {"opgave_dubbel", "opgave_opmerking_met_nummer", "opgave_kolom_onbekend", "opgave_jaar_later"}
)


@cache
def signaalteksten() -> dict[str, dict[str, str]]:
    """Signal -> wat, toegestaan, gevolg, in Dutch."""
    return tomllib.loads((Path(__file__).parent / "signalen.toml").read_text(encoding="utf-8"))


@cache
def signaalwoorden() -> dict[str, str]:
    """Signal -> one Dutch sentence: what is wrong and what was done with it."""
    return {
        signaal: f"{tekst['wat'][0].upper()}{tekst['wat'][1:]}; {tekst['gevolg']}."
        for signaal, tekst in signaalteksten().items()
    }


@dataclass(frozen=True)
class Melding:
    """One problem at one place.

    signaal: key of signalen.toml. bestand: file name. plek: place in the file ("blad Opgave, cel F7", "regel 12,
    kolom teller"); empty = the file. aanbieder: AGB when it is a known one, else empty. extra: what comes after
    `wat`; toegestaan: replaces the text of the signal. Nothing in it repeats what somebody typed.
    """

    signaal: str
    bestand: str
    plek: str = ""
    aanbieder: str = ""
    extra: str = ""
    toegestaan: str = ""

    @property
    def waar(self) -> str:
        return f"{self.bestand}, {self.plek}" if self.plek else self.bestand

    @property
    def geweigerd(self) -> bool:
        """Whether something was left out because of it."""
        return self.signaal not in _ZONDER_VERLIES

    def __str__(self) -> str:
        tekst = signaalteksten()[self.signaal]
        fout = DataFout(self.waar, f"{tekst['wat']}{self.extra}", self.toegestaan or tekst["toegestaan"])
        return f"{fout} Gevolg: {tekst['gevolg']}."


def to_signalen(meldingen: list[Melding]) -> pd.DataFrame:
    """One row per signal and source, sorted: signaal, wet ('jw'), berichttype, gemeente (both NA), aanbieder (NA =
    unknown), bestand (name) | aantal (≥ 1)."""
    telling = Counter((m.signaal, m.aanbieder or None, m.bestand) for m in meldingen)
    rijen = [
        (signaal, "jw", None, None, aanbieder, bestand, aantal)
        for (signaal, aanbieder, bestand), aantal in telling.items()
    ]
    tabel = pd.DataFrame(rijen, columns=[*_SIGNAALKOLOMMEN, "aantal"])
    tabel = tabel.astype({**dict.fromkeys(_SIGNAALKOLOMMEN, "str"), "aantal": "int64"})
    return tabel.sort_values(list(_SIGNAALKOLOMMEN), ignore_index=True)
