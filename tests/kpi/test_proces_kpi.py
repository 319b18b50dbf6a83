"""A1–A7 on small chains of messages: holidays, deleted and late toewijzingen, what never came or is within its term."""

import pytest
from kpi.hulp_keten import AANBIEDER, ANDERE, Keten, rij
from kpi.hulp_proces import A1, A2, A3, A4, A5, A6, A7, bereken, bronnen, deel, keten, tel


@pytest.mark.parametrize(("begin", "op_tijd"), [("2024-02-07", 1), ("2024-02-08", 0), ("2023-12-01", 1)])
def test_wachttijd_telt_tot_en_met_dag_achtentwintig(begin, op_tijd):
    # 10 January + 28 days = 7 February.
    w = keten()
    w.start("2024-02-10", begin)
    assert tel(w, A1) == (op_tijd, 1)


def test_begin_bij_een_andere_aanbieder_beeindigt_het_wachten_ook():
    w = keten()
    w.start("2024-02-10", "2024-01-20", {"aanbieder": ANDERE})
    assert tel(w, A1) == (1, 1)


def test_nooit_begonnen_is_te_laat_zodra_de_termijn_om_is():
    assert tel(keten(), A1, K="2024-02-06") == (0, 0)
    assert deel(keten(), A1, K="2024-02-06").nog_niet == 1
    assert tel(keten(), A1, K="2024-02-07") == (0, 1)


def test_wachttijd_volgt_de_eerste_ingangsdatum():
    # The second version begins in 2025; the year and the term stay those of the first.
    w = keten()
    w.toewijzing("2024-03-01", ingangsdatum="2025-02-01")
    assert tel(w, A1) == (0, 1)
    assert tel(w, A1, jaar=2025) == (0, 0)


def test_verwijderde_toewijzing_wacht_niet():
    w = keten()
    w.toewijzing("2024-01-20", ingangsdatum="2024-01-10", einddatum="2024-01-10", reden_wijziging="13")
    assert tel(w, A1) == (0, 0)
    assert tel(w, A3) == (0, 0)


def test_wachtcurve_telt_wie_nog_wacht_mee():
    # Four wait: 0 (earlier start), 10 and 30 days, and one to its Einddatum after 20 days without a start.
    w = Keten()
    for nummer, begin in ((1, "2024-01-05"), (2, "2024-01-20"), (3, "2024-02-09"), (4, None)):
        einde = "2024-01-30" if begin is None else None
        client = f"p{nummer}"
        w.toewijzing("2024-01-02", toewijzingnummer=nummer, ingangsdatum="2024-01-10", client=client, einddatum=einde)
        if begin:
            w.start("2024-03-01", begin, toewijzingnummer=nummer, client=client)
    uitkomst = bereken(w)
    curve = uitkomst.frames["wachtcurve"]
    curve = curve[curve.wet.isna()].set_index("dag")
    assert len(curve) == 27
    assert curve.s.loc[[0, 7, 14, 21, 28]].tolist() == [0.75, 0.75, 0.5, 0.5, 0.5]
    assert curve.s.loc[35] == 0
    assert curve.in_wacht.loc[[0, 7, 14, 21, 28, 35]].tolist() == [4, 3, 2, 1, 1, 0]
    assert curve.gestart.loc[[0, 7, 14, 28]].tolist() == [1, 1, 0, 1]
    assert curve.gecensureerd.loc[[0, 7, 14, 21]].tolist() == [0, 0, 1, 0]
    assert (curve.clienten == 4).all()
    neven = uitkomst.nevencijfers.set_index("kenmerk")
    assert neven.waarde["wachttijd_gemiddelde_gestart"] == pytest.approx(40 / 3)
    assert neven.waarde["wachttijd_mediaan_gestart"] == 10
    assert neven.waarde["wachttijd_mediaan_curve"] == 10
    assert neven.waarde["gestart_voor_ingangsdatum"] == 0.25
    assert neven.waarde["niet_gestart"] == 0.25


# A2


