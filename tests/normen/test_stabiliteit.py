"""How firm a norm stands: years, leaving one out, drawing again, quarters; by hand and against slow twins."""

import math

import numpy as np
import pandas as pd
import pytest
from hulp_referentie import HOMOGEEN, NOEMERS, VERSPREID
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from normen.hulp_cijfers import HOGER, LAGER, cijfers, spiegel, tabellen, tellingen, van_tellingen
from normwijzer.normen import kandidaten
from normwijzer.normen.herweging import METHODEN, norm_herwogen
from normwijzer.normen.spreiding import met_gevallen
from normwijzer.normen.stabiliteit import Weglating, bootstrap, kwartaalkaart, per_jaar, zonder_een
from normwijzer.statistiek.aandeel import newcombe_verschil, wilson

JAREN = (2024,)
EXACT = {"check_exact": True}
SNEL = [methode for methode in METHODEN if methode != "eb_mean"]
GROOT = ("ongewogen_gemiddelde", "mediaan", "percentiel")


def _q(methode):
    return 0.25 if methode.endswith("percentiel") else None


def _kandidaat(paren, methode, richting, q=0.25):
    """The candidate by its own function, on these providers alone."""
    y, n = [y for y, _ in paren], [n for _, n in paren]
    if methode in ("gewogen_gemiddelde", "ongewogen_gemiddelde", "eb_mean"):
        return getattr(kandidaten, methode)(y, n)
    if methode == "mediaan":
        return kandidaten.percentiel(y, n, 0.5, richting=richting)
    deel = (q,) if methode.endswith("percentiel") else ()
    return getattr(kandidaten, methode.lower())(y, n, *deel, richting=richting)


def _tabel(paren):
    return van_tellingen([y for y, _ in paren], [n for _, n in paren])


def test_per_jaar_met_de_hand():
    tabel = cijfers(
        (2022, "basis", "a", 8, 80), (2022, "basis", "b", 12, 120), (2023, "basis", "a", 50, 100),
        (2023, "basis", "b", 0, 0), (2025, "basis", "a", 3, 10, "voorlopig"), (2023, "x=1", "a", 9, 9),
    )  # fmt: skip
    per = per_jaar(tabel, LAGER)
    assert per[["jaar", "teller", "noemer", "k"]].to_numpy().tolist() == [
        [2022, 20, 200, 2], [2023, 50, 100, 1], [2025, 3, 10, 1],
    ]  # fmt: skip
    assert per["waarde"].tolist() == [0.1, 0.5, 0.3]
    assert per.loc[1, ["onder", "boven"]].tolist() == [float(rand) for rand in wilson(50, 100)]
    verwacht = [float(x) for x in newcombe_verschil(50, 100, 20, 200)]
    assert per.loc[1, ["verschil", "verschil_onder", "verschil_boven"]].tolist() == verwacht
    # 2022 has no year before it, and 2025 not the year before it.
    assert per.loc[[0, 2], ["verschil", "verschil_onder", "verschil_boven"]].isna().all(axis=None)
    assert per["verandering"].tolist() == ["", "slechter", ""]
    assert per["status"].tolist() == ["definitief", "definitief", "voorlopig"]
    assert per_jaar(tabel, HOGER)["verandering"].tolist() == ["", "beter", ""]


def test_verschil_tussen_jaren_heeft_het_gepubliceerde_interval():
    # Newcombe 1998 (Stat Med 17:873), table II, example (a): 56/70 - 48/80, method 10: .0524 to .3339.
    per = per_jaar(cijfers((2023, "basis", "a", 48, 80), (2024, "basis", "a", 56, 70)), HOGER)
    assert per.loc[1, ["verschil", "verschil_onder", "verschil_boven"]].tolist() == pytest.approx(
        [0.2, 0.0524, 0.3339], abs=5e-5
    )
    assert per["verandering"].tolist() == ["", "beter"]


def test_een_jaar_zonder_gevallen_heeft_geen_waarde_en_geen_verschil():
    tabel = cijfers((2023, "basis", "a", 0, 0), (2024, "basis", "a", 1, 4), (2025, "basis", "a", pd.NA, 4))
    per = per_jaar(tabel, HOGER)
    assert per["jaar"].tolist() == [2023, 2024]
    assert per["waarde"].isna().tolist() == [True, False]
    assert per["verschil"].isna().all()
    assert per["verandering"].tolist() == ["", ""]
    leeg = per_jaar(tabel.iloc[:0], HOGER)
    assert leeg.empty
    assert leeg.dtypes.equals(per.dtypes)


def test_een_verschil_dat_toeval_kan_zijn_is_geen_verandering():
    per = per_jaar(cijfers((2023, "basis", "a", 5, 20), (2024, "basis", "a", 6, 20)), HOGER)
    assert per["verschil"].tolist()[1] > 0
    assert per["verandering"].tolist() == ["", ""]


