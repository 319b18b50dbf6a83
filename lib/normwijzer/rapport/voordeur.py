"""What a notebook calls: `toon_` shows a section in the page, `tekst_` prints numbers that a test compares."""

from IPython.display import HTML, display

from normwijzer.rapport.aanbieders import html_aanbieders, tabellen_aanbieders
from normwijzer.rapport.beloop import html_redenen, html_stroom, tabel_redenen, tabellen_stroom
from normwijzer.rapport.definitie import html_definitie
from normwijzer.rapport.editie import in_editie
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.gevoeligheid import html_gevoeligheid, tabel_gevoeligheid
from normwijzer.rapport.jaren import html_jaren, tabel_jaren
from normwijzer.rapport.jeugd.bron import html_bronnen, tabel_geen_bron
from normwijzer.rapport.jeugd.doelen import html_doelen, tabel_doelen
from normwijzer.rapport.jeugd.hitte import tabel_hitte
from normwijzer.rapport.jeugd.kop import html_onderdelen
from normwijzer.rapport.jeugd.kpi import html_kpi, tabellen_kpi
from normwijzer.rapport.jeugd.overleving import html_overleving, tabel_overleving
from normwijzer.rapport.jeugd.respons import tabel_respons
from normwijzer.rapport.jeugd.stroom import html_stroom_jaren, tabel_stroom_jaren
from normwijzer.rapport.jeugd.verblijfsduur import (
    html_verblijfsduur,
    tabel_duur_jaren,
    tabel_per_vorm,
    tabel_verblijfsduur,
)
from normwijzer.rapport.jeugd.verdeling import html_verdeling, tabel_verdeling
from normwijzer.rapport.kop import html_kop, html_titel, tabel_kop
from normwijzer.rapport.kwaliteit import html_kwaliteit, tabel_kwaliteit, tabel_nevencijfers, tabel_niet_ingedeeld
from normwijzer.rapport.oordeelalarm import html_alarm
from normwijzer.rapport.oordeelbesluit import html_besluiten
from normwijzer.rapport.proces.declaraties import html_declaraties, tabel_afkeurredenen, tabel_declaraties
from normwijzer.rapport.proces.herstel import html_herstel, tabel_herstel, tabel_herstel_partners
from normwijzer.rapport.proces.kalender import html_kalender, kpis_kalender, tabel_kalender
from normwijzer.rapport.proces.keten import tabel_keten
from normwijzer.rapport.proces.kop import html_kop_proces, tabel_alle_jaren, tabel_normen
from normwijzer.rapport.proces.kosten import (
    html_kosten,
    tabel_kosten_gemeente,
    tabel_kosten_maand,
    tabel_kosten_product,
)
from normwijzer.rapport.proces.kpi import html_stap, tabellen_stap
from normwijzer.rapport.proces.termijnen import html_termijnen, tabel_termijnen, tabel_termijnen_partners
from normwijzer.rapport.proces.volledig import html_volledigheid, tabel_gemiddeld, tabel_volledigheid
from normwijzer.rapport.tabel import Tabel, als_html, als_tekst
from normwijzer.rapport.trechter import html_trechters
from normwijzer.rapport.verantwoording import html_verantwoording


@in_editie
def toon_titel(rapport: Rapport) -> None:
    """The h1 of the page, with edition and knowledge date."""
    _toon(html_titel(rapport))


@in_editie
def toon_kop(rapport: Rapport) -> None:
    """The headline of every KPI in words, per perceel or per part of the source, and the same as a table.

    First an alarm when a norm rests on data that now come out differently.
    Of the administrative process: the chain, and every KPI with its term, target and verdict.
    """
    if rapport.groep == "wet":
        _toon(html_kop_proces(rapport))
        return
    _toon(
        html_alarm(rapport),
        html_onderdelen(rapport) if rapport.catalogus.onderdelen else html_kop(rapport),
        "<details>\n<summary>Dezelfde cijfers als tabel</summary>",
        als_html(tabel_kop(rapport)),
        "</details>",
    )


@in_editie
def toon_definitie(rapport: Rapport, kpi: str) -> None:
    """What the KPI means, where that comes from and who decides; below it the norm decisions."""
    _toon(html_definitie(rapport, kpi), html_besluiten(rapport, kpi))


