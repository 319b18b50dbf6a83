"""Catalogue, code, options and docs/kpi_<familie>.md stay in step."""

import inspect

import pytest
from conftest import PROJECT
from kpi.wereld import to_regio
from normwijzer.fouten import DataFout
from normwijzer.kpi import FAMILIES, catalogus, check_opties, state_variants, wmo
from normwijzer.kpi.beschrijving import describe
from normwijzer.kpi.jeugd import kwaliteit, transformatie
from normwijzer.kpi.opties import families, format_waarde, load_opties, resolve, variants
from normwijzer.kpi.proces import familie as proces
from normwijzer.toestand import reconstrueer


def regio(map_, opties=None):
    return to_regio(map_, opties)


def test_catalogus_en_code_hebben_dezelfde_kpis_en_percelen():
    definities = catalogus.laad("wmo").definities
    assert {kpi: d.percelen for kpi, d in definities.items()} == {kpi: p for kpi, (p, _) in wmo.KPIS.items()}
    assert list(definities) == list(wmo.KPIS)


def test_de_kpis_heten_zoals_in_het_contract():
    assert list(wmo.KPIS) == [
        "doelrealisatie_uitstroom", "doelrealisatie_afschaling", "doelrealisatie_ander_perceel", "uitval",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("familie", "module"), [("jeugd_transformatie", transformatie), ("jeugd_kwaliteit", kwaliteit)]
)
def test_catalogus_en_code_van_jeugd_hebben_dezelfde_kpis(familie, module):
    assert set(catalogus.laad(familie).definities) == set(module.KPIS)


def test_de_kpis_van_jeugd_staan_in_de_volgorde_van_het_contract():
    nummers = [d.nummer for d in catalogus.laad("jeugd_transformatie").definities.values()]
    assert nummers == [f"J{nummer}" for nummer in range(1, 23)]
    nummers = [d.nummer for d in catalogus.laad("jeugd_kwaliteit").definities.values()]
    assert nummers == ["K1", "K2", "K31", "K32", "K33", "K34"]


def test_catalogus_en_code_van_het_proces_hebben_dezelfde_kpis_in_de_volgorde_van_het_contract():
    definities = catalogus.laad(proces.FAMILIE).definities
    assert list(definities) == list(proces.KPIS)
    assert [d.nummer for d in definities.values()] == [f"A{nummer}" for nummer in range(1, 12)]
    assert set(proces.REGISTRATIE) <= set(definities)


def test_de_doelen_van_het_proces_zijn_die_van_de_bron():
    definities = catalogus.laad(proces.FAMILIE).definities.values()
    doelen = {(d.nummer, doel.soort): doel.doel for d in definities for doel in d.doelen}
    assert doelen == {("A3", ""): 0.8, ("A6", "geaccepteerd"): 0.98, ("A8", ""): 0.95, ("A11", ""): 0.9}


def test_elke_familie_die_kan_worden_berekend_heeft_een_catalogus_en_opties():
    assert set(FAMILIES) == set(catalogus.families()) == set(families())


def test_de_doelen_zijn_die_van_de_bron():
    doelen = {
        d.nummer: {(doel.soort, doel.vorm): doel.doel for doel in d.doelen}
        for d in catalogus.laad("jeugd_transformatie").definities.values()
        if d.doelen
    }
    totaal = {nummer: next(w for (soort, _), w in waarden.items() if not soort) for nummer, waarden in doelen.items()}
    assert totaal == {
        "J1": -0.15, "J4": 0.8, "J5": -0.25, "J7": 0.6, "J9": 0.1, "J11": 0.7, "J12": 0.7, "J15": 0.9, "J16": 0.75,
        "J17": 0.6, "J18": 0.95,
    }  # fmt: skip
    assert doelen["J5"]["zonder_gezinsgericht", "verandering"] == -0.25
    voorbehoud = {
        (d.nummer, doel.soort): doel.voorbehoud
        for d in catalogus.laad("jeugd_transformatie").definities.values()
        for doel in d.doelen
        if doel.voorbehoud
    }
    assert voorbehoud == {
        ("J1", "zonder_gezinsgericht"): "gezinshuis_2023",
        ("J5", "zonder_gezinsgericht"): "gezinshuis_2023",
        ("J7", "zonder_gezinsgericht"): "gezinshuis_2023",
        ("J11", ""): "gezinshuis_2023",
        ("J17", ""): "doel_60_of_75",
    }
    alle = [d for def_ in catalogus.laad("jeugd_transformatie").definities.values() for d in def_.doelen]
    assert {(d.basisjaar, d.doeljaar) for d in alle} == {(2023, 2026)}


