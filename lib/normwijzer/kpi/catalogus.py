"""The catalogue: what each KPI means, as data beside the code that counts it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..fouten import DataFout
from ..regio import suggest
from .opties import Optie, opties_voor

_HIER = Path(__file__).parent
_RICHTINGEN = ("hoger_is_beter", "lager_is_beter", "geen")
_NORMEN = ("te_bepalen", "doel", "geen")
_VORMEN = ("verandering", "waarde")
_GEGEVENS = ("berichten", "bevolking", "aanbiederopgave", "aanvragen", "afwijzingen", "betalingen")
_GROEPEN = ("noemer", "kleinste", "clienten")
_VERPLICHT = ("titel", "definitie", "teller", "noemer", "eenheid", "richting", "norm", "normtekst", "kanttekeningen")
_VRIJ = ("percelen", "pilot_jaren", "nummer", "onderdeel", "gegevens", "ondersteunt", "doelen", "groep", "termijn")
_ALGEMEEN = "kanttekeningen"


@dataclass(frozen=True)
class Kanttekening:
    """sleutel; tekst; bron: the source that names it, empty when it is ours."""

    sleutel: str
    tekst: str
    bron: str


@dataclass(frozen=True)
class Doel:
    """A target of the source: reach `doel` in doeljaar; 0 = in every year, and then basisjaar is 0 too.

    soort: about whom, empty = everybody of the KPI, `zonder_gezinsgericht`, or one soort.
    vorm: `waarde` (doel is the value itself) or `verandering` (share of change since basisjaar: -0.15 is 15 % less).
    voorbehoud: key of the kanttekening of the KPI that must stand beside every verdict on it; empty = none.
    """

    soort: str
    vorm: str
    doel: float
    doeljaar: int = 0
    basisjaar: int = 0
    voorbehoud: str = ""


@dataclass(frozen=True)
class Onderdeel:
    """A group of KPI's that belong together in reports."""

    onderdeel: str
    titel: str
    uitleg: str


@dataclass(frozen=True)
class Definitie:
    """One KPI in words.

    richting: hoger_is_beter, lager_is_beter or geen. norm: te_bepalen, doel (the source gives a target: `doelen`) or
    geen; normtekst says it in words. percelen: empty where the family has none. pilot_jaren: years in which a norm may
    not be asked (empty: none). nummer: short name such as J1, may be empty. onderdeel: key in Catalogus.onderdelen.
    gegevens: what it is computed from. ondersteunt: the KPI it explains, empty = it stands by itself. groep: which
    number of a row counts people, for the protection of small groups: `noemer` (the teller when there is none),
    `kleinste` of noemer and teller, `clienten` (the family's frame `mensen` tells it), or the id of a KPI whose row of
    the same scope tells it. termijn: within what time, in words; empty where there is none.
    bron, versie: source document.
    """

    kpi: str
    familie: str
    titel: str
    definitie: str
    teller: str
    noemer: str
    eenheid: str
    richting: str
    percelen: tuple[int, ...]
    norm: str
    normtekst: str
    pilot_jaren: tuple[int, ...]
    kanttekeningen: tuple[Kanttekening, ...]
    nummer: str
    onderdeel: str
    gegevens: tuple[str, ...]
    ondersteunt: str
    doelen: tuple[Doel, ...]
    groep: str
    termijn: str
    bron: str
    versie: str

    @property
    def opties(self) -> dict[str, Optie]:
        """The choices that can change this KPI."""
        return opties_voor(self.familie, self.kpi)


@dataclass(frozen=True)
class Catalogus:
    """One family: its title, source, who answers for what, and its parts and KPI's in the order of reports.

    gemeente_deelbaar: whether rows per gemeente may stand in the shared edition: where the gemeente is a partner that
    the figures are about, and not where its clients live.
    """

    familie: str
    titel: str
    bron: str
    versie: str
    verantwoordelijk: dict[str, str]
    onderdelen: dict[str, Onderdeel]
    definities: dict[str, Definitie]
    gemeente_deelbaar: bool = False


@cache
def laad(familie: str) -> Catalogus:
    """The catalogue of one family, checked on completeness.

    Raises:
        DataFout: no such family, or an entry in <familie>.toml that is incomplete or unknown.
    """
    bestaand = families()
    if familie not in bestaand:
        raise DataFout("catalogus", f"er is geen familie '{familie}'{suggest(familie, bestaand)}", ", ".join(bestaand))
    ruw = _read(familie)
    kop = ruw["familie"]
    kanttekeningen = {k: Kanttekening(k, v["tekst"], v["bron"]) for k, v in _read(_ALGEMEEN).items()}
    onderdelen = {k: Onderdeel(k, v["titel"], v["uitleg"]) for k, v in ruw.get("onderdeel", {}).items()}
    definities = {kpi: _to_definitie(familie, kpi, velden, kop, kanttekeningen) for kpi, velden in ruw["kpi"].items()}
    for definitie in definities.values():
        _check_verwijzingen(definitie, onderdelen, definities)
    return Catalogus(
        familie, kop["titel"], kop["bron"], kop["versie"], ruw["verantwoordelijk"], onderdelen, definities,
        kop.get("gemeente_deelbaar", False),
    )  # fmt: skip


