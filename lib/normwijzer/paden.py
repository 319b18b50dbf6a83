"""Every path of the project in one place, found from this file and never from the working directory."""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOKS = PROJECT / "notebooks"


@dataclass(frozen=True)
class Paden:
    """Where one run reads and writes.

    data: the folder with regios/, landelijk/ and werk/ (option --data, or environment variable
        NORMWIJZER_DATA, or data/ of the project).
    reports: where reports go (--reports, NORMWIJZER_REPORTS, or reports/ of the project).
    """

    data: Path
    reports: Path

    @classmethod
    def standaard(cls) -> "Paden":
        return cls(
            Path(os.environ.get("NORMWIJZER_DATA") or PROJECT / "data"),
            Path(os.environ.get("NORMWIJZER_REPORTS") or PROJECT / "reports"),
        )

    @property
    def regios(self) -> Path:
        return self.data / "regios"

    def regio(self, regio: str) -> Path:
        return self.regios / regio

    def berichten(self, regio: str) -> Path:
        return self.regio(regio) / "berichten"

    def registraties(self, regio: str) -> Path:
        """Sources of a region that are not messages; forms go out from sjablonen/ and come back in ontvangen/."""
        return self.regio(regio) / "registraties"

    @property
    def bevolking(self) -> Path:
        """Population of all gemeenten; its origin lies beside it with suffix .toml."""
        return self.data / "landelijk" / "bevolking.csv"

    def werk(self, regio: str) -> Path:
        return self.data / "werk" / regio

    def werk_familie(self, regio: str, jaar: int, familie: str) -> Path:
        return self.werk(regio) / str(jaar) / familie

    @property
    def xsd(self) -> Path:
        return self.data / "xsd"

    @property
    def logboek(self) -> Path:
        return self.data / "werk" / "logboek.txt"

    def signalen(self, regio: str) -> Path:
        return self.werk(regio) / "signalen.csv"

    def rapporten(self, editie: str) -> Path:
        """Folder of one edition; the internal one lies apart."""
        return self.reports / "intern" if editie == "intern" else self.reports

    def rapport(self, regio: str, jaar: int, familie: str, editie: str) -> Path:
        """The HTML file; the workbook lies beside it with suffix .xlsx."""
        return self.rapporten(editie) / regio / str(jaar) / f"{familie}.html"

    def brief(self, regio: str, jaar: int, agb: str, editie: str) -> Path:
        """The page for one aanbieder."""
        return self.rapporten(editie) / regio / str(jaar) / "brieven" / f"{agb}.html"

    @property
    def run(self) -> Path:
        return self.reports / "run.json"
