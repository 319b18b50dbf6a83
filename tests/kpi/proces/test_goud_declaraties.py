"""Goldens of requests, claims, payments (A2, A8–A11), scopes and status: every number is derived by hand."""

from datetime import date

import pytest
from toestand.hulp_wereld import Wereld

TIJDIG, ANTWOORD, BETALEN, GOED = (
    "tijdig_declareren", "beoordeling_declaratie", "tijdig_betalen", "kwaliteit_declaraties",
)  # fmt: skip
AANVRAAG, WACHT, START = "beoordeling_aanvraag", "wachttijd", "tijdig_startbericht"
LAAT = date(2028, 1, 1)
REGELS = ("basis", "maandregel=afgerond", "maandregel=31d")


def dag(tekst: str | None) -> date | None:
    return tekst and date.fromisoformat(tekst)


# -- A8
MAANDEN = [
    # last day of the product period, sent, on time by: calendar month, rounded (< 1.5 × 30.4375 days), 31 days
    ("2024-01-31", "2024-02-29", 1, 1, 1),  # next month; 29 days
    ("2024-01-31", "2024-03-01", 0, 1, 1),  # two months on; 30 days in a leap year
    ("2025-01-31", "2025-03-01", 0, 1, 1),  # two months on; 29 days
    ("2024-01-31", "2024-03-02", 0, 1, 1),  # exactly 31 days
    ("2024-01-31", "2024-03-03", 0, 1, 0),  # 32 days
    ("2024-01-31", "2024-03-16", 0, 1, 0),  # 45 days: 45 / 30.4375 = 1.478
    ("2024-01-31", "2024-03-17", 0, 0, 0),  # 46 days: 1.511
    ("2024-01-01", "2024-02-29", 1, 0, 0),  # next month, 59 days
    ("2023-12-31", "2024-01-31", 1, 1, 1),  # over New Year: 31 days
    ("2023-12-31", "2024-02-01", 0, 1, 0),  # 32 days
    ("2023-12-01", "2024-01-31", 1, 0, 0),  # 61 days
    ("2024-04-30", "2024-04-15", 1, 1, 1),  # before the period ended
]


def test_binnen_een_maand_gedeclareerd(tel):
    # One world; each line of MAANDEN has an aanbieder of its own.
    w = Wereld()
    for i, (einde, verzonden, *_goed) in enumerate(MAANDEN):
        w.declaratie(verzonden, {"periode_einde": einde, "periode_begin": "2023-12-01"}, aanbieder=f"111111{i:02}")
    for i, (einde, verzonden, *goed) in enumerate(MAANDEN):
        for variant, wil in zip(REGELS, goed, strict=True):
            uit = tel(w, TIJDIG, K=LAAT, jaar=int(verzonden[:4]), variant=variant, aanbieder=f"111111{i:02}")
            assert uit == (wil, 1), (einde, verzonden, variant)


def test_de_peildag_is_de_eerste_dagtekening_van_de_toewijzing_als_die_later_is(tel):
    # Care until 31 January, 301 of 10 February: due by 31 March. Without that 301: by 29 February.
    for verzonden, met, zonder in (("2024-03-31", 1, 0), ("2024-04-01", 0, 0), ("2024-02-29", 1, 1)):
        w = Wereld()
        w.declaratie(verzonden, {"periode_einde": "2024-01-31"})
        assert tel(w, TIJDIG, K=LAAT) == (zonder, 1)
        w.toewijzing("2024-02-10")
        w.toewijzing("2024-05-10", einddatum="2024-01-01", reden_wijziging="13")  # deleted: no matter (5.3)
        assert tel(w, TIJDIG, K=LAAT) == (met, 1)


def test_zonder_einde_van_de_periode_geldt_de_toewijzing_en_zonder_beide_telt_de_regel_niet(tel):
    w = Wereld()
    w.declaratie("2024-03-31", {"periode_einde": None})
    assert tel(w, TIJDIG, K=LAAT) == (0, 0)
    w.toewijzing("2024-02-10")
    assert tel(w, TIJDIG, K=LAAT) == (1, 1)


