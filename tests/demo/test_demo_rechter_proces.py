"""The judge of the administrative process itself: by hand, and each rule it knows matters in the demo."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from demo import waarheid_proces
from demo.waarheid_proces import Declaratie, Regel, Regio, lees, tel, vrije_dagen, werkdagen
from demo.waarheid_stand import OPEN, Periode, Stand, Toewijzing, Versie

K = date(2024, 12, 31)
JAREN = (2023, 2024, 2025)


def _dag(tekst):
    return date.fromisoformat(tekst) if tekst else None


def _toewijzing(*versies, bekend="2024-01-10"):
    """versies: (bekend, Einddatum, RedenWijziging)."""
    keten = [
        Versie((op, ""), _dag(op), date(2024, 2, 1), _dag(eind), 4, "04", "2", "", reden)
        for op, eind, reden in versies or [(bekend, "2024-12-01", "")]
    ]
    weg = keten[-1].eind == keten[-1].ingang
    afgifte = min((v.bekend for v in keten if v.reden != "13"), default=None)
    return Toewijzing(
        "1", "9901", "99990001", "5", "1", keten, weg, keten[-1].reden, date(2024, 2, 1), OPEN,
        bekend_sinds=min(v.bekend for v in keten), afgifte=afgifte,
    )  # fmt: skip


def _periode(t, begin, gemeld="", stop="", stop_op="", tijdelijk="", tijdelijk_op=""):
    return Periode(
        "1", "9901", "99990001", "5", "1", _dag(begin), _dag(stop), "19" if stop else "", _dag(tijdelijk or stop),
        bool(gemeld), toewijzing=t, start_gemeld_op=_dag(gemeld), tijdelijk=_dag(tijdelijk),
        tijdelijk_gemeld_op=_dag(tijdelijk_op), stop_gemeld_op=_dag(stop_op),
    )  # fmt: skip


def _regio(t=None, *perioden, declaraties=(), k=K, **registraties):
    stand = Stand(k, [], [t] if t else [], list(perioden))
    bekend = {"wmo": {("9901", "5"): t} if t else {}, "jw": {}}
    return Regio(k, {"wmo": stand}, bekend, list(declaraties), registraties)


def _declaratie(verstuurd, antwoord="", toegekend=0, regels=(), nummer="D1", identificatie="1", geheel=False):
    dag = _dag(antwoord)
    return Declaratie(
        "wmo", "9901", "99990001", identificatie, nummer, _dag(verstuurd), dag, dag, geheel, toegekend, None, "",
        list(regels),
    )  # fmt: skip


def _goed(gevallen, jaar=2024):
    return tel(gevallen, jaar)["", "", ""]


@pytest.mark.parametrize(("a", "b", "dagen"), [
    ("2024-03-27", "2024-04-05", 5), ("2024-05-08", "2024-05-16", 5), ("2024-12-20", "2024-12-31", 5),
    ("2024-12-20", "2025-01-08", 10), ("2025-04-17", "2025-04-28", 5), ("2026-05-01", "2026-05-11", 5),
    ("2027-05-03", "2027-05-12", 5), ("2024-03-27", "2024-03-27", 0), ("2024-03-27", "2024-03-01", 0),
])  # fmt: skip
def test_werkdagen_slaan_weekend_en_feestdagen_over(a, b, dagen):
    assert werkdagen(_dag(a), _dag(b)) == dagen


def test_werkdagen_per_jaar():
    per_jaar = [werkdagen(date(jaar - 1, 12, 31), date(jaar, 12, 31)) for jaar in range(2020, 2028)]
    assert per_jaar == [254, 254, 253, 252, 255, 253, 253, 254]
    assert date(2025, 4, 26) in vrije_dagen(2025)
    assert date(2025, 4, 27) not in vrije_dagen(2025)


@pytest.mark.parametrize(("begin", "goed"), [("2024-02-29", 1), ("2024-03-01", 0), ("2024-01-05", 1), ("", 0)])
def test_wachttijd_is_28_dagen_en_niet_begonnen_is_te_laat(begin, goed):
    t = _toewijzing()
    perioden = [_periode(t, begin, begin)] if begin else []
    assert _goed(waarheid_proces._a1(_regio(t, *perioden))) == (goed, 1, 0)


def test_wachttijd_waarvan_de_termijn_nog_loopt_telt_niet():
    assert _goed(waarheid_proces._a1(_regio(_toewijzing(), k=date(2024, 2, 28)))) == (0, 0, 1)


@pytest.mark.parametrize(
    ("einde", "opschorting", "telling"),
    [
        ("2024-02-26", "", (1, 1, 0)), ("2024-02-27", "", (0, 1, 0)), ("2024-03-11", "14", (1, 1, 0)),
        ("2024-03-12", "14", (0, 1, 0)), ("2025-01-02", "", (0, 1, 0)), ("", "", (0, 1, 0)), ("", "310", (0, 0, 1)),
    ],
)  # fmt: skip
def test_aanvraag_binnen_acht_weken_zonder_opschorting(einde, opschorting, telling):
    rij = {
        "aanvraag": "A", "gemeente": "9901", "datum_ontvangst": "2024-01-01", "datum_einde_melding": einde,
        "opschorting_dagen": opschorting,
    }  # fmt: skip
    assert _goed(waarheid_proces._a2(_regio(), [rij])) == telling


@pytest.mark.parametrize(("bekend", "goed"), [("2024-01-31", 1), ("2024-02-01", 0), ("2024-02-02", 0)])
def test_toewijzing_op_de_ingangsdatum_is_te_laat(bekend, goed):
    assert _goed(waarheid_proces._a3(_regio(_toewijzing(bekend=bekend)))) == (goed, 1, 0)


def test_klok_van_het_startbericht_loopt_vanaf_een_late_toewijzing():
    t = _toewijzing(bekend="2024-03-27")
    for gemeld, goed in (("2024-04-05", 1), ("2024-04-08", 0)):
        assert _goed(waarheid_proces._a4(_regio(t, _periode(t, "2024-03-01", gemeld)))) == (goed, 1, 0)
    assert _goed(waarheid_proces._a4(_regio(None, _periode(None, "2024-03-01", "2024-04-05")))) == (0, 1, 0)
    weg = _toewijzing(("2024-01-10", "2024-02-01", "13"))
    assert _goed(waarheid_proces._a4(_regio(weg, _periode(weg, "2024-02-01", "2024-02-01")))) == (0, 0, 0)


def test_definitieve_stop_na_een_tijdelijke_telt_niet():
    t = _toewijzing()
    laat = _periode(t, "2024-02-01", stop="2024-05-08", stop_op="2024-05-17")
    assert _goed(waarheid_proces._a5(_regio(t, laat))) == (0, 1, 0)
    eerst_tijdelijk = _periode(
        t, "2024-02-01", stop="2024-05-08", stop_op="2024-05-17", tijdelijk="2024-04-01", tijdelijk_op="2024-04-03"
    )
    assert _goed(waarheid_proces._a5(_regio(t, eerst_tijdelijk))) == (1, 1, 0)


def _afwijzing(ontvangen, dag, ingetrokken=""):
    return {
        "wet": "wmo", "gemeente": "9901", "toewijzingnummer": "5", "agb": "99990001", "datum_ontvangst": ontvangen,
        "datum_afwijzing": dag, "datum_intrekking": ingetrokken,
    }  # fmt: skip


def test_afwijzing_zonder_ontvangst_rekent_vanaf_de_toewijzing():
    t = _toewijzing(bekend="2024-05-08")
    for ontvangen, goed in (("", 1), ("2024-05-07", 0)):
        assert _goed(waarheid_proces._a6(_regio(t), [_afwijzing(ontvangen, "2024-05-16")])) == (goed, 1, 0)
    assert _goed(waarheid_proces._a6(_regio(), [_afwijzing("", "2024-05-16")])) == (0, 0, 0)


@pytest.mark.parametrize(
    ("versies", "ingetrokken", "telling"),
    [
        ([("2024-05-16", "2024-02-01", "13")], "", (1, 1, 0)),
        ([("2024-05-17", "2024-02-01", "13")], "", (0, 1, 0)),
        ([("2024-05-10", "2024-06-01", "")], "", (1, 1, 0)),
        ([("2024-05-10", "2025-06-01", "04")], "", (0, 1, 0)),
        ([("2024-05-07", "2024-06-01", "")], "", (0, 1, 0)),
        ([("2024-05-10", "", "09")], "", (1, 1, 0)),
        ([("2024-05-10", "2024-02-01", "13")], "2024-05-17", (0, 1, 0)),
        ([("2024-05-10", "2024-02-01", "13")], "2025-01-17", (1, 1, 0)),
    ],
)
def test_intrekken_door_registratie_of_bericht(versies, ingetrokken, telling):
    t = _toewijzing(("2024-01-10", "2024-12-01", ""), *versies)
    assert _goed(waarheid_proces._a7(_regio(t), [_afwijzing("", "2024-05-08", ingetrokken)])) == telling


def test_intrekken_kan_nog():
    regio = _regio(_toewijzing(), k=date(2024, 5, 16))
    assert _goed(waarheid_proces._a7(regio, [_afwijzing("", "2024-05-08")])) == (0, 0, 1)


@pytest.mark.parametrize(("einde", "vorige", "geheel", "telling"), [
    ("2024-01-31", "", False, (0, 1, 0)), ("2024-02-29", "", False, (1, 1, 0)), ("2024-01-01", "P1", False, (0, 0, 0)),
    ("2024-01-31", "", True, (0, 0, 0)),
])  # fmt: skip
def test_declareren_binnen_een_kalendermaand(einde, vorige, geheel, telling):
    regels = [Regel(("9901", "5"), _dag(einde), True, vorige, "toegekend")]
    declaratie = _declaratie("2024-03-31", regels=regels, geheel=geheel)
    assert _goed(waarheid_proces._a8(_regio(declaraties=[declaratie]))) == telling
    later = _toewijzing(bekend="2024-02-10")
    assert _goed(waarheid_proces._a8(_regio(later, declaraties=[declaratie])))[0] == telling[1]


@pytest.mark.parametrize(("antwoord", "k", "telling"), [
    ("2025-01-08", "2025-02-01", (1, 1, 0)), ("2025-01-09", "2025-02-01", (0, 1, 0)), ("", "2025-01-08", (0, 0, 1)),
    ("", "2025-01-09", (0, 1, 0)),
])  # fmt: skip
def test_antwoord_binnen_tien_werkdagen(antwoord, k, telling):
    regio = _regio(declaraties=[_declaratie("2024-12-20", antwoord)], k=_dag(k))
    assert _goed(waarheid_proces._a9(regio)) == telling


def test_betalingen_onder_hetzelfde_nummer_gaan_eerst_naar_de_oudste_declaratie():
    claims = [
        _declaratie("2024-02-01", "2024-02-05", 10000),
        _declaratie("2024-03-01", "2024-03-04", 5000, identificatie="2"),
    ]
    betaald = [
        {
            "wet": "wmo",
            "gemeente": "9901",
            "agb": "99990001",
            "declaratienummer": "D1",
            "datum_betaling": dag,
            "bedrag": bedrag,
        }
        for dag, bedrag in (("2024-02-12", "60,00"), ("2024-03-15", "50,00"), ("2024-03-18", "40,00"))
    ]
    gevallen = waarheid_proces._a10(_regio(declaraties=claims), betaald)
    assert [g.op_tijd for g in gevallen] == [False, True]
    assert [g.op_tijd for g in waarheid_proces._a10(_regio(declaraties=claims), betaald[:1])] == [False, False]


def test_kwaliteit_telt_beantwoorde_debetregels():
    stand = ["toegekend", "afgewezen", "gecrediteerd", "toegekend"]
    regels = [Regel(("9901", "5"), K, plek < 3, "", status) for plek, status in enumerate(stand)]
    open_ = _declaratie("2024-03-01", regels=regels[:1])
    regio = _regio(declaraties=[_declaratie("2024-02-01", "2024-02-05", 1, regels), open_])
    assert _goed(waarheid_proces._a11(regio)) == (1, 3, 1)


def _zonder_verwijderd(regio):
    for stand in regio.standen.values():
        for t in stand.toewijzingen:
            t.verwijderd = False


def _zonder_late_toewijzing(regio):
    for stand in regio.standen.values():
        for t in stand.toewijzingen:
            t.bekend_sinds = date.min


def _afgifte_is_bekend_sinds(regio):
    for stand in regio.standen.values():
        for t in stand.toewijzingen:
            t.afgifte = t.keten[-1].bekend


def _zonder_onbekende_toewijzing(regio):
    for stand in regio.standen.values():
        stand.perioden = [p for p in stand.perioden if p.toewijzing is not None]


def _tijdelijk_telt_niet(regio):
    for stand in regio.standen.values():
        for p in stand.perioden:
            p.tijdelijk = None


def _correctie_telt_als_melding(regio):
    for stand in regio.standen.values():
        for p in stand.perioden:
            p.stop_gemeld_op = p.stop_bekend


def _geheel_afgewezen_telt(regio):
    for d in regio.declaraties:
        d.geheel_afgewezen = False


def _credit_is_debet(regio):
    for d in regio.declaraties:
        for regel in d.regels:
            regel.debet, regel.vorige = True, ""


def _laatste_antwoord(regio):
    for d in regio.declaraties:
        d.eerste_antwoord = d.antwoord


def _eerste_antwoord(regio):
    for d in regio.declaraties:
        d.antwoord = d.eerste_antwoord


def _credit_telt_niet(regio):
    for d in regio.declaraties:
        for regel in d.regels:
            regel.status = "toegekend" if regel.status == "gecrediteerd" else regel.status


def _nummers_apart(regio):
    for d in regio.declaraties:
        d.nummer = f"{d.nummer}/{d.verstuurd.year}" if len(d.nummer) < 4 else d.nummer


def _leeg(naam, kolom):
    def breek(regio):
        for rij in regio.registraties[naam]:
            rij[kolom] = ""

    return breek


OVER_TOEWIJZINGEN = (
    _zonder_verwijderd, _zonder_late_toewijzing, _afgifte_is_bekend_sinds, _zonder_onbekende_toewijzing,
    _tijdelijk_telt_niet, _correctie_telt_als_melding,
)  # fmt: skip


@pytest.mark.parametrize(("functie", "breek"), [
    ("_a1", _zonder_verwijderd), ("_a3", _zonder_verwijderd), ("_a4", _zonder_verwijderd),
    ("_a3", _afgifte_is_bekend_sinds), ("_a4", _zonder_late_toewijzing), ("_a4", _zonder_onbekende_toewijzing),
    ("_a5", _tijdelijk_telt_niet), ("_a5", _correctie_telt_als_melding), ("_a8", _zonder_late_toewijzing),
    ("_a8", _geheel_afgewezen_telt), ("_a8", _credit_is_debet), ("_a11", _credit_is_debet),
    ("_a9", _laatste_antwoord), ("_a10", _eerste_antwoord), ("_a10", _nummers_apart), ("_a11", _credit_telt_niet),
    ("_a2", _leeg("aanvragen", "opschorting_dagen")),
    ("_a6", _leeg("afwijzingen", "datum_ontvangst")),
    ("_a7", _leeg("afwijzingen", "datum_intrekking")),
])  # fmt: skip
def test_elke_toestandsregel_doet_ertoe_in_de_demo(gelezen, goed, functie, breek):
    over_claims = functie in ("_a8", "_a9", "_a10", "_a11")
    regio = replace(gelezen, declaraties=deepcopy(gelezen.declaraties) if over_claims else [])
    regio.registraties = deepcopy(gelezen.registraties)
    if breek in OVER_TOEWIJZINGEN:
        regio = deepcopy(regio)
    breek(regio)
    assert _totalen(regio, functie) != goed[functie]


@pytest.mark.parametrize(("functie", "naam", "waarde"), [
    ("_a1", "WACHT_DAGEN", 27), ("_a2", "AANVRAAG_DAGEN", 55), ("_a2", "AANVRAAG_DAGEN", 57),
    ("_a4", "MELD_WERKDAGEN", 4), ("_a4", "MELD_WERKDAGEN", 6), ("_a5", "MELD_WERKDAGEN", 4),
    ("_a6", "MELD_WERKDAGEN", 4), ("_a7", "MELD_WERKDAGEN", 6), ("_a8", "DECLAREER_MAANDEN", 2),
    ("_a9", "BETAAL_WERKDAGEN", 9), ("_a9", "BETAAL_WERKDAGEN", 11), ("_a10", "BETAAL_WERKDAGEN", 9),
    ("_a10", "BETAAL_WERKDAGEN", 11),
])  # fmt: skip
def test_elke_rekenregel_doet_ertoe_in_de_demo(gelezen, goed, monkeypatch, functie, naam, waarde):
    monkeypatch.setattr(waarheid_proces, naam, waarde)
    assert _totalen(gelezen, functie) != goed[functie]


@pytest.mark.parametrize("functie", ["_a4", "_a5", "_a6", "_a9", "_a10"])
def test_feestdagen_doen_ertoe_in_de_demo(gelezen, goed, monkeypatch, functie):
    def zonder_feestdag(a, b):
        dagen = range(a.toordinal() + 1, b.toordinal() + 1)
        return sum(date.fromordinal(dag).weekday() < 5 for dag in dagen)

    monkeypatch.setattr(waarheid_proces, "werkdagen", zonder_feestdag)
    assert _totalen(gelezen, functie) != goed[functie]


@pytest.fixture(scope="module")
def gelezen(demo_data):
    return lees(demo_data / "regios" / "brembergen")


@pytest.fixture(scope="module")
def goed(gelezen):
    return {f"_a{n}": _totalen(gelezen, f"_a{n}") for n in range(1, 12)}


def _totalen(regio, functie):
    bron = {"_a2": "aanvragen", "_a6": "afwijzingen", "_a7": "afwijzingen", "_a10": "betalingen"}.get(functie)
    extra = [] if bron is None else [regio.registraties[bron]]
    gevallen = getattr(waarheid_proces, functie)(regio, *extra)
    return [tel(gevallen, jaar) for jaar in JAREN]
