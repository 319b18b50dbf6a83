"""Decisions: which one is in force, revisions, and the file they are kept in."""

import math
import re
import tomllib
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from normen.hulp_besluiten import maak_besluit
from normwijzer.fouten import DataFout
from normwijzer.normen.bandbreedte import METHODEN, Bandbreedte, Klasse, maak_bandbreedte
from normwijzer.normen.besluit import METHODEN_NORM, Basis, Digest, Kandidaat, geldend, gelding, laatste, voeg_toe
from normwijzer.normen.besluitvorm import format_besluiten, parse_besluiten
from normwijzer.normen.kandidaten import kandidaten
from normwijzer.normen.onderwerp import Onderwerp

UITVAL_1, UITVAL_6 = Onderwerp("wmo", "uitval", "1"), Onderwerp("wmo", "uitval", "6")
EERSTE = maak_besluit()
HERZIEN = maak_besluit(0.14, reden_herziening="gegevens van een aanbieder ontbraken")


def test_een_norm_geldt_niet_in_het_jaar_waarop_hij_rust():
    assert [geldend([EERSTE], UITVAL_1, jaar) for jaar in (2023, 2024, 2025, 2031)] == [None, None, EERSTE, EERSTE]


def test_een_later_normjaar_vervangt_een_eerder_ook_als_het_eerst_is_vastgelegd():
    later = maak_besluit(0.11, jaar=2026)
    for volgorde in ([EERSTE, later], [later, EERSTE]):
        assert [geldend(volgorde, UITVAL_1, jaar).norm for jaar in (2025, 2026, 2027)] == [0.12, 0.12, 0.11]


def test_van_een_normjaar_telt_het_laatst_vastgelegde_besluit():
    assert geldend([EERSTE, HERZIEN], UITVAL_1, 2025) is HERZIEN
    assert geldend([HERZIEN, EERSTE], UITVAL_1, 2025) is EERSTE


def test_een_herziening_voor_latere_jaren_laat_eerdere_jaren_zoals_ze_waren():
    later = replace(HERZIEN, geldt_vanaf=2026)
    assert [geldend([EERSTE, later], UITVAL_1, jaar) for jaar in (2025, 2026)] == [EERSTE, later]


def test_bij_gelijke_ingang_wint_het_hoogste_normjaar():
    oud, nieuw = replace(EERSTE, geldt_vanaf=2027), maak_besluit(0.10, jaar=2026)
    assert nieuw.geldt_vanaf == oud.geldt_vanaf
    for volgorde in ([oud, nieuw], [nieuw, oud]):
        assert geldend(volgorde, UITVAL_1, 2027) is nieuw


def test_een_norm_geldt_alleen_voor_zijn_eigen_onderwerp():
    assert geldend([EERSTE], Onderwerp("wmo", "uitval", "2"), 2025) is None
    assert geldend([EERSTE], Onderwerp("jeugd_kwaliteit", "uitval"), 2025) is None
    assert geldend([EERSTE], Onderwerp("wmo", "uitval"), 2025) is None


def test_perceel_zes_rust_in_de_pilot_en_geldt_daarna_weer():
    besluit = maak_besluit(perceel="6")
    jaren = (2025, 2026, 2027, 2028, 2029)
    assert [geldend([besluit], UITVAL_6, jaar) for jaar in jaren] == [besluit, besluit, None, None, besluit]


def test_laatste_geeft_per_onderwerp_en_normjaar_het_laatste():
    later, elders = maak_besluit(jaar=2026), maak_besluit(perceel="2")
    assert laatste([EERSTE, later, elders, HERZIEN]) == {
        (UITVAL_1, 2024): HERZIEN,
        (UITVAL_1, 2026): later,
        (Onderwerp("wmo", "uitval", "2"), 2024): elders,
    }


def test_een_tweede_besluit_vraagt_een_reden():
    assert voeg_toe([], EERSTE) == [EERSTE]
    assert voeg_toe([EERSTE], HERZIEN) == [EERSTE, HERZIEN]
    assert voeg_toe((EERSTE,), maak_besluit(jaar=2025)) == [EERSTE, maak_besluit(jaar=2025)]
    for reden in ("", "  \n"):
        with pytest.raises(DataFout, match="al een besluit"):
            voeg_toe([EERSTE], replace(HERZIEN, reden_herziening=reden))


def test_wie_niets_te_herzien_heeft_herziet_niet():
    for eerder in ([], [maak_besluit(perceel="2")], [maak_besluit(jaar=2025)]):
        with pytest.raises(DataFout, match="om te herzien"):
            voeg_toe(eerder, HERZIEN)


