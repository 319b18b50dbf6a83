"""Small worlds as plain dicts, and the `Toestand` frames they stand for.

A world: {"K": date, "toewijzingen": [...], "leveringen": [...], "prestaties": [...]}, made with the helpers
`toewijzing`, `levering`, `periode`, `stop`. Everything a KPI needs is derived here by plain loops.
"""

from datetime import date, timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pandas as pd
from normwijzer import kpi
from normwijzer.kpi import wmo
from normwijzer.regio import Regio
from normwijzer.regio.producten import read_producten

PRODUCTEN = """wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot
wmo;02;02A01;1;begeleiding;;;
wmo;02;02A02;2;begeleiding;;;
wmo;02;02A03;3;begeleiding;;;
wmo;07;07A03;3;dagbesteding;;;
wmo;02;02A04;4;begeleiding;;;
wmo;04;;5;kortdurend_verblijf;;;
wmo;02;02A06;6;begeleiding;;;
wmo;02;02A09;1;begeleiding;;;31-12-2023
wmo;02;02A09;2;begeleiding;;2024-01-01;
wmo;01;;;;huishoudelijke hulp;;
wmo;15;;;beschermd_wonen;;;
"""
TIE = ["02", "31", "39", "19", "21", "22", "23", "38", "36", "37"]
GEMEENTE, AANBIEDER = "9901", "99990001"


def dag(tekst: str | date | None) -> date | None:
    """'3-5' is 3 May 2024, '3-5-2023' has its own year."""
    if tekst is None or isinstance(tekst, date):
        return tekst
    delen = [int(deel) for deel in tekst.split("-")]
    return date(delen[2] if len(delen) == 3 else 2024, delen[1], delen[0])


def versie(ingang, einde=None, *, code="02A01", volume=None, eenheid="01", frequentie="2", reden=None, datum=None):
    ingang = dag(ingang)
    return {
        "ingang": ingang, "einde": dag(einde), "categorie": code[:2] if code else None,
        "code": code if code and len(code) > 2 else None, "volume": volume,
        "eenheid": eenheid if volume is not None else None,
        "frequentie": frequentie if volume is not None else None, "reden": reden, "datum": dag(datum) or ingang,
    }  # fmt: skip


def toewijzing(nummer, client, *versies, aanbieder=AANBIEDER, gemeente=GEMEENTE, verwijderd=False):
    return {
        "nummer": nummer, "client": client, "aanbieder": aanbieder, "gemeente": gemeente, "verwijderd": verwijderd,
        "versies": list(versies),
    }  # fmt: skip


def stop(reden, einde, dagtekening=None):
    return {"reden": reden, "einde": dag(einde), "dagtekening": dag(dagtekening) or dag(einde)}


def periode(begin, *stops, start=True):
    return {"begin": dag(begin), "start": start, "stops": list(stops)}


def levering(nummer, client, *perioden, code="02A01", aanbieder=AANBIEDER, gemeente=GEMEENTE):
    return {
        "nummer": nummer, "client": client, "aanbieder": aanbieder, "gemeente": gemeente, "categorie": code[:2],
        "code": code if len(code) > 2 else None, "perioden": list(perioden),
    }  # fmt: skip


def wereld(*delen, K="1-7-2025", prestaties=()):
    return {
        "K": dag(K), "toewijzingen": [d for d in delen if "versies" in d], "prestaties": list(prestaties),
        "leveringen": [d for d in delen if "perioden" in d],
    }  # fmt: skip


def zorg(nummer, client, begin, einde=None, reden=None, *, t_einde=None, rw=None, volume=None, code="02A01", **wie):
    """The usual pair: a toewijzing and its delivery, stopped for a reason when there is one."""
    stops = [stop(reden, einde)] if reden else []
    t = toewijzing(nummer, client, versie(begin, t_einde, code=code, reden=rw, volume=volume), **wie)
    return t, levering(nummer, client, periode(begin, *stops), code=code, **wie)


