"""Exploring a norm: the reference sets end to end, small cases by hand, a slow twin, mirror images and order."""

import math
from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import pytest
from hulp_referentie import HOMOGEEN, NOEMERS, VERSPREID
from hypothesis import given, settings
from hypothesis import strategies as st
from normen.hulp_cijfers import HOGER, LAGER, cijfers, spiegel, tabellen, tellingen, van_tellingen
from normwijzer.normen.bandbreedte import Bandbreedte, grens, grens_ver, maak_bandbreedte
from normwijzer.normen.cijfers import jaarkeuzes, jaartekst, rijen
from normwijzer.normen.kandidaten import kandidaten
from normwijzer.normen.verkenning import (
    BANDEN,
    gevolgen_tabel,
    kandidaten_tabel,
    keuzelijn,
    kies_band,
    kracht_tabel,
    maak_band,
    per_aanbieder,
    tau2_trechter,
    tel,
)

JAREN = (2024,)
EXACT = {"check_exact": True}
NORMEN = st.integers(0, 100).map(lambda procent: procent / 100)


def _schud(tabel, zaad=1):
    return tabel.sample(frac=1, random_state=zaad).reset_index(drop=True)


def _kans(tellers, n, theta):
    return sum(comb(n, t) * theta**t * (1 - theta) ** (n - t) for t in tellers)


def _slechter(teller, noemer, dan, richting):
    """Strictly worse, in whole numbers; a limit that is a float may differ a billionth."""
    verschil = teller - noemer * Fraction(dan).limit_denominator(10**9)
    return verschil < -1e-7 if richting == HOGER else verschil > 1e-7


def _trage_gevolgen(paren, norm, band, richting):
    """One provider at a time: the verdicts, and the chance of each at the norm."""
    woorden, ver, alarm_norm, alarm_grens = [], 0, 0, 0
    theta = Fraction(norm).limit_denominator(100)
    for y, n in paren:
        if n < 10:
            woorden.append("te klein")
            continue
        limiet, verre = grens(band, norm, [n], richting)[0], grens_ver(norm, [n], richting)[0]
        mis = [t for t in range(n + 1) if _slechter(t, n, theta, richting)]
        alarm_norm += _kans(mis, n, theta)
        alarm_grens += _kans([t for t in range(n + 1) if _slechter(t, n, limiet, richting)], n, theta)
        if y not in mis:
            woorden.append("voldoet")
        elif _slechter(y, n, limiet, richting):
            woorden.append("onder")
            ver += _slechter(y, n, verre, richting)
        else:
            woorden.append("binnen")
    aantallen = [woorden.count(woord) for woord in ("te klein", "voldoet", "binnen", "onder")]
    return [*aantallen, ver, float(alarm_norm), float(alarm_grens)]


def test_tel_telt_jaren_op_en_laat_weg_wat_niets_zegt():
    tabel = cijfers(
        (2023, "basis", "b", 1, 4), (2024, "basis", "b", 2, 6), (2024, "basis", "a", 0, 0), (2024, "x=1", "b", 9, 9),
        (2024, "basis", "c", pd.NA, 7), (2025, "basis", "d", 1, 2),
    )  # fmt: skip
    assert tel(tabel, (2023, 2024)).to_numpy().tolist() == [["a", 0, 0], ["b", 3, 10]]
    assert tel(tabel, (2024,), "x=1").to_numpy().tolist() == [["b", 9, 9]]
    assert tel(tabel, (2020,)).empty
    # A year that no row has, or only rows without counts, is not named as one the figures rest on.
    assert jaartekst(tabel, (2024, 2022, 2023)) == "2023+2024"


@pytest.mark.parametrize(
    ("dubbel", "melding"),
    [([(2024, "basis", "a", 1, 4), (2024, "basis", "a", 1, 4)], "hoogstens een"), ([(2024, "basis", "", 1, 4)], "rij")],
)
def test_een_rij_die_niet_van_een_aanbieder_is_of_dubbel_wordt_geweigerd(dubbel, melding):
    with pytest.raises(ValueError, match=melding):
        tel(cijfers(*dubbel), JAREN)


def test_jaarkeuzes_zijn_het_jaar_alleen_en_met_de_jaren_die_erop_aansluiten():
    tabel = cijfers(*[(jaar, "basis", "a", 1, 4) for jaar in (2020, 2022, 2023, 2024, 2025)], (2021, "x=1", "a", 1, 4))
    assert jaarkeuzes(tabel, 2024) == [(2024,), (2023, 2024), (2022, 2023, 2024)]
    assert jaarkeuzes(tabel, 2023) == [(2023,), (2022, 2023)]
    assert jaarkeuzes(tabel, 2021) == []
    assert jaarkeuzes(cijfers((2024, "basis", "a", 0, 0)), 2024) == []


