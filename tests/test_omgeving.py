"""pyproject.toml, environment.yml and requirements.lock name the same dependencies."""

import re
import tomllib

from conftest import PROJECT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")


def _gevraagd() -> dict[str, Requirement]:
    regels = PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["test"]
    return {canonicalize_name(eis.name): eis for eis in map(Requirement, regels)}


def _conda() -> dict[str, Requirement]:
    regels = re.findall(r"^(?:  |      )- ([A-Za-z0-9_.-]+(?:[<>=!].*)?)$", _conda_tekst(), flags=re.MULTILINE)
    return {canonicalize_name(eis.name): eis for eis in map(Requirement, regels) if eis.name not in ("pip", "python")}


def _conda_tekst() -> str:
    afhankelijkheden = (PROJECT / "environment.yml").read_text(encoding="utf-8").split("dependencies:\n", 1)[1]
    return afhankelijkheden


def _gelockt() -> dict[str, list[Version]]:
    versies: dict[str, list[Version]] = {}
    for naam, versie in re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", LOCK, flags=re.MULTILINE):
        versies.setdefault(canonicalize_name(naam), []).append(Version(versie))
    return versies


def test_conda_en_pyproject_vragen_hetzelfde():
    assert {naam: str(eis.specifier) for naam, eis in _conda().items()} == {
        naam: str(eis.specifier) for naam, eis in _gevraagd().items()
    }


def test_conda_vraagt_dezelfde_python():
    assert f"- python{PYPROJECT['project']['requires-python']}\n" in _conda_tekst()


def test_lockbestand_vervult_elke_eis():
    gelockt = _gelockt()
    for naam, eis in _gevraagd().items():
        assert naam in gelockt, f"{naam} ontbreekt in requirements.lock"
        assert all(versie in eis.specifier for versie in gelockt[naam]), naam


def test_lockbestand_heeft_een_hash_per_pakket_en_geen_adres():
    pakketten = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(pakketten) > len(_gevraagd())
    assert all("--hash=sha256:" in pakket for pakket in pakketten)
    assert "://" not in LOCK
    assert "--index" not in LOCK
