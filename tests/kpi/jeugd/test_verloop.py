"""Hand-counted cases: in, out and stock, reasons, and how firm the ground is."""

import pandas as pd
import pytest
from kpi.jeugd.hulp import AANBIEDER, ANDERE, Staat
from kpi.jeugd.rekenhulp import keuzes
from normwijzer.kpi.jeugd import verloop
from normwijzer.kpi.jeugd.zorg import AMBULANT, VERBLIJF

J5 = "maanden_verblijf_gemiddeld"
TIE = tuple(keuzes(J5)["tie_volgorde_jeugd"])
GETALLEN = ["beginstand", "instroom", "uitstroom", "eindstand"]


@pytest.fixture
def stroom(tmp_path):
    """{(soort, aanbieder): (beginstand, instroom, uitstroom, eindstand)}, {(soort, aanbieder, reden): aantal}."""

    def _stroom(staat, jaar=2024, **opties):
        zorg = staat.zorg(tmp_path)
        frames = verloop.count_verloop_verblijf(zorg, jaar, keuzes(J5, **opties), TIE)
        delen, redenen = (frame.astype(object).where(frame.notna(), None) for frame in frames)
        uit = {(r.soort, r.aanbieder): tuple(getattr(r, g) for g in GETALLEN) for r in delen.itertuples()}
        reden = {(r.soort, r.aanbieder, r.reden): r.aantal for r in redenen.itertuples()}
        for sleutel, (begin, erbij, eraf, eind) in uit.items():
            assert begin + erbij - eraf == eind
            assert sum(n for (s, a, _), n in reden.items() if (s, a) == sleutel) == eraf
        return uit, reden

    return _stroom


def test_zonder_iemand_zijn_er_geen_regels_maar_wel_kolommen(tmp_path):
    for tabel, kolommen in zip(
        verloop.count_verloop_verblijf(Staat().zorg(tmp_path), 2024, keuzes(J5), TIE),
        (verloop.STROOM, verloop.REDENEN), strict=True,
    ):  # fmt: skip
        assert list(tabel.columns) == kolommen
        assert tabel.empty


def test_elke_plaats_in_de_stroom(stroom):
    staat = Staat().lever("eerder", "crisis", "1-1-2022", "31-12-2023").lever("blijft", "crisis", "1-1-2022")
    staat.lever("weg", "crisis", "31-12-2023", "1-1-2024", "31").lever("kort", "crisis", "1-1-2024", "31-12-2024", "33")
    staat.lever("nieuw", "crisis", "31-12-2024").lever("later", "crisis", "1-1-2025")
    uit, reden = stroom(staat)
    assert uit == {(None, None): (2, 2, 2, 2), ("crisis", AANBIEDER): (2, 2, 2, 2)}
    assert reden == {
        (None, None, "31"): 1, (None, None, "33"): 1, ("crisis", AANBIEDER, "31"): 1, ("crisis", AANBIEDER, "33"): 1,
    }  # fmt: skip


def test_een_wissel_binnen_de_verblijfsperiode_is_stroom_per_aanbieder_maar_niet_voor_de_regio(stroom):
    staat = (
        Staat()
        .lever("a", "crisis", "1-1-2024", "31-3-2024", "38")
        .lever("a", "pleegzorg", "1-5-2024", aanbieder=ANDERE)
    )
    uit, reden = stroom(staat)
    assert uit == {(None, None): (0, 1, 0, 1), ("crisis", AANBIEDER): (0, 1, 1, 0), ("pleegzorg", ANDERE): (0, 1, 0, 1)}
    assert reden == {("crisis", AANBIEDER, "38"): 1}


def test_aansluitende_leveringen_van_een_soort_en_aanbieder_zijn_een_verblijf(stroom):
    staat = (
        Staat().lever("a", "crisis", "1-1-2024", "31-3-2024", "38").lever("a", "crisis", "1-4-2024", "30-6-2024", "31")
    )
    assert stroom(staat)[0]["crisis", AANBIEDER] == (0, 1, 1, 0)
    assert stroom(staat)[1]["crisis", AANBIEDER, "31"] == 1
    staat.lever("a", "crisis", "2-7-2024", "1-8-2024", "32")
    assert stroom(staat)[0]["crisis", AANBIEDER] == (0, 2, 2, 0)
    assert stroom(staat)[0][None, None] == (0, 1, 1, 0)


@pytest.mark.parametrize(
    ("levering", "reden"),
    [({"reden": "20"}, "tijdelijk"), ({"afgeleid": True}, "zonder stopbericht"), ({"reden": "34"}, "34")],
)
def test_de_reden_zegt_ook_hoe_het_einde_bekend_is(stroom, levering, reden):
    redenen = stroom(Staat().lever("a", "crisis", "1-1-2024", "1-3-2024", **levering))[1]
    assert redenen == {("crisis", AANBIEDER, reden): 1, (None, None, reden): 1}


def test_bij_meer_redenen_op_een_dag_telt_de_eerste_van_de_volgorde(stroom):
    staat = (
        Staat().lever("a", "crisis", "1-1-2024", "1-3-2024", "33").lever("a", "crisis", "1-2-2024", "1-3-2024", "31")
    )
    reden = stroom(staat.lever("a", "crisis", "1-2-2024", "1-3-2024", "20"))[1]
    assert reden == {("crisis", AANBIEDER, "31"): 1, (None, None, "31"): 1}


