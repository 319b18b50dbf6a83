"""Errors by audience: what a user can mend is Dutch and has no traceback; the rest is a bug."""


class DataFout(Exception):
    """Input, configuration or use that the user can mend.

    The message is plain Dutch and never holds a BSN, name, toewijzingnummer or pseudonym.

    Args:
        waar: file, table, row or option where it was found, e.g. "producten.csv, regel 4".
        wat: what is wrong there.
        toegestaan: what would have been right; empty when that is obvious.
    """

    def __init__(self, waar: str, wat: str, toegestaan: str = "") -> None:
        self.waar, self.wat, self.toegestaan = waar, wat, toegestaan
        super().__init__(waar, wat, toegestaan)

    def __str__(self) -> str:
        slot = f" Toegestaan: {self.toegestaan}." if self.toegestaan else ""
        punt = "" if self.wat.endswith((".", "?")) else "."
        return f"{self.waar}: {self.wat}{punt}{slot}"


def leesfout(fout: OSError) -> str:
    """Why a file or folder could not be read or written, in plain Dutch; the system's own words are English."""
    for soort, woorden in _LEESFOUTEN.items():
        if isinstance(fout, soort):
            return woorden
    return f"fout {fout.errno} van het besturingssysteem"


_LEESFOUTEN = {
    FileNotFoundError: "bestaat niet",
    PermissionError: "geen rechten",
    IsADirectoryError: "is een map",
    NotADirectoryError: "een deel van het pad is geen map",
    FileExistsError: "bestaat al",
}
