"""The command line: what was asked, in Dutch, checked on its own (not yet against the data)."""

import argparse
import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from normwijzer.paden import Paden
from normwijzer.privacy import EDITIES
from normwijzer.uitvoering.opdracht_lezer import Eenmaal, Lezer, parse_datum, parse_heel, parse_jaar, parse_map
from normwijzer.uitvoering.opdracht_norm import Normopdracht, parse_norm

OPDRACHTEN = ("demo", "controleer", "sjabloon", "opgave", "bevolking", "brief", "norm", "vergelijk")


@dataclass(frozen=True)
class Opdracht:
    """soort: rapporten or one of OPDRACHTEN; the rest are the options of the contract, empty = not narrowed.

    bestanden: what to read (opgave, bevolking), absolute. uit: folder for forms, None = its default. aanbieders: AGB
    codes that get a form or a letter. norm: what is asked about norms, only of norm. van, naar: numbers of runs, None =
    the last ones; lijst: only tell which runs there are (vergelijk).
    """

    soort: str
    paden: Paden
    regios: tuple[str, ...] = ()
    jaren: tuple[int, ...] = ()
    families: tuple[str, ...] = ()
    bekend_op: date | None = None
    editie: str = "deelbaar"
    taken: int = 1
    alleen_uitkomsten: bool = False
    opnieuw: bool = False
    zaad: int = 1
    schaal: int = 1
    xsd: Path | None = None
    bestanden: tuple[Path, ...] = ()
    uit: Path | None = None
    aanbieders: tuple[str, ...] = ()
    norm: Normopdracht | None = None
    van: int | None = None
    naar: int | None = None
    lijst: bool = False
    argumenten: list[str] = field(default_factory=list)


def parse_opdracht(argumenten: list[str]) -> Opdracht:
    """Read the command line.

    Raises:
        SystemExit: 0 after --help, 2 after wrong use (the message is on stderr).
    """
    soort = argumenten[0] if argumenten and argumenten[0] in OPDRACHTEN else "rapporten"
    rest = argumenten if soort == "rapporten" else argumenten[1:]
    keuzes = parse_norm(rest) if soort == "norm" else _parse(soort, rest)
    standaard = Paden.standaard()
    paden = Paden(
        (keuzes.pop("data") or standaard.data).resolve(), (keuzes.pop("reports", None) or standaard.reports).resolve()
    )
    lijsten = {naam: tuple(dict.fromkeys(keuzes.pop(naam) or ())) for naam in _LIJSTEN if naam in keuzes}
    if "bestanden" in keuzes:
        keuzes["bestanden"] = tuple(pad.resolve() for pad in keuzes["bestanden"])
    if keuzes.get("uit"):
        keuzes["uit"] = keuzes["uit"].resolve()
    return Opdracht(soort=soort, paden=paden, argumenten=list(argumenten), **lijsten, **keuzes)


def _parse(soort: str, rest: list[str]) -> dict:
    """The options as argparse gives them."""
    lezer = _LEZERS[soort]()
    if soort in _MET_BESTANDEN and not {"lezen", "-h", "--help", "--hulp"} & set(rest):
        lezer.error(f"hier ontbreekt: lezen. Toegestaan: 'lezen' na {soort}, dus {lezer.prog} lezen …")
    # Files may stand before and after the options.
    lees = lezer.parse_intermixed_args if soort in _MET_BESTANDEN else lezer.parse_args
    keuzes = vars(lees(rest))
    if soort in _EEN_REGIO and len(set(keuzes["regios"])) > 1:
        lezer.error("--regio: één regio tegelijk")
    keuzes.pop("handeling", None)
    keuzes.pop("_gezien", None)
    return keuzes