def test_homogene_referentieset_van_tellingen_tot_gevolgen():
    tabel = van_tellingen(HOMOGEEN, NOEMERS)
    kandidaat = kandidaten_tabel(tabel, JAREN, HOGER).set_index(["id", "q"])["norm"]
    gedrukt = [0.310433, 0.253333, 0.321053, 0.357143, 0.367257, 0.373239, 0.310433]
    plekken = [("N1", math.nan), ("N4", 0.25), ("N4", 0.5), ("N4", 0.75), ("N5", 0.25), ("N6", 0.1), ("N8", math.nan)]
    assert [kandidaat.loc[plek] for plek in plekken] == pytest.approx(gedrukt, abs=5e-7)
    # Printed: 5 below the norm, of which 0/6 has fewer than 10 clients (as has 3/9); 0 by Wilson, 0 by the test.
    gevolg = gevolgen_tabel(tabel, JAREN, HOGER, [0.30]).set_index("band")
    assert gevolg.index.tolist() == list(BANDEN)
    assert (gevolg[["k", "te_klein", "voldoet", "onder_wilson", "onder_toets"]] == [10, 2, 6, 0, 0]).all(axis=None)
    # No differences beyond chance: the funnel that allows for them is the same one, and nothing is said of a provider.
    assert gevolg.loc["trechter"].equals(gevolg.loc["trechter_spreiding"])
    assert gevolg.loc["trechter", ["binnen", "onder"]].tolist() == [4, 0]
    assert gevolg["kans_slechter"].isna().all()


def test_verspreide_referentieset_van_tellingen_tot_gevolgen():
    tabel = van_tellingen(VERSPREID, NOEMERS)
    assert kandidaten_tabel(tabel, JAREN, HOGER)["norm"].iloc[0] == pytest.approx(0.33715, abs=5e-6)
    assert tau2_trechter(VERSPREID, NOEMERS) == pytest.approx(0.0180929, abs=5e-8)
    gevolg = gevolgen_tabel(tabel, JAREN, HOGER, [0.30]).set_index("band")
    # Printed: 7 below the norm (0/6 is too small), 2 by Wilson and 2 by the test: 4/41 and 24/120.
    assert (gevolg[["k", "te_klein", "voldoet", "onder_wilson", "onder_toets"]] == [10, 2, 4, 2, 2]).all(axis=None)
    # Limit at 120 by chance .30 - 1.645 * .04183 = .2312 > .2; with tau2 .30 - 1.645 √(.04183² + .0180929) = .07.
    assert gevolg.loc["trechter", ["binnen", "onder"]].tolist() == [4, 2]
    assert gevolg.loc["trechter_spreiding", ["binnen", "onder"]].tolist() == [6, 0]
    # Below .25: 4/41, 12/55, 7/31, 24/120; below .20 only 4/41 (24/120 is on it).
    assert gevolg.loc["vast5", "onder"] == 4
    assert gevolg.loc["vast10", "onder"] == 1
    # Classes: 4/41 below .15 no (.0976 < .15 yes), 24/120 below .30 - .08: yes; 12/55, 7/31 and 38/150 within theirs.
    assert gevolg.loc["klassen", ["binnen", "onder"]].tolist() == [4, 2]


def test_verspreide_referentieset_per_aanbieder():
    per = per_aanbieder(van_tellingen(VERSPREID, NOEMERS), JAREN, HOGER, 0.30)
    verwacht = [0.3204, 0.2068, 0.3745, 0.1456, 0.2909, 0.4825, 0.2347, 0.5077, 0.2494, 0.2100, 0.2576, 0.4492]
    assert per["gekrompen"].tolist() == pytest.approx(verwacht, abs=5e-5)
    assert per.loc[per["oordeel"] == "onder bandbreedte", ["teller", "noemer"]].to_numpy().tolist() == [
        [4, 41],
        [24, 120],
    ]
    assert per["oordeel"].iloc[:2].tolist() == ["te klein", "te klein"]
    assert per.loc[:1, ["grens", "grens_ver", "kans", "kans_slechter", "fdr"]].isna().all(axis=None)
    # By hand: P(X <= 4 | 41, .3) = .00186 is the lowest of ten, P(X <= 24 | 120, .3) = .00937 the second.
    kansen = [float(_kans(range(y + 1), n, Fraction(3, 10))) for y, n in ((4, 41), (24, 120))]
    assert per.loc[[3, 9], "kans"].tolist() == pytest.approx(kansen, abs=1e-12)
    assert per.loc[[3, 9], "fdr"].tolist() == pytest.approx([kansen[0] * 10, kansen[1] * 5], abs=1e-12)


