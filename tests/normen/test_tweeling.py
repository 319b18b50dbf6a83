"""Product against the slow twin on random worlds: limits, verdicts, candidates, consequences, what they lean on."""

import math
import os
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normen import trage_tweeling as twin
from normen import trage_verkenning as traag
from normen.werelden import VARIANTEN, norm_van, tellingen, wereld
from normwijzer.normen import gevoeligheid, stabiliteit, verkenning
from normwijzer.normen.bandbreedte import grens, grens_ver, maak_bandbreedte
from normwijzer.normen.gevolgen import exacte_regel, klassenband, p_waarde, tel_gevolgen, wie_faalt
from normwijzer.normen.herweging import norm_herwogen
from normwijzer.normen.kandidaten import kandidaten
from normwijzer.normen.oordeel import oordeel

HOGER, LAGER = twin.HOGER, twin.LAGER
# More worlds than a quick run needs: NORMWIJZER_VOORBEELDEN=2000 pytest tests/normen/test_tweeling.py
VOORBEELDEN = int(os.environ.get("NORMWIJZER_VOORBEELDEN", "12"))
ZADEN = range(VOORBEELDEN)
RICHTINGEN = pytest.mark.parametrize("richting", [HOGER, LAGER])
BANDEN = [
    ("vast", 0.05, 0.0),
    ("vast", 0.1, 0.0),
    ("trechter", None, 0.0),
    ("trechter", None, 0.004),
    ("klassen", None, 0.0),
]


def bijna(waarde, wat: float = 1e-9):
    return pytest.approx(float("nan") if waarde is None else float(waarde), abs=wat, nan_ok=True)


def is_gelijk(reeks, verwacht, wat: float = 1e-9):
    assert [math.nan if pd.isna(x) else float(x) for x in reeks] == pytest.approx(
        [math.nan if x is None else float(x) for x in verwacht], abs=wat, nan_ok=True
    )


def maak(methode, norm, breedte, tau2):
    return maak_bandbreedte(methode, norm, breedte=breedte, tau2=tau2)


def nadere_tellers(rng, noemers, norm, richting, vorm):
    """Counts right at the norm and at both limits, and the one beside it on either side."""
    for n in noemers:
        lijnen = [twin.breuk(norm), twin.grens(*vorm[:1], norm, n, richting, breedte=vorm[1], tau2=vorm[2])]
        lijnen += [twin.grens_ver(norm, n, richting), Fraction(int(rng.integers(0, 101)), 100)]
        for lijn in lijnen:
            if lijn is None:
                yield min(n, int(rng.integers(0, 11))), n
            else:
                yield from ((int(np.clip(math.floor(lijn * n) + d, 0, n)), n) for d in (-1, 0, 1, 2))


@RICHTINGEN
@pytest.mark.parametrize("vorm", BANDEN, ids=str)
@pytest.mark.parametrize("zaad", ZADEN)
def test_oordeel_is_dat_van_de_tweeling(zaad, vorm, richting):
    rng = np.random.default_rng([1, zaad])
    norm = norm_van(rng)
    noemers = rng.choice([0, 3, 9, 10, 11, 24, 25, 30, 49, 50, 51, 99, 100, 120, 199, 200, 230], 4)
    y, n = map(list, zip(*nadere_tellers(rng, map(int, noemers), norm, richting, vorm), strict=True))
    status = [str(s) for s in rng.choice(["definitief", "definitief", "definitief", "voorlopig"], len(y))]
    gemaakt = oordeel(
        pd.Series(y, dtype="Int64"), pd.Series(n, dtype="Int64"), pd.Series(status, dtype="str"),
        norm, maak(vorm[0], norm, *vorm[1:]), richting,
    )  # fmt: skip
    verwacht = [
        twin.oordeel(*rij, norm, vorm[0], richting, breedte=vorm[1], tau2=vorm[2])
        for rij in zip(y, n, status, strict=True)
    ]
    waar = f"norm {norm}, {list(zip(y, n, status, strict=True))}"
    assert gemaakt["oordeel"].tolist() == [v["oordeel"] for v in verwacht], waar
    assert gemaakt["ver"].tolist() == [v["ver"] for v in verwacht], waar
    for kolom in ("grens", "grens_ver", "kans"):
        is_gelijk(gemaakt[kolom], [v[kolom] for v in verwacht])


