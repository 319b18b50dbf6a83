"""sjabloon, opgave lezen and bevolking lezen as a user starts them: files, words and exit codes."""

import re
import tomllib
import zipfile

import openpyxl
import pytest
from normwijzer.uitvoering.hoofd import voer_uit
from registraties.hulp_cbs import VERWACHT, klassieke_bestanden, leg_map, leg_zip, nieuwe_bestanden
from registraties.hulp_opgave import AGB, ANDER, KOP, lees, leg_csv, maak_regio, telling, vul


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
        (("sjabloon", "--regio", "proef", "--jaar", "2025", "--aanbieder", "42420002"), f"bedoelt u '{AGB}'?"),
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


SYNTHETISCH = "regio;jaar;leeftijd;aantal\nGM9901;2025;0;5\nGM0034;2019;0;6\n"


def _leg_bevolking(paden, inhoud: str, toml: str | None) -> None:
    paden.bevolking.parent.mkdir(parents=True)
    paden.bevolking.write_text(inhoud, encoding="utf-8")
    if toml is not None:
        paden.bevolking.with_suffix(".toml").write_text(toml, encoding="utf-8")


@pytest.mark.parametrize(
    ("toml", "woorden"),
    [
        (None, "bestaat niet"),
        ("", "noemt geen bekende bron"),
        ('bron = "sy', "geen geldige TOML"),
        ('bron = ["CBS"]', "noemt geen bekende bron"),
        ('bron = "iets anders"', "noemt geen bekende bron"),
        ('bron = "CBS"\nsynthetische_gemeenten = 5', "geen lijst van gemeentecodes"),
        ('bron = "CBS"\nsynthetische_gemeenten = [5]', "geen lijst van gemeentecodes"),
    ],
)
def test_bevolking_van_onbekende_herkomst_wordt_nooit_cbs(tmp_path, capsys, toml, woorden):
    paden = maak_regio(tmp_path)
    _leg_bevolking(paden, SYNTHETISCH, toml)
    voor = {pad.name: pad.read_bytes() for pad in paden.bevolking.parent.iterdir()}
    assert lees(paden).bevolking_bron == ""
    assert "bevolking_zonder_bron" in telling(lees(paden))
    assert _voer_uit(paden, "bevolking", "lezen", str(leg_zip(tmp_path / "x.zip", nieuwe_bestanden()))) == 2
    fout = capsys.readouterr().err
    assert woorden in fout
    assert "herstel bevolking.toml" in fout
    assert "verwijder bevolking.csv" in fout
    assert {pad.name: pad.read_bytes() for pad in paden.bevolking.parent.iterdir()} == voor


def test_zonder_herkomst_mag_als_alles_wordt_vervangen(tmp_path):
    paden = maak_regio(tmp_path)
    _leg_bevolking(paden, "regio;jaar;leeftijd;aantal\nGM0034;2024;0;1\n", None)
    assert _voer_uit(paden, "bevolking", "lezen", str(leg_zip(tmp_path / "x.zip", nieuwe_bestanden()))) == 0
    regels = paden.bevolking.read_text(encoding="utf-8").splitlines()[1:]
    assert sorted(regels) == sorted(";".join(map(str, rij)) for rij in VERWACHT)


def test_synthetisch_met_hoofdletter_blijft_synthetisch(tmp_path):
    paden = maak_regio(tmp_path)
    _leg_bevolking(paden, SYNTHETISCH, 'bron = "Synthetisch"\n')
    assert _voer_uit(paden, "bevolking", "lezen", str(leg_zip(tmp_path / "x.zip", nieuwe_bestanden()))) == 0
    assert lees(paden).bevolking_bron == "synthetisch"
    assert "GM0034;2019" not in paden.bevolking.read_text(encoding="utf-8")