def derive_perioden(lev: dict, w: dict) -> list[dict]:
    """Periods of a delivery with what reconstruction derives (reconstructie 5, kpi-specificatie 5.3, 5.24, 5.26)."""
    bekend = [t for t in w["toewijzingen"] if (t["gemeente"], t["nummer"]) == (lev["gemeente"], lev["nummer"])]
    t = bekend[0] if bekend else None
    t_einde = t["versies"][-1]["einde"] if t and not t["verwijderd"] else None
    perioden = sorted(lev["perioden"], key=lambda p: p["begin"])
    uit = []
    for i, p in enumerate(perioden):
        volgende = perioden[i + 1]["begin"] if i + 1 < len(perioden) else None
        tijdelijk = min((s["einde"] for s in p["stops"] if s["reden"] == "20"), default=None)
        definitief = None
        for s in p["stops"]:
            if s["reden"] == "20":
                continue
            rang = (s["einde"], -TIE.index(s["reden"]))
            if definitief is None or rang > (definitief["einde"], -TIE.index(definitief["reden"])):
                definitief = s
        laatste_dag = min((s["einde"] for s in p["stops"]), default=None)
        afgeleid, einde = False, laatste_dag
        if laatste_dag is None:
            opties = []
            if volgende:
                opties.append(volgende - timedelta(days=1))
            if t_einde and t_einde < w["K"]:
                opties.append(t_einde)
            einde = min(opties, default=None)
            afgeleid = bool(t_einde and t_einde < w["K"]) and einde == t_einde
        uit.append({
            **{k: lev[k] for k in ("client", "aanbieder", "gemeente", "nummer", "categorie", "code")},
            "begin": p["begin"], "start": p["start"], "tijdelijk": tijdelijk, "definitief": definitief, "einde": einde,
            "afgeleid": afgeleid, "laatste": volgende is None,
            "status": "gestopt" if definitief else "tijdelijk_gestopt" if tijdelijk else "lopend",
            "telt": not (t and t["verwijderd"]) and (einde is None or einde >= p["begin"]),
        })  # fmt: skip
    return uit


def to_toestand(w: dict, signalen=()) -> SimpleNamespace:
    """The frames of docs/ontwerp.md, as far as the Wmo KPI's read them."""
    datums = {"toewijzingen": ["ingangsdatum", "einddatum", "eerste_einddatum"],
              "versies": ["toewijzingsdatum", "ingangsdatum", "einddatum"],
              "leverperioden": ["begindatum", "tijdelijk_gestopt_op", "definitief_gestopt_op", "einde_effectief",
                                "dagtekening_stop"],
              "prestaties": ["periode_begin", "periode_einde"]}  # fmt: skip
    rijen = {"toewijzingen": [], "versies": [], "leverperioden": [], "prestaties": []}
    for t in w["toewijzingen"]:
        sleutel = {"wet": "wmo", "gemeente": t["gemeente"], "toewijzingnummer": t["nummer"]}
        v, eerste = t["versies"][-1], t["versies"][0]
        rijen["toewijzingen"].append(sleutel | {
            "aanbieder": t["aanbieder"], "client": t["client"], "categorie": v["categorie"], "code": v["code"],
            "ingangsdatum": v["ingang"], "einddatum": v["einde"], "reden_wijziging": v["reden"],
            "verwijderd": t["verwijderd"], "eerste_einddatum": eerste["einde"],
        })  # fmt: skip
        for i, v in enumerate(t["versies"]):
            rijen["versies"].append(sleutel | {
                "volgnummer": i, "toewijzingsdatum": v["datum"], "ingangsdatum": v["ingang"], "einddatum": v["einde"],
                "volume": v["volume"], "eenheid": v["eenheid"], "frequentie": v["frequentie"],
            })  # fmt: skip
    for i, lev in enumerate(w["leveringen"]):
        for p in derive_perioden(lev, w):
            rijen["leverperioden"].append({
                "levering": i, "wet": "wmo", "gemeente": p["gemeente"], "aanbieder": p["aanbieder"],
                "client": p["client"], "toewijzingnummer": p["nummer"], "begindatum": p["begin"],
                "categorie": p["categorie"], "code": p["code"],
                "heeft_start": p["start"], "tijdelijk_gestopt_op": p["tijdelijk"], "status": p["status"],
                "definitief_gestopt_op": p["definitief"] and p["definitief"]["einde"],
                "reden_beeindiging": p["definitief"] and p["definitief"]["reden"],
                "dagtekening_stop": p["definitief"] and p["definitief"]["dagtekening"],
                "laatste": p["laatste"], "einde_effectief": p["einde"], "einde_afgeleid": p["afgeleid"],
                "telt": p["telt"],
            })  # fmt: skip
    for p in w["prestaties"]:
        rijen["prestaties"].append({
            "wet": "wmo", "gemeente": p["gemeente"], "aanbieder": p["aanbieder"], "client": p["client"],
            "toewijzingnummer": p["nummer"], "categorie": p["code"][:2], "code": p["code"], "periode_begin": p["begin"],
            "periode_einde": p["einde"], "debet_credit": p["debet_credit"], "status": p["status"],
        })  # fmt: skip
    frames = {naam: _frame(naam, lijst, datums[naam]) for naam, lijst in rijen.items()}
    tekens = pd.DataFrame(
        list(signalen), columns=["signaal", "wet", "berichttype", "gemeente", "aanbieder", "bestand", "aantal"]
    )
    return SimpleNamespace(bekend_op=pd.Timestamp(w["K"]), peildatum=pd.Timestamp(w["K"]), signalen=tekens, **frames)


