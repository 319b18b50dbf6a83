"""Plausible reports of the youth families from hand-made frames: full, everything small, voorlopig, without sources."""

from datetime import date

import pandas as pd
from hulp_klein import bescherm_groepen, bescherm_uitkomsten
from normwijzer.kpi import catalogus
from normwijzer.kpi.catalogus import Definitie
from normwijzer.rapport.gegevens import Rapport, kenmerken, tekst_klein

EERSTE, TWEEDE = "00000001", "00000002"
JAREN = range(2020, 2026)
SOORTEN = ("pleegzorg", "gezinshuis", "behandeld_wonen", "crisis", "overig_verblijf", "tom_instroom", "tom_uitstroom")
PER_SOORT = ("jeugdigen_in_verblijf", "etmalen_verblijf", "maanden_verblijf_gemiddeld", "maanden_verblijf_mediaan",
             "verblijf_korter_dan_9_maanden")  # fmt: skip
PER_AANBIEDER = ("jeugdigen_in_verblijf", "etmalen_verblijf", "uitval", "clienttevredenheid")
ZONDER_BRON = ("eigen_gemeente", "doelen_gerealiseerd")
"""KPI's without outcome in every report: the aanbieders reported nothing."""
OPGAVE = "registraties/aanbiederopgave.csv"

_MATEN = {
    "gemiddelde_bij_einde": (14.2, "maanden"), "mediaan_bij_einde": (9.8, "maanden"),
    "aandeel_korter_9": (0.46, "fractie"), "zonder_links_afgekapt_gemiddeld": (12.9, "maanden"),
    "gelijke_terugkijk_maanden": (36, "maanden"), "gelijke_terugkijk_gemiddeld": (13.1, "maanden"),
    "gelijke_terugkijk_mediaan": (9.5, "maanden"), "cohort_mediaan": (None, "maanden"), "cohort_s9": (0.61, "fractie"),
    "cohort_rmst24": (13.4, "maanden"), "cohort_links_afgekapt": (12, "aantal"), "periode_mediaan": (15.0, "maanden"),
    "periode_s9": (0.64, "fractie"), "periode_rmst24": (14.8, "maanden"), "periode_links_afgekapt": (30, "aantal"),
    "stand_gemiddeld": (21.7, "maanden"),
}  # fmt: skip


def maak_rapport(familie: str = "jeugd_transformatie", *, jaar: int = 2024, deler: int = 1, editie: str = "deelbaar",
                 status: str = "definitief", zonder_bron: bool = False, bevolking_bron: str = "synthetisch",
                 bekend_op: str = "2026-09-30", **anders) -> Rapport:  # fmt: skip
    """A report of one youth family.

    Args:
        deler: all counts are divided by this: 1 is a region of some 200 jeugdigen, 100 makes every group too small.
        status: of every outcome row. zonder_bron: no KPI has an outcome, each has a line in geen_bron.
    """
    boek = catalogus.laad(familie)
    mee = [] if zonder_bron else [d for kpi, d in boek.definities.items() if kpi not in ZONDER_BRON]
    rijen = [rij for d in mee for rij in _rijen(d, deler, status, bekend_op)]
    uitkomsten = pd.DataFrame(rijen or None, columns=_KOLOMMEN)
    uitkomsten = uitkomsten.astype(dict.fromkeys(("teller", "noemer", "waarde"), "float64") | {"jaar": "int64"})
    frames = {n: met_tekst(frame) for n, frame in _frames(familie, boek, deler, editie, zonder_bron).items()}
    niets = pd.DataFrame(columns=["wet", "categorie", "code", "toewijzingen", "leveringen", "clienten", "te_klein"])
    velden = {
        "regio": "proef", "naam": "Regio Proef", "jaar": jaar, "familie": familie, "editie": editie,
        "synthetisch": True, "bekend_op": pd.Timestamp(bekend_op),
        "uitkomsten": bescherm_uitkomsten(uitkomsten, editie),
        "nevencijfers": met_tekst(_neven(familie, deler, editie)), "kwaliteit": met_tekst(_kwaliteit()),
        "niet_ingedeeld": niets,
        "signalen": pd.DataFrame({"signaal": ["dubbel"], "wet": ["jw"], "aantal": [3]}), "catalogus": boek,
        "aanbieders": {EERSTE: "Huis <A>", TWEEDE: "Boerderij De Wilg"},
        "woorden": {"31": "volgens plan beëindigd", "32": "eenzijdig door de cliënt beëindigd", **kenmerken()},
        "opties": pd.DataFrame({"kpi": list(boek.definities)[:1], "optie": ["gat_maanden"], "waarde": ["4"],
                                "afwijkend": [False], "uitleg": ["De langste onderbreking."]}),
        "verantwoording": {"Regio": "Regio Proef (proef)"}, "bevolking_bron": bevolking_bron,
        "frames": {naam: frame[frame["jaar"].eq(jaar)].drop(columns="jaar") if naam != "overleving" else frame
                   for naam, frame in frames.items()},
        "jaarframes": {naam: frame for naam, frame in frames.items() if naam != "overleving"},
    }  # fmt: skip
    return Rapport(**{**velden, **anders})


