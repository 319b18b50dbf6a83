"""A plausible report of the administrative chain from made-up frames: full, everything small, voorlopig, no sources."""

from datetime import date

import numpy as np
import pandas as pd
from normwijzer.kpi import catalogus
from normwijzer.privacy import rond_aantal, rond_fractie, staat, tekst_van
from normwijzer.rapport.gegevens import Rapport, kenmerken
from normwijzer.statistiek import wilson
from normwijzer.uitvoering.beschermen_proces import bescherm_proces

EERSTE, TWEEDE, DERDE = "00000001", "00000002", "00000003"
AANBIEDERS = {EERSTE: "Huis <A>", TWEEDE: "Boerderij De Wilg", DERDE: "Thuis & Zo"}
GEMEENTEN = ("9901", "9902")
JAREN = range(2021, 2026)
REGISTRATIE = {"beoordeling_aanvraag": "aanvragen", "afwijzen_toewijzing": "afwijzingen",
               "intrekken_toewijzing": "afwijzingen", "tijdig_betalen": "betalingen"}  # fmt: skip
_DEEL = {"toewijzing_voor_ingangsdatum": 0.76, "tijdig_declareren": 0.97, "kwaliteit_declaraties": 0.91}
_EENHEID = {"wachttijd": "dagen", "beoordeling_aanvraag": "dagen", "toewijzing_voor_ingangsdatum": "dagen",
            "tijdig_declareren": "maanden"}  # fmt: skip
_KALENDER = ("tijdig_startbericht", "tijdig_stopbericht", "beoordeling_declaratie", "tijdig_declareren")
_OMVANG = ["wet", "aanbieder", "gemeente"]


def maak_rapport(*, jaar: int = 2024, deler: int = 1, editie: str = "deelbaar", status: str = "definitief",
                 zonder_bron: tuple[str, ...] = (), bekend_op: str = "2026-03-31", **anders) -> Rapport:  # fmt: skip
    """A report of the chain.

    Args:
        deler: all counts are divided by this; 400 makes every group too small.
        zonder_bron: KPI's of registrations whose file is absent.
    """
    boek = catalogus.laad("administratief_proces")
    mee = [d for kpi, d in boek.definities.items() if kpi not in zonder_bron]
    uitkomsten = _uitkomsten(mee, deler, editie, status, bekend_op)
    per_jaar = {
        j: bescherm_proces(
            {naam: maak(mee, deler, j) for naam, maak in _FRAMES.items()},
            editie,
            None,
            uitkomsten[uitkomsten["jaar"].eq(j)],
        )
        for j in JAREN
    }
    frames = {
        naam: pd.concat([per_jaar[j][naam].assign(jaar=j) for j in JAREN], ignore_index=True) for naam in per_jaar[jaar]
    }
    frames["geen_bron"] = pd.DataFrame(
        [(j, kpi, f"registraties/{REGISTRATIE[kpi]}.csv", "Het bestand ontbreekt.", False)
         for j in JAREN for kpi in zonder_bron],
        columns=["jaar", "kpi", "bestand", "reden", "te_klein"],
    ).astype({"jaar": "int64"})  # fmt: skip
    niets = pd.DataFrame(columns=["wet", "categorie", "code", "toewijzingen", "leveringen", "clienten", "te_klein"])
    velden = {
        "regio": "proef", "naam": "Regio Proef", "jaar": jaar, "familie": "administratief_proces", "editie": editie,
        "synthetisch": True, "bekend_op": pd.Timestamp(bekend_op),
        "uitkomsten": uitkomsten,
        "nevencijfers": _neven(deler, editie), "kwaliteit": _kwaliteit(), "niet_ingedeeld": niets,
        "signalen": pd.DataFrame({"signaal": ["dubbel"], "wet": ["jw"], "aantal": [3]}), "catalogus": boek,
        "aanbieders": AANBIEDERS, "woorden": dict(kenmerken()),
        "opties": pd.DataFrame({"kpi": ["wachttijd"], "optie": ["registratielag_dagen"], "waarde": ["56"],
                                "afwijkend": [False], "uitleg": ["Dagen om te melden."]}),
        "verantwoording": {"Regio": "Regio Proef (proef)"},
        "frames": {n: f[f["jaar"].eq(jaar)].drop(columns="jaar").reset_index(drop=True) for n, f in frames.items()},
        "jaarframes": frames,
    }  # fmt: skip
    return Rapport(**{**velden, **anders})


