"""The judge of youth care itself: by hand on one jeugdige, and each rule it knows matters in the demo."""

from copy import copy
from dataclasses import replace
from datetime import date

import pytest
from demo import waarheid_jeugd
from demo.waarheid_jeugd import bereken, lees, maak, plus_maanden
from demo.waarheid_stand import OPEN, Periode, Stand

K = date(2026, 3, 31)


def _periode(soort, begin, einde, reden="31", aanbieder="99990201"):
    begin, einde = date.fromisoformat(begin), date.fromisoformat(einde) if einde else None
    stop = None if reden == "20" else einde
    return Periode(
        "1", "9901", aanbieder, str(begin.toordinal()), "", begin, stop, reden if stop else "", einde, True,
        einde or OPEN, soort=soort,
    )  # fmt: skip


def _reken(jaar, *perioden, partij=None):
    jeugd = maak(Stand(K, [], [], list(perioden)), list(perioden), partij or {})
    return {kpi: rijen["", ""] for kpi, rijen in bereken(jeugd, jaar).items()}


@pytest.mark.parametrize(("dag", "plus_vier"), [("2023-10-31", "2024-02-29"), ("2022-10-31", "2023-02-28")])
def test_vier_maanden_na_het_eind_van_een_maand(dag, plus_vier):
    assert plus_maanden(date.fromisoformat(dag), 4) == date.fromisoformat(plus_vier)
    assert plus_maanden(date(2025, 3, 5), -60) == date(2020, 3, 5)
    assert plus_maanden(date(2006, 2, 28), 216) == date(2024, 2, 28)


@pytest.mark.parametrize(("terug", "perioden"), [("2024-02-29", 1), ("2024-03-01", 2)])
def test_gat_van_vier_maanden_is_inclusief(terug, perioden):
    uit = _reken(
        2024, _periode("pleegzorg", "2023-01-01", "2023-10-31"), _periode("pleegzorg", terug, "2024-06-30", "34")
    )
    assert uit["maanden_verblijf_gemiddeld"][1] == 1
    lengte = (date(2024, 6, 30) - (date(2023, 1, 1) if perioden == 1 else date(2024, 3, 1))).days + 1
    assert uit["maanden_verblijf_mediaan"][2] == lengte / 30.4375
    assert uit["eerste_keer_verblijf"] == ((0, 1, 0.0) if perioden == 2 else (0, 0, None))


def test_overlijden_is_geen_einde_van_verblijf_maar_wel_een_jeugdige():
    uit = _reken(2024, _periode("crisis", "2024-01-05", "2024-02-05", "02"))
    assert uit["maanden_verblijf_gemiddeld"] == (0, 0, None)
    assert uit["jeugdigen_in_verblijf"] == (1, None, 1)
    assert uit["uitval"] == (0, 0, None)


@pytest.mark.parametrize(("einde", "kort"), [("2024-10-29", 1), ("2024-10-30", 0)])
def test_negen_maanden_op_de_dag_af_is_niet_korter(einde, kort):
    assert _reken(2024, _periode("crisis", "2024-01-31", einde))["verblijf_korter_dan_9_maanden"][:2] == (kort, 1)


def test_tijdelijke_stop_sluit_tom_niet_maar_beeindigt_verblijf():
    uit = _reken(2024, _periode("tom_instroom", "2024-01-01", "2024-05-31", "20"))
    assert uit["tom_instroom_zonder_uithuisplaatsing"] == (0, 0, None)
    assert uit["verblijf_korter_dan_9_maanden"][:2] == (1, 1)


@pytest.mark.parametrize(("begin", "goed"), [("2024-06-30", 0), ("2024-10-30", 0), ("2024-10-31", 1)])
def test_tom_instroom_mislukt_bij_verblijf_tot_en_met_vier_maanden_later(begin, goed):
    uit = _reken(2024, _periode("tom_instroom", "2024-01-01", "2024-06-30"), _periode("crisis", begin, "2024-11-20"))
    assert uit["tom_instroom_zonder_uithuisplaatsing"][:2] == (goed, 1)


@pytest.mark.parametrize(("begin", "einde", "goed"), [
    ("2024-06-30", "2025-08-01", 0), ("2024-06-30", "2024-07-30", 1), ("2024-06-30", "2024-07-31", 0),
    ("2025-06-30", "2025-07-30", 0), ("2025-07-01", "2025-07-30", 1),
])  # fmt: skip
def test_tom_uitstroom_mislukt_bij_nieuw_of_nog_lopend_verblijf(begin, einde, goed):
    uit = _reken(2024, _periode("tom_uitstroom", "2024-01-01", "2024-06-30"), _periode("crisis", begin, einde))
    assert uit["tom_uitstroom_duurzaam"][:2] == (goed, 1)


def test_aanbieders_van_een_contractpartij_tellen_als_een():
    perioden = (
        _periode("behandeld_wonen", "2023-04-01", "2024-03-31", aanbieder="99990203"),
        _periode("pleegzorg", "2024-04-01", "2024-05-31", aanbieder="99990204"),
    )
    assert _reken(2024, *perioden)["aanbieders_per_periode"] == (2, 1, 2.0)
    partij = {"99990203": "Kraaiengroep", "99990204": "Kraaiengroep"}
    assert _reken(2024, *perioden, partij=partij)["een_verblijfsaanbieder"] == (1, 1, 1.0)


