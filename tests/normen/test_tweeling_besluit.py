"""Product against the slow twin on random histories of decisions: which norm is in force, and what a row is told."""

import math
import os
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from normen import trage_tweeling as twin
from normwijzer.fouten import DataFout
from normwijzer.normen.bandbreedte import maak_bandbreedte
from normwijzer.normen.besluit import Basis, Besluit, Digest, Kandidaat, geldend, laatste, voeg_toe
from normwijzer.normen.besluitvorm import format_besluiten, parse_besluiten
from normwijzer.normen.herkomst import basis_van, digest_uitkomst
from normwijzer.normen.onderwerp import Onderwerp, check_jaar, heeft_norm, onderwerpen, vind_onderwerp
from normwijzer.normen.oordeel import beoordeel

VOORBEELDEN = int(os.environ.get("NORMWIJZER_VOORBEELDEN", "12"))
ZADEN = range(VOORBEELDEN)
FAMILIES = ["wmo", "jeugd_transformatie", "jeugd_kwaliteit", "administratief_proces"]
# (familie, kpi, perceel, soort, eenheid): those that may have a norm, and every kind that may not.
ONDERWERPEN = [
    ("wmo", "uitval", "1", "", "fractie"), ("wmo", "uitval", "6", "", "fractie"), ("wmo", "uitval", "", "", "fractie"),
    ("wmo", "doelrealisatie_uitstroom", "2", "", "fractie"), ("wmo", "doelrealisatie_afschaling", "3", "", "fractie"),
    ("wmo", "doelrealisatie_ander_perceel", "6", "", "fractie"), ("wmo", "uitval", "5", "", "fractie"),
    ("jeugd_transformatie", "verblijf_korter_dan_9_maanden", "", "", "fractie"),
    ("jeugd_transformatie", "verblijf_korter_dan_9_maanden", "", "pleegzorg", "fractie"),
    ("jeugd_transformatie", "eigen_gemeente", "", "", "fractie"),
    ("jeugd_transformatie", "verblijf_per_populatie", "", "", "fractie"),
    ("jeugd_transformatie", "jeugdigen_in_verblijf", "", "", "aantal"),
    ("jeugd_kwaliteit", "uitval", "", "", "fractie"), ("jeugd_kwaliteit", "clienttevredenheid", "", "", "ratio"),
    ("administratief_proces", "tijdige_start", "", "", "fractie"),
]  # fmt: skip
BASIS = Basis(30, 100, 0.3, 4, 3, (2024,))
METHODEN = [("vast", 0.05, 0.0), ("trechter", None, 0.0), ("trechter", None, 0.002), ("klassen", None, 0.0)]


def besluit(onderwerp, jaar: int, norm: float, vorm, **anders) -> Besluit:
    methode, breedte, tau2 = vorm
    velden = {
        "familie": onderwerp[0], "kpi": onderwerp[1], "perceel": onderwerp[2], "soort": onderwerp[3], "jaar": jaar,
        "norm": norm, "methode": "expert", "geldt_vanaf": jaar + 1, "besluit": "Besproken en vastgesteld.", "door": "",
        "datum": date(jaar + 1, 5, 1), "bekend_op": date(jaar + 1, 4, 30), "voorlopig": False, "reden_herziening": "",
        "bandbreedte": maak_bandbreedte(methode, norm, breedte=breedte, tau2=tau2),
        "basis": replace(BASIS, jaren=(jaar,)), "digest": Digest(*(letter * 64 for letter in "abcde")),
        "opties": {"opvolg_venster_dagen": "28"}, "kandidaten": (Kandidaat("N1", "gewogen_gemiddelde", math.nan, 0.3),),
    }  # fmt: skip
    return Besluit(**velden | anders)


