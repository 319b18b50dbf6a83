"""The command line of `norm`: what to decide, to show or to compare."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from normwijzer.normen.bandbreedte import METHODEN
from normwijzer.uitvoering.opdracht_lezer import Eenmaal, Lezer, parse_aandeel, parse_datum, parse_jaar
from normwijzer.uitvoering.vaststellen import Vraag

_HULP = ("-h", "--help", "--hulp")
_ONDERWERP = ("kpi", "familie", "perceel", "soort")


@dataclass(frozen=True)
class Normopdracht:
    """handeling: vaststellen, tonen or vergelijken. vraag: of vaststellen. The rest narrows what is shown; empty, or
    None for jaar (the norm year), is everything."""

    handeling: str
    vraag: Vraag | None = None
    jaar: int | None = None
    kpi: str = ""
    familie: str = ""
    perceel: str = ""
    soort: str = ""


def parse_norm(argumenten: list[str]) -> dict:
    """What comes after `norm`: data (Path or None), regios (one) and norm (`Normopdracht`).

    Raises:
        SystemExit: 0 after --help, 2 after wrong use (the message is on stderr).
    """
    handeling = argumenten[0] if argumenten else ""
    if handeling not in _LEZERS:
        _wijs_de_weg(argumenten)
    lezer = _LEZERS[handeling]()
    keuzes = vars(lezer.parse_args(argumenten[1:]))
    keuzes.pop("_gezien", None)
    uit = {"data": keuzes.pop("data"), "regios": [keuzes.pop("regio")]}
    for naam in _ONDERWERP:
        keuzes[naam] = (keuzes[naam] or "").strip()
    if handeling != "vaststellen":
        return uit | {"norm": Normopdracht(handeling, **keuzes)}
    keuzes["reden_herziening"] = _reden(lezer, keuzes.pop("herzien"), keuzes.pop("reden"))
    if keuzes["norm"] is None and not keuzes["methode"]:
        lezer.error("hier ontbreekt: --norm of --methode")
    return uit | {"norm": Normopdracht(handeling, vraag=Vraag(**keuzes))}


def _reden(lezer: Lezer, herzien: str | None, reden: str | None) -> str:
    """Why an earlier decision is replaced, behind --herzien or --reden; empty when nothing is."""
    if herzien is None and reden is None:
        return ""
    if herzien is None:
        lezer.error("--reden: hoort bij --herzien, en die staat er niet")
    if herzien and reden:
        lezer.error("--herzien en --reden: geef de reden één keer")
    gekozen = (herzien or reden or "").strip()
    if not gekozen:
        lezer.error('--herzien: hierachter hoort waarom, bijvoorbeeld --herzien "correctie van de aanlevering"')
    return gekozen


def _wijs_de_weg(argumenten: list[str]) -> None:
    lezer = Lezer(
        "run_all.py norm",
        "Normen vaststellen op de uitkomsten van een jaar, en ze tonen en vergelijken.",
        "Handelingen:\n"
        "  run_all.py norm vaststellen   leg een normbesluit vast in normen/<jaar>.toml van de regio\n"
        "  run_all.py norm tonen         toon de normbesluiten, ook die zijn herzien\n"
        "  run_all.py norm vergelijken   toon het verloop van de uitkomsten naast de normen\n\n"
        "Uitleg per handeling: run_all.py norm vaststellen --help",
    )
    lezer.usage = "run_all.py norm vaststellen|tonen|vergelijken …"
    if set(_HULP) & set(argumenten):
        lezer.parse_args(["--help"])
    keuzes = ", ".join(_LEZERS)
    if not argumenten or argumenten[0].startswith("-"):
        lezer.error(f"hier ontbreekt wat er moet gebeuren. Toegestaan: {keuzes}")
    lijkt = difflib.get_close_matches(argumenten[0], _LEZERS, n=1)
    lezer.error(f"'{argumenten[0]}' bestaat niet{f', bedoelt u {lijkt[0]}' if lijkt else ''}. Toegestaan: {keuzes}")


def _lezer_vaststellen() -> Lezer:
    lezer = Lezer(
        "run_all.py norm vaststellen",
        "Legt een normbesluit vast in data/regios/<regio>/normen/<jaar>.toml. De uitkomsten moeten er al zijn: draai\n"
        "eerst run_all.py, met --bekend-op als het besluit op de cijfers van een eerdere dag rust.",
        "Een aandeel is 0,12 of 0.12 of 12%.\n"
        "Methoden voor --methode: gewogen_gemiddelde, ongewogen_gemiddelde, mediaan, percentiel25, percentiel75,\n"
        "gewogen_percentiel25, gewogen_percentiel50, gewogen_percentiel75, beste_kwartiel, ABC, eb_mean.\n\n"
        "Code bij einde: 0 vastgelegd, 1 fout in het programma, 2 verkeerd gebruik of geweigerd; dan is er niets "
        "veranderd.",
    )
    _basis(lezer)
    _optie(
        lezer,
        "--jaar",
        "JAAR",
        "het normjaar: op de uitkomsten van dit jaar rust de norm",
        type=parse_jaar,
        required=True,
    )
    _onderwerp(lezer, verplicht=True)
    _optie(lezer, "--norm", "AANDEEL", "de norm", type=parse_aandeel)
    _optie(
        lezer,
        "--methode",
        "METHODE",
        "hoe de norm is gevonden; zonder --norm wordt hij de uitkomst in hele procenten",
        default="",
    )
    _optie(lezer, "--bandbreedte", None, "hoe ver iemand van de norm af mag zitten", choices=METHODEN, required=True)
    _optie(
        lezer,
        "--breedte",
        "AANDEEL",
        "alleen bij vast: de afstand tot de norm, 5% is 5 procentpunt",
        type=parse_aandeel,
    )
    lezer.opties.add_argument(
        "--met-spreiding", action="store_true",
        help="alleen bij trechter: laat ruimte voor de verschillen die er tussen aanbieders al zijn",
    )  # fmt: skip
    _optie(lezer, "--besluit", "TEKST", "wat er is besloten, en waar", required=True)
    _optie(lezer, "--datum", "DATUM", "de dag van het besluit, jjjj-mm-dd", type=parse_datum, required=True)
    _optie(lezer, "--door", "TEKST", "wie het besluit nam (een overleg of functie)", default="")
    _optie(
        lezer,
        "--geldt-vanaf",
        "JAAR",
        "het eerste jaar dat eraan wordt getoetst (standaard het jaar na --jaar)",
        type=parse_jaar,
    )
    lezer.opties.add_argument(
        "--voorlopig", action="store_true", help="het besluit mag rusten op voorlopige uitkomsten"
    )
    _optie(lezer, "--herzien", "REDEN", "vervang een eerder besluit over hetzelfde, met de reden", nargs="?", const="")
    _optie(lezer, "--reden", "TEKST", "de reden bij --herzien")
    return lezer


def _lezer_tonen() -> Lezer:
    lezer = Lezer("run_all.py norm tonen", "Toont de normbesluiten van een regio, ook die zijn herzien, met de reden.")
    _basis(lezer)
    _optie(lezer, "--jaar", "JAAR", "alleen besluiten op de uitkomsten van dit normjaar", type=parse_jaar)
    _onderwerp(lezer)
    return lezer


def _lezer_vergelijken() -> Lezer:
    lezer = Lezer(
        "run_all.py norm vergelijken",
        "Toont per onderwerp met een norm de besluiten, het verloop van de uitkomsten van jaar op jaar, en of de "
        "cijfers\nwaar het besluit op rustte nu nog hetzelfde zijn.",
    )
    _basis(lezer)
    _optie(lezer, "--jaar", "JAAR", "alleen onderwerpen met een besluit op dit normjaar", type=parse_jaar)
    _onderwerp(lezer)
    return lezer


_LEZERS = {"vaststellen": _lezer_vaststellen, "tonen": _lezer_tonen, "vergelijken": _lezer_vergelijken}


def _basis(lezer: Lezer) -> None:
    lezer.opties.add_argument("--data", metavar="MAP", type=Path, help="map met de invoer (standaard data/)")
    _optie(lezer, "--regio", "REGIO", "de regio (naam van de map)", required=True)


def _onderwerp(lezer: Lezer, *, verplicht: bool = False) -> None:
    alleen = "" if verplicht else "alleen "
    _optie(lezer, "--kpi", "KPI", f"{alleen}deze kpi, bijvoorbeeld uitval", required=verplicht)
    _optie(lezer, "--perceel", "PERCEEL", f"{alleen}dit perceel (Wmo)")
    _optie(lezer, "--soort", "SOORT", f"{alleen}deze soort (Jeugd)")
    _optie(
        lezer,
        "--familie",
        "FAMILIE",
        f"{alleen}deze familie" + (", als de kpi in meer dan een staat" if verplicht else ""),
    )


def _optie(lezer: Lezer, naam: str, metavar: str | None, hulp: str, **meer) -> None:
    lezer.opties.add_argument(naam, action=Eenmaal, metavar=metavar, help=hulp.replace("%", "%%"), **meer)
