"""A norm decision, and which of them is in force in a year."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from normwijzer.fouten import DataFout
from normwijzer.normen.bandbreedte import Bandbreedte
from normwijzer.normen.onderwerp import Onderwerp, heeft_norm

EXPERT = "expert"
"""methode of a norm that is given and not computed."""

METHODEN_NORM = (
    EXPERT, "gewogen_gemiddelde", "ongewogen_gemiddelde", "mediaan", "percentiel", "gewogen_percentiel",
    "beste_kwartiel", "ABC", "eb_mean",
)  # fmt: skip
"""Ways to come to a norm: given, or as in `kandidaten.kandidaten`."""


@dataclass(frozen=True)
class Kandidaat:
    """A norm that was considered: id (N1 …), methode, q (share; NaN = none), norm (unrounded fraction; NaN = none)."""

    id: str
    methode: str
    q: float = math.nan
    norm: float = math.nan

    def __post_init__(self) -> None:
        _vast_getal(self, "q", "norm")


@dataclass(frozen=True)
class Basis:
    """What the norm was set on: counts of all aanbieders together over `jaren` (ascending).

    waarde: teller/noemer, NaN at noemer 0; where an aanbieder reported a share, teller is that share of the noemer,
    here rounded, and waarde is not. aanbieders: with cases. k10: with noemer >= 10.
    """

    teller: int
    noemer: int
    waarde: float
    aanbieders: int
    k10: int
    jaren: tuple[int, ...]

    def __post_init__(self) -> None:
        _vast_getal(self, "waarde")
        for naam in ("teller", "noemer", "aanbieders", "k10"):
            object.__setattr__(self, naam, int(getattr(self, naam)))
        object.__setattr__(self, "jaren", tuple(int(jaar) for jaar in self.jaren))


@dataclass(frozen=True)
class Digest:
    """Hexadecimal digests of what the decision rested on; uitkomst: see `herkomst.digest_uitkomst`."""

    berichten: str
    bronnen: str
    opties: str
    code: str
    uitkomst: str


@dataclass(frozen=True)
class Besluit:
    """One norm, as decided.

    familie, kpi, perceel, soort: see `Onderwerp`. jaar: the year whose outcomes it was set on. norm: a fraction 0–1.
    methode: `expert`, or the methode of a candidate. geldt_vanaf: first year judged by it. besluit: text. door: who
    decided, may be empty. datum: of the decision. bekend_op: K of the outcomes. voorlopig: set on provisional outcomes.
    reden_herziening: empty = the first for this onderwerp and jaar. opties: option -> value as text. kandidaten: what
    else was considered.
    """

    familie: str
    kpi: str
    perceel: str
    soort: str
    jaar: int
    norm: float
    methode: str
    geldt_vanaf: int
    besluit: str
    door: str
    datum: date
    bekend_op: date
    voorlopig: bool
    reden_herziening: str
    bandbreedte: Bandbreedte
    basis: Basis
    digest: Digest
    opties: Mapping[str, str] = field(hash=False)
    kandidaten: tuple[Kandidaat, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "norm", float(self.norm))
        for naam in ("jaar", "geldt_vanaf"):
            object.__setattr__(self, naam, int(getattr(self, naam)))
        for naam in ("datum", "bekend_op"):
            dag = getattr(self, naam)
            object.__setattr__(self, naam, date(dag.year, dag.month, dag.day))
        object.__setattr__(self, "opties", dict(sorted(self.opties.items())))
        object.__setattr__(self, "kandidaten", tuple(self.kandidaten))

    @property
    def onderwerp(self) -> Onderwerp:
        return Onderwerp(self.familie, self.kpi, self.perceel, self.soort)


def voeg_toe(besluiten: Iterable[Besluit], nieuw: Besluit) -> list[Besluit]:
    """The decisions with one more at the end.

    Raises:
        DataFout: the onderwerp has a decision for that jaar already and `nieuw` gives no reason to revise it, or the
            other way round: a reason, and nothing to revise.
    """
    besluiten = list(besluiten)
    eerder = any(b.jaar == nieuw.jaar and b.onderwerp == nieuw.onderwerp for b in besluiten)
    waar = f"norm voor {noem(nieuw.onderwerp)}, {nieuw.jaar}"
    if eerder and not nieuw.reden_herziening.strip():
        raise DataFout(waar, "daarover is al een besluit genomen", "een herziening, met een reden")
    if nieuw.reden_herziening.strip() and not eerder:
        raise DataFout(waar, "er is nog geen besluit om te herzien", "een eerste besluit, zonder reden van herziening")
    return [*besluiten, nieuw]


def geldend(besluiten: Iterable[Besluit], onderwerp: Onderwerp, jaar: int) -> Besluit | None:
    """The decision that `jaar` is judged by.

    Of the decisions on this onderwerp that hold from that year or earlier: of the latest normjaar, and of those the one
    recorded last. None without any, and in a year in which the onderwerp can have no norm (`onderwerp.heeft_norm`):
    what was decided before the pilot of perceel 6 rests in it and holds again after it.

    Args:
        besluiten: of all normjaren, those of one normjaar in order of recording.
    """
    if not heeft_norm(onderwerp, jaar):
        return None
    return _kies([b for b in besluiten if b.onderwerp == onderwerp], jaar)


def gelding(besluiten: Iterable[Besluit], besluit: Besluit) -> tuple[int, int | None] | None:
    """First and last year (both inclusive; None = no end) that are judged by this decision, a pilot apart; None when
    another takes its place in every year.

    A revision that holds from a later year leaves the years before it to the decision that it revises.
    """
    eigen = [b for b in besluiten if b.onderwerp == besluit.onderwerp]
    laatst = max(b.geldt_vanaf for b in eigen)
    jaren = [jaar for jaar in range(besluit.geldt_vanaf, laatst + 1) if _kies(eigen, jaar) is besluit]
    return (jaren[0], None if jaren[-1] == laatst else jaren[-1]) if jaren else None


def laatste(besluiten: Iterable[Besluit]) -> dict[tuple[Onderwerp, int], Besluit]:
    """(onderwerp, jaar) -> the decision recorded last, in order of first recording."""
    return {(besluit.onderwerp, besluit.jaar): besluit for besluit in besluiten}


def _kies(besluiten: Iterable[Besluit], jaar: int) -> Besluit | None:
    telt = [b for b in besluiten if b.geldt_vanaf <= jaar]
    return max(enumerate(telt), key=lambda paar: (paar[1].jaar, paar[0]))[1] if telt else None


def noem(onderwerp: Onderwerp) -> str:
    """The onderwerp with its ids, for messages: 'uitval, perceel 1'."""
    deel = f", perceel {onderwerp.perceel}" if onderwerp.perceel else f", {onderwerp.soort}" if onderwerp.soort else ""
    return f"{onderwerp.kpi}{deel}"


def _vast_getal(zelf: object, *namen: str) -> None:
    """Floats of one kind, with one and the same NaN, so that equal decisions are equal."""
    for naam in namen:
        getal = float(getattr(zelf, naam))
        object.__setattr__(zelf, naam, math.nan if math.isnan(getal) else getal)