@RICHTINGEN
@pytest.mark.parametrize("methode", ["vast", "klassen", "trechter"])
def test_elke_noemer_en_elk_heel_procent_geeft_het_oordeel_van_hele_getallen(methode, richting):
    """Fixed and class limits of a whole percentage fall on whole counts: exactly on the limit is not worse."""
    for procent in range(0, 101, 1 if VOORBEELDEN > 100 else 7):
        norm, n = procent / 100, np.repeat([10, 20, 25, 40, 50, 60, 75, 100, 150, 200, 220], 3)
        breedte = 0.07 if methode == "vast" else None
        lijnen = [twin.grens(methode, norm, int(m), richting, breedte=breedte) for m in n]
        y = [
            int(np.clip(math.floor(x * int(m)) + i % 3 - 1, 0, m))
            for i, (x, m) in enumerate(zip(lijnen, n, strict=True))
        ]
        gemaakt = oordeel(y, n, ["definitief"] * len(n), norm, maak(methode, norm, breedte, 0.0), richting)
        verwacht = [
            twin.oordeel(a, int(b), "definitief", norm, methode, richting, breedte=breedte)["oordeel"]
            for a, b in zip(y, n, strict=True)
        ]
        assert gemaakt["oordeel"].tolist() == verwacht, procent


@settings(deadline=None, max_examples=4 * VOORBEELDEN)
@given(
    n=st.sampled_from([10, 40, 125, 999, 1000, 40_000, 123_456, 1_000_000]), promille=st.integers(0, 1000),
    breedte=st.integers(0, 300), naast=st.integers(-1, 1), op_grens=st.booleans(),
    richting=st.sampled_from([HOGER, LAGER]),
)  # fmt: skip
def test_op_een_norm_of_grens_in_promille_is_een_geval_beslissend(n, promille, breedte, naast, op_grens, richting):
    """Also for a whole region, and for a norm of 12.5 %: the one case beside it decides, not the rounding of floats."""
    norm, lijn = Fraction(promille, 1000), twin.grens("vast", promille / 1000, n, richting, breedte=breedte / 1000)
    y = min(max(math.floor((lijn if op_grens else norm) * n) + naast, 0), n)
    erger, veel_erger = (twin.slechter(y, n, dan, richting) for dan in (norm, lijn))
    verwacht = "onder bandbreedte" if veel_erger else "binnen bandbreedte" if erger else "voldoet"
    band = maak_bandbreedte("vast", promille / 1000, breedte=breedte / 1000)
    assert oordeel([y], [n], ["definitief"], promille / 1000, band, richting)["oordeel"].tolist() == [verwacht]


def test_zonder_norm_is_er_altijd_geen_norm():
    gemaakt = oordeel([0, 4, 40], [5, 10, 50], ["voorlopig", "definitief", "definitief"], None, None, HOGER)
    assert gemaakt["oordeel"].tolist() == ["geen norm"] * 3
    assert gemaakt[["grens", "grens_ver", "kans"]].isna().all(axis=None)
    assert not gemaakt["ver"].any()


@settings(deadline=None, max_examples=4 * VOORBEELDEN)
@given(
    n=st.integers(0, 260), procent=st.integers(0, 100), richting=st.sampled_from([HOGER, LAGER]),
    vorm=st.sampled_from(BANDEN), kwart=st.sampled_from([0, 0, 25, 50]),
)  # fmt: skip
def test_grenzen_zijn_die_van_de_tweeling(n, procent, richting, vorm, kwart):
    norm = min(procent + kwart / 100, 100) / 100  # a norm need not be a whole percentage
    band = maak(vorm[0], norm, *vorm[1:])
    is_gelijk(
        np.atleast_1d(grens(band, norm, [n], richting)),
        [twin.grens(vorm[0], norm, n, richting, breedte=vorm[1], tau2=vorm[2])],
    )
    is_gelijk(np.atleast_1d(grens_ver(norm, [n], richting)), [twin.grens_ver(norm, n, richting)])


@settings(deadline=None, max_examples=2 * VOORBEELDEN)
@given(n=st.integers(10, 49), procent=st.integers(1, 99), richting=st.sampled_from([HOGER, LAGER]))
def test_toeval_alleen_zet_hoogstens_vijf_procent_onder_de_trechter(n, procent, richting):
    """Exact limits keep their promise whichever way is better: at the norm at most 5 % (far: 0.1 %) falls beyond."""
    norm = procent / 100
    y = np.arange(n + 1)
    uit = oordeel(y, np.full(n + 1, n), ["definitief"] * (n + 1), norm, maak("trechter", norm, None, 0.0), richting)
    onder = y[(uit["oordeel"] == "onder bandbreedte").to_numpy()]
    assert twin.kans_op(map(int, onder), n, twin.breuk(norm)) <= twin.KANS
    assert twin.kans_op(map(int, y[uit["ver"].to_numpy()]), n, twin.breuk(norm)) <= twin.KANS_VER