@pytest.mark.parametrize(
    ("einde", "opschorting", "basis", "negeren"),
    [
        ("2024-03-11", 0, (1, 1), (1, 1)),  # 15 January + 56 days
        ("2024-03-12", 0, (0, 1), (0, 1)),
        ("2024-03-21", 10, (1, 1), (0, 1)),
        ("2024-03-22", 10, (0, 1), (0, 1)),
    ],
)
def test_aanvraag_binnen_acht_weken(einde, opschorting, basis, negeren):
    bron = bronnen([{"datum_ontvangst": "2024-01-15", "datum_einde_melding": einde, "opschorting_dagen": opschorting}])
    assert tel(Keten(), A2, bron=bron) == basis
    assert tel(Keten(), A2, "opschorting=negeren", bron=bron) == negeren


def test_open_aanvraag_telt_pas_als_de_termijn_om_is():
    bron = bronnen([{"datum_ontvangst": "2024-01-15", "datum_einde_melding": None}])
    w = Keten()
    w.toewijzing("2024-01-02")
    assert tel(w, A2, K="2024-03-11", bron=bron) == (0, 0)
    assert tel(w, A2, K="2024-03-12", bron=bron) == (0, 1)
    assert tel(w, A2, K="2024-01-14", bron=bron) == (0, 0)


def test_einde_na_de_kennisdatum_is_nog_niet_gebeurd():
    bron = bronnen([{"datum_ontvangst": "2024-01-15", "datum_einde_melding": "2024-02-10"}])
    assert deel(keten(), A2, K="2024-02-09", bron=bron).nog_niet == 1
    assert tel(keten(), A2, K="2024-02-10", bron=bron) == (1, 1)


# A3


@pytest.mark.parametrize(
    ("dag", "strikt", "gelijk"), [("2024-01-09", 1, 1), ("2024-01-10", 0, 1), ("2024-01-11", 0, 0)]
)
def test_toewijzing_gaat_voor_de_ingangsdatum_uit(dag, strikt, gelijk):
    w = keten(toegewezen=dag, toewijzingsdatum="2024-01-01")
    assert tel(w, A3) == (strikt, 1)
    assert tel(w, A3, "gelijk_telt=true") == (gelijk, 1)


def test_toewijzing_die_alleen_als_correctie_bekend_is_kan_niet_worden_beoordeeld():
    w = keten(reden_wijziging="14")
    assert tel(w, A3) == (0, 0)
    assert deel(w, A3).ontbreekt == 1


# A4 and A5


@pytest.mark.parametrize(
    ("begin", "dag", "op_tijd"),
    [
        ("2026-05-01", "2026-05-11", 1),  # 5 May is free
        ("2026-05-01", "2026-05-12", 0),
        ("2025-04-17", "2025-04-28", 1),  # Good Friday, Easter Monday; King's Day on Saturday 26
        ("2025-04-17", "2025-04-29", 0),
        ("2024-12-20", "2024-12-31", 1),  # both Christmas days
        ("2024-12-20", "2025-01-02", 0),
    ],
)
def test_startbericht_rond_feestdagen(begin, dag, op_tijd):
    w = keten(ingangsdatum="2024-01-01")
    w.start(dag, begin)
    assert tel(w, A4, jaar=int(begin[:4]), K="2026-12-31") == (op_tijd, 1)


def test_startbericht_met_elke_keuze_van_de_kalender():
    # 1 May 2026 + 5: 11 May; without 5 May 8 May; 7 calendar days 8 May.
    w = keten(ingangsdatum="2024-01-01")
    w.start("2026-05-11", "2026-05-01")
    over = {"jaar": 2026, "K": "2026-12-31"}
    assert tel(w, A4, **over) == (1, 1)
    for variant in ("bevrijdingsdag=lustrum", "bevrijdingsdag=nooit", "termijn=kalenderdagen"):
        assert tel(w, A4, variant, **over) == (0, 1)
    assert tel(w, A4, "goede_vrijdag=false", **over) == (1, 1)
    assert tel(w, A4, opties={"extra_dagen": ["2026-05-08"]}, **over) == (1, 1)
    assert tel(w, A4, "extra_dagen={}", opties={"extra_dagen": ["2026-05-08"]}, **over) == (1, 1)


