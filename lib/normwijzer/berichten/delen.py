"""Parts: what one reading task leaves on disk, a folder with a Parquet file per table, never changed afterwards.

`deel.json` is written last. A folder without it is the remains of an interrupted run; one with it
can be taken over by the next run, so that work done before the interruption is not lost.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .kolommen import schema
from .versluiering import HASH, onthul, versluier

SIGNALEN = "leessignalen"
SIGNAAL_SCHEMA = pa.schema(
    [("bron", pa.string())]
    + [(naam, pa.string()) for naam in ("signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand")]
    + [("aantal", pa.int64()), ("toelichting", pa.string())]
)
_KAART = "deel.json"
_RIJEN = 1 << 16


@dataclass(frozen=True)
class Deel:
    """Card of one part.

    naam: its folder; inhouden: SHA-256 of each file that was read into it; nummers: every `bericht`
    in it, also of rows that are void, is lower; bytes: size of each Parquet file, by table; versie,
    sleutel: reader and pseudonym key used.
    """

    naam: str
    inhouden: tuple[str, ...]
    nummers: int
    bytes: dict[str, int] = field(hash=False)
    versie: str
    sleutel: str

    @property
    def omvang(self) -> int:
        return sum(self.bytes.values())

    @classmethod
    def uit_json(cls, waarden: dict) -> "Deel":
        return cls(**{**waarden, "inhouden": tuple(waarden["inhouden"])})

    def naar_json(self) -> dict:
        return {veld.name: getattr(self, veld.name) for veld in fields(self)}


class DeelSchrijver:
    """Writes one part: small tables are gathered into row groups of at least 65 536 rows.

    The name is drawn at random and never used again, so it serves as nonce to hide `inhoud` on disk (`versluiering`).

    Args:
        sleutel: the key of the region.
    """

    def __init__(self, delen: Path, sleutel: bytes) -> None:
        self.naam = secrets.token_hex(16)
        self._sleutel, self._versluierd = sleutel, 0
        self._map = delen / self.naam
        self._map.mkdir(parents=True)
        self._wachtend: dict[str, list[pa.Table]] = {}
        self._rijen: dict[str, int] = {}
        self._schrijvers: dict[str, pq.ParquetWriter] = {}
        self._nummers = 0

    def schrijf(self, tabel: str, rijen: pa.Table) -> None:
        """Add rows to a table; their columns are those of `kolommen`, `kopieen` may be absent."""
        self._wachtend.setdefault(tabel, []).append(rijen)
        self._rijen[tabel] = self._rijen.get(tabel, 0) + rijen.num_rows
        if tabel != SIGNALEN and rijen.num_rows:
            self._nummers = max(self._nummers, pc.max(rijen["bericht"]).as_py() + 1)
        if self._rijen[tabel] >= _RIJEN:
            self._leeg(tabel)

    def sluit(self, inhouden: Iterable[str], versie: str, sleutel: str) -> Deel:
        """Finish every file, then the card."""
        for tabel in list(self._wachtend):
            self._leeg(tabel)
        for schrijver in self._schrijvers.values():
            schrijver.close()
        groottes = {
            tabel: tabelpad(self._map.parent, self.naam, tabel).stat().st_size for tabel in sorted(self._schrijvers)
        }
        deel = Deel(self.naam, tuple(sorted(inhouden)), self._nummers, groottes, versie, sleutel)
        schrijf_heel(self._map / _KAART, json.dumps(deel.naar_json()).encode())
        return deel

    def _leeg(self, tabel: str) -> None:
        vorm = schema_deel(tabel)
        stukken = self._wachtend.pop(tabel)
        if tabel == "berichten":
            stukken = [self._versluier(stuk) for stuk in stukken]
        rijen = pa.concat_tables(stuk.select(vorm.names).cast(vorm) for stuk in stukken)
        self._rijen[tabel] = 0
        if tabel not in self._schrijvers:
            pad = tabelpad(self._map.parent, self.naam, tabel)
            self._schrijvers[tabel] = pq.ParquetWriter(pad, vorm, compression="zstd")
        self._schrijvers[tabel].write_table(rijen)

    def _versluier(self, berichten: pa.Table) -> pa.Table:
        geheim = versluier(berichten["inhoud"], self._sleutel, self.naam.encode(), self._versluierd)
        self._versluierd += berichten.num_rows
        return berichten.set_column(berichten.schema.get_field_index("inhoud"), "inhoud", geheim)


def schema_deel(tabel: str) -> pa.Schema:
    """Columns of a table in a part: `kopieen` depends on the folder and is filled at opening; `inhoud` is hidden."""
    if tabel == SIGNALEN:
        return SIGNAAL_SCHEMA
    vorm = schema(tabel)
    if tabel != "berichten":
        return vorm
    vorm = vorm.set(vorm.get_field_index("inhoud"), pa.field("inhoud", HASH))
    return vorm.remove(vorm.get_field_index("kopieen"))


def onthul_inhoud(berichten: pa.Table, deel: str, sleutel: bytes) -> pa.Table:
    """All rows of `berichten` in a part, with `inhoud` as hex digits."""
    inhoud = onthul(berichten["inhoud"], sleutel, deel.encode())
    return berichten.set_column(berichten.schema.get_field_index("inhoud"), "inhoud", inhoud)


def tabelpad(delen: Path, deel: str, tabel: str) -> Path:
    return delen / deel / f"{tabel}.parquet"


def is_gaaf(delen: Path, deel: Deel) -> bool:
    """Whether every file of the part is there with the size it had."""
    try:
        return all(tabelpad(delen, deel.naam, tabel).stat().st_size == n for tabel, n in deel.bytes.items())
    except OSError:
        return False


def vind_wezen(delen: Path, bekend: set[str], versie: str, sleutel: str) -> list[Deel]:
    """Whole parts in the folder that no manifest names, made by this reader with this key."""
    wezen = []
    for map_ in sorted(delen.glob("*/")):
        kaart = _lees_kaart(map_ / _KAART) if map_.name not in bekend else None
        if (
            kaart
            and kaart.naam == map_.name
            and (kaart.versie, kaart.sleutel) == (versie, sleutel)
            and is_gaaf(delen, kaart)
        ):
            wezen.append(kaart)
    return wezen


def ruim_op(delen: Path, houd: set[str]) -> None:
    """Delete every part that is not named; what cannot be deleted now, goes the next time."""
    for map_ in sorted(delen.glob("*")):
        if map_.name not in houd:
            shutil.rmtree(map_, ignore_errors=True)


def schrijf_heel(pad: Path, inhoud: bytes) -> None:
    """Write a file whole or not at all, and have it on disk before it takes its name."""
    tijdelijk = pad.with_name(f"{pad.name}.{secrets.token_hex(6)}.tmp")
    try:
        with tijdelijk.open("xb") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            os.fsync(bestand.fileno())
        os.replace(tijdelijk, pad)
    finally:
        tijdelijk.unlink(missing_ok=True)


def _lees_kaart(pad: Path) -> Deel | None:
    try:
        return Deel.uit_json(json.loads(pad.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError):
        return None