def historie(rng: np.random.Generator, keer: int = 14) -> tuple[list[Besluit], list[dict]]:
    """Decisions in order of recording, with revisions that start later or earlier, and the same for the twin."""
    echt, traag, gehad = [], [], set()
    for nummer in range(int(rng.integers(0, keer))):
        onderwerp = ONDERWERPEN[int(rng.integers(len(ONDERWERPEN)))][:4]
        jaar, norm = int(rng.integers(2022, 2029)), int(rng.integers(5, 96)) / 100
        vorm, vanaf = METHODEN[int(rng.integers(len(METHODEN)))], jaar + int(rng.choice([1, 1, 1, 2, 3]))
        reden = "nieuwe cijfers" if (onderwerp, jaar) in gehad else ""
        gehad.add((onderwerp, jaar))
        dag = date(2030, 1, 1) + timedelta(days=nummer)
        echt.append(besluit(onderwerp, jaar, norm, vorm, geldt_vanaf=vanaf, reden_herziening=reden, datum=dag))
        traag.append({
            "onderwerp": onderwerp, "jaar": jaar, "geldt_vanaf": vanaf, "norm": norm, "methode": vorm[0],
            "breedte": vorm[1], "tau2": vorm[2], "datum": dag,
        })  # fmt: skip
    return echt, traag


def uitkomsten(rng: np.random.Generator, aantal: int = 60) -> pd.DataFrame:
    """Outcome rows of every family, variant and scope, some of them protected."""
    rijen = []
    for _ in range(aantal):
        familie, kpi, perceel, soort, eenheid = ONDERWERPEN[int(rng.integers(len(ONDERWERPEN)))]
        n = int(rng.choice([0, 3, 9, 10, 12, 30, 49, 50, 90, 200]))
        rijen.append({
            "regio": "demo", "jaar": int(rng.integers(2023, 2031)), "familie": familie, "kpi": kpi,
            "variant": str(rng.choice(["basis", "basis", "basis", "opvolg_venster_dagen=56"])), "wet": "",
            "perceel": perceel, "aanbieder": str(rng.choice(["", "30000001", "30000002"])),
            "gemeente": str(rng.choice(["", "", "", "9901"])), "soort": soort, "teller": int(rng.integers(0, n + 1)),
            "noemer": n, "waarde": math.nan, "eenheid": eenheid, "onder": math.nan, "boven": math.nan,
            "status": str(rng.choice(["definitief", "definitief", "voorlopig"])), "te_klein": bool(rng.random() < 0.15),
        })  # fmt: skip
    tabel = pd.DataFrame(rijen).astype({"teller": "Int64", "noemer": "Int64"})
    tabel[["teller", "noemer"]] = tabel[["teller", "noemer"]].mask(tabel["te_klein"])
    return tabel.set_index(rng.permutation(aantal))


@pytest.mark.parametrize("zaad", ZADEN)
def test_geldende_norm_is_die_van_de_tweeling(zaad):
    echt, traag = historie(np.random.default_rng([21, zaad]), 40)
    for onderwerp in {tuple(o[:4]) for o in ONDERWERPEN}:
        for jaar in range(2021, 2034):
            i = twin.geldend(traag, onderwerp, jaar) if twin.mag_norm(onderwerp, jaar) else None
            gemaakt = geldend(echt, Onderwerp(*onderwerp), jaar)
            assert (gemaakt is None) == (i is None), (onderwerp, jaar)
            assert i is None or gemaakt is echt[i], (onderwerp, jaar)
            assert heeft_norm(Onderwerp(*onderwerp), jaar) == twin.mag_norm(onderwerp, jaar)