def test_toewijzing_achteraf_verschuift_de_klok():
    # Care began on 2 January, the toewijzing came on 5 February: 12 February is the fifth working day after that.
    w = keten(toegewezen="2024-02-05", ingangsdatum="2024-01-02", toewijzingsdatum="2024-02-05")
    w.start("2024-02-12", "2024-01-02")
    assert tel(w, A4) == (1, 1)
    assert tel(w, A4, "terugwerkend=letterlijk") == (0, 1)


def test_startbericht_van_een_verwijderde_en_opnieuw_gestuurde_start_telt_de_eerste_keer():
    w = keten()
    w.start("2024-01-15", "2024-01-10")
    w.start("2024-03-01", "2024-01-10", status_aanlevering="3")
    w.start("2024-03-02", "2024-01-10")
    assert tel(w, A4) == (1, 1)


def test_start_die_alleen_uit_een_stop_bekend_is_ontbreekt():
    w = keten()
    w.stop("2024-03-04", "2024-01-10", "2024-03-01", "19")
    assert tel(w, A4) == (0, 0)
    assert deel(w, A4).ontbreekt == 1
    assert tel(w, A5) == (1, 1)


def test_levering_op_een_verwijderde_toewijzing_telt_niet():
    w = keten()
    w.toewijzing("2024-01-20", ingangsdatum="2024-01-10", einddatum="2024-01-10", reden_wijziging="13")
    w.start("2024-01-15", "2024-01-10")
    w.stop("2024-03-04", "2024-01-10", "2024-03-01", "19")
    assert (tel(w, A4), tel(w, A5)) == ((0, 0), (0, 0))


def test_definitieve_stop_na_een_tijdelijke_telt_niet():
    w = keten()
    w.start("2024-01-15", "2024-01-10")
    w.stop("2024-02-20", "2024-01-10", "2024-02-01", "20")
    assert tel(w, A5) == (0, 1)
    w.stop("2024-05-02", "2024-01-10", "2024-05-01", "19")
    assert tel(w, A5) == (0, 1)


def test_afgelopen_toewijzing_zonder_stopbericht_ontbreekt():
    w = keten(einddatum="2024-06-30")
    w.start("2024-01-15", "2024-01-10")
    assert tel(w, A5) == (0, 0)
    assert deel(w, A5).ontbreekt == 1
    assert deel(w, A5, jaar=2025).ontbreekt == 0


def test_stop_van_voor_het_begin_telt_toch():
    w = keten()
    w.start("2024-01-15", "2024-01-10")
    w.stop("2024-01-12", "2024-01-10", "2024-01-05", "22")
    assert (tel(w, A4), tel(w, A5)) == ((1, 1), (1, 1))


# A6 and A7


@pytest.mark.parametrize(("afwijzing", "op_tijd"), [("2024-05-16", 1), ("2024-05-17", 0)])
def test_afwijzen_rond_hemelvaart(afwijzing, op_tijd):
    # 8 May 2024 + 5 working days, Ascension Day left out, = 16 May.
    bron = bronnen(afwijzingen=[{"datum_ontvangst": "2024-05-08", "datum_afwijzing": afwijzing}])
    assert tel(keten(), A6, bron=bron) == (op_tijd, 1)


def test_zonder_ontvangst_begint_het_afwijzen_bij_de_toewijzing():
    bron = bronnen(afwijzingen=[{"datum_afwijzing": "2024-01-09"}])  # sent on 2 January
    assert tel(keten(), A6, bron=bron) == (1, 1)
    assert tel(Keten(), A6, bron=bron) == (0, 0)
    assert deel(Keten(), A6, bron=bron).ontbreekt == 1


