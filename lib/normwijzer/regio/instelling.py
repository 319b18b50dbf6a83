"""regio.toml: name, years, families, municipalities and the raw options of one region."""

import re
import tomllib
from pathlib import Path
from typing import Any

from ..fouten import DataFout, leesfout
from .tabel import suggest

FAMILIES = (
    "wmo", "jeugd_transformatie", "jeugd_kwaliteit", "administratief_proces",
    "beschermd_wonen", "resultaat_behaald", "beleidsdoelen",
)  # fmt: skip
_SLEUTELS = ("naam", "jaren", "families", "gemeenten", "opties", "synthetisch")


def read_instelling(pad: Path) -> dict[str, Any]:
    """regio.toml as a dict with naam, jaren (tuple), families (tuple), gemeenten, opties, synthetisch.

    Options are only checked on shape here (a value, a list, or a table per KPI): their meaning belongs to `kpi`.

    Raises:
        DataFout: not there, no TOML, an unknown or missing key, a value of the wrong kind.
    """
    ruw = _read_toml(pad)
    for sleutel in ruw:
        if sleutel not in _SLEUTELS:
            raise DataFout(pad.name, f"'{sleutel}' is onbekend{suggest(sleutel, _SLEUTELS)}", ", ".join(_SLEUTELS))
    for sleutel in ("naam", "jaren", "families", "gemeenten"):
        if sleutel not in ruw:
            raise DataFout(pad.name, f"'{sleutel}' ontbreekt", "naam, jaren, families en [gemeenten] zijn verplicht")
    naam = ruw["naam"]
    if not isinstance(naam, str) or not naam.strip():
        raise DataFout(
            f"{pad.name}, naam", "is leeg of geen tekst", 'een naam tussen aanhalingstekens, bijvoorbeeld "Regio Noord"'
        )
    synthetisch = ruw.get("synthetisch", False)
    if not isinstance(synthetisch, bool):
        raise DataFout(f"{pad.name}, synthetisch", f"{synthetisch!r} is geen ja of nee", "true, false")
    return {
        "naam": naam.strip(),
        "jaren": _check_jaren(pad.name, ruw["jaren"]),
        "families": _check_families(pad.name, ruw["families"]),
        "gemeenten": _check_gemeenten(pad.name, ruw["gemeenten"]),
        "opties": _check_opties(pad.name, ruw.get("opties", {})),
        "synthetisch": synthetisch,
    }


def _read_toml(pad: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(pad.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as fout:
        raise DataFout(
            pad.name, f"is geen geldige TOML ({_plaats(fout)})", 'regels als naam = "…" en jaren = [2024, 2025]'
        ) from None
    except UnicodeDecodeError:
        raise DataFout(pad.name, "is geen UTF-8", "tekst in UTF-8") from None
    except OSError as fout:
        raise DataFout(
            pad.name, f"kan niet worden gelezen ({leesfout(fout)})", "een regio.toml in de map van de regio"
        ) from None


def _plaats(fout: tomllib.TOMLDecodeError) -> str:
    gevonden = re.search(r"line (\d+), column (\d+)", str(fout))
    return f"regel {gevonden[1]}, teken {gevonden[2]}" if gevonden else "het bestand houdt te vroeg op"


def _check_jaren(bestand: str, jaren: Any) -> tuple[int, ...]:
    goed = isinstance(jaren, list) and jaren and all(type(j) is int and 2015 <= j <= 2099 for j in jaren)
    if not goed or len(set(jaren)) != len(jaren):
        raise DataFout(
            f"{bestand}, jaren",
            f"{jaren!r} is geen lijst van jaren",
            "verschillende jaren van 2015 tot en met 2099, bijvoorbeeld [2024, 2025]",
        )
    return tuple(sorted(jaren))


def _check_families(bestand: str, families: Any) -> tuple[str, ...]:
    if not isinstance(families, list) or not families:
        raise DataFout(f"{bestand}, families", f"{families!r} is geen lijst van families", ", ".join(FAMILIES))
    for familie in families:
        if familie not in FAMILIES:
            hint = suggest(familie, FAMILIES) if isinstance(familie, str) else ""
            raise DataFout(f"{bestand}, families", f"{familie!r} is geen familie{hint}", ", ".join(FAMILIES))
    return tuple(dict.fromkeys(families))


def _check_gemeenten(bestand: str, gemeenten: Any) -> dict[str, str]:
    if not isinstance(gemeenten, dict) or not gemeenten:
        raise DataFout(f"{bestand}, gemeenten", "ontbreekt of is leeg", 'regels als 9901 = "Naam" onder [gemeenten]')
    for code, naam in gemeenten.items():
        if not re.fullmatch(r"\d{4}", code):
            raise DataFout(f"{bestand}, gemeenten", f"'{code}' is geen gemeentecode", "vier cijfers")
        if not isinstance(naam, str) or not naam.strip():
            raise DataFout(f"{bestand}, gemeenten, {code}", "heeft geen naam", "een naam tussen aanhalingstekens")
    return {code: gemeenten[code].strip() for code in sorted(gemeenten)}


def _check_opties(bestand: str, opties: Any) -> dict[str, Any]:
    if not isinstance(opties, dict):
        raise DataFout(f"{bestand}, opties", "is geen tabel", "[opties] met regels als opvolg_venster_dagen = 28")
    return opties
