"""aanbieders.csv: names of aanbieders, and which of them are one contractpartij. Optional."""

import re
from pathlib import Path

import pandas as pd

from ..fouten import DataFout
from .tabel import read_csv


def read_aanbieders(pad: Path) -> pd.DataFrame:
    """One row per AGB: agb, naam, contractpartij (NA = stands alone). An absent file gives no rows."""
    rijen = read_csv(pad, ("agb", "naam"), ("contractpartij",)) if pad.exists() else []
    gezien: dict[str, str] = {}
    for rij in rijen:
        waar = f"{pad.name}, regel {rij['regel']}"
        if not re.fullmatch(r"\d{8}", rij["agb"]):
            hint = "; is de voorloopnul weggevallen?" if re.fullmatch(r"\d{6,7}", rij["agb"]) else ""
            raise DataFout(f"{waar}, kolom agb", f"'{rij['agb']}' is geen AGB-code{hint}", "acht cijfers")
        if not rij["naam"]:
            raise DataFout(f"{waar}, kolom naam", "is leeg", "de naam van de aanbieder")
        if rij["agb"] in gezien:
            raise DataFout(waar, f"de AGB-code staat ook op regel {gezien[rij['agb']]}", "elke AGB-code één keer")
        gezien[rij["agb"]] = rij["regel"]
    kolommen = ["agb", "naam", "contractpartij"]
    return pd.DataFrame([{k: rij[k] or None for k in kolommen} for rij in rijen], columns=kolommen).astype("str")
