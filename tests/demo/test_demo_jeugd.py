"""Youth care of the demo: the truth against the pipeline, and that what should occur does occur."""

import csv
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from demo import waarheid_jeugd
from normwijzer import kpi
from normwijzer.demo import jeugd, maak_demo
from normwijzer.paden import Paden
from normwijzer.regio import lees_regio
from normwijzer.registraties import laad_indicatoren, lees_bronnen, vat_samen

REGIOS = ["brembergen", "zeldermeer"]
CELLEN = [(regio, jaar) for regio in REGIOS for jaar in (2023, 2024, 2025)]
FAMILIE_VAN = {"uitval": "jeugd_kwaliteit", "herhaald_beroep": "jeugd_kwaliteit"}


@pytest.fixture(scope="session")
def zorg(demo_data):
    """Region -> what the messages could tell about youth care, by the judge."""
    return {regio: waarheid_jeugd.lees(demo_data / "regios" / regio) for regio in REGIOS}


@pytest.fixture(scope="session")
def verwacht(zorg):
    """(region, year) -> kpi -> scope -> (teller, noemer, waarde), by the judge."""
    return {(regio, jaar): waarheid_jeugd.bereken(zorg[regio], jaar) for regio, jaar in CELLEN}


def _rijen(demo_data, regio, naam) -> list[dict]:
    with (demo_data / "regios" / regio / naam).open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def _getal(waarde):
    return None if pd.isna(waarde) else float(waarde)


@pytest.mark.parametrize("familie", ["jeugd_transformatie", "jeugd_kwaliteit"])
@pytest.mark.parametrize(("regio", "jaar"), CELLEN)
def test_elke_kpi_is_gelijk_aan_de_waarheid(pijplijn, verwacht, regio, jaar, familie):
    uit = kpi.bereken(familie, *pijplijn[regio], jaar).uitkomsten
    uit = uit[uit["variant"] == "basis"].astype({"soort": "str", "aanbieder": "str"})
    for naam, rijen in verwacht[regio, jaar].items():
        if FAMILIE_VAN.get(naam, "jeugd_transformatie") != familie:
            continue
        gevonden = {
            ("" if pd.isna(rij.soort) else rij.soort, "" if pd.isna(rij.aanbieder) else rij.aanbieder): (
                _getal(rij.teller), _getal(rij.noemer), _getal(rij.waarde)
            )
            for rij in uit[uit["kpi"] == naam].itertuples()
        }  # fmt: skip
        assert set(gevonden) == set(rijen), naam
        for scope, wil in rijen.items():
            for plek, (heeft, hoort) in enumerate(zip(gevonden[scope], wil, strict=True)):
                zelfde = heeft is None if hoort is None else heeft == pytest.approx(hoort, rel=1e-12)
                assert zelfde, (naam, scope, plek, heeft, hoort)


def test_aantallen_dalen_en_blijven_in_de_buurt_van_de_bedoeling(verwacht):
    eerste, laatste = (
        {regio: verwacht[regio, jaar]["jeugdigen_in_verblijf"]["", ""][0] for regio in REGIOS} for jaar in (2023, 2025)
    )
    assert 220 <= eerste["brembergen"] <= 300
    assert 145 <= eerste["zeldermeer"] <= 205
    for regio in REGIOS:
        assert 0.75 < laatste[regio] / eerste[regio] < 0.97
        ambulant = verwacht[regio, 2024]["verblijf_per_ambulant"]["", ""]
        assert 0.25 < ambulant[2] < 0.45
        gezinsgericht = [verwacht[regio, jaar]["gezinsgericht"]["", ""][2] for jaar in (2023, 2025)]
        assert gezinsgericht[0] + 0.1 < gezinsgericht[1]


def test_elke_soort_komt_elk_jaar_voor_maar_gezinshuis_pas_vanaf_2024(verwacht):
    for (_, jaar), uitkomst in verwacht.items():
        soorten = {soort for soort, aanbieder in uitkomst["jeugdigen_in_verblijf"] if not aanbieder} - {""}
        assert set(waarheid_jeugd.VERBLIJF) - soorten == ({"gezinshuis"} if jaar == 2023 else set())


@pytest.mark.parametrize("regio", REGIOS)
def test_de_berichten_beginnen_in_2020_ook_over_zorg_van_daarvoor(pijplijn, regio):
    perioden = pijplijn[regio][0].leverperioden
    perioden = perioden[perioden["wet"].eq("jw")]
    verteld = perioden[["dagtekening_start", "dagtekening_tijdelijk", "dagtekening_definitief"]]
    assert verteld.min().min() >= pd.Timestamp("2020-01-01")
    assert (perioden["begindatum"] < pd.Timestamp("2020-01-01")).any()


def test_tom_bestaat_vanaf_2023(zorg):
    tom = [p.begin for z in zorg.values() for p in z.perioden if p.soort.startswith("tom_")]
    assert min(tom).year == 2023