def test_elke_kanttekening_wordt_ergens_gebruikt():
    boeken = [catalogus.laad(familie) for familie in catalogus.families()]
    gebruikt = {k.sleutel for boek in boeken for d in boek.definities.values() for k in d.kanttekeningen}
    assert gebruikt == set(catalogus._read("kanttekeningen"))


@pytest.mark.parametrize("familie", families())
def test_elke_optie_werkt_op_een_bestaande_kpi_en_legt_zich_uit(familie):
    for optie in load_opties(familie).values():
        assert set(optie.kpi) <= set(catalogus.laad(familie).definities), optie.naam
        assert optie.uitleg.endswith("."), optie.naam
        assert 5 < len(optie.kort) < 60, optie.naam
        assert optie.allowed(), optie.naam


@pytest.mark.parametrize("familie", families())
def test_elke_optie_wordt_in_de_code_gelezen(familie):
    map_ = PROJECT / "lib/normwijzer/kpi"
    paden = (map_ / {"wmo": ".", "administratief_proces": "proces"}.get(familie, "jeugd")).glob("*.py")
    bron = "".join(pad.read_text(encoding="utf-8") for pad in paden)
    for naam, optie in load_opties(familie).items():
        if optie.voor_toestand:
            assert naam.removesuffix("_jeugd") in inspect.signature(reconstrueer).parameters, naam
        if naam != "retour_negeren":  # that one acts in the state alone
            assert f'["{naam}"]' in bron or f"{naam}:" in bron or f'get("{naam}"' in bron, naam


def test_een_optie_voor_de_toestand_geeft_een_eigen_toestand_als_variant(tmp_path):
    assert state_variants(regio(tmp_path)) == {
        "basis": {
            "retour_negeren": False,
            "tie_volgorde": {"wmo": resolve(regio(tmp_path), "wmo", "uitval")["tie_volgorde"]},
        },
        "retour_negeren=true": {
            "retour_negeren": True,
            "tie_volgorde": {"wmo": resolve(regio(tmp_path), "wmo", "uitval")["tie_volgorde"]},
        },
    }
    eigen = state_variants(regio(tmp_path, {"retour_negeren": True}))
    assert [(naam, opties["retour_negeren"]) for naam, opties in eigen.items()] == [
        ("basis", True),
        ("retour_negeren=false", False),
    ]


def test_een_optie_voor_de_toestand_kan_niet_per_kpi(tmp_path):
    with pytest.raises(DataFout, match="geldt voor de hele regio"):
        check_opties(regio(tmp_path, {"uitval": {"retour_negeren": True}}))


@pytest.mark.parametrize("familie", catalogus.families())
def test_de_documentatie_is_die_van_de_catalogus(familie):
    tekst = (PROJECT / "docs" / f"kpi_{familie}.md").read_text(encoding="utf-8")
    assert tekst == describe(familie), f"docs/kpi_{familie}.md opnieuw maken uit kpi.beschrijving.describe('{familie}')"


@pytest.mark.parametrize("jaar", [2027, 2028, None])
def test_een_norm_voor_ander_perceel_vragen_is_een_fout(jaar):
    with pytest.raises(DataFout, match="geen norm"):
        catalogus.require_norm("wmo", "doelrealisatie_ander_perceel", jaar)


