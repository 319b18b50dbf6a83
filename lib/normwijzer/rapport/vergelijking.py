"""Two runs side by side, for inside use: every figure that moved, with before, after and what each cause did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import pandas as pd

from normwijzer.kpi import FAMILIES, catalogus
from normwijzer.rapport import opmaak
from normwijzer.rapport.eenheden import eenheid_van
from normwijzer.rapport.gegevens import SAMEN, WETTEN, naam_soort
from normwijzer.rapport.kaal import maak_kale_pagina
from normwijzer.rapport.tabel import Kolom, Tabel, als_html, als_tekst

OORZAAK = {
    "programma": "programma, bronnen of verdwenen berichten",
    "nagekomen": "nagekomen berichten van vóór de oude peildag",
    "nieuw": "nieuwe berichten en de latere peildag",
    "tijd": "de latere peildag zelf",
    "toewijzingen": "nieuwe of gewijzigde toewijzingen",
    "start_en_stop": "nieuwe start- en stopberichten",
    "correcties": "correcties op wat bekend was",
    "opties": "andere instellingen in regio.toml",
    "onverklaard": "onverklaard: alles waarvan het afhangt is gelijk",
}
"""Cause of `uitvoering.vergelijken_kern` -> words."""

TITEL = "Vergelijking van runs"
_VERTROUWELIJK = (
    '<p class="vertrouwelijk"><strong>VERTROUWELIJK</strong> Precieze aantallen, ook van kleine groepen. Niet delen '
    "buiten de kring die deze gegevens mag zien.</p>"
)
_UITLEG = (
    "De oude cijfers zijn stap voor stap naar de nieuwe gerekend, met één oorzaak tegelijk erbij, in deze volgorde: "
    "wat niet is na te rekenen, nagekomen berichten, de nieuwe peildag met alle berichten van daarna, en de "
    "instellingen. Wat twee oorzaken samen doen, staat bij de laatste van de twee. De delen van teller en noemer "
    "tellen op tot het verschil; die van de waarde ook, behalve waar een stap geen waarde heeft."
)
_KOLOMMEN = (Kolom("Cijfer", rijkop=True), Kolom("Jaar", "jaar"), Kolom("Eerst"), Kolom("Nu"), Kolom("Verschil"),
             Kolom("Waardoor"))  # fmt: skip
_OPTIES = (Kolom("Instelling", rijkop=True), Kolom("Eerst"), Kolom("Nu"))
_SLEUTEL = ["familie", "jaar", "kpi", "wet", "perceel", "soort", "aanbieder"]


@dataclass(frozen=True)
class Vergelijkblad:
    """One region: naam; kop: sentences about the two runs; programma, opties, cijfers, stappen: as
    `uitvoering.vergelijken.Vergelijking` has them; aanbieders: AGB -> name."""

    naam: str
    kop: Sequence[str]
    cijfers: pd.DataFrame = field(default_factory=pd.DataFrame)
    stappen: pd.DataFrame = field(default_factory=pd.DataFrame)
    programma: Sequence[str] = ()
    opties: Sequence[tuple[str, str, str]] = ()
    aanbieders: Mapping[str, str] = field(default_factory=dict)


def maak_vergelijkpagina(bladen: Sequence[Vergelijkblad]) -> str:
    """The page for inside use, with every region."""
    delen = [_VERTROUWELIJK, f'<p class="toelichting">{escape(_UITLEG)}</p>']
    for blad in bladen:
        delen.append(f"<section>\n<h2>{escape(blad.naam)}</h2>")
        delen += [f"<p>{escape(zin)}</p>" for zin in [*blad.kop, *_zinnen(blad)]]
        if blad.opties:
            delen.append(als_html(Tabel("Instellingen die anders zijn", _OPTIES, list(blad.opties))))
        delen += [_html_familie(blad, familie) for familie in dict.fromkeys(_kolom(blad, "familie"))]
        delen.append("</section>")
    return maak_kale_pagina(TITEL, "\n".join(delen))


def toon_vergelijking(blad: Vergelijkblad, meest: int = 40) -> str:
    """The same on screen: the figures of the whole region, at most `meest` of them; those per aanbieder counted."""
    delen = ["\n".join([blad.naam, *blad.kop, *_zinnen(blad)])]
    if blad.opties:
        delen.append(als_tekst(Tabel("Instellingen die anders zijn", _OPTIES, list(blad.opties))))
    if len(blad.cijfers):
        van_regio = blad.cijfers[blad.cijfers["aanbieder"].eq("")]
        if len(van_regio):
            tabel = Tabel("Cijfers van de regio die verschoven", _KOLOMMEN, _rijen(blad, van_regio.head(meest)))
            delen.append(als_tekst(tabel))
        rest = len(blad.cijfers) - min(len(van_regio), meest)
        if rest:
            delen.append(
                f"En nog {opmaak.meervoud(rest, 'cijfer', 'cijfers')}, waaronder die per aanbieder: zie de pagina."
            )
    return "\n\n".join(delen).replace(opmaak.DUNNE_SPATIE, " ")


def _zinnen(blad: Vergelijkblad) -> list[str]:
    if "familie" not in blad.cijfers:  # there was nothing to compare
        return []
    if blad.cijfers.empty:
        return ["Er is geen enkel cijfer veranderd."]
    hoeveel = opmaak.meervoud(len(blad.cijfers), "cijfer is", "cijfers zijn")
    zinnen = [f"{hoeveel} veranderd, van de regio of van een aanbieder."]
    if blad.programma:
        deed_iets = blad.stappen["oorzaak"].eq("programma").any()
        kop = (
            "Niet na te rekenen, en daarom één oorzaak samen" if deed_iets else "Ook anders, maar zonder gevolg"
        )
        zinnen.append(f"{kop}: {opmaak.opsomming(list(blad.programma))}.")
    return zinnen


def _html_familie(blad: Vergelijkblad, familie: str) -> str:
    rijen = blad.cijfers[blad.cijfers["familie"].eq(familie)]
    regio, partners = rijen[rijen["aanbieder"].eq("")], rijen[rijen["aanbieder"].ne("")]
    titel = catalogus.laad(familie).titel if familie in FAMILIES else familie
    delen = [f"<h3>{escape(titel)}</h3>"]
    if len(regio):
        delen.append(als_html(Tabel(f"{titel}: cijfers van de regio", _KOLOMMEN, _rijen(blad, regio))))
    if len(partners):
        tabel = als_html(Tabel(f"{titel}: cijfers per aanbieder", _KOLOMMEN, _rijen(blad, partners)))
        delen.append(f"<details>\n<summary>Per aanbieder ({len(partners)})</summary>\n{tabel}\n</details>")
    return "\n".join(delen)


def _rijen(blad: Vergelijkblad, cijfers: pd.DataFrame) -> list[tuple]:
    stappen = dict(list(blad.stappen.groupby(_SLEUTEL, sort=False)))
    rijen = []
    for rij in cijfers.itertuples():
        eigen = stappen.get(tuple(getattr(rij, naam) for naam in _SLEUTEL))
        oorzaken = [] if eigen is None else [
            f"{OORZAAK[stap.oorzaak]}: {_verschil(rij.eenheid, stap.d_teller, stap.d_noemer, stap.d_waarde)}"
            for stap in eigen.itertuples()
        ]  # fmt: skip
        geheel = _verschil(
            rij.eenheid,
            _min(rij.teller_na, rij.teller_voor),
            _min(rij.noemer_na, rij.noemer_voor),
            rij.waarde_na - rij.waarde_voor,
        )
        eerst = _waarde(rij.eenheid, rij.teller_voor, rij.noemer_voor, rij.waarde_voor, rij.status_voor)
        nu = _waarde(rij.eenheid, rij.teller_na, rij.noemer_na, rij.waarde_na, rij.status_na)
        rijen.append((_naam(blad, rij), rij.jaar, eerst, nu, geheel, "; ".join(oorzaken)))
    return rijen


def _naam(blad: Vergelijkblad, rij) -> str:
    """Uitval, perceel 1, Zorghuis De Egel."""
    definities = catalogus.laad(rij.familie).definities if rij.familie in FAMILIES else {}
    definitie = definities.get(rij.kpi)
    titel = rij.kpi if definitie is None else f"{definitie.nummer} {definitie.titel}".strip()
    delen = [titel, f"perceel {rij.perceel}" if rij.perceel else "", naam_soort(rij.soort) if rij.soort else ""]
    delen.append(WETTEN.get(rij.wet, rij.wet))
    if not any(delen[1:]):
        percelen = any(d.percelen for d in definities.values())
        delen.append(
            SAMEN["perceel"] if percelen else SAMEN["soort"] if rij.familie.startswith("jeugd") else SAMEN["wet"]
        )
    if rij.aanbieder:
        delen.append(blad.aanbieders.get(rij.aanbieder) or f"AGB {rij.aanbieder}")
    return ", ".join(filter(None, delen))


def _waarde(naam: str, teller: float, noemer: float, waarde: float, status: str) -> str:
    if not status:
        return "niet in de uitkomsten"
    eenheid = eenheid_van(naam)
    tekst = eenheid.tekst(waarde)
    if not eenheid.geteld and not pd.isna(noemer):
        deel = "" if pd.isna(teller) else f"{_getal(teller)} van "
        tekst = f"{tekst} ({deel}{_getal(noemer)})"
    return f"{tekst}, voorlopig" if status == "voorlopig" else tekst


def _verschil(naam: str, teller: float, noemer: float, waarde: float) -> str:
    """+1 van +3 (+0,1 procentpunt); of a count only the number."""
    eenheid = eenheid_van(naam)
    if eenheid.geteld:
        return _teken(waarde)
    delen = [
        f"teller {_teken(teller)}" if not _nul(teller) else "",
        f"noemer {_teken(noemer)}" if not _nul(noemer) else "",
    ]
    if not pd.isna(waarde):
        in_waarde = opmaak.punten(waarde, 2) if naam == "fractie" else opmaak.verschil(waarde, 2)
        delen.append(
            f"waarde {opmaak.met_woord(in_waarde, 'procentpunt' if naam == 'fractie' else eenheid.verschil_in)}"
        )
    return ", ".join(filter(None, delen)) or "geen verschil"


def _getal(waarde: float) -> str:
    return opmaak.aantal(waarde) if float(waarde).is_integer() else opmaak.getal(waarde, 2)


def _teken(waarde: float) -> str:
    return opmaak.verschil(waarde, 0 if pd.isna(waarde) or float(waarde).is_integer() else 2)


def _nul(waarde: float) -> bool:
    return pd.isna(waarde) or waarde == 0


def _min(na: float, voor: float) -> float:
    """Difference of two counts; a row that is not there counts for nothing."""
    if pd.isna(na) and pd.isna(voor):
        return float("nan")
    return (0.0 if pd.isna(na) else na) - (0.0 if pd.isna(voor) else voor)


def _kolom(blad: Vergelijkblad, naam: str) -> list[str]:
    return [] if blad.cijfers.empty else blad.cijfers[naam].tolist()
