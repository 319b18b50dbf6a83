"""Goldens of toewijzing, start and stop (A1, A3–A7): every number is derived by hand in its comment.

wd = working days after a day up to and including another. Months 2024–2027, holidays by the Algemene termijnenwet.
"""

from datetime import date

import pytest
from toestand.hulp_wereld import Wereld

START, STOP, WACHT, VOOR = "tijdig_startbericht", "tijdig_stopbericht", "wachttijd", "toewijzing_voor_ingangsdatum"
AFWIJZEN, INTREKKEN = "afwijzen_toewijzing", "intrekken_toewijzing"
LAAT = date(2028, 1, 1)
EIND24 = date(2024, 12, 31)
LUSTRUM, NOOIT = "bevrijdingsdag=lustrum", "bevrijdingsdag=nooit"
KALENDER, ZONDER_GV = "termijn=kalenderdagen", "goede_vrijdag=false"


def dag(tekst: str | None) -> date | None:
    return tekst and date.fromisoformat(tekst)


def start_op(begin: str, gemeld: str) -> Wereld:
    w = Wereld()
    w.start(gemeld, begin)
    return w


# begin, the fifth working (seventh) day, the next one -> variant
TERMIJNEN = [
    # 5 May 2026 is a Tuesday, no lustrum: 4 May = 1, (5 May), 6 = 2, 7 = 3, 8 = 4, Monday 11 = 5.
    ("2026-05-01", "2026-05-11", "2026-05-12", "basis"),
    # With 5 May at work: 4 = 1, 5 = 2, 6 = 3, 7 = 4, Friday 8 = 5.
    ("2026-05-01", "2026-05-08", "2026-05-11", LUSTRUM),
    ("2026-05-01", "2026-05-08", "2026-05-11", NOOIT),
    # 5 May 2025 is a Monday and a lustrum: 2 = 1, (5), 6 = 2, 7 = 3, 8 = 4, Friday 9 = 5; never free: Thursday 8.
    ("2025-05-01", "2025-05-09", "2025-05-12", "basis"),
    ("2025-05-01", "2025-05-09", "2025-05-12", LUSTRUM),
    ("2025-05-01", "2025-05-08", "2025-05-09", NOOIT),
    # Good Friday 29 March and Easter Monday 1 April 2024: 28 = 1, (29), (1), 2 = 2, 3 = 3, 4 = 4, Friday 5 = 5.
    ("2024-03-27", "2024-04-05", "2024-04-08", "basis"),
    # At work on Good Friday: 28 = 1, 29 = 2, (1), 2 = 3, 3 = 4, Thursday 4 = 5. Seven days: Wednesday 3 April.
    ("2024-03-27", "2024-04-04", "2024-04-05", ZONDER_GV),
    ("2024-03-27", "2024-04-03", "2024-04-04", KALENDER),
    # Christmas 2024: 23 = 1, 24 = 2, (25, 26), 27 = 3, 30 = 4, Tuesday 31 = 5.
    ("2024-12-20", "2024-12-31", "2025-01-02", "basis"),
    # Into 2025: 27 = 1, 30 = 2, 31 = 3, (1 January), 2 = 4, Friday 3 = 5. The year stays that of the Begindatum.
    ("2024-12-24", "2025-01-03", "2025-01-06", "basis"),
    # Koningsdag 27 April 2025 is a Sunday, so Saturday 26: Monday 28 is a working day.
    # (18 Good Friday, 21 Easter Monday), 22 = 1, 23 = 2, 24 = 3, 25 = 4, Monday 28 = 5.
    ("2025-04-17", "2025-04-28", "2025-04-29", "basis"),
    # Koningsdag 2026 is a Monday: 21 = 1 … 24 = 4, (27), Tuesday 28 = 5.
    ("2026-04-20", "2026-04-28", "2026-04-29", "basis"),
    # Hemelvaart 29 May 2025: 27 = 1, 28 = 2, (29), 30 = 3, 2 June = 4, Tuesday 3 = 5.
    ("2025-05-26", "2025-06-03", "2025-06-04", "basis"),
    # Pinkstermaandag 20 May 2024: 16 = 1, 17 = 2, (20), 21 = 3, 22 = 4, Thursday 23 = 5.
    ("2024-05-15", "2024-05-23", "2024-05-24", "basis"),
    # From a Saturday: Monday 8 = 1 … Friday 12 = 5. Seven days: Saturday 13.
    ("2024-01-06", "2024-01-12", "2024-01-15", "basis"),
    ("2024-01-06", "2024-01-13", "2024-01-14", KALENDER),
]


