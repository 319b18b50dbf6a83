"""Product code against the slow twin: A1–A11, every scope, every option, every frame, on worlds full of edges."""

import math
import os
from datetime import date
from random import Random

import pandas as pd
import pytest
from kpi.proces import trage_tellers as traag
from kpi.proces.kalender import laatste_dag, paaszondag, tel_dagen
from kpi.proces.trage_tweeling import BASIS, BESTAND, KPIS
from kpi.proces.vergelijking import A2, FAMILIE, SCOPE, ZONDER_DUUR, Vergelijking, kader_van, rijen
from kpi.proces.werelden import maak_wereld
from normwijzer.kpi.opties import load_opties

# More worlds than a quick run needs: NORMWIJZER_VOORBEELDEN=500 pytest tests/kpi/proces
VOORBEELDEN = int(os.environ.get("NORMWIJZER_VOORBEELDEN", "12"))
EENHEID = {"wachttijd": "dagen", A2: "dagen", "tijdig_declareren": "maanden"}


@pytest.fixture(scope="module")
def map_(tmp_path_factory):
    return tmp_path_factory.mktemp("regio")


def maak(map_, zaad: int, keuzes: dict | None = None) -> Vergelijking:
    w = maak_wereld(zaad)
    return Vergelijking(map_, w["rijen"], w["proces"], w["jaar"], w["K"], keuzes)


def equal(kreeg: dict, wil: dict, waar) -> None:
    """The same keys, and of each the columns that the twin has."""
    assert set(kreeg) == set(wil), (waar, "te veel", set(kreeg) - set(wil), "te weinig", set(wil) - set(kreeg))
    for sleutel, rij in wil.items():
        for kolom, waarde in rij.items():
            x = kreeg[sleutel][kolom]
            if isinstance(waarde, float | int) and x is not None:
                assert math.isclose(x, waarde, rel_tol=1e-9, abs_tol=1e-9), (waar, sleutel, kolom, x, waarde)
            else:
                assert x == waarde, (waar, sleutel, kolom, x, waarde)


def compare_uitkomsten(v: Vergelijking, tabel: pd.DataFrame) -> None:
    vast = {"regio": "proefregio", "jaar": v.jaar, "familie": FAMILIE, "bekend_op": pd.Timestamp(v.K)}
    for kolom, waarde in vast.items():
        assert (tabel[kolom] == waarde).all(), kolom
    assert tabel[["perceel", "soort"]].isna().all(axis=None)
    gekregen = rijen(tabel, "kpi", "variant", *SCOPE)
    verwacht = {}
    for naam in KPIS:
        if v.zaken(naam) is not None:
            for variant in v.varianten(naam):
                per_scope = v.uitkomsten(naam, variant)
                verwacht |= {(naam, variant, *scope): rij for scope, rij in per_scope.items()}
    equal(gekregen, verwacht, "uitkomsten")


def compare_frames(v: Vergelijking, frames: dict[str, pd.DataFrame]) -> None:
    zonder = {naam for naam in KPIS if v.zaken(naam) is None}
    assert {r["kpi"] for r in frames["geen_bron"].to_dict("records")} == zonder
    for frame in ("doorlooptijd", "verdeling", "mensen", "kalender"):
        assert set(frames[frame]["kpi"]) <= set(KPIS) - zonder, frame
        for naam in set(KPIS) - zonder:
            equal(kader_van(frames, frame, naam), v.kader(frame, naam), (frame, naam))
    equal(kader_van(frames, "wachtcurve", "wachttijd"), v.kader("wachtcurve", "wachttijd"), "wachtcurve")
    werkdagen = "werkdagen" if v.basis["termijn"] == "werkdagen" else "dagen"
    eenheden = frames["doorlooptijd"].groupby("kpi")["eenheid"].agg(set).to_dict()
    for naam in set(eenheden) - set(ZONDER_DUUR):
        assert eenheden[naam] == {EENHEID.get(naam, werkdagen)}, naam


def compare_neven(v: Vergelijking, tabel: pd.DataFrame) -> None:
    """Side figures: accepted toewijzingen (A6), and what stands beside the waiting time (A1)."""
    gekregen = rijen(tabel, "kenmerk", "wet", "aanbieder")
    wil = {}
    if v.zaken("afwijzen_toewijzing") is not None:
        per_scope = traag.scopes(v.tweeling(v.basis).geaccepteerd())
        for (wet, aanbieder, gemeente), groep in per_scope.items():
            if gemeente is None and None in (wet, aanbieder):
                wil["geaccepteerd", wet, aanbieder] = (traag.aantal(groep, traag.OP_TIJD), len(groep), None)
    wacht = v.zaken("wachttijd")
    gestart = [z["duur"] for z in wacht if z["start"] and z["start"] <= v.K]
    voor = sum(1 for z in wacht if z["start"] and z["start"] < z["van"])
    gemiddeld = sum(gestart) / len(gestart) if gestart else None
    wil |= {
        ("gestart_voor_ingangsdatum", None, None): (voor, len(wacht), None),
        ("niet_gestart", None, None): (len(wacht) - len(gestart), len(wacht), None),
        ("wachttijd_gemiddelde_gestart", None, None): (None, len(gestart), gemiddeld),
        ("wachttijd_mediaan_gestart", None, None): (None, len(gestart), traag.quantile(gestart, 0.5)),
        ("wachttijd_mediaan_curve", None, None): (None, len(wacht), traag.mediaan_curve(wacht, v.K)),
    }
    assert set(gekregen) == set(wil)
    for sleutel, (teller, noemer, waarde) in wil.items():
        waarde = teller / noemer if teller is not None and noemer else waarde
        kreeg = gekregen[sleutel]
        assert [kreeg[k] for k in ("teller", "noemer")] == [teller, noemer], sleutel
        assert kreeg["waarde"] is None if waarde is None else math.isclose(kreeg["waarde"], waarde), sleutel


