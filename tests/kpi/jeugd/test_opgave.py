"""Hand-counted cases: figures that the aanbieders report (J14, J16–J22, K2, K31, K33, K34)."""

import math

import pandas as pd
import pytest
from kpi.jeugd.hulp import AANBIEDER, ANDERE, DERDE, Staat
from kpi.jeugd.rekenhulp import bronnen, neven, rij_van, telling
from normwijzer.kpi.jeugd import opgave

NA = math.nan
GEMETEN, CIJFER = "tevredenheid_gemeten", "clienttevredenheid"


@pytest.fixture
def tel(tmp_path):
    def _tel(kpi, *regels, K="1-1-2026", lag=56, **w):
        opties = {"registratielag_dagen": lag}
        return opgave.count_opgave(Staat(K=K).zorg(tmp_path), bronnen(*regels), 2024, kpi, opties, **w)

    return _tel


def test_zonder_opgave_is_er_geen_regel(tel):
    assert len(tel(GEMETEN)) == 0
    assert len(tel(GEMETEN, per_aanbieder=True)) == 0
    assert len(tel(GEMETEN, (AANBIEDER, 2023, None, GEMETEN, 1, 2, NA))) == 0
    assert len(tel(GEMETEN, (AANBIEDER, 2024, None, "doelen_gemeten", 1, 2, NA))) == 0


def test_het_totaal_is_de_som_over_de_aanbieders_die_leverden(tel):
    regels = [(AANBIEDER, 2024, None, GEMETEN, 3, 4, NA), (ANDERE, 2024, None, GEMETEN, 1, 6, NA)]
    rij = rij_van(tel(GEMETEN, *regels))
    assert (rij.teller, rij.noemer, rij.waarde, rij.eenheid) == (4, 10, 0.4, "fractie")
    assert rij.onder < 0.4 < rij.boven
    assert len(tel(GEMETEN, *regels)) == 1
    per = tel(GEMETEN, *regels, per_aanbieder=True)
    assert (telling(per), telling(per, aanbieder=AANBIEDER), telling(per, aanbieder=ANDERE)) == (
        (4, 10),
        (3, 4),
        (1, 6),
    )


def test_halfjaren_tellen_op_waar_dat_kan_en_tellen_anders_niet(tel):
    def halfjaren(kpi):
        return [(AANBIEDER, 2024, 1, kpi, 3, 4, NA), (AANBIEDER, 2024, 2, kpi, 1, 6, NA)]

    assert telling(tel(GEMETEN, *halfjaren(GEMETEN))) == (4, 10)
    assert len(tel("netwerkpleegzorg", *halfjaren("netwerkpleegzorg"))) == 0


def test_alleen_een_waarde_staat_niet_in_het_totaal_maar_wel_bij_de_aanbieder(tel):
    alleen = (ANDERE, 2024, None, GEMETEN, NA, NA, 0.9)
    rijen = tel(GEMETEN, (AANBIEDER, 2024, None, GEMETEN, 1, 4, NA), alleen, per_aanbieder=True)
    assert telling(rijen) == (1, 4)
    rij = rij_van(rijen, aanbieder=ANDERE)
    assert rij.waarde == 0.9
    assert math.isnan(rij.teller)
    assert math.isnan(rij.onder)
    assert len(tel(GEMETEN, alleen)) == 0


def test_een_gemiddelde_met_een_aantal_weegt_mee(tel):
    regels = [(AANBIEDER, 2024, 1, CIJFER, NA, 10, 8.0), (AANBIEDER, 2024, 2, CIJFER, 60, 10, NA)]
    rij = rij_van(tel(CIJFER, *regels))
    assert (rij.teller, rij.noemer, rij.waarde, rij.eenheid) == (140, 20, 7.0, "ratio")
    assert math.isnan(rij.onder)


def test_plekken_per_periode_kunnen_boven_een_liggen(tel):
    rij = rij_van(
        tel("verblijfsplekken_per_periode", (AANBIEDER, 2024, None, "verblijfsplekken_per_periode", 15, 10, NA))
    )
    assert (rij.waarde, rij.eenheid) == (1.5, "ratio")
    assert math.isnan(rij.onder)


def test_noemer_nul_geeft_een_regel_zonder_waarde(tel):
    rij = rij_van(tel(GEMETEN, (AANBIEDER, 2024, None, GEMETEN, 0, 0, NA)))
    assert (rij.teller, rij.noemer) == (0, 0)
    assert math.isnan(rij.waarde)


