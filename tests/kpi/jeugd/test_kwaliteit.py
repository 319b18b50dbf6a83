"""Hand-counted cases: K1 and K32, and the family as a whole. Numbers such as 5.17: kpi-specificatie."""

import math
from types import SimpleNamespace

import pandas as pd
import pytest
from kpi.jeugd.hulp import AANBIEDER, ANDERE, DERDE, Staat, dag, to_regio
from kpi.jeugd.rekenhulp import KWALITEIT, bronnen, keuzes, neven, rij_van, telling
from normwijzer import kpi
from normwijzer.kpi.jeugd import herhaald_beroep, kwaliteit, uitval

K1, K32 = "uitval", "herhaald_beroep"


@pytest.fixture
def k1(tmp_path):
    def _k1(staat, aanbieder=None, jaar=2024, **opties):
        rijen = uitval.count_uitval(staat.zorg(tmp_path), jaar, keuzes(K1, KWALITEIT, **opties))
        return telling(rijen, aanbieder=aanbieder)

    return _k1


@pytest.fixture
def k32(tmp_path):
    def _k32(staat, jaar=2023, **opties):
        return telling(
            herhaald_beroep.count_herhaald_beroep(staat.zorg(tmp_path), jaar, keuzes(K32, KWALITEIT, **opties))
        )

    return _k32


@pytest.mark.parametrize(
    ("reden", "geteld"),
    [("31", (0, 1)), ("32", (1, 1)), ("33", (1, 1)), ("34", (1, 1)), ("35", (0, 0)), ("02", (0, 0)), ("36", (0, 0)),
     ("37", (0, 0)), ("38", (0, 0)), ("39", (0, 0)), ("20", (0, 0))],
)  # fmt: skip
def test_uitval_is_32_33_of_34_van_31_tot_en_met_34(k1, reden, geteld):
    assert k1(Staat().lever("a", "pleegzorg", "1-1-2024", "1-3-2024", reden)) == geteld


def test_reden_35_telt_in_de_variant_in_teller_en_noemer(k1):
    staat = (
        Staat().lever("a", "crisis", "1-1-2024", "1-3-2024", "35").lever("a", "crisis", "1-1-2024", "1-3-2024", "31")
    )
    assert k1(staat) == (0, 1)
    assert k1(staat, k1_met_35=True) == (1, 2)


def test_de_eenheid_is_de_leverperiode_ook_ambulant_en_tom_maar_niet_zonder_soort(k1):
    staat = Staat()
    for soort in ("ambulant", "tom_instroom", "crisis", ""):
        staat.lever("a", soort, "1-1-2024", "1-3-2024", "32")
    assert k1(staat.lever("a", "crisis", "1-4-2024", "1-5-2024", "31")) == (3, 4)


def test_zonder_stopbericht_of_nog_lopend_is_er_geen_einde(k1):
    staat = Staat().lever("a", "crisis", "1-1-2024", "1-3-2024", afgeleid=True).lever("b", "crisis", "1-1-2024")
    assert k1(staat) == (0, 0)


def tijdelijk_dan_definitief() -> Staat:
    """Temporarily stopped on 20 December 2023, definitively on 10 January 2024."""
    staat = Staat().lever("a", "crisis", "1-1-2023", "10-1-2024", "32")
    staat.leverperioden[-1] |= {"tijdelijk_gestopt_op": dag("20-12-2023"), "einde_effectief": dag("20-12-2023")}
    return staat


def test_na_een_tijdelijke_stop_telt_de_datum_van_de_definitieve(k1):
    assert k1(tijdelijk_dan_definitief()) == (1, 1)
    assert k1(tijdelijk_dan_definitief(), jaar=2023) == (0, 0)


