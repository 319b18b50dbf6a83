"""Drawing from the tables of verloop.toml."""

from datetime import date
from random import Random

from normwijzer.demo.soorten import Aanbieder, Dag, Product, Wereld

BEGIN_TREND, EINDE_TREND = date(2023, 1, 1).toordinal(), date(2026, 1, 1).toordinal()


def neem_trend(wereld: Wereld, paar: list[float], dag: Dag) -> float:
    """The value of a pair on a day: the first up to 2023, then in a straight line towards the second."""
    deel = min(max((dag - BEGIN_TREND) / (EINDE_TREND - BEGIN_TREND), 0.0), 1.0) * wereld.verloop["vaart"]
    return paar[0] + (paar[1] - paar[0]) * deel


def kies_uit(wereld: Wereld, r: Random, tabel: dict[str, list[float]], dag: Dag) -> str:
    """A key of the table, by its weight on the day."""
    return r.choices(list(tabel), [neem_trend(wereld, paar, dag) for paar in tabel.values()])[0]


def kies_bereik(r: Random, bereiken: list[list[int]]) -> int:
    """A number from one of the ranges, both ends included."""
    laag, hoog, _ = r.choices(bereiken, [bereik[2] for bereik in bereiken])[0]
    return r.randint(laag, hoog)


def kies_reden(wereld: Wereld, r: Random, lot: str, dag: Dag) -> str:
    """RedenBeeindiging for what happens next, in a code that exists on the day."""
    keuzen = wereld.verloop["reden"][lot]
    code = r.choices([keuze[0] for keuze in keuzen], [keuze[1] for keuze in keuzen])[0]
    vanaf, daarvoor = wereld.verloop["code_vanaf"].get(code, (None, ""))
    return daarvoor if vanaf is not None and dag < vanaf.toordinal() else code


def kies_product(wereld: Wereld, r: Random, soort: str, dag: Dag) -> Product:
    """A product that really delivers this soort and is valid on the day."""
    mogelijk = [p for p in wereld.producten if p.werkelijk == soort and p.geldig(dag)]
    return r.choices(mogelijk, [p.gewicht for p in mogelijk])[0]


def kies_aanbieder(
    wereld: Wereld, r: Random, soort: str, dag: Dag, *, niet: Aanbieder | None = None, liever: Aanbieder | None = None
) -> Aanbieder:
    """An aanbieder contracted for the soort on the day: `liever` when it can, another than `niet` when there is one."""
    kan = [a for a in wereld.aanbieders if soort in a.soorten and (a.tot is None or dag <= a.tot)]
    if liever in kan:
        return liever
    mogelijk = [a for a in kan if a is not niet] or kan
    return r.choices(mogelijk, [a.gewicht for a in mogelijk])[0]


def plus_maanden(dag: Dag, maanden: int) -> Dag:
    """The same day of the month so many months on, at most the last day of that month."""
    begin = date.fromordinal(dag)
    jaar, maand = divmod(begin.year * 12 + begin.month - 1 + maanden, 12)
    eerste = date(jaar, maand + 1, 1).toordinal()
    volgende = date(jaar + maand // 11, (maand + 1) % 12 + 1, 1).toordinal()
    return min(eerste + begin.day - 1, volgende - 1)
