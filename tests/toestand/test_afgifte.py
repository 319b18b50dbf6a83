"""When an allocation was given, and which message brought what counts (kpi-specificatie 5.40)."""

from itertools import permutations

import pandas as pd
import pytest
from hulp_tabellen import maak_tabellen
from normwijzer.toestand import Toestand, reconstrueer
from toestand.hulp_wereld import PRODUCT, Wereld, datum_tekst

ANDER = {"aanbieder": "42420001"}


def _afgifte(toestand: Toestand) -> list[tuple]:
    kolommen = ("afgifte_dagtekening", "afgifte_ingangsdatum")
    return [tuple(map(datum_tekst, rij)) for rij in toestand.toewijzingen[[*kolommen]].itertuples(index=False)]


@pytest.mark.parametrize("reden", ["13", "14"])
def test_een_regel_die_intrekt_is_geen_afgifte_hoe_vroeg_hij_ook_is(reden: str) -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-01-05", einddatum="2024-01-01", reden_wijziging=reden)
    assert _afgifte(wereld.toestand()) == [(None, None)]
    wereld.toewijzing("2024-02-05", ingangsdatum="2024-03-01", reden_wijziging="04")
    assert _afgifte(wereld.toestand()) == [("2024-02-05", "2024-03-01")]


def test_de_reden_van_de_eigen_regel_telt_niet_die_van_de_versie() -> None:
    wereld = Wereld()
    eendaags = {"toewijzingsdatum": "2024-01-02", "ingangsdatum": "2024-02-01", "einddatum": "2024-02-01"}
    wereld.toewijzing("2024-01-02", **eendaags)
    wereld.toewijzing("2024-01-09", **eendaags, reden_wijziging="13")
    toestand = wereld.toestand()
    assert toestand.toewijzingen["verwijderd"].tolist() == [True]
    assert _afgifte(toestand) == [("2024-01-02", "2024-02-01")]


def test_herleefde_toewijzing_houdt_haar_eerste_afgifte() -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-01-02", ingangsdatum="2024-02-01")
    wereld.toewijzing("2024-01-05", ingangsdatum="2024-02-01", einddatum="2024-02-01", reden_wijziging="13")
    wereld.toewijzing("2024-01-09", ingangsdatum="2024-01-08", reden_wijziging="04")
    toestand = wereld.toestand()
    assert toestand.toewijzingen["verwijderd"].tolist() == [False]
    assert _afgifte(toestand) == [("2024-01-02", "2024-02-01")]


def test_opnieuw_sturen_met_een_latere_dagtekening_wint_niet_ook_niet_met_een_oudere_stempel() -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-01-05", toewijzingsdatum="2024-01-05", ingangsdatum="2024-02-01")
    wereld.toewijzing("2024-03-05", toewijzingsdatum="2024-01-05", ingangsdatum="2024-02-01")
    wereld.toewijzing("2024-03-06", toewijzingsdatum="2023-12-01", ingangsdatum="2023-12-01")
    assert _afgifte(wereld.toestand()) == [("2024-01-05", "2024-02-01")]


_GELIJKE_DAG = [
    ({"toewijzingsdatum": "2024-01-04"}, {"toewijzingsdatum": "2024-01-05"}),
    ({"toewijzingstijd": None}, {"toewijzingstijd": "00:00:01"}),
    ({"toewijzingstijd": "09:00:00.5"}, {"toewijzingstijd": "09:00:00.51"}),
    ({"toewijzingsdatum": None}, {"toewijzingsdatum": "2024-01-01"}),
]


@pytest.mark.parametrize(("eerste", "tweede"), _GELIJKE_DAG)
@pytest.mark.parametrize("om", [False, True])
def test_op_een_dag_gaat_de_laagste_stempel_voor(eerste: dict, tweede: dict, om: bool) -> None:
    regels = [eerste | {"ingangsdatum": "2024-03-01"}, tweede | {"ingangsdatum": "2024-02-01"}]
    een_bericht, twee_berichten = Wereld(), Wereld()
    bericht = een_bericht.bericht("301", "2024-01-05")
    for regel in regels[::-1] if om else regels:
        basis = {"toewijzingnummer": 1, "toewijzingsdatum": "2024-01-05", **PRODUCT}
        een_bericht.regel("toewijzing_regels", bericht, **basis | regel)
        twee_berichten.toewijzing("2024-01-05", **regel)
    for wereld in (een_bericht, twee_berichten):
        assert _afgifte(wereld.toestand()) == [("2024-01-05", "2024-03-01")]


def test_bij_gelijke_stempel_gaat_de_laagste_leesbare_ingangsdatum_voor_in_elke_volgorde() -> None:
    for ingangen in permutations(["2024-02-01", "2024-03-01", None]):
        wereld = Wereld()
        for ingang in ingangen:
            wereld.toewijzing("2024-01-05", ingangsdatum=ingang)
        assert _afgifte(wereld.toestand()) == [("2024-01-05", "2024-02-01")]


def test_afgekeurde_afgifte_telt_niet_zodra_de_retour_bekend_is_tenzij_retours_genegeerd_worden() -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-01-05", ingangsdatum="2024-02-01")
    wereld.toewijzing("2024-01-20", ingangsdatum="2024-02-01")
    wereld.retour("302", "B0", "2024-01-12", "9999")
    eerste, tweede = [("2024-01-05", "2024-02-01")], [("2024-01-20", "2024-02-01")]
    assert _afgifte(wereld.toestand()) == tweede
    assert _afgifte(wereld.toestand(retour_negeren=True)) == eerste
    assert _afgifte(wereld.toestand(bekend_op="2024-01-11")) == eerste
    assert _afgifte(wereld.toestand(bekend_op="2024-01-12")) == [], "afgekeurd en nog niet opnieuw gestuurd"


