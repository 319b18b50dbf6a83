"""Headline of the norm report: per onderwerp value, proposal, decision and who would fall where."""

from html import escape

import pandas as pd

from normwijzer.normen.onderwerp import uitzonderingen
from normwijzer.rapport import opmaak
from normwijzer.rapport.norm.besluit import anders
from normwijzer.rapport.norm.gegevens import Normblad, Normrapport
from normwijzer.rapport.norm.kandidaten import voorstel
from normwijzer.rapport.norm.woorden import EIGEN, aanbieders, van, waarde_regio
from normwijzer.rapport.oordeelzin import gesprek, norm_in_zin
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html

BEDOELING = (
    "Dit rapport is er om met elkaar een norm te kiezen: contractmanagement, beleid, toegang en aanbieders. Het legt "
    "per onderwerp de mogelijke normen naast elkaar, met wie er dan waar uitkomt en hoeveel daarvan toeval kan zijn. "
    "De vergadering beslist; het besluit wordt vastgelegd met de opdracht norm vaststellen, en latere jaren worden "
    "eraan getoetst."
)

VERSCHIL = (
    "Het voorstel is geteld over de aanbieders: wie bij twee aanbieders was, telt bij beide. Daardoor kan het "
    "afwijken van de waarde van de regio, waarin iedereen één keer telt, soms een paar procentpunt."
)


ALLEEN_GETOOND = (
    "Deze gedeelde editie telt voor gevolgen en verschillen alleen de aanbieders die erin staan; wie te weinig "
    "cliënten heeft om te tonen, telt alleen mee in het voorstel. De interne editie heeft de cijfers over alle "
    "aanbieders."
)


def html_norm_kop(rapport: Normrapport) -> str:
    """What the report is for, the alarms, a card per KPI and the same numbers as a table."""
    kpis = dict.fromkeys((o.familie, o.kpi) for o in rapport.onderwerpen)
    kaarten = "\n".join(_kaart(rapport, familie, kpi) for familie, kpi in kpis)
    families = dict.fromkeys(familie for familie, _ in kpis)
    wie = "" if rapport.is_exact else f"<p>{escape(ALLEEN_GETOOND)}</p>\n"
    slot = wie + "".join(f'<p class="gesprek">{escape(gesprek(familie))}</p>\n' for familie in list(families)[:1])
    return (
        f"<p>{escape(BEDOELING)}</p>\n{_alarmen(rapport)}\n{slot}"
        f'<div class="koppen">\n{kaarten}\n</div>\n<p class="toelichting">{escape(_zonder(rapport))}</p>\n'
        f"<details>\n<summary>Dezelfde cijfers als tabel</summary>\n{als_html(tabel_norm_kop(rapport))}\n</details>"
    )


def tabel_norm_kop(rapport: Normrapport) -> Tabel:
    """One row per onderwerp."""
    rijen = [_rij(rapport, blad) for blad in rapport.bladen.values()]
    kolommen = (
        Kolom("Onderwerp", rijkop=True), Kolom("Regio", "procent"), Kolom("Teller", "aantal"),
        Kolom("Noemer", "aantal"), Kolom("Aanbieders", "aantal"),
        Kolom("Met 10 of meer" if rapport.is_exact else "In deze editie", "aantal"),
        Kolom("Voorstel N1", "waarde"), Kolom("Besloten"), Kolom("Voldoet", "aantal"), Kolom("Binnen", "aantal"),
        Kolom("Slechter dan bandbreedte", "aantal"),
    )  # fmt: skip
    slot = (
        f"Voorstel: het gewogen gemiddelde in hele procenten. {VERSCHIL} Voldoet, binnen en slechter: bij de "
        "vastgestelde norm, of anders bij het voorstel met de bandbreedte van de trechter."
        f"{'' if rapport.is_exact else ' ' + ALLEEN_GETOOND}"
    )
    return Tabel(f"Norm per onderwerp, {rapport.jaar}", kolommen, rijen, slot)


def zin_stand(blad: Normblad) -> str:
    """Where the aanbieders would fall at the norm of the section; empty when there is nobody to count."""
    rij = tellingen(blad)
    if rij is None:
        return ""
    ver = f" (van wie {opmaak.aantal(rij.onder_ver)} ver)" if rij.onder_ver else ""
    klein = f"; {opmaak.aantal(rij.te_klein)} te klein voor een oordeel" if rij.te_klein else ""
    return (
        f"{aanbieders(rij.voldoet)} {'voldoet' if rij.voldoet == 1 else 'voldoen'}, {opmaak.aantal(rij.binnen)} binnen "
        f"de bandbreedte, {opmaak.aantal(rij.onder)} slechter dan de bandbreedte{ver}{klein}."
    )


def tellingen(blad: Normblad):
    """The row of `gevolgen` at the norm and bandwidth of the section, or None."""
    return next(blad.gevolgen[blad.gevolgen["band"].eq(EIGEN)].itertuples(), None)


def zin_besluit(blad: Normblad) -> str:
    """What was decided, in one sentence."""
    beeld = blad.beeld
    laatste = blad.besluiten[-1] if blad.besluiten else None
    besluit = beeld.besluit if beeld is not None and beeld.besluit is not None else laatste
    if besluit is None:
        return "Nog niets besloten."
    herzien = ", herzien" if besluit.reden_herziening else ""
    return (
        f"Besloten op {opmaak.datum(besluit.datum)}: {norm_in_zin(besluit.norm, blad.richting)} vanaf "
        f"{besluit.geldt_vanaf} (normjaar {besluit.jaar}{herzien})."
    )


