"""Why claim lines are rejected: per code of the 325, in words."""

import numpy as np
import pandas as pd

from ...codelijsten import omschrijvingen
from .basis import Basis
from .declareren import SCOPES
from .regels import AFGEWEZEN, Regels, count_distinct, of_declaratiejaar, sum_groups
from .zaken import WETTEN, Namen, scope_count, scope_keys, scope_texts

KOLOMMEN = ("wet", "aanbieder", "code", "omschrijving", "bekend", "regels", "bedrag", "clienten")
ZONDER_CODE = "geen code gegeven"


def count_afkeurredenen(basis: Basis) -> pd.DataFrame:
    """Frame `afkeurredenen`: rejected debit lines of 323's with Dagtekening in the year, by code of the answer.

    One row per scope (as `declaratiekwaliteit`; wet, aanbieder empty = all) and code with at least one line, sorted.
    A line with two codes counts in both, so codes add up to more than the rejected lines. A line that was
    refused with its whole 323 has the codes of that. code empty: rejected without any code.
    omschrijving: in words; a code that is not in the list shows as itself, with bekend false.
    regels, clienten (distinct): counts; bedrag: claimed on those lines, whole cents.
    """
    regels = of_declaratiejaar(basis)
    keuze = np.flatnonzero(~regels.tabel.credit.to_numpy() & (regels.tabel.status.to_numpy() == AFGEWEZEN))
    rij, code, codes = _explode(regels, keuze)
    genoemd = regels.tabel.take(rij)
    delen = [_count(genoemd, code, codes, scope, basis.namen) for scope in SCOPES]
    tabel = describe(pd.concat(delen, ignore_index=True))
    return tabel[list(KOLOMMEN)].sort_values(["wet", "aanbieder", "code"], na_position="first", ignore_index=True)


def describe(tabel: pd.DataFrame) -> pd.DataFrame:
    """The frame with omschrijving and bekend of its columns wet (empty = either law) and code."""
    woorden = {wet: omschrijvingen("retourcode", wet) for wet in WETTEN}
    beide = {code: tekst for wet in WETTEN for code, tekst in woorden[wet].items()}
    per_wet = [woorden.get(wet, beide) for wet in tabel.wet.where(tabel.wet.notna(), "")]
    leeg = tabel.code.isna().to_numpy()
    codes = tabel.code.where(~leeg, "").tolist()
    bekend = np.array([code in bij for code, bij in zip(codes, per_wet, strict=True)], dtype=bool)
    teksten = [bij.get(code, code) if code else ZONDER_CODE for code, bij in zip(codes, per_wet, strict=True)]
    return tabel.assign(omschrijving=pd.Series(teksten, dtype="str"), bekend=bekend | leeg)


def count_onbekende_codes(afkeurredenen: pd.DataFrame) -> tuple[int, int]:
    """(lines × codes with a code that is not in the list, all lines × codes) of the whole region: a caveat."""
    alles = afkeurredenen[afkeurredenen.wet.isna() & afkeurredenen.aanbieder.isna()]
    return int(alles.regels[~alles.bekend].sum()), int(alles.regels.sum())


def _explode(regels: Regels, keuze: np.ndarray) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """(row of regels.tabel, code number) per chosen line and code, and the codes; the last, NA, is no code."""
    samen, combinaties = pd.factorize(regels.basis.toestand.prestaties.retourcodes.take(regels.rijen[keuze]))
    lijsten = [str(tekst).split() or [None] for tekst in combinaties] + [[None]]  # few; the last for an empty cell
    codes = pd.Index(sorted({code for lijst in lijsten for code in lijst if code}), dtype="str")
    plaats = {code: nummer for nummer, code in enumerate(codes)} | {None: len(codes)}
    plat = np.array([plaats[code] for lijst in lijsten for code in lijst], dtype="int64")
    lengte = np.array([len(lijst) for lijst in lijsten], dtype="int64")
    begin = np.cumsum(lengte) - lengte
    aantal = lengte[samen]
    binnen = np.arange(aantal.sum()) - np.repeat(np.cumsum(aantal) - aantal, aantal)
    return np.repeat(keuze, aantal), plat[np.repeat(begin[samen], aantal) + binnen], codes


def _count(
    genoemd: pd.DataFrame, code: np.ndarray, codes: pd.Index, scope: tuple[str, ...], namen: Namen
) -> pd.DataFrame:
    breedte = len(codes) + 1
    sleutel = scope_keys(genoemd, scope, namen)
    groep = np.where(sleutel < 0, -1, sleutel * breedte + code)
    aantal = scope_count(scope, namen) * breedte
    som = sum_groups(groep, aantal, {"regels": np.ones(len(groep), dtype="int64"), "bedrag": genoemd.bedrag.to_numpy()})
    clienten = count_distinct(groep, genoemd.client.to_numpy(), aantal)
    echt = np.flatnonzero(som["regels"])
    teksten = codes.array.take(np.where(echt % breedte == len(codes), -1, echt % breedte), allow_fill=True)
    deel = scope_texts(echt // breedte, scope, namen)
    sommen = {naam: waarde[echt] for naam, waarde in som.items()}
    return deel.assign(code=pd.Series(teksten, dtype="str"), **sommen, clienten=clienten[echt])
