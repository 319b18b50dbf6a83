"""From the store to DataFrames: only what counts, in an order that depends on the content of the messages."""

import ctypes
import datetime
import gc
import sys
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..fouten import DataFout
from .delen import SIGNAAL_SCHEMA, SIGNALEN, Deel, onthul_inhoud, schema_deel, tabelpad
from .kolommen import TABELLEN, schema
from .opslag import Manifest, delenmap, lees_manifest
from .pseudoniem import vind_sleutel

_VOLGORDE = (
    "wet", "berichttype", "gemeente", "aanbieder", "dagtekening", "identificatie", "inhoud",
    "envelop_referentie", "envelop_tijdstip", "bestand",
)  # fmt: skip
_POGINGEN = 3
CATEGORIEEN = {"prestaties": ("client", "categorie", "code", "eenheid", "debet_credit")}
NA_VANDAAG = "dagtekening_na_vandaag"
_CODES = {"gemeente": "^[0-9]{4}$", "aanbieder": "^[0-9]{8}$"}
_TEKST = pd.StringDtype("pyarrow", na_value=np.nan)
_SIGNAALVOLGORDE = ["signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand", "toelichting"]


@dataclass(frozen=True)
class Tabellen:
    """The messages of one region: a DataFrame per table of `kolommen.TABELLEN`, and `leessignalen`.

    Text is `str` with NaN for empty, days and moments are datetime64[s] with NaT, numbers are
    Int64 with NA; `bericht`, `kopieen` and a `regel` that is never empty are int64. Columns of
    `prestaties` with few different texts are categories (`CATEGORIEEN`), sorted, none without rows:
    millions of lines as `str` would not fit. Rows are sorted
    by message and, within a message, in its own order. The order of the messages follows from their
    content, so neither file names, packing nor the number of processes make a difference.
    """

    berichten: pd.DataFrame
    toewijzing_regels: pd.DataFrame
    start_regels: pd.DataFrame
    stop_regels: pd.DataFrame
    aanvraag_regels: pd.DataFrame
    wijzigingsverzoeken: pd.DataFrame
    wijzigingsverzoek_regels: pd.DataFrame
    antwoorden: pd.DataFrame
    declaraties: pd.DataFrame
    prestaties: pd.DataFrame
    declaratie_antwoorden: pd.DataFrame
    antwoord_prestaties: pd.DataFrame
    retourcodes: pd.DataFrame
    clienten: pd.DataFrame
    leessignalen: pd.DataFrame

    @classmethod
    def van(cls, **frames: pd.DataFrame) -> "Tabellen":
        """These frames, and an empty one for every other table."""
        leeg = {veld.name: _leeg(veld.name) for veld in fields(cls) if veld.name not in frames}
        return cls(**frames, **leeg)


def open_tabellen(werk: Path) -> Tabellen:
    """Everything that was read of one region; empty tables when nothing was.

    Args:
        werk: work folder of the region (`Paden.werk`).

    Raises:
        DataFout: the stored tables are damaged; or the key is gone or another one, without which `inhoud`, and with
            it the order of the messages, cannot be read.
    """
    return _probeer(werk, _open)


def open_leessignalen(werk: Path) -> pd.DataFrame:
    """Only `leessignalen`: signaal, wet, berichttype, gemeente, aanbieder, bestand, aantal, toelichting."""
    return _probeer(werk, _open_signalen)


def geef_geheugen_terug(*, kringen: bool = False) -> None:
    """Hand memory that was freed back to the system: allocators keep it, and of a large region that is gigabytes.

    Changes nothing but the size of the process; costs little. Where the system knows no way, nothing happens.

    Args:
        kringen: first free what only refers to itself, which Python otherwise does some other time: after a whole
            state was let go.
    """
    if kringen:
        gc.collect()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc
        if trim is not None:
            trim(0)


