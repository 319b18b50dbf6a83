"""What a norm was set on: its counts, and digests by which a later computation can be compared."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping

import pandas as pd

from normwijzer.normen.besluit import Basis
from normwijzer.normen.kandidaten import N_MIN
from normwijzer.normen.onderwerp import Onderwerp, leeg


def digest_uitkomst(rijen: pd.DataFrame) -> str:
    """SHA-256 over the counts of one onderwerp: the region and every aanbieder.

    Args:
        rijen: contract columns of one onderwerp; of them the rows of variant basis without gemeente count. Their order
            does not matter. Of more than one jaar, each row counts with its year.

    Returns:
        64 hexadecimal digits, over sorted lines aanbieder;teller;noemer (empty = all, or no number).
    """
    rijen = _basisrijen(rijen)
    kolommen = [rijen["aanbieder"].fillna("").astype(str), *(rijen[k].map(_getal) for k in ("teller", "noemer"))]
    if rijen["jaar"].nunique() > 1:
        kolommen.insert(0, rijen["jaar"].astype(str))
    regels = sorted(";".join(delen) for delen in zip(*kolommen, strict=True))
    return _sha256("\n".join(regels))


def digest_opties(opties: Mapping[str, str]) -> str:
    """SHA-256 over option names and values, whatever their order; 64 hexadecimal digits."""
    return _sha256(json.dumps(sorted(opties.items()), ensure_ascii=False))


def basis_van(uitkomsten: pd.DataFrame, onderwerp: Onderwerp, jaren: Iterable[int]) -> tuple[Basis, pd.DataFrame]:
    """The counts a norm is set on.

    Args:
        uitkomsten: contract columns, any years; rows of variant basis without gemeente count.
        jaren: one or more; counts are summed over them (clients of two years count twice).

    Returns:
        (basis, per aanbieder): basis has the region's own row, in which a client of two aanbieders counts once, so the
        aanbieders can sum to more; noemer 0 and waarde NaN without such a row. The frame has one row per aanbieder with
        cases: aanbieder (AGB, sorted), teller, noemer (Int64). A row without counts takes no part.
    """
    jaren = tuple(sorted(set(jaren)))
    cel = uitkomsten["familie"].eq(onderwerp.familie) & uitkomsten["kpi"].eq(onderwerp.kpi)
    cel &= uitkomsten["perceel"].fillna("").eq(onderwerp.perceel) & uitkomsten["soort"].fillna("").eq(onderwerp.soort)
    rijen = _basisrijen(uitkomsten[cel & uitkomsten["jaar"].isin(jaren)]).dropna(subset=["teller", "noemer"])
    regio = leeg(rijen["aanbieder"])
    teller, noemer = (float(rijen.loc[regio, naam].sum()) for naam in ("teller", "noemer"))
    per = rijen[~regio].groupby("aanbieder", as_index=False)[["teller", "noemer"]].sum()
    per = per[per["noemer"] > 0].reset_index(drop=True)
    per = per.assign(**{naam: per[naam].round().astype("Int64") for naam in ("teller", "noemer")})
    basis = Basis(
        teller=round(teller),
        noemer=round(noemer),
        waarde=teller / noemer if noemer else math.nan,
        aanbieders=len(per),
        k10=int((per["noemer"] >= N_MIN).sum()),
        jaren=jaren,
    )
    return basis, per


def _basisrijen(uitkomsten: pd.DataFrame) -> pd.DataFrame:
    return uitkomsten[uitkomsten["variant"].eq("basis") & leeg(uitkomsten["gemeente"])]


def _getal(waarde) -> str:
    return "" if pd.isna(waarde) else f"{float(waarde):.12g}"


def _sha256(tekst: str) -> str:
    return hashlib.sha256(tekst.encode()).hexdigest()