def deel_van(kpi: str, jaar: int) -> float:
    """Share on time of a KPI in a year: rises by two points a year."""
    return min(1.0, _DEEL.get(kpi, 0.84) + 0.02 * (jaar - 2024))


def omvang(d, deler: int) -> list[tuple[str, str, str, int]]:
    """(wet, aanbieder, gemeente, number of cases) of every scope of a KPI."""
    n = {"declaraties": 2400, "gemeente": 400, "aanbieder": 300}[d.onderdeel]
    if d.kpi == "beoordeling_aanvraag":
        return [("", "", g, round(n * a / deler)) for g, a in (("", 1), ("9901", 0.6), ("9902", 0.4))]
    rijen = [("", "", "", 1.0), ("wmo", "", "", 0.6), ("jw", "", "", 0.4), ("", EERSTE, "", 0.5),
             ("wmo", EERSTE, "", 0.5),
             ("", TWEEDE, "", 0.3), ("jw", TWEEDE, "", 0.3), ("", DERDE, "", 0.2), ("wmo", DERDE, "", 0.1),
             ("jw", DERDE, "", 0.1), ("", "", "9901", 0.7), ("", "", "9902", 0.3), ("wmo", "", "9901", 0.6),
             ("jw", "", "9901", 0.1), ("jw", "", "9902", 0.3)]  # fmt: skip
    return [(w, a, g, round(n * deel / deler)) for w, a, g, deel in rijen]


def _uitkomsten(mee, deler, editie, status, bekend_op) -> pd.DataFrame:
    rijen = []
    for d in mee:
        varianten = {"basis": 0.0} | {f"{o.naam}={w}": 0.01 * (i + 1) for o in d.opties.values() if o.varianten
                                      for i, w in enumerate(o.varianten[d.kpi])}  # fmt: skip
        for jaar in JAREN:
            for variant, stap in varianten.items():
                for wet, agb, gemeente, n in omvang(d, deler):
                    if variant != "basis" and (agb or gemeente):
                        continue
                    teller = round(n * max(0.0, deel_van(d.kpi, jaar) - stap))
                    rijen.append((d.kpi, variant, jaar, wet, agb, gemeente, teller, n))
    tabel = pd.DataFrame(rijen, columns=["kpi", "variant", "jaar", *_OMVANG, "teller", "noemer"])
    onder, boven = wilson(tabel["teller"], tabel["noemer"])
    waarde = tabel["teller"] / tabel["noemer"].where(tabel["noemer"] > 0)
    voorlopig = status == "voorlopig"
    tabel = tabel.assign(
        perceel="", soort="", waarde=waarde, eenheid="fractie", onder=onder, boven=boven,
        grens_onder=waarde - 0.02 if voorlopig else np.nan, grens_boven=waarde + 0.02 if voorlopig else np.nan,
        status=status, bekend_op=date.fromisoformat(bekend_op),
    )  # fmt: skip
    return bescherm_rijen(tabel, editie)


def bescherm_rijen(tabel: pd.DataFrame, editie: str) -> pd.DataFrame:
    """Rows by themselves as the shared edition shows them, every case another client; parts are not completed."""
    if editie == "intern":
        return tabel.assign(te_klein=False, tekst="")
    staten = staat(tabel["noemer"].astype("Float64"), tabel["teller"], tabel["noemer"])
    klein = staten.isin(["klein_deel", "klein_rest", "weg"])
    rond = {naam: rond_aantal(tabel[naam].astype("Float64")).mask(klein) for naam in ("teller", "noemer")}
    fractie = tabel["eenheid"].eq("fractie")
    rond["waarde"] = rond_fractie(tabel["waarde"]).where(fractie, tabel["waarde"]).mask(klein)
    delen = ("onder", "boven", "grens_onder", "grens_boven")
    rond |= {naam: rond_fractie(tabel[naam].astype("float64")).mask(klein) for naam in delen if naam in tabel}
    return tabel.assign(**rond, te_klein=klein, tekst=tekst_van(staten, tabel["noemer"].astype("Float64")))