@pytest.mark.parametrize("regio", REGIOS)
def test_leven_van_jeugdigen_is_gevarieerd(demo_data, zorg, regio):
    z = zorg[regio]
    jeugdigen = {rij["client"]: rij for rij in _rijen(demo_data, regio, "waarheid/jeugd/clienten.csv")}
    leveringen = _rijen(demo_data, regio, "waarheid/jeugd/leveringen.csv")
    geboren = [date.fromisoformat(rij["geboren"]) for rij in jeugdigen.values() if rij["geboren"]]
    assert min(geboren).year == 2002
    assert max(geboren).year in (2023, 2024, 2025)
    gezinnen = Counter(rij["gezin"] for rij in jeugdigen.values() if rij["gezin"])
    assert set(gezinnen.values()) <= {2, 3}
    assert len(gezinnen) > 20
    redenen = {rij["gemeld_reden"] for rij in leveringen}
    assert redenen >= {"02", "31", "32", "33", "34", "35", "36", "37", "38", "39"}
    assert any(rij["tijdelijk_einde"] and not rij["einde"] for rij in leveringen)
    assert min(rij["begin"] for rij in leveringen if rij["begin"]) < "2019-01-01"
    assert min(rij["start_bekend"] for rij in leveringen if rij["start_bekend"]) >= "2020-01-01"
    assert any(p.afgeleid and p.stop is None for p in z.perioden)
    verhuisd = [v for v in z.verblijf if len({p.gemeente for p in v.delen}) > 1]
    samen = [v for v in z.verblijf if len({p.aanbieder for p in v.delen}) > 1]
    assert len(verhuisd) >= 3
    assert len(samen) > 30


@pytest.mark.parametrize("regio", REGIOS)
def test_contract_eindigt_op_2025_met_directe_opvolger(demo_data, zorg, regio):
    oud = {"brembergen": "99990205", "zeldermeer": "99990303"}[regio]
    eindes = [p for p in zorg[regio].perioden if p.aanbieder == oud and p.stop == date(2024, 12, 31)]
    assert len(eindes) >= 3
    assert {p.reden for p in eindes} <= {"36", "38"}
    opgevolgd = [
        p
        for p in eindes
        if any(q.begin == date(2025, 1, 1) and q.aanbieder != oud for q in zorg[regio].per_client[p.client])
    ]
    assert len(opgevolgd) >= len(eindes) / 2
    assert not [p for p in zorg[regio].perioden if p.aanbieder == oud and p.begin > date(2024, 12, 31)]


def test_rond_de_achttiende_verjaardag_stopt_zorg_en_gaat_zorg_door(demo_data):
    rijen = _rijen(demo_data, "brembergen", "waarheid/jeugd/clienten.csv")
    achttien = {}
    for rij in rijen:
        if rij["geboren"]:
            geboren = date.fromisoformat(rij["geboren"])
            achttien[rij["client"]] = waarheid_jeugd.plus_maanden(geboren, 216)
    leveringen = [
        (achttien[rij["client"]], date.fromisoformat(rij["begin"]), date.fromisoformat(rij["einde"]))
        for rij in _rijen(demo_data, "brembergen", "waarheid/jeugd/leveringen.csv")
        if rij["begin"] and rij["einde"] and rij["client"] in achttien
    ]
    rond = [1 for dag, begin, einde in leveringen if begin < dag and abs((einde - dag).days) <= 31]
    verder = [1 for dag, begin, einde in leveringen if begin < dag and (einde - dag).days > 90]
    assert len(rond) > 40
    assert len(verder) > 15


RANDGEVALLEN = {
    "gat van precies vier maanden, eindigend op de schrikkeldag: één periode": ["2023-03-01 2024-06-30"],
    "gat een dag langer, van 30 oktober tot 1 maart: twee perioden": ["2023-03-01 2023-10-30", "2024-03-01 2024-06-30"],
    "gat van precies vier maanden naar een maand zonder 31e, niet in een schrikkeljaar": ["2022-02-01 2023-09-30"],
    "gat een dag langer naar een maand zonder 31e": ["2022-02-01 2022-10-31", "2023-03-01 2023-09-30"],
    "gat van vier maanden over de wisseling van gemeente heen: één periode": ["2023-01-10 2024-11-30"],
    "twee aanbieders tegelijk": ["2023-04-01 2024-05-31"],
    "drie soorten, elk even lang": ["2024-04-01 2024-06-29"],
    "TOM-instroom, verblijf op de laatste dag van vier maanden": ["2023-05-01 2024-03-20"],
    "TOM-instroom, verblijf een dag na vier maanden": ["2023-05-01 2023-10-31", "2024-03-01 2024-03-20"],
}


