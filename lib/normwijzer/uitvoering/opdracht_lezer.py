"""The reader of the command line: Dutch messages, exit code 2, and kinds of values."""

import argparse
import re
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

_VERTALING = [
    (r"unrecognized arguments: (.*)", r"onbekend: \1"),
    (r"argument (\S+): expected one argument", r"\1: hierachter hoort een waarde"),
    (r"argument (\S+): expected at least one argument", r"\1: hierachter hoort minstens één waarde"),
    (r"argument (\S+): invalid choice: (.+) \(choose from (.*)\)", r"\1: \2 bestaat niet. Toegestaan: \3"),
    (r"the following arguments are required: (.*)", r"hier ontbreekt: \1"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1: hierachter hoort geen waarde"),
    (r"argument (\S+): (.*)", r"\1: \2"),
]


class _Hulp(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=100)

    def add_usage(self, usage, actions, groups, prefix=None) -> None:
        super().add_usage(usage, actions, groups, "Gebruik: " if prefix is None else prefix)


class Lezer(argparse.ArgumentParser):
    """Parser that speaks Dutch and ends with code 2 and one message."""

    def __init__(self, prog: str, uitleg: str, slot: str = "") -> None:
        super().__init__(
            prog=prog, description=uitleg, epilog=slot, formatter_class=_Hulp, add_help=False, allow_abbrev=False
        )
        self.opties = self.add_argument_group("opties")
        self.opties.add_argument("-h", "--help", "--hulp", action="help", help="toon deze uitleg")

    def error(self, message: str):
        for patroon, tekst in _VERTALING:
            if re.fullmatch(patroon, message):
                message = re.sub(patroon, tekst, message)
                break
        print(f"{self.prog}: {message}.\nUitleg: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def parse_jaar(tekst: str) -> int:
    if not re.fullmatch(r"\d{4}", tekst):
        raise argparse.ArgumentTypeError(f"'{tekst}' is geen jaar. Toegestaan: vier cijfers, bijvoorbeeld 2024")
    return int(tekst)


def parse_datum(tekst: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", tekst):
            raise ValueError(tekst)
        return date.fromisoformat(tekst)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{tekst}' is geen datum. Toegestaan: jjjj-mm-dd, bijvoorbeeld 2025-03-31"
        ) from None


def parse_heel(minstens: int):
    def lees(tekst: str) -> int:
        if not re.fullmatch(r"\d{1,9}", tekst) or int(tekst) < minstens:
            raise argparse.ArgumentTypeError(f"'{tekst}' mag niet. Toegestaan: een heel getal vanaf {minstens}")
        return int(tekst)

    return lees


def parse_map(tekst: str) -> Path:
    pad = Path(tekst)
    if not pad.is_dir():
        raise argparse.ArgumentTypeError(f"de map '{tekst}' bestaat niet")
    return pad.resolve()


def parse_aandeel(tekst: str) -> float:
    """0.12, 0,12 and 12% as a fraction; above 1 without % stays as it is: who asks it knows what was meant."""
    gevonden = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,8})?)\s*(%?)", tekst.strip())
    if not gevonden:
        raise argparse.ArgumentTypeError(f"'{tekst}' is geen aandeel. Toegestaan: bijvoorbeeld 0,12 of 12%")
    getal = Decimal(gevonden[1].replace(",", "."))
    if getal == 1 and not gevonden[2]:
        raise argparse.ArgumentTypeError(f"'{tekst}' kan 1% en 100% zijn. Toegestaan: 1% of 100%")
    return float(getal / 100 if gevonden[2] else getal)


class Eenmaal(argparse.Action):
    """Keep the value of an option that may be there only once."""

    def __call__(self, parser, namespace, values, option_string=None) -> None:
        gezien = namespace.__dict__.setdefault("_gezien", set())
        if self.dest in gezien:
            parser.error(f"{option_string}: één keer is genoeg")
        gezien.add(self.dest)
        setattr(namespace, self.dest, values)
