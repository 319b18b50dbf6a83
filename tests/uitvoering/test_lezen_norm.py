"""Reading and protecting for the norm report: from stored outcomes to a report that hides what is small."""

import json
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from normen.hulp_besluiten import maak_besluit
from normwijzer.fouten import DataFout
from normwijzer.normen.onderwerp import Onderwerp
from normwijzer.paden import Paden
from normwijzer.rapport.norm.sectie import html_kpi_norm
from normwijzer.rapport.norm.werkboek import maak_norm_werkboek
from normwijzer.uitvoering.bestanden import digest_bestand, schrijf_json
from normwijzer.uitvoering.herijken import NORMMAP, pad_herijking, sleutel_herijking
from normwijzer.uitvoering.lezen_norm import lees_norm
from normwijzer.uitvoering.normbestand import digest_instellingen, digest_normen, schrijf_besluiten
from normwijzer.uitvoering.rekenen import pad_stand
from normwijzer.uitvoering.stand import digest_code
from normwijzer.uitvoering.uitkomsten import schrijf_uitkomsten
from openpyxl import load_workbook
from rapport.hulp_norm_gedeeld import NAMEN, VERSTOPT
from rapport.hulp_norm_gedeeld import WERELD as TELLINGEN
from rapport.hulp_normrapport import UITSTROOM, UITVAL, VARIANT, maak_exact, maak_verkend

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
    assert blad.beeld.besluit == blad.besluiten[0]
    assert (blad.beeld.norm, blad.beeld.besluit.besluit) == (besluit.norm, besluit.besluit)
    assert lees_norm(REGIO, 2024, editie="intern", paden=paden).bladen[UITSTROOM].beeld.besluit == besluit
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


def test_gedeeld_heeft_nergens_een_rij_van_een_verborgen_aanbieder_en_intern_wel(paden):
    gedeeld, intern = (lees_norm(REGIO, 2024, editie=editie, paden=paden) for editie in ("deelbaar", "intern"))
    blad = gedeeld.bladen[UITVAL]
    for tabel in (gedeeld.cijfers, blad.cijfers, blad.aanbieders, blad.zonder_een):
        assert len(tabel)
        assert not set(tabel["aanbieder"]) & set(VERSTOPT)
    assert set(intern.bladen[UITVAL].aanbieders["aanbieder"]) == set(TELLINGEN)
    buiten = len(TELLINGEN) - len(blad.aanbieders)
    assert buiten >= len(VERSTOPT)
    assert gedeeld.hoeveel_verborgen(UITVAL, [2024]) == buiten
    assert gedeeld.hoeveel_verborgen(UITVAL, [2023, 2024]) == buiten
    assert intern.hoeveel_verborgen(UITVAL, [2024]) == 0


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
    k = len(rapport.bladen[UITVAL].aanbieders)
    assert overzicht[0][1:7] == (0.23, 80, 335, 10, k, 0.23)  # 78 / 334, in whole percent and per 5 as on the page
    namen = {rij[1] for rij in boek["Aanbieders"].iter_rows(values_only=True)}  # behind the column Tabel
    assert NAMEN["00000011"] in namen
    assert not {NAMEN[agb] for agb in VERSTOPT} & namen


def test_verborgen_telt_voor_elk_stel_jaren_wie_nergens_een_rij_heeft(paden):
    rapport = lees_norm(REGIO, 2027, paden=paden)
    tabel = rapport.bladen[UITVAL].verborgen
    jaren = [2023, 2024, 2027]
    stellen = {"+".join(map(str, keuze)) for k in (1, 2, 3) for keuze in combinations(jaren, k)}
    assert set(tabel["jaren"]) == stellen
    assert set(tabel["aanbieders"]) == {len(TELLINGEN) - len(rapport.bladen[UITVAL].aanbieders)}


def test_de_gedeelde_editie_heeft_niet_meer_decimalen_dan_zij_toont(paden):
    # With all its digits a fraction tells the counts that it was made from; the explorer alone has exact ones.
    gezien = set()
    for blad in lees_norm(REGIO, 2024, paden=paden).bladen.values():
        for naam, kolommen in _HELE_PROCENTEN.items():
            frame = getattr(blad, naam)
            for kolom in [kolom for kolom in kolommen if kolom in frame]:
                getallen = frame[kolom].dropna().astype(float)
                gezien |= {naam} if len(getallen) else set()
                assert np.allclose(getallen.round(2), getallen, rtol=0, atol=1e-12), (naam, kolom)
            for kolom in {"teller", "noemer", "n"} & set(frame):
                assert frame[kolom].dropna().mod(5).eq(0).all(), (naam, kolom)
    assert {"tornado", "per_jaar", "kandidaten", "aanbieders", "regio", "zonder_een"} <= gezien


def test_het_digest_van_de_besluiten_staat_alleen_in_de_interne_editie(paden):
    schrijf_besluiten(paden, REGIO, 2024, [maak_besluit(0.2)])
    for editie in ("deelbaar", "intern"):
        rapport = lees_norm(REGIO, 2024, editie=editie, paden=paden)
        assert (digest_normen(paden, REGIO) in rapport.verantwoording.values()) == (editie == "intern")
        assert bool(rapport.bladen[UITVAL].digest_uitkomst) == (editie == "intern")


_HELE_PROCENTEN = {
    "regio": ("waarde", "onder", "boven"), "rijping": ("waarde", "verschil"), "tornado": ("verschil", "norm_variant"),
    "per_jaar": ("waarde", "onder", "boven", "verschil"), "kandidaten": ("norm", "norm_heel"),
    "zonder_een": ("norm", "verschil"), "combinaties": ("laagste", "hoogste"),
    "kwartalen": ("waarde", "midden", "onder", "boven"),
    "aanbieders": ("waarde", "onder", "boven", "grens", "kans", "gekrompen", "kans_slechter"),
}  # fmt: skip
