"""Rounding of the shared edition."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.privacy import rond_aantal, rond_fractie, rond_naar_buiten, rond_op_stap, stap
from normwijzer.privacy.afronden import STAPPEN


def test_aantallen_gaan_naar_vijftallen_met_de_helft_omhoog():
    precies = pd.Series([0, 1, 2, 3, 7, 8, 12, 13, None], dtype="Int64")
    assert rond_aantal(precies).tolist()[:-1] == [0, 0, 0, 5, 5, 10, 10, 15]
    assert rond_aantal(precies).isna().tolist()[-1]
    assert rond_aantal(pd.Series([2.5, 2.4])).tolist() == [5, 0]


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_een_afgerond_aantal_staat_voor_vijf_getallen(aantal):
    rond = rond_aantal(pd.Series([aantal]))[0]
    assert rond % 5 == 0
    assert abs(rond - aantal) <= 2


def test_procenten_zijn_heel_met_de_helft_omhoog():
    # 57/200 = 28,5 %, which floating point puts just below
    assert rond_fractie(pd.Series([57 / 200, 1 / 8, 0.0049, 0.005, None])).tolist()[:-1] == [0.29, 0.13, 0.0, 0.01]


@pytest.mark.parametrize(
    ("n", "verwacht"),
    [(10, 0.5), (11, 0.5), (19, 0.5), (20, 0.25), (24, 0.25), (25, 0.2), (49, 0.2), (50, 0.1), (99, 0.1),
     (100, 0.05), (249, 0.05), (250, 0.02), (499, 0.02), (500, 0.01), (10**6, 0.01)],
)  # fmt: skip
def test_stap_is_de_fijnste_van_vijf_mensen(n, verwacht):
    assert stap(pd.Series([n]))[0] == verwacht


def test_geen_stap_onder_de_tien():
    assert stap(pd.Series([9, 0, None])).isna().all()


@settings(deadline=None)
@given(st.integers(10, 2000), st.floats(-1, 1))
def test_verschil_is_een_veelvoud_van_de_stap_en_ligt_er_hoogstens_een_halve_naast(n, verschil):
    per = stap(pd.Series([n]))
    rond = rond_op_stap(pd.Series([verschil]), per)[0]
    assert abs(rond / per[0] - round(rond / per[0])) < 1e-6
    assert abs(rond - verschil) <= per[0] / 2 + 1e-6
    assert rond_op_stap(pd.Series([-verschil]), per)[0] == -rond


@settings(deadline=None)
@given(st.integers(10, 2000), st.floats(0, 1), st.floats(0, 1))
def test_grenzen_gaan_naar_buiten(n, een, ander):
    laag, hoog = sorted((een, ander))
    onder, boven = rond_naar_buiten(pd.Series([laag]), pd.Series([hoog]), stap(pd.Series([n])))
    assert onder[0] <= laag + 1e-6
    assert boven[0] >= hoog - 1e-6
    assert 0 <= onder[0] <= boven[0] <= 1


def test_stappen_lopen_op():
    assert list(STAPPEN) == sorted(STAPPEN)