def _doorlooptijd(mee, deler, jaar) -> pd.DataFrame:
    rng, rijen = np.random.default_rng(jaar), []
    for d in mee:
        for wet, agb, gemeente, n in omvang(d, deler):
            per_maand = [] if (wet and (agb or gemeente)) else range(1, 13)
            for maand in (pd.NA, *per_maand):
                deel = deel_van(d.kpi, jaar)
                gevallen = n if maand is pd.NA else round(n / 12)
                if maand is not pd.NA:
                    deel = min(1.0, max(0.0, deel + rng.normal(0, 0.03) - (0.3 if (jaar, maand) == (2023, 6) else 0)))
                op_tijd = round(gevallen * deel)
                eenheid = _EENHEID.get(d.kpi, "werkdagen")
                tijden = (np.nan,) * 5 if d.kpi == "kwaliteit_declaraties" else (
                    (0, 2, np.inf, 1, 0.8) if eenheid == "maanden" else (3, 9, 12, 4, 4.5))  # fmt: skip
                rijen.append((d.kpi, wet, agb, gemeente, maand, gevallen, op_tijd, gevallen - op_tijd, gevallen // 30,
                              gevallen // 40, tijden[0], tijden[1], tijden[3], np.nan, tijden[4], eenheid,
                              gevallen))  # fmt: skip
    kolommen = ["kpi", *_OMVANG, "maand", "gevallen", "op_tijd", "te_laat", "nog_niet", "ontbreekt", "mediaan", "p90",
                "mediaan_alle", "p90_alle", "gemiddelde", "eenheid", "clienten"]  # fmt: skip
    return pd.DataFrame(rijen, columns=kolommen).astype({"maand": "Int64"})