@pytest.mark.parametrize("zaad", range(VOORBEELDEN))
def test_elke_kpi_scope_optie_en_tabel_is_gelijk_aan_de_trage_tweeling(map_, zaad):
    v = maak(map_, zaad)
    uit = v.product()
    compare_uitkomsten(v, uit.uitkomsten)
    compare_frames(v, uit.frames)
    compare_neven(v, uit.nevencijfers)


def maak_keuzes(r: Random, jaar: int) -> dict:
    """A region's own choices for some options at once."""
    keuzes = {}
    for naam, optie in load_opties(FAMILIE).items():
        waarden = {w for kpi_ in optie.kpi for w in (*optie.varianten[kpi_], optie.standaard[kpi_])}
        if naam == "registratielag_dagen":
            waarden |= {0, 28}
        if naam == "extra_dagen":
            hemelvaart = date.fromordinal(paaszondag(jaar).toordinal() + 40)
            waarden = {(hemelvaart.isoformat(), f"{jaar}-12-24"), (f"{jaar}-05-06", f"{jaar}-05-11")}
        if r.random() < 0.4:
            waarde = r.choice(sorted(waarden, key=str))
            keuzes[naam] = list(waarde) if isinstance(waarde, tuple) else waarde
    return keuzes


@pytest.mark.parametrize("zaad", range(20_000, 20_000 + VOORBEELDEN // 2))
def test_keuzes_van_een_regio_werken_ook_samen(map_, zaad):
    w = maak_wereld(zaad)
    v = maak(map_, zaad, maak_keuzes(Random(zaad), w["jaar"]))
    uit = v.product()
    compare_uitkomsten(v, uit.uitkomsten)
    if v.basis["maandregel"] == "kalendermaand" and v.basis["eenheid"] == "prestatie":
        compare_frames(v, uit.frames)


def test_standaard_van_elke_optie_is_die_van_de_tweeling():
    opties = load_opties(FAMILIE)
    assert set(opties) == set(BASIS)
    for naam, optie in opties.items():
        for kpi_ in optie.kpi:
            assert optie.standaard[kpi_] == BASIS[naam], (naam, kpi_)
    assert set(BESTAND) == {"beoordeling_aanvraag", "afwijzen_toewijzing", "intrekken_toewijzing", "tijdig_betalen"}


def test_de_kalender_van_de_tweeling_geeft_de_dagen_van_de_specificatie():
    """overige_bronnen.md, Werkdagen: the oracles by hand, and the working days per year."""
    orakels = [("2024-03-27", 5, "2024-04-05"), ("2024-05-08", 5, "2024-05-16"), ("2024-12-20", 5, "2024-12-31"),
               ("2024-12-20", 10, "2025-01-08"), ("2025-04-17", 5, "2025-04-28"), ("2026-05-01", 5, "2026-05-11"),
               ("2027-05-03", 5, "2027-05-12")]  # fmt: skip
    for van, aantal, tot in orakels:
        a, b = date.fromisoformat(van), date.fromisoformat(tot)
        assert (laatste_dag(a, aantal, BASIS), tel_dagen(a, b, BASIS)) == (b, aantal)
    lustrum = BASIS | {"bevrijdingsdag": "lustrum"}
    assert laatste_dag(date(2026, 5, 1), 5, lustrum) == date(2026, 5, 8)
    assert laatste_dag(date(2027, 5, 3), 5, lustrum) == date(2027, 5, 11)
    jaren = [tel_dagen(date(jaar - 1, 12, 31), date(jaar, 12, 31), BASIS) for jaar in range(2020, 2028)]
    assert jaren == [254, 254, 253, 252, 255, 253, 253, 254]


def test_de_werelden_raken_elke_kpi_op_tijd_te_laat_nog_niet_en_ontbrekend(map_):
    """Without this the comparisons above could pass on worlds in which nothing happens."""
    gezien = set()
    for zaad in range(80):
        v = maak(map_, zaad)
        for naam in KPIS:
            gezien |= {(naam, z["stand"]) for z in v.zaken(naam) or []}
    wil = {(naam, stand) for naam in KPIS for stand in (traag.OP_TIJD, traag.TE_LAAT)}
    nog_niet = ("wachttijd", A2, "intrekken_toewijzing", "beoordeling_declaratie", "tijdig_betalen")
    nog_niet += ("kwaliteit_declaraties",)
    wil |= {(naam, traag.NOG_NIET) for naam in nog_niet}
    ontbreekt = ("toewijzing_voor_ingangsdatum", "tijdig_startbericht", "tijdig_stopbericht", "afwijzen_toewijzing")
    assert gezien == wil | {(naam, traag.ONTBREEKT) for naam in (*ontbreekt, "tijdig_declareren")}
