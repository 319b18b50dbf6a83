"""Messages that contradict each other or lack what they are known by: nothing merges that may be different."""

from itertools import permutations

import pandas as pd
import pytest
from hulp_tabellen import maak_tabellen
from normwijzer.fouten import DataFout
from normwijzer.toestand import reconstrueer, standaard_bekend_op
from toestand.hulp_wereld import PRODUCT, Wereld, datum_tekst, signaaltelling

ANDER = {"aanbieder": "42420001"}


def test_levering_van_een_andere_aanbieder_dan_die_van_de_toewijzing_geeft_een_signaal() -> None:
    wereld = Wereld()
    wereld.toewijzing("2024-01-01")
    wereld.start("2024-01-05", "2024-01-02", ANDER)
    wereld.start("2024-03-05", "2024-03-02", ANDER)  # a second period of the same delivery is no second signal
    signalen = signaaltelling(wereld.toestand())
    assert signalen["levering_andere_aanbieder"] == 1
    assert "meer_leveringen_op_toewijzing" not in signalen
    wereld.toewijzing("2024-04-01", ANDER, einddatum="2024-12-31")
    assert "levering_andere_aanbieder" not in signaaltelling(wereld.toestand()), "de laatste versie geldt"


@pytest.mark.parametrize("anders", [{"kop": ANDER}, {"client": "p2"}])
def test_elke_levering_na_de_eerste_op_een_nummer_geeft_een_signaal(anders: dict) -> None:
    wereld = Wereld()
    wereld.start("2024-01-05", "2024-01-02")
    assert "meer_leveringen_op_toewijzing" not in signaaltelling(wereld.toestand())
    wereld.start("2024-02-05", "2024-02-02", **anders)
    wereld.start("2024-02-05", "2024-02-02", {"gemeente": "0363"})
    wereld.start("2024-02-05", "2024-02-02", toewijzingnummer=None)
    toestand = wereld.toestand()
    gemeld = toestand.signalen[toestand.signalen["signaal"] == "meer_leveringen_op_toewijzing"]
    assert gemeld[["bestand", "aantal"]].to_numpy().tolist() == [["1.xml", 1]], "geboekt op de tweede"


@pytest.mark.parametrize("bekend_op", [None, pd.NaT])
def test_zonder_enige_leesbare_datum_is_de_toestand_leeg_en_k_onbekend(bekend_op) -> None:
    wereld = Wereld()
    wereld.start(None, "2024-01-01")
    wereld.bericht("306", "2024-01-01", dagtekening_retour=None, identificatie_retour="R")
    tabellen = maak_tabellen(wereld.rijen)
    assert pd.isna(standaard_bekend_op(tabellen))
    toestand = reconstrueer(tabellen, bekend_op=bekend_op)
    assert pd.isna(toestand.bekend_op)
    assert pd.isna(toestand.peildatum)
    assert toestand.leverperioden.empty
    assert signaaltelling(toestand)["zonder_dagtekening"] == 2
    assert toestand.telling["later_bekend"].tolist() == [1, 1]


def test_twintigduizend_gelijke_regels_in_declaratie_en_antwoord_worden_alle_afgewezen() -> None:
    aantal = 20_000
    wereld = Wereld()
    wereld.declaratie("2024-02-01", {"referentienummer": "R2"})
    wereld.antwoord("2024-02-10", "B0")
    regel = {"bericht": 0, "client": "p1", "code": "02A01", "bedrag": 100, "toewijzingnummer": 1}
    regel |= {"periode_begin": "2024-01-01"}
    declaratie = regel | {"categorie": "02", "debet_credit": "D"}
    wereld.rijen["prestaties"] += [declaratie | {"regel": nummer} for nummer in range(1, aantal + 1)]
    genoemd = [regel | {"bericht": 1, "regel": nummer} for nummer in range(aantal)]
    wereld.rijen["antwoord_prestaties"] = genoemd
    code = {"bericht": 1, "klasse": "Prestatie"}
    wereld.rijen["retourcodes"] += [code | {"regel": r["regel"], "code": f"934{r['regel'] % 3}"} for r in genoemd]
    toestand = wereld.toestand()
    assert toestand.prestaties["status"].value_counts().to_dict() == {"afgewezen": aantal, "toegekend": 1}
    assert toestand.prestaties["retourcodes"].value_counts().to_dict() == {"9340 9341 9342": aantal, "": 1}
    assert toestand.declaraties.loc[0, ["ingediend", "toegekend"]].tolist() == [100 * aantal + 100, 100]
    assert signaaltelling(toestand)["antwoord_niet_eenduidig"] == aantal


