"""The form: what is in it, that it checks, and that it comes back from openpyxl and from LibreOffice."""

import io
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from normwijzer.regio import lees_regio
from normwijzer.registraties import laad_indicatoren
from normwijzer.registraties.ontvangst import neem_op
from normwijzer.registraties.sjabloon import KOP, maak_sjabloon, regels
from normwijzer.registraties.tabelbestand import KOLOMMEN, read_opgave
from registraties.hulp_opgave import AGB, ANDER, lees, leg_csv, maak_regio, vul

SJABLOON = maak_sjabloon(AGB, "=Zilver & Boom", "Proef", 2025)
WAARDEN = {
    (indicator.indicator, half): {
        "aandeel": (8 + (half or 0), 12, None, "nog niet bekend"),
        "gemiddelde": (None, 20, 7.5),
        "aantal_per": (14, 12),
    }[indicator.soort]
    for indicator, half in regels()
}


def _boek():
    return openpyxl.load_workbook(io.BytesIO(SJABLOON))


def _cellen(blad):
    kop = [cel.value for cel in blad[1]]
    return [dict(zip(kop, rij, strict=True)) for rij in blad.iter_rows(min_row=2)]


def test_een_tabel_met_kopregel_en_zonder_samengevoegde_cellen():
    boek = _boek()
    assert boek.sheetnames == ["Toelichting", "Opgave", "Definities", "Keuzelijsten"]
    assert [cel.value for cel in boek["Opgave"][1]] == list(KOP)
    assert set(KOLOMMEN) <= set(KOP)
    for blad in boek:
        assert not blad.merged_cells.ranges
        assert blad.protection.sheet
    assert boek["Opgave"].freeze_panes == "A2"
    assert boek["Definities"].max_row == 1 + len(laad_indicatoren())


def test_rijen_volgen_de_indicatoren_en_hun_halfjaren():
    gevonden = [(rij["indicator"].value, rij["halfjaar"].value) for rij in _cellen(_boek()["Opgave"])]
    assert gevonden == [(indicator.indicator, half) for indicator, half in regels()]
    assert len(set(gevonden)) == 22
    assert ("netwerkpleegzorg", None) in gevonden
    assert {("doelen_gemeten", 1), ("doelen_gemeten", 2)} <= set(gevonden)


def test_alleen_invulvakken_zijn_los_en_leeg():
    for rij in _cellen(_boek()["Opgave"]):
        for naam, cel in rij.items():
            assert cel.protection.locked == (naam not in ("teller", "noemer", "waarde", "opmerking"))
        assert [rij[naam].value for naam in ("teller", "noemer", "waarde", "opmerking")] == [None] * 4
        assert (rij["agb"].value, rij["agb"].data_type, rij["jaar"].value) == (AGB, "s", 2025)


def test_toelichting_zegt_wat_te_doen_als_iets_onbekend_is():
    tekst = " ".join(cel.value or "" for (cel,) in _boek()["Toelichting"].iter_rows(max_col=1))
    assert "leeg" in tekst
    assert "Opgave van =Zilver & Boom over 2025" in tekst
    assert "{" not in tekst


class _Leeg(float):
    """An empty cell in Excel: equal to "", and 0 in sums and comparisons."""

    def __eq__(self, ander: object) -> bool:
        return ander == "" or float(self) == ander

    __hash__ = float.__hash__