@pytest.mark.parametrize("zaad", ZADEN)
def test_elke_rij_krijgt_wat_de_tweeling_zegt(zaad):
    rng = np.random.default_rng([22, zaad])
    echt, traag = historie(rng, 40)
    tabel = uitkomsten(rng)
    uit = beoordeel(tabel, echt)
    pd.testing.assert_frame_equal(uit[tabel.columns.tolist()], tabel)
    for gegeven, gemaakt in zip(tabel.to_dict("records"), uit.to_dict("records"), strict=True):
        verwacht = twin.rij(gegeven, traag)
        assert (gemaakt["oordeel"], gemaakt["ver"]) == (verwacht["oordeel"], verwacht["ver"]), gegeven
        for veld in ("norm", "grens", "grens_ver", "kans", "normjaar"):
            waarde = math.nan if verwacht[veld] is None else float(verwacht[veld])
            assert (math.nan if pd.isna(gemaakt[veld]) else float(gemaakt[veld])) == pytest.approx(
                waarde, abs=1e-9, nan_ok=True
            ), (veld, gegeven)
        dag = gemaakt["besluit_datum"]
        assert (None if pd.isna(dag) else dag.date()) == verwacht["datum"], gegeven


@pytest.mark.parametrize("zaad", ZADEN)
def test_oordeel_hangt_niet_af_van_de_volgorde_van_rijen_of_lege_cellen(zaad):
    rng = np.random.default_rng([23, zaad])
    echt, _ = historie(rng, 40)
    tabel = uitkomsten(rng)
    uit = beoordeel(tabel, echt)
    schud = rng.permutation(len(tabel))
    pd.testing.assert_frame_equal(beoordeel(tabel.iloc[schud], echt), uit.iloc[schud])
    leeg = tabel.assign(**{k: tabel[k].replace("", pd.NA) for k in ("perceel", "soort", "gemeente", "aanbieder")})
    nieuw = ["norm", "grens", "grens_ver", "kans", "oordeel", "ver", "normjaar", "besluit_datum"]
    pd.testing.assert_frame_equal(beoordeel(leeg, echt)[nieuw], uit[nieuw])


@pytest.mark.parametrize("zaad", ZADEN)
def test_bestand_geeft_elk_besluit_terug_en_groeit_alleen_onderaan(zaad):
    echt, _ = historie(np.random.default_rng([24, zaad]), 60)
    mogelijk = [
        replace(b, jaar=2024, geldt_vanaf=max(b.geldt_vanaf, 2025), reden_herziening="", basis=BASIS)
        for b in echt
        if heeft_norm(b.onderwerp, 2024) and heeft_norm(b.onderwerp, max(b.geldt_vanaf, 2025))
    ]
    besluiten, tekst = [], format_besluiten([])
    for nieuw in mogelijk:
        eerder = any(b.onderwerp == nieuw.onderwerp for b in besluiten)
        if eerder:
            with pytest.raises(DataFout):
                voeg_toe(besluiten, nieuw)
            nieuw = replace(nieuw, reden_herziening="nieuwe cijfers")
        besluiten = voeg_toe(besluiten, nieuw)
        langer = format_besluiten(besluiten)
        assert langer.startswith(tekst.rstrip("\n"))
        tekst = langer
    assert parse_besluiten(tekst, "2024.toml") == besluiten
    assert format_besluiten(parse_besluiten(tekst, "map/2024.toml")) == tekst
    assert list(laatste(besluiten).values()) == [
        [b for b in besluiten if b.onderwerp == o][-1] for o in dict.fromkeys(b.onderwerp for b in besluiten)
    ]


@pytest.mark.parametrize(
    ("kpi", "perceel", "soort", "familie"),
    [
        ("uitvall", "1", "", ""), ("uitval", "5", "", ""), ("uitval", "", "", ""), ("uitval", "7", "", ""),
        ("doelrealisatie_ander_perceel", "6", "", ""), ("uitval", "", "", "jeugd_kwaliteit"),
        ("clienttevredenheid", "", "", ""), ("verblijf_per_populatie", "", "", ""), ("tijdige_start", "", "", ""),
        ("doelrealisatie_uitstroom", "3", "", ""), ("uitval", "1", "pleegzorg", ""), ("eigen_gemeente", "1", "", ""),
        ("eigen_gemeente", "", "geen_soort", ""), ("jeugdigen_in_verblijf", "", "", ""),
    ],
)  # fmt: skip
def test_wat_geen_norm_kan_hebben_wordt_geweigerd(kpi, perceel, soort, familie):
    with pytest.raises(DataFout):
        vind_onderwerp(FAMILIES, kpi, perceel=perceel, soort=soort, familie=familie)


