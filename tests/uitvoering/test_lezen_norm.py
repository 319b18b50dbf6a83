"""Reading and protecting for the norm report: from stored outcomes to a report that hides what is small."""

import json
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normen.hulp_besluiten import maak_besluit
from normwijzer.fouten import DataFout
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.normen.verkenning import kandidaten_tabel
from normwijzer.paden import Paden
from normwijzer.privacy import KLEINSTE_GROEP
from normwijzer.rapport.norm.sectie import html_kpi_norm
from normwijzer.rapport.norm.werkboek import maak_norm_werkboek
from normwijzer.uitvoering.beschermen_norm import bescherm_kandidaten, bescherm_kwartalen, bescherm_zonder_een
from normwijzer.uitvoering.bestanden import digest_bestand, schrijf_json
from normwijzer.uitvoering.herijken import NORMMAP, pad_herijking, sleutel_herijking
from normwijzer.uitvoering.lezen_norm import lees_norm
from normwijzer.uitvoering.normbestand import digest_instellingen, digest_normen, schrijf_besluiten
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.stand import digest_code
from normwijzer.uitvoering.uitkomsten import schrijf_uitkomsten
from openpyxl import load_workbook
from rapport.hulp_normrapport import NAMEN, TELLINGEN, UITSTROOM, UITVAL, VARIANT, maak_exact, maak_verkend

REGIO = "proef"
TOML = """naam = "Regio Proef"
jaren = [2023, 2024, 2027]
families = ["wmo"]
synthetisch = true
[gemeenten]
9901 = "Aadorp"
[opties]
"""
PERCEEL_6 = Onderwerp("wmo", "uitval", "6")
PILOT = Onderwerp("wmo", "doelrealisatie_ander_perceel", "6")


@pytest.fixture
def paden(tmp_path):
    """A region with outcomes of three years: uitval in perceel 1 and 6, uitstroom in perceel 2 only in 2023."""
    paden = Paden(tmp_path / "data", tmp_path / "reports")
    map_ = paden.regio(REGIO)
    map_.mkdir(parents=True)
    (map_ / "regio.toml").write_text(TOML, encoding="utf-8")
    (map_ / "producten.csv").write_text("wet;categorie;code;perceel;soort;omschrijving;geldig_van;geldig_tot\n")
    namen = "".join(f"{agb};{naam}\n" for agb, naam in NAMEN.items())
    (map_ / "aanbieders.csv").write_text(f"agb;naam\n{namen}", encoding="utf-8")
    for jaar in (2023, 2024, 2027):
        delen = [maak_exact(o, {jaar: TELLINGEN}, varianten={VARIANT: 1}) for o in (UITVAL, PERCEEL_6, PILOT)]
        delen += [maak_exact(UITSTROOM, {jaar: TELLINGEN if jaar == 2023 else {"00000001": (0, 0)}})]
        rijen = pd.concat(delen, ignore_index=True)
        rijen = rijen[rijen["variant"].eq("basis") | rijen["kpi"].eq("uitval")]
        rijen = rijen.assign(regio=REGIO, wet="wmo", eenheid="fractie", grens_onder=np.nan, grens_boven=np.nan)
        schrijf_uitkomsten(paden.werk_familie(REGIO, jaar, "wmo"), rijen, {})
    stand = {
        "bekend_op": "2026-03-31", "invoer": "abc", "sleutel": "s1", "code": digest_code(),
        "herkomst": {"instellingen": digest_instellingen(paden, REGIO)},
    }  # fmt: skip
    schrijf_json(pad_stand(paden, REGIO), stand)
    return paden


