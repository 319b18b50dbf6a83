"""The judge itself: by hand on one client, and each rule it knows matters in the demo."""

from datetime import date, timedelta

import pytest
from demo import waarheid_kpi
from demo.waarheid_kpi import OPEN, Periode, Regio, Toewijzing, Versie

KPIS = list(waarheid_kpi.PERCELEN)


def _toewijzing(nummer, perceel, van, tot, *, volume=4, frequentie="2", reden="", stempel=None):
    stempel = stempel or van.isoformat()
    versie = Versie((stempel, "00:00:00"), van, van, tot, volume, "04", frequentie, "", reden)
    return Toewijzing("1", "9901", "99990001", nummer, perceel, [versie], False, reden, van, tot or OPEN)


def _periode(nummer, perceel, begin, stop, reden):
    einde = stop or OPEN
    return Periode("1", "9901", "99990001", nummer, perceel, begin, stop, reden, stop, True, einde)


def _tel(kpi, percelen, jaar, *paren):
    toewijzingen = [t for t, _ in paren if t is not None]
    perioden = [p for _, p in paren if p is not None]
    regio = Regio(date(2026, 3, 31), toewijzingen, perioden, None, {"1": (toewijzingen, perioden)})
    return waarheid_kpi._tel(kpi, regio, jaar, set(percelen), {})


def test_uitstroom_met_19_telt_en_vervolg_binnen_28_dagen_niet():
    d = date(2024, 5, 31)
    eerste = _toewijzing("1", "1", date(2024, 1, 1), d), _periode("1", "1", date(2024, 1, 3), d, "19")
    for dagen, teller in ((28, 0), (29, 1)):
        later = _toewijzing("2", "4", d + timedelta(days=dagen), date(2024, 12, 31)), None
        assert _tel("doelrealisatie_uitstroom", "12", 2024, eerste, later) == (teller, 1)


def test_terugkeer_in_hetzelfde_jaar_heft_eerdere_uitstroom_op():
    d = date(2024, 3, 1)
    eerste = _toewijzing("1", "1", date(2024, 1, 1), d), _periode("1", "1", date(2024, 1, 1), d, "21")
    terug = _toewijzing("2", "1", date(2024, 9, 1), None), _periode("2", "1", date(2024, 9, 1), None, "")
    assert _tel("uitval", "1", 2024, eerste) == (1, 1)
    assert _tel("uitval", "1", 2024, eerste, terug) == (0, 0)


def test_pgb_is_vervolg():
    d = date(2024, 3, 1)
    gestopt = _toewijzing("1", "2", date(2024, 1, 1), d, reden="08"), _periode("1", "2", date(2024, 1, 1), d, "36")
    assert _tel("uitval", "2", 2024, gestopt) == (0, 0)


def test_overleden_telt_niet_in_de_noemer():
    d = date(2024, 3, 1)
    gestopt = _toewijzing("1", "1", date(2024, 1, 1), d), _periode("1", "1", date(2024, 1, 1), d, "02")
    assert _tel("doelrealisatie_uitstroom", "1", 2024, gestopt) == (0, 0)
    assert _tel("uitval", "1", 2024, gestopt) == (0, 1)


def test_lagere_omvang_bij_nieuw_nummer_is_afschaling():
    d = date(2024, 6, 30)
    oud = _toewijzing("1", "3", date(2024, 1, 1), d, volume=8), _periode("1", "3", date(2024, 1, 1), d, "37")
    begin = d + timedelta(days=1)
    for volume, teller in ((8, 0), (6, 1)):
        nieuw = _toewijzing("2", "3", begin, None, volume=volume), _periode("2", "3", begin, None, "")
        assert _tel("doelrealisatie_afschaling", "3", 2024, oud, nieuw) == (teller, 1)