def test_de_andere_kpis_mogen_een_norm_hebben():
    for kpi in ("doelrealisatie_uitstroom", "doelrealisatie_afschaling", "uitval"):
        assert catalogus.require_norm("wmo", kpi, 2027).norm == "te_bepalen"


def test_een_onbekende_kpi_krijgt_een_suggestie():
    with pytest.raises(DataFout, match="bedoelt u 'uitval'"):
        catalogus.require_norm("wmo", "uitvall")


def test_een_onbekende_familie_noemt_de_bestaande():
    with pytest.raises(DataFout, match="wmo"):
        catalogus.laad("wmoo")


@pytest.mark.parametrize(
    ("opties", "delen"),
    [
        ({"opvolg_venster": 28}, ["'opvolg_venster' is onbekend", "bedoelt u 'opvolg_venster_dagen'"]),
        ({"opvolg_venster_dagen": "28"}, ['opvolg_venster_dagen = "28"', "geheel getal"]),
        ({"opvolg_venster_dagen": True}, ["geheel getal"]),
        ({"opvolg_venster_dagen": -1}, ["vanaf 0"]),
        ({"min_daling": 1.5}, ["tot en met 1"]),
        ({"intensiteit": "uren"}, ["uren_equivalent, pareto, apart"]),
        ({"noemer_uitsluiten": ["2"]}, ["lijst van 02"]),
        ({"noemer_uitsluiten": "02"}, ["lijst van 02"]),
        ({"code23_uitval": "ja"}, ["true, false"]),
        ({"tie_volgorde": ["02", "19"]}, ["elk één keer"]),
        ({"contractjaar_start": "29-02"}, ["dd-mm"]),
        ({"tijdelijk_wordt_uitstroom_na": 0}, ["nooit"]),
        ({"uitvall": {"code23_uitval": True}}, ["[opties.uitvall] is geen kpi", "bedoelt u 'uitval'"]),
        ({"uitval": {"code23": True}}, ["[opties.uitval]", "bedoelt u 'code23_uitval'"]),
        ({"uitval": {"min_daling": 0.1}}, ["werkt niet op uitval", "doelrealisatie_afschaling"]),
        ({"uitval": {"code23_uitval": 1}}, ["[opties.uitval]", "true, false"]),
        ({"min_daling": {"waarde": 1}}, ["is een optie en geen tabel"]),
    ],
)
def test_een_foute_optie_zegt_waar_wat_en_wat_wel_mag(tmp_path, opties, delen):
    with pytest.raises(DataFout) as fout:
        check_opties(regio(tmp_path, opties))
    for deel in ("proefregio/regio.toml", *delen):
        assert deel in str(fout.value)


def test_een_keuze_per_kpi_gaat_voor_een_algemene(tmp_path):
    gekozen = regio(tmp_path, {"opvolg_venster_dagen": 56, "uitval": {"opvolg_venster_dagen": 91}})
    assert resolve(gekozen, "wmo", "uitval")["opvolg_venster_dagen"] == 91
    assert resolve(gekozen, "wmo", "doelrealisatie_uitstroom")["opvolg_venster_dagen"] == 56


def test_wie_van_de_standaard_afwijkt_krijgt_de_standaard_als_variant(tmp_path):
    namen = [naam for naam, _ in variants(regio(tmp_path, {"code23_uitval": False}), "wmo", "uitval")]
    assert "code23_uitval=true" in namen
    assert "code23_uitval=false" not in namen
    assert namen[0] == "basis"
    assert len(namen) == len(set(namen))


def test_waarden_staan_in_de_kolom_variant_zoals_in_het_contract():
    gevallen = {True: "true", False: "false", 28: "28", 0.01: "0.01", ("02", "31"): "{02,31}", (): "{}", None: "nooit"}
    assert {format_waarde(w) for w in gevallen} == set(gevallen.values())
