"""Options over families: one KPI id in two families, choices per family, choices that only some KPI's know."""

from datetime import date, datetime

import pytest
from kpi.wereld import to_regio
from normwijzer.fouten import DataFout
from normwijzer.kpi import check_opties, state_variants
from normwijzer.kpi.opties import families, load_opties, resolve, state_deviations, variants

JEUGD = ("jeugd_transformatie", "jeugd_kwaliteit")
DUUR = "maanden_verblijf_gemiddeld"
TOM = "tom_instroom_zonder_uithuisplaatsing"


@pytest.fixture
def regio(tmp_path):
    def maak(opties=None, families_=("wmo", *JEUGD)):
        gemaakt = to_regio(tmp_path, opties)
        object.__setattr__(gemaakt, "families", tuple(families_))
        return gemaakt

    return maak


def test_elke_familie_met_opties_is_bekend():
    assert families() == ("wmo", *JEUGD, "administratief_proces")


@pytest.mark.parametrize("familie", [*JEUGD, "administratief_proces"])
def test_elke_optie_legt_zich_uit_en_kan_zijn_eigen_waarden(familie):
    for optie in load_opties(familie).values():
        assert optie.uitleg.endswith("."), optie.naam
        assert 5 < len(optie.kort) < 60, optie.naam
        for kpi in optie.kpi:
            assert optie.allowed(kpi), optie.naam
            assert optie.standaard[kpi] not in optie.varianten[kpi], optie.naam


def test_uitval_bestaat_in_twee_wetten_en_een_optie_gaat_naar_wie_haar_kent(regio):
    gekozen = regio({"uitval": {"code23_uitval": False, "k1_met_35": True}})
    assert resolve(gekozen, "wmo", "uitval")["code23_uitval"] is False
    assert resolve(gekozen, "jeugd_kwaliteit", "uitval")["k1_met_35"] is True
    assert "k1_met_35" not in resolve(gekozen, "wmo", "uitval")


def test_een_optie_die_beide_kennen_geldt_voor_beide_tenzij_de_familie_erbij_staat(regio):
    allebei = regio({"uitval": {"jaar_op": "dagtekening"}})
    assert resolve(allebei, "wmo", "uitval")["jaar_op"] == "dagtekening"
    assert resolve(allebei, "jeugd_kwaliteit", "uitval")["jaar_op"] == "dagtekening"
    een = regio({"uitval": {"jaar_op": "dagtekening"}, "jeugd_kwaliteit": {"uitval": {"jaar_op": "einddatum"}}})
    assert resolve(een, "wmo", "uitval")["jaar_op"] == "dagtekening"
    assert resolve(een, "jeugd_kwaliteit", "uitval")["jaar_op"] == "einddatum"


def test_de_dichtstbijzijnde_keuze_wint(regio):
    opties = {"registratielag_dagen": 10, "jeugd_transformatie": {"registratielag_dagen": 20}}
    assert resolve(regio(opties), "wmo", "uitval")["registratielag_dagen"] == 10
    assert resolve(regio(opties), "jeugd_transformatie", DUUR)["registratielag_dagen"] == 20
    opties = opties | {DUUR: {"registratielag_dagen": 30}}
    assert resolve(regio(opties), "jeugd_transformatie", DUUR)["registratielag_dagen"] == 30
    assert resolve(regio(opties), "jeugd_transformatie", TOM)["registratielag_dagen"] == 20


def test_een_algemene_keuze_die_een_kpi_niet_kent_is_voor_de_andere(regio):
    gekozen = regio({"eenheid": "periode"})
    assert resolve(gekozen, "jeugd_transformatie", DUUR)["eenheid"] == "periode"
    assert resolve(gekozen, "jeugd_transformatie", TOM)["eenheid"] == "jeugdige"
    gekozen = regio({"eenheid": "toewijzing"})
    assert resolve(gekozen, "jeugd_transformatie", DUUR)["eenheid"] == "periode"
    assert resolve(gekozen, "jeugd_transformatie", TOM)["eenheid"] == "toewijzing"


def test_een_getal_en_zijn_tekst_zijn_dezelfde_keuze(regio):
    for waarde in (30, "30"):
        assert resolve(regio({"maand": waarde}), "jeugd_transformatie", DUUR)["maand"] == "30"
    assert resolve(regio({"maand": 30.4375}), "jeugd_transformatie", DUUR)["maand"] == "30.4375"