def test_zonder_een_met_de_hand():
    tabel = cijfers((2024, "basis", "a", 1, 10), (2024, "basis", "b", 6, 20), (2024, "basis", "c", 0, 0))
    weg, per = zonder_een(tabel, JAREN, HOGER)
    assert weg == Weglating(7 / 30, 1 / 10, 6 / 20, 2)
    assert per["aanbieder"].tolist() == ["a", "b"]
    assert per["norm"].tolist() == [6 / 20, 1 / 10]
    assert per["verschil"].tolist() == [6 / 20 - 7 / 30, 1 / 10 - 7 / 30]


@pytest.mark.parametrize("methode", METHODEN)
def test_zonder_een_van_een_of_geen_aanbieder_blijft_niets_over(methode):
    weg, per = zonder_een(van_tellingen([3], [12]), JAREN, LAGER, methode, _q(methode))
    assert (weg.norm, weg.k) == (0.25, 1)
    assert np.isnan([weg.laagste, weg.hoogste, *per["norm"], *per["verschil"]]).all()
    assert np.isnan(bootstrap(van_tellingen([3], [12]), JAREN, LAGER, methode, q=_q(methode))).all()
    weg, per = zonder_een(van_tellingen([0], [0]), JAREN, LAGER, methode, _q(methode))
    assert (weg.k, len(per)) == (0, 0)
    assert math.isnan(weg.norm)


@pytest.mark.parametrize("tellers", [HOMOGEEN, VERSPREID])
@pytest.mark.parametrize("methode", METHODEN)
def test_referentiesets_zonder_een_zijn_de_kandidaten_van_de_rest(methode, tellers):
    paren = list(zip(tellers, NOEMERS, strict=True))
    weg, per = zonder_een(_tabel(paren), JAREN, HOGER, methode, _q(methode))
    assert weg.norm == _kandidaat(paren, methode, HOGER)
    telt = [i for i, (_, n) in enumerate(paren) if n >= (10 if methode in GROOT else 1)]
    rest = [_kandidaat(paren[:i] + paren[i + 1 :], methode, HOGER) for i in telt]
    assert per["norm"].tolist() == rest
    assert (weg.laagste, weg.hoogste, weg.k) == (min(rest), max(rest), len(telt))


def test_referentieset_geeft_het_gedrukte_gemiddelde_binnen_beide_bereiken():
    weg, _ = zonder_een(_tabel(list(zip(VERSPREID, NOEMERS, strict=True))), JAREN, HOGER)
    assert weg.norm == pytest.approx(0.33715, abs=5e-6)
    # Without the largest, 87/190, it is lowest (178/596); without 24/120 highest (241/666).
    assert (weg.laagste, weg.hoogste) == (178 / 596, 241 / 666)
    onder, boven = bootstrap(_tabel(list(zip(VERSPREID, NOEMERS, strict=True))), JAREN, HOGER)
    assert onder < weg.laagste < weg.norm < weg.hoogste < boven


@settings(deadline=None, max_examples=60)
@given(
    tellingen(kleinste=1, meeste=8), st.sampled_from(SNEL), st.sampled_from([HOGER, LAGER]),
    st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.data(),
)  # fmt: skip
def test_herwogen_norm_is_de_kandidaat_van_de_herhaalde_aanbieders(paren, methode, richting, q, data):
    y, n = met_gevallen([y for y, _ in paren], [n for _, n in paren])
    gewicht = st.lists(st.integers(0, 3), min_size=len(n), max_size=len(n))
    gewichten = np.array([*data.draw(st.lists(gewicht, min_size=1, max_size=4)), [1] * len(n)], dtype=int)
    normen = norm_herwogen(gewichten, y, n, methode, richting, q)
    for rij, norm in zip(gewichten, normen, strict=True):
        herhaald = list(zip(np.repeat(y, rij), np.repeat(n, rij), strict=True))
        verwacht = _kandidaat(herhaald, methode, richting, q)
        if (rij <= 1).all():
            assert norm == verwacht or (math.isnan(norm) and math.isnan(verwacht))
        else:
            assert norm == pytest.approx(verwacht, abs=1e-12, nan_ok=True)


def test_wie_niet_meedoet_is_ook_niet_de_slechtste():
    # Share 0 is the worst provider that takes part: 1/10 in the first row, left out in the second.
    normen = norm_herwogen([[1, 1], [0, 1], [0, 0]], [1, 6], [10, 20], "gewogen_percentiel", HOGER, 0.0)
    assert normen.tolist()[:2] == [0.1, 0.3]
    assert math.isnan(normen[2])


