"""What happens before the tests on a machine without a browser: never a failure, one sentence of why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from browser import zorg_voor_browser as zorg

SCRIPT = Path(zorg.__file__)


def _leeg(tmp_path: Path, **anders: str) -> dict[str, str]:
    """An environment in which no program and no browser of playwright can be found."""
    kaal = {naam: waarde for naam, waarde in os.environ.items() if naam in ("HOME", "LANG", "PYTHONPATH")}
    return {**kaal, "PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "niets"), **anders}


def _programma(map_: Path, naam: str, inhoud: str = "exit 0") -> Path:
    pad = map_ / naam
    pad.write_text(f"#!/bin/sh\n{inhoud}\n", encoding="utf-8")
    pad.chmod(0o755)
    return pad


def test_met_een_browser_op_path_zwijgt_het_script(tmp_path):
    _programma(tmp_path, "chromium")
    klaar = subprocess.run(
        [sys.executable, SCRIPT], env=_leeg(tmp_path), capture_output=True, text=True, check=False, timeout=60
    )
    assert (klaar.returncode, klaar.stdout, klaar.stderr) == (0, "", "")


def test_een_browser_die_niet_start_telt_niet(tmp_path, monkeypatch):
    _programma(tmp_path, "chromium-browser", "echo 'snap install chromium'; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "niets"))
    assert zorg.vind_browser() is None
    goed = _programma(tmp_path, "google-chrome")
    assert zorg.vind_browser() == str(goed)


def test_zonder_browser_en_zonder_apt_is_er_een_zin_en_code_nul(tmp_path):
    klaar = subprocess.run(
        [sys.executable, SCRIPT], env=_leeg(tmp_path), capture_output=True, text=True, check=False, timeout=60
    )
    assert (klaar.returncode, klaar.stderr) == (0, "")
    assert "De browsertests worden overgeslagen: er is geen Chromium of Chrome" in klaar.stdout


@pytest.fixture
def debian(tmp_path, monkeypatch) -> Path:
    """A Debian with rights and without a browser, whose apt-get is ours."""
    monkeypatch.setattr(zorg, "_waarom_niet", lambda: "")
    monkeypatch.setattr(zorg, "_van_playwright", lambda: None)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(zorg, "NAMEN", ("chromium-van-de-toets",))
    return tmp_path


def test_installeren_lukt_als_het_pakket_een_browser_brengt(debian):
    inhoud = f'case "$*" in *--download-only*) ;; *install*) cp /bin/true {debian}/chromium-van-de-toets;; esac'
    _programma(debian, "apt-get", f'echo "$@" >> {debian}/gevraagd\n{inhoud}')
    assert zorg.installeer() == ""
    stappen = (debian / "gevraagd").read_text(encoding="utf-8").splitlines()
    assert [("update" in stap, "--download-only" in stap, " chromium" in stap) for stap in stappen] == [
        (True, False, False), (False, True, True), (False, False, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        ("exit 100", "installeren (lijst) lukte niet, apt-get gaf code 100"),
        ("sleep 5", "installeren (lijst) duurde langer dan 0.2 seconden"),
        ("exit 0", "het pakket chromium bracht geen browser mee"),
    ],
)
def test_een_mislukte_installatie_geeft_een_reden(debian, capsys, monkeypatch, inhoud, reden):
    _programma(debian, "apt-get", inhoud)
    monkeypatch.setattr(zorg, "TIJD", {"lijst": 0.2 if "sleep" in inhoud else 30, "ophalen": 30, "plaatsen": 30})
    assert zorg.main() == 0
    assert capsys.readouterr().out.endswith(f"overgeslagen: {reden}.\n")