@pytest.mark.parametrize(("einde", "noemer"), [("31-12-2023", 0), ("1-1-2024", 1), ("31-12-2024", 1), ("1-1-2025", 0)])
def test_het_jaar_is_dat_van_de_einddatum_of_van_de_dagtekening(k1, einde, noemer):
    staat = Staat().lever("a", "crisis", "1-1-2023", einde, bekend="1-2-2025")
    assert k1(staat) == (0, noemer)
    assert k1(staat, jaar=2025, jaar_op="dagtekening") == (0, 1)
    assert k1(staat, jaar_op="dagtekening") == (0, 0)


def test_per_aanbieder_alleen_met_een_noemer(k1):
    staat = Staat().lever("a", "crisis", "1-1-2024", "1-3-2024", "32")
    staat.lever("a", "crisis", "1-1-2024", "1-3-2024", "31", aanbieder=ANDERE)
    staat.lever("a", "crisis", "1-1-2024", "1-3-2024", "35", aanbieder=DERDE)
    assert k1(staat) == (1, 2)
    assert k1(staat, AANBIEDER) == (1, 1)
    assert k1(staat, ANDERE) == (0, 1)
    assert k1(staat, DERDE) is None
    assert k1(Staat()) == (0, 0)


def test_redenen_van_k1_apart(tmp_path):
    staat = Staat()
    for reden in ("31", "32", "32", "34", "35", "02", "39"):
        staat.lever("a", "crisis", "1-1-2024", "1-3-2024", reden)
    rijen = uitval.side_uitval(staat.zorg(tmp_path), 2024, keuzes(K1, KWALITEIT))
    assert neven(rijen, "reden_32") == (2, 2 / 4)
    assert neven(rijen, "reden_33") == (0, 0)
    assert neven(rijen, "reden_34") == (1, 1 / 4)
    assert neven(rijen, "reden_35") == (1, 1 / 7)
    assert [neven(rijen, f"reden_{reden}")[0] for reden in ("02", "36", "37", "38", "39")] == [1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("begin", "teller"), [("29-2-2024", 0), ("1-3-2024", 1), ("2-3-2023", 0), ("28-2-2024", 0)]
)  # 28-2-2023 + 12 months = 28-2-2024; see below for the leap day
def test_een_nieuwe_start_binnen_twaalf_maanden_is_herhaald_beroep(k32, begin, teller):
    staat = Staat().lever("a", "crisis", "1-1-2023", "28-2-2023").lever("a", "ambulant", begin)
    assert k32(staat) == (1 if begin == "29-2-2024" else teller, 1)


def test_een_schrikkeldag_plus_een_jaar_is_28_februari(k32):
    staat = Staat(K="1-1-2027").lever("a", "crisis", "1-1-2024", "29-2-2024")
    assert k32(staat.lever("a", "ambulant", "1-3-2025"), 2024) == (1, 1)
    assert k32(staat.lever("a", "ambulant", "28-2-2025"), 2024) == (0, 1)


@pytest.mark.parametrize(("begin", "geteld"), [("1-3-2023", (0, 0)), ("2-3-2023", (0, 1))])
def test_hulp_die_de_volgende_dag_begint_hoort_bij_dezelfde_hulp(k32, begin, geteld):
    staat = Staat().lever("a", "crisis", "1-1-2023", "28-2-2023").lever("a", "ambulant", begin, aanbieder=ANDERE)
    assert k32(staat) == geteld


def test_hulp_binnen_langere_hulp_is_geen_einde(k32):
    staat = Staat().lever("a", "ambulant", "1-1-2022", "1-12-2023").lever("a", "crisis", "1-1-2023", "28-2-2023")
    assert k32(staat) == (1, 1)


def test_een_product_zonder_soort_is_geen_hulp_en_een_ander_is_een_ander(k32):
    staat = Staat().lever("a", "crisis", "1-1-2023", "28-2-2023").lever("a", "", "1-6-2023", "1-7-2023")
    assert k32(staat.lever("b", "crisis", "1-6-2023")) == (1, 1)


def test_elke_beeindigde_hulp_van_een_jeugdige_telt(k32):
    staat = Staat().lever("a", "crisis", "1-1-2023", "1-2-2023").lever("a", "crisis", "1-6-2023", "1-7-2023", "20")
    assert k32(staat.lever("b", "crisis", "1-1-2023", "1-2-2023", afgeleid=True)) == (2, 3)