def schrijf_herijking(paden: Paden, verkend) -> None:
    """Frames and their key, as `herijken` leaves them."""
    frames = {paden.werk(REGIO) / "herijking.parquet": verkend.herijking}
    for jaar in (2023, 2024, 2027):
        map_ = paden.werk_familie(REGIO, jaar, NORMMAP)
        map_.mkdir(parents=True, exist_ok=True)
        frames |= {map_ / f"{naam}.parquet": frame for naam, frame in (
            ("rijping", verkend.rijping), ("rijping_stappen", verkend.stappen), ("combinaties", verkend.combinaties),
            ("kwartalen", verkend.kwartalen[verkend.kwartalen["jaar"].eq(jaar)]))}  # fmt: skip
    for pad, frame in frames.items():
        frame.to_parquet(pad)
    schrijf_json(pad_herijking(paden, REGIO), {
        "sleutel": sleutel_herijking(paden, REGIO, "s1", verken=True), "normen": digest_normen(paden, REGIO),
        "bestanden": {pad.relative_to(paden.werk(REGIO)).as_posix(): digest_bestand(pad) for pad in frames},
    })  # fmt: skip


def test_een_blad_per_onderwerp_dat_een_norm_kan_krijgen_en_in_dat_jaar_cijfers_heeft(paden):
    assert lees_norm(REGIO, 2023, paden=paden).onderwerpen == (UITSTROOM, UITVAL, PERCEEL_6)
    assert lees_norm(REGIO, 2024, paden=paden).onderwerpen == (UITVAL, PERCEEL_6)
    assert lees_norm(REGIO, 2027, paden=paden).onderwerpen == (UITVAL,)  # the pilot of perceel 6


def test_een_besloten_onderwerp_blijft_ook_zonder_cijfers_in_dat_jaar_zichtbaar(paden):
    besluit = maak_besluit(0.2, kpi=UITSTROOM.kpi, perceel="2", jaar=2023)
    schrijf_besluiten(paden, REGIO, 2023, [besluit])
    rapport = lees_norm(REGIO, 2024, paden=paden)
    blad = rapport.bladen[UITSTROOM]
    assert blad.beeld.besluit == besluit
    assert blad.nu.noemer == 0
    assert "Besluiten" in html_kpi_norm(rapport, UITSTROOM.kpi)


def test_een_latere_norm_telt_niet_in_het_rapport_van_een_eerder_jaar(paden):
    schrijf_besluiten(paden, REGIO, 2024, [maak_besluit(0.2)])
    assert lees_norm(REGIO, 2023, paden=paden).bladen[UITVAL].beeld.herkomst == "voorstel"
    assert lees_norm(REGIO, 2024, paden=paden).bladen[UITVAL].beeld.herkomst == "besluit"
    assert lees_norm(REGIO, 2027, paden=paden).bladen[UITVAL].beeld.herkomst == "geldend"


@pytest.mark.parametrize(("jaar", "bekend_op", "woorden"), [
    (2022, None, "2022 staat niet in regio.toml"), (2024, "2025-01-01", "niet van 2025-01-01"),
])  # fmt: skip
def test_verkeerde_vraag_krijgt_een_zin_en_geen_traceback(paden, jaar, bekend_op, woorden):
    with pytest.raises(DataFout, match=woorden):
        lees_norm(REGIO, jaar, bekend_op=bekend_op, paden=paden)


def test_zonder_uitkomsten_zegt_het_wat_eerst_moet(paden):
    pad_stand(paden, REGIO).unlink()
    with pytest.raises(DataFout, match="nog niet berekend"):
        lees_norm(REGIO, 2024, paden=paden)


def test_gedeeld_heeft_nergens_een_rij_van_een_kleine_aanbieder_en_intern_wel(paden):
    gedeeld, intern = (lees_norm(REGIO, 2024, editie=editie, paden=paden) for editie in ("deelbaar", "intern"))
    kleintjes = {agb for agb, (_, n) in TELLINGEN.items() if n < KLEINSTE_GROEP}
    assert gedeeld.cijfers["noemer"].ge(KLEINSTE_GROEP).all()
    blad = gedeeld.bladen[UITVAL]
    for tabel in (blad.cijfers, blad.aanbieders, blad.zonder_een):
        assert len(tabel)
        assert not set(tabel["aanbieder"]) & kleintjes
    assert set(intern.bladen[UITVAL].aanbieders["aanbieder"]) == set(TELLINGEN)
    assert gedeeld.hoeveel_verborgen(UITVAL, [2024]) == len(kleintjes)
    assert gedeeld.hoeveel_verborgen(UITVAL, [2023, 2024], VARIANT) == len(kleintjes)
    assert intern.hoeveel_verborgen(UITVAL, [2024]) == 0
    # what is computed is the same in both: only the small is left out
    assert blad.gevolgen.equals(intern.bladen[UITVAL].gevolgen)
    assert blad.fit == intern.bladen[UITVAL].fit


