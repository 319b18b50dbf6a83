"""Choices the cases do not show, each in the smallest world that shows it."""

import pandas as pd
import pytest
from hulp_tabellen import lege_tabellen, maak_tabellen
from normwijzer.toestand import reconstrueer, standaard_bekend_op
from toestand.hulp_wereld import PRODUCT, Wereld, datum_tekst, signaaltelling


def test_lege_tabellen_geven_een_lege_toestand_met_alle_kolommen() -> None:
    toestand = reconstrueer(lege_tabellen())
    assert pd.isna(toestand.bekend_op)
    assert toestand.signalen.empty
    gevuld = Wereld()
    gevuld.toewijzing("2024-01-01", referentie_aanbieder="r")
    gevuld.start("2024-01-02", "2024-01-02")
    gevuld.stop("2024-02-02", "2024-01-02", "2024-02-01", "19")
    gevuld.declaratie("2024-02-03", {"referentienummer": "R1"})
    vol = gevuld.toestand()
    frames = ("toewijzingen", "versies", "leveringen", "leverperioden", "declaraties", "prestaties")
    for naam in (*frames, "heenberichten", "verzoeken"):
        leeg, anders = getattr(toestand, naam), getattr(vol, naam)
        assert leeg.dtypes.astype(str).to_dict() == anders.dtypes.astype(str).to_dict(), naam


def test_standaard_k_is_de_laatste_dagtekening_ook_van_wat_niet_telt() -> None:
    wereld = Wereld()
    wereld.start("2024-01-02", "2024-01-01")
    wereld.bericht("306", "2024-09-09", dagtekening_retour="2024-03-05", identificatie_retour="R")
    wereld.bericht("Fo01", None, envelop_tijdstip="2024-08-01", wet=None, gemeente=None, aanbieder=None)
    assert standaard_bekend_op(maak_tabellen(wereld.rijen)) == pd.Timestamp("2024-03-05")


def test_latere_kopie_met_andere_inhoud_verbergt_nooit_wat_al_bekend_was() -> None:
    wereld = Wereld()
    wereld.start("2024-03-01", "2024-02-02", {"identificatie": "X"})
    wereld.start("2024-01-01", "2024-01-01", {"identificatie": "X"})
    for bekend_op in ("2024-01-15", "2024-12-31"):
        perioden = wereld.toestand(bekend_op=bekend_op).leverperioden
        assert [datum_tekst(dag) for dag in perioden["begindatum"]] == ["2024-01-01"]
    assert signaaltelling(wereld.toestand())["zelfde_identificatie_andere_inhoud"] == 1


def test_berichten_zonder_identificatie_worden_niet_op_een_hoop_gegooid() -> None:
    wereld = Wereld()
    wereld.start("2024-01-01", "2024-01-01", {"identificatie": None})
    wereld.start("2024-02-02", "2024-02-02", {"identificatie": None})
    assert len(wereld.toestand().leverperioden) == 2


@pytest.mark.parametrize("negeren", [False, True])
def test_retour_met_foutcode_verwijdert_het_hele_bericht_tenzij_de_optie_dat_uitzet(negeren: bool) -> None:
    wereld = Wereld()
    wereld.start("2024-01-01", "2024-01-01")
    retour = wereld.bericht(
        "306", "2024-01-01", identificatie="B0", dagtekening_retour="2024-01-03", identificatie_retour="R"
    )
    for code in ("0200", "9999"):
        wereld.rijen.setdefault("retourcodes", []).append({"bericht": retour, "klasse": "Client", "code": code})
    assert len(wereld.toestand(retour_negeren=negeren).leverperioden) == (1 if negeren else 0)
    assert len(wereld.toestand(bekend_op="2024-01-02").leverperioden) == 1, "de retour was nog niet bekend"


