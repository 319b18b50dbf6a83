"""A8–A11 on small chains of messages: month ends, Christmas, credits, missing answers, claims sent again."""

import numpy as np
import pytest
from kpi.hulp_keten import ANDERE, Keten, rij
from kpi.hulp_proces import A8, A9, A10, A11, bereken, bronnen, deel, keten, tel


def declaratie(dag, *regels, **over) -> Keten:
    w = keten(ingangsdatum="2023-01-01", toegewezen=over.pop("toegewezen", "2022-12-01"))
    w.declaratie(dag, *regels, **over)
    return w


@pytest.mark.parametrize(
    ("einde", "dag", "kalendermaand", "afgerond", "d31"),
    [
        ("2024-01-31", "2024-02-29", 1, 1, 1),
        ("2024-01-31", "2024-03-01", 0, 1, 1),  # 30 days
        ("2024-01-01", "2024-02-29", 1, 0, 0),  # 59 days, next month
        ("2024-01-31", "2024-03-02", 0, 1, 1),  # 31 days
        ("2024-01-31", "2024-03-03", 0, 1, 0),
        ("2024-01-31", "2024-03-16", 0, 1, 0),  # 45 days < 45.65625
        ("2024-01-31", "2024-03-17", 0, 0, 0),
        ("2023-12-31", "2024-01-31", 1, 1, 1),
        ("2024-02-29", "2024-01-15", 1, 1, 1),  # before the end of the period
    ],
)
def test_declaratie_binnen_een_maand_volgens_elke_regel(einde, dag, kalendermaand, afgerond, d31):
    w = declaratie(dag, {"periode_einde": einde})
    assert tel(w, A8) == (kalendermaand, 1)
    assert tel(w, A8, "maandregel=afgerond") == (afgerond, 1)
    assert tel(w, A8, "maandregel=31d") == (d31, 1)


def test_late_toewijzing_verschuift_de_peildag():
    w = declaratie("2024-05-31", {"periode_einde": "2024-01-31"}, toegewezen="2024-04-02")
    assert tel(w, A8) == (1, 1)


def test_regel_zonder_periode_volgt_de_toewijzing_en_ontbreekt_zonder_beide():
    w = declaratie("2024-05-31", {"periode_einde": None}, {"periode_einde": None, "toewijzingnummer": 99})
    assert tel(w, A8) == (0, 1)
    assert deel(w, A8).ontbreekt == 1


def test_credit_en_vervangende_regel_tellen_niet_als_eerste_indiening():
    goed = {"periode_einde": "2024-01-31"}
    w = declaratie(
        "2024-02-10",
        goed | {"referentienummer": "1"},
        goed | {"referentienummer": "2", "vorig_referentienummer": "1", "debet_credit": "C"},
        goed | {"referentienummer": "3", "vorig_referentienummer": "1"},
        goed | {"referentienummer": "4", "debet_credit": None},
    )
    assert tel(w, A8) == (2, 2)


def test_geheel_geweigerde_declaratie_is_niet_ingediend_en_opnieuw_ingediend_telt():
    w = declaratie("2024-02-10", {"periode_einde": "2024-01-31"})
    w.antwoord("2024-02-12", w.naam(1), kop="8003")
    assert tel(w, A8) == (0, 0)
    w.declaratie("2024-04-10", {"periode_einde": "2024-01-31"})
    assert tel(w, A8) == (0, 1)


def test_afgewezen_regel_telt_en_opnieuw_ingediend_nog_eens():
    w = declaratie(
        "2024-02-10", {"periode_einde": "2024-01-31", "referentienummer": "1"}, {"periode_einde": "2024-01-31"}
    )
    w.antwoord("2024-02-12", w.naam(1), {"referentienummer": "1"})
    assert tel(w, A8) == (2, 2)
    w.declaratie("2024-04-10", {"periode_einde": "2024-01-31"})
    assert tel(w, A8) == (2, 3)


# A9


@pytest.mark.parametrize(("antwoord", "op_tijd"), [("2025-01-08", 1), ("2025-01-09", 0)])
def test_antwoord_over_kerst(antwoord, op_tijd):
    w = declaratie("2024-12-20")
    w.antwoord(antwoord, w.naam(1))
    assert tel(w, A9) == (op_tijd, 1)


def test_eerste_antwoord_telt():
    w = declaratie("2024-12-20")
    w.antwoord("2025-02-03", w.naam(1))
    w.antwoord("2024-12-30", w.naam(1))
    assert tel(w, A9) == (1, 1)


def test_declaratie_zonder_antwoord_is_eerst_open_en_dan_te_laat():
    w = declaratie("2024-12-20", {})
    assert tel(w, A9, K="2025-01-08") == (0, 0)
    r = rij(bereken(w, K="2025-01-08").uitkomsten.query("kpi == @A9 and variant == 'basis'"))
    assert (r.status, r.grens_onder, r.grens_boven) == ("voorlopig", 0, 1)
    assert np.isnan(r.waarde)
    assert tel(w, A9, K="2025-01-09") == (0, 1)
    mensen = bereken(w, K="2025-01-09").frames["mensen"]
    assert rij(mensen[mensen.kpi.eq(A9)]).clienten == 1


