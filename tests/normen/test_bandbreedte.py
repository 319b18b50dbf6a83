"""Limits per size: the printed classes, exact sums as judge, mirrored when lower is better, and refused input."""

import math
from fractions import Fraction
from math import comb
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from normwijzer.fouten import DataFout
from normwijzer.normen.bandbreedte import (
    KLEINSTE,
    METHODEN,
    STANDAARD,
    Bandbreedte,
    Klasse,
    grens,
    grens_ver,
    in_woorden,
    maak_bandbreedte,
)

HOGER, LAGER = "hoger_is_beter", "lager_is_beter"
TRECHTER = maak_bandbreedte("trechter", 0.3)

procenten = st.integers(0, 100)
noemers = st.integers(0, 400)


def _exacte_ondergrens(p, n, kans):
    """Spiegelhalter 2005, A.1.1, in fractions: count by count until the chance is reached."""
    som, r = Fraction(0), -1
    while som < kans:
        r += 1
        kans_r = comb(n, r) * p**r * (1 - p) ** (n - r)
        som += kans_r
    return max((r - (som - kans) / kans_r) / n, Fraction(0))


def _trage_trechter(procent, n, kans, richting):
    """The limit by its definition, for one noemer; the mirror image is that of the complement."""
    if n < 10:
        return math.nan
    p = Fraction(procent, 100) if richting == HOGER else 1 - Fraction(procent, 100)
    if p in (0, 1):
        limiet = p
    elif n < 50 or n * p * (1 - p) < 5:
        limiet = _exacte_ondergrens(p, n, Fraction(str(kans)))
    else:
        limiet = max(float(p) - NormalDist().inv_cdf(1 - kans) * math.sqrt(p * (1 - p) / n), 0.0)
    return float(limiet if richting == HOGER else 1 - limiet)


@given(procenten, st.integers(1, 130), st.sampled_from([HOGER, LAGER]))
def test_trechter_is_de_eenzijdige_grens_van_de_definitie(procent, n, richting):
    norm = procent / 100
    assert grens(TRECHTER, norm, [n], richting)[0] == pytest.approx(
        _trage_trechter(procent, n, 0.05, richting), abs=1e-9, nan_ok=True
    )
    assert grens_ver(norm, [n], richting)[0] == pytest.approx(
        _trage_trechter(procent, n, 0.001, richting), abs=1e-9, nan_ok=True
    )


@given(procenten, noemers, st.sampled_from(METHODEN), st.integers(0, 100))
def test_lager_is_beter_is_het_spiegelbeeld(procent, n, methode, breedte):
    norm = procent / 100
    breed = breedte / 100 if methode == "vast" else None
    band = maak_bandbreedte(methode, norm, breedte=breed)
    spiegel = maak_bandbreedte(methode, 1 - norm, breedte=breed)
    assert grens(band, norm, [n], LAGER)[0] == pytest.approx(
        1 - grens(spiegel, 1 - norm, [n], HOGER)[0], abs=1e-9, nan_ok=True
    )


@given(procenten, noemers, st.sampled_from([HOGER, LAGER]), st.sampled_from([0.0, 0.003, 0.05]))
def test_een_grens_ligt_nooit_aan_de_goede_kant_van_de_norm(procent, n, richting, tau2):
    norm = procent / 100
    for band in (maak_bandbreedte("trechter", norm, tau2=tau2), maak_bandbreedte("klassen", norm)):
        limiet = grens(band, norm, [n], richting)[0]
        assert math.isnan(limiet) == (n < 10)
        assert math.isnan(limiet) or 0 <= limiet <= 1
        assert math.isnan(limiet) or (norm - limiet if richting == HOGER else limiet - norm) > -1e-9


@given(st.integers(1, 99), st.integers(10, 49), st.sampled_from([HOGER, LAGER]))
def test_bij_kleine_aantallen_faalt_wie_op_de_norm_zit_hoogstens_vijf_op_de_honderd_keer(procent, n, richting):
    p, limiet = Fraction(procent, 100), grens(TRECHTER, procent / 100, [n], richting)[0]
    kansen = [comb(n, y) * p**y * (1 - p) ** (n - y) for y in range(n + 1)]
    falen = [y for y in range(n + 1) if (y < n * limiet - 1e-9 if richting == HOGER else y > n * limiet + 1e-9)]
    assert sum(kansen[y] for y in falen) <= Fraction(5, 100)


def test_trechter_bij_dertig_procent_met_de_hand():
    # n = 100: .3 - 1.644854 √(.21/100) = .224623; 3.090232: .158387.
    assert grens(TRECHTER, 0.3, [100], HOGER)[0] == pytest.approx(0.224623, abs=1e-6)
    assert grens_ver(0.3, [100], HOGER)[0] == pytest.approx(0.158387, abs=1e-6)
    # n = 10, lower is better at .1 = higher at .9: F(6) = .0127952, f(7) = .0573956, so r = 7 and
    # limit = (6 + (.05 - .0127952)/.0573956)/10 = .664822; mirrored .335178.
    assert grens(TRECHTER, 0.1, [10], LAGER)[0] == pytest.approx(0.335178, abs=1e-6)


def test_spreiding_maakt_de_trechter_ruimer():
    # √(1 + tau2/s²) with tau2 = s² = .0021 at n = 100: √2 times the distance.
    band = maak_bandbreedte("trechter", 0.3, tau2=0.0021)
    assert grens(band, 0.3, [100], HOGER)[0] == pytest.approx(0.3 - math.sqrt(2) * (0.3 - 0.224623), abs=2e-6)
    assert (grens(band, 0.3, range(10, 300), LAGER) > grens(TRECHTER, 0.3, range(10, 300), LAGER)).all()


