"""Small groups in every frame of a family: what the shared edition hides, and by which number of people."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.privacy import KLEINSTE_DEEL, NIET_GETOOND, OVERIGE, TE_KLEIN, Leden
from normwijzer.uitvoering import beschermen
from normwijzer.uitvoering.beschermen_delen import MINDER_DAN_5
from normwijzer.uitvoering.beschermen_stroom import STROOM, bescherm_redenen, bescherm_stroom
from normwijzer.uitvoering.uitkomsten import als_parquet

A, B, C, D = "99990001", "99990002", "99990003", "99990004"
_KOP = ["perceel", "aanbieder", *STROOM]


def _schrijf(map_, **frames):
    map_.mkdir(parents=True, exist_ok=True)
    for naam, rijen in frames.items():
        (map_ / f"{naam}.parquet").write_bytes(als_parquet(pd.DataFrame(rijen)))


def _stroom(*regels) -> pd.DataFrame:
    """Rows perceel, aanbieder, beginstand, instroom, uitstroom."""
    return pd.DataFrame([(*rij, rij[2] + rij[3] - rij[4]) for rij in regels], columns=_KOP)


def _bescherm(*jaren, leden=None):
    frames = {2020 + nummer: frame for nummer, frame in enumerate(jaren)}
    uit = bescherm_stroom(frames, "deelbaar", {jaar: leden for jaar in frames} if leden else {})
    return {jaar: frame.set_index(["perceel", "aanbieder"]) for jaar, frame in uit.items()}


def test_stroom_telt_aanbieders_op_en_een_kleine_cel_neemt_haar_rij_en_de_kleinste_andere_mee():
    jaar = _stroom(("1", A, 60, 59, 67), ("1", B, 39, 41, 42), ("1", C, 20, 8, 3), ("1", D, 20, 26, 29))
    stroom = _bescherm(jaar)[2020]
    assert stroom.loc[("1", ""), STROOM].tolist() == [140, 135, 140, 130]  # 139, 134, 141, 132
    assert stroom["te_klein"].to_dict() == {
        ("1", ""): False, ("1", A): False, ("1", B): False, ("1", C): True, ("1", D): True,
    }  # fmt: skip
    assert stroom.loc[("1", C), "tekst"] == stroom.loc[("1", D), "tekst"] == NIET_GETOOND
    assert stroom.loc[[("1", C), ("1", D)], STROOM].isna().all(axis=None)
    assert stroom.loc[("1", A), STROOM].tolist() == [60, 60, 65, 50]  # 60, 59, 67, 52


def test_een_kleine_cel_van_alle_aanbieders_samen_neemt_alle_rijen_mee():
    stroom = _bescherm(_stroom(("1", A, 60, 1, 20), ("1", B, 50, 1, 20)))[2020]
    assert stroom["te_klein"].all()


def test_wie_in_een_jaar_verborgen_is_is_dat_ook_in_het_volgende_want_de_eindstand_is_daar_de_beginstand():
    eerste = _stroom(("1", A, 60, 59, 67), ("1", B, 39, 41, 42), ("1", C, 20, 10, 10), ("1", D, 20, 26, 29))
    tweede = _stroom(("1", A, 52, 20, 20), ("1", B, 38, 20, 20), ("1", C, 20, 2, 10), ("1", D, 17, 30, 30))
    stroom = _bescherm(eerste, tweede)
    for jaar in stroom.values():
        assert jaar.index[jaar["te_klein"]].tolist() == [("1", C), ("1", D)]


def test_overige_aanbieders_zijn_een_rij_en_wie_er_maar_een_jaar_bij_hoort_staat_er_niet():
    jaar = _stroom(("1", A, 60, 59, 67), ("1", B, 39, 41, 42), ("1", C, 7, 5, 5), ("1", D, 8, 6, 6))
    altijd = _bescherm(jaar, jaar, leden=Leden(overige={"1": frozenset({C, D})}))[2020]
    assert altijd.loc[("1", OVERIGE), STROOM].tolist() == [15, 10, 10, 15]
    assert ("1", C) not in altijd.index
    uit = bescherm_stroom(
        {2020: jaar, 2021: jaar}, "deelbaar",
        {2020: Leden(overige={"1": frozenset({C, D})}), 2021: Leden(overige={"1": frozenset({B, C, D})})},
    )[2020].set_index("aanbieder")  # fmt: skip
    assert uit.loc[[OVERIGE, B], "te_klein"].all()


def test_waar_de_meeste_aanbieders_te_klein_zijn_staan_geen_rijen_per_aanbieder():
    stroom = _bescherm(_stroom(("1", A, 60, 59, 67), ("1", B, 3, 2, 5), ("1", C, 4, 1, 5)))[2020]
    assert stroom.index.tolist() == [("1", "")]


def test_intern_houdt_elke_rij_en_elk_getal():
    jaar = _stroom(("1", A, 60, 59, 67), ("1", B, 3, 2, 5))
    uit = bescherm_stroom({2020: jaar}, "intern", {2020: Leden(overige={"1": frozenset({A, B})})})[2020]
    assert uit[STROOM].to_numpy().tolist() == [[63, 61, 72, 52], [60, 59, 67, 52], [3, 2, 5, 0]]
    assert not uit["te_klein"].any()
    assert uit["tekst"].eq("").all()


_GETAL = st.integers(0, 25)
_RIJ = st.tuples(_GETAL, _GETAL, _GETAL).map(lambda rij: (*rij[:2], min(rij[2], rij[0])))
_JAAR = st.dictionaries(st.sampled_from([A, B, C, D]), _RIJ.filter(any), min_size=1)


@settings(max_examples=50, deadline=None)
@given(_JAAR, _JAAR)
def test_geen_verborgen_cel_van_de_stroom_is_uit_sommen_of_het_andere_jaar_te_bepalen(eerste, tweede):
    exact = {2020 + n: _stroom(*(("1", agb, *rij) for agb, rij in jaar.items())) for n, jaar in
             enumerate((eerste, tweede))}  # fmt: skip
    exact[2021]["beginstand"] = [  # the books of the two years meet
        int(exact[2020].set_index("aanbieder")["eindstand"].get(agb, 0)) for agb in exact[2021]["aanbieder"]
    ]
    weg = exact[2021]["beginstand"] + exact[2021]["instroom"]
    exact[2021]["uitstroom"] = exact[2021]["uitstroom"].clip(upper=weg)
    exact[2021]["eindstand"] = weg - exact[2021]["uitstroom"]
    getoond = bescherm_stroom(exact, "deelbaar", {})
    for jaar, frame in getoond.items():
        eigen, ander = frame.set_index("aanbieder"), getoond[4041 - jaar].set_index("aanbieder")
        if eigen.loc["", "te_klein"] or len(eigen) == 1:
            assert eigen["te_klein"].all() or len(eigen) == 1
            continue
        waar = exact[jaar].set_index("aanbieder")
        for kolom in STROOM:
            verborgen = [agb for agb in eigen.index if agb and eigen.loc[agb, "te_klein"]]
            los = [agb for agb in verborgen if not _bekend(agb, kolom, jaar, ander)]
            som = sum(int(waar.loc[agb, kolom]) for agb in los)
            assert not som or (len(los) > 1 and som + 1 >= KLEINSTE_DEEL), (jaar, kolom)
        for agb in eigen.index[~eigen["te_klein"]]:
            cellen = waar.loc[agb, STROOM] if agb else waar[STROOM].sum()
            assert not cellen.between(1, KLEINSTE_DEEL - 1).any()


def _bekend(agb: str, kolom: str, jaar: int, ander: pd.DataFrame) -> bool:
    """Whether the other year tells this count: there shown, or without a row and so without anybody."""
    if {2020: "eindstand", 2021: "beginstand"}[jaar] != kolom or len(ander) == 1:
        return False
    return agb not in ander.index or not ander.loc[agb, "te_klein"]


def _redenen(**aantallen) -> pd.DataFrame:
    rijen = [("1", A, reden.removeprefix("r").replace("_", " "), n) for reden, n in aantallen.items()]
    return pd.DataFrame(rijen, columns=["perceel", "aanbieder", "reden", "aantal"])


def _per_reden(redenen, wet="wmo", verborgen=()):
    return bescherm_redenen(redenen, "deelbaar", wet, frozenset(verborgen)).set_index("reden")


def test_redenen_staan_in_vier_groepen_met_hun_deel_van_wie_is_geeindigd():
    redenen = _redenen(r19=31, r21=5, r22=2, r23=3, r02=1, r31=4, r37=6, r38=3, tijdelijk=4, zonder_stopbericht=2)
    groepen = _per_reden(redenen)
    assert groepen["aantal"].to_dict() == {"volgens plan": 30, "uitval": 10, "extern": 5, "overig": 15}
    assert groepen["deel"].to_dict() == {"volgens plan": 0.51, "uitval": 0.16, "extern": 0.08, "overig": 0.25}  # of 61
    jeugd = _per_reden(_redenen(r31=31, r32=5, r33=2, r34=3, r02=1, r35=4, r39=6), "jw")
    assert jeugd["aantal"].to_dict() == {"volgens plan": 30, "uitval": 10, "extern": 5, "overig": 5}


def test_een_kleine_groep_redenen_staat_in_woorden_en_overig_gaat_mee_als_zij_anders_te_bepalen_is():
    groepen = _per_reden(_redenen(r19=40, r21=3, r31=8, r37=20))
    assert groepen["tekst"].to_dict() == {
        "volgens plan": "", "extern": "", "overig": NIET_GETOOND,
        "uitval": "minder dan 5 van ongeveer 70 (onder 8 %)",
    }  # fmt: skip
    assert groepen.loc[["uitval", "overig"], ["aantal", "deel"]].isna().all(axis=None)


def test_uitval_die_de_kpi_verbergt_staat_ook_niet_bij_de_redenen():
    redenen = _redenen(r19=40, r21=12, r31=18, r37=20)
    assert not _per_reden(redenen)["te_klein"].any()
    verborgen = _per_reden(redenen, verborgen=["1"])
    assert verborgen["te_klein"].to_dict() == {"volgens plan": False, "uitval": True, "extern": False, "overig": True}


def test_redenen_van_weinig_perioden_staan_er_niet():
    assert _per_reden(_redenen(r19=6, r21=3))["tekst"].unique().tolist() == [TE_KLEIN]


def test_redenen_houden_intern_elke_code():
    uit = bescherm_redenen(_redenen(r19=6, r21=2), "intern", "wmo", frozenset())
    assert uit[["reden", "aantal", "deel"]].to_numpy().tolist() == [["19", 6, 0.75], ["21", 2, 0.25]]


def _kwaliteit(map_, *regels):
    _schrijf(map_, kwaliteit=pd.DataFrame(regels, columns=["kenmerk", "perceel", "aantal", "van"]).assign(soort=None))
    return beschermen.bescherm_kwaliteit(map_, "deelbaar")


def test_kwaliteit_verbergt_per_perceel_wat_uit_het_geheel_te_bepalen_is(tmp_path):
    naam = "einden_afgeleid"
    kwaliteit = _kwaliteit(
        tmp_path, (naam, None, 45, 842), (naam, "1", 19, 259), (naam, "2", 9, 157), (naam, "3", 13, 311),
        (naam, "4", 4, 115), (naam, "6", 0, 0),
    ).set_index("perceel")  # fmt: skip
    assert kwaliteit["te_klein"].to_dict() == {
        "": False, "1": False, "2": True, "3": False, "4": True, "6": False,
    }  # fmt: skip
    assert kwaliteit.loc["4", "tekst"] == "minder dan 5 van ongeveer 115 (onder 5 %)"
    assert kwaliteit.loc["", ["aantal", "van", "deel"]].tolist() == [45, 840, 0.05]
    assert kwaliteit.loc["6", "van"] == 0


def test_kenmerken_van_hetzelfde_geheel_verbergen_het_voor_dezelfde_delen(tmp_path):
    # Alone, the first would hide perceel 2 beside 1 and the second nothing: its van would tell that of the first.
    eerste = [("a", None, 60, 130), ("a", "1", 3, 8), ("a", "2", 20, 42), ("a", "3", 37, 80)]
    tweede = [("b", None, 60, 130), ("b", "1", 4, 8), ("b", "2", 22, 42), ("b", "3", 34, 80)]
    kwaliteit = _kwaliteit(tmp_path, *eerste, *tweede)
    for _, deel in kwaliteit.groupby("kenmerk"):
        assert deel["te_klein"].tolist() == [False, True, True, False]


def test_kwaliteit_zonder_rijen_blijft_leeg(tmp_path):
    leeg = {"kenmerk": [], "perceel": [], "soort": [], "aantal": [], "van": []}
    _schrijf(tmp_path, kwaliteit=pd.DataFrame(leeg).astype({"aantal": "Int64", "van": "Int64", "kenmerk": "str"}))
    assert list(beschermen.bescherm_kwaliteit(tmp_path, "deelbaar")["te_klein"]) == []


def test_hoeveel_aanbieders_iets_opgaven_is_geen_groep_mensen_en_signalen_staan_er_niet(tmp_path):
    kwaliteit = _kwaliteit(
        tmp_path, ("opgave_aanbieders", None, 3, 5), ("einden_met_stopbericht", None, 3, 5),
        ("signaal:x", None, 7, None),
        ("zonder_client_leveringen", None, 3, None), ("zonder_client_toewijzingen", None, 13, None),
    ).set_index("kenmerk")  # fmt: skip
    assert kwaliteit.loc["opgave_aanbieders", ["aantal", "van"]].tolist() == [3, 5]
    assert kwaliteit["tekst"].to_dict() == {
        "opgave_aanbieders": "", "einden_met_stopbericht": TE_KLEIN, "zonder_client_leveringen": MINDER_DAN_5,
        "zonder_client_toewijzingen": "",
    }  # fmt: skip
    assert kwaliteit.loc["zonder_client_toewijzingen", "aantal"] == 15


def test_niet_ingedeeld_verbergt_met_een_klein_product_het_kleinste_andere(tmp_path):
    _schrijf(tmp_path, niet_ingedeeld={
        "wet": ["wmo"] * 3, "categorie": ["01", "08", "11"], "code": ["a", "b", "c"], "toewijzingen": [175, 6, 54],
        "leveringen": [169, 6, 52], "clienten": [152, 6, 48],
    })  # fmt: skip
    tabel = beschermen.bescherm_niet_ingedeeld(tmp_path, "deelbaar")
    assert tabel["te_klein"].tolist() == [False, True, True]
    assert tabel.loc[0, ["toewijzingen", "leveringen", "clienten"]].tolist() == [175, 170, 150]


def test_signalen_staan_over_de_hele_regio_en_een_enkel_signaal_alleen_in_woorden():
    signalen = pd.DataFrame({
        "signaal": ["dubbel", "dubbel", "zeldzaam"], "wet": ["wmo", "wmo", None], "berichttype": "301",
        "gemeente": ["9901", "9902", "9901"], "aanbieder": [A, B, A], "aantal": [6, 7, 2],
    })  # fmt: skip
    gedeeld = beschermen.bescherm_signalen(signalen, "deelbaar")
    assert list(gedeeld) == ["signaal", "wet", "aantal", "te_klein", "tekst"]
    assert gedeeld["aantal"].tolist() == [15, pd.NA]
    assert gedeeld["tekst"].tolist() == ["", MINDER_DAN_5]
    intern = beschermen.bescherm_signalen(signalen, "intern")
    pd.testing.assert_frame_equal(intern[signalen.columns], signalen)


def test_een_frame_zonder_regel_voor_bescherming_komt_nooit_in_een_rapport(tmp_path):
    map_ = tmp_path / "jeugd_transformatie"
    _schrijf(map_, los=[{"a": 1}], geen_bron=[{"kpi": "netwerkpleegzorg", "bestand": "x.csv", "reden": "r"}])
    assert list(beschermen.bescherm_frames(map_, "deelbaar")) == ["geen_bron"]


@pytest.mark.parametrize("editie", ["intern", "deelbaar"])
def test_elk_frame_zegt_van_elke_rij_of_zij_verborgen_is_en_wat_er_dan_staat(tmp_path, editie):
    map_ = tmp_path / "wmo"
    _schrijf(map_, stroom=_stroom(("1", A, 60, 59, 67)), redenen=_redenen(r19=60, r21=7))
    frames = beschermen.bescherm_jaren({2024: map_}, editie)[2024]
    assert set(frames) == {"stroom", "redenen"}
    for frame in frames.values():
        assert frame["tekst"].ne("").eq(frame["te_klein"]).all()
