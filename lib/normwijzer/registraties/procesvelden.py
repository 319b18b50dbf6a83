"""Cells of the administrative process as values: one parser per soort of processen.toml, a column at a time.

Every parser takes a column of text as `to_tekst` makes it and gives the values and, per text of processen.toml that
tells what is wrong, which cells that is. Empty text is no value and never wrong here.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd

from .getallen import is_leeg

_ONBRUIKBAAR, _DATUMCEL = "\x00", "\x01"
"""Marks of a cell that no parser takes, and of a date cell, that only the date parser takes."""
_TE_LANG_GETAL = 1e15
"""From here a number in Excel has lost digits."""
_ISO = r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"
_NL = r"([0-9]{1,2})-([0-9]{1,2})-((?:19|20|21)[0-9]{2})"
_PLAT = r"[0-9]{1,12}(?:[.,][0-9]{1,2})?"
_MET_PUNTEN = r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){1,3},[0-9]{1,2}|(?:\.[0-9]{3}){2,3})"
_BEDRAG = rf"(?:[+-]?|[+-]?€\s*|€\s*[+-]?)(?:{_PLAT}|{_MET_PUNTEN})"
_GEEN_KENMERK = r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+|#[A-Z0-9/]+[!?]?"
"""A long number that Excel shortened, and Excel's own error values."""

Fouten = dict[str, np.ndarray]


@dataclass(frozen=True)
class Bekend:
    """What codes are checked against: gemeenten of the region, AGB codes of aanbieders.csv (may be none)."""

    gemeenten: Collection[str]
    aanbieders: Collection[str]


def to_tekst(cellen: Sequence) -> pd.Series:
    """Cells as stripped text; empty text = nothing was filled in."""
    if not isinstance(cellen, pd.Series) and set(map(type, cellen)) - {str}:
        cellen = [cel if isinstance(cel, str) else _to_tekst(cel) for cel in cellen]
    return pd.Series(cellen, dtype="str").str.strip()


def parse_kolom(soort: str, tekst: pd.Series, bekend: Bekend) -> tuple[pd.Series, Fouten]:
    """Values of a column, and which cells are wrong by text key.

    Values, also those of wrong cells, have the type of the soort: datum datetime64[s] (NaT = empty or wrong), dagen,
    nummer and bedrag int64 (0), others text (empty text). bedrag is in cents.
    """
    # Most columns hold few different cells; each is parsed once.
    codes, soorten = pd.factorize(tekst)
    waarden, fouten = _PARSERS[soort](pd.Series(soorten, dtype="str"), bekend)
    gevuld = (soorten != "").astype(bool)
    uit = waarden.take(codes).reset_index(drop=True)
    return uit, {sleutel: (np.asarray(masker, dtype=bool) & gevuld)[codes] for sleutel, masker in fouten.items()}


def _to_tekst(cel) -> str:
    if is_leeg(cel):
        return ""
    if isinstance(cel, datetime | date):
        return f"{_DATUMCEL}{cel:%Y-%m-%d}"
    if isinstance(cel, bool) or not isinstance(cel, int | float) or abs(cel) >= _TE_LANG_GETAL:
        return _ONBRUIKBAAR
    # Excel knows fifteen digits; six decimals take away what a sum adds to the last of them.
    return str(int(cel)) if cel == int(cel) else f"{round(cel, 6):.15g}"


def _parse_tekst(tekst: pd.Series, bekend: Bekend) -> tuple[pd.Series, Fouten]:
    fout = tekst.str.contains(r"[\x00-\x1f]", regex=True) | tekst.str.fullmatch(_GEEN_KENMERK) | (tekst.str.len() > 100)
    return tekst.mask(fout, ""), {"tekst": fout}


def _parse_datum(tekst: pd.Series, bekend: Bekend) -> tuple[pd.Series, Fouten]:
    iso = tekst.str.removeprefix(_DATUMCEL)
    delen = iso.str.extract(f"^{_NL}$")
    om = delen[2].notna()
    iso = iso.mask(om, delen[2] + "-" + delen[1].str.zfill(2) + "-" + delen[0].str.zfill(2))
    goed = iso.str.fullmatch(_ISO)
    datum = pd.to_datetime(iso.where(goed), format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    return datum, {"datum": datum.isna()}


def _parse_dagen(tekst: pd.Series, bekend: Bekend) -> tuple[pd.Series, Fouten]:
    negatief = tekst.str.fullmatch(r"-0*[1-9][0-9]{0,8}")
    goed = tekst.str.fullmatch(r"-?0+|\+?0*[0-9]{1,4}")
    return _geheel(tekst, goed), {"negatief": negatief, "dagen": ~goed & ~negatief}


def _parse_nummer(tekst: pd.Series, bekend: Bekend) -> tuple[pd.Series, Fouten]:
    goed = tekst.str.fullmatch(r"0*[1-9][0-9]{0,8}")
    return _geheel(tekst, goed), {"nummer": ~goed}


def _parse_bedrag(tekst: pd.Series, bekend: Bekend) -> tuple[pd.Series, Fouten]:
    goed = tekst.str.fullmatch(_BEDRAG)
    kern = tekst.where(goed, "0").str.replace(r"[€+\s-]", "", regex=True)
    punten = kern.str.fullmatch(_MET_PUNTEN)
    kern = kern.mask(punten, kern.str.replace(".", "", regex=False)).str.replace(",", ".", regex=False)
    delen = kern.str.extract(r"^([0-9]+)\.?([0-9]*)$")
    centen = delen[0].astype("int64") * 100 + delen[1].str.ljust(2, "0").astype("int64")
    return centen.mask(tekst.str.contains("-", regex=False), -centen), {"bedrag": ~goed}


def _parse_wet(tekst: pd.Series, bekend: Bekend) -> tuple[pd.Series, Fouten]:
    klein = tekst.str.lower()
    goed = klein.isin(["wmo", "jw"])
    return klein.where(goed, ""), {"wet": ~goed}


def _parse_gemeente(tekst: pd.Series, bekend: Bekend) -> tuple[pd.Series, Fouten]:
    code = tekst.str.removeprefix("GM").str.zfill(4)
    goed = code.isin(list(bekend.gemeenten))
    return code.where(goed, ""), {"gemeente": ~goed}


def _parse_agb(tekst: pd.Series, bekend: Bekend) -> tuple[pd.Series, Fouten]:
    kort = tekst.str.fullmatch(r"[0-9]{6,7}")
    aangevuld = tekst.mask(kort, tekst.str.zfill(8))
    goed = tekst.str.fullmatch(r"[0-9]{8}") | (kort & aangevuld.isin(list(bekend.aanbieders)))
    return aangevuld.where(goed, ""), {"voorloopnul": kort & ~goed, "agb": ~kort & ~goed}


def _geheel(tekst: pd.Series, goed: pd.Series) -> pd.Series:
    return tekst.where(goed, "0").astype("int64")


_PARSERS: dict[str, Callable[[pd.Series, Bekend], tuple[pd.Series, Fouten]]] = {
    "tekst": _parse_tekst,
    "datum": _parse_datum,
    "dagen": _parse_dagen,
    "nummer": _parse_nummer,
    "bedrag": _parse_bedrag,
    "wet": _parse_wet,
    "gemeente": _parse_gemeente,
    "agb": _parse_agb,
}
