"""The benchmark itself, at a tiny size: it makes messages that are read whole, and says what it found."""

import argparse
import importlib.util
import shutil
import sys

import pytest
from berichten import ontleed_tweeling as tweeling
from normwijzer.paden import PROJECT

BENCH = PROJECT / "bench"


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(BENCH))
    try:
        vorm = importlib.util.spec_from_file_location("bench_berichten", BENCH / "berichten.py")
        module = importlib.util.module_from_spec(vorm)
        sys.modules[vorm.name] = module
        vorm.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(BENCH))
        sys.modules.pop("bench_berichten", None)


def test_synthetische_berichten_worden_heel_gelezen_zonder_signaal(bench, tmp_path):
    kleintjes = bench.maak_kleine_berichten(tmp_path, 6)
    declaratie = bench.maak_declaratie(tmp_path / "d.xml", 30_000)
    tabellen, signalen = tweeling.lees(*(pad.read_bytes() for pad in (*kleintjes, declaratie)))
    assert signalen == []
    assert [rij["berichttype"] for rij in tabellen["berichten"]] == ["301", "305", "307"] * 2 + ["323"]
    assert len(tabellen["prestaties"]) == declaratie.read_text(encoding="utf-8").count("<wmo323:Prestatie>") > 10
    assert all(tabellen[tabel] for tabel in ("toewijzing_regels", "start_regels", "stop_regels", "clienten"))


def test_synthetische_bsn_faalt_de_elfproef(bench, tmp_path):
    tekst = bench.maak_declaratie(tmp_path / "d.xml", 30_000).read_text(encoding="utf-8")
    bsns = [stuk.split("<")[0] for stuk in tekst.split("<wmo323:Bsn>")[1:]]
    sommen = [sum((9 - plek if plek < 8 else -1) * int(cijfer) for plek, cijfer in enumerate(bsn)) for bsn in bsns]
    assert bsns
    assert all(bsn.startswith("9999") and som % 11 for bsn, som in zip(bsns, sommen, strict=True))


def test_bench_meet_alles_en_zegt_wat_gehaald_is(bench, tmp_path):
    if not shutil.which("xmllint"):
        pytest.skip("xmllint (libxml2-utils) is hier niet geïnstalleerd")
    regels = bench.meet_alles(tmp_path, argparse.Namespace(megabyte=1, bestanden=12, keer=1))
    assert len(regels) == 4
    tabel = bench.tabel(regels).splitlines()
    assert len({len(lijn) for lijn in tabel}) == 1
    assert len(tabel) == 6


def test_zonder_xmllint_zegt_bench_hoe_eraan_te_komen(bench, monkeypatch, capsys):
    monkeypatch.setattr(bench.shutil, "which", lambda _: None)
    assert bench.main([]) == 2
    assert "libxml2-utils" in capsys.readouterr().out
