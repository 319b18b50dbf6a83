"""The large synthetic region of bench/toestand.py, at a tiny size: whole, sound, and with everything that counts."""

import subprocess
import sys

import pytest
from normwijzer.berichten import open_tabellen
from normwijzer.paden import PROJECT, Paden
from normwijzer.toestand import reconstrueer

BENCH = PROJECT / "bench"
REGELS = 4000


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    map_ = tmp_path_factory.mktemp("bench")
    opdracht = [sys.executable, BENCH / "toestand.py", "--maak", map_, "--regels", str(REGELS)]
    uitvoer = subprocess.run(opdracht, check=True, capture_output=True, text=True).stdout
    assert uitvoer.startswith(f"{REGELS} prestaties in ")
    return map_


def test_de_grote_regio_is_heel_en_spreekt_zichzelf_niet_tegen(data):
    tabellen = open_tabellen(Paden(data, data).werk("bench"))
    toestand = reconstrueer(tabellen)
    assert len(tabellen.prestaties) == len(toestand.prestaties) == REGELS
    assert tabellen.leessignalen.empty
    assert set(toestand.prestaties["status"]) == {"ingediend", "afgewezen", "toegekend", "gecrediteerd"}
    assert set(toestand.declaraties["status"]) == {"ingediend", "afgewezen", "toegekend", "deels_toegekend"}
    assert set(toestand.prestaties["wet"]) == {"wmo", "jw"}
    kloppend = {"antwoordregel_zonder_prestatie", "antwoord_niet_eenduidig", "toegekend_bedrag_klopt_niet",
                "ingediend_bedrag_klopt_niet", "antwoord_zonder_declaratie", "retour_zonder_bericht"}  # fmt: skip
    assert not kloppend & set(toestand.signalen["signaal"])
    assert 0.01 < toestand.prestaties["status"].eq("afgewezen").mean() < 0.05
    assert {"301", "302", "305", "306", "307", "308", "323", "325"} == set(toestand.telling["berichttype"])


def test_de_meting_rekent_alles_en_noemt_elke_stap(data):
    instelling = Paden(data, data).regio("bench") / "regio.toml"
    kort = instelling.read_text(encoding="utf-8").replace("2023, 2024, 2025", "2024")  # one year says as much here
    instelling.write_text(kort, encoding="utf-8")
    opdracht = [sys.executable, BENCH / "toestand.py", "--data", data]
    uitvoer = subprocess.run(opdracht, check=True, capture_output=True, text=True).stdout
    for stap in ("tabellen openen", "toestand", "wmo 2024", "jeugd_kwaliteit 2024", "alles samen"):
        assert f"| {stap}" in uitvoer
