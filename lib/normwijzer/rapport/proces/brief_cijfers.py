"""The figures of one aanbieder beside those of the region, as tables of its letter."""

import pandas as pd

from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import WETTEN
from normwijzer.rapport.jeugd.bron import geen_bron
from normwijzer.rapport.proces.brief_eigen import Blad
from normwijzer.rapport.proces.cellen import (
    midden,
    p90,
    tijden,
)
from normwijzer.rapport.proces.oordeel import (
    GEHAALD,
    NIET_GEHAALD,
    doel_in_woorden,
    doel_van,
    met_nevendoel,
    oordeel,
    titel_nevendoel,
)
from normwijzer.rapport.tabel import Cel, Kolom, Tabel

EIGEN = (
    "wachttijd", "tijdig_startbericht", "tijdig_stopbericht", "afwijzen_toewijzing", "tijdig_declareren",
    "kwaliteit_declaraties",
)  # fmt: skip
"""KPI's of steps of the aanbieder."""

VAN_GEMEENTE = ("toewijzing_voor_ingangsdatum", "beoordeling_declaratie", "tijdig_betalen")
"""KPI's of steps of the gemeente that this aanbieder depends on."""

U, GEMEENTE = "u", "de gemeente"
"""Whose step it is."""

_SLOT_CIJFERS = (
    "Gevallen zijn toewijzingen, leveringen, afwijzingen, declaraties of declaratieregels, en geen cliënten. Het "
    "oordeel gaat over uw cijfer en vergelijkt alleen getallen. Staat er ‘verschil kan toeval zijn’, dan ligt het doel "
    "binnen het 95 %-interval. Waar de bron geen doel geeft, staat er alleen een termijn."
)
_SLOT_DUUR = (
    "Loopt nog: nog niet gebeurd en nog niet te laat, dus niet meegeteld. Ontbreekt: zonder bericht of datum niet te "
    "beoordelen, dus niet meegeteld. Mediaan en P90 tellen wat te laat is en nog niet is gebeurd mee als langer dan "
    "alle andere."
)


def tabel_cijfers(blad: Blad) -> Tabel:
    """One row per KPI with cases: term, target, own share on time, interval and number of cases, region, verdict."""
    rijen = []
    for kpi in (*EIGEN, *VAN_GEMEENTE):
        zelf, regio = blad.uitkomst(kpi), blad.uitkomst_regio(kpi)
        if zelf is not None:
            doel = doel_van(blad.rapport, kpi)
            naam, termijn = titel_kpi(blad.rapport, kpi), blad.rapport.definities[kpi].termijn
            ander = blad.naast("kpi", kpi, regio, procent(regio, "procent0"))
            oordeel_ = _oordeel(blad, kpi, zelf, doel)
            rijen.append((naam, _wie(kpi), termijn, *_cijfers(zelf, doel), ander, oordeel_))
        rijen += [_rij_neven(blad, kpi, kenmerk) for kenmerk in _nevendoelen(blad, kpi)]
    kolommen = (
        Kolom("KPI", rijkop=True), Kolom("Wie"), Kolom("Termijn"), Kolom("Doel"), Kolom("Op tijd of goed", "waarde"),
        Kolom("95 %-interval", "bereik"), Kolom("Gevallen", "waarde"), Kolom("Hele regio", "waarde"), Kolom("Oordeel"),
    )  # fmt: skip
    return Tabel(f"Uw cijfers over {blad.rapport.jaar}", kolommen, rijen, _SLOT_CIJFERS, leeg="er zijn geen gevallen.")


def tabel_duur(blad: Blad) -> Tabel:
    """One row per KPI with cases: how many late, not yet due and missing, median and P90, and those of the region."""
    rijen = []
    for kpi in (*EIGEN, *VAN_GEMEENTE):
        zelf, regio = blad.duren(kpi), blad.duren_regio(kpi)
        if zelf is not None:
            uitkomst = blad.uitkomst(kpi)
            klein = zelf.te_klein or (uitkomst is not None and uitkomst.te_klein)
            eigen = (zelf.tekst or TE_KLEIN, "", "", "", "") if klein else tijden(zelf)[2:7]
            tonen = regio is not None and not regio.te_klein and blad.naast("kpi", kpi, regio, True) is True
            ander = (midden(regio), p90(regio)) if tonen else ("", "")
            rijen.append((titel_kpi(blad.rapport, kpi), *eigen, *ander))
    kolommen = (
        Kolom("KPI", rijkop=True), Kolom("Te laat", "aantal"), Kolom("Loopt nog", "aantal"),
        Kolom("Ontbreekt", "aantal"), Kolom("Helft binnen (mediaan)"), Kolom("90 % binnen (P90)"),
        Kolom("Regio: mediaan"), Kolom("Regio: P90"),
    )  # fmt: skip
    return Tabel(f"Hoe lang het duurde, {blad.rapport.jaar}", kolommen, rijen, _SLOT_DUUR)


def tabel_wetten(blad: Blad) -> Tabel:
    """One row per KPI of which both laws can be shown: own share on time per law; no rows for one law alone."""
    rijen = []
    for kpi in (*EIGEN, *VAN_GEMEENTE):
        per_wet = [blad.uitkomst(kpi, wet) for wet in WETTEN]
        if all(rij is not None and not rij.te_klein for rij in per_wet):
            cellen = [cel for rij in per_wet for cel in (procent(rij), Cel(rij.noemer, "aantal"))]
            rijen.append((titel_kpi(blad.rapport, kpi), *cellen))
    kolommen = [
        kolom for naam in WETTEN.values() for kolom in (Kolom(naam, "waarde"), Kolom(f"Gevallen {naam}", "waarde"))
    ]
    return Tabel(f"Op tijd of goed per wet, {blad.rapport.jaar}", (Kolom("KPI", rijkop=True), *kolommen), rijen)


