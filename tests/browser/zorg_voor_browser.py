"""Before the tests: see to it that there is a browser for `tests/browser`, or say in one sentence why they will skip.

Exit code 0 whatever happens: without a browser the rest of the tests must still run.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMEN = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TIJD = {"lijst": 60, "ophalen": 240, "plaatsen": 180}
"""Seconds that each step may take; placing is apart from fetching because only fetching is safe to break off."""

_PAKKET = "chromium"


def vind_browser() -> str | None:
    """Path of a Chromium or Chrome that starts: on PATH, or one that playwright downloaded before; None = none."""
    paden = [shutil.which(naam) for naam in NAMEN]
    return next((pad for pad in paden if pad and _start(pad)), None) or _van_playwright()


def installeer() -> str:
    """Install Debian's package; empty text when there is a browser now, else the reason why not, in plain Dutch."""
    if reden := _waarom_niet():
        return reden
    for stap, opdracht in _stappen().items():
        try:
            klaar = subprocess.run(
                opdracht, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=TIJD[stap], check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"installeren ({stap}) duurde langer dan {TIJD[stap]} seconden"
        if klaar.returncode:
            return f"installeren ({stap}) lukte niet, apt-get gaf code {klaar.returncode}"
    return "" if vind_browser() else f"het pakket {_PAKKET} bracht geen browser mee"


def main() -> int:
    if vind_browser():
        return 0
    print(
        f"Geen Chromium gevonden; het pakket {_PAKKET} wordt geprobeerd (hooguit {sum(TIJD.values()) // 60} minuten)."
    )
    if reden := installeer():
        print(f"De browsertests worden overgeslagen: {reden}.")
    return 0


def _start(pad: str) -> bool:
    """Whether it is a browser and not a pointer to a shop where one can be had."""
    try:
        uit = subprocess.run(
            [pad, "--version"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=30, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return uit.returncode == 0


def _waarom_niet() -> str:
    if not Path("/etc/debian_version").is_file() or not shutil.which("apt-get"):
        return "er is geen Chromium of Chrome, en deze machine heeft geen apt-get om hem te installeren"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return f"er is geen Chromium of Chrome, en installeren vraagt beheerrechten (sudo apt-get install {_PAKKET})"
    return ""


def _stappen() -> dict[str, list[str]]:
    # A lock held by another apt must not keep the tests waiting for ever.
    rustig = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=30", "-o", "Acquire::Retries=1"]
    pakket = [*rustig, "install", "-y", "--no-install-recommends", _PAKKET]
    return {"lijst": [*rustig, "update"], "ophalen": [*pakket, "--download-only"], "plaatsen": pakket}


def _van_playwright() -> str | None:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return None
    try:
        with sync_playwright() as speler:
            pad = speler.chromium.executable_path
    except Error:
        return None
    return pad if Path(pad).is_file() else None


if __name__ == "__main__":
    sys.exit(main())
