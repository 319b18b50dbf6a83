"""Small groups in every frame of a family: what the shared edition hides, and by which number of people."""

import pandas as pd
import pytest
from normwijzer.kpi import catalogus
from normwijzer.uitvoering import beschermen
from normwijzer.uitvoering.uitkomsten import als_parquet

_SCOPE = {"perceel": None, "aanbieder": None, "gemeente": None, "soort": None}


def _rij(kpi, teller, noemer, **anders):
    rij = {"jaar": 2024, "kpi": kpi, "variant": "basis", **_SCOPE, "teller": teller, "noemer": noemer, "waarde": 0.5}
    return rij | anders


@pytest.fixture(scope="module")
def boek():
    return catalogus.laad("jeugd_transformatie")


def _klein(rijen, boek, editie="deelbaar"):
    tabel = pd.DataFrame(rijen)
    beschermd = beschermen.bescherm_cijfers(tabel, tabel, boek, editie)
    return beschermd["te_klein"].tolist(), beschermd


def test_etmalen_zijn_geen_mensen_een_aanbieder_met_drie_jeugdigen_blijft_verborgen(boek):
    rijen = [
        _rij("jeugdigen_in_verblijf", 40, None), _rij("jeugdigen_in_verblijf", 3, None, aanbieder="99990001"),
        _rij("etmalen_verblijf", 9000, None), _rij("etmalen_verblijf", 900, None, aanbieder="99990001"),
        _rij("etmalen_verblijf", 800, None, aanbieder="99990001", variant="tom_als_verblijf=false"),
        _rij("etmalen_verblijf", 700, None, aanbieder="99990002"),
    ]  # fmt: skip
    te_klein, beschermd = _klein(rijen, boek)
    assert te_klein == [False, True, False, True, True, True]
    assert beschermd.loc[3, ["teller", "waarde"]].isna().all()
    assert beschermd.loc[2, "teller"] == 9000
    assert not any(_klein(rijen, boek, "intern")[0])


def test_een_grote_noemer_van_de_bevolking_verbergt_een_kleine_teller_niet_langer(boek):
    te_klein, _ = _klein([_rij("verblijf_per_populatie", 9, 30_000), _rij("verblijf_per_populatie", 10, 30_000)], boek)
    assert te_klein == [True, False]


def test_de_verhouding_met_ambulant_kijkt_naar_de_kleinste_groep(boek):
    rijen = [_rij("verblijf_per_ambulant", teller, noemer) for teller, noemer in ((9, 50), (50, 9), (10, 10), (0, 40))]
    assert _klein(rijen, boek)[0] == [True, True, False, False]


def _schrijf(map_, **frames):
    for naam, rijen in frames.items():
        (map_ / f"{naam}.parquet").write_bytes(als_parquet(pd.DataFrame(rijen)))


def test_een_doel_is_verborgen_als_het_jaar_of_het_basisjaar_te_klein_is(tmp_path):
    rij = {
        "kpi": "verblijf_korter_dan_9_maanden", "basisjaar": 2023, "doeljaar": 2026, "vorm": "waarde", "doel": 0.6,
        "basiswaarde": 0.4, "streefwaarde": 0.6, "waarde": 0.5, "voortgang": 0.5, "lijn": 0.47, "gehaald": False,
        "eenheid": "fractie",
    }  # fmt: skip
    _schrijf(
        tmp_path,
        doelen=[rij | {"soort": s, "n": n, "basis_n": b} for s, n, b in (("a", 10, 10), ("b", 9, 50), ("c", 50, 9))],
    )
    doelen = beschermen.bescherm_frames(tmp_path, "deelbaar")["doelen"]
    assert doelen["te_klein"].tolist() == [False, True, True]
    assert doelen.loc[1, ["waarde", "basiswaarde", "streefwaarde", "voortgang", "lijn", "n"]].isna().all()
    assert doelen["doel"].tolist() == [0.6] * 3  # the target itself is public


