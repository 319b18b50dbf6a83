"""What earlier runs gave: of every run whose outcomes changed a small copy, to tell later what moved and why."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from normwijzer.berichten import laad_sleutel
from normwijzer.fouten import DataFout
from normwijzer.paden import Paden
from normwijzer.regio import Regio
from normwijzer.uitvoering.bestanden import digest, lees_json, schrijf_json
from normwijzer.uitvoering.stand import git_commit, versies
from normwijzer.uitvoering.uitkomsten import als_parquet, lees_frame

CEL = ["familie", "jaar", "kpi", "wet", "perceel", "soort", "aanbieder"]
"""What one figure is about; empty text = all."""

CIJFERS = [*CEL, "teller", "noemer", "waarde", "eenheid", "status"]
"""Columns of the figures of a run."""

BEWAARD = 20
"""Runs that are kept per region; the oldest goes first."""

_BREED = 8


@dataclass(frozen=True)
class Run:
    """One run of a region whose outcomes differed from those of the run before.

    nummer: from 1, never used again. gemaakt: day (ISO), only to tell runs apart. bekend_op: K (ISO). code: digest of
    the program; versie, commit: for people. bronnen: digest of what is counted beside the messages. opties, gemeenten,
    families, jaren: of regio.toml. cijfers: digest of its figures. sleutel: mark of the key under which its messages
    are told apart.
    """

    nummer: int
    gemaakt: str
    bekend_op: str
    code: str
    versie: str
    commit: str
    bronnen: str
    opties: dict[str, Any]
    gemeenten: dict[str, str]
    families: list[str]
    jaren: list[int]
    cijfers: str
    sleutel: str


def basiscijfers(uitkomsten: pd.DataFrame) -> pd.DataFrame:
    """The rows of variant basis of the region and every aanbieder, with columns and types of `CIJFERS`, sorted."""
    rijen = uitkomsten[uitkomsten["variant"].eq("basis") & uitkomsten["gemeente"].fillna("").eq("")]
    rijen = rijen.reindex(columns=CIJFERS)
    tekst = {kolom: rijen[kolom].astype("str").where(rijen[kolom].notna(), "") for kolom in (*CEL, "eenheid", "status")}
    getal = {kolom: rijen[kolom].astype("Float64").astype("float64") for kolom in ("teller", "noemer", "waarde")}
    rijen = rijen.assign(**(tekst | getal)).astype(dict.fromkeys((*CEL, "eenheid", "status"), "str"))
    return rijen.astype({"jaar": "int64"}).sort_values(CEL, kind="stable", ignore_index=True)


def bewaar_run(paden: Paden, regio: Regio, stand: Mapping[str, Any], inhouden: pd.Series) -> Run | None:
    """Keep the outcomes that were just written, unless they are those of the last run that was kept.

    Args:
        stand: what `rekenen.reken` returns. inhouden: `inhoud` of every message that had been read.

    Returns:
        The run that was kept; None when figures, K and settings are those of the last one.
    """
    werk = paden.werk(regio.map)
    families = [familie for familie in regio.families if familie not in stand["mislukt"]]
    cijfers = pd.concat(
        [_lees_uitkomsten(paden, regio, jaar, familie) for familie in families for jaar in regio.jaren],
        ignore_index=True,
    )
    sleutel = laad_sleutel(werk, regio.map)
    laatste = lees_runs(paden, regio.map)[-1:]
    run = Run(
        nummer=laatste[0].nummer + 1 if laatste else 1,
        gemaakt=date.today().isoformat(),
        bekend_op=stand["bekend_op"],
        code=stand["code"],
        versie=versies()["normwijzer"],
        commit=git_commit(),
        bronnen=stand["herkomst"]["bronnen"],
        opties=regio.opties,
        gemeenten=regio.gemeenten,
        families=families,
        jaren=list(regio.jaren),
        cijfers=_digest_cijfers(cijfers),
        sleutel=sleutel.kenmerk,
    )
    if laatste and _wat(laatste[0]) == _wat(run):
        return None
    merken = pd.DataFrame({"bericht": np.sort(merk_berichten(inhouden, sleutel.waarde))})
    _zet_neer(_map(werk, run.nummer), run, {"cijfers": basiscijfers(cijfers), "berichten": merken})
    for oud in lees_runs(paden, regio.map)[:-BEWAARD]:
        shutil.rmtree(_map(werk, oud.nummer), ignore_errors=True)
    return run


def lees_runs(paden: Paden, regio: str) -> list[Run]:
    """The runs that were kept, oldest first; what is damaged or of another form is passed over."""
    runs = []
    for pad in (paden.werk(regio) / "runs").glob("[0-9]*/run.json"):
        velden = lees_json(pad)
        if set(velden) == set(Run.__dataclass_fields__) and str(velden["nummer"]) == pad.parent.name:
            runs.append(Run(**velden))
    return sorted(runs, key=lambda run: run.nummer)


def lees_cijfers(paden: Paden, regio: str, run: Run) -> pd.DataFrame:
    """The figures of a run: `CIJFERS`.

    Raises:
        DataFout: its copy is damaged.
    """
    return _lees(paden, regio, run, "cijfers")[CIJFERS]


def lees_merken(paden: Paden, regio: str, run: Run) -> np.ndarray:
    """Marks of the messages that had been read then, as `merk_berichten` gives them, sorted.

    Raises:
        DataFout: its copy is damaged.
    """
    return _lees(paden, regio, run, "berichten")["bericht"].to_numpy()


def merk_berichten(inhouden: pd.Series, sleutel: bytes) -> np.ndarray:
    """A number (uint64) per message by its content: without the key it tells nothing of what is in the message.

    Two messages of one region get the same number only with a chance of less than one in a million.
    """
    merken = b"".join(
        hashlib.blake2b(inhoud.encode(), key=sleutel, digest_size=_BREED, person=b"normwijzer-runs").digest()
        for inhoud in inhouden.fillna("").tolist()
    )
    return np.frombuffer(merken, dtype=">u8").astype("uint64")


def _wat(run: Run) -> tuple:
    """What makes a run another one."""
    return run.cijfers, run.bekend_op, run.opties, run.gemeenten, run.families, run.jaren


def _lees_uitkomsten(paden: Paden, regio: Regio, jaar: int, familie: str) -> pd.DataFrame:
    return lees_frame(paden.werk_familie(regio.map, jaar, familie), "uitkomsten")


def _digest_cijfers(uitkomsten: pd.DataFrame) -> str:
    return digest([basiscijfers(uitkomsten).to_csv(index=False)])


def _map(werk: Path, nummer: int) -> Path:
    return werk / "runs" / str(nummer)


def _zet_neer(map_: Path, run: Run, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write the folder of a run whole or not at all."""
    map_.parent.mkdir(parents=True, exist_ok=True)
    tijdelijk = Path(tempfile.mkdtemp(dir=map_.parent, prefix=".nieuw-"))
    try:
        for naam, frame in frames.items():
            (tijdelijk / f"{naam}.parquet").write_bytes(als_parquet(frame))
        schrijf_json(tijdelijk / "run.json", asdict(run))
        os.replace(tijdelijk, map_)
    finally:
        shutil.rmtree(tijdelijk, ignore_errors=True)


def _lees(paden: Paden, regio: str, run: Run, naam: str) -> pd.DataFrame:
    pad = _map(paden.werk(regio), run.nummer) / f"{naam}.parquet"
    try:
        return pd.read_parquet(pad)
    except (OSError, ValueError):  # pyarrow's errors of a damaged file are both
        raise DataFout(f"{regio}, run {run.nummer}", "de bewaarde cijfers zijn beschadigd", "een andere run") from None
