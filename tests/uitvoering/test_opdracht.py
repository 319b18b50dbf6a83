"""The command line speaks Dutch, refuses what it does not know, and ends with code 2."""

import re
from datetime import date

import pytest
from normwijzer.uitvoering.opdracht import OPDRACHTEN, parse_opdracht
from normwijzer.uitvoering.opdracht_norm import Normopdracht
from normwijzer.uitvoering.vaststellen import Vraag

VAST = "norm vaststellen --regio a --jaar 2024 --kpi uitval --perceel 1 --besluit ja --datum 2025-05-01"


def test_zonder_opties_alles_en_deelbaar():
    opdracht = parse_opdracht([])
    assert (opdracht.soort, opdracht.editie, opdracht.regios, opdracht.jaren) == ("rapporten", "deelbaar", (), ())
    assert opdracht.bekend_op is None
    assert opdracht.taken >= 1


def test_opties_mogen_vaker_en_dubbel_telt_een_keer():
    opdracht = parse_opdracht("--regio a --regio b --regio a --jaar 2024 --jaar 2025 --familie wmo".split())
    assert opdracht.regios == ("a", "b")
    assert opdracht.jaren == (2024, 2025)
    assert opdracht.families == ("wmo",)


def test_bekend_op_is_een_dag():
    assert parse_opdracht(["--bekend-op", "2025-02-28"]).bekend_op == date(2025, 2, 28)