@pytest.mark.parametrize("procent", range(101))
def test_klassen_zijn_die_van_de_tweeling(procent):
    verwacht = twin.klassebreedten(procent / 100)
    tabel = klassenband(procent / 100)
    assert tabel["breedte_heel"].tolist() == [float(b) for _, _, b in verwacht]
    klassen = maak("klassen", procent / 100, None, 0.0).klassen
    assert [(k.van, k.tot_en_met, twin.breuk(k.breedte)) for k in klassen] == verwacht


@RICHTINGEN
@pytest.mark.parametrize("zaad", ZADEN)
def test_kandidaten_zijn_die_van_de_tweeling(zaad, richting):
    rng = np.random.default_rng([2, zaad])
    norm = norm_van(rng)
    reeks = tellingen(rng, norm)
    y, n = [a for a, _ in reeks], [b for _, b in reeks]
    tabel = kandidaten(y, n, richting, norm_expert=norm)
    verwacht = twin.kandidaten(reeks, richting, norm)
    assert tabel["id"].tolist() == [naam for naam, _, _ in verwacht]
    for gemaakt, (naam, q, waarde) in zip(tabel["norm"], verwacht, strict=True):
        assert gemaakt == bijna(waarde, 1e-4 if naam == "N8" else 1e-12), (naam, q, reeks)


def bandnamen(reeks):
    """What each band of gevolgen_tabel is, for the twin."""
    return {
        "vast5": ("vast", 0.05, 0.0), "vast10": ("vast", 0.1, 0.0), "trechter": ("trechter", None, 0.0),
        "trechter_spreiding": ("trechter", None, twin.tau2_trechter(reeks)), "klassen": ("klassen", None, 0.0),
    }  # fmt: skip


@RICHTINGEN
@pytest.mark.parametrize("zaad", ZADEN)
def test_gevolgen_per_norm_en_band_zijn_die_van_de_tweeling(zaad, richting):
    _, norm, tabel, regels, jaren = wereld(3, zaad)
    telt = traag.tel(regels, jaren)
    geteld = verkenning.tel(tabel, jaren)
    assert dict(zip(geteld["aanbieder"], zip(geteld["teller"], geteld["noemer"], strict=True), strict=True)) == telt
    uit = verkenning.gevolgen_tabel(tabel, jaren, richting, [norm, 0.3], list(bandnamen([])))
    assert len(uit) == 5 * len({norm, 0.3})
    banden, groot = bandnamen(list(telt.values())), [t for t in telt.values() if t[1] >= twin.KLEINSTE]
    for gemaakt in uit.to_dict("records"):
        methode, breedte, tau2 = banden[gemaakt["band"]]
        verwacht = traag.gevolgen(telt, gemaakt["norm"], methode, richting, breedte=breedte, tau2=tau2)
        assert {veld: gemaakt[veld] for veld in verwacht} == pytest.approx(verwacht, abs=1e-8), gemaakt
        slechter = traag.kans_slechter(list(telt.values()), groot, gemaakt["norm"], richting)
        assert gemaakt["kans_slechter"] == bijna(None if slechter is None else sum(slechter), 1e-2)


