"""Goldens of what stands beside the outcomes: lead times, spread, calendar, waiting curve, people; derived by hand."""

from datetime import date
from math import exp, log, sqrt

import pytest
from toestand.hulp_wereld import Wereld

START, STOP, WACHT = "tijdig_startbericht", "tijdig_stopbericht", "wachttijd"
LAAT = date(2028, 1, 1)
TOTAAL = (None, None, None)


def drie_starts() -> Wereld:
    """March 2024: on day 1 and day 7 (two persons), April: day 3 (the first again), all Wmo, one gemeente."""
    w = Wereld()
    w.start("2024-03-05", "2024-03-04")
    w.start("2024-03-13", "2024-03-04", client="p2", toewijzingnummer=2)
    w.start("2024-04-11", "2024-04-08")
    return w


def test_mediaan_en_p90_in_werkdagen_per_jaar_en_per_maand(kader):
    # Days 1, 3, 7: median 3, P90 at place 0.9 × 2 = 1.8: 3 + 0.8 × 4 = 6.2, mean 11/3. March: 1, 7: 4 and 1 + 0.9 × 6.
    rijen = kader(drie_starts(), "doorlooptijd", START, K=LAAT)
    jaar, maart, april = (rijen[*TOTAAL, maand] for maand in (None, 3, 4))
    tellingen = [[rij[k] for k in ("gevallen", "op_tijd", "te_laat", "nog_niet", "ontbreekt", "clienten")]
                 for rij in (jaar, maart, april)]  # fmt: skip
    assert tellingen == [[3, 2, 1, 0, 0, 2], [2, 1, 1, 0, 0, 2], [1, 1, 0, 0, 0, 1]]
    assert [jaar[k] for k in ("mediaan", "p90", "gemiddelde")] == pytest.approx([3, 6.2, 11 / 3])
    assert [maart[k] for k in ("mediaan", "p90", "gemiddelde")] == pytest.approx([4, 6.4, 4])
    assert set(rijen) == {
        (*scope, maand) for maand in (None, 3, 4)
        for scope in (TOTAAL, ("wmo", None, None), (None, "65656055", None), (None, None, "0384"))
    } | {("wmo", "65656055", None, None), ("wmo", None, "0384", None)}  # fmt: skip


def test_verdeling_en_kalender_van_de_starts(kader):
    w = drie_starts()
    for wet in (None, "wmo"):
        dagen = {dag: tuple(rij[k] for k in ("aantal", "van", "clienten"))
                 for (eigen, dag), rij in kader(w, "verdeling", START, K=LAAT).items() if eigen == wet}  # fmt: skip
        assert dagen == {1: (1, 3, 1), 3: (1, 3, 1), 7: (1, 3, 1)}
    # Last day on time: Monday 11 March for both of 4 March, Monday 15 April for that of 8 April. A start on Tuesday 12
    # March is due on Tuesday 19, in the week of the 18th; it was told a day late.
    w.start("2024-03-20", "2024-03-12", client="p3", toewijzingnummer=3)
    dagen = {plek: tuple(rij[k] for k in ("gevallen", "te_laat", "clienten"))
             for plek, rij in kader(w, "kalender", START, K=LAAT).items()}  # fmt: skip
    maart, later, april = (2, 1, 2), (1, 1, 1), (1, 0, 1)
    assert dagen == {
        ("dag", date(2024, 3, 11)): maart, ("dag", date(2024, 3, 19)): later, ("dag", date(2024, 4, 15)): april,
        ("week", date(2024, 3, 11)): maart, ("week", date(2024, 3, 18)): later, ("week", date(2024, 4, 15)): april,
    }  # fmt: skip


def test_langer_dan_zestig_dagen_staat_bij_61(kader):
    # In calendar days: 4 March 2024 + 60 = 3 May, + 61 = 4 May, + 86 = 29 May.
    w = Wereld()
    for nummer, gemeld in enumerate(("2024-05-03", "2024-05-04", "2024-05-29")):
        w.start(gemeld, "2024-03-04", toewijzingnummer=nummer + 1)
    dagen = kader(w, "verdeling", START, K=LAAT, keuzes={"termijn": "kalenderdagen"})
    assert {dag: rij["aantal"] for (wet, dag), rij in dagen.items() if wet == "wmo"} == {60: 1, 61: 2}