def require_norm(familie: str, kpi: str, jaar: int | None = None) -> Definitie:
    """The definition of a KPI that may have a norm in that year.

    A norm state `geen` means never, also outside the pilot years, until the source sets one.

    Raises:
        DataFout: unknown KPI, or one without a norm.
    """
    catalogus = laad(familie)
    if kpi not in catalogus.definities:
        toegestaan = ", ".join(catalogus.definities)
        raise DataFout("norm", f"'{kpi}' is geen kpi van {familie}{suggest(kpi, catalogus.definities)}", toegestaan)
    definitie = catalogus.definities[kpi]
    if definitie.norm == "geen":
        wanneer = f" in {jaar}" if jaar else ""
        toegestaan = ", ".join(k for k, d in catalogus.definities.items() if d.norm != "geen")
        raise DataFout("norm", f"{kpi} heeft{wanneer} geen norm ({definitie.normtekst})", toegestaan)
    return definitie


def families() -> list[str]:
    """Every family with a catalogue."""
    namen = {pad.stem for pad in _HIER.glob("*.toml") if not pad.stem.startswith("opties_")}
    return sorted(namen - {_ALGEMEEN})


def _read(naam: str) -> dict[str, Any]:
    with (_HIER / f"{naam}.toml").open("rb") as bestand:
        return tomllib.load(bestand)


def _to_definitie(
    familie: str, kpi: str, velden: dict[str, Any], kop: dict[str, str], kanttekeningen: dict[str, Kanttekening]
) -> Definitie:
    waar = f"{familie}.toml, kpi {kpi}"
    vreemd = sorted(set(velden) - {*_VERPLICHT, *_VRIJ})
    ontbreekt = [veld for veld in _VERPLICHT if not velden.get(veld)]
    if vreemd or ontbreekt:
        raise DataFout(waar, f"onbekend: {vreemd}; ontbreekt: {ontbreekt}", ", ".join(_VERPLICHT + _VRIJ))
    onbekend = [sleutel for sleutel in velden["kanttekeningen"] if sleutel not in kanttekeningen]
    if onbekend or velden["richting"] not in _RICHTINGEN or velden["norm"] not in _NORMEN:
        raise DataFout(waar, "heeft een onbekende kanttekening, richting of norm", ", ".join(_RICHTINGEN + _NORMEN))
    eigen = velden | {
        "percelen": tuple(velden.get("percelen", ())),
        "pilot_jaren": tuple(velden.get("pilot_jaren", ())),
        "kanttekeningen": tuple(kanttekeningen[sleutel] for sleutel in velden["kanttekeningen"]),
        "nummer": velden.get("nummer", ""),
        "onderdeel": velden.get("onderdeel", ""),
        "gegevens": tuple(velden.get("gegevens", ("berichten",))),
        "ondersteunt": velden.get("ondersteunt", ""),
        "doelen": tuple(Doel(**doel) for doel in velden.get("doelen", ())),
        "groep": velden.get("groep", "noemer"),
        "termijn": velden.get("termijn", ""),
    }
    return Definitie(kpi=kpi, familie=familie, bron=kop["bron"], versie=kop["versie"], **eigen)


def _check_verwijzingen(
    definitie: Definitie, onderdelen: dict[str, Onderdeel], definities: dict[str, Definitie]
) -> None:
    waar = f"{definitie.familie}.toml, kpi {definitie.kpi}"
    if definitie.onderdeel not in (onderdelen or {""}):
        raise DataFout(waar, f"onderdeel '{definitie.onderdeel}' is onbekend", ", ".join(onderdelen))
    if definitie.groep not in (*_GROEPEN, *definities):
        raise DataFout(waar, f"groep '{definitie.groep}' kan niet", ", ".join([*_GROEPEN, *definities]))
    if definitie.ondersteunt not in ("", *definities):
        raise DataFout(waar, f"ondersteunt '{definitie.ondersteunt}', dat is geen kpi", ", ".join(definities))
    eigen = {kanttekening.sleutel for kanttekening in definitie.kanttekeningen}
    if not {doel.voorbehoud for doel in definitie.doelen} <= {"", *eigen}:
        raise DataFout(waar, "een voorbehoud van een doel is geen kanttekening van de kpi", ", ".join(sorted(eigen)))
    if not set(definitie.gegevens) <= set(_GEGEVENS):
        raise DataFout(waar, f"gegevens {definitie.gegevens} kan niet", ", ".join(_GEGEVENS))
    if bool(definitie.doelen) != (definitie.norm == "doel") or any(d.vorm not in _VORMEN for d in definitie.doelen):
        raise DataFout(waar, "norm 'doel' en doelen horen bij elkaar", f"doelen met vorm {' of '.join(_VORMEN)}")
