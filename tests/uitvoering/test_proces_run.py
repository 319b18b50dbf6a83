"""Registrations of the administrative process in a run: what is wrong stops one family, and nothing else."""

import json
import re

import pandas as pd
import pytest
from hulp_run import REGIO, neem_regio, run_all

PROCES, ANDERE = "administratief_proces", "jeugd_kwaliteit"
KOP = "wet;gemeente;agb;declaratienummer;datum_betaling;bedrag\n"
FOUT = KOP + "wmo;9911;99990101;GEHEIM-7;2024-13-45;12,50\n"


@pytest.fixture(scope="module")
def map_(demo_bron, tmp_path_factory):
    """A small run of one year and two families, with a payment on a day that does not exist."""
    map_ = tmp_path_factory.mktemp("proces")
    data = neem_regio(demo_bron, map_ / "data")
    toml = data / "regios" / REGIO / "regio.toml"
    tekst = re.sub(r"jaren = .*", "jaren = [2024]", toml.read_text(encoding="utf-8"))
    tekst = re.sub(r"families = .*", f'families = ["{ANDERE}", "{PROCES}"]', tekst)
    toml.write_text(tekst, encoding="utf-8")
    (data / "regios" / REGIO / "registraties" / "betalingen.csv").write_text(FOUT, encoding="utf-8")
    return map_


@pytest.fixture(scope="module")
def met_fout(map_):
    return run_all("--alleen-uitkomsten", data=map_ / "data", reports=map_ / "reports")


def _uitkomsten(map_, familie):
    return map_ / "data" / "werk" / REGIO / "2024" / familie / "uitkomsten.csv"


def test_een_fout_in_een_registratie_laat_de_andere_families_heel(map_, met_fout):
    assert met_fout.returncode == 1, met_fout.stdout + met_fout.stderr
    assert _uitkomsten(map_, ANDERE).is_file()
    assert not _uitkomsten(map_, PROCES).exists()
    regel = next(regel for regel in met_fout.stdout.splitlines() if "betalingen.csv" in regel and "regel 2" in regel)
    assert "datum_betaling" in regel
    assert re.search(rf"{REGIO}\s+2024\s+{PROCES}\s+mislukt", met_fout.stdout)
    assert "GEHEIM" not in met_fout.stdout + met_fout.stderr
    assert "Traceback" not in met_fout.stdout + met_fout.stderr
    rapporten = json.loads((map_ / "reports" / "run.json").read_text(encoding="utf-8"))["rapporten"]
    assert {rij["familie"]: rij["status"] for rij in rapporten} == {ANDERE: "uitkomsten berekend", PROCES: "mislukt"}


def test_wie_alleen_die_familie_vraagt_krijgt_code_twee_en_geen_rapport(map_, met_fout):
    run = run_all("--alleen-uitkomsten", "--familie", PROCES, data=map_ / "data", reports=map_ / "leeg")
    assert run.returncode == 2
    assert "betalingen.csv" in run.stderr
    assert not (map_ / "leeg").exists()


def test_na_herstel_telt_de_registratie_mee_en_zonder_bestand_is_er_geen_bron(map_, met_fout):
    registraties = map_ / "data" / "regios" / REGIO / "registraties"
    (registraties / "betalingen.csv").write_text(KOP, encoding="utf-8")
    run = run_all("--alleen-uitkomsten", data=map_ / "data", reports=map_ / "reports")
    assert run.returncode == 0, run.stdout + run.stderr
    tabel = pd.read_csv(_uitkomsten(map_, PROCES))
    rijen = tabel[tabel["kpi"].eq("tijdig_betalen") & tabel["variant"].eq("basis")]
    assert (rijen["teller"] == 0).all()  # nothing was paid, so everything is late
    assert rijen["noemer"].max() > 100
    geen_bron = pd.read_parquet(_uitkomsten(map_, PROCES).parent / "geen_bron.parquet")
    assert set(geen_bron["kpi"]) == {"beoordeling_aanvraag"}
    assert geen_bron["bestand"].str.contains("aanvragen").all()
