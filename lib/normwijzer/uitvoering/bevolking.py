"""The command `bevolking lezen`: a CBS download into data/landelijk/bevolking.csv."""

from pathlib import Path

import pandas as pd

from normwijzer.fouten import DataFout, leesfout
from normwijzer.registraties.bevolking import KOLOMMEN, Herkomst, lees_alles, lees_herkomst, to_csv
from normwijzer.registraties.cbs import TABEL, lees_cbs, voeg_toe
from normwijzer.registraties.toegang import bestaat
from normwijzer.uitvoering.bestanden import schrijf_samen
from normwijzer.uitvoering.opdracht import Opdracht
from normwijzer.uitvoering.rechten import schrijffout, zeg_rechten
from normwijzer.uitvoering.voortgang import zeg

_STAP = 5_000_000


@zeg_rechten()
def lees_bevolking(opdracht: Opdracht) -> int:
    """Read the download and write bevolking.csv with its origin beside it; both or neither.

    Gemeenten and years that are not in the download stay as they were. Rows of a demo stay for gemeenten that the
    download does not know, and are named as synthetic.

    Raises:
        DataFout: no such download; or a bevolking.csv is there that cannot be read, or of which rows would stay while
            their origin is unknown: these would come to be called CBS. Nothing is written then.
    """
    doel = opdracht.paden.bevolking
    oud = _lees_oud(doel)
    gelezen = lees_cbs(opdracht.bestanden[0], _Stappen())
    samen = voeg_toe(oud, gelezen.rijen)
    verzonnen: list[str] = []
    if len(samen) > len(gelezen.rijen):
        oud, verzonnen = _scheid(oud, _herkomst(doel), set(gelezen.rijen["regio"]))
        samen = voeg_toe(oud, gelezen.rijen)
    toml = doel.with_suffix(".toml")
    try:
        schrijf_samen({doel: to_csv(samen), toml: _to_toml(gelezen.bestand, verzonnen).encode()})
    except OSError as fout:
        raise schrijffout(doel, fout) from None
    rijen = gelezen.rijen
    zeg(
        f"{rijen['regio'].nunique()} gemeenten, {rijen['jaar'].min()} tot en met {rijen['jaar'].max()}, leeftijd "
        f"{rijen['leeftijd'].min()} tot en met {rijen['leeftijd'].max()}: {len(rijen)} regels uit {gelezen.gelezen}."
    )
    behouden = len(samen) - len(rijen)
    zeg(f"Overgeslagen omdat er geen getal stond: {gelezen.overgeslagen}. Van eerder behouden: {behouden}.")
    if verzonnen:
        zeg(f"Verzonnen gemeenten van de demo bleven staan: {', '.join(verzonnen)}.")
    zeg(f"Geschreven: {doel} en {toml.name}. Bron: CBS (tabel {TABEL}, CC BY 4.0).")
    return 0


def _lees_oud(doel: Path) -> pd.DataFrame:
    if not bestaat(doel):
        return pd.DataFrame(columns=KOLOMMEN)
    try:
        oud = lees_alles(doel)
    except OSError as fout:
        wat = f"kan niet worden gelezen ({leesfout(fout)}) en zou verloren gaan"
        raise DataFout(str(doel), wat, "een bestand met leesrechten") from None
    if oud is None:
        wat = "kan niet worden gelezen en zou verloren gaan"
        raise DataFout(str(doel), wat, "regio;jaar;leeftijd;aantal, of verplaats het")
    return oud


def _herkomst(doel: Path) -> Herkomst:
    try:
        return lees_herkomst(doel)
    except DataFout as fout:
        raise DataFout(
            str(doel.with_suffix(".toml")),
            f"{fout.wat}; van de regels die al in {doel.name} staan is de herkomst dus onbekend. Er is niets veranderd",
            f"herstel {doel.with_suffix('.toml').name} ({fout.toegestaan}), of verwijder {doel.name} en lees opnieuw",
        ) from None


def _scheid(oud: pd.DataFrame, herkomst: Herkomst, echt: set[str]) -> tuple[pd.DataFrame, list[str]]:
    """Old rows without invented ones of real gemeenten, and the codes of the invented ones that stay."""
    verzonnen = set(oud["regio"]) if herkomst.bron == "synthetisch" else herkomst.verzonnen
    blijft = oud[~(oud["regio"].isin(verzonnen & echt))]
    return blijft, sorted(verzonnen & set(blijft["regio"]))


def _to_toml(bestand: str, verzonnen: list[str]) -> str:
    def tekst(waarde: str) -> str:
        schoon = "".join(teken if teken.isprintable() else "?" for teken in waarde)
        return '"' + schoon.replace("\\", "\\\\").replace('"', '\\"') + '"'

    regels = [
        '# Herkomst van bevolking.csv. Noem in publicaties "Bron: CBS".',
        'bron = "CBS"',
        f"tabel = {tekst(TABEL)}",
        f"gelezen = {tekst(bestand)}",
        'licentie = "CC BY 4.0"',
    ]
    if verzonnen:
        regels.append(f"synthetische_gemeenten = [{', '.join(map(tekst, verzonnen))}]")
    return "\n".join([*regels, ""])


class _Stappen:
    """Says how many rows were read, every few million."""

    def __init__(self) -> None:
        self._volgende = _STAP

    def __call__(self, gelezen: int) -> None:
        if gelezen >= self._volgende:
            self._volgende = gelezen + _STAP
            zeg(f"bevolking: {gelezen // 1_000_000} miljoen regels gelezen")
