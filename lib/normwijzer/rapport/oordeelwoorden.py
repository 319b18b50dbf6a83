"""How people see a verdict: word, sign and mark in one place, so that every page and figure uses the same."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from normwijzer.normen.richting import LAGER

VER = "ver"
"""Key of `onder bandbreedte` beyond the second limit too."""


@dataclass(frozen=True)
class Oordeelwoord:
    """One verdict for people.

    woord: in a cell or sentence; kort: in a narrow cell; teken: sign beside the word, which repeats it and is no
    news to a screen reader; merk, vol, kleur: marker of a figure, filled or open; klasse: of CSS; uitleg: a sentence.
    """

    woord: str
    kort: str
    teken: str
    merk: str
    vol: bool
    kleur: str
    klasse: str
    uitleg: str

    @property
    def met_teken(self) -> str:
        """Sign and word: ● voldoet."""
        return f"{self.teken} {self.woord}"


def oordeelwoord(oordeel: str, *, ver: bool = False, richting: str = "") -> Oordeelwoord:
    """How to show one verdict.

    Args:
        oordeel: one of the words of `normen.oordeel`. ver: the column of that name.
        richting: of the KPI; where lower is better the word says that worse is higher.

    Raises:
        KeyError: another word.
    """
    return _woorden(richting == LAGER)[VER if ver else oordeel]


def volgorde() -> tuple[str, ...]:
    """Every key of a verdict, from good to none, with VER after onder bandbreedte."""
    return tuple(_gegevens())


def legenda(oordelen: Iterable[str], richting: str = "") -> str:
    """The signs of these keys explained in one line, in the order of `volgorde`; empty without any."""
    return " ".join(f"{woord.met_teken}: {_in_zin(woord.uitleg)}" for woord in woorden_van(oordelen, richting))


def woorden_van(oordelen: Iterable[str], richting: str = "") -> list[Oordeelwoord]:
    """How to show these keys, in the order of `volgorde`."""
    woorden, mee = _woorden(richting == LAGER), set(oordelen)
    return [woorden[naam] for naam in volgorde() if naam in mee]


def _in_zin(uitleg: str) -> str:
    return uitleg[:1].lower() + uitleg[1:]


@cache
def _woorden(lager: bool) -> dict[str, Oordeelwoord]:
    return {naam: _maak(gegevens, lager) for naam, gegevens in _gegevens().items()}


def _maak(gegevens: dict, lager: bool) -> Oordeelwoord:
    velden = dict(gegevens)
    van_lager = velden.pop("woord_lager", velden["woord"])
    return Oordeelwoord(**{**velden, "woord": van_lager if lager else velden["woord"]})


@cache
def _gegevens() -> dict[str, dict]:
    return tomllib.loads(Path(__file__).with_name("oordeelwoorden.toml").read_text(encoding="utf-8"))
