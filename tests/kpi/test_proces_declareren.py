"""Claims in detail: quality, reasons, cost, completeness, each against a slow obvious twin."""

from collections import defaultdict
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kpi.hulp_keten import AANBIEDER, Keten, rij, to_regio
from normwijzer.codelijsten import omschrijvingen
from normwijzer.kpi.proces.afkeur import ZONDER_CODE, count_afkeurredenen, count_onbekende_codes
from normwijzer.kpi.proces.basis import prepare
from normwijzer.kpi.proces.declareren import count_declaratiekwaliteit
from normwijzer.kpi.proces.keten import count_keten
from normwijzer.kpi.proces.kosten import SAMENVATTING, count_kosten
from normwijzer.kpi.proces.volledigheid import count_volledigheid

JAAR, K = 2024, date(2025, 3, 10)
STATUSSEN = ("ingediend", "afgewezen", "toegekend", "gecrediteerd")

_dag = st.integers(-60, 430).map(lambda n: date(JAAR, 1, 1) + timedelta(days=n))
_claim = st.fixed_dictionaries({
    "wet": st.sampled_from(["wmo", "jw"]),
    "aanbieder": st.sampled_from(["99990001", "99990002", "99990003"]),
    "gemeente": st.sampled_from(["9901", "9902"]),
    "dag": _dag,
    "beantwoord": st.booleans(),
    "geheel": st.booleans(),
    "regels": st.lists(st.fixed_dictionaries({
        "client": st.sampled_from(["p1", "p2", "p3", None]),
        "credit": st.booleans(),
        "dc_leeg": st.booleans(),
        "status": st.sampled_from(STATUSSEN[1:]),
        "bedrag": st.one_of(st.none(), st.integers(0, 900)),
        "begin": st.one_of(st.none(), _dag),
        "categorie": st.sampled_from(["02", "44", None]),
        "code": st.sampled_from(["02A01", None]),
        "codes": st.lists(st.sampled_from(["9384", "0611", "9XYZ"]), max_size=2, unique=True),
    }), max_size=6),
})  # fmt: skip
_claims = st.lists(_claim, max_size=7)


def regels_van(claims: list[dict]) -> list[dict]:
    """Every line with what its claim says, as the twins read them."""
    uit = []
    for nummer, c in enumerate(claims):
        for r in c["regels"]:
            credit = r["credit"] and not r["dc_leeg"]
            status = r["status"] if c["beantwoord"] else "ingediend"
            if c["geheel"] and c["beantwoord"]:
                status = "afgewezen"
            bedrag = r["bedrag"] or 0
            uit.append({**c, **r, "declaratie": nummer, "is_credit": credit, "stand": status,
                        "centen": -bedrag if credit else bedrag})  # fmt: skip
    return uit


