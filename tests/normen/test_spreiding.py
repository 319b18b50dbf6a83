"""Variation between providers and the limits that allow for it."""

import json
import math

import numpy as np
import pytest
from hulp_referentie import HOMOGEEN, NOEMERS, VERSPREID
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.normen.spreiding import (
    beknot,
    meet_spreiding,
    phi,
    tau2_additief,
    trechtergrens,
    trechtergrens_arcsinus,
    winsoriseer,
    z_scores,
    z_scores_arcsinus,
)
from normwijzer.normen.trechter import grens_exact, grens_gesloten

TELLINGEN = st.lists(
    st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=25
)


def _orakels(gedeeld):
    bestand = gedeeld / "orakels" / "orakels.json"
    if not bestand.is_file():
        pytest.skip("de gepubliceerde uitkomsten zijn hier niet aanwezig")
    return {geval["id"]: geval for geval in json.loads(bestand.read_text(encoding="utf-8"))}


def test_homogene_referentieset_tot_op_de_gedrukte_cijfers():
    s = meet_spreiding(HOMOGEEN, NOEMERS)
    assert s.doel == pytest.approx(0.310433, abs=5e-7)
    assert s.chi2 == pytest.approx(12.6736, abs=5e-5)
    assert s.p_waarde == pytest.approx(0.3152, abs=5e-5)
    assert s.phi == pytest.approx(1.05614, abs=5e-6)
    assert s.phi_w == pytest.approx(0.95293, abs=5e-6)
    assert s.tau2 == pytest.approx(0.00053378, abs=5e-9)
    assert s.tau2_w == pytest.approx(0.00013877, abs=5e-9)


def test_verspreide_referentieset_tot_op_de_gedrukte_cijfers():
    s = meet_spreiding(VERSPREID, NOEMERS)
    assert s.doel == pytest.approx(0.33715, abs=5e-6)
    assert s.chi2 == pytest.approx(70.2627, abs=5e-5)
    assert s.p_waarde == pytest.approx(1.09e-10, abs=5e-13)
    assert s.phi == pytest.approx(5.85523, abs=5e-6)
    assert s.phi_w == pytest.approx(5.4449, abs=5e-5)
    assert s.tau2_w == pytest.approx(0.0180929, abs=5e-8)


def test_additieve_spreiding_is_die_van_de_bcg_proeven(gedeeld):
    # Per trial ill and total, with and without vaccine: log relative risks pooled as DerSimonian and Laird did.
    geval = _orakels(gedeeld)["dl_bcg"]
    a, n_a, c, n_c = np.array(geval["input"], dtype=float).T
    effect, s = np.log(a / n_a) - np.log(c / n_c), np.sqrt(1 / a - 1 / n_a + 1 / c - 1 / n_c)
    w = 1 / s**2
    q = np.sum(w * (effect - np.sum(w * effect) / w.sum()) ** 2)
    tau2 = tau2_additief(q, s)
    w = 1 / (s**2 + tau2)
    gekregen = [q, tau2, np.sum(w * effect) / w.sum(), w.sum() ** -0.5]
    assert q == pytest.approx(geval["expected"][0], abs=5e-4)  # printed with three decimals
    assert gekregen[1:] == pytest.approx(geval["expected"][1:], abs=geval["tol"])


def test_gesloten_trechtergrenzen_zijn_die_van_phe(gedeeld):
    orakels = _orakels(gedeeld)
    for naam, kansen in [("phe_funnel95_20", (0.025, 0.975)), ("phe_funnel998_20", (0.001, 0.999))]:
        noemer, doel = orakels[naam]["input"]
        gekregen = [100 * grens_gesloten(doel, [noemer], kans)[0] for kans in kansen]
        assert gekregen == pytest.approx(orakels[naam]["expected"], abs=orakels[naam]["tol"]), naam