@RICHTINGEN
@pytest.mark.parametrize("zaad", ZADEN)
def test_per_aanbieder_is_dat_van_de_tweeling(zaad, richting):
    rng, norm, tabel, regels, jaren = wereld(4, zaad)
    telt = traag.tel(regels, jaren)
    methode, breedte, tau2 = BANDEN[int(rng.integers(len(BANDEN)))]
    uit = verkenning.per_aanbieder(tabel, jaren, richting, norm, maak(methode, norm, breedte, tau2))
    assert sorted(uit["aanbieder"]) == sorted(telt)
    uit = uit.set_index("aanbieder").loc[list(telt)]
    verwacht = [
        twin.oordeel(y, n, "definitief", norm, methode, richting, breedte=breedte, tau2=tau2) for y, n in telt.values()
    ]
    assert uit["oordeel"].tolist() == [v["oordeel"] for v in verwacht]
    assert uit["ver"].tolist() == [v["ver"] for v in verwacht]
    is_gelijk(uit["waarde"], [y / n if n else None for y, n in telt.values()])
    for kolom, kant in (("onder", 0), ("boven", 1)):
        is_gelijk(uit[kolom], [twin.wilson(y, n)[kant] if n else None for y, n in telt.values()])
    for kolom in ("grens", "grens_ver", "kans"):
        is_gelijk(uit[kolom], [v[kolom] for v in verwacht])
    is_gelijk(uit["fdr"], twin.benjamini_hochberg([v["kans"] for v in verwacht]))
    noemers = [n for _, n in telt.values()]
    slechter = traag.kans_slechter(list(telt.values()), telt.values(), norm, richting)
    if slechter is None:
        assert uit["kans_slechter"].isna().all()
    else:
        is_gelijk(uit["kans_slechter"], [p if n >= 10 else None for p, n in zip(slechter, noemers, strict=True)], 1e-3)
        mu, m, _ = twin.betabinomiaal([t for t in telt.values() if t[1]])
        is_gelijk(uit["gekrompen"], [(mu * m + y) / (m + n) for y, n in telt.values()], 1e-3)
        tau2 = mu * (1 - mu) / (m + 1)
        zeker = [tau2 / (tau2 + mu * (1 - mu) / n) if n else 0 for _, n in telt.values()]
        is_gelijk(uit["betrouwbaarheid"], zeker, 1e-3)