def test_per_aanbieder_zonder_en_met_weinig_gevallen():
    tabel = cijfers((2024, "basis", "a", 0, 0), (2024, "basis", "b", 1, 1), (2024, "basis", "c", 6, 30))
    per = per_aanbieder(tabel, JAREN, LAGER, 0.20, "vast5")
    assert per["oordeel"].tolist() == ["te klein", "te klein", "voldoet"]
    assert per[["waarde", "onder", "boven"]].isna().any(axis=1).tolist() == [True, False, False]
    assert per["grens"].tolist()[2] == pytest.approx(0.25)
    assert per["status"].tolist() == ["definitief"] * 3
    leeg = per_aanbieder(tabel, (2019,), LAGER, 0.20)
    assert leeg.empty
    assert leeg.dtypes.equals(per.dtypes)


def test_een_voorlopig_jaar_verandert_geen_oordeel_maar_wordt_genoemd():
    definitief = cijfers((2023, "basis", "a", 1, 20), (2024, "basis", "a", 1, 20), (2024, "basis", "b", 9, 20))
    open_ = definitief.assign(status=["voorlopig", "definitief", "definitief"])
    een, ander = (per_aanbieder(tabel, (2023, 2024), HOGER, 0.4) for tabel in (definitief, open_))
    assert ander["status"].tolist() == ["voorlopig", "definitief"]
    pd.testing.assert_frame_equal(een.drop(columns="status"), ander.drop(columns="status"), **EXACT)
    assert een["oordeel"].tolist() == ["onder bandbreedte", "voldoet"]


def test_kandidaten_noemen_de_jaren_en_zijn_van_die_jaren_samen():
    tabel = cijfers((2023, "basis", "a", 1, 10), (2024, "basis", "a", 5, 10), (2024, "basis", "b", 6, 20))
    alleen, samen = (kandidaten_tabel(tabel, jaren, HOGER) for jaren in ((2024,), (2024, 2023)))
    assert set(alleen["jaren"]) == {"2024"}
    assert set(samen["jaren"]) == {"2023+2024"}
    pd.testing.assert_frame_equal(samen.drop(columns="jaren"), kandidaten([6, 6], [20, 20], HOGER), **EXACT)
    leeg = kandidaten_tabel(tabel, (2019,), HOGER)
    assert leeg["norm"].isna().all()
    assert set(leeg["jaren"]) == {""}


@settings(deadline=None, max_examples=30)
@given(tellingen(), NORMEN, st.sampled_from(BANDEN), st.sampled_from([HOGER, LAGER]))
def test_gevolgen_zijn_die_van_een_trage_telling(paren, norm, naam, richting):
    tabel = van_tellingen([y for y, _ in paren], [n for _, n in paren])
    rij = gevolgen_tabel(tabel, JAREN, richting, [norm], [naam]).iloc[0]
    band = kies_band(naam, norm, tabel, JAREN)
    kolommen = ["te_klein", "voldoet", "binnen", "onder", "onder_ver", "vals_alarm_norm", "vals_alarm_grens"]
    assert rij[kolommen].tolist() == pytest.approx(_trage_gevolgen(paren, norm, band, richting), abs=1e-9)
    # The table of providers tells the same story.
    per = per_aanbieder(tabel, JAREN, richting, norm, naam)
    for kolom, woord in [("voldoet", "voldoet"), ("binnen", "binnen bandbreedte"), ("onder", "onder bandbreedte")]:
        assert rij[kolom] == (per["oordeel"] == woord).sum()
    assert (rij["te_klein"], rij["onder_ver"]) == ((per["oordeel"] == "te klein").sum(), per["ver"].sum())
    assert rij["k"] + rij["te_klein"] == len(paren)
    if not math.isnan(rij["kans_slechter"]):
        assert rij["kans_slechter"] == pytest.approx(per["kans_slechter"].sum(), abs=1e-9)