def zin_voorstel(blad: Normblad) -> str:
    """The proposal N1 in whole percent; empty without one."""
    rij = voorstel(blad)
    if rij is None:
        return ""
    norm = norm_in_zin(rij.norm_heel, blad.richting)
    waarde = "" if rij.norm == rij.norm_heel else f" {opmaak.procent(rij.norm, 2)}"  # the shared edition has it rounded
    if blad.beeld is not None and blad.beeld.herkomst == "geldend":
        return f"Een nieuwe norm op dit jaar zou {norm} zijn (gewogen gemiddelde{waarde})."
    return f"Voorstel: {norm} (gewogen gemiddelde{waarde})."


def zin_regio(rapport: Normrapport, blad: Normblad) -> str:
    """(11 van 59; 4 aanbieders, van wie 3 met 10 of meer). Voorlopig."""
    rij = blad.nu
    if rij.te_klein:
        return f"{waarde_regio(rij)}."
    voorlopig = " Voorlopig: dit jaar kan nog veranderen." if rij.status == "voorlopig" else ""
    waar = "met 10 of meer" if rapport.is_exact else "in deze editie"
    groot = f", van wie {opmaak.aantal(rij.groot)} {waar}" if rij.aanbieders else ""
    wie = aanbieders(rij.aanbieders) if rij.aanbieders else "geen cijfers per aanbieder"
    return f"({van(rij)}; {wie}{groot}).{voorlopig}"


def _kaart(rapport: Normrapport, familie: str, kpi: str) -> str:
    bladen = [blad for o, blad in rapport.bladen.items() if (o.familie, o.kpi) == (familie, kpi)]
    regels = "\n".join(_regel(rapport, blad) for blad in bladen)
    beter = "Lager is beter." if bladen[0].lager else "Hoger is beter."
    return (
        f'<section class="kop">\n<h3>{escape(rapport.naam_kpi(bladen[0].onderwerp))}</h3>\n<ul>\n{regels}\n</ul>\n'
        f'<p class="norm">{beter}</p>\n</section>'
    )


def _regel(rapport: Normrapport, blad: Normblad) -> str:
    punt = "." if blad.nu.te_klein else ""
    kop = f"{rapport.naam_groep(blad.onderwerp)}: {waarde_regio(blad.nu)}{punt}"
    stand = zin_stand(blad)
    wanneer = {"besluit": "Bij die norm", "geldend": "Bij die norm", "voorstel": "Bij dat voorstel"}
    if stand and blad.beeld is not None:
        eerst = wanneer[blad.beeld.herkomst]
        if blad.nu.status == "voorlopig":  # a verdict waits; this only tells where it would go
            eerst = f"Blijft het hierbij, dan {opmaak.in_zin(eerst)}"
        stand = f"{eerst}: {stand}"
    delen = ["" if blad.nu.te_klein else zin_regio(rapport, blad), zin_voorstel(blad), zin_besluit(blad), stand]
    tekst = " ".join(filter(None, delen))
    return f"<li><strong>{escape(kop)}</strong> {escape(tekst)}</li>"


def _rij(rapport: Normrapport, blad: Normblad) -> tuple:
    nu, rij, stand = blad.nu, voorstel(blad), tellingen(blad)
    voor = "" if rij is None or pd.isna(rij.norm_heel) else Cel(rij.norm_heel, "procent0")
    besluit = blad.beeld.besluit if blad.beeld is not None else None
    besloten = f"{norm_in_zin(besluit.norm, blad.richting)} ({besluit.jaar})" if besluit else "nee"
    cijfers = (waarde_regio(nu), "", "") if nu.te_klein else (nu.waarde, nu.teller, nu.noemer)
    aantallen = ("", "", "") if stand is None else (stand.voldoet, stand.binnen, stand.onder)
    return (rapport.naam_onderwerp(blad.onderwerp), *cijfers, nu.aanbieders, nu.groot, voor, besloten, *aantallen)


def _alarmen(rapport: Normrapport) -> str:
    """One line per onderwerp with a decision that no longer comes out the same; its section tells what differs."""
    namen = [rapport.naam_onderwerp(o) for o, blad in rapport.bladen.items() if anders(blad)]
    if not namen:
        return ""
    regels = "\n".join(f"<li>{escape(naam)}</li>" for naam in namen)
    return (
        '<section class="alarm" aria-label="Alarm over normbesluiten">\n'
        '<p class="alarmkop"><span aria-hidden="true">⚠</span> Alarm: een norm rust op gegevens die nu anders uitkomen'
        f"</p>\n<p>Wat er anders is, staat bij het onderwerp.</p>\n<ul>\n{regels}\n</ul>\n</section>"
    )


def _zonder(rapport: Normrapport) -> str:
    """Percelen and KPI's that have no norm, and why."""
    if "wmo" not in rapport.catalogi:
        return VERSCHIL
    redenen = [opmaak.als_zin(uitzondering.reden) for uitzondering in uitzonderingen()]
    redenen += [
        opmaak.als_zin(f"{definitie.titel}: {definitie.normtekst}")
        for definitie in rapport.catalogi["wmo"].definities.values()
        if definitie.norm == "geen"
    ]
    return f"{VERSCHIL} Zonder norm: {opmaak.in_zin(' '.join(redenen))}"