def test_de_laatste_dag_is_op_tijd_en_de_eerste_werkdag_erna_te_laat(tel):
    # One world; each line of TERMIJNEN has two aanbieders of its own, one for either day.
    w = Wereld()
    for i, (begin, *dagen, _variant) in enumerate(TERMIJNEN):
        for j, gemeld in enumerate(dagen):
            kop = {"aanbieder": f"111111{2 * i + j:02}"}
            w.start(gemeld, begin, kop)
            w.stop(gemeld, "2023-06-01", begin, "19", kop)
    for i, (begin, _laatste, _na, variant) in enumerate(TERMIJNEN):
        for kpi in (START, STOP):
            wie = [f"111111{2 * i + j:02}" for j in (0, 1)]
            uit = [tel(w, kpi, K=LAAT, jaar=int(begin[:4]), variant=variant, aanbieder=a) for a in wie]
            assert uit == [(1, 1), (0, 1)], (kpi, begin, variant)


def test_eigen_vrije_dagen_schuiven_de_termijn_op(tel):
    # The Friday after Hemelvaart off: 27 = 1, 28 = 2, (29, 30), 2 = 3, 3 = 4, Wednesday 4 June = 5.
    keuzes = {"extra_dagen": ["2025-05-30"]}
    for gemeld, goed in (("2025-06-04", 1), ("2025-06-05", 0)):
        w = start_op("2025-05-26", gemeld)
        assert tel(w, START, K=LAAT, jaar=2025, keuzes=keuzes) == (goed, 1)
    # Without them, as variant: 3 June was the last day.
    w = start_op("2025-05-26", "2025-06-04")
    assert tel(w, START, K=LAAT, jaar=2025, keuzes=keuzes, variant="extra_dagen={}") == (0, 1)
    # In calendar days a free day of one's own does nothing: 26 May + 7 = 2 June.
    keuzes |= {"termijn": "kalenderdagen"}
    assert tel(start_op("2025-05-26", "2025-06-03"), START, K=LAAT, jaar=2025, keuzes=keuzes) == (0, 1)


# -- A4
def test_bij_een_toewijzing_achteraf_loopt_de_termijn_vanaf_de_eerste_dagtekening(tel):
    # Begin Monday 4 March 2024; 301 known on Wednesday 20 March: 21 = 1, 22 = 2, 25 = 3, 26 = 4, 27 = 5.
    # Literally: 5 = 1 … Monday 11 = 5, so 27 March is late.
    w = Wereld()
    w.toewijzing("2024-03-20", ingangsdatum="2024-03-04")
    w.start("2024-03-27", "2024-03-04")
    assert tel(w, START, K=LAAT) == (1, 1)
    assert tel(w, START, K=LAAT, variant="terugwerkend=letterlijk") == (0, 1)
    # A refused 301 was never sent: the first known is then that of 19 March, and 27 March is day 6.
    w = Wereld()
    eerste = w.toewijzing("2024-03-19", ingangsdatum="2024-03-04")
    w.toewijzing("2024-03-20", ingangsdatum="2024-03-04")
    w.start("2024-03-27", "2024-03-04")
    assert tel(w, START, K=LAAT) == (0, 1)
    w.bericht("302", "2024-03-19", identificatie=f"B{eerste}", identificatie_retour="T1",
              dagtekening_retour="2024-03-21")  # fmt: skip
    w.rijen["retourcodes"] = [{"bericht": 3, "klasse": "Header", "code": "9340"}]
    assert tel(w, START, K=LAAT) == (1, 1)
    assert tel(w, START, K=LAAT, variant="retour_negeren=true") == (0, 1)


def test_een_toewijzing_die_eerder_bekend_was_verandert_de_klok_van_de_start_niet(tel):
    w = Wereld()
    w.toewijzing("2024-02-01", ingangsdatum="2024-03-04")
    w.start("2024-03-12", "2024-03-04")  # 5 = 1 … 11 = 5, so 12 is late
    assert tel(w, START, K=LAAT) == (0, 1)


