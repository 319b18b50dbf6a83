"""Deliveries and their periods (reconstructie 5b, 5.1; kpi-specificatie 5.3, 5.12, 5.13, 5.23 to 5.26, 5.47)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from normwijzer.toestand.regie import TIJDELIJK, Regie
from normwijzer.toestand.selectie import Selectie
from normwijzer.toestand.signalering import Signalen
from normwijzer.toestand.toewijzingen import Toewijzingen
from normwijzer.toestand.vector import (
    DAGEN_LEEG,
    als_dagen,
    als_datums,
    eerste_van_groep,
    groepnummers,
    hoogste_per_groep,
    laagste_waarde,
    laatste_van_groep,
    neem,
    rang_in_groep,
    voeg_samen,
)

_WIE = ["wet", "gemeente", "aanbieder", "client", "toewijzingnummer"]
_GEEN = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Leveringen:
    """`leveringen` and `leverperioden` as in `Toestand`."""

    leveringen: pd.DataFrame
    leverperioden: pd.DataFrame


@cache
def standaard_volgorde() -> Mapping[str, Sequence[str]]:
    """wet -> reasons, first one wins when two definitive stops share an Einddatum (kpi-specificatie 5.24)."""
    return tomllib.loads((Path(__file__).parent / "volgorde.toml").read_text(encoding="utf-8"))


def bouw_leveringen(
    selectie: Selectie,
    regie: Regie,
    toewijzingen: Toewijzingen,
    peildatum: pd.Timestamp,
    signalen: Signalen,
    tie_volgorde: Mapping[str, Sequence[str]] | None = None,
) -> Leveringen:
    """Periods from valid starts and stops; one per delivery and Begindatum.

    A delivery of which every start and stop was deleted has no period and is no delivery.
    """
    starts, stops = regie.starts, regie.stops
    perioden, van_start, van_stop = _perioden(starts, stops)
    volgorde = {**standaard_volgorde(), **(tie_volgorde or {})}
    perioden = _voeg_stops_toe(perioden, stops, van_stop, volgorde, selectie, signalen)
    perioden = _voeg_product_toe(perioden, starts, van_start, stops, van_stop)
    perioden = _voeg_eerste_dagtekening_toe(perioden, regie.regels, selectie)
    perioden = _voeg_einde_toe(perioden, toewijzingen, peildatum, selectie, signalen)
    laatste = perioden["laatste"].to_numpy()
    kolommen = ["levering", *_WIE, "categorie", "code", "product_begindatum", "status"]
    leveringen = perioden.loc[laatste, kolommen].reset_index(drop=True)
    return Leveringen(leveringen, perioden.drop(columns=["_plaats", "_levering"]))


def _perioden(starts: pd.DataFrame, stops: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """One row per (levering, begindatum), in that order, and the period of every start and stop."""
    rijen = pd.concat([starts, stops], ignore_index=True)
    nummer = groepnummers([rijen["levering"], rijen["begindatum"]])
    aantal = int(nummer.max(initial=-1)) + 1
    eerste = laagste_waarde(nummer, np.arange(len(rijen)), aantal=aantal, leeg=-1)  # a start when there is one
    perioden = rijen.iloc[eerste][["levering", *_WIE, "begindatum"]].reset_index(drop=True)
    levering = perioden["levering"].to_numpy()
    perioden["_levering"] = levering  # as `Regie.regels` numbers them
    perioden["levering"] = np.cumsum(eerste_van_groep(levering)) - 1
    perioden["heeft_start"] = eerste < len(starts)
    perioden["_plaats"] = rijen["plaats"].to_numpy()[eerste]
    perioden["laatste"] = laatste_van_groep(levering)
    return perioden, nummer[: len(starts)], nummer[len(starts) :]


def _voeg_stops_toe(
    perioden: pd.DataFrame,
    stops: pd.DataFrame,
    van_stop: np.ndarray,
    volgorde: Mapping[str, Sequence[str]],
    selectie: Selectie,
    signalen: Signalen,
) -> pd.DataFrame:
    aantal = len(perioden)
    einde = als_dagen(stops["einddatum"])
    tijdelijk = (stops["reden_beeindiging"] == TIJDELIJK).to_numpy(dtype=bool)
    definitief = np.flatnonzero(~tijdelijk)
    voorrang = -_plaats_in_volgorde(stops.iloc[definitief], volgorde)
    gekozen = hoogste_per_groep(van_stop[definitief], einde[definitief], voorrang, aantal=aantal)
    rij = np.where(gekozen >= 0, definitief[gekozen] if len(definitief) else -1, -1)
    tijdelijk_op = laagste_waarde(van_stop[tijdelijk], einde[tijdelijk], aantal=aantal, leeg=DAGEN_LEEG)
    heeft_tijdelijk = tijdelijk_op != DAGEN_LEEG
    beslissend = np.where(rij >= 0, rij, _eerste_tijdelijke(stops, van_stop, aantal=aantal))
    stopbericht = np.append(stops["plaats"].to_numpy(), -1)[beslissend]

    reden = neem(stops["reden_beeindiging"], rij)
    status = np.select([rij >= 0, heeft_tijdelijk], ["gestopt", "tijdelijk_gestopt"], "lopend")
    perioden = perioden.assign(
        tijdelijk_gestopt_op=als_datums(tijdelijk_op),
        definitief_gestopt_op=neem(stops["einddatum"], rij),
        reden_beeindiging=reden.mask((rij < 0) & heeft_tijdelijk, TIJDELIJK),
        laatste_leverdag=als_datums(laagste_waarde(van_stop, einde, aantal=aantal, leeg=DAGEN_LEEG)),
        status=pd.Series(status, dtype="str"),
        dagtekening_stop=neem(stops["dagtekening"], rij),
        identificatie_stop=selectie.van_bericht("identificatie", stopbericht),
    )
    plaats = perioden["_plaats"].to_numpy()
    meer = np.bincount(van_stop[definitief], minlength=aantal) > 1
    signalen.meld("meer_definitieve_stops", selectie.berichten, stops["plaats"].to_numpy()[rij[meer]])
    signalen.meld("stop_zonder_start", selectie.berichten, plaats[~perioden["heeft_start"].to_numpy()])
    open_gebleven = (perioden["status"] == "lopend").to_numpy() & ~perioden["laatste"].to_numpy()
    signalen.meld("start_zonder_stop", selectie.berichten, plaats[open_gebleven])
    return perioden


def _eerste_tijdelijke(stops: pd.DataFrame, van_stop: np.ndarray, *, aantal: int) -> np.ndarray:
    """Per period its temporary stop with the earliest Einddatum (tie: the message that comes first); -1 = none."""
    tijdelijk = np.flatnonzero((stops["reden_beeindiging"] == TIJDELIJK).to_numpy(dtype=bool))
    einde, plaats = als_dagen(stops["einddatum"])[tijdelijk], stops["plaats"].to_numpy()[tijdelijk]
    return np.append(tijdelijk, -1)[hoogste_per_groep(van_stop[tijdelijk], -einde, -plaats, aantal=aantal)]


def _plaats_in_volgorde(stops: pd.DataFrame, volgorde: Mapping[str, Sequence[str]]) -> np.ndarray:
    """Rank of the reason: first those of the law's order, then other codes by code, then no code."""
    reden = stops["reden_beeindiging"]
    rang = groepnummers([reden]) + 1000
    rang[reden.isna().to_numpy()] = 1_000_000_000
    for wet, redenen in volgorde.items():
        van_wet = (stops["wet"] == wet).to_numpy(dtype=bool)
        for plaats, code in enumerate(redenen):  # a fixed short list, not rows
            rang[van_wet & (reden == code).to_numpy(dtype=bool)] = plaats
    return rang


