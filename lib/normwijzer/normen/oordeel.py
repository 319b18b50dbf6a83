"""Verdicts: a value beside the norm in force and its bandwidth. They point to a talk, and never close one."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from normwijzer.kpi.catalogus import Definitie, laad
from normwijzer.normen.bandbreedte import KLEINSTE, Bandbreedte, grens, grens_ver
from normwijzer.normen.besluit import Besluit, geldend
from normwijzer.normen.gevolgen import faalt, p_waarde
from normwijzer.normen.onderwerp import NORMFAMILIES, Onderwerp, leeg

VOLDOET = "voldoet"
BINNEN = "binnen bandbreedte"
ONDER = "onder bandbreedte"
TE_KLEIN = "te klein"
VOORLOPIG = "voorlopig"
GEEN_NORM = "geen norm"
OORDELEN = (VOLDOET, BINNEN, ONDER, TE_KLEIN, VOORLOPIG, GEEN_NORM)

_KOLOMMEN = ("grens", "grens_ver", "oordeel", "ver", "kans")
_CEL = ["familie", "kpi", "perceel", "soort", "jaar"]


def oordeel(
    teller: ArrayLike,
    noemer: ArrayLike,
    status: ArrayLike,
    norm: float | None,
    band: Bandbreedte | None,
    richting: str,
) -> pd.DataFrame:
    """The verdict on each value of one onderwerp.

    Args:
        teller, noemer: counts, equally long; empty (NA, NaN) is allowed.
        status: `definitief` or `voorlopig` per row, or one for all.
        norm: a fraction 0–1; None or NaN = no norm is in force.
        band: its bandwidth; None = no norm is in force.
        richting: hoger_is_beter or lager_is_beter.

    Returns:
        One row per input row, in the same order, index 0 …:
        grens, grens_ver: limits at this noemer (`bandbreedte`); NaN below 10 cases or without norm.
        oordeel: `geen norm` without norm; else empty text without counts; else `te klein` below 10 cases; else
            `voorlopig`; else `voldoet` when not strictly worse than the norm, `binnen bandbreedte` when worse but not
            strictly worse than grens, `onder bandbreedte` when strictly worse than grens, whichever way is better.
            Decided on whole counts: on the norm or on the limit is good enough.
        ver: bool, `onder bandbreedte` and strictly worse than grens_ver too.
        kans: exact one-sided chance of this count or a worse one for who is at the norm; NaN without a comparison.

    Raises:
        ValueError: counts that cannot be, an unknown richting, a norm outside 0–1.

    Source: norm-specificatie 1.2, 1.6.
    """
    y, n = _getallen(teller), _getallen(noemer)
    if norm is None or math.isnan(norm) or band is None:
        return _frame(np.full(len(n), np.nan), np.full(len(n), np.nan), np.full(len(n), GEEN_NORM, dtype=object))
    if not 0 <= norm <= 1:
        raise ValueError("een norm is een fractie van 0 tot en met 1")
    limiet, ver_limiet = grens(band, norm, n, richting), grens_ver(norm, n, richting)
    uitspraak = np.where(faalt(y, n, norm, richting), BINNEN, VOLDOET).astype(object)
    uitspraak[faalt(y, n, limiet, richting)] = ONDER
    uitspraak[np.broadcast_to(np.asarray(status, dtype=object) == VOORLOPIG, n.shape)] = VOORLOPIG
    uitspraak[n < KLEINSTE] = TE_KLEIN
    uitspraak[np.isnan(y + n)] = ""
    vergeleken = np.isin(uitspraak, (VOLDOET, BINNEN, ONDER))
    ver = (uitspraak == ONDER) & faalt(y, n, ver_limiet, richting)
    kans = np.where(vergeleken, p_waarde(y, n, norm, richting), np.nan)
    return _frame(limiet, ver_limiet, uitspraak, ver, kans)


def beoordeel(uitkomsten: pd.DataFrame, besluiten: Sequence[Besluit]) -> pd.DataFrame:
    """Outcome rows with the norm in force in their year and the verdict.

    Args:
        uitkomsten: contract columns, any years and families; optional column te_klein (bool): protected, so hidden.
        besluiten: all decisions of the region, in order of recording.

    Returns:
        A copy, same rows and index, with extra columns
        norm, grens, grens_ver, kans: float, NaN = none (see `oordeel`); normjaar: Int64, the year the norm was set on;
        besluit_datum: datetime64[s]; ver: bool; oordeel: see `oordeel`, or empty text for what never gets a verdict:
        variants other than basis, rows per gemeente, KPI's that are no share or have no direction, and families without
        norm decisions. All percelen together have `geen norm`: percelen are never folded. A row with te_klein has only
        `te klein`, or `geen norm`: its limits would tell its noemer.

    Raises:
        ValueError: counts that cannot be.

    Source: norm-specificatie 1.1, 1.6.
    """
    tabel = uitkomsten.copy()
    aantal = len(tabel)
    kolommen = {naam: np.full(aantal, np.nan) for naam in ("norm", "grens", "grens_ver", "kans", "normjaar")}
    kolommen |= {"oordeel": np.full(aantal, "", dtype=object), "ver": np.zeros(aantal, dtype=bool)}
    kolommen["besluit_datum"] = np.full(aantal, np.datetime64("NaT", "s"))
    klein = _is_klein(tabel)
    for cel, plekken in _cellen(tabel):
        onderwerp = Onderwerp(*cel[:4])
        definitie = _definitie(onderwerp)
        if definitie is not None:
            besluit = geldend(besluiten, onderwerp, int(cel[4]))
            _vul(kolommen, tabel, plekken, klein, besluit, definitie.richting)
    kolommen["normjaar"] = pd.array(kolommen["normjaar"], dtype="Float64").astype("Int64")
    kolommen["oordeel"] = pd.array(kolommen["oordeel"], dtype="str")
    volgorde = ("norm", "grens", "grens_ver", "kans", "oordeel", "ver", "normjaar", "besluit_datum")
    return tabel.assign(**{naam: kolommen[naam] for naam in volgorde})


def _vul(
    kolommen: dict[str, np.ndarray],
    tabel: pd.DataFrame,
    plekken: np.ndarray,
    klein: np.ndarray,
    besluit: Besluit | None,
    richting: str,
) -> None:
    """Fill the rows of one cell."""
    if besluit is None:
        kolommen["oordeel"][plekken] = GEEN_NORM
        return
    kolommen["oordeel"][plekken[klein[plekken]]] = TE_KLEIN
    open_ = plekken[~klein[plekken]]
    rijen = tabel[["teller", "noemer", "status"]].iloc[open_]
    uit = oordeel(rijen["teller"], rijen["noemer"], rijen["status"], besluit.norm, besluit.bandbreedte, richting)
    for naam in _KOLOMMEN:
        kolommen[naam][open_] = uit[naam].to_numpy()
    kolommen["norm"][open_] = besluit.norm
    kolommen["normjaar"][open_] = besluit.jaar
    kolommen["besluit_datum"][open_] = np.datetime64(besluit.datum, "s")


def _cellen(tabel: pd.DataFrame) -> list[tuple[tuple, np.ndarray]]:
    """(familie, kpi, perceel, soort, jaar) -> places of the rows that can be judged."""
    mee = tabel["variant"].eq("basis") & leeg(tabel["gemeente"]) & tabel["familie"].isin(NORMFAMILIES)
    plekken = np.flatnonzero(mee.to_numpy(dtype=bool))
    if not len(plekken):
        return []
    sleutel = tabel[_CEL].iloc[plekken].astype({naam: "str" for naam in _CEL[:4]}).fillna("")
    groepen = sleutel.groupby(_CEL, sort=False, observed=True).indices
    return [(cel, plekken[waar]) for cel, waar in groepen.items()]


def _definitie(onderwerp: Onderwerp) -> Definitie | None:
    """Of a KPI that is a share with a direction; None for another, also one that the catalogue does not know."""
    definitie = laad(onderwerp.familie).definities.get(onderwerp.kpi)
    return definitie if definitie and definitie.eenheid == "fractie" and definitie.richting != "geen" else None


def _is_klein(tabel: pd.DataFrame) -> np.ndarray:
    if "te_klein" not in tabel:
        return np.zeros(len(tabel), dtype=bool)
    return tabel["te_klein"].eq(True).fillna(False).to_numpy(dtype=bool)


def _frame(limiet, ver_limiet, uitspraak, ver=None, kans=None) -> pd.DataFrame:
    aantal = len(limiet)
    return pd.DataFrame(
        {
            "grens": limiet,
            "grens_ver": ver_limiet,
            "oordeel": pd.array(uitspraak, dtype="str"),
            "ver": np.zeros(aantal, dtype=bool) if ver is None else ver,
            "kans": np.full(aantal, np.nan) if kans is None else kans,
        }
    )


def _getallen(waarden: ArrayLike) -> np.ndarray:
    if hasattr(waarden, "to_numpy"):
        return waarden.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(waarden, dtype=float)
