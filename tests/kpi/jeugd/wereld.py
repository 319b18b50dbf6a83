"""Small worlds of youth care as plain dicts, and the frames of `Toestand` they stand for.

A world: {"K", "toewijzingen", "leveringen", "prestaties", "geboren", "partijen"}, made with the helpers below. What
reconstruction derives (status, einde_effectief, telt, …) is derived here by plain loops. Everything is of the
Jeugdwet unless it says otherwise.
"""

from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd
from normwijzer.regio import Regio
from normwijzer.regio.producten import read_producten

PRODUCTEN = """wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot
jw;43;43A01;;pleegzorg;;;
jw;43;43A02;;gezinshuis;;;
jw;44;44A03;;behandeld_wonen;;;
jw;46;46A04;;crisis;;;
jw;44;;;overig_verblijf;;;
jw;43;43A06;;tom_instroom;;;
jw;43;43A07;;tom_uitstroom;;;
jw;45;;;ambulant;;;
jw;43;43A09;;behandeld_wonen;;;31-12-2023
jw;43;43A09;;gezinshuis;;2024-01-01;
jw;50;50A10;;;maatwerk;;
wmo;44;44A03;1;begeleiding;;;
wmo;15;;;beschermd_wonen;;;
"""
PZ, GH, BW, CR, OV, TI, TU, AM = "43A01", "43A02", "44A03", "46A04", "44A05", "43A06", "43A07", "45A08"
WISSEL, GEEN, ONBEKEND = "43A09", "50A10", "51A11"
TIE = {
    "jw": ["02", "31", "39", "32", "33", "34", "35", "38", "36", "37"],
    "wmo": ["02", "31", "39", "19", "21", "22", "23", "38", "36", "37"],
}
GEMEENTE, AANBIEDER = "9901", "99990001"


def dag(tekst: str | date | None) -> date | None:
    """'3-5' is 3 May 2024, '3-5-2023' has its own year."""
    if tekst is None or isinstance(tekst, date):
        return tekst
    delen = [int(deel) for deel in tekst.split("-")]
    return date(delen[2] if len(delen) == 3 else 2024, delen[1], delen[0])


def split_code(code: str | None) -> tuple[str | None, str | None]:
    """'43A01' is categorie 43 with its code, '44' the categorie alone."""
    return (code[:2] if code else None), (code if code and len(code) > 2 else None)


def versie(ingang, einde=None, *, code=PZ, volume=None, eenheid="14", frequentie="2", reden=None):
    categorie, code = split_code(code)
    return {
        "ingang": dag(ingang), "einde": dag(einde), "categorie": categorie, "code": code, "volume": volume,
        "eenheid": eenheid if volume is not None else None,
        "frequentie": frequentie if volume is not None else None, "reden": reden,
    }  # fmt: skip


def toewijzing(nummer, client, v, *, aanbieder=AANBIEDER, gemeente=GEMEENTE, verwijderd=False, bekend=None, wet="jw"):
    return v | {
        "wet": wet, "nummer": nummer, "client": client, "aanbieder": aanbieder, "gemeente": gemeente,
        "verwijderd": verwijderd, "bekend": dag(bekend) or v["ingang"], "is": "toewijzing",
    }  # fmt: skip


def stop(reden, einde, dagtekening=None):
    return {"reden": reden, "einde": dag(einde), "dagtekening": dag(dagtekening) or dag(einde)}


def periode(begin, *stops, start=True, dagtekening=None):
    return {"begin": dag(begin), "start": start, "stops": list(stops), "dagtekening": dag(dagtekening) or dag(begin)}


def levering(nummer, client, *perioden, code=PZ, aanbieder=AANBIEDER, gemeente=GEMEENTE, wet="jw"):
    categorie, code = split_code(code)
    return {
        "wet": wet, "nummer": nummer, "client": client, "aanbieder": aanbieder, "gemeente": gemeente,
        "categorie": categorie, "code": code, "perioden": list(perioden), "is": "levering",
    }  # fmt: skip


def regel(client, begin, volume, einde=None, *, code=PZ, eenheid="14", dc="D", status="toegekend", nummer=None,
          aanbieder=AANBIEDER, gemeente=GEMEENTE, wet="jw"):  # fmt: skip
    categorie, code = split_code(code)
    return {
        "wet": wet, "nummer": nummer, "client": client, "aanbieder": aanbieder, "gemeente": gemeente,
        "categorie": categorie, "code": code, "begin": dag(begin), "einde": dag(einde) or dag(begin), "volume": volume,
        "eenheid": eenheid, "dc": dc, "status": status, "is": "regel",
    }  # fmt: skip


