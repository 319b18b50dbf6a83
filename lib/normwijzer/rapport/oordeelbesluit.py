"""Norm decisions in a report: in a sentence, in a box and as a table."""

import math
from html import escape

from normwijzer.normen.bandbreedte import in_woorden
from normwijzer.normen.besluit import Besluit
from normwijzer.privacy import KLEINSTE_GROEP
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.oordeel import norm_cel
from normwijzer.rapport.oordeelalarm import herijkingsrij, is_anders, zin_herijking
from normwijzer.rapport.oordeelzin import norm_in_zin, teksten
from normwijzer.rapport.tabel import Kolom, Tabel

_KOLOMMEN = (
    Kolom("KPI", rijkop=True), Kolom("Perceel of soort"), Kolom("Normjaar", "jaar"), Kolom("Norm", "waarde"),
    Kolom("Geldt vanaf", "jaar"), Kolom("Methode"), Kolom("Bandbreedte"), Kolom("Gegevens"),
    Kolom("Bekend op", "datum"), Kolom("Besluit"), Kolom("Datum besluit", "datum"), Kolom("Door"), Kolom("Herziening"),
    Kolom("Voorlopige gegevens"), Kolom("Nagerekend"),
)  # fmt: skip
_NIET_NAGEREKEND = "Nog niet nagerekend met de besluiten en de rekenregels van nu."


def zinnen_norm(rapport: Rapport, kpi: str) -> list[str]:
    """The state of the norm of a KPI in the year of the report, from the decisions; empty without any on this KPI.

    Norms in force first, then those that count from a later year, then what has none in the year of the report.
    """
    eigen = [besluit for besluit in rapport.besluiten if besluit.kpi == kpi]
    if not eigen:
        return []
    groepen = rapport.op_volgorde({_groep(rapport, besluit) for besluit in eigen} | _getoond(rapport, kpi))
    nu = {groep: besluit for groep in groepen if (besluit := rapport.norm(kpi, groep))}
    straks = {groep: besluit for groep in groepen if (besluit := _komend(rapport, kpi, groep))}
    zonder = [_naam(rapport, groep) for groep in groepen if groep not in nu]
    zinnen = []
    if nu:
        delen = [f"{_naam(rapport, groep)} {_met_richting(rapport, besluit)}" for groep, besluit in nu.items()]
        zinnen.append(f"Norm in {rapport.jaar}: {'; '.join(delen)}.")
    if straks:
        delen = [
            f"{_naam(rapport, groep)} {_met_richting(rapport, besluit)} vanaf {besluit.geldt_vanaf}"
            for groep, besluit in straks.items()
        ]
        zinnen.append(f"Vastgesteld voor later: {'; '.join(delen)}.")
    if not nu:
        zinnen.append(f"Over {rapport.jaar} is er geen norm, en dus geen oordeel.")
    elif zonder:
        zinnen.append(f"Geen norm in {rapport.jaar}, en dus geen oordeel: {opmaak.opsomming(zonder)}.")
    return zinnen


def besluiten_van(rapport: Rapport, kpi: str) -> list[tuple[str, Besluit]]:
    """(perceel or soort, decision) in order: the one in force, then the one that counts from a later year."""
    gevonden = []
    for groep in rapport.op_volgorde({_groep(rapport, besluit) for besluit in rapport.besluiten if besluit.kpi == kpi}):
        beide = (rapport.norm(kpi, groep), _komend(rapport, kpi, groep))
        gevonden += [(groep, besluit) for besluit in beide if besluit]
    return gevonden


def html_besluiten(rapport: Rapport, kpi: str) -> str:
    """A box per decision that counts in the year of the report or was made on it; empty text without any."""
    return "\n".join(_html(rapport, groep, besluit) for groep, besluit in besluiten_van(rapport, kpi))


def tabel_besluiten(rapport: Rapport) -> Tabel:
    """Every decision of the family on a year up to that of the report, in the order of recording."""
    rijen = [
        (
            _titel(rapport, besluit.kpi), rapport.naam_groep(_groep(rapport, besluit)), besluit.jaar,
            norm_cel(besluit.norm), besluit.geldt_vanaf, methode_in_woorden(besluit), in_woorden(besluit.bandbreedte),
            _gegevens(rapport, besluit), besluit.bekend_op, besluit.besluit, besluit.datum, besluit.door,
            besluit.reden_herziening, "ja" if besluit.voorlopig else "nee", _nagerekend(rapport, besluit),
        )
        for besluit in rapport.besluiten
        if besluit.jaar <= rapport.jaar
    ]  # fmt: skip
    return Tabel("Normbesluiten", _KOLOMMEN, rijen, leeg="er is geen norm vastgesteld.")


def methode_in_woorden(besluit: Besluit) -> str:
    """How the norm was chosen, with the share where the method has one."""
    deel = next((k.q for k in besluit.kandidaten if k.methode == besluit.methode and _zelfde(k, besluit)), math.nan)
    return woorden_methode(besluit.methode, deel)


def woorden_methode(methode: str, q: float = math.nan) -> str:
    """A method of a candidate in words; one that is not known goes by its id."""
    tekst = teksten()["methode"].get(methode, methode.replace("_", " "))
    deel = "een deel" if math.isnan(q) else opmaak.procent(q, 0)
    return tekst.format(deel.removesuffix(f"{opmaak.DUNNE_SPATIE}%"), deel) if "{}" in tekst else tekst


