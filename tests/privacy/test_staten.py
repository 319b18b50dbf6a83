"""What of a row may be told, and in what words."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.privacy import NIET_GETOOND, TE_KLEIN, staat, tekst_van


def _staat(mensen, teller, noemer):
    return staat(*(pd.Series([getal], dtype="Int64") for getal in (mensen, teller, noemer)))[0]


@pytest.mark.parametrize(
    ("t", "n", "verwacht"),
    [(0, 0, "leeg"), (0, 1, "weg"), (9, 9, "weg"), (0, 10, "klein_deel"), (4, 10, "klein_deel"), (5, 10, "vol"),
     (6, 10, "klein_rest"), (10, 10, "klein_rest"), (4, 100, "klein_deel"), (5, 100, "vol"), (95, 100, "vol"),
     (96, 100, "klein_rest")],
)  # fmt: skip
def test_staat_van_een_aandeel(t, n, verwacht):
    assert _staat(n, t, n) == verwacht


@pytest.mark.parametrize(("aantal", "verwacht"), [(0, "leeg"), (1, "weg"), (9, "weg"), (10, "vol"), (None, "weg")])
def test_staat_van_een_kaal_aantal(aantal, verwacht):
    assert staat(pd.Series([aantal], dtype="Int64"), None, None)[0] == verwacht
    assert _staat(aantal, aantal, None) == verwacht


def test_het_gaat_om_mensen_niet_om_gevallen():
    assert _staat(9, 40, 80) == "weg"
    assert _staat(10, 40, 80) == "vol"
    assert _staat(None, 40, 80) == "weg"


def test_woorden():
    staten = pd.Series(["vol", "leeg", "klein_deel", "klein_rest", "weg", "niet_getoond"])
    n = pd.Series([40, 0, 40, 40, 3, 40], dtype="Int64")
    assert tekst_van(staten, n).tolist() == [
        "", "", "minder dan 5 van ongeveer 40 (onder 14 %)", "op minder dan 5 na alle ongeveer 40 (boven 86 %)",
        TE_KLEIN, NIET_GETOOND,
    ]  # fmt: skip


@settings(deadline=None)
@given(st.integers(10, 3000), st.integers(0, 4))
def test_de_grens_in_woorden_klopt_altijd_en_zegt_niets_dan_het_vijftal(n, t):
    tekst = tekst_van(pd.Series(["klein_deel"]), pd.Series([n]))[0]
    delen = tekst.replace(".", "").replace("(onder ", "").replace(" %)", "").split()
    rond, procent = (int(deel) for deel in delen[-2:])
    assert abs(rond - n) <= 2
    assert 100 * t / n < procent
    assert tekst == tekst_van(pd.Series(["klein_deel"]), pd.Series([max(10, rond)]))[0]
