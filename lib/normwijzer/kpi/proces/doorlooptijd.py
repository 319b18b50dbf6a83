"""How long cases take, and how many are on time, per scope and month."""

import numpy as np
import pandas as pd

from ...perioden import OPEN
from .tellen import clients_per_group, count_standen
from .zaken import GEEN_DUUR, OP_TIJD, SCOPES, TE_LAAT, Zaken, scope_codes, scope_count, scope_keys, to_texts

KOLOMMEN = (
    "kpi", "wet", "aanbieder", "gemeente", "maand", "gevallen", "op_tijd", "te_laat", "nog_niet", "ontbreekt",
    "mediaan", "p90", "gemiddelde", "mediaan_alle", "p90_alle", "eenheid", "clienten",
)  # fmt: skip
PER_MAAND = SCOPES[:4]


def make_doorlooptijd(zaken: Zaken) -> pd.DataFrame:
    """Frame `doorlooptijd` of one KPI, sorted on scope and maand with empty first.

    One row per scope with any case (the total always), for the whole year (maand empty) and, for the total, per wet,
    per aanbieder and per gemeente, for each month with any case. gevallen = op_tijd + te_laat. mediaan, p90,
    gemiddelde: of the gevallen that have a duration, in eenheid. mediaan_alle, p90_alle: of all gevallen, one that has
    not finished counted as endlessly long; empty when that comes out endless. clienten: see `clients_per_group`.
    """
    delen = [_per_scope(zaken, kolommen, per_maand=False) for kolommen in SCOPES]
    delen += [_per_scope(zaken, kolommen, per_maand=True) for kolommen in PER_MAAND]
    maat = {naam: np.concatenate([deel[naam] for _, deel in delen]) for naam in delen[0][1]}
    tabel = to_texts(np.concatenate([codes for codes, _ in delen]), zaken.namen)
    vast = {"kpi": zaken.kpi, "eenheid": zaken.eenheid or "fractie"}
    tabel = pd.concat([tabel, pd.DataFrame({**maat, **vast}, index=tabel.index)], axis=1)
    tabel["maand"] = tabel.maand.astype("Int64").mask(tabel.maand == 0)
    tabel = tabel[list(KOLOMMEN)].sort_values(list(KOLOMMEN[:5]), na_position="first", kind="stable")
    return tabel.reset_index(drop=True)


def quantiles(groep: np.ndarray, duur: np.ndarray, aantal: int, delen: tuple[float, ...]) -> list[np.ndarray]:
    """Type-7 quantiles of `duur` per group 0 … aantal - 1; empty for a group without values or with an endless answer.

    Args:
        groep: 0 or higher. duur: whole days, `OPEN` = endless. delen: shares, such as 0.5.
    """
    if not len(duur):
        return [np.full(aantal, np.nan) for _ in delen]
    laagste = int(duur.min())
    breedte = int(duur.max()) - laagste + 1
    gesorteerd = np.sort(groep.astype("int64") * breedte + (duur - laagste)) % breedte + laagste
    gesorteerd = np.where(gesorteerd >= OPEN, np.inf, gesorteerd)
    n = np.bincount(groep, minlength=aantal)
    return [_at_share(gesorteerd, np.cumsum(n) - n, n, deel) for deel in delen]


def _at_share(gesorteerd: np.ndarray, begin: np.ndarray, n: np.ndarray, deel: float) -> np.ndarray:
    leeg = n == 0
    plek = np.where(leeg, 0, (n - 1) * deel)
    onder = np.floor(plek + 1e-9).astype("int64")
    rest = np.where(plek - onder < 1e-9, 0.0, plek - onder)
    laag = gesorteerd[np.where(leeg, 0, begin + onder)]
    hoog = gesorteerd[np.where(leeg, 0, begin + np.minimum(onder + 1, np.maximum(n - 1, 0)))]
    with np.errstate(invalid="ignore"):
        waarde = np.where(rest > 0, laag + rest * (hoog - laag), laag)
    return np.where(leeg | ~np.isfinite(waarde), np.nan, waarde)


def _per_scope(zaken: Zaken, kolommen: tuple[str, ...], *, per_maand: bool) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """(codes, numbers) of every part of one kind of scope with any case; maand 0 = the whole year."""
    tabel, keren = zaken.tabel, 12 if per_maand else 1
    aantal = scope_count(kolommen, zaken.namen) * keren
    groep = scope_keys(tabel, kolommen, zaken.namen)
    if per_maand:
        groep = np.where(groep < 0, -1, groep * 12 + _month(tabel.dag_van_jaar.to_numpy()))
    stand = tabel.stand.to_numpy()
    tel = count_standen(groep, stand, aantal)
    altijd = not kolommen and not per_maand
    rijen = np.arange(1) if altijd else np.flatnonzero(sum(tel.values()))
    maat = {"maand": np.arange(aantal) % 12 + 1 if per_maand else np.zeros(aantal, dtype="int64")}
    maat |= {"gevallen": tel["op_tijd"] + tel["te_laat"], **tel}
    maat |= _durations(groep, stand, tabel.duur.to_numpy(), aantal)
    maat["clienten"] = clients_per_group(zaken, groep, aantal)
    return scope_codes(rijen // keren, kolommen, zaken.namen), {naam: waarde[rijen] for naam, waarde in maat.items()}


def _durations(groep: np.ndarray, stand: np.ndarray, duur: np.ndarray, aantal: int) -> dict[str, np.ndarray]:
    telt = (groep >= 0) & ((stand == OP_TIJD) | (stand == TE_LAAT))
    groep, duur = groep[telt], duur[telt].astype("int64")
    klaar = duur != GEEN_DUUR
    mediaan, p90 = quantiles(groep[klaar], duur[klaar], aantal, (0.5, 0.9))
    mediaan_alle, p90_alle = mediaan, p90
    if not klaar.all():
        mediaan_alle, p90_alle = quantiles(groep, np.where(klaar, duur, OPEN), aantal, (0.5, 0.9))
    n = np.bincount(groep[klaar], minlength=aantal)
    som = np.zeros(aantal, dtype="int64")
    np.add.at(som, groep[klaar], duur[klaar])
    gemiddelde = np.divide(som, n, out=np.full(aantal, np.nan), where=n > 0)
    return {
        "mediaan": mediaan, "p90": p90, "gemiddelde": gemiddelde, "mediaan_alle": mediaan_alle, "p90_alle": p90_alle,
    }  # fmt: skip


def _month(dagen: np.ndarray) -> np.ndarray:
    return dagen.astype("datetime64[D]").astype("datetime64[M]").astype("int64") % 12