def test_een_geheel_geweigerde_declaratie_is_niet_verzonden_en_een_geweigerde_regel_wel(tel):
    # Care of January. Sent in February and refused as a whole; sent again in April: only April counts, late.
    w = Wereld()
    regel = {"periode_einde": "2024-01-31", "referentienummer": "R1"}
    eerste = w.declaratie("2024-02-15", regel)
    w.antwoord("2024-02-20", f"B{eerste}", kop="9340")
    w.declaratie("2024-04-10", regel)
    assert tel(w, TIJDIG, K=LAAT) == (0, 1)
    # Refused per line, even every line: February counts (on time), and the line sent again counts again (late).
    w = Wereld()
    eerste = w.declaratie("2024-02-15", regel)
    w.antwoord("2024-02-20", f"B{eerste}", {"referentienummer": "R1"})
    w.declaratie("2024-04-10", regel)
    assert tel(w, TIJDIG, K=LAAT) == (1, 2)


def test_creditregels_en_hun_vervanging_tellen_niet_in_tijdig_declareren(tel):
    w = Wereld()
    einde = {"periode_einde": "2024-01-31"}
    w.declaratie(
        "2024-06-15",
        einde | {"referentienummer": "R1", "debet_credit": "C", "vorig_referentienummer": "R0"},
        einde | {"referentienummer": "R2", "vorig_referentienummer": "R0"},
        einde | {"referentienummer": "R3", "debet_credit": None},  # not readable: a debit
    )
    assert tel(w, TIJDIG, K=LAAT) == (0, 1)


# -- A9
def test_een_ontbrekend_antwoord_is_te_laat_zodra_tien_werkdagen_om_zijn(tel):
    # Claim of Monday 3 June 2024: 4 = 1 … 7 = 4, 10 = 5 … 14 = 9, Monday 17 = 10. Fourteen days: 17 June too.
    w = Wereld()
    bericht = w.declaratie("2024-06-03", {})
    for K, verwacht in (("2024-06-17", (0, 0)), ("2024-06-18", (0, 1))):
        assert tel(w, ANTWOORD, K=dag(K)) == verwacht
        assert tel(w, ANTWOORD, K=dag(K), variant="termijn=kalenderdagen") == verwacht
    w.antwoord("2024-06-17", f"B{bericht}")
    assert tel(w, ANTWOORD, K=dag("2024-06-17")) == (1, 1)


def test_antwoord_over_kerst_en_nieuwjaar(tel):
    # 20 December 2024: 23, 24, 27, 30, 31 = 5, (1 January), 2, 3, 6, 7, Wednesday 8 = 10. By 14 days: 3 January.
    for op, wd, dagen in (("2025-01-08", 1, 0), ("2025-01-09", 0, 0), ("2025-01-03", 1, 1)):
        w = Wereld()
        w.antwoord(op, f"B{w.declaratie('2024-12-20', {})}")
        assert tel(w, ANTWOORD, K=LAAT) == (wd, 1)
        assert tel(w, ANTWOORD, K=LAAT, variant="termijn=kalenderdagen") == (dagen, 1)
        assert tel(w, ANTWOORD, K=LAAT, jaar=2025) == (0, 0)


def test_van_twee_antwoorden_telt_het_eerste_voor_de_termijn_en_het_laatste_voor_het_oordeel(tel):
    # First 325 on 17 June (day 10) refuses the line; the second on 1 July approves it.
    w = Wereld()
    bericht = w.declaratie("2024-06-03", {"referentienummer": "R1"})
    w.antwoord("2024-06-17", f"B{bericht}", {"referentienummer": "R1"})
    w.antwoord("2024-07-01", f"B{bericht}")
    assert tel(w, ANTWOORD, K=LAAT) == (1, 1)
    assert tel(w, GOED, K=LAAT) == (1, 1)
    assert tel(w, GOED, K=dag("2024-06-30")) == (0, 1)


# -- A10
def betaling(op: str, bedrag: int, nummer: str = "N1") -> dict:
    return {
        "wet": "wmo", "gemeente": "0384", "agb": "65656055", "declaratienummer": nummer, "datum_betaling": dag(op),
        "bedrag": bedrag,
    }  # fmt: skip


def beantwoord(*regels: dict, op: str = "2024-06-17", nummer: str = "N1", w: Wereld | None = None) -> Wereld:
    """A claim whose lines are all approved on 17 June 2024 (Monday); the tenth working day after is 1 July."""
    w = w or Wereld()
    w.antwoord(op, f"B{w.declaratie('2024-06-03', *regels, nummer=nummer)}")
    return w


