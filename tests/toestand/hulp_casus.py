"""The worked cases as tables, and the state in the words of the cases."""

import json
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
from hulp_tabellen import maak_tabellen
from normwijzer.toestand import Toestand

BUITEN_CASUSSEN = {"zonder_retour"}
"""Cases leave out most retours and do not list this count: it only says how firm the ground is (reconstructie 3)."""


def lees_casussen(map_: Path) -> list[dict]:
    return [json.loads(pad.read_text(encoding="utf-8")) for pad in sorted(map_.glob("C*.json"))]


def tabellen_van_casus(casus: dict) -> SimpleNamespace:
    rijen: dict[str, list[dict]] = {}
    for nummer, bericht in enumerate(casus["berichten"]):
        _voeg_bericht_toe(rijen, nummer, bericht)
    return maak_tabellen(rijen)


def _voeg_bericht_toe(rijen: dict, nummer: int, b: dict) -> None:
    soort = b["type"][-3:]
    kop = {"bericht": nummer, "wet": b["type"][:-3].lower(), "berichttype": soort, "gemeente": b["gemeente"]}
    kop |= {"aanbieder": b["aanbieder"], "identificatie": b.get("identificatie", b.get("van_identificatie"))}
    kop |= {"dagtekening": b.get("dagtekening"), "identificatie_retour": b.get("identificatie_retour")}
    kop |= {"dagtekening_retour": b.get("dagtekening_retour")}
    kop |= {"declaratie_identificatie": b.get("declaratie_identificatie")}
    if "identificatie_retour" in b:  # a retour copies the parties of the message it judges
        van_gemeente = soort in ("302", "320")
        kop |= {"afzender": b["gemeente"] if van_gemeente else b["aanbieder"]}
        kop |= {"ontvanger": b["aanbieder"] if van_gemeente else b["gemeente"]}
    rijen.setdefault("berichten", []).append(kop)
    for regel, code in enumerate(b.get("header_retourcodes", []) + b.get("retourcodes", [])):
        klasse = "Header" if regel < len(b.get("header_retourcodes", [])) else "Client"
        rijen.setdefault("retourcodes", []).append({"bericht": nummer, "klasse": klasse, "code": code})
    if soort == "317":
        rijen.setdefault("wijzigingsverzoeken", []).append(
            {
                "bericht": nummer,
                "client": b["bsn"],
                "referentie_aanbieder": b["verzoek"]["ReferentieAanbieder"],
                "reden_verzoek": b["verzoek"]["RedenVerzoek"],
            }
        )
    if soort == "319":
        a = b["antwoord"]
        rijen.setdefault("antwoorden", []).append(
            {
                "bericht": nummer,
                "referentie_aanbieder": a["ReferentieAanbieder"],
                "verzoek_antwoord": a["VerzoekAntwoord"],
                "reden_afwijzing": a.get("RedenAfwijzingVerzoek"),
            }
        )
    if soort == "323":
        d = b["declaratie"]
        rijen.setdefault("declaraties", []).append(
            {
                "bericht": nummer,
                "declaratienummer": d["DeclaratieNummer"],
                "ingediend_bedrag": _cent(d["TotaalIngediendBedrag"]),
            }
        )
    if soort == "325" and "antwoord" in b:
        _voeg_antwoord_toe(rijen, nummer, b["antwoord"])
    for regel, r in enumerate(b.get("regels", [])):
        _voeg_regel_toe(rijen, nummer, soort, regel, r, b.get("bsn"))


def _cent(bedrag: list) -> int:
    return bedrag[0] if bedrag[1] == "D" else -bedrag[0]


def _voeg_antwoord_toe(rijen: dict, nummer: int, a: dict) -> None:
    rijen.setdefault("declaratie_antwoorden", []).append(
        {
            "bericht": nummer,
            "declaratienummer": a["DeclaratieNummer"],
            "ingediend_bedrag": _cent(a["TotaalIngediendBedrag"]),
            "toegekend_bedrag": _cent(a["TotaalToegekendBedrag"]),
        }
    )
    for code in a["RetourCodes"]:
        rijen.setdefault("retourcodes", []).append({"bericht": nummer, "klasse": "DeclaratieAntwoord", "code": code})


