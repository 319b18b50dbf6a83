"""data/landelijk/bevolking.csv: how many people of each age live in a gemeente on 1 January."""

import io
import tomllib
from collections.abc import Collection
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pacsv

from ..fouten import leesfout
from .meldingen import Melding

KOLOMMEN = ("regio", "jaar", "leeftijd", "aantal")
_TYPEN = {"gemeente": "str", "jaar": "int64", "leeftijd": "int64", "aantal": "int64"}


def lees_bevolking(pad: Path, gemeenten: Collection[str]) -> tuple[pd.DataFrame, str, list[Melding]]:
    """The rows of these gemeenten; an absent file gives none.

    Args:
        pad: bevolking.csv with `;`, columns regio (GM0034 or 0034), jaar, leeftijd, aantal; its origin lies beside it
            with suffix .toml: bron = "CBS" or "synthetisch".
        gemeenten: codes of four digits.

    Returns:
        (gemeente, jaar, leeftijd, aantal sorted by the first three; source 'cbs', 'synthetisch' or '' when unknown or
        there is no file; problems). A key with two different numbers is left out, one that is there twice with the
        same number counts once.
    """
    if not pad.exists():
        return _leeg(), "", []
    try:
        rijen = _lees_ruw(pad, gemeenten)
    except OSError as fout:
        return _leeg(), "", [Melding("bevolking_onleesbaar", pad.name, extra=f" ({leesfout(fout)})")]
    except pa.ArrowInvalid:
        return _leeg(), "", [Melding("bevolking_onleesbaar", pad.name)]
    if rijen is None:
        return _leeg(), "", [Melding("bevolking_onleesbaar", pad.name, extra=" (de kopregel wijkt af)")]
    goed, meldingen = _keur(rijen, pad.name)
    herkomst = lees_herkomst(pad)
    if herkomst is None:
        meldingen.append(Melding("bevolking_zonder_bron", pad.with_suffix(".toml").name))
    return goed, _bron(herkomst or {}, set(goed["gemeente"])), meldingen


def lees_herkomst(pad: Path) -> dict | None:
    """What bevolking.toml says; None when it is absent or damaged."""
    try:
        return tomllib.loads(pad.with_suffix(".toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None


def lees_alles(pad: Path) -> pd.DataFrame | None:
    """All rows of a bevolking.csv as the importer writes it: regio (GM0034; GM is put before four digits), jaar,
    leeftijd, aantal; None when there is no such file or it holds anything else."""
    try:
        tabel = pacsv.read_csv(
            io.BytesIO(pad.read_bytes()),
            parse_options=pacsv.ParseOptions(delimiter=";"),
            convert_options=pacsv.ConvertOptions(
                column_types={"regio": pa.string(), "jaar": pa.int64(), "leeftijd": pa.int64(), "aantal": pa.int64()}
            ),
        )
    except (OSError, pa.ArrowInvalid):
        return None
    if tabel.column_names != list(KOLOMMEN) or any(tabel[naam].null_count for naam in KOLOMMEN):
        return None
    rijen = tabel.to_pandas()
    return rijen.assign(regio=rijen["regio"].str.replace(r"^(\d{4})$", r"GM\1", regex=True))


def to_csv(rijen: pd.DataFrame) -> bytes:
    """The file's bytes: sorted, `;`, LF."""
    rijen = rijen[list(KOLOMMEN)].sort_values(list(KOLOMMEN))
    return rijen.to_csv(index=False, sep=";", lineterminator="\n").encode()


def _lees_ruw(pad: Path, gemeenten: Collection[str]) -> pd.DataFrame | None:
    tabel = pacsv.read_csv(
        io.BytesIO(pad.read_bytes()),
        parse_options=pacsv.ParseOptions(delimiter=";"),
        convert_options=pacsv.ConvertOptions(column_types=dict.fromkeys(KOLOMMEN, pa.string())),
    )
    if any(tabel.column_names.count(naam) != 1 for naam in KOLOMMEN):
        return None
    codes = pc.replace_substring_regex(pc.utf8_trim_whitespace(tabel["regio"]), "^GM", "")
    tabel = tabel.select(KOLOMMEN).set_column(0, "regio", codes)
    eigen = pc.is_in(codes, pa.array(sorted(gemeenten), pa.string()))
    return tabel.filter(eigen).to_pandas().rename(columns={"regio": "gemeente"})


def _keur(rijen: pd.DataFrame, bestand: str) -> tuple[pd.DataFrame, list[Melding]]:
    getallen = {naam: rijen[naam].str.strip() for naam in KOLOMMEN[1:]}
    heel = pd.DataFrame({naam: tekst.str.fullmatch(r"\d{1,9}", na=False) for naam, tekst in getallen.items()})
    goed = heel.all(axis=1) & getallen["jaar"].str.fullmatch(r"(19|20)\d\d", na=False)
    meldingen = [Melding("bevolking_onmogelijk", bestand) for _ in range(int((~goed).sum()))]
    rijen = pd.DataFrame({"gemeente": rijen["gemeente"], **getallen})[goed].astype(_TYPEN).drop_duplicates()
    dubbel = rijen.duplicated(["gemeente", "jaar", "leeftijd"], keep=False)
    meldingen += [Melding("bevolking_tegenstrijdig", bestand)] * int(dubbel.sum())
    return rijen[~dubbel].sort_values(["gemeente", "jaar", "leeftijd"], ignore_index=True), meldingen


def _bron(herkomst: dict, gemeenten: set[str]) -> str:
    bron = str(herkomst.get("bron", "")).strip().lower()
    verzonnen = herkomst.get("synthetische_gemeenten", [])
    if isinstance(verzonnen, list) and gemeenten & {str(code).removeprefix("GM") for code in verzonnen}:
        return "synthetisch"
    return bron if bron in ("cbs", "synthetisch") else ""


def _leeg() -> pd.DataFrame:
    return pd.DataFrame({naam: pd.Series(dtype=soort) for naam, soort in _TYPEN.items()})