def test_getallen_en_dagen_van_pandas_worden_gewone():
    vreemd = maak_besluit(
        np.float64(0.12),
        datum=pd.Timestamp(2025, 5, 12),
        bekend_op=datetime(2025, 4, 30, 12),
        basis=Basis(np.int64(11), np.int64(59), np.float64(11 / 59), np.int64(4), np.int64(3), (np.int64(2024),)),
    )
    assert vreemd == EERSTE
    assert format_besluiten([vreemd]) == format_besluiten([EERSTE])
    assert hash(vreemd) == hash(EERSTE)


def test_elke_methode_van_een_kandidaat_kan_die_van_een_norm_zijn():
    tabel = kandidaten([3, 9, 14], [9, 22, 41], "lager_is_beter", norm_expert=0.1)
    assert set(tabel["methode"]) == set(METHODEN_NORM)


def test_het_bestand_is_te_lezen_en_te_vergelijken():
    tekst = format_besluiten([EERSTE])
    assert tekst.startswith("# Normbesluiten")
    for regel in (
        "[[besluit]]",
        'kpi = "uitval"',
        "norm = 0.12",
        "datum = 2025-05-12",
        "voorlopig = false",
        '    { id = "N3", methode = "mediaan", q = 0.5, norm = 0.21428571428571427 },',
        "[besluit.bandbreedte]",
        "[besluit.basis]",
        "[besluit.digest]",
        "[besluit.opties]",
    ):
        assert regel in tekst.splitlines()
    assert "reden_herziening" not in tekst
    assert "soort" not in tekst


def test_een_besluit_erbij_is_alleen_tekst_erbij():
    besluiten = [EERSTE, maak_besluit(perceel="2"), HERZIEN]
    teksten = [format_besluiten(besluiten[:aantal]) for aantal in range(4)]
    for korter, langer in zip(teksten, teksten[1:], strict=False):
        assert langer.startswith(korter)
        assert len(langer) > len(korter)


def test_zonder_besluiten_een_bestand_dat_niets_zegt():
    assert parse_besluiten(format_besluiten([]), "2024.toml") == []
    assert parse_besluiten("", "2024.toml") == []


schrift = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
    | st.sampled_from('\t\n\r"\\#=[]'),
    max_size=40,
)
inhoud = schrift.filter(str.strip)
fracties = st.floats(0, 1)
dagen = st.dates(date(2024, 1, 1), date(2035, 1, 1))
mogelijk = fracties | st.just(math.nan)


@st.composite
def klassen(draw):
    grenzen = sorted({10, *draw(st.lists(st.integers(11, 500), max_size=4))})
    einden = [*(grens - 1 for grens in grenzen[1:]), None]
    return tuple(Klasse(van, tot, draw(fracties)) for van, tot in zip(grenzen, einden, strict=True))


@st.composite
def besluiten_(draw):
    norm, methode = draw(fracties), draw(st.sampled_from(METHODEN))
    band = {
        "vast": lambda: maak_bandbreedte("vast", norm, breedte=draw(fracties)),
        "trechter": lambda: maak_bandbreedte("trechter", norm, tau2=draw(fracties)),
        "klassen": lambda: Bandbreedte("klassen", klassen=draw(klassen())),
    }[methode]()
    teller, noemer = sorted((draw(st.integers(0, 900)), draw(st.integers(0, 900))))
    k10, aanbieders = sorted((draw(st.integers(0, 40)), draw(st.integers(0, 40))))
    onderwerp = draw(
        st.sampled_from(
            [
                {"perceel": "3"},
                {"kpi": "doelrealisatie_uitstroom", "perceel": "2"},
                {"familie": "jeugd_transformatie", "kpi": "gezinsgericht", "perceel": ""},
                {"familie": "jeugd_transformatie", "kpi": "gezinsgericht", "perceel": "", "soort": "crisis"},
            ]
        )
    )
    return maak_besluit(
        norm,
        **onderwerp,
        methode=draw(st.sampled_from(METHODEN_NORM)),
        geldt_vanaf=draw(st.integers(2025, 2099)),
        besluit=draw(inhoud),
        door=draw(schrift),
        datum=draw(dagen),
        bekend_op=draw(dagen),
        voorlopig=draw(st.booleans()),
        reden_herziening=draw(inhoud),
        basis=Basis(teller, noemer, teller / noemer if noemer else math.nan, aanbieders, k10, (2023, 2024)),
        digest=Digest(*(draw(st.text("0123456789abcdef", min_size=1, max_size=8)) for _ in range(5))),
        opties=draw(st.dictionaries(schrift, schrift, max_size=3)),
        kandidaten=tuple(
            Kandidaat(*kandidaat)
            for kandidaat in draw(st.lists(st.tuples(inhoud, inhoud, mogelijk, mogelijk), max_size=3))
        ),
        bandbreedte=band,
    )


