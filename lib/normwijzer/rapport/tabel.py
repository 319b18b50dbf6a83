"""One table, three shapes: HTML for readers, plain text for checked notebook cells, values for Excel."""

from dataclasses import dataclass, field
from html import escape

from normwijzer.rapport import opmaak

OPMAAK = {
    "tekst": lambda waarde: "" if waarde is None else str(waarde),
    "bereik": lambda waarde: "" if waarde is None else str(waarde),
    "aantal": opmaak.aantal,
    "getal": opmaak.getal,
    "procent": opmaak.procent,
    "punten": opmaak.punten,
    "datum": opmaak.datum,
}
"""Kind of a column -> how a value of it is written."""

GETALSOORTEN = {"aantal", "getal", "procent", "punten"}


@dataclass(frozen=True)
class Kolom:
    """kop: heading; soort: key of OPMAAK; rijkop: whether its cells name the row."""

    kop: str
    soort: str = "tekst"
    rijkop: bool = False


@dataclass(frozen=True)
class Tabel:
    """A caption, columns and rows of raw values.

    A text in a number column is shown as it is (for example that a group is too small);
    an empty value in a number column reads "n.b.". `toelichting` goes below the table.
    """

    bijschrift: str
    kolommen: tuple[Kolom, ...]
    rijen: list[tuple] = field(default_factory=list)
    toelichting: str = ""
    leeg: str = "Er is niets te tonen."

    def cellen(self) -> list[list[str]]:
        """Every cell as the reader sees it."""
        return [
            [schrijf(waarde, kolom.soort) for waarde, kolom in zip(rij, self.kolommen, strict=True)]
            for rij in self.rijen
        ]


def schrijf(waarde, soort: str) -> str:
    """One value as text; a text is always shown as it is."""
    return waarde if isinstance(waarde, str) else OPMAAK[soort](waarde)


def als_html(tabel: Tabel) -> str:
    """Table with caption, scoped headings and a scroll region that the keyboard can reach."""
    if not tabel.rijen:
        return f'<p class="leeg">{escape(tabel.bijschrift)}: {escape(tabel.leeg)}</p>'
    koppen = "".join(f'<th scope="col"{_klasse(kolom)}>{escape(kolom.kop)}</th>' for kolom in tabel.kolommen)
    rijen = "\n".join(
        "<tr>" + "".join(_cel(tekst, kolom) for tekst, kolom in zip(rij, tabel.kolommen, strict=True)) + "</tr>"
        for rij in tabel.cellen()
    )
    voet = f'<p class="toelichting">{escape(tabel.toelichting)}</p>' if tabel.toelichting else ""
    naam = escape(tabel.bijschrift, quote=True)
    return (
        f'<div class="tabel" role="region" aria-label="{naam}" tabindex="0">\n<table>\n'
        f"<caption>{escape(tabel.bijschrift)}</caption>\n<thead><tr>{koppen}</tr></thead>\n"
        f"<tbody>\n{rijen}\n</tbody>\n</table>\n</div>\n{voet}"
    )


def als_tekst(tabel: Tabel) -> str:
    """Table as aligned plain text: small, and a changed number is one changed line."""
    if not tabel.rijen:
        return f"{tabel.bijschrift}: {tabel.leeg}"
    regels = [[kolom.kop for kolom in tabel.kolommen], *tabel.cellen()]
    breedtes = [max(len(regel[nummer]) for regel in regels) for nummer in range(len(tabel.kolommen))]
    uitgelijnd = (
        " | ".join(
            cel.rjust(breedte) if kolom.soort in GETALSOORTEN else cel.ljust(breedte)
            for cel, breedte, kolom in zip(regel, breedtes, tabel.kolommen, strict=True)
        ).rstrip()
        for regel in regels
    )
    return "\n".join([tabel.bijschrift, *uitgelijnd]).replace(opmaak.DUNNE_SPATIE, " ")


def _klasse(kolom: Kolom) -> str:
    if kolom.soort == "bereik":
        return ' class="bereik"'
    return ' class="getal"' if kolom.soort in GETALSOORTEN else ""


def _cel(tekst: str, kolom: Kolom) -> str:
    if kolom.rijkop:
        return f'<th scope="row">{escape(tekst)}</th>'
    return f"<td{_klasse(kolom)}>{escape(tekst)}</td>"
