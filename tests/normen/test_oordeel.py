"""Verdicts: each word at its edge, a slow twin in exact fractions, and whole outcome tables."""

import math
import time
from datetime import date
from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normen.hulp_besluiten import maak_besluit
from normwijzer.kpi.telling import KOLOMMEN
from normwijzer.normen.bandbreedte import grens, grens_ver, maak_bandbreedte
from normwijzer.normen.oordeel import OORDELEN, beoordeel, oordeel

HOGER, LAGER = "hoger_is_beter", "lager_is_beter"
NIEUW = ["norm", "grens", "grens_ver", "kans", "oordeel", "ver", "normjaar", "besluit_datum"]
VAST_5 = maak_bandbreedte("vast", 0.30, breedte=0.05)


def _woorden(tellers, noemers, norm, band, richting, status="definitief"):
    return oordeel(tellers, noemers, status, norm, band, richting)["oordeel"].tolist()


def test_de_woorden_liggen_vast():
    assert OORDELEN == ("voldoet", "binnen bandbreedte", "onder bandbreedte", "te klein", "voorlopig", "geen norm")


def test_precies_op_de_norm_voldoet_en_precies_op_de_grens_valt_erbinnen():
    # Norm 30 %, limit 25 % (35 % when lower is better), of 100 cases; the floats .3 - .05 and .3 + .05 are not exact.
    assert _woorden([31, 30, 29, 25, 24], [100] * 5, 0.30, VAST_5, HOGER) == [
        "voldoet", "voldoet", "binnen bandbreedte", "binnen bandbreedte", "onder bandbreedte",
    ]  # fmt: skip
    assert _woorden([29, 30, 31, 35, 36], [100] * 5, 0.30, VAST_5, LAGER) == [
        "voldoet", "voldoet", "binnen bandbreedte", "binnen bandbreedte", "onder bandbreedte",
    ]  # fmt: skip


@pytest.mark.parametrize("procent", range(0, 101))
def test_op_de_norm_voldoet_bij_elke_norm_in_hele_procenten(procent):
    noemers = np.array([100, 200, 300, 1_000, 100_000])
    tellers = noemers * procent // 100
    for richting in (HOGER, LAGER):
        band = maak_bandbreedte("trechter", procent / 100)
        assert set(_woorden(tellers, noemers, procent / 100, band, richting)) == {"voldoet"}


def test_negen_is_te_klein_en_tien_niet():
    uit = oordeel([0, 0], [9, 10], "definitief", 0.30, VAST_5, HOGER)
    assert uit["oordeel"].tolist() == ["te klein", "onder bandbreedte"]
    assert uit["grens"].isna().tolist() == [True, False]
    assert uit["kans"].isna().tolist() == [True, False]


def test_de_volgorde_van_de_uitspraken():
    tellers, noemers, status = [0, 0, 0, 0], [9, 50, 9, 50], ["voorlopig", "voorlopig", "definitief", "definitief"]
    assert _woorden(tellers, noemers, 0.3, VAST_5, HOGER, status) == [
        "te klein", "voorlopig", "te klein", "onder bandbreedte",
    ]  # fmt: skip
    for norm, band in ((None, None), (math.nan, VAST_5), (0.3, None), (None, VAST_5)):
        uit = oordeel(tellers, noemers, status, norm, band, HOGER)
        assert uit["oordeel"].tolist() == ["geen norm"] * 4
        assert uit[["grens", "grens_ver", "kans"]].isna().all(axis=None)
        assert not uit["ver"].any()


def test_een_voorlopige_waarde_heeft_grenzen_maar_geen_vergelijking():
    uit = oordeel([0], [50], ["voorlopig"], 0.3, VAST_5, HOGER).iloc[0]
    assert (uit["grens"], uit["oordeel"], uit["ver"]) == (0.25, "voorlopig", False)
    assert uit["grens_ver"] == grens_ver(0.3, [50], HOGER)[0]
    assert math.isnan(uit["kans"])


def test_zonder_aantallen_geen_uitspraak():
    tellers = pd.Series([pd.NA, 3, pd.NA, 0], dtype="Int64")
    noemers = pd.Series([20, pd.NA, pd.NA, 0], dtype="Int64")
    uit = oordeel(tellers, noemers, "definitief", 0.3, VAST_5, HOGER)
    assert uit["oordeel"].tolist() == ["", "", "", "te klein"]
    assert uit["kans"].isna().all()


