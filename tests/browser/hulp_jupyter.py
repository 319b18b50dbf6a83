"""Helpers: a real JupyterLab on this machine alone, and what a user does in it with keyboard and menu."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import PROJECT
from playwright.sync_api import Browser, Page, expect, sync_playwright

OPSTARTEN = 60
"""Seconds JupyterLab may take to start."""

OPENEN = 60_000
"""Milliseconds until a notebook is open and its kernel waits for work."""

UITVOEREN = 90_000
"""Milliseconds all cells of a notebook may take."""


@contextmanager
def jupyterlab(map_: Path, data: Path) -> Iterator[str]:
    """A server with its own settings under `map_` and `map_`/notebooks as its folder; its address. Gone afterwards."""
    runtime, logboek = map_ / "runtime", map_ / "jupyter.log"
    with logboek.open("wb") as uit:
        server = subprocess.Popen(
            _opdracht(map_), cwd=map_, env=_omgeving(map_, data), stdin=subprocess.DEVNULL, stdout=uit,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield _wacht_op_adres(server, runtime, logboek)
    finally:
        _stop(server)


@contextmanager
def chromium(pad: str) -> Iterator[Browser]:
    """A browser without a window that reaches nothing but this machine."""
    with sync_playwright() as speler:
        argumenten = ["--no-sandbox", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
        browser = speler.chromium.launch(executable_path=pad, args=argumenten)
        try:
            yield browser
        finally:
            browser.close()


def open_notebook(browser: Browser, adres: str, naam: str) -> Page:
    """The notebook, open with a kernel that is ready."""
    pagina = browser.new_page(viewport={"width": 1440, "height": 1000}, locale="nl-NL")
    pagina.goto(f"{adres}lab/tree/{naam}")
    pagina.locator(".jp-Notebook").wait_for(timeout=OPENEN)
    # Before its kernel is there, Run All Cells would ask which kernel to take.
    expect(pagina.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=OPENEN)
    return pagina


def draai_alles(pagina: Page, codecellen: int) -> None:
    """Run > Run All Cells, as a user chooses it, until the last cell with code has its number and the kernel rests."""
    pagina.get_by_role("menuitem", name="Run", exact=True).click()
    pagina.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(pagina.locator(".jp-CodeCell .jp-InputPrompt").last).to_have_text(f"[{codecellen}]:", timeout=UITVOEREN)
    pagina.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(timeout=UITVOEREN)


def _opdracht(map_: Path) -> list[str]:
    notebooks = map_ / "notebooks"
    notebooks.mkdir(exist_ok=True)
    return [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root",
        "--IdentityProvider.token=", "--PasswordIdentityProvider.hashed_password=", f"--ServerApp.root_dir={notebooks}",
        "--LabApp.extension_manager=readonly", "--LabApp.news_url=None", "--ServerApp.terminals_enabled=False",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--ContentsManager.allow_hidden=False", "--LanguageServerManager.autodetect=False",
    ]  # fmt: skip


def _omgeving(map_: Path, data: Path) -> dict[str, str]:
    """The environment of the server and its kernels: nothing of the user's own Jupyter, and our package and data."""
    eigen = {
        "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "jupyterdata", "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "instellingen", "JUPYTERLAB_WORKSPACES_DIR": "werkruimten", "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib",
    }  # fmt: skip
    kaal = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(("JUPYTER", "NORMWIJZER"))}
    return kaal | {naam: str(map_ / deel) for naam, deel in eigen.items()} | {
        "NORMWIJZER_DATA": str(data), "NORMWIJZER_REPORTS": str(map_ / "reports"),
        "PYTHONPATH": str(PROJECT / "lib"), "PYDEVD_DISABLE_FILE_VALIDATION": "1", "JUPYTER_NO_CONFIG": "1",
    }  # fmt: skip


def _wacht_op_adres(server: subprocess.Popen, runtime: Path, logboek: Path) -> str:
    """The server writes where it listens as soon as it does."""
    tot = time.monotonic() + OPSTARTEN
    bestand = runtime / f"jpserver-{server.pid}.json"
    while time.monotonic() < tot:
        if bestand.is_file() and (inhoud := bestand.read_text(encoding="utf-8")).rstrip().endswith("}"):
            return json.loads(inhoud)["url"]
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab startte niet:\n{logboek.read_text(encoding='utf-8', errors='replace')[-3000:]}")


def _stop(server: subprocess.Popen) -> None:
    """End the server with its kernels, which live in its session."""
    server.terminate()
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(server.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    server.wait(15)