def _voeg_product_toe(
    perioden: pd.DataFrame, starts: pd.DataFrame, van_start: np.ndarray, stops: pd.DataFrame, van_stop: np.ndarray
) -> pd.DataFrame:
    """The delivery's own product: of its earliest valid start, else of its earliest valid stop.

    At equal Begindatum a filled product goes before an empty one, then the lowest code. Source: kpi-specificatie 5.23.
    """
    rijen = pd.concat([starts, stops], ignore_index=True)
    levering = perioden["levering"].to_numpy()[np.concatenate([van_start, van_stop])]
    leeg = rijen[["categorie", "code"]].isna().to_numpy()
    voorrang = [
        np.arange(len(rijen)) < len(starts),
        -als_dagen(rijen["begindatum"]),
        -leeg[:, 0].astype(int),
        -leeg[:, 1].astype(int),
        -groepnummers([rijen["categorie"], rijen["code"]]),
    ]
    aantal = int(levering.max(initial=-1)) + 1
    bron = hoogste_per_groep(levering, *voorrang, aantal=aantal)[perioden["levering"].to_numpy()]
    return perioden.assign(
        categorie=neem(rijen["categorie"], bron),
        code=neem(rijen["code"], bron),
        product_begindatum=neem(rijen["begindatum"], bron),
    )


def _voeg_eerste_dagtekening_toe(perioden: pd.DataFrame, regels: pd.DataFrame, selectie: Selectie) -> pd.DataFrame:
    """When start, temporary and definitive stop were first delivered (status 1), deleted later or not.

    And which message did so for the start; of one day the message that comes first.
    """
    levering = voeg_samen(perioden["_levering"], regels["levering"])
    samen = groepnummers([levering, voeg_samen(perioden["begindatum"], regels["begindatum"])])
    van_periode, van_regel = samen[: len(perioden)], samen[len(perioden) :]
    is_start = regels["is_start"].to_numpy()
    tijdelijk = ~is_start & (regels["reden_beeindiging"] == TIJDELIJK).to_numpy(dtype=bool)
    soorten = {"start": is_start, "tijdelijk": tijdelijk, "definitief": ~is_start & ~tijdelijk}
    dag, geleverd = regels["dag"].to_numpy(), regels["eerste_aanlevering"].to_numpy()
    aantal = int(samen.max(initial=-1)) + 1
    kolommen = {}
    for soort, masker in soorten.items():
        kies = masker & geleverd
        eerste = laagste_waarde(van_regel[kies], dag[kies], aantal=aantal, leeg=DAGEN_LEEG)
        kolommen[f"dagtekening_{soort}"] = als_datums(eerste[van_periode])
    kies = is_start & geleverd  # messages lie in order of Dagtekening
    plaats = laagste_waarde(van_regel[kies], regels["plaats"].to_numpy()[kies], aantal=aantal, leeg=-1)
    return perioden.assign(**kolommen, identificatie_start=selectie.van_bericht("identificatie", plaats[van_periode]))