def test_foutbericht_telt_vanaf_zijn_tijdstip_en_zonder_tijdstip_altijd() -> None:
    for tijdstip, bekend_op, over in (
        ("2024-02-01 10:00:00", "2024-01-31", 1),
        ("2024-02-01 10:00:00", "2024-02-01", 0),
        (None, "2024-01-02", 0),
    ):
        wereld = Wereld()
        wereld.start("2024-01-01", "2024-01-01", {"envelop_referentie": "e1"})
        leeg = {"wet": None, "gemeente": None, "aanbieder": None, "identificatie": None}
        wereld.bericht("Fo01", None, envelop_kruisreferentie="e1", envelop_tijdstip=tijdstip, **leeg)
        assert len(wereld.toestand(bekend_op=bekend_op).leverperioden) == over


@pytest.mark.parametrize(("tweede_envelop", "over"), [(None, 0), ("e2", 1)])
def test_foutbericht_treft_ook_de_kale_kopie_maar_niet_wat_opnieuw_in_een_goede_envelop_kwam(
    tweede_envelop: str | None, over: int
) -> None:
    wereld = Wereld()
    for envelop in ("e1", tweede_envelop):
        wereld.start("2024-01-01", "2024-01-01", {"identificatie": "X", "envelop_referentie": envelop})
    leeg = {"wet": None, "gemeente": None, "aanbieder": None, "identificatie": None}
    wereld.bericht("Fo01", None, envelop_kruisreferentie="e1", **leeg)
    for rijen in (wereld.rijen["berichten"], [*wereld.rijen["berichten"][1::-1], wereld.rijen["berichten"][2]]):
        wereld.rijen["berichten"] = rijen
        assert len(wereld.toestand().leverperioden) == over


def test_reden_13_blijft_bij_de_versie_en_een_nieuwe_versie_doet_de_toewijzing_herleven() -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-01-01", einddatum="2024-12-31")
    wereld.toewijzing("2024-02-01", einddatum="2024-01-01", reden_wijziging="13")
    wereld.toewijzing("2024-03-01", toewijzingsdatum="2024-02-01", einddatum="2024-01-01", reden_wijziging="14")
    toewijzing = wereld.toestand().toewijzingen.iloc[0]
    assert (toewijzing["status"], toewijzing["reden_wijziging"], toewijzing["versies"]) == ("verwijderd", "13", 2)
    wereld.toewijzing("2024-04-01", einddatum="2024-06-30", reden_wijziging="04")
    toestand = wereld.toestand()
    assert toestand.toewijzingen.loc[0, "status"] == "lopend"
    assert signaaltelling(toestand)["toewijzing_herleefd"] == 1
    assert toestand.versies["reden_wijziging"].fillna("").tolist() == ["", "13", "04"]


def test_bij_gelijke_stempel_gaat_de_latere_dagtekening_voor() -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-03-01", toewijzingsdatum="2024-01-01", einddatum="2024-06-30")
    wereld.toewijzing("2024-01-01", einddatum="2024-12-31")
    toestand = wereld.toestand()
    assert datum_tekst(toestand.toewijzingen.loc[0, "einddatum"]) == "2024-06-30"
    assert signaaltelling(toestand)["gelijke_stempel_andere_inhoud"] == 1


@pytest.mark.parametrize(("release", "status"), [("3.2", "gestopt"), ("3.1", "lopend")])
def test_verwijdering_met_andere_reden_past_alleen_in_oude_releases(release: str, status: str) -> None:
    wereld = Wereld()
    wereld.start("2024-01-01", "2024-01-01")
    wereld.stop("2024-02-02", "2024-01-01", "2024-02-01", "19")
    wereld.stop("2024-02-05", "2024-01-01", "2024-02-01", "21", {"release": release}, status_aanlevering="3")
    toestand = wereld.toestand()
    assert toestand.leverperioden.loc[0, "status"] == status
    assert signaaltelling(toestand).get("verwijdering_zonder_aanlevering", 0) == (1 if release == "3.2" else 0)