@pytest.mark.parametrize(("maanden", "teller"), [(3, 1), (4, 0), (12, 0)])
def test_het_venster_is_een_keuze(k32, maanden, teller):
    staat = Staat().lever("a", "crisis", "1-1-2023", "31-10-2023").lever("a", "crisis", "29-2-2024")
    assert k32(staat, k32_venster=maanden) == (teller, 1)


# 28 February 2024 + 56 days = 24 April 2024
@pytest.mark.parametrize(("K", "geteld"), [("23-4-2024", (0, 0)), ("24-4-2024", (1, 1))])
def test_een_einde_is_te_beoordelen_als_venster_en_meldtijd_om_zijn(k32, K, geteld):
    assert k32(Staat(K=K).lever("a", "crisis", "1-1-2023", "28-2-2023")) == geteld


def test_grenzen_en_nevencijfers_van_k32(tmp_path):
    staat = (
        Staat(K="1-7-2024").lever("a", "crisis", "1-1-2023", "1-2-2023").lever("b", "crisis", "1-1-2023", "1-10-2023")
    )
    staat.lever("c", "crisis", "1-1-2023", "1-2-2023").lever("c", "crisis", "1-6-2023")
    zorg = staat.zorg(tmp_path)
    opties = keuzes(K32, KWALITEIT)
    rij = rij_van(herhaald_beroep.count_herhaald_beroep(zorg, 2023, opties))
    assert (rij.teller, rij.noemer, rij.waarde, rij.status) == (1, 2, 0.5, "voorlopig")
    assert (rij.grens_onder, rij.grens_boven) == (1 / 3, 2 / 3)
    rijen = herhaald_beroep.side_herhaald_beroep(zorg, 2023, opties)
    assert neven(rijen, "met_nieuwe_start") == (1, 0.5)
    assert neven(rijen, "niet_beoordeelbaar") == (1, 1 / 3)


# 31-12-2023 + 12 months + 56 days = 25-2-2025; K1: 31-12-2023 + 28 + 56 days = 24-3-2024
@pytest.mark.parametrize(
    ("kpi", "K", "status"),
    [(K32, "24-2-2025", "voorlopig"), (K32, "25-2-2025", "definitief"), (K1, "23-3-2024", "voorlopig"),
     (K1, "24-3-2024", "definitief")],
)  # fmt: skip
def test_wanneer_het_jaar_definitief_is(tmp_path, kpi, K, status):
    zorg = Staat(K=K).zorg(tmp_path)
    rij = rij_van(kwaliteit.BERICHTEN[kpi][0](zorg, 2023, keuzes(kpi, KWALITEIT)))
    assert rij.status == status
    assert math.isnan(rij.grens_onder)


@pytest.fixture
def familie(tmp_path):
    def _familie(staat, *regels, anders=None, **regio) -> SimpleNamespace:
        waar = to_regio(tmp_path, **regio)
        opgave = bronnen(*regels)
        return kpi.bereken(
            kwaliteit.FAMILIE, staat.klaar(), waar, 2024, andere_toestanden=anders, bronnen=opgave
        )

    return _familie


def test_zonder_iemand_en_zonder_bronnen_staat_elke_kpi_ergens(familie):
    uitkomst = familie(Staat())
    kpis = set(uitkomst.uitkomsten.kpi) | set(uitkomst.frames["geen_bron"].kpi)
    assert kpis == {K1, K32, "clienttevredenheid", "zonder_hulp_verder", "problemen_verminderd", "doelen_gerealiseerd"}
    assert set(uitkomst.frames["geen_bron"].kpi) == kpis - {K1, K32}
    assert uitkomst.uitkomsten.waarde.isna().all()
    assert uitkomst.frames["respons"].empty


