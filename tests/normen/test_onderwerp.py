"""What may have a norm: by family, KPI, perceel, soort and year."""

import pandas as pd
import pytest
from normwijzer.fouten import DataFout
from normwijzer.kpi.catalogus import families, laad
from normwijzer.normen.onderwerp import (
    NORMFAMILIES,
    Onderwerp,
    check_jaar,
    heeft_norm,
    onderwerpen,
    uitzonderingen,
    vind_onderwerp,
)

ALLE = ("administratief_proces", "jeugd_kwaliteit", "jeugd_transformatie", "wmo")
UITVAL_6 = Onderwerp("wmo", "uitval", "6")


def test_een_perceel_bij_uitval_betekent_wmo():
    assert vind_onderwerp(ALLE, "uitval", perceel="1") == Onderwerp("wmo", "uitval", "1")


def test_jeugd_geldt_voor_de_hele_regio_of_een_soort():
    kpi = "verblijf_korter_dan_9_maanden"
    assert vind_onderwerp(ALLE, kpi) == Onderwerp("jeugd_transformatie", kpi)
    assert vind_onderwerp(ALLE, kpi, soort="pleegzorg") == Onderwerp("jeugd_transformatie", kpi, "", "pleegzorg")


@pytest.mark.parametrize(
    ("families_", "kpi", "waar", "woorden"),
    [
        (ALLE, "uitvall", {"perceel": "1"}, ["bedoelt u 'uitval'"]),
        (ALLE, "uitval", {}, ["per perceel", "1, 2, 3, 4, 6"]),
        (ALLE, "uitval", {"familie": "jeugd_kwaliteit"}, ["geen norm"]),
        (ALLE, "uitval", {"soort": "pleegzorg"}, ["geen norm"]),
        (("jeugd_kwaliteit",), "uitval", {"perceel": "1"}, ["geen norm"]),
        (ALLE, "uitval", {"perceel": "5"}, ["perceel 5", "geen kpi's"]),
        (ALLE, "doelrealisatie_uitstroom", {"perceel": "5"}, ["perceel 5", "geen kpi's"]),
        (ALLE, "uitval", {"perceel": "7"}, ["'7' is geen perceel"]),
        (ALLE, "doelrealisatie_afschaling", {"perceel": "1"}, ["niet voor perceel 1", "Toegestaan: 3"]),
        (ALLE, "doelrealisatie_ander_perceel", {"perceel": "6"}, ["geen norm", "pilot"]),
        (ALLE, "uitval", {"perceel": "1", "soort": "begeleiding", "familie": "wmo"}, ["niet over een soort"]),
        (ALLE, "gezinsgericht", {"perceel": "1"}, ["geen percelen"]),
        (ALLE, "gezinsgericht", {"soort": "pleegzorgen"}, ["bedoelt u 'pleegzorg'"]),
        (ALLE, "maanden_verblijf_gemiddeld", {}, ["aandeel", "maanden"]),
        (ALLE, "jeugdigen_in_verblijf", {}, ["aandeel"]),
        (ALLE, "maanden_verblijf_mediaan", {}, ["geen norm"]),
        (ALLE, "wachttijd", {}, ["nog geen normbesluiten"]),
        (ALLE, "wachttijd", {"familie": "administratief_proces"}, ["nog geen normbesluiten"]),
        (("administratief_proces",), "wachttijd", {}, ["nog geen normbesluiten"]),
        (("wmo",), "gezinsgericht", {}, ["kpi van jeugd_transformatie", "niet van wmo"]),
        (ALLE, "gezinsgericht", {"familie": "wmo"}, ["kpi van jeugd_transformatie", "niet van wmo"]),
        (ALLE, "uitval", {"familie": "wmoo", "perceel": "1"}, ["bedoelt u 'wmo'"]),
        (("jeugd_kwaliteit",), "uitval", {"familie": "wmo", "perceel": "1"}, ["geen familie van deze regio"]),
        ((), "uitval", {"perceel": "1"}, ["niet van deze regio"]),
    ],
)
def test_wat_geen_norm_kan_hebben_wordt_in_gewone_woorden_geweigerd(families_, kpi, waar, woorden):
    with pytest.raises(DataFout) as fout:
        vind_onderwerp(families_, kpi, **waar)
    for woord in woorden:
        assert woord in str(fout.value)


def test_elke_kpi_van_de_catalogus_wordt_gevonden_of_geweigerd():
    gevonden = set()
    for familie in families():
        for kpi, definitie in laad(familie).definities.items():
            for perceel in map(str, definitie.percelen or ("",)):
                try:
                    gevonden.add(vind_onderwerp(ALLE, kpi, perceel=perceel, familie=familie))
                except DataFout:
                    continue
    wmo = {(o.kpi, o.perceel) for o in gevonden if o.familie == "wmo"}
    assert wmo == {("doelrealisatie_uitstroom", p) for p in "12"} | {("doelrealisatie_afschaling", "3")} | {
        ("uitval", p) for p in "12346"
    }
    jeugd = {o for o in gevonden if o.familie != "wmo"}
    assert {o.familie for o in jeugd} == {"jeugd_transformatie"}
    assert all(o.definitie.norm == "doel" and o.definitie.eenheid == "fractie" for o in jeugd)
    assert all(heeft_norm(onderwerp, 2025) for onderwerp in gevonden)