def _reken(formule: str, cellen: dict[str, float | str]) -> bool:
    """The check of a cell, worked out with the functions it uses."""
    namen = {"AND": lambda *a: all(a), "OR": lambda *a: any(a), "INT": lambda x: int(x // 1), **cellen}
    namen["ISNUMBER"] = lambda x: isinstance(x, int | float)
    formule = re.sub(r"(?<![<>])=", "==", formule)

    return bool(eval(formule, {"__builtins__": {}}, namen))  # noqa: S307 our own formula, in a test


def _controle(indicator: str, kolom: str):
    blad = _boek()["Opgave"]
    rij = next(rij for rij in _cellen(blad) if rij["indicator"].value == indicator)
    cel = rij[kolom].coordinate
    (controle,) = [c for c in blad.data_validations.dataValidation if cel in c.sqref]
    return controle, rij["teller"].coordinate, rij["noemer"].coordinate


@pytest.mark.parametrize(
    ("indicator", "teller", "noemer", "goed"),
    [
        ("netwerkpleegzorg", 6, 10, True), ("netwerkpleegzorg", 10, 10, True), ("netwerkpleegzorg", 0, 0, True),
        ("netwerkpleegzorg", 11, 10, False), ("netwerkpleegzorg", 6.5, 10, False), ("netwerkpleegzorg", -1, 10, False),
        ("clienttevredenheid", 75.5, 10, True), ("clienttevredenheid", 9, 10, False),
        ("clienttevredenheid", 101, 10, False),
        ("verblijfsplekken_per_periode", 12, 10, True), ("verblijfsplekken_per_periode", 9, 10, False),
    ],
)  # fmt: skip
def test_cellen_controleren_teller_en_noemer_samen(indicator, teller, noemer, goed):
    for kolom in ("teller", "noemer"):
        controle, t, n = _controle(indicator, kolom)
        assert controle.type == "custom"
        assert controle.showErrorMessage
        assert controle.allow_blank
        if kolom == "teller" or teller == int(teller) >= 0:
            assert _reken(controle.formula1, {t: teller, n: noemer}) == goed


def test_cellen_laten_een_lege_andere_cel_toe():
    controle, t, n = _controle("netwerkpleegzorg", "teller")
    assert _reken(controle.formula1, {t: 6, n: _Leeg()})
    controle, t, n = _controle("netwerkpleegzorg", "noemer")
    assert _reken(controle.formula1, {t: _Leeg(), n: 6})


def test_waarde_heeft_grenzen_en_opmerking_een_keuzelijst():
    controle, *_ = _controle("clienttevredenheid", "waarde")
    assert (controle.type, controle.operator, controle.formula1, controle.formula2) == ("decimal", "between", "1", "10")
    controle, *_ = _controle("verblijfsplekken_per_periode", "waarde")
    assert (controle.operator, controle.formula1) == ("greaterThanOrEqual", "1")
    controle, *_ = _controle("netwerkpleegzorg", "opmerking")
    assert (controle.type, controle.errorStyle) == ("list", "warning")
    keuzes = [cel.value for (cel,) in _boek()["Keuzelijsten"].iter_rows(min_row=2)]
    assert controle.formula1 == f"Keuzelijsten!$A$2:$A${len(keuzes) + 1}"
    assert "niet geregistreerd" in keuzes


def test_waarschuwingen_passen_in_excel():
    for controle in _boek()["Opgave"].data_validations.dataValidation:
        assert len(controle.formula1) <= 255
        assert max(len(tekst or "") for tekst in (controle.promptTitle, controle.errorTitle)) <= 32
        assert max(len(tekst or "") for tekst in (controle.prompt, controle.error)) <= 255


def test_zelfde_aanbieder_en_jaar_geeft_dezelfde_bytes():
    assert maak_sjabloon(AGB, "=Zilver & Boom", "Proef", 2025) == SJABLOON
    assert maak_sjabloon(ANDER, "=Zilver & Boom", "Proef", 2025) != SJABLOON
    with zipfile.ZipFile(io.BytesIO(SJABLOON)) as archief:
        assert {lid.date_time for lid in archief.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_leeg_formulier_geeft_geen_rijen_en_geen_meldingen(tmp_path):
    (tmp_path / "leeg.xlsx").write_bytes(SJABLOON)
    rijen, meldingen = read_opgave(tmp_path / "leeg.xlsx", "leeg.xlsx")
    assert not len(rijen)
    assert not meldingen


def _landt_heel(tmp_path, formulier):
    paden = maak_regio(tmp_path)
    ontvangst = neem_op({"terug.xlsx": formulier}, tmp_path / "geen.csv", lees_regio(paden, "proef"), [AGB, ANDER])
    assert [str(melding) for melding in ontvangst.meldingen] == []
    assert ontvangst.nieuw == len(WAARDEN) == 22
    assert ontvangst.ontbreekt == []
    leg_csv(paden, kop=ontvangst.inhoud.decode().rstrip("\n"))
    bronnen = lees(paden)
    assert not bronnen.meldingen
    gevonden = {
        (rij.indicator, None if rij.halfjaar != rij.halfjaar else int(rij.halfjaar)): (rij.teller, rij.noemer)
        for rij in bronnen.opgave.astype({"halfjaar": "float64"}).itertuples()
    }
    assert gevonden == {
        sleutel: ((150.0, 20.0) if sleutel[0] == "clienttevredenheid" else tuple(map(float, waarden[:2])))
        for sleutel, waarden in WAARDEN.items()
    }
    assert set(bronnen.opgave["agb"]) == {AGB}
    assert "nog niet bekend" in set(bronnen.opgave["opmerking"])


def test_ingevuld_met_openpyxl_landt_het_formulier(tmp_path):
    _landt_heel(tmp_path, vul(SJABLOON, tmp_path / "terug.xlsx", WAARDEN))


def test_ingevuld_en_opgeslagen_door_libreoffice_landt_het_formulier(tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is hier niet aanwezig")
    vul(SJABLOON, tmp_path / "terug.xlsx", WAARDEN)
    omgeving = f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}"
    for bron, soort, naar in (("terug.xlsx", "ods", "ods"), ("ods/terug.ods", "xlsx", "lo")):
        subprocess.run(
            [soffice, omgeving, "--headless", "--convert-to", soort, "--outdir", tmp_path / naar, tmp_path / bron],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
    terug = tmp_path / "lo" / "terug.xlsx"
    with zipfile.ZipFile(terug) as archief:
        assert b"LibreOffice" in archief.read("docProps/app.xml")
    _landt_heel(tmp_path, terug)
    blad = openpyxl.load_workbook(terug)["Opgave"]
    assert len(blad.data_validations.dataValidation) >= 4 * len(regels())
    assert blad.protection.sheet


def test_formule_met_uitkomst_uit_een_rekenprogramma_telt(tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is hier niet aanwezig")
    vul(SJABLOON, tmp_path / "terug.xlsx", {("netwerkpleegzorg", None): ("=3+3", 10)})
    _, meldingen = read_opgave(tmp_path / "terug.xlsx", "terug.xlsx")
    assert not meldingen  # told when the rows are checked, see test_opgave
    omgeving = f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}"
    subprocess.run(
        [soffice, omgeving, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "lo", tmp_path / "terug.xlsx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    rijen, _ = read_opgave(tmp_path / "lo" / "terug.xlsx", "terug.xlsx")
    assert rijen["teller"].tolist() == [6]
