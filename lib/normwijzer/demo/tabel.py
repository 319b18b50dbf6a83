"""CSV as the demo writes it: UTF-8, semicolons, LF."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path


def schrijf_csv(pad: Path, kop: Iterable[str], rijen: Iterable[tuple]) -> None:
    pad.write_bytes(maak_csv(kop, rijen))


def maak_csv(kop: Iterable[str], rijen: Iterable[tuple]) -> bytes:
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\n")
    schrijver.writerow(kop)
    schrijver.writerows(rijen)
    return uit.getvalue().encode()