@RICHTINGEN
@pytest.mark.parametrize("zaad", range(max(3, VOORBEELDEN // 4)))
def test_keuzelijn_telt_wat_de_tweeling_telt(zaad, richting):
    rng, norm, tabel, regels, jaren = wereld(5, zaad)
    telt = traag.tel(regels, jaren)
    naam = ["vast5", "trechter", "trechter_spreiding", "klassen"][int(rng.integers(4))]
    methode, breedte, tau2 = bandnamen(list(telt.values()))[naam]
    lijn = verkenning.keuzelijn(tabel, jaren, richting, naam)
    delen = [Fraction(*t) for t in telt.values() if t[1] >= twin.KLEINSTE]
    nodig = (
        range(max(0, math.floor(100 * min(delen)) - 5), min(100, math.ceil(100 * max(delen)) + 5) + 1) if delen else []
    )
    assert lijn["norm"].tolist() == [procent / 100 for procent in nodig]
    for gemaakt in lijn.iloc[:: max(1, len(lijn) // 6)].to_dict("records"):
        verwacht = traag.gevolgen(telt, gemaakt["norm"], methode, richting, breedte=breedte, tau2=tau2)
        assert gemaakt["onder_norm"] == verwacht["binnen"] + verwacht["onder"], gemaakt
        assert gemaakt["onder_grens"] == verwacht["onder"], gemaakt
        assert gemaakt["vals_alarm_grens"] == bijna(verwacht["vals_alarm_grens"], 1e-8), gemaakt


@settings(deadline=None, max_examples=2 * VOORBEELDEN)
@given(
    n=st.integers(1, 150), procent=st.integers(20, 80), richting=st.sampled_from([HOGER, LAGER]), y=st.integers(0, 150)
)
def test_kracht_en_drempel_zijn_binomiale_sommen(n, procent, richting, y):
    norm, y = procent / 100, min(y, n)
    assert p_waarde([y], [n], norm, richting)[0] == bijna(twin.p_waarde(y, n, norm, richting))
    erger = [(procent - d) / 100 if richting == HOGER else (procent + d) / 100 for d in (10, 15)]
    rij = wie_faalt([n], norm, werkelijk=erger, richting=richting).iloc[0]
    is_gelijk(rij.tolist()[-2:], [traag.kracht(n, norm, d, richting) for d in (0.10, 0.15)])
    is_gelijk([rij["omvang"]], [traag.kracht(n, norm, 0, richting)])
    regel = int(exacte_regel([n], norm, richting)[0])
    tegen = [j for j in range(n + 1) if twin.p_waarde(j, n, norm, richting) <= twin.KANS]
    assert [j for j in range(n + 1) if (j < regel if richting == HOGER else j > regel)] == tegen


@RICHTINGEN
@pytest.mark.parametrize("procent", [12, 30, 55, 88])
def test_krachttabel_vergelijkt_met_tien_en_vijftien_punten_slechter(procent, richting):
    norm = procent / 100
    tabel = verkenning.kracht_tabel(norm, richting)
    assert tabel["noemer"].tolist() == [10, 20, 30, 50, 100, 200, 300]
    for afstand in (0, 5, 10):
        lijn = twin.breuk(norm) + Fraction(-afstand if richting == HOGER else afstand, 100)
        is_gelijk(tabel[f"faalt_{afstand}"], [twin.vals_alarm(n, norm, lijn, richting) for n in tabel["noemer"]])
    for kolom, erger in zip(list(tabel.columns)[-2:], (0.10, 0.15), strict=True):
        waar = norm - erger if richting == HOGER else norm + erger
        for n, gemaakt in zip(tabel["noemer"], tabel[kolom], strict=True):
            if 0 <= waar <= 1:
                assert gemaakt == bijna(traag.kracht(int(n), norm, erger, richting)), (n, kolom)


@pytest.mark.parametrize("zaad", ZADEN)
def test_stabiliteit_is_die_van_de_tweeling(zaad):
    _, _, tabel, regels, jaren = wereld(6, zaad)
    telt = traag.tel(regels, jaren)
    vorig = {}
    per_jaar = stabiliteit.per_jaar(tabel, HOGER)
    basisjaren = sorted({r["jaar"] for r in regels if r["variant"] == "basis"})
    assert per_jaar["jaar"].tolist() == basisjaren
    for gemaakt in per_jaar.to_dict("records"):
        geteld = traag.tel(regels, [gemaakt["jaar"]]).values()
        y, n = sum(a for a, _ in geteld), sum(b for _, b in geteld)
        assert (gemaakt["teller"], gemaakt["noemer"]) == (y, n)
        assert gemaakt["k"] == sum(b > 0 for _, b in geteld)
        assert gemaakt["waarde"] == bijna(y / n if n else None)
        is_gelijk([gemaakt["onder"], gemaakt["boven"]], twin.wilson(y, n) if n else [None] * 2)
        ervoor = vorig.get(gemaakt["jaar"] - 1, (0, 0))
        anders = twin.newcombe(y, n, *ervoor) if n and ervoor[1] else [None] * 3
        is_gelijk([gemaakt[v] for v in ("verschil", "verschil_onder", "verschil_boven")], anders)
        vorig[gemaakt["jaar"]] = (y, n)
    samen, per_aanbieder = stabiliteit.zonder_een(tabel, jaren, HOGER)
    verwacht = traag.zonder_een({naam: t for naam, t in telt.items() if t[1]})
    gemaakt = dict(zip(per_aanbieder["aanbieder"], per_aanbieder["norm"], strict=True))
    assert {naam: x for naam, x in gemaakt.items() if not math.isnan(x)} == pytest.approx(verwacht)
    if verwacht:
        assert samen.norm == bijna(twin.gepoold(telt.values()))
        assert (samen.laagste, samen.hoogste) == pytest.approx((min(verwacht.values()), max(verwacht.values())))


@RICHTINGEN
@pytest.mark.parametrize("zaad", ZADEN)
def test_herwogen_norm_is_de_kandidaat_van_wie_meedoet(zaad, richting):
    """Leaving out and drawing again are candidates of another list of aanbieders: the twin makes that list."""
    rng = np.random.default_rng([11, zaad])
    reeks = sorted((t for t in tellingen(rng, norm_van(rng)) if t[1]), key=lambda t: (t[1], t[0]))
    gewichten = rng.integers(0, 4, (3, len(reeks))) * (rng.random((3, len(reeks))) < 0.8)
    lijsten = [[t for t, m in zip(reeks, rij, strict=True) for _ in range(m)] for rij in gewichten]
    met_n8 = zaad % 4 == 0  # the twin's search is slow
    verwacht = [twin.kandidaten(lijst, richting, met_n8=met_n8) for lijst in lijsten]
    namen = {
        "gewogen_gemiddelde": ("N1", ""), "ongewogen_gemiddelde": ("N2", ""), "mediaan": ("N3", "0.5"),
        "beste_kwartiel": ("N5", ""), "ABC": ("N6", ""), **({"eb_mean": ("N8", "")} if met_n8 else {}),
    }  # fmt: skip
    delen = [("percentiel", "N3"), ("gewogen_percentiel", "N4")]
    gevallen = [(naam, None, *sleutel) for naam, sleutel in namen.items()]
    gevallen += [(naam, float(q), kandidaat, q) for naam, kandidaat in delen for q in ("0.25", "0.75")]
    for methode, q, kandidaat, tekst in gevallen:
        gemaakt = norm_herwogen(gewichten, [y for y, _ in reeks], [n for _, n in reeks], methode, richting, q)
        traag_norm = [next(w for a, b, w in rij if (a, b) == (kandidaat, tekst)) for rij in verwacht]
        is_gelijk(gemaakt, traag_norm, 1e-4 if methode == "eb_mean" else 1e-12)


@pytest.mark.parametrize("zaad", range(max(4, VOORBEELDEN // 5)))
def test_bootstrap_is_statistisch_die_van_de_tweeling(zaad):
    """Quantiles of 2000 draws each lie between those of the twin at ± 5 standard errors of the order statistic."""
    _, _, tabel, regels, jaren = wereld(7, zaad)
    telt = {naam: t for naam, t in traag.tel(regels, jaren).items() if t[1]}
    onder, boven = stabiliteit.bootstrap(tabel, jaren, HOGER, "gewogen_gemiddelde", zaad=zaad)
    if len(telt) < 2:
        assert math.isnan(onder)
        assert math.isnan(boven)
        return
    assert (onder, boven) == stabiliteit.bootstrap(tabel, jaren, HOGER, "gewogen_gemiddelde", zaad=zaad)
    keer = 6000
    reeks = traag.bootstrap(telt, zaad, keer)
    marge = math.ceil(5 * math.sqrt(0.025 * 0.975 * keer * (1 + keer / 2000)))
    for gemaakt, plek in ((onder, keer // 40), (boven, keer - keer // 40 - 1)):
        laag, hoog = reeks[max(plek - marge, 0)], reeks[min(plek + marge, keer - 1)]
        assert laag - 1e-9 <= gemaakt <= hoog + 1e-9, (gemaakt, laag, hoog)


@RICHTINGEN
@pytest.mark.parametrize("zaad", ZADEN)
def test_tornado_is_die_van_de_tweeling(zaad, richting):
    rng, norm, tabel, regels, jaren = wereld(8, zaad)
    methode, breedte, tau2 = BANDEN[int(rng.integers(len(BANDEN)))]
    uit = gevoeligheid.tornado(tabel, jaren, richting, norm, maak(methode, norm, breedte, tau2))
    verwacht = traag.tornado(regels, jaren, richting, norm, methode, breedte=breedte, tau2=tau2)
    assert sorted(uit["variant"]) == sorted(verwacht)
    assert set(uit["variant"]) <= set(VARIANTEN)
    for gemaakt in uit.to_dict("records"):
        anders = verwacht[gemaakt["variant"]]
        assert gemaakt["optie"] == gemaakt["variant"].split("=")[0]
        assert gemaakt["norm_variant"] == bijna(anders["norm_variant"])
        assert gemaakt["verschil"] == bijna(anders["verschil"])
        for veld in ("status_anders", "naar_onder", "uit_onder", "meetbaar", "niet_meetbaar"):
            assert gemaakt[veld] == anders[veld], (veld, gemaakt, anders)


@RICHTINGEN
@pytest.mark.parametrize("zaad", range(max(4, VOORBEELDEN // 4)))
def test_telling_van_gevolgen_is_die_van_de_tweeling(zaad, richting):
    rng = np.random.default_rng([9, zaad])
    norm = norm_van(rng)
    reeks = [t for t in tellingen(rng, norm) if t[1] >= twin.KLEINSTE]
    y, n = [a for a, _ in reeks], [b for _, b in reeks]
    verwacht = traag.gevolgen(dict(enumerate(reeks)), norm, "klassen", richting)
    lijn = [float(twin.grens("klassen", norm, m, richting)) for m in n]
    gemaakt = tel_gevolgen(y, n, norm, richting, lijn)
    assert gemaakt.k == verwacht["k"]
    assert gemaakt.onder_norm == verwacht["binnen"] + verwacht["onder"]
    assert gemaakt.onder_grens == verwacht["onder"]
    assert (gemaakt.onder_wilson, gemaakt.onder_toets) == (verwacht["onder_wilson"], verwacht["onder_toets"])
    assert gemaakt.vals_alarm_norm == bijna(verwacht["vals_alarm_norm"], 1e-8)
    assert gemaakt.vals_alarm_grens == bijna(verwacht["vals_alarm_grens"], 1e-8)
