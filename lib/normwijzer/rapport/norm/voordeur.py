"""What the notebook of the norm calls: `toon_` shows a section, `tekst_` prints numbers that a test compares."""

from IPython.display import HTML, display

from normwijzer.rapport.editie import in_editie
from normwijzer.rapport.kop import html_titel
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.kandidaten import tabel_uitleg
from normwijzer.rapport.norm.kop import html_norm_kop, tabel_norm_kop
from normwijzer.rapport.norm.sectie import html_kpi_norm, html_overige, tabellen_tekst
from normwijzer.rapport.norm.verantwoording import html_norm_verantwoording, tabel_alle_besluiten
from normwijzer.rapport.tabel import Tabel, als_html, als_tekst


@in_editie
def toon_norm_titel(rapport: Normrapport) -> None:
    """The h1 of the page, with edition and knowledge date."""
    _toon(html_titel(rapport))


@in_editie
def toon_norm_kop(rapport: Normrapport) -> None:
    """Per onderwerp: value, proposal, decision and who would fall where."""
    _toon(html_norm_kop(rapport))


@in_editie
def toon_norm_kandidaten(rapport: Normrapport) -> None:
    """What speaks for and against every candidate, once for all onderwerpen."""
    _toon(als_html(tabel_uitleg(rapport)))


@in_editie
def toon_norm(rapport: Normrapport, kpi: str) -> None:
    """Everything about one Wmo KPI, a section per perceel."""
    _toon(html_kpi_norm(rapport, kpi))


@in_editie
def toon_norm_jeugd(rapport: Normrapport) -> None:
    """The same for what was decided of Jeugd."""
    _toon(html_overige(rapport))


@in_editie
def toon_norm_besluiten(rapport: Normrapport) -> None:
    """All decisions on one place."""
    _toon(als_html(tabel_alle_besluiten(rapport)))


@in_editie
def toon_norm_verantwoording(rapport: Normrapport) -> None:
    """What the report was made from."""
    _toon(html_norm_verantwoording(rapport))


@in_editie
def tekst_norm_kop(rapport: Normrapport) -> None:
    """Print the headline numbers."""
    _print(tabel_norm_kop(rapport))


@in_editie
def tekst_norm(rapport: Normrapport, kpi: str) -> None:
    """Print candidates, consequences, aanbieders and years of one Wmo KPI."""
    _print(*_tabellen(rapport, rapport.van_kpi(kpi)))


@in_editie
def tekst_norm_besluiten(rapport: Normrapport) -> None:
    """Print all decisions."""
    _print(tabel_alle_besluiten(rapport))


def _tabellen(rapport: Normrapport, bladen: list[Normblad]) -> list[Tabel]:
    return [tabel for blad in bladen for tabel in tabellen_tekst(rapport, blad)]


def _toon(*delen: str) -> None:
    display(HTML("\n".join(delen)))


def _print(*tabellen: Tabel) -> None:
    print("\n\n".join(als_tekst(tabel) for tabel in tabellen))