@in_editie
def toon_kpi(rapport: Rapport, kpi: str) -> None:
    """Everything about one KPI on one place: value, target, definition, figures, partners, years, choices."""
    _toon(html_stap(rapport, kpi) if rapport.groep == "wet" else html_kpi(rapport, kpi))


@in_editie
def toon_bronnen(rapport: Rapport) -> None:
    """The KPI's that lack a source, with the name of the missing file, and where the population figures are from."""
    _toon(html_bronnen(rapport))


@in_editie
def toon_doelen(rapport: Rapport) -> None:
    """Every target with its progress, as table and as figures."""
    _toon(html_doelen(rapport))


@in_editie
def toon_hittetabel(rapport: Rapport) -> None:
    """Every KPI by year, value and verdict in words and colour."""
    _toon(als_html(tabel_alle_jaren(rapport) if rapport.groep == "wet" else tabel_hitte(rapport)))


@in_editie
def toon_verblijfsduur(rapport: Rapport) -> None:
    """Length of stay measured in several ways, with how to read them."""
    _toon(html_verblijfsduur(rapport))


@in_editie
def toon_overleving(rapport: Rapport) -> None:
    """Survival curve per entry year."""
    _toon(html_overleving(rapport))


@in_editie
def toon_verdeling(rapport: Rapport, kpi: str) -> None:
    """Share of every soort over the years."""
    _toon(html_verdeling(rapport, kpi))


@in_editie
def toon_respons(rapport: Rapport) -> None:
    """Of how many the outcomes were measured."""
    _toon(als_html(tabel_respons(rapport)))


@in_editie
def toon_kalender(rapport: Rapport) -> None:
    """When late messages fall, per week, or per day for inside use."""
    _toon(html_kalender(rapport))


@in_editie
def toon_termijnen(rapport: Rapport) -> None:
    """The deadlines of the standard, per law and per partner."""
    _toon(html_termijnen(rapport))


@in_editie
def toon_herstel(rapport: Rapport) -> None:
    """What partners can mend."""
    _toon(html_herstel(rapport))


@in_editie
def toon_declaraties(rapport: Rapport) -> None:
    """Claims that were right the first time, and why lines were rejected."""
    _toon(html_declaraties(rapport))


@in_editie
def toon_kosten(rapport: Rapport) -> None:
    """Net cost per month, product and gemeente."""
    _toon(html_kosten(rapport))


@in_editie
def toon_volledigheid(rapport: Rapport) -> None:
    """How much of a month has been claimed after so many months."""
    _toon(html_volledigheid(rapport))


@in_editie
def toon_aanbieders(rapport: Rapport, kpi: str) -> None:
    """A table per perceel with the region and every aanbieder."""
    _toon(html_aanbieders(rapport, kpi))


@in_editie
def toon_trechters(rapport: Rapport, kpi: str) -> None:
    """A funnel figure per perceel."""
    _toon(html_trechters(rapport, kpi))


@in_editie
def toon_jaren(rapport: Rapport, kpi: str) -> None:
    """The years side by side."""
    _toon(html_jaren(rapport, kpi))


@in_editie
def toon_gevoeligheid(rapport: Rapport, kpi: str) -> None:
    """What other choices in the definition would change, and the side figures."""
    _toon(html_gevoeligheid(rapport, kpi), als_html(tabel_nevencijfers(rapport, kpi)))


@in_editie
def toon_redenen(rapport: Rapport) -> None:
    """Why support ended."""
    _toon(html_redenen(rapport))


@in_editie
def toon_stroom(rapport: Rapport) -> None:
    """From beginstand to eindstand; of youth care also over the years."""
    jaren = [html_stroom_jaren(rapport)] if rapport.groep == "soort" else []
    _toon(*jaren, html_stroom(rapport))


@in_editie
def toon_kwaliteit(rapport: Rapport) -> None:
    """Quality of the data, and signals."""
    _toon(html_kwaliteit(rapport))


