"""A8 and A11: claimed in time, and claimed well at once (`kpi-specificatie` 5.3, 5.9, 5.15, 5.16)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...perioden import DAGEN_PER_MAAND, OPEN, to_dagen
from .basis import Basis
from .zaken import GEEN_DUUR, NOG_NIET, ONTBREEKT, OP_TIJD, TE_LAAT, Zaken, make_tabel

TIJDIG, KWALITEIT = "tijdig_declareren", "kwaliteit_declaraties"
TOEGEKEND = "toegekend"
MAX_DAGEN = 31


def make_tijdig(basis: Basis, opties: Mapping[str, Any]) -> Zaken:
    """A8: one case per debit line sent for the first time, in a 323 of the year that was not refused as a whole.

    van: the later of the last day of its period and the day its toewijzing was first sent; tot: Dagtekening of the 323.
    duur: months between (31d: days), 0 when sent earlier. ONTBREEKT: without either day.
    """
    regels = basis.remember(TIJDIG, lambda: _first_lines(basis))
    van, tot = regels.van.to_numpy(dtype="int64"), regels.dag.to_numpy(dtype="int64")
    bekend = van < OPEN
    duur, uiterlijk, op_tijd = _MAANDREGELS[opties["maandregel"]](np.where(bekend, van, tot), tot)
    tabel = make_tabel(
        len(regels),
        **{kolom: regels[kolom].to_numpy() for kolom in ("wet", "aanbieder", "gemeente", "client")},
        van=van,
        tot=tot,
        uiterlijk=np.where(bekend, uiterlijk, OPEN),
        stand=np.select([~bekend, op_tijd], [ONTBREEKT, OP_TIJD], TE_LAAT),
        duur=np.where(bekend, duur, GEEN_DUUR),
        dag_van_jaar=tot,
    )
    return Zaken(TIJDIG, "dagen" if opties["maandregel"] == "31d" else "maanden", basis.namen, tabel)


def make_kwaliteit(basis: Basis, opties: Mapping[str, Any]) -> Zaken:
    """A11: one case per debit line of a 323 of the year, or (option eenheid) per 323 with such a line.

    OP_TIJD here means good: toegekend at K, for a 323 all its debit lines. NOG_NIET: no answer yet.
    """
    regels = basis.remember(KWALITEIT, lambda: _debit_lines(basis))
    if opties["eenheid"] == "declaratie":
        return _per_claim(basis, regels)
    codes = basis.declaraties.take(regels.declaratie)
    tabel = make_tabel(
        len(regels),
        **{kolom: codes[kolom].to_numpy() for kolom in ("wet", "aanbieder", "gemeente")},
        client=regels.client.to_numpy(),
        van=codes.dag.to_numpy(),
        stand=_quality(codes.eerste_antwoord.to_numpy() < OPEN, regels.goed.to_numpy()),
        dag_van_jaar=codes.dag.to_numpy(),
    )
    return Zaken(KWALITEIT, "", basis.namen, tabel)


def _per_claim(basis: Basis, regels: pd.DataFrame) -> Zaken:
    welke, plek = np.unique(regels.declaratie.to_numpy(), return_inverse=True)
    fout = np.bincount(plek[~regels.goed.to_numpy()], minlength=len(welke))
    codes = basis.declaraties.take(welke)
    tabel = make_tabel(
        len(welke),
        **{kolom: codes[kolom].to_numpy() for kolom in ("wet", "aanbieder", "gemeente")},
        van=codes.dag.to_numpy(),
        stand=_quality(codes.eerste_antwoord.to_numpy() < OPEN, fout == 0),
        dag_van_jaar=codes.dag.to_numpy(),
    )
    return Zaken(KWALITEIT, "", basis.namen, tabel, basis.clients_of(welke))


def _quality(beantwoord: np.ndarray, goed: np.ndarray) -> np.ndarray:
    return np.select([~beantwoord, goed], [NOG_NIET, OP_TIJD], TE_LAAT)


def _debit_lines(basis: Basis) -> pd.DataFrame:
    """Debit lines (only C is a credit) of the year: declaratie (position), client, goed."""
    prestaties = basis.toestand.prestaties
    rijen, client = basis.year_lines
    debet = ~(prestaties.debet_credit.take(rijen) == "C").to_numpy(dtype=bool)
    rijen = rijen[debet]
    return pd.DataFrame(
        {
            "declaratie": prestaties.declaratie.to_numpy()[rijen],
            "client": client[debet],
            "goed": (prestaties.status.take(rijen) == TOEGEKEND).to_numpy(dtype=bool),
        }
    )


def _first_lines(basis: Basis) -> pd.DataFrame:
    """Codes, dag (of the 323) and van of the lines of A8; van `OPEN` = not known."""
    kop = basis.declaraties
    prestaties = basis.toestand.prestaties
    rijen, client = basis.year_lines
    mee = ~kop.geheel_afgewezen.to_numpy()[prestaties.declaratie.to_numpy()[rijen]]
    mee &= ~(prestaties.debet_credit.take(rijen) == "C").to_numpy(dtype=bool)
    mee &= prestaties.vorig_referentienummer.take(rijen).isna().to_numpy()
    rijen, client = rijen[mee], client[mee]
    van_kop = kop[["wet", "aanbieder", "gemeente", "dag"]].take(prestaties.declaratie.to_numpy()[rijen])
    regels = van_kop.reset_index(drop=True).astype({"dag": "int32"})
    t = basis.toewijzingen
    rij = t.find(regels.wet.to_numpy(), regels.gemeente.to_numpy(), prestaties.toewijzingnummer.take(rijen))
    bekend, einde = t.known_since(rij), to_dagen(prestaties.periode_einde.take(rijen))
    van = np.where((einde < OPEN) & (bekend < OPEN), np.maximum(einde, bekend), np.minimum(einde, bekend))
    return regels.assign(client=client, van=van.astype("int32"))


def _month(dagen: np.ndarray) -> np.ndarray:
    return dagen.astype("datetime64[D]").astype("datetime64[M]").astype("int64")


def _calendar_month(van: np.ndarray, tot: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(months, last day on time, on time): the month of sending is at most one after that of `van`."""
    maand = _month(van)
    verschil = _month(tot) - maand
    laatste = (maand + 2).astype("datetime64[M]").astype("datetime64[D]").astype("int64") - 1
    return np.maximum(verschil, 0), laatste, verschil <= 1


def _rounded(van: np.ndarray, tot: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Idem: fewer than one and a half months of 30.4375 days."""
    dagen, grens = tot - van, 1.5 * DAGEN_PER_MAAND
    maanden = np.floor(np.maximum(dagen, 0) / DAGEN_PER_MAAND + 0.5).astype("int64")
    return maanden, van + int(np.ceil(grens)) - 1, dagen < grens


def _days(van: np.ndarray, tot: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Idem, in days: at most 31."""
    return np.maximum(tot - van, 0), van + MAX_DAGEN, tot - van <= MAX_DAGEN


_MAANDREGELS = {"kalendermaand": _calendar_month, "afgerond": _rounded, "31d": _days}