@settings(deadline=None, max_examples=20)
@given(tellingen(meeste=6), st.sampled_from(SNEL), st.sampled_from([HOGER, LAGER]), st.integers(0, 99))
def test_bootstrap_is_die_van_een_voor_een_trekken(paren, methode, richting, zaad):
    y, n = met_gevallen([y for y, _ in paren], [n for _, n in paren])
    mee = n >= (10 if methode in GROOT else 1)
    y, n = y[mee], n[mee]
    gekregen = bootstrap(_tabel(paren), JAREN, richting, methode, q=0.25, zaad=zaad, keer=15)
    if len(n) < 2:
        assert np.isnan(gekregen).all()
        return
    trekking = np.random.default_rng(zaad).integers(len(n), size=(15, len(n)))
    normen = [_kandidaat(list(zip(y[rij], n[rij], strict=True)), methode, richting) for rij in trekking]
    assert gekregen == pytest.approx(tuple(np.quantile(normen, [0.025, 0.975])), abs=1e-12)


def test_bootstrap_van_de_beta_is_die_van_een_voor_een_trekken():
    y, n = met_gevallen(VERSPREID, NOEMERS)
    trekking = np.random.default_rng(5).integers(len(n), size=(8, len(n)))
    normen = [_kandidaat(list(zip(y[rij], n[rij], strict=True)), "eb_mean", HOGER) for rij in trekking]
    gekregen = bootstrap(van_tellingen(VERSPREID, NOEMERS), JAREN, HOGER, "eb_mean", zaad=5, keer=8)
    assert gekregen == tuple(np.quantile(normen, [0.025, 0.975]))


def test_bootstrap_benadert_de_spreiding_van_een_verhouding():
    # Delta method for Σy/Σn over providers: √(Σ(y - p n)²) / Σn, ± 1.96 of it; the percentiles lie close to that.
    y, n = np.array(VERSPREID), np.array(NOEMERS)
    p = y.sum() / n.sum()
    fout = 1.96 * math.sqrt(((y - p * n) ** 2).sum()) / n.sum()
    onder, boven = bootstrap(van_tellingen(VERSPREID, NOEMERS), JAREN, HOGER, keer=20_000)
    assert (p - onder, boven - p) == pytest.approx((fout, fout), rel=0.15)


@settings(deadline=None, max_examples=30)
@given(tabellen(), st.sampled_from(SNEL))
def test_stabiliteit_hangt_niet_af_van_volgorde_of_namen(tabel, methode):
    anders = tabel.sample(frac=1, random_state=3).reset_index(drop=True)
    pd.testing.assert_frame_equal(per_jaar(anders, HOGER), per_jaar(tabel, HOGER), **EXACT)
    (weg, per), (weg_b, per_b) = (zonder_een(t, (2023, 2024), HOGER, methode, _q(methode)) for t in (tabel, anders))
    pd.testing.assert_frame_equal(per, per_b, **EXACT)
    assert repr(weg) == repr(weg_b)
    omgenoemd = anders.assign(aanbieder=anders["aanbieder"].map(lambda agb: str(99 - int(agb))))
    een, ander = (bootstrap(t, (2023, 2024), HOGER, methode, q=_q(methode), keer=40) for t in (tabel, omgenoemd))
    assert repr(een) == repr(ander)


@settings(deadline=None, max_examples=30)
@given(tellingen(meeste=6), st.sampled_from([m for m in SNEL if m != "mediaan"]))
def test_lager_is_beter_is_het_spiegelbeeld(paren, methode):
    hoger, lager = (
        zonder_een(tabel, JAREN, richting, methode, _q(methode))
        for tabel, richting in ((_tabel(paren), HOGER), (spiegel(_tabel(paren)), LAGER))
    )
    assert (1 - lager[1]["norm"]).tolist() == pytest.approx(hoger[1]["norm"].tolist(), abs=1e-12, nan_ok=True)
    assert 1 - lager[0].hoogste == pytest.approx(hoger[0].laagste, abs=1e-12, nan_ok=True)


@settings(deadline=None, max_examples=30)
@given(tellingen(kleinste=2, meeste=2))
def test_jaren_spiegelen(paren):
    assume(all(n > 0 for _, n in paren))
    tabel = cijfers(*[(2023 + i, "basis", "a", y, n) for i, (y, n) in enumerate(paren)])
    hoger, lager = per_jaar(tabel, HOGER), per_jaar(spiegel(tabel), LAGER)
    assert lager["verandering"].tolist() == hoger["verandering"].tolist()
    assert (-lager["verschil_boven"]).tolist() == pytest.approx(hoger["verschil_onder"].tolist(), nan_ok=True)


