"""The tables of a report as an Excel workbook: same numbers, same protection, with the definitions."""

from normwijzer.rapport.aanbieders import tabel_gemeenten, tabellen_aanbieders
from normwijzer.rapport.beloop import tabel_redenen, tabellen_stroom
from normwijzer.rapport.boek import Boek, maak_boek
from normwijzer.rapport.definitie import tabel_definities
from normwijzer.rapport.gegevens import Rapport
from normwijzer.rapport.gevoeligheid import tabel_gevoeligheid, varianten
from normwijzer.rapport.jaren import tabel_jaren_lang
from normwijzer.rapport.jeugd.bron import tabel_geen_bron
from normwijzer.rapport.jeugd.doelen import tabel_doelen
from normwijzer.rapport.jeugd.hitte import tabel_hitte
from normwijzer.rapport.jeugd.kpi import tabel_opgave
from normwijzer.rapport.jeugd.overleving import tabel_overleving_lang
from normwijzer.rapport.jeugd.respons import tabel_respons
from normwijzer.rapport.jeugd.stroom import tabel_stroom_jaren
from normwijzer.rapport.jeugd.verblijfsduur import tabel_duur_jaren, tabel_per_vorm, tabel_verblijfsduur
from normwijzer.rapport.kop import tabel_kop
from normwijzer.rapport.kwaliteit import tabel_kwaliteit, tabel_nevencijfers, tabel_niet_ingedeeld, tabel_signalen
from normwijzer.rapport.oordeelbesluit import tabel_besluiten
from normwijzer.rapport.opmaak import hele_procenten
from normwijzer.rapport.proces.werkboek import bladen_proces
from normwijzer.rapport.tabel import Tabel
from normwijzer.rapport.verantwoording import tabel_opties, tabel_verantwoording


def maak_werkboek(rapport: Rapport) -> bytes:
    """The workbook as bytes; the same report gives the same bytes."""
    with hele_procenten(rapport.editie != "intern"):
        bladen = bladen_proces(rapport) if rapport.groep == "wet" else _bladen(rapport)
        return maak_boek(
            Boek(
                rapport.titel, rapport.editie, rapport.synthetisch, rapport.bekend_op.to_pydatetime(),
                tabel_verantwoording(rapport), bladen,
            )
        )  # fmt: skip


def _bladen(rapport: Rapport) -> dict[str, list[Tabel]]:
    """Subject -> its tables, in order; a subject without tables is left out, except those of every Wmo report."""
    kpis = list(rapport.definities)
    bladen = {
        "Overzicht": [tabel_kop(rapport)],
        "Geen bron": [tabel_geen_bron(rapport)] if "geen_bron" in rapport.frames else [],
        "Definities": [tabel_definities(rapport)],
        "Normen": [tabel_besluiten(rapport)] if rapport.besluiten else [],
        "Aanbieders": [tabel for kpi in kpis for tabel in _per_aanbieder(rapport, kpi)],
        "Jaren": [tabel_jaren_lang(rapport, kpi) for kpi in kpis],
        "Gevoeligheid": [tabel_gevoeligheid(rapport, kpi) for kpi in kpis if varianten(rapport, kpi)],
        "Nevencijfers": [tabel_nevencijfers(rapport, kpi) for kpi in kpis],
        **_eigen_bladen(rapport),
        "Redenen": [tabel_redenen(rapport)],
        "Stroom": _stroom(rapport),
        "Kwaliteit": [tabel_kwaliteit(rapport)],
        "Signalen": [tabel_signalen(rapport)],
        "Niet ingedeeld": [tabel_niet_ingedeeld(rapport)],
        "Gemeenten": [tabel_gemeenten(rapport, kpi) for kpi in kpis] if _met_gemeenten(rapport) else [],
        "Verantwoording": [tabel_verantwoording(rapport)],
        "Opties": [tabel_opties(rapport)],
    }
    return {naam: tabellen for naam, tabellen in bladen.items() if tabellen}


def _met_gemeenten(rapport: Rapport) -> bool:
    return rapport.editie == "intern" and rapport.groep == "perceel"


def _per_aanbieder(rapport: Rapport, kpi: str) -> list[Tabel]:
    tabellen = tabellen_aanbieders(rapport, kpi)
    if tabellen or rapport.groep == "perceel":
        return tabellen
    opgave = tabel_opgave(rapport, kpi)
    return [opgave] if opgave.rijen else []


def _stroom(rapport: Rapport) -> list[Tabel]:
    if "stroom" not in rapport.frames:
        return []
    jaren = [tabel_stroom_jaren(rapport)] if rapport.groep == "soort" else []
    return [*jaren, *tabellen_stroom(rapport)]


def _eigen_bladen(rapport: Rapport) -> dict[str, list[Tabel]]:
    """Sheets of what only some families have, by the frame they are made from."""
    bladen = {
        "Doelen": ("doelen", tabel_doelen),
        "Doelen per jaar": ("doelen", tabel_hitte),
        "Verblijfsduur": ("verblijfsduur", tabel_verblijfsduur),
        "Verblijf per vorm": ("verblijfsduur", tabel_per_vorm),
        "Verblijfsduur per jaar": ("verblijfsduur", tabel_duur_jaren),
        "Overleving": ("overleving", tabel_overleving_lang),
        "Respons": ("respons", tabel_respons),
    }
    return {naam: [maak(rapport)] for naam, (frame, maak) in bladen.items() if frame in rapport.frames}
