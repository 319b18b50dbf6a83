"""Signals for people: what each key of the reader means, and the file signalen.csv."""

import csv
import io
import tomllib
from functools import cache
from pathlib import Path

import pandas as pd

from .delen import schrijf_heel

KOLOMMEN = ("signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand", "aantal")


@cache
def uitleg() -> dict[str, str]:
    """Key of every signal that reading can give -> what it means and what was done with it, in Dutch."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def tel_signalen(signalen: pd.DataFrame) -> pd.DataFrame:
    """One row per signaal, sorted: signaal | bestanden (distinct), aantal (sum), uitleg, voorbeeld (first bestand)."""
    groep = signalen.assign(bestand=signalen["bestand"].fillna("")).groupby("signaal", sort=True)
    telling = groep.agg(
        bestanden=("bestand", "nunique"), aantal=("aantal", "sum"), voorbeeld=("bestand", "min")
    ).reset_index()
    telling.insert(3, "uitleg", telling["signaal"].map(uitleg()).fillna("").astype("str"))
    return telling


def schrijf_signalen(pad: Path, *frames: pd.DataFrame) -> None:
    """Write signals of reading and of the state as one file, whole or not at all.

    `;` separated, UTF-8, a row per distinct combination, sorted; empty = not applicable. Rows that
    differ in `aantal` alone are added up; an empty `aantal` counts as 1.

    Args:
        frames: each with the columns of `KOLOMMEN`; other columns are left out.
    """
    sleutels = list(KOLOMMEN[:-1])
    rijen = pd.concat([frame[list(KOLOMMEN)].astype("object") for frame in frames], ignore_index=True)
    rijen[sleutels] = rijen[sleutels].where(rijen[sleutels].notna(), "").astype("str")
    rijen["aantal"] = rijen["aantal"].where(rijen["aantal"].notna(), 1).astype("int64")
    rijen = rijen.groupby(sleutels, sort=True, as_index=False)["aantal"].sum()
    tekst = io.StringIO(newline="")
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\n")
    schrijver.writerow(KOLOMMEN)
    schrijver.writerows(rijen[list(KOLOMMEN)].itertuples(index=False, name=None))
    pad.parent.mkdir(parents=True, exist_ok=True)
    schrijf_heel(pad, tekst.getvalue().encode("utf-8"))