def wereld(*delen, K="1-7-2026", geboren=None, partijen=None):
    return {
        "K": dag(K), "toewijzingen": [d for d in delen if d["is"] == "toewijzing"],
        "leveringen": [d for d in delen if d["is"] == "levering"],
        "prestaties": [d for d in delen if d["is"] == "regel"],
        "geboren": dict(geboren or {}), "partijen": dict(partijen or {}),
    }  # fmt: skip


def verblijf(nummer, client, begin, einde=None, reden="31", *, code=BW, rw=None, t_einde=None, **wie):
    """The usual pair: a toewijzing and its delivery, stopped for a reason when there is an end."""
    stops = [stop(reden, einde)] if einde else []
    v = versie(begin, t_einde, code=code, reden=rw)
    return toewijzing(nummer, client, v, **wie), levering(nummer, client, periode(begin, *stops), code=code, **wie)


def find_toewijzing(x: dict, w: dict) -> dict | None:
    """The toewijzing with the same wet, gemeente and number, deleted or not."""
    for t in w["toewijzingen"]:
        if x["nummer"] is not None and (t["wet"], t["gemeente"], t["nummer"]) == (x["wet"], x["gemeente"], x["nummer"]):
            return t
    return None


def derive_perioden(lev: dict, w: dict) -> list[dict]:
    """Periods of a delivery with what reconstruction derives (reconstructie 5, kpi-specificatie 5.3, 5.24, 5.26)."""
    t, volgorde = find_toewijzing(lev, w), TIE[lev["wet"]]
    perioden = sorted(lev["perioden"], key=lambda p: p["begin"])
    starts = [p["begin"] for p in perioden if p["start"]]
    eigen_dag = min(starts or [p["begin"] for p in perioden])
    uit = []
    for i, p in enumerate(perioden):
        volgende = perioden[i + 1]["begin"] if i + 1 < len(perioden) else None
        tijdelijk = [s for s in p["stops"] if s["reden"] == "20"]
        definitief = [s for s in p["stops"] if s["reden"] != "20"]
        gekozen = None
        for s in definitief:
            rang = (s["einde"], -volgorde.index(s["reden"]))
            if gekozen is None or rang > (gekozen["einde"], -volgorde.index(gekozen["reden"])):
                gekozen = s
        afgeleid = False
        if p["stops"]:
            einde = min(s["einde"] for s in p["stops"])
        else:
            kans = [volgende - timedelta(days=1)] if volgende else []
            if t and not t["verwijderd"] and t["einde"] and t["einde"] < w["K"]:
                kans.append(t["einde"])
            einde = min(kans, default=None)
            afgeleid = bool(t and not t["verwijderd"] and t["einde"] and t["einde"] < w["K"]) and einde == t["einde"]
        uit.append({
            **{k: lev[k] for k in ("wet", "client", "aanbieder", "gemeente", "nummer", "categorie", "code")},
            "begin": p["begin"], "start": p["start"], "eigen_dag": eigen_dag,
            "tijdelijk": min((s["einde"] for s in tijdelijk), default=None), "gekozen": gekozen,
            "einde": einde, "afgeleid": afgeleid, "laatste": volgende is None,
            "status": "gestopt" if gekozen else "tijdelijk_gestopt" if tijdelijk else "lopend",
            "telt": not (t and t["verwijderd"]) and (einde is None or einde >= p["begin"]),
            "dagtekening_start": p["dagtekening"] if p["start"] else None,
            "dagtekening_tijdelijk": min((s["dagtekening"] for s in tijdelijk), default=None),
            "dagtekening_definitief": min((s["dagtekening"] for s in definitief), default=None),
        })  # fmt: skip
    return uit


