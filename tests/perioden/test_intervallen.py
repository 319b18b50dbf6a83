"""Intervals against a naive twin that writes out every single day."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.perioden import (
    OPEN,
    Koppeling,
    add_months,
    clip,
    connects,
    count_dagen,
    dagnummer,
    follows,
    overlaps,
    runs_on,
    union,
    union_number,
)

EINDE_VAN_DE_WERELD = 60


@st.composite
def intervallen(draw):
    begin = draw(st.integers(0, 40))
    einde = draw(st.one_of(st.just(OPEN), st.integers(begin - 2, begin + 12)))
    return draw(st.sampled_from("ab")), begin, einde


lijsten = st.lists(intervallen(), max_size=12)


def dagen_van(rijen, sleutel):
    return {
        d for s, b, e in rijen if s == sleutel for d in range(b, min(e, EINDE_VAN_DE_WERELD) + 1)
    }  # fmt: skip


def kolommen(rijen):
    s, b, e = zip(*rijen, strict=True) if rijen else ((), (), ())
    return np.array(s, dtype=object), np.array(b, dtype="int64"), np.array(e, dtype="int64")


def trage_unie(rijen, sleutel, gat):
    """Grow one interval at a time until nothing changes."""
    stukken = [[b, e] for s, b, e in rijen if s == sleutel and b <= e]
    bezig = True
    while bezig:
        bezig = False
        for x in stukken:
            for y in stukken:
                if x is not y and x[0] <= y[0] and y[0] <= gat(x[1]):
                    x[1] = max(x[1], y[1])
                    stukken.remove(y)
                    bezig = True
                    break
            if bezig:
                break
    return sorted(map(tuple, stukken))


@settings(deadline=None)
@given(rijen=lijsten, gat=st.integers(0, 5))
def test_unie_met_gat_in_dagen_is_gelijk_aan_de_trage(rijen, gat):
    uit = union(*kolommen(rijen), dagen=gat)
    for sleutel in "ab":
        eigen = uit[uit.sleutel == sleutel]
        verwacht = trage_unie(rijen, sleutel, lambda e: e if e >= OPEN else e + gat)
        assert sorted(zip(eigen.begin, eigen.einde, strict=True)) == verwacht


@settings(deadline=None)
@given(rijen=st.lists(st.tuples(st.just("a"), st.integers(19_000, 19_900), st.integers(0, 300)), max_size=8))
def test_unie_met_gat_in_maanden_is_gelijk_aan_de_trage(rijen):
    rijen = [(s, b, b + duur) for s, b, duur in rijen]
    uit = union(*kolommen(rijen), maanden=4)
    verwacht = trage_unie(rijen, "a", lambda e: int(add_months(e, 4)))
    assert list(zip(uit.begin, uit.einde, strict=True)) == verwacht


@settings(deadline=None)
@given(rijen=lijsten)
def test_unie_houdt_precies_dezelfde_dagen(rijen):
    uit = union(*kolommen(rijen), dagen=1)
    for sleutel in "ab":
        samen = [(sleutel, b, e) for s, b, e in uit.itertuples(index=False) if s == sleutel]
        assert dagen_van(samen, sleutel) == dagen_van(rijen, sleutel)
        alle_dagen = sum(min(e, EINDE_VAN_DE_WERELD) - b + 1 for _, b, e in samen)
        assert alle_dagen == len(dagen_van(rijen, sleutel))


@settings(deadline=None)
@given(rijen=lijsten, volgorde=st.randoms())
def test_volgorde_van_de_rijen_maakt_niet_uit(rijen, volgorde):
    anders = list(rijen)
    volgorde.shuffle(anders)
    assert union(*kolommen(rijen), dagen=1).equals(union(*kolommen(anders), dagen=1))


def test_nummers_lopen_gelijk_met_de_invoer():
    nummers = union_number(["b", "a", "a", "a"], [1, 20, 1, 9], [5, 25, 8, 9], dagen=1)
    assert nummers.tolist() == [2, 1, 0, 0]


def test_een_interval_zonder_dagen_hoort_nergens_bij():
    assert union_number(["a", "a"], [5, 5], [4, 6], dagen=1).tolist() == [-1, 0]


@settings(deadline=None)
@given(rijen=lijsten, van=st.integers(0, 30), lengte=st.integers(0, 20))
def test_dagen_in_een_jaar_tellen_elke_dag_een_keer(rijen, van, lengte):
    geteld = count_dagen(*kolommen(rijen), van, van + lengte)
    for sleutel in "ab":
        verwacht = len(dagen_van(rijen, sleutel) & set(range(van, van + lengte + 1)))
        assert geteld.get(sleutel, 0) == verwacht


@settings(deadline=None)
@given(i=intervallen(), dag=st.integers(0, 45), venster=st.integers(0, 30))
def test_vervolg_is_een_dag_na_de_dag_en_binnen_het_venster(i, dag, venster):
    _, b, e = i
    if b <= e:
        dagen = set(range(b, min(e, 200) + 1))
        assert bool(follows(b, e, dag, venster)) == bool(dagen & set(range(dag + 1, dag + venster + 1))) or (
            venster == 0 and b <= dag < e
        )


@pytest.mark.parametrize(
    ("begin", "einde", "vervolg"),
    [
        (100, 128, True),
        (129, OPEN, False),
        (128, OPEN, True),
        (50, 100, False),
        (50, 101, True),
        (101, 101, True),
        (50, OPEN, True),
    ],
)
def test_randen_van_vervolg_na_dag_100_met_28_dagen(begin, einde, vervolg):
    assert follows(begin, einde, 100, 28) == vervolg


@settings(deadline=None)
@given(i=intervallen(), dag=st.integers(0, 50))
def test_lopen_op_een_dag_telt_beide_randen(i, dag):
    _, b, e = i
    assert bool(runs_on(b, e, dag)) == (dag in dagen_van([i], i[0]))


@settings(deadline=None)
@given(i=intervallen(), van=st.integers(0, 30), lengte=st.integers(0, 20))
def test_knippen_houdt_de_dagen_in_het_jaar(i, van, lengte):
    _, b, e = i
    begin, einde = clip(b, e, van, van + lengte)
    binnen = dagen_van([i], i[0]) & set(range(van, van + lengte + 1))
    assert set(range(int(begin), int(einde) + 1)) == binnen
    assert bool(overlaps(b, e, van, van + lengte)) == bool(binnen)


@settings(deadline=None)
@given(links=st.lists(st.integers(0, 6)), rechts=st.lists(st.integers(0, 6)))
def test_koppelen_geeft_elk_paar_met_gelijke_sleutel(links, rechts):
    i, j = Koppeling(np.array(rechts, dtype="int64")).pairs(np.array(links, dtype="int64"))
    verwacht = {(a, b) for a, x in enumerate(links) for b, y in enumerate(rechts) if x == y}
    assert set(zip(i.tolist(), j.tolist(), strict=True)) == verwacht
    assert len(i) == len(verwacht)


def test_exclusief_sluit_de_grens_zelf_niet_meer_aan():
    einde, begin = dagnummer(2024, 3, 15), dagnummer(2024, 7, 14) + np.arange(3)
    assert connects(einde, begin, maanden=4).tolist() == [True, True, False]
    assert connects(einde, begin, maanden=4, inclusief=False).tolist() == [True, False, False]


def test_exclusief_houdt_wat_overlapt_bij_elkaar():
    assert connects([10, 10], [10, 11], dagen=0, inclusief=False).tolist() == [True, False]
    assert union_number([1, 1], [0, 10], [10, 20], dagen=0, inclusief=False).tolist() == [0, 0]
