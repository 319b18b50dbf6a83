"""What a notebook calls: `toon_` shows a section in the page, `tekst_` prints numbers that a test compares."""

from IPython.display import HTML, display

from normwijzer.rapport.aanbieders import html_aanbieders, tabellen_aanbieders
from normwijzer.rapport.beloop import html_redenen, html_stroom, tabel_redenen, tabellen_stroom
from normwijzer.rapport.definitie import html_definitie
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
from normwijzer.rapport.tabel import Tabel, als_html, als_tekst
from normwijzer.rapport.trechter import html_trechters
from normwijzer.rapport.verantwoording import html_verantwoording


def toon_titel(rapport: Rapport) -> None:
    """The h1 of the page, with edition and knowledge date."""
    _toon(html_titel(rapport))


def toon_kop(rapport: Rapport) -> None:
    """The headline of every KPI in words, per perceel or per part of the source, and the same as a table."""
    _toon(
        html_onderdelen(rapport) if rapport.catalogus.onderdelen else html_kop(rapport),
        "<details>\n<summary>Dezelfde cijfers als tabel</summary>",
        als_html(tabel_kop(rapport)),
        "</details>",
    )


def toon_definitie(rapport: Rapport, kpi: str) -> None:
    """What the KPI means, where that comes from and who decides."""
    _toon(html_definitie(rapport, kpi))


def toon_kpi(rapport: Rapport, kpi: str) -> None:
    """Everything about one KPI of youth care: value, target, definition, soorten, aanbieders, years, choices."""
    _toon(html_kpi(rapport, kpi))


def toon_bronnen(rapport: Rapport) -> None:
    """The KPI's that lack a source, with the name of the missing file, and where the population figures are from."""
    _toon(html_bronnen(rapport))


def toon_doelen(rapport: Rapport) -> None:
    """Every target with its progress, as table and as figures."""
    _toon(html_doelen(rapport))


def toon_hittetabel(rapport: Rapport) -> None:
    """Every KPI by year, value and verdict in words and colour."""
    _toon(als_html(tabel_hitte(rapport)))


def toon_verblijfsduur(rapport: Rapport) -> None:
    """Length of stay measured in several ways, with how to read them."""
    _toon(html_verblijfsduur(rapport))


def toon_overleving(rapport: Rapport) -> None:
    """Survival curve per entry year."""
    _toon(html_overleving(rapport))


def toon_verdeling(rapport: Rapport, kpi: str) -> None:
    """Share of every soort over the years."""
    _toon(html_verdeling(rapport, kpi))


def toon_respons(rapport: Rapport) -> None:
    """Of how many the outcomes were measured."""
    _toon(als_html(tabel_respons(rapport)))


def toon_aanbieders(rapport: Rapport, kpi: str) -> None:
    """A table per perceel with the region and every aanbieder."""
    _toon(html_aanbieders(rapport, kpi))


def toon_trechters(rapport: Rapport, kpi: str) -> None:
    """A funnel figure per perceel."""
    _toon(html_trechters(rapport, kpi))


def toon_jaren(rapport: Rapport, kpi: str) -> None:
    """The years side by side."""
    _toon(html_jaren(rapport, kpi))


def toon_gevoeligheid(rapport: Rapport, kpi: str) -> None:
    """What other choices in the definition would change, and the side figures."""
    _toon(html_gevoeligheid(rapport, kpi), als_html(tabel_nevencijfers(rapport, kpi)))


def toon_redenen(rapport: Rapport) -> None:
    """Why support ended."""
    _toon(html_redenen(rapport))


def toon_stroom(rapport: Rapport) -> None:
    """From beginstand to eindstand; of youth care also over the years."""
    jaren = [html_stroom_jaren(rapport)] if rapport.groep == "soort" else []
    _toon(*jaren, html_stroom(rapport))


def toon_kwaliteit(rapport: Rapport) -> None:
    """Quality of the data, and signals."""
    _toon(html_kwaliteit(rapport))


def toon_niet_ingedeeld(rapport: Rapport) -> None:
    """Products without a perceel."""
    _toon(als_html(tabel_niet_ingedeeld(rapport)))


def toon_verantwoording(rapport: Rapport) -> None:
    """What the report was made from."""
    _toon(html_verantwoording(rapport))


def tekst_kop(rapport: Rapport) -> None:
    """Print the headline numbers."""
    _print(tabel_kop(rapport))


def tekst_kpi(rapport: Rapport, kpi: str) -> None:
    """Print one KPI: per soort, per aanbieder, per year, and its sensitivity."""
    if rapport.groep == "soort":
        _print(*tabellen_kpi(rapport, kpi))
        return
    _print(*tabellen_aanbieders(rapport, kpi), tabel_jaren(rapport, kpi), tabel_gevoeligheid(rapport, kpi))


def tekst_doelen(rapport: Rapport) -> None:
    """Print the targets."""
    _print(tabel_doelen(rapport))


def tekst_bronnen(rapport: Rapport) -> None:
    """Print the KPI's that lack a source."""
    _print(tabel_geen_bron(rapport))


def tekst_verblijfsduur(rapport: Rapport) -> None:
    """Print length of stay, per vorm and per year, and the survival curves."""
    _print(tabel_verblijfsduur(rapport), tabel_per_vorm(rapport), tabel_duur_jaren(rapport), tabel_overleving(rapport))


def tekst_verdeling(rapport: Rapport, kpi: str) -> None:
    """Print the share of every soort over the years."""
    _print(tabel_verdeling(rapport, kpi))


def tekst_respons(rapport: Rapport) -> None:
    """Print the response."""
    _print(tabel_respons(rapport))


def tekst_redenen(rapport: Rapport) -> None:
    """Print the reasons."""
    _print(tabel_redenen(rapport))


def tekst_stroom(rapport: Rapport) -> None:
    """Print the flow."""
    jaren = [tabel_stroom_jaren(rapport)] if rapport.groep == "soort" else []
    _print(*jaren, *tabellen_stroom(rapport))


def tekst_kwaliteit(rapport: Rapport) -> None:
    """Print the quality figures and the products without a perceel."""
    _print(tabel_kwaliteit(rapport), tabel_niet_ingedeeld(rapport))


def _toon(*delen: str) -> None:
    display(HTML("\n".join(delen)))


def _print(*tabellen: Tabel) -> None:
    print("\n\n".join(als_tekst(tabel) for tabel in tabellen))
