"""Nothing that came back is passed over in silence, and nothing that came back is repeated aloud."""

import csv
import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normwijzer.regio import lees_regio
from normwijzer.registraties import OPGAVEKOLOMMEN
from normwijzer.registraties.controle import check_rijen
from normwijzer.registraties.csvregels import read_regels
from normwijzer.registraties.ontvangst import neem_op
from normwijzer.registraties.sjabloon import maak_sjabloon
from normwijzer.registraties.tabelbestand import read_opgave
from normwijzer.registraties.toegang import maskeer_naam
from normwijzer.registraties.werkboek import MEEST_REGELS
from registraties.hulp_opgave import AGB, ANDER, KOP, lees, leg_csv, leg_xlsx, maak_regio, telling, vul

GOED = [ANDER, 2025, None, "netwerkpleegzorg", 6, 10, None, None]


def _neem_op(paden, *formulieren):
    doel = paden.registraties("proef") / "aanbiederopgave.csv"
    return neem_op({pad.name: pad for pad in formulieren}, doel, lees_regio(paden, "proef"), [ANDER, AGB])


def _zinnen(ontvangst) -> dict[str, list[str]]:
    uit: dict[str, list[str]] = {}
    for melding in ontvangst.meldingen:
        uit.setdefault(melding.signaal, []).append(str(melding))
    return uit


def _keur(*rijen):
    """Cells as a workbook can hold them, straight into the checks."""
    tabel = pd.DataFrame([[*rij, "x.xlsx", "", nummer, {}] for nummer, rij in enumerate(rijen)], dtype="object")
    tabel.columns = [*OPGAVEKOLOMMEN, "bestand", "blad", "regel", "kop"]
    goed, meldingen = check_rijen(tabel, [ANDER, AGB])
    return list(goed["agb"]), [melding.signaal for melding in meldingen]


GEK = [10**25, -(10**25), 1e25, float("inf"), -float("inf"), 10**400, 2014, 2100, 2025.5, "1e25", "9" * 30, "nan", True]


@pytest.mark.parametrize("cel", GEK, ids=lambda cel: str(cel)[:12])
@pytest.mark.parametrize(("plaats", "signaal"), [(0, "opgave_agb"), (1, "opgave_jaar"), (2, "opgave_halfjaar")])
def test_een_onmogelijke_cel_is_een_melding_en_de_rest_telt(tmp_path, cel, plaats, signaal):
    gek = [AGB, 2025, None, "netwerkpleegzorg", 6, 10, None, None]
    gek[plaats] = cel
    assert _keur(gek, GOED) == ([ANDER], [signaal])
    paden = maak_regio(tmp_path)
    leg_csv(paden, *(";".join("" if cel is None else str(cel) for cel in rij) for rij in (gek, GOED)))
    bronnen = lees(paden)
    assert list(bronnen.opgave["agb"]) == [ANDER]
    assert telling(bronnen) == {signaal: 1}


def test_een_leeg_getal_als_jaar_is_een_melding():
    assert _keur([AGB, float("nan"), None, "netwerkpleegzorg", 6, 10, None, None], GOED) == ([ANDER], ["opgave_jaar"])


@pytest.mark.parametrize("jaar", [10**25, 1e25])
def test_een_reusachtig_jaar_in_een_werkmap_houdt_niets_op(tmp_path, jaar):
    paden = maak_regio(tmp_path)
    rij = [AGB, jaar, None, "netwerkpleegzorg", 6, 10, None, None]
    leg_xlsx(paden.registraties("proef") / "aanbiederopgave.xlsx", [KOP.split(";"), rij, GOED])
    bronnen = lees(paden)
    assert list(bronnen.opgave["agb"]) == [ANDER]
    assert [melding.plek for melding in bronnen.meldingen] == ["blad Opgave, cel B2"]


@pytest.mark.parametrize("getal", [10**25, 10**400, 1e300, float("inf"), -(10**400)], ids=lambda getal: str(getal)[:8])
@pytest.mark.parametrize("plaats", [4, 5, 6])
def test_een_onmogelijk_aantal_is_een_melding(getal, plaats):
    rij = [AGB, 2025, None, "netwerkpleegzorg", 6, 10, None, None]
    rij[plaats] = getal
    assert _keur(rij, GOED) == ([ANDER], ["opgave_te_groot" if getal > 0 else "opgave_negatief"])