def test_de_regio_gaat_altijd_uit_van_leveringen(stroom):
    staat = Staat().lever("a", "crisis", "1-1-2024", "1-3-2024").toewijzing("b", "crisis", "1-1-2024", "1-3-2024")
    for opties in ({"datum_bron": "toewijzing"}, {"einddatum_inclusief": False}, {"gat_maanden": 0}):
        uit, reden = stroom(staat, **opties)
        assert uit[None, None] == (0, 1, 1, 0)
        assert reden[None, None, "31"] == 1


def test_zonder_gat_eindigt_elke_aansluitende_verblijfsperiode_met_haar_eigen_reden(stroom):
    staat = (
        Staat().lever("a", "crisis", "1-1-2024", "31-3-2024", "38").lever("a", "crisis", "1-4-2024", "30-6-2024", "31")
    )
    uit, reden = stroom(staat, gat_maanden=0)
    assert uit[None, None] == (0, 2, 2, 0)
    assert (reden[None, None, "38"], reden[None, None, "31"]) == (1, 1)


def kwaliteit(staat, tmp_path, soorten=VERBLIJF, **w):
    toestand = staat.klaar()
    tekens = w.pop("signalen", toestand.signalen)
    tabel = verloop.count_kwaliteit(staat.zorg(tmp_path), 2024, soorten, tekens, **w)
    assert tabel.perceel.isna().all()
    return {
        (r.kenmerk, None if pd.isna(r.soort) else r.soort): (r.aantal, None if pd.isna(r.van) else r.van)
        for r in tabel.itertuples()
    }


def test_dekking_van_start_en_stopberichten(tmp_path):
    staat = (
        Staat().lever("a", "crisis", "1-1-2024", "1-3-2024").lever("b", "crisis", "1-1-2024", "1-3-2024", afgeleid=True)
    )
    staat.lever("c", "pleegzorg", "1-1-2023", "1-3-2024", "20").lever("d", "crisis", "1-1-2023", "1-3-2023")
    staat.leverperioden[0]["heeft_start"] = False
    cijfers = kwaliteit(staat, tmp_path)
    assert cijfers["leveringen_met_startbericht", None] == (2, 3)
    assert cijfers["leveringen_met_startbericht", "crisis"] == (1, 2)
    assert cijfers["einden_met_stopbericht", None] == (2, 3)
    assert cijfers["einden_afgeleid", "crisis"] == (1, 2)
    assert cijfers["einden_afgeleid", "pleegzorg"] == (0, 1)
    assert cijfers["einden_afgeleid", "gezinshuis"] == (0, 0)


def test_toewijzingen_zonder_levering_en_producten_zonder_soort(tmp_path):
    staat = Staat().lever("a", "crisis", "1-1-2024").toewijzing("b", "crisis", "1-1-2024")
    staat.toewijzing("e", "crisis", "1-1-2024").toewijzing("b", "crisis", "1-1-2025").lever("c", "", "1-1-2024").lever(
        "d", "", "1-1-2024"
    )
    cijfers = kwaliteit(staat, tmp_path)
    assert cijfers["toewijzingen_zonder_levering", None] == (2, 3)
    assert cijfers["niet_ingedeeld_toewijzingen", None] == (2, 5)
    assert cijfers["niet_ingedeeld_leveringen", None] == (2, 3)
    rij = verloop.list_niet_ingedeeld(staat.zorg(tmp_path), 2024)
    assert rij.to_dict("records") == [
        {"wet": "jw", "categorie": "45", "code": "45A99", "toewijzingen": 2, "leveringen": 2, "clienten": 2}
    ]


def test_wie_onbekend_is_en_signalen_worden_geteld(tmp_path):
    staat = Staat().lever("a", "crisis", "1-1-2024").lever(None, "crisis", "1-1-2024")
    staat.declareer(None, "crisis", "1-1-2024", "31-1-2024").declareer("a", "crisis", "1-1-2024", "31-1-2024")
    tekens = pd.DataFrame(
        {"signaal": ["stop_zonder_start"] * 2 + ["ander"], "wet": ["jw", "jw", "wmo"], "aantal": [2, 3, 9]}
    )
    cijfers = kwaliteit(staat, tmp_path, signalen=tekens, extra=[("eigen", "crisis", 1, 2)])
    assert cijfers["zonder_client_leveringen", None] == cijfers["zonder_client_toewijzingen", None] == (1, None)
    assert cijfers["etmalen_zonder_client", None] == (1, 2)
    assert cijfers["signaal:stop_zonder_start", None] == (5, None)
    assert ("signaal:ander", None) not in cijfers
    assert cijfers["eigen", "crisis"] == (1, 2)


def test_redenen_van_de_kwaliteitsfamilie_kennen_ook_ambulant(tmp_path):
    zorg = Staat().lever("a", "ambulant", "1-1-2024", "1-3-2024", "32").zorg(tmp_path)
    redenen = verloop.count_verloop(zorg, 2024, (*VERBLIJF, AMBULANT), TIE)[1]
    assert redenen.to_dict("records") == [{"soort": "ambulant", "aanbieder": AANBIEDER, "reden": "32", "aantal": 1}]
