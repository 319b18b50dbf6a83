"""Things to mend: for every point a case that is found and its nearest neighbours that are not."""

import pandas as pd
import pytest
from kpi.hulp_keten import AANBIEDER, ANDERE, BUURGEMEENTE, GEMEENTE, JW, Keten
from normwijzer.kpi.proces.herstel import FINDERS, count_herstel, load_herstelpunten

DATUM = pd.Timestamp


def gevonden(keten: Keten, punt: str, K: str = "2025-06-01", jaar: int = 2024, **wie) -> int:
    """How many there are, in all or at one partner; rows per partner and per message must add up to the total."""
    frames = {naam: frame[frame.punt.eq(punt)] for naam, frame in count_herstel(keten.basis(K, jaar)).items()}
    samen, punten = frames["herstel_samen"], frames["herstelpunten"]
    totaal = samen.loc[samen.wet.isna(), "aantal"].item()
    for frame in (samen[samen.wet.notna()], punten, frames["herstelregels"]):
        assert frame["aantal"].sum() == totaal
    for kolom, naam in wie.items():
        punten = punten[punten[kolom].eq(naam)]
    return int(punten["aantal"].sum())


def berichten(keten: Keten, punt: str, K: str = "2025-06-01") -> list[tuple]:
    regels = count_herstel(keten.basis(K))["herstelregels"]
    kolommen = ["berichttype", "identificatie", "dagtekening", "aantal"]
    return list(regels.loc[regels.punt.eq(punt), kolommen].itertuples(index=False, name=None))


def test_woorden_en_code_hebben_dezelfde_punten():
    assert set(load_herstelpunten()) == set(FINDERS)


def test_elk_punt_zegt_wat_de_partij_kan_doen():
    for punt in load_herstelpunten().values():
        assert punt.wie in ("aanbieder", "gemeente"), punt.punt
        assert punt.titel[0].isupper(), punt.punt
        for tekst in (punt.uitleg, punt.actie):
            assert tekst[0].isupper(), punt.punt
            assert tekst.endswith("."), punt.punt
        assert punt.bron, punt.punt
        if punt.dagen:
            assert f"{punt.dagen} dagen" in punt.uitleg, punt.punt


def test_zonder_berichten_heeft_elk_punt_een_totaal_van_nul():
    frames = count_herstel(Keten().basis())
    assert list(frames["herstel_samen"].punt) == list(load_herstelpunten())
    assert frames["herstel_samen"]["aantal"].sum() == 0
    assert frames["herstelpunten"].empty
    assert frames["herstelregels"].empty


def op_toewijzing(**velden) -> Keten:
    """A toewijzing from 1 January 2024, as `velden` say."""
    keten = Keten()
    keten.toewijzing("2023-12-20", **{"toewijzingsdatum": "2023-12-20", "ingangsdatum": "2024-01-01"} | velden)
    return keten


def test_een_stop_zonder_start_staat_in_het_jaar_van_de_stop():
    keten = op_toewijzing()
    stop = keten.stop("2024-03-05", "2023-12-01", "2024-03-01", "19")
    assert gevonden(keten, "stop_zonder_start") == 1
    assert gevonden(keten, "stop_zonder_start", jaar=2023) == 0
    assert berichten(keten, "stop_zonder_start") == [("307", keten.naam(stop), DATUM("2024-03-05"), 1)]
    keten.start("2024-03-06", "2023-12-01")
    assert gevonden(keten, "stop_zonder_start") == 0


def test_van_een_verwijderde_toewijzing_hoeft_geen_levering_te_worden_hersteld():
    keten = op_toewijzing()
    keten.stop("2024-03-05", "2024-01-01", "2024-03-01", "19")
    keten.toewijzing("2024-03-10", einddatum="2024-01-01", reden_wijziging="13")
    assert gevonden(keten, "stop_zonder_start") == 0


def test_een_nieuwe_start_zonder_stop_van_de_vorige():
    keten = op_toewijzing()
    eerste = keten.start("2024-01-03", "2024-01-02")
    assert gevonden(keten, "start_zonder_stop") == 0
    keten.start("2025-02-03", "2025-02-02")
    assert gevonden(keten, "start_zonder_stop") == 0
    assert gevonden(keten, "start_zonder_stop", jaar=2025) == 1  # the year of the new start
    keten.start("2024-05-03", "2024-05-02")
    assert berichten(keten, "start_zonder_stop") == [("305", keten.naam(eerste), DATUM("2024-01-03"), 1)]
    keten.stop("2024-05-01", "2024-01-02", "2024-04-30", "20")
    assert gevonden(keten, "start_zonder_stop") == 0


