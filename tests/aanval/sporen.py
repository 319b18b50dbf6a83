"""Traces outside tables: small groups in sentences and alternative texts, digits too many, metadata, comments."""

import re
from dataclasses import dataclass

from aanval.cellen import Schrijfwijze, zinfeiten
from aanval.feiten import AFGEROND, Feiten, Sleutel
from aanval.lezen import Batch, Plaats, Tabel
from aanval.rekenen import Aanval

_GEEN_MENSEN = re.compile(r"aanbieders?\b(?! in zorg)|gemeenten|berichten|regels|onderwerpen|KPI's|telt mee")
_TE_FIJN = re.compile(r"\d,\d+\s?%")
_EEN_DECIMAAL = re.compile(r"Verantwoording|Definities|Gebruikte opties")
_BEVOLKING = re.compile(r"bevolking|populatie|inwoners", re.I)
_BEVOLKING_INDEX = re.compile(r"\b0,\d\d\s?%")
"""The index shows a value without its definition; of a share of the population with two decimals."""

_LANG = re.compile(r"^-?\d+\.\d{3,}(e-?\d+)?$")


@dataclass(frozen=True)
class Spoor:
    """A piece of text that says too much."""

    plaats: Plaats
    soort: str
    tekst: str

    def __str__(self) -> str:
        return f"{self.plaats.bestand} [{self.plaats.kop}] {self.soort}: {self.tekst[:160]}"


def zoek_sporen(batch: Batch) -> list[Spoor]:
    """Everything in the shared files that needs no other table to be too much."""
    afgerond = {plaats.bestand for plaats, _, tekst in batch.teksten if AFGEROND in tekst}
    sporen = set()
    for plaats, soort, tekst in batch.teksten:
        if soort in {"opmerking", "metadata"} and re.search(r"\d", tekst) and not _onschuldig(plaats, tekst):
            sporen.add(Spoor(plaats, soort, tekst))
        if _kleine_groep(tekst, Schrijfwijze(plaats.bestand in afgerond)):
            sporen.add(Spoor(plaats, f"kleine groep in {soort}", tekst))
        if _TE_FIJN.search(_zonder_bevolking(plaats, tekst)) and not _BEVOLKING.search(tekst + plaats.kop):
            sporen.add(Spoor(plaats, f"decimalen in {soort}", tekst))
    for tabel in batch.tabellen:
        sporen |= set(_te_veel_cijfers(tabel))
    return sorted(sporen, key=str)


def _zonder_bevolking(plaats: Plaats, tekst: str) -> str:
    return _BEVOLKING_INDEX.sub("", tekst) if plaats.bestand == "index.html" else tekst


def _onschuldig(plaats: Plaats, tekst: str) -> bool:
    """A workbook says when it was made and by which program; that is the day of knowledge, the same for all."""
    return plaats.bestand.endswith(".xlsx") and not re.search(r"\d{6,}|[A-Z]:\\|/home|/tmp|/work", tekst)


def _kleine_groep(tekst: str, wijze: Schrijfwijze) -> bool:
    if _GEEN_MENSEN.search(tekst):
        return False
    for feit in zinfeiten(tekst, wijze):
        feiten, kaal = Feiten(), Sleutel("", 0, "zin", "", "", "")
        for maat, grens in feit.items():
            feiten.voeg_toe(kaal.met(maat=maat), grens, "")
        for maat in "tc":
            laag, hoog = Aanval(feiten).bereik(kaal.met(maat=maat))
            if hoog <= 4 and laag >= 0 and hoog - laag + 1 < 5 and hoog > 0:
                return True
    return False


def _ruis(cel: str) -> bool:
    """78.59999999999999 is how a computer stores 78.6: no digit more."""
    return abs(float(cel) - round(float(cel), 2)) < 1e-9


def _te_veel_cijfers(tabel: Tabel) -> list[Spoor]:
    """Percentages with decimals, and in workbooks stored numbers with more than two."""
    uit = []
    for rij in tabel.rijen:
        if _BEVOLKING.search(tabel.titel + rij[0] if rij else "") or _EEN_DECIMAAL.search(tabel.titel):
            continue
        for cel in rij:
            if _TE_FIJN.search(_zonder_bevolking(tabel.plaats, cel)):
                uit.append(Spoor(tabel.plaats, f"decimalen in «{tabel.titel}»", cel))
            elif tabel.getallen and _LANG.match(cel) and not _ruis(cel):
                uit.append(Spoor(tabel.plaats, f"meer cijfers dan getoond in «{tabel.titel}»", cel))
    return uit
