"""The quality of claims: right the first time by line and by claim, and the reasons of rejection in words."""

import pandas as pd

from normwijzer.kpi.proces.afkeur import count_onbekende_codes
from normwijzer.rapport import opmaak
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.proces.cellen import euro, frame, kies, naam_wet, of_verborgen, op_wet
from normwijzer.rapport.tabel import Kolom, Tabel, als_html, zonder_lege_kolommen

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
_GEDEELD = (
    Kolom("Regels goed", "procent"), Kolom("Beantwoord", "aantal"), Kolom("Afgekeurd", "aantal"),
    Kolom("Later terug", "aantal"), Kolom("Nog open", "aantal"), Kolom("Credits", "aantal"),
    Kolom("Declaraties goed", "procent"), Kolom("Declaraties", "aantal"), Kolom("Geheel afgekeurd", "aantal"),
)  # fmt: skip
_SLOT_GEDEELD = (
    "Beantwoord zijn de debetregels met een antwoord: goed, afgekeurd of later teruggedraaid. Nog open komt daarbij. "
    "Credits zijn de regels die terugdraaien. Declaraties zijn die met een antwoord; zij zijn goed als al hun "
    "debetregels goed zijn. Per aanbieder staan de regels bij A11."
)
_SLOT_REDENEN = "Een regel met twee redenen telt bij allebei: samen zijn het er dus meer dan de afgekeurde regels."


ALLEEN_INTERN = (
    '<p class="toelichting">De redenen per aanbieder en de bedragen staan in de interne editie; elke aanbieder krijgt '
    "de eigen redenen in een brief.</p>"
)


def tabel_declaraties(rapport: Rapport) -> Tabel:
    """One row for both laws together and one per law."""
    tabel = kies(frame(rapport, "declaratiekwaliteit"), aanbieder="")
    rijen = [
        (naam_wet(wet), *_cijfers(rij))
        for wet in op_wet(tabel["wet"] if len(tabel) else [])
        for rij in kies(tabel, wet=wet).itertuples()
    ]
    gedeeld = "goed_deel" in tabel
    kolommen, slot = (_GEDEELD, _SLOT_GEDEELD) if gedeeld else (_CIJFERS, _SLOT)
    return Tabel(f"Declaraties in één keer goed, {rapport.jaar}", (Kolom("Wet", rijkop=True), *kolommen), rijen, slot)


def tabel_declaraties_aanbieders(rapport: Rapport) -> Tabel:
    """One row per aanbieder, both laws together, by name; for inside use only."""
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
    slot = _SLOT_REDENEN if rapport.editie == "intern" else f"{_SLOT_REDENEN} Zeldzame redenen staan samen."
    bijschrift = f"Waarom regels zijn afgekeurd, {rapport.jaar}"
    return zonder_lege_kolommen(Tabel(bijschrift, kolommen, rijen, slot, leeg="er is geen regel afgekeurd."))


def tabel_afkeurredenen_aanbieders(rapport: Rapport) -> Tabel:
    """One row per aanbieder, law and reason; for inside use only."""
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
    """By law and the reasons, and in the internal edition both folded by aanbieder."""
    intern = rapport.editie == "intern"
    return "\n".join([
        als_html(tabel_declaraties(rapport)),
        *([_vouw("Per aanbieder", tabel_declaraties_aanbieders(rapport))] if intern else []),
        als_html(tabel_afkeurredenen(rapport)),
        *(f"<p>{zin}</p>" for zin in [zin_onbekende_codes(rapport)] if zin),
        *([_vouw("Redenen per aanbieder", tabel_afkeurredenen_aanbieders(rapport))] if intern else [ALLEEN_INTERN]),
    ])  # fmt: skip


def _vouw(kop: str, tabel: Tabel) -> str:
    return f"<details>\n<summary>{kop}</summary>\n{als_html(tabel)}\n</details>"


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
        return code, reden, rij.tekst, ""
    return code, reden, rij.regels, euro(rij.bedrag) if hasattr(rij, "bedrag") else ""


def _cijfers(rij) -> tuple:
    if rij.te_klein:
        return (rij.tekst, *[""] * 8)
    if hasattr(rij, "goed_deel"):
        heel = (rij.goed_deel, rij.beantwoord, rij.afgewezen, rij.gecrediteerd, rij.in_behandeling, rij.credits,
                rij.declaraties_deel, rij.declaraties_beantwoord, rij.geheel_afgewezen)  # fmt: skip
        return tuple(of_verborgen(waarde) for waarde in heel)
    return (
        _deel(rij.goed, rij.regels - rij.in_behandeling), rij.regels, rij.afgewezen, rij.gecrediteerd,
        rij.in_behandeling,
        rij.credits, _deel(rij.declaraties_goed, getattr(rij, "declaraties_beantwoord", rij.declaraties)),
        rij.declaraties,
        rij.geheel_afgewezen,
    )  # fmt: skip


def _deel(teller, noemer):
    return float(teller) / float(noemer) if noemer else opmaak.STREEP