def uitleg_kpis(blad: Blad) -> list[tuple[str, str]]:
    """(title, what is measured) of every KPI with a row in the letter."""
    return [
        (titel_kpi(blad.rapport, kpi), f"{definitie.definitie} {definitie.teller}")
        for kpi in (*EIGEN, *VAN_GEMEENTE)
        for definitie in [blad.rapport.definities[kpi]]
        if blad.uitkomst(kpi) is not None
    ]


def zin_doelen(blad: Blad) -> str:
    """Which targets of its own steps the aanbieder reaches, which not, and about which nothing can be said."""
    uitspraken = {}
    for kpi in EIGEN:
        zelf, doel = blad.uitkomst(kpi), doel_van(blad.rapport, kpi)
        if zelf is not None and doel:
            uitspraken[titel_kpi(blad.rapport, kpi)] = oordeel(blad.rapport, kpi, zelf, doel)
        for kenmerk in _nevendoelen(blad, kpi):
            zelf, doel = blad.neven(kpi, kenmerk), doel_van(blad.rapport, kpi, kenmerk)
            uitspraken[titel_nevendoel(blad.rapport, kpi, kenmerk)] = oordeel(blad.rapport, kpi, zelf, doel)
    gehaald = [naam for naam, tekst in uitspraken.items() if tekst.startswith(GEHAALD)]
    niet = [naam for naam, tekst in uitspraken.items() if tekst.startswith(NIET_GEHAALD)]
    rest = [naam for naam in uitspraken if naam not in (*gehaald, *niet)]
    delen = (("Doel gehaald", gehaald), ("Doel niet gehaald", niet), ("Nog geen uitspraak over het doel", rest))
    return " ".join(f"{kop}: {opmaak.opsomming(namen)}." for kop, namen in delen if namen)


def zin_leeg(blad: Blad) -> str:
    """Which KPI's have no row in the letter, and why; empty when all have one."""
    zonder = [kpi for kpi in (*EIGEN, *VAN_GEMEENTE) if blad.uitkomst(kpi) is None]
    bron = [titel_kpi(blad.rapport, kpi) for kpi in zonder if geen_bron(blad.rapport, kpi)]
    leeg = [titel_kpi(blad.rapport, kpi) for kpi in zonder if not geen_bron(blad.rapport, kpi)]
    zinnen = [f"Geen bron in deze regio: {opmaak.opsomming(bron)}."] if bron else []
    return " ".join([*zinnen, *([f"Geen gevallen van u: {opmaak.opsomming(leeg)}."] if leeg else [])])


def zin_voorlopig(blad: Blad) -> str:
    """Which of its figures can still change; empty when none can."""
    rijen = {kpi: blad.uitkomst(kpi) for kpi in (*EIGEN, *VAN_GEMEENTE)}
    open_ = [
        titel_kpi(blad.rapport, kpi) for kpi, rij in rijen.items() if rij is not None and rij.status == "voorlopig"
    ]
    return f"Voorlopig, want er kunnen nog berichten komen: {opmaak.opsomming(open_)}." if open_ else ""


def _nevendoelen(blad: Blad, kpi: str) -> list[str]:
    """kenmerk of the side figures of the KPI with a target that this aanbieder has."""
    return [
        kenmerk for van, kenmerk in met_nevendoel(blad.rapport) if van == kpi and blad.neven(kpi, kenmerk) is not None
    ]


def _rij_neven(blad: Blad, kpi: str, kenmerk: str) -> tuple:
    zelf, regio, doel = (
        blad.neven(kpi, kenmerk), blad.neven_regio(kpi, kenmerk), doel_van(blad.rapport, kpi, kenmerk),
    )  # fmt: skip
    ander = blad.naast("neven", f"{kpi}:{kenmerk}", regio, procent(regio, "procent0"))
    naam = titel_nevendoel(blad.rapport, kpi, kenmerk)
    return naam, _wie(kpi), "", *_cijfers(zelf, doel), ander, _oordeel(blad, kpi, zelf, doel)


def _wie(kpi: str) -> str:
    return GEMEENTE if kpi in VAN_GEMEENTE else U


def procent(rij, soort: str = "procent"):
    """The value of a row as cell; a dash when there is none. A row of the region has whole percents: `procent0`."""
    return opmaak.STREEP if rij is None or pd.isna(rij.waarde) else Cel(rij.waarde, soort)


def _cijfers(rij, doel) -> tuple:
    """Target, share, interval and number of cases."""
    if rij.te_klein:
        return doel_in_woorden(doel), rij.tekst, "", ""
    ruimte = opmaak.bereik(getattr(rij, "onder", None), getattr(rij, "boven", None))
    return doel_in_woorden(doel), procent(rij), ruimte, Cel(rij.noemer, "aantal")


def _oordeel(blad: Blad, kpi: str, rij, doel) -> Cel | str:
    if rij.te_klein:
        return ""
    return Cel(opmaak.als_zin(oordeel(blad.rapport, kpi, rij, doel)).removesuffix("."), "tekst", "oordeel")
