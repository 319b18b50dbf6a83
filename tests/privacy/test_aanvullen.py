"""No hidden number can be computed from the shown ones."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.privacy import STATEN, staat, vul_aan
from normwijzer.privacy.aanvullen import ruimte, vind_onveilig
from privacy.rechter import VERBORGEN, bereik_lp, mogelijk_alles, mogelijk_lp

GROOT = st.integers(10, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
DUN = st.integers(10, 60).flatmap(lambda n: st.tuples(st.integers(0, min(9, n)), st.just(n)))
KLEIN = st.integers(0, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
TABEL = st.lists(st.one_of(GROOT, DUN, DUN, KLEIN), min_size=1, max_size=7)


def _begin(rijen):
    t, n = (pd.Series([rij[i] for rij in rijen], dtype="Int64") for i in (0, 1))
    return t, n, staat(n, t, n)


def _vul(rijen, ouder_mag=False, **ouder):
    t, n, begin = _begin(rijen)
    staten, gezakt = vul_aan(t, n, begin, pd.Series(["p"] * len(rijen)), ouder_mag=ouder_mag, ouder=ouder)
    return begin.tolist(), staten.tolist(), gezakt


def _maten(oud, nieuw):
    """What of a row that is small itself must stay uncertain."""
    if oud == "leeg" or (oud == "vol"):
        return ()
    return ("t", "c", "n") if nieuw in ("weg", "niet_getoond") else ("t", "c")


def test_bekend_voorbeeld_alleen_het_kleine_weglaten_verraadt_drie_en_een():
    # 3 and 1 are left out, each alone in its row: the judge finds [3, 3] and [1, 1].
    een, ander = [(3, 20), (8, 30), (9, 40)], [(1, 20), (12, 30), (11, 40)]
    alleen = ["klein_deel", "vol", "vol"]
    assert bereik_lp(een, alleen, 0, "t") == (3, 3)
    assert bereik_lp(ander, alleen, 0, "t") == (1, 1)
    for rijen in (een, ander):
        _, staten, _ = _vul(rijen)
        assert mogelijk_lp(rijen, staten, 0, "t") >= 5


@pytest.mark.parametrize(
    ("rijen", "verwacht"),
    [
        # one small share: the smallest whole row goes with it
        ([(2, 20), (20, 60), (30, 70)], ["klein_deel", "niet_getoond", "vol"]),
        ([(18, 20), (20, 60), (30, 70)], ["klein_rest", "niet_getoond", "vol"]),
        # 2 + 6: t of the first could be at most 3, so nobody may know which one is small
        ([(2, 20), (6, 22), (30, 70)], ["niet_getoond", "niet_getoond", "niet_getoond"]),
        ([(4, 20), (6, 22), (30, 70)], ["klein_deel", "niet_getoond", "vol"]),
        # equal noemers: the first in order
        ([(30, 70), (20, 60), (25, 60), (1, 40)], ["vol", "niet_getoond", "vol", "klein_deel"]),
        # few people: n is hidden too, beside the smallest
        ([(2, 7), (10, 40), (20, 50)], ["weg", "niet_getoond", "vol"]),
        # nothing small: nothing hidden
        ([(10, 20), (20, 40), (0, 0)], ["vol", "vol", "leeg"]),
        # a single row is its parent
        ([(10, 20)], ["vol"]),
        # everybody small: all of them
        ([(1, 20), (1, 20), (0, 0)], ["niet_getoond", "niet_getoond", "leeg"]),
        # small ones that keep each other: 2 + 3 of 0–4 each
        ([(2, 20), (2, 20)], ["klein_deel", "klein_deel"]),
    ],
)
def test_met_de_hand(rijen, verwacht):
    assert _vul(rijen)[1] == verwacht


def test_wat_niet_te_redden_is_vraagt_om_de_ouder():
    _, staten, gezakt = _vul([(1, 20), (1, 20)], ouder_mag=True)
    assert gezakt == {"p"}
    assert staten == ["niet_getoond", "niet_getoond"]


@pytest.mark.parametrize("boven", ["niet_getoond", "weg"])
def test_verborgen_ouder_neemt_zijn_delen_mee(boven):
    _, staten, gezakt = _vul([(10, 20), (2, 30), (3, 7), (0, 0)], ouder_mag=True, p=boven)
    assert staten == ["niet_getoond", "niet_getoond", "weg", "leeg"]
    assert not gezakt


def test_van_een_ouder_met_een_klein_deel_is_de_teller_niet_bekend():
    # t is 3 of the whole, which is only known as 0 to 4: the parts may say so of themselves.
    rijen = [(1, 20), (2, 30)]
    assert _vul(rijen, p="klein_deel")[1] == ["klein_deel", "klein_deel"]
    assert _vul([(1, 20), (0, 30)], p="vol")[1] == ["niet_getoond", "niet_getoond"]
    assert _vul([(19, 20), (28, 30)], p="klein_rest")[1] == ["klein_rest", "klein_rest"]


def test_partities_staan_los_van_elkaar():
    t, n, begin = _begin([(2, 20), (20, 60), (30, 70), (10, 40), (20, 50)])
    staten, _ = vul_aan(t, n, begin, pd.Series(list("aaabb")))
    assert staten.tolist() == ["klein_deel", "niet_getoond", "vol", "vol", "vol"]


def test_kale_aantallen():
    n = pd.Series([3, 12, 14, 40], dtype="Int64")
    begin = staat(n, None, None)
    staten, _ = vul_aan(None, n, begin, pd.Series(["p"] * 4))
    # 3 + 12 = 15 with at least 10 in the second: 1 to 5 in the first
    assert staten.tolist() == ["weg", "niet_getoond", "vol", "vol"]
    krap, _ = vul_aan(None, n - 1, begin, pd.Series(["p"] * 4))  # 2 + 11: 1 to 3
    assert krap.tolist() == ["niet_getoond", "niet_getoond", "niet_getoond", "vol"]


def test_niets_is_niets():
    leeg = pd.Series([], dtype="Int64")
    staten, gezakt = vul_aan(leeg, leeg, pd.Series([], dtype="str"), pd.Series([], dtype="str"))
    assert staten.empty
    assert not gezakt


@settings(max_examples=60, deadline=None)
@given(TABEL)
def test_rechter_vindt_vijf_mogelijkheden_voor_ieder_klein_getal(rijen):
    begin, staten, _ = _vul(rijen)
    kleine = [i for i, oud in enumerate(begin) if oud in VERBORGEN]
    if staten.count("niet_getoond") == sum(n > 0 for _, n in rijen):
        kleine = []  # all hidden alike: judged below
    for i in kleine:
        for maat in _maten(begin[i], staten[i]):
            assert mogelijk_lp(rijen, staten, i, maat) >= 5, (rijen, staten, i, maat)


@settings(max_examples=60, deadline=None)
@given(TABEL)
def test_rechter_die_weet_wie_er_groot_was_vindt_er_ook_vijf(rijen):
    begin, staten, _ = _vul(rijen)
    if any(oud != nieuw for oud, nieuw in zip(begin, staten, strict=True) if oud in VERBORGEN):
        return  # nobody knows which hidden row is small
    for i, oud in enumerate(begin):
        for maat in _maten(oud, staten[i]) if oud in VERBORGEN else ():
            assert mogelijk_lp(rijen, staten, i, maat, (5, 5)) >= 5, (rijen, staten, i, maat)


@settings(max_examples=40, deadline=None)
@given(TABEL, st.randoms(use_true_random=False))
def test_grenzen_zijn_precies_die_van_de_rechters(rijen, loterij):
    t, n, staten = _begin(rijen)
    vol = [i for i, staat_ in enumerate(staten) if staat_ == "vol"]
    staten[loterij.sample(vol, loterij.randint(0, len(vol)))] = "niet_getoond"
    eigen = ruimte(t, n, staten, pd.Series(["p"] * len(rijen)))
    for i in [i for i, staat_ in enumerate(staten) if staat_ in VERBORGEN]:
        for maat, kolom in (("t", "teller"), ("c", "rest"), ("n", "noemer")):
            lp = mogelijk_lp(rijen, staten, i, maat, (5, 5))
            assert min(eigen.loc[i, kolom], 10**9) == lp, (rijen, staten.tolist(), i, maat)
            if t.sum() <= 15 and n.sum() <= 60:
                assert mogelijk_alles(rijen, staten, i, maat, (5, 5)) == lp


@settings(max_examples=100, deadline=None)
@given(TABEL)
def test_alleen_wat_groot_is_verdwijnt_en_leeg_blijft(rijen):
    begin, staten, _ = _vul(rijen)
    for oud, nieuw in zip(begin, staten, strict=True):
        assert nieuw in STATEN
        assert nieuw in (oud, "niet_getoond")
        assert (oud == "leeg") == (nieuw == "leeg")
    if not set(begin) & set(VERBORGEN):
        assert staten == begin


@settings(max_examples=60, deadline=None)
@given(TABEL)
def test_vind_onveilig_zegt_wat_er_nog_te_doen_is(rijen):
    t, n, begin = _begin(rijen)
    krap = any(
        mogelijk_lp(rijen, begin.tolist(), i, maat) < 5
        for i, oud in enumerate(begin) if oud in VERBORGEN
        for maat in _maten(oud, oud)
    )  # fmt: skip
    assert (vind_onveilig(t, n, begin, pd.Series(["p"] * len(rijen))) == {"p"}) == krap
