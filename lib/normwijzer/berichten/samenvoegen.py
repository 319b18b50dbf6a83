"""Keep the number of parts small and rows of removed files off the disk."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .delen import SIGNALEN, Deel, DeelSchrijver, onthul_inhoud, schema_deel, tabelpad
from .pseudoniem import Sleutel

VEEL = 24
_KLEIN = 16 << 20
_BAK = 64 << 20


@dataclass(frozen=True)
class Bron:
    """A part and the SHA-256 of those of its contents that count."""

    deel: Deel
    levend: tuple[str, ...]


def voeg_samen(delen: Path, bronnen: Iterable[Bron], versie: str, sleutel: Sleutel) -> tuple[Deel, ...]:
    """Parts that hold exactly the contents that count.

    A part without any is left out; one with others too is rewritten without them; with more than
    `VEEL` parts the small ones are put together. Rows keep their order within a message.
    """
    bronnen = [bron for bron in bronnen if bron.levend]
    veel = len(bronnen) > VEEL
    blijft = [b for b in bronnen if len(b.levend) == len(b.deel.inhouden) and not (veel and b.deel.omvang < _KLEIN)]
    bewaard = [bron.deel for bron in blijft]
    nieuw = [_schrijf_bak(delen, bak, versie, sleutel) for bak in _bakken([b for b in bronnen if b not in blijft])]
    return tuple(bewaard + nieuw)


def _bakken(bronnen: list[Bron]) -> list[list[Bron]]:
    bakken: list[list[Bron]] = []
    vol = _BAK
    for bron in bronnen:
        if vol + bron.deel.omvang > _BAK:
            bakken.append([])
            vol = 0
        bakken[-1].append(bron)
        vol += bron.deel.omvang
    return bakken


def _schrijf_bak(delen: Path, bak: list[Bron], versie: str, sleutel: Sleutel) -> Deel:
    schrijver = DeelSchrijver(delen, sleutel.waarde)
    begin = 0
    for bron in bak:
        begin = _neem_over(delen, bron, schrijver, begin, sleutel)
    return schrijver.sluit([inhoud for bron in bak for inhoud in bron.levend], versie, sleutel.kenmerk)


def _neem_over(delen: Path, bron: Bron, schrijver: DeelSchrijver, begin: int, sleutel: Sleutel) -> int:
    """Copy what counts, with message numbers from `begin` on; gives the first number not used."""
    levend = pa.array(bron.levend, pa.string())
    nummers = pa.array([], pa.int64())
    if "berichten" in bron.deel.bytes:
        pad = tabelpad(delen, bron.deel.naam, "berichten")
        kop = pq.read_table(pad, schema=schema_deel("berichten"))
        kop = onthul_inhoud(kop, bron.deel.naam, sleutel.waarde).filter(pc.is_in(kop["bron"], levend))
        nummers = kop["bericht"].combine_chunks()
        schrijver.schrijf("berichten", kop.set_column(0, "bericht", pc.add(kop["bericht"], begin)))
    for tabel in bron.deel.bytes:
        if tabel == "berichten":
            continue
        with pq.ParquetFile(tabelpad(delen, bron.deel.naam, tabel)) as bestand:
            for groep in range(bestand.num_row_groups):
                rijen = bestand.read_row_group(groep)
                if tabel == SIGNALEN:
                    schrijver.schrijf(tabel, rijen.filter(pc.is_in(rijen["bron"], levend)))
                else:
                    rijen = rijen.filter(pc.is_in(rijen["bericht"], nummers))
                    nummer = pc.add(rijen["bericht"], begin)
                    schrijver.schrijf(
                        tabel, rijen.set_column(rijen.schema.get_field_index("bericht"), "bericht", nummer)
                    )
    return begin + bron.deel.nummers
