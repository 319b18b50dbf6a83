"""One section per onderwerp, and everything together per KPI."""

from collections.abc import Iterable
from html import escape

from normwijzer.rapport.norm.besluit import html_besluiten
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.gevoelig import html_gevoelig, zinnen_gevoelig
from normwijzer.rapport.norm.gevolgen import tabel_banden, tabel_gevolgen, tabel_klassen, zin_band
from normwijzer.rapport.norm.kandidaten import tabel_kandidaten, zin_startnorm
from normwijzer.rapport.norm.keuze import html_keuze
from normwijzer.rapport.norm.kop import zin_besluit, zin_regio, zin_stand, zin_voorstel
from normwijzer.rapport.norm.spreiding import tabel_krimp, zinnen_spreiding
from normwijzer.rapport.norm.stabiel import tabel_per_jaar, tabel_zonder_een, zinnen_stabiel
from normwijzer.rapport.norm.stand import html_stand, tabel_stand
from normwijzer.rapport.norm.tijd import html_tijd, tabel_kwartalen, tabel_rijping, zinnen_tijd
from normwijzer.rapport.norm.toeval import tabel_kracht, tabel_toeval, zinnen_toeval
from normwijzer.rapport.norm.woorden import waarde_regio, zin_beeld, zin_richting, zin_wie
from normwijzer.rapport.tabel import Tabel, als_html

WEINIG = (
    "Er zijn te weinig cijfers per aanbieder om gevolgen te laten zien: daarvoor zijn minstens twee aanbieders nodig, "
    "van wie er een 10 of meer in de noemer heeft."
)
NIEMAND_GETOOND = (
    "In deze gedeelde editie staat hier geen enkele aanbieder: de groepen zijn te klein om te tonen. Gevolgen per "
    "aanbieder, trechter en spreiding staan in de interne editie."
)
GEEN_AANBIEDERS = (
    "Deze KPI heeft geen cijfers per aanbieder. Een norm gaat hier over de regio als geheel; gevolgen per aanbieder, "
    "trechter en spreiding zijn er niet."
)


def html_kpi_norm(rapport: Normrapport, kpi: str) -> str:
    """The sections of one Wmo KPI, one per perceel."""
    return _html(rapport, rapport.van_kpi(kpi), f"Voor deze KPI zijn er in {rapport.jaar} geen cijfers.")


def html_overige(rapport: Normrapport) -> str:
    """The sections of Jeugd: only what was decided has one."""
    return _html(rapport, rapport.overige(), "Voor Jeugd is geen norm vastgesteld tot en met dit jaar.")


def tabellen_onderwerp(rapport: Normrapport, blad: Normblad) -> list[Tabel]:
    """Every table of one onderwerp, for the workbook."""
    tabellen = [
        tabel_kandidaten(rapport, blad), tabel_gevolgen(rapport, blad), tabel_banden(rapport, blad),
        tabel_klassen(rapport, blad), tabel_stand(rapport, blad) if blad.beeld else None, tabel_toeval(rapport, blad),
        tabel_kracht(rapport, blad), tabel_krimp(rapport, blad), tabel_per_jaar(rapport, blad),
        tabel_zonder_een(rapport, blad), tabel_rijping(rapport, blad), tabel_kwartalen(rapport, blad),
    ]  # fmt: skip
    return [tabel for tabel in tabellen if tabel is not None and tabel.rijen]


def tabellen_tekst(rapport: Normrapport, blad: Normblad) -> list[Tabel]:
    """The tables whose numbers a checked cell holds."""
    tabellen = [tabel_kandidaten(rapport, blad), tabel_gevolgen(rapport, blad)]
    if blad.beeld is not None:
        tabellen.append(tabel_stand(rapport, blad))
    return [*tabellen, tabel_per_jaar(rapport, blad)]


def _html(rapport: Normrapport, bladen: Iterable[Normblad], leeg: str) -> str:
    delen = [_onderwerp(rapport, blad) for blad in bladen]
    return "\n".join(delen) if delen else f'<p class="leeg">{escape(leeg)}</p>'


def _onderwerp(rapport: Normrapport, blad: Normblad) -> str:
    heeft_gevolgen = not blad.gevolgen.empty
    delen = [
        f"<h3>{escape(rapport.naam_onderwerp(blad.onderwerp))}</h3>",
        _opening(rapport, blad),
        _besluiten(rapport, blad),
        _kandidaten(rapport, blad),
    ]
    if heeft_gevolgen:
        delen += [
            _gevolgen(rapport, blad), _stand(rapport, blad), _toeval(rapport, blad), _spreiding(rapport, blad),
        ]  # fmt: skip
    else:
        weinig = WEINIG if rapport.is_exact else NIEMAND_GETOOND
        delen.append(_p(weinig if blad.nu.aanbieders else GEEN_AANBIEDERS))
    delen += [_stabiel(rapport, blad), _gevoelig(rapport, blad), _tijd(rapport, blad)]
    return "\n".join(delen)