def test_ver_kijkt_niet_naar_spreiding_en_ligt_buiten_de_trechter():
    n = np.arange(10, 400)
    assert (grens_ver(0.3, n, HOGER) <= grens(TRECHTER, 0.3, n, HOGER)).all()
    assert (grens_ver(0.3, n, LAGER) >= grens(TRECHTER, 0.3, n, LAGER)).all()


def test_vaste_bandbreedte_is_voor_iedereen_gelijk_en_blijft_een_aandeel():
    band = maak_bandbreedte("vast", 0.12, breedte=0.05)
    assert grens(band, 0.12, [10, 5_000], LAGER) == pytest.approx([0.17, 0.17])
    assert grens(band, 0.03, [10], HOGER)[0] == 0
    assert grens(band, 0.97, [10], LAGER)[0] == 1
    assert grens(maak_bandbreedte("vast", 0.12, breedte=0), 0.12, [10], HOGER)[0] == 0.12


def test_klassen_zijn_de_gedrukte_van_dertig_procent():
    band = maak_bandbreedte("klassen", 0.30)
    assert band.klassen == (
        Klasse(10, 24, 0.24),
        Klasse(25, 49, 0.15),
        Klasse(50, 99, 0.11),
        Klasse(100, 199, 0.08),
        Klasse(200, None, 0.05),
    )
    limieten = grens(band, 0.30, [9, 10, 24, 25, 49, 50, 99, 100, 199, 200, 9_999], HOGER)
    assert limieten == pytest.approx([np.nan, 0.06, 0.06, 0.15, 0.15, 0.19, 0.19, 0.22, 0.22, 0.25, 0.25], nan_ok=True)


@pytest.mark.parametrize("methode", METHODEN)
def test_onder_de_tien_en_zonder_aantal_geen_grens(methode):
    band = maak_bandbreedte(methode, 0.3, breedte=0.05 if methode == "vast" else None)
    n = pd.Series([0, 9, pd.NA, 10], dtype="Int64")
    for richting in (HOGER, LAGER):
        assert np.isnan(grens(band, 0.3, n, richting)).tolist() == [True, True, True, False]
        assert np.isnan(grens_ver(0.3, n, richting)).tolist() == [True, True, True, False]
    assert grens(band, 0.3, [], HOGER).tolist() == []
    assert KLEINSTE == 10


@pytest.mark.parametrize("norm", [0.0, 1.0])
@pytest.mark.parametrize("methode", ["trechter", "klassen"])
@pytest.mark.parametrize("richting", [HOGER, LAGER])
def test_een_norm_van_nul_of_honderd_procent_heeft_geen_bandbreedte(norm, methode, richting):
    assert grens(maak_bandbreedte(methode, norm), norm, [10, 60, 900], richting).tolist() == [norm] * 3
    assert grens_ver(norm, [10, 60, 900], richting).tolist() == [norm] * 3


def test_gelijke_bandbreedten_zijn_gelijk_ook_zonder_breedte():
    assert Bandbreedte("trechter", np.nan) == maak_bandbreedte("trechter", 0.3, tau2=math.nan)
    assert maak_bandbreedte("klassen", 0.3) == maak_bandbreedte("klassen", 0.3)
    assert hash(TRECHTER) == hash(Bandbreedte(STANDAARD))


@pytest.mark.parametrize(
    ("methode", "norm", "meer", "woord"),
    [
        ("trecher", 0.3, {}, "trechter"),
        ("", 0.3, {}, "methode"),
        ("vast", 0.3, {}, "breedte nodig"),
        ("vast", 0.3, {"breedte": 5}, "procentpunt"),
        ("vast", 0.3, {"breedte": -0.01}, "kan niet"),
        ("vast", 0.3, {"breedte": math.nan}, "kan niet"),
        ("vast", 0.3, {"breedte": 0.05, "tau2": 0.1}, "spreiding"),
        ("klassen", 0.3, {"breedte": 0.05}, "geen breedte"),
        ("klassen", 0.3, {"tau2": 0.1}, "spreiding"),
        ("trechter", 0.3, {"breedte": 0.05}, "geen breedte"),
        ("trechter", 0.3, {"tau2": -1.0}, "kan niet"),
        ("trechter", 0.3, {"tau2": math.inf}, "kan niet"),
        ("trechter", 1.2, {}, "aandeel"),
        ("klassen", math.nan, {}, "aandeel"),
    ],
)
def test_wat_geen_bandbreedte_is_wordt_geweigerd(methode, norm, meer, woord):
    with pytest.raises(DataFout, match=woord):
        maak_bandbreedte(methode, norm, **meer)


def test_een_kpi_zonder_richting_heeft_geen_grens():
    for band in (TRECHTER, maak_bandbreedte("klassen", 0.3)):
        with pytest.raises(ValueError, match="richting"):
            grens(band, 0.3, [20], "geen")


def test_de_bandbreedte_in_een_zin():
    assert in_woorden(maak_bandbreedte("vast", 0.3, breedte=0.025)) == (
        "Een vaste bandbreedte van 2,5 procentpunt, voor iedereen gelijk."
    )
    assert "24 procentpunt bij 10 tot en met 24 gevallen" in in_woorden(maak_bandbreedte("klassen", 0.3))
    assert "5 procentpunt bij 200 of meer gevallen." in in_woorden(maak_bandbreedte("klassen", 0.3))
    assert "verschillen" not in in_woorden(TRECHTER)
    assert "verschillen die er al waren" in in_woorden(maak_bandbreedte("trechter", 0.3, tau2=0.01))