def test_de_eerste_aanlevering_telt_ook_als_zij_is_verbeterd(tel):
    # 305 on 8 March (wd 4); withdrawn and sent again on 2 April: still 8 March. Another Begindatum is another start.
    w = Wereld()
    w.start("2024-03-08", "2024-03-04")
    w.start("2024-04-02", "2024-03-04", status_aanlevering="3")
    w.start("2024-04-02", "2024-03-04", code="02A09")
    assert tel(w, START, K=LAAT) == (1, 1)
    w.start("2024-04-02", "2024-03-05")
    assert tel(w, START, K=LAAT) == (1, 2)


def test_een_ingetrokken_start_en_een_stop_zonder_start_tellen_niet(tel):
    w = Wereld()
    w.start("2024-03-08", "2024-03-04")
    w.start("2024-04-02", "2024-03-04", status_aanlevering="3")
    w.stop("2024-06-04", "2024-05-01", "2024-06-03", "19")
    assert tel(w, START, K=LAAT) == (0, 0)
    assert tel(w, STOP, K=LAAT) == (1, 1)


def test_op_een_verwijderde_toewijzing_tellen_start_en_stop_niet_en_een_onmogelijke_periode_wel(tel):
    w = Wereld()
    w.start("2024-03-08", "2024-03-04")
    w.stop("2024-03-08", "2024-03-04", "2024-03-01", "19")  # ends before it begins: 5.47
    assert [tel(w, kpi, K=LAAT) for kpi in (START, STOP)] == [(1, 1), (1, 1)]
    w.toewijzing("2024-03-01", einddatum="2024-01-01", reden_wijziging="13")
    assert [tel(w, kpi, K=LAAT) for kpi in (START, STOP)] == [(0, 0), (0, 0)]


# -- A5
def test_een_definitieve_stop_na_een_tijdelijke_telt_niet_en_de_vroegste_tijdelijke_wel(tel):
    # Temporary until Friday 1 March, told on Friday 8 (wd 5): on time. The definitive one (told late) is left out.
    w = Wereld()
    w.start("2024-01-02", "2024-01-01")
    w.stop("2024-03-08", "2024-01-01", "2024-03-01", "20")
    w.stop("2024-07-01", "2024-01-01", "2024-06-03", "19")
    assert tel(w, STOP, K=LAAT) == (1, 1)
    # An earlier temporary Einddatum, 29 February. The Dagtekening is the earliest of all temporary stops of the period,
    # 8 March: 1 = 1, 4 = 2, 5 = 3, 6 = 4, 7 = 5, 8 = 6: late.
    w.stop("2024-03-12", "2024-01-01", "2024-02-29", "20")
    assert tel(w, STOP, K=LAAT) == (0, 1)
    # Both temporary ones withdrawn: the definitive one counts, 20 working days late.
    w.stop("2024-08-01", "2024-01-01", "2024-02-29", "20", status_aanlevering="3")
    w.stop("2024-08-01", "2024-01-01", "2024-03-01", "20", status_aanlevering="3")
    assert tel(w, STOP, K=LAAT) == (0, 1)
    assert tel(w, STOP, K=dag("2024-07-31")) == (0, 1)


def test_van_meer_definitieve_stops_telt_de_laatste_einddatum_met_de_eerste_dagtekening(tel):
    # Einddatum 14 June is selected; the earliest definitive 307 of the period came on 6 June: before the end, on time.
    w = Wereld()
    w.stop("2024-06-06", "2024-01-01", "2024-06-03", "19")
    w.stop("2024-07-15", "2024-01-01", "2024-06-14", "21")
    assert tel(w, STOP, K=LAAT) == (1, 1)
    assert tel(w, STOP, K=LAAT, jaar=2023) == (0, 0)


def test_het_jaar_van_een_stop_is_dat_van_zijn_einddatum(tel):
    w = Wereld()
    w.start("2023-12-29", "2023-12-29")
    w.stop("2025-01-03", "2023-12-29", "2024-12-31", "19")
    assert (tel(w, START, K=LAAT, jaar=2023), tel(w, START, K=LAAT)) == ((1, 1), (0, 0))
    assert (tel(w, STOP, K=LAAT), tel(w, STOP, K=LAAT, jaar=2025)) == ((1, 1), (0, 0))


