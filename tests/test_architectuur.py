"""Imports run one way: see docs/ontwerp.md."""

import ast
import re
import subprocess

import pytest
from conftest import PROJECT

PAKKET = PROJECT / "lib" / "normwijzer"
LAGEN = [
    {"fouten", "paden", "statistiek", "werkmap"},
    {"codelijsten"},
    {"regio"},
    {"registraties"},
    {"berichten"},
    {"toestand"},
    {"perioden"},
    {"kpi"},
    {"normen"},
    {"privacy"},
    {"rapport"},
    {"demo"},
    {"uitvoering"},
]
LAAG = {module: nummer for nummer, laag in enumerate(LAGEN) for module in laag}
BESTANDEN = sorted(PAKKET.rglob("*.py"))


def _module(pad) -> str:
    return pad.relative_to(PAKKET).with_suffix("").parts[0]


def _imports(pad) -> set[str]:
    """Top-level modules of normwijzer that this file imports, wherever in the file."""
    diepte = len(pad.relative_to(PAKKET).parts) - 1
    gevonden = set()
    for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
        namen = []
        if isinstance(knoop, ast.Import):
            namen = [alias.name for alias in knoop.names]
        elif isinstance(knoop, ast.ImportFrom):
            if knoop.level == 0:
                basis = knoop.module or ""
            elif knoop.level > diepte:
                basis = ".".join(["normwijzer", knoop.module or ""]).rstrip(".")
            else:
                continue
            namen = [f"{basis}.{alias.name}" if basis == "normwijzer" else basis for alias in knoop.names]
        gevonden |= {naam.split(".")[1] for naam in namen if naam.startswith("normwijzer.")}
    return gevonden


def test_elke_module_heeft_een_laag():
    assert {_module(pad) for pad in BESTANDEN} - {"__init__"} == set(LAAG)


@pytest.mark.parametrize("pad", BESTANDEN, ids=lambda pad: str(pad.relative_to(PAKKET)))
def test_import_wijst_nooit_terug(pad):
    eigen = _module(pad)
    if eigen == "__init__":
        pytest.skip("de voordeur van het pakket mag alles noemen")
    terug = {module for module in _imports(pad) if LAAG[module] > LAAG[eigen]}
    assert not terug, f"{pad.name} ({eigen}) importeert uit een latere laag: {sorted(terug)}"


def test_ontwerp_noemt_elke_laag():
    tekst = (PROJECT / "docs" / "ontwerp.md").read_text(encoding="utf-8")
    for module in LAAG:
        assert f"`{module}" in tekst, f"docs/ontwerp.md noemt {module} niet"


@pytest.mark.parametrize("pad", BESTANDEN, ids=lambda pad: str(pad.relative_to(PAKKET)))
def test_module_blijft_klein(pad):
    assert len(pad.read_text(encoding="utf-8").splitlines()) <= 400


def test_git_neemt_lib_mee():
    uitkomst = subprocess.run(
        ["git", "check-ignore", "-q", "lib/normwijzer/__init__.py"], cwd=PROJECT, capture_output=True, check=False
    )
    if uitkomst.returncode == 128:
        pytest.skip("dit is geen git-checkout")
    assert uitkomst.returncode == 1


def test_boom_in_readme_bestaat():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    boom = re.search(r"```text\n(.*?)```", readme, flags=re.DOTALL)
    assert boom, "README.md heeft geen boom"
    paden = re.findall(r"^(\S+)  ", boom.group(1), flags=re.MULTILINE)
    assert len(paden) >= 8
    for pad in paden:
        assert (PROJECT / pad).exists(), f"README.md noemt {pad}, maar dat is er niet"