def test_afwijzing_na_de_kennisdatum_bestaat_nog_niet():
    bron = bronnen(afwijzingen=[{"datum_ontvangst": "2024-05-08", "datum_afwijzing": "2024-05-14"}])
    assert tel(keten(), A6, K="2024-05-13", bron=bron) == (0, 0)
    neven = bereken(keten(), K="2024-05-13", bron=bron).nevencijfers
    assert rij(neven[neven.kenmerk.eq("geaccepteerd")]).waarde == 1
    neven = bereken(keten(), bron=bron).nevencijfers
    assert rij(neven[neven.kenmerk.eq("geaccepteerd")]).waarde == 0
    assert rij(neven[neven.kenmerk.eq("geaccepteerd")], aanbieder=AANBIEDER).noemer == 1


AFWIJZING = {"datum_ontvangst": "2024-01-03", "datum_afwijzing": "2024-01-08"}  # + 5 working days = 15 January


@pytest.mark.parametrize(
    "versie",
    [
        {"einddatum": "2024-01-10", "reden_wijziging": "13"},
        {"einddatum": "2024-02-01", "reden_wijziging": "05"},
        {"einddatum": None, "reden_wijziging": "09", "code": "02A02"},
        {"einddatum": "2024-02-01"},
    ],
    ids=["verwijderd", "verkort", "andere aanbieder", "eerder einde"],
)
def test_intrekking_is_te_zien_in_de_berichten(versie):
    bron = bronnen(afwijzingen=[AFWIJZING])
    for dag, op_tijd in (("2024-01-15", 1), ("2024-01-16", 0)):
        w = keten()
        w.toewijzing(dag, ingangsdatum="2024-01-10", **versie)
        assert tel(w, A7, bron=bron) == (op_tijd, 1)


def test_verlenging_is_geen_intrekking():
    w = keten(einddatum="2024-06-30")
    w.toewijzing("2024-01-10", ingangsdatum="2024-01-10", einddatum="2024-12-31", reden_wijziging="04")
    assert tel(w, A7, bron=bronnen(afwijzingen=[AFWIJZING])) == (0, 1)


def test_intrekking_van_voor_de_afwijzing_telt_niet():
    w = keten()
    w.toewijzing("2024-01-05", ingangsdatum="2024-01-10", einddatum="2024-06-01")
    assert tel(w, A7, bron=bronnen(afwijzingen=[AFWIJZING])) == (0, 1)


def test_eigen_datum_van_intrekking_gaat_voor_de_berichten():
    w = keten()
    w.toewijzing("2024-01-09", ingangsdatum="2024-01-10", einddatum="2024-01-10", reden_wijziging="13")
    bron = bronnen(afwijzingen=[AFWIJZING | {"datum_intrekking": "2024-01-16"}])
    assert tel(w, A7, bron=bron) == (0, 1)
    assert tel(w, A7, K="2024-01-15", bron=bron) == (1, 1)  # not known yet: the message counts


def test_niet_ingetrokken_en_nog_binnen_de_termijn_wordt_apart_geteld():
    bron = bronnen(afwijzingen=[AFWIJZING])
    assert deel(keten(), A7, K="2024-01-15", bron=bron).nog_niet == 1
    assert tel(keten(), A7, K="2024-01-16", bron=bron) == (0, 1)


def test_geaccepteerd_staat_er_ook_per_wet_met_een_interval():
    bron = bronnen(afwijzingen=[{"datum_ontvangst": "2024-01-03", "datum_afwijzing": "2024-01-09"}])
    neven = bereken(keten(), bron=bron).nevencijfers
    rijen = neven[neven.kenmerk.eq("geaccepteerd")]
    assert rijen.wet.dropna().tolist() == ["wmo"]
    assert (rijen.teller.tolist(), set(rijen.noemer)) == ([0.0, 0.0, 0.0], {1.0})
    assert rijen.onder.eq(0).all()
    assert rijen.boven.between(0.79, 0.8).all()  # 0 of 1: z² / (1 + z²) = 0.793
    assert neven[neven.kenmerk.eq("wachttijd_gemiddelde_gestart")].onder.isna().all()
