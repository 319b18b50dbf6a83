"""The bandwidth of a norm: how far behind it one may be before it counts, at one's own number of cases."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from normwijzer.fouten import DataFout
from normwijzer.normen.gevolgen import klassenband
from normwijzer.normen.kandidaten import N_MIN
from normwijzer.normen.richting import hoger_is_beter
from normwijzer.normen.spreiding import trechtergrens
from normwijzer.regio import suggest
from normwijzer.statistiek.aandeel import check_tellingen

METHODEN = ("vast", "trechter", "klassen")
STANDAARD = "trechter"
KLEINSTE = N_MIN
"""Fewest cases with a limit, and so with a verdict."""

KANS_GESPREK = 0.05
KANS_VER = 0.001
"""One-sided chances of falling behind a limit for who truly performs at the norm."""


@dataclass(frozen=True)
class Klasse:
    """Noemers van … tot_en_met (both inclusive; None = no end) and the distance to the norm, a fraction."""

    van: int
    tot_en_met: int | None
    breedte: float


@dataclass(frozen=True)
class Bandbreedte:
    """methode: one of METHODEN. breedte: distance to the norm of `vast`, a fraction; NaN for the others. tau2: variance
    between aanbieders that `trechter` allows for, 0 = chance alone. klassen: of `klassen`, rising from KLEINSTE."""

    methode: str
    breedte: float = math.nan
    tau2: float = 0.0
    klassen: tuple[Klasse, ...] = ()

    def __post_init__(self) -> None:
        breedte = float(self.breedte)
        object.__setattr__(self, "breedte", math.nan if math.isnan(breedte) else breedte)  # one NaN: equals itself
        object.__setattr__(self, "tau2", float(self.tau2))
        object.__setattr__(self, "klassen", tuple(self.klassen))


def maak_bandbreedte(methode: str, norm: float, *, breedte: float | None = None, tau2: float = 0.0) -> Bandbreedte:
    """A bandwidth around a norm.

    Args:
        methode: `vast` (same distance for everybody), `trechter` (funnel limit at one's own noemer) or `klassen` (the
            same by class of noemer, in whole percentage points: see `gevolgen.klassenband`).
        norm: a fraction 0–1.
        breedte: only and always with `vast`: a fraction 0–1.
        tau2: only with `trechter`: variance between aanbieders that is tolerated; 0 or NaN = none.

    Raises:
        DataFout: an unknown methode, or a number that is missing, too much or impossible.

    Source: norm-specificatie 1.6 B1–B3.
    """
    if methode not in METHODEN:
        raise DataFout("bandbreedte", f"'{methode}' is geen methode{suggest(methode, METHODEN)}", ", ".join(METHODEN))
    if not 0 <= norm <= 1:
        raise DataFout("norm", f"{norm} kan niet", "een aandeel van 0 tot en met 1, bijvoorbeeld 0,12 of 12%")
    if methode == "vast" and (breedte is None or not 0 <= breedte <= 1):
        wat = "een vaste bandbreedte heeft een breedte nodig" if breedte is None else f"de breedte {breedte} kan niet"
        raise DataFout("bandbreedte", wat, "een aandeel van 0 tot en met 1, bijvoorbeeld 0,05 of 5% (5 procentpunt)")
    if methode != "vast" and breedte is not None:
        raise DataFout("bandbreedte", f"bij de methode {methode} hoort geen breedte", "een breedte alleen bij vast")
    if methode != "trechter" and tau2 > 0:
        raise DataFout("bandbreedte", f"bij de methode {methode} hoort geen spreiding", "spreiding alleen bij trechter")
    if tau2 < 0 or math.isinf(tau2):
        raise DataFout("bandbreedte", f"een spreiding (tau2) van {tau2} kan niet", "een getal vanaf 0")
    if methode == "vast":
        return Bandbreedte(methode, breedte=breedte)
    if methode == "klassen":
        return Bandbreedte(methode, klassen=_klassen(norm))
    return Bandbreedte(methode, tau2=tau2 if tau2 > 0 else 0.0)


def grens(band: Bandbreedte, norm: float, noemer: ArrayLike, richting: str) -> np.ndarray:
    """The limit that starts a talk, at each noemer.

    Args:
        band: how wide. norm: a fraction 0–1.
        noemer: cases; may be empty (NA, NaN).
        richting: hoger_is_beter: the limit lies below the norm; lager_is_beter: above it, the exact mirror image.

    Returns:
        Fractions 0–1, float; NaN below KLEINSTE cases or without a noemer. `trechter` is the funnel limit that who is
        at the norm falls behind with a chance of about 5 %: of `spreiding.trechtergrens`, exact for small numbers (then
        the chance is at most 5 %; the closed form above them reaches 8 % at a norm of a few percent), with tau2 when
        given.

    Raises:
        ValueError: an unknown richting or methode, or a norm outside 0–1.

    Source: norm-specificatie 1.6.
    """
    if band.methode == "trechter":
        return _trechter(norm, noemer, KANS_GESPREK, richting, band.tau2)
    n, kant = check_tellingen(0, noemer)[1], -1 if hoger_is_beter(richting) else 1
    if band.methode == "vast":
        breedte = np.where(n >= KLEINSTE, band.breedte, np.nan)
    elif band.methode == "klassen":
        breedte = _klassebreedte(band.klassen, n)
    else:
        raise ValueError(f"de methode van een bandbreedte is {', '.join(METHODEN)}")
    return np.clip(norm + kant * breedte, 0, 1)


def grens_ver(norm: float, noemer: ArrayLike, richting: str) -> np.ndarray:
    """The one-sided funnel limit of 99.8 % two-sided (chance 0.001), chance alone: behind it is far behind.

    Arguments, NaN and errors as `grens`. Source: norm-specificatie 1.6 B2.
    """
    return _trechter(norm, noemer, KANS_VER, richting, 0.0)


def in_woorden(band: Bandbreedte) -> str:
    """The bandwidth as one plain Dutch sentence."""
    return _WOORDEN[band.methode](band)


def _trechter(norm: float, noemer: ArrayLike, kans: float, richting: str, tau2: float) -> np.ndarray:
    """The lower limit; when lower is better, that of the complement, mirrored, so that no side is judged sharper."""
    n = check_tellingen(0, noemer)[1]
    hoger = hoger_is_beter(richting)
    groot = np.where(n >= KLEINSTE, n, np.nan)
    soorten, plek = np.unique(groot, return_inverse=True)
    limiet = trechtergrens(norm if hoger else 1 - norm, soorten, kans, tau2=tau2)[plek].reshape(n.shape)
    return limiet if hoger else 1 - limiet


def _klassen(norm: float) -> tuple[Klasse, ...]:
    tabel = klassenband(norm)
    einden = [None if math.isnan(t) else int(t) for t in tabel["tot_en_met"].to_numpy(dtype=float, na_value=math.nan)]
    return tuple(map(Klasse, tabel["van"].tolist(), einden, tabel["breedte_heel"].tolist()))


def _klassebreedte(klassen: tuple[Klasse, ...], n: np.ndarray) -> np.ndarray:
    van = np.array([klasse.van for klasse in klassen])
    breedte = np.array([math.nan, *[klasse.breedte for klasse in klassen]])
    plek = np.searchsorted(van, np.where(np.isnan(n), -1, n), side="right")
    return np.where(n >= KLEINSTE, breedte[plek], np.nan)


def _vast_in_woorden(band: Bandbreedte) -> str:
    return f"Een vaste bandbreedte van {_procentpunt(band.breedte)}, voor iedereen gelijk."


def _trechter_in_woorden(band: Bandbreedte) -> str:
    slot = ", en met ruimte voor verschillen die er al waren" if band.tau2 > 0 else ""
    return (
        "Een bandbreedte die meegaat met het aantal (trechter): hoe minder gevallen, hoe ruimer, zodat wie werkelijk "
        f"op de norm zit er door toeval hoogstens ongeveer 5 op de 100 keer buiten valt{slot}."
    )


def _klassen_in_woorden(band: Bandbreedte) -> str:
    delen = [f"{_procentpunt(klasse.breedte)} {_bereik(klasse)}" for klasse in band.klassen]
    return f"Een bandbreedte per klasse van aantallen: {', '.join(delen)}."


def _bereik(klasse: Klasse) -> str:
    einde = "of meer" if klasse.tot_en_met is None else f"tot en met {klasse.tot_en_met}"
    return f"bij {klasse.van} {einde} gevallen"


def _procentpunt(deel: float) -> str:
    return f"{deel * 100:.6g} procentpunt".replace(".", ",")


_WOORDEN: dict[str, Callable[[Bandbreedte], str]] = {
    "vast": _vast_in_woorden,
    "trechter": _trechter_in_woorden,
    "klassen": _klassen_in_woorden,
}
