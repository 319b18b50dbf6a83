"""The tables and sentences of one point of the agenda: own figure, region, norm and verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import pandas as pd

from normwijzer.kpi.proces.familie import FAMILIE as PROCES
from normwijzer.normen.oordeel import BINNEN, ONDER, VOLDOET
from normwijzer.rapport import opmaak
from normwijzer.rapport.cijfers import interval, waarde
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import SAMEN, Rapport
from normwijzer.rapport.gesprek.agenda import Deel, lees_agenda
from normwijzer.rapport.gesprek.gegevens import Gesprek
from normwijzer.rapport.oordeel import norm_cel, oordeel_cel, woord_van
from normwijzer.rapport.oordeelwoorden import Oordeelwoord
from normwijzer.rapport.oordeelzin import heeft_zin, zin_oordeel
from normwijzer.rapport.proces.oordeel import GEHAALD, NIET_GEHAALD, doel_van
from normwijzer.rapport.proces.oordeel import oordeel as oordeel_proces
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html, zonder_lege_kolommen

_STROOM = ("beginstand", "instroom", "uitstroom", "eindstand")
_BETER = (BINNEN, ONDER)


@dataclass(frozen=True)
class Regel:
    """One KPI of one perceel, soort or law: own row and that of the region (None without)."""

    rapport: Rapport
    kpi: str
    rij: tuple
    regio: tuple | None

    @property
    def naam(self) -> str:
        """Uitval, perceel 2."""
        waar = "" if self.rij.groep == "" else f", {opmaak.in_zin(self.rapport.naam_groep(self.rij.groep))}"
        return f"{titel_kpi(self.rapport, self.kpi)}{waar}"

    @property
    def woord(self) -> Oordeelwoord | None:
        """The verdict of a norm decision; None without one."""
        return woord_van(self.rapport, self.rij) if self.rij.oordeel else None

    @property
    def doel(self) -> str:
        """The verdict on the target of the source, in words; empty for a family that has no such targets."""
        if self.rapport.familie != PROCES:
            return ""
        return oordeel_proces(self.rapport, self.kpi, self.rij, doel_van(self.rapport, self.kpi))


def regels(gesprek: Gesprek, deel: Deel) -> list[Regel]:
    """The figures of a point, in the order of the agenda."""
    return [
        Regel(gesprek.rapporten[familie], kpi, rij, regio)
        for familie, kpis in deel.kpis.items()
        if familie in gesprek.rapporten
        for kpi in kpis
        for rij, regio in gesprek.cijfers(familie, kpi)
    ]


def html_cijfers(gesprek: Gesprek, deel: Deel, naam: str) -> str:
    """The table of a point and a sentence for every verdict that calls for one; empty text without figures."""
    rijen = regels(gesprek, deel)
    if not rijen:
        return ""
    return "\n".join(filter(None, [als_html(tabel_cijfers(rijen, naam)), _uitleg(rijen)]))


def tabel_cijfers(rijen: list[Regel], naam: str) -> Tabel:
    """One row per KPI and perceel or soort: own value with noemer and interval, the region, norm and verdict."""
    kolommen = (
        Kolom("KPI", rijkop=True), Kolom("Waarvan"), Kolom("Uw cijfer", "waarde"), Kolom("Aantal", "waarde"),
        Kolom("95 %-interval", "bereik"), Kolom("Regio", "waarde"), Kolom("Norm of doel", "waarde"), Kolom("Oordeel"),
    )  # fmt: skip
    cellen = [
        (
            titel_kpi(regel.rapport, regel.kpi), _groep(regel.rapport, regel.rij.groep), waarde(regel.rij),
            _aantal(regel.rij), "" if regel.rij.te_klein else interval(regel.rij),
            "" if regel.regio is None else waarde(regel.regio), _norm(regel), _oordeel(regel),
        )
        for regel in rijen
    ]  # fmt: skip
    return zonder_lege_kolommen(Tabel(f"Cijfers bij {naam}", kolommen, cellen))


def html_stroom(gesprek: Gesprek, naam: str) -> str:
    """Begin, in, out and end per perceel or soort, of the aanbieder and the region; empty text without any."""
    delen = [als_html(tabel) for familie in gesprek.rapporten if (tabel := tabel_stroom(gesprek, familie, naam)).rijen]
    return "\n".join(delen)


def tabel_stroom(gesprek: Gesprek, familie: str, naam: str) -> Tabel:
    rapport = gesprek.rapporten[familie]
    rijen = []
    for eigen, regio in gesprek.stroom(familie):
        rijen.append((_groep(rapport, eigen.groep), "u", *_stroom(eigen)))
        if regio is not None:
            rijen.append((_groep(rapport, eigen.groep), "regio", *_stroom(regio)))
    kolommen = (
        Kolom(rapport.groep.capitalize(), rijkop=True), Kolom("Wie"),
        *(Kolom(kolom.capitalize(), "aantal") for kolom in _STROOM),
    )  # fmt: skip
    return Tabel(f"Stroom bij {naam}. {rapport.catalogus.titel}", kolommen, rijen)


def html_lijst(gesprek: Gesprek, *, goed: bool) -> str:
    """The figures whose verdict says that the norm or target is met, or is not; empty text when there is none."""
    regels_ = [regel for regel in _alle(gesprek) if (_is_goed(regel) if goed else _is_minder(regel))]
    if not regels_:
        return ""
    kop = (
        "Het cijfer haalt de norm of het doel bij:" if goed else
        "Het cijfer haalt de norm of het doel niet bij de volgende onderwerpen. Waarom, zegt een cijfer niet:"
    )  # fmt: skip
    punten = "\n".join(f"<li>{escape(regel.naam)}: {_met_waarde(regel)}</li>" for regel in regels_)
    return f"<p>{kop}</p>\n<ul>\n{punten}\n</ul>"


def _alle(gesprek: Gesprek) -> Iterator[Regel]:
    for punt in lees_agenda().punten:
        for deel in punt.delen:
            yield from regels(gesprek, deel)


def _is_goed(regel: Regel) -> bool:
    return regel.rij.oordeel == VOLDOET or regel.doel.startswith(GEHAALD)


def _is_minder(regel: Regel) -> bool:
    return regel.rij.oordeel in _BETER or regel.doel.startswith(NIET_GEHAALD)


def _met_waarde(regel: Regel) -> str:
    cel = waarde(regel.rij)
    getal = cel if isinstance(cel, str) else eenheid_van(regel.rij.maat).tekst(regel.rij.waarde)
    woord = regel.woord
    teken = f'<span aria-hidden="true">{escape(woord.teken)}</span> ' if woord else ""
    return f"{escape(getal)}, {teken}{escape(woord.woord if woord else regel.doel)}"


def _uitleg(rijen: list[Regel]) -> str:
    """Why: one sentence per verdict of a norm decision that is not simply met."""
    punten = [
        f'<li class="{regel.woord.klasse}"><strong>{escape(regel.naam)}: {escape(regel.woord.woord)}.</strong> '
        f"{escape(zin_oordeel(regel.rapport, regel.rij))}</li>"
        for regel in rijen
        if regel.woord and not regel.rij.te_klein and heeft_zin(regel.rij)
    ]
    return '<ul class="oordelen">\n' + "\n".join(punten) + "\n</ul>" if punten else ""


def _groep(rapport: Rapport, groep: str) -> str:
    return rapport.naam_groep(groep) if groep else SAMEN[rapport.groep].capitalize()


def _aantal(rij):
    if rij.te_klein or eenheid_van(rij.maat).geteld or pd.isna(rij.noemer):
        return ""
    return Cel(rij.noemer, "aantal")


def _norm(regel: Regel):
    if regel.rapport.familie == PROCES:
        doel = doel_van(regel.rapport, regel.kpi)
        return norm_cel(doel.doel) if doel else ""
    return norm_cel(regel.rij.norm)


def _oordeel(regel: Regel):
    woord = regel.woord
    return oordeel_cel(woord) if woord else regel.doel


def _stroom(rij) -> tuple:
    if rij.te_klein:
        return rij.tekst, "", "", ""
    return tuple(getattr(rij, naam) for naam in _STROOM)