def test_ver_is_voorbij_beide_grenzen():
    # n = 100, norm 30 %: fixed limit 25 %; far is below .158387 (chance .001).
    uit = oordeel([25, 24, 16, 15], [100] * 4, "definitief", 0.30, VAST_5, HOGER)
    assert uit["ver"].tolist() == [False, False, False, True]
    # A wide band: 15 of 100 is far beyond chance, but within the bandwidth that was agreed.
    breed = maak_bandbreedte("vast", 0.30, breedte=0.20)
    uit = oordeel([15, 9], [100] * 2, "definitief", 0.30, breed, HOGER)
    assert list(zip(uit["oordeel"], uit["ver"], strict=True)) == [
        ("binnen bandbreedte", False), ("onder bandbreedte", True),
    ]  # fmt: skip


def test_de_kans_is_die_van_dit_aantal_of_slechter():
    # P(X <= 2 | 20, 3/10) and P(X >= 9 | 20, 3/10), summed by hand in fractions.
    p = Fraction(3, 10)
    kansen = [comb(20, y) * p**y * (1 - p) ** (20 - y) for y in range(21)]
    assert oordeel([2], [20], "definitief", 0.3, VAST_5, HOGER)["kans"][0] == pytest.approx(float(sum(kansen[:3])))
    assert oordeel([9], [20], "definitief", 0.3, VAST_5, LAGER)["kans"][0] == pytest.approx(float(sum(kansen[9:])))


@pytest.mark.parametrize(("norm", "richting"), [(0.0, HOGER), (1.0, LAGER)])
def test_een_norm_die_niets_vraagt_haalt_iedereen(norm, richting):
    band = maak_bandbreedte("trechter", norm)
    assert set(_woorden([0, 5, 10, 60], [10, 10, 10, 60], norm, band, richting)) == {"voldoet"}


@pytest.mark.parametrize(("norm", "richting", "goed"), [(1.0, HOGER, 60), (0.0, LAGER, 0)])
def test_een_norm_die_alles_vraagt_kent_geen_toeval(norm, richting, goed):
    band = maak_bandbreedte("trechter", norm)
    uit = oordeel([goed, 30], [60, 60], "definitief", norm, band, richting)
    assert uit["oordeel"].tolist() == ["voldoet", "onder bandbreedte"]
    assert uit["ver"].tolist() == [False, True]
    assert uit["kans"].tolist() == [1.0, 0.0]


def test_lege_tabel_geeft_lege_tabel_met_dezelfde_kolommen():
    leeg = oordeel([], [], [], 0.3, VAST_5, HOGER)
    assert len(leeg) == 0
    assert leeg.dtypes.astype(str).to_dict() == {
        "grens": "float64", "grens_ver": "float64", "oordeel": "str", "ver": "bool", "kans": "float64",
    }  # fmt: skip


@pytest.mark.parametrize("norm", [-0.1, 1.1])
def test_een_onmogelijke_norm_is_een_fout(norm):
    with pytest.raises(ValueError, match="fractie"):
        oordeel([1], [20], "definitief", norm, VAST_5, HOGER)


def _traag(y, n, status, procent, breedte_procent, richting):
    """The verdict with a fixed bandwidth, in whole numbers."""
    if n < 10:
        return "te klein"
    if status == "voorlopig":
        return "voorlopig"
    kant = 1 if richting == HOGER else -1
    tekort = kant * (procent * n - 100 * y)  # in hundredths of a case
    if tekort <= 0:
        return "voldoet"
    limiet = min(max(procent - kant * breedte_procent, 0), 100)
    return "onder bandbreedte" if kant * (limiet * n - 100 * y) > 0 else "binnen bandbreedte"


tellingen = st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
gevallen = st.lists(st.tuples(tellingen, st.sampled_from(["definitief", "voorlopig"])), max_size=20)