def test_zonder_startbericht_en_zonder_stopbericht_ontbreken(kader):
    # A stop without start: missing in A4 by its Begindatum. A delivery whose toewijzing ended on 30 June without a
    # stop: missing in A5 in June.
    w = Wereld()
    w.stop("2024-05-02", "2024-02-01", "2024-05-01", "19", toewijzingnummer=2)
    w.toewijzing("2024-01-01", einddatum="2024-06-30")
    w.start("2024-01-02", "2024-01-02")
    start, stop = (kader(w, "doorlooptijd", kpi, K=LAAT) for kpi in (START, STOP))
    assert [start[*TOTAAL, maand]["ontbreekt"] for maand in (None, 1, 2)] == [1, 0, 1]
    assert [stop[*TOTAAL, maand]["ontbreekt"] for maand in (None, 5, 6)] == [1, 0, 1]
    assert stop[*TOTAAL, 6]["gevallen"] == 0
    # A stop that was told and taken back is no stop message: still missing, by the end of the toewijzing.
    w.stop("2024-07-03", "2024-01-02", "2024-06-28", "19")
    w.stop("2024-07-05", "2024-01-02", "2024-06-28", "19", status_aanlevering="3")
    stop = kader(w, "doorlooptijd", STOP, K=LAAT)
    assert [stop[*TOTAAL, 6][k] for k in ("ontbreekt", "gevallen")] == [1, 0]
    # On 30 June itself the toewijzing has not run out yet.
    assert kader(w, "doorlooptijd", STOP, K=date(2024, 6, 30))[*TOTAAL, None]["ontbreekt"] == 0


def wachtenden() -> Wereld:
    """Ingangsdatum 1 January 2024: begun on 28 December (0), on 11 January (10), and never (ends on 20 January)."""
    w = Wereld()
    for nummer, begin, einde in ((1, "2023-12-28", None), (2, "2024-01-11", None), (3, None, "2024-01-20")):
        wie = {"client": f"p{nummer}", "toewijzingnummer": nummer}
        w.toewijzing("2023-12-20", ingangsdatum="2024-01-01", einddatum=einde, **wie)
        if begin:
            w.start("2024-01-12", begin, **wie)
    return w


def test_wie_nooit_begint_duurt_oneindig(kader):
    # Days 0, 10 and never. Of those who began: median 5, P90 9. Of all: median 10, P90 not reached.
    rij = kader(wachtenden(), "doorlooptijd", WACHT, K=date(2024, 12, 31))[*TOTAAL, None]
    assert [rij[k] for k in ("gevallen", "op_tijd", "te_laat")] == [3, 2, 1]
    assert [rij[k] for k in ("mediaan", "p90", "gemiddelde", "mediaan_alle")] == pytest.approx([5, 9, 5, 10])
    assert rij["p90_alle"] is None


