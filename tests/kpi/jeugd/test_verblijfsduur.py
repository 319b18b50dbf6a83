"""Length of stay: curves by hand, against a day-by-day twin, and in worlds where the contract's figure misleads."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kpi.jeugd.hulp import Staat, dagnr
from normwijzer.kpi.jeugd import duur
from normwijzer.kpi.jeugd.duur import J5, J6, J7
from normwijzer.kpi.jeugd.rijen import is_assessable
from normwijzer.kpi.jeugd.verblijfsduur import (
    follow_cohort,
    follow_year,
    last_assessable,
    make_overleving,
    make_verblijfsduur,
)
from normwijzer.kpi.jeugd.verblijfsperioden import make_verblijfsperioden
from normwijzer.kpi.opties import resolve
from normwijzer.perioden import OPEN, dagnummer
from normwijzer.statistiek import kaplan_meier

MAAND = 30.4375
FAMILIE = "jeugd_transformatie"
MATEN = [
    "gemiddelde_bij_einde", "mediaan_bij_einde", "aandeel_korter_9", "zonder_links_afgekapt_gemiddeld",
    "gelijke_terugkijk_gemiddeld", "gelijke_terugkijk_mediaan", "cohort_mediaan", "cohort_s9", "cohort_rmst24",
    "cohort_links_afgekapt", "periode_mediaan", "periode_s9", "periode_rmst24", "periode_links_afgekapt",
    "stand_gemiddeld",
]  # fmt: skip


def options(zorg, **anders):
    return {kpi: resolve(zorg.regio, FAMILIE, kpi) | anders for kpi in (J5, J6, J7)}


def look_up(zorg, jaar, soort=None, **anders) -> pd.DataFrame:
    frame = make_verblijfsduur(zorg, jaar, options(zorg, **anders))
    frame = frame[frame.soort.isna() if soort is None else frame.soort.eq(soort)]
    return frame.set_index("maat")


def test_de_curve_van_een_instroomjaar_met_de_hand(tmp_path):
    # K = 1-7-2025, 4 months + 56 days back: ends up to and including 6-1-2025 can be judged.
    staat = Staat(K="1-7-2025", eerste="1-1-2020")
    staat.lever("a", "pleegzorg", "1-1-2024", "30-1-2024")  # 30 days, left
    staat.lever("b", "behandeld_wonen", "1-1-2024", "9-4-2024", "02")  # 100 days, censored: died
    staat.lever("c", "behandeld_wonen", "1-1-2024", "26-10-2024")  # 300 days, left
    staat.lever("d", "crisis", "1-1-2024", "1-3-2025")  # left after 6-1-2025: still there on that day, 372 days
    staat.lever("e", "pleegzorg", "1-7-2024")  # open, 190 days
    staat.lever("f", "pleegzorg", "1-2-2023", "1-2-2024")  # another entry year
    staat.lever("g", "pleegzorg", "1-2-2025", "3-2-2025")  # idem
    zorg = staat.zorg(tmp_path)
    assert last_assessable(zorg, options(zorg)[J5]) == dagnr("6-1-2025")

    gezien = follow_cohort(make_verblijfsperioden(zorg, options(zorg)[J5]), 2024, dagnr("6-1-2025"))
    assert sorted(zip(gezien.duur, gezien.einde, strict=True)) == [
        (30, True), (100, False), (190, False), (300, True), (372, False)
    ]  # fmt: skip
    maten = look_up(zorg, 2024)
    # S(30) = 4/5; at 300 two are at risk: S(300) = 2/5. Nine months is 273.9 days.
    assert (maten.n["cohort_s9"], maten.waarde["cohort_s9"]) == (5, pytest.approx(0.8))
    assert maten.waarde["cohort_mediaan"] == pytest.approx(300 / MAAND)
    assert np.isnan(maten.waarde["cohort_rmst24"])  # nobody was followed for 24 months
    curve = make_overleving(zorg, 2024, options(zorg)).query("curve == 'cohort' and jaar == 2024").set_index("maand")
    assert curve.in_zorg[[0, 1, 3, 4, 7, 10, 12, 13]].tolist() == [5, 4, 4, 3, 2, 1, 1, 0]
    assert curve.einden[curve.einden > 0].to_dict() == {0: 1, 9: 1}
    assert curve.gecensureerd[curve.gecensureerd > 0].to_dict() == {3: 1, 6: 1, 12: 1}
    assert curve.s[[0, 1, 9, 10]].tolist() == pytest.approx([1, 0.8, 0.8, 0.4])
    assert curve.s[13:].isna().all()


def test_het_jaar_met_later_instappen_met_de_hand(tmp_path):
    # Ten who came on 1 January 2024 make the curve begin at 0; the rest tells what it does.
    staat = Staat(K="1-1-2026", eerste="1-1-2020")
    for i in range(10):
        staat.lever(f"n{i}", "pleegzorg", "1-1-2024", "31-12-2024" if i == 0 else None)  # one leaves after 366 days
    staat.lever("oud", "pleegzorg", "1-1-2023", "30-1-2024")  # enters at 365, leaves at 395
    staat.lever("voor", "pleegzorg", "1-1-2023", "31-12-2023")  # last day before the year: not seen
    staat.lever("na", "pleegzorg", "1-1-2025", "5-1-2025")
    zorg = staat.zorg(tmp_path)
    maten = look_up(zorg, 2024)
    assert maten.n["periode_s9"] == 11
    assert maten.waarde["periode_s9"] == 1
    # At 366 days: ten of this year and `oud` (entered at 365) at risk; at 395 only `oud` is seen.
    assert maten.waarde["periode_mediaan"] == pytest.approx(395 / MAAND)
    assert maten.waarde["periode_rmst24"] == pytest.approx((366 + 29 * 10 / 11) / MAAND)
    curve = make_overleving(zorg, 2024, options(zorg)).query("curve == 'periode'").set_index("maand")
    assert curve.in_zorg[[0, 1, 11, 12, 13]].tolist() == [10, 10, 10, 11, 0]
    assert (curve.einden[12], curve.gecensureerd[12]) == (2, 9)
    assert curve.s[[11, 12, 13]].tolist() == pytest.approx([1, 1, 0])


def test_een_curve_met_te_weinig_in_beeld_bij_het_begin_blijft_leeg(tmp_path):
    staat = Staat(K="1-1-2026", eerste="1-1-2020")
    for i in range(9):
        staat.lever(f"n{i}", "pleegzorg", "1-1-2024", "10-1-2024" if i < 8 else None)
    for i in range(12):
        staat.lever(f"o{i}", "pleegzorg", "1-7-2023")
    maten = look_up(staat.zorg(tmp_path), 2024)
    assert maten.n["periode_s9"] == 21
    assert maten.waarde[["periode_mediaan", "periode_s9", "periode_rmst24"]].isna().all()
    curve = make_overleving(staat.zorg(tmp_path), 2024, options(staat.zorg(tmp_path))).query("curve == 'periode'")
    # 1 July 2023 to 1 January 2024 is 184 days: from month 7 on the twelve are at risk, and the curve holds for them.
    assert curve.in_zorg.tolist()[:8] == [9, 1, 1, 1, 1, 1, 1, 13]
    assert curve.s.isna().tolist()[:8] == [True] * 7 + [False]
    assert curve.s.tolist()[7] == 1


def test_wie_precies_op_een_maandgrens_vertrekt_telt_in_de_maand_die_dan_begint(tmp_path):
    # Sixteen months of 30.4375 days are 487 days: 1-1-2023 to 1-5-2024, the day after the last.
    staat = Staat(K="1-1-2026", eerste="1-1-2020")
    staat.lever("a", "pleegzorg", "1-1-2023", "1-5-2024").lever("b", "pleegzorg", "1-1-2023", "2-5-2024")
    curve = make_overleving(staat.zorg(tmp_path), 2023, options(staat.zorg(tmp_path)))
    curve = curve.query("curve == 'cohort' and jaar == 2023").set_index("maand")
    assert curve.einden[[15, 16]].tolist() == [0, 2]
    assert curve.in_zorg[[15, 16, 17]].tolist() == [2, 2, 0]
    assert curve.s[[15, 16, 17]].tolist() == [1, 0.5, 0]


def test_administratief_en_achttien_zijn_geen_vertrek_in_de_curve(tmp_path):
    staat = Staat(K="1-1-2026", eerste="1-1-2020")
    staat.lever("a", "pleegzorg", "1-1-2024", "30-6-2024", "35")
    staat.lever("b", "pleegzorg", "1-1-2024", "30-6-2024", rw="07")
    staat.lever("c", "pleegzorg", "1-1-2024", "30-6-2024")
    staat.lever("d", "pleegzorg", "1-1-2024", "30-6-2024")
    staat.geboren["c"] = (2006, 6)
    staat.geboren["d"] = (2010, 6)
    zorg = staat.zorg(tmp_path)
    maten = look_up(zorg, 2024)
    assert maten.waarde["cohort_s9"] != 0  # only d left; the others were censored that day and were still at risk
    curve = make_overleving(zorg, 2024, options(zorg)).query("curve == 'cohort' and jaar == 2024")
    assert (curve.einden.sum(), curve.gecensureerd.sum()) == (1, 3)
    assert maten.n["gemiddelde_bij_einde"] == 2  # J5 counts 18 as an end, not the administrative ones
    assert look_up(zorg, 2024, administratief_einde="meetellen").n["gemiddelde_bij_einde"] == 4


def test_een_onzeker_begin_staat_in_geen_curve_en_wordt_geteld(tmp_path):
    staat = Staat(K="1-1-2026", eerste="1-1-2024")
    staat.lever("a", "pleegzorg", "1-2-2024", "1-6-2024")  # 31 days after the first day: uncertain
    staat.lever("b", "pleegzorg", "2-2-2024", "1-6-2024")
    zorg = staat.zorg(tmp_path)
    maten = look_up(zorg, 2024)
    assert maten.n[["cohort_s9", "cohort_links_afgekapt", "periode_links_afgekapt"]].tolist() == [1, 1, 1]
    assert maten.n[["gemiddelde_bij_einde", "zonder_links_afgekapt_gemiddeld"]].tolist() == [2, 1]
    assert maten.waarde["zonder_links_afgekapt_gemiddeld"] == pytest.approx(121 / MAAND)
    maten = look_up(zorg, 2025)
    assert maten.n[["cohort_links_afgekapt", "periode_links_afgekapt"]].tolist() == [0, 0]
    staat.lever("c", "pleegzorg", "1-1-2024")
    zorg = staat.zorg(tmp_path)
    namen = ["cohort_links_afgekapt", "periode_links_afgekapt"]
    assert look_up(zorg, 2024).n[namen].tolist() == [2, 2]
    assert look_up(zorg, 2025).n[namen].tolist() == [0, 1]


def test_de_stand_telt_de_dagen_tot_en_met_31_december_of_de_kennisdatum(tmp_path):
    staat = Staat(K="15-3-2025", eerste="1-1-2020")
    staat.lever("a", "pleegzorg", "1-12-2024").lever("b", "pleegzorg", "1-1-2024", "31-12-2024")
    staat.lever("c", "pleegzorg", "1-1-2024", "30-12-2024")
    zorg = staat.zorg(tmp_path)
    rij = look_up(zorg, 2024).loc["stand_gemiddeld"]
    assert (rij.n, rij.waarde) == (2, pytest.approx((31 + 366) / 2 / MAAND))
    rij = look_up(zorg, 2025).loc["stand_gemiddeld"]
    assert (rij.n, rij.waarde) == (1, pytest.approx((31 + 31 + 28 + 15) / MAAND))
    assert look_up(zorg, 2026).n["stand_gemiddeld"] == 0


def test_elke_soort_heeft_alle_maten_en_die_van_het_contract_zijn_j5_tot_en_met_j7(tmp_path):
    staat = Staat(K="1-1-2026", eerste="1-1-2020")
    staat.lever("a", "pleegzorg", "1-1-2023", "1-6-2024").lever("b", "behandeld_wonen", "1-3-2024", "1-8-2024")
    staat.lever("c", "tom_instroom", "1-5-2024", "1-11-2024").lever("d", "crisis", "1-5-2025")
    zorg = staat.zorg(tmp_path)
    frame = make_verblijfsduur(zorg, 2024, options(zorg))
    assert list(frame) == ["soort", "maat", "n", "waarde", "onder", "boven", "eenheid"]
    assert frame.iloc[0].maat == "gelijke_terugkijk_maanden"
    assert frame.iloc[0].waarde == 36
    per = frame.iloc[1:].groupby(frame.soort.fillna(""), sort=False).maat.apply(list)
    assert list(per.index) == ["", "zonder_gezinsgericht", "pleegzorg", "behandeld_wonen", "tom_instroom"]
    assert all(maten == MATEN for maten in per)
    zonder = frame[frame.soort.eq("zonder_gezinsgericht") & frame.maat.eq("gemiddelde_bij_einde")].iloc[0]
    assert (zonder.n, zonder.waarde) == (2, pytest.approx((154 + 185) / 2 / MAAND))

    tellers = {
        "gemiddelde_bij_einde": (J5, duur.count_gemiddeld), "mediaan_bij_einde": (J6, duur.count_mediaan),
        "aandeel_korter_9": (J7, duur.count_korter),
    }  # fmt: skip
    for maat, (kpi, tel) in tellers.items():
        for rij in tel(zorg, 2024, options(zorg)[kpi]).itertuples():
            eigen = frame[frame.maat.eq(maat) & (frame.soort.eq(rij.soort) | (pd.isna(rij.soort) & frame.soort.isna()))]
            gekregen = eigen[["n", "waarde", "onder", "boven"]].to_numpy(dtype=float)[0]
            assert gekregen == pytest.approx([rij.noemer, rij.waarde, rij.onder, rij.boven], nan_ok=True)


def test_zonder_gegevens_zijn_er_lege_waarden_en_geen_fout(tmp_path):
    zorg = Staat(K="1-1-2026", eerste=None).zorg(tmp_path)
    frame = make_verblijfsduur(zorg, 2024, options(zorg))
    assert frame[frame.maat.isin(MATEN) & frame.eenheid.ne("aantal")].waarde.isna().all()
    assert set(frame.n) == {0}
    curve = make_overleving(zorg, 2024, options(zorg))
    assert (len(curve), curve.in_zorg.sum(), curve.s.notna().sum()) == (61, 0, 0)


def test_een_jaar_na_de_kennisdatum_is_leeg(tmp_path):
    staat = Staat(K="1-1-2024", eerste="1-1-2020")
    staat.lever("a", "pleegzorg", "1-1-2023", "1-6-2023").lever("b", "pleegzorg", "1-1-2023")
    zorg = staat.zorg(tmp_path)
    maten = look_up(zorg, 2025)
    assert maten.n.drop("gelijke_terugkijk_maanden").eq(0).all()


@pytest.mark.parametrize(
    "gat", [{"gat_maanden": 1}, {"gat_maanden": 0}, {"gat_dagen": 200}, {"registratielag_dagen": 0}]
)
def test_er_wordt_gevolgd_tot_de_laatste_dag_die_te_beoordelen_is(tmp_path, gat):
    zorg = Staat(K="30-6-2025").lever("a", "pleegzorg", "1-1-2023").zorg(tmp_path)
    opties = options(zorg, **gat)[J5]
    tot = last_assessable(zorg, opties)
    assert is_assessable(zorg, [tot, tot + 1], opties).tolist() == [True, False]


DUREN = (60, 120, 240, 480, 960, 1920)
"""True lengths in days, equally frequent, whatever the year: mean 630 days, half longer than nine months."""


def to_periods(begin, lengte, eerste, K):
    """Periods as data that begin on day `eerste` show them: earlier ends unseen, earlier begins cut off."""
    begin, einde = np.asarray(begin), np.asarray(begin) + np.asarray(lengte) - 1
    mee = (einde >= eerste) & (begin <= K)
    begin, einde = np.maximum(begin[mee], eerste), einde[mee]
    dagen = [date(1970, 1, 1) + timedelta(days=int(d)) for d in begin]
    slot = [date(1970, 1, 1) + timedelta(days=int(d)) if d <= K else None for d in einde]
    return list(zip(dagen, slot, strict=True))


def make_world(tmp_path, begin, lengte, eerste, K):
    staat = Staat(K=K, eerste=eerste)
    for i, (van, tot) in enumerate(to_periods(begin, lengte, dagnr(eerste), dagnr(K))):
        staat.lever(f"c{i}", "behandeld_wonen", van, tot)
    return staat.zorg(tmp_path)


def test_korte_historie_drukt_het_gemiddelde_bij_einde_en_de_curven_niet(tmp_path):
    begin = np.arange(dagnr("1-1-2008"), dagnr("31-12-2025"), 5)
    zorg = make_world(tmp_path, begin, np.resize(DUREN, len(begin)), "1-1-2020", "31-12-2025")
    per_jaar = {jaar: look_up(zorg, jaar) for jaar in (2021, 2022, 2023, 2024)}
    gemiddeld = [maten.waarde["gemiddelde_bij_einde"] for maten in per_jaar.values()]
    waar = np.mean(DUREN) / MAAND
    assert gemiddeld == sorted(gemiddeld)  # rises every year, only because the data reach further back
    assert gemiddeld[0] < 0.7 * waar
    assert gemiddeld[-1] < 0.95 * waar
    rmst = np.minimum(DUREN, 24 * MAAND).mean() / MAAND
    for jaar, maten in per_jaar.items():
        assert maten.waarde["periode_s9"] == pytest.approx(0.5, abs=0.06), jaar
        if jaar < 2024:  # later ones have not been followed for 24 months
            assert maten.waarde["cohort_s9"] == pytest.approx(0.5, abs=0.03), jaar
            assert maten.waarde["cohort_rmst24"] == pytest.approx(rmst, abs=0.5), jaar
    gelijk = [per_jaar[jaar].waarde["gelijke_terugkijk_gemiddeld"] for jaar in (2023, 2024)]
    assert gelijk[0] == pytest.approx(gelijk[1], rel=0.03)  # the same history: no false rise
    assert gemiddeld[-1] > 1.03 * gemiddeld[-2]


def test_dalende_instroom_verhoogt_het_gemiddelde_bij_einde_zonder_dat_een_verblijf_langer_duurt(tmp_path):
    begin = np.concatenate([
        np.arange(dagnr("1-1-2012"), dagnr("1-1-2022"), 4), np.arange(dagnr("1-1-2022"), dagnr("31-12-2025"), 16)
    ])  # fmt: skip
    zorg = make_world(tmp_path, begin, np.resize(DUREN, len(begin)), "1-1-2012", "31-12-2025")
    voor, na = look_up(zorg, 2021), look_up(zorg, 2023)
    assert voor.waarde["gemiddelde_bij_einde"] == pytest.approx(np.mean(DUREN) / MAAND, rel=0.05)
    assert na.waarde["gemiddelde_bij_einde"] > 1.4 * voor.waarde["gemiddelde_bij_einde"]
    for maat in ("cohort_s9", "periode_s9"):
        assert voor.waarde[maat] == pytest.approx(0.5, abs=0.06)
        assert na.waarde[maat] == pytest.approx(0.5, abs=0.12)
    assert na.waarde["cohort_rmst24"] == pytest.approx(voor.waarde["cohort_rmst24"], rel=0.1)


def test_wie_kort_voor_de_kennisdatum_vertrekt_maakt_de_curve_niet_scheef(tmp_path):
    # Two of three stays last 100 days, the third 400. With K on 31 December the ends after 5 July cannot be judged yet.
    begin = np.arange(dagnr("1-1-2019"), dagnr("31-12-2024"), 3)
    zorg = make_world(tmp_path, begin, np.resize([100, 400, 100], len(begin)), "1-1-2019", "31-12-2024")
    maten = look_up(zorg, 2024)
    assert maten.waarde["periode_s9"] == pytest.approx(1 / 3, abs=0.02)
    assert maten.waarde["cohort_mediaan"] == pytest.approx(100 / MAAND)
    assert np.isnan(maten.waarde["cohort_s9"])  # nobody of 2024 has been followed for nine months

    # What would happen if everyone were followed to K, and the ends that cannot be judged were censored on their day:
    opties = options(zorg)[J5]
    alle = make_verblijfsperioden(zorg, opties)
    tot = last_assessable(zorg, opties)
    naief = follow_year(alle.assign(administratief=alle.einde > tot), 2024, zorg.bekend_op)
    assert kaplan_meier(naief.duur, naief.einde, naief.entree).s_op([9 * MAAND])[0] > 0.45


PERIODE = st.tuples(
    st.integers(-700, 500), st.one_of(st.none(), st.integers(0, 900)), st.booleans(), st.booleans(), st.booleans()
)


def to_frame(perioden):
    """Rows relative to 1 January 2024: begin, length − 1 (None = open), administratief, achttien, links_afgekapt."""
    nul = dagnummer(2024, 1, 1)
    return pd.DataFrame(
        [(nul + b, OPEN if d is None else nul + b + d, a and d is not None, w and d is not None, x)
         for b, d, a, w, x in perioden],
        columns=["begin", "einde", "administratief", "achttien", "links_afgekapt"],
    ).astype({"begin": int, "einde": int, "administratief": bool, "achttien": bool,
              "links_afgekapt": bool})  # fmt: skip


def slow_counts(perioden, tot, seen):
    """Day by day: {t: (at risk on the t-th day of a stay, leaving at its end)} over the days that `seen` allows."""
    tel = {}
    for b, d, administratief, achttien, links in perioden:
        if links:
            continue
        for t in range(1, 1700):
            dag = b + t - 1
            if dag > tot or (d is not None and t > d + 1):
                break
            if not seen(b, dag):
                continue
            in_zorg, weg = tel.get(t, (0, 0))
            ging = d is not None and t == d + 1 and not administratief and not achttien
            tel[t] = (in_zorg + 1, weg + ging)
    return tel


@settings(deadline=None, max_examples=60)
@given(perioden=st.lists(PERIODE, max_size=8), tot=st.integers(-50, 800))
def test_de_curven_volgen_uit_wat_er_per_dag_te_zien_is(perioden, tot):
    frame, grens = to_frame(perioden), dagnummer(2024, 1, 1) + tot
    gevallen = {
        "cohort": (follow_cohort(frame, 2024, grens), lambda b, dag: 0 <= b <= 365),
        "periode": (follow_year(frame, 2024, grens), lambda b, dag: 0 <= dag <= 365),
    }
    for naam, (gezien, seen) in gevallen.items():
        tel = slow_counts(perioden, tot, seen)
        curve = kaplan_meier(gezien.duur, gezien.einde, gezien.entree)
        for t in range(1, 1700, 7):
            assert curve.in_zorg_op([t])[0] == tel.get(t, (0, 0))[0], naam
        assert dict(zip(curve.tijd.astype(int), curve.einden, strict=True)) == {
            int(t): tel[int(t)][1] for t in curve.tijd
        }, naam
        assert sum(weg for _, weg in tel.values()) == curve.einden.sum(), naam