# -- A3
def test_gelijke_datum_is_niet_voor_de_ingangsdatum(tel):
    for gemeld, streng, gelijk in (("2024-02-29", 1, 1), ("2024-03-01", 0, 1), ("2024-03-02", 0, 0)):
        w = Wereld()
        w.toewijzing(gemeld, ingangsdatum="2024-03-01")
        assert tel(w, VOOR, K=LAAT) == (streng, 1)
        assert tel(w, VOOR, K=LAAT, variant="gelijk_telt=true") == (gelijk, 1)


def test_een_regel_met_13_of_14_is_niet_de_afgifte(tel):
    # The correction (14) of 20 February does not count as giving out; the row of 5 March does: too late.
    w = Wereld()
    w.toewijzing("2024-02-20", ingangsdatum="2024-03-01", reden_wijziging="14")
    assert tel(w, VOOR, K=LAAT) == (0, 0)  # nothing else: in neither
    w.toewijzing("2024-03-05", ingangsdatum="2024-03-01", toewijzingsdatum="2024-02-20")
    assert tel(w, VOOR, K=LAAT) == (0, 1)
    # 13 with unequal dates deletes nothing, and is no giving out either.
    w = Wereld()
    w.toewijzing("2024-02-20", ingangsdatum="2024-03-01", einddatum="2024-04-01", reden_wijziging="13")
    w.toewijzing("2024-03-05", ingangsdatum="2024-03-01", einddatum="2024-04-01", toewijzingsdatum="2024-02-20")
    assert tel(w, VOOR, K=LAAT) == (0, 1)
    # Deleted: no longer there.
    w.toewijzing("2024-03-06", ingangsdatum="2024-03-01", einddatum="2024-03-01", reden_wijziging="13")
    assert tel(w, VOOR, K=LAAT) == (0, 0)


def test_de_afgifte_wordt_vergeleken_met_haar_eigen_ingangsdatum(tel):
    # Given out on 28 February for 1 March; moved later to 15 February: still on time. Year of the first version.
    w = Wereld()
    w.toewijzing("2024-02-28", ingangsdatum="2024-03-01")
    w.toewijzing("2024-03-10", ingangsdatum="2023-12-15")
    assert tel(w, VOOR, K=LAAT) == (1, 1)
    assert tel(w, VOOR, K=LAAT, jaar=2023) == (0, 0)
    # An older stamp that comes in later is the first version (year 2023), but not the giving out.
    w.toewijzing("2024-04-01", ingangsdatum="2023-11-15", toewijzingsdatum="2024-01-05")
    assert tel(w, VOOR, K=LAAT) == (0, 0)
    assert tel(w, VOOR, K=LAAT, jaar=2023) == (1, 1)


def test_bij_gelijke_dagtekening_geldt_de_laagste_stempel(tel):
    w = Wereld()
    w.toewijzing("2024-03-01", ingangsdatum="2024-03-01", toewijzingsdatum="2024-02-21")
    w.toewijzing("2024-03-01", ingangsdatum="2024-03-05", toewijzingsdatum="2024-02-20")
    assert tel(w, VOOR, K=LAAT) == (1, 1)
    w.toewijzing("2024-03-01", ingangsdatum="2024-03-04", toewijzingsdatum="2024-02-20", toewijzingstijd="08:00:00")
    assert tel(w, VOOR, K=LAAT) == (1, 1)  # 00:00:00 (no time) is before 08:00:00
    w.toewijzing("2024-03-01", ingangsdatum="2024-02-01", toewijzingsdatum="2024-02-20")
    assert tel(w, VOOR, K=LAAT) == (0, 1)  # same stamp: the lowest Ingangsdatum


# -- A1
def test_wachten_tot_28_dagen_na_de_ingangsdatum_is_op_tijd(tel):
    # 1 February 2024 + 28 = 29 February.
    for begin, goed in (("2024-02-29", 1), ("2024-03-01", 0), ("2024-01-15", 1)):
        w = Wereld()
        w.toewijzing("2024-01-20", ingangsdatum="2024-02-01")
        w.start("2024-03-02", begin)
        assert tel(w, WACHT, K=LAAT) == (goed, 1)