def met_tekst(frame: pd.DataFrame) -> pd.DataFrame:
    """A protected frame with what stands in place of what is hidden."""
    return frame.assign(tekst=tekst_klein(frame["te_klein"]))


_KOLOMMEN = [
    "kpi", "variant", "jaar", "perceel", "aanbieder", "gemeente", "soort", "teller", "noemer", "waarde", "eenheid",
    "onder", "boven", "grens_onder", "grens_boven", "status", "bekend_op",
]  # fmt: skip


def waarde_van(definitie: Definitie, jaar: int) -> float:
    """Value of the basis of a KPI in a year: fractions rise by .02 a year, the others fall by 4 % a year."""
    stap = jaar - 2023
    if definitie.eenheid == "fractie":
        return (0.04 if definitie.kpi == "deeltijdpleegzorg" else 0.40) + 0.02 * stap
    begin = {"jeugdigen_in_verblijf": 200, "etmalen_verblijf": 45000, "maanden_verblijf_gemiddeld": 15.0,
             "maanden_verblijf_mediaan": 10.0, "clienttevredenheid": 7.4}.get(definitie.kpi, 1.4)  # fmt: skip
    return begin * (1 - 0.04 * stap)


def _rijen(d: Definitie, deler: int, status: str, bekend_op: str) -> list[dict]:
    scopes = [("", "", 1.0)]
    scopes += [(soort, "", 0.3 - 0.04 * nummer) for nummer, soort in enumerate(SOORTEN) if d.kpi in PER_SOORT]
    scopes += [("", agb, 0.5) for agb in (EERSTE, TWEEDE) if d.kpi in PER_AANBIEDER]
    rijen = [_rij(d, jaar, soort, agb, deel / deler, status) for jaar in JAREN for soort, agb, deel in scopes]
    for optie in d.opties.values():
        rijen += [
            {**_rij(d, jaar, "", "", 1 / deler, status), "variant": f"{optie.naam}=anders{nummer}",
             "waarde": waarde_van(d, jaar) * (1 + 0.03 * nummer)}
            for jaar in JAREN
            for nummer in range(2)
        ]  # fmt: skip
    return [rij | {"bekend_op": date.fromisoformat(bekend_op)} for rij in rijen]


def _rij(d: Definitie, jaar: int, soort: str, agb: str, deel: float, status: str) -> dict:
    waarde = waarde_van(d, jaar)
    geteld = d.noemer == "geen"
    noemer = None if geteld else max(1, round(150 * deel))
    if geteld:
        waarde = round(waarde * deel)
    teller = waarde if geteld else None if d.kpi == "maanden_verblijf_mediaan" else waarde * noemer
    if d.eenheid == "fractie":
        teller = round(teller)
    fractie, voorlopig = d.eenheid == "fractie", status == "voorlopig"
    return {
        "kpi": d.kpi, "variant": "basis", "jaar": jaar, "perceel": "", "aanbieder": agb, "gemeente": "", "soort": soort,
        "teller": teller, "noemer": noemer, "waarde": waarde, "eenheid": d.eenheid,
        "onder": max(0.0, waarde - 0.07) if fractie else None, "boven": waarde + 0.07 if fractie else None,
        "grens_onder": waarde * 0.9 if voorlopig and not geteld else None,
        "grens_boven": waarde * 1.1 if voorlopig and not geteld else None, "status": status,
    }  # fmt: skip


