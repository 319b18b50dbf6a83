"""From a CBS 03759ned download to bevolking.csv: gemeenten, single years of age, both sexes, 1 January."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pacsv

from ..fouten import DataFout
from . import bevolking
from .cbs_bestand import Download
from .cbs_labels import DIMENSIES, ONDERWERP, Labels, find_maat, plat, read_codes, read_metadata

TABEL = "03759ned"
_BLOK = 8 << 20
_WOORDEN = {
    "geslacht": "Geslacht", "leeftijd": "Leeftijd", "burgerlijkestaat": "BurgerlijkeStaat", "regios": "RegioS",
    "perioden": "Perioden",
}  # fmt: skip


@dataclass(frozen=True)
class Gelezen:
    """rijen: regio (GM0034), jaar, leeftijd, aantal, sorted. gelezen: data rows in the download. overgeslagen: rows
    for a gemeente and single age that hold no number (empty, '.', Impossible). bestand: file name, no folder."""

    rijen: pd.DataFrame
    gelezen: int
    overgeslagen: int
    bestand: str


def lees_cbs(pad: Path, voortgang: Callable[[int], None] = lambda regels: None) -> Gelezen:
    """Read a download: the newer zip (or its unpacked folder or Observations.csv), or the classic csv or its zip.

    The data file is read as it streams, so memory does not grow with its size; only what is kept grows.

    Args:
        voortgang: called with the number of rows read so far.

    Raises:
        DataFout: not such a download, metadata missing, damaged, nothing in it that is needed, or one gemeente, year
            and age with two different numbers.

    Source: overige bronnen, Population.
    """
    download = Download(pad)
    try:
        bron = _open_nieuw(download) if "Observations.csv" in download.namen else _open_klassiek(download)
        delen, gelezen, overgeslagen = [], 0, 0
        for blok in _blokken(download, bron):
            gelezen += blok.num_rows
            deel, leeg = _kies(blok, bron)
            delen.append(deel)
            overgeslagen += leeg
            voortgang(gelezen)
    finally:
        download.close()
    rijen = pd.concat(delen, ignore_index=True).drop_duplicates() if delen else pd.DataFrame(columns=bevolking.KOLOMMEN)
    rijen = rijen.sort_values(["regio", "jaar", "leeftijd"], ignore_index=True)
    _check(download, bron, rijen)
    return Gelezen(rijen, gelezen, overgeslagen, download.naam)


def voeg_toe(oud: pd.DataFrame, nieuw: pd.DataFrame) -> pd.DataFrame:
    """All rows of `nieuw`, and those of `oud` for gemeenten and years that `nieuw` does not have."""
    sleutel = ["regio", "jaar"]
    eigen = oud[sleutel].merge(nieuw[sleutel].drop_duplicates().assign(nieuw=True), how="left")["nieuw"]
    return pd.concat([oud[eigen.isna().to_numpy()], nieuw], ignore_index=True)


@dataclass(frozen=True)
class _Bron:
    """naam: the data file. teken: between its fields. kolommen: dimension -> column. waarde: column with the number.
    maat: (column, key) that rows must have, or None."""

    naam: str
    teken: str
    kolommen: dict[str, str]
    waarde: str
    labels: Labels
    maat: tuple[str, str] | None


def _open_nieuw(download: Download) -> _Bron:
    naam = "Observations.csv"
    teken, kop = _kop(download, naam)
    kolommen = _vind_dimensies(download, naam, kop, {"Id", "Measure", "ValueAttribute", "Value", "StringValue"})
    for nodig in ("Measure", "Value"):
        if nodig not in kop:
            raise DataFout(download.waar(naam), f"heeft geen kolom {nodig}", "het bestand zoals het CBS het levert")
    return _Bron(naam, teken, kolommen, "Value", read_codes(download, kolommen), ("Measure", find_maat(download)))


def _open_klassiek(download: Download) -> _Bron:
    metadata = [naam for naam in download.namen if "metadata" in naam.lower()]
    if download.gekozen:
        tabel = download.gekozen.split("_")[0].lower()
        metadata = [naam for naam in metadata if naam.lower().startswith(tabel)] or metadata
        namen = [download.gekozen] if download.gekozen not in metadata else []
    else:
        namen = [naam for naam in download.namen if naam not in metadata and _lijkt_tabel(download, naam)]
    if len(namen) != 1 or not _lijkt_tabel(download, namen[0]):
        raise DataFout(
            download.naam, "is geen CBS-tabel met Geslacht, Leeftijd, BurgerlijkeStaat, RegioS en Perioden",
            f"een download van {TABEL}: de zip van datasets.cbs.nl, of <tabel>_UntypedDataSet.csv met metadata",
        )  # fmt: skip
    naam = namen[0]
    teken, kop = _kop(download, naam)
    labels, titels = read_metadata(download, metadata[0]) if metadata else (Labels({}), {})
    onderwerpen = [kolom for kolom in kop if plat(titels.get(kolom, kolom)).startswith(ONDERWERP)]
    if not onderwerpen and not metadata:
        raise _fout_zonder_metadata(download, naam)
    if len(onderwerpen) != 1:
        raise DataFout(
            download.waar(naam), "heeft niet precies één kolom met de bevolking op 1 januari",
            "een download waarin het onderwerp 'Bevolking op 1 januari' is gekozen",
        )  # fmt: skip
    gemiddeld = {kolom for kolom in kop if plat(titels.get(kolom, kolom)).startswith("gemiddeldebevolking")}
    kolommen = _vind_dimensies(download, naam, kop, {"ID", *onderwerpen, *gemiddeld})
    bron = _Bron(naam, teken, kolommen, onderwerpen[0], labels, None)
    _check_metadata(download, bron, bool(metadata))
    return bron


def _check_metadata(download: Download, bron: _Bron, met: bool) -> None:
    """Metadata must be about this table; without it the cells must be words."""
    if met:
        mist = set(DIMENSIES) - {"regios", "perioden"} - bron.labels.dimensies()
        if mist:
            raise DataFout(
                download.naam,
                f"de metadata zegt niets over {', '.join(_WOORDEN[naam] for naam in sorted(mist))}",
                "de metadata die bij deze download hoort",
            )
        return
    eerste = next(_blokken(download, bron), None)
    leeftijden = [] if eerste is None else pc.unique(eerste["leeftijd"]).to_pylist()
    if not any(bron.labels.leeftijd(cel or "") >= 0 or "totaal" in (cel or "").lower() for cel in leeftijden):
        raise _fout_zonder_metadata(download, bron.naam)


def _fout_zonder_metadata(download: Download, naam: str) -> DataFout:
    verwacht = f"{TABEL}_metadata.csv"
    return DataFout(
        download.waar(naam),
        f"bevat sleutels in plaats van woorden, en {verwacht} ontbreekt",
        f"ook de metadata downloaden en als {verwacht} in dezelfde map of zip zetten",
    )


def _kop(download: Download, naam: str) -> tuple[str, list[str]]:
    regel = download.kop(naam)
    teken = ";" if regel.count(";") >= regel.count(",") else ","
    return teken, [veld.strip().strip('"').strip() for veld in regel.split(teken)]


def _lijkt_tabel(download: Download, naam: str) -> bool:
    return set(DIMENSIES) <= {plat(kolom) for kolom in _kop(download, naam)[1]}


def _vind_dimensies(download: Download, naam: str, kop: list[str], andere: set[str]) -> dict[str, str]:
    kolommen = {plat(kolom): kolom for kolom in kop if kolom not in andere}
    vreemd = sorted(kolom for sleutel, kolom in kolommen.items() if sleutel not in DIMENSIES)
    mist = [_WOORDEN[sleutel] for sleutel in DIMENSIES if sleutel not in kolommen]
    if vreemd or mist:
        wat = f"heeft geen kolom {', '.join(mist)}" if mist else f"heeft een onbekende kolom ({', '.join(vreemd)})"
        raise DataFout(download.waar(naam), wat, f"een download van CBS-tabel {TABEL}")
    return kolommen


def _blokken(download: Download, bron: _Bron) -> Iterator[pa.RecordBatch]:
    """The needed columns, named by dimension, plus waarde and maat, all text."""
    namen = {kolom: sleutel for sleutel, kolom in bron.kolommen.items()} | {bron.waarde: "waarde"}
    if bron.maat:
        namen[bron.maat[0]] = "maat"
    kolommen = list(namen)
    kop = _kop(download, bron.naam)[1]
    with download.open(bron.naam) as stroom:
        try:
            lezer = pacsv.open_csv(
                stroom,
                read_options=pacsv.ReadOptions(block_size=_BLOK, column_names=kop, skip_rows=1, use_threads=False),
                parse_options=pacsv.ParseOptions(delimiter=bron.teken),
                convert_options=pacsv.ConvertOptions(
                    include_columns=kolommen, column_types=dict.fromkeys(kolommen, pa.string())
                ),
            )
            for blok in lezer:
                yield blok.rename_columns([namen[kolom] for kolom in blok.schema.names])
        except pa.ArrowInvalid as fout:
            if "Empty CSV" in str(fout) or "Could not skip" in str(fout):
                return  # nothing but a header
            regel = re.search(r"[Rr]ow #(\d+)", str(fout))
            waar = f"{download.waar(bron.naam)}, regel {regel[1]}" if regel else download.waar(bron.naam)
            raise DataFout(waar, "is niet te lezen als csv", "het bestand zoals het CBS het levert") from None


def _kies(blok: pa.RecordBatch, bron: _Bron) -> tuple[pd.DataFrame, int]:
    """(regio, jaar, leeftijd, aantal of the rows that are needed, how many of these hold no number)."""
    labels = bron.labels
    masker = np.ones(blok.num_rows, dtype=bool)
    if bron.maat:
        masker &= _vertaal(blok["maat"], lambda cel: cel.strip() == bron.maat[1]).astype(bool)
    for dimensie in ("geslacht", "burgerlijkestaat"):
        masker &= _vertaal(blok[dimensie], lambda cel, naam=dimensie: labels.is_totaal(naam, cel)).astype(bool)
    leeftijd = _vertaal(blok["leeftijd"], labels.leeftijd).astype("int64")
    jaar = _vertaal(blok["perioden"], labels.jaar).astype("int64")
    regio = _vertaal(blok["regios"], labels.gemeente)
    masker &= (leeftijd >= 0) & (jaar >= 0) & (regio != "")
    plaatsen = np.flatnonzero(masker)
    tekst = pc.fill_null(blok["waarde"].take(pa.array(plaatsen)), "")
    getal = pc.utf8_trim_whitespace(tekst)
    heel = pc.match_substring_regex(getal, r"^\d{1,9}([.,]0+)?$").to_numpy(zero_copy_only=False)
    aantal = pc.replace_substring_regex(getal.filter(pa.array(heel)), r"[.,]0+$", "").cast(pa.int64()).to_numpy()
    goed = plaatsen[heel]
    deel = pd.DataFrame({"regio": regio[goed], "jaar": jaar[goed], "leeftijd": leeftijd[goed], "aantal": aantal})
    return deel.astype({"regio": "str"}), int((~heel).sum())


def _vertaal(kolom: pa.Array, functie: Callable[[str], object]) -> np.ndarray:
    """functie of every cell, called once per distinct cell."""
    gecodeerd = kolom.dictionary_encode()
    woorden = [functie(cel or "") for cel in gecodeerd.dictionary.to_pylist()]
    uit = np.array([*woorden, functie("")], dtype=object)
    return uit[pc.fill_null(gecodeerd.indices, len(woorden)).to_numpy(zero_copy_only=False)]


def _check(download: Download, bron: _Bron, rijen: pd.DataFrame) -> None:
    if not len(rijen):
        raise DataFout(
            download.waar(bron.naam),
            "bevat geen aantallen van gemeenten per leeftijd, voor mannen en vrouwen samen, op 1 januari",
            "een download met gemeenten, leeftijden van één jaar, en de totalen van geslacht en burgerlijke staat; "
            "met codes (GM0034) in de kolom RegioS",
        )
    dubbel = rijen.duplicated(["regio", "jaar", "leeftijd"])
    if dubbel.any():
        eerste = rijen[dubbel].iloc[0]
        raise DataFout(
            download.waar(bron.naam),
            f"{eerste.regio}, {eerste.jaar}, {eerste.leeftijd} jaar staat er met twee verschillende aantallen",
            "elke gemeente, jaar en leeftijd één keer",
        )