def test_herijking_en_rijping_tellen_alleen_als_zij_van_deze_uitkomsten_zijn(paden):
    verkend = maak_verkend(kwartalen=[(2023, 1, 5, 20), (2024, 1, 6, 20), (2027, 1, 7, 20)])
    schrijf_herijking(paden, verkend)
    rapport = lees_norm(REGIO, 2024, paden=paden)
    assert rapport.verkend
    assert len(rapport.bladen[UITVAL].rijping) == 3
    assert rapport.bladen[UITVAL].kwartalen["jaar"].max() == 2024
    assert rapport.bladen[PERCEEL_6].rijping.empty
    schrijf_besluiten(paden, REGIO, 2024, [maak_besluit(0.2)])  # a new decision does not make the ripening old
    assert lees_norm(REGIO, 2024, paden=paden).verkend
    stand = json.loads(pad_stand(paden, REGIO).read_text())
    schrijf_json(pad_stand(paden, REGIO), stand | {"sleutel": "s2"})
    assert not lees_norm(REGIO, 2024, paden=paden).verkend


def test_werkboek_heeft_dezelfde_getallen_als_de_pagina_en_elke_keer_dezelfde_bytes(paden, tmp_path):
    rapport = lees_norm(REGIO, 2024, paden=paden)
    bytes_ = maak_norm_werkboek(rapport)
    assert bytes_ == maak_norm_werkboek(lees_norm(REGIO, 2024, paden=paden))
    pad = tmp_path / "norm.xlsx"
    pad.write_bytes(bytes_)
    boek = load_workbook(pad)
    assert {"Overzicht", "Besluiten", "Kandidaten", "Gevolgen", "Aanbieders", "Verantwoording"} <= set(boek.sheetnames)
    overzicht = [rij for rij in boek["Overzicht"].iter_rows(values_only=True) if rij[0] == "Uitval, perceel 1"]
    assert overzicht[0][1:7] == (pytest.approx(30 / 133), 30, 133, 7, 5, pytest.approx(0.23))
    namen = {rij[0] for rij in boek["Aanbieders"].iter_rows(values_only=True)}
    assert "Zorg A" in namen
    assert not {"Zorg F", "Zorg G"} & namen


tellingen = st.lists(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=8
)