def test_een_jaar_na_de_jaren_van_de_regio_blijft_en_wordt_gezegd(tmp_path):
    paden = maak_regio(tmp_path)
    terug = leg_csv(
        paden, f"{AGB};2031;;netwerkpleegzorg;6;10;;", f"{AGB};2031;;eigen_gemeente;6;10;;",
        f"{AGB};2024;;netwerkpleegzorg;6;10;;", naam="terug.csv",
    )  # fmt: skip
    ontvangst = _neem_op(paden, terug)
    assert ontvangst.nieuw == 3
    assert list(_zinnen(ontvangst)) == ["opgave_jaar_later"]
    assert len(ontvangst.meldingen) == 1
    assert "terug.csv" in str(ontvangst.meldingen[0])
    assert "(2031; het laatste is 2025)" in str(ontvangst.meldingen[0])
    assert not ontvangst.meldingen[0].geweigerd


def test_een_half_jaar_naast_een_bestaand_heel_jaar_wordt_gezegd(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(paden, f"{AGB};2025;;tevredenheid_gemeten;6;10;;", f"{ANDER};2025;;tevredenheid_gemeten;6;x;;")
    terug = leg_csv(
        paden,
        *(f"{agb};2025;{half};tevredenheid_gemeten;3;5;;" for agb in (AGB, ANDER) for half in (1, 2)),
        naam="terug.csv",
    )
    ontvangst = _neem_op(paden, terug)
    zinnen = _zinnen(ontvangst)
    assert list(zinnen) == ["opgave_naast_bestaand_jaar"]  # the year of the other one cannot be used
    assert [zin.split(":")[0] for zin in zinnen["opgave_naast_bestaand_jaar"]] == [
        "terug.csv, regel 2", "terug.csv, regel 3",
    ]  # fmt: skip
    assert all(melding.geweigerd for melding in ontvangst.meldingen)


def test_een_heel_jaar_naast_bestaande_halfjaren_wordt_gezegd(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(paden, f"{AGB};2025;1;tevredenheid_gemeten;6;10;;", f"{AGB};2024;1;doelen_gemeten;6;10;;")
    terug = leg_csv(
        paden, f"{AGB};2025;;tevredenheid_gemeten;3;5;;", f"{AGB};2025;;doelen_gemeten;3;5;;", naam="terug.csv"
    )
    ontvangst = _neem_op(paden, terug)
    assert _zinnen(ontvangst).keys() == {"opgave_naast_bestaand_halfjaar"}
    assert [melding.waar for melding in ontvangst.meldingen] == ["terug.csv, regel 2"]
    (paden.registraties("proef") / "aanbiederopgave.csv").write_bytes(ontvangst.inhoud)
    assert telling(lees(paden)) == {"opgave_jaar_naast_halfjaar": 1}


def test_alleen_een_waarde_vervangt_geen_teller_en_noemer(tmp_path):
    paden = maak_regio(tmp_path)
    oud = [f"{AGB};2025;{half};tevredenheid_gemeten;{6 + half};10;;" for half in (1, 2)]
    leg_csv(paden, *oud, f"{ANDER};2025;1;tevredenheid_gemeten;;;0,4;", f"{AGB};2024;1;doelen_gemeten;11;10;;")
    terug = leg_csv(
        paden,
        *(f"{agb};2025;{half};tevredenheid_gemeten;;;0,5;" for agb in (AGB, ANDER) for half in (1, 2)),
        f"{AGB};2024;1;doelen_gemeten;;;0,5;",
        naam="terug.csv",
    )
    ontvangst = _neem_op(paden, terug)
    assert _zinnen(ontvangst).keys() == {"opgave_alleen_waarde"}
    assert [melding.waar for melding in ontvangst.meldingen] == ["terug.csv, regel 2", "terug.csv, regel 3"]
    regels = ontvangst.inhoud.decode().splitlines()
    assert set(oud) <= set(regels)
    assert f"{ANDER};2025;1;tevredenheid_gemeten;;;0,5;" in regels
    assert f"{AGB};2024;1;doelen_gemeten;;;0,5;" in regels  # eleven of ten was not usable
    assert (ontvangst.nieuw, ontvangst.vervangen) == (1, 2)
    assert ontvangst.per_bestand["geland"].tolist() == [3]


def _met_bladen(pad, verborgen=(), **bladen):
    """Sheets with these rows beside a good sheet Opgave."""
    leg_xlsx(pad, [KOP.split(";"), GOED])
    boek = openpyxl.load_workbook(pad)
    for naam, rijen in bladen.items():
        blad = boek.create_sheet(naam.replace("_", " "))
        blad.sheet_state = "hidden" if naam in verborgen else "visible"
        for rij in rijen:
            blad.append(rij)
    boek.save(pad)
    return pad


def test_bladen_die_niet_gelezen_zijn_worden_gezegd_met_hun_nummer(tmp_path):
    rij = [AGB, 2025, None, "eigen_gemeente", 6, 10, None, None]
    pad = _met_bladen(
        tmp_path / "terug.xlsx", verborgen=("Jan_Jansen", "Leeg2"), Leeg=[], Jan_Jansen=[KOP.split(";"), rij],
        Extra_999900006=[["AGB code", "indicator", "jaar"], [AGB, "eigen_gemeente", 2025]], Leeg2=[],
        Toelichting=[["x"]],
    )  # fmt: skip
    rijen, meldingen = read_opgave(pad, "terug.xlsx")
    assert list(rijen["blad"]) == ["Opgave"]
    assert [(melding.signaal, melding.waar) for melding in meldingen] == [
        ("opgave_blad_verborgen", "terug.xlsx, blad 3"), ("opgave_blad_onbekend", "terug.xlsx, blad 4"),
    ]  # fmt: skip
    assert all(melding.geweigerd for melding in meldingen)


def test_het_eigen_formulier_geeft_geen_melding_over_bladen(tmp_path):
    inhoud = maak_sjabloon(AGB, "Boom", "Proef", 2025)
    _, meldingen = read_opgave(vul(inhoud, tmp_path / "t.xlsx", {("netwerkpleegzorg", None): (6, 10)}), "t.xlsx")
    assert meldingen == []


@pytest.mark.parametrize("verder", [1, 2, 5000])
def test_regels_onder_de_grens_worden_gezegd(tmp_path, verder):
    pad = leg_xlsx(tmp_path / "lang.xlsx", [KOP.split(";"), GOED])
    boek = openpyxl.load_workbook(pad)
    boek["Opgave"].cell(MEEST_REGELS + verder, 1, AGB)
    boek.save(pad)
    rijen, meldingen = read_opgave(pad, "lang.xlsx")
    assert len(rijen) == 1
    assert [(melding.signaal, melding.plek) for melding in meldingen] == [
        ("opgave_te_veel_regels", f"blad Opgave, vanaf regel {MEEST_REGELS + 1}")
    ]


def test_de_laatste_regel_binnen_de_grens_wordt_gelezen(tmp_path):
    pad = leg_xlsx(tmp_path / "lang.xlsx", [KOP.split(";")])
    boek = openpyxl.load_workbook(pad)
    for nummer, cel in enumerate(GOED, start=1):
        boek["Opgave"].cell(MEEST_REGELS, nummer, cel)
    boek.save(pad)
    rijen, meldingen = read_opgave(pad, "lang.xlsx")
    assert (len(rijen), meldingen) == (1, [])


def test_een_bladnaam_staat_in_geen_melding_of_signaal(tmp_path):
    paden = maak_regio(tmp_path)
    rij = [AGB, 2025, None, "netwerkpleegzorg", "x", 10, None, None]
    leg_xlsx(
        paden.registraties("proef") / "aanbiederopgave.xlsx", [KOP.split(";"), rij, GOED], blad="Jan Jansen 999900006"
    )
    bronnen = lees(paden)
    tekst = bronnen.signalen.to_csv() + "".join(map(str, bronnen.meldingen))
    assert "blad 1, cel E2" in tekst
    assert "Jan" not in tekst
    assert "999900006" not in tekst


@pytest.mark.parametrize(
    ("naam", "gemaskeerd"),
    [
        ("999900006.xlsx", "….xlsx"),
        ("kind 9999.00-006 x.csv", "kind … x.csv"),
        (f"aanbiederopgave_{AGB}.xlsx", f"aanbiederopgave_{AGB}.xlsx"),
        (f"{AGB}9.xlsx", "….xlsx"),
        ("opgave 2025 (2).xlsx", "opgave 2025 (2).xlsx"),
        ("aanbiederopgave_12345678.xlsx", "aanbiederopgave_….xlsx"),
    ],
)
def test_lange_nummers_in_een_bestandsnaam_worden_gemaskeerd(naam, gemaskeerd):
    assert maskeer_naam(naam, [AGB, ANDER]) == gemaskeerd


@pytest.mark.parametrize("opmerking", ["zie 9999-00-006", "9999/00/006", "9999\u00a000\u00a0006", "geb. 01-02-2010"])
def test_een_opmerking_over_een_persoon_komt_niet_in_het_bestand(tmp_path, opmerking):
    paden = maak_regio(tmp_path)
    terug = leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;{opmerking}", naam="terug.csv")
    ontvangst = _neem_op(paden, terug)
    assert ontvangst.inhoud.decode() == f"{KOP}\n{AGB};2025;;netwerkpleegzorg;6;10;;\n"
    assert _zinnen(ontvangst).keys() == {"opgave_opmerking_met_nummer"}
    assert opmerking not in str(ontvangst.meldingen[0])


REGELS = [f"{AGB};202{nummer};;netwerkpleegzorg;6;10;;" for nummer in range(3, 6)]


@pytest.mark.parametrize("kapot", ['"open', 'zei "hoi"', '"a" b', '"'])
@pytest.mark.parametrize("plaats", range(4))
def test_een_aanhalingsteken_kost_alleen_zijn_eigen_regel(tmp_path, kapot, plaats):
    paden = maak_regio(tmp_path)
    regels = [*REGELS[:plaats], f"{ANDER};2025;;netwerkpleegzorg;6;10;;{kapot}", *REGELS[plaats:]]
    leg_csv(paden, *regels)
    bronnen = lees(paden)
    assert bronnen.opgave.loc[bronnen.opgave["agb"] == AGB, "jaar"].tolist() == [2023, 2024, 2025]
    if kapot == 'zei "hoi"':  # quotes inside a field that does not start with one are plain text
        assert telling(bronnen) == {}
    else:
        assert [melding.waar for melding in bronnen.meldingen] == [f"aanbiederopgave.csv, regel {plaats + 2}"]
        assert telling(bronnen) == {"opgave_aanhalingsteken": 1}


def test_een_vergeten_aanhalingsteken_slokt_geen_regels_op_tot_het_volgende(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(
        paden, f'{ANDER};2025;;netwerkpleegzorg;6;10;;"open', *REGELS, f'{ANDER};2024;;eigen_gemeente;6;10;;"dicht"'
    )
    bronnen = lees(paden)
    assert len(bronnen.opgave) == 4
    assert telling(bronnen) == {"opgave_aanhalingsteken": 1}


def test_een_opmerking_over_meer_regels_blijft_heel(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(paden, f'{ANDER};2025;;netwerkpleegzorg;6;10;;"eerst\ndan ""dit""\nen klaar"', *REGELS)
    bronnen = lees(paden)
    assert bronnen.opgave["opmerking"].tolist()[0] == 'eerst dan "dit" en klaar'
    assert len(bronnen.opgave) == 4
    assert telling(bronnen) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet='a";\n\r9', max_size=12), max_size=8))
def test_hele_csv_wordt_gelezen_zoals_het_geschreven_is(velden):
    tekst = io.StringIO(newline="")
    rijen = [[veld, "x"] for veld in velden]
    csv.writer(tekst, delimiter=";", lineterminator="\r\n").writerows(rijen)
    regels, kapot = read_regels(tekst.getvalue())
    assert ([rij for _, rij in regels], kapot) == (rijen, [])


@pytest.mark.parametrize(("teken", "woord"), [(",", "komma's"), ("\t", "tabs")])
def test_een_ander_scheidingsteken_krijgt_een_hint(tmp_path, teken, woord):
    paden = maak_regio(tmp_path)
    leg_csv(paden, REGELS[0].replace(";", teken), kop=KOP.replace(";", teken))
    bronnen = lees(paden)
    assert telling(bronnen) == {"opgave_kopregel": 1}
    assert f"{woord} in plaats van puntkomma's" in str(bronnen.meldingen[0])


def test_een_eerste_regel_sep_wordt_overgeslagen(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(paden, *REGELS, f"{AGB};25;;netwerkpleegzorg;6;10;;", kop=f"sep=;\n{KOP}")
    bronnen = lees(paden)
    assert len(bronnen.opgave) == 3
    assert [melding.plek for melding in bronnen.meldingen] == ["regel 6, kolom jaar"]


@pytest.mark.parametrize("codering", ["utf-16", "utf-16-be"])
def test_utf_16_wordt_herkend_en_niet_herhaald(tmp_path, codering):
    paden = maak_regio(tmp_path)
    inhoud = ("\ufeff" if codering == "utf-16-be" else "") + KOP + "\nJan Jansen\n"
    (paden.registraties("proef") / "aanbiederopgave.csv").write_bytes(inhoud.encode(codering))
    meldingen = lees(paden).meldingen
    assert len(meldingen) == 1
    assert "het is UTF-16" in str(meldingen[0])
    assert "Jan" not in str(meldingen[0])