@pytest.mark.parametrize(
    ("K", "lag", "status"),
    [
        ("24-3-2025", 56, "voorlopig"), ("25-3-2025", 56, "definitief"),
        ("28-1-2025", 0, "definitief"), ("27-1-2025", 0, "voorlopig"),
    ],
)  # fmt: skip
def test_een_opgave_is_definitief_28_dagen_plus_de_meldtijd_van_de_regio_na_het_jaar(tel, K, lag, status):
    rij = rij_van(tel(GEMETEN, (AANBIEDER, 2024, None, GEMETEN, 1, 2, NA), K=K, lag=lag))
    assert rij.status == status
    assert math.isnan(rij.grens_onder)


def test_per_aanbieder_staat_apart_wie_maar_een_half_jaar_leverde():
    regels = bronnen(
        (AANBIEDER, 2024, 1, GEMETEN, 3, 4, NA),
        (AANBIEDER, 2024, 2, GEMETEN, 1, 4, NA),
        (ANDERE, 2024, 2, GEMETEN, 1, 2, NA),
    )
    rijen = opgave.side_opgave(regels, 2024, GEMETEN)
    assert neven(rijen, "per_aanbieder", aanbieder=AANBIEDER) == (4, 0.5)
    assert neven(rijen, "alleen_halfjaar_2", aanbieder=ANDERE) == (1, 0.5)
    assert neven(rijen, "per_aanbieder", aanbieder=ANDERE) is None
    assert sum(map(len, rijen)) == 2


def test_aandeel_zeven_of_hoger_heeft_een_totaal():
    wat = opgave.ZEVEN_OF_HOGER
    regels = bronnen((AANBIEDER, 2024, None, wat, 3, 4, NA), (ANDERE, 2024, None, wat, 1, 4, NA))
    rijen = opgave.side_zeven_of_hoger(regels, 2024)
    assert neven(rijen, "zeven_of_hoger") == (4, 0.5)
    assert neven(rijen, "zeven_of_hoger", aanbieder=ANDERE) == (1, 0.25)
    assert sum(map(len, opgave.side_zeven_of_hoger(bronnen(), 2024))) == 0


def test_respons_zet_gemeten_tegenover_wie_uitstroomde():
    regels = bronnen(
        (AANBIEDER, 2024, None, GEMETEN, 8, 10, NA),
        (ANDERE, 2024, None, GEMETEN, 1, 5, NA),
        (AANBIEDER, 2024, None, "problematiek_gemeten", 4, 10, NA),
        (AANBIEDER, 2024, None, "zonder_hulp_verder", 2, 6, NA),
        (DERDE, 2024, None, "zonder_hulp_verder", 2, 9, NA),
        (DERDE, 2024, None, "problematiek_gemeten", NA, NA, 0.9),
    )
    respons = opgave.count_respons(regels, 2024)
    cijfers = {
        (r.kpi, None if pd.isna(r.aanbieder) else r.aanbieder): (r.gemeten, r.totaal) for r in respons.itertuples()
    }
    assert cijfers == {
        ("clienttevredenheid", None): (9, 15),
        ("clienttevredenheid", AANBIEDER): (8, 10),
        ("clienttevredenheid", ANDERE): (1, 5),
        ("zonder_hulp_verder", None): (6, 10),
        ("zonder_hulp_verder", AANBIEDER): (6, 10),
        ("problemen_verminderd", None): (4, 10),
        ("problemen_verminderd", AANBIEDER): (4, 10),
    }
    assert respons.waarde.tolist() == (respons.gemeten / respons.totaal).tolist()


def test_respons_zonder_opgave_is_leeg_maar_heeft_kolommen():
    respons = opgave.count_respons(bronnen(), 2024)
    assert list(respons.columns) == opgave.RESPONS
    assert respons.empty


def test_dekking_vergelijkt_met_de_aanbieders_die_verblijf_leverden(tmp_path):
    staat = Staat().lever("a", "crisis", "1-1-2024").lever("b", "crisis", "1-1-2024", aanbieder=ANDERE)
    staat.lever("c", "ambulant", "1-1-2024", aanbieder=DERDE)
    regels = bronnen(
        (AANBIEDER, 2024, 1, GEMETEN, 3, 4, NA), (AANBIEDER, 2024, None, "eigen_gemeente", NA, NA, 0.5),
        (DERDE, 2024, None, GEMETEN, 1, 2, NA),
    )  # fmt: skip
    rijen = opgave.count_dekking(staat.zorg(tmp_path), regels, 2024, (GEMETEN, "eigen_gemeente"))
    cijfers = {kenmerk: (aantal, van) for kenmerk, soort, aantal, van in rijen}
    assert cijfers == {
        "opgave_aanbieders": (1, 2),
        f"opgave_aanbieders:{GEMETEN}": (1, 2),
        "opgave_aanbieders:eigen_gemeente": (1, 2),
        "opgave_zonder_verblijf": (1, 2),
        "opgave_half_jaar": (1, 3),
        "opgave_zonder_aantallen": (1, 3),
    }