def to_toestand(w: dict) -> SimpleNamespace:
    """The frames of docs/ontwerp.md."""
    rijen = {naam: [] for naam in _KOLOMMEN}
    for t in w["toewijzingen"]:
        sleutel = {"wet": t["wet"], "gemeente": t["gemeente"], "toewijzingnummer": t["nummer"]}
        inhoud = {k: t[k] for k in ("aanbieder", "client", "categorie", "code", "volume", "eenheid", "frequentie")} | {
            "ingangsdatum": t["ingang"],
            "einddatum": t["einde"],
            "reden_wijziging": t["reden"],
        }
        rijen["toewijzingen"].append(sleutel | inhoud | {
            "versies": 1, "verwijderd": t["verwijderd"], "bekend_sinds": t["bekend"],
            "status": _status(t, w["K"]), "eerste_toewijzingsdatum": t["ingang"], "eerste_ingangsdatum": t["ingang"],
            "eerste_einddatum": t["einde"], "terugwerkend": False,
        })  # fmt: skip
        rijen["versies"].append(sleutel | inhoud | {
            "volgnummer": 0, "toewijzingsdatum": t["ingang"], "toewijzingstijd": "00:00:00", "bekend": t["bekend"],
        })  # fmt: skip
    for i, lev in enumerate(w["leveringen"]):
        for p in derive_perioden(lev, w):
            gemeen = {k: p[k] for k in ("wet", "gemeente", "aanbieder", "client", "categorie", "code", "status")} | {
                "levering": i,
                "toewijzingnummer": p["nummer"],
                "product_begindatum": p["eigen_dag"],
            }
            if p["laatste"]:
                rijen["leveringen"].append(gemeen)
            rijen["leverperioden"].append(gemeen | {
                "begindatum": p["begin"], "heeft_start": p["start"], "tijdelijk_gestopt_op": p["tijdelijk"],
                "definitief_gestopt_op": p["gekozen"] and p["gekozen"]["einde"],
                "reden_beeindiging": p["gekozen"]["reden"] if p["gekozen"] else "20" if p["tijdelijk"] else None,
                "dagtekening_stop": p["gekozen"] and p["gekozen"]["dagtekening"],
                "laatste_leverdag": p["einde"] if p["status"] != "lopend" else None, "laatste": p["laatste"],
                "einde_effectief": p["einde"], "einde_afgeleid": p["afgeleid"], "telt": p["telt"],
                **{k: p[k] for k in ("dagtekening_start", "dagtekening_tijdelijk", "dagtekening_definitief")},
            })  # fmt: skip
    for i, p in enumerate(w["prestaties"]):
        rijen["prestaties"].append({
            **{k: p[k] for k in ("wet", "gemeente", "aanbieder", "client", "categorie", "code", "volume", "eenheid")},
            "identificatie": "D1", "declaratienummer": "D1", "regel": i, "referentienummer": f"R{i}",
            "toewijzingnummer": p["nummer"], "periode_begin": p["begin"], "periode_einde": p["einde"],
            "debet_credit": p["dc"], "status": p["status"], "retourcodes": "",
            "bedrag": (p["volume"] or 0) * (-1 if p["dc"] == "C" else 1),
        })  # fmt: skip
    for client, (jaar, maand) in w["geboren"].items():
        rijen["clienten"].append({"wet": "jw", "client": client, "geboortejaar": jaar, "geboortemaand": maand})
        rijen["clienten"].append({"wet": "wmo", "client": client, "geboortejaar": 1950, "geboortemaand": 1})
    frames = {naam: _frame(naam, lijst) for naam, lijst in rijen.items()}
    return SimpleNamespace(bekend_op=pd.Timestamp(w["K"]), peildatum=pd.Timestamp(w["K"]), **frames)


def _status(t, K):
    if t["verwijderd"]:
        return "verwijderd"
    if t["ingang"] > K:
        return "toekomstig"
    return "afgelopen" if t["einde"] and t["einde"] < K else "lopend"