def test_betaald_is_de_dag_waarop_de_som_het_toegekende_bereikt(tel):
    # 18 = 1 … 21 = 4, 24 = 5 … 28 = 9, Monday 1 July = 10. Approved: 100 + 150 = 250 cents.
    w = beantwoord({"bedrag": 100}, {"bedrag": 150})
    gevallen = [
        ([betaling("2024-07-01", 250)], 1), ([betaling("2024-07-02", 250)], 0), ([betaling("2024-07-01", 249)], 0),
        ([betaling("2024-06-20", 100), betaling("2024-07-01", 150)], 1),
        ([betaling("2024-06-20", 100), betaling("2024-07-02", 150)], 0),
        ([betaling("2024-06-20", 250), betaling("2024-06-25", -250)], 1),  # reached on the 20th, whatever comes after
        ([betaling("2024-06-20", 300), betaling("2024-06-20", -100), betaling("2024-07-02", 50)], 0),  # per day
        ([betaling("2024-06-10", 250)], 1),  # before the answer: 0 days
        ([betaling("2024-06-20", 250, "N2")], 0), ([], 0),
    ]  # fmt: skip
    for betalingen, goed in gevallen:
        assert tel(w, BETALEN, K=LAAT, proces={"betalingen": betalingen}) == (goed, 1), betalingen


def test_nog_niet_betaald_is_te_laat_zodra_de_termijn_om_is(tel):
    w = beantwoord({"bedrag": 100})
    half = {"betalingen": [betaling("2024-06-20", 50), betaling("2024-07-02", 50)]}
    for K, verwacht in (("2024-06-16", (0, 0)), ("2024-07-01", (0, 0)), ("2024-07-02", (0, 1))):
        assert tel(w, BETALEN, K=dag(K), proces=half) == verwacht
    assert tel(w, BETALEN, K=LAAT) is None
    assert tel(beantwoord({"bedrag": 0}), BETALEN, K=LAAT, proces=half) == (0, 0)  # nothing to pay


def test_declaraties_met_een_nummer_worden_op_volgorde_van_hun_antwoord_betaald(tel):
    # 100 approved on 17 June, 40 on 24 June (tenth day: 8 July), one number. 100 on 28 June pays the first; 140 is
    # reached on 9 July: the second is a day late.
    w = beantwoord({"bedrag": 40}, op="2024-06-24", w=beantwoord({"bedrag": 100}))
    proces = {"betalingen": [betaling("2024-06-28", 100), betaling("2024-07-09", 40)]}
    assert tel(w, BETALEN, K=LAAT, proces=proces) == (1, 2)
    proces = {"betalingen": [betaling("2024-06-28", 100), betaling("2024-07-08", 40)]}
    assert tel(w, BETALEN, K=LAAT, proces=proces) == (2, 2)


def test_bij_gelijke_dag_van_antwoord_beslist_de_identificatie(tel):
    # Both approved on 17 June (due 1 July). A (40) goes before Z (100): 40 on 20 June pays A; Z is a week late.
    w = Wereld()
    for identificatie, bedrag in (("Z", 100), ("A", 40)):
        w.declaratie("2024-06-03", {"bedrag": bedrag}, identificatie=identificatie)
        w.antwoord("2024-06-17", identificatie)
    proces = {"betalingen": [betaling("2024-06-20", 40), betaling("2024-07-08", 100)]}
    assert tel(w, BETALEN, K=LAAT, proces=proces) == (1, 2)


# -- A11
def test_een_regel_is_goed_tot_haar_credit_is_toegekend(tel):
    # R1: credited and approved: not good. R2: its credit is pending: good. R3: its credit was refused: good.
    # R4: refused, then credited: not good. Credit lines are in no figure.
    w = Wereld()
    eerste = w.declaratie("2024-02-05", *({"referentienummer": f"R{n}"} for n in (1, 2, 3, 4)))
    w.antwoord("2024-02-12", f"B{eerste}", {"referentienummer": "R4"})

    def credit(nummer: int) -> dict:
        return {
            "referentienummer": f"C{nummer}", "vorig_referentienummer": f"R{nummer}", "debet_credit": "C"
        }  # fmt: skip

    tweede = w.declaratie("2024-03-05", credit(1), credit(3), credit(4))
    w.antwoord("2024-03-12", f"B{tweede}", {"referentienummer": "C3"})
    w.declaratie("2024-03-06", credit(2))
    assert tel(w, GOED, K=LAAT) == (2, 4)
    assert tel(w, GOED, K=dag("2024-03-11")) == (3, 4)  # as known before the credits were approved
    # Per claim: the first is not good; the other two have no debit line.
    assert tel(w, GOED, K=LAAT, variant="eenheid=declaratie") == (0, 1)
    w.antwoord("2024-03-13", f"B{w.declaratie('2024-03-07', {'referentienummer': 'R5'})}")
    assert tel(w, GOED, K=LAAT) == (3, 5)
    assert tel(w, GOED, K=LAAT, variant="eenheid=declaratie") == (1, 2)