def test_paden_worden_absoluut(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    opdracht = parse_opdracht(["--data", "d", "--reports", "r"])
    assert (opdracht.paden.data, opdracht.paden.reports) == (tmp_path / "d", tmp_path / "r")


def test_demo_en_controleer_hebben_eigen_opties():
    assert parse_opdracht(["demo", "--zaad", "7", "--schaal", "3"]).schaal == 3
    assert parse_opdracht(["controleer", "--regio", "a"]).regios == ("a",)


def test_sjabloon_opgave_en_bevolking_hebben_eigen_opties(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sjabloon = parse_opdracht("sjabloon --regio a --jaar 2025 --uit map".split())
    assert (sjabloon.regios, sjabloon.jaren, sjabloon.uit) == (("a",), (2025,), tmp_path / "map")
    assert parse_opdracht("sjabloon --regio a --jaar 2025".split()).uit is None
    opgave = parse_opdracht("opgave lezen een.xlsx twee.csv --regio a".split())
    assert opgave.bestanden == (tmp_path / "een.xlsx", tmp_path / "twee.csv")
    assert parse_opdracht("opgave lezen --regio a een.xlsx twee.csv".split()).bestanden == opgave.bestanden
    assert parse_opdracht("opgave lezen --regio a".split()).bestanden == ()
    assert parse_opdracht("bevolking lezen x.zip".split()).bestanden == (tmp_path / "x.zip",)


@pytest.mark.parametrize(
    ("argumenten", "melding"),
    [
        ("--bekend-op 31-12-2024", "geen datum"),
        ("--bekend-op 2025-02-29", "geen datum"),
        ("--jaar 24", "geen jaar"),
        ("--taken 0", "heel getal vanaf 1"),
        ("--editie open", "Toegestaan"),
        ("--regoi a", "onbekend: --regoi a"),
        ("--reg a", "onbekend: --reg a"),
        ("--regio", "hoort een waarde"),
        ("nor", "onbekend: nor"),
        ("demo --jaar 2024", "onbekend: --jaar 2024"),
        ("demo --schaal 0.5", "heel getal vanaf 1"),
        ("controleer --xsd /bestaat/niet", "bestaat niet"),
        ("sjabloon --jaar 2025", "hier ontbreekt: --regio"),
        ("sjabloon --regio a", "hier ontbreekt: --jaar"),
        ("sjabloon --regio a --regio b --jaar 2025", "één regio tegelijk"),
        ("opgave --regio a", "hier ontbreekt: lezen"),
        ("opgave schrijven --regio a", "Toegestaan: 'lezen'"),
        ("opgave lezen x.csv", "hier ontbreekt: --regio"),
        ("bevolking lezen", "hier ontbreekt: BESTAND"),
        ("bevolking lezen een twee", "onbekend: twee"),
        ("norm", "hier ontbreekt wat er moet gebeuren"),
        ("norm --regio a", "Toegestaan: vaststellen, tonen, vergelijken"),
        ("norm vastsellen", "'vastsellen' bestaat niet, bedoelt u vaststellen"),
        ("norm tonen", "hier ontbreekt: --regio"),
        ("norm tonen --regio a --norm 12%", "onbekend: --norm 12%"),
        ("norm tonen --regio a --regio b", "--regio: één keer is genoeg"),
        (f"{VAST} --norm 12", "hier ontbreekt: --bandbreedte"),
        (f"{VAST} --norm 12% --bandbreedte smal", "Toegestaan: 'vast', 'trechter', 'klassen'"),
        (f"{VAST} --bandbreedte klassen", "hier ontbreekt: --norm of --methode"),
        (f"{VAST} --bandbreedte klassen --norm een", "'een' is geen aandeel"),
        (f"{VAST} --bandbreedte klassen --norm -5%", "hierachter hoort een waarde"),
        (f"{VAST} --bandbreedte klassen --norm 1", "'1' kan 1% en 100% zijn"),
        (f"{VAST} --bandbreedte klassen --norm 12% --norm 13%", "--norm: één keer is genoeg"),
        (f"{VAST} --bandbreedte klassen --norm 12% --herzien", "hierachter hoort waarom"),
        (f"{VAST} --bandbreedte klassen --norm 12% --reden x", "hoort bij --herzien"),
        (f"{VAST} --bandbreedte klassen --norm 12% --herzien x --reden y", "geef de reden één keer"),
        (f"{VAST} --bandbreedte klassen --norm 12% --geldt-vanaf 25", "geen jaar"),
    ],
)
def test_verkeerd_gebruik_geeft_een_nederlandse_melding_en_code_twee(argumenten, melding, capsys):
    with pytest.raises(SystemExit) as einde:
        parse_opdracht(argumenten.split())
    assert einde.value.code == 2
    tekst = capsys.readouterr().err
    assert melding in tekst
    assert "error" not in tekst
    assert "usage" not in tekst


def test_norm_vaststellen_wordt_een_vraag():
    opdracht = parse_opdracht([*VAST.split(), "--norm", "12 %", "--bandbreedte", "vast", "--breedte", "0,05"])
    assert (opdracht.soort, opdracht.regios, opdracht.norm.handeling) == ("norm", ("a",), "vaststellen")
    assert opdracht.norm.vraag == Vraag(
        kpi="uitval", jaar=2024, perceel="1", norm=0.12, bandbreedte="vast", breedte=0.05, besluit="ja",
        datum=date(2025, 5, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("getypt", "norm"),
    [
        ("0.12", 0.12),
        ("0,12", 0.12),
        ("12%", 0.12),
        ("12,5%", 0.125),
        ("7%", 0.07),
        ("100%", 1.0),
        ("0", 0.0),
        ("12", 12.0),
    ],
)
def test_aandeel_mag_met_punt_komma_of_procent(getypt, norm):
    opdracht = parse_opdracht([*VAST.split(), "--bandbreedte", "klassen", "--norm", getypt])
    assert opdracht.norm.vraag.norm == norm  # not 0.07000000000000001


@pytest.mark.parametrize("meer", [["--herzien", "omdat"], ["--herzien", "--reden", "omdat"]])
def test_reden_van_herziening_mag_achter_herzien_of_apart(meer):
    opdracht = parse_opdracht([*VAST.split(), "--bandbreedte", "klassen", "--methode", "mediaan", *meer])
    assert opdracht.norm.vraag.reden_herziening == "omdat"
    assert (opdracht.norm.vraag.norm, opdracht.norm.vraag.methode) == (None, "mediaan")


def test_norm_tonen_en_vergelijken_mogen_worden_ingeperkt(tmp_path):
    opdracht = parse_opdracht(f"norm tonen --regio a --jaar 2024 --kpi uitval --data {tmp_path}".split())
    assert opdracht.norm == Normopdracht("tonen", jaar=2024, kpi="uitval")
    assert opdracht.paden.data == tmp_path
    assert parse_opdracht("norm vergelijken --regio a".split()).norm == Normopdracht("vergelijken")


@pytest.mark.parametrize("handeling", ["vaststellen", "tonen", "vergelijken"])
def test_hulp_per_handeling_is_in_het_nederlands(handeling, capsys):
    with pytest.raises(SystemExit) as einde:
        parse_opdracht(["norm", handeling, "--help"])
    assert einde.value.code == 0
    tekst = capsys.readouterr().out
    assert tekst.startswith(f"Gebruik: run_all.py norm {handeling}")
    assert not re.search("usage|options:|show this", tekst)


@pytest.mark.parametrize("opdracht", [[], *([opdracht] for opdracht in OPDRACHTEN)])
def test_hulp_is_in_het_nederlands(opdracht, capsys):
    with pytest.raises(SystemExit) as einde:
        parse_opdracht([*opdracht, "--help"])
    assert einde.value.code == 0
    tekst = capsys.readouterr().out
    assert tekst.startswith("Gebruik: run_all.py")
    for engels in ("usage", "options:", "show this", "positional"):
        assert engels not in tekst
