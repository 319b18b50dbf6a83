"""What one norm is about: a KPI of a family, in one perceel (Wmo) or of one soort (Jeugd); and what may have none."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from normwijzer.fouten import DataFout
from normwijzer.kpi.catalogus import Definitie, laad, require_norm
from normwijzer.regio import PERCELEN, SOORTEN, suggest

NORMFAMILIES = ("wmo", "jeugd_transformatie", "jeugd_kwaliteit")
"""Families of which this version keeps norm decisions, in the order of reports."""

EERSTE_JAAR, LAATSTE_JAAR = 2015, 2099
"""Years a decision can speak of, both inclusive: those that a region can have."""

_PROCES = "administratief_proces"
_JEUGD = "jw"


@dataclass(frozen=True, order=True)
class Onderwerp:
    """perceel: '1' … '6', only in wmo. soort: only in Jeugd, empty = hele regio. Order is alphabetical."""

    familie: str
    kpi: str
    perceel: str = ""
    soort: str = ""

    @property
    def definitie(self) -> Definitie:
        """What the KPI means. Raises DataFout for a familie, KeyError for a kpi that is not there."""
        return laad(self.familie).definities[self.kpi]


@dataclass(frozen=True)
class Uitzondering:
    """A perceel without a norm in `jaren` (empty: always); reden in Dutch, bron: number of the source document."""

    perceel: str
    jaren: tuple[int, ...]
    reden: str
    bron: str


def vind_onderwerp(
    families: Iterable[str], kpi: str, *, perceel: str = "", soort: str = "", familie: str = ""
) -> Onderwerp:
    """The onderwerp that somebody means.

    Args:
        families: those of the region.
        kpi: id of the catalogue. A kpi of two families is that of wmo with a perceel and that of Jeugd with a soort;
            with neither it is the one that may have a norm.
        perceel: needed in wmo, not possible elsewhere; percelen are never folded.
        soort: a soort of Jeugd; empty = hele regio.
        familie: empty = find it.

    Raises:
        DataFout: an unknown kpi, familie, perceel or soort, or one that has no norm in any year.

    Source: norm-specificatie 1.1, 1.6; 000.
    """
    keuze = _vind_familie(tuple(families), kpi, perceel, soort, familie)
    altijd = _uitzondering(perceel, None)
    if keuze == "wmo" and altijd:
        raise DataFout(f"norm voor {kpi}, perceel {perceel}", altijd.reden, "een ander perceel")
    definitie = require_norm(keuze, kpi)
    if not _mag_norm(definitie):
        raise DataFout(
            f"norm voor {kpi}",
            f"een normbesluit gaat over een aandeel, en {kpi} is gesteld in {definitie.eenheid}",
            ", ".join(k for k, d in laad(keuze).definities.items() if _mag_norm(d)),
        )
    _check_scope(definitie, perceel, soort)
    return Onderwerp(keuze, kpi, perceel, soort)


def check_jaar(onderwerp: Onderwerp, jaar: int, geldt_vanaf: int) -> None:
    """Refuse years that a norm cannot be about.

    Args:
        jaar: the year whose outcomes the norm is set on.
        geldt_vanaf: the first year that is judged by it.

    Raises:
        DataFout: a year outside 2015–2099, geldt_vanaf not after jaar (a year is never judged by the norm that was set
            on it), or either of them a year in which the perceel has no norm.
    """
    for veld, waarde in (("jaar", jaar), ("geldt vanaf", geldt_vanaf)):
        if not EERSTE_JAAR <= waarde <= LAATSTE_JAAR:
            grenzen = f"een jaar van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}"
            raise DataFout(f"norm voor {onderwerp.kpi}, {veld}", f"{waarde} kan niet", grenzen)
    if geldt_vanaf <= jaar:
        raise DataFout(
            f"norm voor {onderwerp.kpi}, geldt vanaf",
            f"{geldt_vanaf} kan niet: een norm op de uitkomsten van {jaar} telt pas voor latere jaren",
            f"{jaar + 1} of later",
        )
    for veld, waarde in (("jaar", jaar), ("geldt vanaf", geldt_vanaf)):
        uitzondering = _uitzondering(onderwerp.perceel, waarde)
        if uitzondering:
            waar = f"norm voor {onderwerp.kpi}, perceel {onderwerp.perceel}, {veld} {waarde}"
            raise DataFout(waar, uitzondering.reden, "een ander jaar" if uitzondering.jaren else "een ander perceel")


def heeft_norm(onderwerp: Onderwerp, jaar: int) -> bool:
    """Whether that year can be judged by a norm; False for perceel 5, for perceel 6 in 2027 and 2028, for a KPI of
    which the source sets no norm or that is no share, for all percelen together, and for what does not exist."""
    if onderwerp.familie not in NORMFAMILIES or _uitzondering(onderwerp.perceel, jaar):
        return False
    definitie = laad(onderwerp.familie).definities.get(onderwerp.kpi)
    if definitie is None or not _mag_norm(definitie):
        return False
    if definitie.percelen:
        return onderwerp.perceel in map(str, definitie.percelen) and not onderwerp.soort
    return not onderwerp.perceel and onderwerp.soort in ("", *SOORTEN[_JEUGD])


def onderwerpen(families: Iterable[str], uitkomsten: pd.DataFrame) -> list[Onderwerp]:
    """Every onderwerp that may have a norm and has cases in a year in which it may.

    Args:
        families: those of the region.
        uitkomsten: contract columns, any families and years; the rows of variant basis count that are about all
            aanbieders and gemeenten and have noemer > 0.

    Returns:
        In the order of reports: familie, KPI, perceel, soort (hele regio first).
    """
    rijen = uitkomsten[
        uitkomsten["variant"].eq("basis")
        & leeg(uitkomsten["aanbieder"])
        & leeg(uitkomsten["gemeente"])
        & uitkomsten["noemer"].gt(0).fillna(False).astype(bool)
        & uitkomsten["familie"].isin([familie for familie in NORMFAMILIES if familie in set(families)])
    ]
    cellen = rijen[["familie", "kpi", "perceel", "soort", "jaar"]].fillna("").drop_duplicates()
    gevonden = ((Onderwerp(*cel[:4]), cel[4]) for cel in cellen.itertuples(index=False))
    return sorted({onderwerp for onderwerp, jaar in gevonden if heeft_norm(onderwerp, jaar)}, key=_volgorde)


def leeg(kolom: pd.Series) -> pd.Series:
    """Bool: no value (NA or empty text), which in a scope column means all."""
    return kolom.isna() | kolom.eq("").fillna(True).astype(bool)


@cache
def uitzonderingen() -> tuple[Uitzondering, ...]:
    """Percelen without a norm, as uitzonderingen.toml says."""
    ruw = tomllib.loads(Path(__file__).with_name("uitzonderingen.toml").read_text(encoding="utf-8"))
    return tuple(Uitzondering(u["perceel"], tuple(u["jaren"]), u["reden"], u["bron"]) for u in ruw["uitzondering"])


def _uitzondering(perceel: str, jaar: int | None) -> Uitzondering | None:
    """Why the perceel has no norm in that year (None: in no year at all)."""
    passend = (u for u in uitzonderingen() if u.perceel == perceel and (not u.jaren or jaar in u.jaren))
    return next(passend, None)


def _mag_norm(definitie: Definitie) -> bool:
    return definitie.norm != "geen" and definitie.eenheid == "fractie" and definitie.richting != "geen"


def _volgorde(onderwerp: Onderwerp) -> tuple[int, int, str, str]:
    kpis = list(laad(onderwerp.familie).definities)
    return NORMFAMILIES.index(onderwerp.familie), kpis.index(onderwerp.kpi), onderwerp.perceel, onderwerp.soort


def _vind_familie(families: Sequence[str], kpi: str, perceel: str, soort: str, familie: str) -> str:
    eigen = [naam for naam in NORMFAMILIES if naam in families]
    proces = familie in ("", _PROCES) and kpi in laad(_PROCES).definities
    if familie == _PROCES or (proces and not _met_kpi(eigen, kpi)):
        raise DataFout(
            f"norm voor {kpi}",
            f"deze versie kent bij de familie {_PROCES} nog geen normbesluiten",
            f"een kpi van {', '.join(eigen)}" if eigen else "",
        )
    if familie and familie not in eigen:
        wat = f"'{familie}' is geen familie van deze regio met normbesluiten{suggest(familie, eigen)}"
        raise DataFout("norm, familie", wat, ", ".join(eigen))
    mogelijk = _met_kpi([familie] if familie else eigen, kpi)
    if not mogelijk:
        raise _onbekende_kpi(kpi, [familie] if familie else eigen)
    if len(mogelijk) == 1:
        return mogelijk[0]
    if perceel or soort:
        passend = [naam for naam in mogelijk if bool(laad(naam).definities[kpi].percelen) == bool(perceel)]
    else:
        passend = [naam for naam in mogelijk if _mag_norm(laad(naam).definities[kpi])]
    if len(passend) != 1:
        raise DataFout(f"norm voor {kpi}, familie", "deze kpi staat in meer dan een familie", ", ".join(mogelijk))
    return passend[0]


def _met_kpi(families: Sequence[str], kpi: str) -> list[str]:
    return [familie for familie in families if kpi in laad(familie).definities]


def _onbekende_kpi(kpi: str, families: Sequence[str]) -> DataFout:
    bekend: dict[str, bool] = {}
    for familie in families:
        for k, d in laad(familie).definities.items():  # a kpi of two families may have a norm when one of them says so
            bekend[k] = bekend.get(k, False) or _mag_norm(d)
    elders = _met_kpi(NORMFAMILIES, kpi)
    wat = f"'{kpi}' is geen kpi van {', '.join(families) or 'deze regio'}{suggest(kpi, bekend)}"
    if elders:
        wat = f"'{kpi}' is een kpi van {elders[0]}, niet van {', '.join(families) or 'deze regio'}"
    return DataFout("norm, kpi", wat, ", ".join(naam for naam, mag in bekend.items() if mag))


def _check_scope(definitie: Definitie, perceel: str, soort: str) -> None:
    waar, percelen = f"norm voor {definitie.kpi}", [str(nummer) for nummer in definitie.percelen]
    if percelen and soort:
        raise DataFout(f"{waar}, soort", f"een norm van {definitie.familie} gaat over een perceel, niet over een soort")
    if percelen and not perceel:
        reden = "een norm geldt per perceel, en er is geen perceel genoemd"
        raise DataFout(f"{waar}, perceel", reden, ", ".join(percelen))
    if percelen and perceel not in percelen:
        reden = f"de kpi is er niet voor perceel {perceel}" if perceel in PERCELEN else f"'{perceel}' is geen perceel"
        raise DataFout(f"{waar}, perceel", reden, ", ".join(percelen))
    if not percelen and perceel:
        raise DataFout(f"{waar}, perceel", f"{definitie.familie} kent geen percelen", "geen perceel; een soort mag")
    if not percelen and soort not in ("", *SOORTEN[_JEUGD]):
        wat = f"'{soort}' is geen soort{suggest(soort, SOORTEN[_JEUGD])}"
        raise DataFout(f"{waar}, soort", wat, ", ".join(SOORTEN[_JEUGD]))