def test_varianten_staan_naast_de_basis(familie):
    staat = Staat().lever("a", "crisis", "1-1-2024", "1-3-2024", "35")
    tabel = familie(staat).uitkomsten
    assert set(tabel.variant[tabel.kpi.eq(K1)]) == {"basis", "jaar_op=dagtekening", "k1_met_35=true"}
    assert set(tabel.variant[tabel.kpi.eq(K32)]) == {"basis", "k32_venster=6", "k32_venster=24"}
    rij = tabel[tabel.kpi.eq(K1) & tabel.variant.eq("k1_met_35=true") & tabel.aanbieder.isna()].iloc[0]
    assert (rij.teller, rij.noemer) == (1, 1)


def test_een_andere_toestand_is_een_variant(familie):
    ander = Staat().lever("a", "crisis", "1-1-2024", "1-3-2024", "32").klaar()
    tabel = familie(Staat(), anders={"retour_negeren=true": ander, "onbekende_familie=1": ander}).uitkomsten
    assert "onbekende_familie=1" not in set(tabel.variant)
    rij = tabel[tabel.kpi.eq(K1) & tabel.variant.eq("retour_negeren=true") & tabel.aanbieder.isna()].iloc[0]
    assert (rij.teller, rij.noemer) == (1, 1)
    assert (tabel.teller[tabel.kpi.eq(K1) & tabel.variant.eq("basis")] == 0).all()


def test_opgaven_staan_per_aanbieder_in_de_uitkomsten_met_respons_en_dekking(familie):
    staat = Staat().lever("a", "crisis", "1-1-2024").lever("b", "crisis", "1-1-2024", aanbieder=ANDERE)
    uitkomst = familie(
        staat,
        (AANBIEDER, 2024, None, "clienttevredenheid", 80, 10, math.nan),
        (AANBIEDER, 2024, None, "clienttevredenheid_7_of_hoger", 9, 10, math.nan),
        (AANBIEDER, 2024, None, "tevredenheid_gemeten", 10, 40, math.nan),
    )
    k2 = uitkomst.uitkomsten[uitkomst.uitkomsten.kpi.eq("clienttevredenheid")]
    assert k2.variant.unique().tolist() == ["basis"]
    assert [(None if pd.isna(r.aanbieder) else r.aanbieder, r.waarde) for r in k2.itertuples()] == [
        (None, 8),
        (AANBIEDER, 8),
    ]
    assert uitkomst.frames["respons"].waarde.tolist() == [0.25, 0.25]
    neven_ = uitkomst.nevencijfers
    assert neven_.waarde[neven_.kenmerk.eq("zeven_of_hoger")].tolist() == [0.9, 0.9]
    dekking = uitkomst.kwaliteit.set_index("kenmerk").loc["opgave_aanbieders"]
    assert (dekking["aantal"], dekking["van"]) == (1, 2)
    assert uitkomst.kwaliteit.kenmerk.eq("nog_niet_beoordeelbaar").sum() == 1


def test_redenen_van_alle_hulp_staan_in_de_familie(familie):
    redenen = familie(Staat().lever("a", "ambulant", "1-1-2024", "1-3-2024", "35")).frames["redenen"]
    assert redenen.to_dict("records") == [{"soort": "ambulant", "aanbieder": AANBIEDER, "reden": "35", "aantal": 1}]


def test_de_meldtijd_van_de_regio_geldt_ook_voor_wat_aanbieders_opgeven(tmp_path):
    regel = (AANBIEDER, 2024, None, "clienttevredenheid", 70, 10, math.nan)
    regio = to_regio(tmp_path, opties={"registratielag_dagen": 0})
    tabel = kwaliteit.bereken(Staat(K="28-1-2025").klaar(), regio, 2024, bronnen(regel)).uitkomsten
    eigen = tabel[tabel.kpi.eq("clienttevredenheid") & tabel.aanbieder.isna()].set_index("variant")
    assert eigen.status.to_dict() == {"basis": "definitief", "registratielag_dagen=56": "voorlopig"}
    assert eigen.waarde.eq(7).all()
