"""Targets: the line, the progress, and whether it is reached; and the family as a whole."""

import numpy as np
import pandas as pd
import pytest
from kpi.jeugd.hulp import GEMEENTE, Staat, to_regio
from normwijzer import kpi
from normwijzer.kpi.catalogus import laad
from normwijzer.kpi.jeugd import transformatie
from normwijzer.kpi.jeugd.doelen import list_doelen
from normwijzer.kpi.jeugd.geen_bron import no_sources
from normwijzer.kpi.opties import load_opties, variants
from normwijzer.kpi.telling import KOLOMMEN, SLEUTEL

FAMILIE = "jeugd_transformatie"
J1, J5, J7, J12 = (
    "jeugdigen_in_verblijf", "maanden_verblijf_gemiddeld", "verblijf_korter_dan_9_maanden", "een_verblijfsaanbieder"
)  # fmt: skip


def doel(jaar, basis, nu, kpi=J1, soort=""):
    waarden = {2023: {(kpi, soort): (basis, 50.0)}, jaar: {(kpi, soort): (nu, 40.0)}}
    rijen = list_doelen(laad(FAMILIE), jaar, waarden.__getitem__)
    return rijen[rijen.kpi.eq(kpi) & rijen.soort.eq(soort)].iloc[0]


def test_doel_als_verandering_rekent_vanaf_het_basisjaar():
    rij = doel(2025, 200.0, 190.0)
    # 15 % less is 170, two of three years: 180
    assert (rij.streefwaarde, rij.lijn, rij.voortgang) == (pytest.approx(170), pytest.approx(180), pytest.approx(1 / 3))
    assert not rij.gehaald
    assert doel(2025, 200.0, 170.0).gehaald


def test_doel_als_waarde():
    rij = doel(2024, 0.30, 0.45, kpi=J7)
    assert (rij.streefwaarde, rij.lijn, rij.voortgang) == (0.6, pytest.approx(0.4), pytest.approx(0.5))
    assert not rij.gehaald
    assert doel(2026, 0.30, 0.60, kpi=J7).gehaald


def test_voortgang_kan_de_verkeerde_kant_op_en_voorbij_het_doel():
    assert doel(2024, 200.0, 215.0).voortgang == pytest.approx(-0.5)
    assert doel(2026, 200.0, 140.0).voortgang == pytest.approx(2)


def test_lijn_na_het_doeljaar_en_voor_het_basisjaar():
    assert doel(2027, 200.0, 180.0).lijn == pytest.approx(170)
    assert np.isnan(doel(2022, 200.0, 180.0).lijn)


def test_zonder_basis_is_er_geen_voortgang_maar_een_doel_als_waarde_wel():
    rij = doel(2024, np.nan, 0.7, kpi=J7)
    assert np.isnan(rij.voortgang)
    assert np.isnan(rij.lijn)
    assert rij.gehaald
    assert np.isnan(doel(2024, np.nan, 150.0).streefwaarde)
    assert pd.isna(doel(2024, np.nan, 150.0).gehaald)


def test_wie_in_het_basisjaar_het_doel_al_haalt_heeft_geen_weg_te_gaan():
    rij = doel(2024, 0.75, 0.72, kpi=J7)
    assert np.isnan(rij.voortgang)
    assert rij.lijn == 0.6  # no line downward
    assert rij.gehaald


def test_in_het_basisjaar_zelf_is_de_voortgang_nul():
    rij = doel(2023, 200.0, 200.0)
    assert (rij.voortgang, rij.lijn, rij.waarde) == (0, 200, 200)


def wereld() -> Staat:
    """2023: two periods of 100 days, 2024: one of 50 days; two aanbieders and a TOM closing."""
    staat = (
        Staat(K="1-7-2025")
        .lever("a", "pleegzorg", "1-1-2023", "10-4-2023")
        .lever("b", "crisis", "1-1-2023", "10-4-2023")
    )
    staat.lever("c", "crisis", "1-1-2024", "19-2-2024").lever("d", "tom_instroom", "1-1-2024", "1-3-2024")
    staat.lever("e", "ambulant", "1-1-2024", "1-3-2024").declareer("c", "crisis", "1-1-2024", "19-2-2024", 50)
    staat.geboren.update({client: (2010, 5) for client in "abcde"})
    return staat


@pytest.fixture(scope="module")
def uitkomst(tmp_path_factory):
    return transformatie.bereken(wereld().klaar(), to_regio(tmp_path_factory.mktemp("regio")), 2024, None)


def test_elke_kpi_heeft_een_rij_of_een_regel_geen_bron(uitkomst):
    met_rij = set(uitkomst.uitkomsten[uitkomst.uitkomsten.variant.eq("basis")].kpi)
    zonder = set(uitkomst.frames["geen_bron"].kpi)
    assert met_rij | zonder == set(laad(FAMILIE).definities)
    assert not met_rij & zonder
    assert len(met_rij) == 13
    assert "verblijf_per_populatie" in zonder
    assert set(uitkomst.frames["geen_bron"].bestand) == {
        "landelijk/bevolking.csv", "registraties/aanbiederopgave.csv"
    }  # fmt: skip


