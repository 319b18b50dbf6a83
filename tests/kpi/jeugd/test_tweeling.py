"""Product code against the slow twin: every Jeugd KPI, every scope, every option, on worlds full of edges."""

import math
import os
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kpi.jeugd.trage_tweeling import Tweeling
from kpi.jeugd.tweeling_regels import BASIS, BERICHTEN, EIGEN, NOOIT, OPGAVE
from kpi.jeugd.vergelijking import GETALLEN, compute, count_kpi, read_variant
from kpi.jeugd.wereld import to_bronnen, to_regio, to_toestand
from kpi.jeugd.wereld import wereld as maak_wereld
from kpi.jeugd.werelden import bevolkingen, opgaven, werelden, zaden
from normwijzer.kpi.jeugd.verblijfsperioden import make_verblijfsperioden
from normwijzer.kpi.jeugd.zorg import prepare
from normwijzer.kpi.opties import format_waarde, load_opties, opties_voor, variants
from normwijzer.perioden import OPEN

VOORBEELDEN = int(os.environ.get("NORMWIJZER_VOORBEELDEN", "20"))
STAP = 8
STREVEN = settings(
    max_examples=VOORBEELDEN,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
FAMILIES = tuple(BERICHTEN)
PER_FAMILIE = pytest.mark.parametrize("familie", FAMILIES)
jaren = st.sampled_from([2023, 2024, 2024])


@pytest.fixture(scope="module")
def map_(tmp_path_factory):
    return tmp_path_factory.mktemp("regio")


def _twin_opties(familie, naam, variant, keuzes):
    # A choice made for the whole region leaves the KPI's alone on which that option does not act.
    basis = BASIS | EIGEN.get(naam, {}) | _acting(familie, naam, keuzes)
    return basis if variant == "basis" else basis | dict([read_variant(variant)])


def compare_tellers(map_, wereld, jaar, keuzes, deel):
    """Every KPI from messages, the basis and a part of the variants: rows equal, none missing or too many."""
    toml = {n: list(w) if isinstance(w, tuple) else "nooit" if w is None else w for n, w in keuzes.items()}
    regio, tweeling = to_regio(map_, wereld, toml), Tweeling(wereld, jaar)
    zorg = prepare(to_toestand(wereld), regio)
    for familie, kpis in BERICHTEN.items():
        for naam in kpis:
            for i, (variant, opties) in enumerate(variants(regio, familie, naam)):
                if i == 0 or i % STAP == deel:
                    verwacht = tweeling.uitkomsten(naam, _twin_opties(familie, naam, variant, keuzes))
                    _equal(count_kpi(familie, naam, zorg, jaar, opties), verwacht, (naam, variant))


def compare_familie(map_, familie, wereld, jaar, deel, bevolking, opgave):
    """The same through the front door, with every KPI of the family."""
    bronnen = to_bronnen(opgave, bevolking)
    gekregen = compute(map_, familie, wereld, jaar, {}, bronnen, lambda i, naam: i % STAP == deel)
    tweeling = Tweeling(wereld, jaar)
    kpis = (*BERICHTEN[familie], *OPGAVE[familie])
    kpis += ("verblijf_per_populatie",) if familie == "jeugd_transformatie" else ()
    for naam in kpis:
        for variant in {"basis"} | {variant for kpi_, variant in gekregen if kpi_ == naam}:
            verwacht = tweeling.uitkomsten(naam, _twin_opties(familie, naam, variant, {}), bevolking, opgave)
            _equal(gekregen.get((naam, variant), {}), verwacht, (naam, variant))
    assert {kpi_ for kpi_, _ in gekregen} <= set(kpis)


def _acting(familie, naam, keuzes):
    """The region's choices that hold for one KPI; `eenheid` means something else for J4."""
    werkt = opties_voor(familie, naam)
    return {
        optie: w for optie, w in keuzes.items()
        if optie in werkt and not (werkt[optie].soort == "keuze" and w not in werkt[optie].toegestaan[naam])
    }  # fmt: skip


def _equal(gekregen, verwacht, waar):
    assert set(gekregen) == set(verwacht), waar
    for scope, rij in verwacht.items():
        for kolom in ("status", "eenheid"):
            assert gekregen[scope][kolom] == rij[kolom], (*waar, scope, kolom)
        for kolom in GETALLEN:
            kreeg, wil = gekregen[scope][kolom], rij[kolom]
            if wil is None or kreeg is None:
                assert kreeg is wil, (*waar, scope, kolom, kreeg, wil)
            else:
                assert math.isclose(kreeg, wil, rel_tol=1e-9, abs_tol=1e-9), (*waar, scope, kolom, kreeg, float(wil))


@STREVEN
@given(wereld=werelden(), jaar=jaren, deel=st.integers(0, STAP - 1))
def test_elke_kpi_scope_en_optie_is_gelijk_aan_de_trage_tweeling(map_, wereld, jaar, deel):
    compare_tellers(map_, wereld, jaar, {}, deel)


@PER_FAMILIE
@settings(STREVEN, max_examples=max(3, VOORBEELDEN // 4))
@given(data=st.data(), jaar=jaren, deel=st.integers(0, STAP - 1))
def test_de_voordeur_met_bevolking_en_opgaven_is_gelijk_aan_de_trage_tweeling(map_, familie, data, jaar, deel):
    wereld, bevolking, opgave = data.draw(werelden()), data.draw(bevolkingen(jaar)), data.draw(opgaven(jaar))
    compare_familie(map_, familie, wereld, jaar, deel, bevolking, opgave)


def maak_keuzes(r: Random) -> dict:
    """A region's own choices for some options at once."""
    gekozen = {}
    for naam, optie in (load_opties("jeugd_transformatie") | load_opties("jeugd_kwaliteit")).items():
        waarden = {w for kpi_ in optie.kpi for w in (*optie.varianten[kpi_], optie.standaard[kpi_])}
        if naam == "gat_maanden":
            waarden |= {0, 2}
        if naam == "registratielag_dagen":
            waarden |= {0, 28}
        if naam == "eenheid":
            waarden = {"jeugdige"}  # the one word that every KPI knows
        if not optie.voor_toestand and r.random() < 0.25:
            gekozen[naam] = r.choice(sorted(waarden, key=str))
    return gekozen


@STREVEN
@given(wereld=werelden(), jaar=jaren, keuzes=zaden.map(lambda z: maak_keuzes(Random(z))), deel=st.integers(0, STAP - 1))
def test_keuzes_van_een_regio_werken_ook_samen(map_, wereld, jaar, keuzes, deel):
    compare_tellers(map_, wereld, jaar, keuzes, deel)


@PER_FAMILIE
def test_elke_optie_heeft_een_eigen_variant_in_de_uitkomsten(map_, familie):
    inwoners = [(g, j, x, 1) for g in ("9901", "9902") for j in (2024, 2025) for x in range(23)]
    tabel = compute(
        map_, familie, maak_wereld(), 2024, bronnen=to_bronnen(bevolking=inwoners), kies=lambda i, naam: True
    )
    for naam in {kpi_ for kpi_, _ in tabel}:
        varianten = {variant for kpi_, variant in tabel if kpi_ == naam}
        verwacht = {"basis"}
        for optie in opties_voor(familie, naam).values():
            if not optie.voor_toestand:
                verwacht |= {f"{optie.naam}={format_waarde(waarde)}" for waarde in optie.varianten[naam]}
        assert varianten == verwacht, naam
    assert {kpi_ for kpi_, _ in tabel} >= set(BERICHTEN[familie])


def test_standaard_van_elke_optie_is_die_van_de_tweeling():
    for familie in FAMILIES:
        for naam, optie in load_opties(familie).items():
            for kpi_ in optie.kpi if not optie.voor_toestand else ():
                assert optie.standaard[kpi_] == (BASIS | EIGEN.get(kpi_, {}))[naam], (naam, kpi_)


VERBLIJF_KEUZES = [
    ("datum_bron", "toewijzing"), ("datum_bron", "declaratie"), ("einddatum_inclusief", False), ("gat_maanden", 0),
    ("gat_maanden", 1), ("gat_maanden", 6), ("gat_inclusief", False), ("gat_dagen", 122), ("tom_als_verblijf", False),
    ("verblijf_soorten", ("behandeld_wonen", "crisis", "overig_verblijf")), ("vorm_toewijzing", "eerste"),
    ("vorm_toewijzing", "laatste"), ("negeer_contractovergang", True), ("jaar_op", "dagtekening"),
]  # fmt: skip
KENMERKEN = (
    "client", "begin", "einde", "afgeleid", "administratief", "achttien", "links_afgekapt", "contractovergang", "vorm",
    "dagen", "leveringsdagen", "aanbieders", "bekend_einde",
)  # fmt: skip


def _plain(kenmerk, waarde, zorg):
    if kenmerk == "client":
        return zorg.clienten[waarde]
    if kenmerk in ("begin", "einde", "bekend_einde"):
        return NOOIT if waarde >= OPEN else date(1970, 1, 1) + timedelta(days=int(waarde))
    return waarde if kenmerk == "vorm" else int(waarde)


@settings(STREVEN, max_examples=2 * VOORBEELDEN)
@given(wereld=werelden(), keuze=st.sets(st.sampled_from(VERBLIJF_KEUZES), max_size=3))
def test_verblijfsperioden_zijn_gelijk_aan_de_naieve_tabel(map_, wereld, keuze):
    opties = BASIS | dict(sorted(keuze, key=str))
    zorg = prepare(to_toestand(wereld), to_regio(map_, wereld))
    rijen = make_verblijfsperioden(zorg, opties).to_dict("records")
    gekregen = [{k: _plain(k, rij[k], zorg) for k in KENMERKEN} for rij in rijen]
    assert [rij["periode"] for rij in rijen] == list(range(len(rijen)))
    assert gekregen == Tweeling(wereld, 2024).verblijfsperioden(opties)


@settings(STREVEN, max_examples=2 * VOORBEELDEN)
@given(wereld=werelden())
def test_leverperioden_en_regels_krijgen_de_soort_van_de_tweeling(map_, wereld):
    zorg, tweeling = prepare(to_toestand(wereld), to_regio(map_, wereld)), Tweeling(wereld, 2024)

    def wie(codes, index):
        return [index[code] if code >= 0 else None for code in codes]

    def plat(frame, *kolommen):
        kop = zip(wie(frame.client, zorg.clienten), wie(frame.aanbieder, zorg.aanbieders), frame.soort, strict=True)
        rest = zip(*[[_plain("begin", d, zorg) for d in frame[k]] for k in kolommen], strict=True)
        return sorted(((*a, *b) for a, b in zip(kop, rest, strict=True)), key=str)

    def naief(rijen, *kolommen):
        return sorted(((r["client"], r["aanbieder"], r["soort"], *[r[k] for k in kolommen]) for r in rijen), key=str)

    assert plat(zorg.perioden, "begin", "einde") == naief(tweeling.P, "begin", "einde")
    assert plat(zorg.toewijzingen, "van", "tot") == naief(tweeling.T, "van", "tot")
    assert plat(zorg.prestaties, "begin", "einde") == naief(tweeling.C, "begin", "einde")
    if tweeling.eerste_dag():
        assert _plain("begin", zorg.eerste_dag, zorg) == tweeling.eerste_dag()