def test_oude_verwijdering_neemt_eerst_wat_er_al_stond_en_laat_de_vervanging_van_die_dag_staan() -> None:
    wereld = Wereld()
    oud = {"release": "3.1"}
    wereld.start("2024-01-01", "2024-01-01", oud)
    wereld.stop("2024-02-02", "2024-01-01", "2024-02-01", "20", oud)
    wereld.stop("2024-02-05", "2024-01-01", "2024-02-01", "22", oud, status_aanlevering="3")
    wereld.stop("2024-02-05", "2024-01-01", "2024-02-01", "19", oud)
    periode = wereld.toestand().leverperioden.iloc[0]
    assert (periode["status"], periode["reden_beeindiging"]) == ("gestopt", "19")
    assert pd.isna(periode["tijdelijk_gestopt_op"])


@pytest.mark.parametrize(("wet", "eerste", "tweede"), [("wmo", "19", "23"), ("wmo", "39", "19"), ("jw", "32", "19")])
def test_bij_gelijke_einddatum_wint_de_reden_die_vooraan_in_de_volgorde_staat(wet, eerste, tweede) -> None:
    wereld = Wereld()
    wereld.start("2024-01-01", "2024-01-01", {"wet": wet})
    for reden in ("36", tweede, eerste, "99", "38"):
        wereld.stop("2024-02-02", "2024-01-01", "2024-02-01", reden, {"wet": wet})
    assert wereld.toestand().leverperioden.loc[0, "reden_beeindiging"] == eerste
    anders = wereld.toestand(tie_volgorde={wet: ["38"]})
    assert anders.leverperioden.loc[0, "reden_beeindiging"] == "38"
    assert signaaltelling(anders)["meer_definitieve_stops"] == 1


def test_dagtekening_van_een_gecorrigeerde_start_is_die_van_de_eerste_aanlevering() -> None:
    wereld = Wereld()
    wereld.start("2024-01-05", "2024-01-01", code="02A09")
    wereld.start("2024-02-01", "2024-01-01", code="02A09", status_aanlevering="3")
    wereld.start("2024-02-01", "2024-01-01")
    periode = wereld.toestand().leverperioden.iloc[0]
    assert datum_tekst(periode["dagtekening_start"]) == "2024-01-05"
    assert periode["code"] == "02A01"


def test_effectief_einde_zonder_stop_is_de_vroegste_van_volgende_start_en_einde_toewijzing() -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-01-01", einddatum="2024-03-31")
    wereld.start("2024-01-05", "2024-01-02")
    wereld.start("2024-02-05", "2024-02-02")
    wereld.start("2024-04-20", "2024-04-15")
    perioden = wereld.toestand(peildatum="2024-05-01").leverperioden
    assert [datum_tekst(dag) for dag in perioden["einde_effectief"]] == ["2024-02-01", "2024-03-31", "2024-03-31"]
    assert perioden["einde_afgeleid"].tolist() == [False, True, True]  # the first only gave way to the next
    assert perioden["telt"].tolist() == [True, True, False]
    op_de_einddatum = wereld.toestand(peildatum="2024-03-31").leverperioden
    assert datum_tekst(op_de_einddatum["einde_effectief"].iloc[2]) is None, "Einddatum moet vóór de peildatum liggen"


def test_stop_voor_de_begindatum_en_verwijderde_toewijzing_laten_een_periode_niet_tellen() -> None:
    wereld = Wereld()
    wereld.start("2024-01-05", "2024-01-05")
    wereld.stop("2024-01-09", "2024-01-05", "2024-01-04", "19")
    assert wereld.toestand().leverperioden["telt"].tolist() == [False]
    wereld = Wereld()
    wereld.toewijzing("2024-01-01", einddatum="2024-01-01", reden_wijziging="13")
    wereld.start("2024-01-05", "2024-01-05")
    toestand = wereld.toestand()
    assert toestand.leverperioden["telt"].tolist() == [False]
    assert signaaltelling(toestand)["levering_op_verwijderde_toewijzing"] == 1


