"""Which messages are known on a day, which days are looked at, and a state without claims."""

from dataclasses import replace

import pandas as pd
import pytest
from hulp_tabellen import maak_tabellen
from hypothesis import HealthCheck, given, settings
from normwijzer.berichten import Tabellen
from normwijzer.normen.kennis import digest_berichten, kennisdagen, licht
from normwijzer.toestand import reconstrueer, standaard_bekend_op
from toestand.hulp_wereld import Wereld
from toestand.werelden import werelden


def _digest(w: Wereld, dag: str) -> str:
    return digest_berichten(maak_tabellen(w.rijen), pd.Timestamp(dag))


def _met(*maken) -> Wereld:
    w = Wereld()
    w.toewijzing("2024-01-10")
    for maak in maken:
        maak(w)
    return w


@pytest.mark.parametrize(
    ("maak", "telt_op_1_mei"),
    [
        (lambda w: w.start("2024-05-01", "2024-04-01"), True),  # exactly on the day
        (lambda w: w.start("2024-05-02", "2024-04-01"), False),
        (lambda w: w.bericht("305", None), False),  # no readable date: never
        (lambda w: w.retour("302", "B0", "2024-05-01", "9001"), True),
        (lambda w: w.retour("302", "B0", "2024-05-02", "9001"), False),
        (lambda w: w.bericht("Fo01", None, wet=None, envelop_kruisreferentie="e"), True),  # a fault: always
        (lambda w: w.bericht("Fo01", None, wet=None, envelop_tijdstip="2024-05-01 23:59:59"), True),
        (lambda w: w.bericht("Fo01", None, wet=None, envelop_tijdstip="2024-05-02 00:00:00"), False),
        (lambda w: w.declaratie("2024-05-01"), True),
    ],
)
def test_de_digest_verandert_precies_als_een_bericht_op_die_dag_bekend_is(maak, telt_op_1_mei):
    assert (_digest(_met(maak), "2024-05-01") != _digest(_met(), "2024-05-01")) == telt_op_1_mei


def test_de_digest_kent_geen_volgorde_namen_of_kopieen():
    w = _met(lambda w: w.start("2024-02-01", "2024-01-20"))
    anders = {naam: list(reversed(rijen)) for naam, rijen in w.rijen.items()}
    inhoud = maak_tabellen(w.rijen).berichten.set_index("bericht").inhoud
    anders["berichten"] = [
        b | {"bestand": f"x/{b['bericht']}.zip!a.xml", "kopieen": 3, "inhoud": inhoud[b["bericht"]]}
        for b in anders["berichten"]
    ]
    assert digest_berichten(maak_tabellen(anders), "2024-05-01") == _digest(w, "2024-05-01")


def test_kennisdagen_zijn_het_jaareinde_en_de_maanden_erna_voor_vandaag():
    def dagen(jaar, vandaag):
        return [f"{dag:%Y-%m-%d}" for dag in kennisdagen(jaar, pd.Timestamp(vandaag))]

    assert dagen(2023, "2026-03-13") == ["2023-12-31", "2024-01-31", "2024-03-31", "2024-06-30", "2024-12-31",
                                         "2026-03-13"]  # fmt: skip
    assert dagen(2024, "2025-03-31") == ["2024-12-31", "2025-01-31", "2025-03-31"]
    assert dagen(2024, "2025-04-01") == ["2024-12-31", "2025-01-31", "2025-03-31", "2025-04-01"]
    assert dagen(2024, "2024-12-31") == ["2024-12-31"]
    assert dagen(2024, "2024-05-01") == ["2024-05-01"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rijen=werelden(meest=14))
def test_licht_verandert_niets_aan_toewijzingen_leveringen_kennisdatum_en_digest(rijen):
    heel = maak_tabellen(rijen)
    lichter = licht(heel)
    assert standaard_bekend_op(lichter) is pd.NaT or standaard_bekend_op(lichter) == standaard_bekend_op(heel)
    assert digest_berichten(lichter, "2024-02-02") == digest_berichten(heel, "2024-02-02")
    een, ander = (reconstrueer(tabellen, bekend_op="2024-02-09") for tabellen in (heel, lichter))
    for naam in ("toewijzingen", "versies", "leveringen", "leverperioden", "clienten", "heenberichten"):
        pd.testing.assert_frame_equal(getattr(een, naam), getattr(ander, naam))
    assert ander.prestaties.empty


def test_licht_van_ingelezen_tabellen_houdt_hun_soort_en_raakt_het_origineel_niet():
    heel = replace(Tabellen.van(), berichten=maak_tabellen(_met().rijen).berichten)
    assert type(licht(heel)) is Tabellen
    assert len(licht(heel).berichten) == 1
    w = _met(lambda w: w.declaratie("2024-05-01", {}))
    tabellen = maak_tabellen(w.rijen)
    assert licht(tabellen).prestaties.empty
    assert len(tabellen.prestaties) == 1