@settings(deadline=None)
@given(gevallen, st.integers(0, 100), st.integers(0, 40), st.sampled_from([HOGER, LAGER]))
def test_elk_oordeel_is_dat_van_de_trage_tweeling(rijen, procent, breedte, richting):
    tellers, noemers = [y for (y, _), _ in rijen], [n for (_, n), _ in rijen]
    status = [s for _, s in rijen]
    band = maak_bandbreedte("vast", procent / 100, breedte=breedte / 100)
    verwacht = [_traag(y, n, s, procent, breedte, richting) for (y, n), s in rijen]
    assert _woorden(tellers, noemers, procent / 100, band, richting, status) == verwacht


@settings(deadline=None)
@given(gevallen, st.integers(0, 100), st.sampled_from(["trechter", "klassen"]), st.sampled_from([0.0, 0.01]))
def test_lager_is_beter_geeft_in_spiegelbeeld_hetzelfde(rijen, procent, methode, tau2):
    tellers, noemers = np.array([y for (y, _), _ in rijen]), np.array([n for (_, n), _ in rijen])
    status = [s for _, s in rijen]
    tau2 = tau2 if methode == "trechter" else 0.0
    hier, daar = procent / 100, (100 - procent) / 100
    a = oordeel(tellers, noemers, status, hier, maak_bandbreedte(methode, hier, tau2=tau2), HOGER)
    b = oordeel(noemers - tellers, noemers, status, daar, maak_bandbreedte(methode, daar, tau2=tau2), LAGER)
    assert a["oordeel"].tolist() == b["oordeel"].tolist()
    assert a["ver"].tolist() == b["ver"].tolist()
    assert a["kans"].tolist() == pytest.approx(b["kans"].tolist(), abs=1e-9, nan_ok=True)


VELDEN = {
    "regio": "brembergen", "jaar": 2025, "familie": "wmo", "kpi": "uitval", "variant": "basis", "wet": None,
    "perceel": "1", "aanbieder": None, "gemeente": None, "soort": None, "teller": 10, "noemer": 50, "waarde": 0.2,
    "eenheid": "fractie", "onder": 0.1, "boven": 0.3, "grens_onder": None, "grens_boven": None, "status": "definitief",
    "bekend_op": date(2026, 3, 31), "te_klein": False,
}  # fmt: skip


def _uitkomsten(*rijen):
    frame = pd.DataFrame([VELDEN | rij for rij in rijen], columns=[*KOLOMMEN, "te_klein"])
    tekst = ["regio", "familie", "kpi", "variant", "wet", "perceel", "aanbieder", "gemeente", "soort", "status"]
    return frame.astype({kolom: "str" for kolom in tekst} | {"teller": "Int64", "noemer": "Int64"})


NORMEN = [
    maak_besluit(0.12, band="vast", breedte=0.05),
    maak_besluit(0.30, perceel="2"),
    maak_besluit(0.25, perceel="6"),
    maak_besluit(0.40, familie="jeugd_transformatie", kpi="gezinsgericht", perceel=""),
    maak_besluit(0.60, familie="jeugd_transformatie", kpi="gezinsgericht", perceel="", soort="pleegzorg"),
]


def test_een_rij_krijgt_de_norm_van_haar_jaar_met_alles_erbij():
    rij = beoordeel(_uitkomsten({"aanbieder": "99990101"}), NORMEN).iloc[0]
    assert (rij["norm"], rij["oordeel"], rij["ver"], rij["normjaar"]) == (0.12, "onder bandbreedte", False, 2024)
    assert rij["grens"] == pytest.approx(0.17)
    assert rij["grens_ver"] == grens_ver(0.12, [50], LAGER)[0]
    assert rij["besluit_datum"] == pd.Timestamp(2025, 5, 12)
    p = Fraction(12, 100)
    kans = sum(comb(50, y) * p**y * (1 - p) ** (50 - y) for y in range(10, 51))
    assert rij["kans"] == pytest.approx(float(kans))