def _lezer_rapporten() -> argparse.ArgumentParser:
    lezer = Lezer(
        "run_all.py",
        "Maakt van de berichten in data/regios de rapporten in reports/, voor elke regio, elk jaar en elke familie.",
        "Andere opdrachten:\n"
        "  run_all.py demo         schrijf verzonnen regio's\n"
        "  run_all.py controleer   lees en controleer de invoer, maak geen rapport\n"
        "  run_all.py sjabloon     maak per aanbieder een invulformulier in Excel\n"
        "  run_all.py opgave       lees ingevulde formulieren van aanbieders\n"
        "  run_all.py bevolking    lees de bevolking uit een download van het CBS\n"
        "  run_all.py brief        maak per aanbieder een blad met alleen zijn eigen cijfers\n"
        "  run_all.py norm         stel normen vast, toon en vergelijk ze\n"
        "  run_all.py vergelijk    zeg welke cijfers tussen twee runs verschoven en waardoor\n\n"
        "Code bij einde: 0 alles gemaakt, 1 een rapport is mislukt, 2 verkeerd gebruik of onbruikbare invoer.",
    )
    _data(lezer)
    _reports(lezer)
    _regio(lezer)
    _jaren(lezer, "alleen dit jaar; mag vaker")
    lezer.opties.add_argument(
        "--familie",
        dest="families",
        metavar="FAMILIE",
        action="append",
        help="alleen deze familie van KPI's; mag vaker",
    )
    lezer.opties.add_argument(
        "--bekend-op",
        dest="bekend_op",
        metavar="DATUM",
        type=parse_datum,
        help="reken met wat op deze dag bekend was, jjjj-mm-dd (standaard: alles)",
    )
    _editie(lezer)
    _taken(lezer)
    lezer.opties.add_argument(
        "--alleen-uitkomsten", action="store_true", help="alleen de tabellen met uitkomsten, geen rapporten"
    )
    _opnieuw(lezer)
    return lezer


def _lezer_demo() -> argparse.ArgumentParser:
    lezer = Lezer(
        "run_all.py demo", "Schrijft verzonnen regio's om mee te oefenen. Echte invoer wordt nooit overschreven."
    )
    _data(lezer)
    lezer.opties.add_argument(
        "--zaad", metavar="GETAL", type=parse_heel(0), default=1, help="zelfde zaad, zelfde bestanden (standaard 1)"
    )
    lezer.opties.add_argument(
        "--schaal",
        metavar="GETAL",
        type=parse_heel(1),
        default=1,
        help="vermenigvuldigt het aantal cliënten (standaard 1)",
    )
    return lezer


def _lezer_controleer() -> argparse.ArgumentParser:
    lezer = Lezer("run_all.py controleer", "Leest en controleert de invoer en maakt geen rapport.")
    _data(lezer)
    _regio(lezer)
    lezer.opties.add_argument(
        "--xsd", metavar="MAP", type=parse_map, help="map met de officiële XSD's (standaard data/xsd)"
    )
    _taken(lezer)
    return lezer


def _lezer_sjabloon() -> argparse.ArgumentParser:
    lezer = Lezer(
        "run_all.py sjabloon",
        "Maakt voor elke aanbieder uit aanbieders.csv een Excel-formulier voor de cijfers die niet in de berichten "
        "staan.\nEen formulier dat er al is en dat veranderd is, blijft staan.",
        "Code bij einde: 0 alles gemaakt, 1 een formulier bleef staan, 2 verkeerd gebruik of onbruikbare invoer.",
    )
    _data(lezer)
    _regio(lezer, "de regio (naam van de map)", verplicht=True)
    _jaren(lezer, "het jaar waarover het formulier gaat; mag vaker", verplicht=True)
    _aanbieder(lezer)
    lezer.opties.add_argument(
        "--uit",
        metavar="MAP",
        type=Path,
        help="map voor de formulieren (standaard registraties/sjablonen/<jaar> van de regio)",
    )
    return lezer


def _lezer_opgave() -> argparse.ArgumentParser:
    lezer = Lezer(
        "run_all.py opgave",
        "Leest ingevulde formulieren van aanbieders en voegt ze samen in registraties/aanbiederopgave.csv.",
        "Code bij einde: 0 alles is overgenomen, 1 iets is geweigerd, 2 verkeerd gebruik of niets bruikbaars.",
    )
    lezer.usage = "run_all.py opgave lezen [BESTAND ...] --regio REGIO [--data MAP]"
    _handeling(lezer)
    lezer.opties.add_argument(
        "bestanden",
        metavar="BESTAND",
        nargs="*",
        type=Path,
        help="formulieren (.xlsx, .csv) of mappen (standaard registraties/ontvangen van de regio)",
    )
    _data(lezer)
    _regio(lezer, "de regio (naam van de map)", verplicht=True)
    return lezer


def _lezer_bevolking() -> argparse.ArgumentParser:
    lezer = Lezer(
        "run_all.py bevolking",
        "Leest een download van CBS-tabel 03759ned en schrijft data/landelijk/bevolking.csv.",
        "De zip van datasets.cbs.nl, of <tabel>_UntypedDataSet.csv met <tabel>_metadata.csv in dezelfde map of zip.\n"
        "Code bij einde: 0 gelezen, 2 verkeerd gebruik of onbruikbare invoer.",
    )
    lezer.usage = "run_all.py bevolking lezen BESTAND [--data MAP]"
    _handeling(lezer)
    lezer.opties.add_argument(
        "bestanden", metavar="BESTAND", nargs=1, type=Path, help="de download: een zip, een csv-bestand of een map"
    )
    _data(lezer)
    return lezer