def test_een_toewijzing_waarop_nooit_is_begonnen():
    keten = op_toewijzing()
    ander = keten.toewijzing("2024-01-05", toewijzingnummer=2, ingangsdatum="2024-01-10", client="p2")
    keten.start("2024-01-03", "2024-01-02")
    assert gevonden(keten, "nooit_begonnen", K="2024-02-06") == 0  # 28 days after is on the 7th
    assert gevonden(keten, "nooit_begonnen", K="2024-02-07") == 1
    assert berichten(keten, "nooit_begonnen") == [("301", keten.naam(ander), DATUM("2024-01-05"), 1)]
    keten.stop("2024-09-05", "2024-08-01", "2024-09-01", "19", toewijzingnummer=2, client="p2")
    assert gevonden(keten, "nooit_begonnen") == 0  # late, but begun


def test_wat_nooit_begon_verwijst_naar_het_laatste_bericht_van_de_toewijzing():
    keten = op_toewijzing()
    laatste = keten.toewijzing("2024-02-01", toewijzingsdatum="2024-02-01", einddatum="2024-12-31")
    assert berichten(keten, "nooit_begonnen") == [("301", keten.naam(laatste), DATUM("2024-02-01"), 1)]


def test_afgelopen_zonder_stop():
    keten = op_toewijzing(einddatum="2024-06-30")
    start = keten.start("2024-01-03", "2024-01-02")
    assert gevonden(keten, "niet_gestopt", K="2024-06-30") == 0
    assert gevonden(keten, "niet_gestopt", K="2024-07-01") == 1
    assert berichten(keten, "niet_gestopt") == [("305", keten.naam(start), DATUM("2024-01-03"), 1)]
    keten.stop("2024-07-02", "2024-01-02", "2024-06-30", "19")
    assert gevonden(keten, "niet_gestopt") == 0


def test_een_levering_die_afliep_en_opnieuw_begon_telt_een_keer():
    keten = op_toewijzing(einddatum="2024-06-30")
    keten.start("2024-01-03", "2024-01-02")
    keten.start("2024-08-03", "2024-08-02")
    assert gevonden(keten, "niet_gestopt") == 2  # both are past the end of the toewijzing without a stop
    assert gevonden(keten, "start_zonder_stop") == 0


@pytest.mark.parametrize(("K", "aantal"), [("2024-05-31", 0), ("2024-06-01", 1)])
def test_lang_tijdelijk_gestopt_is_meer_dan_91_dagen(K, aantal):
    keten = op_toewijzing()
    keten.start("2024-01-03", "2024-01-02")
    stop = keten.stop("2024-03-01", "2024-01-02", "2024-03-01", "20")
    assert gevonden(keten, "tijdelijk_zonder_vervolg", K=K) == aantal
    if aantal:
        assert berichten(keten, "tijdelijk_zonder_vervolg", K) == [("307", keten.naam(stop), DATUM("2024-03-01"), 1)]


@pytest.mark.parametrize("vervolg", ["start", "definitieve stop"])
def test_een_tijdelijke_stop_met_vervolg_is_klaar(vervolg):
    keten = op_toewijzing()
    keten.start("2024-01-03", "2024-01-02")
    keten.stop("2024-03-01", "2024-01-02", "2024-03-01", "20")
    if vervolg == "start":
        keten.start("2024-04-02", "2024-04-01")
    else:
        keten.stop("2024-05-01", "2024-01-02", "2024-04-20", "19")
    assert gevonden(keten, "tijdelijk_zonder_vervolg") == 0


def volgens_plan(reden: str = "19", kop: dict | None = None) -> Keten:
    """A delivery that stopped on 31 March 2024."""
    keten = Keten()
    keten.toewijzing("2023-12-20", kop, ingangsdatum="2024-01-01")
    keten.start("2024-01-03", "2024-01-02", kop)
    keten.stop("2024-04-02", "2024-01-02", "2024-03-31", reden, kop)
    return keten


def elders(keten: Keten, van: str, tot: str | None = None, kop: dict | None = None, **velden) -> Keten:
    keten.toewijzing("2024-03-20", {"aanbieder": ANDERE} | (kop or {}), toewijzingnummer=9, ingangsdatum=van,
                     einddatum=tot, **velden)  # fmt: skip
    return keten