def _opening(rapport: Normrapport, blad: Normblad) -> str:
    regio = "" if blad.nu.te_klein else zin_regio(rapport, blad)
    kop = f"<p><strong>{escape(waarde_regio(blad.nu))}</strong> {escape(regio)} "
    return kop + escape(" ".join(filter(None, [zin_voorstel(blad), zin_besluit(blad), zin_richting(blad)]))) + "</p>"


def _besluiten(rapport: Normrapport, blad: Normblad) -> str:
    return f"<h4>Besluiten</h4>\n{html_besluiten(rapport, blad)}" if blad.besluiten else ""


def _kandidaten(rapport: Normrapport, blad: Normblad) -> str:
    tabel = als_html(tabel_kandidaten(rapport, blad))
    return f"<h4>Wat zou de norm kunnen zijn</h4>\n{_p(zin_startnorm(rapport, blad))}\n{tabel}"


def _gevolgen(rapport: Normrapport, blad: Normblad) -> str:
    return "\n".join([
        "<h4>Wat gebeurt er bij welke norm</h4>",
        _p(" ".join(filter(None, [zin_beeld(blad), zin_band(blad), zin_wie(rapport, blad), _intern(rapport)]))),
        html_keuze(rapport, blad),
        als_html(tabel_gevolgen(rapport, blad)),
        _vouw("Alle bandbreedtes bij deze norm, en de klassen om te publiceren",
              als_html(tabel_banden(rapport, blad)), als_html(tabel_klassen(rapport, blad))),
    ])  # fmt: skip


def _intern(rapport: Normrapport) -> str:
    zin = "De interne editie heeft de cijfers over alle aanbieders, waarop een besluit rust."
    return "" if rapport.is_exact else zin


def _stand(rapport: Normrapport, blad: Normblad) -> str:
    voorlopig = (
        "De cijfers van dit jaar zijn nog voorlopig: een oordeel wacht daarop." if blad.nu.status == "voorlopig" else ""
    )
    return "\n".join([
        "<h4>Wie zou waar uitkomen</h4>", _p(f"{zin_stand(blad)} {voorlopig}".strip()), html_stand(rapport, blad),
    ])  # fmt: skip


def _toeval(rapport: Normrapport, blad: Normblad) -> str:
    zinnen = zinnen_toeval(rapport, blad)
    if not zinnen:
        return ""
    kop = "Waarom slechter dan de norm nog geen onvoldoende is"
    return "\n".join([
        f"<h4>{kop}</h4>", _p(" ".join(zinnen)), als_html(tabel_toeval(rapport, blad)),
        _vouw("Dezelfde kansen bij ronde aantallen", als_html(tabel_kracht(rapport, blad))),
    ])  # fmt: skip


def _spreiding(rapport: Normrapport, blad: Normblad) -> str:
    zinnen = zinnen_spreiding(blad)
    if not zinnen:
        return ""
    tabel = tabel_krimp(rapport, blad)
    vouw = _vouw("Toeval eruit gedacht, per aanbieder", als_html(tabel)) if tabel.rijen else ""
    return "\n".join(["<h4>Verschillen boven toeval</h4>", _p(" ".join(zinnen)), vouw])


def _stabiel(rapport: Normrapport, blad: Normblad) -> str:
    delen = ["<h4>Hoe vast staat dit getal</h4>", _p(" ".join(zinnen_stabiel(rapport, blad))),
             als_html(tabel_per_jaar(rapport, blad))]  # fmt: skip
    zonder = tabel_zonder_een(rapport, blad)
    if zonder.rijen:
        delen.append(_vouw("Zonder één aanbieder", als_html(zonder)))
    return "\n".join(delen)


def _gevoelig(rapport: Normrapport, blad: Normblad) -> str:
    if blad.tornado.empty:
        return ""
    return "\n".join([
        "<h4>Wat een andere definitie zou doen</h4>", _p(" ".join(zinnen_gevoelig(rapport, blad))),
        html_gevoelig(rapport, blad),
    ])  # fmt: skip


def _tijd(rapport: Normrapport, blad: Normblad) -> str:
    zinnen = _p(" ".join(zinnen_tijd(rapport, blad)))
    figuur = html_tijd(rapport, blad) if len(blad.rijping) or blad.kwartaalsoort else ""
    return "\n".join(["<h4>Wat wisten wij wanneer</h4>", zinnen, figuur])


def _p(tekst: str) -> str:
    return f"<p>{escape(tekst)}</p>" if tekst else ""


def _vouw(kop: str, *inhoud: str) -> str:
    binnen = "\n".join(inhoud)
    return f'<details class="vouw">\n<summary>{escape(kop)}</summary>\n{binnen}\n</details>'
