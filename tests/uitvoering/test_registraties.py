"""sjabloon, opgave lezen and bevolking lezen as a user starts them: files, words and exit codes."""

import tomllib

import pytest
from normwijzer.uitvoering.hoofd import voer_uit
from registraties.hulp_cbs import VERWACHT, klassieke_bestanden, leg_map, leg_zip, nieuwe_bestanden
from registraties.hulp_opgave import AGB, ANDER, KOP, lees, leg_csv, maak_regio, vul


def _voer_uit(paden, *argumenten: str) -> int:
    return voer_uit([*argumenten, "--data", str(paden.data)])


def test_formulier_gaat_uit_komt_terug_en_landt(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    assert _voer_uit(paden, "sjabloon", "--regio", "proef", "--jaar", "2025") == 0
    sjablonen = paden.registraties("proef") / "sjablonen" / "2025"
    assert sorted(pad.name for pad in sjablonen.iterdir()) == [
        f"aanbiederopgave_{ANDER}.xlsx", f"aanbiederopgave_{AGB}.xlsx",
    ]  # fmt: skip
    ontvangen = paden.registraties("proef") / "ontvangen"
    for agb in (AGB, ANDER):
        vul(sjablonen / f"aanbiederopgave_{agb}.xlsx", ontvangen / f"{agb}.xlsx", {("netwerkpleegzorg", None): (6, 10)})
    assert _voer_uit(paden, "opgave", "lezen", "--regio", "proef") == 0
    tekst = capsys.readouterr().out
    assert "2 nieuw, 0 vervangen" in tekst
    assert f"{AGB}.xlsx" in tekst
    assert "Ontbreekt:" in tekst
    assert lees(paden).opgave["teller"].tolist() == [6.0, 6.0]


def test_een_veranderd_formulier_wordt_niet_overschreven(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    vraag = ("sjabloon", "--regio", "proef", "--jaar", "2025", "--uit", str(tmp_path / "uit"))
    assert _voer_uit(paden, *vraag) == 0
    eerste = {pad.name: pad.read_bytes() for pad in (tmp_path / "uit").iterdir()}
    assert _voer_uit(paden, *vraag) == 0
    assert {pad.name: pad.read_bytes() for pad in (tmp_path / "uit").iterdir()} == eerste
    ingevuld = tmp_path / "uit" / f"aanbiederopgave_{AGB}.xlsx"
    vul(ingevuld, ingevuld, {("netwerkpleegzorg", None): (6, 10)})
    bewaard = ingevuld.read_bytes()
    assert _voer_uit(paden, *vraag) == 1
    assert ingevuld.read_bytes() == bewaard
    assert f"Niet overschreven: aanbiederopgave_{AGB}.xlsx" in capsys.readouterr().out


def test_zonder_aanbieders_kan_er_geen_formulier(tmp_path, capsys):
    paden = maak_regio(tmp_path, aanbieders=None)
    assert _voer_uit(paden, "sjabloon", "--regio", "proef", "--jaar", "2025") == 2
    assert "proef/aanbieders.csv: ontbreekt" in capsys.readouterr().err
    assert not (paden.registraties("proef") / "sjablonen").exists()


def test_iets_geweigerd_is_code_een_en_de_rest_landt(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    leg_csv(
        paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;", f"{AGB};2025;;eigen_gemeente;11;10;;", naam="ontvangen/een.csv"
    )
    leg_csv(paden, "x", naam="ontvangen/oud.xls")
    leg_csv(paden, "x", naam="ontvangen/~$een.xlsx")
    assert _voer_uit(paden, "opgave", "lezen", "--regio", "proef") == 1
    tekst = capsys.readouterr().out
    assert "een.csv, regel 3, kolom teller: de teller is groter dan de noemer" in tekst
    assert "oud.xls: is geen .xlsx of .csv" in tekst
    assert "~$" not in tekst
    assert (paden.registraties("proef") / "aanbiederopgave.csv").read_text(encoding="utf-8") == (
        f"{KOP}\n{AGB};2025;;netwerkpleegzorg;6;10;;\n"
    )


def test_niets_bruikbaars_is_code_twee_en_verandert_niets(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    doel = leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;")
    voor = doel.read_bytes()
    los = leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;zes;10;;", naam="los.csv")
    assert _voer_uit(paden, "opgave", "lezen", str(los), "--regio", "proef") == 2
    uitvoer = capsys.readouterr()
    assert "los.csv, regel 2, kolom teller: is geen getal" in uitvoer.out
    assert "niets bruikbaars" in uitvoer.err
    assert doel.read_bytes() == voor


@pytest.mark.parametrize(
    ("argumenten", "melding"),
    [
        (("opgave", "lezen", "--regio", "proef"), "zet de ingevulde formulieren daar"),
        (("opgave", "lezen", "--regio", "prof"), "bedoelt u 'proef'?"),
        (("sjabloon", "--regio", "proef", "--jaar", "1999"), "een jaar van 2015 tot en met 2099"),
        (("bevolking", "lezen", "bestaat_niet.zip"), "bestaat niet"),
    ],
)
def test_verkeerd_gebruik_is_code_twee_met_een_zin(tmp_path, capsys, argumenten, melding):
    assert _voer_uit(maak_regio(tmp_path), *argumenten) == 2
    fout = capsys.readouterr().err
    assert melding in fout
    assert "Traceback" not in fout


def test_bevolking_komt_aan_met_herkomst_en_bewaart_wat_er_was(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    paden.bevolking.parent.mkdir(parents=True)
    paden.bevolking.write_text("regio;jaar;leeftijd;aantal\nGM0034;2019;0;5\nGM0034;2023;0;6\n", encoding="utf-8")
    paden.bevolking.with_suffix(".toml").write_text('bron = "CBS"\n', encoding="utf-8")
    download = leg_zip(tmp_path / 'gek "naam".zip', nieuwe_bestanden())
    assert _voer_uit(paden, "bevolking", "lezen", str(download)) == 0
    regels = paden.bevolking.read_text(encoding="utf-8").splitlines()
    assert regels[:2] == ["regio;jaar;leeftijd;aantal", "GM0034;2019;0;5"]
    assert regels[1:] == sorted(["GM0034;2019;0;5", *(";".join(map(str, rij)) for rij in VERWACHT)], key=_orde)
    herkomst = tomllib.loads(paden.bevolking.with_suffix(".toml").read_text(encoding="utf-8"))
    assert herkomst == {"bron": "CBS", "tabel": "03759ned", "gelezen": 'gek "naam".zip', "licentie": "CC BY 4.0"}
    tekst = capsys.readouterr().out
    assert "2 gemeenten, 2023 tot en met 2024" in tekst
    assert "Van eerder behouden: 1." in tekst


def _orde(regel: str) -> tuple:
    regio, *getallen = regel.split(";")
    return regio, *map(int, getallen)


def test_verzonnen_gemeenten_van_de_demo_blijven_en_heten_verzonnen(tmp_path):
    paden = maak_regio(tmp_path)
    paden.bevolking.parent.mkdir(parents=True)
    paden.bevolking.write_text("regio;jaar;leeftijd;aantal\n9901;2025;0;5\nGM0034;2025;0;6\n", encoding="utf-8")
    paden.bevolking.with_suffix(".toml").write_text('bron = "synthetisch"\n', encoding="utf-8")
    for _ in range(2):
        klassiek = leg_map(tmp_path / "cbs", klassieke_bestanden())
        assert _voer_uit(paden, "bevolking", "lezen", str(klassiek)) == 0
        assert tomllib.loads(paden.bevolking.with_suffix(".toml").read_text(encoding="utf-8"))[
            "synthetische_gemeenten"
        ] == ["GM9901"]
        assert "GM0034;2025" not in paden.bevolking.read_text(encoding="utf-8")
    bronnen = lees(paden)
    assert (bronnen.bevolking_bron, len(bronnen.bevolking)) == ("synthetisch", 1)


def test_een_mislukte_bevolking_laat_alles_staan(tmp_path):
    paden = maak_regio(tmp_path)
    paden.bevolking.parent.mkdir(parents=True)
    paden.bevolking.write_text("regio;jaar;leeftijd;aantal\nGM0034;2019;0;5\n", encoding="utf-8")
    bestanden = nieuwe_bestanden()
    bestanden["Observations.csv"] += b"kapot\n"
    assert _voer_uit(paden, "bevolking", "lezen", str(leg_zip(tmp_path / "x.zip", bestanden))) == 2
    assert [pad.name for pad in paden.bevolking.parent.iterdir()] == ["bevolking.csv"]
    assert paden.bevolking.read_text(encoding="utf-8").endswith("GM0034;2019;0;5\n")


def test_een_vreemde_bevolking_wordt_niet_overschreven(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    paden.bevolking.parent.mkdir(parents=True)
    paden.bevolking.write_text("mijn eigen lijst\n", encoding="utf-8")
    assert _voer_uit(paden, "bevolking", "lezen", str(leg_zip(tmp_path / "x.zip", nieuwe_bestanden()))) == 2
    assert "zou verloren gaan" in capsys.readouterr().err
    assert paden.bevolking.read_text(encoding="utf-8") == "mijn eigen lijst\n"