def test_nummer_dat_van_aanbieder_wisselt_houdt_de_eerste_afgifte_en_noemt_het_laatste_bericht() -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-01-05", ingangsdatum="2024-02-01")
    wereld.toewijzing("2024-01-09", {"identificatie": "NIEUW", **ANDER}, ingangsdatum="2024-04-01")
    wereld.toewijzing("2024-01-02", {"gemeente": "0363"}, ingangsdatum="2024-01-01")
    wereld.toewijzing("2024-01-03", {"wet": "jw"}, ingangsdatum="2024-01-01")
    toewijzingen = wereld.toestand().toewijzingen
    eigen = toewijzingen[(toewijzingen["wet"] == "wmo") & (toewijzingen["gemeente"] == "0384")].iloc[0]
    assert (eigen["aanbieder"], eigen["identificatie"]) == (ANDER["aanbieder"], "NIEUW")
    assert datum_tekst(eigen["afgifte_dagtekening"]) == "2024-01-05"
    assert sorted(map(datum_tekst, toewijzingen["afgifte_dagtekening"])) == ["2024-01-02", "2024-01-03", "2024-01-05"]


def test_identificatie_is_van_de_laatste_regel_van_de_huidige_versie() -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-01-05", toewijzingsdatum="2024-01-05")
    wereld.toewijzing("2024-02-05", toewijzingsdatum="2024-01-05")  # the same version, sent again
    wereld.toewijzing("2024-03-05", toewijzingsdatum="2023-12-05", volume=3)  # an older version, known later
    assert wereld.toestand().toewijzingen["identificatie"].tolist() == ["B1"]
    assert wereld.toestand(bekend_op="2024-02-04").toewijzingen["identificatie"].tolist() == ["B0"]


def test_identificatie_start_is_van_de_eerste_aanlevering_ook_als_die_later_is_gecorrigeerd() -> None:
    wereld = Wereld()
    wereld.start("2024-02-01", "2024-01-01")
    wereld.start("2024-01-05", "2024-01-01", code="02A09")
    wereld.start("2024-02-01", "2024-01-01", code="02A09", status_aanlevering="3")
    wereld.start("2024-02-03", "2024-02-02", status_aanlevering="2")
    perioden = wereld.toestand().leverperioden
    assert perioden["identificatie_start"].fillna("geen").tolist() == ["B1", "geen"]
    assert perioden["identificatie_stop"].isna().all()


def test_identificatie_stop_is_van_de_definitieve_stop_en_anders_van_de_tijdelijke() -> None:
    wereld = Wereld()
    wereld.start("2024-01-02", "2024-01-01")
    wereld.stop("2024-02-02", "2024-01-01", "2024-02-01", "20")
    wereld.stop("2024-02-03", "2024-01-01", "2024-01-31", "20", code="02A09")
    assert wereld.toestand().leverperioden["identificatie_stop"].tolist() == ["B2"], "die van tijdelijk_gestopt_op"
    wereld.stop("2024-03-02", "2024-01-01", "2024-03-01", "19")
    wereld.stop("2024-03-04", "2024-01-01", "2024-03-01", "21")
    assert wereld.toestand().leverperioden["identificatie_stop"].tolist() == ["B3"]
    wereld.stop("2024-03-09", "2024-01-01", "2024-03-01", "19", status_aanlevering="3")
    assert wereld.toestand().leverperioden["identificatie_stop"].tolist() == ["B4"]
    assert wereld.toestand(bekend_op="2024-02-02").leverperioden["identificatie_stop"].tolist() == ["B1"]


@pytest.mark.parametrize("om", [False, True])
def test_van_tijdelijke_stops_op_een_einddatum_telt_het_vroegste_bericht(om: bool) -> None:
    wereld = Wereld()
    dagen = ["2024-02-05", "2024-02-02"]
    for dag, code in zip(dagen, ("02A01", "02A09")[:: -1 if om else 1], strict=True):
        wereld.stop(dag, "2024-01-01", "2024-02-01", "20", code=code)
    assert wereld.toestand().leverperioden["identificatie_stop"].tolist() == ["B1"]


def test_alleen_een_stop_geeft_geen_identificatie_start() -> None:
    wereld = Wereld()
    wereld.stop("2024-02-02", "2024-01-01", "2024-02-01", "19")
    periode = wereld.toestand().leverperioden.iloc[0]
    assert pd.isna(periode["identificatie_start"])
    assert periode["identificatie_stop"] == "B0"


def test_elke_volgorde_van_gelijkwaardige_regels_geeft_dezelfde_afgifte_en_berichten() -> None:
    def maak(volgorde: tuple[int, ...]) -> Toestand:
        wereld = Wereld()
        for plek in volgorde:
            kop = {"identificatie": f"X{plek}"}
            if plek < 3:
                wereld.toewijzing("2024-01-05", kop, ingangsdatum=f"2024-0{plek + 1}-01", toewijzingsdatum="2024-01-05")
            else:
                wereld.stop("2024-02-02", "2024-01-01", "2024-02-01", "20", kop, code=f"02A0{plek}")
        return reconstrueer(maak_tabellen(wereld.rijen))

    eerste = maak((0, 1, 2, 3, 4))
    assert _afgifte(eerste) == [("2024-01-05", "2024-01-01")]
    for volgorde in permutations(range(5)):
        toestand = maak(volgorde)
        for frame in ("toewijzingen", "leverperioden", "heenberichten"):
            pd.testing.assert_frame_equal(getattr(eerste, frame), getattr(toestand, frame), obj=frame)
