"""Working days by the Algemene termijnenwet, with the choices a region can make."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from .dagen import OPEN

BEVRIJDINGSDAG = ("jaarlijks", "lustrum", "nooit")
_VROEGST, _LAATST = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")
_GRENZEN = tuple(int(dag.astype("int64")) for dag in (_VROEGST, _LAATST))


@dataclass(frozen=True)
class Kalender:
    """Which days are worked: Monday to Friday, except the days of the Algemene termijnenwet article 3.

    Those are New Year's Day, Easter and Whit Monday, both Christmas days, Ascension Day, the King's birthday, 5 May,
    and Good Friday, which the law treats alike. Known for 1966 to 2100; outside only weekends are free.

    bevrijdingsdag: 5 May is free jaarlijks, lustrum (years that five divides) or nooit.
    goede_vrijdag: Good Friday is free. extra_dagen: further free days as ISO text.

    Raises:
        ValueError: another bevrijdingsdag, or a text that is no ISO date.

    Source: overige bronnen, Werkdagen.
    """

    bevrijdingsdag: str = "jaarlijks"
    goede_vrijdag: bool = True
    extra_dagen: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.bevrijdingsdag not in BEVRIJDINGSDAG:
            raise ValueError(f"bevrijdingsdag is een van {', '.join(BEVRIJDINGSDAG)}")
        for dag in self.extra_dagen:
            date.fromisoformat(dag)

    def werkdagen(self, van: ArrayLike, tot: ArrayLike) -> np.ndarray:
        """Working days after `van` up to and including `tot`, as int64; 0 when tot <= van.

        Args:
            van, tot: day numbers. tot `OPEN` gives `OPEN`, van `OPEN` gives 0 (tot does not lie after it).
        """
        van, tot = np.broadcast_arrays(np.asarray(van, dtype="int64"), np.asarray(tot, dtype="int64"))
        telt = tot > van
        begin, einde = _to_date(np.where(telt, van, 0) + 1), _to_date(np.where(telt, tot, 0) + 1)
        aantal = np.busday_count(begin, einde, holidays=_free_days(self))
        return np.where(telt, np.where(tot >= OPEN, OPEN, aantal), 0).astype("int64")

    def plus(self, dag: ArrayLike, aantal: int) -> np.ndarray:
        """The so manieth working day after `dag`, the last day of a term; `OPEN` stays `OPEN`.

        Args:
            dag: day numbers. aantal: 0 or more; 0 gives the day itself.
        """
        dag = np.asarray(dag, dtype="int64")
        if aantal < 0:
            raise ValueError("aantal is 0 of meer")
        if aantal == 0:
            return dag.copy()
        veilig = np.clip(np.where(dag >= OPEN, 0, dag), _GRENZEN[0] + 7, _GRENZEN[1] - 2 * aantal - 40)
        uit = np.busday_offset(_to_date(veilig), aantal, roll="backward", holidays=_free_days(self))
        return np.where(dag >= OPEN, OPEN, uit.astype("int64"))


def _to_date(dagen: np.ndarray) -> np.ndarray:
    return np.clip(dagen, *_GRENZEN).astype("datetime64[D]")


@cache
def _free_days(kalender: Kalender) -> np.ndarray:
    """Every free day of the law that this calendar takes over, with the extra ones, sorted."""
    weg = {"Bevrijdingsdag"} if kalender.goede_vrijdag else {"Bevrijdingsdag", "Goede vrijdag"}
    vrij = [dag for dag, namen in _by_law() if namen - weg]
    jaren = range(_by_law()[0][0].year, _by_law()[-1][0].year + 1)
    stap = {"jaarlijks": 1, "lustrum": 5, "nooit": 0}[kalender.bevrijdingsdag]
    vrij += [date(jaar, 5, 5) for jaar in jaren if stap and jaar % stap == 0]
    vrij += [date.fromisoformat(dag) for dag in kalender.extra_dagen]
    return np.unique(np.array(vrij, dtype="datetime64[D]"))


@cache
def _by_law() -> tuple[tuple[date, frozenset[str]], ...]:
    """(day, its names) in every year the holiday library knows; Ascension Day can fall on 5 May."""
    import holidays

    soort = holidays.Netherlands
    jaren = range(soort.start_year, soort.end_year + 1)
    dagen = soort(years=jaren, categories=(holidays.PUBLIC, holidays.OPTIONAL), language="nl")
    return tuple((dag, frozenset(dagen[dag].split("; "))) for dag in sorted(dagen))