def _met_redenen(besluiten):
    """The first decision on an onderwerp without a reason to revise, the others with the one they have."""
    uit = []
    for besluit in besluiten:
        eerder = any(b.onderwerp == besluit.onderwerp for b in uit)
        uit.append(besluit if eerder else replace(besluit, reden_herziening=""))
    return uit


@settings(deadline=None)
@given(st.lists(besluiten_(), max_size=4).map(_met_redenen))
def test_wat_geschreven_is_wordt_precies_teruggelezen(besluiten):
    tekst = format_besluiten(besluiten)
    assert parse_besluiten(tekst, "brembergen/normen/2024.toml") == besluiten
    assert format_besluiten(parse_besluiten(tekst, "2024.toml")) == tekst
    opgeslagen = tekst.encode().decode("utf-8-sig")
    assert parse_besluiten("\ufeff" + opgeslagen.replace("\n", "\r\n"), "2024.toml") == besluiten


def test_de_volgorde_van_opties_maakt_geen_verschil():
    andersom = replace(EERSTE, opties=dict(reversed(EERSTE.opties.items())))
    assert format_besluiten([andersom]) == format_besluiten([EERSTE])


@pytest.mark.parametrize("tekst", ["", " \n", "bel\x07", "nul\x00", "half \ud800", "\ufffe"])
def test_wat_niet_terug_te_lezen_is_wordt_niet_geschreven(tekst):
    with pytest.raises(DataFout, match="2024.toml, besluit 1.*besluit"):
        format_besluiten([replace(EERSTE, besluit=tekst)])


def test_besluiten_van_twee_jaren_horen_niet_in_een_bestand():
    with pytest.raises(DataFout, match="besluit 2, jaar"):
        format_besluiten([EERSTE, maak_besluit(jaar=2025)])


def _anders(van, naar, besluiten=(EERSTE,)):
    tekst = format_besluiten(besluiten)
    assert van in tekst
    return tekst.replace(van, naar, 1)


KLASSEN = format_besluiten([maak_besluit(0.3, band="klassen")])
VAST = format_besluiten([maak_besluit(0.3, band="vast", breedte=0.05)])