def test_elk_onderwerp_met_een_norm_wordt_gevonden():
    for (familie, kpi), (_, percelen) in twin.DRAAGT_NORM.items():
        for perceel in percelen or [""]:
            assert vind_onderwerp(FAMILIES, kpi, perceel=perceel) == Onderwerp(familie, kpi, perceel)


@pytest.mark.parametrize("jaar", range(2023, 2032))
@pytest.mark.parametrize("later", [-1, 0, 1, 2, 3])
def test_jaren_van_een_besluit_zijn_nooit_pilot_en_nooit_het_normjaar_zelf(jaar, later):
    for perceel in "16":
        pilot = perceel == "6" and {jaar, jaar + later} & {2027, 2028}
        if later < 1 or pilot:
            with pytest.raises(DataFout):
                check_jaar(Onderwerp("wmo", "uitval", perceel), jaar, jaar + later)
        else:
            check_jaar(Onderwerp("wmo", "uitval", perceel), jaar, jaar + later)


@pytest.mark.parametrize("zaad", ZADEN)
def test_onderwerpen_en_basis_zijn_die_van_de_rijen(zaad):
    rng = np.random.default_rng([25, zaad])
    tabel = uitkomsten(rng, 150)
    regels = [r for r in tabel.to_dict("records") if r["variant"] == "basis" and not r["gemeente"]]
    verwacht = {
        (r["familie"], r["kpi"], r["perceel"], r["soort"])
        for r in regels
        if not r["aanbieder"] and not r["te_klein"] and r["noemer"] > 0
        and twin.mag_norm((r["familie"], r["kpi"], r["perceel"], r["soort"]), r["jaar"])
    }  # fmt: skip
    assert {(o.familie, o.kpi, o.perceel, o.soort) for o in onderwerpen(FAMILIES, tabel)} == verwacht
    onderwerp, jaren = ("wmo", "uitval", "1", ""), (2024, 2025)
    mijn = [
        r for r in regels
        if (r["familie"], r["kpi"], r["perceel"], r["soort"]) == onderwerp and r["jaar"] in jaren and not r["te_klein"]
    ]  # fmt: skip
    basis, per = basis_van(tabel, Onderwerp(*onderwerp), jaren)
    for kant, gemaakt in (("teller", basis.teller), ("noemer", basis.noemer)):
        assert gemaakt == sum(r[kant] for r in mijn if not r["aanbieder"])
    namen = {r["aanbieder"] for r in mijn if r["aanbieder"]}
    samen = {naam: [sum(r[k] for r in mijn if r["aanbieder"] == naam) for k in ("teller", "noemer")] for naam in namen}
    samen = {naam: telling for naam, telling in samen.items() if telling[1]}
    assert {naam: [y, n] for naam, y, n in per[["aanbieder", "teller", "noemer"]].itertuples(index=False)} == samen
    assert (basis.aanbieders, basis.k10) == (len(samen), sum(n >= 10 for _, n in samen.values()))


def test_digest_van_een_uitkomst_ziet_elk_getal_en_geen_volgorde():
    rng = np.random.default_rng(26)
    tabel = uitkomsten(rng, 40).assign(familie="wmo", kpi="uitval", perceel="1", soort="", jaar=2024)
    tabel = tabel[~tabel["te_klein"]].drop_duplicates("aanbieder")
    digest = digest_uitkomst(tabel)
    assert digest == digest_uitkomst(tabel.iloc[::-1])
    basis = tabel["variant"].eq("basis") & tabel["gemeente"].eq("")
    for plek in range(len(tabel)):
        for kolom in ("teller", "noemer"):
            anders = tabel.copy()
            anders.iloc[plek, tabel.columns.get_loc(kolom)] += 1
            assert (digest_uitkomst(anders) != digest) == bool(basis.iloc[plek]), (plek, kolom)
    assert basis.any()
