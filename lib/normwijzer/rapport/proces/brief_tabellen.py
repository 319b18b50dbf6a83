"""The other tables of the letter to one aanbieder: months, deadlines of the standard, reasons of rejection."""

import pandas as pd

from normwijzer.kpi.proces.termijnen import load_termijnen
from normwijzer.privacy import KLEINSTE_GROEP, TE_KLEIN
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.proces.brief_cijfers import EIGEN, GEMEENTE, U, procent
from normwijzer.rapport.proces.brief_eigen import Blad
from normwijzer.rapport.proces.cellen import aandeel_op_tijd, duur, euro, frame, kies, naam_wet, rij_van
from normwijzer.rapport.tabel import Cel, Kolom, Tabel, zonder_lege_kolommen

_MINSTE_MAANDEN = 6
_SLOT_TERMIJNEN = "Gemeten van dagtekening tot dagtekening. Ontbreekt: zonder antwoord, dus niet in het percentage."
_SLOT_REDENEN = "Een regel met twee redenen telt bij allebei."
_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def tabel_maanden(blad: Blad) -> Tabel:
    """One row per month, one column per own KPI with enough clients in at least six months; whole percents."""
    tabel = kies(blad.frame("doorlooptijd"), wet="")
    tabel = tabel[tabel["maand"].notna()] if len(tabel) else tabel
    cellen = {}
    for kpi in EIGEN:
        groot = {
            int(rij.maand): aandeel_op_tijd(rij)
            for rij in kies(tabel, kpi=kpi).itertuples()
            if not rij.te_klein and not pd.isna(rij.clienten) and rij.clienten >= KLEINSTE_GROEP
        }
        if len(groot) >= _MINSTE_MAANDEN:
            cellen[kpi] = groot
    rijen = [
        (naam, *(_maand(groot.get(nummer)) for groot in cellen.values()))
        for nummer, naam in enumerate(_MAANDEN, start=1)
    ]
    kolommen = (Kolom("Maand", rijkop=True), *(Kolom(titel_kpi(blad.rapport, kpi), "waarde") for kpi in cellen))
    slot = f"Een streep: minder dan {KLEINSTE_GROEP} cliënten, of geen gevallen die te beoordelen zijn."
    return Tabel(f"Op tijd of goed per maand, {blad.rapport.jaar}", kolommen, rijen if cellen else [], slot)


def tabel_termijnen_eigen(blad: Blad) -> Tabel:
    """One row per deadline of the standard about this aanbieder's messages that is not a KPI already."""
    rijen = []
    for sleutel, woorden in load_termijnen().items():
        deel = kies(frame(blad.rapport, "termijnen"), termijn=sleutel)
        zelf = None if woorden.kpi else rij_van(deel, aanbieder=blad.agb)
        if zelf is not None:
            naam = f"{woorden.titel}, binnen {duur(woorden.dagen, woorden.eenheid)}"
            wie = U if woorden.wie == "aanbieder" else GEMEENTE
            regio = rij_van(deel)
            ander = blad.naast("termijn", sleutel, regio, procent(regio, "procent0"))
            rijen.append((naam, wie, *_termijn(zelf), ander))
    kolommen = (
        Kolom("Termijn", rijkop=True), Kolom("Wie"), Kolom("Op tijd", "waarde"), Kolom("Op tijd (aantal)", "aantal"),
        Kolom("Te laat", "aantal"), Kolom("Loopt nog", "aantal"), Kolom("Ontbreekt", "aantal"),
        Kolom("Hele regio", "waarde"),
    )  # fmt: skip
    return Tabel(f"Andere termijnen van de standaard, {blad.rapport.jaar}", kolommen, rijen, _SLOT_TERMIJNEN)


def tabel_redenen_eigen(blad: Blad) -> Tabel:
    """One row per law and reason of rejection of its claim lines, most lines first; the amount for inside use only."""
    redenen = blad.frame("afkeurredenen")
    redenen = redenen[redenen["wet"].ne("")] if len(redenen) else redenen
    if len(redenen):
        hoeveel = redenen["regels"].astype("Float64").fillna(-1)
        redenen = redenen.assign(hoeveel=hoeveel).sort_values(["hoeveel", "wet", "code"], ascending=[False, True, True])
    kolommen = (
        Kolom("Reden", rijkop=True), Kolom("Code"), Kolom("Wet"), Kolom("Regels", "aantal"),
        Kolom("Bedrag (euro)", "waarde"),
    )  # fmt: skip
    bijschrift = f"Waarom uw declaratieregels zijn afgekeurd, {blad.rapport.jaar}"
    rijen = [_reden(rij) for rij in redenen.itertuples()]
    return zonder_lege_kolommen(Tabel(bijschrift, kolommen, rijen, _SLOT_REDENEN, leeg="er is geen regel afgekeurd."))


def _maand(deel):
    return opmaak.STREEP if deel is None else Cel(deel, "procent0")


def _termijn(rij) -> tuple:
    if rij.te_klein:
        return TE_KLEIN, "", "", "", ""
    return procent(rij), rij.op_tijd, rij.te_laat, rij.nog_niet, rij.ontbreekt


def _reden(rij) -> tuple:
    reden = opmaak.als_zin(getattr(rij, "omschrijving", "")).removesuffix(".") or "Geen omschrijving"
    code = "" if pd.isna(rij.code) else rij.code
    if rij.te_klein:
        return reden, code, naam_wet(rij.wet), TE_KLEIN, ""
    return reden, code, naam_wet(rij.wet), rij.regels, "" if pd.isna(rij.bedrag) else euro(rij.bedrag)
