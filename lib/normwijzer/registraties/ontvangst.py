"""Returned forms into one file per region: what is new, what replaces, what is missing."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..fouten import DataFout
from ..regio import Regio
from .controle import SLEUTEL, check_onderling, check_rijen, parse_rijen
from .indicatoren import laad_indicatoren
from .meldingen import Melding
from .tabelbestand import KOLOMMEN, read_opgave

_GETALLEN = ["teller", "noemer", "waarde"]
_FORMULETEKENS = "=+-@\t "


@dataclass(frozen=True)
class Ontvangst:
    """What came back.

    inhoud: bytes of the new aanbiederopgave.csv. per_bestand: bestand, gelezen (rows with a number), geland (rows that
    count). nieuw, vervangen, gelijk: rows that were not there, had other numbers, had the same. behouden: rows of other
    keys that were there. vervangingen, ontbreekt: in words. meldingen: what was wrong.
    """

    inhoud: bytes
    per_bestand: pd.DataFrame
    nieuw: int
    vervangen: int
    gelijk: int
    behouden: int
    vervangingen: list[str]
    ontbreekt: list[str]
    meldingen: list[Melding]


def neem_op(
    formulieren: dict[str, Path], bestaand: Path, regio: Regio, aanbieders: Collection[str] | None
) -> Ontvangst:
    """Read returned forms and merge them with what is already there. Writes nothing.

    A returned row replaces the row with the same agb, jaar, halfjaar and indicator; all other rows stay as they were
    typed, also those that cannot be used. A key that comes back with two different numbers replaces nothing. The order
    of the files does not matter.

    Args:
        formulieren: name for people -> file; at least one.
        bestaand: aanbiederopgave.csv, may be absent.
        aanbieders: AGB codes that may report; None = any.

    Raises:
        DataFout: the existing file cannot be read, so that merging would lose rows.
    """
    gelezen = {naam: read_opgave(formulieren[naam], naam) for naam in sorted(formulieren)}
    rijen = pd.concat([deel for deel, _ in gelezen.values()], ignore_index=True)
    goed, fout = check_rijen(rijen, aanbieders)
    goed, onderling = check_onderling(goed)
    nieuw = _to_tekst(goed)
    oud = _lees_bestaand(bestaand)
    paren = oud.merge(nieuw, on=SLEUTEL, suffixes=("_oud", ""), how="inner").query("sleutel")
    anders = ~_zelfde(paren)
    weg = oud["sleutel"] & oud["regel"].isin(paren["regel"])
    samen = pd.concat([oud[~weg], nieuw], ignore_index=True).sort_values([f"{k}_tekst" for k in _ORDE], kind="stable")
    per_bestand = pd.DataFrame({"bestand": list(gelezen)}).astype("str")
    for naam, tabel in (("gelezen", rijen), ("geland", goed)):
        per_bestand[naam] = per_bestand["bestand"].map(tabel["bestand"].value_counts()).fillna(0).astype("int64")
    bekend = paren.drop_duplicates(SLEUTEL)
    vervangen = paren[anders].drop_duplicates(SLEUTEL)
    return Ontvangst(
        inhoud=_to_csv(samen),
        per_bestand=per_bestand,
        nieuw=len(nieuw) - len(bekend),
        vervangen=len(vervangen),
        gelijk=len(bekend) - len(vervangen),
        behouden=int((~weg).sum()),
        vervangingen=[_in_woorden(rij) for rij in vervangen.sort_values(SLEUTEL).itertuples()],
        ontbreekt=_vind_ontbrekend(samen, regio, sorted(set(goed["jaar"])), aanbieders),
        meldingen=[*(melding for _, deel in gelezen.values() for melding in deel), *fout, *onderling],
    )


_ORDE = ("agb", "jaar", "indicator", "halfjaar", "teller", "noemer", "waarde", "opmerking")


def _lees_bestaand(pad: Path) -> pd.DataFrame:
    """Every row as typed (`<kolom>_tekst`) and as parsed, with `sleutel`: whether its key can be read."""
    ruw, meldingen = read_opgave(pad, pad.name, ook_leeg=True) if pad.exists() else (None, [])
    if meldingen:
        raise DataFout(
            meldingen[0].waar,
            f"aanvullen kan niet zonder iets te verliezen. {meldingen[0]}",
            "dit bestand eerst herstellen of verplaatsen; er is niets veranderd",
        )
    if ruw is None or not len(ruw):
        kolommen = [*SLEUTEL, *_GETALLEN, "regel", *(f"{kolom}_tekst" for kolom in KOLOMMEN)]
        leeg = pd.DataFrame({kolom: pd.Series(dtype="object") for kolom in kolommen}).astype(_TYPEN)
        return leeg.assign(sleutel=np.zeros(0, dtype=bool))
    uit = parse_rijen(ruw).sort_values("regel", ignore_index=True)
    ruw = ruw.sort_values("regel", ignore_index=True)
    for kolom in KOLOMMEN:
        uit[f"{kolom}_tekst"] = ruw[kolom].fillna("").map(str.strip).astype("str")
    half = uit["halfjaar"].notna() | uit["halfjaar_leeg"]
    uit["sleutel"] = (uit["agb"].ne("") & uit["jaar"].notna() & half & uit["indicator"].ne("")).astype(bool)
    return uit.astype(_TYPEN)


_TYPEN = {"agb": "str", "jaar": "Int64", "halfjaar": "Int64", "indicator": "str", **dict.fromkeys(_GETALLEN, "float64")}


def _to_tekst(goed: pd.DataFrame) -> pd.DataFrame:
    """Rows of `check_rijen` with the text of each cell of the file."""
    uit = goed[[*SLEUTEL, *_GETALLEN, "opmerking"]].astype(_TYPEN)
    for kolom in ("agb", "indicator"):
        uit[f"{kolom}_tekst"] = uit[kolom]
    for kolom in ("jaar", "halfjaar"):
        uit[f"{kolom}_tekst"] = uit[kolom].astype("str").fillna("").replace("<NA>", "")
    for kolom in _GETALLEN:
        uit[f"{kolom}_tekst"] = uit[kolom].map(_getal).astype("str")
    # A remark that starts as a formula would be one for who opens the file in Excel.
    uit["opmerking_tekst"] = uit["opmerking"].str.lstrip(_FORMULETEKENS)
    return uit.drop(columns="opmerking")


def _zelfde(paren: pd.DataFrame) -> np.ndarray:
    gelijk = np.ones(len(paren), dtype=bool)
    for kolom in _GETALLEN:
        oud, nieuw = paren[f"{kolom}_oud"].to_numpy(), paren[kolom].to_numpy()
        gelijk &= (oud == nieuw) | (np.isnan(oud) & np.isnan(nieuw))
    return gelijk


def _getal(waarde: float) -> str:
    return "" if np.isnan(waarde) else np.format_float_positional(waarde, trim="-").replace(".", ",")


def _to_csv(samen: pd.DataFrame) -> bytes:
    tekst = io.StringIO(newline="")
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\n")
    schrijver.writerow(KOLOMMEN)
    schrijver.writerows(samen[[f"{kolom}_tekst" for kolom in KOLOMMEN]].itertuples(index=False, name=None))
    return tekst.getvalue().encode()


def _in_woorden(rij) -> str:
    oud = _getallen_in_woorden(rij.teller_oud, rij.noemer_oud, rij.waarde_oud)
    nieuw = _getallen_in_woorden(rij.teller, rij.noemer, rij.waarde)
    periode = f"{rij.jaar}" if pd.isna(rij.halfjaar) else f"{rij.jaar} halfjaar {rij.halfjaar}"
    return f"{rij.agb}, {periode}, {rij.indicator}: {oud} werd {nieuw}"


def _getallen_in_woorden(teller: float, noemer: float, waarde: float) -> str:
    delen = [f"{_getal(teller) or '?'} van {_getal(noemer) or '?'}"] if teller == teller or noemer == noemer else []
    delen += [f"waarde {_getal(waarde)}"] if waarde == waarde else []
    return ", ".join(delen) or "niets"


def _vind_ontbrekend(
    samen: pd.DataFrame, regio: Regio, jaren: list[int], aanbieders: Collection[str] | None
) -> list[str]:
    """Per year and aanbieder what is not there, also not from earlier forms."""
    ruw = pd.DataFrame({kolom: samen[f"{kolom}_tekst"].astype("object") for kolom in KOLOMMEN})
    ruw = ruw.assign(bestand="", blad="", regel=range(len(ruw)), kop=None)
    bruikbaar, _ = check_onderling(check_rijen(ruw[_met_getal(ruw)], aanbieders)[0])
    er_is = set(bruikbaar[SLEUTEL].fillna({"halfjaar": 0}).itertuples(index=False, name=None))
    namen = dict(zip(regio.aanbieders["agb"], regio.aanbieders["naam"], strict=True))
    codes = sorted(aanbieders if aanbieders is not None else set(bruikbaar["agb"]))
    uit = []
    for jaar in jaren:
        for agb in codes:
            wie = f"{agb} {namen.get(agb, '')}".strip()
            mist = [deel for deel in _verwacht() if not _aanwezig(er_is, agb, jaar, *deel)]
            if len(mist) == len(_verwacht()):
                uit.append(f"{wie}: geen opgave over {jaar}")
            elif mist:
                delen = [naam if half is None else f"{naam} (halfjaar {half})" for naam, half in mist]
                uit.append(f"{wie}: over {jaar} niet ingevuld: {', '.join(delen)}")
    return uit


def _verwacht() -> list[tuple[str, int | None]]:
    return [(naam, half) for naam, indicator in laad_indicatoren().items() for half in indicator.halfjaren]


def _aanwezig(er_is: set, agb: str, jaar: int, indicator: str, half: int | None) -> bool:
    return (agb, jaar, 0, indicator) in er_is or (agb, jaar, half or 0, indicator) in er_is


def _met_getal(ruw: pd.DataFrame) -> pd.Series:
    return (ruw[_GETALLEN] != "").any(axis=1)