def _html(rapport: Rapport, groep: str, besluit: Besluit) -> str:
    anders = " (alarm: zie nagerekend)" if is_anders(herijkingsrij(rapport, besluit)) else ""
    kop = f"Normbesluit {_naam(rapport, groep)}: {_met_richting(rapport, besluit)} vanaf {besluit.geldt_vanaf}{anders}"
    velden = "\n".join(
        f"<dt>{escape(naam)}</dt>\n<dd>{escape(waarde)}</dd>" for naam, waarde in _velden(rapport, besluit) if waarde
    )
    return (
        f'<details class="vouw">\n<summary>{escape(kop)}</summary>\n<div class="definitie">\n<dl>\n{velden}\n</dl>\n'
        "</div>\n</details>"
    )


def _velden(rapport: Rapport, besluit: Besluit) -> list[tuple[str, str]]:
    door = f" Door: {besluit.door}." if besluit.door else ""
    return [
        ("Norm", opmaak.als_zin(f"{_met_richting(rapport, besluit)}, geldt vanaf {besluit.geldt_vanaf}")),
        ("Gekozen als", opmaak.als_zin(methode_in_woorden(besluit))),
        ("Bandbreedte", in_woorden(besluit.bandbreedte)),
        ("Vastgesteld op", opmaak.als_zin(_gegevens(rapport, besluit))),
        ("Bekend op (K)", opmaak.datum(besluit.bekend_op) + (
            ". De gegevens waren toen nog voorlopig." if besluit.voorlopig else "")),
        ("Besluit", opmaak.als_zin(f"{besluit.besluit.rstrip('.')} ({opmaak.datum(besluit.datum)})") + door),
        ("Herziening", _herziening(rapport, besluit)),
        ("Nagerekend", _nagerekend(rapport, besluit)),
    ]  # fmt: skip


def _gegevens(rapport: Rapport, besluit: Besluit) -> str:
    """2024: 14,8 % (62 van 420), 12 aanbieders, van wie 9 met 10 of meer."""
    basis, jaren = besluit.basis, opmaak.opsomming([str(jaar) for jaar in besluit.basis.jaren])
    if rapport.editie != "intern":
        if basis.noemer < KLEINSTE_GROEP:
            return f"{jaren}: te weinig om hier te tonen"
        # To fives once more: a decision that was not protected must not tell its count either.
        vijf = math.floor(basis.noemer / 5 + 0.5) * 5
        return f"{jaren}: ongeveer {opmaak.procent(basis.waarde, 0)} van {opmaak.aantal(vijf)}"
    feit = f"{jaren}: {opmaak.procent(basis.waarde)} ({opmaak.aantal(basis.teller)} van {opmaak.aantal(basis.noemer)})"
    if not basis.aanbieders:
        return feit
    aanbieders = opmaak.meervoud(basis.aanbieders, "aanbieder", "aanbieders")
    return f"{feit}; {aanbieders}, van wie {basis.k10} met 10 of meer"


def _herziening(rapport: Rapport, besluit: Besluit) -> str:
    """What it replaces and why, or that nothing was revised."""
    zelfde = [b for b in rapport.besluiten if b.onderwerp == besluit.onderwerp and b.jaar == besluit.jaar]
    if not besluit.reden_herziening:
        later = zelfde[zelfde.index(besluit) + 1 :][-1:]
        woorden = [f"Herzien vanaf {b.geldt_vanaf}: {_met_richting(rapport, b)}." for b in later]
        return " ".join(woorden) or "Niet herzien."
    eerder = zelfde[: zelfde.index(besluit)][-1:]
    delen = [f"Eerder {_met_richting(rapport, b)} (besluit van {opmaak.datum(b.datum)})." for b in eerder]
    return " ".join([*delen, opmaak.als_zin(f"Reden: {besluit.reden_herziening}")])


def _nagerekend(rapport: Rapport, besluit: Besluit) -> str:
    rij = herijkingsrij(rapport, besluit)
    return _NIET_NAGEREKEND if rij is None else zin_herijking(rapport, besluit, rij)


def _komend(rapport: Rapport, kpi: str, groep: str) -> Besluit | None:
    """The last decision on a year up to that of the report which counts from a later year."""
    onderwerp = rapport.onderwerp(kpi, groep)
    eigen = [b for b in rapport.besluiten if b.onderwerp == onderwerp and b.jaar <= rapport.jaar < b.geldt_vanaf]
    return max(enumerate(eigen), key=lambda paar: (paar[1].jaar, paar[0]))[1] if eigen else None


def _getoond(rapport: Rapport, kpi: str) -> set[str]:
    """The percelen with a row this year; soorten without a norm are not worth a sentence."""
    return set(rapport.getoond(kpi)["groep"]) if rapport.groep == "perceel" else set()


def _groep(rapport: Rapport, besluit: Besluit) -> str:
    return getattr(besluit, rapport.groep)


def _naam(rapport: Rapport, groep: str) -> str:
    return opmaak.in_zin(rapport.naam_groep(groep))


def _titel(rapport: Rapport, kpi: str) -> str:
    definitie = rapport.definities[kpi]
    return f"{definitie.nummer} {definitie.titel}".strip()


def _met_richting(rapport: Rapport, besluit: Besluit) -> str:
    return norm_in_zin(besluit.norm, rapport.definities[besluit.kpi].richting)


def _zelfde(kandidaat, besluit: Besluit) -> bool:
    return abs(kandidaat.norm - besluit.norm) <= 0.005