@settings(deadline=None, max_examples=12)
@given(tabellen(), NORMEN)
def test_elke_tabel_hangt_niet_af_van_de_volgorde_van_de_rijen(tabel, norm):
    anders = _schud(tabel)
    for maak in (
        lambda t: tel(t, (2023, 2024)),
        lambda t: kandidaten_tabel(t, (2024, 2023), LAGER),
        lambda t: gevolgen_tabel(t, (2023, 2024), LAGER, [norm]),
        lambda t: keuzelijn(t, (2023, 2024), LAGER, "klassen"),
        lambda t: per_aanbieder(t, (2023, 2024), LAGER, norm, "trechter_spreiding"),
        lambda t: rijen(t),
    ):
        pd.testing.assert_frame_equal(maak(anders), maak(tabel), **EXACT)


@settings(deadline=None, max_examples=20)
@given(tellingen(kleinste=1), st.integers(1, 99), st.sampled_from(BANDEN))
def test_lager_is_beter_is_het_spiegelbeeld(paren, procent, naam):
    tabel = van_tellingen([y for y, _ in paren], [n for _, n in paren])
    hoger = gevolgen_tabel(tabel, JAREN, HOGER, [procent / 100], [naam]).iloc[0]
    lager = gevolgen_tabel(spiegel(tabel), JAREN, LAGER, [(100 - procent) / 100], [naam]).iloc[0]
    aantallen = ["k", "te_klein", "voldoet", "binnen", "onder", "onder_ver", "onder_wilson"]
    assert lager[aantallen].tolist() == hoger[aantallen].tolist()
    kansen = ["vals_alarm_norm", "vals_alarm_grens"]
    assert lager[kansen].tolist() == pytest.approx(hoger[kansen].tolist(), abs=1e-9)
    per, terug = (
        per_aanbieder(t, JAREN, richting, norm, naam)
        for t, richting, norm in ((tabel, HOGER, procent / 100), (spiegel(tabel), LAGER, (100 - procent) / 100))
    )
    assert per["oordeel"].tolist() == terug["oordeel"].tolist()
    assert (1 - terug["grens"]).tolist() == pytest.approx(per["grens"].tolist(), abs=1e-9, nan_ok=True)


@settings(deadline=None, max_examples=15)
@given(tellingen(meeste=6), st.sampled_from([HOGER, LAGER]), st.sampled_from(["vast10", "trechter", "klassen"]))
def test_keuzelijn_is_de_gevolgentabel_per_heel_procent(paren, richting, naam):
    tabel = van_tellingen([y for y, _ in paren], [n for _, n in paren])
    lijn = keuzelijn(tabel, JAREN, richting, naam)
    groot = [Fraction(y, n) for y, n in paren if n >= 10]
    if not groot:
        assert lijn.empty
        return
    procenten = range(max(0, math.floor(100 * min(groot)) - 5), min(100, math.ceil(100 * max(groot)) + 5) + 1)
    assert lijn["norm"].tolist() == [procent / 100 for procent in procenten]
    gevolg = gevolgen_tabel(tabel, JAREN, richting, lijn["norm"], [naam])
    assert lijn["onder_norm"].tolist() == (gevolg["binnen"] + gevolg["onder"]).tolist()
    assert lijn["onder_grens"].tolist() == gevolg["onder"].tolist()
    assert lijn["vals_alarm_grens"].tolist() == pytest.approx(gevolg["vals_alarm_grens"].tolist(), abs=1e-12)


def test_normen_die_er_niet_zijn_of_al_stonden_komen_niet_terug():
    tabel = van_tellingen(HOMOGEEN, NOEMERS)
    gevolg = gevolgen_tabel(tabel, JAREN, HOGER, [0.31, math.nan, 0.25, 0.31], ["vast5", "klassen"])
    assert gevolg[["norm", "band"]].to_numpy().tolist() == [
        [0.31, "vast5"], [0.31, "klassen"], [0.25, "vast5"], [0.25, "klassen"],
    ]  # fmt: skip
    leeg = gevolgen_tabel(tabel, JAREN, HOGER, [])
    assert leeg.empty
    assert leeg.dtypes.equals(gevolg.dtypes)


def test_zonder_aanbieders_zijn_de_gevolgen_nul():
    for tabel in (van_tellingen([], []), van_tellingen([0], [0]), van_tellingen([4], [9])):
        gevolg = gevolgen_tabel(tabel, JAREN, LAGER, [0.3])
        klein = len(tabel)
        assert (gevolg[["k", "te_klein", "voldoet", "binnen", "onder", "onder_ver"]] == [0, klein, 0, 0, 0, 0]).all(
            axis=None
        )
        assert (gevolg[["vals_alarm_norm", "vals_alarm_grens"]] == 0).all(axis=None)
        assert gevolg["kans_slechter"].isna().all()
        assert keuzelijn(tabel, JAREN, LAGER).empty