@pytest.mark.parametrize(
    ("van", "tot", "aantal"),
    [
        ("2024-04-28", None, 1),  # 28 days after
        ("2024-04-29", None, 0),
        ("2024-02-01", "2024-04-01", 1),  # running on
        ("2024-02-01", "2024-03-31", 0),  # ends on the same day
    ],
)
def test_volgens_plan_gestopt_met_een_andere_toewijzing(van, tot, aantal):
    assert gevonden(elders(volgens_plan(), van, tot), "volgens_plan_met_vervolg") == aantal


def test_de_eigen_toewijzing_en_een_andere_client_zijn_geen_vervolg():
    keten = volgens_plan()
    assert gevonden(keten, "volgens_plan_met_vervolg") == 0
    assert gevonden(elders(keten, "2024-04-01", client="p2"), "volgens_plan_met_vervolg") == 0


def test_een_verwijderde_toewijzing_is_geen_vervolg():
    keten = elders(volgens_plan(), "2024-04-01", "2024-04-01", reden_wijziging="13")
    assert gevonden(keten, "volgens_plan_met_vervolg") == 0


def test_de_andere_wet_is_geen_vervolg_en_elke_wet_heeft_haar_eigen_reden():
    assert gevonden(elders(volgens_plan(), "2024-04-01", kop=JW), "volgens_plan_met_vervolg") == 0
    assert gevonden(elders(volgens_plan("31", JW), "2024-04-01", kop=JW), "volgens_plan_met_vervolg") == 1
    assert gevonden(elders(volgens_plan("31"), "2024-04-01"), "volgens_plan_met_vervolg") == 0  # Wmo 31: moved


def test_een_levering_zonder_toewijzing_is_ook_vervolg():
    keten = volgens_plan()
    keten.start("2024-04-12", "2024-04-10", {"aanbieder": ANDERE}, toewijzingnummer=77)
    assert gevonden(keten, "volgens_plan_met_vervolg") == 1
    assert gevonden(keten, "volgens_plan_met_vervolg", aanbieder=AANBIEDER) == 1  # who stopped, not who goes on
    assert gevonden(keten, "volgens_plan_met_vervolg", aanbieder=ANDERE) == 0


def test_een_nieuwe_start_op_de_eigen_toewijzing_is_vervolg():
    keten = volgens_plan()
    keten.start("2024-04-12", "2024-04-10")
    assert gevonden(keten, "volgens_plan_met_vervolg") == 1


def test_begonnen_voor_de_ingangsdatum():
    keten = op_toewijzing()
    keten.start("2024-01-03", "2023-12-31")
    assert gevonden(keten, "start_voor_ingangsdatum", jaar=2023) == 1
    assert gevonden(keten, "start_voor_ingangsdatum") == 0
    keten.toewijzing("2024-01-10", toewijzingsdatum="2024-01-10", ingangsdatum="2023-12-31")
    assert gevonden(keten, "start_voor_ingangsdatum", jaar=2023) == 0  # mended by the gemeente


def regel(**velden) -> dict:
    return {"periode_begin": "2024-02-01", "periode_einde": "2024-02-29", **velden}


def test_een_declaratie_op_een_verwijderde_toewijzing():
    keten = op_toewijzing()
    claim = keten.declaratie("2024-03-05", regel(referentienummer="a"), regel(referentienummer="b", client="p2"))
    assert gevonden(keten, "prestatie_op_verwijderde_toewijzing") == 0
    keten.toewijzing("2024-03-10", einddatum="2024-01-01", reden_wijziging="13")
    assert gevonden(keten, "prestatie_op_verwijderde_toewijzing") == 2
    verwacht = [("323", keten.naam(claim), DATUM("2024-03-05"), 2)]
    assert berichten(keten, "prestatie_op_verwijderde_toewijzing") == verwacht
    assert gevonden(keten, "prestatie_zonder_toewijzing") == 0
    keten.antwoord("2024-03-12", keten.naam(claim), {"referentienummer": "a", "codes": ["9384"]})
    assert gevonden(keten, "prestatie_op_verwijderde_toewijzing") == 1  # a rejected line needs no credit


