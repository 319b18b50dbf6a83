"""Response: of how many was measured what aanbieders report."""

from normwijzer.privacy import OVERIGE
from normwijzer.rapport import opmaak
from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.tabel import Kolom, Tabel


def tabel_respons(rapport: Rapport) -> Tabel:
    """One row per KPI and aanbieder, all aanbieders together first: measured, of how many, share."""
    respons = rapport.frames["respons"]
    rijen = [
        (titel_kpi(rapport, kpi), naam, *_cellen(rij))
        for kpi in rapport.definities
        for naam, rij in sorted(
            ((_naam(rapport, rij.aanbieder), rij) for rij in respons[respons["kpi"].eq(kpi)].itertuples()),
            key=lambda paar: (paar[1].aanbieder != "", paar[1].aanbieder == OVERIGE, paar[0]),
        )
    ]
    kolommen = (
        Kolom("KPI", rijkop=True), Kolom("Aanbieder"), Kolom("Gemeten", "aantal"), Kolom("Van", "aantal"),
        Kolom("Respons", "procent"),
    )  # fmt: skip
    slot = "Bij een lage respons zegt de uitkomst weinig over wie niet is gemeten."
    return Tabel(
        f"Respons per KPI en aanbieder, {rapport.jaar}", kolommen, rijen, slot, leeg="niemand leverde een meting."
    )


def zin_respons(rapport: Rapport, kpi: str) -> str:
    """Of how many it was measured, all aanbieders together; empty text where that is not known."""
    if "respons" not in rapport.frames:
        return ""
    respons = rapport.frames["respons"]
    rijen = respons[respons["kpi"].eq(kpi) & respons["aanbieder"].eq("")]
    return " ".join(
        f"Respons: {rij.tekst}."
        if rij.te_klein
        else f"Respons: {opmaak.procent(rij.waarde)} ({opmaak.aantal(rij.gemeten)} van {opmaak.aantal(rij.totaal)})."
        for rij in rijen.itertuples()
    )


def _naam(rapport: Rapport, agb: str) -> str:
    return rapport.naam_aanbieder(agb) if agb else "Alle aanbieders"


def _cellen(rij) -> tuple:
    return (rij.tekst, "", "") if rij.te_klein else (rij.gemeten, rij.totaal, rij.waarde)