def to_toestand(claims: list[dict], *, categorie: bool = False) -> SimpleNamespace:
    """The frames that the functions read; `categorie`: texts as categories in an odd order."""
    kop = pd.DataFrame(
        [(c["wet"], c["aanbieder"], c["gemeente"], c["dag"], c["beantwoord"], c["geheel"] and c["beantwoord"])
         for c in claims],
        columns=["wet", "aanbieder", "gemeente", "dagtekening", "beantwoord", "geheel_afgewezen"],
    )  # fmt: skip
    kop = kop.astype({"wet": "str", "aanbieder": "str", "gemeente": "str", "geheel_afgewezen": bool})
    kop["dagtekening"] = pd.to_datetime(kop.dagtekening).astype("datetime64[s]")
    antwoord = (kop.dagtekening + pd.Timedelta(days=5)).where(kop.pop("beantwoord").astype(bool))
    kop = kop.assign(dagtekening_antwoord=antwoord, eerste_dagtekening_antwoord=antwoord)
    regels = pd.DataFrame(
        [(r["declaratie"], r["client"], None if r["dc_leeg"] else "C" if r["credit"] else "D", r["stand"],
          None if r["bedrag"] is None else r["centen"], r["begin"], r["categorie"], r["code"],
          " ".join(sorted(r["codes"])))
         for r in regels_van(claims)],
        columns=["declaratie", "client", "debet_credit", "status", "bedrag", "periode_begin", "categorie", "code",
                 "retourcodes"],
    )  # fmt: skip
    tekst = ["client", "debet_credit", "status", "categorie", "code", "retourcodes"]
    regels = regels.astype(dict.fromkeys(tekst, "str") | {"declaratie": "int32", "bedrag": "Int64"})
    regels["periode_begin"] = pd.to_datetime(regels.periode_begin).astype("datetime64[s]")
    regels["periode_einde"] = regels.periode_begin
    if categorie:
        for kolom in tekst:
            vreemd = [*sorted(regels[kolom].dropna().unique(), reverse=True), "~ongebruikt"]
            regels[kolom] = pd.Categorical(regels[kolom], categories=vreemd)
    leeg = pd.DataFrame(columns=["wet", "aanbieder", "gemeente"], dtype="str")
    return SimpleNamespace(bekend_op=pd.Timestamp(K), declaraties=kop, prestaties=regels, toewijzingen=leeg,
                           leverperioden=leeg)  # fmt: skip


def basis_van(claims: list[dict], **hoe):
    return prepare(to_toestand(claims, **hoe), to_regio(), JAAR)


def als_dict(tabel: pd.DataFrame, sleutel: list[str]) -> dict[tuple, dict]:
    """Rows by key, empty as None; every key once."""
    uit = {}
    for r in tabel.to_dict("records"):
        schoon = {k: None if not isinstance(w, str) and pd.isna(w) else w for k, w in r.items()}
        wie = tuple(schoon.pop(k) for k in sleutel)
        assert wie not in uit
        uit[wie] = schoon
    return uit


def bereiken(c: dict) -> list[tuple]:
    return [(None, None), (c["wet"], None), (None, c["aanbieder"]), (c["wet"], c["aanbieder"])]


def trage_kwaliteit(claims: list[dict]) -> dict[tuple, dict]:
    uit = {}
    for nummer, c in [(-1, None), *enumerate(claims)]:
        for bereik in [(None, None)] if c is None else bereiken(c) if c["dag"].year == JAAR else []:
            tel = uit.setdefault(bereik, defaultdict(int) | {"wie": set()})
            if c is None:
                continue
            eigen = [r for r in regels_van(claims) if r["declaratie"] == nummer]
            debet = [r["stand"] for r in eigen if not r["is_credit"]]
            tel["regels"] += len(debet)
            for naam, stand in zip(("in_behandeling", "afgewezen", "goed", "gecrediteerd"), STATUSSEN, strict=True):
                tel[naam] += debet.count(stand)
            tel["credits"] += len(eigen) - len(debet)
            tel["declaraties"] += 1
            tel["declaraties_beantwoord"] += bool(c["beantwoord"] and debet)
            tel["declaraties_goed"] += bool(c["beantwoord"] and debet and set(debet) == {"toegekend"})
            tel["geheel_afgewezen"] += bool(c["geheel"] and c["beantwoord"])
            tel["wie"] |= {r["client"] for r in eigen if r["client"]}
    return uit


@settings(max_examples=30, deadline=None)
@given(_claims)
def test_declaratiekwaliteit_is_die_van_de_trage_tweeling(claims):
    eigen = als_dict(count_declaratiekwaliteit(basis_van(claims)), ["wet", "aanbieder"])
    verwacht = trage_kwaliteit(claims)
    assert set(eigen) == set(verwacht)
    for bereik, cijfers in eigen.items():
        assert cijfers.pop("clienten") == len(verwacht[bereik]["wie"])
        assert cijfers == {naam: verwacht[bereik][naam] for naam in cijfers}
        assert cijfers["regels"] == sum(cijfers[n] for n in ("goed", "afgewezen", "gecrediteerd", "in_behandeling"))