def vat_samen(werk: Path, manifest: Manifest) -> tuple[dict[str, int], pd.DataFrame]:
    """Messages per law and type, e.g. {"Fo01": 1, "jw305": 12}, copies of files counted once; and `leessignalen`."""
    delen = delenmap(werk)
    return _tel(delen, manifest), _open_signalen(delen, manifest)


def _probeer(werk: Path, opener):
    """Open what the manifest names; again when another run replaced it meanwhile."""
    for poging in range(_POGINGEN):
        manifest = lees_manifest(werk) or Manifest("", "", {}, {}, (), ())
        try:
            return opener(delenmap(werk), manifest)
        except FileNotFoundError:
            if poging == _POGINGEN - 1:
                raise _beschadigd(werk) from None
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError, OSError):
            raise _beschadigd(werk) from None


def _beschadigd(werk: Path) -> DataFout:
    return DataFout(str(werk), "de ingelezen tabellen zijn beschadigd of onvolledig", "opnieuw inlezen met --opnieuw")


def _open(delen: Path, manifest: Manifest) -> Tabellen:
    berichten, nieuw, begin = _nummer(delen, manifest, _sleutel(delen, manifest))
    frames = {"berichten": _naar_frame("berichten", berichten)}
    del berichten
    for tabel in TABELLEN:
        if tabel != "berichten":
            frames[tabel] = _naar_frame(tabel, _open_rijen(delen, manifest, tabel, nieuw, begin))
    geef_geheugen_terug()  # what came and went while reading is larger than what stays
    return Tabellen(**frames, leessignalen=_open_signalen(delen, manifest))


def _sleutel(delen: Path, manifest: Manifest) -> bytes:
    """The key that the store was made with; not needed when there are no messages."""
    if not any("berichten" in deel.bytes for deel in manifest.delen):
        return b""
    werk = delen.parents[1]
    sleutel = vind_sleutel(werk, werk.name)
    if sleutel is None or sleutel.kenmerk != manifest.sleutel:
        raise DataFout(
            str(werk),
            "de sleutel voor pseudoniemen is weg of een andere dan waarmee de berichten zijn ingelezen",
            "de sleutel terugzetten, of opnieuw inlezen",
        )
    return sleutel.waarde


def _nummer(delen: Path, manifest: Manifest, sleutel: bytes) -> tuple[pa.Table, np.ndarray, dict[str, int]]:
    """Table `berichten` in its final order; new number per old one (-1: does not count); first old number per part."""
    stukken, begin, totaal = [onthul_inhoud(schema_deel("berichten").empty_table(), "", b"")], {}, 0
    for deel in manifest.delen:
        begin[deel.naam] = totaal
        if "berichten" in deel.bytes:
            stuk = onthul_inhoud(_lees(delen, deel, "berichten"), deel.naam, sleutel)
            stuk = stuk.set_column(0, "bericht", pc.add(stuk["bericht"], totaal))
            stukken.append(stuk.filter(pc.is_in(stuk["bron"], pa.array(manifest.levend(deel), pa.string()))))
        totaal += deel.nummers
    rijen = _vul_kopieen(_vul_bestand(pa.concat_tables(stukken), manifest), manifest)
    rijen = rijen.take(pc.sort_indices(rijen, [(kolom, "ascending") for kolom in _VOLGORDE]))
    nieuw = np.full(totaal, -1)
    nieuw[rijen["bericht"].to_numpy()] = np.arange(rijen.num_rows)
    return rijen.set_column(0, "bericht", pa.array(np.arange(rijen.num_rows))), nieuw, begin


def _vul_bestand(rijen: pa.Table, manifest: Manifest) -> pa.Table:
    """Put the path of the file before the name of the member; of equal files the first path."""
    namen = pa.array([naam for naam, _ in manifest.bronnen.values()], pa.string()).take(_plek(rijen, manifest))
    bestand = pc.binary_join_element_wise(namen, pc.fill_null(rijen["bestand"], ""), "")
    return rijen.set_column(rijen.schema.get_field_index("bestand"), "bestand", bestand)