@pytest.mark.parametrize(
    ("opties", "delen"),
    [
        ({"jeugd_kwaliteit": {"gat_maanden": 3}}, ["[opties.jeugd_kwaliteit]", "'gat_maanden' is onbekend"]),
        ({"jeugd_kwaliteit": {"uitval": {"k32_venster": 6}}}, ["werkt niet op uitval", "herhaald_beroep"]),
        ({"jeugd_kwaliteit": {"uitvall": {"k1_met_35": True}}}, ["[opties.jeugd_kwaliteit.uitvall]", "'uitval'"]),
        ({"jeugd_kwaliteit": {"uitval": {"k1_met_35": 1}}}, ["[opties.jeugd_kwaliteit.uitval]", "true, false"]),
        ({"eenheid": "gezin"}, ["jeugdige", "toewijzing", "periode"]),
        ({DUUR: {"eenheid": "toewijzing"}}, [f"[opties.{DUUR}]", "periode, jeugdige"]),
        ({"maand": 31}, ["30.4375, 30, kalender"]),
        ({"gat_dagen": "ooit"}, ['of "nooit"']),
        ({"jeugd_kwaliteit": {"retour_negeren": True}}, ["geldt voor de hele regio"]),
        ({"tie_volgorde_jeugd": ["02", "31"]}, ["elk één keer", "32"]),
        ({"uitval": {"uitval": {"jaar_op": "einddatum"}}}, ["[opties.uitval.uitval]"]),
    ],
)
def test_een_foute_keuze_zegt_waar_wat_en_wat_wel_mag(regio, opties, delen):
    with pytest.raises(DataFout) as fout:
        check_opties(regio(opties))
    for deel in ("proefregio/regio.toml", *delen):
        assert deel in str(fout.value)


def test_een_toestand_is_gedeeld_door_de_families_die_haar_vragen(regio):
    soorten = state_variants(regio())
    assert list(soorten) == ["basis", "retour_negeren=true"]
    assert set(soorten["basis"]["tie_volgorde"]) == {"wmo", "jw"}
    assert set(state_variants(regio(families_=["wmo"]))["basis"]["tie_volgorde"]) == {"wmo"}


def test_een_eigen_volgorde_geeft_de_familie_van_die_wet_een_variant(regio):
    volgorde = ["31", "02", "39", "32", "33", "34", "35", "38", "36", "37"]
    gekozen = regio({"tie_volgorde_jeugd": volgorde})
    assert state_variants(gekozen)["basis"]["tie_volgorde"]["jw"] == tuple(volgorde)
    namen = {familie: set(state_deviations(gekozen, familie)) for familie in families()}
    assert namen["wmo"] == {"retour_negeren=true"}
    assert len(namen["jeugd_kwaliteit"]) == 2


@pytest.mark.parametrize("familie", JEUGD)
def test_elke_afwijking_is_een_variant_en_geen_twee_heten_gelijk(regio, familie):
    for kpi in {kpi for optie in load_opties(familie).values() for kpi in optie.kpi}:
        namen = [naam for naam, _ in variants(regio(), familie, kpi)]
        assert namen[0] == "basis"
        assert len(namen) == len(set(namen))
        for optie in load_opties(familie).values():
            if kpi in optie.kpi and not optie.voor_toestand:
                assert len([n for n in namen if n.startswith(f"{optie.naam}=")]) == len(optie.varianten[kpi]), (
                    optie.naam
                )


@pytest.mark.parametrize(
    ("ruw", "gelezen"),
    [
        ([], ()),
        (["2024-05-10"], ("2024-05-10",)),
        (["2025-05-30", date(2024, 5, 10), "2025-05-30"], ("2024-05-10", "2025-05-30")),
    ],
)
def test_een_lijst_van_dagen_staat_op_volgorde_en_elke_dag_een_keer(regio, ruw, gelezen):
    gekozen = regio({"extra_dagen": ruw}, ("administratief_proces",))
    assert resolve(gekozen, "administratief_proces", "tijdig_startbericht")["extra_dagen"] == gelezen


@pytest.mark.parametrize("ruw", ["2024-05-10", ["10-05-2024"], ["2024-02-30"], [20240510], ["20240510"], [True]])
def test_wat_geen_lijst_van_dagen_is_wordt_geweigerd_met_wat_wel_kan(regio, ruw):
    with pytest.raises(DataFout, match="een lijst met dagen"):
        check_opties(regio({"extra_dagen": ruw}))


def test_een_keuze_moet_passen_bij_een_familie_van_de_regio_zelf(regio):
    for waarde in ("declaraties", "periode"):  # periode is a choice of another family
        with pytest.raises(DataFout, match="Toegestaan: prestatie, declaratie") as fout:
            check_opties(regio({"eenheid": waarde}, ("administratief_proces",)))
        assert f'eenheid = "{waarde}" kan niet' in str(fout.value)
    check_opties(regio({"eenheid": "declaratie"}, ("administratief_proces",)))
    check_opties(regio({"eenheid": "periode"}))  # no family of the region knows more than one of these


@pytest.mark.parametrize(
    ("opties", "zoals_getypt"),
    [
        ({"termijn": True}, "termijn = true"),
        ({"registratielag_dagen": 99_999}, "vanaf 0 tot en met 36500"),
        ({"extra_dagen": [datetime(2024, 5, 10, 10, 0)]}, "extra_dagen = [2024-05-10 10:00:00]"),
    ],
)
def test_de_melding_noemt_de_waarde_zoals_zij_er_staat_en_wat_mag(regio, opties, zoals_getypt):
    with pytest.raises(DataFout) as fout:
        check_opties(regio(opties, ("administratief_proces",)))
    assert zoals_getypt in str(fout.value)
    assert "datetime" not in str(fout.value)