def test_wachtcurve_van_drie(kader):
    # Day 0: 1 of 3 begins, S = 2/3. Day 10: 1 of 2, S = 1/3. The third is seen until its Einddatum, day 19: after that
    # the curve says nothing. Greenwood at S = 2/3: Σ d/(r(r−d)) = 1/(3·2).
    curve = kader(wachtenden(), "wachtcurve", WACHT, K=date(2024, 12, 31))
    for wet in (None, "wmo"):
        standen = [
            [curve[wet, dag][k] for k in ("in_wacht", "gestart", "gecensureerd", "s")] for dag in (0, 7, 14, 21, 182)
        ]
        assert standen == [
            [3, 1, 0, pytest.approx(2 / 3)], [2, 1, 0, pytest.approx(2 / 3)], [1, 0, 1, pytest.approx(1 / 3)],
            [0, 0, 0, None], [0, 0, 0, None],
        ]  # fmt: skip
    macht = exp(1.959964 * sqrt(1 / 6) / -log(2 / 3))
    assert curve[None, 0]["onder"] == pytest.approx((2 / 3) ** macht, abs=1e-6)
    assert curve[None, 0]["boven"] == pytest.approx((2 / 3) ** (1 / macht), abs=1e-6)
    assert len(curve) == 54  # 0, 7 … 182, for Wmo and for both laws
    # A begin announced for after K has not happened: at K, 13 January, the third was seen waiting 12 days.
    w = wachtenden()
    w.start("2024-01-12", "2024-01-20", client="p3", toewijzingnummer=3)
    curve = kader(w, "wachtcurve", WACHT, K=date(2024, 1, 13))
    assert [curve[None, 7][k] for k in ("in_wacht", "gestart", "gecensureerd")] == [2, 1, 1]
    # Known on 6 January: two begun? No: the start of 11 January was sent on the 12th. Both others are seen for 5 days.
    curve = kader(wachtenden(), "wachtcurve", WACHT, K=date(2024, 1, 6))
    assert [curve[None, 0][k] for k in ("in_wacht", "gestart", "gecensureerd")] == [3, 0, 3]


def test_mensen_tellen_een_keer_per_rij(kader):
    mensen = {scope: rij["clienten"] for scope, rij in kader(drie_starts(), "mensen", START, K=LAAT).items()}
    assert mensen == {
        TOTAAL: 2, ("wmo", None, None): 2, (None, "65656055", None): 2, (None, None, "0384"): 2,
        ("wmo", "65656055", None): 2, ("wmo", None, "0384"): 2,
    }  # fmt: skip


def test_van_een_declaratie_tellen_de_mensen_van_haar_regels(kader):
    w = Wereld()
    bericht = w.declaratie("2024-06-03", {"client": "p1"}, {"client": "p2"}, {"client": "p1"})
    w.antwoord("2024-06-10", f"B{bericht}")
    for kpi in ("beoordeling_declaratie", "kwaliteit_declaraties"):
        assert kader(w, "mensen", kpi, K=LAAT)[TOTAAL]["clienten"] == 2


def test_aanvragen_tellen_als_gevallen_en_open_te_late_zonder_duur(kader):
    w = Wereld()
    w.start("2024-01-02", "2024-01-01")
    leeg = {"gemeente": "0384", "opschorting_dagen": 0, "datum_einde_melding": None}
    rijen = [
        leeg | {"aanvraag": "A1", "datum_ontvangst": date(2024, 1, 8), "datum_einde_melding": date(2024, 1, 18)},
        leeg | {"aanvraag": "A2", "datum_ontvangst": date(2024, 1, 8)},  # 1 May: 114 days open, late
        leeg | {"aanvraag": "A3", "datum_ontvangst": date(2024, 4, 8)},  # 23 days open, not due
    ]
    uit = kader(w, "doorlooptijd", "beoordeling_aanvraag", K=date(2024, 5, 1), proces={"aanvragen": rijen})
    jaar, april = uit[*TOTAAL, None], uit[None, None, "0384", 4]
    velden = ("gevallen", "op_tijd", "te_laat", "nog_niet", "mediaan", "mediaan_alle", "clienten")
    # Place 0.5 × 1 lies between 10 days and never. People: of the cases that count, or without any of all.
    assert [jaar[k] for k in velden] == [2, 1, 1, 1, 10, None, 2]
    assert [april[k] for k in velden] == [0, 0, 0, 1, None, None, 1]


def test_een_begin_na_het_einde_van_de_toewijzing_mist_geen_stop(kader):
    # The toewijzing ran out on 30 June, the delivery began on 8 July: no leveringsdag, only in A4 (5.26).
    w = Wereld()
    w.toewijzing("2024-01-01", einddatum="2024-06-30")
    w.start("2024-07-09", "2024-07-08")
    assert kader(w, "doorlooptijd", STOP, K=LAAT)[*TOTAAL, None]["ontbreekt"] == 0
    assert kader(w, "doorlooptijd", START, K=LAAT)[*TOTAAL, None]["op_tijd"] == 1