def _vul_kopieen(rijen: pa.Table, manifest: Manifest) -> pa.Table:
    aantal = pa.array([aantal for _, aantal in manifest.bronnen.values()], pa.int64()).take(_plek(rijen, manifest))
    return rijen.append_column("kopieen", aantal).select(schema("berichten").names)


def _plek(rijen: pa.Table, manifest: Manifest) -> pa.Array:
    return pc.index_in(rijen["bron"], pa.array(manifest.bronnen, pa.string()))


def _open_rijen(delen: Path, manifest: Manifest, tabel: str, nieuw: np.ndarray, begin: dict[str, int]) -> pa.Table:
    stukken = [_codeer(tabel, schema(tabel).empty_table())]
    for deel in manifest.delen:
        if tabel in deel.bytes:
            stuk = _codeer(tabel, _lees(delen, deel, tabel))
            nummer = nieuw[stuk["bericht"].to_numpy() + begin[deel.naam]]
            stukken.append(stuk.set_column(0, "bericht", pa.array(nummer)).filter(pa.array(nummer >= 0)))
    rijen = pa.concat_tables(stukken)
    nummer = rijen["bericht"].to_numpy()
    return rijen if np.all(nummer[1:] >= nummer[:-1]) else rijen.take(pa.array(np.argsort(nummer, kind="stable")))


def _codeer(tabel: str, rijen: pa.Table) -> pa.Table:
    """Columns that become categories as dictionaries, per part, before the parts come together."""
    for kolom in CATEGORIEEN.get(tabel, ()):
        rijen = rijen.set_column(rijen.schema.get_field_index(kolom), kolom, rijen[kolom].dictionary_encode())
    return rijen


def _open_signalen(delen: Path, manifest: Manifest) -> pd.DataFrame:
    stukken = [SIGNAAL_SCHEMA.empty_table()]
    for deel in manifest.delen:
        if SIGNALEN in deel.bytes:
            stuk = _lees(delen, deel, SIGNALEN)
            stukken.append(stuk.filter(pc.is_in(stuk["bron"], pa.array(manifest.levend(deel), pa.string()))))
        if "berichten" in deel.bytes:
            stukken.append(_na_vandaag(delen, deel, manifest))
    inhoud = _vul_bestand(pa.concat_tables(stukken), manifest).drop_columns("bron")
    map_ = [
        {"signaal": w.signaal, "bestand": w.naam, "aantal": 1, "toelichting": w.toelichting}
        for w in manifest.weigeringen
    ]
    rijen = pa.concat_tables([inhoud, pa.Table.from_pylist(map_, inhoud.schema)])
    frame = _naar_frame(SIGNALEN, rijen)
    return frame.sort_values(_SIGNAALVOLGORDE, kind="stable", ignore_index=True)


def _na_vandaag(delen: Path, deel: Deel, manifest: Manifest) -> pa.Table:
    """A signal for each message with a Dagtekening after today: made at opening, as the day is no property of it."""
    vorm = schema_deel("berichten")
    namen = [naam for naam in SIGNAAL_SCHEMA.names if naam in vorm.names]
    rijen = _lees_kolommen(delen, deel, [*namen, "dagtekening"])
    rijen = rijen.filter(pc.greater(rijen["dagtekening"], pa.scalar(_vandaag(), pa.date32())))
    rijen = rijen.filter(pc.is_in(rijen["bron"], pa.array(manifest.levend(deel), pa.string())))
    kolommen = {naam: rijen[naam] for naam in namen}
    for naam, vorm_code in _CODES.items():  # a field that is filled wrongly may hold anything
        goed = pc.match_substring_regex(kolommen[naam], vorm_code)
        kolommen[naam] = pc.if_else(goed, kolommen[naam], pa.scalar(None, pa.string()))
    kolommen |= {
        "signaal": pa.array([NA_VANDAAG] * rijen.num_rows, pa.string()),
        "aantal": pa.array([1] * rijen.num_rows, pa.int64()),
        "toelichting": pa.array(["Dagtekening"] * rijen.num_rows, pa.string()),
    }
    return pa.table({naam: kolommen[naam] for naam in SIGNAAL_SCHEMA.names}, SIGNAAL_SCHEMA)


