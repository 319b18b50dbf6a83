"""Sheets of the workbook that only the administrative process has."""

from normwijzer.rapport.aanbieders import tabellen_aanbieders
from normwijzer.rapport.definitie import tabel_definities
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.gevoeligheid import tabel_gevoeligheid, varianten
from normwijzer.rapport.jaren import tabel_jaren_lang
from normwijzer.rapport.jeugd.bron import tabel_geen_bron
from normwijzer.rapport.kop import tabel_kop
from normwijzer.rapport.kwaliteit import tabel_kwaliteit, tabel_nevencijfers, tabel_signalen
from normwijzer.rapport.proces.declaraties import (
    tabel_afkeurredenen,
    tabel_afkeurredenen_aanbieders,
    tabel_declaraties,
    tabel_declaraties_aanbieders,
)
from normwijzer.rapport.proces.herstel import tabel_herstel, tabel_herstel_partners, tabel_herstelregels
from normwijzer.rapport.proces.kalender import kpis_kalender, tabel_dagen, tabel_kalender
from normwijzer.rapport.proces.keten import tabel_keten
from normwijzer.rapport.proces.kop import tabel_alle_jaren, tabel_normen
from normwijzer.rapport.proces.kosten import (
    tabel_kosten_cellen,
    tabel_kosten_gemeente,
    tabel_kosten_maand,
    tabel_kosten_product,
)
from normwijzer.rapport.proces.kpi import tabel_partners, tabel_tijden
from normwijzer.rapport.proces.oplopend import tabel_oplopend
from normwijzer.rapport.proces.regelkaart import regelkaart, tabel_regelkaart
from normwijzer.rapport.proces.termijnen import tabel_termijnen, tabel_termijnen_partners
from normwijzer.rapport.proces.volledig import tabel_gemiddeld, tabel_volledigheid
from normwijzer.rapport.proces.wachten import tabel_twee_maten, tabel_wachten
from normwijzer.rapport.tabel import Tabel
from normwijzer.rapport.verantwoording import tabel_opties, tabel_verantwoording


def bladen_proces(rapport: Rapport) -> dict[str, list[Tabel]]:
    """Name of a sheet -> its tables, in order; the same tables as on the page. A sheet without tables is left out."""
    kpis = [kpi for kpi in rapport.definities if len(rapport.regels(kpi))]
    intern = rapport.editie == "intern"
    kaarten = [(kpi, regelkaart(rapport, kpi)) for kpi in kpis]
    bladen = {
        "Termijnen en doelen": [tabel_normen(rapport)],
        "Overzicht": [tabel_kop(rapport)],
        "Alle jaren": [tabel_alle_jaren(rapport)],
        "Geen bron": [tabel_geen_bron(rapport)],
        "Keten": [tabel_keten(rapport)],
        "Tijden": [tabel_tijden(rapport, kpi) for kpi in kpis],
        "Definities": [tabel_definities(rapport)],
        "Aanbieders": [
            tabel
            for kpi in kpis
            for tabel in (tabel_partners(rapport, kpi, "aanbieder"), *tabellen_aanbieders(rapport, kpi, samen=False))
        ],
        "Gemeenten": [tabel_partners(rapport, kpi, "gemeente") for kpi in kpis],
        "Per dag": [tabel_oplopend(rapport, kpi) for kpi in kpis],
        "Per maand": [tabel_regelkaart(rapport, kpi, kaart) for kpi, kaart in kaarten if kaart],
        "Wachttijd": [tabel_wachten(rapport)],
        "Twee maten": [tabel_twee_maten(rapport)],
        "Kalender": [tabel_kalender(rapport, kpi) for kpi in kpis_kalender(rapport)],
        "Dagen": [tabel_dagen(rapport, kpi) for kpi in kpis_kalender(rapport)] if intern else [],
        "Termijnen": [tabel_termijnen(rapport)],
        "Termijnen per partner": [tabel_termijnen_partners(rapport)],
        "Herstel": [tabel_herstel(rapport)],
        "Herstel per partner": [tabel_herstel_partners(rapport)],
        "Herstelregels": [tabel_herstelregels(rapport)] if intern else [],
        "Declaraties": [tabel_declaraties(rapport)],
        "Declaraties per aanbieder": [tabel_declaraties_aanbieders(rapport)],
        "Afkeur": [tabel_afkeurredenen(rapport)],
        "Afkeur per aanbieder": [tabel_afkeurredenen_aanbieders(rapport)],
        "Kosten per maand": [tabel_kosten_maand(rapport)],
        "Kosten per product": [tabel_kosten_product(rapport)],
        "Kosten per gemeente": [tabel_kosten_gemeente(rapport)],
        "Kosten per cel": [tabel_kosten_cellen(rapport)],
        "Volledigheid": [tabel_gemiddeld(rapport)],
        "Volledigheid per maand": [tabel_volledigheid(rapport)],
        "Jaren": [tabel_jaren_lang(rapport, kpi) for kpi in kpis],
        "Gevoeligheid": [tabel_gevoeligheid(rapport, kpi) for kpi in kpis if varianten(rapport, kpi)],
        "Nevencijfers": [tabel_nevencijfers(rapport, kpi) for kpi in kpis],
        "Kwaliteit": [tabel_kwaliteit(rapport)],
        "Signalen": [tabel_signalen(rapport)],
        "Verantwoording": [tabel_verantwoording(rapport)],
        "Opties": [tabel_opties(rapport)],
    }
    gevuld = {naam: [tabel for tabel in tabellen if tabel.rijen] for naam, tabellen in bladen.items()}
    return {naam: tabellen for naam, tabellen in gevuld.items() if tabellen}