@settings(max_examples=150, deadline=None)
@given(tellingen, st.sampled_from(["hoger_is_beter", "lager_is_beter"]))
def test_een_kandidaat_van_minder_dan_tien_clienten_is_te_klein(paren, richting):
    cijfers = pd.DataFrame([(2024, "basis", f"{i:08d}", y, n, "definitief") for i, (y, n) in enumerate(paren, start=1)],
                           columns=["jaar", "variant", "aanbieder", "teller", "noemer", "status"])  # fmt: skip
    tabel = bescherm_kandidaten(kandidaten_tabel(cijfers, [2024], richting), cijfers, richting)
    kant = 1 if richting == "hoger_is_beter" else -1
    for rij in tabel.itertuples():
        if rij.id == "N4":  # the aanbieders that have exactly this rate
            mensen = sum(n for y, n in paren if abs(y / n - rij.norm) < 1e-9)
        elif rij.id in ("N5", "N6"):  # from the best down, until the share is reached; equal ones all take part
            def rang(paar, soort=rij.id):
                y, n = paar
                return kant * (y / n if soort == "N5" else (y + 1) / (n + 2))
            deel = 0.25 if rij.id == "N5" else 0.10
            orde, samen = sorted(paren, key=rang, reverse=True), 0
            for paar in orde:
                samen += paar[1]
                if samen >= deel * sum(n for _, n in paren) - 1e-9:
                    break
            besten = [ander for ander in paren if rang(ander) >= rang(paar)]
            mensen = sum(n for _, n in besten)
            assert sum(y for y, _ in besten) / mensen == pytest.approx(rij.norm)
        else:
            mensen = rij.n
        assert rij.te_klein == (mensen < KLEINSTE_GROEP), rij


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=8, max_size=8))
def test_een_verborgen_kwartaal_is_niet_uit_de_andere_af_te_leiden(noemers):
    tabel = pd.DataFrame({"jaar": [2023] * 4 + [2024] * 4, "kwartaal": [1, 2, 3, 4] * 2, "teller": 0,
                          "noemer": noemers})  # fmt: skip
    uit = bescherm_kwartalen(tabel)
    assert uit[["jaar", "kwartaal"]].equals(tabel[["jaar", "kwartaal"]])
    for jaar in (2023, 2024):
        echt, getoond = (deel.loc[deel["jaar"].eq(jaar), "noemer"] for deel in (tabel, uit))
        weg = echt[getoond.isna().to_numpy()]
        assert not getoond.dropna().between(1, KLEINSTE_GROEP - 1).any()
        if len(weg):
            alles_weg = weg.sum() == echt.sum()
            assert echt.between(1, KLEINSTE_GROEP - 1).any()
            assert alles_weg or (len(weg) >= 2 and weg.sum() >= KLEINSTE_GROEP)
        else:
            assert not echt.between(1, KLEINSTE_GROEP - 1).any()


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(1, 40), min_size=1, max_size=6))
def test_zonder_een_laat_nooit_een_kleine_rest_zien(noemers):
    geteld = pd.DataFrame({"aanbieder": list(noemers), "teller": 0, "noemer": list(noemers.values())})
    tabel = pd.DataFrame({"aanbieder": list(noemers), "norm": 0.1, "verschil": 0.0})
    getoond = bescherm_zonder_een(tabel, geteld)["aanbieder"]
    totaal = sum(noemers.values())
    assert set(getoond) == {
        agb for agb, n in noemers.items() if n >= KLEINSTE_GROEP and totaal - n >= KLEINSTE_GROEP
    }


def test_verborgen_telt_voor_elk_stel_jaren_wie_nergens_een_rij_heeft(paden):
    rapport = lees_norm(REGIO, 2027, paden=paden)
    tabel = rapport.bladen[UITVAL].verborgen
    jaren = [2023, 2024, 2027]
    stellen = {"+".join(map(str, keuze)) for k in (1, 2, 3) for keuze in combinations(jaren, k)}
    assert set(tabel["jaren"]) == stellen
    assert set(tabel["aanbieders"]) == {2}


def test_de_gedeelde_editie_heeft_niet_meer_decimalen_dan_zij_toont(paden):
    # With all its digits a fraction tells the counts that it was made from.
    tonen = {
        "rijping": {"waarde": 3}, "stappen": {"d_waarde": 3}, "tornado": {"verschil": 3, "norm_variant": 2},
        "per_jaar": {"waarde": 2, "verschil": 2}, "kandidaten": {"norm": 2}, "zonder_een": {"norm": 2},
        "aanbieders": {"gekrompen": 3}, "combinaties": {"laagste": 3},
    }  # fmt: skip
    gezien = set()
    for blad in lees_norm(REGIO, 2024, paden=paden).bladen.values():
        for naam, kolommen in tonen.items():
            frame = getattr(blad, naam)
            for kolom, decimalen in kolommen.items():
                getallen = frame[kolom].dropna().astype(float) if len(frame) else frame.get(kolom, pd.Series())
                gezien |= {(naam, kolom)} if len(getallen) else set()
                assert (getallen.round(decimalen) == getallen).all(), (naam, kolom)
    assert {"tornado", "per_jaar", "kandidaten", "aanbieders"} <= {naam for naam, _ in gezien}