@pytest.mark.parametrize(
    ("jaar", "geldt_vanaf", "mag"),
    [
        (2024, 2025, True),
        (2026, 2027, False),
        (2026, 2028, False),
        (2026, 2029, True),
        (2027, 2029, False),
        (2028, 2029, False),
        (2029, 2030, True),
    ],
)
def test_perceel_zes_krijgt_geen_norm_in_of_vanuit_de_pilotjaren(jaar, geldt_vanaf, mag):
    if mag:
        check_jaar(UITVAL_6, jaar, geldt_vanaf)
    else:
        with pytest.raises(DataFout, match="pilot"):
            check_jaar(UITVAL_6, jaar, geldt_vanaf)
    check_jaar(Onderwerp("wmo", "uitval", "1"), jaar, geldt_vanaf)


@pytest.mark.parametrize(
    ("jaar", "geldt_vanaf", "woord"),
    [(2024, 2024, "latere jaren"), (2024, 2020, "latere jaren"), (2014, 2025, "2015"), (2024, 2100, "2099")],
)
def test_een_norm_telt_pas_na_zijn_normjaar(jaar, geldt_vanaf, woord):
    with pytest.raises(DataFout, match=woord):
        check_jaar(Onderwerp("wmo", "uitval", "1"), jaar, geldt_vanaf)


def test_perceel_zes_wordt_buiten_de_pilot_wel_beoordeeld():
    assert [heeft_norm(UITVAL_6, jaar) for jaar in (2026, 2027, 2028, 2029)] == [True, False, False, True]


@pytest.mark.parametrize(
    "onderwerp",
    [
        Onderwerp("wmo", "uitval", "5"),
        Onderwerp("wmo", "uitval"),
        Onderwerp("wmo", "uitval", "1", "begeleiding"),
        Onderwerp("wmo", "doelrealisatie_ander_perceel", "6"),
        Onderwerp("wmo", "onbekend", "1"),
        Onderwerp("jeugd_kwaliteit", "uitval"),
        Onderwerp("jeugd_transformatie", "maanden_verblijf_gemiddeld"),
        Onderwerp("jeugd_transformatie", "gezinsgericht", "1"),
        Onderwerp("jeugd_transformatie", "gezinsgericht", "", "onbekend"),
        Onderwerp("administratief_proces", "tijdig_declareren"),
        Onderwerp("beleidsdoelen", "x"),
    ],
)
def test_zonder_norm_in_welk_jaar_dan_ook(onderwerp):
    assert not any(heeft_norm(onderwerp, jaar) for jaar in range(2020, 2035))


def test_uitzonderingen_noemen_hun_reden_en_bron():
    assert {(u.perceel, u.jaren, u.bron) for u in uitzonderingen()} == {("5", (), "000"), ("6", (2027, 2028), "000")}
    assert all(u.reden for u in uitzonderingen())


def _rij(
    familie, kpi, *, perceel=None, soort=None, aanbieder=None, gemeente=None, variant="basis", jaar=2024, noemer=5
):
    return (familie, kpi, variant, perceel, aanbieder, gemeente, soort, noemer, jaar)


def _uitkomsten(*rijen):
    kolommen = ["familie", "kpi", "variant", "perceel", "aanbieder", "gemeente", "soort", "noemer", "jaar"]
    frame = pd.DataFrame(rijen, columns=kolommen)
    return frame.astype({kolom: "str" for kolom in kolommen[:-2]} | {"noemer": "Int64"})


def test_onderwerpen_zijn_de_cellen_met_gevallen_in_de_volgorde_van_het_rapport():
    frame = _uitkomsten(
        _rij("jeugd_transformatie", "gezinsgericht", soort="pleegzorg"),
        _rij("jeugd_transformatie", "gezinsgericht"),
        _rij("jeugd_transformatie", "maanden_verblijf_gemiddeld"),
        _rij("jeugd_kwaliteit", "uitval"),
        _rij("administratief_proces", "tijdig_declareren"),
        _rij("wmo", "uitval"),
        _rij("wmo", "uitval", perceel="2"),
        _rij("wmo", "uitval", perceel="1"),
        _rij("wmo", "uitval", perceel="1", jaar=2025),
        _rij("wmo", "doelrealisatie_uitstroom", perceel="1"),
        _rij("wmo", "doelrealisatie_uitstroom", perceel="2", noemer=0),
        _rij("wmo", "uitval", perceel="3", noemer=pd.NA),
        _rij("wmo", "uitval", perceel="4", aanbieder="99990101"),
        _rij("wmo", "doelrealisatie_afschaling", perceel="3", gemeente="9901"),
        _rij("wmo", "doelrealisatie_afschaling", perceel="3", variant="opvolg_venster_dagen=56"),
        _rij("wmo", "uitval", perceel="6", jaar=2027),
        _rij("wmo", "doelrealisatie_ander_perceel", perceel="6", jaar=2026),
    )
    verwacht = [
        Onderwerp("wmo", "doelrealisatie_uitstroom", "1"),
        Onderwerp("wmo", "uitval", "1"),
        Onderwerp("wmo", "uitval", "2"),
        Onderwerp("jeugd_transformatie", "gezinsgericht"),
        Onderwerp("jeugd_transformatie", "gezinsgericht", "", "pleegzorg"),
    ]
    assert onderwerpen(ALLE, frame) == verwacht
    assert onderwerpen(ALLE, frame.sample(frac=1, random_state=3)) == verwacht
    assert onderwerpen(("wmo",), frame) == verwacht[:3]
    assert onderwerpen(NORMFAMILIES, frame[:0]) == []


def test_perceel_zes_telt_mee_zodra_er_een_jaar_buiten_de_pilot_is():
    frame = _uitkomsten(_rij("wmo", "uitval", perceel="6", jaar=2026), _rij("wmo", "uitval", perceel="6", jaar=2027))
    assert onderwerpen(ALLE, frame) == [UITVAL_6]
