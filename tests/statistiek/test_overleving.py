"""Kaplan–Meier: published values, a slow twin in exact fractions, and the edges of delayed entry."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.statistiek import kaplan_meier

# Freireich 1963 (KMsurv drug6mp), Miller 1981 (survival::aml); facts as in kpi-specificatie 3.1. True = ended.
MP6 = (
    [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
)
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
WEL = ([9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0])
NIET = ([5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1])


def test_aml_geeft_de_gepubliceerde_kans_en_standaardfout():
    curve = kaplan_meier(*WEL)
    tijden = [9, 13, 18, 23, 31, 34, 48]
    assert curve.s_op(tijden) == pytest.approx([0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184], abs=5e-4)
    plek = np.searchsorted(curve.tijd, tijden)
    assert np.sqrt(curve.variantie[plek]) == pytest.approx(
        [0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535], abs=5e-5
    )
    assert curve.in_zorg[plek].tolist() == [11, 10, 8, 7, 5, 4, 2]
    assert curve.mediaan == 31
    assert kaplan_meier(*NIET).mediaan == 23


def test_aml_geeft_het_gepubliceerde_gemiddelde_tot_161():
    # survival: print(survfit(Surv(time, status) ~ x, aml), rmean = 161) gives 52.6 (se 19.83) and 22.7 (se 4.18).
    wel, niet = kaplan_meier(*WEL).rmst(161), kaplan_meier(*NIET).rmst(161)
    assert (wel[0], niet[0]) == pytest.approx((52.6, 22.7), abs=0.05)
    assert (wel[1], niet[1]) == pytest.approx((19.83, 4.18), abs=0.005)


def test_het_gemiddelde_van_wie_al_klaar_is_zit_ver_onder_het_echte():
    duur, einde = np.array(WEL[0]), np.array(WEL[1], dtype=bool)
    assert duur[einde].mean() == pytest.approx(25.1, abs=0.05)
    assert kaplan_meier(duur, einde).rmst(161)[0] > 2 * duur[einde].mean()


def test_freireich_geeft_de_gepubliceerde_kansen_en_medianen():
    curve = kaplan_meier(*MP6)
    assert curve.s_op([6, 7, 10, 13, 16, 22, 23]) == pytest.approx(
        [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4
    )
    assert curve.mediaan == 23
    assert kaplan_meier(PLACEBO, [True] * 21).mediaan == 8


def test_later_instappen_geeft_de_waarden_van_lifelines():
    curve = kaplan_meier([5, 6, 8, 10], [1, 1, 0, 1], [0, 3, 4, 7])
    assert curve.s_op([5, 6, 10]) == pytest.approx([2 / 3, 1 / 3, 0], abs=1e-12)
    assert curve.in_zorg.tolist() == [3, 2, 2, 1]


def test_orakels_uit_het_bestand(gedeeld):
    orakels = {o["id"]: o for o in json.loads((gedeeld / "orakels" / "orakels.json").read_text(encoding="utf-8"))}
    geval = orakels["km_aml_maintained"]
    curve = kaplan_meier(*geval["input"])
    tijden = [9, 13, 18, 23, 31, 34, 48]
    assert curve.s_op(tijden) == pytest.approx(geval["expected"], abs=geval["tol"])
    geval = orakels["km_aml_se"]
    curve = kaplan_meier(*geval["input"])
    assert np.sqrt(curve.variantie[np.searchsorted(curve.tijd, tijden)]) == pytest.approx(
        geval["expected"], abs=geval["tol"]
    )
    geval = orakels["rmst_aml"]
    assert [kaplan_meier(*d).rmst(161)[0] for d in (WEL, NIET)] == pytest.approx(geval["expected"], abs=geval["tol"])
    km = {naam for naam in orakels if naam.startswith(("km_", "rmst_"))}
    assert km == {"km_aml_maintained", "km_aml_se", "rmst_aml"}, "een nieuw orakel: hier toevoegen"


def test_lifelines_geeft_hetzelfde():
    lifelines = pytest.importorskip("lifelines")
    rng = np.random.default_rng(1)
    entree = rng.integers(0, 20, 200)
    duur, einde = entree + rng.integers(1, 60, 200) + 0.5, rng.random(200) < 0.6
    anders = lifelines.KaplanMeierFitter().fit(duur, einde, entry=entree)
    curve = kaplan_meier(duur, einde, entree)
    assert curve.s_op(curve.tijd) == pytest.approx(anders.predict(curve.tijd).to_numpy(), abs=1e-9)
    zonder = lifelines.KaplanMeierFitter().fit(duur, einde)
    band = zonder.confidence_interval_survival_function_.loc[curve.tijd].to_numpy()
    gekregen = np.column_stack(kaplan_meier(duur, einde).interval_op(curve.tijd))
    bekend = ~np.isnan(gekregen).any(axis=1)
    assert gekregen[bekend] == pytest.approx(band[bekend], abs=1e-6)


def test_bij_gelijke_tijd_gaat_het_einde_voor_de_afbreking():
    curve = kaplan_meier([5, 5, 9], [True, False, True])
    assert curve.s_op([5])[0] == pytest.approx(2 / 3)
    assert (curve.in_zorg[0], curve.einden[0], curve.gecensureerd[0]) == (3, 1, 1)


def test_wie_op_een_dag_instapt_telt_pas_na_die_dag():
    curve = kaplan_meier([5, 9, 9], [True, True, False], [0, 0, 5])
    assert curve.s_op([5])[0] == pytest.approx(1 / 2)
    assert curve.s_op([9])[0] == pytest.approx(1 / 4)
    assert curve.in_zorg_op([0, 1, 5, 6, 9, 10]).tolist() == [2, 2, 2, 2, 2, 0]


def test_de_band_volgt_de_formule_en_is_leeg_bij_een_en_nul():
    curve = kaplan_meier([3, 5, 8, 8], [False, True, True, True])
    assert np.isnan([curve.onder[0], curve.boven[0], curve.onder[2], curve.boven[2], curve.variantie[2]]).all()
    assert curve.variantie[0] == 0
    # S = 2/3 with d = 1 of r = 3: Greenwood sum 1/6, so log(-log S) has sd sqrt(1/6) / ln 1.5
    macht = np.exp(1.959964 * np.sqrt(1 / 6) / np.log(1.5))
    assert (curve.onder[1], curve.boven[1]) == pytest.approx(((2 / 3) ** macht, (2 / 3) ** (1 / macht)), abs=1e-6)


def test_de_mediaan_is_leeg_als_de_helft_er_nog_is():
    assert np.isnan(kaplan_meier([3, 5, 8], [True, False, False]).mediaan)
    assert kaplan_meier([3, 5, 8, 9], [True, True, False, False]).mediaan == 5  # exactly a half
    assert kaplan_meier(range(1, 25), [True] * 24).s[11] > 0.5  # twelve of 24 are left: a half, but for rounding
    assert kaplan_meier(range(1, 25), [True] * 24).mediaan == 12


def test_het_interval_van_de_mediaan_snijdt_de_band():
    curve = kaplan_meier(*MP6)
    onder, boven = curve.mediaan_interval
    assert curve.onder[np.searchsorted(curve.tijd, onder)] <= 0.5 < curve.onder[np.searchsorted(curve.tijd, onder) - 1]
    assert np.isnan(boven)
    assert onder < curve.mediaan


def test_na_de_laatste_waarneming_is_de_kans_onbekend_tenzij_allen_weg_zijn():
    open_ = kaplan_meier([3, 8], [True, False])
    assert open_.s_op([8])[0] == 0.5
    assert np.isnan(open_.s_op([9])[0])
    assert np.isnan(open_.rmst(9)).all()
    assert open_.rmst(8)[0] == 3 + 5 / 2
    klaar = kaplan_meier([3, 8], [True, True])
    assert klaar.s_op([9, 99]).tolist() == [0, 0]
    assert klaar.rmst(99)[0] == 5.5


def test_zonder_mensen_is_er_geen_curve():
    curve = kaplan_meier([], [])
    assert curve.n == 0
    assert np.isnan([curve.mediaan, curve.eerste_tijd, *curve.s_op([0, 5]), *curve.rmst(5)]).all()
    assert curve.in_zorg_op([0, 3]).tolist() == [0, 0]


def test_een_vroeg_einde_van_de_enige_in_beeld_maakt_de_curve_niet_nul():
    # One person from day 0 who ends on day 2; ninety-nine come in on day 1, all last to day 50.
    duur, einde = [2] + [50] * 99, [True] + [False] * 99
    af = kaplan_meier([2, 50], [True, False], [0, 2])
    assert af.s_op([1, 2, 3]) == pytest.approx([1, np.nan, np.nan], nan_ok=True)
    later = kaplan_meier(duur, einde, [0] + [1] * 99, minstens=10)
    assert later.eerste_tijd == 1
    assert later.s_op([0.5, 1, 2]) == pytest.approx([np.nan, 1, 0.99], nan_ok=True)
    alleen = kaplan_meier(duur, einde, [0] + [2] * 99, minstens=10)
    assert (alleen.eerste_tijd, alleen.einden[0]) == (2, 1)
    assert alleen.s_op([1, 2, 50]) == pytest.approx([np.nan, 1, 1], nan_ok=True)
    assert alleen.rmst(50) == (48, 0)


def test_met_te_weinig_mensen_begint_de_curve_niet():
    curve = kaplan_meier([5, 6, 7], [True, True, False], minstens=4)
    assert np.isnan([curve.eerste_tijd, curve.mediaan, *curve.rmst(3), *curve.s_op([0, 5])]).all()
    assert curve.in_zorg.tolist() == [3, 2, 1]


def test_een_gat_zonder_iemand_in_beeld_breekt_de_curve_af():
    curve = kaplan_meier([4, 5, 20], [True, False, True], [0, 0, 10])
    assert curve.laatste_tijd == 5
    assert curve.s_op([4, 5, 6, 20]) == pytest.approx([0.5, 0.5, np.nan, np.nan], nan_ok=True)
    assert np.isnan(curve.rmst(20)).all()
    assert curve.rmst(5)[0] == 4.5


def test_de_curve_van_wie_al_even_bezig_is_begint_niet_bij_nul():
    curve = kaplan_meier([8, 9, 12], [True, True, False], [3, 3, 5])
    assert curve.eerste_tijd == 3
    assert np.isnan(curve.s_op([2])[0])
    assert curve.rmst(9)[0] == pytest.approx(5 + 2 / 3)
    assert np.isnan(curve.rmst(2)).all()


@pytest.mark.parametrize(
    ("duur", "einde", "entree"),
    [([1, 2], [True], None), ([0], [True], None), ([np.nan], [True], None), ([5], [True], [5]), ([5], [True], [-1])],
)
def test_onmogelijke_duren_worden_geweigerd(duur, einde, entree):
    with pytest.raises(ValueError, match="duur"):
        kaplan_meier(duur, einde, entree)


def slow_curve(mensen):
    """(tijd -> s, tijd -> Greenwood sum) straight from the definition; stops where the curve breaks off."""
    s, som, uit = Fraction(1), Fraction(0), {}
    for t in sorted({duur for duur, _, _ in mensen}):
        in_zorg = [m for m in mensen if m[2] < t <= m[0]]
        d = sum(1 for m in in_zorg if m[0] == t and m[1])
        komen_nog = any(m[2] >= t for m in mensen)
        if d == len(in_zorg) and komen_nog:
            break
        s *= 1 - Fraction(d, len(in_zorg))
        som = som + Fraction(d, len(in_zorg) * (len(in_zorg) - d)) if d < len(in_zorg) else None
        uit[t] = (s, som)
        if som is None or (komen_nog and not any(m[2] <= t < m[0] for m in mensen)):
            break
    return uit


MENSEN = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 12), st.booleans()).map(lambda m: (m[0] + m[1], m[2], m[0])),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=300)
@given(mensen=MENSEN)
def test_de_snelle_en_de_trage_curve_zijn_gelijk(mensen):
    curve = kaplan_meier(*(np.array(kolom) for kolom in zip(*mensen, strict=True)))
    traag = slow_curve(mensen)
    for i, t in enumerate(curve.tijd):
        if int(t) not in traag:
            assert np.isnan(curve.s[i])
            continue
        s, som = traag[int(t)]
        assert curve.s[i] == pytest.approx(float(s), abs=1e-12)
        assert np.isnan(curve.variantie[i]) if som is None else curve.variantie[i] == pytest.approx(float(s * s * som))
        if 0 < s < 1:
            assert 0 <= curve.onder[i] <= curve.s[i] <= curve.boven[i] <= 1
    assert curve.einden.sum() + curve.gecensureerd.sum() == len(mensen)
    for t in range(1, 26):
        assert curve.in_zorg_op([t])[0] == sum(1 for m in mensen if m[2] < t <= m[0])
        waarde = curve.s_op([t])[0]
        # The area is the sum of the unit steps: all jumps lie at whole times.
        stappen = curve.s_op(np.arange(curve.eerste_tijd, t))
        if t > curve.eerste_tijd and not np.isnan(waarde):
            assert curve.rmst(t)[0] == pytest.approx(stappen.sum())


@settings(deadline=None, max_examples=100)
@given(mensen=MENSEN, minstens=st.integers(2, 5))
def test_de_grens_geeft_de_curve_van_wie_er_toen_nog_waren(mensen, minstens):
    curve = kaplan_meier(*(np.array(kolom) for kolom in zip(*mensen, strict=True)), minstens=minstens)
    wanneer = [e for e in sorted({m[2] for m in mensen}) if sum(1 for m in mensen if m[2] <= e < m[0]) >= minstens]
    if not wanneer:
        assert np.isnan(curve.eerste_tijd)
        return
    assert curve.eerste_tijd == wanneer[0]
    over = [(d, e, max(b, wanneer[0])) for d, e, b in mensen if d > wanneer[0]]
    traag = slow_curve(over)
    gekregen = {int(t): s for t, s in zip(curve.tijd, curve.s, strict=True) if not np.isnan(s)}
    assert gekregen == pytest.approx({t: float(s) for t, (s, _) in traag.items()})


@settings(deadline=None, max_examples=100)
@given(duren=st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_zonder_afbreking_is_de_curve_het_aandeel_dat_langer_duurt(duren):
    curve = kaplan_meier(duren, [True] * len(duren))
    for t in range(0, 32):
        assert curve.s_op([t])[0] == pytest.approx(np.mean(np.array(duren) > t))
    assert curve.rmst(31)[0] == pytest.approx(np.mean(duren))
    assert curve.rmst(31)[1] == pytest.approx(np.std(duren) / np.sqrt(len(duren)))