def test_nooit_begonnen_is_te_laat_zodra_de_termijn_om_is(tel):
    w = Wereld()
    w.toewijzing("2024-01-20", ingangsdatum="2024-02-01")
    assert tel(w, WACHT, K=dag("2024-02-29")) == (0, 1)  # 1 February + 28 <= K
    assert tel(w, WACHT, K=dag("2024-02-28")) == (0, 0)
    w.start("2024-02-05", "2024-02-05")
    assert tel(w, WACHT, K=dag("2024-02-28")) == (0, 0)  # begun, and still not in the cohort
    assert tel(w, WACHT, K=dag("2024-02-29")) == (1, 1)


def test_een_stop_zonder_start_en_een_andere_aanbieder_zijn_ook_een_begin(tel):
    w = Wereld()
    w.toewijzing("2024-01-20", ingangsdatum="2024-02-01")
    w.stop("2024-06-01", "2024-02-10", "2024-05-31", "19", {"aanbieder": "42420001"})
    assert tel(w, WACHT, K=LAAT) == (1, 1)
    assert tel(w, WACHT, K=LAAT, aanbieder="65656055") == (1, 1)  # whose toewijzing it is: 5.41
    assert tel(w, WACHT, K=LAAT, aanbieder="42420001") is None


def test_een_verwijderde_toewijzing_wacht_niet_en_een_andere_wet_of_gemeente_is_een_ander_nummer(tel):
    w = Wereld()
    w.toewijzing("2024-01-20", ingangsdatum="2024-02-01")
    w.start("2024-02-05", "2024-02-05", {"wet": "jw"})
    w.start("2024-02-05", "2024-02-05", {"gemeente": "0363"})
    assert tel(w, WACHT, K=LAAT) == (0, 1)
    w.toewijzing("2024-02-20", ingangsdatum="2024-02-01", einddatum="2024-02-01", reden_wijziging="13")
    assert tel(w, WACHT, K=LAAT) == (0, 0)


def test_de_ingangsdatum_is_die_van_de_eerste_versie(tel):
    # First version 1 February; moved to 1 April. A start on 20 March is 48 days after the first.
    w = Wereld()
    w.toewijzing("2024-01-20", ingangsdatum="2024-02-01")
    w.toewijzing("2024-03-01", ingangsdatum="2024-04-01")
    w.start("2024-03-22", "2024-03-20")
    assert tel(w, WACHT, K=LAAT) == (0, 1)


# -- A6, A7
def afwijzing(ontvangen, op, ingetrokken=None, nummer=1, agb="65656055", wet="wmo") -> dict:
    return {
        "wet": wet, "gemeente": "0384", "toewijzingnummer": nummer, "agb": agb, "datum_ontvangst": dag(ontvangen),
        "datum_afwijzing": dag(op), "datum_intrekking": dag(ingetrokken),
    }  # fmt: skip


def test_afwijzen_binnen_vijf_werkdagen_na_ontvangst_of_anders_na_het_bericht(tel):
    # Received Thursday 2 May 2024: 3 = 1, (5 May is a Sunday), 6 = 2, 7 = 3, 8 = 4, (9 Hemelvaart), Friday 10 = 5.
    w = Wereld()
    w.toewijzing("2024-05-02", ingangsdatum="2024-05-01")
    w.toewijzing("2024-05-02", ingangsdatum="2024-05-01", toewijzingnummer=2)
    for op, goed in (("2024-05-10", 1), ("2024-05-13", 0)):
        for ontvangen in ("2024-05-02", None):  # None: the 301 was known on 2 May
            proces = {"afwijzingen": [afwijzing(ontvangen, op)]}
            assert tel(w, AFWIJZEN, K=LAAT, proces=proces) == (goed, 1)
    # Seven days: 9 May.
    proces = {"afwijzingen": [afwijzing("2024-05-02", "2024-05-10")]}
    assert tel(w, AFWIJZEN, K=LAAT, proces=proces, variant=KALENDER) == (0, 1)
    # A toewijzing that nobody knows and no receipt: cannot be judged. After K: does not exist. No file: no row.
    proces = {"afwijzingen": [afwijzing(None, "2024-05-10", nummer=7)]}
    assert tel(w, AFWIJZEN, K=LAAT, proces=proces) == (0, 0)
    proces = {"afwijzingen": [afwijzing("2024-05-02", "2024-05-10")]}
    assert tel(w, AFWIJZEN, K=dag("2024-05-09"), proces=proces) == (0, 0)
    assert tel(w, AFWIJZEN, K=dag("2024-05-10"), proces=proces) == (1, 1)
    assert tel(w, AFWIJZEN, K=LAAT) is None
    assert tel(w, AFWIJZEN, K=LAAT, proces={"afwijzingen": []}) == (0, 0)