@pytest.mark.parametrize(
    ("van", "naar", "woorden"),
    [
        ('kpi = "uitval"', 'kpi = "uitvall"', ["besluit 1", "bedoelt u 'uitval'"]),
        ('kpi = "uitval"', 'kpi = "wachttijd"', ["kpi", "wachttijd"]),
        ('kpi = "uitval"', 'kpi = "doelrealisatie_afschaling"', ["niet voor perceel 1"]),
        ('kpi = "uitval"', "kpi = 3", ["besluit 1, kpi", "geen tekst"]),
        ('kpi = "uitval"\n', "", ["besluit 1", "'kpi' ontbreekt"]),
        ('familie = "wmo"', 'familie = "administratief_proces"', ["familie", "wmo, jeugd_transformatie"]),
        ('familie = "wmo"', 'familie = "jeugd_kwaliteit"', ["geen norm"]),
        ('perceel = "1"', 'perceel = "5"', ["geen kpi's"]),
        ('perceel = "1"', "perceel = 1", ["perceel", "geen tekst"]),
        ('perceel = "1"\n', "", ["per perceel"]),
        ('perceel = "1"', 'percel = "1"', ["'percel' is onbekend", "'perceel'"]),
        ("jaar = 2024", "jaar = 2023", ["besluit 1, jaar", "naam van het bestand", "2024"]),
        ("jaar = 2024", "jaar = true", ["jaar", "geheel getal"]),
        ("geldt_vanaf = 2025", "geldt_vanaf = 2024", ["latere jaren"]),
        ("geldt_vanaf = 2025", 'geldt_vanaf = "2025"', ["geldt_vanaf", "geheel getal"]),
        ("norm = 0.12", "norm = 12", ["norm", "van 0 tot en met 1"]),
        ("norm = 0.12", "norm = nan", ["norm"]),
        ("norm = 0.12", "norm = inf", ["norm"]),
        ("norm = 0.12", "norm = true", ["norm"]),
        ("norm = 0.12", 'norm = "0,12"', ["norm", "met een punt"]),
        ("norm = 0.12", f"norm = 1{'0' * 400}", ["norm"]),
        ("norm = 0.12", f"norm = 1{'0' * 5000}", ["geen geldige TOML"]),
        ("norm = 0.12", f"norm = {'[' * 5000}", ["geen geldige TOML"]),
        ("norm = 0.12", "norm = 0,12", ["geen geldige TOML", "regel 9"]),
        ('methode = "expert"', 'methode = "expret"', ["methode", "'expert'"]),
        ("datum = 2025-05-12", 'datum = "2025-05-12"', ["datum", "zonder aanhalingstekens"]),
        ("datum = 2025-05-12", "datum = 2025-05-12T10:00:00", ["datum", "zonder tijd"]),
        ("datum = 2025-05-12", "datum = 2025-02-30", ["geen geldige TOML"]),
        ("voorlopig = false", "voorlopig = 0", ["voorlopig", "true, false"]),
        ('besluit = "Vastgesteld', 'besluit = """ """\n_ = "', ["'_' is onbekend"]),
        ("[besluit.basis]", "[besluit.bazis]", ["'bazis' is onbekend"]),
        ("teller = 11", "teller = 60", ["basis, teller", "59"]),
        ("teller = 11", "teller = 12", ["basis, waarde", "gedeeld door"]),
        ("k10 = 3", "k10 = 5", ["basis, k10", "4"]),
        ("    2024,\n", "    2023,\n", ["basis, jaren", "2024"]),
        ("    2024,\n", "    2024,\n    2023,\n", ["oplopende jaren"]),
        ("    2024,\n", "    2024,\n    2025,\n", ["basis, jaren", "2024"]),
        ("    2024,\n", "", ["oplopende jaren"]),
        ("tau2 = 0.0", "tau2 = -0.1", ["bandbreedte, tau2"]),
        ("tau2 = 0.0", "breedte = 0.1", ["bandbreedte", "geen breedte"]),
        ('methode = "trechter"', 'methode = "trechters"', ["bandbreedte, methode", "'trechter'"]),
        ('berichten = "ab12"', 'berichten = "AB-12"', ["digest, berichten", "controlegetal"]),
        ('berichten = "ab12"\n', "", ["digest", "'berichten' ontbreekt"]),
        ('jaar_op = "einddatum"', "jaar_op = 3", ["opties", "teksten"]),
        ('id = "N3"', 'idd = "N3"', ["kandidaat 2", "'idd' is onbekend"]),
        ("q = 0.5", "q = 5", ["kandidaat 2, q"]),
        ("[besluit.opties]", "[besluit.opties", ["geen geldige TOML", "regel"]),
        ("[[besluit]]", "[besluit]", ["reeks tabellen"]),
        ("[[besluit]]", "[[besluiten]]", ["'besluiten' is onbekend", "'besluit'"]),
    ],
)
def test_een_beschadigd_bestand_zegt_waar_en_wat(van, naar, woorden):
    with pytest.raises(DataFout) as fout:
        parse_besluiten(_anders(van, naar), "brembergen/normen/2024.toml")
    for woord in ("brembergen/normen/2024.toml", *woorden):
        assert woord in str(fout.value)


@pytest.mark.parametrize(
    ("tekst", "van", "naar", "woord"),
    [
        (KLASSEN, "van = 25", "van = 26", "sluit niet aan"),
        (KLASSEN, "van = 10", "van = 11", "sluit niet aan"),
        (KLASSEN, "van = 10", "van = 1", "geheel getal van 10"),
        (KLASSEN, ", tot_en_met = 24", "", "sluit niet aan"),
        (KLASSEN, "van = 200,", "van = 200, tot_en_met = 900,", "laatste klasse"),
        (KLASSEN, "tot_en_met = 24", "tot_en_met = 9", "geheel getal van 10"),
        (KLASSEN, "breedte = 0.24", "breedte = 24", "breedte"),
        (KLASSEN, "klassen = [", "tau2 = 0.1\nklassen = [", "spreiding"),
        (KLASSEN, 'methode = "klassen"', 'methode = "trechter"', "geen klassen"),
        (VAST, "breedte = 0.05", "", "breedte nodig"),
        (VAST, "breedte = 0.05", "breedte = 5", "breedte"),
        (VAST, 'methode = "vast"', 'methode = "klassen"', "geen breedte"),
        (VAST, 'methode = "vast"\nbreedte = 0.05', 'methode = "klassen"', "laatste klasse"),
    ],
)
def test_een_bandbreedte_die_niet_klopt_wordt_geweigerd(tekst, van, naar, woord):
    assert van in tekst
    with pytest.raises(DataFout, match=woord) as fout:
        parse_besluiten(tekst.replace(van, naar, 1), "2024.toml")
    assert "besluit 1, bandbreedte" in str(fout.value)