def _frames(familie: str, boek, deler: int, editie: str, zonder_bron: bool) -> dict[str, pd.DataFrame]:
    """Frames of every year with column jaar; overleving has a jaar of its own."""
    frames = {"geen_bron": _geen_bron(boek, zonder_bron), "redenen": _redenen(familie, deler, editie)}
    if familie == "jeugd_kwaliteit":
        return {**frames, "respons": _respons(deler, editie, zonder_bron)}
    return {
        **frames,
        "stroom": _stroom(deler, editie),
        "doelen": _doelen(boek, deler, editie, zonder_bron),
        "verblijfsduur": _duur(deler, editie),
        "overleving": _overleving(deler),
    }


def _per_jaar(maak) -> pd.DataFrame:
    return pd.concat([maak(jaar).assign(jaar=jaar) for jaar in JAREN], ignore_index=True)


def _geen_bron(boek, zonder_bron: bool) -> pd.DataFrame:
    kpis = [kpi for kpi in boek.definities if zonder_bron or kpi in ZONDER_BRON]
    rijen = [(jaar, kpi, OPGAVE, "Het bestand ontbreekt: de aanbieders hebben nog niets opgegeven.", False)
             for jaar in JAREN for kpi in kpis]  # fmt: skip
    return pd.DataFrame(rijen, columns=["jaar", "kpi", "bestand", "reden", "te_klein"]).astype({"jaar": "int64"})


