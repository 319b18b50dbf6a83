"""Verdicts of a report as cells and counts; the words and signs are those of `oordeelwoorden`."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from normwijzer.normen.gevolgen import kans_op_falen
from normwijzer.normen.oordeel import BINNEN, GEEN_NORM, ONDER, VOLDOET
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeelwoorden import VER, Oordeelwoord, oordeelwoord, volgorde, woorden_van
from normwijzer.rapport.tabel import Cel, Kolom

OORDEEL = (Kolom("Norm", "waarde"), Kolom("Grens bij dit aantal", "waarde"), Kolom("Oordeel"))
"""Columns of `oordeelcellen`."""

VERGELEKEN = (VOLDOET, BINNEN, ONDER)
"""Verdicts that rest on a comparison with the norm."""

_HEEL = 1e-9
_VAST = "\u00a0"
"""Keeps a sign on the line of its word."""


def heeft_oordeel(rijen: pd.DataFrame) -> bool:
    """Whether a norm is in force for some of these rows."""
    return bool((~rijen["oordeel"].isin(["", GEEN_NORM])).any())


def oordeelkolommen(rijen: pd.DataFrame) -> tuple[Kolom, ...]:
    """The columns of a verdict; none when no norm is in force for these rows."""
    return OORDEEL if heeft_oordeel(rijen) else ()


def oordeelcellen(rapport: Rapport, rij, kolommen: Sequence[Kolom] = OORDEEL) -> tuple:
    """Norm, limit at its number and verdict of one outcome row; as many cells as `oordeelkolommen` gave columns."""
    if not kolommen:
        return ()
    woord = woord_van(rapport, rij)
    if woord is None:
        return "", "", ""
    return norm_cel(rij.norm), _of_leeg(rij.grens), oordeel_cel(woord)


def oordeel_cel(woord: Oordeelwoord, *, kort: bool = False) -> Cel:
    """A verdict as table cell: sign and word."""
    return Cel(woord.kort if kort else woord.woord, "tekst", woord.klasse, woord.teken)


def norm_cel(norm):
    """A norm as table cell: whole percent without decimals; empty text for none."""
    return "" if pd.isna(norm) else Cel(float(norm), "procent0" if is_heel(norm) else "procent1")


def norm_tekst(norm: float) -> str:
    """A norm in words: 18 %, or 17,5 % when it is not whole."""
    return opmaak.procent(norm, 0 if is_heel(norm) else 1)


def is_heel(fractie: float) -> bool:
    """Whether a fraction is a whole percent."""
    return math.isclose(fractie * 100, round(fractie * 100), abs_tol=_HEEL)


def sleutel(rij) -> str:
    """Key of the verdict of a row in `oordeelwoorden`; empty text where there is nothing to judge: nobody, or no norm
    is possible."""
    if not rij.te_klein and (pd.isna(rij.noemer) or rij.noemer == 0):
        return ""
    return VER if rij.ver else rij.oordeel


def woord_van(rapport: Rapport, rij) -> Oordeelwoord | None:
    """How to show the verdict of a row; None where there is nothing to judge."""
    richting = rapport.definities[rij.kpi].richting
    return oordeelwoord(rij.oordeel, ver=bool(rij.ver), richting=richting) if sleutel(rij) else None


def tel_oordelen(rijen: pd.DataFrame) -> dict[str, int]:
    """Key of a verdict -> number of rows, in the order of `volgorde`; rows without any are not counted."""
    aantallen = Counter(sleutel(rij) for rij in rijen.itertuples())
    return {naam: aantallen[naam] for naam in volgorde() if aantallen[naam]}


def telling_tekst(aantallen: dict[str, int]) -> str:
    """Counts as `tel_oordelen` gives them: ● voldoet 4, ◆ binnen bandbreedte 2."""
    delen = zip(woorden_van(aantallen), aantallen.values(), strict=True)
    return ", ".join(f"{woord.met_teken} {hoeveel}".replace(" ", _VAST, 1) for woord, hoeveel in delen)


def verwacht_vals(rijen: pd.DataFrame, richting: str) -> tuple[int, float]:
    """(how many rows were compared, how many of them would by chance alone fail their limit if all were at the norm).

    Source: norm-specificatie 1.5.
    """
    mee = rijen[rijen["oordeel"].isin(VERGELEKEN)]
    if mee.empty:
        return 0, 0.0
    norm = float(mee["norm"].iloc[0])
    noemer, grens = (mee[kolom].to_numpy(dtype="float64") for kolom in ("noemer", "grens"))
    return len(mee), math.fsum(np.nan_to_num(kans_op_falen(noemer, grens, norm, richting)))


def _of_leeg(grens):
    return "" if pd.isna(grens) else Cel(float(grens), "procent")
