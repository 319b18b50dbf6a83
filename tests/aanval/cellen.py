"""From what stands in a cell or a sentence to intervals of whole numbers and percentages."""

import re
from dataclasses import dataclass

OPEN = 10**7
_GETAL = r"\d{1,3}(?:\.\d{3})+|\d+"
_HEEL = re.compile(rf"^[-−]?(?:{_GETAL})$")
_MINDER = re.compile(rf"[Mm]inder dan 5 van (?:de )?(?:ongeveer )?({_GETAL})")
_OP_NA = re.compile(rf"[Oo]p minder dan 5 na alle (?:ongeveer )?({_GETAL})")
_VAN = re.compile(rf"({_GETAL})\s+van (?:de |ongeveer )?({_GETAL})(?![\d,])")
_PROCENT = re.compile(r"(\d+(?:,\d+)?)\s?%")
_PROCENT_VOOR = re.compile(r"^[^\d]{0,3}(\d+(?:,\d+)?)\s?%")
_HAAK = re.compile(rf"^(\d+(?:,\d+)?)\s?%\s*\(({_GETAL})\)$")
_AANTAL_EN_DEEL = re.compile(rf"^({_GETAL})\s*\((\d+(?:,\d+)?)\s?%\)$")
_SPREIDING = re.compile(r"^(\d+(?:,\d+)?)\s?%\s*[–-]\s*(\d+(?:,\d+)?)\s?%$")


@dataclass(frozen=True)
class Schrijfwijze:
    """How a file writes numbers; `afgerond` when the file itself says that counts are rounded to multiples of five."""

    afgerond: bool

    def aantal(self, tekst: str) -> tuple[float, float]:
        """Whole numbers that are written so. What is no multiple of five was not rounded."""
        getal = heel(tekst)
        return (max(0, getal - 2), getal + 2) if self.afgerond and getal % 5 == 0 else (getal, getal)

    def percentage(self, tekst: str) -> tuple[float, float]:
        """Percentages that are written so, ends included (a half may go either way)."""
        decimalen = len(tekst.partition(",")[2])
        marge = 0.5 * 10.0**-decimalen
        getal = float(tekst.replace(",", "."))
        return getal - marge, getal + marge

    def breuk(self, tekst: str) -> tuple[float, float]:
        """A fraction as a workbook stores it; with more than four decimals it is exact."""
        decimalen = len(tekst.partition(".")[2]) if "e" not in tekst.lower() else 17
        marge = 0.5 * 10.0 ** -max(2, decimalen) if decimalen <= 4 else 1e-12
        return 100 * (float(tekst) - marge), 100 * (float(tekst) + marge)


def heel(tekst: str) -> int:
    return int(tekst.replace(".", "").replace("−", "-"))


def is_heel(tekst: str) -> bool:
    return bool(_HEEL.match(tekst))


def lees_deel(tekst: str, wijze: Schrijfwijze) -> dict[str, tuple[float, float]]:
    """What one text says about part (t), whole (n), rest (c) and percentage (p); empty when it says nothing."""
    if gevonden := _MINDER.search(tekst):
        return {"t": (0, 4), "n": wijze.aantal(gevonden[1])}
    if gevonden := _OP_NA.search(tekst):
        return {"c": (0, 4), "n": wijze.aantal(gevonden[1])}
    if "<10" in tekst:
        return {"n": (1, 9)}
    if tekst in {"n.b.", "–"}:
        return {"n": (0, 0)} if tekst == "n.b." else {}
    if gevonden := _HAAK.match(tekst):
        return {"p": wijze.percentage(gevonden[1]), "n": wijze.aantal(gevonden[2])}
    if gevonden := _AANTAL_EN_DEEL.match(tekst):
        return {"t": wijze.aantal(gevonden[1]), "p": wijze.percentage(gevonden[2])}
    if gevonden := _VAN.search(tekst):
        feit = {"t": wijze.aantal(gevonden[1]), "n": wijze.aantal(gevonden[2])}
        voor = _PROCENT_VOOR.match(tekst)
        return feit | ({"p": wijze.percentage(voor[1])} if voor else {})
    if (voor := _PROCENT_VOOR.match(tekst)) and not _SPREIDING.match(tekst):
        return {"p": wijze.percentage(voor[1])}
    return {}


def lees_spreiding(tekst: str, wijze: Schrijfwijze) -> tuple | None:
    """Both ends of an interval as written."""
    gevonden = _SPREIDING.match(tekst)
    return (wijze.percentage(gevonden[1]), wijze.percentage(gevonden[2])) if gevonden else None


def zinfeiten(tekst: str, wijze: Schrijfwijze) -> list[dict[str, tuple[float, float]]]:
    """Every part of a whole that a sentence tells: '17,7 % (62 van 350)', 'minder dan 5 van ongeveer 40'."""
    uit = []
    for zin in re.split(r"[;:]|(?<!\d)\. ", tekst):
        feit = lees_deel(zin.strip(), wijze)
        if "t" in feit or "c" in feit:
            uit.append(feit)
    return uit