def _vandaag() -> datetime.date:
    return datetime.date.today()


def _tel(delen: Path, manifest: Manifest) -> dict[str, int]:
    telling: Counter = Counter()
    for deel in manifest.delen:
        if "berichten" in deel.bytes:
            stuk = _lees_kolommen(delen, deel, ["bron", "wet", "berichttype"])
            stuk = stuk.filter(pc.is_in(stuk["bron"], pa.array(manifest.levend(deel), pa.string())))
            naam = pc.binary_join_element_wise(pc.fill_null(stuk["wet"], ""), stuk["berichttype"], "")
            telling.update({rij["values"]: rij["counts"] for rij in pc.value_counts(naam).to_pylist()})
    return dict(sorted(telling.items()))


def _lees_kolommen(delen: Path, deel: Deel, namen: list[str]) -> pa.Table:
    """Columns of `berichten`; not by `read_table`, which first loads pyarrow's machinery for sets of files."""
    with pq.ParquetFile(tabelpad(delen, deel.naam, "berichten")) as bestand:
        return bestand.read(columns=namen)


def _lees(delen: Path, deel: Deel, tabel: str) -> pa.Table:
    return pq.read_table(tabelpad(delen, deel.naam, tabel), schema=schema_deel(tabel))


def _leeg(tabel: str) -> pd.DataFrame:
    vorm = SIGNAAL_SCHEMA.remove(0) if tabel == SIGNALEN else schema(tabel)
    return _naar_frame(tabel, _codeer(tabel, vorm.empty_table()))


def _naar_frame(tabel: str, rijen: pa.Table) -> pd.DataFrame:
    return pd.DataFrame({naam: _naar_kolom(tabel, naam, rijen[naam]) for naam in rijen.schema.names})


def _naar_kolom(tabel: str, naam: str, waarden: pa.ChunkedArray) -> pd.Series:
    if pa.types.is_dictionary(waarden.type):
        return _naar_categorie(waarden)
    if pa.types.is_string(waarden.type):
        return waarden.to_pandas(types_mapper={pa.string(): _TEKST}.get)
    if pa.types.is_date(waarden.type) or pa.types.is_timestamp(waarden.type):
        return waarden.cast(pa.timestamp("s")).to_pandas().astype("datetime64[s]")
    nooit_leeg = naam in ("bericht", "kopieen", "aantal") or (naam == "regel" and tabel != "retourcodes")
    return waarden.to_pandas(types_mapper=None if nooit_leeg else {pa.int64(): pd.Int64Dtype()}.get)


def _naar_categorie(waarden: pa.ChunkedArray) -> pd.Series:
    """A category with the texts that occur, sorted: the order in which they were read has no meaning."""
    heel = waarden.combine_chunks()
    nummers = heel.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    komt_voor = np.bincount(nummers.astype(np.int64) + 1, minlength=len(heel.dictionary) + 1)[1:] > 0
    volgorde = pc.sort_indices(heel.dictionary).to_numpy()
    volgorde = volgorde[komt_voor[volgorde]]
    nieuw = np.full(len(heel.dictionary) + 1, -1, dtype=np.int32)  # last: empty
    nieuw[volgorde] = np.arange(len(volgorde))
    namen = pd.Index(heel.dictionary.take(pa.array(volgorde)).to_pandas(types_mapper={pa.string(): _TEKST}.get))
    return pd.Series(pd.Categorical.from_codes(nieuw[nummers], categories=namen, validate=False))