def test_intrekken_volgens_de_registratie(tel):
    # Rejected Friday 10 May 2024: 13 = 1, 14 = 2, 15 = 3, 16 = 4, 17 = 5; the sixth is Tuesday 21.
    w = Wereld()
    w.toewijzing("2024-05-02", ingangsdatum="2024-05-01")
    for op, goed in (("2024-05-17", 1), ("2024-05-21", 0), ("2024-05-10", 1)):
        proces = {"afwijzingen": [afwijzing("2024-05-02", "2024-05-10", op)]}
        assert tel(w, INTREKKEN, K=LAAT, proces=proces) == (goed, 1)
    # Withdrawn only after K is not withdrawn yet: not due until the sixth working day has come. Saturday 18, Sunday and
    # Pinkstermaandag 20 May are none, so that is Tuesday 21.
    proces = {"afwijzingen": [afwijzing("2024-05-02", "2024-05-10", "2024-06-01")]}
    for K, verwacht in (("2024-05-17", (0, 0)), ("2024-05-20", (0, 0)), ("2024-05-21", (0, 1)), ("2024-06-01", (0, 1))):
        assert tel(w, INTREKKEN, K=dag(K), proces=proces) == verwacht


@pytest.mark.parametrize(
    ("reden", "einde", "ingetrokken"),
    [
        ("13", "2024-05-01", True), ("09", None, True), ("05", "2024-12-31", True), (None, "2024-06-30", True),
        ("04", None, False), ("13", "2025-03-01", True), ("03", "2025-03-01", False), ("04", "2024-12-31", False),
    ],
)  # fmt: skip
def test_intrekken_volgens_een_301_met_13_09_05_of_een_eerder_einde(tel, reden, einde, ingetrokken):
    # The first version ends 31 December 2024; the next is known on Tuesday 14 May, 2 working days after the rejection.
    # What does not withdraw leaves it open: late at K.
    w = Wereld()
    w.toewijzing("2024-05-02", ingangsdatum="2024-05-01", einddatum="2024-12-31", volume=1)
    w.toewijzing("2024-05-14", ingangsdatum="2024-05-01", einddatum=einde, reden_wijziging=reden, volume=2)
    proces = {"afwijzingen": [afwijzing("2024-05-02", "2024-05-10")]}
    assert tel(w, INTREKKEN, K=LAAT, proces=proces) == (int(ingetrokken), 1)


def test_een_versie_van_voor_de_afwijzing_trekt_haar_niet_in(tel):
    # Shortened on 8 May, rejected on 10 May: the shortening was no withdrawal. The deletion of 21 May came on day 6.
    w = Wereld()
    w.toewijzing("2024-05-02", ingangsdatum="2024-05-01")
    w.toewijzing("2024-05-08", ingangsdatum="2024-05-01", einddatum="2024-06-01", reden_wijziging="05")
    proces = {"afwijzingen": [afwijzing("2024-05-02", "2024-05-10")]}
    assert tel(w, INTREKKEN, K=dag("2024-05-17"), proces=proces) == (0, 0)
    w.toewijzing("2024-05-21", ingangsdatum="2024-05-01", einddatum="2024-05-01", reden_wijziging="13")
    assert tel(w, INTREKKEN, K=LAAT, proces=proces) == (0, 1)
    # On the very day of the rejection it counts; the registration goes before the messages.
    proces = {"afwijzingen": [afwijzing("2024-05-02", "2024-05-08")]}
    assert tel(w, INTREKKEN, K=LAAT, proces=proces) == (1, 1)
    proces = {"afwijzingen": [afwijzing("2024-05-02", "2024-05-08", "2024-06-03")]}
    assert tel(w, INTREKKEN, K=LAAT, proces=proces) == (0, 1)
