"""data/landelijk/bevolking.csv: how many people of each age live in a gemeente on 1 January."""

import io
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pacsv

from ..fouten import DataFout, leesfout
from .meldingen import Melding
from .toegang import bestaat

KOLOMMEN = ("regio", "jaar", "leeftijd", "aantal")
_HERKOMST = 'bron = "CBS" of bron = "synthetisch"'
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
    if not bestaat(pad):
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
    try:
        herkomst = lees_herkomst(pad)
    except DataFout as fout:
        return goed, "", [*meldingen, Melding("bevolking_zonder_bron", fout.waar, extra=f" ({fout.wat})")]
    verzonnen = {code.removeprefix("GM") for code in herkomst.verzonnen}
    return goed, "synthetisch" if verzonnen & set(goed["gemeente"]) else herkomst.bron, meldingen


@dataclass(frozen=True)
class Herkomst:
    """bron: 'cbs' or 'synthetisch'. verzonnen: codes (GM9901) of the invented gemeenten beside real ones."""

    bron: str
    verzonnen: frozenset[str] = frozenset()


def lees_herkomst(pad: Path) -> Herkomst:
    """What the file beside bevolking.csv says about its origin.

    Raises:
        DataFout: it is absent, damaged or says something else than an origin; `wat` repeats nothing from the file.
    """
    pad = pad.with_suffix(".toml")
    try:
        ruw = tomllib.loads(pad.read_text(encoding="utf-8-sig"))
    except OSError as fout:
        raise DataFout(pad.name, f"kan niet worden gelezen ({leesfout(fout)})", _HERKOMST) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise DataFout(pad.name, "is geen geldige TOML in UTF-8", _HERKOMST) from None
    bron = ruw.get("bron")
    if not isinstance(bron, str) or bron.strip().lower() not in ("cbs", "synthetisch"):
        raise DataFout(pad.name, "noemt geen bekende bron", _HERKOMST)
    codes = ruw.get("synthetische_gemeenten", [])
    if not isinstance(codes, list) or not all(isinstance(c, str) and re.fullmatch(r"(GM)?\d{4}", c) for c in codes):
        raise DataFout(
            pad.name, "synthetische_gemeenten is geen lijst van gemeentecodes",
            'een lijst zoals synthetische_gemeenten = ["GM9901", "GM9902"]',
        )  # fmt: skip
    return Herkomst(bron.strip().lower(), frozenset(f"GM{code.removeprefix('GM')}" for code in codes))


def lees_alles(pad: Path) -> pd.DataFrame | None:
    """All rows of a bevolking.csv as the importer writes it: regio (GM0034; GM is put before four digits), jaar,
    leeftijd, aantal; None when it holds anything else.

    Raises:
        OSError: it cannot be read.
    """
    try:
        tabel = pacsv.read_csv(
            io.BytesIO(pad.read_bytes()),
            parse_options=pacsv.ParseOptions(delimiter=";"),
            convert_options=pacsv.ConvertOptions(
                column_types={"regio": pa.string(), "jaar": pa.int64(), "leeftijd": pa.int64(), "aantal": pa.int64()}
            ),
        )
    except pa.ArrowInvalid:
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


def _leeg() -> pd.DataFrame:
    return pd.DataFrame({naam: pd.Series(dtype=soort) for naam, soort in _TYPEN.items()})