def test_twee_sets_in_een_zip_worden_allebei_genoemd(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    pad = tmp_path / "twee.zip"
    with zipfile.ZipFile(pad, "w") as archief:
        for map_ in ("oud", "nieuw"):
            for naam, inhoud in nieuwe_bestanden().items():
                archief.writestr(f"{map_}/{naam}", inhoud)
    assert _voer_uit(paden, "bevolking", "lezen", str(pad)) == 2
    fout = capsys.readouterr().err
    assert "twee.zip: bevat twee sets" in fout
    assert "nieuw/" in fout
    assert "oud/" in fout
    assert not paden.bevolking.exists()


def test_een_utf_16_download_wordt_niet_herhaald(tmp_path, capsys):
    bestanden = nieuwe_bestanden()
    bestanden["Observations.csv"] = bestanden["Observations.csv"].decode("utf-8-sig").encode("utf-16")
    assert _voer_uit(maak_regio(tmp_path), "bevolking", "lezen", str(leg_zip(tmp_path / "x.zip", bestanden))) == 2
    assert "x.zip, Observations.csv: is geen UTF-8 maar UTF-16." in capsys.readouterr().err


def test_alleen_de_gevraagde_aanbieder_krijgt_een_formulier(tmp_path):
    paden = maak_regio(tmp_path)
    assert _voer_uit(paden, "sjabloon", "--regio", "proef", "--jaar", "2025", "--aanbieder", AGB) == 0
    sjablonen = paden.registraties("proef") / "sjablonen" / "2025"
    assert [pad.name for pad in sjablonen.iterdir()] == [f"aanbiederopgave_{AGB}.xlsx"]


def test_een_naam_met_stuurtekens_en_een_regio_die_al_regio_heet(tmp_path):
    paden = maak_regio(tmp_path, aanbieders=f"agb;naam\n{AGB};De \x07Zilveren\x1f Boom\n")
    toml = paden.regio("proef") / "regio.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"Proef"', '"Regio Proef"'), encoding="utf-8")
    assert _voer_uit(paden, "sjabloon", "--regio", "proef", "--jaar", "2025") == 0
    pad = paden.registraties("proef") / "sjablonen" / "2025" / f"aanbiederopgave_{AGB}.xlsx"
    blad = openpyxl.load_workbook(pad)["Toelichting"]
    tekst = "\n".join(str(cel.value) for (cel,) in blad.iter_rows(max_col=1))
    assert "Opgave van De Zilveren Boom over 2025" in tekst
    assert "\nRegio Proef volgt" in tekst


def test_een_regio_zonder_berichten_wordt_ook_op_verzoek_gekeurd(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;zes;10;;")
    teksten = []
    for keuze in ((), ("--regio", "proef")):
        assert _voer_uit(paden, "controleer", *keuze) == 0
        teksten.append(capsys.readouterr().out)
    assert teksten[0] == teksten[1]
    assert "kolom teller: is geen getal" in teksten[1]
    assert "Instellingen van Proef in orde" in teksten[1]
    assert _voer_uit(paden, "controleer", "--regio", "prof") == 2
    assert "bedoelt u 'proef'?" in capsys.readouterr().err


def test_een_nummer_in_een_bestandsnaam_wordt_niet_getoond(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    for naam in ("999900006.csv", "99990000-6.csv", "9999.00.006.doc", f"{AGB}.csv"):
        leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;", naam=f"ontvangen/{naam}")
    assert _voer_uit(paden, "opgave", "lezen", "--regio", "proef") == 1
    tekst = capsys.readouterr().out
    assert not re.search(r"9999[.]?00", tekst)
    assert "….csv (2)" in tekst
    assert f"{AGB}.csv" in tekst
    assert _voer_uit(paden, "opgave", "lezen", str(tmp_path / "999900006.xlsx"), "--regio", "proef") == 2
    assert "999900006" not in capsys.readouterr().err


@pytest.mark.parametrize("argumenten", [("opgave", "--regio", "proef"), ("opgave", "x.xlsx"), ("bevolking", "x.zip")])
def test_zonder_het_woord_lezen_wordt_dat_gezegd(tmp_path, capsys, argumenten):
    with pytest.raises(SystemExit) as einde:
        _voer_uit(maak_regio(tmp_path), *argumenten)
    assert einde.value.code == 2
    assert f"dus run_all.py {argumenten[0]} lezen" in capsys.readouterr().err


def test_een_snelkoppeling_naar_niets_wordt_gezegd(tmp_path, capsys):
    paden = maak_regio(tmp_path)
    goed = leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;", naam="ontvangen/goed.csv")
    (goed.parent / "weg.xlsx").symlink_to(tmp_path / "nergens")
    assert _voer_uit(paden, "opgave", "lezen", "--regio", "proef") == 1
    assert "weg.xlsx: bestaat niet meer" in capsys.readouterr().out
