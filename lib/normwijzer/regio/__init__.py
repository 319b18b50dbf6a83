"""One region: its regio.toml, producten.csv and aanbieders.csv, typed and checked."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..fouten import DataFout
from ..paden import Paden
from . import producten as _producten
from .aanbieders import read_aanbieders
from .instelling import FAMILIES, read_instelling
from .producten import PERCELEN, SOORTEN, read_producten
from .tabel import parse_datum, read_csv, suggest

__all__ = ["FAMILIES", "PERCELEN", "SOORTEN", "Regio", "lees_regio", "parse_datum", "read_csv", "suggest"]


@dataclass(frozen=True, eq=False)
class Regio:
    """What a region told about itself.

    map: name of its folder, and its id in every outcome. naam: for people. jaren: ascending. families: in the
    order given. gemeenten: {code: naam}. opties: [opties] as written, values and tables per KPI (checked by
    `kpi.opties`). synthetisch: invented data. producten: see `read_producten`. aanbieders: see `read_aanbieders`.
    """

    map: str
    naam: str
    jaren: tuple[int, ...]
    families: tuple[str, ...]
    gemeenten: dict[str, str]
    opties: dict[str, Any]
    synthetisch: bool
    producten: pd.DataFrame
    aanbieders: pd.DataFrame

    def deel_in(self, wet: pd.Series | str, categorie: pd.Series, code: pd.Series, datum: pd.Series) -> pd.DataFrame:
        """Perceel and soort of each product on its date, aligned to the index of `categorie`.

        Columns perceel ('1'–'6'), soort, regel (line in producten.csv); all NA when no row is valid that day. The most
        specific valid row wins: a row with this very code goes before one for the whole category. An empty code
        matches only rows with empty code, an empty categorie nothing, an empty date only rows without bounds.

        Source: contract, Input; `kpi-specificatie` 5.23.
        """
        return _producten.deel_in(self.producten, wet, categorie, code, datum)


def lees_regio(paden: Paden, regio: str) -> Regio:
    """Read and check regio.toml, producten.csv and aanbieders.csv (may be absent) of one region.

    Raises:
        DataFout: the folder or a file is missing, or something in it is wrong; says where and what is allowed.
    """
    folder = paden.regio(regio)
    if not folder.is_dir():
        bestaand = sorted(pad.name for pad in paden.regios.glob("*") if pad.is_dir())
        raise DataFout(
            f"regio '{regio}'", f"heeft geen map in {paden.regios}{suggest(regio, bestaand)}", ", ".join(bestaand)
        )
    try:
        instelling = read_instelling(folder / "regio.toml")
        producten = read_producten(folder / "producten.csv")
        aanbieders = read_aanbieders(folder / "aanbieders.csv")
    except DataFout as fout:
        raise DataFout(f"{regio}/{fout.waar}", fout.wat, fout.toegestaan) from None
    return Regio(map=regio, producten=producten, aanbieders=aanbieders, **instelling)