def test_een_gecrediteerde_regel_hoeft_niet_meer_te_worden_hersteld():
    keten = Keten()
    claim = keten.declaratie("2024-03-05", regel(referentienummer="a"))
    keten.antwoord("2024-03-12", keten.naam(claim))
    assert gevonden(keten, "prestatie_zonder_toewijzing") == 1
    terug = regel(referentienummer="c", vorig_referentienummer="a", debet_credit="C")
    credit = keten.declaratie("2024-04-05", terug, nummer="N2")
    assert gevonden(keten, "prestatie_zonder_toewijzing") == 1  # the credit has no answer yet
    keten.antwoord("2024-04-12", keten.naam(credit))
    assert gevonden(keten, "prestatie_zonder_toewijzing") == 0
    assert gevonden(keten, "credit_zonder_debet") == 0


def test_een_declaratie_zonder_bekende_toewijzing():
    keten = op_toewijzing()
    keten.declaratie("2024-03-05", regel(), regel(toewijzingnummer=2), regel(toewijzingnummer=None))
    assert gevonden(keten, "prestatie_zonder_toewijzing") == 2
    keten.toewijzing("2024-03-10", {"gemeente": BUURGEMEENTE}, toewijzingnummer=2)
    assert gevonden(keten, "prestatie_zonder_toewijzing") == 2  # the number of another gemeente
    keten.toewijzing("2024-03-10", JW, toewijzingnummer=2)
    assert gevonden(keten, "prestatie_zonder_toewijzing") == 2  # and of the other law


@pytest.mark.parametrize(
    ("begin", "einde", "aantal"),
    [
        ("2024-02-01", "2024-06-30", 0),
        ("2023-12-31", "2024-02-29", 1),
        ("2024-06-01", "2024-07-01", 1),
        ("2023-12-01", "2024-07-31", 1),
    ],
)
def test_een_declaratie_buiten_de_toewijzing(begin, einde, aantal):
    keten = op_toewijzing(einddatum="2024-06-30")
    keten.declaratie("2024-08-05", regel(periode_begin=begin, periode_einde=einde))
    assert gevonden(keten, "prestatie_buiten_toewijzing") == aantal


def test_een_declaratie_zonder_startbericht():
    keten = op_toewijzing()
    keten.declaratie("2024-03-05", regel())
    assert gevonden(keten, "prestatie_zonder_start") == 1
    keten.start("2024-03-04", "2024-03-01")
    assert gevonden(keten, "prestatie_zonder_start") == 1  # begun after the claimed month
    keten.start("2024-03-04", "2024-02-29")
    assert gevonden(keten, "prestatie_zonder_start") == 0


def test_een_stop_zonder_start_vertelt_ook_van_een_levering():
    keten = op_toewijzing()
    keten.declaratie("2024-03-05", regel())
    keten.stop("2024-03-04", "2024-02-10", "2024-02-28", "19")
    assert gevonden(keten, "prestatie_zonder_start") == 0


def afgewezen() -> Keten:
    keten = op_toewijzing()
    claim = keten.declaratie("2024-03-05", regel(referentienummer="a"), regel(referentienummer="b", code="02A02"))
    keten.antwoord("2024-03-12", keten.naam(claim), {"referentienummer": "a"})
    return keten


@pytest.mark.parametrize(
    ("dag", "velden", "aantal"),
    [
        ("2024-04-05", {}, 0),
        ("2024-03-05", {}, 1),  # not later
        ("2024-04-05", {"code": "02A02"}, 1),
        ("2024-04-05", {"periode_begin": "2024-02-02"}, 1),
        ("2024-04-05", {"toewijzingnummer": 2}, 1),
        ("2024-04-05", {"debet_credit": "C"}, 1),
        ("2025-04-05", {"bedrag": 1}, 0),  # another year and another amount
    ],
)
def test_een_afgewezen_regel_is_hersteld_door_een_latere_die_niet_is_afgewezen(dag, velden, aantal):
    keten = afgewezen()
    assert gevonden(keten, "afwijzing_niet_hersteld") == 1
    keten.declaratie(dag, regel(referentienummer="c", **velden), nummer="N2")
    assert gevonden(keten, "afwijzing_niet_hersteld") == aantal


def test_een_tweede_afwijzing_herstelt_niets():
    keten = afgewezen()
    claim = keten.declaratie("2024-04-05", regel(referentienummer="c"), nummer="N2")
    keten.antwoord("2024-04-12", keten.naam(claim), kop="0001")
    assert gevonden(keten, "afwijzing_niet_hersteld") == 2


def test_een_andere_aanbieder_of_gemeente_herstelt_niets():
    keten = afgewezen()
    keten.declaratie("2024-04-05", regel(referentienummer="c"), nummer="N2", aanbieder=ANDERE)
    keten.declaratie("2024-04-05", regel(referentienummer="d"), nummer="N3", gemeente=BUURGEMEENTE)
    assert gevonden(keten, "afwijzing_niet_hersteld") == 1