def _redenen(familie: str, deler: int, editie: str) -> pd.DataFrame:
    soorten = [*([""] if familie == "jeugd_transformatie" else ["ambulant"]), *SOORTEN]
    rijen = [(soort, reden, aantal // deler) for soort in soorten for reden, aantal in (("31", 60), ("32", 12))]
    frame = pd.DataFrame(rijen, columns=["soort", "reden", "aantal"])
    som = frame.groupby("soort")["aantal"].transform("sum")
    frame = frame.assign(deel=frame["aantal"] / som.where(som.ne(0)))
    return _per_jaar(
        lambda jaar: bescherm_groepen(frame, editie, sleutels=["soort"], groep=["aantal"], getallen=["aantal"])
    )


def _stroom(deler: int, editie: str) -> pd.DataFrame:
    def maak(jaar: int) -> pd.DataFrame:
        rijen = []
        for soort in ("", *SOORTEN[:3]):
            for agb in [""] if not soort else ["", EERSTE, TWEEDE]:
                begin, erin, eruit = (getal // deler for getal in (120 + jaar - 2020, 60, 55 + jaar - 2020))
                rijen.append((soort, agb, begin, erin, eruit, begin + erin - eruit))
        kolommen = ["soort", "aanbieder", "beginstand", "instroom", "uitstroom", "eindstand"]
        return bescherm_groepen(
            pd.DataFrame(rijen, columns=kolommen), editie, sleutels=["soort", "aanbieder"],
            groep=["beginstand", "instroom"], getallen=kolommen[2:],
        )  # fmt: skip

    return _per_jaar(maak)


def _doelen(boek, deler: int, editie: str, zonder_bron: bool) -> pd.DataFrame:
    rijen = []
    for d in boek.definities.values():
        for doel in d.doelen:
            for jaar in JAREN:
                leeg = zonder_bron or d.kpi in ZONDER_BRON
                basis, nu = (float("nan") if leeg else waarde_van(d, j) for j in (doel.basisjaar, jaar))
                streef = basis * (1 + doel.doel) if doel.vorm == "verandering" else doel.doel
                deel = min(1.0, (jaar - doel.basisjaar) / (doel.doeljaar - doel.basisjaar))
                beter = nu >= streef if d.richting == "hoger_is_beter" else nu <= streef
                rijen.append({
                    "jaar": jaar, "kpi": d.kpi, "soort": doel.soort, "basisjaar": doel.basisjaar, "n": 150 // deler,
                    "doeljaar": doel.doeljaar, "vorm": doel.vorm, "doel": doel.doel, "basiswaarde": basis,
                    "streefwaarde": streef, "waarde": nu, "voortgang": (nu - basis) / (streef - basis),
                    "lijn": basis + (streef - basis) * deel if deel >= 0 else None, "eenheid": d.eenheid,
                    "gehaald": pd.NA if pd.isna(nu) or pd.isna(streef) else beter,
                })  # fmt: skip
    frame = pd.DataFrame(rijen).astype({"gehaald": "boolean", "lijn": "float64"})
    getallen = ["basiswaarde", "streefwaarde", "waarde", "voortgang", "lijn", "gehaald", "n"]
    return bescherm_groepen(frame, editie, sleutels=["jaar", "kpi", "soort"], groep=["n"], getallen=getallen)


def _duur(deler: int, editie: str) -> pd.DataFrame:
    rijen = []
    for soort in ("", "zonder_gezinsgericht", *SOORTEN[:4]):
        for maat, (waarde, eenheid) in _MATEN.items():
            kaal = waarde is None or eenheid == "aantal"
            onder, boven = (None, None) if kaal else (waarde * 0.85, waarde * 1.15)
            rijen.append((soort, maat, 88 // deler, waarde, onder, boven, eenheid))
    kolommen = ["soort", "maat", "n", "waarde", "onder", "boven", "eenheid"]
    frame = pd.DataFrame(rijen, columns=kolommen).astype({"waarde": "float64", "onder": "float64", "boven": "float64"})
    return _per_jaar(
        lambda jaar: bescherm_groepen(
            frame, editie, sleutels=["soort", "maat"], groep=["n"], getallen=["n", "waarde", "onder", "boven"]
        )
    )


def _overleving(deler: int) -> pd.DataFrame:
    rijen = []
    for curve, jaren in (("cohort", [*JAREN][:-1]), ("periode", [2024])):
        for jaar in jaren:
            for maand in range(61):
                s = 0.945 ** (maand * (1 + (jaar - 2020) * 0.08))
                in_zorg = int(70 * s / deler) if maand <= (2026 - jaar) * 12 + 6 else 0
                rijen.append((curve, jaar, maand, in_zorg, 2, 0, s, max(0, s - 0.1), min(1, s + 0.1), False))
    kolommen = ["curve", "jaar", "maand", "in_zorg", "einden", "gecensureerd", "s", "onder", "boven", "te_klein"]
    return pd.DataFrame(rijen, columns=kolommen)


def _respons(deler: int, editie: str, zonder_bron: bool) -> pd.DataFrame:
    rijen = [] if zonder_bron else [
        ("clienttevredenheid", agb, gemeten // deler, totaal // deler, gemeten / totaal)
        for agb, gemeten, totaal in (("", 40, 100), (EERSTE, 30, 60), (TWEEDE, 10, 40))
    ]  # fmt: skip
    frame = pd.DataFrame(rijen, columns=["kpi", "aanbieder", "gemeten", "totaal", "waarde"])
    return _per_jaar(
        lambda jaar: bescherm_groepen(
            frame, editie, sleutels=["kpi", "aanbieder"], groep=["totaal"], getallen=["gemeten", "totaal", "waarde"]
        )
    )


def _neven(familie: str, deler: int, editie: str) -> pd.DataFrame:
    kpi, kenmerk = {
        "jeugd_transformatie": ("jeugdigen_in_verblijf", "stand_31_december"),
        "jeugd_kwaliteit": ("uitval", "reden_32"),
    }[familie]
    rijen = [
        (kpi, kenmerk, "", "", "", "", 110 / deler, None, 110 / deler, "aantal"),
        (kpi, kenmerk, "", "", "", "pleegzorg", 40 / deler, None, 40 / deler, "aantal"),
        ("netwerkpleegzorg", "per_aanbieder", "", EERSTE, "", "", 20 / deler, 30 / deler, 2 / 3, "fractie"),
        ("netwerkpleegzorg", "alleen_halfjaar_1", "", TWEEDE, "", "", 12 / deler, 24 / deler, 0.5, "fractie"),
    ]
    kolommen = ["kpi", "kenmerk", "perceel", "aanbieder", "gemeente", "soort", "teller", "noemer", "waarde", "eenheid"]
    return bescherm_uitkomsten(pd.DataFrame(rijen, columns=kolommen).astype({"noemer": "float64"}), editie)


def _kwaliteit() -> pd.DataFrame:
    rijen = [
        ("leveringen_met_startbericht", "", "", 190, 200),
        ("leveringen_met_startbericht", "", "pleegzorg", 50, 60),
        ("opgave_aanbieders:netwerkpleegzorg", "", "", 2, 4),
        ("zonder_client_leveringen", "", "", 3, None),
    ]
    frame = pd.DataFrame(rijen, columns=["kenmerk", "perceel", "soort", "aantal", "van"])
    frame = frame.astype({"van": "Int64"})
    return frame.assign(te_klein=False, deel=frame["aantal"] / frame["van"])