@pytest.mark.parametrize(
    ("rij", "woord"),
    [
        ({}, "onder bandbreedte"),
        ({"jaar": 2024}, "geen norm"),
        ({"jaar": 2023}, "geen norm"),
        ({"perceel": "3"}, "geen norm"),
        ({"perceel": None}, "geen norm"),
        ({"perceel": ""}, "geen norm"),
        ({"perceel": "5"}, "geen norm"),
        ({"perceel": "6", "jaar": 2026}, "voldoet"),
        ({"perceel": "6", "jaar": 2027}, "geen norm"),
        ({"perceel": "6", "jaar": 2028}, "geen norm"),
        ({"perceel": "6", "jaar": 2029}, "voldoet"),
        ({"kpi": "doelrealisatie_ander_perceel", "perceel": "6"}, "geen norm"),
        ({"kpi": "doelrealisatie_uitstroom"}, "geen norm"),
        ({"familie": "jeugd_kwaliteit", "perceel": None}, "geen norm"),
        ({"status": "voorlopig"}, "voorlopig"),
        ({"teller": 1, "noemer": 9}, "te klein"),
        ({"te_klein": True, "teller": None, "noemer": None, "status": "voorlopig"}, "te klein"),
        ({"te_klein": True, "teller": None, "noemer": None, "jaar": 2024}, "geen norm"),
        ({"teller": None, "noemer": None}, ""),
        ({"variant": "opvolg_venster_dagen=56"}, ""),
        ({"gemeente": "9901"}, ""),
        ({"gemeente": "9901", "te_klein": True}, ""),
        ({"familie": "administratief_proces", "kpi": "tijdig_declareren", "perceel": None}, ""),
        ({"familie": "jeugd_transformatie", "kpi": "maanden_verblijf_gemiddeld", "perceel": None}, ""),
        ({"familie": "wmo", "kpi": "onbekend"}, ""),
    ],
)
def test_wie_welk_oordeel_krijgt(rij, woord):
    uit = beoordeel(_uitkomsten(rij), NORMEN).iloc[0]
    assert uit["oordeel"] == woord
    if woord in ("", "geen norm") and rij.get("noemer", 50):
        assert uit[[k for k in NIEUW if k not in ("oordeel", "ver")]].isna().all()
        assert not uit["ver"]


def test_een_verborgen_rij_zegt_alleen_dat_zij_te_klein_is():
    rij = beoordeel(_uitkomsten({"te_klein": True, "teller": 3, "noemer": 60}), NORMEN).iloc[0]
    assert rij["oordeel"] == "te klein"
    assert rij[[kolom for kolom in NIEUW if kolom not in ("oordeel", "ver")]].isna().all()


def test_jeugd_wordt_per_soort_beoordeeld():
    basis = {"familie": "jeugd_transformatie", "kpi": "gezinsgericht", "perceel": None, "teller": 25}
    uit = beoordeel(_uitkomsten(basis, basis | {"soort": "pleegzorg"}, basis | {"soort": "crisis"}), NORMEN)
    assert uit["norm"].tolist() == pytest.approx([0.40, 0.60, math.nan], nan_ok=True)
    assert uit["oordeel"].tolist() == ["voldoet", "binnen bandbreedte", "geen norm"]


def test_een_kolom_te_klein_hoeft_er_niet_te_zijn():
    frame = _uitkomsten({}, {"perceel": "2"})
    assert beoordeel(frame.drop(columns="te_klein"), NORMEN)["oordeel"].tolist() == ["onder bandbreedte", "voldoet"]


def test_de_tabel_zelf_blijft_zoals_zij_was():
    frame = _uitkomsten({}, {"perceel": "2"}, {"jaar": 2024})
    frame.index = pd.Index([7, 7, 3])
    toen = frame.copy(deep=True)
    uit = beoordeel(frame, NORMEN)
    pd.testing.assert_frame_equal(frame, toen)
    pd.testing.assert_frame_equal(uit[frame.columns], toen)
    assert uit.columns.tolist() == [*frame.columns, *NIEUW]
    assert uit["oordeel"].tolist() == ["onder bandbreedte", "voldoet", "geen norm"]


@pytest.mark.parametrize("besluiten", [[], NORMEN])
@pytest.mark.parametrize("rijen", [[], [{}], [{"familie": "administratief_proces", "kpi": "wachttijd"}]])
def test_de_kolommen_zijn_altijd_van_dezelfde_soort(besluiten, rijen):
    soorten = beoordeel(_uitkomsten(*rijen), besluiten)[NIEUW].dtypes.astype(str).to_dict()
    assert soorten == {
        "norm": "float64", "grens": "float64", "grens_ver": "float64", "kans": "float64", "oordeel": "str",
        "ver": "bool", "normjaar": "Int64", "besluit_datum": "datetime64[s]",
    }  # fmt: skip