def _kwartalen(tellers, noemer=100, jaar=2022):
    return pd.DataFrame(
        [(jaar + i // 4, i % 4 + 1, teller, noemer) for i, teller in enumerate(tellers)],
        columns=["jaar", "kwartaal", "teller", "noemer"],
    )


def test_een_rustige_reeks_kwartalen_is_beheerst():
    uit = kwartaalkaart(_kwartalen([30, 28, 31, 29] * 3))
    assert uit.soort == "p"
    assert uit.in_control.to_dict() == {2022: True, 2023: True, 2024: True}
    # Middle (30 + 28 + 31 + 29) / 400 = .295; 3 √(.295 · .705 / 100) = .1368.
    assert uit.kaart["midden"].tolist() == pytest.approx([0.295] * 12)
    assert uit.kaart.loc[0, ["onder", "boven"]].tolist() == pytest.approx([0.295 - 0.13681, 0.295 + 0.13681], abs=5e-6)


def test_een_uitschieter_breekt_alleen_zijn_eigen_jaar():
    uit = kwartaalkaart(_kwartalen([30, 28, 31, 29, 30, 46, 29, 28, 30, 28, 31, 29]).sample(frac=1, random_state=2))
    assert uit.in_control.to_dict() == {2022: True, 2023: False, 2024: True}
    assert uit.kaart.loc[uit.kaart["buiten_grens"], ["jaar", "kwartaal"]].to_numpy().tolist() == [[2023, 2]]


def test_meer_wisseling_dan_toeval_geeft_een_xmr_kaart():
    uit = kwartaalkaart(_kwartalen([10, 50, 12, 48, 11, 52, 9, 49, 12, 50, 10, 51]))
    assert uit.soort == "xmr"
    assert uit.in_control.all()


def test_ontbrekende_en_te_kleine_kwartalen_staan_er_leeg_tussen():
    volledig = _kwartalen([30, 28, 31, 29] * 4)
    gaten = volledig.drop(index=[5])
    gaten.loc[7, ["teller", "noemer"]] = [2, 9]
    uit = kwartaalkaart(gaten)
    assert uit.kaart[["jaar", "kwartaal"]].to_numpy().tolist() == volledig[["jaar", "kwartaal"]].to_numpy().tolist()
    assert uit.kaart.index[uit.kaart["waarde"].isna()].tolist() == [5, 7]
    assert uit.kaart["noemer"].isna().tolist() == [i == 5 for i in range(16)]
    assert uit.in_control.to_dict() == {2022: True, 2023: True, 2024: True, 2025: True}


def test_een_lange_reeks_loopt_niet_door_een_gat_heen():
    # Eight in a row above the middle break the rule; with one of them missing nobody has seen eight in a row.
    tellers = [25, 26, 25, 26, 33, 33, 33, 33, 33, 33, 33, 33]
    heel = kwartaalkaart(_kwartalen([*tellers, 26, 25, 26, 25]))
    assert heel.in_control.tolist() == [True, False, False, True]
    gat = kwartaalkaart(_kwartalen([*tellers, 26, 25, 26, 25]).drop(index=[8]))
    assert gat.in_control.tolist() == [True, True, True, True]


def test_met_te_weinig_kwartalen_valt_niets_te_zeggen():
    uit = kwartaalkaart(_kwartalen([30, 28, 31, 29] * 2 + [30, 28, 31]))
    assert uit.in_control.isna().all()
    twaalf = kwartaalkaart(_kwartalen([30, 28, 31, 29] * 3 + [1], noemer=100).assign(noemer=[100] * 12 + [5]))
    assert twaalf.in_control.isna().tolist() == [False, False, False, True]
    leeg = kwartaalkaart(_kwartalen([]))
    assert leeg.kaart.empty
    assert leeg.in_control.empty


def test_onmogelijke_kwartalen_worden_geweigerd():
    dubbel = pd.concat([_kwartalen([30]), _kwartalen([30])])
    with pytest.raises(ValueError, match="kwartaal"):
        kwartaalkaart(dubbel)
    with pytest.raises(ValueError, match="kwartaal"):
        kwartaalkaart(_kwartalen([30]).assign(kwartaal=5))
    with pytest.raises(ValueError, match="teller"):
        kwartaalkaart(_kwartalen([130]))


def test_onbekende_keuzes_worden_geweigerd():
    tabel = van_tellingen(HOMOGEEN, NOEMERS)
    for rekenen in (zonder_een, bootstrap):
        with pytest.raises(ValueError, match="methode"):
            rekenen(tabel, JAREN, HOGER, "expert")
        with pytest.raises(ValueError, match="deel q"):
            rekenen(tabel, JAREN, HOGER, "percentiel")
        with pytest.raises(ValueError, match="richting"):
            rekenen(tabel, JAREN, "geen")
    with pytest.raises(ValueError, match="richting"):
        per_jaar(tabel, "geen")
    with pytest.raises(ValueError, match="minstens"):
        bootstrap(tabel, JAREN, HOGER, keer=0)
    with pytest.raises(ValueError, match="gewicht"):
        norm_herwogen([[1, 1]], [1], [10])