def test_afgewezen_regel_met_dubbel_referentienummer_wordt_op_de_details_gevonden() -> None:
    wereld = Wereld()
    tweemaal = [{"referentienummer": "R1", "bedrag": bedrag} for bedrag in (100, 200)]
    wereld.declaratie("2024-02-01", *tweemaal)
    genoemd = {"referentienummer": "R1", "toewijzingnummer": 1, "periode_begin": "2024-01-01", "bedrag": 200}
    wereld.antwoord("2024-02-10", "B0", genoemd | {"codes": ["9340", "0233"]})
    toestand = wereld.toestand()
    assert toestand.prestaties["status"].tolist() == ["toegekend", "afgewezen"]
    assert toestand.prestaties["retourcodes"].tolist() == ["", "0233 9340"]
    assert toestand.declaraties.loc[0, ["toegekend", "status"]].tolist() == [100, "deels_toegekend"]


def test_niet_te_onderscheiden_regels_worden_allebei_afgewezen_met_signaal() -> None:
    wereld = Wereld()
    wereld.declaratie("2024-02-01", {"referentienummer": "R1"}, {"referentienummer": "R1"})
    genoemd = {"referentienummer": "R1", "toewijzingnummer": 1, "periode_begin": "2024-01-01", "bedrag": 100}
    wereld.antwoord("2024-02-10", "B0", genoemd)
    toestand = wereld.toestand()
    assert toestand.prestaties["status"].tolist() == ["afgewezen", "afgewezen"]
    assert signaaltelling(toestand)["antwoord_niet_eenduidig"] == 1


def test_fout_in_de_kop_wijst_alles_af_en_het_laatste_antwoord_beslist() -> None:
    wereld = Wereld()
    wereld.declaratie("2024-02-01", {"referentienummer": "R1"})
    wereld.antwoord("2024-02-20", "B0", kop="0001")
    wereld.antwoord("2024-02-10", "B0")
    toestand = wereld.toestand()
    declaratie = toestand.declaraties.iloc[0]
    assert declaratie["status"] == "afgewezen"
    assert declaratie["geheel_afgewezen"]
    assert datum_tekst(declaratie["dagtekening_antwoord"]) == "2024-02-20"
    assert datum_tekst(declaratie["eerste_dagtekening_antwoord"]) == "2024-02-10"
    assert toestand.prestaties.loc[0, ["status", "retourcodes"]].tolist() == ["afgewezen", "0001"]
    assert wereld.toestand(bekend_op="2024-02-15").prestaties.loc[0, "status"] == "toegekend"


def test_antwoord_zonder_identificatie_hoort_bij_een_uniek_declaratienummer() -> None:
    for nummers, gevonden in ((["N1", "N2"], 1), (["N1", "N1"], 0)):
        wereld = Wereld()
        for nummer in nummers:
            wereld.declaratie("2024-02-01", {"referentienummer": nummer}, nummer=nummer)
        antwoord = wereld.antwoord("2024-02-10", None)
        wereld.rijen["declaratie_antwoorden"] = [{"bericht": antwoord, "declaratienummer": "N1"}]
        toestand = wereld.toestand()
        assert (toestand.declaraties["status"] == "toegekend").sum() == gevonden
        assert signaaltelling(toestand).get("antwoord_zonder_declaratie", 0) == 1 - gevonden


