"""Returned forms into one file: new, replaced, kept, double, missing; judged by a slow twin."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from normwijzer.fouten import DataFout
from normwijzer.regio import lees_regio
from normwijzer.registraties.ontvangst import neem_op
from normwijzer.registraties.sjabloon import maak_sjabloon
from registraties.hulp_opgave import AGB, ANDER, KOP, leg_csv, leg_xlsx, maak_regio, vul

BEKEND = [ANDER, AGB]


def _neem_op(paden, *formulieren):
    doel = paden.registraties("proef") / "aanbiederopgave.csv"
    namen = {pad.name: pad for pad in formulieren}
    return neem_op(namen, doel, lees_regio(paden, "proef"), BEKEND)


def _regels(inhoud: bytes) -> list[str]:
    return inhoud.decode().splitlines()[1:]


def test_nieuw_vervangen_gelijk_en_behouden(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(
        paden,
        f"{AGB};2024;;netwerkpleegzorg;5;10;;blijft staan",
        f"{AGB};2025;;netwerkpleegzorg;6;10;;",
        f"{AGB};2025;;eigen_gemeente;7;10;0.7;",
        "onzin;2025;;netwerkpleegzorg;veel;;;ook deze regel blijft",
        f"{ANDER};2025;1;doelen_gemeten;;;;nog niet bekend",
    )
    terug = leg_csv(
        paden,
        f"{AGB};2025;;netwerkpleegzorg;8;10;;",
        f"{AGB};2025;;eigen_gemeente;7;10;0,7;",
        f"{ANDER};2025;1;doelen_gemeten;3;4;;",
        naam="ontvangen/terug.csv",
    )
    ontvangst = _neem_op(paden, terug)
    assert (ontvangst.nieuw, ontvangst.vervangen, ontvangst.gelijk, ontvangst.behouden) == (0, 2, 1, 2)
    assert ontvangst.vervangingen == [
        f"{ANDER}, 2025 halfjaar 1, doelen_gemeten: niets werd 3 van 4",
        f"{AGB}, 2025, netwerkpleegzorg: 6 van 10 werd 8 van 10",
    ]
    assert ontvangst.inhoud.decode().splitlines()[0] == KOP
    assert _regels(ontvangst.inhoud) == [
        f"{ANDER};2025;1;doelen_gemeten;3;4;;",
        f"{AGB};2024;;netwerkpleegzorg;5;10;;blijft staan",
        f"{AGB};2025;;eigen_gemeente;7;10;0,7;",
        f"{AGB};2025;;netwerkpleegzorg;8;10;;",
        "onzin;2025;;netwerkpleegzorg;veel;;;ook deze regel blijft",
    ]


def test_nog_eens_lezen_verandert_niets(tmp_path):
    paden = maak_regio(tmp_path)
    terug = leg_csv(paden, f"{AGB};2025;1;clienttevredenheid;;20;7,25;-dank", naam="terug.csv")
    eerste = _neem_op(paden, terug)
    (paden.registraties("proef") / "aanbiederopgave.csv").write_bytes(eerste.inhoud)
    tweede = _neem_op(paden, terug)
    assert eerste.inhoud == tweede.inhoud
    assert _regels(eerste.inhoud) == [f"{AGB};2025;1;clienttevredenheid;145;20;7,25;dank"]
    assert (tweede.nieuw, tweede.vervangen, tweede.gelijk) == (0, 0, 1)


def test_twee_formulieren_die_elkaar_tegenspreken_vervangen_niets(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;5;10;;")
    een = leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;", naam="een.csv")
    twee = leg_xlsx(
        tmp_path / "twee.xlsx",
        [KOP.split(";"), [AGB, 2025, None, "netwerkpleegzorg", 7, 10], [AGB, 2025, None, "eigen_gemeente", 7, 10]],
    )
    ontvangst = _neem_op(paden, een, twee)
    assert _regels(ontvangst.inhoud) == [f"{AGB};2025;;eigen_gemeente;7;10;;", f"{AGB};2025;;netwerkpleegzorg;5;10;;"]
    zinnen = [str(melding) for melding in ontvangst.meldingen]
    assert len(zinnen) == 2
    assert zinnen[0].startswith("een.csv, regel 2: ")
    assert "twee.xlsx, blad Opgave, regel 2" in zinnen[0]
    assert ontvangst.per_bestand.values.tolist() == [["een.csv", 1, 0], ["twee.xlsx", 2, 1]]


def test_ontbrekend_noemt_aanbieder_en_leeg_gelaten_indicator(tmp_path):
    paden = maak_regio(tmp_path)
    waarden = {("netwerkpleegzorg", None): (6, 10), ("doelen_gemeten", 1): (6, 10)}
    terug = vul(maak_sjabloon(AGB, "Boom", "Proef", 2025), tmp_path / "terug.xlsx", waarden)
    assert [zin[:8] for zin in _neem_op(paden, terug).ontbreekt] == [AGB]  # nobody asked the other one
    formulier = paden.registraties("proef") / "sjablonen" / "2025" / f"aanbiederopgave_{ANDER}.xlsx"
    formulier.parent.mkdir(parents=True)
    formulier.write_bytes(maak_sjabloon(ANDER, "Huis", "Proef", 2025))
    ontbreekt = _neem_op(paden, terug).ontbreekt
    assert ontbreekt[0] == f"{ANDER} Huis = Thuis: geen opgave over 2025"
    assert ontbreekt[1].startswith(f"{AGB} De Zilveren Boom: over 2025 niet ingevuld: ")
    mist = ontbreekt[1].split(": ")[-1].split(", ")
    assert len(mist) == 20
    assert "doelen_gemeten (halfjaar 2)" in mist
    assert "doelen_gemeten (halfjaar 1)" not in mist
    assert "eigen_gemeente" in mist


def test_wat_eerder_binnenkwam_ontbreekt_niet(tmp_path):
    paden = maak_regio(tmp_path)
    leg_csv(paden, f"{ANDER};2025;;doelen_gemeten;6;10;;")
    terug = leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;", naam="terug.csv")
    over_ander = _neem_op(paden, terug).ontbreekt[0]
    assert over_ander.startswith(f"{ANDER} Huis = Thuis: over 2025 niet ingevuld")
    assert "doelen_gemeten" not in over_ander.split(": ")[-1].replace("problematiek", "")


def test_een_kapot_formulier_houdt_de_andere_niet_op(tmp_path):
    paden = maak_regio(tmp_path)
    kapot = tmp_path / "kapot.xlsx"
    kapot.write_bytes(b"PK\x03\x04 en dan niets")
    goed = leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;", naam="goed.csv")
    ontvangst = _neem_op(paden, kapot, goed)
    assert ontvangst.nieuw == 1
    assert [melding.signaal for melding in ontvangst.meldingen] == ["opgave_bestand_onleesbaar"]


@pytest.mark.parametrize(
    "inhoud", [f"{KOP};geheim\n{AGB};2025;;netwerkpleegzorg;6;10;;;x\n", f"{KOP}\n{AGB};2025\n", "rommel"]
)
def test_een_bestaand_bestand_dat_niet_heel_te_lezen_is_wordt_niet_vervangen(tmp_path, inhoud):
    paden = maak_regio(tmp_path)
    (paden.registraties("proef") / "aanbiederopgave.csv").write_text(inhoud, encoding="utf-8")
    terug = leg_csv(paden, f"{AGB};2025;;netwerkpleegzorg;6;10;;", naam="terug.csv")
    with pytest.raises(DataFout, match="er is niets veranderd"):
        _neem_op(paden, terug)


def test_een_opmerking_wordt_nooit_een_formule(tmp_path):
    paden = maak_regio(tmp_path)
    terug = leg_csv(paden, f'{AGB};2025;;netwerkpleegzorg;6;10;;"=HYPERLINK(""x"")"', naam="terug.csv")
    assert _regels(_neem_op(paden, terug).inhoud) == [f'{AGB};2025;;netwerkpleegzorg;6;10;;"HYPERLINK(""x"")"']


_REGEL = st.tuples(
    st.sampled_from(BEKEND), st.sampled_from(["2024", "2025"]), st.sampled_from(["", "1", "2"]),
    st.sampled_from(["doelen_gemeten", "netwerkpleegzorg"]), st.sampled_from(["1", "2"]), st.sampled_from(["2", "x"]),
)  # fmt: skip


def _traag(bestanden: list[list[tuple]], oud: list[tuple]) -> list[str]:
    """Row by row: what may land lands in the place of the old row with that key."""
    goed = [
        regel
        for bestand in bestanden
        for regel in bestand
        if regel[5] == "2" and not (regel[3] == "netwerkpleegzorg" and regel[2])
    ]
    per_sleutel: dict[tuple, set] = {}
    for regel in goed:
        per_sleutel.setdefault(regel[:4], set()).add(regel[4:])
    landt = {sleutel: next(iter(getallen)) for sleutel, getallen in per_sleutel.items() if len(getallen) == 1}
    landt = {
        (agb, jaar, half, naam): getallen
        for (agb, jaar, half, naam), getallen in landt.items()
        if not half or (agb, jaar, "", naam) not in landt
    }
    rijen = [regel for regel in oud if regel[:4] not in landt] + [
        (*sleutel, *getallen) for sleutel, getallen in landt.items()
    ]
    rijen.sort(key=lambda rij: (rij[0], rij[1], rij[3], rij[2], *rij[4:]))
    return [";".join((*rij, "", "")) for rij in rijen]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_REGEL, max_size=6), min_size=1, max_size=3), st.lists(_REGEL, max_size=6))
def test_samenvoegen_is_dat_van_de_trage_tweeling(tmp_path_factory, bestanden, oud):
    paden = maak_regio(tmp_path_factory.mktemp("regio"))
    leg_csv(paden, *(";".join((*regel, "", "")) for regel in oud))
    formulieren = [
        leg_csv(paden, *(";".join((*regel, "", "")) for regel in bestand), naam=f"terug{nummer}.csv")
        for nummer, bestand in enumerate(bestanden)
    ]
    inhoud = _neem_op(paden, *formulieren).inhoud
    assert _regels(inhoud) == _traag(bestanden, oud)
    assert inhoud == _neem_op(paden, *formulieren[::-1]).inhoud
    assert all(len(rij) == 8 for rij in csv.reader(io.StringIO(inhoud.decode()), delimiter=";"))
