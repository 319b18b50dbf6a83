"""What the explorer shows of a choice: counts, what chance does, the funnel and the table, all as HTML in words."""

from functools import cache
from html import escape
from pathlib import Path

import pandas as pd

from normwijzer.normen.bandbreedte import KLEINSTE, in_woorden
from normwijzer.normen.oordeel import BINNEN, ONDER, TE_KLEIN, VOLDOET
from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.gegevens import Normrapport
from normwijzer.rapport.norm.verkenner_stand import Stand
from normwijzer.rapport.norm.woorden import aanbieders, slechter_is
from normwijzer.rapport.oordeel import oordeel_cel
from normwijzer.rapport.oordeelwoorden import oordeelwoord
from normwijzer.rapport.oordeelzin import gesprek, norm_in_zin
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

_LEEG = f"Er is bij deze keuze geen aanbieder met {KLEINSTE} of meer in de noemer: er valt niets te vergelijken."


def html_stijl() -> str:
    """The style of the explorer; only names that begin with nwv-."""
    return f"<style>{_stijl()}</style>"


def html_vak(*delen: str) -> str:
    """Parts of the explorer inside its own look."""
    return f'<div class="nwv">{"".join(delen)}</div>'


def html_zin(tekst: str, klasse: str = "nwv-melding") -> str:
    """One sentence; klasse nwv-melding for what went wrong or must be known."""
    return html_vak(f'<p class="{klasse}" role="status">{escape(tekst)}</p>') if tekst else ""


def html_tellingen(rapport: Normrapport, stand: Stand) -> str:
    """The four counts, each with sign and words, under one sentence that says them in a row."""
    telling = tellingen(stand)
    blokken = "".join(
        f'<li data-oordeel="{escape(naam)}" class="nwv-blok {oordeelwoord(naam).klasse}">'
        f'<span class="nwv-getal">{opmaak.aantal(aantal)}</span> '
        f'<span class="nwv-woord"><span aria-hidden="true">{oordeelwoord(naam).teken} </span>{escape(naam)}</span>'
        f'<span class="nwv-uitleg">{escape(_uitleg(rapport, stand, naam))}</span></li>'
        for naam, aantal in telling.items()
    )
    return html_vak(f'<p class="nwv-kop" role="status">{escape(kopzin(rapport, stand))}</p>', f"<ul>{blokken}</ul>")


def tellingen(stand: Stand) -> dict[str, int]:
    """Verdict -> how many aanbieders, in the order shown."""
    gevolg = stand.gevolg
    return {VOLDOET: gevolg.voldoet, BINNEN: gevolg.binnen, ONDER: gevolg.onder, TE_KLEIN: stand.te_klein}


def kopzin(rapport: Normrapport, stand: Stand) -> str:
    """Bij een norm van hoogstens 12 %: voldoet 4, … and the other counts."""
    delen = [f"{naam} {opmaak.aantal(aantal)}" for naam, aantal in tellingen(stand).items()]
    norm = norm_in_zin(stand.keuze.fractie, stand.blad.richting)
    return f"{titel(rapport, stand)}. Bij een norm van {norm}: {opmaak.opsomming(delen)}."


def titel(rapport: Normrapport, stand: Stand) -> str:
    """Uitval, perceel 1, 2023 en 2024."""
    return f"{rapport.naam_onderwerp(stand.keuze.onderwerp)}, {_jaren(stand)}"


def html_gevolgen(rapport: Normrapport, stand: Stand) -> str:
    """What the norm, the bandwidth and chance do, in sentences."""
    if not stand.gevolg.k:
        return html_zin(_LEEG)
    zinnen = [*_zinnen(rapport, stand), gesprek(stand.keuze.onderwerp.familie)]
    punten = "".join(f"<li>{escape(zin)}</li>" for zin in zinnen)
    return html_vak(f'<ul class="nwv-zinnen">{punten}</ul>')


def tabel_verkenner(rapport: Normrapport, stand: Stand) -> Tabel:
    """One row per aanbieder with 10 or more, best first: value, own limit, verdict in words, chance at the norm."""
    rijen = [
        (
            rij.naam, rij.waarde, rij.teller, rij.noemer, opmaak.bereik(rij.onder, rij.boven), rij.grens,
            oordeel_cel(_woord(stand, rij)), _kans_tekst(rij.kans),
        )
        for rij in stand.punten.itertuples()
    ]  # fmt: skip
    kolommen = (
        Kolom("Aanbieder", rijkop=True), Kolom("Waarde", "procent"), Kolom("Teller", "aantal"),
        Kolom("Noemer", "aantal"), Kolom("95 %-interval", "bereik"), Kolom("Eigen grens", "procent"),
        Kolom("Zou zijn"), Kolom("Kans bij de norm", "procent"),
    )  # fmt: skip
    waarom = f"met minder dan {KLEINSTE}" if rapport.is_exact else "niet te zien in elk van deze jaren"
    klein = f" Niet getoond: {aanbieders(stand.te_klein)}, {waarom}." if stand.te_klein else ""
    slot = (
        "Zou zijn: het oordeel bij deze norm en deze bandbreedte. Eigen grens: waar de bandbreedte ophoudt bij dit "
        "aantal in de noemer. Kans bij de norm: hoe vaak een aanbieder van deze omvang die in werkelijkheid op de norm "
        f"zit, door toeval zo uitkomt of slechter.{klein}"
    )
    return Tabel(f"Per aanbieder: {titel(rapport, stand)}, norm {_norm(stand)}", kolommen, rijen, slot, _LEEG)


