"""What changed since the run before: reports, headline figures that moved and verdicts that are others now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from normwijzer.rapport.kerncijfers import Kerncijfer
from normwijzer.rapport.opmaak import meervoud, opsomming
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

NIEUW, BIJGEWERKT, ONGEWIJZIGD, NIET_GELUKT = "nieuw", "bijgewerkt", "ongewijzigd", "mislukt"
_KOLOMMEN = (
    Kolom("Regio", rijkop=True), Kolom("Rapport"), Kolom("Cijfer"), Kolom("Eerst"), Kolom("Nu"),
)  # fmt: skip


@dataclass(frozen=True)
class Verschuiving:
    """One headline figure that is another one now: `voor` and `na` are the words on the page then and now."""

    regio: str
    jaar: int
    familie: str
    titel: str
    naam: str
    voor: str
    na: str
    oordeel: bool


@dataclass(frozen=True)
class Sinds:
    """What the last run did: gedaan: one word per report asked for (NIEUW … NIET_GELUKT); verschuivingen of those that
    were made again."""

    gedaan: Sequence[str]
    verschuivingen: Sequence[Verschuiving] = ()


def vergelijk_kern(
    regio: str, jaar: int, familie: str, voor: Sequence[Kerncijfer], na: Sequence[Kerncijfer]
) -> list[Verschuiving]:
    """The headline figures of one report that read otherwise than before, and the verdicts that are others.

    What is hidden now is never told from an earlier, more open report: then only the words of today stand there.
    A figure that was not there before, or is gone, counts; without any figure before there is nothing to compare.
    """
    if not voor:
        return []
    oud = {(c["kpi"], c["groep"]): c for c in voor}
    nieuw = {(c["kpi"], c["groep"]): c for c in na}
    uit = []
    for sleutel in [*nieuw, *(s for s in oud if s not in nieuw)]:
        toen, nu = oud.get(sleutel), nieuw.get(sleutel)
        kop = nu or toen
        over = (regio, jaar, familie, kop["titel"], kop["naam"])
        dicht = (nu is None or not nu["getoond"]) and toen is not None and toen["getoond"]
        if _cijfer(toen) != _cijfer(nu):
            uit.append(Verschuiving(*over, "een getal" if dicht else _cijfer(toen), _cijfer(nu), oordeel=False))
        if _woorden(toen) != _woorden(nu):
            eerst = "een oordeel" if dicht and toen["oordelen"] else _woorden(toen)
            uit.append(Verschuiving(*over, eerst, _woorden(nu), oordeel=True))
    return uit


def html_sinds(sinds: Sinds, titels: Mapping[str, str], namen: Mapping[str, str]) -> str:
    """The section at the top of the page; figures and verdicts only when some changed."""
    telling = Counter(sinds.gedaan)
    soorten = [f"{telling[soort]} {soort}" for soort in (NIEUW, BIJGEWERKT, ONGEWIJZIGD, NIET_GELUKT) if telling[soort]]
    gedaan = f"{meervoud(len(sinds.gedaan), 'rapport', 'rapporten')} gevraagd: {opsomming(soorten)}."
    cijfers = [v for v in sinds.verschuivingen if not v.oordeel]
    oordelen = [v for v in sinds.verschuivingen if v.oordeel]
    wat = ""
    if telling[BIJGEWERKT] or telling[ONGEWIJZIGD]:
        wat = "Geen kerncijfer en geen oordeel is anders dan in het vorige rapport."
    if cijfers or oordelen:
        hoeveel = [meervoud(len(cijfers), "kerncijfer", "kerncijfers")] if cijfers else []
        hoeveel += [meervoud(len(oordelen), "oordeel", "oordelen")] if oordelen else []
        wat = f"Anders dan in het vorige rapport: {opsomming(hoeveel)}."
    delen = [
        '<section class="sinds">\n<h2>Sinds de vorige run</h2>',
        f"<p>{escape(f'{gedaan} {wat}'.strip())}</p>",
        _tabel("Oordelen die anders zijn", oordelen, titels, namen),
        _tabel("Kerncijfers die zijn verschoven", cijfers, titels, namen),
        "</section>",
    ]
    return "\n".join(filter(None, delen))


def _tabel(
    bijschrift: str, verschuivingen: Sequence[Verschuiving], titels: Mapping[str, str], namen: Mapping[str, str]
) -> str:
    if not verschuivingen:
        return ""
    rijen = []
    for v in verschuivingen:
        waar = namen.get(v.regio, v.regio), f"{titels.get(v.familie, v.familie)}, {v.jaar}", f"{v.titel}, {v.naam}"
        rijen.append((*waar, v.voor, v.na))
    summary = f"<summary>{escape(bijschrift)} ({len(rijen)})</summary>"
    return f'<details class="verschoven" open>\n{summary}\n{als_html(Tabel(bijschrift, _KOLOMMEN, rijen))}\n</details>'


def _cijfer(cijfer: Kerncijfer | None) -> str:
    return "niet in het rapport" if cijfer is None else cijfer["waarde"]


def _woorden(cijfer: Kerncijfer | None) -> str:
    if cijfer is None or not cijfer["oordelen"]:
        return "geen oordeel"
    return opsomming([o["woord"] for o in cijfer["oordelen"]])