def _voeg_regel_toe(rijen: dict, nummer: int, soort: str, regel: int, r: dict, bsn: str | None) -> None:
    rij = {"bericht": nummer, "regel": regel, "client": bsn}
    product = r.get("Product") or {}
    if soort in ("301", "305", "307", "315"):
        rij |= {"categorie": product.get("Categorie"), "code": product.get("Code")}
    if soort in ("301", "315"):
        omvang = r.get("Omvang") or {}
        rij |= {"referentie_aanbieder": r.get("ReferentieAanbieder"), "budget": r.get("Budget")}
        rij |= {naam.lower(): omvang.get(naam) for naam in ("Volume", "Eenheid", "Frequentie")}
    if soort == "301":
        velden = ("Toewijzingsdatum", "Toewijzingstijd", "Ingangsdatum", "Einddatum")
        rij |= {naam.lower(): r.get(naam) for naam in velden}
        rij |= {"toewijzingnummer": r["ToewijzingNummer"], "reden_wijziging": r.get("RedenWijziging")}
        rijen.setdefault("toewijzing_regels", []).append(rij)
    elif soort == "315":
        rijen.setdefault("aanvraag_regels", []).append(rij)
    elif soort in ("305", "307"):
        rij |= {"toewijzingnummer": r.get("ToewijzingNummer"), "begindatum": r["Begindatum"]}
        rij |= {"status_aanlevering": r["StatusAanlevering"]}
        if soort == "307":
            rij |= {"reden_beeindiging": r["RedenBeeindiging"], "einddatum": r["Einddatum"]}
        rijen.setdefault("start_regels" if soort == "305" else "stop_regels", []).append(rij)
    elif soort == "323":
        rij |= {"client": r["Bsn"], "referentienummer": r["ReferentieNummer"]}
        rij |= {"vorig_referentienummer": r.get("VorigReferentieNummer"), "toewijzingnummer": r["ToewijzingNummer"]}
        rij |= {"categorie": r["ProductCategorie"], "code": r["ProductCode"], "volume": r["GeleverdVolume"]}
        rij |= {"periode_begin": r["ProductPeriode"][0], "periode_einde": r["ProductPeriode"][1]}
        rij |= {"eenheid": r["Eenheid"], "bedrag": r["Bedrag"], "debet_credit": r["DebetCredit"]}
        rijen.setdefault("prestaties", []).append(rij)
    elif soort == "325":
        rij |= {"client": r["Bsn"], "referentienummer": r["ReferentieNummer"]}
        rijen.setdefault("antwoord_prestaties", []).append(rij)
        for code in r["RetourCodes"]:
            klasse = {"bericht": nummer, "klasse": "Prestatie", "regel": regel, "code": code}
            rijen.setdefault("retourcodes", []).append(klasse)


def in_casuswoorden(toestand: Toestand) -> dict[str, list]:
    """The state with the names of the cases: dates as text, empty as None."""
    toewijzingen = [
        {
            **_velden(rij, "wet", "gemeente", "versies", "status"),
            "ToewijzingNummer": rij["toewijzingnummer"],
            "Ingangsdatum": rij["ingangsdatum"],
            "Einddatum": rij["einddatum"],
            "RedenWijziging": rij["reden_wijziging"],
            "Budget": rij["budget"],
            "Product": rij["categorie"] and {"Categorie": rij["categorie"], "Code": rij["code"]},
        }
        for rij in _rijen(toestand.toewijzingen)
    ]
    perioden: dict[int, list] = {}
    for rij in _rijen(toestand.leverperioden):
        periode = _velden(rij, "tijdelijk_gestopt_op", "definitief_gestopt_op", "laatste_leverdag", "status")
        periode |= {"Begindatum": rij["begindatum"], "RedenBeeindiging": rij["reden_beeindiging"]}
        perioden.setdefault(rij["levering"], []).append(periode)
    leveringen = [
        {
            **_velden(rij, "wet", "gemeente", "status"),
            "ToewijzingNummer": rij["toewijzingnummer"],
            "Categorie": rij["categorie"],
            "Code": rij["code"],
            "perioden": perioden[rij["levering"]],
        }
        for rij in _rijen(toestand.leveringen)
    ]
    declaraties = [
        {
            **_velden(rij, "wet", "identificatie", "ingediend", "toegekend", "status"),
            "DeclaratieNummer": rij["declaratienummer"],
        }
        for rij in _rijen(toestand.declaraties)
    ]
    prestaties = [
        {
            **_velden(rij, "wet", "status", "bedrag"),
            "declaratie": rij["declaratienummer"],
            "ReferentieNummer": rij["referentienummer"],
            "maand": rij["periode_begin"][:7],
            "retourcodes": rij["retourcodes"].split(),
        }
        for rij in _rijen(toestand.prestaties)
    ]
    verzoeken = [
        {
            **_velden(rij, "gemeente", "soort", "status", "ingediend", "in_onderzoek_op", "besluitdatum"),
            "ReferentieAanbieder": rij["referentie_aanbieder"],
            "RedenAfwijzingVerzoek": rij["reden_afwijzing"],
        }
        for rij in _rijen(toestand.verzoeken)
    ]
    signalen = sorted(set(toestand.signalen["signaal"]) - BUITEN_CASUSSEN)
    return {
        "toewijzingen": toewijzingen,
        "leveringen": leveringen,
        "declaraties": declaraties,
        "prestaties": prestaties,
        "verzoeken": verzoeken,
        "signalen": signalen,
    }


def _velden(rij: dict, *namen: str) -> dict:
    return {naam: rij[naam] for naam in namen}


def _rijen(frame: pd.DataFrame) -> list[dict]:
    return [{kolom: _waarde(waarde) for kolom, waarde in rij.items()} for rij in frame.to_dict("records")]


def _waarde(waarde: object) -> object:
    if pd.isna(waarde):
        return None
    return waarde.strftime("%Y-%m-%d") if isinstance(waarde, pd.Timestamp) else waarde