def tabel_kracht(stand: Stand) -> Tabel:
    """How often the norm misjudges, and how often it sees who is really worse, for round sizes."""
    rijen = [
        (opmaak.aantal(rij.noemer), rij.faalt_0, *(_kans(k) for k in (rij.kracht_10_slechter, rij.kracht_15_slechter)))
        for rij in stand.kracht.itertuples()
    ]
    kolommen = (
        Kolom("Aantal in de noemer", rijkop=True), Kolom("Op de norm, en toch slechter dan de norm", "procent0"),
        Kolom("10 procentpunt slechter, en gezien", "procent0"),
        Kolom("15 procentpunt slechter, en gezien", "procent0"),
    )  # fmt: skip
    slot = (
        "Gezien: met de strengste regel die een aanbieder op de norm hoogstens 5 op de 100 keer ten onrechte aanwijst. "
        "Onder de 50 kan geen enkele regel allebei: wie goed werkt beschermen én wie slechter werkt opmerken."
    )
    return Tabel(f"Wat een norm van {_norm(stand)} kan zien", kolommen, rijen, slot)


def html_tabel(tabel: Tabel) -> str:
    """A table in the look of the explorer."""
    return html_vak(als_html(tabel))


def _zinnen(rapport: Normrapport, stand: Stand) -> list[str]:
    gevolg, zinnen = stand.gevolg, []
    if stand.voorlopig:
        zinnen.append("Let op: deze cijfers zijn voorlopig. Een norm op voorlopige cijfers kan nog verschuiven.")
    zinnen.append(in_woorden(stand.band))
    if stand.keuze.bandbreedte == "trechter_spreiding" and not stand.band.tau2:
        zinnen.append("De aanbieders verschillen hier niet meer dan door toeval: met of zonder spreiding is hetzelfde.")
    zinnen.append(_zin_alarm(gevolg))
    zinnen.append(_zin_kracht(stand))
    zinnen.append(
        f"Het gewogen gemiddelde van deze aanbieders is {opmaak.procent(stand.gemiddeld)}. Slechter dan de norm "
        f"betekent hier {slechter_is(stand.blad)}."
    )
    if rapport.editie != "intern":
        zinnen.append(
            "Deze gedeelde editie rekent alleen met de aanbieders die erin staan, en bij meer jaren samen met wie in "
            "elk van die jaren te zien is. De interne editie rekent met alle aanbieders en kent de andere definities."
        )
    return zinnen


def _zin_alarm(gevolg) -> str:
    """How many of these aanbieders, or how often the only one, would fail by bad luck alone."""
    if gevolg.k == 1:
        return (
            f"Verwacht vals alarm: als de enige aanbieder met {KLEINSTE} of meer in werkelijkheid precies op de norm "
            f"zit, komt hij door toeval toch {opmaak.procent(gevolg.vals_alarm_norm, 0)} van de keren slechter dan de "
            f"norm uit, en {opmaak.procent(gevolg.vals_alarm_grens, 0)} van de keren slechter dan de bandbreedte."
        )
    return (
        f"Verwacht vals alarm: als alle {aanbieders(gevolg.k)} met {KLEINSTE} of meer in werkelijkheid precies op de "
        f"norm zitten, komen er door toeval toch {opmaak.getal(gevolg.vals_alarm_norm)} slechter dan de norm uit, en "
        f"{opmaak.getal(gevolg.vals_alarm_grens)} slechter dan de bandbreedte."
    )


def _zin_kracht(stand: Stand) -> str:
    rij = next(stand.kracht[stand.kracht["noemer"].eq(50)].itertuples())
    if pd.isna(rij.kracht_10_slechter):
        return f"Meer dan 10 procentpunt slechter dan {_norm(stand)} kan niet: er is weinig slechts om op te merken."
    return (
        "Andersom: een aanbieder met 50 in de noemer die werkelijk 10 procentpunt slechter is dan de norm, valt "
        f"{round(rij.kracht_10_slechter * 100)} van de 100 keer op."
    )


def _uitleg(rapport: Normrapport, stand: Stand, naam: str) -> str:
    if naam == TE_KLEIN and not rapport.is_exact:
        return "niet te zien in deze editie: geen oordeel"
    if naam == ONDER and stand.gevolg.onder_ver:
        return f"reden voor een gesprek; {opmaak.aantal(stand.gevolg.onder_ver)} daarvan ver"
    return _UITLEG[naam]


_UITLEG = {
    VOLDOET: "haalt de norm",
    BINNEN: "haalt de norm niet, maar blijft binnen de bandbreedte",
    ONDER: "slechter dan de bandbreedte: reden voor een gesprek",
    TE_KLEIN: f"minder dan {KLEINSTE} in de noemer: geen oordeel",
}


def _woord(stand: Stand, rij):
    return oordeelwoord(rij.oordeel, ver=bool(rij.ver), richting=stand.blad.richting)


def _kans_tekst(kans) -> str:
    """A chance with one decimal; never 0,0 % for what can happen."""
    return f"<{opmaak.procent(0.001)}" if 0 < kans < 0.0005 else opmaak.procent(kans)


def _kans(kans):
    return "kan niet" if pd.isna(kans) else kans


def _norm(stand: Stand) -> str:
    return opmaak.procent(stand.keuze.fractie, 0)


def _jaren(stand: Stand) -> str:
    return opmaak.opsomming([str(jaar) for jaar in stand.keuze.jaren])


@cache
def _stijl() -> str:
    return Path(__file__).with_name("verkenner.css").read_text(encoding="utf-8")
