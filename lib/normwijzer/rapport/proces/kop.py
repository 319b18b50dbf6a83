"""In short: the chain, and every KPI with term, target, value per law and verdict in words; and the years."""

from html import escape

import pandas as pd

from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import WETTEN, Rapport
from normwijzer.rapport.jeugd.bron import geen_bron
from normwijzer.rapport.proces.keten import html_keten, tabel_keten
from normwijzer.rapport.proces.oordeel import (
    GEEN_BRON,
    GEEN_DOEL,
    GEHAALD,
    NIET_GEHAALD,
    UITLEG,
    doel_in_woorden,
    doel_van,
    met_nevendoel,
    oordeel,
    rij_kpi,
    rij_neven,
    titel_nevendoel,
)
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, als_html

_SLOT_JAREN = (
    "In elke cel staat welk deel op tijd (A11: in één keer goed) was en wat dat betekent voor het doel. Donker: doel "
    "gehaald, licht: niet gehaald, wit: geen doel of nog geen uitspraak. De tekst zegt hetzelfde als de kleur."
)


def tabel_normen(rapport: Rapport) -> Tabel:
    """One row per KPI and per side figure with a target: term, target, value for both laws and each, verdict."""
    rijen = []
    for kpi, definitie in rapport.definities.items():
        doel = doel_van(rapport, kpi)
        waarden = [_waarde(rapport, kpi, wet, rij_kpi(rapport, kpi, wet)) for wet in ("", *WETTEN)]
        uitspraak = oordeel(rapport, kpi, rij_kpi(rapport, kpi), doel)
        rijen.append(
            (
                titel_kpi(rapport, kpi),
                Cel(definitie.termijn, "tekst", "streven"),
                doel_in_woorden(doel),
                *waarden,
                _cel(uitspraak),
            )
        )
        rijen += [_rij_neven(rapport, kpi, kenmerk) for ander, kenmerk in met_nevendoel(rapport) if ander == kpi]
    kolommen = (
        Kolom("KPI", rijkop=True), Kolom("Termijn"), Kolom("Doel"), Kolom("Op tijd of goed", "waarde"),
        *(Kolom(naam, "waarde") for naam in WETTEN.values()), Kolom("Oordeel"),
    )  # fmt: skip
    return Tabel(f"Alle KPI's met termijn, doel en oordeel, {rapport.jaar}", kolommen, rijen, UITLEG)


def tabel_alle_jaren(rapport: Rapport) -> Tabel:
    """One row per KPI, one column per year: value and verdict for both laws together."""
    rijen = [(titel_kpi(rapport, kpi), *(_cel_jaar(rapport, kpi, jaar) for jaar in rapport.jaren))
             for kpi in rapport.definities]  # fmt: skip
    kolommen = (Kolom("KPI", rijkop=True), *(Kolom(str(jaar)) for jaar in rapport.jaren))
    bijschrift = f"Alle KPI's per jaar, {rapport.jaren[0]} tot en met {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, _SLOT_JAREN)


def html_kop_proces(rapport: Rapport) -> str:
    """The headline in words, the chain, and the table of all KPI's."""
    return "\n".join([
        f'<p class="samenvatting">{escape(zin_kop(rapport))}</p>',
        html_keten(rapport),
        f"<details>\n<summary>De keten als tabel</summary>\n{als_html(tabel_keten(rapport))}\n</details>",
        als_html(tabel_normen(rapport)),
    ])  # fmt: skip


def zin_kop(rapport: Rapport) -> str:
    """How many targets are reached, which are not, and which KPI's have no source."""
    uitspraken = {
        **{titel_kpi(rapport, kpi): oordeel(rapport, kpi, rij_kpi(rapport, kpi), doel_van(rapport, kpi))
           for kpi in rapport.definities if doel_van(rapport, kpi)},
        **{titel_nevendoel(rapport, kpi, kenmerk):
           oordeel(rapport, kpi, rij_neven(rapport, kpi, kenmerk), doel_van(rapport, kpi, kenmerk))
           for kpi, kenmerk in met_nevendoel(rapport)},
    }  # fmt: skip
    gehaald = [naam for naam, tekst in uitspraken.items() if tekst.startswith(GEHAALD)]
    niet = [naam for naam, tekst in uitspraken.items() if tekst.startswith(NIET_GEHAALD)]
    werkwoord = "is er" if len(gehaald) == 1 else "zijn er"
    zinnen = [f"Van de {len(uitspraken)} doelen uit de bron {werkwoord} in {rapport.jaar} {len(gehaald)} gehaald."]
    if niet:
        zinnen.append(f"Niet gehaald: {opmaak.opsomming(niet)}.")
    open_ = [naam for naam in uitspraken if naam not in (*gehaald, *niet)]
    if open_:
        zinnen.append(f"Zonder uitspraak: {opmaak.opsomming(open_)}.")
    zonder = [titel_kpi(rapport, kpi) for kpi in rapport.definities if geen_bron(rapport, kpi)]
    if zonder:
        zinnen.append(f"Zonder bron: {opmaak.opsomming(zonder)}.")
    return " ".join(zinnen)


def _rij_neven(rapport: Rapport, kpi: str, kenmerk: str) -> tuple:
    doel = doel_van(rapport, kpi, kenmerk)
    waarden = [_waarde(rapport, kpi, wet, rij_neven(rapport, kpi, kenmerk, wet)) for wet in ("", *WETTEN)]
    uitspraak = oordeel(rapport, kpi, rij_neven(rapport, kpi, kenmerk), doel)
    return titel_nevendoel(rapport, kpi, kenmerk), "", doel_in_woorden(doel), *waarden, _cel(uitspraak)


def _waarde(rapport: Rapport, kpi: str, wet: str, rij):
    if rij is None:
        return GEEN_BRON if not wet and geen_bron(rapport, kpi) else opmaak.STREEP
    if rij.te_klein:
        return rij.tekst
    return opmaak.STREEP if pd.isna(rij.waarde) else Cel(rij.waarde, "procent")


def _cel(uitspraak: str) -> Cel:
    return Cel(opmaak.als_zin(uitspraak).removesuffix("."), "tekst", "oordeel")


def _cel_jaar(rapport: Rapport, kpi: str, jaar: int):
    rij = rij_kpi(rapport, kpi, jaar=jaar)
    if rij is None or pd.isna(rij.waarde):
        if rij is not None and rij.te_klein:
            return rij.tekst
        return GEEN_BRON if geen_bron(rapport, kpi, jaar) else opmaak.STREEP
    uitspraak = oordeel(rapport, kpi, rij, doel_van(rapport, kpi))
    kort = "geen doel" if uitspraak == GEEN_DOEL else uitspraak.partition(" (")[0].partition(":")[0]
    klasse = "hitte-3" if kort.startswith(GEHAALD) else "hitte-1" if kort.startswith(NIET_GEHAALD) else ""
    if "," not in kort and rapport.is_voorlopig(kpi, jaar):
        kort += ", voorlopig"
    return Cel(f"{opmaak.procent(rij.waarde)}\n{kort}", "tekst", f"hitte {klasse}".strip())
