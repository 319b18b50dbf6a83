"""Outcome tables on disk: exact, sorted, the same bytes for the same input."""

import io
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from normwijzer.fouten import DataFout
from normwijzer.uitvoering.bestanden import schrijf_samen

KOLOMMEN = (
    "regio", "jaar", "familie", "kpi", "variant", "wet", "perceel", "aanbieder", "gemeente", "soort",
    "teller", "noemer", "waarde", "eenheid", "onder", "boven", "grens_onder", "grens_boven", "status", "bekend_op",
)  # fmt: skip
"""Columns of `uitkomsten`, in order (contract)."""

ALGEMENE_FRAMES = ("nevencijfers", "kwaliteit", "niet_ingedeeld")
"""Frames that every family has beside `uitkomsten`."""

_SLEUTEL = ["regio", "jaar", "familie", "kpi", "variant", "wet", "perceel", "aanbieder", "gemeente", "soort"]
_TEKST = {*_SLEUTEL, "eenheid", "status"} - {"jaar"}
_KOMMA = ("waarde", "onder", "boven", "grens_onder", "grens_boven")


def vorm_uitkomsten(uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """Contract columns with fixed types, one row per kpi × variant × scope, sorted; empty scopes first.

    Teller and noemer become whole numbers when every one of the frame is whole, else they stay fractions; in CSV a
    whole number never has a decimal point there.

    Raises:
        ValueError: a column is missing, or two rows have the same key.
    """
    ontbreekt = [kolom for kolom in KOLOMMEN if kolom not in uitkomsten]
    if ontbreekt:
        raise ValueError(f"uitkomsten zonder kolom {ontbreekt}")
    tabel = uitkomsten[list(KOLOMMEN)].copy()
    for kolom in _TEKST:
        tabel[kolom] = tabel[kolom].astype("str").where(tabel[kolom].notna(), "")
    tabel["jaar"] = tabel["jaar"].astype("int64")
    for kolom in ("teller", "noemer"):
        tabel[kolom] = _heel(tabel[kolom])
    for kolom in _KOMMA:
        tabel[kolom] = tabel[kolom].astype("Float64").astype("float64")
    tabel["bekend_op"] = pd.to_datetime(tabel["bekend_op"]).astype("datetime64[s]")
    if tabel.duplicated(_SLEUTEL).any():
        raise ValueError("twee rijen in uitkomsten hebben dezelfde sleutel")
    return tabel.sort_values(_SLEUTEL, kind="stable", ignore_index=True)


def schrijf_uitkomsten(map_: Path, uitkomsten: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> list[Path]:
    """Write uitkomsten.csv and .parquet (same rows) and every other frame beside them; all or none.

    Returns:
        The paths written.
    """
    tabel = vorm_uitkomsten(uitkomsten)
    bestanden = {map_ / "uitkomsten.csv": als_csv(tabel), map_ / "uitkomsten.parquet": als_parquet(tabel)}
    bestanden |= {map_ / f"{naam}.parquet": als_parquet(frame) for naam, frame in frames.items()}
    schrijf_samen(bestanden)
    return list(bestanden)


def lees_frame(map_: Path, naam: str) -> pd.DataFrame:
    """One frame as written; scope columns are text with empty text for empty.

    Raises:
        DataFout: it is not there: the outcomes were not computed yet.
    """
    pad = map_ / f"{naam}.parquet"
    if not pad.is_file():
        raise DataFout(
            f"{map_.parent.parent.name} {map_.parent.name} {map_.name}",
            "de uitkomsten zijn nog niet berekend",
            "eerst python run_all.py draaien voor deze regio, dit jaar en deze familie",
        )
    return pq.read_table(pad).to_pandas()


def als_csv(tabel: pd.DataFrame) -> bytes:
    """Comma, decimal point, LF; fractions with the fewest digits that give the same number back; empty = nothing."""
    tekst = pd.DataFrame({kolom: _als_tekst(tabel[kolom]) for kolom in tabel.columns}, columns=tabel.columns)
    for kolom in {"teller", "noemer"} & set(tekst.columns):
        tekst[kolom] = tekst[kolom].str.removesuffix(".0")
    return tekst.to_csv(index=False, lineterminator="\n").encode()


def als_parquet(tabel: pd.DataFrame) -> bytes:
    """The frame as Parquet; days as date32, without the index."""
    tabel_pa = pa.Table.from_pandas(tabel, preserve_index=False)
    for nummer, veld in enumerate(tabel_pa.schema):
        if pa.types.is_timestamp(veld.type):
            tabel_pa = tabel_pa.set_column(nummer, veld.name, tabel_pa[veld.name].cast(pa.date32()))
    uit = io.BytesIO()
    pq.write_table(tabel_pa, uit)
    return uit.getvalue()


def _heel(kolom: pd.Series) -> pd.Series:
    getallen = kolom.astype("Float64")
    aanwezig = getallen.dropna()
    return getallen.astype("Int64") if aanwezig.eq(aanwezig.round()).all() else getallen.astype("float64")


def _als_tekst(kolom: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(kolom):
        return kolom.dt.strftime("%Y-%m-%d").fillna("")
    if pd.api.types.is_float_dtype(kolom):
        return kolom.map(lambda waarde: repr(float(waarde)), na_action="ignore").astype(object).fillna("")
    return kolom.astype("str").where(kolom.notna(), "")