def test_twee_credits_op_een_debet_en_een_credit_op_een_credit_vinden_geen_debet() -> None:
    wereld = Wereld()
    wereld.declaratie("2024-02-01", {"referentienummer": "R1"})
    credits = [
        {"referentienummer": ref, "vorig_referentienummer": vorig, "debet_credit": "C"}
        for ref, vorig in (("C1", "R1"), ("C2", "R1"), ("C3", "C1"))
    ]
    wereld.declaratie("2024-03-01", *credits, nummer="N2")
    wereld.antwoord("2024-02-10", "B0")
    wereld.antwoord("2024-03-10", "B1")
    toestand = wereld.toestand()
    assert toestand.prestaties["status"].tolist() == ["gecrediteerd", *["toegekend"] * 3]
    assert toestand.prestaties["bedrag"].tolist() == [100, -100, -100, -100]
    assert signaaltelling(toestand)["credit_zonder_debet"] == 2
    assert wereld.toestand(bekend_op="2024-03-05").prestaties["status"].tolist() == ["toegekend", *["ingediend"] * 3]


def test_credit_kiest_bij_een_dubbel_referentienummer_de_gelijke_debetregel() -> None:
    wereld = Wereld()
    wereld.declaratie("2024-02-01", *({"referentienummer": "R1", "bedrag": bedrag} for bedrag in (100, 200)))
    credit = {"referentienummer": "C1", "vorig_referentienummer": "R1", "debet_credit": "C", "bedrag": 200}
    wereld.declaratie("2024-03-01", credit, nummer="N2")
    wereld.antwoord("2024-02-10", "B0")
    wereld.antwoord("2024-03-10", "B1")
    assert wereld.toestand().prestaties["status"].tolist() == ["toegekend", "gecrediteerd", "toegekend"]


def test_toewijzing_op_de_dag_van_de_afwijzing_wint_en_zonder_besluit_loopt_de_termijn_af() -> None:
    wereld = Wereld()
    verzoek = wereld.bericht("315", "2024-01-01")
    wereld.regel("aanvraag_regels", verzoek, referentie_aanbieder="r1", **PRODUCT)
    assert not wereld.toestand(peildatum="2024-02-26").verzoeken.loc[0, "over_termijn"], "56 dagen is nog op tijd"
    assert wereld.toestand(peildatum="2024-02-27").verzoeken.loc[0, "over_termijn"]
    afwijzing = wereld.bericht("319", "2024-01-05")
    antwoord = {"referentie_aanbieder": "r1", "verzoek_antwoord": "1", "reden_afwijzing": "2"}
    wereld.rijen["antwoorden"] = [{"bericht": afwijzing, **antwoord}]
    assert wereld.toestand().verzoeken.loc[0, ["status", "reden_afwijzing"]].tolist() == ["afgewezen", "2"]
    wereld.toewijzing("2024-01-05", referentie_aanbieder="r1")
    verzoek = wereld.toestand().verzoeken.iloc[0]
    assert verzoek["status"] == "toegewezen"
    assert pd.isna(verzoek["reden_afwijzing"])


def test_geboortejaar_komt_van_de_gemeente_en_anders_van_het_laatste_bericht() -> None:
    wereld = Wereld()
    for soort, dag, jaar in (("301", "2024-01-01", 1950), ("305", "2024-02-01", 1951), ("301", "2024-03-01", None)):
        nummer = wereld.bericht(soort, dag)
        rij = {"bericht": nummer, "client": "p1", "geboortejaar": jaar, "geboortemaand": jaar and 2}
        wereld.rijen.setdefault("clienten", []).append(rij)
    clienten = wereld.toestand().clienten
    assert clienten.to_dict("records") == [{"wet": "wmo", "client": "p1", "geboortejaar": 1950, "geboortemaand": 2}]


def test_onbekende_code_blijft_staan_en_wordt_per_wet_gemeld() -> None:
    for wet, signaal in (("wmo", 0), ("jw", 1)):
        wereld = Wereld()
        wereld.stop("2024-02-02", "2024-01-01", "2024-02-01", "19", {"wet": wet}, categorie=None, code=None)
        toestand = wereld.toestand()
        assert toestand.leverperioden.loc[0, "reden_beeindiging"] == "19"
        assert signaaltelling(toestand).get("code_niet_in_codelijst", 0) == signaal
