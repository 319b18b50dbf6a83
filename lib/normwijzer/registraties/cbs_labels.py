"""What the keys in a CBS download mean, read from the metadata that comes with it.

Two shapes. The newer zip has one file per dimension (<Dimensie>Codes.csv with Identifier and Title) and
MeasureCodes.csv. The classic csv has one <tabel>_metadata.csv: blocks, each a line with the name of the dimension
alone, a header with Key and Title, and its rows; the block DataProperties names the columns of the data file.
"""

import csv
import io
import re
from collections.abc import Iterator

from ..fouten import DataFout
from .cbs_bestand import Download

DIMENSIES = ("geslacht", "leeftijd", "burgerlijkestaat", "regios", "perioden")
ONDERWERP = "bevolkingop1januari"
_LEEFTIJD = re.compile(r"(\d{1,3}) jaar")
_JAAR = re.compile(r"((?:19|20)\d\d)\*{0,2}")
_JAARSLEUTEL = re.compile(r"((?:19|20)\d\d)JJ00")
_GEMEENTE = re.compile(r"GM\d{4}")


def plat(naam: str) -> str:
    """A name without what differs between downloads: "Regio's" and RegioS, "Burgerlijke staat" and BurgerlijkeStaat."""
    return re.sub(r"[^a-z0-9]", "", naam.lower())


class Labels:
    """Key -> title per dimension, as far as metadata was found; else the cells are titles themselves.

    titels: {dimension as `plat` gives it: {key: title}}.
    """

    def __init__(self, titels: dict[str, dict[str, str]]) -> None:
        self._titels = titels
        self._gemeenten = {
            titel: sleutel for sleutel, titel in titels.get("regios", {}).items() if _GEMEENTE.fullmatch(sleutel)
        }

    def titel(self, dimensie: str, cel: str) -> str:
        cel = cel.strip()
        return self._titels.get(dimensie, {}).get(cel, cel).strip()

    def is_totaal(self, dimensie: str, cel: str) -> bool:
        return self.titel(dimensie, cel).lower().startswith("totaal")

    def leeftijd(self, cel: str) -> int:
        """Single year of age; −1 for anything else (totals, classes, "95 jaar of ouder")."""
        gevonden = _LEEFTIJD.fullmatch(self.titel("leeftijd", cel))
        return int(gevonden[1]) if gevonden else -1

    def jaar(self, cel: str) -> int:
        """Calendar year; −1 for a quarter or month."""
        titel = self.titel("perioden", cel)
        gevonden = _JAAR.fullmatch(titel) or _JAARSLEUTEL.fullmatch(titel)
        return int(gevonden[1]) if gevonden else -1

    def gemeente(self, cel: str) -> str:
        """GM0034, or empty for a country, province or region that is no gemeente."""
        cel = cel.strip()
        return cel if _GEMEENTE.fullmatch(cel) else self._gemeenten.get(cel, "")

    def dimensies(self) -> set[str]:
        return set(self._titels)


def read_codes(download: Download, kolommen: dict[str, str]) -> Labels:
    """Labels of the newer zip.

    Args:
        kolommen: dimension -> its column in Observations.csv.

    Raises:
        DataFout: a file with codes is missing, or is not as CBS makes it.
    """
    return Labels({naam: _read_codebestand(download, f"{kolom}Codes.csv") for naam, kolom in kolommen.items()})


def find_maat(download: Download) -> str:
    """Key in MeasureCodes.csv of 'Bevolking op 1 januari'."""
    maten = _read_codebestand(download, "MeasureCodes.csv")
    gevonden = [sleutel for sleutel, titel in maten.items() if plat(titel).startswith(ONDERWERP)]
    if len(gevonden) != 1:
        raise DataFout(
            download.waar("MeasureCodes.csv"), "noemt het onderwerp 'Bevolking op 1 januari' niet precies één keer",
            "de codes van CBS-tabel 03759ned",
        )  # fmt: skip
    return gevonden[0]


def read_metadata(download: Download, naam: str) -> tuple[Labels, dict[str, str]]:
    """Labels of the classic download, and key -> title of the columns of its data file."""
    titels: dict[str, dict[str, str]] = {}
    try:
        for blok, sleutels in _blokken(download, naam):
            titels.setdefault(plat(blok), {}).update(sleutels)
    except csv.Error:
        raise DataFout(
            download.waar(naam), "is niet te lezen als csv", "de metadata zoals het CBS die levert"
        ) from None
    kolommen = titels.pop("dataproperties", {})
    if not titels:
        raise DataFout(download.waar(naam), "bevat geen blok met Key en Title", "de metadata zoals het CBS die levert")
    return Labels(titels), kolommen


def _read_codebestand(download: Download, naam: str) -> dict[str, str]:
    if naam not in download.namen:
        raise DataFout(download.naam, f"{naam} ontbreekt", f"de volledige download, met {naam} naast Observations.csv")
    regels = csv.DictReader(io.StringIO(download.lees_tekst(naam), newline=""), delimiter=";")
    try:
        if not {"Identifier", "Title"} <= set(regels.fieldnames or ()):
            raise DataFout(download.waar(naam), "heeft geen kolommen Identifier en Title", "de codes van het CBS")
        return {(regel["Identifier"] or "").strip(): (regel["Title"] or "").strip() for regel in regels}
    except csv.Error:
        raise DataFout(download.waar(naam), "is niet te lezen als csv", "de codes van het CBS") from None


def _blokken(download: Download, naam: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(name, key -> title) of each block; a block starts with a line that holds its name alone."""
    kop, blok, sleutels = None, "", {}
    for velden in csv.reader(io.StringIO(download.lees_tekst(naam), newline=""), delimiter=";"):
        gevuld = [veld.strip() for veld in velden if veld.strip()]
        if len(gevuld) == 1 and velden[0].strip() and (kop is None or len(velden) < len(kop)):
            if sleutels:
                yield blok, sleutels
            kop, blok, sleutels = None, gevuld[0], {}
        elif kop is None and gevuld:
            kop = [veld.strip() for veld in velden]
        elif gevuld and {"Key", "Title"} <= set(kop or ()):
            rij = dict(zip(kop, velden, strict=False))
            sleutels[(rij.get("Key") or "").strip()] = (rij.get("Title") or "").strip()
    if sleutels:
        yield blok, sleutels