# A10


def betaald(*betalingen, K="2025-06-30", **over):
    """One claim of 100 cents, approved on 8 May 2024; ten working days later is 24 May (Ascension Day, Whit Monday)."""
    w = declaratie("2024-05-06", {"bedrag": 100}, **over)
    w.antwoord("2024-05-08", w.naam(1))
    rijen = [{"datum_betaling": dag, "bedrag": bedrag} for dag, bedrag in betalingen]
    return tel(w, A10, K=K, bron=bronnen(betalingen=rijen or [{"datum_betaling": "2024-01-01", "bedrag": 0}]))


def test_betaling_binnen_tien_werkdagen():
    assert betaald(("2024-05-24", 100)) == (1, 1)
    assert betaald(("2024-05-27", 100)) == (0, 1)
    assert betaald(("2024-05-10", 60), ("2024-05-24", 40)) == (1, 1)
    assert betaald(("2024-05-10", 60), ("2024-05-27", 40)) == (0, 1)
    assert betaald(("2024-05-10", 99)) == (0, 1)
    assert betaald(("2024-05-10", 100), ("2024-05-13", -100)) == (1, 1)


def test_niet_betaald_is_eerst_open_en_dan_te_laat():
    assert betaald(K="2024-05-24") == (0, 0)
    assert betaald(K="2024-05-27") == (0, 1)
    assert betaald(("2024-05-24", 100), K="2024-05-23") == (0, 0)


def test_twee_declaraties_met_een_nummer_worden_op_volgorde_betaald():
    w = declaratie("2024-05-06", {"bedrag": 100})
    w.declaratie("2024-05-06", {"bedrag": 50})
    w.antwoord("2024-05-08", w.naam(1))
    w.antwoord("2024-05-10", w.naam(2))
    bron = bronnen(betalingen=[{"datum_betaling": "2024-05-13", "bedrag": 100}])
    assert tel(w, A10, bron=bron) == (1, 2)
    bron = bronnen(betalingen=[{"datum_betaling": "2024-05-13", "bedrag": 149}])
    assert tel(w, A10, bron=bron) == (1, 2)
    bron = bronnen(betalingen=[{"datum_betaling": "2024-05-13", "bedrag": 150}])
    assert tel(w, A10, bron=bron) == (2, 2)


def test_betaling_van_een_ander_telt_niet():
    w = declaratie("2024-05-06", {"bedrag": 100})
    w.antwoord("2024-05-08", w.naam(1))
    for anders in ({"agb": ANDERE}, {"wet": "jw"}, {"declaratienummer": "N2"}, {"gemeente": "9902"}):
        rijen = [{"datum_betaling": "2024-05-10", "bedrag": 100} | anders]
        assert tel(w, A10, bron=bronnen(betalingen=rijen)) == (0, 1)


def test_afgewezen_declaratie_hoeft_niet_betaald():
    w = declaratie("2024-05-06", {"bedrag": 100, "referentienummer": "1"})
    w.antwoord("2024-05-08", w.naam(1), {"referentienummer": "1"})
    assert tel(w, A10, bron=bronnen(betalingen=[{"datum_betaling": "2024-05-10", "bedrag": 1}])) == (0, 0)


# A11


def test_regel_is_goed_tot_een_toegekende_credit_haar_terugneemt():
    w = declaratie("2024-02-10", {"referentienummer": "1"}, {"referentienummer": "2"}, {"referentienummer": "3"})
    assert tel(w, A11) == (0, 0)
    w.antwoord("2024-02-12", w.naam(1), {"referentienummer": "3"})
    assert tel(w, A11) == (2, 3)
    assert tel(w, A11, "eenheid=declaratie") == (0, 1)
    w.declaratie(
        "2024-03-10", {"referentienummer": "4", "vorig_referentienummer": "1", "debet_credit": "C"}, nummer="N2"
    )
    assert tel(w, A11) == (2, 3)  # the credit still pends
    w.antwoord("2024-03-12", w.naam(3))
    assert tel(w, A11) == (1, 3)


def test_geheel_geweigerde_declaratie_en_vervanging_tellen_in_de_kwaliteit():
    w = declaratie("2024-02-10", {"referentienummer": "1"})
    w.antwoord("2024-02-12", w.naam(1), kop="8003")
    assert tel(w, A11) == (0, 1)
    w.declaratie("2024-03-10", {"referentienummer": "2", "vorig_referentienummer": "1"})
    w.antwoord("2024-03-12", w.naam(3))
    assert tel(w, A11) == (1, 2)
    assert tel(w, A11, "eenheid=declaratie") == (1, 2)


def test_kwaliteit_zonder_antwoord_staat_in_de_grenzen():
    w = declaratie("2024-12-20", {"referentienummer": "1"})
    w.antwoord("2024-12-30", w.naam(1))
    w.declaratie("2024-12-30", {}, {}, nummer="N2")
    r = rij(bereken(w, K="2025-01-15").uitkomsten.query("kpi == @A11 and variant == 'basis'"))
    assert (r.teller, r.noemer) == (1, 1)
    assert (r.grens_onder, r.grens_boven) == (pytest.approx(1 / 3), 1)