_INHOUD = "aanbieder client categorie code ingangsdatum einddatum reden_wijziging volume eenheid frequentie budget"
_LEVERING = "levering wet gemeente aanbieder client toewijzingnummer categorie code product_begindatum status"
_KOLOMMEN = {
    "toewijzingen": f"wet gemeente toewijzingnummer {_INHOUD} versies status verwijderd bekend_sinds "
    "eerste_toewijzingsdatum eerste_ingangsdatum eerste_einddatum terugwerkend",
    "versies": f"wet gemeente toewijzingnummer volgnummer toewijzingsdatum toewijzingstijd bekend {_INHOUD}",
    "leveringen": _LEVERING,
    "leverperioden": f"{_LEVERING} begindatum heeft_start tijdelijk_gestopt_op definitief_gestopt_op reden_beeindiging "
    "laatste_leverdag laatste einde_effectief einde_afgeleid telt dagtekening_start dagtekening_tijdelijk "
    "dagtekening_definitief dagtekening_stop",
    "declaraties": "wet aanbieder identificatie gemeente declaratienummer dagtekening ingediend toegekend status "
    "geheel_afgewezen dagtekening_antwoord eerste_dagtekening_antwoord",
    "prestaties": "wet gemeente aanbieder identificatie declaratienummer regel client referentienummer "
    "vorig_referentienummer toewijzingnummer categorie code periode_begin periode_einde volume eenheid tarief bedrag "
    "debet_credit status retourcodes",
    "clienten": "wet client geboortejaar geboortemaand",
    "signalen": "signaal wet berichttype gemeente aanbieder bestand aantal",
}
_GETAL = {
    "toewijzingnummer": "Int64", "volume": "Int64", "volgnummer": "int64", "levering": "int64", "versies": "int64",
    "budget": "Int64", "regel": "int64", "tarief": "Int64", "bedrag": "Int64", "ingediend": "Int64",
    "toegekend": "Int64", "geboortejaar": "Int64", "geboortemaand": "Int64", "aantal": "int64",
}  # fmt: skip
_WAAR = {"verwijderd", "heeft_start", "laatste", "einde_afgeleid", "telt", "terugwerkend", "geheel_afgewezen"}
_DATUM = {
    "ingangsdatum", "einddatum", "bekend_sinds", "eerste_toewijzingsdatum", "eerste_ingangsdatum", "eerste_einddatum",
    "toewijzingsdatum", "bekend", "product_begindatum", "begindatum", "tijdelijk_gestopt_op", "definitief_gestopt_op",
    "laatste_leverdag", "einde_effectief", "dagtekening_start", "dagtekening_tijdelijk", "dagtekening_definitief",
    "dagtekening_stop", "dagtekening", "dagtekening_antwoord", "eerste_dagtekening_antwoord", "periode_begin",
    "periode_einde",
}  # fmt: skip


def _frame(naam: str, rijen: list[dict]) -> pd.DataFrame:
    tabel = pd.DataFrame(rijen, columns=_KOLOMMEN[naam].split())
    for kolom in tabel:
        if kolom in _DATUM:
            tabel[kolom] = pd.to_datetime(tabel[kolom]).astype("datetime64[s]")
        elif kolom in _WAAR:
            tabel[kolom] = tabel[kolom].astype(bool)
        else:
            tabel[kolom] = tabel[kolom].astype(_GETAL.get(kolom, "str"))
    return tabel


def to_regio(map_, w: dict | None = None, opties: dict | None = None, producten: str = PRODUCTEN) -> Regio:
    """A Regio with these options and the contractpartijen of a world; `map_` is a folder for producten.csv."""
    pad = map_ / "producten.csv"
    pad.write_text(producten, encoding="utf-8")
    partijen = (w or {}).get("partijen", {})
    rijen = [{"agb": agb, "naam": f"Aanbieder {agb}", "contractpartij": partij} for agb, partij in partijen.items()]
    return Regio(
        "proefregio", "Proefregio", (2023, 2024), ("jeugd_transformatie", "jeugd_kwaliteit"),
        {"9901": "A", "9902": "B"}, opties or {}, True, read_producten(pad),
        pd.DataFrame(rijen, columns=["agb", "naam", "contractpartij"]).astype("str"),
    )  # fmt: skip


_OPGAVE = {
    "agb": "str", "jaar": "int64", "halfjaar": "Int64", "indicator": "str", "teller": "float64", "noemer": "float64",
    "waarde": "float64", "opmerking": "str",
}  # fmt: skip


def to_bronnen(opgave=(), bevolking=()) -> SimpleNamespace:
    """What the registrations hand over.

    Args:
        opgave: rows (agb, jaar, halfjaar, indicator, teller, noemer).
        bevolking: rows (gemeente, jaar, leeftijd, aantal).
    """
    rijen = [
        dict(zip(("agb", "jaar", "halfjaar", "indicator", "teller", "noemer"), rij, strict=True)) for rij in opgave
    ]
    tabel = pd.DataFrame(rijen, columns=list(_OPGAVE))
    tabel["waarde"] = tabel["teller"].astype("float64") / tabel["noemer"].astype("float64").replace(0, float("nan"))
    inwoners = pd.DataFrame(list(bevolking), columns=["gemeente", "jaar", "leeftijd", "aantal"])
    inwoners = inwoners.astype({"gemeente": "str", "jaar": "int64", "leeftijd": "int64", "aantal": "int64"})
    return SimpleNamespace(
        opgave=tabel.astype(_OPGAVE), bevolking=inwoners, bevolking_bron="synthetisch" if len(inwoners) else "",
        signalen=_frame("signalen", []), heeft_opgave=bool(rijen), heeft_bevolking=bool(len(inwoners)),
    )  # fmt: skip