def test_uitkomsten_hebben_de_kolommen_van_het_contract_en_elke_sleutel_eens(uitkomst):
    tabel = uitkomst.uitkomsten
    assert tuple(tabel.columns) == KOLOMMEN
    assert not tabel.duplicated(SLEUTEL).any()
    gesorteerd = tabel.sort_values(SLEUTEL, na_position="first", kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(tabel, gesorteerd)


def test_elke_variant_van_elke_kpi_staat_er(uitkomst, tmp_path):
    regio = to_regio(tmp_path)
    for naam in transformatie.BERICHTEN:
        staat_er = set(uitkomst.uitkomsten.variant[uitkomst.uitkomsten.kpi.eq(naam)])
        assert staat_er == {variant for variant, _ in variants(regio, FAMILIE, naam)}


def test_doelen_meten_het_basisjaar_op_dezelfde_toestand(uitkomst):
    rijen = uitkomst.frames["doelen"].set_index(["kpi", "soort"])
    assert rijen.loc[(J1, ""), ["basiswaarde", "waarde"]].tolist() == [2, 2]
    assert rijen.loc[(J1, "zonder_gezinsgericht"), ["basiswaarde", "waarde"]].tolist() == [1, 2]
    lang = rijen.loc[(J5, "")]
    # 50 days of c and 61 of d
    assert lang.basiswaarde == pytest.approx(100 / 30.4375)
    assert lang.waarde == pytest.approx(55.5 / 30.4375)
    assert lang.streefwaarde == pytest.approx(75 / 30.4375)
    assert lang.gehaald
    assert pd.isna(rijen.loc[("eigen_gemeente", ""), "gehaald"])


def test_frames_van_de_familie(uitkomst):
    assert {"stroom", "redenen", "doelen", "verblijfsduur", "overleving", "geen_bron"} == set(uitkomst.frames)
    heel = uitkomst.frames["stroom"].iloc[0]
    assert pd.isna(heel.soort)
    assert (heel.instroom, heel.uitstroom, heel.eindstand) == (2, 2, 0)


def test_andere_toestand_wordt_een_variant_bij_de_kpis_die_haar_kennen(tmp_path):
    anders = {"retour_negeren=true": wereld().lever("f", "crisis", "1-1-2024", "31-1-2024").klaar(), "vreemd=1": None}
    tabel = kpi.bereken(FAMILIE, wereld().klaar(), to_regio(tmp_path), 2024, andere_toestanden=anders).uitkomsten
    j1 = tabel[tabel.kpi.eq(J1) & tabel.soort.isna() & tabel.aanbieder.isna()].set_index("variant").waarde
    assert (j1["basis"], j1["retour_negeren=true"]) == (2, 3)
    assert "vreemd=1" not in j1
    kent = {naam for naam in transformatie.KPIS if naam in load_opties(FAMILIE)["retour_negeren"].kpi}
    assert set(tabel.kpi[tabel.variant.eq("retour_negeren=true")]) == kent - {"verblijf_per_populatie"}


def test_met_bevolking_en_opgave_is_er_een_rij(tmp_path):
    bronnen = no_sources()
    leeftijden = [(gemeente, 2024, leeftijd, 10) for gemeente in (GEMEENTE, "9902") for leeftijd in range(23)]
    bevolking = pd.DataFrame(leeftijden, columns=list(bronnen.bevolking))
    opgave = pd.DataFrame(
        [("99990001", 2024, pd.NA, "eigen_gemeente", 3.0, 4.0, np.nan, "")], columns=list(bronnen.opgave)
    ).astype(bronnen.opgave.dtypes)
    vol = type(bronnen)(opgave, bevolking.astype(bronnen.bevolking.dtypes), "cbs", bronnen.signalen, True, True)
    uit = transformatie.bereken(wereld().klaar(), to_regio(tmp_path), 2024, vol)
    rijen = uit.uitkomsten[uit.uitkomsten.variant.eq("basis")].set_index("kpi")
    assert rijen.loc["verblijf_per_populatie", ["teller", "noemer"]].tolist() == [2, 360]
    assert rijen.loc["eigen_gemeente", ["teller", "noemer"]].tolist() == [3, 4]
    assert len(uit.frames["geen_bron"]) == 7
    reden = uit.frames["geen_bron"].reden.iloc[0]
    assert "2024" in reden
    assert "geen bruikbare regel" in reden


def test_zonder_jeugdigen_is_de_familie_leeg_maar_heel(tmp_path):
    uit = transformatie.bereken(Staat(eerste=None).klaar(), to_regio(tmp_path), 2024, None)
    basis = uit.uitkomsten[uit.uitkomsten.variant.eq("basis")]
    assert len(basis) == 13
    assert set(basis.soort.isna()) == {True}
    assert uit.frames["doelen"].waarde.fillna(0).eq(0).all()