@settings(max_examples=30, deadline=None)
@given(_claims)
def test_afkeurredenen_zijn_die_van_de_trage_tweeling(claims):
    verwacht = defaultdict(lambda: [0, 0, set()])
    for r in regels_van(claims):
        if r["dag"].year == JAAR and not r["is_credit"] and r["stand"] == "afgewezen":
            for code in r["codes"] or [None]:
                for bereik in bereiken(r):
                    tel = verwacht[*bereik, code]
                    tel[0] += 1
                    tel[1] += r["centen"]
                    tel[2] |= {r["client"]} - {None}
    tabel = count_afkeurredenen(basis_van(claims))
    eigen = als_dict(tabel, ["wet", "aanbieder", "code"])
    assert {wie: (c["regels"], c["bedrag"], c["clienten"]) for wie, c in eigen.items()} == {
        wie: (n, bedrag, len(clienten)) for wie, (n, bedrag, clienten) in verwacht.items()
    }
    alles = {code: c["regels"] for (wet, aanbieder, code), c in eigen.items() if wet is aanbieder is None}
    assert count_onbekende_codes(tabel) == (alles.get("9XYZ", 0), sum(alles.values()))


def traag_aandeel(regels: list[dict]) -> float:
    netto, overig, aantal = defaultdict(int), defaultdict(int), defaultdict(int)
    wacht, fout = defaultdict(int), defaultdict(int)
    for r in regels:
        bij = {"ingediend": wacht, "afgewezen": fout}.get(r["stand"], netto)
        bij[r["aanbieder"]] += r["centen"]
        aantal[r["aanbieder"]] += 1
    for wie in aantal:
        overig[wie] = abs(wacht[wie]) + abs(fout[wie])
    for maat in ({w: abs(n) for w, n in netto.items()}, overig, aantal):
        if sum(maat.values()):
            return max(maat.values()) / sum(maat.values())
    raise AssertionError("geen regels")


def trage_kosten(regels: list[dict]) -> dict:
    def som(*standen):
        return sum(r["centen"] for r in regels if r["stand"] in standen)

    return {
        "netto": som("toegekend", "gecrediteerd"), "in_behandeling": som("ingediend"), "afgewezen": som("afgewezen"),
        "regels": len(regels), "clienten": len({r["client"] for r in regels} - {None}),
        "grootste_aandeel": traag_aandeel(regels),
    }  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(_claims)
def test_kosten_zijn_die_van_de_trage_tweeling_en_er_gaat_geen_regel_verloren(claims):
    sleutel = ["wet", "gemeente", "maand", "categorie", "code"]
    regels = [r | {"maand": r["begin"].month} for r in regels_van(claims) if r["begin"] and r["begin"].year == JAAR]
    frames = count_kosten(basis_van(claims))
    kosten, samen = frames["kosten"], frames["kosten_samen"]
    cellen = defaultdict(list)
    for r in regels:
        cellen[tuple(r[k] for k in sleutel)].append(r)
    assert als_dict(kosten, sleutel) == {wie: trage_kosten(van) for wie, van in cellen.items()}
    assert kosten[["netto", "in_behandeling", "afgewezen"]].sum().sum() == sum(r["centen"] for r in regels)
    assert kosten.regels.sum() == len(regels)

    verwacht = defaultdict(list)
    for r in regels:
        for per, kolommen in SAMENVATTING.items():
            for mee in ({*kolommen}, {*kolommen, "wet"}):
                verwacht[per, *(r[k] if k in mee else None for k in sleutel), "wet" in mee].append(r)
    eigen = als_dict(samen.assign(met_wet=samen.wet.notna()), ["per", *sleutel, "met_wet"])
    assert eigen == {wie: trage_kosten(van) for wie, van in verwacht.items()}


