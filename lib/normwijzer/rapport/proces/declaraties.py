"""The quality of claims: right the first time by line and by claim, and the reasons of rejection in words."""

import pandas as pd

from normwijzer.kpi.proces.afkeur import count_onbekende_codes
from normwijzer.privacy import TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import KLEIN, euro, frame, kies, naam_wet, op_wet
from normwijzer.rapport.tabel import Kolom, Tabel, als_html

_CIJFERS = (
    Kolom("Regels goed", "procent"), Kolom("Regels", "aantal"), Kolom("Afgekeurd", "aantal"),
    Kolom("Later terug", "aantal"), Kolom("Nog open", "aantal"), Kolom("Credits", "aantal"),
    Kolom("Declaraties goed", "procent"), Kolom("Declaraties", "aantal"), Kolom("Geheel afgekeurd", "aantal"),
)  # fmt: skip

_SLOT = (
    "Regels zijn debetregels: in één keer goed, afgekeurd, later teruggedraaid of nog open (zonder antwoord). Goed is "
    "het deel van wat is beantwoord. Credits zijn de regels die terugdraaien. Een declaratie is goed als al haar "
    "debetregels goed zijn."
)
_SLOT_REDENEN = "Een regel met twee redenen telt bij allebei: samen zijn het er dus meer dan de afgekeurde regels."


def tabel_declaraties(rapport: Rapport) -> Tabel:
    """One row for both laws together and one per law."""
    tabel = kies(frame(rapport, "declaratiekwaliteit"), aanbieder="")
    rijen = [
        (naam_wet(wet), *_cijfers(rij))
        for wet in op_wet(tabel["wet"] if len(tabel) else [])
        for rij in kies(tabel, wet=wet).itertuples()
    ]
    return Tabel(f"Declaraties in één keer goed, {rapport.jaar}", (Kolom("Wet", rijkop=True), *_CIJFERS), rijen, _SLOT)


def tabel_declaraties_aanbieders(rapport: Rapport) -> Tabel:
    """One row per aanbieder, both laws together, by name."""
    tabel = kies(frame(rapport, "declaratiekwaliteit"), wet="")
    tabel = tabel[tabel["aanbieder"].ne("")] if len(tabel) else tabel
    paren = sorted((rapport.naam_aanbieder(rij.aanbieder), rij) for rij in tabel.itertuples(index=False))
    rijen = [(naam, *_cijfers(rij)) for naam, rij in paren]
    bijschrift = f"Declaraties in één keer goed per aanbieder, {rapport.jaar}"
    return Tabel(bijschrift, (Kolom("Aanbieder", rijkop=True), *_CIJFERS), rijen, _SLOT)


def tabel_afkeurredenen(rapport: Rapport) -> Tabel:
    """One row per law and reason of rejection, most frequent first."""
    rijen = [(rij.wet_naam, *_reden(rij)) for rij in _redenen(rapport, alle_aanbieders=True).itertuples()]
    kolommen = (
        Kolom("Wet", rijkop=True), Kolom("Code"), Kolom("Reden"), Kolom("Regels", "aantal"),
        Kolom("Bedrag (euro)", "waarde"),
    )  # fmt: skip
    return Tabel(
        f"Waarom regels zijn afgekeurd, {rapport.jaar}",
        kolommen,
        rijen,
        _SLOT_REDENEN,
        leeg="er is geen regel afgekeurd.",
    )


def tabel_afkeurredenen_aanbieders(rapport: Rapport) -> Tabel:
    """One row per aanbieder, law and reason."""
    redenen = _redenen(rapport, alle_aanbieders=False)
    rijen = [
        (naam, rij.wet_naam, *_reden(rij)[:3])
        for naam, rij in sorted(
            ((rapport.naam_aanbieder(rij.aanbieder), rij) for rij in redenen.itertuples()), key=lambda paar: paar[0]
        )
    ]
    kolommen = (
        Kolom("Aanbieder", groep=True), Kolom("Wet"), Kolom("Code"), Kolom("Reden", rijkop=True),
        Kolom("Regels", "aantal"),
    )  # fmt: skip
    bijschrift = f"Waarom regels zijn afgekeurd, per aanbieder, {rapport.jaar}"
    return Tabel(bijschrift, kolommen, rijen, _SLOT_REDENEN, leeg="er is geen regel afgekeurd.")


def html_declaraties(rapport: Rapport) -> str:
    """By law, folded by aanbieder, and the reasons."""
    return "\n".join([
        als_html(tabel_declaraties(rapport)),
        f"<details>\n<summary>Per aanbieder</summary>\n{als_html(tabel_declaraties_aanbieders(rapport))}\n</details>",
        als_html(tabel_afkeurredenen(rapport)),
        *(f"<p>{zin}</p>" for zin in [zin_onbekende_codes(rapport)] if zin),
        f"<details>\n<summary>Redenen per "
        f"aanbieder</summary>\n{als_html(tabel_afkeurredenen_aanbieders(rapport))}\n</details>",
    ])  # fmt: skip


def zin_onbekende_codes(rapport: Rapport) -> str:
    """How many of the lines in `tabel_afkeurredenen` have a code without words; empty when none, or when hidden."""
    redenen = _redenen(rapport, alle_aanbieders=True)
    if redenen.empty or redenen["te_klein"][~redenen["bekend"]].any():
        return ""
    getoond = redenen[~redenen["te_klein"]].assign(wet=None, aanbieder=None)
    onbekend, alle = count_onbekende_codes(getoond)
    if not onbekend:
        return ""
    van = "" if redenen["te_klein"].any() else f"{opmaak.aantal(onbekend)} van "
    regels = f"{opmaak.meervoud(alle if van else onbekend, 'regel', 'regels')}"
    return f"Van {van}{regels} kennen wij de code niet; zij staan met hun code in de tabel."


def _redenen(rapport: Rapport, *, alle_aanbieders: bool) -> pd.DataFrame:
    """Rows per law with wet_naam, most lines first, what is too small last; of all aanbieders together or of each."""
    tabel = frame(rapport, "afkeurredenen")
    if tabel.empty:
        return tabel
    tabel = tabel[tabel["wet"].ne("") & (tabel["aanbieder"].eq("") == alle_aanbieders)]
    volgorde = tabel.assign(
        wet_naam=[naam_wet(wet) for wet in tabel["wet"]], hoeveel=tabel["regels"].astype("Float64").fillna(-1)
    )
    return volgorde.sort_values(["wet_naam", "hoeveel", "code"], ascending=[False, False, True])


def _reden(rij) -> tuple:
    code = "" if pd.isna(rij.code) else rij.code
    reden = opmaak.als_zin(getattr(rij, "omschrijving", "")).removesuffix(".") or "Geen omschrijving"
    if rij.te_klein:
        return code, reden, KLEIN, ""
    return code, reden, rij.regels, euro(rij.bedrag)


def _cijfers(rij) -> tuple:
    if rij.te_klein:
        return (TE_KLEIN, KLEIN, *[""] * 7)
    return (
        _deel(rij.goed, rij.regels - rij.in_behandeling), rij.regels, rij.afgewezen, rij.gecrediteerd,
        rij.in_behandeling,
        rij.credits, _deel(rij.declaraties_goed, getattr(rij, "declaraties_beantwoord", rij.declaraties)),
        rij.declaraties,
        rij.geheel_afgewezen,
    )  # fmt: skip


def _deel(teller, noemer):
    return float(teller) / float(noemer) if noemer else opmaak.STREEP
