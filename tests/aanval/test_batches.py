"""The attacker fails on the demo and on regions made to break the protection; it succeeds where that is weak."""

import os
import shutil
from pathlib import Path

import pytest
from aanval import batches, doen, rechter, regios, zwak
from aanval.feiten import lees_feiten
from aanval.lezen import lees_batch
from hulp_run import run_all
from normwijzer.paden import Paden

ALLES = bool(os.environ.get("NORMWIJZER_AANVAL_ALLES"))
"""Every region and year of the demo instead of the last year of the smallest, and every region and pattern made to
break it for itself; many minutes instead of one."""


@pytest.fixture(scope="module")
def demobatch(demo_bron) -> Path:
    def maak(map_: Path) -> None:
        paden = Paden(map_ / "data", map_ / "reports")
        namen = ["brembergen", "zeldermeer"] if ALLES else ["zeldermeer"]
        shutil.copytree(demo_bron / "landelijk", paden.data / "landelijk")
        for regio in namen:
            shutil.copytree(demo_bron / "regios" / regio, paden.regio(regio))
            shutil.copytree(demo_bron / "werk" / regio, paden.werk(regio))  # read already
        batches.reken_uit(paden, namen)
        jaren = (2023, 2024, 2025) if ALLES else (2025,)
        batches.druk_alles(paden, [(r, j, f) for r in namen for j in jaren for f in batches.FAMILIES])

    return batches.bewaard("alles" if ALLES else "demo", maak)


@pytest.fixture(scope="module")
def gemenebatch() -> Path:
    """Shared reports of two regions as `run_all.py` makes them, and of outcomes laid down at once."""

    def maak(map_: Path) -> None:
        paden = Paden(map_ / "data", map_ / "reports")
        namen = regios.maak_berichtregios(paden.data, ["eenling", "dwerg", "reus"] if ALLES else ["dwerg", "reus"])
        gekozen = [deel for regio in namen for deel in ("--regio", regio)]
        families = ["wmo", "jeugd_kwaliteit"] if ALLES else ["wmo"]
        gekozen += [deel for familie in families for deel in ("--familie", familie)]
        run = run_all(*gekozen, "--jaar", "2025", data=paden.data, reports=paden.reports)
        assert run.returncode == 0, run.stderr
        los = {patroon.replace("_", "-"): (patroon,) for patroon in regios.PATRONEN} if ALLES else {}
        gelegd = regios.MENGSELS | los
        for regio, patronen in gelegd.items():
            regios.leg_patroon(paden.data, "reus", regio, patronen)
        vakken = [(regio, 2025, familie) for regio in namen for familie in families]
        batches.druk_alles(paden, vakken + [(regio, 2025, "wmo") for regio in gelegd], behoud=True)

    return batches.bewaard("gemeen-alles" if ALLES else "gemeen", maak)


def test_de_aanvaller_slaagt_op_de_interne_editie_van_de_demo(demobatch):
    """What is exact falls, all of it: the judge and the attacker read the same cells."""
    intern = demobatch / "reports" / "intern"
    waarheid = rechter.lees_waarheid(intern)
    vallen = rechter.val_zacht(lees_feiten(lees_batch(intern)), waarheid)
    assert {val.sleutel for val in vallen} >= {s for s in rechter.gevoelig(waarheid) if s.maat != "c"}
    assert len(vallen) > 300


def test_de_aanvaller_slaagt_als_alleen_kleine_rijen_zijn_verborgen(demobatch, tmp_path):
    intern = demobatch / "reports" / "intern"
    waarheid = rechter.lees_waarheid(intern)
    zwak.schrijf_zwak(lees_batch(intern), tmp_path)
    feiten = lees_feiten(lees_batch(tmp_path))
    verborgen = {s.met(maat=maat) for s in feiten.verborgen for maat in "tnc"}
    hard = {val.sleutel for val in rechter.val_hard(feiten, waarheid)} & verborgen
    zacht = {val.sleutel for val in rechter.val_zacht(feiten, waarheid)}
    assert len(zacht) > 100
    assert len(hard) > 5


def test_de_aanvaller_faalt_op_de_demo(demobatch):
    reports = demobatch / "reports"
    assert [str(val) for val in doen.val_aan(reports, reports / "intern")] == []


def test_de_aanvaller_faalt_op_gebieden_die_er_voor_gemaakt_zijn(gemenebatch):
    reports = gemenebatch / "reports"
    assert {pad.parent.parent.name for pad in reports.glob("*/2025/wmo.html")} >= {"dwerg", "reus", *regios.MENGSELS}
    assert [str(val) for val in doen.val_aan(reports, reports / "intern")] == []
