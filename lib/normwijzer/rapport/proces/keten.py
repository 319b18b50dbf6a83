"""The chain as a strip: per step and law how long it takes and which share is on time."""

import tomllib
from functools import cache
from html import escape
from pathlib import Path

from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.jeugd.bron import geen_bron
from normwijzer.rapport.proces.cellen import (
    NOG_NIET,
    TIJDEN,
    UITLEG_TIJDEN,
    aandeel_op_tijd,
    doorlooptijd,
    is_rond_dag,
    midden,
    naam_rij,
    naam_wet,
    op_wet,
    rij_van,
    tijden,
)
from normwijzer.rapport.tabel import Kolom, Tabel

_GEEN_BRON = "geen bron"
_UITLEG_A3 = "Bij A3 zijn het dagen vóór of na de ingangsdatum."

UITLEG = (
    "Elke stap toont per wet hoe lang de helft van de gevallen hoogstens duurt, en welk deel op tijd is; de "
    "balk is dat "
    "deel. Een stap zonder bron staat er wel, zonder cijfer."
)


@cache
def stappen() -> tuple[dict, ...]:
    """Steps of the chain in order: naam, wie, and the KPI's that say something about it."""
    return tuple(tomllib.loads(Path(__file__).with_name("keten.toml").read_text(encoding="utf-8"))["stap"])


def tabel_keten(rapport: Rapport) -> Tabel:
    """One row per step, KPI and law: share on time, counts and durations."""
    rijen = []
    for stap in stappen():
        for maat in stap["maten"]:
            tabel = doorlooptijd(rapport, maat["kpi"])
            kop = (stap["naam"], rapport.definities[maat["kpi"]].nummer, _wat(maat["wat"]))
            if geen_bron(rapport, maat["kpi"]) or tabel.empty:
                rijen.append((*kop, "", _GEEN_BRON, "", "", "", "", "", "", ""))
                continue
            rijen += [(*kop, naam_rij(maat["kpi"], wet), *tijden(rij_van(tabel, wet))) for wet in _wetten(tabel)]
    kolommen = (Kolom("Stap", rijkop=True), Kolom("KPI"), Kolom("Wat"), Kolom("Wet"), *TIJDEN)
    bijschrift = f"De keten van aanvraag tot betaling, {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, f"{UITLEG_TIJDEN} {_UITLEG_A3}")


def html_keten(rapport: Rapport) -> str:
    """The strip itself: a list in order, so that it reads the same aloud and on a narrow screen."""
    delen = "\n".join(f'<li class="schakel">{_schakel(rapport, stap)}</li>' for stap in stappen())
    return (
        f'<p class="toelichting">{escape(UITLEG)}</p>\n'
        f'<ol class="keten" aria-label="De keten van aanvraag tot betaling">\n{delen}\n</ol>'
    )


def _schakel(rapport: Rapport, stap: dict) -> str:
    maten = "\n".join(_maat(rapport, maat) for maat in stap["maten"])
    return f'<p class="schakelkop">{escape(stap["naam"])} <span class="wie">{escape(stap["wie"])}</span></p>\n{maten}'


def _maat(rapport: Rapport, maat: dict) -> str:
    nummer = rapport.definities[maat["kpi"]].nummer
    tabel = doorlooptijd(rapport, maat["kpi"])
    kop = f'<p class="maatkop">{escape(nummer)} {escape(maat["wat"])}</p>'
    if geen_bron(rapport, maat["kpi"]) or tabel.empty:
        return f'{kop}\n<p class="maat leeg">{_GEEN_BRON}</p>'
    return "\n".join([kop, *(_per_wet(tabel, wet) for wet in _wetten(tabel))])


def _per_wet(tabel, wet: str) -> str:
    rij = rij_van(tabel, wet)
    naam = f"{naam_wet(wet)}: " if wet else ""
    if rij.te_klein:
        return f'<p class="maat">{escape(naam)}{escape(rij.tekst)}</p>'
    deel = aandeel_op_tijd(rij)
    if deel is None:
        return f'<p class="maat">{escape(naam)}geen gevallen</p>'
    helft = _helft(rij)
    balk = f'<span class="balk" aria-hidden="true"><span style="width:{round(deel * 100)}%"></span></span>'
    tekst = f"{escape(naam)}<strong>{opmaak.procent(deel, 0)}</strong> op tijd{escape(helft)}"
    return f'<p class="maat">{tekst}{balk}</p>'


def _helft(rij) -> str:
    """What the median says, to go behind the share on time: ; helft binnen 3 werkdagen."""
    tijd = midden(rij)
    if not tijd or tijd == NOG_NIET:
        return ""
    if is_rond_dag(rij):
        return f"; in het midden {tijd}"
    if tijd.startswith("0 "):
        return "; helft in de maand zelf" if rij.eenheid == "maanden" else "; helft op de dag zelf"
    return f"; helft binnen {tijd}"


def _wetten(tabel) -> list[str]:
    """Laws apart when there are any, else both together."""
    totalen = tabel[tabel["aanbieder"].eq("") & tabel["gemeente"].eq("")]
    return [wet for wet in op_wet(totalen["wet"]) if wet] or [""]


def _wat(tekst: str) -> str:
    return tekst[:1].upper() + tekst[1:]
