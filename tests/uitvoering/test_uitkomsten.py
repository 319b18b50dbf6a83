"""Outcome tables: exact, sorted, the same bytes whatever the order they came in."""

import pandas as pd
import pyarrow.parquet as pq
import pytest
from normwijzer.fouten import DataFout
from normwijzer.uitvoering.uitkomsten import KOLOMMEN, als_csv, lees_frame, schrijf_uitkomsten, vorm_uitkomsten


def _rij(**anders):
    rij = {
        "regio": "r", "jaar": 2024, "familie": "wmo", "kpi": "uitval", "variant": "basis", "wet": None,
        "perceel": None, "aanbieder": None, "gemeente": None, "soort": None, "teller": 1, "noemer": 3, "waarde": 1 / 3,
        "eenheid": "fractie",
        "onder": 0.1, "boven": 0.7, "grens_onder": None, "grens_boven": None, "status": "definitief",
        "bekend_op": pd.Timestamp("2026-03-31"),
    }  # fmt: skip
    return rij | anders


def _tabel(*rijen):
    return pd.DataFrame(list(rijen))


def test_csv_is_exact_met_komma_punt_en_lf():
    tekst = als_csv(vorm_uitkomsten(_tabel(_rij(perceel="2", aanbieder="01234567")))).decode()
    kop, regel, rest = tekst.split("\n")
    assert kop.split(",") == list(KOLOMMEN)
    assert (
        regel == "r,2024,wmo,uitval,basis,,2,01234567,,,1,3,0.3333333333333333,fractie,0.1,0.7,,,definitief,2026-03-31"
    )
    assert rest == ""


def test_noemer_nul_geeft_een_lege_waarde_en_geen_nul():
    tekst = als_csv(vorm_uitkomsten(_tabel(_rij(teller=0, noemer=0, waarde=None, onder=None, boven=None)))).decode()
    assert ",0,0,,fractie,,,,,definitief," in tekst


def test_volgorde_van_aanlevering_maakt_niets_uit():
    rijen = [_rij(perceel=p, variant=v) for p in (None, "1", "2") for v in ("basis", "jaar_op=dagtekening")]
    assert als_csv(vorm_uitkomsten(_tabel(*rijen))) == als_csv(vorm_uitkomsten(_tabel(*rijen[::-1])))


def test_lege_omvang_staat_voor_de_gevulde():
    tabel = vorm_uitkomsten(_tabel(_rij(perceel="1"), _rij(perceel="1", aanbieder="00000001"), _rij()))
    assert tabel[["perceel", "aanbieder"]].to_numpy().tolist() == [["", ""], ["1", ""], ["1", "00000001"]]


def test_twee_rijen_met_dezelfde_sleutel_zijn_een_fout():
    with pytest.raises(ValueError, match="dezelfde sleutel"):
        vorm_uitkomsten(_tabel(_rij(), _rij(perceel="")))


def test_ontbrekende_kolom_is_een_fout():
    with pytest.raises(ValueError, match="noemer"):
        vorm_uitkomsten(_tabel(_rij()).drop(columns="noemer"))


def test_parquet_heeft_dezelfde_rijen_als_csv(tmp_path):
    schrijf_uitkomsten(tmp_path, _tabel(_rij(), _rij(perceel="1", teller=2.0)), {"stroom": pd.DataFrame({"a": [1]})})
    parquet = pq.read_table(tmp_path / "uitkomsten.parquet").to_pandas()
    csv = pd.read_csv(tmp_path / "uitkomsten.csv", dtype={"perceel": "str"}, keep_default_na=False)
    assert parquet["perceel"].tolist() == csv["perceel"].tolist() == ["", "1"]
    assert parquet["teller"].tolist() == csv["teller"].tolist() == [1, 2]
    assert parquet["waarde"].tolist() == csv["waarde"].astype(float).tolist()


def test_niet_berekende_uitkomsten_zeggen_wat_te_doen(tmp_path):
    with pytest.raises(DataFout, match="nog niet berekend"):
        lees_frame(tmp_path / "r" / "2024" / "wmo", "uitkomsten")