def _voeg_einde_toe(
    perioden: pd.DataFrame,
    toewijzingen: Toewijzingen,
    peildatum: pd.Timestamp,
    selectie: Selectie,
    signalen: Signalen,
) -> pd.DataFrame:
    """einde_effectief, einde_afgeleid and telt, from stops, the next period and the allocation.

    einde_afgeleid: the Einddatum of the allocation is what ended it (reconstructie 5.1); a period that only gave way to
    the next one, without a stop, is not derived in that sense.
    """
    bij = toewijzingen.zoek(perioden["wet"], perioden["gemeente"], perioden["toewijzingnummer"])
    verwijderd = neem(toewijzingen.toewijzingen["verwijderd"].astype("boolean"), bij).fillna(False).to_numpy(dtype=bool)
    begin = als_dagen(perioden["begindatum"])
    laatste = perioden["laatste"].to_numpy()
    dag_ervoor = np.where(laatste, _GEEN, np.append(begin[1:], 0) - 1)
    afloop = neem(toewijzingen.toewijzingen["einddatum"], bij)
    verstreken = (afloop < peildatum).to_numpy(dtype=bool) & ~verwijderd
    einde_toewijzing = np.where(verstreken, als_dagen(afloop), _GEEN)
    afgeleid = np.minimum(dag_ervoor, einde_toewijzing)
    gestopt = als_dagen(perioden["laatste_leverdag"])
    zonder_stop = gestopt == DAGEN_LEEG
    einde = np.where(zonder_stop, np.where(afgeleid == _GEEN, DAGEN_LEEG, afgeleid), gestopt)
    onmogelijk = (einde != DAGEN_LEEG) & (einde < begin)
    _meld_verband(perioden, toewijzingen, bij, verwijderd, selectie, signalen)
    return perioden.assign(
        einde_effectief=als_datums(einde),
        einde_afgeleid=zonder_stop & verstreken & (einde_toewijzing <= dag_ervoor),
        telt=~verwijderd & ~onmogelijk,
    )


def _meld_verband(
    perioden: pd.DataFrame,
    toewijzingen: Toewijzingen,
    bij: np.ndarray,
    verwijderd: np.ndarray,
    selectie: Selectie,
    signalen: Signalen,
) -> None:
    """Signals about delivery against allocation; per delivery, except levering_voor_toewijzing: per period."""
    plaats = perioden["_plaats"].to_numpy()
    eerste = eerste_van_groep(perioden["levering"].to_numpy())
    ingang = neem(toewijzingen.toewijzingen["ingangsdatum"], bij)
    ander = {}
    for kolom in ("client", "aanbieder"):
        van_toewijzing = neem(toewijzingen.toewijzingen[kolom], bij)
        gevuld = van_toewijzing.notna() & perioden[kolom].notna()
        ander[kolom] = ((van_toewijzing != perioden[kolom]) & gevuld).to_numpy(dtype=bool)
    te_vroeg = (perioden["begindatum"] < ingang).to_numpy(dtype=bool) & ~verwijderd
    onbekend = (bij < 0) & perioden["toewijzingnummer"].notna().to_numpy()
    signalen.meld("levering_zonder_toewijzing", selectie.berichten, plaats[eerste & onbekend])
    signalen.meld("levering_voor_toewijzing", selectie.berichten, plaats[te_vroeg])
    signalen.meld("levering_op_verwijderde_toewijzing", selectie.berichten, plaats[eerste & verwijderd])
    signalen.meld("bsn_wijkt_af_van_toewijzing", selectie.berichten, plaats[eerste & ander["client"]])
    signalen.meld("levering_andere_aanbieder", selectie.berichten, plaats[eerste & ander["aanbieder"]])
    _meld_meer_leveringen(perioden[eerste & perioden["toewijzingnummer"].notna().to_numpy()], selectie, signalen)


def _meld_meer_leveringen(leveringen: pd.DataFrame, selectie: Selectie, signalen: Signalen) -> None:
    """A number has one delivery (reconstructie 8); booked on each one after the earliest, its allocation known or not.

    Args:
        leveringen: the first period of every delivery with a number.
    """
    leveringen = leveringen.sort_values(["_plaats", "levering"], kind="stable")
    rang = rang_in_groep(groepnummers([leveringen[kolom] for kolom in ("wet", "gemeente", "toewijzingnummer")]))
    signalen.meld("meer_leveringen_op_toewijzing", selectie.berichten, leveringen["_plaats"].to_numpy()[rang > 0])