@in_editie
def toon_niet_ingedeeld(rapport: Rapport) -> None:
    """Products without a perceel."""
    _toon(als_html(tabel_niet_ingedeeld(rapport)))


@in_editie
def toon_verantwoording(rapport: Rapport) -> None:
    """What the report was made from."""
    _toon(html_verantwoording(rapport))


@in_editie
def tekst_kop(rapport: Rapport) -> None:
    """Print the headline numbers; of the administrative process also the chain."""
    _print(*([tabel_normen(rapport), tabel_keten(rapport)] if rapport.groep == "wet" else [tabel_kop(rapport)]))


@in_editie
def tekst_kpi(rapport: Rapport, kpi: str) -> None:
    """Print one KPI: per soort or law, per partner, per year, and its sensitivity."""
    if rapport.groep == "wet":
        _print(*tabellen_stap(rapport, kpi))
        return
    if rapport.groep == "soort":
        _print(*tabellen_kpi(rapport, kpi))
        return
    _print(*tabellen_aanbieders(rapport, kpi), tabel_jaren(rapport, kpi), tabel_gevoeligheid(rapport, kpi))


@in_editie
def tekst_doelen(rapport: Rapport) -> None:
    """Print the targets."""
    _print(tabel_doelen(rapport))


@in_editie
def tekst_bronnen(rapport: Rapport) -> None:
    """Print the KPI's that lack a source."""
    _print(tabel_geen_bron(rapport))


@in_editie
def tekst_verblijfsduur(rapport: Rapport) -> None:
    """Print length of stay, per vorm and per year, and the survival curves."""
    _print(tabel_verblijfsduur(rapport), tabel_per_vorm(rapport), tabel_duur_jaren(rapport), tabel_overleving(rapport))


@in_editie
def tekst_verdeling(rapport: Rapport, kpi: str) -> None:
    """Print the share of every soort over the years."""
    _print(tabel_verdeling(rapport, kpi))


@in_editie
def tekst_respons(rapport: Rapport) -> None:
    """Print the response."""
    _print(tabel_respons(rapport))


@in_editie
def tekst_kalender(rapport: Rapport) -> None:
    """Print the late messages per week."""
    _print(*(tabel_kalender(rapport, kpi) for kpi in kpis_kalender(rapport)))


@in_editie
def tekst_termijnen(rapport: Rapport) -> None:
    """Print the deadlines of the standard."""
    _print(tabel_termijnen(rapport), tabel_termijnen_partners(rapport))


@in_editie
def tekst_herstel(rapport: Rapport) -> None:
    """Print what partners can mend."""
    _print(tabel_herstel(rapport), tabel_herstel_partners(rapport))


@in_editie
def tekst_declaraties(rapport: Rapport) -> None:
    """Print the quality of claims and the reasons of rejection."""
    _print(tabel_declaraties(rapport), tabel_afkeurredenen(rapport))


@in_editie
def tekst_kosten(rapport: Rapport) -> None:
    """Print the net cost."""
    _print(tabel_kosten_maand(rapport), tabel_kosten_product(rapport), tabel_kosten_gemeente(rapport))


@in_editie
def tekst_volledigheid(rapport: Rapport) -> None:
    """Print how complete the months are."""
    _print(tabel_gemiddeld(rapport), tabel_volledigheid(rapport))


@in_editie
def tekst_redenen(rapport: Rapport) -> None:
    """Print the reasons."""
    _print(tabel_redenen(rapport))


@in_editie
def tekst_stroom(rapport: Rapport) -> None:
    """Print the flow."""
    jaren = [tabel_stroom_jaren(rapport)] if rapport.groep == "soort" else []
    _print(*jaren, *tabellen_stroom(rapport))


@in_editie
def tekst_kwaliteit(rapport: Rapport) -> None:
    """Print the quality figures and the products without a perceel; every product counts in the chain."""
    _print(tabel_kwaliteit(rapport), *([] if rapport.groep == "wet" else [tabel_niet_ingedeeld(rapport)]))


def _toon(*delen: str) -> None:
    display(HTML("\n".join(filter(None, delen))))


def _print(*tabellen: Tabel) -> None:
    print("\n\n".join(als_tekst(tabel) for tabel in tabellen))