def test_van_perceel_6_naar_3_telt_tenzij_perceel_6_doorgaat():
    d = date(2025, 6, 30)
    zes = _toewijzing("1", "6", date(2025, 1, 1), d), _periode("1", "6", date(2025, 1, 1), d, "37")
    drie = _toewijzing("2", "3", d - timedelta(days=28), None), None
    weer = _toewijzing("3", "6", d + timedelta(days=20), None), None
    assert _tel("doelrealisatie_ander_perceel", "6", 2025, zes, drie) == (1, 1)
    assert _tel("doelrealisatie_ander_perceel", "6", 2025, zes, drie, weer) == (0, 1)


def _zonder_pgb(toewijzingen, perioden):
    for t in toewijzingen:
        t.reden = "" if t.reden == "08" else t.reden


def _met_verwijderde(toewijzingen, perioden):
    for t in toewijzingen:
        t.verwijderd = False


def _alleen_eigen_einde(toewijzingen, perioden):
    """A stop no longer ends its toewijzing."""
    for t in toewijzingen:
        t.tot = t.keten[-1].eind or OPEN


def _onmogelijke_telt(toewijzingen, perioden):
    for p in perioden:
        p.telt = True


def _zonder_afgeleid_einde(toewijzingen, perioden):
    for p in perioden:
        p.einde = p.laatste_leverdag or OPEN


def _laatste_versie(toewijzingen, perioden):
    for t in toewijzingen:
        t.keten = t.keten[-1:]


def _eerste_versie(toewijzingen, perioden):
    for t in toewijzingen:
        t.keten = t.keten[:1]


def _zonder_vreemde_codes(toewijzingen, perioden):
    for p in perioden:
        p.reden = "21" if p.reden in ("32", "35") else p.reden


def _zonder_taakgericht_en_kwijt(toewijzingen, perioden):
    bekend = {(t.gemeente, t.nummer) for t in toewijzingen}
    for p in perioden:
        p.telt = p.telt and (p.gemeente, p.nummer) in bekend


def _definitief_is_laatste_leverdag(toewijzingen, perioden):
    """The definitive Einddatum instead of the temporary one as last day of care."""
    for p in perioden:
        p.einde = p.stop or p.einde


@pytest.mark.parametrize(
    "breek",
    [
        _zonder_pgb, _met_verwijderde, _alleen_eigen_einde, _onmogelijke_telt, _zonder_afgeleid_einde, _laatste_versie,
        _eerste_versie, _zonder_vreemde_codes, _zonder_taakgericht_en_kwijt, _definitief_is_laatste_leverdag,
    ],
)  # fmt: skip
def test_elke_toestandsregel_doet_ertoe_in_de_demo(demo_data, goed, breek):
    assert _verschilt(demo_data, goed, lambda regio: breek(regio.toewijzingen, regio.perioden))


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [
        ("VENSTER", 0),
        ("VENSTER", 56),
        ("TIE_VOLGORDE", ["23", "22", "21", "19", "36", "37", "38", "39", "31", "02"]),
        ("BEGELEIDING", {"1", "2"}),
        ("_alleen_uit_toewijzing", lambda *_: False),
        ("_afgeschaald", lambda *_: False),
        ("_naar_ander_perceel", lambda *_: False),
    ],
)
def test_elke_rekenregel_doet_ertoe_in_de_demo(demo_data, goed, monkeypatch, naam, waarde):
    assert _verschilt(demo_data, goed, lambda regio: monkeypatch.setattr(waarheid_kpi, naam, waarde))


def _tel_totalen(regio) -> list[tuple[int, int]]:
    """Totals and percelen of every KPI and year."""
    return [
        waarheid_kpi._tel(kpi, regio, jaar, percelen, {})
        for jaar in (2023, 2025)
        for kpi in KPIS
        for percelen in [set(waarheid_kpi.PERCELEN[kpi]), *map(set, waarheid_kpi.PERCELEN[kpi])]
    ]


@pytest.fixture(scope="module")
def goed(demo_data):
    return _tel_totalen(waarheid_kpi.lees(demo_data / "regios" / "brembergen"))


def _verschilt(demo_data, goed, breek) -> bool:
    """Whether a total or perceel of the larger region changes in some year when a rule is broken."""
    regio = waarheid_kpi.lees(demo_data / "regios" / "brembergen")
    breek(regio)
    return _tel_totalen(regio) != goed
