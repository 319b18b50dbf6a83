"""Sources that are not messages: what aanbieders report themselves, and the population.

Files, all in the data folder:
* regios/<regio>/registraties/aanbiederopgave.csv and/or .xlsx: agb;jaar;halfjaar;indicator;teller;noemer;waarde;
  opmerking. Rows of both count; what is in both is double. Indicators: indicatoren.toml.
* regios/<regio>/registraties/aanvragen, afwijzingen, betalingen (.csv and/or .xlsx): see `proces`.
* landelijk/bevolking.csv: regio;jaar;leeftijd;aantal on 1 January, and beside it bevolking.toml that says where it is
  from: bron = "CBS" (real, attribution "Bron: CBS") or bron = "synthetisch" (demo); synthetische_gemeenten = [...]
  lists demo gemeenten that were kept beside real ones.
"""

from dataclasses import dataclass

import pandas as pd

from ..paden import Paden
from ..regio import Regio
from .bevolking import lees_bevolking
from .controle import check_onderling, check_rijen
from .indicatoren import Indicator, laad_indicatoren
from .meldingen import Melding, signaalwoorden, to_signalen
from .proces import PROCESBESTANDEN, Proces, lees_proces
from .samenvatten import vat_samen
from .tabelbestand import KOLOMMEN as OPGAVEKOLOMMEN
from .tabelbestand import read_opgave
from .toegang import bestaat

__all__ = [
    "OPGAVEBESTANDEN", "OPGAVEKOLOMMEN", "PROCESBESTANDEN", "Bronnen", "Indicator", "Melding", "Proces",
    "bekende_aanbieders", "laad_indicatoren", "lees_bronnen", "lees_proces", "signaalwoorden", "vat_samen",
]  # fmt: skip

OPGAVEBESTANDEN = ("aanbiederopgave.csv", "aanbiederopgave.xlsx")


@dataclass(frozen=True, eq=False)
class Bronnen:
    """What a region has beside its messages.

    opgave: what can be used, one row per agb × jaar × halfjaar × indicator, sorted: agb (str), jaar (int64), halfjaar
        (Int64: 1, 2, NA = the whole year), indicator (str), teller, noemer, waarde (float64, NaN = not given),
        opmerking (str; may hold a name: never show it).
    bevolking: gemeente (four digits), jaar, leeftijd (single years), aantal (int64) of the region's gemeenten, sorted.
    bevolking_bron: 'cbs', 'synthetisch' or '' (unknown, or no file).
    signalen: signaal, wet ('jw'), berichttype, gemeente (NA), aanbieder (NA = unknown), bestand, aantal.
    heeft_opgave, heeft_bevolking: whether there is a file, usable or not.
    meldingen: the same problems one by one, with place; str() gives the Dutch sentence.
    proces: what the gemeente keeps of the administrative process; None = not asked for.
    """

    opgave: pd.DataFrame
    bevolking: pd.DataFrame
    bevolking_bron: str
    signalen: pd.DataFrame
    heeft_opgave: bool
    heeft_bevolking: bool
    meldingen: tuple[Melding, ...] = ()
    proces: Proces | None = None


def lees_bronnen(paden: Paden, regio: Regio, *, met_proces: bool = False) -> Bronnen:
    """Read what there is; absent files give empty frames, bad content gives signals and raises nothing.

    An agb must be in aanbieders.csv; where that file is absent, any eight digits will do.

    Args:
        met_proces: also read the tables of the administrative process.

    Raises:
        DataFout: only with `met_proces`: something in those tables is wrong (see `lees_proces`).
    """
    proces = lees_proces(paden, regio) if met_proces else None
    map_ = paden.registraties(regio.map)
    aanwezig = [map_ / naam for naam in OPGAVEBESTANDEN if bestaat(map_ / naam)]
    gelezen = [read_opgave(pad, pad.name) for pad in aanwezig]
    meldingen = [melding for _, nieuw in gelezen for melding in nieuw]
    ruw = pd.concat([rijen for rijen, _ in gelezen], ignore_index=True) if gelezen else read_niets()
    rijen, fout = check_rijen(ruw, bekende_aanbieders(paden, regio))
    rijen, onderling = check_onderling(rijen)
    opgave = rijen[list(OPGAVEKOLOMMEN)].sort_values(["agb", "jaar", "indicator", "halfjaar"], ignore_index=True)
    bevolking, bron, nieuw = lees_bevolking(paden.bevolking, regio.gemeenten)
    meldingen += [*fout, *onderling, *nieuw]
    return Bronnen(
        opgave,
        bevolking,
        bron,
        to_signalen(meldingen),
        bool(aanwezig),
        bestaat(paden.bevolking),
        tuple(meldingen),
        proces,
    )


def bekende_aanbieders(paden: Paden, regio: Regio) -> list[str] | None:
    """AGB codes of aanbieders.csv; None when there is no such file."""
    if not bestaat(paden.regio(regio.map) / "aanbieders.csv"):
        return None
    return sorted(regio.aanbieders["agb"])


def read_niets() -> pd.DataFrame:
    """No rows, with the columns of `read_opgave`."""
    return pd.DataFrame(columns=[*OPGAVEKOLOMMEN, "bestand", "blad", "regel", "kop"], dtype="object")
