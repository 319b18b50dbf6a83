"""producten.csv: which product belongs to which perceel and soort, and from when to when."""

import re
from pathlib import Path

import pandas as pd

from ..fouten import DataFout
from .tabel import parse_datum, read_csv

PERCELEN = ("1", "2", "3", "4", "5", "6")
SOORTEN = {
    "wmo": ("begeleiding", "dagbesteding", "kortdurend_verblijf", "beschermd_wonen", "opvang"),
    "jw": (
        "pleegzorg", "gezinshuis", "behandeld_wonen", "crisis", "overig_verblijf",
        "tom_instroom", "tom_uitstroom", "ambulant",
    ),
}  # fmt: skip

_VERPLICHT = ("wet", "categorie", "code", "perceel", "soort")
_OPTIONEEL = ("omschrijving", "geldig_van", "geldig_tot")


def read_producten(pad: Path) -> pd.DataFrame:
    """producten.csv, checked: one row per product (or whole category) and period of validity.

    Columns: wet, categorie, code (NA = the whole category), perceel ('1'–'6' or NA), soort (NA = none),
    omschrijving, geldig_van, geldig_tot (both inclusive, NaT = no bound), regel (line in the file).

    Raises:
        DataFout: a value that is not allowed, or two rows for one product with a day in common.
    """
    rijen = [_check_rij(pad.name, rij) for rij in read_csv(pad, _VERPLICHT, _OPTIONEEL)]
    kolommen = [*_VERPLICHT, *_OPTIONEEL, "regel"]
    tabel = pd.DataFrame(rijen, columns=kolommen)
    for kolom in (*_VERPLICHT, "omschrijving"):
        tabel[kolom] = tabel[kolom].astype("str")
    for kolom in ("geldig_van", "geldig_tot"):
        tabel[kolom] = pd.to_datetime(tabel[kolom]).astype("datetime64[s]")
    tabel["regel"] = tabel["regel"].astype("int64")
    _check_overlap(pad.name, tabel)
    return tabel


def deel_in(
    producten: pd.DataFrame, wet: pd.Series | str, categorie: pd.Series, code: pd.Series, datum: pd.Series
) -> pd.DataFrame:
    """Perceel and soort of products on a date; see `Regio.deel_in`."""
    vraag = pd.DataFrame({"categorie": categorie, "code": code, "datum": datum})
    vraag.insert(0, "wet", wet)
    vraag["plek"] = range(len(vraag))
    uit = vraag[["plek"]].merge(_find(producten, vraag), on="plek", how="left").sort_values("plek")
    uit.index = vraag.index
    return uit[["perceel", "soort", "regel"]]


def _find(producten: pd.DataFrame, vraag: pd.DataFrame) -> pd.DataFrame:
    heel, met_code = producten[producten.code.isna()], producten[producten.code.notna()]
    sleutel = ["wet", "categorie", "code"]
    precies = vraag[vraag.code.notna()].merge(met_code, on=sleutel)
    algemeen = vraag.drop(columns="code").merge(heel, on=sleutel[:2])
    treffers = pd.concat([precies.assign(rang=0), algemeen.assign(rang=1)], ignore_index=True)
    van_af = treffers.geldig_van.isna() | (treffers.geldig_van <= treffers.datum)
    tot_en_met = treffers.geldig_tot.isna() | (treffers.geldig_tot >= treffers.datum)
    geldig = treffers[van_af & tot_en_met].sort_values(["plek", "rang"]).drop_duplicates("plek")
    return geldig[["plek", "perceel", "soort", "regel"]].astype({"regel": "Int64"})


def _check_rij(bestand: str, rij: dict[str, str]) -> dict:
    waar = f"{bestand}, regel {rij['regel']}"
    wet = rij["wet"]
    if wet not in SOORTEN:
        raise DataFout(f"{waar}, kolom wet", f"'{wet}' is geen wet", "wmo, jw")
    if not re.fullmatch(r"\d{2}", rij["categorie"]):
        hint = "; is de voorloopnul weggevallen?" if re.fullmatch(r"\d", rij["categorie"]) else ""
        raise DataFout(f"{waar}, kolom categorie", f"'{rij['categorie']}' is geen categorie{hint}", "twee cijfers")
    if rij["code"] and not re.fullmatch(r"[0-9A-Za-z]{5}", rij["code"]):
        hint = "; is de voorloopnul weggevallen?" if re.fullmatch(r"[0-9A-Za-z]{4}", rij["code"]) else ""
        raise DataFout(
            f"{waar}, kolom code",
            f"'{rij['code']}' is geen productcode{hint}",
            "vijf letters of cijfers, of leeg voor de hele categorie",
        )
    if rij["perceel"] and rij["perceel"] not in PERCELEN:
        raise DataFout(f"{waar}, kolom perceel", f"'{rij['perceel']}' is geen perceel", "1 tot en met 6, of leeg")
    if rij["soort"] and rij["soort"] not in SOORTEN[wet]:
        raise DataFout(
            f"{waar}, kolom soort",
            f"'{rij['soort']}' is geen soort van de {wet}",
            f"{', '.join(SOORTEN[wet])}, of leeg",
        )
    van, tot = (parse_datum(rij[kolom], waar, kolom) for kolom in ("geldig_van", "geldig_tot"))
    if van and tot and tot < van:
        raise DataFout(f"{waar}, kolom geldig_tot", "ligt voor geldig_van", "een datum op of na geldig_van")
    leeg = {kolom: rij[kolom] or None for kolom in (*_VERPLICHT, "omschrijving")}
    return leeg | {"geldig_van": van, "geldig_tot": tot, "regel": rij["regel"]}


def _check_overlap(bestand: str, tabel: pd.DataFrame) -> None:
    paren = tabel.assign(code=tabel.code.fillna("")).merge(
        tabel.assign(code=tabel.code.fillna("")), on=["wet", "categorie", "code"], suffixes=("", "_ander")
    )
    eerst = paren.geldig_van.isna() | paren.geldig_tot_ander.isna() | (paren.geldig_van <= paren.geldig_tot_ander)
    later = paren.geldig_tot.isna() | paren.geldig_van_ander.isna() | (paren.geldig_van_ander <= paren.geldig_tot)
    botsing = paren[(paren.regel < paren.regel_ander) & eerst & later].sort_values(["regel", "regel_ander"])
    if len(botsing):
        eerste = botsing.iloc[0]
        raise DataFout(
            f"{bestand}, regel {eerste.regel} en regel {eerste.regel_ander}",
            f"gelden op één dag voor hetzelfde product ({eerste.wet} {eerste.categorie} {eerste.code})".replace(
                " )", ")"
            ),
            "per product en dag één regel; sluit de oude af met geldig_tot",
        )