def test_eigen_klassen_mogen():
    eigen = parse_besluiten(KLASSEN.replace("breedte = 0.24", "breedte = 0.2"), "2024.toml")[0].bandbreedte
    assert eigen.klassen[0] == Klasse(10, 24, 0.2)


def test_twee_keer_hetzelfde_onderwerp_zonder_reden_is_een_fout_in_het_bestand():
    dubbel = format_besluiten([EERSTE]) + "\n" + format_besluiten([EERSTE])
    with pytest.raises(DataFout, match="besluit 2, norm voor uitval, perceel 1, 2024: daarover is al een besluit"):
        parse_besluiten(dubbel, "2024.toml")
    weg = format_besluiten([EERSTE, HERZIEN]).split("\n[[besluit]]\n")
    with pytest.raises(DataFout, match="om te herzien"):
        parse_besluiten("\n[[besluit]]\n".join([weg[0], weg[2]]), "2024.toml")


def test_perceel_zes_in_de_pilot_staat_niet_in_een_bestand():
    tekst = _anders("geldt_vanaf = 2025", "geldt_vanaf = 2028", [maak_besluit(perceel="6")])
    with pytest.raises(DataFout, match="besluit 1, norm voor uitval, perceel 6, geldt vanaf 2028: in de pilot"):
        parse_besluiten(tekst, "2024.toml")


@pytest.mark.parametrize("naam", ["normen.toml", "24.toml", "2024.bak.toml", "2024-oud.toml"])
def test_de_naam_van_het_bestand_is_een_jaar(naam):
    with pytest.raises(DataFout, match="is een jaar"):
        parse_besluiten("", naam)


@settings(deadline=None)
@given(st.integers(0, 2000), st.integers(0, 60), st.text("abc=[]{}\"'\\#\n0.,-: \x00é", max_size=8))
def test_geen_verminking_van_het_bestand_geeft_iets_anders_dan_een_datafout(plek, lengte, tekst):
    heel = format_besluiten([EERSTE, HERZIEN])
    try:
        besluiten = parse_besluiten(heel[:plek] + tekst + heel[plek + lengte :], "2024.toml")
    except DataFout:
        return
    assert parse_besluiten(format_besluiten(besluiten), "2024.toml") == besluiten


def test_fouten_noemen_de_tekst_van_het_besluit_niet():
    tekst = _anders('door = "Stuurgroep"', 'door = "Jan \\u0007 Jansen"')
    with pytest.raises(DataFout) as fout:
        parse_besluiten(tekst, "2024.toml")
    assert "Jan" not in str(fout.value)
    assert re.search("besluit 1, door: bevat een teken", str(fout.value))


def test_het_bestand_is_gewone_toml():
    ruw = tomllib.loads(format_besluiten([EERSTE]))["besluit"][0]
    assert ruw["basis"] == {"teller": 11, "noemer": 59, "waarde": 11 / 59, "aanbieders": 4, "k10": 3, "jaren": [2024]}
    assert ruw["datum"] == date(2025, 5, 12)
    assert [set(kandidaat) for kandidaat in ruw["kandidaat"]] == [
        {"id", "methode", "norm"},
        {"id", "methode", "q", "norm"},
    ]


def test_een_herziening_vanaf_een_later_jaar_laat_de_jaren_ervoor_aan_het_eerste_besluit():
    eerst = maak_besluit(jaar=2024, geldt_vanaf=2025)
    later = maak_besluit(jaar=2024, geldt_vanaf=2027, norm=0.3, reden_herziening="ambitie")
    assert gelding([eerst], eerst) == (2025, None)
    assert gelding([eerst, later], eerst) == (2025, 2026)
    assert gelding([eerst, later], later) == (2027, None)


def test_een_besluit_dat_in_elk_jaar_is_vervangen_geldt_in_geen_jaar():
    eerst = maak_besluit(jaar=2024, geldt_vanaf=2025)
    anders = maak_besluit(jaar=2024, geldt_vanaf=2025, norm=0.3, reden_herziening="rekenfout")
    nieuw = maak_besluit(jaar=2025, geldt_vanaf=2026)
    assert gelding([eerst, anders], eerst) is None
    assert gelding([eerst, anders, nieuw], anders) == (2025, 2025)
    assert gelding([eerst, anders, nieuw], nieuw) == (2026, None)