def test_een_aanbieder_op_zijn_eigen_norm_voldoet():
    tabel = van_tellingen([7], [100])
    for richting in (HOGER, LAGER):
        gevolg = gevolgen_tabel(tabel, JAREN, richting, [0.07])
        assert (gevolg[["k", "voldoet"]] == 1).all(axis=None)


def test_een_band_mag_een_naam_een_bandbreedte_of_een_maker_zijn():
    tabel = van_tellingen(VERSPREID, NOEMERS)
    vast = maak_bandbreedte("vast", 0.3, breedte=0.05)
    banden = {"a": "vast5", "b": vast, "c": lambda norm: maak_bandbreedte("vast", norm, breedte=0.05)}
    gevolg = gevolgen_tabel(tabel, JAREN, HOGER, [0.3], banden).set_index("band").drop(columns="norm")
    assert gevolg.loc["a"].equals(gevolg.loc["b"])
    assert gevolg.loc["a"].equals(gevolg.loc["c"])
    assert isinstance(kies_band("trechter_spreiding", 0.3, tabel, JAREN), Bandbreedte)
    assert kies_band("trechter_spreiding", 0.3, tabel, JAREN).tau2 == tau2_trechter(VERSPREID, NOEMERS)
    assert kies_band("trechter", 0.3, tabel, JAREN).tau2 == 0
    assert maak_band("vast7", 0.3).breedte == 0.07
    for naam in ("vast", "vast123", "trechters", ""):
        with pytest.raises(ValueError, match="bandbreedte"):
            maak_band(naam, 0.3)


def test_kracht_geeft_de_gedrukte_tabel_en_het_spiegelbeeld():
    # norm-specificatie 1.5, at .30: fail strict, at -5, at -10, fail if y <, power at .20 and at .15.
    gedrukt = [
        (10, 0.383, 0.383, 0.149, 1, 0.107, 0.197), (20, 0.416, 0.238, 0.107, 3, 0.206, 0.405),
        (30, 0.432, 0.281, 0.077, 5, 0.255, 0.524), (50, 0.447, 0.223, 0.040, 10, 0.444, 0.791),
        (100, 0.462, 0.114, 0.009, 23, 0.739, 0.978), (200, 0.473, 0.051, 0.001, 49, 0.931, 1.000),
        (300, 0.478, 0.024, 0.000, 77, 0.990, 1.000),
    ]  # fmt: skip
    tabel = kracht_tabel(0.30, HOGER)
    assert tabel.drop(columns="omvang").to_numpy() == pytest.approx(np.array(gedrukt), abs=5.0001e-4)
    lager = kracht_tabel(0.70, LAGER)
    assert lager.columns.equals(tabel.columns)
    assert (lager["noemer"] - lager["drempel"]).tolist() == tabel["drempel"].tolist()
    kansen = tabel.columns.drop(["noemer", "drempel"])
    assert lager[kansen].to_numpy() == pytest.approx(tabel[kansen].to_numpy(), abs=1e-9)


def test_kracht_zwijgt_over_wie_niet_zoveel_slechter_kan_zijn():
    for norm, richting in ((0.12, HOGER), (0.88, LAGER)):
        tabel = kracht_tabel(norm, richting)
        assert tabel["kracht_10_slechter"].notna().all()
        assert tabel["kracht_15_slechter"].isna().all()
    assert kracht_tabel(0.10, HOGER)["kracht_10_slechter"].notna().all()
    with pytest.raises(ValueError, match="deel"):
        kracht_tabel(12, HOGER)
    with pytest.raises(ValueError, match="richting"):
        kracht_tabel(0.12, "geen")


def test_onbekende_richting_wordt_overal_geweigerd():
    tabel = van_tellingen(HOMOGEEN, NOEMERS)
    for maak in (
        lambda: kandidaten_tabel(tabel, JAREN, "geen"),
        lambda: gevolgen_tabel(tabel, JAREN, "geen", [0.3]),
        lambda: keuzelijn(tabel, JAREN, "geen"),
        lambda: per_aanbieder(tabel, JAREN, "geen", 0.3),
    ):
        with pytest.raises(ValueError, match="richting"):
            maak()