rijen_ = st.fixed_dictionaries(
    {
        "perceel": st.sampled_from(["1", "2", "3", "6", None]),
        "jaar": st.integers(2023, 2029),
        "variant": st.sampled_from(["basis", "basis", "code23_uitval=false"]),
        "gemeente": st.sampled_from([None, None, "9901"]),
        "aanbieder": st.sampled_from([None, "99990101"]),
        "status": st.sampled_from(["definitief", "voorlopig"]),
        "te_klein": st.booleans(),
        "telling": tellingen,
    }
).map(
    lambda r: (
        {k: v for k, v in r.items() if k != "telling"} | dict(zip(("teller", "noemer"), r["telling"], strict=True))
    )
)


def _trage_rij(rij, besluiten):
    """(norm, oordeel) of one row, by the words of the interface."""
    if rij["variant"] != "basis" or rij["gemeente"]:
        return None, ""
    telt = [b for b in besluiten if b.perceel == (rij["perceel"] or "") and b.geldt_vanaf <= rij["jaar"]]
    if not telt or (rij["perceel"] == "6" and rij["jaar"] in (2027, 2028)):
        return None, "geen norm"
    if rij["te_klein"]:
        return None, "te klein"
    hoogste = max(b.jaar for b in telt)
    besluit = [b for b in telt if b.jaar == hoogste][-1]
    y, n = rij["teller"], rij["noemer"]
    if n < 10 or rij["status"] == "voorlopig":
        return besluit.norm, "te klein" if n < 10 else "voorlopig"
    if Fraction(y, n) <= Fraction(str(besluit.norm)):
        return besluit.norm, "voldoet"
    limiet = grens(besluit.bandbreedte, besluit.norm, [n], LAGER)[0]
    return besluit.norm, "onder bandbreedte" if y > n * limiet + 1e-9 else "binnen bandbreedte"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(rijen_, max_size=15),
    st.lists(
        st.tuples(
            st.integers(1, 60), st.sampled_from("126"), st.integers(2024, 2027), st.integers(1, 3),
            st.sampled_from(["trechter", "klassen"]),
        ),
        max_size=5,
    ),
)  # fmt: skip
def test_een_hele_tabel_is_rij_voor_rij_die_van_de_trage_tweeling(rijen, normen):
    besluiten = [
        maak_besluit(procent / 100, band=band, perceel=perceel, jaar=jaar, geldt_vanaf=jaar + later)
        for procent, perceel, jaar, later, band in normen
    ]
    uit = beoordeel(_uitkomsten(*rijen), besluiten)
    verwacht = [_trage_rij(rij, besluiten) for rij in rijen]
    assert uit["oordeel"].tolist() == [woord for _, woord in verwacht]
    assert [None if math.isnan(norm) else norm for norm in uit["norm"]] == [norm for norm, _ in verwacht]
    omgekeerd = beoordeel(_uitkomsten(*rijen[::-1]), besluiten)
    pd.testing.assert_frame_equal(omgekeerd[::-1].reset_index(drop=True)[NIEUW], uit[NIEUW])


def test_twintigduizend_rijen_kosten_minder_dan_een_seconde():
    toeval = np.random.default_rng(1)
    noemers = toeval.integers(0, 400, 20_000)
    frame = _uitkomsten({}).iloc[np.zeros(20_000, dtype=int)].reset_index(drop=True)
    frame = frame.assign(
        noemer=pd.array(noemers, dtype="Int64"),
        teller=pd.array(toeval.binomial(noemers, 0.2), dtype="Int64"),
        perceel=pd.array(toeval.choice(["1", "2", "6"], 20_000), dtype="str"),
        jaar=toeval.integers(2023, 2030, 20_000),
    )
    tijden = []
    for _ in range(3):
        begin = time.process_time()
        uit = beoordeel(frame, NORMEN)
        tijden.append(time.process_time() - begin)
    assert min(tijden) < 1
    assert set(uit["oordeel"]) == set(OORDELEN) - {"voorlopig"}
