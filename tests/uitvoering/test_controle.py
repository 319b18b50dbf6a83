"""controleer on the tables of the administrative process: said with the rest of the check, and code 2."""

import pytest
from normwijzer.uitvoering.hoofd import voer_uit
from registraties.hulp_proces import GOED, KOPPEN, leg, leg_werkmap, maak_regio, met


@pytest.fixture
def paden(tmp_path):
    return maak_regio(tmp_path)


def _kies_proces(paden) -> None:
    toml = paden.regio("proef") / "regio.toml"
    tekst = toml.read_text(encoding="utf-8").replace('"jeugd_transformatie"', '"administratief_proces"')
    toml.write_text(tekst, encoding="utf-8")


def _controleer(paden, capsys) -> tuple[int, str]:
    code = voer_uit(["controleer", "--data", str(paden.data)])
    uitvoer = capsys.readouterr()
    assert uitvoer.err == ""
    assert "onverwachte fout" not in uitvoer.out
    return code, uitvoer.out


def test_zonder_familie_en_zonder_bestanden_wordt_er_niets_over_gezegd(paden, capsys):
    code, tekst = _controleer(paden, capsys)
    assert code == 0
    assert "dministratief proces" not in tekst


def test_wat_er_ontbreekt_en_wat_er_is_wordt_geteld(paden, capsys):
    _kies_proces(paden)
    leg(paden, "aanvragen", GOED["aanvragen"], met("aanvragen", aanvraag="B"))
    leg(paden, "betalingen", [*GOED["betalingen"], "x"], kop=[*KOPPEN["betalingen"], "rubriek"])
    code, tekst = _controleer(paden, capsys)
    assert code == 0
    assert "aantal regels: aanvragen 2, afwijzingen geen bestand, betalingen 1." in tekst
    assert "betalingen.csv: één kolom is niet gelezen" in tekst


@pytest.mark.parametrize("gekozen", [True, False])
def test_foute_inhoud_is_code_twee_en_de_rest_van_de_controle_staat_er(paden, capsys, gekozen):
    if gekozen:
        _kies_proces(paden)
    leg(paden, "aanvragen", met("aanvragen", gemeente="0363"))
    leg_werkmap(paden, "betalingen", met("betalingen", bedrag="veel"))
    code, tekst = _controleer(paden, capsys)
    assert code == 2
    assert "Instellingen van Proef in orde" in tekst
    assert "aanvragen.csv, regel 2, kolom gemeente: is geen gemeente van deze regio. Toegestaan: 9901, 9902." in tekst
    assert "betalingen.xlsx, blad 1, cel F2: is geen bedrag" in tekst
    assert "1 keer iets gevonden dat eerst opgelost moet worden." in tekst
    assert "0363" not in tekst
    assert "veel" not in tekst


def test_een_kapotte_instelling_wordt_een_keer_gezegd(paden, capsys):
    leg(paden, "aanvragen", met("aanvragen", gemeente="0363"))
    (paden.regio("proef") / "regio.toml").write_text("naam = 1\n", encoding="utf-8")
    code, tekst = _controleer(paden, capsys)
    assert code == 2
    assert tekst.count("proef/regio.toml") == 1
    assert "aanvragen.csv" not in tekst
