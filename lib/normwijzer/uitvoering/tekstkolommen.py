"""Scope columns as reports read them."""

import pandas as pd


def als_tekst(tabel: pd.DataFrame, *kolommen: str) -> pd.DataFrame:
    """Empty scope columns, as far as they are there, as empty text."""
    aanwezig = [kolom for kolom in kolommen if kolom in tabel]
    return tabel.assign(**{kolom: tabel[kolom].astype("str").where(tabel[kolom].notna(), "") for kolom in aanwezig})
