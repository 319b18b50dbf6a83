"""One table, three shapes: HTML for readers, plain text for checked notebook cells, values for Excel."""

from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby

from normwijzer.rapport import opmaak

OPMAAK = {
    "tekst": lambda waarde: "" if waarde is None else str(waarde),
    "bereik": lambda waarde: "" if waarde is None else str(waarde),
    "aantal": opmaak.aantal,
    "getal": opmaak.getal,
    "getal2": lambda waarde: opmaak.getal(waarde, 2),
    "procent": opmaak.procent,
    "procent0": lambda waarde: opmaak.procent(waarde, 0),
    "procent1": lambda waarde: opmaak.procent(waarde, 1),
    "procent2": lambda waarde: opmaak.procent(waarde, 2),
    "punten": opmaak.punten,
    "punten2": lambda waarde: opmaak.punten(waarde, 2),
    "verschil": opmaak.verschil,
    "verschil2": lambda waarde: opmaak.verschil(waarde, 2),
    "relatief": opmaak.relatief,
    "datum": opmaak.datum,
    "jaar": lambda waarde: str(int(waarde)),
}
"""Kind of a column -> how a value of it is written."""

GETALSOORTEN = {*OPMAAK, "waarde"} - {"tekst", "bereik", "datum", "jaar"}
"""Kinds that are numbers; `waarde` is a column whose cells bring their own kind."""


@dataclass(frozen=True)
class Cel:
    """A value with a kind of its own, for a column in which rows differ in unit.

    klasse, teken: of the cell on the page; the sign stands before the words, repeats them and is not read aloud.
    """

    waarde: object
    soort: str
    klasse: str = ""
    teken: str = ""


@dataclass(frozen=True)
class Kolom:
    """kop: heading; soort: key of OPMAAK, or waarde when every cell is a `Cel`; rijkop: its cells name the row.

    groep: only of the first column: on the page rows below each other with the same name have it once, beside them all.
    """

    kop: str
    soort: str = "tekst"
    rijkop: bool = False
    groep: bool = False


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


def zonder_lege_kolommen(tabel: Tabel) -> Tabel:
    """The table without columns in which no row has anything to say; "n.b." says something."""
    mee = [nummer for nummer in range(len(tabel.kolommen)) if any(rij[nummer] for rij in tabel.cellen())]
    return replace(
        tabel,
        kolommen=tuple(tabel.kolommen[nummer] for nummer in mee),
        rijen=[tuple(rij[nummer] for nummer in mee) for rij in tabel.rijen],
    )


def schrijf(waarde, soort: str) -> str:
    """One value as text; a text is always shown as it is."""
    if isinstance(waarde, Cel):
        return schrijf(waarde.waarde, waarde.soort)
    if isinstance(waarde, str):
        return waarde
    return opmaak.NIET_BEKEND if soort == "waarde" else OPMAAK[soort](waarde)


def als_html(tabel: Tabel) -> str:
    """Table with caption, scoped headings and a scroll region that the keyboard can reach."""
    if not tabel.rijen:
        return f'<p class="leeg">{escape(tabel.bijschrift)}: {escape(tabel.leeg)}</p>'
    koppen = "".join(f'<th scope="col"{_klasse(kolom)}>{escape(kolom.kop)}</th>' for kolom in tabel.kolommen)
    voet = f'<p class="toelichting">{escape(tabel.toelichting)}</p>' if tabel.toelichting else ""
    naam = escape(tabel.bijschrift, quote=True)
    return (
        f'<div class="tabel" role="region" aria-label="{naam}" tabindex="0">\n<table>\n'
        f"<caption>{escape(tabel.bijschrift)}</caption>\n<thead><tr>{koppen}</tr></thead>\n"
        f"{_lichaam(tabel)}\n</table>\n</div>\n{voet}"
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


def _lichaam(tabel: Tabel) -> str:
    """The rows; those of one group in a body of their own, so that its name is a heading of just these rows."""
    if not tabel.kolommen[0].groep:
        rijen = "\n".join(_rij(rij, tabel.kolommen) for rij in tabel.rijen)
        return f"<tbody>\n{rijen}\n</tbody>"
    delen = []
    for naam, groep in groupby(tabel.rijen, key=lambda rij: rij[0]):
        eerste, *rest = [_rij(rij[1:], tabel.kolommen[1:]) for rij in groep]
        kop = f'<tr><th scope="rowgroup" rowspan="{1 + len(rest)}">{escape(naam)}</th>{eerste.removeprefix("<tr>")}'
        delen.append("\n".join(["<tbody>", kop, *rest, "</tbody>"]))
    return "\n".join(delen)


def _rij(rij: tuple, kolommen: tuple[Kolom, ...]) -> str:
    return "<tr>" + "".join(_cel(waarde, kolom) for waarde, kolom in zip(rij, kolommen, strict=True)) + "</tr>"


def _klasse(kolom: Kolom, extra: str = "") -> str:
    eigen = "bereik" if kolom.soort == "bereik" else "getal" if kolom.soort in GETALSOORTEN else ""
    klassen = " ".join(filter(None, [eigen, extra]))
    return f' class="{klassen}"' if klassen else ""


def _cel(waarde, kolom: Kolom) -> str:
    tekst = escape(schrijf(waarde, kolom.soort))
    if kolom.rijkop:
        return f'<th scope="row">{tekst}</th>'
    if not isinstance(waarde, Cel):
        return f"<td{_klasse(kolom)}>{tekst}</td>"
    teken = f'<span aria-hidden="true">{escape(waarde.teken)}</span> ' if waarde.teken else ""
    return f"<td{_klasse(kolom, waarde.klasse)}>{teken}{tekst}</td>"