@settings(max_examples=30, deadline=None)
@given(_claims)
def test_volledigheid_is_die_van_de_trage_tweeling_en_eindigt_op_haar_totaal(claims):
    def maanden(d: date) -> int:
        return d.year * 12 + d.month

    eigen = als_dict(count_volledigheid(basis_van(claims)), ["wet", "maand", "ouderdom"])
    verwacht = {}
    for wet in (None, "wmo", "jw"):
        for maand in range(1, 13):
            van = [r for r in regels_van(claims) if r["begin"] and (r["begin"].year, r["begin"].month) == (JAAR, maand)
                   and r["stand"] != "afgewezen" and wet in (None, r["wet"])]  # fmt: skip
            totaal = sum(r["centen"] for r in van)
            for ouderdom in range(13) if van else ():
                if ouderdom > max(0, maanden(K) - maanden(date(JAAR, maand, 1))):
                    continue
                al = [r for r in van if ouderdom == 12 or maanden(r["dag"]) - maanden(r["begin"]) <= ouderdom]
                bedrag = sum(r["centen"] for r in al)
                verwacht[wet, maand, ouderdom] = {
                    "bedrag": bedrag, "totaal": totaal, "aandeel": bedrag / totaal if totaal > 0 else None,
                    "volgroeid": maanden(date(JAAR, maand, 1)) + 12 <= maanden(K),
                    "clienten": len({r["client"] for r in al} - {None}),
                }  # fmt: skip
    # here a claim may be dated after K, which no state has: only without those the curve ends at its total
    assert eigen == verwacht
    if all(c["dag"] <= K for c in claims):
        laatste = {(wet, maand): c for (wet, maand, _), c in sorted(eigen.items(), key=lambda paar: paar[0][2])}
        assert all(c["bedrag"] == c["totaal"] for c in laatste.values())


_FRAMES = {
    "declaratiekwaliteit": count_declaratiekwaliteit,
    "afkeurredenen": count_afkeurredenen,
    "kosten": lambda basis: count_kosten(basis)["kosten"],
    "kosten_samen": lambda basis: count_kosten(basis)["kosten_samen"],
    "volledigheid": count_volledigheid,
}


@settings(max_examples=12, deadline=None)
@given(_claims, st.randoms(use_true_random=False))
def test_volgorde_pseudoniemen_en_soort_kolom_doen_er_niet_toe(claims, willekeur):
    ander = [c | {"regels": [r | {"client": {"p1": "z9", "p2": "a0"}.get(r["client"], r["client"])} for r in
                             willekeur.sample(c["regels"], len(c["regels"]))]} for c in claims]  # fmt: skip
    willekeur.shuffle(ander)
    eerst, geschud, categorie = basis_van(claims), basis_van(ander), basis_van(claims, categorie=True)
    for naam, tel in _FRAMES.items():
        verwacht = tel(eerst)
        for basis in (geschud, categorie):
            pd.testing.assert_frame_equal(tel(basis), verwacht, obj=naam)


def test_zonder_declaraties_zijn_er_geen_rijen_behalve_het_totaal():
    basis = basis_van([])
    assert {naam: len(tel(basis)) for naam, tel in _FRAMES.items()} == {
        "declaratiekwaliteit": 1, "afkeurredenen": 0, "kosten": 0, "kosten_samen": 0, "volledigheid": 0,
    }  # fmt: skip


def claim(keten: Keten, dag: str, *regels: dict, **kop) -> str:
    vol = [{"periode_einde": "2024-01-31", **r} for r in regels]
    return keten.naam(keten.declaratie(dag, *vol, **kop))


