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
from . import controle
from .controle import SLEUTEL, check_onderling, check_rijen, parse_rijen
from .meldingen import Melding
from .ontbreekt import vind_ontbrekend
from .tabelbestand import KOLOMMEN, plek, read_opgave
from .toegang import bestaat

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
    typed, also those that cannot be used. A key that comes back with two different numbers replaces nothing, nor does a
    row with only a waarde replace usable counts. The order of the files does not matter.

    Args:
        formulieren: name for people -> file; at least one.
        bestaand: aanbiederopgave.csv, may be absent; sjablonen/ beside it holds the forms that went out.
        aanbieders: AGB codes that may report; None = any.

    Raises:
        DataFout: the existing file cannot be read, so that merging would lose rows.
    """
    gelezen = {naam: read_opgave(formulieren[naam], naam) for naam in sorted(formulieren)}
    rijen = pd.concat([deel for deel, _ in gelezen.values()], ignore_index=True)
    goed, fout = check_rijen(rijen, aanbieders)
    goed, onderling = check_onderling(goed)
    oud = _lees_bestaand(bestaand)
    er_was = controle.zonder_dubbele(_keur_tekst(oud, aanbieders))
    arm = _is_armer(goed, er_was)
    tegenover = _check_tegenover(goed, er_was, arm, max(regio.jaren))
    goed = goed[~arm]
    nieuw = _to_tekst(goed)
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
        ontbreekt=vind_ontbrekend(
            _keur_tekst(samen, aanbieders), regio, set(goed["jaar"]), aanbieders, bestaand.parent / "sjablonen"
        ),
        meldingen=[*(melding for _, deel in gelezen.values() for melding in deel), *fout, *onderling, *tegenover],
    )


_ORDE = ("agb", "jaar", "indicator", "halfjaar", "teller", "noemer", "waarde", "opmerking")


def _lees_bestaand(pad: Path) -> pd.DataFrame:
    """Every row as typed (`<kolom>_tekst`) and as parsed, with `sleutel`: whether its key can be read."""
    ruw, meldingen = read_opgave(pad, pad.name, ook_leeg=True) if bestaat(pad) else (None, [])
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


def _keur_tekst(rijen: pd.DataFrame, aanbieders: Collection[str] | None) -> pd.DataFrame:
    """The usable rows among rows as they stand in the file."""
    ruw = pd.DataFrame({kolom: rijen[f"{kolom}_tekst"].astype("object") for kolom in KOLOMMEN})
    ruw = ruw.assign(bestand="", blad="", regel=range(len(ruw)), kop=None)
    return check_rijen(ruw[(ruw[_GETALLEN] != "").any(axis=1)], aanbieders)[0]


def _is_armer(goed: pd.DataFrame, er_was: pd.DataFrame) -> np.ndarray:
    """Per returned row whether it holds no counts while the row it would replace does."""
    geteld = er_was[er_was["teller"].notna() & er_was["noemer"].notna()]
    kent = _sleutels(goed).isin(_sleutels(geteld))
    return kent & (goed["teller"].isna() | goed["noemer"].isna()).to_numpy()


def _sleutels(rijen: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rijen[SLEUTEL].fillna({"halfjaar": 0}).astype({"halfjaar": "int64"}))


def _check_tegenover(goed: pd.DataFrame, er_was: pd.DataFrame, arm: np.ndarray, laatste: int) -> list[Melding]:
    """What a returned row does beside rows of other periods, and returned years that the region does not report on."""
    half = goed["halfjaar"].notna().to_numpy()
    # A whole year that came back itself was weighed against its halves already.
    gevallen = {
        "opgave_alleen_waarde": arm,
        "opgave_naast_bestaand_jaar": ~arm
        & half
        & controle.heeft_jaar(goed, er_was)
        & ~controle.heeft_jaar(goed, goed),
        "opgave_naast_bestaand_halfjaar": ~arm & ~half & controle.heeft_halfjaar(goed, er_was),
    }
    meldingen = [
        Melding(signaal, rij.bestand, plek(rij), rij.agb)
        for signaal, masker in gevallen.items()
        for rij in goed[masker].itertuples()
    ]
    later = goed.loc[goed["jaar"] > laatste, ["bestand", "jaar"]].drop_duplicates().sort_values(["bestand", "jaar"])
    return meldingen + [
        Melding("opgave_jaar_later", rij.bestand, extra=f" ({rij.jaar}; het laatste is {laatste})")
        for rij in later.itertuples()
    ]