def test_regel_die_ruim_en_precies_genoemd_is_krijgt_de_codes_van_beide() -> None:
    wereld = Wereld()
    wereld.declaratie("2024-02-01", *({"referentienummer": "R1", "bedrag": bedrag} for bedrag in (100, 200)))
    genoemd = {"referentienummer": "R1", "toewijzingnummer": 1, "periode_begin": "2024-01-01"}
    precies = genoemd | {"bedrag": 200, "codes": ["9342", "9340"]}
    wereld.antwoord("2024-02-10", "B0", precies, genoemd | {"bedrag": 999, "codes": ["9341", "9340"]})
    prestaties = wereld.toestand().prestaties
    assert prestaties["status"].tolist() == ["afgewezen", "afgewezen"]
    assert prestaties["retourcodes"].tolist() == ["9340 9341", "9340 9341 9342"]


def test_bedragen_die_niet_op_te_tellen_zijn_geven_een_fout_en_nooit_een_omgeslagen_som() -> None:
    hoogste = 999_999_999_999
    wereld = Wereld()
    wereld.declaratie("2024-02-01", {"bedrag": hoogste}, {"bedrag": hoogste, "debet_credit": "C"}, {"bedrag": hoogste})
    assert wereld.toestand().declaraties.loc[0, "ingediend"] == hoogste
    wereld.declaratie("2024-02-01", {"bedrag": 2**62}, {"bedrag": 2**62})
    with pytest.raises(DataFout, match="te hoog om op te tellen"):
        wereld.toestand()


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        ({"gemeente": None, "afzender": "384"}, {"gemeente": None, "afzender": "38x4"}),
        ({"aanbieder": None, "ontvanger": "6565"}, {"aanbieder": None, "ontvanger": "agb"}),
    ],
)
def test_partijen_die_niet_te_herkennen_zijn_worden_niet_een_partij(een: dict, ander: dict) -> None:
    """A 301, a 305 and a 323 of each, with equal Identificatie where they made it: nothing of one reaches the other."""
    wereld = Wereld()
    kolom, kant = ("gemeente", "afzender") if "gemeente" in een else ("aanbieder", "ontvanger")
    for kop in (een, ander):
        partijen = {"afzender": "0384", "ontvanger": "65656055"} | kop
        terug = partijen | {"afzender": partijen["ontvanger"], "ontvanger": partijen["afzender"]}
        eigen = {"identificatie": "X"} if kolom == "gemeente" else {}
        wereld.toewijzing("2024-01-01", partijen | eigen)
        eigen = {"identificatie": "X"} if kolom == "aanbieder" else {}
        wereld.start("2024-01-05", "2024-01-02", terug | eigen)
        wereld.declaratie("2024-02-01", {"referentienummer": "R"}, **terug | eigen)
    wereld.antwoord("2024-02-10", "B2" if kolom == "gemeente" else "X", **{"afzender": "0384"} | een)
    toestand = wereld.toestand()
    verwacht = sorted(kop[kant] for kop in (een, ander))
    assert sorted(toestand.leveringen[kolom]) == verwacht
    assert sorted(toestand.declaraties[kolom]) == verwacht
    assert sorted(toestand.declaraties["status"]) == ["ingediend", "toegekend"]
    if kolom == "gemeente":
        assert sorted(toestand.toewijzingen["gemeente"]) == verwacht
        assert "levering_zonder_toewijzing" not in signaaltelling(toestand)
    else:
        assert signaaltelling(toestand)["toewijzing_andere_aanbieder"] == 1