def _lezer_brief() -> argparse.ArgumentParser:
    lezer = Lezer(
        "run_all.py brief",
        "Maakt per aanbieder een blad over het administratieve proces: alleen zijn eigen cijfers en wat hij kan "
        "herstellen.\nDe uitkomsten moeten er al zijn: draai eerst run_all.py.",
        "Code bij einde: 0 alles gemaakt, 1 fout in het programma, 2 verkeerd gebruik of geen uitkomsten.",
    )
    _data(lezer)
    _reports(lezer)
    _regio(lezer, "de regio (naam van de map)", verplicht=True)
    _jaren(lezer, "het jaar waarover het blad gaat; mag vaker", verplicht=True)
    _aanbieder(lezer)
    _editie(lezer)
    return lezer


def _lezer_vergelijk() -> argparse.ArgumentParser:
    lezer = Lezer(
        "run_all.py vergelijk",
        "Zegt welke cijfers tussen twee runs verschoven en waardoor: nieuwe berichten, correcties, instellingen of het "
        "programma.\nZonder opties: van elke regio de laatste twee runs met verschillende uitkomsten. Voor intern "
        "gebruik: met precieze aantallen.",
        "Code bij einde: 0 vergeleken, 1 fout in het programma, 2 verkeerd gebruik of niets te vergelijken.",
    )
    _data(lezer)
    _reports(lezer)
    _regio(lezer)
    for optie, hulp in (
        ("--van", "de eerste run (standaard: die ervoor)"),
        ("--naar", "de tweede (standaard: de laatste)"),
    ):
        lezer.opties.add_argument(optie, metavar="RUN", type=parse_heel(1), action=Eenmaal, help=hulp)
    lezer.opties.add_argument("--lijst", action="store_true", help="toon alleen welke runs er bewaard zijn")
    return lezer


_LEZERS = {
    "rapporten": _lezer_rapporten,
    "demo": _lezer_demo,
    "controleer": _lezer_controleer,
    "sjabloon": _lezer_sjabloon,
    "opgave": _lezer_opgave,
    "bevolking": _lezer_bevolking,
    "brief": _lezer_brief,
    "vergelijk": _lezer_vergelijk,
}
_LIJSTEN = ("regios", "jaren", "families", "aanbieders")
_EEN_REGIO, _MET_BESTANDEN = ("sjabloon", "opgave", "brief"), ("opgave", "bevolking")


def _handeling(lezer: Lezer) -> None:
    lezer.opties.add_argument("handeling", metavar="lezen", choices=("lezen",), help="wat er moet gebeuren")


def _data(lezer: Lezer) -> None:
    lezer.opties.add_argument("--data", metavar="MAP", type=Path, help="map met de invoer (standaard data/)")


def _reports(lezer: Lezer) -> None:
    lezer.opties.add_argument("--reports", metavar="MAP", type=Path, help="map voor de rapporten (standaard reports/)")


def _editie(lezer: Lezer) -> None:
    lezer.opties.add_argument(
        "--editie", choices=EDITIES, default="deelbaar", help="deelbaar (standaard) of intern: exact en vertrouwelijk"
    )


def _aanbieder(lezer: Lezer) -> None:
    lezer.opties.add_argument(
        "--aanbieder", dest="aanbieders", metavar="AGB", action="append", help="alleen deze aanbieder; mag vaker"
    )


def _regio(
    lezer: Lezer, hulp: str = "alleen deze regio (naam van de map); mag vaker", *, verplicht: bool = False
) -> None:
    lezer.opties.add_argument("--regio", dest="regios", metavar="REGIO", action="append", required=verplicht, help=hulp)


def _jaren(lezer: Lezer, hulp: str, *, verplicht: bool = False) -> None:
    lezer.opties.add_argument(
        "--jaar", dest="jaren", metavar="JAAR", type=parse_jaar, action="append", required=verplicht, help=hulp
    )


def _taken(lezer: Lezer) -> None:
    lezer.opties.add_argument(
        "--taken",
        metavar="N",
        type=parse_heel(1),
        default=os.cpu_count() or 1,
        help="hoeveel tegelijk (standaard: het aantal rekenkernen)",
    )


def _opnieuw(lezer: Lezer) -> None:
    lezer.opties.add_argument(
        "--opnieuw", action="store_true", help="gebruik niets van wat eerder is gelezen of berekend"
    )