def test_uitval_telt_alleen_31_tot_en_met_34():
    perioden = [_periode("ambulant", f"2024-0{n}-01", f"2024-0{n}-20", f"3{n}") for n in range(1, 9)]
    assert _reken(2024, *perioden)["uitval"] == (3, 4, 0.75)


@pytest.mark.parametrize(("begin", "goed"), [("2025-02-28", 0), ("2025-03-01", 1)])
def test_herhaald_beroep_kijkt_een_jaar_vooruit(begin, goed):
    uit = _reken(2024, _periode("pleegzorg", "2023-01-09", "2024-02-29"), _periode("ambulant", begin, "2025-06-30"))
    assert uit["herhaald_beroep"][:2] == (goed, 1)


def _met_verwijderde(jeugd):
    verwijderd = [p for p in jeugd.stand.perioden if p.toewijzing is not None and p.toewijzing.verwijderd]
    jeugd.perioden += [p for p in verwijderd if p.einde >= p.begin]


def _zonder_afgeleid_einde(jeugd):
    for p in jeugd.perioden:
        p.einde = p.laatste_leverdag or OPEN


def _definitief_is_laatste_leverdag(jeugd):
    for p in jeugd.perioden:
        p.einde = p.stop or p.einde


def _zonder_stop_zonder_start(jeugd):
    jeugd.perioden = [p for p in jeugd.perioden if p.heeft_start]


def _zonder_onbekende_toewijzing(jeugd):
    jeugd.perioden = [p for p in jeugd.perioden if p.toewijzing is not None]


def _redenen_van_de_wmo(jeugd):
    """31 read as a move to another gemeente."""
    for p in jeugd.perioden:
        p.reden = {"31": "35"}.get(p.reden, p.reden)


def _zonder_contractpartij(jeugd):
    jeugd.partij = {}


def _reden_wijziging_telt_niet(jeugd):
    for t in jeugd.stand.toewijzingen:
        t.reden = ""


def _oude_gezinshuizen_zijn_pleegzorg(jeugd):
    for p in jeugd.perioden:
        p.soort = "pleegzorg" if p.soort == "overig_verblijf" and p.begin.year < 2024 else p.soort


def _afgewezen_telt(jeugd):
    for r in jeugd.prestaties:
        r.status = "toegekend"


def _credit_telt_niet(jeugd):
    jeugd.prestaties = [r for r in jeugd.prestaties if r.teken > 0]


def _ingediend_telt_niet(jeugd):
    jeugd.prestaties = [r for r in jeugd.prestaties if r.status != "ingediend"]


@pytest.mark.parametrize(
    "breek",
    [
        _met_verwijderde, _zonder_afgeleid_einde, _definitief_is_laatste_leverdag, _zonder_stop_zonder_start,
        _zonder_onbekende_toewijzing, _redenen_van_de_wmo, _zonder_contractpartij, _reden_wijziging_telt_niet,
        _oude_gezinshuizen_zijn_pleegzorg, _afgewezen_telt, _credit_telt_niet, _ingediend_telt_niet,
    ],
)  # fmt: skip
def test_elke_toestandsregel_doet_ertoe_in_de_demo(gelezen, goed, breek):
    jeugd = _kopieer(gelezen)
    breek(jeugd)
    assert _totalen(_maak_opnieuw(jeugd)) != goed


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [
        ("GAT_MAANDEN", 3), ("GAT_MAANDEN", 5), ("TOM_MAANDEN", 11), ("K32_MAANDEN", 11), ("TERUGKIJK_MAANDEN", 24),
        ("REGISTRATIE_DAGEN", 0), ("KORT_VERBLIJF", 8), ("DEELTIJD_ETMALEN", 2), ("MIN_DAGEN", 60),
        ("NIET_TOM", ["pleegzorg", "gezinshuis"]), ("VERBLIJF", waarheid_jeugd.NIET_TOM),
        ("_vorm", lambda v: v.delen[-1].soort), ("_telt_als_einde", lambda *_: True),
        ("_etmalen_per_week", lambda _: None),
    ],
)  # fmt: skip
def test_elke_rekenregel_doet_ertoe_in_de_demo(gelezen, goed, monkeypatch, naam, waarde):
    monkeypatch.setattr(waarheid_jeugd, naam, waarde)
    assert _totalen(_maak_opnieuw(gelezen)) != goed


@pytest.fixture(scope="module")
def gelezen(demo_data):
    return lees(demo_data / "regios" / "brembergen")


@pytest.fixture(scope="module")
def goed(gelezen):
    return _totalen(gelezen)


def _totalen(jeugd):
    return [bereken(jeugd, jaar) for jaar in (2023, 2024, 2025)]


def _maak_opnieuw(jeugd):
    opnieuw = maak(jeugd.stand, jeugd.perioden, jeugd.partij)
    opnieuw.prestaties = jeugd.prestaties
    return opnieuw


def _kopieer(jeugd):
    """The same with everything in it copied, so that it can be broken."""
    toewijzingen = {id(t): copy(t) for t in jeugd.stand.toewijzingen}
    perioden = {id(p): replace(p, toewijzing=toewijzingen.get(id(p.toewijzing))) for p in jeugd.stand.perioden}
    stand = replace(jeugd.stand, toewijzingen=list(toewijzingen.values()), perioden=list(perioden.values()))
    kopie = maak(stand, [perioden[id(p)] for p in jeugd.perioden], jeugd.partij)
    kopie.prestaties = [copy(r) for r in jeugd.prestaties]
    return kopie