_KOLOMMEN = {
    "toewijzingen": "wet gemeente toewijzingnummer aanbieder client categorie code ingangsdatum einddatum "
    "reden_wijziging verwijderd eerste_einddatum",
    "versies": "wet gemeente toewijzingnummer volgnummer toewijzingsdatum ingangsdatum einddatum volume eenheid "
    "frequentie",
    "leverperioden": "levering wet gemeente aanbieder client toewijzingnummer begindatum categorie code heeft_start "
    "tijdelijk_gestopt_op status definitief_gestopt_op reden_beeindiging dagtekening_stop laatste einde_effectief "
    "einde_afgeleid telt",
    "prestaties": "wet gemeente aanbieder client toewijzingnummer categorie code periode_begin periode_einde "
    "debet_credit status",
}
_GETAL = {"toewijzingnummer": "Int64", "volume": "Int64", "volgnummer": "int64", "levering": "int64"}
_WAAR = ("verwijderd", "heeft_start", "laatste", "einde_afgeleid", "telt")


def _frame(naam: str, rijen: list[dict], datums: list[str]) -> pd.DataFrame:
    tabel = pd.DataFrame(rijen, columns=_KOLOMMEN[naam].split())
    for kolom in tabel:
        if kolom in datums:
            tabel[kolom] = pd.to_datetime(tabel[kolom]).astype("datetime64[s]")
        elif kolom in _WAAR:
            tabel[kolom] = tabel[kolom].astype(bool)
        else:
            tabel[kolom] = tabel[kolom].astype(_GETAL.get(kolom, "str"))
    return tabel


def to_regio(map_: "object", opties: dict | None = None, producten: str = PRODUCTEN) -> Regio:
    """A Regio with these options; `map_` is a folder to write producten.csv in."""
    pad = map_ / "producten.csv"
    pad.write_text(producten, encoding="utf-8")
    leeg = pd.DataFrame(columns=["agb", "naam", "contractpartij"], dtype="str")
    return Regio("proefregio", "Proefregio", (2024,), ("wmo",), {"9901": "A", "9902": "B"}, opties or {}, True,
                 read_producten(pad), leeg)  # fmt: skip


def rij_van(map_, kpi_, variant, perceel, aanbieder, gemeente, jaar, w):
    """One row of uitkomsten, or None; an empty scope argument means the row where that column is empty.

    Only the basis and this variant are computed, to be quick.
    """
    alle = wmo.variants
    with patch.object(wmo, "variants", lambda r, f, k: [v for v in alle(r, f, k) if v[0] in ("basis", variant)]):
        t = kpi.bereken("wmo", to_toestand(w), to_regio(map_), jaar).uitkomsten
    mee = (t.kpi == kpi_) & (t.variant == variant)
    assert mee.any(), f"{kpi_} heeft geen variant {variant}"
    for kolom, waarde in (("perceel", perceel), ("aanbieder", aanbieder), ("gemeente", gemeente)):
        mee &= t[kolom].isna() if waarde is None else t[kolom].eq(waarde)
    rijen = t[mee]
    return rijen.iloc[0] if len(rijen) else None
