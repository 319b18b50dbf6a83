"""Headline per part of the source: every KPI in words, what explains it directly below."""

from html import escape

import pandas as pd

from normwijzer.rapport.cijfers import anders_geteld, hoe_geteld, zin_waarde
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.jeugd.bron import gebruikt_bevolking, zin_bevolking, zin_geen_bron
from normwijzer.rapport.jeugd.oordeel import UITLEG, zin_voortgang
from normwijzer.rapport.jeugd.respons import zin_respons
from normwijzer.rapport.oordeeluitleg import zin_regio
from normwijzer.rapport.opmaak import in_zin, opsomming


def html_onderdelen(rapport: Rapport) -> str:
    """One block per part: its purpose, then its KPI's with value, teller and noemer, target and verdict."""
    blokken = [
        f'<section class="kop">\n<h3>{escape(onderdeel.titel)}</h3>\n<p class="doel">{escape(onderdeel.uitleg)}</p>\n'
        f"{_lijst(rapport, _hoofd(rapport, naam))}{_opgave(rapport, naam)}\n</section>"
        for naam, onderdeel in rapport.catalogus.onderdelen.items()
    ]
    uitleg = f'<p class="toelichting">{escape(UITLEG)}</p>' if heeft_doelen(rapport) else ""
    return '<div class="koppen breed">\n' + "\n".join(blokken) + f"\n</div>\n{uitleg}"


def heeft_doelen(rapport: Rapport) -> bool:
    """Whether the source sets a target for any KPI of the family."""
    return any(definitie.doelen for definitie in rapport.definities.values())


def zinnen_doel(rapport: Rapport, kpi: str) -> list[tuple[str, str, str]]:
    """Per target of the KPI: (target and line, verdict, what to mind)."""
    doelen = rapport.frames.get("doelen")
    if doelen is None:
        return []
    eigen = doelen[doelen["kpi"].eq(kpi)].assign(jaar=rapport.jaar)
    return [zin_voortgang(rapport, rij) for rij in eigen.itertuples()]


def html_zin_doel(zin: str, uitspraak: str, let_op: str) -> str:
    """The sentences of `zinnen_doel`, the verdict with emphasis."""
    nadruk = f" <strong>{escape(uitspraak)}</strong>" if uitspraak else ""
    mits = f' <span class="letop">{escape(let_op)}</span>' if let_op else ""
    return f'<span class="voortgang">{escape(zin)}{nadruk}{mits}</span>'


def zin_kpi(rapport: Rapport, kpi: str) -> tuple[str, str]:
    """(value, what belongs to it) of the KPI for the whole region; without an outcome that, and why."""
    rijen = rapport.per_groep(kpi)
    rijen = rijen[rijen["groep"].eq("")]
    ontbreekt = zin_geen_bron(rapport, kpi)
    if rijen.empty or (ontbreekt and pd.isna(rijen["waarde"].iloc[0]) and not rijen["te_klein"].iloc[0]):
        return "geen bron.", ontbreekt
    waarde, rest = zin_waarde(rapport, next(rijen.itertuples()))
    bron = zin_bevolking(rapport) if gebruikt_bevolking(rapport, kpi) else ""
    return waarde, " ".join(filter(None, [rest, zin_respons(rapport, kpi), ontbreekt, bron]))


def _hoofd(rapport: Rapport, onderdeel: str) -> list[str]:
    """KPI's of a part that explain no other."""
    return [
        kpi for kpi, definitie in rapport.definities.items()
        if definitie.onderdeel == onderdeel and not definitie.ondersteunt
    ]  # fmt: skip


def _opgave(rapport: Rapport, onderdeel: str) -> str:
    """Once per part with figures that aanbieders report: what those count."""
    eigen = [
        kpi for kpi, d in rapport.definities.items() if d.onderdeel == onderdeel and "aanbiederopgave" in d.gegevens
    ]
    if not eigen:
        return ""
    nummers = opsomming([rapport.definities[kpi].nummer for kpi in eigen])
    return f'\n<p class="toelichting">{escape(nummers)}: {escape(in_zin(hoe_geteld(rapport, eigen[0])))}</p>'


def _steun(rapport: Rapport, kpi: str) -> list[str]:
    return [ander for ander, definitie in rapport.definities.items() if definitie.ondersteunt == kpi]


def _lijst(rapport: Rapport, kpis: list[str]) -> str:
    regels = "\n".join(f"<li>{_regel(rapport, kpi)}</li>" for kpi in kpis)
    return f"<ul>\n{regels}\n</ul>"


def _regel(rapport: Rapport, kpi: str) -> str:
    waarde, rest = zin_kpi(rapport, kpi)
    rest = " ".join(filter(None, [rest, anders_geteld(rapport, kpi)]))
    delen = [f"{escape(titel_kpi(rapport, kpi))}: <strong>{escape(waarde)}</strong> {escape(rest)}".rstrip()]
    delen += [html_zin_doel(*zinnen) for zinnen in zinnen_doel(rapport, kpi)]
    delen += [f'<span class="voortgang">{escape(norm)}</span>' for norm in _normen(rapport, kpi)]
    steun = _steun(rapport, kpi)
    if steun:
        delen.append(f'<p class="steun">Wat dit helpt verklaren:</p>\n{_lijst(rapport, steun)}')
    return "\n".join(delen)


def _normen(rapport: Rapport, kpi: str) -> list[str]:
    """The norm in force for the whole region, and the verdict on it."""
    return [zin for rij in rapport.getoond(kpi).itertuples() if not rij.groep and (zin := zin_regio(rapport, rij))]
