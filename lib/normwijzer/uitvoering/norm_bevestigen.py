"""What is said after a norm decision: what was laid down and what it means, in counts."""

import pandas as pd

from normwijzer.normen.bandbreedte import KLEINSTE, in_woorden
from normwijzer.normen.besluit import EXPERT, Besluit, geldend
from normwijzer.normen.herkomst import basis_van
from normwijzer.normen.richting import hoger_is_beter
from normwijzer.normen.verkenning import BASIS, DEFINITIEF, gevolgen_tabel
from normwijzer.rapport.opmaak import aantal, datum, getal, meervoud, procent
from normwijzer.regio import Regio
from normwijzer.uitvoering.normwoorden import noem_besluit, percent


def bevestig(
    regio: Regio, besluit: Besluit, alle: list[Besluit], uitkomsten: pd.DataFrame, met_spreiding: bool = False
) -> str:
    """The decision and its consequence, in plain Dutch, without any aanbieder.

    Args:
        alle: all decisions of the region, with this one.
        uitkomsten: what it was set on.
        met_spreiding: whether the funnel was to tolerate existing differences.
    """
    regels = [_kop(regio, besluit), _grond(besluit), in_woorden(besluit.bandbreedte)]
    if met_spreiding and not besluit.bandbreedte.tau2:
        regels.append(
            "Er is geen aanwijzing voor verschillen tussen aanbieders boven toeval: --met-spreiding maakt hier geen "
            "verschil."
        )
    return "\n".join([*regels, *_gevolg(besluit, uitkomsten), *_opmerkingen(besluit, alle)])


def _kop(regio: Regio, besluit: Besluit) -> str:
    beter = "hoger" if hoger_is_beter(besluit.onderwerp.definitie.richting) else "lager"
    return (
        f"{regio.naam}, {noem_besluit(besluit)}: de norm is {percent(besluit.norm)} ({beter} is beter), voor "
        f"{besluit.geldt_vanaf} en later."
    )


def _grond(besluit: Besluit) -> str:
    basis = besluit.basis
    hoe = "gekozen" if besluit.methode == EXPERT else f"volgens {besluit.methode}"
    return (
        f"De norm is {hoe}; de uitkomst van {besluit.jaar} was {procent(basis.waarde)} ({aantal(basis.teller)} van "
        f"{aantal(basis.noemer)}), bekend op {datum(besluit.bekend_op)}."
    )


def _gevolg(besluit: Besluit, uitkomsten: pd.DataFrame) -> list[str]:
    onderwerp = besluit.onderwerp
    _, per = basis_van(uitkomsten, onderwerp, besluit.basis.jaren)
    if per.empty:
        return ["Deze kpi wordt alleen voor de regio als geheel geteld: er komt geen oordeel per aanbieder."]
    cijfers = per.assign(jaar=besluit.jaar, variant=BASIS, status=DEFINITIEF)
    band = {besluit.bandbreedte.methode: besluit.bandbreedte}
    rij = gevolgen_tabel(cijfers, [besluit.jaar], onderwerp.definitie.richting, [besluit.norm], band).iloc[0]
    tel = (
        f"De {meervoud(len(per), 'aanbieder', 'aanbieders')} van {besluit.jaar}: {rij.voldoet} voldoet, {rij.binnen} "
        f"binnen bandbreedte, {rij.onder} onder bandbreedte (slechter dan de grens), {rij.te_klein} te klein voor een "
        "oordeel."
    )
    if not rij.k:
        return [tel, "Niemand heeft 10 of meer gevallen: zolang dat zo is, komt er geen oordeel per aanbieder."]
    toeval = (
        f"Zou iedereen met 10 of meer gevallen ({rij.k}) precies op de norm zitten, dan kwamen er door toeval naar "
        f"verwachting toch {getal(rij.vals_alarm_norm)} slechter uit dan de norm en {getal(rij.vals_alarm_grens)} "
        "slechter dan de grens. De cijfers openen het gesprek; ze sluiten het niet."
    )
    return [tel, toeval]


def _opmerkingen(besluit: Besluit, alle: list[Besluit]) -> list[str]:
    uit = []
    if round(besluit.norm * 100, 6) % 1:
        uit.append("Let op: de norm is geen heel percentage. Dat mag; gebruikelijk zijn hele procenten.")
    if besluit.norm in (0, 1) and besluit.bandbreedte.methode != "vast":
        uit.append(f"Let op: bij een norm van {percent(besluit.norm)} is er geen toeval, dus geen ruimte om de norm.")
    if besluit.basis.noemer < KLEINSTE:
        uit.append(f"Let op: de norm rust op minder dan {KLEINSTE} gevallen.")
    if besluit.datum < besluit.bekend_op:
        uit.append(
            f"Let op: het besluit is van {datum(besluit.datum)} en de cijfers zijn die van {datum(besluit.bekend_op)}. "
            "Rust het besluit op wat toen bekend was, draai dan eerst run_all.py --bekend-op met die dag en herzie."
        )
    if besluit.voorlopig:
        uit.append("Let op: de norm rust op voorlopige cijfers. Reken ze na als alles is gemeld.")
    eerder = [b for b in alle if b.onderwerp == besluit.onderwerp and b.jaar == besluit.jaar and b is not besluit]
    if eerder:
        oud = eerder[-1]
        uit.append(
            f"Dit vervangt de norm van {percent(oud.norm)} van {datum(oud.datum)}; die blijft in het bestand staan"
            + (
                f" en geldt nog tot en met {besluit.geldt_vanaf - 1}."
                if oud.geldt_vanaf < besluit.geldt_vanaf
                else "."
            )
        )
    geldt = geldend(alle, besluit.onderwerp, besluit.geldt_vanaf)
    if geldt is not None and geldt is not besluit:
        uit.append(
            f"Let op: in {besluit.geldt_vanaf} geldt al de norm van {percent(geldt.norm)} op de uitkomsten van "
            f"{geldt.jaar}; een norm op een later jaar gaat voor."
        )
    return uit
