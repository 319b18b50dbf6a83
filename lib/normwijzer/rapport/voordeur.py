"""What a notebook calls: `toon_` shows a section in the page, `tekst_` prints numbers that a test compares."""

from IPython.display import HTML, display

from normwijzer.rapport.aanbieders import html_aanbieders, tabellen_aanbieders
from normwijzer.rapport.beloop import html_redenen, html_stroom, tabel_redenen, tabellen_stroom
from normwijzer.rapport.definitie import html_definitie
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.gevoeligheid import html_gevoeligheid, tabel_gevoeligheid
from normwijzer.rapport.jaren import html_jaren, tabel_jaren
from normwijzer.rapport.kop import html_kop, html_titel, tabel_kop
from normwijzer.rapport.kwaliteit import html_kwaliteit, tabel_kwaliteit, tabel_nevencijfers, tabel_niet_ingedeeld
from normwijzer.rapport.tabel import Tabel, als_html, als_tekst
from normwijzer.rapport.trechter import html_trechters
from normwijzer.rapport.verantwoording import html_verantwoording


def toon_titel(rapport: Rapport) -> None:
    """The h1 of the page, with edition and knowledge date."""
    _toon(html_titel(rapport))


def toon_kop(rapport: Rapport) -> None:
    """The headline of every KPI and perceel in words, and the same as a table."""
    _toon(
        html_kop(rapport),
        "<details>\n<summary>Dezelfde cijfers als tabel</summary>",
        als_html(tabel_kop(rapport)),
        "</details>",
    )


def toon_definitie(rapport: Rapport, kpi: str) -> None:
    """What the KPI means, where that comes from and who decides."""
    _toon(html_definitie(rapport, kpi))


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
    """From beginstand to eindstand."""
    _toon(html_stroom(rapport))


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
    """Print one KPI: per aanbieder, per year, and its sensitivity."""
    _print(*tabellen_aanbieders(rapport, kpi), tabel_jaren(rapport, kpi), tabel_gevoeligheid(rapport, kpi))


def tekst_redenen(rapport: Rapport) -> None:
    """Print the reasons."""
    _print(tabel_redenen(rapport))


def tekst_stroom(rapport: Rapport) -> None:
    """Print the flow."""
    _print(*tabellen_stroom(rapport))


def tekst_kwaliteit(rapport: Rapport) -> None:
    """Print the quality figures and the products without a perceel."""
    _print(tabel_kwaliteit(rapport), tabel_niet_ingedeeld(rapport))


def _toon(*delen: str) -> None:
    display(HTML("\n".join(delen)))


def _print(*tabellen: Tabel) -> None:
    print("\n\n".join(als_tekst(tabel) for tabel in tabellen))