def test_credits_zonder_debet_zijn_er_evenveel_als_signalen():
    keten = op_toewijzing()
    claim = keten.declaratie("2024-03-05", regel(referentienummer="a"))
    keten.antwoord("2024-03-12", keten.naam(claim))
    terug = {"vorig_referentienummer": "a", "debet_credit": "C"}
    for nummer, velden in enumerate([terug, terug, terug | {"vorig_referentienummer": "z"}, {"debet_credit": "C"}]):
        credit = regel(referentienummer=f"c{nummer}", **velden)
        los = keten.declaratie(f"2024-04-0{5 + nummer}", credit, nummer=f"M{nummer}")
        keten.antwoord("2024-04-20", keten.naam(los))
    signalen = keten.toestand(bekend_op="2025-06-01").signalen
    assert signalen.loc[signalen.signaal.eq("credit_zonder_debet"), "aantal"].sum() == 3
    assert gevonden(keten, "credit_zonder_debet") == 3
    namen = [identificatie for _, identificatie, _, _ in berichten(keten, "credit_zonder_debet")]
    assert "B4" not in namen  # the first credit undid the debit
    assert gevonden(keten, "credit_zonder_debet", jaar=2025) == 0


@pytest.mark.parametrize(("K", "aantal"), [("2024-04-19", 0), ("2024-04-22", 1)])
def test_een_declaratie_zonder_antwoord_is_die_van_a9(K, aantal):
    keten = op_toewijzing()
    claim = keten.declaratie("2024-04-05", regel(client="p1"), regel(client="p2"))  # a Friday; 10 days later the 19th
    assert gevonden(keten, "declaratie_zonder_antwoord", K=K) == aantal
    if aantal:
        assert berichten(keten, "declaratie_zonder_antwoord", K) == [("323", keten.naam(claim), DATUM("2024-04-05"), 1)]
        punten = count_herstel(keten.basis(K))["herstelpunten"].query("punt == 'declaratie_zonder_antwoord'")
        (punt,) = punten.itertuples(index=False)
        assert (punt.wie, punt.wet, punt.gemeente, punt.clienten) == ("gemeente", "wmo", GEMEENTE, 2)
        assert pd.isna(punt.aanbieder)


def test_een_verzoek_zonder_antwoord_noemt_het_bericht_alleen_als_dat_vaststaat():
    keten = Keten()
    enig = keten.verzoek("2024-03-01", "a")
    for referentie in ("b", "c"):
        keten.verzoek("2024-03-04", referentie)
    keten.besluit("2024-03-06", "a", "2")
    assert gevonden(keten, "verzoek_zonder_antwoord", K="2024-04-26") == 0
    assert gevonden(keten, "verzoek_zonder_antwoord", K="2024-04-27") == 1
    regels = count_herstel(keten.basis())["herstelregels"].query("punt == 'verzoek_zonder_antwoord'")
    namen = list(regels.identificatie.where(regels.identificatie.notna(), "?"))
    assert sorted(zip(namen, regels["aantal"], strict=True)) == [("?", 2), (keten.naam(enig), 1)]


def test_punten_tellen_per_partij_en_elke_client_een_keer():
    keten = Keten()
    for nummer, kop in enumerate([{}, {}, {"aanbieder": ANDERE}, {"aanbieder": ANDERE, **JW}], start=1):
        client = "p1" if nummer < 3 else "p2"
        keten.toewijzing("2024-01-05", kop, toewijzingnummer=nummer, ingangsdatum="2024-01-10", client=client)
    frames = {naam: f[f.punt.eq("nooit_begonnen")] for naam, f in count_herstel(keten.basis()).items()}
    punten, samen = frames["herstelpunten"], frames["herstel_samen"]
    assert punten.gemeente.isna().all()
    kolommen = ["wet", "aanbieder", "aantal", "clienten"]
    assert list(punten[kolommen].itertuples(index=False, name=None)) == [
        ("jw", ANDERE, 1, 1), ("wmo", AANBIEDER, 2, 1), ("wmo", ANDERE, 1, 1),
    ]  # fmt: skip
    assert list(samen.wet.fillna("")) == ["", "jw", "wmo"]
    assert list(zip(samen["aantal"], samen.clienten, strict=True)) == [(4, 2), (1, 1), (3, 2)]
