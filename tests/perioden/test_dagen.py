"""Calendar months with clipping, lengths and conversions; every edge spelled out."""

import calendar
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.perioden import (
    OPEN,
    add_months,
    connects,
    dagnummer,
    length_in_dagen,
    shorter_than_maanden,
    to_dagen,
    to_datums,
)

dagen = st.dates(date(1999, 1, 1), date(2099, 12, 31))


def nr(tekst: str) -> int:
    d, m, j = (int(x) for x in tekst.split("-"))
    return dagnummer(j, m, d)


def trage_add_months(d: date, n: int) -> date:
    jaar, maand = divmod(d.year * 12 + d.month - 1 + n, 12)
    return date(jaar, maand + 1, min(d.day, calendar.monthrange(jaar, maand + 1)[1]))


@pytest.mark.parametrize(
    ("van", "maanden", "wordt"),
    [
        ("31-10-2023", 4, "29-2-2024"),
        ("31-10-2022", 4, "28-2-2023"),
        ("30-10-2023", 4, "29-2-2024"),
        ("29-10-2022", 4, "28-2-2023"),
        ("28-10-2022", 4, "28-2-2023"),
        ("31-12-2024", 2, "28-2-2025"),
        ("31-1-2024", 1, "29-2-2024"),
        ("29-2-2024", 12, "28-2-2025"),
        ("29-2-2024", 48, "29-2-2028"),
        ("31-3-2024", -1, "29-2-2024"),
        ("1-1-2024", 0, "1-1-2024"),
        ("31-5-2024", 1, "30-6-2024"),
    ],
)
def test_maanden_optellen_blijft_binnen_de_maand(van, maanden, wordt):
    assert add_months(nr(van), maanden) == nr(wordt)


@settings(deadline=None)
@given(d=dagen, n=st.integers(-130, 130))
def test_maanden_optellen_is_gelijk_aan_de_kalender(d, n):
    assert to_datums([add_months(to_dagen(d), n)])[0] == np.datetime64(trage_add_months(d, n), "s")


@settings(deadline=None)
@given(a=dagen, b=dagen, n=st.integers(0, 24))
def test_een_latere_dag_geeft_nooit_een_eerdere_uitkomst(a, b, n):
    a, b = sorted((a, b))
    assert add_months(to_dagen(a), n) <= add_months(to_dagen(b), n)


def test_open_blijft_open():
    assert add_months([OPEN], 4)[0] == OPEN
    assert length_in_dagen([5], [OPEN])[0] == OPEN
    assert np.isnat(to_datums([OPEN])[0])


@pytest.mark.parametrize(
    ("einde", "begin", "sluit_aan"),
    [
        ("31-10-2023", "29-2-2024", True),
        ("30-10-2023", "1-3-2024", False),
        ("30-10-2023", "29-2-2024", True),
        ("31-10-2022", "28-2-2023", True),
        ("31-10-2022", "1-3-2023", False),
        ("15-1-2024", "15-5-2024", True),
        ("15-1-2024", "16-5-2024", False),
        ("15-1-2024", "10-1-2024", True),
    ],
)
def test_een_gat_van_hoogstens_vier_maanden_sluit_aan(einde, begin, sluit_aan):
    assert connects(nr(einde), nr(begin), maanden=4) == sluit_aan


def test_terugrekenen_vanaf_het_begin_geeft_iets_anders():
    # 28-2-2023 + 4 months is 28-6; 30-6 − 4 months clips to 28-2, so the reverse form would bridge this gap.
    einde, begin = nr("28-2-2023"), nr("30-6-2023")
    assert not connects(einde, begin, maanden=4)
    assert add_months(begin, -4) <= einde


def test_een_gat_in_dagen_telt_gewone_dagen():
    assert connects(10, 11, dagen=1)
    assert not connects(10, 12, dagen=1)
    assert connects(nr("31-10-2023"), nr("1-3-2024"), dagen=122)
    with pytest.raises(ValueError, match="dagen of maanden"):
        connects(1, 2)


@pytest.mark.parametrize(
    ("begin", "einde", "korter"),
    [
        ("1-1-2024", "30-9-2024", False),
        ("1-1-2024", "29-9-2024", True),
        ("31-5-2024", "26-2-2025", True),
        ("31-5-2024", "27-2-2025", False),
    ],
)
def test_korter_dan_negen_maanden_is_strikt(begin, einde, korter):
    assert shorter_than_maanden(nr(begin), nr(einde), 9) == korter


def test_een_dag_duurt_een_dag():
    assert length_in_dagen(7, 7) == 1


def test_datums_worden_dagen_en_terug():
    reeks = pd.Series(pd.to_datetime(["2024-02-29", None])).astype("datetime64[s]")
    assert to_dagen(reeks).tolist() == [nr("29-2-2024"), OPEN]
    assert to_dagen(reeks, leeg=-1).tolist() == [nr("29-2-2024"), -1]
    terug = to_datums(to_dagen(reeks))
    assert terug[0] == np.datetime64("2024-02-29")
    assert np.isnat(terug[1])