def test_een_curve_houdt_op_waar_minder_dan_tien_in_zorg_zijn(tmp_path):
    maanden = [(0, 30), (1, 10), (2, 9), (3, 1)]
    rij = {"curve": "cohort", "jaar": 2023, "einden": 1, "gecensureerd": 0, "s": 0.9, "onder": 0.8, "boven": 1.0}
    rijen = [rij | {"maand": maand, "in_zorg": in_zorg} for maand, in_zorg in maanden]
    _schrijf(tmp_path, overleving=rijen)
    gedeeld, intern = (beschermen.bescherm_frames(tmp_path, e)["overleving"] for e in ("deelbaar", "intern"))
    assert gedeeld["maand"].tolist() == [0, 1]
    assert intern["maand"].tolist() == [0, 1, 2, 3]
    assert set(intern) - set(gedeeld) == {"einden", "gecensureerd"}  # who left in one month is for inside use


def test_stroom_telt_aanbieders_op_en_een_kleine_cel_verbergt_de_hele_regel(tmp_path):
    a, b = "99990001", "99990002"
    regels = [("crisis", a, 16, 15, 10, 21), ("crisis", b, 12, 11, 3, 20), (None, None, 19, 14, 0, 33)]
    kop = ("soort", "aanbieder", "beginstand", "instroom", "uitstroom", "eindstand")
    _schrijf(tmp_path, stroom=[dict(zip(kop, regel, strict=True)) for regel in regels])
    stroom = beschermen.bescherm_frames(tmp_path, "deelbaar")["stroom"].set_index(["soort", "aanbieder"])
    assert stroom.loc[("crisis", ""), "beginstand"] == 28
    assert stroom.loc[("", ""), "uitstroom"] == 0
    assert stroom["te_klein"].to_dict() == {
        ("", ""): False, ("crisis", ""): False, ("crisis", "99990001"): False, ("crisis", "99990002"): True,
    }  # fmt: skip
    assert stroom.loc[("crisis", "99990002"), ["beginstand", "instroom", "uitstroom", "eindstand"]].isna().all()
    assert not beschermen.bescherm_frames(tmp_path, "intern")["stroom"]["te_klein"].any()


def test_een_respons_waarvan_weinig_is_gemeten_blijft_verborgen(tmp_path):
    regels = (("99990001", 8, 19), ("99990002", 10, 19), ("99990003", 0, 12), ("99990004", 9, 9))
    rij = {"kpi": "clienttevredenheid"}
    _schrijf(
        tmp_path,
        respons=[rij | {"aanbieder": a, "gemeten": n, "totaal": van, "waarde": n / van} for a, n, van in regels],
    )
    respons = beschermen.bescherm_frames(tmp_path, "deelbaar")["respons"]
    assert respons["te_klein"].tolist() == [True, False, False, True]
    assert respons.loc[0, ["gemeten", "totaal", "waarde"]].isna().all()


def test_een_frame_zonder_regel_voor_bescherming_komt_nooit_in_een_rapport(tmp_path):
    _schrijf(tmp_path, los=[{"a": 1}], geen_bron=[{"kpi": "netwerkpleegzorg", "bestand": "x.csv", "reden": "r"}])
    assert list(beschermen.bescherm_frames(tmp_path, "deelbaar")) == ["geen_bron"]


def test_hoeveel_aanbieders_iets_opgaven_is_geen_groep_mensen(tmp_path):
    rij = {"perceel": None, "soort": None}
    _schrijf(tmp_path, kwaliteit=[
        {"kenmerk": "opgave_aanbieders", "aantal": 3, "van": 5} | rij,
        {"kenmerk": "einden_met_stopbericht", "aantal": 3, "van": 5} | rij,
        {"kenmerk": "signaal:x", "aantal": 2, "van": None} | rij,
    ])  # fmt: skip
    kwaliteit = beschermen.bescherm_kwaliteit(tmp_path, "deelbaar")
    assert kwaliteit["te_klein"].tolist() == [False, True, False]
    assert kwaliteit["aantal"].tolist()[::2] == [3, 2]
    assert kwaliteit["van"][0] == 5