@pytest.mark.parametrize("regio", REGIOS)
def test_randgevallen_zijn_zonder_fout_gemeld_en_geven_de_bedoelde_perioden(demo_data, zorg, regio):
    """The last jeugdigen are those of randgevallen.toml, in its order."""
    with (Path(jeugd.__file__).parent / "randgevallen.toml").open("rb") as bestand:
        gevallen = tomllib.load(bestand)["geval"]
    assert {geval["kenmerk"] for geval in gevallen} >= set(RANDGEVALLEN)
    clienten = _rijen(demo_data, regio, "waarheid/jeugd/clienten.csv")[-len(gevallen) :]
    for geval, client in zip(gevallen, clienten, strict=True):
        assert client["geboren"] == geval["geboren"].isoformat()
        gemeld = sorted((p.begin.isoformat(), p.einde.isoformat()) for p in zorg[regio].per_client[client["client"]])
        assert gemeld == sorted((begin, einde) for _, begin, einde, *_ in geval["plaatsing"]), geval["kenmerk"]
        if geval["kenmerk"] in RANDGEVALLEN:
            perioden = [f"{v.begin} {v.einde}" for v in zorg[regio].verblijf if v.client == client["client"]]
            assert perioden == RANDGEVALLEN[geval["kenmerk"]]


@pytest.fixture(scope="session")
def bronnen(demo_data):
    paden = Paden(demo_data, demo_data / "reports")
    return {regio: lees_bronnen(paden, lees_regio(paden, regio)) for regio in REGIOS}


@pytest.mark.parametrize("regio", REGIOS)
def test_opgave_telt_op_tot_de_waarheid(demo_data, bronnen, regio):
    waarheid = _rijen(demo_data, regio, "waarheid/jeugd/opgave.csv")
    assert len(waarheid) >= 3 * 8
    for rij in waarheid:
        jaar = vat_samen(bronnen[regio].opgave, rij["indicator"], int(rij["jaar"]))
        gevonden = (len(jaar), jaar["teller"].sum(), jaar["noemer"].sum())
        assert gevonden == (int(rij["aanbieders"]), int(rij["teller"]), int(rij["noemer"])), rij
    assert set(bronnen[regio].opgave["indicator"]) == {rij["indicator"] for rij in waarheid}


def test_opgave_is_volledig_in_de_ene_regio_en_onvolledig_in_de_andere(bronnen):
    volledig, onvolledig = (bronnen[regio] for regio in REGIOS)
    assert set(volledig.opgave["indicator"]) == set(laad_indicatoren())
    assert not len(volledig.signalen)
    ontbreekt = set(laad_indicatoren()) - set(onvolledig.opgave["indicator"])
    assert ontbreekt == {"verklarende_analyse", "problemen_verminderd", "doelen_gerealiseerd"}
    assert "99990306" not in set(onvolledig.opgave["agb"])
    assert onvolledig.signalen["signaal"].tolist() == ["opgave_teller_boven_noemer"]


@pytest.mark.parametrize("regio", REGIOS)
def test_opgave_over_uitstroom_past_bij_de_verzonnen_zorg(bronnen, verwacht, regio):
    """Exits per aanbieder are at least the exits from verblijf as a whole, and not many times as many."""
    for jaar in (2023, 2024):
        gemeld = vat_samen(bronnen[regio].opgave, "tevredenheid_gemeten", jaar)["noemer"].sum()
        uit_verblijf = verwacht[regio, jaar]["maanden_verblijf_gemiddeld"]["", ""][1]
        assert 0.9 * uit_verblijf < gemeld < 3 * uit_verblijf


@pytest.mark.parametrize("regio", REGIOS)
def test_bevolking_is_er_voor_elke_gemeente_leeftijd_en_jaar(bronnen, regio):
    bron = bronnen[regio]
    assert bron.bevolking_bron == "synthetisch"
    verwacht = len(bron.bevolking["gemeente"].unique()) * 7 * 100
    assert len(bron.bevolking) == verwacht == {"brembergen": 3500, "zeldermeer": 2100}[regio]
    assert set(bron.bevolking["jaar"]) == set(range(2020, 2027))
    assert set(bron.bevolking["leeftijd"]) == set(range(100))


def test_bevolking_van_een_ander_blijft_staan(klein, tmp_path):
    eigen = tmp_path / "landelijk" / "bevolking.csv"
    eigen.parent.mkdir()
    eigen.write_text("regio;jaar;leeftijd;aantal\nGM0034;2024;0;2000\n", encoding="utf-8")
    regels: list[str] = []
    maak_demo(tmp_path, voortgang=regels.append)
    assert eigen.read_text(encoding="utf-8").endswith("GM0034;2024;0;2000\n")
    assert [pad.name for pad in eigen.parent.iterdir()] == ["bevolking.csv"]
    assert any("blijft zoals het is" in regel for regel in regels)


def test_bevolking_van_de_demo_wordt_vervangen_maar_niet_als_zij_is_veranderd(klein, tmp_path):
    bevolking = tmp_path / "landelijk" / "bevolking.csv"
    maak_demo(tmp_path, zaad=3)
    eerste = bevolking.read_bytes()
    maak_demo(tmp_path, zaad=4)
    assert bevolking.read_bytes() != eerste
    bevolking.write_bytes(eerste + b"GM0034;2024;0;2000\n")
    maak_demo(tmp_path, zaad=5)
    assert bevolking.read_bytes() == eerste + b"GM0034;2024;0;2000\n"