def kleine_wereld() -> Keten:
    """January: a (100) granted, b (200) rejected and sent again as d (210), c (300) credited by e, sent as f (310)."""
    keten = Keten()
    keten.toewijzing("2023-12-20", ingangsdatum="2024-01-01")
    bedragen = {"a": 100, "b": 200, "c": 300}
    een = claim(keten, "2024-02-05", *({"referentienummer": r, "bedrag": b} for r, b in bedragen.items()))
    keten.antwoord("2024-02-12", een, {"referentienummer": "b", "codes": ["9384", "7777"]})
    terug = {"referentienummer": "e", "vorig_referentienummer": "c", "debet_credit": "C", "bedrag": 300}
    twee = claim(keten, "2024-04-05", {"referentienummer": "d", "bedrag": 210}, terug,
                 {"referentienummer": "f", "bedrag": 310}, nummer="N2")  # fmt: skip
    keten.antwoord("2024-04-12", twee)
    claim(keten, "2024-05-06", {"referentienummer": "g", "bedrag": 50}, nummer="N3")
    return keten


def test_een_kleine_wereld_met_de_hand_geteld():
    frames = count_keten(kleine_wereld().toestand(bekend_op="2024-06-30"), to_regio(), 2024)
    kwaliteit = rij(frames["declaratiekwaliteit"], aanbieder=AANBIEDER)
    assert kwaliteit.drop(["wet", "aanbieder"]).to_dict() == {
        "regels": 6, "goed": 3, "afgewezen": 1, "gecrediteerd": 1, "in_behandeling": 1, "credits": 1, "declaraties": 3,
        "declaraties_beantwoord": 2, "declaraties_goed": 1, "geheel_afgewezen": 0, "clienten": 1,
    }  # fmt: skip
    kosten = frames["kosten"].iloc[0]
    assert (kosten.netto, kosten.in_behandeling, kosten.afgewezen) == (100 + 300 + 210 - 300 + 310, 50, 200)
    redenen = frames["afkeurredenen"].query("wet.isna() and aanbieder.isna()")
    assert list(zip(redenen.code, redenen.omschrijving, redenen.bekend, redenen.bedrag, strict=True)) == [
        ("7777", "7777", False, 200),
        ("9384", "de toewijzing is verwijderd", True, 200),
    ]
    curve = frames["volledigheid"].query("wet == 'wmo'")
    assert list(curve.bedrag) == [0, 400, 400, 620, 670, 670]  # claims of February, April and May; K in June
    assert set(curve.totaal) == {670}
    assert not curve.volgroeid.any()


def test_een_regel_zonder_code_zegt_dat():
    keten = Keten()
    een = claim(keten, "2024-02-05", {"referentienummer": "a"})
    keten.antwoord("2024-02-12", een, {"referentienummer": "a", "codes": []})
    redenen = count_keten(keten.toestand(), to_regio(), 2024)["afkeurredenen"]
    assert set(redenen.omschrijving) == {ZONDER_CODE}
    assert redenen.bekend.all()
    assert redenen.code.isna().all()


@pytest.mark.parametrize("wet", ["wmo", "jw"])
def test_de_retourcodes_zijn_die_van_de_landelijke_lijst(gedeeld, wet):
    regels = (gedeeld / "istandaarden/codelijsten/WJ001.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert list(omschrijvingen("retourcode", wet)) == [regel.split(";")[0] for regel in regels]


def test_een_retourcode_heeft_korte_eigen_woorden():
    woorden = omschrijvingen("retourcode", "wmo")
    assert woorden == omschrijvingen("retourcode", "jw")
    assert len(set(woorden.values())) == len(woorden)
    assert all(5 < len(tekst) < 70 and not tekst.endswith(".") for tekst in woorden.values())


def test_bedragen_blijven_hele_getallen_ook_als_ze_groot_zijn():
    groot = 2**53 + 1
    keten = Keten()
    claim(keten, "2024-02-05", {"referentienummer": "a", "bedrag": groot}, {"referentienummer": "b", "bedrag": 2})
    frames = count_keten(keten.toestand(), to_regio(), 2024)
    assert frames["kosten"].in_behandeling.sum() == groot + 2
    assert frames["volledigheid"].totaal.iloc[-1] == groot + 2
    assert frames["kosten"].in_behandeling.dtype == np.int64