def test_winsoriseren_trekt_de_uitersten_naar_de_kwantielen_van_het_zevende_type():
    # Eleven values 0 … 10: the type-7 quantiles 10 % and 90 % are exactly 1 and 9.
    z = np.array([10.0, *range(10)])
    assert winsoriseer(z).tolist() == [9, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert np.isnan(winsoriseer([np.nan, 1.0])[0])


def test_beknotten_laat_de_buitenste_tienden_weg():
    # k = 12: rank 1 -> floor(10/13) = 0 and rank 12 -> floor(120/13) = 9 go; rank 2 and 11 stay.
    z = np.arange(12.0)[::-1]
    assert beknot(z).tolist() == [False, *[True] * 10, False]
    assert beknot(np.arange(8.0)).all()
    assert beknot([1.0, np.nan, 1.0]).tolist() == [True, False, True]


def test_arcsinus_score_en_grens_horen_bij_elkaar():
    grens = trechtergrens_arcsinus(0.3, [40, 400], 0.975)
    for noemer, deel in zip([40, 400], grens, strict=True):
        # The score is exactly 1.96 on the limit (whole counts are not needed for that).
        assert z_scores_arcsinus([deel * noemer], [noemer], 0.3)[0] == pytest.approx(1.959964, abs=1e-6)
    assert trechtergrens_arcsinus(0.3, [40], 0.975, tau2=0.01)[0] > grens[0]


def test_arcsinus_grens_keert_niet_terug_bij_kleine_noemers():
    noemers = np.arange(1, 200)
    onder, boven = (trechtergrens_arcsinus(0.05, noemers, kans) for kans in (0.001, 0.999))
    assert (np.diff(onder) >= 0).all()
    assert (np.diff(boven) <= 0).all()
    assert (onder[0], boven[0]) == (0, 1)


def test_zonder_verschillen_is_de_grens_exact_en_daarboven_gesloten():
    assert trechtergrens(0.3, [20, 49], 0.05).tolist() == grens_exact(0.3, [20, 49], 0.05).tolist()
    assert trechtergrens(0.3, [50, 200], 0.05).tolist() == grens_gesloten(0.3, [50, 200], 0.05).tolist()
    assert trechtergrens(0.02, [100], 0.975).tolist() == grens_exact(0.02, [100], 0.975).tolist()


def test_verschillen_verbreden_de_gesloten_grens_zoals_de_formules():
    n = np.array([80.0, 500.0])
    s2 = 0.3 * 0.7 / n
    assert trechtergrens(0.3, n, 0.975, phi=2.0) == pytest.approx(0.3 + 1.959964 * np.sqrt(2 * s2), abs=1e-6)
    assert trechtergrens(0.3, n, 0.001, tau2=0.004) == pytest.approx(
        np.clip(0.3 - 3.090232 * np.sqrt(s2 + 0.004), 0, 1), abs=1e-6
    )
    assert trechtergrens(0.3, n, 0.975, phi=0.7).tolist() == trechtergrens(0.3, n, 0.975).tolist()


@pytest.mark.parametrize("doel", [0.0, 1.0])
def test_zonder_toeval_is_elke_grens_het_doel(doel):
    assert trechtergrens(doel, [5, 500], 0.025, tau2=0.01).tolist() == [doel, doel]


def test_zonder_gevallen_of_zonder_toeval_is_er_niets_te_meten():
    assert math.isnan(trechtergrens(0.3, [0], 0.05)[0])
    assert meet_spreiding([0, 0], [0, 0]).k == 0
    assert math.isnan(meet_spreiding([], []).phi)
    niemand = meet_spreiding([0, 0], [5, 8])
    assert (niemand.k, niemand.doel) == (2, 0)
    assert math.isnan(niemand.phi)
    assert math.isnan(niemand.tau2)


def test_een_aanbieder_en_gelijke_aanbieders_tonen_geen_verschil():
    een = meet_spreiding([3], [10])
    assert (een.k, een.phi, een.tau2) == (1, 0, 0)
    assert math.isnan(een.p_waarde)
    gelijk = meet_spreiding([3, 3, 3], [10, 10, 10])
    assert (gelijk.phi, gelijk.tau2, gelijk.p_waarde) == (0, 0, 1)


@settings(deadline=None, max_examples=80)
@given(TELLINGEN)
def test_spreiding_is_gespiegeld_en_onafhankelijk_van_de_volgorde(tellingen):
    y, n = np.array(tellingen).T
    s = meet_spreiding(y, n)
    assert repr(meet_spreiding(y[::-1], n[::-1])) == repr(s)
    assert repr(meet_spreiding([*y, 0], [*n, 0])) == repr(s)
    omgekeerd = meet_spreiding(n - y, n)
    for veld in ("chi2", "phi", "phi_w", "phi_arcsinus", "tau2", "tau2_w", "tau2_arcsinus"):
        assert getattr(omgekeerd, veld) == pytest.approx(getattr(s, veld), rel=1e-6, abs=1e-9, nan_ok=True), veld
    if not math.isnan(s.phi):
        z = z_scores(y, n, s.doel)
        assert s.phi == pytest.approx(phi(z))
        assert s.phi_w <= s.phi + 1e-12
        assert 0 <= s.tau2_w <= s.tau2 + 1e-12


@settings(deadline=None, max_examples=80)
@given(doel=st.floats(0.02, 0.98), noemer=st.integers(1, 500), tau2=st.floats(0, 0.05), factor=st.floats(1, 9))
def test_grenzen_liggen_in_volgorde_en_verschillen_maken_ze_wijder(doel, noemer, tau2, factor):
    kansen = (0.001, 0.025, 0.975, 0.999)
    kaal = [trechtergrens(doel, [noemer], kans)[0] for kans in kansen]
    assert all(0 <= grens <= 1 for grens in kaal)
    assert kaal == sorted(kaal)
    for ruim in ({"tau2": tau2}, {"phi": factor}):
        wijder = [trechtergrens(doel, [noemer], kans, **ruim)[0] for kans in kansen]
        assert all(w <= k + 1e-12 for w, k in zip(wijder[:2], kaal[:2], strict=True))
        assert all(w >= k - 1e-12 for w, k in zip(wijder[2:], kaal[2:], strict=True))


def test_onmogelijke_invoer_wordt_geweigerd():
    with pytest.raises(ValueError, match="fractie"):
        trechtergrens(1.2, [10], 0.05)
    with pytest.raises(ValueError, match="allebei"):
        trechtergrens(0.3, [10], 0.05, phi=2, tau2=0.01)
    with pytest.raises(ValueError, match="negatief"):
        trechtergrens(0.3, [10], 0.05, tau2=-0.01)
    with pytest.raises(ValueError, match="teller"):
        meet_spreiding([5], [4])
    with pytest.raises(ValueError, match="even lang"):
        meet_spreiding([1, 2], [4])
