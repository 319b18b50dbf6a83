"""What this report was made from and with, so that anyone can make it again."""

from normwijzer.rapport.definitie import titel_kpi
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.jeugd.bron import zin_bevolking
from normwijzer.rapport.tabel import Kolom, Tabel, als_html


def tabel_verantwoording(rapport: Rapport) -> Tabel:
    """One row per fact: knowledge date, digest of the input, versions, commit. No clock time."""
    kolommen = (Kolom("Onderwerp", rijkop=True), Kolom("Waarde"))
    bevolking = zin_bevolking(rapport)
    rijen = [*rapport.verantwoording.items(), *([("Bevolking", bevolking)] if bevolking else [])]
    return Tabel("Verantwoording", kolommen, rijen)


def tabel_opties(rapport: Rapport) -> Tabel:
    """Every option of every KPI with the value used, those that differ from the standard first."""
    opties = rapport.opties.sort_values("afwijkend", ascending=False, kind="stable")
    rijen = [
        (titel_kpi(rapport, rij.kpi), rij.optie, rij.waarde, "afwijkend" if rij.afwijkend else "standaard", rij.uitleg)
        for rij in opties.itertuples()
    ]
    kolommen = (Kolom("KPI", rijkop=True), Kolom("Optie"), Kolom("Waarde"), Kolom("Keuze"), Kolom("Uitleg"))
    return Tabel("Gebruikte opties", kolommen, rijen)


def html_verantwoording(rapport: Rapport) -> str:
    afwijkend = int(rapport.opties["afwijkend"].sum())
    keuzes = (
        "Alle opties staan op hun standaard."
        if not afwijkend
        else f"Van de opties wijken er {afwijkend} af van de standaard; die staan bovenaan."
    )
    return (
        "<p>Wie dezelfde berichten, dezelfde dag van kennis en dezelfde versie gebruikt, krijgt exact deze "
        "uitkomsten.</p>\n"
        f"{als_html(tabel_verantwoording(rapport))}\n<p>{keuzes}</p>\n"
        f"<details>\n<summary>Alle opties</summary>\n{als_html(tabel_opties(rapport))}\n</details>"
    )