def test_zonder_antwoord_telt_een_regel_niet_en_een_geheel_geweigerde_declaratie_wel(tel):
    w = Wereld()
    eerste = w.declaratie("2024-02-05", {"referentienummer": "R1"}, {"referentienummer": "R2"})
    assert tel(w, GOED, K=LAAT) == (0, 0)
    w.antwoord("2024-02-12", f"B{eerste}", kop="9340")
    assert tel(w, GOED, K=LAAT) == (0, 2)
    # The replacement of a credited line counts too.
    tweede = w.declaratie("2024-03-05", {"referentienummer": "R3", "vorig_referentienummer": "R1"})
    w.antwoord("2024-03-12", f"B{tweede}")
    assert tel(w, GOED, K=LAAT) == (1, 3)


# -- A2
def aanvraag(nummer: int, van: str, tot: str | None, af: int = 0, gemeente: str = "0384") -> dict:
    return {
        "aanvraag": f"A{nummer}", "gemeente": gemeente, "datum_ontvangst": dag(van), "datum_einde_melding": dag(tot),
        "opschorting_dagen": af,
    }  # fmt: skip


def test_een_aanvraag_is_binnen_acht_weken_afgedaan(tel):
    w = Wereld()
    w.start("2024-01-02", "2024-01-01")
    # 3 January 2024 + 56 = 28 February. With 7 days of suspension: 6 March.
    for rij, goed, zonder in (
        (aanvraag(1, "2024-01-03", "2024-02-28"), 1, 1), (aanvraag(1, "2024-01-03", "2024-02-29"), 0, 0),
        (aanvraag(1, "2024-01-03", "2024-03-06", 7), 1, 0), (aanvraag(1, "2024-01-03", "2024-03-07", 7), 0, 0),
    ):  # fmt: skip
        proces = {"aanvragen": [rij]}
        assert tel(w, AANVRAAG, K=LAAT, proces=proces) == (goed, 1)
        assert tel(w, AANVRAAG, K=LAAT, proces=proces, variant="opschorting=negeren") == (zonder, 1)


def test_een_open_aanvraag_is_te_laat_na_acht_weken(tel):
    w = Wereld()
    w.start("2024-01-02", "2024-01-01")
    rijen = [aanvraag(1, "2024-01-03", None), aanvraag(2, "2024-01-03", "2024-03-20", 7)]
    for K, verwacht in (
        ("2024-01-02", (0, 0)), ("2024-02-28", (0, 0)), ("2024-02-29", (0, 1)), ("2024-03-06", (0, 1)),
        ("2024-03-07", (0, 2)),
    ):  # fmt: skip
        assert tel(w, AANVRAAG, K=dag(K), proces={"aanvragen": rijen}) == verwacht
    assert tel(w, AANVRAAG, K=LAAT) is None
    # What ended on K itself has ended: day 56, on time.
    rijen = [aanvraag(1, "2024-01-03", "2024-02-28")]
    assert tel(w, AANVRAAG, K=dag("2024-02-28"), proces={"aanvragen": rijen}) == (1, 1)


# -- scopes and status
def test_elke_scope_met_een_geval_heeft_een_rij_en_het_totaal_altijd(tel):
    # wmo at two aanbieders in one gemeente (one late), jw at another gemeente; the term ends 11 March.
    w = Wereld()
    w.start("2024-03-08", "2024-03-04")
    w.start("2024-03-18", "2024-03-04", {"aanbieder": "42420001"})
    w.start("2024-03-08", "2024-03-04", {"wet": "jw", "gemeente": "0363", "aanbieder": "42420001"})
    verwacht = {
        (None, None, None): (2, 3), ("wmo", None, None): (1, 2), ("jw", None, None): (1, 1),
        (None, "65656055", None): (1, 1), (None, "42420001", None): (1, 2), (None, None, "0384"): (1, 2),
        (None, None, "0363"): (1, 1), ("wmo", "65656055", None): (1, 1), ("wmo", "42420001", None): (0, 1),
        ("jw", "42420001", None): (1, 1), ("wmo", None, "0384"): (1, 2), ("jw", None, "0363"): (1, 1),
        ("jw", "65656055", None): None, ("jw", None, "0384"): None, (None, "65656055", "0384"): None,
        ("wmo", "65656055", "0384"): None,
    }  # fmt: skip
    for (wet, aanbieder, gemeente), uit in verwacht.items():
        assert tel(w, START, K=LAAT, wet=wet, aanbieder=aanbieder, gemeente=gemeente) == uit
    assert tel(w, START, K=LAAT, jaar=2025) == (0, 0)
    assert tel(w, START, K=LAAT, jaar=2025, wet="wmo") is None
    assert tel(w, START, K=LAAT, jaar=2025, kolom="waarde") is None


