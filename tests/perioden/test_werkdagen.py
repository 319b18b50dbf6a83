"""Working days: the oracles of the source, every option, and a judge that walks day by day."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from normwijzer.perioden import OPEN, dagnummer, to_datums
from normwijzer.perioden.werkdagen import Kalender

WET = Kalender()
LUSTRUM, NOOIT = Kalender("lustrum"), Kalender("nooit")
dagen = st.dates(date(1966, 1, 1), date(2100, 11, 1))


def nr(dag: date | str) -> int:
    dag = date.fromisoformat(dag) if isinstance(dag, str) else dag
    return dagnummer(dag.year, dag.month, dag.day)


def als_tekst(dagnummers) -> str:
    return str(to_datums(dagnummers))[:10]


def paasdag(jaar: int) -> date:
    """Easter Sunday by the rule of Meeus, Jones and Butcher."""
    a, b, c = jaar % 19, jaar // 100, jaar % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    maand, dag = divmod(h + k - 7 * m + 114, 31)
    return date(jaar, maand, dag + 1)


def is_vrij(dag: date, kalender: Kalender) -> bool:
    """Saturday, Sunday, a day of article 3 of the law, or one that the region adds."""
    sinds_pasen = (dag - paasdag(dag.year)).days
    koning = _verjaardag(dag.year)
    vast = {(1, 1), (12, 25), (12, 26), (koning.month, koning.day)}
    bevrijding = {"jaarlijks": True, "lustrum": dag.year % 5 == 0, "nooit": False}[kalender.bevrijdingsdag]
    return (
        dag.weekday() >= 5
        or (dag.month, dag.day) in vast
        or sinds_pasen in (1, 39, 50)
        or (kalender.goede_vrijdag and sinds_pasen == -2)
        or (bevrijding and (dag.month, dag.day) == (5, 5))
        or dag.isoformat() in kalender.extra_dagen
    )


def _verjaardag(jaar: int) -> date:
    """Koningsdag, 27 April and on a Sunday the day before; until 2013 Koninginnedag, 30 April likewise (from 1980)."""
    dag = date(jaar, 4, 27 if jaar >= 2014 else 30)
    if dag.weekday() == 6:
        return dag - timedelta(days=1) if jaar >= 1980 else dag + timedelta(days=1)
    return dag


def trage_werkdagen(van: date, tot: date, kalender: Kalender) -> int:
    aantal, dag = 0, van
    while dag < tot:
        dag += timedelta(days=1)
        aantal += not is_vrij(dag, kalender)
    return aantal


def trage_plus(dag: date, aantal: int, kalender: Kalender) -> date:
    while aantal:
        dag += timedelta(days=1)
        aantal -= not is_vrij(dag, kalender)
    return dag


@pytest.mark.parametrize(
    ("van", "aantal", "wordt", "bij_lustrum"),
    [
        ("2024-03-27", 5, "2024-04-05", "2024-04-05"),
        ("2024-05-08", 5, "2024-05-16", "2024-05-16"),
        ("2024-12-20", 5, "2024-12-31", "2024-12-31"),
        ("2024-12-20", 10, "2025-01-08", "2025-01-08"),
        ("2025-04-17", 5, "2025-04-28", "2025-04-28"),
        ("2026-05-01", 5, "2026-05-11", "2026-05-08"),
        ("2027-05-03", 5, "2027-05-12", "2027-05-11"),
    ],
)
def test_termijnen_van_de_bron(van, aantal, wordt, bij_lustrum):
    for kalender, laatste in ((WET, wordt), (LUSTRUM, bij_lustrum)):
        assert als_tekst(kalender.plus(nr(van), aantal)) == laatste
        assert kalender.werkdagen(nr(van), nr(laatste)) == aantal
        assert kalender.werkdagen(nr(van), nr(laatste) - 1) == aantal - 1


@pytest.mark.parametrize(
    ("jaar", "aantal"),
    [(2020, 254), (2021, 254), (2022, 253), (2023, 252), (2024, 255), (2025, 253), (2026, 253), (2027, 254)],
)
def test_werkdagen_per_jaar(jaar, aantal):
    assert WET.werkdagen(nr(f"{jaar - 1}-12-31"), nr(f"{jaar}-12-31")) == aantal


def test_vijf_mei_volgens_elke_keuze():
    # 5 May 2025 and 2026 are a Monday and a Tuesday; 2025 is a lustrum year.
    for jaar, jaarlijks, lustrum, nooit in ((2025, 0, 0, 1), (2026, 0, 1, 1)):
        telling = [int(k.werkdagen(nr(f"{jaar}-05-04"), nr(f"{jaar}-05-05"))) for k in (WET, LUSTRUM, NOOIT)]
        assert telling == [jaarlijks, lustrum, nooit]


def test_hemelvaart_op_vijf_mei_blijft_vrij():
    # Easter 2016 is 27 March, so Ascension Day is 5 May: free whatever is chosen for 5 May itself.
    assert [int(k.werkdagen(nr("2016-05-04"), nr("2016-05-05"))) for k in (WET, LUSTRUM, NOOIT)] == [0, 0, 0]


def test_goede_vrijdag_is_een_keuze():
    # Good Friday 2025 is 18 April; without it the term of 17 April + 5 ends a day earlier, on 25 April.
    zonder = Kalender(goede_vrijdag=False)
    assert WET.werkdagen(nr("2025-04-17"), nr("2025-04-18")) == 0
    assert zonder.werkdagen(nr("2025-04-17"), nr("2025-04-18")) == 1
    assert als_tekst(zonder.plus(nr("2025-04-17"), 5)) == "2025-04-25"


def test_eigen_dagen_zijn_geen_werkdag():
    # The Friday after Ascension Day 2022; a Sunday that is added changes nothing.
    eigen = Kalender(extra_dagen=("2022-05-29", "2022-05-27"))
    assert WET.werkdagen(nr("2022-05-25"), nr("2022-05-27")) == 1
    assert eigen.werkdagen(nr("2022-05-25"), nr("2022-05-27")) == 0
    assert eigen.werkdagen(nr("2022-05-25"), nr("2022-05-30")) == 1


def test_koningsdag_op_zondag_wordt_zaterdag():
    assert WET.werkdagen(nr("2025-04-25"), nr("2025-04-28")) == 1


def test_geen_werkdagen_voor_of_op_de_dag_zelf():
    assert WET.werkdagen(nr("2024-03-27"), nr("2024-03-27")) == 0
    assert WET.werkdagen(nr("2024-03-27"), nr("2024-03-01")) == 0


def test_nul_werkdagen_later_is_dezelfde_dag():
    assert WET.plus(np.array([nr("2024-03-30"), OPEN]), 0).tolist() == [nr("2024-03-30"), OPEN]


def test_open_blijft_open():
    dag = nr("2024-03-27")
    assert WET.werkdagen(np.array([dag, OPEN, OPEN]), np.array([OPEN, dag, OPEN])).tolist() == [OPEN, 0, 0]
    assert WET.plus(np.array([OPEN, dag]), 5).tolist() == [OPEN, nr("2024-04-05")]


@pytest.mark.parametrize("jaar", [1, 1899, 1900, 1965, 1966, 2100, 2101, 2200, 9998])
def test_buiten_de_bekende_jaren_tellen_alleen_weekenden(jaar):
    aantal = int(WET.werkdagen(nr(date(jaar, 1, 1)), nr(date(jaar, 12, 31))))
    weekdagen = sum((date(jaar, 1, 1) + timedelta(days=n)).weekday() < 5 for n in range(1, 365))
    if 1966 <= jaar <= 2100:
        assert aantal < weekdagen
    else:
        assert aantal in (weekdagen, weekdagen + 1)  # a leap year has one day more
    dag = nr(date(jaar, 6, 1))
    assert dag < WET.plus(dag, 10) <= dag + 20


def test_keuze_die_niet_bestaat_wordt_geweigerd():
    with pytest.raises(ValueError, match="jaarlijks, lustrum, nooit"):
        Kalender("soms")
    with pytest.raises(ValueError, match="isoformat"):
        Kalender(extra_dagen=("5 mei",))
    with pytest.raises(ValueError, match="0 of meer"):
        WET.plus(0, -1)


kalenders = st.builds(
    Kalender,
    st.sampled_from(["jaarlijks", "lustrum", "nooit"]),
    st.booleans(),
    st.lists(dagen.map(date.isoformat), max_size=2).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(kalenders, dagen, st.integers(-10, 60))
@example(Kalender(), date(2024, 12, 20), 40)
@example(Kalender("nooit"), date(2005, 5, 1), 10)
def test_werkdagen_zijn_gelijk_aan_dag_voor_dag_tellen(kalender, van, lengte):
    tot = van + timedelta(days=lengte)
    assert kalender.werkdagen(nr(van), nr(tot)) == trage_werkdagen(van, tot, kalender)


@settings(max_examples=150, deadline=None)
@given(kalenders, dagen, st.integers(1, 15))
@example(Kalender(), date(2024, 3, 29), 1)
def test_laatste_dag_is_gelijk_aan_dag_voor_dag_lopen(kalender, dag, aantal):
    laatste = trage_plus(dag, aantal, kalender)
    assert kalender.plus(nr(dag), aantal) == nr(laatste)
    assert kalender.werkdagen(nr(dag), nr(laatste)) == aantal


def test_een_rij_geeft_hetzelfde_als_elk_apart():
    van = np.arange(nr("2023-12-01"), nr("2024-06-30"))
    tot = van + (van * 7) % 23 - 4
    assert WET.werkdagen(van, tot).tolist() == [int(WET.werkdagen(a, b)) for a, b in zip(van, tot, strict=True)]
    assert WET.plus(van, 5).tolist() == [int(WET.plus(a, 5)) for a in van]