def _verdeling(mee, deler, jaar) -> pd.DataFrame:
    rijen = []
    for d in mee:
        if d.kpi == "kwaliteit_declaraties":
            continue
        laatste = 8 if _EENHEID.get(d.kpi) == "maanden" else 62
        for wet, van in (("", 1000 // deler), ("wmo", 600 // deler), ("jw", 400 // deler)):
            for dag in range(laatste):
                rijen.append((d.kpi, wet, dag, round(van * 0.95 * 0.75**dag * 0.25), van, van))
    return pd.DataFrame(rijen, columns=["kpi", "wet", "dag", "aantal", "van", "clienten"])


def _kalender(mee, deler, jaar) -> pd.DataFrame:
    rng = np.random.default_rng(jaar)
    dagen = pd.bdate_range(f"{jaar}-01-01", f"{jaar}-12-31")
    delen = []
    for d in mee:
        if d.kpi in _KALENDER:
            gevallen = rng.poisson(30 / deler, len(dagen))
            per_dag = pd.DataFrame({"kpi": d.kpi, "per": "dag", "dag": dagen, "gevallen": gevallen,
                                    "te_laat": rng.binomial(gevallen, 0.2), "clienten": gevallen})  # fmt: skip
            maandag = dagen - pd.to_timedelta(dagen.day_of_week, unit="D")
            per_week = per_dag.assign(dag=maandag, per="week").groupby(["kpi", "per", "dag"], as_index=False).sum()
            delen += [per_dag, per_week]
    return pd.concat(delen, ignore_index=True)


def _wachtcurve(mee, deler, jaar) -> pd.DataFrame:
    rijen = []
    for wet, n in (("", 300 // deler), ("wmo", 180 // deler), ("jw", 120 // deler)):
        for dag in range(0, 183, 7):
            s = 0.08 + 0.92 * 0.8 ** (dag / 7)
            rijen.append((wet, dag, round(n * s), 3, 0, s, max(0, s - 0.05), min(1, s + 0.05), round(n * s)))
    return pd.DataFrame(
        rijen, columns=["wet", "dag", "in_wacht", "gestart", "gecensureerd", "s", "onder", "boven", "clienten"]
    )


TERMIJNEN = ("retour_302", "start_305", "antwoord_325", "verzoek_eerste", "woonplaats")


def _termijnen(mee, deler, jaar) -> pd.DataFrame:
    rijen = []
    for termijn in TERMIJNEN:
        scopes = [("", "", "", 500), ("wmo", "", "", 300), ("jw", "", "", 200), ("", EERSTE, "", 250),
                  ("", TWEEDE, "", 250), ("", "", "9901", 400), ("", "", "9902", 100)]  # fmt: skip
        for wet, agb, gemeente, n in scopes:
            n //= deler
            op = round(n * 0.9)
            rijen.append((termijn, wet, agb, gemeente, op, n - op, n // 20, n // 10, op / n if n else np.nan,
                          0.87 if n else np.nan, 0.93 if n else np.nan, 1, 3, "werkdagen", n))  # fmt: skip
    return pd.DataFrame(rijen, columns=["termijn", *_OMVANG, "op_tijd", "te_laat", "nog_niet", "ontbreekt", "waarde",
                                        "onder", "boven", "mediaan", "p90", "eenheid", "clienten"])  # fmt: skip


def _herstelpunten(mee, deler, jaar) -> pd.DataFrame:
    rijen = [
        ("stop_zonder_start", "jw", "aanbieder", EERSTE, "", 40),
        ("stop_zonder_start", "wmo", "aanbieder", TWEEDE, "", 12),
        ("nooit_begonnen", "wmo", "aanbieder", DERDE, "", 60),
        ("declaratie_zonder_antwoord", "wmo", "gemeente", "", "9901", 80),
    ]  # fmt: skip

    frame = pd.DataFrame(rijen, columns=["punt", "wet", "wie", "aanbieder", "gemeente", "aantal"])
    return frame.assign(aantal=frame["aantal"] // deler, clienten=frame["aantal"] // deler)


def _herstel_samen(mee, deler, jaar) -> pd.DataFrame:
    """As the partners together, with a point of which there is none; clients in common count once."""
    punten = _herstelpunten(mee, deler, jaar)
    per_wet = punten.groupby(["punt", "wet", "wie"], as_index=False)[["aantal", "clienten"]].sum()
    samen = punten.groupby(["punt", "wie"], as_index=False)[["aantal", "clienten"]].sum().assign(wet="")
    geen = pd.DataFrame([("credit_zonder_debet", "", "aanbieder", 0, 0)],
                        columns=["punt", "wet", "wie", "aantal", "clienten"])  # fmt: skip
    return pd.concat([per_wet, samen, geen], ignore_index=True)


def _herstelregels(mee, deler, jaar) -> pd.DataFrame:
    frame = pd.DataFrame(
        [("stop_zonder_start", "jw", "aanbieder", EERSTE, "", "307", "SYN000001", pd.Timestamp("2024-03-05"), 1)],
        columns=["punt", "wet", "wie", "aanbieder", "gemeente", "berichttype", "identificatie",
                 "dagtekening", "aantal"],
    )  # fmt: skip
    return frame


def _afkeurredenen(mee, deler, jaar) -> pd.DataFrame:
    rijen = [
        ("", "", "9999", 60, 123456), ("", "", "9001", 45, 99900), ("wmo", "", "9999", 60, 123456),
        ("jw", "", "9001", 45, 99900), ("jw", EERSTE, "9001", 45, 99900),
    ]  # fmt: skip
    frame = pd.DataFrame(rijen, columns=["wet", "aanbieder", "code", "regels", "bedrag"])
    frame = frame.assign(omschrijving=frame["code"], bekend=frame["code"].ne("9999"))
    frame = frame.assign(regels=frame["regels"] // deler, clienten=frame["regels"] // deler)
    return frame


def _declaratiekwaliteit(mee, deler, jaar) -> pd.DataFrame:
    rijen = []
    for wet, agb, deel in (("", "", 1), ("wmo", "", 0.6), ("jw", "", 0.4), ("", EERSTE, 0.5), ("", TWEEDE, 0.5)):
        tellen = (2060, 1800, 120, 80, 60, 85, 300, 290, 240, 12, 500)
        rijen.append((wet, agb, *(round(g * deel / deler) for g in tellen)))
    kolommen = ["wet", "aanbieder", "regels", "goed", "afgewezen", "gecrediteerd", "in_behandeling", "credits",
                "declaraties", "declaraties_beantwoord", "declaraties_goed", "geheel_afgewezen",
                "clienten"]  # fmt: skip
    frame = pd.DataFrame(rijen, columns=kolommen)
    return frame


def _kosten(mee, deler, jaar) -> pd.DataFrame:
    rijen = [
        (
            wet,
            gemeente,
            maand,
            cat,
            code,
            int(bedrag * 100 * (1 + maand / 50) / deler),
            5000,
            7000,
            40,
            60 // deler,
            0.5,
        )
        for wet, cat, code, bedrag in (
            ("wmo", "02", "02A03", 21000),
            ("wmo", "07", "07A01", 9000),
            ("jw", "45", "45A55", 30000),
        )
        for gemeente in GEMEENTEN
        for maand in range(1, 13)
    ]
    kolommen = ["wet", "gemeente", "maand", "categorie", "code", "netto", "in_behandeling", "afgewezen", "regels",
                "clienten",
                "grootste_aandeel"]  # fmt: skip
    frame = pd.DataFrame(rijen, columns=kolommen)
    return frame


def _kosten_samen(mee, deler, jaar) -> pd.DataFrame:
    kosten, delen = _kosten(mee, deler, jaar), []
    for per, bij in (
        ("totaal", []),
        ("maand", ["maand"]),
        ("product", ["categorie", "code"]),
        ("gemeente", ["gemeente"]),
    ):
        som = kosten.groupby(["wet", *bij], as_index=False)[["netto", "in_behandeling", "afgewezen", "regels"]].sum()
        delen.append(som.assign(per=per, clienten=120 // deler, grootste_aandeel=0.5))
    return pd.concat(delen, ignore_index=True)


def _volledigheid(mee, deler, jaar) -> pd.DataFrame:
    rijen = []
    for wet in ("", "wmo", "jw"):
        for maand in range(1, 13):
            for ouderdom in range(13):
                deel = min(
                    1.0, (0.1, 0.72, 0.9, 0.95, 0.97)[ouderdom] if ouderdom < 5 else 0.98 + 0.02 * (ouderdom == 12)
                )
                rijen.append((wet, maand, ouderdom, int(1e7 * deel), int(1e7), deel, jaar < 2025, 300 // deler))
    kolommen = ["wet", "maand", "ouderdom", "bedrag", "totaal", "aandeel", "volgroeid", "clienten"]
    return pd.DataFrame(rijen, columns=kolommen)


_FRAMES = {
    "doorlooptijd": _doorlooptijd, "verdeling": _verdeling, "kalender": _kalender, "wachtcurve": _wachtcurve,
    "termijnen": _termijnen, "herstelpunten": _herstelpunten, "herstel_samen": _herstel_samen,
    "herstelregels": _herstelregels,
    "afkeurredenen": _afkeurredenen, "declaratiekwaliteit": _declaratiekwaliteit, "kosten": _kosten,
    "kosten_samen": _kosten_samen,
    "volledigheid": _volledigheid,
}  # fmt: skip


def _neven(deler, editie) -> pd.DataFrame:
    rijen = [
        ("wachttijd", "wachttijd_gemiddelde_gestart", wet, "", None, 280 // deler, 16.4, "dagen")
        for wet in ("", "wmo", "jw")
    ] + [
        ("wachttijd", "wachttijd_mediaan_gestart", "", "", None, 280 // deler, 12, "dagen"),
        ("wachttijd", "wachttijd_mediaan_curve", "", "", None, 300 // deler, 21, "dagen"),
        ("wachttijd", "niet_gestart", "", "", 20 // deler, 300 // deler, 1 / 15, "fractie"),
        ("wachttijd", "gestart_voor_ingangsdatum", "", "", 30 // deler, 280 // deler, 3 / 28, "fractie"),
    ]
    for wet, agb, n in (("", "", 400), ("wmo", "", 240), ("jw", "", 160), ("", EERSTE, 200)):
        n //= deler
        rijen.append(("afwijzen_toewijzing", "geaccepteerd", wet, agb, round(n * 0.965), n, 0.965, "fractie"))
    frame = pd.DataFrame(rijen, columns=["kpi", "kenmerk", "wet", "aanbieder", "teller", "noemer", "waarde", "eenheid"])
    frame = frame.assign(perceel="", gemeente="", soort="").astype({"teller": "Float64"})
    return bescherm_rijen(frame, editie)


def _kwaliteit() -> pd.DataFrame:
    frame = pd.DataFrame(
        [("zonder_client_leveringen", "", "", 3, None)], columns=["kenmerk", "perceel", "soort", "aantal", "van"]
    )
    return frame.astype({"van": "Int64"}).assign(te_klein=False, tekst="")