@pytest.mark.parametrize("omgedraaid", [False, True])
def test_retour_op_een_onherkende_gemeente_keurt_alleen_haar_eigen_bericht_af(omgedraaid: bool) -> None:
    wereld = Wereld()
    for gemeente in ("384", "385"):
        kop = {"gemeente": None, "afzender": gemeente, "ontvanger": "65656055", "identificatie": "X"}
        wereld.toewijzing("2024-01-01", kop)
    kop = {"gemeente": None, "aanbieder": "65656055", "identificatie": "X", "identificatie_retour": "R"}
    partijen = ["65656055", "384"] if omgedraaid else ["384", "65656055"]
    kop |= dict(zip(("afzender", "ontvanger"), partijen, strict=True))
    retour = wereld.bericht("302", "2024-01-01", dagtekening_retour="2024-01-02", **kop)
    wereld.rijen["retourcodes"] = [{"bericht": retour, "klasse": "Header", "code": "0001"}]
    toestand = wereld.toestand()
    assert toestand.toewijzingen["gemeente"].tolist() == ["385"]
    assert "retour_zonder_bericht" not in signaaltelling(toestand)


def test_leveringen_van_onbekende_personen_zonder_nummer_raken_elkaar_niet() -> None:
    wereld = Wereld()
    onbekend = {"client": None, "toewijzingnummer": None}
    wereld.start("2024-01-05", "2024-01-02", **onbekend)
    wereld.start("2024-03-05", "2024-03-02", **onbekend)
    wereld.stop("2024-04-02", "2024-03-02", "2024-04-01", "19", **onbekend)
    toestand = wereld.toestand()
    assert len(toestand.leveringen) == 3
    perioden = toestand.leverperioden
    assert [datum_tekst(dag) for dag in perioden["einde_effectief"]] == [None, None, "2024-04-01"]
    assert [datum_tekst(dag) for dag in perioden["dagtekening_start"]] == ["2024-01-05", "2024-03-05", None]
    assert [datum_tekst(dag) for dag in perioden["dagtekening_definitief"]] == [None, None, "2024-04-02"]
    assert signaaltelling(toestand)["levering_zonder_client"] == 3
    bekend = Wereld()
    bekend.start("2024-01-05", "2024-01-02", client=None)
    bekend.stop("2024-02-02", "2024-01-02", "2024-02-01", "19", client=None)
    assert bekend.toestand().leverperioden["status"].tolist() == ["gestopt"], "een nummer zegt wel om wie het gaat"


def test_zelfde_referentie_aan_twee_gemeenten_is_een_verzoek_van_de_vroegste_dagtekening() -> None:
    wereld = Wereld()
    for dag, gemeente, client in (("2024-01-09", "0384", "p1"), ("2024-01-03", "0363", "p2")):
        verzoek = wereld.bericht("315", dag, gemeente=gemeente)
        wereld.regel("aanvraag_regels", verzoek, referentie_aanbieder="r1", **PRODUCT | {"client": client})
    wereld.toewijzing("2024-01-20", referentie_aanbieder="r1")
    toestand = wereld.toestand()
    rij = toestand.verzoeken.iloc[0]
    assert len(toestand.verzoeken) == 1
    assert (rij["gemeente"], rij["client"], rij["status"]) == ("0363", "p2", "toegewezen")
    assert datum_tekst(rij["ingediend"]) == "2024-01-03"
    assert signaaltelling(toestand)["verzoek_dubbel"] == 1


@pytest.mark.parametrize("namen", list(permutations("abc")))
def test_vroegste_envelop_van_de_kopieen_telt_hoe_de_bestanden_ook_heten(namen: tuple[str, ...]) -> None:
    wereld = Wereld()
    for naam, tijdstip in zip(namen, ("2024-01-05 10:00:00", "2024-01-01 23:59:59", None), strict=True):
        kop = {"identificatie": "X", "envelop_tijdstip": tijdstip, "bestand": f"{naam}.xml"}
        wereld.start("2024-01-03", "2024-01-01", kop)
    assert signaaltelling(wereld.toestand())["dagtekening_in_de_toekomst"] == 1
    wereld.rijen["berichten"][1]["envelop_tijdstip"] = "2024-01-03 00:00:00"
    assert "dagtekening_in_de_toekomst" not in signaaltelling(wereld.toestand())