def test_zonder_bekende_aanbieder_telt_een_geval_overal_behalve_per_aanbieder(tel):
    # Of both laws one start of the aanbieder, and one whose header names none.
    w = Wereld()
    for wet in ("wmo", "jw"):
        w.start("2024-03-08", "2024-03-04", {"wet": wet})
        w.start("2024-03-08", "2024-03-04", {"wet": wet, "aanbieder": None, "afzender": None, "ontvanger": "0384"})
    verwacht = {
        (None, None): (4, 4), ("jw", None): (2, 2), ("wmo", None): (2, 2), (None, "65656055"): (2, 2),
        ("wmo", "65656055"): (1, 1), ("jw", "65656055"): (1, 1),
    }  # fmt: skip
    assert {plek: tel(w, START, K=LAAT, wet=plek[0], aanbieder=plek[1]) for plek in verwacht} == verwacht


def test_een_jaar_is_definitief_28_dagen_en_de_meldtijd_na_oudjaar(tel):
    # 31 December 2024 + 28 + 56 = 25 March 2025.
    w = Wereld()
    w.start("2024-03-08", "2024-03-04")
    for K, status in (("2025-03-24", "voorlopig"), ("2025-03-25", "definitief")):
        assert tel(w, START, K=dag(K), kolom="status") == status
    keuzes = {"registratielag_dagen": 0}  # 28 January 2025
    for K, status in (("2025-01-27", "voorlopig"), ("2025-01-28", "definitief")):
        assert tel(w, START, K=dag(K), kolom="status", keuzes=keuzes) == status


def test_de_grenzen_tellen_wat_nog_niet_om_is_tegen_en_mee(tel):
    # K = 1 March 2024. Ingangsdatum 1 January begun in time (1/1); two of 15 February run until 14 March, one of them
    # has begun: both uncertain. Bounds 1/3 and 3/3.
    w = Wereld()
    w.toewijzing("2023-12-20", ingangsdatum="2024-01-01")
    w.start("2024-01-12", "2024-01-10")
    for nummer in (2, 3):
        w.toewijzing("2024-02-01", ingangsdatum="2024-02-15", toewijzingnummer=nummer)
    w.start("2024-02-20", "2024-02-20", toewijzingnummer=3)
    K = dag("2024-03-01")
    assert tel(w, WACHT, K=K) == (1, 1)
    assert tel(w, WACHT, K=K, kolom="grens_onder") == pytest.approx(1 / 3)
    assert tel(w, WACHT, K=K, kolom="grens_boven") == pytest.approx(1)
    assert tel(w, WACHT, K=LAAT, kolom="grens_onder") is None
    # A4 knows no open cases: the bounds are the figure itself.
    assert tel(w, START, K=K) == (2, 2)
    assert tel(w, START, K=K, kolom="grens_onder") == tel(w, START, K=K, kolom="grens_boven") == 1
    # Wilson at 1 of 1: z² = 3.8415, lower bound 1 / (1 + z²) = 0.2065.
    assert tel(w, WACHT, K=K, kolom="onder") == pytest.approx(0.20655, abs=1e-4)


def test_onbeantwoorde_regels_zijn_de_onzekerheid_van_de_kwaliteit(tel):
    # One good line answered; a claim of two debit lines and a credit without answer: bounds 1/3 and 3/3; per claim 1/2.
    w = Wereld()
    w.antwoord("2024-02-12", f"B{w.declaratie('2024-02-05', {'referentienummer': 'R1'})}")
    w.declaratie("2024-03-05", *({"referentienummer": f"R{n}"} for n in (2, 3)),
                 {"referentienummer": "C1", "vorig_referentienummer": "R1", "debet_credit": "C"})  # fmt: skip
    K = dag("2024-03-10")
    assert tel(w, GOED, K=K) == (1, 1)
    for variant, onder in (("basis", 1 / 3), ("eenheid=declaratie", 1 / 2)):
        assert tel(w, GOED, K=K, kolom="grens_onder", variant=variant) == pytest.approx(onder)
        assert tel(w, GOED, K=K, kolom="grens_boven", variant=variant) == 1
